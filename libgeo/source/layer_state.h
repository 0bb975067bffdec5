/* What an open layer is made of: for layer.c, layer_gdal.c, feature.c, feature_parts.c, sheet.c and
 * stream.c alone. */
#ifndef GEO_SOURCE_LAYER_STATE_H
#define GEO_SOURCE_LAYER_STATE_H

#include "core/gdal_library.h"
#include "source/gdal.h"
#include "source/gpkg.h"

struct geo_stream;

struct geo_layer {
    geo_stage stage;
    geo_gpkg *gpkg; /* what is read without GDAL while it lasts, or NULL */
    GDALDatasetH dataset;
    OGRLayerH handle;    /* of the dataset */
    OGRFeatureH feature; /* the current one; else only where GDAL has to say what it is */
    bool is_broken;      /* its geometry could not be decoded */
    geo_layer_use use;
    bool is_begun;             /* the first row has been asked for */
    bool is_filtered;          /* by place: not all of the declared rows come */
    struct geo_stream *stream; /* where rows come from while it lasts, or NULL */
    GDALDatasetH aside;        /* the file of `gpkg` again, for single features; or NULL */
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

/* Whether GDAL may be left alone where it isn't needed. */
typedef enum geo_layer_way { GEO_LAYER_BY_ANY, GEO_LAYER_BY_GDAL } geo_layer_way;

/* geo_layer_open(), by one way alone. */
geo_status geo_layer_open_by(geo_context *context, const geo_input *input, const char *layer,
                             geo_layer_use use, const geo_limits *limits, geo_layer_way way,
                             geo_layer **out);

/* ---- layer.c ---------------------------------------------------------------------------- */

/* Names all layers and finds the one that is asked for. */
geo_status geo_layer_choose(geo_context *context, geo_layer *layer, const char *name,
                            geo_layer_use use, size_t *index);
/* Room for `count` fields, which are then added one after the other. */
geo_status geo_layer_make_fields(geo_context *context, geo_layer *layer, size_t count);
geo_status geo_layer_add_field(geo_context *context, geo_layer *layer, const char *name,
                               OGRFieldType type);
/* GEO_ERROR_LIMIT when there are more rows. */
geo_status geo_layer_set_limit(geo_context *context, geo_layer *layer, int64_t limit);

/* ---- layer_gdal.c ----------------------------------------------------------------------- */

geo_status geo_layer_open_by_gdal(geo_context *context, const geo_input *input, const char *name,
                                  geo_layer_use use, const geo_limits *limits, geo_layer *layer);
void geo_layer_close_gdal(geo_layer *layer);
geo_geometry geo_layer_gdal_geometry(const geo_layer *layer, size_t index);

/* For a layer that has been read without GDAL: GDAL's rows from the first on, without fields that
 * aren't needed. */
geo_status geo_layer_turn_to_gdal(geo_context *context, geo_layer *layer);
/* For such a layer: the file opened by GDAL as well, and its current row as a feature.
 * layer->feature stays NULL when that cannot be had; errors go to the caller's handler. */
geo_status geo_layer_open_aside(geo_context *context, geo_layer *layer);
void geo_layer_fetch_feature(geo_layer *layer);

/* ---- feature.c -------------------------------------------------------------------------- */

/* Leaves out the fields that aren't needed. */
geo_status geo_layer_leave_out_fields(geo_context *context, const geo_layer *layer);

#endif
