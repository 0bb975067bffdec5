/* A surface as a cloud optimised GeoTIFF, written as its rows come. */
#include <errno.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include <geo/output.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/pool.h"
#include "output/file.h"
#include "output/spool.h"
#include "output/tiff_check.h"
#include "output/tiff_head.h"
#include "output/tiff_level.h"
#include "output/tiff_tile.h"

/*
 * The coarse levels stand before the fine one in the file, but are known only after it. So the
 * tiles wait in a spool; when the last one is made, all offsets are known and the file is written
 * from its beginning to its end.
 */
struct geo_tiff {
    char *path; /* as the caller named it */
    geo_file *file;
    geo_grid geometry; /* without CRS, unit and values */
    bool is_float32;
    geo_tiff_description description;
    size_t level_count;
    geo_tiff_level *level; /* from the finest */
    geo_spool spool;
    size_t room_count;
    geo_tiff_room **room; /* one for each thread */
    bool has_failed;
};

/* ---- open ----------------------------------------------------------------------------------- */

static geo_status check_size(geo_context *context, const geo_grid *geometry, const char *path)
{
    if (geometry->columns > 0 && geometry->rows > 0 && geometry->columns <= INT_MAX &&
        geometry->rows <= INT_MAX)
        return GEO_OK;
    return geo_fail(context, GEO_ERROR_LIMIT, "%s: a GeoTIFF can't hold %zu x %zu cells", path,
                    geometry->columns, geometry->rows);
}

static geo_status describe(geo_context *context, geo_tiff *tiff, const geo_grid *geometry,
                           const geo_metadata *metadata, size_t count)
{
    geo_gdal_session session;
    geo_gdal_settings settings;
    geo_status status = geo_gdal_load(context, GEO_ERROR_OUTPUT, tiff->path);
    if (status != GEO_OK)
        return status;
    geo_gdal_session_begin(&session);
    geo_gdal_settings_begin(&settings);
    status = geo_tiff_describe(context, &session, geometry, metadata, count, tiff->path,
                               &tiff->description);
    if (status == GEO_OK && session.warning_count > 0)
        geo_add_warning(context, "%s: %s", tiff->path, session.warning);
    geo_gdal_settings_end(&settings);
    geo_gdal_session_end(&session);
    return status;
}

static geo_status make_rooms(geo_context *context, geo_tiff *tiff)
{
    size_t count = (size_t)geo_threads(context);
    geo_status status = geo_alloc_array(context, count, sizeof(geo_tiff_room *), &tiff->room);
    for (size_t i = 0; i < count && status == GEO_OK; i++) {
        status = geo_alloc_array(context, 1, sizeof *tiff->room[i], &tiff->room[i]);
        tiff->room_count = i + 1;
    }
    return status;
}

static geo_status open_files(geo_context *context, geo_tiff *tiff)
{
    geo_status status = geo_file_create(context, tiff->path, &tiff->file);
    if (status != GEO_OK)
        return status;
    const char *temporary = geo_file_temporary(tiff->file);
    if (!temporary)
        return geo_fail(context, GEO_ERROR_OUTPUT,
                        "%s: a GeoTIFF can't be written to a stream; name a file", tiff->path);
    int error = 0;
    status = geo_spool_open(context, temporary, &tiff->spool, &error);
    return error != 0 ? geo_file_fail(context, tiff->path, error) : status;
}

static geo_status open_tiff(geo_context *context, const geo_grid *geometry,
                            const geo_metadata *metadata, size_t count, const char *path,
                            geo_tiff *tiff)
{
    geo_status status = geo_copy_text(context, path, &tiff->path);
    if (status == GEO_OK)
        status = open_files(context, tiff);
    if (status == GEO_OK)
        status = describe(context, tiff, geometry, metadata, count);
    if (status == GEO_OK)
        status = geo_tiff_levels_new(context, geometry->columns, geometry->rows, &tiff->level,
                                     &tiff->level_count);
    return status == GEO_OK ? make_rooms(context, tiff) : status;
}

