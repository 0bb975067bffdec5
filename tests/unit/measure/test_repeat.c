/* People with several rows. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <geo/tables.h>

#include "allocations.h"
#include "unit.h"

static void add(void **state, geo_repeats *repeats, const char *id, int32_t value, int times)
{
    const geo_text text = {id, strlen(id)};
    for (int i = 0; i < times; i++)
        assert_int_equal(geo_repeats_add(*state, repeats, text, value), GEO_OK);
}

static geo_repeats *begin(void **state)
{
    geo_repeats *repeats = NULL;
    assert_int_equal(geo_repeats_new(*state, &repeats), GEO_OK);
    return repeats;
}

/* `count` people with so many rows each. */
static void add_people(void **state, geo_repeats *repeats, int rows, int count)
{
    char id[32];
    for (int i = 0; i < count; i++) {
        snprintf(id, sizeof id, "%d/%d", rows, i);
        add(state, repeats, id, GEO_NO_CODE, rows);
    }
}

static geo_repetition *make(void **state, const geo_repeats *repeats,
                            const geo_repeat_options *options)
{
    geo_repetition *repetition = NULL;
    assert_int_equal(geo_repeat(*state, repeats, options, &repetition), GEO_OK);
    return repetition;
}

static size_t row_of(const geo_table *table, const char *name)
{
    for (size_t row = 0; row < table->row_count; row++)
        if (strcmp(table->column[0].text[row], name) == 0)
            return row;
    fail_msg("no line '%s'", name);
    return 0;
}

static void assert_line(const geo_table *table, const char *name, int64_t people, int64_t rows)
{
    size_t row = row_of(table, name);
    assert_int_equal(geo_table_find(table, "people")->integer[row], people);
    assert_int_equal(geo_table_find(table, "rows")->integer[row], rows);
}

static double real_at(const geo_table *table, const char *column, const char *name)
{
    return geo_table_find(table, column)->real[row_of(table, name)];
}

/* 74 people with 1 row, 16 with 2, 6 with 3, 3 with 4 and 1 with 7: 100 people, 143 rows. */
static geo_repeats *a_hundred(void **state)
{
    geo_repeats *repeats = begin(state);
    add_people(state, repeats, 1, 74);
    add_people(state, repeats, 2, 16);
    add_people(state, repeats, 3, 6);
    add_people(state, repeats, 4, 3);
    add_people(state, repeats, 7, 1);
    return repeats;
}

static void people_stand_by_their_rows(void **state)
{
    geo_repeats *repeats = a_hundred(state);
    geo_repetition *repetition = make(state, repeats, NULL);
    const geo_table *table = repetition->table;
    assert_line(table, "1 row", 74, 74);
    assert_line(table, "2 rows", 16, 32);
    assert_line(table, "3 rows", 6, 18);
    assert_line(table, "4 rows", 3, 12);
    assert_line(table, "5 or more rows", 1, 7);
    assert_line(table, "all", 100, 143);
    assert_line(table, "repeat: 2 or more rows", 26, 69);
    assert_line(table, "worst-hit 10%", 10, 7 + 12 + 18);
    assert_line(table, "worst-hit 5%", 5, 7 + 12 + 3);
    assert_line(table, "worst-hit 1%", 1, 7);
    assert_string_equal(repetition->sentence, "26% of people (26 of 100) have two or more rows and "
                                              "account for 48% of all rows (69 of 143)");
    geo_repetition_free(repetition);
    geo_repeats_free(repeats);
}

/* R 4.2: prop.test(26, 100, correct = FALSE)$conf.int */
static void the_share_has_wilsons_interval(void **state)
{
    geo_repeats *repeats = a_hundred(state);
    geo_repetition *repetition = make(state, repeats, NULL);
    const char *line = "repeat: 2 or more rows";
    assert_true(fabs(real_at(repetition->table, "people_lower_95", line) - 18.40469846) < 1e-7);
    assert_true(fabs(real_at(repetition->table, "people_upper_95", line) - 35.37098945) < 1e-7);
    geo_repetition_free(repetition);
    geo_repeats_free(repeats);
}

static void parts_of_few_people_are_rounded_up(void **state)
{
    geo_repeats *repeats = begin(state);
    add_people(state, repeats, 1, 7);
    add_people(state, repeats, 5, 1);
    add_people(state, repeats, 3, 3);
    geo_repetition *repetition = make(state, repeats, NULL);
    assert_line(repetition->table, "worst-hit 10%", 2, 8);
    assert_line(repetition->table, "worst-hit 5%", 1, 5);
    assert_line(repetition->table, "worst-hit 1%", 1, 5);
    geo_repetition_free(repetition);
    geo_repeats_free(repeats);
}

