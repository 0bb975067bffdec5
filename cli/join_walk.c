/* The inputs once more, row by row, each with the areas that it was placed in. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "join.h"

#define ROWS_BETWEEN_SIGNS 4096 /* of life, and looks for a signal */

void join_shape_clear(join_shape *shape)
{
    geo_bytes_clear(&shape->header);
    geo_bytes_clear(&shape->header_end);
    text_list_clear_owned(&shape->field);
    text_list_clear_owned(&shape->added);
    free(shape->type);
    *shape = (join_shape){.is_csv = false};
}

static geo_status open_reader(cli_job *job, const join_result *result, size_t input,
                              geo_reader **out)
{
    geo_reader_options options = GEO_READER_OPTIONS_INIT;
    options.layer = job->settings->incident_layer;
    options.encoding = job->settings->encoding;
    options.limits = limits_of(job->settings);
    return geo_reader_open(job->context, &result->load.inputs.input[input], &options, out);
}

static geo_status add_copy(cli_job *job, text_list *list, const char *text)
{
    return text_list_add_copy(list, text) ? GEO_OK : job_out_of_memory(job);
}

static geo_status copy_shape(cli_job *job, const geo_reader *reader, join_shape *shape)
{
    size_t count = geo_reader_field_count(reader);
    geo_status status = GEO_OK;
    shape->is_csv = geo_reader_is_csv(reader);
    shape->type = calloc(count + 1, sizeof *shape->type);
    if (!shape->type)
        return job_out_of_memory(job);
    for (size_t i = 0; i < count && status == GEO_OK; i++) {
        shape->type[i] = geo_reader_field_type(reader, i);
        status = add_copy(job, &shape->field, geo_reader_field_names(reader)[i]);
    }
    if (!shape->is_csv || status != GEO_OK)
        return status;
    geo_text header = geo_reader_header(reader);
    geo_text end = geo_reader_header_end(reader);
    shape->has_bom = geo_reader_has_bom(reader);
    shape->delimiter = geo_reader_delimiter(reader);
    status = geo_bytes_append(job->context, &shape->header, header.data, header.length);
    if (status == GEO_OK)
        status = geo_bytes_append(job->context, &shape->header_end, end.data, end.length);
    return status;
}

/* Rows of different tables can't stand under one header. */
static geo_status compare_shape(cli_job *job, const geo_reader *reader, const char *path,
                                const join_result *result)
{
    const join_shape *shape = &result->shape;
    const char *first = result->load.inputs.input[0].path;
    size_t count = geo_reader_field_count(reader);
    if (geo_reader_is_csv(reader) != shape->is_csv)
        return job_fail(job, GEO_ERROR_USAGE,
                        "%s: CSV files and layers can't be joined in one run; join it apart from "
                        "%s",
                        path, first);
    if (shape->is_csv && geo_reader_delimiter(reader) != shape->delimiter)
        return job_fail(job, GEO_ERROR_USAGE,
                        "%s: its delimiter differs from that of %s; join them in two runs", path,
                        first);
    if (count != shape->field.count)
        return job_fail(job, GEO_ERROR_USAGE,
                        "%s: %zu fields, but %s has %zu; join them in two runs", path, count, first,
                        shape->field.count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(geo_reader_field_names(reader)[i], shape->field.item[i]) != 0)
            return job_fail(job, GEO_ERROR_USAGE,
                            "%s: field %zu is '%s', but '%s' in %s; join them in two runs", path,
                            i + 1, geo_reader_field_names(reader)[i], shape->field.item[i], first);
    return GEO_OK;
}

static bool is_taken(const join_shape *shape, const char *name)
{
    for (size_t i = 0; i < shape->field.count; i++)
        if (same_text(shape->field.item[i], name))
            return true;
    for (size_t i = 0; i < shape->added.count; i++)
        if (same_text(shape->added.item[i], name))
            return true;
    return false;
}

