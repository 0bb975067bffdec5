/* Cells: worked figures, and that every point is in the cell whose polygon is around it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <geo/cells.h>

#include "allocations.h"
#include "random.h"
#include "unit.h"

static const geo_crs metric = {NULL, NULL, 27700, true};

static geo_cells *cover(geo_context *context, geo_extent extent, geo_cells_options options)
{
    geo_cells *cells = NULL;
    if (geo_cells_cover(context, &metric, &extent, &options, &cells) != GEO_OK)
        fail_msg("%s", geo_message(context));
    return cells;
}

static int32_t cell_at(const geo_cells *cells, double x, double y)
{
    int32_t cell = -2;
    geo_cells_locate(cells, &x, &y, 1, &cell);
    return cell;
}

static void assert_near(double value, double expected)
{
    if (!(fabs(value - expected) <= 1e-9 * fmax(1, fabs(expected))))
        fail_msg("%.17g, expected %.17g", value, expected);
}

/* ---- worked figures ------------------------------------------------------------------------- */

static void squares_have_borders_of_their_own(void **state)
{
    geo_cells *cells =
        cover(*state, (geo_extent){1000, 2000, 1299, 2150}, (geo_cells_options){1, 100, 0, 0});
    assert_int_equal(cells->columns, 3);
    assert_int_equal(cells->rows, 2);
    assert_int_equal(cells->first_column, 10);
    assert_int_equal(cells->first_row, 20);
    assert_near(geo_cells_area_km2(cells), 0.01);
    assert_int_equal(cell_at(cells, 1000, 2000), 0);
    assert_int_equal(cell_at(cells, 1099.9, 2099.9), 0);
    assert_int_equal(cell_at(cells, 1100, 2000), 1);
    assert_int_equal(cell_at(cells, 1000, 2100), 3);
    assert_int_equal(cell_at(cells, 999.9, 2000), GEO_NO_CODE);
    assert_int_equal(cell_at(cells, 1000, 2200), GEO_NO_CODE);
    assert_int_equal(cell_at(cells, (double)NAN, 2000), GEO_NO_CODE);
    assert_int_equal(cell_at(cells, (double)INFINITY, 2000), GEO_NO_CODE);
    geo_cells_free(cells);
}

/* 150 m between opposite sides: 150^2 sqrt(3)/2 m2 of ground, rows 150 sqrt(3)/2 m apart. */
static void hexagons_are_as_wide_as_asked(void **state)
{
    geo_cells *cells =
        cover(*state, (geo_extent){0, 0, 1000, 1000}, (geo_cells_options){0, 150, 0, 0});
    assert_near(geo_cells_area_km2(cells), 0.019485571585149868);
    int32_t first = cell_at(cells, 0, 0);
    double x, y;
    geo_cells_centres(cells, &first, 1, &x, &y);
    assert_near(x, 0);
    assert_near(y, 0);
    assert_int_equal(cell_at(cells, 74.9, 0), first);
    assert_int_equal(cell_at(cells, 75, 0), first + 1);
    int32_t above = cell_at(cells, 75, 129.9);
    geo_cells_centres(cells, &above, 1, &x, &y);
    assert_near(x, 75);
    assert_near(y, 150 * sqrt(0.75));
    assert_int_equal(cell_at(cells, 0, 86.5), first);
    geo_cells_free(cells);
}

static void codes_count_from_the_origin(void **state)
{
    geo_areas *areas = NULL;
    geo_cells *cells =
        cover(*state, (geo_extent){-150, -50, 150, 50}, (geo_cells_options){1, 100, 0, 0});
    assert_int_equal(geo_cells_areas(*state, cells, NULL, cells->columns * cells->rows, &areas),
                     GEO_OK);
    assert_int_equal(areas->count, 8);
    assert_string_equal(areas->code[0], "W2S1");
    assert_string_equal(areas->code[7], "E1N0");
    assert_near(geo_table_find(areas->attributes, "x")->real[7], 150);
    assert_near(geo_table_find(areas->attributes, "area_km2")->real[7], 0.01);
    assert_true(areas->extent.x_min == -200 && areas->extent.y_max == 100);
    geo_areas_free(areas);
    geo_cells_free(cells);
}

