/* What the parts of the join command share: the shape of its rows, and the files they go to. */
#ifndef WARDMAP_JOIN_H
#define WARDMAP_JOIN_H

#include <geo/output.h>
#include <geo/source.h>

#include "load.h"

/* What all inputs have in common, and what is appended to it. */
typedef struct join_shape {
    bool is_csv;
    bool has_bom;
    char delimiter;
    geo_bytes header;     /* of CSV: bytes as read, without the line end */
    geo_bytes header_end; /* of CSV */
    text_list field;      /* owned */
    geo_type *type;       /* [field.count] */
    text_list added;      /* owned: code and name fields, for each areas in turn */
} join_shape;

/* The shape of the first input, with the fields that are appended. */
geo_status join_find_shape(cli_job *job, const cli_load *load, const geo_reader *reader,
                           join_shape *shape);
/* Rows of different tables can't stand under one header. */
geo_status join_check_shape(cli_job *job, const cli_load *load, const geo_reader *reader,
                            size_t input, const join_shape *shape);
void join_shape_clear(join_shape *shape);

/* One row that goes out. */
typedef struct join_row {
    const geo_record *record;
    const geo_incident_rows *rows; /* that it is one of */
    size_t at;                     /* in their columns; SIZE_MAX: no usable coordinates */
} join_row;

/* The area that a row is in, of load->areas[a]. */
int32_t join_area(const join_row *row, size_t a);

/* A file that is being written, not yet in its place. `load` and `shape` are borrowed. Rows may
 * come from any thread, one at a time. */
typedef struct join_csv join_csv;
geo_status join_csv_new(cli_job *job, const cli_load *load, const join_shape *shape,
                        const char *path, join_csv **out);
geo_status join_csv_add(geo_context *context, join_csv *csv, const join_row *row);
geo_status join_csv_flush(geo_context *context, join_csv *csv);
/* It has no place to be renamed to: standard output, a pipe, a device. */
bool join_csv_is_stream(const join_csv *csv);
geo_status join_csv_commit(cli_job *job, join_csv *csv);
void join_csv_free(join_csv *csv);

/* The same of points; rows must come from the caller's thread. */
typedef struct join_points join_points;
geo_status join_points_new(cli_job *job, const cli_load *load, const join_shape *shape,
                           const char *path, join_points **out);
geo_status join_points_add(geo_context *context, join_points *points, const join_row *row);
geo_status join_points_commit(cli_job *job, join_points *points);
void join_points_free(join_points *points);

#endif
