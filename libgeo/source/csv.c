#include "source/csv.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "source/foreign.h"

/* ---- opening -------------------------------------------------------------------------------- */

static geo_status check_content(geo_context *context, const char *path, geo_text head)
{
    if (head.length == 0)
        return geo_fail(context, GEO_ERROR_INPUT, "%s: the file is empty", path);
    const char *foreign = geo_looks_like(head);
    if (foreign)
        return geo_fail(context, GEO_ERROR_INPUT,
                        "%s: this is not CSV, it looks like %s; give it as a file with the ending "
                        "of its kind, or save it as CSV",
                        path, foreign);
    return GEO_OK;
}

static geo_status open_window(geo_context *context, geo_csv *csv, const geo_input *input,
                              const char *member, const geo_reader_options *options)
{
    geo_encoding encoding = GEO_UTF_8;
    geo_status status = geo_encoding_parse(context, options->encoding, &encoding);
    if (status != GEO_OK)
        return status;
    geo_content *content = NULL;
    status = geo_content_open(context, input, member, &options->limits, &content);
    if (status != GEO_OK)
        return status;
    status = check_content(context, csv->path, geo_content_head(content));
    if (status != GEO_OK) {
        geo_content_free(content);
        return status;
    }
    return geo_window_open(context, content, csv->path, encoding, &csv->window);
}

geo_status geo_csv_open(geo_context *context, const geo_input *input, const char *member,
                        const geo_reader_options *options, geo_csv **out)
{
    geo_csv *csv = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *csv, &csv);
    if (status != GEO_OK)
        return status;
    csv->line = 1;
    csv->limits = options->limits;
    status = geo_copy_text(context, input->path, &csv->path);
    if (status == GEO_OK)
        status = open_window(context, csv, input, member, options);
    if (status == GEO_OK)
        status = geo_csv_read_header(context, csv, options);
    if (status != GEO_OK) {
        geo_csv_free(csv);
        return status;
    }
    *out = csv;
    return GEO_OK;
}

void geo_csv_free(geo_csv *csv)
{
    if (!csv)
        return;
    for (size_t i = 0; csv->name && i < csv->field_count; i++)
        free(csv->name[i]);
    free(csv->name);
    free(csv->field);
    free(csv->undoubled);
    geo_bytes_clear(&csv->header);
    geo_window_close(&csv->window);
    free(csv->path);
    free(csv);
}

/* ---- what a record can be refused for ------------------------------------------------------- */

/* "row 12 (line 13)", or where the header should be. */
static const char *name_place(const geo_csv *csv, char *text, size_t size)
{
    if (csv->name)
        snprintf(text, size, "row %" PRId64 " (line %" PRId64 ")", csv->rows + 1, csv->line);
    else
        snprintf(text, size, "line %" PRId64 " (header)", csv->line);
    return text;
}

static geo_status fail_unclosed(geo_context *context, const geo_csv *csv)
{
    char place[80];
    return geo_fail(context, GEO_ERROR_INPUT,
                    "%s: %s opens a quote (\") that is never closed; close it, or take it out",
                    csv->path, name_place(csv, place, sizeof place));
}

static geo_status fail_after_quote(geo_context *context, const geo_csv *csv)
{
    char place[80];
    return geo_fail(context, GEO_ERROR_INPUT,
                    "%s: %s opens a quote (\") and text follows where it closes: it is unclosed, "
                    "or a quote inside the text is not doubled (\"\")",
                    csv->path, name_place(csv, place, sizeof place));
}

/* A quoted field beyond the limit that runs over lines is more often a forgotten quote. */
static geo_status fail_too_long(geo_context *context, const geo_csv *csv, const geo_split *split)
{
    char place[80];
    name_place(csv, place, sizeof place);
    if (split->is_in_quotes && split->newlines > 0)
        return geo_fail(context, GEO_ERROR_INPUT,
                        "%s: %s opens a quote (\") that is not closed within %" PRId64
                        " bytes, the limit of a field; close it, or take it out",
                        csv->path, place, csv->limits.field_bytes);
    return geo_fail(context, GEO_ERROR_LIMIT,
                    "%s: %s has a field of more than %" PRId64
                    " bytes, the limit; raise it with --max-field-bytes",
                    csv->path, place, csv->limits.field_bytes);
}

