/* The outline of areas: borders that have none of them beyond, joined end to end. */
#include "figure/outline.h"

#include <math.h>
#include <stdlib.h>

#include "core/memory.h"

/* In whole millimetres, as edges are matched. */
typedef struct place {
    int64_t x;
    int64_t y;
} place;

/* Where a border of the outline begins. */
typedef struct beginning {
    place at;
    size_t border;
    bool is_backwards;
    bool is_used;
} beginning;

/* The areas that the outline is of. */
typedef struct outline_group {
    const int *group; /* NULL: all */
    int wanted;
} outline_group;

static bool belongs(const outline_group *group, int32_t area)
{
    return area != GEO_NO_CODE && (!group->group || group->group[area] == group->wanted);
}

typedef struct beginnings {
    size_t count;
    beginning *beginning; /* sorted by place */
} beginnings;

static place place_of(const geo_areas *areas, size_t point)
{
    return (place){llround(areas->x[point] * 1000), llround(areas->y[point] * 1000)};
}

static place first_of(const geo_areas *areas, const geo_border *border, bool is_backwards)
{
    return place_of(areas, is_backwards ? border->last : border->first);
}

static int compare_places(place a, place b)
{
    if (a.x != b.x)
        return a.x < b.x ? -1 : 1;
    return a.y == b.y ? 0 : a.y < b.y ? -1 : 1;
}

static int compare_beginnings(const void *left, const void *right)
{
    const beginning *a = left, *b = right;
    int order = compare_places(a->at, b->at);
    if (order != 0)
        return order;
    return a->border < b->border ? -1 : a->border > b->border ? 1 : 0;
}

static geo_status find_beginnings(geo_context *context, const geo_areas *areas,
                                  const geo_borders *borders, const outline_group *group,
                                  beginnings *all)
{
    geo_status status =
        geo_alloc_array(context, borders->count, sizeof *all->beginning, &all->beginning);
    for (size_t i = 0; status == GEO_OK && i < borders->count; i++) {
        const geo_border *border = &borders->border[i];
        bool here = belongs(group, border->area);
        if (here == belongs(group, border->neighbour))
            continue;
        /* The neighbour's ring runs the other way along it. */
        bool is_backwards = border->is_backwards == here;
        all->beginning[all->count++] =
            (beginning){first_of(areas, border, is_backwards), i, is_backwards, false};
    }
    if (all->count > 0)
        qsort(all->beginning, all->count, sizeof *all->beginning, compare_beginnings);
    return status;
}

/* One that is not used yet and begins there; NULL: none. */
static beginning *find_at(const beginnings *all, place at)
{
    size_t low = 0, high = all->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_places(all->beginning[middle].at, at) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < all->count && compare_places(all->beginning[low].at, at) == 0; low++)
        if (!all->beginning[low].is_used)
            return &all->beginning[low];
    return NULL;
}

/* From one border to the next until there is none; false when that is not where it began. */
static bool join_ring(const geo_areas *areas, const geo_borders *borders, const beginnings *all,
                      beginning *first, geo_outline *outline)
{
    place end = first->at;
    for (beginning *next = first; next; next = find_at(all, end)) {
        next->is_used = true;
        outline->part[outline->count++] = (geo_outline_part){next->border, next->is_backwards};
        end = first_of(areas, &borders->border[next->border], !next->is_backwards);
    }
    return compare_places(end, first->at) == 0;
}

/* Twice the area that a line from the first of all points sweeps as it follows others. */
static double swept(const geo_areas *areas, size_t first, size_t last)
{
    double sum = 0, x = areas->x[0], y = areas->y[0];
    for (size_t p = first; p < last; p++)
        sum +=
            (areas->x[p] - x) * (areas->y[p + 1] - y) - (areas->x[p + 1] - x) * (areas->y[p] - y);
    return sum;
}

/* The outline has the area of all rings unless edges that were matched run the same way, as those
 * of an area that is there twice do: they don't cancel out. */
static bool covers_all(const geo_areas *areas, const geo_borders *borders,
                       const outline_group *group, const geo_outline *outline)
{
    const double tolerance = 1e-6;
    double rings = 0, joined = 0;
    for (size_t area = 0; area < areas->count; area++)
        for (size_t ring = areas->area_ring[area];
             belongs(group, (int32_t)area) && ring < areas->area_ring[area + 1]; ring++) {
            size_t first = areas->ring_point[ring], end = areas->ring_point[ring + 1];
            if (end > first)
                rings +=
                    (geo_ring_is_backwards(areas, ring) ? -1 : 1) * swept(areas, first, end - 1);
        }
    for (size_t i = 0; i < outline->count; i++) {
        const geo_border *border = &borders->border[outline->part[i].border];
        joined +=
            (outline->part[i].is_backwards ? -1 : 1) * swept(areas, border->first, border->last);
    }
    return fabs(rings - joined) <= tolerance * fabs(rings);
}

geo_status geo_outline_join(geo_context *context, const geo_areas *areas,
                            const geo_borders *borders, const int *group, int wanted,
                            geo_outline *out)
{
    const outline_group of = {group, wanted};
    beginnings all = {0, NULL};
    bool is_whole = true;
    *out = (geo_outline){0, NULL};
    geo_status status = find_beginnings(context, areas, borders, &of, &all);
    if (status == GEO_OK)
        status = geo_alloc_array(context, all.count, sizeof *out->part, &out->part);
    for (size_t i = 0; status == GEO_OK && is_whole && i < all.count; i++)
        if (!all.beginning[i].is_used)
            is_whole = join_ring(areas, borders, &all, &all.beginning[i], out);
    if (!is_whole || (status == GEO_OK && !covers_all(areas, borders, &of, out)))
        out->count = 0;
    free(all.beginning);
    return status;
}

void geo_outline_clear(geo_outline *outline)
{
    free(outline->part);
    *outline = (geo_outline){0, NULL};
}
