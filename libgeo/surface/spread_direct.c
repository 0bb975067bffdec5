/*
 * Each place to each cell in its reach. A band of rows is kept as strips of eight columns, whose
 * cells of one row are one vector: in a strip a place's kernel runs down the rows, past the end of
 * its reach by less than a vector, where what it adds is 0.
 */
#include <math.h>
#include <string.h>

#include "core/lanes.h"
#include "surface/spread_state.h"

/* A place and rows of a band that it may reach. */
struct piece {
    const geo_spread *spread;
    double x;
    double y;
    double peak;
    size_t first; /* rows of the band */
    size_t end;
    double *cells;                /* [strip][row of the band][lane] */
    double rest[GEO_BAND_ROWS];   /* reach^2 - dy^2 */
    double factor[GEO_BAND_ROWS]; /* of a Gaussian; dy^2 of a triangular kernel */
};

/* A strip of a piece, from its own first row on. */
struct strip {
    double *restrict cell;
    const double *restrict rest;
    const double *restrict factor;
    const double *restrict centre_x;
    size_t rows;
};

size_t geo_direct_buffer(const geo_spread *spread)
{
    size_t strips = (spread->grid->columns + GEO_LANES - 1) / GEO_LANES;
    return strips * GEO_LANES * GEO_BAND_ROWS;
}

/* ---- one strip of one place, by kernel ------------------------------------------------------ */

GEO_CLONES static void add_quartic(struct strip strip, const struct piece *piece)
{
    double scaled = 0.25 * (piece->peak / (piece->spread->reach2 * piece->spread->reach2));
    geo_lanes dx = *(const geo_lanes *)strip.centre_x - piece->x;
    geo_lanes dx2 = dx * dx;
    for (size_t row = 0; row < strip.rows; row++) {
        geo_lanes rest = strip.rest[row] - dx2;
        rest = GEO_LANES_TWICE_ABOVE_0(rest);
        *(geo_lanes *)(strip.cell + row * GEO_LANES) += scaled * (rest * rest);
    }
}

GEO_CLONES static void add_epanechnikov(struct strip strip, const struct piece *piece)
{
    double scaled = 0.5 * (piece->peak / piece->spread->reach2);
    geo_lanes dx = *(const geo_lanes *)strip.centre_x - piece->x;
    geo_lanes dx2 = dx * dx;
    for (size_t row = 0; row < strip.rows; row++) {
        geo_lanes rest = strip.rest[row] - dx2;
        *(geo_lanes *)(strip.cell + row * GEO_LANES) += scaled * GEO_LANES_TWICE_ABOVE_0(rest);
    }
}

GEO_CLONES static void add_uniform(struct strip strip, const struct piece *piece)
{
    geo_lanes dx = *(const geo_lanes *)strip.centre_x - piece->x;
    geo_lanes dx2 = dx * dx;
    geo_lanes peak = {0};
    peak += piece->peak;
    for (size_t row = 0; row < strip.rows; row++) {
        geo_lane_bits reached = GEO_LANES_LESS(dx2, strip.rest[row]);
        *(geo_lanes *)(strip.cell + row * GEO_LANES) += (geo_lanes)((geo_lane_bits)peak & reached);
    }
}

/* The roots in a loop of their own, which compilers know how to do eight at a time; of dx^2 + dy^2,
 * as reach^2 less the rest has lost what tells a place near the centre from one at it. */
GEO_CLONES static void add_triangular(struct strip strip, const struct piece *piece)
{
    double reach_m = piece->spread->reach_m;
    double scaled = piece->peak / reach_m;
    double distance[GEO_BAND_ROWS * GEO_LANES];
    geo_lanes dx = *(const geo_lanes *)strip.centre_x - piece->x;
    geo_lanes dx2 = dx * dx;
    for (size_t row = 0; row < strip.rows; row++)
        *(geo_lanes *)(distance + row * GEO_LANES) = dx2 + strip.factor[row];
    for (size_t i = 0; i < strip.rows * GEO_LANES; i++)
        distance[i] = sqrt(distance[i]);
    for (size_t row = 0; row < strip.rows; row++) {
        geo_lane_bits reached = GEO_LANES_LESS(dx2, strip.rest[row]);
        geo_lanes rest = reach_m - *(const geo_lanes *)(distance + row * GEO_LANES);
        rest = scaled * GEO_LANES_ABOVE_0(rest);
        *(geo_lanes *)(strip.cell + row * GEO_LANES) += (geo_lanes)((geo_lane_bits)rest & reached);
    }
}

/* A product of a factor of the column and one of the row. */
GEO_CLONES static void add_gaussian(struct strip strip, const struct piece *piece)
{
    double rate = -0.5 / (piece->spread->bandwidth_m * piece->spread->bandwidth_m);
    geo_lanes dx = *(const geo_lanes *)strip.centre_x - piece->x;
    geo_lanes dx2 = dx * dx;
    geo_lanes factor = dx2 * rate;
    geo_lanes_exp(&factor);
    factor *= piece->peak;
    for (size_t row = 0; row < strip.rows; row++) {
        geo_lane_bits reached = GEO_LANES_LESS(dx2, strip.rest[row]);
        geo_lanes value = factor * strip.factor[row];
        *(geo_lanes *)(strip.cell + row * GEO_LANES) += (geo_lanes)((geo_lane_bits)value & reached);
    }
}

