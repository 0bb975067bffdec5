/* Contours: worked figures, and polygons that GEOS calls valid whatever the surface. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <geos_c.h>

#include <geo/surface.h>

#include "allocations.h"
#include "surface_sample.h"
#include "unit.h"

static geo_areas *contours_of(geo_context *context, const sample *surface,
                              const geo_contour_options *options)
{
    geo_areas *areas = NULL;
    if (geo_contours(context, &surface->grid, options, &areas) != GEO_OK)
        fail_msg("%s", geo_message(context));
    return areas;
}

static geo_areas *contours_at(geo_context *context, const sample *surface, double level,
                              bool is_by_piece)
{
    geo_contour_options options = GEO_CONTOUR_OPTIONS_INIT;
    options.level = &level;
    options.level_count = 1;
    options.is_by_piece = is_by_piece;
    return contours_of(context, surface, &options);
}

/* ---- worked figures ------------------------------------------------------------------------- */

/* The level is met three quarters of the way to each neighbour: a square on its corner. */
static void one_cell(void **state)
{
    sample surface;
    sample_begin(&surface, 3, 5);
    surface.value[1 * 5 + 3] = 4;
    geo_areas *areas = contours_at(*state, &surface, 1, true);
    assert_int_equal(areas->count, 1);
    assert_int_equal(areas->ring_count, 1);
    assert_int_equal(areas->point_count, 5);
    assert_string_equal(areas->code[0], "1");
    assert_near(attribute(areas, "area_km2", 0), 2 * 0.75 * 0.75 * cell_m2 / 1e6);
    assert_near(attribute(areas, "incidents", 0), 4 * cell_m2 / 1e6);
    assert_near(attribute(areas, "level", 0), 1);
    assert_near(attribute(areas, "peak", 0), 4);
    assert_true(attribute(areas, "peak_x", 0) == 400035 && attribute(areas, "peak_y", 0) == 299985);
    assert_true(areas->extent.x_min == 400027.5 && areas->extent.x_max == 400042.5);
    assert_true(areas->extent.y_min == 299977.5 && areas->extent.y_max == 299992.5);
    assert_int_equal(areas->crs.epsg, 27700);
    geo_areas_free(areas);
}

static void all_of_it(void **state)
{
    sample surface;
    sample_begin(&surface, 3, 4);
    geo_areas *areas = contours_at(*state, &surface, 0, false);
    assert_int_equal(areas->ring_count, 1);
    assert_int_equal(areas->point_count, 5);
    assert_near(attribute(areas, "area_km2", 0), 12 * cell_m2 / 1e6);
    assert_true(areas->extent.x_min == 400000 && areas->extent.x_max == 400040);
    assert_true(areas->extent.y_min == 299970 && areas->extent.y_max == 300000);
    geo_areas_free(areas);
}

static void none_of_it(void **state)
{
    sample surface;
    sample_begin(&surface, 3, 4);
    geo_areas *areas = contours_at(*state, &surface, 0.5, false);
    assert_int_equal(areas->count, 1);
    assert_int_equal(areas->ring_count, 0);
    assert_near(attribute(areas, "area_km2", 0), 0);
    assert_true(isnan(attribute(areas, "peak", 0)));
    geo_areas_free(areas);
    areas = contours_at(*state, &surface, 0.5, true);
    assert_int_equal(areas->count, 0);
    geo_areas_free(areas);
}

/* Values rise from west to east: the border is a straight line from edge to edge. */
static void a_slope(void **state)
{
    sample surface;
    sample_begin(&surface, 4, 6);
    for (size_t i = 0; i < 24; i++)
        surface.value[i] = (double)(i % 6);
    geo_areas *areas = contours_at(*state, &surface, 2.25, false);
    assert_int_equal(areas->point_count, 5);
    assert_near(areas->extent.x_min, 400000 + 10 * (2.5 + 0.25));
    assert_near(attribute(areas, "area_km2", 0), 4 * (6 - 2.75) * cell_m2 / 1e6);
    geo_areas_free(areas);
}

