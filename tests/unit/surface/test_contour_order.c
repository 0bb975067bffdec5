/* Pieces and parts of contours are the same bytes for any order of the points and any number of
 * threads, and nearly the same where points have moved by less than anyone can measure. */
#include <stdlib.h>
#include <string.h>

#include <geo/surface.h>

#include "near.h"
#include "random.h"
#include "unit.h"

enum { POINTS = 3000 };

static const geo_crs crs = {NULL, NULL, 27700, true};

/* A town of several centres. */
static void make_points(double *x, double *y)
{
    static const double centre[5][3] = {{3000, 2500, 500},
                                        {3600, 2900, 400},
                                        {2500, 3100, 700},
                                        {5200, 1500, 300},
                                        {3300, 900, 900}};
    uint64_t seed = 34;
    for (size_t i = 0; i < POINTS; i++) {
        const double *of = centre[random_below(&seed, 5)];
        x[i] = 400000 + of[0] + of[2] * random_between(&seed, -1, 1) * random_between(&seed, 0, 1);
        y[i] = 300000 + of[1] + of[2] * random_between(&seed, -1, 1) * random_between(&seed, 0, 1);
    }
}

/* By peak, or pieces where that is 0. */
static geo_areas *areas_of_points(geo_context *context, const double *x, const double *y,
                                  int threads, double ratio)
{
    static const double level[] = {60, 120, 400};
    const geo_contour_options wanted = {level, 3, true, 0.001, 0.001};
    geo_density_options options = GEO_DENSITY_OPTIONS_INIT;
    geo_grid *grid = NULL;
    geo_areas *areas = NULL;
    options.bandwidth_m = 250;
    options.cell_m = 20;
    options.extent = (geo_extent){400000, 300000, 406000, 304500};
    geo_context_set_threads(context, threads);
    assert_int_equal(geo_density(context, &crs, x, y, NULL, POINTS, &options, &grid, NULL), GEO_OK);
    assert_int_equal(ratio > 0 ? geo_contours_by_peak(context, grid, &wanted, ratio, &areas)
                               : geo_contours(context, grid, &wanted, &areas),
                     GEO_OK);
    geo_grid_free(grid);
    return areas;
}

static void assert_same_areas(const geo_areas *one, const geo_areas *other)
{
    assert_int_equal(one->count, other->count);
    assert_int_equal(one->point_count, other->point_count);
    assert_memory_equal(one->x, other->x, one->point_count * sizeof *one->x);
    assert_memory_equal(one->y, other->y, one->point_count * sizeof *one->y);
    assert_memory_equal(one->area_ring, other->area_ring, (one->count + 1) * sizeof(size_t));
    for (size_t c = 1; c < one->attributes->column_count; c++)
        assert_memory_equal(one->attributes->column[c].real, other->attributes->column[c].real,
                            one->count * sizeof(double));
}

static double real_of(const geo_areas *areas, const char *name, size_t area)
{
    return geo_table_find(areas->attributes, name)->real[area];
}

/* Ranks are the order: each is where it was, and as large and as high. */
static void assert_near_areas(const geo_areas *one, const geo_areas *other)
{
    static const char *const names[] = {"level", "area_km2", "incidents",
                                        "peak",  "peak_x",   "peak_y"};
    assert_int_equal(one->count, other->count);
    for (size_t n = 0; n < sizeof names / sizeof *names; n++)
        for (size_t i = 0; i < one->count; i++)
            if (!is_near(real_of(one, names[n], i), real_of(other, names[n], i), 1e-6))
                fail_msg("%s of %zu: %.17g and %.17g", names[n], i, real_of(one, names[n], i),
                         real_of(other, names[n], i));
}

static void shuffle(double *x, double *y, uint64_t *seed)
{
    for (size_t i = POINTS - 1; i > 0; i--) {
        size_t j = random_below(seed, i + 1);
        double x_then = x[i], y_then = y[i];
        x[i] = x[j];
        y[i] = y[j];
        x[j] = x_then;
        y[j] = y_then;
    }
}

static void the_same_for_any_order_and_threads(void **state)
{
    static const double ratio[] = {0, 1, GEO_CONTOUR_PEAK_RATIO};
    static double x[POINTS], y[POINTS];
    uint64_t seed = 35;
    for (size_t i = 0; i < 3; i++) {
        make_points(x, y);
        geo_areas *one = areas_of_points(*state, x, y, 1, ratio[i]);
        geo_areas *two = areas_of_points(*state, x, y, 2, ratio[i]);
        shuffle(x, y, &seed);
        geo_areas *mixed = areas_of_points(*state, x, y, 2, ratio[i]);
        for (size_t k = 0; k < POINTS; k++) {
            x[k] += random_between(&seed, -1e-9, 1e-9);
            y[k] += random_between(&seed, -1e-9, 1e-9);
        }
        geo_areas *moved = areas_of_points(*state, x, y, 2, ratio[i]);
        assert_true(one->count > 5);
        assert_same_areas(one, two);
        assert_same_areas(one, mixed);
        assert_near_areas(one, moved);
        geo_areas_free(one);
        geo_areas_free(two);
        geo_areas_free(mixed);
        geo_areas_free(moved);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(the_same_for_any_order_and_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
