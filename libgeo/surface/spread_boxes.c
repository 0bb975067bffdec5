/*
 * Gaussian densities at a cost that depends on neither the places nor the bandwidth: places are
 * gathered in boxes 1.75 bandwidths wide, and the Gaussian, as a function of the place, is replaced
 * by its interpolation through 16 x 16 Chebyshev nodes of the box, each place's weight being spread
 * over the nodes once. A Gaussian being a product of one of x and one of y, the nodes are then
 * summed along x for each column, and the result along y for each row.
 *
 * The error of an interpolation is at most 2 (a/2)^n max|f^(n)| / n! on an interval of half length
 * a (Trefethen 2013, Approximation Theory and Approximation Practice, chapter 8), and with f =
 * exp(-x^2/2) |f^(n)| < 1.09 sqrt(n!) e^(-x^2/4) (Abramowitz and Stegun 22.14.17): here, a = 0.875
 * and n = 16, 9e-13 of the weights in a box, in two dimensions less than 5e-12, falling with the
 * distance. The largest cell has a share of 0.2 or more of the heaviest box, so that all boxes
 * around add up to less than 1e-10 of it. Barycentric weights keep rounding small (Berrut and
 * Trefethen 2004).
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/lanes.h"
#include "core/memory.h"
#include "core/pool.h"
#include "surface/spread_state.h"

enum { NODES = 16, NODES2 = NODES * NODES, BOXES_IN_REACH = 24, TERMS = BOXES_IN_REACH * NODES };
enum { ROWS = 4 /* that are summed together */ };

static const double box_bandwidths = 1.75;

/* cos((2i + 1) pi / 32), and (-1)^i sin() of the same. */
static const double node[NODES] = {
    0.99518472667219688624,  0.95694033573220886494,  0.88192126434835502971,
    0.77301045336273696081,  0.63439328416364549822,  0.47139673682599764856,
    0.29028467725446236764,  0.098017140329560601994, -0.098017140329560601994,
    -0.29028467725446236764, -0.47139673682599764856, -0.63439328416364549822,
    -0.77301045336273696081, -0.88192126434835502971, -0.95694033573220886494,
    -0.99518472667219688624};
static const double node_weight[NODES] = {
    0.098017140329560601994, -0.29028467725446236764, 0.47139673682599764856,
    -0.63439328416364549822, 0.77301045336273696081,  -0.88192126434835502971,
    0.95694033573220886494,  -0.99518472667219688624, 0.99518472667219688624,
    -0.95694033573220886494, 0.88192126434835502971,  -0.77301045336273696081,
    0.63439328416364549822,  -0.47139673682599764856, 0.29028467725446236764,
    -0.098017140329560601994};

/* Boxes count from the north-west, as far out as places may lie. Only those rows of boxes are kept
 * that the rows in question need: first .. end - 1. */
struct geo_boxes {
    const geo_spread *spread;
    double side_m;
    double west;
    double north;
    size_t columns;
    size_t rows;
    size_t first;
    size_t end;
    size_t strips;
    double *sum;          /* [row of boxes][box][node of y][node of x] */
    unsigned char *taken; /* [row of boxes][box]: whether it has places */
    double *column_sum;   /* [row of boxes][strip][node of y][lane] */
};

static void measure(const geo_spread *spread, struct geo_boxes *boxes)
{
    const geo_grid *grid = spread->grid;
    double edge_m = spread->reach_m + spread->margin * grid->cell_m;
    boxes->spread = spread;
    boxes->side_m = box_bandwidths * spread->bandwidth_m;
    boxes->west = grid->x_min - edge_m;
    boxes->north = grid->y_max + edge_m;
    boxes->columns =
        (size_t)(((double)grid->columns * grid->cell_m + 2 * edge_m) / boxes->side_m) + 1;
    boxes->rows = (size_t)(((double)grid->rows * grid->cell_m + 2 * edge_m) / boxes->side_m) + 1;
    boxes->strips = (grid->columns + GEO_LANES - 1) / GEO_LANES;
}

static size_t box_row_of(const struct geo_boxes *boxes, double y)
{
    return geo_clamp_index((boxes->north - y) / boxes->side_m, boxes->rows - 1);
}

