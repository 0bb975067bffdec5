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

/* How much there is in a box that a label had better not cover, 0 to 1; GEO_TAKEN forbids it. */
#define GEO_TAKEN 2.0
typedef double (*geo_busy)(void *user, geo_box box);

typedef struct geo_spot_need {
    const geo_segment *segment; /* the outline, even-odd */
    size_t count;
    geo_box frame;
    geo_size size; /* of the label */
    geo_busy busy; /* may be NULL */
    void *user;
} geo_spot_need;

/*
 * A spot inside the outline and the frame, far from both; distances along x count less, as the
 * label is wider than high. Where there is room enough, one that covers little is better than one
 * still further from the outline. The search is a grid refined around its best point; ties go to
 * the northernmost, then westernmost. Time O(segments).
 */
geo_spot geo_inside_spot(const geo_spot_need *need);

#endif
