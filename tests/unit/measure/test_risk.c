/* Places at greatest risk: their order, their reasons, and areas by category. */
#include <math.h>
#include <string.h>

#include "allocations.h"
#include "matrix_sample.h"

enum { MANY = 12, KINDS = 4 };

/* Twelve wards of 1,000, most with 10 of each kind: where one has 90 it lies 3.3 SD above the mean,
 * where two have 60 they lie 2.2, and three with 50 lie 1.7. */
typedef struct many_wards {
    geo_areas areas;
    geo_categories tree;
    geo_area_counts counts;
    char code_text[MANY][8];
    const char *code[MANY];
    const char *name[MANY];
    const char *parent[MANY];
    double population[MANY];
    const double *denominator[KINDS];
    int64_t count[MANY * KINDS];
} many_wards;

static void make_many(many_wards *many)
{
    static char *names[KINDS] = {"Total", "Arson", "Burglary", "Theft"};
    static int32_t parents[KINDS] = {GEO_NO_CODE, 0, 0, 0};
    static int32_t levels[KINDS] = {0, 1, 1, 1};
    memset(many, 0, sizeof *many);
    for (int i = 0; i < MANY; i++) {
        many->code_text[i][0] = 'A';
        many->code_text[i][1] = (char)('a' + i);
        many->code[i] = many->code_text[i];
        many->name[i] = i < 2 ? "Ash" : many->code_text[i];
        many->parent[i] = i % 2 == 0 ? "East" : "West";
        many->population[i] = 1000;
        for (int kind = 1; kind < KINDS; kind++)
            many->count[i * KINDS + kind] = 10;
    }
    for (int kind = 0; kind < KINDS; kind++)
        many->denominator[kind] = many->population;
    many->areas = (geo_areas){.count = MANY,
                              .code = many->code,
                              .name = many->name,
                              .parent = many->parent,
                              .population = many->population};
    many->tree =
        (geo_categories){.count = KINDS, .name = names, .parent = parents, .level = levels};
    many->counts = (geo_area_counts){&many->areas, &many->tree, many->count, many->denominator, 1};
}

static void set(many_wards *many, size_t ward, size_t kind, int64_t count)
{
    many->count[ward * KINDS + kind] = count;
}

static void add_up(many_wards *many)
{
    for (size_t i = 0; i < MANY; i++) {
        many->count[i * KINDS] = 0;
        for (size_t kind = 1; kind < KINDS; kind++)
            many->count[i * KINDS] += many->count[i * KINDS + kind];
    }
}

static geo_risk *find_risk(geo_context *context, const many_wards *many,
                           const geo_matrix_options *matrix_options,
                           const geo_risk_options *options)
{
    geo_matrix *matrix = NULL;
    geo_risk *risk = NULL;
    if (geo_matrix_make(context, &many->counts, matrix_options, &matrix) != GEO_OK ||
        geo_risk_find(context, matrix, options, &risk) != GEO_OK)
        fail_msg("%s", geo_message(context));
    geo_matrix_free(matrix);
    return risk;
}

static const char *text_at(const geo_table *table, const char *column, size_t row)
{
    return geo_table_find(table, column)->text[row];
}

static int64_t integer_at(const geo_table *table, const char *column, size_t row)
{
    return geo_table_find(table, column)->integer[row];
}

static void assert_codes(const geo_table *table, const char *expected)
{
    char found[128] = "";
    for (size_t row = 0; row < table->row_count; row++) {
        strcat(found, row > 0 ? " " : "");
        strcat(found, text_at(table, "code", row));
    }
    assert_string_equal(found, expected);
}

/* ---- order and reasons ---------------------------------------------------------------------- */

/* Ac: one group far above. Ae and Af: above in arson and burglary; Af more in all. Ag: above in
 * burglary alone. */
static void sample_of_concern(many_wards *many)
{
    make_many(many);
    set(many, 2, 3, 90);
    for (size_t ward = 4; ward <= 5; ward++)
        set(many, ward, 1, 50);
    set(many, 7, 1, 50);
    for (size_t ward = 4; ward <= 6; ward++)
        set(many, ward, 2, 50);
    set(many, 5, 3, 20);
    add_up(many);
}

