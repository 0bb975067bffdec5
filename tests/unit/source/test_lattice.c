/* Polynomials in place of a map: how near they come, and where they must not be used. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "random.h"
#include "source/lattice.h"
#include "unit.h"

#define TOLERANCE 1e-4

typedef struct asked_map {
    void (*image)(double *x, double *y);
    size_t asked;
} asked_map;

static size_t apply_map(void *user, double *x, double *y, size_t count)
{
    asked_map *map = user;
    size_t failed = 0;
    map->asked += count;
    for (size_t i = 0; i < count; i++) {
        map->image(&x[i], &y[i]);
        failed += isfinite(x[i]) ? 0 : 1;
    }
    return failed;
}

static void bend(double *x, double *y)
{
    double angle = *x * 0.017;
    double distance = 6e6 * cos(*y * 0.017);
    *x = distance * sin(angle);
    *y = distance * cos(angle);
}

/* A kink along a line through cells, as at the nodes of a grid of corrections. */
static void kink(double *x, double *y)
{
    double turned = fabs(*x + *y - 1.23456);
    bend(x, y);
    *x += turned;
}

static void half_plane(double *x, double *y)
{
    if (*x < 0.7)
        bend(x, y);
    else
        *x = *y = HUGE_VAL;
}

/* A polynomial of degree 5, which must come out to the last few bits. */
static void polynomial(double *x, double *y)
{
    double u = *x, v = *y;
    *x = 3 + u * (2 - v * (1 + u * u * (v - 0.5 * u)));
    *y = v * v * v * v * v - u * v + 7;
}

static void never(double *x, double *y)
{
    *x = *y = HUGE_VAL;
}

static geo_lattice *new_lattice(geo_context *context, double cell_size)
{
    geo_lattice *lattice = NULL;
    assert_int_equal(geo_lattice_new(context, cell_size, TOLERANCE, &lattice), GEO_OK);
    return lattice;
}

/* The largest distance between images and what the map itself gives, over random points. */
static double largest_error(geo_context *context, asked_map *map, double reach, size_t count)
{
    geo_lattice *lattice = new_lattice(context, 2);
    uint64_t state = 11;
    double largest = 0;
    size_t failed = 0, exactly_failed = 0;
    for (size_t i = 0; i < count; i++) {
        double x = random_between(&state, -reach, reach);
        double y = random_between(&state, -reach, reach);
        double exact_x = x, exact_y = y;
        failed += geo_lattice_apply(lattice, apply_map, map, &x, &y, 1);
        map->image(&exact_x, &exact_y);
        exactly_failed += isfinite(exact_x) ? 0 : 1;
        assert_true(isfinite(exact_x) || (x == HUGE_VAL && y == HUGE_VAL));
        if (isfinite(exact_x))
            largest = fmax(largest, hypot(x - exact_x, y - exact_y));
    }
    assert_int_equal(failed, exactly_failed);
    geo_lattice_free(lattice);
    return largest;
}

static void smooth_maps_are_met(void **state)
{
    asked_map bent = {bend, 0};
    assert_true(largest_error(*state, &bent, 10, 100000) < TOLERANCE);
    /* 100 cells at 68 points each */
    assert_int_equal(bent.asked, 100 * 68);
    asked_map polynomials = {polynomial, 0};
    assert_true(largest_error(*state, &polynomials, 2, 10000) < 1e-12);
}

static void what_is_not_smooth_goes_to_the_map(void **state)
{
    asked_map kinked = {kink, 0};
    asked_map cut = {half_plane, 0};
    asked_map empty = {never, 0};
    assert_true(largest_error(*state, &kinked, 4, 50000) < TOLERANCE);
    assert_true(largest_error(*state, &cut, 4, 50000) < TOLERANCE);
    largest_error(*state, &empty, 4, 1000);
    /* A cell without any image is not divided. */
    assert_int_equal(empty.asked, 1000 + 16 * 68);
}

