/* UTF-8 read character by character, and how wide it stands in a terminal. */
#ifndef GEO_OUTPUT_UTF8_H
#define GEO_OUTPUT_UTF8_H

#include <geo/core.h>

#define GEO_REPLACEMENT 0xFFFD

/* The character at *at, which moves behind it. GEO_REPLACEMENT for each byte that is no part of a
 * well-formed character (The Unicode Standard, table 3-7). */
uint32_t geo_utf8_next(const char **at, const char *end);

/* Appends the text with U+FFFD for what is not UTF-8. */
geo_status geo_utf8_append(geo_context *context, geo_bytes *bytes, geo_text text);

/* Columns of a terminal: 0 for combining marks and format characters, 2 for East Asian wide and
 * fullwidth ones (Unicode Standard Annex 11), else 1. Not wcwidth(), which depends on the locale.
 */
int geo_character_width(uint32_t character);
int geo_text_width(const char *text);

#endif