geo_status geo_tiff_open(geo_context *context, const geo_grid *geometry,
                         const geo_metadata *metadata, size_t metadata_count,
                         const geo_tiff_options *options, const char *path, geo_tiff **out)
{
    const geo_tiff_options unset = GEO_TIFF_OPTIONS_INIT;
    geo_tiff *tiff = NULL;
    geo_status status = check_size(context, geometry, path);
    if (status == GEO_OK)
        status = geo_alloc_array(context, 1, sizeof *tiff, &tiff);
    if (status != GEO_OK)
        return status;
    tiff->spool.descriptor = -1;
    tiff->is_float32 = (options ? options : &unset)->is_float32;
    tiff->geometry = (geo_grid){.x_min = geometry->x_min,
                                .y_max = geometry->y_max,
                                .cell_m = geometry->cell_m,
                                .columns = geometry->columns,
                                .rows = geometry->rows};
    status = open_tiff(context, geometry, metadata, metadata_count, path, tiff);
    if (status != GEO_OK) {
        geo_tiff_free(tiff);
        return status;
    }
    *out = tiff;
    return GEO_OK;
}

static void free_rooms(geo_tiff *tiff)
{
    for (size_t i = 0; i < tiff->room_count; i++)
        free(tiff->room[i]);
    free(tiff->room);
    tiff->room = NULL;
    tiff->room_count = 0;
}

void geo_tiff_free(geo_tiff *tiff)
{
    if (!tiff)
        return;
    geo_file_free(tiff->file);
    geo_spool_close(&tiff->spool);
    geo_tiff_description_clear(&tiff->description);
    geo_tiff_levels_free(tiff->level, tiff->level_count);
    free_rooms(tiff);
    free(tiff->path);
    free(tiff);
}

/* ---- rows ----------------------------------------------------------------------------------- */

/* Rows of tiles that threads make at once. One alone would keep them waiting for its last tile. */
enum { BANDS_AT_ONCE = 16 };

struct band {
    geo_tiff *tiff;
    geo_tiff_level *level;
    const double *values;
    size_t row_count;
    atomic_int error; /* an errno */
};

static size_t smaller(size_t one, size_t other)
{
    return one < other ? one : other;
}

static void make_tiles(void *user, size_t worker, size_t first, size_t last)
{
    struct band *band = user;
    const geo_tiff_level *level = band->level;
    geo_tiff *tiff = band->tiff;
    geo_tiff_room *room = tiff->room[worker];
    size_t done = level->rows_written / GEO_TIFF_SIDE * level->tiles_across;
    for (size_t i = first; i < last && atomic_load(&band->error) == 0; i++) {
        geo_tiff_tile *tile = &level->tile[done + i];
        size_t column = i % level->tiles_across * GEO_TIFF_SIDE;
        size_t row = i / level->tiles_across * GEO_TIFF_SIDE;
        const double *values = band->values + row * level->columns + column;
        if (!geo_tiff_take_cells(room, values, level->columns,
                                 smaller(level->columns - column, GEO_TIFF_SIDE),
                                 smaller(band->row_count - row, GEO_TIFF_SIDE), tiff->is_float32)) {
            atomic_store(&band->error, ERANGE);
            return;
        }
        geo_tiff_predict(room, tiff->is_float32);
        tile->hash = geo_tiff_hash(room, tiff->is_float32);
        int error = ENOMEM;
        if (geo_tiff_pack(room, tiff->is_float32))
            error = geo_spool_add(&tiff->spool, room->packed, room->packed_length, &tile->offset);
        tile->length = (uint32_t)room->packed_length;
        if (error != 0)
            atomic_store(&band->error, error);
    }
}

static geo_status fail_writing(geo_context *context, const geo_tiff *tiff, int error)
{
    if (error == ERANGE) {
        return geo_fail(context, GEO_ERROR_OUTPUT,
                        "%s: a density is beyond what single precision holds; leave out --float32",
                        tiff->path);
    }
    return error == ENOMEM
               ? geo_fail(context, GEO_ERROR_MEMORY, "%s: no memory to compress it", tiff->path)
               : geo_file_fail(context, tiff->path, error);
}

