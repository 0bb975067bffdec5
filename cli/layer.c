#include "layer.h"

#include <math.h>
#include <stdlib.h>

#include "outputs.h"

/* How the classes of a map look, as the library's layers take it. */
typedef struct layer_classes {
    geo_classes classes;
    char colour_text[GEO_CLASSES_MOST][8];
    const char *colour[GEO_CLASSES_MOST];
    char *words[GEO_CLASSES_MOST];
} layer_classes;

/* NaN for areas without a row or a value. */
static geo_status take_values(cli_job *job, const cli_layer *layer, const geo_column *column,
                              double **out)
{
    const geo_table *table = layer->table;
    double *value = calloc(layer->areas->count + 1, sizeof *value);
    if (!value)
        return job_out_of_memory(job);
    for (size_t area = 0; area < layer->areas->count; area++)
        value[area] = NAN;
    for (size_t row = 0; row < table->row_count; row++) {
        if (table->area[row] == GEO_NO_CODE || geo_table_mark(column, row) == GEO_MARK_HIDDEN)
            continue;
        if (column->type == GEO_REAL)
            value[table->area[row]] = column->real[row];
        else if (column->integer[row] != GEO_NO_INTEGER)
            value[table->area[row]] = (double)column->integer[row];
    }
    *out = value;
    return GEO_OK;
}

/* Those that a map of the same values would have. */
static geo_status choose_classes(cli_job *job, const cli_layer *layer, geo_classes *out)
{
    double *value = NULL;
    geo_status status = take_values(job, layer, geo_table_find(layer->table, layer->field), &value);
    const geo_map_panel panel = {.value = value};
    const geo_map map = {.areas = layer->areas, .panel_count = 1, .panel = &panel};
    if (status == GEO_OK)
        status = geo_map_classes(job->context, &map, layer->style, out);
    free(value);
    return status;
}

static geo_status describe_classes(cli_job *job, const cli_layer *layer, layer_classes *made)
{
    geo_status status = choose_classes(job, layer, &made->classes);
    for (size_t i = 0; i < made->classes.count && status == GEO_OK; i++) {
        made->colour[i] = made->colour_text[i];
        status = geo_map_class(job->context, &made->classes, i, false, layer->style,
                               made->colour_text[i], &made->words[i]);
    }
    return status;
}

/* As the file without its extension; NUL-terminated. */
static geo_status layer_name(cli_job *job, const char *path, geo_bytes *name)
{
    const char *base = base_name(path);
    size_t length = (size_t)(extension_of(path) - base);
    geo_status status = geo_bytes_append(job->context, name, base, length > 0 ? length - 1 : 0);
    return status == GEO_OK ? end_text(job->context, name) : status;
}

geo_status layer_write(cli_job *job, const geo_areas *areas, const geo_table *table,
                       const geo_layer_style *style, const char *path, geo_bytes *bytes)
{
    geo_bytes name = GEO_BYTES_INIT;
    geo_status status = layer_name(job, path, &name);
    if (status != GEO_OK)
        return status;
    if (output_is(path, "geojson"))
        status = geo_areas_to_geojson(job->context, areas, table, name.data, bytes);
    else if (output_is(path, "kml"))
        status = geo_areas_to_kml(job->context, areas, table, name.data, style, bytes);
    else
        status = geo_areas_to_gpkg(job->context, areas, table, name.data, style, bytes);
    geo_bytes_clear(&name);
    return status;
}

geo_status layer_make(cli_job *job, const cli_layer *layer, const char *path, geo_bytes *bytes)
{
    layer_classes made = {.classes = {.count = 0}};
    geo_status status = describe_classes(job, layer, &made);
    const geo_layer_style style = {.field = layer->field,
                                   .unit = layer->unit,
                                   .class_count = made.classes.count,
                                   .lower = made.classes.lower,
                                   .colour = made.colour,
                                   .label = (const char *const *)made.words,
                                   .name_field = layer->name_field    ? layer->name_field
                                                 : layer->areas->name ? "name"
                                                                      : "code",
                                   .number_field = layer->number_field};
    if (status == GEO_OK)
        status = layer_write(job, layer->areas, layer->table, &style, path, bytes);
    for (size_t i = 0; i < GEO_CLASSES_MOST; i++)
        free(made.words[i]);
    return status;
}
