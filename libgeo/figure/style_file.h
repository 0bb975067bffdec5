/* A style file as it stands: every value may be absent, and numbers and colours are text still. */
#ifndef GEO_FIGURE_STYLE_FILE_H
#define GEO_FIGURE_STYLE_FILE_H

#include <geo/core.h>

/* Stands in a section as NAME_colour, NAME_mm and NAME_opacity. */
typedef struct geo_style_file_line {
    char *colour;
    char *mm;
    char *opacity;
} geo_style_file_line;

typedef struct geo_style_file_page {
    char *size;
    char *width_mm;
    char *height_mm;
    char *margin_mm;
    int *orientation;
    char *colour;
} geo_style_file_page;

typedef struct geo_style_file_text {
    char *fonts;
    char *colour;
    char *title_pt;
    char *subtitle_pt;
    char *subtitle_colour;
    char *legend_pt;
    char *panel_pt;
    char *label_pt;
    char *label_colour;
    char *parent_pt;
    char *parent_colour;
    char *place_pt;
    char *place_colour;
    char *halo_colour;
    char *halo_mm;
    char *note_pt;
    char *note_colour;
} geo_style_file_text;

typedef struct geo_style_file_furniture {
    int *scale_bar;
    int *north_arrow;
    int *legend;
    int *method;
    char *attribution;
} geo_style_file_furniture;

typedef struct geo_style_file_map {
    char *background;
    char *land;
    int *outside;
    geo_style_file_line frame;
    geo_style_file_line area;
    geo_style_file_line parent;
    geo_style_file_line outline;
} geo_style_file_map;

typedef struct geo_style_file_labels {
    int *named;
    char *wrap_mm;
    geo_style_file_line leader;
} geo_style_file_labels;

/* heat, areas, change and base. */
typedef struct geo_style_file_shade {
    char **ramp;
    unsigned ramp_count;
    char *ramp_name;
    char *opacity;
    char *classes;
    int *breaks;
    int *continuous; /* of heat alone, as is the next */
    char *over_base_opacity;
} geo_style_file_shade;

typedef struct geo_style_file_bands {
    char *none;
    char *above;
    char *significantly_above;
} geo_style_file_bands;

typedef struct geo_style_file_bivariate {
    char **colours;
    unsigned colours_count;
    geo_style_file_line hatch;
    char *hatch_gap_mm;
} geo_style_file_bivariate;

typedef struct geo_style_file_categories {
    char **colours;
    unsigned colours_count;
} geo_style_file_categories;

typedef struct geo_style_file_diverging {
    char **colours;
    unsigned colours_count;
    geo_style_file_line hatch;
    char *hatch_gap_mm;
} geo_style_file_diverging;

typedef struct geo_style_file_contours {
    geo_style_file_line line;
    char *finest_mm;
    geo_style_file_line halo;
    char *fill;
    char *fill_opacity;
} geo_style_file_contours;

typedef struct geo_style_file_numbered {
    geo_style_file_line line;
    geo_style_file_line halo;
    char *fill;
    char *fill_opacity;
    char *disc;
    char *number_pt;
    char *number_colour;
} geo_style_file_numbered;

typedef struct geo_style_file_outlines {
    geo_style_file_line area;
    geo_style_file_line parent;
    geo_style_file_line halo;
    geo_style_file_line below;
} geo_style_file_outlines;

typedef struct geo_style_file_no_data {
    char *colour;
    geo_style_file_line hatch;
    char *hatch_gap_mm;
} geo_style_file_no_data;

typedef struct geo_style_file_points {
    char *colour;
    char *opacity;
    geo_style_file_line outline;
    char *smallest_mm;
    char *largest_mm;
} geo_style_file_points;

typedef struct geo_style_file_chart {
    char *colour;
    char *highlight;
    char *highlight_strong;
    char *second;
    geo_style_file_line grid;
    geo_style_file_line axis;
    geo_style_file_line reference;
    geo_style_file_line limit;
    geo_style_file_line interval;
    char *shade;
} geo_style_file_chart;

typedef struct geo_style_file_backdrop {
    char *name;
    geo_style_file_line line;
    geo_style_file_line casing;
    char *fill;
    char *fill_opacity;
    char *point_mm;
    int *above;
    int *named;
} geo_style_file_backdrop;

/* NULL sections are absent. */
typedef struct geo_style_file {
    geo_style_file_page *page;
    geo_style_file_text *text;
    geo_style_file_furniture *furniture;
    geo_style_file_map *map;
    geo_style_file_labels *labels;
    geo_style_file_shade *heat;
    geo_style_file_shade *areas;
    geo_style_file_shade *change;
    geo_style_file_shade *base;
    geo_style_file_bands *bands;
    geo_style_file_bivariate *bivariate;
    geo_style_file_categories *categories;
    geo_style_file_diverging *diverging;
    geo_style_file_contours *contours;
    geo_style_file_numbered *numbered;
    geo_style_file_outlines *outlines;
    geo_style_file_no_data *no_data;
    geo_style_file_points *points;
    geo_style_file_chart *chart;
    geo_style_file_backdrop *backdrop;
    unsigned backdrop_count;
} geo_style_file;

/* Parses YAML by the schema. `name` stands in messages. Unknown keys, wrong types and broken YAML
 * are GEO_ERROR_INPUT with the line. *out is NULL for an empty file. */
geo_status geo_style_file_parse(geo_context *context, const char *name, const char *yaml,
                                size_t length, geo_style_file **out);
void geo_style_file_free(geo_style_file *file);

/* Where a value stands in a file. */
typedef struct geo_style_key {
    const char *section;
    size_t item; /* of a section that is a list, from 0; else GEO_STYLE_NO_ITEM */
    const char *key;
} geo_style_key;

#define GEO_STYLE_NO_ITEM SIZE_MAX

/* The line, from 1, of YAML that has been parsed; 0 when the key isn't there. */
size_t geo_style_key_line(const char *yaml, size_t length, const geo_style_key *key);
/* The line of the first scalar of that text which begins on (line, column) or after it, all from 1;
 * 0 when there is none. */
size_t geo_style_scalar_line(const char *yaml, size_t length, const char *text, size_t line,
                             size_t column);

#endif
