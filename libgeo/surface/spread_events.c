/*
 * Kernels that are a polynomial within their reach (quartic, Epanechnikov, uniform), at a cost per
 * place and row instead of per cell. In a row a kernel is a polynomial in x from a first column up
 * to an end: its coefficients are added to an event at the first and taken off at the end, and the
 * running sum of the events is the polynomial of all places that reach a column.
 *
 * What rounding leaves behind in the running sum is kept from growing: rows are cut into sections,
 * each with its own sum that begins at 0 and coordinates from its own middle, in bandwidths; what
 * the sum's additions round off is summed as well; and places that reach a section's first column
 * are added to it some at a time. A quartic's sections are 6 reaches wide, so its terms are below
 * (1 + (4 + 3)^2)^2 = 2500 of the weights in reach: errors are a small multiple of 2500 eps of
 * them; 6e-12 of the maximum is measured for a million places. How many places reach a column is
 * summed as well, and is exact: where there are none the density is 0, not a rest of rounding.
 */
#include <math.h>
#include <string.h>

#include "core/lanes.h"
#include "surface/spread_state.h"

/* The degrees of kernels. An event is the coefficients of 1, X .. X^degree, then the number of
 * places: so few doubles that most events stay in the cache nearest to the processor. */
enum { UNIFORM = 0, EPANECHNIKOV = 2, QUARTIC = 4 };

/* Columns of a section, by the doubles of an event: the fewer, the lower is the degree, and the
 * wider may a section be. */
enum { SECTION_DOUBLES = 10240, SECTION_LEAST = 16, REACHES_DOUBLES = 48 };

enum { ROWS = GEO_LANES, BATCH = 32, ITEMS = BATCH * ROWS };

/* Some columns of some rows. */
struct tile {
    const geo_spread *spread;
    size_t first_row;
    size_t first_column;
    size_t columns;
    size_t degree;
    double middle;                 /* x that its coordinates count from */
    double *event;                 /* [row][column and one more][lane] */
    double first[ROWS][GEO_LANES]; /* events of the first column, of batches before */
    bool is_empty;
};

/* Places of one and the same BATCH, whatever rows are worked on: what keep_first() sums, and so
 * each bit, does not depend on them. The polynomial of a place in a row is fixed + b (linear + b
 * square), b = (reach^2 - dy^2) / h^2 - x^2. */
struct batch {
    size_t number;
    size_t count;
    double x[BATCH];
    double y[BATCH];
    double fixed[BATCH][GEO_LANES];
    double linear[BATCH][GEO_LANES];
    double square[BATCH][GEO_LANES];
    double b[ITEMS];
    int32_t first[ITEMS];
    int32_t end[ITEMS];
};

static size_t degree_of(const geo_spread *spread)
{
    switch (spread->kernel) {
    case GEO_KERNEL_QUARTIC:
        return QUARTIC;
    case GEO_KERNEL_EPANECHNIKOV:
        return EPANECHNIKOV;
    default:
        return UNIFORM;
    }
}

/* Doubles of an event: 2, 4 and 8. */
GEO_INLINE size_t width_of(size_t degree)
{
    return degree == UNIFORM ? 2 : 2 * degree;
}

size_t geo_events_width(const geo_spread *spread)
{
    return width_of(degree_of(spread));
}

size_t geo_events_section(const geo_spread *spread)
{
    size_t width = geo_events_width(spread);
    double wanted = (double)(REACHES_DOUBLES / width) * spread->reach_m / spread->grid->cell_m;
    size_t columns = geo_clamp_index(wanted, SECTION_DOUBLES / width) / GEO_LANES * GEO_LANES;
    return columns < SECTION_LEAST ? SECTION_LEAST : columns;
}

size_t geo_events_buffer(const geo_spread *spread)
{
    size_t events = ROWS * (geo_events_section(spread) + 1);
    return events * geo_events_width(spread) + GEO_LANES; /* the last are read as a vector */
}

/* ---- places into events --------------------------------------------------------------------- */

/* With x from the middle and all in bandwidths: (a - (X - x)^2)^n, b = a - x^2. */
GEO_INLINE void set_polynomial(struct batch *batch, size_t degree, double x, double peak)
{
    double *fixed = batch->fixed[batch->count];
    double *linear = batch->linear[batch->count];
    double *square = batch->square[batch->count];
    fixed[degree + 1] = 1;
    switch (degree) {
    case QUARTIC: /* b^2 + 4bx X + (4x^2 - 2b) X^2 - 4x X^3 + X^4 */
        fixed[2] = 4 * x * x * peak;
        fixed[3] = -4 * x * peak;
        fixed[4] = peak;
        linear[1] = 4 * x * peak;
        linear[2] = -2 * peak;
        square[0] = peak;
        break;
    case EPANECHNIKOV: /* b + 2x X - X^2 */
        fixed[1] = 2 * x * peak;
        fixed[2] = -peak;
        linear[0] = peak;
        break;
    default:
        fixed[0] = peak;
    }
}

