/* Near repeats in tables and words. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <geo/spatial.h>

#include "core/context.h"
#include "core/text.h"
#include "measure/column_plan.h"

/* ---- words ---------------------------------------------------------------------------------- */

/* "100", "12.5" */
static geo_status append_edge(geo_context *context, double edge, geo_bytes *text)
{
    return geo_bytes_append_number(context, text, edge, edge == floor(edge) ? 0 : 1);
}

geo_status geo_knox_append_distance(geo_context *context, const geo_knox_options *options, size_t d,
                                    geo_bytes *text)
{
    const double *edge = options->distance_m;
    if (edge[d] == 0)
        return geo_bytes_print(context, text, "same place");
    bool is_open = d > 0 && edge[d - 1] == 0;
    geo_status status = is_open ? geo_bytes_print(context, text, "over ") : GEO_OK;
    if (status == GEO_OK)
        status = append_edge(context, d > 0 ? edge[d - 1] : 0, text);
    if (status == GEO_OK)
        status = geo_bytes_print(context, text, " to ");
    if (status == GEO_OK)
        status = append_edge(context, edge[d], text);
    return status == GEO_OK ? geo_bytes_print(context, text, " m") : status;
}

geo_status geo_knox_append_time(geo_context *context, const geo_knox_options *options, size_t t,
                                geo_knox_time unit, geo_bytes *text)
{
    const char *word = unit == GEO_KNOX_MONTHS ? "month" : "day";
    long from = t > 0 ? (long)options->days[t - 1] + 1 : 0, to = (long)options->days[t];
    if (to == 0)
        return geo_bytes_print(context, text, "same %s", word);
    if (from == to)
        return geo_bytes_print(context, text, "%ld %s%s", to, word, to == 1 ? "" : "s");
    return geo_bytes_print(context, text, "%ld to %ld %ss", from, to, word);
}

/* ---- each band ------------------------------------------------------------------------------ */

enum {
    DISTANCE,
    FROM_M,
    TO_M,
    TIME,
    FROM_TIME,
    TO_TIME,
    PAIRS,
    EXPECTED,
    RATIO,
    P,
    WITHIN_PAIRS,
    WITHIN_EXPECTED,
    WITHIN_RATIO,
    WITHIN_P,
    COLUMNS
};

typedef struct knox_rows {
    const geo_knox *knox;
    const geo_knox_options *options;
    geo_knox_time unit;
    geo_table *table;
    size_t place[COLUMNS];
} knox_rows;

static geo_status add_columns(geo_context *context, knox_rows *rows, bool is_data)
{
    const char *time = rows->unit == GEO_KNOX_MONTHS ? "months" : "days";
    char from_time[32], to_time[32];
    snprintf(from_time, sizeof from_time, "from_%s", time);
    snprintf(to_time, sizeof to_time, "to_%s", time);
    const geo_column_plan plan[COLUMNS] = {
        [DISTANCE] = {"distance", NULL, GEO_TEXT, false, false, 0, 0},
        [FROM_M] = {is_data ? "from_m" : NULL, NULL, GEO_REAL, false, false, 0, 1},
        [TO_M] = {is_data ? "to_m" : NULL, NULL, GEO_REAL, false, false, 0, 1},
        [TIME] = {"time", NULL, GEO_TEXT, false, false, 0, 0},
        [FROM_TIME] = {is_data ? from_time : NULL, NULL, GEO_INTEGER, false, false, 0, 0},
        [TO_TIME] = {is_data ? to_time : NULL, NULL, GEO_INTEGER, false, false, 0, 0},
        [PAIRS] = {"pairs", NULL, GEO_INTEGER, false, false, 0, 0},
        [EXPECTED] = {"expected", NULL, GEO_REAL, false, false, 0, 1},
        [RATIO] = {"ratio", NULL, GEO_REAL, false, false, 0, 2},
        [P] = {"p", NULL, GEO_REAL, false, false, 0, 3},
        [WITHIN_PAIRS] = {"within_pairs", "pairs up to here", GEO_INTEGER, false, false, 1, 0},
        [WITHIN_EXPECTED] = {is_data ? "within_expected" : NULL, NULL, GEO_REAL, false, false, 0,
                             1},
        [WITHIN_RATIO] = {"within_ratio", "ratio up to here", GEO_REAL, false, false, 1, 2},
        [WITHIN_P] = {"within_p", "p up to here", GEO_REAL, false, false, 1, 3},
    };
    return geo_add_planned_columns(context, plan, COLUMNS, 0.95, rows->table, rows->place);
}

