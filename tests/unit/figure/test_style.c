/* Style files: what they change, and how they are refused. */
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/memory.h"
#include "figure/style.h"
#include "unit.h"

static geo_status read_text(geo_context *context, const char *text, geo_style **out)
{
    char path[] = "/tmp/wardmap-style-XXXXXX";
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, text, strlen(text)), strlen(text));
    close(descriptor);
    geo_status status = geo_style_read(context, path, out);
    unlink(path);
    return status;
}

static void a_file_changes_what_it_names(void **state)
{
    geo_context *context = *state;
    geo_style *built_in = NULL, *style = NULL;
    assert_int_equal(geo_style_read(context, NULL, &built_in), GEO_OK);
    assert_int_equal(read_text(context,
                               "page:\n  margin_mm: 7.5\n  orientation: landscape\n"
                               "heat:\n  ramp: [\"#ffffff\", \"#000000\"]\n  classes: 4\n"
                               "text:\n  fonts: DejaVu Serif\n",
                               &style),
                     GEO_OK);
    assert_true(style->page.margin_mm == 7.5);
    assert_int_equal(style->page.orientation, GEO_ORIENTATION_LANDSCAPE);
    assert_int_equal(style->heat.ramp.count, 2);
    assert_int_equal(style->heat.classes, 4);
    assert_string_equal(style->label.fonts, "DejaVu Serif");
    assert_true(style->page.width_mm == built_in->page.width_mm);
    assert_true(style->heat.opacity == built_in->heat.opacity);
    assert_true(built_in->page.width_mm == 210 && built_in->page.height_mm == 297);
    geo_style_free(style);
    geo_style_free(built_in);
}

static void each_section_changes_the_style(void **state)
{
    geo_context *context = *state;
    geo_style *style = NULL;
    assert_int_equal(read_text(context,
                               "page: {size: a5, height_mm: 200}\n"
                               "text: {halo_colour: \"#102030\", parent_pt: 12, place_pt: 11}\n"
                               "furniture: {legend: false, attribution: Contains our data}\n"
                               "labels: {named: both, leader_mm: 0.5}\n"
                               "heat: {continuous: true, ramp_name: -viridis}\n"
                               "areas: {breaks: incremental-mean}\n"
                               "base: {classes: 3, opacity: 0.5}\n"
                               "bands: {above: \"#ff0000\"}\n"
                               "bivariate: {hatch_mm: 0.3, hatch_gap_mm: 4}\n"
                               "categories: {colours: [\"#000001\", \"#000002\", \"#000003\", "
                               "\"#000004\", \"#000005\", \"#0000ff\"]}\n"
                               "diverging: {hatch_mm: 0.4, hatch_gap_mm: 5, colours: "
                               "[\"#000001\", \"#101010\", \"#808080\", \"#ffffff\", "
                               "\"#f0f0f0\", \"#808080\", \"#0000ff\"]}\n"
                               "contours: {finest_mm: 0.2, halo_mm: 0.4, fill_opacity: 0.1}\n"
                               "outlines: {below_mm: 0, parent_colour: \"#00ff00\"}\n"
                               "no_data: {hatch_gap_mm: 3}\n"
                               "points: {largest_mm: 9}\n"
                               "chart: {limit_opacity: 0.5, shade: \"#00ff00\"}\n",
                               &style),
                     GEO_OK);
    assert_true(style->page.width_mm == 148 && style->page.height_mm == 200);
    assert_true(style->place.halo_colour.blue == 48 / 255.0 && style->place.size_pt == 11);
    assert_true(style->parent.halo_colour.blue == 48 / 255.0 && style->parent.size_pt == 12);
    assert_true(style->furniture.scale_bar && !style->furniture.legend);
    assert_string_equal(style->furniture.attribution, "Contains our data");
    assert_int_equal(style->labels.named, GEO_NAMED_BOTH);
    assert_true(style->labels.leader.width_mm == 0.5);
    assert_true(style->heat.is_continuous && style->heat.ramp.count == 11);
    assert_true(style->heat.ramp.colour[10].red == 0x44 / 255.0);
    assert_int_equal(style->areas.breaks, GEO_BREAKS_INCREMENTAL_MEAN);
    assert_true(style->bands.above.red == 1 && style->bands.above.green == 0);
    assert_true(style->base.classes == 3 && style->base.opacity == 0.5);
    assert_true(style->bivariate.hatch.width_mm == 0.3 && style->bivariate.hatch_gap_mm == 4);
    assert_true(style->categories.colour[5].blue == 1 && style->categories.colour[5].red == 0);
    assert_true(style->diverging.hatch.width_mm == 0.4 && style->diverging.hatch_gap_mm == 5);
    assert_true(style->diverging.colour[3].red == 1 && style->diverging.colour[6].blue == 1);
    assert_true(style->contours.finest_mm == 0.2 && style->contours.halo.width_mm == 0.4);
    assert_true(style->contours.fill_opacity == 0.1);
    assert_true(style->outlines.below.width_mm == 0 && style->outlines.parent.colour.green == 1);
    assert_true(style->no_data.hatch_gap_mm == 3 && style->points.largest_mm == 9);
    assert_true(style->chart.limit.opacity == 0.5 && style->chart.shade.green == 1);
    geo_style_free(style);
}

