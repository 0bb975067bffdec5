/* A surface written as its rows come: the same file however they come, its overviews, its layout.
 */
#include <math.h>

#include <cpl_error.h>
#include <gdal.h>
#include <ogr_srs_api.h>

#include "allocations.h"
#include "output/tiff_check.h"
#include "output/tiff_head.h"
#include "output/tiff_tile.h"
#include "output_test.h"
#include "random.h"

static geo_grid grid_of(size_t columns, size_t rows, double *value)
{
    return (geo_grid){.crs = {.wkt = (char *)(uintptr_t)BRITISH_WKT, .epsg = 27700},
                      .x_min = 391000,
                      .y_max = 345000,
                      .cell_m = 50,
                      .columns = columns,
                      .rows = rows,
                      .value = value,
                      .unit = (char *)(uintptr_t) "incidents per km2"};
}

static double *random_values(size_t count)
{
    uint64_t random = 42;
    double *value = malloc(count * sizeof *value);
    assert_non_null(value);
    for (size_t i = 0; i < count; i++)
        value[i] = random_between(&random, 0, 1000);
    return value;
}

/* Rows come `first` and then `step` at a time. */
static geo_status write_in_parts(geo_context *context, const geo_grid *grid, size_t first,
                                 size_t step, const geo_tiff_options *options, const char *path)
{
    geo_tiff *tiff = NULL;
    geo_status status = geo_tiff_open(context, grid, NULL, 0, options, path, &tiff);
    size_t count = first;
    for (size_t row = 0; row < grid->rows && status == GEO_OK; row += count, count = step) {
        if (count > grid->rows - row)
            count = grid->rows - row;
        status = geo_tiff_add_rows(context, tiff, count, grid->value + row * grid->columns);
    }
    if (status == GEO_OK)
        status = geo_tiff_commit(context, tiff);
    geo_tiff_free(tiff);
    return status;
}

static void any_cut_and_any_threads_give_the_same_bytes(void **state)
{
    scratch *test = *state;
    static const struct {
        size_t first, step;
        int threads;
    } cut[] = {{1, 1, 1},    {255, 2, 2},  {256, 256, 7}, {300, 256, 2}, {1, 512, 1},
               {1040, 1, 7}, {512, 17, 2}, {1030, 1, 2},  {3, 1037, 7}};
    geo_grid grid = grid_of(301, 1040, random_values(301 * 1040));
    char *whole = path_in(test, "whole.tif");
    char *parts = path_in(test, "parts.tif");
    size_t length = 0;
    assert_int_equal(geo_grid_write_tiff(test->context, &grid, NULL, 0, whole), GEO_OK);
    char *expected = read_whole(whole, &length);
    for (size_t i = 0; i < sizeof cut / sizeof *cut; i++) {
        size_t parts_length = 0;
        geo_context_set_threads(test->context, cut[i].threads);
        assert_int_equal(
            write_in_parts(test->context, &grid, cut[i].first, cut[i].step, NULL, parts), GEO_OK);
        char *bytes = read_whole(parts, &parts_length);
        assert_int_equal(parts_length, length);
        assert_memory_equal(bytes, expected, length);
        free(bytes);
    }
    free(expected);
    free(parts);
    free(whole);
    free(grid.value);
}

static GDALRasterBandH level_of(GDALDatasetH dataset, int level)
{
    GDALRasterBandH band = GDALGetRasterBand(dataset, 1);
    return level == 0 ? band : GDALGetOverview(band, level - 1);
}

static double *read_level(GDALDatasetH dataset, int level, int *columns, int *rows)
{
    GDALRasterBandH band = level_of(dataset, level);
    *columns = GDALGetRasterBandXSize(band);
    *rows = GDALGetRasterBandYSize(band);
    double *value = malloc(sizeof *value * (size_t)*columns * (size_t)*rows);
    assert_int_equal(GDALRasterIO(band, GF_Read, 0, 0, *columns, *rows, value, *columns, *rows,
                                  GDT_Float64, 0, 0),
                     CE_None);
    return value;
}