/* ---- whatever the shape --------------------------------------------------------------------- */

static bool is_inside(const geo_areas *areas, size_t area, double x, double y)
{
    bool inside = false;
    size_t ring = areas->area_ring[area];
    for (size_t p = areas->ring_point[ring]; p + 1 < areas->ring_point[ring + 1]; p++) {
        double x0 = areas->x[p], y0 = areas->y[p], x1 = areas->x[p + 1], y1 = areas->y[p + 1];
        if ((y0 > y) != (y1 > y) && x < x0 + (y - y0) / (y1 - y0) * (x1 - x0))
            inside = !inside;
    }
    return inside;
}

static void points_are_in_their_cells(void **state)
{
    uint64_t random = 7;
    for (int shape = 0; shape < 2; shape++) {
        geo_areas *areas = NULL;
        geo_cells *cells = cover(*state, (geo_extent){399000, 300000, 401000, 301500},
                                 (geo_cells_options){(geo_cell_shape)shape, 130, 17, -23});
        size_t count = cells->columns * cells->rows;
        assert_int_equal(geo_cells_areas(*state, cells, NULL, count, &areas), GEO_OK);
        for (int i = 0; i < 5000; i++) {
            double x = random_between(&random, 399000, 401000);
            double y = random_between(&random, 300000, 301500);
            int32_t cell = cell_at(cells, x, y);
            assert_true(cell >= 0 && (size_t)cell < count);
            assert_true(is_inside(areas, (size_t)cell, x, y));
        }
        geo_areas_free(areas);
        geo_cells_free(cells);
    }
}

/* The same ground is the same cell whatever part of it is covered. */
static void cells_do_not_depend_on_the_extent(void **state)
{
    uint64_t random = 11;
    for (int shape = 0; shape < 2; shape++) {
        geo_cells_options options = {(geo_cell_shape)shape, 150, 0, 0};
        geo_cells *wide = cover(*state, (geo_extent){-5000, -5000, 5000, 5000}, options);
        geo_cells *narrow = cover(*state, (geo_extent){-777, -333, 1234, 888}, options);
        for (int i = 0; i < 2000; i++) {
            double x = random_between(&random, -777, 1234), y = random_between(&random, -333, 888);
            double x_wide, y_wide, x_narrow, y_narrow;
            int32_t of_wide = cell_at(wide, x, y), of_narrow = cell_at(narrow, x, y);
            geo_cells_centres(wide, &of_wide, 1, &x_wide, &y_wide);
            geo_cells_centres(narrow, &of_narrow, 1, &x_narrow, &y_narrow);
            assert_true(x_wide == x_narrow && y_wide == y_narrow);
        }
        geo_cells_free(wide);
        geo_cells_free(narrow);
    }
}

static size_t corners_in_common(const geo_areas *areas, size_t one, size_t other)
{
    size_t common = 0;
    size_t corners = areas->ring_point[1] - 1;
    for (size_t i = 0; i < corners; i++)
        for (size_t j = 0; j < corners; j++)
            common +=
                areas->x[areas->ring_point[one] + i] == areas->x[areas->ring_point[other] + j] &&
                areas->y[areas->ring_point[one] + i] == areas->y[areas->ring_point[other] + j];
    return common;
}

/* To the bit: two corners with a neighbour across a side, one with squares across a corner. */
static void neighbours_share_corners(void **state)
{
    for (int shape = 0; shape < 2; shape++) {
        geo_areas *areas = NULL;
        geo_neighbours *neighbours = NULL;
        geo_cells *cells = cover(*state, (geo_extent){400000, 300000, 401000, 301000},
                                 (geo_cells_options){(geo_cell_shape)shape, 150, 0, 0});
        size_t count = cells->columns * cells->rows;
        assert_int_equal(geo_cells_areas(*state, cells, NULL, count, &areas), GEO_OK);
        assert_int_equal(geo_cells_neighbours(*state, cells, NULL, count, shape == 0, &neighbours),
                         GEO_OK);
        size_t touching = 0;
        for (size_t i = 0; i < count; i++)
            for (size_t j = 0; j < count; j++)
                touching += i != j && corners_in_common(areas, i, j) > 0;
        assert_int_equal(neighbours->pair_count, touching);
        for (size_t i = 0; i < count; i++)
            for (size_t p = neighbours->first[i]; p < neighbours->first[i + 1]; p++)
                assert_true(corners_in_common(areas, i, (size_t)neighbours->to[p]) > 0);
        geo_neighbours_free(neighbours);
        geo_areas_free(areas);
        geo_cells_free(cells);
    }
}

