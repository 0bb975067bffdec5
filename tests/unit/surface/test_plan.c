/* A surface by rows: the same bits as the whole grid, and what is refused. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <geo/surface.h>

#include "allocations.h"
#include "random.h"
#include "unit.h"

enum { POINTS = 2000 };

static const geo_crs grid_crs = {NULL, NULL, 27700, true};

static geo_density_options options_of(geo_kernel kernel, double bandwidth_m)
{
    geo_density_options options = GEO_DENSITY_OPTIONS_INIT;
    options.kernel = kernel;
    options.bandwidth_m = bandwidth_m;
    options.cell_m = 20;
    options.extent = (geo_extent){100, 200, 6100, 4200};
    return options;
}

/* Well within the extent, each place several times. */
static geo_places *make_places(geo_context *context)
{
    double x[POINTS];
    double y[POINTS];
    geo_place_collector *collector = NULL;
    geo_places *places = NULL;
    uint64_t seed = 17;
    for (size_t i = 0; i < POINTS; i++) {
        x[i] = 1500 + 10 * (double)random_below(&seed, 300);
        y[i] = 1500 + 50 * (double)random_below(&seed, 20);
    }
    assert_int_equal(geo_place_collector_new(context, &collector), GEO_OK);
    assert_int_equal(geo_place_collector_add(context, collector, x, y, NULL, POINTS), GEO_OK);
    assert_int_equal(geo_place_collector_finish(context, collector, &places), GEO_OK);
    geo_place_collector_free(collector);
    assert_in_range(places->count, 10, POINTS - 1);
    return places;
}

/* In parts of 7 rows, from the south. */
static void rows_are_those_of_the_grid(void **state)
{
    static const double bandwidths[] = {50, 1200};
    geo_places *places = make_places(*state);
    for (int i = 0; i < 2 * GEO_KERNEL_COUNT; i++) {
        geo_density_options options = options_of((geo_kernel)(i / 2), bandwidths[i % 2]);
        geo_density_plan *plan = NULL;
        geo_density_check whole;
        geo_density_check parts;
        geo_grid *grid = NULL;
        assert_int_equal(geo_density_of_places(*state, &grid_crs, places, &options, &grid, &whole),
                         GEO_OK);
        assert_int_equal(geo_density_open(*state, &grid_crs, places, &options, &plan), GEO_OK);
        const geo_grid *planned = geo_density_grid(plan);
        assert_true(!planned->value && planned->rows == grid->rows);
        assert_true(planned->columns == grid->columns && planned->x_min == grid->x_min);
        assert_string_equal(planned->unit, "incidents per km2");
        assert_int_equal(planned->crs.epsg, 27700);
        double *values = calloc(7 * grid->columns, sizeof *values);
        assert_non_null(values);
        assert_int_equal(geo_density_finish(*state, plan, &parts), GEO_ERROR_USAGE);
        for (size_t end = grid->rows; end > 0; end = end > 7 ? end - 7 : 0) {
            size_t first = end > 7 ? end - 7 : 0;
            assert_int_equal(geo_density_rows(*state, plan, first, end - first, values), GEO_OK);
            assert_memory_equal(values, grid->value + first * grid->columns,
                                (end - first) * grid->columns * sizeof *values);
        }
        assert_int_equal(geo_density_finish(*state, plan, &parts), GEO_OK);
        assert_memory_equal(&whole, &parts, sizeof whole);
        assert_true(geo_kernel_reach_m(options.kernel, options.bandwidth_m) > 1300 ||
                    parts.inside == POINTS);
        free(values);
        geo_density_plan_free(plan);
        geo_grid_free(grid);
    }
    geo_places_free(places);
}

