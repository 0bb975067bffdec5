/* The words of the share command: titles, notes, and what stands on its charts. */
#include <math.h>
#include <string.h>

#include "deliver.h"
#include "share.h"

/* ---- title ---------------------------------------------------------------------------------- */

/* "where A = 'Y', from 21:00 to 04:00, in areas where B <= 2": what the share is of. */
static geo_status append_condition(cli_job *job, const share_result *result, geo_bytes *bytes)
{
    const share_settings *settings = result->settings;
    const char *comma = "";
    geo_status status = GEO_OK;
    if (settings->of) {
        status = geo_bytes_print(job->context, bytes, " where %s", settings->of);
        comma = ",";
    }
    if (status == GEO_OK && result->has_window) {
        status = geo_bytes_print(job->context, bytes, "%s from %.5s to %.5s", comma,
                                 settings->window, settings->window + 7);
        comma = ",";
    }
    if (status == GEO_OK && settings->in)
        status = geo_bytes_print(job->context, bytes, "%s in areas where %s", comma, settings->in);
    return status;
}

static geo_status append_what(cli_job *job, const share_result *result, geo_bytes *bytes)
{
    geo_status status = append_subject(job, bytes);
    if (status != GEO_OK)
        return status;
    if (result->kind == SHARE_OF_GROUPS)
        return geo_bytes_print(job->context, bytes, ": share of incidents%s by %s",
                               result->load.areas[0]->population ? " and residents" : "",
                               result->groups->field);
    status =
        geo_bytes_print(job->context, bytes,
                        result->kind == SHARE_HOURS ? " by day of the week and hour" : ": share");
    return status == GEO_OK ? append_condition(job, result, bytes) : status;
}

static geo_status append_when(cli_job *job, const share_result *result, geo_bytes *bytes)
{
    return append_period(job->context, bytes, result->load.frame, load_period(&result->load));
}

static geo_status set_title(cli_job *job, const share_result *result)
{
    geo_bytes title = GEO_BYTES_INIT;
    geo_status status = append_what(job, result, &title);
    if (status == GEO_OK && result->load.frame->month_count > 0)
        status = geo_bytes_print(job->context, &title, ", ");
    if (status == GEO_OK)
        status = append_when(job, result, &title);
    return deliver_end_title(job, result->table, &title, status);
}

/* ---- notes ---------------------------------------------------------------------------------- */

static geo_status append_reason(cli_job *job, int64_t count, const char *reason, bool *is_first,
                                geo_bytes *bytes)
{
    char text[COUNT_TEXT_SIZE];
    if (count == 0)
        return GEO_OK;
    geo_status status = geo_bytes_print(job->context, bytes, "%s%s %s", *is_first ? ": " : ", ",
                                        count_text(count, text), reason);
    *is_first = false;
    return status;
}

/* "Left out, 12 of 345 incidents: 5 without a time of day, 7 that end before they begin". */
static geo_status append_left_out(cli_job *job, const share_times *times, geo_bytes *note)
{
    char left[COUNT_TEXT_SIZE], all[COUNT_TEXT_SIZE];
    int64_t left_out = share_left_out(times);
    bool is_first = true;
    geo_status status =
        geo_bytes_print(job->context, note, "Left out, %s of %s incidents",
                        count_text(left_out, left), count_text(left_out + times->timed, all));
    if (status == GEO_OK)
        status = append_reason(job, times->untimed, "without a time of day", &is_first, note);
    if (status == GEO_OK)
        status = append_reason(job, times->backwards, "ending before they begin", &is_first, note);
    if (status == GEO_OK)
        status = append_reason(job, times->too_long, "that may have happened in more than ",
                               &is_first, note);
    if (status == GEO_OK && times->too_long > 0)
        status = append_short_number(job->context, note, times->longest_minutes / 60, 2);
    if (status == GEO_OK && times->too_long > 0)
        status = geo_bytes_print(job->context, note, " hours");
    return status;
}

static geo_status append_times(cli_job *job, const share_times *times, geo_bytes *note)
{
    char spread[COUNT_TEXT_SIZE], all[COUNT_TEXT_SIZE];
    geo_status status = geo_bytes_print(job->context, note, "Times: '%s'", times->from);
    if (status == GEO_OK && times->to[0])
        status = geo_bytes_print(
            job->context, note,
            " to '%s'; %s of %s incidents are spread evenly over theirs (aoristic weights)",
            times->to, count_text(times->spread, spread), count_text(times->timed, all));
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, note,
                                 "; by the clock, summer time not being allowed for");
    return status;
}

/* Ends the note and adds it; the bytes are empty afterwards. */
static geo_status add_note(cli_job *job, geo_table *table, geo_bytes *note)
{
    geo_status status = end_text(job->context, note);
    if (status == GEO_OK)
        status = geo_table_add_note(job->context, table, note->data);
    note->length = 0;
    return status;
}

static geo_status add_time_notes(cli_job *job, const share_result *result, geo_bytes *note)
{
    const share_times *times = &result->times;
    if (times->from[0] == '\0')
        return GEO_OK;
    geo_status status = append_times(job, times, note);
    if (status == GEO_OK)
        status = add_note(job, result->table, note);
    if (status == GEO_OK && share_left_out(times) > 0) {
        status = append_left_out(job, times, note);
        if (status == GEO_OK)
            status = add_note(job, result->table, note);
    }
    return status;
}