static size_t box_column_of(const struct geo_boxes *boxes, double x)
{
    return geo_clamp_index((x - boxes->west) / boxes->side_m, boxes->columns - 1);
}

/* Boxes, along one axis, in reach of a coordinate; both ends are included. */
static void rows_in_reach(const struct geo_boxes *boxes, double north, double south, size_t *first,
                          size_t *end)
{
    *first = box_row_of(boxes, north + boxes->spread->reach_m);
    *end = box_row_of(boxes, south - boxes->spread->reach_m) + 1;
}

/* ---- places into nodes ---------------------------------------------------------------------- */

/* What each node has of a place at `at`, from -1 to 1 along the box. */
GEO_INLINE void node_shares(double at, double *restrict share)
{
    geo_lanes sum = {0};
    for (int i = 0; i < NODES; i += GEO_LANES) {
        geo_lanes distance = at - *(const geo_lanes *)(node + i);
        /* On a node: as near to it as makes no difference. */
        geo_lanes least = {0};
        least += 1e-30;
        distance += (geo_lanes)((geo_lane_bits)least & (distance == 0));
        geo_lanes own = *(const geo_lanes *)(node_weight + i) / distance;
        *(geo_lanes *)(share + i) = own;
        sum += own;
    }
    double total =
        ((sum[0] + sum[1]) + (sum[2] + sum[3])) + ((sum[4] + sum[5]) + (sum[6] + sum[7]));
    double scale = 1 / total;
    for (int i = 0; i < NODES; i += GEO_LANES)
        *(geo_lanes *)(share + i) *= scale;
}

GEO_CLONES static void add_places(struct geo_boxes *boxes, size_t box_row, geo_place_run run)
{
    const geo_spread *spread = boxes->spread;
    double half_m = boxes->side_m / 2;
    double middle_y = boxes->north - ((double)box_row + 0.5) * boxes->side_m;
    for (size_t place = run.first; place < run.end; place++) {
        size_t column = box_column_of(boxes, spread->x[place]);
        size_t box = (box_row - boxes->first) * boxes->columns + column;
        double middle_x = boxes->west + ((double)column + 0.5) * boxes->side_m;
        double share_x[NODES];
        double share_y[NODES];
        double *sum = boxes->sum + box * NODES2;
        node_shares((spread->x[place] - middle_x) / half_m, share_x);
        node_shares((spread->y[place] - middle_y) / half_m, share_y);
        for (int j = 0; j < NODES; j++) {
            double share = share_y[j] * spread->peak[place];
            for (int i = 0; i < NODES; i += GEO_LANES)
                *(geo_lanes *)(sum + j * NODES + i) += share * *(const geo_lanes *)(share_x + i);
        }
        boxes->taken[box] = 1;
    }
}

