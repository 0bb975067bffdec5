/* Points as GeoPackage, GeoJSON and FlatGeobuf, read back by GDAL. */
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

#include "output_test.h"

enum { FIELD_COUNT = 8, ROW_COUNT = 4 };

/* Names that clash with each other, with a GeoPackage's own columns and with nothing. */
static const geo_field_definition field[FIELD_COUNT] = {
    {"Crime type", GEO_TEXT}, {"fid", GEO_INTEGER}, {"Rate", GEO_REAL}, {"GEOM", GEO_TEXT},
    {"RATE", GEO_TEXT},       {"rate", GEO_TEXT},   {"", GEO_TEXT},     {"rowid", GEO_TEXT},
};
static const char *const written_name[FIELD_COUNT] = {"Crime type", "fid",    "Rate",  "GEOM",
                                                      "RATE_2",     "rate_3", "field", "rowid"};
static const char *const cell[ROW_COUNT][FIELD_COUNT] = {
    {"Drugs & \"more\"", "9223372036854775807", "51.25", "g", "a", "b", "c", "r"},
    {"T\xC5\xB5r\nline", " -12 ", "1e-3", "", NULL, "=1", "|", "'"},
    {NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL},
    {"bad \xFF", "", "nan", "x", "y", "z", "", "r"},
};

static geo_crs british(void)
{
    return (geo_crs){.wkt = (char *)(uintptr_t)BRITISH_WKT, .epsg = 27700, .is_metric = true};
}

static geo_status add_row(geo_context *context, geo_point_writer *writer, size_t row)
{
    geo_text text[FIELD_COUNT];
    for (size_t i = 0; i < FIELD_COUNT; i++)
        text[i] = text_of(cell[row][i]);
    return geo_point_writer_add(context, writer, row != 2, 400000.125 + (double)row, 300000.5,
                                text);
}

/* `times` times the rows above. */
static geo_status write_points(geo_context *context, const char *path, int times)
{
    geo_crs crs = british();
    geo_point_writer *writer = NULL;
    geo_status status =
        geo_point_writer_create(context, path, "incidents", &crs, field, FIELD_COUNT, &writer);
    for (int i = 0; i < times * ROW_COUNT && status == GEO_OK; i++)
        status = add_row(context, writer, (size_t)i % ROW_COUNT);
    if (status == GEO_OK)
        status = geo_point_writer_commit(context, writer);
    geo_point_writer_free(writer);
    return status;
}

static void assert_point(OGRFeatureH feature, size_t row)
{
    OGRGeometryH point = OGR_F_GetGeometryRef(feature);
    if (row == 2) {
        assert_null(point);
        return;
    }
    assert_non_null(point);
    assert_true(OGR_G_GetX(point, 0) == 400000.125 + (double)row);
    assert_true(OGR_G_GetY(point, 0) == 300000.5);
}

static void assert_row(OGRFeatureH feature, size_t row)
{
    static const char *const expected[ROW_COUNT][FIELD_COUNT] = {
        {"Drugs & \"more\"", "9223372036854775807", "51.25", "g", "a", "b", "c", "r"},
        {"T\xC5\xB5r\nline", "-12", "0.001", "", NULL, "=1", "|", "'"},
        {NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL},
        {"bad \xEF\xBF\xBD", NULL, NULL, "x", "y", "z", "", "r"},
    };
    assert_point(feature, row);
    for (int i = 0; i < FIELD_COUNT; i++) {
        if (!expected[row][i]) {
            assert_false(OGR_F_IsFieldSetAndNotNull(feature, i));
        } else {
            assert_string_equal(OGR_F_GetFieldAsString(feature, i), expected[row][i]);
        }
    }
}

static void assert_field_names(OGRLayerH layer, const char *const *expected)
{
    OGRFeatureDefnH definition = OGR_L_GetLayerDefn(layer);
    assert_int_equal(OGR_FD_GetFieldCount(definition), FIELD_COUNT);
    for (int i = 0; i < FIELD_COUNT; i++)
        assert_string_equal(OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(definition, i)), expected[i]);
}

