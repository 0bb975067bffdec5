/* Putting new rings in the place of some areas' old ones. */
#ifndef GEO_PLACE_AREA_PATCH_H
#define GEO_PLACE_AREA_PATCH_H

#include "place/geos_area.h"

/* New rings, perhaps none, of an area that had to be changed. */
typedef struct geo_area_patch {
    size_t area;
    geo_ring_list rings;
} geo_area_patch;

/* Patches are in the order of the areas. The other areas keep their points bit by bit. On failure
 * all areas are as before. */
geo_status geo_patch_areas(geo_context *context, geo_areas *areas, const geo_area_patch *patch,
                           size_t count);

#endif
