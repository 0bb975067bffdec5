/* Which group of deprivation areas are in. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <geo/deprivation.h>

#include "allocations.h"
#include "near.h"
#include "unit.h"

/* Six LSOAs "A" to "F" of 2011 with the national ranks below, of 100. */
#define ROWS 6
static const double ranks[ROWS] = {3, 95, 12, 40, 12, (double)NAN};

static geo_status make_rows(geo_context *context, geo_deprivation **out)
{
    geo_deprivation *made = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *made, &made);
    if (status == GEO_OK)
        status = geo_dictionary_new(context, &made->codes);
    if (status == GEO_OK)
        status = geo_alloc_array(context, ROWS, sizeof *made->decile, &made->decile);
    if (status == GEO_OK)
        status = geo_alloc_array(context, ROWS, sizeof *made->rank, &made->rank);
    if (status == GEO_OK)
        status = geo_copy_text(context, "imd.csv", &made->path);
    if (status == GEO_OK)
        status = geo_copy_text(context, "LSOA11CD", &made->code_field);
    for (int32_t i = 0; i < ROWS && status == GEO_OK; i++) {
        int32_t code;
        const char letter = (char)('A' + i);
        status = geo_dictionary_code(context, made->codes, (geo_text){&letter, 1}, &code);
        made->rank[i] = ranks[i];
        made->decile[i] = geo_decile_of_rank(ranks[i], 100);
    }
    if (status != GEO_OK) {
        geo_deprivation_free(made);
        return status;
    }
    made->count = ROWS;
    made->national = 100;
    made->lsoa_year = 2011;
    *out = made;
    return GEO_OK;
}

static geo_deprivation *rows_of(void **state)
{
    geo_deprivation *rows = NULL;
    assert_int_equal(make_rows(*state, &rows), GEO_OK);
    return rows;
}

static void names_and_groups(void **state)
{
    (void)state;
    assert_int_equal(geo_deprivation_group_count(GEO_DEPRIVATION_DECILES), 10);
    assert_int_equal(geo_deprivation_group_count(GEO_DEPRIVATION_QUINTILES), 5);
    assert_int_equal(geo_deprivation_group_count(GEO_DEPRIVATION_TOP_20), 2);
    for (int32_t decile = 1; decile <= 10; decile++) {
        assert_int_equal(geo_deprivation_group_of(GEO_DEPRIVATION_DECILES, decile), decile - 1);
        assert_int_equal(geo_deprivation_group_of(GEO_DEPRIVATION_QUINTILES, decile),
                         (decile + 1) / 2 - 1);
        assert_int_equal(geo_deprivation_group_of(GEO_DEPRIVATION_TOP_20, decile), decile > 2);
    }
    assert_int_equal(geo_deprivation_group_of(GEO_DEPRIVATION_DECILES, 0), GEO_NO_CODE);
    assert_int_equal(geo_deprivation_group_of(GEO_DEPRIVATION_DECILES, 11), GEO_NO_CODE);
    assert_string_equal(geo_deprivation_group_name(GEO_DEPRIVATION_TOP_20, 0), "Most deprived 20%");
}

static void by_code(void **state)
{
    const char *const code[] = {"B", " A ", "D", "C"};
    geo_deprivation *rows = rows_of(state);
    geo_area_deprivation *areas = NULL;
    assert_int_equal(geo_area_deprivation_find(*state, rows, code, 4, NULL, &areas), GEO_OK);
    const int32_t group[] = {9, 0, 3, 1}, row[] = {1, 0, 3, 2};
    assert_memory_equal(areas->group, group, sizeof group);
    assert_memory_equal(areas->row, row, sizeof row);
    assert_true(areas->share[9] == 1 && areas->share[10] == 1 && areas->share[8] == 0);
    assert_true(areas->order[0] == 95);
    assert_int_equal(areas->matched, 4);
    geo_area_deprivation_free(areas);
    geo_deprivation_free(rows);
}

