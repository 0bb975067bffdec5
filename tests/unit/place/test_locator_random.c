/* The locator against GEOS on random maps: every point's area must be the first by code among those
 * that GEOS says contain or touch it. */
#include "drawn_areas.h"

#include "place/geos_area.h"

enum { POINTS_A_MAP = 4000 };

/* ---- what GEOS says ------------------------------------------------------------------------- */

typedef struct geos_map {
    GEOSContextHandle_t handle;
    geo_geos_message message;
    size_t count;
    GEOSGeometry *geometry[DRAWN_AREAS];
    const GEOSPreparedGeometry *prepared[DRAWN_AREAS];
} geos_map;

static geos_map *geos_map_new(const geo_areas *areas)
{
    geos_map *map = calloc(1, sizeof *map);
    GEOSGeometry **part = calloc(areas->ring_count + 1, sizeof *part);
    assert_true(map && part);
    map->handle = geo_geos_start(&map->message);
    map->count = areas->count;
    for (size_t a = 0; a < areas->count; a++) {
        if (areas->area_ring[a] == areas->area_ring[a + 1]) {
            continue;
        }
        map->geometry[a] =
            geo_geos_from_rings(map->handle, areas->ring_point, areas->ring_is_hole, areas->x,
                                areas->y, areas->area_ring[a], areas->area_ring[a + 1], part);
        assert_non_null(map->geometry[a]);
        map->prepared[a] = GEOSPrepare_r(map->handle, map->geometry[a]);
        assert_non_null(map->prepared[a]);
    }
    free(part);
    return map;
}

static void geos_map_free(geos_map *map)
{
    for (size_t a = 0; a < map->count; a++) {
        GEOSPreparedGeom_destroy_r(map->handle, map->prepared[a]);
        GEOSGeom_destroy_r(map->handle, map->geometry[a]);
    }
    GEOS_finish_r(map->handle);
    free(map);
}

static const char *geos_code_at(const geos_map *map, const geo_areas *areas, double x, double y)
{
    GEOSGeometry *point = GEOSGeom_createPointFromXY_r(map->handle, x, y);
    const char *code = "-";
    for (size_t a = 0; a < map->count; a++) {
        if (map->prepared[a] != NULL &&
            (strcmp(code, "-") == 0 || strcmp(areas->code[a], code) < 0) &&
            GEOSPreparedIntersects_r(map->handle, map->prepared[a], point) == 1) {
            code = areas->code[a];
        }
    }
    GEOSGeom_destroy_r(map->handle, point);
    return code;
}

/* ---- points worth asking -------------------------------------------------------------------- */

static double any_of(random_stream *stream, const double *value, size_t count)
{
    return value[random_below(stream, count)];
}

/* Anywhere; a vertex; the middle of an edge; at a vertex's height; above a vertex; at the heights
 * and positions of two vertices. */
static void choose_point(random_stream *stream, const geo_areas *areas, double *x, double *y)
{
    const double margin_x = (areas->x_max - areas->x_min) / 20;
    const double margin_y = (areas->y_max - areas->y_min) / 20;
    const size_t i = random_below(stream, areas->point_count);
    const size_t next = i + 1 < areas->point_count ? i + 1 : i;
    *x = random_between(stream, areas->x_min - margin_x, areas->x_max + margin_x);
    *y = random_between(stream, areas->y_min - margin_y, areas->y_max + margin_y);
    switch (random_below(stream, 8)) {
    case 0:
        *x = areas->x[i];
        *y = areas->y[i];
        break;
    case 1:
        *x = (areas->x[i] + areas->x[next]) / 2;
        *y = (areas->y[i] + areas->y[next]) / 2;
        break;
    case 2:
        *y = areas->y[i];
        break;
    case 3:
        *x = areas->x[i];
        break;
    case 4:
        *x = any_of(stream, areas->x, areas->point_count);
        *y = any_of(stream, areas->y, areas->point_count);
        break;
    default:
        break;
    }
}

static void set_bounds(geo_areas *areas)
{
    areas->x_min = areas->y_min = INFINITY;
    areas->x_max = areas->y_max = -INFINITY;
    for (size_t i = 0; i < areas->point_count; i++) {
        areas->x_min = fmin(areas->x_min, areas->x[i]);
        areas->y_min = fmin(areas->y_min, areas->y[i]);
        areas->x_max = fmax(areas->x_max, areas->x[i]);
        areas->y_max = fmax(areas->y_max, areas->y[i]);
    }
}

