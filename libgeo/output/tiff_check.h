/* A GeoTIFF read back by GDAL, as any other program will. */
#ifndef GEO_OUTPUT_TIFF_CHECK_H
#define GEO_OUTPUT_TIFF_CHECK_H

#include "output/gdal_session.h"
#include "output/tiff_level.h"

/* Opens `temporary` and compares size, place, overviews and every cell of every level with what was
 * written. Messages name `path`. */
geo_status geo_tiff_check(geo_context *context, const geo_grid *geometry,
                          const geo_tiff_level *level, size_t level_count, bool is_float32,
                          const char *path, const char *temporary);

#endif
