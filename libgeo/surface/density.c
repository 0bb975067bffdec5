/* Kernel density: points -> grid. */
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>

#include <geo/surface.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/pool.h"
#include "core/sum.h"
#include "surface/pages.h"
#include "surface/raster.h"
#include "surface/spread.h"

/* Places that a thread looks at before it takes others. */
enum { PLACE_BLOCK = 1 << 15 };

struct geo_density_plan {
    geo_grid grid; /* value == NULL */
    geo_spread *spread;
    geo_density_check check;
    double *row_sum; /* NaN until the row is computed */
};

static geo_status check_kernel(geo_context *context, geo_kernel kernel)
{
    if ((int)kernel >= 0 && kernel < GEO_KERNEL_COUNT)
        return GEO_OK;
    return geo_fail(context, GEO_ERROR_USAGE, "there is no kernel number %d", (int)kernel);
}

static geo_status check_crs(geo_context *context, const geo_crs *crs)
{
    if (crs && crs->is_metric)
        return GEO_OK;
    return geo_fail(context, GEO_ERROR_CRS,
                    "a density needs a projected coordinate reference system in metres, not %s",
                    crs && crs->name ? crs->name : "an unknown one");
}

/* NULL, or what is wrong with a place. */
static const char *fault_of(const geo_places *places, size_t i)
{
    double x = places->x[i];
    double y = places->y[i];
    if (!isfinite(x) || !isfinite(y))
        return "a coordinate is not a finite number";
    if (!(places->weight[i] >= 0) || !isfinite(places->weight[i]))
        return "the weight is negative or not a finite number";
    if (i > 0 && !(y < places->y[i - 1] || (y == places->y[i - 1] && x > places->x[i - 1])))
        return "it is not south or east of the one before: places must come from a collector";
    return NULL;
}

struct checking {
    const geo_places *places;
    atomic_bool is_bad;
};

static void check_block(void *user, size_t worker, size_t first, size_t last)
{
    struct checking *checking = user;
    bool is_bad = false;
    (void)worker;
    for (size_t i = first; i < last; i++)
        is_bad |= fault_of(checking->places, i) != NULL;
    if (is_bad)
        atomic_store(&checking->is_bad, true);
}

static geo_status check_places(geo_context *context, const geo_places *places)
{
    struct checking checking = {places, false};
    geo_share_work(context, places->count, PLACE_BLOCK, check_block, &checking);
    if (!atomic_load(&checking.is_bad))
        return GEO_OK;
    size_t i = 0;
    while (i + 1 < places->count && !fault_of(places, i))
        i++;
    return geo_fail(context, GEO_ERROR_DATA, "place %zu of %zu: %s", i + 1, places->count,
                    fault_of(places, i));
}

static geo_status check_options(geo_context *context, const geo_crs *crs,
                                const geo_density_options *options)
{
    geo_status status = check_crs(context, crs);
    return status == GEO_OK ? check_kernel(context, options->kernel) : status;
}

/* ---- which places reach the grid ------------------------------------------------------------ */

/* Weights of some places by the classes of geo_density_check. */
struct reach_sums {
    geo_sum inside;
    geo_sum partly;
    geo_sum outside;
    size_t reaching; /* places that reach the grid */
};

struct classifying {
    const geo_places *places;
    const geo_grid *grid;
    double reach_m;
    struct reach_sums *block; /* of each block of places */
};

/* Of a value to the nearer end of a range, 0 inside. */
static double distance_to_range(double value, double low, double high)
{
    return value < low ? low - value : value > high ? value - high : 0;
}

static void classify_block(void *user, size_t worker, size_t first, size_t last)
{
    const struct classifying *job = user;
    const geo_places *places = job->places;
    const geo_grid *grid = job->grid;
    struct reach_sums *sums = &job->block[first / PLACE_BLOCK];
    double reach_m = job->reach_m;
    double x_max = grid->x_min + (double)grid->columns * grid->cell_m;
    double y_min = grid->y_max - (double)grid->rows * grid->cell_m;
    (void)worker;
    for (size_t i = first; i < last; i++) {
        double x = places->x[i];
        double y = places->y[i];
        double dx = distance_to_range(x, grid->x_min, x_max);
        double dy = distance_to_range(y, y_min, grid->y_max);
        bool is_outside = dx * dx + dy * dy >= reach_m * reach_m;
        bool is_whole = x - reach_m >= grid->x_min && x + reach_m <= x_max &&
                        y - reach_m >= y_min && y + reach_m <= grid->y_max;
        geo_sum_add(is_outside ? &sums->outside
                    : is_whole ? &sums->inside
                               : &sums->partly,
                    places->weight[i]);
        sums->reaching += !is_outside;
    }
}

