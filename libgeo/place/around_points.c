/*
 * The ground around groups of points. Of each group the circles, cut where another group's point is
 * nearer, are united by GEOS; the borders of all then cut the ground into faces, of which each
 * belongs to one group, whose area is made of them.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"
#include "place/around.h"

/* Of the radius: circles are drawn larger by so much, so that those around points two radii apart
 * meet whatever the rounding; and corners of borders lie as far apart. */
static const double little = 1e-6;

geo_status geo_around_fail(geo_around *around)
{
    return geo_fail(around->context, GEO_ERROR_DATA, "the ground around points cannot be drawn: %s",
                    around->message.text);
}

/* ---- points --------------------------------------------------------------------------------- */

static geo_status check_options(const geo_around *around, const geo_crs *crs)
{
    if (!crs->is_metric)
        return geo_fail(around->context, GEO_ERROR_CRS,
                        "the ground around points needs coordinates in metres");
    if (!(around->radius_m > 0) || !isfinite(around->radius_m))
        return geo_fail(around->context, GEO_ERROR_USAGE,
                        "the ground around points needs a radius above 0 m");
    return GEO_OK;
}

static int compare_members(const void *left, const void *right)
{
    const geo_member *one = left, *other = right;
    if (one->group != other->group)
        return one->group < other->group ? -1 : 1;
    if (one->y != other->y)
        return one->y > other->y ? -1 : 1;
    return (one->x > other->x) - (one->x < other->x);
}

static geo_status take_points(geo_around *around, const double *x, const double *y,
                              const int32_t *group, size_t count)
{
    geo_status status =
        geo_alloc_array(around->context, count, sizeof *around->member, &around->member);
    for (size_t i = 0; i < count && status == GEO_OK; i++) {
        if (group[i] == GEO_NO_CODE)
            continue;
        if (group[i] < 0 || (size_t)group[i] >= around->group_count)
            return geo_fail(around->context, GEO_ERROR_DATA, "point %zu is in group %d of %zu",
                            i + 1, (int)group[i], around->group_count);
        if (!isfinite(x[i]) || !isfinite(y[i]))
            return geo_fail(around->context, GEO_ERROR_DATA, "point %zu of group %d is not finite",
                            i + 1, (int)group[i]);
        around->member[around->count++] = (geo_member){x[i], y[i], group[i]};
    }
    if (around->count > 0)
        qsort(around->member, around->count, sizeof *around->member, compare_members);
    return status;
}

static geo_status index_members(geo_around *around)
{
    geo_extent *box = NULL;
    geo_status status = geo_alloc_array(around->context, around->group_count + 1,
                                        sizeof *around->first, &around->first);
    if (status == GEO_OK)
        status = geo_alloc_array(around->context, around->count, sizeof *box, &box);
    for (size_t i = 0; i < around->count && status == GEO_OK; i++) {
        const geo_member *member = &around->member[i];
        box[i] = (geo_extent){member->x, member->y, member->x, member->y};
        around->first[member->group + 1] = i + 1;
    }
    for (size_t g = 0; g < around->group_count && status == GEO_OK; g++)
        if (around->first[g + 1] < around->first[g])
            around->first[g + 1] = around->first[g];
    if (status == GEO_OK)
        status = geo_box_tree_build(around->context, box, around->count, &around->tree);
    free(box);
    return status;
}

/* A power of two, so that GEOS scales exactly: a millionth of the radius, or what the coordinates'
 * last digits allow. */
static double lattice_of(const geo_around *around)
{
    double farthest = 0;
    for (size_t i = 0; i < around->count; i++)
        farthest = fmax(farthest, fmax(fabs(around->member[i].x), fabs(around->member[i].y)));
    return exp2(floor(log2(fmax(around->radius_m * little, farthest * 1e-14))));
}

geo_status geo_around_find(geo_around *around, double x, double y, double distance_m)
{
    const geo_extent box = {x - distance_m, y - distance_m, x + distance_m, y + distance_m};
    around->found.count = 0;
    return geo_box_tree_find(around->context, &around->tree, &box, &around->found);
}

