/* Class breaks, and numbers as they stand in a legend. */
#include <math.h>

#include "figure/classes.h"
#include "unit.h"

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
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const double value[] = {0, cases[i].highest, cases[i].highest / 3};
        geo_classes classes = geo_classes_choose(value, 3, cases[i].rule, cases[i].wanted);
        assert_int_equal(classes.count, cases[i].count);
        assert_true(classes.highest == cases[i].highest);
        for (size_t k = 0; k < classes.count; k++)
            assert_true(fabs(classes.lower[k] - cases[i].lower[k]) <= 1e-12 * cases[i].lower[k]);
    }
}

static void zeros_have_no_class_and_equal_values_one(void **state)
{
    const double zeros[] = {0, 0, 0}, equal[] = {3.2, 3.2, 3.2}, broken[] = {NAN, INFINITY, -4};
    (void)state;
    assert_int_equal(geo_classes_choose(zeros, 3, GEO_BREAKS_GEOMETRIC, 7).count, 0);
    assert_int_equal(geo_classes_choose(broken, 3, GEO_BREAKS_GEOMETRIC, 7).count, 0);
    assert_int_equal(geo_classes_choose(zeros, 0, GEO_BREAKS_EQUAL, 7).count, 0);
    geo_classes classes = geo_classes_choose(equal, 3, GEO_BREAKS_GEOMETRIC, 7);
    assert_int_equal(classes.count, 1);
    assert_int_equal(geo_classes_find(&classes, 3.2), 0);
    assert_int_equal(geo_classes_choose(equal, 3, GEO_BREAKS_GEOMETRIC, 99).count, 1);
}

static void a_break_belongs_to_the_class_above(void **state)
{
    const double value[] = {0, 282};
    static const struct {
        double value;
        int class;
    } cases[] = {{0, -1},  {14.999, -1}, {15, 0},  {24.999, 0}, {25, 1},
                 {250, 6}, {282, 6},     {1e9, 6}, {-3, -1},    {NAN, -1}};
    geo_classes classes = geo_classes_choose(value, 2, GEO_BREAKS_GEOMETRIC, 7);
    (void)state;
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
        UNIT_TEST(a_break_belongs_to_the_class_above),
        UNIT_TEST(writes_numbers_for_readers),
        UNIT_TEST(counts_decimals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