/* Whole columns from the tile's own first one, 0 .. columns. */
GEO_INLINE void keep_columns(const struct tile *tile, const geo_lanes *column, int32_t *kept)
{
    int32_t columns = (int32_t)tile->columns;
    geo_lane_ints from_first =
        __builtin_convertvector(*column, geo_lane_ints) - (int32_t)tile->first_column;
    geo_lane_ints left = columns - (from_first & ~(from_first >> 31));
    *(geo_lane_ints *)kept = columns - (left & ~(left >> 31));
}

/* The columns in reach, as exactly as the direct method has them: an end by a square root of floats
 * is off by less than half a column, so that only the nearest column must be looked at. */
GEO_CLONES static void find_spans(const struct tile *tile, struct batch *batch)
{
    const double shift = 0x1.8p52; /* adding and taking off rounds to a whole number */
    const geo_spread *spread = tile->spread;
    double x_min = spread->grid->x_min;
    double cell_m = spread->grid->cell_m;
    double cells = 1 / cell_m;
    double reach = spread->reach_m * cells;
    double reach2 = spread->reach2;
    double in_bandwidths = 1 / spread->reach_m;
    geo_lanes one;
    geo_lanes_set(&one, 1);
    const geo_lanes centre_y = *(const geo_lanes *)(spread->centre_y + tile->first_row);
    for (size_t i = 0; i < batch->count; i++) {
        double from_middle = (batch->x[i] - tile->middle) * in_bandwidths;
        geo_lanes x, y, at, b;
        geo_lanes_set(&x, batch->x[i]);
        geo_lanes_set(&y, batch->y[i]);
        geo_lanes_set(&at, (batch->x[i] - x_min) * cells - 0.5);
        geo_lanes_set(&b, -from_middle * from_middle);
        geo_lanes dy = centre_y - y;
        geo_lanes rest = reach2 - dy * dy;
        geo_lanes share = rest * (in_bandwidths * in_bandwidths);
        *(geo_lanes *)(batch->b + i * ROWS) = b + share;
        float root[ROWS];
        *(geo_lane_floats *)root =
            __builtin_convertvector(GEO_LANES_ABOVE_0(share), geo_lane_floats);
        for (size_t row = 0; row < ROWS; row++)
            root[row] = sqrtf(root[row]);
        geo_lanes half = reach * __builtin_convertvector(*(geo_lane_floats *)root, geo_lanes);
        /* + 1 where the first column is out of reach, and where the last is in it. */
        geo_lanes column = ((at - half) + shift) - shift;
        geo_lanes dx = (x_min + (column + 0.5) * cell_m) - x;
        column += (geo_lanes)((geo_lane_bits)one & ~GEO_LANES_LESS(dx * dx, rest));
        keep_columns(tile, &column, batch->first + i * ROWS);
        column = ((at + half) + shift) - shift;
        dx = (x_min + (column + 0.5) * cell_m) - x;
        column += (geo_lanes)((geo_lane_bits)one & GEO_LANES_LESS(dx * dx, rest));
        keep_columns(tile, &column, batch->end + i * ROWS);
    }
}

/* The first lanes, as many as an event has. */
GEO_INLINE void add_lanes(double *event, const geo_lanes *lanes, size_t width)
{
    if (width == 2)
        *(geo_lanes_2 *)event += *(const geo_lanes_2 *)lanes;
    else if (width == 4)
        *(geo_lanes_4 *)event += *(const geo_lanes_4 *)lanes;
    else
        *(geo_lanes *)event += *lanes;
}

/* Many places reach the first column already: sums of some are added to the sum of all. */
GEO_INLINE void keep_first(struct tile *tile, size_t width)
{
    for (size_t row = 0; row < ROWS; row++) {
        double *event = tile->event + row * (tile->columns + 1) * width;
        for (size_t lane = 0; lane < width; lane++) {
            tile->first[row][lane] += event[lane];
            event[lane] = 0;
        }
    }
}

GEO_INLINE void add_places(struct tile *tile, const struct batch *batch, size_t degree)
{
    size_t width = width_of(degree);
    size_t stride = (tile->columns + 1) * width;
    for (size_t i = 0; i < batch->count; i++) {
        const geo_lanes fixed = *(const geo_lanes *)batch->fixed[i];
        const geo_lanes linear = *(const geo_lanes *)batch->linear[i];
        const geo_lanes square = *(const geo_lanes *)batch->square[i];
        for (size_t row = 0; row < ROWS; row++) {
            size_t first = (size_t)batch->first[i * ROWS + row];
            size_t end = (size_t)batch->end[i * ROWS + row];
            if (first >= end)
                continue;
            geo_lanes b;
            geo_lanes_set(&b, batch->b[i * ROWS + row]);
            double *event = tile->event + row * stride;
            geo_lanes polynomial = fixed;
            if (degree == EPANECHNIKOV)
                polynomial += b * linear;
            if (degree == QUARTIC)
                polynomial += b * (linear + b * square);
            add_lanes(event + first * width, &polynomial, width);
            polynomial = -polynomial;
            add_lanes(event + end * width, &polynomial, width);
        }
    }
    keep_first(tile, width);
}

