/* Contours divided among peaks: worked figures, the definition put into words for all cells, and
 * polygons that GEOS calls valid and apart whatever the surface. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "allocations.h"
#include "surface_sample.h"
#include "unit.h"

static geo_areas *parts_of(geo_context *context, const geo_grid *grid,
                           const geo_contour_options *options, double ratio)
{
    geo_areas *areas = NULL;
    if (geo_contours_by_peak(context, grid, options, ratio, &areas) != GEO_OK)
        fail_msg("%s", geo_message(context));
    return areas;
}

static geo_areas *parts_at(geo_context *context, const sample *surface, double level, double ratio)
{
    const geo_contour_options options = {&level, 1, false, 0, 0};
    return parts_of(context, &surface->grid, &options, ratio);
}

static geo_areas *pieces_at(geo_context *context, const sample *surface, double level)
{
    const geo_contour_options options = {&level, 1, true, 0, 0};
    geo_areas *areas = NULL;
    assert_int_equal(geo_contours(context, &surface->grid, &options, &areas), GEO_OK);
    return areas;
}

static void set_values(sample *surface, size_t rows, size_t columns, const double *value)
{
    sample_begin(surface, rows, columns);
    for (size_t i = 0; i < rows * columns; i++)
        surface->value[i] = value[i];
}

static double north_of(const geo_areas *areas, size_t ring)
{
    double north = -INFINITY;
    for (size_t i = areas->ring_point[ring]; i < areas->ring_point[ring + 1]; i++)
        north = fmax(north, areas->y[i]);
    return north;
}

/* ---- worked figures ------------------------------------------------------------------------- */

/* A ridge of 9, 6, 4, 6, 8: the saddle of 4 is half the lower peak. */
static const double ridge[15] = {0, 0, 0, 0, 0, 9, 6, 4, 6, 8, 0, 0, 0, 0, 0};

static void one_peak_or_two(void **state)
{
    sample surface;
    set_values(&surface, 3, 5, ridge);
    geo_areas *areas = parts_at(*state, &surface, 3, 2);
    assert_int_equal(areas->count, 2);
    assert_near(attribute(areas, "peak", 0), 9);
    assert_near(attribute(areas, "peak", 1), 8);
    assert_true(attribute(areas, "peak_x", 1) == 400045 && attribute(areas, "peak_y", 1) == 299985);
    assert_string_equal(areas->code[1], "2");
    geo_areas_free(areas);
    areas = parts_at(*state, &surface, 3, 2.01);
    assert_int_equal(areas->count, 1);
    assert_near(attribute(areas, "incidents", 0), 33 * cell_m2 / 1e6);
    geo_areas_free(areas);
}

/* The cell of 4 goes up either way to 6 and, both being as high, to the first of them: the line
 * between the parts runs 30 and a half cell from the west, from contour to contour. */
static void half_way_between_cells(void **state)
{
    sample surface;
    set_values(&surface, 3, 5, ridge);
    geo_areas *areas = parts_at(*state, &surface, 3, 1.5);
    geo_areas *pieces = pieces_at(*state, &surface, 3);
    assert_int_equal(areas->count, 2);
    assert_near(attribute(areas, "incidents", 0), (9 + 6 + 4) * cell_m2 / 1e6);
    assert_near(attribute(areas, "incidents", 1), (6 + 8) * cell_m2 / 1e6);
    assert_near(attribute(areas, "area_km2", 0) + attribute(areas, "area_km2", 1),
                attribute(pieces, "area_km2", 0));
    /* The contour is met 1/4 of the way out from 4 and 1/2 from 6, half way between: 3/8. */
    double west = INFINITY, way = -INFINITY;
    for (size_t i = areas->ring_point[1]; i < areas->ring_point[2]; i++)
        west = fmin(west, areas->x[i]);
    for (size_t i = areas->ring_point[1]; i < areas->ring_point[2]; i++)
        way = areas->x[i] == west ? fmax(way, areas->y[i]) : way;
    assert_true(west == 400030);
    assert_near(way, 299985 + 10 * 3.0 / 8);
    geo_areas_free(areas);
    geo_areas_free(pieces);
}

/* Four hills in the corners of nine cells, all of it in: they meet in one point or, where there is
 * a fifth between them, not at all. */
