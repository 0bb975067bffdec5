/* Maps of more than one thing: two measures at once, categories, and what stands above a base. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "figure/style.h"
#include "sample.h"
#include "unit.h"

#define AREAS 16

/* Four by four areas with deciles, over which two by two others are outlines. */
typedef struct overlay {
    geo_areas *areas;
    geo_areas *outlines;
    geo_areas *contours;
    geo_grid *grid;
    double value[AREAS];
    int32_t level[2];
    geo_map_panel panel;
    geo_map map;
} overlay;

static const geo_figure_text words = {.title = "Base & above", .method = "Made up"};
static const char *const decile_text[] = {
    "1 (most deprived)", "2", "3", "4", "5", "6", "7", "8", "9", "10 (least deprived)"};
static const char *const level_text[] = {"At least 25", "At least 50"};
static const char *const category_text[] = {"Neither", "Most deprived 20% only", "High rate only",
                                            "Both"};

static geo_classes deciles(void)
{
    geo_classes classes = {
        .count = 10, .lowest = (double)NAN, .highest = (double)NAN, .rule = GEO_BREAKS_EACH};
    for (size_t i = 0; i < classes.count; i++)
        classes.lower[i] = (double)(i + 1);
    return classes;
}

/* Squares as large as four areas. */
static geo_areas *large_squares(void)
{
    geo_areas *areas = sample_areas(2, 2);
    for (size_t i = 0; i < areas->point_count; i++) {
        areas->x[i] = 400000 + 2 * (areas->x[i] - 400000);
        areas->y[i] = 300000 + 2 * (areas->y[i] - 300000);
    }
    areas->extent.x_max = 400000 + 4 * SAMPLE_SIDE_M;
    areas->extent.y_max = 300000 + 4 * SAMPLE_SIDE_M;
    return areas;
}

static void open_overlay(overlay *sample)
{
    *sample = (overlay){.areas = sample_areas(4, 4),
                        .outlines = large_squares(),
                        .contours = sample_areas(2, 1),
                        .grid = sample_grid(4, 4, 80),
                        .level = {1, 0}};
    for (size_t i = 0; i < AREAS; i++)
        sample->value[i] = (double)(i % 10 + 1);
    sample->panel.value = sample->value;
    sample->map = (geo_map){
        .areas = sample->areas, .panel_count = 1, .panel = &sample->panel, .area_word = "LSOAs"};
}

static void close_overlay(overlay *sample)
{
    sample_areas_free(sample->areas);
    sample_areas_free(sample->outlines);
    sample_areas_free(sample->contours);
    geo_grid_free(sample->grid);
}

/* As a text. */
static char *draw(geo_context *context, const overlay *sample, const geo_style *style)
{
    geo_bytes bytes = GEO_BYTES_INIT;
    if (geo_figure_map(context, &sample->map, style, &words, GEO_PICTURE_SVG, 0, &bytes) !=
            GEO_OK ||
        geo_bytes_append(context, &bytes, "", 1) != GEO_OK)
        fail_msg("%s", geo_message(context));
    assert_int_equal(geo_warning_count(context), 0);
    return bytes.data;
}

/* Each of the texts is there, but for those that begin with '!'. */
static void check_texts(const char *svg, const char *const *texts)
{
    for (; *texts; texts++) {
        char element[200];
        bool is_absent = **texts == '!';
        snprintf(element, sizeof element, ">%s</text>", *texts + is_absent);
        if ((strstr(svg, element) == NULL) != is_absent)
            fail_msg("%s: %s", is_absent ? "there is" : "there is no", element);
    }
}

static void check_refused(geo_context *context, const overlay *sample, const char *message)
{
    geo_bytes bytes = GEO_BYTES_INIT;
    assert_int_equal(
        geo_figure_map(context, &sample->map, NULL, &words, GEO_PICTURE_SVG, 0, &bytes),
        GEO_ERROR_USAGE);
    if (!strstr(geo_message(context), message))
        fail_msg("%s", geo_message(context));
}

