/* Rates beside those of other places: sums over groups, comparisons, ranks, what is kept back. */
#include <math.h>
#include <string.h>

#include <geo/compare.h>
#include <geo/measure.h>
#include <geo/tables.h>

#include "allocations.h"
#include "near.h"
#include "unit.h"

enum { AREAS = 7, KINDS = 5, GROUPS = 3 };

/* Per 1,000: East 60 of 4,000 = 15, North 100 of 2,000 = 50, West 30 of 2,000 = 15; one area is in
 * no group, and one of West has no population. */
static const char *codes[AREAS] = {"A1", "A2", "A3", "A4", "A5", "A6", "A7"};
static double populations[AREAS] = {1000, 3000, 2000, 1000, 1000, (double)NAN, 2000};
static const geo_areas areas = {
    .path = (char[]){"wards.gpkg"}, .count = AREAS, .code = codes, .population = populations};

static char *group_names[GROUPS] = {(char[]){"East"}, (char[]){"North"}, (char[]){"West"}};
static int32_t group_of[AREAS] = {0, 0, 1, 2, 2, 2, GEO_NO_CODE};
static const geo_area_groups groups = {.field = (char[]){"district"},
                                       .count = GROUPS,
                                       .name = group_names,
                                       .group = group_of,
                                       .area_count = AREAS};
static const size_t all_groups[GROUPS] = {0, 1, 2};

static char *kind_names[KINDS] = {(char[]){"Crime"}, (char[]){"Theft"}, (char[]){"Shoplifting"},
                                  (char[]){"Fraud"}, (char[]){"ASB"}};
static int32_t parents[KINDS] = {GEO_NO_CODE, 0, 1, 0, GEO_NO_CODE};
static int32_t levels[KINDS] = {0, 1, 2, 1, 0};
static const geo_categories tree = {
    .count = KINDS, .name = kind_names, .parent = parents, .level = levels};

static const int64_t counts_by_area[AREAS * KINDS] = {
    20,  12, 3, 0, 0, /* A1 */
    40,  8,  2, 0, 1, /* A2 */
    100, 60, 0, 0, 9, /* A3 */
    10,  4,  4, 0, 0, /* A4 */
    20,  6,  1, 0, 0, /* A5 */
    7,   5,  5, 0, 0, /* A6, without population */
    30,  2,  2, 0, 4, /* A7, in no group */
};
static const double *const residents[KINDS] = {populations, populations, populations, populations,
                                               populations};
static const geo_area_counts counts = {.areas = &areas,
                                       .categories = &tree,
                                       .count = counts_by_area,
                                       .population = residents,
                                       .years = 1};

static const double england[KINDS] = {15.5, (double)NAN, 2, (double)NAN, 1};
static const geo_comparator comparators[] = {{"England and Wales", england}};

static geo_compare_options all_columns(void)
{
    geo_compare_options options = GEO_COMPARE_OPTIONS_INIT;
    options.groups = &groups;
    options.shown = all_groups;
    options.shown_count = GROUPS;
    options.comparator = comparators;
    options.comparator_count = 1;
    return options;
}

static geo_compared *compare(geo_context *context, const geo_compare_options *options)
{
    geo_compared *compared = NULL;
    if (geo_compare(context, &counts, options, &compared) != GEO_OK)
        fail_msg("%s", geo_message(context));
    assert_non_null(compared);
    return compared;
}

static const geo_column *column(const geo_table *table, const char *name)
{
    const geo_column *found = geo_table_find(table, name);
    if (!found)
        fail_msg("there is no column '%s'", name);
    return found;
}

static bool has_note(const geo_table *table, const char *text)
{
    for (size_t i = 0; i < table->note_count; i++)
        if (strstr(table->note[i], text))
            return true;
    return false;
}

static void assert_headings(const geo_table *table, const char *expected)
{
    char found[512] = "";
    for (size_t i = 0; i < table->column_count; i++) {
        strcat(found, i > 0 ? " " : "");
        strcat(found, table->column[i].name);
    }
    assert_string_equal(found, expected);
}

