/* Counts by two fields. */
#include <math.h>
#include <string.h>

#include <geo/tables.h>

#include "allocations.h"
#include "unit.h"

static const char *const ages[] = {"0-9", "10-17", NULL};
static const char *const sexes[] = {"F", "M", NULL};
static const int64_t counts[] = {5, 20, 1, 65, 10, 0, 2, 0, 7};
static const double people[] = {1000,        1000,        (double)NAN, 500,        1500,
                                (double)NAN, (double)NAN, (double)NAN, (double)NAN};

static geo_crosstab ages_by_sex(void)
{
    return (geo_crosstab){.row_name = "Victim Age",
                          .row_count = 3,
                          .row = ages,
                          .column_name = "Sex",
                          .column_count = 3,
                          .column = sexes,
                          .count = counts,
                          .population = people};
}

static geo_crosstab_table *make(void **state, const geo_crosstab *crosstab,
                                const geo_crosstab_options *options)
{
    geo_crosstab_table *made = NULL;
    assert_int_equal(geo_crosstab_make(*state, crosstab, options, &made), GEO_OK);
    return made;
}

static const int64_t *whole(const geo_crosstab_table *made, const char *name)
{
    const geo_column *column = geo_table_find(made->table, name);
    assert_non_null(column);
    return column->integer;
}

static const double *real(const geo_crosstab_table *made, const char *name)
{
    const geo_column *column = geo_table_find(made->table, name);
    assert_non_null(column);
    return column->real;
}

static void assert_near(double number, double wanted)
{
    assert_true(fabs(number - wanted) < 1e-6);
}

static void totals_hold_all_rows(void **state)
{
    const geo_crosstab crosstab = ages_by_sex();
    geo_crosstab_table *made = make(state, &crosstab, NULL);
    assert_int_equal(made->table->row_count, 4);
    assert_string_equal(made->table->column[0].text[2], "not known");
    assert_string_equal(made->table->column[0].text[3], "total");
    assert_int_equal(whole(made, "f_count")[3], 72);
    assert_int_equal(whole(made, "not_known_count")[3], 8);
    assert_int_equal(whole(made, "total_count")[0], 26);
    assert_int_equal(whole(made, "total_count")[3], 110);
    assert_null(geo_table_find(made->table, "not_known_rate_per_1000"));
    geo_crosstab_table_free(made);
}

/* Intervals of 5, 20 and 65: the worked values of geo_count_interval(). */
static void rates_are_of_what_is_known(void **state)
{
    const geo_crosstab crosstab = ages_by_sex();
    geo_crosstab_table *made = make(state, &crosstab, NULL);
    assert_near(real(made, "f_rate_per_1000")[0], 5);
    assert_near(real(made, "f_rate_lower_95")[0], 1.623486);
    assert_near(real(made, "m_rate_upper_95")[0], 30.889880);
    assert_near(real(made, "f_rate_lower_95")[1], 100.326376);
    assert_near(real(made, "total_rate_per_1000")[0], 12.5);
    assert_near(real(made, "f_rate_per_1000")[3], 1000 * 70 / 1500.0);
    assert_near(real(made, "total_rate_per_1000")[3], 25);
    assert_true(isnan(real(made, "f_rate_per_1000")[2]));
    const geo_column *rate = geo_table_find(made->table, "f_rate_per_1000");
    assert_int_equal(geo_table_mark(rate, 0), GEO_MARK_LOWER);
    assert_int_equal(geo_table_mark(rate, 1), GEO_MARK_HIGHER);
    assert_int_equal(geo_table_mark(geo_table_find(made->table, "m_rate_per_1000"), 0),
                     GEO_MARK_NONE);
    geo_crosstab_table_free(made);
}

static void rates_are_scaled_to_a_year(void **state)
{
    const geo_crosstab crosstab = ages_by_sex();
    geo_crosstab_options options = GEO_CROSSTAB_OPTIONS_INIT;
    options.years = 2;
    geo_crosstab_table *made = make(state, &crosstab, &options);
    assert_near(real(made, "f_rate_per_1000")[0], 2.5);
    assert_int_equal(geo_table_mark(geo_table_find(made->table, "f_rate_per_1000"), 1),
                     GEO_MARK_HIGHER);
    geo_crosstab_table_free(made);
}

static void shares_are_of_what_is_known(void **state)
{
    const geo_crosstab crosstab = ages_by_sex();
    geo_crosstab_options options = GEO_CROSSTAB_OPTIONS_INIT;
    options.shares = GEO_SHARES_ROWS;
    geo_crosstab_table *made = make(state, &crosstab, &options);
    assert_near(real(made, "f_percent")[0], 20);
    assert_near(real(made, "f_percent")[3], 70);
    assert_near(real(made, "total_percent")[1], 100);
    assert_true(isnan(real(made, "f_percent")[2]));
    geo_crosstab_table_free(made);
    options.shares = GEO_SHARES_COLUMNS;
    made = make(state, &crosstab, &options);
    assert_near(real(made, "m_percent")[0], 100 * 20 / 30.0);
    assert_near(real(made, "total_percent")[0], 25);
    geo_crosstab_table_free(made);
    options.shares = GEO_SHARES_ALL;
    made = make(state, &crosstab, &options);
    assert_near(real(made, "f_percent")[1], 65);
    assert_near(real(made, "total_percent")[3], 100);
    geo_crosstab_table_free(made);
}

