/* A good place for a name inside an outline: the pole of inaccessibility, found by a grid search in
 * a plane squeezed to the label's shape. */
#include "figure/inside.h"

#include <math.h>

#define GRID         28
#define COVERED_COST 0.8
#define REFINEMENTS  2
#define SHRINK       0.15

typedef struct spot_search {
    const geo_segment *segment;
    size_t count;
    geo_box frame;
    double squeeze; /* the label's height over its width */
    const geo_spot_need *need;
    double best; /* the best rating so far */
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

/* Up to the label's height, room is worth most; beyond it, that little is covered. */
static double rate(const spot_search *search, double x, double y, double clearance)
{
    const double enough = search->need->size.height;
    if (clearance < 0)
        return clearance;
    double rating = clearance > enough ? enough + 0.15 * (clearance - enough) : clearance;
    if (!search->need->busy || rating <= search->best)
        return rating;
    const geo_size *size = &search->need->size;
    const geo_box label = {x - size->width / 2, y - size->height / 2, size->width, size->height};
    return rating * (1 - COVERED_COST * search->need->busy(search->need->user, label));
}

static void search_box(spot_search *search, geo_box box, geo_spot *best)
{
    for (int row = 0; row < GRID; row++)
        for (int column = 0; column < GRID; column++) {
            double x = box.x + box.width * (column + 0.5) / GRID;
            double y = box.y + box.height * (row + 0.5) / GRID;
            double clearance = clearance_at(search, x, y);
            double rating = rate(search, x, y, clearance);
            if (rating > search->best) {
                search->best = rating;
                *best = (geo_spot){x, y, clearance};
            }
        }
}

geo_spot geo_inside_spot(const geo_spot_need *need)
{
    spot_search search = {need->segment, need->count,
                          need->frame,   need->size.height / need->size.width,
                          need,          -INFINITY};
    geo_spot best = {0, 0, -INFINITY};
    geo_box box = bounds_of(&search);
    if (need->count == 0 || !(box.width > 0) || !(box.height > 0))
        return best;
    search_box(&search, box, &best);
    for (int i = 0; i < REFINEMENTS; i++) {
        box.width *= SHRINK;
        box.height *= SHRINK;
        box.x = best.x - box.width / 2;
        box.y = best.y - box.height / 2;
        search_box(&search, box, &best);
    }
    return best;
}
