/* Concentration curves. */
#include "chart_test.h"
#include "figure/chart_series.h"
#include "figure/chart_text.h"

#define SERIES 5
#define POINTS 700

typedef struct sample_lorenz {
    double across[POINTS];
    double up[SERIES][POINTS];
    geo_lorenz_series series[SERIES];
    geo_lorenz_chart chart;
} sample_lorenz;

/* Curves p^b: above the line of equality where b is below 1. */
static void make_sample(sample_lorenz *sample, size_t series, size_t points)
{
    static const char *const names[SERIES] = {"All crime", "Drugs & <other>", "Robbery", "Theft",
                                              "Arson"};
    static const double power[SERIES] = {0.5, 0.3, 0.7, 0.9, 1};
    for (size_t i = 0; i < SERIES; i++) {
        for (size_t k = 0; k < points; k++) {
            sample->across[k] = (double)k / (double)(points - 1);
            sample->up[i][k] = pow(sample->across[k], power[i]);
        }
        sample->series[i] = (geo_lorenz_series){
            names[i], points, sample->across, sample->up[i], -0.3 - 0.01 * (double)i, -0.35, -0.25};
    }
    sample->chart = (geo_lorenz_chart){
        .series_count = series,
        .series = sample->series,
        .guide = 0.25,
        .guide_text = "The most deprived 25% have",
        .incidents_text = "incidents",
        .index_text = "concentration index",
        .equality_text = "Equal shares",
        .across_text = "Residents, the most deprived first (%)",
        .up_text = "Incidents (%)",
        .decimals = 2,
    };
}

static geo_status draw(geo_context *context, const void *chart, geo_picture format, geo_bytes *out)
{
    return geo_figure_lorenz(context, chart, NULL, &chart_words, format, 50, out);
}

/* The corners of the group's first path, at most `most`; how many they are. */
static size_t path_points(const char *svg, const char *id, double (*point)[2], size_t most)
{
    const char *end, *at = strstr(chart_group(svg, id, &end), "<path d=\"M");
    size_t count = 0;
    assert_true(at && at < end);
    at += strlen("<path d=\"");
    for (int used; count < most && strchr("ML", *at); count++, at += used)
        assert_int_equal(sscanf(at, "%*c%lf %lf%n", &point[count][0], &point[count][1], &used), 2);
    return count;
}

static void the_plot_is_a_square_with_its_diagonal(void **state)
{
    static sample_lorenz sample;
    double line[2][2];
    (void)state;
    make_sample(&sample, 1, 11);
    char *svg = chart_svg(draw, &sample.chart);
    assert_int_equal(path_points(svg, "equality", line, 2), 2);
    assert_true(fabs((line[1][0] - line[0][0]) - (line[0][1] - line[1][1])) < 0.003);
    assert_true(line[1][0] - line[0][0] > 100);
    chart_says(svg, "Equal shares");
    chart_says(svg, "Incidents (%)");
    chart_texts_are_clear(svg);
    free(svg);
}

static void curves_run_through_their_points(void **state)
{
    static sample_lorenz sample;
    double line[2][2], curve[11][2];
    (void)state;
    make_sample(&sample, 1, 11);
    char *svg = chart_svg(draw, &sample.chart);
    assert_int_equal(path_points(svg, "equality", line, 2), 2);
    assert_int_equal(path_points(svg, "curves", curve, 11), 11);
    double side = line[1][0] - line[0][0];
    for (size_t k = 0; k < 11; k++) {
        assert_true(fabs(curve[k][0] - line[0][0] - side * sample.across[k]) < 0.01);
        assert_true(fabs(line[0][1] - curve[k][1] - side * sample.up[0][k]) < 0.01);
    }
    /* A disc and its edge at each point but the ends. */
    assert_int_equal(chart_count(svg, "markers", "<path"), 2 * 9);
    free(svg);
}

