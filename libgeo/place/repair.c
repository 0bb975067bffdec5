/* Checking areas, where need be by GEOS, and repairing those that are not valid. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/pool.h"
#include "place/area_patch.h"
#include "place/area_proof.h"
#include "place/code_list.h"

enum { BLOCK_AREAS = 64, AREAS_BETWEEN_REPORTS = 4096, LEAST_RING_POINTS = 4 };

typedef struct repair_job {
    geo_context *context;
    geo_areas *areas;
    bool *is_valid;        /* by area */
    GEOSGeometry **part;   /* by ring: room for the geometry of one area */
    geo_area_patch *patch; /* in the order of the areas */
    size_t patch_count, patch_capacity;
    geo_code_list invalid, unclosed, short_ring, no_geometry, collapsed; /* what to warn of */
    geo_repair_report report;
} repair_job;

static const char *path_of(const geo_areas *areas)
{
    return areas->path ? areas->path : "areas";
}

/* ---- which areas are valid as they are ------------------------------------------------------ */

/* What one thread checks areas with. GEOS is started for the first area that needs it. */
typedef struct area_checker {
    geo_area_prover prover;
    GEOSContextHandle_t handle;
    geo_geos_message message;
} area_checker;

static bool is_valid_by_geos(const repair_job *job, area_checker *checker, size_t area)
{
    const geo_areas *areas = job->areas;
    size_t first_ring = areas->area_ring[area];
    if (!checker->handle)
        checker->handle = geo_geos_start(&checker->message);
    if (!checker->handle)
        return false;
    GEOSGeometry *geometry = geo_geos_from_rings(
        checker->handle, areas->ring_point, areas->ring_is_hole, areas->x, areas->y, first_ring,
        areas->area_ring[area + 1], job->part + first_ring);
    bool is_valid = geometry && GEOSisValid_r(checker->handle, geometry) == 1 &&
                    GEOSisEmpty_r(checker->handle, geometry) == 0;
    GEOSGeom_destroy_r(checker->handle, geometry);
    return is_valid;
}

typedef struct check_part {
    repair_job *job;
    area_checker *checker; /* by worker */
    size_t first;
} check_part;

static void check_block(void *user, size_t worker, size_t first, size_t last)
{
    const check_part *part = user;
    const repair_job *job = part->job;
    area_checker *checker = &part->checker[worker];
    for (size_t a = part->first + first; a < part->first + last; a++) {
        if (job->areas->area_ring[a] != job->areas->area_ring[a + 1])
            job->is_valid[a] =
                geo_area_is_ordinary(&checker->prover, a) || is_valid_by_geos(job, checker, a);
    }
}

static geo_status check_all(repair_job *job, area_checker *checker)
{
    size_t count = job->areas->count;
    for (size_t first = 0; first < count; first += AREAS_BETWEEN_REPORTS) {
        size_t rest = count - first;
        size_t areas = rest < AREAS_BETWEEN_REPORTS ? rest : AREAS_BETWEEN_REPORTS;
        check_part part = {job, checker, first};
        geo_share_work(job->context, areas, BLOCK_AREAS, check_block, &part);
        geo_status status = geo_report_progress(job->context, "check areas",
                                                (double)(first + areas) / (double)count);
        if (status != GEO_OK)
            return status;
    }
    return GEO_OK;
}

static geo_status check_areas(repair_job *job)
{
    size_t threads = (size_t)geo_threads(job->context);
    size_t blocks = job->areas->count / BLOCK_AREAS + 1;
    size_t count = threads < blocks ? threads : blocks;
    area_checker *checker = NULL;
    geo_status status = geo_alloc_array(job->context, count, sizeof *checker, &checker);
    if (status != GEO_OK)
        return status;
    for (size_t i = 0; i < count && status == GEO_OK; i++)
        status = geo_area_prover_start(job->context, job->areas, &checker[i].prover);
    if (status == GEO_OK)
        status = check_all(job, checker);
    for (size_t i = 0; i < count; i++) {
        geo_area_prover_clear(&checker[i].prover);
        if (checker[i].handle)
            GEOS_finish_r(checker[i].handle);
    }
    free(checker);
    return status;
}

/* ---- one area that is not ------------------------------------------------------------------- */

