/* The numbers of a density: worked values, a sum written independently, the same bits always. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <geo/surface.h>

#include "random.h"
#include "unit.h"

static const double pi = 3.14159265358979323846;

static const geo_crs grid_crs = {NULL, NULL, 27700, true};

typedef struct point_set {
    size_t count;
    double *x;
    double *y;
    double *weight;
} point_set;

/* Scattered, clustered and snapped points around an extent of 0,0,6000,4000, some beyond it. */
static point_set make_points(size_t count)
{
    point_set made = {count, calloc(count, sizeof(double)), calloc(count, sizeof(double)),
                      calloc(count, sizeof(double))};
    uint64_t seed = 7;
    assert_true(made.x && made.y && made.weight);
    for (size_t i = 0; i < count; i++) {
        made.x[i] = random_between(&seed, -900, 6900);
        made.y[i] = random_between(&seed, -900, 4900);
        if (i % 3 == 1) {
            made.x[i] = 2000 + random_between(&seed, -200, 200);
            made.y[i] = 1500 + random_between(&seed, -200, 200);
        }
        if (i % 4 == 2) {
            made.x[i] = floor(made.x[i] / 250) * 250;
            made.y[i] = floor(made.y[i] / 250) * 250;
        }
        made.weight[i] = random_between(&seed, 0, 3);
    }
    return made;
}

static void free_points(point_set *points)
{
    free(points->x);
    free(points->y);
    free(points->weight);
}

static geo_density_options options_of(geo_kernel kernel, double bandwidth_m, double cell_m)
{
    geo_density_options options = GEO_DENSITY_OPTIONS_INIT;
    options.kernel = kernel;
    options.bandwidth_m = bandwidth_m;
    options.cell_m = cell_m;
    options.extent = (geo_extent){0, 0, 6000, 4000};
    return options;
}

static geo_grid *density_of(geo_context *context, const point_set *points,
                            const geo_density_options *options, geo_density_check *check)
{
    geo_grid *grid = NULL;
    if (geo_density(context, &grid_crs, points->x, points->y, points->weight, points->count,
                    options, &grid, check) != GEO_OK)
        fail_msg("%s", geo_message(context));
    assert_non_null(grid);
    return grid;
}

static void assert_same_bits(const geo_grid *one, const geo_grid *other)
{
    assert_int_equal(one->columns, other->columns);
    assert_int_equal(one->rows, other->rows);
    assert_memory_equal(one->value, other->value, one->columns * one->rows * sizeof(double));
}

/* ---- worked values -------------------------------------------------------------------------- */

static void a_point_on_a_cells_centre(void **state)
{
    static const struct {
        geo_kernel kernel;
        double bandwidth_m;
        double peak; /* per km2 */
    } cases[] = {
        {GEO_KERNEL_QUARTIC, 1000, 0.9549296586},     {GEO_KERNEL_QUARTIC, 300, 10.6103295395},
        {GEO_KERNEL_EPANECHNIKOV, 300, 7.0735530263}, {GEO_KERNEL_TRIANGULAR, 300, 10.6103295395},
        {GEO_KERNEL_UNIFORM, 300, 3.5367765132},      {GEO_KERNEL_GAUSSIAN, 300, 1.7683882566},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double x = 3050;
        double y = 1950;
        point_set one = {1, &x, &y, NULL};
        geo_density_options options = options_of(cases[i].kernel, cases[i].bandwidth_m, 100);
        geo_grid *grid = density_of(*state, &one, &options, NULL);
        assert_int_equal(grid->columns, 60);
        assert_int_equal(grid->rows, 40);
        assert_true(grid->x_min == 0 && grid->y_max == 4000 && grid->cell_m == 100);
        assert_string_equal(grid->unit, "incidents per km2");
        assert_int_equal(grid->crs.epsg, 27700);
        assert_true(fabs(grid->value[20 * 60 + 30] - cases[i].peak) < 1e-9);
        for (size_t cell = 0; cell < 60 * 40; cell++)
            assert_true(grid->value[cell] <= grid->value[20 * 60 + 30]);
        geo_grid_free(grid);
    }
}

