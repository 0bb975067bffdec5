#include "place/locator_band.h"

#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"

enum {
    MOST_CELL_EDGES = 24,   /* a cell with more is divided again */
    MOST_DEPTH_NOTED = 64,  /* areas on top of each other that are noted at one place */
    MOST_MATCHED_EDGES = 32 /* edges of a cell among which pairs are looked for */
};

#define NO_RANK UINT32_MAX

geo_status geo_locator_maker_start(geo_locator_maker *maker, size_t areas)
{
    geo_context *context = maker->context;
    geo_status status = geo_alloc_array(context, areas, sizeof *maker->overlaps, &maker->overlaps);
    for (int level = 0; level < GEO_MOST_LEVELS && status == GEO_OK; level++) {
        geo_rank_set *sets[] = {&maker->level[level].row_start, &maker->level[level].corner};
        for (size_t i = 0; i < 2 && status == GEO_OK; i++)
            status = geo_alloc_array(context, areas, sizeof *sets[i]->rank, &sets[i]->rank);
    }
    return status;
}

void geo_locator_maker_clear(geo_locator_maker *maker)
{
    free(maker->overlaps);
    for (int level = 0; level < GEO_MOST_LEVELS; level++) {
        free(maker->level[level].row_start.rank);
        free(maker->level[level].corner.rank);
        geo_cell_edges_clear(&maker->level[level].near);
    }
}

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

static void note_overlaps(geo_locator_maker *maker, const geo_rank_set *corner)
{
    for (size_t i = 0; i < corner->count && i < MOST_DEPTH_NOTED; i++)
        maker->overlaps[corner->rank[i]] = true;
}

/* ---- what has a cell ------------------------------------------------------------------------ */

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

static bool is_same_edge(const geo_vertex *a, const geo_vertex *b)
{
    return (a[0].x == b[1].x && a[0].y == b[1].y && a[1].x == b[0].x && a[1].y == b[0].y) ||
           (a[0].x == b[0].x && a[0].y == b[0].y && a[1].x == b[1].x && a[1].y == b[1].y);
}

static bool edges_are_paired(const geo_vertex *vertex, const geo_cell_edge *edge, size_t count)
{
    if (count % 2 != 0 || count > MOST_MATCHED_EDGES)
        return false;
    uint64_t paired = 0;
    for (size_t i = 0; i < count; i++) {
        if (paired >> i & 1)
            continue;
        size_t j = i + 1;
        while (j < count && ((paired >> j & 1) ||
                             !is_same_edge(&vertex[edge[i].vertex], &vertex[edge[j].vertex])))
            j++;
        if (j == count)
            return false;
        paired |= UINT64_C(1) << j;
    }
    return true;
}

/*
 * Where each edge is there twice, as borders of neighbours are, crossing one changes the number of
 * areas that contain a point by an even number. If an odd number contains the corner then every
 * point of the cell is in at least one area: in the last one where it is in none before, and that
 * one's edges need not be asked. Returns how many of the edges are left.
 */
static size_t edges_before_last(const geo_vertex *vertex, const geo_rank_set *corner,
                                const geo_cell_edge *edge, size_t count, uint32_t *cover)
{
    if (*cover != NO_RANK || corner->count % 2 == 0 || !edges_are_paired(vertex, edge, count))
        return count;
    *cover = edge[count - 1].rank;
    while (count > 0 && edge[count - 1].rank == *cover)
        count--;
    return count;
}

/* ---- records -------------------------------------------------------------------------------- */

/* Moves what begins at slot `first` so that it does not cross more lines of memory than it must. */
static size_t align_record(geo_locator_band *band, size_t first)
{
    enum { LINE = 4, BEFORE = 1 };
    size_t size = band->slot_count - first;
    size_t place = (first + BEFORE) % LINE;
    if ((place + size + LINE - 1) / LINE <= (size + LINE - 1) / LINE)
        return first;
    size_t moved = first + LINE - place;
    memmove(&band->slot[moved], &band->slot[first], size * sizeof *band->slot);
    memset(&band->slot[first], 0, (moved - first) * sizeof *band->slot);
    band->slot_count += moved - first;
    return moved;
}

