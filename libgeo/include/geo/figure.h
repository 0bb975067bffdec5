/*
 * geo/figure.h - grid, areas, table -> picture, as bytes of a PNG, SVG or PDF file.
 * See geo/core.h for the conventions.
 */
#ifndef GEO_FIGURE_H
#define GEO_FIGURE_H

#include <geo/core.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum geo_picture { GEO_PICTURE_PNG, GEO_PICTURE_SVG, GEO_PICTURE_PDF } geo_picture;

/* ---- style ---------------------------------------------------------------------------------- */

/* Page, fonts, colours and line widths; read from a style file (styles/README.md has the grammar).
 */
typedef struct geo_style geo_style;

/* NULL: the report style that is built in. "report", "print-grey", "slide", "dark" and
 * "accessible-high-contrast" are built in too; anything else is the path of a file.
 * GEO_ERROR_INPUT with the line number when the file is wrong. */
GEO_API geo_status geo_style_read(geo_context *context, const char *name_or_path, geo_style **out);
GEO_API void geo_style_free(geo_style *style);

/* "a4", "a5", "16:9" (a slide of 338.7 by 190.5 mm) or "200x150" in mm; "portrait", "landscape" or
 * "auto"; either may be NULL: as the style has it, but a slide and a page in mm are then held the
 * way they are named. GEO_ERROR_USAGE for any other. */
GEO_API geo_status geo_style_set_page(geo_context *context, geo_style *style, const char *size,
                                      const char *orientation);
/* One of the ramps that are built in, for heat and areas alike ("heat", "viridis", "magma",
 * "ylorrd", "blues", "greys"), or "rdbu" for change; backwards when it begins with '-'.
 * GEO_ERROR_USAGE, with the names, for any other. */
GEO_API geo_status geo_style_set_ramp(geo_context *context, geo_style *style, const char *name);

/* By name, as in a style file ("geometric", "equal", "quantile", "jenks", "sd",
 * "incremental-mean"), and at most how many, for heat and areas; NULL and 0 leave them as they are.
 * GEO_ERROR_USAGE for a name that is none and a number out of 2 to 12. */
GEO_API geo_status geo_style_set_classes(geo_context *context, geo_style *style, const char *rule,
                                         size_t count, bool is_continuous);
/* "auto", "areas", "parents", "both" or "none". GEO_ERROR_USAGE for any other. */
GEO_API geo_status geo_style_set_names(geo_context *context, geo_style *style, const char *which);
/* Heat is drawn within the areas only. */
GEO_API void geo_style_clip(geo_style *style);

/* ---- classes -------------------------------------------------------------------------------- */

#define GEO_CLASSES_MOST 12

typedef enum geo_break_rule {
    GEO_BREAKS_GEOMETRIC, /* 1, 1.5, 2.5, 4, 6, 10 ...: for values spread over orders of magnitude
                           */
    GEO_BREAKS_EQUAL,     /* equal round steps */
    GEO_BREAKS_QUANTILE,  /* as many values in each */
    GEO_BREAKS_JENKS,     /* least squared deviation within classes */
    GEO_BREAKS_SD,        /* mean, and whole or half standard deviations from it */
    GEO_BREAKS_INCREMENTAL_MEAN, /* 1, 2, 3 ... times the mean of what is not zero */
    GEO_BREAKS_EACH,             /* one class for each of a few whole numbers, such as deciles */
    GEO_BREAKS_GIVEN             /* by the caller or a file */
} geo_break_rule;

/* Class i holds values from lower[i] up to but not including lower[i + 1]; the last is open. Values
 * below lower[0] are in no class: they stay blank, so that the map below shows. */
typedef struct geo_classes {
    size_t count; /* 0 when there is nothing to show */
    double lower[GEO_CLASSES_MOST];
    double lowest; /* of the data that the classes were chosen for; NaN: not known */
    double highest;
    geo_break_rule rule;
    bool is_continuous; /* colours run on between the breaks */
} geo_classes;

