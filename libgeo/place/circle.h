/* Circles as polygons, and what of one is nearer to its centre than to other points. */
#ifndef GEO_PLACE_CIRCLE_H
#define GEO_PLACE_CIRCLE_H

#include <geo/core.h>

enum { GEO_CIRCLE_SIDES = 32 };

typedef struct geo_corner {
    double x, y;
} geo_corner;

/* A convex polygon, counted from the centre of its circle. Begin with zeros; grows. */
typedef struct geo_convex {
    size_t count;
    size_t capacity, spare_capacity;
    geo_corner *corner;
    geo_corner *spare;
} geo_convex;

void geo_convex_clear(geo_convex *convex);

/* From a circle's centre to the corners of the polygon around it, whose sides touch the circle. */
double geo_circle_corner_m(double radius_m);
/* The polygon around a circle, with corners in the east, north, west and south. */
geo_status geo_convex_set_circle(geo_context *context, geo_convex *convex, double radius_m);
/* Whether that polygon has this point in it. */
bool geo_circle_contains(double radius_m, double x, double y);
/* Cuts off what is nearer to (x, y) than to the centre; nothing where both are one. */
geo_status geo_convex_cut(geo_context *context, geo_convex *convex, double x, double y);

#endif
