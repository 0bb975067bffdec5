/* What a figure looks like. styles/README.md explains each value. */
#ifndef GEO_FIGURE_STYLE_H
#define GEO_FIGURE_STYLE_H

#include <geo/figure.h>

#include "figure/classes.h"
#include "figure/ramp.h"

/* Nothing smaller is legible in print. */
#define GEO_SMALLEST_PT     6.5

#define GEO_BIVARIATE_CELLS (GEO_BIVARIATE_STEPS * GEO_BIVARIATE_STEPS)

typedef enum geo_orientation {
    GEO_ORIENTATION_AUTO, /* whichever shows the map larger */
    GEO_ORIENTATION_PORTRAIT,
    GEO_ORIENTATION_LANDSCAPE
} geo_orientation;

typedef enum geo_outside { GEO_OUTSIDE_SHOWN, GEO_OUTSIDE_FADED, GEO_OUTSIDE_HIDDEN } geo_outside;

typedef enum geo_named {
    GEO_NAMED_AUTO,    /* parents where there are several, else areas where they are few */
    GEO_NAMED_AREAS,   /* every area that has room, leader lines where it has none */
    GEO_NAMED_PARENTS, /* parents alone */
    GEO_NAMED_BOTH,    /* parents, and the areas that have room beside them */
    GEO_NAMED_NONE
} geo_named;

typedef struct geo_line_style {
    geo_colour colour;
    double width_mm;
    double opacity;
} geo_line_style;

/* A ground with lines over it. */
typedef struct geo_hatch_style {
    geo_colour colour;
    geo_line_style hatch;
    double hatch_gap_mm;
} geo_hatch_style;

typedef struct geo_text_style {
    const char *fonts; /* families, first choice first; borrowed from the style */
    double size_pt;
    bool is_bold;
    geo_colour colour;
    geo_colour halo_colour;
    double halo_mm; /* 0: none */
} geo_text_style;

/* How a shaded layer is coloured, where the command line doesn't say otherwise. */
typedef struct geo_shade_style {
    geo_ramp ramp;
    double opacity;
    size_t classes;
    geo_break_rule breaks;
    bool is_continuous; /* colours run on between the breaks; heat alone */
} geo_shade_style;

/* Roads, rivers, woods and towns below the data, or named points above it. */
typedef struct geo_backdrop_style {
    char *name; /* words that a layer's or file's name holds, by commas; owned. "" is any other */
    geo_line_style line;   /* of lines, and around polygons; 0 mm: none */
    geo_line_style casing; /* below a line, on both sides of it; 0 mm: none */
    geo_colour fill;       /* of polygons and points */
    double fill_opacity;
    double point_mm; /* across */
    bool is_above;   /* over the shading; else below it */
    bool is_named;   /* its shapes' names are written */
} geo_backdrop_style;

#define GEO_BACKDROP_STYLES 16

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
    geo_text_style panel;  /* titles of small multiples */
    geo_text_style label;  /* names of areas */
    geo_text_style parent; /* names of parents, where areas or places are named too */
    geo_text_style place;  /* names of towns and points of interest */
    geo_text_style note;
    struct {
        bool scale_bar;
        bool north_arrow;
        bool legend;
        bool method;
        char *attribution; /* where the caller gives none; may be NULL; owned */
    } furniture;
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
        geo_named named;
        double wrap_mm; /* longer names are broken over lines */
        geo_line_style leader;
    } labels;
    geo_shade_style heat;
    geo_shade_style areas;  /* choropleth */
    geo_shade_style change; /* differences, by a diverging ramp: the middle is no change */
    geo_shade_style base;   /* areas below heat or contours: pale, so that these stand out */
    double heat_over_base_opacity;
    struct {
        geo_colour none;
        geo_colour above;
        geo_colour significantly_above;
    } bands;
    struct {
        geo_colour colour[GEO_BIVARIATE_CELLS]; /* row by row from the lowest */
        geo_line_style hatch;                   /* over the rows above the lowest; 0 mm: none */
        double hatch_gap_mm;                    /* in the second row; half of it in the third */
    } bivariate;
    struct {
        geo_colour colour[GEO_CATEGORIES_MOST];
    } categories;
    struct {
        geo_colour colour[GEO_DIVERGING_COUNT]; /* the middle is neither low nor high */
        geo_line_style hatch;                   /* over those below the middle; 0 mm: none */
        double hatch_gap_mm;                    /* in the first below it; less further down */
    } diverging;
    struct {
        geo_line_style line; /* of the highest level */
        double finest_mm;    /* of the lowest of several */
        geo_line_style halo; /* on both sides of each line */
        geo_colour fill;     /* within, once for each level */
        double fill_opacity;
    } contours;
    struct {
        geo_line_style line; /* around each */
        geo_line_style halo; /* on both sides of the line, and around discs */
        geo_colour fill;     /* where nothing is shaded */
        double fill_opacity;
        geo_colour disc; /* below numbers, and of the leaders to them */
        geo_text_style number;
    } numbered;
    struct {
        geo_line_style area;   /* between two of the same parent */
        geo_line_style parent; /* between two parents, and around all */
        geo_line_style halo;   /* on both sides of each line */
        geo_line_style below;  /* borders of the areas below */
    } outlines;
    geo_hatch_style no_data;
    struct {
        geo_colour colour;
        double opacity;
        geo_line_style outline;
        double smallest_mm; /* across, of one incident */
        double largest_mm;  /* of the most incidents at one place */
    } points;
    struct {
        geo_colour colour;           /* bars, points and lines of the data */
        geo_colour highlight;        /* those that stand out: above, beyond a limit */
        geo_colour highlight_strong; /* significantly above */
        geo_colour second;           /* the other series: comparator, second sex of a pyramid */
        geo_line_style grid;
        geo_line_style axis;
        geo_line_style reference; /* mean, target */
        geo_line_style limit;     /* control limits */
        geo_line_style interval;  /* whiskers */
        geo_colour shade;         /* periods behind a series */
    } chart;
    size_t backdrop_count;
    geo_backdrop_style backdrop[GEO_BACKDROP_STYLES];
};

/* Empties the list of backdrop styles. */
void geo_style_clear_backdrop(geo_style *style);

#endif
