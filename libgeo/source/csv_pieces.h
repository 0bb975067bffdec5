/* The text of a CSV behind its header, in pieces of whole lines for several threads. */
#ifndef GEO_SOURCE_CSV_PIECES_H
#define GEO_SOURCE_CSV_PIECES_H

#include "source/csv.h"

typedef struct geo_csv_pieces geo_csv_pieces;

/* Starts as {0}; may be claimed again and again; clear it in the end. */
typedef struct geo_csv_piece {
    uint64_t number; /* 0, 1, 2 ... in the order of the text */
    geo_text text;   /* of whole lines, perhaps none; borrowed from the piece until it is claimed
                        again, or from the input's memory */
    bool is_last;    /* of the input; there always is such a one */
    char *buffer;
    size_t capacity;
} geo_csv_piece;

void geo_csv_piece_clear(geo_csv_piece *piece);

/*
 * `csv` (borrowed) has read its header and nothing else, and nothing else reads it from now on.
 * Pieces hold about `piece_bytes` each, more where a line is longer, less at the end. A line end in
 * a quoted field may end a piece too, and a line that is far beyond csv->limits may be cut.
 */
geo_status geo_csv_pieces_open(geo_context *context, geo_csv *csv, size_t piece_bytes,
                               geo_csv_pieces **out);
void geo_csv_pieces_free(geo_csv_pieces *pieces);

/*
 * The next piece; *more is false when there is none. For one caller at a time. What can only be
 * read in its order (compressed, decoded, a pipe) is read here, with the errors of geo_csv_next().
 */
geo_status geo_csv_pieces_claim(geo_context *context, geo_csv_pieces *pieces, geo_csv_piece *piece,
                                bool *more);
/* The claimed piece's text, by any number of callers at once, each with a piece of its own. */
geo_status geo_csv_pieces_read(geo_context *context, const geo_csv_pieces *pieces,
                               geo_csv_piece *piece);

/* When all pieces are done: `accounted` bytes of them are records, line ends or blank lines. The
 * checks of geo_csv_next() at the end: no byte missing, the file as it was when it was opened. */
geo_status geo_csv_pieces_finish(geo_context *context, const geo_csv_pieces *pieces,
                                 int64_t accounted);

/* How much was claimed, from 0 to 1; under the claimers' lock. */
double geo_csv_pieces_fraction(const geo_csv_pieces *pieces);

#endif
