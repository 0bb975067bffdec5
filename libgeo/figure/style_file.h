/* A style file as it stands: every value may be absent. */
#ifndef GEO_FIGURE_STYLE_FILE_H
#define GEO_FIGURE_STYLE_FILE_H

#include <geo/core.h>

typedef struct geo_style_file_page {
    double *width_mm;
    double *height_mm;
    double *margin_mm;
    int *orientation;
    char *colour;
} geo_style_file_page;

typedef struct geo_style_file_text {
    char *fonts;
    char *colour;
    double *title_pt;
    double *subtitle_pt;
    char *subtitle_colour;
    double *legend_pt;
    double *label_pt;
    char *label_colour;
    char *halo_colour;
    double *halo_mm;
    double *note_pt;
    char *note_colour;
} geo_style_file_text;

typedef struct geo_style_file_map {
    char *background;
    char *land;
    int *outside;
    char *frame_colour;
    double *frame_mm;
    char *area_colour;
    double *area_mm;
    double *area_opacity;
    char *parent_colour;
    double *parent_mm;
    double *parent_opacity;
    char *outline_colour;
    double *outline_mm;
    double *outline_opacity;
} geo_style_file_map;

typedef struct geo_style_file_heat {
    char **ramp;
    unsigned ramp_count;
    double *opacity;
    unsigned *classes;
    int *breaks;
} geo_style_file_heat;

/* NULL sections are absent. */
typedef struct geo_style_file {
    geo_style_file_page *page;
    geo_style_file_text *text;
    geo_style_file_map *map;
    geo_style_file_heat *heat;
} geo_style_file;

/* Parses YAML by the schema. `name` stands in messages. Unknown keys, wrong types and broken YAML
 * are GEO_ERROR_INPUT with the line. *out is NULL for an empty file. */
geo_status geo_style_file_parse(geo_context *context, const char *name, const char *yaml,
                                size_t length, geo_style_file **out);
void geo_style_file_free(geo_style_file *file);

/* The line, from 1, of a section's key in YAML that has been parsed; 0 when it isn't there. */
size_t geo_style_file_line(const char *yaml, size_t length, const char *section, const char *key);

#endif
