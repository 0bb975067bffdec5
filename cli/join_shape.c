/* The fields of joined rows: those of the inputs, which must agree, and those of the areas. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "join.h"

void join_shape_clear(join_shape *shape)
{
    geo_bytes_clear(&shape->header);
    geo_bytes_clear(&shape->header_end);
    text_list_clear_owned(&shape->field);
    text_list_clear_owned(&shape->added);
    free(shape->type);
    *shape = (join_shape){.is_csv = false};
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

static geo_status name_added(cli_job *job, const cli_load *load, join_shape *shape)
{
    geo_status status = GEO_OK;
    for (size_t a = 0; a < load->area_count && status == GEO_OK; a++) {
        const geo_areas *areas = load->areas[a];
        const char *code = areas->code_field ? areas->code_field : "area_code";
        const char *name = areas->name_field ? areas->name_field : "area_name";
        status = add_unique(job, shape, code);
        if (status == GEO_OK && areas->name)
            status = add_unique(job, shape, name);
    }
    return status;
}

geo_status join_find_shape(cli_job *job, const cli_load *load, const geo_reader *reader,
                           join_shape *shape)
{
    geo_status status = copy_shape(job, reader, shape);
    return status == GEO_OK ? name_added(job, load, shape) : status;
}

geo_status join_check_shape(cli_job *job, const cli_load *load, const geo_reader *reader,
                            size_t input, const join_shape *shape)
{
    const char *path = load->inputs.input[input].path;
    const char *first = load->inputs.input[0].path;
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
