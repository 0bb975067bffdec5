/* Rows of a CSV text, every byte of it accounted for. */
#ifndef GEO_SOURCE_CSV_H
#define GEO_SOURCE_CSV_H

#include "source/csv_split.h"
#include "source/window.h"

typedef struct geo_csv {
    char *path;
    geo_limits limits;
    char delimiter;
    bool has_bom;
    geo_bytes header; /* the header record, without its line end */
    const char *header_end;
    size_t field_count;
    char **name;       /* [field_count], without surrounding blanks */
    int64_t rows;      /* read so far */
    int64_t line;      /* of the file, 1-based: where the next record begins */
    int64_t accounted; /* bytes of text that are mark, title, header, record, line end or blank */
    geo_window window;
    geo_text *field; /* [field_capacity], of the record that was read last */
    size_t field_capacity;
    char *undoubled;
    size_t undoubled_capacity;
} geo_csv;

/*
 * Opens an input, finds the delimiter and reads the header. `member`: the CSV's name in a zip, else
 * NULL. Of the options encoding, code_field, find_header and limits apply. GEO_ERROR_INPUT when it
 * is not CSV (saying what it looks like), empty, has no header or two fields of one name.
 */
geo_status geo_csv_open(geo_context *context, const geo_input *input, const char *member,
                        const geo_reader_options *options, geo_csv **out);
void geo_csv_free(geo_csv *csv);

/*
 * The next record; lines without any byte are no records. At the end the bytes of all parts are
 * held against those of the file. GEO_ERROR_INPUT, naming row and line, for an unclosed quote and
 * text that isn't UTF-8; GEO_ERROR_LIMIT for fields and rows beyond the limits. A record with a NUL
 * byte or the wrong number of fields is `broken`, which is not an error.
 */
geo_status geo_csv_next(geo_context *context, geo_csv *csv, geo_record *record, bool *more);

/* ---- between the files that read CSV -------------------------------------------------------- */

/*
 * Splits the record at `offset` behind the window's begin, extending the window as needed.
 * csv->field holds its fields, more than field_capacity only counted. All errors of
 * geo_csv_next() that a record can have on its own.
 */
geo_status geo_csv_split(geo_context *context, geo_csv *csv, size_t offset, geo_split *split);

/* The same of what the window holds: *is_done is false when the record goes on behind it. */
geo_status geo_csv_try_split(geo_context *context, geo_csv *csv, size_t offset, geo_split *split,
                             bool *is_done);

/* GEO_ERROR_LIMIT when no other row may follow. */
geo_status geo_csv_check_row_limit(geo_context *context, const geo_csv *csv);

/* Hands out the record at the window's begin, which was split, judged; and moves behind it. */
geo_status geo_csv_take(geo_context *context, geo_csv *csv, geo_split *split, geo_record *record);

/* GEO_ERROR_INTERNAL when bytes went missing. */
geo_status geo_csv_check_accounted(geo_context *context, const geo_csv *csv, int64_t accounted,
                                   int64_t text_bytes);

/* Leaves `bytes` of the window behind, as accounted for. */
void geo_csv_consume(geo_csv *csv, size_t bytes);

/* Finds delimiter and header and moves behind it. */
geo_status geo_csv_read_header(geo_context *context, geo_csv *csv,
                               const geo_reader_options *options);

#endif
