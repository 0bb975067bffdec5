/* The ground that pairs of areas have in common, by GEOS. */
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/pool.h"
#include "place/geos_area.h"
#include "place/overlap.h"

enum { BLOCK_AREAS = 2, AREAS_BETWEEN_REPORTS = 512 };

#define NO_PAIR SIZE_MAX

typedef enum pair_state {
    PAIR_OPEN,
    PAIR_WITHIN, /* the fine area is wholly in the coarse one */
    PAIR_APART   /* nothing in common */
} pair_state;

/* What one thread measures with. GEOS is started for the first area that needs it. */
typedef struct measurer {
    GEOSContextHandle_t handle;
    geo_geos_message message;
    GEOSGeometry **part;   /* room for the geometry of one area */
    size_t failed;         /* the first pair that GEOS could not do; NO_PAIR */
    geo_geos_message told; /* what it said of that */
} measurer;

typedef struct measure_job {
    geo_context *context;
    geo_overlap *overlap;
    unsigned char *state; /* by pair */
    measurer *measurer;   /* by worker */
    size_t measurer_count;
} measure_job;

/* ---- one coarse area ------------------------------------------------------------------------ */

/* A coarse area as GEOS has it, made when the first pair asks for it. */
typedef struct coarse_shape {
    GEOSGeometry *geometry;
    const GEOSPreparedGeometry *prepared;
} coarse_shape;

static void keep_failure(measurer *with, size_t pair)
{
    if (pair < with->failed) {
        with->failed = pair;
        with->told = with->message;
    }
}

static GEOSGeometry *make_geometry(measurer *with, const geo_areas *areas, size_t area)
{
    return geo_geos_from_rings(with->handle, areas->ring_point, areas->ring_is_hole, areas->x,
                               areas->y, areas->area_ring[area], areas->area_ring[area + 1],
                               with->part);
}

static bool prepare(measurer *with, const geo_areas *areas, size_t area, coarse_shape *shape)
{
    if (!with->handle)
        with->handle = geo_geos_start(&with->message);
    if (!shape->geometry && with->handle)
        shape->geometry = make_geometry(with, areas, area);
    if (!shape->prepared && shape->geometry)
        shape->prepared = GEOSPrepare_r(with->handle, shape->geometry);
    return shape->prepared != NULL;
}

static void release(const measurer *with, coarse_shape *shape)
{
    if (shape->prepared)
        GEOSPreparedGeom_destroy_r(with->handle, shape->prepared);
    if (shape->geometry)
        GEOSGeom_destroy_r(with->handle, shape->geometry);
}

/* ---- fine areas that are wholly in one ------------------------------------------------------ */

static void find_within(measure_job *job, measurer *with, size_t coarse)
{
    const geo_overlap *overlap = job->overlap;
    coarse_shape shape = {NULL, NULL};
    for (size_t p = overlap->first[coarse]; p < overlap->first[coarse + 1]; p++) {
        size_t fine = (size_t)overlap->fine_area[p];
        if (overlap->fine_ground[fine] > overlap->coarse_ground[coarse] * (1 + 1e-9))
            continue;
        GEOSGeometry *geometry = prepare(with, overlap->coarse, coarse, &shape)
                                     ? make_geometry(with, overlap->fine, fine)
                                     : NULL;
        char answer = 2;
        if (geometry)
            answer = GEOSPreparedCovers_r(with->handle, shape.prepared, geometry);
        if (answer == 1)
            job->state[p] = PAIR_WITHIN;
        else if (answer != 0)
            keep_failure(with, p);
        if (geometry)
            GEOSGeom_destroy_r(with->handle, geometry);
    }
    release(with, &shape);
}

/* ---- the others ----------------------------------------------------------------------------- */

/* False when GEOS cannot tell. */
static bool intersect(measurer *with, const coarse_shape *shape, const GEOSGeometry *fine,
                      double *ground)
{
    char meets = GEOSPreparedIntersects_r(with->handle, shape->prepared, fine);
    if (meets != 1)
        return meets == 0;
    GEOSGeometry *common = GEOSIntersection_r(with->handle, shape->geometry, fine);
    bool is_known = common && GEOSArea_r(with->handle, common, ground) == 1;
    if (common)
        GEOSGeom_destroy_r(with->handle, common);
    return is_known;
}

static void measure_rest(measure_job *job, measurer *with, size_t coarse)
{
    geo_overlap *overlap = job->overlap;
    coarse_shape shape = {NULL, NULL};
    for (size_t p = overlap->first[coarse]; p < overlap->first[coarse + 1]; p++) {
        size_t fine = (size_t)overlap->fine_area[p];
        if (job->state[p] == PAIR_WITHIN)
            overlap->ground[p] = overlap->fine_ground[fine];
        if (job->state[p] != PAIR_OPEN)
            continue;
        GEOSGeometry *geometry = prepare(with, overlap->coarse, coarse, &shape)
                                     ? make_geometry(with, overlap->fine, fine)
                                     : NULL;
        if (!geometry || !intersect(with, &shape, geometry, &overlap->ground[p]))
            keep_failure(with, p);
        if (geometry)
            GEOSGeom_destroy_r(with->handle, geometry);
    }
    release(with, &shape);
}

/* ---- all of them ---------------------------------------------------------------------------- */

typedef struct measure_part {
    measure_job *job;
    void (*measure)(measure_job *job, measurer *with, size_t coarse);
    size_t first;
} measure_part;