static void four_hills(void **state)
{
    static const double four[16] = {9, 5, 5, 8, 5, 4, 4, 5, 5, 4, 4, 5, 7, 5, 5, 6};
    sample surface;
    set_values(&surface, 4, 4, four);
    geo_areas *areas = parts_at(*state, &surface, 1, 1.2);
    assert_int_equal(areas->count, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_near(attribute(areas, "area_km2", i), 4 * cell_m2 / 1e6);
        assert_int_equal(areas->ring_count, 4);
        size_t met = 0;
        for (size_t k = areas->ring_point[i]; k < areas->ring_point[i + 1]; k++)
            met += areas->x[k] == 400020 && areas->y[k] == 299980;
        assert_true(met == 1 || met == 2);
    }
    geo_areas_free(areas);
    areas = parts_at(*state, &surface, 1, 1.21);
    assert_int_equal(areas->count, 3);
    geo_areas_free(areas);
}

/* A peak in a ring of ground that is higher by nothing but its own ridge: the part within is a hole
 * of the part around. */
static void a_part_within_a_part(void **state)
{
    sample surface;
    sample_begin(&surface, 9, 9);
    for (size_t i = 0; i < 81; i++) {
        size_t down = i / 9 > 4 ? i / 9 - 4 : 4 - i / 9, right = i % 9 > 4 ? i % 9 - 4 : 4 - i % 9;
        size_t far = down > right ? down : right;
        surface.value[i] = far == 0 ? 6 : far == 1 ? 3 : far == 2 ? 2 : 7 - (double)far;
    }
    surface.value[4 * 9] = 9;
    geo_areas *areas = parts_at(*state, &surface, 1, 1.5);
    assert_int_equal(areas->count, 2);
    assert_int_equal(areas->ring_count, 3);
    assert_true(areas->ring_is_hole[1] && areas->area_ring[1] == 2);
    assert_near(attribute(areas, "peak", 1), 6);
    assert_near(attribute(areas, "area_km2", 0) + attribute(areas, "area_km2", 1),
                81 * cell_m2 / 1e6);
    assert_true(north_of(areas, 1) == north_of(areas, 2));
    geo_areas_free(areas);
}

/* Plateaus are one peak however large, at a ratio of 1 too, and so is what differs by the last
 * digits of a number. */
static void plateaus(void **state)
{
    sample surface;
    sample_begin(&surface, 7, 7);
    for (size_t i = 0; i < 49; i++)
        surface.value[i] = 5 + (double)(i * 7 % 5) * 1e-15;
    geo_areas *areas = parts_at(*state, &surface, 1, 1);
    assert_int_equal(areas->count, 1);
    geo_areas_free(areas);
}

/* ---- whatever the surface ------------------------------------------------------------------- */

/* Together the very ground of the pieces: nothing lies in two parts, and what they have is as large
 * as what the pieces have. */
static void check_ground(GEOSContextHandle_t handle, const geo_areas *parts,
                         const geo_areas *pieces)
{
    GEOSGeometry *made[SIDE_MOST * SIDE_MOST];
    double sum = 0, incidents = 0, whole = 0, held = 0;
    for (size_t i = 0; i < parts->count; i++) {
        double square_metres = 0;
        made[i] = sample_geometry(handle, parts, i);
        if (GEOSisValid_r(handle, made[i]) != 1)
            fail_msg("part %zu: %s", i, GEOSisValidReason_r(handle, made[i]));
        assert_int_equal(GEOSGetNumGeometries_r(handle, made[i]), 1);
        GEOSArea_r(handle, made[i], &square_metres);
        assert_near(square_metres, attribute(parts, "area_km2", i) * 1e6);
        for (size_t k = 0; k < i; k++)
            assert_int_equal(GEOSRelatePattern_r(handle, made[i], made[k], "T********"), 0);
        sum += attribute(parts, "area_km2", i);
        incidents += attribute(parts, "incidents", i);
    }
    for (size_t i = 0; i < pieces->count; i++) {
        whole += attribute(pieces, "area_km2", i);
        held += attribute(pieces, "incidents", i);
    }
    assert_true(fabs(sum - whole) <= 1e-9 * whole);
    assert_near(incidents, held);
    for (size_t i = 0; i < parts->count; i++)
        GEOSGeom_destroy_r(handle, made[i]);
}

