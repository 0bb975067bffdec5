#include "source/transform.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "source/transform_state.h"

/* Demanded where a cell of the lattice is compared with PROJ, so that the error stays below the
 * bound between those points too. */
static const double tolerance_m = 0.0001;
static const double bound_m = 0.001;

void geo_transform_free(geo_transform *transform)
{
    if (!transform)
        return;
    geo_lattice_free(transform->lattice);
    proj_destroy(transform->operation);
    geo_proj_close(&transform->proj);
    geo_operation_clear(&transform->found);
    free(transform);
}

bool geo_transform_is_identity(const geo_transform *transform)
{
    return !transform->operation;
}

bool geo_transform_is_exact(const geo_transform *transform)
{
    return !transform->lattice;
}

/* Makes the operation that was found ready for use, in a PROJ context of its own. */
static geo_status open_operation(geo_context *context, geo_transform *transform, bool exact)
{
    const geo_operation *found = &transform->found;
    if (!found->pipeline)
        return GEO_OK;
    geo_status status = geo_proj_open(context, &transform->proj);
    if (status != GEO_OK)
        return status;
    transform->operation = proj_create(transform->proj.context, found->pipeline);
    if (!transform->operation)
        return geo_fail(context, GEO_ERROR_CRS, "PROJ cannot read its own '%s': %s",
                        found->pipeline, transform->proj.text);
    if (exact || found->cell_size <= 0)
        return GEO_OK;
    return geo_lattice_new(context, found->cell_size, tolerance_m, &transform->lattice);
}

static geo_status create(geo_context *context, const geo_crs *from, const geo_crs *to,
                         geo_operation_use use, bool exact, geo_transform **out)
{
    geo_transform *transform = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *transform, &transform);
    if (status != GEO_OK)
        return status;
    status = geo_operation_find(context, from, to, use, &transform->found);
    if (status == GEO_OK)
        status = open_operation(context, transform, exact || !to->is_metric);
    if (status == GEO_OK)
        *out = transform;
    else
        geo_transform_free(transform);
    return status;
}

geo_status geo_transform_create(geo_context *context, const geo_crs *from, const geo_crs *to,
                                bool exact, geo_transform **out)
{
    return create(context, from, to, GEO_OPERATION_FORWARD, exact, out);
}

geo_status geo_transform_create_quietly(geo_context *context, const geo_crs *from,
                                        const geo_crs *to, geo_transform **out)
{
    return create(context, from, to, GEO_OPERATION_QUIET, true, out);
}

geo_status geo_transform_create_inverse(geo_context *context, const geo_crs *from,
                                        const geo_crs *to, geo_transform **out)
{
    return create(context, from, to, GEO_OPERATION_INVERSE, true, out);
}

geo_status geo_transform_clone(geo_context *context, const geo_transform *transform,
                               geo_transform **out)
{
    geo_transform *clone = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *clone, &clone);
    if (status != GEO_OK)
        return status;
    clone->found.cell_size = transform->found.cell_size;
    status = geo_copy_text(context, transform->found.pipeline, &clone->found.pipeline);
    if (status == GEO_OK)
        status = open_operation(context, clone, geo_transform_is_exact(transform));
    if (status == GEO_OK)
        *out = clone;
    else
        geo_transform_free(clone);
    return status;
}

/* By PROJ itself. */
static size_t apply_exactly(void *user, double *x, double *y, size_t count)
{
    geo_transform *transform = user;
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

size_t geo_transform_apply(geo_transform *transform, double *x, double *y, size_t count)
{
    if (transform->lattice)
        return geo_lattice_apply(transform->lattice, apply_exactly, transform, x, y, count);
    return apply_exactly(transform, x, y, count);
}

/* Of each so many points one is compared with PROJ. */
enum { CHECKED_SHARE = 1024 };

/* Which of `count` points, from the bits of one of them (Steele et al., SplitMix64, 2014). */
static size_t pick(const double *x, const double *y, size_t count)
{
    uint64_t x_bits, y_bits;
    memcpy(&x_bits, x, sizeof x_bits);
    memcpy(&y_bits, y, sizeof y_bits);
    uint64_t mixed = x_bits * UINT64_C(0x9E3779B97F4A7C15) + y_bits;
    mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (size_t)((mixed ^ (mixed >> 31)) % count);
}

geo_status geo_transform_check(geo_context *context, geo_transform *transform, const double *x,
                               const double *y, size_t count)
{
    for (size_t first = 0; transform->lattice && first < count; first += CHECKED_SHARE) {
        size_t share = count - first < CHECKED_SHARE ? count - first : CHECKED_SHARE;
        size_t i = first + pick(x + first, y + first, share);
        double fast_x = x[i], fast_y = y[i], exact_x = x[i], exact_y = y[i];
        size_t failed = geo_transform_apply(transform, &fast_x, &fast_y, 1);
        if (apply_exactly(transform, &exact_x, &exact_y, 1) == failed &&
            (failed > 0 || hypot(fast_x - exact_x, fast_y - exact_y) < bound_m))
            continue;
        return geo_fail(context, GEO_ERROR_INTERNAL,
                        "the fast transformation puts %.17g %.17g at %.4f %.4f, PROJ at %.4f %.4f: "
                        "use --exact-crs, and please report this",
                        x[i], y[i], fast_x, fast_y, exact_x, exact_y);
    }
    return GEO_OK;
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
