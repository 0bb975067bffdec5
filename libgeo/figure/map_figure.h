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
    geo_ground outlines; /* without areas: none */
    geo_borders *outline_borders;
    geo_classes heat;       /* of surfaces */
    geo_classes shades;     /* of areas */
    geo_classes change;     /* of either, as differences */
    int64_t most_incidents; /* at one place */
    geo_legend *legend;
    geo_list list;     /* of the numbered areas; empty without any */
    geo_extent window; /* what each panel shows */
    geo_layout layout;
    geo_canvas *canvas;
} map_figure;

/* NULL: none. */
const geo_grid *geo_map_first_surface(const geo_map *map);
/* GEO_ERROR_USAGE, GEO_ERROR_CRS or GEO_ERROR_DATA where there is something that cannot be drawn.
 */
geo_status geo_map_figure_check(const map_figure *figure);
/* Whether areas are a base for what stands above them. */
bool geo_map_is_base(const geo_map *map);
/* How areas, or differences of either, are shaded. */
const geo_shade_style *geo_map_area_shade(const geo_map *map, const geo_style *style,
                                          bool is_change);
/* Chooses the classes that all panels share. */
geo_status geo_map_figure_choose(map_figure *figure);
/* Makes the legend of what was chosen. */
geo_status geo_map_figure_legend(map_figure *figure);
/* Whether there is anything to see in a panel. */
bool geo_map_figure_is_empty(const map_figure *figure, const geo_map_panel *panel);
geo_view geo_map_figure_view(const map_figure *figure, size_t panel);
const geo_classes *geo_map_figure_surface_classes(const map_figure *figure,
                                                  const geo_map_panel *panel);

/* In this order: what lies below the heat of a panel, */
void geo_map_figure_draw_ground(map_figure *figure, size_t panel);
/* the heat of all panels as one image, so that a PDF has no more than one, */
void geo_map_figure_draw_heat(map_figure *figure);
/* Names; `inset` is where none may stand, NULL for no such place. */
void geo_map_figure_draw_labels(map_figure *figure, const geo_map_panel *panel,
                                const geo_view *view, const geo_box *inset);
/* and what lies above it, with frame and title. */
void geo_map_figure_draw_over(map_figure *figure, size_t panel);

#endif
