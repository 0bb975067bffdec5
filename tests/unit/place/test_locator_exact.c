/* The locator where it must be exact: coordinates beyond GEOS's precision, asked of every edge of
 * every area; and the same answers whatever the threads and the order of the areas. */
#include "place/orientation.h"
#include "random_maps.h"

static bool lies_on(const geo_areas *areas, size_t edge, double x, double y)
{
    double ax = areas->x[edge], ay = areas->y[edge];
    double bx = areas->x[edge + 1], by = areas->y[edge + 1];
    return x >= fmin(ax, bx) && x <= fmax(ax, bx) && y >= fmin(ay, by) && y <= fmax(ay, by) &&
           geo_orientation_exact(ax, ay, bx, by, x, y) == 0;
}

/* Whether a ray east crosses the edge, which the point is not on. */
static bool ray_crosses(const geo_areas *areas, size_t edge, double x, double y)
{
    bool rises = areas->y[edge] < areas->y[edge + 1];
    size_t low = rises ? edge : edge + 1, high = rises ? edge + 1 : edge;
    return areas->y[low] <= y && y < areas->y[high] &&
           geo_orientation_exact(areas->x[low], areas->y[low], areas->x[high], areas->y[high], x,
                                 y) > 0;
}

static const char *plain_code_at(const geo_areas *areas, double x, double y)
{
    const char *code = "-";
    for (size_t a = 0; a < areas->count; a++) {
        bool inside = false, on_edge = false;
        for (size_t r = areas->area_ring[a]; r < areas->area_ring[a + 1]; r++) {
            for (size_t i = areas->ring_point[r]; i + 1 < areas->ring_point[r + 1]; i++) {
                on_edge = on_edge || lies_on(areas, i, x, y);
                inside ^= ray_crosses(areas, i, x, y);
            }
        }
        if ((inside || on_edge) && (code[0] == '-' || strcmp(areas->code[a], code) < 0))
            code = areas->code[a];
    }
    return code;
}

typedef double (*coordinate_maker)(uint64_t *stream);

static double of_any_size(uint64_t *stream)
{
    double size = ldexp(1, (int)random_below(stream, 200) - 100);
    return random_between(stream, -size, size);
}

static double far_from_zero(uint64_t *stream)
{
    return 1e15 + (double)random_below(stream, 64) / 8;
}

static double of_neighbouring_bits(uint64_t *stream)
{
    return (double)(1 + random_below(stream, 3)) + (double)random_below(stream, 8) * 0x1p-52;
}

static double of_few_values(uint64_t *stream)
{
    return (double)random_below(stream, 6);
}

static double huge_or_small(uint64_t *stream)
{
    return random_below(stream, 2) == 0 ? random_between(stream, -1e149, 1e149)
                                        : random_between(stream, -10, 10);
}

static drawn_areas *random_rings(uint64_t *stream, coordinate_maker make, size_t count)
{
    drawn_areas *drawn = drawn_new();
    for (size_t a = 0; a < count; a++) {
        char code[32];
        random_code(stream, a, code);
        drawn_add_area(drawn, code);
        for (size_t rings = random_below(stream, 4); rings > 0; rings--) {
            drawn_add_ring(drawn, false);
            for (size_t i = 1 + random_below(stream, 12); i > 0; i--) {
                double x = make(stream);
                drawn_add_point(drawn, x, make(stream));
            }
            drawn_close_ring(drawn);
        }
    }
    return drawn;
}

static void coordinates_of_all_sizes(void **state)
{
    static const coordinate_maker makers[] = {of_any_size, far_from_zero, of_neighbouring_bits,
                                              of_few_values, huge_or_small};
    uint64_t stream = 8;
    for (size_t round = 0; round < 100; round++) {
        const coordinate_maker make = makers[round % (sizeof makers / sizeof makers[0])];
        drawn_areas *drawn = random_rings(&stream, make, 1 + random_below(&stream, 10));
        geo_locator *locator = NULL;
        assert_int_equal(geo_locator_build(*state, &drawn->areas, &locator), GEO_OK);
        drawn->areas.extent =
            geo_extent_of(drawn->areas.x, drawn->areas.y, drawn->areas.point_count);
        for (size_t i = 0; i < 400; i++) {
            double x = make(&stream), y = make(&stream);
            if (i % 2 == 0 && drawn->areas.point_count > 0)
                choose_point(&stream, &drawn->areas, &x, &y);
            const char *found = code_at(*state, &drawn->areas, locator, x, y);
            const char *expected = plain_code_at(&drawn->areas, x, y);
            if (strcmp(found, expected) != 0)
                fail_msg("round %zu: at %.17g %.17g is %s, not %s", round, x, y, found, expected);
        }
        geo_locator_free(locator);
        drawn_free(drawn);
    }
}

static void threads_and_order_make_no_difference(void **state)
{
    enum { POINTS = 50000 };
    static const int threads[] = {1, 2, 7};
    uint64_t stream = 7;
    drawn_areas *drawn = random_partition(&stream, 20, 3);
    size_t count = drawn->areas.count;
    double *x = calloc(POINTS, sizeof *x), *y = calloc(POINTS, sizeof *y);
    int32_t *area = calloc(POINTS, sizeof *area), *again = calloc(POINTS, sizeof *again);
    size_t *order = calloc(count, sizeof *order);
    assert_true(x && y && area && again && order);
    drawn->areas.extent = geo_extent_of(drawn->areas.x, drawn->areas.y, drawn->areas.point_count);
    for (size_t i = 0; i < POINTS; i++)
        choose_point(&stream, &drawn->areas, &x[i], &y[i]);
    geo_locator *locator = NULL;
    assert_int_equal(geo_locator_build(*state, &drawn->areas, &locator), GEO_OK);
    for (size_t t = 0; t < sizeof threads / sizeof threads[0]; t++) {
        geo_context_set_threads(*state, threads[t]);
        assert_int_equal(geo_locate(*state, locator, x, y, POINTS, t == 0 ? area : again), GEO_OK);
        assert_true(t == 0 || memcmp(area, again, POINTS * sizeof *area) == 0);
    }
    shuffle(&stream, order, count);
    drawn_areas *reordered = drawn_reordered(&drawn->areas, order);
    geo_locator *other = NULL;
    assert_int_equal(geo_locator_build(*state, &reordered->areas, &other), GEO_OK);
    assert_int_equal(geo_locate(*state, other, x, y, POINTS, again), GEO_OK);
    for (size_t i = 0; i < POINTS; i++)
        assert_int_equal(area[i], again[i] == GEO_NO_CODE ? GEO_NO_CODE : (int)order[again[i]]);
    geo_locator_free(locator);
    geo_locator_free(other);
    drawn_free(drawn);
    drawn_free(reordered);
    free(x);
    free(y);
    free(area);
    free(again);
    free(order);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(coordinates_of_all_sizes),
        UNIT_TEST(threads_and_order_make_no_difference),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