static void rates_of_sums(void **state)
{
    static const char *const offence[] = {"Crime", "Theft", "Shoplifting", "ASB"};
    static const double east[] = {15, 5, 1.25, 0.25};
    static const double west[] = {15, 5, 2.5, 0}; /* without the area that has no population */
    geo_compare_options options = all_columns();
    geo_compared *compared = compare(*state, &options);
    const geo_table *table = compared->table;
    assert_headings(table, "offence east north west all_areas england_and_wales");
    assert_int_equal(table->row_count, 4);
    for (size_t row = 0; row < 4; row++) {
        assert_string_equal(column(table, "offence")->text[row], offence[row]);
        assert_true(is_near(column(table, "east")->real[row], east[row], 1e-12));
        assert_true(is_near(column(table, "west")->real[row], west[row], 1e-12));
    }
    assert_true(is_near(column(table, "north")->real[0], 50, 1e-12));
    assert_true(is_near(column(table, "all_areas")->real[0], 22, 1e-12)); /* 220 of 10,000 */
    assert_true(is_near(column(table, "england_and_wales")->real[0], 15.5, 0));
    assert_true(isnan(column(table, "england_and_wales")->real[1]));
    assert_int_equal(table->level[2], 2);
    assert_true(table->is_total[0]);
    assert_false(table->is_total[3]);
    assert_true(has_note(table, "no comparator's rate: Fraud"));
    assert_true(has_note(table, "1 area has no 'district'"));
    assert_non_null(strstr(geo_warning(*state, 0), "1 area has no population"));
    assert_non_null(strstr(geo_warning(*state, 0), "7 incidents there are in no rate"));
    geo_compared_free(compared);
    geo_compared_free(NULL);
}

/* Byar's intervals: 60 -> 45.78, 77.23 of 4,000 residents is 11.4 to 19.3, below 22 and around
 * 15.5; 30 -> 20.24, 42.83 of 2,000 is 10.1 to 21.4. */
static void comparisons(void **state)
{
    geo_compare_options options = all_columns();
    geo_compared *compared = compare(*state, &options);
    const geo_table *table = compared->table;
    assert_string_equal(compared->against, "All areas");
    assert_int_equal(geo_table_mark(column(table, "east"), 0), GEO_MARK_LOWER);
    assert_int_equal(geo_table_mark(column(table, "north"), 0), GEO_MARK_HIGHER);
    assert_int_equal(geo_table_mark(column(table, "west"), 0), GEO_MARK_LOWER);
    assert_int_equal(geo_table_mark(column(table, "all_areas"), 0), GEO_MARK_NONE);
    assert_int_equal(geo_table_mark(column(table, "england_and_wales"), 0), GEO_MARK_NONE);
    assert_string_equal(table->mark_text[GEO_MARK_LOWER], "lower than All areas");
    assert_true(has_note(table, "the districts are part of it"));
    geo_compared_free(compared);

    options.against = "england_and_WALES";
    compared = compare(*state, &options);
    table = compared->table;
    assert_string_equal(compared->against, "England and Wales");
    assert_int_equal(geo_table_mark(column(table, "east"), 0), GEO_MARK_NONE);
    assert_int_equal(geo_table_mark(column(table, "all_areas"), 0), GEO_MARK_HIGHER);
    assert_int_equal(geo_table_mark(column(table, "north"), 1), GEO_MARK_NONE); /* no reference */
    assert_string_equal(column(compared->data, "east_comparison")->text[0], "similar");
    assert_string_equal(column(compared->data, "all_areas_comparison")->text[0], "higher");
    assert_null(column(compared->data, "north_comparison")->text[1]);
    assert_false(has_note(table, "the districts are part of it"));
    geo_compared_free(compared);
}

static void data_for_programs(void **state)
{
    geo_compare_options options = all_columns();
    const size_t west[] = {2};
    options.shown = west;
    options.shown_count = 1;
    options.has_ranks = true;
    options.values = GEO_COMPARE_BOTH;
    options.round_to = 10;
    geo_compared *compared = compare(*state, &options);
    const geo_table *data = compared->data;
    assert_headings(data, "level offence west west_count west_comparison west_rank west_of "
                          "all_areas all_areas_count england_and_wales");
    assert_int_equal(column(data, "level")->integer[2], 2);
    assert_int_equal(column(data, "west_count")->integer[0], 40); /* 37, all that there are */
    assert_int_equal(column(data, "west_rank")->integer[0], 2);   /* with East */
    assert_int_equal(column(data, "west_of")->integer[0], 3);
    assert_headings(compared->table, "offence west west_count west_rank all_areas all_areas_count "
                                     "england_and_wales");
    assert_string_equal(column(compared->table, "west_rank")->text[0], "2 of 3");
    assert_string_equal(column(compared->table, "west")->heading, "rate");
    assert_string_equal(column(compared->table, "west")->group, "West");
    assert_true(has_note(compared->table, "Counts rounded to 10"));
    assert_true(has_note(compared->table, "3 values of 'district', shown or not"));
    geo_compared_free(compared);

    options.values = GEO_COMPARE_COUNTS;
    options.has_ranks = false;
    compared = compare(*state, &options);
    assert_headings(compared->table, "offence west_count all_areas_count");
    assert_int_equal(geo_table_mark(column(compared->table, "west_count"), 0), GEO_MARK_LOWER);
    geo_compared_free(compared);
}

