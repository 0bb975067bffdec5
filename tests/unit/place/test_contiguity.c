/* Which areas touch. */
#include "allocations.h"
#include "random_maps.h"

static geo_neighbours *touching(void **state, const geo_areas *areas, geo_contiguity kind,
                                double snap_m)
{
    geo_neighbours *near = NULL;
    assert_int_equal(geo_areas_contiguity(*state, areas, kind, snap_m, &near), GEO_OK);
    assert_int_equal(near->count, areas->count);
    assert_int_equal(near->first[near->count], near->pair_count);
    return near;
}

static void expect_neighbours(const geo_neighbours *near, size_t i, const char *expected)
{
    char found[100] = "";
    for (size_t p = near->first[i]; p < near->first[i + 1]; p++) {
        size_t used = strlen(found);
        snprintf(found + used, sizeof found - used, "%s%d", used > 0 ? "," : "", near->to[p]);
    }
    assert_string_equal(found, expected);
}

/* Four squares about a corner, one apart, one in a hole, and one without geometry. */
static const char map[] =
    "A: 0 0, 2 0, 2 2, 0 2, 0 0\n"
    "B: 2 0, 4 0, 4 2, 2 2, 2 0\n"
    "C: 0 2, 2 2, 2 4, 0 4, 0 2\n"
    "D: 2 2, 4 2, 4 4, 2 4, 2 2\n"
    "E: 9 9, 20 9, 20 20, 9 20, 9 9 / hole 12 12, 12 15, 15 15, 15 12, 12 12\n"
    "F: 12 12, 15 12, 15 15, 12 15, 12 12\n";

static void corners_and_borders(void **state)
{
    drawn_areas *drawn = drawn_from_text(map);
    geo_neighbours *near = touching(state, &drawn->areas, GEO_CONTIGUITY_QUEEN, 0);
    const char *const by_corner[] = {"1,2,3", "0,2,3", "0,1,3", "0,1,2", "5", "4"};
    for (size_t i = 0; i < 6; i++)
        expect_neighbours(near, i, by_corner[i]);
    geo_neighbours_free(near);
    near = touching(state, &drawn->areas, GEO_CONTIGUITY_ROOK, 0.01);
    const char *const by_border[] = {"1,2", "0,3", "0,3", "1,2", "5", "4"};
    for (size_t i = 0; i < 6; i++)
        expect_neighbours(near, i, by_border[i]);
    geo_neighbours_free(near);
    drawn_free(drawn);
}

/* Borders that don't quite meet: 0.6 apart, about the origin, where squares change sign. */
static void those_that_nearly_touch(void **state)
{
    drawn_areas *drawn = drawn_from_text("A: -5 -5, -0.3 -5, -0.3 0.2, -5 0.2, -5 -5\n"
                                         "B: 0.3 -5, 5 -5, 5 0.2, 0.3 0.2, 0.3 -5\n");
    geo_neighbours *near = touching(state, &drawn->areas, GEO_CONTIGUITY_QUEEN, 0.59);
    expect_neighbours(near, 0, "");
    geo_neighbours_free(near);
    near = touching(state, &drawn->areas, GEO_CONTIGUITY_ROOK, 0.61);
    expect_neighbours(near, 0, "1");
    expect_neighbours(near, 1, "0");
    geo_neighbours_free(near);
    near = NULL;
    assert_int_equal(geo_areas_contiguity(*state, &drawn->areas, GEO_CONTIGUITY_ROOK, -1, &near),
                     GEO_ERROR_USAGE);
    assert_int_equal(
        geo_areas_contiguity(*state, &drawn->areas, GEO_CONTIGUITY_ROOK, (double)NAN, &near),
        GEO_ERROR_USAGE);
    drawn_free(drawn);
}

/* A county of broken borders: each area touches those beside it in rows and columns, and by a
 * corner those between. */
static void a_county(void **state)
{
    enum { COLUMNS = 12 };
    uint64_t stream = 11;
    drawn_areas *drawn = random_partition(&stream, COLUMNS, 3);
    geo_neighbours *queen = touching(state, &drawn->areas, GEO_CONTIGUITY_QUEEN, 0);
    geo_neighbours *rook = touching(state, &drawn->areas, GEO_CONTIGUITY_ROOK, 0);
    for (int i = 0; i < COLUMNS * COLUMNS; i++) {
        size_t q = queen->first[i], r = rook->first[i];
        for (int j = 0; j < COLUMNS * COLUMNS; j++) {
            int across = abs(i % COLUMNS - j % COLUMNS), up = abs(i / COLUMNS - j / COLUMNS);
            if (i != j && across <= 1 && up <= 1)
                assert_int_equal(queen->to[q++], j);
            if (across + up == 1)
                assert_int_equal(rook->to[r++], j);
        }
        assert_int_equal(q, queen->first[i + 1]);
        assert_int_equal(r, rook->first[i + 1]);
    }
    geo_neighbours_free(queen);
    geo_neighbours_free(rook);
    drawn_free(drawn);
}

static geo_status find_touching(geo_context *context, void *data)
{
    geo_neighbours *near = NULL;
    geo_status status = geo_areas_contiguity(context, data, GEO_CONTIGUITY_ROOK, 0.01, &near);
    geo_neighbours_free(near);
    return status;
}

static void memory_that_runs_out(void **state)
{
    (void)state;
    drawn_areas *drawn = drawn_from_text(map);
    assert_true(fail_each_allocation(find_touching, &drawn->areas) >= 9);
    drawn_free(drawn);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(corners_and_borders),
        UNIT_TEST(those_that_nearly_touch),
        UNIT_TEST(a_county),
        UNIT_TEST(memory_that_runs_out),
    };
    return cmocka_run_group_tests_name("contiguity", tests, NULL, NULL);
}
