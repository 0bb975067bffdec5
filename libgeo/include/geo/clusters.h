/*
 * geo/clusters.h - points -> clusters, without a surface. A part of the surface stage; see
 * geo/core.h for the conventions.
 */
#ifndef GEO_CLUSTERS_H
#define GEO_CLUSTERS_H

#include <geo/core.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct geo_cluster_options {
    double distance_m;     /* above 0: how far a place's neighbourhood reaches, that included */
    int64_t min_incidents; /* 1 or more: what a neighbourhood must have to be dense */
} geo_cluster_options;

#define GEO_CLUSTER_OPTIONS_INIT                                                                   \
    {                                                                                              \
        100, 20                                                                                    \
    }

/* Clusters by falling incidents, of equal ones the one whose northernmost place (of these the
 * westernmost) lies further north, or then west, first. */
typedef struct geo_clusters {
    size_t place_count;
    int32_t *cluster; /* [place_count] that a place belongs to; GEO_NO_CODE: to none */
    bool *is_core;    /* [place_count] */
    size_t count;
    int64_t *incidents; /* [count] of a cluster: of its core places and those at its border */
    size_t *places;     /* [count] */
} geo_clusters;

GEO_API void geo_clusters_free(geo_clusters *clusters);

/*
 * Clusters by density (Ester, Kriegel, Sander and Xu 1996, A density-based algorithm for
 * discovering clusters in large spatial databases with noise, definitions 1 to 6), on places with
 * how many incidents each has (NULL: 1 each): a place is core when it and those within distance_m
 * of it have min_incidents or more between them; core places within distance_m of each other are in
 * one cluster; other places within distance_m of a core place are at the border of the cluster of
 * the nearest one, of equally near ones the northernmost, then the westernmost. So the clusters
 * don't depend on the order of the places, nor on whether incidents at one spot are one place.
 * GEO_ERROR_USAGE for options out of range; GEO_ERROR_DATA for a coordinate that is not finite or
 * beyond 1e150 and for incidents below 0; GEO_ERROR_LIMIT for 2^31 places or more and when a
 * cluster's incidents are beyond 64 bits. O(n log n + pairs within some distances) time on all
 * threads, O(n) memory.
 */
GEO_API geo_status geo_clusters_make(geo_context *context, const double *x, const double *y,
                                     const int64_t *incidents, size_t count,
                                     const geo_cluster_options *options, geo_clusters **out);

#ifdef __cplusplus
}
#endif
#endif