static void deciles_read_from_the_most_deprived(void **state)
{
    static const char *const texts[] = {
        "Decile (LSOAs)", "1 (most deprived)", "2", "(2)", "10 (least deprived)", "(1)", NULL};
    const geo_classes ten = deciles();
    overlay sample;
    char darkest[8], palest[8];
    open_overlay(&sample);
    sample.map.unit = "decile";
    sample.map.area_classes = &ten;
    sample.map.class_text = decile_text;
    sample.map.is_reversed = true;
    char *svg = draw(*state, &sample, NULL);
    check_texts(svg, texts);
    assert_true(strstr(svg, "1 (most deprived)") < strstr(svg, "10 (least deprived)"));
    for (int i = 0; i < 2; i++) {
        char *text = NULL;
        assert_int_equal(geo_map_area_class(*state, &sample.map, &ten, i == 0 ? 0 : 9, NULL,
                                            i == 0 ? darkest : palest, &text),
                         GEO_OK);
        assert_string_equal(text, decile_text[i == 0 ? 0 : 9]);
        free(text);
    }
    assert_string_equal(darkest, "#861f35");
    assert_string_equal(palest, "#fbecc4");
    assert_true(strstr(svg, darkest) && strstr(svg, palest));
    free(svg);
    close_overlay(&sample);
}

/* All cells but one are there, each with its count, and two areas have no data. */
static void two_measures_are_a_square(void **state)
{
    static const char *const texts[] = {"Rate and deprivation (LSOAs)",
                                        "Higher rate",
                                        "More deprived",
                                        "No data",
                                        "(2)",
                                        "3",
                                        "Thirds.",
                                        NULL};
    overlay sample;
    char colour[8], *text = NULL;
    open_overlay(&sample);
    for (size_t i = 0; i < AREAS; i++)
        sample.value[i] = i < 2 ? (double)NAN : i < 5 ? 8 : (double)(i % 8);
    sample.map.scheme = GEO_SCHEME_BIVARIATE;
    sample.map.unit = "Rate and deprivation";
    sample.map.row_title = "Higher rate";
    sample.map.column_title = "More deprived";
    sample.map.area_note = "Thirds.";
    char *svg = draw(*state, &sample, NULL);
    check_texts(svg, texts);
    assert_non_null(strstr(svg, "#49342e"));
    assert_int_equal(geo_map_area_class(*state, &sample.map, NULL, 6, NULL, colour, &text), GEO_OK);
    assert_string_equal(colour, "#d6730f");
    assert_string_equal(text, "Higher rate: 3 of 3. More deprived: 1 of 3");
    free(text);
    assert_int_equal(geo_map_area_class(*state, &sample.map, NULL, 9, NULL, colour, &text),
                     GEO_ERROR_USAGE);
    free(svg);
    sample.value[7] = 9;
    check_refused(*state, &sample, "area A8 has the value 9");
    close_overlay(&sample);
}

static void categories_have_names_and_counts(void **state)
{
    static const char *const texts[] = {
        "Areas (LSOAs)", "Neither", "Most deprived 20% only", "High rate only", "Both",
        "(4)",           NULL};
    overlay sample;
    char colour[8], *text = NULL;
    open_overlay(&sample);
    for (size_t i = 0; i < AREAS; i++)
        sample.value[i] = (double)(i % 4);
    sample.map.scheme = GEO_SCHEME_CATEGORIES;
    sample.map.unit = "areas";
    sample.map.category_count = 4;
    sample.map.category_text = category_text;
    char *svg = draw(*state, &sample, NULL);
    check_texts(svg, texts);
    assert_true(strstr(svg, ">Neither<") < strstr(svg, ">Both<"));
    assert_int_equal(geo_map_area_class(*state, &sample.map, NULL, 3, NULL, colour, &text), GEO_OK);
    assert_string_equal(text, "Both");
    assert_non_null(strstr(svg, colour));
    free(text);
    free(svg);
    sample.map.category_count = 3;
    check_refused(*state, &sample, "has the value 3");
    sample.map.category_count = GEO_CATEGORIES_MOST + 1;
    check_refused(*state, &sample, "1 to 6 categories");
    close_overlay(&sample);
}

