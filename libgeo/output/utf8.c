#include "output/utf8.h"

/* Bytes of the sequence that `lead` begins, and the bounds of its second byte (table 3-7). 0: none.
 */
static size_t sequence_length(unsigned char lead, unsigned char *low, unsigned char *high)
{
    *low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    *high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (lead < 0x80)
        return 1;
    if (lead < 0xC2 || lead > 0xF4)
        return 0;
    return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

uint32_t geo_utf8_next(const char **at, const char *end)
{
    const unsigned char *byte = (const unsigned char *)*at;
    unsigned char low, high;
    size_t length = sequence_length(byte[0], &low, &high);
    if (length == 1) {
        *at += 1;
        return byte[0];
    }
    if (length == 0 || (size_t)(end - *at) < length || byte[1] < low || byte[1] > high) {
        *at += 1;
        return GEO_REPLACEMENT;
    }
    uint32_t character = byte[0] & (0xFFu >> (length + 1));
    for (size_t i = 1; i < length; i++) {
        if ((byte[i] & 0xC0) != 0x80) {
            *at += 1;
            return GEO_REPLACEMENT;
        }
        character = character << 6 | (byte[i] & 0x3F);
    }
    *at += length;
    return character;
}

/* Like geo_utf8_next(), telling U+FFFD in the text from a byte that is no part of a character. */
static bool skip_character(const char **at, const char *end)
{
    const char *from = *at;
    return geo_utf8_next(at, end) != GEO_REPLACEMENT || *at - from > 1;
}

geo_status geo_utf8_append(geo_context *context, geo_bytes *bytes, geo_text text)
{
    const char *end = text.data + text.length;
    const char *from = text.data;
    geo_status status = GEO_OK;
    for (const char *at = text.data; at < end && status == GEO_OK;) {
        const char *start = at;
        if (skip_character(&at, end))
            continue;
        status = geo_bytes_append(context, bytes, from, (size_t)(start - from));
        if (status == GEO_OK)
            status = geo_bytes_append(context, bytes, "\xEF\xBF\xBD", 3);
        from = at;
    }
    return status == GEO_OK ? geo_bytes_append(context, bytes, from, (size_t)(end - from)) : status;
}
