/* Where the parts of a figure stand on the page, in millimetres. */
#ifndef GEO_FIGURE_LAYOUT_H
#define GEO_FIGURE_LAYOUT_H

#include "figure/list.h"

typedef enum geo_part {
    GEO_PART_TITLE,
    GEO_PART_SUBTITLE,
    GEO_PART_LEGEND,
    GEO_PART_SCALE_BAR,
    GEO_PART_NORTH_ARROW,
    GEO_PART_LIST,
    GEO_PART_METHOD,
    GEO_PART_ATTRIBUTION,
    GEO_PART_COUNT
} geo_part;

/* How high a part is when it is that wide; 0 when the figure has no such part. Legends differ by
 * page. */
typedef double (*geo_part_height)(void *user, geo_part part, double width_mm, bool has_column);

typedef struct geo_layout_need {
    geo_size page_mm; /* upright */
    double margin_mm;
    geo_orientation orientation;
    geo_size map_m;         /* what each map must show */
    bool map_may_grow;      /* a frame of another shape may show more */
    size_t panel_count;     /* maps side by side and below one another */
    double panel_title_mm;  /* height of the title above each; 0: none */
    const geo_list *list;   /* of which there may be more than has room; NULL: none */
    geo_part_height height; /* of the other parts */
    void *user;
} geo_layout_need;

typedef struct geo_layout {
    bool has_column; /* legend, scale bar and arrow stand in a column */
    geo_size page_mm;
    geo_box map; /* all panels with their titles */
    size_t panel_columns;
    geo_size panel; /* of a panel's frame */
    double panel_title_mm;
    geo_box part[GEO_PART_COUNT]; /* height 0: absent */
} geo_layout;

/*
 * Upright: title, subtitle, map over the full width, legend with scale bar and north arrow below
 * it, notes. Landscape: legend, scale bar and arrow in a column on the right, or below several maps
 * that are larger so. AUTO takes the page on which the map is larger. With several maps and AUTO
 * the page ends below what is on it.
 *
 * A list stands below all that upright, taking no more than a part of the page. In landscape it
 * stands above the legend if it has room there, else in a column of its own, which may be broader
 * if all of it has room only then. AUTO then takes the page on which more of it is shown.
 *
 * GEO_ERROR_USAGE when the texts leave no room for a map, or for the first rows of the list.
 */
geo_status geo_layout_make(geo_context *context, const geo_layout_need *need, geo_layout *out);

/* The frame of a panel; its title's box is right above it, panel_title_mm high. Panels go row by
 * row. */
geo_box geo_layout_panel(const geo_layout *layout, size_t index);

#endif
