/* The incidents of a test for near repeats: where and when each was. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "near_repeat.h"

void near_repeat_clear_incidents(near_repeat_incidents *incidents)
{
    free(incidents->x);
    free(incidents->y);
    free(incidents->time);
    free(incidents->first);
    *incidents = (near_repeat_incidents){.count = 0};
}

/* ---- bands ---------------------------------------------------------------------------------- */

static geo_status fail_list(cli_job *job, const char *option, const char *text, const char *what)
{
    return job_fail(job, GEO_ERROR_USAGE, "--%s %s: give %s", option, text, what);
}

#define BANDS_MOST 255

static geo_status read_list(cli_job *job, const char *option, const char *text, bool is_whole,
                            const char *what, double **out, size_t *count)
{
    const char *part = text;
    double *list = calloc(strlen(text) / 2 + 1, sizeof *list);
    if (!list)
        return job_out_of_memory(job);
    free(*out);
    *out = list;
    *count = 0;
    while (true) {
        size_t length = strcspn(part, ",");
        double number = NAN;
        bool is_number = geo_number_parse((geo_text){part, length}, &number) && isfinite(number);
        if (!is_number || number < 0 || (is_whole && number != floor(number)) ||
            (*count > 0 && number <= list[*count - 1]) || *count == BANDS_MOST)
            return fail_list(job, option, text, what);
        list[(*count)++] = number;
        if (!part[length])
            return GEO_OK;
        part += length + 1;
    }
}

static const char usual_distances[] = "0,100,200,300,400,500,600,700,800,900,1000";
static const char usual_days[] = "14,28,42,56";

#define MOST_DAYS 100000 /* some 270 years */

geo_status near_repeat_read_bands(cli_job *job, near_repeat_result *result)
{
    const near_repeat_settings *settings = result->settings;
    geo_knox_options *options = &result->options;
    const char *distances = settings->distances ? settings->distances : usual_distances;
    const char *days = settings->days ? settings->days : usual_days;
    result->unit = settings->months ? GEO_KNOX_MONTHS : GEO_KNOX_DAYS;
    geo_status status =
        read_list(job, "distances", distances, false,
                  "the ends of the bands in metres, rising, such as 100,200,400; 0 first is the "
                  "same place",
                  &result->distance_m, &options->distance_count);
    if (status == GEO_OK && !(result->distance_m[options->distance_count - 1] > 0))
        return job_fail(job, GEO_ERROR_USAGE,
                        "--distances 0 is the same place alone; add a distance, such as 0,200");
    if (status == GEO_OK)
        status = read_list(job, settings->months ? "months" : "days",
                           settings->months ? settings->months : days, true,
                           settings->months ? "the ends of the bands in whole months, rising, such "
                                              "as 0,1,3; 0 is the same month"
                                            : "the ends of the bands in whole days, rising, such "
                                              "as 7,14,28",
                           &result->time, &options->day_count);
    if (status == GEO_OK && result->time[options->day_count - 1] > MOST_DAYS)
        return job_fail(job, GEO_ERROR_USAGE, "--days and --months end at %d", MOST_DAYS);
    options->distance_m = result->distance_m;
    options->days = result->time;
    return status;
}

/* ---- rows ----------------------------------------------------------------------------------- */

typedef struct reading {
    cli_job *job;
    near_repeat_result *result;
} reading;

static geo_status begin_input(geo_context *context, void *user, size_t input,
                              const geo_reader *reader)
{
    near_repeat_incidents *incidents = &((const reading *)user)->result->incidents;
    (void)context;
    (void)reader;
    incidents->first[input] = incidents->count;
    return GEO_OK;
}

static geo_status place_rows(geo_context *context, void *user, const double *x, const double *y,
                             size_t count, int32_t *area)
{
    const cli_load *load = &((const reading *)user)->result->load;
    if (load->area_count > 0)
        return geo_locate(context, load->locator[0], x, y, count, area);
    memset(area, 0, count * sizeof *area);
    return GEO_OK;
}

static bool widen(double **column, size_t capacity)
{
    double *wider = realloc(*column, capacity * sizeof *wider);
    if (wider)
        *column = wider;
    return wider != NULL;
}

static geo_status make_room(cli_job *job, near_repeat_incidents *incidents, size_t more)
{
    size_t needed = incidents->count + more;
    if (needed <= incidents->capacity)
        return GEO_OK;
    size_t capacity = needed < SIZE_MAX / 2 / sizeof(double) ? needed + needed / 2 : needed;
    if (!widen(&incidents->x, capacity) || !widen(&incidents->y, capacity) ||
        !widen(&incidents->time, capacity))
        return job_out_of_memory(job);
    incidents->capacity = capacity;
    return GEO_OK;
}

static geo_status take_rows(geo_context *context, void *user, const geo_incident_rows *rows)
{
    const reading *work = user;
    const geo_frame *frame = rows->frame;
    near_repeat_incidents *incidents = &work->result->incidents;
    bool is_monthly = work->result->unit == GEO_KNOX_MONTHS;
    geo_status status = make_room(work->job, incidents, frame->count);
    (void)context;
    for (size_t i = 0; i < frame->count && status == GEO_OK; i++) {
        int32_t day = frame->day ? frame->day[i] : GEO_NO_DATE;
        size_t at = incidents->count;
        if (rows->area[i] == GEO_NO_CODE)
            continue;
        incidents->x[at] = frame->x[i];
        incidents->y[at] = frame->y[i];
        incidents->time[at] = day == GEO_NO_DATE ? (double)NAN
                              : is_monthly       ? geo_month_of_day(day)
                                                 : day;
        incidents->count++;
    }
    return status;
}

