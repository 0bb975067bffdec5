/* The edges near each cell of a grid. */
#ifndef GEO_PLACE_CELL_EDGES_H
#define GEO_PLACE_CELL_EDGES_H

#include "place/locator.h"

/* The edge from `vertex` to the next one; rank is the place of its area in the order of codes. */
typedef struct geo_cell_edge {
    uint32_t rank;
    uint32_t vertex;
} geo_cell_edge;

/* Edge number `edge` of those given is near the cell. */
typedef struct geo_cell_entry {
    uint32_t cell;
    uint32_t edge;
} geo_cell_entry;

/* Those of cell i are edge[first[i]] .. edge[first[i + 1] - 1]. */
typedef struct geo_cell_edges {
    uint32_t *first;
    geo_cell_edge *edge;
    geo_cell_entry *entry; /* as they were found; of no use afterwards */
    size_t first_capacity, edge_capacity, entry_capacity;
} geo_cell_edges;

/* Enters each edge in all cells that it touches or comes near, the edges of a cell in the order in
 * which they are given. Parts outside the grid are left out. Time O(edges + cells + entries). Into
 * cells made before, or {0}: their memory is used again. */
geo_status geo_cell_edges_enter(geo_context *context, const geo_locator_grid *grid,
                                const geo_vertex *vertex, const geo_cell_edge *edge, size_t count,
                                geo_cell_edges *cells);
/* The same on all threads, for large grids. */
geo_status geo_cell_edges_share(geo_context *context, const geo_locator_grid *grid,
                                const geo_vertex *vertex, const geo_cell_edge *edge, size_t count,
                                geo_cell_edges *out);
/* GEO_ERROR_LIMIT: more edges than the locator's numbers can count. */
geo_status geo_fail_edges(geo_context *context);
void geo_cell_edges_clear(geo_cell_edges *cells);

/*
 * The grid for `count` edges over a box whose south-west corner is that of the grid: about four
 * cells for each edge, and no more than about five entries for each edge, however long they are.
 * Made as if for `least_count` edges when there are fewer.
 */
geo_locator_grid geo_choose_grid(const geo_vertex *vertex, const geo_cell_edge *edge, size_t count,
                                 size_t least_count, double x_min, double y_min, double width,
                                 double height);

/* The side of the smallest cells that may be over the grid's box: rounding errors are then far
 * below GEO_CELL_MARGIN. */
double geo_least_cell(const geo_locator_grid *grid);

#endif
