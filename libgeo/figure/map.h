/* The map inside its frame: land, what lies beyond, borders. */
#ifndef GEO_FIGURE_MAP_H
#define GEO_FIGURE_MAP_H

#include "figure/borders.h"
#include "figure/view.h"

/* Areas, of which some may be context alone. */
typedef struct geo_ground {
    const geo_areas *areas; /* NULL: all is land */
    const geo_borders *borders;
    const bool *is_studied; /* [areas->count]; NULL: all are */
} geo_ground;

bool geo_ground_is_studied(const geo_ground *ground, int32_t area);

/* Draws areas as one piece of land on the frame's background. */
void geo_map_draw_land(geo_canvas *canvas, const geo_view *view, const geo_ground *ground,
                       const geo_style *style);
/* Adds the studied areas to the path, to be filled or clipped to by the non-zero rule. */
void geo_map_trace_studied(geo_canvas *canvas, const geo_view *view, const geo_ground *ground);
/* Borders of what is context alone, and the veil over all beyond the studied areas, unless the
 * style shows it as it is. */
void geo_map_draw_outside(geo_canvas *canvas, const geo_view *view, const geo_ground *ground,
                          const geo_style *style);
/* Draws borders of the studied areas, the outline last. */
void geo_map_draw_borders(geo_canvas *canvas, const geo_view *view, const geo_ground *ground,
                          const geo_style *style);
/* Draws other areas' borders over them, those between parents and around all last. */
void geo_map_draw_outlines(geo_canvas *canvas, const geo_view *view, const geo_ground *outlines,
                           const geo_style *style);
void geo_map_draw_frame(geo_canvas *canvas, const geo_view *view, const geo_style *style);

#endif
