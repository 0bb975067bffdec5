/* The key of a chart. */
#ifndef GEO_FIGURE_CHART_KEY_H
#define GEO_FIGURE_CHART_KEY_H

#include "figure/chart_page.h"

/* Limits that are not the widest ones, and what is compared with. */
#define GEO_CHART_DASH_MM 1.3

typedef enum geo_key_sign {
    GEO_KEY_BOX,
    GEO_KEY_POINT,
    GEO_KEY_LINE,
    GEO_KEY_DASHES,
    GEO_KEY_WHISKER,
    GEO_KEY_SERIES /* line and marker of the first series; one more: those of the second ... */
} geo_key_sign;

typedef struct geo_key_entry {
    geo_key_sign mark;
    geo_line_style line; /* of boxes and points the colour alone; of series nothing */
    const char *text;    /* NULL: no such entry */
} geo_key_entry;

geo_line_style geo_key_colour(geo_colour colour);

/* Takes it off the top of the chart's body: the entries one beside the other, on as many lines as
 * they need. Nothing where the style has no legend. */
void geo_chart_draw_key(geo_chart *chart, const geo_key_entry *entry, size_t count);

/* A whisker from one end to the other, upright or across; ends that are not finite: none. */
void geo_chart_whisker(const geo_chart *chart, geo_size half_mm, double from_x, double from_y,
                       double to_x, double to_y);

#endif
