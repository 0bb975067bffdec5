/* Class breaks, and numbers as they stand in a legend. */
#include <math.h>

#include "figure/classes.h"
#include "random.h"
#include "unit.h"

static geo_classes choose(geo_context *context, const double *value, size_t count,
                          geo_break_rule rule, size_t wanted, geo_break_purpose purpose)
{
    const geo_break_need need = {value, count, rule, wanted, purpose, NULL};
    geo_classes classes;
    if (geo_classes_choose(context, &need, &classes) != GEO_OK)
        fail_msg("%s", geo_message(context));
    return classes;
}

static geo_classes choose_surface(geo_context *context, const double *value, size_t count,
                                  geo_break_rule rule, size_t wanted)
{
    return choose(context, value, count, rule, wanted, GEO_FOR_SURFACE);
}

static void chooses_round_breaks(void **state)
{
    static const struct {
        double highest;
        geo_break_rule rule;
        size_t wanted;
        size_t count;
        double lower[8];
    } cases[] = {
        {282, GEO_BREAKS_GEOMETRIC, 7, 7, {15, 25, 40, 60, 100, 150, 250}},
        {8.86, GEO_BREAKS_GEOMETRIC, 7, 7, {0.4, 0.6, 1, 1.5, 2.5, 4, 6}},
        {100, GEO_BREAKS_GEOMETRIC, 5, 5, {15, 25, 40, 60, 100}},
        {99.99, GEO_BREAKS_GEOMETRIC, 5, 5, {10, 15, 25, 40, 60}},
        {1, GEO_BREAKS_GEOMETRIC, 3, 3, {0.4, 0.6, 1}},
        {0.003, GEO_BREAKS_GEOMETRIC, 2, 2, {0.0015, 0.0025}},
        {1e6, GEO_BREAKS_GEOMETRIC, 2, 2, {600000, 1000000}},
        {282, GEO_BREAKS_EQUAL, 7, 6, {5, 50, 100, 150, 200, 250}},
        {700, GEO_BREAKS_EQUAL, 7, 7, {10, 100, 200, 300, 400, 500, 600}},
        {8.86, GEO_BREAKS_EQUAL, 5, 5, {0.2, 2, 4, 6, 8}},
        {0.9, GEO_BREAKS_EQUAL, 4, 2, {0.05, 0.5}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const double value[] = {0, cases[i].highest, cases[i].highest / 3};
        geo_classes classes = choose_surface(*state, value, 3, cases[i].rule, cases[i].wanted);
        assert_int_equal(classes.count, cases[i].count);
        assert_true(classes.highest == cases[i].highest);
        for (size_t k = 0; k < classes.count; k++)
            assert_true(fabs(classes.lower[k] - cases[i].lower[k]) <= 1e-12 * cases[i].lower[k]);
    }
}

static void zeros_have_no_class_and_equal_values_one(void **state)
{
    const double zeros[] = {0, 0, 0}, equal[] = {3.2, 3.2, 3.2}, broken[] = {NAN, INFINITY, -4};
    assert_int_equal(choose_surface(*state, zeros, 3, GEO_BREAKS_GEOMETRIC, 7).count, 0);
    assert_int_equal(choose_surface(*state, broken, 3, GEO_BREAKS_GEOMETRIC, 7).count, 0);
    assert_int_equal(choose_surface(*state, zeros, 0, GEO_BREAKS_EQUAL, 7).count, 0);
    geo_classes classes = choose_surface(*state, equal, 3, GEO_BREAKS_GEOMETRIC, 7);
    assert_int_equal(classes.count, 1);
    assert_int_equal(geo_classes_find(&classes, 3.2), 0);
    assert_int_equal(choose_surface(*state, equal, 3, GEO_BREAKS_GEOMETRIC, 99).count, 1);
}

static void worked_breaks_of_areas(void **state)
{
    /* 1 to 10: quantiles 2.8, 4.6, 6.4 and 8.2; mean 5.5, SD 3.03. */
    static const struct {
        geo_break_rule rule;
        size_t wanted;
        size_t count;
        double lower[8];
    } cases[] = {
        {GEO_BREAKS_QUANTILE, 5, 5, {1, 3, 5, 7, 9}},
        {GEO_BREAKS_QUANTILE, 2, 2, {1, 6}},
        {GEO_BREAKS_JENKS, 2, 2, {1, 6}},
        {GEO_BREAKS_SD, 4, 4, {1, 2.47, 5.5, 8.53}},
        {GEO_BREAKS_SD, 3, 3, {1, 3.99, 7.01}},
        {GEO_BREAKS_INCREMENTAL_MEAN, 5, 2, {1, 5.5}},
        {GEO_BREAKS_EQUAL, 5, 5, {0, 2, 4, 6, 8}},
        {GEO_BREAKS_GEOMETRIC, 4, 4, {1, 4, 6, 10}},
        {GEO_BREAKS_GEOMETRIC, 9, 6, {1, 1.5, 2.5, 4, 6, 10}},
    };
    const double value[] = {10, 1, 3, 2, 5, 4, NAN, 7, 6, 9, 8, INFINITY, -INFINITY};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_classes classes =
            choose(*state, value, 13, cases[i].rule, cases[i].wanted, GEO_FOR_AREAS);
        assert_int_equal(classes.rule, cases[i].rule);
        assert_int_equal(classes.count, cases[i].count);
        assert_true(classes.lowest == 1 && classes.highest == 10);
        for (size_t k = 0; k < classes.count; k++)
            if (fabs(classes.lower[k] - cases[i].lower[k]) > 1e-9)
                fail_msg("case %zu: break %zu is %g", i, k, classes.lower[k]);
    }
}

