/* Quantities shared out: totals that stay what they were, shares by group, names that are refused.
 */
#include <math.h>
#include <string.h>

#include <geo/apportion.h>

#include "allocations.h"
#include "near.h"
#include "random.h"

enum { FROM = 5, TO = 3 };

static const char *from_codes[FROM] = {"L1", "L2", "L3", "L4", "L5"};
static const char *to_codes[TO] = {"W1", "W2", "W3"};
static const char *to_names[TO] = {"Ash", "Beck", "Carr"};
static const geo_areas from_areas = {.count = FROM, .code = from_codes};
static const geo_areas to_areas = {.count = TO, .code = to_codes, .name = to_names};

/* L1 and L2 in W1; L3 by a quarter in W1, the rest in W2; L4 by half in W2, else in none; L5 in
 * none. Nothing is in W3. */
static geo_status make_parts(geo_context *context, geo_correspondence **out)
{
    static const int32_t from[] = {0, 1, 2, 2, 3}, to[] = {0, 0, 0, 1, 1};
    static const double weight[] = {1, 1, 1, 3, 5};
    static const double whole[FROM] = {0, 0, 0, 10, 0};
    return geo_correspondence_make(context, FROM, TO, from, to, weight, 5, whole, out);
}

static geo_correspondence *parts_of(geo_context *context)
{
    geo_correspondence *made = NULL;
    assert_int_equal(make_parts(context, &made), GEO_OK);
    return made;
}

static double real_at(const geo_table *table, const char *name, size_t row)
{
    const geo_column *column = geo_table_find(table, name);
    assert_non_null(column);
    return column->type == GEO_REAL ? column->real[row] : (double)column->integer[row];
}

static const char *text_at(const geo_table *table, const char *name, size_t row)
{
    return geo_table_find(table, name)->text[row];
}

/* ---- quantities ----------------------------------------------------------------------------- */

static void totals_stay(void **state)
{
    static const double people[FROM] = {100, 50, 40, 20, 7};
    static const double cars[FROM] = {1, 2, (double)NAN, 3, -6};
    const geo_quantity quantities[] = {{"people", people}, {"cars", cars}};
    geo_correspondence *parts = parts_of(*state);
    geo_apportionment *made = NULL;
    assert_int_equal(geo_apportion(*state, &to_areas, parts, quantities, 2, NULL, &made), GEO_OK);
    const geo_table *table = made->table;
    static const double shared[] = {160, 40, 0, 17, 217},
                        split[] = {6.25, 100, (double)NAN, (double)NAN, 25};
    assert_int_equal(table->row_count, 5);
    for (size_t row = 0; row < 5; row++) {
        assert_true(real_at(table, "people", row) == shared[row]);
        assert_true(is_near(real_at(table, "people_split_percent", row), split[row], 1e-12));
    }
    assert_string_equal(text_at(table, "name", 1), "Beck");
    assert_string_equal(text_at(table, "name", 3), "In none of the areas");
    assert_null(text_at(table, "code", 3));
    assert_true(table->is_total[4] && !table->is_total[3]);
    assert_int_equal(table->area[2], 2);
    assert_int_equal(table->area[3], GEO_NO_CODE);
    assert_true(real_at(table, "areas", 0) == 3 && real_at(table, "areas", 2) == 0);
    assert_int_equal(made->whole, 2);
    assert_int_equal(made->split, 2);
    assert_int_equal(made->without, 1);
    assert_string_equal(table->note[0], "Total people: 217 before; after, 200 in the areas and 17 "
                                        "in none of them; 0 lost");
    assert_string_equal(table->note[1], "Total cars: 0 before; after, 4.5 in the areas and -4.5 in "
                                        "none of them; 0 lost");
    assert_int_equal(made->total[1].missing, 1);
    assert_string_equal(geo_warning(*state, 0), "1 area has no value of 'cars' and counts as 0");
    geo_apportionment_free(made);
    geo_correspondence_free(parts);
}

