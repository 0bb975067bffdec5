/*
 * Vector layers: opening safely, choosing the layer, and reading features as text fields with a
 * point, as polygons into flat rings, or as parts of any kind. Plain GeoPackages are read through
 * SQLite, all else through GDAL, of which no type leaves this header.
 */
#ifndef GEO_SOURCE_LAYER_H
#define GEO_SOURCE_LAYER_H

#include <geo/source.h>

#include "source/parts.h"
#include "source/rings.h"

typedef struct geo_layer geo_layer;

/* What the caller wants from the layer. It decides which one is taken when none is named. */
typedef enum geo_layer_use {
    GEO_USE_ROWS,     /* the only layer, else the only one with points */
    GEO_USE_POLYGONS, /* the only layer with polygons; a layer of anything else is an error */
    GEO_USE_SHAPES,   /* the only layer with geometry of any kind */
    GEO_USE_FIRST     /* the first of them all, for a description */
} geo_layer_use;

typedef enum geo_geometry {
    GEO_GEOMETRY_NONE, /* a table */
    GEO_GEOMETRY_POINT,
    GEO_GEOMETRY_LINE,
    GEO_GEOMETRY_POLYGON,
    GEO_GEOMETRY_OTHER /* mixed or not declared: each feature may be anything */
} geo_geometry;

typedef struct geo_feature {
    int64_t row;           /* 1-based, in the layer's order */
    const geo_text *field; /* geo_layer_field_count() of them, borrowed until the next call; a
                              null or unset field has data == NULL. Dates are ISO 8601. */
    /* x, y are set: a point, or a multipoint of one point (the first of them). Not looked for in a
     * layer that was opened for its polygons or shapes. */
    bool has_point;
    double x; /* in the layer's CRS, traditional axis order (x east, y north) */
    double y;
    const char *bad_geometry; /* NULL, or why there is no point: geo_wrong_geometry or another
                                 constant phrase. NULL and !has_point: null or empty geometry */
} geo_feature;

/* geo_feature.bad_geometry of a line, polygon or collection: compare by address or by text. It
 * means that the whole layer is the wrong one for incidents (GEO_ERROR_INPUT), not that one row is
 * broken. */
extern const char geo_wrong_geometry[];

/*
 * Opens a layer of a GeoPackage, GeoJSON, Shapefile, FlatGeobuf or a zip with one of them, or a
 * sheet of an XLSX workbook; never anything else, never over the network. The input is left byte
 * for byte as it was and gets no side files. Content in memory is read from there. `layer` NULL:
 * see geo_layer_use. `limits` NULL: the defaults; rows and decompression_ratio apply.
 *
 * GEO_ERROR_INPUT: missing, truncated or not what it says; layer absent, or several and none named
 * (the message lists them). GEO_ERROR_LIMIT: zip bomb. GEO_ERROR_CRS: PROJ's database is not there.
 */
geo_status geo_layer_open(geo_context *context, const geo_input *input, const char *layer,
                          geo_layer_use use, const geo_limits *limits, geo_layer **out);
void geo_layer_free(geo_layer *layer);

const char *geo_layer_name(const geo_layer *layer);
const char *geo_layer_format(const geo_layer *layer); /* "GPKG", "GeoJSON" ...: GDAL's name */
geo_geometry geo_layer_geometry(const geo_layer *layer);
/* wkt == NULL when the layer states none. */
const geo_crs *geo_layer_crs(const geo_layer *layer);
size_t geo_layer_field_count(const geo_layer *layer);
const char *const *geo_layer_field_names(const geo_layer *layer);
geo_type geo_layer_field_type(const geo_layer *layer, size_t field);
/* As the file declares, else as the driver counts, which the number of features read must equal; -1
 * when neither can be had. */
int64_t geo_layer_row_count(const geo_layer *layer);
/* Says before the first row which fields are needed: the others, which would only cost time, are
 * null from here on. Numbers beyond the last field, such as GEO_NO_FIELD, count for nothing. */
void geo_layer_need(geo_layer *layer, const size_t *field, size_t count);
/* In the layer's CRS; false when there is no geometry. Cheap where the file has it in a header. */
bool geo_layer_extent(geo_layer *layer, geo_extent *extent);

/* All layers of the open file (not only those that suit), for descriptions. */
size_t geo_layer_sibling_count(const geo_layer *layer);
const char *geo_layer_sibling(const geo_layer *layer, size_t index);

/*
 * The next feature. *more is false after the last one, when the count has been checked against the
 * declared one and the file against having changed while it was read (both GEO_ERROR_INPUT). Any
 * error that GDAL reports and goes on from is GEO_ERROR_INPUT, but for a geometry that cannot be
 * decoded: that one is in `bad_geometry`. GEO_ERROR_LIMIT beyond limits.rows.
 */
geo_status geo_layer_next(geo_context *context, geo_layer *layer, geo_feature *feature, bool *more);

/* The current feature's number in a GEO_INTEGER or GEO_REAL field; GEO_NO_INTEGER, NaN for null. */
int64_t geo_layer_integer(const geo_layer *layer, size_t field);
double geo_layer_real(const geo_layer *layer, size_t field);

/*
 * Appends the current feature's polygons to `rings` (curves as lines, Z and M dropped), a hole
 * after its shell. Null, empty and undecodable geometry append nothing and are GEO_OK: *rings then
 * counts the reason. GEO_ERROR_INPUT for points and lines, naming the row.
 */
geo_status geo_layer_append_rings(geo_context *context, geo_layer *layer, geo_rings *rings);

/*
 * Of a layer that was opened for its shapes, before the first feature: leaves out features that
 * don't reach into the box (in the layer's CRS), where the file's index tells which those are
 * without reading them. Others may come all the same.
 */
void geo_layer_keep_within(geo_layer *layer, const geo_extent *extent);

/* Appends the current feature's points, lines and polygons to `parts` (curves as lines, Z and M
 * dropped). Null, empty and undecodable geometry append nothing and are GEO_OK. */
geo_status geo_layer_append_parts(geo_context *context, geo_layer *layer, geo_parts *parts);

#endif
