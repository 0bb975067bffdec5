/*
 * A layer's rows in batches of columns (the Arrow C stream interface), which GDAL makes of
 * FlatGeobuf several times faster than it makes features. It is begun only where it
 * is known to say the same as the features; and wherever it cannot go on, it says so, and they are
 * asked instead.
 */
#ifndef GEO_SOURCE_STREAM_H
#define GEO_SOURCE_STREAM_H

#include "source/layer_state.h"

typedef struct geo_stream geo_stream;

typedef enum geo_stream_step {
    GEO_STREAM_ROW,
    GEO_STREAM_END,
    GEO_STREAM_TROUBLE /* features tell what it is */
} geo_stream_step;

/* Whether a field's values come out as those of features do, or are never shown. */
bool geo_stream_can_show(const geo_layer *layer, size_t field);

/* *out stays NULL when the layer has to be read as features. Fields that are ignored must be so
 * already. */
geo_status geo_stream_begin(geo_context *context, const geo_layer *layer, geo_stream **out);
void geo_stream_end(geo_stream *stream);

geo_status geo_stream_next(geo_context *context, geo_stream *stream, geo_stream_step *step);

/* Of the current row, borrowed until the next call. Data is NULL for null. */
geo_text geo_stream_geometry(const geo_stream *stream); /* well-known binary */
int64_t geo_stream_id(const geo_stream *stream);        /* the feature's number */
bool geo_stream_has(const geo_stream *stream, size_t field);
/* Of a field that it has: */
geo_text geo_stream_text(const geo_stream *stream, size_t field);
int64_t geo_stream_integer(const geo_stream *stream, size_t field);
double geo_stream_real(const geo_stream *stream, size_t field);

#endif
