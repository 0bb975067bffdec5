/* Ground divided into cells of one size. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <geo/cells.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"

/* All borders and centres lie on a lattice of half cells: each is found from whole numbers, so that
 * neighbours have their corners in common to the bit. */
typedef struct lattice {
    double step_x; /* metres */
    double step_y;
    int64_t per_row; /* steps north from a row of cells to the next */
} lattice;

static lattice lattice_of(const geo_cells_options *options)
{
    double half = options->size_m / 2;
    return options->shape == GEO_CELLS_HEXAGONS ? (lattice){half, half / sqrt(3), 3}
                                                : (lattice){half, half, 2};
}

/* The steps from the origin to a cell's centre. */
static void find_centre(const geo_cells *cells, int32_t cell, int64_t *east, int64_t *north)
{
    int64_t column = cells->first_column + (int64_t)((size_t)cell % cells->columns);
    int64_t row = cells->first_row + (int64_t)((size_t)cell / cells->columns);
    bool is_hexagon = cells->options.shape == GEO_CELLS_HEXAGONS;
    *east = is_hexagon ? 2 * column + (row % 2 != 0) : 2 * column + 1;
    *north = is_hexagon ? 3 * row : 2 * row + 1;
}

/* ---- cover ---------------------------------------------------------------------------------- */

static geo_status check(geo_context *context, const geo_crs *crs, const geo_extent *extent,
                        const geo_cells_options *options)
{
    if (!(options->size_m > 0) || !isfinite(options->size_m))
        return geo_fail(context, GEO_ERROR_USAGE, "the size of cells must be more than 0 m");
    if (!isfinite(options->origin_x) || !isfinite(options->origin_y))
        return geo_fail(context, GEO_ERROR_USAGE, "the origin of cells must be two numbers");
    if (!crs->is_metric)
        return geo_fail(context, GEO_ERROR_CRS, "cells need coordinates in metres");
    if (!(extent->x_min <= extent->x_max) || !(extent->y_min <= extent->y_max))
        return geo_fail(context, GEO_ERROR_DATA, "there is no ground to divide into cells");
    return GEO_OK;
}

/* The row of hexagons whose centres are at y or the next to the south. */
static double row_below(const geo_cells_options *options, double y)
{
    return floor((y - options->origin_y) / (options->size_m * sqrt(0.75)));
}

static geo_status set_range(geo_context *context, const geo_extent *extent, geo_cells *cells)
{
    const geo_cells_options *options = &cells->options;
    bool is_hexagon = options->shape == GEO_CELLS_HEXAGONS;
    double west = floor((extent->x_min - options->origin_x) / options->size_m);
    double east =
        floor((extent->x_max - options->origin_x) / options->size_m + (is_hexagon ? 0.5 : 0));
    double south = is_hexagon ? row_below(options, extent->y_min)
                              : floor((extent->y_min - options->origin_y) / options->size_m);
    double north = is_hexagon ? row_below(options, extent->y_max) + 1
                              : floor((extent->y_max - options->origin_y) / options->size_m);
    double columns = east - west + 1, rows = north - south + 1;
    if (!(columns * rows < 0x1p31) || fabs(west) > 0x1p50 || fabs(south) > 0x1p50)
        return geo_fail(context, GEO_ERROR_LIMIT,
                        "%.6g x %.6g cells of %.6g m are too many; use larger ones", columns, rows,
                        options->size_m);
    cells->first_column = (int64_t)west;
    cells->first_row = (int64_t)south;
    cells->columns = (size_t)columns;
    cells->rows = (size_t)rows;
    return GEO_OK;
}

geo_status geo_cells_cover(geo_context *context, const geo_crs *crs, const geo_extent *extent,
                           const geo_cells_options *options, geo_cells **out)
{
    static const geo_cells_options usual = GEO_CELLS_OPTIONS_INIT;
    geo_cells *cells = NULL;
    geo_status status = check(context, crs, extent, options ? options : &usual);
    if (status == GEO_OK)
        status = geo_alloc_array(context, 1, sizeof *cells, &cells);
    if (status != GEO_OK)
        return status;
    cells->options = options ? *options : usual;
    status = set_range(context, extent, cells);
    if (status == GEO_OK)
        status = geo_crs_copy(context, crs, &cells->crs);
    if (status == GEO_OK)
        *out = cells;
    else
        geo_cells_free(cells);
    return status;
}

void geo_cells_free(geo_cells *cells)
{
    if (!cells)
        return;
    geo_crs_clear(&cells->crs);
    free(cells);
}

double geo_cells_area_km2(const geo_cells *cells)
{
    double square = cells->options.size_m * cells->options.size_m / 1e6;
    return cells->options.shape == GEO_CELLS_HEXAGONS ? square * sqrt(0.75) : square;
}

/* ---- points --------------------------------------------------------------------------------- */

static int32_t cell_of(const geo_cells *cells, double column, double row)
{
    column -= (double)cells->first_column;
    row -= (double)cells->first_row;
    if (!(column >= 0 && column < (double)cells->columns && row >= 0 && row < (double)cells->rows))
        return GEO_NO_CODE;
    return (int32_t)((size_t)row * cells->columns + (size_t)column);
}

