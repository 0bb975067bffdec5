/* The GeoPackage of what stands on maps. */
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

#include "county.h"

/* A layer's name, geometry and fields; NULL for fields that it doesn't have. */
typedef struct {
    const char *layer;
    OGRwkbGeometryType type;
    const char *name_field, *class_field, *rank_field;
} Form;

static const Form forms[BACKDROP_LAYERS] = {
    [MOTORWAYS] = {"motorways", wkbLineString, "ref", "class", NULL},
    [ROADS] = {"roads", wkbLineString, "ref", "class", NULL},
    [RIVERS] = {"rivers", wkbMultiLineString, "name", NULL, NULL},
    [WOODS] = {"woods", wkbPolygon, "name", NULL, NULL},
    [WATER] = {"water", wkbMultiPolygon, "name", NULL, NULL},
    [RAILWAYS] = {"railways", wkbLineString, "name", NULL, NULL},
    [TOWNS] = {"towns", wkbPoint, "name", NULL, "rank"},
};

static void add_field(OGRLayerH layer, const char *name, OGRFieldType type)
{
    if (!name)
        return;
    OGRFieldDefnH field = OGR_Fld_Create(name, type);
    OGR_L_CreateField(layer, field, 1);
    OGR_Fld_Destroy(field);
}

static OGRGeometryH geometry_of(const Landmark *landmark, OGRwkbGeometryType type)
{
    size_t size = 0;
    GEOSWKBWriter *writer = GEOSWKBWriter_create();
    unsigned char *bytes = GEOSWKBWriter_write(writer, landmark->shape, &size);
    OGRGeometryH geometry = NULL;
    if (!bytes || OGR_G_CreateFromWkb(bytes, NULL, &geometry, (int)size) != OGRERR_NONE)
        fail("the shape of %s cannot be handed on", landmark->name);
    GEOSFree(bytes);
    GEOSWKBWriter_destroy(writer);
    return OGR_G_ForceTo(geometry, type, NULL);
}

static void write_landmark(OGRLayerH layer, const Form *form, const Landmark *landmark)
{
    OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
    int field = 0;
    OGR_F_SetGeometryDirectly(feature, geometry_of(landmark, form->type));
    if (landmark->name[0])
        OGR_F_SetFieldString(feature, field, landmark->name);
    field++;
    if (form->class_field)
        OGR_F_SetFieldString(feature, field++, landmark->class);
    if (form->rank_field)
        OGR_F_SetFieldInteger(feature, field, landmark->rank);
    if (OGR_L_CreateFeature(layer, feature) != OGRERR_NONE)
        fail("%s cannot be written", landmark->name);
    OGR_F_Destroy(feature);
}

static void write_layer(GDALDatasetH dataset, const Form *form, const Landmarks *landmarks)
{
    OGRSpatialReferenceH grid = OSRNewSpatialReference(NULL);
    OSRImportFromEPSG(grid, 27700);
    OGRLayerH layer = GDALDatasetCreateLayer(dataset, form->layer, grid, form->type, NULL);
    OSRDestroySpatialReference(grid);
    if (!layer)
        fail("cannot make layer %s", form->layer);
    add_field(layer, form->name_field, OFTString);
    add_field(layer, form->class_field, OFTString);
    add_field(layer, form->rank_field, OFTInteger);
    for (size_t i = 0; i < landmarks->count; i++)
        write_landmark(layer, form, &landmarks->items[i]);
}

void write_backdrop(const County *county, const char *path)
{
    Landmarks layers[BACKDROP_LAYERS] = {0};
    make_backdrop(county, layers);
    GDALDriverH driver = GDALGetDriverByName("GPKG");
    GDALDatasetH dataset = driver ? GDALCreate(driver, path, 0, 0, 0, GDT_Unknown, NULL) : NULL;
    if (!dataset)
        fail("cannot write %s", path);
    for (size_t i = 0; i < BACKDROP_LAYERS; i++)
        write_layer(dataset, &forms[i], &layers[i]);
    GDALClose(dataset);
    free_backdrop(layers);
}