static const char *const spot_text[GEO_DIVERGING_COUNT] = {
    "Cold spot, 99%", "Cold spot, 95%", NULL, "Not significant", NULL,
    "Hot spot, 95%",  "Hot spot, 99%"};

static void diverging_classes_stand_highest_first(void **state)
{
    static const char *const texts[] = {"Spots (LSOAs)",
                                        "Hot spot, 99%",
                                        "Hot spot, 95%",
                                        "Not significant",
                                        "Cold spot, 99%",
                                        "(4)",
                                        NULL};
    static const double value[] = {0, 3, 5, 6};
    overlay sample;
    char colour[8], *text = NULL;
    open_overlay(&sample);
    for (size_t i = 0; i < AREAS; i++)
        sample.value[i] = value[i % 4];
    sample.map.scheme = GEO_SCHEME_DIVERGING;
    sample.map.unit = "spots";
    sample.map.category_count = GEO_DIVERGING_COUNT;
    sample.map.category_text = spot_text;
    char *svg = draw(*state, &sample, NULL);
    check_texts(svg, texts);
    assert_true(strstr(svg, ">Hot spot, 99%<") < strstr(svg, ">Not significant<"));
    assert_true(strstr(svg, ">Cold spot, 95%<") < strstr(svg, ">Cold spot, 99%<"));
    assert_int_equal(geo_map_area_class(*state, &sample.map, NULL, 6, NULL, colour, &text), GEO_OK);
    assert_string_equal(text, "Hot spot, 99%");
    assert_string_equal(colour, "#7e1a15");
    assert_non_null(strstr(svg, colour));
    free(text);
    free(svg);
    sample.value[5] = GEO_DIVERGING_COUNT;
    check_refused(*state, &sample, "has the value 7");
    sample.map.category_count = 4;
    check_refused(*state, &sample, "has 7 categories");
    close_overlay(&sample);
}

/* In grey the low classes have lines of their own, the more the further they are from the middle.
 */
static void low_classes_are_hatched_in_grey(void **state)
{
    geo_style *style = NULL;
    overlay sample;
    size_t before = 0;
    open_overlay(&sample);
    assert_int_equal(geo_style_read(*state, "print-grey", &style), GEO_OK);
    sample.map.scheme = GEO_SCHEME_DIVERGING;
    sample.map.unit = "spots";
    sample.map.category_count = GEO_DIVERGING_COUNT;
    sample.map.category_text = spot_text;
    for (size_t number = GEO_DIVERGING_COUNT; number-- > 0;) {
        for (size_t i = 0; i < AREAS; i++)
            sample.value[i] = (double)number;
        char *svg = draw(*state, &sample, style);
        if (number < GEO_DIVERGING_COUNT / 2)
            assert_true(strlen(svg) > before + 500);
        before = strlen(svg);
        free(svg);
    }
    geo_style_free(style);
    close_overlay(&sample);
}

/* The stairs around them would else stand beside the outline of what they are cells of. */
static void cells_have_no_outline_of_their_own(void **state)
{
    geo_style *style = NULL;
    overlay sample;
    char colour[8];
    open_overlay(&sample);
    assert_int_equal(geo_style_read(*state, NULL, &style), GEO_OK);
    geo_colour_print(style->map.outline.colour, colour);
    sample.map.unit = "cells";
    sample.map.outlines = sample.outlines;
    for (int are_cells = 0; are_cells < 2; are_cells++) {
        sample.map.are_cells = are_cells == 1;
        char *svg = draw(*state, &sample, style);
        assert_int_equal(strstr(svg, colour) == NULL, are_cells);
        free(svg);
    }
    geo_style_free(style);
    close_overlay(&sample);
}

