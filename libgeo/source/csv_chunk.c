/*
 * What is ordinary is proved so by the index and handed out from it: as many fields as the header
 * has, quotes around whole fields, no NUL byte, valid text, nothing near a limit. Every other
 * record is left to the code that geo_csv_next() is made of.
 */
#include "source/csv_chunk.h"

#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "source/csv_scan.h"

struct geo_csv_chunk {
    geo_csv exact; /* over the text; path, names and header are borrowed */
    int64_t rows_before;
    int64_t lines_before;
    uint64_t row_bytes_max; /* up to here no field and no record is beyond the limit */
    int64_t row_limit;
    size_t *needed;
    size_t needed_count;
    bool *is_needed;     /* [exact.field_count] */
    geo_csv_index index; /* of the text from `base` on */
    const char *base;
    size_t row;   /* of the index: the next */
    size_t clean; /* bytes from base on that have no NUL and are valid */
};

/* ---- making --------------------------------------------------------------------------------- */

static void borrow_header(geo_csv *exact, const geo_csv *csv)
{
    exact->path = csv->path;
    exact->limits = csv->limits;
    exact->delimiter = csv->delimiter;
    exact->header = csv->header;
    exact->field_count = csv->field_count;
    exact->name = csv->name;
    exact->window.encoding = csv->window.encoding;
}

static geo_status fill_chunk(geo_context *context, geo_csv_chunk *chunk, const size_t *needed,
                             size_t count)
{
    geo_csv *exact = &chunk->exact;
    geo_status status =
        geo_alloc_array(context, exact->field_count, sizeof *exact->field, &exact->field);
    exact->field_capacity = status == GEO_OK ? exact->field_count : 0;
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *chunk->needed, &chunk->needed);
    if (status == GEO_OK)
        status = geo_alloc_array(context, exact->field_count, sizeof *chunk->is_needed,
                                 &chunk->is_needed);
    if (status != GEO_OK)
        return status;
    for (size_t i = 0; i < count; i++) {
        chunk->needed[i] = needed[i];
        chunk->is_needed[needed[i]] = true;
    }
    chunk->needed_count = count;
    return geo_csv_index_new(context, &chunk->index);
}

geo_status geo_csv_chunk_new(geo_context *context, const geo_csv *csv, const size_t *needed_field,
                             size_t needed_count, geo_csv_chunk **out)
{
    geo_csv_chunk *chunk = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *chunk, &chunk);
    if (status != GEO_OK)
        return status;
    borrow_header(&chunk->exact, csv);
    chunk->row_bytes_max =
        csv->limits.field_bytes > 0 ? (uint64_t)csv->limits.field_bytes : UINT64_MAX;
    chunk->row_limit = csv->limits.rows > 0 ? csv->limits.rows : INT64_MAX;
    status = fill_chunk(context, chunk, needed_field, needed_count);
    if (status != GEO_OK) {
        geo_csv_chunk_free(chunk);
        return status;
    }
    geo_csv_chunk_begin(chunk, (geo_text){NULL, 0}, false, 0, 0);
    *out = chunk;
    return GEO_OK;
}

void geo_csv_chunk_free(geo_csv_chunk *chunk)
{
    if (!chunk)
        return;
    free(chunk->exact.field);
    free(chunk->exact.undoubled);
    free(chunk->needed);
    free(chunk->is_needed);
    geo_csv_index_clear(&chunk->index);
    free(chunk);
}

/* ---- the index ------------------------------------------------------------------------------ */

void geo_csv_chunk_begin(geo_csv_chunk *chunk, geo_text text, bool is_last, int64_t rows_before,
                         int64_t lines_before)
{
    geo_csv *exact = &chunk->exact;
    exact->window.data = text.data ? text.data : "";
    exact->window.begin = 0;
    exact->window.end = text.length;
    exact->window.is_whole = is_last;
    exact->rows = chunk->rows_before = rows_before;
    exact->line = lines_before + 1;
    chunk->lines_before = lines_before;
    chunk->base = NULL;
    chunk->row = chunk->index.row_count = 0;
}

/* How far the text from `start` on has no NUL and is valid. */
static void find_clean(geo_csv_chunk *chunk, size_t start, size_t end)
{
    const geo_csv_index *index = &chunk->index;
    chunk->clean = end;
    if (index->has_high && chunk->exact.window.encoding == GEO_UTF_8)
        chunk->clean = start + geo_valid_utf_8(chunk->base + start, end - start);
    const char *nul = NULL;
    if (index->has_nul && start < chunk->clean)
        nul = memchr(chunk->base + start, '\0', chunk->clean - start);
    if (nul)
        chunk->clean = (size_t)(nul - chunk->base);
}