static void some_of_the_cells(void **state)
{
    static const int32_t which[] = {0, 1, 5};
    geo_neighbours *neighbours = NULL;
    geo_cells *cells =
        cover(*state, (geo_extent){0, 0, 350, 350}, (geo_cells_options){1, 100, 0, 0});
    assert_int_equal(cells->columns, 4);
    assert_int_equal(geo_cells_neighbours(*state, cells, which, 3, false, &neighbours), GEO_OK);
    assert_int_equal(neighbours->pair_count, 6);
    geo_neighbours_free(neighbours);
    assert_int_equal(geo_cells_neighbours(*state, cells, which, 3, true, &neighbours), GEO_OK);
    assert_int_equal(neighbours->pair_count, 4);
    geo_neighbours_free(neighbours);
    geo_cells_free(cells);
}

/* ---- refusals ------------------------------------------------------------------------------- */

static void assert_refused(void **state, geo_extent extent, geo_cells_options options,
                           const geo_crs *crs, geo_status expected)
{
    geo_cells *cells = NULL;
    assert_int_equal(geo_cells_cover(*state, crs, &extent, &options, &cells), expected);
    assert_null(cells);
}

static void what_makes_no_cells(void **state)
{
    const geo_extent ground = {0, 0, 1e6, 1e6}, nothing = {1, 0, 0, 1};
    const geo_crs degrees = {NULL, NULL, 4326, false};
    assert_refused(state, ground, (geo_cells_options){0, 0, 0, 0}, &metric, GEO_ERROR_USAGE);
    assert_refused(state, ground, (geo_cells_options){0, (double)NAN, 0, 0}, &metric,
                   GEO_ERROR_USAGE);
    assert_refused(state, ground, (geo_cells_options){0, 9, (double)INFINITY, 0}, &metric,
                   GEO_ERROR_USAGE);
    assert_refused(state, ground, (geo_cells_options){0, 9, 0, 0}, &degrees, GEO_ERROR_CRS);
    assert_refused(state, nothing, (geo_cells_options){0, 9, 0, 0}, &metric, GEO_ERROR_DATA);
    assert_refused(state, ground, (geo_cells_options){1, 1, 0, 0}, &metric, GEO_ERROR_LIMIT);
    assert_refused(state, ground, (geo_cells_options){1, 1e-300, 0, 0}, &metric, GEO_ERROR_LIMIT);
}

static geo_status make_all(geo_context *context, void *data)
{
    static const int32_t which[] = {0, 1, 2};
    const geo_extent extent = {0, 0, 500, 500};
    geo_cells *cells = NULL;
    geo_areas *areas = NULL;
    geo_neighbours *neighbours = NULL;
    (void)data;
    geo_status status = geo_cells_cover(context, &metric, &extent, NULL, &cells);
    if (status == GEO_OK)
        status = geo_cells_areas(context, cells, which, 3, &areas);
    if (status == GEO_OK)
        status = geo_cells_neighbours(context, cells, which, 3, false, &neighbours);
    geo_neighbours_free(neighbours);
    geo_areas_free(areas);
    geo_cells_free(cells);
    return status;
}

static void memory_runs_out(void **state)
{
    (void)state;
    assert_true(fail_each_allocation(make_all, NULL) > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(squares_have_borders_of_their_own),
        UNIT_TEST(hexagons_are_as_wide_as_asked),
        UNIT_TEST(codes_count_from_the_origin),
        UNIT_TEST(points_are_in_their_cells),
        UNIT_TEST(cells_do_not_depend_on_the_extent),
        UNIT_TEST(neighbours_share_corners),
        UNIT_TEST(some_of_the_cells),
        UNIT_TEST(what_makes_no_cells),
        UNIT_TEST(memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
