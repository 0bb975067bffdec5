/* Matrices of shaded cells. */
#include "chart_test.h"
#include "figure/chart_text.h"

#define ROWS    60
#define COLUMNS 40

typedef struct sample_matrix {
    char text[ROWS][40];
    const char *row[ROWS];
    const char *column[COLUMNS];
    double value[ROWS * COLUMNS];
    geo_emphasis emphasis[ROWS * COLUMNS];
    geo_matrix_chart chart;
} sample_matrix;

static void make_sample(sample_matrix *sample, size_t rows, size_t columns)
{
    static const char *const kinds[] = {"Anti-social behaviour", "Burglary", "Drugs & <other>",
                                        "Violence and sexual offences", "Vehicle crime"};
    for (size_t i = 0; i < ROWS; i++) {
        snprintf(sample->text[i], sizeof sample->text[i], "Ward %zu", i + 1);
        sample->row[i] = sample->text[i];
    }
    for (size_t i = 0; i < COLUMNS; i++)
        sample->column[i] = kinds[i % 5];
    for (size_t i = 0; i < ROWS * COLUMNS; i++) {
        sample->value[i] = (double)(i * 37 % 90) + 0.5;
        sample->emphasis[i] = (geo_emphasis)(i % 3);
    }
    sample->chart = (geo_matrix_chart){
        .row_count = rows,
        .column_count = columns,
        .row = sample->row,
        .column = sample->column,
        .value = sample->value,
        .emphasis_text = {"None", "Above", "Significantly above"},
        .unit = "Incidents per 1,000 residents",
        .decimals = 1,
    };
}

static geo_status draw(geo_context *context, const void *chart, geo_picture format, geo_bytes *out)
{
    return geo_figure_matrix(context, chart, NULL, &chart_words, format, 50, out);
}

/* A cell is its ground and its edge. */
static void every_cell_has_its_value(void **state)
{
    static sample_matrix sample;
    (void)state;
    make_sample(&sample, 8, 5);
    char *svg = chart_svg(draw, &sample.chart);
    assert_int_equal(chart_count(svg, "cells", "<path"), 2 * 40);
    assert_int_equal(chart_count(svg, "cells", "<text"), 40);
    chart_says(svg, "37.5");
    chart_says(svg, "Ward 8");
    chart_says(svg, "Incidents per 1,000 residents");
    chart_texts_are_clear(svg);
    free(svg);
}

static void marks_stand_behind_numbers(void **state)
{
    static sample_matrix sample;
    const char *mark[40] = {[3] = " **"};
    (void)state;
    make_sample(&sample, 8, 5);
    sample.value[4] = (double)NAN;
    mark[4] = " *";
    sample.chart.mark = mark;
    char *svg = chart_svg(draw, &sample.chart);
    chart_says(svg, "21.5 **");
    assert_int_equal(chart_count(svg, "cells", "*"), 2);
    free(svg);
}

static void headings_are_turned_only_where_they_must_be(void **state)
{
    static sample_matrix sample;
    (void)state;
    make_sample(&sample, 8, 5);
    char *svg = chart_svg(draw, &sample.chart);
    assert_null(strstr(svg, "rotate(-90"));
    free(svg);
    make_sample(&sample, 20, 20);
    svg = chart_svg(draw, &sample.chart);
    assert_non_null(strstr(svg, "rotate(-90"));
    chart_texts_are_clear(svg);
    free(svg);
}

static void missing_cells_are_hatched(void **state)
{
    static sample_matrix sample;
    (void)state;
    make_sample(&sample, 4, 3);
    sample.value[5] = (double)NAN;
    char *svg = chart_svg(draw, &sample.chart);
    chart_says(svg, "\xE2\x80\x93");
    chart_says(svg, "No data");
    assert_int_equal(chart_count(svg, "cells", "<path"), 2 * 12 + 1);
    free(svg);
}

