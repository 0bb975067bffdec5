/* The segments between output areas: who borders whom, and bending straight lines into natural ones
 * so that both neighbours keep exactly the same vertices and no two lines cross. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "county.h"

typedef struct {
    Point a, b; /* a before b, by x and then y */
    size_t left, right;
    bool river;
    int calm; /* how often its bending was halved because it met another line */
    Line bent;
} Segment;

typedef struct {
    Segment *items;
    size_t count;
    size_t *slots; /* open addressing; NOWHERE is free */
    size_t slot_count;
} Segments;

static bool before(Point a, Point b)
{
    return a.x < b.x || (a.x == b.x && a.y < b.y);
}

static bool same(Point a, Point b)
{
    return a.x == b.x && a.y == b.y;
}

static Segment *segment_between(Segments *segments, Point a, Point b, bool add)
{
    Point low = before(a, b) ? a : b, high = before(a, b) ? b : a;
    size_t slot = (size_t)hash_points(low, high) % segments->slot_count;
    while (segments->slots[slot] != NOWHERE) {
        Segment *found = &segments->items[segments->slots[slot]];
        if (same(found->a, low) && same(found->b, high))
            return found;
        slot = (slot + 1) % segments->slot_count;
    }
    if (!add)
        fail("a segment is missing");
    segments->slots[slot] = segments->count;
    Segment *segment = &segments->items[segments->count++];
    *segment = (Segment){.a = low, .b = high, .left = NOWHERE, .right = NOWHERE};
    return segment;
}

static void collect_segments(const County *county, Segments *segments)
{
    size_t most = 0;
    for (size_t i = 0; i < county->area_count; i++)
        most += county->areas[i].ring.count;
    segments->items = allocate(most, sizeof *segments->items);
    segments->slot_count = 3 * most + 1;
    segments->slots = allocate(segments->slot_count, sizeof *segments->slots);
    memset(segments->slots, 0xff, segments->slot_count * sizeof *segments->slots);
    for (size_t i = 0; i < county->area_count; i++) {
        const Line *ring = &county->areas[i].ring;
        for (size_t j = 1; j < ring->count; j++) {
            Segment *segment = segment_between(segments, ring->at[j - 1], ring->at[j], true);
            if (segment->left == NOWHERE)
                segment->left = i;
            else if (segment->right == NOWHERE)
                segment->right = i;
            else
                fail("three areas share a segment");
        }
    }
}

static void mark_rivers(const County *county, Segments *segments)
{
    const GEOSPreparedGeometry *courses = GEOSPrepare(county->rivers);
    for (size_t i = 0; i < segments->count; i++) {
        Segment *segment = &segments->items[i];
        Point middle = {(segment->a.x + segment->b.x) / 2.0, (segment->a.y + segment->b.y) / 2.0};
        GEOSGeometry *point = GEOSGeom_createPointFromXY(middle.x, middle.y);
        segment->river = GEOSPreparedDistanceWithin(courses, point, 1.5) == 1;
        GEOSGeom_destroy(point);
    }
    GEOSPreparedGeom_destroy(courses);
}

static void link_neighbours(County *county, const Segments *segments)
{
    Graph *graph = &county->graph;
    size_t count = county->area_count;
    graph->start = allocate(count + 2, sizeof *graph->start);
    graph->to = allocate(2 * segments->count, sizeof *graph->to);
    graph->across_river = allocate(2 * segments->count, sizeof *graph->across_river);
    for (size_t i = 0; i < segments->count; i++)
        if (segments->items[i].right != NOWHERE) {
            graph->start[segments->items[i].left + 2]++;
            graph->start[segments->items[i].right + 2]++;
        }
    for (size_t i = 2; i < count + 2; i++)
        graph->start[i] += graph->start[i - 1];
    for (size_t i = 0; i < segments->count; i++) {
        const Segment *segment = &segments->items[i];
        if (segment->right == NOWHERE)
            continue;
        size_t here = graph->start[segment->left + 1]++, there = graph->start[segment->right + 1]++;
        graph->to[here] = segment->right;
        graph->to[there] = segment->left;
        graph->across_river[here] = graph->across_river[there] = segment->river;
    }
}

/* Coast, border and rivers are natural already; so are short lines. Streets are straighter than
 * field boundaries. */
static void bend(Segment *segment)
{
    double length = distance(segment->a, segment->b);
    bool finished = segment->river || segment->right == NOWHERE || segment->calm > 4;
    double amplitude = (length < 350.0 ? 0.22 : 0.42) / (double)(1 << segment->calm);
    double shortest = finished ? INFINITY : length < 350.0 ? 105.0 : 190.0;
    line_free(&segment->bent);
    line_add(&segment->bent, segment->a);
    wander(&segment->bent, segment->b, amplitude, shortest);
}

