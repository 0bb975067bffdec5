/* How breaks are found in distributions. */
#include <math.h>

#include "allocations.h"
#include "figure/breaks.h"
#include "figure/number_words.h"
#include "random.h"
#include "unit.h"

#define MANY 60000

static geo_distribution distribution_of(geo_context *context, const double *value, size_t count)
{
    geo_distribution made = {0};
    assert_int_equal(geo_distribution_make(context, value, count, -INFINITY, false, &made), GEO_OK);
    return made;
}

static bool is_near(double one, double other)
{
    return fabs(one - other) <= 1e-12 * fmax(1, fabs(other));
}

/* numpy.quantile() and numpy.std(ddof=1) of numpy 1.24. */
static void quantiles_and_moments_are_numpys(void **state)
{
    static const double share[] = {0.2, 0.25, 0.5, 0.75, 0.9};
    static const struct {
        size_t count;
        double value[11];
        double quantile[5];
        double mean;
        double sd;
    } cases[] = {
        {11, {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5}, {2, 2.5, 4, 5, 6}, 4, 2.3664319132398464},
        {6,
         {0.5, 12.25, 7, 7, 7, 30.5},
         {7, 7, 7, 10.9375, 21.375},
         10.708333333333334,
         10.38799387113155},
        {2, {10, 20}, {12, 12.5, 15, 17.5, 19}, 15, 7.0710678118654755},
        {10, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, {2.8, 3.25, 5.5, 7.75, 9.1}, 5.5, 3.0276503540974917},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_distribution made = distribution_of(*state, cases[i].value, cases[i].count);
        double mean = geo_distribution_mean(&made);
        for (size_t k = 0; k < 5; k++)
            assert_true(is_near(geo_distribution_quantile(&made, share[k]), cases[i].quantile[k]));
        assert_true(geo_distribution_quantile(&made, 0) == made.value[0]);
        assert_true(geo_distribution_quantile(&made, 1) == made.value[made.count - 1]);
        assert_true(is_near(mean, cases[i].mean));
        assert_true(is_near(geo_distribution_sd(&made, mean), cases[i].sd));
        geo_distribution_clear(&made);
    }
}

static void distributions_hold_what_is_finite_and_wanted(void **state)
{
    const double value[] = {2, NAN, -3, 2, INFINITY, 0, -0.0, -INFINITY, 3};
    geo_distribution made = distribution_of(*state, value, 9);
    assert_int_equal(made.count, 4);
    assert_true(made.value[0] == -3 && made.value[3] == 3);
    assert_true(made.weight[1] == 2 && made.weight[2] == 2 && made.total == 6);
    geo_distribution_clear(&made);
    assert_int_equal(geo_distribution_make(*state, value, 9, 1, true, &made), GEO_OK);
    assert_int_equal(made.count, 2);
    assert_true(made.value[0] == 2 && made.weight[0] == 2);
    assert_true(made.value[1] == 3 && made.weight[1] == 2);
    geo_distribution_clear(&made);
}

static double deviation_of(const geo_distribution *made, size_t first, size_t end)
{
    double weight = 0, sum = 0, deviation = 0;
    for (size_t i = first; i < end; i++) {
        weight += made->weight[i];
        sum += made->weight[i] * made->value[i];
    }
    for (size_t i = first; i < end; i++)
        deviation += made->weight[i] * pow(made->value[i] - sum / weight, 2);
    return deviation;
}

static double deviation_of_split(const geo_distribution *made, const size_t *start, size_t count)
{
    double deviation = 0;
    size_t first = 0;
    for (size_t i = 0; i <= count; i++) {
        size_t end = i < count ? start[i] : made->count;
        assert_true(first < end);
        deviation += deviation_of(made, first, end);
        first = end;
    }
    return deviation;
}

/* Of all ways to cut values first .. into `classes`. */
static double least_deviation(const geo_distribution *made, size_t first, size_t classes)
{
    double least = INFINITY;
    if (classes == 1)
        return deviation_of(made, first, made->count);
    for (size_t end = first + 1; end + classes - 1 <= made->count; end++)
        least =
            fmin(least, deviation_of(made, first, end) + least_deviation(made, end, classes - 1));
    return least;
}

static void natural_breaks_are_the_best_of_all(void **state)
{
    uint64_t random = 20181204;
    for (int trial = 0; trial < 400; trial++) {
        double value[14];
        size_t count = 1 + random_below(&random, 14), classes = 1 + random_below(&random, 5);
        size_t start[GEO_CLASSES_MOST], cuts = 0;
        bool is_whole = trial % 2 == 0; /* with equal ones among them */
        for (size_t i = 0; i < count; i++) {
            value[i] = random_between(&random, -50, 50) * random_between(&random, 0, 2);
            value[i] = is_whole ? round(value[i] / 8) : value[i];
        }
        geo_distribution made = distribution_of(*state, value, count);
        assert_int_equal(geo_split_jenks(*state, &made, classes, start, &cuts), GEO_OK);
        size_t wanted = classes < made.count ? classes : made.count;
        assert_int_equal(cuts + 1, wanted);
        double found = deviation_of_split(&made, start, cuts);
        assert_true(found <= least_deviation(&made, 0, wanted) + 1e-8);
        geo_distribution_clear(&made);
    }
}

