/* Each method against a sum over all places, and its bits against those of other cuts and threads.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "allocations.h"
#include "random.h"
#include "surface/spread.h"
#include "unit.h"

static const double pi = 3.14159265358979323846;

enum { PLACES = 700 };

typedef struct place_set {
    geo_places places;
    double x[PLACES], y[PLACES], weight[PLACES];
} place_set;

/* A grid whose coordinates are as large as real ones. */
static geo_grid make_grid(size_t columns, size_t rows, double cell_m)
{
    return (geo_grid){
        .x_min = 412300, .y_max = 287100, .cell_m = cell_m, .columns = columns, .rows = rows};
}

/* Around and within the grid: scattered, in a heap, on corners and centres of cells. In no order:
 * only their sums matter here. */
static void make_places(const geo_grid *grid, double reach_m, place_set *set)
{
    uint64_t seed = 21;
    double width_m = (double)grid->columns * grid->cell_m;
    double height_m = (double)grid->rows * grid->cell_m;
    double y = grid->y_max + reach_m;
    for (size_t i = 0; i < PLACES; i++) {
        set->x[i] = random_between(&seed, grid->x_min - reach_m, grid->x_min + width_m + reach_m);
        y -= (height_m + 2 * reach_m) / PLACES;
        set->y[i] = y;
        if (i % 3 == 0)
            set->x[i] = grid->x_min + 0.3 * width_m + random_between(&seed, 0, reach_m / 9);
        if (i % 5 == 0)
            set->x[i] = grid->x_min + grid->cell_m * (double)(i % 90) / 2;
        set->weight[i] = i % 11 == 0 ? 0 : random_between(&seed, 0, 30);
    }
    set->places = (geo_places){PLACES, set->x, set->y, set->weight, NULL};
}

static double shape(geo_kernel kernel, double u)
{
    switch (kernel) {
    case GEO_KERNEL_QUARTIC:
        return u < 1 ? 3 / pi * (1 - u * u) * (1 - u * u) : 0;
    case GEO_KERNEL_EPANECHNIKOV:
        return u < 1 ? 2 / pi * (1 - u * u) : 0;
    case GEO_KERNEL_TRIANGULAR:
        return u < 1 ? 3 / pi * (1 - u) : 0;
    case GEO_KERNEL_UNIFORM:
        return u < 1 ? 1 / pi : 0;
    default:
        return u < 9 ? exp(-u * u / 2) / (2 * pi) : 0;
    }
}

typedef struct expectation {
    double value;
    double nearest; /* distance of a place from the end of its reach, in reaches */
    bool is_reached;
} expectation;

static expectation sum_places(const geo_places *places, const geo_grid *grid, geo_kernel kernel,
                              double bandwidth_m, size_t row, size_t column)
{
    double x = grid->x_min + ((double)column + 0.5) * grid->cell_m;
    double y = grid->y_max - ((double)row + 0.5) * grid->cell_m;
    double reach_m = geo_kernel_reach_m(kernel, bandwidth_m);
    expectation sum = {0, 1, false};
    for (size_t i = 0; i < places->count; i++) {
        double distance = hypot(x - places->x[i], y - places->y[i]);
        sum.value += places->weight[i] * shape(kernel, distance / bandwidth_m);
        sum.nearest = fmin(sum.nearest, fabs(distance / reach_m - 1));
        sum.is_reached = sum.is_reached || distance < reach_m * (1 + 1e-12);
    }
    sum.value *= 1e6 / (bandwidth_m * bandwidth_m);
    return sum;
}

static double *spread_all(geo_context *context, const geo_places *places, const geo_grid *grid,
                          geo_kernel kernel, double bandwidth_m, geo_spread_method method,
                          size_t cut)
{
    geo_spread *spread = NULL;
    double *values = malloc(grid->rows * grid->columns * sizeof *values);
    double *row_sum = calloc(grid->rows, sizeof *row_sum);
    assert_true(values && row_sum);
    assert_int_equal(geo_spread_new(context, places, grid, kernel, bandwidth_m, method, &spread),
                     GEO_OK);
    for (size_t row = 0; row < grid->rows; row += cut) {
        size_t rows = grid->rows - row < cut ? grid->rows - row : cut;
        assert_int_equal(
            geo_spread_rows(context, spread, row, rows, values + row * grid->columns, row_sum),
            GEO_OK);
    }
    for (size_t row = 0; row < grid->rows; row++) {
        double sum = 0;
        for (size_t column = 0; column < grid->columns; column++)
            sum += values[row * grid->columns + column];
        assert_true(fabs(sum - row_sum[row]) <= 1e-12 * sum);
    }
    geo_spread_free(spread);
    free(row_sum);
    return values;
}

