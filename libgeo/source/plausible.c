#include "source/plausible.h"

#include <math.h>

#include "core/context.h"
#include "source/crs.h"

static const source_extent earth = {-180, -90, 180, 90};
static const source_extent great_britain = {-9, 49.5, 2.5, 61.5};
static const source_extent anywhere = {-HUGE_VAL, -HUGE_VAL, HUGE_VAL, HUGE_VAL};

bool source_extent_contains(const source_extent *extent, double x, double y)
{
    return x >= extent->x_min && x <= extent->x_max && y >= extent->y_min && y <= extent->y_max;
}

bool source_looks_swapped(const source_plausible *plausible, double x, double y)
{
    const source_extent *box[] = {&plausible->sensible, &plausible->around};
    for (size_t i = 0; i < 2; i++)
        if (!source_extent_contains(box[i], x, y) && source_extent_contains(box[i], y, x))
            return true;
    return false;
}

static source_extent widen(const source_extent *extent, double share)
{
    double x = (extent->x_max - extent->x_min) * share;
    double y = (extent->y_max - extent->y_min) * share;
    return (source_extent){extent->x_min - x, extent->y_min - y, extent->x_max + x,
                           extent->y_max + y};
}

static bool is_geographic(source_proj *proj, const PJ *crs)
{
    PJ_TYPE type = proj_get_type(crs);
    if (type == PJ_TYPE_BOUND_CRS || type == PJ_TYPE_COMPOUND_CRS) {
        PJ *part = type == PJ_TYPE_BOUND_CRS ? proj_get_source_crs(proj->context, crs)
                                             : proj_crs_get_sub_crs(proj->context, crs, 0);
        bool geographic = part && is_geographic(proj, part);
        proj_destroy(part);
        return geographic;
    }
    return type == PJ_TYPE_GEOGRAPHIC_2D_CRS || type == PJ_TYPE_GEOGRAPHIC_3D_CRS;
}

/* The area of use in degrees; the whole Earth when PROJ knows none, or one across the date line. */
static geo_status find_area_of_use(geo_context *context, const geo_crs *crs, source_extent *degrees,
                                   bool *geographic)
{
    source_proj proj;
    PJ *object = NULL;
    geo_status status = source_proj_open(context, &proj);
    if (status != GEO_OK)
        return status;
    status = source_proj_crs(context, &proj, crs, &object);
    if (status == GEO_OK) {
        source_extent use;
        *geographic = is_geographic(&proj, object);
        bool is_known = proj_get_area_of_use(proj.context, object, &use.x_min, &use.y_min,
                                             &use.x_max, &use.y_max, NULL) &&
                        use.x_min >= -180 && use.x_min < use.x_max;
        *degrees = is_known ? use : earth;
        proj_destroy(object);
    }
    source_proj_close(&proj);
    return status;
}

#define AROUND_M 50000

#define SAMPLES  21 /* along each side: the edge of a box bends when it is transformed */

/* The box in `to` around a box in `from`. */
static geo_status transform_extent(geo_context *context, const geo_crs *from, const geo_crs *to,
                                   const source_extent *extent, source_extent *out)
{
    source_transform *transform = NULL;
    geo_status status = source_transform_create_quietly(context, from, to, &transform);
    if (status != GEO_OK)
        return status;
    double x[SAMPLES * SAMPLES];
    double y[SAMPLES * SAMPLES];
    for (size_t i = 0; i < SAMPLES * SAMPLES; i++) {
        double across = (double)(i % SAMPLES) / (SAMPLES - 1);
        double along = (double)(i / SAMPLES) / (SAMPLES - 1);
        x[i] = extent->x_min + across * (extent->x_max - extent->x_min);
        y[i] = extent->y_min + along * (extent->y_max - extent->y_min);
    }
    source_transform_apply(transform, x, y, SAMPLES * SAMPLES);
    source_transform_free(transform);
    source_extent box = {HUGE_VAL, HUGE_VAL, -HUGE_VAL, -HUGE_VAL};
    for (size_t i = 0; i < SAMPLES * SAMPLES; i++) {
        if (!isfinite(x[i]) || !isfinite(y[i]))
            continue;
        box.x_min = fmin(box.x_min, x[i]);
        box.y_min = fmin(box.y_min, y[i]);
        box.x_max = fmax(box.x_max, x[i]);
        box.y_max = fmax(box.y_max, y[i]);
    }
    *out = box.x_min <= box.x_max ? box : anywhere;
    return GEO_OK;
}

static geo_status degrees_to_crs(geo_context *context, const geo_crs *crs,
                                 const source_extent *degrees, source_extent *out)
{
    geo_crs wgs84 = {NULL, NULL, 0, false};
    geo_status status = geo_crs_from_text(context, "EPSG:4326", &wgs84);
    if (status == GEO_OK)
        status = transform_extent(context, &wgs84, crs, degrees, out);
    geo_crs_clear(&wgs84);
    return status;
}

static geo_status find_possible(geo_context *context, const geo_crs *crs, source_plausible *out)
{
    source_extent degrees;
    geo_status status = find_area_of_use(context, crs, &degrees, &out->is_degrees);
    if (status != GEO_OK)
        return status;
    out->possible = out->is_degrees ? earth : anywhere;
    out->sensible = out->is_degrees ? great_britain : anywhere;
    if (out->is_degrees)
        return GEO_OK;
    source_extent use;
    status = degrees_to_crs(context, crs, &degrees, &use);
    if (status == GEO_OK) {
        out->possible = widen(&use, 1);
        /* Of a CRS for the whole Earth either order of the axes is sensible. */
        bool is_global = degrees.x_max - degrees.x_min > 350;
        out->sensible = is_global ? anywhere : use;
    }
    return status;
}

geo_status source_plausible_find(geo_context *context, const geo_crs *crs, const geo_crs *working,
                                 const source_extent *expected, source_plausible *out)
{
    source_plausible found = {false, anywhere, anywhere, anywhere};
    source_extent degrees;
    bool geographic = false;
    geo_status status = find_possible(context, crs, &found);
    if (status == GEO_OK && working && expected) {
        source_extent wide = widen(expected, 0.5);
        source_extent wider = {wide.x_min - AROUND_M, wide.y_min - AROUND_M, wide.x_max + AROUND_M,
                               wide.y_max + AROUND_M};
        status = transform_extent(context, working, crs, &wide, &found.sensible);
        if (status == GEO_OK)
            status = transform_extent(context, working, crs, &wider, &found.around);
    } else if (status == GEO_OK && working) {
        status = find_area_of_use(context, working, &degrees, &geographic);
        if (status == GEO_OK)
            status = degrees_to_crs(context, crs, &degrees, &found.sensible);
    }
    if (status == GEO_OK)
        *out = found;
    return status;
}
