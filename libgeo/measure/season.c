/* How the months of the year differ from the year's mean. */
#include <math.h>

#include <geo/measure.h>

#include "core/context.h"
#include "core/sum.h"

enum { MONTHS = 12, HALF_YEAR = 6, RUN_NEEDED = 24 };

struct series {
    const double *count;
    const double *exposure;
    const int32_t *month;
    size_t months;
};

static bool is_month_known(const struct series *series, size_t i)
{
    return series->count[i] >= 0 && isfinite(series->count[i]) && series->exposure[i] > 0 &&
           isfinite(series->exposure[i]);
}

static double rate_at(const struct series *series, size_t i)
{
    return series->count[i] / series->exposure[i];
}

/* Rises strictly, so that n months apart in the calendar and in the array are n months without a
 * gap. */
static geo_status check_months(geo_context *context, const struct series *series)
{
    for (size_t i = 1; i < series->months; i++)
        if (series->month[i] <= series->month[i - 1])
            return geo_fail(context, GEO_ERROR_USAGE,
                            "the months of a series must rise: month %zu does not follow the one "
                            "before it",
                            i + 1);
    return GEO_OK;
}

static size_t longest_run(const struct series *series)
{
    size_t run = 0, longest = 0;
    for (size_t i = 0; i < series->months; i++) {
        bool follows = i > 0 && (int64_t)series->month[i] - series->month[i - 1] == 1;
        run = is_month_known(series, i) ? (follows ? run : 0) + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest;
}

/* The mean of the twelve months about this one, both ends counting half; NaN where one of the
 * thirteen is missing. */
static double moving_mean(const struct series *series, size_t i)
{
    if (i < HALF_YEAR || i + HALF_YEAR >= series->months ||
        (int64_t)series->month[i + HALF_YEAR] - series->month[i - HALF_YEAR] != MONTHS)
        return (double)NAN;
    geo_sum sum = {0, 0};
    for (size_t j = i - HALF_YEAR; j <= i + HALF_YEAR; j++) {
        bool is_end = j == i - HALF_YEAR || j == i + HALF_YEAR;
        if (!is_month_known(series, j))
            return (double)NAN;
        geo_sum_add(&sum, (is_end ? 0.5 : 1) * rate_at(series, j));
    }
    return geo_sum_value(&sum) / MONTHS;
}

static int month_of_year(int32_t month_since_1970)
{
    int rest = month_since_1970 % MONTHS;
    return rest < 0 ? rest + MONTHS : rest;
}

/* The mean ratio to the moving mean of one month of the year; NaN where no year has it. */
static double mean_ratio(const struct series *series, int month)
{
    geo_sum sum = {0, 0};
    size_t years = 0;
    for (size_t i = 0; i < series->months; i++) {
        double mean = month_of_year(series->month[i]) == month ? moving_mean(series, i) : 0;
        if (!(mean > 0))
            continue;
        geo_sum_add(&sum, rate_at(series, i) / mean);
        years++;
    }
    return years > 0 ? geo_sum_value(&sum) / (double)years : (double)NAN;
}

geo_status geo_seasonal_factors(geo_context *context, const double *count, const double *exposure,
                                const int32_t *month_since_1970, size_t months, double factor[12],
                                bool *is_known)
{
    const struct series series = {count, exposure, month_since_1970, months};
    geo_status status = check_months(context, &series);
    if (status != GEO_OK)
        return status;
    double total = 0;
    for (int month = 0; month < MONTHS; month++) {
        factor[month] = mean_ratio(&series, month);
        total += factor[month];
    }
    *is_known = longest_run(&series) >= RUN_NEEDED && total > 0;
    for (int month = 0; month < MONTHS; month++)
        factor[month] = *is_known ? factor[month] * MONTHS / total : 1;
    return GEO_OK;
}
