/* Counting block by block gives what counting all at once gives. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <geo/place.h>

#include "allocations.h"
#include "random.h"

enum { ROWS = 3000, AREAS = 7, MOST_CATEGORIES = 40 };

/* Rows whose categories appear little by little; every tenth is outside, every eleventh has none.
 */
typedef struct counted {
    geo_frame frame;
    geo_dictionary *grown; /* with the categories of the rows so far */
    int64_t row[ROWS];
    int32_t category[ROWS];
    int32_t area[ROWS];
} counted;

static geo_status add_category(geo_context *context, geo_dictionary *dictionary, int32_t code)
{
    char name[16];
    int32_t given;
    snprintf(name, sizeof name, "category %d", (int)code);
    return geo_dictionary_code(context, dictionary, (geo_text){name, strlen(name)}, &given);
}

static counted *make_rows(geo_context *context)
{
    uint64_t stream = 5;
    counted *data = calloc(1, sizeof *data);
    assert_non_null(data);
    assert_int_equal(geo_dictionary_new(context, &data->frame.categories), GEO_OK);
    assert_int_equal(geo_dictionary_new(context, &data->grown), GEO_OK);
    for (int32_t i = 0; i < MOST_CATEGORIES; i++)
        assert_int_equal(add_category(context, data->frame.categories, i), GEO_OK);
    for (size_t i = 0; i < ROWS; i++) {
        size_t known = 1 + i * (MOST_CATEGORIES - 1) / (ROWS - 1);
        data->row[i] = (int64_t)(3 * i + 1);
        data->area[i] = i % 10 == 0 ? GEO_NO_CODE : (int32_t)random_below(&stream, AREAS);
        data->category[i] = i % 11 == 0 ? GEO_NO_CODE : (int32_t)random_below(&stream, known);
    }
    data->category[ROWS - 1] = MOST_CATEGORIES - 1;
    data->frame.count = ROWS;
    data->frame.row = data->row;
    data->frame.category = data->category;
    return data;
}

static void free_rows(counted *data)
{
    geo_dictionary_free(data->frame.categories);
    geo_dictionary_free(data->grown);
    free(data);
}

/* The rows first .. first + count - 1, with a dictionary that knows their categories and those
 * before alone. */
static geo_status block_of(geo_context *context, const counted *data, size_t first, size_t count,
                           geo_frame *block)
{
    geo_status status = GEO_OK;
    for (size_t i = first; i < first + count; i++) {
        int32_t known = (int32_t)geo_dictionary_count(data->grown);
        for (; known <= data->category[i] && status == GEO_OK; known++)
            status = add_category(context, data->grown, known);
    }
    *block = (geo_frame){
        .count = count, .category = data->frame.category + first, .categories = data->grown};
    return status;
}

static geo_status add_blocks(geo_context *context, const counted *data, size_t size,
                             geo_tally *tally)
{
    for (size_t first = 0; first < ROWS; first += size) {
        geo_frame block;
        size_t count = ROWS - first < size ? ROWS - first : size;
        geo_status status = block_of(context, data, first, count, &block);
        if (status == GEO_OK)
            status = geo_tally_add(context, tally, &block, data->area + first);
        if (status != GEO_OK)
            return status;
    }
    return geo_tally_check(context, tally);
}

static void blocks_of_any_size_count_the_same(void **state)
{
    static const size_t size[] = {1, 7, 100, 1499, ROWS};
    for (size_t i = 0; i < sizeof size / sizeof size[0]; i++) {
        counted *data = make_rows(*state);
        geo_tally *whole = NULL, *tally = NULL;
        assert_int_equal(geo_tally_count(*state, &data->frame, data->area, AREAS, &whole), GEO_OK);
        assert_int_equal(geo_tally_new(*state, AREAS, &tally), GEO_OK);
        assert_int_equal(tally->category_count, 0);
        assert_int_equal(add_blocks(*state, data, size[i], tally), GEO_OK);
        assert_int_equal(tally->category_count, MOST_CATEGORIES);
        assert_int_equal(tally->placed, ROWS - ROWS / 10);
        assert_int_equal(tally->placed, whole->placed);
        assert_memory_equal(tally->count, whole->count,
                            AREAS * MOST_CATEGORIES * sizeof *tally->count);
        assert_memory_equal(tally->total, whole->total, AREAS * sizeof *tally->total);
        geo_tally_free(whole);
        geo_tally_free(tally);
        free_rows(data);
    }
}

