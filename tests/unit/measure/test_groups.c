/* Groups of areas: which there are, and their share of incidents beside that of people. */
#include <math.h>
#include <string.h>

#include <geo/tables.h>

#include "allocations.h"
#include "unit.h"

enum { AREAS = 6 };

static const char *codes[AREAS] = {"W1", "W2", "W3", "W4", "W5", "W6"};
static double populations[AREAS] = {40000, 50000, 500000, 410000, 0, (double)NAN};
/* "Family Basics are 9% of the population, 17% of victims", as strategic assessments say: 1.9. */
static const int64_t counts[AREAS] = {100, 70, 430, 400, 0, 0};

typedef struct wards {
    geo_areas areas;
    geo_table *attributes;
} wards;

static void add_texts(geo_context *context, geo_table *table, const char *name,
                      const char *const *texts)
{
    geo_column *column = NULL;
    assert_int_equal(geo_table_add(context, table, name, GEO_TEXT, 0, &column), GEO_OK);
    for (size_t i = 0; i < AREAS; i++)
        if (texts[i])
            assert_int_equal(
                geo_table_set_text(context, column, i, (geo_text){texts[i], strlen(texts[i])}),
                GEO_OK);
}

static wards make_wards(geo_context *context)
{
    static const char *const mosaic[AREAS] = {"Family Basics",   " Family Basics ", "Rural Reality",
                                              "City Prosperity", "City Prosperity", NULL};
    static const char *const empty[AREAS] = {NULL, "", " ", NULL, NULL, NULL};
    static const int64_t deciles[AREAS] = {10, 9, 2, 10, 1, 2};
    static char path[] = "wards.gpkg";
    wards made = {
        .areas = {.path = path, .count = AREAS, .code = codes, .population = populations}};
    geo_column *column = NULL;
    assert_int_equal(geo_table_new(context, AREAS, &made.attributes), GEO_OK);
    add_texts(context, made.attributes, "Mosaic", mosaic);
    add_texts(context, made.attributes, "Empty", empty);
    assert_int_equal(geo_table_add(context, made.attributes, "Decile", GEO_INTEGER, 0, &column),
                     GEO_OK);
    memcpy(column->integer, deciles, sizeof deciles);
    made.areas.attributes = made.attributes;
    return made;
}

static geo_area_groups *group(geo_context *context, const geo_areas *areas, const char *field)
{
    geo_area_groups *groups = NULL;
    if (geo_group_areas(context, areas, field, &groups) != GEO_OK)
        fail_msg("%s", geo_message(context));
    return groups;
}

static void texts_by_bytes_numbers_by_size(void **state)
{
    static const int32_t expected[AREAS] = {1, 1, 2, 0, 0, GEO_NO_CODE};
    wards made = make_wards(*state);
    geo_area_groups *groups = group(*state, &made.areas, "mosaic");
    assert_string_equal(groups->field, "Mosaic");
    assert_int_equal(groups->count, 3);
    assert_string_equal(groups->name[0], "City Prosperity");
    assert_memory_equal(groups->group, expected, sizeof expected);
    geo_area_groups_free(groups);
    groups = group(*state, &made.areas, "Decile");
    assert_int_equal(groups->count, 4);
    assert_string_equal(groups->name[1], "2");
    assert_string_equal(groups->name[3], "10");
    assert_int_equal(groups->group[0], 3);
    geo_area_groups_free(groups);
    geo_table_free(made.attributes);
}

static void fields_that_give_no_groups(void **state)
{
    wards made = make_wards(*state);
    geo_area_groups *groups = NULL;
    assert_int_equal(geo_group_areas(*state, &made.areas, "Acorn", &groups), GEO_ERROR_USAGE);
    assert_non_null(strstr(geo_message(*state), "Mosaic"));
    assert_int_equal(geo_group_areas(*state, &made.areas, "Empty", &groups), GEO_ERROR_DATA);
    assert_null(groups);
    geo_table_free(made.attributes);
}

static double real_at(const geo_table *table, const char *column, size_t row)
{
    return geo_table_find(table, column)->real[row];
}

static const char *text_at(const geo_table *table, const char *column, size_t row)
{
    return geo_table_find(table, column)->text[row];
}

static geo_table *compare(geo_context *context, const geo_areas *areas, const char *field,
                          const geo_group_options *options)
{
    geo_area_groups *groups = group(context, areas, field);
    geo_table *table = NULL;
    if (geo_group_table(context, areas, groups, counts, options, &table) != GEO_OK)
        fail_msg("%s", geo_message(context));
    geo_area_groups_free(groups);
    return table;
}

/* The interval of 170 of 1,000 is that of R 4.2.2, prop.test(170, 1000, correct = FALSE). */
static void family_basics(void **state)
{
    wards made = make_wards(*state);
    geo_table *table = compare(*state, &made.areas, "Mosaic", NULL);
    assert_int_equal(table->row_count, 5);
    assert_string_equal(text_at(table, "group", 1), "Family Basics");
    assert_true(fabs(real_at(table, "share_percent", 1) - 17) < 1e-12);
    assert_true(fabs(real_at(table, "population_share_percent", 1) - 9) < 1e-12);
    assert_true(fabs(real_at(table, "ratio", 1) - 1.9) < 0.05);
    assert_true(fabs(real_at(table, "ratio", 1) - 17.0 / 9) < 1e-12);
    assert_true(fabs(real_at(table, "ratio_lower_95", 1) - 0.147991596 / 0.09) < 1e-8);
    assert_true(fabs(real_at(table, "ratio_upper_95", 1) - 0.194534065 / 0.09) < 1e-8);
    assert_true(fabs(real_at(table, "rate_per_1000", 1) - 170.0 / 90) < 1e-12);
    assert_string_equal(text_at(table, "representation", 1), "over-represented");
    assert_int_equal(geo_table_mark(geo_table_find(table, "ratio"), 1), GEO_MARK_HIGHER);
    assert_string_equal(text_at(table, "representation", 0), "similar");
    assert_string_equal(text_at(table, "representation", 2), "under-represented");
    geo_table_free(table);
    geo_table_free(made.attributes);
}