/* How much of fine cell `fine` lies in coarse cell `coarse` of the same line, in fine cells. */
static double overlap(int fine, int fine_count, int coarse, int coarse_count)
{
    double ratio = (double)fine_count / coarse_count;
    return fmax(0, fmin(fine + 1, (coarse + 1) * ratio) - fmax(fine, coarse * ratio));
}

/* The mean of the ground that a coarse cell covers. */
static double mean_over(const double *fine, int columns, int rows, int column, int row,
                        int coarse_columns, int coarse_rows)
{
    double sum = 0, area = 0;
    for (int i = 2 * row - 2; i <= 2 * row + 2; i++)
        for (int j = 2 * column - 2; j <= 2 * column + 2; j++) {
            double part = i < 0 || j < 0 || i >= rows || j >= columns
                              ? 0
                              : overlap(i, rows, row, coarse_rows) *
                                    overlap(j, columns, column, coarse_columns);
            if (part > 1e-12) {
                sum += part * fine[i * columns + j];
                area += part;
            }
        }
    return sum / area;
}

static void assert_halved(GDALDatasetH dataset, int level)
{
    int columns = 0, rows = 0, fine_columns = 0, fine_rows = 0;
    double *fine = read_level(dataset, level - 1, &fine_columns, &fine_rows);
    double *coarse = read_level(dataset, level, &columns, &rows);
    assert_int_equal(columns, (fine_columns + 1) / 2);
    assert_int_equal(rows, (fine_rows + 1) / 2);
    for (int row = 0; row < rows; row++)
        for (int column = 0; column < columns; column++)
            assert_true(fabs(coarse[row * columns + column] -
                             mean_over(fine, fine_columns, fine_rows, column, row, columns, rows)) <
                        1e-10);
    free(coarse);
    free(fine);
}

/* As validate_cloud_optimized_geotiff.py of GDAL has it. */
static void assert_cloud_optimised(GDALDatasetH dataset)
{
    long long before = 0;
    int count = GDALGetOverviewCount(GDALGetRasterBand(dataset, 1));
    assert_string_equal(GDALGetMetadataItem(dataset, "LAYOUT", "IMAGE_STRUCTURE"), "COG");
    for (int level = count; level >= 0; level--) {
        GDALRasterBandH band = level_of(dataset, level);
        const char *offset = GDALGetMetadataItem(band, "BLOCK_OFFSET_0_0", "TIFF");
        const char *directory = GDALGetMetadataItem(band, "IFD_OFFSET", "TIFF");
        assert_non_null(offset);
        assert_non_null(directory);
        if (before == 0)
            assert_true(strtoll(offset, NULL, 10) > strtoll(directory, NULL, 10));
        assert_true(strtoll(offset, NULL, 10) > before);
        before = strtoll(offset, NULL, 10);
    }
}

static void every_size_has_its_overviews(void **state)
{
    scratch *test = *state;
    static const struct {
        size_t columns, rows;
        int overviews;
    } size[] = {{1, 1, 0},    {256, 256, 0},  {257, 1, 1},   {1, 5000, 5},
                {5000, 1, 5}, {300, 5000, 5}, {513, 514, 2}, {1024, 257, 2}};
    char *path = path_in(test, "surface.tif");
    for (size_t i = 0; i < sizeof size / sizeof *size; i++) {
        size_t count = size[i].columns * size[i].rows;
        geo_grid grid = grid_of(size[i].columns, size[i].rows, random_values(count));
        assert_int_equal(geo_grid_write_tiff(test->context, &grid, NULL, 0, path), GEO_OK);
        GDALDatasetH dataset = GDALOpen(path, GA_ReadOnly);
        assert_non_null(dataset);
        int columns = 0, rows = 0;
        double *value = read_level(dataset, 0, &columns, &rows);
        assert_memory_equal(value, grid.value, count * sizeof *value);
        int overviews = GDALGetOverviewCount(GDALGetRasterBand(dataset, 1));
        assert_int_equal(overviews, size[i].overviews);
        for (int level = 1; level <= overviews; level++)
            assert_halved(dataset, level);
        assert_cloud_optimised(dataset);
        GDALClose(dataset);
        free(value);
        free(grid.value);
    }
    assert_int_equal(geo_warning_count(test->context), 0);
    free(path);
}

