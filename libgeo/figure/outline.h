/* The outline of areas as rings. */
#ifndef GEO_FIGURE_OUTLINE_H
#define GEO_FIGURE_OUTLINE_H

#include "figure/borders.h"

/* Around the areas of which group[area] is `wanted`; group == NULL: around all. Filled by the
 * non-zero rule it covers what they together do: edges between two of them cancel out. Time
 * O(borders log borders + points). */
geo_status geo_outline_join(geo_context *context, const geo_areas *areas,
                            const geo_borders *borders, const int *group, int wanted,
                            geo_outline *out);
void geo_outline_clear(geo_outline *outline);

#endif
