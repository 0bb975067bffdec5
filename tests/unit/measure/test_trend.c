/* Incidents by month as a table, within control limits. */
#include <math.h>
#include <string.h>

#include <geo/compare.h>
#include <geo/measure.h>

#include "allocations.h"
#include "near.h"
#include "random.h"
#include "unit.h"

enum { YEARS = 3, LONGEST = 12 * YEARS };

static const double none = (double)NAN;
static const double average_days = 365.25 / 12;
static const geo_trend_options defaults = GEO_TREND_OPTIONS_INIT;
static const int32_t october_2018 = (2018 - 1970) * 12 + 9;
static const int32_t january_2022 = (2022 - 1970) * 12;

static geo_trend_series series_of(const int64_t *count)
{
    return (geo_trend_series){.part_of = GEO_NO_CODE, .population = none, .count = count};
}

static geo_trend *make(geo_context *context, const geo_trend_series *series, size_t count,
                       int32_t first, size_t months, const geo_trend_options *options)
{
    geo_trend *trend = NULL;
    if (geo_trend_make(context, series, count, first, months, options, &trend) != GEO_OK)
        fail_msg("%s", geo_message(context));
    return trend;
}

static const geo_column *column(const geo_table *table, const char *name)
{
    const geo_column *found = geo_table_find(table, name);
    if (!found)
        fail_msg("no column '%s'", name);
    return found;
}

/* Three whole months, one missing: centre = incidents / (days / 30.4375), the limits from it by the
 * days of each month, sqrt() of a Poisson count. */
static void missing_months_are_gaps(void **state)
{
    const int64_t count[] = {310, 300, GEO_NO_INTEGER, 340};
    geo_trend_series series = series_of(count);
    geo_trend_options options = defaults;
    options.allow_overdispersion = false;
    series.population = 1000;
    geo_trend *trend = make(*state, &series, 1, october_2018, 4, &options);
    double a_day = 950.0 / (31 + 30 + 31), expected = 31 * a_day;
    assert_int_equal(trend->series[0].known, 3);
    assert_true(is_near(trend->series[0].centre, a_day * average_days, 1e-14));
    assert_true(is_near(trend->month[0].expected, expected, 1e-14));
    assert_true(is_near(trend->month[0].upper_limit, expected + 3 * sqrt(expected), 1e-14));
    assert_true(is_near(trend->month[3].lower_limit, expected - 3 * sqrt(expected), 1e-14));
    assert_true(trend->month[0].rate_per_1000 == 310);
    assert_true(isnan(trend->month[2].count) && isnan(trend->month[2].expected));
    assert_true(column(trend->table, "count")->integer[2] == GEO_NO_INTEGER);
    assert_true(column(trend->table, "days")->integer[2] == GEO_NO_INTEGER);
    assert_null(column(trend->table, "outside")->text[2]);
    assert_string_equal(column(trend->table, "month")->text[2], "2018-12");
    assert_null(geo_table_find(trend->table, "category"));
    assert_null(geo_table_find(trend->table, "seasonal_factor"));
    geo_trend_free(trend);
}

/* February has 28 days: as many a day as the others, and not low. */
static void short_months_are_not_low(void **state)
{
    const int64_t count[] = {3100, 2800, 3100, 3000};
    const geo_trend_series series = series_of(count);
    geo_trend *trend = make(*state, &series, 1, january_2022, 4, NULL);
    for (size_t m = 0; m < 4; m++)
        assert_true(is_near(trend->month[m].expected, trend->month[m].count, 1e-14));
    geo_trend_free(trend);
}

/* Each of 24 months is judged by those months of the year; the sums of 12 begin with the twelfth.
 */
