/* Bandwidths of their own for places, and the density that they give, beside sums written out. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <geo/surface.h>

#include "allocations.h"
#include "core/memory.h"
#include "random.h"
#include "unit.h"

static const geo_crs grid_crs = {NULL, NULL, 27700, true};

enum { POINTS = 400 };

/* A dense town and its surroundings, with stacks. */
static geo_places *make_places(geo_context *context)
{
    geo_place_collector *collector = NULL;
    geo_places *places = NULL;
    uint64_t seed = 23;
    assert_int_equal(geo_place_collector_new(context, &collector), GEO_OK);
    for (size_t i = 0; i < POINTS; i++) {
        double side = i % 3 == 0 ? 2000 : 250;
        double x = 2000 + random_between(&seed, -side, side);
        double y = 2000 + random_between(&seed, -side, side);
        if (i % 2 == 0) {
            x = floor(x / 100) * 100;
            y = floor(y / 100) * 100;
        }
        assert_int_equal(geo_place_collector_add(context, collector, &x, &y, NULL, 1), GEO_OK);
    }
    assert_int_equal(geo_place_collector_finish(context, collector, &places), GEO_OK);
    geo_place_collector_free(collector);
    assert_true(places->count < POINTS);
    return places;
}

static int by_size(const void *left, const void *right)
{
    double one = *(const double *)left, other = *(const double *)right;
    return (one > other) - (one < other);
}

/* From one incident to all others. */
static double kth_distance(const geo_places *places, size_t i, int64_t k)
{
    double distance[POINTS];
    size_t count = 0;
    for (size_t j = 0; j < places->count; j++)
        for (int64_t n = 0; n < places->incidents[j] - (j == i); n++)
            distance[count++] = hypot(places->x[j] - places->x[i], places->y[j] - places->y[i]);
    assert_int_equal(count, POINTS - 1);
    qsort(distance, count, sizeof *distance, by_size);
    return distance[k - 1];
}

static void distances_to_neighbours(void **state)
{
    static const int64_t ks[] = {1, 2, 7, 30, POINTS - 1};
    geo_places *places = make_places(*state);
    double own[POINTS];
    for (size_t n = 0; n < sizeof ks / sizeof *ks; n++) {
        assert_int_equal(geo_adaptive_neighbours(*state, places, ks[n], 20, own), GEO_OK);
        for (size_t i = 0; i < places->count; i++) {
            double expected = fmax(kth_distance(places, i, ks[n]), 20);
            if (!(fabs(own[i] - expected) <= 1e-9))
                fail_msg("neighbour %d of %zu: %g, expected %g", (int)ks[n], i, own[i], expected);
        }
    }
    geo_places_free(places);
}

static void the_square_root_law(void **state)
{
    geo_places *places = make_places(*state);
    double own[POINTS], density[POINTS], mean = 0;
    for (int k = 0; k < GEO_KERNEL_COUNT; k++) {
        double pilot_m =
            300 * geo_kernel_deviation(GEO_KERNEL_QUARTIC) / geo_kernel_deviation((geo_kernel)k);
        mean = 0;
        for (size_t i = 0; i < places->count; i++) {
            density[i] = 0;
            for (size_t j = 0; j < places->count; j++)
                density[i] += places->weight[j] *
                              geo_kernel_value((geo_kernel)k, hypot(places->x[i] - places->x[j],
                                                                    places->y[i] - places->y[j]) /
                                                                  pilot_m);
            mean += places->weight[i] * log(density[i]) / POINTS;
        }
        assert_int_equal(geo_adaptive_abramson(*state, places, (geo_kernel)k, pilot_m, 2, own),
                         GEO_OK);
        bool is_cut = false;
        for (size_t i = 0; i < places->count; i++) {
            double factor = sqrt(exp(mean) / density[i]);
            is_cut |= factor > 2;
            if (!(fabs(own[i] / (pilot_m * fmin(factor, 2)) - 1) < 1e-12))
                fail_msg("place %zu: %g", i, own[i]);
        }
        assert_true(is_cut);
    }
    geo_places_free(places);
}

static geo_density_options options_of(geo_kernel kernel)
{
    geo_density_options options = GEO_DENSITY_OPTIONS_INIT;
    options.kernel = kernel;
    options.bandwidth_m = 300;
    options.cell_m = 100;
    options.extent = (geo_extent){500, 300, 3900, 3500};
    return options;
}

static geo_grid *density_of(geo_context *context, const geo_places *places, const double *own,
                            geo_kernel kernel)
{
    geo_density_options options = options_of(kernel);
    geo_grid *grid = NULL;
    if (geo_density_adaptive(context, &grid_crs, places, own, &options, &grid) != GEO_OK)
        fail_msg("%s", geo_message(context));
    assert_int_equal(grid->columns, 34);
    assert_int_equal(grid->rows, 32);
    return grid;
}

static double density_at(const geo_places *places, const double *own, geo_kernel kernel, double x,
                         double y)
{
    double sum = 0;
    for (size_t i = 0; i < places->count; i++)
        sum += places->weight[i] *
               geo_kernel_value(kernel, hypot(places->x[i] - x, places->y[i] - y) / own[i]) /
               (own[i] * own[i]) * 1e6;
    return sum;
}

