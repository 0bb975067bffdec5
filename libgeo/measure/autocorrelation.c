/* Whether neighbours are alike: Moran's I and Geary's C of a whole map. */
#include <math.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/pool.h"
#include "core/random.h"
#include "core/sum.h"
#include "measure/spatial_values.h"

/* ---- sums over the weights ------------------------------------------------------------------ */

typedef struct weight_sums {
    double s0; /* all weights */
    double s1; /* half the squares of weights there and back */
    double s2; /* squares of each area's weights out and in */
} weight_sums;

/* The weight of j for i, 0 when it is no neighbour. */
static double weight_between(const geo_spatial_values *values, size_t i, int32_t j)
{
    size_t low = values->first[i], high = values->first[i + 1];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (values->to[middle] == j)
            return values->weight[middle];
        if (values->to[middle] < j)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

/* `in` has room for a number for each area. */
static weight_sums sum_weights(const geo_spatial_values *values, double *in)
{
    weight_sums sums = {0, 0, 0};
    for (size_t i = 0; i < values->count; i++)
        in[i] = 0;
    for (size_t i = 0; i < values->count; i++)
        for (size_t p = values->first[i]; p < values->first[i + 1]; p++) {
            double there = values->weight[p];
            double back = weight_between(values, (size_t)values->to[p], (int32_t)i);
            in[values->to[p]] += there;
            sums.s0 += there;
            /* Of a pair that is no pair the other way round both halves are counted here. */
            sums.s1 += back > 0 ? (there + back) * (there + back) / 2 : there * there;
        }
    for (size_t i = 0; i < values->count; i++) {
        double both = in[i];
        for (size_t p = values->first[i]; p < values->first[i + 1]; p++)
            both += values->weight[p];
        sums.s2 += both * both;
    }
    return sums;
}

/* ---- the statistics ------------------------------------------------------------------------- */

/* Of deviations z in any order of the areas. */
typedef double (*statistic)(const geo_spatial_values *values, double s0, const double *z);

static double moran_of(const geo_spatial_values *values, double s0, const double *z)
{
    double sum = 0;
    for (size_t i = 0; i < values->count; i++) {
        double around = 0;
        for (size_t p = values->first[i]; p < values->first[i + 1]; p++)
            around += values->weight[p] * z[values->to[p]];
        sum += z[i] * around;
    }
    return (double)values->count / s0 * sum / values->squares;
}

static double geary_of(const geo_spatial_values *values, double s0, const double *z)
{
    double sum = 0;
    for (size_t i = 0; i < values->count; i++)
        for (size_t p = values->first[i]; p < values->first[i + 1]; p++) {
            double apart = z[i] - z[values->to[p]];
            sum += values->weight[p] * apart * apart;
        }
    return (double)(values->count - 1) / (2 * s0) * sum / values->squares;
}

/* Fourth moment over the squared second: what randomisation knows of the values. */
static double kurtosis_of(const geo_spatial_values *values)
{
    geo_sum fourth = {0, 0};
    double n = (double)values->count;
    for (size_t i = 0; i < values->count; i++)
        geo_sum_add(&fourth, pow(values->z[i], 4));
    return n * geo_sum_value(&fourth) / (values->squares * values->squares);
}

/* Cliff and Ord 1981, page 46. */
static void moran_moments(const weight_sums *w, double n, double k, geo_autocorrelation *out)
{
    double s0_squared = w->s0 * w->s0;
    out->expected = -1 / (n - 1);
    double first = n * ((n * n - 3 * n + 3) * w->s1 - n * w->s2 + 3 * s0_squared);
    double second = k * ((n * n - n) * w->s1 - 2 * n * w->s2 + 6 * s0_squared);
    out->variance = (first - second) / ((n - 1) * (n - 2) * (n - 3) * s0_squared) -
                    out->expected * out->expected;
}

/* Cliff and Ord 1981, page 54. */
static void geary_moments(const weight_sums *w, double n, double k, geo_autocorrelation *out)
{
    double s0_squared = w->s0 * w->s0;
    out->expected = 1;
    double first = (n - 1) * w->s1 * (n * n - 3 * n + 3 - (n - 1) * k);
    double second = (n - 1) * w->s2 * (n * n + 3 * n - 6 - (n * n - n + 2) * k) / 4;
    double third = s0_squared * (n * n - 3 - (n - 1) * (n - 1) * k);
    out->variance = (first - second + third) / (n * (n - 2) * (n - 3) * s0_squared);
}

/* ---- permutations --------------------------------------------------------------------------- */

#define TIE 1e-12

typedef struct shuffling {
    const geo_spatial_values *values;
    statistic statistic;
    double s0;
    double seen;
    uint64_t seed;
    double *z;           /* [workers * count] */
    unsigned char *tail; /* [permutations] 1: at or above what was seen; 2: at or below; 3: both */
} shuffling;

/* Each from the deviations in their own order, so that it depends on its number alone. */
static void shuffle(void *user, size_t worker, size_t first, size_t last)
{
    const shuffling *work = user;
    size_t count = work->values->count;
    double *z = work->z + worker * count;
    for (size_t r = first; r < last; r++) {
        uint64_t random = geo_random_stream(work->seed, r);
        for (size_t i = 0; i < count; i++) {
            size_t j = geo_random_below(&random, i + 1);
            z[i] = z[j];
            z[j] = work->values->z[i];
        }
        double drawn = work->statistic(work->values, work->s0, z);
        double tie = TIE * fabs(work->seen);
        work->tail[r] = (unsigned char)((drawn >= work->seen - tie ? 1 : 0) |
                                        (drawn <= work->seen + tie ? 2 : 0));
    }
}

static double permuted_p(const shuffling *work, size_t permutations)
{
    size_t above = 0, below = 0;
    for (size_t r = 0; r < permutations; r++) {
        above += work->tail[r] & 1;
        below += work->tail[r] >> 1;
    }
    size_t least = above < below ? above : below;
    return fmin(1, 2 * (double)(least + 1) / (double)(permutations + 1));
}

static geo_status permute(geo_context *context, shuffling *work, size_t permutations, double *p)
{
    size_t workers = (size_t)geo_threads(context);
    geo_status status =
        geo_alloc_array(context, workers * work->values->count, sizeof *work->z, &work->z);
    if (status == GEO_OK)
        status = geo_alloc_array(context, permutations, sizeof *work->tail, &work->tail);
    if (status == GEO_OK) {
        geo_share_work(context, permutations, 8, shuffle, work);
        *p = permuted_p(work, permutations);
    }
    free(work->z);
    free(work->tail);
    return status;
}

/* ---- one test ------------------------------------------------------------------------------- */

typedef struct measured {
    const char *name;
    statistic statistic;
    void (*moments)(const weight_sums *w, double n, double k, geo_autocorrelation *out);
} measured;

static geo_status check(geo_context *context, const measured *kind,
                        const geo_spatial_values *values)
{
    if (values->count < 4)
        return geo_fail(context, GEO_ERROR_DATA,
                        "%s needs at least 4 areas with a value and a neighbour, and there are %zu",
                        kind->name, values->count);
    if (!(values->squares > 0))
        return geo_fail(context, GEO_ERROR_DATA, "%s cannot be told: all %zu areas have one value",
                        kind->name, values->count);
    return GEO_OK;
}

static geo_status measure(geo_context *context, const measured *kind,
                          const geo_spatial_values *values, const geo_spatial_options *options,
                          geo_autocorrelation *out)
{
    double *in = NULL;
    geo_status status = check(context, kind, values);
    if (status == GEO_OK)
        status = geo_alloc_array(context, values->count, sizeof *in, &in);
    if (status != GEO_OK)
        return status;
    const weight_sums sums = sum_weights(values, in);
    free(in);
    geo_autocorrelation found = {.count = values->count, .islands = values->islands};
    found.statistic = kind->statistic(values, sums.s0, values->z);
    kind->moments(&sums, (double)values->count, kurtosis_of(values), &found);
    found.z = (found.statistic - found.expected) / sqrt(found.variance);
    found.p = erfc(fabs(found.z) / sqrt(2));
    found.permuted_p = (double)NAN;
    shuffling work = {.values = values,
                      .statistic = kind->statistic,
                      .s0 = sums.s0,
                      .seen = found.statistic,
                      .seed = options->seed};
    if (options->permutations > 0)
        status = permute(context, &work, options->permutations, &found.permuted_p);
    if (status == GEO_OK)
        *out = found;
    return status;
}

static geo_status test(geo_context *context, const measured *kind, const geo_neighbours *neighbours,
                       const double *value, const geo_spatial_options *options,
                       geo_autocorrelation *out)
{
    static const geo_spatial_options defaults = GEO_SPATIAL_OPTIONS_INIT;
    const geo_spatial_options *used = options ? options : &defaults;
    geo_spatial_values values;
    geo_status status =
        geo_spatial_values_make(context, neighbours, value, used->row_standardised, true, &values);
    if (status == GEO_OK)
        status = measure(context, kind, &values, used, out);
    geo_spatial_values_clear(&values);
    return status;
}

geo_status geo_moran(geo_context *context, const geo_neighbours *neighbours, const double *value,
                     const geo_spatial_options *options, geo_autocorrelation *out)
{
    static const measured moran = {"Moran's I", moran_of, moran_moments};
    return test(context, &moran, neighbours, value, options, out);
}

geo_status geo_geary(geo_context *context, const geo_neighbours *neighbours, const double *value,
                     const geo_spatial_options *options, geo_autocorrelation *out)
{
    static const measured geary = {"Geary's C", geary_of, geary_moments};
    return test(context, &geary, neighbours, value, options, out);
}
