/* Areas laid over areas: shares by ground, by points, points inside, ground itself. */
#include "allocations.h"
#include "near.h"
#include "random_maps.h"

/* ---- small maps ----------------------------------------------------------------------------- */

static const struct {
    const char *what;
    const char *from;
    const char *to;
    double sliver;
    const char *parts; /* "from>to share" of each */
} cases[] = {
    {"one within another", "A: 1 1, 2 1, 2 2, 1 2, 1 1", "T: 0 0, 4 0, 4 4, 0 4, 0 0", 1e-4,
     "A>T 1"},
    {"the same area", "A: 0 0, 4 0, 4 4, 0 4, 0 0", "T: 0 0, 4 0, 4 4, 0 4, 0 0", 1e-4, "A>T 1"},
    {"halves", "A: 0 0, 4 0, 4 4, 0 4, 0 0",
     "T: 0 0, 2 0, 2 4, 0 4, 0 0\nU: 2 0, 4 0, 4 4, 2 4, 2 0", 1e-4, "A>T 0.5 A>U 0.5"},
    {"a quarter in none", "A: 0 0, 4 0, 4 4, 0 4, 0 0",
     "T: 0 0, 2 0, 2 4, 0 4, 0 0\nU: 2 0, 4 0, 4 2, 2 2, 2 0", 1e-4, "A>T 0.5 A>U 0.25"},
    {"borders in common are no ground",
     "A: 0 0, 2 0, 2 2, 0 2, 0 0\nB: 2 0, 4 0, 4 2, 2 2, 2 0\nC: 4 0, 6 0, 6 2, 4 2, 4 0",
     "T: 0 0, 2 0, 4 0, 4 2, 0 2, 0 0\nU: 4 0, 8 0, 8 8, 4 8, 4 2, 4 0", 1e-4, "A>T 1 B>T 1 C>U 1"},
    {"a corner in common is none", "A: 0 0, 2 0, 2 2, 0 2, 0 0", "T: 2 2, 3 2, 3 3, 2 3, 2 2", 1e-4,
     ""},
    {"boxes meet, areas do not", "A: 0 0, 4 0, 0 4, 0 0", "T: 4 4, 4 1, 1 4, 4 4", 1e-4, ""},
    {"an area in the hole of another", "A: 3 3, 5 3, 5 5, 3 5, 3 3",
     "T: 0 0, 8 0, 8 8, 0 8, 0 0 / hole 2 2, 2 6, 6 6, 6 2, 2 2", 1e-4, ""},
    {"a hole and what is in it", "A: 0 0, 8 0, 8 8, 0 8, 0 0",
     "T: 0 0, 8 0, 8 8, 0 8, 0 0 / hole 2 2, 2 6, 6 6, 6 2, 2 2\nU: 2 2, 6 2, 6 6, 2 6, 2 2", 1e-4,
     "A>T 0.75 A>U 0.25"},
    {"several parts of one area",
     "A: 0 0, 2 0, 2 2, 0 2, 0 0 / 10 0, 12 0, 12 2, 10 2, 10 0 / 20 0, 24 0, 24 2, 20 2, 20 0",
     "T: -1 -1, 5 -1, 5 5, -1 5, -1 -1\nU: 9 -1, 30 -1, 30 5, 9 5, 9 -1", 1e-4,
     "A>T 0.25 A>U 0.75"},
    {"slivers go, and what they leave", "A: 0 0, 1000 0, 1000 10, 0 10, 0 0",
     "T: 0 0, 999.99 0, 999.99 10, 0 10, 0 0\nU: 999.99 0, 2000 0, 2000 10, 999.99 10, 999.99 0",
     1e-4, "A>T 1"},
    {"slivers stay where they are asked for", "A: 0 0, 1000 0, 1000 10, 0 10, 0 0",
     "T: 0 0, 999 0, 999 10, 0 10, 0 0\nU: 999 0, 2000 0, 2000 10, 999 10, 999 0", 0,
     "A>T 0.999 A>U 0.001"},
    {"what sticks out by a sliver counts as inside", "A: 0 0, 1000 0, 1000 10, 0 10, 0 0",
     "T: 0 0, 999.99 0, 999.99 10, 0 10, 0 0", 1e-4, "A>T 1"},
    {"nothing but a sliver is nothing", "A: 0 0, 1000 0, 1000 10, 0 10, 0 0",
     "T: 999.99 0, 2000 0, 2000 10, 999.99 10, 999.99 0", 1e-4, ""},
    /* A ward is a small part of England, but England is all of what it is in. */
    {"small areas are no slivers of a large one", "A: 0 0, 1000 0, 1000 1000, 0 1000, 0 0",
     "T: 1 1, 2 1, 2 2, 1 2, 1 1\nU: 5 5, 7 5, 7 6, 5 6, 5 5", 1e-4, "A>T 1e-06 A>U 2e-06"},
    {"within two that overlap: the first by code", "A: 1 1, 2 1, 2 2, 1 2, 1 1",
     "V: 0 0, 4 0, 4 4, 0 4, 0 0\nT: 0 0, 3 0, 3 3, 0 3, 0 0", 1e-4, "A>T 1"},
    {"partly in two that overlap: over their sum", "A: 0 0, 4 0, 4 4, 0 4, 0 0",
     "T: 0 0, 3 0, 3 4, 0 4, 0 0\nU: 1 0, 4 0, 4 4, 1 4, 1 0", 1e-4, "A>T 0.5 A>U 0.5"},
    {"areas without geometry", "A:\nB: 0 0, 1 0, 1 1, 0 1, 0 0", "T:\nU: 0 0, 1 0, 1 1, 0 1, 0 0",
     1e-4, "B>U 1"},
    {"no areas to lie in", "A: 0 0, 1 0, 1 1, 0 1, 0 0", "", 1e-4, ""},
    {"no areas that lie in any", "", "A: 0 0, 1 0, 1 1, 0 1, 0 0", 1e-4, ""},
};