/* "geometric", "equal", "quantile", "jenks", "sd", "incremental-mean", "each", "given". */
GEO_API const char *geo_break_rule_name(geo_break_rule rule);
/* False for a name that is none of them. */
GEO_API bool geo_break_rule_of(const char *name, geo_break_rule *rule);

/* Breaks from a CSV file with a column "lower", one row a class, ascending, and perhaps columns
 * "unit" and "rule". `unit` is what the map shows, NULL for any: GEO_ERROR_DATA when the file's is
 * another. GEO_ERROR_INPUT with the line for what cannot be read. The rule of what is read is
 * GEO_BREAKS_GIVEN. */
GEO_API geo_status geo_classes_read(geo_context *context, const char *path, const char *unit,
                                    geo_classes *out);
/* Appends such a file. */
GEO_API geo_status geo_classes_write(geo_context *context, const geo_classes *classes,
                                     const char *unit, geo_bytes *out);

/* ---- maps ----------------------------------------------------------------------------------- */

typedef struct geo_figure_text {
    const char *title; /* NULL: none; likewise the others */
    const char *subtitle;
    const char *attribution; /* NULL: the style's */
    const char *method;      /* how it was made: kernel, bandwidth, cell, period, n */
    const char *description; /* alternative text, embedded in the file; NULL: title and method */
    const char *date;        /* of the file's making, ISO 8601, embedded in it */
} geo_figure_text;

typedef enum geo_scheme {
    GEO_SCHEME_CLASSES,
    GEO_SCHEME_BANDS,      /* area values are geo_band: the two colours of the published tables */
    GEO_SCHEME_BIVARIATE,  /* area values are row * GEO_BIVARIATE_STEPS + column, each 0 to 2 */
    GEO_SCHEME_CATEGORIES, /* area values are numbers of geo_map.category_text, from 0 */
    GEO_SCHEME_DIVERGING /* likewise 0 to GEO_DIVERGING_COUNT - 1, low to high about a middle: cold
                            spots, nothing, hot spots */
} geo_scheme;

#define GEO_BIVARIATE_STEPS 3
#define GEO_CATEGORIES_MOST 6
#define GEO_DIVERGING_COUNT 7
#define GEO_CONTOURS_MOST   4

/* One map of a figure. All panels but those of change share one scale and one legend. */
typedef struct geo_map_panel {
    const char *title;            /* above its map; NULL: none */
    const geo_grid *surface;      /* heat; NULL: none */
    const double *value;          /* [areas->count] by which areas are shaded, NaN where there is no
                                     data; NULL: they are not shaded */
    bool is_change;               /* differences: the diverging ramp, with classes of their own */
    const geo_areas *contours;    /* drawn as lines over all shading; NULL: none */
    const int32_t *contour_level; /* [contours->count], of geo_map.contour_text from 0, the lowest
                                     first; NULL: polygon i is of level i */
    size_t point_count;           /* incidents as circles, one for each place, by area */
    const double *point_x;
    const double *point_y;
    const int64_t *point_incidents;
    bool surface_is_within; /* the studied areas: heat ends at their borders, towards which its
                               outermost values hold */
} geo_map_panel;

/* A column of the list that numbered areas are keyed to. */
typedef struct geo_list_column {
    const char *heading;     /* NULL: none */
    const char *const *text; /* [areas->count], entries may be NULL */
    bool is_number;          /* stands on the right */
} geo_list_column;

/*
 * Areas that have a number on the maps, such as hotspots, and a list in which it is looked up:
 * beside the maps on a landscape page, else below them. Area i has the number i + 1. They are lines
 * over all shading, filled lightly where there is none; a number stands in its area or beside it
 * with a leader, those of low numbers first, and none covers another. A number that finds no room
 * on a map is told in a note. The list has a row for each area, as far as the page has room, and
 * then says how many more there are.
 */
