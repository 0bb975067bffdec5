/* Neighbours by distance: all within one, or the nearest k. */
#include <math.h>
#include <stdlib.h>

#include <geo/spatial.h>

#include "core/context.h"
#include "core/memory.h"

/* ---- points by squares ---------------------------------------------------------------------- */

/* Finite points by the square of a lattice that they are in, squares row by row. */
typedef struct lattice {
    double x_min, y_min;
    double side_m;
    size_t columns, rows;
    size_t *first;  /* [columns * rows + 1] */
    int32_t *point; /* [count] of a square, rising */
    size_t count;
} lattice;

static size_t step_of(double value, double from, double side, size_t steps)
{
    double step = floor((value - from) / side);
    return step <= 0 ? 0 : step >= (double)steps ? steps - 1 : (size_t)step;
}

static size_t square_of(const lattice *squares, double x, double y)
{
    return step_of(y, squares->y_min, squares->side_m, squares->rows) * squares->columns +
           step_of(x, squares->x_min, squares->side_m, squares->columns);
}

static bool is_finite(const double *x, const double *y, size_t i)
{
    return isfinite(x[i]) && isfinite(y[i]);
}

/* Not more squares than points, whatever the side that was wished for. */
static void set_up(lattice *squares, const geo_extent *extent, double side_m)
{
    double width = extent->x_max - extent->x_min, height = extent->y_max - extent->y_min;
    double most = (double)squares->count + 1;
    double least_side = fmax(sqrt(width * height / most), fmax(width, height) / most);
    squares->side_m = fmax(fmax(side_m, least_side), 1e-300);
    squares->x_min = extent->x_min;
    squares->y_min = extent->y_min;
    squares->columns = (size_t)(width / squares->side_m) + 1;
    squares->rows = (size_t)(height / squares->side_m) + 1;
}

static geo_status sort_points(geo_context *context, const double *x, const double *y, size_t count,
                              lattice *squares)
{
    size_t cells = squares->columns * squares->rows;
    geo_status status =
        geo_alloc_array(context, cells + 2, sizeof *squares->first, &squares->first);
    if (status == GEO_OK)
        status = geo_alloc_array(context, squares->count, sizeof *squares->point, &squares->point);
    if (status != GEO_OK)
        return status;
    /* Counted two places on, so that filling leaves each where it belongs. */
    for (size_t i = 0; i < count; i++)
        if (is_finite(x, y, i))
            squares->first[square_of(squares, x[i], y[i]) + 2]++;
    for (size_t c = 2; c < cells + 2; c++)
        squares->first[c] += squares->first[c - 1];
    for (size_t i = 0; i < count; i++)
        if (is_finite(x, y, i))
            squares->point[squares->first[square_of(squares, x[i], y[i]) + 1]++] = (int32_t)i;
    return GEO_OK;
}

/* side_m 0: as many squares as points. */
static geo_status make_lattice(geo_context *context, const double *x, const double *y, size_t count,
                               double side_m, lattice *squares)
{
    const geo_extent extent = geo_extent_of(x, y, count);
    *squares = (lattice){.count = 0};
    if (count > INT32_MAX)
        return geo_fail(context, GEO_ERROR_LIMIT, "%zu points are too many for neighbours", count);
    for (size_t i = 0; i < count; i++)
        squares->count += is_finite(x, y, i);
    if (squares->count == 0)
        return GEO_OK;
    set_up(squares, &extent, side_m);
    return sort_points(context, x, y, count, squares);
}

/* ---- candidates ----------------------------------------------------------------------------- */

typedef struct candidate {
    double squared_m; /* distance squared */
    int32_t point;
} candidate;

typedef struct search {
    const double *x;
    const double *y;
    lattice squares;
    candidate *found;
    size_t count, capacity;
} search;

static int by_point(const void *left, const void *right)
{
    const candidate *one = left;
    const candidate *other = right;
    return (one->point > other->point) - (one->point < other->point);
}

static int by_distance(const void *left, const void *right)
{
    const candidate *one = left;
    const candidate *other = right;
    if (one->squared_m != other->squared_m)
        return one->squared_m < other->squared_m ? -1 : 1;
    return by_point(left, right);
}

/* The points of one square within a distance of point i, but for itself. */
static geo_status search_square(geo_context *context, search *near, size_t i, size_t square,
                                double most_squared)
{
    geo_status status = GEO_OK;
    const lattice *squares = &near->squares;
    for (size_t at = squares->first[square]; at < squares->first[square + 1]; at++) {
        int32_t j = squares->point[at];
        double east = near->x[j] - near->x[i], north = near->y[j] - near->y[i];
        double squared = east * east + north * north;
        if ((size_t)j == i || squared > most_squared)
            continue;
        status = geo_grow_array(context, &near->found, &near->capacity, near->count + 1,
                                sizeof *near->found);
        if (status != GEO_OK)
            return status;
        near->found[near->count++] = (candidate){squared, j};
    }
    return status;
}

/* All within the distance into near->found. */
static geo_status search_within(geo_context *context, search *near, size_t i, double distance_m)
{
    const lattice *squares = &near->squares;
    double side = squares->side_m;
    size_t west = step_of(near->x[i] - distance_m, squares->x_min, side, squares->columns);
    size_t east = step_of(near->x[i] + distance_m, squares->x_min, side, squares->columns);
    size_t south = step_of(near->y[i] - distance_m, squares->y_min, side, squares->rows);
    size_t north = step_of(near->y[i] + distance_m, squares->y_min, side, squares->rows);
    geo_status status = GEO_OK;
    near->count = 0;
    for (size_t row = south; row <= north && status == GEO_OK; row++)
        for (size_t column = west; column <= east && status == GEO_OK; column++)
            status = search_square(context, near, i, row * squares->columns + column,
                                   distance_m * distance_m);
    return status;
}