static geo_status add_shown_note(cli_job *job, const share_result *result, geo_bytes *note)
{
    size_t shown = share_bar_count(result);
    bool are_areas = result->kind == SHARE_BY_AREA;
    size_t all = are_areas ? result->load.areas[0]->count : shown;
    if (!are_areas || shown == all)
        return GEO_OK;
    geo_status status = geo_bytes_print(job->context, note, "%zu of %zu areas shown", shown, all);
    if (status == GEO_OK && result->show)
        status =
            geo_bytes_print(job->context, note, ": those where %s", geo_filter_text(result->show));
    if (status == GEO_OK && (size_t)result->settings->top == shown)
        status = geo_bytes_print(job->context, note, "%s the first %zu", result->show ? "," : ":",
                                 shown);
    return status == GEO_OK ? add_note(job, result->table, note) : status;
}

geo_status share_add_words(cli_job *job, share_result *result)
{
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = set_title(job, result);
    if (status == GEO_OK)
        status = add_time_notes(job, result, &note);
    if (status == GEO_OK)
        status = add_shown_note(job, result, &note);
    if (status == GEO_OK)
        status = deliver_note_filters(job, NULL, result->table);
    geo_bytes_clear(&note);
    return status;
}

/* ---- charts --------------------------------------------------------------------------------- */

static geo_status write_title(cli_job *job, const share_result *result, geo_bytes *title)
{
    const char *given = result->settings->figure.title;
    geo_status status =
        given ? geo_bytes_print(job->context, title, "%s", given) : append_what(job, result, title);
    return status == GEO_OK ? end_text(job->context, title) : status;
}

static geo_status write_subtitle(cli_job *job, const share_result *result, geo_bytes *subtitle)
{
    const char *given = result->settings->figure.subtitle;
    geo_status status = given ? geo_bytes_print(job->context, subtitle, "%s", given)
                              : append_when(job, result, subtitle);
    return status == GEO_OK ? end_text(job->context, subtitle) : status;
}

/* Those of the table, but for what the chart itself shows. */
static geo_status write_method(cli_job *job, const share_result *result, geo_bytes *method)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; i < result->table->note_count && status == GEO_OK; i++)
        status = geo_bytes_print(job->context, method, "%s%s.", i > 0 ? " " : "",
                                 result->table->note[i]);
    if (status == GEO_OK && result->load.area_count > 0)
        status =
            geo_bytes_print(job->context, method, "%sBoundaries: %s.",
                            method->length > 0 ? " " : "", base_name(result->load.areas[0]->path));
    return status == GEO_OK ? end_text(job->context, method) : status;
}

/* The first text of a row. */
static const char *row_name(const geo_table *table, size_t row)
{
    const geo_column *name = geo_table_find(table, "name");
    const geo_column *used = name ? name : &table->column[0];
    return used->text[row] ? used->text[row] : "";
}

static geo_status append_highest(cli_job *job, const share_result *result, geo_bytes *bytes)
{
    const geo_table *table = result->table;
    const geo_column *value = share_measure(result);
    size_t count = share_bar_count(result), highest = SIZE_MAX;
    for (size_t row = 0; row < count; row++)
        if (!isnan(value->real[row]) &&
            (highest == SIZE_MAX || value->real[row] > value->real[highest]))
            highest = row;
    if (highest == SIZE_MAX)
        return GEO_OK;
    geo_status status =
        geo_bytes_print(job->context, bytes, " Highest: %s, ", row_name(table, highest));
    if (status == GEO_OK)
        status =
            geo_bytes_append_number(job->context, bytes, value->real[highest], value->decimals);
    if (status == GEO_OK && result->kind == SHARE_OF_GROUPS)
        return geo_bytes_print(job->context, bytes,
                               strcmp(value->name, "ratio") == 0 ? "." : "%%.");
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, bytes, "%%; %s ", row_name(table, count));
    if (status == GEO_OK)
        status = geo_bytes_append_number(job->context, bytes, value->real[count], value->decimals);
    return status == GEO_OK ? geo_bytes_print(job->context, bytes, "%%.") : status;
}

static geo_status append_busiest(cli_job *job, const share_result *result, geo_bytes *bytes)
{
    const geo_table *table = result->table;
    size_t busiest_day = 0, busiest_hour = 0;
    for (size_t day = 0; day < 7; day++)
        for (size_t hour = 0; hour < 24; hour++)
            if (table->column[1 + hour].real[day] >
                table->column[1 + busiest_hour].real[busiest_day]) {
                busiest_day = day;
                busiest_hour = hour;
            }
    return geo_bytes_print(job->context, bytes, " Most in one hour: %s, %02zu:00 to %02zu:00.",
                           row_name(table, busiest_day), busiest_hour, busiest_hour + 1);
}

static geo_status write_description(cli_job *job, const share_result *result,
                                    const geo_bytes *title, geo_bytes *bytes)
{
    bool is_matrix = result->kind == SHARE_HOURS;
    geo_status status =
        is_matrix ? geo_bytes_print(job->context, bytes, "Table of seven days by 24 hours, shaded.")
                  : geo_bytes_print(job->context, bytes, "Bar chart of %zu rows.",
                                    share_bar_count(result));
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, bytes, " %s", title->data);
    if (status == GEO_OK && result->load.frame->month_count > 0)
        status = geo_bytes_print(job->context, bytes, ", ");
    if (status == GEO_OK)
        status = append_when(job, result, bytes);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, bytes, ".");
    if (status == GEO_OK)
        status =
            is_matrix ? append_busiest(job, result, bytes) : append_highest(job, result, bytes);
    return status == GEO_OK ? end_text(job->context, bytes) : status;
}

geo_status share_write_words(cli_job *job, const share_result *result, figure_words *words)
{
    geo_status status = write_title(job, result, &words->title);
    if (status == GEO_OK)
        status = write_subtitle(job, result, &words->subtitle);
    if (status == GEO_OK)
        status = write_method(job, result, &words->method);
    if (status == GEO_OK)
        status = write_description(job, result, &words->title, &words->description);
    return status;
}
