/* Crosstabs with one number a cell. */
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

static geo_crosstab ages_by_sex(const char *row_name)
{
    return (geo_crosstab){.row_name = row_name,
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
    assert_int_equal(geo_table_set_title(*state, made->table, "Ages by sex"), GEO_OK);
    return made;
}

static geo_table *pick(void **state, const geo_crosstab_table *made, geo_crosstab_value value)
{
    geo_table *picked = NULL;
    assert_int_equal(geo_crosstab_pick(*state, made, value, &picked), GEO_OK);
    return picked;
}

static void assert_names(const geo_table *table, const char *const *name, size_t count)
{
    assert_int_equal(table->column_count, count);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(table->column[i].name, name[i]);
}

static void counts_keep_what_is_not_known(void **state)
{
    static const char *const names[] = {"age", "f", "m", "not_known", "total"};
    const geo_crosstab crosstab = ages_by_sex("Age");
    geo_crosstab_table *made = make(state, &crosstab, NULL);
    geo_table *picked = pick(state, made, GEO_CROSSTAB_COUNTS);
    assert_names(picked, names, 5);
    assert_string_equal(picked->column[0].text[2], "not known");
    assert_string_equal(picked->column[1].heading, "F");
    assert_int_equal(picked->column[1].integer[1], 65);
    assert_int_equal(picked->column[3].integer[2], 7);
    assert_int_equal(picked->column[4].integer[3], 110);
    assert_true(picked->is_total[3]);
    assert_string_equal(picked->title, "Ages by sex");
    assert_int_equal(picked->note_count, made->table->note_count);
    geo_table_free(picked);
    geo_crosstab_table_free(made);
}

static void rates_keep_their_marks(void **state)
{
    static const char *const names[] = {"age", "f", "m", "total"};
    const geo_crosstab crosstab = ages_by_sex("Age");
    geo_crosstab_options options = GEO_CROSSTAB_OPTIONS_INIT;
    options.shares = GEO_SHARES_ROWS;
    options.decimals = 2;
    geo_crosstab_table *made = make(state, &crosstab, &options);
    geo_table *picked = pick(state, made, GEO_CROSSTAB_RATES);
    assert_names(picked, names, 4);
    assert_true(fabs(picked->column[1].real[1] - 130) < 1e-9);
    assert_int_equal(picked->column[1].decimals, 2);
    assert_int_equal(geo_table_mark(&picked->column[1], 1), GEO_MARK_HIGHER);
    assert_non_null(picked->mark_text[GEO_MARK_HIGHER]);
    /* Of what is not known there is no rate. */
    assert_int_equal(picked->row_count, 3);
    assert_string_equal(picked->column[0].text[2], "total");
    assert_true(picked->is_total[2]);
    geo_table_free(picked);
    picked = pick(state, made, GEO_CROSSTAB_PERCENTS);
    assert_names(picked, names, 4);
    assert_true(fabs(picked->column[1].real[0] - 20) < 1e-9);
    assert_true(fabs(picked->column[3].real[0] - 100) < 1e-9);
    geo_table_free(picked);
    geo_crosstab_table_free(made);
}

static void hidden_counts_stay_hidden(void **state)
{
    const geo_crosstab crosstab = ages_by_sex("Age");
    geo_crosstab_options options = GEO_CROSSTAB_OPTIONS_INIT;
    options.suppress_below = 5;
    geo_crosstab_table *made = make(state, &crosstab, &options);
    geo_table *picked = pick(state, made, GEO_CROSSTAB_COUNTS);
    assert_int_equal(picked->column[3].integer[0], GEO_NO_INTEGER);
    assert_int_equal(geo_table_mark(&picked->column[3], 0), GEO_MARK_HIDDEN);
    geo_table_free(picked);
    geo_crosstab_table_free(made);
}

static void one_field_keeps_its_names(void **state)
{
    static const char *const names[] = {"age", "count"};
    geo_crosstab crosstab = ages_by_sex("Age");
    const char *const none[] = {NULL};
    crosstab.column_name = NULL;
    crosstab.column_count = 1;
    crosstab.column = none;
    geo_crosstab_table *made = make(state, &crosstab, NULL);
    geo_table *picked = pick(state, made, GEO_CROSSTAB_COUNTS);
    assert_names(picked, names, 2);
    geo_table_free(picked);
    geo_crosstab_table_free(made);
}

static void no_two_columns_have_the_same_name(void **state)
{
    static const char *const names[] = {"f", "f_2", "m", "total"};
    const geo_crosstab crosstab = ages_by_sex("F");
    geo_crosstab_table *made = make(state, &crosstab, NULL);
    geo_table *picked = pick(state, made, GEO_CROSSTAB_RATES);
    assert_names(picked, names, 4);
    geo_table_free(picked);
    geo_crosstab_table_free(made);
}

static void what_is_not_there_is_refused(void **state)
{
    geo_crosstab crosstab = ages_by_sex("Age");
    geo_table *picked = NULL;
    crosstab.population = NULL;
    geo_crosstab_table *made = make(state, &crosstab, NULL);
    assert_int_equal(geo_crosstab_pick(*state, made, GEO_CROSSTAB_RATES, &picked), GEO_ERROR_USAGE);
    assert_string_equal(geo_message(*state), "the crosstab has no rates");
    assert_int_equal(geo_crosstab_pick(*state, made, GEO_CROSSTAB_PERCENTS, &picked),
                     GEO_ERROR_USAGE);
    assert_null(picked);
    geo_crosstab_table_free(made);
}

static geo_status job(geo_context *context, void *made)
{
    geo_table *picked = NULL;
    geo_status status = geo_crosstab_pick(context, made, GEO_CROSSTAB_RATES, &picked);
    geo_table_free(picked);
    return status;
}

static void memory_may_run_out_anywhere(void **state)
{
    const geo_crosstab crosstab = ages_by_sex("F");
    geo_crosstab_table *made = make(state, &crosstab, NULL);
    assert_true(fail_each_allocation(job, made) > 20);
    geo_crosstab_table_free(made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(counts_keep_what_is_not_known),     UNIT_TEST(rates_keep_their_marks),
        UNIT_TEST(hidden_counts_stay_hidden),         UNIT_TEST(one_field_keeps_its_names),
        UNIT_TEST(no_two_columns_have_the_same_name), UNIT_TEST(what_is_not_there_is_refused),
        UNIT_TEST(memory_may_run_out_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