static void row_0_is_the_north(void **state)
{
    double x = 5950;
    double y = 3950;
    point_set one = {1, &x, &y, NULL};
    geo_density_options options = options_of(GEO_KERNEL_QUARTIC, 150, 100);
    geo_grid *grid = density_of(*state, &one, &options, NULL);
    assert_true(grid->value[59] > grid->value[58]);
    assert_true(grid->value[59] > grid->value[60 + 59]);
    assert_true(grid->value[0] == 0);
    assert_true(grid->value[39 * 60 + 59] == 0);
    geo_grid_free(grid);
}

/* At a distance of exactly the bandwidth a kernel is over. */
static void a_cell_at_the_bandwidth_gets_nothing(void **state)
{
    for (int kernel = 0; kernel < GEO_KERNEL_GAUSSIAN; kernel++) {
        double x = 3050;
        double y = 1950;
        point_set one = {1, &x, &y, NULL};
        geo_density_options options = options_of((geo_kernel)kernel, 500, 100);
        geo_grid *grid = density_of(*state, &one, &options, NULL);
        const double *centre = grid->value + 20 * 60 + 30;
        assert_true(centre[-5] == 0 && centre[5] == 0);
        assert_true(centre[-5 * 60] == 0 && centre[5 * 60] == 0);
        assert_true(centre[3 * 60 + 4] == 0 && centre[-4 * 60 - 3] == 0);
        assert_true(centre[4] > 0 && centre[-3 * 60 - 3] > 0);
        geo_grid_free(grid);
    }
}

static void the_integral_is_the_sum_of_weights(void **state)
{
    static const struct {
        geo_kernel kernel;
        double bandwidth_m;
        double cell_m;
        double tolerance; /* of the sum over cells, not of the kernel */
    } cases[] = {
        {GEO_KERNEL_QUARTIC, 300, 2, 1e-6},      {GEO_KERNEL_GAUSSIAN, 40, 8, 1e-9},
        {GEO_KERNEL_EPANECHNIKOV, 300, 2, 1e-4}, {GEO_KERNEL_TRIANGULAR, 300, 2, 1e-4},
        {GEO_KERNEL_UNIFORM, 300, 2, 1e-3},
    };
    double x[] = {3000.4, 2711.3, 1201.7, 4000.9};
    double y[] = {2000.2, 1900.6, 1000.1, 2801.5};
    point_set four = {4, x, y, NULL};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_density_options options =
            options_of(cases[i].kernel, cases[i].bandwidth_m, cases[i].cell_m);
        geo_density_check check;
        geo_grid_free(density_of(*state, &four, &options, &check));
        assert_true(check.inside == 4 && check.partly == 0 && check.outside == 0);
        if (!(fabs(check.integral / 4 - 1) < cases[i].tolerance))
            fail_msg("%s: the integral is %.9f", geo_kernel_name(cases[i].kernel), check.integral);
    }
}

static void weights_inside_partly_and_outside(void **state)
{
    double x[] = {3000, 3000, 100, -299, -300, -250, 3000, 3000};
    double y[] = {2000, 300, 2000, 2000, 2000, 4250, 5000, 4300};
    double weight[] = {1, 2, 4, 8, 16, 32, 64, 128};
    point_set all = {8, x, y, weight};
    geo_density_options options = options_of(GEO_KERNEL_QUARTIC, 300, 100);
    geo_density_check check;
    geo_grid_free(density_of(*state, &all, &options, &check));
    assert_true(check.inside == 1 + 2);
    assert_true(check.partly == 4 + 8);
    assert_true(check.outside == 16 + 32 + 64 + 128);
    assert_true(check.integral > 3 && check.integral < 15);
}

