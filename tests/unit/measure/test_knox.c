/* Near repeats. */
#include <math.h>

#include <geo/spatial.h>

#include "allocations.h"
#include "near.h"
#include "random.h"
#include "unit.h"

static const double distance_m[] = {100, 200}, days[] = {0, 7, 14};

static geo_knox_options bands(size_t permutations)
{
    geo_knox_options options = GEO_KNOX_OPTIONS_INIT;
    options.distance_m = distance_m;
    options.distance_count = 2;
    options.days = days;
    options.day_count = 3;
    options.permutations = permutations;
    return options;
}

/* Pairs by hand: 0-1 are 100 m and 7 days apart, 0-2 150 m and 8 days, 1-2 180.3 m and 1 day, 3 is
 * 1 km away, and 4 has no day. */
static void pairs_by_band(void **state)
{
    const double x[] = {0, 100, 0, 1000, 10}, y[] = {0, 0, 150, 0, 0};
    const double day[] = {10, 17, 18, 10, (double)NAN};
    const int64_t expected[] = {0, 1, 0, 0, 1, 1};
    const geo_knox_options options = bands(9);
    geo_knox *knox = NULL;
    assert_int_equal(geo_knox_make(*state, x, y, day, 5, &options, &knox), GEO_OK);
    assert_int_equal(knox->count, 4);
    assert_memory_equal(knox->band.pairs, expected, sizeof expected);
    for (size_t c = 0; c < 6; c++)
        assert_true(knox->band.p[c] >= 0.1 && knox->band.p[c] <= 1);
    geo_knox_free(knox);
}

enum { MANY = 300 };

typedef struct incidents {
    double x[MANY], y[MANY], day[MANY];
} incidents;

/* Every third incident has another near it within two days. */
static incidents with_repeats(uint64_t random)
{
    incidents made;
    for (size_t i = 0; i < MANY; i++) {
        bool is_repeat = i % 3 == 2;
        made.x[i] = is_repeat ? made.x[i - 1] + random_between(&random, -50, 50)
                              : random_between(&random, 0, 5000);
        made.y[i] = is_repeat ? made.y[i - 1] : random_between(&random, 0, 5000);
        made.day[i] = is_repeat ? made.day[i - 1] + floor(random_between(&random, 0, 3))
                                : floor(random_between(&random, 0, 365));
    }
    return made;
}

/* Over all permutations a pair is in a band of days as often as any other pair: what is expected is
 * the product of the bands over all pairs. */
static void what_is_expected(void **state)
{
    const incidents of = with_repeats(3);
    const geo_knox_options options = bands(4999);
    double by_distance[2] = {0, 0}, by_days[3] = {0, 0, 0}, all = MANY * (MANY - 1) / 2.0;
    geo_knox *knox = NULL;
    for (size_t i = 0; i < MANY; i++)
        for (size_t j = 0; j < i; j++) {
            double metres = hypot(of.x[i] - of.x[j], of.y[i] - of.y[j]);
            double apart = fabs(of.day[i] - of.day[j]);
            by_distance[0] += metres <= 100;
            by_distance[1] += metres > 100 && metres <= 200;
            by_days[0] += apart <= 0;
            by_days[1] += apart > 0 && apart <= 7;
            by_days[2] += apart > 7 && apart <= 14;
        }
    assert_int_equal(geo_knox_make(*state, of.x, of.y, of.day, MANY, &options, &knox), GEO_OK);
    for (size_t c = 0; c < 6; c++) {
        double expected = by_distance[c / 3] * by_days[c % 3] / all;
        assert_true(fabs(knox->band.expected[c] - expected) < 5 * sqrt(expected / 4999));
        assert_true(is_near(knox->band.ratio[c],
                            (double)knox->band.pairs[c] / knox->band.expected[c], 1e-15));
    }
    assert_true(knox->band.p[1] == 1.0 / 5000 && knox->band.ratio[1] > 5);
    assert_true(knox->band.p[5] > 0.01);
    geo_knox_free(knox);
}

