/* The styles that are built in, and what a command line changes of them. */
#include <string.h>

#include "figure/style.h"
#include "sight.h"
#include "unit.h"

static const char *const names[] = {"report", "print-grey", "slide", "dark",
                                    "accessible-high-contrast"};

#define NAME_COUNT (sizeof names / sizeof *names)
#define TEXT_COUNT 8

static geo_style *read_style(geo_context *context, const char *name)
{
    geo_style *style = NULL;
    if (geo_style_read(context, name, &style) != GEO_OK)
        fail_msg("%s: %s", name, geo_message(context));
    return style;
}

static void texts_of(const geo_style *style, const geo_text_style *texts[TEXT_COUNT])
{
    texts[0] = &style->title;
    texts[1] = &style->subtitle;
    texts[2] = &style->legend;
    texts[3] = &style->panel;
    texts[4] = &style->label;
    texts[5] = &style->parent;
    texts[6] = &style->place;
    texts[7] = &style->note;
}

/* Contrast as WCAG 2.1 has it: 4.5 to 1 for text (criterion 1.4.3), 7 to 1 enhanced (1.4.6). No
 * text is smaller than 6.5 points, nor than 10 in the accessible style. */
static void text_can_be_read(void **state)
{
    geo_context *context = *state;
    for (size_t i = 0; i < NAME_COUNT; i++) {
        bool is_accessible = strcmp(names[i], "accessible-high-contrast") == 0;
        double least = is_accessible ? 7 : 4.5, least_pt = is_accessible ? 10 : 6.5;
        geo_style *style = read_style(context, names[i]);
        const geo_text_style *texts[TEXT_COUNT];
        texts_of(style, texts);
        for (size_t t = 0; t < TEXT_COUNT; t++) {
            double page = sight_contrast(texts[t]->colour, style->page.colour);
            double land = sight_contrast(texts[t]->colour, style->map.land);
            if (page < least || land < least || texts[t]->size_pt < least_pt)
                fail_msg("%s, text %zu: %g to the page, %g to the land, %g pt", names[i], t, page,
                         land, texts[t]->size_pt);
            assert_string_equal(texts[t]->fonts, style->fonts);
        }
        geo_style_free(style);
    }
    assert_int_equal(geo_warning_count(context), 0);
}

/* Names stand on shading and on what lies around the areas too: their halo is what they are read
 * against. */
static void names_are_clear_of_their_halo(void **state)
{
    geo_context *context = *state;
    for (size_t i = 0; i < NAME_COUNT; i++) {
        geo_style *style = read_style(context, names[i]);
        const geo_text_style *texts[] = {&style->label, &style->parent, &style->place};
        for (size_t t = 0; t < 3; t++) {
            assert_true(texts[t]->halo_mm > 0);
            assert_true(sight_contrast(texts[t]->colour, texts[t]->halo_colour) >= 7);
            assert_true(sight_contrast(texts[t]->colour, style->map.background) >= 4.5);
        }
        geo_style_free(style);
    }
}

/* Contrast of graphics that carry meaning: 3 to 1 (criterion 1.4.11). */
static void borders_and_lines_can_be_seen(void **state)
{
    geo_context *context = *state;
    for (size_t i = 0; i < NAME_COUNT; i++) {
        geo_style *style = read_style(context, names[i]);
        assert_true(sight_contrast(style->map.parent.colour, style->map.land) >= 3);
        assert_true(sight_contrast(style->map.outline.colour, style->map.land) >= 3);
        assert_true(sight_contrast(style->labels.leader.colour, style->map.land) >= 3);
        assert_true(sight_contrast(style->points.colour, style->map.land) >= 3);
        assert_true(sight_contrast(style->chart.axis.colour, style->page.colour) >= 3);
        assert_true(sight_contrast(style->chart.reference.colour, style->page.colour) >= 3);
        assert_true(sight_contrast(style->chart.limit.colour, style->page.colour) >= 3);
        assert_true(sight_contrast(style->chart.interval.colour, style->page.colour) >= 3);
        assert_true(style->map.area.width_mm < style->map.parent.width_mm &&
                    style->map.parent.width_mm < style->map.outline.width_mm);
        geo_style_free(style);
    }
}

