/* Profiles and pyramids: bars by ordered groups. */
#include "chart_test.h"

#define CATEGORIES 12
#define GROUPS     18

typedef struct sample_profile {
    const char *category[CATEGORIES + 1];
    const char *series[5];
    double value[5 * CATEGORIES];
    double lower[5 * CATEGORIES];
    double upper[5 * CATEGORIES];
    geo_profile_chart chart;
} sample_profile;

static void make_profile(sample_profile *sample, size_t categories, size_t series)
{
    static const char *const names[CATEGORIES + 1] = {
        "1 (most deprived)",   "2",           "3",    "4", "5", "6", "7", "8", "9",
        "10 (least deprived)", "Not & known", "<12>", "13"};
    static const char *const years[5] = {"2018/19", "2019/20", "2020/21", "2021/22", "2022/23"};
    memcpy((void *)sample->category, names, sizeof names);
    memcpy((void *)sample->series, years, sizeof years);
    for (size_t i = 0; i < (size_t)5 * CATEGORIES; i++) {
        sample->value[i] = 30 + (double)(i * 29 % 100);
        sample->lower[i] = sample->value[i] - 9;
        sample->upper[i] = sample->value[i] + 9;
    }
    sample->chart = (geo_profile_chart){
        .category_count = categories,
        .category = sample->category,
        .series_count = series,
        .series = sample->series,
        .value = sample->value,
        .lower = sample->lower,
        .upper = sample->upper,
        .interval_text = "95% interval",
        .reference_text = "County mean",
        .reference = 71.24,
        .category_unit = "Decile of deprivation",
        .unit = "Incidents per 1,000 residents",
        .decimals = 1,
    };
}

static geo_status draw_profile(geo_context *context, const void *chart, geo_picture format,
                               geo_bytes *out)
{
    return geo_figure_profile(context, chart, NULL, &chart_words, format, 50, out);
}

/* A bar with its interval is three paths, of which the first is the bar. */
static void profile_bars_are_as_high_as_their_values(void **state)
{
    static sample_profile sample;
    (void)state;
    make_profile(&sample, 10, 2);
    sample.chart.lower = sample.chart.upper = NULL;
    char *svg = chart_svg(draw_profile, &sample.chart);
    double mm_per_unit = chart_box(svg, "bars", 0).height / sample.value[0];
    for (size_t i = 0; i < 20; i++)
        assert_true(fabs(chart_box(svg, "bars", i).height - sample.value[i] * mm_per_unit) < 0.01);
    /* The second series stands right beside the first. */
    geo_box first = chart_box(svg, "bars", 0), second = chart_box(svg, "bars", 10);
    assert_true(fabs(first.x + first.width - second.x) < 0.003);
    chart_says(svg, "County mean 71.2");
    chart_says(svg, "Decile of deprivation");
    chart_says(svg, "2019/20");
    free(svg);
}

static void profiles_of_all_sizes_fit(void **state)
{
    static sample_profile sample;
    (void)state;
    for (size_t series = 1; series <= 4; series++)
        for (size_t categories = 1; categories <= 12; categories += 11) {
            make_profile(&sample, categories, series);
            char *svg = chart_svg(draw_profile, &sample.chart);
            assert_int_equal(chart_count(svg, "bars", "<path"), 3 * series * categories);
            chart_texts_are_clear(svg);
            free(svg);
        }
}

/* Below a narrow bar "1 (most deprived)" is on two lines, the second beside those of others. */
static void the_ends_may_say_more_below_their_headings(void **state)
{
    static sample_profile sample;
    (void)state;
    make_profile(&sample, 10, 2);
    char *svg = chart_svg(draw_profile, &sample.chart);
    chart_says(svg, "1");
    chart_says(svg, "(most deprived)");
    chart_says(svg, "10");
    chart_says(svg, "(least deprived)");
    /* The axis' title alone is turned. */
    const char *turned = strstr(svg, "rotate(-90");
    assert_true(turned && !strstr(turned + 1, "rotate(-90"));
    chart_texts_are_clear(svg);
    free(svg);
    /* No room for both. */
    sample.category[9] = "10 (least deprived of all the neighbourhoods that this country has, by "
                         "income, employment, education, health, crime, housing and surroundings, "
                         "as they were known when the indices were last published)";
    svg = chart_svg(draw_profile, &sample.chart);
    assert_null(strstr(svg, ">(most deprived)</text>"));
    free(svg);
}

static void profiles_have_gaps_and_negative_values(void **state)
{
    static sample_profile sample;
    (void)state;
    make_profile(&sample, 10, 1);
    sample.chart.lower = sample.chart.upper = NULL;
    sample.value[2] = (double)NAN;
    sample.value[5] = -40;
    char *svg = chart_svg(draw_profile, &sample.chart);
    geo_box up = chart_box(svg, "bars", 0), down = chart_box(svg, "bars", 4);
    assert_int_equal(chart_count(svg, "bars", "<path"), 9);
    assert_true(fabs(up.y + up.height - down.y) < 0.003);
    assert_true(fabs(down.height / 40 - up.height / sample.value[0]) < 0.001);
    chart_texts_are_clear(svg);
    free(svg);
}

static void profiles_have_their_limits(void **state)
{
    static sample_profile sample;
    make_profile(&sample, 13, 1);
    chart_fails(*state, draw_profile, &sample.chart, GEO_ERROR_USAGE, "at most 12 categories");
    make_profile(&sample, 3, 5);
    chart_fails(*state, draw_profile, &sample.chart, GEO_ERROR_USAGE, "1 to 4 series");
    make_profile(&sample, 3, 0);
    chart_fails(*state, draw_profile, &sample.chart, GEO_ERROR_USAGE, "1 to 4 series");
    make_profile(&sample, 0, 1);
    char *svg = chart_svg(draw_profile, &sample.chart);
    chart_says(svg, "No data to show");
    free(svg);
    make_profile(&sample, 3, 1);
    chart_survives_want_of_memory(*state, draw_profile, &sample.chart);
}

