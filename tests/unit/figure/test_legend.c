/* Legends: what they say, and that they stay in their box. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "allocations.h"
#include "figure/contours.h"
#include "figure/legend.h"
#include "unit.h"

#define MINUS "\xE2\x88\x92"
#define PAGE  200.0
#define PLACE 20.0 /* left and top of the box */
#define CLOSE 0.2  /* mm that a line's end or an italic letter may reach out */

typedef struct drawn_legend {
    char *svg;
    double height;
    double width;
} drawn_legend;

static geo_style *read_style(geo_context *context)
{
    static const geo_colour dark = {0.1, 0.2, 0.4}, pale = {0.9, 0.95, 1}, red = {0.8, 0.1, 0.1};
    geo_style *style = NULL;
    assert_int_equal(geo_style_read(context, NULL, &style), GEO_OK);
    style->areas = (geo_shade_style){{2, {pale, dark}}, 0.9, 5, GEO_BREAKS_QUANTILE, false};
    style->change = (geo_shade_style){{3, {dark, pale, red}}, 0.9, 5, GEO_BREAKS_EQUAL, false};
    style->bands.none = pale;
    style->bands.above = red;
    style->bands.significantly_above = dark;
    style->no_data.colour = pale;
    style->no_data.hatch = (geo_line_style){dark, 0.15, 1};
    style->no_data.hatch_gap_mm = 0.9;
    style->points.colour = dark;
    style->points.opacity = 0.6;
    style->points.outline = (geo_line_style){pale, 0.15, 1};
    style->points.smallest_mm = 1;
    style->points.largest_mm = 9;
    return style;
}

static drawn_legend draw(geo_context *context, const geo_legend_need *need, const geo_style *style,
                         double width, bool column)
{
    const geo_canvas_options options = {GEO_PICTURE_SVG, 0, {PAGE, PAGE}, "legend", NULL, NULL};
    geo_canvas *canvas = NULL;
    geo_legend *legend = NULL;
    geo_bytes bytes = GEO_BYTES_INIT;
    assert_int_equal(geo_legend_make(context, need, style, &legend), GEO_OK);
    assert_int_equal(geo_canvas_new(context, &options, &canvas), GEO_OK);
    drawn_legend drawn = {.width = width};
    drawn.height = geo_legend_height(canvas, legend, style, width, column);
    geo_legend_draw(canvas, legend, style, (geo_box){PLACE, PLACE, width, drawn.height}, column);
    if (geo_canvas_finish(canvas, &bytes) != GEO_OK ||
        geo_bytes_append(context, &bytes, "", 1) != GEO_OK)
        fail_msg("%s", geo_message(context));
    drawn.svg = bytes.data;
    geo_canvas_free(canvas);
    geo_legend_free(legend);
    return drawn;
}

static double attribute_of(const char *element, const char *name)
{
    const char *found = strstr(element, name);
    assert_non_null(found);
    return strtod(found + strlen(name), NULL);
}

static void check_inside(const drawn_legend *drawn, double x, double y)
{
    if (x < PLACE - CLOSE || x > PLACE + drawn->width + CLOSE || y < PLACE - CLOSE ||
        y > PLACE + drawn->height + CLOSE)
        fail_msg("(%g, %g) is outside a box of %g by %g", x, y, drawn->width, drawn->height);
}

static void check_path(const drawn_legend *drawn, const char *element)
{
    const char *at = strstr(element, " d=\"");
    assert_non_null(at);
    for (at += 4; *at && *at != '"';) {
        char *end;
        double x = strtod(at + strspn(at, "MLZ "), &end);
        double y = strtod(end, &end);
        check_inside(drawn, x, y);
        at = end + strspn(end, "Z");
    }
}

