/* The parts of a level's pieces, by peak. */
#ifndef GEO_SURFACE_CONTOUR_PARTS_H
#define GEO_SURFACE_CONTOUR_PARTS_H

#include "surface/contour_pieces.h"

/* label[rows * columns]: the piece that a cell belongs to, GEO_NO_CODE for none; afterwards its
 * part. `made` is empty before. O(cells + c log c) for c cells at borders between peaks. */
geo_status geo_contour_parts_make(geo_context *context, const geo_grid *grid, double level,
                                  double ratio, int32_t *label, geo_contour_level *made);

#endif
