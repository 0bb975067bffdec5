/* The locator on small drawn maps, each in several orders, places and sizes. */
#include "allocations.h"
#include "drawn_areas.h"

typedef struct drawn_case {
    const char *what;
    const char *areas;
    const char *points; /* "x y CODE; ..." with - for none */
} drawn_case;

static const drawn_case cases[] = {
    {"one square", "A: 0 0, 4 0, 4 4, 0 4, 0 0",
     "2 2 A; 0 0 A; 4 0 A; 4 4 A; 0 4 A; 2 0 A; 2 4 A; 0 2 A; 4 2 A; -1 2 -; 5 2 -; 2 -1 -; 2 5 -;"
     "4.000001 2 -; 3.999999 2 A; -1 0 -; 5 0 -; -1 4 -; 5 4 -; 0 -1 -; 4 5 -"},
    {"clockwise is the same", "A: 0 0, 0 4, 4 4, 4 0, 0 0", "2 2 A; 0 0 A; 4 2 A; 5 5 -"},
    {"a shared border is the first code's",
     "B: 0 0, 4 0, 4 4, 0 4, 0 0\nA: 4 0, 8 0, 8 4, 4 4, 4 0",
     "2 2 B; 6 2 A; 4 2 A; 4 0 A; 4 4 A; 0 2 B; 8 2 A; 4 5 -; 4 -1 -"},
    {"bytes, not letters, are compared",
     "b: 0 0, 4 0, 4 4, 0 4, 0 0\nZ: 4 0, 8 0, 8 4, 4 4, 4 0\n10: 0 4, 4 4, 4 8, 0 8, 0 4\n"
     "9: 4 4, 8 4, 8 8, 4 8, 4 4",
     "4 2 Z; 2 4 10; 6 4 9; 4 6 10; 4 4 10"},
    {"four areas meet at a corner",
     "D: 0 0, 4 0, 4 4, 0 4, 0 0\nC: 4 0, 8 0, 8 4, 4 4, 4 0\nB: 4 4, 8 4, 8 8, 4 8, 4 4\n"
     "A: 0 4, 4 4, 4 8, 0 8, 0 4",
     "4 4 A; 4 2 C; 2 4 A; 6 4 B; 4 6 A; 2 2 D; 6 2 C; 6 6 B; 2 6 A; 0 4 A; 8 4 B; 4 0 C; 4 8 A"},
    {"a vertex in the middle of the neighbour's edge",
     "A: 0 0, 8 0, 8 4, 0 4, 0 0\nB: 0 4, 4 4, 4 8, 0 8, 0 4\nC: 4 4, 8 4, 8 8, 4 8, 4 4",
     "4 4 A; 2 4 A; 6 4 A; 4 6 B; 4 8 B; 6 8 C"},
    {"a slanted border", "B: 0 0, 8 0, 8 8, 0 0\nA: 0 0, 8 8, 0 8, 0 0",
     "4 4 A; 1 1 A; 8 8 A; 0 0 A; 4 3.999999 B; 4 4.000001 A; 7 7 A; 9 9 -"},
    {"a hole is outside, its border inside",
     "A: 0 0, 8 0, 8 8, 0 8, 0 0 / hole 2 2, 2 6, 6 6, 6 2, 2 2",
     "1 1 A; 4 4 -; 2 4 A; 6 4 A; 4 2 A; 4 6 A; 2 2 A; 6 6 A; 7 4 A; 4 7 A; 1 4 A; 4 1 A"},
    {"an area in another's hole",
     "B: 0 0, 8 0, 8 8, 0 8, 0 0 / hole 2 2, 2 6, 6 6, 6 2, 2 2\nA: 2 2, 6 2, 6 6, 2 6, 2 2",
     "1 1 B; 4 4 A; 2 4 A; 6 6 A; 4 2 A; 7 7 B"},
    {"the hole's border is the outer area's when its code sorts first",
     "A: 0 0, 8 0, 8 8, 0 8, 0 0 / hole 2 2, 2 6, 6 6, 6 2, 2 2\nB: 2 2, 6 2, 6 6, 2 6, 2 2",
     "1 1 A; 4 4 B; 2 4 A; 6 6 A; 4 2 A; 7 7 A"},
    {"an island in the hole of the same area",
     "A: 0 0, 9 0, 9 9, 0 9, 0 0 / hole 1 1, 1 8, 8 8, 8 1, 1 1 / 3 3, 6 3, 6 6, 3 6, 3 3",
     "0.5 4 A; 2 4 -; 4 4 A; 3 4 A; 7 4 -; 8.5 4 A"},
    {"parts far from each other, and between them another",
     "B: 0 0, 2 0, 2 2, 0 2, 0 0 / 100 100, 102 100, 102 102, 100 102, 100 100\n"
     "A: 50 50, 52 50, 52 52, 50 52, 50 50",
     "1 1 B; 101 101 B; 51 51 A; 2 2 B; 100 100 B; 3 3 -; 99 99 -; 52 51 A; 53 51 -"},
    {"overlap: the first code, its border too",
     "B: 0 0, 6 0, 6 6, 0 6, 0 0\nA: 3 3, 9 3, 9 9, 3 9, 3 3",
     "1 1 B; 4 4 A; 8 8 A; 3 4 A; 6 4 A; 6 2 B; 6 6 A; 3 3 A; 2 6 B"},
    {"one on top of the other",
     "C: 0 0, 4 0, 4 4, 0 4, 0 0\nB: 0 0, 4 0, 4 4, 0 4, 0 0\nD: 1 1, 3 1, 3 3, 1 3, 1 1\n"
     "A: 2 2, 3 2, 3 3, 2 3, 2 2",
     "0.5 0.5 B; 1.5 1.5 B; 2.5 2.5 A; 2 2 A; 3 3 A; 4 4 B"},
    {"a gap is outside", "A: 0 0, 4 0, 4 4, 0 4, 0 0\nB: 5 0, 9 0, 9 4, 5 4, 5 0",
     "4.5 2 -; 4 2 A; 5 2 B"},
    {"areas without rings", "A:\nB: 0 0, 4 0, 4 4, 0 4, 0 0\nC:", "2 2 B; 5 5 -; 0 0 B"},
    {"no area has a ring", "A:\nB:", "0 0 -; 1 1 -"},
    {"level and upright steps, points at the heights of vertices",
     "A: 0 0, 8 0, 8 2, 6 2, 6 4, 8 4, 8 6, 4 6, 4 8, 0 8, 0 0",
     "7 1 A; 7 2 A; 7 3 -; 6 3 A; 7 4 A; 7 5 A; 5 6 A; 5 7 -; 3 7 A; -1 2 -; -1 4 -; -1 6 -;"
     "9 2 -; 9 4 -; 9 6 -; 3 2 A; 3 4 A; 3 6 A; 6 2 A; 6 4 A; 4 6 A; 8 6 A; 8 3 -; 6.5 2 A"},
    {"teeth: many vertices at one height", "A: 0 0, 12 0, 12 4, 10 2, 8 4, 6 2, 4 4, 2 2, 0 4, 0 0",
     "1 2 A; 2 2 A; 3 2 A; 6 2 A; 6 3 -; 6 2.5 -; 5 3 A; 4 4 A; 5 4 -; 2 4 -; 10 2 A; 11 2 A;"
     "12 2 A; -1 2 -; 13 2 -; -1 4 -; 13 4 -; 0 4 A; 2 3 -; 9 3 A; 7 2.5 A; 7 3.5 -; 1 3 A"},
    {"a shell that touches itself at a point", "A: 0 0, 4 4, 8 0, 8 8, 4 4, 0 8, 0 0",
     "1 4 A; 7 4 A; 4 1 -; 4 7 -; 4 4 A; 0 4 A"},
    {"the same ring twice is out of the even-odd area, its edge is in",
     "A: 0 0, 4 0, 4 4, 0 4, 0 0 / 0 0, 4 0, 4 4, 0 4, 0 0", "2 2 -; 0 2 A; 4 4 A"},
    {"repeated points", "A: 0 0, 0 0, 4 0, 4 0, 4 0, 4 4, 0 4, 0 4, 0 0",
     "2 2 A; 0 0 A; 4 0 A; 0 4 A; 5 0 -"},
    {"a spike is on the border", "A: 0 0, 4 0, 4 2, 9 2, 4 2, 4 4, 0 4, 0 0",
     "2 2 A; 6 2 A; 9 2 A; 6 2.001 -; 10 2 -"},
    {"a long sliver across others", "B: 0 0, 64 0, 64 64, 0 64, 0 0\nA: 0 0, 64 63, 64 64, 0 0",
     "32 31 B; 32 31.75 A; 32 32 A; 32 32.5 B; 64 63 A; 64 62 B; 0 0 A; 16 15.75 A; 16 15.9 A"},
    {"a far vertex", "A: 0 0, 4 0, 1000000 2, 4 4, 0 4, 0 0\nB: 0 4, 4 4, 4 8, 0 8, 0 4",
     "2 2 A; 500000 2 A; 500000 3.5 -; 2 4 A; 2 6 B; 1000000 2 A; 1000001 2 -; 4 8 B"},
};