static void seasons_and_years(void **state)
{
    int64_t count[LONGEST];
    for (size_t m = 0; m < LONGEST; m++)
        count[m] = m % 12 == 6 ? 400 : 200;
    const geo_trend_series series = series_of(count);
    geo_trend *trend = make(*state, &series, 1, january_2022, LONGEST, NULL);
    assert_true(trend->series[0].is_seasonal);
    assert_true(trend->month[6].seasonal_factor > 1.7 && trend->month[5].seasonal_factor < 1);
    assert_int_equal(trend->month[6].outside, GEO_SIMILAR);
    assert_true(isnan(trend->month[10].rolling_12) && trend->month[11].rolling_12 == 2600);
    assert_true(trend->month[LONGEST - 1].rolling_12 == 2600);
    geo_trend_free(trend);
    geo_trend_options options = defaults;
    options.is_seasonal = false;
    options.allow_overdispersion = false;
    trend = make(*state, &series, 1, january_2022, LONGEST, &options);
    assert_false(trend->series[0].is_seasonal);
    assert_int_equal(trend->month[6].outside, GEO_HIGHER);
    assert_int_equal(geo_table_mark(column(trend->table, "count"), 6), GEO_MARK_HIGHER);
    assert_string_equal(column(trend->table, "outside")->text[6], "above");
    assert_string_equal(column(trend->table, "outside")->text[5], "");
    assert_int_equal(trend->series[0].above, YEARS);
    geo_trend_free(trend);
}

/* A few incidents a month tell no season, whatever the ratios are. */
static void few_incidents_have_no_season(void **state)
{
    int64_t count[LONGEST];
    for (size_t m = 0; m < LONGEST; m++)
        count[m] = m % 12 == 6 ? 40 : 20;
    const geo_trend_series series = series_of(count);
    geo_trend *trend = make(*state, &series, 1, january_2022, LONGEST, NULL);
    assert_false(trend->series[0].is_seasonal);
    assert_true(isnan(trend->month[6].seasonal_factor));
    geo_trend_free(trend);
}

/* What comes after it moves neither the mean nor the spread. */
static void baseline_judges_what_follows(void **state)
{
    const int64_t count[] = {310, 300, 310, 310, 280, 900, 100};
    const geo_trend_series series = series_of(count);
    geo_trend_options options = defaults;
    geo_period baseline;
    assert_int_equal(geo_period_parse(*state, "2018-10..2019-02", &baseline), GEO_OK);
    options.baseline = &baseline;
    geo_trend *trend = make(*state, &series, 1, october_2018, 7, &options);
    assert_int_equal(trend->series[0].known, 7);
    assert_int_equal(trend->series[0].based_on, 5);
    assert_true(is_near(trend->series[0].centre, 10 * average_days, 1e-14));
    assert_true(trend->series[0].sigma_z < 1e-12);
    assert_int_equal(trend->month[5].outside, GEO_HIGHER);
    assert_int_equal(trend->month[6].outside, GEO_LOWER);
    assert_int_equal(geo_table_mark(column(trend->table, "count"), 6), GEO_MARK_LOWER);
    assert_true(is_near(trend->month[5].upper_limit, 310 + 3 * sqrt(310), 1e-14));
    geo_trend_free(trend);
}

/* 16 days of October: as many a day; a year with such a month has no sum. */
static void period_cuts_a_month(void **state)
{
    int64_t count[12] = {160, 300, 310, 310, 280, 310, 300, 310, 300, 310, 310, 300};
    const geo_trend_series series = series_of(count);
    geo_trend_options options = defaults;
    geo_period period;
    assert_int_equal(geo_period_parse(*state, "2018-10-16..2019-09-30", &period), GEO_OK);
    options.period = &period;
    geo_trend *trend = make(*state, &series, 1, october_2018, 12, &options);
    assert_true(trend->month[0].days == 16 && trend->month[1].days == 30);
    assert_true(is_near(trend->month[0].expected, 160, 1e-14));
    assert_true(isnan(trend->month[11].rolling_12));
    geo_trend_free(trend);
}

/* A series without an incident expects nothing and flags nothing. */
static void nothing_is_expected_from_nothing(void **state)
{
    const int64_t count[] = {0, 0, 0, 7},
                  missing[] = {GEO_NO_INTEGER, GEO_NO_INTEGER, GEO_NO_INTEGER, GEO_NO_INTEGER};
    const geo_trend_series series[] = {series_of(count), series_of(missing)};
    geo_trend_options options = defaults;
    geo_period baseline;
    assert_int_equal(geo_period_parse(*state, "2018-10..2018-12", &baseline), GEO_OK);
    options.baseline = &baseline;
    geo_trend *trend = make(*state, series, 2, october_2018, 4, &options);
    assert_true(isnan(trend->series[0].centre) && isnan(trend->month[3].upper_limit));
    assert_int_equal(trend->month[3].outside, GEO_SIMILAR);
    assert_true(trend->month[3].count == 7 && isnan(trend->series[1].centre));
    geo_trend_free(trend);
}

