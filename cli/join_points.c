/* Joined rows as point features, in the working CRS. */
#include <stdlib.h>
#include <string.h>

#include "join.h"

struct join_points {
    const cli_load *load;
    const join_shape *shape;
    geo_point_writer *writer;
    geo_field_definition *definition;
    geo_text *value; /* of the row at hand */
};

void join_points_free(join_points *points)
{
    if (!points)
        return;
    geo_point_writer_free(points->writer);
    free(points->definition);
    free(points->value);
    free(points);
}

static void fill_values(join_points *points, const join_row *row)
{
    size_t fields = points->shape->field.count;
    geo_text *added = points->value + fields;
    for (size_t i = 0; i < fields; i++)
        points->value[i] = row->record->field[i];
    for (size_t a = 0; a < points->load->area_count; a++) {
        const geo_areas *areas = points->load->areas[a];
        int32_t area = join_area(row, a);
        *added++ = text_of(area == GEO_NO_CODE ? NULL : areas->code[area]);
        if (areas->name)
            *added++ = text_of(area == GEO_NO_CODE ? NULL : areas->name[area]);
    }
}

geo_status join_points_add(geo_context *context, join_points *points, const join_row *row)
{
    const geo_frame *frame = row->rows->frame;
    bool has_point = row->at != SIZE_MAX;
    fill_values(points, row);
    return geo_point_writer_add(context, points->writer, has_point,
                                has_point ? frame->x[row->at] : 0,
                                has_point ? frame->y[row->at] : 0, points->value);
}

static geo_status begin(cli_job *job, join_points *points, const char *path)
{
    const join_shape *shape = points->shape;
    size_t count = shape->field.count + shape->added.count;
    points->definition = calloc(count + 1, sizeof *points->definition);
    points->value = calloc(count + 1, sizeof *points->value);
    if (!points->definition || !points->value)
        return job_out_of_memory(job);
    for (size_t i = 0; i < shape->field.count; i++)
        points->definition[i] = (geo_field_definition){shape->field.item[i], shape->type[i]};
    for (size_t i = 0; i < shape->added.count; i++)
        points->definition[shape->field.count + i] =
            (geo_field_definition){shape->added.item[i], GEO_TEXT};
    return geo_point_writer_create(job->context, path, "incidents", load_working_crs(points->load),
                                   points->definition, count, &points->writer);
}

geo_status join_points_new(cli_job *job, const cli_load *load, const join_shape *shape,
                           const char *path, join_points **out)
{
    join_points *points = calloc(1, sizeof *points);
    if (!points)
        return job_out_of_memory(job);
    points->load = load;
    points->shape = shape;
    geo_status status = begin(job, points, path);
    if (status == GEO_OK)
        *out = points;
    else
        join_points_free(points);
    return status;
}

geo_status join_points_commit(cli_job *job, join_points *points)
{
    return geo_point_writer_commit(job->context, points->writer);
}
