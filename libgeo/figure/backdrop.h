/* Roads, rivers, woods and towns to find one's way by. */
#ifndef GEO_FIGURE_BACKDROP_H
#define GEO_FIGURE_BACKDROP_H

#include "figure/view.h"

/* The first entry of the style of which a word is in the layer's name or, failing that, in the
 * file's; else the one for any other; NULL when there is none. */
const geo_backdrop_style *geo_backdrop_style_of(const geo_style *style, const geo_shapes *shapes);

/* Draws what lies in the frame. */
void geo_backdrop_draw(geo_canvas *canvas, const geo_view *view, const geo_shapes *shapes,
                       const geo_backdrop_style *style);

#endif