typedef struct geo_numbered_areas {
    const geo_areas *areas;
    const char *title; /* of the list; NULL: none */
    size_t column_count;
    const geo_list_column *column; /* texts of the first are cut with "..." where they are long */
    const char *legend_text;       /* what the areas are: "Hotspots"; NULL: not in the legend */
} geo_numbered_areas;

/* All in the areas' CRS. */
typedef struct geo_map {
    const geo_areas *areas;   /* NULL: none */
    const bool *is_studied;   /* [areas->count]: the others are context, faded; NULL: all are */
    const geo_extent *window; /* what is shown; NULL: the studied areas, or the surface */
    size_t panel_count;
    const geo_map_panel *panel;
    geo_scheme scheme;
    const geo_classes *classes; /* of surfaces, or of areas where no panel has one; NULL: chosen by
                                   the style from what the panels show */
    const geo_classes *area_classes; /* of areas, whether or not a panel has a surface; NULL:
                                        `classes`, or chosen */
    const char *const *class_text;   /* [area_classes->count] their words for the legend, lowest
                                        first: "1 (most deprived)"; NULL: their numbers. For
                                        area_classes alone */
    bool is_reversed; /* the lowest class has the highest's colour, and stands first in the legend:
                         decile 1 */
    bool is_base;     /* areas in the style's pale ramp, for more stands above them; below the heat
                         of their own panel they always are */
    const char *unit; /* of the areas' values: "Incidents per 1,000 residents" */
    const char *change_unit;           /* of differences */
    const geo_classes *change_classes; /* of surfaces of differences, as many on both sides of 0;
                                          NULL: chosen by the style */
    bool is_ratio; /* differences of surfaces are those of logarithms to base 2, written as what
                      they are in times: 2 for 1, 1/2 for -1 */
    const char *gap_text; /* where a surface of differences has no value it has the colour of no
                             data, which the legend explains so; NULL: it is blank there */
    bool is_rounded;      /* the areas' values have so many decimals: "5.0 to 9.9" */
    int decimals;
    const char *area_word;    /* what the areas are: "wards"; NULL: "areas" */
    const char *band_text[3]; /* what each band means, for the legend */
    const char *row_title;    /* of a bivariate legend: "Higher rate", along an arrow upwards, as
                                 row 0 is the lowest */
    const char *column_title; /* "More deprived", along an arrow to the right */
    size_t category_count;    /* GEO_CATEGORIES_MOST at most */
    const char *const *category_text; /* [category_count]; of GEO_SCHEME_DIVERGING
                                         [GEO_DIVERGING_COUNT], NULL for what is not used */
    const char *area_note; /* below the legend of the areas: how they were divided; NULL: none */
    const char *contour_title; /* of the contours' legend: "Hotspots: incidents per km2 a year" */
    size_t contour_count;      /* levels: GEO_CONTOURS_MOST at most */
    const char *const *contour_text; /* [contour_count] "At least 25", the lowest first */
    size_t contour_low_count;  /* so many levels, the first ones, are around low ground: dashed, and
                                  the lower the wider */
    const geo_areas *outlines; /* other areas drawn as outlines over the areas, whose borders are
                                  then fine, and named instead of them; NULL: none */
    const bool *outline_is_shown; /* [outlines->count]; NULL: all are */
    bool are_cells; /* the areas are cells below outlines: the line around all of them is fine too
                     */
    const char *outline_text; /* what they are, for the legend: "Wards"; NULL: not in it */
    const geo_numbered_areas *numbered; /* on each of the maps; NULL: none */
    size_t backdrop_count;
    const geo_shapes *const *backdrop;
    const geo_areas *inset; /* among which the map's place is shown in a corner; NULL: no inset */
} geo_map;

/* The classes that geo_figure_map() would choose for surfaces, or for areas where no panel has a
 * surface, or for change where all panels show that of areas: for a legend elsewhere, and for other
 * figures that are to compare. The lowest class of change holds all that is below it. */