/* Each cell whose centre is in a piece is in one part, which is in that piece. */
static void check_cells(const geo_grid *grid, const geo_areas *parts, const geo_areas *pieces)
{
    for (size_t cell = 0; cell < grid->rows * grid->columns; cell++) {
        double x = grid->x_min + grid->cell_m * ((double)(cell % grid->columns) + 0.5);
        double y = grid->y_max - grid->cell_m * ((double)(cell / grid->columns) + 0.5);
        size_t in_parts = 0, in_pieces = 0;
        for (size_t i = 0; i < parts->count; i++)
            in_parts += sample_is_centre_in(parts, i, x, y);
        for (size_t i = 0; i < pieces->count; i++)
            in_pieces += sample_is_centre_in(pieces, i, x, y);
        assert_int_equal(in_parts, in_pieces);
    }
}

static void valid_whatever_the_surface(void **state)
{
    static const double level[] = {0, 1e-300, 0.25, 0.5, 0.75, 1};
    static const double ratio[] = {1, 1.5, 3};
    GEOSContextHandle_t handle = GEOS_init_r();
    uint64_t seed = 31;
    size_t parts_made = 0;
    for (size_t round = 0; round < 120; round++) {
        sample surface;
        sample_fill_randomly(&surface, &seed);
        size_t which = random_below(&seed, 6);
        geo_contour_options options = {&level[which], 1, true, 0, 0};
        if (round % 3 == 0) {
            options.min_area_km2 = random_between(&seed, 0, 1e-3);
            options.min_hole_km2 = random_between(&seed, 0, 1e-3);
        }
        geo_areas *pieces = NULL;
        geo_areas *parts = parts_of(*state, &surface.grid, &options, ratio[round % 3]);
        assert_int_equal(geo_contours(*state, &surface.grid, &options, &pieces), GEO_OK);
        assert_true(parts->count >= pieces->count);
        check_ground(handle, parts, pieces);
        check_cells(&surface.grid, parts, pieces);
        parts_made += parts->count - pieces->count;
        geo_areas_free(parts);
        geo_areas_free(pieces);
    }
    assert_true(parts_made > 500);
    GEOS_finish_r(handle);
}

/* Where no peak counts but the highest, the pieces' own points. */
static void undivided(void **state)
{
    uint64_t seed = 32;
    for (size_t round = 0; round < 60; round++) {
        sample surface;
        sample_fill_randomly(&surface, &seed);
        geo_areas *parts = parts_at(*state, &surface, 0.5, 1e30);
        geo_areas *pieces = pieces_at(*state, &surface, 0.5);
        assert_int_equal(parts->count, pieces->count);
        assert_int_equal(parts->point_count, pieces->point_count);
        assert_memory_equal(parts->x, pieces->x, parts->point_count * sizeof *parts->x);
        assert_memory_equal(parts->y, pieces->y, parts->point_count * sizeof *parts->y);
        geo_areas_free(parts);
        geo_areas_free(pieces);
    }
}

/* ---- the definition, cell by cell ----------------------------------------------------------- */

static bool is_higher(const sample *surface, size_t one, size_t other)
{
    double height = surface->value[one], other_height = surface->value[other];
    return height != other_height ? height > other_height : one < other;
}

/* How high the way from a cell to another that touches it is; -INFINITY where there is none. */
static double way_between(const sample *surface, double level, size_t from, size_t to)
{
    size_t columns = surface->grid.columns;
    const double *value = surface->value;
    size_t down = from / columns > to / columns ? from / columns - to / columns
                                                : to / columns - from / columns;
    size_t right = from % columns > to % columns ? from % columns - to % columns
                                                 : to % columns - from % columns;
    double height = fmin(value[from], value[to]);
    if (down > 1 || right > 1 || down + right == 0 || height < level)
        return -INFINITY;
    if (down + right == 1)
        return height;
    double one = value[from / columns * columns + to % columns];
    double other = value[to / columns * columns + from % columns];
    double middle = (value[from] + value[to] + one + other) / 4;
    return one < level && other < level && middle >= level ? fmin(height, middle) : -INFINITY;
}

/* The highest saddle on the way to a higher cell, by always going on where that is highest;
 * -INFINITY where there is none. */