static size_t indexed_bytes(const geo_csv_chunk *chunk)
{
    const geo_csv_index *index = &chunk->index;
    return index->row_count > 0 ? (size_t)index->position[index->row_end[index->row_count - 1]] + 1
                                : 0;
}

/* Once at a place, whether rows are found there or not. */
static void index_on(geo_csv_chunk *chunk)
{
    const geo_window *window = &chunk->exact.window;
    size_t left = window->end - window->begin;
    if (chunk->base == window->data + window->begin)
        return;
    chunk->base = window->data + window->begin;
    chunk->row = 0;
    geo_csv_scan(chunk->base, left < GEO_CSV_SCAN_BYTES ? left : GEO_CSV_SCAN_BYTES,
                 chunk->exact.delimiter, &chunk->index);
    find_clean(chunk, 0, indexed_bytes(chunk));
}

/* ---- ordinary records ----------------------------------------------------------------------- */

static int64_t count_newlines(const char *text, size_t length)
{
    const char *end = text + length;
    int64_t count = 0;
    while (text < end && (text = memchr(text, '\n', (size_t)(end - text))) != NULL) {
        count++;
        text++;
    }
    return count;
}

/* False when a field has doubled quotes. `position` is that of the line end before the record. */
static inline bool fill_fields(const geo_csv_chunk *chunk, const uint32_t *position,
                               uint32_t line_end_length)
{
    const geo_csv *exact = &chunk->exact;
    for (size_t i = 0; i < chunk->needed_count; i++) {
        size_t field = chunk->needed[i];
        uint32_t start = position[field] + 1;
        size_t length = position[field + 1] - start;
        const char *data = chunk->base + start;
        length -= field + 1 == exact->field_count ? line_end_length - 1 : 0;
        if (length > 0 && *data == '"') {
            data++;
            length -= 2;
            if (chunk->index.has_doubled_quotes && length > 0 && memchr(data, '"', length))
                return false;
        }
        exact->field[field] = (geo_text){length > 0 ? data : NULL, length};
    }
    return true;
}

/* One member after the other: GCC 12 clears a whole record slower than all else here takes. */
static inline void fill_record(geo_record *record, const geo_csv *exact, geo_text raw,
                               bool has_return)
{
    record->row = exact->rows;
    record->field = exact->field;
    record->broken = NULL;
    record->fields_found = exact->field_count;
    record->has_point = false;
    record->x = 0;
    record->y = 0;
    record->bad_geometry = NULL;
    record->raw = raw;
    record->line_end = (geo_text){has_return ? "\r\n" : "\n", has_return ? 2 : 1};
}

/* Where a row of the index is in its text. */
typedef struct row_span {
    const uint32_t *position; /* of the line end before it */
    uint32_t start;
    uint32_t length; /* without the line end */
    bool has_return;
} row_span;

/* Whether all but its quotes is ordinary; `ahead` rows before it are not yet handed out. */
static inline bool find_span(const geo_csv_chunk *chunk, size_t row, int64_t ahead, row_span *span)
{
    const geo_csv_index *index = &chunk->index;
    const geo_csv *exact = &chunk->exact;
    uint32_t before = row > 0 ? index->row_end[row - 1] : 0;
    uint32_t last = index->row_end[row];
    uint32_t start = index->position[before] + 1;
    uint32_t end = index->position[last];
    bool has_return = end > start && chunk->base[end - 1] == '\r';
    uint64_t length = end - start - has_return;
    /* A blank line's length wraps around. */
    if (last - before != exact->field_count || length - 1 >= chunk->row_bytes_max ||
        end >= chunk->clean || exact->rows + ahead >= chunk->row_limit)
        return false;
    *span = (row_span){index->position + before, start, (uint32_t)length, has_return};
    return length != exact->header.length ||
           memcmp(chunk->base + start, exact->header.data, length) != 0;
}

/* Hands out the next record of the index; false, having done nothing, when it is no ordinary one.
 */
static inline bool take_ordinary(geo_csv_chunk *chunk, geo_record *record)
{
    geo_csv *exact = &chunk->exact;
    row_span span;
    if (!find_span(chunk, chunk->row, 0, &span) ||
        !fill_fields(chunk, span.position, 1 + span.has_return))
        return false;
    const char *text = chunk->base + span.start;
    exact->rows++;
    exact->line += 1 + (chunk->index.has_quoted_newlines ? count_newlines(text, span.length) : 0);
    exact->window.begin += span.length + 1 + span.has_return;
    chunk->row++;
    fill_record(record, exact, (geo_text){text, span.length}, span.has_return);
    return true;
}

