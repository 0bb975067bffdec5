/* Building a locator. */
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "place/cell_edges.h"
#include "place/code_list.h"
#include "place/rank_set.h"

enum {
    LEAST_EDGES = 1024,    /* fewer get as fine a grid, so that overlapping areas are noticed */
    MOST_LEVELS = 4,       /* of grids within cells */
    MOST_CELL_EDGES = 24,  /* a cell with more gets a grid of its own */
    MOST_DEPTH_NOTED = 64, /* areas on top of each other that are noted at one place */
};

#define NO_RANK UINT32_MAX

typedef struct locator_build {
    geo_context *context;
    geo_locator *locator;
    int32_t *area_of_rank;
    /* By level: what contains the south-west corner of the row's first cell, and of the cell. */
    geo_rank_set row_start[MOST_LEVELS];
    geo_rank_set corner[MOST_LEVELS];
    bool *overlaps; /* by rank */
} locator_build;

/* ---- areas at a corner ---------------------------------------------------------------------- */

/* From (x, y) to (x, y_next): toggles the areas of the edges crossed. */
static void move_north(const geo_vertex *vertex, const geo_cell_edge *edge, size_t count, double x,
                       double y, double y_next, geo_rank_set *set)
{
    for (size_t i = 0; i < count; i++) {
        const geo_vertex *a = &vertex[edge[i].vertex];
        if (geo_edge_is_south(a, a + 1, x, y_next) != geo_edge_is_south(a, a + 1, x, y))
            geo_rank_set_toggle(set, edge[i].rank);
    }
}

static void move_east(const geo_vertex *vertex, const geo_cell_edge *edge, size_t count, double x,
                      double x_next, double y, geo_rank_set *set)
{
    for (size_t i = 0; i < count; i++) {
        const geo_vertex *a = &vertex[edge[i].vertex];
        if (geo_edge_is_west(a, a + 1, x_next, y) != geo_edge_is_west(a, a + 1, x, y))
            geo_rank_set_toggle(set, edge[i].rank);
    }
}

/* ---- cells ---------------------------------------------------------------------------------- */

/* The first area that contains the corner and has no edge near the cell has the whole cell. Returns
 * how many of the edges, sorted by rank, belong to areas before it. */
static size_t edges_before_cover(const geo_rank_set *corner, const geo_cell_edge *edge,
                                 size_t count, uint32_t *cover)
{
    size_t e = 0;
    for (size_t i = 0; i < corner->count; i++) {
        while (e < count && edge[e].rank < corner->rank[i])
            e++;
        if (e == count || edge[e].rank != corner->rank[i]) {
            *cover = corner->rank[i];
            return e;
        }
    }
    *cover = NO_RANK;
    return count;
}

static geo_status add_pieces(locator_build *build, const geo_rank_set *corner,
                             const geo_cell_edge *edge, size_t count)
{
    geo_locator *locator = build->locator;
    if (count > UINT32_MAX - locator->piece_count) {
        return geo_fail(build->context, GEO_ERROR_LIMIT,
                        "the areas have too many edges to be indexed; simplify the boundaries");
    }
    geo_status status = geo_grow_array(build->context, &locator->piece, &locator->piece_capacity,
                                       locator->piece_count + count, sizeof *locator->piece);
    if (status != GEO_OK)
        return status;
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && edge[i].rank == edge[i - 1].rank && edge[i].vertex == edge[i - 1].vertex + 1) {
            locator->piece[locator->piece_count - 1].edge_count++;
            continue;
        }
        locator->piece[locator->piece_count++] =
            (geo_locator_piece){build->area_of_rank[edge[i].rank], edge[i].vertex, 1,
                                geo_rank_set_has(corner, edge[i].rank) ? 1 : 0};
    }
    return GEO_OK;
}