static void one_field_has_one_column(void **state)
{
    const char *const none[] = {NULL};
    const int64_t count[] = {30, 10, 5};
    geo_crosstab_options options = GEO_CROSSTAB_OPTIONS_INIT;
    const geo_crosstab crosstab = {"Age", 3, ages, NULL, 1, none, count, NULL, 0};
    options.shares = GEO_SHARES_COLUMNS;
    geo_crosstab_table *made = make(state, &crosstab, &options);
    assert_int_equal(made->table->column_count, 3);
    assert_int_equal(whole(made, "count")[3], 45);
    assert_near(real(made, "percent")[0], 75);
    assert_near(real(made, "percent")[3], 100);
    geo_crosstab_table_free(made);
}

static void labels_that_make_the_same_name_are_told_apart(void **state)
{
    const char *const column[] = {"<18", "18", "Anti-social behaviour", "£"};
    const int64_t count[] = {1, 2, 3, 4};
    const geo_crosstab crosstab = {"Age", 1, ages, "Kind", 4, column, count, NULL, 0};
    geo_crosstab_table *made = make(state, &crosstab, NULL);
    assert_int_equal(whole(made, "18_count")[0], 1);
    assert_int_equal(whole(made, "18_2_count")[0], 2);
    assert_int_equal(whole(made, "anti_social_behaviour_count")[0], 3);
    assert_int_equal(whole(made, "other_count")[0], 4);
    geo_crosstab_table_free(made);
}

/* ---- populations that rows or columns share -------------------------------------------------- */

/* Kinds of incident in places of 1,000 and 3,000 people, and where it is not known. */
static const char *const kinds[] = {"Burglary", "Robbery"};
static const char *const places[] = {"1", "2", NULL};
static const int64_t kind_counts[] = {65, 20, 3, 5, 10, 1};
static const double residents[] = {1000, 3000, (double)NAN, 1000, 3000, (double)NAN};

static geo_crosstab kinds_by_place(void)
{
    return (geo_crosstab){.row_name = "Kind",
                          .row_count = 2,
                          .row = kinds,
                          .column_name = "Decile",
                          .column_count = 3,
                          .column = places,
                          .count = kind_counts,
                          .population = residents,
                          .population_of = GEO_POPULATION_OF_COLUMNS};
}

static void rows_share_the_people_of_a_column(void **state)
{
    const geo_crosstab crosstab = kinds_by_place();
    geo_crosstab_table *made = make(state, &crosstab, NULL);
    assert_near(real(made, "1_rate_per_1000")[1], 5);
    assert_near(real(made, "1_population")[2], 1000);
    assert_near(real(made, "1_rate_per_1000")[2], 70);
    assert_near(real(made, "total_population")[0], 4000);
    assert_near(real(made, "total_population")[2], 4000);
    assert_near(real(made, "total_rate_per_1000")[0], 1000 * 85 / 4000.0);
    assert_near(real(made, "total_rate_per_1000")[2], 25);
    geo_crosstab_table_free(made);
}

/* Robbery, 5 in 1,000 (1.6 to 11.7), is beside the 3.75 of all robbery, not the 25 of all kinds. */
static void rows_are_compared_with_themselves(void **state)
{
    const geo_crosstab crosstab = kinds_by_place();
    geo_crosstab_table *made = make(state, &crosstab, NULL);
    const geo_column *first = geo_table_find(made->table, "1_rate_per_1000");
    const geo_column *second = geo_table_find(made->table, "2_rate_per_1000");
    assert_int_equal(geo_table_mark(first, 0), GEO_MARK_HIGHER);
    assert_int_equal(geo_table_mark(first, 1), GEO_MARK_NONE);
    assert_int_equal(geo_table_mark(first, 2), GEO_MARK_HIGHER);
    assert_int_equal(geo_table_mark(second, 0), GEO_MARK_LOWER);
    assert_int_equal(geo_table_mark(second, 2), GEO_MARK_LOWER);
    assert_int_equal(geo_table_mark(geo_table_find(made->table, "total_rate_per_1000"), 1),
                     GEO_MARK_NONE);
    assert_string_equal(made->table->mark_text[GEO_MARK_LOWER],
                        "Lower: the interval lies below the rate of the whole row");
    geo_crosstab_table_free(made);
}

