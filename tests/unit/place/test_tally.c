/* Located incidents into a tally and a ledger. */
#include <stdlib.h>
#include <string.h>

#include <geo/place.h>

#include "core/memory.h"
#include "unit.h"

enum { ROWS = 12, AREAS = 3 };

typedef struct counted {
    geo_frame frame;
    geo_frame_input input[2];
    int64_t row[ROWS];
    int32_t category[ROWS];
    int32_t area[ROWS];
} counted;

/* Two inputs of 7 and 5 rows; three categories. */
static void fill(geo_context *context, counted *data)
{
    static const int32_t area[ROWS] = {0, 0, 2, -1, 2, 2, 0, -1, -1, 2, 0, 2};
    static const int32_t category[ROWS] = {0, 1, 0, 0, -1, 2, 1, 2, -1, 2, 0, 0};
    static const int64_t row[ROWS] = {1, 2, 3, 5, 8, 9, 10, 1, 4, 5, 6, 7};
    static const char *const name[] = {"Burglary", "Drugs", "Robbery"};
    *data = (counted){.frame = {.count = ROWS, .input_count = 2}};
    memcpy(data->area, area, sizeof area);
    memcpy(data->category, category, sizeof category);
    memcpy(data->row, row, sizeof row);
    data->input[0] = (geo_frame_input){.first = 0, .count = 7, .read = 10};
    data->input[1] = (geo_frame_input){.first = 7, .count = 5, .read = 7};
    data->frame.input = data->input;
    data->frame.row = data->row;
    data->frame.category = data->category;
    assert_int_equal(geo_dictionary_new(context, &data->frame.categories), GEO_OK);
    for (int32_t i = 0; i < 3; i++) {
        int32_t code;
        const geo_text text = {name[i], strlen(name[i])};
        assert_int_equal(geo_dictionary_code(context, data->frame.categories, text, &code), GEO_OK);
        assert_int_equal(code, i);
    }
}

static void counts_by_area_and_category(void **state)
{
    static const int64_t count[AREAS][3] = {{2, 2, 0}, {0, 0, 0}, {2, 0, 2}};
    static const int64_t total[AREAS] = {4, 0, 5};
    counted data;
    geo_tally *tally = NULL;
    fill(*state, &data);
    assert_int_equal(geo_tally_count(*state, &data.frame, data.area, AREAS, &tally), GEO_OK);
    assert_int_equal(tally->area_count, AREAS);
    assert_int_equal(tally->category_count, 3);
    assert_memory_equal(tally->count, count, sizeof count);
    assert_memory_equal(tally->total, total, sizeof total);
    geo_tally_free(tally);
    geo_dictionary_free(data.frame.categories);
}

static void counts_without_categories(void **state)
{
    static const int64_t total[AREAS] = {4, 0, 5};
    counted data;
    geo_tally *tally = NULL;
    fill(*state, &data);
    data.frame.category = NULL;
    assert_int_equal(geo_tally_count(*state, &data.frame, data.area, AREAS, &tally), GEO_OK);
    assert_int_equal(tally->category_count, 0);
    assert_memory_equal(tally->total, total, sizeof total);
    geo_tally_free(tally);
    geo_dictionary_free(data.frame.categories);
}

static void no_incidents_or_no_areas(void **state)
{
    counted data;
    geo_tally *tally = NULL;
    fill(*state, &data);
    data.frame.count = 0;
    assert_int_equal(geo_tally_count(*state, &data.frame, data.area, AREAS, &tally), GEO_OK);
    assert_int_equal(tally->total[0] + tally->total[1] + tally->total[2], 0);
    geo_tally_free(tally);
    tally = NULL;
    assert_int_equal(geo_tally_count(*state, &data.frame, data.area, 0, &tally), GEO_OK);
    assert_int_equal(tally->area_count, 0);
    geo_tally_free(tally);
    geo_dictionary_free(data.frame.categories);
}

static void areas_of_another_map(void **state)
{
    static const int32_t wrong[] = {AREAS, 1000000, -2, INT32_MIN};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        counted data;
        geo_tally *tally = NULL;
        fill(*state, &data);
        data.area[5] = wrong[i];
        assert_int_equal(geo_tally_count(*state, &data.frame, data.area, AREAS, &tally),
                         GEO_ERROR_INTERNAL);
        assert_null(tally);
        data.area[5] = 0;
        data.category[5] = 3;
        assert_int_equal(geo_tally_count(*state, &data.frame, data.area, AREAS, &tally),
                         GEO_ERROR_INTERNAL);
        assert_null(tally);
        geo_dictionary_free(data.frame.categories);
    }
}