static void those_without_a_row(void **state)
{
    const char *const code[] = {"A", "Z", "F", NULL};
    geo_area_deprivation_options options = GEO_AREA_DEPRIVATION_OPTIONS_INIT;
    geo_deprivation *rows = rows_of(state);
    geo_area_deprivation *areas = NULL;
    options.areas_text = "lsoas.gpkg (code)";
    assert_int_equal(geo_area_deprivation_find(*state, rows, code, 4, &options, &areas),
                     GEO_ERROR_DATA);
    assert_string_equal(geo_message(*state),
                        "imd.csv: only 1 of 4 areas (25.0%) of lsoas.gpkg (code) find their code "
                        "there (field LSOA11CD); at least 95% must: are both of the same year and "
                        "nation? Where they are LSOAs of 2011 and of 2021, give --bridge LOOKUP");
    options.least_match = 0.25;
    assert_int_equal(geo_area_deprivation_find(*state, rows, code, 4, &options, &areas), GEO_OK);
    assert_int_equal(areas->group[1], GEO_NO_CODE);
    assert_int_equal(areas->group[2], GEO_NO_CODE);
    assert_int_equal(areas->row[2], 5);
    assert_true(isnan(areas->order[1]) && isnan(areas->order[2]));
    for (size_t i = 10; i < 40; i++)
        assert_true(areas->share[i] == 0);
    geo_area_deprivation_free(areas);
    geo_deprivation_free(rows);
}

/* Four incidents in A, and one in Z, which is over the border. */
static void those_without_a_row_by_what_is_in_them(void **state)
{
    const char *const code[] = {"A", "Z"};
    const double weight[] = {4, 1};
    geo_area_deprivation_options options = GEO_AREA_DEPRIVATION_OPTIONS_INIT;
    geo_deprivation *rows = rows_of(state);
    geo_area_deprivation *areas = NULL;
    options.weight = weight;
    options.least_match = 0.81;
    assert_int_equal(geo_area_deprivation_find(*state, rows, code, 2, &options, &areas),
                     GEO_ERROR_DATA);
    assert_non_null(
        strstr(geo_message(*state), "only 1 of 2 areas, by the incidents in them (80.0%)"));
    options.least_match = 0.8;
    assert_int_equal(geo_area_deprivation_find(*state, rows, code, 2, &options, &areas), GEO_OK);
    geo_area_deprivation_free(areas);
    geo_deprivation_free(rows);
}

static void years_that_differ(void **state)
{
    const char *const code[] = {"A"};
    geo_area_deprivation_options options = GEO_AREA_DEPRIVATION_OPTIONS_INIT;
    geo_deprivation *rows = rows_of(state);
    geo_area_deprivation *areas = NULL;
    options.lsoa_year = 2021;
    assert_int_equal(geo_area_deprivation_find(*state, rows, code, 1, &options, &areas),
                     GEO_ERROR_DATA);
    assert_non_null(strstr(geo_message(*state), "of 2011 (field LSOA11CD)"));
    assert_non_null(strstr(geo_message(*state), "--bridge LOOKUP"));
    options.lsoa_year = 2011;
    assert_int_equal(geo_area_deprivation_find(*state, rows, code, 1, &options, &areas), GEO_OK);
    geo_area_deprivation_free(areas);
    geo_deprivation_free(rows);
}

