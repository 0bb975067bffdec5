#include "source/encoding.h"

#include <string.h>

#include "core/context.h"
#include "core/text.h"
#include "core/utf8.h"

static const struct {
    const char *name;
    geo_encoding encoding;
} encoding_of_name[] = {
    {"UTF-8", GEO_UTF_8},        {"ISO-8859-1", GEO_ISO_8859_1}, {"WINDOWS-1252", GEO_WINDOWS_1252},
    {"UTF-16", GEO_UTF_16},      {"UTF-16LE", GEO_UTF_16_LE},    {"UTF-16BE", GEO_UTF_16_BE},
    {"UTF8", GEO_UTF_8},         {"ISO8859-1", GEO_ISO_8859_1},  {"LATIN1", GEO_ISO_8859_1},
    {"LATIN-1", GEO_ISO_8859_1}, {"CP1252", GEO_WINDOWS_1252},   {"UTF16", GEO_UTF_16},
};

geo_status geo_encoding_parse(geo_context *context, const char *name, geo_encoding *encoding)
{
    if (!name) {
        *encoding = GEO_UTF_8;
        return GEO_OK;
    }
    for (size_t i = 0; i < sizeof encoding_of_name / sizeof *encoding_of_name; i++) {
        if (geo_same_name(name, encoding_of_name[i].name)) {
            *encoding = encoding_of_name[i].encoding;
            return GEO_OK;
        }
    }
    return geo_fail(context, GEO_ERROR_USAGE,
                    "unknown encoding '%s'; there are UTF-8, ISO-8859-1, WINDOWS-1252 and UTF-16",
                    name);
}

/* ---- to UTF-8 ------------------------------------------------------------------------------- */

/* What bytes 0x80 to 0x9F mean in windows-1252 (WHATWG Encoding Standard). */
static const uint16_t windows_1252[32] = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
};

static size_t encode_utf_8(uint32_t point, char *text)
{
    if (point < 0x80) {
        text[0] = (char)point;
        return 1;
    }
    if (point < 0x800) {
        text[0] = (char)(0xC0 | point >> 6);
        text[1] = (char)(0x80 | (point & 0x3F));
        return 2;
    }
    if (point < 0x10000) {
        text[0] = (char)(0xE0 | point >> 12);
        text[1] = (char)(0x80 | (point >> 6 & 0x3F));
        text[2] = (char)(0x80 | (point & 0x3F));
        return 3;
    }
    text[0] = (char)(0xF0 | point >> 18);
    text[1] = (char)(0x80 | (point >> 12 & 0x3F));
    text[2] = (char)(0x80 | (point >> 6 & 0x3F));
    text[3] = (char)(0x80 | (point & 0x3F));
    return 4;
}

static size_t decode_single_bytes(const char *bytes, size_t length, bool is_windows, char *text)
{
    size_t written = 0;
    for (size_t i = 0; i < length; i++) {
        uint32_t point = (unsigned char)bytes[i];
        if (is_windows && point >= 0x80 && point < 0xA0)
            point = windows_1252[point - 0x80];
        written += encode_utf_8(point, text + written);
    }
    return written;
}

static uint32_t unit_at(const char *bytes, bool is_big)
{
    uint32_t first = (unsigned char)bytes[0];
    uint32_t second = (unsigned char)bytes[1];
    return is_big ? first << 8 | second : second << 8 | first;
}

static bool decode_utf_16(const char *bytes, size_t length, bool is_big, size_t *used, char *text,
                          size_t *text_length)
{
    *used = *text_length = 0;
    while (length - *used >= 2) {
        uint32_t point = unit_at(bytes + *used, is_big);
        size_t size = 2;
        if (point >= 0xDC00 && point < 0xE000)
            return false;
        if (point >= 0xD800 && point < 0xDC00) {
            if (length - *used < 4)
                return true;
            uint32_t low = unit_at(bytes + *used + 2, is_big);
            if (low < 0xDC00 || low >= 0xE000)
                return false;
            point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
            size = 4;
        }
        *text_length += encode_utf_8(point, text + *text_length);
        *used += size;
    }
    return true;
}

bool geo_decode(geo_encoding encoding, const char *bytes, size_t length, size_t *used, char *text,
                size_t *text_length)
{
    switch (encoding) {
    case GEO_ISO_8859_1:
    case GEO_WINDOWS_1252:
        *used = length;
        *text_length = decode_single_bytes(bytes, length, encoding == GEO_WINDOWS_1252, text);
        return true;
    case GEO_UTF_16:
    case GEO_UTF_16_LE:
        return decode_utf_16(bytes, length, false, used, text, text_length);
    case GEO_UTF_16_BE:
        return decode_utf_16(bytes, length, true, used, text, text_length);
    case GEO_UTF_8:
        break;
    }
    memcpy(text, bytes, length);
    *used = *text_length = length;
    return true;
}

/* ---- validity of UTF-8 ---------------------------------------------------------------------- */

size_t geo_valid_utf_8(const char *text, size_t length)
{
    size_t at = 0;
    while (at < length) {
        uint64_t eight;
        while (length - at >= sizeof eight) {
            memcpy(&eight, text + at, sizeof eight);
            if (eight & UINT64_C(0x8080808080808080))
                break;
            at += sizeof eight;
        }
        if (at == length)
            break;
        size_t size = geo_utf8_length(text + at, text + length);
        if (size == 0)
            return at;
        at += size;
    }
    return at;
}
