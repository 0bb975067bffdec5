/* Areas shaded by their values: a choropleth. */
#ifndef GEO_FIGURE_SHADE_H
#define GEO_FIGURE_SHADE_H

#include "figure/map.h"

typedef struct geo_shade_layer {
    const geo_ground *ground;
    const double *value;        /* [areas->count] */
    const geo_classes *classes; /* NULL: values are geo_band */
    const geo_shade_style *shade;
} geo_shade_layer;

/* The colour of a class of areas. */
geo_colour geo_shade_colour(const geo_shade_style *shade, const geo_classes *classes, int class);
geo_colour geo_band_colour(const geo_style *style, int band);

/* Fills the studied areas, those of one class as one piece so that no seams show between them;
 * those without a value are hatched. Time O(classes * borders log borders + points). */
geo_status geo_shade_draw(geo_context *context, geo_canvas *canvas, const geo_view *view,
                          const geo_shade_layer *layer, const geo_style *style);

#endif
