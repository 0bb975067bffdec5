/* Rates drawn towards the rate of all areas. */
#include <math.h>

#include <geo/measure.h>

#include "near.h"
#include "unit.h"

static const double none = (double)NAN;

/* 1000 * spdep::EBest(count, population)$estmm, spdep 1.2.7, without the areas that it refuses. */
static void worked_values(void **state)
{
    const double count[] = {12, 0, 3, 65, 7, none, 140, 9};
    const double population[] = {1500, 900, 0, 2300, 2000, 500, 5200, none};
    const double expected[] = {9.0325030559213655,
                               2.8138145597723061,
                               none,
                               27.653587952201676,
                               4.6231178291374997,
                               none,
                               26.683966911547728,
                               none};
    double rate[8];
    assert_int_equal(geo_smooth_rates(*state, count, population, 8, rate), GEO_OK);
    for (size_t i = 0; i < 8; i++)
        assert_true(is_near(rate[i], expected[i], 1e-13));
}

/* Rates that vary by less than chance would have them are all one; and so is no crime at all. */
static void nothing_but_chance(void **state)
{
    const double count[] = {2, 4, 7}, population[] = {1000, 2000, 3000}, nothing[] = {0, 0, 0};
    double rate[3];
    assert_int_equal(geo_smooth_rates(*state, count, population, 3, rate), GEO_OK);
    for (size_t i = 0; i < 3; i++)
        assert_true(is_near(rate[i], 13.0 / 6, 1e-15));
    assert_int_equal(geo_smooth_rates(*state, nothing, population, 3, rate), GEO_OK);
    assert_true(rate[0] == 0 && rate[1] == 0 && rate[2] == 0);
}

static void small_areas_move_furthest(void **state)
{
    const double count[] = {4, 400, 30, 300, 3, 30};
    const double population[] = {100, 10000, 1000, 10000, 1000, 10000};
    double rate[6];
    assert_int_equal(geo_smooth_rates(*state, count, population, 6, rate), GEO_OK);
    assert_true(rate[0] < rate[1] && rate[1] < 40);
    assert_true(rate[4] > rate[5] && rate[5] > 3);
}

static void what_has_no_rate(void **state)
{
    double count[] = {1, 2}, population[] = {0, -1}, rate[2];
    assert_int_equal(geo_smooth_rates(*state, count, population, 2, rate), GEO_ERROR_DATA);
    assert_string_equal(geo_message(*state),
                        "no area has a rate: none of the 2 areas has a population");
    population[0] = 1000;
    count[1] = -1;
    assert_int_equal(geo_smooth_rates(*state, count, population, 2, rate), GEO_ERROR_DATA);
    assert_string_equal(geo_message(*state), "area 2 has a count out of range");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(worked_values),
        UNIT_TEST(nothing_but_chance),
        UNIT_TEST(small_areas_move_furthest),
        UNIT_TEST(what_has_no_rate),
    };
    return cmocka_run_group_tests_name("smooth", tests, NULL, NULL);
}