/* The first place of the stripe in or south of a row of boxes. */
static size_t first_place_in(const struct geo_boxes *boxes, size_t stripe, size_t box_row)
{
    size_t low = boxes->spread->stripe_first[stripe];
    size_t high = boxes->spread->stripe_first[stripe + 1];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (box_row_of(boxes, boxes->spread->y[middle]) < box_row)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void gather_rows(void *user, size_t worker, size_t first, size_t last)
{
    (void)worker;
    struct geo_boxes *boxes = user;
    for (size_t row = boxes->first + first; row < boxes->first + last; row++)
        for (size_t stripe = 0; stripe < boxes->spread->stripes; stripe++)
            add_places(boxes, row,
                       (geo_place_run){first_place_in(boxes, stripe, row),
                                       first_place_in(boxes, stripe, row + 1)});
}

/* ---- along x -------------------------------------------------------------------------------- */

/* exp(-(from - node)^2 / (2 h^2)) of a box's nodes, for each lane of `from`. */
GEO_INLINE void node_factors(const double *restrict from, double middle, double half_m, double rate,
                             double *restrict factor)
{
    for (int i = 0; i < NODES; i++) {
        geo_lanes distance = *(const geo_lanes *)from - (middle + node[i] * half_m);
        geo_lanes value = distance * distance * rate;
        geo_lanes_exp(&value);
        *(geo_lanes *)(factor + i * GEO_LANES) = value;
    }
}

GEO_CLONES static void sum_strip(struct geo_boxes *boxes, size_t strip)
{
    const geo_spread *spread = boxes->spread;
    const double *centre_x = spread->centre_x + strip * GEO_LANES;
    double half_m = boxes->side_m / 2;
    double rate = -0.5 / (spread->bandwidth_m * spread->bandwidth_m);
    size_t first = box_column_of(boxes, centre_x[0] - spread->reach_m);
    size_t end = box_column_of(boxes, centre_x[GEO_LANES - 1] + spread->reach_m) + 1;
    double factor[TERMS * GEO_LANES];
    for (size_t box = first; box < end; box++)
        node_factors(centre_x, boxes->west + ((double)box + 0.5) * boxes->side_m, half_m, rate,
                     factor + (box - first) * NODES * GEO_LANES);
    for (size_t row = 0; row < boxes->end - boxes->first; row++) {
        double *out = boxes->column_sum + (row * boxes->strips + strip) * NODES * GEO_LANES;
        for (size_t box = first; box < end; box++) {
            const double *sum = boxes->sum + (row * boxes->columns + box) * NODES2;
            const double *own = factor + (box - first) * NODES * GEO_LANES;
            if (!boxes->taken[row * boxes->columns + box])
                continue;
            for (size_t j = 0; j < NODES; j += 4) {
                geo_lanes part[4] = {{0}, {0}, {0}, {0}};
                for (size_t i = 0; i < NODES; i++) {
                    const geo_lanes lanes = *(const geo_lanes *)(own + i * GEO_LANES);
                    for (size_t k = 0; k < 4; k++)
                        part[k] += sum[(j + k) * NODES + i] * lanes;
                }
                for (size_t k = 0; k < 4; k++)
                    *(geo_lanes *)(out + (j + k) * GEO_LANES) += part[k];
            }
        }
    }
}

static void sum_strips(void *user, size_t worker, size_t first, size_t last)
{
    (void)worker;
    for (size_t strip = first; strip < last; strip++)
        sum_strip(user, strip);
}

/* ---- along y -------------------------------------------------------------------------------- */

/* Of some rows of cells: factors of all terms in reach of any of them, 0 for those out of reach of
 * its own row, so that a row's bits don't depend on its neighbours. */
struct row_factors {
    size_t first; /* rows of boxes */
    size_t end;
    double factor[TERMS][ROWS];
};

GEO_CLONES static void find_row_factors(const struct geo_boxes *boxes, const double *centre_y,
                                        size_t row_count, struct row_factors *rows)
{
    const geo_spread *spread = boxes->spread;
    double half_m = boxes->side_m / 2;
    double rate = -0.5 / (spread->bandwidth_m * spread->bandwidth_m);
    rows_in_reach(boxes, centre_y[0], centre_y[row_count - 1], &rows->first, &rows->end);
    memset(rows->factor, 0, (rows->end - rows->first) * NODES * sizeof *rows->factor);
    for (size_t row = 0; row < row_count; row++) {
        size_t first;
        size_t end;
        rows_in_reach(boxes, centre_y[row], centre_y[row], &first, &end);
        for (size_t box = first; box < end; box++) {
            double middle = boxes->north - ((double)box + 0.5) * boxes->side_m;
            for (size_t i = 0; i < NODES; i += GEO_LANES) {
                geo_lanes distance =
                    centre_y[row] - (middle + *(const geo_lanes *)(node + i) * half_m);
                geo_lanes value = distance * distance * rate;
                geo_lanes_exp(&value);
                for (size_t lane = 0; lane < GEO_LANES; lane++)
                    rows->factor[(box - rows->first) * NODES + i + lane][row] = value[lane];
            }
        }
    }
}

GEO_CLONES static void sum_box_rows(const struct geo_boxes *boxes, const struct row_factors *rows,
                                    size_t row_count, double *values)
{
    size_t columns = boxes->spread->grid->columns;
    size_t stride = boxes->strips * NODES * GEO_LANES;
    for (size_t strip = 0; strip < boxes->strips; strip++) {
        const double *sum =
            boxes->column_sum + (rows->first - boxes->first) * stride + strip * NODES * GEO_LANES;
        geo_lanes part[ROWS] = {{0}, {0}, {0}, {0}};
        for (size_t box = 0; box < rows->end - rows->first; box++)
            for (size_t i = 0; i < NODES; i++) {
                const geo_lanes lanes = *(const geo_lanes *)(sum + box * stride + i * GEO_LANES);
                const double *factor = rows->factor[box * NODES + i];
                for (size_t row = 0; row < ROWS; row++)
                    part[row] += factor[row] * lanes;
            }
        size_t left = columns - strip * GEO_LANES;
        for (size_t row = 0; row < row_count; row++) {
            double value[GEO_LANES];
            *(geo_lanes *)value = GEO_LANES_ABOVE_0(part[row]);
            memcpy(values + row * columns + strip * GEO_LANES, value,
                   (left < GEO_LANES ? left : GEO_LANES) * sizeof *values);
        }
    }
}

void geo_boxes_band(const geo_spread *spread, const geo_boxes *boxes, size_t first_row,
                    size_t row_count, double *buffer, double *values)
{
    struct row_factors rows;
    size_t columns = spread->grid->columns;
    for (size_t row = 0; row < row_count; row += ROWS) {
        size_t left = row_count - row;
        size_t count = left < ROWS ? left : ROWS;
        find_row_factors(boxes, spread->centre_y + first_row + row, count, &rows);
        sum_box_rows(boxes, &rows, count, values + row * columns);
    }
    for (size_t row = 0; row < row_count; row++)
        geo_cover_clear(spread, first_row + row, (unsigned char *)buffer, values + row * columns);
}

/* ---- all ------------------------------------------------------------------------------------ */

bool geo_boxes_can(const geo_spread *spread)
{
    double side_cells = box_bandwidths * spread->bandwidth_m / spread->grid->cell_m;
    double boxes = (2 * spread->reach_m / spread->bandwidth_m) / box_bandwidths +
                   2 * GEO_LANES / side_cells + 3;
    return spread->kernel == GEO_KERNEL_GAUSSIAN && boxes <= BOXES_IN_REACH;
}

size_t geo_boxes_slab(const geo_spread *spread)
{
    static const double bandwidths = 42; /* twice what is in reach of one row */
    double rows = bandwidths * spread->bandwidth_m / spread->grid->cell_m;
    return geo_clamp_index(rows, (size_t)1 << 30) / GEO_BAND_ROWS * GEO_BAND_ROWS + GEO_BAND_ROWS;
}

size_t geo_boxes_buffer(const geo_spread *spread)
{
    return spread->grid->columns / sizeof(double) + 1;
}

geo_status geo_boxes_new(geo_context *context, const geo_spread *spread, size_t first_row,
                         size_t row_count, geo_boxes **out)
{
    geo_boxes *boxes = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *boxes, &boxes);
    if (status != GEO_OK)
        return status;
    measure(spread, boxes);
    rows_in_reach(boxes, spread->centre_y[first_row], spread->centre_y[first_row + row_count - 1],
                  &boxes->first, &boxes->end);
    size_t rows = boxes->end - boxes->first;
    status =
        geo_alloc_array(context, rows * boxes->columns, NODES2 * sizeof *boxes->sum, &boxes->sum);
    if (status == GEO_OK)
        status = geo_alloc_array(context, rows * boxes->columns, 1, &boxes->taken);
    if (status == GEO_OK)
        status = geo_alloc_array(context, rows * boxes->strips,
                                 NODES * GEO_LANES * sizeof *boxes->column_sum, &boxes->column_sum);
    if (status != GEO_OK) {
        geo_boxes_free(boxes);
        return status;
    }
    geo_share_work(context, rows, 1, gather_rows, boxes);
    geo_share_work(context, boxes->strips, 4, sum_strips, boxes);
    *out = boxes;
    return GEO_OK;
}

void geo_boxes_free(geo_boxes *boxes)
{
    if (!boxes)
        return;
    free(boxes->sum);
    free(boxes->taken);
    free(boxes->column_sum);
    free(boxes);
}