/* Anti-social behaviour of police.uk has no Crime ID. */
static void blank_ids_are_nobodys(void **state)
{
    geo_repeats *repeats = begin(state);
    add(state, repeats, "", GEO_NO_CODE, 50);
    add(state, repeats, "  ", 0, 3);
    add(state, repeats, "a", GEO_NO_CODE, 1);
    add(state, repeats, " a ", GEO_NO_CODE, 1);
    add(state, repeats, "A", GEO_NO_CODE, 1);
    geo_repetition *repetition = make(state, repeats, NULL);
    assert_int_equal(repetition->without_id, 53);
    assert_int_equal(repetition->people, 2);
    assert_int_equal(repetition->rows, 3);
    assert_int_equal(repetition->most_rows, 2);
    geo_repetition_free(repetition);
    geo_repeats_free(repeats);
}

static void nobody_has_no_shares(void **state)
{
    geo_repeats *repeats = begin(state);
    geo_repetition *repetition = make(state, repeats, NULL);
    assert_line(repetition->table, "all", 0, 0);
    assert_true(isnan(real_at(repetition->table, "people_percent", "1 row")));
    assert_null(repetition->sentence);
    geo_repetition_free(repetition);
    geo_repeats_free(repeats);
}

/* ---- by value ------------------------------------------------------------------------------- */

static const char *const offences[] = {"Theft", "Assault", NULL, "Nothing of it"};

/* a: 2 thefts, 1 assault; b: 1 theft, 1 assault; c: 3 assaults; d: one of which nothing is known.
 */
static geo_repeats *of_offences(void **state)
{
    geo_repeats *repeats = begin(state);
    add(state, repeats, "a", 0, 2);
    add(state, repeats, "a", 1, 1);
    add(state, repeats, "b", 0, 1);
    add(state, repeats, "b", 1, 1);
    add(state, repeats, "c", 1, 3);
    add(state, repeats, "d", 2, 1);
    return repeats;
}

static geo_repeat_options by_offence(void)
{
    geo_repeat_options options = GEO_REPEAT_OPTIONS_INIT;
    options.value = offences;
    options.value_count = 4;
    options.value_name = "Offence";
    return options;
}

static void each_value_has_its_own_repeat_people(void **state)
{
    geo_repeats *repeats = of_offences(state);
    const geo_repeat_options options = by_offence();
    geo_repetition *repetition = make(state, repeats, &options);
    const geo_table *table = repetition->table;
    const int64_t *repeat = geo_table_find(table, "repeat_people")->integer;
    assert_int_equal(table->row_count, 4);
    assert_string_equal(table->column[0].text[0], "Assault");
    assert_string_equal(table->column[0].text[2], "not known");
    assert_line(table, "Theft", 2, 3);
    assert_line(table, "Assault", 3, 5);
    assert_line(table, "not known", 1, 1);
    assert_line(table, "all", 4, 9);
    assert_int_equal(repeat[row_of(table, "Theft")], 1);
    assert_int_equal(repeat[row_of(table, "Assault")], 1);
    assert_int_equal(repeat[row_of(table, "not known")], 0);
    assert_int_equal(repeat[row_of(table, "all")], 3);
    geo_repetition_free(repetition);
    geo_repeats_free(repeats);
}

static void many_values_of_many_people_are_counted(void **state)
{
    enum { PEOPLE = 2000, VALUES = 7 };
    const char *const names[VALUES] = {"a", "b", "c", "d", "e", "f", "g"};
    geo_repeat_options options = GEO_REPEAT_OPTIONS_INIT;
    geo_repeats *repeats = begin(state);
    char id[16];
    options.value = names;
    options.value_count = VALUES;
    for (int person = 0; person < PEOPLE; person++)
        for (int value = 0; value < VALUES; value++) {
            snprintf(id, sizeof id, "%d", person);
            add(state, repeats, id, value, 1 + (person + value) % 2);
        }
    geo_repetition *repetition = make(state, repeats, &options);
    for (int value = 0; value < VALUES; value++) {
        assert_line(repetition->table, names[value], PEOPLE, PEOPLE * 3 / 2);
        assert_int_equal(geo_table_find(repetition->table, "repeat_people")->integer[value],
                         PEOPLE / 2);
    }
    assert_line(repetition->table, "all", PEOPLE, PEOPLE * VALUES * 3 / 2);
    geo_repetition_free(repetition);
    geo_repeats_free(repeats);
}

