/* How often chance has a place as high, or as low, as it was seen. */
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/pool.h"
#include "surface/risk_state.h"

/* Sums of the same numbers in another order may differ by rounding: they are ties. */
#define TIE 1e-12

typedef struct permuting {
    const geo_risk_kernel *kernel;
    const geo_risk_deal *deal;
    const geo_risk_null *null;
    geo_risk_surface *risk;
    size_t number_size; /* of each worker, in doubles; likewise the others */
    size_t cell_size;
    size_t buffer_size;
    double *number;
    double *cells;
    double *buffer;
    atomic_uint_least32_t *higher; /* [cells] permutations as high; sums of whole numbers, which */
    atomic_uint_least32_t *lower;  /* threads may add in any order */
    size_t first_batch;            /* of those under way */
} permuting;

/* Eight permutations at one cell. */
static void compare_cell(const permuting *work, size_t cell, const double *sum, size_t first,
                         size_t count)
{
    const geo_risk_null *null = work->null;
    geo_risk_surface *risk = work->risk;
    double seen = null->seen[cell], mean = null->mean[cell], sd = null->sd[cell];
    double tie = TIE * fmax(seen, mean);
    uint_least32_t higher = 0, lower = 0;
    if (isnan(seen))
        return;
    for (size_t lane = 0; lane < count; lane++) {
        double z = sd > 0 ? (sum[lane] - mean) / sd : 0;
        higher += sum[lane] >= seen - tie;
        lower += sum[lane] <= seen + tie;
        if (z > risk->highest_z[first + lane])
            risk->highest_z[first + lane] = z;
        if (z < risk->lowest_z[first + lane])
            risk->lowest_z[first + lane] = z;
    }
    atomic_fetch_add_explicit(&work->higher[cell], higher, memory_order_relaxed);
    atomic_fetch_add_explicit(&work->lower[cell], lower, memory_order_relaxed);
}

static void permute_batch(const permuting *work, size_t worker, size_t batch)
{
    const geo_grid *grid = work->kernel->grid;
    size_t first = batch * GEO_LANES;
    size_t left = work->risk->permutations - first;
    size_t count = left < GEO_LANES ? left : GEO_LANES;
    double *number = work->number + worker * work->number_size;
    double *cells = work->cells + worker * work->cell_size;
    double *buffer = work->buffer + worker * work->buffer_size;
    for (size_t lane = 0; lane < count; lane++)
        geo_risk_deal_one(work->deal, first + lane, number + lane);
    for (size_t row = 0; row < grid->rows; row += GEO_RISK_BAND_ROWS) {
        size_t rest = grid->rows - row;
        size_t rows = rest < GEO_RISK_BAND_ROWS ? rest : GEO_RISK_BAND_ROWS;
        geo_risk_add(work->kernel, work->deal->places, number, row, rows, buffer, cells);
        for (size_t i = 0; i < rows * grid->columns; i++)
            compare_cell(work, row * grid->columns + i, cells + i * GEO_LANES, first, count);
    }
}

static void permute_batches(void *user, size_t worker, size_t first, size_t last)
{
    const permuting *work = user;
    for (size_t i = first; i < last; i++)
        permute_batch(work, worker, work->first_batch + i);
}

/* ---- room ----------------------------------------------------------------------------------- */

static geo_status make_room(geo_context *context, permuting *work, size_t workers)
{
    const geo_grid *grid = work->kernel->grid;
    size_t all = grid->rows * grid->columns;
    size_t rows = grid->rows < GEO_RISK_BAND_ROWS ? grid->rows : GEO_RISK_BAND_ROWS;
    work->number_size = work->deal->places->count * GEO_LANES;
    work->cell_size = rows * grid->columns * GEO_LANES;
    work->buffer_size = geo_risk_buffer(work->kernel);
    geo_status status =
        geo_alloc_array(context, workers * work->number_size, sizeof(double), &work->number);
    if (status == GEO_OK)
        status = geo_alloc_array(context, workers * work->cell_size, sizeof(double), &work->cells);
    if (status == GEO_OK)
        status =
            geo_alloc_array(context, workers * work->buffer_size, sizeof(double), &work->buffer);
    if (status == GEO_OK)
        status = geo_alloc_array(context, all, sizeof *work->higher, &work->higher);
    return status == GEO_OK ? geo_alloc_array(context, all, sizeof *work->lower, &work->lower)
                            : status;
}

static void clear_room(permuting *work)
{
    free(work->number);
    free(work->cells);
    free(work->buffer);
    free(work->higher);
    free(work->lower);
}

/* ---- results -------------------------------------------------------------------------------- */

static int compare_numbers(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

/* Of one side at a time: f is skewed where there are few incidents, and its z with it. */
static double p_of_map(const geo_risk_surface *risk)
{
    double highest = 0, lowest = 0;
    for (size_t i = 0; i < risk->rows * risk->columns; i++) {
        highest = fmax(highest, risk->z[i]); /* passes over NaN */
        lowest = fmin(lowest, risk->z[i]);
    }
    double higher = geo_risk_surface_adjusted_p(risk, highest);
    double lower = lowest < 0 ? geo_risk_surface_adjusted_p(risk, lowest) : 1;
    return fmin(1, 2 * fmin(higher, lower));
}

static void take_results(const permuting *work, geo_risk_surface *risk)
{
    double all = (double)(risk->permutations + 1);
    for (size_t i = 0; i < risk->rows * risk->columns; i++) {
        bool is_known = !isnan(work->null->seen[i]);
        risk->p_higher[i] =
            is_known ? (double)(atomic_load(&work->higher[i]) + 1) / all : (double)NAN;
        risk->p_lower[i] =
            is_known ? (double)(atomic_load(&work->lower[i]) + 1) / all : (double)NAN;
    }
    qsort(risk->highest_z, risk->permutations, sizeof(double), compare_numbers);
    qsort(risk->lowest_z, risk->permutations, sizeof(double), compare_numbers);
    risk->p = p_of_map(risk);
}

geo_status geo_risk_permute(geo_context *context, const geo_risk_kernel *kernel,
                            const geo_risk_deal *deal, const geo_risk_null *null,
                            geo_risk_surface *risk)
{
    /* So many batches of a thread between two reports of progress. */
    enum { TURNS = 4 };
    permuting work = {.kernel = kernel, .deal = deal, .null = null, .risk = risk};
    size_t workers = (size_t)geo_threads(context);
    size_t batches = (risk->permutations + GEO_LANES - 1) / GEO_LANES;
    workers = workers < batches ? workers : batches;
    geo_status status = make_room(context, &work, workers);
    while (status == GEO_OK && work.first_batch < batches) {
        size_t left = batches - work.first_batch, some = workers * TURNS;
        some = some < left ? some : left;
        geo_share_work(context, some, 1, permute_batches, &work);
        work.first_batch += some;
        status = geo_report_progress(context, "permutations",
                                     (double)work.first_batch / (double)batches);
    }
    if (status == GEO_OK)
        take_results(&work, risk);
    clear_room(&work);
    return status;
}
