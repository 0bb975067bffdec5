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
    double clearance_mm; /* half the height of the largest box of the wanted shape that fits around
                            it; negative when the spot is outside */
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
 * A spot inside the outline and the frame, far from both, as a box of the label's shape sees it.
 * Where there is room enough, one that covers little is better than one still further from the
 * outline. Of equally good ones the northernmost, then westernmost is looked at first. Time
 * O(segments) for each of at most 1,000 spots that are tried, as a rule some dozens.
 */
geo_spot geo_inside_spot(const geo_spot_need *need);

#endif
