/* A small made-up county to draw: blocks of squares with two towns of incidents. */
#ifndef TESTS_FIGURE_SAMPLE_H
#define TESTS_FIGURE_SAMPLE_H

#include <stdlib.h>
#include <string.h>

#include <geo/figure.h>

#define SAMPLE_SIDE_M 5000.0

static inline void sample_square(geo_areas *areas, size_t area, double x, double y)
{
    static const double corner[5][2] = {{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}};
    for (size_t p = 0; p < 5; p++) {
        areas->x[area * 5 + p] = x + corner[p][0] * SAMPLE_SIDE_M;
        areas->y[area * 5 + p] = y + corner[p][1] * SAMPLE_SIDE_M;
    }
    areas->area_ring[area + 1] = area + 1;
    areas->ring_point[area + 1] = 5 * (area + 1);
}

/* columns x rows squares from (400000, 300000) on; code and name "A1" ...; names and parents may be
 * changed by the test, whose texts are only borrowed. */
static inline geo_areas *sample_areas(size_t columns, size_t rows)
{
    static const char *const codes[] = {"A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8",
                                        "A9", "B1", "B2", "B3", "B4", "B5", "B6", "B7"};
    geo_areas *areas = calloc(1, sizeof *areas);
    size_t count = columns * rows;
    areas->count = areas->ring_count = count;
    areas->point_count = 5 * count;
    areas->code = calloc(count, sizeof *areas->code);
    areas->name = calloc(count, sizeof *areas->name);
    areas->parent = calloc(count, sizeof *areas->parent);
    areas->area_ring = calloc(count + 1, sizeof *areas->area_ring);
    areas->ring_point = calloc(count + 1, sizeof *areas->ring_point);
    areas->ring_is_hole = calloc(count, sizeof *areas->ring_is_hole);
    areas->x = calloc(areas->point_count, sizeof *areas->x);
    areas->y = calloc(areas->point_count, sizeof *areas->y);
    for (size_t i = 0; i < count; i++) {
        areas->code[i] = areas->name[i] = codes[i % 16];
        sample_square(areas, i, 400000 + (double)(i % columns) * SAMPLE_SIDE_M,
                      300000 + (double)(i / columns) * SAMPLE_SIDE_M);
    }
    areas->extent.x_min = 400000;
    areas->extent.y_min = 300000;
    areas->extent.x_max = 400000 + (double)columns * SAMPLE_SIDE_M;
    areas->extent.y_max = 300000 + (double)rows * SAMPLE_SIDE_M;
    return areas;
}

static inline void sample_areas_free(geo_areas *areas)
{
    free((void *)areas->code);
    free((void *)areas->name);
    free((void *)areas->parent);
    free(areas->area_ring);
    free(areas->ring_point);
    free(areas->ring_is_hole);
    free(areas->x);
    free(areas->y);
    free(areas);
}

/* Squares, each smaller than the last, spread evenly over a map of columns x rows squares. */
static inline geo_areas *sample_spots(size_t count, double largest_m, size_t columns, size_t rows)
{
    geo_areas *spots = sample_areas(count, 1);
    for (size_t i = 0; i < count; i++) {
        /* M. Roberts, "The unreasonable effectiveness of quasirandom sequences" (2018): R2. */
        double across = 0.7548776662466927 * (double)(i + 1);
        double up = 0.5698402909980532 * (double)(i + 1);
        double side = largest_m / (double)(i + 1);
        double x = 400000 + (across - (double)(size_t)across) * (double)columns * SAMPLE_SIDE_M;
        double y = 300000 + (up - (double)(size_t)up) * (double)rows * SAMPLE_SIDE_M;
        for (size_t p = 5 * i; p < 5 * i + 5; p++) {
            bool is_east = spots->x[p] > 400000 + ((double)i + 0.5) * SAMPLE_SIDE_M;
            bool is_north = spots->y[p] > 300000 + 0.5 * SAMPLE_SIDE_M;
            spots->x[p] = x + (is_east ? side : -side) / 2;
            spots->y[p] = y + (is_north ? side : -side) / 2;
        }
    }
    return spots;
}

static inline double sample_town(double dx, double dy, double radius_m)
{
    double u2 = (dx * dx + dy * dy) / (radius_m * radius_m);
    return u2 < 1 ? (1 - u2) * (1 - u2) : 0;
}

/* Cells of 250 m over a map of that many squares and 1 km around it; peaks of `peak` and a fifth of
 * it. */
static inline geo_grid *sample_grid(size_t columns, size_t rows, double peak)
{
    geo_grid *grid = calloc(1, sizeof *grid);
    double width = (double)columns * SAMPLE_SIDE_M, height = (double)rows * SAMPLE_SIDE_M;
    grid->cell_m = 250;
    grid->x_min = 399000;
    grid->y_max = 301000 + height;
    grid->columns = (size_t)((width + 2000) / grid->cell_m);
    grid->rows = (size_t)((height + 2000) / grid->cell_m);
    grid->unit = strdup("incidents per km2");
    grid->value = calloc(grid->columns * grid->rows, sizeof *grid->value);
    for (size_t i = 0; i < grid->columns * grid->rows; i++) {
        double x = grid->x_min + ((double)(i % grid->columns) + 0.5) * grid->cell_m;
        double y = grid->y_max - ((double)(i / grid->columns) + 0.5) * grid->cell_m;
        grid->value[i] =
            peak * sample_town(x - 400000 - width * 0.3, y - 300000 - height * 0.4, 3000) +
            peak / 5 * sample_town(x - 400000 - width * 0.7, y - 300000 - height * 0.7, 2500);
    }
    return grid;
}

/* A heat map of one panel. */
static inline geo_status sample_heatmap(geo_context *context, const geo_grid *grid,
                                        const geo_areas *areas, const geo_style *style,
                                        const geo_figure_text *text, geo_picture format, double dpi,
                                        geo_bytes *out)
{
    const geo_map_panel panel = {.surface = grid};
    const geo_map map = {.areas = areas, .panel_count = 1, .panel = &panel};
    return geo_figure_map(context, &map, style, text, format, dpi, out);
}

#endif
