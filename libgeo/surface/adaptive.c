/* Density of places that have bandwidths of their own: each place to each cell in its reach. */
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/pool.h"
#include "surface/cell_rows.h"

/* Rows that a thread works on together, and between two reports of progress. */
enum { BAND_ROWS = 16, ROUND_BANDS = 16 };

static const double pi = 3.14159265358979323846;
static const double m2_per_km2 = 1e6;

typedef struct adaptive_work {
    const geo_places *places;
    const double *bandwidth_m;
    geo_kernel kernel;
    geo_grid *grid;
    size_t begun;   /* of the rows, by the rounds before */
    double *factor; /* [threads][columns] of a Gaussian by column */
} adaptive_work;

/* One place. */
typedef struct adaptive_place {
    geo_kernel kernel;
    double x, y;
    double h2; /* squares of bandwidth and reach */
    double reach2;
    double peak; /* density at the place, but for pi and what the kernel has beside it */
} adaptive_place;

/* What a Gaussian has of the columns that a place reaches in some row. */
static void find_factors(const geo_grid *grid, const adaptive_place *place, double *factor)
{
    geo_cell_run all = {0, (int64_t)grid->columns};
    geo_cell_run run = geo_cut_run(geo_columns_in_reach(grid, place->x, place->reach2), all);
    for (int64_t column = run.first; column < run.end; column++) {
        double dx = geo_centre_x(grid, column) - place->x;
        factor[column] = exp(-0.5 * dx * dx / place->h2);
    }
}

/* Cells of a row; rest = reach^2 - dy^2, which for all but the Gaussian is bandwidth^2 - dy^2. */
static void add_run(const geo_grid *grid, const adaptive_place *place, geo_cell_run run,
                    double rest, const double *factor, double *values)
{
    double peak = place->peak, h2 = place->h2, x = place->x;
    double dy2 = place->reach2 - rest, h = sqrt(h2);
    double of_row = place->kernel == GEO_KERNEL_GAUSSIAN ? peak * exp(-0.5 * dy2 / h2) : 0;
    for (int64_t column = run.first; column < run.end; column++) {
        double dx = geo_centre_x(grid, column) - x;
        double left = rest - dx * dx;
        switch (place->kernel) {
        case GEO_KERNEL_QUARTIC:
            values[column] += 3 * peak * (left * left) / (h2 * h2);
            break;
        case GEO_KERNEL_EPANECHNIKOV:
            values[column] += 2 * peak * left / h2;
            break;
        case GEO_KERNEL_TRIANGULAR:
            values[column] += 3 * peak * fmax(1 - sqrt(dx * dx + dy2) / h, 0);
            break;
        case GEO_KERNEL_GAUSSIAN:
            values[column] += 0.5 * of_row * factor[column];
            break;
        default:
            values[column] += peak;
        }
    }
}

static void add_place(const adaptive_work *work, size_t i, size_t first_row, size_t end_row,
                      double *factor)
{
    const geo_grid *grid = work->grid;
    double h = work->bandwidth_m[i], reach_m = geo_kernel_reach_m(work->kernel, h);
    const adaptive_place place = {
        work->kernel, work->places->x[i], work->places->y[i],
        h * h,        reach_m * reach_m,  m2_per_km2 * work->places->weight[i] / (pi * h * h)};
    geo_cell_run all = {0, (int64_t)grid->columns};
    geo_cell_run rows =
        geo_cut_run(geo_run_around((grid->y_max - place.y) / grid->cell_m, reach_m / grid->cell_m),
                    (geo_cell_run){(int64_t)first_row, (int64_t)end_row});
    if (rows.first < rows.end && work->kernel == GEO_KERNEL_GAUSSIAN)
        find_factors(grid, &place, factor);
    for (int64_t row = rows.first; row < rows.end; row++) {
        double dy = geo_centre_y(grid, row) - place.y;
        double rest = place.reach2 - dy * dy;
        geo_cell_run run = geo_cut_run(geo_columns_in_reach(grid, place.x, rest), all);
        add_run(grid, &place, run, rest, factor, grid->value + (size_t)row * grid->columns);
    }
}

/* Each cell takes its places in their order, for any cut of the rows. */
static void add_bands(void *user, size_t worker, size_t first, size_t last)
{
    const adaptive_work *work = user;
    double *factor = work->factor + worker * work->grid->columns;
    for (size_t i = 0; i < work->places->count; i++)
        add_place(work, i, work->begun + first, work->begun + last, factor);
}

static geo_status add_in_rounds(geo_context *context, adaptive_work *work)
{
    geo_status status = GEO_OK;
    size_t rows = work->grid->rows;
    /* Whole rounds for any number of threads; more of them would keep few threads waiting. */
    size_t round = (size_t)BAND_ROWS * ROUND_BANDS;
    for (; work->begun < rows && status == GEO_OK; work->begun += round) {
        size_t left = rows - work->begun;
        geo_share_work(context, left < round ? left : round, BAND_ROWS, add_bands, work);
        status = geo_report_progress(context, "density", (double)work->begun / (double)rows);
    }
    return status;
}

static geo_status check(geo_context *context, const geo_places *places, const double *bandwidth_m,
                        geo_kernel kernel)
{
    if ((int)kernel < 0 || kernel >= GEO_KERNEL_COUNT)
        return geo_fail(context, GEO_ERROR_USAGE, "there is no kernel number %d", (int)kernel);
    for (size_t i = 0; i < places->count; i++) {
        if (!isfinite(places->x[i]) || !isfinite(places->y[i]) || !isfinite(places->weight[i]) ||
            !(places->weight[i] >= 0))
            return geo_fail(context, GEO_ERROR_DATA,
                            "place %zu of %zu: a coordinate or weight is not a finite number, or "
                            "the weight negative",
                            i + 1, places->count);
        if (!(bandwidth_m[i] > 0) || !isfinite(bandwidth_m[i]))
            return geo_fail(context, GEO_ERROR_USAGE,
                            "place %zu of %zu: the bandwidth must be a number of metres above 0",
                            i + 1, places->count);
    }
    return GEO_OK;
}

geo_status geo_density_adaptive(geo_context *context, const geo_crs *crs, const geo_places *places,
                                const double *bandwidth_m, const geo_density_options *options,
                                geo_grid **out)
{
    adaptive_work work = {.places = places, .bandwidth_m = bandwidth_m, .kernel = options->kernel};
    geo_status status = check(context, places, bandwidth_m, options->kernel);
    if (status == GEO_OK)
        status = geo_density_blank(context, crs, options, &work.grid);
    if (status == GEO_OK)
        status = geo_alloc_array(context, (size_t)geo_threads(context),
                                 work.grid->columns * sizeof *work.factor, &work.factor);
    if (status == GEO_OK)
        status = add_in_rounds(context, &work);
    if (status == GEO_OK && places->count == 0)
        geo_add_warning(context, "no points: the surface is zero everywhere");
    free(work.factor);
    if (status == GEO_OK)
        *out = work.grid;
    else
        geo_grid_free(work.grid);
    return status;
}
