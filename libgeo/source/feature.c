/* Features of an open layer: fields as text, points, and polygons as rings. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cpl_string.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"
#include "source/gdal.h"
#include "source/layer_state.h"

const char geo_wrong_geometry[] = "not a point";

/* ---- fields as text --------------------------------------------------------------------- */

/* As few digits as read back to the same number. CPLsnprintf() knows no locale. */
static int print_real(double number, char *text, size_t size)
{
    int length = 0;
    for (int digits = 15; digits <= 17; digits++) {
        length = CPLsnprintf(text, size, "%.*g", digits, number);
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

/* A text that OGR keeps is borrowed; one that has to be made goes to `scratch`, whose place is only
 * final when all are made. */
static geo_status read_field(geo_context *context, geo_layer *layer, size_t index)
{
    char made[64];
    int length = 0;
    int field = (int)index;
    layer->field[index] = (geo_text){NULL, 0};
    layer->copied[index] = 0;
    if (!OGR_F_IsFieldSetAndNotNull(layer->feature, field))
        return GEO_OK;
    switch (layer->field_type[index]) {
    case OFTBinary:
        return GEO_OK;
    case OFTString: {
        const char *text = OGR_F_GetFieldAsString(layer->feature, field);
        layer->field[index] = geo_text_of(text);
        return GEO_OK;
    }
    case OFTInteger:
    case OFTInteger64:
        length = snprintf(made, sizeof made, "%lld",
                          (long long)OGR_F_GetFieldAsInteger64(layer->feature, field));
        break;
    case OFTReal:
        length = print_real(OGR_F_GetFieldAsDouble(layer->feature, field), made, sizeof made);
        break;
    case OFTDate:
    case OFTDateTime:
        length = print_date(layer, field, made, sizeof made);
        break;
    default: { /* a time of day, or a list */
        const char *text = OGR_F_GetFieldAsString(layer->feature, field);
        layer->copied[index] = layer->scratch.length + 1;
        layer->field[index].length = strlen(text);
        return geo_bytes_append(context, &layer->scratch, text, strlen(text));
    }
    }
    layer->copied[index] = layer->scratch.length + 1;
    layer->field[index].length = (size_t)length;
    return geo_bytes_append(context, &layer->scratch, made, (size_t)length);
}

static geo_status read_fields(geo_context *context, geo_layer *layer)
{
    layer->scratch.length = 0;
    for (size_t i = 0; i < layer->field_count; i++) {
        geo_status status = read_field(context, layer, i);
        if (status != GEO_OK)
            return status;
    }
    for (size_t i = 0; i < layer->field_count; i++)
        if (layer->copied[i] > 0)
            layer->field[i].data = layer->scratch.data + layer->copied[i] - 1;
    return GEO_OK;
}

int64_t geo_layer_integer(const geo_layer *layer, size_t field)
{
    if (!OGR_F_IsFieldSetAndNotNull(layer->feature, (int)field))
        return GEO_NO_INTEGER;
    return (int64_t)OGR_F_GetFieldAsInteger64(layer->feature, (int)field);
}

double geo_layer_real(const geo_layer *layer, size_t field)
{
    if (!OGR_F_IsFieldSetAndNotNull(layer->feature, (int)field))
        return (double)NAN;
    return OGR_F_GetFieldAsDouble(layer->feature, (int)field);
}

/* ---- points ----------------------------------------------------------------------------- */

static void read_point(const geo_layer *layer, geo_feature *feature)
{
    OGRGeometryH geometry = OGR_F_GetGeometryRef(layer->feature);
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

/* ---- the next feature ------------------------------------------------------------------- */

static geo_status finish(geo_context *context, const geo_layer *layer)
{
    if (layer->declared >= 0 && layer->row != layer->declared)
        return geo_fail(context, GEO_ERROR_INPUT,
                        "%s, layer %s: %lld rows could be read, the file says it has %lld; it is "
                        "truncated or damaged",
                        layer->input, layer->name, (long long)layer->row,
                        (long long)layer->declared);
    return geo_stage_check_unchanged(context, &layer->stage);
}

static geo_status step(geo_context *context, geo_layer *layer, bool *more)
{
    geo_gdal_errors errors = {0, ""};
    geo_gdal_enter(&errors);
    OGR_F_Destroy(layer->feature);
    layer->feature = OGR_L_GetNextFeature(layer->handle);
    geo_gdal_leave();
    *more = layer->feature != NULL;
    layer->is_broken = errors.count > 0 && *more && !OGR_F_GetGeometryRef(layer->feature);
    if (errors.count > 0 && !layer->is_broken)
        return geo_fail(context, GEO_ERROR_INPUT, "%s, layer %s, row %lld: %s", layer->input,
                        layer->name, (long long)layer->row + 1, errors.text);
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

geo_status geo_layer_append_rings(geo_context *context, geo_layer *layer, geo_rings *rings)
{
    OGRGeometryH geometry = OGR_F_GetGeometryRef(layer->feature);
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
