/*
 * A good place for a name inside an outline: the pole of inaccessibility, found as in V. Agafonkin,
 * "A new algorithm for finding a visual center of a polygon" (Mapbox, 2016): squares that cannot
 * hold a better spot than the best so far are given up, the most promising one is quartered.
 *
 * Distances are those of the maximum norm in a plane squeezed to the label's shape: a ball there is
 * a box of that shape on the page, so that the clearance says which box fits.
 */
#include "figure/inside.h"

#include <math.h>

#define COVERED_COST  0.8
#define EXTRA_ROOM    0.15 /* worth of room beyond what is enough */
#define PRECISION_MM  0.05
#define SMALLEST_MM   0.2 /* no square is quartered below this */
#define SQUARES_MOST  1000
#define SQUARES_FIRST 16 /* along the longer side */

typedef struct search_square {
    double x;
    double y;
    double half;  /* of its side, in the squeezed plane */
    double bound; /* no spot in it is rated higher */
} search_square;

typedef struct spot_search {
    const geo_spot_need *need;
    double squeeze; /* the label's height over its width */
    double best;    /* the best rating so far */
    geo_spot spot;
    size_t count;
    size_t tried;
    search_square heap[SQUARES_MOST];
} spot_search;

/* fmin() and fmax() mind NaN, which is not among coordinates, by a call. */
static inline double least(double a, double b)
{
    return a < b ? a : b;
}

static inline double most(double a, double b)
{
    return a > b ? a : b;
}

static double larger_part(double px, double py, double dx, double dy, double t)
{
    t = least(1, most(0, t));
    return most(fabs(px - t * dx), fabs(py - t * dy));
}

/* The distance is convex along the segment: its least is at an end, where one part vanishes, or
 * where both are equal. */
static double distance_to(double squeeze, const geo_segment *segment, double x, double y)
{
    double px = (x - segment->x0) * squeeze, py = y - segment->y0;
    double dx = (segment->x1 - segment->x0) * squeeze, dy = segment->y1 - segment->y0;
    double distance = larger_part(px, py, dx, dy, 0);
    if (dx != dy)
        distance = least(distance, larger_part(px, py, dx, dy, (px - py) / (dx - dy)));
    if (dx != -dy)
        distance = least(distance, larger_part(px, py, dx, dy, (px + py) / (dx + dy)));
    if (dx != 0)
        distance = least(distance, larger_part(px, py, dx, dy, px / dx));
    if (dy != 0)
        distance = least(distance, larger_part(px, py, dx, dy, py / dy));
    return least(distance, larger_part(px, py, dx, dy, 1));
}

/* Whether the box around the segment is further away than `distance`. */
static bool is_further(double squeeze, const geo_segment *segment, double x, double y,
                       double distance)
{
    double reach = distance / squeeze;
    return least(segment->x0, segment->x1) > x + reach ||
           most(segment->x0, segment->x1) < x - reach ||
           least(segment->y0, segment->y1) > y + distance ||
           most(segment->y0, segment->y1) < y - distance;
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
    const geo_spot_need *need = search->need;
    const geo_box *frame = &need->frame;
    double clearance = least(least(x - frame->x, frame->x + frame->width - x) * search->squeeze,
                             least(y - frame->y, frame->y + frame->height - y));
    bool inside = false;
    double distance = INFINITY;
    for (size_t i = 0; i < need->count; i++) {
        const geo_segment *segment = &need->segment[i];
        if (!is_further(search->squeeze, segment, x, y, distance))
            distance = least(distance, distance_to(search->squeeze, segment, x, y));
        if (crosses_eastwards(segment, x, y))
            inside = !inside;
    }
    return inside ? least(clearance, distance) : -distance;
}

static geo_box bounds_of(const geo_spot_need *need)
{
    double x_min = INFINITY, y_min = INFINITY, x_max = -INFINITY, y_max = -INFINITY;
    for (size_t i = 0; i < need->count; i++) {
        const geo_segment *segment = &need->segment[i];
        x_min = least(x_min, least(segment->x0, segment->x1));
        x_max = most(x_max, most(segment->x0, segment->x1));
        y_min = least(y_min, least(segment->y0, segment->y1));
        y_max = most(y_max, most(segment->y0, segment->y1));
    }
    const geo_box *frame = &need->frame;
    x_min = most(x_min, frame->x);
    y_min = most(y_min, frame->y);
    return (geo_box){x_min, y_min, least(x_max, frame->x + frame->width) - x_min,
                     least(y_max, frame->y + frame->height) - y_min};
}

