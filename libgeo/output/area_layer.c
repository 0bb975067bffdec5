/* A table about areas as a layer of their polygons. */
#include "output/area_layer.h"

#include <math.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/gdal_library.h"
#include "core/memory.h"
#include "core/text.h"
#include "core/utf8.h"
#include "output/area_polygons.h"
#include "output/layer_style.h"

static geo_status fail(geo_area_layer *work, const char *action)
{
    return geo_gdal_fail(work->context, work->session, work->name, action);
}

/* ---- what is written ------------------------------------------------------------------------ */

/* One row for each area at most. */
geo_status geo_area_layer_check_rows(geo_context *context, const geo_layer *layer,
                                     size_t *area_count)
{
    const geo_table *table = layer->table;
    const char *name = geo_area_layer_name(layer);
    bool *is_met = NULL;
    *area_count = 0;
    if (!table->area && table->row_count > 0)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "%s: the rows of this table are not about areas, so it can't be a layer",
                        name);
    geo_status status = geo_alloc_array(context, layer->areas->count, sizeof *is_met, &is_met);
    for (size_t row = 0; row < table->row_count && status == GEO_OK; row++) {
        int32_t area = table->area[row];
        if (area == GEO_NO_CODE)
            continue;
        if (area < 0 || (size_t)area >= layer->areas->count)
            status = geo_fail(context, GEO_ERROR_USAGE,
                              "%s: row %zu is about an area that there is not", name, row + 1);
        else if (is_met[area])
            status = geo_fail(context, GEO_ERROR_USAGE,
                              "%s: two rows are about area %s; a layer has one for each area", name,
                              layer->areas->code[area]);
        else
            is_met[area] = true;
        ++*area_count;
    }
    free(is_met);
    return status;
}

/* What must not be parted from the numbers, where QGIS shows it: the layer's properties. */
static geo_status describe(geo_area_layer *work)
{
    const geo_table *table = work->table;
    geo_bytes *text = &work->description;
    geo_status status = geo_utf8_append(work->context, text, geo_text_of(table->title));
    for (size_t i = 0; i < table->note_count && status == GEO_OK; i++) {
        status = geo_bytes_append(work->context, text, "\n", text->length > 0);
        if (status == GEO_OK)
            status = geo_utf8_append(work->context, text, geo_text_of(table->note[i]));
    }
    return status == GEO_OK ? geo_bytes_append(work->context, text, "", 1) : status;
}

const char *geo_area_layer_name(const geo_layer *layer)
{
    return layer->name ? layer->name : "areas";
}

static geo_status prepare(geo_area_layer *work, const geo_layer *layer)
{
    geo_context *context = work->context;
    if (geo_same_name(work->name, GEO_LAYER_STYLES))
        return geo_fail(context, GEO_ERROR_USAGE,
                        "a layer can't be called %s, which is the table of QGIS's styles",
                        work->name);
    geo_status status = geo_area_layer_check_rows(context, layer, &work->area_count);
    if (status == GEO_OK && work->style)
        status = geo_layer_style_check(context, work->style, work->table);
    if (status == GEO_OK)
        status =
            geo_area_columns_fill(context, work->areas, work->table, work->name, &work->columns);
    const geo_point_fields *fields = &work->columns.fields;
    if (status == GEO_OK)
        status =
            geo_point_fields_free_name(context, fields, fields->count, "fid", &work->id_column);
    if (status == GEO_OK)
        status = geo_point_fields_free_name(context, fields, fields->count, "geom",
                                            &work->geometry_column);
    return status == GEO_OK ? describe(work) : status;
}

/* ---- features ------------------------------------------------------------------------------- */

static bool create_fields(const geo_area_layer *work, OGRLayerH layer)
{
    static const OGRFieldType type[] = {
        [GEO_TEXT] = OFTString, [GEO_INTEGER] = OFTInteger64, [GEO_REAL] = OFTReal};
    const geo_point_fields *fields = &work->columns.fields;
    for (size_t i = 0; i < fields->count; i++) {
        OGRFieldDefnH field = OGR_Fld_Create(fields->name[i], type[fields->type[i]]);
        OGRErr error = OGR_L_CreateField(layer, field, FALSE);
        OGR_Fld_Destroy(field);
        if (error != OGRERR_NONE)
            return false;
    }
    return (size_t)OGR_FD_GetFieldCount(OGR_L_GetLayerDefn(layer)) == fields->count;
}

