#include "place/cell_edges.h"

#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/pool.h"

enum { CELLS_PER_EDGE = 4 };

static double larger(double a, double b)
{
    return a > b ? a : b;
}

static double smaller(double a, double b)
{
    return a < b ? a : b;
}

double geo_least_cell(const geo_locator_grid *grid)
{
    double width = grid->columns * grid->cell, height = grid->rows * grid->cell;
    double largest = larger(larger(fabs(grid->x_min), fabs(grid->x_min + width)),
                            larger(fabs(grid->y_min), fabs(grid->y_min + height)));
    return largest * 0x1p-36;
}

geo_locator_grid geo_choose_grid(const geo_vertex *vertex, const geo_cell_edge *edge, size_t count,
                                 size_t least_count, double x_min, double y_min, double width,
                                 double height)
{
    double length = 0;
    for (size_t i = 0; i < count; i++) {
        const geo_vertex *a = &vertex[edge[i].vertex];
        length += smaller(fabs(a[1].x - a[0].x), width) + smaller(fabs(a[1].y - a[0].y), height);
    }
    double most_cells =
        smaller(CELLS_PER_EDGE * larger((double)count, (double)least_count), 0x1p30);
    double largest =
        larger(larger(fabs(x_min), fabs(x_min + width)), larger(fabs(y_min), fabs(y_min + height)));
    double cell = larger(sqrt(width / most_cells * height), (width + height) / most_cells);
    cell = larger(cell, length / most_cells);
    cell = larger(cell, largest * 0x1p-36);
    cell = cell > 0 ? cell : 1;
    return (geo_locator_grid){.x_min = x_min,
                              .y_min = y_min,
                              .cell = cell,
                              .cells_per_unit = 1 / cell,
                              .columns = (uint32_t)(width / cell) + 1,
                              .rows = (uint32_t)(height / cell) + 1};
}

/* The cells first .. last of `count` that the interval touches or comes near; false when none. */
static bool cells_near(double from, double to, uint32_t count, uint32_t *first, uint32_t *last)
{
    from -= GEO_CELL_MARGIN;
    to += GEO_CELL_MARGIN;
    if (to < 0 || from >= count)
        return false;
    *first = from > 0 ? (uint32_t)from : 0;
    *last = to < count ? (uint32_t)to : count - 1;
    return true;
}

/* The columns that the edge from a to b (in cells from the grid's corner, a not above b) comes near
 * while it is near a row. */
static bool columns_near(const geo_locator_grid *grid, geo_vertex a, geo_vertex b, uint32_t row,
                         uint32_t *first, uint32_t *last)
{
    if (a.y >= row && b.y <= row + 1)
        return cells_near(smaller(a.x, b.x), larger(a.x, b.x), grid->columns, first, last);
    double south = row - GEO_CELL_MARGIN;
    double north = row + 1 + GEO_CELL_MARGIN;
    double slope = (b.x - a.x) / (b.y - a.y); /* used only where the edge is not level */
    double from = a.y < south ? a.x + (south - a.y) * slope : a.x;
    double to = b.y > north ? b.x + (north - b.y) * slope : b.x;
    return cells_near(smaller(from, to), larger(from, to), grid->columns, first, last);
}

/* Goes over the cells near an edge, row by row. */
typedef struct cell_walk {
    geo_vertex low; /* the edge's ends in cells from the grid's corner */
    geo_vertex high;
    uint32_t row;
    uint32_t last_row;
    uint32_t column; /* of all rows together */
    uint32_t last_column;
    bool is_box; /* the edge keeps to a row or a column, and is near all of it */
} cell_walk;

/* Whether an interval keeps to a cell, margins included. */
static inline bool is_within(double from, double to, uint32_t cell)
{
    return from >= cell - GEO_CELL_MARGIN && to <= cell + 1 + GEO_CELL_MARGIN;
}