static GDALDatasetH opened(const char *path)
{
    GDALDatasetH dataset = GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_READONLY, NULL, NULL, NULL);
    assert_non_null(dataset);
    return dataset;
}

static void a_geopackage_reads_back(void **state)
{
    scratch *test = *state;
    char *path = path_in(test, "points.gpkg");
    assert_int_equal(write_points(test->context, path, 1), GEO_OK);
    assert_int_equal(geo_warning_count(test->context), 0);
    assert_int_equal(geo_note_count(test->context), 3);
    assert_non_null(strstr(geo_note(test->context, 0), "\"RATE\", is written as \"RATE_2\""));
    assert_entries(test->folder, 1);
    GDALDatasetH dataset = opened(path);
    assert_int_equal(GDALDatasetGetLayerCount(dataset), 1);
    OGRLayerH layer = GDALDatasetGetLayer(dataset, 0);
    assert_string_equal(OGR_L_GetName(layer), "incidents");
    assert_string_equal(OGR_L_GetFIDColumn(layer), "fid_2");
    assert_string_equal(OGR_L_GetGeometryColumn(layer), "geom_2");
    assert_string_equal(OSRGetAuthorityCode(OGR_L_GetSpatialRef(layer), NULL), "27700");
    assert_true(OGR_L_TestCapability(layer, OLCFastSpatialFilter));
    assert_int_equal(OGR_L_GetGeomType(layer), wkbPoint);
    assert_field_names(layer, written_name);
    OGRFeatureH feature;
    size_t row = 0;
    while ((feature = OGR_L_GetNextFeature(layer)) != NULL) {
        assert_row(feature, row++);
        OGR_F_Destroy(feature);
    }
    assert_int_equal(row, ROW_COUNT);
    GDALClose(dataset);
    assert_entries(test->folder, 1);
    free(path);
}

static void the_spatial_index_holds_every_point(void **state)
{
    scratch *test = *state;
    char *path = path_in(test, "points.gpkg");
    assert_int_equal(write_points(test->context, path, 500), GEO_OK);
    GDALDatasetH dataset = opened(path);
    OGRLayerH result = GDALDatasetExecuteSQL(
        dataset, "SELECT count(*) AS n FROM rtree_incidents_geom_2", NULL, NULL);
    assert_non_null(result);
    OGRFeatureH feature = OGR_L_GetNextFeature(result);
    assert_int_equal(OGR_F_GetFieldAsInteger(feature, 0), 1500);
    OGR_F_Destroy(feature);
    GDALDatasetReleaseResultSet(dataset, result);
    OGRLayerH layer = GDALDatasetGetLayer(dataset, 0);
    OGR_L_SetSpatialFilterRect(layer, 400000, 300000, 400000.5, 300001);
    assert_int_equal(OGR_L_GetFeatureCount(layer, TRUE), 500);
    GDALClose(dataset);
    free(path);
}

static void assert_date(const char *path, const char *expected)
{
    GDALDatasetH dataset = opened(path);
    OGRLayerH result =
        GDALDatasetExecuteSQL(dataset, "SELECT last_change || '' FROM gpkg_contents", NULL, NULL);
    OGRFeatureH feature = OGR_L_GetNextFeature(result);
    assert_string_equal(OGR_F_GetFieldAsString(feature, 0), expected);
    OGR_F_Destroy(feature);
    GDALDatasetReleaseResultSet(dataset, result);
    GDALClose(dataset);
}

