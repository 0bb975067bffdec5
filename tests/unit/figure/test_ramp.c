/* Colours and the ramp of the report style. */
#include <math.h>

#include "figure/style.h"
#include "unit.h"

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

static double to_linear(double value)
{
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

static double from_linear(double value)
{
    value = fmin(1, fmax(0, value));
    return value <= 0.0031308 ? 12.92 * value : 1.055 * pow(value, 1 / 2.4) - 0.055;
}

/* What a dichromat sees, in linear RGB (Vienot, Brettel and Mollon 1999, Color Res. Appl. 24(4),
 * pages 243 to 252). */
static geo_colour seen_by(geo_colour colour, const double matrix[3][3])
{
    const double rgb[3] = {to_linear(colour.red), to_linear(colour.green), to_linear(colour.blue)};
    double seen[3];
    for (int i = 0; i < 3; i++)
        seen[i] = matrix[i][0] * rgb[0] + matrix[i][1] * rgb[1] + matrix[i][2] * rgb[2];
    return (geo_colour){from_linear(seen[0]), from_linear(seen[1]), from_linear(seen[2])};
}

static geo_style *report_style(geo_context **context)
{
    geo_style *style = NULL;
    *context = geo_context_new();
    assert_int_equal(geo_style_read(*context, NULL, &style), GEO_OK);
    assert_int_equal(geo_warning_count(*context), 0);
    return style;
}

/* Lightness falls from class to class, by steps that can be told apart, for everyone. */
static void keeps_its_order_for_colour_blind_readers(void **state)
{
    static const double sight[3][3][3] = {
        {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
        {{0.11238, 0.88762, 0}, {0.11238, 0.88762, 0}, {0.00401, -0.00401, 1}}, /* protanopia */
        {{0.29275, 0.70725, 0}, {0.29275, 0.70725, 0}, {-0.02234, 0.02234, 1}}, /* deuteranopia */
    };
    geo_context *context;
    geo_style *style = report_style(&context);
    (void)state;
    for (size_t kind = 0; kind < 3; kind++)
        for (size_t count = 2; count <= 9; count++) {
            double before = 101;
            for (size_t i = 0; i < count; i++) {
                geo_colour seen = seen_by(geo_ramp_class(&style->heat.ramp, i, count), sight[kind]);
                double lightness = geo_colour_to_lab(seen).lightness;
                assert_true(lightness < before - 3);
                before = lightness;
            }
        }
    assert_true(geo_ramp_is_ordered(&style->heat.ramp));
    geo_style_free(style);
    geo_context_free(context);
}

static void steps_are_even_in_lightness(void **state)
{
    geo_context *context;
    geo_style *style = report_style(&context);
    double least = 100, most = 0;
    (void)state;
    for (size_t i = 0; i + 1 < 7; i++) {
        geo_lab low = geo_colour_to_lab(geo_ramp_class(&style->heat.ramp, i, 7));
        geo_lab high = geo_colour_to_lab(geo_ramp_class(&style->heat.ramp, i + 1, 7));
        least = fmin(least, low.lightness - high.lightness);
        most = fmax(most, low.lightness - high.lightness);
    }
    assert_true(most < 2 * least);
    geo_style_free(style);
    geo_context_free(context);
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
        UNIT_TEST(keeps_its_order_for_colour_blind_readers),
        UNIT_TEST(steps_are_even_in_lightness),
        UNIT_TEST(interpolates_between_colours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
