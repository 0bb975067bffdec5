/* Repair of invalid areas: what comes out, what is reported, what stays as it was. */
#include "allocations.h"
#include "drawn_areas.h"
#include "place/geos_area.h"

/* Even-odd, as geo_areas promises: shells positive, holes negative. */
static double surface(const geo_areas *areas, size_t area)
{
    double sum = 0;
    for (size_t r = areas->area_ring[area]; r < areas->area_ring[area + 1]; r++) {
        double twice = 0;
        for (size_t i = areas->ring_point[r]; i + 1 < areas->ring_point[r + 1]; i++)
            twice += areas->x[i] * areas->y[i + 1] - areas->x[i + 1] * areas->y[i];
        sum += (areas->ring_is_hole[r] ? -0.5 : 0.5) * fabs(twice);
    }
    return sum;
}

static void check_layout(const geo_areas *areas)
{
    assert_int_equal(areas->area_ring[0], 0);
    assert_int_equal(areas->area_ring[areas->count], areas->ring_count);
    assert_int_equal(areas->ring_point[0], 0);
    assert_int_equal(areas->ring_point[areas->ring_count], areas->point_count);
    for (size_t a = 0; a < areas->count; a++) {
        size_t first = areas->area_ring[a];
        assert_true(first <= areas->area_ring[a + 1]);
        assert_true(first == areas->area_ring[a + 1] || !areas->ring_is_hole[first]);
    }
    for (size_t r = 0; r < areas->ring_count; r++) {
        size_t first = areas->ring_point[r], last = areas->ring_point[r + 1] - 1;
        assert_true(last >= first + 3);
        assert_true(areas->x[first] == areas->x[last] && areas->y[first] == areas->y[last]);
    }
}

static const char *warning_with(const geo_context *context, const char *part)
{
    for (size_t i = 0; i < geo_warning_count(context); i++) {
        if (strstr(geo_warning(context, i), part))
            return geo_warning(context, i);
    }
    return NULL;
}

static const struct {
    const char *what;
    const char *areas; /* the first one is looked at */
    double surface;
    size_t rings;
    size_t repaired;
    size_t empty;
    size_t warnings;
    const char *warning; /* part of one, or NULL */
} cases[] = {
    {"valid", "A: 0 0, 4 0, 4 4, 0 4, 0 0", 16, 1, 0, 0, 0, NULL},
    {"valid with a hole", "A: 0 0, 8 0, 8 8, 0 8, 0 0 / hole 2 2, 2 6, 6 6, 6 2, 2 2", 48, 2, 0, 0,
     0, NULL},
    {"valid with repeated points", "A: 0 0, 4 0, 4 0, 4 4, 0 4, 0 0", 16, 1, 0, 0, 0, NULL},
    {"bow-tie", "A: 0 0, 4 4, 4 0, 0 4, 0 0", 8, 2, 1, 0, 1,
     "1 area with an invalid boundary, repaired: A (Self-intersection)"},
    {"hole across its shell", "A: 0 0, 8 0, 8 8, 0 8, 0 0 / hole 6 2, 6 6, 10 6, 10 2, 6 2", 56, 1,
     1, 0, 1, "A (Self-intersection)"},
    /* GEOS takes such a hole for a part of its own, as the even-odd rule does. */
    {"hole outside its shell", "A: 0 0, 4 0, 4 4, 0 4, 0 0 / hole 6 6, 6 7, 7 7, 7 6, 6 6", 17, 2,
     1, 0, 1, "A (Hole lies outside shell)"},
    {"nested holes",
     "A: 0 0, 9 0, 9 9, 0 9, 0 0 / hole 1 1, 1 8, 8 8, 8 1, 1 1 / hole 3 3, 3 6, 6 6, 6 3, 3 3", 32,
     2, 1, 0, 1, "A (Holes are nested)"},
    {"parts that overlap", "A: 0 0, 4 0, 4 4, 0 4, 0 0 / 2 2, 6 2, 6 6, 2 6, 2 2", 28, 1, 1, 0, 1,
     "A (Self-intersection)"},
    {"the same part twice", "A: 0 0, 4 0, 4 4, 0 4, 0 0 / 0 0, 4 0, 4 4, 0 4, 0 0", 16, 1, 1, 0, 1,
     "repaired: A ("},
    {"parts that share an edge", "A: 0 0, 4 0, 4 4, 0 4, 0 0 / 4 0, 8 0, 8 4, 4 4, 4 0", 32, 1, 1,
     0, 1, "repaired: A ("},
    {"hole that cuts the shell in two",
     "A: 0 0, 9 0, 9 9, 0 9, 0 0 / hole 3 -1, 6 -1, 6 10, 3 10, 3 -1", 54, 2, 1, 0, 1,
     "repaired: A ("},
    {"spike", "A: 0 0, 4 0, 4 2, 9 2, 4 2, 4 4, 0 4, 0 0", 16, 1, 1, 0, 1, "repaired: A ("},
    {"not closed", "A: 0 0, 4 0, 4 4, 0 4", 16, 1, 1, 0, 1,
     "1 area with a ring that was not closed, closed: A"},
    {"not closed and a bow-tie", "A: 0 0, 4 4, 4 0, 0 4", 8, 2, 1, 0, 2, "not closed"},
    {"a hole of two points", "A: 0 0, 4 0, 4 4, 0 4, 0 0 / hole 1 1, 2 2", 16, 1, 1, 0, 1,
     "1 area with a ring of fewer than 4 points, which is left out: A"},
    {"a shell of two points takes its hole along",
     "A: 0 0, 1 1, 0 0 / hole 1 1, 2 1, 2 2, 1 1 / 0 0, 4 0, 4 4, 0 4, 0 0", 16, 1, 1, 0, 1,
     "fewer than 4 points"},
    {"nothing but a line", "A: 0 0, 4 4, 0 0", 0, 0, 0, 1, 2,
     "1 area whose boundary encloses nothing, taken as empty: A"},
    {"a ring flat as a line", "A: 0 0, 4 4, 8 8, 0 0", 0, 0, 0, 1, 2, "taken as empty: A"},
    {"no geometry", "A:", 0, 0, 0, 1, 1,
     "1 area without geometry, in which nothing can be placed: A"},
};

