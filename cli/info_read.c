/* Files described, and their layers read as what they look like. */
#include <stdlib.h>
#include <string.h>

#include "info.h"

void info_file_clear(info_file *file)
{
    size_t count = file->description && file->layer ? file->description->layer_count : 0;
    for (size_t i = 0; i < count; i++) {
        geo_frame_free(file->layer[i].frame);
        geo_ledger_free(file->layer[i].ledger);
        geo_areas_free(file->layer[i].areas);
        geo_context_free(file->layer[i].context);
        info_facts_clear(&file->layer[i].facts);
    }
    free(file->layer);
    geo_description_free(file->description);
}

bool info_has_role(const geo_layer_description *layer, const char *beginning)
{
    for (size_t i = 0; i < layer->field_count; i++) {
        const char *role = layer->field[i].role;
        if (role && strncmp(role, beginning, strlen(beginning)) == 0)
            return true;
    }
    return false;
}

bool info_has_incidents(const info_layer *layer)
{
    return layer->frame && !layer->is_unusable;
}

static bool has_coordinate_roles(const geo_layer_description *layer)
{
    return info_has_role(layer, "longitude") || info_has_role(layer, "easting");
}

static bool may_be_incidents(const cli_settings *settings, const geo_layer_description *layer)
{
    if (strcmp(layer->geometry, "point") == 0)
        return true;
    return strcmp(layer->geometry, "none") == 0 &&
           (settings->x || settings->lon || has_coordinate_roles(layer));
}

/* The ledger balances here as everywhere: every row with coordinates counts as placed. */
static geo_status balance(cli_job *job, info_layer *layer)
{
    int32_t *area = calloc(layer->frame->count + 1, sizeof *area);
    if (!area)
        return job_out_of_memory(job);
    geo_status status = geo_ledger_place(layer->context, layer->ledger, layer->frame, area);
    if (status == GEO_OK)
        status = geo_ledger_check(layer->context, layer->ledger);
    free(area);
    return status;
}

static geo_status read_incidents(cli_job *job, const geo_input *input, info_layer *layer)
{
    geo_incident_options options = incident_options_of(job->settings);
    options.layer = layer->description->name[0] == '\0' ? NULL : layer->description->name;
    geo_status status =
        geo_incidents_read(layer->context, input, 1, &options, &layer->frame, &layer->ledger);
    if (status == GEO_OK)
        status = balance(job, layer);
    if (status == GEO_OK)
        status = info_gather(job, &(const info_layer *){layer}, 1, &layer->facts);
    return status;
}

static geo_status read_areas(cli_job *job, const geo_input *input, info_layer *layer)
{
    geo_areas_options options = GEO_AREAS_OPTIONS_INIT;
    options.layer = layer->description->name;
    options.crs = job->settings->crs;
    options.limits = limits_of(job->settings);
    geo_status status = geo_areas_read(layer->context, input, &options, &layer->areas);
    return status == GEO_OK ? geo_areas_repair(layer->context, layer->areas, &layer->repair)
                            : status;
}

/* A table without coordinates is read to its end as well: its rows are counted. */
static geo_status count_rows(cli_job *job, const geo_input *input, bool find_header,
                             info_layer *layer)
{
    geo_reader_options options = GEO_READER_OPTIONS_INIT;
    geo_reader *reader = NULL;
    geo_record record;
    bool more = true;
    options.encoding = job->settings->encoding;
    options.find_header = find_header;
    options.limits = limits_of(job->settings);
    geo_status status = geo_reader_open(layer->context, input, &options, &reader);
    layer->rows = 0;
    while (status == GEO_OK && more) {
        status = geo_reader_next(layer->context, reader, &record, &more);
        if (status != GEO_OK || !more)
            break;
        layer->rows++;
        layer->broken += record.broken != NULL;
    }
    geo_reader_free(reader);
    return status;
}

/* What stands in the way of using the layer is an answer here, not a failure, unless the file
 * itself can't be read. */
