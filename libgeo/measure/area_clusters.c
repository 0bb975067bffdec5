/* Hot and cold spots, clusters and outliers of a map: a statistic of each area, and its class. */
#include "measure/area_clusters.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <geo/measure.h>

#include "core/context.h"
#include "core/memory.h"

#define SIGNIFICANT 0.05 /* p of local Moran */

void geo_area_clusters_free(geo_area_clusters *clusters)
{
    if (!clusters)
        return;
    free(clusters->statistic);
    free(clusters->p);
    free(clusters->adjusted);
    free(clusters->class_of);
    free(clusters->raw_class_of);
    geo_table_free(clusters->table);
    free(clusters);
}

bool geo_area_clusters_is_spots(const geo_area_clusters_work *work)
{
    return work->options->statistic == GEO_GI_STAR;
}

int32_t geo_area_clusters_none(const geo_area_clusters_work *work)
{
    return geo_area_clusters_is_spots(work) ? (int32_t)GEO_SPOT_NONE : (int32_t)GEO_CLUSTER_NONE;
}

static geo_status new_clusters(geo_context *context, size_t count, geo_area_clusters **out)
{
    geo_area_clusters *made = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *made, &made);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *made->statistic, &made->statistic);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *made->p, &made->p);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *made->adjusted, &made->adjusted);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *made->class_of, &made->class_of);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *made->raw_class_of, &made->raw_class_of);
    if (status != GEO_OK) {
        geo_area_clusters_free(made);
        return status;
    }
    made->count = count;
    *out = made;
    return GEO_OK;
}

/* ---- the statistics ------------------------------------------------------------------------- */

/* An area's own weight is 1: that of its nearest neighbour too, as there is none at no distance. */
static void scale_weights(const geo_neighbours *neighbours, double *weight)
{
    for (size_t i = 0; i < neighbours->count; i++) {
        double most = 0;
        for (size_t p = neighbours->first[i]; p < neighbours->first[i + 1]; p++)
            most = fmax(most, neighbours->weight[p]);
        for (size_t p = neighbours->first[i]; p < neighbours->first[i + 1]; p++)
            weight[p] = neighbours->weight[p] / most;
    }
}

geo_status geo_local_g_by_nearest(geo_context *context, const geo_neighbours *neighbours,
                                  const double *value, double *z)
{
    geo_neighbours scaled = *neighbours;
    double *weight = NULL;
    geo_status status = GEO_OK;
    if (neighbours->weight)
        status = geo_alloc_array(context, neighbours->pair_count, sizeof *weight, &weight);
    if (weight) {
        scale_weights(neighbours, weight);
        scaled.weight = weight;
    }
    if (status == GEO_OK)
        status = geo_local_g(context, &scaled, value, z);
    free(weight);
    return status;
}

static geo_status find_spots(geo_area_clusters_work *work, const geo_neighbours *neighbours)
{
    geo_area_clusters *made = work->made;
    geo_status status =
        geo_local_g_by_nearest(work->context, neighbours, work->value, made->statistic);
    for (size_t i = 0; i < made->count && status == GEO_OK; i++)
        made->p[i] = erfc(fabs(made->statistic[i]) / sqrt(2));
    return status;
}

static geo_status find_clusters(geo_area_clusters_work *work, const geo_neighbours *neighbours)
{
    geo_area_clusters *made = work->made;
    geo_spatial_options options = work->options->test;
    geo_local_moran *moran = NULL;
    options.permutations = work->options->local_permutations;
    geo_status status =
        geo_local_moran_make(work->context, neighbours, work->value, &options, &moran);
    if (status == GEO_OK)
        status =
            geo_alloc_array(work->context, made->count, sizeof *work->quadrant, &work->quadrant);
    if (status == GEO_OK && made->count > 0) {
        memcpy(made->statistic, moran->i, made->count * sizeof *moran->i);
        memcpy(made->p, moran->p, made->count * sizeof *moran->p);
        memcpy(work->quadrant, moran->cluster, made->count * sizeof *moran->cluster);
    }
    geo_local_moran_free(moran);
    return status;
}

static geo_status test_all(geo_area_clusters_work *work, const geo_neighbours *neighbours)
{
    const geo_spatial_options *test = &work->options->test;
    geo_area_clusters *made = work->made;
    geo_status status = geo_moran(work->context, neighbours, work->value, test, &made->moran);
    if (status == GEO_OK)
        status = geo_geary(work->context, neighbours, work->value, test, &made->geary);
    return status;
}

/* ---- classes -------------------------------------------------------------------------------- */

static int32_t class_of(const geo_area_clusters_work *work, size_t area, double p)
{
    if (isnan(work->made->statistic[area]))
        return GEO_NO_CODE;
    if (geo_area_clusters_is_spots(work))
        return (int32_t)geo_spot_of(work->made->statistic[area], p);
    return p <= SIGNIFICANT ? (int32_t)work->quadrant[area] : (int32_t)GEO_CLUSTER_NONE;
}

static geo_status classify(geo_area_clusters_work *work)
{
    geo_area_clusters *made = work->made;
    geo_status status = geo_false_discovery(work->context, made->p, made->count, made->adjusted);
    for (size_t i = 0; i < made->count && status == GEO_OK; i++) {
        made->tested += isnan(made->p[i]) ? 0 : 1;
        made->raw_class_of[i] = class_of(work, i, made->p[i]);
        made->class_of[i] = work->options->is_corrected ? class_of(work, i, made->adjusted[i])
                                                        : made->raw_class_of[i];
    }
    return status;
}

/* With all others for neighbours nothing can lie together more than chance has it. */
static geo_status check_tested(const geo_area_clusters_work *work)
{
    if (work->made->tested > 0)
        return GEO_OK;
    return geo_fail(work->context, GEO_ERROR_DATA,
                    "no area can be tested: each of those with a value has all others for "
                    "neighbours; give each fewer");
}

static geo_status make(geo_area_clusters_work *work, const geo_neighbours *neighbours)
{
    geo_status status = test_all(work, neighbours);
    if (status == GEO_OK)
        status = geo_area_clusters_is_spots(work) ? find_spots(work, neighbours)
                                                  : find_clusters(work, neighbours);
    if (status == GEO_OK)
        status = classify(work);
    if (status == GEO_OK)
        status = check_tested(work);
    if (status == GEO_OK)
        status = geo_area_clusters_make_table(work);
    return status == GEO_OK ? geo_area_clusters_add_notes(work) : status;
}

geo_status geo_area_clusters_make(geo_context *context, const geo_areas *areas,
                                  const int64_t *count, const double *value,
                                  const geo_neighbours *neighbours,
                                  const geo_area_clusters_options *options, geo_area_clusters **out)
{
    static const geo_area_clusters_options defaults = GEO_AREA_CLUSTERS_OPTIONS_INIT;
    geo_area_clusters_work work = {.context = context,
                                   .areas = areas,
                                   .count = count,
                                   .value = value,
                                   .options = options ? options : &defaults};
    if (neighbours->count != areas->count)
        return geo_fail(context, GEO_ERROR_USAGE, "the neighbours are of %zu areas, not of %zu",
                        neighbours->count, areas->count);
    geo_status status = new_clusters(context, areas->count, &work.made);
    if (status == GEO_OK)
        status = make(&work, neighbours);
    free(work.quadrant);
    if (status == GEO_OK)
        *out = work.made;
    else
        geo_area_clusters_free(work.made);
    return status;
}
