/* Ramps that have names. */
#ifndef GEO_FIGURE_RAMPS_H
#define GEO_FIGURE_RAMPS_H

#include "figure/ramp.h"

/* The ramp of that name, backwards when it begins with '-'; false for any other. *diverges: from a
 * middle to both ends. */
bool geo_ramp_named(const char *name, geo_ramp *ramp, bool *diverges);

/* The names of the ramps that diverge, or of those that don't, "a, b, c", into `text`. */
#define GEO_RAMP_NAMES 120
void geo_ramp_names(bool diverging, char text[GEO_RAMP_NAMES]);

#endif
