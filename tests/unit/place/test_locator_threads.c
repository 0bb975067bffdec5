/* The same locator and the same answers for any number of threads and any cut into blocks. */
#include <pthread.h>

#include "place/locator.h"
#include "random_maps.h"

enum { POINTS = 20000, COLUMNS = 30, DEPTH = 4, CALLERS = 3 };

typedef struct asked {
    drawn_areas *drawn;
    geo_locator *locator; /* built by one thread */
    char warning[600];    /* of borders that overlap */
    double x[POINTS];
    double y[POINTS];
    int32_t area[POINTS]; /* answered one by one */
} asked;

static geo_locator *build(const geo_areas *areas, int threads, char warning[600])
{
    geo_locator *locator = NULL;
    geo_context *context = geo_context_new();
    geo_context_set_threads(context, threads);
    assert_int_equal(geo_locator_build(context, areas, &locator), GEO_OK);
    assert_int_equal(geo_warning_count(context), 1);
    snprintf(warning, 600, "%s", geo_warning(context, 0));
    geo_context_free(context);
    return locator;
}

static int ask(void **state)
{
    uint64_t stream = 11;
    asked *test = calloc(1, sizeof *test);
    geo_context *context = geo_context_new();
    if (!test || !context)
        return -1;
    test->drawn = random_partition(&stream, COLUMNS, DEPTH);
    geo_areas *areas = &test->drawn->areas;
    areas->extent = geo_extent_of(areas->x, areas->y, areas->point_count);
    geo_context_set_threads(context, 1);
    test->locator = build(areas, 1, test->warning);
    for (size_t i = 0; i < POINTS; i++) {
        choose_point(&stream, areas, &test->x[i], &test->y[i]);
        if (geo_locate(context, test->locator, &test->x[i], &test->y[i], 1, &test->area[i]) !=
            GEO_OK)
            return -1;
    }
    geo_context_free(context);
    *state = test;
    return 0;
}

static int forget(void **state)
{
    asked *test = *state;
    geo_locator_free(test->locator);
    drawn_free(test->drawn);
    free(test);
    return 0;
}

static void threads_build_the_same(void **state)
{
    static const int threads[] = {2, 7, 0};
    const asked *test = *state;
    const geo_locator *one = test->locator;
    size_t roots = (size_t)one->grid.columns * one->grid.rows + 1;
    assert_true(one->band_count > 7);
    for (size_t i = 0; i < sizeof threads / sizeof threads[0]; i++) {
        char warning[600];
        geo_locator *other = build(&test->drawn->areas, threads[i], warning);
        assert_string_equal(warning, test->warning);
        assert_int_equal(one->band_count, other->band_count);
        assert_memory_equal(one->root, other->root, roots * sizeof *one->root);
        for (size_t b = 0; b < one->band_count; b++) {
            const geo_locator_band *band = &one->band[b], *same = &other->band[b];
            assert_int_equal(band->cell_count, same->cell_count);
            assert_int_equal(band->slot_count, same->slot_count);
            assert_memory_equal(band->cell, same->cell, band->cell_count * sizeof *band->cell);
            assert_memory_equal(band->slot, same->slot, band->slot_count * sizeof *band->slot);
        }
        geo_locator_free(other);
    }
}

static void memory_is_in_proportion_to_edges(void **state)
{
    const asked *test = *state;
    size_t bytes = 0, edges = test->drawn->areas.point_count;
    for (size_t b = 0; b < test->locator->band_count; b++) {
        const geo_locator_band *band = &test->locator->band[b];
        bytes += band->cell_count * sizeof *band->cell + band->slot_count * sizeof *band->slot;
    }
    assert_in_range(bytes / edges, 16, 160);
}

static void blocks_of_any_size(void **state)
{
    static const size_t size[] = {1, 7, 127, 128, 129, 1000, 4097, POINTS};
    static const int threads[] = {1, 2, 7};
    const asked *test = *state;
    int32_t *area = calloc(POINTS, sizeof *area);
    assert_non_null(area);
    for (size_t i = 0; i < sizeof size / sizeof size[0] * 3; i++) {
        geo_context *context = geo_context_new();
        geo_context_set_threads(context, threads[i % 3]);
        memset(area, 0x55, POINTS * sizeof *area);
        for (size_t first = 0; first < POINTS; first += size[i / 3]) {
            size_t count = POINTS - first < size[i / 3] ? POINTS - first : size[i / 3];
            assert_int_equal(geo_locate(context, test->locator, test->x + first, test->y + first,
                                        count, area + first),
                             GEO_OK);
        }
        assert_memory_equal(area, test->area, sizeof test->area);
        geo_context_free(context);
    }
    free(area);
}

typedef struct caller {
    const asked *test;
    int32_t area[POINTS];
    geo_status status;
} caller;

static void *call(void *argument)
{
    caller *self = argument;
    geo_context *context = geo_context_new();
    geo_context_set_threads(context, 1);
    self->status =
        geo_locate(context, self->test->locator, self->test->x, self->test->y, POINTS, self->area);
    geo_context_free(context);
    return NULL;
}

static void several_callers_at_once(void **state)
{
    pthread_t thread[CALLERS];
    caller *callers = calloc(CALLERS, sizeof *callers);
    assert_non_null(callers);
    for (size_t i = 0; i < CALLERS; i++) {
        callers[i].test = *state;
        assert_int_equal(pthread_create(&thread[i], NULL, call, &callers[i]), 0);
    }
    for (size_t i = 0; i < CALLERS; i++) {
        assert_int_equal(pthread_join(thread[i], NULL), 0);
        assert_int_equal(callers[i].status, GEO_OK);
        assert_memory_equal(callers[i].area, callers[i].test->area, sizeof callers[i].area);
    }
    free(callers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_build_the_same),
        cmocka_unit_test(memory_is_in_proportion_to_edges),
        cmocka_unit_test(blocks_of_any_size),
        cmocka_unit_test(several_callers_at_once),
    };
    return cmocka_run_group_tests(tests, ask, forget);
}
