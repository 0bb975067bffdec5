/* JSON (RFC 8259) written from left to right. */
#include <float.h>
#include <inttypes.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <geo/output.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/utf8.h"

typedef struct json_level {
    bool is_array;
    bool has_items;
} json_level;

struct geo_json {
    geo_context *context;
    geo_status status; /* the first failure; nothing is written after it */
    geo_bytes bytes;
    json_level *level; /* what is open, outermost first */
    size_t depth;
    size_t capacity;
    locale_t c_locale; /* for the decimal point, whatever the process's locale is */
};

geo_status geo_json_new(geo_context *context, geo_json **out)
{
    geo_json *json = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *json, &json);
    if (status != GEO_OK)
        return status;
    json->context = context;
    json->c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (json->c_locale == (locale_t)0) {
        geo_json_free(json);
        return geo_fail(context, GEO_ERROR_MEMORY, "out of memory: no locale for JSON numbers");
    }
    *out = json;
    return GEO_OK;
}

void geo_json_free(geo_json *json)
{
    if (!json)
        return;
    if (json->c_locale != (locale_t)0)
        freelocale(json->c_locale);
    geo_bytes_clear(&json->bytes);
    free(json->level);
    free(json);
}

/* ---- pieces --------------------------------------------------------------------------------- */

static void put(geo_json *json, const char *data, size_t length)
{
    if (json->status == GEO_OK)
        json->status = geo_bytes_append(json->context, &json->bytes, data, length);
}

static void put_text(geo_json *json, const char *text)
{
    put(json, text, strlen(text));
}

static void new_line(geo_json *json)
{
    put(json, "\n", 1);
    for (size_t i = 0; i < json->depth; i++)
        put(json, "  ", 2);
}

static void put_character(geo_json *json, const char *data, size_t length, uint32_t character)
{
    static const char short_form[] = "\"\\\b\f\n\r\t";
    static const char letter[] = "\"\\bfnrt";
    const char *found =
        character < 0x80 && character != 0 ? strchr(short_form, (int)character) : NULL;
    char escape[8];
    if (found) {
        snprintf(escape, sizeof escape, "\\%c", letter[found - short_form]);
        put_text(json, escape);
    } else if (character < 0x20) {
        snprintf(escape, sizeof escape, "\\u%04x", (unsigned)character);
        put_text(json, escape);
    } else if (character == GEO_REPLACEMENT) {
        put_text(json, "\xEF\xBF\xBD");
    } else {
        put(json, data, length);
    }
}

static void put_string(geo_json *json, const char *text)
{
    const char *end = text + strlen(text);
    put(json, "\"", 1);
    while (text < end) {
        const char *from = text;
        uint32_t character = geo_utf8_next(&text, end);
        put_character(json, from, (size_t)(text - from), character);
    }
    put(json, "\"", 1);
}

/* Comma, line and key: what stands before a value. */
static void begin_value(geo_json *json, const char *key)
{
    if (json->status != GEO_OK)
        return;
    if (json->depth == 0) {
        if (json->bytes.length > 0)
            json->status = geo_fail(json->context, GEO_ERROR_INTERNAL, "JSON: a second root value");
        return;
    }
    json_level *inner = &json->level[json->depth - 1];
    if (inner->is_array != (!key)) {
        json->status =
            geo_fail(json->context, GEO_ERROR_INTERNAL, "JSON: %s",
                     key ? "a value in an array has a key" : "a value in an object lacks its key");
        return;
    }
    if (inner->has_items)
        put(json, ",", 1);
    inner->has_items = true;
    new_line(json);
    if (key) {
        put_string(json, key);
        put(json, ": ", 2);
    }
}

/* ---- objects and arrays --------------------------------------------------------------------- */

static void open_level(geo_json *json, const char *key, bool is_array)
{
    begin_value(json, key);
    if (json->status == GEO_OK) {
        json->status = geo_grow_array(json->context, &json->level, &json->capacity, json->depth + 1,
                                      sizeof *json->level);
    }
    if (json->status == GEO_OK) {
        json->level[json->depth++] = (json_level){.is_array = is_array};
        put(json, is_array ? "[" : "{", 1);
    }
}

void geo_json_object(geo_json *json, const char *key)
{
    open_level(json, key, false);
}

void geo_json_array(geo_json *json, const char *key)
{
    open_level(json, key, true);
}

void geo_json_close(geo_json *json)
{
    if (json->status != GEO_OK)
        return;
    if (json->depth == 0) {
        json->status = geo_fail(json->context, GEO_ERROR_INTERNAL, "JSON: nothing is open");
        return;
    }
    json_level inner = json->level[--json->depth];
    if (inner.has_items)
        new_line(json);
    put(json, inner.is_array ? "]" : "}", 1);
}

/* ---- values --------------------------------------------------------------------------------- */

static void put_null(geo_json *json, const char *key)
{
    begin_value(json, key);
    put_text(json, "null");
}

void geo_json_text(geo_json *json, const char *key, const char *text)
{
    if (!text) {
        put_null(json, key);
        return;
    }
    begin_value(json, key);
    put_string(json, text);
}

void geo_json_integer(geo_json *json, const char *key, int64_t number)
{
    if (number == GEO_NO_INTEGER) {
        put_null(json, key);
        return;
    }
    char text[32];
    snprintf(text, sizeof text, "%" PRId64, number);
    begin_value(json, key);
    put_text(json, text);
}

/* The fewest digits that read back to the same double: 17 always do; up to 15 are never lost, so
 * that fewer need not be tried, but for subnormal numbers. */
static void print_shortest(const geo_json *json, double number, char *text, size_t size)
{
    locale_t before = uselocale(json->c_locale);
    for (int digits = fabs(number) < DBL_MIN ? 1 : DBL_DIG; digits <= DBL_DECIMAL_DIG; digits++) {
        int length = snprintf(text, size, "%.*g", digits, number);
        double back;
        if (geo_number_parse((geo_text){text, (size_t)length}, &back) && back == number)
            break;
    }
    uselocale(before);
}

void geo_json_real(geo_json *json, const char *key, double number)
{
    if (!isfinite(number)) {
        put_null(json, key);
        return;
    }
    char text[40];
    print_shortest(json, number == 0 ? 0 : number, text, sizeof text);
    begin_value(json, key);
    put_text(json, text);
}

void geo_json_boolean(geo_json *json, const char *key, bool truth)
{
    begin_value(json, key);
    put_text(json, truth ? "true" : "false");
}

geo_status geo_json_end(geo_context *context, geo_json *json, geo_bytes *out)
{
    while (json->status == GEO_OK && json->depth > 0)
        geo_json_close(json);
    put(json, "\n", 1);
    if (json->status == GEO_OK)
        json->status = geo_bytes_append(context, out, json->bytes.data, json->bytes.length);
    return json->status;
}
