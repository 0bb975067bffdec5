/* Funnel plots. */
#include "chart_test.h"

#define POINTS 200
#define CURVE  50

typedef struct sample_funnel {
    char text[POINTS][40];
    const char *name[POINTS];
    double size[POINTS];
    double rate[POINTS];
    geo_emphasis emphasis[POINTS];
    double curve_size[CURVE];
    double limit[4][CURVE];
    geo_funnel_chart chart;
} sample_funnel;

static void make_sample(sample_funnel *sample, size_t count)
{
    for (size_t i = 0; i < POINTS; i++) {
        snprintf(sample->text[i], sizeof sample->text[i], "Ward %zu", i + 1);
        sample->name[i] = sample->text[i];
        sample->size[i] = 1000 + (double)(i * 97 % 200) * 50;
        sample->rate[i] = 50 + (double)(i * 61 % 40);
        sample->emphasis[i] = (geo_emphasis)(i % 3);
    }
    for (size_t i = 0; i < CURVE; i++) {
        sample->curve_size[i] = 100 + (double)i * 250;
        double sd = sqrt(70000 / sample->curve_size[i]);
        sample->limit[0][i] = 70 - 2 * sd;
        sample->limit[1][i] = 70 + 2 * sd;
        sample->limit[2][i] = 70 - 3 * sd;
        sample->limit[3][i] = 70 + 3 * sd;
    }
    sample->chart = (geo_funnel_chart){
        .count = count,
        .name = sample->name,
        .size = sample->size,
        .rate = sample->rate,
        .emphasis = sample->emphasis,
        .emphasis_text = {"Within", "Outside 95%", "Outside 99.8%"},
        .reference_text = "All areas",
        .reference = 70,
        .curve_count = CURVE,
        .curve_size = sample->curve_size,
        .lower_95 = sample->limit[0],
        .upper_95 = sample->limit[1],
        .lower_998 = sample->limit[2],
        .upper_998 = sample->limit[3],
        .size_unit = "Residents",
        .rate_unit = "Incidents per 1,000 residents",
        .decimals = 1,
    };
}

static geo_status draw(geo_context *context, const void *chart, geo_picture format, geo_bytes *out)
{
    return geo_figure_funnel(context, chart, NULL, &chart_words, format, 50, out);
}

/* The middle of a circle: its path begins a radius left of it. */
static void first_point(const char *svg, double *x, double *y)
{
    const char *end, *group = chart_group(svg, "points", &end);
    double radius;
    assert_int_equal(sscanf(strstr(group, "d=\"M"), "d=\"M%lf %lfA%lf", x, y, &radius), 3);
    *x += radius;
}

static void points_stand_at_their_values(void **state)
{
    static sample_funnel sample;
    double x[3], y[3];
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        make_sample(&sample, 2);
        sample.size[1] = 10000; /* the scale is the same for all three */
        sample.rate[1] = 100;
        sample.emphasis[0] = GEO_EMPHASIS_NONE;
        sample.emphasis[1] = GEO_EMPHASIS_STRONG;
        sample.size[0] = 2000 + 3000 * (double)i;
        sample.rate[0] = 20 + 30 * (double)i;
        char *svg = chart_svg(draw, &sample.chart);
        first_point(svg, &x[i], &y[i]);
        free(svg);
    }
    assert_true(x[0] < x[1] && fabs(x[2] - x[1] - (x[1] - x[0])) < 0.003);
    assert_true(y[0] > y[1] && fabs(y[2] - y[1] - (y[1] - y[0])) < 0.003);
}

/* A point is a disc and its edge; texts that would run into others are left out. */
static void a_crowd_has_no_names_over_each_other(void **state)
{
    static sample_funnel sample;
    (void)state;
    make_sample(&sample, POINTS);
    sample.name[2] = "Highfields & Western <Downs> T\xC5\xB7 and the Heath beyond";
    sample.name[5] = NULL;
    sample.name[8] = "";
    char *svg = chart_svg(draw, &sample.chart);
    assert_int_equal(chart_count(svg, "points", "<path"), 2 * POINTS);
    size_t names = chart_count(svg, "names", "<text");
    assert_true(names > 0 && names < POINTS / 3);
    chart_texts_are_clear(svg);
    free(svg);
}

static void those_outside_are_named(void **state)
{
    static sample_funnel sample;
    (void)state;
    make_sample(&sample, 30);
    for (size_t i = 0; i < 30; i++)
        sample.emphasis[i] = GEO_EMPHASIS_NONE;
    sample.emphasis[4] = GEO_EMPHASIS_STRONG;
    sample.rate[4] = 160;
    sample.emphasis[7] = GEO_EMPHASIS_ABOVE;
    char *svg = chart_svg(draw, &sample.chart);
    chart_says(svg, "Ward 5");
    assert_int_equal(chart_count(svg, "names", "<text"), 1);
    chart_says(svg, "All areas 70.0");
    chart_says(svg, "99.8% limits");
    chart_says(svg, "Residents");
    assert_int_equal(chart_count(svg, "limits", "<path"), 5);
    assert_int_equal(chart_count(svg, "limits", "stroke-dasharray"), 2);
    free(svg);
}

static void gaps_in_curves_and_points_are_left_out(void **state)
{
    static sample_funnel sample;
    (void)state;
    make_sample(&sample, 10);
    sample.rate[0] = (double)NAN;
    sample.size[1] = (double)NAN;
    sample.size[2] = -5;
    sample.limit[0][10] = (double)NAN;
    sample.chart.upper_95 = NULL;
    sample.chart.emphasis = NULL;
    sample.chart.name = NULL;
    char *svg = chart_svg(draw, &sample.chart);
    assert_int_equal(chart_count(svg, "points", "<path"), 2 * 7);
    assert_int_equal(chart_count(svg, "limits", "<path"), 4);
    free(svg);
    sample.chart.curve_count = 0;
    sample.chart.reference_text = NULL;
    svg = chart_svg(draw, &sample.chart);
    assert_int_equal(chart_count(svg, "limits", "<path"), 0);
    assert_null(strstr(svg, "limits</text>"));
    free(svg);
}

static void a_funnel_of_nothing_says_so(void **state)
{
    static sample_funnel sample;
    (void)state;
    make_sample(&sample, 0);
    char *svg = chart_svg(draw, &sample.chart);
    chart_says(svg, "No data to show");
    free(svg);
    make_sample(&sample, 1);
    svg = chart_svg(draw, &sample.chart);
    assert_int_equal(chart_count(svg, "points", "<path"), 2);
    chart_texts_are_clear(svg);
    free(svg);
}

static void memory_that_runs_out_is_a_status(void **state)
{
    static sample_funnel sample;
    make_sample(&sample, 9);
    chart_survives_want_of_memory(*state, draw, &sample.chart);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(points_stand_at_their_values), UNIT_TEST(a_crowd_has_no_names_over_each_other),
        UNIT_TEST(those_outside_are_named),      UNIT_TEST(gaps_in_curves_and_points_are_left_out),
        UNIT_TEST(a_funnel_of_nothing_says_so),  UNIT_TEST(memory_that_runs_out_is_a_status),
    };
    return cmocka_run_group_tests_name("chart funnel", tests, NULL, chart_shut_down);
}
