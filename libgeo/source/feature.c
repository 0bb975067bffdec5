/* Features of an open layer: fields as text, points, and polygons as rings. */
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/gdal_library.h"
#include "core/memory.h"
#include "core/text.h"
#include "source/gdal.h"
#include "source/layer_state.h"
#include "source/stream.h"
#include "source/wkb.h"

const char geo_wrong_geometry[] = "not a point";

/* ---- fields as text --------------------------------------------------------------------- */

/* As few digits as read back to the same number. */
static int print_real(double number, char *text, size_t size)
{
    int length = 0;
    for (int digits = 15; digits <= 17; digits++) {
        length = geo_print_digits(number, digits, text, size);
        double back = 0;
        if (geo_number_parse((geo_text){text, (size_t)length}, &back) && back == number)
            break;
    }
    return length;
}

/* "Z", "+01:00", or nothing where the zone is not known; OGR counts quarters of an hour from 100.
 */
static int print_zone(int zone, char *text, size_t size)
{
    int minutes = abs(zone - 100) * 15;
    if (zone <= 1 || zone == 100)
        return snprintf(text, size, "%s", zone == 100 ? "Z" : "");
    return snprintf(text, size, "%c%02d:%02d", zone < 100 ? '-' : '+', minutes / 60, minutes % 60);
}

/* ISO 8601, with the thousandths and the zone that are there. */
static int print_date(const geo_layer *layer, int field, char *text, size_t size)
{
    int year, month, day, hour, minute, zone;
    float second;
    if (!OGR_F_GetFieldAsDateTimeEx(layer->feature, field, &year, &month, &day, &hour, &minute,
                                    &second, &zone))
        return 0;
    if (layer->field_type[field] == OFTDate)
        return snprintf(text, size, "%04d-%02d-%02d", year, month, day);
    int thousandths = (int)lroundf((second - floorf(second)) * 1000) % 1000;
    int length = snprintf(text, size, "%04d-%02d-%02dT%02d:%02d:%02d", year, month, day, hour,
                          minute, (int)second);
    if (thousandths > 0)
        length += snprintf(text + length, size - (size_t)length, ".%03d", thousandths);
    return length + print_zone(zone, text + length, size - (size_t)length);
}

/* A text that has to be made goes to `scratch`, whose place is only final when all are made. */
static geo_status keep_made(geo_context *context, geo_layer *layer, size_t field, const char *text,
                            size_t length)
{
    layer->copied[field] = layer->scratch.length + 1;
    layer->field[field].length = length;
    return geo_bytes_append(context, &layer->scratch, text, length);
}

