/* Writes layers for QGIS to open: output_layers FOLDER makes classes.gpkg and bands.gpkg with one
 * each, and several.gpkg with three. All have six squares of 10 km side by side. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <geo/output.h>
#include <geo/source.h>

enum { SQUARES = 6, POINTS = 5 };

typedef struct squares {
    geo_areas areas;
    const char *code[SQUARES];
    size_t area_ring[SQUARES + 1];
    size_t ring_point[SQUARES + 1];
    bool is_hole[SQUARES];
    double x[SQUARES * POINTS];
    double y[SQUARES * POINTS];
} squares;

static void make_squares(squares *made)
{
    static const char *const code[SQUARES] = {"E1", "E2", "E3", "E4", "E5", "E6"};
    static const int corner[POINTS][2] = {{0, 0}, {0, 1}, {1, 1}, {1, 0}, {0, 0}};
    memset(made, 0, sizeof *made);
    for (size_t i = 0; i < SQUARES; i++) {
        made->code[i] = code[i];
        made->area_ring[i + 1] = i + 1;
        made->ring_point[i + 1] = POINTS * (i + 1);
        for (size_t k = 0; k < POINTS; k++) {
            made->x[POINTS * i + k] = 400000 + 10000 * ((double)i + corner[k][0]);
            made->y[POINTS * i + k] = 300000 + 10000 * corner[k][1];
        }
    }
    made->areas = (geo_areas){.count = SQUARES,
                              .code = made->code,
                              .ring_count = SQUARES,
                              .point_count = SQUARES * POINTS,
                              .area_ring = made->area_ring,
                              .ring_point = made->ring_point,
                              .ring_is_hole = made->is_hole,
                              .x = made->x,
                              .y = made->y};
}

/* Below, on and above breaks, not known, and kept back. */
static geo_status fill(geo_context *context, geo_table *table)
{
    static const double rate[SQUARES] = {4.999, 5, 12.5, 400, NAN, NAN};
    static const char *const band[SQUARES] = {"It's \\ <low>", "Above", NULL, "Above", NULL, NULL};
    geo_column *column = NULL;
    geo_status status = geo_table_add(context, table, "rate \"of\" all", GEO_REAL, 1, &column);
    for (size_t row = 0; status == GEO_OK && row < SQUARES; row++) {
        column->real[row] = rate[row];
        status = geo_table_set_area(context, table, row, (int32_t)row);
    }
    if (status == GEO_OK)
        status = geo_table_set_mark(context, table, column, 5, GEO_MARK_HIDDEN);
    if (status == GEO_OK)
        status = geo_table_add(context, table, "band", GEO_TEXT, 0, &column);
    for (size_t row = 0; status == GEO_OK && row < SQUARES; row++)
        if (band[row])
            status =
                geo_table_set_text(context, column, row, (geo_text){band[row], strlen(band[row])});
    return status;
}

static geo_status write_layer(geo_context *context, const geo_table *table, const char *folder,
                              const char *name, const geo_layer_style *style)
{
    squares made;
    char path[1024];
    geo_bytes bytes = GEO_BYTES_INIT;
    make_squares(&made);
    snprintf(path, sizeof path, "%s/%s.gpkg", folder, name);
    geo_status status = geo_crs_from_text(context, "EPSG:27700", &made.areas.crs);
    if (status == GEO_OK)
        status = geo_areas_to_gpkg(context, &made.areas, table, name, style, &bytes);
    if (status == GEO_OK)
        status = geo_file_save(context, path, &bytes);
    geo_bytes_clear(&bytes);
    geo_crs_clear(&made.areas.crs);
    return status;
}

/* Shaded squares, lines around them by class, and lines that are all alike. */
static geo_status write_several(geo_context *context, const geo_table *table, const char *folder,
                                const geo_layer_style *shaded)
{
    squares made;
    char path[1024];
    geo_bytes bytes = GEO_BYTES_INIT;
    static const double line_mm[] = {0.3, 0.6, 0.9};
    geo_layer_style lines = *shaded, alike = *shaded;
    lines.is_outline = true;
    lines.line_mm = line_mm;
    lines.name_field = NULL;
    alike.field = alike.unit = NULL;
    alike.is_outline = true;
    alike.class_count = 1;
    make_squares(&made);
    const geo_layer layer[] = {{&made.areas, table, "shaded", shaded},
                               {&made.areas, table, "lines", &lines},
                               {&made.areas, table, "alike", &alike}};
    snprintf(path, sizeof path, "%s/several.gpkg", folder);
    geo_status status = geo_crs_from_text(context, "EPSG:27700", &made.areas.crs);
    if (status == GEO_OK)
        status = geo_layers_to_gpkg(context, layer, sizeof layer / sizeof *layer, &bytes);
    if (status == GEO_OK)
        status = geo_file_save(context, path, &bytes);
    geo_bytes_clear(&bytes);
    geo_crs_clear(&made.areas.crs);
    return status;
}

static geo_status write_all(geo_context *context, const geo_table *table, const char *folder)
{
    static const double lower[] = {0, 5, 12.5};
    static const char *const colour[] = {"#fbecc4", "#ee8f4f", "#861f35"};
    static const char *const label[] = {"0 to under 5", "5 to under 12.5", "12.5 and over"};
    static const char *const band[] = {"It's \\ <low>", "Above", NULL};
    const geo_layer_style classes = {.field = "rate \"of\" all",
                                     .unit = "incidents per 1,000 <residents> & year",
                                     .class_count = 3,
                                     .lower = lower,
                                     .colour = colour,
                                     .label = label,
                                     .name_field = "code"};
    const geo_layer_style bands = {
        .field = "band", .class_count = 3, .colour = colour, .label = label, .category = band};
    geo_status status = write_layer(context, table, folder, "classes", &classes);
    if (status == GEO_OK)
        status = write_layer(context, table, folder, "bands", &bands);
    return status == GEO_OK ? write_several(context, table, folder, &classes) : status;
}

int main(int count, char **arguments)
{
    geo_context *context = geo_context_new();
    geo_table *table = NULL;
    if (count != 2 || !context)
        return 2;
    geo_status status = geo_table_new(context, SQUARES, &table);
    if (status == GEO_OK)
        status = fill(context, table);
    if (status == GEO_OK)
        status = write_all(context, table, arguments[1]);
    if (status != GEO_OK)
        fprintf(stderr, "%s\n", geo_message(context));
    geo_table_free(table);
    geo_context_free(context);
    return (int)status;
}
