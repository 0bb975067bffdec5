/* What the parts of the join command share: the shape of its rows, and the walk over them. */
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

typedef struct join_result {
    cli_load load;
    join_shape shape;
    int64_t written;
    int64_t broken; /* rows that are no rows of the table, and are left out */
    bool counted;
} join_result;

/* One row that goes out. frame_row is SIZE_MAX for a row without usable coordinates. */
typedef struct join_row {
    const geo_record *record;
    size_t frame_row;
} join_row;

typedef geo_status (*join_sink)(cli_job *job, void *user, const join_row *row);

/* Opens every input, and holds them to the same header. */
geo_status join_find_shape(cli_job *job, join_result *result);
void join_shape_clear(join_shape *shape);
/* Reads the inputs again and hands over what was not filtered, in order. sink may be NULL. */
geo_status join_walk(cli_job *job, join_result *result, join_sink sink, void *user);
/* The texts that are appended to a row: shape.added.count of them. */
void join_added_values(const join_result *result, size_t frame_row, geo_text *value);

/* A file that is being written, not yet in its place. */
typedef struct join_csv join_csv;
geo_status join_csv_write(cli_job *job, join_result *result, const char *path, join_csv **out);
geo_status join_csv_commit(cli_job *job, join_csv *csv);
void join_csv_free(join_csv *csv);

typedef struct join_points join_points;
geo_status join_points_write(cli_job *job, join_result *result, const char *path,
                             join_points **out);
geo_status join_points_commit(cli_job *job, join_points *points);
void join_points_free(join_points *points);

#endif
