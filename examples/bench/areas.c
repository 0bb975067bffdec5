/* The layer of areas as every tool gets it: one GeoPackage layer with a code, a name and a
 * population, valid by GEOS's rules. */
#include "areas.h"

#include <math.h>

#include <cpl_string.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

GDALDatasetH create_areas(const char *path, OGRLayerH *layer)
{
    GDALDriverH driver = GDALGetDriverByName("GPKG");
    OGRSpatialReferenceH crs = OSRNewSpatialReference(NULL);
    remove(path);
    GDALDatasetH file = driver ? GDALCreate(driver, path, 0, 0, 0, GDT_Unknown, NULL) : NULL;
    if (!file || OSRImportFromEPSG(crs, 27700) != OGRERR_NONE)
        stop("cannot write", path);
    *layer = GDALDatasetCreateLayer(file, "areas", crs, wkbMultiPolygon, NULL);
    OSRRelease(crs);
    OGRFieldDefnH code = OGR_Fld_Create("LSOA21CD", OFTString);
    OGRFieldDefnH name = OGR_Fld_Create("LSOA21NM", OFTString);
    OGRFieldDefnH population = OGR_Fld_Create("population", OFTInteger);
    if (!*layer || OGR_L_CreateField(*layer, code, 0) != OGRERR_NONE ||
        OGR_L_CreateField(*layer, name, 0) != OGRERR_NONE ||
        OGR_L_CreateField(*layer, population, 0) != OGRERR_NONE ||
        GDALDatasetStartTransaction(file, FALSE) != OGRERR_NONE)
        stop("cannot write", path);
    OGR_Fld_Destroy(code);
    OGR_Fld_Destroy(name);
    OGR_Fld_Destroy(population);
    return file;
}

void add_area(OGRLayerH layer, const char *code, const char *name, OGRGeometryH shape)
{
    OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
    GIntBig number = OGR_L_GetFeatureCount(layer, 1);
    OGR_F_SetFieldString(feature, 0, code);
    OGR_F_SetFieldString(feature, 1, name);
    OGR_F_SetFieldInteger(feature, 2, (int)(1000 + draw_at(0, (uint64_t)number) % 2000));
    if (OGR_F_SetGeometryDirectly(feature, OGR_G_ForceToMultiPolygon(shape)) != OGRERR_NONE ||
        OGR_L_CreateFeature(layer, feature) != OGRERR_NONE)
        stop("cannot write area", code);
    OGR_F_Destroy(feature);
}

void close_areas(GDALDatasetH file, const char *path)
{
    if (GDALDatasetCommitTransaction(file) != OGRERR_NONE)
        stop("cannot write", path);
    GDALClose(file);
}

GDALDatasetH open_layer(const area_options *options, OGRLayerH *layer)
{
    GDALDatasetH file =
        GDALOpenEx(options->from, GDAL_OF_VECTOR | GDAL_OF_READONLY, NULL, NULL, NULL);
    *layer = file ? GDALDatasetGetLayerByName(file, options->layer) : NULL;
    if (!*layer)
        stop("no such file or layer", options->from);
    return file;
}

int field_of(OGRLayerH layer, const char *name)
{
    int field = OGR_FD_GetFieldIndex(OGR_L_GetLayerDefn(layer), name);
    if (field < 0)
        stop("no such field", name);
    return field;
}

void write_areas(const area_options *options)
{
    OGRLayerH from, to;
    GDALDatasetH in = open_layer(options, &from), out = create_areas(options->path, &to);
    int code = field_of(from, options->code_field), name = field_of(from, options->name_field);
    OGRFeatureH feature;
    while ((feature = OGR_L_GetNextFeature(from))) {
        OGRGeometryH shape = OGR_F_GetGeometryRef(feature);
        OGRGeometryH valid = OGR_G_IsValid(shape) ? OGR_G_Clone(shape) : OGR_G_MakeValid(shape);
        if (!valid)
            stop("cannot be made valid", OGR_F_GetFieldAsString(feature, code));
        add_area(to, OGR_F_GetFieldAsString(feature, code), OGR_F_GetFieldAsString(feature, name),
                 valid);
        OGR_F_Destroy(feature);
    }
    close_areas(out, options->path);
    GDALClose(in);
}
