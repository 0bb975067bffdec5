/*
 * Showing of an ordinary area that its boundary is valid, faster than GEOS can.
 *
 * Shown is that every ring is closed, has at least 4 points and no edge without length; that no two
 * edges of the area have a point in common, but for neighbours in a ring, which have their vertex
 * and nothing else; that each hole lies in the shell that it follows and in no other hole; and that
 * no shell lies within another's. Such a geometry is valid in the sense of OGC 06-103r4, 6.1.11.1.
 * All signs are exact. What is not shown (rings that touch, repeated points, an island in a hole)
 * may be valid all the same: that is for GEOS to say.
 */
#ifndef GEO_PLACE_AREA_PROOF_H
#define GEO_PLACE_AREA_PROOF_H

#include "geo/place.h"

typedef struct geo_edge_box {
    double x_min, x_max, y_min, y_max;
} geo_edge_box;

/* What one thread works with; of a size for every area of those that it was made for. */
typedef struct geo_area_prover {
    const geo_areas *areas;
    geo_edge_box *box; /* by point of the area; of the edge that begins there */
    uint32_t *first;   /* by cell */
    uint32_t *entry;   /* edges */
} geo_area_prover;

geo_status geo_area_prover_start(geo_context *context, const geo_areas *areas,
                                 geo_area_prover *prover);
void geo_area_prover_clear(geo_area_prover *prover);

/* O(points) for ordinary areas; gives up, with false, where that would not do. */
bool geo_area_is_ordinary(geo_area_prover *prover, size_t area);

#endif
