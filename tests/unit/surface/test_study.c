/* Densities within a study area: what the border cuts off, and how it is made up for. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <geo/surface.h>

#include "allocations.h"
#include "core/memory.h"
#include "random.h"
#include "unit.h"

static const geo_crs grid_crs = {NULL, NULL, 27700, true};

enum { SIDE = 80, CELLS = SIDE * SIDE }; /* of 50 m */

static geo_density_options options_of(geo_kernel kernel, double bandwidth_m)
{
    geo_density_options options = GEO_DENSITY_OPTIONS_INIT;
    options.kernel = kernel;
    options.bandwidth_m = bandwidth_m;
    options.cell_m = 50;
    options.extent = (geo_extent){0, 0, 4000, 4000};
    return options;
}

/* Bandwidths that smooth alike, 300 m for the quartic. */
static double bandwidth_of(geo_kernel kernel)
{
    return 300 * geo_kernel_deviation(GEO_KERNEL_QUARTIC) / geo_kernel_deviation(kernel);
}

static double centre_x(size_t cell)
{
    return 50 * ((double)(cell % SIDE) + 0.5);
}

static double centre_y(size_t cell)
{
    return 4000 - 50 * ((double)(cell / SIDE) + 0.5);
}

typedef bool (*inside)(double x, double y);

static bool everywhere(double x, double y)
{
    return x > 0 && y > 0;
}

static bool west(double x, double y)
{
    return x < 2000 && y > 0;
}

static bool south_west(double x, double y)
{
    return x < 2000 && y < 2000;
}

/* An L with a hole in it, some of it at the edge of the grid. */
static bool town(double x, double y)
{
    bool is_hole = fabs(x - 1000) < 250 && fabs(y - 900) < 150;
    return (x < 1800 || y < 1500) && x > 100 && x < 3600 && y < 3300 && !is_hole;
}

static geo_grid *study_of(geo_context *context, inside is_inside)
{
    geo_density_options options = options_of(GEO_KERNEL_QUARTIC, 300);
    geo_grid *study = NULL;
    assert_int_equal(geo_density_blank(context, &grid_crs, &options, &study), GEO_OK);
    assert_int_equal(study->columns * study->rows, CELLS);
    for (size_t cell = 0; cell < CELLS; cell++)
        if (!is_inside(centre_x(cell), centre_y(cell)))
            study->value[cell] = (double)NAN;
    return study;
}

static geo_places *places_in(geo_context *context, inside is_inside, size_t count)
{
    geo_place_collector *collector = NULL;
    geo_places *places = NULL;
    uint64_t seed = 11;
    assert_int_equal(geo_place_collector_new(context, &collector), GEO_OK);
    for (size_t i = 0; i < count; i++) {
        double x = random_between(&seed, 0, 4000), y = random_between(&seed, 0, 4000);
        double weight = random_between(&seed, 0.5, 3);
        if (is_inside(x, y))
            assert_int_equal(geo_place_collector_add(context, collector, &x, &y, &weight, 1),
                             GEO_OK);
    }
    assert_int_equal(geo_place_collector_finish(context, collector, &places), GEO_OK);
    geo_place_collector_free(collector);
    return places;
}

static double mass_at(geo_context *context, const geo_grid *study, geo_kernel kernel, double x,
                      double y)
{
    double mass = -1, bandwidth_m = bandwidth_of(kernel);
    if (geo_edge_mass(context, study, kernel, &x, &y, &bandwidth_m, 1, &mass) != GEO_OK)
        fail_msg("%s", geo_message(context));
    return mass;
}

static void assert_near(double value, double expected, double tolerance)
{
    if (!(fabs(value - expected) <= tolerance))
        fail_msg("%.15g, expected %.15g", value, expected);
}

/* ---- what the border cuts off --------------------------------------------------------------- */

static void a_half_and_a_quarter(void **state)
{
    geo_grid *all = study_of(*state, everywhere), *half = study_of(*state, west);
    geo_grid *quarter = study_of(*state, south_west);
    for (int k = 0; k < GEO_KERNEL_COUNT; k++) {
        geo_kernel kernel = (geo_kernel)k;
        double whole = mass_at(*state, all, kernel, 2000, 2000);
        /* Few cells in reach leave out little of a smooth kernel, more of a step. */
        assert_near(whole, 1, kernel == GEO_KERNEL_UNIFORM ? 0.1 : 5e-3);
        assert_near(mass_at(*state, half, kernel, 2000, 2000), whole / 2, 1e-13);
        assert_near(mass_at(*state, quarter, kernel, 2000, 2000), whole / 4, 1e-13);
        assert_near(mass_at(*state, half, kernel, 3990, 2000), 0, 1e-12);
    }
    geo_grid_free(all);
    geo_grid_free(half);
    geo_grid_free(quarter);
}