static void write_parts(const geo_correspondence *made, const geo_areas *from, const geo_areas *to,
                        char text[400])
{
    size_t length = 0;
    text[0] = '\0';
    for (size_t i = 0; i < made->from_count; i++) {
        for (size_t p = made->first[i]; p < made->first[i + 1]; p++) {
            int added = snprintf(text + length, 400 - length, "%s%s>%s %.9g", length > 0 ? " " : "",
                                 from->code[i], to->code[made->to[p]], made->share[p]);
            length += (size_t)added;
        }
    }
}

static void drawn_cases(void **state)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        drawn_areas *from = drawn_from_text(cases[i].from);
        drawn_areas *to = drawn_from_text(cases[i].to);
        geo_correspondence *made = NULL;
        char parts[400];
        if (geo_areas_overlap(*state, &from->areas, &to->areas, cases[i].sliver, &made) != GEO_OK)
            fail_msg("%s: %s", cases[i].what, geo_message(*state));
        assert_int_equal(made->from_count, from->areas.count);
        assert_int_equal(made->to_count, to->areas.count);
        write_parts(made, &from->areas, &to->areas, parts);
        if (strcmp(parts, cases[i].parts) != 0)
            fail_msg("%s: %s, not %s", cases[i].what, parts, cases[i].parts);
        geo_correspondence_free(made);
        drawn_free(from);
        drawn_free(to);
    }
}

/* ---- beside clipping ------------------------------------------------------------------------ */

enum { CONVEX_POINTS = 64 };

typedef struct convex {
    size_t count;
    double x[CONVEX_POINTS], y[CONVEX_POINTS];
} convex;

/* The part of a convex polygon left of the line from a to b (Sutherland and Hodgman 1974). */
static void clip(convex *shape, double ax, double ay, double bx, double by)
{
    convex left = {0};
    for (size_t i = 0; i < shape->count; i++) {
        size_t next = (i + 1) % shape->count;
        double here = (bx - ax) * (shape->y[i] - ay) - (by - ay) * (shape->x[i] - ax);
        double there = (bx - ax) * (shape->y[next] - ay) - (by - ay) * (shape->x[next] - ax);
        assert_true(left.count + 2 <= CONVEX_POINTS);
        if (here >= 0) {
            left.x[left.count] = shape->x[i];
            left.y[left.count++] = shape->y[i];
        }
        if ((here > 0 && there < 0) || (here < 0 && there > 0)) {
            double at = here / (here - there);
            left.x[left.count] = shape->x[i] + at * (shape->x[next] - shape->x[i]);
            left.y[left.count++] = shape->y[i] + at * (shape->y[next] - shape->y[i]);
        }
    }
    *shape = left;
}

