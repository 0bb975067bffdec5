/* The ground around groups of points, in the making. */
#ifndef GEO_PLACE_AROUND_H
#define GEO_PLACE_AROUND_H

#include "place/box_tree.h"
#include "place/circle.h"
#include "place/geos_area.h"

typedef struct geo_member {
    double x, y;
    int32_t group;
} geo_member;

typedef struct geo_around {
    geo_context *context;
    size_t count;
    geo_member *member; /* [count] points of groups: by group, y falling, x rising */
    size_t group_count;
    size_t *first;     /* [group_count + 1] of member[] */
    double radius_m;   /* of circles as they are drawn */
    double lattice_m;  /* of all corners of borders */
    geo_box_tree tree; /* of the members */
    geo_item_list found;
    GEOSContextHandle_t handle;
    geo_geos_message message;
} geo_around;

/* Members within a distance along each axis, into around->found. */
geo_status geo_around_find(geo_around *around, double x, double y, double distance_m);
/* GEO_ERROR_DATA with what GEOS said. */
geo_status geo_around_fail(geo_around *around);

/* The border of what is within the radius of a group's points, one at least, and not nearer to
 * another's. The caller destroys it. */
geo_status geo_around_border(geo_around *around, size_t group, GEOSGeometry **out);

/* The faces that the borders of all groups cut the ground into. */
typedef struct geo_around_faces {
    GEOSGeometry *all;
    size_t count;
    int32_t *owner; /* [count] its group; GEO_NO_CODE: none */
} geo_around_faces;

geo_status geo_around_faces_make(geo_around *around, geo_around_faces *out);
void geo_around_faces_clear(const geo_around *around, geo_around_faces *faces);

#endif