static void nothing_is_lost_by_rounding(void **state)
{
    enum { MANY = 5000, FEW = 300, PARTS = 4 };
    static int32_t from[MANY * PARTS], to[MANY * PARTS];
    static double weight[MANY * PARTS], value[MANY];
    static const char *codes[FEW];
    uint64_t stream = 1;
    geo_correspondence *parts = NULL;
    geo_apportionment *made = NULL;
    double sum = 0;
    for (size_t i = 0; i < MANY; i++) {
        value[i] = floor(random_between(&stream, 0, 3000));
        sum += value[i];
        for (size_t p = 0; p < PARTS; p++) {
            from[i * PARTS + p] = (int32_t)i;
            to[i * PARTS + p] = (int32_t)random_below(&stream, FEW);
            weight[i * PARTS + p] = random_between(&stream, 0, 1e6);
        }
    }
    for (size_t j = 0; j < FEW; j++)
        codes[j] = "ward";
    const geo_areas wards = {.count = FEW, .code = codes};
    const geo_quantity residents = {"residents", value};
    assert_int_equal(
        geo_correspondence_make(*state, MANY, FEW, from, to, weight, MANY * PARTS, NULL, &parts),
        GEO_OK);
    assert_int_equal(geo_apportion(*state, &wards, parts, &residents, 1, NULL, &made), GEO_OK);
    assert_int_equal(made->table->row_count, FEW + 1);
    assert_true(made->total[0].before == sum);
    assert_true(is_near(made->total[0].after, sum, 1e-12));
    assert_true(made->total[0].outside == 0);
    assert_non_null(strstr(made->table->note[0], " before and after; 0 lost"));
    geo_apportionment_free(made);
    geo_correspondence_free(parts);
}

static void what_cannot_be_shared_is_refused(void **state)
{
    static const double values[FROM] = {1, 2, 3, 4, 5}, infinite[FROM] = {1, INFINITY, 3, 4, 5};
    const geo_quantity same[] = {{"people", values}, {"People", values}};
    const geo_quantity decile = {"IMDDecile", values}, endless = {"people", infinite};
    geo_correspondence *parts = parts_of(*state);
    geo_apportionment *made = NULL;
    assert_int_equal(geo_apportion(*state, &to_areas, parts, same, 0, NULL, &made),
                     GEO_ERROR_USAGE);
    assert_int_equal(geo_apportion(*state, &to_areas, parts, same, 2, NULL, &made),
                     GEO_ERROR_USAGE);
    assert_string_equal(geo_message(*state), "field 'People' is given twice");
    assert_int_equal(geo_apportion(*state, &to_areas, parts, &decile, 1, NULL, &made),
                     GEO_ERROR_USAGE);
    assert_non_null(strstr(geo_message(*state), "field 'IMDDecile' seems to hold no quantity"));
    assert_int_equal(geo_apportion(*state, &to_areas, parts, &endless, 1, NULL, &made),
                     GEO_ERROR_DATA);
    assert_null(made);
    geo_correspondence_free(parts);
}

static void names_tell_quantities(void **state)
{
    static const char *const not_so[] = {"imd_decile",
                                         "IMDRank",
                                         "crimeRate",
                                         "rate_per_1000",
                                         "Income Score (rate)",
                                         "pct_over_65",
                                         "% over 65",
                                         "share_percent",
                                         "Average age",
                                         "MedianIncome",
                                         "density",
                                         "crimes per 1000",
                                         "imddecile",
                                         "Ratio",
                                         "Deprivation Rank 2019"};
    static const char *const so[] = {
        "population",   "literate", "corporate_tenants", "operators",  "migrated", "frankfurt",
        "scorers",      "persons",  "households",        "ratepayers", "all_ages", "meaning",
        "perpetrators", ""};
    const char *word = NULL;
    (void)state;
    for (size_t i = 0; i < sizeof not_so / sizeof *not_so; i++)
        if (!geo_is_no_quantity(not_so[i], &word))
            fail_msg("%s passes", not_so[i]);
    for (size_t i = 0; i < sizeof so / sizeof *so; i++)
        if (geo_is_no_quantity(so[i], &word))
            fail_msg("%s is taken for a %s", so[i], word);
    assert_true(geo_is_no_quantity("IMDRank", &word));
    assert_string_equal(word, "rank");
    assert_true(geo_is_no_quantity("rate", NULL));
}

static void pairs_have_rows(void **state)
{
    static const struct {
        const char *from, *to;
        double share;
    } rows[] = {{"L1", "W1", 1},    {"L2", "W1", 1},   {"L3", "W1", 0.25},
                {"L3", "W2", 0.75}, {"L4", "W2", 0.5}, {"L5", NULL, 0}};
    geo_correspondence *parts = parts_of(*state);
    geo_table *table = NULL;
    assert_int_equal(geo_correspondence_table(*state, &from_areas, &to_areas, parts, &table),
                     GEO_OK);
    assert_int_equal(table->row_count, sizeof rows / sizeof *rows);
    assert_null(geo_table_find(table, "from_name"));
    for (size_t row = 0; row < table->row_count; row++) {
        assert_string_equal(text_at(table, "from_code", row), rows[row].from);
        assert_true(real_at(table, "share", row) == rows[row].share);
        if (rows[row].to)
            assert_string_equal(text_at(table, "to_code", row), rows[row].to);
        else
            assert_null(text_at(table, "to_code", row));
    }
    assert_string_equal(text_at(table, "to_name", 3), "Beck");
    geo_table_free(table);
    geo_correspondence_free(parts);
}

