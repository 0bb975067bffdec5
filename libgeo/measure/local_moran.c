/* Clusters and outliers: local Moran, tested by conditional permutation. */
#include <math.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/pool.h"
#include "core/random.h"
#include "measure/local_draws.h"

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

typedef struct drawing {
    const geo_spatial_values *values;
    size_t permutations;
    uint64_t seed;
    int32_t *order; /* [workers * values->count] each worker's 0, 1, 2 ... between draws */
    size_t *taken;  /* [workers * values->most] */
    geo_local_moran *made;
} drawing;

/* ---- one area ------------------------------------------------------------------------------- */

static double two_sided(const geo_tails *found, size_t permutations)
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
    const geo_permuted_area area = {draw->values, i, seen, scale};
    uint64_t random = geo_random_stream(draw->seed, draw->values->area[i]);
    geo_tails found = {0, 0};
    if (geo_has_few_neighbours(&area))
        geo_draw_few(&area, draw->permutations, random, &found);
    else
        geo_draw_many(&area, draw->permutations, random, order, taken, &found);
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
        geo_share_work(context, values->count, 16, test_areas, &draw);
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
