/* Text of the encodings that CSV files come in, to UTF-8. */
#ifndef GEO_SOURCE_ENCODING_H
#define GEO_SOURCE_ENCODING_H

#include <geo/source.h>

typedef enum source_encoding {
    SOURCE_UTF_8,
    SOURCE_ISO_8859_1,
    SOURCE_WINDOWS_1252,
    SOURCE_UTF_16, /* by its byte-order mark, little-endian without one */
    SOURCE_UTF_16_LE,
    SOURCE_UTF_16_BE
} source_encoding;

/* "ISO-8859-1", "latin1", "cp1252" ... in any case; NULL is UTF-8. GEO_ERROR_USAGE, with the names
 * there are, for any other. */
geo_status source_encoding_parse(geo_context *context, const char *name, source_encoding *encoding);

/* Bytes that UTF-8 may take for each byte of any of the encodings. */
#define SOURCE_UTF_8_PER_BYTE 3

/*
 * Decodes `length` bytes to `text` (room for SOURCE_UTF_8_PER_BYTE times as many). *used tells how
 * many bytes were understood: up to 3 at the end may be the start of a character that goes on.
 * False for bytes that are no character in that encoding (UTF-16 with half a surrogate pair).
 */
bool source_decode(source_encoding encoding, const char *bytes, size_t length, size_t *used,
                   char *text, size_t *text_length);

/* The offset of the first byte that isn't part of well-formed UTF-8 (Unicode 15, table 3-7); the
 * length when all is well. */
size_t source_valid_utf_8(const char *text, size_t length);

#endif
