/* The pieces of ground within the rings of one level: which are kept, and what is in them. */
#ifndef GEO_SURFACE_CONTOUR_PIECES_H
#define GEO_SURFACE_CONTOUR_PIECES_H

#include <geo/surface.h>

#include "surface/contour_trace.h"

#define GEO_NO_PIECE SIZE_MAX

/* Begins with a peak of -INFINITY. */
typedef struct geo_contour_piece {
    size_t shell;
    size_t first_ring; /* of level->kept: the shell and its holes */
    size_t ring_count;
    double area_m2;
    double incidents;
    double peak;
    double peak_x;
    double peak_y;
} geo_contour_piece;

typedef struct geo_contour_level {
    geo_contour_rings rings;
    size_t piece_count;
    geo_contour_piece *piece; /* [piece_count] the highest peak first */
    size_t kept_count;
    size_t *kept; /* [kept_count] rings, by piece */
} geo_contour_level;

/* With a peak_ratio above 0 pieces are divided among their peaks. O(cells + pieces log pieces). */
geo_status geo_contour_level_make(geo_context *context, const geo_grid *grid,
                                  const geo_contour_options *options, size_t which,
                                  double peak_ratio, geo_contour_level *out);
/* Adds a cell: what is in it, and whether it is the peak. */
void geo_contour_piece_add(const geo_grid *grid, size_t row, size_t column,
                           geo_contour_piece *piece);
/* Puts pieces in order, and the rings of each beside each other, a shell before its holes:
 * owner[rings.count] is the piece of a ring, by the order that they have now, or GEO_NO_PIECE. */
geo_status geo_contour_level_order(geo_context *context, geo_contour_level *made,
                                   const size_t *owner);
void geo_contour_level_clear(geo_contour_level *level);

#endif
