/* Populations and other figures as people write them. */
#ifndef GEO_SOURCE_POPULATION_H
#define GEO_SOURCE_POPULATION_H

#include <geo/source.h>

/* "7228" or "7,228" (groups of three), "-1.75". NaN for a blank text. False, and NaN, for anything
 * else. */
bool geo_figure_parse(geo_text text, double *figure);

/* The same, and false for negative numbers. */
bool geo_population_parse(geo_text text, double *population);

/* The same for a cell of any type of column; a null cell is NaN and true. */
bool geo_population_of_cell(const geo_column *column, size_t row, double *population);

/* The table that populations are read from. */
geo_status geo_open_population(geo_context *context, const geo_input *input,
                               const geo_population_options *options, geo_reader **out);

/* Gives areas another population, whose array becomes theirs (*population is then NULL). */
geo_status geo_set_population(geo_context *context, geo_areas *areas, double **population,
                              const char *field);

#endif