static geo_status room_for_slots(geo_locator_maker *maker, size_t count)
{
    geo_locator_band *band = maker->band;
    if (band->slot_count + count > INT32_MAX - 2)
        return geo_fail_edges(maker->context);
    return geo_grow_array(maker->context, &band->slot, &band->slot_capacity,
                          band->slot_count + count, sizeof *band->slot);
}

/* Appends the consecutive edges from edge[0] on; returns how many. */
static size_t add_piece(geo_locator_maker *maker, geo_vertex corner, const geo_cell_edge *edge,
                        size_t count, int32_t cover)
{
    const geo_vertex *vertex = &maker->plan->vertex[edge[0].vertex];
    geo_locator_slot *slot = &maker->band->slot[maker->band->slot_count];
    uint32_t edges = 1;
    while (edges < count && edge[edges].rank == edge[0].rank &&
           edge[edges].vertex == edge[0].vertex + edges)
        edges++;
    slot->piece =
        (geo_locator_piece){maker->plan->area_of_rank[edge[0].rank], cover, edges,
                            (vertex[0].x <= corner.x ? (uint32_t)GEO_FIRST_WEST : 0) |
                                (vertex[edges].x <= corner.x ? (uint32_t)GEO_LAST_WEST : 0) |
                                (edges < count ? (uint32_t)GEO_IS_FOLLOWED : 0)};
    for (uint32_t i = 0; i <= edges; i++)
        slot[1 + i].vertex = vertex[i];
    for (uint32_t i = 0; i < edges; i++) {
        if (geo_edge_is_south(&vertex[i], &vertex[i + 1], corner.x, corner.y))
            slot->piece.bits ^= GEO_CORNER_INSIDE;
    }
    maker->band->slot_count += edges + 2;
    return edges;
}

static geo_status add_pieces(geo_locator_maker *maker, const geo_rank_set *inside,
                             geo_vertex corner, uint32_t cover, const geo_cell_edge *edge,
                             size_t count, int32_t *entry)
{
    geo_locator_band *band = maker->band;
    geo_status status = room_for_slots(maker, 3 * count + 4);
    if (status != GEO_OK)
        return status;
    int32_t cover_area = cover == NO_RANK ? GEO_NO_CODE : maker->plan->area_of_rank[cover];
    size_t first = band->slot_count;
    for (size_t i = 0; i < count;) {
        geo_locator_slot *slot = &band->slot[band->slot_count];
        bool begins = i == 0 || edge[i].rank != edge[i - 1].rank;
        uint32_t rank = edge[i].rank;
        i += add_piece(maker, corner, &edge[i], count - i, cover_area);
        if (begins && geo_rank_set_has(inside, rank))
            slot->piece.bits ^= GEO_CORNER_INSIDE;
    }
    *entry = GEO_RECORD_CELL(align_record(band, first));
    return GEO_OK;
}

/* ---- cells ---------------------------------------------------------------------------------- */

/*
 * How often to divide a cell in each direction: plan->cells_per_edge inner cells for each edge, if
 * that makes no more than about five entries for each edge, however long they are.
 */
static uint32_t choose_divisions(const geo_locator_plan *plan, double cell,
                                 const geo_cell_edge *edge, size_t count)
{
    double length = 0;
    for (size_t i = 0; i < count; i++) {
        const geo_vertex *a = &plan->vertex[edge[i].vertex];
        double width = fabs(a[1].x - a[0].x), height = fabs(a[1].y - a[0].y);
        length += (width < cell ? width : cell) + (height < cell ? height : cell);
    }
    double most = cell / plan->least_cell;
    double cells = plan->cells_per_edge * (double)count;
    most = length * most > cells * cell ? cells * cell / length : most;
    uint32_t divisions = plan->least_divisions;
    while (divisions < GEO_MOST_DIVISIONS && divisions * divisions < 0.5 * cells)
        divisions *= 2;
    while (divisions > 1 && divisions > most)
        divisions /= 2;
    return divisions;
}

static geo_status fill_cells(geo_locator_maker *maker, int level, const geo_locator_grid *grid,
                             const geo_cell_edge *edge, size_t count, uint32_t *first_cell);

