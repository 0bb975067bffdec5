/* Near repeats in tables and words. */
#include <math.h>
#include <string.h>

#include <geo/spatial.h>

#include "allocations.h"
#include "near.h"
#include "unit.h"

static const double distance_m[] = {0, 100, 250}, days[] = {0, 7, 14};

static geo_knox_options bands(void)
{
    geo_knox_options options = GEO_KNOX_OPTIONS_INIT;
    options.distance_m = distance_m;
    options.distance_count = 3;
    options.days = days;
    options.day_count = 3;
    options.permutations = 99;
    return options;
}

/* Twenty places 10 km apart, at each of which an incident is followed by another on the spot after
 * three days; years lie between the places. */
enum { PLACES = 20, MANY = 2 * PLACES };

typedef struct incidents {
    double x[MANY], y[MANY], day[MANY];
} incidents;

static incidents repeated(double east_m)
{
    incidents made;
    for (size_t i = 0; i < MANY; i++) {
        made.x[i] = 10000 * (double)(i / 2) + (double)(i % 2) * east_m;
        made.y[i] = 0;
        made.day[i] = 400 * (double)(i / 2) + 3 * (double)(i % 2);
    }
    return made;
}

static geo_knox *knox_of(geo_context *context, double east_m, const geo_knox_options *options)
{
    const incidents of = repeated(east_m);
    geo_knox *knox = NULL;
    assert_int_equal(geo_knox_make(context, of.x, of.y, of.day, MANY, options, &knox), GEO_OK);
    return knox;
}

static void the_same_place_is_a_band(void **state)
{
    const geo_knox_options options = bands();
    geo_knox *knox = knox_of(*state, 0, &options);
    assert_int_equal(knox->band.pairs[1], PLACES);
    assert_true(knox->band.p[1] == 0.01);
    assert_int_equal(knox->within.pairs[8], PLACES);
    geo_knox_free(knox);
    knox = knox_of(*state, 80, &options);
    assert_int_equal(knox->band.pairs[1], 0);
    assert_int_equal(knox->band.pairs[4], PLACES);
    assert_int_equal(knox->within.pairs[4], PLACES);
    geo_knox_free(knox);
}

/* 2 incidents 60 m east and 60 m north of each other: 85 m as the crow flies, 120 m along streets.
 */
static void distance_along_streets(void **state)
{
    const double x[] = {0, 60, 5000}, y[] = {0, 60, 0}, day[] = {0, 1, 900};
    geo_knox_options options = bands();
    geo_knox *knox = NULL;
    assert_int_equal(geo_knox_make(*state, x, y, day, 3, &options, &knox), GEO_OK);
    assert_int_equal(knox->band.pairs[4], 1);
    geo_knox_free(knox);
    options.metric = GEO_METRIC_MANHATTAN;
    assert_int_equal(geo_knox_make(*state, x, y, day, 3, &options, &knox), GEO_OK);
    assert_int_equal(knox->band.pairs[4], 0);
    assert_int_equal(knox->band.pairs[7], 1);
    geo_knox_free(knox);
}

/* Bands of whole days so that the first one holds what follows. */
static geo_knox_options few_bands(void)
{
    static const double near_m[] = {100, 250}, soon[] = {7, 14};
    geo_knox_options options = bands();
    options.distance_m = near_m;
    options.distance_count = 2;
    options.days = soon;
    options.day_count = 2;
    return options;
}

static void who_repeats(void **state)
{
    const geo_knox_options options = few_bands();
    geo_knox *knox = knox_of(*state, 80, &options);
    assert_int_equal(knox->near_distances, 1);
    assert_int_equal(knox->near_days, 1);
    assert_int_equal(knox->linked, MANY);
    assert_int_equal(knox->following, PLACES);
    geo_knox_free(knox);
    knox = knox_of(*state, 9000, &options);
    assert_int_equal(knox->near_distances, 0);
    assert_int_equal(knox->linked, 0);
    geo_knox_free(knox);
}

static void what_is_near(void **state)
{
    const geo_knox_options options = GEO_KNOX_OPTIONS_INIT;
    (void)state;
    assert_true(geo_knox_is_near(&options, 1.2, 0.05));
    assert_false(geo_knox_is_near(&options, 1.19, 0.001));
    assert_false(geo_knox_is_near(&options, 3, 0.051));
    assert_false(geo_knox_is_near(&options, (double)NAN, 0.001));
}

