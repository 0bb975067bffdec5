/* Ages as people write them, and populations by age. */
#include <math.h>
#include <string.h>

#include "allocations.h"
#include "unit.h"

static geo_text text_of(const char *text)
{
    return (geo_text){text, strlen(text)};
}

static void ages_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int32_t from;
        int32_t to;
    } cases[] = {
        {"10-17", 10, 17},
        {"10 - 17", 10, 17},
        {"10 to 17", 10, 17},
        {"10\xE2\x80\x93"
         "17",
         10, 17},
        {"0", 0, 0},
        {"Age 5", 5, 5},
        {"age_5", 5, 5},
        {"Aged 0 to 4 years", 0, 4},
        {"Aged 1 year", 1, 1},
        {" 75+ ", 75, GEO_OLDEST},
        {"90 and over", 90, GEO_OLDEST},
        {"65 And Over", 65, GEO_OLDEST},
        {"85 years and over", 85, GEO_OLDEST},
        {"Under 18", 0, 17},
        {"<18", 0, 17},
        {"< 1", 0, 0},
        {"up to 17", 0, 17},
        {"17 and under", 0, 17},
        {"16-24 year olds", 16, 24},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_ages ages = {-1, -1};
        if (!geo_ages_parse(text_of(cases[i].text), &ages) || ages.from != cases[i].from ||
            ages.to != cases[i].to)
            fail_msg("'%s' gives %d to %d", cases[i].text, (int)ages.from, (int)ages.to);
    }
}

static void other_texts_are_no_ages(void **state)
{
    static const char *const cases[] = {
        "",    "All ages", "total_population", "2019", "17-10",    "Under 0", "over 65", "10-17 F",
        "M 5", "aged",     "agenda 21",        "5 to", "10 tower", "1.5",
    };
    geo_ages ages = {7, 8};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (geo_ages_parse(text_of(cases[i]), &ages))
            fail_msg("'%s' gives %d to %d", cases[i], (int)ages.from, (int)ages.to);
    assert_int_equal(ages.from, 7);
}

/* ---- populations ---------------------------------------------------------------------------- */

/* Two areas; the narrow bands lead from 0 to 9 only past 0-7, and all of them to the end. */
static geo_ages fields[] = {{0, 4}, {5, 7}, {5, 9}, {10, 17}, {18, GEO_OLDEST}, {0, 17}};
static char *names[] = {(char[]){"0-4"},   (char[]){"5-7"}, (char[]){"5-9"},
                        (char[]){"10-17"}, (char[]){"18+"}, (char[]){"0-17"}};
static double people[] = {1, 2, 4, 8, 16, 13, 10, 20, 40, (double)NAN, 160, 130};
static char path[] = "ages.csv";
static const geo_age_population population = {path, 2, 6, fields, names, people};

static void assert_sum(void **state, geo_ages ages, double first, double second)
{
    double sum[2] = {-1, -1};
    assert_int_equal(geo_age_population_sum(*state, &population, ages, sum), GEO_OK);
    assert_true(sum[0] == first);
    assert_true(sum[1] == second || (isnan(sum[1]) && isnan(second)));
}

static void fields_that_follow_on_each_other_add_up(void **state)
{
    assert_sum(state, (geo_ages){0, 4}, 1, 10);
    assert_sum(state, (geo_ages){0, 9}, 5, 50);
    assert_sum(state, (geo_ages){5, 17}, 12, (double)NAN);
    assert_sum(state, (geo_ages){18, GEO_OLDEST}, 16, 160);
}

/* By the field for 0 to 17 or by the narrower ones: each person once. */
static void nobody_counts_twice(void **state)
{
    double sum[2];
    assert_int_equal(geo_age_population_sum(*state, &population, (geo_ages){0, GEO_OLDEST}, sum),
                     GEO_OK);
    assert_true(sum[0] == 29);
}

static void other_ages_are_refused(void **state)
{
    static const geo_ages wrong[] = {{0, 8}, {1, 4}, {5, 10}, {0, 20}, {65, GEO_OLDEST}};
    double sum[2];
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(geo_age_population_sum(*state, &population, wrong[i], sum),
                         GEO_ERROR_DATA);
    assert_string_equal(geo_message(*state),
                        "ages.csv: no fields make up the ages 65 and over: its 6 fields of ages, "
                        "'0-4' to '0-17', begin or end elsewhere");
}

static geo_status sum_once(geo_context *context, void *data)
{
    double sum[2];
    (void)data;
    return geo_age_population_sum(context, &population, (geo_ages){0, 9}, sum);
}

static void memory_runs_out(void **state)
{
    (void)state;
    assert_int_equal(fail_each_allocation(sum_once, NULL), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(ages_are_read),
        UNIT_TEST(other_texts_are_no_ages),
        UNIT_TEST(fields_that_follow_on_each_other_add_up),
        UNIT_TEST(nobody_counts_twice),
        UNIT_TEST(other_ages_are_refused),
        UNIT_TEST(memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
