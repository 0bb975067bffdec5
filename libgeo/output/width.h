/* How wide text stands in a terminal. */
#ifndef GEO_OUTPUT_WIDTH_H
#define GEO_OUTPUT_WIDTH_H

#include <geo/core.h>

/* Columns of a terminal: 0 for combining marks and format characters, 2 for East Asian wide and
 * fullwidth ones (Unicode Standard Annex 11), else 1. Not wcwidth(), which depends on the locale.
 */
int geo_character_width(uint32_t character);
int geo_text_width(const char *text);

#endif
