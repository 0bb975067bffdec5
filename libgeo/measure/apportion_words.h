/* What tables of shared out quantities have in common. */
#ifndef GEO_MEASURE_APPORTION_WORDS_H
#define GEO_MEASURE_APPORTION_WORDS_H

#include <geo/apportion.h>

/* Code, name and parent of each area in the first rows, and that the rows are about these. */
geo_status geo_add_area_columns(geo_context *context, const geo_areas *areas, geo_table *table);
/* Puts a text into a row's column for people: the name, or the code of areas without names. */
geo_status geo_name_foot(geo_context *context, geo_table *table, size_t row, const char *text);
/* "1,131,051", "17.5": digits after the point where there are any, at most three, and one of 1,000
 * and more. */
geo_status geo_append_quantity(geo_context *context, double value, geo_bytes *out);

#endif
