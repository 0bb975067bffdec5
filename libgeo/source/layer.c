#include "source/layer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/gdal_library.h"
#include "core/memory.h"
#include "core/text.h"
#include "source/gdal.h"
#include "source/layer_state.h"
#include "source/sheet.h"
#include "source/stream.h"
#include "source/transform.h"

/* ---- the file --------------------------------------------------------------------------- */

static void list_siblings(const geo_layer *layer, char *text, size_t size)
{
    geo_list_names((const char *const *)layer->sibling, layer->sibling_count, text, size);
}

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

GDALDatasetH geo_layer_open_dataset(const geo_layer *layer)
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
    layer->dataset = geo_layer_open_dataset(layer);
    if (!layer->dataset || errors->count > 0)
        return fail_as_gdal(context, layer, errors);
    return geo_copy_text(context, GDALGetDriverShortName(GDALGetDatasetDriver(layer->dataset)),
                         &layer->format);
}

/* ---- which layer ------------------------------------------------------------------------ */

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

static geo_status name_siblings(geo_context *context, geo_layer *layer)
{
    int count = GDALDatasetGetLayerCount(layer->dataset);
    geo_status status = geo_alloc_array(context, (size_t)(count > 0 ? count : 0),
                                        sizeof *layer->sibling, &layer->sibling);
    for (int i = 0; i < count && status == GEO_OK; i++) {
        const char *name = OGR_L_GetName(GDALDatasetGetLayer(layer->dataset, i));
        status = geo_copy_text(context, name, &layer->sibling[i]);
        if (status == GEO_OK)
            layer->sibling_count++;
    }
    if (status == GEO_OK && count == 0)
        status = geo_fail(context, GEO_ERROR_INPUT, "%s: there is no layer in it", layer->input);
    return status;
}

static geo_status find_named(geo_context *context, geo_layer *layer, const char *name)
{
    for (size_t i = 0; i < layer->sibling_count && !layer->handle; i++)
        if (strcmp(layer->sibling[i], name) == 0)
            layer->handle = GDALDatasetGetLayer(layer->dataset, (int)i);
    for (size_t i = 0; i < layer->sibling_count && !layer->handle; i++)
        if (geo_same_name(layer->sibling[i], name))
            layer->handle = GDALDatasetGetLayer(layer->dataset, (int)i);
    if (layer->handle)
        return GEO_OK;
    char list[1024];
    list_siblings(layer, list, sizeof list);
    return geo_fail(context, GEO_ERROR_INPUT, "%s: there is no layer '%.100s'; its layers: %s",
                    layer->input, name, list);
}

static bool suits(geo_layer_use use, geo_geometry geometry)
{
    if (geometry == GEO_GEOMETRY_OTHER || use == GEO_USE_SHAPES)
        return geometry != GEO_GEOMETRY_NONE;
    return geometry == (use == GEO_USE_POLYGONS ? GEO_GEOMETRY_POLYGON : GEO_GEOMETRY_POINT);
}

/* How the layer can be named where there are several. */
static const char *way_to_name(geo_layer_use use)
{
    if (use == GEO_USE_SHAPES)
        return "";
    return use == GEO_USE_POLYGONS ? " with --layer"
                                   : " with --incident-layer or --population-layer";
}

static geo_status find_suitable(geo_context *context, geo_layer *layer, geo_layer_use use)
{
    OGRLayerH only = GDALDatasetGetLayer(layer->dataset, 0);
    size_t suitable = 0;
    if (layer->sibling_count == 1 || use == GEO_USE_FIRST) {
        layer->handle = only;
        return GEO_OK;
    }
    for (size_t i = 0; i < layer->sibling_count; i++) {
        OGRLayerH candidate = GDALDatasetGetLayer(layer->dataset, (int)i);
        if (!suits(use, geometry_of(OGR_L_GetGeomType(candidate))))
            continue;
        only = candidate;
        suitable++;
    }
    if (suitable == 1) {
        layer->handle = only;
        return GEO_OK;
    }
    char list[1024];
    list_siblings(layer, list, sizeof list);
    return geo_fail(context, GEO_ERROR_INPUT, "%s: it has several layers; name one%s: %s",
                    layer->input, way_to_name(use), list);
}

static geo_status choose_layer(geo_context *context, geo_layer *layer, const char *name,
                               geo_layer_use use)
{
    geo_status status = name_siblings(context, layer);
    if (status == GEO_OK)
        status = name ? find_named(context, layer, name) : find_suitable(context, layer, use);
    if (status != GEO_OK)
        return status;
    layer->use = use;
    layer->geometry = geometry_of(OGR_L_GetGeomType(layer->handle));
    if (use == GEO_USE_POLYGONS && !suits(use, layer->geometry))
        return geo_fail(context, GEO_ERROR_INPUT,
                        "%s, layer %s: wrong geometry type: areas must be polygons", layer->input,
                        OGR_L_GetName(layer->handle));
    return geo_copy_text(context, OGR_L_GetName(layer->handle), &layer->name);
}

/* ---- what the layer is like ------------------------------------------------------------- */

