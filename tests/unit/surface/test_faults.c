/* What a density refuses, warns of and does with its extent. */
#include <math.h>
#include <string.h>

#include <geo/surface.h>

#include "allocations.h"
#include "core/memory.h"
#include "unit.h"

static const geo_crs grid_crs = {NULL, NULL, 27700, true};
static const double x[] = {350, 550};
static const double y[] = {350, 450};

static geo_density_options good_options(void)
{
    geo_density_options options = GEO_DENSITY_OPTIONS_INIT;
    options.bandwidth_m = 300;
    options.cell_m = 100;
    options.extent = (geo_extent){0, 0, 1000, 800};
    return options;
}

static geo_status try_options(geo_context *context, const geo_density_options *options)
{
    geo_grid *grid = NULL;
    geo_status status = geo_density(context, &grid_crs, x, y, NULL, 2, options, &grid, NULL);
    assert_true((status == GEO_OK) == (grid != NULL));
    geo_grid_free(grid);
    return status;
}

static void bandwidths_and_cells_that_make_no_sense(void **state)
{
    const double bad[] = {0, -1, (double)NAN, (double)INFINITY, -(double)INFINITY, 1e300};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        geo_density_options options = good_options();
        options.bandwidth_m = bad[i];
        assert_int_equal(try_options(*state, &options), GEO_ERROR_USAGE);
        assert_non_null(strstr(geo_message(*state), "bandwidth"));
        options = good_options();
        options.cell_m = bad[i];
        assert_int_equal(try_options(*state, &options), GEO_ERROR_USAGE);
        assert_non_null(strstr(geo_message(*state), "cell"));
    }
    assert_int_equal(try_options(*state, NULL), GEO_ERROR_USAGE);
    geo_density_options options = good_options();
    options.kernel = GEO_KERNEL_COUNT;
    assert_int_equal(try_options(*state, &options), GEO_ERROR_USAGE);
}

static void extents_that_make_no_sense(void **state)
{
    const geo_extent bad[] = {{1000, 0, 0, 800},
                              {0, 800, 1000, 0},
                              {(double)NAN, 0, 1000, 800},
                              {0, 0, (double)INFINITY, 800}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        geo_density_options options = good_options();
        options.extent = bad[i];
        assert_int_equal(try_options(*state, &options), GEO_ERROR_USAGE);
        assert_non_null(strstr(geo_message(*state), "extent"));
    }
}

static void too_many_cells(void **state)
{
    static const struct {
        double cell_m;
        int64_t limit;
        geo_status status;
    } cases[] = {
        {100, 80, GEO_OK},
        {100, 79, GEO_ERROR_LIMIT},
        {0.01, 100000000, GEO_ERROR_LIMIT},
        {1e-9, 100000000, GEO_ERROR_LIMIT},
        {1e-300, 100000000, GEO_ERROR_LIMIT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_density_options options = good_options();
        options.cell_m = cases[i].cell_m;
        options.cell_limit = cases[i].limit;
        geo_fail_allocation(*state, cases[i].status == GEO_ERROR_LIMIT ? 1 : 0);
        assert_int_equal(try_options(*state, &options), cases[i].status);
        geo_fail_allocation(*state, 0);
    }
    assert_non_null(strstr(geo_message(*state), "limit"));
    assert_in_range(strlen(geo_message(*state)), 1, 200);
}

static void systems_without_metres(void **state)
{
    char name[] = "WGS 84";
    const geo_crs degrees = {NULL, name, 4326, false};
    geo_density_options options = good_options();
    geo_grid *grid = NULL;
    assert_int_equal(geo_density(*state, &degrees, x, y, NULL, 2, &options, &grid, NULL),
                     GEO_ERROR_CRS);
    assert_non_null(strstr(geo_message(*state), "WGS 84"));
    assert_int_equal(geo_density(*state, NULL, x, y, NULL, 2, &options, &grid, NULL),
                     GEO_ERROR_CRS);
    assert_null(grid);
}

static void points_that_are_no_points(void **state)
{
    const double bad[] = {(double)NAN, (double)INFINITY, -(double)INFINITY, -1};
    const double good_weight[] = {1, 1};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        geo_density_options options = good_options();
        geo_grid *grid = NULL;
        double values[] = {1, bad[i]};
        assert_int_equal(geo_density(*state, &grid_crs, x, y, values, 2, &options, &grid, NULL),
                         GEO_ERROR_DATA);
        assert_non_null(strstr(geo_message(*state), "point 2 of 2: the weight"));
        if (bad[i] == -1)
            continue;
        assert_int_equal(
            geo_density(*state, &grid_crs, values, y, good_weight, 2, &options, &grid, NULL),
            GEO_ERROR_DATA);
        assert_int_equal(
            geo_density(*state, &grid_crs, x, values, good_weight, 2, &options, &grid, NULL),
            GEO_ERROR_DATA);
        assert_null(grid);
    }
}

static void assert_zero(const geo_grid *grid)
{
    for (size_t i = 0; i < grid->columns * grid->rows; i++)
        assert_true(grid->value[i] == 0);
}

