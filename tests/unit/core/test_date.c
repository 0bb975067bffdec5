/* Days, months and periods. */
#include <stdio.h>
#include <string.h>

#include "unit.h"

static void days_and_civil_dates(void **state)
{
    (void)state;
    static const struct {
        int year, month, day;
        int32_t days;
    } cases[] = {
        {1970, 1, 1, 0},     {1970, 1, 2, 1},         {1969, 12, 31, -1},   {2000, 2, 29, 11016},
        {2000, 3, 1, 11017}, {2018, 4, 1, 17622},     {2019, 3, 31, 17986}, {1900, 3, 1, -25508},
        {1, 1, 1, -719162},  {9999, 12, 31, 2932896},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int year = 0;
        int month = 0;
        int day = 0;
        assert_int_equal(geo_day_from_civil(cases[i].year, cases[i].month, cases[i].day),
                         cases[i].days);
        geo_day_to_civil(cases[i].days, &year, &month, &day);
        assert_int_equal(year, cases[i].year);
        assert_int_equal(month, cases[i].month);
        assert_int_equal(day, cases[i].day);
    }
}

/* Counted on day by day, with the leap years of the Gregorian calendar written out. */
static void every_day_of_eight_centuries(void **state)
{
    (void)state;
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int32_t expected = geo_day_from_civil(1600, 1, 1);
    for (int year = 1600; year < 2400; year++) {
        bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        for (int month = 1; month <= 12; month++) {
            int32_t number = (int32_t)((year - 1970) * 12 + month - 1);
            assert_int_equal(geo_month_first_day(number), expected);
            int length = lengths[month - 1] + (month == 2 && is_leap);
            for (int day = 1; day <= length; day++, expected++) {
                assert_int_equal(geo_day_from_civil(year, month, day), expected);
                assert_int_equal(geo_month_of_day(expected), number);
            }
        }
    }
}

static void dates(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int year, month, day; /* day 0: a month only */
    } cases[] = {
        {"2019-01", 2019, 1, 0},
        {"01/2019", 2019, 1, 0},
        {" 2019-12 ", 2019, 12, 0},
        {"2019-01-31", 2019, 1, 31},
        {"2019/01/31", 2019, 1, 31},
        {"31/01/2019", 2019, 1, 31},
        {"29/02/2020", 2020, 2, 29},
        {"2019-01-31T12:30", 2019, 1, 31},
        {"2019-01-31T12:30:59Z", 2019, 1, 31},
        {"2019-01-31T12:30:59.125+01:00", 2019, 1, 31},
        {"2019-01-31 23:59", 2019, 1, 31},
        {"2019/01/31 00:00:00", 2019, 1, 31},
        {"2019/01/31 00:00:00+00", 2019, 1, 31},
        {"31/01/2019  09:15", 2019, 1, 31},
        {"31/01/2019 09:15:00 -0530", 2019, 1, 31},
        {"31/12/2016 23:59:60", 2016, 12, 31},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int32_t day = 0;
        bool month_only = false;
        geo_text text = {cases[i].text, strlen(cases[i].text)};
        if (!geo_date_parse(text, &day, &month_only))
            fail_msg("'%s' is not taken for a date", cases[i].text);
        assert_int_equal(month_only, cases[i].day == 0);
        assert_int_equal(day, geo_day_from_civil(cases[i].year, cases[i].month,
                                                 cases[i].day == 0 ? 1 : cases[i].day));
    }
}

static void times_of_day(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int32_t minute;
    } cases[] = {
        {"2019-01-31", GEO_NO_MINUTE},   {"2019-01", GEO_NO_MINUTE},
        {"31/01/2019 09:15", 555},       {"2019-01-31T00:00", 0},
        {"2019-01-31 23:59:59.9", 1439}, {"2019-01-31T12:30:59Z", 750},
        {"2019-01-31T12:30+01:00", 750},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int32_t day = 0, minute = -2;
        geo_text text = {cases[i].text, strlen(cases[i].text)};
        if (!geo_moment_parse(text, &day, &minute) || minute != cases[i].minute)
            fail_msg("'%s' is minute %d", cases[i].text, (int)minute);
        assert_int_equal(day, geo_day_from_civil(2019, 1, strlen(cases[i].text) == 7 ? 1 : 31));
    }
}

static void wrong_times_leave_all_as_it_was(void **state)
{
    (void)state;
    static const char *const texts[] = {"31/01/2019 24:00", "31/01/2019 9:15", "31/01/2019 09:60",
                                        "09:15", ""};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        int32_t day = 7, minute = 8;
        assert_false(geo_moment_parse((geo_text){texts[i], strlen(texts[i])}, &day, &minute));
        assert_int_equal(day, 7);
        assert_int_equal(minute, 8);
    }
}

/* Also days and months that there are none of. */
static void every_day_as_text(void **state)
{
    (void)state;
    for (int year = 0; year < 2500; year += year < 1890 ? 53 : 1)
        for (int month = 0; month <= 13; month++)
            for (int day = 0; day <= 32; day++) {
                char text[64];
                int back[3] = {0};
                int32_t expected = geo_day_from_civil(year, month, day);
                int32_t found = 0;
                bool month_only = true;
                geo_day_to_civil(expected, &back[0], &back[1], &back[2]);
                bool is_day = year > 0 && back[0] == year && back[1] == month && back[2] == day;
                snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
                assert_int_equal(geo_date_parse((geo_text){text, 10}, &found, &month_only), is_day);
                if (is_day)
                    assert_int_equal(found, expected);
            }
}