static void add_sum(geo_sum *sum, const geo_sum *part)
{
    geo_sum_add(sum, part->total);
    geo_sum_add(sum, part->dropped);
}

/* Sorts weights into the classes of `check`; *reaching is how many places reach the grid. */
static geo_status classify(geo_context *context, const geo_places *places, const geo_grid *grid,
                           double reach_m, geo_density_check *check, size_t *reaching)
{
    struct classifying job = {places, grid, reach_m, NULL};
    struct reach_sums all = {.reaching = 0};
    size_t blocks = places->count / PLACE_BLOCK + 1;
    geo_status status = geo_alloc_array(context, blocks, sizeof *job.block, &job.block);
    if (status != GEO_OK)
        return status;
    geo_share_work(context, places->count, PLACE_BLOCK, classify_block, &job);
    for (size_t i = 0; i < blocks; i++) {
        add_sum(&all.inside, &job.block[i].inside);
        add_sum(&all.partly, &job.block[i].partly);
        add_sum(&all.outside, &job.block[i].outside);
        all.reaching += job.block[i].reaching;
    }
    free(job.block);
    check->inside = geo_sum_value(&all.inside);
    check->partly = geo_sum_value(&all.partly);
    check->outside = geo_sum_value(&all.outside);
    *reaching = all.reaching;
    return GEO_OK;
}

static void warn(geo_context *context, const geo_density_options *options, const geo_places *places,
                 size_t reaching)
{
    long long incidents = 0;
    for (size_t i = 0; i < places->count; i++)
        incidents += places->incidents ? places->incidents[i] : 1;
    if (options->bandwidth_m < options->cell_m)
        geo_add_warning(context, "the bandwidth is less than one cell: points between the cells' "
                                 "centres are lost; use smaller cells");
    if (places->count == 0)
        geo_add_warning(context, "no points: the surface is zero everywhere");
    else if (reaching == 0)
        geo_add_warning(context,
                        "none of the %lld points reaches the surface: it is zero "
                        "everywhere",
                        incidents);
}

/* ---- by rows -------------------------------------------------------------------------------- */

static geo_status fill_plan(geo_context *context, const geo_crs *crs, const geo_places *places,
                            const geo_density_options *options, geo_density_plan *plan)
{
    geo_status status = geo_raster_plan(context, options, &plan->grid);
    if (status == GEO_OK)
        status = geo_copy_text(context, GEO_DENSITY_UNIT, &plan->grid.unit);
    if (status == GEO_OK)
        status = geo_crs_copy(context, crs, &plan->grid.crs);
    if (status == GEO_OK)
        status = geo_alloc_array(context, plan->grid.rows, sizeof *plan->row_sum, &plan->row_sum);
    if (status != GEO_OK)
        return status;
    for (size_t row = 0; row < plan->grid.rows; row++)
        plan->row_sum[row] = (double)NAN;
    double reach_m = geo_kernel_reach_m(options->kernel, options->bandwidth_m);
    size_t reaching = 0;
    status = classify(context, places, &plan->grid, reach_m, &plan->check, &reaching);
    if (status != GEO_OK)
        return status;
    warn(context, options, places, reaching);
    return geo_spread_new(context, places, &plan->grid, options->kernel, options->bandwidth_m,
                          GEO_SPREAD_CHEAPEST, &plan->spread);
}

geo_status geo_density_open(geo_context *context, const geo_crs *crs, const geo_places *places,
                            const geo_density_options *options, geo_density_plan **out)
{
    const geo_density_options unset = GEO_DENSITY_OPTIONS_INIT;
    geo_density_plan *plan = NULL;
    options = options ? options : &unset;
    geo_status status = check_options(context, crs, options);
    if (status == GEO_OK)
        status = check_places(context, places);
    if (status == GEO_OK)
        status = geo_alloc_array(context, 1, sizeof *plan, &plan);
    if (status == GEO_OK)
        status = fill_plan(context, crs, places, options, plan);
    if (status != GEO_OK) {
        geo_density_plan_free(plan);
        return status;
    }
    *out = plan;
    return GEO_OK;
}

