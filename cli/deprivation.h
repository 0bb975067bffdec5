/* What the parts of the deprivation command share. */
#ifndef WARDMAP_DEPRIVATION_H
#define WARDMAP_DEPRIVATION_H

#include <geo/measure.h>

#include "counts.h"
#include "denominators.h"
#include "figure.h"
#include "indices.h"
#include "own_codes.h"

typedef enum deprivation_rows {
    DEPRIVATION_BY_GROUP,
    DEPRIVATION_BY_CATEGORY,
    DEPRIVATION_BY_DISTRICT
} deprivation_rows;

typedef enum deprivation_chart { DEPRIVATION_BARS, DEPRIVATION_CURVE } deprivation_chart;

typedef struct deprivation_settings {
    cli_settings common;
    figure_settings figure;
    offence_settings offences;
    int by; /* deprivation_rows */
    const char *against;
    bool by_code;
    const char *code_field;
    bool per_year;
    const char *show;
    int values; /* 0 rates, 1 shares: of --by category */
    int64_t levels;
    int64_t suppress_below;
    int64_t round_to;
    int64_t decimals;
    int chart; /* deprivation_chart */
} deprivation_settings;

typedef struct deprivation_result {
    const deprivation_settings *settings;
    cli_load load;
    cli_own_codes codes;
    geo_filter *show;
    bool *shown; /* by area; NULL: all count */
    cli_indices indices;
    cli_offences offences; /* a single root where kinds are not told apart */
    cli_counts counts;
    int64_t *count; /* by area and node */
    cli_denominators denominators;
    double years;
    geo_deprivation_table *made;
    geo_style *style; /* NULL unless a picture is asked for */
} deprivation_result;

bool deprivation_has_areas(const deprivation_settings *settings);
/* Whether kinds of incident are told apart. */
bool deprivation_asks_kinds(const deprivation_settings *settings);
int deprivation_decimals(const deprivation_settings *settings);

/* Reads areas, indices and incidents, and counts. */
geo_status deprivation_count(cli_job *job, deprivation_result *result);
/* The table, with title and notes. */
geo_status deprivation_make_table(cli_job *job, deprivation_result *result);
/* What of its notes stands below a picture. */
geo_status deprivation_write_method(cli_job *job, const deprivation_result *result,
                                    figure_words *words);
/* "Drugs", "Drug Offences beside other Total Recorded Crime": what it is about. */
geo_status deprivation_append_subject(cli_job *job, const deprivation_result *result,
                                      geo_bytes *bytes);
/* "deprivation", "agreement", "sentence", "inequality" ... */
void deprivation_json(cli_job *job, geo_json *json, const void *result);

/* The picture in the format of the path's extension; without a path its alternative text. */
geo_status deprivation_draw(cli_job *job, const void *result, const char *path, geo_bytes *bytes);
/* The same as the curve of incidents over people. */
geo_status deprivation_draw_curve(cli_job *job, const deprivation_result *result, const char *path,
                                  geo_bytes *bytes);
/* "Drugs by decile of deprivation", NUL-terminated, and the period. */
geo_status deprivation_write_title(cli_job *job, const deprivation_result *result, const char *by,
                                   figure_words *words);
/* Areas with their group, shaded by it. */
geo_status deprivation_layer(cli_job *job, const void *result, const char *path, geo_bytes *bytes);

#endif
