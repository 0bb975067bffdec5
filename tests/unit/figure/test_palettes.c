/* Colours of maps that show more than one thing: told apart, and in order, by every reader. */
#include <math.h>
#include <string.h>

#include "figure/contours.h"
#include "sight.h"
#include "unit.h"

#define STEPS GEO_BIVARIATE_STEPS

static const char *const names[] = {"report", "print-grey", "slide", "dark",
                                    "accessible-high-contrast"};

#define NAME_COUNT (sizeof names / sizeof *names)

static geo_style *read_style(geo_context *context, const char *name)
{
    geo_style *style = NULL;
    if (geo_style_read(context, name, &style) != GEO_OK)
        fail_msg("%s: %s", name, geo_message(context));
    return style;
}

/* In grey there is lightness alone, which nine colours share. */
static bool is_grey(const char *name)
{
    return strcmp(name, "print-grey") == 0;
}

/* As it is drawn: the land shows through. */
static geo_colour drawn(const geo_style *style, geo_colour colour, double opacity)
{
    const geo_colour *land = &style->map.land;
    return (geo_colour){land->red + opacity * (colour.red - land->red),
                        land->green + opacity * (colour.green - land->green),
                        land->blue + opacity * (colour.blue - land->blue)};
}

/* Any two of the colours, in any sight. */
static void check_apart(const char *what, const geo_style *style, const geo_colour *colour,
                        size_t count, double least)
{
    double opacity = style->areas.opacity;
    for (size_t sight = 0; sight < SIGHT_COUNT; sight++)
        for (size_t a = 0; a < count; a++)
            for (size_t b = 0; b < a; b++) {
                double apart = sight_delta_e(sight_lab(drawn(style, colour[a], opacity), sight),
                                             sight_lab(drawn(style, colour[b], opacity), sight));
                if (apart < least)
                    fail_msg("%s, sight %zu: colours %zu and %zu are %g apart", what, sight, a, b,
                             apart);
            }
}

static void cells_of_the_square_can_be_told_apart(void **state)
{
    for (size_t i = 0; i < NAME_COUNT; i++) {
        geo_style *style = read_style(*state, names[i]);
        check_apart(names[i], style, style->bivariate.colour, GEO_BIVARIATE_CELLS,
                    is_grey(names[i]) ? 7 : 22);
        geo_style_free(style);
    }
}

static double lightness_of(const geo_style *style, size_t cell, size_t sight)
{
    return sight_lab(drawn(style, style->bivariate.colour[cell], style->areas.opacity), sight)
        .lightness;
}

/* From each cell to the next in its row and in its column, all the same way. */
static void lightness_runs_one_way_along_both_axes(void **state)
{
    for (size_t i = 0; i < NAME_COUNT; i++) {
        geo_style *style = read_style(*state, names[i]);
        double direction = lightness_of(style, GEO_BIVARIATE_CELLS - 1, 0) < 50 ? -1 : 1;
        for (size_t sight = 0; sight < SIGHT_COUNT; sight++)
            for (size_t cell = 0; cell < GEO_BIVARIATE_CELLS; cell++) {
                double here = lightness_of(style, cell, sight);
                if (cell % STEPS + 1 < STEPS)
                    assert_true(direction * (lightness_of(style, cell + 1, sight) - here) >= 7);
                if (cell / STEPS + 1 < STEPS)
                    assert_true(direction * (lightness_of(style, cell + STEPS, sight) - here) >= 7);
            }
        geo_style_free(style);
    }
}

/* Where lightness is all there is, rows have hatching of their own. */
static void grey_rows_are_hatched(void **state)
{
    for (size_t i = 0; i < NAME_COUNT; i++) {
        geo_style *style = read_style(*state, names[i]);
        assert_int_equal(style->bivariate.hatch.width_mm > 0, is_grey(names[i]));
        geo_style_free(style);
    }
}

static void categories_can_be_told_apart(void **state)
{
    for (size_t i = 0; i < NAME_COUNT; i++) {
        geo_style *style = read_style(*state, names[i]);
        check_apart(names[i], style, style->categories.colour, GEO_CATEGORIES_MOST,
                    is_grey(names[i]) ? 8 : 25);
        check_apart(names[i], style, style->categories.colour, 4, is_grey(names[i]) ? 18 : 45);
        geo_style_free(style);
    }
}

/* Low from high, and each from what is neither; in grey what is low is hatched instead. */
static void diverging_classes_can_be_told_apart(void **state)
{
    enum { MIDDLE = GEO_DIVERGING_COUNT / 2 };
    for (size_t i = 0; i < NAME_COUNT; i++) {
        geo_style *style = read_style(*state, names[i]);
        const geo_colour *colour = style->diverging.colour;
        if (is_grey(names[i]))
            check_apart(names[i], style, colour + MIDDLE, GEO_DIVERGING_COUNT - MIDDLE, 18);
        else
            check_apart(names[i], style, colour, GEO_DIVERGING_COUNT, 22);
        assert_int_equal(style->diverging.hatch.width_mm > 0, is_grey(names[i]));
        geo_style_free(style);
    }
}

