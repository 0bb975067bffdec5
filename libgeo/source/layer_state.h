/* What an open layer is made of: for layer.c, feature.c, feature_parts.c, sheet.c and stream.c
 * alone. */
#ifndef GEO_SOURCE_LAYER_STATE_H
#define GEO_SOURCE_LAYER_STATE_H

#include "core/gdal_library.h"
#include "source/layer.h"
#include "source/stage.h"

struct geo_stream;

struct geo_layer {
    geo_stage stage;
    GDALDatasetH dataset;
    OGRLayerH handle;    /* of the dataset */
    OGRFeatureH feature; /* the current one; in a stream only where GDAL has to say what it is */
    bool is_broken;      /* its geometry could not be decoded */
    geo_layer_use use;
    bool is_begun;             /* the first row has been asked for */
    bool is_filtered;          /* by place: not all of the declared rows come */
    struct geo_stream *stream; /* where rows come from while it lasts, or NULL */
    GDALDatasetH aside;        /* the same file again, for single features; or NULL */
    char *input;               /* the path or display name, for messages */
    char *name;
    char *format;
    geo_crs crs;
    geo_geometry geometry;
    size_t field_count;
    char **field_name;
    OGRFieldType *field_type;
    size_t *needed; /* the fields that are read, rising */
    size_t needed_count;
    geo_text *field;   /* of the current feature */
    size_t *copied;    /* where in `scratch` a field's text is, plus 1; 0: not there */
    geo_bytes scratch; /* texts made from numbers and dates */
    size_t sibling_count;
    char **sibling;
    int64_t header_rows; /* of a sheet: those down to the one with the names of the fields */
    int64_t declared;    /* rows that may be read */
    int64_t row;
    int64_t row_limit;
};

/* The layer's file opened with its driver; NULL when that fails. */
GDALDatasetH geo_layer_open_dataset(const geo_layer *layer);

#endif
