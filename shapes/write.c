/* The GeoPackage, and the residents of wards. */
#include <stdio.h>
#include <string.h>

#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

#include "county.h"

static OGRLayerH new_layer(GDALDatasetH dataset, const char *name, const char *const *text_fields)
{
    OGRSpatialReferenceH grid = OSRNewSpatialReference(NULL);
    OSRImportFromEPSG(grid, 27700);
    OGRLayerH layer = GDALDatasetCreateLayer(dataset, name, grid, wkbMultiPolygon, NULL);
    OSRDestroySpatialReference(grid);
    if (!layer)
        fail("cannot make layer %s", name);
    for (; *text_fields; text_fields++) {
        OGRFieldDefnH field = OGR_Fld_Create(*text_fields, OFTString);
        OGR_Fld_SetWidth(field, strstr(*text_fields, "CD") ? 9 : 80);
        OGR_L_CreateField(layer, field, 1);
        OGR_Fld_Destroy(field);
    }
    return layer;
}

static void add_number_field(OGRLayerH layer, const char *name)
{
    OGRFieldDefnH field = OGR_Fld_Create(name, OFTInteger);
    OGR_L_CreateField(layer, field, 1);
    OGR_Fld_Destroy(field);
}

/* Values are given in the order of the layer's fields; text ends with NULL and the numbers follow.
 */
static void add_feature(OGRLayerH layer, const GEOSGeometry *shape, const char *const *texts,
                        const int *numbers, int number_count)
{
    size_t size = 0;
    int field = 0;
    GEOSWKBWriter *writer = GEOSWKBWriter_create();
    unsigned char *bytes = GEOSWKBWriter_write(writer, shape, &size);
    OGRGeometryH geometry = NULL;
    if (!bytes || OGR_G_CreateFromWkb(bytes, NULL, &geometry, (int)size) != OGRERR_NONE)
        fail("an outline cannot be handed on");
    GEOSFree(bytes);
    GEOSWKBWriter_destroy(writer);
    OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
    OGR_F_SetGeometryDirectly(feature, OGR_G_ForceToMultiPolygon(geometry));
    for (; texts[field]; field++)
        OGR_F_SetFieldString(feature, field, texts[field]);
    for (int i = 0; i < number_count; i++)
        OGR_F_SetFieldInteger(feature, field + i, numbers[i]);
    if (OGR_L_CreateFeature(layer, feature) != OGRERR_NONE)
        fail("a feature cannot be written");
    OGR_F_Destroy(feature);
}

static void write_districts(GDALDatasetH dataset, const County *county)
{
    static const char *const fields[] = {"LAD24CD", "LAD24NM", NULL};
    OGRLayerH layer = new_layer(dataset, "districts", fields);
    add_number_field(layer, "population");
    for (int i = 0; i < DISTRICTS; i++) {
        const District *district = &county->districts[i];
        const char *texts[] = {district->code, district->name, NULL};
        int population = (int)district->population;
        add_feature(layer, district->shape, texts, &population, 1);
    }
}

static void write_wards(GDALDatasetH dataset, const County *county)
{
    static const char *const fields[] = {"WD24CD", "WD24NM", "LAD24CD", "LAD24NM", NULL};
    OGRLayerH layer = new_layer(dataset, "wards", fields);
    add_number_field(layer, "population");
    for (size_t i = 0; i < county->ward_count; i++) {
        const Ward *ward = &county->wards[i];
        const District *district = &county->districts[ward->district];
        const char *texts[] = {ward->code, ward->name, district->code, district->name, NULL};
        int population = (int)ward->population;
        add_feature(layer, ward->shape, texts, &population, 1);
    }
}

static void write_lsoas(GDALDatasetH dataset, const County *county)
{
    static const char *const fields[] = {"LSOA21CD", "LSOA21NM", "WD24CD", "WD24NM",
                                         "LAD24CD",  "LAD24NM",  NULL};
    OGRLayerH layer = new_layer(dataset, "lsoas", fields);
    add_number_field(layer, "population");
    add_number_field(layer, "imd_decile");
    for (size_t i = 0; i < county->lsoa_count; i++) {
        const Lsoa *lsoa = &county->lsoas[i];
        const Ward *ward = &county->wards[lsoa->ward];
        const District *district = &county->districts[lsoa->district];
        const char *texts[] = {lsoa->code,     lsoa->name,     ward->code, ward->name,
                               district->code, district->name, NULL};
        int numbers[] = {(int)lsoa->population, lsoa->decile};
        add_feature(layer, lsoa->shape, texts, numbers, 2);
    }
}

void write_layers(const County *county, const char *path)
{
    GDALDriverH driver = GDALGetDriverByName("GPKG");
    GDALDatasetH dataset = driver ? GDALCreate(driver, path, 0, 0, 0, GDT_Unknown, NULL) : NULL;
    if (!dataset)
        fail("cannot write %s", path);
    write_districts(dataset, county);
    write_wards(dataset, county);
    write_lsoas(dataset, county);
    GDALClose(dataset);
}

void write_ward_populations(const County *county, const char *path)
{
    FILE *file = open_table(path);
    fputs("Ward-level population estimates: all persons\n"
          "Aldshire (a fictional county), 2024 ward boundaries\n"
          "WD24CD,WD24NM,LAD24CD,LAD24NM,population\n",
          file);
    for (size_t i = 0; i < county->ward_count; i++) {
        const Ward *ward = &county->wards[i];
        const District *district = &county->districts[ward->district];
        const char *quote = strchr(ward->name, ',') ? "\"" : "";
        fprintf(file, "%s,%s%s%s,%s,%s,%ld\n", ward->code, quote, ward->name, quote, district->code,
                district->name, ward->population);
    }
    close_table(file, path);
}
