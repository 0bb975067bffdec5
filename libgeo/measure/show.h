/* Which areas a filter shows. */
#ifndef GEO_MEASURE_SHOW_H
#define GEO_MEASURE_SHOW_H

#include <geo/core.h>

/* Writes one answer per area. The condition sees code, name, parent and population as the areas
 * have them, and every attribute; where an attribute has one of these names in the same case, the
 * former is meant. filter == NULL shows all. */
geo_status geo_show_areas(geo_context *context, const geo_areas *areas, const geo_filter *filter,
                          bool *shown);

#endif
