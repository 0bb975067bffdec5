/* Incidents by day of the week and hour. */
#include <math.h>
#include <string.h>

#include <geo/tables.h>

#include "allocations.h"
#include "random.h"
#include "unit.h"

static geo_hours *new_hours(geo_context *context)
{
    geo_hours *hours = NULL;
    assert_int_equal(geo_hours_new(context, &hours), GEO_OK);
    return hours;
}

static geo_table *make(geo_context *context, const geo_hours *hours)
{
    geo_table *table = NULL;
    assert_int_equal(geo_hours_table(context, hours, 1, &table), GEO_OK);
    return table;
}

static double at(const geo_table *table, size_t day, const char *column)
{
    return geo_table_find(table, column)->real[day];
}

/* 1 July 2024 was a Monday, 4 January 1970 a Sunday. */
static void weeks_begin_on_mondays(void **state)
{
    (void)state;
    assert_true(fmod(geo_week_minute(geo_day_from_civil(2024, 7, 1), 61), 7 * 1440) == 61);
    assert_true(geo_week_minute(geo_day_from_civil(1970, 1, 4), 1439) == -1);
}

/* Ratcliffe's example (2000): 10:55 to 11:55 is 0.083 and 0.917, here of Friday 5 July 2024. */
static void spread_over_two_hours(void **state)
{
    geo_hours *hours = new_hours(*state);
    int32_t friday = geo_day_from_civil(2024, 7, 5);
    assert_true(geo_hours_add(hours, geo_week_minute(friday, 655), geo_week_minute(friday, 715)));
    geo_table *table = make(*state, hours);
    assert_string_equal(geo_table_find(table, "day")->text[4], "Friday");
    assert_true(fabs(at(table, 4, "hour_10") - 5.0 / 60) < 1e-15);
    assert_true(fabs(at(table, 4, "hour_11") - 55.0 / 60) < 1e-15);
    assert_true(fabs(at(table, 4, "total") - 1) < 1e-15);
    assert_true(fabs(at(table, 7, "hour_11") - 55.0 / 60) < 1e-15);
    assert_true(fabs(at(table, 7, "total") - 1) < 1e-15);
    assert_true(table->is_total[7]);
    assert_int_equal(geo_table_find(table, "total")->decimals, 1);
    geo_table_free(table);
    geo_hours_free(hours);
}

static void across_midnight_and_the_week(void **state)
{
    geo_hours *hours = new_hours(*state);
    int32_t sunday = geo_day_from_civil(2024, 7, 7);
    assert_true(
        geo_hours_add(hours, geo_week_minute(sunday, 1410), geo_week_minute(sunday + 1, 30)));
    geo_table *table = make(*state, hours);
    assert_true(fabs(at(table, 6, "hour_23") - 0.5) < 1e-15);
    assert_true(fabs(at(table, 0, "hour_00") - 0.5) < 1e-15);
    geo_table_free(table);
    geo_hours_free(hours);
}

static void moments_are_whole(void **state)
{
    geo_hours *hours = new_hours(*state);
    int32_t monday = geo_day_from_civil(2024, 7, 1);
    for (int32_t day = 0; day < 3; day++)
        assert_true(geo_hours_add(hours, geo_week_minute(monday + day, 60),
                                  geo_week_minute(monday + day, 60)));
    assert_false(geo_hours_add(hours, 10, 9));
    assert_int_equal(geo_hours_count(hours), 3);
    geo_table *table = make(*state, hours);
    assert_true(at(table, 7, "hour_01") == 3);
    assert_int_equal(geo_table_find(table, "hour_01")->decimals, 0);
    assert_string_equal(geo_table_find(table, "hour_01")->heading, "01");
    geo_table_free(table);
    geo_hours_free(hours);
}

/* Whatever the spans, no part of an incident is lost. */
static void the_total_is_the_number_of_incidents(void **state)
{
    enum { INCIDENTS = 200000 };
    geo_hours *hours = new_hours(*state);
    uint64_t random = 5;
    for (int i = 0; i < INCIDENTS; i++) {
        double from = floor(random_between(&random, 0, 1e6));
        double span = floor(random_between(&random, 0, 1) * random_between(&random, 0, 20000));
        assert_true(geo_hours_add(hours, from, from + span));
    }
    geo_table *table = make(*state, hours);
    double rows = 0;
    for (size_t day = 0; day < 7; day++)
        rows += at(table, day, "total");
    assert_true(fabs(at(table, 7, "total") - INCIDENTS) < 1e-9);
    assert_true(fabs(rows - INCIDENTS) < 1e-9);
    geo_table_free(table);
    geo_hours_free(hours);
}

static geo_status make_and_free(geo_context *context, void *data)
{
    geo_hours *hours = NULL;
    geo_table *table = NULL;
    (void)data;
    geo_status status = geo_hours_new(context, &hours);
    if (status == GEO_OK)
        status = geo_hours_table(context, hours, 1, &table);
    geo_table_free(table);
    geo_hours_free(hours);
    return status;
}

static void memory_that_runs_out(void **state)
{
    (void)state;
    assert_true(fail_each_allocation(make_and_free, NULL) > 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(weeks_begin_on_mondays),
        UNIT_TEST(spread_over_two_hours),
        UNIT_TEST(across_midnight_and_the_week),
        UNIT_TEST(moments_are_whole),
        UNIT_TEST(the_total_is_the_number_of_incidents),
        UNIT_TEST(memory_that_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