/* Copies a ring, closing it where it is not; leaves one of too few points out. */
static geo_status tidy_ring(repair_job *job, size_t ring, geo_ring_list *list, bool *closed,
                            bool *dropped)
{
    const geo_areas *areas = job->areas;
    const double *x = areas->x + areas->ring_point[ring];
    const double *y = areas->y + areas->ring_point[ring];
    size_t count = areas->ring_point[ring + 1] - areas->ring_point[ring];
    bool is_open = count > 0 && !(x[0] == x[count - 1] && y[0] == y[count - 1]);
    size_t tidy_count = count + (is_open ? 1 : 0);
    *dropped = tidy_count < LEAST_RING_POINTS;
    if (*dropped)
        return GEO_OK;
    size_t first;
    geo_status status =
        geo_ring_list_add(job->context, list, areas->ring_is_hole[ring], tidy_count, &first);
    if (status != GEO_OK)
        return status;
    memcpy(list->x + first, x, count * sizeof *x);
    memcpy(list->y + first, y, count * sizeof *y);
    list->x[list->point_count - 1] = x[0];
    list->y[list->point_count - 1] = y[0];
    *closed = *closed || is_open;
    return GEO_OK;
}

/* Closed rings of at least four points; the holes of a shell that is left out go with it. */
static geo_status tidy_rings(repair_job *job, size_t area, geo_ring_list *list, bool *changed)
{
    const geo_areas *areas = job->areas;
    const char *code = areas->code[area];
    bool closed = false, any_dropped = false, shell_dropped = false;
    for (size_t ring = areas->area_ring[area]; ring < areas->area_ring[area + 1]; ring++) {
        bool dropped = shell_dropped && areas->ring_is_hole[ring];
        if (!dropped) {
            geo_status status = tidy_ring(job, ring, list, &closed, &dropped);
            if (status != GEO_OK)
                return status;
        }
        if (!areas->ring_is_hole[ring])
            shell_dropped = dropped;
        any_dropped = any_dropped || dropped;
    }
    if (closed)
        geo_code_list_add(&job->unclosed, code, NULL);
    if (any_dropped)
        geo_code_list_add(&job->short_ring, code, NULL);
    *changed = closed || any_dropped;
    return GEO_OK;
}

static geo_status check_finite(repair_job *job, size_t area)
{
    const geo_areas *areas = job->areas;
    size_t first = areas->ring_point[areas->area_ring[area]];
    size_t last = areas->ring_point[areas->area_ring[area + 1]];
    for (size_t i = first; i < last; i++) {
        if (!isfinite(areas->x[i]) || !isfinite(areas->y[i])) {
            return geo_fail(job->context, GEO_ERROR_DATA,
                            "%s: the boundary of area %s has a coordinate that is not a finite "
                            "number; correct the file",
                            path_of(areas), areas->code[area]);
        }
    }
    return GEO_OK;
}

/* Replaces the rings in the list by those of a valid geometry. */
static geo_status repair_rings(repair_job *job, GEOSContextHandle_t handle,
                               const geo_geos_message *message, const char *code,
                               const GEOSGeometry *geometry, geo_ring_list *list)
{
    GEOSGeometry *valid = geo_geos_make_valid(handle, geometry);
    if (!valid) {
        return geo_fail(job->context, GEO_ERROR_DATA,
                        "%s: the boundary of area %s is not valid and cannot be repaired (GEOS: "
                        "%s); correct the file",
                        path_of(job->areas), code, message->text);
    }
    geo_ring_list repaired = {0};
    geo_status status = geo_geos_to_rings(job->context, handle, valid, &repaired);
    GEOSGeom_destroy_r(handle, valid);
    if (status != GEO_OK) {
        geo_ring_list_clear(&repaired);
        return status;
    }
    geo_ring_list_clear(list);
    *list = repaired;
    return GEO_OK;
}

/* Makes the tidied rings valid where they are not. */
static geo_status validate_rings(repair_job *job, GEOSContextHandle_t handle,
                                 const geo_geos_message *message, size_t area, geo_ring_list *list,
                                 bool *changed)
{
    const char *code = job->areas->code[area];
    GEOSGeometry *geometry =
        geo_geos_from_rings(handle, list->ring_point, list->is_hole, list->x, list->y, 0,
                            list->ring_count, job->part + job->areas->area_ring[area]);
    if (!geometry) {
        return geo_fail(job->context, GEO_ERROR_DATA,
                        "%s: the boundary of area %s is no polygon (GEOS: %s); correct the file",
                        path_of(job->areas), code, message->text);
    }
    char *reason = NULL;
    geo_status status = GEO_OK;
    if (GEOSisValidDetail_r(handle, geometry, 0, &reason, NULL) != 1) {
        *changed = true;
        geo_code_list_add(&job->invalid, code, reason ? reason : message->text);
        status = repair_rings(job, handle, message, code, geometry, list);
    }
    GEOSFree_r(handle, reason);
    GEOSGeom_destroy_r(handle, geometry);
    return status;
}

