/* Table, dictionary, ledger, frame: what the things that flow promise; and that no failed
 * allocation leaks or crashes. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "allocations.h"
#include "core/context.h"
#include "random.h"
#include "unit.h"

static geo_text text_of(const char *text)
{
    return (geo_text){text, strlen(text)};
}

static void a_new_column_is_null(void **state)
{
    geo_context *context = *state;
    geo_table *table = NULL;
    assert_int_equal(geo_table_new(context, 2, &table), GEO_OK);
    geo_column *column = NULL;
    assert_int_equal(geo_table_add(context, table, "name", GEO_TEXT, 0, &column), GEO_OK);
    assert_null(column->text[1]);
    assert_int_equal(geo_table_add(context, table, "count", GEO_INTEGER, 0, &column), GEO_OK);
    assert_true(column->integer[1] == GEO_NO_INTEGER);
    assert_int_equal(geo_table_add(context, table, "rate", GEO_REAL, 1, &column), GEO_OK);
    assert_true(isnan(column->real[0]));
    assert_ptr_equal(geo_table_find(table, "RATE"), column);
    assert_null(geo_table_find(table, "rates"));
    geo_table_free(table);
}

static void a_table_takes_many_columns_texts_and_notes(void **state)
{
    geo_context *context = *state;
    geo_table *table = NULL;
    assert_int_equal(geo_table_new(context, 1, &table), GEO_OK);
    for (int i = 0; i < 100; i++) {
        char name[16];
        snprintf(name, sizeof name, "c%d", i);
        geo_column *column = NULL;
        assert_int_equal(geo_table_add(context, table, name, GEO_TEXT, 0, &column), GEO_OK);
        assert_int_equal(geo_table_set_text(context, column, 0, text_of("old")), GEO_OK);
        assert_int_equal(geo_table_set_text(context, column, 0, text_of(name)), GEO_OK);
        assert_int_equal(geo_table_add_note(context, table, name), GEO_OK);
    }
    assert_string_equal(geo_table_find(table, "c57")->text[0], "c57");
    assert_string_equal(table->note[99], "c99");
    assert_int_equal(geo_table_set_title(context, table, "one"), GEO_OK);
    assert_int_equal(geo_table_set_title(context, table, "two"), GEO_OK);
    assert_string_equal(table->title, "two");
    geo_table_free(table);
}

static void rows_and_cells_of_a_table_stand_out(void **state)
{
    geo_context *context = *state;
    geo_table *table = NULL;
    geo_column *column = NULL;
    assert_int_equal(geo_table_new(context, 3, &table), GEO_OK);
    assert_int_equal(geo_table_add(context, table, "rate", GEO_REAL, 1, &column), GEO_OK);
    assert_int_equal(geo_table_mark(column, 1), GEO_MARK_NONE);
    assert_int_equal(geo_table_set_mark(context, table, column, 1, GEO_MARK_HIGHER), GEO_OK);
    assert_int_equal(geo_table_mark(column, 0), GEO_MARK_NONE);
    assert_int_equal(geo_table_mark(column, 1), GEO_MARK_HIGHER);
    assert_int_equal(geo_table_set_level(context, table, 2, 1), GEO_OK);
    assert_true(table->level[0] == 0 && table->level[2] == 1);
    assert_int_equal(geo_table_set_total(context, table, 0), GEO_OK);
    assert_true(table->is_total[0] && !table->is_total[1]);
    assert_int_equal(geo_table_set_area(context, table, 1, 7), GEO_OK);
    assert_true(table->area[0] == GEO_NO_CODE && table->area[1] == 7);
    assert_int_equal(geo_table_set_mark_text(context, table, GEO_MARK_HIGHER, "higher"), GEO_OK);
    assert_int_equal(geo_table_set_group(context, column, "2018"), GEO_OK);
    assert_string_equal(table->mark_text[GEO_MARK_HIGHER], "higher");
    assert_string_equal(column->group, "2018");
    geo_table_free(table);
}

static void codes_follow_first_appearance(void **state)
{
    geo_context *context = *state;
    geo_dictionary *dictionary = NULL;
    assert_int_equal(geo_dictionary_new(context, &dictionary), GEO_OK);
    char text[16];
    int32_t code = -1;
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 5000; i++) {
            int length = snprintf(text, sizeof text, "t%d", i);
            /* The text is not NUL-terminated where the dictionary reads it. */
            assert_int_equal(
                geo_dictionary_code(context, dictionary, (geo_text){text, (size_t)length}, &code),
                GEO_OK);
            assert_int_equal(code, i);
        }
    assert_int_equal(geo_dictionary_count(dictionary), 5000);
    assert_string_equal(geo_dictionary_text(dictionary, 4999), "t4999");
    assert_null(geo_dictionary_text(dictionary, 5000));
    assert_null(geo_dictionary_text(dictionary, GEO_NO_CODE));
    assert_int_equal(geo_dictionary_code(context, dictionary, (geo_text){"t12", 2}, &code), GEO_OK);
    assert_int_equal(code, 1); /* "t1", not "t12" */
    assert_int_equal(geo_dictionary_code(context, dictionary, (geo_text){"", 0}, &code), GEO_OK);
    assert_int_equal(code, 5000);
    geo_dictionary_free(dictionary);
}

