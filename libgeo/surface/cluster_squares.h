/* Places by the square of a lattice that they are in, for finding those within a distance. */
#ifndef GEO_SURFACE_CLUSTER_SQUARES_H
#define GEO_SURFACE_CLUSTER_SQUARES_H

#include <geo/core.h>

/* A place, and where its square is. */
typedef struct geo_spot {
    double x, y;
    int64_t incidents;
    int32_t place;
    int32_t row, column;
} geo_spot;

/* Only squares with places, by rows from the south, each from the west; spot[first[s]] ..
 * spot[first[s + 1] - 1] are in square s. However far some lie from the others, no square is more
 * than twice the distance across, unless it is less than 1e-9 of all. */
typedef struct geo_squares {
    size_t spot_count;
    geo_spot *spot; /* [spot_count] */
    size_t count;
    size_t *first; /* [count + 1] */
} geo_squares;

/* Of spots. */
typedef struct geo_spot_range {
    size_t first, end;
} geo_spot_range;

enum { GEO_NEAR_RANGES = 3 };

/* Coordinates are finite and at most 1e150 from 0; fewer than 2^31. incidents == NULL: 1 each.
 * O(n log n). */
geo_status geo_squares_make(geo_context *context, const double *x, const double *y,
                            const int64_t *incidents, size_t count, double distance_m,
                            geo_squares *out);
void geo_squares_clear(geo_squares *squares);

/* The spots of a square and of those around it, among which are all within the distance of any
 * spot in it, in rising order. */
void geo_squares_near(const geo_squares *squares, size_t square,
                      geo_spot_range range[GEO_NEAR_RANGES]);

static inline double geo_spots_squared_m(const geo_spot *one, const geo_spot *other)
{
    double east = other->x - one->x, north = other->y - one->y;
    return east * east + north * north;
}

#endif