static void the_same_rows_give_the_same_bytes_at_any_time(void **state)
{
    static const char *const name[] = {"one.gpkg", "one.geojson", "one.fgb"};
    static const char *const again[] = {"two.gpkg", "two.geojson", "two.fgb"};
    scratch *test = *state;
    unsetenv("SOURCE_DATE_EPOCH");
    for (size_t i = 0; i < sizeof name / sizeof *name; i++) {
        char *one = path_in(test, name[i]);
        char *other = path_in(test, again[i]);
        size_t length = 0;
        size_t other_length = 0;
        assert_int_equal(write_points(test->context, one, 300), GEO_OK);
        setenv("OGR_SQLITE_JOURNAL", "WAL", 1);
        setenv("OGR_CURRENT_DATE", "2001-01-01", 1);
        assert_int_equal(write_points(test->context, other, 300), GEO_OK);
        unsetenv("OGR_SQLITE_JOURNAL");
        unsetenv("OGR_CURRENT_DATE");
        char *bytes = read_whole(one, &length);
        char *other_bytes = read_whole(other, &other_length);
        assert_int_equal(length, other_length);
        assert_memory_equal(bytes, other_bytes, length);
        free(other_bytes);
        free(bytes);
        free(other);
        free(one);
    }
    assert_entries(test->folder, 6);
}

static void the_date_is_that_of_the_source(void **state)
{
    scratch *test = *state;
    char *path = path_in(test, "points.gpkg");
    unsetenv("SOURCE_DATE_EPOCH");
    assert_int_equal(write_points(test->context, path, 1), GEO_OK);
    assert_date(path, "1970-01-01T00:00:00.000Z");
    setenv("SOURCE_DATE_EPOCH", "1700000000", 1);
    assert_int_equal(write_points(test->context, path, 1), GEO_OK);
    assert_date(path, "2023-11-14T22:13:20.000Z");
    unsetenv("SOURCE_DATE_EPOCH");
    free(path);
}

static void geojson_is_in_wgs_84(void **state)
{
    scratch *test = *state;
    char *path = path_in(test, "points.geojson");
    geo_crs crs = british();
    const geo_field_definition two[] = {{"name", GEO_TEXT}, {"count", GEO_INTEGER}};
    const geo_text row[2][2] = {{text_of("a \"b\" & \xC5\xB5"), text_of("7")},
                                {{NULL, 0}, {NULL, 0}}};
    geo_point_writer *writer = NULL;
    assert_int_equal(geo_point_writer_create(test->context, path, NULL, &crs, two, 2, &writer),
                     GEO_OK);
    assert_int_equal(geo_point_writer_add(test->context, writer, true, 400000, 300000, row[0]),
                     GEO_OK);
    assert_int_equal(geo_point_writer_add(test->context, writer, false, 0, 0, row[1]), GEO_OK);
    assert_int_equal(geo_point_writer_commit(test->context, writer), GEO_OK);
    geo_point_writer_free(writer);
    char *text = read_whole(path, NULL);
    assert_non_null(strstr(text, "\"name\": \"points\""));
    assert_null(strstr(text, "\"crs\""));
    assert_non_null(
        strstr(text, "\"properties\": { \"name\": \"a \\\"b\\\" & \xC5\xB5\", \"count\": 7 }"));
    assert_non_null(strstr(text, "\"properties\": { \"name\": null, \"count\": null }, "
                                 "\"geometry\": null"));
    double lon = 0;
    double lat = 0;
    assert_int_equal(
        sscanf(strstr(text, "\"coordinates\": ["), "\"coordinates\": [ %lf, %lf ]", &lon, &lat), 2);
    /* The grid's central meridian, 2 W on the Airy ellipsoid; WGS 84 counts it 0.00143 degrees
     * (97 m) further west. A Helmert transformation and OSTN15 agree on that within 5 m. */
    assert_float_equal(lon, -2.00143, 7e-5);
    assert_float_equal(lat, 52.59779, 5e-5);
    free(text);
    free(path);
}

