/* Incidents by deprivation as bars for each group. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "deliver.h"
#include "deprivation.h"

/* Series by groups: rates of one kind or of some, or the shares of two. */
typedef struct bar_groups {
    size_t series_count;
    const char *series[GEO_PROFILE_SERIES_MOST];
    double value[GEO_PROFILE_SERIES_MOST * GEO_DEPRIVATION_GROUPS_MOST];
    double lower[GEO_PROFILE_SERIES_MOST * GEO_DEPRIVATION_GROUPS_MOST];
    double upper[GEO_PROFILE_SERIES_MOST * GEO_DEPRIVATION_GROUPS_MOST];
    bool has_intervals;
    bool has_reference;
    bool are_shares;
    size_t left_out; /* kinds that have no room */
} bar_groups;

static size_t group_count(const deprivation_result *result)
{
    return result->indices.areas->group_count;
}

/* ---- what is drawn -------------------------------------------------------------------------- */

static void take_column(const deprivation_result *result, const char *name, double *value)
{
    const geo_column *column = geo_table_find(result->made->table, name);
    for (size_t g = 0; g < group_count(result); g++)
        value[g] = column->real[g];
}

static void fill_groups(const deprivation_result *result, bar_groups *bars)
{
    bool has_rates = geo_table_find(result->made->table, "rate_per_1000") != NULL;
    bars->series_count = 1;
    bars->has_intervals = true;
    bars->has_reference = has_rates && !isnan(result->made->overall);
    bars->are_shares = !has_rates;
    take_column(result, has_rates ? "rate_per_1000" : "share_percent", bars->value);
    take_column(result, has_rates ? "rate_lower_95" : "share_lower_95", bars->lower);
    take_column(result, has_rates ? "rate_upper_95" : "share_upper_95", bars->upper);
}

static void fill_shares(const deprivation_result *result, bar_groups *bars)
{
    const geo_table *table = result->made->table;
    bars->series_count = 2;
    bars->are_shares = true;
    take_column(result, "share_percent", bars->value);
    take_column(result, "other_share_percent", bars->value + group_count(result));
    bars->series[0] = geo_table_find(table, "incidents")->group;
    bars->series[1] = geo_table_find(table, "other_incidents")->group;
}

static double incidents_of(const geo_table *table, size_t row)
{
    const geo_column *column = geo_table_find(table, "incidents");
    if (column->type == GEO_REAL)
        return column->real[row];
    return column->integer[row] == GEO_NO_INTEGER ? -1 : (double)column->integer[row];
}

/* Where kinds are parts of one, those of them with most incidents. */
static bool is_drawn(const geo_table *table, size_t row)
{
    const geo_column *level = geo_table_find(table, "level");
    size_t larger = 0;
    bool has_below = false;
    for (size_t other = 0; other < table->row_count; other++) {
        has_below |= level->integer[other] > 0;
        if (other == row || level->integer[other] != level->integer[row])
            continue;
        double difference = incidents_of(table, other) - incidents_of(table, row);
        larger += difference > 0 || (difference >= 0 && other < row);
    }
    return level->integer[row] == (has_below ? 1 : 0) && larger < GEO_PROFILE_SERIES_MOST;
}

/* The groups' columns follow on each other, behind the incidents. */
static void fill_categories(const deprivation_result *result, bar_groups *bars)
{
    const geo_table *table = result->made->table;
    const geo_column *first = geo_table_find(table, "incidents") + 1;
    bars->are_shares = result->settings->values == 1;
    for (size_t row = 0; row < table->row_count; row++) {
        if (!is_drawn(table, row)) {
            bars->left_out += geo_table_find(table, "level")->integer[row] < 2;
            continue;
        }
        size_t at = bars->series_count++;
        bars->series[at] = geo_table_find(table, "category")->text[row];
        for (size_t g = 0; g < group_count(result); g++)
            bars->value[at * group_count(result) + g] = first[g].real[row];
    }
}

static geo_status fill_bars(cli_job *job, const deprivation_result *result, bar_groups *bars)
{
    if (result->settings->against)
        fill_shares(result, bars);
    else if (result->settings->by == DEPRIVATION_BY_GROUP)
        fill_groups(result, bars);
    else if (geo_table_find(result->made->table, "rate_per_1000") || result->settings->values == 1)
        fill_categories(result, bars);
    else
        return job_fail(job, GEO_ERROR_USAGE,
                        "a chart of kinds shows rates, and no population is known; name one with "
                        "--population FILE, or take --values share");
    return GEO_OK;
}

/* ---- words ---------------------------------------------------------------------------------- */

geo_status deprivation_write_title(cli_job *job, const deprivation_result *result, const char *by,
                                   figure_words *words)
{
    geo_status status = deprivation_append_subject(job, result, &words->title);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, &words->title, " by %s", by);
    return status == GEO_OK ? deliver_titles(job, &result->settings->figure, &result->load, words)
                            : status;
}