static void as_the_sum_over_cells(void **state)
{
    geo_grid *study = study_of(*state, town);
    uint64_t seed = 5;
    for (int i = 0; i < 200; i++) {
        geo_kernel kernel = (geo_kernel)(i % GEO_KERNEL_COUNT);
        double x = random_between(&seed, -200, 4200), y = random_between(&seed, -200, 4200);
        double h = bandwidth_of(kernel), sum = 0;
        if (i % 3 == 0) {
            x = floor(x / 25) * 25;
            y = floor(y / 25) * 25;
        }
        for (size_t cell = 0; cell < CELLS; cell++)
            if (!isnan(study->value[cell]))
                sum += geo_kernel_value(kernel, hypot(centre_x(cell) - x, centre_y(cell) - y) / h) *
                       2500 / (h * h);
        assert_near(mass_at(*state, study, kernel, x, y), sum, 1e-12);
    }
    geo_grid_free(study);
}

/* ---- made up for ---------------------------------------------------------------------------- */

static geo_grid *density_of(geo_context *context, const geo_grid *study, const geo_places *places,
                            const double *bandwidth_m, geo_kernel kernel, geo_edge edge)
{
    geo_density_options options = options_of(kernel, bandwidth_of(kernel));
    geo_grid *grid = NULL;
    if (geo_density_within(context, study, places, bandwidth_m, &options, edge, &grid) != GEO_OK)
        fail_msg("%s", geo_message(context));
    for (size_t cell = 0; cell < CELLS; cell++)
        assert_true(isnan(grid->value[cell]) == isnan(study->value[cell]));
    return grid;
}

/* One incident on each cell: 400 per km2 up to the border. */
static void an_even_density_stays_even(void **state)
{
    geo_grid *study = study_of(*state, town);
    geo_place_collector *collector = NULL;
    geo_places *places = NULL;
    assert_int_equal(geo_place_collector_new(*state, &collector), GEO_OK);
    for (size_t cell = 0; cell < CELLS; cell++) {
        double x = centre_x(cell), y = centre_y(cell);
        if (!isnan(study->value[cell]))
            assert_int_equal(geo_place_collector_add(*state, collector, &x, &y, NULL, 1), GEO_OK);
    }
    assert_int_equal(geo_place_collector_finish(*state, collector, &places), GEO_OK);
    for (int k = 0; k < GEO_KERNEL_COUNT; k++) {
        geo_grid *grid = density_of(*state, study, places, NULL, (geo_kernel)k, GEO_EDGE_UNIFORM);
        double whole = mass_at(*state, study, (geo_kernel)k, 825, 1925);
        for (size_t cell = 0; cell < CELLS; cell++)
            if (!isnan(grid->value[cell]))
                assert_near(grid->value[cell], 400 * whole, 1e-6);
        geo_grid_free(grid);
    }
    geo_place_collector_free(collector);
    geo_places_free(places);
    geo_grid_free(study);
}

static double integral_of(const geo_grid *grid)
{
    double sum = 0;
    for (size_t cell = 0; cell < CELLS; cell++)
        sum += isnan(grid->value[cell]) ? 0 : grid->value[cell];
    return sum * 0.0025;
}

static void the_sum_of_weights_is_kept(void **state)
{
    geo_grid *study = study_of(*state, town);
    geo_places *places = places_in(*state, town, 500);
    double *own = calloc(places->count, sizeof *own);
    double weights = 0;
    assert_non_null(own);
    for (size_t i = 0; i < places->count; i++) {
        weights += places->weight[i];
        own[i] = 150 + (double)(i % 7) * 60;
    }
    for (int k = 0; k < GEO_KERNEL_COUNT; k++) {
        for (int adaptive = 0; adaptive < 2; adaptive++) {
            geo_grid *grid = density_of(*state, study, places, adaptive ? own : NULL, (geo_kernel)k,
                                        GEO_EDGE_JONES_DIGGLE);
            assert_near(integral_of(grid) / weights, 1, 1e-9);
            geo_grid_free(grid);
        }
        geo_grid *cut = density_of(*state, study, places, NULL, (geo_kernel)k, GEO_EDGE_NONE);
        assert_true(integral_of(cut) < 0.95 * weights);
        geo_grid_free(cut);
    }
    free(own);
    geo_places_free(places);
    geo_grid_free(study);
}

static void far_from_the_border_nothing_changes(void **state)
{
    geo_grid *study = study_of(*state, west);
    geo_places *places = places_in(*state, west, 300);
    geo_grid *plain = density_of(*state, study, places, NULL, GEO_KERNEL_QUARTIC, GEO_EDGE_NONE);
    geo_grid *even = density_of(*state, study, places, NULL, GEO_KERNEL_QUARTIC, GEO_EDGE_UNIFORM);
    for (size_t cell = 0; cell < CELLS; cell++) {
        double x = centre_x(cell), y = centre_y(cell);
        bool is_far = x > 350 && x < 1650 && y > 350 && y < 3650;
        if (is_far)
            assert_near(even->value[cell], plain->value[cell], 1e-9 * plain->value[cell]);
        else if (x < 2000)
            assert_true(even->value[cell] >= plain->value[cell]);
    }
    geo_grid_free(plain);
    geo_grid_free(even);
    geo_places_free(places);
    geo_grid_free(study);
}

