/* Slope index, relative index and concentration index of groups in order of deprivation. */
#include <string.h>

#include <geo/deprivation.h>

#include "near.h"
#include "random.h"
#include "unit.h"

enum { DECILES = 10 };

static const double level = 0.95;
static const double z_95 = 1.959963984540054;

/* Populations of the two areas of the example of phe_sii's help page (PHEindicatormethods 2.1.0).
 */
static const double people[2][DECILES] = {
    {7291, 7997, 6105, 7666, 5790, 6934, 5918, 5974, 7147, 7534},
    {21675, 20065, 19750, 24713, 20112, 19618, 22408, 19752, 18939, 19312}};

static geo_inequality inequality_of(void **state, const double *count, const double *population,
                                    size_t groups, double per)
{
    geo_inequality found;
    assert_int_equal(geo_inequality_make(*state, count, population, groups, per, level, &found),
                     GEO_OK);
    return found;
}

static bool is_unknown(const geo_estimate *estimate)
{
    return isnan(estimate->value) && isnan(estimate->lower) && isnan(estimate->upper);
}

/* ---- values --------------------------------------------------------------------------------- */

/* "Worked examples for phe_sii function", the vignette of PHEindicatormethods (version of 23 June
 * 2020), of data that comes with the package. Its sign and ratio are those of the least deprived
 * over the most, its digits those that it prints. */

/* Example 2: age-standardised rates by quintile in 2010 and 2015. */
static void the_published_rates(void **state)
{
    static const double population[2][5] = {{1434002, 1450590, 1453827, 1440980, 1457780},
                                            {1508923, 1538008, 1538564, 1509602, 1457780}};
    static const double rate[2][5] = {
        {150.2200205, 131.0221747, 127.4954973, 130.494241, 135.4664241},
        {143.8177637, 127.2058426, 122.4106945, 126.3922397, 135.4664241}};
    static const double slope[] = {-14.848683, -9.042367};
    static const double relative[] = {0.8956758, 0.9332670};
    for (size_t period = 0; period < 2; period++) {
        double count[5];
        for (size_t i = 0; i < 5; i++)
            count[i] = rate[period][i] * population[period][i];
        geo_inequality found = inequality_of(state, count, population[period], 5, 1);
        assert_true(fabs(found.slope.value + slope[period]) < 0.0000005);
        assert_true(fabs(1 / found.relative.value - relative[period]) < 0.00000005);
    }
}

/* Example 3: children found obese by decile in 2006/07, of Year 6 and of Reception, per cent. Its
 * intervals, by simulation of proportions, are narrower than those of Poisson counts by the square
 * root of the share that is not obese. */
static void the_published_prevalence(void **state)
{
    static const double measured[2][DECILES] = {
        {34353, 32112, 27715, 25372, 23889, 23260, 23180, 24193, 23609, 24488},
        {36111, 31803, 26681, 24184, 23023, 21506, 22197, 23679, 23271, 23464}};
    static const double count[2][DECILES] = {
        {7287, 6881, 5656, 4868, 4176, 3876, 3617, 3546, 3314, 2960},
        {4362, 3734, 3032, 2561, 2304, 2024, 1938, 1981, 1856, 1635}};
    static const double slope[] = {10.720032, 5.818547};
    static const double lower[] = {10.219930, 5.413881}, upper[] = {11.216222, 6.214953};
    static const double share_without[] = {0.823852, 0.900644};
    for (size_t school_year = 0; school_year < 2; school_year++) {
        geo_inequality found =
            inequality_of(state, count[school_year], measured[school_year], DECILES, 100);
        double width = found.slope.upper - found.slope.lower;
        assert_true(fabs(found.slope.value - slope[school_year]) < 0.0000005);
        assert_true(is_near(width * sqrt(share_without[school_year]),
                            upper[school_year] - lower[school_year], 0.01));
    }
}

/* Two groups of 1,000 people each: ridits 1/4 and 3/4, so the line goes through both rates, 30 and
 * 20, and on to 1.5 x 30 - 0.5 x 20 = 35 and 1.5 x 20 - 0.5 x 30 = 15. */
static void two_groups_by_hand(void **state)
{
    static const double count[] = {30, 20}, population[] = {1000, 1000};
    geo_inequality found = inequality_of(state, count, population, 2, 1000);
    double half = z_95 * sqrt(30 * 2 * 2 + 20 * 2 * 2);
    assert_true(is_near(found.slope.value, 20, 1e-14));
    assert_true(is_near(found.slope.lower, 20 - half, 1e-13));
    assert_true(is_near(found.slope.upper, 20 + half, 1e-13));
    assert_true(is_near(found.relative.value, 35.0 / 15, 1e-14));
    assert_true(is_near(found.concentration.value, -0.1, 1e-14));
}