GEO_API geo_status geo_map_classes(geo_context *context, const geo_map *map, const geo_style *style,
                                   geo_classes *out);

/* How a map shows one class of areas, for a layer or a table elsewhere: its colour as "#rrggbb" and
 * the legend's words, "5 to under 10" or of change "+5 to +10", in *words, freed with free().
 * `style` may be NULL. */
GEO_API geo_status geo_map_class(geo_context *context, const geo_classes *classes,
                                 size_t class_index, bool is_change, const geo_style *style,
                                 char colour[8], char **words);

/* How a map shows the areas of one value, whatever its scheme: of a class (`classes` as they were
 * chosen or given), a band, a cell of the bivariate square or a category. As geo_map_class(). */
GEO_API geo_status geo_map_area_class(geo_context *context, const geo_map *map,
                                      const geo_classes *classes, size_t number,
                                      const geo_style *style, char colour[8], char **words);
/* How it draws a level of `count` contours, 0 being the lowest. */
GEO_API geo_status geo_map_contour_line(geo_context *context, size_t level, size_t count,
                                        const geo_style *style, char colour[8], double *width_mm);

/*
 * One page: maps with title, legend, scale bar, north arrow, attribution and method note. `style`
 * (the one that is built in) and `text` may be NULL. A surface of zeros is an empty map with a
 * note. dpi applies to PNG. GEO_ERROR_LIMIT over 32,767 pixels a side; GEO_ERROR_OUTPUT when no
 * font can draw the text.
 */
GEO_API geo_status geo_figure_map(geo_context *context, const geo_map *map, const geo_style *style,
                                  const geo_figure_text *text, geo_picture format, double dpi,
                                  geo_bytes *out);

/* ---- charts --------------------------------------------------------------------------------- */

/*
 * One page each: a chart with axes, key, title, attribution and method note. `style` (the one that
 * is built in) and `text` may be NULL. What is borrowed in the structs below need only live during
 * the call. A value of NaN is missing: a gap or "no data", never zero. Where there is no value at
 * all, a note stands for the chart. Texts may be of any length and are cut where they must be.
 *
 * Errors of all of them: GEO_ERROR_USAGE when there is more to show than has room on the page, or
 * the dpi of a PNG is none; GEO_ERROR_LIMIT over 32,767 pixels a side; GEO_ERROR_OUTPUT when no
 * font can draw a text.
 */

/* How a value stands out; a geo_band of measure.h is the same number. */
typedef enum geo_emphasis {
    GEO_EMPHASIS_NONE,
    GEO_EMPHASIS_ABOVE,
    GEO_EMPHASIS_STRONG,
    GEO_EMPHASIS_COUNT
} geo_emphasis;

/* Bars from the top down, in the order given; about 60 fit on an A4 page. */
typedef struct geo_bar_chart {
    size_t count;
    const char *const *name; /* [count] */
    const double *value;     /* [count] */
    const double *lower;     /* [count] ends of the intervals; NULL: none. NaN: none there */
    const double *upper;
    const geo_emphasis *emphasis;                  /* [count]; NULL: none stands out */
    const char *emphasis_text[GEO_EMPHASIS_COUNT]; /* for the key; NULL: not in it */
    const char *interval_text;  /* for the key: "95% interval"; NULL: not in it */
    const char *reference_text; /* "Mean", to which its figure is added; NULL: no line */
    double reference;
    const char *unit; /* along the axis: "Incidents per 1,000 residents"; NULL: none */
    int decimals;     /* of the values written */
} geo_bar_chart;

GEO_API geo_status geo_figure_bars(geo_context *context, const geo_bar_chart *chart,
                                   const geo_style *style, const geo_figure_text *text,
                                   geo_picture format, double dpi, geo_bytes *out);

