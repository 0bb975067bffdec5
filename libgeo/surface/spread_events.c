/*
 * Kernels that are a polynomial within their reach (quartic, Epanechnikov, uniform), at a cost per
 * place and row instead of per cell. In a row a kernel is a polynomial in x from a first column up
 * to an end: its coefficients are added to an event at the first and taken off at the end, and the
 * running sum of the events is the polynomial of all places that reach a column.
 *
 * What rounding leaves behind in the running sum is kept from growing: rows are cut into sections
 * some bandwidths wide, each with its own sum that begins at 0 and coordinates from its own middle,
 * in bandwidths. So a coefficient is below (1 + 3)^4 of the weights in reach, and an error of the
 * sum below 256 eps sqrt(events) of them: 6e-11 for a million. How many places reach a column is
 * summed as well, and is exact: where there are none the density is 0, not a rest of rounding.
 */
#include <math.h>
#include <string.h>

#include "surface/lanes.h"
#include "surface/spread_state.h"

/* An event: coefficients of 1, X .. X^4, and the number of places. */
enum { COUNT_LANE = 5 };

enum { SECTION_MOST = 1280, SECTION_LEAST = 16, REACHES_A_SECTION = 6 };

enum { ROWS = GEO_LANES, BATCH = 32, ITEMS = BATCH * ROWS };

/* Some columns of some rows. */
struct tile {
    const geo_spread *spread;
    size_t first_row;
    size_t first_column;
    size_t columns;
    double middle; /* x that its coordinates count from */
    double *event; /* [row][column and one more][lane] */
    bool is_empty;
};

/* The polynomial of a place in a row is fixed + b (linear + b square), b = (reach^2 - dy^2) / h^2 -
 * x^2. */
struct batch {
    size_t count;
    double x[BATCH];
    double fixed[BATCH][GEO_LANES];
    double linear[BATCH][GEO_LANES];
    double square[BATCH][GEO_LANES];
    double rest[ITEMS];
    double half[ITEMS];
    double b[ITEMS];
    double first_column[ITEMS];
    double end_column[ITEMS];
    int32_t first[ITEMS];
    int32_t end[ITEMS];
};

size_t geo_events_section(const geo_spread *spread)
{
    double wanted = REACHES_A_SECTION * spread->reach_m / spread->grid->cell_m;
    size_t columns = geo_clamp_index(wanted, SECTION_MOST) / GEO_LANES * GEO_LANES;
    return columns < SECTION_LEAST ? SECTION_LEAST : columns;
}

size_t geo_events_buffer(const geo_spread *spread)
{
    return ROWS * (geo_events_section(spread) + 1) * GEO_LANES;
}

/* ---- places into events --------------------------------------------------------------------- */

/* With x from the middle and all in bandwidths: (a - (X - x)^2)^n, b = a - x^2. */
static void set_polynomial(struct batch *batch, size_t i, geo_kernel kernel, double x, double peak)
{
    double *fixed = batch->fixed[i];
    memset(fixed, 0, sizeof batch->fixed[i]);
    memset(batch->linear[i], 0, sizeof batch->linear[i]);
    memset(batch->square[i], 0, sizeof batch->square[i]);
    fixed[COUNT_LANE] = 1;
    switch (kernel) {
    case GEO_KERNEL_QUARTIC: /* b^2 + 4bx X + (4x^2 - 2b) X^2 - 4x X^3 + X^4 */
        fixed[2] = 4 * x * x * peak;
        fixed[3] = -4 * x * peak;
        fixed[4] = peak;
        batch->linear[i][1] = 4 * x * peak;
        batch->linear[i][2] = -2 * peak;
        batch->square[i][0] = peak;
        break;
    case GEO_KERNEL_EPANECHNIKOV: /* b + 2x X - X^2 */
        fixed[1] = 2 * x * peak;
        fixed[2] = -peak;
        batch->linear[i][0] = peak;
        break;
    default:
        fixed[0] = peak;
    }
}

