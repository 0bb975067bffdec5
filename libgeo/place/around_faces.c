/*
 * The ground around points cut into faces, of which each belongs to one group: borders that two
 * groups have in common are one line, so that no two areas overlap by an error of rounding.
 */
#include <math.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "place/around.h"

static const double pi = 3.14159265358979323846;

/* ---- lines ---------------------------------------------------------------------------------- */

/* The faces between borders, which are consumed, success or not: on the lattice, with a node
 * wherever they meet. */
static geo_status draw_faces(geo_around *around, GEOSGeometry **border, size_t count,
                             GEOSGeometry **out)
{
    GEOSContextHandle_t handle = around->handle;
    GEOSGeometry *all =
        GEOSGeom_createCollection_r(handle, GEOS_GEOMETRYCOLLECTION, border, (unsigned int)count);
    GEOSGeometry *lines = all ? GEOSUnaryUnionPrec_r(handle, all, around->lattice_m) : NULL;
    const GEOSGeometry *const one[] = {lines};
    *out = lines ? GEOSPolygonize_r(handle, one, 1) : NULL;
    GEOSGeom_destroy_r(handle, all);
    GEOSGeom_destroy_r(handle, lines);
    return *out ? GEO_OK : geo_around_fail(around);
}

static geo_status draw_all(geo_around *around, GEOSGeometry **out)
{
    GEOSGeometry **border = NULL;
    size_t drawn = 0;
    geo_status status =
        geo_alloc_array(around->context, around->group_count, sizeof(GEOSGeometry *), &border);
    for (size_t g = 0; g < around->group_count && status == GEO_OK; g++) {
        status = geo_report_progress(around->context, "areas around points",
                                     (double)g / (double)around->group_count);
        if (status != GEO_OK || around->first[g] == around->first[g + 1])
            continue;
        status = geo_around_border(around, g, &border[drawn]);
        drawn += status == GEO_OK;
    }
    if (status == GEO_OK)
        status = draw_faces(around, border, drawn, out);
    else
        for (size_t i = 0; i < drawn; i++)
            GEOSGeom_destroy_r(around->handle, border[i]);
    free(border);
    return status;
}

/* ---- whose they are ------------------------------------------------------------------------- */

/* The group of the nearest point, of equally near ones the first; whether the place is in any
 * circle. */
static geo_status find_owner(geo_around *around, double x, double y, int32_t *owner,
                             bool *is_ground)
{
    double least = INFINITY;
    geo_status status = geo_around_find(around, x, y, 2 * geo_circle_corner_m(around->radius_m));
    *owner = GEO_NO_CODE;
    *is_ground = false;
    for (size_t k = 0; k < around->found.count && status == GEO_OK; k++) {
        const geo_member *near = &around->member[around->found.item[k]];
        double east = x - near->x, north = y - near->y;
        double squared = east * east + north * north;
        if (geo_circle_contains(around->radius_m + 2 * around->lattice_m, east, north))
            *is_ground = true;
        if (squared > least || (squared == least && near->group >= *owner))
            continue;
        least = squared;
        *owner = near->group;
    }
    return status;
}

/* Gaps that are smaller than a circle belong to the nearest point's group as well. */
static geo_status settle_face(geo_around *around, const GEOSGeometry *face, int32_t *owner)
{
    GEOSContextHandle_t handle = around->handle;
    GEOSGeometry *point = GEOSPointOnSurface_r(handle, face);
    double x = 0, y = 0, square_metres = 0;
    bool is_known = point && GEOSGeomGetX_r(handle, point, &x) == 1 &&
                    GEOSGeomGetY_r(handle, point, &y) == 1 &&
                    GEOSArea_r(handle, face, &square_metres) == 1;
    bool is_ground = false;
    GEOSGeom_destroy_r(handle, point);
    if (!is_known)
        return geo_around_fail(around);
    geo_status status = find_owner(around, x, y, owner, &is_ground);
    if (!is_ground && square_metres >= pi * around->radius_m * around->radius_m)
        *owner = GEO_NO_CODE;
    return status;
}

geo_status geo_around_faces_make(geo_around *around, geo_around_faces *out)
{
    *out = (geo_around_faces){.count = 0};
    geo_status status = draw_all(around, &out->all);
    int count = status == GEO_OK ? GEOSGetNumGeometries_r(around->handle, out->all) : 0;
    if (count < 0)
        status = geo_around_fail(around);
    out->count = count > 0 ? (size_t)count : 0;
    if (status == GEO_OK)
        status = geo_alloc_array(around->context, out->count, sizeof *out->owner, &out->owner);
    for (size_t f = 0; f < out->count && status == GEO_OK; f++)
        status = settle_face(around, GEOSGetGeometryN_r(around->handle, out->all, (int)f),
                             &out->owner[f]);
    if (status != GEO_OK)
        geo_around_faces_clear(around, out);
    return status;
}

void geo_around_faces_clear(const geo_around *around, geo_around_faces *faces)
{
    GEOSGeom_destroy_r(around->handle, faces->all);
    free(faces->owner);
    *faces = (geo_around_faces){.count = 0};
}
