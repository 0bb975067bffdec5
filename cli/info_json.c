/* What info says to programs. */
#include "info.h"
#include "report.h"

static void write_fields(geo_json *json, const geo_layer_description *description)
{
    static const char *const types[] = {"text", "integer", "real"};
    geo_json_array(json, "fields");
    for (size_t i = 0; i < description->field_count; i++) {
        geo_json_object(json, NULL);
        geo_json_text(json, "name", description->field[i].name);
        geo_json_text(json, "type", types[description->field[i].type]);
        geo_json_text(json, "role", description->field[i].role);
        geo_json_close(json);
    }
    geo_json_close(json);
}

static void write_extent(geo_json *json, const char *key, const geo_extent *extent)
{
    geo_json_array(json, key);
    geo_json_real(json, NULL, extent->x_min);
    geo_json_real(json, NULL, extent->y_min);
    geo_json_real(json, NULL, extent->x_max);
    geo_json_real(json, NULL, extent->y_max);
    geo_json_close(json);
}

static void write_months(geo_json *json, const info_facts *facts)
{
    char month[MONTH_TEXT_SIZE];
    geo_json_array(json, "months");
    for (size_t i = 0; i < facts->month_count; i++) {
        geo_json_object(json, NULL);
        geo_json_text(json, "month", month_text(facts->month[i].month, month));
        geo_json_integer(json, "rows", facts->month[i].rows);
        geo_json_integer(json, "layers", (int64_t)facts->month_layers[i]);
        geo_json_close(json);
    }
    geo_json_close(json);
    json_missing_months(json, facts->month, facts->month_count);
}

static void write_categories(geo_json *json, const info_facts *facts)
{
    geo_json_array(json, "categories");
    for (size_t i = 0; i < facts->category_count; i++) {
        geo_json_object(json, NULL);
        geo_json_text(json, "category", facts->category[i].name);
        geo_json_integer(json, "count", facts->category[i].count);
        geo_json_close(json);
    }
    geo_json_close(json);
}

static void write_facts(geo_json *json, const info_facts *facts)
{
    bool is_mapped = facts->crs && facts->points > 0;
    if (facts->crs)
        json_crs(json, "working_crs", facts->crs);
    else
        geo_json_text(json, "working_crs", NULL);
    geo_json_integer(json, "points", (int64_t)facts->points);
    geo_json_integer(json, "distinct_points", is_mapped ? (int64_t)facts->places : GEO_NO_INTEGER);
    if (is_mapped) {
        write_extent(json, "extent", &facts->extent);
        write_extent(json, "extent_of_middle_98_percent", &facts->middle);
        geo_json_integer(json, "far_points", (int64_t)facts->far_points);
    }
    write_months(json, facts);
    write_categories(json, facts);
}

static void write_incidents(geo_json *json, const info_layer *layer, bool explain)
{
    geo_json_object(json, "incidents");
    geo_json_ledger(json, "ledger", layer->ledger, explain);
    write_facts(json, &layer->facts);
    geo_json_close(json);
}

static void write_together(geo_json *json, const info_result *result)
{
    const info_facts *facts = &result->together;
    if (result->incident_layers < 2) {
        geo_json_text(json, "together", NULL);
        return;
    }
    geo_json_object(json, "together");
    geo_json_integer(json, "layers", (int64_t)result->incident_layers);
    geo_json_integer(json, "read", facts->read);
    for (int fate = 0; fate < GEO_FATE_COUNT; fate++)
        geo_json_integer(json, geo_fate_name((geo_fate)fate), facts->count[fate]);
    write_facts(json, facts);
    geo_json_close(json);
}

static void write_areas(geo_json *json, const info_layer *layer)
{
    const geo_areas *areas = layer->areas;
    geo_json_object(json, "areas");
    geo_json_integer(json, "count", (int64_t)areas->count);
    geo_json_text(json, "code_field", areas->code_field);
    geo_json_text(json, "name_field", areas->name_field);
    geo_json_text(json, "parent_field", areas->parent_field);
    geo_json_text(json, "population_field", areas->population_field);
    geo_json_integer(json, "invalid", (int64_t)layer->repair.repaired);
    geo_json_integer(json, "empty", (int64_t)layer->repair.empty);
    geo_json_close(json);
}

static void write_sentences(geo_json *json, const geo_context *context)
{
    geo_json_array(json, "notes");
    for (size_t i = 0; i < geo_note_count(context); i++)
        geo_json_text(json, NULL, geo_note(context, i));
    geo_json_close(json);
    geo_json_array(json, "warnings");
    for (size_t i = 0; i < geo_warning_count(context); i++)
        geo_json_text(json, NULL, geo_warning(context, i));
    geo_json_close(json);
}

static void write_layer(geo_json *json, const info_layer *layer, bool explain)
{
    const geo_layer_description *description = layer->description;
    geo_json_object(json, NULL);
    geo_json_text(json, "name", description->name);
    geo_json_text(json, "geometry", description->geometry);
    geo_json_integer(json, "rows", layer->rows < 0 ? GEO_NO_INTEGER : layer->rows);
    json_crs(json, "crs", &description->crs);
    if (description->has_extent)
        write_extent(json, "extent", &description->extent);
    write_fields(json, description);
    if (info_has_incidents(layer))
        write_incidents(json, layer, explain);
    if (layer->areas && !layer->is_unusable)
        write_areas(json, layer);
    geo_json_text(json, "problem", layer->is_unusable ? geo_message(layer->context) : NULL);
    write_sentences(json, layer->context);
    geo_json_close(json);
}

static void write_file(geo_json *json, const info_file *file, bool explain)
{
    geo_json_object(json, NULL);
    geo_json_text(json, "file", file->input->path);
    geo_json_text(json, "format", file->description->format);
    geo_json_integer(json, "bytes", file->description->bytes);
    geo_json_array(json, "layers");
    for (size_t i = 0; i < file->description->layer_count; i++)
        if (file->layer[i].description)
            write_layer(json, &file->layer[i], explain);
    geo_json_close(json);
    geo_json_close(json);
}

geo_status info_append_json(cli_job *job, geo_bytes *bytes, const info_result *result)
{
    geo_json *json = NULL;
    geo_status status = geo_json_new(job->context, &json);
    if (status != GEO_OK)
        return status;
    geo_json_object(json, NULL);
    geo_json_text(json, "command", job->command->name);
    geo_json_text(json, "version", GEO_VERSION);
    geo_json_array(json, "files");
    for (size_t i = 0; i < result->inputs.path.count; i++)
        write_file(json, &result->file[i], job->settings->explain);
    geo_json_close(json);
    write_together(json, result);
    json_messages(job, json);
    status = geo_json_end(job->context, json, bytes);
    geo_json_free(json);
    return status;
}
