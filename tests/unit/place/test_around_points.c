/* The ground around points: worked areas, and polygons that GEOS calls valid and apart. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <geos_c.h>

#include <geo/place.h>

#include "allocations.h"
#include "near.h"
#include "place/geos_area.h"
#include "random.h"
#include "unit.h"

static const geo_crs crs = {NULL, NULL, 27700, true};
static const double pi = 3.14159265358979323846;

static geo_areas *around(geo_context *context, const double *x, const double *y,
                         const int32_t *group, size_t count, size_t group_count, double radius_m)
{
    geo_areas *areas = NULL;
    if (geo_areas_around_points(context, &crs, x, y, group, count, group_count, radius_m, &areas) !=
        GEO_OK)
        fail_msg("%s", geo_message(context));
    assert_int_equal(areas->count, group_count);
    return areas;
}

static double square_metres(const geo_areas *areas, size_t area)
{
    return geo_table_find(areas->attributes, "area_km2")->real[area] * 1e6;
}

/* Of 32 sides around a circle: as many triangles with its radius for height. */
static double polygon_m2(double radius_m)
{
    return 32 * radius_m * radius_m * tan(pi / 32);
}

/* ---- worked --------------------------------------------------------------------------------- */

static void one_point(void **state)
{
    static const double x[] = {400000}, y[] = {300000};
    static const int32_t group[] = {0};
    geo_areas *areas = around(*state, x, y, group, 1, 1, 50);
    assert_int_equal(areas->ring_count, 1);
    assert_int_equal(areas->point_count, 33);
    assert_true(is_near(square_metres(areas, 0), polygon_m2(50), 1e-5));
    assert_string_equal(areas->code[0], "1");
    assert_true(fabs(areas->extent.x_max - 400000 - 50 / cos(pi / 32)) < 1e-3);
    geo_areas_free(areas);
}

static void no_points(void **state)
{
    static const double x[] = {1, NAN}, y[] = {1, 2};
    static const int32_t group[] = {GEO_NO_CODE, GEO_NO_CODE};
    geo_areas *areas = around(*state, NULL, NULL, NULL, 0, 0, 50);
    geo_areas_free(areas);
    areas = around(*state, x, y, group, 2, 3, 50);
    assert_int_equal(areas->ring_count, 0);
    assert_true(square_metres(areas, 2) == 0);
    assert_true(areas->extent.x_min > areas->extent.x_max);
    geo_areas_free(areas);
}

/* Two radii apart, in whatever direction, is one ground; a little further is two. */
static void one_ground_or_two(void **state)
{
    static const int32_t group[] = {0, 0};
    for (int step = 0; step < 64; step++) {
        double x[] = {400000, 400000 + 100 * cos(step * pi / 32)};
        double y[] = {300000, 300000 + 100 * sin(step * pi / 32)};
        geo_areas *areas = around(*state, x, y, group, 2, 1, 50);
        assert_int_equal(areas->ring_count, 1);
        geo_areas_free(areas);
        areas = around(*state, x, y, group, 2, 1, 49.7);
        assert_int_equal(areas->ring_count, 2);
        assert_true(is_near(square_metres(areas, 0), 2 * polygon_m2(49.7), 1e-5));
        geo_areas_free(areas);
    }
}

/* Two groups' points 50 apart share their ground along the line half way. */
static void half_way(void **state)
{
    static const double x[] = {400000, 400050}, y[] = {300000, 300000};
    static const int32_t group[] = {1, 0};
    geo_areas *areas = around(*state, x, y, group, 2, 2, 50);
    double west = INFINITY, east = -INFINITY;
    for (size_t i = 0; i < areas->ring_point[1]; i++)
        west = fmin(west, areas->x[i]);
    for (size_t i = areas->ring_point[1]; i < areas->point_count; i++)
        east = fmax(east, areas->x[i]);
    assert_int_equal(areas->ring_count, 2);
    assert_true(west == 400025 && east == 400025);
    assert_true(is_near(square_metres(areas, 0), square_metres(areas, 1), 1e-6));
    assert_true(square_metres(areas, 0) > polygon_m2(50) / 2);
    geo_areas_free(areas);
}

/* Points of two groups that are nearer than borders can be drawn, or one: no fault, and each group
 * has its ground as far as it has points elsewhere. */
static void a_hair_apart(void **state)
{
    static const double y[] = {300000, 300000, 300000}, apart_m[] = {0, 1e-9, 1e-6, 1e-3};
    static const int32_t group[] = {0, 1, 1};
    for (size_t i = 0; i < 4; i++) {
        const double x[] = {400000, 400000 + apart_m[i], 400080};
        geo_areas *areas = around(*state, x, y, group, 3, 2, 50);
        assert_true(square_metres(areas, 0) > 0.49 * polygon_m2(50));
        assert_true(square_metres(areas, 1) > 0.9 * polygon_m2(50));
        assert_true(square_metres(areas, 0) + square_metres(areas, 1) < 2 * polygon_m2(50));
        geo_areas_free(areas);
    }
}