static char **layer_options(const geo_area_layer *work)
{
    char **options = CSLSetNameValue(NULL, "DESCRIPTION", work->description.data);
    if (work->is_geojson) {
        options = CSLSetNameValue(options, "RFC7946", "YES");
        return CSLSetNameValue(options, "WRITE_BBOX", "NO");
    }
    options = CSLSetNameValue(options, "SPATIAL_INDEX", "YES");
    options = CSLSetNameValue(options, "FID", work->id_column);
    return CSLSetNameValue(options, "GEOMETRY_NAME", work->geometry_column);
}

static geo_status create_layer(geo_area_layer *work, GDALDatasetH dataset, OGRLayerH *out)
{
    OGRSpatialReferenceH reference = NULL;
    geo_status status = geo_gdal_crs(work->context, &work->areas->crs, &reference);
    if (status != GEO_OK)
        return status;
    char **options = layer_options(work);
    *out = GDALDatasetCreateLayer(dataset, work->name, reference, wkbMultiPolygon, options);
    if (!*out || !create_fields(work, *out) || work->session->failure_count > 0)
        status = fail(work, "the layer could not be made");
    CSLDestroy(options);
    OSRRelease(reference);
    return status;
}

static geo_status write_row(geo_area_layer *work, OGRLayerH layer, OGRFeatureH feature, size_t row)
{
    size_t area = (size_t)work->table->area[row];
    geo_status status = geo_area_columns_set(work->context, &work->columns, row, area, feature);
    if (status != GEO_OK)
        return status;
    OGR_F_SetFID(feature, OGRNullFID);
    OGR_F_SetGeometryDirectly(feature, geo_area_polygons(work->areas, area));
    if (OGR_L_CreateFeature(layer, feature) != OGRERR_NONE || work->session->failure_count > 0)
        return fail(work, "an area could not be written");
    return GEO_OK;
}

static geo_status write_rows(geo_area_layer *work, OGRLayerH layer)
{
    geo_status status = GEO_OK;
    OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
    if (!feature)
        return geo_fail(work->context, GEO_ERROR_MEMORY, "out of memory: a feature");
    for (size_t row = 0; row < work->table->row_count && status == GEO_OK; row++)
        if (work->table->area[row] != GEO_NO_CODE)
            status = write_row(work, layer, feature, row);
    OGR_F_Destroy(feature);
    return status;
}

/* ---- style ---------------------------------------------------------------------------------- */

static bool is_null(const geo_column *column, size_t row)
{
    return column->type == GEO_TEXT      ? !column->text[row]
           : column->type == GEO_INTEGER ? column->integer[row] == GEO_NO_INTEGER
                                         : !isfinite(column->real[row]);
}

static bool has_null(const geo_area_layer *work)
{
    if (!work->style->field)
        return false;
    const geo_column *column = geo_table_find(work->table, work->style->field);
    for (size_t row = 0; row < work->table->row_count; row++)
        if (work->table->area[row] != GEO_NO_CODE && is_null(column, row) &&
            geo_table_mark(column, row) != GEO_MARK_HIDDEN)
            return true;
    return false;
}

/* The mean of the areas' breadths, taken as the sides of squares like the boxes around them. */
static double breadth_of_areas(const geo_area_layer *work)
{
    const geo_areas *areas = work->areas;
    double sum = 0;
    for (size_t row = 0; row < work->table->row_count; row++) {
        if (work->table->area[row] == GEO_NO_CODE)
            continue;
        size_t area = (size_t)work->table->area[row];
        size_t first = areas->ring_point[areas->area_ring[area]];
        size_t end = areas->ring_point[areas->area_ring[area + 1]];
        geo_extent box = geo_extent_of(areas->x + first, areas->y + first, end - first);
        if (box.x_min < box.x_max)
            sum += sqrt((box.x_max - box.x_min) * (box.y_max - box.y_min));
    }
    return work->area_count > 0 ? sum / (double)work->area_count : 0;
}

