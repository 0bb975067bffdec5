/* The value of a table's cell as text. */
#ifndef GEO_OUTPUT_CELL_H
#define GEO_OUTPUT_CELL_H

#include <geo/core.h>

/* NaN and infinity are no values. */
bool geo_cell_is_null(const geo_column *column, size_t row);

/* A number as a program reads it: no thousands separators, the column's decimals. Nothing for a
 * null. */
geo_status geo_cell_append_number(geo_context *context, geo_bytes *bytes, const geo_column *column,
                                  size_t row);

/* The cell as people read it, NUL-terminated in *out and freed with free(): numbers with thousands
 * separators, an en dash for a number that is null, "" for a text that is, [c] for a hidden one;
 * control characters are blanks. */
geo_status geo_cell_for_people(geo_context *context, const geo_column *column, size_t row,
                               char **out);

/* Whether a spreadsheet takes the text for a formula (OWASP, CSV injection). */
bool geo_begins_formula(geo_text field);

/* Any text on one line: control characters as blanks, U+FFFD for what is not UTF-8. */
geo_status geo_line_for_people(geo_context *context, const char *text, char **out);

/* The column's heading, else its name with blanks for underscores; as geo_line_for_people(). */
geo_status geo_heading_for_people(geo_context *context, const geo_column *column, char **out);

#endif