/* A record that divides the cell of which grid is the division. */
static geo_status add_inner(geo_locator_maker *maker, int level, const geo_locator_grid *grid,
                            const geo_cell_edge *edge, size_t count, int32_t *entry)
{
    geo_locator_band *band = maker->band;
    geo_status status = room_for_slots(maker, 8);
    if (status != GEO_OK)
        return status;
    size_t first = band->slot_count;
    band->slot_count += 3;
    first = align_record(band, first);
    uint32_t first_cell = 0;
    status = fill_cells(maker, level, grid, edge, count, &first_cell);
    if (status != GEO_OK)
        return status;
    band->slot[first].inner = (geo_locator_inner){first_cell, grid->columns, 0, GEO_IS_DIVIDED};
    band->slot[first + 1].vertex = (geo_vertex){grid->x_min, grid->y_min};
    band->slot[first + 2].vertex = (geo_vertex){grid->cells_per_unit, grid->cells_per_unit};
    *entry = GEO_RECORD_CELL(first);
    return GEO_OK;
}

static geo_locator_grid grid_in_cell(const geo_locator_grid *grid, uint32_t column, uint32_t row,
                                     uint32_t divisions)
{
    return (geo_locator_grid){.x_min = geo_locator_column_x(grid, column),
                              .y_min = geo_locator_row_y(grid, row),
                              .cell = grid->cell / divisions,
                              .cells_per_unit = grid->cells_per_unit * divisions,
                              .columns = divisions,
                              .rows = divisions};
}

/* The entry of a cell whose corner is in the areas of maker->level[level].corner. */
static geo_status make_entry(geo_locator_maker *maker, int level, const geo_locator_grid *grid,
                             uint32_t column, uint32_t row, const geo_cell_edge *edge, size_t count,
                             int32_t *entry)
{
    const geo_locator_plan *plan = maker->plan;
    const geo_rank_set *corner = &maker->level[level].corner;
    uint32_t cover;
    count = edges_before_cover(corner, edge, count, &cover);
    if (count > MOST_CELL_EDGES && level + 1 < GEO_MOST_LEVELS) {
        uint32_t divisions = choose_divisions(plan, grid->cell, edge, count);
        if (divisions > 1) {
            geo_locator_grid inner = grid_in_cell(grid, column, row, divisions);
            size_t below = cover == NO_RANK ? corner->count : geo_rank_set_below(corner, cover) + 1;
            geo_rank_set_copy(&maker->level[level + 1].row_start, corner, below);
            return add_inner(maker, level + 1, &inner, edge, count, entry);
        }
    }
    count = edges_before_last(plan->vertex, corner, edge, count, &cover);
    *entry = cover == NO_RANK ? GEO_NO_CODE : plan->area_of_rank[cover];
    if (count == 0)
        return GEO_OK;
    geo_vertex at = {geo_locator_column_x(grid, column), geo_locator_row_y(grid, row)};
    return add_pieces(maker, corner, at, cover, edge, count, entry);
}

static geo_status reserve_cells(geo_locator_maker *maker, size_t count, uint32_t *first_cell)
{
    geo_locator_band *band = maker->band;
    if (band->cell_count + count > UINT32_MAX)
        return geo_fail_edges(maker->context);
    geo_status status = geo_grow_array(maker->context, &band->cell, &band->cell_capacity,
                                       band->cell_count + count, sizeof *band->cell);
    if (status != GEO_OK)
        return status;
    *first_cell = (uint32_t)band->cell_count;
    band->cell_count += count;
    return GEO_OK;
}

/* What a cell that no edge is near is in. */
static int32_t area_at(const geo_locator_plan *plan, const geo_rank_set *corner)
{
    return corner->count > 0 ? plan->area_of_rank[corner->rank[0]] : GEO_NO_CODE;
}

/* Goes over a grid's cells, row by row from the south-west, keeping account of the areas that
 * contain the corner; maker->level[level].row_start holds what contains the grid's. */
