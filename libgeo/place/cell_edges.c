#include "place/cell_edges.h"

#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"

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

/* Appends an entry for each cell near the edge. */
static geo_status enter_edge(geo_context *context, const geo_locator_grid *grid,
                             const geo_vertex *ends, uint32_t edge, geo_cell_edges *cells,
                             size_t *count)
{
    geo_vertex end[2];
    for (int i = 0; i < 2; i++) {
        end[i].x = (ends[i].x - grid->x_min) * grid->cells_per_unit;
        end[i].y = (ends[i].y - grid->y_min) * grid->cells_per_unit;
    }
    int low = end[0].y <= end[1].y ? 0 : 1;
    uint32_t row, last_row, column, last_column;
    if (!cells_near(end[low].y, end[1 - low].y, grid->rows, &row, &last_row))
        return GEO_OK;
    for (; row <= last_row; row++) {
        if (!columns_near(grid, end[low], end[1 - low], row, &column, &last_column))
            continue;
        size_t needed = *count + (last_column - column) + 1;
        if (needed > cells->entry_capacity) {
            geo_status status = geo_grow_array(context, &cells->entry, &cells->entry_capacity,
                                               needed, sizeof *cells->entry);
            if (status != GEO_OK)
                return status;
        }
        for (; column <= last_column; column++)
            cells->entry[(*count)++] = (geo_cell_entry){row * grid->columns + column, edge};
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
        return geo_fail(context, GEO_ERROR_LIMIT,
                        "the areas have too many edges to be indexed; simplify the boundaries");
    return sort_entries(context, (size_t)grid->columns * grid->rows, edge, entries, cells);
}

geo_status geo_cell_edges_make(geo_context *context, const geo_locator_grid *grid,
                               const geo_vertex *vertex, const geo_cell_edge *edge, size_t count,
                               geo_cell_edges *out)
{
    geo_cell_edges made = {0};
    geo_status status = geo_cell_edges_enter(context, grid, vertex, edge, count, &made);
    if (status == GEO_OK) {
        *out = made;
    } else {
        geo_cell_edges_clear(&made);
    }
    return status;
}

void geo_cell_edges_clear(geo_cell_edges *cells)
{
    free(cells->first);
    free(cells->edge);
    free(cells->entry);
    *cells = (geo_cell_edges){0};
}
