/* Points with fields as a layer of a geospatial file. */
#include "output/points.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/gdal_library.h"
#include "core/memory.h"
#include "core/text.h"
#include "output/file.h"
#include "output/gdal_session.h"
#include "output/path.h"

typedef struct point_format {
    const char *extension;
    const char *driver;
    bool names_columns;  /* its identifier and geometry are columns beside the fields */
    bool has_null_point; /* else GDAL drops such features and reports success (3.6.2) */
    bool needs_crs;
    const char *ending; /* of a whole file, where GDAL doesn't notice that it is missing */
    const char *option[4];
} point_format;

static const point_format known[] = {
    {".gpkg", "GPKG", true, true, false, NULL, {"SPATIAL_INDEX=YES"}},
    {".geojson", "GeoJSON", false, true, true, "]\n}\n", {"RFC7946=YES", "WRITE_BBOX=NO"}},
    {".fgb", "FlatGeobuf", false, false, false, NULL, {"SPATIAL_INDEX=YES"}},
};

struct geo_point_writer {
    const point_format *format;
    char *path;
    geo_file *file;
    GDALDatasetH dataset;
    OGRLayerH layer;
    OGRFeatureH feature; /* one for all rows */
    geo_point_fields fields;
    int64_t row_count;
    int64_t point_count;
    bool is_begun;  /* a row was written: with it GDAL makes the table, under our settings */
    bool is_broken; /* a row failed: there is nothing whole to commit */
};

static geo_status find_format(geo_context *context, const char *path, const point_format **out)
{
    const char *extension = geo_path_extension(path);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (geo_same_name(extension, known[i].extension)) {
            *out = &known[i];
            return GEO_OK;
        }
    }
    if (geo_same_name(extension, ".shp")) {
        return geo_fail(context, GEO_ERROR_USAGE,
                        "%s: Shapefiles are not written: they are several files that can't be "
                        "replaced at once, and cut field names to 10 characters; name a .gpkg",
                        path);
    }
    return geo_fail(context, GEO_ERROR_USAGE,
                    "%s: points are written to .gpkg, .geojson or .fgb, not to \"%s\"", path,
                    extension);
}

/* ---- create --------------------------------------------------------------------------------- */

static geo_status fail(geo_context *context, const geo_point_writer *writer,
                       const geo_gdal_session *session, const char *action)
{
    return geo_gdal_fail(context, session, writer->path, action);
}

/* NAME=value with a name that no field has. */
static geo_status add_column_option(geo_context *context, const geo_point_writer *writer,
                                    const char *option, const char *base, char ***options)
{
    char *name = NULL;
    geo_status status =
        geo_point_fields_free_name(context, &writer->fields, writer->fields.count, base, &name);
    if (status == GEO_OK)
        *options = CSLSetNameValue(*options, option, name);
    free(name);
    return status;
}

static geo_status layer_options(geo_context *context, const geo_point_writer *writer, char ***out)
{
    char **options = NULL;
    geo_status status = GEO_OK;
    for (size_t i = 0; i < 4 && writer->format->option[i]; i++)
        options = CSLAddString(options, writer->format->option[i]);
    if (writer->format->names_columns) {
        status = add_column_option(context, writer, "FID", "fid", &options);
        if (status == GEO_OK)
            status = add_column_option(context, writer, "GEOMETRY_NAME", "geom", &options);
    }
    *out = options;
    return status;
}

static bool create_fields(const geo_point_writer *writer)
{
    static const OGRFieldType type[] = {
        [GEO_TEXT] = OFTString, [GEO_INTEGER] = OFTInteger64, [GEO_REAL] = OFTReal};
    for (size_t i = 0; i < writer->fields.count; i++) {
        OGRFieldDefnH field = OGR_Fld_Create(writer->fields.name[i], type[writer->fields.type[i]]);
        OGRErr error = OGR_L_CreateField(writer->layer, field, FALSE);
        OGR_Fld_Destroy(field);
        if (error != OGRERR_NONE)
            return false;
    }
    return (size_t)OGR_FD_GetFieldCount(OGR_L_GetLayerDefn(writer->layer)) == writer->fields.count;
}

static geo_status create_layer(geo_context *context, geo_point_writer *writer,
                               const geo_gdal_session *session, const char *layer,
                               const geo_crs *crs)
{
    OGRSpatialReferenceH reference = NULL;
    char **options = NULL;
    geo_status status = geo_gdal_crs(context, crs, &reference);
    if (status == GEO_OK)
        status = layer_options(context, writer, &options);
    if (status == GEO_OK) {
        writer->layer =
            GDALDatasetCreateLayer(writer->dataset, layer, reference, wkbPoint, options);
        if (!writer->layer || !create_fields(writer) || session->failure_count > 0)
            status = fail(context, writer, session, "its layer could not be made");
    }
    CSLDestroy(options);
    OSRRelease(reference);
    return status;
}

