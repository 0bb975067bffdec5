/* A ranking's smoothed rates. */
#ifndef GEO_MEASURE_RANK_SMOOTHED_H
#define GEO_MEASURE_RANK_SMOOTHED_H

#include <geo/measure.h>

/* Adds the column smoothed_rate_per_1000 and its note; `rate` holds what stands for the rates of
 * areas kept back. */
geo_status geo_rank_add_smoothed(geo_context *context, const geo_areas *areas, const int64_t *count,
                                 const double *rate, const geo_rank_options *options,
                                 geo_ranking *ranking);

#endif