/* A record that goes on and on, even in short fields, must not take all memory. */
static bool is_too_long(const geo_csv *csv, const geo_split *split, size_t record)
{
    int64_t limit = csv->limits.field_bytes;
    if (limit <= 0)
        return false;
    uint64_t fields = csv->name ? csv->field_count + 1 : 64;
    return split->longest_field > (uint64_t)limit || record / fields > (uint64_t)limit;
}

static geo_status check_encoding(geo_context *context, const geo_csv *csv, const char *text,
                                 size_t length)
{
    if (csv->window.encoding != GEO_UTF_8)
        return GEO_OK;
    size_t valid = geo_valid_utf_8(text, length);
    if (valid == length)
        return GEO_OK;
    char place[80];
    return geo_fail(context, GEO_ERROR_INPUT,
                    "%s: %s has a byte (0x%02X) that is not UTF-8; the file comes from an older "
                    "system, so add --encoding WINDOWS-1252 or --encoding ISO-8859-1",
                    csv->path, name_place(csv, place, sizeof place),
                    (unsigned)(unsigned char)text[valid]);
}

geo_status geo_csv_try_split(geo_context *context, geo_csv *csv, size_t offset, geo_split *split,
                             bool *is_done)
{
    const geo_window *window = &csv->window;
    split->field = csv->field;
    split->field_capacity = csv->field_capacity;
    size_t available = window->end - window->begin - offset;
    const char *text = available > 0 ? window->data + window->begin + offset : "";
    geo_split_end end = geo_split_record(text, available, window->is_whole, csv->delimiter, split);
    *is_done = end == GEO_SPLIT_DONE;
    if (is_too_long(csv, split, *is_done ? split->length : available) &&
        (*is_done || end == GEO_SPLIT_MORE))
        return fail_too_long(context, csv, split);
    if (end == GEO_SPLIT_UNCLOSED)
        return fail_unclosed(context, csv);
    if (end == GEO_SPLIT_AFTER_QUOTE)
        return fail_after_quote(context, csv);
    return *is_done ? check_encoding(context, csv, text, split->length) : GEO_OK;
}

geo_status geo_csv_split(geo_context *context, geo_csv *csv, size_t offset, geo_split *split)
{
    for (;;) {
        bool is_done = false;
        geo_status status = geo_csv_try_split(context, csv, offset, split, &is_done);
        if (status != GEO_OK || is_done)
            return status;
        status = geo_window_extend(context, &csv->window, csv->path);
        if (status != GEO_OK)
            return status;
    }
}

void geo_csv_consume(geo_csv *csv, size_t bytes)
{
    csv->window.begin += bytes;
    csv->accounted += (int64_t)bytes;
}

/* ---- records -------------------------------------------------------------------------------- */

/* Moves over lines without any byte; *more is false at the end of the text. */
static geo_status skip_blank_lines(geo_context *context, geo_csv *csv, bool *more)
{
    geo_window *window = &csv->window;
    for (;;) {
        const char *at = window->data + window->begin;
        size_t available = window->end - window->begin;
        size_t blank = 0;
        if (available > 0 && at[0] == '\n')
            blank = 1;
        else if (available > 1 && at[0] == '\r' && at[1] == '\n')
            blank = 2;
        if (blank > 0) {
            geo_csv_consume(csv, blank);
            csv->line++;
            continue;
        }
        bool is_open = available == 0 || (available == 1 && at[0] == '\r');
        if (!is_open || window->is_whole) {
            *more = available > 0;
            return GEO_OK;
        }
        geo_status status = geo_window_extend(context, window, csv->path);
        if (status != GEO_OK)
            return status;
    }
}