void geo_density_plan_free(geo_density_plan *plan)
{
    if (!plan)
        return;
    geo_crs_clear(&plan->grid.crs);
    free(plan->grid.unit);
    free(plan->row_sum);
    geo_spread_free(plan->spread);
    free(plan);
}

const geo_grid *geo_density_grid(const geo_density_plan *plan)
{
    return &plan->grid;
}

geo_status geo_density_rows(geo_context *context, geo_density_plan *plan, size_t first_row,
                            size_t row_count, double *values)
{
    if (first_row > plan->grid.rows || row_count > plan->grid.rows - first_row)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "rows %zu to %zu of a surface that has %zu were asked for", first_row,
                        first_row + row_count, plan->grid.rows);
    return geo_spread_rows(context, plan->spread, first_row, row_count, values, plan->row_sum);
}

geo_status geo_density_finish(geo_context *context, const geo_density_plan *plan,
                              geo_density_check *check)
{
    geo_sum sum = {0, 0};
    for (size_t row = 0; row < plan->grid.rows; row++) {
        if (isnan(plan->row_sum[row]))
            return geo_fail(context, GEO_ERROR_USAGE,
                            "row %zu of the surface has not been computed yet", row);
        geo_sum_add(&sum, plan->row_sum[row]);
    }
    *check = plan->check;
    check->integral = geo_sum_value(&sum) * (plan->grid.cell_m * plan->grid.cell_m / 1e6);
    return GEO_OK;
}

/* ---- as one grid ---------------------------------------------------------------------------- */

/* The plan's CRS and unit move into the grid. */
static geo_status make_grid(geo_context *context, geo_density_plan *plan, geo_grid **out)
{
    geo_grid *grid = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *grid, &grid);
    if (status != GEO_OK)
        return status;
    *grid = plan->grid;
    plan->grid.unit = NULL;
    plan->grid.crs = (geo_crs){NULL, NULL, 0, false};
    status =
        geo_alloc_array(context, grid->columns * grid->rows, sizeof *grid->value, &grid->value);
    if (status == GEO_OK) {
        geo_prefer_large_pages(grid->value, grid->columns * grid->rows * sizeof *grid->value);
        status = geo_density_rows(context, plan, 0, grid->rows, grid->value);
    }
    if (status != GEO_OK) {
        geo_grid_free(grid);
        return status;
    }
    *out = grid;
    return GEO_OK;
}

geo_status geo_density_of_places(geo_context *context, const geo_crs *crs, const geo_places *places,
                                 const geo_density_options *options, geo_grid **out,
                                 geo_density_check *check)
{
    const geo_density_options unset = GEO_DENSITY_OPTIONS_INIT;
    geo_density_plan *plan = NULL;
    geo_grid *grid = NULL;
    options = options ? options : &unset;
    geo_status status = check_options(context, crs, options);
    if (status == GEO_OK)
        status = geo_raster_check_limit(context, options);
    if (status == GEO_OK)
        status = geo_density_open(context, crs, places, options, &plan);
    if (status == GEO_OK)
        status = make_grid(context, plan, &grid);
    if (status == GEO_OK && check)
        status = geo_density_finish(context, plan, check);
    geo_density_plan_free(plan);
    if (status != GEO_OK) {
        geo_grid_free(grid);
        return status;
    }
    *out = grid;
    return GEO_OK;
}

geo_status geo_density(geo_context *context, const geo_crs *crs, const double *x, const double *y,
                       const double *weight, size_t count, const geo_density_options *options,
                       geo_grid **out, geo_density_check *check)
{
    const geo_density_options unset = GEO_DENSITY_OPTIONS_INIT;
    geo_place_collector *collector = NULL;
    geo_places *places = NULL;
    options = options ? options : &unset;
    geo_status status = check_options(context, crs, options);
    /* Before the points are sorted. */
    if (status == GEO_OK)
        status = geo_raster_check_limit(context, options);
    if (status == GEO_OK)
        status = geo_place_collector_new(context, &collector);
    if (status == GEO_OK)
        status = geo_place_collector_add(context, collector, x, y, weight, count);
    if (status == GEO_OK)
        status = geo_place_collector_finish(context, collector, &places);
    if (status == GEO_OK)
        status = geo_density_of_places(context, crs, places, options, out, check);
    geo_place_collector_free(collector);
    geo_places_free(places);
    return status;
}