/* Points on a circle leave a gap: a large one is a hole, a small one is closed. */
static void gaps(void **state)
{
    double x[48], y[48];
    int32_t group[48] = {0};
    for (int i = 0; i < 48; i++) {
        x[i] = 400000 + 200 * cos(i * pi / 24);
        y[i] = 300000 + 200 * sin(i * pi / 24);
    }
    geo_areas *areas = around(*state, x, y, group, 48, 1, 90);
    assert_int_equal(areas->ring_count, 2);
    assert_true(areas->ring_is_hole[1]);
    geo_areas_free(areas);
    areas = around(*state, x, y, group, 48, 1, 120);
    assert_int_equal(areas->ring_count, 1);
    assert_true(square_metres(areas, 0) > pi * 318 * 318);
    geo_areas_free(areas);
}

/* ---- whatever the points -------------------------------------------------------------------- */

enum { MOST = 150, GROUPS = 6 };

typedef struct sample {
    size_t count;
    double x[MOST], y[MOST];
    int32_t group[MOST];
} sample;

/* Groups here and there, one among the other; whole coordinates give ties, of which those between
 * groups are left out. */
static void fill_randomly(sample *made, uint64_t *seed)
{
    size_t width = 50 + random_below(seed, 400);
    bool is_whole = random_below(seed, 2) == 0;
    size_t wanted = 1 + random_below(seed, MOST);
    made->count = 0;
    for (size_t i = 0; i < wanted; i++) {
        double x = random_between(seed, 0, (double)width), y = random_between(seed, 0, 300);
        x = 400000 + (is_whole ? floor(x) : x);
        y = 300000 + (is_whole ? floor(y) : y);
        int32_t group = (int32_t)random_below(seed, GROUPS + 1) - 1;
        bool is_taken = false;
        for (size_t j = 0; j < made->count; j++)
            is_taken = is_taken || (made->x[j] == x && made->y[j] == y && made->group[j] != group);
        if (is_taken)
            continue;
        made->x[made->count] = x;
        made->y[made->count] = y;
        made->group[made->count++] = group;
    }
}

static void check_polygons(GEOSContextHandle_t handle, const geo_areas *areas)
{
    GEOSGeometry *made[GROUPS] = {NULL}, *part[4 * MOST];
    for (size_t g = 0; g < areas->count; g++) {
        if (areas->area_ring[g] == areas->area_ring[g + 1])
            continue;
        made[g] = geo_geos_from_rings(handle, areas->ring_point, areas->ring_is_hole, areas->x,
                                      areas->y, areas->area_ring[g], areas->area_ring[g + 1], part);
        assert_non_null(made[g]);
        if (GEOSisValid_r(handle, made[g]) != 1)
            fail_msg("%s", GEOSisValidReason_r(handle, made[g]));
        for (size_t h = 0; h < g; h++)
            if (made[h])
                assert_int_equal(GEOSRelatePattern_r(handle, made[g], made[h], "T********"), 0);
    }
    for (size_t g = 0; g < areas->count; g++)
        GEOSGeom_destroy_r(handle, made[g]);
}

static void check_points(geo_context *context, const geo_areas *areas, const sample *points)
{
    int32_t area[MOST];
    geo_locator *locator = NULL;
    assert_int_equal(geo_locator_build(context, areas, &locator), GEO_OK);
    assert_int_equal(geo_locate(context, locator, points->x, points->y, points->count, area),
                     GEO_OK);
    for (size_t i = 0; i < points->count; i++)
        if (points->group[i] != GEO_NO_CODE)
            assert_int_equal(area[i], points->group[i]);
    geo_locator_free(locator);
}

static void valid_and_apart(void **state)
{
    GEOSContextHandle_t handle = GEOS_init_r();
    uint64_t seed = 21;
    for (size_t round = 0; round < 200; round++) {
        sample points;
        fill_randomly(&points, &seed);
        geo_areas *areas = around(*state, points.x, points.y, points.group, points.count, GROUPS,
                                  random_between(&seed, 2, 60));
        check_polygons(handle, areas);
        check_points(*state, areas, &points);
        geo_areas_free(areas);
    }
    GEOS_finish_r(handle);
}

/* Each place on a fine raster that is well inside a circle is in the area of the nearest point. */
static void ground_of_the_nearest(void **state)
{
    uint64_t seed = 22;
    double x[10000], y[10000];
    int32_t area[10000];
    sample points;
    do
        fill_randomly(&points, &seed);
    while (points.count < 40);
    geo_locator *locator = NULL;
    geo_areas *areas = around(*state, points.x, points.y, points.group, points.count, GROUPS, 25);
    assert_int_equal(geo_locator_build(*state, areas, &locator), GEO_OK);
    for (size_t i = 0; i < 10000; i++) {
        x[i] = 399950 + 5.43 * (double)(i % 100);
        y[i] = 299950 + 4.01 * (double)(i / 100);
    }
    assert_int_equal(geo_locate(*state, locator, x, y, 10000, area), GEO_OK);
    size_t inside = 0;
    for (size_t i = 0; i < 10000; i++) {
        double nearest[GROUPS + 1];
        for (size_t g = 0; g <= GROUPS; g++)
            nearest[g] = INFINITY;
        for (size_t j = 0; j < points.count; j++) {
            double *least = &nearest[points.group[j] + 1];
            *least = fmin(*least, hypot(points.x[j] - x[i], points.y[j] - y[i]));
        }
        for (int32_t g = 0; g < GROUPS; g++) {
            bool is_clear = nearest[g + 1] < 25;
            for (int32_t h = 0; h < GROUPS; h++)
                is_clear = is_clear && (h == g || nearest[g + 1] < nearest[h + 1] - 1e-3);
            if (is_clear)
                assert_int_equal(area[i], g);
            inside += is_clear;
        }
    }
    assert_true(inside > 1000);
    geo_locator_free(locator);
    geo_areas_free(areas);
}

