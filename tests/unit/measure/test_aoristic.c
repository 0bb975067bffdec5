/* Incidents shared out over the hours between two moments. */
#include <math.h>

#include <geo/measure.h>

#include "near.h"
#include "random.h"
#include "unit.h"

enum { HOURS = 168, DAY = 1440, WEEK = 10080 };

static double total(const double *weight)
{
    double sum = 0;
    for (int i = 0; i < HOURS; i++)
        sum += weight[i];
    return sum;
}

/* domain: 10:55 to 11:55 lies in two hours with 5 / 60 and 55 / 60 of it. */
static void worked_value(void **state)
{
    (void)state;
    double weight[HOURS] = {0};
    assert_true(geo_aoristic_hours(10 * 60 + 55, 11 * 60 + 55, weight));
    assert_true(is_near(weight[10], 5.0 / 60, 1e-15));
    assert_true(is_near(weight[11], 55.0 / 60, 1e-15));
    assert_true(is_near(total(weight), 1, 1e-15));
}

static void hours_of_the_week(void **state)
{
    (void)state;
    double weight[HOURS] = {0};
    assert_true(geo_aoristic_hours(WEEK - 30, WEEK + 90, weight)); /* Sunday into Monday */
    assert_true(weight[167] == 0.25 && weight[0] == 0.5 && weight[1] == 0.25);
    assert_true(geo_aoristic_hours(-60, 0, weight)); /* adds to what is there */
    assert_true(weight[167] == 1.25);
    assert_true(geo_aoristic_hours(DAY + 125, DAY + 125, weight));
    assert_true(weight[26] == 1);
    assert_true(geo_aoristic_hours(WEEK, WEEK, weight));
    assert_true(weight[0] == 1.5);
}

/* Eight days: each hour of the week has an eighth of a day's share, those of one day twice. */
static void longer_than_a_week(void **state)
{
    (void)state;
    double weight[HOURS] = {0};
    assert_true(geo_aoristic_hours(2 * DAY, WEEK + 3 * DAY, weight));
    for (int i = 0; i < HOURS; i++)
        assert_true(is_near(weight[i], (i / 24 == 2 ? 2.0 : 1.0) / (8 * 24), 1e-14));
}

static void an_incident_is_one_incident(void **state)
{
    (void)state;
    uint64_t seed = 12;
    for (int i = 0; i < 2000; i++) {
        double weight[HOURS] = {0};
        double from = random_between(&seed, -1e8, 1e8);
        double to = from + pow(10, random_between(&seed, -3, 7));
        assert_true(geo_aoristic_hours(from, to, weight));
        assert_true(is_near(total(weight), 1, 1e-12));
    }
}

static void what_cannot_be_shared_out(void **state)
{
    (void)state;
    double weight[HOURS] = {0};
    assert_false(geo_aoristic_hours(10, 9, weight));
    assert_false(geo_aoristic_hours((double)NAN, 9, weight));
    assert_false(geo_aoristic_hours(0, (double)INFINITY, weight));
    assert_true(total(weight) == 0);
}

static void share_of_a_daily_window(void **state)
{
    (void)state;
    static const struct {
        double from;
        double to;
        double window_from;
        double window_to;
        double share;
    } cases[] = {
        {1230, 1290, 1260, 240, 0.5},               /* 20:30 to 21:30 */
        {1380, 1680, 1260, 240, 1},                 /* 23:00 to 04:00 */
        {200, 280, 1260, 240, 0.5},                 /* 03:20 to 04:40 */
        {0, DAY, 1260, 240, 7.0 / 24},              /* a day */
        {600, 600 + 30 * DAY, 1260, 240, 7.0 / 24}, /* a month */
        {600, 1200, 1260, 240, 0},
        {-60, 60, 0, 60, 0.5}, /* about the midnight before */
        {600, 660, 615, 630, 0.25},
        {123, 4567, 0, DAY, 1},
        {1260, 1260, 1260, 240, 1},
        {240, 240, 1260, 240, 0},
        {1439, 1439, 1260, 0, 1},
        {DAY + 30, DAY + 30, 1260, 240, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_true(is_near(geo_aoristic_share(cases[i].from, cases[i].to, cases[i].window_from,
                                               cases[i].window_to),
                            cases[i].share, 1e-14));
}

static void what_is_no_window(void **state)
{
    (void)state;
    static const double cases[][4] = {
        {0, 60, 600, 600}, {0, 60, -1, 600},         {0, 60, DAY, 600},         {0, 60, 0, DAY + 1},
        {60, 0, 0, 600},   {0, (double)NAN, 0, 600}, {0, 60, (double)NAN, 600},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_true(isnan(geo_aoristic_share(cases[i][0], cases[i][1], cases[i][2], cases[i][3])));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(worked_value),
        UNIT_TEST(hours_of_the_week),
        UNIT_TEST(longer_than_a_week),
        UNIT_TEST(an_incident_is_one_incident),
        UNIT_TEST(what_cannot_be_shared_out),
        UNIT_TEST(share_of_a_daily_window),
        UNIT_TEST(what_is_no_window),
    };
    return cmocka_run_group_tests_name("aoristic", tests, NULL, NULL);
}
