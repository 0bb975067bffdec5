/* LSOAs among the most deprived: bands, districts, wards, words, what is kept back. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <geo/deprivation.h>

#include "allocations.h"
#include "near.h"
#include "unit.h"

/* Six LSOAs of 200, in no order: two on the edge of their band and one just beyond. The second
 * lies in two wards, and a tenth of the fifth in none. */
#define COUNT 6
static const char *const code[COUNT] = {"F", "B", "A", "D", "E", "C"};
static const char *const name[COUNT] = {"Rich", "Poor", "Poorest", "Edge", "Beyond", "Third"};
static const char *const district[COUNT] = {"North", "South", "South", "North", NULL, "South"};
static const double population[COUNT] = {1200, 700, 300, 1500, 800, 2000};
static const double rank[COUNT] = {150, 10, 2, 40, 41, 20};
static const int32_t decile[COUNT] = {8, 1, 1, 2, 3, 1};
static const int64_t incidents[COUNT] = {50, 30, 2, 40, 60, 80};
static const char *const ward[] = {"Quay", "Mill", "Hill"};
static size_t first[COUNT + 1] = {0, 1, 4, 5, 6, 7, 8};
static int32_t to[] = {2, 0, 1, 2, 1, 2, 2, 0};
static double share[] = {1, 0.83, 0.13, 0.04, 1, 1, 0.9, 0.96};
static geo_correspondence wards = {COUNT, 3, 8, first, to, share};

static geo_pocket_areas sample(void)
{
    return (geo_pocket_areas){.count = COUNT,
                              .code = code,
                              .name = name,
                              .district = district,
                              .population = population,
                              .rank = rank,
                              .decile = decile,
                              .national = 200,
                              .wards = &wards,
                              .ward = ward,
                              .incidents = incidents};
}

static geo_pockets *find(void **state, const geo_pocket_areas *areas,
                         const geo_pocket_options *options)
{
    geo_pockets *pockets = NULL;
    geo_status status = geo_pockets_find(*state, areas, options, &pockets);
    assert_string_equal(status == GEO_OK ? "" : geo_message(*state), "");
    return pockets;
}

static const geo_column *column(const geo_table *table, const char *column_name)
{
    const geo_column *found = geo_table_find(table, column_name);
    assert_non_null(found);
    return found;
}

/* ---- pockets -------------------------------------------------------------------------------- */

static void most_deprived_first(void **state)
{
    static const int64_t ranks[] = {2, 10, 20, 40}, bands[] = {1, 5, 10, 20};
    static const char *const codes[] = {"A", "B", "C", "D"};
    static const int32_t area[] = {2, 1, 5, 3};
    const geo_pocket_areas areas = sample();
    geo_pockets *pockets = find(state, &areas, NULL);
    const geo_table *table = pockets->table;
    assert_int_equal(pockets->band_count, 4);
    assert_int_equal(pockets->known, 6);
    assert_int_equal(pockets->found, 4);
    assert_int_equal(table->row_count, 4);
    for (size_t row = 0; row < 4; row++) {
        assert_int_equal(column(table, "rank")->integer[row], ranks[row]);
        assert_int_equal(column(table, "band_percent")->integer[row], bands[row]);
        assert_string_equal(column(table, "code")->text[row], codes[row]);
        assert_int_equal(table->area[row], area[row]);
    }
    assert_string_equal(column(table, "name")->text[0], "Poorest");
    assert_string_equal(column(table, "district")->text[3], "North");
    assert_true(is_near(column(table, "population")->real[1], 700, 0));
    geo_pockets_free(pockets);
}

/* 2 of 300 people and 30 of 700 in half a year. R 4.2.2, poisson.test(2)$conf.int: 0.2422093,
 * 7.2246879. */
static void rates_with_intervals(void **state)
{
    const geo_pocket_areas areas = sample();
    geo_pocket_options options = GEO_POCKET_OPTIONS_INIT;
    options.years = 0.5;
    options.round_to = 5;
    geo_pockets *pockets = find(state, &areas, &options);
    const geo_table *table = pockets->table;
    assert_int_equal(column(table, "incidents")->integer[0], 0);
    assert_int_equal(column(table, "incidents")->integer[1], 30);
    assert_true(is_near(column(table, "rate_per_1000")->real[0], 2 / 0.3 / 0.5, 1e-12));
    assert_true(is_near(column(table, "rate_lower_95")->real[0], 0.2422093 / 0.3 / 0.5, 1e-6));
    assert_true(is_near(column(table, "rate_upper_95")->real[0], 7.2246879 / 0.3 / 0.5, 1e-6));
    assert_true(is_near(column(table, "rate_per_1000")->real[1], 30 / 0.7 / 0.5, 1e-12));
    geo_pockets_free(pockets);
}