static void set_integer(const knox_rows *rows, int column, size_t row, int64_t value)
{
    if (rows->place[column] != GEO_NO_COLUMN)
        rows->table->column[rows->place[column]].integer[row] = value;
}

static void set_real(const knox_rows *rows, int column, size_t row, double value)
{
    if (rows->place[column] != GEO_NO_COLUMN)
        rows->table->column[rows->place[column]].real[row] = value;
}

static geo_mark mark_of(const geo_knox_options *options, double ratio, double p)
{
    if (!geo_knox_is_near(options, ratio, p))
        return GEO_MARK_NONE;
    return p <= GEO_KNOX_STRONG_P ? GEO_MARK_FAR_ABOVE : GEO_MARK_ABOVE;
}

static geo_status mark_ratio(geo_context *context, const knox_rows *rows, int column, size_t row,
                             double ratio, double p)
{
    geo_mark mark = mark_of(rows->options, ratio, p);
    return mark == GEO_MARK_NONE
               ? GEO_OK
               : geo_table_set_mark(context, rows->table, &rows->table->column[rows->place[column]],
                                    row, mark);
}

static geo_status set_words(geo_context *context, const knox_rows *rows, size_t row)
{
    size_t times = rows->options->day_count;
    geo_bytes text = GEO_BYTES_INIT;
    geo_status status = geo_knox_append_distance(context, rows->options, row / times, &text);
    if (status == GEO_OK)
        status = geo_table_set_text(context, &rows->table->column[rows->place[DISTANCE]], row,
                                    (geo_text){text.data, text.length});
    text.length = 0;
    if (status == GEO_OK)
        status = geo_knox_append_time(context, rows->options, row % times, rows->unit, &text);
    if (status == GEO_OK)
        status = geo_table_set_text(context, &rows->table->column[rows->place[TIME]], row,
                                    (geo_text){text.data, text.length});
    geo_bytes_clear(&text);
    return status;
}

static geo_status fill_row(geo_context *context, const knox_rows *rows, size_t row)
{
    const geo_knox_bands *band = &rows->knox->band, *within = &rows->knox->within;
    const geo_knox_options *options = rows->options;
    size_t d = row / options->day_count, t = row % options->day_count;
    set_real(rows, FROM_M, row, d > 0 ? options->distance_m[d - 1] : 0);
    set_real(rows, TO_M, row, options->distance_m[d]);
    set_integer(rows, FROM_TIME, row, t > 0 ? (int64_t)options->days[t - 1] + 1 : 0);
    set_integer(rows, TO_TIME, row, (int64_t)options->days[t]);
    set_integer(rows, PAIRS, row, band->pairs[row]);
    set_real(rows, EXPECTED, row, band->expected[row]);
    set_real(rows, RATIO, row, band->ratio[row]);
    set_real(rows, P, row, band->p[row]);
    set_integer(rows, WITHIN_PAIRS, row, within->pairs[row]);
    set_real(rows, WITHIN_EXPECTED, row, within->expected[row]);
    set_real(rows, WITHIN_RATIO, row, within->ratio[row]);
    set_real(rows, WITHIN_P, row, within->p[row]);
    geo_status status = set_words(context, rows, row);
    if (status == GEO_OK)
        status = mark_ratio(context, rows, RATIO, row, band->ratio[row], band->p[row]);
    return status == GEO_OK
               ? mark_ratio(context, rows, WITHIN_RATIO, row, within->ratio[row], within->p[row])
               : status;
}