/* From where on most names have room: an area is then some 15 mm across. */
static double label_scale(const geo_area_layer *work)
{
    const double room_m = 0.015;
    double scale = work->areas->crs.is_metric ? breadth_of_areas(work) / room_m : 0;
    return scale < 1e9 ? ceil(scale / 1000) * 1000 : 0;
}

static geo_status write_style(geo_area_layer *work, GDALDatasetH dataset)
{
    const geo_layer_style *style = work->style;
    const geo_area_columns *columns = &work->columns;
    geo_bytes qml = GEO_BYTES_INIT;
    const geo_qml_need need = {
        .style = style,
        .field = style->field ? geo_area_columns_find(columns, style->field) : NULL,
        .hidden_field = style->field ? geo_area_columns_find_hidden(columns, style->field) : NULL,
        .name_field = style->name_field ? geo_area_columns_find(columns, style->name_field) : NULL,
        .has_null = has_null(work),
        .label_scale = label_scale(work)};
    if (style->name_field && !need.name_field)
        return geo_fail(work->context, GEO_ERROR_USAGE,
                        "areas are to be named by \"%s\", but the table has no such column",
                        style->name_field);
    geo_status status = geo_qml_append(work->context, &need, &qml);
    if (status == GEO_OK)
        status = geo_bytes_append(work->context, &qml, "", 1);
    const geo_layer_style_row row = {.layer = work->name,
                                     .geometry_column = work->geometry_column,
                                     .name = need.field ? need.field : work->name,
                                     .description = work->table->title,
                                     .date = work->date,
                                     .qml = qml.data};
    if (status == GEO_OK &&
        (!geo_layer_style_write(dataset, &row) || work->session->failure_count > 0))
        status = fail(work, "the style of the layer could not be written");
    geo_bytes_clear(&qml);
    return status;
}

/* ---- the layer ------------------------------------------------------------------------------ */

geo_status geo_area_layer_open(geo_context *context, const geo_layer *layer, geo_area_layer *out)
{
    *out = (geo_area_layer){.context = context,
                            .areas = layer->areas,
                            .table = layer->table,
                            .style = layer->style,
                            .name = geo_area_layer_name(layer)};
    return prepare(out, layer);
}

geo_status geo_area_layer_write(geo_area_layer *work, GDALDatasetH dataset)
{
    OGRLayerH layer = NULL;
    geo_status status = create_layer(work, dataset, &layer);
    if (status != GEO_OK)
        return status;
    bool has_transactions = GDALDatasetTestCapability(dataset, ODsCTransactions) != 0;
    if (has_transactions && GDALDatasetStartTransaction(dataset, FALSE) != OGRERR_NONE)
        return fail(work, "could not be begun");
    status = write_rows(work, layer);
    if (status == GEO_OK && work->style)
        status = write_style(work, dataset);
    if (status == GEO_OK && has_transactions &&
        GDALDatasetCommitTransaction(dataset) != OGRERR_NONE)
        status = fail(work, "could not be written whole");
    return status;
}

geo_status geo_area_layer_verify(geo_area_layer *work, GDALDatasetH dataset)
{
    OGRLayerH layer = GDALDatasetGetLayerByName(dataset, work->name);
    OGRFeatureH feature = NULL;
    size_t count = 0;
    while (layer && (feature = OGR_L_GetNextFeature(layer)) != NULL) {
        count++;
        OGR_F_Destroy(feature);
    }
    if (work->session->failure_count > 0)
        return fail(work, "could not be read back");
    if (count != work->area_count)
        return geo_fail(work->context, GEO_ERROR_OUTPUT,
                        "%s: reads back with %zu areas, but %zu were written", work->name, count,
                        work->area_count);
    return GEO_OK;
}

void geo_area_layer_clear(geo_area_layer *layer)
{
    geo_area_columns_clear(&layer->columns);
    free(layer->id_column);
    free(layer->geometry_column);
    geo_bytes_clear(&layer->description);
}