/* Each of the data's colours against the others, in any sight. */
static void series_of_charts_can_be_told_apart(void **state)
{
    geo_context *context = *state;
    for (size_t i = 0; i < NAME_COUNT; i++) {
        geo_style *style = read_style(context, names[i]);
        const geo_colour series[] = {style->chart.colour, style->chart.second,
                                     style->chart.highlight, style->chart.highlight_strong};
        for (size_t a = 0; a < 4; a++)
            for (size_t b = 0; b < a; b++)
                for (size_t sight = 0; sight < SIGHT_COUNT; sight++) {
                    double apart =
                        sight_delta_e(sight_lab(series[a], sight), sight_lab(series[b], sight));
                    if (apart < 15)
                        fail_msg("%s, sight %zu: colours %zu and %zu are %g apart", names[i], sight,
                                 a, b, apart);
                }
        geo_style_free(style);
    }
}

static bool is_grey(geo_colour colour)
{
    return colour.red == colour.green && colour.green == colour.blue;
}

static void print_grey_has_no_colour(void **state)
{
    geo_style *style = read_style(*state, "print-grey");
    const geo_text_style *texts[TEXT_COUNT];
    const geo_ramp *ramps[] = {&style->heat.ramp, &style->areas.ramp, &style->change.ramp,
                               &style->base.ramp};
    const geo_colour colours[] = {
        style->page.colour,
        style->map.background,
        style->map.land,
        style->map.frame.colour,
        style->map.area.colour,
        style->map.parent.colour,
        style->map.outline.colour,
        style->labels.leader.colour,
        style->bands.none,
        style->bands.above,
        style->bands.significantly_above,
        style->bivariate.hatch.colour,
        style->diverging.hatch.colour,
        style->contours.line.colour,
        style->contours.halo.colour,
        style->contours.fill,
        style->outlines.area.colour,
        style->outlines.parent.colour,
        style->outlines.halo.colour,
        style->outlines.below.colour,
        style->no_data.colour,
        style->no_data.hatch.colour,
        style->points.colour,
        style->points.outline.colour,
        style->chart.colour,
        style->chart.highlight,
        style->chart.highlight_strong,
        style->chart.second,
        style->chart.grid.colour,
        style->chart.axis.colour,
        style->chart.reference.colour,
        style->chart.limit.colour,
        style->chart.interval.colour,
        style->chart.shade,
    };
    texts_of(style, texts);
    for (size_t i = 0; i < TEXT_COUNT; i++)
        assert_true(is_grey(texts[i]->colour) && is_grey(style->label.halo_colour));
    for (size_t i = 0; i < sizeof colours / sizeof *colours; i++)
        if (!is_grey(colours[i]))
            fail_msg("colour %zu", i);
    for (size_t i = 0; i < 4; i++)
        for (size_t c = 0; c < ramps[i]->count; c++)
            assert_true(is_grey(ramps[i]->colour[c]));
    for (size_t i = 0; i < GEO_BIVARIATE_CELLS; i++)
        assert_true(is_grey(style->bivariate.colour[i]));
    for (size_t i = 0; i < GEO_CATEGORIES_MOST; i++)
        assert_true(is_grey(style->categories.colour[i]));
    for (size_t i = 0; i < GEO_DIVERGING_COUNT; i++)
        assert_true(is_grey(style->diverging.colour[i]));
    for (size_t i = 0; i < style->backdrop_count; i++)
        assert_true(is_grey(style->backdrop[i].fill) && is_grey(style->backdrop[i].line.colour) &&
                    is_grey(style->backdrop[i].casing.colour));
    geo_style_free(style);
}

static void any_layer_finds_a_backdrop_style(void **state)
{
    for (size_t i = 0; i < NAME_COUNT; i++) {
        geo_style *style = read_style(*state, names[i]);
        assert_true(style->backdrop_count > 1);
        assert_string_equal(style->backdrop[style->backdrop_count - 1].name, "");
        assert_true(style->backdrop[style->backdrop_count - 1].line.width_mm > 0);
        geo_style_free(style);
    }
}

static void dark_is_dark_and_slide_is_a_slide(void **state)
{
    geo_style *dark = read_style(*state, "dark");
    geo_style *slide = read_style(*state, "slide");
    geo_style *report = read_style(*state, NULL);
    assert_true(sight_luminance(dark->page.colour) < 0.02);
    assert_true(sight_luminance(dark->map.land) < 0.05);
    assert_true(sight_luminance(dark->label.halo_colour) < 0.05);
    assert_true(sight_luminance(dark->heat.ramp.colour[dark->heat.ramp.count - 1]) > 0.7);
    assert_true(slide->page.width_mm == 190.5 && slide->page.height_mm == 338.7);
    assert_int_equal(slide->page.orientation, GEO_ORIENTATION_LANDSCAPE);
    assert_false(slide->furniture.north_arrow);
    assert_true(slide->note.size_pt > report->note.size_pt);
    assert_null(report->furniture.attribution);
    geo_style_free(dark);
    geo_style_free(slide);
    geo_style_free(report);
}

