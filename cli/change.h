/* What the parts of the change command share. */
#ifndef WARDMAP_CHANGE_H
#define WARDMAP_CHANGE_H

#include <geo/compare.h>
#include <geo/output.h>

#include "change_periods.h"
#include "counts.h"
#include "denominators.h"
#include "figure.h"

typedef struct change_settings {
    cli_settings common;
    figure_settings figure;
    offence_settings offences;
    const char *before;
    const char *last;
    const char *show;
    text_list offence;
    int by; /* geo_change_rows */
    bool per_year;
    double slight;
    double some;
    double considerable;
    double level;
    int64_t levels;
    int64_t round_to;
    int64_t suppress_below;
    int64_t decimals;
} change_settings;

typedef struct change_result {
    const change_settings *settings;
    cli_load load;
    geo_filter *show;
    geo_style *style;
    change_periods periods;
    cli_offences offences;
    cli_counts counts;
    int64_t *count[PERIODS];       /* by area and node */
    int32_t *node;                 /* those asked for with --offence */
    cli_denominators denominators; /* none without areas */
    geo_change *change;
    bool is_per_year;
} change_result;

/* Pictures and layers that the rows can't make, before anything is read. */
geo_status change_check_outputs(cli_job *job, const change_result *result);
/* Title and notes of the table. */
geo_status change_write_notes(cli_job *job, const change_result *result);
void change_json(cli_job *job, geo_json *json, const void *result);
/* The three for cli_delivery. */
geo_status change_layer(cli_job *job, const void *result, const char *path, geo_bytes *bytes);
geo_status change_draw(cli_job *job, const void *result, const char *path, geo_bytes *bytes);

#endif