geo_status geo_csv_check_accounted(geo_context *context, const geo_csv *csv, int64_t accounted,
                                   int64_t text_bytes)
{
    if (accounted != text_bytes)
        return geo_fail(context, GEO_ERROR_INTERNAL,
                        "%s: %" PRId64 " of %" PRId64
                        " bytes are accounted for; please report this",
                        csv->path, accounted, text_bytes);
    return GEO_OK;
}

static geo_status undouble_quotes(geo_context *context, geo_csv *csv, const char *text,
                                  geo_split *split)
{
    geo_status status = geo_grow_array(context, &csv->undoubled, &csv->undoubled_capacity,
                                       split->length, sizeof *csv->undoubled);
    if (status == GEO_OK)
        geo_split_undouble(text, split, csv->undoubled);
    return status;
}

static const char *judge_record(const geo_csv *csv, const char *text, const geo_split *split)
{
    if (split->length > 0 && memchr(text, '\0', split->length))
        return "NUL byte";
    if (split->field_count < csv->field_count)
        return "short row";
    if (split->field_count > csv->field_count)
        return "long row";
    if (split->length == csv->header.length && memcmp(text, csv->header.data, split->length) == 0)
        return "the header again";
    return NULL;
}

/* A record over several lines that has too many or too few fields swallowed other rows. */
static geo_status check_swallowed(geo_context *context, const geo_csv *csv, const geo_split *split)
{
    char place[80];
    if (split->newlines == 0 || split->field_count == csv->field_count)
        return GEO_OK;
    return geo_fail(context, GEO_ERROR_INPUT,
                    "%s: %s runs over %" PRId64 " lines and has %zu fields where the header has "
                    "%zu; a quote (\") that opens there is unclosed",
                    csv->path, name_place(csv, place, sizeof place), split->newlines + 1,
                    split->field_count, csv->field_count);
}

static geo_status fill_record(geo_context *context, geo_csv *csv, geo_split *split,
                              geo_record *record)
{
    const char *text = csv->window.data + csv->window.begin;
    *record = (geo_record){.row = csv->rows + 1, .field = csv->field};
    record->broken = judge_record(csv, text, split);
    record->fields_found = split->field_count;
    record->raw = (geo_text){text, split->length};
    record->line_end = (geo_text){geo_line_end(split->line_end_length), split->line_end_length};
    if (record->broken) {
        memset(csv->field, 0, csv->field_count * sizeof *csv->field);
        return check_swallowed(context, csv, split);
    }
    return split->has_doubled_quotes ? undouble_quotes(context, csv, text, split) : GEO_OK;
}

geo_status geo_csv_check_row_limit(geo_context *context, const geo_csv *csv)
{
    if (csv->limits.rows > 0 && csv->rows >= csv->limits.rows)
        return geo_fail(context, GEO_ERROR_LIMIT,
                        "%s: more than %" PRId64 " rows, the limit; raise it with --max-rows",
                        csv->path, csv->limits.rows);
    return GEO_OK;
}

geo_status geo_csv_take(geo_context *context, geo_csv *csv, geo_split *split, geo_record *record)
{
    geo_status status = fill_record(context, csv, split, record);
    if (status != GEO_OK)
        return status;
    geo_csv_consume(csv, split->length + split->line_end_length);
    csv->rows++;
    csv->line += 1 + split->newlines;
    return GEO_OK;
}

geo_status geo_csv_next(geo_context *context, geo_csv *csv, geo_record *record, bool *more)
{
    geo_split split;
    geo_status status = skip_blank_lines(context, csv, more);
    if (status != GEO_OK)
        return status;
    if (!*more)
        return geo_csv_check_accounted(context, csv, csv->accounted, csv->window.text_bytes);
    status = geo_csv_check_row_limit(context, csv);
    if (status == GEO_OK)
        status = geo_csv_split(context, csv, 0, &split);
    return status == GEO_OK ? geo_csv_take(context, csv, &split, record) : status;
}
