/*
 * Which method is the cheapest: a count of what each would do, weighted by the nanoseconds that its
 * steps took on one core of an EPYC 9004 at 2.6 GHz. Places, grid and options decide alone, so the
 * choice, and with it each bit, is the same on all machines.
 */
#include <math.h>

#include "core/lanes.h"
#include "surface/spread_state.h"

/* Cells of its square, cut by the grid, that a place may reach. */
struct window {
    double columns;
    double rows;
};

static double overlap(double middle, double reach, size_t limit)
{
    return fmax(0, fmin(middle + reach, (double)limit) - fmax(middle - reach, 0));
}

static struct window window_of(const geo_spread *spread, size_t place)
{
    const geo_grid *grid = spread->grid;
    double reach = spread->reach_m / grid->cell_m + 0.5;
    double column = (spread->x[place] - grid->x_min) / grid->cell_m;
    double row = (grid->y_max - spread->y[place]) / grid->cell_m;
    return (struct window){overlap(column, reach, grid->columns), overlap(row, reach, grid->rows)};
}

/* A disc fills pi/4 of its square; strips and their ends are counted as a little more. */
static double direct_cost(const geo_spread *spread, struct window window)
{
    double strips = window.columns / GEO_LANES + 1;
    double strip = spread->kernel == GEO_KERNEL_GAUSSIAN ? 85 : 25;
    double vector = spread->kernel == GEO_KERNEL_TRIANGULAR ? 4 : 1.6;
    return 100 + strips * (strip + 0.85 * vector * window.rows);
}

static double events_cost(struct window window, double section, double width)
{
    double row = 2.7 + 0.3 * width;
    return row * (window.rows + GEO_LANES) * (window.columns / section + 1);
}

/* What a place adds to the cell whose centre is the nearest, as a share of its peak; not 0 where
 * rounding decides whether it does. */
static double nearest_share(const geo_spread *spread, size_t place)
{
    const geo_grid *grid = spread->grid;
    double column = (spread->x[place] - grid->x_min) / grid->cell_m;
    double row = (grid->y_max - spread->y[place]) / grid->cell_m;
    size_t nearest_column = geo_clamp_index(column, grid->columns - 1);
    size_t nearest_row = geo_clamp_index(row, grid->rows - 1);
    double away = hypot(spread->x[place] - spread->centre_x[nearest_column],
                        spread->y[place] - spread->centre_y[nearest_row]);
    return geo_kernel_value(spread->kernel, away * (1 - 1e-12) / spread->bandwidth_m) /
           geo_kernel_value(spread->kernel, 0);
}

/* What a place in the grid adds at the least to the cell it is in. */
static double least_share_inside(const geo_spread *spread)
{
    static const double half_diagonal = 0.7072;
    double away = half_diagonal * spread->grid->cell_m / spread->bandwidth_m;
    return geo_kernel_value(spread->kernel, away) / geo_kernel_value(spread->kernel, 0);
}

static bool is_inside(const geo_grid *grid, double x, double y)
{
    return x >= grid->x_min && x <= grid->x_min + (double)grid->columns * grid->cell_m &&
           y <= grid->y_max && y >= grid->y_max - (double)grid->rows * grid->cell_m;
}

/* Cells, of those with centres within 0.71 bandwidths of a place in the grid, that the grid has at
 * least: half a bandwidth to the longer side along each axis. A quarter of the peak is in each. */
static double least_reached(const geo_spread *spread)
{
    const geo_grid *grid = spread->grid;
    double half = 0.5 * spread->bandwidth_m / grid->cell_m;
    double columns = fmax(1, floor(fmin(half, 0.5 * (double)grid->columns)));
    double rows = fmax(1, floor(fmin(half, 0.5 * (double)grid->rows)));
    return half < 0.5 ? 0 : columns * rows;
}

/* The error bounds of the fast methods are shares of the weights in reach. Those are shares of the
 * largest cell as well but for places that only graze the grid, or none of whose cells is near:
 * heavy ones are for the direct method. That of a Gaussian's interpolation falls with the root of
 * the kernel. Coordinates must be exact to a small part of a cell, too. */
static bool is_tame(const geo_spread *spread)
{
    static const double graze = 1e-3, near = 0.25, most_grazing = 1e3;
    const geo_grid *grid = spread->grid;
    double least_inside = least_share_inside(spread);
    double largest = 0;
    double reached = 0;
    double grazing = 0;
    for (size_t i = 0; i < spread->count; i++) {
        bool is_near = least_inside >= near && is_inside(grid, spread->x[i], spread->y[i]);
        double share = is_near ? least_inside : nearest_share(spread, i);
        double peak = spread->peak[i];
        largest = fmax(largest, share * peak);
        reached += share >= near ? peak : 0;
        if (share > 0 && share < graze)
            grazing += spread->kernel == GEO_KERNEL_GAUSSIAN ? sqrt(share) * peak : peak;
    }
    double mean =
        near * reached * least_reached(spread) / ((double)grid->columns * (double)grid->rows);
    return grazing <= most_grazing * fmax(largest, mean) && spread->margin < 1.001 &&
           spread->reach_m < 1e6 * grid->cell_m;
}

/* Nodes of each place, of each strip in each row of boxes, and of each cell. */
static double boxes_cost(const geo_spread *spread)
{
    const geo_grid *grid = spread->grid;
    double strips = (double)grid->columns / GEO_LANES + 1;
    double box_rows = (double)grid->rows * grid->cell_m / (1.75 * spread->bandwidth_m) + 12;
    return 150 * (double)spread->count + strips * (2000 + 2500 * box_rows) +
           12 * (double)grid->columns * (double)grid->rows;
}

/* Costs are sums over all places; some thousands of them, in a stripe's order, tell enough. */
enum { ASKED_PLACES = 8192 };

geo_spread_method geo_spread_choose(const geo_spread *spread)
{
    static const double direct_cell = 3;
    double cells = (double)spread->grid->columns * (double)spread->grid->rows;
    double direct = cells * direct_cell;
    double width = (double)geo_events_width(spread);
    double section = (double)geo_events_section(spread);
    double events = cells * (5 + 0.75 * width);
    if (spread->kernel == GEO_KERNEL_TRIANGULAR || !is_tame(spread))
        return GEO_SPREAD_DIRECT;
    size_t step = spread->count / ASKED_PLACES + 1;
    for (size_t i = 0; i < spread->count; i += step) {
        struct window window = window_of(spread, i);
        direct += (double)step * direct_cost(spread, window);
        events += (double)step * events_cost(window, section, width);
    }
    if (spread->kernel != GEO_KERNEL_GAUSSIAN)
        return events < direct ? GEO_SPREAD_EVENTS : GEO_SPREAD_DIRECT;
    /* Boxes of few cells would take more memory than the cells. */
    bool are_boxes_small = spread->bandwidth_m < 4 * spread->grid->cell_m;
    return !are_boxes_small && geo_boxes_can(spread) && boxes_cost(spread) < direct
               ? GEO_SPREAD_BOXES
               : GEO_SPREAD_DIRECT;
}