static void sentence(void **state)
{
    const geo_knox_options options = few_bands();
    geo_bytes text = GEO_BYTES_INIT;
    geo_knox *knox = knox_of(*state, 80, &options);
    assert_int_equal(geo_knox_append_sentence(*state, knox, &options, GEO_KNOX_DAYS, &text),
                     GEO_OK);
    assert_int_equal(geo_bytes_append(*state, &text, "", 1), GEO_OK);
    assert_non_null(strstr(text.data, "Pairs of incidents within 100 m and 7 days of each other"));
    assert_non_null(strstr(text.data, "(p 0.010)"));
    geo_bytes_clear(&text);
    geo_knox_free(knox);
}

static void check_text(geo_context *context, size_t band, bool is_time, geo_knox_time unit,
                       const char *expected)
{
    const geo_knox_options options = bands();
    geo_bytes text = GEO_BYTES_INIT;
    assert_int_equal(is_time ? geo_knox_append_time(context, &options, band, unit, &text)
                             : geo_knox_append_distance(context, &options, band, &text),
                     GEO_OK);
    assert_int_equal(geo_bytes_append(context, &text, "", 1), GEO_OK);
    assert_string_equal(text.data, expected);
    geo_bytes_clear(&text);
}

static void names_of_bands(void **state)
{
    check_text(*state, 0, false, GEO_KNOX_DAYS, "same place");
    check_text(*state, 1, false, GEO_KNOX_DAYS, "over 0 to 100 m");
    check_text(*state, 2, false, GEO_KNOX_DAYS, "100 to 250 m");
    check_text(*state, 0, true, GEO_KNOX_DAYS, "same day");
    check_text(*state, 1, true, GEO_KNOX_DAYS, "1 to 7 days");
    check_text(*state, 2, true, GEO_KNOX_MONTHS, "8 to 14 months");
}

static void tables(void **state)
{
    const geo_knox_options options = bands();
    geo_knox *knox = knox_of(*state, 80, &options);
    geo_table *data = NULL, *matrix = NULL;
    assert_int_equal(geo_knox_table(*state, knox, &options, GEO_KNOX_DAYS, true, &data), GEO_OK);
    assert_int_equal(geo_knox_matrix(*state, knox, &options, GEO_KNOX_DAYS, &matrix), GEO_OK);
    assert_int_equal(data->row_count, 9);
    assert_int_equal(geo_table_find(data, "pairs")->integer[4], PLACES);
    assert_int_equal(geo_table_find(data, "from_days")->integer[5], 8);
    assert_true(geo_table_find(data, "to_m")->real[5] == 100);
    assert_int_equal(geo_table_mark(geo_table_find(data, "ratio"), 4), GEO_MARK_FAR_ABOVE);
    assert_int_equal(matrix->row_count, 3);
    assert_true(geo_table_find(matrix, "ratio_to_7_days")->real[1] == knox->band.ratio[4]);
    assert_int_equal(geo_table_mark(geo_table_find(matrix, "ratio_to_14_days"), 1), GEO_MARK_NONE);
    geo_table_free(data);
    geo_table_free(matrix);
    geo_knox_free(knox);
}

static geo_status make_tables(geo_context *context, void *data)
{
    const geo_knox_options options = bands();
    geo_table *table = NULL, *matrix = NULL;
    geo_status status = geo_knox_table(context, data, &options, GEO_KNOX_DAYS, false, &table);
    if (status == GEO_OK)
        status = geo_knox_matrix(context, data, &options, GEO_KNOX_DAYS, &matrix);
    geo_table_free(table);
    geo_table_free(matrix);
    return status;
}

static void memory_that_runs_out(void **state)
{
    const geo_knox_options options = bands();
    geo_knox *knox = knox_of(*state, 80, &options);
    assert_true(fail_each_allocation(make_tables, knox) > 30);
    geo_knox_free(knox);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(the_same_place_is_a_band),
        UNIT_TEST(distance_along_streets),
        UNIT_TEST(who_repeats),
        UNIT_TEST(what_is_near),
        UNIT_TEST(sentence),
        UNIT_TEST(names_of_bands),
        UNIT_TEST(tables),
        UNIT_TEST(memory_that_runs_out),
    };
    return cmocka_run_group_tests_name("near repeat", tests, NULL, NULL);
}