/* Texts of all short lengths that differ in few bytes, against a list. */
static void similar_texts_are_told_apart(void **state)
{
    enum { TEXTS = 400, LENGTH = 24 };
    static char known[TEXTS][LENGTH];
    geo_context *context = *state;
    geo_dictionary *dictionary = NULL;
    uint64_t random = 7;
    size_t count = 0;
    assert_int_equal(geo_dictionary_new(context, &dictionary), GEO_OK);
    for (int round = 0; round < 20000; round++) {
        char text[LENGTH] = "";
        size_t length = random_below(&random, LENGTH);
        memset(text, 'a', length);
        if (length > 0)
            text[random_below(&random, length)] = (char)('a' + random_below(&random, 2));
        size_t expected = 0;
        while (expected < count && strcmp(known[expected], text) != 0)
            expected++;
        assert_true(expected < TEXTS);
        memcpy(known[expected], text, sizeof text);
        count += expected == count;
        int32_t code = -1;
        assert_int_equal(geo_dictionary_code(context, dictionary, (geo_text){text, length}, &code),
                         GEO_OK);
        assert_int_equal(code, expected);
        assert_string_equal(geo_dictionary_text(dictionary, code), text);
    }
    assert_int_equal(geo_dictionary_count(dictionary), count);
    geo_dictionary_free(dictionary);
}

static void the_ledger_keeps_the_first_ten_rows_and_balances(void **state)
{
    geo_context *context = *state;
    geo_ledger *ledger = NULL;
    assert_int_equal(geo_ledger_new(context, &ledger), GEO_OK);
    assert_int_equal(geo_ledger_add_input(context, ledger, "a.csv"), GEO_OK);
    for (int64_t row = 1; row <= 12; row++)
        geo_ledger_count(ledger, 0, GEO_REJECTED, row, "Longitude", "not a number");
    geo_ledger_count(ledger, 0, GEO_PLACED, 13, NULL, NULL);
    const geo_ledger_line *line = &ledger->line[0];
    assert_int_equal(line->count[GEO_REJECTED], 12);
    assert_int_equal(line->first[GEO_REJECTED][9].row, 10);
    assert_string_equal(line->first[GEO_REJECTED][0].field, "Longitude");
    assert_string_equal(line->first[GEO_PLACED][0].field, "");

    assert_int_equal(geo_ledger_check(context, ledger), GEO_ERROR_INTERNAL);
    assert_non_null(strstr(geo_message(context), "a.csv"));
    ledger->line[0].read = 13;
    assert_int_equal(geo_ledger_check(context, ledger), GEO_OK);
    geo_ledger_free(ledger);
}

static void a_long_field_name_is_cut_between_characters(void **state)
{
    geo_context *context = *state;
    geo_ledger *ledger = NULL;
    assert_int_equal(geo_ledger_new(context, &ledger), GEO_OK);
    assert_int_equal(geo_ledger_add_input(context, ledger, "a"), GEO_OK);
    /* 46 bytes and then a character of two: byte 47 is its second half. */
    geo_ledger_count(ledger, 0, GEO_REJECTED, 1,
                     "0123456789012345678901234567890123456789012345\xC5\xB5", NULL);
    assert_string_equal(ledger->line[0].first[GEO_REJECTED][0].field,
                        "0123456789012345678901234567890123456789012345");
    geo_ledger_free(ledger);
}

static void every_fate_has_a_name(void **state)
{
    (void)state;
    const char *const expected[] = {"placed", "outside", "no_coordinates", "rejected", "filtered"};
    for (int fate = 0; fate < GEO_FATE_COUNT; fate++)
        assert_string_equal(geo_fate_name((geo_fate)fate), expected[fate]);
    assert_null(geo_fate_name(GEO_FATE_COUNT));
}

static void places_are_counted_once(void **state)
{
    geo_context *context = *state;
    double x[] = {1, 2, 1, 2, 1, -0.0, 0.0};
    double y[] = {5, 5, 5, 6, 5, 0.0, -0.0};
    geo_frame frame = {.count = 7, .x = x, .y = y};
    size_t places = 0;
    assert_int_equal(geo_frame_count_places(context, &frame, &places), GEO_OK);
    assert_int_equal(places, 4);
    frame.count = 0;
    assert_int_equal(geo_frame_count_places(context, &frame, &places), GEO_OK);
    assert_int_equal(places, 0);
}

