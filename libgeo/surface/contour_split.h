/* The rings around parts of ground. */
#ifndef GEO_SURFACE_CONTOUR_SPLIT_H
#define GEO_SURFACE_CONTOUR_SPLIT_H

#include "surface/contour_trace.h"

/*
 * The ring around each part and those of its holes, by rows from the north, each from the west:
 * part label[rows * columns] (0 .. part_count - 1, GEO_NO_CODE: beyond all) of the ground at or
 * above the level, of which each hangs together. They have no ring_met; a hole's `around` is its
 * part's shell, and shell[part_count] the shell of each. Where ground ends the rings are those of
 * geo_contour_trace(), and between parts they run half way between nodes.
 */
geo_status geo_contour_split(geo_context *context, const geo_grid *grid, double level,
                             const int32_t *label, int32_t part_count, size_t *shell,
                             geo_contour_rings *out);

#endif
