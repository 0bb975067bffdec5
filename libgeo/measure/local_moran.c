/* Clusters and outliers: local Moran, tested by conditional permutation. */
#include <math.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/pool.h"
#include "core/random.h"
#include "measure/spatial_values.h"

const char *geo_cluster_name(geo_cluster cluster)
{
    static const char *const name[] = {"", "high-high", "low-low", "high-low", "low-high"};
    return name[cluster];
}

void geo_local_moran_free(geo_local_moran *moran)
{
    if (!moran)
        return;
    free(moran->i);
    free(moran->p);
    free(moran->cluster);
    free(moran);
}

/* ---- draws ---------------------------------------------------------------------------------- */

/* As many neighbours as this are drawn by trying again when one comes twice; more, by exchanging
 * places, which takes the same time for any number of them. */
#define FEW_NEIGHBOURS 24

typedef struct drawing {
    const geo_spatial_values *values;
    size_t permutations;
    uint64_t seed;
    int32_t *order; /* [workers * values->count] each worker's 0, 1, 2 ... between draws */
    size_t *taken;  /* [workers * values->most] */
    geo_local_moran *made;
} drawing;

static bool is_drawn(const size_t *drawn, size_t count, size_t number)
{
    for (size_t i = 0; i < count; i++)
        if (drawn[i] == number)
            return true;
    return false;
}

/* Weighted sum of z over distinct areas other than i, drawn for its neighbours. */
static double draw_few(const geo_spatial_values *values, size_t i, uint64_t *random)
{
    size_t drawn[FEW_NEIGHBOURS];
    size_t begin = values->first[i], count = values->first[i + 1] - begin;
    double sum = 0;
    for (size_t k = 0; k < count; k++) {
        size_t number;
        do
            number = geo_random_below(random, values->count - 1);
        while (is_drawn(drawn, k, number));
        drawn[k] = number;
        sum += values->weight[begin + k] * values->z[number + (number >= i)];
    }
    return sum;
}

/* The first steps of a shuffle of `order`, undone afterwards from the last to the first. */
static double draw_many(const geo_spatial_values *values, size_t i, uint64_t *random,
                        int32_t *order, size_t *taken)
{
    size_t begin = values->first[i], count = values->first[i + 1] - begin;
    double sum = 0;
    for (size_t k = 0; k < count; k++) {
        taken[k] = k + geo_random_below(random, values->count - 1 - k);
        int32_t number = order[taken[k]];
        order[taken[k]] = order[k];
        order[k] = number;
        sum += values->weight[begin + k] * values->z[(size_t)number + ((size_t)number >= i)];
    }
    for (size_t k = count; k-- > 0;) {
        int32_t number = order[k];
        order[k] = order[taken[k]];
        order[taken[k]] = number;
    }
    return sum;
}

/* ---- one area ------------------------------------------------------------------------------- */

/* Sums of the same numbers in another order may differ by rounding: they are ties. */
#define TIE 1e-12

typedef struct tails {
    size_t above; /* permutations at or above what was seen */
    size_t below;
} tails;

static void count_tail(tails *found, double drawn, double seen, double scale)
{
    double tie = TIE * scale;
    found->above += drawn >= seen - tie;
    found->below += drawn <= seen + tie;
}

static double two_sided(const tails *found, size_t permutations)
{
    size_t least = found->above < found->below ? found->above : found->below;
    return fmin(1, 2 * (double)(least + 1) / (double)(permutations + 1));
}

/* Of its neighbours' deviations, weighted; *scale is of the size that rounding goes by. */
static double lag(const geo_spatial_values *values, size_t i, double *scale)
{
    double sum = 0;
    *scale = 0;
    for (size_t p = values->first[i]; p < values->first[i + 1]; p++) {
        double part = values->weight[p] * values->z[values->to[p]];
        sum += part;
        *scale += fabs(part);
    }
    return sum;
}