static void the_same_bits_for_any_threads(void **state)
{
    geo_grid *study = study_of(*state, town);
    geo_places *places = places_in(*state, town, 500);
    for (int edge = 0; edge < GEO_EDGE_COUNT; edge++) {
        geo_context_set_threads(*state, 1);
        geo_grid *one =
            density_of(*state, study, places, NULL, GEO_KERNEL_GAUSSIAN, (geo_edge)edge);
        geo_context_set_threads(*state, 3);
        geo_grid *three =
            density_of(*state, study, places, NULL, GEO_KERNEL_GAUSSIAN, (geo_edge)edge);
        assert_memory_equal(one->value, three->value, CELLS * sizeof(double));
        geo_grid_free(one);
        geo_grid_free(three);
    }
    geo_places_free(places);
    geo_grid_free(study);
}

/* ---- what is refused ------------------------------------------------------------------------ */

static void what_makes_no_sense(void **state)
{
    geo_grid *study = study_of(*state, town), *grid = NULL;
    geo_places *places = places_in(*state, town, 20);
    geo_density_options options = options_of(GEO_KERNEL_QUARTIC, 300);
    double own[20], bad = 0, x = 100, y = 100, mass;
    for (size_t i = 0; i < places->count; i++)
        own[i] = 300;
    assert_int_equal(
        geo_density_within(*state, study, places, own, &options, GEO_EDGE_UNIFORM, &grid),
        GEO_ERROR_USAGE);
    assert_non_null(strstr(geo_message(*state), "one bandwidth"));
    assert_int_equal(
        geo_density_within(*state, study, places, NULL, &options, GEO_EDGE_COUNT, &grid),
        GEO_ERROR_USAGE);
    options.extent.x_max = 4100;
    assert_int_equal(
        geo_density_within(*state, study, places, NULL, &options, GEO_EDGE_NONE, &grid),
        GEO_ERROR_USAGE);
    assert_non_null(strstr(geo_message(*state), "other cells"));
    assert_int_equal(geo_edge_mass(*state, study, GEO_KERNEL_QUARTIC, &x, &y, &bad, 1, &mass),
                     GEO_ERROR_USAGE);
    bad = 100;
    x = (double)NAN;
    assert_int_equal(geo_edge_mass(*state, study, GEO_KERNEL_QUARTIC, &x, &y, &bad, 1, &mass),
                     GEO_ERROR_DATA);
    options.cell_limit = 10;
    assert_int_equal(geo_density_blank(*state, &grid_crs, &options, &grid), GEO_ERROR_LIMIT);
    options.cell_limit = 100000;
    assert_int_equal(geo_density_blank(*state, NULL, &options, &grid), GEO_ERROR_CRS);
    assert_null(grid);
    geo_places_free(places);
    geo_grid_free(study);
}

static void a_place_that_reaches_no_cell(void **state)
{
    geo_grid *study = study_of(*state, west);
    geo_density_options options = options_of(GEO_KERNEL_QUARTIC, 20);
    double x[] = {1000, 1025}, y[] = {1000, 1025}, weight[] = {1, 1};
    int64_t incidents[] = {1, 1};
    geo_places places = {2, x, y, weight, incidents};
    geo_grid *grid = NULL;
    y[0] = 1100;
    assert_int_equal(
        geo_density_within(*state, study, &places, NULL, &options, GEO_EDGE_JONES_DIGGLE, &grid),
        GEO_OK);
    assert_non_null(strstr(geo_warning(*state, 0), "1 place reaches no cell"));
    geo_grid_free(grid);
    geo_grid_free(study);
}

struct made {
    geo_grid *study;
    geo_places *places;
    geo_edge edge;
};

static geo_status make(geo_context *context, void *data)
{
    const struct made *job = data;
    geo_density_options options = options_of(GEO_KERNEL_QUARTIC, 300);
    geo_grid *grid = NULL, *blank = NULL;
    geo_status status = geo_density_blank(context, &grid_crs, &options, &blank);
    if (status == GEO_OK)
        status =
            geo_density_within(context, job->study, job->places, NULL, &options, job->edge, &grid);
    geo_grid_free(blank);
    geo_grid_free(grid);
    return status;
}

static void memory_that_runs_out(void **state)
{
    struct made job = {study_of(*state, town), places_in(*state, town, 20), GEO_EDGE_UNIFORM};
    assert_true(fail_each_allocation(make, &job) > 8);
    job.edge = GEO_EDGE_JONES_DIGGLE;
    assert_true(fail_each_allocation(make, &job) > 8);
    geo_grid_free(job.study);
    geo_places_free(job.places);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(a_half_and_a_quarter),
        UNIT_TEST(as_the_sum_over_cells),
        UNIT_TEST(an_even_density_stays_even),
        UNIT_TEST(the_sum_of_weights_is_kept),
        UNIT_TEST(far_from_the_border_nothing_changes),
        UNIT_TEST(the_same_bits_for_any_threads),
        UNIT_TEST(what_makes_no_sense),
        UNIT_TEST(a_place_that_reaches_no_cell),
        UNIT_TEST(memory_that_runs_out),
    };
    return cmocka_run_group_tests_name("study", tests, NULL, NULL);
}
