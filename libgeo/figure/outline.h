/* The outline of all areas as rings. */
#ifndef GEO_FIGURE_OUTLINE_H
#define GEO_FIGURE_OUTLINE_H

#include "figure/borders.h"

/* Sets borders->outline. Filled by the non-zero rule it covers what the areas together do: edges
 * between two of them cancel out. */
geo_status geo_outline_join(geo_context *context, const geo_areas *areas, geo_borders *borders);

#endif
