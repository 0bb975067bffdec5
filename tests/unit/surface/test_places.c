/* Places of points that come part by part: sorted, merged, the same bits whatever their order. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <geo/surface.h>

#include "allocations.h"
#include "core/memory.h"
#include "random.h"
#include "unit.h"

typedef struct point {
    double y, x, weight;
} point;

typedef double (*coordinate)(uint64_t *seed);

static double anywhere(uint64_t *seed)
{
    return random_between(seed, 400000, 450000);
}

static double snapped(uint64_t *seed)
{
    return (double)random_below(seed, 40) * 100 - 2000;
}

/* Over all magnitudes, and of both signs: no width of bucket suits them. */
static double of_all_sizes(uint64_t *seed)
{
    double size = ldexp(1, (int)random_below(seed, 2000) - 1000);
    return random_below(seed, 2) == 0 ? size : -size;
}

static double bunched(uint64_t *seed)
{
    size_t kind = random_below(seed, 1000);
    return kind == 0 ? 1e300 : kind < 500 ? 123.25 : 123 + random_between(seed, 0, 1e-9);
}

static double zero_of_either_sign(uint64_t *seed)
{
    return random_below(seed, 2) == 0 ? 0.0 : -0.0;
}

static const coordinate kinds[] = {anywhere, snapped, of_all_sizes, bunched, zero_of_either_sign};

enum { KINDS = sizeof kinds / sizeof *kinds };

static point *make_points(size_t count, coordinate of_x, coordinate of_y)
{
    uint64_t seed = 11;
    point *made = calloc(count, sizeof *made);
    assert_non_null(made);
    for (size_t i = 0; i < count; i++) {
        made[i] = (point){of_y(&seed), of_x(&seed), (double)random_below(&seed, 3) / 10};
        if (i > 10 && random_below(&seed, 2) == 0)
            made[i] = made[random_below(&seed, i)];
    }
    return made;
}

static int compare(const void *left, const void *right)
{
    const point *one = left;
    const point *other = right;
    if (one->y != other->y)
        return one->y > other->y ? -1 : 1;
    if (one->x != other->x)
        return one->x < other->x ? -1 : 1;
    return (one->weight > other->weight) - (one->weight < other->weight);
}

/* All points in parts of `part` points. */
static geo_places *collect(geo_context *context, const point *points, size_t count, size_t part)
{
    geo_place_collector *collector = NULL;
    geo_places *places = NULL;
    double *x = calloc(3 * part, sizeof *x);
    assert_non_null(x);
    double *y = x + part;
    double *weight = y + part;
    assert_int_equal(geo_place_collector_new(context, &collector), GEO_OK);
    for (size_t first = 0; first < count; first += part) {
        size_t own = count - first < part ? count - first : part;
        for (size_t i = 0; i < own; i++) {
            x[i] = points[first + i].x;
            y[i] = points[first + i].y;
            weight[i] = points[first + i].weight;
        }
        if (geo_place_collector_add(context, collector, x, y, weight, own) != GEO_OK)
            fail_msg("%s", geo_message(context));
    }
    assert_int_equal(geo_place_collector_finish(context, collector, &places), GEO_OK);
    geo_place_collector_free(collector);
    free(x);
    return places;
}

/* By the C library's sort, which overwrites the order of the points. */
static void assert_places_of(const geo_places *places, point *points, size_t count)
{
    size_t place = 0;
    qsort(points, count, sizeof *points, compare);
    for (size_t i = 0; i < count;) {
        double weight = 0;
        size_t first = i;
        while (i < count && points[i].x == points[first].x && points[i].y == points[first].y) {
            size_t same = i;
            while (i < count && compare(&points[i], &points[same]) == 0)
                i++;
            weight += points[same].weight * (double)(i - same);
        }
        assert_true(place < places->count);
        assert_true(places->x[place] == points[first].x && places->y[place] == points[first].y);
        assert_true(places->weight[place] == weight);
        assert_int_equal(places->incidents[place], i - first);
        place++;
    }
    assert_int_equal(places->count, place);
}

static void assert_same_places(const geo_places *one, const geo_places *other)
{
    assert_int_equal(one->count, other->count);
    assert_memory_equal(one->x, other->x, one->count * sizeof *one->x);
    assert_memory_equal(one->y, other->y, one->count * sizeof *one->y);
    assert_memory_equal(one->weight, other->weight, one->count * sizeof *one->weight);
    assert_memory_equal(one->incidents, other->incidents, one->count * sizeof *one->incidents);
}

static void every_kind_of_coordinate(void **state)
{
    static const size_t counts[] = {0, 1, 2, 17, 1000, 30000};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        for (size_t kind = 0; kind < (size_t)KINDS * KINDS; kind++) {
            point *points = make_points(counts[i] + 1, kinds[kind % KINDS], kinds[kind / KINDS]);
            geo_places *places = collect(*state, points, counts[i], 7777);
            assert_places_of(places, points, counts[i]);
            geo_places_free(places);
            free(points);
        }
}

