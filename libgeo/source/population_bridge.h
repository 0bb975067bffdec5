/* Populations of LSOAs of one year, shared out to those of another. */
#ifndef GEO_SOURCE_POPULATION_BRIDGE_H
#define GEO_SOURCE_POPULATION_BRIDGE_H

#include <geo/source.h>

/* As geo_areas_join_population() where both are LSOAs of different years and options->bridge is
 * given; where they aren't, *is_bridged is false and nothing is done. */
geo_status geo_bridge_population(geo_context *context, geo_areas *areas, const geo_input *input,
                                 const geo_population_options *options, bool *is_bridged);

#endif
