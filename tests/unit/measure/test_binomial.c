/* Masses and tails of the binomial distribution. */
#include <math.h>

#include "measure/binomial.h"
#include "near.h"
#include "unit.h"

static geo_binomial binomial_of(double trials, double success)
{
    return (geo_binomial){trials, success, 1 - success};
}

/* Against the masses multiplied out. */
static void few_trials_by_hand(void **state)
{
    (void)state;
    const geo_binomial binomial = binomial_of(5, 0.25);
    static const double of_1024[] = {243, 405, 270, 90, 15, 1};
    double below = 0;
    for (int count = 0; count <= 5; count++) {
        double mass = of_1024[count] / 1024;
        assert_true(is_near(exp(geo_binomial_log_mass(&binomial, count)), mass, 1e-14));
        assert_true(fabs(exp(geo_binomial_log_at_least(&binomial, count)) - (1 - below)) < 1e-14);
        below += mass;
        assert_true(fabs(exp(geo_binomial_log_at_most(&binomial, count)) - below) < 1e-14);
    }
    assert_true(geo_binomial_log_at_least(&binomial, 0) == 0);
    assert_true(geo_binomial_log_at_least(&binomial, 6) == -(double)INFINITY);
    assert_true(geo_binomial_log_at_most(&binomial, -1) == -(double)INFINITY);
}

/* dbinom, pbinom(lower.tail = FALSE) and pbinom of R 4.2.2, with log = TRUE. */
static void many_trials(void **state)
{
    (void)state;
    static const struct {
        double trials;
        double success;
        double count;
        double log_mass;
        double log_at_least;
        double log_at_most;
    } cases[] = {
        {100, 0.29999999999999999, 45, -7.5079016432887684, -6.8254879110685209,
         -0.00053715899321133364},
        {100, 0.29999999999999999, 12, -11.247101238764998, -5.6596449516019e-06,
         -10.886736458979827},
        {1000, 0.5, 500, -3.6799189920941293, -0.66823506213263661, -0.66823506213263661},
        {1000000, 0.001, 1100, -9.266199674312535, -6.9512193335582211, -0.0008632722642890944},
        {1000000, 0.999, 998800, -23.269335544250556, -3.8057470701742013e-10, -21.502049644021891},
        {1000000000, 0.5, 500050000, -15.587424274701267, -7.1526510403536516,
         -0.00078292252708345525},
        {1000000000, 1.0000000000000001e-09, 4, -4.1780538328479455, -3.9639398196985356,
         -0.0036665604292316191},
        {1000000, 0.5, 10, -693024.1299119388, -0, -693024.12990193872},
        {50, 0.02, 0, -1.0101353658759724, 0, -1.010135365875972},
        {50, 0.97999999999999998, 50, -1.0101353658759733, -1.0101353658759729, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const geo_binomial binomial = binomial_of(cases[i].trials, cases[i].success);
        double count = cases[i].count;
        assert_true(is_near(geo_binomial_log_mass(&binomial, count), cases[i].log_mass, 1e-11));
        assert_true(
            is_near(geo_binomial_log_at_least(&binomial, count), cases[i].log_at_least, 1e-11));
        assert_true(
            is_near(geo_binomial_log_at_most(&binomial, count), cases[i].log_at_most, 1e-11));
    }
}

/* The odds that are found have the tail that was asked for. */
static void odds_of_a_tail(void **state)
{
    (void)state;
    static const double trials[] = {1, 2, 17, 1000, 1e6};
    static const double probability[] = {1e-12, 0.001, 0.025, 0.1, 0.5};
    for (size_t i = 0; i < 5; i++)
        for (size_t j = 0; j < 5; j++)
            for (double share = 0; share <= 1; share += 0.25) {
                double count = fmax(1, floor(share * trials[i]));
                double odds = geo_binomial_log_odds_at_least(trials[i], count, probability[j]);
                const geo_binomial binomial = geo_binomial_of_log_odds(trials[i], odds);
                double tail = exp(geo_binomial_log_at_least(&binomial, count));
                assert_true(is_near(tail, probability[j], 1e-9));
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(few_trials_by_hand),
        UNIT_TEST(many_trials),
        UNIT_TEST(odds_of_a_tail),
    };
    return cmocka_run_group_tests_name("binomial", tests, NULL, NULL);
}