static double surface(const convex *shape)
{
    double twice = 0;
    for (size_t i = 0; i < shape->count; i++) {
        size_t next = (i + 1) % shape->count;
        twice += (shape->x[i] - shape->x[0]) * (shape->y[next] - shape->y[0]) -
                 (shape->x[next] - shape->x[0]) * (shape->y[i] - shape->y[0]);
    }
    return twice / 2;
}

static convex convex_of(const geo_areas *areas, size_t area)
{
    convex shape = {0};
    size_t first = areas->ring_point[areas->area_ring[area]];
    size_t last = areas->ring_point[areas->area_ring[area] + 1] - 1;
    for (size_t i = first; i < last; i++) {
        shape.x[shape.count] = areas->x[i];
        shape.y[shape.count++] = areas->y[i];
    }
    return shape;
}

static double common_ground(const geo_areas *from, size_t area, const geo_areas *to, size_t other)
{
    convex shape = convex_of(from, area);
    const convex by = convex_of(to, other);
    for (size_t i = 0; i < by.count && shape.count > 0; i++) {
        size_t next = (i + 1) % by.count;
        clip(&shape, by.x[i], by.y[i], by.x[next], by.y[next]);
    }
    return surface(&shape);
}

/* Points on an ellipse at rising angles: convex whatever the angles are. */
static drawn_areas *random_convex(uint64_t *stream, size_t count)
{
    drawn_areas *drawn = drawn_new();
    for (size_t a = 0; a < count; a++) {
        char code[32];
        size_t points = 3 + random_below(stream, 12);
        double x = random_between(stream, 0, 1000), y = random_between(stream, 0, 1000);
        double wide = random_between(stream, 5, 90), high = random_between(stream, 5, 90);
        random_code(stream, a, code);
        drawn_add_area(drawn, code);
        drawn_add_ring(drawn, false);
        for (size_t i = 0; i < points; i++) {
            double angle =
                6.283185307179586 * ((double)i + random_between(stream, 0, 0.9)) / (double)points;
            drawn_add_point(drawn, 400000 + x + wide * cos(angle), 300000 + y + high * sin(angle));
        }
        drawn_close_ring(drawn);
    }
    return drawn;
}

static double part_of(const geo_correspondence *made, size_t i, size_t j)
{
    for (size_t p = made->first[i]; p < made->first[i + 1]; p++) {
        if ((size_t)made->to[p] == j)
            return made->share[p];
    }
    return 0;
}

/* An area that is wholly in one, or in several that overlap, is in the first of these by code. */
static void keep_first_whole(const geo_areas *to, double *ground, double whole)
{
    size_t home = to->count;
    for (size_t j = 0; j < to->count; j++) {
        if (ground[j] >= whole * (1 - 1e-9) &&
            (home == to->count || strcmp(to->code[j], to->code[home]) < 0))
            home = j;
    }
    for (size_t j = 0; j < to->count && home < to->count; j++)
        ground[j] = j == home ? whole : 0;
}

static void check_beside_clipping(geo_context *context, const geo_areas *from, const geo_areas *to)
{
    geo_correspondence *made = NULL;
    size_t several = 0;
    double *whole = calloc(from->count, sizeof *whole);
    assert_int_equal(geo_areas_overlap(context, from, to, 0, &made), GEO_OK);
    geo_areas_ground(from, whole);
    for (size_t i = 0; i < from->count; i++) {
        double ground[DRAWN_AREAS], sum = 0;
        convex shape = convex_of(from, i);
        assert_true(is_near(whole[i], surface(&shape), 1e-9));
        for (size_t j = 0; j < to->count; j++)
            ground[j] = common_ground(from, i, to, j);
        keep_first_whole(to, ground, whole[i]);
        for (size_t j = 0; j < to->count; j++)
            sum += ground[j];
        several += made->first[i + 1] > made->first[i] + 1;
        for (size_t j = 0; j < to->count; j++) {
            double share = ground[j] / fmax(sum, whole[i]);
            if (fabs(part_of(made, i, j) - share) > 1e-9)
                fail_msg("area %zu in %zu: %.12g, not %.12g", i, j, part_of(made, i, j), share);
        }
    }
    assert_true(several > from->count / 10);
    geo_correspondence_free(made);
    free(whole);
}

/* More areas on either side: either is laid over the other. */
static void convex_areas_as_clipped(void **state)
{
    uint64_t stream = 20;
    drawn_areas *few = random_convex(&stream, 120);
    drawn_areas *many = random_convex(&stream, 500);
    check_beside_clipping(*state, &few->areas, &many->areas);
    check_beside_clipping(*state, &many->areas, &few->areas);
    drawn_free(few);
    drawn_free(many);
}

