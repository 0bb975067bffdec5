/*
 * Makes the loads of the bench, the same bytes each time:
 *
 *   bench_generate areas  OUT.gpkg FROM LAYER CODE NAME            the layer as it is, made valid
 *   bench_generate tiles  OUT.gpkg FROM LAYER CODE NAME AREAS EDGES   copies of it side by side
 *   bench_generate plain  OUT.csv AREAS.gpkg ROWS [DISTINCT [SEED [BLANK [OUTSIDE]]]]
 *   bench_generate police OUT.csv AREAS.gpkg ROWS [DISTINCT [SEED [BLANK [OUTSIDE]]]]
 *   bench_generate mixed  OUT.csv AREAS.gpkg ROWS [DISTINCT [SEED [BLANK [OUTSIDE]]]]
 *
 * "plain" are rows of id, x, y, month and category in random order. "police" has the columns of
 * police.uk and the order in which its files are published: month by month, force by force, in
 * each file by the name of the LSOA, rows without a place last. "mixed" has its columns, but rows
 * in random order.
 *
 * DISTINCT is the share of located rows with a place of their own (default 0.3; 1: all), BLANK that
 * of rows without coordinates (0.02), OUTSIDE that of places spread over the box around the areas
 * (0.03).
 */
#include "generate.h"

#include <string.h>

#include <cpl_conv.h>
#include <gdal.h>

static double number_or(char **argument, int count, int index, double without)
{
    return index < count ? strtod(argument[index], NULL) : without;
}

static void make_areas(char **argument, int count, bool is_tiled)
{
    area_options options = {.path = argument[2],
                            .from = argument[3],
                            .layer = argument[4],
                            .code_field = argument[5],
                            .name_field = argument[6]};
    if (is_tiled) {
        options.count = (size_t)number_or(argument, count, 7, 35000);
        options.edges = (size_t)number_or(argument, count, 8, 2e6);
        write_tiles(&options);
    } else {
        write_areas(&options);
    }
}

static void make_points(char **argument, int count)
{
    point_options options = {.path = argument[2],
                             .areas = argument[3],
                             .rows = (int64_t)number_or(argument, count, 4, 0),
                             .distinct = number_or(argument, count, 5, 0.3),
                             .seed = (uint64_t)number_or(argument, count, 6, 1),
                             .blank = number_or(argument, count, 7, 0.02),
                             .outside = number_or(argument, count, 8, 0.03),
                             .is_police = strcmp(argument[1], "plain") != 0,
                             .is_sorted = strcmp(argument[1], "police") == 0};
    write_points(&options);
}

static bool is_layout_of_points(const char *what)
{
    return strcmp(what, "plain") == 0 || strcmp(what, "police") == 0 || strcmp(what, "mixed") == 0;
}

int main(int argc, char **argv)
{
    GDALAllRegister();
    CPLSetConfigOption("OGR_CURRENT_DATE", "2025-01-01T00:00:00.000Z");
    const char *what = argc > 1 ? argv[1] : "";
    if (argc >= 7 && strcmp(what, "areas") == 0)
        make_areas(argv, argc, false);
    else if (argc >= 7 && strcmp(what, "tiles") == 0)
        make_areas(argv, argc, true);
    else if (argc >= 5 && is_layout_of_points(what))
        make_points(argv, argc);
    else
        stop("usage: bench_generate areas|tiles|plain|police|mixed OUT IN ...; see generate.c", "");
    return 0;
}
