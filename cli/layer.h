/* A table about areas as a layer that QGIS opens shaded, for any command. */
#ifndef WARDMAP_LAYER_H
#define WARDMAP_LAYER_H

#include <geo/figure.h>
#include <geo/output.h>

#include "job.h"

typedef struct cli_layer {
    const geo_areas *areas;
    const geo_table *table;   /* its rows are about the areas */
    const geo_style *style;   /* whose classes and colours; NULL: the built-in one */
    const char *field;        /* the column of numbers by which the areas are shaded */
    const char *unit;         /* "incidents per 1,000 residents" */
    const char *name_field;   /* of the table; NULL: the areas' names, else their codes */
    const char *number_field; /* that stands before the names in KML; NULL: none */
} cli_layer;

/* A GeoPackage, or by the path GeoJSON or KML, in whose only layer, which is called as the file is,
 * the areas have the table's columns. */
geo_status layer_make(cli_job *job, const cli_layer *layer, const char *path, geo_bytes *bytes);

/* What the only layer of a file is called: as the file without its extension. NUL-terminated. */
geo_status layer_name(cli_job *job, const char *path, geo_bytes *name);

#endif