static void wards_and_their_shares(void **state)
{
    const geo_pocket_areas areas = sample();
    geo_pocket_options options = GEO_POCKET_OPTIONS_INIT;
    options.within = 25;
    geo_pockets *pockets = find(state, &areas, &options);
    const geo_table *table = pockets->table;
    assert_int_equal(table->row_count, 5);
    assert_string_equal(column(table, "ward")->text[1], "Quay");
    assert_string_equal(column(table, "ward_shares")->text[1], "Quay (83%), Mill (13%)");
    assert_null(column(table, "ward_shares")->text[0]);
    assert_null(column(table, "ward_shares")->text[2]); /* 4% in none */
    assert_string_equal(column(table, "ward_shares")->text[4], "Hill (90%)");
    assert_int_equal(pockets->divided, 2);
    geo_pockets_free(pockets);
}

/* The rule of the published deciles, for each rank of the Indices of Deprivation 2019. */
static void bands_are_those_of_deciles(void **state)
{
    enum { NATION = 32844 };
    double *ranks = calloc(NATION, sizeof *ranks);
    int32_t *deciles = calloc(NATION, sizeof *deciles);
    const char **codes = calloc(NATION, sizeof *codes);
    assert_true(ranks && deciles && codes);
    for (int32_t i = 0; i < NATION; i++) {
        ranks[i] = i + 1;
        deciles[i] = geo_decile_of_rank(i + 1, NATION);
        codes[i] = "E";
    }
    const geo_pocket_areas areas = {
        .count = NATION, .code = codes, .rank = ranks, .decile = deciles, .national = NATION};
    geo_pockets *pockets = find(state, &areas, NULL);
    const geo_table *table = pockets->table;
    assert_int_equal(table->row_count, 6568);
    for (size_t row = 0; row < table->row_count; row++) {
        int64_t band = column(table, "band_percent")->integer[row];
        assert_int_equal(column(table, "decile")->integer[row], band <= 10 ? 1 : 2);
    }
    assert_int_equal(pockets->districts->row_count, 1);
    assert_int_equal(column(pockets->districts, "top_1")->integer[0], 328);
    assert_int_equal(column(pockets->districts, "top_5")->integer[0], 1642);
    assert_int_equal(column(pockets->districts, "top_10")->integer[0], 3284);
    assert_int_equal(column(pockets->districts, "top_20")->integer[0], 6568);
    assert_string_equal(pockets->sentence[0],
                        "6,568 of 32,844 LSOAs are in the 20% most deprived nationally");
    geo_pockets_free(pockets);
    free(ranks);
    free(deciles);
    free((void *)codes);
}

static void deciles_alone(void **state)
{
    geo_pocket_areas areas = sample();
    geo_pocket_options options = GEO_POCKET_OPTIONS_INIT;
    areas.rank = NULL;
    areas.national = 0;
    geo_pockets *pockets = find(state, &areas, NULL);
    assert_int_equal(pockets->band_count, 2);
    assert_int_equal(pockets->band[0], 10);
    assert_int_equal(pockets->found, 4);
    assert_null(geo_table_find(pockets->table, "rank"));
    assert_string_equal(column(pockets->table, "code")->text[0], "A");
    assert_int_equal(column(pockets->table, "band_percent")->integer[0], 10);
    assert_int_equal(column(pockets->table, "band_percent")->integer[3], 20);
    geo_pockets_free(pockets);
    options.within = 15;
    assert_int_equal(geo_pockets_find(*state, &areas, &options, &pockets), GEO_ERROR_USAGE);
    assert_non_null(strstr(geo_message(*state), "multiple of 10"));
}

/* ---- districts ------------------------------------------------------------------------------ */