/* Counts the texts on the way; each begins and ends in the box. */
static size_t check_texts(geo_context *context, const drawn_legend *drawn, const geo_style *style)
{
    const geo_canvas_options options = {GEO_PICTURE_SVG, 0, {1, 1}, NULL, NULL, NULL};
    geo_canvas *canvas = NULL;
    geo_bytes nothing = GEO_BYTES_INIT;
    size_t count = 0;
    assert_int_equal(geo_canvas_new(context, &options, &canvas), GEO_OK);
    for (const char *at = drawn->svg; (at = strstr(at, "<text")); count++) {
        char text[200] = "";
        const char *start = strchr(at, '>') + 1, *end = strstr(start, "</text>");
        memcpy(text, start, (size_t)(end - start));
        geo_text_style font = style->legend;
        font.size_pt = attribute_of(at, "font-size=\"") / 25.4 * 72;
        font.is_bold = strstr(at, "font-weight") && strstr(at, "font-weight") < start;
        double x = attribute_of(at, " x=\""), y = attribute_of(at, " y=\"");
        check_inside(drawn, x, y - 0.7 * font.size_pt * 25.4 / 72);
        check_inside(drawn, x + geo_canvas_measure(canvas, text, &font, 0).width, y);
        at = end;
    }
    assert_int_equal(geo_canvas_finish(canvas, &nothing), GEO_OK);
    geo_bytes_clear(&nothing);
    geo_canvas_free(canvas);
    return count;
}

static void check_drawing(geo_context *context, const drawn_legend *drawn, const geo_style *style)
{
    assert_true(check_texts(context, drawn, style) > 1);
    for (const char *at = drawn->svg; (at = strstr(at, "<path")); at++)
        check_path(drawn, at);
}

/* Each of the texts is there, but for those that begin with '!'. */
static void check_part(geo_context *context, const geo_legend_part *part, double width, bool column,
                       const char *const *texts)
{
    geo_style *style = read_style(context);
    drawn_legend drawn = draw(context, &(geo_legend_need){1, part}, style, width, column);
    check_drawing(context, &drawn, style);
    for (; *texts; texts++) {
        char element[200];
        bool is_absent = **texts == '!';
        snprintf(element, sizeof element, ">%s</text>", *texts + is_absent);
        if ((strstr(drawn.svg, element) == NULL) != is_absent)
            fail_msg("%s: %s", is_absent ? "there is" : "there is no", element);
    }
    free(drawn.svg);
    geo_style_free(style);
}

static const geo_classes densities = {
    .count = 4, .lower = {2, 5, 10, 1000}, .lowest = 0, .highest = 2349};
static const geo_classes rates = {.count = 3,
                                  .lower = {0, 2, 10.5},
                                  .lowest = 0.31,
                                  .highest = 24.26,
                                  .rule = GEO_BREAKS_QUANTILE};

static void surfaces_are_strips_or_bars(void **state)
{
    geo_legend_part part = {.unit = "incidents per km2", .classes = &densities};
    geo_classes continuous = densities;
    const char *const bar[] = {
        "Incidents per km\xC2\xB2",           "2 to 5", "10 to 1,000", "1,000 and over",
        "Below 2 not shown. Highest: 2,349.", NULL};
    const char *const strip[] = {"2", "5", "10", "1,000", "!2 to 5", NULL};
    check_part(*state, &part, 60, true, bar);
    check_part(*state, &part, 100, false, strip);
    continuous.is_continuous = true;
    part.classes = &continuous;
    check_part(*state, &part, 60, true, strip);
    check_part(*state, &part, 100, false, strip);
}

static void crowded_strips_leave_numbers_out(void **state)
{
    geo_classes classes = {.count = 6,
                           .lower = {10000, 20000, 30000, 40000, 50000, 60000},
                           .highest = 70000,
                           .rule = GEO_BREAKS_INCREMENTAL_MEAN};
    const geo_legend_part part = {.unit = "incidents per km2", .classes = &classes};
    const char *const wide[] = {"10,000", "20,000", "60,000", NULL};
    const char *const narrow[] = {"10,000", "!20,000", "30,000", "!60,000", NULL};
    check_part(*state, &part, 100, false, wide);
    check_part(*state, &part, 45, false, narrow);
}

