/* A grid as GeoTIFF. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <cpl_string.h>

#include <geo/output.h>

#include "core/context.h"
#include "core/memory.h"
#include "output/file.h"
#include "output/gdal_session.h"

/* Rows written and compared at a time: one row of tiles. */
enum { TILE = 256 };

/* What the steps of writing one file share. */
typedef struct tiff_writing {
    geo_context *context;
    geo_gdal_session session;
    const geo_grid *grid;
    const char *path; /* as the caller named it */
    const char *temporary;
} tiff_writing;

static bool describes_band(const geo_metadata *item)
{
    return EQUAL(item->name, "description");
}

static geo_status set_metadata(const tiff_writing *writing, GDALDatasetH dataset,
                               const geo_metadata *metadata, size_t count)
{
    const geo_grid *grid = writing->grid;
    GDALRasterBandH band = GDALGetRasterBand(dataset, 1);
    double transform[6] = {grid->x_min, grid->cell_m, 0, grid->y_max, 0, -grid->cell_m};
    bool failed = GDALSetGeoTransform(dataset, transform) != CE_None;
    const char *description = grid->unit;
    for (size_t i = 0; i < count; i++) {
        if (describes_band(&metadata[i])) {
            description = metadata[i].value;
        } else {
            failed |=
                GDALSetMetadataItem(dataset, metadata[i].name, metadata[i].value, NULL) != CE_None;
        }
    }
    if (description)
        GDALSetDescription(band, description);
    if (grid->unit)
        failed |= GDALSetRasterUnitType(band, grid->unit) != CE_None;
    OGRSpatialReferenceH crs = NULL;
    geo_status status = geo_gdal_crs(writing->context, &grid->crs, &crs);
    if (status == GEO_OK && crs)
        failed |= GDALSetSpatialRef(dataset, crs) != CE_None;
    OSRRelease(crs);
    return status == GEO_OK && failed ? geo_gdal_fail(writing->context, &writing->session,
                                                      writing->path, "could not be described")
                                      : status;
}

static size_t rows_from(const geo_grid *grid, size_t row)
{
    return grid->rows - row < TILE ? grid->rows - row : TILE;
}

static geo_status write_rows(const tiff_writing *writing, GDALDatasetH dataset)
{
    const geo_grid *grid = writing->grid;
    GDALRasterBandH band = GDALGetRasterBand(dataset, 1);
    int columns = (int)grid->columns;
    geo_status status = GEO_OK;
    for (size_t row = 0; row < grid->rows && status == GEO_OK; row += TILE) {
        int rows = (int)rows_from(grid, row);
        /* GDAL only reads the values here, though its signature takes them as writable. */
        double *values = grid->value + row * grid->columns;
        if (GDALRasterIO(band, GF_Write, 0, (int)row, columns, rows, values, columns, rows,
                         GDT_Float64, 0, 0) != CE_None) {
            return geo_gdal_fail(writing->context, &writing->session, writing->path,
                                 "could not be written whole");
        }
        status = geo_report_progress(writing->context, "writing the surface",
                                     (double)row / (double)grid->rows);
    }
    return status;
}

static GDALDatasetH make_dataset(const tiff_writing *writing)
{
    const char *const option[] = {"TILED=YES",
                                  "BLOCKXSIZE=256",
                                  "BLOCKYSIZE=256",
                                  "COMPRESS=DEFLATE",
                                  "PREDICTOR=3",
                                  "ZLEVEL=6",
                                  "BIGTIFF=IF_SAFER",
                                  "NUM_THREADS=1",
                                  "SPARSE_OK=NO",
                                  "PROFILE=GDALGeoTIFF",
                                  "GEOTIFF_KEYS_FLAVOR=STANDARD",
                                  "GEOTIFF_VERSION=1.1",
                                  NULL};
    char **options = NULL;
    for (size_t i = 0; option[i]; i++)
        options = CSLAddString(options, option[i]);
    GDALDatasetH dataset =
        GDALCreate(GDALGetDriverByName("GTiff"), writing->temporary, (int)writing->grid->columns,
                   (int)writing->grid->rows, 1, GDT_Float64, options);
    CSLDestroy(options);
    return dataset;
}

/* Many a failure of the disk shows only when the last tiles are flushed, and GDALClose() of
 * GDAL 3.6 has no return value: the count of failures tells. */