/* From the middle to both ends lightness runs one way, for every reader. */
static void diverging_classes_grow_from_the_middle(void **state)
{
    for (size_t i = 0; i < NAME_COUNT; i++) {
        geo_style *style = read_style(*state, names[i]);
        const geo_colour *colour = style->diverging.colour;
        for (size_t sight = 0; sight < SIGHT_COUNT; sight++) {
            double light[GEO_DIVERGING_COUNT];
            for (size_t k = 0; k < GEO_DIVERGING_COUNT; k++)
                light[k] =
                    sight_lab(drawn(style, colour[k], style->areas.opacity), sight).lightness;
            double direction = light[0] < light[GEO_DIVERGING_COUNT / 2] ? 1 : -1;
            for (size_t k = 0; k + 1 < GEO_DIVERGING_COUNT; k++) {
                double step = direction * (light[k + 1] - light[k]);
                if ((k < GEO_DIVERGING_COUNT / 2 ? step : -step) < 4)
                    fail_msg("%s, sight %zu: step %zu is %g", names[i], sight, k, step);
            }
        }
        geo_style_free(style);
    }
}

/* Ten deciles of a base: neighbours further apart than what is just noticed, in one order. */
static void deciles_of_a_base_keep_their_order(void **state)
{
    for (size_t i = 0; i < NAME_COUNT; i++) {
        geo_style *style = read_style(*state, names[i]);
        double direction = geo_colour_to_lab(style->base.ramp.colour[0]).lightness > 50 ? -1 : 1;
        for (size_t sight = 0; sight < SIGHT_COUNT; sight++)
            for (size_t class = 1; class < 10; class ++) {
                geo_lab before = sight_lab(geo_ramp_class(&style->base.ramp, class - 1, 10), sight);
                geo_lab here = sight_lab(geo_ramp_class(&style->base.ramp, class, 10), sight);
                if (direction * (here.lightness - before.lightness) < 2.3)
                    fail_msg("%s, sight %zu, class %zu: lightness %g after %g", names[i], sight,
                             class, here.lightness, before.lightness);
            }
        geo_style_free(style);
    }
}

/* Contrast of graphics that carry meaning: 3 to 1 (WCAG 2.1, criterion 1.4.11), by the line itself
 * or by the halo on both sides of it. */
static void check_contours_on(const char *name, const geo_style *style, const geo_ramp *ramp)
{
    for (size_t sight = 0; sight < SIGHT_COUNT; sight++) {
        geo_colour line = sight_seen(style->contours.line.colour, sight);
        geo_colour halo = sight_seen(style->contours.halo.colour, sight);
        assert_true(sight_contrast(line, halo) >= 4.5);
        for (size_t class = 0; class < 10; class ++) {
            geo_colour shade = sight_seen(geo_ramp_class(ramp, class, 10), sight);
            double contrast = fmax(sight_contrast(line, shade), sight_contrast(halo, shade));
            if (contrast < 3)
                fail_msg("%s, sight %zu: contours on class %zu of 10: %g", name, sight, class,
                         contrast);
        }
    }
}

static void contours_can_be_seen_on_all_shades(void **state)
{
    for (size_t i = 0; i < NAME_COUNT; i++) {
        geo_style *style = read_style(*state, names[i]);
        check_contours_on(names[i], style, &style->base.ramp);
        check_contours_on(names[i], style, &style->areas.ramp);
        assert_true(style->contours.halo.width_mm > 0 && style->contours.finest_mm > 0);
        assert_true(style->contours.finest_mm < style->contours.line.width_mm / 1.9);
        geo_style_free(style);
    }
}

/* By their colour, whatever their width. */
static void contours_are_no_outlines(void **state)
{
    for (size_t i = 0; i < NAME_COUNT; i++) {
        geo_style *style = read_style(*state, names[i]);
        const geo_line_style *line[] = {&style->outlines.area, &style->outlines.parent};
        for (size_t sight = 0; sight < SIGHT_COUNT; sight++)
            for (size_t k = 0; k < 2; k++) {
                double apart = sight_delta_e(sight_lab(style->contours.line.colour, sight),
                                             sight_lab(line[k]->colour, sight));
                if (apart < 15)
                    fail_msg("%s, sight %zu: outline %zu is %g apart", names[i], sight, k, apart);
            }
        geo_style_free(style);
    }
}

static void higher_levels_have_wider_lines(void **state)
{
    geo_style *style = read_style(*state, "report");
    char colour[8];
    double width_mm = 0, before_mm = 0;
    for (size_t level = 0; level < GEO_CONTOURS_MOST; level++) {
        assert_int_equal(geo_map_contour_line(*state, level, GEO_CONTOURS_MOST,
                                              level % 2 ? style : NULL, colour, &width_mm),
                         GEO_OK);
        assert_true(width_mm > before_mm);
        assert_string_equal(colour, "#7e0d66");
        before_mm = width_mm;
    }
    assert_true(width_mm == style->contours.line.width_mm);
    assert_true(geo_contour_line(style, 0, 1).width_mm == style->contours.line.width_mm);
    assert_int_equal(geo_map_contour_line(*state, 2, 2, style, colour, &width_mm), GEO_ERROR_USAGE);
    geo_style_free(style);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(cells_of_the_square_can_be_told_apart),
        UNIT_TEST(lightness_runs_one_way_along_both_axes),
        UNIT_TEST(grey_rows_are_hatched),
        UNIT_TEST(categories_can_be_told_apart),
        UNIT_TEST(diverging_classes_can_be_told_apart),
        UNIT_TEST(diverging_classes_grow_from_the_middle),
        UNIT_TEST(deciles_of_a_base_keep_their_order),
        UNIT_TEST(contours_can_be_seen_on_all_shades),
        UNIT_TEST(contours_are_no_outlines),
        UNIT_TEST(higher_levels_have_wider_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