/* The base is pale and comes after what stands above it; both have legends. */
static void give_heat_over_deciles(overlay *sample, const geo_classes *ten)
{
    sample->panel.surface = sample->grid;
    sample->map.unit = "decile";
    sample->map.area_classes = ten;
    sample->map.class_text = decile_text;
    sample->map.is_reversed = true;
}

static void heat_over_a_base_has_two_legends(void **state)
{
    static const char *const texts[] = {"Incidents per km\xC2\xB2", "Decile (LSOAs)",
                                        "1 (most deprived)", "10 (least deprived)", NULL};
    const geo_classes ten = deciles();
    overlay sample;
    open_overlay(&sample);
    give_heat_over_deciles(&sample, &ten);
    char *svg = draw(*state, &sample, NULL);
    check_texts(svg, texts);
    assert_true(strstr(svg, ">Incidents per km") < strstr(svg, ">Decile (LSOAs)<"));
    assert_non_null(strstr(svg, "#7d98b3"));
    assert_null(strstr(svg, "#861f35"));
    free(svg);
    close_overlay(&sample);
}

/* On a small page, texts of every other class make room for both. */
static void legends_close_up_where_there_is_little_room(void **state)
{
    static const char *const pages[] = {"240x130", "115x165"};
    static const char *const texts[] = {"1 (most deprived)",   "!2",   "3", "!9",
                                        "10 (least deprived)", "!(2)", NULL};
    const geo_classes ten = deciles();
    overlay sample;
    geo_style *style = NULL;
    open_overlay(&sample);
    give_heat_over_deciles(&sample, &ten);
    assert_int_equal(geo_style_read(*state, NULL, &style), GEO_OK);
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        assert_int_equal(geo_style_set_page(*state, style, pages[i], NULL), GEO_OK);
        char *svg = draw(*state, &sample, style);
        check_texts(svg, texts);
        free(svg);
    }
    geo_style_free(style);
    close_overlay(&sample);
}

static void give_lines(overlay *sample)
{
    sample->panel.contours = sample->contours;
    sample->panel.contour_level = sample->level;
    sample->map.contour_title = "Hotspots: incidents per km2 a year";
    sample->map.contour_count = 2;
    sample->map.contour_text = level_text;
    sample->map.is_base = true;
    sample->map.outlines = sample->outlines;
    sample->map.outline_text = "Wards";
    for (size_t i = 0; i < sample->outlines->count; i++) {
        static const char *const names[] = {"Quay", "Castle", "Mill", "Abbey"};
        sample->outlines->name[i] = names[i];
        sample->outlines->parent[i] = i % 2 ? "East" : "West";
    }
}

static void contours_and_outlines_are_named(void **state)
{
    static const char *const texts[] = {"Hotspots: incidents per km\xC2\xB2 a year",
                                        "At least 25",
                                        "At least 50",
                                        "Wards",
                                        "Quay",
                                        "Abbey",
                                        "East",
                                        "West",
                                        "!A1",
                                        NULL};
    overlay sample;
    open_overlay(&sample);
    give_lines(&sample);
    char *svg = draw(*state, &sample, NULL);
    check_texts(svg, texts);
    assert_non_null(strstr(svg, "#7e0d66"));
    free(svg);
    bool is_shown[] = {true, false, true, false};
    sample.map.outline_is_shown = is_shown;
    static const char *const west[] = {"Quay", "Mill", "!Castle", "!Abbey", "!East", "!West", NULL};
    svg = draw(*state, &sample, NULL);
    check_texts(svg, west);
    free(svg);
    close_overlay(&sample);
}

static void contours_need_their_levels(void **state)
{
    overlay sample;
    open_overlay(&sample);
    give_lines(&sample);
    sample.level[1] = 2;
    check_refused(*state, &sample, "contour 2 is of none of the 2 levels");
    sample.level[1] = -1;
    check_refused(*state, &sample, "contour 2 is of none of the 2 levels");
    sample.panel.contour_level = NULL;
    sample.map.contour_count = 1;
    check_refused(*state, &sample, "contour 2 is of none of the 1 levels");
    sample.map.contour_count = GEO_CONTOURS_MOST + 1;
    check_refused(*state, &sample, "4 levels of contours at most");
    sample.map.contour_count = 2;
    sample.map.contour_low_count = 3;
    sample.panel.contour_level = sample.level;
    check_refused(*state, &sample, "3 of 2 levels of contours can't be low ones");
    close_overlay(&sample);
}