/* The columns in reach, as exactly as the direct method has them: an end by a square root is off by
 * far less than half a column, so that only the nearest column must be looked at. */
GEO_CLONES static void find_spans(const struct tile *tile, struct batch *batch)
{
    const double shift = 0x1.8p52; /* adding and taking off rounds to a whole number */
    const geo_spread *spread = tile->spread;
    double x_min = spread->grid->x_min;
    double cell_m = spread->grid->cell_m;
    double cells = 1 / cell_m;
    double before = (double)tile->first_column;
    double columns = (double)tile->columns;
    for (size_t i = 0; i < batch->count; i++) {
        double x = batch->x[i];
        const geo_lanes rest = *(const geo_lanes *)(batch->rest + i * ROWS);
        const geo_lanes half = *(const geo_lanes *)(batch->half + i * ROWS);
        geo_lanes column = ((x - x_min) - half) * cells - 0.5;
        column = (column + shift) - shift;
        geo_lanes dx = (x_min + (column + 0.5) * cell_m) - x;
        geo_lane_bits is_inside = dx * dx < rest;
        geo_lanes one = {0};
        one += 1;
        /* + 1 where the column is out of reach; then from the tile's own first column. */
        column += (geo_lanes)((geo_lane_bits)one & ~is_inside);
        column -= before;
        *(geo_lanes *)(batch->first_column + i * ROWS) = GEO_LANES_ABOVE_0(column);
        column = ((x - x_min) + half) * cells - 0.5;
        column = (column + shift) - shift;
        dx = (x_min + (column + 0.5) * cell_m) - x;
        is_inside = dx * dx < rest;
        column += (geo_lanes)((geo_lane_bits)one & is_inside);
        column = columns - (column - before);
        *(geo_lanes *)(batch->end_column + i * ROWS) = columns - GEO_LANES_ABOVE_0(column);
    }
}

GEO_CLONES static void find_reaches(const struct tile *tile, const double *y, struct batch *batch)
{
    const geo_spread *spread = tile->spread;
    double in_bandwidths = 1 / spread->reach_m;
    const geo_lanes centre_y = *(const geo_lanes *)(spread->centre_y + tile->first_row);
    for (size_t i = 0; i < batch->count; i++) {
        double x = (batch->x[i] - tile->middle) * in_bandwidths;
        geo_lanes dy = centre_y - y[i];
        geo_lanes rest = spread->reach2 - dy * dy;
        *(geo_lanes *)(batch->rest + i * ROWS) = rest;
        *(geo_lanes *)(batch->half + i * ROWS) = GEO_LANES_ABOVE_0(rest);
        *(geo_lanes *)(batch->b + i * ROWS) = rest * (in_bandwidths * in_bandwidths) - x * x;
    }
    for (size_t i = 0; i < batch->count * ROWS; i++)
        batch->half[i] = sqrt(batch->half[i]);
}

GEO_CLONES static void round_spans(struct batch *batch)
{
    for (size_t i = 0; i < batch->count * ROWS; i++) {
        batch->first[i] = (int32_t)batch->first_column[i];
        batch->end[i] = (int32_t)batch->end_column[i];
    }
}

GEO_CLONES static void add_events(const struct tile *tile, const struct batch *batch)
{
    size_t stride = (tile->columns + 1) * GEO_LANES;
    for (size_t i = 0; i < batch->count; i++) {
        const geo_lanes fixed = *(const geo_lanes *)batch->fixed[i];
        const geo_lanes linear = *(const geo_lanes *)batch->linear[i];
        const geo_lanes square = *(const geo_lanes *)batch->square[i];
        for (size_t row = 0; row < ROWS; row++) {
            int32_t first = batch->first[i * ROWS + row];
            int32_t end = batch->end[i * ROWS + row];
            if (first >= end)
                continue;
            double b = batch->b[i * ROWS + row];
            double *event = tile->event + row * stride;
            geo_lanes polynomial = fixed + b * (linear + b * square);
            *(geo_lanes *)(event + (size_t)first * GEO_LANES) += polynomial;
            *(geo_lanes *)(event + (size_t)end * GEO_LANES) -= polynomial;
        }
    }
}

