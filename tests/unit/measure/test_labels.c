/* The order of labels. */
#include <geo/tables.h>

#include "unit.h"

static void assert_order(void **state, const char *const *label, size_t count,
                         const char *const *wanted)
{
    size_t order[16];
    assert_int_equal(geo_order_labels(*state, label, count, order), GEO_OK);
    for (size_t i = 0; i < count; i++) {
        if (wanted[i])
            assert_string_equal(label[order[i]], wanted[i]);
        else
            assert_null(label[order[i]]);
    }
}

static void ages_stand_by_number(void **state)
{
    const char *const label[] = {"75+", "10-17", NULL, "Under 5", "5-9", "100 and over"};
    const char *const wanted[] = {"Under 5", "5-9", "10-17", "75+", "100 and over", NULL};
    assert_order(state, label, 6, wanted);
}

static void months_and_weekdays_stand_as_in_the_calendar(void **state)
{
    const char *const month[] = {"September", "jan", "December", "May"};
    const char *const months[] = {"jan", "May", "September", "December"};
    const char *const day[] = {"Sunday", "Tue", "Monday", NULL};
    const char *const days[] = {"Monday", "Tue", "Sunday", NULL};
    assert_order(state, month, 4, months);
    assert_order(state, day, 4, days);
}

static void other_words_among_months_stand_by_letter(void **state)
{
    const char *const label[] = {"May", "April", "Maybe", "april"};
    const char *const wanted[] = {"April", "april", "May", "Maybe"};
    assert_order(state, label, 4, wanted);
}

static void numbers_of_any_length_stand_by_value(void **state)
{
    const char *const label[] = {"Ward 10",
                                 "Ward 9",
                                 "Ward 009",
                                 "<18",
                                 "18",
                                 "Under the bridge",
                                 "123456789012345678901234567890"};
    const char *const wanted[] = {
        "<18",    "18",     "123456789012345678901234567890", "Under the bridge", "Ward 009",
        "Ward 9", "Ward 10"};
    assert_order(state, label, 7, wanted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(ages_stand_by_number),
        UNIT_TEST(months_and_weekdays_stand_as_in_the_calendar),
        UNIT_TEST(other_words_among_months_stand_by_letter),
        UNIT_TEST(numbers_of_any_length_stand_by_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