static geo_status fill_cells(geo_locator_maker *maker, int level, const geo_locator_grid *grid,
                             const geo_cell_edge *edge, size_t count, uint32_t *first_cell)
{
    const geo_vertex *vertex = maker->plan->vertex;
    geo_rank_set *row_start = &maker->level[level].row_start;
    geo_rank_set *corner = &maker->level[level].corner;
    geo_cell_edges *near = &maker->level[level].near;
    geo_status status = reserve_cells(maker, (size_t)grid->columns * grid->rows, first_cell);
    if (status == GEO_OK)
        status = geo_cell_edges_enter(maker->context, grid, vertex, edge, count, near);
    size_t cell = 0;
    for (uint32_t row = 0; row < grid->rows && status == GEO_OK; row++) {
        double y = geo_locator_row_y(grid, row);
        size_t row_cell = cell;
        geo_rank_set_copy(corner, row_start, row_start->count);
        for (uint32_t column = 0; column < grid->columns && status == GEO_OK; column++, cell++) {
            const geo_cell_edge *in_cell = &near->edge[near->first[cell]];
            size_t edges = near->first[cell + 1] - near->first[cell];
            if (corner->count > 1)
                note_overlaps(maker, corner);
            if (edges == 0) {
                maker->band->cell[*first_cell + cell] = area_at(maker->plan, corner);
                continue;
            }
            int32_t entry = GEO_NO_CODE;
            status = make_entry(maker, level, grid, column, row, in_cell, edges, &entry);
            maker->band->cell[*first_cell + cell] = entry;
            move_east(vertex, in_cell, edges, geo_locator_column_x(grid, column),
                      geo_locator_column_x(grid, column + 1), y, corner);
        }
        move_north(vertex, &near->edge[near->first[row_cell]],
                   near->first[row_cell + 1] - near->first[row_cell], grid->x_min, y,
                   geo_locator_row_y(grid, row + 1), row_start);
    }
    return status;
}

/* ---- the root grid -------------------------------------------------------------------------- */

static geo_status make_root(geo_locator_maker *maker, uint32_t column, uint32_t row,
                            const geo_cell_edge *edge, size_t count, geo_locator_root *root)
{
    const geo_locator_plan *plan = maker->plan;
    const geo_rank_set *corner = &maker->level[0].corner;
    uint32_t cover;
    if (corner->count > 1)
        note_overlaps(maker, corner);
    count = edges_before_cover(corner, edge, count, &cover);
    if (count == 0) {
        root->divisions = 1;
        geo_status status = reserve_cells(maker, 1, &root->first_cell);
        if (status == GEO_OK)
            maker->band->cell[root->first_cell] =
                cover == NO_RANK ? GEO_NO_CODE : plan->area_of_rank[cover];
        return status;
    }
    root->divisions = (uint16_t)choose_divisions(plan, plan->grid.cell, edge, count);
    geo_locator_grid inner = grid_in_cell(&plan->grid, column, row, root->divisions);
    size_t below = cover == NO_RANK ? corner->count : geo_rank_set_below(corner, cover) + 1;
    geo_rank_set_copy(&maker->level[1].row_start, corner, below);
    return fill_cells(maker, 1, &inner, edge, count, &root->first_cell);
}

geo_status geo_locator_make_row(geo_locator_maker *maker, uint32_t row, uint16_t band,
                                geo_locator_root *root)
{
    const geo_locator_plan *plan = maker->plan;
    const geo_locator_grid *grid = &plan->grid;
    const uint32_t *first = &plan->near.first[(size_t)row * grid->columns];
    /* Nothing contains the corner of a row's first cell: the grid begins west of all areas. */
    maker->level[0].corner.count = 0;
    for (uint32_t column = 0; column < grid->columns; column++) {
        const geo_cell_edge *edge = &plan->near.edge[first[column]];
        size_t count = first[column + 1] - first[column];
        root[column].band = band;
        geo_status status = make_root(maker, column, row, edge, count, &root[column]);
        if (status != GEO_OK)
            return status;
        move_east(plan->vertex, edge, count, geo_locator_column_x(grid, column),
                  geo_locator_column_x(grid, column + 1), geo_locator_row_y(grid, row),
                  &maker->level[0].corner);
    }
    return GEO_OK;
}