static void one_row_for_each_offence_and_place(void **state)
{
    geo_compare_options options = all_columns();
    double lower, upper;
    options.is_long = true;
    options.has_ranks = true;
    geo_compared *compared = compare(*state, &options);
    const geo_table *table = compared->table;
    assert_null(compared->data);
    assert_headings(table, "offence level area count population rate_per_1000 rate_lower_95 "
                           "rate_upper_95 comparison rank of");
    assert_int_equal(table->row_count, 4 * 5);
    geo_count_interval(30, 0.95, &lower, &upper);
    assert_string_equal(column(table, "area")->text[2], "West");
    assert_int_equal(column(table, "count")->integer[2], 37);
    assert_true(is_near(column(table, "population")->real[2], 2000, 0));
    assert_true(is_near(column(table, "rate_lower_95")->real[2], lower / 2, 1e-12));
    assert_true(is_near(column(table, "rate_upper_95")->real[2], upper / 2, 1e-12));
    assert_string_equal(column(table, "comparison")->text[2], "lower");
    assert_int_equal(column(table, "rank")->integer[1], 1);
    assert_int_equal(column(table, "rank")->integer[3], GEO_NO_INTEGER);
    assert_string_equal(column(table, "area")->text[4], "England and Wales");
    assert_int_equal(column(table, "count")->integer[4], GEO_NO_INTEGER);
    assert_true(isnan(column(table, "population")->real[4]));
    geo_compared_free(compared);
}

static void levels_of_the_tree(void **state)
{
    geo_compare_options options = all_columns();
    options.levels = 1;
    geo_compared *compared = compare(*state, &options);
    assert_int_equal(compared->table->row_count, 2);
    assert_string_equal(column(compared->table, "offence")->text[1], "ASB");
    assert_true(!compared->table->is_total);
    assert_false(has_note(compared->table, "Left out"));
    geo_compared_free(compared);
}

static void rates_of_a_year(void **state)
{
    geo_compare_options options = all_columns();
    geo_area_counts quarter = counts;
    geo_compared *compared = NULL;
    quarter.years = 0.25;
    assert_int_equal(geo_compare(*state, &quarter, &options, &compared), GEO_OK);
    assert_true(is_near(column(compared->table, "east")->real[0], 60, 1e-12));
    assert_true(has_note(compared->table, "the counts cover 3 months"));
    geo_compared_free(compared);
}

static void sentences_for_a_report(void **state)
{
    geo_compare_options options = all_columns();
    options.this_count = 1;
    options.has_ranks = true;
    geo_compared *compared = compare(*state, &options);
    assert_true(has_note(compared->table, "East: Crime 15.0 per 1,000, lower than All areas (22.0),"
                                          " rank 2 of 3; 0 of its 2 areas are above the mean plus "
                                          "one SD of all"));
    assert_true(has_note(compared->table, "East: ASB 0.2 per 1,000"));
    geo_compared_free(compared);
}

static void two_places_of_one_name(void **state)
{
    const geo_comparator same[] = {{"East", england}, {"all areas", england}};
    geo_compare_options options = all_columns();
    options.comparator = same;
    options.comparator_count = 2;
    geo_compared *compared = compare(*state, &options);
    assert_headings(compared->data,
                    "level offence east east_comparison north north_comparison west "
                    "west_comparison all_areas east_2 all_areas_2");
    geo_compared_free(compared);
}

static void no_groups(void **state)
{
    geo_compared *compared = NULL;
    assert_int_equal(geo_compare(*state, &counts, NULL, &compared), GEO_OK);
    assert_headings(compared->table, "offence all_areas");
    geo_compared_free(compared);
}

/* West's rate of crime is one of 30 of its 37 incidents: it would tell the 7 that are in no rate.
 */
static void rates_that_tell_a_part(void **state)
{
    geo_compare_options options = all_columns();
    options.suppress_below = 5;
    options.has_ranks = true;
    options.levels = 1;
    options.values = GEO_COMPARE_BOTH;
    geo_compared *compared = compare(*state, &options);
    const geo_table *data = compared->data;
    assert_int_equal(column(data, "west_count")->integer[0], 37);
    assert_true(isnan(column(data, "west")->real[0]));
    assert_true(is_near(column(data, "east")->real[0], 15, 1e-12));
    assert_int_equal(column(data, "east_rank")->integer[0], GEO_NO_INTEGER);
    assert_null(column(data, "east_comparison")->text[0]); /* nor is the rate of all areas known */
    assert_non_null(strstr(geo_warning(*state, 0), "no rates are given of sums"));
    geo_compared_free(compared);
}