/* " Drugs: 1.4 in 1 (most deprived)", of the first and the last group that have a value. */
static geo_status append_end(cli_job *job, const deprivation_result *result, const bar_groups *bars,
                             size_t at, size_t group, geo_bytes *bytes)
{
    geo_status status =
        geo_bytes_append_number(job->context, bytes, bars->value[at * group_count(result) + group],
                                deprivation_decimals(result->settings));
    return status == GEO_OK
               ? geo_bytes_print(job->context, bytes, "%s in %s", bars->are_shares ? "%" : "",
                                 geo_deprivation_group_name(result->indices.areas->kind, group))
               : status;
}

static geo_status append_series(cli_job *job, const deprivation_result *result,
                                const bar_groups *bars, size_t at, geo_bytes *bytes)
{
    const double *value = bars->value + at * group_count(result);
    size_t first = 0, last = group_count(result);
    while (first < last && isnan(value[first]))
        first++;
    while (last > first && isnan(value[last - 1]))
        last--;
    if (last < first + 2)
        return GEO_OK;
    geo_status status = geo_bytes_print(job->context, bytes,
                                        " %s: ", bars->series[at] ? bars->series[at] : "Values");
    if (status == GEO_OK)
        status = append_end(job, result, bars, at, first, bytes);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, bytes, ", ");
    if (status == GEO_OK)
        status = append_end(job, result, bars, at, last - 1, bytes);
    return status == GEO_OK ? geo_bytes_print(job->context, bytes, ".") : status;
}

static geo_status write_description(cli_job *job, const deprivation_result *result,
                                    const bar_groups *bars, figure_words *words)
{
    geo_status status =
        geo_bytes_print(job->context, &words->description, "Bar chart. %s.", words->title.data);
    for (size_t i = 0; i < bars->series_count && status == GEO_OK; i++)
        status = append_series(job, result, bars, i, &words->description);
    if (status == GEO_OK && result->made->sentence)
        status = geo_bytes_print(job->context, &words->description, " %s.", result->made->sentence);
    return status == GEO_OK ? end_text(job->context, &words->description) : status;
}

static geo_status write_words(cli_job *job, const deprivation_result *result,
                              const bar_groups *bars, figure_words *words)
{
    static const char *const by[] = {"decile of deprivation", "quintile of deprivation",
                                     "deprivation"};
    geo_status status =
        deprivation_write_title(job, result, by[result->indices.areas->kind], words);
    if (status == GEO_OK && bars->left_out > 0)
        status =
            geo_bytes_print(job->context, &words->method,
                            "The %zu kinds with most incidents are shown. ", bars->series_count);
    if (status == GEO_OK)
        status = deprivation_write_method(job, result, words);
    return status == GEO_OK ? write_description(job, result, bars, words) : status;
}

/* ---- the picture ---------------------------------------------------------------------------- */

static const char *unit_of(const deprivation_result *result, const bar_groups *bars, char *text,
                           size_t size)
{
    if (bars->are_shares)
        return "% of the incidents";
    snprintf(text, size, "Incidents per 1,000 %s%s", result->denominators.root_name,
             result->settings->per_year ? " a year" : "");
    return text;
}

static geo_status draw_bars(cli_job *job, const deprivation_result *result, const bar_groups *bars,
                            figure_words *words, const char *path, geo_bytes *bytes)
{
    static const char *const below[] = {"Decile of deprivation", "Quintile of deprivation", NULL};
    geo_deprivation_kind kind = result->indices.areas->kind;
    const char *category[GEO_DEPRIVATION_GROUPS_MOST];
    char unit[128];
    for (size_t g = 0; g < group_count(result); g++)
        category[g] = geo_deprivation_group_name(kind, g);
    const geo_profile_chart chart = {
        .category_count = group_count(result),
        .category = category,
        .series_count = bars->series_count,
        .series = bars->series[0] ? bars->series : NULL,
        .value = bars->value,
        .lower = bars->has_intervals ? bars->lower : NULL,
        .upper = bars->has_intervals ? bars->upper : NULL,
        .interval_text = bars->has_intervals ? "95% interval" : NULL,
        .reference_text = bars->has_reference ? "All areas" : NULL,
        .reference = result->made->overall,
        .category_unit = below[kind],
        .unit = unit_of(result, bars, unit, sizeof unit),
        .decimals = deprivation_decimals(result->settings),
    };
    const geo_figure_text text = figure_text_of(&result->settings->figure, words);
    return geo_figure_profile(job->context, &chart, result->style, &text, figure_format(path),
                              result->settings->figure.dpi, bytes);
}

static geo_status draw_groups(cli_job *job, const deprivation_result *result, const char *path,
                              geo_bytes *bytes)
{
    figure_words words = {.title = GEO_BYTES_INIT};
    bar_groups bars = {.series_count = 0};
    geo_status status = fill_bars(job, result, &bars);
    if (status == GEO_OK)
        status = write_words(job, result, &bars, &words);
    if (status == GEO_OK && path)
        status = draw_bars(job, result, &bars, &words, path, bytes);
    else if (status == GEO_OK)
        status = geo_bytes_print(job->context, bytes, "%s", words.description.data);
    figure_clear_words(&words);
    return status;
}

geo_status deprivation_draw(cli_job *job, const void *value, const char *path, geo_bytes *bytes)
{
    const deprivation_result *result = value;
    return result->settings->chart == DEPRIVATION_CURVE
               ? deprivation_draw_curve(job, result, path, bytes)
               : draw_groups(job, result, path, bytes);
}
