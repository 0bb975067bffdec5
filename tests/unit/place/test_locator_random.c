/* The locator against GEOS on random maps: every point's area must be the first by code among those
 * that GEOS says contain or touch it. */
#include "place/geos_area.h"
#include "place/locator.h"
#include "random_maps.h"

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
        if (areas->area_ring[a] == areas->area_ring[a + 1])
            continue;
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
        if (map->prepared[a] && (strcmp(code, "-") == 0 || strcmp(areas->code[a], code) < 0) &&
            GEOSPreparedIntersects_r(map->handle, map->prepared[a], point) == 1)
            code = areas->code[a];
    }
    GEOSGeom_destroy_r(map->handle, point);
    return code;
}

/* Cells of a Voronoi diagram, in full double precision. */
static drawn_areas *random_voronoi(geo_context *context, uint64_t *stream, unsigned int sites)
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
        for (size_t i = 0; i < list.point_count; i++)
            drawn_add_point(drawn, list.x[i], list.y[i]);
        geo_ring_list_clear(&list);
    }
    GEOSGeom_destroy_r(handle, cells);
    GEOSGeom_destroy_r(handle, line);
    GEOS_finish_r(handle);
    return drawn;
}

/* Asks both about many points; returns how many are in an area. */
static size_t compare_with_geos(geo_context *context, uint64_t *stream, geo_areas *areas,
                                size_t points)
{
    size_t inside = 0;
    geo_locator *locator = NULL;
    assert_int_equal(geo_locator_build(context, areas, &locator), GEO_OK);
    areas->extent = geo_extent_of(areas->x, areas->y, areas->point_count);
    geos_map *map = geos_map_new(areas);
    for (size_t i = 0; i < points; i++) {
        double x, y;
        choose_point(stream, areas, &x, &y);
        const char *expected = geos_code_at(map, areas, x, y);
        const char *found = code_at(context, areas, locator, x, y);
        if (strcmp(found, expected) != 0)
            fail_msg("at %.17g %.17g is %s, GEOS says %s", x, y, found, expected);
        inside += found[0] != '-';
    }
    geos_map_free(map);
    geo_locator_free(locator);
    return inside;
}

/* ---- tests ---------------------------------------------------------------------------------- */

static void stars(void **state)
{
    uint64_t stream = 1;
    for (size_t round = 0; round < 12; round++) {
        drawn_areas *drawn = random_stars(&stream, 1 + round * 4);
        size_t inside = compare_with_geos(*state, &stream, &drawn->areas, POINTS_A_MAP);
        assert_in_range(inside, 100, POINTS_A_MAP - 1);
        drawn_free(drawn);
    }
}

/* Hundreds of edges at one point make cells that dividing does not relieve. */
static void a_fan(void **state)
{
    uint64_t stream = 2;
    drawn_areas *drawn = drawn_new();
    for (size_t i = 0; i < 500; i++) {
        char code[32];
        random_code(&stream, i, code);
        drawn_add_area(drawn, code);
        drawn_add_ring(drawn, false);
        drawn_add_point(drawn, 0, 0);
        for (size_t side = 0; side < 2; side++) {
            double angle = 6.283185307179586 * (double)((i + side) % 500) / 500;
            drawn_add_point(drawn, on_lattice(900 * cos(angle)), on_lattice(900 * sin(angle)));
        }
        drawn_close_ring(drawn);
    }
    compare_with_geos(*state, &stream, &drawn->areas, POINTS_A_MAP);
    drawn_free(drawn);
}

static void partitions(void **state)
{
    uint64_t stream = 3;
    static const struct {
        size_t columns;
        int depth;
    } row[] = {{1, 0}, {2, 0}, {3, 5}, {7, 3}, {12, 4}, {30, 1}};
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        drawn_areas *drawn = random_partition(&stream, row[i].columns, row[i].depth);
        size_t inside = compare_with_geos(*state, &stream, &drawn->areas, POINTS_A_MAP);
        assert_true(inside > POINTS_A_MAP / 2);
        drawn_free(drawn);
    }
}

/* The edges that a point in a cell is compared with, 0 where the cell is divided. */
static size_t edges_of_entry(const geo_locator_band *band, int32_t entry)
{
    if (entry >= GEO_NO_CODE || (band->slot[-2 - entry].piece.bits & GEO_IS_DIVIDED))
        return 0;
    size_t edges = 0;
    const geo_locator_slot *slot = &band->slot[-2 - entry];
    for (bool follows = true; follows; slot += slot->piece.edge_count + 2) {
        edges += slot->piece.edge_count;
        follows = (slot->piece.bits & GEO_IS_FOLLOWED) != 0;
    }
    return edges;
}

/* All of the map in one cell of the first grid, because of an area far away. */
static void an_area_far_away(void **state)
{
    uint64_t stream = 4;
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
    for (size_t b = 0; b < locator->band_count; b++) {
        for (size_t i = 0; i < locator->band[b].cell_count; i++)
            assert_true(edges_of_entry(&locator->band[b], locator->band[b].cell[i]) < 100);
    }
    assert_string_equal(code_at(*state, areas, locator, 1e9 + 0.25, 1e9 + 0.25), "far");
    assert_string_equal(code_at(*state, areas, locator, 1e9 + 0.75, 1e9 + 0.75), "-");
    geos_map *map = geos_map_new(areas);
    for (size_t i = 0; i < POINTS_A_MAP; i++) {
        double x = random_between(&stream, 0, 1200), y = random_between(&stream, 0, 1200);
        assert_string_equal(code_at(*state, areas, locator, x, y), geos_code_at(map, areas, x, y));
    }
    for (size_t i = 0; i < areas->point_count; i++) {
        double x = areas->x[i], y = areas->y[i];
        assert_string_equal(code_at(*state, areas, locator, x, y), geos_code_at(map, areas, x, y));
    }
    geos_map_free(map);
    geo_locator_free(locator);
    drawn_free(drawn);
}

static void voronoi_cells(void **state)
{
    uint64_t stream = 5;
    for (unsigned int sites = 2; sites <= 800; sites *= 7) {
        drawn_areas *drawn = random_voronoi(*state, &stream, sites);
        size_t inside = compare_with_geos(*state, &stream, &drawn->areas, POINTS_A_MAP);
        assert_true(inside > POINTS_A_MAP / 2);
        drawn_free(drawn);
    }
}

static void tangles_after_repair(void **state)
{
    uint64_t stream = 6;
    size_t repaired = 0;
    for (size_t round = 0; round < 30; round++) {
        drawn_areas *drawn = random_tangles(&stream, 12);
        geo_areas *areas = &drawn->areas;
        geo_repair_report report;
        assert_int_equal(geo_areas_repair(*state, areas, &report), GEO_OK);
        repaired += report.repaired;
        geos_map *map = geos_map_new(areas);
        for (size_t a = 0; a < areas->count; a++) {
            assert_true(!map->geometry[a] || GEOSisValid_r(map->handle, map->geometry[a]) == 1);
        }
        geos_map_free(map);
        if (areas->point_count > 0)
            compare_with_geos(*state, &stream, areas, 400);
        drawn_free(drawn);
    }
    assert_true(repaired > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(stars),         UNIT_TEST(a_fan),
        UNIT_TEST(partitions),    UNIT_TEST(an_area_far_away),
        UNIT_TEST(voronoi_cells), UNIT_TEST(tangles_after_repair),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