static void measure_block(void *user, size_t worker, size_t first, size_t last)
{
    const measure_part *part = user;
    for (size_t a = part->first + first; a < part->first + last; a++)
        part->measure(part->job, &part->job->measurer[worker], a);
}

static size_t coarse_of_pair(const geo_overlap *overlap, size_t pair)
{
    size_t coarse = 0;
    while (overlap->first[coarse + 1] <= pair)
        coarse++;
    return coarse;
}

static const char *path_of(const geo_areas *areas)
{
    return areas->path ? areas->path : "areas";
}

/* The first pair that failed, whichever thread it was that had it. */
static geo_status report_failure(const measure_job *job)
{
    const geo_overlap *overlap = job->overlap;
    const measurer *first = &job->measurer[0];
    for (size_t i = 1; i < job->measurer_count; i++) {
        if (job->measurer[i].failed < first->failed)
            first = &job->measurer[i];
    }
    if (first->failed == NO_PAIR)
        return GEO_OK;
    size_t coarse = coarse_of_pair(overlap, first->failed);
    size_t fine = (size_t)overlap->fine_area[first->failed];
    return geo_fail(job->context, GEO_ERROR_DATA,
                    "area %s of %s and area %s of %s cannot be laid over each other (GEOS: %s); "
                    "repair their boundaries",
                    overlap->coarse->code[coarse], path_of(overlap->coarse),
                    overlap->fine->code[fine], path_of(overlap->fine), first->told.text);
}

/* `done`: how far the work has come, of 1; this is half of it. */
static geo_status measure_all(measure_job *job,
                              void (*measure)(measure_job *job, measurer *with, size_t coarse),
                              double done)
{
    size_t count = job->overlap->coarse->count;
    for (size_t first = 0; first < count; first += AREAS_BETWEEN_REPORTS) {
        size_t rest = count - first;
        size_t areas = rest < AREAS_BETWEEN_REPORTS ? rest : AREAS_BETWEEN_REPORTS;
        measure_part part = {job, measure, first};
        geo_share_work(job->context, areas, BLOCK_AREAS, measure_block, &part);
        geo_status status =
            geo_report_progress(job->context, "lay areas over areas",
                                done + 0.5 * (double)(first + areas) / (double)count);
        if (status != GEO_OK)
            return status;
    }
    return report_failure(job);
}

/* Areas of `from` that are wholly in one of `to` are in no other (see geo_areas_overlap()): that
 * their borders touch those of many takes long to find out. */
static geo_status settle_within(measure_job *job)
{
    const geo_overlap *overlap = job->overlap;
    int32_t *home = NULL; /* by fine area: the coarse one that it is within */
    if (!overlap->from_is_fine)
        return GEO_OK;
    geo_status status = geo_alloc_array(job->context, overlap->fine->count, sizeof *home, &home);
    if (status != GEO_OK)
        return status;
    for (size_t i = 0; i < overlap->fine->count; i++)
        home[i] = GEO_NO_CODE;
    for (size_t c = 0; c < overlap->coarse->count; c++) {
        for (size_t p = overlap->first[c]; p < overlap->first[c + 1]; p++) {
            int32_t *at = &home[overlap->fine_area[p]];
            if (job->state[p] == PAIR_WITHIN &&
                (*at == GEO_NO_CODE ||
                 strcmp(overlap->coarse->code[c], overlap->coarse->code[*at]) < 0))
                *at = (int32_t)c;
        }
    }
    for (size_t c = 0; c < overlap->coarse->count; c++) {
        for (size_t p = overlap->first[c]; p < overlap->first[c + 1]; p++) {
            int32_t at = home[overlap->fine_area[p]];
            if (at != GEO_NO_CODE && at != (int32_t)c)
                job->state[p] = PAIR_APART;
        }
    }
    free(home);
    return GEO_OK;
}

static geo_status start_measurers(measure_job *job)
{
    const geo_overlap *overlap = job->overlap;
    size_t rings =
        overlap->coarse_most > overlap->fine_most ? overlap->coarse_most : overlap->fine_most;
    size_t threads = (size_t)geo_threads(job->context);
    size_t blocks = overlap->coarse->count / BLOCK_AREAS + 1;
    size_t count = threads < blocks ? threads : blocks;
    geo_status status = geo_alloc_array(job->context, count, sizeof *job->measurer, &job->measurer);
    for (; job->measurer_count < count && status == GEO_OK; job->measurer_count++) {
        measurer *with = &job->measurer[job->measurer_count];
        with->failed = NO_PAIR;
        status = geo_alloc_array(job->context, rings, sizeof(GEOSGeometry *), &with->part);
    }
    return status;
}

static void end_measurers(measure_job *job)
{
    for (size_t i = 0; i < job->measurer_count; i++) {
        if (job->measurer[i].handle)
            GEOS_finish_r(job->measurer[i].handle);
        free(job->measurer[i].part);
    }
    free(job->measurer);
}

geo_status geo_overlap_measure(geo_context *context, geo_overlap *overlap)
{
    measure_job job = {.context = context, .overlap = overlap};
    size_t pairs = overlap->first[overlap->coarse->count];
    geo_status status = geo_alloc_array(context, pairs, sizeof *job.state, &job.state);
    if (status == GEO_OK)
        status = start_measurers(&job);
    if (status == GEO_OK)
        status = measure_all(&job, find_within, 0);
    if (status == GEO_OK)
        status = settle_within(&job);
    if (status == GEO_OK)
        status = measure_all(&job, measure_rest, 0.5);
    end_measurers(&job);
    free(job.state);
    return status;
}
