/* What is printed under a ranking. */
#ifndef GEO_MEASURE_RANK_NOTES_H
#define GEO_MEASURE_RANK_NOTES_H

#include <geo/measure.h>

/* Says what is shown of `areas` areas and how the table was made: reference, bounds, time covered,
 * rounding, areas without population. */
geo_status geo_rank_add_notes(geo_context *context, const geo_rank_options *options, size_t areas,
                              geo_ranking *ranking);

/* "Rates are per year: the counts cover 5 months" */
geo_status geo_add_years_note(geo_context *context, double years, geo_table *table);
/* "95% intervals of a Poisson count: ..." */
geo_status geo_add_interval_note(geo_context *context, double level, geo_table *table);

/* 0.95 -> "95", 0.998 -> "99.8". */
geo_status geo_level_print(geo_context *context, double level, geo_bytes *text);

#endif
