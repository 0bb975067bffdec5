/* Areas with holes and several parts, and a table about them, for tests of layers. */
#ifndef TESTS_AREAS_LAYER_H
#define TESTS_AREAS_LAYER_H

#include "output_test.h"

enum { LAYER_AREAS = 4, LAYER_ROWS = 4 };

/* A: a square of 10 km with a hole. B: two squares, the second with two holes. C: no geometry.
 * D: a triangle, of which the table says nothing. */
static inline geo_areas layer_areas(void)
{
    static const char *code[LAYER_AREAS] = {"A", "B", "C", "D"};
    static const char *name[LAYER_AREAS] = {"T\xC5\xB5r <\"Dock\">", "B & Sons", NULL, "Far"};
    static size_t area_ring[] = {0, 2, 6, 6, 7};
    static size_t ring_point[] = {0, 5, 10, 15, 20, 25, 30, 34};
    static bool is_hole[] = {false, true, false, false, true, true, false};
    static double x[] = {400000, 410000, 410000, 400000,     400000, /* A */
                         402000, 402000, 404000, 404000,     402000, /* its hole */
                         410000, 415000, 415000, 410000,     410000, /* B */
                         420000, 430000, 430000, 420000,     420000, /* its second part */
                         421000, 421000, 422000, 422000,     421000, /* and the holes of that */
                         425000, 425000, 426000, 426000.125, 425000,
                         440000, 450000, 450000, 440000};
    static double y[] = {300000, 300000, 310000, 310000, 300000, 302000, 304000, 304000, 302000,
                         302000, 300000, 300000, 305000, 305000, 300000, 300000, 300000, 310000,
                         310000, 300000, 301000, 302000, 302000, 301000, 301000, 305000, 306000,
                         306000, 305000, 305000, 300000, 300000, 310000, 300000};
    static char wkt[] = BRITISH_WKT, path[] = "areas.gpkg";
    return (geo_areas){.path = path,
                       .crs = {.wkt = wkt, .epsg = 27700, .is_metric = true},
                       .count = LAYER_AREAS,
                       .code = code,
                       .name = name,
                       .ring_count = 7,
                       .point_count = 34,
                       .area_ring = area_ring,
                       .ring_point = ring_point,
                       .ring_is_hole = is_hole,
                       .x = x,
                       .y = y};
}

/* Rows about B, about all, about A (its rate is kept back) and about C (which has none). */
static inline geo_table *layer_table(geo_context *context)
{
    static const int32_t area[LAYER_ROWS] = {1, GEO_NO_CODE, 0, 2};
    static const char *const band[LAYER_ROWS] = {"It's \\ <above>", "all", NULL, NULL};
    static const double rate[LAYER_ROWS] = {12.0625, 99, NAN, NAN};
    geo_table *table = NULL;
    geo_column *column = NULL;
    assert_int_equal(geo_table_new(context, LAYER_ROWS, &table), GEO_OK);
    geo_table_add(context, table, "Code", GEO_TEXT, 0, &column);
    geo_table_set_text(context, column, 0, text_of("B of the table"));
    geo_table_add(context, table, "count", GEO_INTEGER, 0, &column);
    column->integer[0] = INT64_C(9007199254740993);
    geo_table_add(context, table, "rate", GEO_REAL, 1, &column);
    for (size_t row = 0; row < LAYER_ROWS; row++)
        column->real[row] = rate[row];
    geo_table_set_mark(context, table, column, 2, GEO_MARK_HIDDEN);
    geo_table_add(context, table, "Rate", GEO_TEXT, 0, &column);
    for (size_t row = 0; row < LAYER_ROWS; row++)
        geo_table_set_text(context, column, row, text_of(band[row]));
    for (size_t row = 0; row < LAYER_ROWS; row++)
        geo_table_set_area(context, table, row, area[row]);
    geo_table_set_title(context, table, "Rates");
    geo_table_add_note(context, table, "Kept back: fewer than 5");
    return table;
}

#endif
