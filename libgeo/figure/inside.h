/* A good place for a name inside an outline. */
#ifndef GEO_FIGURE_INSIDE_H
#define GEO_FIGURE_INSIDE_H

#include "figure/canvas.h"

/* Outlines as loose edges in millimetres of the page. */
typedef struct geo_segment {
    double x0, y0, x1, y1;
} geo_segment;

typedef struct geo_spot {
    double x;
    double y;
    double clearance_mm; /* half the height of the largest lozenge of the wanted shape that fits
                            there; negative when the spot is outside */
} geo_spot;

/*
 * The spot inside the outline (even-odd) and within `frame` that is furthest from both, distances
 * along x counting `squeeze` times: a label w wide and h high wants squeeze = h / w. The search is
 * a grid refined around its best point; ties go to the northernmost, then westernmost. Time
 * O(segments).
 */
geo_spot geo_inside_spot(const geo_segment *segment, size_t count, geo_box frame, double squeeze);

#endif