static void columns_of_wide_table(void **state)
{
    const int64_t one[] = {10, 11}, other[] = {5, GEO_NO_INTEGER};
    geo_trend_series series[] = {series_of(one), series_of(other)};
    series[0].code = "E1";
    series[0].name = "Abbey";
    series[1].code = "E2";
    geo_trend_options options = defaults;
    options.round_to = 5;
    geo_trend *trend = make(*state, series, 2, october_2018, 2, &options);
    assert_int_equal(trend->wide->row_count, 2);
    assert_int_equal(trend->wide->column_count, 3);
    assert_string_equal(column(trend->wide, "E1")->heading, "Abbey");
    assert_string_equal(column(trend->wide, "E2")->heading, "E2");
    assert_int_equal(column(trend->wide, "E1")->integer[1], 10);
    assert_true(column(trend->wide, "E2")->integer[1] == GEO_NO_INTEGER);
    assert_string_equal(column(trend->table, "name")->text[1], "Abbey");
    assert_null(column(trend->table, "name")->text[2]);
    geo_trend_free(trend);
}

/* ---- what is kept back ---------------------------------------------------------------------- */

/* Two counts of a month are hidden, for one is the rest of the sum; the year's sums with it too,
 * and the limits, from whose mean it would follow. */
static void small_counts_are_kept_back(void **state)
{
    int64_t whole[LONGEST], small[LONGEST], rest[LONGEST];
    for (size_t m = 0; m < LONGEST; m++) {
        small[m] = m == 20 ? 2 : 30;
        rest[m] = 50;
        whole[m] = small[m] + rest[m];
    }
    geo_trend_series series[] = {series_of(whole), series_of(small), series_of(rest)};
    series[1].part_of = series[2].part_of = 0;
    geo_trend_options options = defaults;
    options.suppress_below = 5;
    geo_trend *trend = make(*state, series, 3, january_2022, LONGEST, &options);
    const geo_trend_month *month = trend->month + LONGEST;
    const geo_column *counts = column(trend->table, "count");
    assert_true(month[20].is_hidden && isnan(month[20].count) && !month[19].is_hidden);
    assert_int_equal(geo_table_mark(counts, LONGEST + 20), GEO_MARK_HIDDEN);
    assert_true(counts->integer[LONGEST + 20] == GEO_NO_INTEGER);
    assert_true(trend->month[2 * LONGEST + 20].is_hidden || trend->month[20].is_hidden);
    assert_true(month[19].rolling_12 == 360 && isnan(month[20].rolling_12));
    assert_true(isnan(month[31].rolling_12) && month[32].rolling_12 == 360);
    assert_int_equal(geo_table_mark(column(trend->table, "rolling_12"), LONGEST + 31),
                     GEO_MARK_HIDDEN);
    assert_true(isnan(trend->series[1].centre) && isnan(trend->series[1].sigma_z));
    for (size_t m = 0; m < LONGEST; m++)
        assert_true(isnan(month[m].expected) && isnan(month[m].upper_limit));
    assert_int_equal(geo_table_mark(column(trend->table, "expected"), LONGEST + 3),
                     GEO_MARK_HIDDEN);
    geo_trend_free(trend);
}

/* All areas together are known, though they stand in no row. */
static void what_adds_up_is_a_sum(void **state)
{
    const int64_t one[] = {2, 40}, other[] = {30, 40}, third[] = {20, 40};
    const geo_trend_series series[] = {series_of(one), series_of(other), series_of(third)};
    geo_trend_options options = defaults;
    options.suppress_below = 5;
    geo_trend *trend = make(*state, series, 3, october_2018, 2, &options);
    assert_false(trend->month[2].is_hidden || trend->month[4].is_hidden);
    geo_trend_free(trend);
    options.adds_up = true;
    trend = make(*state, series, 3, october_2018, 2, &options);
    assert_true(trend->month[0].is_hidden);
    assert_true(trend->month[2].is_hidden || trend->month[4].is_hidden);
    assert_false(trend->month[1].is_hidden);
    geo_trend_free(trend);
}