static void no_points(void **state)
{
    geo_density_options options = good_options();
    geo_density_check check;
    geo_grid *grid = NULL;
    assert_int_equal(geo_density(*state, &grid_crs, NULL, NULL, NULL, 0, &options, &grid, &check),
                     GEO_OK);
    assert_zero(grid);
    assert_true(check.integral == 0 && check.inside == 0 && check.outside == 0);
    assert_int_equal(geo_warning_count(*state), 1);
    assert_non_null(strstr(geo_warning(*state, 0), "no points"));
    geo_grid_free(grid);
}

static void no_point_in_reach(void **state)
{
    const double far_x[] = {-300, 5000};
    geo_density_options options = good_options();
    geo_density_check check;
    geo_grid *grid = NULL;
    assert_int_equal(geo_density(*state, &grid_crs, far_x, y, NULL, 2, &options, &grid, &check),
                     GEO_OK);
    assert_zero(grid);
    assert_true(check.outside == 2);
    assert_int_equal(geo_warning_count(*state), 1);
    assert_non_null(strstr(geo_warning(*state, 0), "none of the 2 points"));
    geo_grid_free(grid);
}

static void bandwidth_under_one_cell(void **state)
{
    geo_density_options options = good_options();
    options.bandwidth_m = 100;
    assert_int_equal(try_options(*state, &options), GEO_OK);
    assert_int_equal(geo_warning_count(*state), 0);
    options.bandwidth_m = 99;
    assert_int_equal(try_options(*state, &options), GEO_OK);
    assert_int_equal(geo_warning_count(*state), 1);
    assert_non_null(strstr(geo_warning(*state, 0), "less than one cell"));
}

static void extents_are_snapped_outwards(void **state)
{
    static const struct {
        geo_extent extent;
        double cell_m;
        double x_min, y_max;
        size_t columns, rows;
    } cases[] = {
        {{0, 0, 1000, 800}, 100, 0, 800, 10, 8},
        {{1, 1, 999, 799}, 100, 0, 800, 10, 8},
        {{-1, -1, 1001, 801}, 100, -100, 900, 12, 10},
        {{0.1 + 0.2, 0, 0.6 + 0.3, 1.1}, 0.1, 0.3, 1.1, 6, 11},
        {{400000.0000001, 300000, 400999.9999999, 301000.0000001}, 50, 400000, 301000, 20, 20},
        {{-250, -250, -150, -150}, 100, -300, -100, 2, 2},
        {{500, 500, 500, 500}, 100, 200, 800, 6, 6},
        {{500, 0, 500, 100}, 100, 200, 100, 6, 1},
        {{500, 500, 500.00001, 500.00001}, 100, 500, 600, 1, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_density_options options = good_options();
        geo_grid *grid = NULL;
        options.extent = cases[i].extent;
        options.cell_m = cases[i].cell_m;
        assert_int_equal(geo_density(*state, &grid_crs, x, y, NULL, 2, &options, &grid, NULL),
                         GEO_OK);
        if (grid->columns != cases[i].columns || grid->rows != cases[i].rows ||
            fabs(grid->x_min - cases[i].x_min) > 1e-9 || fabs(grid->y_max - cases[i].y_max) > 1e-9)
            fail_msg("case %zu: %zu x %zu cells from %.9f, %.9f", i, grid->columns, grid->rows,
                     grid->x_min, grid->y_max);
        geo_grid_free(grid);
    }
}

static bool stop_soon(void *user, const char *stage, double fraction)
{
    int *calls = user;
    assert_string_equal(stage, "computing the density");
    assert_true(fraction > 0 && fraction <= 1);
    return ++*calls == 3;
}

static bool never_stop(void *user, const char *stage, double fraction)
{
    (void)stage;
    double *last = user;
    assert_true(fraction > *last);
    *last = fraction;
    return false;
}

static void progress_and_cancelling(void **state)
{
    geo_density_options options = good_options();
    options.cell_m = 2;
    double last = 0;
    geo_context_set_threads(*state, 1);
    geo_context_on_progress(*state, never_stop, &last);
    assert_int_equal(try_options(*state, &options), GEO_OK);
    assert_true(last == 1);
    int calls = 0;
    geo_context_on_progress(*state, stop_soon, &calls);
    assert_int_equal(try_options(*state, &options), GEO_ERROR_CANCELLED);
    assert_int_equal(calls, 3);
}

static geo_status make_density(geo_context *context, void *options)
{
    return try_options(context, options);
}

static void every_failed_allocation_is_reported(void **state)
{
    geo_density_options options = good_options();
    (void)state;
    assert_true(fail_each_allocation(make_density, &options) > 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(bandwidths_and_cells_that_make_no_sense),
        UNIT_TEST(extents_that_make_no_sense),
        UNIT_TEST(too_many_cells),
        UNIT_TEST(systems_without_metres),
        UNIT_TEST(points_that_are_no_points),
        UNIT_TEST(no_points),
        UNIT_TEST(no_point_in_reach),
        UNIT_TEST(bandwidth_under_one_cell),
        UNIT_TEST(extents_are_snapped_outwards),
        UNIT_TEST(progress_and_cancelling),
        UNIT_TEST(every_failed_allocation_is_reported),
    };
    return cmocka_run_group_tests_name("density faults", tests, NULL, NULL);
}