static void ranges_of_areas_are_unambiguous(void **state)
{
    static const size_t counts[] = {12, 1023, 4};
    geo_legend_part part = {.kind = GEO_LEGEND_AREAS,
                            .unit = "incidents per 1,000 residents",
                            .classes = &rates,
                            .area_count = counts,
                            .area_word = "wards",
                            .no_data_count = 3};
    const char *const exact[] = {"0.0 to under 2.0",
                                 "2.0 to under 10.5",
                                 "10.5 and over",
                                 "(12)",
                                 "(1,023)",
                                 "(4)",
                                 "No data",
                                 "(3)",
                                 "About equal numbers of wards in each class. Highest: 24.3.",
                                 NULL};
    const char *const rounded[] = {
        "0.0 to 1.9", "2.0 to 10.4", "10.5 to 24.3",
        "(4)",        "No data",     "About equal numbers of wards in each class.",
        NULL};
    geo_classes given = rates;
    given.rule = GEO_BREAKS_GIVEN;
    const char *const below[] = {"Under 0.0", "(7)", "10.5 and over", "Highest: 24.3.", NULL};
    check_part(*state, &part, 80, true, exact);
    check_part(*state, &part, 80, false, exact);
    part.is_rounded = true;
    part.decimals = 1;
    check_part(*state, &part, 80, true, rounded);
    check_part(*state, &part, 150, false, rounded);
    part.classes = &given;
    part.below_count = 7;
    check_part(*state, &part, 80, true, below);
}

static void whole_numbers_are_ranges_of_whole_numbers(void **state)
{
    const geo_classes counts = {
        .count = 4, .lower = {0, 1, 2.5, 10}, .lowest = 0, .highest = 10, .rule = GEO_BREAKS_JENKS};
    const geo_classes deciles = {
        .count = 3, .lower = {1, 2, 10}, .lowest = 1, .highest = 10, .rule = GEO_BREAKS_EACH};
    geo_legend_part part = {
        .kind = GEO_LEGEND_AREAS, .unit = "incidents", .classes = &counts, .is_rounded = true};
    const char *const ranges[] = {
        "Incidents", "0", "1 to 2", "3 to 9", "10", "Natural breaks (Jenks).", NULL};
    const char *const each[] = {"1", "2", "10", "!1 to 1", NULL};
    check_part(*state, &part, 60, true, ranges);
    part.classes = &deciles;
    check_part(*state, &part, 60, false, each);
}

static void one_value_has_no_range(void **state)
{
    const geo_classes same = {
        .count = 1, .lower = {3.14159}, .lowest = 3.14159, .highest = 3.14159};
    const geo_classes nothing = {.count = 1};
    const geo_classes rise = {.count = 1, .lower = {-4}, .lowest = 3, .highest = 3};
    const char *const change[] = {"+3", NULL};
    geo_legend_part part = {.kind = GEO_LEGEND_AREAS, .unit = "rate", .classes = &same};
    const char *const value[] = {"3.14", NULL}, *const no_change[] = {"No change", NULL};
    check_part(*state, &part, 60, true, value);
    part.kind = GEO_LEGEND_SURFACE;
    check_part(*state, &part, 60, true, value);
    part.kind = GEO_LEGEND_AREAS;
    part.classes = &nothing;
    part.is_change = true;
    check_part(*state, &part, 60, true, no_change);
    part.classes = &rise;
    check_part(*state, &part, 60, true, change);
}

static void changes_have_signs(void **state)
{
    geo_classes odd = {.count = 5,
                       .lower = {-20, nextafter(-10, 0), nextafter(-5, 0), 5, 10},
                       .lowest = -17,
                       .highest = 12};
    geo_classes even = {
        .count = 4, .lower = {-3, nextafter(-1.5, 0), 0, 1.5}, .lowest = -2.25, .highest = 2.6};
    geo_legend_part part = {.kind = GEO_LEGEND_AREAS,
                            .unit = "change in incidents",
                            .classes = &odd,
                            .is_change = true,
                            .is_rounded = true};
    const char *const whole[] = {MINUS "10 and under",
                                 MINUS "9 to " MINUS "5",
                                 MINUS "4 to +4",
                                 "+5 to +9",
                                 "+10 and over",
                                 "Lowest: " MINUS "17. Highest: +12.",
                                 NULL};
    const char *const real[] = {MINUS "1.5 and under", MINUS "1.5 to 0.0", "0.0 to +1.5",
                                "+1.5 and over", NULL};
    const char *const strip[] = {MINUS "1.5", "0.0", "+1.5", "!" MINUS "3.0", NULL};
    check_part(*state, &part, 100, true, whole);
    check_part(*state, &part, 120, false, whole);
    part.is_rounded = false;
    part.classes = &even;
    check_part(*state, &part, 60, true, real);
    part.kind = GEO_LEGEND_SURFACE;
    check_part(*state, &part, 60, true, real);
    check_part(*state, &part, 60, false, strip);
}

