/* Scale bar and north arrow. */
#ifndef GEO_FIGURE_FURNITURE_H
#define GEO_FIGURE_FURNITURE_H

#include "figure/view.h"

/* The round length (1, 1.5, 2, 3, 4 or 5 times a power of ten, in metres) nearest below `most_m`.
 */
double geo_scale_bar_length_m(double most_m);

double geo_scale_bar_height(geo_canvas *canvas, const geo_style *style);
/* About a quarter of the map's width long, in km, or in m when it is shorter than 1 km; at the left
 * or right of its box. */
void geo_scale_bar_draw(geo_canvas *canvas, geo_context *context, const geo_view *view,
                        const geo_style *style, geo_align align, geo_box box);

double geo_north_arrow_height(geo_canvas *canvas, const geo_style *style);
/* Points to grid north, the top of the page. */
void geo_north_arrow_draw(geo_canvas *canvas, const geo_style *style, geo_box box);

#endif
