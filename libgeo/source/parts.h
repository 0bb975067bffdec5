/* Points, lines and rings in flat arrays while they are being read: what becomes geo_shapes. */
#ifndef GEO_SOURCE_PARTS_H
#define GEO_SOURCE_PARTS_H

#include <geo/source.h>

typedef enum geo_part_kind {
    GEO_PART_POINT,
    GEO_PART_LINE,
    GEO_PART_SHELL,
    GEO_PART_HOLE /* of the shell before it */
} geo_part_kind;

typedef struct geo_parts {
    size_t part_count;
    size_t part_capacity;
    size_t *first_point; /* [part_count + 1]: where each part begins; NULL when there is none */
    geo_part_kind *kind; /* [part_count] */
    size_t kind_capacity;
    size_t point_count;
    size_t x_capacity;
    size_t y_capacity;
    double *x;
    double *y;
    size_t broken_count; /* features whose geometry could not be decoded */
    size_t other_count;  /* geometries that are of no kind above: surfaces in space */
} geo_parts;

/* Adds a part of `count` points and returns where to write them: *x and *y, valid until the next
 * call. */
geo_status geo_parts_add(geo_context *context, geo_parts *parts, size_t count, geo_part_kind kind,
                         double **x, double **y);
/* Makes the last part's end meet its start, as a ring's must. */
void geo_parts_close(geo_parts *parts);
/* Takes the parts from `part_count` on away again. */
void geo_parts_cut(geo_parts *parts, size_t part_count);
void geo_parts_clear(geo_parts *parts);

#endif