/* ---- against a sum over all points ----------------------------------------------------------- */

static double shape(geo_kernel kernel, double u)
{
    switch (kernel) {
    case GEO_KERNEL_QUARTIC:
        return u < 1 ? 3 / pi * pow(1 - u * u, 2) : 0;
    case GEO_KERNEL_EPANECHNIKOV:
        return u < 1 ? 2 / pi * (1 - u * u) : 0;
    case GEO_KERNEL_TRIANGULAR:
        return u < 1 ? 3 / pi * (1 - u) : 0;
    case GEO_KERNEL_UNIFORM:
        return u < 1 ? 1 / pi : 0;
    default:
        return exp(-u * u / 2) / (2 * pi);
    }
}

static double brute_force(const point_set *points, const geo_density_options *options, double x,
                          double y)
{
    double sum = 0;
    double bandwidth_km = options->bandwidth_m / 1000;
    for (size_t i = 0; i < points->count; i++) {
        double u = hypot(x - points->x[i], y - points->y[i]) / options->bandwidth_m;
        sum += (!points->weight ? 1 : points->weight[i]) * shape(options->kernel, u);
    }
    return sum / (bandwidth_km * bandwidth_km);
}

static void compare_with_brute_force(geo_context *context, const point_set *points,
                                     const geo_density_options *options)
{
    geo_grid *grid = density_of(context, points, options, NULL);
    uint64_t seed = 99;
    double maximum = 0;
    for (size_t i = 0; i < grid->columns * grid->rows; i++)
        maximum = fmax(maximum, grid->value[i]);
    assert_true(maximum > 0);
    for (int i = 0; i < 1000; i++) {
        size_t row = random_bits(&seed) % grid->rows;
        size_t column = random_bits(&seed) % grid->columns;
        double expected = brute_force(points, options, ((double)column + 0.5) * options->cell_m,
                                      4000 - ((double)row + 0.5) * options->cell_m);
        double found = grid->value[row * grid->columns + column];
        if (!(fabs(found - expected) <= 1e-9 * maximum))
            fail_msg("%s, bandwidth %g: row %zu column %zu is %.12g, expected %.12g",
                     geo_kernel_name(options->kernel), options->bandwidth_m, row, column, found,
                     expected);
    }
    geo_grid_free(grid);
}

static void every_kernel_agrees_with_brute_force(void **state)
{
    static const double bandwidths[] = {12, 63, 400, 3000};
    point_set all = make_points(2000);
    for (int kernel = 0; kernel < GEO_KERNEL_COUNT; kernel++)
        for (size_t i = 0; i < sizeof bandwidths / sizeof *bandwidths; i++) {
            geo_density_options options = options_of((geo_kernel)kernel, bandwidths[i], 10);
            compare_with_brute_force(*state, &all, &options);
        }
    free(all.weight);
    all.weight = NULL;
    geo_density_options options = options_of(GEO_KERNEL_QUARTIC, 300, 25);
    compare_with_brute_force(*state, &all, &options);
    free_points(&all);
}

/* ---- the same bits -------------------------------------------------------------------------- */

static void any_number_of_threads(void **state)
{
    point_set all = make_points(3000);
    for (int kernel = 0; kernel < GEO_KERNEL_COUNT; kernel++) {
        geo_density_options options = options_of((geo_kernel)kernel, 200, 10);
        geo_context_set_threads(*state, 1);
        geo_grid *one = density_of(*state, &all, &options, NULL);
        static const int threads[] = {2, 7};
        for (size_t i = 0; i < 2; i++) {
            geo_context_set_threads(*state, threads[i]);
            geo_grid *other = density_of(*state, &all, &options, NULL);
            assert_same_bits(one, other);
            geo_grid_free(other);
        }
        geo_grid_free(one);
    }
    free_points(&all);
}