/* Room for a grid's cells; sets its first_cell. */
static geo_status add_grid(locator_build *build, geo_locator_grid *grid)
{
    geo_locator *locator = build->locator;
    size_t cells = (size_t)grid->columns * grid->rows;
    geo_status status = geo_grow_array(build->context, &locator->cell, &locator->cell_capacity,
                                       locator->cell_count + cells, sizeof *locator->cell);
    if (status == GEO_OK)
        status = geo_grow_array(build->context, &locator->grid, &locator->grid_capacity,
                                locator->grid_count + 1, sizeof *locator->grid);
    if (status == GEO_OK) {
        grid->first_cell = locator->cell_count;
        locator->cell_count += cells;
        locator->grid[locator->grid_count++] = *grid;
    }
    return status;
}

static geo_status divide(locator_build *build, int level, geo_locator_grid grid,
                         const geo_cell_edge *edge, size_t count);

static geo_status add_mixed(locator_build *build, int level, const geo_locator_grid *grid,
                            uint32_t column, uint32_t row, uint32_t cover,
                            const geo_cell_edge *edge, size_t count, int32_t *entry)
{
    geo_locator *locator = build->locator;
    const geo_rank_set *corner = &build->corner[level];
    size_t index = locator->mixed_count;
    if (index > INT32_MAX - 2) {
        return geo_fail(build->context, GEO_ERROR_LIMIT,
                        "the areas have too many edges to be indexed; simplify the boundaries");
    }
    geo_status status = geo_grow_array(build->context, &locator->mixed, &locator->mixed_capacity,
                                       index + 1, sizeof *locator->mixed);
    if (status != GEO_OK)
        return status;
    locator->mixed_count++;
    *entry = GEO_MIXED_CELL(index);
    geo_locator_mixed mixed = {(uint32_t)locator->piece_count, 0, 0,
                               cover == NO_RANK ? GEO_NO_CODE : build->area_of_rank[cover]};
    if (count > MOST_CELL_EDGES && level + 1 < MOST_LEVELS) {
        geo_locator_grid inner =
            geo_choose_grid(locator->vertex, edge, count, 0, geo_locator_column_x(grid, column),
                            geo_locator_row_y(grid, row), grid->cell, grid->cell);
        if (inner.columns > 1 || inner.rows > 1) {
            mixed.grid = (uint32_t)locator->grid_count;
            locator->mixed[index] = mixed;
            size_t below = cover == NO_RANK ? corner->count : geo_rank_set_below(corner, cover) + 1;
            geo_rank_set_copy(&build->row_start[level + 1], corner, below);
            return divide(build, level + 1, inner, edge, count);
        }
    }
    status = add_pieces(build, corner, edge, count);
    mixed.piece_count = (uint32_t)(locator->piece_count - mixed.first_piece);
    locator->mixed[index] = mixed;
    return status;
}

static void note_overlaps(locator_build *build, const geo_rank_set *corner)
{
    for (size_t i = 0; corner->count > 1 && i < corner->count && i < MOST_DEPTH_NOTED; i++)
        build->overlaps[corner->rank[i]] = true;
}

/* Goes over a grid's cells, row by row from the south-west, keeping account of the areas that
 * contain the corner. */
static geo_status sweep(locator_build *build, int level, const geo_locator_grid *grid,
                        const geo_cell_edges *near)
{
    const geo_vertex *vertex = build->locator->vertex;
    geo_rank_set *row_start = &build->row_start[level];
    geo_rank_set *corner = &build->corner[level];
    for (uint32_t row = 0; row < grid->rows; row++) {
        double y = geo_locator_row_y(grid, row);
        const size_t *first = &near->first[(size_t)row * grid->columns];
        size_t first_cell = grid->first_cell + (size_t)row * grid->columns;
        geo_rank_set_copy(corner, row_start, row_start->count);
        for (uint32_t column = 0; column < grid->columns; column++) {
            const geo_cell_edge *edge = &near->edge[first[column]];
            size_t count = first[column + 1] - first[column];
            uint32_t cover;
            size_t before = edges_before_cover(corner, edge, count, &cover);
            int32_t entry = cover == NO_RANK ? GEO_NO_CODE : build->area_of_rank[cover];
            note_overlaps(build, corner);
            if (before > 0) {
                geo_status status =
                    add_mixed(build, level, grid, column, row, cover, edge, before, &entry);
                if (status != GEO_OK)
                    return status;
            }
            build->locator->cell[first_cell + column] = entry;
            move_east(vertex, edge, count, geo_locator_column_x(grid, column),
                      geo_locator_column_x(grid, column + 1), y, corner);
        }
        move_north(vertex, &near->edge[first[0]], first[1] - first[0], grid->x_min, y,
                   geo_locator_row_y(grid, row + 1), row_start);
    }
    return GEO_OK;
}

