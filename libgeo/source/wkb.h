/* Well-known binary (ISO 19125-1; OGC 06-103r4, 8.2) of plain points and polygons, read where it
 * lies. What is unusual is left to GDAL. */
#ifndef GEO_SOURCE_WKB_H
#define GEO_SOURCE_WKB_H

#include "source/rings.h"

/* The place of a point, or of a multipoint of one point, Z and M dropped. False for anything else:
 * other types, empty points, the other byte order, too few bytes. */
bool geo_wkb_point(geo_text wkb, double *x, double *y);

/* Appends the rings of a polygon or multipolygon, Z and M dropped. *is_plain is false, and nothing
 * appended, for anything else, as above. */
geo_status geo_wkb_append_rings(geo_context *context, geo_text wkb, geo_rings *rings,
                                bool *is_plain);

#endif
