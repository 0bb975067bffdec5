/* What the parts of the trend command share. */
#ifndef WARDMAP_TREND_H
#define WARDMAP_TREND_H

#include <geo/compare.h>
#include <geo/figure.h>

#include "counts.h"
#include "denominators.h"
#include "figure.h"
#include "sources.h"

typedef enum trend_by {
    TREND_TOGETHER,
    TREND_BY_CATEGORY,
    TREND_BY_AREA,
    TREND_BY_PARENT
} trend_by;
typedef enum trend_limits { TREND_LANEY, TREND_POISSON } trend_limits;
typedef enum trend_layout { TREND_AUTO, TREND_LONG, TREND_WIDE } trend_layout;
typedef enum trend_chart { TREND_LINE, TREND_BARS } trend_chart;

typedef struct trend_settings {
    cli_settings common;
    figure_settings figure;
    offence_settings offences;
    int by; /* trend_by */
    text_list offence;
    int64_t levels;
    const char *show;
    const char *baseline;
    int limits; /* trend_limits */
    double sigmas;
    bool no_season;
    const char *force_field;
    int layout; /* trend_layout */
    int64_t round_to;
    int64_t suppress_below;
    int64_t decimals;
    int chart; /* trend_chart */
    text_list shade;
} trend_settings;

typedef struct trend_result {
    const trend_settings *settings;
    cli_load load;
    cli_offences offences;
    cli_denominators denominators;
    cli_sources sources;
    cli_counts counts;
    geo_filter *show;
    geo_period baseline;
    geo_style *style; /* NULL unless a picture is asked for */
    geo_month_shade *shade;
    char **shade_label; /* [shade_count] */
    size_t shade_count;
    bool *is_shown; /* by area */
    size_t *area;   /* [area_count] of which there are series, by area or by parent the first of
                       each */
    size_t area_count;
    int32_t
        *group;    /* [areas] the place in `area` of what an area counts in; GEO_NO_CODE: nothing */
    int32_t *node; /* [node_count] GEO_NO_CODE: all incidents */
    size_t node_count;
    geo_trend_series *series; /* [series_count] by area and node */
    size_t series_count;
    int64_t *cell; /* [series_count * month_count] series by series */
    int32_t first_month;
    size_t month_count;
    geo_trend *trend;
} trend_result;

/* Whether incidents must be counted by kind. */
bool trend_needs_offences(const trend_settings *settings);
/* From the counts: which series there are and what each counts in each month. */
geo_status trend_make_series(cli_job *job, trend_result *result);
void trend_clear_series(trend_result *result);
/* "Burglary", "Aldminster", "All incidents" */
const char *trend_label(const geo_trend_series *series);

/* Title and notes of both tables. */
geo_status trend_describe(cli_job *job, trend_result *result);
/* What the limits are, for a note and under a chart. */
geo_status trend_append_limits(cli_job *job, const trend_result *result, geo_bytes *bytes);
/* Which months lie outside them, and where the last one lies. */
geo_status trend_append_findings(cli_job *job, const trend_result *result, size_t series,
                                 geo_bytes *bytes);
/* "Incidents", "Burglary and Robbery" */
geo_status trend_append_subject(cli_job *job, const trend_result *result, geo_bytes *bytes);

/* Before anything is read: style and shaded periods. */
geo_status trend_plan_figure(cli_job *job, trend_result *result);
/* GEO_ERROR_USAGE for a chart of several series. */
geo_status trend_check_figure(cli_job *job, const trend_result *result);
geo_status trend_draw(cli_job *job, const void *result, const char *path, geo_bytes *bytes);
void trend_clear_figure(trend_result *result);

#endif
