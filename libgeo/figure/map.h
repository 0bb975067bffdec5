/* The map inside its frame: land, heat, what lies beyond, borders. */
#ifndef GEO_FIGURE_MAP_H
#define GEO_FIGURE_MAP_H

#include "figure/borders.h"
#include "figure/view.h"

/* Draws areas as one piece of land on the frame's background. areas may be NULL: all is land. */
void geo_map_draw_land(geo_canvas *canvas, const geo_view *view, const geo_areas *areas,
                       const geo_style *style);
/* Covers or fades what lies beyond the areas, as the style wants it. */
void geo_map_draw_outside(geo_canvas *canvas, const geo_view *view, const geo_areas *areas,
                          const geo_style *style);
/* Draws borders, the outline last. */
void geo_map_draw_borders(geo_canvas *canvas, const geo_view *view, const geo_areas *areas,
                          const geo_borders *borders, const geo_style *style);
void geo_map_draw_frame(geo_canvas *canvas, const geo_view *view, const geo_style *style);

#endif
