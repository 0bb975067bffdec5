/* Joined rows as CSV: the bytes of a CSV input's rows as they were read, with fields appended. */
#include <stdlib.h>
#include <string.h>

#include "join.h"

/* What is appended to the rows of one area: delimiters, code, name. */
typedef struct row_ending {
    geo_bytes text;
    size_t *start; /* [areas->count + 2] that of no area first, then area by area */
} row_ending;

struct join_csv {
    const cli_load *load;
    const join_shape *shape;
    geo_file *file;
    geo_bytes text;
    row_ending *ending; /* [load->area_count] */
    bool lacks_end;     /* the last row of an input had no line end, and another row may follow */
    char delimiter;
};

void join_csv_free(join_csv *csv)
{
    if (!csv)
        return;
    for (size_t a = 0; csv->ending && a < csv->load->area_count; a++) {
        geo_bytes_clear(&csv->ending[a].text);
        free(csv->ending[a].start);
    }
    free(csv->ending);
    geo_file_free(csv->file);
    geo_bytes_clear(&csv->text);
    free(csv);
}

static geo_status append(geo_context *context, join_csv *csv, geo_text text)
{
    return geo_bytes_append(context, &csv->text, text.data, text.length);
}

static geo_text line_end(const join_csv *csv)
{
    const geo_bytes *end = &csv->shape->header_end;
    return csv->shape->is_csv && end->length > 0 ? (geo_text){end->data, end->length}
                                                 : (geo_text){"\n", 1};
}

/* ---- rows ----------------------------------------------------------------------------------- */

/* A number of a layer stays as it is; text is made safe for a spreadsheet. */
static geo_status append_field(geo_context *context, join_csv *csv, geo_text field, geo_type type)
{
    if (type != GEO_TEXT)
        return append(context, csv, field);
    return geo_csv_append_field(context, &csv->text, field, csv->delimiter);
}

static geo_status append_delimiter(geo_context *context, join_csv *csv)
{
    return append(context, csv, (geo_text){&csv->delimiter, 1});
}

/* The coordinates of a layer's points, which its fields don't have, in the working CRS. */
static geo_status append_point(geo_context *context, join_csv *csv, const join_row *row)
{
    const geo_frame *frame = row->rows->frame;
    bool has_point = row->at != SIZE_MAX;
    int decimals = frame->crs.is_metric ? 3 : 9;
    geo_status status = append_delimiter(context, csv);
    if (status == GEO_OK && has_point)
        status = geo_bytes_append_number(context, &csv->text, frame->x[row->at], decimals);
    if (status == GEO_OK)
        status = append_delimiter(context, csv);
    if (status == GEO_OK && has_point)
        status = geo_bytes_append_number(context, &csv->text, frame->y[row->at], decimals);
    return status;
}

static geo_status append_layer_row(geo_context *context, join_csv *csv, const join_row *row)
{
    const join_shape *shape = csv->shape;
    geo_status status = GEO_OK;
    for (size_t i = 0; i < shape->field.count && status == GEO_OK; i++) {
        if (i > 0)
            status = append_delimiter(context, csv);
        if (status == GEO_OK && row->record->field[i].data)
            status = append_field(context, csv, row->record->field[i], shape->type[i]);
    }
    return status == GEO_OK ? append_point(context, csv, row) : status;
}

static geo_status append_ending(geo_context *context, join_csv *csv, const join_row *row)
{
    geo_status status = GEO_OK;
    for (size_t a = 0; a < csv->load->area_count && status == GEO_OK; a++) {
        const row_ending *ending = &csv->ending[a];
        const size_t *start = ending->start + 1 + join_area(row, a);
        status =
            append(context, csv, (geo_text){ending->text.data + start[0], start[1] - start[0]});
    }
    return status;
}

geo_status join_csv_add(geo_context *context, join_csv *csv, const join_row *row)
{
    bool is_csv = csv->shape->is_csv;
    geo_status status = GEO_OK;
    if (csv->lacks_end)
        status = append(context, csv, line_end(csv));
    if (status == GEO_OK)
        status =
            is_csv ? append(context, csv, row->record->raw) : append_layer_row(context, csv, row);
    if (status == GEO_OK)
        status = append_ending(context, csv, row);
    if (status == GEO_OK)
        status = append(context, csv, is_csv ? row->record->line_end : line_end(csv));
    csv->lacks_end = is_csv && row->record->line_end.length == 0;
    return status;
}

