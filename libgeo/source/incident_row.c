/* The judgement of one row; geo_incidents_read() states its order. */
#include <math.h>
#include <string.h>

#include "core/context.h"
#include "core/text.h"
#include "source/incident.h"
#include "source/layer.h"

static void judge_as(geo_incident_row *row, geo_fate fate, const char *field, const char *why)
{
    row->fate = fate;
    row->field = field;
    row->why = why;
}

/* ---- filters and date ----------------------------------------------------------------------- */

static geo_text text_of(const geo_record *record, size_t field)
{
    return field == GEO_NO_FIELD ? (geo_text){NULL, 0} : record->field[field];
}

static bool is_wanted(const geo_incident_input *input, const geo_text *field, geo_text category)
{
    const geo_incident_options *options = input->options;
    return (!options->where || geo_filter_match(options->where, field, input->where_field)) &&
           (options->category_count == 0 ||
            geo_is_wanted(input->wanted, options->category_count, category));
}

/* False when there is a text that is no date. */
static bool read_date(const geo_incident_input *input, geo_date_memo *dates, geo_text text,
                      geo_incident_row *row)
{
    geo_date date;
    const geo_period *period = input->options->period;
    row->day = GEO_NO_DATE;
    text = geo_trim(text);
    if (text.length == 0) {
        row->is_dated_in_period = false;
        return true;
    }
    if (!geo_date_memo_parse(dates, text, &date))
        return false;
    row->day = date.day;
    row->month = date.month;
    row->is_month_only = date.is_month_only;
    row->is_dated_in_period = !period || geo_period_contains(period, row->day, row->is_month_only);
    return true;
}

bool geo_incident_is_cut(const geo_period *period, int32_t day, bool is_month_only)
{
    int32_t last = geo_month_first_day(geo_month_of_day(day) + 1) - 1;
    return day != GEO_NO_DATE && is_month_only &&
           (period->first_day == GEO_NO_DATE || last >= period->first_day) &&
           (period->last_day == GEO_NO_DATE || day <= period->last_day);
}

static bool is_in_period(const geo_incident_input *input, const geo_incident_row *row)
{
    const geo_period *period = input->options->period;
    return !period || geo_period_contains(period, row->day, row->is_month_only);
}

/* ---- coordinates ---------------------------------------------------------------------------- */

/*
 * "52,604022": one comma and no point. In metres three digits after one to three others could as
 * well be thousands ("385,000"), so that is no number.
 */
static bool parse_decimal_comma(const geo_incident_input *input, geo_text text, double *number)
{
    char copy[64];
    const char *comma = memchr(text.data, ',', text.length);
    if (!comma || text.length >= sizeof copy || memchr(text.data, '.', text.length))
        return false;
    size_t before = (size_t)(comma - text.data);
    size_t after = text.length - before - 1;
    bool is_signed = text.data[0] == '-' || text.data[0] == '+';
    if (!input->plausible.is_degrees && after == 3 && before - is_signed <= 3)
        return false;
    memcpy(copy, text.data, text.length);
    copy[before] = '.';
    return geo_number_parse((geo_text){copy, text.length}, number);
}

/* NULL, or why the text is no finite number. */
static const char *read_number(const geo_incident_input *input, geo_text text, double *number)
{
    bool is_number = geo_number_parse(text, number) ||
                     (input->takes_decimal_comma && parse_decimal_comma(input, text, number));
    if (!is_number)
        return "not a number";
    return isfinite(*number) ? NULL : "not a finite number";
}

static void read_field_coordinates(const geo_incident_input *input, const geo_record *record,
                                   geo_incident_row *row)
{
    const char *x_name = input->names[input->x_field];
    const char *y_name = input->names[input->y_field];
    geo_text x = geo_trim(record->field[input->x_field]);
    geo_text y = geo_trim(record->field[input->y_field]);
    if (x.length == 0 && y.length == 0) {
        judge_as(row, GEO_NO_COORDINATES, NULL, NULL);
        return;
    }
    if (x.length == 0 || y.length == 0) {
        judge_as(row, GEO_REJECTED, x.length == 0 ? x_name : y_name,
                 "blank, but the other coordinate is not");
        return;
    }
    const char *why = read_number(input, x, &row->x);
    if (why) {
        judge_as(row, GEO_REJECTED, x_name, why);
        return;
    }
    why = read_number(input, y, &row->y);
    if (why)
        judge_as(row, GEO_REJECTED, y_name, why);
}

