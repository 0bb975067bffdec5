/* One layer of a GeoPackage or GeoJSON: the polygons of areas, the columns of a table, a style. */
#ifndef GEO_OUTPUT_AREA_LAYER_H
#define GEO_OUTPUT_AREA_LAYER_H

#include "output/area_columns.h"
#include "output/gdal_session.h"

typedef struct geo_area_layer {
    geo_context *context;
    const geo_areas *areas;
    const geo_table *table;
    const geo_layer_style *style; /* NULL: none */
    const char *name;
    bool is_geojson; /* set by the caller before it is written */
    geo_gdal_session *session;
    const char *date; /* of the style */
    geo_area_columns columns;
    char *id_column;
    char *geometry_column;
    geo_bytes description; /* title and notes of the table, NUL-terminated */
    size_t area_count;     /* features of the layer */
} geo_area_layer;

/* What it is called. */
const char *geo_area_layer_name(const geo_layer *layer);
/* How many of its rows are about areas; GEO_ERROR_USAGE unless each is about another one of them.
 */
geo_status geo_area_layer_check_rows(geo_context *context, const geo_layer *layer,
                                     size_t *area_count);

/* Checks what the layer is to be made of and finds its columns, before GDAL is asked for anything.
 */
geo_status geo_area_layer_open(geo_context *context, const geo_layer *layer, geo_area_layer *out);
/* Creates the layer with all its features in a transaction, and its style beside those of others.
 */
geo_status geo_area_layer_write(geo_area_layer *layer, GDALDatasetH dataset);
/* GEO_ERROR_OUTPUT unless it has the features that were written. */
geo_status geo_area_layer_verify(geo_area_layer *layer, GDALDatasetH dataset);
void geo_area_layer_clear(geo_area_layer *layer);

#endif