/* Hexagons in rows, each column of which is half a hexagon higher than the one before. */
static drawn_areas *honeycomb(double x, double y, double side, size_t columns, size_t rows)
{
    drawn_areas *drawn = drawn_new();
    for (size_t a = 0; a < columns * rows; a++) {
        char code[32];
        double across = x + 1.5 * side * (double)(a % columns);
        double up = y + sqrt(3) * side * ((double)(a / columns) + 0.5 * (double)(a % columns % 2));
        snprintf(code, sizeof code, "H%zu", a);
        drawn_add_area(drawn, code);
        drawn_add_ring(drawn, false);
        for (int corner = 0; corner < 6; corner++) {
            double angle = 1.0471975511965976 * corner;
            drawn_add_point(drawn, across + side * cos(angle), up + side * sin(angle));
        }
        drawn_close_ring(drawn);
    }
    return drawn;
}

static void honeycombs_as_clipped(void **state)
{
    drawn_areas *small = honeycomb(400000, 300000, 100, 30, 30);
    drawn_areas *large = honeycomb(399900, 299800, 310, 12, 12);
    check_beside_clipping(*state, &small->areas, &large->areas);
    check_beside_clipping(*state, &large->areas, &small->areas);
    drawn_free(small);
    drawn_free(large);
}

/* ---- maps of broken borders ----------------------------------------------------------------- */

/* Partitions of the same ground: each area's shares add up to 1, and what the areas of either have
 * in common is the same whichever is laid over the other. */
static void partitions_either_way(void **state)
{
    uint64_t stream = 7;
    drawn_areas *one = random_partition(&stream, 20, 4);
    drawn_areas *other = random_partition(&stream, 8, 4);
    drawn_areas *frame = drawn_from_text("F: -99 -99, 2999 -99, 2999 2999, -99 2999, -99 -99");
    geo_correspondence *there = NULL, *back = NULL, *in_frame = NULL;
    for (size_t i = 0; i < other->areas.point_count; i++) {
        other->areas.x[i] *= 2.5;
        other->areas.y[i] *= 2.5;
    }
    assert_int_equal(geo_areas_overlap(*state, &one->areas, &other->areas, 0, &there), GEO_OK);
    assert_int_equal(geo_areas_overlap(*state, &other->areas, &one->areas, 0, &back), GEO_OK);
    assert_int_equal(geo_areas_overlap(*state, &one->areas, &frame->areas, 0, &in_frame), GEO_OK);
    double from_ground[400], to_ground[64];
    geo_areas_ground(&one->areas, from_ground);
    geo_areas_ground(&other->areas, to_ground);
    for (size_t i = 0; i < 400; i++) {
        double sum = 0;
        size_t row = i / 20, column = i % 20;
        for (size_t p = there->first[i]; p < there->first[i + 1]; p++) {
            double ground = there->share[p] * from_ground[i];
            size_t j = (size_t)there->to[p];
            sum += there->share[p];
            assert_true(fabs(part_of(back, j, i) * to_ground[j] - ground) < 1e-6);
        }
        if (row > 0 && row < 19 && column > 0 && column < 19)
            assert_true(is_near(sum, 1, 1e-12));
        assert_true(part_of(in_frame, i, 0) == 1);
    }
    geo_correspondence_free(there);
    geo_correspondence_free(back);
    geo_correspondence_free(in_frame);
    drawn_free(one);
    drawn_free(other);
    drawn_free(frame);
}

/* Areas of side * side others each, with the very points of their borders. */
static drawn_areas *blocks_of(const drawn_areas *cells, size_t columns, size_t side)
{
    drawn_areas *blocks = drawn_new();
    const geo_areas *areas = &cells->areas;
    size_t points = (areas->ring_point[1] - 1) / 4; /* of each of a cell's four sides */
    for (size_t b = 0; b < columns / side * (columns / side); b++) {
        char code[32];
        size_t left = b % (columns / side) * side, low = b / (columns / side) * side;
        random_code(&(uint64_t){b}, b, code);
        drawn_add_area(blocks, code);
        drawn_add_ring(blocks, false);
        for (size_t edge = 0; edge < 4; edge++) {
            for (size_t k = 0; k < side; k++) {
                size_t along = edge < 2 ? k : side - 1 - k;
                size_t column = edge % 2 == 0 ? left + along : left + (edge == 1 ? side - 1 : 0);
                size_t row = edge % 2 == 1 ? low + along : low + (edge == 2 ? side - 1 : 0);
                size_t first = areas->ring_point[row * columns + column] + edge * points;
                for (size_t i = first; i < first + points; i++)
                    drawn_add_point(blocks, areas->x[i], areas->y[i]);
            }
        }
        drawn_close_ring(blocks);
    }
    return blocks;
}

