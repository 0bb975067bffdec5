#include "place/area_patch.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"

/* The rings of an area: its patch where it has one. *patch moves on through the patches. */
static geo_ring_list rings_of_area(const geo_areas *areas, size_t area,
                                   const geo_area_patch **patch, const geo_area_patch *end)
{
    if (*patch < end && (*patch)->area == area)
        return (*patch)++->rings;
    size_t first = areas->area_ring[area];
    return (geo_ring_list){.ring_count = areas->area_ring[area + 1] - first,
                           .ring_point = areas->ring_point + first,
                           .is_hole = areas->ring_is_hole + first,
                           .point_count = areas->ring_point[areas->area_ring[area + 1]] -
                                          areas->ring_point[first],
                           .x = areas->x + areas->ring_point[first],
                           .y = areas->y + areas->ring_point[first]};
}

static void append_rings(geo_areas *to, const geo_ring_list *rings)
{
    if (rings->ring_count == 0)
        return;
    for (size_t r = 0; r < rings->ring_count; r++) {
        to->ring_is_hole[to->ring_count] = rings->is_hole[r];
        to->ring_point[to->ring_count++] =
            to->point_count + rings->ring_point[r] - rings->ring_point[0];
    }
    memcpy(to->x + to->point_count, rings->x, rings->point_count * sizeof *to->x);
    memcpy(to->y + to->point_count, rings->y, rings->point_count * sizeof *to->y);
    to->point_count += rings->point_count;
}

/* Makes the five arrays of rings anew in `to`, whose other members are not used. */
static geo_status assemble(geo_context *context, const geo_areas *from, const geo_area_patch *patch,
                           size_t count, geo_areas *to)
{
    size_t areas = from->count;
    const geo_area_patch *next = patch;
    size_t rings = 0, points = 0;
    for (size_t a = 0; a < areas; a++) {
        const geo_ring_list list = rings_of_area(from, a, &next, patch + count);
        rings += list.ring_count;
        points += list.point_count;
    }
    geo_status status = geo_alloc_array(context, areas + 1, sizeof *to->area_ring, &to->area_ring);
    if (status == GEO_OK)
        status = geo_alloc_array(context, rings + 1, sizeof *to->ring_point, &to->ring_point);
    if (status == GEO_OK)
        status = geo_alloc_array(context, rings, sizeof *to->ring_is_hole, &to->ring_is_hole);
    if (status == GEO_OK)
        status = geo_alloc_array(context, points, sizeof *to->x, &to->x);
    if (status == GEO_OK)
        status = geo_alloc_array(context, points, sizeof *to->y, &to->y);
    if (status != GEO_OK)
        return status;
    next = patch;
    for (size_t a = 0; a < areas; a++) {
        const geo_ring_list list = rings_of_area(from, a, &next, patch + count);
        append_rings(to, &list);
        to->area_ring[a + 1] = to->ring_count;
    }
    to->ring_point[to->ring_count] = to->point_count;
    return GEO_OK;
}

static void free_rings(geo_areas *areas)
{
    free(areas->area_ring);
    free(areas->ring_point);
    free(areas->ring_is_hole);
    free(areas->x);
    free(areas->y);
}

geo_status geo_patch_areas(geo_context *context, geo_areas *areas, const geo_area_patch *patch,
                           size_t count)
{
    geo_areas made = {0};
    geo_status status = assemble(context, areas, patch, count, &made);
    if (status != GEO_OK) {
        free_rings(&made);
        return status;
    }
    free_rings(areas);
    areas->area_ring = made.area_ring;
    areas->ring_point = made.ring_point;
    areas->ring_is_hole = made.ring_is_hole;
    areas->ring_count = made.ring_count;
    areas->x = made.x;
    areas->y = made.y;
    areas->point_count = made.point_count;
    return GEO_OK;
}
