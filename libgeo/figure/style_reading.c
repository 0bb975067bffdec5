/* Taking values of a style file one after the other. */
#include "figure/style_reading.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"
#include "figure/colour.h"

void geo_style_fail(geo_style_reading *reading, const char *key, const char *what)
{
    const geo_style_key where = {reading->section, reading->item, key};
    size_t line = geo_style_key_line(reading->yaml, reading->length, &where);
    reading->status = geo_fail(reading->context, GEO_ERROR_INPUT, "%s: line %zu: %s.%s %s",
                               reading->name, line, reading->section, key, what);
}

static bool take_number(geo_style_reading *reading, const geo_style_value *value, const char *text,
                        double *number)
{
    bool whole = value->kind == GEO_STYLE_COUNT;
    int least = (int)value->least, most = (int)value->most;
    char what[80];
    /* NaN is in no range. */
    if (geo_number_parse(geo_text_of(text), number) && *number >= value->least &&
        *number <= value->most && !(whole && *number != floor(*number)))
        return true;
    snprintf(what, sizeof what, "must be a %s from %d%s to %d", whole ? "whole number" : "number",
             least, value->least > least ? ".5" : "", most);
    geo_style_fail(reading, value->key, what);
    return false;
}

static void take_text(geo_style_reading *reading, const char *text, char **out)
{
    char *copy = NULL;
    reading->status = geo_copy_text(reading->context, text, &copy);
    if (reading->status != GEO_OK)
        return;
    free(*out);
    *out = copy;
}

static void take_value(geo_style_reading *reading, const geo_style_value *value, const void *from,
                       void *to)
{
    double number;
    switch (value->kind) {
    case GEO_STYLE_NUMBER:
        if (take_number(reading, value, from, &number))
            *(double *)to = number;
        break;
    case GEO_STYLE_COUNT:
        if (take_number(reading, value, from, &number))
            *(size_t *)to = (size_t)number;
        break;
    case GEO_STYLE_COLOUR:
        if (!geo_colour_parse(from, to))
            geo_style_fail(reading, value->key,
                           "must be a colour such as \"#1f77b4\", in quotation marks");
        break;
    case GEO_STYLE_WORD:
        *(unsigned *)to = *(const unsigned *)from;
        break;
    case GEO_STYLE_FLAG:
        *(bool *)to = *(const int *)from != 0;
        break;
    case GEO_STYLE_TEXT:
        take_text(reading, from, to);
        break;
    }
}

void geo_style_take_values(geo_style_reading *reading, const geo_style_value *values, size_t count,
                           const void *section, void *style)
{
    if (!section)
        return;
    for (size_t i = 0; i < count && reading->status == GEO_OK; i++) {
        const void *place = (const char *)section + values[i].from;
        const void *from = *(const void *const *)place;
        if (from)
            take_value(reading, &values[i], from, (char *)style + values[i].to);
    }
}
