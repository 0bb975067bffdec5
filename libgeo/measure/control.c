/* Control limits of a monthly rate: the u chart. */
#include <math.h>

#include <geo/measure.h>

#include "core/context.h"
#include "core/sum.h"

/* The mean range of two normal values with SD 1 (Montgomery, Appendix VI, d2 for n = 2), with the
 * digits that Laney 2002 uses. */
static const double mean_range = 1.128;

struct series {
    const double *count;
    const double *exposure;
    const double *factor;
    const bool *is_baseline;
    size_t months;
};

static double factor_at(const struct series *series, size_t month)
{
    return series->factor ? series->factor[month] : 1;
}

static bool is_known(const struct series *series, size_t month)
{
    return !isnan(series->count[month]) && series->exposure[month] > 0;
}

static bool is_counted(const struct series *series, size_t month)
{
    return is_known(series, month) && (!series->is_baseline || series->is_baseline[month]);
}

static geo_status check_series(geo_context *context, const struct series *series)
{
    size_t known = 0;
    for (size_t i = 0; i < series->months; i++) {
        double factor = factor_at(series, i);
        if (!is_known(series, i))
            continue;
        known += is_counted(series, i);
        if (series->count[i] < 0 || isinf(series->count[i]) || isinf(series->exposure[i]))
            return geo_fail(context, GEO_ERROR_DATA,
                            "month %zu of the series has a count or exposure out of range", i + 1);
        if (!(factor > 0) || isinf(factor))
            return geo_fail(context, GEO_ERROR_DATA,
                            "month %zu of the series has a seasonal factor that is not above 0",
                            i + 1);
    }
    if (known == 0)
        return geo_fail(
            context, GEO_ERROR_DATA,
            "control limits need a month with a count and an exposure: none of %zu%s has",
            series->months, series->is_baseline ? " in the baseline" : "");
    return GEO_OK;
}

/* The centre line for a seasonal factor of 1: all incidents over all exposure, a month that is busy
 * every year weighing as so much more exposure. */
static double mean_rate(const struct series *series)
{
    geo_sum incidents = {0, 0}, exposure = {0, 0};
    for (size_t i = 0; i < series->months; i++) {
        if (!is_counted(series, i))
            continue;
        geo_sum_add(&incidents, series->count[i]);
        geo_sum_add(&exposure, series->exposure[i] * factor_at(series, i));
    }
    return geo_sum_value(&incidents) / geo_sum_value(&exposure);
}

/* How many standard deviations of chance a month lies from its centre. */
static double z_of(const struct series *series, const double *centre, size_t month)
{
    double off = series->count[month] / series->exposure[month] - centre[month];
    double sd = sqrt(centre[month] / series->exposure[month]);
    return sd > 0 ? off / sd : 0;
}

/* Laney 2002, Improved control charts for attributes, Quality Engineering 14, 531-537: the SD of z
 * by its moving range. */
static double sigma_of_z(const struct series *series, const double *centre)
{
    geo_sum ranges = {0, 0};
    size_t pairs = 0;
    for (size_t i = 1; i < series->months; i++) {
        if (!is_counted(series, i - 1) || !is_counted(series, i))
            continue;
        geo_sum_add(&ranges, fabs(z_of(series, centre, i) - z_of(series, centre, i - 1)));
        pairs++;
    }
    return pairs > 0 ? geo_sum_value(&ranges) / (double)pairs / mean_range : (double)NAN;
}

/* Montgomery, Introduction to Statistical Quality Control, u chart with variable sample size. */
static void set_limits(const struct series *series, double sigmas, const double *centre,
                       double *lower, double *upper)
{
    for (size_t i = 0; i < series->months; i++) {
        lower[i] = upper[i] = (double)NAN;
        if (isnan(centre[i]))
            continue;
        double half = sigmas * sqrt(centre[i] / series->exposure[i]);
        lower[i] = fmax(0, centre[i] - half);
        upper[i] = centre[i] + half;
    }
}

geo_status geo_control_limits(geo_context *context, const double *count, const double *exposure,
                              size_t months, const geo_control_options *options, double *centre,
                              double *lower, double *upper, double *sigma_z)
{
    const struct series series = {count, exposure, options->factor, options->is_baseline, months};
    if (!(options->sigmas > 0) || isinf(options->sigmas))
        return geo_fail(context, GEO_ERROR_USAGE,
                        "control limits lie a number of standard deviations above 0, such as 3, "
                        "from the centre");
    geo_status status = check_series(context, &series);
    if (status != GEO_OK)
        return status;
    double mean = mean_rate(&series);
    for (size_t i = 0; i < months; i++)
        centre[i] = is_known(&series, i) ? mean * factor_at(&series, i) : (double)NAN;
    *sigma_z = sigma_of_z(&series, centre);
    double widened = options->allow_overdispersion && *sigma_z > 1 ? *sigma_z : 1;
    set_limits(&series, widened * options->sigmas, centre, lower, upper);
    return GEO_OK;
}