/* With a small budget the buffer is small: many runs are merged. */
static void any_order_part_thread_and_budget(void **state)
{
    enum { COUNT = 100000 };
    point *points = make_points(COUNT, anywhere, snapped);
    geo_places *expected = collect(*state, points, COUNT, COUNT);
    static const struct {
        int threads;
        size_t part;
        int64_t budget;
    } cases[] = {{1, COUNT, 0},      {2, 1, 0},           {7, 4096, 0},
                 {1, 999, 10000000}, {2, 4096, 10000000}, {7, COUNT, 10000000}};
    uint64_t seed = 3;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (size_t k = COUNT - 1; k > 0; k--) {
            size_t other = random_below(&seed, k + 1);
            point kept = points[k];
            points[k] = points[other];
            points[other] = kept;
        }
        geo_context_set_threads(*state, cases[i].threads);
        geo_context_set_memory(*state, cases[i].budget);
        geo_places *places = collect(*state, points, COUNT, cases[i].part);
        assert_same_places(expected, places);
        geo_places_free(places);
    }
    assert_places_of(expected, points, COUNT);
    geo_places_free(expected);
    free(points);
}

static void more_points_than_the_buffer_holds(void **state)
{
    enum { COUNT = 5000000 };
    point *points = make_points(COUNT, snapped, snapped);
    geo_places *places = collect(*state, points, COUNT, 65536);
    assert_int_equal(places->count, 1600);
    int64_t incidents = 0;
    for (size_t i = 0; i < places->count; i++)
        incidents += places->incidents[i];
    assert_int_equal(incidents, COUNT);
    geo_places_free(places);
    free(points);
}

static void a_budget_that_is_too_small(void **state)
{
    enum { COUNT = 200000 };
    point *points = make_points(COUNT, anywhere, anywhere);
    geo_place_collector *collector = NULL;
    geo_status status = GEO_OK;
    geo_context_set_memory(*state, 1 << 20);
    assert_int_equal(geo_place_collector_new(*state, &collector), GEO_OK);
    for (size_t i = 0; i < COUNT && status == GEO_OK; i++)
        status = geo_place_collector_add(*state, collector, &points[i].x, &points[i].y, NULL, 1);
    assert_int_equal(status, GEO_ERROR_LIMIT);
    assert_non_null(strstr(geo_message(*state), "distinct places"));
    geo_place_collector_free(collector);
    free(points);
}

static void points_that_are_no_points(void **state)
{
    const double bad[] = {(double)NAN, (double)INFINITY, -(double)INFINITY, -1};
    const double good[] = {1, 1};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        geo_place_collector *collector = NULL;
        double values[] = {1, bad[i]};
        assert_int_equal(geo_place_collector_new(*state, &collector), GEO_OK);
        assert_int_equal(geo_place_collector_add(*state, collector, good, good, values, 2),
                         GEO_ERROR_DATA);
        assert_non_null(strstr(geo_message(*state), "point 2 of 2: the weight"));
        if (bad[i] != -1) {
            assert_int_equal(geo_place_collector_add(*state, collector, values, good, NULL, 2),
                             GEO_ERROR_DATA);
            assert_int_equal(geo_place_collector_add(*state, collector, good, values, NULL, 2),
                             GEO_ERROR_DATA);
            assert_non_null(strstr(geo_message(*state), "point 2 of 2: a coordinate"));
        }
        geo_place_collector_free(collector);
    }
}

static void a_collector_is_empty_after_its_end(void **state)
{
    const double x[] = {3, 1};
    const double y[] = {5, 5};
    geo_place_collector *collector = NULL;
    geo_places *places = NULL;
    assert_int_equal(geo_place_collector_new(*state, &collector), GEO_OK);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(geo_place_collector_add(*state, collector, x, y, NULL, 2), GEO_OK);
        assert_int_equal(geo_place_collector_finish(*state, collector, &places), GEO_OK);
        assert_int_equal(places->count, 2);
        assert_true(places->x[0] == 1 && places->x[1] == 3 && places->weight[0] == 1);
        geo_places_free(places);
    }
    geo_place_collector_free(collector);
    geo_place_collector_free(NULL);
    geo_places_free(NULL);
}

static geo_status collect_some(geo_context *context, void *data)
{
    const point *points = data;
    geo_place_collector *collector = NULL;
    geo_places *places = NULL;
    geo_context_set_memory(context, 100 << 20);
    geo_context_set_threads(context, 1);
    geo_status status = geo_place_collector_new(context, &collector);
    for (size_t i = 0; i < 300000 && status == GEO_OK; i++)
        status = geo_place_collector_add(context, collector, &points[i].x, &points[i].y, NULL, 1);
    if (status == GEO_OK)
        status = geo_place_collector_finish(context, collector, &places);
    geo_place_collector_free(collector);
    geo_places_free(places);
    return status;
}

static void every_failed_allocation_is_reported(void **state)
{
    (void)state;
    point *points = make_points(300000, anywhere, snapped);
    assert_true(fail_each_allocation(collect_some, points) > 20);
    free(points);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(every_kind_of_coordinate),
        UNIT_TEST(any_order_part_thread_and_budget),
        UNIT_TEST(more_points_than_the_buffer_holds),
        UNIT_TEST(a_budget_that_is_too_small),
        UNIT_TEST(points_that_are_no_points),
        UNIT_TEST(a_collector_is_empty_after_its_end),
        UNIT_TEST(every_failed_allocation_is_reported),
    };
    return cmocka_run_group_tests_name("places", tests, NULL, NULL);
}
