/* Limits of a funnel plot. */
#include <math.h>

#include <geo/measure.h>

#include "unit.h"

/* r - (F(r) - p) / f(r) with r, F and f of scipy.stats.poisson 1.10: ppf, cdf and pmf. */
static void worked_values(void **state)
{
    (void)state;
    static const struct {
        double expected;
        double limit[4]; /* lower 95, upper 95, lower 99.8, upper 99.8 */
    } cases[] = {
        {0.5, {0, 1.86002591, 0, 3.47585898}},
        {1, {0, 2.9019487, 0, 4.8676256}},
        {3.7, {0.00302232676, 7.47547452, 0, 10.51923}},
        {10, {3.77518795, 16.1599507, 1.22052932, 20.6620008}},
        {100, {80.3663371, 119.580895, 70.0652843, 131.80475}},
        {2345.6, {2250.64845, 2440.49912, 2196.86738, 2496.18376}},
        {1e6, {998040.01, 1001959.94, 996910.693, 1003091.16}},
        {1e8, {99980400.3, 100019600, 99969098.6, 100030903}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double limit[4];
        geo_funnel_limits(cases[i].expected, 0.95, &limit[0], &limit[1]);
        geo_funnel_limits(cases[i].expected, 0.998, &limit[2], &limit[3]);
        for (int j = 0; j < 4; j++)
            assert_true(fabs(limit[j] - cases[i].limit[j]) <= 1e-8 * (1 + cases[i].limit[j]));
    }
}

/* Without a step where one way of finding them ends, and always about the expectation. */
static void limits_rise_with_the_expectation(void **state)
{
    (void)state;
    double before[2] = {0, 0};
    for (int i = 1; i <= 900; i++) {
        double expected = pow(10, i / 100.0), lower = -1, upper = -1;
        geo_funnel_limits(expected, 0.998, &lower, &upper);
        assert_true(lower >= before[0] && upper > before[1]);
        assert_true(lower < expected && upper > expected);
        before[0] = lower;
        before[1] = upper;
    }
}

static void what_has_no_limits(void **state)
{
    (void)state;
    static const struct {
        double expected;
        double level;
    } cases[] = {{-1, 0.95}, {(double)NAN, 0.95}, {(double)INFINITY, 0.95}, {5, 0}, {5, 1}};
    double lower = 1, upper = 1;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_funnel_limits(cases[i].expected, cases[i].level, &lower, &upper);
        assert_true(isnan(lower) && isnan(upper));
    }
    geo_funnel_limits(0, 0.95, &lower, &upper);
    assert_true(lower == 0 && upper == 0);
}

/* The limits of 10 are 1.22, 3.78, 16.16 and 20.66. */
static void flags(void **state)
{
    (void)state;
    static const struct {
        double count;
        double expected;
        const char *name;
    } cases[] = {
        {10, 10, "within the limits"},     {4, 10, "within the limits"},
        {16, 10, "within the limits"},     {3, 10, "below the 95% limit"},
        {2, 10, "below the 95% limit"},    {1, 10, "below the 99.8% limit"},
        {17, 10, "above the 95% limit"},   {20, 10, "above the 95% limit"},
        {21, 10, "above the 99.8% limit"}, {0, 0, "within the limits"},
        {1, 0, "above the 99.8% limit"},   {5, (double)NAN, "within the limits"},
        {5, -1, "within the limits"},      {(double)NAN, 10, "within the limits"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(
            geo_funnel_flag_name(geo_funnel_flag_of(cases[i].count, cases[i].expected)),
            cases[i].name);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(worked_values),
        UNIT_TEST(limits_rise_with_the_expectation),
        UNIT_TEST(what_has_no_limits),
        UNIT_TEST(flags),
    };
    return cmocka_run_group_tests_name("funnel", tests, NULL, NULL);
}
