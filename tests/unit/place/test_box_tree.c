/* Boxes found by a box, beside a look at each of them. */
#include <stdlib.h>

#include "allocations.h"
#include "place/box_tree.h"
#include "random.h"

static bool boxes_meet(const geo_extent *a, const geo_extent *b)
{
    return a->x_min <= b->x_max && b->x_min <= a->x_max && a->y_min <= b->y_max &&
           b->y_min <= a->y_max;
}

/* Whole numbers, so that many boxes only touch; one in ten is empty. */
static geo_extent random_box(uint64_t *stream)
{
    double x = (double)random_below(stream, 300), y = (double)random_below(stream, 300);
    double wide = (double)random_below(stream, 20), high = (double)random_below(stream, 20);
    if (random_below(stream, 10) == 0)
        return (geo_extent){1, 1, 0, 0};
    return (geo_extent){x, y, x + wide, y + high};
}

static void boxes_are_found(void **state)
{
    static const size_t counts[] = {0, 1, 2, 7, 8, 9, 64, 65, 513, 3000};
    static geo_extent box[3000];
    uint64_t stream = 8;
    size_t all = 0;
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
        geo_box_tree tree = {0};
        for (size_t i = 0; i < counts[c]; i++)
            box[i] = random_box(&stream);
        assert_int_equal(geo_box_tree_build(*state, box, counts[c], &tree), GEO_OK);
        for (int question = 0; question < 100; question++) {
            geo_extent asked = random_box(&stream);
            geo_item_list found = {0};
            size_t next = 0;
            assert_int_equal(geo_box_tree_find(*state, &tree, &asked, &found), GEO_OK);
            for (size_t i = 0; i < counts[c]; i++) {
                if (!boxes_meet(&box[i], &asked))
                    continue;
                assert_true(next < found.count);
                assert_int_equal(found.item[next++], i);
            }
            assert_int_equal(next, found.count);
            all += next;
            free(found.item);
        }
        geo_box_tree_clear(&tree);
    }
    assert_true(all > 1000);
}

static geo_status build_and_find(geo_context *context, void *data)
{
    geo_box_tree tree = {0};
    geo_item_list found = {0};
    const geo_extent everything = {0, 0, 400, 400};
    geo_status status = geo_box_tree_build(context, data, 50, &tree);
    if (status == GEO_OK)
        status = geo_box_tree_find(context, &tree, &everything, &found);
    geo_box_tree_clear(&tree);
    free(found.item);
    return status;
}

static void memory_may_run_out(void **state)
{
    geo_extent box[50];
    uint64_t stream = 9;
    (void)state;
    for (size_t i = 0; i < 50; i++)
        box[i] = random_box(&stream);
    assert_true(fail_each_allocation(build_and_find, box) > 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(boxes_are_found),
        UNIT_TEST(memory_may_run_out),
    };
    return cmocka_run_group_tests_name("box tree", tests, NULL, NULL);
}
