/* Features of an open layer as points, lines and rings. */
#include "core/context.h"
#include "source/gdal.h"
#include "source/layer_state.h"

/* Of the formats, a GeoPackage alone shows that it is whole without being read; of the others all
 * rows must come, to be counted. */
void geo_layer_keep_within(geo_layer *layer, const geo_extent *extent)
{
    if (layer->stage.format != GEO_FORMAT_GPKG || layer->gpkg || layer->is_begun ||
        !OGR_L_TestCapability(layer->handle, OLCFastSpatialFilter))
        return;
    OGR_L_SetSpatialFilterRect(layer->handle, extent->x_min, extent->y_min, extent->x_max,
                               extent->y_max);
    layer->is_filtered = true;
}

static geo_status append_point(geo_context *context, OGRGeometryH point, geo_parts *parts)
{
    double *x = NULL;
    double *y = NULL;
    geo_status status = geo_parts_add(context, parts, 1, GEO_PART_POINT, &x, &y);
    if (status != GEO_OK)
        return status;
    *x = OGR_G_GetX(point, 0);
    *y = OGR_G_GetY(point, 0);
    return GEO_OK;
}

/* A line, or a ring. One point alone is neither. */
static geo_status append_line(geo_context *context, OGRGeometryH line, geo_part_kind kind,
                              geo_parts *parts)
{
    double *x = NULL;
    double *y = NULL;
    int count = OGR_G_GetPointCount(line);
    if (count < 2)
        return GEO_OK;
    geo_status status = geo_parts_add(context, parts, (size_t)count, kind, &x, &y);
    if (status != GEO_OK)
        return status;
    OGR_G_GetPoints(line, x, sizeof *x, y, sizeof *y, NULL, 0);
    if (kind != GEO_PART_LINE)
        geo_parts_close(parts);
    return GEO_OK;
}

static geo_status append_polygon(geo_context *context, OGRGeometryH polygon, geo_parts *parts)
{
    geo_status status = GEO_OK;
    int rings = OGR_G_GetGeometryCount(polygon);
    for (int i = 0; i < rings && status == GEO_OK; i++)
        status = append_line(context, OGR_G_GetGeometryRef(polygon, i),
                             i > 0 ? GEO_PART_HOLE : GEO_PART_SHELL, parts);
    return status;
}

static geo_status append_any(geo_context *context, OGRGeometryH geometry, geo_parts *parts)
{
    if (OGR_G_IsEmpty(geometry))
        return GEO_OK;
    switch (OGR_GT_Flatten(OGR_G_GetGeometryType(geometry))) {
    case wkbPoint:
        return append_point(context, geometry, parts);
    case wkbLineString:
        return append_line(context, geometry, GEO_PART_LINE, parts);
    case wkbPolygon:
        return append_polygon(context, geometry, parts);
    case wkbMultiPoint:
    case wkbMultiLineString:
    case wkbMultiPolygon:
    case wkbGeometryCollection:
        break;
    default:
        parts->other_count++;
        return GEO_OK;
    }
    geo_status status = GEO_OK;
    int members = OGR_G_GetGeometryCount(geometry);
    for (int i = 0; i < members && status == GEO_OK; i++)
        status = append_any(context, OGR_G_GetGeometryRef(geometry, i), parts);
    return status;
}

geo_status geo_layer_append_parts(geo_context *context, geo_layer *layer, geo_parts *parts)
{
    OGRGeometryH geometry = OGR_F_GetGeometryRef(layer->feature);
    if (layer->is_broken)
        parts->broken_count++;
    if (!geometry)
        return GEO_OK;
    geo_gdal_errors errors = {0, ""};
    geo_gdal_enter(&errors);
    OGRGeometryH linear =
        OGR_G_HasCurveGeometry(geometry, 0) ? OGR_G_GetLinearGeometry(geometry, 0, NULL) : NULL;
    geo_status status = append_any(context, linear ? linear : geometry, parts);
    OGR_G_DestroyGeometry(linear);
    geo_gdal_leave();
    if (status == GEO_OK && errors.count > 0)
        status = geo_fail(context, GEO_ERROR_INPUT, "%s, layer %s, row %lld: %s", layer->input,
                          layer->name, (long long)layer->row, errors.text);
    return status;
}