/* Asks both about many points; returns how many are in an area. */
static size_t compare_with_geos(geo_context *context, random_stream *stream, geo_areas *areas,
                                size_t points)
{
    size_t inside = 0;
    geo_locator *locator = NULL;
    assert_int_equal(geo_locator_build(context, areas, &locator), GEO_OK);
    set_bounds(areas);
    geos_map *map = geos_map_new(areas);
    for (size_t i = 0; i < points; i++) {
        double x, y;
        choose_point(stream, areas, &x, &y);
        const char *expected = geos_code_at(map, areas, x, y);
        const char *found = code_at(context, areas, locator, x, y);
        if (strcmp(found, expected) != 0) {
            fail_msg("at %.17g %.17g is %s, GEOS says %s", x, y, found, expected);
        }
        inside += found[0] != '-';
    }
    geos_map_free(map);
    geo_locator_free(locator);
    return inside;
}

/* ---- random maps ---------------------------------------------------------------------------- */

/* Multiples of 2^-10 far below 2^20: middles of edges are then exact and lie on them. */
static double on_lattice(double value)
{
    return nearbyint(value * 1024) / 1024;
}

static void random_code(random_stream *stream, size_t number, char code[32])
{
    snprintf(code, 32, "%c%03u%zu", (int)('A' + random_below(stream, 26)),
             (unsigned)random_below(stream, 1000), number);
}

static void add_star(random_stream *stream, drawn_areas *drawn, double x, double y, double radius,
                     bool is_hole)
{
    const size_t points = 3 + random_below(stream, 40);
    drawn_add_ring(drawn, is_hole);
    for (size_t i = 0; i < points; i++) {
        const double angle = 6.283185307179586 * (double)i / (double)points;
        const double reach = random_between(stream, radius / 5, radius);
        drawn_add_point(drawn, on_lattice(x + reach * cos(angle)),
                        on_lattice(y + reach * sin(angle)));
    }
    drawn_close_ring(drawn);
}

static drawn_areas *random_stars(random_stream *stream, size_t count)
{
    drawn_areas *drawn = drawn_new();
    for (size_t a = 0; a < count; a++) {
        char code[32];
        random_code(stream, a, code);
        drawn_add_area(drawn, code);
        for (size_t part = 1 + random_below(stream, 3); part > 0; part--) {
            const double x = random_between(stream, -500, 500);
            const double y = random_between(stream, -500, 500);
            const double radius = random_between(stream, 5, 200);
            add_star(stream, drawn, x, y, radius, false);
            if (random_below(stream, 2) == 0) {
                add_star(stream, drawn, x, y, radius / 5, true);
            }
        }
    }
    return drawn;
}

/* Points in any order: rings that cross themselves. */
static drawn_areas *random_tangles(random_stream *stream, size_t count)
{
    drawn_areas *drawn = drawn_new();
    for (size_t a = 0; a < count; a++) {
        char code[32];
        random_code(stream, a, code);
        drawn_add_area(drawn, code);
        const size_t rings = random_below(stream, 4);
        for (size_t r = 0; r < rings; r++) {
            const size_t points = random_below(stream, 14);
            drawn_add_ring(drawn, r > 0 && random_below(stream, 2) == 0);
            for (size_t i = 0; i < points; i++) {
                drawn_add_point(drawn, floor(random_between(stream, 0, 40)),
                                floor(random_between(stream, 0, 40)));
            }
            if (points > 0 && random_below(stream, 4) > 0) {
                drawn_close_ring(drawn);
            }
        }
    }
    return drawn;
}

/* A border from a towards b as a broken line of 2^depth pieces, without its end; the same from
 * either side because it is always made from its lower end. */
static size_t broken_line(random_stream stream, double *x, double *y, double bx, double by,
                          int depth)
{
    if (depth == 0) {
        return 1;
    }
    const double bend = random_between(&stream, -0.15, 0.15);
    const double middle_x = on_lattice((x[0] + bx) / 2 - bend * (by - y[0]));
    const double middle_y = on_lattice((y[0] + by) / 2 + bend * (bx - x[0]));
    const random_stream first = {random_bits(&stream)};
    const random_stream second = {random_bits(&stream)};
    size_t count = broken_line(first, x, y, middle_x, middle_y, depth - 1);
    x[count] = middle_x;
    y[count] = middle_y;
    count += broken_line(second, x + count, y + count, bx, by, depth - 1);
    return count;
}

