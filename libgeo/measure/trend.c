/* Incidents month by month, and what was to be expected of each: series -> table. */
#include <math.h>
#include <stdlib.h>

#include <geo/compare.h>
#include <geo/measure.h>

#include "core/context.h"
#include "core/memory.h"
#include "measure/trend_work.h"

/* Of a month, over four years. */
static const double average_days = 365.25 / 12;

enum { YEAR = 12 };

void geo_trend_free(geo_trend *trend)
{
    if (!trend)
        return;
    geo_table_free(trend->table);
    geo_table_free(trend->wide);
    free(trend->month);
    free(trend->series);
    free(trend);
}

static void clear_work(geo_trend_work *work)
{
    free(work->number);
    free(work->exposure);
    free(work->is_whole);
    free(work->is_baseline);
    free(work->count);
    free(work->based_on);
    free(work->factor);
    free(work->centre);
    free(work->lower);
    free(work->upper);
}

/* ---- what is asked for ---------------------------------------------------------------------- */

static geo_status check_options(geo_context *context, const geo_trend_work *work)
{
    const geo_trend_options *options = work->options;
    if (work->month_count == 0 || work->series_count == 0)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "a table of months needs at least one month and one series");
    if (options->round_to < 0 || options->suppress_below < 0)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "counts are rounded to, and kept back below, a whole number above 0");
    if (!(options->sigmas > 0) || isinf(options->sigmas))
        return geo_fail(context, GEO_ERROR_USAGE,
                        "control limits lie a number of standard deviations above 0, such as 3, "
                        "from what is expected");
    return GEO_OK;
}

static geo_status check_series(geo_context *context, const geo_trend_work *work)
{
    for (size_t s = 0; s < work->series_count; s++) {
        if (work->series[s].part_of != GEO_NO_CODE && work->series[s].part_of >= (int32_t)s)
            return geo_fail(context, GEO_ERROR_USAGE,
                            "series %zu stands before the one that it is a part of", s + 1);
        for (size_t m = 0; m < work->month_count; m++)
            if (geo_trend_knows(work, s, m) && work->series[s].count[m] < 0)
                return geo_fail(context, GEO_ERROR_DATA,
                                "month %zu of series %zu has a count below 0", m + 1, s + 1);
    }
    return GEO_OK;
}

static geo_status allocate(geo_context *context, geo_trend_work *work)
{
    double **const array[] = {&work->exposure, &work->count, &work->based_on, &work->factor,
                              &work->centre,   &work->lower, &work->upper};
    size_t months = work->month_count;
    geo_trend *trend = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *trend, &trend);
    if (status != GEO_OK)
        return status;
    work->trend = trend;
    status =
        geo_alloc_array(context, work->series_count * months, sizeof *trend->month, &trend->month);
    if (status == GEO_OK)
        status =
            geo_alloc_array(context, work->series_count, sizeof *trend->series, &trend->series);
    if (status == GEO_OK)
        status = geo_alloc_array(context, months, sizeof *work->number, &work->number);
    if (status == GEO_OK)
        status = geo_alloc_array(context, months, sizeof *work->is_whole, &work->is_whole);
    if (status == GEO_OK)
        status = geo_alloc_array(context, months, sizeof *work->is_baseline, &work->is_baseline);
    for (size_t i = 0; i < sizeof array / sizeof *array && status == GEO_OK; i++)
        status = geo_alloc_array(context, months, sizeof **array[i], array[i]);
    return status;
}

/* ---- months --------------------------------------------------------------------------------- */

/* Days of the month from one day to another that the period holds; GEO_NO_DATE is an open end. */
static int32_t days_within(const geo_period *period, int32_t first, int32_t last)
{
    if (period && period->first_day != GEO_NO_DATE && period->first_day > first)
        first = period->first_day;
    if (period && period->last_day != GEO_NO_DATE && period->last_day < last)
        last = period->last_day;
    return last < first ? 0 : last - first + 1;
}

