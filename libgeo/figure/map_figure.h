/* What the parts of a map figure share while it is made. */
#ifndef GEO_FIGURE_MAP_FIGURE_H
#define GEO_FIGURE_MAP_FIGURE_H

#include "figure/layout.h"
#include "figure/legend.h"
#include "figure/map.h"

#define GEO_NOTHING_TO_SHOW "No incidents to show"

typedef struct map_figure {
    geo_context *context;
    const geo_map *map;
    const geo_style *style;
    geo_style map_style; /* within the frames: lines and names of small multiples are smaller */
    const geo_figure_text *text;
    geo_ground ground;
    geo_extent studied; /* of the studied areas; empty without any */
    geo_borders *borders;
    geo_classes heat;       /* of surfaces */
    geo_classes shades;     /* of areas */
    geo_classes change;     /* of either, as differences */
    int64_t most_incidents; /* at one place */
    geo_legend *legend;
    geo_layout layout;
    geo_canvas *canvas;
} map_figure;

/* Chooses the classes that all panels share. */
geo_status geo_map_figure_choose(map_figure *figure);
/* Makes the legend of what was chosen. */
geo_status geo_map_figure_legend(map_figure *figure);
/* Whether there is anything to see in a panel. */
bool geo_map_figure_is_empty(const map_figure *figure, const geo_map_panel *panel);
/* Draws a panel within its frame, with its title. */
void geo_map_figure_draw_panel(map_figure *figure, size_t index, geo_view view);

#endif