static void bands_wrap_and_count(void **state)
{
    static const size_t counts[] = {160, 30, 11};
    static const char *const texts[] = {"Up to 48.3",
                                        "Above (over 48.3, the mean and one standard deviation)",
                                        "Significantly above (over 71.2)"};
    geo_legend_part part = {.kind = GEO_LEGEND_BANDS,
                            .unit = "incidents per 1,000 residents",
                            .area_count = counts,
                            .band_text = texts};
    const char *const wide[] = {"Incidents per 1,000 residents (areas)", "Up to 48.3",
                                "Above (over 48.3, the mean and one standard deviation)", "(160)",
                                NULL};
    const char *const narrow[] = {
        "Up to 48.3", "!Above (over 48.3, the mean and one standard deviation)", "(160)", NULL};
    const char *const plain[] = {"Not above", "Above", "Significantly above", "!(160)", NULL};
    check_part(*state, &part, 120, true, wide);
    check_part(*state, &part, 120, false, wide);
    check_part(*state, &part, 46, true, narrow);
    check_part(*state, &part, 46, false, narrow);
    part.band_text = NULL;
    part.area_count = NULL;
    check_part(*state, &part, 46, true, plain);
}

/* Ten whole numbers with words of their own, the first on top; with little room every other one. */
static void deciles_begin_with_the_most_deprived(void **state)
{
    static const size_t counts[] = {57, 49, 46, 45, 43, 43, 42, 41, 40, 40};
    static const char *const words[] = {
        "1 (most deprived)", "2", "3", "4", "5", "6", "7", "8", "9", "10 (least deprived)"};
    static const char *const all[] = {"Decile (areas)", "1 (most deprived)",   "2", "9",
                                      "(57)",           "10 (least deprived)", NULL};
    geo_classes deciles = {.count = 10, .lowest = 1, .highest = 10, .rule = GEO_BREAKS_EACH};
    geo_legend_part part = {.kind = GEO_LEGEND_AREAS,
                            .unit = "decile",
                            .classes = &deciles,
                            .class_text = words,
                            .area_count = counts,
                            .is_reversed = true,
                            .is_base = true,
                            .no_data_count = 3};
    for (size_t i = 0; i < deciles.count; i++)
        deciles.lower[i] = (double)(i + 1);
    check_part(*state, &part, 60, true, all);
    check_part(*state, &part, 110, false, all);
}

static void a_square_has_titles_along_two_sides(void **state)
{
    static const size_t counts[] = {108, 75, 4, 12, 85, 50, 0, 1012, 97};
    geo_legend_part part = {.kind = GEO_LEGEND_BIVARIATE,
                            .unit = "rate and deprivation",
                            .area_count = counts,
                            .area_word = "LSOAs",
                            .row_title = "Higher rate",
                            .column_title = "More deprived",
                            .note = "Thirds of each.",
                            .no_data_count = 3};
    const char *const texts[] = {"Rate and deprivation (LSOAs)",
                                 "1,012",
                                 "0",
                                 "More deprived",
                                 "Higher rate",
                                 "Thirds of each.",
                                 "No data",
                                 NULL};
    const char *const bare[] = {"Rate and deprivation", "!1,012", "!No data", NULL};
    check_part(*state, &part, 60, true, texts);
    check_part(*state, &part, 100, false, texts);
    part.area_count = NULL;
    part.no_data_count = 0;
    check_part(*state, &part, 60, true, bare);
    part.row_title = part.column_title = "";
    check_part(*state, &part, 60, true, bare);
}

