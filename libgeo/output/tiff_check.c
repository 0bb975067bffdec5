#include "output/tiff_check.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/pool.h"
#include "output/tiff_tile.h"

/* Each thread has its own. */
struct reader {
    geo_gdal_session session;
    GDALDatasetH dataset;
    geo_tiff_room *room;
};

struct checking {
    const char *temporary;
    const geo_tiff_level *level;
    size_t level_index;
    size_t first_tile; /* of those that are being compared */
    bool is_float32;
    size_t reader_count;
    struct reader *reader;
    atomic_bool is_unreadable;
    atomic_bool is_different;
};

static GDALRasterBandH band_of(GDALDatasetH dataset, size_t level)
{
    GDALRasterBandH band = GDALGetRasterBand(dataset, 1);
    return level == 0 ? band : GDALGetOverview(band, (int)level - 1);
}

static GDALDatasetH open_dataset(const char *temporary)
{
    const char *const driver[] = {"GTiff", NULL};
    const char *const beside[] = {NULL}; /* nothing that lies beside it belongs to it */
    return GDALOpenEx(temporary, GDAL_OF_RASTER | GDAL_OF_READONLY | GDAL_OF_INTERNAL, driver, NULL,
                      beside);
}

/* Whole tiles, which pass GDAL's block cache by. */
static void check_tile(struct checking *checking, struct reader *reader, size_t index)
{
    const geo_tiff_level *level = &checking->level[checking->level_index];
    GDALRasterBandH band = band_of(reader->dataset, checking->level_index);
    int across = (int)(index % level->tiles_across);
    int down = (int)(index / level->tiles_across);
    if (GDALReadBlock(band, across, down, &reader->room->cell) != CE_None)
        atomic_store(&checking->is_unreadable, true);
    else if (geo_tiff_hash(reader->room, checking->is_float32) != level->tile[index].hash)
        atomic_store(&checking->is_different, true);
}

static void check_tiles(void *user, size_t worker, size_t first, size_t last)
{
    struct checking *checking = user;
    struct reader *reader = &checking->reader[worker];
    geo_gdal_session session;
    geo_gdal_session_begin(&session);
    if (!reader->dataset)
        reader->dataset = open_dataset(checking->temporary);
    if (!reader->dataset)
        atomic_store(&checking->is_unreadable, true);
    for (size_t i = first; i < last && !atomic_load(&checking->is_unreadable); i++)
        check_tile(checking, reader, checking->first_tile + i);
    if (session.failure_count > 0 && reader->session.failure_count == 0)
        reader->session = session;
    geo_gdal_session_end(&session);
}

static bool is_same_size(GDALRasterBandH band, const geo_tiff_level *level, bool is_float32)
{
    int width = 0;
    int height = 0;
    if (!band)
        return false;
    GDALGetBlockSize(band, &width, &height);
    return GDALGetRasterBandXSize(band) == (int)level->columns &&
           GDALGetRasterBandYSize(band) == (int)level->rows && width == GEO_TIFF_SIDE &&
           height == GEO_TIFF_SIDE &&
           GDALGetRasterDataType(band) == (is_float32 ? GDT_Float32 : GDT_Float64);
}

static bool same_numbers(const double *one, const double *other, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (one[i] != other[i])
            return false;
    return true;
}

static bool is_same_place(GDALDatasetH dataset, const geo_grid *geometry)
{
    const double expected[6] = {geometry->x_min,  geometry->cell_m, 0, geometry->y_max, 0,
                                -geometry->cell_m};
    double transform[6];
    return GDALGetGeoTransform(dataset, transform) == CE_None &&
           same_numbers(transform, expected, 6);
}

static bool is_same_shape(GDALDatasetH dataset, const geo_grid *geometry,
                          const geo_tiff_level *level, size_t count, bool is_float32)
{
    if (!is_same_place(dataset, geometry) ||
        GDALGetOverviewCount(GDALGetRasterBand(dataset, 1)) != (int)count - 1)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!is_same_size(band_of(dataset, i), &level[i], is_float32))
            return false;
    return true;
}

static geo_status verdict(geo_context *context, const struct checking *checking, const char *path)
{
    const geo_gdal_session *said = &checking->reader[0].session;
    for (size_t i = 0; i < checking->reader_count && said->failure_count == 0; i++)
        said = &checking->reader[i].session;
    if (checking->is_unreadable || said->failure_count > 0)
        return geo_gdal_fail(context, said, path, "could not be read back");
    if (checking->is_different)
        return geo_gdal_fail(context, said, path, "reads back with other values than were written");
    return GEO_OK;
}

/* Some tiles at a time, so that it can be stopped. */
static geo_status check_level(geo_context *context, struct checking *checking, const char *path)
{
    enum { AT_A_TIME = 256 };
    const geo_tiff_level *level = &checking->level[checking->level_index];
    size_t count = level->tiles_across * level->tiles_down;
    geo_status status = GEO_OK;
    for (size_t first = 0; first < count && status == GEO_OK; first += AT_A_TIME) {
        checking->first_tile = first;
        geo_share_work(context, count - first < AT_A_TIME ? count - first : AT_A_TIME, 4,
                       check_tiles, checking);
        status = verdict(context, checking, path);
        if (status == GEO_OK && checking->level_index == 0)
            status =
                geo_report_progress(context, "checking the file", (double)first / (double)count);
    }
    return status;
}

static geo_status check_all(geo_context *context, struct checking *checking,
                            const geo_grid *geometry, size_t level_count, const char *path)
{
    geo_gdal_session session;
    geo_gdal_session_begin(&session);
    struct reader *first = &checking->reader[0];
    first->dataset = open_dataset(checking->temporary);
    geo_status status = GEO_OK;
    if (!first->dataset)
        status = geo_gdal_fail(context, &session, path, "could not be read back");
    else if (!is_same_shape(first->dataset, geometry, checking->level, level_count,
                            checking->is_float32))
        status = geo_gdal_fail(context, &session, path,
                               "reads back with another size or place than was written");
    for (size_t i = level_count; i-- > 0 && status == GEO_OK;) {
        checking->level_index = i;
        status = check_level(context, checking, path);
    }
    if (status == GEO_OK && session.warning_count > 0)
        geo_add_warning(context, "%s: %s", path, session.warning);
    for (size_t i = 0; i < checking->reader_count; i++)
        if (checking->reader[i].dataset)
            GDALClose(checking->reader[i].dataset);
    geo_gdal_session_end(&session);
    return status;
}

geo_status geo_tiff_check(geo_context *context, const geo_grid *geometry,
                          const geo_tiff_level *level, size_t level_count, bool is_float32,
                          const char *path, const char *temporary)
{
    struct checking checking = {.temporary = temporary,
                                .level = level,
                                .is_float32 = is_float32,
                                .reader_count = (size_t)geo_threads(context)};
    geo_status status =
        geo_alloc_array(context, checking.reader_count, sizeof *checking.reader, &checking.reader);
    for (size_t i = 0; i < checking.reader_count && status == GEO_OK; i++)
        status =
            geo_alloc_array(context, 1, sizeof *checking.reader[i].room, &checking.reader[i].room);
    if (status == GEO_OK)
        status = check_all(context, &checking, geometry, level_count, path);
    for (size_t i = 0; checking.reader && i < checking.reader_count; i++)
        free(checking.reader[i].room);
    free(checking.reader);
    return status;
}