/* ---- few people ----------------------------------------------------------------------------- */

static void classes_of_few_people_are_joined(void **state)
{
    geo_repeats *repeats = a_hundred(state);
    geo_repeat_options options = GEO_REPEAT_OPTIONS_INIT;
    options.suppress_below = 5;
    geo_repetition *repetition = make(state, repeats, &options);
    const geo_table *table = repetition->table;
    assert_int_equal(repetition->class_count, 3);
    assert_line(table, "1 row", 74, 74);
    assert_line(table, "2 rows", 16, 32);
    assert_line(table, "3 or more rows", 10, 37);
    assert_line(table, "repeat: 2 or more rows", 26, 69);
    assert_line(table, "worst-hit 10%", 10, 37);
    assert_line(table, "worst-hit 1%", GEO_NO_INTEGER, GEO_NO_INTEGER);
    assert_int_equal(geo_table_mark(geo_table_find(table, "rows"), row_of(table, "worst-hit 1%")),
                     GEO_MARK_HIDDEN);
    geo_repetition_free(repetition);
    geo_repeats_free(repeats);
}

/* 11 people with 14 rows: at most 3 of them can have more than one. */
static void rows_do_not_tell_of_few_repeat_people(void **state)
{
    geo_repeats *repeats = begin(state);
    geo_repeat_options options = GEO_REPEAT_OPTIONS_INIT;
    options.suppress_below = 5;
    add_people(state, repeats, 1, 8);
    add_people(state, repeats, 2, 3);
    geo_repetition *repetition = make(state, repeats, &options);
    assert_int_equal(repetition->class_count, 1);
    assert_line(repetition->table, "1 or more rows", GEO_NO_INTEGER, GEO_NO_INTEGER);
    assert_line(repetition->table, "repeat: 2 or more rows", GEO_NO_INTEGER, GEO_NO_INTEGER);
    assert_null(repetition->sentence);
    geo_repetition_free(repetition);
    geo_repeats_free(repeats);
}

/* With 3 people of 8 rows too there are 24 rows beyond the first, of 3 to 24 people. */
static void few_repeat_people_are_kept_back(void **state)
{
    geo_repeats *repeats = begin(state);
    geo_repeat_options options = GEO_REPEAT_OPTIONS_INIT;
    options.suppress_below = 7;
    add_people(state, repeats, 1, 8);
    add_people(state, repeats, 2, 3);
    add_people(state, repeats, 8, 3);
    geo_repetition *repetition = make(state, repeats, &options);
    assert_line(repetition->table, "1 or more rows", 14, 38);
    assert_line(repetition->table, "repeat: 2 or more rows", GEO_NO_INTEGER, GEO_NO_INTEGER);
    assert_null(repetition->sentence);
    geo_repetition_free(repetition);
    geo_repeats_free(repeats);
}

static void too_few_people_in_all_are_kept_back(void **state)
{
    geo_repeats *repeats = begin(state);
    geo_repeat_options options = GEO_REPEAT_OPTIONS_INIT;
    options.suppress_below = 5;
    add_people(state, repeats, 2, 4);
    geo_repetition *repetition = make(state, repeats, &options);
    assert_line(repetition->table, "all", GEO_NO_INTEGER, GEO_NO_INTEGER);
    for (size_t i = 0; i < repetition->table->note_count; i++)
        assert_null(strstr(repetition->table->note[i], "mean"));
    geo_repetition_free(repetition);
    geo_repeats_free(repeats);
}

/* Every class that is told has none or enough people, whatever the numbers. */
static void no_class_has_too_few(void **state)
{
    geo_repeat_options options = GEO_REPEAT_OPTIONS_INIT;
    options.suppress_below = 4;
    for (int code = 0; code < 7776; code++) {
        geo_repeats *repeats = begin(state);
        add_people(state, repeats, 1, 3 * (code % 6));
        add_people(state, repeats, 2, code / 6 % 6);
        add_people(state, repeats, 3, code / 36 % 6);
        add_people(state, repeats, 4, code / 216 % 6);
        add_people(state, repeats, 6, code / 1296 % 6);
        options.least = 2 + code % 2 * 4;
        geo_repetition *repetition = make(state, repeats, &options);
        const int64_t *people = geo_table_find(repetition->table, "people")->integer;
        for (size_t row = 0; row < repetition->table->row_count; row++)
            assert_true(people[row] <= 0 || people[row] >= 4);
        int64_t all = people[repetition->class_count];
        int64_t repeat = people[repetition->class_count + 1];
        assert_true(all == GEO_NO_INTEGER || repeat == GEO_NO_INTEGER || all == repeat ||
                    all - repeat >= 4);
        geo_repetition_free(repetition);
        geo_repeats_free(repeats);
    }
}

