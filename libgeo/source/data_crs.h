/* Which CRS a layer's coordinates are in: what it states, or what the caller says of it. */
#ifndef GEO_SOURCE_DATA_CRS_H
#define GEO_SOURCE_DATA_CRS_H

#include <geo/source.h>

/*
 * The CRS that the layer states; `given` (may be NULL) where it states none, or degrees that cannot
 * be such by its extent. A note with `where` says when `given` was taken. *out is for
 * geo_crs_clear(). GEO_ERROR_CRS, without `where`, when there is neither or PROJ doesn't know it.
 */
geo_status geo_find_data_crs(geo_context *context, const geo_crs *stated, const char *given,
                             const geo_extent *extent, const char *where, geo_crs *out);

#endif
