/* What the parts of the share command have in common. */
#ifndef WARDMAP_SHARE_H
#define WARDMAP_SHARE_H

#include <geo/tables.h>

#include "figure.h"
#include "offences.h"

typedef struct share_settings {
    cli_settings common;
    figure_settings figure;
    offence_settings offences;
    const char *of;
    const char *window;
    const char *in;
    bool hours;
    bool by_category;
    const char *group_field;
    const char *group_file;
    const char *group_code;
    const char *from;
    const char *to;
    double longest_hours;
    const char *show;
    int64_t top;
    int64_t few;
    int64_t round_to;
    int64_t suppress_below;
    int64_t decimals;
    bool per_year;
} share_settings;

/* What the table is. */
typedef enum share_kind {
    SHARE_OF_ALL, /* one share */
    SHARE_BY_AREA,
    SHARE_BY_GROUP,
    SHARE_BY_CATEGORY,
    SHARE_OF_GROUPS, /* of the incidents, beside that of the residents */
    SHARE_HOURS
} share_kind;

/* When incidents happened, and what became of those of which it isn't known well enough. */
typedef struct share_times {
    char from[64]; /* the fields, for people; "" where no time is asked for */
    char to[64];
    double longest_minutes;
    int64_t timed; /* of these: */
    int64_t spread;
    int64_t at_midnight; /* exactly, and not spread */
    int64_t untimed;     /* not among them, likewise the others */
    int64_t backwards;
    int64_t too_long;
} share_times;

typedef struct share_result {
    const share_settings *settings;
    share_kind kind;
    cli_load load;
    geo_filter *of;
    geo_filter *in;
    geo_filter *show;
    bool *is_in; /* by area; NULL without --in */
    bool *shown; /* by area */
    bool has_window;
    double window_from; /* minutes of the day */
    double window_to;
    share_times times;
    cli_offences offences;
    geo_area_groups *groups;
    size_t count;   /* areas; or categories, those of none first; or 1 */
    int64_t *total; /* [count] */
    double *part;   /* [count] */
    int64_t all_total;
    double all_part;
    geo_hours *hours;
    double years;
    geo_table *table;
    geo_style *style; /* NULL unless a picture is asked for */
} share_result;

/* ---- share_times.c: when ---- */

/* "21:00..04:00" */
geo_status share_parse_window(cli_job *job, share_result *result);
/* The names of the fields with the beginning and the end of an incident in an input; the latter
 * NULL where there is none. GEO_ERROR_USAGE when none holds a time. */
geo_status share_find_times(cli_job *job, share_result *result, const char *path,
                            const geo_reader *reader, const char *field[2]);
/* From the values of these fields, to geo_week_minute(); false, and counted, when they don't say.
 */
bool share_read_time(share_times *times, const geo_text value[2], double *from, double *to);
int64_t share_left_out(const share_times *times);
/* GEO_ERROR_DATA when no incident has a time; what was left out is a warning. */
geo_status share_judge_times(cli_job *job, const share_times *times);

/* ---- share_count.c: how many ---- */

geo_status share_count(cli_job *job, share_result *result);

/* ---- share_rows.c: the table ---- */

geo_status share_make_table(cli_job *job, share_result *result);

/* ---- share_text.c: words ---- */

geo_status share_add_words(cli_job *job, share_result *result);
geo_status share_write_words(cli_job *job, const share_result *result, figure_words *words);

/* ---- share_figure.c: pictures ---- */

geo_status share_check_figure(cli_job *job, share_result *result);
/* The column that charts and their descriptions are about: a ratio where there is one, else a
 * share. */
const geo_column *share_measure(const share_result *result);
/* Of how many rows of the table the chart has bars: not of the last, the reference. */
size_t share_bar_count(const share_result *result);
geo_status share_draw(cli_job *job, const void *result, const char *path, geo_bytes *bytes);

#endif