static void worked_breaks_of_surfaces(void **state)
{
    /* Above 0: mean 4, SD 4.08; a hundredth of the highest is 0.1. */
    const double value[] = {0, 0, 1, 2, 3, 10, 0, NAN, 0.05, -1};
    geo_classes mean = choose_surface(*state, value, 8, GEO_BREAKS_INCREMENTAL_MEAN, 5);
    assert_int_equal(mean.count, 2);
    assert_true(mean.lower[0] == 4 && mean.lower[1] == 8);
    geo_classes sd = choose_surface(*state, value, 8, GEO_BREAKS_SD, 5);
    assert_int_equal(sd.count, 2);
    assert_true(sd.lower[0] == 4 && fabs(sd.lower[1] - 8.08) < 1e-12);
    geo_classes jenks = choose_surface(*state, value, 10, GEO_BREAKS_JENKS, 2);
    assert_int_equal(jenks.count, 2);
    assert_true(jenks.lower[0] == 0.1 && jenks.lower[1] == 10);
    geo_classes quantile = choose_surface(*state, value, 10, GEO_BREAKS_QUANTILE, 4);
    assert_int_equal(quantile.count, 4);
    assert_true(quantile.lower[0] == 0.1 && quantile.lower[1] == 2 && quantile.lower[2] == 3 &&
                quantile.lower[3] == 10);
}

/* Whatever the rule and the values: ascending, no more than wanted, none left out of areas. */
static void check_classes(const geo_classes *classes, const double *value, size_t count,
                          size_t wanted)
{
    assert_true(classes->count >= 1 && classes->count <= (wanted > 1 ? wanted : 1));
    for (size_t i = 1; i < classes->count; i++)
        assert_true(classes->lower[i] > classes->lower[i - 1]);
    for (size_t i = 0; i < count; i++) {
        double position = geo_classes_position(classes, value[i]);
        assert_int_equal(geo_classes_find(classes, value[i]) >= 0, isfinite(value[i]));
        assert_true(isfinite(value[i]) ? position >= 0 && position <= 1 : position == -1);
    }
}

static void every_area_has_a_class(void **state)
{
    uint64_t random = 2005;
    double value[60];
    for (int trial = 0; trial < 3000; trial++) {
        size_t count = 1 + random_below(&random, 59), wanted = 1 + random_below(&random, 12);
        double scale = pow(10, (double)random_below(&random, 12) - 6);
        double lowest = trial % 3 == 0 ? 0 : trial % 3 == 1 ? -1 : 0.9;
        for (size_t i = 0; i < count; i++) {
            value[i] = random_between(&random, lowest, 1) * scale;
            value[i] = trial % 5 == 0 ? round(value[i]) : value[i];
        }
        value[0] = count > 5 && trial % 7 == 0 ? NAN : value[0];
        for (int rule = GEO_BREAKS_GEOMETRIC; rule < GEO_BREAKS_EACH; rule++) {
            geo_classes areas =
                choose(*state, value, count, (geo_break_rule)rule, wanted, GEO_FOR_AREAS);
            check_classes(&areas, value, count, wanted);
            geo_classes change =
                choose(*state, value, count, (geo_break_rule)rule, wanted, GEO_FOR_CHANGE);
            check_classes(&change, value, count, wanted);
        }
    }
}

/* Rounding a break moves no value: classes are as even as quantiles can be. */
static void quantiles_hold_as_many_each(void **state)
{
    uint64_t random = 11;
    double value[400];
    size_t held[5] = {0};
    for (size_t i = 0; i < 400; i++)
        value[i] = exp(random_between(&random, -3, 5));
    geo_classes classes = choose(*state, value, 400, GEO_BREAKS_QUANTILE, 5, GEO_FOR_AREAS);
    assert_int_equal(classes.count, 5);
    for (size_t i = 0; i < 400; i++)
        held[geo_classes_find(&classes, value[i])]++;
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(held[i], 80);
}

