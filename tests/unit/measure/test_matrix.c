/* Areas by category: order, ranks, reference, categories shown, totals, the long table. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "allocations.h"
#include "matrix_sample.h"
#include "near.h"

static double rate_at(const geo_matrix *matrix, size_t area, size_t column)
{
    return matrix->rate[area * matrix->category_count + column];
}

static int64_t rank_at(const geo_matrix *matrix, size_t area, size_t column)
{
    return matrix->rank[area * matrix->category_count + column];
}

/* The codes of the areas shown, "W2 W4 ...". */
static void assert_order(const geo_matrix *matrix, const char *expected)
{
    char found[128] = "";
    for (size_t i = 0; i < matrix->shown_count; i++) {
        strcat(found, i > 0 ? " " : "");
        strcat(found, matrix->counts.areas->code[matrix->shown[i]]);
    }
    assert_string_equal(found, expected);
}

static void assert_columns(const geo_table *table, const char *expected)
{
    char found[512] = "";
    for (size_t i = 0; i < table->column_count; i++) {
        strcat(found, i > 0 ? " " : "");
        strcat(found, table->column[i].name);
    }
    assert_string_equal(found, expected);
}

static geo_table *table_of(geo_context *context, const geo_matrix *matrix,
                           const geo_matrix_layout *layout)
{
    geo_table *table = NULL;
    if (geo_matrix_table(context, matrix, layout, &table) != GEO_OK)
        fail_msg("%s", geo_message(context));
    return table;
}

static size_t row_named(const geo_table *table, const char *name)
{
    const geo_column *column = geo_table_find(table, "name");
    for (size_t row = 0; row < table->row_count; row++)
        if (column->text[row] && strcmp(column->text[row], name) == 0)
            return row;
    fail_msg("no row is called %s", name);
    return 0;
}

static double real_at(const geo_table *table, const char *column, const char *row)
{
    return geo_table_find(table, column)->real[row_named(table, row)];
}

static void assert_note(const geo_table *table, const char *expected)
{
    for (size_t i = 0; i < table->note_count; i++)
        if (strcmp(table->note[i], expected) == 0)
            return;
    fail_msg("no such note: %s", expected);
}

/* ---- matrix --------------------------------------------------------------------------------- */

static void rates_ranks_and_order(void **state)
{
    matrix_sample sample;
    make_sample(&sample);
    geo_matrix *matrix = make_matrix(*state, &sample, NULL);
    assert_order(matrix, "W2 W4 W5 W3 W6 W1");
    assert_int_equal(matrix->category_count,
                     4); /* without bicycles, two levels down, and witches */
    assert_int_equal(matrix->left_out_count, 1);
    assert_int_equal(matrix->left_out[0], WITCHCRAFT);
    assert_true(rate_at(matrix, 3, 0) == 20);
    assert_true(isnan(rate_at(matrix, 5, 0)));
    assert_true(is_near(matrix->reference[0].mean, 20, 1e-12));
    assert_true(is_near(matrix->reference[0].sd, sqrt(120), 1e-12));
    assert_int_equal(rank_at(matrix, 1, 0), 1);
    assert_int_equal(rank_at(matrix, 3, 0), 2);
    assert_int_equal(rank_at(matrix, 4, 0), 2);
    assert_int_equal(rank_at(matrix, 0, 0), 4);
    assert_int_equal(rank_at(matrix, 5, 0), GEO_NO_INTEGER);
    assert_int_equal(matrix->ranked[0], 5);
    assert_int_equal(geo_matrix_band(matrix, 1, 0), GEO_BAND_ABOVE);
    assert_int_equal(geo_matrix_band(matrix, 3, 0), GEO_BAND_NONE);
    assert_int_equal(geo_matrix_count(matrix, 1, 1), 30);
    assert_string_equal(geo_warning(*state, geo_warning_count(*state) - 1),
                        "1 area has no population and so no rate, and is left out of mean and SD: "
                        "W1");
    geo_matrix_free(matrix);
}

