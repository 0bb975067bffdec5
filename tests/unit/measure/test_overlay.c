/* Rates and deprivation together: thirds, classes, and their tables. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <geo/deprivation.h>

#include "allocations.h"
#include "unit.h"

enum { AREAS = 8 };

static const char *codes[AREAS] = {"E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8"};
static const char *names[AREAS] = {"One", "Two", "Three", "Four", "Five", "Six", "Seven", NULL};
/* Rates per 1,000: 40, 30, 5, 25, 10, 10, not known, 5. */
static const int64_t counts[AREAS] = {80, 30, 10, 25, 20, 10, 7, 5};
static double populations[AREAS] = {2000, 1000, 2000, 1000, 2000, 1000, (double)NAN, 1000};
static int32_t groups[AREAS] = {0, 3, 1, 1, 9, 5, 0, GEO_NO_CODE};
static double ranks[AREAS] = {100, 12000, 3500, 3400, 32000, 18000, 50, (double)NAN};

typedef struct sample {
    geo_areas areas;
    geo_area_deprivation deprivation;
} sample;

static sample make_sample(void)
{
    static char path[] = "lsoas.gpkg";
    return (sample){.areas = {.path = path,
                              .count = AREAS,
                              .code = codes,
                              .name = names,
                              .population = populations},
                    .deprivation = {.kind = GEO_DEPRIVATION_DECILES,
                                    .group_count = 10,
                                    .area_count = AREAS,
                                    .group = groups,
                                    .order = ranks}};
}

static geo_overlay *overlay_of(geo_context *context, const sample *of,
                               const geo_overlay_options *options)
{
    geo_overlay *made = NULL;
    if (geo_overlay_make(context, &of->areas, counts, &of->deprivation, options, &made) != GEO_OK)
        fail_msg("%s", geo_message(context));
    return made;
}

static geo_overlay *made_as(geo_context *context, const sample *of, geo_overlay_kind kind)
{
    geo_overlay_options options = GEO_OVERLAY_OPTIONS_INIT;
    options.kind = kind;
    return overlay_of(context, of, &options);
}

static void assert_codes(const geo_table *areas, const char *const *expected, size_t count)
{
    assert_int_equal(areas->row_count, count);
    for (size_t row = 0; row < count; row++) {
        assert_string_equal(geo_table_find(areas, "code")->text[row], expected[row]);
        assert_string_equal(codes[areas->area[row]], expected[row]);
    }
}

/* The row of that class; its areas, incidents and rate. */
static void assert_class(const geo_table *classes, const char *class, int64_t areas, int64_t count,
                         double rate)
{
    for (size_t row = 0; row < classes->row_count; row++) {
        if (strcmp(geo_table_find(classes, "class")->text[row], class) != 0)
            continue;
        assert_int_equal(geo_table_find(classes, "areas")->integer[row], areas);
        assert_int_equal(geo_table_find(classes, "count")->integer[row], count);
        double found = geo_table_find(classes, "rate_per_1000")->real[row];
        assert_true(isnan(rate) ? isnan(found) : fabs(found - rate) < 1e-12);
        return;
    }
    fail_msg("there is no class %s", class);
}

static bool has_note(const geo_table *table, const char *part)
{
    for (size_t i = 0; i < table->note_count; i++)
        if (strstr(table->note[i], part))
            return true;
    return false;
}

/* ---- thirds --------------------------------------------------------------------------------- */

static void assert_thirds(geo_context *context, const double *value, size_t count,
                          const int32_t *expected)
{
    double from[2];
    int32_t third[16];
    assert_int_equal(geo_thirds(context, value, count, from, third), GEO_OK);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(third[i], expected[i]);
}

/* 7 values make thirds of 3, 2 and 2; equal ones stay together in the lower one. */
static void thirds_of_values(void **state)
{
    static const double even[] = {6, 5, 4, 3, 2, 1};
    static const double seven[] = {1, 2, 3, 4, 5, 6, 7};
    static const double ties[] = {0, 0, 0, 0, 1, 2};
    static const double equal[] = {7, 7, 7};
    static const double unknown[] = {3, (double)NAN, 1, 2};
    static const double two[] = {1, 2};
    assert_thirds(*state, even, 6, (const int32_t[]){2, 2, 1, 1, 0, 0});
    assert_thirds(*state, seven, 7, (const int32_t[]){0, 0, 0, 1, 1, 2, 2});
    assert_thirds(*state, ties, 6, (const int32_t[]){0, 0, 0, 0, 2, 2});
    assert_thirds(*state, equal, 3, (const int32_t[]){0, 0, 0});
    assert_thirds(*state, unknown, 4, (const int32_t[]){2, GEO_NO_CODE, 0, 1});
    assert_thirds(*state, two, 2, (const int32_t[]){GEO_NO_CODE, GEO_NO_CODE});
}

