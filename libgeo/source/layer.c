#include "source/layer.h"

#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/gdal_library.h"
#include "core/memory.h"
#include "core/text.h"
#include "source/gdal.h"
#include "source/layer_state.h"
#include "source/stream.h"
#include "source/transform.h"

/* ---- which layer ------------------------------------------------------------------------ */

static void list_siblings(const geo_layer *layer, char *text, size_t size)
{
    geo_list_names((const char *const *)layer->sibling, layer->sibling_count, text, size);
}

static size_t count_siblings(const geo_layer *layer)
{
    if (layer->gpkg)
        return layer->gpkg->layer_count;
    int count = GDALDatasetGetLayerCount(layer->dataset);
    return count > 0 ? (size_t)count : 0;
}

static const char *name_of_sibling(const geo_layer *layer, size_t index)
{
    return layer->gpkg ? layer->gpkg->layer[index].table
                       : OGR_L_GetName(GDALDatasetGetLayer(layer->dataset, (int)index));
}

static geo_geometry geometry_of_sibling(const geo_layer *layer, size_t index)
{
    return layer->gpkg ? layer->gpkg->layer[index].geometry : geo_layer_gdal_geometry(layer, index);
}

static geo_status name_siblings(geo_context *context, geo_layer *layer)
{
    size_t count = count_siblings(layer);
    geo_status status = geo_alloc_array(context, count, sizeof *layer->sibling, &layer->sibling);
    for (size_t i = 0; i < count && status == GEO_OK; i++) {
        status = geo_copy_text(context, name_of_sibling(layer, i), &layer->sibling[i]);
        if (status == GEO_OK)
            layer->sibling_count++;
    }
    if (status == GEO_OK && count == 0)
        status = geo_fail(context, GEO_ERROR_INPUT, "%s: there is no layer in it", layer->input);
    return status;
}

