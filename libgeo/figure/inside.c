/* A good place for a name inside an outline: the pole of inaccessibility, found by a grid search in
 * a plane squeezed to the label's shape. */
#include <math.h>

#include "figure/inside.h"

#define GRID        28
#define REFINEMENTS 4

typedef struct spot_search {
    const geo_segment *segment;
    size_t count;
    geo_box frame;
    double squeeze;
} spot_search;

static double distance_to(const spot_search *search, const geo_segment *segment, double x, double y)
{
    double dx = (segment->x1 - segment->x0) * search->squeeze, dy = segment->y1 - segment->y0;
    double px = (x - segment->x0) * search->squeeze, py = y - segment->y0;
    double length2 = dx * dx + dy * dy;
    double t = length2 > 0 ? fmin(1, fmax(0, (px * dx + py * dy) / length2)) : 0;
    return hypot(px - t * dx, py - t * dy);
}

static bool crosses_eastwards(const geo_segment *segment, double x, double y)
{
    if ((segment->y0 > y) == (segment->y1 > y))
        return false;
    double t = (y - segment->y0) / (segment->y1 - segment->y0);
    return segment->x0 + t * (segment->x1 - segment->x0) > x;
}

static double clearance_at(const spot_search *search, double x, double y)
{
    const geo_box *frame = &search->frame;
    double clearance = fmin(fmin(x - frame->x, frame->x + frame->width - x) * search->squeeze,
                            fmin(y - frame->y, frame->y + frame->height - y));
    bool inside = false;
    double distance = INFINITY;
    for (size_t i = 0; i < search->count; i++) {
        distance = fmin(distance, distance_to(search, &search->segment[i], x, y));
        if (crosses_eastwards(&search->segment[i], x, y))
            inside = !inside;
    }
    return inside ? fmin(clearance, distance) : -distance;
}

static geo_box bounds_of(const spot_search *search)
{
    double x_min = INFINITY, y_min = INFINITY, x_max = -INFINITY, y_max = -INFINITY;
    for (size_t i = 0; i < search->count; i++) {
        const geo_segment *segment = &search->segment[i];
        x_min = fmin(x_min, fmin(segment->x0, segment->x1));
        x_max = fmax(x_max, fmax(segment->x0, segment->x1));
        y_min = fmin(y_min, fmin(segment->y0, segment->y1));
        y_max = fmax(y_max, fmax(segment->y0, segment->y1));
    }
    const geo_box *frame = &search->frame;
    x_min = fmax(x_min, frame->x);
    y_min = fmax(y_min, frame->y);
    x_max = fmin(x_max, frame->x + frame->width);
    y_max = fmin(y_max, frame->y + frame->height);
    return (geo_box){x_min, y_min, x_max - x_min, y_max - y_min};
}

static void search_box(const spot_search *search, geo_box box, geo_spot *best)
{
    for (int row = 0; row < GRID; row++)
        for (int column = 0; column < GRID; column++) {
            double x = box.x + box.width * (column + 0.5) / GRID;
            double y = box.y + box.height * (row + 0.5) / GRID;
            double clearance = clearance_at(search, x, y);
            if (clearance > best->clearance_mm)
                *best = (geo_spot){x, y, clearance};
        }
}

geo_spot geo_inside_spot(const geo_segment *segment, size_t count, geo_box frame, double squeeze)
{
    const spot_search search = {segment, count, frame, squeeze};
    geo_spot best = {0, 0, -INFINITY};
    geo_box box = bounds_of(&search);
    if (count == 0 || !(box.width > 0) || !(box.height > 0))
        return best;
    search_box(&search, box, &best);
    for (int i = 0; i < REFINEMENTS; i++) {
        box.width *= 0.2;
        box.height *= 0.2;
        box.x = best.x - box.width / 2;
        box.y = best.y - box.height / 2;
        geo_spot before = best;
        search_box(&search, box, &best);
        if (best.clearance_mm - before.clearance_mm < 0.05)
            break;
    }
    return best;
}