static void swap(double *values, size_t one, size_t other)
{
    double kept = values[one];
    values[one] = values[other];
    values[other] = kept;
}

static void any_order_of_points(void **state)
{
    point_set all = make_points(3000);
    geo_density_options options = options_of(GEO_KERNEL_GAUSSIAN, 150, 25);
    geo_density_check first;
    geo_density_check second;
    geo_grid *ordered = density_of(*state, &all, &options, &first);
    uint64_t seed = 1234;
    for (size_t i = all.count - 1; i > 0; i--) {
        size_t other = random_bits(&seed) % (i + 1);
        swap(all.x, i, other);
        swap(all.y, i, other);
        swap(all.weight, i, other);
    }
    geo_grid *shuffled = density_of(*state, &all, &options, &second);
    assert_same_bits(ordered, shuffled);
    assert_memory_equal(&first, &second, sizeof first);
    geo_grid_free(ordered);
    geo_grid_free(shuffled);
    free_points(&all);
}

/* Seven points of weight 1 at one place are one point of weight 7. */
static void stacked_points_are_one_heavier_point(void **state)
{
    enum { STACKED = 7, PLACES = 100 };
    double x[STACKED * PLACES];
    double y[STACKED * PLACES];
    double weight[PLACES];
    uint64_t seed = 5;
    for (size_t i = 0; i < PLACES; i++) {
        x[i] = random_between(&seed, 0, 6000);
        y[i] = random_between(&seed, 0, 4000);
        weight[i] = STACKED;
    }
    for (size_t i = PLACES; i < STACKED * PLACES; i++) {
        x[i] = x[i - PLACES];
        y[i] = y[i - PLACES];
    }
    point_set unmerged = {STACKED * PLACES, x, y, NULL};
    point_set merged = {PLACES, x, y, weight};
    geo_density_options options = options_of(GEO_KERNEL_QUARTIC, 500, 50);
    geo_grid *one = density_of(*state, &unmerged, &options, NULL);
    geo_grid *other = density_of(*state, &merged, &options, NULL);
    assert_same_bits(one, other);
    geo_grid_free(one);
    geo_grid_free(other);
}

static void all_points_equal(void **state)
{
    double x[50];
    double y[50];
    for (size_t i = 0; i < 50; i++) {
        x[i] = 3050;
        y[i] = 1950;
    }
    point_set all = {50, x, y, NULL};
    geo_density_options options = options_of(GEO_KERNEL_QUARTIC, 300, 100);
    geo_grid *grid = density_of(*state, &all, &options, NULL);
    assert_true(fabs(grid->value[20 * 60 + 30] - 50 * 10.6103295395) < 1e-7);
    geo_grid_free(grid);
}

static void a_point_of_no_weight_adds_nothing(void **state)
{
    double x = 3050;
    double y = 1950;
    double weight = 0;
    point_set one = {1, &x, &y, &weight};
    geo_density_options options = options_of(GEO_KERNEL_QUARTIC, 300, 100);
    geo_grid *grid = density_of(*state, &one, &options, NULL);
    for (size_t i = 0; i < grid->columns * grid->rows; i++)
        assert_true(grid->value[i] == 0);
    geo_grid_free(grid);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(a_point_on_a_cells_centre),
        UNIT_TEST(row_0_is_the_north),
        UNIT_TEST(a_cell_at_the_bandwidth_gets_nothing),
        UNIT_TEST(the_integral_is_the_sum_of_weights),
        UNIT_TEST(weights_inside_partly_and_outside),
        UNIT_TEST(every_kernel_agrees_with_brute_force),
        UNIT_TEST(any_number_of_threads),
        UNIT_TEST(any_order_of_points),
        UNIT_TEST(stacked_points_are_one_heavier_point),
        UNIT_TEST(all_points_equal),
        UNIT_TEST(a_point_of_no_weight_adds_nothing),
    };
    return cmocka_run_group_tests_name("density", tests, NULL, NULL);
}
