/* Polygon rings in flat arrays while they are being read: what becomes the rings of geo_areas. */
#ifndef GEO_SOURCE_RINGS_H
#define GEO_SOURCE_RINGS_H

#include <geo/source.h>

typedef struct geo_rings {
    size_t ring_count;
    size_t ring_capacity;
    size_t *first_point; /* [ring_count]: where each ring begins */
    bool *is_hole;       /* [ring_count] */
    size_t hole_capacity;
    size_t point_count;
    size_t x_capacity;
    size_t y_capacity;
    double *x;
    double *y;
    size_t broken_count;   /* features whose geometry could not be decoded */
    size_t unclosed_count; /* rings that were closed here */
} geo_rings;

/* Adds a ring of `count` points, at least 1, and returns where to write them: *x and *y, valid
 * until the next call. Write, then call geo_rings_close(). */
geo_status geo_rings_add(geo_context *context, geo_rings *rings, size_t count, bool is_hole,
                         double **x, double **y);
/* Makes the last ring's end meet its start, counting it when it didn't. */
void geo_rings_close(geo_rings *rings);
void geo_rings_clear(geo_rings *rings);

#endif
