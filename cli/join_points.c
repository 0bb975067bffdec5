/* Joined rows as point features, in the working CRS. */
#include <stdlib.h>
#include <string.h>

#include "join.h"

struct join_points {
    join_result *result;
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

static geo_status write_row(cli_job *job, void *user, const join_row *row)
{
    join_points *points = user;
    const geo_frame *frame = points->result->load.frame;
    size_t fields = points->result->shape.field.count;
    bool has_point = row->frame_row != SIZE_MAX;
    memcpy(points->value, row->record->field, fields * sizeof *points->value);
    join_added_values(points->result, row->frame_row, points->value + fields);
    return geo_point_writer_add(job->context, points->writer, has_point,
                                has_point ? frame->x[row->frame_row] : 0,
                                has_point ? frame->y[row->frame_row] : 0, points->value);
}

static geo_status write_all(cli_job *job, join_points *points, const char *path)
{
    const join_shape *shape = &points->result->shape;
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
    geo_status status =
        geo_point_writer_create(job->context, path, "incidents", &points->result->load.frame->crs,
                                points->definition, count, &points->writer);
    if (status == GEO_OK)
        status = join_walk(job, points->result, write_row, points);
    return status;
}

geo_status join_points_write(cli_job *job, join_result *result, const char *path, join_points **out)
{
    join_points *points = calloc(1, sizeof *points);
    if (!points)
        return job_out_of_memory(job);
    points->result = result;
    geo_status status = write_all(job, points, path);
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