static void find_months(geo_trend_work *work)
{
    for (size_t m = 0; m < work->month_count; m++) {
        int32_t number = work->first_month + (int32_t)m;
        int32_t first = geo_month_first_day(number), last = geo_month_first_day(number + 1) - 1;
        int32_t days = days_within(work->options->period, first, last);
        work->number[m] = number;
        work->exposure[m] = days / average_days;
        work->is_whole[m] = days == last - first + 1;
        work->is_baseline[m] =
            days_within(work->options->baseline, first, last) == last - first + 1;
    }
}

/* ---- one series ----------------------------------------------------------------------------- */

static void read_counts(geo_trend_work *work, size_t series)
{
    geo_trend_summary *summary = &work->trend->series[series];
    *summary = (geo_trend_summary){.centre = (double)NAN, .sigma_z = (double)NAN};
    for (size_t m = 0; m < work->month_count; m++) {
        bool is_known = geo_trend_knows(work, series, m) && work->exposure[m] > 0;
        bool counts = is_known && work->is_baseline[m];
        work->count[m] = is_known ? (double)work->series[series].count[m] : (double)NAN;
        work->based_on[m] = counts ? work->count[m] : (double)NAN;
        summary->known += is_known;
        summary->based_on += counts;
        summary->kept_back += geo_trend_months(work, series)[m].is_hidden;
    }
}

/* From three years a month's factor is known to about a tenth at 50 incidents a month; with fewer
 * it would take chance for season. */
static bool may_have_season(const geo_trend_work *work, const double factor[YEAR])
{
    static const double fewest = 50;
    double incidents = 0, exposure = 0;
    for (size_t m = 0; m < work->month_count; m++) {
        if (isnan(work->based_on[m]))
            continue;
        incidents += work->based_on[m];
        exposure += work->exposure[m];
    }
    for (int of_year = 0; of_year < YEAR; of_year++)
        if (!(factor[of_year] > 0))
            return false;
    return work->options->is_seasonal && incidents >= fewest * exposure;
}

static geo_status find_season(geo_context *context, geo_trend_work *work,
                              geo_trend_summary *summary)
{
    double factor[YEAR];
    bool is_known;
    geo_status status = geo_seasonal_factors(context, work->based_on, work->exposure, work->number,
                                             work->month_count, factor, &is_known);
    if (status != GEO_OK)
        return status;
    summary->is_seasonal = is_known && may_have_season(work, factor);
    for (size_t m = 0; m < work->month_count; m++)
        work->factor[m] = summary->is_seasonal ? factor[(work->number[m] % YEAR + YEAR) % YEAR] : 1;
    return GEO_OK;
}

/* That of a month of average length and no season. */
static double plain_centre(const geo_trend_work *work)
{
    for (size_t m = 0; m < work->month_count; m++)
        if (!isnan(work->centre[m]))
            return work->centre[m] / work->factor[m];
    return (double)NAN;
}

static geo_status find_limits(geo_context *context, geo_trend_work *work,
                              geo_trend_summary *summary)
{
    const geo_control_options options = {work->options->sigmas, work->options->allow_overdispersion,
                                         work->factor, work->is_baseline};
    geo_status status = find_season(context, work, summary);
    if (status == GEO_OK)
        status =
            geo_control_limits(context, work->count, work->exposure, work->month_count, &options,
                               work->centre, work->lower, work->upper, &summary->sigma_z);
    if (status == GEO_OK)
        summary->centre = plain_centre(work);
    return status;
}

/* Of the 12 months to this one; -1 unless all of them are known, whole and shown. */
static int64_t sum_of_year(const geo_trend_work *work, size_t series, size_t month)
{
    int64_t sum = 0;
    if (month + 1 < YEAR)
        return -1;
    for (size_t m = month + 1 - YEAR; m <= month; m++) {
        if (!geo_trend_knows(work, series, m) || !work->is_whole[m] ||
            geo_trend_months(work, series)[m].is_hidden)
            return -1;
        sum += work->series[series].count[m];
    }
    return sum;
}