static void drawn_cases(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        geo_context *context = geo_context_new();
        drawn_areas *drawn = drawn_from_text(cases[i].areas);
        const geo_areas *areas = &drawn->areas;
        geo_repair_report report = {99, 99};
        geo_status status = geo_areas_repair(context, &drawn->areas, &report);
        if (status != GEO_OK || fabs(surface(areas, 0) - cases[i].surface) > 1e-12 ||
            areas->area_ring[1] != cases[i].rings || report.repaired != cases[i].repaired ||
            report.empty != cases[i].empty || geo_warning_count(context) != cases[i].warnings) {
            fail_msg("%s: status %d, surface %g, rings %zu, repaired %zu, empty %zu, warnings %zu",
                     cases[i].what, (int)status, surface(areas, 0), areas->area_ring[1],
                     report.repaired, report.empty, geo_warning_count(context));
        }
        if (cases[i].warning && !warning_with(context, cases[i].warning))
            fail_msg("%s: the warning is %s", cases[i].what, geo_warning(context, 0));
        check_layout(areas);
        drawn_free(drawn);
        geo_context_free(context);
    }
}

/* Valid areas before, between and after repaired ones keep every bit of theirs, -0 included. */
static void valid_areas_stay(void **state)
{
    drawn_areas *drawn = drawn_from_text("A: 0.1 -0, 4.3 0, 4 4.7, 0 4, 0.1 0\n"
                                         "B: 0 0, 4 4, 4 0, 0 4, 0 0\n"
                                         "C:\n"
                                         "D: 9 9, 12 9, 12 12, 9 12, 9 9 / hole 10 10, 10 11, 11 "
                                         "11, 11 10, 10 10 / 20 20, 21 20, 21 21, 20 20\n"
                                         "E: 30 30, 34 30, 34 34\n"
                                         "F: 40 40, 44 40, 44 44, 40 44, 40 40");
    drawn_areas *before = drawn_from_text("");
    static const size_t untouched[] = {0, 3, 5};
    geo_areas *areas = &drawn->areas;
    geo_repair_report report;
    for (size_t a = 0; a < areas->count; a++)
        drawn_copy_area(before, areas, a);
    assert_int_equal(geo_areas_repair(*state, areas, &report), GEO_OK);
    assert_int_equal(report.repaired, 2);
    assert_int_equal(report.empty, 1);
    assert_int_equal(geo_warning_count(*state), 3);
    check_layout(areas);
    for (size_t i = 0; i < sizeof untouched / sizeof untouched[0]; i++) {
        const geo_areas *old = &before->areas;
        size_t a = untouched[i];
        size_t ring = areas->area_ring[a], old_ring = old->area_ring[a];
        size_t rings = areas->area_ring[a + 1] - ring;
        assert_int_equal(rings, old->area_ring[a + 1] - old_ring);
        assert_memory_equal(areas->ring_is_hole + ring, old->ring_is_hole + old_ring, rings);
        size_t first = areas->ring_point[ring], old_first = old->ring_point[old_ring];
        size_t points = areas->ring_point[ring + rings] - first;
        assert_int_equal(points, old->ring_point[old_ring + rings] - old_first);
        assert_memory_equal(areas->x + first, old->x + old_first, points * sizeof(double));
        assert_memory_equal(areas->y + first, old->y + old_first, points * sizeof(double));
    }
    assert_true(areas->extent.x_min == 0 && areas->extent.y_min == 0);
    assert_true(areas->extent.x_max == 44 && areas->extent.y_max == 44);
    drawn_free(before);
    drawn_free(drawn);
}

