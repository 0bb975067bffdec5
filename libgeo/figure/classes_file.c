/* Class breaks as a file that a person can write. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/context.h"
#include "core/text.h"
#include "figure/classes.h"

#define FILE_MOST         65536
#define DIGITS_KEPT       15 /* as many as any double keeps of a decimal number */
#define BYTE_ORDER_MARK   "\xEF\xBB\xBF"
#define FIELDS_MOST       8
#define FIELD_LENGTH_MOST 200

static const char *const rule_names[] = {[GEO_BREAKS_GEOMETRIC] = "geometric",
                                         [GEO_BREAKS_EQUAL] = "equal",
                                         [GEO_BREAKS_QUANTILE] = "quantile",
                                         [GEO_BREAKS_JENKS] = "jenks",
                                         [GEO_BREAKS_SD] = "sd",
                                         [GEO_BREAKS_INCREMENTAL_MEAN] = "incremental-mean",
                                         [GEO_BREAKS_EACH] = "each",
                                         [GEO_BREAKS_GIVEN] = "given"};

const char *geo_break_rule_name(geo_break_rule rule)
{
    return rule_names[rule];
}

bool geo_break_rule_of(const char *name, geo_break_rule *rule)
{
    for (size_t i = 0; i < sizeof rule_names / sizeof *rule_names; i++)
        if (geo_same_name(name, rule_names[i])) {
            *rule = (geo_break_rule)i;
            return true;
        }
    return false;
}

typedef struct breaks_file {
    geo_context *context;
    const char *path;
    const char *unit; /* that it must have; NULL: any */
    size_t line;
    int lower_field; /* -1: there is none */
    int unit_field;
    int rule_field;
    size_t field_count;
    char field[FIELDS_MOST][FIELD_LENGTH_MOST + 1];
} breaks_file;

/* Cuts one field off the text, which is left at the next one; false when the line has no more. */
static geo_status take_field(breaks_file *file, geo_text *text, char *field)
{
    size_t used = 0, at = 0;
    bool is_quoted = false;
    for (; at < text->length && (is_quoted || text->data[at] != ','); at++) {
        char character = text->data[at];
        bool is_doubled =
            is_quoted && character == '"' && at + 1 < text->length && text->data[at + 1] == '"';
        if (character == '"' && !is_doubled) {
            is_quoted = !is_quoted;
            continue;
        }
        at += is_doubled;
        if (used == FIELD_LENGTH_MOST)
            return geo_fail(file->context, GEO_ERROR_INPUT, "%s: line %zu: a field is too long",
                            file->path, file->line);
        field[used++] = character;
    }
    if (is_quoted)
        return geo_fail(file->context, GEO_ERROR_INPUT, "%s: line %zu: a quote is not closed",
                        file->path, file->line);
    geo_text trimmed = geo_trim((geo_text){field, used});
    memmove(field, trimmed.data, trimmed.length);
    field[trimmed.length] = '\0';
    at = at < text->length ? at : text->length;
    text->data += at;
    text->length -= at;
    return GEO_OK;
}

static geo_status split_line(breaks_file *file, geo_text line)
{
    bool has_more = true;
    file->field_count = 0;
    while (has_more) {
        if (file->field_count == FIELDS_MOST)
            return geo_fail(file->context, GEO_ERROR_INPUT, "%s: line %zu: more than %d fields",
                            file->path, file->line, FIELDS_MOST);
        geo_status status = take_field(file, &line, file->field[file->field_count++]);
        if (status != GEO_OK)
            return status;
        has_more = line.length > 0;
        line.data += has_more; /* past the comma */
        line.length -= has_more;
    }
    return GEO_OK;
}

static int find_field(const breaks_file *file, const char *name)
{
    for (size_t i = 0; i < file->field_count; i++)
        if (geo_same_name(file->field[i], name))
            return (int)i;
    return -1;
}

static geo_status take_header(breaks_file *file)
{
    file->lower_field = find_field(file, "lower");
    file->unit_field = find_field(file, "unit");
    file->rule_field = find_field(file, "rule");
    if (file->lower_field < 0)
        return geo_fail(file->context, GEO_ERROR_INPUT,
                        "%s: line %zu: the header has no column 'lower', in which a file of class "
                        "breaks has the lowest value of each class",
                        file->path, file->line);
    return GEO_OK;
}

/* "" where the row has no such field. */
static const char *field_at(const breaks_file *file, int field)
{
    return field >= 0 && (size_t)field < file->field_count ? file->field[field] : "";
}

static geo_status check_words(const breaks_file *file)
{
    const char *unit = field_at(file, file->unit_field), *rule = field_at(file, file->rule_field);
    geo_break_rule known;
    if (rule[0] && !geo_break_rule_of(rule, &known))
        return geo_fail(file->context, GEO_ERROR_INPUT, "%s: line %zu: '%s' is no rule of breaks",
                        file->path, file->line, rule);
    if (unit[0] && file->unit && !geo_same_name(unit, file->unit))
        return geo_fail(file->context, GEO_ERROR_DATA,
                        "%s: line %zu: breaks of '%s' cannot serve '%s'", file->path, file->line,
                        unit, file->unit);
    return GEO_OK;
}