/* "ratio of 1.2 or more, p up to 0.05" */
static geo_status explain_mark(geo_context *context, const geo_knox_options *options, geo_mark mark,
                               double p, geo_table *table)
{
    geo_bytes text = GEO_BYTES_INIT;
    geo_status status = geo_bytes_print(context, &text, "ratio of ");
    if (status == GEO_OK)
        status = geo_bytes_append_number(context, &text, options->least_ratio, 1);
    if (status == GEO_OK)
        status = geo_bytes_print(context, &text, " or more, p up to ");
    if (status == GEO_OK)
        status = geo_bytes_append_number(context, &text, p, 2);
    if (status == GEO_OK)
        status = geo_bytes_append(context, &text, "", 1);
    if (status == GEO_OK)
        status = geo_table_set_mark_text(context, table, mark, text.data);
    geo_bytes_clear(&text);
    return status;
}

static geo_status explain_marks(geo_context *context, const geo_knox_options *options,
                                geo_table *table)
{
    geo_status status = explain_mark(context, options, GEO_MARK_ABOVE, options->most_p, table);
    return status == GEO_OK
               ? explain_mark(context, options, GEO_MARK_FAR_ABOVE, GEO_KNOX_STRONG_P, table)
               : status;
}

geo_status geo_knox_table(geo_context *context, const geo_knox *knox,
                          const geo_knox_options *options, geo_knox_time unit, bool is_data,
                          geo_table **out)
{
    knox_rows rows = {.knox = knox, .options = options, .unit = unit};
    size_t cells = options->distance_count * options->day_count;
    geo_status status = geo_table_new(context, cells, &rows.table);
    if (status == GEO_OK)
        status = add_columns(context, &rows, is_data);
    for (size_t row = 0; row < cells && status == GEO_OK; row++)
        status = fill_row(context, &rows, row);
    if (status == GEO_OK && !is_data)
        status = explain_marks(context, options, rows.table);
    if (status == GEO_OK)
        *out = rows.table;
    else
        geo_table_free(rows.table);
    return status;
}

/* ---- ratios side by side -------------------------------------------------------------------- */

static geo_status add_time_column(geo_context *context, const geo_knox *knox,
                                  const geo_knox_options *options, geo_knox_time unit, size_t t,
                                  geo_table *table)
{
    char name[64];
    geo_bytes heading = GEO_BYTES_INIT;
    geo_column *column = NULL;
    snprintf(name, sizeof name, "ratio_to_%ld_%s", (long)options->days[t],
             unit == GEO_KNOX_MONTHS ? "months" : "days");
    geo_status status = geo_table_add(context, table, name, GEO_REAL, 2, &column);
    if (status == GEO_OK)
        status = geo_knox_append_time(context, options, t, unit, &heading);
    if (status == GEO_OK)
        status = geo_bytes_append(context, &heading, "", 1);
    if (status == GEO_OK)
        status = geo_table_set_heading(context, column, heading.data);
    for (size_t d = 0; d < options->distance_count && status == GEO_OK; d++) {
        size_t cell = d * options->day_count + t;
        geo_mark mark = mark_of(options, knox->band.ratio[cell], knox->band.p[cell]);
        column->real[d] = knox->band.ratio[cell];
        if (mark != GEO_MARK_NONE)
            status = geo_table_set_mark(context, table, column, d, mark);
    }
    geo_bytes_clear(&heading);
    return status;
}

static geo_status fill_distances(geo_context *context, const geo_knox_options *options,
                                 geo_table *table)
{
    geo_bytes text = GEO_BYTES_INIT;
    geo_column *column = NULL;
    geo_status status = geo_table_add(context, table, "distance", GEO_TEXT, 0, &column);
    for (size_t d = 0; d < options->distance_count && status == GEO_OK; d++) {
        text.length = 0;
        status = geo_knox_append_distance(context, options, d, &text);
        if (status == GEO_OK)
            status = geo_table_set_text(context, column, d, (geo_text){text.data, text.length});
    }
    geo_bytes_clear(&text);
    return status;
}

