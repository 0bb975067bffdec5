#include "output/degrees.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "output/gdal_session.h"

#define WGS84_EPSG 4326

geo_status geo_check_degrees(geo_context *context, const geo_crs *crs, const char *what,
                             const char *format)
{
    if (crs->wkt)
        return GEO_OK;
    return geo_fail(context, GEO_ERROR_CRS,
                    "%s: %s is in WGS 84, but the CRS of the coordinates is unknown; give it with "
                    "--crs",
                    what, format);
}

/* From the CRS to WGS 84, both with east before north; NULL when GDAL has no way. */
static OGRCoordinateTransformationH transformation_from(OGRSpatialReferenceH from)
{
    OGRCoordinateTransformationH transformation = NULL;
    OGRSpatialReferenceH to = OSRNewSpatialReference(NULL);
    if (to && OSRImportFromEPSG(to, WGS84_EPSG) == OGRERR_NONE) {
        OSRSetAxisMappingStrategy(to, OAMS_TRADITIONAL_GIS_ORDER);
        transformation = OCTNewCoordinateTransformation(from, to);
    }
    OSRRelease(to);
    return transformation;
}

/* GDAL counts points as int. */
static void transform(OGRCoordinateTransformationH transformation, double *x, double *y,
                      int *is_good, size_t count)
{
    for (size_t done = 0; done < count;) {
        size_t part = count - done < INT_MAX ? count - done : INT_MAX;
        OCTTransformEx(transformation, (int)part, x + done, y + done, NULL, is_good + done);
        done += part;
    }
    for (size_t i = 0; i < count; i++)
        if (!is_good[i] || !isfinite(x[i]) || !isfinite(y[i]))
            x[i] = y[i] = NAN;
}

static geo_status find(geo_context *context, const geo_crs *crs, double *x, double *y, int *is_good,
                       size_t count)
{
    OGRSpatialReferenceH from = NULL;
    geo_status status = geo_gdal_crs(context, crs, &from);
    if (status != GEO_OK)
        return status;
    OGRCoordinateTransformationH transformation = transformation_from(from);
    if (transformation)
        transform(transformation, x, y, is_good, count);
    else
        status = geo_fail(context, GEO_ERROR_CRS,
                          "coordinates of the CRS %s can't be brought into WGS 84",
                          crs->name ? crs->name : "of the result");
    OCTDestroyCoordinateTransformation(transformation);
    OSRRelease(from);
    return status;
}

/* Longitudes first while GDAL works on them, then in pairs. */
static geo_status find_pairs(geo_context *context, const geo_crs *crs, double *plane, int *is_good,
                             size_t count, double *pair)
{
    geo_gdal_session session;
    geo_status status = geo_gdal_load(context, GEO_ERROR_OUTPUT, "degrees of WGS 84");
    if (status != GEO_OK)
        return status;
    geo_gdal_session_begin(&session);
    status = find(context, crs, plane, plane + count, is_good, count);
    geo_gdal_session_end(&session);
    for (size_t i = 0; i < count && status == GEO_OK; i++) {
        pair[2 * i] = plane[i];
        pair[2 * i + 1] = plane[count + i];
    }
    return status;
}

geo_status geo_find_degrees(geo_context *context, const geo_crs *crs, const double *x,
                            const double *y, size_t count, double **out)
{
    double *plane = NULL, *pair = NULL;
    int *is_good = NULL;
    geo_status status = geo_alloc_array(context, 2 * count, sizeof *plane, &plane);
    if (status == GEO_OK)
        status = geo_alloc_array(context, 2 * count, sizeof *pair, &pair);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *is_good, &is_good);
    if (status == GEO_OK && count > 0) {
        memcpy(plane, x, count * sizeof *x);
        memcpy(plane + count, y, count * sizeof *y);
        status = find_pairs(context, crs, plane, is_good, count, pair);
    }
    free(plane);
    free(is_good);
    if (status == GEO_OK)
        *out = pair;
    else
        free(pair);
    return status;
}
