#include "surface/spread.h"

#include <float.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/lanes.h"
#include "core/memory.h"
#include "core/pool.h"
#include "surface/pages.h"
#include "surface/spread_state.h"

/* Columns of a stripe: so few that its cells of a band stay in the cache. */
enum { STRIPE_COLUMNS = 128, STRIPE_MOST = 1 << 16 };

/* Places that a thread puts into stripes together: many, for each block counts them by stripes. */
enum { PLACE_BLOCK = 1 << 17 };

/* ---- places and cells ----------------------------------------------------------------------- */

/* The first place of the stripe at or south of y. */
static size_t first_place_below(const geo_spread *spread, size_t stripe, double y)
{
    size_t low = spread->stripe_first[stripe];
    size_t high = spread->stripe_first[stripe + 1];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (spread->y[middle] > y)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

geo_place_run geo_spread_run(const geo_spread *spread, size_t stripe, size_t first_row,
                             size_t row_count)
{
    /* A little further than the reach, whatever is rounded. */
    double reach_m = spread->reach_m + spread->margin * spread->grid->cell_m;
    double north = spread->centre_y[first_row] + reach_m;
    double south = spread->centre_y[first_row + row_count - 1] - reach_m;
    return (geo_place_run){first_place_below(spread, stripe, north),
                           first_place_below(spread, stripe, nextafter(south, -DBL_MAX))};
}

static geo_status place_centres(geo_context *context, geo_spread *spread)
{
    const geo_grid *grid = spread->grid;
    /* Whole vectors of both. */
    size_t columns = (grid->columns / GEO_LANES + 1) * GEO_LANES;
    size_t rows = grid->rows + GEO_BAND_ROWS;
    geo_status status =
        geo_alloc_array(context, columns, sizeof *spread->centre_x, &spread->centre_x);
    if (status == GEO_OK)
        status = geo_alloc_array(context, rows, sizeof *spread->centre_y, &spread->centre_y);
    if (status != GEO_OK)
        return status;
    for (size_t column = 0; column < columns; column++)
        spread->centre_x[column] = grid->x_min + ((double)column + 0.5) * grid->cell_m;
    for (size_t row = 0; row < rows; row++)
        spread->centre_y[row] = grid->y_max - ((double)row + 0.5) * grid->cell_m;
    return GEO_OK;
}

static bool reaches_grid(const geo_spread *spread, double x, double y)
{
    const geo_grid *grid = spread->grid;
    double x_max = grid->x_min + (double)grid->columns * grid->cell_m;
    double y_min = grid->y_max - (double)grid->rows * grid->cell_m;
    double reach_m = spread->reach_m + spread->margin * grid->cell_m;
    return x > grid->x_min - reach_m && x < x_max + reach_m && y > y_min - reach_m &&
           y < grid->y_max + reach_m;
}

static size_t stripe_of(const geo_spread *spread, double x)
{
    double width_m = spread->grid->cell_m * (double)spread->grid->columns / (double)spread->stripes;
    return geo_clamp_index((x - spread->grid->x_min) / width_m, spread->stripes - 1);
}

/* Places on their way into stripes, in blocks that keep their order. */
struct ordering {
    const geo_places *places;
    geo_spread *spread;
    double peak;  /* of a place that weighs 1 */
    size_t *next; /* [block][stripe]: counts, then where the next place goes */
};

static void count_block(void *user, size_t worker, size_t first, size_t last)
{
    const struct ordering *job = user;
    const geo_places *places = job->places;
    size_t *count = job->next + first / PLACE_BLOCK * job->spread->stripes;
    (void)worker;
    for (size_t i = first; i < last; i++)
        if (reaches_grid(job->spread, places->x[i], places->y[i]))
            count[stripe_of(job->spread, places->x[i])]++;
}

static void move_block(void *user, size_t worker, size_t first, size_t last)
{
    const struct ordering *job = user;
    const geo_places *places = job->places;
    geo_spread *spread = job->spread;
    size_t *next = job->next + first / PLACE_BLOCK * spread->stripes;
    (void)worker;
    for (size_t i = first; i < last; i++) {
        if (!reaches_grid(spread, places->x[i], places->y[i]))
            continue;
        size_t to = next[stripe_of(spread, places->x[i])]++;
        spread->x[to] = places->x[i];
        spread->y[to] = places->y[i];
        spread->peak[to] = places->weight[i] * job->peak;
    }
}

static void bound_stripes(void *user, size_t worker, size_t first, size_t last)
{
    const geo_spread *spread = ((const struct ordering *)user)->spread;
    (void)worker;
    for (size_t stripe = first; stripe < last; stripe++) {
        double low = (double)INFINITY;
        double high = -(double)INFINITY;
        for (size_t i = spread->stripe_first[stripe]; i < spread->stripe_first[stripe + 1]; i++) {
            low = spread->x[i] < low ? spread->x[i] : low;
            high = spread->x[i] > high ? spread->x[i] : high;
        }
        spread->stripe_low[stripe] = low;
        spread->stripe_high[stripe] = high;
    }
}

/* Stripe after stripe, in each of them block after block. */
static void find_firsts(const struct ordering *job, size_t blocks)
{
    geo_spread *spread = job->spread;
    for (size_t stripe = 0; stripe < spread->stripes; stripe++) {
        spread->stripe_first[stripe] = spread->count;
        for (size_t block = 0; block < blocks; block++) {
            size_t *next = &job->next[block * spread->stripes + stripe];
            size_t count = *next;
            *next = spread->count;
            spread->count += count;
        }
    }
    spread->stripe_first[spread->stripes] = spread->count;
}

static geo_status alloc_stripes(geo_context *context, geo_spread *spread)
{
    size_t stripes = spread->grid->columns / STRIPE_COLUMNS + 1;
    spread->stripes = stripes < STRIPE_MOST ? stripes : STRIPE_MOST;
    geo_status status = geo_alloc_array(context, spread->stripes + 1, sizeof *spread->stripe_first,
                                        &spread->stripe_first);
    if (status == GEO_OK)
        status = geo_alloc_array(context, spread->stripes, sizeof *spread->stripe_low,
                                 &spread->stripe_low);
    if (status == GEO_OK)
        status = geo_alloc_array(context, spread->stripes, sizeof *spread->stripe_high,
                                 &spread->stripe_high);
    return status;
}

static geo_status alloc_places(geo_context *context, geo_spread *spread)
{
    double **const column[] = {&spread->x, &spread->y, &spread->peak};
    geo_status status = GEO_OK;
    for (size_t i = 0; i < sizeof column / sizeof *column && status == GEO_OK; i++) {
        status = geo_alloc_array(context, spread->count, sizeof **column[i], column[i]);
        if (status == GEO_OK)
            geo_prefer_large_pages(*column[i], spread->count * sizeof **column[i]);
    }
    return status;
}

/* The order within a stripe is that of the places. */
static geo_status order_places(geo_context *context, const geo_places *places, geo_spread *spread)
{
    static const double m2_in_km2 = 1e6;
    struct ordering job = {.places = places, .spread = spread};
    size_t blocks = places->count / PLACE_BLOCK + 1;
    job.peak = geo_kernel_value(spread->kernel, 0) * m2_in_km2 /
               (spread->bandwidth_m * spread->bandwidth_m);
    geo_status status = alloc_stripes(context, spread);
    if (status == GEO_OK)
        status = geo_alloc_array(context, blocks * spread->stripes, sizeof *job.next, &job.next);
    if (status != GEO_OK)
        return status;
    geo_share_work(context, places->count, PLACE_BLOCK, count_block, &job);
    find_firsts(&job, blocks);
    status = alloc_places(context, spread);
    if (status == GEO_OK) {
        geo_share_work(context, places->count, PLACE_BLOCK, move_block, &job);
        geo_share_work(context, spread->stripes, 1, bound_stripes, &job);
    }
    free(job.next);
    return status;
}

/* One cell, and what rounding of coordinates far from 0 adds. */
static double margin_of(const geo_grid *grid, double reach_m)
{
    double x = fabs(grid->x_min) + (double)grid->columns * grid->cell_m;
    double y = fabs(grid->y_max) + (double)grid->rows * grid->cell_m;
    return 1 + 16 * DBL_EPSILON * (fmax(x, y) + reach_m) / grid->cell_m;
}

geo_status geo_spread_new(geo_context *context, const geo_places *places, const geo_grid *grid,
                          geo_kernel kernel, double bandwidth_m, geo_spread_method method,
                          geo_spread **out)
{
    geo_spread *spread = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *spread, &spread);
    if (status != GEO_OK)
        return status;
    double reach_m = geo_kernel_reach_m(kernel, bandwidth_m);
    *spread = (geo_spread){.grid = grid,
                           .kernel = kernel,
                           .method = method,
                           .bandwidth_m = bandwidth_m,
                           .reach_m = reach_m,
                           .reach2 = reach_m * reach_m,
                           .margin = margin_of(grid, reach_m)};
    status = place_centres(context, spread);
    if (status == GEO_OK)
        status = order_places(context, places, spread);
    if (status == GEO_OK && method == GEO_SPREAD_CHEAPEST)
        spread->method = geo_spread_choose(spread);
    if (status == GEO_OK && spread->method == GEO_SPREAD_BOXES)
        status = geo_cover_fill(context, spread);
    if (status != GEO_OK) {
        geo_spread_free(spread);
        return status;
    }
    *out = spread;
    return GEO_OK;
}

