/* What a legend consists of, between its making and its drawing. */
#ifndef GEO_FIGURE_LEGEND_STATE_H
#define GEO_FIGURE_LEGEND_STATE_H

#include "figure/legend.h"

typedef enum geo_swatch {
    GEO_SWATCH_COLOUR,
    GEO_SWATCH_HATCH,
    GEO_SWATCH_CIRCLE,
    GEO_SWATCH_LINE
} geo_swatch;

typedef struct geo_legend_entry {
    geo_swatch swatch;
    geo_colour colour;
    double opacity;
    geo_hatching hatching; /* over the colour */
    double diameter_mm;    /* of a circle */
    geo_line_style line;
    double dash_mm;
    geo_line_style halo; /* on both sides of the line */
    char *text;          /* "5.0 to 9.9" */
    char *lead;          /* "5.0", by whose end entries are aligned; NULL: they begin together */
    char *count;         /* "(23)"; NULL: none */
    char *limit;         /* "5" below a strip; NULL: the class begins at no limit */
} geo_legend_entry;

/* Classes, one below them all and one without data. */
#define GEO_LEGEND_ENTRIES (GEO_CLASSES_MOST + 2)

typedef struct geo_legend_block {
    geo_legend_kind kind;
    char *heading; /* NULL: none */
    size_t count;  /* low to high, then the one without data */
    bool has_no_data;
    bool is_in_order; /* in a column the first comes first */
    char *row_title;  /* of bivariate classes; NULL: none */
    char *column_title;
    geo_legend_entry entry[GEO_LEGEND_ENTRIES];
    bool is_continuous;
    geo_ramp ramp; /* of colours that run on */
    char *note;    /* NULL: none */
} geo_legend_block;

struct geo_legend {
    size_t loose_most; /* a block of more classes than that is dense */
    size_t count;
    geo_legend_block *block;
};

/* Texts of a class: entry, lead and limit. */
geo_status geo_legend_class_words(geo_context *context, const geo_legend_part *part, size_t class,
                                  geo_legend_entry *entry);
geo_status geo_legend_below_words(geo_context *context, const geo_legend_part *part,
                                  geo_legend_entry *entry);
/* What a geo_band means: the caller's words, of which each may be NULL, or our own. */
const char *geo_legend_band_text(const char *const band_text[], size_t band);
geo_status geo_legend_count_words(geo_context *context, size_t count, char **out);
geo_status geo_legend_heading(geo_context *context, const geo_legend_part *part, char **out);
/* NULL where there is nothing to say. */
geo_status geo_legend_note(geo_context *context, const geo_legend_part *part, char **out);

/* The three circles of a legend: one incident, the most, and a round number between them. Returns
 * how many of them differ. */
size_t geo_legend_circles(int64_t most, int64_t incidents[3]);

#endif