static void levels_and_branches(void **state)
{
    static const struct {
        int32_t branch;
        size_t levels;
        size_t count;
        int32_t last;
    } cases[] = {{GEO_NO_CODE, 1, 2, DISORDER}, {GEO_NO_CODE, 3, 5, DISORDER},
                 {GEO_NO_CODE, 0, 5, DISORDER}, {ALL_CRIME, 2, 3, ARSON},
                 {THEFT, 2, 2, BICYCLES},       {THEFT, 1, 1, THEFT},
                 {WITCHCRAFT, 2, 1, WITCHCRAFT}};
    matrix_sample sample;
    make_sample(&sample);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_matrix_options options = GEO_MATRIX_OPTIONS_INIT;
        options.branch = cases[i].branch;
        options.levels = cases[i].levels;
        geo_matrix *matrix = make_matrix(*state, &sample, &options);
        assert_int_equal(matrix->category_count, cases[i].count);
        assert_int_equal(matrix->category[matrix->category_count - 1], cases[i].last);
        geo_matrix_free(matrix);
    }
}

/* What is shown makes no difference to mean, SD and ranks; the reference does. */
static void what_is_shown_and_what_is_the_reference(void **state)
{
    matrix_sample sample;
    make_sample(&sample);
    geo_matrix_options options = GEO_MATRIX_OPTIONS_INIT;
    geo_filter *west = make_filter(*state, "parent = 'West'");
    geo_filter *east = make_filter(*state, "parent = 'East'");
    options.show = west;
    geo_matrix *matrix = make_matrix(*state, &sample, &options);
    assert_order(matrix, "W4 W5 W1");
    assert_true(is_near(matrix->reference[0].mean, 20, 1e-12));
    assert_int_equal(rank_at(matrix, 3, 0), 2);
    assert_string_equal(matrix->shown_where, "parent = 'West'");
    geo_matrix_free(matrix);
    options.reference = east;
    options.sd = GEO_SD_SAMPLE;
    matrix = make_matrix(*state, &sample, &options);
    assert_int_equal(matrix->reference_count, 3);
    assert_true(is_near(matrix->reference[0].sd, sqrt(300), 1e-12)); /* of 10, 40, 10 */
    assert_int_equal(rank_at(matrix, 3, 0), GEO_NO_INTEGER);
    assert_int_equal(rank_at(matrix, 0, 0), 2);
    geo_matrix_free(matrix);
    geo_filter_free(west);
    geo_filter_free(east);
}

static void a_category_has_its_own_denominator(void **state)
{
    matrix_sample sample;
    const double households[SAMPLE_AREAS] = {100, 100, 100, 100, 0, 100};
    make_sample(&sample);
    sample.denominator[THEFT] = households;
    sample.counts.years = 0.5;
    geo_matrix *matrix = make_matrix(*state, &sample, NULL);
    assert_true(rate_at(matrix, 0, 0) == 20);
    assert_true(rate_at(matrix, 0, 1) == 80);
    assert_true(isnan(rate_at(matrix, 4, 1)));
    assert_int_equal(matrix->reference[1].count, 5);
    geo_matrix_free(matrix);
}

static void what_makes_no_sense_is_refused(void **state)
{
    matrix_sample sample;
    geo_matrix *matrix = NULL;
    geo_matrix_options options = GEO_MATRIX_OPTIONS_INIT;
    make_sample(&sample);
    sample.counts.years = 0;
    assert_int_equal(geo_matrix_make(*state, &sample.counts, NULL, &matrix), GEO_ERROR_USAGE);
    make_sample(&sample);
    options.branch = SAMPLE_NODES;
    assert_int_equal(geo_matrix_make(*state, &sample.counts, &options, &matrix), GEO_ERROR_USAGE);
    options.branch = GEO_NO_CODE;
    sample.tree.count = 0;
    assert_int_equal(geo_matrix_make(*state, &sample.counts, NULL, &matrix), GEO_ERROR_USAGE);
    make_sample(&sample);
    sample.denominator[THEFT] = NULL;
    assert_int_equal(geo_matrix_make(*state, &sample.counts, NULL, &matrix), GEO_ERROR_USAGE);
    make_sample(&sample);
    sample.count[7] = -1;
    assert_int_equal(geo_matrix_make(*state, &sample.counts, NULL, &matrix), GEO_ERROR_DATA);
    assert_string_equal(geo_message(*state), "wards.gpkg: area W2 has a count out of range");
    make_sample(&sample);
    geo_filter *nowhere = make_filter(*state, "parent = 'North'");
    options.reference = nowhere;
    assert_int_equal(geo_matrix_make(*state, &sample.counts, &options, &matrix), GEO_ERROR_USAGE);
    assert_string_equal(geo_message(*state), "wards.gpkg: no area is in the reference: none has "
                                             "parent = 'North'");
    geo_filter_free(nowhere);
    const double nobody[SAMPLE_AREAS] = {0, 0, 0, 0, 0, 0};
    sample.denominator[ARSON] = nobody;
    assert_int_equal(geo_matrix_make(*state, &sample.counts, NULL, &matrix), GEO_ERROR_DATA);
    assert_string_equal(geo_message(*state), "Arson & Damage: no area has a rate: none of the 6 "
                                             "areas has a population");
    assert_null(matrix);
}

