/* Style files: what they change, and how they are refused. */
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

static void an_empty_file_is_the_built_in_style(void **state)
{
    geo_context *context = *state;
    geo_style *style = NULL;
    assert_int_equal(read_text(context, "# nothing yet\n", &style), GEO_OK);
    assert_true(style->page.width_mm == 210);
    geo_style_free(style);
}

/* No text of the style in a report may be smaller than 6.5 pt. */
static void built_in_text_is_large_enough_to_read(void **state)
{
    geo_context *context = *state;
    geo_style *style = NULL;
    assert_int_equal(geo_style_read(context, NULL, &style), GEO_OK);
    assert_true(style->note.size_pt >= 6.5 && style->label.size_pt >= 6.5);
    assert_true(style->legend.size_pt >= 6.5 && style->subtitle.size_pt >= 6.5);
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
        {"page:\n  width_mm: wide\n", "line 2:", "Invalid FLOAT value: wide"},
        {"page:\n  orientation: upright\n", "line 2:", "upright"},
        {"map:\n  land: \"#fff\"\n  background: \"#ffffff\"\n",
         "line 2:", "map.land must be a colour"},
        {"heat:\n  opacity: 0.5\n  ramp: [\"#ffffff\", \"red\"]\n", "line 3:", "heat.ramp must be"},
        {"map:\n  land: \"#ffffff\"\ntext:\n  colour: black\n", "line 4:", "text.colour must be"},
        {"map:\n  land: #ffffff\n", "line 2:", "STRING length < 1"},
        {"heat:\n  ramp: [\"#ffffff\"]\n", "line 2:", "Insufficient entries"},
        {"heat:\n  classes: 1\n", "line 2:", "heat.classes must be a number from 2 to 12"},
        {"heat:\n  classes: -3\n", "line 2:", "-3"},
        {"heat:\n  opacity: 1.5\n", "line 2:", "heat.opacity must be a number from 0 to 1"},
        {"page:\n  margin_mm: .nan\n", "line 2:", ""},
        {"page:\n  margin_mm: 5\n  width_mm: 1e9\n", "line 3:", "page.width_mm must be"},
        {"text:\n  note_pt: 5\n", "line 2:", "text.note_pt must be a number from 6.5 to 72"},
        {"page: [1, 2]\n", "line 1:", "Expecting MAPPING"},
        {"page:\n\twidth_mm: 1\n", "line 1:", "libyaml"},
        {"- page\n", "line 1:", "Expecting MAPPING"},
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
    assert_non_null(strstr(geo_warning(context, 0), "colour-blind"));
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(a_file_changes_what_it_names),
        UNIT_TEST(an_empty_file_is_the_built_in_style),
        UNIT_TEST(built_in_text_is_large_enough_to_read),
        UNIT_TEST(mistakes_are_named_with_their_line),
        UNIT_TEST(a_missing_file_is_named),
        UNIT_TEST(a_rainbow_is_a_warning),
        UNIT_TEST(numbers_don_t_depend_on_the_locale),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