static void the_most_deprived_fifth(void **state)
{
    (void)state;
    assert_true(geo_is_most_deprived(GEO_DEPRIVATION_DECILES, 0));
    assert_true(geo_is_most_deprived(GEO_DEPRIVATION_DECILES, 1));
    assert_false(geo_is_most_deprived(GEO_DEPRIVATION_DECILES, 2));
    assert_true(geo_is_most_deprived(GEO_DEPRIVATION_QUINTILES, 0));
    assert_false(geo_is_most_deprived(GEO_DEPRIVATION_QUINTILES, 1));
    assert_true(geo_is_most_deprived(GEO_DEPRIVATION_TOP_20, 0));
    assert_false(geo_is_most_deprived(GEO_DEPRIVATION_TOP_20, 1));
    assert_false(geo_is_most_deprived(GEO_DEPRIVATION_TOP_20, GEO_NO_CODE));
}

/* ---- kinds ---------------------------------------------------------------------------------- */

static void groups_are_classes(void **state)
{
    static const char *const order[] = {"E1", "E7", "E4", "E3", "E2", "E6", "E5", "E8"};
    sample of = make_sample();
    geo_overlay *made = made_as(*state, &of, GEO_OVERLAY_GROUPS);
    assert_int_equal(made->class_count, 10);
    assert_int_equal(made->class_of[3], 1);
    assert_int_equal(made->class_of[7], GEO_NO_CODE);
    assert_codes(made->areas, order, AREAS);
    assert_int_equal(geo_table_find(made->areas, "decile")->integer[2], 2);
    assert_string_equal(geo_table_find(made->areas, "class")->text[0], "1 (most deprived)");
    assert_int_equal(made->classes->row_count, 12);
    /* 80 + 7 incidents, of which only the 80 have residents beside them. */
    assert_class(made->classes, "1 (most deprived)", 2, 87, 40);
    assert_class(made->classes, "2", 2, 35, 35 * 1000.0 / 3000);
    assert_class(made->classes, "3", 0, 0, NAN);
    assert_class(made->classes, "Not known", 1, 5, 5);
    assert_class(made->classes, "All", 8, 187, 180 * 1000.0 / 10000);
    assert_true(made->classes->is_total[11]);
    assert_true(fabs(geo_table_find(made->classes, "incident_share")->real[0] - 8700.0 / 187) <
                1e-12);
    assert_true(fabs(geo_table_find(made->classes, "population_share")->real[0] - 20) < 1e-12);
    geo_overlay_free(made);
}

/* Rates 5, 5, 10, 10, 25, 30, 40: the middle would begin at the second 10, and so begins at 25;
 * high from 30. Ranks 50, 100, 3400, 3500, 12000, 18000, 32000: middle from 3500, least deprived
 * from 18000. */
static void thirds_make_nine_classes(void **state)
{
    static const int32_t class[AREAS] = {8, 7, 1, 5, 0, 0, GEO_NO_CODE, GEO_NO_CODE};
    static const char *const order[] = {"E1", "E2", "E4", "E3", "E5", "E6", "E8", "E7"};
    sample of = make_sample();
    geo_overlay *made = made_as(*state, &of, GEO_OVERLAY_BIVARIATE);
    assert_int_equal(made->class_count, 9);
    assert_true(made->rate_from[0] == 25 && made->rate_from[1] == 30);
    assert_true(made->is_by_rank);
    assert_true(made->deprivation_to[0] == 3500 && made->deprivation_to[1] == 18000);
    for (size_t i = 0; i < AREAS; i++)
        assert_int_equal(made->class_of[i], class[i]);
    assert_codes(made->areas, order, AREAS);
    assert_int_equal(geo_table_find(made->areas, "rate_third")->integer[0], 3);
    assert_int_equal(geo_table_find(made->areas, "deprivation_third")->integer[2], 3);
    assert_int_equal(geo_table_find(made->areas, "deprivation_third")->integer[6], GEO_NO_INTEGER);
    assert_string_equal(geo_table_find(made->areas, "class")->text[0], "High rate, most deprived");
    assert_string_equal(geo_table_find(made->classes, "class")->text[0],
                        "High rate, most deprived");
    assert_class(made->classes, "Low rate, least deprived", 2, 30, 10);
    assert_true(has_note(made->areas, "low, middle from 25.0, high from 30.0 incidents"));
    assert_true(has_note(made->areas, "the middle from rank 3,500, the least from 18,000"));
    geo_overlay_free(made);
}