/* Where an odd number of cells is halved, the last has a whole cell of its own beside it. */
static void an_infinite_value_spreads_no_further_than_its_ground(void **state)
{
    scratch *test = *state;
    enum { COLUMNS = 301, ROWS = 257 };
    geo_grid grid = grid_of(COLUMNS, ROWS, calloc(COLUMNS * ROWS, sizeof(double)));
    grid.value[1] = (double)INFINITY;
    grid.value[COLUMNS * ROWS - 1] = (double)NAN;
    char *path = path_in(test, "surface.tif");
    assert_int_equal(geo_grid_write_tiff(test->context, &grid, NULL, 0, path), GEO_OK);
    GDALDatasetH dataset = GDALOpen(path, GA_ReadOnly);
    int columns = 0, rows = 0, odd = 0;
    double *value = read_level(dataset, 1, &columns, &rows);
    for (int i = 0; i < columns * rows; i++)
        odd += value[i] != 0;
    assert_true(isinf(value[0]) && isinf(value[1]));
    assert_true(isnan(value[columns * rows - 1]));
    assert_int_equal(odd, 3);
    GDALClose(dataset);
    free(value);
    free(path);
    free(grid.value);
}

static void floats_are_the_nearest(void **state)
{
    scratch *test = *state;
    enum { COLUMNS = 300, ROWS = 270 };
    const geo_tiff_options options = {.is_float32 = true};
    geo_grid grid = grid_of(COLUMNS, ROWS, random_values(COLUMNS * ROWS));
    char *path = path_in(test, "surface.tif");
    assert_int_equal(write_in_parts(test->context, &grid, 100, 100, &options, path), GEO_OK);
    GDALDatasetH dataset = GDALOpen(path, GA_ReadOnly);
    assert_int_equal(GDALGetRasterDataType(GDALGetRasterBand(dataset, 1)), GDT_Float32);
    assert_int_equal(GDALGetOverviewCount(GDALGetRasterBand(dataset, 1)), 1);
    int columns = 0, rows = 0;
    double *value = read_level(dataset, 0, &columns, &rows);
    for (int i = 0; i < COLUMNS * ROWS; i++)
        assert_true(value[i] == (double)(float)grid.value[i]);
    assert_cloud_optimised(dataset);
    GDALClose(dataset);
    free(value);
    free(path);
    free(grid.value);
}

/* Infinity is a float; what would become infinity is not. */
static void what_no_float_holds_is_refused(void **state)
{
    scratch *test = *state;
    const geo_tiff_options options = {.is_float32 = true};
    double value[] = {1, (double)INFINITY, -3.4e38, 2};
    geo_grid grid = grid_of(2, 2, value);
    char *path = path_in(test, "surface.tif");
    assert_int_equal(write_in_parts(test->context, &grid, 2, 2, &options, path), GEO_OK);
    write_whole(path, "old");
    value[2] = -3.5e38;
    assert_int_equal(write_in_parts(test->context, &grid, 2, 2, &options, path), GEO_ERROR_OUTPUT);
    assert_non_null(strstr(geo_message(test->context), "--float32"));
    assert_content(path, "old");
    free(path);
}

static void rows_must_be_as_many_as_were_promised(void **state)
{
    scratch *test = *state;
    geo_grid grid = grid_of(3, 5, random_values(15));
    char *path = path_in(test, "surface.tif");
    write_whole(path, "old");
    geo_tiff *tiff = NULL;
    assert_int_equal(geo_tiff_open(test->context, &grid, NULL, 0, NULL, path, &tiff), GEO_OK);
    assert_int_equal(geo_tiff_add_rows(test->context, tiff, 4, grid.value), GEO_OK);
    assert_int_equal(geo_tiff_commit(test->context, tiff), GEO_ERROR_USAGE);
    assert_non_null(strstr(geo_message(test->context), "4 of 5 rows"));
    assert_int_equal(geo_tiff_add_rows(test->context, tiff, 2, grid.value), GEO_ERROR_USAGE);
    geo_tiff_free(tiff);
    assert_content(path, "old");
    assert_entries(test->folder, 1);
    free(path);
    free(grid.value);
}

