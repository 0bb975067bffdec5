/* Where the fields and records of a CSV text end, found 64 bytes at a time. */
#ifndef GEO_SOURCE_CSV_SCAN_H
#define GEO_SOURCE_CSV_SCAN_H

#include <geo/source.h>

/* Text that is indexed at once: it and its index stay in the processor's first cache. */
#define GEO_CSV_SCAN_BYTES ((size_t)8 << 10)

/* With what a text is scanned: all make the same index. */
typedef enum geo_scan_means {
    GEO_SCAN_WORDS,
    GEO_SCAN_VECTORS,      /* AVX2 */
    GEO_SCAN_WIDE_VECTORS, /* AVX-512 with VBMI2 */
} geo_scan_means;

typedef struct geo_csv_index {
    geo_scan_means means; /* the best that the processor has; a lesser one may be put in */
    uint32_t *position;   /* of every delimiter and newline outside quotes, from position[1] on;
                             position[0] + 1 is where the text begins */
    uint32_t *row_end;    /* [row_count] which of the positions are newlines */
    size_t row_count;
    bool has_nul;             /* perhaps behind the last row, like all that follows */
    bool has_high;            /* a byte that isn't ASCII */
    bool has_doubled_quotes;  /* in a quoted field */
    bool has_quoted_newlines; /* in a quoted field */
} geo_csv_index;

/* GEO_ERROR_MEMORY only. */
geo_status geo_csv_index_new(geo_context *context, geo_csv_index *index);
void geo_csv_index_clear(geo_csv_index *index);

/*
 * Indexes the records that are whole in the text (a record begins with it; up to
 * GEO_CSV_SCAN_BYTES), as geo_split_record() would split them, up to the first quote that neither
 * opens nor closes a field as it should.
 */
void geo_csv_scan(const char *text, size_t length, char delimiter, geo_csv_index *index);

#endif