static geo_status name_fields(geo_context *context, geo_layer *layer)
{
    OGRFeatureDefnH definition = OGR_L_GetLayerDefn(layer->handle);
    size_t count = (size_t)OGR_FD_GetFieldCount(definition);
    geo_status status =
        geo_alloc_array(context, count, sizeof *layer->field_name, &layer->field_name);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *layer->field_type, &layer->field_type);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *layer->field, &layer->field);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *layer->copied, &layer->copied);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *layer->needed, &layer->needed);
    for (size_t i = 0; i < count && status == GEO_OK; i++) {
        OGRFieldDefnH field = OGR_FD_GetFieldDefn(definition, (int)i);
        layer->field_type[i] = OGR_Fld_GetType(field);
        status = geo_copy_text(context, OGR_Fld_GetNameRef(field), &layer->field_name[i]);
        if (status == GEO_OK)
            layer->field_count++;
        /* Binary fields are null in any case. */
        if (layer->field_type[i] != OFTBinary)
            layer->needed[layer->needed_count++] = i;
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
    geo_status status = geo_copy_text(context, input->path, &layer->input);
    if (status == GEO_OK)
        status = geo_stage_prepare(context, input, limits, &layer->stage);
    if (status == GEO_OK)
        status = geo_check_proj_database(context);
    if (status == GEO_OK)
        status = open_dataset(context, layer, errors);
    if (status == GEO_OK)
        status = choose_layer(context, layer, name, use);
    if (status == GEO_OK)
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
    layer->row_limit = limits->rows;
    OGR_L_ResetReading(layer->handle);
    if (layer->row_limit > 0 && layer->declared > layer->row_limit)
        return geo_fail(context, GEO_ERROR_LIMIT,
                        "%s, layer %s: %lld rows, the limit is %lld; raise it with --max-rows",
                        layer->input, layer->name, (long long)layer->declared,
                        (long long)layer->row_limit);
    return GEO_OK;
}

geo_status geo_layer_open(geo_context *context, const geo_input *input, const char *layer,
                          geo_layer_use use, const geo_limits *limits, geo_layer **out)
{
    const geo_limits usual = GEO_LIMITS_INIT;
    geo_gdal_errors errors = {0, ""};
    geo_gdal_former settings = {{NULL}};
    geo_layer *opened = NULL;
    geo_status status = geo_gdal_load(context, GEO_ERROR_INPUT, input->path);
    if (status == GEO_OK)
        status = geo_alloc_array(context, 1, sizeof *opened, &opened);
    if (status != GEO_OK)
        return status;
    geo_gdal_enter(&errors);
    status = geo_gdal_fix_settings(context, &settings);
    if (status == GEO_OK) {
        geo_gdal_register();
        status = open_layer(context, input, layer, use, limits ? limits : &usual, &errors, opened);
        geo_gdal_restore_settings(&settings);
    }
    geo_gdal_leave();
    if (status == GEO_OK)
        *out = opened;
    else
        geo_layer_free(opened);
    return status;
}

static void free_texts(char **text, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(text[i]);
    free(text);
}

void geo_layer_free(geo_layer *layer)
{
    if (!layer)
        return;
    geo_gdal_errors errors = {0, ""};
    geo_gdal_enter(&errors);
    OGR_F_Destroy(layer->feature);
    geo_stream_end(layer->stream);
    if (layer->aside)
        GDALClose(layer->aside);
    if (layer->dataset)
        GDALClose(layer->dataset);
    geo_stage_clear(&layer->stage);
    geo_gdal_leave();
    free_texts(layer->field_name, layer->field_count);
    free_texts(layer->sibling, layer->sibling_count);
    geo_crs_clear(&layer->crs);
    geo_bytes_clear(&layer->scratch);
    free(layer->field_type);
    free(layer->field);
    free(layer->copied);
    free(layer->needed);
    free(layer->format);
    free(layer->input);
    free(layer->name);
    free(layer);
}

/* ---- answers ---------------------------------------------------------------------------- */

const char *geo_layer_name(const geo_layer *layer)
{
    return layer->name;
}

const char *geo_layer_format(const geo_layer *layer)
{
    return layer->format;
}

geo_geometry geo_layer_geometry(const geo_layer *layer)
{
    return layer->geometry;
}

const geo_crs *geo_layer_crs(const geo_layer *layer)
{
    return &layer->crs;
}

size_t geo_layer_field_count(const geo_layer *layer)
{
    return layer->field_count;
}

const char *const *geo_layer_field_names(const geo_layer *layer)
{
    return (const char *const *)layer->field_name;
}

geo_type geo_layer_field_type(const geo_layer *layer, size_t field)
{
    switch (layer->field_type[field]) {
    case OFTInteger:
    case OFTInteger64:
        return GEO_INTEGER;
    case OFTReal:
        return GEO_REAL;
    default:
        return GEO_TEXT;
    }
}

static bool is_among(size_t number, const size_t *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (numbers[i] == number)
            return true;
    return false;
}

void geo_layer_need(geo_layer *layer, const size_t *field, size_t count)
{
    size_t needed = 0;
    for (size_t i = 0; i < layer->needed_count; i++)
        if (is_among(layer->needed[i], field, count))
            layer->needed[needed++] = layer->needed[i];
    layer->needed_count = needed;
}

int64_t geo_layer_row_count(const geo_layer *layer)
{
    return layer->declared;
}

bool geo_layer_extent(geo_layer *layer, geo_extent *extent)
{
    OGREnvelope box;
    geo_gdal_errors errors = {0, ""};
    geo_gdal_enter(&errors);
    bool has_extent = OGR_L_GetExtent(layer->handle, &box, 1) == OGRERR_NONE && errors.count == 0;
    geo_gdal_leave();
    if (!has_extent || layer->geometry == GEO_GEOMETRY_NONE)
        return false;
    *extent = (geo_extent){box.MinX, box.MinY, box.MaxX, box.MaxY};
    return true;
}

size_t geo_layer_sibling_count(const geo_layer *layer)
{
    return layer->sibling_count;
}

const char *geo_layer_sibling(const geo_layer *layer, size_t index)
{
    return layer->sibling[index];
}
