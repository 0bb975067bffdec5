/* Joined rows as CSV: the bytes of a CSV input's rows as they were read, with fields appended. */
#include <stdlib.h>
#include <string.h>

#include "join.h"

#define FLUSH_BYTES (1 << 18)

struct join_csv {
    join_result *result;
    geo_file *file;
    geo_bytes text;
    geo_text *value; /* what is appended to the row at hand */
    bool lacks_end;  /* the last row of an input had no line end, and another row may follow */
    char delimiter;
};

void join_csv_free(join_csv *csv)
{
    if (!csv)
        return;
    geo_file_free(csv->file);
    geo_bytes_clear(&csv->text);
    free(csv->value);
    free(csv);
}

static geo_status append(cli_job *job, join_csv *csv, geo_text text)
{
    return geo_bytes_append(job->context, &csv->text, text.data, text.length);
}

static geo_text line_end(const join_csv *csv)
{
    const geo_bytes *end = &csv->result->shape.header_end;
    return csv->result->shape.is_csv && end->length > 0 ? (geo_text){end->data, end->length}
                                                        : (geo_text){"\n", 1};
}

/* A number of a layer stays as it is; text is made safe for a spreadsheet. */
static geo_status append_field(cli_job *job, join_csv *csv, geo_text field, geo_type type)
{
    if (type != GEO_TEXT)
        return append(job, csv, field);
    return geo_csv_append_field(job->context, &csv->text, field, csv->delimiter);
}

static geo_status append_delimiter(cli_job *job, join_csv *csv)
{
    return append(job, csv, (geo_text){&csv->delimiter, 1});
}

static geo_status append_added(cli_job *job, join_csv *csv, const geo_text *value)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; i < csv->result->shape.added.count && status == GEO_OK; i++) {
        status = append_delimiter(job, csv);
        if (status == GEO_OK && value[i].data)
            status = geo_csv_append_field(job->context, &csv->text, value[i], csv->delimiter);
    }
    return status;
}

/* The coordinates of a layer's points, which its fields don't have, in the working CRS. */
static geo_status append_point(cli_job *job, join_csv *csv, size_t frame_row)
{
    const geo_frame *frame = csv->result->load.frame;
    bool has_point = frame_row != SIZE_MAX;
    int decimals = frame->crs.is_metric ? 3 : 9;
    geo_status status = append_delimiter(job, csv);
    if (status == GEO_OK && has_point)
        status = geo_bytes_append_number(job->context, &csv->text, frame->x[frame_row], decimals);
    if (status == GEO_OK)
        status = append_delimiter(job, csv);
    if (status == GEO_OK && has_point)
        status = geo_bytes_append_number(job->context, &csv->text, frame->y[frame_row], decimals);
    return status;
}

static geo_status append_layer_row(cli_job *job, join_csv *csv, const join_row *row)
{
    const join_shape *shape = &csv->result->shape;
    geo_status status = GEO_OK;
    for (size_t i = 0; i < shape->field.count && status == GEO_OK; i++) {
        if (i > 0)
            status = append_delimiter(job, csv);
        if (status == GEO_OK && row->record->field[i].data)
            status = append_field(job, csv, row->record->field[i], shape->type[i]);
    }
    return status == GEO_OK ? append_point(job, csv, row->frame_row) : status;
}

static geo_status flush(cli_job *job, join_csv *csv, size_t at_least)
{
    if (csv->text.length < at_least || csv->text.length == 0)
        return GEO_OK;
    geo_status status = geo_file_write(job->context, csv->file, csv->text.data, csv->text.length);
    csv->text.length = 0;
    return status;
}

static geo_status write_row(cli_job *job, void *user, const join_row *row)
{
    join_csv *csv = user;
    bool is_csv = csv->result->shape.is_csv;
    geo_status status = GEO_OK;
    if (csv->lacks_end)
        status = append(job, csv, line_end(csv));
    if (status == GEO_OK)
        status = is_csv ? append(job, csv, row->record->raw) : append_layer_row(job, csv, row);
    join_added_values(csv->result, row->frame_row, csv->value);
    if (status == GEO_OK)
        status = append_added(job, csv, csv->value);
    if (status == GEO_OK)
        status = append(job, csv, is_csv ? row->record->line_end : line_end(csv));
    csv->lacks_end = is_csv && row->record->line_end.length == 0;
    return status == GEO_OK ? flush(job, csv, FLUSH_BYTES) : status;
}

static geo_status write_header(cli_job *job, join_csv *csv)
{
    const join_shape *shape = &csv->result->shape;
    geo_status status = GEO_OK;
    if (shape->has_bom)
        status = append(job, csv, (geo_text){"\xEF\xBB\xBF", 3});
    if (status == GEO_OK && shape->is_csv)
        status = append(job, csv, (geo_text){shape->header.data, shape->header.length});
    for (size_t i = 0; i < shape->field.count && status == GEO_OK && !shape->is_csv; i++) {
        geo_text name = {shape->field.item[i], strlen(shape->field.item[i])};
        if (i > 0)
            status = append_delimiter(job, csv);
        if (status == GEO_OK)
            status = append_field(job, csv, name, GEO_TEXT);
    }
    if (status == GEO_OK && !shape->is_csv)
        status = append(job, csv, (geo_text){",x,y", 4});
    for (size_t i = 0; i < shape->added.count; i++)
        csv->value[i] = (geo_text){shape->added.item[i], strlen(shape->added.item[i])};
    if (status == GEO_OK)
        status = append_added(job, csv, csv->value);
    return status == GEO_OK ? append(job, csv, line_end(csv)) : status;
}

static geo_status write_all(cli_job *job, join_csv *csv, const char *path)
{
    geo_status status = geo_file_create(job->context, path, &csv->file);
    if (status == GEO_OK)
        status = write_header(job, csv);
    if (status == GEO_OK)
        status = join_walk(job, csv->result, write_row, csv);
    return status == GEO_OK ? flush(job, csv, 0) : status;
}

geo_status join_csv_write(cli_job *job, join_result *result, const char *path, join_csv **out)
{
    join_csv *csv = calloc(1, sizeof *csv);
    if (!csv)
        return job_out_of_memory(job);
    csv->result = result;
    csv->delimiter = result->shape.is_csv ? result->shape.delimiter : ',';
    csv->value = calloc(result->shape.added.count + 1, sizeof *csv->value);
    geo_status status = csv->value ? write_all(job, csv, path) : job_out_of_memory(job);
    if (status == GEO_OK)
        *out = csv;
    else
        join_csv_free(csv);
    return status;
}

geo_status join_csv_commit(cli_job *job, join_csv *csv)
{
    return geo_file_commit(job->context, csv->file);
}
