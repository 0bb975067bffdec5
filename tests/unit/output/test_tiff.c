/* A surface as GeoTIFF: what was written is what is read, or the old file stands. */
#include <math.h>

#include <cpl_conv.h>
#include <cpl_error.h>
#include <gdal.h>
#include <ogr_srs_api.h>

#include "output_test.h"

static const geo_metadata metadata[] = {
    {"kernel", "quartic"},
    {"bandwidth_m", "500"},
    {"description", "Kernel density & more"},
};
enum { COLUMNS = 301, ROWS = 530 };

static geo_grid sample_grid(double *value)
{
    uint64_t random = 7;
    for (size_t i = 0; i < (size_t)COLUMNS * ROWS; i++) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        value[i] = (double)(random >> 11) / 1e9;
    }
    value[0] = (double)NAN;
    value[1] = -0.0;
    value[2] = 5e-324;
    value[3] = 1.7976931348623157e308;
    return (geo_grid){.crs = {.wkt = (char *)(uintptr_t)BRITISH_WKT,
                              .name = (char *)(uintptr_t) "OSGB36 / British National Grid",
                              .epsg = 27700,
                              .is_metric = true},
                      .x_min = 391000,
                      .y_max = 345000,
                      .cell_m = 50,
                      .columns = COLUMNS,
                      .rows = ROWS,
                      .value = value,
                      .unit = (char *)(uintptr_t) "incidents per km2"};
}

static int write_sample(scratch *test, const char *path)
{
    double *value = malloc(sizeof *value * COLUMNS * ROWS);
    geo_grid grid = sample_grid(value);
    geo_status status = geo_grid_write_tiff(test->context, &grid, metadata, 3, path);
    free(value);
    return (int)status;
}

static void assert_described(GDALDatasetH dataset)
{
    GDALRasterBandH band = GDALGetRasterBand(dataset, 1);
    double transform[6];
    assert_int_equal(GDALGetGeoTransform(dataset, transform), CE_None);
    const double expected[6] = {391000, 50, 0, 345000, 0, -50};
    assert_memory_equal(transform, expected, sizeof expected);
    assert_string_equal(OSRGetAuthorityCode(GDALGetSpatialRef(dataset), NULL), "27700");
    assert_string_equal(GDALGetRasterUnitType(band), "incidents per km2");
    assert_string_equal(GDALGetDescription(band), "Kernel density & more");
    assert_string_equal(GDALGetMetadataItem(dataset, "kernel", NULL), "quartic");
    assert_string_equal(GDALGetMetadataItem(dataset, "bandwidth_m", NULL), "500");
    assert_null(GDALGetMetadataItem(dataset, "description", NULL));
    assert_string_equal(GDALGetMetadataItem(dataset, "COMPRESSION", "IMAGE_STRUCTURE"), "DEFLATE");
    int has_nodata = 1;
    GDALGetRasterNoDataValue(band, &has_nodata);
    assert_int_equal(has_nodata, 0);
    int width = 0;
    int height = 0;
    GDALGetBlockSize(band, &width, &height);
    assert_int_equal(width, 256);
    assert_int_equal(height, 256);
    assert_int_equal(GDALGetRasterDataType(band), GDT_Float64);
}

static void every_value_reads_back(void **state)
{
    scratch *test = *state;
    char *path = path_in(test, "surface.tif");
    assert_int_equal(write_sample(test, path), GEO_OK);
    assert_int_equal(geo_warning_count(test->context), 0);
    assert_entries(test->folder, 1);
    double *expected = malloc(sizeof *expected * COLUMNS * ROWS);
    double *value = malloc(sizeof *value * COLUMNS * ROWS);
    sample_grid(expected);
    GDALDatasetH dataset = GDALOpen(path, GA_ReadOnly);
    assert_non_null(dataset);
    assert_described(dataset);
    assert_int_equal(GDALGetRasterXSize(dataset), COLUMNS);
    assert_int_equal(GDALGetRasterYSize(dataset), ROWS);
    assert_int_equal(GDALRasterIO(GDALGetRasterBand(dataset, 1), GF_Read, 0, 0, COLUMNS, ROWS,
                                  value, COLUMNS, ROWS, GDT_Float64, 0, 0),
                     CE_None);
    assert_memory_equal(value, expected, sizeof *value * COLUMNS * ROWS);
    GDALClose(dataset);
    free(value);
    free(expected);
    free(path);
}

static void the_same_grid_gives_the_same_bytes(void **state)
{
    scratch *test = *state;
    char *one = path_in(test, "one.tif");
    char *other = path_in(test, "other.tif");
    assert_int_equal(write_sample(test, one), GEO_OK);
    setenv("GDAL_NUM_THREADS", "ALL_CPUS", 1);
    setenv("GDAL_PAM_ENABLED", "YES", 1);
    assert_int_equal(write_sample(test, other), GEO_OK);
    unsetenv("GDAL_NUM_THREADS");
    unsetenv("GDAL_PAM_ENABLED");
    size_t length = 0;
    size_t other_length = 0;
    char *bytes = read_whole(one, &length);
    char *other_bytes = read_whole(other, &other_length);
    assert_int_equal(length, other_length);
    assert_memory_equal(bytes, other_bytes, length);
    assert_entries(test->folder, 2);
    free(other_bytes);
    free(bytes);
    free(other);
    free(one);
}