static double saddle_of(const sample *surface, double level, size_t cell)
{
    size_t count = surface->grid.rows * surface->grid.columns;
    double way[SIDE_MOST * SIDE_MOST];
    bool is_settled[SIDE_MOST * SIDE_MOST] = {false};
    for (size_t i = 0; i < count; i++)
        way[i] = -INFINITY;
    way[cell] = INFINITY;
    for (;;) {
        size_t next = count;
        for (size_t i = 0; i < count; i++)
            if (!is_settled[i] && way[i] > -INFINITY && (next == count || way[i] > way[next]))
                next = i;
        if (next == count)
            return -INFINITY;
        if (is_higher(surface, next, cell))
            return way[next];
        is_settled[next] = true;
        for (size_t i = 0; i < count; i++)
            way[i] = fmax(way[i], fmin(way[next], way_between(surface, level, next, i)));
    }
}

/* As many parts as peaks that count, each with one of these for its own. */
static void as_defined(void **state)
{
    uint64_t seed = 33;
    for (size_t round = 0; round < 60; round++) {
        sample surface;
        double ratio = 1 + (double)random_below(&seed, 3) / 4;
        size_t peaks = 0, found = 0;
        sample_begin(&surface, 1 + random_below(&seed, 12), 1 + random_below(&seed, 12));
        for (size_t i = 0; i < surface.grid.rows * surface.grid.columns; i++)
            surface.value[i] = (double)random_below(&seed, round % 2 == 0 ? 9 : 9000);
        double level = surface.value[0] / 2;
        geo_areas *areas = parts_at(*state, &surface, level, ratio);
        for (size_t i = 0; i < surface.grid.rows * surface.grid.columns; i++) {
            double saddle = surface.value[i] >= level ? saddle_of(&surface, level, i) : INFINITY;
            if (!(surface.value[i] > saddle && surface.value[i] >= ratio * saddle))
                continue;
            peaks++;
            double x = 400005 + 10 * (double)(i % surface.grid.columns);
            double y = 299995 - 10 * (double)(i / surface.grid.columns);
            for (size_t k = 0; k < areas->count; k++)
                found += attribute(areas, "peak_x", k) == x && attribute(areas, "peak_y", k) == y &&
                         attribute(areas, "peak", k) == surface.value[i];
        }
        assert_int_equal(areas->count, peaks);
        assert_int_equal(found, peaks);
        geo_areas_free(areas);
    }
}

/* ---- faults --------------------------------------------------------------------------------- */

static void ratios_that_make_no_sense(void **state)
{
    static const double level = 1, ratio[] = {0, 0.99, -1, NAN, INFINITY};
    const geo_contour_options options = {&level, 1, true, 0, 0};
    sample surface;
    geo_areas *areas = NULL;
    sample_begin(&surface, 3, 3);
    for (size_t i = 0; i < sizeof ratio / sizeof *ratio; i++)
        assert_int_equal(geo_contours_by_peak(*state, &surface.grid, &options, ratio[i], &areas),
                         GEO_ERROR_USAGE);
    assert_int_equal(geo_contours_by_peak(*state, &surface.grid, NULL, 1.5, &areas),
                     GEO_ERROR_USAGE);
    geo_context_set_memory(*state, 10);
    assert_int_equal(geo_contours_by_peak(*state, &surface.grid, &options, 1.5, &areas),
                     GEO_ERROR_LIMIT);
    assert_null(areas);
}

static geo_status make_and_free(geo_context *context, void *data)
{
    static const double level[] = {1, 3};
    const geo_contour_options options = {level, 2, true, 0, 0};
    geo_areas *areas = NULL;
    geo_status status =
        geo_contours_by_peak(context, &((sample *)data)->grid, &options, 1.5, &areas);
    geo_areas_free(areas);
    return status;
}

static void memory_that_runs_out(void **state)
{
    sample surface;
    (void)state;
    set_values(&surface, 3, 5, ridge);
    assert_true(fail_each_allocation(make_and_free, &surface) > 40);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(one_peak_or_two),
        UNIT_TEST(half_way_between_cells),
        UNIT_TEST(four_hills),
        UNIT_TEST(a_part_within_a_part),
        UNIT_TEST(plateaus),
        UNIT_TEST(valid_whatever_the_surface),
        UNIT_TEST(undivided),
        UNIT_TEST(as_defined),
        UNIT_TEST(ratios_that_make_no_sense),
        cmocka_unit_test(memory_that_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
