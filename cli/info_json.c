/* What info says to programs. */
#include "info.h"

static void month_text(int32_t month, char text[16])
{
    int year, month_of_year, day;
    geo_day_to_civil(geo_month_first_day(month), &year, &month_of_year, &day);
    text[0] = (char)('0' + year / 1000 % 10);
    text[1] = (char)('0' + year / 100 % 10);
    text[2] = (char)('0' + year / 10 % 10);
    text[3] = (char)('0' + year % 10);
    text[4] = '-';
    text[5] = (char)('0' + month_of_year / 10);
    text[6] = (char)('0' + month_of_year % 10);
    text[7] = '\0';
}

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

static void write_crs(geo_json *json, const char *key, const geo_crs *crs)
{
    geo_json_object(json, key);
    geo_json_text(json, "name", crs->name);
    geo_json_integer(json, "epsg", crs->epsg == 0 ? GEO_NO_INTEGER : crs->epsg);
    geo_json_close(json);
}

static void write_incidents(geo_json *json, const info_layer *layer, bool explain)
{
    const geo_frame *frame = layer->frame;
    char month[16];
    geo_json_object(json, "incidents");
    geo_json_ledger(json, "ledger", layer->ledger, explain);
    write_crs(json, "working_crs", &frame->crs);
    geo_json_integer(json, "points", (int64_t)frame->count);
    geo_json_integer(json, "distinct_points", (int64_t)layer->places);
    geo_json_array(json, "months");
    for (size_t i = 0; i < frame->month_count; i++) {
        month_text(frame->month[i].month, month);
        geo_json_object(json, NULL);
        geo_json_text(json, "month", month);
        geo_json_integer(json, "rows", frame->month[i].rows);
        geo_json_close(json);
    }
    geo_json_close(json);
    geo_json_array(json, "categories");
    for (size_t i = 0; i < layer->category_count; i++) {
        geo_json_object(json, NULL);
        geo_json_text(json, "category", layer->category[i].name);
        geo_json_integer(json, "count", layer->category[i].count);
        geo_json_close(json);
    }
    geo_json_close(json);
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
    write_crs(json, "crs", &description->crs);
    if (description->has_extent) {
        geo_json_array(json, "extent");
        geo_json_real(json, NULL, description->x_min);
        geo_json_real(json, NULL, description->y_min);
        geo_json_real(json, NULL, description->x_max);
        geo_json_real(json, NULL, description->y_max);
        geo_json_close(json);
    }
    write_fields(json, description);
    if (layer->frame != NULL && !layer->is_unusable)
        write_incidents(json, layer, explain);
    if (layer->areas != NULL && !layer->is_unusable)
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
        if (file->layer[i].description != NULL)
            write_layer(json, &file->layer[i], explain);
    geo_json_close(json);
    geo_json_close(json);
}

geo_status info_append_json(cli_job *job, geo_bytes *bytes, const info_result *result)
{
    geo_json *json = NULL;
    char month[16];
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
    geo_json_array(json, "months");
    for (size_t i = 0; i < result->month_count; i++) {
        month_text(result->month[i], month);
        geo_json_text(json, NULL, month);
    }
    geo_json_close(json);
    geo_json_integer(json, "missing_months",
                     (int64_t)count_missing_months(result->month, result->month_count));
    status = geo_json_end(job->context, json, bytes);
    geo_json_free(json);
    return status;
}