static int32_t square_at(const geo_cells *cells, double x, double y)
{
    const geo_cells_options *options = &cells->options;
    return cell_of(cells, floor((x - options->origin_x) / options->size_m),
                   floor((y - options->origin_y) / options->size_m));
}

/* The hexagon of a row whose centre is nearest, and how far that is, squared. */
static double nearest_in_row(const geo_cells_options *options, double x, double y, double row,
                             double *column)
{
    double shift = fmod(row, 2) != 0 ? 0.5 : 0;
    double east = (x - options->origin_x) / options->size_m - shift;
    double north = (y - options->origin_y) / options->size_m - row * sqrt(0.75);
    *column = floor(east + 0.5);
    return (east - *column) * (east - *column) + north * north;
}

/* A point is in the hexagon with the nearest centre, which is in one of the rows beside it. */
static int32_t hexagon_at(const geo_cells *cells, double x, double y)
{
    double row = row_below(&cells->options, y), below, above;
    double to_below = nearest_in_row(&cells->options, x, y, row, &below);
    double to_above = nearest_in_row(&cells->options, x, y, row + 1, &above);
    return to_below < to_above ? cell_of(cells, below, row) : cell_of(cells, above, row + 1);
}

void geo_cells_locate(const geo_cells *cells, const double *x, const double *y, size_t count,
                      int32_t *cell)
{
    bool is_hexagon = cells->options.shape == GEO_CELLS_HEXAGONS;
    for (size_t i = 0; i < count; i++)
        cell[i] = is_hexagon ? hexagon_at(cells, x[i], y[i]) : square_at(cells, x[i], y[i]);
}

void geo_cells_centres(const geo_cells *cells, const int32_t *which, size_t count, double *x,
                       double *y)
{
    lattice step = lattice_of(&cells->options);
    for (size_t i = 0; i < count; i++) {
        int64_t east, north;
        find_centre(cells, which ? which[i] : (int32_t)i, &east, &north);
        x[i] = cells->options.origin_x + step.step_x * (double)east;
        y[i] = cells->options.origin_y + step.step_y * (double)north;
    }
}

/* ---- neighbours ----------------------------------------------------------------------------- */

#define SIDES_MOST 8

/* Cells that touch one in the given row, as steps of columns and rows. */
static size_t offsets_of(const geo_cells *cells, int64_t row, bool by_sides,
                         const int64_t (**offset)[2])
{
    static const int64_t square[8][2] = {{-1, 0},  {1, 0},  {0, -1}, {0, 1},
                                         {-1, -1}, {1, -1}, {-1, 1}, {1, 1}};
    static const int64_t even[6][2] = {{-1, 0}, {1, 0}, {-1, -1}, {0, -1}, {-1, 1}, {0, 1}};
    static const int64_t odd[6][2] = {{-1, 0}, {1, 0}, {0, -1}, {1, -1}, {0, 1}, {1, 1}};
    bool is_hexagon = cells->options.shape == GEO_CELLS_HEXAGONS;
    *offset = !is_hexagon ? square : row % 2 != 0 ? odd : even;
    return is_hexagon ? 6 : by_sides ? 4 : 8;
}

static int compare_cells(const void *left, const void *right)
{
    int32_t one = *(const int32_t *)left, other = *(const int32_t *)right;
    return (one > other) - (one < other);
}

/* The place of a cell among those asked for, GEO_NO_CODE where it is none of them. */
static int32_t place_of(const int32_t *which, size_t count, int32_t cell)
{
    if (!which || cell == GEO_NO_CODE)
        return cell;
    const int32_t *found = bsearch(&cell, which, count, sizeof *which, compare_cells);
    return found ? (int32_t)(found - which) : GEO_NO_CODE;
}

typedef struct cell_pairs {
    int32_t *from;
    int32_t *to;
    size_t count;
} cell_pairs;

static void add_neighbours(const geo_cells *cells, const int32_t *which, size_t count, size_t i,
                           bool by_sides, cell_pairs *pairs)
{
    size_t cell = which ? (size_t)which[i] : i;
    int64_t column = cells->first_column + (int64_t)(cell % cells->columns);
    int64_t row = cells->first_row + (int64_t)(cell / cells->columns);
    const int64_t(*offset)[2];
    size_t sides = offsets_of(cells, row, by_sides, &offset);
    for (size_t side = 0; side < sides; side++) {
        int32_t beside =
            cell_of(cells, (double)(column + offset[side][0]), (double)(row + offset[side][1]));
        int32_t to = place_of(which, count, beside);
        if (to == GEO_NO_CODE)
            continue;
        pairs->from[pairs->count] = (int32_t)i;
        pairs->to[pairs->count++] = to;
    }
}