/* ---- by group ------------------------------------------------------------------------------- */

static const char *const group_names[] = {"quintile_1", "quintile_2", "quintile_3"};
/* L1 in the first, L2 in the third, L3 by half in the first and second, L4 in the third, L5 not
 * known. */
static const double group_share[] = {1, 0, 0, 0, 0, 1, 0.5, 0.5, 0, 0, 0, 1, 0, 0, 0};
static const geo_area_shares groups = {3, group_share, group_names, group_names, "by group", 1};
static const double residents[FROM] = {100, 50, 40, 20, 7};

/* W1 has 100 + 50 + a quarter of 40, W2 three quarters of 40 and half of 20. */
static void people_are_shared_by_group(void **state)
{
    geo_correspondence *parts = parts_of(*state);
    double percent[3 * TO], known[TO];
    static const double expected[] = {
        100 * 105 / 160.0, 100 * 5 / 160.0, 100 * 50 / 160.0, 37.5, 37.5, 25,
        (double)NAN,       (double)NAN,     (double)NAN};
    assert_int_equal(geo_apportion_shares(*state, parts, residents, &groups, percent, known),
                     GEO_OK);
    for (size_t i = 0; i < 3 * TO; i++)
        assert_true(is_near(percent[i], expected[i], 1e-12));
    assert_true(known[0] == 160 && known[1] == 40 && known[2] == 0);
    geo_correspondence_free(parts);
}

static void shares_are_a_table(void **state)
{
    const geo_quantity quantity = {"residents", residents};
    geo_correspondence *parts = parts_of(*state);
    geo_table *table = NULL;
    assert_int_equal(
        geo_apportion_shares_table(*state, &to_areas, parts, &quantity, &groups, 1, &table),
        GEO_OK);
    assert_int_equal(table->row_count, TO + 1);
    assert_true(real_at(table, "residents", 3) == 200);
    assert_true(is_near(real_at(table, "quintile_1_percent", 3), 60, 1e-12));
    assert_true(is_near(real_at(table, "top_20_percent_residents", 1), 37.5, 1e-12));
    assert_true(isnan(real_at(table, "top_20_percent_residents", 2)));
    assert_true(is_near(real_at(table, "top_20_percent_residents", 3), 60, 1e-12));
    assert_string_equal(geo_table_find(table, "quintile_2_percent")->group, "by group");
    assert_string_equal(text_at(table, "name", 3), "All areas");
    assert_string_equal(table->note[0],
                        "200 of 217 (residents) are in the areas and in a known group");
    geo_table_free(table);
    geo_correspondence_free(parts);
}

/* ---- memory --------------------------------------------------------------------------------- */

static geo_status share_all(geo_context *context, void *data)
{
    const geo_quantity quantity = {"residents", residents};
    geo_correspondence *parts = NULL;
    geo_apportionment *made = NULL;
    geo_table *table = NULL, *pairs = NULL;
    (void)data;
    geo_status status = make_parts(context, &parts);
    if (status == GEO_OK)
        status = geo_apportion(context, &to_areas, parts, &quantity, 1, NULL, &made);
    if (status == GEO_OK)
        status =
            geo_apportion_shares_table(context, &to_areas, parts, &quantity, &groups, 1, &table);
    if (status == GEO_OK)
        status = geo_correspondence_table(context, &from_areas, &to_areas, parts, &pairs);
    geo_correspondence_free(parts);
    geo_apportionment_free(made);
    geo_table_free(table);
    geo_table_free(pairs);
    return status;
}

static void memory_may_run_out(void **state)
{
    (void)state;
    assert_true(fail_each_allocation(share_all, NULL) > 40);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(totals_stay),
        UNIT_TEST(nothing_is_lost_by_rounding),
        UNIT_TEST(what_cannot_be_shared_is_refused),
        UNIT_TEST(names_tell_quantities),
        UNIT_TEST(pairs_have_rows),
        UNIT_TEST(people_are_shared_by_group),
        UNIT_TEST(shares_are_a_table),
        UNIT_TEST(memory_may_run_out),
    };
    return cmocka_run_group_tests_name("apportion", tests, NULL, NULL);
}