static void set_counts(const geo_trend_work *work, size_t series, size_t m, geo_trend_month *month)
{
    int64_t round_to = work->options->round_to, count = work->series[series].count[m];
    int64_t year = sum_of_year(work, series, m);
    double population = work->series[series].population;
    bool is_shown = !isnan(work->count[m]) && !month->is_hidden;
    *month = (geo_trend_month){.count = (double)NAN,
                               .days = round(work->exposure[m] * average_days),
                               .rate_per_1000 = (double)NAN,
                               .seasonal_factor = (double)NAN,
                               .expected = (double)NAN,
                               .lower_limit = (double)NAN,
                               .upper_limit = (double)NAN,
                               .rolling_12 = (double)NAN,
                               .rolling_12_rate_per_1000 = (double)NAN,
                               .is_hidden = month->is_hidden};
    if (is_shown) {
        month->count = (double)geo_round_count(count, round_to);
        month->rate_per_1000 = geo_rate_per_1000((double)count, population);
    }
    if (year >= 0) {
        month->rolling_12 = (double)geo_round_count(year, round_to);
        month->rolling_12_rate_per_1000 = geo_rate_per_1000((double)year, population);
    }
}

static geo_comparison side_of(const geo_trend_month *month, double count)
{
    if (count > month->upper_limit)
        return GEO_HIGHER;
    return count < month->lower_limit ? GEO_LOWER : GEO_SIMILAR;
}

static void set_limits(const geo_trend_work *work, size_t m, geo_trend_summary *summary,
                       geo_trend_month *month)
{
    double exposure = work->exposure[m];
    if (isnan(work->centre[m]))
        return;
    month->seasonal_factor = summary->is_seasonal ? work->factor[m] : (double)NAN;
    month->expected = work->centre[m] * exposure;
    month->lower_limit = work->lower[m] * exposure;
    month->upper_limit = work->upper[m] * exposure;
    month->outside = side_of(month, work->count[m]);
    summary->above += month->outside == GEO_HIGHER;
    summary->below += month->outside == GEO_LOWER;
}

static geo_status make_series(geo_context *context, geo_trend_work *work, size_t series)
{
    geo_trend_summary *summary = &work->trend->series[series];
    geo_status status = GEO_OK;
    read_counts(work, series);
    if (summary->known > 0)
        status = find_limits(context, work, summary);
    bool has_limits = summary->centre > 0 && summary->kept_back == 0;
    for (size_t m = 0; m < work->month_count && status == GEO_OK; m++) {
        geo_trend_month *month = &geo_trend_months(work, series)[m];
        set_counts(work, series, m, month);
        if (has_limits)
            set_limits(work, m, summary, month);
    }
    if (!has_limits) {
        summary->centre = summary->sigma_z = (double)NAN;
        summary->is_seasonal = false;
    }
    return status;
}

/* ---- all ------------------------------------------------------------------------------------ */

static geo_status make(geo_context *context, geo_trend_work *work)
{
    geo_status status = check_options(context, work);
    if (status == GEO_OK)
        status = check_series(context, work);
    if (status == GEO_OK)
        status = allocate(context, work);
    if (status != GEO_OK)
        return status;
    work->trend->first_month = work->first_month;
    work->trend->month_count = work->month_count;
    work->trend->series_count = work->series_count;
    find_months(work);
    status = geo_trend_hide(context, work);
    for (size_t s = 0; s < work->series_count && status == GEO_OK; s++)
        status = make_series(context, work, s);
    return status == GEO_OK ? geo_trend_make_tables(context, work) : status;
}

geo_status geo_trend_make(geo_context *context, const geo_trend_series *series, size_t series_count,
                          int32_t first_month, size_t month_count, const geo_trend_options *options,
                          geo_trend **out)
{
    static const geo_trend_options unset = GEO_TREND_OPTIONS_INIT;
    geo_trend_work work = {.series = series,
                           .series_count = series_count,
                           .first_month = first_month,
                           .month_count = month_count,
                           .options = options ? options : &unset};
    geo_status status = make(context, &work);
    if (status == GEO_OK)
        *out = work.trend;
    else
        geo_trend_free(work.trend);
    clear_work(&work);
    return status;
}