static double turn(Point a, Point b, Point c)
{
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

static bool within_box(Point p, Point a, Point b)
{
    return p.x >= fmin(a.x, b.x) && p.x <= fmax(a.x, b.x) && p.y >= fmin(a.y, b.y) &&
           p.y <= fmax(a.y, b.y);
}

/* Whether two stretches meet anywhere but at an end that both share. Exact: coordinates are whole
 * metres. */
static bool collide(Point a, Point b, Point c, Point d)
{
    double c_side = turn(a, b, c), d_side = turn(a, b, d), a_side = turn(c, d, a),
           b_side = turn(c, d, b);
    if (c_side * d_side < 0.0 && a_side * b_side < 0.0)
        return true;
    bool c_meets = same(c, a) || same(c, b), d_meets = same(d, a) || same(d, b);
    if (c_meets && d_meets)
        return true;
    return (c_side == 0.0 && !c_meets && within_box(c, a, b)) ||
           (d_side == 0.0 && !d_meets && within_box(d, a, b)) ||
           (a_side == 0.0 && !same(a, c) && !same(a, d) && within_box(a, c, d)) ||
           (b_side == 0.0 && !same(b, c) && !same(b, d) && within_box(b, c, d));
}

typedef struct {
    Point a, b;
    double west, east;
    size_t segment;
} Stretch;

static int by_west(const void *first, const void *second)
{
    const Stretch *a = first, *b = second;
    if (a->west != b->west)
        return a->west < b->west ? -1 : 1;
    return a->segment < b->segment ? -1 : a->segment > b->segment;
}

static Stretch *all_stretches(const Segments *segments, size_t *count)
{
    size_t total = 0, n = 0;
    for (size_t i = 0; i < segments->count; i++)
        total += segments->items[i].bent.count - 1;
    Stretch *stretches = allocate(total, sizeof *stretches);
    for (size_t i = 0; i < segments->count; i++) {
        const Line *bent = &segments->items[i].bent;
        for (size_t j = 1; j < bent->count; j++) {
            Point a = bent->at[j - 1], b = bent->at[j];
            stretches[n++] = (Stretch){a, b, fmin(a.x, b.x), fmax(a.x, b.x), i};
        }
    }
    qsort(stretches, n, sizeof *stretches, by_west);
    *count = n;
    return stretches;
}

/* Calms every segment that meets another; says how many did. */
static size_t calm_collisions(Segments *segments)
{
    size_t count, met = 0;
    Stretch *stretches = all_stretches(segments, &count);
    bool *hit = allocate(segments->count, sizeof *hit);
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count && stretches[j].west <= stretches[i].east; j++) {
            const Stretch *p = &stretches[i], *q = &stretches[j];
            if (fmin(p->a.y, p->b.y) > fmax(q->a.y, q->b.y) ||
                fmin(q->a.y, q->b.y) > fmax(p->a.y, p->b.y))
                continue;
            if (collide(p->a, p->b, q->a, q->b))
                hit[p->segment] = hit[q->segment] = true;
        }
    for (size_t i = 0; i < segments->count; i++)
        if (hit[i]) {
            segments->items[i].calm++;
            bend(&segments->items[i]);
            met++;
        }
    free(hit);
    free(stretches);
    return met;
}

static void redraw_ring(Segments *segments, Line *ring)
{
    Line drawn = {0};
    for (size_t i = 1; i < ring->count; i++) {
        const Segment *segment = segment_between(segments, ring->at[i - 1], ring->at[i], false);
        const Line *bent = &segment->bent;
        bool forward = same(segment->a, ring->at[i - 1]);
        for (size_t j = 0; j + 1 < bent->count; j++)
            line_add(&drawn, bent->at[forward ? j : bent->count - 1 - j]);
    }
    line_add(&drawn, drawn.at[0]);
    line_free(ring);
    *ring = drawn;
}

void roughen_edges(County *county)
{
    Segments segments = {0};
    collect_segments(county, &segments);
    mark_rivers(county, &segments);
    link_neighbours(county, &segments);
    for (size_t i = 0; i < segments.count; i++)
        bend(&segments.items[i]);
    for (int round_of = 0; calm_collisions(&segments) > 0; round_of++)
        if (round_of > 40)
            fail("lines still cross after calming them all");
    for (size_t i = 0; i < county->area_count; i++)
        redraw_ring(&segments, &county->areas[i].ring);
    for (size_t i = 0; i < segments.count; i++)
        line_free(&segments.items[i].bent);
    free(segments.items);
    free(segments.slots);
}
