/* Which incidents hotspots are made from, and which judge them. */
#include <stdlib.h>
#include <string.h>

#include "evaluate.h"

/* ---- as asked for --------------------------------------------------------------------------- */

static geo_status parse(cli_job *job, const char *text, geo_period *period)
{
    *period = (geo_period){GEO_NO_DATE, GEO_NO_DATE};
    return text ? geo_period_parse(job->context, text, period) : GEO_OK;
}

/* Of two periods one may be left out: it is then all that comes before, or after. */
static geo_status plan_periods(cli_job *job, const evaluate_settings *settings,
                               evaluate_result *result)
{
    geo_period *earlier = &result->time[EARLIER].period, *later = &result->time[LATER].period;
    geo_status status = parse(job, settings->common.period, earlier);
    if (status == GEO_OK)
        status = parse(job, settings->test_period, later);
    if (status != GEO_OK)
        return status;
    if (!settings->test_period && earlier->last_day == GEO_NO_DATE)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--period %s has no end, so that nothing comes after it; give the later "
                        "time with --test-period",
                        settings->common.period);
    if (!settings->common.period && later->first_day == GEO_NO_DATE)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--test-period %s has no beginning, so that nothing comes before it; give "
                        "the earlier time with --period",
                        settings->test_period);
    if (!settings->test_period)
        later->first_day = earlier->last_day + 1;
    if (earlier->last_day == GEO_NO_DATE)
        earlier->last_day = later->first_day - 1;
    if (later->first_day == GEO_NO_DATE)
        later->first_day = earlier->last_day + 1;
    if (earlier->last_day < later->first_day)
        return GEO_OK;
    return job_fail(job, GEO_ERROR_USAGE,
                    "--period %s must end before --test-period %s begins: hotspots are judged by "
                    "incidents that they were not made from",
                    settings->common.period, settings->test_period);
}

static geo_status count_training_files(cli_job *job, const evaluate_settings *settings,
                                       evaluate_result *result)
{
    cli_inputs inputs = {.standard_input = GEO_BYTES_INIT};
    geo_status status = inputs_expand(job, &settings->common.operands, &inputs);
    result->first_test = inputs.path.count;
    inputs_clear(&inputs);
    return status;
}

static geo_status add_test_files(cli_job *job, evaluate_settings *settings)
{
    text_list all = {NULL, 0, 0};
    bool is_done = true;
    for (size_t i = 0; i < settings->common.operands.count; i++)
        is_done = is_done && text_list_add(&all, settings->common.operands.item[i]);
    for (size_t i = 0; i < settings->test.count; i++)
        is_done = is_done && text_list_add(&all, settings->test.item[i]);
    settings->common.operands = all;
    return is_done ? GEO_OK : job_out_of_memory(job);
}

static geo_status plan_files(cli_job *job, evaluate_settings *settings, evaluate_result *result)
{
    if (settings->common.period || settings->test_period)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--test takes the later incidents from files of their own; leave out "
                        "--period and --test-period, or --test");
    geo_status status = count_training_files(job, settings, result);
    return status == GEO_OK ? add_test_files(job, settings) : status;
}

geo_status evaluate_plan_times(cli_job *job, evaluate_settings *settings, evaluate_result *result)
{
    geo_status status = GEO_OK;
    bool has_periods = settings->common.period || settings->test_period;
    for (int t = 0; t < EVALUATE_TIMES; t++)
        result->time[t].period = (geo_period){GEO_NO_DATE, GEO_NO_DATE};
    result->parting = settings->test.count > 0 ? PARTED_BY_FILES
                      : has_periods            ? PARTED_BY_PERIODS
                                               : PARTED_BY_LAST_MONTHS;
    if (result->parting == PARTED_BY_FILES && settings->common.operands.count > 0)
        status = plan_files(job, settings, result);
    else if (has_periods)
        status = plan_periods(job, settings, result);
    if (status == GEO_OK)
        status = load_plan_with_areas(job, &result->load);
    if (status == GEO_OK && has_periods) {
        result->load.has_period = true;
        result->load.period.first_day = result->time[EARLIER].period.first_day;
        result->load.period.last_day = result->time[LATER].period.last_day;
    }
    return status;
}

