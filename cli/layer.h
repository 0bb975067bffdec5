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
    const char *name_field;   /* a column with names; NULL: the areas' names, else their codes */
    const char *number_field; /* a column of numbers before the names in KML; NULL: none */
} cli_layer;

/* The areas have the table's columns, in a layer that is called as the file is: in the format of
 * the path's extension, of LAYER_FORMATS. GeoJSON has no style. */
geo_status layer_write(cli_job *job, const geo_areas *areas, const geo_table *table,
                       const geo_layer_style *style, const char *path, geo_bytes *bytes);
/* The same in classes of the field. */
geo_status layer_make(cli_job *job, const cli_layer *layer, const char *path, geo_bytes *bytes);

#endif