static void flatgeobuf_leaves_out_rows_without_a_point_and_warns(void **state)
{
    scratch *test = *state;
    char *path = path_in(test, "points.fgb");
    assert_int_equal(write_points(test->context, path, 10), GEO_OK);
    assert_int_equal(geo_warning_count(test->context), 1);
    assert_non_null(strstr(geo_warning(test->context, 0), "10 rows without coordinates"));
    GDALDatasetH dataset = opened(path);
    OGRLayerH layer = GDALDatasetGetLayer(dataset, 0);
    assert_int_equal(OGR_L_GetFeatureCount(layer, TRUE), 30);
    assert_field_names(layer, written_name);
    GDALClose(dataset);
    assert_entries(test->folder, 1);
    free(path);
}

static void text_that_is_no_number_is_named(void **state)
{
    scratch *test = *state;
    const struct {
        geo_type type;
        const char *text;
        geo_status status;
    } row[] = {
        {GEO_INTEGER, "-9223372036854775808", GEO_OK},
        {GEO_INTEGER, "+5", GEO_OK},
        {GEO_INTEGER, "9223372036854775808", GEO_ERROR_DATA},
        {GEO_INTEGER, "-9223372036854775809", GEO_ERROR_DATA},
        {GEO_INTEGER, "1.5", GEO_ERROR_DATA},
        {GEO_INTEGER, "-", GEO_ERROR_DATA},
        {GEO_INTEGER, "12a", GEO_ERROR_DATA},
        {GEO_REAL, "1,5", GEO_ERROR_DATA},
        {GEO_REAL, "inf", GEO_ERROR_DATA},
        {GEO_REAL, "x", GEO_ERROR_DATA},
        {GEO_REAL, " 1.5 ", GEO_OK},
    };
    char *path = path_in(test, "points.gpkg");
    write_whole(path, "old");
    geo_crs crs = british();
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        geo_field_definition one = {"Number", row[i].type};
        geo_text text = text_of(row[i].text);
        geo_text none = {NULL, 0};
        geo_point_writer *writer = NULL;
        assert_int_equal(geo_point_writer_create(test->context, path, NULL, &crs, &one, 1, &writer),
                         GEO_OK);
        assert_int_equal(geo_point_writer_add(test->context, writer, true, 1, 2, &none), GEO_OK);
        assert_int_equal(geo_point_writer_add(test->context, writer, true, 1, 2, &text),
                         row[i].status);
        if (row[i].status != GEO_OK) {
            assert_non_null(strstr(geo_message(test->context), "row 2, field \"Number\""));
            /* The value itself may be sensitive. */
            assert_true(strlen(row[i].text) < 3 ||
                        !strstr(geo_message(test->context), row[i].text));
            assert_int_equal(geo_point_writer_commit(test->context, writer), GEO_ERROR_OUTPUT);
        }
        geo_point_writer_free(writer);
    }
    assert_content(path, "old");
    assert_entries(test->folder, 1);
    free(path);
}

static void what_cannot_be_written_says_why(void **state)
{
    scratch *test = *state;
    const struct {
        const char *name;
        geo_status status;
        const char *says;
    } row[] = {
        {"points.shp", GEO_ERROR_USAGE, ".gpkg"},
        {"points.xyz", GEO_ERROR_USAGE, ".geojson"},
        {"points", GEO_ERROR_USAGE, ".gpkg"},
        {"absent/points.gpkg", GEO_ERROR_OUTPUT, "folder does not exist"},
        {"absent/points.fgb", GEO_ERROR_OUTPUT, "folder does not exist"},
        {"device.gpkg", GEO_ERROR_OUTPUT, "name a file"},
    };
    char *link = path_in(test, "device.gpkg");
    assert_int_equal(symlink("/dev/full", link), 0);
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        char *path = path_in(test, row[i].name);
        assert_int_equal(write_points(test->context, path, 1), row[i].status);
        assert_non_null(strstr(geo_message(test->context), row[i].says));
        free(path);
    }
    assert_int_equal(write_points(test->context, "-", 1), GEO_ERROR_USAGE);
    geo_crs unknown = {0};
    geo_point_writer *writer = NULL;
    char *path = path_in(test, "points.geojson");
    assert_int_equal(
        geo_point_writer_create(test->context, path, NULL, &unknown, field, 1, &writer),
        GEO_ERROR_CRS);
    assert_null(writer);
    assert_entries(test->folder, 1);
    free(path);
    free(link);
}