static void the_same_for_any_number_of_threads(void **state)
{
    const incidents of = with_repeats(4);
    const geo_knox_options options = bands(199);
    geo_knox *one = NULL, *many = NULL;
    geo_context_set_threads(*state, 1);
    assert_int_equal(geo_knox_make(*state, of.x, of.y, of.day, MANY, &options, &one), GEO_OK);
    geo_context_set_threads(*state, 5);
    assert_int_equal(geo_knox_make(*state, of.x, of.y, of.day, MANY, &options, &many), GEO_OK);
    assert_memory_equal(one->band.expected, many->band.expected, 6 * sizeof *one->band.expected);
    assert_memory_equal(one->band.p, many->band.p, 6 * sizeof *one->band.p);
    geo_knox_free(one);
    geo_knox_free(many);
}

static void the_same_in_any_order(void **state)
{
    const incidents of = with_repeats(5);
    const geo_knox_options options = bands(99);
    incidents turned;
    geo_knox *one = NULL, *other = NULL;
    for (size_t i = 0; i < MANY; i++) {
        turned.x[i] = of.x[MANY - 1 - i];
        turned.y[i] = of.y[MANY - 1 - i];
        turned.day[i] = of.day[MANY - 1 - i];
    }
    assert_int_equal(geo_knox_make(*state, of.x, of.y, of.day, MANY, &options, &one), GEO_OK);
    assert_int_equal(geo_knox_make(*state, turned.x, turned.y, turned.day, MANY, &options, &other),
                     GEO_OK);
    assert_memory_equal(one->band.pairs, other->band.pairs, 6 * sizeof *one->band.pairs);
    assert_memory_equal(one->band.expected, other->band.expected, 6 * sizeof *one->band.expected);
    assert_memory_equal(one->band.p, other->band.p, 6 * sizeof *one->band.p);
    geo_knox_free(one);
    geo_knox_free(other);
}

static void what_cannot_be_tested(void **state)
{
    const double x[] = {0, 1}, y[] = {0, 1}, day[] = {0, (double)NAN};
    const double falling[] = {200, 100}, zero[] = {0};
    geo_knox_options options = bands(99);
    geo_knox *knox = NULL;
    assert_int_equal(geo_knox_make(*state, x, y, day, 2, &options, &knox), GEO_ERROR_DATA);
    options.distance_m = falling;
    assert_int_equal(geo_knox_make(*state, x, y, x, 2, &options, &knox), GEO_ERROR_USAGE);
    options.distance_m = zero;
    options.distance_count = 1;
    assert_int_equal(geo_knox_make(*state, x, y, x, 2, &options, &knox), GEO_ERROR_USAGE);
    options = bands(0);
    assert_int_equal(geo_knox_make(*state, x, y, x, 2, &options, &knox), GEO_ERROR_USAGE);
    options = bands(9);
    options.day_count = 0;
    assert_int_equal(geo_knox_make(*state, x, y, x, 2, &options, &knox), GEO_ERROR_USAGE);
    assert_null(knox);
}

static geo_status make_knox(geo_context *context, void *data)
{
    const double x[] = {0, 50, 60}, y[] = {0, 0, 0};
    geo_knox *knox = NULL;
    geo_status status = geo_knox_make(context, x, y, x, 3, data, &knox);
    geo_knox_free(knox);
    return status;
}

static void memory_that_runs_out(void **state)
{
    (void)state;
    geo_knox_options options = bands(9);
    assert_true(fail_each_allocation(make_knox, &options) > 15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(pairs_by_band),
        UNIT_TEST(what_is_expected),
        UNIT_TEST(the_same_for_any_number_of_threads),
        UNIT_TEST(the_same_in_any_order),
        UNIT_TEST(what_cannot_be_tested),
        UNIT_TEST(memory_that_runs_out),
    };
    return cmocka_run_group_tests_name("knox", tests, NULL, NULL);
}