static void cells_without_a_value(void **state)
{
    sample surface;
    sample_begin(&surface, 3, 3);
    for (size_t i = 0; i < 9; i++)
        surface.value[i] = NAN;
    surface.value[4] = 7;
    geo_areas *areas = contours_at(*state, &surface, 7, true);
    assert_near(attribute(areas, "area_km2", 0), 0.5 * cell_m2 / 1e6);
    assert_near(attribute(areas, "incidents", 0), 7 * cell_m2 / 1e6);
    geo_areas_free(areas);
}

/* Two cells across from each other hang together when the mean of the four is at the level. */
static void saddles(void **state)
{
    sample surface;
    sample_begin(&surface, 4, 4);
    surface.value[1 * 4 + 1] = surface.value[2 * 4 + 2] = 4;
    geo_areas *areas = contours_at(*state, &surface, 2, true);
    assert_int_equal(areas->count, 1);
    geo_areas_free(areas);
    areas = contours_at(*state, &surface, 2.01, true);
    assert_int_equal(areas->count, 2);
    assert_true(attribute(areas, "peak_x", 0) == 400015);
    geo_areas_free(areas);
}

/* ---- pieces and holes ----------------------------------------------------------------------- */

/* A ring of 5 around a hole of 5 x 5 cells, an island of 9 in its middle, and a lone cell of 7. */
static void make_ring(sample *surface)
{
    sample_begin(surface, 13, 20);
    for (size_t row = 3; row <= 9; row++)
        for (size_t column = 3; column <= 9; column++)
            surface->value[row * 20 + column] =
                row == 3 || row == 9 || column == 3 || column == 9 ? 5 : 0;
    surface->value[6 * 20 + 6] = 9;
    surface->value[6 * 20 + 15] = 7;
}

static geo_areas *ring_pieces(geo_context *context, double min_area_m2, double min_hole_m2)
{
    static const double level = 2.5;
    sample surface;
    make_ring(&surface);
    geo_contour_options options = GEO_CONTOUR_OPTIONS_INIT;
    options.level = &level;
    options.level_count = 1;
    options.is_by_piece = true;
    options.min_area_km2 = min_area_m2 / 1e6;
    options.min_hole_km2 = min_hole_m2 / 1e6;
    return contours_of(context, &surface, &options);
}

static void holes_and_islands(void **state)
{
    geo_areas *areas = ring_pieces(*state, 0, 0);
    assert_int_equal(areas->count, 3);
    assert_near(attribute(areas, "peak", 0), 9);
    assert_near(attribute(areas, "peak", 1), 7);
    assert_near(attribute(areas, "peak", 2), 5);
    assert_int_equal(areas->area_ring[3] - areas->area_ring[2], 2);
    assert_true(!areas->ring_is_hole[2] && areas->ring_is_hole[3]);
    assert_near(attribute(areas, "incidents", 2), 24 * 5 * cell_m2 / 1e6);
    /* Octagons: squares of 7 and 5 cells, the one with its corners cut half a cell from either
     * side, the other so that they are wider. */
    assert_near(attribute(areas, "area_km2", 2), ((49 - 0.5) - (25 - 0.5)) * cell_m2 / 1e6);
    geo_areas_free(areas);
}

static void small_holes_are_filled(void **state)
{
    geo_areas *areas = ring_pieces(*state, 0, 2600);
    assert_int_equal(areas->count, 2);
    /* With the island, whose peak it now has. */
    assert_near(attribute(areas, "peak", 0), 9);
    assert_near(attribute(areas, "incidents", 0), (24 * 5 + 9) * cell_m2 / 1e6);
    assert_near(attribute(areas, "area_km2", 0), 48.5 * cell_m2 / 1e6);
    geo_areas_free(areas);
}

static void small_pieces_are_left_out(void **state)
{
    geo_areas *areas = ring_pieces(*state, 200, 0);
    assert_int_equal(areas->count, 1);
    assert_near(attribute(areas, "peak", 0), 5);
    assert_int_equal(areas->ring_count, 2);
    geo_areas_free(areas);
}

/* ---- GEOS ----------------------------------------------------------------------------------- */