void geo_spread_free(geo_spread *spread)
{
    if (!spread)
        return;
    free(spread->centre_x);
    free(spread->centre_y);
    free(spread->x);
    free(spread->y);
    free(spread->peak);
    free(spread->stripe_first);
    free(spread->stripe_low);
    free(spread->stripe_high);
    free(spread->cover.bits);
    free(spread);
}

/* ---- rows ----------------------------------------------------------------------------------- */

struct job {
    geo_context *context;
    const geo_spread *spread;
    const geo_boxes *boxes; /* of GEO_SPREAD_BOXES */
    size_t first_row;
    size_t row_count;
    size_t band_rows;
    double *values;
    double *row_sum;
    double *buffer; /* one after the other, of each worker */
    size_t buffer_size;
    pthread_t caller;
    atomic_size_t rows_done;
    atomic_bool is_cancelled;
};

/* Only the caller's own thread may use its context: it reports for all. */
static void report(struct job *job, size_t rows)
{
    size_t done = atomic_fetch_add(&job->rows_done, rows) + rows;
    if (!pthread_equal(pthread_self(), job->caller))
        return;
    double fraction = (double)(job->spread->rows_done + done) / (double)job->spread->grid->rows;
    if (geo_report_progress(job->context, "computing the density", fmin(fraction, 1)) != GEO_OK)
        atomic_store(&job->is_cancelled, true);
}