static void the_key_names_indices_and_the_guide_answers(void **state)
{
    static sample_lorenz sample;
    (void)state;
    make_sample(&sample, 1, 101);
    char *svg = chart_svg(draw, &sample.chart);
    chart_says(svg, "All crime: concentration index \xE2\x88\x92"
                    "0.30 (\xE2\x88\x92"
                    "0.35 to \xE2\x88\x92"
                    "0.25)");
    chart_says(svg, "The most deprived 25% have 50% of incidents");
    assert_int_equal(chart_count(svg, "guide", "<path"), 2);
    free(svg);
    make_sample(&sample, 2, 101);
    sample.series[1].index_lower = (double)NAN;
    svg = chart_svg(draw, &sample.chart);
    chart_says(svg, "All crime: 50% of incidents");
    chart_says(svg, "Drugs &amp; &lt;other&gt;: 66% of incidents");
    chart_says(svg, "Drugs &amp; &lt;other&gt;: concentration index \xE2\x88\x92"
                    "0.31");
    assert_int_equal(chart_count(svg, "guide", "<path"), 1);
    free(svg);
    sample.chart.guide = 0;
    sample.chart.index_text = NULL;
    svg = chart_svg(draw, &sample.chart);
    assert_null(strstr(svg, "The most deprived"));
    assert_null(strstr(svg, "concentration index"));
    chart_says(svg, "All crime");
    free(svg);
}

/* Each has dashes of its own, the first none; a curve of many points a marker every tenth. */
static void series_differ_by_more_than_colour(void **state)
{
    static sample_lorenz sample;
    (void)state;
    make_sample(&sample, 4, POINTS);
    char *svg = chart_svg(draw, &sample.chart);
    assert_int_equal(chart_count(svg, "curves", "<path"), 4);
    assert_int_equal(chart_count(svg, "curves", "stroke-dasharray"), 3);
    assert_int_equal(chart_count(svg, "markers", "<path"), 4 * 2 * 9);
    for (size_t i = 0; i < GEO_CHART_SERIES_MOST; i++)
        for (size_t j = 0; j < i; j++)
            assert_true(geo_series_dash_mm(i) != geo_series_dash_mm(j));
    chart_texts_are_clear(svg);
    free(svg);
}

static void lines_stand_out_from_any_page(void **state)
{
    static const geo_colour pages[] = {{1, 1, 1}, {0.09, 0.1, 0.12}, {0, 0, 0}};
    geo_style *style = NULL;
    assert_int_equal(geo_style_read(*state, NULL, &style), GEO_OK);
    for (size_t p = 0; p < 3; p++) {
        style->page.colour = pages[p];
        const geo_chart chart = {.context = *state, .style = style};
        for (size_t i = 0; i < GEO_CHART_SERIES_MOST; i++)
            assert_true(geo_chart_contrast(geo_series_line(&chart, i).colour, pages[p]) >= 3);
    }
    geo_style_free(style);
}

static void a_curve_below_the_line_leaves_the_other_corner(void **state)
{
    static sample_lorenz sample;
    (void)state;
    make_sample(&sample, 4, 21);
    for (size_t i = 0; i < 4; i++)
        for (size_t k = 0; k < 21; k++)
            sample.up[i][k] = pow(sample.across[k], 3 + (double)i);
    char *svg = chart_svg(draw, &sample.chart);
    double line[2][2];
    assert_int_equal(path_points(svg, "equality", line, 2), 2);
    const char *end, *guide = chart_group(svg, "guide", &end);
    const char *text = strstr(guide, "<text");
    assert_true(text && text < end);
    assert_true(chart_number(text, " x=\"") < (line[0][0] + line[1][0]) / 2);
    assert_true(chart_number(text, " y=\"") < (line[0][1] + line[1][1]) / 2);
    chart_texts_are_clear(svg);
    free(svg);
}

