/* Distributions of values, and breaks at their quantiles. */
#include <math.h>
#include <stdlib.h>

#include "core/memory.h"
#include "figure/breaks.h"

static int compare_values(const void *left, const void *right)
{
    const double *one = left, *other = right;
    return (*one > *other) - (*one < *other);
}

/* Adds equal neighbours up. */
static geo_status merge_equal(geo_context *context, geo_distribution *distribution)
{
    size_t merged = 0;
    geo_status status =
        geo_alloc_array(context, distribution->count, sizeof(double), &distribution->weight);
    if (status != GEO_OK)
        return status;
    for (size_t i = 0; i < distribution->count; i++) {
        if (i == 0 || distribution->value[i] > distribution->value[merged - 1])
            distribution->value[merged++] = distribution->value[i];
        distribution->weight[merged - 1] += 1;
    }
    distribution->total = (double)distribution->count;
    distribution->count = merged;
    return GEO_OK;
}

geo_status geo_distribution_make(geo_context *context, const double *value, size_t count,
                                 double least, bool is_folded, geo_distribution *out)
{
    geo_distribution made = {0};
    geo_status status = geo_alloc_array(context, count, sizeof(double), &made.value);
    if (status != GEO_OK)
        return status;
    for (size_t i = 0; i < count; i++) {
        double here = is_folded ? fabs(value[i]) : value[i];
        if (isfinite(here) && here >= least)
            made.value[made.count++] = here == 0 ? 0 : here; /* -0 is 0 */
    }
    qsort(made.value, made.count, sizeof(double), compare_values);
    status = merge_equal(context, &made);
    if (status == GEO_OK)
        *out = made;
    else
        geo_distribution_clear(&made);
    return status;
}

void geo_distribution_clear(geo_distribution *distribution)
{
    free(distribution->value);
    free(distribution->weight);
    *distribution = (geo_distribution){0};
}

double geo_distribution_mean(const geo_distribution *distribution)
{
    double sum = 0;
    for (size_t i = 0; i < distribution->count; i++)
        sum += distribution->weight[i] / distribution->total * distribution->value[i];
    return sum;
}

double geo_distribution_sd(const geo_distribution *distribution, double centre)
{
    double sum = 0;
    for (size_t i = 0; i < distribution->count; i++) {
        double from_centre = distribution->value[i] - centre;
        sum += distribution->weight[i] * from_centre * from_centre;
    }
    return distribution->total > 1 ? sqrt(sum / (distribution->total - 1)) : 0;
}

double geo_distribution_quantile(const geo_distribution *distribution, double share)
{
    double place = share * (distribution->total - 1);
    double before = floor(place), passed = 0;
    size_t i = 0;
    while (i + 1 < distribution->count && passed + distribution->weight[i] <= before)
        passed += distribution->weight[i++];
    bool is_last_of_equals = passed + distribution->weight[i] <= before + 1;
    if (!is_last_of_equals || i + 1 == distribution->count)
        return distribution->value[i];
    double from = distribution->value[i], to = distribution->value[i + 1];
    return from + (place - before) * (to - from);
}

size_t geo_split_quantile(const geo_distribution *distribution, size_t classes, size_t *start)
{
    size_t count = 0, next = 1;
    for (size_t k = 1; k < classes; k++) {
        double quantile = geo_distribution_quantile(distribution, (double)k / (double)classes);
        while (next < distribution->count && distribution->value[next] < quantile)
            next++;
        if (next < distribution->count && quantile > distribution->value[0])
            start[count++] = next++;
    }
    return count;
}
