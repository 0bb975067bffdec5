/* Places at or above some levels, drawn as lines over all shading. */
#ifndef GEO_FIGURE_CONTOURS_H
#define GEO_FIGURE_CONTOURS_H

#include "figure/view.h"

/* The higher the level, the wider its line. */
geo_line_style geo_contour_line(const geo_style *style, size_t level, size_t count);

/* The same of levels of which the first `low_count` are around low ground, with the length of its
 * dashes there, else 0. */
geo_line_style geo_contour_line_of(const geo_style *style, size_t level, size_t count,
                                   size_t low_count, double *dash_mm);

/* The panel's, of the map's levels. */
void geo_contours_draw(geo_canvas *canvas, const geo_view *view, const geo_map *map,
                       const geo_map_panel *panel, const geo_style *style);

#endif