static void changes_are_mirrored(void **state)
{
    static const geo_break_rule rules[] = {GEO_BREAKS_GEOMETRIC, GEO_BREAKS_EQUAL,
                                           GEO_BREAKS_QUANTILE,  GEO_BREAKS_JENKS,
                                           GEO_BREAKS_SD,        GEO_BREAKS_INCREMENTAL_MEAN};
    double value[41];
    for (int i = 0; i < 41; i++)
        value[i] = i < 12 ? -2 * (12 - i) : i - 12;
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        for (size_t wanted = 3; wanted <= 12; wanted++) {
            geo_classes classes = choose(*state, value, 41, rules[i], wanted, GEO_FOR_CHANGE);
            int last = (int)classes.count - 1;
            assert_int_equal(classes.count % 2, wanted % 2);
            for (double distance = 0.5; distance <= 28; distance += 0.5)
                assert_int_equal(geo_classes_find(&classes, -distance),
                                 last - geo_classes_find(&classes, distance));
            assert_int_equal(geo_classes_find(&classes, 0), (last + 1) / 2);
        }
    geo_classes classes = choose(*state, value, 41, GEO_BREAKS_EQUAL, 5, GEO_FOR_CHANGE);
    assert_int_equal(geo_classes_find(&classes, -10), 1);
    assert_int_equal(geo_classes_find(&classes, -9.99), 2);
    assert_int_equal(geo_classes_find(&classes, 10), 3);
    assert_true(fabs(geo_classes_position(&classes, 0) - 0.5) < 1e-12);
}

static void few_whole_numbers_have_a_class_each(void **state)
{
    geo_context *context = *state;
    const double deciles[] = {3, 1, 10, 7, 3, NAN, 1}, change[] = {-2, 0, 1},
                 fraction[] = {1, 2.5, 4}, many[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13};
    geo_classes classes = choose(context, deciles, 7, GEO_BREAKS_EACH, 5, GEO_FOR_AREAS);
    assert_int_equal(classes.count, 4);
    assert_true(classes.lower[0] == 1 && classes.lower[1] == 3 && classes.lower[2] == 7 &&
                classes.lower[3] == 10);
    classes = choose(context, change, 3, GEO_BREAKS_EACH, 5, GEO_FOR_CHANGE);
    assert_int_equal(classes.count, 5);
    assert_true(classes.lower[0] == -2 && classes.lower[4] == 2);
    assert_int_equal(geo_warning_count(context), 0);
    assert_int_equal(choose(context, many, 12, GEO_BREAKS_EACH, 5, GEO_FOR_AREAS).count, 12);
    assert_int_equal(choose(context, many, 13, GEO_BREAKS_EACH, 5, GEO_FOR_AREAS).rule,
                     GEO_BREAKS_EQUAL);
    assert_int_equal(geo_warning_count(context), 1);
    assert_int_equal(choose(context, fraction, 3, GEO_BREAKS_EACH, 5, GEO_FOR_AREAS).rule,
                     GEO_BREAKS_EQUAL);
    assert_int_equal(choose(context, change, 3, GEO_BREAKS_GEOMETRIC, 5, GEO_FOR_AREAS).rule,
                     GEO_BREAKS_EQUAL);
    assert_int_equal(geo_warning_count(context), 2);
}

static void equal_and_absent_values_behave(void **state)
{
    const double zeros[] = {0, 0, NAN}, equal[] = {-4.5, -4.5}, none[] = {NAN, INFINITY};
    for (int rule = GEO_BREAKS_GEOMETRIC; rule <= GEO_BREAKS_EACH; rule++) {
        geo_break_rule here = (geo_break_rule)rule;
        geo_classes classes = choose(*state, zeros, 3, here, 7, GEO_FOR_AREAS);
        assert_int_equal(classes.count, 1);
        assert_true(classes.lower[0] == 0);
        classes = choose(*state, zeros, 3, here, 7, GEO_FOR_CHANGE);
        assert_int_equal(classes.count, 1);
        assert_int_equal(geo_classes_find(&classes, 0), 0);
        classes = choose(*state, equal, 2, here, 7, GEO_FOR_AREAS);
        assert_int_equal(classes.count, 1);
        assert_int_equal(geo_classes_find(&classes, -4.5), 0);
        classes = choose(*state, equal, 2, here, 7, GEO_FOR_CHANGE);
        assert_int_equal(geo_classes_find(&classes, -4.5) >= 0, true);
        for (int purpose = GEO_FOR_SURFACE; purpose <= GEO_FOR_CHANGE; purpose++) {
            classes = choose(*state, none, 2, here, 7, (geo_break_purpose)purpose);
            assert_int_equal(classes.count, 0);
            assert_true(isnan(classes.highest) && isnan(classes.lowest));
            assert_int_equal(choose(*state, NULL, 0, here, 7, (geo_break_purpose)purpose).count, 0);
        }
    }
}

