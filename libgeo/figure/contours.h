/* Places at or above some levels, drawn as lines over all shading. */
#ifndef GEO_FIGURE_CONTOURS_H
#define GEO_FIGURE_CONTOURS_H

#include "figure/view.h"

/* The higher the level, the wider its line. */
geo_line_style geo_contour_line(const geo_style *style, size_t level, size_t count);

/* The panel's, of `count` levels. */
void geo_contours_draw(geo_canvas *canvas, const geo_view *view, const geo_map_panel *panel,
                       size_t count, const geo_style *style);

#endif
