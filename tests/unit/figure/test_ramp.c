/* Colours, and ramps that keep their order for everyone. */
#include <math.h>

#include "figure/ramps.h"
#include "figure/style.h"
#include "sight.h"
#include "unit.h"

/* CIE 1976, between classes that are neighbours; about three times what is just noticed. */
#define NEIGHBOURS_APART 7.0
/* Between the two ends of a diverging ramp. */
#define ENDS_APART 50.0

static const char *const styles[] = {"report", "print-grey", "slide", "dark",
                                     "accessible-high-contrast"};
static const char *const sequential[] = {"heat", "viridis", "magma", "ylorrd", "blues", "greys"};

static void reads_colours(void **state)
{
    static const struct {
        const char *text;
        bool is_colour;
        double red, green, blue;
    } cases[] = {
        {"#000000", true, 0, 0, 0},
        {"#ffffff", true, 1, 1, 1},
        {"#FF8000", true, 1, 128 / 255.0, 0},
        {"#fff", false, 0, 0, 0},
        {"ffffff", false, 0, 0, 0},
        {"#ffffff0", false, 0, 0, 0},
        {"#gg0000", false, 0, 0, 0},
        {"", false, 0, 0, 0},
        {"#", false, 0, 0, 0},
        {"#12345", false, 0, 0, 0},
        {"red", false, 0, 0, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_colour colour = {0, 0, 0};
        assert_int_equal(geo_colour_parse(cases[i].text, &colour), cases[i].is_colour);
        assert_true(fabs(colour.red - cases[i].red) < 1e-12);
        assert_true(fabs(colour.green - cases[i].green) < 1e-12);
        assert_true(fabs(colour.blue - cases[i].blue) < 1e-12);
    }
}

/* Values of sRGB colours in CIELAB (D65) as published by B. Lindbloom's calculator. */
static void converts_to_lab_and_back(void **state)
{
    static const struct {
        const char *text;
        double lightness, a, b;
    } cases[] = {
        {"#ffffff", 100, 0, 0},           {"#000000", 0, 0, 0},
        {"#ff0000", 53.24, 80.09, 67.20}, {"#0000ff", 32.30, 79.19, -107.86},
        {"#808080", 53.59, 0, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[8];
        geo_colour colour;
        assert_true(geo_colour_parse(cases[i].text, &colour));
        geo_lab lab = geo_colour_to_lab(colour);
        assert_true(fabs(lab.lightness - cases[i].lightness) < 0.02);
        assert_true(fabs(lab.a - cases[i].a) < 0.03);
        assert_true(fabs(lab.b - cases[i].b) < 0.03);
        geo_colour_print(geo_colour_from_lab(lab), text);
        assert_string_equal(text, cases[i].text);
    }
}

/* The lightness of all classes runs one way, and neighbours can be told apart, by everyone. */
static void check_order(const char *what, const geo_ramp *ramp, size_t classes)
{
    for (size_t sight = 0; sight < SIGHT_COUNT; sight++) {
        double direction = sight_lab(ramp->colour[ramp->count - 1], 0).lightness -
                           sight_lab(ramp->colour[0], 0).lightness;
        geo_lab before = sight_lab(geo_ramp_class(ramp, 0, classes), sight);
        for (size_t i = 1; i < classes; i++) {
            geo_lab lab = sight_lab(geo_ramp_class(ramp, i, classes), sight);
            double apart = sight_delta_e(lab, before);
            if ((lab.lightness - before.lightness) * direction <= 0 || apart < NEIGHBOURS_APART)
                fail_msg("%s, sight %zu, class %zu of %zu: lightness %g after %g, %g apart", what,
                         sight, i, classes, lab.lightness, before.lightness, apart);
            before = lab;
        }
    }
}

static void named_ramps_keep_their_order(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof sequential / sizeof *sequential; i++) {
        geo_ramp ramp;
        bool diverges = true;
        assert_true(geo_ramp_named(sequential[i], &ramp, &diverges));
        assert_false(diverges);
        assert_true(geo_ramp_is_ordered(&ramp));
        check_order(sequential[i], &ramp, 7);
    }
}

static void ramps_of_styles_keep_their_order(void **state)
{
    geo_context *context = *state;
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++) {
        geo_style *style = NULL;
        assert_int_equal(geo_style_read(context, styles[i], &style), GEO_OK);
        assert_true(geo_ramp_is_ordered(&style->heat.ramp));
        assert_true(geo_ramp_is_ordered(&style->areas.ramp));
        check_order(styles[i], &style->heat.ramp, style->heat.classes);
        check_order(styles[i], &style->areas.ramp, style->areas.classes);
        geo_style_free(style);
    }
    assert_int_equal(geo_warning_count(context), 0);
}

/* Both halves run one way from the middle, and less can't be taken for more, by anyone. */
static void check_two_sides(const char *what, const geo_ramp *ramp)
{
    for (size_t sight = 0; sight < SIGHT_COUNT; sight++) {
        geo_ramp seen = *ramp;
        for (size_t i = 0; i < ramp->count; i++)
            seen.colour[i] = sight_seen(ramp->colour[i], sight);
        double apart = sight_delta_e(geo_colour_to_lab(seen.colour[0]),
                                     geo_colour_to_lab(seen.colour[seen.count - 1]));
        if (!geo_ramp_is_two_sided(&seen) || apart < ENDS_APART)
            fail_msg("%s, sight %zu: ends %g apart", what, sight, apart);
    }
}