static bool can_do(geo_spread_method method, geo_kernel kernel)
{
    if (method == GEO_SPREAD_EVENTS)
        return kernel != GEO_KERNEL_TRIANGULAR && kernel != GEO_KERNEL_GAUSSIAN;
    return method != GEO_SPREAD_BOXES || kernel == GEO_KERNEL_GAUSSIAN;
}

static void assert_exact_for(geo_context *context, const place_set *set, const geo_grid *grid,
                             geo_kernel kernel, double bandwidth_m, geo_spread_method method)
{
    double *values = spread_all(context, &set->places, grid, kernel, bandwidth_m, method, 37);
    double maximum = 0;
    for (size_t i = 0; i < grid->rows * grid->columns; i++) {
        assert_true(values[i] >= 0);
        maximum = fmax(maximum, values[i]);
    }
    for (size_t i = 0; i < grid->rows * grid->columns; i++) {
        size_t row = i / grid->columns;
        size_t column = i % grid->columns;
        expectation expected = sum_places(&set->places, grid, kernel, bandwidth_m, row, column);
        /* On the very end of a reach the sum above may see a place that the grid's does not. */
        bool is_at_jump = kernel == GEO_KERNEL_UNIFORM && expected.nearest < 1e-11;
        if (!(fabs(values[i] - expected.value) <= 1e-9 * maximum) && !is_at_jump)
            fail_msg("%s, bandwidth %g, method %d: row %zu column %zu is %.15g, expected %.15g, of "
                     "%.15g",
                     geo_kernel_name(kernel), bandwidth_m, (int)method, row, column, values[i],
                     expected.value, maximum);
        if (!expected.is_reached)
            assert_true(values[i] == 0);
    }
    free(values);
}

static void assert_exact(geo_context *context, const geo_grid *grid, geo_kernel kernel,
                         double bandwidth_m, geo_spread_method method)
{
    place_set set;
    make_places(grid, geo_kernel_reach_m(kernel, bandwidth_m), &set);
    assert_exact_for(context, &set, grid, kernel, bandwidth_m, method);
}

static void every_method_is_exact(void **state)
{
    static const struct {
        size_t columns, rows;
        double cell_m, bandwidth_m;
    } cases[] = {{61, 43, 50, 45},    {130, 90, 10, 63},  {97, 70, 25, 1234.5}, {1, 1, 100, 80},
                 {300, 1, 10, 222},   {1, 100, 10, 77},   {40, 40, 0.37, 3.1},  {9, 8, 1000, 5000},
                 {200, 33, 100, 400}, {64, 64, 10, 20000}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int method = GEO_SPREAD_CHEAPEST; method <= GEO_SPREAD_BOXES; method++)
            for (int kernel = 0; kernel < GEO_KERNEL_COUNT; kernel++) {
                geo_grid grid = make_grid(cases[i].columns, cases[i].rows, cases[i].cell_m);
                if (can_do((geo_spread_method)method, (geo_kernel)kernel))
                    assert_exact(*state, &grid, (geo_kernel)kernel, cases[i].bandwidth_m,
                                 (geo_spread_method)method);
            }
}

/* One place weighs as much as many others would, but all but misses the grid: what a fast method
 * rounds off of it is no small part of any cell. */
static void a_heavy_place_that_grazes_the_grid_is_exact(void **state)
{
    static const double bandwidths_m[] = {50, 30, 8};
    uint64_t seed = 5;
    geo_grid grid = make_grid(70, 70, 1);
    for (size_t i = 0; i < sizeof bandwidths_m / sizeof *bandwidths_m; i++)
        for (int kernel = 0; kernel < GEO_KERNEL_COUNT; kernel++) {
            double reach_m = bandwidths_m[i] * (kernel == GEO_KERNEL_GAUSSIAN ? 6 : 1);
            place_set set;
            make_places(&grid, 0, &set);
            for (size_t place = 0; place < PLACES; place++) {
                set.x[place] = random_between(&seed, grid.x_min, grid.x_min + 70);
                set.weight[place] = 1;
            }
            set.x[300] = grid.x_min + 0.5 - reach_m + 1e-3;
            set.y[300] = grid.y_max - 30.5;
            set.weight[300] = 900 * PLACES;
            assert_exact_for(*state, &set, &grid, (geo_kernel)kernel, bandwidths_m[i],
                             GEO_SPREAD_CHEAPEST);
        }
}