static int write_tall(scratch *test, const char *path)
{
    geo_grid grid = grid_of(300, 1200, random_values(300 * 1200));
    geo_status status = write_in_parts(test->context, &grid, 100, 300, NULL, path);
    free(grid.value);
    return (int)status;
}

/* The limit holds for the tiles that wait as well, so the disk may be full at any of the steps. */
static void a_full_disk_leaves_the_old_file(void **state)
{
    scratch *test = *state;
    char *path = path_in(test, "surface.tif");
    char *whole = path_in(test, "whole.tif");
    struct stat file;
    write_whole(path, "old");
    assert_int_equal(write_tall(test, whole), GEO_OK);
    assert_int_equal(stat(whole, &file), 0);
    for (rlim_t limit = 1; limit < (rlim_t)file.st_size; limit += (rlim_t)file.st_size / 7) {
        assert_int_equal(in_child(test, write_tall, path, limit, 0), GEO_ERROR_OUTPUT);
        assert_content(path, "old");
        assert_entries(test->folder, 2);
    }
    free(whole);
    free(path);
}

static geo_status write_two_levels(geo_context *context, void *path)
{
    double value[257 * 2] = {0};
    geo_grid grid = grid_of(257, 2, value);
    return write_in_parts(context, &grid, 1, 1, NULL, path);
}

static void want_of_memory_leaves_nothing(void **state)
{
    scratch *test = *state;
    char *path = path_in(test, "surface.tif");
    assert_true(fail_each_allocation(write_two_levels, path) >= 10);
    assert_entries(test->folder, 1);
    free(path);
}

static void make_level(geo_tiff_level *level, size_t side, uint32_t length)
{
    *level = (geo_tiff_level){
        .columns = side, .rows = side, .tiles_across = side / 256, .tiles_down = side / 256};
    size_t count = level->tiles_across * level->tiles_down;
    level->tile = calloc(count, sizeof *level->tile);
    for (size_t i = 0; i < count; i++)
        level->tile[i].length = length;
}

/* Whether the head of a file, whose last tile ends at `end`, is right for it. */
static void assert_head(scratch *test, uint32_t length, bool is_big)
{
    geo_tiff_level level[2];
    geo_bytes head = GEO_BYTES_INIT;
    const geo_tiff_description description = {0};
    make_level(&level[0], 1024, length);
    make_level(&level[1], 512, length);
    assert_int_equal(geo_tiff_write_head(test->context, &description, level, 2, false, &head),
                     GEO_OK);
    char *path = path_in(test, "head.tif");
    geo_file_save(test->context, path, &head);
    assert_int_equal(truncate(path, (off_t)(head.length + 20 * (uint64_t)length)), 0);
    assert_int_equal(head.data[2], is_big ? 43 : 42);
    GDALDatasetH dataset = GDALOpen(path, GA_ReadOnly);
    assert_non_null(dataset);
    char expected[32];
    snprintf(expected, sizeof expected, "%llu",
             (unsigned long long)(head.length + 19 * (uint64_t)length + 4));
    assert_string_equal(GDALGetMetadataItem(level_of(dataset, 0), "BLOCK_OFFSET_3_3", "TIFF"),
                        expected);
    snprintf(expected, sizeof expected, "%lu", (unsigned long)length - 8);
    assert_string_equal(GDALGetMetadataItem(level_of(dataset, 0), "BLOCK_SIZE_3_3", "TIFF"),
                        expected);
    snprintf(expected, sizeof expected, "%zu", head.length + 4);
    assert_string_equal(GDALGetMetadataItem(level_of(dataset, 1), "BLOCK_OFFSET_0_0", "TIFF"),
                        expected);
    assert_cloud_optimised(dataset);
    GDALClose(dataset);
    free(path);
    free(level[0].tile);
    free(level[1].tile);
    geo_bytes_clear(&head);
}