/* ---- pyramids ------------------------------------------------------------------------------- */

typedef struct sample_pyramid {
    char text[GROUPS][20];
    const char *group[GROUPS];
    double left[GROUPS];
    double right[GROUPS];
    double outline[GROUPS];
    geo_pyramid_chart chart;
} sample_pyramid;

static void make_pyramid(sample_pyramid *sample, size_t count)
{
    for (size_t i = 0; i < GROUPS; i++) {
        snprintf(sample->text[i], sizeof sample->text[i], "%zu to %zu", 5 * i, 5 * i + 4);
        sample->group[i] = sample->text[i];
        sample->left[i] = 100 * (double)(i + 1);
        sample->right[i] = 1500 - 50 * (double)i;
        sample->outline[i] = 900;
    }
    sample->chart = (geo_pyramid_chart){
        .count = count,
        .group = sample->group,
        .left = sample->left,
        .right = sample->right,
        .left_outline = sample->outline,
        .right_outline = sample->outline,
        .left_text = "Men",
        .right_text = "Women",
        .outline_text = "Residents",
        .unit = "Victims",
    };
}

static geo_status draw_pyramid(geo_context *context, const void *chart, geo_picture format,
                               geo_bytes *out)
{
    return geo_figure_pyramid(context, chart, NULL, &chart_words, format, 50, out);
}

/* The index-th bar of a half: behind the lines of the axis, which are no closed paths. */
static geo_box half_bar(const char *svg, const char *half, size_t index)
{
    const char *end, *group = chart_group(svg, half, &end);
    size_t before = 0;
    for (const char *at = strstr(group, "<path"); at && at < end; at = strstr(at + 1, "<path")) {
        const char *data = strchr(at, '"');
        if (strchr(data, 'Z') && strchr(data, 'Z') < strchr(data + 1, '"'))
            return chart_box(svg, half, before + index);
        before++;
    }
    fail_msg("the half %s has no bars", half);
    return (geo_box){0, 0, 0, 0};
}

static void both_halves_have_one_scale(void **state)
{
    static sample_pyramid sample;
    (void)state;
    make_pyramid(&sample, GROUPS);
    char *svg = chart_svg(draw_pyramid, &sample.chart);
    double mm_per_unit = half_bar(svg, "left", 0).width / sample.left[0];
    double zero_left = half_bar(svg, "left", 0).x + half_bar(svg, "left", 0).width;
    double zero_right = half_bar(svg, "right", 0).x;
    for (size_t i = 0; i < GROUPS; i++) {
        geo_box left = half_bar(svg, "left", i), right = half_bar(svg, "right", i);
        assert_true(fabs(left.width - sample.left[i] * mm_per_unit) < 0.02);
        assert_true(fabs(right.width - sample.right[i] * mm_per_unit) < 0.02);
        assert_true(fabs(left.x + left.width - zero_left) < 0.003);
        assert_true(fabs(right.x - zero_right) < 0.003);
        assert_true(i == 0 || left.y < half_bar(svg, "left", i - 1).y);
    }
    chart_says(svg, "Men");
    chart_says(svg, "Women");
    chart_says(svg, "Residents");
    chart_says(svg, "Victims");
    chart_texts_are_clear(svg);
    free(svg);
}

static void pyramids_may_lack_anything(void **state)
{
    static sample_pyramid sample;
    (void)state;
    make_pyramid(&sample, 5);
    sample.left[1] = (double)NAN;
    sample.outline[2] = (double)NAN;
    sample.chart.left_text = sample.chart.right_text = sample.chart.unit = NULL;
    sample.chart.right_outline = NULL;
    char *svg = chart_svg(draw_pyramid, &sample.chart);
    assert_int_equal(chart_count(svg, "left", "Z"), 4);
    assert_int_equal(chart_count(svg, "right", "Z"), 5);
    chart_texts_are_clear(svg);
    free(svg);
    make_pyramid(&sample, 0);
    svg = chart_svg(draw_pyramid, &sample.chart);
    chart_says(svg, "No data to show");
    free(svg);
}

static void pyramids_have_their_limits(void **state)
{
    static sample_pyramid sample;
    static const char *group[300];
    static double many[300];
    make_pyramid(&sample, 5);
    sample.right[3] = -1;
    chart_fails(*state, draw_pyramid, &sample.chart, GEO_ERROR_USAGE, "must be 0 or more");
    make_pyramid(&sample, 300);
    sample.chart.group = group;
    sample.chart.left = sample.chart.right = many;
    sample.chart.left_outline = sample.chart.right_outline = NULL;
    chart_fails(*state, draw_pyramid, &sample.chart, GEO_ERROR_USAGE, "300 groups are more than");
    make_pyramid(&sample, 3);
    chart_survives_want_of_memory(*state, draw_pyramid, &sample.chart);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(profile_bars_are_as_high_as_their_values),
        UNIT_TEST(profiles_of_all_sizes_fit),
        UNIT_TEST(the_ends_may_say_more_below_their_headings),
        UNIT_TEST(profiles_have_gaps_and_negative_values),
        UNIT_TEST(profiles_have_their_limits),
        UNIT_TEST(both_halves_have_one_scale),
        UNIT_TEST(pyramids_may_lack_anything),
        UNIT_TEST(pyramids_have_their_limits),
    };
    return cmocka_run_group_tests_name("chart groups", tests, NULL, chart_shut_down);
}
