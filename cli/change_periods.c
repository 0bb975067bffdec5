#include "change_periods.h"

#include <string.h>

#include "text.h"

void change_clear_periods(change_periods *periods)
{
    for (int i = 0; i < PERIODS; i++)
        geo_bytes_clear(&periods->text[i]);
}

/* ---- as asked for --------------------------------------------------------------------------- */

geo_status change_read_last(cli_job *job, const char *text, int64_t *months)
{
    enum { MONTHS_MOST = 1200 };
    size_t length = strlen(text);
    double number;
    if (length > 0 && (text[length - 1] == 'm' || text[length - 1] == 'M'))
        length--;
    if (!geo_number_parse((geo_text){text, length}, &number) || !(number >= 1) ||
        !(number <= MONTHS_MOST) || number != (double)(int64_t)number)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--last %s: give a number of months, such as 12m; they are compared with "
                        "as many before them",
                        text);
    *months = (int64_t)number;
    return GEO_OK;
}

static bool is_closed(const geo_period *period)
{
    return period->first_day != GEO_NO_DATE && period->last_day != GEO_NO_DATE;
}

geo_status change_plan_periods(cli_job *job, const char *before, cli_load *load,
                               change_periods *periods)
{
    geo_period *period = periods->period;
    period[AFTER] = load->period;
    geo_status status = geo_period_parse(job->context, before, &period[BEFORE]);
    if (status != GEO_OK)
        return status;
    if (!is_closed(&period[BEFORE]) || !is_closed(&period[AFTER]))
        return job_fail(job, GEO_ERROR_USAGE,
                        "--before and --period must both have a beginning and an end, such as "
                        "2018-04..2019-03");
    if (period[BEFORE].last_day >= period[AFTER].first_day)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--before %s must end before --period %s begins: an incident can be in one "
                        "of them alone",
                        before, job->settings->period);
    load->period.first_day = period[BEFORE].first_day;
    load->period.last_day = period[AFTER].last_day;
    return GEO_OK;
}

static geo_period months_from(int32_t first, int64_t count)
{
    return (geo_period){geo_month_first_day(first),
                        geo_month_first_day(first + (int32_t)count) - 1};
}

geo_status change_find_last(cli_job *job, const cli_load *load, change_periods *periods)
{
    const geo_frame *frame = load->frame;
    if (frame->month_count == 0)
        return job_fail(job, GEO_ERROR_DATA,
                        "no incident has a date, so there are no periods to compare; name the "
                        "field with --date");
    int32_t last = frame->month[frame->month_count - 1].month;
    int32_t first = last - (int32_t)(2 * periods->last) + 1;
    periods->period[BEFORE] = months_from(first, periods->last);
    periods->period[AFTER] = months_from(first + (int32_t)periods->last, periods->last);
    return GEO_OK;
}

/* ---- what they cover ------------------------------------------------------------------------ */

static bool has_rows(const geo_frame *frame, int32_t month)
{
    for (size_t i = 0; i < frame->month_count; i++)
        if (frame->month[i].month == month)
            return true;
    return false;
}

static size_t count_missing(const geo_frame *frame, const geo_period *period)
{
    size_t missing = 0;
    for (int32_t month = geo_month_of_day(period->first_day);
         month <= geo_month_of_day(period->last_day); month++)
        missing += !has_rows(frame, month);
    return missing;
}

static size_t months_of(const geo_period *period)
{
    return (size_t)(geo_month_of_day(period->last_day) - geo_month_of_day(period->first_day)) + 1;
}

static geo_status list_missing(cli_job *job, const geo_frame *frame, const geo_period *period,
                               geo_bytes *list)
{
    int32_t last = geo_month_of_day(period->last_day);
    geo_status status = GEO_OK;
    for (int32_t month = geo_month_of_day(period->first_day); month <= last && status == GEO_OK;
         month++) {
        int32_t first = month;
        if (has_rows(frame, month))
            continue;
        while (month < last && !has_rows(frame, month + 1))
            month++;
        if (list->length > 0)
            status = geo_bytes_print(job->context, list, ", ");
        if (status == GEO_OK)
            status = append_months(job->context, list, first, month);
    }
    return status == GEO_OK ? end_text(job->context, list) : status;
}

static geo_status warn_of_missing(cli_job *job, const geo_frame *frame,
                                  const change_periods *periods, int which)
{
    geo_bytes list = GEO_BYTES_INIT;
    geo_status status = list_missing(job, frame, &periods->period[which], &list);
    if (status == GEO_OK)
        job_warn(job,
                 "no rows at all in %s: missing data, not an absence of incidents; the change is "
                 "that of incidents a month, over the months there are",
                 list.data);
    geo_bytes_clear(&list);
    return status;
}

static geo_status settle(cli_job *job, const cli_load *load, change_periods *periods, int which)
{
    const geo_period *period = &periods->period[which];
    size_t missing;
    geo_bytes *text = &periods->text[which];
    geo_status status = append_span(job->context, text, period);
    if (status == GEO_OK)
        status = end_text(job->context, text);
    if (status != GEO_OK)
        return status;
    periods->years[which] = geo_frame_years(load->frame, period, &missing);
    periods->missing[which] = count_missing(load->frame, period);
    if (!(periods->years[which] > 0))
        return job_fail(job, GEO_ERROR_DATA,
                        "there are no incidents of %s, so there is nothing to compare with; look "
                        "at the inputs and periods",
                        text->data);
    if (periods->missing[which] == 0)
        return GEO_OK;
    status = warn_of_missing(job, load->frame, periods, which);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, text, " (%zu of %zu months)",
                                 months_of(period) - periods->missing[which], months_of(period));
    return status == GEO_OK ? end_text(job->context, text) : status;
}

geo_status change_settle_periods(cli_job *job, const cli_load *load, change_periods *periods)
{
    geo_status status = settle(job, load, periods, BEFORE);
    return status == GEO_OK ? settle(job, load, periods, AFTER) : status;
}