/* Nothing to repair: not even the arrays are new. */
static void nothing_to_do(void **state)
{
    drawn_areas *drawn = drawn_from_text("A: 0 0, 4 0, 4 4, 0 4, 0 0\nB: 4 0, 8 0, 8 4, 4 0");
    const double *x = drawn->areas.x;
    geo_repair_report report = {99, 99};
    assert_int_equal(geo_areas_repair(*state, &drawn->areas, &report), GEO_OK);
    assert_ptr_equal(drawn->areas.x, x);
    assert_int_equal(report.repaired + report.empty, 0);
    assert_int_equal(geo_warning_count(*state), 0);
    assert_true(drawn->areas.extent.x_max == 8 && drawn->areas.extent.y_max == 4);
    assert_int_equal(geo_areas_repair(*state, &drawn->areas, NULL), GEO_OK);
    drawn_free(drawn);

    drawn = drawn_from_text("");
    assert_int_equal(geo_areas_repair(*state, &drawn->areas, &report), GEO_OK);
    assert_int_equal(report.repaired + report.empty, 0);
    assert_true(drawn->areas.extent.x_min > drawn->areas.extent.x_max);
    drawn_free(drawn);
}

static void many_are_counted_and_a_few_named(void **state)
{
    drawn_areas *drawn = drawn_new();
    static char layer[] = "fans";
    geo_repair_report report;
    for (int i = 0; i < 500; i++) {
        char code[16];
        snprintf(code, sizeof code, "E%03d", i);
        drawn_add_area(drawn, code);
        drawn_add_ring(drawn, false);
        drawn_add_point(drawn, i, 0);
        drawn_add_point(drawn, i + 0.5, i % 3 == 0 ? 1 : 0);
        drawn_add_point(drawn, i + 0.5, i % 3 == 0 ? 0 : 1);
        drawn_add_point(drawn, i, 1);
        drawn_close_ring(drawn);
    }
    drawn->areas.layer = layer;
    assert_int_equal(geo_areas_repair(*state, &drawn->areas, &report), GEO_OK);
    assert_int_equal(report.repaired, 167);
    assert_int_equal(geo_warning_count(*state), 1);
    assert_string_equal(geo_warning(*state, 0),
                        "areas, layer fans: 167 areas with an invalid boundary, repaired: E000 "
                        "(Self-intersection), E003 (Self-intersection), E006 (Self-intersection), "
                        "E009 (Self-intersection), E012 (Self-intersection) ...");
    drawn_free(drawn);
}

static void coordinates_that_are_no_numbers(void **state)
{
    const double strange[] = {NAN, INFINITY, -INFINITY};
    for (size_t i = 0; i < sizeof strange / sizeof strange[0]; i++) {
        for (size_t point = 0; point < 4; point++) {
            drawn_areas *drawn = drawn_from_text("A: 0 0, 4 0, 4 4, 0 0\nB: 4 0, 8 0, 8 4, 4 0");
            geo_repair_report report = {99, 99};
            drawn->areas.x[4 + point] = strange[i];
            assert_int_equal(geo_areas_repair(*state, &drawn->areas, &report), GEO_ERROR_DATA);
            assert_non_null(strstr(geo_message(*state), "area B"));
            assert_int_equal(report.repaired, 99);
            drawn_free(drawn);
        }
    }
}

static geo_status repair_drawing(geo_context *context, void *text)
{
    drawn_areas *drawn = drawn_from_text(text);
    geo_repair_report report;
    geo_status status = geo_areas_repair(context, &drawn->areas, &report);
    assert_int_equal(drawn->areas.ring_count, status == GEO_OK ? 3 : 2);
    drawn_free(drawn);
    return status;
}

/* On failure the areas are as before. */
static void memory_runs_out(void **state)
{
    char text[] = "A: 0 0, 4 4, 4 0, 0 4, 0 0\nB:\nC: 0 0, 4 0, 4 4";
    (void)state;
    assert_true(fail_each_allocation(repair_drawing, text) > 5);
}

static bool stop_at_once(void *user, const char *stage, double fraction)
{
    (void)user;
    (void)stage;
    (void)fraction;
    return true;
}

static void can_be_stopped(void **state)
{
    drawn_areas *drawn = drawn_from_text("A: 0 0, 4 4, 4 0, 0 4, 0 0");
    geo_context_on_progress(*state, stop_at_once, NULL);
    assert_int_equal(geo_areas_repair(*state, &drawn->areas, NULL), GEO_ERROR_CANCELLED);
    assert_int_equal(drawn->areas.ring_count, 1);
    drawn_free(drawn);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(drawn_cases),
        UNIT_TEST(valid_areas_stay),
        UNIT_TEST(nothing_to_do),
        UNIT_TEST(many_are_counted_and_a_few_named),
        UNIT_TEST(coordinates_that_are_no_numbers),
        UNIT_TEST(memory_runs_out),
        UNIT_TEST(can_be_stopped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
