/* The words of the change command. */
#include <stdlib.h>
#include <string.h>

#include "change.h"
#include "deliver.h"
#include "outputs.h"

geo_status change_check_outputs(cli_job *job, const change_result *result)
{
    const text_list *output = &job->settings->output;
    bool by_area = result->settings->by == GEO_CHANGE_BY_AREA;
    for (size_t i = 0; i < output->count; i++) {
        if (output_is_layer(output->item[i]) && !by_area)
            return job_fail(job, GEO_ERROR_USAGE,
                            "%s: a layer has one feature for each area; add --by area",
                            output->item[i]);
        if (figure_is_picture(output->item[i]) && result->settings->by == GEO_CHANGE_BY_BOTH)
            return job_fail(job, GEO_ERROR_USAGE,
                            "%s: each kind in each area is too much for a chart; leave out --by "
                            "both",
                            output->item[i]);
    }
    return GEO_OK;
}

/* ---- title ---------------------------------------------------------------------------------- */

static geo_status append_title(cli_job *job, const change_result *result, geo_bytes *title)
{
    const change_settings *settings = result->settings;
    geo_status status = GEO_OK;
    if (settings->by == GEO_CHANGE_BY_AREA)
        status = geo_bytes_print(
            job->context, title, "%s",
            result->offences.tree->name[result->settings->offence.count > 0 ? result->node[0] : 0]);
    else
        status = append_subject(job, title);
    if (status == GEO_OK)
        status =
            geo_bytes_print(job->context, title, ": %s compared with %s",
                            result->periods.text[AFTER].data, result->periods.text[BEFORE].data);
    return status == GEO_OK ? end_text(job->context, title) : status;
}

/* ---- notes ---------------------------------------------------------------------------------- */

static geo_status note_findings(cli_job *job, const change_result *result)
{
    const geo_change *change = result->change;
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = GEO_OK;
    if (change->increases + change->reductions == 0)
        status = geo_bytes_print(job->context, &note,
                                 "No change is outside what chance explains, at a false discovery "
                                 "rate of ");
    else
        status = geo_bytes_print(job->context, &note,
                                 "Significant: %zu increase%s and %zu reduction%s, at a false "
                                 "discovery rate of ",
                                 change->increases, change->increases == 1 ? "" : "s",
                                 change->reductions, change->reductions == 1 ? "" : "s");
    if (status == GEO_OK)
        status = append_short_number(job->context, &note, 100 * result->settings->level, 4);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, &note, "%%");
    return deliver_end_note(job, result->change->table, &note, status);
}

static geo_status note_method(cli_job *job, const change_result *result)
{
    const change_settings *settings = result->settings;
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = geo_bytes_print(
        job->context, &note,
        "p: exact conditional test of two Poisson counts, adjusted for the number of rows "
        "(Benjamini and Hochberg 1995); incidents that come in series vary more than such counts. "
        "Directions: 'some' from ");
    if (status == GEO_OK)
        status = append_short_number(job->context, &note, settings->some, 4);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, &note, "%%, 'considerable' from ");
    if (status == GEO_OK)
        status = append_short_number(job->context, &note, settings->considerable, 4);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, &note, "%%");
    return deliver_end_note(job, result->change->table, &note, status);
}

static geo_status note_years(cli_job *job, const change_result *result)
{
    const double *years = result->periods.years;
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = GEO_OK;
    if (years[BEFORE] == years[AFTER])
        return GEO_OK;
    status = geo_bytes_print(job->context, &note, "The data cover ");
    if (status == GEO_OK)
        status = append_short_number(job->context, &note, 12 * years[BEFORE], 1);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, &note, " months of the one and ");
    if (status == GEO_OK)
        status = append_short_number(job->context, &note, 12 * years[AFTER], 1);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, &note,
                                 " of the other period: changes are of incidents a month");
    return deliver_end_note(job, result->change->table, &note, status);
}

static geo_status note_rates(cli_job *job, const change_result *result)
{
    const geo_table *table = result->change->table;
    geo_status status = GEO_OK;
    if (!geo_table_find(table, "rate_before"))
        return GEO_OK;
    if (result->is_per_year)
        status = geo_table_add_note(job->context, result->change->table, "Rates are a year's");
    if (status == GEO_OK)
        status = denominators_note(job, result->offences.tree, &result->denominators,
                                   result->change->table);
    return status;
}

static geo_status note_choice(cli_job *job, const change_result *result)
{
    const change_settings *settings = result->settings;
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = deliver_note_filters(job, result->show, result->change->table);
    if (settings->round_to > 1 && status == GEO_OK) {
        status = geo_bytes_print(job->context, &note,
                                 "Counts are rounded to %lld; all else is from exact counts",
                                 (long long)settings->round_to);
        status = deliver_end_note(job, result->change->table, &note, status);
    }
    if (result->change->kept_back > 0 && status == GEO_OK) {
        status =
            geo_bytes_print(job->context, &note,
                            "In %zu row%s counts below %lld, and those by which they could be "
                            "worked out, are kept back ([c])",
                            result->change->kept_back, result->change->kept_back == 1 ? "" : "s",
                            (long long)settings->suppress_below);
        status = deliver_end_note(job, result->change->table, &note, status);
    }
    return status;
}

geo_status change_write_notes(cli_job *job, const change_result *result)
{
    geo_bytes title = GEO_BYTES_INIT;
    geo_status status = append_title(job, result, &title);
    if (status == GEO_OK)
        status = geo_table_set_title(job->context, result->change->table, title.data);
    geo_bytes_clear(&title);
    if (status == GEO_OK)
        status = note_findings(job, result);
    if (status == GEO_OK)
        status = note_years(job, result);
    if (status == GEO_OK)
        status = note_method(job, result);
    if (status == GEO_OK)
        status = note_rates(job, result);
    return status == GEO_OK ? note_choice(job, result) : status;
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static void json_day(geo_json *json, const char *key, int32_t day)
{
    char text[32];
    int year, month, day_of_month;
    geo_day_to_civil(day, &year, &month, &day_of_month);
    snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day_of_month);
    geo_json_text(json, key, text);
}

static void json_one_period(geo_json *json, const char *key, const change_periods *periods,
                            int which)
{
    geo_json_object(json, key);
    json_day(json, "first_day", periods->period[which].first_day);
    json_day(json, "last_day", periods->period[which].last_day);
    geo_json_real(json, "years", periods->years[which]);
    geo_json_integer(json, "missing_months", (int64_t)periods->missing[which]);
    geo_json_close(json);
}

void change_json(cli_job *job, geo_json *json, const void *value)
{
    const change_result *result = value;
    (void)job;
    json_one_period(json, "before", &result->periods, BEFORE);
    json_one_period(json, "after", &result->periods, AFTER);
    geo_json_boolean(json, "rates_per_year", result->is_per_year);
    geo_json_integer(json, "increases", (int64_t)result->change->increases);
    geo_json_integer(json, "reductions", (int64_t)result->change->reductions);
    geo_json_integer(json, "kept_back", (int64_t)result->change->kept_back);
}