static geo_status take_class(breaks_file *file, geo_classes *classes)
{
    double lower;
    const char *text = field_at(file, file->lower_field);
    if (!geo_number_parse(geo_text_of(text), &lower) || !isfinite(lower))
        return geo_fail(file->context, GEO_ERROR_INPUT, "%s: line %zu: '%s' is not a number",
                        file->path, file->line, text);
    if (classes->count > 0 && lower <= classes->lower[classes->count - 1])
        return geo_fail(file->context, GEO_ERROR_INPUT,
                        "%s: line %zu: %s is not above the break before it; breaks ascend",
                        file->path, file->line, text);
    if (classes->count == GEO_CLASSES_MOST)
        return geo_fail(file->context, GEO_ERROR_INPUT,
                        "%s: line %zu: more than %d classes, which no reader can tell apart",
                        file->path, file->line, GEO_CLASSES_MOST);
    classes->lower[classes->count++] = lower;
    return check_words(file);
}

static geo_status take_line(breaks_file *file, geo_text line, geo_classes *classes)
{
    if (line.length == 0)
        return GEO_OK;
    geo_status status = split_line(file, line);
    if (status != GEO_OK)
        return status;
    if (file->lower_field < 0)
        return take_header(file);
    return take_class(file, classes);
}

static geo_status take_lines(breaks_file *file, geo_text text, geo_classes *classes)
{
    if (geo_begins_with(text, BYTE_ORDER_MARK, strlen(BYTE_ORDER_MARK))) {
        text.data += strlen(BYTE_ORDER_MARK);
        text.length -= strlen(BYTE_ORDER_MARK);
    }
    while (text.length > 0) {
        const char *end = memchr(text.data, '\n', text.length);
        size_t length = end ? (size_t)(end - text.data) : text.length;
        file->line++;
        geo_status status = take_line(file, geo_trim((geo_text){text.data, length}), classes);
        if (status != GEO_OK)
            return status;
        length += end ? 1 : 0;
        text.data += length;
        text.length -= length;
    }
    if (classes->count == 0)
        return geo_fail(file->context, GEO_ERROR_INPUT, "%s: there is no class break in it",
                        file->path);
    return GEO_OK;
}

static geo_status read_bytes(geo_context *context, const char *path, geo_bytes *bytes)
{
    char block[4096];
    size_t got = 1;
    geo_status status = GEO_OK;
    FILE *stream = fopen(path, "rb");
    if (!stream)
        return geo_fail(context, GEO_ERROR_INPUT, "%s: cannot open the class breaks: %s", path,
                        strerror(errno));
    while (status == GEO_OK && got > 0 && bytes->length <= FILE_MOST) {
        got = fread(block, 1, sizeof block, stream);
        status = geo_bytes_append(context, bytes, block, got);
    }
    if (status == GEO_OK && ferror(stream))
        status =
            geo_fail(context, GEO_ERROR_INPUT, "%s: cannot be read: %s", path, strerror(errno));
    if (status == GEO_OK && bytes->length > FILE_MOST)
        status = geo_fail(context, GEO_ERROR_LIMIT,
                          "%s: more than 64 KiB; is this really a file of class breaks?", path);
    fclose(stream);
    return status;
}

geo_status geo_classes_read(geo_context *context, const char *path, const char *unit,
                            geo_classes *out)
{
    breaks_file file = {.context = context, .path = path, .unit = unit, .lower_field = -1};
    geo_classes classes = {.lowest = NAN, .highest = NAN, .rule = GEO_BREAKS_GIVEN};
    geo_bytes bytes = GEO_BYTES_INIT;
    geo_status status = read_bytes(context, path, &bytes);
    if (status == GEO_OK)
        status = take_lines(&file, (geo_text){bytes.data, bytes.length}, &classes);
    if (status == GEO_OK)
        *out = classes;
    geo_bytes_clear(&bytes);
    return status;
}

/* To 15 digits without zeros at the end: the breaks below 0 of changes, which are a double off the
 * round number, are written as that. */
static geo_status append_lower(geo_context *context, double lower, geo_bytes *out)
{
    size_t start = out->length;
    int exponent = lower == 0 ? 0 : geo_exponent_of(fabs(lower));
    geo_status status = geo_bytes_append_number(context, out, lower, DIGITS_KEPT - 1 - exponent);
    if (status != GEO_OK || !memchr(out->data + start, '.', out->length - start))
        return status;
    while (out->data[out->length - 1] == '0')
        out->length--;
    if (out->data[out->length - 1] == '.')
        out->length--;
    return GEO_OK;
}

static geo_status append_quoted(geo_context *context, const char *text, geo_bytes *out)
{
    geo_status status = geo_bytes_append(context, out, "\"", 1);
    for (; *text && status == GEO_OK; text++)
        status = geo_bytes_append(context, out, *text == '"' ? "\"\"" : text, *text == '"' ? 2 : 1);
    return status == GEO_OK ? geo_bytes_append(context, out, "\"", 1) : status;
}

static geo_status append_row(geo_context *context, double lower, const char *unit,
                             geo_break_rule rule, geo_bytes *out)
{
    geo_status status = append_lower(context, lower, out);
    if (status == GEO_OK)
        status = geo_bytes_append(context, out, ",", 1);
    if (status == GEO_OK && unit)
        status = append_quoted(context, unit, out);
    if (status == GEO_OK)
        status = geo_bytes_print(context, out, ",%s\n", geo_break_rule_name(rule));
    return status;
}

geo_status geo_classes_write(geo_context *context, const geo_classes *classes, const char *unit,
                             geo_bytes *out)
{
    size_t before = out->length;
    geo_status status = geo_bytes_print(context, out, "lower,unit,rule\n");
    for (size_t i = 0; i < classes->count && status == GEO_OK; i++)
        status = append_row(context, classes->lower[i], unit, classes->rule, out);
    if (status != GEO_OK)
        out->length = before;
    return status;
}
