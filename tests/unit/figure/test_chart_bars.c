/* Ranked bars and the page that all charts stand on. */
#include "chart_test.h"

#define BARS 80

typedef struct sample_bars {
    char text[BARS][80];
    const char *name[BARS];
    double value[BARS];
    double lower[BARS];
    double upper[BARS];
    geo_emphasis emphasis[BARS];
    geo_bar_chart chart;
} sample_bars;

static void make_sample(sample_bars *sample, size_t count)
{
    for (size_t i = 0; i < BARS; i++) {
        snprintf(sample->text[i], sizeof sample->text[i], "Ward %zu", i + 1);
        sample->name[i] = sample->text[i];
        sample->value[i] = 261.3 / (1 + 0.15 * (double)i);
        sample->lower[i] = sample->value[i] * 0.85;
        sample->upper[i] = sample->value[i] * 1.17;
        sample->emphasis[i] = i < 2   ? GEO_EMPHASIS_STRONG
                              : i < 5 ? GEO_EMPHASIS_ABOVE
                                      : GEO_EMPHASIS_NONE;
    }
    sample->chart = (geo_bar_chart){
        .count = count,
        .name = sample->name,
        .value = sample->value,
        .lower = sample->lower,
        .upper = sample->upper,
        .emphasis = sample->emphasis,
        .emphasis_text = {"Not above", "Above", "Significantly above"},
        .interval_text = "95% interval",
        .reference_text = "Mean",
        .reference = 71.2,
        .unit = "Incidents per 1,000 residents",
        .decimals = 1,
    };
}

static geo_status draw(geo_context *context, const void *chart, geo_picture format, geo_bytes *out)
{
    return geo_figure_bars(context, chart, NULL, &chart_words, format, 50, out);
}

static void bars_are_as_long_as_their_values(void **state)
{
    static sample_bars sample;
    (void)state;
    make_sample(&sample, 30);
    char *svg = chart_svg(draw, &sample.chart);
    geo_box first = chart_box(svg, "bars", 0);
    double mm_per_unit = first.width / sample.value[0];
    assert_int_equal(chart_count(svg, "bars", "<path"), 30);
    for (size_t i = 0; i < 30; i++) {
        geo_box bar = chart_box(svg, "bars", i);
        assert_true(fabs(bar.width - sample.value[i] * mm_per_unit) < 0.01);
        assert_true(fabs(bar.x - first.x) < 0.002);
        assert_true(fabs(bar.height - first.height) < 0.01);
    }
    free(svg);
}

static void a_chart_says_what_it_shows(void **state)
{
    static sample_bars sample;
    static const char *const texts[] = {
        "Burglary &amp; theft in T\xC5\xB7 G\xC5\xB5yn",
        "April 2018 to March 2019",
        "Source: made up &lt;here&gt;",
        "Rates per 1,000 residents with 95% intervals",
        "Ward 1",
        "261.3",
        "Mean 71.2",
        "Not above",
        "Above",
        "Significantly above",
        "95% interval",
        "Incidents per 1,000 residents",
    };
    (void)state;
    make_sample(&sample, 30);
    char *svg = chart_svg(draw, &sample.chart);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        chart_says(svg, texts[i]);
    assert_non_null(strstr(svg, "<desc id=\"desc\">Burglary &amp; theft"));
    assert_non_null(strstr(svg, "width=\"210mm\" height=\"297mm\""));
    chart_texts_are_clear(svg);
    free(svg);
}

static void from_one_bar_to_sixty_fit(void **state)
{
    static sample_bars sample;
    static const size_t counts[] = {1, 2, 10, 16, 17, 45, 60};
    (void)state;
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        make_sample(&sample, counts[i]);
        char *svg = chart_svg(draw, &sample.chart);
        assert_int_equal(chart_count(svg, "bars", "<path"), counts[i]);
        chart_texts_are_clear(svg);
        free(svg);
    }
}

static void more_than_fit_are_refused(void **state)
{
    sample_bars *sample = calloc(1, sizeof *sample);
    const char *name[500];
    double value[500];
    for (size_t i = 0; i < 500; i++) {
        name[i] = "Ward";
        value[i] = 5;
    }
    make_sample(sample, 500);
    sample->chart.name = name;
    sample->chart.value = value;
    sample->chart.lower = sample->chart.upper = NULL;
    sample->chart.emphasis = NULL;
    chart_fails(*state, draw, &sample->chart, GEO_ERROR_USAGE, "show fewer, as with --top ");
    free(sample);
}

static void missing_values_are_said_not_drawn(void **state)
{
    static sample_bars sample;
    (void)state;
    make_sample(&sample, 20);
    sample.value[3] = (double)NAN;
    sample.lower[5] = sample.upper[5] = (double)NAN;
    char *svg = chart_svg(draw, &sample.chart);
    assert_int_equal(chart_count(svg, "bars", "<path"), 19);
    /* Each interval is a line with a halo. */
    assert_int_equal(chart_count(svg, "intervals", "<path"), 2 * 18);
    chart_says(svg, "no data");
    free(svg);
}

static void a_chart_of_nothing_says_so(void **state)
{
    static sample_bars sample;
    (void)state;
    make_sample(&sample, 0);
    char *svg = chart_svg(draw, &sample.chart);
    chart_says(svg, "No data to show");
    assert_non_null(strstr(svg, "No data to show</desc>"));
    free(svg);
    make_sample(&sample, 5);
    for (size_t i = 0; i < 5; i++)
        sample.value[i] = (double)NAN;
    svg = chart_svg(draw, &sample.chart);
    chart_says(svg, "No data to show");
    free(svg);
}

