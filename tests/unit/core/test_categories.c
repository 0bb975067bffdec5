/* Trees of categories: put in order, looked up, rolled up, and made of the values themselves. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "allocations.h"
#include "core/category_draft.h"
#include "random.h"

static geo_text text_of(const char *text)
{
    return (geo_text){text, strlen(text)};
}

static geo_dictionary *dictionary_of(geo_context *context, const char *const *text, size_t count)
{
    geo_dictionary *texts = NULL;
    int32_t code;
    assert_int_equal(geo_dictionary_new(context, &texts), GEO_OK);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(geo_dictionary_code(context, texts, text_of(text[i]), &code), GEO_OK);
    return texts;
}

/* ---- random trees --------------------------------------------------------------------------- */

#define NODES_MOST 60

/* Drafts named d0, d1 ..., each below one before it or none. Orders repeat, and some have none. */
static size_t draft_at_random(geo_context *context, uint64_t *random, geo_category_drafts *drafts)
{
    size_t count = 1 + random_below(random, NODES_MOST);
    assert_int_equal(geo_category_drafts_open(context, drafts), GEO_OK);
    for (size_t i = 0; i < count; i++) {
        char name[16];
        int32_t draft = 0;
        snprintf(name, sizeof name, "d%d", (int)i);
        assert_int_equal(geo_category_draft_named(context, drafts, text_of(name), &draft), GEO_OK);
        assert_int_equal(draft, i);
        if (i > 0 && random_below(random, 5) > 0)
            drafts->draft[i].parent = (int32_t)random_below(random, i);
        if (random_below(random, 2))
            drafts->draft[i].order = (double)random_below(random, 4);
    }
    return count;
}

/* Whether one stands before its sibling as orders and first appearances say. */
static bool is_before(const geo_category_drafts *drafts, size_t one, size_t other)
{
    double a = drafts->draft[one].order, b = drafts->draft[other].order;
    if (isnan(a) && isnan(b))
        return one < other;
    if (isnan(a) || isnan(b))
        return isnan(b);
    return a < b || (!(a > b) && one < other);
}

static void check_tree(const geo_category_drafts *drafts, const geo_categories *categories,
                       const int32_t *node)
{
    assert_int_equal(categories->count, drafts->count);
    for (size_t i = 0; i < drafts->count; i++) {
        int32_t parent = drafts->draft[i].parent;
        assert_string_equal(categories->name[node[i]], drafts->draft[i].name);
        if (parent == GEO_NO_CODE) {
            assert_int_equal(categories->parent[node[i]], GEO_NO_CODE);
            assert_int_equal(categories->level[node[i]], 0);
        } else {
            assert_int_equal(categories->parent[node[i]], node[parent]);
            assert_true(node[parent] < node[i]);
            assert_int_equal(categories->level[node[i]], categories->level[node[parent]] + 1);
        }
        for (size_t j = 0; j < drafts->count; j++)
            if (j != i && drafts->draft[j].parent == parent)
                assert_int_equal(node[i] < node[j], is_before(drafts, i, j));
    }
    /* Nothing comes between a node and those below it: levels rise by one at most. */
    for (size_t i = 1; i < categories->count; i++)
        assert_true(categories->level[i] <= categories->level[i - 1] + 1);
}

static bool is_at_or_below(const geo_categories *categories, int32_t node, int32_t above)
{
    while (node != GEO_NO_CODE && node != above)
        node = categories->parent[node];
    return node == above;
}

static void check_roll_up(geo_context *context, const geo_categories *categories, uint64_t *random)
{
    int64_t own[NODES_MOST], count[NODES_MOST], all = 0, roots = 0;
    for (size_t i = 0; i < categories->count; i++) {
        own[i] = (int64_t)random_below(random, 1000);
        all += own[i];
    }
    assert_int_equal(geo_categories_roll_up(context, categories, own, count), GEO_OK);
    for (size_t i = 0; i < categories->count; i++) {
        int64_t expected = 0;
        for (size_t j = 0; j < categories->count; j++)
            expected += is_at_or_below(categories, (int32_t)j, (int32_t)i) ? own[j] : 0;
        assert_int_equal(count[i], expected);
        roots += categories->level[i] == 0 ? count[i] : 0;
    }
    assert_int_equal(roots, all);
    assert_int_equal(geo_categories_roll_up(context, categories, own, own), GEO_OK);
    assert_memory_equal(own, count, categories->count * sizeof *own);
}

static void random_trees_are_in_order_and_add_up(void **state)
{
    geo_context *context = *state;
    uint64_t random = 5;
    for (int round = 0; round < 500; round++) {
        geo_category_drafts drafts;
        int32_t node[NODES_MOST];
        geo_categories *categories = calloc(1, sizeof *categories);
        assert_non_null(categories);
        draft_at_random(context, &random, &drafts);
        assert_int_equal(geo_category_drafts_arrange(context, &drafts, categories, node), GEO_OK);
        check_tree(&drafts, categories, node);
        check_roll_up(context, categories, &random);
        geo_categories_free(categories);
        geo_category_drafts_close(&drafts);
    }
}