/* At the limits x of a ratio one sum less x times the other lies just z standard deviations from 0:
 * the sums of the case before. */
static void limits_of_ratios_are_where_chance_ends(void **state)
{
    static const double count[] = {30, 20}, population[] = {1000, 1000};
    geo_inequality found = inequality_of(state, count, population, 2, 1000);
    for (int is_upper = 0; is_upper < 2; is_upper++) {
        double x = is_upper ? found.relative.upper : found.relative.lower;
        double sd = sqrt(30 * pow(1.5 + 0.5 * x, 2) + 20 * pow(0.5 + 1.5 * x, 2));
        assert_true(is_near(35 - 15 * x, is_upper ? -z_95 * sd : z_95 * sd, 1e-12));
        x = is_upper ? found.concentration.upper : found.concentration.lower;
        sd = sqrt(30 * pow(0.5 + x, 2) + 20 * pow(0.5 - x, 2));
        assert_true(is_near(-5 - 50 * x, is_upper ? -z_95 * sd : z_95 * sd, 1e-12));
    }
}

/* Quantitative Techniques for Health Equity Analysis, Technical Note 7 (World Bank), table 1:
 * births in India 1982 to 1992 and deaths before the age of five per 1,000, from the poorest fifth
 * on. */
static void a_published_concentration_index(void **state)
{
    static const double births[] = {29939, 28776, 26528, 24689, 19739};
    static const double rate[] = {154.7, 152.9, 119.5, 86.9, 54.3};
    double deaths[5];
    for (size_t i = 0; i < 5; i++)
        deaths[i] = births[i] * rate[i] / 1000;
    geo_inequality found = inequality_of(state, deaths, births, 5, 1000);
    assert_true(fabs(found.concentration.value + 0.1694) < 0.00005);
}

/* 2 cov(h, r) / mean(h) over the people one by one, each with the rank of the middle of its group:
 * the definition (Kakwani, Wagstaff and van Doorslaer 1997). */
static void the_index_is_that_of_people_one_by_one(void **state)
{
    static const double count[] = {7, 5, 0, 4, 1}, population[] = {9, 14, 3, 20, 11};
    double people_before = 0, all = 57, mean = 17 / all, covariance = 0;
    for (size_t group = 0; group < 5; group++) {
        double rank = (people_before + population[group] / 2) / all;
        for (int person = 0; person < (int)population[group]; person++)
            covariance += ((person < count[group] ? 1 : 0) - mean) * (rank - 0.5) / all;
        people_before += population[group];
    }
    geo_inequality found = inequality_of(state, count, population, 5, 1000);
    assert_true(is_near(found.concentration.value, 2 * covariance / mean, 1e-13));
}

static void reversed_groups_turn_the_signs(void **state)
{
    double count[DECILES], population[DECILES], reversed_count[DECILES], reversed[DECILES];
    for (size_t i = 0; i < DECILES; i++) {
        count[i] = reversed_count[DECILES - 1 - i] = (double)(140 - 9 * i);
        population[i] = reversed[DECILES - 1 - i] = (double)(5000 + 700 * i);
    }
    geo_inequality one = inequality_of(state, count, population, DECILES, 1000);
    geo_inequality other = inequality_of(state, reversed_count, reversed, DECILES, 1000);
    assert_true(one.slope.value > 0 && one.relative.value > 1 && one.concentration.value < 0);
    assert_true(is_near(other.slope.value, -one.slope.value, 1e-12));
    assert_true(is_near(other.slope.lower, -one.slope.upper, 1e-12));
    assert_true(is_near(other.relative.value, 1 / one.relative.value, 1e-12));
    assert_true(is_near(other.relative.lower, 1 / one.relative.upper, 1e-12));
    assert_true(is_near(other.concentration.value, -one.concentration.value, 1e-12));
    assert_true(is_near(other.concentration.lower, -one.concentration.upper, 1e-12));
}

static void only_the_slope_depends_on_what_rates_are_per(void **state)
{
    static const double count[] = {20, 16, 18, 9}, population[] = {1500, 1300, 1600, 1400};
    geo_inequality a = inequality_of(state, count, population, 4, 1);
    geo_inequality b = inequality_of(state, count, population, 4, 100000);
    assert_true(is_near(b.slope.value, 1e5 * a.slope.value, 1e-14));
    assert_true(is_near(b.slope.lower, 1e5 * a.slope.lower, 1e-14));
    assert_true(b.relative.value == a.relative.value && b.relative.upper == a.relative.upper);
    assert_true(b.concentration.lower == a.concentration.lower);
}