GEO_CLONES static void find_row_rests(struct piece *piece, const double *centre_y)
{
    const geo_spread *spread = piece->spread;
    double rate = -0.5 / (spread->bandwidth_m * spread->bandwidth_m);
    for (size_t row = piece->first; row < piece->end; row += GEO_LANES) {
        geo_lanes dy = *(const geo_lanes *)(centre_y + row) - piece->y;
        geo_lanes dy2 = dy * dy;
        *(geo_lanes *)(piece->rest + row) = spread->reach2 - dy2;
        geo_lanes factor = dy2;
        if (spread->kernel == GEO_KERNEL_GAUSSIAN) {
            factor *= rate;
            geo_lanes_exp(&factor);
        }
        *(geo_lanes *)(piece->factor + row) = factor;
    }
}

/* ---- all of a band -------------------------------------------------------------------------- */

static void add_strip(struct strip strip, const struct piece *piece)
{
    switch (piece->spread->kernel) {
    case GEO_KERNEL_QUARTIC:
        add_quartic(strip, piece);
        break;
    case GEO_KERNEL_EPANECHNIKOV:
        add_epanechnikov(strip, piece);
        break;
    case GEO_KERNEL_TRIANGULAR:
        add_triangular(strip, piece);
        break;
    case GEO_KERNEL_GAUSSIAN:
        add_gaussian(strip, piece);
        break;
    default:
        add_uniform(strip, piece);
    }
}

/* In each strip no more rows than the reach of its nearest column allows. */
static void add_piece(const struct piece *piece, double row_of_place, size_t columns)
{
    const geo_spread *spread = piece->spread;
    double cell_m = spread->grid->cell_m;
    double column = (piece->x - spread->grid->x_min) / cell_m - 0.5;
    double reach = spread->reach_m / cell_m + spread->margin;
    size_t first = geo_clamp_index(column - reach, columns) / GEO_LANES;
    size_t end = geo_clamp_index(column + reach + 1, columns);
    for (size_t strip = first; strip * GEO_LANES < end; strip++) {
        double west = (double)(strip * GEO_LANES);
        double nearest = fmax(0, fmax(west - column, column - (west + GEO_LANES - 1)));
        double half = sqrt(fmax(reach * reach - nearest * nearest, 0)) + spread->margin;
        size_t top = geo_clamp_index(row_of_place - half, piece->end);
        size_t bottom = geo_clamp_index(row_of_place + half + 1, piece->end);
        top = top < piece->first ? piece->first : top;
        if (top >= bottom)
            continue;
        double *cell = piece->cells + (strip * GEO_BAND_ROWS + top) * GEO_LANES;
        add_strip((struct strip){cell, piece->rest + top, piece->factor + top,
                                 spread->centre_x + strip * GEO_LANES, bottom - top},
                  piece);
    }
}

static void add_place(const geo_spread *spread, size_t place, size_t first_row, size_t row_count,
                      double *cells)
{
    const geo_grid *grid = spread->grid;
    struct piece piece;
    double row = (grid->y_max - spread->y[place]) / grid->cell_m - 0.5 - (double)first_row;
    double reach = spread->reach_m / grid->cell_m + spread->margin;
    piece.spread = spread;
    piece.x = spread->x[place];
    piece.y = spread->y[place];
    piece.peak = spread->peak[place];
    /* Whole vectors of rows. */
    piece.first = geo_clamp_index(row - reach, row_count) / GEO_LANES * GEO_LANES;
    piece.end = geo_clamp_index(row + reach + 1, row_count);
    piece.cells = cells;
    if (piece.first >= piece.end)
        return;
    find_row_rests(&piece, spread->centre_y + first_row);
    add_piece(&piece, row, grid->columns);
}

static void copy_rows(const double *cells, size_t row_count, size_t columns, double *values)
{
    for (size_t row = 0; row < row_count; row++)
        for (size_t column = 0; column < columns; column += GEO_LANES) {
            size_t left = columns - column;
            memcpy(values + row * columns + column,
                   cells + column * GEO_BAND_ROWS + row * GEO_LANES,
                   (left < GEO_LANES ? left : GEO_LANES) * sizeof *values);
        }
}

void geo_direct_band(const geo_spread *spread, size_t first_row, size_t row_count, double *buffer,
                     double *values)
{
    memset(buffer, 0, geo_direct_buffer(spread) * sizeof *buffer);
    for (size_t stripe = 0; stripe < spread->stripes; stripe++) {
        geo_place_run run = geo_spread_run(spread, stripe, first_row, row_count);
        for (size_t place = run.first; place < run.end; place++)
            add_place(spread, place, first_row, row_count, buffer);
    }
    copy_rows(buffer, row_count, spread->grid->columns, values);
}
