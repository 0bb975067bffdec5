/* Records of a piece of CSV text: what geo_csv_next() would read there, several times as fast. */
#ifndef GEO_SOURCE_CSV_CHUNK_H
#define GEO_SOURCE_CSV_CHUNK_H

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

/* When *more was false: the bytes at the text's end of a record that goes on behind it. They must
 * stand before the next piece's text, in one chunk. */
size_t geo_csv_chunk_rest(const geo_csv_chunk *chunk);

/* Handed out, or passed over as blank, since the text began. */
int64_t geo_csv_chunk_rows(const geo_csv_chunk *chunk);
int64_t geo_csv_chunk_lines(const geo_csv_chunk *chunk);
int64_t geo_csv_chunk_bytes(const geo_csv_chunk *chunk);

#endif
