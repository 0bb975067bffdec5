/* Rates by offence beside those of other places. */
#ifndef WARDMAP_COMPARE_H
#define WARDMAP_COMPARE_H

#include "compare_file.h"
#include "counts.h"
#include "denominators.h"

typedef struct compare_settings {
    cli_settings common;
    figure_settings figure; /* stands before what offence_options set */
    offence_settings offences;
    text_list these;
    const char *by;
    const char *show;
    const char *all_name;
    const char *comparators;
    text_list comparator;
    const char *against;
    int64_t levels;
    int values; /* geo_compare_values */
    int64_t round_to;
    int64_t suppress_below;
    int64_t decimals;
    bool each;
    bool ranks;
    bool is_long;
    bool per_year;
} compare_settings;

typedef struct compare_result {
    const compare_settings *settings;
    cli_load load;
    cli_offences offences;
    cli_denominators denominators;
    cli_counts counts;
    cli_comparators comparators;
    geo_filter *show;
    geo_area_groups *groups;
    size_t *shown; /* [groups->count] */
    size_t shown_count;
    size_t this_count;
    int64_t *count;            /* by area and node */
    geo_area_counts incidents; /* the same, with what they are divided by */
    geo_compared *compared;
    geo_style *style; /* NULL unless a picture is asked for */
} compare_result;

/* The groups of areas and which of them have columns, in what order: those of --this, then those of
 * --show, of --each, or all when none of the three is given. GEO_ERROR_USAGE for a name that is
 * none. */
geo_status compare_choose_columns(cli_job *job, compare_result *result);

#endif