/* ---- days that are not known ---------------------------------------------------------------- */

/* Where only some rows of an input tell the day, the others cannot be told from the first of a
 * month any more. */
static geo_status check_input(cli_job *job, const geo_frame_input *input)
{
    char month[COUNT_TEXT_SIZE], all[COUNT_TEXT_SIZE];
    if (input->month_rows == 0 || input->day_rows == 0)
        return GEO_OK;
    return job_fail(job, GEO_ERROR_DATA,
                    "%s: %s of %s dates in '%s' tell the month alone, and days between incidents "
                    "cannot be counted from those; leave them out with --where, or test by whole "
                    "months with --months 0,1,3",
                    input->path, count_text(input->month_rows, month),
                    count_text(input->month_rows + input->day_rows, all), input->date_field);
}

static void forget_times(near_repeat_incidents *incidents, size_t first, size_t last)
{
    for (size_t i = first; i < last; i++)
        incidents->time[i] = NAN;
}

/* Months alone tell no days. */
static geo_status check_days(cli_job *job, near_repeat_result *result)
{
    const geo_frame *frame = result->load.frame;
    near_repeat_incidents *incidents = &result->incidents;
    geo_status status = GEO_OK;
    for (size_t i = 0; i < frame->input_count && status == GEO_OK; i++) {
        const geo_frame_input *input = &frame->input[i];
        status = check_input(job, input);
        if (input->month_rows > 0)
            forget_times(incidents, incidents->first[i],
                         i + 1 < frame->input_count ? incidents->first[i + 1] : incidents->count);
    }
    return status;
}

/* The field that tells months alone, or dates none of the incidents; NULL: no input has one. */
static const char *date_field(const geo_frame *frame)
{
    for (size_t i = 0; i < frame->input_count; i++)
        if (frame->input[i].date_field)
            return frame->input[i].date_field;
    return NULL;
}

static geo_status check_known(cli_job *job, const near_repeat_result *result)
{
    const geo_frame *frame = result->load.frame;
    const char *field = date_field(frame);
    size_t known = result->incidents.count - result->incidents.unknown;
    if (known >= 2)
        return GEO_OK;
    if (!field)
        return job_fail(job, GEO_ERROR_DATA,
                        "near repeats are incidents soon after each other, and no field with dates "
                        "was found; name it with --date FIELD");
    if (result->unit == GEO_KNOX_DAYS && frame->is_monthly)
        return job_fail(job, GEO_ERROR_DATA,
                        "'%s' tells the month alone, as on police.uk, and days between incidents "
                        "cannot be counted from it; test by whole months with --months 0,1,3, or "
                        "take incidents with days, such as a force's own export",
                        field);
    return job_fail(job, GEO_ERROR_DATA,
                    "near repeats are pairs of incidents with coordinates and a date in '%s', and "
                    "%s left",
                    field, known == 1 ? "only one is" : "none is");
}

static void count_unknown(near_repeat_incidents *incidents)
{
    for (size_t i = 0; i < incidents->count; i++)
        incidents->unknown += isnan(incidents->time[i]) != 0 ? 1U : 0U;
}

/* ---- stacked incidents ---------------------------------------------------------------------- */

typedef struct spot {
    double x;
    double y;
} spot;

static int compare_spots(const void *one, const void *other)
{
    const spot *a = one, *b = other;
    if (a->x != b->x)
        return a->x < b->x ? -1 : 1;
    return (a->y > b->y) - (a->y < b->y);
}

static geo_status count_stacked(cli_job *job, near_repeat_incidents *incidents)
{
    spot *sorted = calloc(incidents->count + 1, sizeof *sorted);
    size_t count = 0;
    if (!sorted)
        return job_out_of_memory(job);
    for (size_t i = 0; i < incidents->count; i++)
        if (!isnan(incidents->time[i]))
            sorted[count++] = (spot){incidents->x[i], incidents->y[i]};
    qsort(sorted, count, sizeof *sorted, compare_spots);
    for (size_t i = 0; i < count; i++) {
        bool is_twice = (i > 0 && compare_spots(&sorted[i - 1], &sorted[i]) == 0) ||
                        (i + 1 < count && compare_spots(&sorted[i], &sorted[i + 1]) == 0);
        incidents->stacked += is_twice;
    }
    free(sorted);
    return GEO_OK;
}

/* ---- all ------------------------------------------------------------------------------------ */

geo_status near_repeat_read(cli_job *job, near_repeat_result *result)
{
    near_repeat_incidents *incidents = &result->incidents;
    reading work = {job, result};
    const geo_incident_sink sink = {
        .user = &work, .begin = begin_input, .place = place_rows, .take = take_rows};
    geo_status status = GEO_OK;
    incidents->first = calloc(result->load.inputs.path.count + 1, sizeof *incidents->first);
    if (!incidents->first)
        return job_out_of_memory(job);
    if (result->load.area_count > 0)
        status = load_locators(job, &result->load);
    if (status == GEO_OK)
        status = load_stream(job, &result->load, &sink);
    if (status == GEO_OK && result->unit == GEO_KNOX_DAYS)
        status = check_days(job, result);
    if (status != GEO_OK)
        return status;
    load_warn(job, &result->load);
    count_unknown(incidents);
    status = check_known(job, result);
    return status == GEO_OK ? count_stacked(job, incidents) : status;
}