/* Areas of a partition into columns * columns parts with broken borders, as of a county. */
static drawn_areas *random_partition(random_stream *stream, size_t columns, int depth)
{
    enum { LONGEST = 64 };
    assert_true(1 << depth < LONGEST);
    drawn_areas *drawn = drawn_new();
    const uint64_t seed = random_bits(stream);
    for (size_t area = 0; area < columns * columns; area++) {
        const size_t column = area % columns, row = area / columns;
        static const size_t right[] = {0, 1, 1, 0, 0}, up[] = {0, 0, 1, 1, 0};
        double corner_x[5], corner_y[5];
        size_t node[5];
        char code[32];
        random_code(stream, area, code);
        drawn_add_area(drawn, code);
        drawn_add_ring(drawn, false);
        for (size_t c = 0; c < 5; c++) {
            node[c] = (row + up[c]) * (columns + 1) + column + right[c];
            random_stream jitter = {seed ^ (node[c] * 7919)};
            corner_x[c] =
                on_lattice((double)(column + right[c]) * 100 + random_between(&jitter, -20, 20));
            corner_y[c] =
                on_lattice((double)(row + up[c]) * 100 + random_between(&jitter, -20, 20));
        }
        for (size_t c = 0; c < 4; c++) {
            const bool forward = node[c] < node[c + 1];
            const size_t from = forward ? c : c + 1, to = forward ? c + 1 : c;
            double x[LONGEST + 1] = {corner_x[from]}, y[LONGEST + 1] = {corner_y[from]};
            const random_stream line = {seed + node[from] * 1000003 + node[to]};
            const size_t count = broken_line(line, x, y, corner_x[to], corner_y[to], depth);
            x[count] = corner_x[to];
            y[count] = corner_y[to];
            for (size_t i = 0; i < count; i++) {
                const size_t k = forward ? i : count - i;
                drawn_add_point(drawn, x[k], y[k]);
            }
        }
        drawn_close_ring(drawn);
    }
    return drawn;
}

/* Cells of a Voronoi diagram, in full double precision. */
static drawn_areas *random_voronoi(geo_context *context, random_stream *stream, unsigned int sites)
{
    geo_geos_message message;
    GEOSContextHandle_t handle = geo_geos_start(&message);
    GEOSCoordSequence *points = GEOSCoordSeq_create_r(handle, sites, 2);
    for (unsigned int i = 0; i < sites; i++) {
        GEOSCoordSeq_setXY_r(handle, points, i, random_between(stream, 4e5, 5e5),
                             random_between(stream, 3e5, 4e5));
    }
    GEOSGeometry *line = GEOSGeom_createLineString_r(handle, points);
    GEOSGeometry *cells = GEOSVoronoiDiagram_r(handle, line, NULL, 0, 0);
    assert_non_null(cells);
    drawn_areas *drawn = drawn_new();
    for (int c = 0; c < GEOSGetNumGeometries_r(handle, cells); c++) {
        geo_ring_list list = {0};
        char code[32];
        random_code(stream, (size_t)c, code);
        drawn_add_area(drawn, code);
        assert_int_equal(
            geo_geos_to_rings(context, handle, GEOSGetGeometryN_r(handle, cells, c), &list),
            GEO_OK);
        drawn_add_ring(drawn, false);
        for (size_t i = 0; i < list.point_count; i++) {
            drawn_add_point(drawn, list.x[i], list.y[i]);
        }
        geo_ring_list_clear(&list);
    }
    GEOSGeom_destroy_r(handle, cells);
    GEOSGeom_destroy_r(handle, line);
    GEOS_finish_r(handle);
    return drawn;
}

/* ---- tests ---------------------------------------------------------------------------------- */

static void stars(void **state)
{
    random_stream stream = {1};
    for (size_t round = 0; round < 12; round++) {
        drawn_areas *drawn = random_stars(&stream, 1 + round * 4);
        const size_t inside = compare_with_geos(*state, &stream, &drawn->areas, POINTS_A_MAP);
        assert_in_range(inside, 100, POINTS_A_MAP - 1);
        drawn_free(drawn);
    }
}

/* Hundreds of edges at one point make cells that dividing does not relieve. */
static void a_fan(void **state)
{
    random_stream stream = {2};
    drawn_areas *drawn = drawn_new();
    for (size_t i = 0; i < 500; i++) {
        char code[32];
        random_code(&stream, i, code);
        drawn_add_area(drawn, code);
        drawn_add_ring(drawn, false);
        drawn_add_point(drawn, 0, 0);
        for (size_t side = 0; side < 2; side++) {
            const double angle = 6.283185307179586 * (double)((i + side) % 500) / 500;
            drawn_add_point(drawn, on_lattice(900 * cos(angle)), on_lattice(900 * sin(angle)));
        }
        drawn_close_ring(drawn);
    }
    compare_with_geos(*state, &stream, &drawn->areas, POINTS_A_MAP);
    drawn_free(drawn);
}

