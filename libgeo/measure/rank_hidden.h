/* Areas that a ranking keeps back. */
#ifndef GEO_MEASURE_RANK_HIDDEN_H
#define GEO_MEASURE_RANK_HIDDEN_H

#include <geo/measure.h>

/* Chooses the areas to hide, and puts rates in place of theirs that tell no more than is known of
 * them together. GEO_ERROR_DISCLOSURE when there are too few incidents in all. */
geo_status geo_rank_hide(geo_context *context, const geo_areas *areas, const int64_t *count,
                         const geo_rank_options *options, double *rate, geo_ranking *ranking);

#endif