/* ---- what is found -------------------------------------------------------------------------- */

/* Neighbours in the making. */
typedef struct draft {
    geo_neighbours *made;
    size_t to_capacity, weight_capacity;
    double power; /* 0: no weights */
} draft;

static geo_status new_draft(geo_context *context, size_t count, double power, draft *out)
{
    *out = (draft){.power = power};
    geo_status status = geo_alloc_array(context, 1, sizeof *out->made, &out->made);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count + 1, sizeof *out->made->first, &out->made->first);
    if (status == GEO_OK)
        out->made->count = count;
    return status;
}

/* Those at no distance weigh as if they were a metre apart. */
static double weight_at(double squared_m, double power)
{
    return squared_m > 0 ? pow(squared_m, -power / 2) : 1;
}

/* The first `count` candidates become the neighbours of point i, the points coming in order. */
static geo_status keep(geo_context *context, draft *made, search *near, size_t i, size_t count)
{
    geo_neighbours *all = made->made;
    size_t before = all->pair_count;
    if (before + count > INT32_MAX)
        return geo_fail(
            context, GEO_ERROR_LIMIT,
            "more than 2,147,483,647 pairs of neighbours; a shorter distance has fewer");
    geo_status status =
        geo_grow_array(context, &all->to, &made->to_capacity, before + count + 1, sizeof *all->to);
    if (status == GEO_OK && made->power > 0)
        status = geo_grow_array(context, &all->weight, &made->weight_capacity, before + count + 1,
                                sizeof *all->weight);
    if (status != GEO_OK)
        return status;
    if (count > 1)
        qsort(near->found, count, sizeof *near->found, by_point);
    for (size_t k = 0; k < count; k++) {
        all->to[before + k] = near->found[k].point;
        if (made->power > 0)
            all->weight[before + k] = weight_at(near->found[k].squared_m, made->power);
    }
    all->pair_count += count;
    all->first[i + 1] = all->pair_count;
    return GEO_OK;
}

static void finish(search *near, draft *made, geo_status status, geo_neighbours **out)
{
    free(near->squares.first);
    free(near->squares.point);
    free(near->found);
    if (status == GEO_OK)
        *out = made->made;
    else
        geo_neighbours_free(made->made);
}

/* ---- within a distance ---------------------------------------------------------------------- */

geo_status geo_neighbours_within(geo_context *context, const double *x, const double *y,
                                 size_t count, double distance_m, double power,
                                 geo_neighbours **out)
{
    search near = {.x = x, .y = y};
    draft made = {NULL, 0, 0, 0};
    if (!(distance_m > 0) || !isfinite(distance_m) || !(power >= 0) || !isfinite(power))
        return geo_fail(context, GEO_ERROR_USAGE,
                        "a distance of %g m with a power of %g has no neighbours; the distance "
                        "must be above 0 and the power 0 or more",
                        distance_m, power);
    geo_status status = make_lattice(context, x, y, count, distance_m, &near.squares);
    if (status == GEO_OK)
        status = new_draft(context, count, power, &made);
    for (size_t i = 0; i < count && status == GEO_OK; i++) {
        near.count = 0;
        if (is_finite(x, y, i))
            status = search_within(context, &near, i, distance_m);
        if (status == GEO_OK)
            status = keep(context, &made, &near, i, near.count);
    }
    finish(&near, &made, status, out);
    return status;
}

/* ---- the nearest ---------------------------------------------------------------------------- */

/* Wider and wider, until k are surely the nearest: all within the distance were looked at. */
static geo_status search_nearest(geo_context *context, search *near, size_t i, size_t k)
{
    double distance_m = near->squares.side_m;
    geo_status status = search_within(context, near, i, distance_m);
    while (status == GEO_OK && near->count < k) {
        distance_m *= 2;
        status = search_within(context, near, i, distance_m);
    }
    if (status == GEO_OK)
        qsort(near->found, near->count, sizeof *near->found, by_distance);
    return status;
}

geo_status geo_neighbours_nearest(geo_context *context, const double *x, const double *y,
                                  size_t count, size_t k, geo_neighbours **out)
{
    search near = {.x = x, .y = y};
    draft made = {NULL, 0, 0, 0};
    geo_status status = make_lattice(context, x, y, count, 0, &near.squares);
    if (status == GEO_OK && (k == 0 || k >= near.squares.count))
        status = geo_fail(context, GEO_ERROR_USAGE,
                          "%zu nearest neighbours of %zu points: there must be at least one, and "
                          "fewer than points",
                          k, near.squares.count);
    if (status == GEO_OK)
        status = new_draft(context, count, 0, &made);
    for (size_t i = 0; i < count && status == GEO_OK; i++) {
        bool is_known = is_finite(x, y, i);
        if (is_known)
            status = search_nearest(context, &near, i, k);
        if (status == GEO_OK)
            status = keep(context, &made, &near, i, is_known ? k : 0);
    }
    finish(&near, &made, status, out);
    return status;
}