static void categories_and_lines_have_an_entry_each(void **state)
{
    static const size_t counts[] = {306, 31, 75};
    static const char *const texts[] = {"Neither", "High rate only", "Both"};
    static const char *const levels[] = {"At least 25", "At least 50", "At least 100"};
    const geo_legend_part categories = {.kind = GEO_LEGEND_CATEGORIES,
                                        .unit = "rate",
                                        .item_count = 3,
                                        .item_text = texts,
                                        .area_count = counts,
                                        .no_data_count = 1};
    const geo_legend_part contours = {.kind = GEO_LEGEND_CONTOURS,
                                      .unit = "hotspots per km2 a year",
                                      .item_count = 3,
                                      .item_text = levels};
    const geo_legend_part outlines = {.kind = GEO_LEGEND_OUTLINES, .unit = "Wards"};
    const char *const named[] = {"Rate (areas)", "Neither", "(306)", "Both",
                                 "(75)",         "No data", NULL};
    const char *const lines[] = {"Hotspots per km\xC2\xB2 a year", "At least 25", "At least 100",
                                 NULL};
    check_part(*state, &categories, 60, true, named);
    check_part(*state, &categories, 100, false, named);
    check_part(*state, &contours, 60, true, lines);
    check_part(*state, &contours, 100, false, lines);
    geo_style *style = read_style(*state);
    drawn_legend drawn = draw(*state, &(geo_legend_need){1, &outlines}, style, 60, true);
    assert_int_equal(check_texts(*state, &drawn, style), 1);
    free(drawn.svg);
    geo_style_free(style);
}

/* Logarithms to base 2: a bar has both ends of each class, a strip its breaks. */
static void ratios_are_written_as_times(void **state)
{
    const geo_classes ratios = {
        .count = 7,
        .lower = {-4, -2, -1, -0.58496250072115619, 0.58496250072115619, 1, 3},
        .lowest = -20,
        .highest = 9,
        .rule = GEO_BREAKS_GIVEN};
    const geo_legend_part part = {.kind = GEO_LEGEND_SURFACE,
                                  .unit = "ratio",
                                  .classes = &ratios,
                                  .is_change = true,
                                  .is_ratio = true,
                                  .note = "Hatched: too little"};
    const char *const bar[] = {"1/4 and under", "1/4 to 1/2", "0.67 to 1.5",
                               "2 to 8",        "8 and over", NULL};
    const char *const strip[] = {"1/4", "1/2", "0.67", "1.5", "2", "8", NULL};
    check_part(*state, &part, 60, true, bar);
    check_part(*state, &part, 100, false, strip);
    geo_style *style = read_style(*state);
    drawn_legend drawn = draw(*state, &(geo_legend_need){1, &part}, style, 100, false);
    assert_non_null(strstr(drawn.svg, "farther from 1. Hatched: too little"));
    assert_null(strstr(drawn.svg, "Lowest"));
    free(drawn.svg);
    geo_style_free(style);
}

/* Lines around low ground are dashed, and the lower the wider. */
static void low_contours_are_dashed(void **state)
{
    static const char *const levels[] = {"Far below", "Below", "Above"};
    geo_legend_part part = {
        .kind = GEO_LEGEND_CONTOURS, .unit = "beyond", .item_count = 3, .item_text = levels};
    geo_style *style = read_style(*state);
    drawn_legend solid = draw(*state, &(geo_legend_need){1, &part}, style, 60, true);
    part.low_count = 2;
    drawn_legend dashed = draw(*state, &(geo_legend_need){1, &part}, style, 60, true);
    assert_null(strstr(solid.svg, "stroke-dasharray"));
    assert_non_null(strstr(dashed.svg, "stroke-dasharray"));
    double dash_mm[3], width_mm[3];
    for (size_t level = 0; level < 3; level++)
        width_mm[level] = geo_contour_line_of(style, level, 3, 2, &dash_mm[level]).width_mm;
    assert_true(width_mm[0] > width_mm[1] && width_mm[2] == width_mm[0]);
    assert_true(dash_mm[0] > 0 && dash_mm[1] == dash_mm[0] && dash_mm[2] == 0);
    free(solid.svg);
    free(dashed.svg);
    geo_style_free(style);
}