static geo_status read_own_point(geo_context *context, const geo_incident_input *input,
                                 const geo_record *record, geo_incident_row *row)
{
    if (record->bad_geometry && strcmp(record->bad_geometry, geo_wrong_geometry) == 0)
        return geo_fail(context, GEO_ERROR_INPUT,
                        "%s: layer '%s' holds lines or polygons, but incidents must be points",
                        input->path, geo_reader_layer(input->reader));
    row->x = record->x;
    row->y = record->y;
    if (record->bad_geometry)
        judge_as(row, GEO_REJECTED, "geometry", record->bad_geometry);
    else if (!record->has_point)
        judge_as(row, GEO_NO_COORDINATES, NULL, NULL);
    else if (!isfinite(row->x) || !isfinite(row->y))
        judge_as(row, GEO_REJECTED, "geometry", "not a finite number");
    return GEO_OK;
}

static void judge_place(const geo_incident_input *input, geo_incident_row *row)
{
    const geo_extent *possible = &input->plausible.possible;
    if (row->x == 0 && row->y == 0) {
        judge_as(row, GEO_NO_COORDINATES, NULL, NULL);
        return;
    }
    row->is_located = true;
    row->is_swapped = geo_looks_swapped(&input->plausible, row->x, row->y);
    if (geo_extent_contains(possible, row->x, row->y))
        return;
    bool is_x = row->x < possible->x_min || row->x > possible->x_max;
    const char *field = "geometry";
    if (!input->has_own_points)
        field = input->names[is_x ? input->x_field : input->y_field];
    judge_as(row, GEO_REJECTED, field, "out of range");
}

static geo_status read_place(geo_context *context, const geo_incident_input *input,
                             const geo_record *record, geo_incident_row *row)
{
    geo_status status = GEO_OK;
    if (input->has_own_points)
        status = read_own_point(context, input, record, row);
    else
        read_field_coordinates(input, record, row);
    if (status == GEO_OK && row->fate == GEO_PLACED)
        judge_place(input, row);
    return status;
}

/* ---- weight --------------------------------------------------------------------------------- */

/* A weight that is missing is no weight: it would stand for 0 or for 1, and nobody said which. */
static void read_weight(const geo_incident_input *input, const geo_record *record,
                        geo_incident_row *row)
{
    size_t field = input->roles.field[GEO_ROLE_WEIGHT];
    if (field == GEO_NO_FIELD)
        return;
    geo_text text = geo_trim(record->field[field]);
    const char *why = text.length == 0 ? "blank" : read_number(input, text, &row->weight);
    if (!why && row->weight < 0)
        why = "negative";
    if (why)
        judge_as(row, GEO_REJECTED, input->names[field], why);
}

/* ---- the row -------------------------------------------------------------------------------- */

static geo_status judge_whole(geo_context *context, const geo_incident_input *input,
                              geo_date_memo *dates, const geo_record *record, geo_incident_row *row)
{
    size_t date_field = input->roles.field[GEO_ROLE_DATE];
    row->category = geo_trim(text_of(record, input->category_field));
    bool is_date = read_date(input, dates, text_of(record, date_field), row);
    if (!is_wanted(input, record->field, row->category)) {
        judge_as(row, GEO_FILTERED, NULL, NULL);
        return GEO_OK;
    }
    if (!is_date) {
        judge_as(row, GEO_REJECTED, input->names[date_field],
                 "not a date, or not one of the calendar");
        return GEO_OK;
    }
    if (!is_in_period(input, row)) {
        row->is_cut_by_period =
            geo_incident_is_cut(input->options->period, row->day, row->is_month_only);
        judge_as(row, GEO_FILTERED, NULL, NULL);
        return GEO_OK;
    }
    geo_status status =
        input->options->no_places ? GEO_OK : read_place(context, input, record, row);
    if (status == GEO_OK && row->fate == GEO_PLACED)
        read_weight(input, record, row);
    return status;
}

geo_status geo_incident_judge(geo_context *context, const geo_incident_input *input,
                              geo_date_memo *dates, const geo_record *record, geo_incident_row *row)
{
    *row =
        (geo_incident_row){.row = record->row, .fate = GEO_PLACED, .weight = 1, .day = GEO_NO_DATE};
    if (!record->broken)
        return judge_whole(context, input, dates, record, row);
    if (record->fields_found != input->name_count)
        row->fields_found = record->fields_found;
    judge_as(row, GEO_REJECTED, NULL, record->broken);
    return GEO_OK;
}