static void given_breaks_are_kept(void **state)
{
    geo_context *context = *state;
    const geo_classes given = {.count = 4, .lower = {-20, -5, 5, 20}, .rule = GEO_BREAKS_GIVEN};
    const double value[] = {-31, 2, 7};
    geo_break_need need = {value, 3, GEO_BREAKS_GIVEN, 7, GEO_FOR_AREAS, &given};
    geo_classes classes;
    assert_int_equal(geo_classes_choose(context, &need, &classes), GEO_OK);
    assert_int_equal(classes.count, 4);
    assert_int_equal(classes.rule, GEO_BREAKS_GIVEN);
    assert_true(classes.lowest == -31 && classes.highest == 7);
    assert_int_equal(geo_classes_find(&classes, -31), -1);
    assert_int_equal(geo_classes_find(&classes, -5), 1);
    need.purpose = GEO_FOR_CHANGE; /* the lowest class is open, and -5 is as far from 0 as 5 */
    assert_int_equal(geo_classes_choose(context, &need, &classes), GEO_OK);
    assert_int_equal(geo_classes_find(&classes, -31), 0);
    assert_int_equal(geo_classes_find(&classes, -5), 0);
    assert_int_equal(geo_classes_find(&classes, 5), 2);
    need.given = NULL;
    assert_int_equal(geo_classes_choose(context, &need, &classes), GEO_ERROR_USAGE);
}

static void positions_run_on_between_breaks(void **state)
{
    const geo_classes classes = {
        .count = 4, .lower = {2, 4, 8, 16}, .lowest = 0, .highest = 40, .is_continuous = true};
    static const struct {
        double value;
        double position;
    } cases[] = {{1.9, -1},  {2, 0},      {3, 0.125}, {4, 0.25}, {6, 0.375},
                 {16, 0.75}, {28, 0.875}, {40, 1},    {99, 1},   {NAN, -1}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_true(geo_classes_position(&classes, cases[i].value) == cases[i].position);
}

static void a_break_belongs_to_the_class_above(void **state)
{
    const double value[] = {0, 282};
    static const struct {
        double value;
        int class;
    } cases[] = {{0, -1},  {14.999, -1}, {15, 0},  {24.999, 0}, {25, 1},
                 {250, 6}, {282, 6},     {1e9, 6}, {-3, -1},    {NAN, -1}};
    geo_classes classes = choose_surface(*state, value, 2, GEO_BREAKS_GEOMETRIC, 7);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(geo_classes_find(&classes, cases[i].value), cases[i].class);
}

static void writes_numbers_for_readers(void **state)
{
    static const struct {
        double value;
        int decimals;
        const char *text;
    } cases[] = {{0, 0, "0"},
                 {5, 0, "5"},
                 {0.05, 2, "0.05"},
                 {999, 0, "999"},
                 {1000, 0, "1,000"},
                 {1234567, 0, "1,234,567"},
                 {1234.5, 1, "1,234.5"},
                 {0.0015, 4, "0.0015"},
                 {-1500, 0, "-1,500"}};
    geo_context *context = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[GEO_NUMBER_TEXT];
        assert_int_equal(geo_number_text(context, cases[i].value, cases[i].decimals, text), GEO_OK);
        assert_string_equal(text, cases[i].text);
    }
}

static void counts_decimals(void **state)
{
    static const struct {
        double value;
        int exact;
        int three_digits;
    } cases[] = {{250, 0, 0}, {1.5, 1, 2}, {0.4, 1, 3}, {0.0015, 4, 5}, {0, 0, 0}, {282, 0, 0}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(geo_decimals_of(cases[i].value), cases[i].exact);
        assert_int_equal(geo_decimals_for(cases[i].value, 3), cases[i].three_digits);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(chooses_round_breaks),
        UNIT_TEST(zeros_have_no_class_and_equal_values_one),
        UNIT_TEST(worked_breaks_of_areas),
        UNIT_TEST(worked_breaks_of_surfaces),
        UNIT_TEST(every_area_has_a_class),
        UNIT_TEST(quantiles_hold_as_many_each),
        UNIT_TEST(changes_are_mirrored),
        UNIT_TEST(few_whole_numbers_have_a_class_each),
        UNIT_TEST(equal_and_absent_values_behave),
        UNIT_TEST(given_breaks_are_kept),
        UNIT_TEST(positions_run_on_between_breaks),
        UNIT_TEST(a_break_belongs_to_the_class_above),
        UNIT_TEST(writes_numbers_for_readers),
        UNIT_TEST(counts_decimals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