/* Months shaded behind a series; `label` may be NULL. */
typedef struct geo_month_shade {
    int32_t first_month; /* since January 1970, as geo_month_of_day() counts */
    int32_t last_month;  /* included */
    const char *label;
} geo_month_shade;

/* One value a month, such as a control chart: limits may differ by month, as those of a u-chart do.
 */
typedef struct geo_month_chart {
    size_t count;
    int32_t first_month;  /* since January 1970 */
    const double *value;  /* [count]; NaN leaves a gap */
    const double *centre; /* [count]; NULL: none; likewise the limits */
    const double *lower_limit;
    const double *upper_limit;
    const char *series_text;  /* for the key; NULL: not in it; likewise the others */
    const char *centre_text;  /* "Mean" */
    const char *limit_text;   /* "Control limits (3 sigma)" */
    const char *outside_text; /* "Outside the limits" */
    size_t shade_count;
    const geo_month_shade *shade;
    const char *unit; /* beside the axis */
    int decimals;     /* 0: the values are counts */
    bool is_bars;
    bool may_leave_zero_out; /* of a line's axis; bars begin at zero */
} geo_month_chart;

GEO_API geo_status geo_figure_months(geo_context *context, const geo_month_chart *chart,
                                     const geo_style *style, const geo_figure_text *text,
                                     geo_picture format, double dpi, geo_bytes *out);

/* Rates by size within the limits that chance sets (Spiegelhalter 2005, Funnel plots for comparing
 * institutional performance). */
typedef struct geo_funnel_chart {
    size_t count;
    const char *const *name;      /* [count], entries may be NULL; written for strong emphasis where
                                     there is room, the farthest from the reference first; NULL: none */
    const double *size;           /* [count] population or expected incidents; 0 or more */
    const double *rate;           /* [count] */
    const geo_emphasis *emphasis; /* [count]: outside the inner limits, outside the outer ones;
                                     NULL: none stands out */
    const char *emphasis_text[GEO_EMPHASIS_COUNT]; /* for the key; NULL: not in it */
    const char *reference_text; /* "Mean", to which its figure is added; NULL: no line */
    double reference;
    size_t curve_count;
    const double *curve_size; /* [curve_count], rising */
    const double *lower_95;   /* [curve_count]; NULL: not drawn; likewise the others */
    const double *upper_95;
    const double *lower_998;
    const double *upper_998;
    const char *size_unit; /* below the axis */
    const char *rate_unit; /* beside the axis */
    int decimals;          /* of rates */
} geo_funnel_chart;

GEO_API geo_status geo_figure_funnel(geo_context *context, const geo_funnel_chart *chart,
                                     const geo_style *style, const geo_figure_text *text,
                                     geo_picture format, double dpi, geo_bytes *out);

#define GEO_PROFILE_CATEGORIES_MOST 12
#define GEO_PROFILE_SERIES_MOST     4

/* Bars by ordered categories, such as deciles, with those of up to four series side by side. */
typedef struct geo_profile_chart {
    size_t category_count; /* at most 12, else GEO_ERROR_USAGE */
    const char *const *category;
    size_t series_count;       /* 1 to 4, else GEO_ERROR_USAGE */
    const char *const *series; /* for the key; NULL: no key */
    const double *value;       /* [series_count * category_count], series by series */
    const double *lower;       /* likewise, ends of the intervals; NULL: none */
    const double *upper;
    const char *interval_text;
    const char *reference_text; /* "Mean", to which its figure is added; NULL: no line */
    double reference;
    const char *category_unit; /* below the axis */
    const char *unit;          /* beside the axis */
    int decimals;
} geo_profile_chart;

GEO_API geo_status geo_figure_profile(geo_context *context, const geo_profile_chart *chart,
                                      const geo_style *style, const geo_figure_text *text,
                                      geo_picture format, double dpi, geo_bytes *out);

#define GEO_LORENZ_SERIES_MOST 4

