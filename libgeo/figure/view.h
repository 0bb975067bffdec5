/* Which part of the world a map frame shows. */
#ifndef GEO_FIGURE_VIEW_H
#define GEO_FIGURE_VIEW_H

#include "figure/canvas.h"

typedef struct geo_view {
    geo_box frame_mm;
    double x_min; /* at the frame's left edge */
    double y_max; /* at the frame's top edge */
    double mm_per_m;
} geo_view;

/*
 * What there is to show: the areas with a little room around them, cut to the grid unless the grid
 * covers all of them. Either may be NULL, or the areas' extent empty. *may_grow: whether a frame of
 * another shape may show more than that; it may not where the surface would end inside an area.
 */
geo_extent geo_view_window(const geo_grid *grid, const geo_extent *areas, bool *may_grow);

/* The window in the middle of the frame, as large as fits. */
geo_view geo_view_fit(geo_extent window, geo_box frame_mm);

/* What the frame shows. */
geo_extent geo_view_extent(const geo_view *view);

double geo_view_x_mm(const geo_view *view, double x);
double geo_view_y_mm(const geo_view *view, double y);

#endif
