/* Tables about areas as layers of their polygons, in a GeoPackage or GeoJSON. */
#include <stdio.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/gdal_library.h"
#include "core/memory.h"
#include "core/text.h"
#include "output/area_layer.h"
#include "output/degrees.h"
#include "output/layer_style.h"

static const char geopackage[] = "GPKG", geojson[] = "GeoJSON";

typedef struct area_file {
    geo_context *context;
    const char *driver;
    size_t layer_count;
    geo_area_layer *layer; /* [layer_count] */
    size_t open_count;     /* of them */
    char path[64];         /* in GDAL's memory */
    geo_gdal_session session;
    geo_gdal_settings settings;
} area_file;

/* The first layer stands for the file in messages. */
static geo_status fail(area_file *work, const char *action)
{
    return geo_gdal_fail(work->context, &work->session, work->layer[0].name, action);
}

static geo_status check_names(const area_file *work)
{
    for (size_t i = 0; i < work->layer_count; i++)
        for (size_t k = 0; k < i; k++)
            if (geo_same_name(work->layer[i].name, work->layer[k].name))
                return geo_fail(work->context, GEO_ERROR_USAGE,
                                "two layers of one file are called %s", work->layer[i].name);
    return GEO_OK;
}

static geo_status open_layers(area_file *work, const geo_layer *layer)
{
    geo_status status = GEO_OK;
    for (; work->open_count < work->layer_count && status == GEO_OK; work->open_count++) {
        geo_area_layer *opened = &work->layer[work->open_count];
        status = geo_area_layer_open(work->context, &layer[work->open_count], opened);
        opened->is_geojson = work->driver == geojson;
        opened->session = &work->session;
        opened->date = work->settings.date;
    }
    return status == GEO_OK ? check_names(work) : status;
}

/* The spatial index is made when the file is closed, and GDALClose() of GDAL 3.6 has no return
 * value: the count of failures tells. */
static geo_status write_file(area_file *work)
{
    geo_status status = GEO_OK;
    GDALDatasetH dataset =
        GDALCreate(GDALGetDriverByName(work->driver), work->path, 0, 0, 0, GDT_Unknown, NULL);
    if (!dataset)
        return fail(work, "could not be made");
    for (size_t i = 0; i < work->layer_count && status == GEO_OK; i++)
        status = geo_area_layer_write(&work->layer[i], dataset);
    GDALClose(dataset);
    if (status == GEO_OK && work->session.failure_count > 0)
        status = fail(work, "could not be written whole");
    return status;
}

static geo_status count_styles(area_file *work, GDALDatasetH dataset)
{
    OGRLayerH styles = GDALDatasetGetLayerByName(dataset, GEO_LAYER_STYLES);
    GIntBig found = styles ? OGR_L_GetFeatureCount(styles, TRUE) : 0;
    GIntBig written = 0;
    for (size_t i = 0; i < work->layer_count; i++)
        written += work->layer[i].style != NULL;
    if (work->session.failure_count > 0)
        return fail(work, "could not be read back");
    if (found != written)
        return geo_fail(work->context, GEO_ERROR_OUTPUT,
                        "%s: reads back with %lld styles, but %lld were written",
                        work->layer[0].name, (long long)found, (long long)written);
    return GEO_OK;
}

static geo_status verify(area_file *work)
{
    const char *const driver[] = {work->driver, NULL};
    GDALDatasetH dataset =
        GDALOpenEx(work->path, GDAL_OF_VECTOR | GDAL_OF_READONLY, driver, NULL, NULL);
    if (!dataset)
        return fail(work, "could not be read back");
    geo_status status = count_styles(work, dataset);
    for (size_t i = 0; i < work->layer_count && status == GEO_OK; i++)
        status = geo_area_layer_verify(&work->layer[i], dataset);
    GDALClose(dataset);
    return status;
}

static geo_status take_bytes(area_file *work, geo_bytes *out)
{
    vsi_l_offset length = 0;
    const GByte *data = VSIGetMemFileBuffer(work->path, &length, FALSE);
    return data ? geo_bytes_append(work->context, out, data, (size_t)length)
                : fail(work, "could not be read back");
}

static geo_status make_file(area_file *work, geo_bytes *out)
{
    geo_status status = geo_gdal_load(work->context, GEO_ERROR_OUTPUT, work->layer[0].name);
    if (status != GEO_OK)
        return status;
    geo_gdal_session_begin(&work->session);
    geo_gdal_settings_begin(&work->settings);
    status = write_file(work);
    if (status == GEO_OK)
        status = verify(work);
    if (status == GEO_OK)
        status = take_bytes(work, out);
    VSIUnlink(work->path);
    if (status == GEO_OK && work->session.warning_count > 0)
        geo_add_warning(work->context, "%s: %s", work->layer[0].name, work->session.warning);
    geo_gdal_settings_end(&work->settings);
    geo_gdal_session_end(&work->session);
    return status;
}

static geo_status make_layers(area_file *work, const geo_layer *layer, geo_bytes *out)
{
    /* No other call has a struct there at the same time. */
    snprintf(work->path, sizeof work->path, "/vsimem/libgeo/%p.%s", (void *)work,
             work->driver == geojson ? "geojson" : "gpkg");
    geo_status status =
        geo_alloc_array(work->context, work->layer_count, sizeof *work->layer, &work->layer);
    if (status == GEO_OK)
        status = open_layers(work, layer);
    if (status == GEO_OK)
        status = make_file(work, out);
    for (size_t i = 0; i < work->open_count; i++)
        geo_area_layer_clear(&work->layer[i]);
    free(work->layer);
    return status;
}

geo_status geo_layers_to_gpkg(geo_context *context, const geo_layer *layer, size_t count,
                              geo_bytes *out)
{
    area_file work = {.context = context, .driver = geopackage, .layer_count = count};
    if (count == 0)
        return geo_fail(context, GEO_ERROR_USAGE, "a GeoPackage needs a layer");
    return make_layers(&work, layer, out);
}

geo_status geo_areas_to_gpkg(geo_context *context, const geo_areas *areas, const geo_table *table,
                             const char *layer, const geo_layer_style *style, geo_bytes *out)
{
    const geo_layer only = {.areas = areas, .table = table, .name = layer, .style = style};
    return geo_layers_to_gpkg(context, &only, 1, out);
}

geo_status geo_areas_to_geojson(geo_context *context, const geo_areas *areas,
                                const geo_table *table, const char *layer, geo_bytes *out)
{
    const geo_layer only = {.areas = areas, .table = table, .name = layer};
    area_file work = {.context = context, .driver = geojson, .layer_count = 1};
    geo_status status =
        geo_check_degrees(context, &areas->crs, geo_area_layer_name(&only), "GeoJSON");
    return status == GEO_OK ? make_layers(&work, &only, out) : status;
}
