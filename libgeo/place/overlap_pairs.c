/* Which areas of two sets may have ground in common. */
#include <math.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "place/box_tree.h"
#include "place/overlap.h"

static geo_extent box_of(const geo_areas *areas, size_t area)
{
    size_t first = areas->ring_point[areas->area_ring[area]];
    size_t last = areas->ring_point[areas->area_ring[area + 1]];
    return geo_extent_of(areas->x + first, areas->y + first, last - first);
}

/* Of what has no numbers GEOS makes exceptions on its way, and loses memory. */
static geo_status check_finite(geo_context *context, const geo_areas *areas)
{
    for (size_t a = 0; a < areas->count; a++) {
        size_t first = areas->ring_point[areas->area_ring[a]];
        size_t last = areas->ring_point[areas->area_ring[a + 1]];
        for (size_t i = first; i < last; i++)
            if (!isfinite(areas->x[i]) || !isfinite(areas->y[i]))
                return geo_fail(context, GEO_ERROR_DATA,
                                "the boundary of area %s of %s has a coordinate that is not a "
                                "finite number; correct the file",
                                areas->code[a], areas->path ? areas->path : "areas");
    }
    return GEO_OK;
}

static size_t most_rings(const geo_areas *areas)
{
    size_t most = 0;
    for (size_t a = 0; a < areas->count; a++) {
        size_t rings = areas->area_ring[a + 1] - areas->area_ring[a];
        most = rings > most ? rings : most;
    }
    return most;
}

/* Boxes of the fine areas; those that don't count are empty. */
static geo_status build_tree(geo_context *context, const geo_overlap *overlap, const bool *which,
                             geo_box_tree *tree)
{
    const geo_areas *fine = overlap->fine;
    const geo_extent empty = {1, 1, 0, 0};
    geo_extent *box = NULL;
    geo_status status = geo_alloc_array(context, fine->count, sizeof *box, &box);
    for (size_t a = 0; a < fine->count && status == GEO_OK; a++) {
        bool counts = !overlap->from_is_fine || !which || which[a];
        box[a] = counts ? box_of(fine, a) : empty;
    }
    if (status == GEO_OK)
        status = geo_box_tree_build(context, box, fine->count, tree);
    free(box);
    return status;
}

static geo_status find_pairs(geo_context *context, geo_overlap *overlap, const bool *which)
{
    geo_box_tree tree = {0};
    geo_item_list found = {0};
    geo_status status = build_tree(context, overlap, which, &tree);
    for (size_t a = 0; a < overlap->coarse->count && status == GEO_OK; a++) {
        geo_extent box = box_of(overlap->coarse, a);
        if (box.x_min <= box.x_max && (overlap->from_is_fine || !which || which[a]))
            status = geo_box_tree_find(context, &tree, &box, &found);
        overlap->first[a + 1] = found.count;
    }
    geo_box_tree_clear(&tree);
    overlap->fine_area = found.item;
    if (status == GEO_OK)
        status = geo_alloc_array(context, found.count, sizeof *overlap->ground, &overlap->ground);
    return status;
}

static geo_status measure_each(geo_context *context, const geo_areas *areas, double **ground)
{
    geo_status status = geo_alloc_array(context, areas->count, sizeof **ground, ground);
    if (status == GEO_OK)
        geo_areas_ground(areas, *ground);
    return status;
}

geo_status geo_overlap_find(geo_context *context, const geo_areas *from, const geo_areas *to,
                            const bool *which, geo_overlap *out)
{
    bool from_is_fine = from->count >= to->count;
    geo_overlap overlap = {.coarse = from_is_fine ? to : from,
                           .fine = from_is_fine ? from : to,
                           .from_is_fine = from_is_fine};
    overlap.coarse_most = most_rings(overlap.coarse);
    overlap.fine_most = most_rings(overlap.fine);
    geo_status status = check_finite(context, from);
    if (status == GEO_OK)
        status = check_finite(context, to);
    if (status == GEO_OK)
        status = geo_alloc_array(context, overlap.coarse->count + 1, sizeof *overlap.first,
                                 &overlap.first);
    if (status == GEO_OK)
        status = measure_each(context, overlap.coarse, &overlap.coarse_ground);
    if (status == GEO_OK)
        status = measure_each(context, overlap.fine, &overlap.fine_ground);
    if (status == GEO_OK)
        status = find_pairs(context, &overlap, which);
    if (status == GEO_OK)
        *out = overlap;
    else
        geo_overlap_clear(&overlap);
    return status;
}

void geo_overlap_clear(geo_overlap *overlap)
{
    free(overlap->first);
    free(overlap->fine_area);
    free(overlap->coarse_ground);
    free(overlap->fine_ground);
    free(overlap->ground);
    *overlap = (geo_overlap){0};
}
