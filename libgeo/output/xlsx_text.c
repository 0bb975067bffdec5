#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/utf8.h"
#include "output/cell.h"
#include "output/xlsx.h"

enum { TEXT_MAX = 32767 };

/* A cell's length is counted in UTF-16. */
static size_t count_units(const char *text)
{
    const char *end = text + strlen(text);
    size_t units = 0;
    while (text < end)
        units += geo_utf8_next(&text, end) > 0xFFFF ? 2 : 1;
    return units;
}

static bool is_hexadecimal(char character)
{
    return (character >= '0' && character <= '9') || (character >= 'A' && character <= 'F') ||
           (character >= 'a' && character <= 'f');
}

/* Whether `at` begins "_x0041_", which stands for a character (ECMA-376, 22.9.2.19, ST_Xstring). */
static bool is_escape(const char *at)
{
    return at[0] == '_' && at[1] == 'x' && is_hexadecimal(at[2]) && is_hexadecimal(at[3]) &&
           is_hexadecimal(at[4]) && is_hexadecimal(at[5]) && at[6] == '_';
}

/* U+FFFE and U+FFFF, which no XML may hold. */
static bool is_noncharacter(const char *at)
{
    return memcmp(at, "\xEF\xBF", 2) == 0 && ((unsigned char)at[2] & 0xFE) == 0xBE;
}

static geo_status append_piece(geo_context *context, geo_bytes *out, const char *at, size_t *length)
{
    *length = 1;
    if (is_escape(at))
        return geo_bytes_print(context, out, "_x005F_");
    if (strlen(at) >= 3 && is_noncharacter(at)) {
        *length = 3;
        return geo_bytes_print(context, out, "\xEF\xBF\xBD");
    }
    return geo_bytes_append(context, out, at, 1);
}

static geo_status escape(geo_context *context, const char *line, char **out)
{
    geo_bytes text = GEO_BYTES_INIT;
    geo_status status = GEO_OK;
    size_t length = 0;
    for (const char *at = line; *at != '\0' && status == GEO_OK; at += length)
        status = append_piece(context, &text, at, &length);
    if (status == GEO_OK)
        status = geo_copy_bytes(context, text.data, text.length, out);
    geo_bytes_clear(&text);
    return status;
}

geo_status geo_xlsx_text(geo_context *context, const char *text, char **out)
{
    char *line = NULL;
    char *escaped = NULL;
    geo_status status = geo_line_for_people(context, text, &line);
    if (status == GEO_OK)
        status = escape(context, line, &escaped);
    free(line);
    if (status != GEO_OK)
        return status;
    size_t units = count_units(escaped);
    if (units <= TEXT_MAX) {
        *out = escaped;
        return GEO_OK;
    }
    status =
        geo_fail(context, GEO_ERROR_LIMIT,
                 "XLSX: a text has %zu characters, and a cell holds 32,767; shorten '%.40s...' "
                 "or write CSV, which has no limit",
                 units, escaped);
    free(escaped);
    return status;
}
