/* Shares of incidents as a table: order, comparison, small and hidden counts. */
#include <math.h>
#include <string.h>

#include <geo/tables.h>

#include "allocations.h"
#include "unit.h"

enum { AREAS = 5 };

static const char *const codes[AREAS] = {"W3", "W1", "W5", "W4", "W2"};
static const char *const names[AREAS] = {"Ash", NULL, "Cedar", "Elm", "Birch"};
static const char *const parents[AREAS] = {"East", "West", "West", "East", "East"};
/* 15% of 80, 50% of 60, none of none, 0 of 5 and 50% of 10. */
static const int64_t totals[AREAS] = {80, 60, 0, 5, 10};
static const double parts[AREAS] = {12, 30, 0, 0, 5};

static geo_share_rows wards(void)
{
    return (geo_share_rows){.count = AREAS,
                            .code = codes,
                            .name = names,
                            .parent = parents,
                            .name_column = "name",
                            .all = "All areas",
                            .are_areas = true,
                            .total = totals,
                            .part = parts,
                            .all_total = 155,
                            .all_part = 47};
}

static geo_table *make(geo_context *context, const geo_share_rows *rows,
                       const geo_share_options *options)
{
    geo_table *table = NULL;
    if (geo_share_table(context, rows, options, &table) != GEO_OK)
        fail_msg("%s", geo_message(context));
    return table;
}

static double real_at(const geo_table *table, const char *column, size_t row)
{
    return geo_table_find(table, column)->real[row];
}

static const char *text_at(const geo_table *table, const char *column, size_t row)
{
    return geo_table_find(table, column)->text[row];
}

static void assert_codes(const geo_table *table, const char *expected)
{
    char found[64] = "";
    for (size_t row = 0; row < table->row_count; row++) {
        const char *code = text_at(table, "code", row);
        strcat(found, row > 0 ? " " : "");
        strcat(found, code ? code : "-");
    }
    assert_string_equal(found, expected);
}

static bool has_note(const geo_table *table, const char *text)
{
    for (size_t i = 0; i < table->note_count; i++)
        if (strstr(table->note[i], text))
            return true;
    return false;
}

/* Equal shares by code, an area without incidents last, all of them at the foot. */
static void the_highest_share_comes_first(void **state)
{
    const geo_share_rows rows = wards();
    geo_table *table = make(*state, &rows, NULL);
    assert_codes(table, "W1 W2 W3 W4 W5 -");
    assert_string_equal(text_at(table, "name", 5), "All areas");
    assert_true(table->is_total[5]);
    assert_int_equal(table->area[0], 1);
    assert_int_equal(table->area[5], GEO_NO_CODE);
    assert_int_equal(geo_table_find(table, "incidents")->integer[5], 155);
    assert_true(real_at(table, "meeting", 5) == 47);
    assert_true(isnan(real_at(table, "share_percent", 4)));
    assert_null(text_at(table, "comparison", 4));
    geo_table_free(table);
}

/* R 4.2.2: prop.test(12, 80, correct = FALSE), prop.test(30, 60, correct = FALSE). */
static void intervals_are_wilsons(void **state)
{
    const geo_share_rows rows = wards();
    geo_table *table = make(*state, &rows, NULL);
    assert_true(fabs(real_at(table, "share_percent", 2) - 15) < 1e-12);
    assert_true(fabs(real_at(table, "share_lower_95", 2) - 8.79404051) < 1e-7);
    assert_true(fabs(real_at(table, "share_upper_95", 2) - 24.41322856) < 1e-7);
    assert_true(fabs(real_at(table, "share_lower_95", 0) - 37.7350242) < 1e-6);
    assert_true(fabs(real_at(table, "share_upper_95", 0) - 62.2649758) < 1e-6);
    geo_table_free(table);
}

