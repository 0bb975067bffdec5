#include "source/plausible.h"

#include <math.h>

#include "core/context.h"
#include "source/crs.h"

static const geo_extent earth = {-180, -90, 180, 90};
static const geo_extent great_britain = {-9, 49.5, 2.5, 61.5};
static const geo_extent anywhere = {-HUGE_VAL, -HUGE_VAL, HUGE_VAL, HUGE_VAL};

bool geo_looks_swapped(const geo_plausible *plausible, double x, double y)
{
    const geo_extent *box[] = {&plausible->sensible, &plausible->around};
    for (size_t i = 0; i < 2; i++)
        if (!geo_extent_contains(box[i], x, y) && geo_extent_contains(box[i], y, x))
            return true;
    return false;
}

static geo_extent widen(const geo_extent *extent, double share)
{
    double x = (extent->x_max - extent->x_min) * share;
    double y = (extent->y_max - extent->y_min) * share;
    return (geo_extent){extent->x_min - x, extent->y_min - y, extent->x_max + x, extent->y_max + y};
}

static bool is_geographic(geo_proj *proj, const PJ *crs)
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
static geo_status find_area_of_use(geo_context *context, const geo_crs *crs, geo_extent *degrees,
                                   bool *geographic)
{
    geo_proj *proj;
    PJ *object = NULL;
    geo_status status = geo_proj_borrow(context, &proj);
    if (status != GEO_OK)
        return status;
    status = geo_proj_crs(context, proj, crs, &object);
    if (status == GEO_OK) {
        geo_extent use;
        *geographic = is_geographic(proj, object);
        bool is_known = proj_get_area_of_use(proj->context, object, &use.x_min, &use.y_min,
                                             &use.x_max, &use.y_max, NULL) &&
                        use.x_min >= -180 && use.x_min < use.x_max;
        *degrees = is_known ? use : earth;
        proj_destroy(object);
    }
    return status;
}

#define AROUND_M 50000

/* The boxes in `crs` around boxes in `other`, by the inverse of what transforms incidents. */
static geo_status find_boxes_in(geo_context *context, const geo_crs *crs, const geo_crs *other,
                                const geo_extent *extent, geo_extent *out, size_t count)
{
    geo_transform *transform = NULL;
    geo_status status = geo_transform_create_inverse(context, crs, other, &transform);
    if (status != GEO_OK)
        return status;
    for (size_t i = 0; i < count; i++) {
        geo_transform_extent(transform, &extent[i], &out[i]);
        if (out[i].x_min > out[i].x_max)
            out[i] = anywhere;
    }
    geo_transform_free(transform);
    return GEO_OK;
}

static geo_status degrees_to_crs(geo_context *context, const geo_crs *crs,
                                 const geo_extent *degrees, geo_extent *out)
{
    geo_crs wgs84 = {NULL, NULL, 0, false};
    geo_status status = geo_crs_from_text(context, "EPSG:4326", &wgs84);
    if (status == GEO_OK)
        status = find_boxes_in(context, crs, &wgs84, degrees, out, 1);
    geo_crs_clear(&wgs84);
    return status;
}

static geo_status find_possible(geo_context *context, const geo_crs *crs, geo_plausible *out)
{
    geo_extent degrees;
    geo_status status = find_area_of_use(context, crs, &degrees, &out->is_degrees);
    if (status != GEO_OK)
        return status;
    out->possible = out->is_degrees ? earth : anywhere;
    out->sensible = out->is_degrees ? great_britain : anywhere;
    if (out->is_degrees)
        return GEO_OK;
    geo_extent use;
    status = degrees_to_crs(context, crs, &degrees, &use);
    if (status == GEO_OK) {
        out->possible = widen(&use, 1);
        /* Of a CRS for the whole Earth either order of the axes is sensible. */
        bool is_global = degrees.x_max - degrees.x_min > 350;
        out->sensible = is_global ? anywhere : use;
    }
    return status;
}

geo_status geo_plausible_find(geo_context *context, const geo_crs *crs, const geo_crs *working,
                              const geo_extent *expected, geo_plausible *out)
{
    geo_plausible found = {false, anywhere, anywhere, anywhere};
    geo_extent degrees;
    bool geographic = false;
    geo_status status = find_possible(context, crs, &found);
    if (status == GEO_OK && working && expected) {
        geo_extent wide = widen(expected, 0.5);
        const geo_extent extent[] = {
            wide,
            {wide.x_min - AROUND_M, wide.y_min - AROUND_M, wide.x_max + AROUND_M,
             wide.y_max + AROUND_M},
        };
        geo_extent box[2] = {anywhere, anywhere};
        status = find_boxes_in(context, crs, working, extent, box, 2);
        found.sensible = box[0];
        found.around = box[1];
    } else if (status == GEO_OK && working) {
        status = find_area_of_use(context, working, &degrees, &geographic);
        if (status == GEO_OK)
            status = degrees_to_crs(context, crs, &degrees, &found.sensible);
    }
    if (status == GEO_OK)
        *out = found;
    return status;
}
