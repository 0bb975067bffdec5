/* A small map in a corner that shows where the large one lies. */
#ifndef GEO_FIGURE_INSET_H
#define GEO_FIGURE_INSET_H

#include "figure/map.h"

/* Its box within a map's frame: the corner that covers the least of the studied areas. Without
 * areas the upper right one. */
geo_box geo_inset_box(const geo_view *view, const geo_ground *ground, const geo_areas *around);

/* All of `around` as land with the borders of its parents, and the frame's extent as a box. */
geo_status geo_inset_draw(geo_context *context, geo_canvas *canvas, const geo_view *view,
                          geo_box box, const geo_areas *around, const geo_style *style);

#endif