/* ---- areas ---------------------------------------------------------------------------------- */

typedef struct area_maker {
    geo_around *around;
    const geo_around_faces *faces;
    size_t *first; /* [group_count + 1] of face[] */
    size_t *face;  /* faces by group */
    GEOSGeometry **part;
    geo_ring_list rings;
    geo_areas *areas;
} area_maker;

static geo_status sort_faces(area_maker *maker)
{
    const geo_around *around = maker->around;
    const geo_around_faces *faces = maker->faces;
    geo_status status = geo_alloc_array(around->context, around->group_count + 2,
                                        sizeof *maker->first, &maker->first);
    if (status == GEO_OK)
        status = geo_alloc_array(around->context, faces->count, sizeof *maker->face, &maker->face);
    if (status == GEO_OK)
        status =
            geo_alloc_array(around->context, faces->count, sizeof(GEOSGeometry *), &maker->part);
    if (status != GEO_OK)
        return status;
    for (size_t f = 0; f < faces->count; f++)
        if (faces->owner[f] != GEO_NO_CODE)
            maker->first[faces->owner[f] + 2]++;
    for (size_t g = 2; g < around->group_count + 2; g++)
        maker->first[g] += maker->first[g - 1];
    for (size_t f = 0; f < faces->count; f++)
        if (faces->owner[f] != GEO_NO_CODE)
            maker->face[maker->first[faces->owner[f] + 1]++] = f;
    return GEO_OK;
}

/* The union of a group's faces, which have whole edges in common or none. */
static GEOSGeometry *unite(area_maker *maker, size_t first, size_t end)
{
    GEOSContextHandle_t handle = maker->around->handle;
    size_t count = 0;
    for (size_t i = first; i < end; i++) {
        GEOSGeometry *face = GEOSGeom_clone_r(
            handle, GEOSGetGeometryN_r(handle, maker->faces->all, (int)maker->face[i]));
        if (face)
            maker->part[count++] = face;
    }
    GEOSGeometry *all =
        GEOSGeom_createCollection_r(handle, GEOS_MULTIPOLYGON, maker->part, (unsigned int)count);
    GEOSGeometry *ground = all && count == end - first ? GEOSCoverageUnion_r(handle, all) : NULL;
    GEOSGeom_destroy_r(handle, all);
    return ground;
}

static geo_status add_ground(area_maker *maker, size_t group)
{
    geo_around *around = maker->around;
    GEOSGeometry *ground = unite(maker, maker->first[group], maker->first[group + 1]);
    if (!ground)
        return geo_around_fail(around);
    geo_status status = geo_geos_to_rings(around->context, around->handle, ground, &maker->rings);
    GEOSGeom_destroy_r(around->handle, ground);
    return status;
}

static geo_status make_arrays(area_maker *maker, const geo_crs *crs)
{
    geo_context *context = maker->around->context;
    geo_areas *areas = maker->areas;
    areas->count = maker->around->group_count;
    geo_status status = geo_copy_text(context, "points", &areas->path);
    if (status == GEO_OK)
        status = geo_crs_copy(context, crs, &areas->crs);
    if (status == GEO_OK)
        status = geo_alloc_array(context, areas->count, sizeof *areas->code, (void *)&areas->code);
    if (status == GEO_OK)
        status =
            geo_alloc_array(context, areas->count + 1, sizeof *areas->area_ring, &areas->area_ring);
    if (status == GEO_OK)
        status = geo_table_new(context, areas->count, &areas->attributes);
    if (status == GEO_OK)
        status = geo_table_add(context, areas->attributes, "code", GEO_TEXT, 0, NULL);
    if (status == GEO_OK)
        status = geo_table_add(context, areas->attributes, "area_km2", GEO_REAL, 3, NULL);
    return status;
}

