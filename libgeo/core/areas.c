/* Polygons with their attributes. */
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
