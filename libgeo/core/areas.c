/* Polygons with their attributes. */
#include <math.h>
#include <stdlib.h>

#include <geo/core.h>

void geo_areas_free(geo_areas *areas)
{
    if (!areas)
        return;
    free(areas->path);
    free(areas->layer);
    geo_crs_clear(&areas->crs);
    /* Only the arrays: their texts belong to the attributes. */
    free(areas->code);
    free(areas->name);
    free(areas->parent);
    free(areas->population);
    free(areas->code_field);
    free(areas->name_field);
    free(areas->parent_field);
    free(areas->population_field);
    free(areas->area_ring);
    free(areas->ring_point);
    free(areas->ring_is_hole);
    free(areas->x);
    free(areas->y);
    geo_table_free(areas->attributes);
    free(areas);
}

geo_extent geo_areas_extent(const geo_areas *areas, const bool *which)
{
    geo_extent all = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t i = 0; i < areas->count; i++) {
        size_t first = areas->ring_point[areas->area_ring[i]];
        size_t count = areas->ring_point[areas->area_ring[i + 1]] - first;
        if (which && !which[i])
            continue;
        geo_extent one = geo_extent_of(areas->x + first, areas->y + first, count);
        all = (geo_extent){fmin(all.x_min, one.x_min), fmin(all.y_min, one.y_min),
                           fmax(all.x_max, one.x_max), fmax(all.y_max, one.y_max)};
    }
    return all;
}