static void an_old_file_is_replaced_with_its_mode(void **state)
{
    scratch *test = *state;
    char *path = path_in(test, "surface.tif");
    write_whole(path, "old");
    chmod(path, 0604);
    assert_int_equal(write_sample(test, path), GEO_OK);
    struct stat file;
    assert_int_equal(stat(path, &file), 0);
    assert_int_equal(file.st_mode & 0777, 0604);
    assert_true(file.st_size > 1000);
    assert_entries(test->folder, 1);
    free(path);
}

static void a_full_disk_leaves_the_old_file(void **state)
{
    scratch *test = *state;
    char *path = path_in(test, "surface.tif");
    write_whole(path, "old");
    struct stat file;
    char *whole = path_in(test, "whole.tif");
    assert_int_equal(write_sample(test, whole), GEO_OK);
    assert_int_equal(stat(whole, &file), 0);
    /* From nearly nothing to all but the last byte: the last writes happen on closing. */
    const rlim_t limit[] = {1,
                            100,
                            5000,
                            (rlim_t)file.st_size / 2,
                            (rlim_t)file.st_size - 1000,
                            (rlim_t)file.st_size - 1};
    for (size_t i = 0; i < sizeof limit / sizeof *limit; i++) {
        assert_int_equal(in_child(test, write_sample, path, limit[i], 0), GEO_ERROR_OUTPUT);
        assert_content(path, "old");
        assert_entries(test->folder, 2);
    }
    assert_int_equal(in_child(test, write_sample, path, (rlim_t)file.st_size, 0), GEO_OK);
    free(whole);
    free(path);
}

static void what_cannot_hold_a_tiff_says_so(void **state)
{
    scratch *test = *state;
    assert_int_equal(write_sample(test, "-"), GEO_ERROR_OUTPUT);
    assert_non_null(strstr(geo_message(test->context), "name a file"));
    assert_int_equal(write_sample(test, "/dev/full"), GEO_ERROR_OUTPUT);
    char *path = path_in(test, "absent/surface.tif");
    assert_int_equal(write_sample(test, path), GEO_ERROR_OUTPUT);
    assert_non_null(strstr(geo_message(test->context), "folder does not exist"));
    free(path);
    double value = 0;
    geo_grid grid = sample_grid(calloc(COLUMNS * ROWS, sizeof value));
    grid.crs.wkt = (char *)(uintptr_t) "PROJCRS[nonsense";
    path = path_in(test, "surface.tif");
    assert_int_equal(geo_grid_write_tiff(test->context, &grid, NULL, 0, path), GEO_ERROR_CRS);
    grid.columns = 0;
    assert_int_equal(geo_grid_write_tiff(test->context, &grid, NULL, 0, path), GEO_ERROR_LIMIT);
    assert_entries(test->folder, 0);
    free(grid.value);
    free(path);
}

static bool stop(void *user, const char *stage, double fraction)
{
    (void)stage;
    (void)fraction;
    return ++*(int *)user > 1;
}

static void stopping_leaves_nothing(void **state)
{
    scratch *test = *state;
    char *path = path_in(test, "surface.tif");
    int calls = 0;
    geo_context_on_progress(test->context, stop, &calls);
    assert_int_equal(write_sample(test, path), GEO_ERROR_CANCELLED);
    assert_entries(test->folder, 0);
    free(path);
}

/* The error state and the settings of the program that uses the library stay its own. */
static void gdal_is_left_as_it_was(void **state)
{
    scratch *test = *state;
    char *path = path_in(test, "surface.tif");
    CPLSetThreadLocalConfigOption("GDAL_PAM_ENABLED", "YES");
    assert_int_equal(write_sample(test, path), GEO_OK);
    assert_string_equal(CPLGetThreadLocalConfigOption("GDAL_PAM_ENABLED", ""), "YES");
    assert_null(CPLGetThreadLocalConfigOption("GDAL_NUM_THREADS", NULL));
    assert_int_equal(CPLGetLastErrorNo(), CPLE_None);
    CPLSetThreadLocalConfigOption("GDAL_PAM_ENABLED", NULL);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(every_value_reads_back),
        SCRATCH_TEST(the_same_grid_gives_the_same_bytes),
        SCRATCH_TEST(an_old_file_is_replaced_with_its_mode),
        SCRATCH_TEST(a_full_disk_leaves_the_old_file),
        SCRATCH_TEST(what_cannot_hold_a_tiff_says_so),
        SCRATCH_TEST(stopping_leaves_nothing),
        SCRATCH_TEST(gdal_is_left_as_it_was),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    OSRCleanup();
    GDALDestroy();
    return failed;
}
