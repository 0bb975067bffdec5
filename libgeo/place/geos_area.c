#include "place/geos_area.h"

#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"

/* ---- lists of rings ------------------------------------------------------------------------- */

void geo_ring_list_clear(geo_ring_list *list)
{
    free(list->ring_point);
    free(list->is_hole);
    free(list->x);
    free(list->y);
    *list = (geo_ring_list){0};
}

geo_status geo_ring_list_add(geo_context *context, geo_ring_list *list, bool is_hole, size_t count,
                             size_t *first)
{
    size_t points = list->point_count + count;
    geo_status status = geo_grow_array(context, &list->ring_point, &list->ring_capacity,
                                       list->ring_count + 2, sizeof *list->ring_point);
    if (status == GEO_OK)
        status = geo_grow_array(context, &list->is_hole, &list->hole_capacity, list->ring_count + 1,
                                sizeof *list->is_hole);
    if (status == GEO_OK)
        status = geo_grow_array(context, &list->x, &list->x_capacity, points, sizeof *list->x);
    if (status == GEO_OK)
        status = geo_grow_array(context, &list->y, &list->y_capacity, points, sizeof *list->y);
    if (status != GEO_OK)
        return status;
    *first = list->point_count;
    list->is_hole[list->ring_count] = is_hole;
    list->ring_point[list->ring_count++] = list->point_count;
    list->ring_point[list->ring_count] = points;
    list->point_count = points;
    return GEO_OK;
}

/* ---- GEOS ----------------------------------------------------------------------------------- */

static void keep_message(const char *text, void *user)
{
    geo_geos_message *message = user;
    size_t length = strnlen(text, sizeof message->text - 1);
    memcpy(message->text, text, length);
    message->text[length] = '\0';
}

GEOSContextHandle_t geo_geos_start(geo_geos_message *message)
{
    message->text[0] = '\0';
    GEOSContextHandle_t handle = GEOS_init_r();
    if (handle)
        GEOSContext_setErrorMessageHandler_r(handle, keep_message, message);
    return handle;
}

static void destroy_all(GEOSContextHandle_t handle, GEOSGeometry **part, size_t count)
{
    for (size_t i = 0; i < count; i++)
        GEOSGeom_destroy_r(handle, part[i]);
}

static GEOSGeometry *make_ring(GEOSContextHandle_t handle, const double *x, const double *y,
                               size_t count)
{
    if (count > UINT32_MAX)
        return NULL;
    GEOSCoordSequence *points =
        GEOSCoordSeq_copyFromArrays_r(handle, x, y, NULL, NULL, (unsigned int)count);
    return points ? GEOSGeom_createLinearRing_r(handle, points) : NULL;
}

/* A polygon of part[0] and the holes after it, all of which it consumes, success or not. */
static GEOSGeometry *make_polygon(GEOSContextHandle_t handle, GEOSGeometry **part, size_t count)
{
    return GEOSGeom_createPolygon_r(handle, part[0], count > 1 ? &part[1] : NULL,
                                    (unsigned int)(count - 1));
}

GEOSGeometry *geo_geos_from_rings(GEOSContextHandle_t handle, const size_t *ring_point,
                                  const bool *is_hole, const double *x, const double *y,
                                  size_t first, size_t last, GEOSGeometry **part)
{
    /* part: the polygons made so far, then the rings of the one being read. */
    size_t polygons = 0, rings = 0;
    for (size_t r = first; r <= last; r++) {
        if (rings > 0 && (r == last || !is_hole[r])) {
            part[polygons] = make_polygon(handle, &part[polygons], rings);
            rings = 0;
            if (!part[polygons])
                break;
            polygons++;
        }
        if (r == last)
            return polygons == 1 ? part[0]
                                 : GEOSGeom_createCollection_r(handle, GEOS_MULTIPOLYGON, part,
                                                               (unsigned int)polygons);
        part[polygons + rings] = make_ring(handle, x + ring_point[r], y + ring_point[r],
                                           ring_point[r + 1] - ring_point[r]);
        if (!part[polygons + rings])
            break;
        rings++;
    }
    destroy_all(handle, part, polygons + rings);
    return NULL;
}

static geo_status add_ring(geo_context *context, GEOSContextHandle_t handle,
                           const GEOSGeometry *ring, bool is_hole, geo_ring_list *list)
{
    const GEOSCoordSequence *points = GEOSGeom_getCoordSeq_r(handle, ring);
    unsigned int count = 0;
    if (!points || GEOSCoordSeq_getSize_r(handle, points, &count) == 0)
        return geo_fail(context, GEO_ERROR_INTERNAL, "GEOS gives a ring without points");
    size_t first;
    geo_status status = geo_ring_list_add(context, list, is_hole, count, &first);
    if (status == GEO_OK && GEOSCoordSeq_copyToArrays_r(handle, points, list->x + first,
                                                        list->y + first, NULL, NULL) == 0)
        return geo_fail(context, GEO_ERROR_INTERNAL, "GEOS does not give a ring's points");
    return status;
}

static geo_status add_polygon(geo_context *context, GEOSContextHandle_t handle,
                              const GEOSGeometry *polygon, geo_ring_list *list)
{
    geo_status status =
        add_ring(context, handle, GEOSGetExteriorRing_r(handle, polygon), false, list);
    int holes = GEOSGetNumInteriorRings_r(handle, polygon);
    for (int i = 0; i < holes && status == GEO_OK; i++)
        status = add_ring(context, handle, GEOSGetInteriorRingN_r(handle, polygon, i), true, list);
    return status;
}

geo_status geo_geos_to_rings(geo_context *context, GEOSContextHandle_t handle,
                             const GEOSGeometry *geometry, geo_ring_list *list)
{
    int type = GEOSGeomTypeId_r(handle, geometry);
    if (type == GEOS_POLYGON)
        return GEOSisEmpty_r(handle, geometry) ? GEO_OK
                                               : add_polygon(context, handle, geometry, list);
    geo_status status = GEO_OK;
    if (type == GEOS_MULTIPOLYGON || type == GEOS_GEOMETRYCOLLECTION) {
        int parts = GEOSGetNumGeometries_r(handle, geometry);
        for (int i = 0; i < parts && status == GEO_OK; i++)
            status =
                geo_geos_to_rings(context, handle, GEOSGetGeometryN_r(handle, geometry, i), list);
    }
    return status;
}

/* The structure method keeps what is in a shell and in no hole, and makes a hole that lies outside
 * its shell a part of its own; the linework method is the last resort for what defeats it. */
GEOSGeometry *geo_geos_make_valid(GEOSContextHandle_t handle, const GEOSGeometry *geometry)
{
    static const enum GEOSMakeValidMethods method[] = {GEOS_MAKE_VALID_STRUCTURE,
                                                       GEOS_MAKE_VALID_LINEWORK};
    GEOSGeometry *valid = NULL;
    for (size_t i = 0; i < 2 && !valid; i++) {
        GEOSMakeValidParams *params = GEOSMakeValidParams_create_r(handle);
        if (!params)
            return NULL;
        GEOSMakeValidParams_setMethod_r(handle, params, method[i]);
        GEOSMakeValidParams_setKeepCollapsed_r(handle, params, 0);
        valid = GEOSMakeValidWithParams_r(handle, geometry, params);
        GEOSMakeValidParams_destroy_r(handle, params);
        if (valid && GEOSisValid_r(handle, valid) != 1) {
            GEOSGeom_destroy_r(handle, valid);
            valid = NULL;
        }
    }
    return valid;
}