static void order_by_groups_then_rate(void **state)
{
    many_wards many;
    sample_of_concern(&many);
    geo_risk *risk = find_risk(*state, &many, NULL, NULL);
    assert_codes(risk->table, "Ac Af Ae Ag Ah");
    assert_int_equal(risk->without_band, MANY - 5);
    assert_int_equal(integer_at(risk->table, "significantly_above", 0), 1);
    assert_int_equal(integer_at(risk->table, "above", 0), 0);
    assert_int_equal(integer_at(risk->table, "above", 1), 2);
    assert_int_equal(integer_at(risk->table, "place", 4), 5);
    assert_string_equal(text_at(risk->table, "reasons", 0), "Significantly above for Theft (90.0)");
    assert_string_equal(text_at(risk->table, "reasons", 1),
                        "Above for Arson (50.0), Burglary (50.0)");
    assert_string_equal(text_at(risk->table, "rank", 0), "2 of 12");
    assert_string_equal(text_at(risk->table, "rank_in_parent", 0), "1 of 6");
    assert_string_equal(text_at(risk->table, "rank", 1), "1 of 12");
    assert_int_equal(integer_at(risk->table, "count", 1), 120);
    geo_risk_free(risk);
}

/* One ward far above and above at once: the farthest comes first in each band. */
static void reasons_of_both_bands(void **state)
{
    many_wards many;
    geo_risk_options options = GEO_RISK_OPTIONS_INIT;
    make_many(&many);
    for (size_t ward = 0; ward < 3; ward++)
        set(&many, ward, 1, 50);
    set(&many, 0, 2, 60);
    set(&many, 1, 2, 60);
    set(&many, 0, 3, 90);
    add_up(&many);
    options.top = 1;
    options.decimals = 0;
    geo_risk *risk = find_risk(*state, &many, NULL, &options);
    assert_int_equal(risk->table->row_count, 1);
    assert_string_equal(text_at(risk->table, "reasons", 0),
                        "Significantly above for Theft (90), Burglary (60); above for Arson (50)");
    assert_string_equal(
        risk->table->note[0],
        "1 of 12 areas listed: those above in a category, and of these 3 the first");
    geo_risk_free(risk);
}

/* In no group above, but in all of them together. */
static void above_overall_alone(void **state)
{
    many_wards many;
    make_many(&many);
    set(&many, 0, 1, 100);
    set(&many, 1, 2, 100);
    set(&many, 2, 3, 100);
    for (size_t kind = 1; kind < KINDS; kind++)
        set(&many, 3, kind, 40);
    add_up(&many);
    geo_risk *risk = find_risk(*state, &many, NULL, NULL);
    assert_codes(risk->table, "Aa Ab Ac Ad");
    assert_string_equal(text_at(risk->table, "reasons", 3), "Above overall");
    geo_risk_free(risk);
}

static void a_single_category_is_its_own_group(void **state)
{
    many_wards many;
    geo_matrix_options matrix_options = GEO_MATRIX_OPTIONS_INIT;
    sample_of_concern(&many);
    matrix_options.branch = 3;
    geo_risk *risk = find_risk(*state, &many, &matrix_options, NULL);
    assert_codes(risk->table, "Ac");
    assert_string_equal(text_at(risk->table, "reasons", 0), "Significantly above for Theft (90.0)");
    geo_risk_free(risk);
}

/* ---- areas by category ---------------------------------------------------------------------- */

