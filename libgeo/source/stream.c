#include "source/stream.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/gdal_library.h"
#include "core/memory.h"
#include "source/gdal.h"

/* A column of the current batch. */
typedef struct stream_column {
    const struct ArrowArray *array; /* NULL: not there */
    const uint8_t *valid;           /* a bit for each row; NULL: no nulls */
    int64_t first;                  /* where the batch begins in the buffers */
    char format;                    /* 'u' text, 'z' binary, 'i', 'l' integers, 'g' real */
} stream_column;

struct geo_stream {
    struct ArrowArrayStream source;
    struct ArrowArray batch;
    int64_t at; /* the current row of the batch */
    int64_t id_before;
    stream_column id;
    stream_column geometry;
    size_t field_count;
    stream_column *field;
    size_t *child; /* [field_count]: the column's number, SIZE_MAX where it is ignored */
};

/* ---- what it is good for -------------------------------------------------------------------- */

/* Dates without a meaning come as other dates or as 1970, zones not at all, and single precision
 * and truth values are narrowed: such fields are read as features. */
bool geo_stream_can_show(const geo_layer *layer, size_t field)
{
    OGRFeatureDefnH definition = OGR_L_GetLayerDefn(layer->handle);
    OGRFieldDefnH declared = OGR_FD_GetFieldDefn(definition, (int)field);
    const char *domain = OGR_Fld_GetDomainName(declared);
    if (layer->field_type[field] == OFTString)
        return true;
    bool is_number = layer->field_type[field] == OFTInteger ||
                     layer->field_type[field] == OFTInteger64 ||
                     layer->field_type[field] == OFTReal;
    return is_number && OGR_Fld_GetSubType(declared) == OFSTNone && (!domain || !*domain);
}

/* Not GeoPackages that were not for SQLite alone: errors in a stream of them could go past this
 * thread's handler, and a wrong count of rows gives one twice (GDAL 3.6). */
static bool is_worth_it(const geo_layer *layer)
{
    if (layer->geometry == GEO_GEOMETRY_NONE || layer->stage.format == GEO_FORMAT_GPKG ||
        !OGR_L_TestCapability(layer->handle, OLCFastGetArrowStream))
        return false;
    for (size_t i = 0; i < layer->needed_count; i++)
        if (!geo_stream_can_show(layer, layer->needed[i]))
            return false;
    return true;
}

/* ---- beginning ------------------------------------------------------------------------------ */

/* Many enough that a batch's own cost doesn't show, few enough that it stays in the cache and that
 * the texts of large features don't overrun the 31 bits of their offsets. */
static int rows_of_batch(const geo_layer *layer)
{
    const uint64_t most = 4096;
    const uint64_t batch_size = UINT64_C(64) << 20;
    uint64_t size = 0;
    if (layer->declared < 1 || !geo_size_of_file(layer->stage.path, &size))
        return 64;
    uint64_t rows = batch_size / (size / (uint64_t)layer->declared + 1);
    return (int)(rows < 1 ? 1 : rows > most ? most : rows);
}

static bool has_format(const struct ArrowSchema *schema, const char *formats, char *format)
{
    *format = schema->format ? schema->format[0] : '\0';
    return *format && !schema->format[1] && strchr(formats, *format) && !schema->dictionary;
}

/* The columns are the feature's number, the fields that are not ignored and the geometry. */
static bool match_columns(const geo_layer *layer, const struct ArrowSchema *schema,
                          geo_stream *stream)
{
    OGRFeatureDefnH definition = OGR_L_GetLayerDefn(layer->handle);
    size_t columns = (size_t)schema->n_children;
    size_t child = 1;
    if (columns < 2 || !has_format(schema->children[0], "l", &stream->id.format))
        return false;
    for (size_t i = 0; i < stream->field_count; i++) {
        stream->child[i] = SIZE_MAX;
        if (OGR_Fld_IsIgnored(OGR_FD_GetFieldDefn(definition, (int)i)))
            continue;
        if (child + 1 >= columns)
            return false;
        if (geo_stream_can_show(layer, i)) {
            if (!has_format(schema->children[child], "uilg", &stream->field[i].format))
                return false;
            stream->child[i] = child;
        }
        child++;
    }
    return child + 1 == columns &&
           has_format(schema->children[child], "z", &stream->geometry.format);
}

static bool open_source(const geo_layer *layer, geo_stream *stream)
{
    char rows[64];
    /* GDAL 3.6 leaves the geometries empty when there are neither fields nor this number. */
    const char *options[] = {"INCLUDE_FID=YES", rows, NULL};
    struct ArrowSchema schema = {0};
    snprintf(rows, sizeof rows, "MAX_FEATURES_IN_BATCH=%d", rows_of_batch(layer));
    if (!OGR_L_GetArrowStream(layer->handle, &stream->source, (char **)(uintptr_t)options))
        return false;
    bool matches = stream->source.get_schema(&stream->source, &schema) == 0 &&
                   match_columns(layer, &schema, stream);
    if (schema.release)
        schema.release(&schema);
    return matches;
}

static geo_status make_stream(geo_context *context, const geo_layer *layer, geo_stream **out)
{
    geo_stream *stream = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *stream, &stream);
    if (status != GEO_OK)
        return status;
    stream->field_count = layer->field_count;
    stream->id_before = INT64_MIN;
    status = geo_alloc_array(context, layer->field_count, sizeof *stream->field, &stream->field);
    if (status == GEO_OK)
        status =
            geo_alloc_array(context, layer->field_count, sizeof *stream->child, &stream->child);
    if (status == GEO_OK)
        *out = stream;
    else
        geo_stream_end(stream);
    return status;
}