/* An area made of A (decile 1) and D (decile 4), and one in none. */
static void over_a_bridge(void **state)
{
    const int32_t from[] = {0, 0}, to[] = {3, 0};
    const double weight[] = {3, 1};
    const char *const code[] = {"new", "other"};
    geo_area_deprivation_options options = GEO_AREA_DEPRIVATION_OPTIONS_INIT;
    geo_deprivation *rows = rows_of(state);
    geo_area_deprivation *areas = NULL;
    geo_correspondence *bridge = NULL;
    assert_int_equal(geo_correspondence_make(*state, 2, ROWS, from, to, weight, 2, NULL, &bridge),
                     GEO_OK);
    options.lsoa_year = 2021;
    options.bridge = bridge;
    options.least_match = 0.5;
    assert_int_equal(geo_area_deprivation_find(*state, rows, code, 2, &options, &areas), GEO_OK);
    assert_int_equal(areas->group[0], 3);
    assert_int_equal(areas->row[0], 3);
    assert_true(areas->share[0] == 0.25 && areas->share[3] == 0.75);
    assert_true(is_near(areas->order[0], 0.25 * 3 + 0.75 * 40, 1e-15));
    assert_int_equal(areas->in_several, 1);
    assert_int_equal(areas->group[1], GEO_NO_CODE);
    geo_area_deprivation_free(areas);
    geo_correspondence_free(bridge);
    geo_deprivation_free(rows);
}

/* Of the ranks 3, 95, 12, 40, 12 the local ones are 1, 5, 2, 4, 2. */
static void ranked_anew(void **state)
{
    const char *const code[] = {"A", "B", "C", "D", "E"};
    const double local[] = {1, 5, 2, 4, 2};
    geo_area_deprivation_options options = GEO_AREA_DEPRIVATION_OPTIONS_INIT;
    geo_deprivation *rows = rows_of(state);
    geo_area_deprivation *areas = NULL;
    options.is_local = true;
    options.kind = GEO_DEPRIVATION_QUINTILES;
    assert_int_equal(geo_area_deprivation_find(*state, rows, code, 5, &options, &areas), GEO_OK);
    for (size_t i = 0; i < 5; i++) {
        assert_true(areas->order[i] == local[i]);
        assert_int_equal(areas->group[i], (int32_t)local[i] - 1);
        assert_true(areas->share[5 * i + (size_t)areas->group[i]] == 1);
    }
    geo_area_deprivation_free(areas);
    free(rows->rank);
    rows->rank = NULL;
    assert_int_equal(geo_area_deprivation_find(*state, rows, code, 5, &options, &areas),
                     GEO_ERROR_USAGE);
    geo_deprivation_free(rows);
}

static void only_those_that_count(void **state)
{
    const char *const code[] = {"A", "none", "C"};
    const bool which[] = {true, false, true}, none[] = {false, false, false};
    geo_area_deprivation_options options = GEO_AREA_DEPRIVATION_OPTIONS_INIT;
    geo_deprivation *rows = rows_of(state);
    geo_area_deprivation *areas = NULL;
    options.which = which;
    options.kind = GEO_DEPRIVATION_TOP_20;
    assert_int_equal(geo_area_deprivation_find(*state, rows, code, 3, &options, &areas), GEO_OK);
    assert_int_equal(areas->counted, 2);
    assert_int_equal(areas->matched, 2);
    assert_true(isnan(areas->order[1]));
    geo_area_deprivation_free(areas);
    options.which = none;
    assert_int_equal(geo_area_deprivation_find(*state, rows, code, 3, &options, &areas),
                     GEO_ERROR_DATA);
    geo_deprivation_free(rows);
}

static geo_status find_three(geo_context *context, void *data)
{
    const char *const code[] = {"A", "B", "C"};
    geo_area_deprivation *areas = NULL;
    geo_status status = geo_area_deprivation_find(context, data, code, 3, NULL, &areas);
    geo_area_deprivation_free(areas);
    return status;
}

static void memory_that_runs_out(void **state)
{
    geo_deprivation *rows = rows_of(state);
    assert_int_equal(fail_each_allocation(find_three, rows), 6);
    geo_deprivation_free(rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(names_and_groups),     UNIT_TEST(by_code),
        UNIT_TEST(those_without_a_row),  UNIT_TEST(those_without_a_row_by_what_is_in_them),
        UNIT_TEST(years_that_differ),    UNIT_TEST(over_a_bridge),
        UNIT_TEST(ranked_anew),          UNIT_TEST(only_those_that_count),
        UNIT_TEST(memory_that_runs_out),
    };
    return cmocka_run_group_tests_name("area_deprivation", tests, NULL, NULL);
}