GEO_CLONES static void add_events(struct tile *tile, const struct batch *batch)
{
    switch (tile->degree) {
    case QUARTIC:
        add_places(tile, batch, QUARTIC);
        break;
    case EPANECHNIKOV:
        add_places(tile, batch, EPANECHNIKOV);
        break;
    default:
        add_places(tile, batch, UNIFORM);
    }
}

static void add_batch(struct tile *tile, struct batch *batch)
{
    find_spans(tile, batch);
    add_events(tile, batch);
    tile->is_empty = tile->is_empty && batch->count == 0;
    batch->count = 0;
}

static void add_run(struct tile *tile, geo_place_run run, double west, double east,
                    struct batch *batch)
{
    const geo_spread *spread = tile->spread;
    double in_bandwidths = 1 / spread->reach_m;
    for (size_t place = run.first; place < run.end; place++) {
        double x = spread->x[place];
        if (x < west || x > east)
            continue;
        if (place / BATCH != batch->number)
            add_batch(tile, batch);
        batch->number = place / BATCH;
        batch->x[batch->count] = x;
        batch->y[batch->count] = spread->y[place];
        set_polynomial(batch, tile->degree, (x - tile->middle) * in_bandwidths,
                       spread->peak[place]);
        batch->count++;
    }
}

static void add_stripes(struct tile *tile, size_t row_count)
{
    const geo_spread *spread = tile->spread;
    double reach_m = spread->reach_m + spread->margin * spread->grid->cell_m;
    double west = spread->centre_x[tile->first_column] - reach_m;
    double east = spread->centre_x[tile->first_column + tile->columns - 1] + reach_m;
    struct batch batch;
    memset(&batch, 0, sizeof batch);
    for (size_t stripe = 0; stripe < spread->stripes; stripe++)
        if (spread->stripe_high[stripe] >= west && spread->stripe_low[stripe] <= east)
            add_run(tile, geo_spread_run(spread, stripe, tile->first_row, row_count), west, east,
                    &batch);
    add_batch(tile, &batch);
}

/* ---- events into cells ---------------------------------------------------------------------- */

/* What each addition rounds off is summed as well (Knuth's TwoSum). */
GEO_INLINE void sum_events(const struct tile *tile, size_t row, size_t degree, double *values)
{
    size_t width = width_of(degree);
    double in_bandwidths = 1 / tile->spread->reach_m;
    const double *centre_x = tile->spread->centre_x + tile->first_column;
    const double *event = tile->event + row * (tile->columns + 1) * width;
    geo_lanes sum = *(const geo_lanes *)tile->first[row];
    geo_lanes lost = {0};
    for (size_t column = 0; column < tile->columns; column++, event += width) {
        /* Lanes past those of the event are the next one's, and mean nothing. */
        geo_lanes step = *(const geo_lanes *)event;
        geo_lanes next = sum + step;
        geo_lanes taken = next - sum;
        lost += (sum - (next - taken)) + (step - taken);
        sum = next;
        double now[GEO_LANES];
        *(geo_lanes *)now = sum + lost;
        double x = (centre_x[column] - tile->middle) * in_bandwidths;
        double value = now[degree];
        for (size_t power = degree; power > 0; power--)
            value = now[power - 1] + x * value;
        values[column] = now[degree + 1] > 0 && value > 0 ? value : 0;
    }
}

GEO_CLONES static void sum_row(const struct tile *tile, size_t row, double *values)
{
    switch (tile->degree) {
    case QUARTIC:
        sum_events(tile, row, QUARTIC, values);
        break;
    case EPANECHNIKOV:
        sum_events(tile, row, EPANECHNIKOV, values);
        break;
    default:
        sum_events(tile, row, UNIFORM, values);
    }
}

static void fill_tile(struct tile *tile, size_t row_count, double *values)
{
    size_t stride = (tile->columns + 1) * width_of(tile->degree);
    size_t columns = tile->spread->grid->columns;
    tile->middle = tile->spread->centre_x[tile->first_column + tile->columns / 2];
    memset(tile->event, 0, ROWS * stride * sizeof *tile->event);
    tile->is_empty = true;
    add_stripes(tile, row_count);
    for (size_t row = 0; row < row_count; row++) {
        double *to = values + row * columns + tile->first_column;
        if (tile->is_empty)
            memset(to, 0, tile->columns * sizeof *to);
        else
            sum_row(tile, row, to);
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
                                .degree = degree_of(spread),
                                .event = buffer};
            fill_tile(&tile, rows_left < ROWS ? rows_left : ROWS, values + row * columns);
        }
}