static void other_texts_are_no_dates(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        " ",
        "2019",
        "2019-13",
        "2019-00",
        "0000-01",
        "13/2019",
        "2019-02-30",
        "30/02/2019",
        "29/02/2019",
        "29/02/1900",
        "2019-01-00",
        "2019-01-32",
        "01/31/2019",
        "31.01.2019",
        "2019-1-31",
        "19-01-31",
        "2019-01/31",
        "20190131",
        "2019-01-31x",
        "2019-01-3112:30",
        "2019-01-31T",
        "2019-01-31T24:00",
        "2019-01-31T12",
        "2019-01-31T12:60",
        "2019-01-31T12:30:61",
        "2019-01-31T12:30:5",
        "2019-01-31T12:30 pm",
        "2019-01-31T12:30+25:00",
        "2019-01-31T12:30+01:60",
        "2019-01-31T12:30:00.",
        "2019-01T12:30",
        "January 2019",
        "-2019-01",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        int32_t day = 77;
        bool month_only = false;
        if (geo_date_parse((geo_text){texts[i], strlen(texts[i])}, &day, &month_only))
            fail_msg("'%s' is taken for a date", texts[i]);
        assert_int_equal(day, 77);
    }
    int32_t day = 0;
    bool month_only = false;
    assert_false(geo_date_parse((geo_text){NULL, 0}, &day, &month_only));
}

static int32_t day_of(const char *text)
{
    int32_t day = GEO_NO_DATE;
    bool month_only = false;
    geo_date_parse((geo_text){text, strlen(text)}, &day, &month_only);
    return day;
}

static void periods(void **state)
{
    static const struct {
        const char *text;
        const char *first; /* "": open */
        const char *last;
    } cases[] = {
        {"2018-04..2019-03", "2018-04-01", "2019-03-31"},
        {"2018-04-15..2018-04-20", "2018-04-15", "2018-04-20"},
        {"2018-04-15..", "2018-04-15", ""},
        {"..2019-02", "", "2019-02-28"},
        {"2020-02", "2020-02-01", "2020-02-29"},
        {"2020-02-03", "2020-02-03", "2020-02-03"},
        {" 2018-12 .. 2019-01-05 ", "2018-12-01", "2019-01-05"},
        {"01/04/2018..31/03/2019", "2018-04-01", "2019-03-31"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_period period = {0, 0};
        assert_int_equal(geo_period_parse(*state, cases[i].text, &period), GEO_OK);
        assert_int_equal(period.first_day, day_of(cases[i].first));
        assert_int_equal(period.last_day, day_of(cases[i].last));
    }
}

static void broken_periods(void **state)
{
    static const char *const texts[] = {"",
                                        "..",
                                        "2018",
                                        "2018-04...2019-03",
                                        "2018-04..2019-13",
                                        "2019-03..2018-04",
                                        "2018-04-15T10:00..",
                                        "2018-04 2019-03",
                                        "yesterday.."};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        geo_period period = {5, 6};
        if (geo_period_parse(*state, texts[i], &period) != GEO_ERROR_USAGE)
            fail_msg("'%s' is taken for a period", texts[i]);
        assert_int_equal(period.first_day, 5);
        assert_non_null(strstr(geo_message(*state), texts[i]));
    }
}

static void what_a_period_contains(void **state)
{
    static const struct {
        const char *period;
        const char *day; /* "": none */
        bool month_only;
        bool inside;
    } cases[] = {
        {"2018-04..2019-03", "2018-04-01", false, true},
        {"2018-04..2019-03", "2019-03-31", false, true},
        {"2018-04..2019-03", "2018-03-31", false, false},
        {"2018-04..2019-03", "2019-04-01", false, false},
        {"2018-04..2019-03", "2019-03", true, true},
        {"2018-04..2019-03", "2018-04", true, true},
        {"2018-04-02..", "2018-04", true, false},
        {"..2018-04-29", "2018-04", true, false},
        {"..2018-04-30", "2018-04", true, true},
        {"2018-04-10..2018-04-20", "2018-04", true, false},
        {"2018-04..", "2030-01", true, true},
        {"2018-04..", "", false, false},
        {"..2018-04", "", false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_period period = {0, 0};
        assert_int_equal(geo_period_parse(*state, cases[i].period, &period), GEO_OK);
        if (geo_period_contains(&period, day_of(cases[i].day), cases[i].month_only) !=
            cases[i].inside)
            fail_msg("%s and '%s'", cases[i].period, cases[i].day);
    }
    geo_period open = {GEO_NO_DATE, GEO_NO_DATE};
    assert_true(geo_period_contains(&open, GEO_NO_DATE, false));
    assert_true(geo_period_contains(&open, day_of("2019-01"), true));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(days_and_civil_dates),
        UNIT_TEST(every_day_of_eight_centuries),
        UNIT_TEST(dates),
        UNIT_TEST(times_of_day),
        UNIT_TEST(wrong_times_leave_all_as_it_was),
        UNIT_TEST(every_day_as_text),
        UNIT_TEST(other_texts_are_no_dates),
        UNIT_TEST(periods),
        UNIT_TEST(broken_periods),
        UNIT_TEST(what_a_period_contains),
    };
    return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