static geo_status keep_integer(geo_context *context, geo_layer *layer, size_t field, int64_t number)
{
    char made[24]; /* filled from its end */
    size_t start = sizeof made;
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    do
        made[--start] = (char)('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (number < 0)
        made[--start] = '-';
    return keep_made(context, layer, field, made + start, sizeof made - start);
}

static geo_status keep_real(geo_context *context, geo_layer *layer, size_t field, double number)
{
    char made[64];
    int length = print_real(number, made, sizeof made);
    return keep_made(context, layer, field, made, (size_t)length);
}

static geo_status keep_date(geo_context *context, geo_layer *layer, size_t field)
{
    char made[64];
    int length = print_date(layer, (int)field, made, sizeof made);
    return keep_made(context, layer, field, made, (size_t)length);
}

/* A text that OGR keeps is borrowed. */
static geo_status read_field(geo_context *context, geo_layer *layer, size_t index)
{
    int field = (int)index;
    if (!OGR_F_IsFieldSetAndNotNull(layer->feature, field))
        return GEO_OK;
    switch (layer->field_type[index]) {
    case OFTString:
        layer->field[index] = geo_text_of(OGR_F_GetFieldAsString(layer->feature, field));
        return GEO_OK;
    case OFTInteger:
    case OFTInteger64:
        return keep_integer(context, layer, index,
                            (int64_t)OGR_F_GetFieldAsInteger64(layer->feature, field));
    case OFTReal:
        return keep_real(context, layer, index, OGR_F_GetFieldAsDouble(layer->feature, field));
    case OFTDate:
    case OFTDateTime:
        return keep_date(context, layer, index);
    default: { /* a time of day, or a list */
        const char *text = OGR_F_GetFieldAsString(layer->feature, field);
        return keep_made(context, layer, index, text, strlen(text));
    }
    }
}

/* ---- rows that are no features ---------------------------------------------------------- */

static bool is_without_features(const geo_layer *layer)
{
    return layer->gpkg || layer->stream;
}

static bool has_value(const geo_layer *layer, size_t field)
{
    return layer->gpkg ? layer->gpkg->column[field] >= 0 && layer->gpkg->value[field].is_there
                       : geo_stream_has(layer->stream, field);
}

static int64_t integer_value(const geo_layer *layer, size_t field)
{
    return layer->gpkg ? layer->gpkg->value[field].integer
                       : geo_stream_integer(layer->stream, field);
}

static double real_value(const geo_layer *layer, size_t field)
{
    return layer->gpkg ? layer->gpkg->value[field].real : geo_stream_real(layer->stream, field);
}

/* Well-known binary. */
static geo_text geometry_value(const geo_layer *layer)
{
    return layer->gpkg ? layer->gpkg->geometry : geo_stream_geometry(layer->stream);
}

static geo_status read_value(geo_context *context, geo_layer *layer, size_t field)
{
    if (!has_value(layer, field))
        return GEO_OK;
    switch (layer->field_type[field]) {
    case OFTInteger:
    case OFTInteger64:
        return keep_integer(context, layer, field, integer_value(layer, field));
    case OFTReal:
        return keep_real(context, layer, field, real_value(layer, field));
    default:
        layer->field[field] =
            layer->gpkg ? layer->gpkg->value[field].text : geo_stream_text(layer->stream, field);
        return GEO_OK;
    }
}

/* ---- fields of either ------------------------------------------------------------------- */

static geo_status read_fields(geo_context *context, geo_layer *layer)
{
    layer->scratch.length = 0;
    for (size_t i = 0; i < layer->needed_count; i++) {
        size_t field = layer->needed[i];
        layer->field[field] = (geo_text){NULL, 0};
        layer->copied[field] = 0;
        geo_status status = is_without_features(layer) ? read_value(context, layer, field)
                                                       : read_field(context, layer, field);
        if (status != GEO_OK)
            return status;
    }
    for (size_t i = 0; i < layer->needed_count; i++) {
        size_t field = layer->needed[i];
        if (layer->copied[field] > 0)
            layer->field[field].data = layer->scratch.data + layer->copied[field] - 1;
    }
    return GEO_OK;
}

int64_t geo_layer_integer(const geo_layer *layer, size_t field)
{
    if (is_without_features(layer))
        return has_value(layer, field) ? integer_value(layer, field) : GEO_NO_INTEGER;
    if (!OGR_F_IsFieldSetAndNotNull(layer->feature, (int)field))
        return GEO_NO_INTEGER;
    return (int64_t)OGR_F_GetFieldAsInteger64(layer->feature, (int)field);
}

double geo_layer_real(const geo_layer *layer, size_t field)
{
    if (is_without_features(layer))
        return has_value(layer, field) ? real_value(layer, field) : (double)NAN;
    if (!OGR_F_IsFieldSetAndNotNull(layer->feature, (int)field))
        return (double)NAN;
    return OGR_F_GetFieldAsDouble(layer->feature, (int)field);
}

/* ---- points ----------------------------------------------------------------------------- */

static void read_point(const geo_layer *layer, geo_feature *feature)
{
    OGRGeometryH geometry = layer->feature ? OGR_F_GetGeometryRef(layer->feature) : NULL;
    if (layer->is_broken)
        feature->bad_geometry = "geometry cannot be decoded";
    if (!geometry || OGR_G_IsEmpty(geometry))
        return;
    OGRwkbGeometryType type = OGR_GT_Flatten(OGR_G_GetGeometryType(geometry));
    if (type == wkbMultiPoint && OGR_G_GetGeometryCount(geometry) == 1) {
        geometry = OGR_G_GetGeometryRef(geometry, 0);
        type = wkbPoint;
    }
    if (type == wkbPoint) {
        feature->has_point = true;
        feature->x = OGR_G_GetX(geometry, 0);
        feature->y = OGR_G_GetY(geometry, 0);
    } else {
        feature->bad_geometry = type == wkbMultiPoint ? "more than one point" : geo_wrong_geometry;
    }
}

/* ---- geometry of rows that are no features ---------------------------------------------- */

static void decode_geometry(geo_layer *layer, geo_text wkb)
{
    OGRGeometryH geometry = NULL;
    if (wkb.length > INT_MAX ||
        OGR_G_CreateFromWkb(wkb.data, NULL, &geometry, (int)wkb.length) != OGRERR_NONE)
        return;
    layer->feature = OGR_F_Create(OGR_L_GetLayerDefn(layer->handle));
    OGR_F_SetGeometryDirectly(layer->feature, geometry);
}

/* Lets GDAL make the current row's geometry, which is none of the usual ones. */
static geo_status ask_for_geometry(geo_context *context, geo_layer *layer)
{
    geo_text wkb = geometry_value(layer);
    geo_gdal_errors errors = {0, ""};
    if (!wkb.data) /* null */
        return GEO_OK;
    geo_status status = layer->gpkg ? geo_layer_open_aside(context, layer) : GEO_OK;
    if (status != GEO_OK)
        return status;
    geo_gdal_enter(&errors);
    if (layer->gpkg)
        geo_layer_fetch_feature(layer);
    else
        decode_geometry(layer, wkb);
    geo_gdal_leave();
    layer->is_broken =
        errors.count > 0 && !(layer->feature && OGR_F_GetGeometryRef(layer->feature));
    if (layer->gpkg ? layer->feature != NULL && (errors.count == 0 || layer->is_broken)
                    : errors.count == 0 || layer->is_broken)
        return GEO_OK;
    return geo_fail(context, GEO_ERROR_INPUT, "%s, layer %s, row %lld: %s", layer->input,
                    layer->name, (long long)layer->row, errors.text);
}

static geo_status read_point_value(geo_context *context, geo_layer *layer, geo_feature *feature)
{
    feature->has_point = geo_wkb_point(geometry_value(layer), &feature->x, &feature->y);
    if (feature->has_point)
        return GEO_OK;
    geo_status status = ask_for_geometry(context, layer);
    if (status == GEO_OK)
        read_point(layer, feature);
    return status;
}

/* ---- the next feature ------------------------------------------------------------------- */

static geo_status finish(geo_context *context, const geo_layer *layer)
{
    if (layer->declared >= 0 && !layer->is_filtered && layer->row != layer->declared)
        return geo_fail(context, GEO_ERROR_INPUT,
                        "%s, layer %s: %lld rows could be read, the file says it has %lld; it is "
                        "truncated or damaged",
                        layer->input, layer->name, (long long)layer->row,
                        (long long)layer->declared);
    return geo_stage_check_unchanged(context, &layer->stage);
}

/* Fields are left out by name, and this name is the geometry's. */
static bool is_reserved(const char *name)
{
    return geo_same_name(name, "OGR_GEOMETRY");
}

/* A GeoPackage's table without geometry is read whole, or an index of the fields that are left
 * might decide the order of its rows. */
geo_status geo_layer_leave_out_fields(geo_context *context, const geo_layer *layer)
{
    const char **left_out = NULL;
    size_t count = 0;
    size_t next = 0;
    if (!OGR_L_TestCapability(layer->handle, OLCIgnoreFields) ||
        layer->stage.format == GEO_FORMAT_XLSX ||
        (layer->stage.format == GEO_FORMAT_GPKG && layer->geometry == GEO_GEOMETRY_NONE))
        return GEO_OK;
    geo_status status =
        geo_alloc_array(context, layer->field_count + 1, sizeof *left_out, &left_out);
    if (status != GEO_OK)
        return status;
    for (size_t i = 0; i < layer->field_count; i++)
        if (next < layer->needed_count && layer->needed[next] == i)
            next++;
        else if (!is_reserved(layer->field_name[i]))
            left_out[count++] = layer->field_name[i];
    if (count > 0)
        OGR_L_SetIgnoredFields(layer->handle, left_out);
    free(left_out);
    return GEO_OK;
}

static geo_status begin(geo_context *context, geo_layer *layer)
{
    geo_gdal_errors errors = {0, ""};
    layer->is_begun = true;
    if (layer->gpkg)
        return GEO_OK;
    geo_gdal_enter(&errors);
    geo_status status = geo_layer_leave_out_fields(context, layer);
    for (int64_t i = 0; i < layer->header_rows; i++)
        OGR_F_Destroy(OGR_L_GetNextFeature(layer->handle));
    geo_gdal_leave();
    if (status == GEO_OK && errors.count > 0)
        status = geo_fail(context, GEO_ERROR_INPUT, "%s, layer %s: %s", layer->input, layer->name,
                          errors.text);
    if (status != GEO_OK || layer->use == GEO_USE_SHAPES)
        return status;
    return geo_stream_begin(context, layer, &layer->stream);
}

/* Goes on with the features from the current row on: they say what is wrong, if anything is. */
static void skip_rows(geo_layer *layer)
{
    geo_gdal_errors ignored = {0, ""}; /* of rows that have been read otherwise */
    geo_gdal_enter(&ignored);
    OGR_L_ResetReading(layer->handle);
    for (int64_t i = 0; i < layer->row; i++)
        OGR_F_Destroy(OGR_L_GetNextFeature(layer->handle));
    geo_gdal_leave();
}

static geo_status step_in_stream(geo_context *context, geo_layer *layer, bool *more)
{
    geo_stream_step step = GEO_STREAM_END;
    geo_status status = geo_stream_next(context, layer->stream, &step);
    *more = step == GEO_STREAM_ROW;
    if (status == GEO_OK && !*more &&
        (step == GEO_STREAM_TROUBLE || layer->row != layer->declared)) {
        geo_stream_end(layer->stream);
        layer->stream = NULL;
        skip_rows(layer);
    }
    return status;
}

static geo_status step_in_gpkg(geo_context *context, geo_layer *layer, bool *more)
{
    geo_gpkg_step step = geo_gpkg_next(layer->gpkg, layer->needed, layer->needed_count);
    *more = step == GEO_GPKG_ROW;
    if (step != GEO_GPKG_TROUBLE)
        return GEO_OK;
    geo_status status = geo_layer_turn_to_gdal(context, layer);
    if (status == GEO_OK)
        skip_rows(layer);
    return status;
}

static geo_status step_to_feature(geo_context *context, geo_layer *layer, bool *more)
{
    geo_gdal_errors errors = {0, ""};
    geo_gdal_enter(&errors);
    layer->feature = OGR_L_GetNextFeature(layer->handle);
    geo_gdal_leave();
    *more = layer->feature != NULL;
    layer->is_broken = errors.count > 0 && *more && !OGR_F_GetGeometryRef(layer->feature);
    if (errors.count > 0 && !layer->is_broken)
        return geo_fail(context, GEO_ERROR_INPUT, "%s, layer %s, row %lld: %s", layer->input,
                        layer->name, (long long)layer->row + 1, errors.text);
    return GEO_OK;
}

static geo_status step(geo_context *context, geo_layer *layer, bool *more)
{
    geo_status status = layer->is_begun ? GEO_OK : begin(context, layer);
    if (layer->feature)
        OGR_F_Destroy(layer->feature);
    layer->feature = NULL;
    layer->is_broken = false;
    *more = false;
    if (status == GEO_OK && layer->gpkg)
        status = step_in_gpkg(context, layer, more);
    else if (status == GEO_OK && layer->stream)
        status = step_in_stream(context, layer, more);
    if (status == GEO_OK && !is_without_features(layer))
        status = step_to_feature(context, layer, more);
    if (status != GEO_OK)
        return status;
    if (!*more)
        return finish(context, layer);
    layer->row++;
    if (layer->row_limit > 0 && layer->row > layer->row_limit)
        return geo_fail(context, GEO_ERROR_LIMIT,
                        "%s, layer %s: more than %lld rows, the limit; raise it with --max-rows",
                        layer->input, layer->name, (long long)layer->row_limit);
    return GEO_OK;
}

geo_status geo_layer_next(geo_context *context, geo_layer *layer, geo_feature *feature, bool *more)
{
    geo_status status = step(context, layer, more);
    if (status == GEO_OK && *more)
        status = read_fields(context, layer);
    if (status != GEO_OK || !*more)
        return status;
    *feature = (geo_feature){.row = layer->row, .field = layer->field};
    if (layer->use == GEO_USE_POLYGONS || layer->use == GEO_USE_SHAPES)
        return GEO_OK;
    if (is_without_features(layer))
        return read_point_value(context, layer, feature);
    read_point(layer, feature);
    return GEO_OK;
}

/* ---- polygons --------------------------------------------------------------------------- */

static geo_status append_ring(geo_context *context, OGRGeometryH ring, bool is_hole,
                              geo_rings *rings)
{
    double *x = NULL;
    double *y = NULL;
    int count = OGR_G_GetPointCount(ring);
    if (count < 1)
        return GEO_OK;
    geo_status status = geo_rings_add(context, rings, (size_t)count, is_hole, &x, &y);
    if (status != GEO_OK)
        return status;
    OGR_G_GetPoints(ring, x, sizeof *x, y, sizeof *y, NULL, 0);
    geo_rings_close(rings);
    return GEO_OK;
}

/* Polygons and collections of nothing but polygons. */
static geo_status append_polygons(geo_context *context, const geo_layer *layer,
                                  OGRGeometryH geometry, geo_rings *rings)
{
    OGRwkbGeometryType type = OGR_GT_Flatten(OGR_G_GetGeometryType(geometry));
    bool is_polygon = type == wkbPolygon;
    if (!is_polygon && type != wkbMultiPolygon && type != wkbGeometryCollection)
        return geo_fail(context, GEO_ERROR_INPUT,
                        "%s, layer %s, row %lld: wrong geometry type: %s where a polygon is needed",
                        layer->input, layer->name, (long long)layer->row,
                        OGRGeometryTypeToName(type));
    geo_status status = GEO_OK;
    int parts = OGR_G_GetGeometryCount(geometry);
    for (int i = 0; i < parts && status == GEO_OK; i++) {
        OGRGeometryH part = OGR_G_GetGeometryRef(geometry, i);
        status = is_polygon ? append_ring(context, part, i > 0, rings)
                            : append_polygons(context, layer, part, rings);
    }
    return status;
}

static geo_status append_geometry(geo_context *context, geo_layer *layer, geo_rings *rings)
{
    OGRGeometryH geometry = layer->feature ? OGR_F_GetGeometryRef(layer->feature) : NULL;
    if (layer->is_broken)
        rings->broken_count++;
    if (!geometry || OGR_G_IsEmpty(geometry))
        return GEO_OK;
    geo_gdal_errors errors = {0, ""};
    geo_gdal_enter(&errors);
    OGRGeometryH linear =
        OGR_G_HasCurveGeometry(geometry, 0) ? OGR_G_GetLinearGeometry(geometry, 0, NULL) : NULL;
    geo_status status = append_polygons(context, layer, linear ? linear : geometry, rings);
    OGR_G_DestroyGeometry(linear);
    geo_gdal_leave();
    if (status == GEO_OK && errors.count > 0)
        status = geo_fail(context, GEO_ERROR_INPUT, "%s, layer %s, row %lld: %s", layer->input,
                          layer->name, (long long)layer->row, errors.text);
    return status;
}

geo_status geo_layer_append_rings(geo_context *context, geo_layer *layer, geo_rings *rings)
{
    bool is_plain = false;
    geo_status status = GEO_OK;
    if (is_without_features(layer))
        status = geo_wkb_append_rings(context, geometry_value(layer), rings, &is_plain);
    if (status == GEO_OK && !is_plain && is_without_features(layer) && !layer->feature)
        status = ask_for_geometry(context, layer);
    return status == GEO_OK && !is_plain ? append_geometry(context, layer, rings) : status;
}
