/* What the proof calls ordinary, GEOS calls valid; and what is ordinary is found to be so. */
#include "allocations.h"
#include "place/area_proof.h"
#include "place/geos_area.h"
#include "random_maps.h"

typedef struct drawn_case {
    const char *what;
    const char *area;
    bool ordinary;
} drawn_case;

static const drawn_case cases[] = {
    {"a triangle", "A: 0 0, 4 0, 0 4, 0 0", true},
    {"clockwise", "A: 0 0, 0 4, 4 4, 4 0, 0 0", true},
    {"points in the middle of straight sides", "A: 0 0, 2 0, 4 0, 4 4, 2 4, 0 4, 0 2, 0 0", true},
    {"a hole", "A: 0 0, 9 0, 9 9, 0 9, 0 0 / hole 2 2, 2 6, 6 6, 6 2, 2 2", true},
    {"two holes", "A: 0 0, 9 0, 9 9, 0 9, 0 0 / hole 1 1, 1 3, 3 1, 1 1 / hole 4 4, 4 8, 8 4, 4 4",
     true},
    {"parts apart, with holes",
     "A: 0 0, 9 0, 9 9, 0 9, 0 0 / hole 2 2, 2 6, 6 6, 6 2, 2 2 /"
     " 20 0, 29 0, 29 9, 20 9, 20 0 / hole 22 2, 22 6, 26 6, 26 2, 22 2",
     true},
    {"parts whose boxes overlap", "A: 0 0, 9 0, 9 9, 8 1, 0 0 / 1 1, 7 2, 8 9, 0 9, 1 1", true},
    {"no points", "A:", false},
    {"not closed", "A: 0 0, 4 0, 4 4, 0 4", false},
    {"too short", "A: 0 0, 4 0, 0 0", false},
    {"a repeated point", "A: 0 0, 4 0, 4 0, 4 4, 0 4, 0 0", false},
    {"a bow-tie", "A: 0 0, 4 4, 4 0, 0 4, 0 0", false},
    {"flat", "A: 0 0, 2 0, 4 0, 0 0", false},
    {"a spike", "A: 0 0, 4 0, 4 2, 9 2, 4 2, 4 4, 0 4, 0 0", false},
    {"a spike where it begins", "A: -3 0, 0 0, 4 0, 4 4, 0 4, 0 0, -3 0", false},
    {"a slanted spike", "A: 0 0, 4 0, 4 4, 7 7, 2 2, 0 4, 0 0", false},
    {"touches itself at a vertex", "A: 0 0, 4 4, 8 0, 8 8, 4 4, 0 8, 0 0", false},
    {"touches itself at a side", "A: 0 0, 8 0, 8 8, 4 0, 0 8, 0 0", false},
    {"goes along itself", "A: 0 0, 8 0, 8 4, 6 4, 6 0, 2 0, 2 4, 0 4, 0 0", false},
    {"a hole across the shell", "A: 0 0, 9 0, 9 9, 0 9, 0 0 / hole 2 2, 2 12, 6 12, 6 2, 2 2",
     false},
    {"a hole outside", "A: 0 0, 9 0, 9 9, 0 9, 0 0 / hole 12 2, 12 6, 16 6, 16 2, 12 2", false},
    {"a hole around the shell", "A: 2 2, 6 2, 6 6, 2 6, 2 2 / hole 0 0, 9 0, 9 9, 0 9, 0 0", false},
    {"a hole in another part",
     "A: 0 0, 9 0, 9 9, 0 9, 0 0 / 20 0, 29 0, 29 9, 20 0 / hole 2 2, 2 6, 6 6, 2 2", false},
    {"a hole in a hole",
     "A: 0 0, 9 0, 9 9, 0 9, 0 0 / hole 2 2, 2 7, 7 7, 7 2, 2 2 / hole 3 3, 3 5, 5 5, 3 3", false},
    {"a hole first", "A: hole 0 0, 9 0, 9 9, 0 9, 0 0", false},
    {"a part in a part", "A: 0 0, 9 0, 9 9, 0 9, 0 0 / 2 2, 6 2, 6 6, 2 2", false},
    {"a part around a part", "A: 2 2, 6 2, 6 6, 2 2 / 0 0, 9 0, 9 9, 0 9, 0 0", false},
    {"the same part twice", "A: 0 0, 9 0, 9 9, 0 0 / 0 0, 9 0, 9 9, 0 0", false},
    {"parts that touch", "A: 0 0, 4 0, 4 4, 0 4, 0 0 / 4 4, 8 4, 8 8, 4 8, 4 4", false},
};

static bool is_ordinary(geo_context *context, const geo_areas *areas, size_t area)
{
    geo_area_prover prover = {0};
    assert_int_equal(geo_area_prover_start(context, areas, &prover), GEO_OK);
    bool ordinary = geo_area_is_ordinary(&prover, area);
    geo_area_prover_clear(&prover);
    return ordinary;
}

static void drawn_cases(void **state)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        drawn_areas *drawn = drawn_from_text(cases[i].area);
        if (is_ordinary(*state, &drawn->areas, 0) != cases[i].ordinary)
            fail_msg("%s is%s ordinary", cases[i].what, cases[i].ordinary ? " not" : "");
        drawn_free(drawn);
    }
}

static void strange_numbers(void **state)
{
    static const double strange[] = {NAN, INFINITY, -INFINITY, 1e200, 1e-200, -1e-300};
    for (size_t i = 0; i < sizeof strange / sizeof strange[0]; i++) {
        drawn_areas *drawn = drawn_from_text("A: 0 0, 4 0, 4 4, 0 4, 0 0");
        drawn->areas.x[2] = strange[i];
        assert_false(is_ordinary(*state, &drawn->areas, 0));
        drawn_free(drawn);
    }
}