/* As LSOAs nest in wards: whoever borders on whom, each is in one with all of its ground. */
static void nested_areas_are_in_one(void **state)
{
    uint64_t stream = 3;
    drawn_areas *cells = random_partition(&stream, 24, 2);
    drawn_areas *blocks = blocks_of(cells, 24, 4);
    geo_correspondence *made = NULL, *back = NULL;
    geo_repair_report report;
    assert_int_equal(geo_areas_repair(*state, &cells->areas, &report), GEO_OK);
    assert_int_equal(report.repaired + report.empty, 0);
    assert_int_equal(geo_areas_repair(*state, &blocks->areas, &report), GEO_OK);
    assert_int_equal(report.repaired + report.empty, 0);
    assert_int_equal(
        geo_areas_overlap(*state, &cells->areas, &blocks->areas, GEO_OVERLAP_SLIVER, &made),
        GEO_OK);
    assert_int_equal(made->part_count, 24 * 24);
    for (size_t i = 0; i < made->from_count; i++) {
        assert_int_equal(made->first[i], i);
        assert_int_equal(made->to[i], i / 24 / 4 * 6 + i % 24 / 4);
        assert_true(made->share[i] == 1);
    }
    assert_int_equal(
        geo_areas_overlap(*state, &blocks->areas, &cells->areas, GEO_OVERLAP_SLIVER, &back),
        GEO_OK);
    assert_int_equal(back->part_count, 24 * 24);
    for (size_t b = 0; b < back->from_count; b++) {
        double sum = 0;
        assert_int_equal(back->first[b + 1] - back->first[b], 16);
        for (size_t p = back->first[b]; p < back->first[b + 1]; p++)
            sum += back->share[p];
        assert_true(is_near(sum, 1, 1e-12));
    }
    geo_correspondence_free(made);
    geo_correspondence_free(back);
    drawn_free(cells);
    drawn_free(blocks);
}

static void threads_make_no_difference(void **state)
{
    static const int threads[] = {1, 2, 3, 16};
    uint64_t stream = 5;
    drawn_areas *from = random_convex(&stream, 300);
    drawn_areas *to = random_convex(&stream, 250);
    geo_correspondence *one = NULL;
    assert_int_equal(geo_areas_overlap(*state, &from->areas, &to->areas, 1e-4, &one), GEO_OK);
    assert_true(one->part_count > 300);
    for (size_t i = 0; i < sizeof threads / sizeof threads[0]; i++) {
        geo_context *context = geo_context_new();
        geo_correspondence *other = NULL;
        geo_context_set_threads(context, threads[i]);
        assert_int_equal(geo_areas_overlap(context, &from->areas, &to->areas, 1e-4, &other),
                         GEO_OK);
        assert_int_equal(one->part_count, other->part_count);
        assert_memory_equal(one->first, other->first, (one->from_count + 1) * sizeof *one->first);
        assert_memory_equal(one->to, other->to, one->part_count * sizeof *one->to);
        assert_memory_equal(one->share, other->share, one->part_count * sizeof *one->share);
        geo_correspondence_free(other);
        geo_context_free(context);
    }
    geo_correspondence_free(one);
    drawn_free(from);
    drawn_free(to);
}

/* ---- what is refused ------------------------------------------------------------------------ */

