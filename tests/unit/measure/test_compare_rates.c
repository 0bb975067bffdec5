/* Two counts over their exposures: the test of equal rates and the interval of their ratio. */
#include <math.h>

#include <geo/measure.h>

#include "near.h"
#include "unit.h"

static const double none = (double)NAN;
static const double infinite = (double)INFINITY;

struct pair {
    double count_a;
    double exposure_a;
    double count_b;
    double exposure_b;
    double p;
    double lower; /* of the ratio, 95% */
    double upper;
};

static void check_pair(const struct pair *pair, double tolerance)
{
    double lower, upper;
    double p =
        geo_poisson_compare(pair->count_a, pair->exposure_a, pair->count_b, pair->exposure_b);
    geo_rate_ratio_interval(pair->count_a, pair->exposure_a, pair->count_b, pair->exposure_b, 0.95,
                            &lower, &upper);
    assert_true(is_near(p, pair->p, tolerance));
    assert_true(is_near(lower, pair->lower, tolerance));
    assert_true(is_near(upper, pair->upper, tolerance));
}

/* poisson.test(c(count_a, count_b), c(exposure_a, exposure_b)) of R 4.2.2. */
static void worked_values(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {65, 12, 40, 11, 0.050560588594607075, 0.98951659945705339, 2.267178923549098},
        {0, 1, 5, 1, 0.0625, 0, 1.0912791051825459},
        {5, 1, 0, 1, 0.0625, 0.9163558573154601, (double)INFINITY},
        {10, 1, 10, 1, 1, 0.37354684669936622, 2.677040400249473},
        {11, 1, 9, 1, 0.82380294799804732, 0.46044700520601167, 3.3369291418760803},
        {120, 12, 80, 9, 0.43254677808553149, 0.84078843663423808, 1.5121277391260766},
        {1, 1, 1, 3, 0.43749999999999989, 0.038218101250999878, 235.49050594878855},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        check_pair(&pairs[i], 1e-12);
}

/* Where poisson.test loses digits or needs gigabytes: the same sums by mpmath 1.3, 40 digits. */
static void extremes(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {5, 1e6, 3, 1, 5.5999622001511995e-17, 3.2426339396202805e-7, 1.073248789951878e-5},
        {1e6, 12, 1002000, 12, 0.15771445281311986, 0.99524192878115361, 1.0007737188221749},
        {1, 1, 1e6, 1, 0, 2.5317782987002271e-8, 5.5716561267389292e-6},
        {7, 1, 0, 2, 0.00045724737082761773, 2.8826170376704775, (double)INFINITY},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        check_pair(&pairs[i], 1e-11);
    assert_true(is_near(geo_poisson_compare(2295702, 148651.3190837, 157, 3.03426633083),
                        1.1191886256993086e-36, 1e-11));
    assert_true(is_near(geo_poisson_compare(3, 1e6, 1, 1), 3.99999000002e-6, 1e-11));
    assert_true(is_near(geo_poisson_compare(999950000, 1, 1e9, 1), 0.263556058450333, 1e-9));
}

static void no_incidents(void **state)
{
    (void)state;
    const struct pair nothing = {0, 12, 0, 5, 1, 0, infinite};
    check_pair(&nothing, 0);
    assert_true(geo_poisson_compare(1e6, 1, 1e6, 1) == 1);
    assert_true(geo_poisson_compare(0, 1e-6, 20, 1) == 1);
}

/* The other order is the same test, and the ratio is turned about. */
static void order_does_not_matter(void **state)
{
    (void)state;
    for (double a = 0; a < 30; a++)
        for (double b = 0; b < 30; b++) {
            double lower, upper, turned_lower, turned_upper;
            double p = geo_poisson_compare(a, 3, b, 2);
            assert_true(p > 0 && p <= 1 && is_near(geo_poisson_compare(b, 2, a, 3), p, 1e-13));
            geo_rate_ratio_interval(a, 3, b, 2, 0.9, &lower, &upper);
            geo_rate_ratio_interval(b, 2, a, 3, 0.9, &turned_lower, &turned_upper);
            assert_true(is_near(lower, 1 / turned_upper, 1e-13));
            assert_true(is_near(upper, 1 / turned_lower, 1e-13));
        }
}

static void what_is_impossible(void **state)
{
    (void)state;
    const double cases[][4] = {
        {-1, 1, 1, 1}, {0.5, 1, 1, 1},  {none, 1, 1, 1},     {1.1e9, 1, 1, 1},
        {1, 1, -1, 1}, {1, 1, 1.5, 1},  {1, 1, infinite, 1}, {1, 0, 1, 1},
        {1, -1, 1, 1}, {1, none, 1, 1}, {1, 1, 1, 0},        {1, 1, 1, infinite},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const double *x = cases[i];
        double lower = 1, upper = 1;
        assert_true(isnan(geo_poisson_compare(x[0], x[1], x[2], x[3])));
        geo_rate_ratio_interval(x[0], x[1], x[2], x[3], 0.95, &lower, &upper);
        assert_true(isnan(lower) && isnan(upper));
    }
    const double levels[] = {0, 1, none};
    for (size_t i = 0; i < 3; i++) {
        double lower = 1, upper = 1;
        geo_rate_ratio_interval(3, 1, 4, 1, levels[i], &lower, &upper);
        assert_true(isnan(lower) && isnan(upper));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(worked_values),         UNIT_TEST(extremes),           UNIT_TEST(no_incidents),
        UNIT_TEST(order_does_not_matter), UNIT_TEST(what_is_impossible),
    };
    return cmocka_run_group_tests_name("compare_rates", tests, NULL, NULL);
}