static geo_status create_dataset(geo_context *context, geo_point_writer *writer,
                                 const geo_gdal_session *session, const char *layer,
                                 const geo_crs *crs)
{
    writer->dataset = GDALCreate(GDALGetDriverByName(writer->format->driver),
                                 geo_file_temporary(writer->file), 0, 0, 0, GDT_Unknown, NULL);
    if (!writer->dataset)
        return fail(context, writer, session, "could not be made");
    geo_status status = create_layer(context, writer, session, layer, crs);
    if (status != GEO_OK)
        return status;
    if (GDALDatasetTestCapability(writer->dataset, ODsCTransactions) &&
        GDALDatasetStartTransaction(writer->dataset, FALSE) != OGRERR_NONE)
        return fail(context, writer, session, "could not be begun");
    writer->feature = OGR_F_Create(OGR_L_GetLayerDefn(writer->layer));
    return writer->feature ? GEO_OK
                           : geo_fail(context, GEO_ERROR_MEMORY, "out of memory: a feature");
}

/* `layer`, or the file's name without its extension. */
static geo_status layer_name(geo_context *context, const char *path, const char *layer, char **out)
{
    if (layer)
        return geo_copy_text(context, layer, out);
    const char *name = geo_path_name(path);
    return geo_copy_bytes(context, name, (size_t)(geo_path_extension(path) - name), out);
}

static geo_status prepare(geo_context *context, geo_point_writer *writer, const char *layer,
                          const geo_crs *crs)
{
    geo_status status = geo_file_create_in_folder(context, writer->path, &writer->file);
    if (status != GEO_OK)
        return status;
    if (!geo_file_temporary(writer->file)) {
        return geo_fail(context, GEO_ERROR_OUTPUT,
                        "%s: points can't be written to a stream; name a file", writer->path);
    }
    char *name = NULL;
    status = geo_gdal_load(context, GEO_ERROR_OUTPUT, writer->path);
    if (status == GEO_OK)
        status = layer_name(context, writer->path, layer, &name);
    if (status != GEO_OK)
        return status;
    geo_gdal_session session;
    geo_gdal_settings settings;
    geo_gdal_session_begin(&session);
    geo_gdal_settings_begin(&settings);
    status = create_dataset(context, writer, &session, name, crs);
    geo_gdal_settings_end(&settings);
    geo_gdal_session_end(&session);
    free(name);
    return status;
}

geo_status geo_point_writer_create(geo_context *context, const char *path, const char *layer,
                                   const geo_crs *crs, const geo_field_definition *field,
                                   size_t field_count, geo_point_writer **out)
{
    const point_format *format = NULL;
    geo_status status = find_format(context, path, &format);
    if (status != GEO_OK)
        return status;
    if (format->needs_crs && !crs->wkt) {
        return geo_fail(
            context, GEO_ERROR_CRS,
            "%s: GeoJSON is in WGS 84, but the CRS of the points is unknown; give it with --crs",
            path);
    }
    geo_point_writer *writer = NULL;
    status = geo_alloc_array(context, 1, sizeof *writer, &writer);
    if (status != GEO_OK)
        return status;
    writer->format = format;
    status = geo_copy_text(context, path, &writer->path);
    if (status == GEO_OK)
        status = geo_point_fields_fill(context, &writer->fields, path, field, field_count);
    if (status == GEO_OK)
        status = prepare(context, writer, layer, crs);
    if (status != GEO_OK) {
        geo_point_writer_free(writer);
        return status;
    }
    *out = writer;
    return GEO_OK;
}

/* ---- add ------------------------------------------------------------------------------------ */

static geo_status write_feature(geo_context *context, geo_point_writer *writer)
{
    geo_gdal_session session;
    geo_gdal_settings settings;
    geo_status status = GEO_OK;
    geo_gdal_session_begin(&session);
    if (!writer->is_begun)
        geo_gdal_settings_begin(&settings);
    if (OGR_L_CreateFeature(writer->layer, writer->feature) != OGRERR_NONE ||
        session.failure_count > 0) {
        status = fail(context, writer, &session, "could not be written whole");
    } else if (session.warning_count > 0) {
        geo_add_warning(context, "%s: %s", writer->path, session.warning);
    }
    if (!writer->is_begun)
        geo_gdal_settings_end(&settings);
    geo_gdal_session_end(&session);
    writer->is_begun = true;
    return status;
}

static geo_status add(geo_context *context, geo_point_writer *writer, bool has_point, double x,
                      double y, const geo_text *field)
{
    geo_status status = geo_point_fields_set(context, &writer->fields, writer->path,
                                             writer->row_count, field, writer->feature);
    if (status != GEO_OK)
        return status;
    OGRGeometryH point = NULL;
    if (has_point) {
        point = OGR_G_CreateGeometry(wkbPoint);
        OGR_G_SetPoint_2D(point, 0, x, y);
    }
    OGR_F_SetFID(writer->feature, OGRNullFID);
    OGR_F_SetGeometryDirectly(writer->feature, point);
    return write_feature(context, writer);
}

geo_status geo_point_writer_add(geo_context *context, geo_point_writer *writer, bool has_point,
                                double x, double y, const geo_text *field)
{
    writer->row_count++;
    if (!has_point && !writer->format->has_null_point)
        return GEO_OK;
    geo_status status = add(context, writer, has_point, x, y, field);
    writer->point_count += has_point;
    writer->is_broken = writer->is_broken || status != GEO_OK;
    return status;
}

