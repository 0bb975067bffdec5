/* What the parts of the rank command share. */
#ifndef WARDMAP_RANK_H
#define WARDMAP_RANK_H

#include <geo/measure.h>

#include "figure.h"
#include "load.h"
#include "residents.h"

typedef enum rank_chart { RANK_BARS, RANK_FUNNEL } rank_chart;

typedef struct rank_settings {
    cli_settings common;
    figure_settings figure;
    int chart; /* rank_chart */
    bool per_year;
    bool above;
    int sd; /* geo_sd */
    int64_t round_to;
    int64_t suppress_below;
    int64_t top;
    int64_t decimals;
    const char *show;
    bool smooth;
    bool flags;
    int64_t few;
    int64_t small_population;
    residents_settings residents;
} rank_settings;

typedef struct rank_result {
    const rank_settings *settings;
    cli_load load;
    geo_filter *show;
    geo_tally *tally;
    geo_ranking *ranking;
    geo_style *style; /* NULL unless a picture or a layer is asked for */
    double years;
} rank_result;

/* What stands under the table beside the library's notes: what was left out, and what to think of
 * small and of crowded places. */
geo_status rank_add_notes(cli_job *job, const rank_result *result);

/* "Incidents per 1,000 residents a year", for `incidents` "Incidents"; NUL-terminated. */
geo_status rank_append_unit(cli_job *job, const rank_result *result, const char *incidents,
                            geo_bytes *bytes);

/* Whether any -o is a picture. */
bool rank_draws(const rank_settings *settings);
/* Options that make no sense, and the style, before a byte is read. */
geo_status rank_check_figure(cli_job *job, rank_result *result);
/* Says how many areas the chart shows, when these are not all of the table. */
void rank_note_figure(cli_job *job, const rank_result *result);
/* The picture in the format of the path's extension; without a path its alternative text. */
geo_status rank_draw(cli_job *job, const rank_result *result, const char *path, geo_bytes *bytes);
/* Its two kinds. */
geo_status rank_draw_bars(cli_job *job, const rank_result *result, const char *path,
                          geo_bytes *bytes);
geo_status rank_draw_funnel(cli_job *job, const rank_result *result, const char *path,
                            geo_bytes *bytes);
/* How many of the table's areas are not kept back. */
size_t rank_shown_count(const rank_result *result);
/* How many of them are shown as bars. */
size_t rank_bar_count(const rank_result *result);

/* On standard output, where it is asked for. */
geo_status rank_print_alt_text(cli_job *job, const rank_result *result);

#endif