static void check_area(GEOSContextHandle_t handle, const sample *surface, const geo_areas *areas,
                       size_t area, double level)
{
    const geo_grid *grid = &surface->grid;
    GEOSGeometry *geometry = sample_geometry(handle, areas, area);
    double square_metres = 0;
    if (GEOSisValid_r(handle, geometry) != 1)
        fail_msg("%zu x %zu cells, level %g: %s", grid->rows, grid->columns, level,
                 GEOSisValidReason_r(handle, geometry));
    GEOSArea_r(handle, geometry, &square_metres);
    assert_true(fabs(square_metres - attribute(areas, "area_km2", area) * 1e6) < 1e-6);
    GEOSGeom_destroy_r(handle, geometry);
    for (size_t cell = 0; cell < grid->rows * grid->columns; cell++) {
        double x = grid->x_min + grid->cell_m * ((double)(cell % grid->columns) + 0.5);
        double y = grid->y_max - grid->cell_m * ((double)(cell / grid->columns) + 0.5);
        assert_int_equal(sample_is_centre_in(areas, area, x, y), grid->value[cell] >= level);
    }
}

/* Pieces are those of the level: together as large, with as many rings. */
static void check_pieces(geo_context *context, const sample *surface, const geo_areas *areas,
                         double level)
{
    geo_areas *pieces = contours_at(context, surface, level, true);
    double sum = 0, incidents = 0;
    assert_int_equal(pieces->ring_count, areas->ring_count);
    for (size_t i = 0; i < pieces->count; i++) {
        assert_false(pieces->ring_is_hole[pieces->area_ring[i]]);
        sum += attribute(pieces, "area_km2", i);
        incidents += attribute(pieces, "incidents", i);
        if (i > 0)
            assert_true(attribute(pieces, "peak", i) <= attribute(pieces, "peak", i - 1));
    }
    assert_near(sum, attribute(areas, "area_km2", 0));
    assert_near(incidents, attribute(areas, "incidents", 0));
    geo_areas_free(pieces);
}

static void valid_whatever_the_surface(void **state)
{
    static const double level[] = {0, 1e-300, 0.25, 0.5, 0.75, 1};
    GEOSContextHandle_t handle = GEOS_init_r();
    uint64_t seed = 6;
    for (size_t round = 0; round < 400; round++) {
        sample surface;
        sample_fill_randomly(&surface, &seed);
        for (size_t i = 0; i < sizeof level / sizeof *level; i++) {
            geo_areas *areas = contours_at(*state, &surface, level[i], false);
            check_area(handle, &surface, areas, 0, level[i]);
            check_pieces(*state, &surface, areas, level[i]);
            geo_areas_free(areas);
        }
    }
    GEOS_finish_r(handle);
}

static void valid_without_small_pieces_and_holes(void **state)
{
    static const double level[] = {0.25, 0.5, 0.75};
    geo_contour_options options = GEO_CONTOUR_OPTIONS_INIT;
    GEOSContextHandle_t handle = GEOS_init_r();
    uint64_t seed = 7;
    options.level = level;
    options.level_count = 3;
    for (size_t round = 0; round < 300; round++) {
        sample surface;
        sample_fill_randomly(&surface, &seed);
        options.min_area_km2 = random_between(&seed, 0, 1e-3);
        options.min_hole_km2 = random_between(&seed, 0, 1e-3);
        geo_areas *areas = contours_of(*state, &surface, &options);
        assert_int_equal(areas->count, 3);
        for (size_t i = 0; i < 3; i++) {
            GEOSGeometry *geometry = sample_geometry(handle, areas, i);
            assert_int_equal(GEOSisValid_r(handle, geometry), 1);
            GEOSGeom_destroy_r(handle, geometry);
        }
        geo_areas_free(areas);
    }
    GEOS_finish_r(handle);
}

/* ---- against a finer raster ----------------------------------------------------------------- */

enum { FINE = 10 }; /* parts of a cell's side */

/* Between the centres of cells, linear along both axes; on their lines as beyond the edge. */
static double value_between(const geo_grid *grid, double row, double column)
{
    row = fmin(fmax(row - 0.5, 0), (double)grid->rows - 1);
    column = fmin(fmax(column - 0.5, 0), (double)grid->columns - 1);
    size_t top = (size_t)fmin(floor(row), (double)grid->rows - 2);
    size_t left = (size_t)fmin(floor(column), (double)grid->columns - 2);
    const double *north = grid->value + top * grid->columns + left;
    const double *south = north + grid->columns;
    double east = column - (double)left, down = row - (double)top;
    return (1 - down) * ((1 - east) * north[0] + east * north[1]) +
           down * ((1 - east) * south[0] + east * south[1]);
}

