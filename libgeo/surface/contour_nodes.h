/*
 * What the rings of contours run between and through: nodes, the lines from node to node that they
 * cross, and their points.
 *
 * Nodes are the centres of cells, and around these two more rows and columns on each side: on the
 * grid's edge with the values of the cells there, and at the same place once more as what is
 * beyond. So rings close along the edge without a case of their own.
 */
#ifndef GEO_SURFACE_CONTOUR_NODES_H
#define GEO_SURFACE_CONTOUR_NODES_H

#include <geo/core.h>

#include "surface/contour_trace.h"

/* Nodes on each side that are no cells. */
enum { GEO_CONTOUR_MARGIN = 2 };

typedef struct geo_contour_node {
    ptrdiff_t row; /* 0 is a margin's */
    ptrdiff_t column;
} geo_contour_node;

/* From a node to a neighbour; a ring crosses it with `in` on the left. */
typedef struct geo_contour_line {
    geo_contour_node in;
    geo_contour_node out;
} geo_contour_line;

/* Four nodes around which a ring goes: that of a line, and those that come next along it. */
typedef struct geo_contour_square {
    geo_contour_node in, out, next_in, next_out;
} geo_contour_square;

/* direction 1: where the ring goes with `in` on the left, -1: where it comes from. */
geo_contour_square geo_contour_square_at(const geo_contour_line *line, int direction);
bool geo_contour_is_same(const geo_contour_line *one, const geo_contour_line *other);

bool geo_contour_is_beyond(const geo_grid *grid, geo_contour_node at);
/* The cell whose value a node has. */
size_t geo_contour_cell(const geo_grid *grid, geo_contour_node at);
double geo_contour_x(const geo_grid *grid, ptrdiff_t column);
double geo_contour_y(const geo_grid *grid, ptrdiff_t row);
/* The line between a cell, or the margin, and its western neighbour, by the index of the former
 * among rows of one more than the columns; SIZE_MAX for other lines. */
size_t geo_contour_met_index(const geo_grid *grid, const geo_contour_line *line);
/* That line, `in` being in the east; column is one of cells or the first beyond. */
geo_contour_line geo_contour_line_west(const geo_grid *grid, size_t row, size_t column);

/* Where the level is met. */
void geo_contour_crossing(const geo_grid *grid, double level, const geo_contour_line *line,
                          double *x, double *y);
/* Of a square in which two nodes are in, across from each other: whether these hang together, which
 * they do when the middle, where all four weigh the same, is in. */
bool geo_contour_hang_together(const geo_grid *grid, double level,
                               const geo_contour_square *square);

/* Adds a point to the ring whose points begin at `first`, unless it is the last again; points
 * between others on a line along an axis, as along the grid's edge, are left out. */
geo_status geo_contour_add_point(geo_context *context, geo_contour_rings *rings, size_t first,
                                 double x, double y);
/* The ring ends where it began, or a point earlier where that one lies on a line along an axis. */
geo_status geo_contour_close(geo_context *context, geo_contour_rings *rings, size_t first,
                             geo_contour_ring *ring);

#endif