/* Everything at once, twice: the same bytes, in each format. */
static void drawn_again_they_are_the_same(void **state)
{
    const geo_classes ten = deciles();
    geo_context *context = *state;
    overlay sample;
    open_overlay(&sample);
    give_heat_over_deciles(&sample, &ten);
    give_lines(&sample);
    for (int format = GEO_PICTURE_PNG; format <= GEO_PICTURE_PDF; format++) {
        geo_bytes bytes[2] = {GEO_BYTES_INIT, GEO_BYTES_INIT};
        for (int i = 0; i < 2; i++) {
            geo_context_set_threads(context, i == 0 ? 4 : 1);
            assert_int_equal(geo_figure_map(context, &sample.map, NULL, &words, (geo_picture)format,
                                            50, &bytes[i]),
                             GEO_OK);
        }
        assert_int_equal(bytes[0].length, bytes[1].length);
        assert_memory_equal(bytes[0].data, bytes[1].data, bytes[0].length);
        geo_bytes_clear(&bytes[0]);
        geo_bytes_clear(&bytes[1]);
    }
    close_overlay(&sample);
}

/* The n-th allocation of the library fails: each of the first 20, then one in ever more. */
static void fail_at_each(geo_context *context, const overlay *sample)
{
    geo_status status = GEO_ERROR_MEMORY;
    int64_t n = 0;
    while (status == GEO_ERROR_MEMORY) {
        geo_bytes bytes = GEO_BYTES_INIT;
        n += 1 + n / 20;
        geo_fail_allocation(context, n);
        status = geo_figure_map(context, &sample->map, NULL, &words, GEO_PICTURE_SVG, 0, &bytes);
        if (status == GEO_ERROR_MEMORY)
            assert_null(bytes.data);
        geo_bytes_clear(&bytes);
    }
    geo_fail_allocation(context, 0);
    assert_int_equal(status, GEO_OK);
    assert_true(n > 50);
}

static void memory_that_runs_out_is_a_status(void **state)
{
    const geo_classes ten = deciles();
    overlay sample;
    open_overlay(&sample);
    give_heat_over_deciles(&sample, &ten);
    give_lines(&sample);
    fail_at_each(*state, &sample);
    sample.panel.surface = NULL;
    sample.map.scheme = GEO_SCHEME_CATEGORIES;
    sample.map.category_count = 4;
    sample.map.category_text = category_text;
    for (size_t i = 0; i < AREAS; i++)
        sample.value[i] = (double)(i % 4);
    fail_at_each(*state, &sample);
    sample.map.scheme = GEO_SCHEME_BIVARIATE;
    sample.value[3] = (double)NAN;
    fail_at_each(*state, &sample);
    close_overlay(&sample);
}

static int shut_down(void **state)
{
    (void)state;
    geo_figure_shutdown();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(deciles_read_from_the_most_deprived),
        UNIT_TEST(two_measures_are_a_square),
        UNIT_TEST(categories_have_names_and_counts),
        UNIT_TEST(diverging_classes_stand_highest_first),
        UNIT_TEST(low_classes_are_hatched_in_grey),
        UNIT_TEST(cells_have_no_outline_of_their_own),
        UNIT_TEST(heat_over_a_base_has_two_legends),
        UNIT_TEST(legends_close_up_where_there_is_little_room),
        UNIT_TEST(contours_and_outlines_are_named),
        UNIT_TEST(contours_need_their_levels),
        UNIT_TEST(drawn_again_they_are_the_same),
        UNIT_TEST(memory_that_runs_out_is_a_status),
    };
    return cmocka_run_group_tests(tests, NULL, shut_down);
}
