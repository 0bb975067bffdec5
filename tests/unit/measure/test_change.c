/* Words for a comparison with a reference, and for a change between two periods. */
#include <math.h>

#include <geo/measure.h>

#include "unit.h"

static const double none = (double)NAN;
static const double infinite = (double)INFINITY;

static void interval_against_reference(void **state)
{
    (void)state;
    const struct {
        double lower;
        double upper;
        double reference;
        const char *name;
    } cases[] = {
        {1, 2, 3, "lower"},          {1, 2, 0.5, "higher"},      {1, 2, 1.5, "similar"},
        {1, 2, 1, "similar"},        {1, 2, 2, "similar"},       {none, none, 1, "similar"},
        {0, infinite, 9, "similar"}, {3, infinite, 1, "higher"}, {1, 2, none, "similar"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_comparison comparison =
            geo_compare_interval(cases[i].lower, cases[i].upper, cases[i].reference);
        assert_string_equal(geo_comparison_name(comparison), cases[i].name);
    }
}

static void per_cent(void **state)
{
    (void)state;
    assert_true(geo_percent_change(80, 100) == 25);
    assert_true(geo_percent_change(80, 60) == -25);
    assert_true(geo_percent_change(80, 0) == -100);
    assert_true(isnan(geo_percent_change(0, 5)) && isnan(geo_percent_change(-1, 5)));
    assert_true(isnan(geo_percent_change(5, -1)) && isnan(geo_percent_change(none, 5)));
}

struct direction {
    double before;
    double after;
    double exposure_before;
    double exposure_after;
    double p;
    const char *words;
};

static void check_directions(const struct direction *direction, size_t count,
                             const geo_change_words *words)
{
    for (size_t i = 0; i < count; i++, direction++)
        assert_string_equal(geo_direction_of(direction->before, direction->after,
                                             direction->exposure_before, direction->exposure_after,
                                             direction->p, words),
                            direction->words);
}

static void directions_of_travel(void **state)
{
    (void)state;
    const struct direction cases[] = {
        {0, 0, 1, 1, 1, "no incidents"},
        {0, 3, 1, 1, 0.25, "new"},
        {1000, 1300, 1, 1, 0.05, "no significant change"},
        {1000, 1300, 1, 1, none, "no significant change"},
        {1000, 1000, 1, 1, 0, "no significant change"},
        {1000, 1001, 1, 1, 0.01, "slight increase"},
        {1000, 1099, 1, 1, 0.01, "slight increase"},
        {1000, 1100, 1, 1, 0.01, "some increase"},
        {1000, 1249, 1, 1, 0.01, "some increase"},
        {1000, 1250, 1, 1, 0.01, "considerable increase"},
        {1000, 901, 1, 1, 0.049, "slight reduction"},
        {1000, 900, 1, 1, 0.049, "some reduction"},
        {1000, 751, 1, 1, 0.049, "some reduction"},
        {1000, 750, 1, 1, 0.049, "considerable reduction"},
        {1000, 0, 1, 1, 0, "considerable reduction"},
        {1000, 1000, 12, 11, 0.01, "slight increase"}, /* rates, not counts, are compared */
        {1000, 1000, 10, 12, 0.01, "some reduction"},
    };
    const geo_change_words words = GEO_CHANGE_WORDS_INIT;
    check_directions(cases, sizeof cases / sizeof *cases, &words);
}

static void other_thresholds(void **state)
{
    (void)state;
    const struct direction cases[] = {
        {1000, 1029, 1, 1, 0.005, "no significant change"},
        {1000, 1031, 1, 1, 0.005, "slight increase"},
        {1000, 1055, 1, 1, 0.005, "some increase"},
        {1000, 1055, 1, 1, 0.02, "no significant change"},
        {1000, 500, 1, 1, 0.005, "considerable reduction"},
    };
    const geo_change_words words = {3, 5, 50, 0.01};
    check_directions(cases, sizeof cases / sizeof *cases, &words);
}

static void what_has_no_direction(void **state)
{
    (void)state;
    const struct direction cases[] = {
        {-1, 1, 1, 1, 0, ""}, {1, none, 1, 1, 0, ""}, {none, 1, 1, 1, 0, ""},
        {1, 1, 0, 1, 0, ""},  {1, 1, 1, none, 0, ""}, {1, 1, infinite, 1, 0, ""},
    };
    const geo_change_words words = GEO_CHANGE_WORDS_INIT;
    check_directions(cases, sizeof cases / sizeof *cases, &words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(interval_against_reference), UNIT_TEST(per_cent),
        UNIT_TEST(directions_of_travel),       UNIT_TEST(other_thresholds),
        UNIT_TEST(what_has_no_direction),
    };
    return cmocka_run_group_tests_name("change", tests, NULL, NULL);
}