/* ASB: 1 in East, 9 in North, none in West, 4 in the area that is in no group. */
static void small_counts_are_kept_back(void **state)
{
    geo_compare_options options = all_columns();
    options.suppress_below = 5;
    options.has_ranks = true;
    options.this_count = 3;
    options.values = GEO_COMPARE_BOTH;
    geo_compared *compared = compare(*state, &options);
    const geo_table *data = compared->data;
    size_t hidden = 0;
    assert_true(compared->hidden.small >= 2); /* ASB of East and of the area in no group */
    assert_true(compared->hidden.others >= 1);
    for (size_t row = 0; row < data->row_count; row++) {
        bool is_hidden = column(data, "east_count")->integer[row] == GEO_NO_INTEGER;
        hidden += is_hidden;
        assert_int_equal(isnan(column(data, "east")->real[row]), is_hidden);
        if (is_hidden) {
            assert_null(column(data, "east_comparison")->text[row]);
            assert_int_equal(column(data, "north_rank")->integer[row], GEO_NO_INTEGER);
            assert_int_equal(geo_table_mark(column(compared->table, "east"), row), GEO_MARK_HIDDEN);
            assert_int_equal(geo_table_mark(column(compared->table, "east_count"), row),
                             GEO_MARK_HIDDEN);
        }
    }
    assert_true(hidden >= 1);
    assert_int_equal(column(data, "east_count")->integer[3], GEO_NO_INTEGER);
    assert_true(has_note(compared->table, "Kept back: "));
    assert_false(has_note(compared->table, "East: ASB"));
    assert_false(has_note(compared->table, "plus one SD"));
    geo_compared_free(compared);
}

static void options_out_of_range(void **state)
{
    const size_t beyond[] = {3};
    geo_compared *compared = NULL;
    geo_compare_options options = all_columns();
    geo_area_counts wrong = counts;
    options.against = "Wales";
    assert_int_equal(geo_compare(*state, &counts, &options, &compared), GEO_ERROR_USAGE);
    assert_string_equal(geo_message(*state),
                        "there is no column 'Wales' to compare with; the columns are: East, North, "
                        "West, All areas, England and Wales");
    options = all_columns();
    options.level = 1;
    assert_int_equal(geo_compare(*state, &counts, &options, &compared), GEO_ERROR_USAGE);
    options = all_columns();
    options.round_to = -1;
    assert_int_equal(geo_compare(*state, &counts, &options, &compared), GEO_ERROR_USAGE);
    options = all_columns();
    options.shown = beyond;
    options.shown_count = 1;
    assert_int_equal(geo_compare(*state, &counts, &options, &compared), GEO_ERROR_USAGE);
    wrong.years = 0;
    assert_int_equal(geo_compare(*state, &wrong, NULL, &compared), GEO_ERROR_USAGE);
    int64_t negative[AREAS * KINDS] = {0};
    negative[KINDS] = -1;
    wrong = counts;
    wrong.count = negative;
    assert_int_equal(geo_compare(*state, &wrong, NULL, &compared), GEO_ERROR_DATA);
    assert_string_equal(geo_message(*state), "area A2 has a count out of range");
    assert_null(compared);
}

static geo_status compare_all(geo_context *context, void *data)
{
    geo_compared *compared = NULL;
    geo_compare_options options = all_columns();
    options.has_ranks = true;
    options.this_count = 1;
    options.is_long = *(bool *)data;
    options.suppress_below = options.is_long ? 5 : 0;
    geo_status status = geo_compare(context, &counts, &options, &compared);
    geo_compared_free(compared);
    return status;
}

static void memory_that_runs_out(void **state)
{
    bool is_long = false;
    (void)state;
    assert_true(fail_each_allocation(compare_all, &is_long) > 50);
    is_long = true;
    assert_true(fail_each_allocation(compare_all, &is_long) > 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(rates_of_sums),
        UNIT_TEST(comparisons),
        UNIT_TEST(data_for_programs),
        UNIT_TEST(one_row_for_each_offence_and_place),
        UNIT_TEST(levels_of_the_tree),
        UNIT_TEST(rates_of_a_year),
        UNIT_TEST(sentences_for_a_report),
        UNIT_TEST(two_places_of_one_name),
        UNIT_TEST(no_groups),
        UNIT_TEST(small_counts_are_kept_back),
        UNIT_TEST(rates_that_tell_a_part),
        UNIT_TEST(options_out_of_range),
        UNIT_TEST(memory_that_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
