#include "place/circle.h"

#include <math.h>
#include <stdlib.h>

#include "core/memory.h"

static const double pi = 3.14159265358979323846;

void geo_convex_clear(geo_convex *convex)
{
    free(convex->corner);
    free(convex->spare);
    *convex = (geo_convex){.count = 0};
}

double geo_circle_corner_m(double radius_m)
{
    return radius_m / cos(pi / GEO_CIRCLE_SIDES);
}

geo_status geo_convex_set_circle(geo_context *context, geo_convex *convex, double radius_m)
{
    double corner_m = geo_circle_corner_m(radius_m);
    geo_status status = geo_grow_array(context, &convex->corner, &convex->capacity,
                                       GEO_CIRCLE_SIDES, sizeof *convex->corner);
    if (status != GEO_OK)
        return status;
    convex->count = GEO_CIRCLE_SIDES;
    for (size_t i = 0; i < GEO_CIRCLE_SIDES; i++) {
        double angle = 2 * pi * (double)i / GEO_CIRCLE_SIDES;
        convex->corner[i] = (geo_corner){corner_m * cos(angle), corner_m * sin(angle)};
    }
    return GEO_OK;
}

bool geo_circle_contains(double radius_m, double x, double y)
{
    if (x * x + y * y <= radius_m * radius_m)
        return true;
    /* The side that it is behind, if it is behind any. */
    double part = 2 * pi / GEO_CIRCLE_SIDES;
    double angle = (floor(atan2(y, x) / part) + 0.5) * part;
    return x * cos(angle) + y * sin(angle) <= radius_m;
}

/* Above 0 for what is nearer to (x, y) than to the centre. */
static double beyond_middle(const geo_corner *corner, double x, double y)
{
    return corner->x * x + corner->y * y - (x * x + y * y) / 2;
}

static bool is_cut(const geo_convex *convex, double x, double y)
{
    for (size_t i = 0; i < convex->count; i++)
        if (beyond_middle(&convex->corner[i], x, y) > 0)
            return true;
    return false;
}

/* One side of Sutherland and Hodgman 1974, Reentrant polygon clipping. */
geo_status geo_convex_cut(geo_context *context, geo_convex *convex, double x, double y)
{
    if ((x == 0 && y == 0) || !is_cut(convex, x, y))
        return GEO_OK;
    geo_status status = geo_grow_array(context, &convex->spare, &convex->spare_capacity,
                                       convex->count + 1, sizeof *convex->spare);
    if (status == GEO_OK)
        status = geo_grow_array(context, &convex->corner, &convex->capacity, convex->count + 1,
                                sizeof *convex->corner);
    if (status != GEO_OK)
        return status;
    size_t kept = 0;
    for (size_t i = 0; i < convex->count; i++) {
        const geo_corner from = convex->corner[i], to = convex->corner[(i + 1) % convex->count];
        double before = beyond_middle(&from, x, y), after = beyond_middle(&to, x, y);
        double way = before / (before - after);
        if (before <= 0)
            convex->spare[kept++] = from;
        if ((before < 0 && after > 0) || (before > 0 && after < 0))
            convex->spare[kept++] =
                (geo_corner){from.x + way * (to.x - from.x), from.y + way * (to.y - from.y)};
    }
    for (size_t i = 0; i < kept; i++)
        convex->corner[i] = convex->spare[i];
    convex->count = kept;
    return GEO_OK;
}
