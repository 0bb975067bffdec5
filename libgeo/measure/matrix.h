/* What the tables made of a matrix share. */
#ifndef GEO_MEASURE_MATRIX_H
#define GEO_MEASURE_MATRIX_H

#include <geo/measure.h>
#include <geo/tables.h>

geo_status geo_check_rounding(geo_context *context, int64_t round_to);
geo_status geo_matrix_check_layout(geo_context *context, const geo_matrix_layout *layout);

/* Areas that have a row when the first `top` are shown; 0: all. */
size_t geo_matrix_rows(const geo_matrix *matrix, size_t top);
/* NULL where it has none. */
const char *geo_matrix_parent(const geo_matrix *matrix, size_t area);

bool geo_matrix_same_parent(const geo_matrix *matrix, size_t area, const char *parent);

/* Into the column of that name; nothing happens where there is none, or no text. */
geo_status geo_matrix_set_text(geo_context *context, geo_table *table, const char *column,
                               size_t row, const char *text);
/* Code, name and parent, where the table has columns for them. */
geo_status geo_matrix_set_area(geo_context *context, const geo_matrix *matrix, size_t area,
                               geo_table *table, size_t row);
/* The mark of the band. */
geo_status geo_matrix_set_band(geo_context *context, geo_table *table, size_t column, size_t row,
                               geo_band band);

/* What the marks mean. */
geo_status geo_matrix_add_key(geo_context *context, const geo_matrix *matrix, geo_table *table);
/* What that of hidden cells means. */
geo_status geo_matrix_add_hidden_key(geo_context *context, geo_table *table);
/* Which areas are shown, how the bands were made, what time, what is rounded and left out. */
geo_status geo_matrix_add_notes(geo_context *context, const geo_matrix *matrix,
                                const geo_matrix_layout *layout, bool is_long, geo_table *table);
/* "4 of 201 areas shown: those where ...; the first 4 of them" */
geo_status geo_matrix_add_shown_note(geo_context *context, const geo_matrix *matrix, size_t top,
                                     geo_table *table);
/* "Bands: ..." */
geo_status geo_matrix_add_band_note(geo_context *context, const geo_matrix *matrix,
                                    geo_table *table);
/* Time covered and rounding. */
geo_status geo_matrix_add_count_notes(geo_context *context, const geo_matrix *matrix,
                                      int64_t round_to, geo_table *table);
/* Of a sample of one area there is no SD, and so no bound. */
bool geo_matrix_has_bands(const geo_matrix *matrix);

#endif