static void more_areas_than_memory(void **state)
{
    counted data;
    geo_tally *tally = NULL;
    fill(*state, &data);
    assert_int_equal(geo_tally_count(*state, &data.frame, data.area, SIZE_MAX / 2, &tally),
                     GEO_ERROR_LIMIT);
    for (int64_t n = 1; n <= 3; n++) {
        geo_fail_allocation(*state, n);
        assert_int_equal(geo_tally_count(*state, &data.frame, data.area, AREAS, &tally),
                         GEO_ERROR_MEMORY);
    }
    geo_fail_allocation(*state, 0);
    assert_null(tally);
    geo_dictionary_free(data.frame.categories);
}

/* The reader's part of a ledger: 10 = 7 placed or outside + 2 + 1, and 7 = 5 + 2. */
static geo_ledger *open_ledger(geo_context *context, size_t inputs)
{
    geo_ledger *ledger = NULL;
    assert_int_equal(geo_ledger_new(context, &ledger), GEO_OK);
    for (size_t i = 0; i < inputs; i++)
        assert_int_equal(geo_ledger_add_input(context, ledger, i == 0 ? "a.csv" : "b.csv"), GEO_OK);
    ledger->line[0].read = 10;
    geo_ledger_count(ledger, 0, GEO_NO_COORDINATES, 4, "Longitude", NULL);
    geo_ledger_count(ledger, 0, GEO_FILTERED, 6, NULL, NULL);
    geo_ledger_count(ledger, 0, GEO_FILTERED, 7, NULL, NULL);
    if (inputs > 1) {
        ledger->line[1].read = 7;
        geo_ledger_count(ledger, 1, GEO_REJECTED, 2, "Latitude", "not a number");
        geo_ledger_count(ledger, 1, GEO_REJECTED, 3, "Latitude", "not a number");
    }
    return ledger;
}

static void ledger_is_completed(void **state)
{
    counted data;
    fill(*state, &data);
    geo_ledger *ledger = open_ledger(*state, 2);
    assert_int_equal(geo_ledger_place(*state, ledger, &data.frame, data.area), GEO_OK);
    assert_int_equal(ledger->line[0].count[GEO_PLACED], 6);
    assert_int_equal(ledger->line[0].count[GEO_OUTSIDE], 1);
    assert_int_equal(ledger->line[0].first[GEO_PLACED][3].row, 8);
    assert_int_equal(ledger->line[0].first[GEO_OUTSIDE][0].row, 5);
    assert_int_equal(ledger->line[1].count[GEO_PLACED], 3);
    assert_int_equal(ledger->line[1].count[GEO_OUTSIDE], 2);
    assert_int_equal(ledger->line[1].first[GEO_OUTSIDE][0].row, 1);
    assert_int_equal(ledger->line[1].first[GEO_OUTSIDE][1].row, 4);
    assert_int_equal(ledger->line[1].count[GEO_REJECTED], 2);
    geo_ledger_free(ledger);
    geo_dictionary_free(data.frame.categories);
}

static void ledger_that_does_not_balance(void **state)
{
    counted data;
    fill(*state, &data);
    geo_ledger *ledger = open_ledger(*state, 2);
    ledger->line[1].read = 8;
    assert_int_equal(geo_ledger_place(*state, ledger, &data.frame, data.area), GEO_ERROR_INTERNAL);
    assert_non_null(strstr(geo_message(*state), "b.csv"));
    geo_ledger_free(ledger);

    ledger = open_ledger(*state, 1);
    assert_int_equal(geo_ledger_place(*state, ledger, &data.frame, data.area), GEO_ERROR_INTERNAL);
    geo_ledger_free(ledger);
    geo_dictionary_free(data.frame.categories);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(counts_by_area_and_category),  UNIT_TEST(counts_without_categories),
        UNIT_TEST(no_incidents_or_no_areas),     UNIT_TEST(areas_of_another_map),
        UNIT_TEST(more_areas_than_memory),       UNIT_TEST(ledger_is_completed),
        UNIT_TEST(ledger_that_does_not_balance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
