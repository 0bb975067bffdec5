/* A GeoTIFF read back, as any other program will. */
#ifndef GEO_OUTPUT_TIFF_CHECK_H
#define GEO_OUTPUT_TIFF_CHECK_H

#include "output/gdal_session.h"
#include "output/tiff_level.h"

/* Compares `temporary` with what was written. Every tile of every level is read from the disk and
 * unpacked. GDAL's part is to find size, place and overviews, every tile where it is, and in some
 * tiles of each level the cells. Messages name `path`. */
geo_status geo_tiff_check(geo_context *context, const geo_grid *geometry,
                          const geo_tiff_level *level, size_t level_count, bool is_float32,
                          const char *path, const char *temporary);

#endif
