/* The tags of a GeoTIFF that tell where and what it is. GDAL writes them best: it makes a file of
 * one cell in memory, of which they are taken. */
#include <stdio.h>
#include <string.h>

#include "core/context.h"
#include "core/gdal_library.h"
#include "output/tiff_head.h"

/* ModelPixelScale, ModelTiepoint, ModelTransformation, GeoKeyDirectory, GeoDoubleParams,
 * GeoAsciiParams (OGC GeoTIFF 1.1); GDAL's own metadata. */
static const uint16_t described[] = {33550, 33922, 34264, 34735, 34736, 34737, 42112};
_Static_assert(sizeof described / sizeof *described <=
                   sizeof((geo_tiff_description){0}.tag) / sizeof(geo_tiff_tag),
               "room for each tag");

static GDALDatasetH make_cell(const char *name)
{
    const char *const option[] = {"BIGTIFF=NO", "PROFILE=GDALGeoTIFF",
                                  "GEOTIFF_KEYS_FLAVOR=STANDARD", "GEOTIFF_VERSION=1.1", NULL};
    char **options = NULL;
    for (size_t i = 0; option[i]; i++)
        options = CSLAddString(options, option[i]);
    GDALDatasetH dataset =
        GDALCreate(GDALGetDriverByName("GTiff"), name, 1, 1, 1, GDT_Float64, options);
    CSLDestroy(options);
    return dataset;
}

static bool set_metadata(GDALDatasetH dataset, const geo_grid *geometry,
                         const geo_metadata *metadata, size_t count)
{
    GDALRasterBandH band = GDALGetRasterBand(dataset, 1);
    const char *description = geometry->unit;
    bool failed = false;
    for (size_t i = 0; i < count; i++) {
        if (EQUAL(metadata[i].name, "description"))
            description = metadata[i].value;
        else
            failed |=
                GDALSetMetadataItem(dataset, metadata[i].name, metadata[i].value, NULL) != CE_None;
    }
    if (description)
        GDALSetDescription(band, description);
    if (geometry->unit)
        failed |= GDALSetRasterUnitType(band, geometry->unit) != CE_None;
    return !failed;
}

static geo_status set_place(geo_context *context, GDALDatasetH dataset, const geo_grid *geometry,
                            bool *failed)
{
    double transform[6] = {geometry->x_min,  geometry->cell_m, 0, geometry->y_max, 0,
                           -geometry->cell_m};
    OGRSpatialReferenceH crs = NULL;
    *failed |= GDALSetGeoTransform(dataset, transform) != CE_None;
    geo_status status = geo_gdal_crs(context, &geometry->crs, &crs);
    if (status == GEO_OK && crs)
        *failed |= GDALSetSpatialRef(dataset, crs) != CE_None;
    OSRRelease(crs);
    return status;
}

static geo_status write_cell(geo_context *context, const geo_gdal_session *session,
                             const geo_grid *geometry, const geo_metadata *metadata, size_t count,
                             const char *path, const char *name)
{
    GDALDatasetH dataset = make_cell(name);
    if (!dataset)
        return geo_gdal_fail(context, session, path, "could not be made");
    bool failed = !set_metadata(dataset, geometry, metadata, count);
    geo_status status = set_place(context, dataset, geometry, &failed);
    GDALClose(dataset);
    if (status == GEO_OK && (failed || session->failure_count > 0))
        status = geo_gdal_fail(context, session, path, "could not be described");
    return status;
}

static uint32_t number_at(const uint8_t *bytes, size_t width)
{
    uint32_t number = 0;
    for (size_t i = 0; i < width; i++)
        number |= (uint32_t)bytes[i] << (8 * i);
    return number;
}

static bool is_described(unsigned id)
{
    for (size_t i = 0; i < sizeof described / sizeof *described; i++)
        if (described[i] == id)
            return true;
    return false;
}

/* SHORT, DOUBLE and ASCII are the types there are; 0 for another. */
static size_t size_of_type(unsigned type)
{
    return type == 2 ? 1 : type == 3 ? 2 : type == 12 ? 8 : 0;
}

/* One directory entry of a little-endian classic TIFF. False when it makes no sense. */
static bool take_tag(geo_context *context, const uint8_t *file, size_t length, const uint8_t *entry,
                     geo_tiff_description *out, geo_status *status)
{
    geo_tiff_tag tag = {.id = (uint16_t)number_at(entry, 2),
                        .type = (uint16_t)number_at(entry + 2, 2),
                        .count = number_at(entry + 4, 4),
                        .offset = out->bytes.length};
    size_t size = size_of_type(tag.type) * (size_t)tag.count;
    const uint8_t *value = entry + 8;
    if (size == 0)
        return false;
    if (size > 4) {
        size_t offset = number_at(entry + 8, 4);
        if (offset > length || size > length - offset)
            return false;
        value = file + offset;
    }
    *status = geo_bytes_append(context, &out->bytes, value, size);
    out->tag[out->count++] = tag;
    return true;
}

static bool take_tags(geo_context *context, const uint8_t *file, size_t length,
                      geo_tiff_description *out, geo_status *status)
{
    if (length < 10 || memcmp(file, "II*", 4) != 0)
        return false;
    size_t at = number_at(file + 4, 4);
    if (at > length - 2)
        return false;
    size_t entries = number_at(file + at, 2);
    if (entries * 12 > length - 2 - at)
        return false;
    bool good = true;
    for (size_t i = 0; i < entries && good && *status == GEO_OK; i++) {
        const uint8_t *entry = file + at + 2 + 12 * i;
        if (is_described(number_at(entry, 2)))
            good = out->count < sizeof out->tag / sizeof *out->tag &&
                   take_tag(context, file, length, entry, out, status);
    }
    return good;
}

geo_status geo_tiff_describe(geo_context *context, const geo_gdal_session *session,
                             const geo_grid *geometry, const geo_metadata *metadata, size_t count,
                             const char *path, geo_tiff_description *out)
{
    /* Of its own for each file that is being written. */
    char name[80];
    snprintf(name, sizeof name, "/vsimem/geo-tiff-%p.tif", (void *)out);
    geo_status status = write_cell(context, session, geometry, metadata, count, path, name);
    vsi_l_offset length = 0;
    const uint8_t *file = status == GEO_OK ? VSIGetMemFileBuffer(name, &length, FALSE) : NULL;
    if (status == GEO_OK && (!file || !take_tags(context, file, (size_t)length, out, &status)))
        status = geo_gdal_fail(context, session, path, "could not be described");
    VSIUnlink(name);
    return status;
}