static geo_status add_areas(area_maker *maker)
{
    geo_context *context = maker->around->context;
    geo_areas *areas = maker->areas;
    geo_column *code = &areas->attributes->column[0];
    geo_status status = GEO_OK;
    for (size_t g = 0; g < areas->count && status == GEO_OK; g++) {
        char text[32];
        snprintf(text, sizeof text, "%zu", g + 1);
        status = geo_table_set_text(context, code, g, geo_text_of(text));
        if (status == GEO_OK && maker->first[g] < maker->first[g + 1])
            status = add_ground(maker, g);
        areas->code[g] = code->text[g];
        areas->area_ring[g + 1] = maker->rings.ring_count;
    }
    return status;
}

/* The areas take over the rings; without any they have empty arrays. */
static geo_status hand_over(area_maker *maker)
{
    geo_areas *areas = maker->areas;
    geo_ring_list *rings = &maker->rings;
    size_t none;
    geo_status status = GEO_OK;
    if (!rings->ring_point) {
        status = geo_ring_list_add(maker->around->context, rings, false, 0, &none);
        rings->ring_count = 0;
    }
    if (status != GEO_OK)
        return status;
    areas->ring_count = rings->ring_count;
    areas->ring_point = rings->ring_point;
    areas->ring_is_hole = rings->is_hole;
    areas->point_count = rings->point_count;
    areas->x = rings->x;
    areas->y = rings->y;
    *rings = (geo_ring_list){0};
    areas->extent = geo_extent_of(areas->x, areas->y, areas->point_count);
    double *square_km = areas->attributes->column[1].real;
    geo_areas_ground(areas, square_km);
    for (size_t g = 0; g < areas->count; g++)
        square_km[g] /= 1e6;
    return GEO_OK;
}

static geo_status make_areas(geo_around *around, const geo_crs *crs, const geo_around_faces *faces,
                             geo_areas **out)
{
    area_maker maker = {.around = around, .faces = faces};
    geo_status status = geo_alloc_array(around->context, 1, sizeof *maker.areas, &maker.areas);
    if (status == GEO_OK)
        status = make_arrays(&maker, crs);
    if (status == GEO_OK)
        status = sort_faces(&maker);
    if (status == GEO_OK)
        status = add_areas(&maker);
    if (status == GEO_OK)
        status = hand_over(&maker);
    free(maker.first);
    free(maker.face);
    free(maker.part);
    geo_ring_list_clear(&maker.rings);
    if (status == GEO_OK)
        *out = maker.areas;
    else
        geo_areas_free(maker.areas);
    return status;
}

/* ---- all of it ------------------------------------------------------------------------------ */

static geo_status draw(geo_around *around, const geo_crs *crs, geo_areas **out)
{
    geo_around_faces faces = {.count = 0};
    around->handle = geo_geos_start(&around->message);
    if (!around->handle)
        return geo_fail(around->context, GEO_ERROR_MEMORY, "GEOS cannot be started");
    around->lattice_m = lattice_of(around);
    geo_status status = geo_around_faces_make(around, &faces);
    if (status == GEO_OK)
        status = make_areas(around, crs, &faces, out);
    geo_around_faces_clear(around, &faces);
    GEOS_finish_r(around->handle);
    return status;
}

geo_status geo_areas_around_points(geo_context *context, const geo_crs *crs, const double *x,
                                   const double *y, const int32_t *group, size_t count,
                                   size_t group_count, double radius_m, geo_areas **out)
{
    geo_around around = {
        .context = context, .group_count = group_count, .radius_m = radius_m * (1 + little)};
    geo_status status = check_options(&around, crs);
    if (status == GEO_OK)
        status = take_points(&around, x, y, group, count);
    if (status == GEO_OK)
        status = index_members(&around);
    if (status == GEO_OK)
        status = draw(&around, crs, out);
    geo_box_tree_clear(&around.tree);
    free(around.found.item);
    free(around.first);
    free(around.member);
    return status;
}
