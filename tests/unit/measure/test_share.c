/* Intervals of shares, and of a share against a share of the population. */
#include <math.h>

#include <geo/measure.h>

#include "near.h"
#include "unit.h"

static const double none = (double)NAN;

/* prop.test(count, total, conf.level = level, correct = FALSE)$conf.int of R 4.2.2. */
static void worked_values(void **state)
{
    (void)state;
    static const struct {
        double count;
        double total;
        double level;
        double lower;
        double upper;
    } cases[] = {
        {12, 80, 0.95, 0.087940405061635515, 0.24413228561323347},
        {0, 10, 0.95, 0, 0.27753279986288915},
        {10, 10, 0.95, 0.72246720013711085, 1},
        {1, 1e6, 0.998, 8.7242584188843887e-08, 1.1462182830244018e-05},
        {4500, 9000, 0.8, 0.49324624639465925, 0.50675375360534081},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double lower, upper;
        geo_share_interval(cases[i].count, cases[i].total, cases[i].level, &lower, &upper);
        assert_true(is_near(lower, cases[i].lower, 1e-14));
        assert_true(is_near(upper, cases[i].upper, 1e-14));
    }
}

/* The limits of a share are those of the rest, from the other end; and none or all are 0 or 1. */
static void limits_mirror_each_other(void **state)
{
    (void)state;
    for (double count = 0; count <= 1000; count += 0.5) {
        double lower, upper, rest_lower, rest_upper;
        geo_share_interval(count, 1000, 0.95, &lower, &upper);
        geo_share_interval(1000 - count, 1000, 0.95, &rest_lower, &rest_upper);
        assert_true(fabs(lower - (1 - rest_upper)) < 1e-15);
        assert_true((lower == 0) == (count == 0) && (upper == 1) == (count == 1000));
        assert_true(lower <= count / 1000 && count / 1000 <= upper);
    }
}

/* domain: 17% of incidents and 9% of the population; R as above, divided by 0.09. */
static void share_against_population(void **state)
{
    (void)state;
    double lower, upper;
    geo_share_ratio_interval(170, 1000, 0.09, 0.95, &lower, &upper);
    assert_true(is_near(lower, 1.6443510626505824, 1e-14));
    assert_true(is_near(upper, 2.1614896106879335, 1e-14));
    static const double impossible[] = {0, -0.1, 1.1, (double)NAN};
    for (size_t i = 0; i < sizeof impossible / sizeof *impossible; i++) {
        geo_share_ratio_interval(170, 1000, impossible[i], 0.95, &lower, &upper);
        assert_true(isnan(lower) && isnan(upper));
    }
}

static void what_has_no_interval(void **state)
{
    (void)state;
    const double cases[][3] = {
        {0, 0, 0.95},
        {-1, 10, 0.95},
        {11, 10, 0.95},
        {none, 10, 0.95},
        {1, none, 0.95},
        {1, -1, 0.95},
        {1, (double)INFINITY, 0.95},
        {1, 10, 0},
        {1, 10, 1},
        {1, 10, none},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double lower = 1, upper = 1;
        geo_share_interval(cases[i][0], cases[i][1], cases[i][2], &lower, &upper);
        assert_true(isnan(lower) && isnan(upper));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(worked_values),
        UNIT_TEST(limits_mirror_each_other),
        UNIT_TEST(share_against_population),
        UNIT_TEST(what_has_no_interval),
    };
    return cmocka_run_group_tests_name("share", tests, NULL, NULL);
}
