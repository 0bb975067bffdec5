/* PROJ as this library uses it: one context each, silent, no network. For crs.c and transform.c. */
#ifndef GEO_SOURCE_CRS_H
#define GEO_SOURCE_CRS_H

#include <proj.h>

#include <geo/source.h>

/* Two CRSs and the best operation from the first to the second. */
typedef struct geo_proj_pair {
    char *from_wkt, *to_wkt;
    PJ *from, *to;
    PJ *operation; /* NULL: there is nothing to do */
} geo_proj_pair;

/* A PROJ context with its last complaint, and what source/operation.c last looked for in it: the
 * same operation is wanted for judging coordinates and for transforming them. */
typedef struct geo_proj {
    PJ_CONTEXT *context;
    char text[256];
    geo_proj_pair last;
} geo_proj;

/* GEO_ERROR_CRS when PROJ's database isn't there. `proj` must stay where it is until it is closed.
 */
geo_status geo_proj_open(geo_context *context, geo_proj *proj);
void geo_proj_close(geo_proj *proj);
void geo_proj_pair_clear(geo_proj_pair *pair);

/* The one that stays open with `context`, so that what PROJ has read of its database is not read
 * again: for objects that are destroyed before the function ends. */
geo_status geo_proj_borrow(geo_context *context, geo_proj **out);

/* GEO_ERROR_CRS when crs->wkt is NULL or PROJ cannot read it. Destroy *out with proj_destroy(). */
geo_status geo_proj_crs(geo_context *context, geo_proj *proj, const geo_crs *crs, PJ **out);

/* What EPSG's register has under a number, as geo_crs_from_text() makes it of what GDAL writes.
 * *out stays as it is, zeroed, where GDAL would make something else of it: deprecated entries, what
 * is neither projected nor longitude and latitude, and web maps'. */
geo_status geo_crs_of_epsg(geo_context *context, int code, geo_crs *out);

/* About how long the unit of a CRS's coordinates is on the ground, an angle's along a great circle;
 * 0 when that isn't known. */
double geo_proj_unit_m(geo_proj *proj, const PJ *crs);

#endif
