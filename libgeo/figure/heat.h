/* A surface as a picture of classed colours. */
#ifndef GEO_FIGURE_HEAT_H
#define GEO_FIGURE_HEAT_H

#include "figure/view.h"

/*
 * Draws the surface into the part of an image that its frame takes; the image covers `box`, both in
 * millimetres of the page. Pixels outside the frame stay as they are.
 *
 * Between cell centres the surface is interpolated bilinearly, so that cells don't show as blocks;
 * at each cell's centre it has exactly the grid's value. Cells without a value (NaN) take the mean
 * of those around a place that have one. Outside the grid, and between cells of which none has a
 * value, nothing is drawn. Each
 * pixel takes the colour of its class, edges between classes smoothed over one pixel; of
 * continuous classes one that lies between theirs. A class on both sides of 0 is left blank, and
 * so is where there is no value, unless `gap` (may be NULL) is how that looks.
 */
void geo_heat_draw(geo_context *context, const geo_grid *grid, const geo_classes *classes,
                   const geo_shade_style *shade, const geo_hatch_style *gap, const geo_view *view,
                   geo_box box, geo_image *image);

/* How hot it is in a box of the page: 0 where nothing is drawn, 1 where all is in the highest
 * class. */
double geo_heat_share(const geo_grid *grid, const geo_classes *classes, const geo_view *view,
                      geo_box box);

#endif