/* False when there are none. */
static inline bool begin_walk(const geo_locator_grid *grid, const geo_vertex *ends, cell_walk *walk)
{
    geo_vertex end[2];
    for (int i = 0; i < 2; i++) {
        end[i].x = (ends[i].x - grid->x_min) * grid->cells_per_unit;
        end[i].y = (ends[i].y - grid->y_min) * grid->cells_per_unit;
    }
    double west = smaller(end[0].x, end[1].x), east = larger(end[0].x, end[1].x);
    double south = smaller(end[0].y, end[1].y), north = larger(end[0].y, end[1].y);
    if (!cells_near(south, north, grid->rows, &walk->row, &walk->last_row) ||
        !cells_near(west, east, grid->columns, &walk->column, &walk->last_column))
        return false;
    walk->is_box = (walk->row == walk->last_row && is_within(south, north, walk->row)) ||
                   (walk->column == walk->last_column && is_within(west, east, walk->column));
    int low = end[0].y <= end[1].y ? 0 : 1;
    walk->low = end[low];
    walk->high = end[1 - low];
    return true;
}

/* The cells first .. last, of one row; false when no more are near. */
static inline bool next_cells(const geo_locator_grid *grid, cell_walk *walk, uint32_t *first,
                              uint32_t *last)
{
    while (walk->row <= walk->last_row) {
        uint32_t row = walk->row++;
        *first = walk->column;
        *last = walk->last_column;
        if (!walk->is_box && !columns_near(grid, walk->low, walk->high, row, first, last))
            continue;
        *first += row * grid->columns;
        *last += row * grid->columns;
        return true;
    }
    return false;
}

/* Appends an entry for each cell near the edge. */
static geo_status enter_edge(geo_context *context, const geo_locator_grid *grid,
                             const geo_vertex *ends, uint32_t edge, geo_cell_edges *cells,
                             size_t *count)
{
    cell_walk walk;
    uint32_t cell, last;
    bool is_near = begin_walk(grid, ends, &walk);
    while (is_near && next_cells(grid, &walk, &cell, &last)) {
        size_t needed = *count + (last - cell) + 1;
        if (needed > cells->entry_capacity) {
            geo_status status = geo_grow_array(context, &cells->entry, &cells->entry_capacity,
                                               needed, sizeof *cells->entry);
            if (status != GEO_OK)
                return status;
        }
        for (; cell <= last; cell++)
            cells->entry[(*count)++] = (geo_cell_entry){cell, edge};
    }
    return GEO_OK;
}

/* Sorts the entries by cell; those of a cell stay in order. */
static geo_status sort_entries(geo_context *context, size_t cell_count, const geo_cell_edge *edge,
                               size_t entries, geo_cell_edges *cells)
{
    geo_status status = geo_grow_array(context, &cells->first, &cells->first_capacity,
                                       cell_count + 2, sizeof *cells->first);
    if (status == GEO_OK)
        status = geo_grow_array(context, &cells->edge, &cells->edge_capacity, entries,
                                sizeof *cells->edge);
    if (status != GEO_OK)
        return status;
    /* Counted two places on, summed, then filled one place on: first[i] ends up where i starts. */
    memset(cells->first, 0, (cell_count + 2) * sizeof *cells->first);
    for (size_t i = 0; i < entries; i++)
        cells->first[cells->entry[i].cell + 2]++;
    for (size_t i = 0; i < cell_count; i++)
        cells->first[i + 2] += cells->first[i + 1];
    for (size_t i = 0; i < entries; i++)
        cells->edge[cells->first[cells->entry[i].cell + 1]++] = edge[cells->entry[i].edge];
    return GEO_OK;
}

geo_status geo_fail_edges(geo_context *context)
{
    return geo_fail(context, GEO_ERROR_LIMIT,
                    "the areas have too many edges to be indexed; simplify the boundaries");
}

geo_status geo_cell_edges_enter(geo_context *context, const geo_locator_grid *grid,
                                const geo_vertex *vertex, const geo_cell_edge *edge, size_t count,
                                geo_cell_edges *cells)
{
    size_t entries = 0;
    for (size_t i = 0; i < count; i++) {
        geo_status status =
            enter_edge(context, grid, &vertex[edge[i].vertex], (uint32_t)i, cells, &entries);
        if (status != GEO_OK)
            return status;
    }
    if (entries > UINT32_MAX)
        return geo_fail_edges(context);
    return sort_entries(context, (size_t)grid->columns * grid->rows, edge, entries, cells);
}