/* All points of a case; coordinates are mapped to shift + scale * x, exactly. */
static void check_points(geo_context *context, const drawn_case *drawing, const geo_areas *areas,
                         double shift, double scale)
{
    geo_locator *locator = NULL;
    assert_int_equal(geo_locator_build(context, areas, &locator), GEO_OK);
    for (const char *text = drawing->points; *text != '\0';) {
        double x, y;
        char code[16];
        int used = 0;
        assert_int_equal(sscanf(text, "%lf %lf %15[^;]%n", &x, &y, code, &used), 3);
        text += used;
        text += *text == ';';
        const char *found = code_at(context, areas, locator, shift + scale * x, shift + scale * y);
        if (strcmp(found, code) != 0) {
            fail_msg("%s, shift %g, scale %g: at %g %g is %s, not %s", drawing->what, shift, scale,
                     x, y, found, code);
        }
    }
    geo_locator_free(locator);
}

static void check_case(geo_context *context, const drawn_case *drawing, double shift, double scale)
{
    drawn_areas *drawn = drawn_from_text(drawing->areas);
    geo_areas *areas = &drawn->areas;
    for (size_t i = 0; i < areas->point_count; i++) {
        areas->x[i] = shift + scale * areas->x[i];
        areas->y[i] = shift + scale * areas->y[i];
    }
    uint64_t stream = 7;
    for (int round = 0; round < 4; round++) {
        size_t order[16];
        shuffle(&stream, order, areas->count);
        drawn_areas *reordered = drawn_reordered(areas, order);
        check_points(context, drawing, &reordered->areas, shift, scale);
        drawn_free(reordered);
    }
    check_points(context, drawing, areas, shift, scale);
    drawn_free(drawn);
}