/* Adds a grid for the edges, given in order of rank; row_start[level] holds what contains its
 * south-west corner. */
static geo_status divide(locator_build *build, int level, geo_locator_grid grid,
                         const geo_cell_edge *edge, size_t count)
{
    geo_cell_edges near = {NULL, NULL};
    geo_status status = add_grid(build, &grid);
    if (status == GEO_OK)
        status =
            geo_cell_edges_make(build->context, &grid, build->locator->vertex, edge, count, &near);
    if (status == GEO_OK)
        status = sweep(build, level, &grid, &near);
    geo_cell_edges_clear(&near);
    return status;
}

/* ---- areas ---------------------------------------------------------------------------------- */

typedef struct coded_area {
    const char *code;
    int32_t area;
} coded_area;

static int compare_codes(const void *a, const void *b)
{
    const coded_area *left = a;
    const coded_area *right = b;
    int order = strcmp(left->code, right->code); /* compares as unsigned bytes */
    return order != 0 ? order : (left->area > right->area) - (left->area < right->area);
}

static geo_status rank_areas(locator_build *build, const geo_areas *areas)
{
    coded_area *coded = NULL;
    geo_status status = geo_alloc_array(build->context, areas->count, sizeof *coded, &coded);
    if (status == GEO_OK)
        status = geo_alloc_array(build->context, areas->count, sizeof *build->area_of_rank,
                                 &build->area_of_rank);
    if (status == GEO_OK) {
        for (size_t i = 0; i < areas->count; i++)
            coded[i] = (coded_area){areas->code[i], (int32_t)i};
        qsort(coded, areas->count, sizeof *coded, compare_codes);
        for (size_t i = 0; i < areas->count; i++)
            build->area_of_rank[i] = coded[i].area;
    }
    free(coded);
    return status;
}

/* Beyond this the exact predicates would overflow. */
static const double largest_coordinate = 1e150;

static geo_status copy_vertices(locator_build *build, const geo_areas *areas)
{
    if (areas->count > INT32_MAX || areas->point_count > UINT32_MAX - 1)
        return geo_fail(build->context, GEO_ERROR_LIMIT,
                        "%s: %zu areas with %zu points are more than can be indexed",
                        areas->path ? areas->path : "areas", areas->count, areas->point_count);
    geo_vertex *vertex = NULL;
    geo_status status =
        geo_alloc_array(build->context, areas->point_count, sizeof *vertex, &vertex);
    if (status != GEO_OK)
        return status;
    build->locator->vertex = vertex;
    for (size_t i = 0; i < areas->point_count; i++) {
        vertex[i] = (geo_vertex){areas->x[i], areas->y[i]};
        if (!(fabs(vertex[i].x) <= largest_coordinate && fabs(vertex[i].y) <= largest_coordinate)) {
            return geo_fail(build->context, GEO_ERROR_DATA,
                            "%s: a boundary has a coordinate that is not a finite number, or is "
                            "beyond 1e150; correct the file",
                            areas->path ? areas->path : "areas");
        }
    }
    return GEO_OK;
}

/* All edges, those of the area whose code sorts first first. */
static geo_status list_edges(locator_build *build, const geo_areas *areas, geo_cell_edge **out,
                             size_t *out_count)
{
    geo_cell_edge *edge = NULL;
    size_t count = 0;
    geo_status status = geo_alloc_array(build->context, areas->point_count, sizeof *edge, &edge);
    if (status != GEO_OK)
        return status;
    for (size_t rank = 0; rank < areas->count; rank++) {
        size_t area = (size_t)build->area_of_rank[rank];
        for (size_t ring = areas->area_ring[area]; ring < areas->area_ring[area + 1]; ring++) {
            for (size_t i = areas->ring_point[ring]; i + 1 < areas->ring_point[ring + 1]; i++)
                edge[count++] = (geo_cell_edge){(uint32_t)rank, (uint32_t)i};
        }
    }
    *out = edge;
    *out_count = count;
    return GEO_OK;
}