static void a_sum_beyond_64_bits_is_refused(void **state)
{
    geo_context *context = *state;
    const char *const text[] = {"a", "b"};
    const int64_t own[] = {0, INT64_MAX, 1};
    int64_t count[3];
    geo_dictionary *texts = dictionary_of(context, text, 2);
    geo_categories *categories = NULL;
    assert_int_equal(geo_categories_from_dictionary(context, texts, &categories), GEO_OK);
    assert_int_equal(geo_categories_roll_up(context, categories, own, count), GEO_ERROR_LIMIT);
    assert_non_null(strstr(geo_message(context), "'All incidents'"));
    geo_categories_free(categories);
    geo_dictionary_free(texts);
}

/* ---- from the values themselves ------------------------------------------------------------- */

static void values_become_a_flat_tree(void **state)
{
    geo_context *context = *state;
    static const char *const text[] = {"Robbery", "arson", " Burglary", "BURGLARY", "Zeta", "  "};
    static const char *const expected[] = {"All incidents", "Burglary", "Robbery", "Zeta", "arson"};
    static const int32_t expected_node[] = {2, 4, 1, 1, 3, GEO_NO_CODE};
    int32_t node[6];
    geo_dictionary *texts = dictionary_of(context, text, 6);
    geo_categories *categories = NULL;
    assert_int_equal(geo_categories_from_dictionary(context, texts, &categories), GEO_OK);
    assert_null(categories->path);
    assert_int_equal(categories->field_count, 1);
    assert_null(categories->field[0]);
    assert_int_equal(categories->count, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_string_equal(categories->name[i], expected[i]);
        assert_int_equal(categories->parent[i], i == 0 ? GEO_NO_CODE : 0);
        assert_int_equal(categories->level[i], i > 0);
    }
    assert_int_equal(geo_categories_of_texts(context, categories, texts, node), GEO_OK);
    assert_memory_equal(node, expected_node, sizeof node);
    assert_int_equal(geo_categories_named(categories, "ROBBERY "), 2);
    assert_int_equal(geo_categories_named(categories, "Rob"), GEO_NO_CODE);
    geo_categories_free(categories);
    geo_dictionary_free(texts);
}

/* What is called as the root is has its incidents there. */
static void a_value_may_be_called_all_incidents(void **state)
{
    geo_context *context = *state;
    static const char *const text[] = {"Drugs", "all incidents"};
    int32_t node[2];
    geo_dictionary *texts = dictionary_of(context, text, 2);
    geo_categories *categories = NULL;
    assert_int_equal(geo_categories_from_dictionary(context, texts, &categories), GEO_OK);
    assert_int_equal(categories->count, 2);
    assert_int_equal(geo_categories_of_texts(context, categories, texts, node), GEO_OK);
    assert_int_equal(node[0], 1);
    assert_int_equal(node[1], 0);
    geo_categories_free(categories);
    geo_dictionary_free(texts);
}

static void no_values_leave_the_root(void **state)
{
    geo_context *context = *state;
    geo_dictionary *texts = dictionary_of(context, NULL, 0);
    geo_categories *categories = NULL;
    geo_text value = {NULL, 0};
    assert_int_equal(geo_categories_from_dictionary(context, texts, &categories), GEO_OK);
    assert_int_equal(categories->count, 1);
    assert_int_equal(geo_categories_find(categories, &value), GEO_NO_CODE);
    geo_categories_free(categories);
    geo_dictionary_free(texts);
}

static void many_values_are_each_found(void **state)
{
    geo_context *context = *state;
    geo_dictionary *texts = dictionary_of(context, NULL, 0);
    geo_categories *categories = NULL;
    int32_t code;
    char name[32];
    for (int i = 0; i < 5000; i++) {
        snprintf(name, sizeof name, "Offence %d", i * 7919);
        assert_int_equal(geo_dictionary_code(context, texts, text_of(name), &code), GEO_OK);
    }
    assert_int_equal(geo_categories_from_dictionary(context, texts, &categories), GEO_OK);
    for (int i = 0; i < 5000; i++) {
        snprintf(name, sizeof name, "\tOFFENCE %d ", i * 7919);
        geo_text value = text_of(name);
        int32_t node = geo_categories_find(categories, &value);
        assert_true(node > 0);
        assert_string_equal(categories->name[node], geo_dictionary_text(texts, i));
    }
    geo_categories_free(categories);
    geo_dictionary_free(texts);
}

static geo_status make_flat_tree(geo_context *context, void *data)
{
    geo_categories *categories = NULL;
    geo_status status = geo_categories_from_dictionary(context, data, &categories);
    assert_true((status == GEO_OK) == (categories != NULL));
    geo_categories_free(categories);
    return status;
}

static void a_flat_tree_when_memory_runs_out(void **state)
{
    static const char *const text[] = {"Robbery", "Arson", "Burglary"};
    geo_dictionary *texts = dictionary_of(*state, text, 3);
    assert_in_range(fail_each_allocation(make_flat_tree, texts), 20, 60);
    geo_dictionary_free(texts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(random_trees_are_in_order_and_add_up),
        UNIT_TEST(a_sum_beyond_64_bits_is_refused),
        UNIT_TEST(values_become_a_flat_tree),
        UNIT_TEST(a_value_may_be_called_all_incidents),
        UNIT_TEST(no_values_leave_the_root),
        UNIT_TEST(many_values_are_each_found),
        UNIT_TEST(a_flat_tree_when_memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