static void years_count_the_months_that_have_rows(void **state)
{
    (void)state;
    int32_t october_2018 = geo_month_of_day(geo_day_from_civil(2018, 10, 1));
    geo_month_count months[5];
    for (int i = 0; i < 5; i++)
        months[i] = (geo_month_count){october_2018 + i, 100};
    geo_frame frame = {.month = months, .month_count = 5};
    size_t missing = 99;
    assert_true(fabs(geo_frame_years(&frame, NULL, &missing) - (5.0 / 12.0)) <= 1e-15);
    assert_int_equal(missing, 0);

    /* December without rows: four months covered, one missing. */
    months[2] = months[3];
    months[3] = months[4];
    frame.month_count = 4;
    assert_true(fabs(geo_frame_years(&frame, NULL, &missing) - (4.0 / 12.0)) <= 1e-15);
    assert_int_equal(missing, 1);

    /* 16 to 31 October is 16 of 31 days. */
    geo_period period = {geo_day_from_civil(2018, 10, 16), geo_day_from_civil(2018, 10, 31)};
    frame.month_count = 1;
    assert_true(fabs(geo_frame_years(&frame, &period, &missing) - (16.0 / 31.0 / 12.0)) <= 1e-15);
    assert_int_equal(missing, 0);

    /* A period asked for of which only October has rows. */
    period = (geo_period){geo_day_from_civil(2018, 9, 1), geo_day_from_civil(2018, 12, 31)};
    assert_true(fabs(geo_frame_years(&frame, &period, &missing) - (1.0 / 12.0)) <= 1e-15);
    assert_int_equal(missing, 3);

    /* Rows dated by month alone are of whole months: the cut ones at both ends are not missed. */
    period = (geo_period){geo_day_from_civil(2018, 9, 2), geo_day_from_civil(2018, 12, 30)};
    frame.is_monthly = true;
    assert_true(fabs(geo_frame_years(&frame, &period, &missing) - (1.0 / 12.0)) <= 1e-15);
    assert_int_equal(missing, 1);

    frame.month_count = 0;
    assert_true(fabs(geo_frame_years(&frame, NULL, NULL) - (0.0)) <= 0.0);
}

/* Builds one of each thing; every allocation in it can be made to fail. */
static geo_status build_everything(geo_context *context, void *unused)
{
    (void)unused;
    geo_table *table = NULL;
    geo_dictionary *dictionary = NULL;
    geo_ledger *ledger = NULL;
    geo_bytes bytes = GEO_BYTES_INIT;
    geo_crs crs = {(char *)"PROJCRS[]", (char *)"name", 27700, true}, copy = {NULL, NULL, 0, false};
    geo_column *column = NULL;
    geo_status status = geo_table_new(context, 3, &table);
    for (int i = 0; status == GEO_OK && i < 20; i++)
        status = geo_table_add(context, table, "c", GEO_TEXT, 0, &column);
    if (status == GEO_OK)
        status = geo_table_set_text(context, column, 1, text_of("x"));
    if (status == GEO_OK)
        status = geo_table_set_title(context, table, "t");
    if (status == GEO_OK)
        status = geo_table_add_note(context, table, "n");
    if (status == GEO_OK)
        status = geo_table_set_mark(context, table, column, 2, GEO_MARK_ABOVE);
    if (status == GEO_OK)
        status = geo_table_set_mark_text(context, table, GEO_MARK_ABOVE, "above");
    if (status == GEO_OK)
        status = geo_table_set_group(context, column, "g");
    if (status == GEO_OK)
        status = geo_table_set_level(context, table, 0, 1);
    if (status == GEO_OK)
        status = geo_table_set_total(context, table, 0);
    if (status == GEO_OK)
        status = geo_table_set_area(context, table, 0, 0);
    if (status == GEO_OK)
        status = geo_dictionary_new(context, &dictionary);
    int32_t code = 0;
    for (int i = 0; status == GEO_OK && i < 100; i++) {
        char text[16];
        snprintf(text, sizeof text, "%d", i);
        status = geo_dictionary_code(context, dictionary, text_of(text), &code);
    }
    if (status == GEO_OK)
        status = geo_ledger_new(context, &ledger);
    if (status == GEO_OK)
        status = geo_ledger_add_input(context, ledger, "a");
    if (status == GEO_OK)
        status = geo_bytes_print(context, &bytes, "%s", "text");
    if (status == GEO_OK)
        status = geo_crs_copy(context, &crs, &copy);
    geo_table_free(table);
    geo_dictionary_free(dictionary);
    geo_ledger_free(ledger);
    geo_bytes_clear(&bytes);
    geo_crs_clear(&copy);
    return status;
}

static void each_failed_allocation_is_a_status(void **state)
{
    (void)state;
    assert_in_range(fail_each_allocation(build_everything, NULL), 50, 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(a_new_column_is_null),
        UNIT_TEST(a_table_takes_many_columns_texts_and_notes),
        UNIT_TEST(rows_and_cells_of_a_table_stand_out),
        UNIT_TEST(codes_follow_first_appearance),
        UNIT_TEST(similar_texts_are_told_apart),
        UNIT_TEST(the_ledger_keeps_the_first_ten_rows_and_balances),
        UNIT_TEST(a_long_field_name_is_cut_between_characters),
        UNIT_TEST(every_fate_has_a_name),
        UNIT_TEST(places_are_counted_once),
        UNIT_TEST(years_count_the_months_that_have_rows),
        UNIT_TEST(each_failed_allocation_is_a_status),
    };
    return cmocka_run_group_tests_name("nouns", tests, NULL, NULL);
}