/* ---- coverage ------------------------------------------------------------------------------- */

/* By multiplication of uniform numbers (Knuth 1969, The Art of Computer Programming 2, 3.4.1). */
static double random_poisson(uint64_t *random, double mean)
{
    double product = random_between(random, 0, 1), count = 0;
    for (; product > exp(-mean); count++)
        product *= random_between(random, 0, 1);
    return count;
}

static bool holds(const geo_estimate *interval, double value)
{
    return interval->lower <= value && interval->upper >= value;
}

/* Rates that fall by 3 to 1 over ten groups, and `total` incidents to be expected. */
static void make_expected(double total, double *expected, double *population)
{
    double sum = 0;
    for (size_t i = 0; i < DECILES; i++) {
        population[i] = people[1][i];
        expected[i] = people[1][i] * (1.5 - (double)i / 9);
        sum += expected[i];
    }
    for (size_t i = 0; i < DECILES; i++)
        expected[i] *= total / sum;
}

/* Of 95% intervals of simulated counts 94 to 97% hold what was to be expected, and of so few as 30
 * incidents 94 to 99%. */
static void intervals_hold_their_level(void **state)
{
    enum { DRAWS = 10000 };
    static const double total[] = {30, 100, 1000}, most[] = {0.99, 0.97, 0.97};
    uint64_t random = 3;
    for (size_t t = 0; t < 3; t++) {
        double expected[DECILES], population[DECILES], count[DECILES];
        double held[3] = {0}, had[3] = {0};
        make_expected(total[t], expected, population);
        geo_inequality of_all = inequality_of(state, expected, population, DECILES, 1000);
        for (int draw = 0; draw < DRAWS; draw++) {
            for (size_t i = 0; i < DECILES; i++)
                count[i] = random_poisson(&random, expected[i]);
            geo_inequality found = inequality_of(state, count, population, DECILES, 1000);
            held[0] += holds(&found.slope, of_all.slope.value);
            held[1] += holds(&found.relative, of_all.relative.value);
            held[2] += holds(&found.concentration, of_all.concentration.value);
            had[0]++;
            had[1] += !isnan(found.relative.value);
            had[2]++;
        }
        for (size_t k = 0; k < 3; k++)
            if (held[k] < 0.94 * had[k] || held[k] > most[t] * had[k])
                fail_msg("%g incidents, estimate %zu: %g of %g", total[t], k, held[k], had[k]);
    }
}

/* ---- what has none -------------------------------------------------------------------------- */

static void groups_without_a_rate_are_left_out(void **state)
{
    static const double count[] = {20, 3, 16, 18, (double)NAN, 9, 2};
    static const double population[] = {1500, 0, 1300, 1600, 800, 1400, (double)NAN};
    static const double left_count[] = {20, 16, 18, 9}, left[] = {1500, 1300, 1600, 1400};
    geo_inequality a = inequality_of(state, count, population, 7, 1000);
    geo_inequality b = inequality_of(state, left_count, left, 4, 1000);
    assert_memory_equal(&a, &b, sizeof a);
}

