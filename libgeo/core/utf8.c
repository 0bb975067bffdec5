#include "core/utf8.h"

#include <string.h>

size_t geo_utf8_length(const char *at, const char *end)
{
    unsigned char lead = (unsigned char)*at;
    if (lead < 0x80)
        return 1;
    if (lead < 0xC2 || lead > 0xF4)
        return 0;
    size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if ((size_t)(end - at) < length)
        return 0;
    /* Some leads allow fewer second bytes: no longer forms, no surrogates, nothing past U+10FFFF.
     */
    unsigned char second = (unsigned char)at[1];
    unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (second < low || second > high)
        return 0;
    for (size_t i = 2; i < length; i++)
        if (!geo_utf8_continues(at[i]))
            return 0;
    return length;
}

uint32_t geo_utf8_next(const char **at, const char *end)
{
    const unsigned char *byte = (const unsigned char *)*at;
    size_t length = geo_utf8_length(*at, end);
    *at += length > 0 ? length : 1;
    if (length < 2)
        return length == 1 ? byte[0] : GEO_REPLACEMENT;
    uint32_t character = byte[0] & (0xFFu >> (length + 1));
    for (size_t i = 1; i < length; i++)
        character = character << 6 | (byte[i] & 0x3F);
    return character;
}

geo_status geo_utf8_append(geo_context *context, geo_bytes *bytes, geo_text text)
{
    const char *end = text.data + text.length;
    const char *from = text.data;
    geo_status status = GEO_OK;
    for (const char *at = text.data; at < end && status == GEO_OK;) {
        size_t length = geo_utf8_length(at, end);
        if (length == 0) {
            status = geo_bytes_append(context, bytes, from, (size_t)(at - from));
            if (status == GEO_OK)
                status = geo_bytes_append(context, bytes, "\xEF\xBF\xBD", 3);
            from = at + 1;
        }
        at += length > 0 ? length : 1;
    }
    return status == GEO_OK ? geo_bytes_append(context, bytes, from, (size_t)(end - from)) : status;
}

size_t geo_utf8_cut(const char *text, size_t most)
{
    size_t length = strnlen(text, most);
    if (text[length] == '\0')
        return length;
    while (length > 0 && geo_utf8_continues(text[length]))
        length--;
    return length;
}
