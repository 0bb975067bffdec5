/* How unequally incidents fall on groups in order of deprivation: slope index, relative index and
 * concentration index. */
#include <math.h>

#include <geo/deprivation.h>

#include "core/context.h"
#include "core/sum.h"
#include "measure/quantile.h"

/* Groups in order, one at a time, without those that have no rate. */
struct walk {
    const double *count;
    const double *population;
    size_t group_count;
    double people;
    size_t next;
    geo_sum before; /* people of the groups before */
    double incidents;
    double share;  /* of the population */
    double middle; /* of the group on the population in order, from -1/2 to 1/2: its ridit less the
                      mean of all ridits, which is 1/2 */
};

static bool has_rate(double count, double population)
{
    return population > 0 && !isnan(count);
}

static bool walk_on(struct walk *walk)
{
    while (walk->next < walk->group_count &&
           !has_rate(walk->count[walk->next], walk->population[walk->next]))
        walk->next++;
    if (walk->next == walk->group_count)
        return false;
    double population = walk->population[walk->next];
    walk->incidents = walk->count[walk->next];
    walk->share = population / walk->people;
    walk->middle = (geo_sum_value(&walk->before) + population / 2) / walk->people - 0.5;
    geo_sum_add(&walk->before, population);
    walk->next++;
    return true;
}

/* Sums over the groups that everything else is made of. */
struct sums {
    double people;
    double incidents;
    double incidents_by_middle;
    double spread; /* of ridits: their variance, weighted by population */
};

static geo_status check(geo_context *context, const double *count, const double *population,
                        size_t group_count)
{
    for (size_t i = 0; i < group_count; i++) {
        if (count[i] < 0 || isinf(count[i]))
            return geo_fail(context, GEO_ERROR_DATA, "group %zu has a count out of range", i + 1);
        if (population[i] < 0 || isinf(population[i]))
            return geo_fail(context, GEO_ERROR_DATA, "group %zu has a population out of range",
                            i + 1);
    }
    return GEO_OK;
}

/* How many groups have a rate, and the people in them. */
static size_t count_groups(const double *count, const double *population, size_t group_count,
                           double *people)
{
    geo_sum sum = {0, 0};
    size_t groups = 0;
    for (size_t i = 0; i < group_count; i++) {
        if (!has_rate(count[i], population[i]))
            continue;
        geo_sum_add(&sum, population[i]);
        groups++;
    }
    *people = geo_sum_value(&sum);
    return groups;
}

static struct sums sums_of(struct walk walk)
{
    geo_sum incidents = {0, 0}, by_middle = {0, 0}, spread = {0, 0};
    while (walk_on(&walk)) {
        geo_sum_add(&incidents, walk.incidents);
        geo_sum_add(&by_middle, walk.incidents * walk.middle);
        geo_sum_add(&spread, walk.share * walk.middle * walk.middle);
    }
    return (struct sums){walk.people, geo_sum_value(&incidents), geo_sum_value(&by_middle),
                         geo_sum_value(&spread)};
}

/* What the Poisson variance of each count, the count itself, makes of the variance of a sum of
 * count x (at_centre + per_middle x middle). */
static double variance_of(struct walk walk, double at_centre, double per_middle)
{
    geo_sum sum = {0, 0};
    while (walk_on(&walk)) {
        double weight = at_centre + per_middle * walk.middle;
        geo_sum_add(&sum, walk.incidents * weight * weight);
    }
    return geo_sum_value(&sum);
}

static const geo_estimate unknown = {(double)NAN, (double)NAN, (double)NAN};

/* Without any variance the counts tell nothing about chance. */
static geo_estimate estimate_of(double value, double variance, double z)
{
    double half = variance > 0 ? z * sqrt(variance) : (double)NAN;
    return (geo_estimate){value, value - half, value + half};
}

/* The line falls from ridit 0 to 1 by - sum(share x middle x rate) / spread. */
static geo_estimate slope_of(struct walk walk, const struct sums *sums, double per, double z)
{
    double factor = -per / (sums->people * sums->spread);
    return estimate_of(factor * sums->incidents_by_middle, variance_of(walk, 0, factor), z);
}

/* In units of the mean rate the line is at 1 + tilt for ridit 0 and at 1 - tilt for ridit 1. */
static geo_estimate relative_of(struct walk walk, const struct sums *sums, double z)
{
    double per_middle = -1 / (2 * sums->spread * sums->incidents);
    double tilt = per_middle * sums->incidents_by_middle;
    if (!(tilt > -1 && tilt < 1))
        return unknown;
    double most = 1 + tilt, least = 1 - tilt;
    double log_per_tilt = 1 / most + 1 / least;
    double variance =
        variance_of(walk, -log_per_tilt * tilt / sums->incidents, log_per_tilt * per_middle);
    geo_estimate log_ratio = estimate_of(log(most / least), variance, z);
    return (geo_estimate){most / least, exp(log_ratio.lower), exp(log_ratio.upper)};
}

/* 2 sum(count x middle) / sum(count); Kakwani, Wagstaff and van Doorslaer 1997, equation 3. */
static geo_estimate concentration_of(struct walk walk, const struct sums *sums, double z)
{
    double index = 2 * sums->incidents_by_middle / sums->incidents;
    double variance = variance_of(walk, -index / sums->incidents, 2 / sums->incidents);
    geo_estimate estimate = estimate_of(index, variance, z);
    if (estimate.lower < -1)
        estimate.lower = -1;
    if (estimate.upper > 1)
        estimate.upper = 1;
    return estimate;
}

geo_status geo_inequality_make(geo_context *context, const double *count, const double *population,
                               size_t group_count, double per, double level, geo_inequality *out)
{
    struct walk walk = {.count = count, .population = population, .group_count = group_count};
    *out = (geo_inequality){unknown, unknown, unknown};
    if (!(level > 0 && level < 1))
        return geo_fail(context, GEO_ERROR_USAGE, "the level of an interval lies between 0 and 1");
    if (!(per > 0) || isinf(per))
        return geo_fail(context, GEO_ERROR_USAGE, "rates are per a number of people above 0");
    geo_status status = check(context, count, population, group_count);
    if (status != GEO_OK || count_groups(count, population, group_count, &walk.people) < 2)
        return status;
    const struct sums sums = sums_of(walk);
    double z = -geo_normal_quantile((1 - level) / 2);
    out->slope = slope_of(walk, &sums, per, z);
    if (sums.incidents > 0) {
        out->relative = relative_of(walk, &sums, z);
        out->concentration = concentration_of(walk, &sums, z);
    }
    return GEO_OK;
}
