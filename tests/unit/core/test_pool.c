/* Every item is done exactly once, whatever the number of threads. */
#include <stdlib.h>

#include "core/pool.h"
#include "unit.h"

#define ITEMS 100003

typedef struct marks {
    unsigned char done[ITEMS];
    size_t block;
    bool cut_is_fixed;
} marks;

static void mark(void *user, size_t worker, size_t first, size_t last)
{
    (void)worker;
    marks *all = user;
    if (first % all->block != 0 || last - first > all->block)
        all->cut_is_fixed = false;
    for (size_t i = first; i < last; i++)
        all->done[i]++;
}

static void every_item_once(void **state)
{
    geo_context *context = *state;
    const int threads[] = {1, 2, 7, 1000};
    const size_t blocks[] = {1, 64, ITEMS, 10 * ITEMS};
    for (size_t t = 0; t < 4; t++)
        for (size_t b = 0; b < 4; b++) {
            marks *all = calloc(1, sizeof *all);
            assert_non_null(all);
            all->block = blocks[b];
            all->cut_is_fixed = true;
            geo_context_set_threads(context, threads[t]);
            geo_share_work(context, ITEMS, blocks[b], mark, all);
            for (size_t i = 0; i < ITEMS; i++)
                assert_int_equal(all->done[i], 1);
            assert_true(all->cut_is_fixed);
            free(all);
        }
}

static void nothing_to_do_calls_nothing(void **state)
{
    geo_share_work(*state, 0, 16, mark, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(every_item_once),
        UNIT_TEST(nothing_to_do_calls_nothing),
    };
    return cmocka_run_group_tests_name("pool", tests, NULL, NULL);
}
