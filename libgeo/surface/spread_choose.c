/*
 * Which method is the cheapest: a count of what each would do, weighted by the nanoseconds that its
 * steps took on one core of an EPYC 9004 at 2.6 GHz. Places, grid and options decide alone, so the
 * choice, and with it each bit, is the same on all machines.
 */
#include <math.h>

#include "surface/lanes.h"
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

/* The error bounds of the fast methods are shares of the weights in reach; they are shares of the
 * largest cell as well when that weight isn't mostly beyond the grid's edge, and coordinates are
 * exact to a small part of a cell. */
static bool is_tame(const geo_spread *spread)
{
    static const double share = 1e-3;
    const geo_grid *grid = spread->grid;
    double x_max = grid->x_min + (double)grid->columns * grid->cell_m;
    double y_min = grid->y_max - (double)grid->rows * grid->cell_m;
    double inside = 0;
    double all = 0;
    for (size_t i = 0; i < spread->count; i++) {
        all += spread->peak[i];
        if (spread->x[i] >= grid->x_min && spread->x[i] <= x_max && spread->y[i] >= y_min &&
            spread->y[i] <= grid->y_max)
            inside += spread->peak[i];
    }
    return inside >= share * all && spread->margin < 1.001 && spread->reach_m < 1e6 * grid->cell_m;
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
    for (size_t i = 0; i < spread->count; i++) {
        struct window window = window_of(spread, i);
        direct += direct_cost(spread, window);
        events += events_cost(window, section, width);
    }
    if (spread->kernel != GEO_KERNEL_GAUSSIAN)
        return events < direct ? GEO_SPREAD_EVENTS : GEO_SPREAD_DIRECT;
    /* Boxes of few cells would take more memory than the cells. */
    bool are_boxes_small = spread->bandwidth_m < 4 * spread->grid->cell_m;
    return !are_boxes_small && geo_boxes_can(spread) && boxes_cost(spread) < direct
               ? GEO_SPREAD_BOXES
               : GEO_SPREAD_DIRECT;
}
