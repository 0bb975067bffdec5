/* Which areas touch. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <geo/place.h>

#include "core/context.h"
#include "core/memory.h"

/* ---- vertices by place ---------------------------------------------------------------------- */

/* So that what is near a vertex is mostly in its own square. */
#define SNAPS_PER_SQUARE 16

/* The vertices of all rings but the closing ones, in chains by the square of `side_m` that they are
 * in. Chains of several squares may meet in a slot: whoever follows one looks at the distance. */
typedef struct vertices {
    const geo_areas *areas;
    double side_m;
    size_t mask;    /* slots less 1 */
    int32_t *slot;  /* [mask + 1] the first vertex, as its point's number + 1; 0: none */
    int32_t *next;  /* [point_count] likewise */
    int32_t *owner; /* [point_count] its area; GEO_NO_CODE for a closing point */
} vertices;

static uint64_t mix(uint64_t bits)
{
    bits = (bits ^ (bits >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    bits = (bits ^ (bits >> 27)) * UINT64_C(0x94D049BB133111EB);
    return bits ^ (bits >> 31);
}

/* Numbers of squares are whole doubles; 0 and -0 are one. */
static size_t slot_of(const vertices *all, double column, double row)
{
    uint64_t east, north;
    column += 0.0;
    row += 0.0;
    memcpy(&east, &column, sizeof east);
    memcpy(&north, &row, sizeof north);
    return (size_t)mix(mix(east) + north) & all->mask;
}

static double step_of(const vertices *all, double value)
{
    return all->side_m > 0 ? floor(value / all->side_m) : value;
}

static void own_points(vertices *all)
{
    const geo_areas *areas = all->areas;
    for (size_t a = 0; a < areas->count; a++)
        for (size_t r = areas->area_ring[a]; r < areas->area_ring[a + 1]; r++)
            for (size_t p = areas->ring_point[r]; p < areas->ring_point[r + 1]; p++)
                all->owner[p] = p + 1 < areas->ring_point[r + 1] ? (int32_t)a : GEO_NO_CODE;
}

static void chain_points(vertices *all)
{
    const geo_areas *areas = all->areas;
    for (size_t p = 0; p < areas->point_count; p++) {
        if (all->owner[p] == GEO_NO_CODE)
            continue;
        size_t slot = slot_of(all, step_of(all, areas->x[p]), step_of(all, areas->y[p]));
        all->next[p] = all->slot[slot];
        all->slot[slot] = (int32_t)p + 1;
    }
}

static geo_status sort_vertices(geo_context *context, vertices *all)
{
    size_t points = all->areas->point_count, slots = 16;
    while (slots < 2 * points)
        slots *= 2;
    all->mask = slots - 1;
    if (points >= INT32_MAX)
        return geo_fail(context, GEO_ERROR_LIMIT,
                        "%s: %zu vertices are too many to tell which areas touch", all->areas->path,
                        points);
    geo_status status = geo_alloc_array(context, slots, sizeof *all->slot, &all->slot);
    if (status == GEO_OK)
        status = geo_alloc_array(context, points, sizeof *all->next, &all->next);
    if (status == GEO_OK)
        status = geo_alloc_array(context, points, sizeof *all->owner, &all->owner);
    if (status == GEO_OK) {
        own_points(all);
        chain_points(all);
    }
    return status;
}

/* ---- who is at a vertex --------------------------------------------------------------------- */

/* Areas that the present one has vertices in common with. */
typedef struct touching {
    int32_t
        *shared; /* [areas] vertices of the present area that are theirs too; 0 for all others */
    size_t *seen_at;  /* [areas] the last such vertex, as its point's number + 1 */
    int32_t *touched; /* [count] of them, each once */
    size_t count;
} touching;

static void note(touching *found, int32_t area, size_t vertex)
{
    if (found->seen_at[area] == vertex + 1)
        return;
    found->seen_at[area] = vertex + 1;
    if (found->shared[area]++ == 0)
        found->touched[found->count++] = area;
}

static void follow(const vertices *all, size_t vertex, double column, double row, double snap_m,
                   touching *found)
{
    const geo_areas *areas = all->areas;
    int32_t at = all->slot[slot_of(all, column, row)];
    while (at > 0) {
        size_t other = (size_t)at - 1;
        if (all->owner[other] != all->owner[vertex] &&
            hypot(areas->x[other] - areas->x[vertex], areas->y[other] - areas->y[vertex]) <= snap_m)
            note(found, all->owner[other], vertex);
        at = all->next[other];
    }
}

/* The first and last step of squares that a point within snap_m of `value` may be in, beside its
 * own: -1 and 1 only where it is as near to the border, or rounding can't tell. */
static void reach(const vertices *all, double value, double step, double snap_m, int *first,
                  int *last)
{
    double begin = step * all->side_m, near_m = snap_m + 0x1p-48 * fabs(value);
    *first = all->side_m > 0 && value - begin <= near_m ? -1 : 0;
    *last = all->side_m > 0 && begin + all->side_m - value <= near_m ? 1 : 0;
}

static void look_around(const vertices *all, size_t vertex, double snap_m, touching *found)
{
    double x = all->areas->x[vertex], y = all->areas->y[vertex];
    double column = step_of(all, x), row = step_of(all, y);
    int west, east, south, north;
    reach(all, x, column, snap_m, &west, &east);
    reach(all, y, row, snap_m, &south, &north);
    for (int up = south; up <= north; up++)
        for (int right = west; right <= east; right++)
            follow(all, vertex, column + right, row + up, snap_m, found);
}

/* ---- areas ---------------------------------------------------------------------------------- */

static int by_number(const void *left, const void *right)
{
    const int32_t one = *(const int32_t *)left, other = *(const int32_t *)right;
    return (one > other) - (one < other);
}

static void find_touching(const vertices *all, size_t area, double snap_m, touching *found)
{
    const geo_areas *areas = all->areas;
    found->count = 0;
    for (size_t r = areas->area_ring[area]; r < areas->area_ring[area + 1]; r++)
        for (size_t p = areas->ring_point[r]; p + 1 < areas->ring_point[r + 1]; p++)
            look_around(all, p, snap_m, found);
    qsort(found->touched, found->count, sizeof *found->touched, by_number);
}

/* Those with at least so many vertices in common become neighbours; the counts are 0 again. */
static geo_status keep(geo_context *context, touching *found, int32_t least, geo_neighbours *made,
                       size_t *capacity)
{
    geo_status status = geo_grow_array(context, &made->to, capacity,
                                       made->pair_count + found->count + 1, sizeof *made->to);
    for (size_t k = 0; k < found->count; k++) {
        int32_t area = found->touched[k];
        if (status == GEO_OK && found->shared[area] >= least)
            made->to[made->pair_count++] = area;
        found->shared[area] = 0;
    }
    return status;
}

static geo_status make_room(geo_context *context, size_t areas, touching *found,
                            geo_neighbours **out)
{
    geo_status status = geo_alloc_array(context, 1, sizeof **out, out);
    if (status == GEO_OK)
        status = geo_alloc_array(context, areas + 1, sizeof *(*out)->first, &(*out)->first);
    if (status == GEO_OK)
        status = geo_alloc_array(context, areas, sizeof *found->shared, &found->shared);
    if (status == GEO_OK)
        status = geo_alloc_array(context, areas, sizeof *found->seen_at, &found->seen_at);
    if (status == GEO_OK)
        status = geo_alloc_array(context, areas, sizeof *found->touched, &found->touched);
    if (status == GEO_OK)
        (*out)->count = areas;
    return status;
}

static bool has_neighbour(const geo_neighbours *made, size_t i, int32_t j)
{
    size_t begin = made->first[i], count = made->first[i + 1] - begin;
    return count > 0 && bsearch(&j, made->to + begin, count, sizeof *made->to, by_number) != NULL;
}

/* Two vertices of one area may be near a single one of the other: two are in common on one side and
 * one on the other, which is no stretch of border. */
static geo_status drop_one_sided(geo_context *context, geo_neighbours *made)
{
    bool *is_mutual = NULL;
    size_t kept = 0;
    geo_status status = geo_alloc_array(context, made->pair_count, sizeof *is_mutual, &is_mutual);
    if (status != GEO_OK)
        return status;
    for (size_t i = 0; i < made->count; i++)
        for (size_t p = made->first[i]; p < made->first[i + 1]; p++)
            is_mutual[p] = has_neighbour(made, (size_t)made->to[p], (int32_t)i);
    for (size_t i = 0, p = 0; i < made->count; i++) {
        for (; p < made->first[i + 1]; p++)
            if (is_mutual[p])
                made->to[kept++] = made->to[p];
        made->first[i + 1] = kept;
    }
    made->pair_count = kept;
    free(is_mutual);
    return GEO_OK;
}

static geo_status find_all(geo_context *context, const vertices *all, geo_contiguity kind,
                           double snap_m, geo_neighbours **out)
{
    touching found = {NULL, NULL, NULL, 0};
    geo_neighbours *made = NULL;
    size_t capacity = 0;
    geo_status status = make_room(context, all->areas->count, &found, &made);
    for (size_t a = 0; a < all->areas->count && status == GEO_OK; a++) {
        find_touching(all, a, snap_m, &found);
        status = keep(context, &found, kind == GEO_CONTIGUITY_ROOK ? 2 : 1, made, &capacity);
        made->first[a + 1] = made->pair_count;
    }
    if (status == GEO_OK)
        status = drop_one_sided(context, made);
    free(found.shared);
    free(found.seen_at);
    free(found.touched);
    if (status == GEO_OK)
        *out = made;
    else
        geo_neighbours_free(made);
    return status;
}

geo_status geo_areas_contiguity(geo_context *context, const geo_areas *areas, geo_contiguity kind,
                                double snap_m, geo_neighbours **out)
{
    vertices all = {.areas = areas, .side_m = SNAPS_PER_SQUARE * snap_m};
    if (!(snap_m >= 0) || !isfinite(snap_m))
        return geo_fail(context, GEO_ERROR_USAGE,
                        "areas cannot touch within %g m; it must be 0 or more", snap_m);
    geo_status status = sort_vertices(context, &all);
    if (status == GEO_OK)
        status = find_all(context, &all, kind, snap_m, out);
    free(all.slot);
    free(all.next);
    free(all.owner);
    return status;
}