/* The same the other way round. */
static void columns_share_the_people_of_a_row(void **state)
{
    const int64_t count[] = {65, 5, 20, 10, 3, 1};
    const double people_of_places[] = {1000, 1000, 3000, 3000, (double)NAN, (double)NAN};
    const geo_crosstab crosstab = {.row_name = "Decile",
                                   .row_count = 3,
                                   .row = places,
                                   .column_name = "Kind",
                                   .column_count = 2,
                                   .column = kinds,
                                   .count = count,
                                   .population = people_of_places,
                                   .population_of = GEO_POPULATION_OF_ROWS};
    geo_crosstab_table *made = make(state, &crosstab, NULL);
    const geo_column *robbery = geo_table_find(made->table, "robbery_rate_per_1000");
    assert_near(robbery->real[0], 5);
    assert_int_equal(geo_table_mark(robbery, 0), GEO_MARK_NONE);
    assert_near(real(made, "robbery_population")[3], 4000);
    assert_near(real(made, "total_population")[0], 1000);
    assert_near(real(made, "total_rate_per_1000")[0], 70);
    assert_near(real(made, "total_rate_per_1000")[3], 25);
    geo_crosstab_table_free(made);
}

/* ---- small counts --------------------------------------------------------------------------- */

/* Whoever sees the table must not get a hidden count by subtraction, nor from shares and rates. */
static void small_counts_cannot_be_worked_out(void **state)
{
    const geo_crosstab crosstab = ages_by_sex();
    geo_crosstab_options options = GEO_CROSSTAB_OPTIONS_INIT;
    options.suppress_below = 5;
    options.shares = GEO_SHARES_ROWS;
    geo_crosstab_table *made = make(state, &crosstab, &options);
    const int64_t *unknown = whole(made, "not_known_count");
    assert_int_equal(unknown[0], GEO_NO_INTEGER);
    assert_int_equal(whole(made, "f_count")[2], GEO_NO_INTEGER);
    assert_int_equal(made->suppression.small, 2);
    assert_true(made->suppression.others >= 2);
    /* The base of the first row's shares and of its rate is its total less what is hidden. */
    assert_true(isnan(real(made, "m_percent")[0]));
    assert_true(isnan(real(made, "total_rate_per_1000")[0]));
    geo_crosstab_table_free(made);
}

static void every_count_that_is_shown_is_large(void **state)
{
    geo_crosstab crosstab = ages_by_sex();
    geo_crosstab_options options = GEO_CROSSTAB_OPTIONS_INIT;
    int64_t count[9];
    options.suppress_below = 4;
    crosstab.count = count;
    for (int seed = 0; seed < 1000; seed++) {
        for (int i = 0; i < 9; i++)
            count[i] = (seed * 7919 + i * 104729 + seed * i * 31) % 13;
        geo_crosstab_table *made = make(state, &crosstab, &options);
        for (size_t i = 0; i < made->table->column_count; i++)
            for (size_t row = 0; made->table->column[i].integer && row < 4; row++) {
                int64_t shown = made->table->column[i].integer[row];
                assert_true(shown <= 0 || shown >= 4);
            }
        geo_crosstab_table_free(made);
    }
}

/* ---- errors --------------------------------------------------------------------------------- */

static void what_makes_no_sense_is_refused(void **state)
{
    geo_crosstab crosstab = ages_by_sex();
    geo_crosstab_options options = GEO_CROSSTAB_OPTIONS_INIT;
    geo_crosstab_table *made = NULL;
    const int64_t negative[9] = {-1};
    options.years = 0;
    assert_int_equal(geo_crosstab_make(*state, &crosstab, &options, &made), GEO_ERROR_USAGE);
    crosstab.column_name = NULL;
    assert_int_equal(geo_crosstab_make(*state, &crosstab, NULL, &made), GEO_ERROR_USAGE);
    crosstab.column_name = "Sex";
    crosstab.count = negative;
    assert_int_equal(geo_crosstab_make(*state, &crosstab, NULL, &made), GEO_ERROR_DATA);
}

static geo_status job(geo_context *context, void *data)
{
    const geo_crosstab crosstab = ages_by_sex();
    geo_crosstab_table *made = NULL;
    geo_status status = geo_crosstab_make(context, &crosstab, data, &made);
    geo_crosstab_table_free(made);
    return status;
}

static void memory_may_run_out_anywhere(void **state)
{
    geo_crosstab_options options = GEO_CROSSTAB_OPTIONS_INIT;
    (void)state;
    options.suppress_below = 5;
    options.round_to = 5;
    options.shares = GEO_SHARES_ALL;
    assert_true(fail_each_allocation(job, &options) > 40);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(totals_hold_all_rows),
        UNIT_TEST(rates_are_of_what_is_known),
        UNIT_TEST(rates_are_scaled_to_a_year),
        UNIT_TEST(shares_are_of_what_is_known),
        UNIT_TEST(one_field_has_one_column),
        UNIT_TEST(labels_that_make_the_same_name_are_told_apart),
        UNIT_TEST(rows_share_the_people_of_a_column),
        UNIT_TEST(rows_are_compared_with_themselves),
        UNIT_TEST(columns_share_the_people_of_a_row),
        UNIT_TEST(small_counts_cannot_be_worked_out),
        UNIT_TEST(every_count_that_is_shown_is_large),
        UNIT_TEST(what_makes_no_sense_is_refused),
        UNIT_TEST(memory_may_run_out_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
