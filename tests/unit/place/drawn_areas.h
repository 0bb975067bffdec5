/* Areas for the tests of this folder: from a few lines of text, or made at random. */
#ifndef TESTS_UNIT_PLACE_DRAWN_AREAS_H
#define TESTS_UNIT_PLACE_DRAWN_AREAS_H

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <geo/place.h>

#include "random.h"
#include "unit.h"

/* ---- areas ---------------------------------------------------------------------------------- */

enum { DRAWN_AREAS = 4096, DRAWN_RINGS = 8192, DRAWN_POINTS = 400000 };

/* Areas without attributes, and the text of their codes; freed with drawn_free(). */
typedef struct drawn_areas {
    geo_areas areas;
    char code[DRAWN_AREAS][32];
} drawn_areas;

static inline drawn_areas *drawn_new(void)
{
    drawn_areas *drawn = calloc(1, sizeof *drawn);
    assert_non_null(drawn);
    geo_areas *areas = &drawn->areas;
    areas->code = calloc(DRAWN_AREAS, sizeof *areas->code);
    areas->area_ring = calloc(DRAWN_AREAS + 1, sizeof *areas->area_ring);
    areas->ring_point = calloc(DRAWN_RINGS + 1, sizeof *areas->ring_point);
    areas->ring_is_hole = calloc(DRAWN_RINGS, sizeof *areas->ring_is_hole);
    areas->x = calloc(DRAWN_POINTS, sizeof *areas->x);
    areas->y = calloc(DRAWN_POINTS, sizeof *areas->y);
    assert_true(areas->code && areas->area_ring && areas->ring_point && areas->ring_is_hole &&
                areas->x && areas->y);
    return drawn;
}

static inline void drawn_free(drawn_areas *drawn)
{
    free(drawn->areas.code);
    free(drawn->areas.area_ring);
    free(drawn->areas.ring_point);
    free(drawn->areas.ring_is_hole);
    free(drawn->areas.x);
    free(drawn->areas.y);
    free(drawn);
}

static inline void drawn_add_area(drawn_areas *drawn, const char *code)
{
    geo_areas *areas = &drawn->areas;
    assert_true(areas->count < DRAWN_AREAS);
    snprintf(drawn->code[areas->count], sizeof drawn->code[0], "%s", code);
    areas->code[areas->count] = drawn->code[areas->count];
    areas->area_ring[++areas->count] = areas->ring_count;
}

static inline void drawn_add_ring(drawn_areas *drawn, bool is_hole)
{
    geo_areas *areas = &drawn->areas;
    assert_true(areas->ring_count < DRAWN_RINGS);
    areas->ring_is_hole[areas->ring_count++] = is_hole;
    areas->ring_point[areas->ring_count] = areas->point_count;
    areas->area_ring[areas->count] = areas->ring_count;
}

static inline void drawn_add_point(drawn_areas *drawn, double x, double y)
{
    geo_areas *areas = &drawn->areas;
    assert_true(areas->point_count < DRAWN_POINTS);
    areas->x[areas->point_count] = x;
    areas->y[areas->point_count++] = y;
    areas->ring_point[areas->ring_count] = areas->point_count;
}

static inline void drawn_close_ring(drawn_areas *drawn)
{
    const geo_areas *areas = &drawn->areas;
    size_t first = areas->ring_point[areas->ring_count - 1];
    drawn_add_point(drawn, areas->x[first], areas->y[first]);
}

/* "A: 0 0, 1 0, 1 1, 0 0 / hole 0.5 0.2, ..." and a new line for each further area. */
static inline drawn_areas *drawn_from_text(const char *text)
{
    drawn_areas *drawn = drawn_new();
    while (*text != '\0') {
        char code[16];
        int used = 0;
        assert_int_equal(sscanf(text, " %15[^: \n]:%n", code, &used), 1);
        text += used;
        drawn_add_area(drawn, code);
        for (char mark = '/'; mark == '/';) {
            double x, y;
            bool is_hole = strncmp(text + strspn(text, " "), "hole", 4) == 0;
            text += is_hole ? strspn(text, " ") + 4 : 0;
            for (bool first = true; sscanf(text, "%*[ ]%lf %lf%n", &x, &y, &used) == 2;) {
                if (first)
                    drawn_add_ring(drawn, is_hole);
                first = false;
                drawn_add_point(drawn, x, y);
                text += used;
                text += *text == ',';
            }
            text += strspn(text, " ");
            mark = *text;
            text += mark != '\0';
        }
    }
    return drawn;
}

static inline void drawn_copy_area(drawn_areas *to, const geo_areas *from, size_t area)
{
    drawn_add_area(to, from->code[area]);
    for (size_t r = from->area_ring[area]; r < from->area_ring[area + 1]; r++) {
        drawn_add_ring(to, from->ring_is_hole[r]);
        for (size_t i = from->ring_point[r]; i < from->ring_point[r + 1]; i++)
            drawn_add_point(to, from->x[i], from->y[i]);
    }
}

/* The same areas in another order: area order[i] comes i-th. */
static inline drawn_areas *drawn_reordered(const geo_areas *areas, const size_t *order)
{
    drawn_areas *drawn = drawn_new();
    for (size_t i = 0; i < areas->count; i++)
        drawn_copy_area(drawn, areas, order[i]);
    return drawn;
}

static inline void shuffle(uint64_t *stream, size_t *order, size_t count)
{
    for (size_t i = 0; i < count; i++)
        order[i] = i;
    for (size_t i = count; i > 1; i--) {
        size_t j = random_below(stream, i);
        size_t kept = order[i - 1];
        order[i - 1] = order[j];
        order[j] = kept;
    }
}

/* The code at a point, "-" for none. */
static inline const char *code_at(geo_context *context, const geo_areas *areas,
                                  const geo_locator *locator, double x, double y)
{
    int32_t area = -2;
    assert_int_equal(geo_locate(context, locator, &x, &y, 1, &area), GEO_OK);
    assert_in_range(area + 1, 0, areas->count);
    return area == GEO_NO_CODE ? "-" : areas->code[area];
}

#endif
