#include "surface/spread.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/pool.h"

/* Rows that are worked on together: few enough to stay in the cache, enough to share the columns'
 * exponentials of a Gaussian. */
enum { BAND_ROWS = 16, CHUNK_COLUMNS = 512 };

/* One row of one place: cells += amount x shape((x - place)^2 + dy^2). */
typedef void (*add_row)(double *restrict cell, const double *restrict centre_x, size_t count,
                        double place_x, double dy2, double bandwidth_m, double amount);

struct geo_spread {
    double *place_x; /* y falling, then x rising */
    double *place_y;
    double *weight;
    size_t count;
    const geo_grid *grid;
    size_t rows_done; /* of the whole grid, for the progress */
    double *centre_x; /* of the columns */
    double *centre_y; /* of the rows */
    geo_kernel kernel;
    add_row add; /* not for the Gaussian */
    double bandwidth_m;
    double reach_m;
    double per_km2; /* what a place of weight 1 is multiplied by */
};

/* Rows that are worked on. */
struct job {
    geo_context *context;
    const struct geo_spread *spread;
    size_t first_row;
    size_t row_count;
    double *values;
    double *row_sum;
    pthread_t caller;
    atomic_size_t rows_done;
    atomic_bool is_cancelled;
};

typedef struct place {
    double x;
    double y;
    double weight;
} geo_place;

/* One row's cells in reach of a place: first .. end - 1. */
struct span {
    size_t first;
    size_t end;
};

static size_t clamp_column(const geo_spread *spread, double column)
{
    double columns = (double)spread->grid->columns;
    return column <= 0 ? 0 : column >= columns ? spread->grid->columns : (size_t)column;
}

/* Exactly the cells with distance < reach: the estimate by a square root is then corrected. */
static struct span span_of(const geo_spread *spread, const geo_place *place, double dy2)
{
    const double *centre_x = spread->centre_x;
    double reach2 = spread->reach_m * spread->reach_m;
    if (!(dy2 < reach2))
        return (struct span){0, 0};
    double half = sqrt(reach2 - dy2);
    double from_edge = place->x - spread->grid->x_min;
    double cell_m = spread->grid->cell_m;
    size_t first = clamp_column(spread, floor((from_edge - half) / cell_m - 0.5));
    size_t end = clamp_column(spread, ceil((from_edge + half) / cell_m + 0.5));
    while (first < end &&
           !((centre_x[first] - place->x) * (centre_x[first] - place->x) + dy2 < reach2))
        first++;
    while (first < end &&
           !((centre_x[end - 1] - place->x) * (centre_x[end - 1] - place->x) + dy2 < reach2))
        end--;
    return (struct span){first, end};
}

/* ---- one row of one place: cells += amount x shape((x - place)^2 + dy^2) ----------------------
 */

static void add_quartic(double *restrict cell, const double *restrict centre_x, size_t count,
                        double place_x, double dy2, double bandwidth_m, double amount)
{
    double bandwidth2 = bandwidth_m * bandwidth_m;
    double scaled = amount / (bandwidth2 * bandwidth2);
    for (size_t i = 0; i < count; i++) {
        double dx = centre_x[i] - place_x;
        double rest = bandwidth2 - (dx * dx + dy2);
        cell[i] += scaled * (rest * rest);
    }
}

static void add_epanechnikov(double *restrict cell, const double *restrict centre_x, size_t count,
                             double place_x, double dy2, double bandwidth_m, double amount)
{
    double bandwidth2 = bandwidth_m * bandwidth_m;
    double scaled = amount / bandwidth2;
    for (size_t i = 0; i < count; i++) {
        double dx = centre_x[i] - place_x;
        cell[i] += scaled * (bandwidth2 - (dx * dx + dy2));
    }
}

static void add_triangular(double *restrict cell, const double *restrict centre_x, size_t count,
                           double place_x, double dy2, double bandwidth_m, double amount)
{
    double scaled = amount / bandwidth_m;
    for (size_t i = 0; i < count; i++) {
        double dx = centre_x[i] - place_x;
        double rest = bandwidth_m - sqrt(dx * dx + dy2);
        cell[i] += scaled * (rest > 0 ? rest : 0);
    }
}