static void negative_values_run_to_the_left(void **state)
{
    static sample_bars sample;
    (void)state;
    make_sample(&sample, 12);
    sample.chart.lower = sample.chart.upper = NULL;
    sample.chart.reference_text = NULL;
    sample.value[4] = -120.5;
    char *svg = chart_svg(draw, &sample.chart);
    geo_box positive = chart_box(svg, "bars", 3), negative = chart_box(svg, "bars", 4);
    assert_true(fabs(negative.x + negative.width - positive.x) < 0.002);
    assert_true(fabs(negative.width / 120.5 - positive.width / sample.value[3]) < 0.001);
    chart_says(svg, "\xE2\x88\x92"
                    "120.5");
    chart_texts_are_clear(svg);
    free(svg);
}

static void values_of_any_size_fit(void **state)
{
    static const double values[] = {1e300, 1e15, 123456789012.0, 1e-12, 0, 4};
    static sample_bars sample;
    (void)state;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        make_sample(&sample, 3);
        sample.chart.lower = sample.chart.upper = NULL;
        sample.chart.reference_text = NULL;
        sample.value[0] = sample.value[1] = sample.value[2] = values[i];
        char *svg = chart_svg(draw, &sample.chart);
        chart_texts_are_clear(svg);
        free(svg);
    }
}

static void names_may_be_anything(void **state)
{
    static sample_bars sample;
    (void)state;
    make_sample(&sample, 55);
    sample.name[0] = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysilio";
    sample.name[1] = "<b>&amp;</b> T\xC5\xB7";
    sample.name[2] = "";
    sample.name[3] = NULL;
    sample.name[4] = "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW";
    char *svg = chart_svg(draw, &sample.chart);
    chart_says(svg, "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysilio");
    chart_says(svg, "&lt;b&gt;&amp;amp;&lt;/b&gt; T\xC5\xB7");
    assert_non_null(strstr(svg, "WWW\xE2\x80\xA6</text>"));
    chart_texts_are_clear(svg);
    free(svg);
}

static void emphasis_has_its_colours(void **state)
{
    static sample_bars sample;
    geo_style *style = NULL;
    (void)state;
    make_sample(&sample, 6);
    assert_int_equal(geo_style_read(*state, NULL, &style), GEO_OK);
    char *svg = chart_svg(draw, &sample.chart), colour[3][32];
    const geo_colour colours[3] = {style->chart.colour, style->chart.highlight,
                                   style->chart.highlight_strong};
    for (size_t i = 0; i < 3; i++) {
        memcpy(colour[i], "fill=\"", 6);
        geo_colour_print(colours[i], colour[i] + 6);
    }
    assert_int_equal(chart_count(svg, "bars", colour[2]), 2);
    assert_int_equal(chart_count(svg, "bars", colour[1]), 3);
    assert_int_equal(chart_count(svg, "bars", colour[0]), 1);
    assert_true(strcmp(colour[0], colour[1]) != 0 && strcmp(colour[1], colour[2]) != 0);
    geo_style_free(style);
    free(svg);
}

static void texts_without_room_are_refused(void **state)
{
    static sample_bars sample;
    static char title[20000];
    geo_bytes bytes = GEO_BYTES_INIT;
    make_sample(&sample, 3);
    for (size_t i = 0; i + 1 < sizeof title; i++)
        title[i] = i % 7 == 6 ? ' ' : 'w';
    const geo_figure_text text = {title, NULL, NULL, NULL, NULL, NULL};
    assert_int_equal(
        geo_figure_bars(*state, &sample.chart, NULL, &text, GEO_PICTURE_SVG, 0, &bytes),
        GEO_ERROR_USAGE);
    assert_non_null(strstr(geo_message(*state), "no room for the chart"));
    assert_int_equal(
        geo_figure_bars(*state, &sample.chart, NULL, NULL, GEO_PICTURE_PNG, 1e6, &bytes),
        GEO_ERROR_LIMIT);
    assert_int_equal(geo_figure_bars(*state, &sample.chart, NULL, NULL, GEO_PICTURE_PNG, 0, &bytes),
                     GEO_ERROR_USAGE);
    assert_null(bytes.data);
}

static void memory_that_runs_out_is_a_status(void **state)
{
    static sample_bars sample;
    make_sample(&sample, 4);
    sample.name[0] = "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW";
    chart_survives_want_of_memory(*state, draw, &sample.chart);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(bars_are_as_long_as_their_values),
        UNIT_TEST(a_chart_says_what_it_shows),
        UNIT_TEST(from_one_bar_to_sixty_fit),
        UNIT_TEST(more_than_fit_are_refused),
        UNIT_TEST(missing_values_are_said_not_drawn),
        UNIT_TEST(a_chart_of_nothing_says_so),
        UNIT_TEST(negative_values_run_to_the_left),
        UNIT_TEST(values_of_any_size_fit),
        UNIT_TEST(names_may_be_anything),
        UNIT_TEST(emphasis_has_its_colours),
        UNIT_TEST(texts_without_room_are_refused),
        UNIT_TEST(memory_that_runs_out_is_a_status),
    };
    return cmocka_run_group_tests_name("chart bars", tests, NULL, chart_shut_down);
}