/* ---- tables --------------------------------------------------------------------------------- */

static void columns_of_each_layout(void **state)
{
    matrix_sample sample;
    make_sample(&sample);
    geo_matrix *matrix = make_matrix(*state, &sample, NULL);
    geo_matrix_layout layout = GEO_MATRIX_LAYOUT_INIT;
    geo_table *table = table_of(*state, matrix, NULL);
    assert_columns(table, "code name parent all_crime_rate theft_rate arson_damage_rate "
                          "disorder_rate");
    assert_string_equal(table->column[5].heading, "Arson & Damage");
    assert_null(table->column[5].group);
    geo_table_free(table);
    layout.values = GEO_MATRIX_BOTH;
    layout.bands = true;
    table = table_of(*state, matrix, &layout);
    assert_int_equal(table->column_count, 3 + 3 * 4);
    assert_string_equal(table->column[3].name, "all_crime_count");
    assert_string_equal(table->column[4].heading, "rate");
    assert_string_equal(table->column[5].group, "All crime");
    assert_string_equal(table->column[5].text[0], "Above");
    assert_int_equal(geo_table_mark(&table->column[4], 0), GEO_MARK_ABOVE);
    geo_table_free(table);
    geo_matrix_free(matrix);
}

static void names_that_would_clash_get_numbers(void **state)
{
    matrix_sample sample;
    make_sample(&sample);
    static char one[] = "A/B", other[] = "a b", third[] = "(A) b!";
    char *names[SAMPLE_NODES] = {sample.tree.name[0], one,  sample.tree.name[2], other,
                                 sample.tree.name[4], third};
    sample.tree.name = names;
    geo_matrix *matrix = make_matrix(*state, &sample, NULL);
    geo_table *table = table_of(*state, matrix, NULL);
    assert_columns(table, "code name parent all_crime_rate a_b_rate a_b_2_rate a_b_3_rate");
    geo_table_free(table);
    geo_matrix_free(matrix);
}

/* Sums leave out the count of W1, which has no population, from rates alone. */
static void rows_at_the_foot(void **state)
{
    matrix_sample sample;
    make_sample(&sample);
    geo_matrix_options options = GEO_MATRIX_OPTIONS_INIT;
    geo_matrix_layout layout = GEO_MATRIX_LAYOUT_INIT;
    geo_filter *west = make_filter(*state, "parent = 'West'");
    options.show = west;
    layout.values = GEO_MATRIX_BOTH;
    geo_matrix *matrix = make_matrix(*state, &sample, &options);
    geo_table *table = table_of(*state, matrix, &layout);
    assert_int_equal(table->row_count, 3 + 5);
    assert_null(geo_table_find(table, "parent"));
    assert_true(is_near(real_at(table, "all_crime_rate", "West"), 1000 * 30 / 1500.0, 1e-12));
    assert_true(
        is_near(real_at(table, "all_crime_rate", "All 6 areas"), 1000 * 100 / 5500.0, 1e-12));
    assert_int_equal(
        geo_table_find(table, "all_crime_count")->integer[row_named(table, "All 6 areas")], 107);
    assert_true(is_near(real_at(table, "all_crime_rate", "Mean of areas"), 20, 1e-12));
    assert_true(is_near(real_at(table, "all_crime_rate", "Above: over"), 20 + sqrt(120), 1e-12));
    assert_true(is_near(real_at(table, "all_crime_rate", "Significantly above: over"),
                        20 + 2 * sqrt(120), 1e-12));
    for (size_t row = 0; row < table->row_count; row++) {
        assert_int_equal(table->is_total[row], row >= 3);
        assert_int_equal(table->area[row] == GEO_NO_CODE, row >= 3);
    }
    assert_note(table, "3 of 6 areas shown: those where parent = 'West'");
    assert_note(table, "Areas without population, left out of mean and SD: 1");
    assert_note(table, "Left out, being without any incident: Witchcraft");
    geo_table_free(table);
    layout.totals = GEO_MATRIX_SUMS;
    layout.top = 1;
    table = table_of(*state, matrix, &layout);
    assert_int_equal(table->row_count, 1 + 2);
    assert_true(is_near(real_at(table, "all_crime_rate", "West"), 20, 1e-12));
    assert_note(table, "1 of 6 areas shown: those where parent = 'West'; the first of them");
    geo_table_free(table);
    geo_matrix_free(matrix);
    geo_filter_free(west);
}