static void diverging_ramps_have_two_sides(void **state)
{
    static const char *const two_sided[] = {"report", "slide", "dark", "accessible-high-contrast"};
    geo_context *context = *state;
    geo_style *style = NULL;
    geo_ramp ramp;
    bool diverges = false;
    assert_true(geo_ramp_named("rdbu", &ramp, &diverges));
    assert_true(diverges);
    check_two_sides("rdbu", &ramp);
    for (size_t i = 0; i < sizeof two_sided / sizeof *two_sided; i++) {
        assert_int_equal(geo_style_read(context, two_sided[i], &style), GEO_OK);
        check_two_sides(two_sided[i], &style->change.ramp);
        geo_style_free(style);
    }
    /* In grey there are no two colours for the two sides. */
    assert_int_equal(geo_style_read(context, "print-grey", &style), GEO_OK);
    assert_false(geo_ramp_is_two_sided(&style->change.ramp));
    check_order("print-grey", &style->change.ramp, style->change.classes);
    geo_style_free(style);
}

static void a_minus_runs_a_ramp_backwards(void **state)
{
    geo_ramp forwards, backwards;
    bool diverges = false;
    (void)state;
    assert_true(geo_ramp_named("YlOrRd", &forwards, &diverges));
    assert_true(geo_ramp_named("-ylorrd", &backwards, &diverges));
    assert_int_equal(forwards.count, backwards.count);
    for (size_t i = 0; i < forwards.count; i++)
        assert_memory_equal(&forwards.colour[i], &backwards.colour[forwards.count - 1 - i],
                            sizeof(geo_colour));
    assert_false(geo_ramp_named("jet", &forwards, &diverges));
    assert_false(geo_ramp_named("", &forwards, &diverges));
    assert_false(geo_ramp_named("--heat", &forwards, &diverges));
}

/* Neither, above and significantly above: one order of lightness, far apart even in grey. */
static void bands_can_be_told_apart(void **state)
{
    geo_context *context = *state;
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++) {
        geo_style *style = NULL;
        assert_int_equal(geo_style_read(context, styles[i], &style), GEO_OK);
        for (size_t sight = 0; sight < SIGHT_COUNT; sight++) {
            double none = sight_lab(style->bands.none, sight).lightness;
            double above = sight_lab(style->bands.above, sight).lightness;
            double strong = sight_lab(style->bands.significantly_above, sight).lightness;
            if ((none - above) * (above - strong) <= 0 || fabs(none - above) < 15 ||
                fabs(above - strong) < 20)
                fail_msg("%s, sight %zu: lightness %g, %g, %g", styles[i], sight, none, above,
                         strong);
        }
        geo_style_free(style);
    }
}

static void knows_ramps_with_two_sides(void **state)
{
    const geo_ramp hill = {3, {{0, 0, 0}, {1, 1, 1}, {0, 0, 1}}};
    const geo_ramp valley = {4, {{1, 1, 1}, {0.2, 0, 0}, {0, 0, 0.1}, {1, 1, 0}}};
    const geo_ramp slope = {3, {{0, 0, 0}, {0.5, 0.5, 0.5}, {1, 1, 1}}};
    const geo_ramp bump = {5, {{0.5, 0, 0}, {0, 0, 0}, {1, 1, 1}, {0.5, 0.5, 1}, {0, 0, 1}}};
    (void)state;
    assert_true(geo_ramp_is_two_sided(&hill));
    assert_true(geo_ramp_is_two_sided(&valley));
    assert_false(geo_ramp_is_two_sided(&slope));
    assert_false(geo_ramp_is_two_sided(&bump));
}

static void steps_are_even_in_lightness(void **state)
{
    double least = 100, most = 0;
    geo_ramp heat;
    bool diverges;
    (void)state;
    assert_true(geo_ramp_named("heat", &heat, &diverges));
    for (size_t i = 0; i + 1 < 7; i++) {
        geo_lab low = geo_colour_to_lab(geo_ramp_class(&heat, i, 7));
        geo_lab high = geo_colour_to_lab(geo_ramp_class(&heat, i + 1, 7));
        least = fmin(least, low.lightness - high.lightness);
        most = fmax(most, low.lightness - high.lightness);
    }
    assert_true(most < 2 * least);
}

static void interpolates_between_colours(void **state)
{
    const geo_ramp ramp = {2, {{1, 1, 1}, {0, 0, 0}}};
    const geo_ramp rainbow = {3, {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
    char text[8];
    (void)state;
    assert_true(fabs(geo_colour_to_lab(geo_ramp_at(&ramp, 0.25)).lightness - 75) < 0.01);
    assert_true(fabs(geo_colour_to_lab(geo_ramp_class(&ramp, 0, 1)).lightness - 50) < 0.01);
    geo_colour_print(geo_ramp_at(&ramp, -1), text);
    assert_string_equal(text, "#ffffff");
    geo_colour_print(geo_ramp_at(&ramp, 7), text);
    assert_string_equal(text, "#000000");
    assert_true(geo_ramp_is_ordered(&ramp));
    assert_false(geo_ramp_is_ordered(&rainbow));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(reads_colours),
        UNIT_TEST(converts_to_lab_and_back),
        UNIT_TEST(named_ramps_keep_their_order),
        UNIT_TEST(ramps_of_styles_keep_their_order),
        UNIT_TEST(diverging_ramps_have_two_sides),
        UNIT_TEST(a_minus_runs_a_ramp_backwards),
        UNIT_TEST(bands_can_be_told_apart),
        UNIT_TEST(knows_ramps_with_two_sides),
        UNIT_TEST(steps_are_even_in_lightness),
        UNIT_TEST(interpolates_between_colours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
