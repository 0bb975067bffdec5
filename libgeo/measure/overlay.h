/* Rates and deprivation of areas, on their way to the tables of an overlay. */
#ifndef GEO_MEASURE_OVERLAY_H
#define GEO_MEASURE_OVERLAY_H

#include <geo/deprivation.h>
#include <geo/measure.h>

typedef struct geo_overlay_work {
    geo_context *context;
    const geo_areas *areas;
    const int64_t *count;
    const geo_area_deprivation *deprivation;
    const geo_overlay_options *options;
    double *rate;               /* [areas->count] NaN: not known */
    int32_t *rate_third;        /* [areas->count] of GEO_OVERLAY_BIVARIATE, else NULL; */
    int32_t *deprivation_third; /* 2 the most deprived */
    geo_overlay *made;
} geo_overlay_work;

bool geo_overlay_is_shown(const geo_overlay_work *work, size_t area);
/* Both tables, without titles, with notes on how the classes came about. */
geo_status geo_overlay_tables(geo_overlay_work *work);

#endif
