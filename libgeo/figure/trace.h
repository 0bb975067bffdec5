/* Outlines of the world as paths on a canvas. */
#ifndef GEO_FIGURE_TRACE_H
#define GEO_FIGURE_TRACE_H

#include "figure/borders.h"
#include "figure/view.h"

/* Adds an area's rings to the path: shells one way round, holes the other, so that areas fill as
 * one by the non-zero rule, even where they overlap. */
void geo_trace_area(geo_canvas *canvas, const geo_view *view, const geo_areas *areas, size_t area);
/* The rings of an outline. */
void geo_trace_outline(geo_canvas *canvas, const geo_view *view, const geo_areas *areas,
                       const geo_borders *borders, const geo_outline *outline);
void geo_trace_border(geo_canvas *canvas, const geo_view *view, const geo_areas *areas,
                      const geo_border *border);
/* A line of points, closed or not. */
void geo_trace_line(geo_canvas *canvas, const geo_view *view, const double *x, const double *y,
                    size_t count, bool is_closed);

#endif
