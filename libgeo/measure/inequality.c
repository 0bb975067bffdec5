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
    double spread;         /* of ridits: their variance, weighted by population */
    size_t with_incidents; /* groups */
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
    struct sums sums = {.people = walk.people};
    while (walk_on(&walk)) {
        geo_sum_add(&incidents, walk.incidents);
        geo_sum_add(&by_middle, walk.incidents * walk.middle);
        geo_sum_add(&spread, walk.share * walk.middle * walk.middle);
        sums.with_incidents += walk.incidents > 0;
    }
    sums.incidents = geo_sum_value(&incidents);
    sums.incidents_by_middle = geo_sum_value(&by_middle);
    sums.spread = geo_sum_value(&spread);
    return sums;
}

/* ---- sums of counts, and their ratios ------------------------------------------------------- */

/* What is linear in the counts: the sum of count x (at_centre + per_middle x middle). */
struct linear {
    double at_centre;
    double per_middle;
};

static double value_of(const struct sums *sums, struct linear of)
{
    return of.at_centre * sums->incidents + of.per_middle * sums->incidents_by_middle;
}

/* Of two such sums: the variance of each count is the count itself. */
static double covariance_of(struct walk walk, struct linear one, struct linear other)
{
    geo_sum sum = {0, 0};
    while (walk_on(&walk))
        geo_sum_add(&sum, walk.incidents * (one.at_centre + one.per_middle * walk.middle) *
                              (other.at_centre + other.per_middle * walk.middle));
    return geo_sum_value(&sum);
}

static const geo_estimate unknown = {(double)NAN, (double)NAN, (double)NAN};

/* Of incidents in one group alone the sums vary as one, or not at all: that tells nothing about
 * chance. */
static bool has_interval(const struct sums *sums)
{
    return sums->with_incidents > 1;
}

static geo_estimate estimate_of(struct walk walk, const struct sums *sums, struct linear of,
                                double z)
{
    double value = value_of(sums, of);
    double half = has_interval(sums) ? z * sqrt(covariance_of(walk, of, of)) : (double)NAN;
    return (geo_estimate){value, value - half, value + half};
}

/* The ratios that are z standard deviations or less away from what was counted (Fieller 1954, Some
 * problems in interval estimation, Journal of the Royal Statistical Society B 16): between the
 * roots of a x^2 - 2 b x + c, where a and c tell whether sums below and above the line may be 0.
 * Sums that are above 0. */
static void ratio_limits(struct walk walk, const struct sums *sums, struct linear above,
                         struct linear below, double z, geo_estimate *ratio)
{
    double over = value_of(sums, above), under = value_of(sums, below);
    double a = under * under - z * z * covariance_of(walk, below, below);
    double b = over * under - z * z * covariance_of(walk, above, below);
    double c = over * over - z * z * covariance_of(walk, above, above);
    double b_and_root = b + sqrt(fmax(0, b * b - a * c));
    ratio->lower = c > 0 ? c / b_and_root : 0;
    ratio->upper = a > 0 ? b_and_root / a : (double)INFINITY;
}

static geo_estimate ratio_of(struct walk walk, const struct sums *sums, struct linear above,
                             struct linear below, double z)
{
    double over = value_of(sums, above), under = value_of(sums, below);
    if (!(over > 0) || !(under > 0))
        return unknown;
    geo_estimate ratio = {over / under, (double)NAN, (double)NAN};
    if (has_interval(sums))
        ratio_limits(walk, sums, above, below, z, &ratio);
    return ratio;
}

/* ---- indices -------------------------------------------------------------------------------- */

/* The least squares line falls by -sum(share x middle x rate) / spread from ridit 0 to 1. */
static geo_estimate slope_of(struct walk walk, const struct sums *sums, double per, double z)
{
    const struct linear fall = {0, -per / (sums->people * sums->spread)};
    return estimate_of(walk, sums, fall, z);
}

/* The line's two ends, in units of incidents that are the same for both. */
static geo_estimate relative_of(struct walk walk, const struct sums *sums, double z)
{
    double half_fall = 1 / (2 * sums->spread);
    const struct linear most = {1, -half_fall}, least = {1, half_fall};
    return ratio_of(walk, sums, most, least, z);
}

/* 2 sum(count x ridit) / sum(count), less 1. Where so few incidents may be none, it may be
 * anything. */
static geo_estimate concentration_of(struct walk walk, const struct sums *sums, double z)
{
    const struct linear twice_ridit = {1, 2}, one = {1, 0};
    geo_estimate index = ratio_of(walk, sums, twice_ridit, one, z);
    index.value -= 1;
    index.lower = isinf(index.upper) ? -1 : index.lower - 1;
    index.upper = index.upper > 2 ? 1 : index.upper - 1;
    return index;
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
    out->relative = relative_of(walk, &sums, z);
    out->concentration = concentration_of(walk, &sums, z);
    return GEO_OK;
}
