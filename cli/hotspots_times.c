/* The periods of a list of hotspots: the one that they are of, an earlier one that they are
 * compared with, and later incidents that they are tested on. */
#include <string.h>

#include "hotspots.h"

void hotspots_clear_times(hotspots_times *times)
{
    for (int time = 0; time < GEO_HOTSPOT_TIMES; time++)
        geo_bytes_clear(&times->text[time]);
    change_clear_periods(&times->change);
}

/* ---- as asked for --------------------------------------------------------------------------- */

static bool is_closed(const geo_period *period)
{
    return period->first_day != GEO_NO_DATE && period->last_day != GEO_NO_DATE;
}

static void bind(hotspots_times *times, geo_hotspot_time time, const geo_period *period)
{
    times->has[time] = true;
    times->is_bound[time] = true;
    times->period[time] = *period;
}

static geo_status plan_before(cli_job *job, hotspots_result *result)
{
    hotspots_times *times = &result->times;
    const char *before = result->settings->map.before;
    if (!before)
        return GEO_OK;
    if (!result->load.has_period)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--before needs --period, the later period that the hotspots are of");
    geo_status status = change_plan_periods(job, before, &result->load, &times->change);
    if (status == GEO_OK)
        bind(times, GEO_HOTSPOT_BEFORE, &times->change.period[BEFORE]);
    return status;
}

static geo_status plan_test_period(cli_job *job, hotspots_result *result)
{
    hotspots_times *times = &result->times;
    const char *text = result->settings->test_period;
    const geo_period *now = &times->period[GEO_HOTSPOT_NOW];
    geo_period later;
    if (!text)
        return GEO_OK;
    geo_status status = geo_period_parse(job->context, text, &later);
    if (status != GEO_OK)
        return status;
    if (!is_closed(&later))
        return job_fail(job, GEO_ERROR_USAGE,
                        "--test-period %s must have a beginning and an end, such as "
                        "2019-04..2019-06",
                        text);
    if (times->first_test == SIZE_MAX && !times->is_bound[GEO_HOTSPOT_NOW])
        return job_fail(job, GEO_ERROR_USAGE,
                        "--test-period needs --period, the earlier period that the hotspots are "
                        "found from");
    if (times->is_bound[GEO_HOTSPOT_NOW] &&
        (now->last_day == GEO_NO_DATE || later.first_day <= now->last_day))
        return job_fail(job, GEO_ERROR_USAGE,
                        "--test-period %s must begin after --period %s ends: hotspots are tested "
                        "on incidents that had no part in finding them",
                        text, job->settings->period);
    bind(times, GEO_HOTSPOT_LATER, &later);
    if (result->load.has_period)
        result->load.period.last_day = later.last_day;
    return GEO_OK;
}

/* Files to test on stand behind the others, whose number patterns may have made larger. */
static geo_status find_first_test(cli_job *job, hotspots_result *result)
{
    const hotspots_settings *settings = result->settings;
    text_list own = settings->common.operands;
    cli_inputs inputs = {.input = NULL};
    result->times.first_test = SIZE_MAX;
    if (settings->test.count == 0)
        return GEO_OK;
    own.count -= settings->test.count;
    geo_status status = inputs_expand(job, &own, &inputs);
    if (status == GEO_OK)
        result->times.first_test = inputs.path.count;
    inputs_clear(&inputs);
    result->times.has[GEO_HOTSPOT_LATER] = true;
    return status;
}

geo_status hotspots_plan_times(cli_job *job, hotspots_result *result)
{
    hotspots_times *times = &result->times;
    times->first_month = INT32_MAX;
    times->last_month = INT32_MIN;
    geo_status status = find_first_test(job, result);
    times->has[GEO_HOTSPOT_NOW] = true;
    if (result->load.has_period)
        bind(times, GEO_HOTSPOT_NOW, &result->load.period);
    if (status == GEO_OK)
        status = plan_before(job, result);
    if (status == GEO_OK)
        status = plan_test_period(job, result);
    /* Rows of the files to test on are of any time, so that the reader may filter by none. */
    if (times->first_test != SIZE_MAX)
        result->load.has_period = false;
    return status;
}

/* ---- of incidents --------------------------------------------------------------------------- */

static bool is_in(const hotspots_times *times, geo_hotspot_time time, int32_t day)
{
    return !times->is_bound[time] ||
           (day != GEO_NO_DATE && geo_period_contains(&times->period[time], day, false));
}

geo_hotspot_time hotspots_time_of(const hotspots_times *times, size_t input, int32_t day)
{
    if (input >= times->first_test)
        return is_in(times, GEO_HOTSPOT_LATER, day) ? GEO_HOTSPOT_LATER : GEO_HOTSPOT_TIMES;
    if (is_in(times, GEO_HOTSPOT_NOW, day))
        return GEO_HOTSPOT_NOW;
    if (times->has[GEO_HOTSPOT_BEFORE] && is_in(times, GEO_HOTSPOT_BEFORE, day))
        return GEO_HOTSPOT_BEFORE;
    return times->has[GEO_HOTSPOT_LATER] && times->first_test == SIZE_MAX &&
                   is_in(times, GEO_HOTSPOT_LATER, day)
               ? GEO_HOTSPOT_LATER
               : GEO_HOTSPOT_TIMES;
}

/* ---- in words ------------------------------------------------------------------------------- */

static bool cuts_months(const geo_period *period)
{
    int year, month, day;
    if (period->first_day != GEO_NO_DATE) {
        geo_day_to_civil(period->first_day, &year, &month, &day);
        if (day != 1)
            return true;
    }
    if (period->last_day == GEO_NO_DATE)
        return false;
    geo_day_to_civil(period->last_day + 1, &year, &month, &day);
    return day != 1;
}

static geo_status check_months(cli_job *job, const hotspots_result *result)
{
    const hotspots_times *times = &result->times;
    int bound = 0;
    bool cuts = false;
    for (int time = 0; time < GEO_HOTSPOT_TIMES; time++) {
        bound += times->has[time];
        cuts |= times->is_bound[time] && cuts_months(&times->period[time]);
    }
    if (!result->load.frame->is_monthly || !cuts || bound < 2)
        return GEO_OK;
    return job_fail(job, GEO_ERROR_USAGE,
                    "the incidents tell only the month, which a period cuts; give whole months");
}

static geo_status describe_time(cli_job *job, hotspots_times *times, geo_hotspot_time time)
{
    geo_bytes *text = &times->text[time];
    geo_status status = GEO_OK;
    if (times->is_bound[time] && is_closed(&times->period[time]))
        status = append_span(job->context, text, &times->period[time]);
    else if (time == GEO_HOTSPOT_NOW && times->first_month <= times->last_month) {
        const geo_period all = {geo_month_first_day(times->first_month),
                                geo_month_first_day(times->last_month + 1) - 1};
        status = append_span(job->context, text, &all);
    }
    return status == GEO_OK ? end_text(job->context, text) : status;
}

geo_status hotspots_settle_times(cli_job *job, hotspots_result *result)
{
    hotspots_times *times = &result->times;
    geo_status status = check_months(job, result);
    if (status == GEO_OK && times->has[GEO_HOTSPOT_BEFORE])
        status = change_settle_periods(job, &result->load, &times->change);
    for (int time = 0; time < GEO_HOTSPOT_TIMES && status == GEO_OK; time++)
        status = describe_time(job, times, (geo_hotspot_time)time);
    if (status == GEO_OK && times->in_none > 0)
        job_note(job, "%lld incidents between the periods are in none of them",
                 (long long)times->in_none);
    return status;
}