/* The same bytes for any order of the points. */
static void the_same_in_any_order(void **state)
{
    uint64_t seed = 23;
    for (size_t round = 0; round < 40; round++) {
        sample points, mixed;
        size_t from[MOST];
        fill_randomly(&points, &seed);
        for (size_t i = 0; i < points.count; i++) {
            size_t j = random_below(&seed, i + 1);
            from[i] = from[j];
            from[j] = i;
        }
        for (size_t i = 0; i < points.count; i++) {
            mixed.x[i] = points.x[from[i]];
            mixed.y[i] = points.y[from[i]];
            mixed.group[i] = points.group[from[i]];
        }
        geo_areas *one = around(*state, points.x, points.y, points.group, points.count, GROUPS, 20);
        geo_areas *other = around(*state, mixed.x, mixed.y, mixed.group, points.count, GROUPS, 20);
        assert_int_equal(one->point_count, other->point_count);
        assert_memory_equal(one->x, other->x, one->point_count * sizeof *one->x);
        assert_memory_equal(one->y, other->y, one->point_count * sizeof *one->y);
        assert_memory_equal(one->area_ring, other->area_ring,
                            (GROUPS + 1) * sizeof *one->area_ring);
        geo_areas_free(one);
        geo_areas_free(other);
    }
}

/* ---- faults --------------------------------------------------------------------------------- */

static void what_makes_no_sense(void **state)
{
    static const geo_crs degrees = {NULL, NULL, 4326, false};
    static const double x[] = {1, 2}, unknown[] = {1, NAN}, radius_m[] = {0, -1, NAN, INFINITY};
    static const int32_t group[] = {0, 1}, beyond[] = {0, 2}, negative[] = {0, -2};
    geo_areas *areas = NULL;
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(
            geo_areas_around_points(*state, &crs, x, x, group, 2, 2, radius_m[i], &areas),
            GEO_ERROR_USAGE);
    assert_int_equal(geo_areas_around_points(*state, &degrees, x, x, group, 2, 2, 9, &areas),
                     GEO_ERROR_CRS);
    assert_int_equal(geo_areas_around_points(*state, &crs, x, unknown, group, 2, 2, 9, &areas),
                     GEO_ERROR_DATA);
    assert_int_equal(geo_areas_around_points(*state, &crs, x, x, beyond, 2, 2, 9, &areas),
                     GEO_ERROR_DATA);
    assert_int_equal(geo_areas_around_points(*state, &crs, x, x, negative, 2, 2, 9, &areas),
                     GEO_ERROR_DATA);
    assert_null(areas);
}

static bool stop(void *user, const char *stage, double fraction)
{
    (void)user;
    assert_string_equal(stage, "areas around points");
    return fraction > 0.4;
}

static void cancelled(void **state)
{
    static const double at[] = {1, 100};
    static const int32_t group[] = {0, 1};
    geo_areas *areas = NULL;
    geo_context_on_progress(*state, stop, NULL);
    assert_int_equal(geo_areas_around_points(*state, &crs, at, at, group, 2, 2, 9, &areas),
                     GEO_ERROR_CANCELLED);
    assert_null(areas);
}

static geo_status make_and_free(geo_context *context, void *data)
{
    static const double x[] = {0, 10, 15, 60}, y[] = {0, 0, 5, 60};
    static const int32_t group[] = {0, 0, 1, 2};
    geo_areas *areas = NULL;
    (void)data;
    geo_status status = geo_areas_around_points(context, &crs, x, y, group, 4, 3, 10, &areas);
    geo_areas_free(areas);
    return status;
}

static void memory_that_runs_out(void **state)
{
    (void)state;
    assert_true(fail_each_allocation(make_and_free, NULL) > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(one_point),
        UNIT_TEST(no_points),
        UNIT_TEST(one_ground_or_two),
        UNIT_TEST(half_way),
        UNIT_TEST(a_hair_apart),
        UNIT_TEST(gaps),
        UNIT_TEST(valid_and_apart),
        UNIT_TEST(ground_of_the_nearest),
        UNIT_TEST(the_same_in_any_order),
        UNIT_TEST(what_makes_no_sense),
        UNIT_TEST(cancelled),
        cmocka_unit_test(memory_that_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