/* Mean of the seven rates 125 / 7, SD 12.78: over 30.63 is E1 alone. */
static void both_is_deprived_and_high(void **state)
{
    static const int32_t class[AREAS] = {3, 0, 1, 1, 0, 0, GEO_NO_CODE, GEO_NO_CODE};
    sample of = make_sample();
    geo_overlay *made = made_as(*state, &of, GEO_OVERLAY_BOTH);
    assert_int_equal(made->class_count, 4);
    assert_int_equal(made->high.areas, 7);
    assert_true(fabs(made->high.mean - 125.0 / 7) < 1e-12);
    for (size_t i = 0; i < AREAS; i++)
        assert_int_equal(made->class_of[i], class[i]);
    assert_string_equal(geo_table_find(made->areas, "class")->text[0], "Both");
    assert_class(made->classes, "Both", 1, 80, 40);
    assert_class(made->classes, "Most deprived 20% only", 2, 35, 35 * 1000.0 / 3000);
    assert_true(has_note(made->areas, "the mean (17.9) plus one standard deviation"));
    geo_overlay_free(made);
}

/* ---- options -------------------------------------------------------------------------------- */

static void rows_of_some_areas(void **state)
{
    static const bool which[AREAS] = {true, false, true, false, true};
    static const char *const wards[AREAS] = {"Docks", NULL, "Hill", NULL, "Hill"};
    static const char *const order[] = {"E1", "E3", "E5"};
    sample of = make_sample();
    geo_overlay_options options = GEO_OVERLAY_OPTIONS_INIT;
    options.which = which;
    options.years = 0.5;
    options.ward = wards;
    geo_overlay *made = overlay_of(*state, &of, &options);
    assert_codes(made->areas, order, 3);
    assert_string_equal(geo_table_find(made->areas, "ward")->text[1], "Hill");
    assert_true(geo_table_find(made->areas, "rate_per_1000")->real[0] == 80);
    assert_class(made->classes, "All", 3, 110, 2 * 110 * 1000.0 / 6000);
    geo_overlay_free(made);
}

/* Of groups alone populations are not needed. */
static void without_populations(void **state)
{
    sample of = make_sample();
    geo_overlay *made = NULL;
    of.areas.population = NULL;
    made = made_as(*state, &of, GEO_OVERLAY_GROUPS);
    assert_null(geo_table_find(made->areas, "rate_per_1000"));
    assert_null(geo_table_find(made->classes, "population_share"));
    geo_overlay_free(made);
    made = NULL;
    const geo_overlay_options both = {GEO_OVERLAY_BOTH, NULL, 1, false, 1, NULL, NULL};
    assert_int_equal(geo_overlay_make(*state, &of.areas, counts, &of.deprivation, &both, &made),
                     GEO_ERROR_USAGE);
    double none[AREAS];
    for (size_t i = 0; i < AREAS; i++)
        none[i] = NAN;
    of.areas.population = none;
    assert_int_equal(geo_overlay_make(*state, &of.areas, counts, &of.deprivation, &both, &made),
                     GEO_ERROR_DATA);
    assert_null(made);
}

static void years_that_make_no_sense(void **state)
{
    static const double bad[] = {0, -1, (double)NAN, (double)INFINITY};
    sample of = make_sample();
    geo_overlay_options options = GEO_OVERLAY_OPTIONS_INIT;
    geo_overlay *made = NULL;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        options.years = bad[i];
        assert_int_equal(
            geo_overlay_make(*state, &of.areas, counts, &of.deprivation, &options, &made),
            GEO_ERROR_USAGE);
    }
}

/* Where only deciles are known, thirds are by these. */
static void thirds_of_groups(void **state)
{
    sample of = make_sample();
    of.deprivation.order = NULL;
    geo_overlay *made = made_as(*state, &of, GEO_OVERLAY_BIVARIATE);
    assert_false(made->is_by_rank);
    /* 1, 1, 2, 2, 4, 6, 10 */
    assert_true(made->deprivation_to[0] == 4 && made->deprivation_to[1] == 6);
    assert_true(has_note(made->areas, "the middle from group 4"));
    geo_overlay_free(made);
}

static geo_status make_and_free(geo_context *context, void *data)
{
    const sample *of = data;
    geo_overlay *made = NULL;
    geo_overlay_options options = GEO_OVERLAY_OPTIONS_INIT;
    options.kind = GEO_OVERLAY_BIVARIATE;
    geo_status status =
        geo_overlay_make(context, &of->areas, counts, &of->deprivation, &options, &made);
    geo_overlay_free(made);
    return status;
}

static void memory_that_runs_out(void **state)
{
    sample of = make_sample();
    (void)state;
    assert_true(fail_each_allocation(make_and_free, &of) > 40);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(thirds_of_values),          UNIT_TEST(the_most_deprived_fifth),
        UNIT_TEST(groups_are_classes),        UNIT_TEST(thirds_make_nine_classes),
        UNIT_TEST(both_is_deprived_and_high), UNIT_TEST(rows_of_some_areas),
        UNIT_TEST(without_populations),       UNIT_TEST(years_that_make_no_sense),
        UNIT_TEST(thirds_of_groups),          cmocka_unit_test(memory_that_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
