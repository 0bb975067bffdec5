/* Rates of small areas drawn towards the rate of all. */
#include <math.h>

#include <geo/measure.h>

#include "core/context.h"
#include "core/sum.h"

static bool is_known(double count, double population)
{
    return !isnan(geo_rate_per_1000(count, population));
}

struct moments {
    size_t areas;
    double population;
    double mean;     /* rate of all areas together, per person */
    double variance; /* of the areas' underlying rates */
};

/* Marshall 1991, Mapping disease and mortality rates using empirical Bayes estimators, Applied
 * Statistics 40, p. 286: moments weighted by population; what chance alone makes of the variance is
 * taken off it. */
static struct moments moments_of(const double *count, const double *population, size_t areas)
{
    struct moments moments = {.areas = 0};
    geo_sum incidents = {0, 0}, people = {0, 0}, squares = {0, 0};
    for (size_t i = 0; i < areas; i++) {
        if (!is_known(count[i], population[i]))
            continue;
        moments.areas++;
        geo_sum_add(&incidents, count[i]);
        geo_sum_add(&people, population[i]);
    }
    if (moments.areas == 0)
        return moments;
    moments.population = geo_sum_value(&people);
    moments.mean = geo_sum_value(&incidents) / moments.population;
    for (size_t i = 0; i < areas; i++) {
        if (!is_known(count[i], population[i]))
            continue;
        double off = count[i] / population[i] - moments.mean;
        geo_sum_add(&squares, population[i] * off * off);
    }
    double of_chance = moments.mean / (moments.population / (double)moments.areas);
    moments.variance = fmax(0, geo_sum_value(&squares) / moments.population - of_chance);
    return moments;
}

static double smoothed(const struct moments *moments, double count, double population)
{
    double of_chance = moments->mean / population;
    double weight = moments->variance > 0 ? moments->variance / (moments->variance + of_chance) : 0;
    return 1000 * (moments->mean + weight * (count / population - moments->mean));
}

geo_status geo_smooth_rates(geo_context *context, const double *count, const double *population,
                            size_t areas, double *rate)
{
    for (size_t i = 0; i < areas; i++)
        if (count[i] < 0 || isinf(count[i]))
            return geo_fail(context, GEO_ERROR_DATA, "area %zu has a count out of range", i + 1);
    const struct moments moments = moments_of(count, population, areas);
    if (moments.areas == 0)
        return geo_fail(context, GEO_ERROR_DATA,
                        "no area has a rate: none of the %zu areas has a population", areas);
    for (size_t i = 0; i < areas; i++)
        rate[i] = is_known(count[i], population[i]) ? smoothed(&moments, count[i], population[i])
                                                    : (double)NAN;
    return GEO_OK;
}