static void lines_of_few_people_are_kept_back(void **state)
{
    static const char *const districts[] = {"East", "North", "West"};
    geo_repeat_options options = GEO_REPEAT_OPTIONS_INIT;
    geo_repeats *repeats = begin(state);
    char id[16];
    options.value = districts;
    options.value_count = 3;
    options.suppress_below = 5;
    for (int i = 0; i < 90; i++) {
        snprintf(id, sizeof id, "%d", i);
        add(state, repeats, id, i % 3, i % 3 == 1 ? 1 + (i < 6) : 1 + i % 2);
    }
    geo_repetition *repetition = make(state, repeats, &options);
    const geo_table *table = repetition->table;
    size_t hidden = 0;
    assert_true(isnan(real_at(table, "repeat_percent", "North")));
    assert_true(isnan(real_at(table, "mean_rows_each", "North")));
    for (size_t row = 0; row < table->row_count; row++)
        hidden += geo_table_find(table, "repeat_people")->integer[row] == GEO_NO_INTEGER;
    assert_true(hidden >= 2);
    geo_repetition_free(repetition);
    geo_repeats_free(repeats);
}

/* ---- errors --------------------------------------------------------------------------------- */

static void options_out_of_range_are_refused(void **state)
{
    geo_repeats *repeats = begin(state);
    geo_repetition *repetition = NULL;
    geo_repeat_options options = GEO_REPEAT_OPTIONS_INIT;
    options.least = 1;
    assert_int_equal(geo_repeat(*state, repeats, &options, &repetition), GEO_ERROR_USAGE);
    options.least = 2;
    options.level = 1;
    assert_int_equal(geo_repeat(*state, repeats, &options, &repetition), GEO_ERROR_USAGE);
    options.level = 0.95;
    options.suppress_below = -1;
    assert_int_equal(geo_repeat(*state, repeats, &options, &repetition), GEO_ERROR_USAGE);
    geo_repeats_free(repeats);
}

static geo_status job(geo_context *context, void *data)
{
    geo_repeats *repeats = NULL;
    geo_repetition *repetition = NULL;
    const geo_repeat_options *options = data;
    geo_status status = geo_repeats_new(context, &repeats);
    for (int i = 0; i < 12 && status == GEO_OK; i++)
        status = geo_repeats_add(context, repeats, (geo_text){&"aabbccddeeff"[i], 1},
                                 options->value ? i % 3 : GEO_NO_CODE);
    if (status == GEO_OK)
        status = geo_repeat(context, repeats, options, &repetition);
    geo_repetition_free(repetition);
    geo_repeats_free(repeats);
    return status;
}

static void memory_may_run_out_anywhere(void **state)
{
    geo_repeat_options options = GEO_REPEAT_OPTIONS_INIT;
    geo_repeat_options by = by_offence();
    (void)state;
    options.suppress_below = by.suppress_below = 3;
    assert_true(fail_each_allocation(job, &options) > 20);
    assert_true(fail_each_allocation(job, &by) > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(people_stand_by_their_rows),
        UNIT_TEST(the_share_has_wilsons_interval),
        UNIT_TEST(parts_of_few_people_are_rounded_up),
        UNIT_TEST(blank_ids_are_nobodys),
        UNIT_TEST(nobody_has_no_shares),
        UNIT_TEST(each_value_has_its_own_repeat_people),
        UNIT_TEST(many_values_of_many_people_are_counted),
        UNIT_TEST(classes_of_few_people_are_joined),
        UNIT_TEST(rows_do_not_tell_of_few_repeat_people),
        UNIT_TEST(few_repeat_people_are_kept_back),
        UNIT_TEST(too_few_people_in_all_are_kept_back),
        UNIT_TEST(no_class_has_too_few),
        UNIT_TEST(lines_of_few_people_are_kept_back),
        UNIT_TEST(options_out_of_range_are_refused),
        UNIT_TEST(memory_may_run_out_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
