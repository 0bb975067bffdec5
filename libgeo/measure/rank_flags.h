/* What a reader must know of single rates of a ranking. */
#ifndef GEO_MEASURE_RANK_FLAGS_H
#define GEO_MEASURE_RANK_FLAGS_H

#include <geo/measure.h>

/* Adds the column `flags` and what they mean. */
geo_status geo_rank_add_flags(geo_context *context, const geo_areas *areas, const int64_t *count,
                              const geo_rank_options *options, geo_ranking *ranking);

/* Counts the areas shown that have a small population; without flags a note says that there are
 * any. */
geo_status geo_rank_note_small(geo_context *context, const geo_areas *areas,
                               const geo_rank_options *options, geo_ranking *ranking);

#endif