/* `row_count` rows of a level that make whole tiles, or its last. */
static geo_status write_tiles(geo_context *context, geo_tiff *tiff, geo_tiff_level *level,
                              const double *values, size_t row_count)
{
    struct band band = {.tiff = tiff, .level = level, .values = values, .row_count = row_count};
    size_t down = (row_count - 1) / GEO_TIFF_SIDE + 1;
    geo_share_work(context, down * level->tiles_across, 1, make_tiles, &band);
    int error = atomic_load(&band.error);
    return error != 0 ? fail_writing(context, tiff, error) : GEO_OK;
}

static void add_to_coarser(const geo_context *context, const geo_tiff *tiff, geo_tiff_level *level,
                           const double *values, size_t row_count)
{
    if (level + 1 < tiff->level + tiff->level_count)
        geo_tiff_halve(context, level, values, row_count, level + 1);
}

static bool is_band_ready(const geo_tiff_level *level)
{
    return level->rows_waiting == GEO_TIFF_SIDE ||
           (level->rows_waiting > 0 && level->rows_written + level->rows_waiting == level->rows);
}

/* From level `first` on, each of which may make the next ready. */
static geo_status write_ready_bands(geo_context *context, geo_tiff *tiff, size_t first)
{
    for (size_t i = first; i < tiff->level_count && is_band_ready(&tiff->level[i]); i++) {
        geo_tiff_level *level = &tiff->level[i];
        geo_status status = write_tiles(context, tiff, level, level->band, level->rows_waiting);
        if (status != GEO_OK)
            return status;
        add_to_coarser(context, tiff, level, level->band, level->rows_waiting);
        geo_tiff_next_band(level);
    }
    return GEO_OK;
}

/* Whole bands of the finest level, which need not be copied. */
static geo_status take_bands(geo_context *context, geo_tiff *tiff, const double *values,
                             size_t row_count)
{
    geo_tiff_level *finest = &tiff->level[0];
    geo_status status = write_tiles(context, tiff, finest, values, row_count);
    for (size_t row = 0; row < row_count && status == GEO_OK; row += GEO_TIFF_SIDE) {
        size_t rows = smaller(row_count - row, GEO_TIFF_SIDE);
        add_to_coarser(context, tiff, finest, values + row * finest->columns, rows);
        finest->rows_written += rows;
        status = write_ready_bands(context, tiff, 1);
    }
    return status;
}

/* Takes as many whole bands as there are, or else rows up to the end of one, and says how many rows
 * it took. */
static geo_status take_rows(geo_context *context, geo_tiff *tiff, const double *values,
                            size_t row_count, size_t *taken)
{
    geo_tiff_level *finest = &tiff->level[0];
    size_t left = finest->rows - finest->rows_written;
    size_t wanted = smaller(GEO_TIFF_SIDE, left);
    if (finest->rows_waiting > 0 || row_count < wanted) {
        *taken = smaller(row_count, wanted - finest->rows_waiting);
        memcpy(finest->band + finest->rows_waiting * finest->columns, values,
               *taken * finest->columns * sizeof *values);
        finest->rows_waiting += *taken;
        return write_ready_bands(context, tiff, 0);
    }
    *taken = row_count == left ? row_count : row_count / GEO_TIFF_SIDE * GEO_TIFF_SIDE;
    *taken = smaller(*taken, BANDS_AT_ONCE * GEO_TIFF_SIDE);
    return take_bands(context, tiff, values, *taken);
}

static geo_status add_rows(geo_context *context, geo_tiff *tiff, size_t row_count,
                           const double *values)
{
    const geo_tiff_level *finest = &tiff->level[0];
    size_t left = finest->rows - finest->rows_written - finest->rows_waiting;
    if (row_count > left)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "%s: %zu rows are more than the %zu that are left", tiff->path, row_count,
                        left);
    while (row_count > 0) {
        size_t taken = 0;
        geo_status status = geo_report_progress(
            context, "writing the surface", (double)finest->rows_written / (double)finest->rows);
        if (status == GEO_OK)
            status = take_rows(context, tiff, values, row_count, &taken);
        if (status != GEO_OK)
            return status;
        row_count -= taken;
        values += taken * finest->columns;
    }
    return GEO_OK;
}

geo_status geo_tiff_add_rows(geo_context *context, geo_tiff *tiff, size_t row_count,
                             const double *values)
{
    geo_status status = add_rows(context, tiff, row_count, values);
    tiff->has_failed = tiff->has_failed || status != GEO_OK;
    return status;
}

