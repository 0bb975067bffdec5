/* Control limits of a monthly series. */
#include <math.h>

#include <geo/measure.h>

#include "near.h"
#include "unit.h"

enum { MONTHS = 7 };

static const double none = (double)NAN;
static const double counts[MONTHS] = {20, 31, 25, (double)NAN, 44, 18, 30};
static const double exposures[MONTHS] = {10, 12, 11, 10, 12, 9, 11};
static const geo_control_options defaults = GEO_CONTROL_OPTIONS_INIT;

struct chart {
    double centre[MONTHS];
    double lower[MONTHS];
    double upper[MONTHS];
    double sigma_z;
};

static struct chart chart_of(geo_context *context, const double *count, const double *exposure,
                             size_t months, const geo_control_options *options)
{
    struct chart chart;
    if (geo_control_limits(context, count, exposure, months, options, chart.centre, chart.lower,
                           chart.upper, &chart.sigma_z) != GEO_OK)
        fail_msg("%s", geo_message(context));
    return chart;
}

static void check_line(const double *line, const double *expected)
{
    for (size_t i = 0; i < MONTHS; i++)
        assert_true(is_near(line[i], expected[i], 1e-14));
}

/* u = sum(count) / sum(exposure), u +- 3 sqrt(u / exposure), and the mean moving range of z over
 * 1.128, in R 4.2.2. */
static void worked_values(void **state)
{
    const double lower[] = {1.0594420022900026, 1.1923289419386134,  1.1304196224549681, none,
                            1.1923289419386134, 0.97694147967838374, 1.1304196224549681};
    const double upper[] = {4.1097887669407669, 3.9769018272921564, 4.0388111467758012, none,
                            3.9769018272921564, 4.1922892895523862, 4.0388111467758012};
    const struct chart chart = chart_of(*state, counts, exposures, MONTHS, &defaults);
    for (size_t i = 0; i < MONTHS; i++)
        assert_true(is_near(chart.centre[i], i == 3 ? none : 168.0 / 65, 1e-15));
    check_line(chart.lower, lower);
    check_line(chart.upper, upper);
    assert_true(is_near(chart.sigma_z, 1.461769339827713, 1e-14));
}

static void limits_widen_with_overdispersion(void **state)
{
    geo_control_options options = defaults;
    options.allow_overdispersion = true;
    const double lower[] = {0.35516369641081091, 0.5494137504526857,  0.45891660538189472, none,
                            0.5494137504526857,  0.23456696193738358, 0.45891660538189472};
    const double upper[] = {4.8140670728199586, 4.6198170187780843, 4.7103141638488744, none,
                            4.6198170187780843, 4.9346638072933864, 4.7103141638488744};
    const struct chart chart = chart_of(*state, counts, exposures, MONTHS, &options);
    check_line(chart.lower, lower);
    check_line(chart.upper, upper);
}

/* Months more alike than chance makes them leave the limits where they are. */
static void limits_never_narrow(void **state)
{
    const double count[] = {25, 26, 25}, exposure[] = {1, 1, 1};
    geo_control_options options = defaults;
    options.allow_overdispersion = true;
    const struct chart chart = chart_of(*state, count, exposure, 3, &options);
    assert_true(chart.sigma_z > 0 && chart.sigma_z < 1);
    assert_true(is_near(chart.upper[0], 76.0 / 3 + 3 * sqrt(76.0 / 3), 1e-15));
}

/* A month that is twice as busy every year has its own centre; the others don't move. */
static void centre_follows_the_season(void **state)
{
    const double count[] = {10, 20, 10, 20}, exposure[] = {1, 1, 1, 0}, factor[] = {1, 2, 1, none};
    geo_control_options options = defaults;
    options.factor = factor;
    options.sigmas = 2;
    const struct chart chart = chart_of(*state, count, exposure, 4, &options);
    assert_true(chart.centre[0] == 10 && chart.centre[1] == 20 && chart.centre[2] == 10);
    assert_true(isnan(chart.centre[3]) && isnan(chart.lower[3]) && isnan(chart.upper[3]));
    assert_true(is_near(chart.upper[1], 20 + 2 * sqrt(20), 1e-15));
    assert_true(chart.sigma_z == 0);
}

static void lower_limits_end_at_nothing(void **state)
{
    const double count[] = {1, 0, none, 0}, exposure[] = {1, 1, 1, 0}, nothing[] = {0, 0, 0, 0};
    struct chart chart = chart_of(*state, count, exposure, 4, &defaults);
    assert_true(chart.lower[0] == 0 && is_near(chart.upper[0], 0.5 + 3 * sqrt(0.5), 1e-15));
    chart = chart_of(*state, nothing, exposure, 4, &defaults);
    assert_true(chart.centre[0] == 0 && chart.upper[0] == 0 && chart.sigma_z == 0);
    const double apart[] = {1, none, 3};
    assert_true(isnan(chart_of(*state, apart, exposure, 3, &defaults).sigma_z));
}

static void check_refusal(geo_context *context, const double *count, const double *exposure,
                          const geo_control_options *options, geo_status status,
                          const char *message)
{
    struct chart chart;
    assert_int_equal(geo_control_limits(context, count, exposure, 2, options, chart.centre,
                                        chart.lower, chart.upper, &chart.sigma_z),
                     status);
    assert_string_equal(geo_message(context), message);
}

static void what_is_refused(void **state)
{
    const double good[] = {1, 2}, negative[] = {1, -2}, missing[] = {none, none};
    const geo_control_options no_sigmas = {0, false, NULL, NULL},
                              no_factor = {3, false, negative, NULL};
    const char *const out_of_range = "month 2 of the series has a count or exposure out of range";
    const double endless[] = {1, (double)INFINITY};
    check_refusal(*state, negative, good, &defaults, GEO_ERROR_DATA, out_of_range);
    check_refusal(*state, endless, good, &defaults, GEO_ERROR_DATA, out_of_range);
    check_refusal(*state, good, endless, &defaults, GEO_ERROR_DATA, out_of_range);
    check_refusal(*state, missing, good, &defaults, GEO_ERROR_DATA,
                  "control limits need a month with a count and an exposure: none of 2 has");
    check_refusal(*state, good, good, &no_factor, GEO_ERROR_DATA,
                  "month 2 of the series has a seasonal factor that is not above 0");
    check_refusal(*state, good, good, &no_sigmas, GEO_ERROR_USAGE,
                  "control limits lie a number of standard deviations above 0, such as 3, from "
                  "the centre");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(worked_values),
        UNIT_TEST(limits_widen_with_overdispersion),
        UNIT_TEST(limits_never_narrow),
        UNIT_TEST(centre_follows_the_season),
        UNIT_TEST(lower_limits_end_at_nothing),
        UNIT_TEST(what_is_refused),
    };
    return cmocka_run_group_tests_name("control", tests, NULL, NULL);
}