static double fine_area_km2(const geo_grid *grid, double level)
{
    size_t count = 0;
    for (size_t row = 0; row < grid->rows * FINE; row++)
        for (size_t column = 0; column < grid->columns * FINE; column++)
            count += value_between(grid, ((double)row + 0.5) / FINE,
                                   ((double)column + 0.5) / FINE) >= level;
    return (double)count * grid->cell_m * grid->cell_m / (FINE * FINE) / 1e6;
}

/* Hills and a hollow, of which the edge cuts one. */
static void as_large_as_a_fine_raster(void **state)
{
    static const geo_crs crs = {NULL, NULL, 27700, true};
    static const double x[] = {1000, 1350, 2100, 2500, 1200, 3100};
    static const double y[] = {900, 1300, 1500, 700, 1450, 2300};
    static const double level[] = {0.5, 1, 2.5, 4};
    geo_density_options options = GEO_DENSITY_OPTIONS_INIT;
    geo_contour_options wanted = GEO_CONTOUR_OPTIONS_INIT;
    geo_grid *grid = NULL;
    geo_areas *areas = NULL;
    options.bandwidth_m = 600;
    options.cell_m = 20;
    options.extent = (geo_extent){0, 0, 3200, 2400};
    assert_int_equal(geo_density(*state, &crs, x, y, NULL, 6, &options, &grid, NULL), GEO_OK);
    wanted.level = level;
    wanted.level_count = 4;
    assert_int_equal(geo_contours(*state, grid, &wanted, &areas), GEO_OK);
    for (size_t i = 0; i < 4; i++) {
        double counted = fine_area_km2(grid, level[i]);
        assert_true(counted > 0.05);
        assert_true(fabs(attribute(areas, "area_km2", i) / counted - 1) < 0.001);
    }
    geo_areas_free(areas);
    geo_grid_free(grid);
}

/* ---- faults --------------------------------------------------------------------------------- */

static void options_that_make_no_sense(void **state)
{
    static const double falling[] = {2, 1}, equal[] = {1, 1}, unknown[] = {NAN};
    const geo_contour_options bad[] = {{NULL, 0, false, 0, 0},     {falling, 2, false, 0, 0},
                                       {equal, 2, false, 0, 0},    {unknown, 1, false, 0, 0},
                                       {falling, 33, false, 0, 0}, {falling, 1, false, -1, 0},
                                       {falling, 1, false, 0, NAN}};
    sample surface;
    geo_areas *areas = NULL;
    sample_begin(&surface, 3, 3);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(geo_contours(*state, &surface.grid, &bad[i], &areas), GEO_ERROR_USAGE);
    assert_int_equal(geo_contours(*state, &surface.grid, NULL, &areas), GEO_ERROR_USAGE);
    surface.grid.crs.is_metric = false;
    const geo_contour_options good = {falling, 1, false, 0, 0};
    assert_int_equal(geo_contours(*state, &surface.grid, &good, &areas), GEO_ERROR_CRS);
    assert_null(areas);
}

static geo_status make_and_free(geo_context *context, void *data)
{
    geo_areas *areas = NULL;
    static const double level[] = {2.5, 4};
    const geo_contour_options options = {level, 2, true, 0, 0};
    geo_status status = geo_contours(context, &((sample *)data)->grid, &options, &areas);
    geo_areas_free(areas);
    return status;
}

static void memory_that_runs_out(void **state)
{
    sample surface;
    (void)state;
    make_ring(&surface);
    assert_true(fail_each_allocation(make_and_free, &surface) > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(one_cell),
        UNIT_TEST(all_of_it),
        UNIT_TEST(none_of_it),
        UNIT_TEST(a_slope),
        UNIT_TEST(cells_without_a_value),
        UNIT_TEST(saddles),
        UNIT_TEST(holes_and_islands),
        UNIT_TEST(small_holes_are_filled),
        UNIT_TEST(small_pieces_are_left_out),
        UNIT_TEST(valid_whatever_the_surface),
        UNIT_TEST(valid_without_small_pieces_and_holes),
        UNIT_TEST(as_large_as_a_fine_raster),
        UNIT_TEST(options_that_make_no_sense),
        cmocka_unit_test(memory_that_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