static void other_systems_are_refused(void **state)
{
    drawn_areas *from = drawn_from_text("A: 0 0, 1 0, 1 1, 0 1, 0 0");
    drawn_areas *to = drawn_from_text("T: 0 0, 1 0, 1 1, 0 1, 0 0");
    geo_correspondence *made = NULL;
    from->areas.crs = (geo_crs){"A", "OSGB36 / British National Grid", 27700, true};
    to->areas.crs = (geo_crs){"B", "WGS 84 / UTM zone 30N", 32630, true};
    assert_int_equal(geo_areas_overlap(*state, &from->areas, &to->areas, 1e-4, &made),
                     GEO_ERROR_CRS);
    assert_null(made);
    assert_non_null(strstr(geo_message(*state), "OSGB36 / British National Grid"));
    assert_non_null(strstr(geo_message(*state), "WGS 84 / UTM zone 30N"));
    to->areas.crs = (geo_crs){"B", "the same", 27700, true};
    assert_int_equal(geo_areas_overlap(*state, &from->areas, &to->areas, 1e-4, &made), GEO_OK);
    geo_correspondence_free(made);
    drawn_free(from);
    drawn_free(to);
}

/* Rings that are not closed, and coordinates that are no numbers, are the repair's to see to. */
static void broken_boundaries_are_refused(void **state)
{
    static const char *const broken[] = {"B: 0 0, 1 0, 1 1", "B: 0 0, nan 0, 1 1, 0 1, 0 0"};
    for (size_t i = 0; i < 2; i++) {
        for (int threads = 1; threads <= 3; threads += 2) {
            drawn_areas *from = drawn_from_text("A: 0 0, 1 0, 1 1, 0 1, 0 0");
            drawn_areas *to = drawn_from_text("T: 5 5, 6 5, 6 6, 5 6, 5 5\nU: -1 -1, 9 -1, 9 9, "
                                              "-1 9, -1 -1\nV: 0 0, 1 0, 1 1, 0 1, 0 0");
            drawn_areas *bad = drawn_from_text(broken[i]);
            geo_correspondence *made = NULL;
            drawn_copy_area(from, &bad->areas, 0);
            geo_context_set_threads(*state, threads);
            assert_int_equal(geo_areas_overlap(*state, &from->areas, &to->areas, 1e-4, &made),
                             GEO_ERROR_DATA);
            assert_null(made);
            assert_non_null(strstr(geo_message(*state), "area B of areas"));
            drawn_free(from);
            drawn_free(to);
            drawn_free(bad);
        }
    }
}

static bool stop(void *user, const char *stage, double fraction)
{
    double *last = user;
    assert_string_equal(stage, "lay areas over areas");
    assert_true(fraction > *last && fraction <= 1);
    *last = fraction;
    return fraction > 0.6;
}

static void work_can_be_stopped(void **state)
{
    double last = 0;
    drawn_areas *areas = honeycomb(0, 0, 10, 30, 30);
    geo_correspondence *made = NULL;
    geo_context_on_progress(*state, stop, &last);
    assert_int_equal(geo_areas_overlap(*state, &areas->areas, &areas->areas, 1e-4, &made),
                     GEO_ERROR_CANCELLED);
    assert_true(last > 0.6 && last < 0.9);
    drawn_free(areas);
}

/* ---- by points ------------------------------------------------------------------------------ */

typedef struct weighted_points {
    const geo_areas *from, *to;
    const double *x, *y, *weight;
    size_t count;
} weighted_points;

static const char *const weighted_from = "A: 0 0, 4 0, 4 4, 0 4, 0 0\nB: 4 0, 8 0, 8 4, 4 4, 4 0\n"
                                         "C: 8 0, 9 0, 9 4, 8 4, 8 0\nD:";
static const char *const weighted_to = "T: 0 0, 3 0, 3 4, 0 4, 0 0\nU: 3 0, 7 0, 7 4, 3 4, 3 0\n"
                                       "V: 8.25 0, 9 0, 9 4, 8.25 4, 8.25 0";
static const double weighted_x[] = {1, 3.5, 2, 5, 7.5, 20, 1, 8.5};
static const double weighted_y[] = {1, 1, 2, 2, 2, 2, 3, 3};
static const double weights[] = {30, 10, 60, 5, 15, 7, NAN, 0};

static void points_say_what_lies_where(void **state)
{
    drawn_areas *from = drawn_from_text(weighted_from);
    drawn_areas *to = drawn_from_text(weighted_to);
    geo_correspondence *made = NULL;
    double outside = -1;
    size_t by_ground = 99;
    char parts[400];
    assert_int_equal(geo_areas_overlap_by_points(*state, &from->areas, &to->areas, weighted_x,
                                                 weighted_y, weights, 8, &made, &outside,
                                                 &by_ground),
                     GEO_OK);
    write_parts(made, &from->areas, &to->areas, parts);
    /* B has 15 of 20 where no area of the others is; C is shared out by ground. */
    assert_string_equal(parts, "A>T 0.9 A>U 0.1 B>U 0.25 C>V 0.75");
    assert_true(outside == 7);
    assert_int_equal(by_ground, 2);
    geo_correspondence_free(made);
    drawn_free(from);
    drawn_free(to);
}