static void add_batch(struct tile *tile, const double *y, struct batch *batch)
{
    if (batch->count == 0)
        return;
    find_reaches(tile, y, batch);
    find_spans(tile, batch);
    round_spans(batch);
    add_events(tile, batch);
    tile->is_empty = false;
}

static void add_run(struct tile *tile, geo_place_run run, double west, double east)
{
    const geo_spread *spread = tile->spread;
    double in_bandwidths = 1 / spread->reach_m;
    struct batch batch;
    double y[BATCH];
    batch.count = 0;
    for (size_t place = run.first; place < run.end; place++) {
        double x = spread->x[place];
        if (x < west || x > east)
            continue;
        batch.x[batch.count] = x;
        y[batch.count] = spread->y[place];
        set_polynomial(&batch, batch.count, spread->kernel, (x - tile->middle) * in_bandwidths,
                       spread->peak[place]);
        if (++batch.count == BATCH) {
            add_batch(tile, y, &batch);
            batch.count = 0;
        }
    }
    add_batch(tile, y, &batch);
}

/* ---- events into cells ---------------------------------------------------------------------- */

GEO_CLONES static void sum_row(const struct tile *tile, const double *event, double *values)
{
    double in_bandwidths = 1 / tile->spread->reach_m;
    const double *centre_x = tile->spread->centre_x + tile->first_column;
    geo_lanes sum = {0};
    for (size_t column = 0; column < tile->columns; column++) {
        double now[GEO_LANES];
        double x = (centre_x[column] - tile->middle) * in_bandwidths;
        sum += *(const geo_lanes *)(event + column * GEO_LANES);
        *(geo_lanes *)now = sum;
        double value = now[0] + x * (now[1] + x * (now[2] + x * (now[3] + x * now[4])));
        values[column] = now[COUNT_LANE] > 0 && value > 0 ? value : 0;
    }
}

static void fill_tile(struct tile *tile, size_t row_count, double *values)
{
    const geo_spread *spread = tile->spread;
    const geo_grid *grid = spread->grid;
    size_t stride = (tile->columns + 1) * GEO_LANES;
    size_t end_column = tile->first_column + tile->columns;
    double reach_m = spread->reach_m + spread->margin * grid->cell_m;
    double west = spread->centre_x[tile->first_column] - reach_m;
    double east = spread->centre_x[end_column - 1] + reach_m;
    tile->middle = spread->centre_x[(tile->first_column + end_column) / 2];
    memset(tile->event, 0, ROWS * stride * sizeof *tile->event);
    tile->is_empty = true;
    for (size_t stripe = 0; stripe < spread->stripes; stripe++)
        if (spread->stripe_high[stripe] >= west && spread->stripe_low[stripe] <= east)
            add_run(tile, geo_spread_run(spread, stripe, tile->first_row, row_count), west, east);
    for (size_t row = 0; row < row_count; row++) {
        double *to = values + row * grid->columns + tile->first_column;
        if (tile->is_empty)
            memset(to, 0, tile->columns * sizeof *to);
        else
            sum_row(tile, tile->event + row * stride, to);
    }
}

void geo_events_band(const geo_spread *spread, size_t first_row, size_t row_count, double *buffer,
                     double *values)
{
    size_t columns = spread->grid->columns;
    size_t width = geo_events_section(spread);
    for (size_t row = 0; row < row_count; row += ROWS)
        for (size_t column = 0; column < columns; column += width) {
            size_t left = columns - column;
            size_t rows_left = row_count - row;
            struct tile tile = {.spread = spread,
                                .first_row = first_row + row,
                                .first_column = column,
                                .columns = left < width ? left : width,
                                .event = buffer};
            fill_tile(&tile, rows_left < ROWS ? rows_left : ROWS, values + row * columns);
        }
}