static void add_uniform(double *restrict cell, const double *restrict centre_x, size_t count,
                        double place_x, double dy2, double bandwidth_m, double amount)
{
    (void)centre_x;
    (void)place_x;
    (void)dy2;
    (void)bandwidth_m;
    for (size_t i = 0; i < count; i++)
        cell[i] += amount;
}

/* The Gaussian is a product of one factor for the column and one for the row; here centre_x holds
 * the columns' factors and amount the row's. */
static void add_factors(double *restrict cell, const double *restrict column_factor, size_t count,
                        double amount)
{
    for (size_t i = 0; i < count; i++)
        cell[i] += amount * column_factor[i];
}

static add_row function_of(geo_kernel kernel)
{
    switch (kernel) {
    case GEO_KERNEL_QUARTIC:
        return add_quartic;
    case GEO_KERNEL_EPANECHNIKOV:
        return add_epanechnikov;
    case GEO_KERNEL_TRIANGULAR:
        return add_triangular;
    default:
        return add_uniform;
    }
}

/* ---- bands ---------------------------------------------------------------------------------- */

struct band {
    double *values; /* of the first row */
    size_t first_row;
    size_t end_row;
};

static void add_place(const geo_spread *spread, struct band band, const geo_place *place)
{
    const geo_grid *grid = spread->grid;
    double amount = place->weight * spread->per_km2;
    for (size_t row = band.first_row; row < band.end_row; row++) {
        double dy = spread->centre_y[row] - place->y;
        struct span span = span_of(spread, place, dy * dy);
        spread->add(band.values + (row - band.first_row) * grid->columns + span.first,
                    spread->centre_x + span.first, span.end - span.first, place->x, dy * dy,
                    spread->bandwidth_m, amount);
    }
}

/* The columns in one chunk, for all rows of the band. */
static void add_gaussian_chunk(const geo_spread *spread, struct band band, const geo_place *place,
                               struct span chunk)
{
    const geo_grid *grid = spread->grid;
    double factor[CHUNK_COLUMNS];
    double rate = -0.5 / (spread->bandwidth_m * spread->bandwidth_m);
    for (size_t i = 0; i < chunk.end - chunk.first; i++) {
        double dx = spread->centre_x[chunk.first + i] - place->x;
        factor[i] = exp(dx * dx * rate);
    }
    for (size_t row = band.first_row; row < band.end_row; row++) {
        double dy = spread->centre_y[row] - place->y;
        struct span span = span_of(spread, place, dy * dy);
        size_t first = span.first > chunk.first ? span.first : chunk.first;
        size_t end = span.end < chunk.end ? span.end : chunk.end;
        if (first < end)
            add_factors(band.values + (row - band.first_row) * grid->columns + first,
                        factor + (first - chunk.first), end - first,
                        place->weight * spread->per_km2 * exp(dy * dy * rate));
    }
}

static void add_gaussian_place(const geo_spread *spread, struct band band, const geo_place *place)
{
    /* The row that is nearest to the place has the widest span. */
    double south = spread->centre_y[band.end_row - 1];
    double north = spread->centre_y[band.first_row];
    double dy = fmax(0, fmax(south - place->y, place->y - north));
    struct span widest = span_of(spread, place, dy * dy);
    for (size_t first = widest.first; first < widest.end; first += CHUNK_COLUMNS) {
        size_t left = widest.end - first;
        size_t end = first + (left < CHUNK_COLUMNS ? left : CHUNK_COLUMNS);
        add_gaussian_chunk(spread, band, place, (struct span){first, end});
    }
}

