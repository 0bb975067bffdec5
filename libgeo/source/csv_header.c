/* The delimiter, the title lines above the header, and the header itself. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"
#include "source/csv.h"
#include "source/roles.h"

/* Title lines that may stand above a header. */
#define TITLE_LINES_MAX 100

/* ---- delimiter ------------------------------------------------------------------------------ */

/* The sign that stands most often outside quotes in the line at `offset`. */
static char find_delimiter(const geo_csv *csv, size_t offset)
{
    static const char sign[] = {',', ';', '\t'};
    size_t count[sizeof sign] = {0};
    bool is_quoted = false;
    for (size_t i = csv->window.begin + offset; i < csv->window.end; i++) {
        char character = csv->window.data[i];
        if (character == '"')
            is_quoted = !is_quoted;
        if (is_quoted)
            continue;
        if (character == '\n')
            break;
        for (size_t s = 0; s < sizeof sign; s++)
            count[s] += character == sign[s];
    }
    size_t most = 0;
    for (size_t s = 1; s < sizeof sign; s++)
        most = count[s] > count[most] ? s : most;
    return sign[most];
}

/* Makes the window hold the line at `offset` whole, as far as the limit of a field goes. */
static geo_status hold_line(geo_context *context, geo_csv *csv, size_t offset)
{
    geo_window *window = &csv->window;
    while (!window->is_whole) {
        size_t available = window->end - window->begin - offset;
        bool is_beyond =
            csv->limits.field_bytes > 0 && available > (uint64_t)csv->limits.field_bytes;
        if (is_beyond ||
            (available > 0 && memchr(window->data + window->begin + offset, '\n', available)))
            return GEO_OK;
        geo_status status = geo_window_extend(context, window, csv->path);
        if (status != GEO_OK)
            return status;
    }
    return GEO_OK;
}

/* ---- names ---------------------------------------------------------------------------------- */

/* Splits the record at `offset` with room for all its fields. */
static geo_status split_fully(geo_context *context, geo_csv *csv, size_t offset, geo_split *split)
{
    geo_status status = hold_line(context, csv, offset);
    if (status != GEO_OK)
        return status;
    csv->delimiter = find_delimiter(csv, offset);
    status = geo_csv_split(context, csv, offset, split);
    if (status != GEO_OK || split->field_count <= csv->field_capacity)
        return status;
    status = geo_grow_array(context, &csv->field, &csv->field_capacity, split->field_count,
                            sizeof *csv->field);
    return status == GEO_OK ? geo_csv_split(context, csv, offset, split) : status;
}

/* Whether the line just split is the header that the caller is looking for. */
static bool is_sought_header(const geo_csv *csv, const geo_split *split,
                             const geo_reader_options *options)
{
    if (split->field_count < 2)
        return false;
    for (size_t i = 0; i < split->field_count; i++) {
        geo_text name = geo_trim(csv->field[i]);
        if (name.length == 0)
            continue;
        if (options->code_field ? geo_compare_names(name, geo_text_of(options->code_field)) == 0
                                : geo_is_area_code_field(name))
            return true;
    }
    return false;
}

static geo_status copy_names(geo_context *context, geo_csv *csv, const char *text, geo_split *split)
{
    char *store = NULL;
    geo_status status = geo_alloc_array(context, split->length, 1, &store);
    if (status != GEO_OK)
        return status;
    if (split->has_doubled_quotes)
        geo_split_undouble(text, split, store);
    status = geo_alloc_array(context, split->field_count, sizeof *csv->name, &csv->name);
    for (size_t i = 0; status == GEO_OK && i < split->field_count; i++) {
        geo_text name = geo_trim(csv->field[i]);
        status =
            geo_copy_bytes(context, name.length > 0 ? name.data : "", name.length, &csv->name[i]);
        csv->field_count = i + 1;
    }
    free(store);
    return status;
}

/* ---- what is no header ---------------------------------------------------------------------- */

/* Years and ages are fair names of fields; coordinates, large numbers and whole dates are not. */
static bool looks_like_value(const char *name)
{
    geo_text text = {name, strlen(name)};
    double number = 0;
    int32_t day = 0;
    bool month_only = false;
    if (text.length == 0)
        return false;
    if (geo_number_parse(text, &number))
        return number < 0 || number >= 10000 || number != floor(number);
    return geo_date_parse(text, &day, &month_only) && !month_only;
}

static bool is_number(const char *name)
{
    double number = 0;
    return geo_number_parse(geo_text_of(name), &number);
}

static geo_status check_is_header(geo_context *context, const geo_csv *csv)
{
    bool has_word = false;
    bool has_value = false;
    for (size_t i = 0; i < csv->field_count; i++) {
        has_word = has_word || (csv->name[i][0] != '\0' && !is_number(csv->name[i]));
        has_value = has_value || looks_like_value(csv->name[i]);
    }
    if (!has_word || has_value)
        return geo_fail(context, GEO_ERROR_INPUT,
                        "%s: the first line looks like data, not like a header; add a line with "
                        "the names of the %zu fields above it",
                        csv->path, csv->field_count);
    return GEO_OK;
}