/* ---- once all is read ----------------------------------------------------------------------- */

static bool has_rows(const geo_frame *frame, int32_t month)
{
    for (size_t i = 0; i < frame->month_count; i++)
        if (frame->month[i].month == month)
            return true;
    return false;
}

static geo_status warn_of_missing(cli_job *job, const geo_frame *frame, const geo_period *period)
{
    int32_t last = geo_month_of_day(period->last_day);
    geo_bytes list = GEO_BYTES_INIT;
    geo_status status = GEO_OK;
    for (int32_t month = geo_month_of_day(period->first_day); month <= last && status == GEO_OK;
         month++) {
        int32_t first = month;
        if (has_rows(frame, month))
            continue;
        while (month < last && !has_rows(frame, month + 1))
            month++;
        if (list.length > 0)
            status = geo_bytes_print(job->context, &list, ", ");
        if (status == GEO_OK)
            status = append_months(job->context, &list, first, month);
    }
    if (status == GEO_OK)
        status = end_text(job->context, &list);
    if (status == GEO_OK && list.length > 0)
        job_warn(job, "no rows at all in %s: missing data, not an absence of incidents", list.data);
    geo_bytes_clear(&list);
    return status;
}

/* January is 0. */
static unsigned months_of_year(const geo_period *period)
{
    unsigned months = 0;
    int32_t last = geo_month_of_day(period->last_day);
    for (int32_t month = geo_month_of_day(period->first_day); month <= last; month++)
        months |= 1u << ((month % 12 + 12) % 12);
    return months;
}

static void note_season(cli_job *job, const evaluate_time *time)
{
    if (months_of_year(&time[EARLIER].period) == months_of_year(&time[LATER].period))
        return;
    job_note(job, "the two times are of different months of the year, so that differences between "
                  "seasons are part of the result");
}

static bool is_dated(const evaluate_time *time)
{
    return time->period.first_day != GEO_NO_DATE && time->period.last_day != GEO_NO_DATE;
}

static geo_status settle(cli_job *job, const evaluate_result *result, evaluate_time *time)
{
    geo_status status = GEO_OK;
    if (is_dated(time))
        status = append_span(job->context, &time->text, &time->period);
    if (status == GEO_OK)
        status = end_text(job->context, &time->text);
    if (status == GEO_OK && is_dated(time))
        status = warn_of_missing(job, result->load.frame, &time->period);
    return status;
}

static geo_status check_incidents(cli_job *job, const evaluate_result *result)
{
    static const char *const what[] = {"to make hotspots from", "to judge hotspots by"};
    for (int t = 0; t < EVALUATE_TIMES; t++)
        if (result->time[t].incidents == 0)
            return job_fail(job, GEO_ERROR_DATA,
                            "there are no %s incidents in the areas %s; look at the inputs, "
                            "--period and --test-period",
                            t == EARLIER ? "earlier" : "later", what[t]);
    return GEO_OK;
}

geo_status evaluate_settle_times(cli_job *job, evaluate_result *result)
{
    evaluate_time *time = result->time;
    char count[COUNT_TEXT_SIZE];
    geo_status status = check_incidents(job, result);
    for (int t = 0; t < EVALUATE_TIMES && status == GEO_OK; t++)
        status = settle(job, result, &time[t]);
    if (status != GEO_OK || !is_dated(&time[EARLIER]) || !is_dated(&time[LATER]))
        return status;
    if (time[LATER].period.first_day <= time[EARLIER].period.last_day)
        job_warn(job,
                 "the incidents of --test begin in %s, before those that hotspots are made "
                 "from end in %s: what is to be judged is partly in what it was made from",
                 time[LATER].text.data, time[EARLIER].text.data);
    if (result->parting == PARTED_BY_LAST_MONTHS)
        job_note(job,
                 "hotspots are made from %s and judged by the last third of the months, %s; "
                 "choose the times with --period and --test-period",
                 time[EARLIER].text.data, time[LATER].text.data);
    if (result->between > 0)
        job_note(job, "%s incidents between the two periods are in neither",
                 count_text(result->between, count));
    note_season(job, time);
    return GEO_OK;
}