static geo_status find_named(geo_context *context, const geo_layer *layer, const char *name,
                             size_t *index)
{
    for (size_t i = 0; i < layer->sibling_count; i++)
        if (strcmp(layer->sibling[i], name) == 0) {
            *index = i;
            return GEO_OK;
        }
    for (size_t i = 0; i < layer->sibling_count; i++)
        if (geo_same_name(layer->sibling[i], name)) {
            *index = i;
            return GEO_OK;
        }
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

static geo_status find_suitable(geo_context *context, const geo_layer *layer, geo_layer_use use,
                                size_t *index)
{
    size_t suitable = 0;
    *index = 0;
    if (layer->sibling_count == 1 || use == GEO_USE_FIRST)
        return GEO_OK;
    for (size_t i = 0; i < layer->sibling_count; i++) {
        if (!suits(use, geometry_of_sibling(layer, i)))
            continue;
        *index = i;
        suitable++;
    }
    if (suitable == 1)
        return GEO_OK;
    char list[1024];
    list_siblings(layer, list, sizeof list);
    return geo_fail(context, GEO_ERROR_INPUT, "%s: it has several layers; name one%s: %s",
                    layer->input, way_to_name(use), list);
}

geo_status geo_layer_choose(geo_context *context, geo_layer *layer, const char *name,
                            geo_layer_use use, size_t *index)
{
    geo_status status = name_siblings(context, layer);
    if (status == GEO_OK)
        status = name ? find_named(context, layer, name, index)
                      : find_suitable(context, layer, use, index);
    if (status != GEO_OK)
        return status;
    layer->use = use;
    layer->geometry = geometry_of_sibling(layer, *index);
    if (use == GEO_USE_POLYGONS && !suits(use, layer->geometry))
        return geo_fail(context, GEO_ERROR_INPUT,
                        "%s, layer %s: wrong geometry type: areas must be polygons", layer->input,
                        layer->sibling[*index]);
    return geo_copy_text(context, layer->sibling[*index], &layer->name);
}

/* ---- what the layer is like ------------------------------------------------------------- */

geo_status geo_layer_make_fields(geo_context *context, geo_layer *layer, size_t count)
{
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
    return status;
}

geo_status geo_layer_add_field(geo_context *context, geo_layer *layer, const char *name,
                               OGRFieldType type)
{
    size_t field = layer->field_count;
    layer->field_type[field] = type;
    geo_status status = geo_copy_text(context, name, &layer->field_name[field]);
    if (status != GEO_OK)
        return status;
    layer->field_count++;
    /* Binary fields are null in any case. */
    if (type != OFTBinary)
        layer->needed[layer->needed_count++] = field;
    return GEO_OK;
}

geo_status geo_layer_set_limit(geo_context *context, geo_layer *layer, int64_t limit)
{
    layer->row_limit = limit;
    if (limit > 0 && layer->declared > limit)
        return geo_fail(context, GEO_ERROR_LIMIT,
                        "%s, layer %s: %lld rows, the limit is %lld; raise it with --max-rows",
                        layer->input, layer->name, (long long)layer->declared, (long long)limit);
    return GEO_OK;
}

static void free_texts(char **text, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(text[i]);
    free(text);
}

/* ---- without GDAL ----------------------------------------------------------------------- */

static geo_status take_gpkg_fields(geo_context *context, geo_layer *layer)
{
    static const OGRFieldType type[] = {
        [GEO_GPKG_TEXT] = OFTString,   [GEO_GPKG_INTEGER] = OFTInteger64,
        [GEO_GPKG_REAL] = OFTReal,     [GEO_GPKG_DATE] = OFTDate,
        [GEO_GPKG_TIME] = OFTDateTime, [GEO_GPKG_BINARY] = OFTBinary,
    };
    const geo_gpkg *gpkg = layer->gpkg;
    geo_status status = geo_layer_make_fields(context, layer, gpkg->field_count);
    for (size_t i = 0; i < gpkg->field_count && status == GEO_OK; i++)
        status =
            geo_layer_add_field(context, layer, gpkg->field[i].name, type[gpkg->field[i].kind]);
    return status;
}

/* What has been found out of a file that GDAL is to open after all. */
static void forget_gpkg(geo_layer *layer)
{
    geo_gpkg_free(layer->gpkg);
    layer->gpkg = NULL;
    free_texts(layer->sibling, layer->sibling_count);
    layer->sibling = NULL;
    layer->sibling_count = 0;
    free(layer->name);
    layer->name = NULL;
}

static geo_status open_gpkg(geo_context *context, const char *name, geo_layer_use use,
                            const geo_limits *limits, geo_layer *layer)
{
    size_t index = 0;
    bool is_plain = false;
    geo_status status = geo_layer_choose(context, layer, name, use, &index);
    if (status == GEO_OK)
        status = geo_gpkg_choose(context, layer->gpkg, index, &is_plain);
    if (status == GEO_OK && !is_plain) {
        forget_gpkg(layer);
        return GEO_OK;
    }
    if (status == GEO_OK)
        status = geo_copy_text(context, "GPKG", &layer->format);
    if (status == GEO_OK)
        status = take_gpkg_fields(context, layer);
    if (status == GEO_OK)
        status = geo_crs_copy(context, &layer->gpkg->crs, &layer->crs);
    if (status != GEO_OK)
        return status;
    layer->declared = layer->gpkg->row_count;
    return geo_layer_set_limit(context, layer, limits->rows);
}

/* Only a file that is a plain GeoPackage, and not for its shapes, whose spatial index GDAL uses. It
 * is left to GDAL when layer->gpkg is NULL in the end. */
static geo_status open_without_gdal(geo_context *context, const geo_input *input, const char *name,
                                    geo_layer_use use, const geo_limits *limits, geo_layer *layer)
{
    geo_format format = GEO_FORMAT_CSV;
    if (input->content.data || use == GEO_USE_SHAPES)
        return GEO_OK;
    geo_status status = geo_format_of_input(context, input, &format);
    if (status != GEO_OK || format != GEO_FORMAT_GPKG)
        return status;
    status = geo_stage_prepare(context, input, limits, &layer->stage);
    if (status == GEO_OK)
        status = geo_check_proj_database(context);
    if (status == GEO_OK)
        status = geo_gpkg_open(context, &layer->stage, &layer->gpkg);
    if (status == GEO_OK && layer->gpkg)
        status = open_gpkg(context, name, use, limits, layer);
    return status;
}

/* ---- opening and closing ---------------------------------------------------------------- */

geo_status geo_layer_open_by(geo_context *context, const geo_input *input, const char *layer,
                             geo_layer_use use, const geo_limits *limits, geo_layer_way way,
                             geo_layer **out)
{
    const geo_limits usual = GEO_LIMITS_INIT;
    const geo_limits *chosen = limits ? limits : &usual;
    geo_layer *opened = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *opened, &opened);
    if (status != GEO_OK)
        return status;
    status = geo_copy_text(context, input->path, &opened->input);
    if (status == GEO_OK && way == GEO_LAYER_BY_ANY)
        status = open_without_gdal(context, input, layer, use, chosen, opened);
    if (status == GEO_OK && !opened->gpkg)
        status = geo_layer_open_by_gdal(context, input, layer, use, chosen, opened);
    if (status == GEO_OK)
        *out = opened;
    else
        geo_layer_free(opened);
    return status;
}

geo_status geo_layer_open(geo_context *context, const geo_input *input, const char *layer,
                          geo_layer_use use, const geo_limits *limits, geo_layer **out)
{
    return geo_layer_open_by(context, input, layer, use, limits, GEO_LAYER_BY_ANY, out);
}

void geo_layer_free(geo_layer *layer)
{
    if (!layer)
        return;
    geo_gpkg_free(layer->gpkg);
    geo_layer_close_gdal(layer);
    geo_stage_clear(&layer->stage);
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
    if (layer->gpkg) {
        if (layer->geometry != GEO_GEOMETRY_NONE)
            *extent = layer->gpkg->chosen->extent;
        return layer->geometry != GEO_GEOMETRY_NONE;
    }
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
