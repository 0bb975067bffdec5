/* Records of a piece of CSV text: what geo_csv_next() would read there, several times as fast. */
#ifndef GEO_SOURCE_CSV_CHUNK_H
#define GEO_SOURCE_CSV_CHUNK_H

#include <string.h>

#include "source/csv.h"

/* One thread's; any number of them may read pieces of one CSV. */
typedef struct geo_csv_chunk geo_csv_chunk;

/*
 * `csv` (borrowed, only read) says what the records are to be: path, limits, delimiter, header and
 * encoding. Fields other than the needed ones stay null in all records. A field may be needed more
 * than once.
 */
geo_status geo_csv_chunk_new(geo_context *context, const geo_csv *csv, const size_t *needed_field,
                             size_t needed_count, geo_csv_chunk **out);
void geo_csv_chunk_free(geo_csv_chunk *chunk);

/*
 * Begins with a text, borrowed until the next begin, at whose first byte a record or a blank line
 * begins. `is_last`: the input ends behind it. Rows (blank lines are none) and lines of the file
 * (header included) before it are for numbers, messages and the limit of rows alone.
 */
void geo_csv_chunk_begin(geo_csv_chunk *chunk, geo_text text, bool is_last, int64_t rows_before,
                         int64_t lines_before);

/*
 * The next record that is whole in the text, judged and numbered as by geo_csv_next(), with the
 * same errors and messages; raw and line_end are set too. Borrowed until the next call. When a call
 * has failed, begin anew.
 */
geo_status geo_csv_chunk_next(geo_context *context, geo_csv_chunk *chunk, geo_record *record,
                              bool *more);

/*
 * Consecutive records whose fields are found in the text by arithmetic: position[row * field_count
 * + field] is the byte before the field, that of the next field the byte behind it. Fields are as
 * geo_csv_run_field() says.
 */
typedef struct geo_csv_run {
    const char *base;
    const uint32_t *position;
    size_t field_count;
    size_t count;
    bool has_doubled_quotes; /* perhaps */
} geo_csv_run;

/*
 * The next records up to one that is not ordinary, at most `most`; count 0 when the next is not.
 * They stay the next ones: geo_csv_chunk_skip() passes the first `count` over.
 */
void geo_csv_chunk_run(geo_csv_chunk *chunk, size_t most, geo_csv_run *run);
void geo_csv_chunk_skip(geo_csv_chunk *chunk, const geo_csv_run *run, size_t count);

/* As in geo_record; false when it has doubled quotes, which are left to geo_csv_chunk_next(). */
static inline bool geo_csv_run_field(const geo_csv_run *run, size_t row, size_t field,
                                     geo_text *text)
{
    const uint32_t *position = run->position + row * run->field_count + field;
    const char *data = run->base + (uint32_t)(position[0] + 1);
    size_t length = position[1] - (position[0] + 1);
    if (field + 1 == run->field_count && length > 0 && data[length - 1] == '\r')
        length--;
    if (length > 0 && *data == '"') {
        data++;
        length -= 2;
        if (run->has_doubled_quotes && length > 0 && memchr(data, '"', length))
            return false;
    }
    *text = (geo_text){length > 0 ? data : NULL, length};
    return true;
}

/* As of geo_csv_chunk_next(), but without row and fields. */
static inline geo_record geo_csv_run_record(const geo_csv_run *run, size_t row)
{
    const uint32_t *position = run->position + row * run->field_count;
    const char *text = run->base + (uint32_t)(position[0] + 1);
    size_t length = position[run->field_count] - (position[0] + 1);
    bool has_return = text[length - 1] == '\r';
    return (geo_record){.fields_found = run->field_count,
                        .raw = {text, length - has_return},
                        .line_end = {has_return ? "\r\n" : "\n", 1 + (size_t)has_return}};
}

/* When *more was false: the bytes at the text's end of a record that goes on behind it. They must
 * stand before the next piece's text, in one chunk. */
size_t geo_csv_chunk_rest(const geo_csv_chunk *chunk);

/* Handed out, or passed over as blank, since the text began. */
int64_t geo_csv_chunk_rows(const geo_csv_chunk *chunk);
int64_t geo_csv_chunk_lines(const geo_csv_chunk *chunk);
int64_t geo_csv_chunk_bytes(const geo_csv_chunk *chunk);

#endif