static void by_district(void **state)
{
    static const char *const names[] = {"South", "North", "District not known", "All districts"};
    static const int64_t lsoas[] = {3, 2, 1, 6}, top_5[] = {2, 0, 0, 2}, top_20[] = {3, 1, 0, 4};
    const geo_pocket_areas areas = sample();
    geo_pockets *pockets = find(state, &areas, NULL);
    const geo_table *table = pockets->districts;
    assert_int_equal(table->row_count, 4);
    for (size_t row = 0; row < 4; row++) {
        assert_string_equal(column(table, "district")->text[row], names[row]);
        assert_int_equal(column(table, "lsoas")->integer[row], lsoas[row]);
        assert_int_equal(column(table, "top_5")->integer[row], top_5[row]);
        assert_int_equal(column(table, "top_20")->integer[row], top_20[row]);
    }
    assert_true(table->is_total[3]);
    assert_true(is_near(column(table, "pocket_percent")->real[1], 50, 1e-12));
    assert_true(is_near(column(table, "population")->real[1], 2700, 1e-9));
    assert_true(is_near(column(table, "pocket_population")->real[1], 1500, 1e-9));
    assert_true(
        is_near(column(table, "pocket_population_percent")->real[3], 100 * 4500 / 6500.0, 1e-9));
    geo_pockets_free(pockets);
}

static void sentences(void **state)
{
    static const char *const said[] = {
        "South: 3 of 3 LSOAs are in the 20% most deprived nationally, in Mill and Quay",
        "North: 1 of 2 LSOAs is in the 20% most deprived nationally, in Hill",
        "District not known: none of 1 LSOA is in the 20% most deprived nationally",
        "All districts: 4 of 6 LSOAs are in the 20% most deprived nationally",
    };
    const geo_pocket_areas areas = sample();
    geo_pockets *pockets = find(state, &areas, NULL);
    assert_int_equal(pockets->sentence_count, 4);
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(pockets->sentence[i], said[i]);
    geo_pockets_free(pockets);
}

/* More wards than can be named are counted. */
static void many_wards(void **state)
{
    static const char *const names[] = {"Ash", "Beech", "Cedar", "Elm", "Oak", "Yew"};
    static size_t firsts[COUNT + 1] = {0, 1, 2, 3, 4, 5, 6};
    static int32_t tos[COUNT] = {0, 1, 2, 3, 4, 5};
    static double shares[COUNT] = {1, 1, 1, 1, 1, 1};
    static geo_correspondence each = {COUNT, COUNT, COUNT, firsts, tos, shares};
    geo_pocket_areas areas = sample();
    geo_pocket_options options = GEO_POCKET_OPTIONS_INIT;
    areas.wards = &each;
    areas.ward = names;
    areas.district = NULL;
    options.among = "of the county";
    geo_pockets *pockets = find(state, &areas, &options);
    assert_string_equal(pockets->sentence[0],
                        "4 of 6 LSOAs are in the 20% most deprived of the county, in Beech, Cedar, "
                        "Elm and Yew");
    geo_pockets_free(pockets);
    options.within = 21;
    pockets = find(state, &areas, &options);
    assert_string_equal(pockets->sentence[0],
                        "5 of 6 LSOAs are in the 21% most deprived of the county, in 5 wards");
    geo_pockets_free(pockets);
}

/* What may be listed chooses rows and districts, and counts all of these. */
static void shown_alone(void **state)
{
    static const bool shown[COUNT] = {true, false, false, false, false, true};
    const geo_pocket_areas areas = sample();
    geo_pocket_options options = GEO_POCKET_OPTIONS_INIT;
    options.shown = shown;
    geo_pockets *pockets = find(state, &areas, &options);
    assert_int_equal(pockets->table->row_count, 1);
    assert_string_equal(column(pockets->table, "code")->text[0], "C");
    assert_int_equal(pockets->found, 4);
    assert_int_equal(pockets->districts->row_count, 3);
    assert_int_equal(column(pockets->districts, "lsoas")->integer[0], 3);
    assert_string_equal(column(pockets->districts, "district")->text[2], "These districts");
    assert_int_equal(column(pockets->districts, "lsoas")->integer[2], 5);
    geo_pockets_free(pockets);
}

/* ---- what is not known ---------------------------------------------------------------------- */

static void little_is_known(void **state)
{
    static const double ranks[COUNT] = {150, (double)NAN, 2, 40, 0, 201};
    const geo_pocket_areas areas = {
        .count = COUNT, .code = code, .rank = ranks, .decile = decile, .national = 200};
    geo_pockets *pockets = find(state, &areas, NULL);
    assert_int_equal(pockets->known, 3);
    assert_int_equal(pockets->found, 2);
    assert_int_equal(pockets->table->column_count, 4); /* rank, decile, band, code */
    assert_int_equal(column(pockets->districts, "lsoas")->integer[0], 3);
    assert_null(geo_table_find(pockets->districts, "population"));
    geo_pockets_free(pockets);
}