/* All areas have 30.3%: between the ends for W2 (5 of 10), above those of W3, below those of W1. */
static void compared_with_all(void **state)
{
    const geo_share_rows rows = wards();
    geo_table *table = make(*state, &rows, NULL);
    const geo_column *share = geo_table_find(table, "share_percent");
    assert_string_equal(text_at(table, "comparison", 0), "higher");
    assert_int_equal(geo_table_mark(share, 0), GEO_MARK_HIGHER);
    assert_string_equal(text_at(table, "comparison", 1), "similar");
    assert_int_equal(geo_table_mark(share, 1), GEO_MARK_NONE);
    assert_string_equal(text_at(table, "comparison", 2), "lower");
    assert_int_equal(geo_table_mark(share, 2), GEO_MARK_LOWER);
    assert_null(text_at(table, "comparison", 5));
    assert_true(has_note(table, "share of 'All areas', 30.3%"));
    geo_table_free(table);
}

static void few_incidents_are_noted(void **state)
{
    const geo_share_rows rows = wards();
    geo_share_options options = GEO_SHARE_OPTIONS_INIT;
    geo_table *table = make(*state, &rows, &options);
    assert_null(text_at(table, "note", 0));
    assert_string_equal(text_at(table, "note", 1), "fewer than 20");
    geo_table_free(table);
    options.few = 10;
    table = make(*state, &rows, &options);
    assert_null(text_at(table, "note", 1));
    assert_string_equal(text_at(table, "note", 3), "fewer than 10");
    geo_table_free(table);
}

static void rows_shown_and_their_order(void **state)
{
    static const bool shown[AREAS] = {true, false, true, true, true};
    geo_share_rows rows = wards();
    geo_share_options options = GEO_SHARE_OPTIONS_INIT;
    options.top = 2;
    rows.shown = shown;
    geo_table *table = make(*state, &rows, &options);
    assert_codes(table, "W2 W3 -");
    assert_true(real_at(table, "meeting", 2) == 47);
    geo_table_free(table);
    rows.is_ordered = true;
    rows.shown = NULL;
    table = make(*state, &rows, NULL);
    assert_codes(table, "W3 W1 W5 W4 W2 -");
    geo_table_free(table);
}

/* Counts of incidents that are spread over time have a decimal, others none. */
static void counts_that_are_not_whole(void **state)
{
    static const double spread[AREAS] = {12.25, 30, 0, 0, 5};
    geo_share_rows rows = wards();
    geo_table *table = make(*state, &rows, NULL);
    assert_int_equal(geo_table_find(table, "meeting")->decimals, 0);
    assert_false(has_note(table, "not whole"));
    geo_table_free(table);
    rows.part = spread;
    rows.all_part = 47.25;
    table = make(*state, &rows, NULL);
    assert_int_equal(geo_table_find(table, "meeting")->decimals, 1);
    assert_true(has_note(table, "not whole"));
    geo_table_free(table);
}

static void rounded_counts(void **state)
{
    const geo_share_rows rows = wards();
    geo_share_options options = GEO_SHARE_OPTIONS_INIT;
    options.round_to = 10;
    geo_table *table = make(*state, &rows, &options);
    assert_int_equal(geo_table_find(table, "incidents")->integer[5], 160);
    assert_true(real_at(table, "meeting", 5) == 50);
    assert_true(fabs(real_at(table, "share_percent", 2) - 15) < 1e-12);
    assert_true(has_note(table, "rounded to 10"));
    geo_table_free(table);
}

