#include "surface/cluster_squares.h"

#include <math.h>
#include <stdlib.h>

#include "core/memory.h"

/* ---- squares -------------------------------------------------------------------------------- */

static int compare_squares(const geo_spot *spot, int32_t row, int32_t column)
{
    if (spot->row != row)
        return spot->row < row ? -1 : 1;
    return (spot->column > column) - (spot->column < column);
}

static int compare_spots(const void *left, const void *right)
{
    const geo_spot *one = left, *other = right;
    int squares = compare_squares(one, other->row, other->column);
    return squares != 0 ? squares : (one->place > other->place) - (one->place < other->place);
}

/* A little wider than the distance, so that rounding never puts places within it two squares apart;
 * at most 1e9 squares to a side, which 32 bits hold. */
static double side_of(const geo_extent *extent, double distance_m)
{
    double widest = fmax(extent->x_max - extent->x_min, extent->y_max - extent->y_min);
    return fmax(distance_m * (1 + 1e-6), widest * 1e-9);
}

static void fill_spots(const double *x, const double *y, const int64_t *incidents,
                       double distance_m, geo_squares *squares)
{
    const geo_extent extent = geo_extent_of(x, y, squares->spot_count);
    double side_m = side_of(&extent, distance_m);
    for (size_t i = 0; i < squares->spot_count; i++)
        squares->spot[i] = (geo_spot){.x = x[i],
                                      .y = y[i],
                                      .incidents = incidents ? incidents[i] : 1,
                                      .place = (int32_t)i,
                                      .row = (int32_t)floor((y[i] - extent.y_min) / side_m),
                                      .column = (int32_t)floor((x[i] - extent.x_min) / side_m)};
}

static void mark_squares(geo_squares *squares)
{
    for (size_t i = 0; i < squares->spot_count; i++) {
        const geo_spot *spot = &squares->spot[i];
        if (i == 0 || compare_squares(spot - 1, spot->row, spot->column) != 0)
            squares->first[squares->count++] = i;
    }
    squares->first[squares->count] = squares->spot_count;
}

geo_status geo_squares_make(geo_context *context, const double *x, const double *y,
                            const int64_t *incidents, size_t count, double distance_m,
                            geo_squares *out)
{
    *out = (geo_squares){.spot_count = count};
    geo_status status = geo_alloc_array(context, count, sizeof *out->spot, &out->spot);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count + 1, sizeof *out->first, &out->first);
    if (status != GEO_OK) {
        geo_squares_clear(out);
        return status;
    }
    fill_spots(x, y, incidents, distance_m, out);
    if (count > 0)
        qsort(out->spot, count, sizeof *out->spot, compare_spots);
    mark_squares(out);
    return GEO_OK;
}

void geo_squares_clear(geo_squares *squares)
{
    free(squares->spot);
    free(squares->first);
    *squares = (geo_squares){.spot_count = 0};
}

/* ---- search --------------------------------------------------------------------------------- */

/* The first square that is not before this one. */
static size_t find_square(const geo_squares *squares, int32_t row, int32_t column)
{
    size_t low = 0, high = squares->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_squares(&squares->spot[squares->first[middle]], row, column) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void geo_squares_near(const geo_squares *squares, size_t square,
                      geo_spot_range range[GEO_NEAR_RANGES])
{
    const geo_spot *spot = &squares->spot[squares->first[square]];
    for (int32_t i = 0; i < GEO_NEAR_RANGES; i++) {
        size_t first = find_square(squares, spot->row + i - 1, spot->column - 1);
        size_t end = find_square(squares, spot->row + i - 1, spot->column + 2);
        range[i] = (geo_spot_range){squares->first[first], squares->first[end]};
    }
}
