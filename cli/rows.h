/* Incidents one by one as they are read, with the fields that a command asks for. */
#ifndef WARDMAP_ROWS_H
#define WARDMAP_ROWS_H

#include "load.h"

/* One incident. Borrowed from the reader until the next. */
typedef struct cli_row {
    const geo_text *value; /* [field_count] of the fields asked for, blanks around them left out */
    bool is_met;           /* the condition, if there is one */
    size_t input;          /* the place of its file */
    double x;              /* to the millimetre; 0 unless places are asked for */
    double y;
    int32_t area;     /* 0 where no areas are given */
    int32_t day;      /* GEO_NO_DATE for none */
    int32_t category; /* of load->frame's categories; GEO_NO_CODE for none */
    geo_text category_text;
} cli_row;

typedef struct cli_row_taker {
    const char *const *field;    /* names, ASCII case ignored; a NULL name has no values */
    size_t field_count;          /* at most ROW_FIELDS_MOST */
    const geo_filter *condition; /* NULL: none */
    /* Rows without coordinates don't count, areas or not. Places are rounded to the millimetre
     * before it is found which area they are in: what comes of them is then the same for
     * coordinates that differ by less than that, as those of two exports do. */
    bool wants_places;
    void *user;
    /* Before an input's rows: may change the names of `field` by what it has. NULL: nothing to do.
     */
    geo_status (*begin)(cli_job *job, void *user, const char *path, const geo_reader *reader);
    /* Called for every incident that counts: placed in an area, or any that is neither rejected nor
     * filtered where there are no areas. One call at a time. */
    geo_status (*take)(geo_context *context, void *user, const cli_row *row);
} cli_row_taker;

#define ROW_FIELDS_MOST 40

/* GEO_ERROR_USAGE when an input lacks a field; the message lists those that it has. */
geo_status load_rows(cli_job *job, cli_load *load, const cli_row_taker *taker);

#endif
