/* Names on the map. */
#ifndef GEO_FIGURE_LABELS_H
#define GEO_FIGURE_LABELS_H

#include "figure/borders.h"
#include "figure/view.h"

/*
 * Names the parents when there are at least two, else the areas when there are no more than 30. A
 * name stands inside what it names, within the frame, and clear of the others; one that finds no
 * such place is left out, the largest places being served first.
 */
geo_status geo_labels_draw(geo_context *context, geo_canvas *canvas, const geo_view *view,
                           const geo_areas *areas, const geo_borders *borders,
                           const geo_style *style);

#endif
