/* Monthly lines and bars. */
#include "chart_test.h"

#define MONTHS 360

typedef struct sample_months {
    double value[MONTHS];
    double centre[MONTHS];
    double lower[MONTHS];
    double upper[MONTHS];
    geo_month_shade shade[2];
    geo_month_chart chart;
} sample_months;

static int32_t month_of(int year, int month)
{
    return (year - 1970) * 12 + month - 1;
}

static void make_sample(sample_months *sample, size_t count)
{
    for (size_t i = 0; i < MONTHS; i++) {
        sample->value[i] = 200 + (double)(i * 37 % 60);
        sample->centre[i] = 230;
        sample->lower[i] = 190 - (double)(i % 3);
        sample->upper[i] = 265 + (double)(i % 3);
    }
    sample->shade[0] = (geo_month_shade){month_of(2018, 8), month_of(2018, 10), "Before & after"};
    sample->shade[1] = (geo_month_shade){month_of(2018, 12), month_of(2030, 1), NULL};
    sample->chart = (geo_month_chart){
        .count = count,
        .first_month = month_of(2018, 4),
        .value = sample->value,
        .centre = sample->centre,
        .lower_limit = sample->lower,
        .upper_limit = sample->upper,
        .series_text = "Incidents a month",
        .centre_text = "Mean",
        .limit_text = "Control limits",
        .outside_text = "Outside the limits",
        .shade_count = 2,
        .shade = sample->shade,
        .unit = "Incidents",
    };
}

static geo_status draw(geo_context *context, const void *chart, geo_picture format, geo_bytes *out)
{
    return geo_figure_months(context, chart, NULL, &chart_words, format, 50, out);
}

static void missing_months_are_gaps(void **state)
{
    static sample_months sample;
    (void)state;
    make_sample(&sample, 24);
    sample.chart.lower_limit = sample.chart.upper_limit = NULL;
    sample.value[5] = sample.value[6] = sample.value[8] = (double)NAN;
    char *svg = chart_svg(draw, &sample.chart);
    /* One path of three pieces, one of them a single month, and a point for each month. */
    const char *end, *group = chart_group(svg, "values", &end);
    const char *path = strstr(group, "<path d=\"") + 9, *stop = strchr(path, '"');
    size_t moves = 0, lines = 0;
    for (const char *at = path; at < stop; at++) {
        moves += *at == 'M';
        lines += *at == 'L';
    }
    assert_int_equal(moves, 3);
    assert_int_equal(lines, 4 + 14);
    assert_int_equal(chart_count(svg, "values", "A"), 2 * 21);
    chart_texts_are_clear(svg);
    free(svg);
    sample.chart.is_bars = true;
    svg = chart_svg(draw, &sample.chart);
    assert_int_equal(chart_count(svg, "values", "<path"), 21);
    free(svg);
}

static void bars_are_as_high_as_their_values(void **state)
{
    static sample_months sample;
    (void)state;
    make_sample(&sample, 12);
    sample.chart.is_bars = true;
    sample.chart.may_leave_zero_out = true; /* not with bars */
    char *svg = chart_svg(draw, &sample.chart);
    double mm_per_unit = chart_box(svg, "values", 0).height / sample.value[0];
    for (size_t i = 0; i < 12; i++)
        assert_true(fabs(chart_box(svg, "values", i).height - sample.value[i] * mm_per_unit) <
                    0.01);
    chart_says(svg, "0");
    free(svg);
}

static void what_is_outside_the_limits_stands_out(void **state)
{
    static sample_months sample;
    geo_style *style = NULL;
    char colour[32] = "fill=\"";
    make_sample(&sample, 24);
    for (size_t i = 0; i < 24; i++)
        sample.value[i] = 220;
    sample.value[3] = 300;
    sample.value[9] = 150;
    sample.value[10] = sample.upper[10]; /* on the limit is not outside */
    sample.upper[11] = (double)NAN;
    sample.value[11] = 999;
    assert_int_equal(geo_style_read(*state, NULL, &style), GEO_OK);
    geo_colour_print(style->chart.highlight_strong, colour + 6);
    for (int is_bars = 0; is_bars < 2; is_bars++) {
        sample.chart.is_bars = is_bars;
        char *svg = chart_svg(draw, &sample.chart);
        assert_int_equal(chart_count(svg, "values", colour), 2);
        chart_says(svg, "Outside the limits");
        free(svg);
    }
    geo_style_free(style);
}