static geo_status repair_area(repair_job *job, GEOSContextHandle_t handle,
                              const geo_geos_message *message, size_t area)
{
    const char *code = job->areas->code[area];
    bool changed = false;
    geo_status status = geo_grow_array(job->context, &job->patch, &job->patch_capacity,
                                       job->patch_count + 1, sizeof *job->patch);
    if (status == GEO_OK)
        status = check_finite(job, area);
    if (status != GEO_OK)
        return status;
    geo_area_patch *patch = &job->patch[job->patch_count++];
    *patch = (geo_area_patch){area, {0}};
    status = tidy_rings(job, area, &patch->rings, &changed);
    if (status == GEO_OK && patch->rings.ring_count > 0)
        status = validate_rings(job, handle, message, area, &patch->rings, &changed);
    if (status != GEO_OK)
        return status;
    if (patch->rings.ring_count == 0) {
        geo_code_list_add(&job->collapsed, code, NULL);
        job->report.empty++;
    } else if (changed) {
        job->report.repaired++;
    }
    return GEO_OK;
}

static geo_status repair_invalid(repair_job *job)
{
    geo_geos_message message;
    GEOSContextHandle_t handle = geo_geos_start(&message);
    if (!handle)
        return geo_fail(job->context, GEO_ERROR_MEMORY, "GEOS cannot be started");
    geo_status status = GEO_OK;
    for (size_t a = 0; a < job->areas->count && status == GEO_OK; a++) {
        if (job->is_valid[a])
            continue;
        if (job->areas->area_ring[a] == job->areas->area_ring[a + 1]) {
            geo_code_list_add(&job->no_geometry, job->areas->code[a], NULL);
            job->report.empty++;
        } else {
            status = repair_area(job, handle, &message, a);
        }
    }
    GEOS_finish_r(handle);
    return status;
}

/* ---- all together --------------------------------------------------------------------------- */

static void warn(const repair_job *job, const geo_code_list *list, const char *what)
{
    const char *layer = job->areas->layer;
    if (list->count > 0)
        geo_add_warning(job->context, "%s%s%s: %zu area%s %s: %s", path_of(job->areas),
                        layer ? ", layer " : "", layer ? layer : "", list->count,
                        list->count == 1 ? "" : "s", what, list->text);
}

static geo_status repair(repair_job *job)
{
    geo_status status =
        geo_alloc_array(job->context, job->areas->count, sizeof *job->is_valid, &job->is_valid);
    if (status == GEO_OK)
        status =
            geo_alloc_array(job->context, job->areas->ring_count, sizeof *job->part, &job->part);
    if (status == GEO_OK)
        status = check_areas(job);
    if (status == GEO_OK)
        status = repair_invalid(job);
    if (status == GEO_OK && job->patch_count > 0)
        status = geo_patch_areas(job->context, job->areas, job->patch, job->patch_count);
    if (status != GEO_OK)
        return status;
    job->areas->extent = geo_extent_of(job->areas->x, job->areas->y, job->areas->point_count);
    warn(job, &job->invalid, "with an invalid boundary, repaired");
    warn(job, &job->unclosed, "with a ring that was not closed, closed");
    warn(job, &job->short_ring, "with a ring of fewer than 4 points, which is left out");
    warn(job, &job->collapsed, "whose boundary encloses nothing, taken as empty");
    warn(job, &job->no_geometry, "without geometry, in which nothing can be placed");
    return GEO_OK;
}

geo_status geo_areas_repair(geo_context *context, geo_areas *areas, geo_repair_report *report)
{
    repair_job job = {.context = context, .areas = areas};
    geo_status status = repair(&job);
    if (status == GEO_OK && report)
        *report = job.report;
    for (size_t i = 0; i < job.patch_count; i++)
        geo_ring_list_clear(&job.patch[i].rings);
    free(job.patch);
    free(job.part);
    free(job.is_valid);
    return status;
}