/* ---- runs of ordinary records --------------------------------------------------------------- */

void geo_csv_chunk_run(geo_csv_chunk *chunk, size_t most, geo_csv_run *run)
{
    const geo_csv_index *index = &chunk->index;
    const geo_window *window = &chunk->exact.window;
    row_span span;
    *run = (geo_csv_run){.field_count = chunk->exact.field_count};
    if (chunk->row == index->row_count && window->begin < window->end)
        index_on(chunk);
    size_t left = index->row_count - chunk->row;
    most = left < most ? left : most;
    while (run->count < most &&
           find_span(chunk, chunk->row + run->count, (int64_t)run->count, &span))
        run->count++;
    if (run->count == 0)
        return;
    run->base = chunk->base;
    run->position = index->position + (chunk->row > 0 ? index->row_end[chunk->row - 1] : 0);
    run->has_doubled_quotes = index->has_doubled_quotes;
}

void geo_csv_chunk_skip(geo_csv_chunk *chunk, const geo_csv_run *run, size_t count)
{
    geo_csv *exact = &chunk->exact;
    if (count == 0)
        return;
    const char *text = run->base + (uint32_t)(run->position[0] + 1);
    size_t length = run->position[count * run->field_count] - run->position[0];
    exact->rows += (int64_t)count;
    exact->line += chunk->index.has_quoted_newlines ? count_newlines(text, length) : (int64_t)count;
    exact->window.begin += length;
    chunk->row += count;
}

/* ---- all others ----------------------------------------------------------------------------- */

/* Goes on behind what was left to others: with the next row of the index when it begins there. */
static void step_index(geo_csv_chunk *chunk)
{
    const geo_csv_index *index = &chunk->index;
    const geo_window *window = &chunk->exact.window;
    size_t offset = (size_t)(window->data + window->begin - chunk->base);
    if (chunk->row < index->row_count &&
        (size_t)index->position[index->row_end[chunk->row]] + 1 == offset) {
        chunk->row++;
        if (offset > chunk->clean)
            find_clean(chunk, offset, indexed_bytes(chunk));
        return;
    }
    chunk->row = chunk->index.row_count = 0;
}

static bool skip_blank_line(geo_csv_chunk *chunk)
{
    geo_csv *exact = &chunk->exact;
    const char *at = exact->window.data + exact->window.begin;
    size_t left = exact->window.end - exact->window.begin;
    size_t blank = 0;
    if (left > 0 && at[0] == '\n')
        blank = 1;
    else if (left > 1 && at[0] == '\r' && at[1] == '\n')
        blank = 2;
    if (blank == 0)
        return false;
    exact->window.begin += blank;
    exact->line++;
    step_index(chunk);
    return true;
}

static void drop_unneeded(geo_csv_chunk *chunk)
{
    for (size_t i = 0; i < chunk->exact.field_count; i++)
        if (!chunk->is_needed[i])
            chunk->exact.field[i] = (geo_text){NULL, 0};
}

static geo_status take_exactly(geo_context *context, geo_csv_chunk *chunk, geo_record *record,
                               bool *more)
{
    geo_split split;
    geo_status status = geo_csv_check_row_limit(context, &chunk->exact);
    if (status == GEO_OK)
        status = geo_csv_try_split(context, &chunk->exact, 0, &split, more);
    if (status != GEO_OK || !*more)
        return status;
    status = geo_csv_take(context, &chunk->exact, &split, record);
    drop_unneeded(chunk);
    step_index(chunk);
    return status;
}

geo_status geo_csv_chunk_next(geo_context *context, geo_csv_chunk *chunk, geo_record *record,
                              bool *more)
{
    const geo_window *window = &chunk->exact.window;
    do {
        *more = window->begin < window->end;
        if (!*more)
            return GEO_OK;
        if (chunk->row == chunk->index.row_count)
            index_on(chunk);
        if (chunk->row < chunk->index.row_count && take_ordinary(chunk, record))
            return GEO_OK;
    } while (skip_blank_line(chunk));
    return take_exactly(context, chunk, record, more);
}

size_t geo_csv_chunk_rest(const geo_csv_chunk *chunk)
{
    return chunk->exact.window.end - chunk->exact.window.begin;
}

int64_t geo_csv_chunk_rows(const geo_csv_chunk *chunk)
{
    return chunk->exact.rows - chunk->rows_before;
}

int64_t geo_csv_chunk_lines(const geo_csv_chunk *chunk)
{
    return chunk->exact.line - 1 - chunk->lines_before;
}

int64_t geo_csv_chunk_bytes(const geo_csv_chunk *chunk)
{
    return (int64_t)chunk->exact.window.begin;
}