static void fewer_than_two_groups_have_no_inequality(void **state)
{
    static const double count[] = {5, 8}, one_has_people[] = {1000, 0};
    const struct {
        const double *population;
        size_t groups;
    } cases[] = {{one_has_people, 2}, {one_has_people, 1}, {one_has_people, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_inequality found =
            inequality_of(state, count, cases[i].population, cases[i].groups, 1000);
        assert_true(is_unknown(&found.slope));
        assert_true(is_unknown(&found.relative));
        assert_true(is_unknown(&found.concentration));
    }
}

static void without_incidents_there_is_no_slope_and_no_ratio(void **state)
{
    static const double none[DECILES] = {0};
    geo_inequality found = inequality_of(state, none, people[0], DECILES, 1000);
    assert_true(found.slope.value == 0);
    assert_true(isnan(found.slope.lower) && isnan(found.slope.upper));
    assert_true(is_unknown(&found.relative));
    assert_true(is_unknown(&found.concentration));
}

/* Where the line falls to 0 at either end there is no ratio, and slope and index remain. */
static void a_line_that_falls_to_0_has_no_ratio(void **state)
{
    static const double population[] = {1000, 1000};
    static const double count[][2] = {{30, 10}, {30, 9}, {1, 30}};
    for (size_t i = 0; i < sizeof count / sizeof *count; i++) {
        geo_inequality found = inequality_of(state, count[i], population, 2, 1000);
        assert_true(is_unknown(&found.relative));
        assert_true(is_near(found.slope.value, 2 * (count[i][0] - count[i][1]), 1e-14));
        assert_true(isfinite(found.slope.lower) && isfinite(found.concentration.lower));
    }
}

/* 12 and 8: the line's ends, 14 and 6, have standard deviations of 5.4 and 4.6. */
static void an_end_that_may_be_0_leaves_the_ratio_open(void **state)
{
    static const double population[] = {1000, 1000}, falling[] = {12, 8}, rising[] = {8, 12};
    geo_inequality found = inequality_of(state, falling, population, 2, 1000);
    assert_true(isinf(found.relative.upper));
    assert_true(found.relative.lower > 0 && found.relative.lower < 14.0 / 6);
    double inverse = 1 / found.relative.lower;
    found = inequality_of(state, rising, population, 2, 1000);
    assert_true(found.relative.lower == 0);
    assert_true(is_near(found.relative.upper, inverse, 1e-12));
}

static void incidents_of_one_group_have_no_interval(void **state)
{
    static const double population[] = {1000, 1000, 1000};
    static const double count[][3] = {{30, 0, 0}, {0, 30, 0}, {0, 0, 30}};
    for (size_t i = 0; i < 3; i++) {
        geo_inequality found = inequality_of(state, count[i], population, 3, 1000);
        double index = ((double)i - 1) * 2 / 3;
        assert_true(fabs(found.concentration.value - index) < 1e-14);
        assert_true(isnan(found.slope.lower) && isnan(found.slope.upper));
        assert_true(isnan(found.concentration.lower) && isnan(found.concentration.upper));
    }
}

/* 3 incidents may be none at 95%. */
static void an_index_of_few_incidents_may_be_anything(void **state)
{
    static const double few[] = {2, 0, 1}, more[] = {6, 0, 3}, population[] = {1000, 1000, 1000};
    geo_inequality found = inequality_of(state, few, population, 3, 1000);
    assert_true(found.concentration.lower == -1 && found.concentration.upper == 1);
    found = inequality_of(state, more, population, 3, 1000);
    assert_true(found.concentration.lower > -1 && found.concentration.upper < 1);
}

static void what_is_out_of_range(void **state)
{
    static const double good[] = {5, 8}, negative[] = {5, -1}, endless[] = {5, (double)INFINITY};
    static const double nan_value = (double)NAN;
    const struct {
        const double *count;
        const double *population;
        double per;
        double level;
        geo_status status;
    } cases[] = {
        {negative, good, 1000, 0.95, GEO_ERROR_DATA},
        {good, negative, 1000, 0.95, GEO_ERROR_DATA},
        {endless, good, 1000, 0.95, GEO_ERROR_DATA},
        {good, endless, 1000, 0.95, GEO_ERROR_DATA},
        {good, good, 1000, 0, GEO_ERROR_USAGE},
        {good, good, 1000, 1, GEO_ERROR_USAGE},
        {good, good, 1000, nan_value, GEO_ERROR_USAGE},
        {good, good, 0, 0.95, GEO_ERROR_USAGE},
        {good, good, nan_value, 0.95, GEO_ERROR_USAGE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_inequality found;
        assert_int_equal(geo_inequality_make(*state, cases[i].count, cases[i].population, 2,
                                             cases[i].per, cases[i].level, &found),
                         cases[i].status);
        assert_true(is_unknown(&found.slope));
    }
    geo_inequality found;
    assert_int_equal(geo_inequality_make(*state, negative, good, 2, 1000, 0.95, &found),
                     GEO_ERROR_DATA);
    assert_non_null(strstr(geo_message(*state), "group 2"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(the_published_rates),
        UNIT_TEST(the_published_prevalence),
        UNIT_TEST(two_groups_by_hand),
        UNIT_TEST(limits_of_ratios_are_where_chance_ends),
        UNIT_TEST(a_published_concentration_index),
        UNIT_TEST(the_index_is_that_of_people_one_by_one),
        UNIT_TEST(reversed_groups_turn_the_signs),
        UNIT_TEST(only_the_slope_depends_on_what_rates_are_per),
        UNIT_TEST(intervals_hold_their_level),
        UNIT_TEST(groups_without_a_rate_are_left_out),
        UNIT_TEST(fewer_than_two_groups_have_no_inequality),
        UNIT_TEST(without_incidents_there_is_no_slope_and_no_ratio),
        UNIT_TEST(a_line_that_falls_to_0_has_no_ratio),
        UNIT_TEST(an_end_that_may_be_0_leaves_the_ratio_open),
        UNIT_TEST(incidents_of_one_group_have_no_interval),
        UNIT_TEST(an_index_of_few_incidents_may_be_anything),
        UNIT_TEST(what_is_out_of_range),
    };
    return cmocka_run_group_tests_name("inequality", tests, NULL, NULL);
}