static void a_legend_closes_up_twice(void **state)
{
    geo_style *style = read_style(*state);
    const geo_legend_part part = {.unit = "incidents per km2", .classes = &densities};
    geo_legend *legend = NULL;
    assert_int_equal(geo_legend_make(*state, &(geo_legend_need){1, &part}, style, &legend), GEO_OK);
    assert_true(geo_legend_condense(legend));
    assert_true(geo_legend_condense(legend));
    assert_false(geo_legend_condense(legend));
    geo_legend_free(legend);
    geo_style_free(style);
}

static void circles_grow_by_area(void **state)
{
    geo_style *style = read_style(*state);
    const geo_legend_part part = {.kind = GEO_LEGEND_POINTS, .most_incidents = 1430};
    const geo_legend_part few = {.kind = GEO_LEGEND_POINTS, .unit = "thefts", .most_incidents = 1};
    const char *const three[] = {"Incidents at one place", "1", "500", "1,430", NULL};
    const char *const one[] = {"Thefts", "1", NULL};
    check_part(*state, &part, 60, true, three);
    check_part(*state, &part, 60, false, three);
    check_part(*state, &part, 20, false, three + 1); /* the heading is broken */
    check_part(*state, &few, 40, true, one);
    assert_true(geo_point_diameter_mm(style, 1, 101) == 1);
    assert_true(geo_point_diameter_mm(style, 101, 101) == 9);
    assert_true(fabs(geo_point_diameter_mm(style, 51, 101) - sqrt(41)) < 1e-12);
    assert_true(geo_point_diameter_mm(style, 1, 1) == 1);
    geo_style_free(style);
}

static void parts_stand_below_each_other(void **state)
{
    geo_context *context = *state;
    geo_style *style = read_style(context);
    const geo_classes empty = {0};
    const geo_legend_part parts[] = {{.unit = "incidents per km2", .classes = &densities},
                                     {.unit = "incidents per km2", .classes = &empty},
                                     {.kind = GEO_LEGEND_POINTS},
                                     {.kind = GEO_LEGEND_POINTS, .most_incidents = 50}};
    for (int column = 0; column < 2; column++) {
        drawn_legend both = draw(context, &(geo_legend_need){4, parts}, style, 60, column);
        drawn_legend heat = draw(context, &(geo_legend_need){1, parts}, style, 60, column);
        drawn_legend points = draw(context, &(geo_legend_need){1, parts + 3}, style, 60, column);
        drawn_legend none = draw(context, &(geo_legend_need){2, parts + 1}, style, 60, column);
        check_drawing(context, &both, style);
        assert_true(fabs(both.height - heat.height - points.height - 4) < 1e-9);
        assert_true(none.height == 0);
        assert_null(strstr(none.svg, "<text"));
        free(both.svg);
        free(heat.svg);
        free(points.svg);
        free(none.svg);
    }
    geo_style_free(style);
}

static geo_status make(geo_context *context, void *data)
{
    static const size_t counts[] = {12, 1023, 4};
    const geo_legend_part parts[] = {{.unit = "incidents per km2", .classes = &densities},
                                     {.kind = GEO_LEGEND_AREAS,
                                      .classes = &rates,
                                      .area_count = counts,
                                      .below_count = 1,
                                      .no_data_count = 1},
                                     {.kind = GEO_LEGEND_BANDS},
                                     {.kind = GEO_LEGEND_POINTS, .most_incidents = 50}};
    geo_legend *legend = NULL;
    geo_status status = geo_legend_make(context, &(geo_legend_need){4, parts}, data, &legend);
    assert_int_equal(status == GEO_OK, legend != NULL);
    geo_legend_free(legend);
    return status;
}

static void memory_that_runs_out_is_a_status(void **state)
{
    geo_style *style = read_style(*state);
    assert_true(fail_each_allocation(make, style) > 50);
    geo_style_free(style);
}