static double permuted_p(const drawing *draw, size_t i, double seen, double scale, int32_t *order,
                         size_t *taken)
{
    const geo_spatial_values *values = draw->values;
    tails found = {0, 0};
    uint64_t random = geo_random_stream(draw->seed, values->area[i]);
    bool is_few = values->first[i + 1] - values->first[i] <= FEW_NEIGHBOURS &&
                  2 * FEW_NEIGHBOURS < values->count;
    for (size_t r = 0; r < draw->permutations; r++) {
        double drawn =
            is_few ? draw_few(values, i, &random) : draw_many(values, i, &random, order, taken);
        count_tail(&found, drawn, seen, scale);
    }
    return two_sided(&found, draw->permutations);
}

static geo_cluster cluster_of(double z, double lag)
{
    if (z == 0 || lag == 0)
        return GEO_CLUSTER_NONE;
    if (z > 0)
        return lag > 0 ? GEO_CLUSTER_HIGH_HIGH : GEO_CLUSTER_HIGH_LOW;
    return lag > 0 ? GEO_CLUSTER_LOW_HIGH : GEO_CLUSTER_LOW_LOW;
}

static void test_area(const drawing *draw, size_t worker, size_t i)
{
    const geo_spatial_values *values = draw->values;
    geo_local_moran *made = draw->made;
    size_t area = values->area[i];
    double scale, around;
    if (values->first[i] == values->first[i + 1])
        return;
    around = lag(values, i, &scale);
    made->i[area] = values->z[i] * around / (values->squares / (double)values->count);
    made->cluster[area] = cluster_of(values->z[i], around);
    if (draw->permutations > 0)
        made->p[area] = permuted_p(draw, i, around, scale, draw->order + worker * values->count,
                                   draw->taken + worker * values->most);
}

/* ---- all of them ---------------------------------------------------------------------------- */

static void test_areas(void *user, size_t worker, size_t first, size_t last)
{
    const drawing *draw = user;
    for (size_t i = first; i < last; i++)
        test_area(draw, worker, i);
}

static geo_status make_room(geo_context *context, drawing *draw, size_t workers)
{
    size_t count = draw->values->count;
    geo_status status =
        geo_alloc_array(context, workers * count, sizeof *draw->order, &draw->order);
    for (size_t i = 0; i < workers * count && status == GEO_OK; i++)
        draw->order[i] = (int32_t)(i % count);
    if (status == GEO_OK)
        status = geo_alloc_array(context, workers * draw->values->most, sizeof *draw->taken,
                                 &draw->taken);
    return status;
}

static geo_status test_all(geo_context *context, const geo_spatial_values *values,
                           const geo_spatial_options *options, geo_local_moran *made)
{
    drawing draw = {.values = values,
                    .permutations = options->permutations,
                    .seed = options->seed,
                    .made = made};
    geo_status status = GEO_OK;
    if (values->count < 2 || !(values->squares > 0))
        return GEO_OK;
    status = make_room(context, &draw, (size_t)geo_threads(context));
    if (status == GEO_OK)
        geo_share_work(context, values->count, 64, test_areas, &draw);
    free(draw.order);
    free(draw.taken);
    return status;
}

static geo_status new_moran(geo_context *context, size_t count, geo_local_moran **out)
{
    geo_local_moran *made = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *made, &made);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *made->i, &made->i);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *made->p, &made->p);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *made->cluster, &made->cluster);
    for (size_t i = 0; i < count && status == GEO_OK; i++)
        made->i[i] = made->p[i] = (double)NAN;
    if (status != GEO_OK) {
        geo_local_moran_free(made);
        return status;
    }
    made->count = count;
    *out = made;
    return GEO_OK;
}

geo_status geo_local_moran_make(geo_context *context, const geo_neighbours *neighbours,
                                const double *value, const geo_spatial_options *options,
                                geo_local_moran **out)
{
    static const geo_spatial_options defaults = GEO_SPATIAL_OPTIONS_INIT;
    const geo_spatial_options *used = options ? options : &defaults;
    geo_spatial_values values;
    geo_local_moran *made = NULL;
    geo_status status =
        geo_spatial_values_make(context, neighbours, value, used->row_standardised, false, &values);
    if (status == GEO_OK)
        status = new_moran(context, neighbours->count, &made);
    if (status == GEO_OK)
        status = test_all(context, &values, used, made);
    geo_spatial_values_clear(&values);
    if (status == GEO_OK)
        *out = made;
    else
        geo_local_moran_free(made);
    return status;
}
