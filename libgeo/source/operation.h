/* Which of PROJ's operations leads from one CRS to another. */
#ifndef GEO_SOURCE_OPERATION_H
#define GEO_SOURCE_OPERATION_H

#include <geo/source.h>

/* An operation without the database that it was found in. */
typedef struct geo_operation {
    char *pipeline;   /* as PROJ reads it, in traditional axis order; NULL: nothing to do */
    double cell_size; /* of a lattice (source/lattice.h) for it; 0: it is not smooth */
} geo_operation;

typedef enum geo_operation_use {
    GEO_OPERATION_FORWARD, /* with the note and the warning of geo_transform_create() */
    GEO_OPERATION_QUIET,
    GEO_OPERATION_INVERSE, /* quiet, from `to` to `from` */
} geo_operation_use;

/* *out is for geo_operation_clear(). */
geo_status geo_operation_find(geo_context *context, const geo_crs *from, const geo_crs *to,
                              geo_operation_use use, geo_operation *out);
void geo_operation_clear(geo_operation *operation);

#endif