static void what_has_no_cell_goes_to_the_map(void **state)
{
    geo_lattice *lattice = new_lattice(*state, 2);
    asked_map map = {bend, 0};
    double x[] = {(double)NAN, HUGE_VAL, -HUGE_VAL, 1e300, 3e6, 1, 0.0};
    double y[] = {1, 1, 1, 1, -3e6, (double)NAN, -0.0};
    assert_int_equal(geo_lattice_apply(lattice, apply_map, &map, x, y, 7), 4);
    double exact_x = 3e6, exact_y = -3e6;
    bend(&exact_x, &exact_y);
    assert_true(x[4] == exact_x && y[4] == exact_y);
    assert_true(fabs(x[6]) < TOLERANCE && fabs(y[6] - 6e6) < TOLERANCE);
    assert_int_equal(map.asked, 6 + 68);
    geo_lattice_free(lattice);
}

/* More cells than are kept, in two orders: what a point becomes must not show it. */
static void forgetting_does_not_show(void **state)
{
    enum { POINTS = 100000 };
    double *point = calloc(4 * (size_t)POINTS, sizeof *point);
    assert_non_null(point);
    double *x = point, *y = x + POINTS, *back_x = y + POINTS, *back_y = back_x + POINTS;
    uint64_t random = 3;
    for (size_t i = 0; i < POINTS; i++) {
        back_x[POINTS - 1 - i] = x[i] = random_between(&random, -400, 400);
        back_y[POINTS - 1 - i] = y[i] = random_between(&random, -400, 400);
    }
    asked_map map = {kink, 0};
    geo_lattice *lattice = new_lattice(*state, 2);
    geo_lattice_apply(lattice, apply_map, &map, x, y, POINTS);
    assert_true(map.asked > 68 * (size_t)65536);
    geo_lattice_apply(lattice, apply_map, &map, back_x, back_y, POINTS);
    for (size_t i = 0; i < POINTS; i++)
        assert_true(x[i] == back_x[POINTS - 1 - i] && y[i] == back_y[POINTS - 1 - i]);
    geo_lattice_free(lattice);
    free(point);
}

/* Points of a few cells, some far away from all: a block of any length, many of them in one cell.
 */
static void make_points(uint64_t *random, double *x, double *y, size_t count)
{
    double reach = random_below(random, 2) ? 0.9 : 3;
    for (size_t i = 0; i < count; i++) {
        bool is_far = random_below(random, 50) == 0;
        double around = is_far ? 5 : reach;
        x[i] = random_between(random, -around, around) + 0.1;
        y[i] = random_between(random, -around, around) + 1;
    }
    if (random_below(random, 3) == 0)
        x[random_below(random, count)] = random_below(random, 2) ? (double)NAN : 1e300;
}

static void assert_as_alone(geo_context *context, void (*image)(double *x, double *y))
{
    enum { MOST = 1300, ROUNDS = 60 };
    double x[MOST], y[MOST], lone_x[MOST], lone_y[MOST];
    asked_map map = {image, 0};
    geo_lattice *together = new_lattice(context, 2), *alone = new_lattice(context, 2);
    uint64_t random = 29;
    for (int round = 0; round < ROUNDS; round++) {
        size_t count = 1 + random_below(&random, MOST), failed = 0;
        make_points(&random, x, y, count);
        memcpy(lone_x, x, sizeof x);
        memcpy(lone_y, y, sizeof y);
        for (size_t i = 0; i < count; i++)
            failed += geo_lattice_apply(alone, apply_map, &map, &lone_x[i], &lone_y[i], 1);
        assert_int_equal(geo_lattice_apply(together, apply_map, &map, x, y, count), failed);
        assert_memory_equal(x, lone_x, count * sizeof *x);
        assert_memory_equal(y, lone_y, count * sizeof *y);
    }
    geo_lattice_free(together);
    geo_lattice_free(alone);
}

static void points_together_are_as_alone(void **state)
{
    assert_as_alone(*state, bend);
    assert_as_alone(*state, kink);
    assert_as_alone(*state, half_plane);
    assert_as_alone(*state, never);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(smooth_maps_are_met),
        UNIT_TEST(what_is_not_smooth_goes_to_the_map),
        UNIT_TEST(what_has_no_cell_goes_to_the_map),
        UNIT_TEST(forgetting_does_not_show),
        UNIT_TEST(points_together_are_as_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
