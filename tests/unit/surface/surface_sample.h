/* Small surfaces to draw contours of, and these as GEOS has them. */
#ifndef TESTS_UNIT_SURFACE_SURFACE_SAMPLE_H
#define TESTS_UNIT_SURFACE_SURFACE_SAMPLE_H

#include <math.h>
#include <stdbool.h>

#include <geos_c.h>

#include <geo/surface.h>

#include "random.h"
#include "unit.h"

enum { SIDE_MOST = 40 };

/* A surface with its values, in cells of 10 m with the corner at 400000, 300000. */
typedef struct sample {
    geo_grid grid;
    double value[SIDE_MOST * SIDE_MOST];
} sample;

static const double cell_m2 = 100;

static inline void sample_begin(sample *made, size_t rows, size_t columns)
{
    static char unit[] = "incidents per km2";
    made->grid = (geo_grid){.crs = {NULL, NULL, 27700, true},
                            .x_min = 400000,
                            .y_max = 300000,
                            .cell_m = 10,
                            .columns = columns,
                            .rows = rows,
                            .value = made->value,
                            .unit = unit};
    for (size_t i = 0; i < rows * columns; i++)
        made->value[i] = 0;
}

static inline double attribute(const geo_areas *areas, const char *name, size_t area)
{
    return geo_table_find(areas->attributes, name)->real[area];
}

static inline void assert_near(double value, double expected)
{
    if (!(fabs(value - expected) <= 1e-9 * fmax(1, fabs(expected))))
        fail_msg("%.17g, expected %.17g", value, expected);
}

static inline GEOSGeometry *sample_ring(GEOSContextHandle_t handle, const geo_areas *areas,
                                        size_t ring)
{
    size_t first = areas->ring_point[ring];
    size_t count = areas->ring_point[ring + 1] - first;
    return GEOSGeom_createLinearRing_r(
        handle, GEOSCoordSeq_copyFromArrays_r(handle, areas->x + first, areas->y + first, NULL,
                                              NULL, (unsigned)count));
}

/* The area as a multipolygon; shells are followed by their holes. */
static inline GEOSGeometry *sample_geometry(GEOSContextHandle_t handle, const geo_areas *areas,
                                            size_t area)
{
    GEOSGeometry *part[SIDE_MOST * SIDE_MOST];
    size_t parts = 0;
    for (size_t ring = areas->area_ring[area]; ring < areas->area_ring[area + 1];) {
        GEOSGeometry *hole[SIDE_MOST * SIDE_MOST];
        unsigned holes = 0;
        GEOSGeometry *shell = sample_ring(handle, areas, ring++);
        while (ring < areas->area_ring[area + 1] && areas->ring_is_hole[ring])
            hole[holes++] = sample_ring(handle, areas, ring++);
        part[parts++] = GEOSGeom_createPolygon_r(handle, shell, hole, holes);
    }
    return GEOSGeom_createCollection_r(handle, GEOS_MULTIPOLYGON, part, (unsigned)parts);
}

static inline bool sample_is_centre_in(const geo_areas *areas, size_t area, double x, double y)
{
    bool is_in = false;
    for (size_t ring = areas->area_ring[area]; ring < areas->area_ring[area + 1]; ring++)
        for (size_t i = areas->ring_point[ring]; i + 1 < areas->ring_point[ring + 1]; i++) {
            double x1 = areas->x[i], y1 = areas->y[i], x2 = areas->x[i + 1], y2 = areas->y[i + 1];
            if ((y1 > y) != (y2 > y) && x < x1 + (y - y1) * (x2 - x1) / (y2 - y1))
                is_in = !is_in;
        }
    return is_in;
}

/* Few values make ties and plateaus, cells that alternate make nothing but saddles. */
static inline void sample_fill_randomly(sample *surface, uint64_t *seed)
{
    size_t kind = random_below(seed, 5), few = 2 + random_below(seed, 4);
    sample_begin(surface, 1 + random_below(seed, SIDE_MOST), 1 + random_below(seed, SIDE_MOST));
    for (size_t i = 0; i < surface->grid.rows * surface->grid.columns; i++) {
        size_t row = i / surface->grid.columns, column = i % surface->grid.columns;
        double value = kind == 0 ? (double)((row + column) % 2)
                                 : (double)random_below(seed, few) / (double)(few - 1);
        if (kind == 1)
            value = random_between(seed, 0, 1);
        if (kind == 2 && random_below(seed, 3) == 0)
            value = NAN;
        if (kind == 3)
            value = ldexp(value, -(int)random_below(seed, 60));
        surface->value[i] = value;
    }
}

#endif
