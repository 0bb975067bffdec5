/* One CSV record taken apart into fields (RFC 4180), without copying anything. */
#ifndef GEO_SOURCE_CSV_SPLIT_H
#define GEO_SOURCE_CSV_SPLIT_H

#include <geo/source.h>

typedef enum geo_split_end {
    GEO_SPLIT_DONE,
    GEO_SPLIT_MORE,       /* the record goes on behind the text there is */
    GEO_SPLIT_UNCLOSED,   /* a quoted field goes on to the end of the file */
    GEO_SPLIT_AFTER_QUOTE /* something other than a delimiter follows a closing quote */
} geo_split_end;

typedef struct geo_split {
    geo_text *field; /* room for field_capacity; more fields are counted but not kept */
    size_t field_capacity;
    size_t field_count;
    size_t length;          /* of the record, without its line end */
    size_t line_end_length; /* 0 (at the end of the file), 1 or 2 */
    size_t longest_field;   /* in bytes; with GEO_SPLIT_MORE and _UNCLOSED also the unfinished */
    int64_t newlines;       /* inside quotes */
    bool is_in_quotes;      /* of the unfinished field */
    bool has_doubled_quotes;
} geo_split;

/*
 * Splits the record that starts at `text`. `is_whole`: the file ends behind it. A quote opens a
 * quoted field only as the field's first byte; elsewhere it is a character like any other. Empty
 * fields have data == NULL.
 */
geo_split_end geo_split_record(const char *text, size_t length, bool is_whole, char delimiter,
                               geo_split *split);

/* "", "\n" or "\r\n" for a line end of 0, 1 or 2 bytes. */
const char *geo_line_end(size_t length);

/* Replaces the fields of a record that hold doubled quotes by their meaning, written to `store`
 * (room for the whole record). */
void geo_split_undouble(const char *text, geo_split *split, char *store);

#endif