static geo_status add_unique(cli_job *job, join_shape *shape, const char *wanted)
{
    char name[256];
    snprintf(name, sizeof name, "%s", wanted);
    for (int n = 2; is_taken(shape, name); n++)
        snprintf(name, sizeof name, "%.200s_%d", wanted, n);
    return add_copy(job, &shape->added, name);
}

static geo_status name_added(cli_job *job, join_result *result)
{
    geo_status status = GEO_OK;
    for (size_t a = 0; a < result->load.area_count && status == GEO_OK; a++) {
        const geo_areas *areas = result->load.areas[a];
        const char *code = areas->code_field ? areas->code_field : "area_code";
        const char *name = areas->name_field ? areas->name_field : "area_name";
        status = add_unique(job, &result->shape, code);
        if (status == GEO_OK && areas->name)
            status = add_unique(job, &result->shape, name);
    }
    return status;
}

geo_status join_find_shape(cli_job *job, join_result *result)
{
    const cli_inputs *inputs = &result->load.inputs;
    geo_status status = GEO_OK;
    for (size_t i = 0; i < inputs->path.count && status == GEO_OK; i++) {
        geo_reader *reader = NULL;
        status = open_reader(job, result, i, &reader);
        if (status == GEO_OK && i == 0)
            status = copy_shape(job, reader, &result->shape);
        else if (status == GEO_OK)
            status = compare_shape(job, reader, inputs->input[i].path, result);
        geo_reader_free(reader);
    }
    return status == GEO_OK ? name_added(job, result) : status;
}

static geo_status fail_changed(cli_job *job, const char *path)
{
    return job_fail(job, GEO_ERROR_INPUT,
                    "%s: it changed while it was being read; run the command again", path);
}

static geo_status walk_input(cli_job *job, join_result *result, size_t index, geo_reader *reader,
                             join_sink sink, void *user)
{
    const geo_frame *frame = result->load.frame;
    const geo_frame_input *input = &frame->input[index];
    size_t next = input->first;
    int64_t rows = 0;
    geo_record record;
    for (bool more = true;; rows++) {
        geo_status status = geo_reader_next(job->context, reader, &record, &more);
        if (status != GEO_OK)
            return status;
        if (!more)
            return rows == input->read ? GEO_OK : fail_changed(job, input->path);
        if (rows >= input->read)
            return fail_changed(job, input->path);
        if (rows % ROWS_BETWEEN_SIGNS == 0 &&
            progress_step(&job->progress, "writing rows", (double)rows / (double)input->read))
            return job_may_write(job);
        join_row row = {&record, SIZE_MAX};
        uint8_t fate = input->fate[rows];
        if (fate == GEO_PLACED && next < input->first + input->count)
            row.frame_row = next++;
        if (record.broken)
            result->broken += !result->counted;
        if (record.broken || fate == GEO_FILTERED)
            continue;
        result->written += !result->counted;
        status = sink ? sink(job, user, &row) : GEO_OK;
        if (status != GEO_OK)
            return status;
    }
}

geo_status join_walk(cli_job *job, join_result *result, join_sink sink, void *user)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; i < result->load.inputs.path.count && status == GEO_OK; i++) {
        geo_reader *reader = NULL;
        status = open_reader(job, result, i, &reader);
        if (status == GEO_OK)
            status = walk_input(job, result, i, reader, sink, user);
        geo_reader_free(reader);
    }
    result->counted = status == GEO_OK;
    return status;
}

static geo_text text_of(const char *text)
{
    return text ? (geo_text){text, strlen(text)} : (geo_text){NULL, 0};
}

void join_added_values(const join_result *result, size_t frame_row, geo_text *value)
{
    for (size_t a = 0; a < result->load.area_count; a++) {
        const geo_areas *areas = result->load.areas[a];
        int32_t area = frame_row == SIZE_MAX ? GEO_NO_CODE : result->load.area[a][frame_row];
        bool placed = area != GEO_NO_CODE;
        *value++ = text_of(placed ? areas->code[area] : NULL);
        if (areas->name)
            *value++ = text_of(placed ? areas->name[area] : NULL);
    }
}