static void the_sum_of_the_cells_is_that_of_the_incidents(void **state)
{
    geo_places *places = make_places(*state);
    geo_density_options options = options_of(GEO_KERNEL_QUARTIC, 1200);
    geo_density_check check;
    geo_grid *grid = NULL;
    assert_int_equal(geo_density_of_places(*state, &grid_crs, places, &options, &grid, &check),
                     GEO_OK);
    assert_true(check.inside == POINTS && check.partly == 0 && check.outside == 0);
    assert_true(fabs(check.integral / POINTS - 1) < 1e-6);
    double sum = 0;
    for (size_t i = 0; i < grid->rows * grid->columns; i++)
        sum += grid->value[i] * 20 * 20 / 1e6;
    assert_true(fabs(sum / check.integral - 1) < 1e-12);
    geo_grid_free(grid);
    geo_places_free(places);
}

static void what_is_refused(void **state)
{
    geo_places *places = make_places(*state);
    geo_density_options options = options_of(GEO_KERNEL_QUARTIC, 300);
    geo_density_plan *plan = NULL;
    geo_grid *grid = NULL;
    double row[300];
    assert_int_equal(geo_density_open(*state, NULL, places, &options, &plan), GEO_ERROR_CRS);
    assert_int_equal(geo_density_open(*state, &grid_crs, places, NULL, &plan), GEO_ERROR_USAGE);
    /* No whole grid, no limit of its cells. */
    options.cell_limit = 10;
    assert_int_equal(geo_density_of_places(*state, &grid_crs, places, &options, &grid, NULL),
                     GEO_ERROR_LIMIT);
    assert_int_equal(geo_density_open(*state, &grid_crs, places, &options, &plan), GEO_OK);
    assert_int_equal(geo_density_rows(*state, plan, 200, 1, row), GEO_ERROR_USAGE);
    assert_int_equal(geo_density_rows(*state, plan, 1, SIZE_MAX, row), GEO_ERROR_USAGE);
    assert_int_equal(geo_density_rows(*state, plan, 200, 0, row), GEO_OK);
    assert_int_equal(geo_density_rows(*state, plan, 199, 1, row), GEO_OK);
    geo_density_plan_free(plan);
    plan = NULL;
    options.cell_m = 1e-7;
    assert_int_equal(geo_density_open(*state, &grid_crs, places, &options, &plan), GEO_ERROR_LIMIT);
    options = options_of(GEO_KERNEL_QUARTIC, 300);
    places->weight[3] = (double)NAN;
    assert_int_equal(geo_density_open(*state, &grid_crs, places, &options, &plan), GEO_ERROR_DATA);
    places->weight[3] = 1;
    places->x[4] = places->x[3];
    places->y[4] = places->y[3];
    assert_int_equal(geo_density_open(*state, &grid_crs, places, &options, &plan), GEO_ERROR_DATA);
    assert_non_null(strstr(geo_message(*state), "place 5 of"));
    places->y[4] = (double)INFINITY;
    assert_int_equal(geo_density_open(*state, &grid_crs, places, &options, &plan), GEO_ERROR_DATA);
    assert_null(plan);
    assert_null(grid);
    geo_places_free(places);
    geo_density_plan_free(NULL);
}

static geo_status open_and_fill(geo_context *context, void *data)
{
    const geo_places *places = data;
    geo_density_options options = options_of(GEO_KERNEL_GAUSSIAN, 900);
    geo_density_plan *plan = NULL;
    double *values = calloc(300 * 50, sizeof *values);
    assert_non_null(values);
    geo_context_set_threads(context, 1);
    geo_status status = geo_density_open(context, &grid_crs, places, &options, &plan);
    if (status == GEO_OK)
        status = geo_density_rows(context, plan, 30, 50, values);
    geo_density_plan_free(plan);
    free(values);
    return status;
}

static void every_failed_allocation_is_reported(void **state)
{
    geo_places *places = make_places(*state);
    assert_true(fail_each_allocation(open_and_fill, places) > 10);
    geo_places_free(places);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(rows_are_those_of_the_grid),
        UNIT_TEST(the_sum_of_the_cells_is_that_of_the_incidents),
        UNIT_TEST(what_is_refused),
        UNIT_TEST(every_failed_allocation_is_reported),
    };
    return cmocka_run_group_tests_name("density plan", tests, NULL, NULL);
}