static void a_list_of_backdrops_replaces_the_built_in_one(void **state)
{
    geo_context *context = *state;
    geo_style *style = NULL;
    assert_int_equal(read_text(context,
                               "backdrop:\n"
                               "  - name: fields\n    fill: \"#00ff00\"\n    above: true\n"
                               "  - name: \"\"\n    line_colour: \"#ff0000\"\n    casing_mm: 0.5\n",
                               &style),
                     GEO_OK);
    assert_int_equal(style->backdrop_count, 2);
    assert_string_equal(style->backdrop[0].name, "fields");
    assert_true(style->backdrop[0].fill_opacity == 1 && style->backdrop[0].fill.green == 1);
    assert_true(style->backdrop[0].is_above && !style->backdrop[0].is_named);
    assert_string_equal(style->backdrop[1].name, "");
    assert_true(style->backdrop[1].fill_opacity == 0 && style->backdrop[1].line.colour.red == 1);
    assert_true(style->backdrop[1].line.width_mm > 0 && style->backdrop[1].casing.width_mm == 0.5);
    geo_style_free(style);
}

static void more_backdrops_than_there_is_room_for_are_refused(void **state)
{
    geo_context *context = *state;
    geo_style *style = NULL;
    char text[400] = "backdrop:\n";
    for (size_t i = 0; i < GEO_BACKDROP_STYLES + 1; i++)
        strcat(text, "  - name: fields\n");
    assert_int_equal(read_text(context, text, &style), GEO_ERROR_INPUT);
    assert_non_null(strstr(geo_message(context), "line 18: Excessive entries (16 max)"));
}

static void an_empty_file_is_the_built_in_style(void **state)
{
    geo_context *context = *state;
    geo_style *style = NULL;
    assert_int_equal(read_text(context, "# nothing yet\n", &style), GEO_OK);
    assert_true(style->page.width_mm == 210);
    geo_style_free(style);
}