/* A concentration curve: cumulative shares, from 0 to 1, of people across and of incidents up. */
typedef struct geo_lorenz_series {
    const char *name; /* for the key; NULL: not in it */
    size_t count;
    const double *across; /* [count], rising */
    const double *up;     /* [count] */
    double index;         /* of concentration, for the key; NaN: not in it */
    double index_lower;   /* its interval; NaN: none */
    double index_upper;
} geo_lorenz_series;

/* Curves beside the line of equality, in a square, both axes in per cent. A guide tells what share
 * of the incidents some share of the people has: "The most deprived 20% of residents have 41% of
 * incidents"; of several curves, a line for each. */
typedef struct geo_lorenz_chart {
    size_t series_count; /* 1 to 4, else GEO_ERROR_USAGE */
    const geo_lorenz_series *series;
    double guide;               /* 0.2; not between 0 and 1: none */
    const char *guide_text;     /* "The most deprived 20% of residents have"; NULL: no guide */
    const char *incidents_text; /* "incidents"; NULL: no guide */
    const char *index_text;     /* "concentration index"; NULL: the key has none */
    const char *equality_text;  /* "Equal shares"; NULL: not in the key */
    const geo_lorenz_series *possible; /* a bound, as a thin dashed curve; NULL: none */
    double across_to;        /* the share of people at which the chart ends, or soon after; 0: 1 */
    const char *across_text; /* "Residents, the most deprived first (%)" */
    const char *up_text;     /* "Incidents (%)" */
    int decimals;            /* of indices */
} geo_lorenz_chart;

GEO_API geo_status geo_figure_lorenz(geo_context *context, const geo_lorenz_chart *chart,
                                     const geo_style *style, const geo_figure_text *text,
                                     geo_picture format, double dpi, geo_bytes *out);

/* A table whose cells are shaded by their values. */
typedef struct geo_matrix_chart {
    size_t row_count;
    size_t column_count;
    const char *const *row;
    const char *const *column;
    const double *value;          /* [row_count * column_count], row by row */
    const geo_emphasis *emphasis; /* likewise: cells take the colours of bands; NULL: of classes */
    const char *emphasis_text[GEO_EMPHASIS_COUNT];
    const geo_classes *classes; /* NULL: chosen by the style */
    const char *unit;           /* what the cells hold: stands before the key */
    int decimals;
    const char *const *mark; /* [row_count * column_count] what stands behind a number, such as a
                                star, entries NULL for nothing; NULL: nowhere */
} geo_matrix_chart;

GEO_API geo_status geo_figure_matrix(geo_context *context, const geo_matrix_chart *chart,
                                     const geo_style *style, const geo_figure_text *text,
                                     geo_picture format, double dpi, geo_bytes *out);

/* Two series back to back on one scale, by ordered groups such as ages: the first at the foot. */
typedef struct geo_pyramid_chart {
    size_t count;
    const char *const *group;
    const double *left; /* [count], 0 or more, else GEO_ERROR_USAGE; likewise the others */
    const double *right;
    const double *left_outline; /* what they are compared with, as an outline; NULL: none */
    const double *right_outline;
    const char *left_text; /* over each half */
    const char *right_text;
    const char *outline_text; /* for the key */
    const char *unit;
    int decimals;
} geo_pyramid_chart;

GEO_API geo_status geo_figure_pyramid(geo_context *context, const geo_pyramid_chart *chart,
                                      const geo_style *style, const geo_figure_text *text,
                                      geo_picture format, double dpi, geo_bytes *out);

/* Begins to look up the system's fonts, on a thread of its own: for a program that has something
 * else to do before it draws. Without it the first figure does so, which takes some 10 ms. */
GEO_API void geo_figure_prepare(void);

/* Releases what cairo, pango and fontconfig hold for the whole process; only at the very end of a
 * program. */
GEO_API void geo_figure_shutdown(void);

#ifdef __cplusplus
}
#endif
#endif