static geo_status read_layer(cli_job *job, const info_file *file, info_layer *layer)
{
    const geo_input *input = file->input;
    geo_status status = GEO_OK;
    layer->rows = layer->description->rows;
    layer->context = geo_context_new();
    if (!layer->context)
        return job_out_of_memory(job);
    geo_context_on_progress(layer->context, progress_step, &job->progress);
    geo_context_set_threads(layer->context, threads_of(job->settings));
    geo_context_set_memory(layer->context, job->settings->memory);
    if (may_be_incidents(job->settings, layer->description))
        status = read_incidents(job, input, layer);
    else if (strcmp(layer->description->geometry, "polygon") == 0)
        status = read_areas(job, input, layer);
    else if (layer->rows < 0)
        status = count_rows(job, input, file->has_title_lines, layer);
    if (layer->ledger)
        layer->rows = layer->ledger->line[0].read;
    layer->is_unusable =
        status == GEO_ERROR_USAGE || status == GEO_ERROR_DATA || status == GEO_ERROR_CRS;
    if (status == GEO_OK || layer->is_unusable)
        return GEO_OK;
    const char *why = geo_message(layer->context);
    return job->failure[0] != '\0' || why[0] == '\0' ? status : job_fail(job, status, "%s", why);
}

static bool is_wanted(const cli_settings *settings, const geo_layer_description *layer)
{
    return !settings->incident_layer || strcmp(settings->incident_layer, layer->name) == 0;
}

static geo_status fail_no_layer(cli_job *job, const info_file *file)
{
    geo_bytes names = GEO_BYTES_INIT;
    geo_status status = GEO_OK;
    for (size_t i = 0; i < file->description->layer_count && status == GEO_OK; i++)
        status = geo_bytes_print(job->context, &names, "%s%s", i == 0 ? "" : ", ",
                                 file->description->layer[i].name);
    if (status == GEO_OK)
        status = end_text(job->context, &names);
    if (status == GEO_OK)
        status = job_fail(job, GEO_ERROR_USAGE, "%s: no layer '%s'; there are: %s",
                          file->input->path, job->settings->incident_layer, names.data);
    geo_bytes_clear(&names);
    return status;
}

static bool is_known_table(const geo_description *description)
{
    const geo_layer_description *layer = &description->layer[0];
    return description->layer_count != 1 || layer->name[0] != '\0' || has_coordinate_roles(layer) ||
           info_has_role(layer, "area code");
}

/* A CSV file whose first line names neither coordinates nor codes may have title lines above its
 * header. */
static geo_status describe(cli_job *job, info_file *file)
{
    geo_reader_options options = GEO_READER_OPTIONS_INIT;
    geo_description *below = NULL;
    options.encoding = job->settings->encoding;
    options.limits = limits_of(job->settings);
    geo_status status = geo_describe(job->context, file->input, &options, &file->description);
    if (status != GEO_OK || is_known_table(file->description))
        return status;
    options.find_header = true;
    if (geo_describe(job->context, file->input, &options, &below) != GEO_OK)
        return GEO_OK;
    file->has_title_lines = is_known_table(below);
    geo_description_free(file->has_title_lines ? file->description : below);
    if (file->has_title_lines)
        file->description = below;
    return GEO_OK;
}

geo_status info_read_file(cli_job *job, const geo_input *input, info_file *file)
{
    file->input = input;
    geo_status status = describe(job, file);
    if (status != GEO_OK)
        return status;
    size_t count = file->description->layer_count;
    bool found = false;
    file->layer = calloc(count + 1, sizeof *file->layer);
    if (!file->layer)
        return job_out_of_memory(job);
    for (size_t i = 0; i < count && status == GEO_OK; i++) {
        const geo_layer_description *description = &file->description->layer[i];
        if (!is_wanted(job->settings, description))
            continue;
        found = true;
        file->layer[i].description = description;
        status = read_layer(job, file, &file->layer[i]);
    }
    if (status == GEO_OK && count > 0 && !found)
        status = fail_no_layer(job, file);
    return status;
}