static void partitions(void **state)
{
    random_stream stream = {3};
    static const struct {
        size_t columns;
        int depth;
    } row[] = {{1, 0}, {2, 0}, {3, 5}, {7, 3}, {12, 4}, {30, 1}};
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        drawn_areas *drawn = random_partition(&stream, row[i].columns, row[i].depth);
        const size_t inside = compare_with_geos(*state, &stream, &drawn->areas, POINTS_A_MAP);
        assert_true(inside > POINTS_A_MAP / 2);
        drawn_free(drawn);
    }
}

/* All of the map in one cell of the first grid, because of an area far away. */
static void an_area_far_away(void **state)
{
    random_stream stream = {4};
    drawn_areas *drawn = random_partition(&stream, 12, 4);
    geo_areas *areas = &drawn->areas;
    geo_locator *locator = NULL;
    drawn_add_area(drawn, "far");
    drawn_add_ring(drawn, false);
    drawn_add_point(drawn, 1e9, 1e9);
    drawn_add_point(drawn, 1e9 + 1, 1e9);
    drawn_add_point(drawn, 1e9, 1e9 + 1);
    drawn_close_ring(drawn);
    assert_int_equal(geo_locator_build(*state, areas, &locator), GEO_OK);
    assert_string_equal(code_at(*state, areas, locator, 1e9 + 0.25, 1e9 + 0.25), "far");
    assert_string_equal(code_at(*state, areas, locator, 1e9 + 0.75, 1e9 + 0.75), "-");
    geos_map *map = geos_map_new(areas);
    for (size_t i = 0; i < POINTS_A_MAP; i++) {
        const double x = random_between(&stream, 0, 1200), y = random_between(&stream, 0, 1200);
        assert_string_equal(code_at(*state, areas, locator, x, y), geos_code_at(map, areas, x, y));
    }
    for (size_t i = 0; i < areas->point_count; i++) {
        const double x = areas->x[i], y = areas->y[i];
        assert_string_equal(code_at(*state, areas, locator, x, y), geos_code_at(map, areas, x, y));
    }
    geos_map_free(map);
    geo_locator_free(locator);
    drawn_free(drawn);
}

static void voronoi_cells(void **state)
{
    random_stream stream = {5};
    for (unsigned int sites = 2; sites <= 800; sites *= 7) {
        drawn_areas *drawn = random_voronoi(*state, &stream, sites);
        const size_t inside = compare_with_geos(*state, &stream, &drawn->areas, POINTS_A_MAP);
        assert_true(inside > POINTS_A_MAP / 2);
        drawn_free(drawn);
    }
}

static void tangles_after_repair(void **state)
{
    random_stream stream = {6};
    size_t repaired = 0;
    for (size_t round = 0; round < 30; round++) {
        drawn_areas *drawn = random_tangles(&stream, 12);
        geo_areas *areas = &drawn->areas;
        geo_repair_report report;
        assert_int_equal(geo_areas_repair(*state, areas, &report), GEO_OK);
        repaired += report.repaired;
        geos_map *map = geos_map_new(areas);
        for (size_t a = 0; a < areas->count; a++) {
            assert_true(map->geometry[a] == NULL ||
                        GEOSisValid_r(map->handle, map->geometry[a]) == 1);
        }
        geos_map_free(map);
        if (areas->point_count > 0) {
            compare_with_geos(*state, &stream, areas, 400);
        }
        drawn_free(drawn);
    }
    assert_true(repaired > 100);
}

static void threads_and_order_make_no_difference(void **state)
{
    enum { POINTS = 50000 };
    static const int threads[] = {1, 2, 7};
    random_stream stream = {7};
    drawn_areas *drawn = random_partition(&stream, 20, 3);
    const size_t count = drawn->areas.count;
    double *x = calloc(POINTS, sizeof *x), *y = calloc(POINTS, sizeof *y);
    int32_t *area = calloc(POINTS, sizeof *area), *again = calloc(POINTS, sizeof *again);
    size_t *order = calloc(count, sizeof *order);
    assert_true(x && y && area && again && order);
    set_bounds(&drawn->areas);
    for (size_t i = 0; i < POINTS; i++) {
        choose_point(&stream, &drawn->areas, &x[i], &y[i]);
    }
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
    for (size_t i = 0; i < POINTS; i++) {
        assert_int_equal(area[i], again[i] == GEO_NO_CODE ? GEO_NO_CODE : (int)order[again[i]]);
    }
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
        UNIT_TEST(stars),
        UNIT_TEST(a_fan),
        UNIT_TEST(partitions),
        UNIT_TEST(an_area_far_away),
        UNIT_TEST(voronoi_cells),
        UNIT_TEST(tangles_after_repair),
        UNIT_TEST(threads_and_order_make_no_difference),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
