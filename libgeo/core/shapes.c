/* What stands on a map to find one's way by. */
#include <stdlib.h>

#include <geo/core.h>

void geo_shapes_free(geo_shapes *shapes)
{
    if (!shapes)
        return;
    for (size_t i = 0; i < shapes->count && shapes->name; i++)
        free(shapes->name[i]);
    free(shapes->name);
    free(shapes->path);
    free(shapes->layer);
    geo_crs_clear(&shapes->crs);
    free(shapes->shape_part);
    free(shapes->part_point);
    free(shapes->x);
    free(shapes->y);
    free(shapes);
}
