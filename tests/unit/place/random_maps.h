/* Random maps, and points worth asking about on them. */
#ifndef TESTS_UNIT_PLACE_RANDOM_MAPS_H
#define TESTS_UNIT_PLACE_RANDOM_MAPS_H

#include "drawn_areas.h"

/* ---- points worth asking -------------------------------------------------------------------- */

static inline double any_of(uint64_t *stream, const double *value, size_t count)
{
    return value[random_below(stream, count)];
}

/* Anywhere; a vertex; the middle of an edge; at a vertex's height; above a vertex; at the heights
 * and positions of two vertices. */
static inline void choose_point(uint64_t *stream, const geo_areas *areas, double *x, double *y)
{
    double margin_x = (areas->extent.x_max - areas->extent.x_min) / 20;
    double margin_y = (areas->extent.y_max - areas->extent.y_min) / 20;
    size_t i = random_below(stream, areas->point_count);
    size_t next = i + 1 < areas->point_count ? i + 1 : i;
    *x = random_between(stream, areas->extent.x_min - margin_x, areas->extent.x_max + margin_x);
    *y = random_between(stream, areas->extent.y_min - margin_y, areas->extent.y_max + margin_y);
    switch (random_below(stream, 8)) {
    case 0:
        *x = areas->x[i];
        *y = areas->y[i];
        break;
    case 1:
        *x = (areas->x[i] + areas->x[next]) / 2;
        *y = (areas->y[i] + areas->y[next]) / 2;
        break;
    case 2:
        *y = areas->y[i];
        break;
    case 3:
        *x = areas->x[i];
        break;
    case 4:
        *x = any_of(stream, areas->x, areas->point_count);
        *y = any_of(stream, areas->y, areas->point_count);
        break;
    default:
        break;
    }
}

/* ---- random maps ---------------------------------------------------------------------------- */

/* Multiples of 2^-10 far below 2^20: middles of edges are then exact and lie on them. */
static inline double on_lattice(double value)
{
    return nearbyint(value * 1024) / 1024;
}

static inline void random_code(uint64_t *stream, size_t number, char code[32])
{
    snprintf(code, 32, "%c%03u%zu", (int)('A' + random_below(stream, 26)),
             (unsigned)random_below(stream, 1000), number);
}

static inline void add_star(uint64_t *stream, drawn_areas *drawn, double x, double y, double radius,
                            bool is_hole)
{
    size_t points = 3 + random_below(stream, 40);
    drawn_add_ring(drawn, is_hole);
    for (size_t i = 0; i < points; i++) {
        double angle = 6.283185307179586 * (double)i / (double)points;
        double reach = random_between(stream, radius / 5, radius);
        drawn_add_point(drawn, on_lattice(x + reach * cos(angle)),
                        on_lattice(y + reach * sin(angle)));
    }
    drawn_close_ring(drawn);
}

static inline drawn_areas *random_stars(uint64_t *stream, size_t count)
{
    drawn_areas *drawn = drawn_new();
    for (size_t a = 0; a < count; a++) {
        char code[32];
        random_code(stream, a, code);
        drawn_add_area(drawn, code);
        for (size_t part = 1 + random_below(stream, 3); part > 0; part--) {
            double x = random_between(stream, -500, 500);
            double y = random_between(stream, -500, 500);
            double radius = random_between(stream, 5, 200);
            add_star(stream, drawn, x, y, radius, false);
            if (random_below(stream, 2) == 0)
                add_star(stream, drawn, x, y, radius / 5, true);
        }
    }
    return drawn;
}

/* Points in any order: rings that cross themselves. */
static inline drawn_areas *random_tangles(uint64_t *stream, size_t count)
{
    drawn_areas *drawn = drawn_new();
    for (size_t a = 0; a < count; a++) {
        char code[32];
        random_code(stream, a, code);
        drawn_add_area(drawn, code);
        size_t rings = random_below(stream, 4);
        for (size_t r = 0; r < rings; r++) {
            size_t points = random_below(stream, 14);
            drawn_add_ring(drawn, r > 0 && random_below(stream, 2) == 0);
            for (size_t i = 0; i < points; i++) {
                drawn_add_point(drawn, floor(random_between(stream, 0, 40)),
                                floor(random_between(stream, 0, 40)));
            }
            if (points > 0 && random_below(stream, 4) > 0)
                drawn_close_ring(drawn);
        }
    }
    return drawn;
}

/* A border from a towards b as a broken line of 2^depth pieces, without its end; the same from
 * either side because it is always made from its lower end. */
static inline size_t broken_line(uint64_t stream, double *x, double *y, double bx, double by,
                                 int depth)
{
    if (depth == 0)
        return 1;
    double bend = random_between(&stream, -0.15, 0.15);
    double middle_x = on_lattice((x[0] + bx) / 2 - bend * (by - y[0]));
    double middle_y = on_lattice((y[0] + by) / 2 + bend * (bx - x[0]));
    uint64_t first = random_bits(&stream);
    uint64_t second = random_bits(&stream);
    size_t count = broken_line(first, x, y, middle_x, middle_y, depth - 1);
    x[count] = middle_x;
    y[count] = middle_y;
    count += broken_line(second, x + count, y + count, bx, by, depth - 1);
    return count;
}

/* Areas of a partition into columns * columns parts with broken borders, as of a county. */
static inline drawn_areas *random_partition(uint64_t *stream, size_t columns, int depth)
{
    enum { LONGEST = 64 };
    assert_true(1 << depth < LONGEST);
    drawn_areas *drawn = drawn_new();
    uint64_t seed = random_bits(stream);
    for (size_t area = 0; area < columns * columns; area++) {
        size_t column = area % columns, row = area / columns;
        static const size_t right[] = {0, 1, 1, 0, 0}, up[] = {0, 0, 1, 1, 0};
        double corner_x[5], corner_y[5];
        size_t node[5];
        char code[32];
        random_code(stream, area, code);
        drawn_add_area(drawn, code);
        drawn_add_ring(drawn, false);
        for (size_t c = 0; c < 5; c++) {
            node[c] = (row + up[c]) * (columns + 1) + column + right[c];
            uint64_t jitter = seed ^ (node[c] * 7919);
            corner_x[c] =
                on_lattice((double)(column + right[c]) * 100 + random_between(&jitter, -20, 20));
            corner_y[c] =
                on_lattice((double)(row + up[c]) * 100 + random_between(&jitter, -20, 20));
        }
        for (size_t c = 0; c < 4; c++) {
            bool forward = node[c] < node[c + 1];
            size_t from = forward ? c : c + 1, to = forward ? c + 1 : c;
            double x[LONGEST + 1] = {corner_x[from]}, y[LONGEST + 1] = {corner_y[from]};
            uint64_t line = seed + node[from] * 1000003 + node[to];
            size_t count = broken_line(line, x, y, corner_x[to], corner_y[to], depth);
            x[count] = corner_x[to];
            y[count] = corner_y[to];
            for (size_t i = 0; i < count; i++) {
                size_t k = forward ? i : count - i;
                drawn_add_point(drawn, x[k], y[k]);
            }
        }
        drawn_close_ring(drawn);
    }
    return drawn;
}

#endif
