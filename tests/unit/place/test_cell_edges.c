/* Entering edges in cells: no cell that an edge touches may lack it, corners and sides included. */
#include "core/memory.h"
#include "place/cell_edges.h"
#include "random_maps.h"

enum { EDGES = 60, COLUMNS = 7, ROWS = 5 };

/* Whether the edge and the closed cell column .. column + 1, row .. row + 1 have a point in common:
 * their boxes do, and the cell's corners are not all strictly on one side of the edge. */
static bool touches(const geo_vertex *edge, double column, double row)
{
    int left = 0, right = 0;
    if (fmax(edge[0].x, edge[1].x) < column || fmin(edge[0].x, edge[1].x) > column + 1 ||
        fmax(edge[0].y, edge[1].y) < row || fmin(edge[0].y, edge[1].y) > row + 1)
        return false;
    for (int corner = 0; corner < 4; corner++) {
        int side = geo_edge_side(&edge[0], &edge[1], column + corner % 2, row + corner / 2);
        left += side > 0;
        right += side < 0;
    }
    return left < 4 && right < 4;
}

/* Whole numbers, so that edges lie on cells' sides and go through their corners; some leave the
 * grid. */
static void random_edges(uint64_t *stream, geo_vertex *vertex, geo_cell_edge *edge)
{
    for (uint32_t i = 0; i < 2 * EDGES; i++) {
        bool level = i % 2 == 1 && random_below(stream, 4) == 0;
        bool upright = i % 2 == 1 && random_below(stream, 4) == 0;
        vertex[i].x = (double)random_below(stream, COLUMNS + 5) - 2;
        vertex[i].y = (double)random_below(stream, ROWS + 5) - 2;
        vertex[i].x = upright ? vertex[i - 1].x : vertex[i].x;
        vertex[i].y = level ? vertex[i - 1].y : vertex[i].y;
    }
    for (uint32_t i = 0; i < EDGES; i++)
        edge[i] = (geo_cell_edge){i / 10, 2 * i};
}

static bool is_entered(const geo_cell_edges *cells, size_t cell, uint32_t vertex)
{
    for (size_t i = cells->first[cell]; i < cells->first[cell + 1]; i++) {
        if (cells->edge[i].vertex == vertex)
            return true;
    }
    return false;
}

static void all_threads_enter_the_same(geo_context *context, const geo_locator_grid *grid,
                                       const geo_vertex *vertex, const geo_cell_edge *edge,
                                       const geo_cell_edges *expected)
{
    size_t cells = (size_t)grid->columns * grid->rows;
    size_t entries = expected->first[cells];
    for (int threads = 1; threads <= 3; threads += 2) {
        geo_cell_edges shared;
        geo_context_set_threads(context, threads);
        assert_int_equal(geo_cell_edges_share(context, grid, vertex, edge, EDGES, &shared), GEO_OK);
        assert_memory_equal(shared.first, expected->first, (cells + 1) * sizeof *shared.first);
        assert_memory_equal(shared.edge, expected->edge, entries * sizeof *shared.edge);
        geo_cell_edges_clear(&shared);
    }
}

static void every_touched_cell_has_the_edge(void **state)
{
    uint64_t stream = 1;
    geo_locator_grid grid = {.cell = 1, .cells_per_unit = 1, .columns = COLUMNS, .rows = ROWS};
    for (int round = 0; round < 200; round++) {
        geo_vertex vertex[2 * EDGES];
        geo_cell_edge edge[EDGES];
        geo_cell_edges cells = {0};
        random_edges(&stream, vertex, edge);
        assert_int_equal(geo_cell_edges_enter(*state, &grid, vertex, edge, EDGES, &cells), GEO_OK);
        all_threads_enter_the_same(*state, &grid, vertex, edge, &cells);
        for (size_t cell = 0; cell < COLUMNS * ROWS; cell++) {
            for (size_t i = 0; i < EDGES; i++) {
                bool entered = is_entered(&cells, cell, edge[i].vertex);
                bool touched = touches(&vertex[edge[i].vertex], (double)(cell % COLUMNS),
                                       (double)(cell / COLUMNS));
                if (touched != entered) {
                    fail_msg("round %d: edge %g %g to %g %g in cell %zu %zu is %s", round,
                             vertex[2 * i].x, vertex[2 * i].y, vertex[2 * i + 1].x,
                             vertex[2 * i + 1].y, cell % COLUMNS, cell / COLUMNS,
                             touched ? "missing" : "there without touching it");
                }
            }
            for (size_t i = cells.first[cell]; i + 1 < cells.first[cell + 1]; i++)
                assert_true(cells.edge[i].vertex < cells.edge[i + 1].vertex);
        }
        geo_cell_edges_clear(&cells);
    }
}

/* Memory and time stay in proportion to the edges, however long or unevenly spread they are. */
static void entries_are_few(void **state)
{
    static const struct {
        const char *what;
        double reach_x, reach_y, length;
    } row[] = {
        {"short edges", 1e5, 1e5, 100},  {"edges right across", 1e5, 1e5, 1e5},
        {"a narrow strip", 1e6, 1, 100}, {"a line", 1e6, 0, 1e6},
        {"all at one point", 0, 0, 0},   {"long edges from a small place", 10, 10, 1e6},
    };
    enum { COUNT = 3000 };
    geo_vertex *vertex = calloc(2 * COUNT, sizeof *vertex);
    geo_cell_edge *edge = calloc(COUNT, sizeof *edge);
    assert_true(vertex && edge);
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        uint64_t stream = i;
        double low_x = 0, low_y = 0, high_x = 0, high_y = 0;
        for (uint32_t k = 0; k < COUNT; k++) {
            geo_vertex *v = &vertex[2 * k];
            v[0].x = random_between(&stream, 0, row[i].reach_x);
            v[0].y = random_between(&stream, 0, row[i].reach_y);
            v[1].x = v[0].x + random_between(&stream, -row[i].length, row[i].length);
            v[1].y =
                v[0].y + (row[i].reach_y > 0 ? random_between(&stream, -1, 1) : 0) * row[i].length;
            edge[k] = (geo_cell_edge){0, 2 * k};
            low_x = fmin(low_x, fmin(v[0].x, v[1].x));
            low_y = fmin(low_y, fmin(v[0].y, v[1].y));
            high_x = fmax(high_x, fmax(v[0].x, v[1].x));
            high_y = fmax(high_y, fmax(v[0].y, v[1].y));
        }
        geo_locator_grid grid =
            geo_choose_grid(vertex, edge, COUNT, 0, low_x, low_y, high_x - low_x, high_y - low_y);
        size_t cell_count = (size_t)grid.columns * grid.rows;
        geo_cell_edges cells;
        assert_int_equal(geo_cell_edges_share(*state, &grid, vertex, edge, COUNT, &cells), GEO_OK);
        if (cell_count > 12 * COUNT || cells.first[cell_count] > 6 * COUNT) {
            fail_msg("%s: %zu cells, %zu entries for %d edges", row[i].what, cell_count,
                     (size_t)cells.first[cell_count], COUNT);
        }
        assert_true(cells.first[cell_count] >= COUNT);
        geo_cell_edges_clear(&cells);
    }
    free(vertex);
    free(edge);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(every_touched_cell_has_the_edge),
        UNIT_TEST(entries_are_few),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
