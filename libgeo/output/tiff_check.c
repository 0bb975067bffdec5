#include "output/tiff_check.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/pool.h"
#include "output/tiff_tile.h"

struct checking {
    geo_context *context;
    const char *path; /* for messages */
    const geo_gdal_session *session;
    int descriptor;
    GDALDatasetH dataset;
    const geo_tiff_level *level; /* that is being compared */
    size_t level_index;
    size_t first_tile; /* of those that are being compared */
    bool is_float32;
    size_t room_count;
    geo_tiff_room **room; /* one for each thread */
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

static bool read_packed(const struct checking *checking, const geo_tiff_tile *tile,
                        geo_tiff_room *room)
{
    size_t length = tile->length - GEO_TIFF_LEADER - GEO_TIFF_TRAILER;
    off_t offset = (off_t)(tile->offset + GEO_TIFF_LEADER);
    for (size_t done = 0; done < length;) {
        ssize_t got =
            pread(checking->descriptor, room->packed + done, length - done, offset + (off_t)done);
        if (got == 0 || (got < 0 && errno != EINTR))
            return false;
        done += got < 0 ? 0 : (size_t)got;
    }
    return geo_tiff_unpack(room, length, checking->is_float32);
}

static void check_tiles(void *user, size_t worker, size_t first, size_t last)
{
    struct checking *checking = user;
    geo_tiff_room *room = checking->room[worker];
    for (size_t i = first; i < last; i++) {
        const geo_tiff_tile *tile = &checking->level->tile[checking->first_tile + i];
        if (!read_packed(checking, tile, room))
            atomic_store(&checking->is_unreadable, true);
        else if (geo_tiff_hash(room, checking->is_float32) != tile->hash)
            atomic_store(&checking->is_different, true);
    }
}

/* Where GDAL finds a tile: item BLOCK_OFFSET or BLOCK_SIZE. */
static uint64_t number_of_tile(GDALRasterBandH band, const char *item, int across, int down)
{
    char name[64];
    snprintf(name, sizeof name, "%s_%d_%d", item, across, down);
    const char *text = GDALGetMetadataItem(band, name, "TIFF");
    return text ? strtoull(text, NULL, 10) : 0;
}

static bool is_found(GDALRasterBandH band, const geo_tiff_tile *tile, int across, int down)
{
    return number_of_tile(band, "BLOCK_OFFSET", across, down) == tile->offset + GEO_TIFF_LEADER &&
           number_of_tile(band, "BLOCK_SIZE", across, down) ==
               tile->length - GEO_TIFF_LEADER - GEO_TIFF_TRAILER;
}

/* Of each level the last tile, of the finest the first and one between too: GDAL reads on one
 * thread. A whole tile passes its block cache by. */
static void check_by_gdal(struct checking *checking)
{
    const geo_tiff_level *level = checking->level;
    GDALRasterBandH band = band_of(checking->dataset, checking->level_index);
    geo_tiff_room *room = checking->room[0];
    size_t count = level->tiles_across * level->tiles_down;
    for (size_t i = 0; i < count; i++) {
        int across = (int)(i % level->tiles_across);
        int down = (int)(i / level->tiles_across);
        if (!is_found(band, &level->tile[i], across, down))
            checking->is_different = true;
        bool is_read = i == count - 1 || (checking->level_index == 0 && (i == 0 || i == count / 2));
        if (!is_read)
            continue;
        if (GDALReadBlock(band, across, down, &room->cell) != CE_None) {
            checking->is_unreadable = true;
            return;
        }
        geo_tiff_predict(room, checking->is_float32);
        if (geo_tiff_hash(room, checking->is_float32) != level->tile[i].hash)
            checking->is_different = true;
    }
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

static geo_status verdict(const struct checking *checking)
{
    const char *trouble = NULL;
    if (checking->is_unreadable || checking->session->failure_count > 0)
        trouble = "could not be read back";
    else if (checking->is_different)
        trouble = "reads back with other values than were written";
    return trouble ? geo_gdal_fail(checking->context, checking->session, checking->path, trouble)
                   : GEO_OK;
}

/* Some tiles at a time, so that it can be stopped. */
static geo_status check_level(struct checking *checking)
{
    enum { AT_A_TIME = 256 };
    const geo_tiff_level *level = checking->level;
    size_t count = level->tiles_across * level->tiles_down;
    check_by_gdal(checking);
    geo_status status = verdict(checking);
    for (size_t first = 0; first < count && status == GEO_OK; first += AT_A_TIME) {
        checking->first_tile = first;
        geo_share_work(checking->context, count - first < AT_A_TIME ? count - first : AT_A_TIME, 4,
                       check_tiles, checking);
        status = verdict(checking);
        if (status == GEO_OK && checking->level_index == 0)
            status = geo_report_progress(checking->context, "checking the file",
                                         (double)first / (double)count);
    }
    return status;
}

static geo_status check_all(struct checking *checking, const geo_grid *geometry,
                            const geo_tiff_level *level, size_t level_count)
{
    if (!checking->dataset || checking->descriptor < 0)
        return geo_gdal_fail(checking->context, checking->session, checking->path,
                             "could not be read back");
    if (!is_same_shape(checking->dataset, geometry, level, level_count, checking->is_float32))
        return geo_gdal_fail(checking->context, checking->session, checking->path,
                             "reads back with another size or place than was written");
    geo_status status = GEO_OK;
    for (size_t i = level_count; i-- > 0 && status == GEO_OK;) {
        checking->level_index = i;
        checking->level = &level[i];
        status = check_level(checking);
    }
    return status;
}

/* In a session of its own: what GDAL says now is about the reading. */
static geo_status check_file(struct checking *checking, const geo_grid *geometry,
                             const geo_tiff_level *level, size_t level_count, const char *temporary)
{
    geo_gdal_session session;
    geo_status status = geo_gdal_load(checking->context, GEO_ERROR_OUTPUT, checking->path);
    if (status != GEO_OK)
        return status;
    geo_gdal_session_begin(&session);
    checking->session = &session;
    checking->dataset = open_dataset(temporary);
    checking->descriptor = open(temporary, O_RDONLY | O_CLOEXEC);
    status = check_all(checking, geometry, level, level_count);
    if (status == GEO_OK && session.warning_count > 0)
        geo_add_warning(checking->context, "%s: %s", checking->path, session.warning);
    if (checking->dataset)
        GDALClose(checking->dataset);
    if (checking->descriptor >= 0)
        close(checking->descriptor);
    geo_gdal_session_end(&session);
    return status;
}

geo_status geo_tiff_check(geo_context *context, const geo_grid *geometry,
                          const geo_tiff_level *level, size_t level_count, bool is_float32,
                          const char *path, const char *temporary)
{
    struct checking checking = {.context = context,
                                .path = path,
                                .is_float32 = is_float32,
                                .room_count = (size_t)geo_threads(context)};
    geo_status status =
        geo_alloc_array(context, checking.room_count, sizeof *checking.room, &checking.room);
    for (size_t i = 0; i < checking.room_count && status == GEO_OK; i++)
        status = geo_alloc_array(context, 1, sizeof *checking.room[i], &checking.room[i]);
    if (status == GEO_OK)
        status = check_file(&checking, geometry, level, level_count, temporary);
    for (size_t i = 0; checking.room && i < checking.room_count; i++)
        free(checking.room[i]);
    free(checking.room);
    return status;
}
