/*
 * Vector layers through GDAL: opening safely, choosing the layer, and reading features as text
 * fields with a point, or as polygons into flat rings. No GDAL type leaves this header.
 */
#ifndef GEO_SOURCE_LAYER_H
#define GEO_SOURCE_LAYER_H

#include <geo/source.h>

#include "source/rings.h"

typedef struct source_layer source_layer;

/* What the caller wants from the layer. It decides which one is taken when none is named. */
typedef enum source_use {
    SOURCE_USE_ROWS,     /* the only layer, else the only one with points */
    SOURCE_USE_POLYGONS, /* the only layer with polygons; a layer of anything else is an error */
    SOURCE_USE_FIRST     /* the first of them all, for a description */
} source_use;

typedef enum source_geometry {
    SOURCE_GEOMETRY_NONE, /* a table */
    SOURCE_GEOMETRY_POINT,
    SOURCE_GEOMETRY_LINE,
    SOURCE_GEOMETRY_POLYGON,
    SOURCE_GEOMETRY_OTHER /* mixed or not declared: each feature may be anything */
} source_geometry;

typedef struct source_feature {
    int64_t row;           /* 1-based, in the layer's order */
    const geo_text *field; /* source_layer_field_count() of them, borrowed until the next call; a
                              null or unset field has data == NULL. Dates are ISO 8601. */
    bool has_point; /* x, y are set: a point, or a multipoint of one point (the first of them) */
    double x;       /* in the layer's CRS, traditional axis order (x east, y north) */
    double y;
    const char *bad_geometry; /* NULL, or why there is no point: SOURCE_WRONG_GEOMETRY or another
                                 constant phrase. NULL and !has_point: null or empty geometry */
} source_feature;

/* source_feature.bad_geometry of a line, polygon or collection: compare by address or by text. It
 * means that the whole layer is the wrong one for incidents (GEO_ERROR_INPUT), not that one row is
 * broken. */
extern const char SOURCE_WRONG_GEOMETRY[];

/*
 * Opens a layer of a GeoPackage, GeoJSON, Shapefile, FlatGeobuf or a zip with one of them; never
 * anything else, never over the network. The input is left byte for byte as it was and gets no side
 * files. Content in memory is read from there. `layer` NULL: see source_use. `limits` NULL: the
 * defaults; rows and decompression_ratio apply.
 *
 * GEO_ERROR_INPUT: missing, truncated or not what it says; layer absent, or several and none named
 * (the message lists them). GEO_ERROR_LIMIT: zip bomb. GEO_ERROR_CRS: PROJ's database is not there.
 */
geo_status source_layer_open(geo_context *context, const geo_input *input, const char *layer,
                             source_use use, const geo_limits *limits, source_layer **out);
void source_layer_free(source_layer *layer);

const char *source_layer_name(const source_layer *layer);
const char *source_layer_format(const source_layer *layer); /* "GPKG", "GeoJSON" ...: GDAL's name */
source_geometry source_layer_geometry(const source_layer *layer);
/* wkt == NULL when the layer states none. */
const geo_crs *source_layer_crs(const source_layer *layer);
size_t source_layer_field_count(const source_layer *layer);
const char *const *source_layer_field_names(const source_layer *layer);
geo_type source_layer_field_type(const source_layer *layer, size_t field);
/* As the file declares, else as the driver counts, which the number of features read must equal; -1
 * when neither can be had. */
int64_t source_layer_row_count(const source_layer *layer);
/* In the layer's CRS; false when there is no geometry. Cheap where the file has it in a header. */
bool source_layer_extent(source_layer *layer, double *x_min, double *y_min, double *x_max,
                         double *y_max);

/* All layers of the open file (not only those that suit), for descriptions. */
size_t source_layer_sibling_count(const source_layer *layer);
const char *source_layer_sibling(const source_layer *layer, size_t index);

/*
 * The next feature. *more is false after the last one, when the count has been checked against the
 * declared one and the file against having changed while it was read (both GEO_ERROR_INPUT). Any
 * error that GDAL reports and goes on from is GEO_ERROR_INPUT, but for a geometry that cannot be
 * decoded: that one is in `bad_geometry`. GEO_ERROR_LIMIT beyond limits.rows.
 */
geo_status source_layer_next(geo_context *context, source_layer *layer, source_feature *feature,
                             bool *more);

/* The current feature's number in a GEO_INTEGER or GEO_REAL field; GEO_NO_INTEGER, NaN for null. */
int64_t source_layer_integer(const source_layer *layer, size_t field);
double source_layer_real(const source_layer *layer, size_t field);

/*
 * Appends the current feature's polygons to `rings` (curves as lines, Z and M dropped), a hole
 * after its shell. Null, empty and undecodable geometry append nothing and are GEO_OK: *rings then
 * counts the reason. GEO_ERROR_INPUT for points and lines, naming the row.
 */
geo_status source_layer_append_rings(geo_context *context, source_layer *layer,
                                     source_rings *rings);

#endif
