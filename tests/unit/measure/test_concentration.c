/* The concentration curve. */
#include <string.h>

#include <geo/deprivation.h>

#include "allocations.h"
#include "near.h"
#include "random.h"

enum { AREAS = 40 };

static void areas_stand_in_order(void **state)
{
    static const double count[] = {1, 4, 3, 2}, population[] = {10, 20, 40, 30};
    static const double order[] = {9, -1, 0.5, 7};
    double across[5], up[5];
    size_t points = 0;
    assert_int_equal(
        geo_concentration_curve(*state, count, population, order, 4, across, up, &points), GEO_OK);
    assert_int_equal(points, 5);
    static const double people[] = {0, 20, 60, 90, 100}, incidents[] = {0, 4, 7, 9, 10};
    for (size_t i = 0; i < 5; i++) {
        assert_true(is_near(across[i], people[i] / 100, 1e-15));
        assert_true(is_near(up[i], incidents[i] / 10, 1e-15));
    }
}

static void without_an_order_they_stand_as_they_are(void **state)
{
    static const double count[] = {3, 0, 1}, population[] = {2, 1, 1};
    double across[4], up[4];
    size_t points = 0;
    assert_int_equal(
        geo_concentration_curve(*state, count, population, NULL, 3, across, up, &points), GEO_OK);
    assert_int_equal(points, 4);
    assert_true(across[1] == 0.5 && up[1] == 0.75 && across[2] == 0.75 && up[2] == 0.75);
    assert_true(across[3] == 1 && up[3] == 1);
}

static void equal_places_are_one_step_and_unknown_ones_none(void **state)
{
    static const double nan_value = (double)NAN;
    const double count[] = {1, 5, 2, 7, 1, nan_value, 9};
    const double population[] = {10, 10, 20, 10, 10, 10, 0};
    const double order[] = {2, 1, 2, nan_value, 3, 1, 1};
    double across[8], up[8];
    size_t points = 0;
    assert_int_equal(
        geo_concentration_curve(*state, count, population, order, 7, across, up, &points), GEO_OK);
    assert_int_equal(points, 4);
    assert_true(is_near(across[1], 0.2, 1e-15) && is_near(up[1], 5.0 / 9, 1e-15));
    assert_true(is_near(across[2], 0.8, 1e-15) && is_near(up[2], 8.0 / 9, 1e-15));
    assert_true(across[3] == 1 && up[3] == 1);
}

/* 1 less twice the area below the curve is the index of the areas as groups. */
static void the_area_below_is_the_index(void **state)
{
    double count[AREAS], population[AREAS], across[AREAS + 1], up[AREAS + 1], below = 0;
    uint64_t random = 11;
    size_t points = 0;
    geo_inequality found;
    for (size_t i = 0; i < AREAS; i++) {
        count[i] = (double)random_below(&random, 30);
        population[i] = 1000 + (double)random_below(&random, 1000);
    }
    assert_int_equal(
        geo_concentration_curve(*state, count, population, NULL, AREAS, across, up, &points),
        GEO_OK);
    for (size_t i = 1; i < points; i++)
        below += (across[i] - across[i - 1]) * (up[i] + up[i - 1]) / 2;
    assert_int_equal(geo_inequality_make(*state, count, population, AREAS, 1000, 0.95, &found),
                     GEO_OK);
    assert_true(fabs(found.concentration.value - (1 - 2 * below)) < 1e-14);
}

static void what_has_no_curve(void **state)
{
    static const double some[] = {1, 2}, none[] = {0, 0}, negative[] = {1, -2};
    static const double endless[] = {1, (double)INFINITY};
    const struct {
        const double *count;
        const double *population;
        size_t areas;
        const char *message;
    } cases[] = {
        {none, some, 2, "at least one incident"}, {some, none, 2, "at least one area with people"},
        {some, some, 0, "at least one area"},     {negative, some, 2, "area 2 has a count"},
        {some, negative, 2, "area 2 has a popu"}, {endless, some, 2, "area 2 has a count"},
        {some, endless, 2, "area 2 has a popu"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double across[3], up[3];
        size_t points = 0;
        assert_int_equal(geo_concentration_curve(*state, cases[i].count, cases[i].population, NULL,
                                                 cases[i].areas, across, up, &points),
                         GEO_ERROR_DATA);
        assert_non_null(strstr(geo_message(*state), cases[i].message));
    }
}

static geo_status draw_a_curve(geo_context *context, void *data)
{
    static const double count[] = {1, 2}, population[] = {3, 4};
    double across[3], up[3];
    size_t points;
    (void)data;
    return geo_concentration_curve(context, count, population, NULL, 2, across, up, &points);
}

static void memory_that_runs_out_is_a_status(void **state)
{
    (void)state;
    assert_int_equal(fail_each_allocation(draw_a_curve, NULL), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(areas_stand_in_order),
        UNIT_TEST(without_an_order_they_stand_as_they_are),
        UNIT_TEST(equal_places_are_one_step_and_unknown_ones_none),
        UNIT_TEST(the_area_below_is_the_index),
        UNIT_TEST(what_has_no_curve),
        UNIT_TEST(memory_that_runs_out_is_a_status),
    };
    return cmocka_run_group_tests_name("concentration curve", tests, NULL, NULL);
}
