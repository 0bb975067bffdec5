/* Cells in reach of a point, row by row. */
#ifndef GEO_SURFACE_CELL_ROWS_H
#define GEO_SURFACE_CELL_ROWS_H

#include <math.h>

#include <geo/surface.h>

/* Rows or columns first .. end - 1, or none. */
typedef struct geo_cell_run {
    int64_t first;
    int64_t end;
} geo_cell_run;

static inline double geo_centre_x(const geo_grid *grid, int64_t column)
{
    return grid->x_min + ((double)column + 0.5) * grid->cell_m;
}

static inline double geo_centre_y(const geo_grid *grid, int64_t row)
{
    return grid->y_max - ((double)row + 0.5) * grid->cell_m;
}

/* The part of a run of cells that is within `limit`. */
static inline geo_cell_run geo_cut_run(geo_cell_run run, geo_cell_run limit)
{
    return (geo_cell_run){run.first > limit.first ? run.first : limit.first,
                          run.end < limit.end ? run.end : limit.end};
}

/* Cells whose centres lie no further than reach_m from a point along one axis, where `at` is its
 * place on it in cells; one more at either end at most. */
static inline geo_cell_run geo_run_around(double at, double reach_cells)
{
    static const double furthest = 1e15;
    return (geo_cell_run){(int64_t)fmax(floor(at - 0.5 - reach_cells), -furthest),
                          (int64_t)fmin(ceil(at - 0.5 + reach_cells), furthest) + 1};
}

/* Columns of a row that a point reaches: dx^2 < rest, with rest = reach^2 - dy^2, as every method
 * of geo_spread has it. */
static inline geo_cell_run geo_columns_in_reach(const geo_grid *grid, double x, double rest)
{
    double half = rest > 0 ? sqrt(rest) : 0;
    geo_cell_run run = geo_run_around((x - grid->x_min) / grid->cell_m, half / grid->cell_m);
    double west = geo_centre_x(grid, run.first) - x, east = geo_centre_x(grid, run.end - 1) - x;
    while (run.first < run.end && !(west * west < rest))
        west = geo_centre_x(grid, ++run.first) - x;
    while (run.first < run.end && !(east * east < rest))
        east = geo_centre_x(grid, --run.end - 1) - x;
    return run;
}

#endif