static void drawn_cases(void **state)
{
    /* Powers of two, so that nothing is rounded but the few decimal fractions near a border. */
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        check_case(*state, &cases[i], 0, 1);
        check_case(*state, &cases[i], 0, 0x1p-60);
        check_case(*state, &cases[i], 0, 0x1p300);
        check_case(*state, &cases[i], 0, -1);
        check_case(*state, &cases[i], 0x1p20, 1);
        check_case(*state, &cases[i], -0x1p20, 16);
    }
}

static void no_areas(void **state)
{
    drawn_areas *drawn = drawn_from_text("");
    geo_locator *locator = NULL;
    assert_int_equal(geo_locator_build(*state, &drawn->areas, &locator), GEO_OK);
    assert_string_equal(code_at(*state, &drawn->areas, locator, 0, 0), "-");
    assert_int_equal(geo_locate(*state, locator, NULL, NULL, 0, NULL), GEO_OK);
    geo_locator_free(locator);
    geo_locator_free(NULL);
    drawn_free(drawn);
}

static void points_that_are_no_place(void **state)
{
    drawn_areas *drawn = drawn_from_text("A: 0 0, 4 0, 4 4, 0 4, 0 0");
    geo_locator *locator = NULL;
    assert_int_equal(geo_locator_build(*state, &drawn->areas, &locator), GEO_OK);
    const double strange[] = {NAN, INFINITY, -INFINITY, 1e308, -1e308};
    for (size_t i = 0; i < sizeof strange / sizeof strange[0]; i++) {
        assert_string_equal(code_at(*state, &drawn->areas, locator, strange[i], 2), "-");
        assert_string_equal(code_at(*state, &drawn->areas, locator, 2, strange[i]), "-");
        assert_string_equal(code_at(*state, &drawn->areas, locator, strange[i], strange[i]), "-");
    }
    geo_locator_free(locator);
    drawn_free(drawn);
}

