/* Layers as GDAL opens them. */
#include <string.h>
#include <strings.h>

#include "core/context.h"
#include "core/gdal_library.h"
#include "core/memory.h"
#include "source/gdal.h"
#include "source/layer_state.h"
#include "source/sheet.h"
#include "source/stream.h"
#include "source/transform.h"

/* ---- the file --------------------------------------------------------------------------- */

static geo_status fail_as_gdal(geo_context *context, const geo_layer *layer,
                               const geo_gdal_errors *errors)
{
    /* What GDAL could not make of a CRS comes from PROJ or names the register. */
    bool is_crs = strstr(errors->text, "PROJ") || strstr(errors->text, "EPSG");
    return geo_fail(context, is_crs ? GEO_ERROR_CRS : GEO_ERROR_INPUT,
                    "%s: cannot be read as %s: %s", layer->input,
                    geo_format_name(layer->stage.format),
                    errors->count > 0 ? errors->text : "it is none");
}

static GDALDatasetH open_file(const geo_layer *layer)
{
    static const char *const driver[GEO_FORMAT_COUNT][3] = {
        [GEO_FORMAT_GPKG] = {"GPKG", NULL},
        [GEO_FORMAT_GEOJSON] = {"GeoJSON", "GeoJSONSeq", NULL},
        [GEO_FORMAT_SHAPEFILE] = {"ESRI Shapefile", NULL},
        [GEO_FORMAT_FLATGEOBUF] = {"FlatGeobuf", NULL},
        [GEO_FORMAT_XLSX] = {"XLSX", NULL},
    };
    static const char *const immutable[] = {"IMMUTABLE=YES", NULL};
    static const char *const dates_as_text[] = {"DATE_AS_STRING=YES", NULL};
    const geo_stage *stage = &layer->stage;
    const char *const *options = NULL;
    if (stage->format == GEO_FORMAT_GPKG && stage->is_immutable)
        options = immutable;
    if (stage->format == GEO_FORMAT_GEOJSON)
        options = dates_as_text;
    /* GeoJSONSeq knows no such option and would warn; warnings are not errors here. */
    return GDALOpenEx(stage->path, GDAL_OF_VECTOR | GDAL_OF_READONLY, driver[stage->format],
                      options, NULL);
}

static geo_status open_dataset(geo_context *context, geo_layer *layer,
                               const geo_gdal_errors *errors)
{
    layer->dataset = open_file(layer);
    if (!layer->dataset || errors->count > 0)
        return fail_as_gdal(context, layer, errors);
    return geo_copy_text(context, GDALGetDriverShortName(GDALGetDatasetDriver(layer->dataset)),
                         &layer->format);
}

static geo_geometry geometry_of(OGRwkbGeometryType type)
{
    switch (OGR_GT_GetLinear(OGR_GT_Flatten(type))) {
    case wkbNone:
        return GEO_GEOMETRY_NONE;
    case wkbPoint:
    case wkbMultiPoint:
        return GEO_GEOMETRY_POINT;
    case wkbLineString:
    case wkbMultiLineString:
        return GEO_GEOMETRY_LINE;
    case wkbPolygon:
    case wkbMultiPolygon:
        return GEO_GEOMETRY_POLYGON;
    default:
        return GEO_GEOMETRY_OTHER;
    }
}

geo_geometry geo_layer_gdal_geometry(const geo_layer *layer, size_t index)
{
    return geometry_of(OGR_L_GetGeomType(GDALDatasetGetLayer(layer->dataset, (int)index)));
}

/* ---- what the layer is like ------------------------------------------------------------- */

static geo_status name_fields(geo_context *context, geo_layer *layer)
{
    OGRFeatureDefnH definition = OGR_L_GetLayerDefn(layer->handle);
    size_t count = (size_t)OGR_FD_GetFieldCount(definition);
    geo_status status = geo_layer_make_fields(context, layer, count);
    for (size_t i = 0; i < count && status == GEO_OK; i++) {
        OGRFieldDefnH field = OGR_FD_GetFieldDefn(definition, (int)i);
        status =
            geo_layer_add_field(context, layer, OGR_Fld_GetNameRef(field), OGR_Fld_GetType(field));
    }
    return status;
}

/* GeoPackage's "undefined" systems say that nothing is known. */
static geo_status read_crs(geo_context *context, geo_layer *layer)
{
    static const char *const wkt2[] = {"FORMAT=WKT2_2019", NULL};
    OGRSpatialReferenceH reference = OGR_L_GetSpatialRef(layer->handle);
    const char *name = reference ? OSRGetName(reference) : NULL;
    if (!reference || (name && strncasecmp(name, "Undefined", 9) == 0))
        return GEO_OK;
    char *wkt = NULL;
    geo_status status = GEO_OK;
    if (OSRExportToWktEx(reference, &wkt, wkt2) == OGRERR_NONE && wkt && *wkt) {
        status = geo_crs_from_text(context, wkt, &layer->crs);
        if (status == GEO_ERROR_CRS)
            status = geo_fail(context, status,
                              "%s, layer %s: its coordinate reference system '%s' cannot be used",
                              layer->input, layer->name, name ? name : "without a name");
    }
    CPLFree(wkt);
    return status;
}