/* ---- against GEOS --------------------------------------------------------------------------- */

typedef struct verdicts {
    size_t ordinary, valid, invalid;
} verdicts;

static void compare_with_geos(geo_context *context, const geo_areas *areas, verdicts *found)
{
    geo_geos_message message;
    GEOSContextHandle_t handle = geo_geos_start(&message);
    GEOSGeometry **part = calloc(areas->ring_count + 1, sizeof *part);
    geo_area_prover prover = {0};
    assert_true(handle && part);
    assert_int_equal(geo_area_prover_start(context, areas, &prover), GEO_OK);
    for (size_t a = 0; a < areas->count; a++) {
        GEOSGeometry *geometry =
            geo_geos_from_rings(handle, areas->ring_point, areas->ring_is_hole, areas->x, areas->y,
                                areas->area_ring[a], areas->area_ring[a + 1], part);
        bool valid = geometry && GEOSisValid_r(handle, geometry) == 1;
        bool ordinary = geo_area_is_ordinary(&prover, a);
        if (ordinary && !valid)
            fail_msg("area %zu is ordinary, says the proof; not valid, says GEOS", a);
        found->ordinary += ordinary;
        found->valid += valid;
        found->invalid += !valid;
        GEOSGeom_destroy_r(handle, geometry);
    }
    geo_area_prover_clear(&prover);
    free(part);
    GEOS_finish_r(handle);
}

/* Polygons whose points are on a small lattice: all that can touch, does. */
static drawn_areas *random_knots(uint64_t *stream, size_t count)
{
    drawn_areas *drawn = drawn_new();
    for (size_t a = 0; a < count; a++) {
        size_t side = 3 + random_below(stream, 12);
        drawn_add_area(drawn, "A");
        for (size_t ring = 1 + random_below(stream, 3); ring > 0; ring--) {
            double x = (double)random_below(stream, side), y = (double)random_below(stream, side);
            drawn_add_ring(drawn, random_below(stream, 3) == 0);
            for (size_t i = 3 + random_below(stream, 4); i > 0; i--) {
                drawn_add_point(drawn, x + (double)random_below(stream, side),
                                y + (double)random_below(stream, side));
            }
            if (random_below(stream, 50) > 0)
                drawn_close_ring(drawn);
        }
    }
    return drawn;
}

static void knots(void **state)
{
    uint64_t stream = 1;
    verdicts found = {0};
    for (int round = 0; round < 40; round++) {
        drawn_areas *drawn = random_knots(&stream, 500);
        compare_with_geos(*state, &drawn->areas, &found);
        drawn_free(drawn);
    }
    assert_true(found.invalid > 10000);
    assert_true(found.valid > 2000);
    assert_true(found.ordinary > found.valid / 2);
}

static void tangles(void **state)
{
    uint64_t stream = 2;
    verdicts found = {0};
    for (int round = 0; round < 20; round++) {
        drawn_areas *drawn = random_tangles(&stream, 40);
        compare_with_geos(*state, &drawn->areas, &found);
        drawn_free(drawn);
    }
    assert_true(found.invalid > 100);
}

/* A ring like a real one with two of its points swapped, or one of them put on another edge. */
static void spoiled_partitions(void **state)
{
    uint64_t stream = 3;
    verdicts whole = {0}, spoiled = {0};
    for (int round = 0; round < 10; round++) {
        drawn_areas *drawn = random_partition(&stream, 12, 4);
        geo_areas *areas = &drawn->areas;
        compare_with_geos(*state, areas, &whole);
        for (size_t r = 0; r < areas->ring_count; r++) {
            size_t first = areas->ring_point[r], count = areas->ring_point[r + 1] - first;
            size_t i = first + 1 + random_below(&stream, count - 2);
            size_t j = first + 1 + random_below(&stream, count - 2);
            double x = areas->x[i], y = areas->y[i];
            bool swaps = random_below(&stream, 2) == 0;
            areas->x[i] = swaps ? areas->x[j] : (areas->x[j] + areas->x[j - 1]) / 2;
            areas->y[i] = swaps ? areas->y[j] : (areas->y[j] + areas->y[j - 1]) / 2;
            areas->x[j] = swaps ? x : areas->x[j];
            areas->y[j] = swaps ? y : areas->y[j];
        }
        compare_with_geos(*state, areas, &spoiled);
        drawn_free(drawn);
    }
    assert_int_equal(whole.ordinary, whole.valid);
    assert_true(whole.ordinary > 1000);
    assert_true(spoiled.invalid > spoiled.valid);
    assert_true(spoiled.valid > 10);
}

static void long_rings(void **state)
{
    uint64_t stream = 4;
    verdicts found = {0};
    for (int round = 0; round < 60; round++) {
        drawn_areas *drawn = random_stars(&stream, 50);
        compare_with_geos(*state, &drawn->areas, &found);
        drawn_free(drawn);
    }
    assert_true(found.ordinary > 500);
}

static geo_status start(geo_context *context, void *areas)
{
    geo_area_prover prover = {0};
    geo_status status = geo_area_prover_start(context, areas, &prover);
    geo_area_prover_clear(&prover);
    return status;
}

static void memory_runs_out(void **state)
{
    drawn_areas *drawn = drawn_from_text("A: 0 0, 4 0, 0 4, 0 0");
    (void)state;
    assert_int_equal(fail_each_allocation(start, &drawn->areas), 3);
    drawn_free(drawn);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(drawn_cases),     UNIT_TEST(strange_numbers),    UNIT_TEST(knots),
        UNIT_TEST(tangles),         UNIT_TEST(spoiled_partitions), UNIT_TEST(long_rings),
        UNIT_TEST(memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
