/* Ground around clusters of incidents, found by their density without a surface. */
#include <math.h>
#include <stdlib.h>

#include <geo/clusters.h>

#include "hotspots.h"

geo_status hotspots_check_clusters(cli_job *job, const hotspots_settings *settings)
{
    if (hotspots_method_of(settings) != HOTSPOTS_BY_CLUSTERS)
        return GEO_OK;
    if (settings->cells.shape != CELLS_NONE)
        return job_fail(job, GEO_ERROR_USAGE, "give --cells or --method clusters, not both");
    if (settings->threshold || settings->share || settings->by_peaks)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--threshold, --share and --by-peaks are about a surface; clusters begin "
                        "where --cluster-incidents are within --cluster-distance");
    if (settings->cluster_m <= 0)
        return job_fail(job, GEO_ERROR_USAGE, "--cluster-distance must be more than 0");
    if (settings->cluster_incidents < 1)
        return job_fail(job, GEO_ERROR_USAGE, "--cluster-incidents must be 1 or more");
    return GEO_OK;
}

/* The place with most incidents of each cluster, the northernmost and then the westernmost of equal
 * ones, as places stand in that order; density is of the cluster's ground. */
static geo_status find_figures(cli_job *job, const hotspots_result *result,
                               const geo_clusters *clusters, hotspots_pieces *pieces)
{
    const geo_places *places = result->places;
    const double *area_km2 = geo_table_find(pieces->areas->attributes, "area_km2")->real;
    int64_t *most = calloc(clusters->count + 1, sizeof *most);
    geo_status status =
        most ? hotspots_allot_pieces(job, pieces, clusters->count) : job_out_of_memory(job);
    for (size_t i = 0; i < places->count && status == GEO_OK; i++) {
        int32_t cluster = clusters->cluster[i];
        if (cluster == GEO_NO_CODE || places->incidents[i] <= most[cluster])
            continue;
        most[cluster] = places->incidents[i];
        pieces->x[cluster] = places->x[i];
        pieces->y[cluster] = places->y[i];
    }
    for (size_t i = 0; i < clusters->count && status == GEO_OK; i++) {
        pieces->area_km2[i] = area_km2[i];
        pieces->peak[i] = (double)clusters->incidents[i] / area_km2[i];
    }
    free(most);
    return status;
}

/* Two places that are one cluster's for being this near are on one ground. */
static geo_status make_ground(cli_job *job, hotspots_result *result, const geo_clusters *clusters)
{
    enum { ID_FIGURES = 10 };
    const geo_places *places = result->places;
    hotspots_pieces *pieces = &result->pieces;
    geo_status status = geo_areas_around_points(
        job->context, &result->load.frame->crs, places->x, places->y, clusters->cluster,
        places->count, clusters->count, result->settings->cluster_m / 2, &pieces->areas);
    if (status == GEO_OK)
        status = find_figures(job, result, clusters, pieces);
    return status == GEO_OK ? hotspots_set_ids(job, pieces, ID_FIGURES) : status;
}

geo_status hotspots_find_clusters(cli_job *job, hotspots_result *result)
{
    const geo_places *places = result->places;
    const geo_cluster_options options = {result->settings->cluster_m,
                                         result->settings->cluster_incidents};
    geo_clusters *clusters = NULL;
    geo_status status = geo_clusters_make(job->context, places->x, places->y, places->incidents,
                                          places->count, &options, &clusters);
    if (status == GEO_OK)
        status = make_ground(job, result, clusters);
    geo_clusters_free(clusters);
    return status;
}