static void mistakes_are_named_with_their_line(void **state)
{
    static const struct {
        const char *text;
        const char *line;
        const char *what;
    } cases[] = {
        {"page:\n  witdh_mm: 210\n", "line 2:", "Unexpected key: witdh_mm"},
        {"# a comment\npages:\n  width_mm: 210\n", "line 2:", "Unexpected key: pages"},
        {"page:\n  width_mm: wide\n", "line 2:", "page.width_mm must be a number from 80 to 2000"},
        {"page:\n  orientation: upright\n", "line 2:", "upright"},
        {"map:\n  land: \"#fff\"\n  background: \"#ffffff\"\n",
         "line 2:", "map.land must be a colour"},
        {"heat:\n  opacity: 0.5\n  ramp: [\"#ffffff\", \"red\"]\n", "line 3:", "heat.ramp must be"},
        {"map:\n  land: \"#ffffff\"\ntext:\n  colour: black\n", "line 4:", "text.colour must be"},
        {"map:\n  land: #ffffff\n", "line 2:", "STRING length < 1"},
        {"heat:\n  ramp: [\"#ffffff\"]\n", "line 2:", "Insufficient entries"},
        {"heat:\n  classes: 1\n", "line 2:", "heat.classes must be a whole number from 2 to 12"},
        {"heat:\n  classes: -3\n", "line 2:", "heat.classes must be"},
        {"heat:\n  opacity: 1.5\n", "line 2:", "heat.opacity must be a number from 0 to 1"},
        {"page:\n  margin_mm: .nan\n", "line 2:", ""},
        {"page:\n  margin_mm: 5\n  width_mm: 1e9\n", "line 3:", "page.width_mm must be"},
        {"text:\n  note_pt: 5\n", "line 2:", "text.note_pt must be a number from 6.5 to 72"},
        {"page: [1, 2]\n", "line 1:", "Expecting MAPPING"},
        {"page:\n\twidth_mm: 1\n", "line 1:", "libyaml"},
        {"- page\n", "line 1:", "Expecting MAPPING"},
        {"page:\n  size: a3\n", "line 2:", "page.size must be a4, a5 or"},
        {"page:\n  margin_mm: 5\n  colour: \"#ffffff\"\n  margin: 5\n",
         "line 4:", "Unexpected key: margin"},
        {"page:\n  margin_mm: 5\ntext:\n  note_pt: 7\npage:\n  margin_mm: 6\n",
         "line 5:", "already seen: page"},
        {"page:\n  margin_mm: 5 cm\n", "line 2:", "page.margin_mm must be a number from 0 to 30"},
        {"page:\n  margin_mm: 5,5\n", "line 2:", "page.margin_mm must be a number from 0 to 30"},
        {"text:\n  panel_pt: 6\n", "line 2:", "text.panel_pt must be"},
        {"text:\n  place_pt: 8\n  parent_colour: red\n", "line 3:", "text.parent_colour must be"},
        {"furniture:\n  legend: maybe\n", "line 2:", "maybe"},
        {"furniture:\n  logo: true\n", "line 2:", "Unexpected key: logo"},
        {"labels:\n  named: some\n", "line 2:", "some"},
        {"labels:\n  named: none\n  wrap_mm: 5\n", "line 3:", "labels.wrap_mm must be a number"},
        {"labels:\n  leader_opacity: 2\n", "line 2:", "labels.leader_opacity must be"},
        {"heat:\n  classes: 3.5\n", "line 2:", "heat.classes must be a whole number"},
        {"heat:\n  breaks: each\n", "line 2:", "each"},
        {"heat:\n  ramp_name: rdbu\n", "line 2:", "heat.ramp_name must be one of heat, viridis"},
        {"areas:\n  continuous: true\n", "line 2:", "Unexpected key: continuous"},
        {"areas:\n  classes: 13\n", "line 2:", "areas.classes must be a whole number"},
        {"areas:\n  ramp_name: blues\n  ramp: [\"#ffffff\", \"#000000\"]\n",
         "line 2:", "areas.ramp_name stands beside ramp"},
        {"change:\n  opacity: 1\n  ramp_name: viridis\n",
         "line 3:", "change.ramp_name must be one of rdbu"},
        {"bands:\n  none: \"#ffffff\"\n  above: orange\n", "line 3:", "bands.above must be"},
        {"heat:\n  over_base_opacity: 2\n", "line 2:", "heat.over_base_opacity must be"},
        {"areas:\n  over_base_opacity: 1\n", "line 2:", "Unexpected key: over_base_opacity"},
        {"base:\n  ramp_name: rdbu\n", "line 2:", "base.ramp_name must be one of heat, viridis"},
        {"bivariate:\n  colours: [\"#ffffff\", \"#000000\"]\n", "line 2:", "Insufficient entries"},
        {"diverging:\n  colours: [\"#ffffff\", \"#000000\"]\n", "line 2:", "Insufficient entries"},
        {"diverging:\n  hatch_gap_mm: 11\n",
         "line 2:", "diverging.hatch_gap_mm must be a number from 0.5 to 10"},
        {"bivariate:\n  hatch_gap_mm: 0\n",
         "line 2:", "bivariate.hatch_gap_mm must be a number from 0.5 to 10"},
        {"categories:\n  colours: [a, b, c, d, e, f]\n", "line 2:", "categories.colours must be"},
        {"contours:\n  line_mm: 6\n", "line 2:", "contours.line_mm must be a number from 0 to 5"},
        {"outlines:\n  area_colour: red\n", "line 2:", "outlines.area_colour must be a colour"},
        {"no_data:\n  hatch_gap_mm: 0\n",
         "line 2:", "no_data.hatch_gap_mm must be a number from 0.5 to 10"},
        {"points:\n  largest_mm: 2\n  smallest_mm: 4\n",
         "line 3:", "points.smallest_mm must be no more than points.largest_mm"},
        {"points:\n  opacity: 1\n  largest_mm: 0.5\n",
         "line 3:", "points.largest_mm must be no less than points.smallest_mm"},
        {"chart:\n  grid_mm: 6\n", "line 2:", "chart.grid_mm must be a number from 0 to 5"},
        {"chart:\n  second: \"#12345\"\n", "line 2:", "chart.second must be a colour"},
        {"backdrop:\n  - name: a\n    line_mm: 1\n  - name: b\n    line_mm: 9\n",
         "line 5:", "backdrop.line_mm must be a number from 0 to 5"},
        {"heat:\n  opacity: 1\nbackdrop:\n  - {name: a, fill: \"#ffffff\"}\n  - {name: b,\n"
         "     fill: green}\n",
         "line 6:", "backdrop.fill must be a colour"},
        {"backdrop:\n  - name: a\n    fil: \"#ffffff\"\n", "line 3:", "Unexpected key: fil"},
        {"backdrop:\n  - name: a\n    above: over\n", "line 3:", "over"},
        {"backdrop:\n  - line_mm: 1\n", "line 2:", "Missing required mapping field: name"},
        {"map:\n  frame_mm: 0\nbackdrop: []\n", "line 3:", "Insufficient entries"},
        {"backdrop:\n  name: a\n", "line 2:", "Expecting SEQUENCE"},
    };
    geo_context *context = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_style *style = NULL;
        assert_int_equal(read_text(context, cases[i].text, &style), GEO_ERROR_INPUT);
        assert_null(style);
        assert_non_null(strstr(geo_message(context), "/tmp/wardmap-style-"));
        if (!strstr(geo_message(context), cases[i].line) ||
            !strstr(geo_message(context), cases[i].what))
            fail_msg("case %zu: %s", i, geo_message(context));
    }
}