static void a_page_is_set(void **state)
{
    static const struct {
        const char *size;
        const char *orientation;
        double width_mm;
        double height_mm;
        geo_orientation held;
    } cases[] = {
        {"a4", NULL, 210, 297, GEO_ORIENTATION_AUTO},
        {"A5", "landscape", 148, 210, GEO_ORIENTATION_LANDSCAPE},
        {"16:9", NULL, 190.5, 338.7, GEO_ORIENTATION_LANDSCAPE},
        {"16:9", "portrait", 190.5, 338.7, GEO_ORIENTATION_PORTRAIT},
        {"200x150", NULL, 150, 200, GEO_ORIENTATION_LANDSCAPE},
        {"150.5x200", NULL, 150.5, 200, GEO_ORIENTATION_PORTRAIT},
        {"200x150", "auto", 150, 200, GEO_ORIENTATION_AUTO},
        {NULL, "portrait", 210, 297, GEO_ORIENTATION_PORTRAIT},
        {NULL, NULL, 210, 297, GEO_ORIENTATION_AUTO},
    };
    geo_context *context = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_style *style = read_style(context, NULL);
        assert_int_equal(geo_style_set_page(context, style, cases[i].size, cases[i].orientation),
                         GEO_OK);
        assert_true(style->page.width_mm == cases[i].width_mm);
        assert_true(style->page.height_mm == cases[i].height_mm);
        assert_int_equal(style->page.orientation, cases[i].held);
        geo_style_free(style);
    }
}

static void a_page_that_is_none_is_refused(void **state)
{
    static const char *const sizes[] = {"",       "a3",      "200",    "200x",    "x150",
                                        "200x20", "-200x90", "nanx90", "9999x90", "90x90x90"};
    geo_context *context = *state;
    geo_style *style = read_style(context, NULL);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        assert_int_equal(geo_style_set_page(context, style, sizes[i], NULL), GEO_ERROR_USAGE);
        assert_non_null(strstr(geo_message(context), "a4, a5, 16:9"));
    }
    assert_int_equal(geo_style_set_page(context, style, NULL, "upright"), GEO_ERROR_USAGE);
    assert_non_null(strstr(geo_message(context), "portrait, landscape or auto"));
    assert_true(style->page.width_mm == 210 && style->page.height_mm == 297);
    geo_style_free(style);
}

static void a_ramp_is_set(void **state)
{
    geo_context *context = *state;
    geo_style *style = read_style(context, NULL);
    geo_style *before = read_style(context, NULL);
    assert_int_equal(geo_style_set_ramp(context, style, "-blues"), GEO_OK);
    assert_true(style->heat.ramp.count == 7 && style->areas.ramp.count == 7);
    assert_true(style->heat.ramp.colour[0].red == 8 / 255.0);
    assert_memory_equal(&style->change.ramp, &before->change.ramp, sizeof(geo_ramp));
    assert_int_equal(geo_style_set_ramp(context, style, "rdbu"), GEO_OK);
    assert_true(style->heat.ramp.count == 7);
    assert_true(style->change.ramp.colour[0].red == 0xb2 / 255.0);
    assert_int_equal(geo_style_set_ramp(context, style, "jet"), GEO_ERROR_USAGE);
    assert_non_null(strstr(geo_message(context), "heat, viridis, magma, ylorrd, blues, greys"));
    assert_non_null(strstr(geo_message(context), "rdbu"));
    assert_true(style->heat.ramp.colour[0].red == 8 / 255.0);
    geo_style_free(style);
    geo_style_free(before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(text_can_be_read),
        UNIT_TEST(names_are_clear_of_their_halo),
        UNIT_TEST(borders_and_lines_can_be_seen),
        UNIT_TEST(series_of_charts_can_be_told_apart),
        UNIT_TEST(print_grey_has_no_colour),
        UNIT_TEST(any_layer_finds_a_backdrop_style),
        UNIT_TEST(dark_is_dark_and_slide_is_a_slide),
        UNIT_TEST(a_page_is_set),
        UNIT_TEST(a_page_that_is_none_is_refused),
        UNIT_TEST(a_ramp_is_set),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
