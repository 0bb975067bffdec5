/* A point inside each area. */
#include <math.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/pool.h"
#include "place/geos_area.h"

enum { BLOCK_AREAS = 64 };

typedef struct point_job {
    const geo_areas *areas;
    GEOSGeometry **part;         /* by ring: room for the geometry of one area */
    GEOSContextHandle_t *handle; /* by worker */
    double *x;
    double *y;
} point_job;

/* NaN where there is no point. */
static void find_point(const point_job *job, GEOSContextHandle_t handle, size_t area)
{
    const geo_areas *areas = job->areas;
    size_t first = areas->area_ring[area];
    GEOSGeometry *geometry =
        geo_geos_from_rings(handle, areas->ring_point, areas->ring_is_hole, areas->x, areas->y,
                            first, areas->area_ring[area + 1], job->part + first);
    GEOSGeometry *point = geometry ? GEOSPointOnSurface_r(handle, geometry) : NULL;
    if (point && GEOSisEmpty_r(handle, point) == 0) {
        GEOSGeomGetX_r(handle, point, &job->x[area]);
        GEOSGeomGetY_r(handle, point, &job->y[area]);
    }
    GEOSGeom_destroy_r(handle, point);
    GEOSGeom_destroy_r(handle, geometry);
}

static void find_block(void *user, size_t worker, size_t first, size_t last)
{
    const point_job *job = user;
    for (size_t a = first; a < last; a++) {
        job->x[a] = job->y[a] = NAN;
        if (job->handle[worker] && job->areas->area_ring[a] != job->areas->area_ring[a + 1])
            find_point(job, job->handle[worker], a);
    }
}

geo_status geo_areas_points(geo_context *context, const geo_areas *areas, double *x, double *y)
{
    point_job job = {.areas = areas, .x = x, .y = y};
    geo_geos_message *message = NULL;
    size_t threads = (size_t)geo_threads(context), blocks = areas->count / BLOCK_AREAS + 1;
    size_t started = 0;
    threads = threads < blocks ? threads : blocks;
    geo_status status = geo_alloc_array(context, areas->ring_count, sizeof *job.part, &job.part);
    if (status == GEO_OK)
        status = geo_alloc_array(context, threads, sizeof(GEOSContextHandle_t), &job.handle);
    if (status == GEO_OK)
        status = geo_alloc_array(context, threads, sizeof *message, &message);
    for (; started < threads && status == GEO_OK; started++) {
        job.handle[started] = geo_geos_start(&message[started]);
        if (!job.handle[started])
            status = geo_fail(context, GEO_ERROR_MEMORY, "GEOS cannot be started");
    }
    if (status == GEO_OK)
        geo_share_work(context, areas->count, BLOCK_AREAS, find_block, &job);
    for (size_t i = 0; i < started; i++) {
        if (job.handle[i])
            GEOS_finish_r(job.handle[i]);
    }
    free(message);
    free(job.handle);
    free(job.part);
    return status;
}
