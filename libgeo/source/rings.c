#include "source/rings.h"

#include <stdlib.h>

#include "core/memory.h"

geo_status geo_rings_add(geo_context *context, geo_rings *rings, size_t count, bool is_hole,
                         double **x, double **y)
{
    /* One point more than asked for, so that closing the ring needs no allocation. */
    size_t needed = rings->point_count + count + 1;
    geo_status status =
        geo_grow_array(context, &rings->x, &rings->x_capacity, needed, sizeof *rings->x);
    if (status == GEO_OK)
        status = geo_grow_array(context, &rings->y, &rings->y_capacity, needed, sizeof *rings->y);
    if (status == GEO_OK)
        status = geo_grow_array(context, &rings->first_point, &rings->ring_capacity,
                                rings->ring_count + 1, sizeof *rings->first_point);
    if (status == GEO_OK)
        status = geo_grow_array(context, &rings->is_hole, &rings->hole_capacity,
                                rings->ring_count + 1, sizeof *rings->is_hole);
    if (status != GEO_OK)
        return status;
    rings->first_point[rings->ring_count] = rings->point_count;
    rings->is_hole[rings->ring_count] = is_hole;
    rings->ring_count++;
    *x = rings->x + rings->point_count;
    *y = rings->y + rings->point_count;
    rings->point_count += count;
    return GEO_OK;
}

void geo_rings_close(geo_rings *rings)
{
    size_t first = rings->first_point[rings->ring_count - 1];
    size_t last = rings->point_count - 1;
    if (rings->x[first] == rings->x[last] && rings->y[first] == rings->y[last])
        return;
    rings->x[last + 1] = rings->x[first];
    rings->y[last + 1] = rings->y[first];
    rings->point_count++;
    rings->unclosed_count++;
}

void geo_rings_clear(geo_rings *rings)
{
    free(rings->first_point);
    free(rings->is_hole);
    free(rings->x);
    free(rings->y);
    *rings = (geo_rings){0};
}