/* ---- by several threads ---------------------------------------------------------------------- */

/* Edges that are counted, and then entered, by one thread; few, for each has a count for each cell.
 */
enum { SLICES = 16 };

struct entering {
    const geo_locator_grid *grid;
    const geo_vertex *vertex;
    const geo_cell_edge *edge;
    size_t edge_count;
    size_t cell_count;
    uint32_t *next;     /* [slice][cell]: counts, then where the next edge goes */
    geo_cell_edge *out; /* NULL while they are counted */
};

static size_t slice_start(const struct entering *entering, size_t slice)
{
    size_t rest = entering->edge_count % SLICES;
    return entering->edge_count / SLICES * slice + (slice < rest ? slice : rest);
}

/* Counts the edges of each cell, or enters them where there is room. */
static void walk_slices(void *user, size_t worker, size_t first, size_t last)
{
    const struct entering *entering = user;
    geo_cell_edge *out = entering->out;
    cell_walk walk;
    uint32_t cell, last_cell;
    (void)worker;
    for (size_t slice = first; slice < last; slice++) {
        uint32_t *next = entering->next + slice * entering->cell_count;
        for (size_t i = slice_start(entering, slice); i < slice_start(entering, slice + 1); i++) {
            geo_cell_edge edge = entering->edge[i];
            bool is_near = begin_walk(entering->grid, &entering->vertex[edge.vertex], &walk);
            while (is_near && next_cells(entering->grid, &walk, &cell, &last_cell)) {
                for (; cell <= last_cell; cell++) {
                    if (out)
                        out[next[cell]] = edge;
                    next[cell]++;
                }
            }
        }
    }
}

/* Cell after cell, in each of them slice after slice; returns how many entries there are. */
static uint64_t place_cells(const struct entering *entering, uint32_t *cell_first)
{
    uint64_t entries = 0;
    for (size_t cell = 0; cell < entering->cell_count; cell++) {
        cell_first[cell] = (uint32_t)entries;
        for (size_t slice = 0; slice < SLICES; slice++) {
            uint32_t *next = &entering->next[slice * entering->cell_count + cell];
            uint32_t count = *next;
            *next = (uint32_t)entries;
            entries += count;
        }
    }
    cell_first[entering->cell_count] = (uint32_t)entries;
    return entries;
}

geo_status geo_cell_edges_share(geo_context *context, const geo_locator_grid *grid,
                                const geo_vertex *vertex, const geo_cell_edge *edge, size_t count,
                                geo_cell_edges *out)
{
    geo_cell_edges made = {0};
    struct entering entering = {grid, vertex, edge, count, (size_t)grid->columns * grid->rows,
                                NULL, NULL};
    geo_status status = geo_alloc_array(context, SLICES * entering.cell_count,
                                        sizeof *entering.next, &entering.next);
    if (status == GEO_OK)
        status = geo_alloc_array(context, entering.cell_count + 1, sizeof *made.first, &made.first);
    if (status == GEO_OK) {
        geo_share_work(context, SLICES, 1, walk_slices, &entering);
        uint64_t entries = place_cells(&entering, made.first);
        status = entries > UINT32_MAX
                     ? geo_fail_edges(context)
                     : geo_alloc_array(context, (size_t)entries, sizeof *made.edge, &made.edge);
    }
    if (status == GEO_OK) {
        entering.out = made.edge;
        geo_share_work(context, SLICES, 1, walk_slices, &entering);
        *out = made;
        made = (geo_cell_edges){0};
    }
    free(entering.next);
    geo_cell_edges_clear(&made);
    return status;
}

/* ---- memory --------------------------------------------------------------------------------- */

void geo_cell_edges_clear(geo_cell_edges *cells)
{
    free(cells->first);
    free(cells->edge);
    free(cells->entry);
    *cells = (geo_cell_edges){0};
}
