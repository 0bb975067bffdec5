/* What a figure looks like. styles/README.md explains each value. */
#ifndef GEO_FIGURE_STYLE_H
#define GEO_FIGURE_STYLE_H

#include <geo/figure.h>

#include "figure/classes.h"
#include "figure/ramp.h"

typedef enum geo_orientation {
    GEO_ORIENTATION_AUTO, /* whichever shows the map larger */
    GEO_ORIENTATION_PORTRAIT,
    GEO_ORIENTATION_LANDSCAPE
} geo_orientation;

typedef enum geo_outside { GEO_OUTSIDE_SHOWN, GEO_OUTSIDE_FADED, GEO_OUTSIDE_HIDDEN } geo_outside;

typedef struct geo_line_style {
    geo_colour colour;
    double width_mm;
    double opacity;
} geo_line_style;

typedef struct geo_text_style {
    const char *fonts; /* families, first choice first; borrowed from the style */
    double size_pt;
    bool is_bold;
    geo_colour colour;
    geo_colour halo_colour;
    double halo_mm; /* 0: none */
} geo_text_style;

struct geo_style {
    struct {
        double width_mm; /* upright; landscape swaps the two */
        double height_mm;
        double margin_mm;
        geo_orientation orientation;
        geo_colour colour;
    } page;
    char *fonts;
    geo_text_style title;
    geo_text_style subtitle;
    geo_text_style legend;
    geo_text_style label;
    geo_text_style note;
    struct {
        geo_colour background; /* beyond the areas */
        geo_colour land;       /* within them */
        geo_outside outside;   /* what becomes of the heat beyond the areas */
        geo_line_style frame;
        geo_line_style area;    /* between two areas of the same parent */
        geo_line_style parent;  /* between two parents */
        geo_line_style outline; /* around all of them */
    } map;
    struct {
        geo_ramp ramp;
        double opacity;
        size_t classes;
        geo_break_rule breaks;
    } heat;
};

#endif
