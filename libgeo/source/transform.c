#include "source/transform.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "source/crs.h"

struct geo_transform {
    geo_proj proj;
    bool is_quiet; /* an auxiliary transform: no note, no warning */
    PJ *operation; /* NULL: nothing to do */
};

void geo_transform_free(geo_transform *transform)
{
    if (!transform)
        return;
    proj_destroy(transform->operation);
    geo_proj_close(&transform->proj);
    free(transform);
}

bool geo_transform_is_identity(const geo_transform *transform)
{
    return !transform->operation;
}

/* The first of the operations between two CRSs in PROJ's order of preference, NULL when there is
 * none. */
static PJ *best_operation(geo_proj *proj, const PJ *from, const PJ *to,
                          PROJ_GRID_AVAILABILITY_USE grids)
{
    PJ *best = NULL;
    PJ_OPERATION_FACTORY_CONTEXT *factory =
        proj_create_operation_factory_context(proj->context, NULL);
    if (!factory)
        return NULL;
    proj_operation_factory_context_set_grid_availability_use(proj->context, factory, grids);
    proj_operation_factory_context_set_spatial_criterion(
        proj->context, factory, PROJ_SPATIAL_CRITERION_PARTIAL_INTERSECTION);
    PJ_OBJ_LIST *found = proj_create_operations(proj->context, from, to, factory);
    if (found && proj_list_get_count(found) > 0)
        best = proj_list_get(proj->context, found, 0);
    proj_list_destroy(found);
    proj_operation_factory_context_destroy(factory);
    return best;
}

/* "2 m", "0.03 m": a point whatever the locale of the process. */
static void print_metres(double metres, char text[32])
{
    long centimetres = lround(metres * 100);
    if (centimetres % 100 == 0)
        snprintf(text, 32, "%ld m", centimetres / 100);
    else
        snprintf(text, 32, "%ld.%02ld m", centimetres / 100, centimetres % 100);
}

static void note_operation(geo_context *context, geo_proj *proj, const geo_crs *from,
                           const geo_crs *to, const PJ *operation)
{
    double accuracy_m = proj_coordoperation_get_accuracy(proj->context, operation);
    const char *name = proj_get_name(operation);
    char accuracy[32];
    print_metres(accuracy_m, accuracy);
    if (proj_coordoperation_has_ballpark_transformation(proj->context, operation))
        geo_add_warning(context,
                        "coordinates from %s to %s by '%s', whose accuracy is not known: PROJ has "
                        "no better operation",
                        from->name, to->name, name);
    else if (accuracy_m < 0)
        geo_add_note(context, "coordinates from %s to %s by '%s', no change of datum", from->name,
                     to->name, name);
    else
        geo_add_note(context, "coordinates from %s to %s by '%s', accuracy %s", from->name,
                     to->name, name, accuracy);
}

/* The grid file that keeps `best` from being used, NULL when that isn't what does. */
static const char *missing_grid(geo_proj *proj, const PJ *best)
{
    int grids = proj_coordoperation_get_grid_used_count(proj->context, best);
    for (int i = 0; i < grids; i++) {
        const char *grid = NULL;
        int is_available = 1;
        if (proj_coordoperation_get_grid_used(proj->context, best, i, &grid, NULL, NULL, NULL, NULL,
                                              NULL, &is_available) &&
            !is_available)
            return grid;
    }
    return NULL;
}

/* Says so when a better operation exists and only its grid file is missing. */
static void warn_of_missing_grid(geo_context *context, geo_proj *proj, const PJ *from, const PJ *to,
                                 const PJ *used)
{
    PJ *best = best_operation(proj, from, to, PROJ_GRID_AVAILABILITY_IGNORED);
    const char *grid = best ? missing_grid(proj, best) : NULL;
    double used_m = proj_coordoperation_get_accuracy(proj->context, used);
    double best_m = grid ? proj_coordoperation_get_accuracy(proj->context, best) : -1;
    if (grid && best_m >= 0 && (used_m < 0 || best_m < used_m)) {
        char used_text[32] = "an unknown distance";
        char best_text[32];
        print_metres(best_m, best_text);
        if (used_m >= 0)
            print_metres(used_m, used_text);
        geo_add_warning(context,
                        "coordinates are good to %s: the grid file %s is not installed, with which "
                        "they would be good to %s",
                        used_text, grid, best_text);
    }
    proj_destroy(best);
}

