/* How much of each area lies in each of another set, by points with weights. */
#include <math.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/sum.h"
#include "place/overlap.h"

static geo_status locate_all(geo_context *context, const geo_areas *areas, const double *x,
                             const double *y, size_t count, int32_t **area)
{
    geo_locator *locator = NULL;
    geo_status status = geo_locator_build(context, areas, &locator);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof **area, area);
    if (status == GEO_OK)
        status = geo_locate(context, locator, x, y, count, *area);
    geo_locator_free(locator);
    return status;
}

static geo_status check_weights(geo_context *context, const double *weight, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (isinf(weight[i]) || weight[i] < 0)
            return geo_fail(context, GEO_ERROR_DATA,
                            "point %zu has a weight of %g; weights are 0 or more", i + 1,
                            weight[i]);
    }
    return GEO_OK;
}

/* Adds the weights of points that are in an area of each set; whole[] gets all in each of `from`,
 * *outside what is in none of these. */
static geo_status add_points(geo_context *context, const int32_t *from, const int32_t *to,
                             const double *weight, size_t count, geo_part_list *list, double *whole,
                             double *outside)
{
    geo_sum lost = {0, 0};
    geo_status status = GEO_OK;
    for (size_t i = 0; i < count && status == GEO_OK; i++) {
        if (!(weight[i] > 0))
            continue;
        if (from[i] == GEO_NO_CODE) {
            geo_sum_add(&lost, weight[i]);
            continue;
        }
        whole[from[i]] += weight[i];
        if (to[i] != GEO_NO_CODE)
            status = geo_part_list_add(context, list, from[i], to[i], weight[i]);
    }
    *outside = geo_sum_value(&lost);
    return status;
}

/* Areas without any weight are shared out by ground. */
static geo_status add_ground(geo_context *context, const geo_areas *from, const geo_areas *to,
                             geo_part_list *list, double *whole, size_t *by_ground)
{
    bool *which = NULL;
    geo_status status = geo_alloc_array(context, from->count, sizeof *which, &which);
    if (status != GEO_OK)
        return status;
    *by_ground = 0;
    for (size_t i = 0; i < from->count; i++) {
        which[i] = whole[i] == 0;
        *by_ground += which[i];
    }
    if (*by_ground > 0)
        status = geo_overlap_parts(context, from, to, which, GEO_OVERLAP_SLIVER, list, whole);
    free(which);
    return status;
}

typedef struct located_points {
    int32_t *from; /* the area of each set that a point is in */
    int32_t *to;
    double *whole; /* by area of `from` */
    geo_part_list list;
} located_points;

static geo_status locate(geo_context *context, const geo_areas *from, const geo_areas *to,
                         const double *x, const double *y, size_t count, located_points *points)
{
    geo_status status = locate_all(context, from, x, y, count, &points->from);
    if (status == GEO_OK)
        status = locate_all(context, to, x, y, count, &points->to);
    if (status == GEO_OK)
        status = geo_alloc_array(context, from->count, sizeof *points->whole, &points->whole);
    return status;
}

geo_status geo_areas_overlap_by_points(geo_context *context, const geo_areas *from,
                                       const geo_areas *to, const double *x, const double *y,
                                       const double *weight, size_t count, geo_correspondence **out,
                                       double *outside, size_t *by_ground)
{
    located_points points = {0};
    double lost = 0;
    size_t without = 0;
    geo_status status = geo_check_same_crs(context, from, to);
    if (status == GEO_OK)
        status = check_weights(context, weight, count);
    if (status == GEO_OK)
        status = locate(context, from, to, x, y, count, &points);
    geo_part_list *list = &points.list;
    if (status == GEO_OK)
        status =
            add_points(context, points.from, points.to, weight, count, list, points.whole, &lost);
    if (status == GEO_OK)
        status = add_ground(context, from, to, list, points.whole, &without);
    if (status == GEO_OK)
        status = geo_correspondence_make(context, from->count, to->count, list->from, list->to,
                                         list->weight, list->count, points.whole, out);
    if (status == GEO_OK && outside)
        *outside = lost;
    if (status == GEO_OK && by_ground)
        *by_ground = without;
    geo_part_list_clear(list);
    free(points.from);
    free(points.to);
    free(points.whole);
    return status;
}