static void emphasis_takes_the_colours_of_bands(void **state)
{
    static sample_matrix sample;
    geo_style *style = NULL;
    char colour[32] = "fill=\"";
    make_sample(&sample, 4, 3);
    sample.chart.emphasis = sample.emphasis;
    assert_int_equal(geo_style_read(*state, NULL, &style), GEO_OK);
    geo_colour_print(style->bands.significantly_above, colour + 6);
    char *svg = chart_svg(draw, &sample.chart);
    assert_int_equal(chart_count(svg, "cells", colour), 4);
    chart_says(svg, "Significantly above");
    free(svg);
    geo_style_free(style);
}

static void classes_may_be_given(void **state)
{
    static sample_matrix sample;
    const geo_classes classes = {.count = 2, .lower = {10, 50}};
    (void)state;
    make_sample(&sample, 4, 3);
    sample.chart.classes = &classes;
    char *svg = chart_svg(draw, &sample.chart);
    chart_says(svg, "10 to 50");
    chart_says(svg, "50 and over");
    free(svg);
}

/* 4.5 to 1 on every grey and on the corners of the colour cube. */
static void text_is_legible_on_any_ground(void **state)
{
    geo_style *style = NULL;
    assert_int_equal(geo_style_read(*state, NULL, &style), GEO_OK);
    const geo_chart chart = {.style = style};
    for (int i = 0; i <= 256; i++) {
        geo_colour ground = {i / 256.0, i / 256.0, i / 256.0};
        assert_true(geo_chart_contrast(geo_chart_text_on(&chart, ground), ground) >= 4.5);
        ground = (geo_colour){(i & 7) / 7.0, (i >> 3 & 7) / 7.0, (i >> 6 & 3) / 3.0};
        assert_true(geo_chart_contrast(geo_chart_text_on(&chart, ground), ground) >= 4.5);
    }
    const geo_colour black = {0, 0, 0}, white = {1, 1, 1}, grey = {0.5, 0.5, 0.5};
    assert_true(fabs(geo_chart_contrast(black, white) - 21) < 0.01);
    assert_true(fabs(geo_chart_contrast(grey, white) - 3.98) < 0.01);
    geo_style_free(style);
}

static void what_has_no_room_is_refused(void **state)
{
    static sample_matrix sample;
    make_sample(&sample, 3, COLUMNS);
    chart_fails(*state, draw, &sample.chart, GEO_ERROR_USAGE, "40 columns are more than");
    static double value[400];
    static const char *row[400];
    make_sample(&sample, 400, 1);
    sample.chart.value = value;
    sample.chart.row = row;
    chart_fails(*state, draw, &sample.chart, GEO_ERROR_USAGE, "400 rows are more than");
}

static void a_matrix_of_nothing_says_so(void **state)
{
    static sample_matrix sample;
    (void)state;
    make_sample(&sample, 0, 5);
    char *svg = chart_svg(draw, &sample.chart);
    chart_says(svg, "No data to show");
    free(svg);
    make_sample(&sample, 1, 1);
    sample.value[0] = 0;
    svg = chart_svg(draw, &sample.chart);
    chart_says(svg, "0.0");
    free(svg);
}

static void memory_that_runs_out_is_a_status(void **state)
{
    static sample_matrix sample;
    make_sample(&sample, 3, 2);
    chart_survives_want_of_memory(*state, draw, &sample.chart);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(every_cell_has_its_value),
        UNIT_TEST(marks_stand_behind_numbers),
        UNIT_TEST(headings_are_turned_only_where_they_must_be),
        UNIT_TEST(missing_cells_are_hatched),
        UNIT_TEST(emphasis_takes_the_colours_of_bands),
        UNIT_TEST(classes_may_be_given),
        UNIT_TEST(text_is_legible_on_any_ground),
        UNIT_TEST(what_has_no_room_is_refused),
        UNIT_TEST(a_matrix_of_nothing_says_so),
        UNIT_TEST(memory_that_runs_out_is_a_status),
    };
    return cmocka_run_group_tests_name("chart matrix", tests, NULL, chart_shut_down);
}
