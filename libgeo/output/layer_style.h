/* The style that QGIS gives a layer when it opens it, in the file's table layer_styles. */
#ifndef GEO_OUTPUT_LAYER_STYLE_H
#define GEO_OUTPUT_LAYER_STYLE_H

#include "core/gdal_library.h"
#include "output/qml.h"

#define GEO_LAYER_STYLES "layer_styles"

typedef struct geo_layer_style_row {
    const char *layer;
    const char *geometry_column;
    const char *name;        /* of the style */
    const char *description; /* NULL: none */
    const char *date;        /* "1970-01-01T00:00:00.000Z" */
    const char *qml;
} geo_layer_style_row;

/* Adds the row to the table, which is made when there is none. False when GDAL could not. */
bool geo_layer_style_write(GDALDatasetH dataset, const geo_layer_style_row *row);

/* GEO_ERROR_USAGE for a style that can't be drawn or asks for columns that the table has not. */
geo_status geo_layer_style_check(geo_context *context, const geo_layer_style *style,
                                 const geo_table *table);

#endif