static int write_many(scratch *test, const char *path)
{
    return (int)write_points(test->context, path, 1000);
}

static void a_full_disk_leaves_the_old_file(void **state)
{
    static const char *const name[] = {"points.gpkg", "points.geojson", "points.fgb"};
    scratch *test = *state;
    for (size_t i = 0; i < sizeof name / sizeof *name; i++) {
        char *path = path_in(test, name[i]);
        struct stat file;
        assert_int_equal(in_child(test, write_many, path, 0, 0), GEO_OK);
        assert_int_equal(stat(path, &file), 0);
        write_whole(path, "old");
        const rlim_t limit[] = {1, 5000, (rlim_t)file.st_size / 2, (rlim_t)file.st_size - 1};
        for (size_t j = 0; j < sizeof limit / sizeof *limit; j++) {
            assert_int_equal(in_child(test, write_many, path, limit[j], 0), GEO_ERROR_OUTPUT);
            assert_content(path, "old");
            assert_entries(test->folder, (int)i + 1);
        }
        free(path);
    }
}

static int killed_in_mid_write(scratch *test, const char *path)
{
    geo_crs crs = british();
    geo_point_writer *writer = NULL;
    if (geo_point_writer_create(test->context, path, NULL, &crs, field, FIELD_COUNT, &writer) !=
        GEO_OK)
        return 98;
    for (size_t i = 0; i < 5000; i++)
        add_row(test->context, writer, i % ROW_COUNT);
    kill(getpid(), SIGKILL);
    return 97;
}

static void a_kill_in_mid_write_leaves_the_old_file(void **state)
{
    scratch *test = *state;
    char *path = path_in(test, "points.gpkg");
    write_whole(path, "old");
    assert_int_equal(in_child(test, killed_in_mid_write, path, 0, 0), 128 + SIGKILL);
    assert_content(path, "old");
    assert_int_equal(write_points(test->context, path, 1), GEO_OK);
    free(path);
}

static void the_temporary_folder_is_private(void **state)
{
    scratch *test = *state;
    char *path = path_in(test, "points.gpkg");
    geo_crs crs = british();
    geo_point_writer *writer = NULL;
    assert_int_equal(geo_point_writer_create(test->context, path, NULL, &crs, field, 1, &writer),
                     GEO_OK);
    DIR *entries = opendir(test->folder);
    const struct dirent *entry;
    int found = 0;
    while ((entry = readdir(entries)) != NULL) {
        struct stat folder;
        char *inner = path_in(test, entry->d_name);
        if (strncmp(entry->d_name, ".points.gpkg.tmp.", 17) == 0 && stat(inner, &folder) == 0) {
            assert_true(S_ISDIR(folder.st_mode));
            assert_int_equal(folder.st_mode & 0777, 0700);
            found++;
        }
        free(inner);
    }
    closedir(entries);
    assert_int_equal(found, 1);
    geo_point_writer_free(writer);
    assert_entries(test->folder, 0);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(a_geopackage_reads_back),
        SCRATCH_TEST(the_spatial_index_holds_every_point),
        SCRATCH_TEST(the_same_rows_give_the_same_bytes_at_any_time),
        SCRATCH_TEST(the_date_is_that_of_the_source),
        SCRATCH_TEST(geojson_is_in_wgs_84),
        SCRATCH_TEST(flatgeobuf_leaves_out_rows_without_a_point_and_warns),
        SCRATCH_TEST(text_that_is_no_number_is_named),
        SCRATCH_TEST(what_cannot_be_written_says_why),
        SCRATCH_TEST(a_full_disk_leaves_the_old_file),
        SCRATCH_TEST(a_kill_in_mid_write_leaves_the_old_file),
        SCRATCH_TEST(the_temporary_folder_is_private),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    OSRCleanup();
    GDALDestroy();
    return failed;
}
