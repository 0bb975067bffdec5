/*
 * Densities against brute force, and the library's density without files:
 *
 *   bench_density check POINTS.csv RASTER RADIUS SCALE
 *       Compares 1,000 cells of a raster, times SCALE, with the quartic kernel summed over all
 *       points at their centres, in incidents per km2. Prints the largest difference as a share of
 *       the largest of those densities. Half of the cells lie anywhere, half where points are.
 *   bench_density library POINTS.csv RADIUS CELL XMIN YMIN XMAX YMAX [RUNS]
 *       Median seconds of geo_density() in memory (merging, sorting and density), and its error as
 *       above.
 *
 * POINTS.csv: id,x,y,...; rows without coordinates are passed over. It is read here without the
 * library so that the check doesn't lean on what it checks.
 */
#include <math.h>
#include <string.h>

#include <gdal.h>

#include <geo/geo.h>

#include "bench.h"

enum { SAMPLES = 1000, MOST_RUNS = 99 };

typedef struct point_list {
    double *x, *y;
    size_t count;
} point_list;

static point_list read_points(const char *path)
{
    point_list points = {NULL, NULL, 0};
    size_t room = 0;
    char row[1024];
    FILE *file = fopen(path, "rb");
    if (!file || !fgets(row, sizeof row, file))
        stop("cannot read", path);
    while (fgets(row, sizeof row, file)) {
        char *text = strchr(row, ','), *end;
        if (!text || text[1] == ',')
            continue;
        if (points.count == room) {
            room = 2 * room + 1024;
            points.x = realloc(points.x, room * sizeof *points.x);
            points.y = realloc(points.y, room * sizeof *points.y);
            if (!points.x || !points.y)
                stop("out of memory", "");
        }
        points.x[points.count] = strtod(text + 1, &end);
        points.y[points.count++] = strtod(end + 1, NULL);
    }
    fclose(file);
    return points;
}

/* Incidents per km2 at (x, y): the quartic kernel of Silverman 1986, section 4.2. */
static double brute_force(const point_list *points, double x, double y, double radius)
{
    double sum = 0;
    for (size_t i = 0; i < points->count; i++) {
        double dx = points->x[i] - x, dy = points->y[i] - y;
        double t = 1 - (dx * dx + dy * dy) / (radius * radius);
        sum += t > 0 ? t * t : 0;
    }
    return 1e6 * 3 / (acos(-1) * radius * radius) * sum;
}

/* A raster as its tools leave it: row 0 in the north. */
typedef struct raster {
    double x_min, y_max, cell_x, cell_y;
    size_t columns, rows;
    const double *value; /* NULL: read cell by cell from band */
    GDALRasterBandH band;
} raster;

static double value_at(const raster *surface, size_t column, size_t row)
{
    if (surface->value)
        return surface->value[row * surface->columns + column];
    double value = 0;
    int has_none = 0;
    if (GDALRasterIO(surface->band, GF_Read, (int)column, (int)row, 1, 1, &value, 1, 1, GDT_Float64,
                     0, 0) != CE_None)
        stop("cannot read a cell", "");
    double none = GDALGetRasterNoDataValue(surface->band, &has_none);
    return isnan(value) || (has_none && value == none) ? 0 : value;
}

static void choose_cell(const raster *surface, const point_list *points, int sample,
                        uint64_t *state, size_t *column, size_t *row)
{
    *column = draw(state) % surface->columns;
    *row = draw(state) % surface->rows;
    if (sample % 2 == 0)
        return;
    size_t chosen = draw(state) % points->count;
    double right = (points->x[chosen] - surface->x_min) / surface->cell_x;
    double down = (surface->y_max - points->y[chosen]) / surface->cell_y;
    if (right >= 0 && right < (double)surface->columns && down >= 0 &&
        down < (double)surface->rows) {
        *column = (size_t)right;
        *row = (size_t)down;
    }
}

static double largest_error(const raster *surface, const point_list *points, double radius,
                            double scale)
{
    double largest = 0, error = 0;
    uint64_t state = 1;
    for (int sample = 0; sample < SAMPLES; sample++) {
        size_t column, row;
        choose_cell(surface, points, sample, &state, &column, &row);
        double exact =
            brute_force(points, surface->x_min + ((double)column + 0.5) * surface->cell_x,
                        surface->y_max - ((double)row + 0.5) * surface->cell_y, radius);
        largest = fmax(largest, exact);
        error = fmax(error, fabs(scale * value_at(surface, column, row) - exact));
    }
    return error / largest;
}

static void check(char **argument)
{
    point_list points = read_points(argument[2]);
    GDALAllRegister();
    GDALDatasetH file = GDALOpen(argument[3], GA_ReadOnly);
    double place[6];
    if (!file || GDALGetGeoTransform(file, place) != CE_None)
        stop("cannot open", argument[3]);
    raster surface = {.x_min = place[0],
                      .y_max = place[3],
                      .cell_x = place[1],
                      .cell_y = -place[5],
                      .columns = (size_t)GDALGetRasterXSize(file),
                      .rows = (size_t)GDALGetRasterYSize(file),
                      .band = GDALGetRasterBand(file, 1)};
    double error = largest_error(&surface, &points, atof(argument[4]), atof(argument[5]));
    printf("%.1e %zu x %zu\n", error, surface.columns, surface.rows);
    GDALClose(file);
    free(points.x);
    free(points.y);
}

static int by_size(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static void time_library(char **argument, int runs)
{
    point_list points = read_points(argument[2]);
    geo_context *context = geo_context_new();
    geo_crs crs = {NULL, NULL, 0, false};
    geo_grid *grid = NULL;
    double seconds[MOST_RUNS];
    geo_density_options options = GEO_DENSITY_OPTIONS_INIT;
    options.bandwidth_m = atof(argument[3]);
    options.cell_m = atof(argument[4]);
    options.extent =
        (geo_extent){atof(argument[5]), atof(argument[6]), atof(argument[7]), atof(argument[8])};
    if (!context || geo_crs_from_text(context, "EPSG:27700", &crs) != GEO_OK)
        stop("no EPSG:27700", "");
    for (int run = 0; run < runs; run++) {
        geo_grid_free(grid);
        grid = NULL;
        double start = now_s();
        if (geo_density(context, &crs, points.x, points.y, NULL, points.count, &options, &grid,
                        NULL) != GEO_OK)
            stop(geo_message(context), "");
        seconds[run] = now_s() - start;
    }
    qsort(seconds, (size_t)runs, sizeof *seconds, by_size);
    raster surface = {.x_min = grid->x_min,
                      .y_max = grid->y_max,
                      .cell_x = grid->cell_m,
                      .cell_y = grid->cell_m,
                      .columns = grid->columns,
                      .rows = grid->rows,
                      .value = grid->value};
    printf("%.3f %.1e %zu x %zu\n", seconds[runs / 2],
           largest_error(&surface, &points, options.bandwidth_m, 1), grid->columns, grid->rows);
    geo_grid_free(grid);
    geo_crs_clear(&crs);
    geo_context_free(context);
    free(points.x);
    free(points.y);
}

int main(int argc, char **argv)
{
    int runs = argc > 9 ? atoi(argv[9]) : 5;
    if (argc == 6 && strcmp(argv[1], "check") == 0)
        check(argv);
    else if (argc >= 9 && strcmp(argv[1], "library") == 0 && runs > 0 && runs <= MOST_RUNS)
        time_library(argv, runs);
    else
        stop("usage: bench_density check|library ...; see density.c", "");
    return 0;
}
