/* Areas shaded by their values: a choropleth. */
#ifndef GEO_FIGURE_SHADE_H
#define GEO_FIGURE_SHADE_H

#include "figure/legend.h"
#include "figure/map.h"

typedef struct geo_shade_layer {
    const geo_ground *ground;
    const double *value; /* [areas->count] */
    geo_scheme scheme;
    const geo_classes *classes; /* NULL: values are the scheme's numbers */
    const geo_shade_style *shade;
    bool is_reversed; /* the lowest class has the ramp's last colour */
} geo_shade_layer;

/* The colour of a class of areas. */
geo_colour geo_shade_colour(const geo_shade_style *shade, const geo_classes *classes, size_t class,
                            bool is_reversed);
/* How many numbers the values of a scheme other than classes may be, from 0, and their colours. */
size_t geo_scheme_numbers(geo_scheme scheme);
geo_colour geo_scheme_colour(const geo_style *style, geo_scheme scheme, size_t number);
/* The lines over such a colour, borrowed from the style; no line: none. */
geo_hatching geo_scheme_hatching(const geo_style *style, geo_scheme scheme, size_t number);

/* Fills the studied areas, those of one class as one piece so that no seams show between them;
 * those without a value are hatched. Time O(classes * borders log borders + points). */
geo_status geo_shade_draw(geo_context *context, geo_canvas *canvas, const geo_view *view,
                          const geo_shade_layer *layer, const geo_style *style);

#endif
