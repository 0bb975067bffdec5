/* Ground divided among the peaks on it. */
#ifndef GEO_SURFACE_CONTOUR_PEAKS_H
#define GEO_SURFACE_CONTOUR_PEAKS_H

#include <geo/core.h>

/*
 * label[rows * columns]: the piece at or above the level that a cell belongs to (or GEO_NO_CODE),
 * and then the part of it that has the peak to which the steepest way up leads: by the cells that
 * have a side in common with one, and across a corner where the piece hangs together there. A peak
 * that is not above the saddle to a higher one, or not `ratio` times as high, has no part: its
 * ground is that of its neighbour across the saddle. *part_count parts in all. 4 bytes of memory
 * per cell.
 */
geo_status geo_contour_divide(geo_context *context, const geo_grid *grid, double level,
                              double ratio, int32_t *label, int32_t *part_count);

#endif
