/* Fields of a point layer: their names, and their values from text. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"
#include "core/utf8.h"
#include "output/points.h"

/* ---- names ---------------------------------------------------------------------------------- */

/* Case of ASCII letters ignored as by SQL, which all formats here are read through sooner or later.
 */
static bool is_taken(const geo_point_fields *fields, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (geo_same_name(fields->name[i], name))
            return true;
    }
    return false;
}

static geo_status numbered(geo_context *context, const char *base, size_t number, char **out)
{
    geo_bytes text = GEO_BYTES_INIT;
    geo_status status = number == 1 ? geo_bytes_print(context, &text, "%s", base)
                                    : geo_bytes_print(context, &text, "%s_%zu", base, number);
    if (status == GEO_OK)
        status = geo_copy_bytes(context, text.data, text.length, out);
    geo_bytes_clear(&text);
    return status;
}

geo_status geo_point_fields_free_name(geo_context *context, const geo_point_fields *fields,
                                      size_t count, const char *base, char **out)
{
    for (size_t number = 1;; number++) {
        char *name = NULL;
        geo_status status = numbered(context, base, number, &name);
        if (status != GEO_OK)
            return status;
        if (!is_taken(fields, count, name)) {
            *out = name;
            return GEO_OK;
        }
        free(name);
    }
}

static geo_status copy_name(geo_context *context, geo_bytes *scratch, const char *name)
{
    geo_text text = geo_text_of(name);
    scratch->length = 0;
    geo_status status = text.length > 0 ? geo_utf8_append(context, scratch, text)
                                        : geo_bytes_append(context, scratch, "field", 5);
    return status == GEO_OK ? geo_bytes_append(context, scratch, "", 1) : status;
}

geo_status geo_point_fields_fill(geo_context *context, geo_point_fields *fields, const char *path,
                                 const geo_field_definition *field, size_t count)
{
    geo_status status = geo_alloc_array(context, count, sizeof *fields->name, &fields->name);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *fields->type, &fields->type);
    for (size_t i = 0; i < count && status == GEO_OK; i++) {
        fields->type[i] = field[i].type;
        status = copy_name(context, &fields->scratch, field[i].name);
        if (status == GEO_OK) {
            status = geo_point_fields_free_name(context, fields, i, fields->scratch.data,
                                                &fields->name[i]);
        }
        if (status != GEO_OK)
            break;
        fields->count = i + 1;
        if (!field[i].name || strcmp(field[i].name, fields->name[i]) != 0) {
            geo_add_note(context, "%s: field %zu, \"%s\", is written as \"%s\"", path, i + 1,
                         field[i].name ? field[i].name : "", fields->name[i]);
        }
    }
    return status;
}

void geo_point_fields_clear(geo_point_fields *fields)
{
    for (size_t i = 0; i < fields->count; i++)
        free(fields->name[i]);
    free(fields->name);
    free(fields->type);
    geo_bytes_clear(&fields->scratch);
}

/* ---- values --------------------------------------------------------------------------------- */

static geo_text trimmed(geo_text text)
{
    while (text.length > 0 && strchr(" \t\r\n", text.data[0])) {
        text.data++;
        text.length--;
    }
    while (text.length > 0 && strchr(" \t\r\n", text.data[text.length - 1]))
        text.length--;
    return text;
}

/* All 64 bits, which geo_number_parse() can't give. */
static bool parse_integer(geo_text text, int64_t *number)
{
    bool negative = text.data[0] == '-';
    size_t start = negative || text.data[0] == '+';
    uint64_t limit = (uint64_t)INT64_MAX + negative;
    uint64_t magnitude = 0;
    for (size_t i = start; i < text.length; i++) {
        unsigned digit = (unsigned)(unsigned char)text.data[i] - '0';
        if (digit > 9 || magnitude > (limit - digit) / 10)
            return false;
        magnitude = magnitude * 10 + digit;
    }
    *number = !negative ? (int64_t)magnitude : magnitude == limit ? INT64_MIN : -(int64_t)magnitude;
    return text.length > start;
}

static geo_status set_text(geo_context *context, geo_point_fields *fields, geo_text text,
                           OGRFeatureH feature, int index)
{
    fields->scratch.length = 0;
    geo_status status = geo_utf8_append(context, &fields->scratch, text);
    if (status == GEO_OK)
        status = geo_bytes_append(context, &fields->scratch, "", 1);
    if (status == GEO_OK)
        OGR_F_SetFieldString(feature, index, fields->scratch.data);
    return status;
}

/* False when the text is no number of the type. */
static bool set_number(geo_type type, geo_text text, OGRFeatureH feature, int index)
{
    int64_t integer;
    double real;
    if (text.length == 0) {
        OGR_F_SetFieldNull(feature, index);
    } else if (type == GEO_INTEGER) {
        if (!parse_integer(text, &integer))
            return false;
        OGR_F_SetFieldInteger64(feature, index, integer);
    } else {
        if (!geo_number_parse(text, &real) || isinf(real))
            return false;
        if (isnan(real)) {
            OGR_F_SetFieldNull(feature, index);
        } else {
            OGR_F_SetFieldDouble(feature, index, real);
        }
    }
    return true;
}

geo_status geo_point_fields_set(geo_context *context, geo_point_fields *fields, const char *path,
                                int64_t row, const geo_text *text, OGRFeatureH feature)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; i < fields->count && status == GEO_OK; i++) {
        int index = (int)i;
        if (!text[i].data) {
            OGR_F_SetFieldNull(feature, index);
        } else if (fields->type[i] == GEO_TEXT) {
            status = set_text(context, fields, text[i], feature, index);
        } else if (!set_number(fields->type[i], trimmed(text[i]), feature, index)) {
            status = geo_fail(context, GEO_ERROR_DATA,
                              "%s: row %" PRId64 ", field \"%s\": not a %s number that can be "
                              "written; write it as text or correct the row",
                              path, row, fields->name[i],
                              fields->type[i] == GEO_INTEGER ? "whole" : "finite");
        }
    }
    return status;
}