geo_status join_csv_flush(geo_context *context, join_csv *csv)
{
    size_t length = csv->text.length;
    csv->text.length = 0;
    return geo_file_write(context, csv->file, csv->text.data, length);
}

/* ---- header and endings --------------------------------------------------------------------- */

static geo_status append_names(geo_context *context, join_csv *csv, const text_list *name,
                               bool after_others)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; i < name->count && status == GEO_OK; i++) {
        geo_text text = {name->item[i], strlen(name->item[i])};
        if (i > 0 || after_others)
            status = append_delimiter(context, csv);
        if (status == GEO_OK)
            status = append_field(context, csv, text, GEO_TEXT);
    }
    return status;
}

static geo_status append_header(geo_context *context, join_csv *csv)
{
    const join_shape *shape = csv->shape;
    geo_status status = GEO_OK;
    if (shape->has_bom)
        status = append(context, csv, (geo_text){"\xEF\xBB\xBF", 3});
    if (status == GEO_OK && shape->is_csv)
        status = append(context, csv, (geo_text){shape->header.data, shape->header.length});
    if (status == GEO_OK && !shape->is_csv)
        status = append_names(context, csv, &shape->field, false);
    if (status == GEO_OK && !shape->is_csv)
        status = append(context, csv, (geo_text){",x,y", 4});
    if (status == GEO_OK)
        status = append_names(context, csv, &shape->added, true);
    return status == GEO_OK ? append(context, csv, line_end(csv)) : status;
}

static geo_status append_value(geo_context *context, const join_csv *csv, geo_bytes *bytes,
                               const char *value)
{
    geo_status status = geo_bytes_append(context, bytes, &csv->delimiter, 1);
    if (status == GEO_OK && value)
        status =
            geo_csv_append_field(context, bytes, (geo_text){value, strlen(value)}, csv->delimiter);
    return status;
}

/* Made once, since there are far fewer areas than rows. */
static geo_status make_ending(cli_job *job, const join_csv *csv, const geo_areas *areas,
                              row_ending *ending)
{
    geo_status status = GEO_OK;
    ending->start = calloc(areas->count + 2, sizeof *ending->start);
    if (!ending->start)
        return job_out_of_memory(job);
    for (size_t i = 0; i <= areas->count && status == GEO_OK; i++) {
        status = append_value(job->context, csv, &ending->text, i > 0 ? areas->code[i - 1] : NULL);
        if (status == GEO_OK && areas->name)
            status =
                append_value(job->context, csv, &ending->text, i > 0 ? areas->name[i - 1] : NULL);
        ending->start[i + 1] = ending->text.length;
    }
    return status;
}

/* ---- the file ------------------------------------------------------------------------------- */

static geo_status begin(cli_job *job, join_csv *csv, const char *path)
{
    geo_status status = GEO_OK;
    csv->delimiter = csv->shape->is_csv ? csv->shape->delimiter : ',';
    csv->ending = calloc(csv->load->area_count + 1, sizeof *csv->ending);
    if (!csv->ending)
        return job_out_of_memory(job);
    for (size_t a = 0; a < csv->load->area_count && status == GEO_OK; a++)
        status = make_ending(job, csv, csv->load->areas[a], &csv->ending[a]);
    if (status == GEO_OK)
        status = geo_file_create(job->context, path, &csv->file);
    if (status == GEO_OK)
        status = geo_file_hold(job->context, csv->file);
    if (status == GEO_OK)
        status = append_header(job->context, csv);
    return status == GEO_OK ? join_csv_flush(job->context, csv) : status;
}

geo_status join_csv_new(cli_job *job, const cli_load *load, const join_shape *shape,
                        const char *path, join_csv **out)
{
    join_csv *csv = calloc(1, sizeof *csv);
    if (!csv)
        return job_out_of_memory(job);
    csv->load = load;
    csv->shape = shape;
    geo_status status = begin(job, csv, path);
    if (status == GEO_OK)
        *out = csv;
    else
        join_csv_free(csv);
    return status;
}

bool join_csv_is_stream(const join_csv *csv)
{
    return !geo_file_temporary(csv->file);
}

geo_status join_csv_commit(cli_job *job, join_csv *csv)
{
    return geo_file_commit(job->context, csv->file);
}