static void only_what_is_beyond_4_gib_is_a_big_tiff(void **state)
{
    scratch *test = *state;
    GDALAllRegister();
    assert_head(test, 1000, false);
    assert_head(test, UINT32_MAX / 20 - 1000, false);
    assert_head(test, UINT32_MAX / 20 + 1, true);
    assert_head(test, 1000000000, true);
}

static void flip_byte(const char *path, uint64_t offset)
{
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    fseek(file, (long)offset, SEEK_SET);
    int byte = fgetc(file);
    fseek(file, (long)offset, SEEK_SET);
    fputc(byte ^ 1, file);
    fclose(file);
}

/* What geo_tiff_commit() must notice. */
static void what_differs_in_the_file_is_noticed(void **state)
{
    scratch *test = *state;
    geo_grid grid = grid_of(2, 2, random_values(4));
    geo_tiff_level *level = NULL;
    size_t count = 0;
    char *path = path_in(test, "surface.tif");
    assert_int_equal(geo_grid_write_tiff(test->context, &grid, NULL, 0, path), GEO_OK);
    assert_int_equal(geo_tiff_levels_new(test->context, 2, 2, &level, &count), GEO_OK);
    GDALDatasetH dataset = GDALOpen(path, GA_ReadOnly);
    GDALRasterBandH band = level_of(dataset, 0);
    geo_tiff_tile *tile = level->tile;
    tile->offset = strtoull(GDALGetMetadataItem(band, "BLOCK_OFFSET_0_0", "TIFF"), NULL, 10) - 4;
    tile->length =
        (uint32_t)strtoul(GDALGetMetadataItem(band, "BLOCK_SIZE_0_0", "TIFF"), NULL, 10) + 8;
    GDALClose(dataset);
    geo_tiff_room *room = calloc(1, sizeof *room);
    geo_tiff_take_cells(room, grid.value, 2, 2, 2, false);
    geo_tiff_predict(room, false);
    tile->hash = geo_tiff_hash(room, false);
    free(room);
#define CHECK() geo_tiff_check(test->context, &grid, level, count, false, "named", path)
    assert_int_equal(CHECK(), GEO_OK);
    tile->hash ^= 1;
    assert_int_equal(CHECK(), GEO_ERROR_OUTPUT);
    assert_non_null(strstr(geo_message(test->context), "named: reads back with other values"));
    tile->hash ^= 1;
    tile->offset++;
    assert_int_equal(CHECK(), GEO_ERROR_OUTPUT);
    tile->offset--;
    grid.x_min += 1;
    assert_int_equal(CHECK(), GEO_ERROR_OUTPUT);
    assert_non_null(strstr(geo_message(test->context), "another size or place"));
    grid.x_min -= 1;
    flip_byte(path, tile->offset + tile->length / 2);
    assert_int_equal(CHECK(), GEO_ERROR_OUTPUT);
    flip_byte(path, tile->offset + tile->length / 2);
    assert_int_equal(CHECK(), GEO_OK);
#undef CHECK
    geo_tiff_levels_free(level, count);
    free(grid.value);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(any_cut_and_any_threads_give_the_same_bytes),
        SCRATCH_TEST(every_size_has_its_overviews),
        SCRATCH_TEST(an_infinite_value_spreads_no_further_than_its_ground),
        SCRATCH_TEST(floats_are_the_nearest),
        SCRATCH_TEST(what_no_float_holds_is_refused),
        SCRATCH_TEST(rows_must_be_as_many_as_were_promised),
        SCRATCH_TEST(a_full_disk_leaves_the_old_file),
        SCRATCH_TEST(want_of_memory_leaves_nothing),
        SCRATCH_TEST(what_differs_in_the_file_is_noticed),
        SCRATCH_TEST(only_what_is_beyond_4_gib_is_a_big_tiff),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    OSRCleanup();
    GDALDestroy();
    return failed;
}