static void missing_curves_are_left_out(void **state)
{
    static sample_lorenz sample;
    (void)state;
    make_sample(&sample, 3, 11);
    sample.series[0].count = 0;
    for (size_t k = 0; k < 11; k++)
        sample.up[1][k] = (double)NAN;
    sample.up[2][4] = (double)NAN;
    sample.series[2].name = NULL;
    char *svg = chart_svg(draw, &sample.chart);
    assert_int_equal(chart_count(svg, "curves", "<path"), 1);
    assert_int_equal(chart_count(svg, "markers", "<path"), 2 * 8);
    assert_null(strstr(svg, "All crime"));
    free(svg);
    sample.series[2].count = 1;
    svg = chart_svg(draw, &sample.chart);
    chart_says(svg, "No data to show");
    free(svg);
}

static void a_bound_is_a_thin_dashed_curve(void **state)
{
    static sample_lorenz sample;
    double curve[11][2], bound[11][2];
    (void)state;
    make_sample(&sample, 2, 11);
    sample.chart.series_count = 1;
    sample.chart.possible = &sample.series[1];
    char *svg = chart_svg(draw, &sample.chart);
    assert_int_equal(path_points(svg, "curves", curve, 11), 11);
    assert_int_equal(path_points(svg, "possible", bound, 11), 11);
    for (size_t k = 1; k < 10; k++)
        assert_true(bound[k][1] < curve[k][1] - 1);
    chart_says(svg, "Drugs &amp; &lt;other&gt;");
    assert_null(strstr(svg, "other&gt;: concentration index"));
    chart_texts_are_clear(svg);
    free(svg);
}

/* Half of the people across the whole plot: each curve ends where the axis does. */
static void a_part_of_the_curve_fills_the_plot(void **state)
{
    static sample_lorenz sample;
    double line[2][2], curve[11][2];
    (void)state;
    make_sample(&sample, 1, 11);
    sample.chart.across_to = 0.4;
    char *svg = chart_svg(draw, &sample.chart);
    assert_int_equal(path_points(svg, "equality", line, 2), 2);
    assert_int_equal(path_points(svg, "curves", curve, 11), 5);
    double side = line[1][0] - line[0][0];
    assert_true(fabs(line[0][1] - line[1][1] - 0.4 * side) < 0.01);
    for (size_t k = 0; k < 5; k++) {
        assert_true(fabs(curve[k][0] - line[0][0] - side * sample.across[k] / 0.4) < 0.01);
        assert_true(fabs(line[0][1] - curve[k][1] - side * sample.up[0][k]) < 0.01);
    }
    assert_int_equal(chart_count(svg, "markers", "<path"), 2 * 3);
    free(svg);
    /* Between two of its points. */
    sample.chart.across_to = 0.25;
    svg = chart_svg(draw, &sample.chart);
    assert_int_equal(path_points(svg, "curves", curve, 11), 4);
    assert_true(fabs(curve[3][0] - line[0][0] - side) < 0.01);
    double between = (sample.up[0][2] + sample.up[0][3]) / 2;
    assert_true(fabs(line[0][1] - curve[3][1] - side * between) < 0.01);
    free(svg);
}

static void it_has_its_limits(void **state)
{
    static sample_lorenz sample;
    make_sample(&sample, 5, 11);
    chart_fails(*state, draw, &sample.chart, GEO_ERROR_USAGE, "1 to 4 series");
    make_sample(&sample, 0, 11);
    chart_fails(*state, draw, &sample.chart, GEO_ERROR_USAGE, "1 to 4 series");
    make_sample(&sample, 2, 11);
    chart_survives_want_of_memory(*state, draw, &sample.chart);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(the_plot_is_a_square_with_its_diagonal),
        UNIT_TEST(curves_run_through_their_points),
        UNIT_TEST(the_key_names_indices_and_the_guide_answers),
        UNIT_TEST(series_differ_by_more_than_colour),
        UNIT_TEST(lines_stand_out_from_any_page),
        UNIT_TEST(a_curve_below_the_line_leaves_the_other_corner),
        UNIT_TEST(missing_curves_are_left_out),
        UNIT_TEST(a_bound_is_a_thin_dashed_curve),
        UNIT_TEST(a_part_of_the_curve_fills_the_plot),
        UNIT_TEST(it_has_its_limits),
    };
    return cmocka_run_group_tests_name("chart lorenz", tests, NULL, chart_shut_down);
}