static void nothing_is_known(void **state)
{
    static const int32_t deciles[COUNT] = {0};
    geo_pocket_areas areas = sample();
    geo_pockets *pockets = NULL;
    areas.rank = NULL;
    areas.decile = deciles;
    assert_int_equal(geo_pockets_find(*state, &areas, NULL, &pockets), GEO_ERROR_DATA);
    assert_null(pockets);
}

static void options_out_of_range(void **state)
{
    const geo_pocket_areas areas = sample();
    geo_pocket_options wrong[5];
    geo_pockets *pockets = NULL;
    for (size_t i = 0; i < 5; i++)
        wrong[i] = (geo_pocket_options)GEO_POCKET_OPTIONS_INIT;
    wrong[0].within = 0;
    wrong[1].within = 101;
    wrong[2].years = 0;
    wrong[3].level = 1;
    wrong[4].level = (double)NAN;
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(geo_pockets_find(*state, &areas, &wrong[i], &pockets), GEO_ERROR_USAGE);
}

/* ---- kept back ------------------------------------------------------------------------------ */

/* "A" has 2. All incidents are known, so another one goes with it: that of the LSOAs that are not
 * listed together, or one that is. */
static void few_incidents(void **state)
{
    const geo_pocket_areas areas = sample();
    geo_pocket_options options = GEO_POCKET_OPTIONS_INIT;
    options.suppress_below = 5;
    geo_pockets *pockets = find(state, &areas, &options);
    const geo_column *count = column(pockets->table, "incidents");
    size_t hidden = 0;
    for (size_t row = 0; row < 4; row++) {
        bool is_hidden = geo_table_mark(count, row) == GEO_MARK_HIDDEN;
        hidden += is_hidden;
        assert_int_equal(is_hidden, count->integer[row] == GEO_NO_INTEGER);
        assert_int_equal(is_hidden, isnan(column(pockets->table, "rate_per_1000")->real[row]));
        assert_int_equal(is_hidden, isnan(column(pockets->table, "rate_upper_95")->real[row]));
    }
    assert_int_equal(geo_table_mark(count, 0), GEO_MARK_HIDDEN);
    assert_int_equal(pockets->hidden, hidden);
    assert_int_equal(geo_note_count(*state), 1);
    geo_pockets_free(pockets);
}

/* Where every LSOA is listed, one that is kept back alone would be the rest of all. */
static void not_by_subtraction(void **state)
{
    const geo_pocket_areas areas = sample();
    geo_pocket_options options = GEO_POCKET_OPTIONS_INIT;
    options.suppress_below = 5;
    options.within = 100;
    geo_pockets *pockets = find(state, &areas, &options);
    assert_int_equal(pockets->table->row_count, 6);
    assert_true(pockets->hidden >= 2);
    geo_pockets_free(pockets);
}

/* ---- memory --------------------------------------------------------------------------------- */

static geo_status find_all(geo_context *context, void *data)
{
    const geo_pocket_areas areas = sample();
    geo_pocket_options options = GEO_POCKET_OPTIONS_INIT;
    geo_pockets *pockets = NULL;
    (void)data;
    options.suppress_below = 5;
    geo_status status = geo_pockets_find(context, &areas, &options, &pockets);
    if (status == GEO_OK)
        geo_pockets_free(pockets);
    return status;
}

static void memory_runs_out(void **state)
{
    (void)state;
    assert_true(fail_each_allocation(find_all, NULL) > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(most_deprived_first),
        UNIT_TEST(rates_with_intervals),
        UNIT_TEST(wards_and_their_shares),
        UNIT_TEST(bands_are_those_of_deciles),
        UNIT_TEST(deciles_alone),
        UNIT_TEST(by_district),
        UNIT_TEST(sentences),
        UNIT_TEST(many_wards),
        UNIT_TEST(shown_alone),
        UNIT_TEST(little_is_known),
        UNIT_TEST(nothing_is_known),
        UNIT_TEST(options_out_of_range),
        UNIT_TEST(few_incidents),
        UNIT_TEST(not_by_subtraction),
        UNIT_TEST(memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