geo_status geo_knox_matrix(geo_context *context, const geo_knox *knox,
                           const geo_knox_options *options, geo_knox_time unit, geo_table **out)
{
    geo_table *table = NULL;
    geo_status status = geo_table_new(context, options->distance_count, &table);
    if (status == GEO_OK)
        status = fill_distances(context, options, table);
    for (size_t t = 0; t < options->day_count && status == GEO_OK; t++)
        status = add_time_column(context, knox, options, unit, t, table);
    if (status == GEO_OK)
        status = explain_marks(context, options, table);
    if (status == GEO_OK)
        *out = table;
    else
        geo_table_free(table);
    return status;
}

/* ---- in a sentence -------------------------------------------------------------------------- */

/* "within 200 m and 14 days of each other" */
static geo_status append_bounds(geo_context *context, const geo_knox_options *options, size_t d,
                                size_t t, geo_knox_time unit, geo_bytes *text)
{
    const char *word = unit == GEO_KNOX_MONTHS ? "month" : "day";
    double most = options->days[t];
    geo_status status = geo_bytes_print(context, text, "Pairs of incidents ");
    if (status == GEO_OK && options->distance_m[d] == 0)
        status = geo_bytes_print(context, text, "at the same place ");
    else if (status == GEO_OK)
        status = geo_bytes_print(context, text, "within ");
    if (status == GEO_OK && options->distance_m[d] > 0)
        status = append_edge(context, options->distance_m[d], text);
    if (status == GEO_OK && options->distance_m[d] > 0)
        status = geo_bytes_print(context, text, " m and ");
    if (status == GEO_OK && most == 0)
        return geo_bytes_print(context, text, "in the same %s", word);
    if (status == GEO_OK && options->distance_m[d] == 0)
        status = geo_bytes_print(context, text, "within ");
    if (status == GEO_OK)
        status = append_edge(context, most, text);
    return status == GEO_OK
               ? geo_bytes_print(context, text, " %s%s of each other", word, most == 1 ? "" : "s")
               : status;
}

static geo_status append_times(geo_context *context, const geo_knox_bands *within, size_t cell,
                               geo_bytes *text)
{
    if (!isfinite(within->ratio[cell]))
        return geo_bytes_print(context, text, " are not to be expected, and there are %lld",
                               (long long)within->pairs[cell]);
    geo_status status = geo_bytes_print(context, text, " are ");
    if (status == GEO_OK)
        status = geo_bytes_append_number(context, text, within->ratio[cell], 1);
    if (status == GEO_OK)
        status = geo_bytes_print(context, text, " times as many as expected by chance (p ");
    if (status == GEO_OK)
        status = geo_bytes_append_number(context, text, within->p[cell], 3);
    return status == GEO_OK ? geo_bytes_print(context, text, ")") : status;
}

/* The bands that the sentence is about: those of near repeats, or the first beyond one place. */
static void choose_bounds(const geo_knox *knox, const geo_knox_options *options, size_t *d,
                          size_t *t)
{
    bool has_place = options->distance_m[0] == 0 && options->distance_count > 1;
    *d = knox->near_days > 0 ? knox->near_distances - 1 : has_place ? 1 : 0;
    *t = knox->near_days > 0 ? knox->near_days - 1 : 0;
}

geo_status geo_knox_append_sentence(geo_context *context, const geo_knox *knox,
                                    const geo_knox_options *options, geo_knox_time unit,
                                    geo_bytes *text)
{
    size_t d, t;
    choose_bounds(knox, options, &d, &t);
    geo_status status = append_bounds(context, options, d, t, unit, text);
    return status == GEO_OK ? append_times(context, &knox->within, d * options->day_count + t, text)
                            : status;
}