/* ---- commit --------------------------------------------------------------------------------- */

/* The tile is then known by where it is in the file. */
static geo_status copy_tile(geo_context *context, geo_tiff *tiff, geo_tiff_tile *tile,
                            uint64_t *end)
{
    geo_tiff_room *room = tiff->room[0];
    int error = geo_spool_read(&tiff->spool, tile->offset, room->packed, tile->length);
    if (error != 0)
        return geo_file_fail(context, tiff->path, error);
    tile->offset = *end;
    *end += tile->length;
    return geo_file_write(context, tiff->file, room->packed, tile->length);
}

/* Where the tiles from that row of them on begin in the spool, all rows before being copied. The
 * finest level's were made some rows at once, one such lot after the other. */
static uint64_t first_offset(const geo_tiff_level *level, size_t down)
{
    const geo_tiff_tile *tile = level->tile + down * level->tiles_across;
    size_t count = smaller(level->tiles_down - down, BANDS_AT_ONCE) * level->tiles_across;
    uint64_t offset = tile->offset;
    for (size_t i = 1; i < count; i++)
        if (tile[i].offset < offset)
            offset = tile[i].offset;
    return offset;
}

static geo_status copy_level(geo_context *context, geo_tiff *tiff, size_t index, uint64_t *end)
{
    const geo_tiff_level *level = &tiff->level[index];
    geo_status status = GEO_OK;
    for (size_t down = 0; down < level->tiles_down && status == GEO_OK; down++) {
        if (index == 0) /* which is the last to be copied */
            geo_spool_forget(&tiff->spool, first_offset(level, down));
        for (size_t i = 0; i < level->tiles_across && status == GEO_OK; i++)
            status = copy_tile(context, tiff, &level->tile[down * level->tiles_across + i], end);
        if (status == GEO_OK && index == 0)
            status = geo_report_progress(context, "putting the tiles in order",
                                         (double)down / (double)level->tiles_down);
    }
    return status;
}

static geo_status write_file(geo_context *context, geo_tiff *tiff)
{
    geo_bytes head = GEO_BYTES_INIT;
    geo_status status = geo_tiff_write_head(context, &tiff->description, tiff->level,
                                            tiff->level_count, tiff->is_float32, &head);
    if (status == GEO_OK)
        status = geo_file_write(context, tiff->file, head.data, head.length);
    uint64_t end = head.length;
    geo_bytes_clear(&head);
    for (size_t i = tiff->level_count; i-- > 0 && status == GEO_OK;)
        status = copy_level(context, tiff, i, &end);
    return status == GEO_OK ? geo_file_flush(context, tiff->file) : status;
}

geo_status geo_tiff_commit(geo_context *context, geo_tiff *tiff)
{
    size_t rows = tiff->level[0].rows_written;
    if (tiff->has_failed || rows != tiff->level[0].rows)
        return geo_fail(context, GEO_ERROR_USAGE, "%s: %zu of %zu rows were given", tiff->path,
                        rows + tiff->level[0].rows_waiting, tiff->level[0].rows);
    geo_status status = write_file(context, tiff);
    geo_spool_close(&tiff->spool);
    free_rooms(tiff);
    if (status == GEO_OK)
        status = geo_tiff_check(context, &tiff->geometry, tiff->level, tiff->level_count,
                                tiff->is_float32, tiff->path, geo_file_temporary(tiff->file));
    tiff->has_failed = true; /* whatever became of it, it is over */
    return status == GEO_OK ? geo_file_commit(context, tiff->file) : status;
}

geo_status geo_grid_write_tiff(geo_context *context, const geo_grid *grid,
                               const geo_metadata *metadata, size_t metadata_count,
                               const char *path)
{
    geo_tiff *tiff = NULL;
    geo_status status = geo_tiff_open(context, grid, metadata, metadata_count, NULL, path, &tiff);
    if (status == GEO_OK)
        status = geo_tiff_add_rows(context, tiff, grid->rows, grid->value);
    if (status == GEO_OK)
        status = geo_tiff_commit(context, tiff);
    geo_tiff_free(tiff);
    return status;
}
