#include "source/parts.h"

#include <stdlib.h>

#include "core/memory.h"

geo_status geo_parts_add(geo_context *context, geo_parts *parts, size_t count, geo_part_kind kind,
                         double **x, double **y)
{
    /* One point more than asked for, so that closing a ring needs no allocation; one part more, so
     * that the end of the last can be written behind it. */
    size_t points = parts->point_count + count + 1;
    geo_status status =
        geo_grow_array(context, &parts->x, &parts->x_capacity, points, sizeof *parts->x);
    if (status == GEO_OK)
        status = geo_grow_array(context, &parts->y, &parts->y_capacity, points, sizeof *parts->y);
    if (status == GEO_OK)
        status = geo_grow_array(context, &parts->first_point, &parts->part_capacity,
                                parts->part_count + 2, sizeof *parts->first_point);
    if (status == GEO_OK)
        status = geo_grow_array(context, &parts->kind, &parts->kind_capacity, parts->part_count + 1,
                                sizeof *parts->kind);
    if (status != GEO_OK)
        return status;
    parts->first_point[parts->part_count] = parts->point_count;
    parts->kind[parts->part_count] = kind;
    parts->part_count++;
    *x = parts->x + parts->point_count;
    *y = parts->y + parts->point_count;
    parts->point_count += count;
    parts->first_point[parts->part_count] = parts->point_count;
    return GEO_OK;
}

void geo_parts_close(geo_parts *parts)
{
    size_t first = parts->first_point[parts->part_count - 1];
    size_t last = parts->point_count - 1;
    if (parts->x[first] == parts->x[last] && parts->y[first] == parts->y[last])
        return;
    parts->x[last + 1] = parts->x[first];
    parts->y[last + 1] = parts->y[first];
    parts->point_count++;
    parts->first_point[parts->part_count] = parts->point_count;
}

void geo_parts_cut(geo_parts *parts, size_t part_count)
{
    if (part_count == parts->part_count)
        return;
    parts->part_count = part_count;
    parts->point_count = parts->first_point[part_count];
}

void geo_parts_clear(geo_parts *parts)
{
    free(parts->first_point);
    free(parts->kind);
    free(parts->x);
    free(parts->y);
    *parts = (geo_parts){0};
}
