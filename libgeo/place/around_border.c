/* What is around one group's points. */
#include <stdlib.h>

#include "core/memory.h"
#include "place/around.h"

static GEOSGeometry *polygon_of(const geo_around *around, const geo_convex *convex, double x,
                                double y)
{
    GEOSCoordSequence *points =
        GEOSCoordSeq_create_r(around->handle, (unsigned int)convex->count + 1, 2);
    if (!points)
        return NULL;
    for (size_t i = 0; i <= convex->count; i++) {
        const geo_corner *corner = &convex->corner[i % convex->count];
        GEOSCoordSeq_setXY_r(around->handle, points, (unsigned int)i, x + corner->x, y + corner->y);
    }
    GEOSGeometry *ring = GEOSGeom_createLinearRing_r(around->handle, points);
    return ring ? GEOSGeom_createPolygon_r(around->handle, ring, NULL, 0) : NULL;
}

/* What is nearer to member i than to any of another group. */
static geo_status draw_circle(geo_around *around, geo_convex *convex, size_t i, GEOSGeometry **out)
{
    double reach_m = 2 * geo_circle_corner_m(around->radius_m);
    const geo_member *centre = &around->member[i];
    geo_status status = geo_convex_set_circle(around->context, convex, around->radius_m);
    if (status == GEO_OK)
        status = geo_around_find(around, centre->x, centre->y, reach_m);
    for (size_t k = 0; k < around->found.count && status == GEO_OK; k++) {
        const geo_member *near = &around->member[around->found.item[k]];
        if (near->group != centre->group)
            status =
                geo_convex_cut(around->context, convex, near->x - centre->x, near->y - centre->y);
    }
    if (status != GEO_OK)
        return status;
    *out = polygon_of(around, convex, centre->x, centre->y);
    return *out ? GEO_OK : geo_around_fail(around);
}

static void destroy_all(const geo_around *around, GEOSGeometry **part, size_t count)
{
    for (size_t i = 0; i < count; i++)
        GEOSGeom_destroy_r(around->handle, part[i]);
}

/* The border of the parts' union, parts being consumed, success or not. */
static geo_status border_of(geo_around *around, GEOSGeometry **part, size_t count,
                            GEOSGeometry **out)
{
    GEOSGeometry *all =
        GEOSGeom_createCollection_r(around->handle, GEOS_MULTIPOLYGON, part, (unsigned int)count);
    GEOSGeometry *ground = all ? GEOSUnaryUnion_r(around->handle, all) : NULL;
    *out = ground ? GEOSBoundary_r(around->handle, ground) : NULL;
    GEOSGeom_destroy_r(around->handle, all);
    GEOSGeom_destroy_r(around->handle, ground);
    return *out ? GEO_OK : geo_around_fail(around);
}

geo_status geo_around_border(geo_around *around, size_t group, GEOSGeometry **out)
{
    size_t first = around->first[group], count = around->first[group + 1] - first, drawn = 0;
    GEOSGeometry **part = NULL;
    geo_convex convex = {.count = 0};
    geo_status status = geo_alloc_array(around->context, count, sizeof(GEOSGeometry *), &part);
    for (; drawn < count && status == GEO_OK; drawn += status == GEO_OK)
        status = draw_circle(around, &convex, first + drawn, &part[drawn]);
    if (status == GEO_OK)
        status = border_of(around, part, count, out);
    else
        destroy_all(around, part, drawn);
    free(part);
    geo_convex_clear(&convex);
    return status;
}