/* A grid over all edges with some room around them, so that nothing contains its corner. */
static geo_locator_grid root_grid(const geo_vertex *vertex, const geo_cell_edge *edge, size_t count)
{
    geo_vertex low = count > 0 ? vertex[edge[0].vertex] : (geo_vertex){0, 0};
    geo_vertex high = low;
    for (size_t i = 0; i < count; i++) {
        for (uint32_t end = 0; end < 2; end++) {
            const geo_vertex *v = &vertex[edge[i].vertex + end];
            low.x = v->x < low.x ? v->x : low.x;
            low.y = v->y < low.y ? v->y : low.y;
            high.x = v->x > high.x ? v->x : high.x;
            high.y = v->y > high.y ? v->y : high.y;
        }
    }
    geo_locator_grid grid = geo_choose_grid(vertex, edge, count, LEAST_EDGES, low.x, low.y,
                                            high.x - low.x, high.y - low.y);
    grid.x_min -= grid.cell / 4;
    grid.y_min -= grid.cell / 4;
    grid.columns++;
    grid.rows++;
    return grid;
}

static geo_status make_rank_sets(locator_build *build, size_t areas)
{
    geo_status status =
        geo_alloc_array(build->context, areas, sizeof *build->overlaps, &build->overlaps);
    for (int level = 0; level < MOST_LEVELS && status == GEO_OK; level++) {
        geo_rank_set *sets[] = {&build->row_start[level], &build->corner[level]};
        for (size_t i = 0; i < 2 && status == GEO_OK; i++)
            status = geo_alloc_array(build->context, areas, sizeof *sets[i]->rank, &sets[i]->rank);
    }
    return status;
}

/* In code order: the warning does not depend on the order of the areas either. */
static void warn_of_overlaps(const locator_build *build, const geo_areas *areas)
{
    geo_code_list list = {0};
    for (size_t rank = 0; rank < areas->count; rank++) {
        if (build->overlaps[rank])
            geo_code_list_add(&list, areas->code[build->area_of_rank[rank]], NULL);
    }
    if (list.count > 0) {
        geo_add_warning(build->context,
                        "%zu areas overlap others: %s; a point in several of them counts for the "
                        "one whose code sorts first",
                        list.count, list.text);
    }
}

static geo_status build_locator(locator_build *build, const geo_areas *areas, geo_cell_edge **edge)
{
    size_t count = 0;
    geo_status status = copy_vertices(build, areas);
    if (status == GEO_OK)
        status = rank_areas(build, areas);
    if (status == GEO_OK)
        status = make_rank_sets(build, areas->count);
    if (status == GEO_OK)
        status = list_edges(build, areas, edge, &count);
    if (status == GEO_OK) {
        geo_locator_grid grid = root_grid(build->locator->vertex, *edge, count);
        status = divide(build, 0, grid, *edge, count);
    }
    if (status == GEO_OK)
        warn_of_overlaps(build, areas);
    return status;
}

geo_status geo_locator_build(geo_context *context, const geo_areas *areas, geo_locator **out)
{
    locator_build build = {.context = context};
    geo_cell_edge *edge = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *build.locator, &build.locator);
    if (status == GEO_OK)
        status = build_locator(&build, areas, &edge);
    if (status == GEO_OK) {
        *out = build.locator;
        build.locator = NULL;
    }
    for (int level = 0; level < MOST_LEVELS; level++) {
        free(build.row_start[level].rank);
        free(build.corner[level].rank);
    }
    free(edge);
    free(build.overlaps);
    free(build.area_of_rank);
    geo_locator_free(build.locator);
    return status;
}