static void the_long_table_tells_all_of_a_rate(void **state)
{
    matrix_sample sample;
    make_sample(&sample);
    geo_matrix *matrix = make_matrix(*state, &sample, NULL);
    geo_table *table = NULL;
    double lower, upper;
    assert_int_equal(geo_matrix_long_table(*state, matrix, NULL, &table), GEO_OK);
    assert_columns(table, "code name parent category level count population rate_per_1000 "
                          "rate_lower_95 rate_upper_95 band rank ranked z");
    assert_int_equal(table->row_count, 6 * 4);
    assert_string_equal(geo_table_find(table, "category")->text[1], "Theft");
    assert_int_equal(geo_table_find(table, "level")->integer[1], 1);
    assert_int_equal(geo_table_find(table, "count")->integer[1], 30);
    assert_string_equal(geo_table_find(table, "band")->text[0], "Above");
    assert_int_equal(geo_table_find(table, "rank")->integer[4], 2);
    assert_int_equal(geo_table_find(table, "ranked")->integer[4], 5);
    assert_true(is_near(geo_table_find(table, "z")->real[0], 20 / sqrt(120), 1e-12));
    geo_count_interval(5, 0.95, &lower, &upper);
    assert_true(is_near(geo_table_find(table, "rate_lower_95")->real[3], lower, 1e-12));
    assert_true(is_near(geo_table_find(table, "rate_upper_95")->real[3], upper, 1e-12));
    geo_table_free(table);
    geo_matrix_free(matrix);
}

static void layouts_out_of_range(void **state)
{
    matrix_sample sample;
    make_sample(&sample);
    geo_matrix *matrix = make_matrix(*state, &sample, NULL);
    geo_matrix_layout layout = GEO_MATRIX_LAYOUT_INIT;
    geo_table *table = NULL;
    layout.level = 1;
    assert_int_equal(geo_matrix_long_table(*state, matrix, &layout, &table), GEO_ERROR_USAGE);
    layout.level = 0.95;
    layout.round_to = -1;
    assert_int_equal(geo_matrix_table(*state, matrix, &layout, &table), GEO_ERROR_USAGE);
    assert_null(table);
    geo_matrix_free(matrix);
}

/* ---- hidden --------------------------------------------------------------------------------- */

/* Nothing small is left, hidden cells have neither rate nor rank, and what is hidden of the areas
 * cannot be had by taking those that are shown from the sum. */
