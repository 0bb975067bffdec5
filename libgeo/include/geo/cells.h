/*
 * geo/cells.h - ground divided into cells of one size, to count in. A part of the surface stage;
 * see geo/core.h for the conventions.
 */
#ifndef GEO_CELLS_H
#define GEO_CELLS_H

#include <geo/core.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum geo_cell_shape {
    GEO_CELLS_HEXAGONS, /* with corners in the north and south: rows of equal cells, every other row
                           half a cell to the east */
    GEO_CELLS_SQUARES
} geo_cell_shape;

typedef struct geo_cells_options {
    geo_cell_shape shape;
    double size_m; /* of squares the side, of hexagons the distance between opposite sides, which is
                      that between the centres of neighbours */
    double origin_x; /* of squares a corner, of hexagons a centre: the same ground is divided the */
    double origin_y; /* same way whatever part of it is asked for */
} geo_cells_options;

#define GEO_CELLS_OPTIONS_INIT                                                                     \
    {                                                                                              \
        GEO_CELLS_HEXAGONS, 150, 0, 0                                                              \
    }

/* The cells that cover an extent, by rows from the south, each from the west: cell row * columns +
 * column is the one of first_row + row and first_column + column counted from the origin. */
typedef struct geo_cells {
    geo_crs crs;
    geo_cells_options options;
    int64_t first_column;
    int64_t first_row;
    size_t columns;
    size_t rows;
} geo_cells;

/* GEO_ERROR_USAGE unless size_m is above 0 and the origin finite, GEO_ERROR_CRS unless the CRS is
 * metric, GEO_ERROR_DATA for an empty extent, GEO_ERROR_LIMIT for 2^31 cells or more. */
GEO_API geo_status geo_cells_cover(geo_context *context, const geo_crs *crs,
                                   const geo_extent *extent, const geo_cells_options *options,
                                   geo_cells **out);
GEO_API void geo_cells_free(geo_cells *cells);

/* Square kilometres of each. */
GEO_API double geo_cells_area_km2(const geo_cells *cells);
/* The cell of each point into cell[count], GEO_NO_CODE where it is in none of these or not finite.
 * On a border it is in the cell to the east or north. O(count). */
GEO_API void geo_cells_locate(const geo_cells *cells, const double *x, const double *y,
                              size_t count, int32_t *cell);
/* Centres of the cells which[count] (NULL: of all, count being rows * columns). */
GEO_API void geo_cells_centres(const geo_cells *cells, const int32_t *which, size_t count,
                               double *x, double *y);
/* Which of the cells which[count], rising (NULL: all), touch: entry i of the neighbours is cell
 * which[i]. Hexagons have 6 neighbours, squares 8 or, by sides alone, 4. O(count log count). */
GEO_API geo_status geo_cells_neighbours(geo_context *context, const geo_cells *cells,
                                        const int32_t *which, size_t count, bool by_sides,
                                        geo_neighbours **out);
/* The cells which[count] as polygons, in that order; neighbours share their corners to the bit.
 * Attributes: code, which is that of its centre's place from the origin, such as "E26N9" ("W3S1"
 * towards west and south), area_km2, x and y of the centre. No names. */
GEO_API geo_status geo_cells_areas(geo_context *context, const geo_cells *cells,
                                   const int32_t *which, size_t count, geo_areas **out);

#ifdef __cplusplus
}
#endif
#endif