/* Two tables of months that differ in a hidden count alone look the same. */
static void hidden_counts_leave_no_trace(void **state)
{
    uint64_t random = 7;
    for (int i = 0; i < 200; i++) {
        int64_t count[LONGEST], changed[LONGEST];
        size_t small = random_below(&random, LONGEST);
        for (size_t m = 0; m < LONGEST; m++)
            changed[m] = count[m] = 5 + (int64_t)random_below(&random, 200);
        count[small] = 1 + (int64_t)random_below(&random, 4);
        changed[small] = 1 + (int64_t)random_below(&random, 4);
        const geo_trend_series one = series_of(count), other = series_of(changed);
        geo_trend_options options = defaults;
        options.suppress_below = 5;
        geo_trend *a = make(*state, &one, 1, january_2022, LONGEST, &options);
        geo_trend *b = make(*state, &other, 1, january_2022, LONGEST, &options);
        for (size_t m = 0; m < LONGEST; m++) {
            assert_true(is_near(a->month[m].count, b->month[m].count, 0));
            assert_true(is_near(a->month[m].rolling_12, b->month[m].rolling_12, 0));
            assert_true(is_near(a->month[m].expected, b->month[m].expected, 0));
            assert_int_equal(a->month[m].outside, b->month[m].outside);
        }
        assert_true(is_near(a->series[0].sigma_z, b->series[0].sigma_z, 0));
        geo_trend_free(a);
        geo_trend_free(b);
    }
}

/* ---- refusals ------------------------------------------------------------------------------- */

static void check_refusal(geo_context *context, const geo_trend_series *series, size_t months,
                          const geo_trend_options *options, geo_status status, const char *message)
{
    geo_trend *trend = NULL;
    assert_int_equal(geo_trend_make(context, series, 1, october_2018, months, options, &trend),
                     status);
    assert_null(trend);
    assert_string_equal(geo_message(context), message);
}

static void what_is_refused(void **state)
{
    const int64_t good[] = {1, 2}, negative[] = {1, -2};
    geo_trend_series series = series_of(good);
    geo_trend_options options = defaults;
    check_refusal(*state, &series, 0, NULL, GEO_ERROR_USAGE,
                  "a table of months needs at least one month and one series");
    options.sigmas = 0;
    check_refusal(*state, &series, 2, &options, GEO_ERROR_USAGE,
                  "control limits lie a number of standard deviations above 0, such as 3, from "
                  "what is expected");
    options.sigmas = 3;
    options.round_to = -1;
    check_refusal(*state, &series, 2, &options, GEO_ERROR_USAGE,
                  "counts are rounded to, and kept back below, a whole number above 0");
    options = defaults;
    const geo_period baseline = {0, 365};
    options.baseline = &baseline;
    check_refusal(*state, &series, 2, &options, GEO_ERROR_DATA,
                  "control limits need a month with a count and an exposure: none of 2 in the "
                  "baseline has");
    series.part_of = 0;
    check_refusal(*state, &series, 2, NULL, GEO_ERROR_USAGE,
                  "series 1 stands before the one that it is a part of");
    series = series_of(negative);
    check_refusal(*state, &series, 2, NULL, GEO_ERROR_DATA,
                  "month 2 of series 1 has a count below 0");
}

static geo_status make_and_free(geo_context *context, void *data)
{
    geo_trend *trend = NULL;
    geo_trend_options options = defaults;
    options.suppress_below = 5;
    options.adds_up = true;
    geo_status status = geo_trend_make(context, data, 2, october_2018, 3, &options, &trend);
    geo_trend_free(trend);
    return status;
}

static void memory_runs_out(void **state)
{
    const int64_t one[] = {300, 310, 900}, other[] = {3, 40, 30};
    geo_trend_series series[] = {series_of(one), series_of(other)};
    (void)state;
    series[0].code = series[0].name = series[0].parent = series[0].category = "A";
    series[1].level = 1;
    assert_true(fail_each_allocation(make_and_free, series) > 40);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(missing_months_are_gaps),
        UNIT_TEST(short_months_are_not_low),
        UNIT_TEST(seasons_and_years),
        UNIT_TEST(few_incidents_have_no_season),
        UNIT_TEST(baseline_judges_what_follows),
        UNIT_TEST(period_cuts_a_month),
        UNIT_TEST(nothing_is_expected_from_nothing),
        UNIT_TEST(columns_of_wide_table),
        UNIT_TEST(small_counts_are_kept_back),
        UNIT_TEST(what_adds_up_is_a_sum),
        UNIT_TEST(hidden_counts_leave_no_trace),
        UNIT_TEST(what_is_refused),
        UNIT_TEST(memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