static geo_status write_dataset(tiff_writing *writing, const geo_metadata *metadata, size_t count)
{
    GDALDatasetH dataset = make_dataset(writing);
    if (!dataset) {
        return geo_gdal_fail(writing->context, &writing->session, writing->path,
                             "could not be made");
    }
    geo_status status = set_metadata(writing, dataset, metadata, count);
    if (status == GEO_OK)
        status = write_rows(writing, dataset);
    GDALClose(dataset);
    if (status == GEO_OK && writing->session.failure_count > 0) {
        status = geo_gdal_fail(writing->context, &writing->session, writing->path,
                               "could not be written whole");
    }
    return status;
}

/* Byte by byte, so that -0 and NaN count too. */
static geo_status compare_rows(const tiff_writing *writing, GDALDatasetH dataset, double *values)
{
    const geo_grid *grid = writing->grid;
    GDALRasterBandH band = GDALGetRasterBand(dataset, 1);
    int columns = (int)grid->columns;
    for (size_t row = 0; row < grid->rows; row += TILE) {
        int rows = (int)rows_from(grid, row);
        if (GDALRasterIO(band, GF_Read, 0, (int)row, columns, rows, values, columns, rows,
                         GDT_Float64, 0, 0) != CE_None) {
            return geo_gdal_fail(writing->context, &writing->session, writing->path,
                                 "could not be read back");
        }
        if (memcmp(values, grid->value + row * grid->columns,
                   (size_t)rows * grid->columns * sizeof *values) != 0) {
            return geo_gdal_fail(writing->context, &writing->session, writing->path,
                                 "reads back with other values than were written");
        }
    }
    return GEO_OK;
}

static geo_status verify(const tiff_writing *writing)
{
    const char *const driver[] = {"GTiff", NULL};
    const geo_grid *grid = writing->grid;
    GDALDatasetH dataset =
        GDALOpenEx(writing->temporary, GDAL_OF_RASTER | GDAL_OF_READONLY, driver, NULL, NULL);
    if (!dataset) {
        return geo_gdal_fail(writing->context, &writing->session, writing->path,
                             "could not be read back");
    }
    double *values = NULL;
    geo_status status = geo_alloc_array(writing->context, grid->columns * rows_from(grid, 0),
                                        sizeof *values, &values);
    if (status == GEO_OK && (GDALGetRasterXSize(dataset) != (int)grid->columns ||
                             GDALGetRasterYSize(dataset) != (int)grid->rows)) {
        status = geo_gdal_fail(writing->context, &writing->session, writing->path,
                               "reads back with another size than was written");
    }
    if (status == GEO_OK)
        status = compare_rows(writing, dataset, values);
    free(values);
    GDALClose(dataset);
    return status;
}

static geo_status write_temporary(geo_context *context, const geo_grid *grid,
                                  const geo_metadata *metadata, size_t count, const char *path,
                                  const char *temporary)
{
    tiff_writing writing = {.context = context, .grid = grid, .path = path, .temporary = temporary};
    geo_gdal_settings settings;
    geo_gdal_session_begin(&writing.session);
    geo_gdal_settings_begin(&settings);
    geo_status status = write_dataset(&writing, metadata, count);
    if (status == GEO_OK)
        status = verify(&writing);
    if (status == GEO_OK && writing.session.warning_count > 0)
        geo_add_warning(context, "%s: %s", path, writing.session.warning);
    geo_gdal_settings_end(&settings);
    geo_gdal_session_end(&writing.session);
    return status;
}

geo_status geo_grid_write_tiff(geo_context *context, const geo_grid *grid,
                               const geo_metadata *metadata, size_t metadata_count,
                               const char *path)
{
    if (grid->columns == 0 || grid->rows == 0 || grid->columns > INT_MAX || grid->rows > INT_MAX) {
        return geo_fail(context, GEO_ERROR_LIMIT, "%s: a GeoTIFF can't hold %zu x %zu cells", path,
                        grid->columns, grid->rows);
    }
    geo_file *file = NULL;
    geo_status status = geo_file_create(context, path, &file);
    if (status != GEO_OK)
        return status;
    status = geo_file_temporary(file)
                 ? write_temporary(context, grid, metadata, metadata_count, path,
                                   geo_file_temporary(file))
                 : geo_fail(context, GEO_ERROR_OUTPUT,
                            "%s: a GeoTIFF can't be written to a stream; name a file", path);
    if (status == GEO_OK)
        status = geo_file_commit(context, file);
    geo_file_free(file);
    return status;
}