/* Neither those that meet the condition nor those that don't: 2 of 50, 47 of 50. */
static void hidden_counts_cannot_be_told(void **state)
{
    static const char *const name[] = {"Few", "Nearly all", "Half", "Other half"};
    static const int64_t total[] = {50, 50, 50, 60};
    static const double part[] = {2, 47, 25, 30};
    const geo_share_rows rows = {.count = 4,
                                 .name = name,
                                 .name_column = "group",
                                 .all = "All",
                                 .total = total,
                                 .part = part,
                                 .is_ordered = true,
                                 .all_total = 210,
                                 .all_part = 104};
    geo_share_options options = GEO_SHARE_OPTIONS_INIT;
    options.suppress_below = 5;
    geo_table *table = make(*state, &rows, &options);
    for (size_t row = 0; row < 2; row++) {
        assert_true(isnan(real_at(table, "meeting", row)));
        assert_true(isnan(real_at(table, "share_percent", row)));
        assert_true(isnan(real_at(table, "share_upper_95", row)));
        assert_null(text_at(table, "comparison", row));
        assert_int_equal(geo_table_mark(geo_table_find(table, "share_percent"), row),
                         GEO_MARK_HIDDEN);
    }
    assert_true(has_note(table, "kept back"));
    assert_non_null(table->mark_text[GEO_MARK_HIDDEN]);
    geo_table_free(table);
}

/* An offence of a group: the group alone must not give it. */
static void hidden_counts_in_a_tree(void **state)
{
    static const char *const name[] = {"Theft", "Bicycle", "Shop", "Arson"};
    static const int32_t within[] = {GEO_NO_CODE, 0, 0, GEO_NO_CODE};
    static const int64_t total[] = {100, 40, 60, 80};
    static const double part[] = {33, 3, 30, 40};
    const geo_share_rows rows = {.count = 4,
                                 .name = name,
                                 .name_column = "category",
                                 .all = "All",
                                 .within = within,
                                 .is_ordered = true,
                                 .total = total,
                                 .part = part,
                                 .all_total = 180,
                                 .all_part = 73};
    geo_share_options options = GEO_SHARE_OPTIONS_INIT;
    options.suppress_below = 5;
    geo_table *table = make(*state, &rows, &options);
    const geo_column *meeting = geo_table_find(table, "meeting");
    assert_int_equal(table->level[1], 1);
    assert_int_equal(table->level[3], 0);
    assert_int_equal(geo_table_mark(meeting, 1), GEO_MARK_HIDDEN);
    assert_true(geo_table_mark(meeting, 0) == GEO_MARK_HIDDEN ||
                geo_table_mark(meeting, 2) == GEO_MARK_HIDDEN);
    geo_table_free(table);
}

static void what_is_no_share(void **state)
{
    static const double parts_beyond[AREAS] = {81, 30, 0, 0, 5};
    geo_share_rows rows = wards();
    geo_table *table = NULL;
    rows.part = parts_beyond;
    assert_int_equal(geo_share_table(*state, &rows, NULL, &table), GEO_ERROR_DATA);
    assert_non_null(strstr(geo_message(*state), "'Ash'"));
    rows = wards();
    rows.all_part = (double)NAN;
    assert_int_equal(geo_share_table(*state, &rows, NULL, &table), GEO_ERROR_DATA);
    assert_null(table);
}

static geo_status make_and_free(geo_context *context, void *data)
{
    const geo_share_rows rows = wards();
    geo_share_options options = GEO_SHARE_OPTIONS_INIT;
    geo_table *table = NULL;
    (void)data;
    options.suppress_below = 6;
    geo_status status = geo_share_table(context, &rows, &options, &table);
    geo_table_free(table);
    return status;
}

static void memory_that_runs_out(void **state)
{
    (void)state;
    assert_true(fail_each_allocation(make_and_free, NULL) > 30);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(the_highest_share_comes_first),
        UNIT_TEST(intervals_are_wilsons),
        UNIT_TEST(compared_with_all),
        UNIT_TEST(few_incidents_are_noted),
        UNIT_TEST(rows_shown_and_their_order),
        UNIT_TEST(counts_that_are_not_whole),
        UNIT_TEST(rounded_counts),
        UNIT_TEST(hidden_counts_cannot_be_told),
        UNIT_TEST(hidden_counts_in_a_tree),
        UNIT_TEST(what_is_no_share),
        UNIT_TEST(memory_that_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