static int compare_names(const void *one, const void *other)
{
    const char *a = *(const char *const *)one;
    const char *b = *(const char *const *)other;
    return geo_compare_names(geo_text_of(a), geo_text_of(b));
}

static geo_status check_no_duplicates(geo_context *context, const geo_csv *csv)
{
    const char **sorted = NULL;
    geo_status status = geo_alloc_array(context, csv->field_count, sizeof *sorted, &sorted);
    if (status != GEO_OK)
        return status;
    memcpy(sorted, csv->name, csv->field_count * sizeof *sorted);
    qsort(sorted, csv->field_count, sizeof *sorted, compare_names);
    size_t found = 0;
    for (size_t i = 1; i < csv->field_count; i++) {
        bool is_new = sorted[i][0] != '\0' && compare_names(&sorted[i], &sorted[i - 1]) == 0 &&
                      (found == 0 || compare_names(&sorted[i], &sorted[found - 1]) != 0);
        if (is_new)
            sorted[found++] = sorted[i];
    }
    if (found > 0) {
        char names[400];
        geo_list_names(sorted, found, names, sizeof names);
        status = geo_fail(context, GEO_ERROR_INPUT,
                          "%s: more than one field of the header is called %s; rename all but one",
                          csv->path, names);
    }
    free(sorted);
    return status;
}

static geo_status check_header(geo_context *context, const geo_csv *csv)
{
    if (memchr(csv->header.data, '\0', csv->header.length))
        return geo_fail(context, GEO_ERROR_INPUT,
                        "%s: the header has NUL bytes; the file is binary, or UTF-16 (then add "
                        "--encoding UTF-16)",
                        csv->path);
    if (memchr(csv->header.data, '\r', csv->header.length))
        return geo_fail(context, GEO_ERROR_INPUT,
                        "%s: lines end in a carriage return alone (old Macintosh); save it with "
                        "usual line ends",
                        csv->path);
    geo_status status = check_is_header(context, csv);
    return status == GEO_OK ? check_no_duplicates(context, csv) : status;
}

/* ---- finding it ----------------------------------------------------------------------------- */

static geo_status skip_mark(geo_context *context, geo_csv *csv)
{
    while (!csv->window.is_whole && csv->window.end - csv->window.begin < 3) {
        geo_status status = geo_window_extend(context, &csv->window, csv->path);
        if (status != GEO_OK)
            return status;
    }
    geo_text start = {csv->window.data + csv->window.begin, csv->window.end - csv->window.begin};
    csv->has_bom = geo_begins_with(start, "\xEF\xBB\xBF", 3);
    if (csv->has_bom)
        geo_csv_consume(csv, 3);
    return GEO_OK;
}

/* Where a line of the file begins: bytes behind the window's begin, lines behind the first. */
typedef struct place {
    size_t offset;
    int64_t line;
} place;

/* The first line that is sought, else the first that isn't blank. */
static geo_status find_header(geo_context *context, geo_csv *csv, const geo_reader_options *options,
                              place *header, bool *found)
{
    bool is_sought = options->find_header || options->code_field;
    place at = {0, 0};
    *found = false;
    for (int lines = 0; lines < TITLE_LINES_MAX; lines++) {
        geo_split split;
        geo_status status = split_fully(context, csv, at.offset, &split);
        if (status != GEO_OK)
            return status;
        bool is_blank = split.length == 0;
        if (!is_blank && !*found) {
            *header = at;
            *found = true;
        }
        if (!is_blank && (!is_sought || is_sought_header(csv, &split, options))) {
            *header = at;
            return GEO_OK;
        }
        at.offset += split.length + split.line_end_length;
        at.line += 1 + split.newlines;
        if (split.line_end_length == 0)
            return GEO_OK;
    }
    return GEO_OK;
}

geo_status geo_csv_read_header(geo_context *context, geo_csv *csv,
                               const geo_reader_options *options)
{
    geo_split split;
    place header = {0, 0};
    bool found = false;
    geo_status status = skip_mark(context, csv);
    if (status == GEO_OK)
        status = find_header(context, csv, options, &header, &found);
    if (status != GEO_OK)
        return status;
    if (!found)
        return geo_fail(context, GEO_ERROR_INPUT, "%s: there is nothing in the file", csv->path);
    geo_csv_consume(csv, header.offset);
    csv->line += header.line;
    status = split_fully(context, csv, 0, &split);
    if (status != GEO_OK)
        return status;
    const char *text = csv->window.data + csv->window.begin;
    csv->header_end = geo_line_end(split.line_end_length);
    status = geo_bytes_append(context, &csv->header, text, split.length);
    if (status == GEO_OK)
        status = copy_names(context, csv, text, &split);
    if (status == GEO_OK)
        status = check_header(context, csv);
    if (status != GEO_OK)
        return status;
    geo_csv_consume(csv, split.length + split.line_end_length);
    csv->line += 1 + split.newlines;
    return GEO_OK;
}