static void small_counts_are_kept_back(void **state)
{
    matrix_sample sample;
    make_sample(&sample);
    geo_matrix_options options = GEO_MATRIX_OPTIONS_INIT;
    options.suppress_below = 5;
    geo_matrix *matrix = make_matrix(*state, &sample, &options);
    geo_table *table = NULL;
    assert_true(matrix->suppression.small >= 6);
    for (size_t area = 0; area < SAMPLE_AREAS; area++)
        for (size_t i = 0; i < matrix->category_count; i++) {
            int64_t count = geo_matrix_count(matrix, area, i);
            bool is_hidden = geo_matrix_is_hidden(matrix, area, i);
            assert_true(is_hidden || count == 0 || count >= 5);
            assert_true(!is_hidden || isnan(rate_at(matrix, area, i)));
            assert_true(!is_hidden || rank_at(matrix, area, i) == GEO_NO_INTEGER);
        }
    for (size_t i = 0; i < matrix->category_count; i++) {
        size_t hidden = matrix->hidden_totals[i] ? 1 : 0;
        for (size_t area = 0; area < SAMPLE_AREAS; area++)
            hidden += geo_matrix_is_hidden(matrix, area, i);
        assert_true(hidden != 1);
    }
    assert_int_equal(geo_matrix_long_table(*state, matrix, NULL, &table), GEO_OK);
    const geo_column *count = geo_table_find(table, "count");
    for (size_t row = 0; row < table->row_count; row++)
        assert_int_equal(geo_table_mark(count, row) == GEO_MARK_HIDDEN,
                         count->integer[row] == GEO_NO_INTEGER);
    geo_table_free(table);
    geo_matrix_free(matrix);
}

/* The other areas' sum must not give a small one away either. */
static void one_area_that_is_not_shown(void **state)
{
    matrix_sample sample;
    make_sample(&sample);
    geo_matrix_options options = GEO_MATRIX_OPTIONS_INIT;
    geo_filter *all_but_one = make_filter(*state, "code <> 'W6'");
    options.show = all_but_one;
    options.suppress_below = 5;
    geo_matrix *matrix = make_matrix(*state, &sample, &options);
    geo_table *table = table_of(*state, matrix, NULL);
    assert_true(matrix->hidden_totals[1]); /* 4 thefts in W6 */
    size_t row = row_named(table, "All 6 areas");
    assert_int_equal(geo_table_mark(geo_table_find(table, "theft_rate"), row), GEO_MARK_HIDDEN);
    assert_true(isnan(geo_table_find(table, "theft_rate")->real[row]));
    geo_table_free(table);
    geo_matrix_free(matrix);
    options.reference = all_but_one;
    options.show = NULL;
    assert_int_equal(geo_matrix_make(*state, &sample.counts, &options, &matrix), GEO_ERROR_USAGE);
    geo_filter_free(all_but_one);
}

/* ---- memory --------------------------------------------------------------------------------- */

static geo_status make_tables(geo_context *context, void *data)
{
    const matrix_sample *sample = data;
    geo_matrix_options options = GEO_MATRIX_OPTIONS_INIT;
    geo_matrix_layout layout = GEO_MATRIX_LAYOUT_INIT;
    geo_matrix *matrix = NULL;
    geo_table *wide = NULL, *tall = NULL;
    options.suppress_below = 3;
    layout.values = GEO_MATRIX_BOTH;
    layout.bands = true;
    geo_status status = geo_matrix_make(context, &sample->counts, &options, &matrix);
    if (status == GEO_OK)
        status = geo_matrix_table(context, matrix, &layout, &wide);
    if (status == GEO_OK)
        status = geo_matrix_long_table(context, matrix, &layout, &tall);
    geo_table_free(wide);
    geo_table_free(tall);
    geo_matrix_free(matrix);
    return status;
}

static void every_failed_allocation_is_reported(void **state)
{
    matrix_sample sample;
    (void)state;
    make_sample(&sample);
    assert_true(fail_each_allocation(make_tables, &sample) > 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(rates_ranks_and_order),
        UNIT_TEST(levels_and_branches),
        UNIT_TEST(what_is_shown_and_what_is_the_reference),
        UNIT_TEST(a_category_has_its_own_denominator),
        UNIT_TEST(what_makes_no_sense_is_refused),
        UNIT_TEST(columns_of_each_layout),
        UNIT_TEST(names_that_would_clash_get_numbers),
        UNIT_TEST(rows_at_the_foot),
        UNIT_TEST(the_long_table_tells_all_of_a_rate),
        UNIT_TEST(layouts_out_of_range),
        UNIT_TEST(small_counts_are_kept_back),
        UNIT_TEST(one_area_that_is_not_shown),
        UNIT_TEST(every_failed_allocation_is_reported),
    };
    return cmocka_run_group_tests_name("matrix", tests, NULL, NULL);
}
