/* The outline of all areas: borders that have nothing beyond them, joined end to end. */
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
    bool is_used;
} beginning;

typedef struct beginnings {
    size_t count;
    beginning *beginning; /* sorted by place */
} beginnings;

static place place_of(const geo_areas *areas, size_t point)
{
    return (place){llround(areas->x[point] * 1000), llround(areas->y[point] * 1000)};
}

static place first_of(const geo_areas *areas, const geo_border *border)
{
    return place_of(areas, border->is_backwards ? border->last : border->first);
}

static place last_of(const geo_areas *areas, const geo_border *border)
{
    return place_of(areas, border->is_backwards ? border->first : border->last);
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
                                  const geo_borders *borders, beginnings *all)
{
    geo_status status =
        geo_alloc_array(context, borders->count, sizeof *all->beginning, &all->beginning);
    for (size_t i = 0; status == GEO_OK && i < borders->count; i++)
        if (borders->border[i].neighbour == GEO_NO_CODE)
            all->beginning[all->count++] =
                (beginning){first_of(areas, &borders->border[i]), i, false};
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
static bool join_ring(const geo_areas *areas, const beginnings *all, beginning *first,
                      geo_borders *borders)
{
    place end = first->at;
    for (beginning *next = first; next; next = find_at(all, end)) {
        next->is_used = true;
        borders->outline[borders->outline_count++] = next->border;
        end = last_of(areas, &borders->border[next->border]);
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
static bool covers_all(const geo_areas *areas, const geo_borders *borders)
{
    const double tolerance = 1e-6;
    double rings = 0, outline = 0;
    for (size_t ring = 0; ring < areas->ring_count; ring++) {
        size_t first = areas->ring_point[ring], end = areas->ring_point[ring + 1];
        if (end > first)
            rings += (geo_ring_is_backwards(areas, ring) ? -1 : 1) * swept(areas, first, end - 1);
    }
    for (size_t i = 0; i < borders->outline_count; i++) {
        const geo_border *border = &borders->border[borders->outline[i]];
        outline += (border->is_backwards ? -1 : 1) * swept(areas, border->first, border->last);
    }
    return fabs(rings - outline) <= tolerance * fabs(rings);
}

geo_status geo_outline_join(geo_context *context, const geo_areas *areas, geo_borders *borders)
{
    beginnings all = {0, NULL};
    bool is_whole = true;
    geo_status status = find_beginnings(context, areas, borders, &all);
    if (status == GEO_OK)
        status = geo_alloc_array(context, all.count, sizeof *borders->outline, &borders->outline);
    for (size_t i = 0; status == GEO_OK && is_whole && i < all.count; i++)
        if (!all.beginning[i].is_used)
            is_whole = join_ring(areas, &all, &all.beginning[i], borders);
    if (!is_whole || (status == GEO_OK && !covers_all(areas, borders)))
        borders->outline_count = 0;
    free(all.beginning);
    return status;
}