/* Up to the label's height, room is worth most; beyond it, that little is covered. */
static double worth_of_room(const spot_search *search, double clearance)
{
    const double enough = search->need->size.height;
    return clearance > enough ? enough + EXTRA_ROOM * (clearance - enough) : clearance;
}

static double rate(const spot_search *search, double x, double y, double clearance)
{
    double worth = worth_of_room(search, clearance);
    if (clearance < 0 || !search->need->busy || worth <= search->best)
        return worth;
    const geo_size *size = &search->need->size;
    const geo_box label = {x - size->width / 2, y - size->height / 2, size->width, size->height};
    return worth * (1 - COVERED_COST * search->need->busy(search->need->user, label));
}

/* Ties go to the north, then the west. */
static bool is_before(const search_square *a, const search_square *b)
{
    if (a->bound != b->bound)
        return a->bound > b->bound;
    return a->y != b->y ? a->y < b->y : a->x < b->x;
}

static void swap(search_square *a, search_square *b)
{
    search_square kept = *a;
    *a = *b;
    *b = kept;
}

static void push(spot_search *search, search_square square)
{
    size_t place = search->count++;
    search->heap[place] = square;
    for (; place > 0 && is_before(&search->heap[place], &search->heap[(place - 1) / 2]);
         place = (place - 1) / 2)
        swap(&search->heap[place], &search->heap[(place - 1) / 2]);
}

static search_square pop(spot_search *search)
{
    search_square *heap = search->heap, top = heap[0];
    heap[0] = heap[--search->count];
    for (size_t place = 0, child = 1; child < search->count; child = 2 * place + 1) {
        if (child + 1 < search->count && is_before(&heap[child + 1], &heap[child]))
            child++;
        if (!is_before(&heap[child], &heap[place]))
            break;
        swap(&heap[child], &heap[place]);
        place = child;
    }
    return top;
}

static void try_square(spot_search *search, double x, double y, double half)
{
    if (search->tried++ >= SQUARES_MOST)
        return;
    double clearance = clearance_at(search, x, y);
    double rating = rate(search, x, y, clearance);
    if (rating > search->best) {
        search->best = rating;
        search->spot = (geo_spot){x, y, clearance};
    }
    double bound = worth_of_room(search, clearance + half);
    if (bound > search->best + PRECISION_MM)
        push(search, (search_square){x, y, half, bound});
}

static void cover(spot_search *search, geo_box box)
{
    double width = box.width * search->squeeze, longer = most(width, box.height);
    double side = most(least(width, box.height), longer / SQUARES_FIRST);
    int columns = (int)ceil(width / side), rows = (int)ceil(box.height / side);
    for (int row = 0; row < rows; row++)
        for (int column = 0; column < columns; column++)
            try_square(search, box.x + side * (column + 0.5) / search->squeeze,
                       box.y + side * (row + 0.5), side / 2);
}

geo_spot geo_inside_spot(const geo_spot_need *need)
{
    spot_search search;
    search.need = need;
    search.squeeze = need->size.height / need->size.width;
    search.best = -INFINITY;
    search.spot = (geo_spot){0, 0, -INFINITY};
    search.count = search.tried = 0;
    geo_box box = bounds_of(need);
    if (need->count == 0 || !(box.width > 0) || !(box.height > 0))
        return search.spot;
    cover(&search, box);
    while (search.count > 0) {
        const search_square square = pop(&search);
        double half = square.half / 2;
        if (square.bound <= search.best + PRECISION_MM)
            break;
        if (square.half < SMALLEST_MM / 2)
            continue;
        for (int corner = 0; corner < 4; corner++)
            try_square(&search, square.x + (corner % 2 ? half : -half) / search.squeeze,
                       square.y + (corner / 2 ? half : -half), half);
    }
    return search.spot;
}