/* Bandwidths below a cell, so that the centres of cells are just in reach of their corners. */
static void places_that_graze_the_nearest_cells_are_exact(void **state)
{
    static const double bandwidths_m[] = {0.7072, 0.70711};
    geo_grid grid = make_grid(20, 20, 1);
    place_set set;
    for (size_t i = 0; i < PLACES; i++) {
        set.x[i] = grid.x_min + (double)(i % 21);
        set.y[i] = grid.y_max - (double)(i / 35);
        set.weight[i] = 1;
    }
    set.places = (geo_places){PLACES, set.x, set.y, set.weight, NULL};
    for (size_t i = 0; i < sizeof bandwidths_m / sizeof *bandwidths_m; i++)
        for (int kernel = 0; kernel < GEO_KERNEL_COUNT; kernel++)
            assert_exact_for(*state, &set, &grid, (geo_kernel)kernel, bandwidths_m[i],
                             GEO_SPREAD_CHEAPEST);
}

/* A triangular kernel falls at once: 1e-8 bandwidths away it has lost 1e-8 of its peak. */
static void a_place_next_to_a_centre_is_exact(void **state)
{
    geo_grid grid = make_grid(9, 9, 1000);
    double x = grid.x_min + 4500;
    double y = grid.y_max - 4500 - 3e-5;
    double weight = 1;
    place_set set = {.places = {1, &x, &y, &weight, NULL}};
    for (int kernel = 0; kernel < GEO_KERNEL_COUNT; kernel++)
        assert_exact_for(*state, &set, &grid, (geo_kernel)kernel, 3000, GEO_SPREAD_CHEAPEST);
}

static void assert_same_bits(geo_context *context, geo_kernel kernel, double bandwidth_m,
                             geo_spread_method method)
{
    geo_grid grid = make_grid(403, 301, 25);
    static const struct {
        int threads;
        size_t cut;
    } cases[] = {{1, 301}, {2, 301}, {7, 301}, {1, 1}, {2, 50}, {7, 100}};
    double *first = NULL;
    place_set set;
    make_places(&grid, 600, &set);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_context_set_threads(context, cases[i].threads);
        double *values =
            spread_all(context, &set.places, &grid, kernel, bandwidth_m, method, cases[i].cut);
        if (!first)
            first = values;
        assert_memory_equal(first, values, grid.rows * grid.columns * sizeof *values);
        if (first != values)
            free(values);
    }
    free(first);
}

static void the_same_bits_for_all_threads_and_cuts(void **state)
{
    for (int method = GEO_SPREAD_CHEAPEST; method <= GEO_SPREAD_BOXES; method++)
        for (int kernel = 0; kernel < GEO_KERNEL_COUNT; kernel++)
            if (can_do((geo_spread_method)method, (geo_kernel)kernel)) {
                assert_same_bits(*state, (geo_kernel)kernel, 333, (geo_spread_method)method);
                assert_same_bits(*state, (geo_kernel)kernel, 2222, (geo_spread_method)method);
            }
}

/* FNV-1a, of all methods together. */
static void the_same_bits_on_all_machines(void **state)
{
    geo_grid grid = make_grid(203, 177, 20);
    uint64_t hash = UINT64_C(14695981039346656037);
    place_set set;
    make_places(&grid, 500, &set);
    for (int method = GEO_SPREAD_DIRECT; method <= GEO_SPREAD_BOXES; method++)
        for (int kernel = 0; kernel < GEO_KERNEL_COUNT; kernel++) {
            if (!can_do((geo_spread_method)method, (geo_kernel)kernel))
                continue;
            double *values = spread_all(*state, &set.places, &grid, (geo_kernel)kernel, 333,
                                        (geo_spread_method)method, 177);
            for (size_t i = 0; i < grid.rows * grid.columns; i++) {
                uint64_t bits;
                memcpy(&bits, &values[i], sizeof bits);
                for (int byte = 0; byte < 8; byte++)
                    hash = (hash ^ (bits >> (8 * byte) & 255)) * UINT64_C(1099511628211);
            }
            free(values);
        }
    if (hash != UINT64_C(0xed09f676d92e40db))
        fail_msg("the bits are those of 0x%016llx", (unsigned long long)hash);
}

