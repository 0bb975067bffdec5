/*
 * How an edge lies to a point. A point is inside an area when a ray from it crosses an odd number
 * of the area's edges. To count a ray through a vertex or along an edge rightly, the point is moved
 * in thought by (d, d^2) with d > 0 too small to measure: then it lies on no edge, no vertex is at
 * its height, and a ray west and a ray south agree (Edelsbrunner and Mücke 1990, "Simulation of
 * simplicity", ACM Transactions on Graphics 9).
 */
#ifndef GEO_PLACE_EDGE_H
#define GEO_PLACE_EDGE_H

#include <stdbool.h>

#include "place/orientation.h"

typedef struct geo_vertex {
    double x;
    double y;
} geo_vertex;

static inline int geo_edge_side(const geo_vertex *a, const geo_vertex *b, double x, double y)
{
    return geo_orientation(a->x, a->y, b->x, b->y, x, y);
}

/* Whether the ray west from the moved point crosses the edge. */
static inline bool geo_edge_is_west(const geo_vertex *a, const geo_vertex *b, double x, double y)
{
    if ((a->y <= y) == (b->y <= y))
        return false;
    if (x < a->x && x < b->x)
        return false;
    if (x > a->x && x > b->x)
        return true;
    int side = geo_edge_side(a, b, x, y);
    return b->y > a->y ? side <= 0 : side >= 0;
}

/* Whether the ray south from the moved point crosses the edge. */
static inline bool geo_edge_is_south(const geo_vertex *a, const geo_vertex *b, double x, double y)
{
    if ((a->x <= x) == (b->x <= x))
        return false;
    if (y < a->y && y < b->y)
        return false;
    if (y > a->y && y > b->y)
        return true;
    int side = geo_edge_side(a, b, x, y);
    if (side != 0)
        return (b->x > a->x) == (side > 0);
    /* On the edge: the move by d east leads above an edge that falls, the one by d^2 above a level
     * one. */
    return b->x > a->x ? b->y <= a->y : a->y <= b->y;
}

/* Whether the point lies on the edge, given that its height is not strictly between the ends'. */
static inline bool geo_edge_ends_at(const geo_vertex *a, const geo_vertex *b, double x, double y)
{
    if ((a->x == x && a->y == y) || (b->x == x && b->y == y))
        return true;
    return a->y == y && b->y == y && (a->x <= x) != (b->x <= x);
}

/* Flips *inside when the ray west from the moved point crosses the edge. True when the point is on
 * the edge. */
static inline bool geo_edge_cross(const geo_vertex *a, const geo_vertex *b, double x, double y,
                                  bool *inside)
{
    bool rises = b->y > y;
    if ((a->y <= y) != rises)
        return (a->y == y || b->y == y) && geo_edge_ends_at(a, b, x, y);
    bool is_west = x > a->x && x > b->x;
    if (!is_west && !(x < a->x && x < b->x)) {
        int side = geo_edge_side(a, b, x, y);
        if (side == 0)
            return true;
        is_west = rises == (side < 0);
    }
    *inside ^= is_west;
    return false;
}

#endif