static void a_missing_file_is_named(void **state)
{
    geo_context *context = *state;
    geo_style *style = NULL;
    assert_int_equal(geo_style_read(context, "/nowhere/none.yaml", &style), GEO_ERROR_INPUT);
    assert_non_null(strstr(geo_message(context), "/nowhere/none.yaml: cannot open the style"));
    assert_non_null(
        strstr(geo_message(context), "report, print-grey, slide, dark, accessible-high-contrast"));
    assert_int_equal(geo_style_read(context, "/tmp", &style), GEO_ERROR_INPUT);
    assert_null(style);
}

static void a_rainbow_is_a_warning(void **state)
{
    geo_context *context = *state;
    geo_style *style = NULL;
    assert_int_equal(
        read_text(context, "heat:\n  ramp: [\"#0000ff\", \"#00ff00\", \"#ff0000\"]\n", &style),
        GEO_OK);
    assert_int_equal(geo_warning_count(context), 1);
    assert_non_null(strstr(geo_warning(context, 0), "heat"));
    assert_non_null(strstr(geo_warning(context, 0), "colour-blind"));
    geo_style_free(style);
    assert_int_equal(
        read_text(context,
                  "change:\n  ramp: [\"#000000\", \"#ffffff\", \"#eeeeee\", \"#ffffff\"]\n",
                  &style),
        GEO_OK);
    assert_int_equal(geo_warning_count(context), 2);
    assert_non_null(strstr(geo_warning(context, 1), "change"));
    geo_style_free(style);
}

static void numbers_don_t_depend_on_the_locale(void **state)
{
    geo_context *context = geo_context_new();
    geo_style *style = NULL;
    (void)state;
    if (!setlocale(LC_ALL, "de_DE.UTF-8")) {
        geo_context_free(context);
        skip();
    }
    geo_status status = read_text(context, "heat:\n  opacity: 0.25\n", &style);
    setlocale(LC_ALL, "C");
    assert_int_equal(status, GEO_OK);
    assert_true(style->heat.opacity == 0.25);
    geo_style_free(style);
    geo_context_free(context);
}

/* Whichever allocation fails, there is a message and nothing is left behind. */
static void memory_that_runs_out_is_a_failure(void **state)
{
    geo_context *context = *state;
    int64_t n = 1;
    for (geo_status status = GEO_ERROR_MEMORY; status != GEO_OK; n++) {
        geo_style *style = NULL;
        geo_fail_allocation(context, n);
        status = geo_style_read(context, "print-grey", &style);
        assert_true(status == GEO_OK || (status == GEO_ERROR_MEMORY && !style));
        geo_style_free(style);
    }
    assert_true(n > 10);
    geo_fail_allocation(context, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(a_file_changes_what_it_names),
        UNIT_TEST(each_section_changes_the_style),
        UNIT_TEST(a_list_of_backdrops_replaces_the_built_in_one),
        UNIT_TEST(more_backdrops_than_there_is_room_for_are_refused),
        UNIT_TEST(an_empty_file_is_the_built_in_style),
        UNIT_TEST(mistakes_are_named_with_their_line),
        UNIT_TEST(a_missing_file_is_named),
        UNIT_TEST(a_rainbow_is_a_warning),
        UNIT_TEST(numbers_don_t_depend_on_the_locale),
        UNIT_TEST(memory_that_runs_out_is_a_failure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
