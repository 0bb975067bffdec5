/* Hot and cold spots, clusters and outliers: what the parts that make their table share. */
#ifndef GEO_MEASURE_AREA_CLUSTERS_H
#define GEO_MEASURE_AREA_CLUSTERS_H

#include <geo/spatial.h>

typedef struct geo_area_clusters_work {
    geo_context *context;
    const geo_areas *areas;
    const int64_t *count; /* [areas->count] */
    const double *value;  /* [areas->count] NaN: none */
    const geo_area_clusters_options *options;
    geo_cluster *quadrant; /* [areas->count] of local Moran; else NULL */
    geo_area_clusters *made;
} geo_area_clusters_work;

bool geo_area_clusters_is_spots(const geo_area_clusters_work *work);
/* The class that says that an area stands out by nothing. */
int32_t geo_area_clusters_none(const geo_area_clusters_work *work);

geo_status geo_area_clusters_make_table(const geo_area_clusters_work *work);
geo_status geo_area_clusters_add_notes(const geo_area_clusters_work *work);

#endif