geo_status geo_cells_neighbours(geo_context *context, const geo_cells *cells, const int32_t *which,
                                size_t count, bool by_sides, geo_neighbours **out)
{
    cell_pairs pairs = {NULL, NULL, 0};
    geo_status status =
        geo_alloc_array(context, count, SIDES_MOST * sizeof *pairs.from, &pairs.from);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, SIDES_MOST * sizeof *pairs.to, &pairs.to);
    for (size_t i = 0; i < count && status == GEO_OK; i++)
        add_neighbours(cells, which, count, i, by_sides, &pairs);
    if (status == GEO_OK)
        status = geo_neighbours_make(context, count, pairs.from, pairs.to, NULL, pairs.count, out);
    free(pairs.from);
    free(pairs.to);
    return status;
}

/* ---- areas ---------------------------------------------------------------------------------- */

enum { CODE, AREA, X, Y, COLUMNS };

static geo_status make_arrays(geo_context *context, const geo_cells *cells, size_t corners,
                              geo_areas *areas)
{
    static const char *const name[COLUMNS] = {"code", "area_km2", "x", "y"};
    static const int decimals[COLUMNS] = {0, 4, 0, 0};
    size_t count = areas->count, points = corners + 1;
    geo_status status = geo_copy_text(context, "cells", &areas->path);
    if (status == GEO_OK)
        status = geo_crs_copy(context, &cells->crs, &areas->crs);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *areas->code, (void *)&areas->code);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count + 1, sizeof *areas->area_ring, &areas->area_ring);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count + 1, sizeof *areas->ring_point, &areas->ring_point);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *areas->ring_is_hole, &areas->ring_is_hole);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, points * sizeof *areas->x, &areas->x);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, points * sizeof *areas->y, &areas->y);
    if (status == GEO_OK)
        status = geo_table_new(context, count, &areas->attributes);
    for (size_t i = 0; i < COLUMNS && status == GEO_OK; i++)
        status = geo_table_add(context, areas->attributes, name[i], i == CODE ? GEO_TEXT : GEO_REAL,
                               decimals[i], NULL);
    return status;
}

/* Anticlockwise, in steps from the centre. */
static const int corner_of_hexagon[6][2] = {{0, -2}, {1, -1}, {1, 1}, {0, 2}, {-1, 1}, {-1, -1}};
static const int corner_of_square[4][2] = {{-1, -1}, {1, -1}, {1, 1}, {-1, 1}};

static void add_ring(const geo_cells *cells, int32_t cell, size_t corners, geo_areas *areas)
{
    const int(*corner)[2] = corners == 6 ? corner_of_hexagon : corner_of_square;
    lattice step = lattice_of(&cells->options);
    int64_t east, north;
    find_centre(cells, cell, &east, &north);
    for (size_t i = 0; i <= corners; i++) {
        size_t point = areas->point_count++;
        const int *at = corner[i % corners];
        areas->x[point] = cells->options.origin_x + step.step_x * (double)(east + at[0]);
        areas->y[point] = cells->options.origin_y + step.step_y * (double)(north + at[1]);
    }
    areas->ring_point[++areas->ring_count] = areas->point_count;
}

/* "E26N9" */
static geo_status set_code(geo_context *context, const geo_cells *cells, int32_t cell, size_t area,
                           geo_areas *areas)
{
    geo_column *column = &areas->attributes->column[CODE];
    int64_t east = cells->first_column + (int64_t)((size_t)cell % cells->columns);
    int64_t north = cells->first_row + (int64_t)((size_t)cell / cells->columns);
    char code[64];
    snprintf(code, sizeof code, "%c%" PRId64 "%c%" PRId64, east < 0 ? 'W' : 'E',
             east < 0 ? -east : east, north < 0 ? 'S' : 'N', north < 0 ? -north : north);
    geo_status status = geo_table_set_text(context, column, area, geo_text_of(code));
    if (status == GEO_OK)
        areas->code[area] = column->text[area];
    return status;
}

static geo_status add_cells(geo_context *context, const geo_cells *cells, const int32_t *which,
                            size_t corners, geo_areas *areas)
{
    geo_column *column = areas->attributes->column;
    geo_status status = GEO_OK;
    for (size_t i = 0; i < areas->count && status == GEO_OK; i++) {
        int32_t cell = which ? which[i] : (int32_t)i;
        add_ring(cells, cell, corners, areas);
        areas->area_ring[i + 1] = areas->ring_count;
        column[AREA].real[i] = geo_cells_area_km2(cells);
        geo_cells_centres(cells, &cell, 1, &column[X].real[i], &column[Y].real[i]);
        status = set_code(context, cells, cell, i, areas);
    }
    areas->extent = geo_extent_of(areas->x, areas->y, areas->point_count);
    return status;
}

geo_status geo_cells_areas(geo_context *context, const geo_cells *cells, const int32_t *which,
                           size_t count, geo_areas **out)
{
    size_t corners = cells->options.shape == GEO_CELLS_HEXAGONS ? 6 : 4;
    geo_areas *areas = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *areas, &areas);
    if (status != GEO_OK)
        return status;
    areas->count = count;
    status = make_arrays(context, cells, corners, areas);
    if (status == GEO_OK)
        status = add_cells(context, cells, which, corners, areas);
    if (status == GEO_OK)
        *out = areas;
    else
        geo_areas_free(areas);
    return status;
}
