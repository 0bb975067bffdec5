/* A ramp of colours for values from low to high. */
#ifndef GEO_FIGURE_RAMP_H
#define GEO_FIGURE_RAMP_H

#include "figure/colour.h"

#define GEO_RAMP_COLOURS 12

typedef struct geo_ramp {
    size_t count; /* 2 to GEO_RAMP_COLOURS */
    geo_colour colour[GEO_RAMP_COLOURS];
} geo_ramp;

/* The colour at 0 (low) to 1 (high): linear in CIELAB between neighbours, so that equal steps look
 * equal. */
geo_colour geo_ramp_at(const geo_ramp *ramp, double position);
/* The colour of class `index` of `count`; a single class takes the middle of the ramp. */
geo_colour geo_ramp_class(const geo_ramp *ramp, size_t index, size_t count);
/* Whether lightness runs one way from end to end: such a ramp keeps its order for colour-blind
 * readers and in a black and white print. */
bool geo_ramp_is_ordered(const geo_ramp *ramp);
/* Whether lightness runs one way from the middle to either end, and the same way in both halves. */
bool geo_ramp_is_two_sided(const geo_ramp *ramp);

#endif