static void weights_below_0_are_refused(void **state)
{
    drawn_areas *areas = drawn_from_text(weighted_from);
    geo_correspondence *made = NULL;
    const double negative[] = {1, -2};
    assert_int_equal(geo_areas_overlap_by_points(*state, &areas->areas, &areas->areas, weighted_x,
                                                 weighted_y, negative, 2, &made, NULL, NULL),
                     GEO_ERROR_DATA);
    assert_non_null(strstr(geo_message(*state), "point 2 has a weight of -2"));
    assert_null(made);
    drawn_free(areas);
}

/* ---- points and ground of areas ------------------------------------------------------------- */

static void points_are_inside(void **state)
{
    uint64_t stream = 17;
    drawn_areas *drawn = random_stars(&stream, 200);
    geo_areas *areas = &drawn->areas;
    double x[201], y[201];
    drawn_add_area(drawn, "empty");
    assert_int_equal(geo_areas_repair(*state, areas, NULL), GEO_OK);
    assert_int_equal(geo_areas_points(*state, areas, x, y), GEO_OK);
    for (size_t a = 0; a < 200; a++) {
        drawn_areas *alone = drawn_new();
        geo_locator *locator = NULL;
        drawn_copy_area(alone, areas, a);
        assert_int_equal(geo_locator_build(*state, &alone->areas, &locator), GEO_OK);
        assert_string_equal(code_at(*state, &alone->areas, locator, x[a], y[a]), areas->code[a]);
        geo_locator_free(locator);
        drawn_free(alone);
    }
    assert_true(isnan(x[200]) && isnan(y[200]));
    drawn_free(drawn);
}

static void ground_leaves_holes_out(void **state)
{
    (void)state;
    drawn_areas *drawn = drawn_from_text(
        "A: 400000 300000, 400008 300000, 400008 300008, 400000 300008, 400000 300000 / hole "
        "400002 300002, 400002 300006, 400006 300006, 400006 300002, 400002 300002 / 400010 "
        "300000, 400011 300000, 400011 300001, 400010 300000\nB:");
    double ground[2] = {-1, -1};
    geo_areas_ground(&drawn->areas, ground);
    assert_true(ground[0] == 64 - 16 + 0.5);
    assert_true(ground[1] == 0);
    drawn_free(drawn);
}

/* ---- memory --------------------------------------------------------------------------------- */

static geo_status lay_over(geo_context *context, void *data)
{
    const weighted_points *points = data;
    geo_correspondence *made = NULL;
    double x[4], y[4];
    geo_context_set_threads(context, 1);
    geo_status status =
        geo_areas_overlap_by_points(context, points->from, points->to, points->x, points->y,
                                    points->weight, points->count, &made, NULL, NULL);
    if (status == GEO_OK)
        status = geo_areas_points(context, points->from, x, y);
    geo_correspondence_free(made);
    return status;
}

static void memory_may_run_out(void **state)
{
    (void)state;
    drawn_areas *from = drawn_from_text(weighted_from);
    drawn_areas *to = drawn_from_text(weighted_to);
    weighted_points points = {&from->areas, &to->areas, weighted_x, weighted_y, weights, 8};
    assert_true(fail_each_allocation(lay_over, &points) > 20);
    drawn_free(from);
    drawn_free(to);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(drawn_cases),
        UNIT_TEST(convex_areas_as_clipped),
        UNIT_TEST(honeycombs_as_clipped),
        UNIT_TEST(partitions_either_way),
        UNIT_TEST(nested_areas_are_in_one),
        UNIT_TEST(threads_make_no_difference),
        UNIT_TEST(other_systems_are_refused),
        UNIT_TEST(broken_boundaries_are_refused),
        UNIT_TEST(work_can_be_stopped),
        UNIT_TEST(points_say_what_lies_where),
        UNIT_TEST(weights_below_0_are_refused),
        UNIT_TEST(points_are_inside),
        UNIT_TEST(ground_leaves_holes_out),
        UNIT_TEST(memory_may_run_out),
    };
    return cmocka_run_group_tests_name("overlap", tests, NULL, NULL);
}
