/* Areas that are keyed to a list by their numbers: outlines over all shading. */
#ifndef GEO_FIGURE_NUMBERED_H
#define GEO_FIGURE_NUMBERED_H

#include "figure/view.h"

/* Filled lightly where nothing is shaded whose colours a legend explains. */
void geo_numbered_draw(geo_canvas *canvas, const geo_view *view, const geo_areas *areas,
                       bool is_filled, const geo_style *style);

#endif
