/*
 * Sums of kernels over the same places with eight numbers each, such as eight permutations: the
 * kernel is evaluated once for all of them.
 */
#include <math.h>
#include <string.h>

#include "surface/risk_state.h"
#include "surface/spread_state.h"

/* The columns that a place reaches in any row. */
typedef struct span {
    size_t first;
    size_t end;
} span;

size_t geo_risk_buffer(const geo_risk_kernel *kernel)
{
    return 3 * (kernel->grid->columns + GEO_LANES);
}

static double centre_x(const geo_grid *grid, size_t column)
{
    return grid->x_min + grid->cell_m * ((double)column + 0.5);
}

static double centre_y(const geo_grid *grid, size_t row)
{
    return grid->y_max - grid->cell_m * ((double)row + 0.5);
}

/* A cell more on either side than the reach: whether it is in reach is asked of its centre. */
static span span_of(double centre, double reach, size_t limit)
{
    return (span){geo_clamp_index(floor(centre - reach - 0.5), limit),
                  geo_clamp_index(ceil(centre + reach + 1.5), limit)};
}

/* exp(-d^2 / (2 h^2)) of some squares, in whole vectors. */
static void fill_exp(double rate, double *square, size_t count)
{
    for (size_t i = 0; i < count; i += GEO_LANES) {
        geo_lanes lanes = *(const geo_lanes *)(square + i) * rate;
        geo_lanes_exp(&lanes);
        *(geo_lanes *)(square + i) = lanes;
    }
}

/* The kernel along a row, where `rest` is reach^2 - dy^2. */
static void fill_row(const geo_risk_kernel *kernel, const double *dx2, const double *factor,
                     size_t count, double rest, double row_factor, double *value)
{
    double reach = kernel->reach_m, scale = 1 / (reach * reach);
    for (size_t i = 0; i < count; i++) {
        double share = (rest - dx2[i]) * scale;
        bool is_reached = dx2[i] < rest;
        switch (kernel->kernel) {
        case GEO_KERNEL_QUARTIC:
            share *= share;
            break;
        case GEO_KERNEL_EPANECHNIKOV:
            break;
        case GEO_KERNEL_TRIANGULAR:
            share = 1 - sqrt(fmax(reach * reach - rest + dx2[i], 0)) / reach;
            break;
        case GEO_KERNEL_GAUSSIAN:
            share = factor[i] * row_factor;
            break;
        default:
            share = 1;
        }
        value[i] = is_reached ? (kernel->is_squared ? share * share : share) : 0;
    }
}

GEO_CLONES static void add_row(const double *value, size_t count, const double *number,
                               double *cells)
{
    geo_lanes lanes = *(const geo_lanes *)number;
    for (size_t i = 0; i < count; i++)
        *(geo_lanes *)(cells + i * GEO_LANES) += value[i] * lanes;
}

static void add_place(const geo_risk_kernel *kernel, double x, double y, const double *number,
                      size_t first_row, size_t row_count, double *buffer, double *cells)
{
    const geo_grid *grid = kernel->grid;
    double reach2 = kernel->reach_m * kernel->reach_m;
    double rate = -0.5 / (kernel->bandwidth_m * kernel->bandwidth_m);
    double reach = kernel->reach_m / grid->cell_m;
    span columns = span_of((x - grid->x_min) / grid->cell_m - 0.5, reach, grid->columns);
    span rows =
        span_of((grid->y_max - y) / grid->cell_m - 0.5 - (double)first_row, reach, row_count);
    size_t count = columns.end - columns.first;
    double *dx2 = buffer, *factor = dx2 + grid->columns + GEO_LANES;
    double *value = factor + grid->columns + GEO_LANES;
    if (columns.first >= columns.end)
        return;
    for (size_t i = 0; i < count; i++) {
        double dx = centre_x(grid, columns.first + i) - x;
        dx2[i] = factor[i] = dx * dx;
    }
    if (kernel->kernel == GEO_KERNEL_GAUSSIAN) {
        memset(factor + count, 0, GEO_LANES * sizeof *factor);
        fill_exp(rate, factor, count);
    }
    for (size_t row = rows.first; row < rows.end; row++) {
        double dy = centre_y(grid, first_row + row) - y;
        double row_factor[GEO_LANES] = {dy * dy};
        if (!(dy * dy < reach2))
            continue;
        if (kernel->kernel == GEO_KERNEL_GAUSSIAN)
            fill_exp(rate, row_factor, 1);
        fill_row(kernel, dx2, factor, count, reach2 - dy * dy, row_factor[0], value);
        add_row(value, count, number, cells + (row * grid->columns + columns.first) * GEO_LANES);
    }
}

static bool is_any(const double *number)
{
    bool any = false;
    for (size_t lane = 0; lane < GEO_LANES; lane++)
        any |= number[lane] != 0;
    return any;
}

/* The first place that is not north of a line. */
static size_t first_south(const geo_risk_places *places, double y)
{
    size_t low = 0, high = places->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (places->y[middle] > y)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void geo_risk_add(const geo_risk_kernel *kernel, const geo_risk_places *places,
                  const double *number, size_t first_row, size_t row_count, double *buffer,
                  double *cells)
{
    const geo_grid *grid = kernel->grid;
    double beyond = kernel->reach_m + grid->cell_m;
    size_t first = first_south(places, centre_y(grid, first_row) + beyond);
    double south = centre_y(grid, first_row + row_count - 1) - beyond;
    memset(cells, 0, row_count * grid->columns * GEO_LANES * sizeof *cells);
    for (size_t i = first; i < places->count && places->y[i] >= south; i++)
        if (is_any(number + i * GEO_LANES))
            add_place(kernel, places->x[i], places->y[i], number + i * GEO_LANES, first_row,
                      row_count, buffer, cells);
}