/* One that begins with a single area and grows as others come. */
static void areas_may_come_later(void **state)
{
    counted *data = make_rows(*state);
    geo_tally *whole = NULL, *tally = NULL;
    assert_int_equal(geo_tally_count(*state, &data->frame, data->area, AREAS, &whole), GEO_OK);
    assert_int_equal(geo_tally_new(*state, 1, &tally), GEO_OK);
    for (size_t i = 0; i < ROWS; i++) {
        geo_frame block;
        assert_int_equal(block_of(*state, data, i, 1, &block), GEO_OK);
        assert_int_equal(geo_tally_grow(*state, tally, (size_t)(data->area[i] + 1)), GEO_OK);
        assert_int_equal(geo_tally_add(*state, tally, &block, data->area + i), GEO_OK);
    }
    assert_int_equal(tally->area_count, AREAS);
    assert_memory_equal(tally->count, whole->count, AREAS * MOST_CATEGORIES * sizeof *tally->count);
    assert_memory_equal(tally->total, whole->total, AREAS * sizeof *tally->total);
    assert_int_equal(geo_tally_check(*state, tally), GEO_OK);
    geo_tally_free(whole);
    geo_tally_free(tally);
    free_rows(data);
}

static void broken_laws_are_seen(void **state)
{
    counted *data = make_rows(*state);
    geo_tally *tally = NULL;
    assert_int_equal(geo_tally_count(*state, &data->frame, data->area, AREAS, &tally), GEO_OK);
    assert_int_equal(geo_tally_check(*state, tally), GEO_OK);
    tally->total[3]++;
    assert_int_equal(geo_tally_check(*state, tally), GEO_ERROR_INTERNAL);
    tally->total[3]--;
    tally->count[0] += ROWS;
    assert_int_equal(geo_tally_check(*state, tally), GEO_ERROR_INTERNAL);
    geo_tally_free(tally);
    free_rows(data);
}

static geo_status count_in_blocks(geo_context *context, void *data)
{
    geo_tally *tally = NULL;
    geo_status status = geo_tally_new(context, AREAS, &tally);
    if (status == GEO_OK)
        status = add_blocks(context, data, 1499, tally);
    if (status == GEO_OK)
        status = geo_tally_grow(context, tally, 2 * AREAS);
    geo_tally_free(tally);
    return status;
}

static void memory_runs_out(void **state)
{
    counted *data = make_rows(*state);
    assert_true(fail_each_allocation(count_in_blocks, data) >= 3);
    free_rows(data);
}

/* ---- the ledger ----------------------------------------------------------------------------- */

static geo_ledger *open_ledger(geo_context *context)
{
    geo_ledger *ledger = NULL;
    assert_int_equal(geo_ledger_new(context, &ledger), GEO_OK);
    assert_int_equal(geo_ledger_add_input(context, ledger, "a.csv"), GEO_OK);
    return ledger;
}

static void ledger_keeps_the_same_rows(void **state)
{
    static const size_t size[] = {1, 3, 64, 1000, ROWS};
    counted *data = make_rows(*state);
    geo_ledger *one_by_one = open_ledger(*state);
    for (size_t i = 0; i < ROWS; i++)
        geo_ledger_count(one_by_one, 0, data->area[i] == GEO_NO_CODE ? GEO_OUTSIDE : GEO_PLACED,
                         data->row[i], NULL, NULL);
    for (size_t i = 0; i < sizeof size / sizeof size[0]; i++) {
        geo_ledger *ledger = open_ledger(*state);
        for (size_t first = 0; first < ROWS; first += size[i]) {
            size_t count = ROWS - first < size[i] ? ROWS - first : size[i];
            assert_int_equal(geo_ledger_place_rows(*state, ledger, 0, data->row + first,
                                                   data->area + first, count),
                             GEO_OK);
        }
        assert_memory_equal(ledger->line[0].count, one_by_one->line[0].count,
                            sizeof ledger->line[0].count);
        assert_memory_equal(ledger->line[0].first, one_by_one->line[0].first,
                            sizeof ledger->line[0].first);
        geo_ledger_free(ledger);
    }
    assert_int_equal(one_by_one->line[0].first[GEO_OUTSIDE][9].row, 271);
    geo_ledger_free(one_by_one);
    free_rows(data);
}

static void an_input_that_the_ledger_lacks(void **state)
{
    geo_ledger *ledger = open_ledger(*state);
    int64_t row = 1;
    int32_t area = 0;
    assert_int_equal(geo_ledger_place_rows(*state, ledger, 1, &row, &area, 1), GEO_ERROR_INTERNAL);
    geo_ledger_free(ledger);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(blocks_of_any_size_count_the_same),
        UNIT_TEST(areas_may_come_later),
        UNIT_TEST(broken_laws_are_seen),
        UNIT_TEST(memory_runs_out),
        UNIT_TEST(ledger_keeps_the_same_rows),
        UNIT_TEST(an_input_that_the_ledger_lacks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