static void areas_in_no_group_and_all(void **state)
{
    wards made = make_wards(*state);
    geo_table *table = compare(*state, &made.areas, "Mosaic", NULL);
    assert_string_equal(text_at(table, "group", 3), "not classified");
    assert_int_equal(geo_table_find(table, "areas")->integer[3], 1);
    assert_null(text_at(table, "representation", 3));
    assert_string_equal(text_at(table, "group", 4), "All areas");
    assert_true(table->is_total[4]);
    assert_int_equal(geo_table_find(table, "incidents")->integer[4], 1000);
    assert_true(real_at(table, "population", 4) == 1e6);
    assert_true(isnan(real_at(table, "share_lower_95", 4)));
    assert_int_equal(geo_warning_count(*state), 1);
    assert_non_null(strstr(geo_warning(*state, 0), "2 areas have no population"));
    geo_table_free(table);
    geo_table_free(made.attributes);
}

static void without_population(void **state)
{
    wards made = make_wards(*state);
    made.areas.population = NULL;
    geo_table *table = compare(*state, &made.areas, "Mosaic", NULL);
    assert_null(geo_table_find(table, "ratio"));
    assert_null(geo_table_find(table, "rate_per_1000"));
    assert_true(fabs(real_at(table, "share_percent", 1) - 17) < 1e-12);
    assert_int_equal(geo_warning_count(*state), 0);
    geo_table_free(table);
    geo_table_free(made.attributes);
}

static void rates_by_the_year_and_rounded_counts(void **state)
{
    wards made = make_wards(*state);
    geo_group_options options = GEO_GROUP_OPTIONS_INIT;
    options.years = 2;
    options.round_to = 100;
    geo_table *table = compare(*state, &made.areas, "Mosaic", &options);
    assert_true(fabs(real_at(table, "rate_per_1000", 1) - 85.0 / 90) < 1e-12);
    assert_int_equal(geo_table_find(table, "incidents")->integer[1], 200);
    geo_table_free(table);
    geo_table_free(made.attributes);
}

/* Deciles 9 (70 incidents) and 1 (none), 2 (430), 10 (500): below 80 one is small. */
static void small_groups_are_hidden(void **state)
{
    wards made = make_wards(*state);
    geo_group_options options = GEO_GROUP_OPTIONS_INIT;
    size_t hidden = 0;
    options.suppress_below = 80;
    geo_table *table = compare(*state, &made.areas, "Decile", &options);
    const geo_column *incidents = geo_table_find(table, "incidents");
    assert_int_equal(incidents->integer[0], 0);
    for (size_t row = 0; row < table->row_count; row++) {
        if (geo_table_mark(incidents, row) != GEO_MARK_HIDDEN)
            continue;
        hidden++;
        assert_int_equal(incidents->integer[row], GEO_NO_INTEGER);
        assert_true(isnan(real_at(table, "share_percent", row)));
        assert_true(isnan(real_at(table, "ratio", row)));
        assert_true(isnan(real_at(table, "rate_per_1000", row)));
        assert_null(text_at(table, "representation", row));
    }
    assert_int_equal(geo_table_mark(incidents, 2), GEO_MARK_HIDDEN);
    assert_true(hidden >= 2);
    geo_table_free(table);
    geo_table_free(made.attributes);
}

static void options_out_of_range(void **state)
{
    wards made = make_wards(*state);
    geo_area_groups *groups = group(*state, &made.areas, "Mosaic");
    geo_group_options options = GEO_GROUP_OPTIONS_INIT;
    geo_table *table = NULL;
    options.years = 0;
    assert_int_equal(geo_group_table(*state, &made.areas, groups, counts, &options, &table),
                     GEO_ERROR_USAGE);
    options.years = 1;
    options.level = 1;
    assert_int_equal(geo_group_table(*state, &made.areas, groups, counts, &options, &table),
                     GEO_ERROR_USAGE);
    static const int64_t wrong[AREAS] = {-1, 0, 0, 0, 0, 0};
    assert_int_equal(geo_group_table(*state, &made.areas, groups, wrong, NULL, &table),
                     GEO_ERROR_DATA);
    assert_null(table);
    geo_area_groups_free(groups);
    geo_table_free(made.attributes);
}

static geo_status make_and_free(geo_context *context, void *data)
{
    const wards *made = data;
    geo_area_groups *groups = NULL;
    geo_table *table = NULL;
    geo_group_options options = GEO_GROUP_OPTIONS_INIT;
    options.suppress_below = 80;
    geo_status status = geo_group_areas(context, &made->areas, "Decile", &groups);
    if (status == GEO_OK)
        status = geo_group_table(context, &made->areas, groups, counts, &options, &table);
    geo_table_free(table);
    geo_area_groups_free(groups);
    return status;
}

static void memory_that_runs_out(void **state)
{
    wards made = make_wards(*state);
    assert_true(fail_each_allocation(make_and_free, &made) > 40);
    geo_table_free(made.attributes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(texts_by_bytes_numbers_by_size),
        UNIT_TEST(fields_that_give_no_groups),
        UNIT_TEST(family_basics),
        UNIT_TEST(areas_in_no_group_and_all),
        UNIT_TEST(without_population),
        UNIT_TEST(rates_by_the_year_and_rounded_counts),
        UNIT_TEST(small_groups_are_hidden),
        UNIT_TEST(options_out_of_range),
        UNIT_TEST(memory_that_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
