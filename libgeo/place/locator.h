/*
 * What a locator consists of: a root grid of square cells over the areas, each divided into
 * divisions x divisions inner cells, the more the more edges it has. What rows of the root grid
 * hold is kept by bands of rows. An inner cell is wholly in one area, wholly outside, or has a
 * record: the areas that have edges near the cell, with these edges, so that a ray from a point
 * west to the cell's side tells what contains the point. A record with many edges is divided again.
 *
 * Invariants:
 * - An edge that comes closer to a cell than GEO_CELL_MARGIN of its side is in the cell's record,
 *   unless the record answers without it (see `cover`).
 * - The areas of a record are in the order of their codes. A point is in the first one that has it
 *   inside or on an edge, else in the record's cover.
 * - Inside by a record: the bit GEO_CORNER_INSIDE, flipped for each edge that the ray west from the
 *   point crosses, and for each end of a piece that is west of the cell's west side (bits
 *   GEO_FIRST_WEST, GEO_LAST_WEST) and not above the point. See geo_locator_piece.
 * - A record does not cross more lines of 64 bytes than it must, where memory begins 16 bytes after
 *   one, as large blocks do: one that asks for a point mostly waits for memory.
 * - Nothing depends on the number of threads that built it.
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
} geo_locator_grid;

/* A cell of the root grid: its inner cells are divisions * divisions in a row from first_cell, row
 * by row, south first, of the band. */
typedef struct geo_locator_root {
    uint32_t first_cell;
    uint16_t band;
    uint16_t divisions; /* a power of two */
} geo_locator_root;

enum {
    GEO_MOST_DIVISIONS = 64,
    GEO_CORNER_INSIDE = 1,
    GEO_FIRST_WEST = 2,
    GEO_LAST_WEST = 4,
    GEO_IS_FOLLOWED = 8, /* by another piece of the record */
    GEO_IS_DIVIDED = 16, /* no piece, but a geo_locator_inner */
};

/*
 * Consecutive edges of an area near a cell; edge_count + 1 vertices follow.
 *
 * Let C be the cell's south-west corner and P the point, both moved as edge.h says. The path from C
 * north to P's height and then level to P stays near the cell. An edge crosses it an odd number of
 * times when south(C) + (spans P's height and west(P)) + (end a is west of C and not above P) +
 * (end b likewise) is odd, where south(C) says whether it crosses the ray south from C and west(P)
 * whether it crosses the ray west from P: in an edge that spans both C's vertical and P's height,
 * whether it is south of their crossing decides whether it is west of it; the other cases can be
 * gone through. The terms of the ends cancel where edges are consecutive. GEO_CORNER_INSIDE is
 * whether C is inside, flipped for each edge with south(C); it stands in the area's first piece.
 */
typedef struct geo_locator_piece {
    int32_t area;
    int32_t cover; /* what has the cell where no area of the record does, or GEO_NO_CODE */
    uint32_t edge_count;
    uint32_t bits;
} geo_locator_piece;

/* Where a divided record's cells are; two slots with the grid's corner and scale follow. */
typedef struct geo_locator_inner {
    uint32_t first_cell;
    uint32_t divisions;
    uint32_t unused;
    uint32_t bits;
} geo_locator_inner;

typedef union geo_locator_slot {
    geo_locator_piece piece;
    geo_locator_inner inner;
    geo_vertex vertex;
} geo_locator_slot;

/* Some rows of the root grid. A cell's entry: an area, or GEO_NO_CODE, or the record at slot
 * -2 - entry. */
typedef struct geo_locator_band {
    int32_t *cell;
    size_t cell_count, cell_capacity;
    geo_locator_slot *slot;
    size_t slot_count, slot_capacity;
} geo_locator_band;

#define GEO_RECORD_CELL(slot) (-2 - (int32_t)(slot))

struct geo_locator {
    geo_locator_grid grid;
    geo_locator_root *root; /* [columns * rows + 1]: the last is what lies outside the grid */
    geo_locator_band *band;
    size_t band_count;
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