geo_status geo_stream_begin(geo_context *context, const geo_layer *layer, geo_stream **out)
{
    geo_gdal_errors errors = {0, ""};
    geo_gdal_former settings = {{NULL}};
    geo_stream *stream = NULL;
    geo_gdal_enter(&errors);
    geo_status status = geo_gdal_fix_settings(context, &settings);
    if (status == GEO_OK && is_worth_it(layer))
        status = make_stream(context, layer, &stream);
    if (status == GEO_OK && stream && open_source(layer, stream) && errors.count == 0) {
        *out = stream;
        stream = NULL;
    }
    geo_stream_end(stream);
    geo_gdal_restore_settings(&settings);
    geo_gdal_leave();
    return status;
}

static void release_batch(geo_stream *stream)
{
    if (stream->batch.release)
        stream->batch.release(&stream->batch);
    stream->batch = (struct ArrowArray){0};
}

void geo_stream_end(geo_stream *stream)
{
    if (!stream)
        return;
    release_batch(stream);
    if (stream->source.release)
        stream->source.release(&stream->source);
    free(stream->field);
    free(stream->child);
    free(stream);
}

/* ---- the next row --------------------------------------------------------------------------- */

static void bind_column(const struct ArrowArray *batch, size_t child, stream_column *column)
{
    const struct ArrowArray *array = batch->children[child];
    column->array = array;
    column->first = batch->offset + array->offset;
    column->valid = array->null_count == 0 ? NULL : array->buffers[0];
}

static void bind_batch(geo_stream *stream)
{
    const struct ArrowArray *batch = &stream->batch;
    bind_column(batch, 0, &stream->id);
    bind_column(batch, (size_t)batch->n_children - 1, &stream->geometry);
    for (size_t i = 0; i < stream->field_count; i++)
        if (stream->child[i] != SIZE_MAX)
            bind_column(batch, stream->child[i], &stream->field[i]);
}

static geo_status get_batch(geo_context *context, geo_stream *stream, geo_stream_step *step)
{
    geo_gdal_errors errors = {0, ""};
    geo_gdal_former settings = {{NULL}};
    geo_gdal_enter(&errors);
    release_batch(stream);
    geo_status status = geo_gdal_fix_settings(context, &settings);
    if (status == GEO_OK) {
        int code = stream->source.get_next(&stream->source, &stream->batch);
        bool is_end = code == 0 && errors.count == 0 && !stream->batch.release;
        bool has_rows = code == 0 && errors.count == 0 && stream->batch.length > 0;
        *step = is_end ? GEO_STREAM_END : has_rows ? GEO_STREAM_ROW : GEO_STREAM_TROUBLE;
    }
    geo_gdal_restore_settings(&settings);
    geo_gdal_leave();
    if (status == GEO_OK && *step == GEO_STREAM_ROW)
        bind_batch(stream);
    stream->at = 0;
    return status;
}

/* The numbers of features must rise: one that comes twice is trouble. */
geo_status geo_stream_next(geo_context *context, geo_stream *stream, geo_stream_step *step)
{
    *step = GEO_STREAM_ROW;
    stream->at++;
    if (stream->at >= stream->batch.length) {
        geo_status status = get_batch(context, stream, step);
        if (status != GEO_OK || *step != GEO_STREAM_ROW)
            return status;
    }
    int64_t id = geo_stream_id(stream);
    if (id <= stream->id_before)
        *step = GEO_STREAM_TROUBLE;
    stream->id_before = id;
    return GEO_OK;
}

/* ---- values --------------------------------------------------------------------------------- */

static bool is_valid(const stream_column *column, int64_t at)
{
    int64_t bit = column->first + at;
    return !column->valid || (column->valid[bit / 8] >> (bit % 8) & 1);
}

static geo_text bytes_of(const stream_column *column, int64_t at)
{
    const int32_t *offset = (const int32_t *)column->array->buffers[1] + column->first + at;
    const char *bytes = column->array->buffers[2];
    return (geo_text){bytes ? bytes + offset[0] : "", (size_t)(offset[1] - offset[0])};
}

int64_t geo_stream_id(const geo_stream *stream)
{
    return ((const int64_t *)stream->id.array->buffers[1])[stream->id.first + stream->at];
}

geo_text geo_stream_geometry(const geo_stream *stream)
{
    geo_text none = {NULL, 0};
    return is_valid(&stream->geometry, stream->at) ? bytes_of(&stream->geometry, stream->at) : none;
}

bool geo_stream_has(const geo_stream *stream, size_t field)
{
    return stream->field[field].array && is_valid(&stream->field[field], stream->at);
}

geo_text geo_stream_text(const geo_stream *stream, size_t field)
{
    return bytes_of(&stream->field[field], stream->at);
}

int64_t geo_stream_integer(const geo_stream *stream, size_t field)
{
    const stream_column *column = &stream->field[field];
    int64_t at = column->first + stream->at;
    const void *values = column->array->buffers[1];
    return column->format == 'i' ? ((const int32_t *)values)[at] : ((const int64_t *)values)[at];
}

double geo_stream_real(const geo_stream *stream, size_t field)
{
    const stream_column *column = &stream->field[field];
    return ((const double *)column->array->buffers[1])[column->first + stream->at];
}