static geo_status find_operation(geo_context *context, const geo_crs *from, const geo_crs *to,
                                 PJ *pj_from, PJ *pj_to, geo_transform *transform)
{
    geo_proj *proj = &transform->proj;
    if (proj_is_equivalent_to_with_ctx(proj->context, pj_from, pj_to,
                                       PJ_COMP_EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS))
        return GEO_OK;
    PJ *found = best_operation(proj, pj_from, pj_to,
                               PROJ_GRID_AVAILABILITY_DISCARD_OPERATION_IF_MISSING_GRID);
    PJ *ordered = found ? proj_normalize_for_visualization(proj->context, found) : NULL;
    geo_status status = GEO_OK;
    if (!ordered)
        status = geo_fail(
            context, GEO_ERROR_CRS,
            "no transformation from %s to %s is known %s; work in another with --working-crs",
            from->name, to->name, proj->text);
    if (ordered && !transform->is_quiet) {
        note_operation(context, proj, from, to, found);
        warn_of_missing_grid(context, proj, pj_from, pj_to, found);
    }
    transform->operation = ordered;
    proj_destroy(found);
    return status;
}

static geo_status fill_transform(geo_context *context, const geo_crs *from, const geo_crs *to,
                                 geo_transform *transform)
{
    PJ *pj_from = NULL;
    PJ *pj_to = NULL;
    geo_status status = geo_proj_open(context, &transform->proj);
    if (status == GEO_OK)
        status = geo_proj_crs(context, &transform->proj, from, &pj_from);
    if (status == GEO_OK)
        status = geo_proj_crs(context, &transform->proj, to, &pj_to);
    if (status == GEO_OK)
        status = find_operation(context, from, to, pj_from, pj_to, transform);
    proj_destroy(pj_from);
    proj_destroy(pj_to);
    return status;
}

static geo_status create(geo_context *context, const geo_crs *from, const geo_crs *to,
                         bool is_quiet, geo_transform **out)
{
    geo_transform *transform = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *transform, &transform);
    if (status != GEO_OK)
        return status;
    transform->is_quiet = is_quiet;
    status = fill_transform(context, from, to, transform);
    if (status == GEO_OK)
        *out = transform;
    else
        geo_transform_free(transform);
    return status;
}

geo_status geo_transform_create(geo_context *context, const geo_crs *from, const geo_crs *to,
                                bool exact, geo_transform **out)
{
    (void)exact; /* every transform is, as yet */
    return create(context, from, to, false, out);
}

geo_status geo_transform_create_quietly(geo_context *context, const geo_crs *from,
                                        const geo_crs *to, geo_transform **out)
{
    return create(context, from, to, true, out);
}

geo_status geo_transform_clone(geo_context *context, const geo_transform *transform,
                               geo_transform **out)
{
    geo_transform *clone = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *clone, &clone);
    if (status == GEO_OK)
        status = geo_proj_open(context, &clone->proj);
    if (status == GEO_OK && transform->operation) {
        clone->operation = proj_clone(clone->proj.context, transform->operation);
        if (!clone->operation)
            status = geo_fail(context, GEO_ERROR_MEMORY, "out of memory: no PROJ operation");
    }
    if (status == GEO_OK)
        *out = clone;
    else
        geo_transform_free(clone);
    return status;
}

bool geo_transform_is_exact(const geo_transform *transform)
{
    (void)transform;
    return true;
}

geo_status geo_transform_check(geo_context *context, geo_transform *transform, const double *x,
                               const double *y, size_t count)
{
    (void)context, (void)transform, (void)x, (void)y, (void)count;
    return GEO_OK;
}

size_t geo_transform_apply(geo_transform *transform, double *x, double *y, size_t count)
{
    if (count > 0 && transform->operation)
        proj_trans_generic(transform->operation, PJ_FWD, x, sizeof *x, count, y, sizeof *y, count,
                           NULL, 0, 0, NULL, 0, 0);
    size_t failed = 0;
    for (size_t i = 0; i < count; i++) {
        if (isfinite(x[i]) && isfinite(y[i]))
            continue;
        x[i] = y[i] = HUGE_VAL;
        failed++;
    }
    return failed;
}

enum { SIDE_SAMPLES = 21 };

size_t geo_transform_extent(geo_transform *transform, const geo_extent *extent, geo_extent *out)
{
    double x[SIDE_SAMPLES * SIDE_SAMPLES];
    double y[SIDE_SAMPLES * SIDE_SAMPLES];
    size_t count = sizeof x / sizeof *x;
    for (size_t i = 0; i < count; i++) {
        double across = (double)(i % SIDE_SAMPLES) / (SIDE_SAMPLES - 1);
        double along = (double)(i / SIDE_SAMPLES) / (SIDE_SAMPLES - 1);
        x[i] = extent->x_min + across * (extent->x_max - extent->x_min);
        y[i] = extent->y_min + along * (extent->y_max - extent->y_min);
    }
    size_t failed = geo_transform_apply(transform, x, y, count);
    *out = geo_extent_of(x, y, count);
    return failed;
}
