/*
 * What a locator consists of: a grid of square cells over the areas. A cell is wholly in one area,
 * wholly outside, or mixed. A mixed cell knows which areas contain its south-west corner and has
 * the edges that come near it, so that walking from the corner to a point tells what contains the
 * point. A mixed cell with many edges has a grid of its own.
 */
#ifndef GEO_PLACE_LOCATOR_H
#define GEO_PLACE_LOCATOR_H

#include <stdint.h>

#include "geo/place.h"
#include "place/edge.h"

typedef struct geo_locator_grid {
    double x_min; /* south-west corner */
    double y_min;
    double cell;           /* side of a cell */
    double cells_per_unit; /* 1 / cell */
    uint32_t columns;
    uint32_t rows;
    size_t first_cell; /* of columns * rows entries in geo_locator.cell, row by row, south first */
} geo_locator_grid;

/* A mixed cell. */
typedef struct geo_locator_mixed {
    uint32_t first_piece;
    uint32_t piece_count;
    uint32_t grid; /* the grid that divides the cell, 0 when none does */
    int32_t cover; /* the area that has it where no piece's area does, or GEO_NO_CODE */
} geo_locator_mixed;

/* Consecutive edges of an area near a mixed cell. A cell's pieces are sorted by the areas' codes.
 */
typedef struct geo_locator_piece {
    int32_t area;
    uint32_t first_vertex; /* edge i is from vertex first_vertex + i to the next one */
    uint32_t edge_count;
    uint32_t corner_inside; /* 1 when the area contains the cell's south-west corner, else 0 */
} geo_locator_piece;

/* A cell's entry: an area, or GEO_NO_CODE, or the mixed cell -2 - entry. */
#define GEO_MIXED_CELL(index) (-2 - (int32_t)(index))

struct geo_locator {
    geo_vertex *vertex;
    geo_locator_grid *grid; /* grid[0] covers everything */
    size_t grid_count, grid_capacity;
    int32_t *cell;
    size_t cell_count, cell_capacity;
    geo_locator_mixed *mixed;
    size_t mixed_count, mixed_capacity;
    geo_locator_piece *piece;
    size_t piece_count, piece_capacity;
};

/* Cells are entered for every edge that comes this close to them, in cells: far above all rounding
 * errors (a cell is at least 2^-36 of the largest coordinate), far below a cell. */
#define GEO_CELL_MARGIN 0x1p-10

static inline double geo_locator_column_x(const geo_locator_grid *grid, uint32_t column)
{
    return grid->x_min + column * grid->cell;
}

static inline double geo_locator_row_y(const geo_locator_grid *grid, uint32_t row)
{
    return grid->y_min + row * grid->cell;
}

#endif