static void areas_by_category(void **state)
{
    many_wards many;
    geo_matrix_options matrix_options = GEO_MATRIX_OPTIONS_INIT;
    geo_risk_options options = GEO_RISK_OPTIONS_INIT;
    make_many(&many);
    set(&many, 0, 1, 50);
    set(&many, 1, 1, 50);
    set(&many, 4, 1, 55);
    set(&many, 7, 3, 90);
    add_up(&many);
    geo_filter *some = make_filter(*state, "code <= 'Ad'");
    geo_risk *risk = find_risk(*state, &many, NULL, NULL);
    assert_int_equal(risk->hotspots->row_count, KINDS);
    assert_string_equal(text_at(risk->hotspots, "areas", 1),
                        "Ae (55.0), Ash in East (50.0), Ash in West (50.0)");
    assert_null(text_at(risk->hotspots, "areas", 2));
    assert_int_equal(integer_at(risk->hotspots, "areas_shown", 1), 3);
    geo_risk_free(risk);
    matrix_options.show = some;
    risk = find_risk(*state, &many, &matrix_options, NULL);
    assert_int_equal(integer_at(risk->hotspots, "areas_shown", 1), 2);
    assert_int_equal(integer_at(risk->hotspots, "areas_in_reference", 1), 3);
    geo_risk_free(risk);
    geo_filter_free(some);
    options.from = GEO_BAND_SIGNIFICANTLY_ABOVE;
    risk = find_risk(*state, &many, NULL, &options);
    assert_int_equal(integer_at(risk->hotspots, "areas_shown", 1), 0);
    assert_string_equal(text_at(risk->hotspots, "areas", 3), "Ah (90.0)");
    geo_risk_free(risk);
}

static void options_out_of_range(void **state)
{
    many_wards many;
    geo_matrix *matrix = NULL;
    geo_risk *risk = NULL;
    geo_risk_options options = GEO_RISK_OPTIONS_INIT;
    sample_of_concern(&many);
    assert_int_equal(geo_matrix_make(*state, &many.counts, NULL, &matrix), GEO_OK);
    options.from = GEO_BAND_NONE;
    assert_int_equal(geo_risk_find(*state, matrix, &options, &risk), GEO_ERROR_USAGE);
    options.from = GEO_BAND_ABOVE;
    options.round_to = -10;
    assert_int_equal(geo_risk_find(*state, matrix, &options, &risk), GEO_ERROR_USAGE);
    assert_null(risk);
    geo_matrix_free(matrix);
}

/* ---- hidden --------------------------------------------------------------------------------- */

/* No bound, rate or reason of what is kept back. */
static void hidden_cells_are_no_reason(void **state)
{
    many_wards many;
    geo_matrix_options matrix_options = GEO_MATRIX_OPTIONS_INIT;
    make_many(&many);
    for (size_t ward = 0; ward < MANY; ward++)
        set(&many, ward, 1, ward < 2 ? 4 : 0);
    set(&many, 3, 3, 90);
    add_up(&many);
    matrix_options.suppress_below = 5;
    geo_risk *risk = find_risk(*state, &many, &matrix_options, NULL);
    for (size_t row = 0; row < risk->table->row_count; row++)
        assert_null(strstr(text_at(risk->table, "reasons", row), "Arson"));
    assert_codes(risk->table, "Ad");
    geo_risk_free(risk);
}

static geo_status find_and_free(geo_context *context, void *data)
{
    const many_wards *many = data;
    geo_matrix *matrix = NULL;
    geo_risk *risk = NULL;
    geo_status status = geo_matrix_make(context, &many->counts, NULL, &matrix);
    if (status == GEO_OK)
        status = geo_risk_find(context, matrix, NULL, &risk);
    geo_risk_free(risk);
    geo_matrix_free(matrix);
    return status;
}

static void every_failed_allocation_is_reported(void **state)
{
    many_wards many;
    (void)state;
    sample_of_concern(&many);
    assert_true(fail_each_allocation(find_and_free, &many) > 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(order_by_groups_then_rate),  UNIT_TEST(reasons_of_both_bands),
        UNIT_TEST(above_overall_alone),        UNIT_TEST(a_single_category_is_its_own_group),
        UNIT_TEST(areas_by_category),          UNIT_TEST(options_out_of_range),
        UNIT_TEST(hidden_cells_are_no_reason), UNIT_TEST(every_failed_allocation_is_reported),
    };
    return cmocka_run_group_tests_name("risk", tests, NULL, NULL);
}