/* The first place at or south of y, places being sorted from north to south. */
static size_t first_place_below(const geo_spread *spread, double y)
{
    size_t low = 0;
    size_t high = spread->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (spread->place_y[middle] > y)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void add_band(const geo_spread *spread, struct band band)
{
    double south = spread->centre_y[band.end_row - 1] - spread->reach_m;
    double north = spread->centre_y[band.first_row] + spread->reach_m;
    for (size_t i = first_place_below(spread, north);
         i < spread->count && spread->place_y[i] >= south; i++) {
        geo_place place = {spread->place_x[i], spread->place_y[i], spread->weight[i]};
        if (spread->kernel == GEO_KERNEL_GAUSSIAN)
            add_gaussian_place(spread, band, &place);
        else
            add_place(spread, band, &place);
    }
}

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

static void work_on_bands(void *user, size_t worker, size_t first, size_t last)
{
    (void)worker;
    struct job *job = user;
    size_t columns = job->spread->grid->columns;
    for (size_t i = first; i < last && !atomic_load(&job->is_cancelled); i++) {
        size_t start = i * BAND_ROWS;
        size_t left = job->row_count - start;
        size_t rows = left < BAND_ROWS ? left : BAND_ROWS;
        double *values = job->values + start * columns;
        memset(values, 0, rows * columns * sizeof *values);
        add_band(job->spread,
                 (struct band){values, job->first_row + start, job->first_row + start + rows});
        for (size_t row = 0; row < rows; row++) {
            double sum = 0;
            for (size_t column = 0; column < columns; column++)
                sum += values[row * columns + column];
            job->row_sum[job->first_row + start + row] = sum;
        }
        report(job, rows);
    }
}

static void place_centres(geo_spread *spread)
{
    const geo_grid *grid = spread->grid;
    for (size_t column = 0; column < grid->columns; column++)
        spread->centre_x[column] = grid->x_min + ((double)column + 0.5) * grid->cell_m;
    for (size_t row = 0; row < grid->rows; row++)
        spread->centre_y[row] = grid->y_max - ((double)row + 0.5) * grid->cell_m;
}

static geo_status copy_numbers(geo_context *context, const double *from, size_t count, double **to)
{
    geo_status status = geo_alloc_array(context, count, sizeof **to, to);
    if (status == GEO_OK && count > 0)
        memcpy(*to, from, count * sizeof *from);
    return status;
}

static geo_status fill(geo_context *context, const geo_places *places, geo_spread *spread)
{
    spread->count = places->count;
    geo_status status = copy_numbers(context, places->x, places->count, &spread->place_x);
    if (status == GEO_OK)
        status = copy_numbers(context, places->y, places->count, &spread->place_y);
    if (status == GEO_OK)
        status = copy_numbers(context, places->weight, places->count, &spread->weight);
    if (status == GEO_OK)
        status = geo_alloc_array(context, spread->grid->columns, sizeof *spread->centre_x,
                                 &spread->centre_x);
    if (status == GEO_OK)
        status = geo_alloc_array(context, spread->grid->rows, sizeof *spread->centre_y,
                                 &spread->centre_y);
    if (status == GEO_OK)
        place_centres(spread);
    return status;
}

geo_status geo_spread_new(geo_context *context, const geo_places *places, const geo_grid *grid,
                          geo_kernel kernel, double bandwidth_m, geo_spread_method method,
                          geo_spread **out)
{
    static const double m2_in_km2 = 1e6;
    geo_spread *spread = NULL;
    (void)method;
    geo_status status = geo_alloc_array(context, 1, sizeof *spread, &spread);
    if (status != GEO_OK)
        return status;
    *spread = (geo_spread){
        .grid = grid,
        .kernel = kernel,
        .add = function_of(kernel),
        .bandwidth_m = bandwidth_m,
        .reach_m = geo_kernel_reach_m(kernel, bandwidth_m),
        .per_km2 = geo_kernel_value(kernel, 0) * m2_in_km2 / (bandwidth_m * bandwidth_m),
    };
    status = fill(context, places, spread);
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
    free(spread->place_x);
    free(spread->place_y);
    free(spread->weight);
    free(spread->centre_x);
    free(spread->centre_y);
    free(spread);
}

geo_status geo_spread_rows(geo_context *context, geo_spread *spread, size_t first_row,
                           size_t row_count, double *values, double *row_sum)
{
    struct job job = {.context = context,
                      .spread = spread,
                      .first_row = first_row,
                      .row_count = row_count,
                      .values = values,
                      .row_sum = row_sum,
                      .caller = pthread_self()};
    geo_share_work(context, (row_count + BAND_ROWS - 1) / BAND_ROWS, 1, work_on_bands, &job);
    spread->rows_done += row_count;
    return atomic_load(&job.is_cancelled) ? GEO_ERROR_CANCELLED : GEO_OK;
}