/* What other files show of a map: colours of the report style and the legend's words. */
static void a_class_is_told_by_colour_and_words(void **state)
{
    static const char *const colours[] = {"#fbecc4", "#f8c57c", "#ee8f4f", "#cb5138", "#861f35"};
    static const char *const words[] = {"0.0 to under 2.5", "2.5 to under 10.0",
                                        "10.0 to under 20.0", "20.0 to under 40.0",
                                        "40.0 and over"};
    const geo_classes classes = {.count = 5,
                                 .lower = {0, 2.5, 10, 20, 40},
                                 .lowest = 0,
                                 .highest = 55,
                                 .rule = GEO_BREAKS_JENKS};
    const geo_classes single = {.count = 1, .lower = {7}, .lowest = 7, .highest = 7};
    char colour[8], *text = NULL;
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(geo_map_class(*state, &classes, i, false, NULL, colour, &text), GEO_OK);
        assert_string_equal(colour, colours[i]);
        assert_string_equal(text, words[i]);
        free(text);
    }
    assert_int_equal(geo_map_class(*state, &single, 0, false, NULL, colour, &text), GEO_OK);
    assert_string_equal(colour, colours[2]);
    assert_string_equal(text, "7");
    free(text);
    assert_int_equal(geo_map_class(*state, &classes, 5, false, NULL, colour, &text),
                     GEO_ERROR_USAGE);
}

/* Of change the colours diverge and the words have signs; the lowest class is open. */
static void a_class_of_change_is_told_likewise(void **state)
{
    static const char *const words[] = {"\xE2\x88\x92"
                                        "5 and under",
                                        "\xE2\x88\x92"
                                        "5 to 0",
                                        "0 to +5", "+5 and over"};
    const geo_map_panel panel = {.value = (const double[]){-12, -3, 2, 11}, .is_change = true};
    const geo_areas areas = {.count = 4};
    const geo_map map = {.areas = &areas, .panel_count = 1, .panel = &panel};
    const geo_classes four = {
        .count = 4, .lower = {-12, nextafter(-5, 0), 0, 5}, .lowest = -12, .highest = 11};
    geo_classes chosen = {.count = 0};
    char colour[4][8], *text = NULL;
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(geo_map_class(*state, &four, i, true, NULL, colour[i], &text), GEO_OK);
        assert_string_equal(text, words[i]);
        free(text);
    }
    assert_string_equal(colour[0], "#2166ac");
    assert_string_equal(colour[3], "#b2182b");
    assert_int_equal(geo_map_classes(*state, &map, NULL, &chosen), GEO_OK);
    assert_true(chosen.count > 1 && chosen.lower[0] < 0);
}

static geo_status tell_class(geo_context *context, void *style)
{
    const geo_classes classes = {.count = 2, .lower = {0, 5}, .lowest = 0, .highest = 9};
    char colour[8], *words = NULL;
    geo_status status = geo_map_class(context, &classes, 0, true, style, colour, &words);
    if (status == GEO_OK)
        free(words);
    return status;
}

static void a_class_without_memory(void **state)
{
    geo_style *style = read_style(*state);
    assert_true(fail_each_allocation(tell_class, style) >= 3);
    geo_style_free(style);
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
        UNIT_TEST(surfaces_are_strips_or_bars),
        UNIT_TEST(crowded_strips_leave_numbers_out),
        UNIT_TEST(ranges_of_areas_are_unambiguous),
        UNIT_TEST(whole_numbers_are_ranges_of_whole_numbers),
        UNIT_TEST(one_value_has_no_range),
        UNIT_TEST(changes_have_signs),
        UNIT_TEST(bands_wrap_and_count),
        UNIT_TEST(deciles_begin_with_the_most_deprived),
        UNIT_TEST(a_square_has_titles_along_two_sides),
        UNIT_TEST(categories_and_lines_have_an_entry_each),
        UNIT_TEST(ratios_are_written_as_times),
        UNIT_TEST(low_contours_are_dashed),
        UNIT_TEST(a_legend_closes_up_twice),
        UNIT_TEST(circles_grow_by_area),
        UNIT_TEST(parts_stand_below_each_other),
        UNIT_TEST(memory_that_runs_out_is_a_status),
        UNIT_TEST(a_class_is_told_by_colour_and_words),
        UNIT_TEST(a_class_of_change_is_told_likewise),
        UNIT_TEST(a_class_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, shut_down);
}
