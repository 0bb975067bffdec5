/* The rings around the cells of a grid that are at or above a level. */
#ifndef GEO_SURFACE_CONTOUR_TRACE_H
#define GEO_SURFACE_CONTOUR_TRACE_H

#include <geo/core.h>

#define GEO_NO_RING SIZE_MAX

/* Its points have the ground at or above the level on their left. */
typedef struct geo_contour_ring {
    size_t first; /* of its points; the last equals the first */
    size_t end;
    size_t around; /* of a hole its shell, of a shell the hole that it stands in; GEO_NO_RING */
    double area_m2;
    bool is_hole;
} geo_contour_ring;

/* By rows from the north, each from the west, as they are met first: what is around a ring comes
 * before it. */
typedef struct geo_contour_rings {
    size_t count;
    size_t capacity;
    geo_contour_ring *ring;
    size_t point_count;
    size_t point_capacity;
    double *x;
    double *y;
    int32_t *met; /* [rows * (columns + 1)] the ring between a cell and its western neighbour, or
                     the grid's edge; GEO_NO_CODE: none */
} geo_contour_rings;

/* Rings of different pieces never touch, nor does one touch itself. O(cells). */
geo_status geo_contour_trace(geo_context *context, const geo_grid *grid, double level,
                             geo_contour_rings *out);
void geo_contour_rings_clear(geo_contour_rings *rings);

#endif
