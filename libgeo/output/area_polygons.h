/* The rings of an area as a polygon of GDAL's. */
#ifndef GEO_OUTPUT_AREA_POLYGONS_H
#define GEO_OUTPUT_AREA_POLYGONS_H

#include <geo/core.h>

#include "core/gdal_library.h"

/* A new multipolygon, to be given to a feature; NULL for an area without geometry. */
OGRGeometryH geo_area_polygons(const geo_areas *areas, size_t area);

#endif