/* From a month to thirty years. */
static void labels_are_thinned_until_they_fit(void **state)
{
    static const size_t counts[] = {1, 2, 3, 12, 14, 25, 48, 60, 100, 150, 240, MONTHS};
    static sample_months sample;
    (void)state;
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        make_sample(&sample, counts[i]);
        char *svg = chart_svg(draw, &sample.chart);
        chart_texts_are_clear(svg);
        assert_true(chart_count(svg, "months", "<text") > 0);
        free(svg);
    }
}

static void months_and_years_are_named(void **state)
{
    static sample_months sample;
    (void)state;
    make_sample(&sample, 12);
    char *svg = chart_svg(draw, &sample.chart);
    chart_says(svg, "Apr");
    chart_says(svg, "Dec");
    chart_says(svg, "Mar");
    chart_says(svg, "2018");
    chart_says(svg, "2019");
    chart_says(svg, "Before &amp; after");
    free(svg);
    sample.chart.first_month = month_of(1969, 11); /* before the epoch of months */
    svg = chart_svg(draw, &sample.chart);
    chart_says(svg, "Nov");
    chart_says(svg, "1970");
    free(svg);
}

static void shades_are_cut_to_the_axis(void **state)
{
    static sample_months sample;
    (void)state;
    make_sample(&sample, 12); /* April 2018 to March 2019 */
    sample.chart.is_bars = true;
    char *svg = chart_svg(draw, &sample.chart);
    geo_box first = chart_box(svg, "periods", 0), second = chart_box(svg, "periods", 1);
    geo_box last_bar = chart_box(svg, "values", 11), bar = chart_box(svg, "values", 4);
    double month = first.width / 3;
    assert_true(fabs(first.x + month / 2 - (bar.x + bar.width / 2)) < 0.01);
    assert_true(fabs(second.width - 4 * month) < 0.01);
    assert_true(second.x + second.width > last_bar.x + last_bar.width);
    assert_int_equal(chart_count(svg, "periods", "<path"), 2);
    free(svg);
}

static void nothing_and_little_can_be_drawn(void **state)
{
    static sample_months sample;
    (void)state;
    make_sample(&sample, 0);
    char *svg = chart_svg(draw, &sample.chart);
    chart_says(svg, "No data to show");
    free(svg);
    make_sample(&sample, 1);
    sample.value[0] = 0;
    sample.chart.centre = sample.chart.lower_limit = sample.chart.upper_limit = NULL;
    svg = chart_svg(draw, &sample.chart);
    assert_int_equal(chart_count(svg, "values", "<path"), 1);
    free(svg);
    make_sample(&sample, 30);
    sample.chart.may_leave_zero_out = true;
    svg = chart_svg(draw, &sample.chart);
    assert_null(strstr(svg, ">0</text>"));
    chart_texts_are_clear(svg);
    free(svg);
}

static void memory_that_runs_out_is_a_status(void **state)
{
    static sample_months sample;
    make_sample(&sample, 12);
    chart_survives_want_of_memory(*state, draw, &sample.chart);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(missing_months_are_gaps),
        UNIT_TEST(bars_are_as_high_as_their_values),
        UNIT_TEST(what_is_outside_the_limits_stands_out),
        UNIT_TEST(labels_are_thinned_until_they_fit),
        UNIT_TEST(months_and_years_are_named),
        UNIT_TEST(shades_are_cut_to_the_axis),
        UNIT_TEST(nothing_and_little_can_be_drawn),
        UNIT_TEST(memory_that_runs_out_is_a_status),
    };
    return cmocka_run_group_tests_name("chart months", tests, NULL, chart_shut_down);
}