/* ---- commit --------------------------------------------------------------------------------- */

/* Much of the writing, and the spatial index, happens only now. GDALClose() of GDAL 3.6 has no
 * return value: the count of failures tells. */
static geo_status finish(geo_context *context, geo_point_writer *writer,
                         const geo_gdal_session *session)
{
    OGRErr error = OGRERR_NONE;
    if (GDALDatasetTestCapability(writer->dataset, ODsCTransactions))
        error = GDALDatasetCommitTransaction(writer->dataset);
    OGR_F_Destroy(writer->feature);
    writer->feature = NULL;
    GDALClose(writer->dataset);
    writer->dataset = NULL;
    return error != OGRERR_NONE || session->failure_count > 0
               ? fail(context, writer, session, "could not be written whole")
               : GEO_OK;
}

static int64_t expected_rows(const geo_point_writer *writer)
{
    return writer->format->has_null_point ? writer->row_count : writer->point_count;
}

static geo_status count_features(geo_context *context, const geo_point_writer *writer,
                                 const geo_gdal_session *session, GDALDatasetH dataset)
{
    OGRLayerH layer = GDALDatasetGetLayer(dataset, 0);
    int64_t rows = 0;
    int64_t points = 0;
    OGRFeatureH feature = NULL;
    while (layer && (feature = OGR_L_GetNextFeature(layer)) != NULL) {
        rows++;
        points += OGR_F_GetGeometryRef(feature) != NULL;
        OGR_F_Destroy(feature);
    }
    if (session->failure_count > 0)
        return fail(context, writer, session, "could not be read back");
    if (rows != expected_rows(writer) || points != writer->point_count) {
        return geo_fail(context, GEO_ERROR_OUTPUT,
                        "%s: reads back with %" PRId64 " rows and %" PRId64 " points, but %" PRId64
                        " and %" PRId64 " were written",
                        writer->path, rows, points, expected_rows(writer), writer->point_count);
    }
    return GEO_OK;
}

static bool has_ending(const char *path, const char *ending)
{
    char last[16] = "";
    size_t length = strlen(ending);
    FILE *file = fopen(path, "rb");
    bool found = file && fseek(file, -(long)length, SEEK_END) == 0 &&
                 fread(last, 1, length, file) == length && memcmp(last, ending, length) == 0;
    if (file)
        fclose(file);
    return found;
}

static geo_status verify(geo_context *context, const geo_point_writer *writer,
                         const geo_gdal_session *session)
{
    const char *const driver[] = {writer->format->driver, NULL};
    GDALDatasetH dataset = GDALOpenEx(geo_file_temporary(writer->file),
                                      GDAL_OF_VECTOR | GDAL_OF_READONLY, driver, NULL, NULL);
    if (!dataset)
        return fail(context, writer, session, "could not be read back");
    if (writer->format->ending &&
        !has_ending(geo_file_temporary(writer->file), writer->format->ending)) {
        GDALClose(dataset);
        return fail(context, writer, session, "could not be written to its end");
    }
    geo_status status = count_features(context, writer, session, dataset);
    GDALClose(dataset);
    return status;
}

static geo_status finish_and_verify(geo_context *context, geo_point_writer *writer)
{
    geo_gdal_session session;
    geo_gdal_settings settings;
    geo_gdal_session_begin(&session);
    geo_gdal_settings_begin(&settings);
    geo_status status = finish(context, writer, &session);
    if (status == GEO_OK)
        status = verify(context, writer, &session);
    if (status == GEO_OK && session.warning_count > 0)
        geo_add_warning(context, "%s: %s", writer->path, session.warning);
    geo_gdal_settings_end(&settings);
    geo_gdal_session_end(&session);
    return status;
}

geo_status geo_point_writer_commit(geo_context *context, geo_point_writer *writer)
{
    if (writer->is_broken || !writer->dataset) {
        return geo_fail(context, GEO_ERROR_OUTPUT,
                        "%s: not written, because a row before could not be", writer->path);
    }
    geo_status status = finish_and_verify(context, writer);
    if (status == GEO_OK)
        status = geo_file_commit(context, writer->file);
    int64_t left_out = writer->row_count - expected_rows(writer);
    if (status == GEO_OK && left_out > 0) {
        geo_add_warning(context,
                        "%s: %" PRId64 " row%s without coordinates %s left out, because %s can't "
                        "hold such rows; .gpkg can",
                        writer->path, left_out, left_out == 1 ? "" : "s",
                        left_out == 1 ? "is" : "are", writer->format->driver);
    }
    return status;
}

void geo_point_writer_free(geo_point_writer *writer)
{
    if (!writer)
        return;
    if (writer->dataset) {
        geo_gdal_session session;
        geo_gdal_session_begin(&session);
        OGR_F_Destroy(writer->feature);
        GDALClose(writer->dataset);
        geo_gdal_session_end(&session);
    }
    geo_file_free(writer->file);
    geo_point_fields_clear(&writer->fields);
    free(writer->path);
    free(writer);
}
