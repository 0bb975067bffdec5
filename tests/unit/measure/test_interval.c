/* Rates, quantiles and the intervals of a count. */
#include <math.h>

#include <geo/measure.h>

#include "measure/quantile.h"
#include "unit.h"

static bool is_near(double found, double expected, double relative)
{
    return fabs(found - expected) <= relative * fabs(expected);
}

static void rates(void **state)
{
    (void)state;
    assert_true(fabs(geo_rate_per_1000(2250, 103965) - 21.6) < 0.05);
    assert_true(geo_rate_per_1000(2250, 103965) == 1000.0 * 2250 / 103965);
    assert_true(geo_rate_per_1000(0, 500) == 0);
    assert_true(isnan(geo_rate_per_1000(5, 0)));
    assert_true(isnan(geo_rate_per_1000(5, -1)));
    assert_true(isnan(geo_rate_per_1000(5, (double)NAN)));
    assert_true(isnan(geo_rate_per_1000(5, (double)INFINITY)));
}

/* Computed with 40 digits; 0.975 as in every table. */
static void normal_quantiles(void **state)
{
    (void)state;
    static const struct {
        double probability;
        double z;
    } cases[] = {
        {0.5, 0},
        {0.6, 0.2533471031357997},
        {0.9, 1.2815515655446004},
        {0.975, 1.959963984540054},
        {0.995, 2.5758293035489004},
        {0.999, 3.090232306167813},
        {0.025, -1.959963984540054},
        {1e-10, -6.361340902404056},
        {1e-100, -21.27345356096532},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_true(is_near(geo_normal_quantile(cases[i].probability), cases[i].z, 1e-13));
}

/* Each quantile put into the distribution function of the C library gives its probability back. */
static void normal_quantiles_come_back(void **state)
{
    (void)state;
    for (int i = 1; i < 20000; i++) {
        double probability = i < 10000 ? i / 20000.0 : pow(10, -(i - 9999) / 50.0);
        double back = 0.5 * erfc(-geo_normal_quantile(probability) * sqrt(0.5));
        assert_true(is_near(back, probability, 1e-12));
    }
}

/* With shape 1 the variable is exponential. */
static void gamma_quantiles_of_shape_1(void **state)
{
    (void)state;
    for (int i = 1; i < 1000; i++) {
        double probability = i / 1000.0;
        assert_true(is_near(geo_gamma_quantile(probability, 1), -log1p(-probability), 1e-12));
    }
}

/* Worked values of PHEindicatormethods' rule; those below 10 computed with 40 digits. */
static void intervals(void **state)
{
    (void)state;
    static const struct {
        double count;
        double level;
        double lower;
        double upper;
        double tolerance;
    } cases[] = {
        {65, 0.95, 50.163188, 82.849139, 1e-7},
        {20, 0.95, 12.211429, 30.889880, 1e-7},
        {5, 0.95, 1.623486, 11.668332, 1e-6},
        {5, 0.95, 1.62348639012, 11.6683320793, 1e-11},
        {0, 0.95, 0, 3.68887945411, 1e-11},
        {0, 0.998, 0, 6.90775527898, 1e-11},
        {1, 0.95, 0.0253178079843, 5.57164339094, 1e-11},
        {1, 0.998, 0.00100050033358, 9.23341347645, 1e-11},
        {2, 0.5, 0.961278763115, 3.92040206029, 1e-11},
        {9, 0.95, 4.11537309738, 17.0848034514, 1e-11},
        {9, 0.998, 2.45242440436, 22.6573733091, 1e-11},
        /* weighted counts */
        {0.5, 0.95, 0.000491034558588, 4.67420180225, 1e-11},
        {3.7, 0.95, 0.940872464378, 9.8050014878, 1e-11},
        {9.99, 0.95, 4.78850658961, 18.3773723965, 1e-11},
        {0.01, 0.95, 3.52268599731e-161, 3.70988007231, 1e-10},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double lower = -1;
        double upper = -1;
        geo_count_interval(cases[i].count, cases[i].level, &lower, &upper);
        if (!is_near(lower, cases[i].lower, cases[i].tolerance) ||
            !is_near(upper, cases[i].upper, cases[i].tolerance))
            fail_msg("%g at %g: %.12g, %.12g", cases[i].count, cases[i].level, lower, upper);
    }
}

/* Byar's approximation is within 0.3% of the exact limits where the one takes over from the other.
 */
static void the_rules_meet_at_10(void **state)
{
    (void)state;
    double lower = 0;
    double upper = 0;
    geo_count_interval(10, 0.95, &lower, &upper);
    assert_true(is_near(lower, geo_gamma_quantile(0.025, 10), 3e-3));
    assert_true(is_near(upper, geo_gamma_quantile(0.975, 11), 3e-3));
    assert_false(is_near(lower, geo_gamma_quantile(0.025, 10), 1e-6));
}

static void what_has_no_interval(void **state)
{
    (void)state;
    static const struct {
        double count;
        double level;
    } cases[] = {{-1, 0.95}, {(double)NAN, 0.95}, {(double)INFINITY, 0.95}, {5, 0}, {5, 1}, {5, -1},
                 {20, 95},   {5, (double)NAN}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double lower = 0;
        double upper = 0;
        geo_count_interval(cases[i].count, cases[i].level, &lower, &upper);
        assert_true(isnan(lower) && isnan(upper));
    }
}

static void a_lower_limit_is_never_negative(void **state)
{
    (void)state;
    double lower = -1;
    double upper = -1;
    geo_count_interval(10, 1 - 1e-15, &lower, &upper);
    assert_true(lower >= 0 && upper > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(rates),
        UNIT_TEST(normal_quantiles),
        UNIT_TEST(normal_quantiles_come_back),
        UNIT_TEST(gamma_quantiles_of_shape_1),
        UNIT_TEST(intervals),
        UNIT_TEST(the_rules_meet_at_10),
        UNIT_TEST(what_has_no_interval),
        UNIT_TEST(a_lower_limit_is_never_negative),
    };
    return cmocka_run_group_tests_name("interval", tests, NULL, NULL);
}