static geo_status open_layer(geo_context *context, const geo_input *input, const char *name,
                             geo_layer_use use, const geo_limits *limits,
                             const geo_gdal_errors *errors, geo_layer *layer)
{
    size_t index = 0;
    geo_status status = GEO_OK;
    if (!layer->stage.path)
        status = geo_stage_prepare(context, input, limits, &layer->stage);
    if (status == GEO_OK)
        status = geo_check_proj_database(context);
    if (status == GEO_OK)
        status = open_dataset(context, layer, errors);
    if (status == GEO_OK)
        status = geo_layer_choose(context, layer, name, use, &index);
    if (status != GEO_OK)
        return status;
    layer->handle = GDALDatasetGetLayer(layer->dataset, (int)index);
    status = name_fields(context, layer);
    if (status == GEO_OK && layer->stage.format == GEO_FORMAT_XLSX)
        status = geo_sheet_find_header(context, layer);
    if (status == GEO_OK)
        status = read_crs(context, layer);
    if (status != GEO_OK)
        return status;
    if (errors->count > 0)
        return fail_as_gdal(context, layer, errors);
    layer->declared = (int64_t)OGR_L_GetFeatureCount(layer->handle, 1);
    if (layer->declared >= layer->header_rows)
        layer->declared -= layer->header_rows;
    OGR_L_ResetReading(layer->handle);
    return geo_layer_set_limit(context, layer, limits->rows);
}

/* What GDAL says between this and end_gdal() does not depend on the user's settings. */
static geo_status begin_gdal(geo_context *context, const char *input, geo_gdal_errors *errors,
                             geo_gdal_former *settings)
{
    geo_status status = geo_gdal_load(context, GEO_ERROR_INPUT, input);
    if (status != GEO_OK)
        return status;
    geo_gdal_enter(errors);
    status = geo_gdal_fix_settings(context, settings);
    if (status == GEO_OK)
        geo_gdal_register();
    else
        geo_gdal_leave();
    return status;
}

static void end_gdal(geo_gdal_former *settings)
{
    geo_gdal_restore_settings(settings);
    geo_gdal_leave();
}

geo_status geo_layer_open_by_gdal(geo_context *context, const geo_input *input, const char *name,
                                  geo_layer_use use, const geo_limits *limits, geo_layer *layer)
{
    geo_gdal_errors errors = {0, ""};
    geo_gdal_former settings = {{NULL}};
    geo_status status = begin_gdal(context, input->path, &errors, &settings);
    if (status != GEO_OK)
        return status;
    status = open_layer(context, input, name, use, limits, &errors, layer);
    end_gdal(&settings);
    return status;
}

void geo_layer_close_gdal(geo_layer *layer)
{
    if (!layer->dataset && !layer->aside)
        return;
    geo_gdal_errors errors = {0, ""};
    geo_gdal_enter(&errors);
    OGR_F_Destroy(layer->feature);
    geo_stream_end(layer->stream);
    if (layer->aside)
        GDALClose(layer->aside);
    if (layer->dataset)
        GDALClose(layer->dataset);
    geo_gdal_leave();
}

/* ---- after all -------------------------------------------------------------------------- */

/* Opens the layer's file, which has been read without GDAL so far. */
static geo_status open_again(geo_context *context, const geo_layer *layer, GDALDatasetH *dataset)
{
    geo_gdal_errors errors = {0, ""};
    geo_gdal_former settings = {{NULL}};
    geo_status status = begin_gdal(context, layer->input, &errors, &settings);
    if (status != GEO_OK)
        return status;
    *dataset = open_file(layer);
    OGRLayerH again = *dataset ? GDALDatasetGetLayerByName(*dataset, layer->name) : NULL;
    if (!again || errors.count > 0 ||
        (size_t)OGR_FD_GetFieldCount(OGR_L_GetLayerDefn(again)) != layer->field_count)
        status = fail_as_gdal(context, layer, &errors);
    end_gdal(&settings);
    return status;
}

geo_status geo_layer_turn_to_gdal(geo_context *context, geo_layer *layer)
{
    geo_gpkg_free(layer->gpkg);
    layer->gpkg = NULL;
    geo_status status = open_again(context, layer, &layer->dataset);
    if (status != GEO_OK)
        return status;
    layer->handle = GDALDatasetGetLayerByName(layer->dataset, layer->name);
    return geo_layer_leave_out_fields(context, layer);
}

geo_status geo_layer_open_aside(geo_context *context, geo_layer *layer)
{
    return layer->aside ? GEO_OK : open_again(context, layer, &layer->aside);
}

void geo_layer_fetch_feature(geo_layer *layer)
{
    layer->feature = OGR_L_GetFeature(GDALDatasetGetLayerByName(layer->aside, layer->name),
                                      (GIntBig)layer->gpkg->id);
}
