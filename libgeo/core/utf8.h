/* UTF-8 taken character by character (The Unicode Standard, table 3-7). */
#ifndef GEO_CORE_UTF8_H
#define GEO_CORE_UTF8_H

#include <geo/core.h>

#define GEO_REPLACEMENT 0xFFFD

/* Bytes of the well-formed character that begins at `at`, before `end`; 0 when there is none. */
size_t geo_utf8_length(const char *at, const char *end);

/* The character at *at, which moves behind it. GEO_REPLACEMENT for each byte that is no part of a
 * well-formed character. */
uint32_t geo_utf8_next(const char **at, const char *end);

/* Appends the text with U+FFFD for what is not UTF-8. */
geo_status geo_utf8_append(geo_context *context, geo_bytes *bytes, geo_text text);

/* Whether the byte goes on with a character that began before it. */
static inline bool geo_utf8_continues(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* How many bytes of a text, at most `most`, end with a whole character. */
size_t geo_utf8_cut(const char *text, size_t most);

#endif
