/* What stands before the tiles in a cloud optimised GeoTIFF: a directory for each level. */
#ifndef GEO_OUTPUT_TIFF_HEAD_H
#define GEO_OUTPUT_TIFF_HEAD_H

#include <geo/output.h>

#include "output/gdal_session.h"
#include "output/tiff_level.h"

/* Tags (TIFF 6.0, GeoTIFF 1.1) that say where the surface lies and what it is. */
typedef struct geo_tiff_tag {
    uint16_t id;
    uint16_t type;
    uint64_t count;
    size_t offset; /* in geo_tiff_description.bytes */
} geo_tiff_tag;

typedef struct geo_tiff_description {
    size_t count;
    geo_tiff_tag tag[8];
    geo_bytes bytes; /* the tags' values, little-endian */
} geo_tiff_description;

/* Lets GDAL put CRS, place, unit and metadata of a grid into tags. Within a session and settings.
 */
geo_status geo_tiff_describe(geo_context *context, const geo_gdal_session *session,
                             const geo_grid *geometry, const geo_metadata *metadata, size_t count,
                             const char *path, geo_tiff_description *out);
void geo_tiff_description_clear(geo_tiff_description *description);

/* The file up to its first tile, the tiles of levels following from the coarsest to the finest and
 * each from north-west to south-east. A BigTIFF when it must be one. */
geo_status geo_tiff_write_head(geo_context *context, const geo_tiff_description *description,
                               const geo_tiff_level *level, size_t level_count, bool is_float32,
                               geo_bytes *out);

#endif