/* Cells at exactly the reach are not reached: distances of 3-4-5 triangles are exact. */
static void the_end_of_a_reach_is_outside(void **state)
{
    geo_grid grid = make_grid(64, 64, 100);
    double x = grid.x_min + 3250;
    double y = grid.y_max - 3150;
    double weight = 1;
    geo_places one = {1, &x, &y, &weight, NULL};
    for (int method = GEO_SPREAD_CHEAPEST; method <= GEO_SPREAD_EVENTS; method++)
        for (int kernel = 0; kernel < GEO_KERNEL_GAUSSIAN; kernel++) {
            if (!can_do((geo_spread_method)method, (geo_kernel)kernel))
                continue;
            double *values = spread_all(*state, &one, &grid, (geo_kernel)kernel, 2500,
                                        (geo_spread_method)method, 64);
            const double *centre = values + (size_t)31 * 64 + 32;
            static const struct {
                int rows, columns;
            } ends[] = {{0, 25}, {15, 20}, {20, 15}, {25, 0}, {7, 24}, {24, 7}};
            for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
                int offset = ends[i].rows * 64 + ends[i].columns;
                int inner = ends[i].rows * 64 + ends[i].columns - (ends[i].columns > 0 ? 1 : 64);
                assert_true(centre[offset] == 0 && centre[-offset] == 0);
                assert_true(centre[inner] > 0 && centre[-inner] > 0);
            }
            free(values);
        }
}

/* After many places the rest of rounding must not show where none is in reach, nor where few are.
 */
static void nothing_is_left_beside_a_heap(void **state)
{
    enum { HEAP = 5000 };
    geo_grid grid = make_grid(3000, 3, 10);
    double *x = calloc(3 * HEAP, sizeof *x);
    assert_non_null(x);
    uint64_t seed = 2;
    for (size_t i = 0; i < HEAP; i++) {
        x[i] = grid.x_min + random_between(&seed, 1000, 1200);
        x[HEAP + i] = grid.y_max - 30 * ((double)i + 0.5) / HEAP;
        x[2 * HEAP + i] = random_between(&seed, 0, 1000);
    }
    x[HEAP - 1] = grid.x_min + 25000;
    x[3 * HEAP - 1] = 1e-3;
    geo_places places = {HEAP, x, x + HEAP, x + (size_t)2 * HEAP, NULL};
    for (int kernel = 0; kernel < GEO_KERNEL_COUNT; kernel++)
        for (int method = GEO_SPREAD_DIRECT; method <= GEO_SPREAD_BOXES; method++) {
            if (!can_do((geo_spread_method)method, (geo_kernel)kernel))
                continue;
            double *values = spread_all(*state, &places, &grid, (geo_kernel)kernel, 400,
                                        (geo_spread_method)method, 3);
            for (size_t column = 500; column < 2000; column++)
                assert_true(values[column] == 0);
            expectation alone = sum_places(&places, &grid, (geo_kernel)kernel, 400, 2, 2500);
            double found = values[(size_t)2 * 3000 + 2500];
            if (method == GEO_SPREAD_EVENTS)
                assert_true(fabs(found / alone.value - 1) < 1e-9);
            free(values);
        }
    free(x);
}

struct spread_case {
    geo_kernel kernel;
    geo_spread_method method;
};

static geo_status spread_some(geo_context *context, void *data)
{
    const struct spread_case *chosen = data;
    geo_grid grid = make_grid(50, 40, 10);
    place_set set;
    geo_spread *spread = NULL;
    double *values = malloc(50 * 40 * sizeof *values);
    double row_sum[40];
    assert_non_null(values);
    geo_context_set_threads(context, 1);
    make_places(&grid, 100, &set);
    geo_status status =
        geo_spread_new(context, &set.places, &grid, chosen->kernel, 90, chosen->method, &spread);
    if (status == GEO_OK)
        status = geo_spread_rows(context, spread, 0, 40, values, row_sum);
    geo_spread_free(spread);
    free(values);
    return status;
}

static void every_failed_allocation_is_reported(void **state)
{
    (void)state;
    static const struct spread_case cases[] = {{GEO_KERNEL_QUARTIC, GEO_SPREAD_DIRECT},
                                               {GEO_KERNEL_QUARTIC, GEO_SPREAD_EVENTS},
                                               {GEO_KERNEL_GAUSSIAN, GEO_SPREAD_BOXES}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct spread_case chosen = cases[i];
        assert_true(fail_each_allocation(spread_some, &chosen) > 8);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(every_method_is_exact),
        UNIT_TEST(the_same_bits_for_all_threads_and_cuts),
        UNIT_TEST(the_same_bits_on_all_machines),
        UNIT_TEST(the_end_of_a_reach_is_outside),
        UNIT_TEST(nothing_is_left_beside_a_heap),
        UNIT_TEST(every_failed_allocation_is_reported),
        UNIT_TEST(a_heavy_place_that_grazes_the_grid_is_exact),
        UNIT_TEST(places_that_graze_the_nearest_cells_are_exact),
        UNIT_TEST(a_place_next_to_a_centre_is_exact),
    };
    return cmocka_run_group_tests_name("spread", tests, NULL, NULL);
}