/* The example that explains the method: 4, 5, 9 and 10 deviate by 26 in one class, by 1 in two. */
static void natural_breaks_of_the_known_example(void **state)
{
    const double value[] = {4, 5, 9, 10};
    size_t start[GEO_CLASSES_MOST], cuts = 0;
    geo_distribution made = distribution_of(*state, value, 4);
    assert_true(deviation_of_split(&made, start, 0) == 26);
    assert_int_equal(geo_split_jenks(*state, &made, 2, start, &cuts), GEO_OK);
    assert_int_equal(cuts, 1);
    assert_int_equal(start[0], 2);
    assert_true(deviation_of_split(&made, start, 1) == 1);
    geo_distribution_clear(&made);
}

/* Even values are best cut evenly; far from 0, where squares are large. */
static void many_values_are_gathered_first(void **state)
{
    uint64_t random = 7;
    size_t start[GEO_CLASSES_MOST], cuts = 0;
    double *value = test_malloc(MANY * sizeof *value);
    for (size_t i = 0; i < MANY; i++)
        value[i] = 1e6 + random_between(&random, 0, 4);
    geo_distribution made = distribution_of(*state, value, MANY);
    assert_true(made.count > 40000);
    assert_int_equal(geo_split_jenks(*state, &made, 4, start, &cuts), GEO_OK);
    assert_int_equal(cuts, 3);
    for (size_t i = 0; i < cuts; i++)
        assert_true(fabs(made.value[start[i]] - 1e6 - (double)(i + 1)) < 0.03);
    geo_distribution_clear(&made);
    test_free(value);
}

static void steps_are_round_and_within_the_values(void **state)
{
    static const struct {
        double lowest;
        double highest;
        size_t classes;
        size_t count;
        double cut[6];
    } cases[] = {
        {30, 282, 7, 5, {40, 60, 100, 150, 250}},
        {30, 282, 4, 3, {100, 150, 250}},
        {0, 700, 7, 6, {100, 200, 300, 400, 500, 600}},
        {13, 87, 5, 4, {20, 40, 60, 80}},
        {-13, 27, 5, 4, {-10, 0, 10, 20}},
        {0.31, 0.69, 4, 3, {0.4, 0.5, 0.6}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double cut[GEO_CLASSES_MOST], step;
        size_t count =
            i < 2 ? geo_cut_geometric(cases[i].lowest, cases[i].highest, cases[i].classes, cut)
                  : geo_cut_equal(cases[i].lowest, cases[i].highest, cases[i].classes, cut, &step);
        assert_int_equal(count, cases[i].count);
        for (size_t k = 0; k < count; k++)
            assert_true(cut[k] == cases[i].cut[k]);
    }
    double cut[3];
    geo_cut_steps(3.4567, 3.4567, 3, cut);
    assert_true(cut[0] == 3.46 && cut[1] == 6.91 && cut[2] == 10.37);
}

static void the_shortest_number_lies_between(void **state)
{
    static const struct {
        double below;
        double to;
        double shortest;
    } cases[] = {{4, 9, 7},
                 {4.2, 4.3, 4.3},
                 {0.1234, 0.1239, 0.1237},
                 {99.7, 100.2, 100},
                 {-3, 2, 0},
                 {-7.26, -7.22, -7.24},
                 {0, 0.004, 0.002},
                 {1234, 1235, 1235},
                 {1199, 2600, 2000},
                 {1, 1.0000001, 1.0000001},
                 {-9, -4, -7}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double found = geo_shortest_between(cases[i].below, cases[i].to);
        assert_true(found > cases[i].below && found <= cases[i].to);
        if (found != cases[i].shortest)
            fail_msg("between %g and %g: %.17g", cases[i].below, cases[i].to, found);
    }
}

static geo_status split(geo_context *context, void *data)
{
    static const double value[] = {4, 5, 9, 10, 5};
    geo_distribution made = {0};
    size_t start[GEO_CLASSES_MOST], cuts = 0;
    (void)data;
    geo_status status = geo_distribution_make(context, value, 5, 0, false, &made);
    if (status == GEO_OK)
        status = geo_split_jenks(context, &made, 3, start, &cuts);
    geo_distribution_clear(&made);
    return status;
}

static void memory_that_runs_out_is_a_status(void **state)
{
    (void)state;
    assert_true(fail_each_allocation(split, NULL) == 9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(quantiles_and_moments_are_numpys),
        UNIT_TEST(distributions_hold_what_is_finite_and_wanted),
        UNIT_TEST(natural_breaks_are_the_best_of_all),
        UNIT_TEST(natural_breaks_of_the_known_example),
        UNIT_TEST(many_values_are_gathered_first),
        UNIT_TEST(steps_are_round_and_within_the_values),
        UNIT_TEST(the_shortest_number_lies_between),
        UNIT_TEST(memory_that_runs_out_is_a_status),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