static double sum_of(const double *values, size_t count)
{
    double part[GEO_LANES] = {0};
    size_t i = 0;
    for (; i + GEO_LANES <= count; i += GEO_LANES)
        for (size_t lane = 0; lane < GEO_LANES; lane++)
            part[lane] += values[i + lane];
    for (; i < count; i++)
        part[i % GEO_LANES] += values[i];
    return ((part[0] + part[1]) + (part[2] + part[3])) +
           ((part[4] + part[5]) + (part[6] + part[7]));
}

static void fill_band(const struct job *job, size_t first_row, size_t row_count, double *buffer,
                      double *values)
{
    switch (job->spread->method) {
    case GEO_SPREAD_EVENTS:
        geo_events_band(job->spread, first_row, row_count, buffer, values);
        break;
    case GEO_SPREAD_BOXES:
        geo_boxes_band(job->spread, job->boxes, first_row, row_count, buffer, values);
        break;
    default:
        geo_direct_band(job->spread, first_row, row_count, buffer, values);
    }
}

static size_t buffer_size(const geo_spread *spread)
{
    switch (spread->method) {
    case GEO_SPREAD_EVENTS:
        return geo_events_buffer(spread);
    case GEO_SPREAD_BOXES:
        return geo_boxes_buffer(spread);
    default:
        return geo_direct_buffer(spread);
    }
}

static void work_on_bands(void *user, size_t worker, size_t first, size_t last)
{
    struct job *job = user;
    size_t columns = job->spread->grid->columns;
    double *buffer = job->buffer + worker * job->buffer_size;
    for (size_t band = first; band < last && !atomic_load(&job->is_cancelled); band++) {
        size_t start = band * job->band_rows;
        size_t left = job->row_count - start;
        size_t rows = left < job->band_rows ? left : job->band_rows;
        double *values = job->values + start * columns;
        fill_band(job, job->first_row + start, rows, buffer, values);
        for (size_t row = 0; row < rows; row++)
            job->row_sum[job->first_row + start + row] = sum_of(values + row * columns, columns);
        report(job, rows);
    }
}

/* So many rows that each thread finds some bands, and so few that it is not idle for long. */
static size_t choose_band_rows(size_t rows, size_t threads)
{
    size_t wanted = rows / (threads * 4) / GEO_LANES * GEO_LANES;
    return wanted > GEO_BAND_ROWS ? GEO_BAND_ROWS : wanted < 2 * GEO_LANES ? 2 * GEO_LANES : wanted;
}

/* Rows for which there is a buffer for each worker. */
static geo_status fill_slab(struct job *job)
{
    geo_boxes *boxes = NULL;
    if (job->spread->method == GEO_SPREAD_BOXES) {
        geo_status status =
            geo_boxes_new(job->context, job->spread, job->first_row, job->row_count, &boxes);
        if (status != GEO_OK)
            return status;
    }
    job->boxes = boxes;
    geo_share_work(job->context, (job->row_count + job->band_rows - 1) / job->band_rows, 1,
                   work_on_bands, job);
    geo_boxes_free(boxes);
    return atomic_load(&job->is_cancelled) ? GEO_ERROR_CANCELLED : GEO_OK;
}

geo_status geo_spread_rows(geo_context *context, geo_spread *spread, size_t first_row,
                           size_t row_count, double *values, double *row_sum)
{
    struct job job = {.context = context,
                      .spread = spread,
                      .row_sum = row_sum,
                      .buffer_size = buffer_size(spread),
                      .caller = pthread_self()};
    size_t slab = spread->method == GEO_SPREAD_BOXES ? geo_boxes_slab(spread) : row_count;
    size_t threads = (size_t)geo_threads(context);
    job.band_rows = choose_band_rows(row_count < slab ? row_count : slab, threads);
    size_t bands = (row_count + job.band_rows - 1) / job.band_rows;
    threads = threads < bands ? threads : bands;
    geo_status status =
        geo_alloc_array(context, threads * job.buffer_size, sizeof *job.buffer, &job.buffer);
    for (size_t done = 0; done < row_count && status == GEO_OK; done += job.row_count) {
        job.first_row = first_row + done;
        job.row_count = row_count - done < slab ? row_count - done : slab;
        job.values = values + done * spread->grid->columns;
        status = fill_slab(&job);
    }
    spread->rows_done += row_count;
    free(job.buffer);
    return status;
}