static void boundaries_that_are_no_numbers(void **state)
{
    const double strange[] = {NAN, INFINITY, -INFINITY, 1e151};
    for (size_t i = 0; i < sizeof strange / sizeof strange[0]; i++) {
        drawn_areas *drawn = drawn_from_text("A: 0 0, 4 0, 4 4, 0 4, 0 0");
        geo_locator *locator = NULL;
        drawn->areas.y[2] = strange[i];
        assert_int_equal(geo_locator_build(*state, &drawn->areas, &locator), GEO_ERROR_DATA);
        assert_null(locator);
        assert_non_null(strstr(geo_message(*state), "coordinate"));
        drawn_free(drawn);
    }
}

static void overlaps_are_warned_of(void **state)
{
    static const struct {
        const char *areas;
        const char *warning; /* NULL: none */
    } row[] = {
        {"B: 0 0, 6 0, 6 6, 0 6, 0 0\nA: 3 3, 9 3, 9 9, 3 9, 3 3\nC: 9 0, 9 1, 8 0, 9 0",
         "2 areas overlap others: A, B;"},
        {"A: 0 0, 9 0, 9 9, 0 9, 0 0\nB: 4 4, 5 4, 5 5, 4 5, 4 4", "2 areas overlap others: A, B;"},
        {"A: 0 0, 4 0, 4 4, 0 4, 0 0\nB: 4 0, 8 0, 8 4, 4 4, 4 0", NULL},
        {"B: 0 0, 8 0, 8 8, 0 8, 0 0 / hole 2 2, 2 6, 6 6, 6 2, 2 2\nA: 2 2, 6 2, 6 6, 2 6, 2 2",
         NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        geo_context *context = geo_context_new();
        drawn_areas *drawn = drawn_from_text(row[i].areas);
        geo_locator *locator = NULL;
        assert_int_equal(geo_locator_build(context, &drawn->areas, &locator), GEO_OK);
        assert_int_equal(geo_warning_count(context), row[i].warning ? 1 : 0);
        if (row[i].warning)
            assert_memory_equal(geo_warning(context, 0), row[i].warning, strlen(row[i].warning));
        geo_locator_free(locator);
        drawn_free(drawn);
        geo_context_free(context);
    }
}

static geo_status build_locator(geo_context *context, void *areas)
{
    geo_locator *locator = NULL;
    geo_status status = geo_locator_build(context, areas, &locator);
    assert_true((locator != NULL) == (status == GEO_OK));
    geo_locator_free(locator);
    return status;
}

static void memory_runs_out(void **state)
{
    drawn_areas *drawn = drawn_from_text(cases[4].areas);
    (void)state;
    assert_true(fail_each_allocation(build_locator, &drawn->areas) > 5);
    drawn_free(drawn);
}

static bool stop_at_once(void *user, const char *stage, double fraction)
{
    (void)stage;
    (void)fraction;
    ++*(int *)user;
    return true;
}

static void can_be_stopped(void **state)
{
    drawn_areas *drawn = drawn_from_text("A: 0 0, 4 0, 4 4, 0 4, 0 0");
    geo_locator *locator = NULL;
    int calls = 0;
    double x = 1;
    int32_t area;
    assert_int_equal(geo_locator_build(*state, &drawn->areas, &locator), GEO_OK);
    geo_context_on_progress(*state, stop_at_once, &calls);
    assert_int_equal(geo_locate(*state, locator, &x, &x, 1, &area), GEO_ERROR_CANCELLED);
    assert_int_equal(calls, 1);
    geo_locator_free(locator);
    drawn_free(drawn);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(drawn_cases),
        UNIT_TEST(no_areas),
        UNIT_TEST(points_that_are_no_place),
        UNIT_TEST(boundaries_that_are_no_numbers),
        UNIT_TEST(overlaps_are_warned_of),
        UNIT_TEST(memory_runs_out),
        UNIT_TEST(can_be_stopped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
