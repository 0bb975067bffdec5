/* A raster of square cells. */
#include <stdlib.h>

#include <geo/core.h>

void geo_grid_free(geo_grid *grid)
{
    if (!grid)
        return;
    geo_crs_clear(&grid->crs);
    free(grid->value);
    free(grid->unit);
    free(grid);
}