static void as_the_sum_over_places(void **state)
{
    geo_places *places = make_places(*state);
    double own[POINTS];
    assert_int_equal(geo_adaptive_neighbours(*state, places, 9, 60.5, own), GEO_OK);
    for (int k = 0; k < GEO_KERNEL_COUNT; k++) {
        geo_grid *grid = density_of(*state, places, own, (geo_kernel)k);
        for (size_t cell = 0; cell < 34 * 32; cell++) {
            double expected =
                density_at(places, own, (geo_kernel)k, 550 + 100 * (double)(cell % 34),
                           3450 - 100 * (double)(cell / 34));
            if (!(fabs(grid->value[cell] - expected) <= 1e-11 * fabs(expected) + 1e-11))
                fail_msg("%s, cell %zu: %.15g, expected %.15g", geo_kernel_name((geo_kernel)k),
                         cell, grid->value[cell], expected);
        }
        geo_grid_free(grid);
    }
    geo_places_free(places);
}

static void one_bandwidth_for_all_is_a_fixed_one(void **state)
{
    geo_places *places = make_places(*state);
    double own[POINTS], highest = 0;
    for (size_t i = 0; i < places->count; i++)
        own[i] = 300;
    for (int k = 0; k < GEO_KERNEL_COUNT; k++) {
        geo_density_options options = options_of((geo_kernel)k);
        geo_grid *fixed = NULL, *grid = density_of(*state, places, own, (geo_kernel)k);
        assert_int_equal(geo_density_of_places(*state, &grid_crs, places, &options, &fixed, NULL),
                         GEO_OK);
        for (size_t cell = 0; cell < 34 * 32; cell++)
            highest = fmax(highest, fixed->value[cell]);
        for (size_t cell = 0; cell < 34 * 32; cell++)
            assert_true(fabs(grid->value[cell] - fixed->value[cell]) <= 1e-9 * highest);
        assert_string_equal(grid->unit, fixed->unit);
        geo_grid_free(fixed);
        geo_grid_free(grid);
    }
    geo_places_free(places);
}

static void the_same_bits_for_any_threads(void **state)
{
    geo_places *places = make_places(*state);
    double one[POINTS], three[POINTS];
    geo_context_set_threads(*state, 1);
    assert_int_equal(geo_adaptive_abramson(*state, places, GEO_KERNEL_GAUSSIAN, 200, 5, one),
                     GEO_OK);
    geo_grid *by_one = density_of(*state, places, one, GEO_KERNEL_GAUSSIAN);
    geo_context_set_threads(*state, 3);
    assert_int_equal(geo_adaptive_abramson(*state, places, GEO_KERNEL_GAUSSIAN, 200, 5, three),
                     GEO_OK);
    geo_grid *by_three = density_of(*state, places, three, GEO_KERNEL_GAUSSIAN);
    assert_memory_equal(one, three, places->count * sizeof *one);
    assert_memory_equal(by_one->value, by_three->value, 34 * 32 * sizeof(double));
    geo_grid_free(by_one);
    geo_grid_free(by_three);
    geo_places_free(places);
}

static void what_makes_no_sense(void **state)
{
    geo_places *places = make_places(*state);
    geo_density_options options = options_of(GEO_KERNEL_QUARTIC);
    geo_grid *grid = NULL;
    double own[POINTS];
    assert_int_equal(geo_adaptive_neighbours(*state, places, 0, 20, own), GEO_ERROR_USAGE);
    assert_int_equal(geo_adaptive_neighbours(*state, places, POINTS, 20, own), GEO_ERROR_USAGE);
    assert_int_equal(geo_adaptive_neighbours(*state, places, 5, 0, own), GEO_ERROR_USAGE);
    assert_int_equal(geo_adaptive_abramson(*state, places, GEO_KERNEL_QUARTIC, 0, 5, own),
                     GEO_ERROR_USAGE);
    assert_int_equal(geo_adaptive_abramson(*state, places, GEO_KERNEL_QUARTIC, 300, 0.5, own),
                     GEO_ERROR_USAGE);
    assert_int_equal(geo_adaptive_neighbours(*state, places, 5, 20, own), GEO_OK);
    own[3] = (double)NAN;
    assert_int_equal(geo_density_adaptive(*state, &grid_crs, places, own, &options, &grid),
                     GEO_ERROR_USAGE);
    assert_non_null(strstr(geo_message(*state), "place 4 of"));
    own[3] = 100;
    places->weight[5] = -1;
    assert_int_equal(geo_density_adaptive(*state, &grid_crs, places, own, &options, &grid),
                     GEO_ERROR_DATA);
    assert_null(grid);
    geo_places_free(places);
}

static geo_status make(geo_context *context, void *data)
{
    double own[POINTS];
    geo_density_options options = options_of(GEO_KERNEL_GAUSSIAN);
    geo_grid *grid = NULL;
    geo_status status = geo_adaptive_neighbours(context, data, 5, 20, own);
    if (status == GEO_OK)
        status = geo_density_adaptive(context, &grid_crs, data, own, &options, &grid);
    geo_grid_free(grid);
    return status;
}

static void memory_that_runs_out(void **state)
{
    geo_places *places = make_places(*state);
    assert_true(fail_each_allocation(make, places) >= 4);
    geo_places_free(places);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(distances_to_neighbours),       UNIT_TEST(the_square_root_law),
        UNIT_TEST(as_the_sum_over_places),        UNIT_TEST(one_bandwidth_for_all_is_a_fixed_one),
        UNIT_TEST(the_same_bits_for_any_threads), UNIT_TEST(what_makes_no_sense),
        UNIT_TEST(memory_that_runs_out),
    };
    return cmocka_run_group_tests_name("adaptive", tests, NULL, NULL);
}
