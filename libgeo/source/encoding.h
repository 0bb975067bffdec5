/* Text of the encodings that CSV files come in, to UTF-8. */
#ifndef GEO_SOURCE_ENCODING_H
#define GEO_SOURCE_ENCODING_H

#include <geo/source.h>

typedef enum geo_encoding {
    GEO_UTF_8,
    GEO_ISO_8859_1,
    GEO_WINDOWS_1252,
    GEO_UTF_16, /* by its byte-order mark, little-endian without one */
    GEO_UTF_16_LE,
    GEO_UTF_16_BE
} geo_encoding;

/* "ISO-8859-1", "latin1", "cp1252" ... in any case; NULL is UTF-8. GEO_ERROR_USAGE, with the names
 * there are, for any other. */
geo_status geo_encoding_parse(geo_context *context, const char *name, geo_encoding *encoding);

/* Bytes that UTF-8 may take for each byte of any of the encodings. */
#define GEO_UTF_8_PER_BYTE 3

/*
 * Decodes `length` bytes to `text` (room for GEO_UTF_8_PER_BYTE times as many). *used tells how
 * many bytes were understood: up to 3 at the end may be the start of a character that goes on.
 * False for bytes that are no character in that encoding (UTF-16 with half a surrogate pair).
 */
bool geo_decode(geo_encoding encoding, const char *bytes, size_t length, size_t *used, char *text,
                size_t *text_length);

/* The offset of the first byte that isn't part of well-formed UTF-8 (Unicode 15, table 3-7); the
 * length when all is well. */
size_t geo_valid_utf_8(const char *text, size_t length);

#endif
