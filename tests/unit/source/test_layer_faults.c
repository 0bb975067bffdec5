/* Vector layers: what is refused, and that nothing is touched. */
#include <dirent.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "layer_tests.h"

/* ---- what is refused ------------------------------------------------------------------------ */

static void refused(void **state)
{
    scratch *made = *state;
    static const char vrt[] = "<OGRVRTDataSource><OGRVRTLayer name=\"x\"/></OGRVRTDataSource>";
    scratch_file(made, "empty.gpkg", "");
    scratch_file(made, "text.gpkg", "a,b\n1,2\n");
    scratch_file(made, "vrt.geojson", vrt);
    scratch_file(made, "vrt.vrt", vrt);
    scratch_file(made, "object.geojson", "{\"a\":1}");
    scratch_file(made, "sqlite.gpkg", "SQLite format 3");
    assert_int_equal(mkfifo(scratch_path(made, "pipe.gpkg"), 0600), 0);
    static const struct {
        const char *name, *part;
        bool is_here;
    } cases[] = {
        {"missing.gpkg", "there is no such file", true},
        {"", "is a folder", true},
        {"empty.gpkg", "is empty", true},
        {"text.gpkg", "not GeoPackage, as the name says, but looks like CSV", true},
        {"vrt.geojson", "not GeoJSON", true},
        {"vrt.vrt", "is no GeoPackage", true},
        {"object.geojson", "cannot be read as GeoJSON", true},
        {"sqlite.gpkg", "not GeoPackage", true},
        {"pipe.gpkg", "not a regular file", true},
        {"http://example.org/wards.gpkg", "only files on this machine", false},
        {"/vsicurl/http://example.org/wards.gpkg", "only files on this machine", false},
        {"/vsimem/x", "only files on this machine", false},
        {"PG:dbname=x", "there is no such file", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t rows;
        const char *path = cases[i].is_here ? scratch_path(made, cases[i].name) : cases[i].name;
        assert_int_equal(read_all(made->context, path, NULL, &rows), GEO_ERROR_INPUT);
        assert_message(made->context, cases[i].part);
    }
}

/* GDAL tells which text stood where a number is needed: a message doesn't. */
static void messages_tell_no_coordinate(void **state)
{
    scratch *made = *state;
    scratch_file(made, "texts.geojson",
                 FEATURES(FEATURE("\"id\":1", "{\"type\":\"Point\",\"coordinates\":"
                                              "[\"-2.117\",\"52.806\"]}")));
    int64_t rows;
    assert_int_equal(read_all(made->context, scratch_path(made, "texts.geojson"), NULL, &rows),
                     GEO_ERROR_INPUT);
    assert_message(made->context, "coordinate");
    assert_null(strstr(geo_message(made->context), "2.117"));
    assert_null(strstr(geo_message(made->context), "52.8"));
}

/* Every cut of a file is an error, wherever it falls. */
static void refuse_cuts(scratch *made, const char *opened, const char *cut)
{
    const char *path = scratch_path(made, opened);
    size_t length = 0;
    int64_t rows = 0;
    assert_int_equal(read_all(made->context, path, NULL, &rows), GEO_OK);
    char *whole = scratch_read(scratch_path(made, cut), &length);
    for (size_t part = 1; part <= 20; part++) {
        /* The last is by two bytes: a dBASE file may end with a sign that says so, or not. */
        size_t kept = part < 20 ? length * part / 20 : length - 2;
        scratch_write_bytes(scratch_path(made, cut), whole, kept);
        if (read_all(made->context, path, NULL, &rows) != GEO_ERROR_INPUT)
            fail_msg("%s cut to %zu of %zu bytes was taken", cut, kept, length);
    }
    scratch_write_bytes(scratch_path(made, cut), whole, length);
    free(whole);
}

static void truncated_files(void **state)
{
    scratch *made = *state;
    char *text = malloc(200000);
    assert_non_null(text);
    size_t used = (size_t)sprintf(text, "{\"type\":\"FeatureCollection\",\"features\":[");
    for (int i = 0; i < 1000; i++)
        used += (size_t)sprintf(text + used,
                                "%s{\"type\":\"Feature\",\"properties\":{\"i\":%d},"
                                "\"geometry\":{\"type\":\"Point\",\"coordinates\":"
                                "[%d.5,50]}}",
                                i > 0 ? "," : "", i, i % 90);
    sprintf(text + used, "]}");
    geo_input input = scratch_file(made, "p.geojson", text);
    free(text);
    scratch_convert(input.path, scratch_path(made, "p.gpkg"), "GPKG", "p", false);
    scratch_convert(input.path, scratch_path(made, "p.fgb"), "FlatGeobuf", "p", false);
    scratch_convert(input.path, scratch_path(made, "p.shp"), "ESRI Shapefile", "p", false);
    refuse_cuts(made, "p.geojson", "p.geojson");
    refuse_cuts(made, "p.gpkg", "p.gpkg");
    refuse_cuts(made, "p.fgb", "p.fgb");
    refuse_cuts(made, "p.shp", "p.shp");
    refuse_cuts(made, "p.shp", "p.shx");
    refuse_cuts(made, "p.shp", "p.dbf");
}

static void shapefile_without_its_parts(void **state)
{
    scratch *made = *state;
    geo_input input = scratch_file(made, "s.geojson", TWO_SQUARES);
    const char *path = scratch_path(made, "s.shp");
    int64_t rows;
    setenv("SHAPE_RESTORE_SHX", "YES", 1);
    static const char *const parts[] = {"s.shx", "s.dbf"};
    for (size_t i = 0; i < 2; i++) {
        scratch_convert(input.path, path, "ESRI Shapefile", "s", false);
        assert_int_equal(unlink(scratch_path(made, parts[i])), 0);
        assert_int_equal(read_all(made->context, path, NULL, &rows), GEO_ERROR_INPUT);
        assert_message(made->context, parts[i] + 1);
        assert_message(made->context, "is missing");
        assert_int_not_equal(access(scratch_path(made, parts[i]), F_OK), 0);
        unlink(path);
    }
    unsetenv("SHAPE_RESTORE_SHX");
}

static void shapefile_without_prj_has_no_crs(void **state)
{
    scratch *made = *state;
    geo_input input = scratch_file(made, "s.geojson", TWO_SQUARES);
    scratch_convert(input.path, scratch_path(made, "s.shp"), "ESRI Shapefile", "s", false);
    assert_int_equal(unlink(scratch_path(made, "s.prj")), 0);
    geo_input shapefile = {scratch_path(made, "s.shp"), {NULL, 0}};
    geo_layer *layer = open_rows(made->context, shapefile, NULL);
    assert_null(geo_layer_crs(layer)->wkt);
    geo_layer_free(layer);
}

static void broken_geometry_is_one_features_fault(void **state)
{
    scratch *made = *state;
    geo_input points = scratch_file(made, "p.geojson", TWO_POINTS);
    const char *path = scratch_path(made, "p.gpkg");
    scratch_convert(points.path, path, "GPKG", "p", false);
    GDALDatasetH gpkg = GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_UPDATE, NULL, NULL, NULL);
    /* The triggers of the spatial index would look at the geometry. */
    for (int i = 1; i <= 4; i++) {
        char drop[64];
        snprintf(drop, sizeof drop, "DROP TRIGGER IF EXISTS rtree_p_geom_update%d", i);
        GDALDatasetExecuteSQL(gpkg, drop, NULL, NULL);
    }
    GDALDatasetExecuteSQL(gpkg, "UPDATE p SET geom = x'0011223344' WHERE fid = 1", NULL, NULL);
    GDALClose(gpkg);
    geo_input input = {path, {NULL, 0}};
    geo_layer *layer = open_rows(made->context, input, NULL);
    geo_feature feature;
    bool more = false;
    assert_int_equal(geo_layer_next(made->context, layer, &feature, &more), GEO_OK);
    assert_false(feature.has_point);
    assert_string_equal(feature.bad_geometry, "geometry cannot be decoded");
    assert_int_equal(geo_layer_next(made->context, layer, &feature, &more), GEO_OK);
    assert_true(feature.has_point);
    geo_layer_free(layer);
}

static void changed_while_it_is_read(void **state)
{
    scratch *made = *state;
    geo_input input = scratch_file(made, "p.geojson", TWO_POINTS);
    geo_layer *layer = open_rows(made->context, input, NULL);
    geo_feature feature;
    bool more = false;
    assert_int_equal(geo_layer_next(made->context, layer, &feature, &more), GEO_OK);
    assert_int_equal(geo_layer_next(made->context, layer, &feature, &more), GEO_OK);
    FILE *file = fopen(input.path, "ab");
    fputs("\n", file);
    fclose(file);
    assert_int_equal(geo_layer_next(made->context, layer, &feature, &more), GEO_ERROR_INPUT);
    assert_message(made->context, "changed while it was read");
    geo_layer_free(layer);
}

/* A lock is only seen by another process, so a child writes. */
static void another_program_is_writing(void **state)
{
    scratch *made = *state;
    geo_input points = scratch_file(made, "p.geojson", TWO_POINTS);
    const char *path = scratch_path(made, "p.gpkg");
    scratch_convert(points.path, path, "GPKG", "p", false);
    int ready[2];
    int done[2];
    char sign = 0;
    assert_int_equal(pipe(ready), 0);
    assert_int_equal(pipe(done), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        GDALDatasetH gpkg = GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_UPDATE, NULL, NULL, NULL);
        GDALDatasetExecuteSQL(gpkg, "BEGIN EXCLUSIVE", NULL, NULL);
        _exit(write(ready[1], "r", 1) == 1 && read(done[0], &sign, 1) == 1 ? 0 : 1);
    }
    assert_int_equal(read(ready[0], &sign, 1), 1);
    int64_t rows;
    geo_status status = read_all(made->context, path, NULL, &rows);
    assert_int_equal(write(done[1], "d", 1), 1);
    assert_int_equal(waitpid(child, NULL, 0), child);
    assert_int_equal(status, GEO_ERROR_INPUT);
    assert_message(made->context, "another program is writing to it");
    for (size_t i = 0; i < 2; i++) {
        close(ready[i]);
        close(done[i]);
    }
}

/* ---- archives ------------------------------------------------------------------------------- */

static void zip_bomb(void **state)
{
    scratch *made = *state;
    const size_t length = 4000000;
    char *blanks = malloc(length);
    assert_non_null(blanks);
    memset(blanks, ' ', length);
    const char *path = scratch_path(made, "bomb.zip");
    write_zip_member(path, "p.geojson", blanks, length);
    free(blanks);
    int64_t rows;
    assert_int_equal(read_all(made->context, path, NULL, &rows), GEO_ERROR_LIMIT);
    assert_message(made->context, "the limit is 100 times");
}

static void zip_without_a_layer(void **state)
{
    scratch *made = *state;
    const char *path = scratch_path(made, "none.zip");
    write_zip_member(path, "readme.md", "hello", 5);
    int64_t rows;
    assert_int_equal(read_all(made->context, path, NULL, &rows), GEO_ERROR_INPUT);
    assert_message(made->context, "is in this archive");
}

/* ---- no trace ------------------------------------------------------------------------------- */

#define MOST_FILES 16

typedef struct folder_state {
    size_t count;
    struct {
        char name[256];
        unsigned checksum;
        struct timespec changed;
    } file[MOST_FILES];
} folder_state;

/* FNV-1a. */
static unsigned checksum_of(const char *bytes, size_t length)
{
    unsigned sum = 2166136261u;
    for (size_t i = 0; i < length; i++)
        sum = (sum ^ (unsigned char)bytes[i]) * 16777619u;
    return sum;
}

static folder_state look_at(const scratch *made)
{
    folder_state seen = {.count = 0};
    DIR *folder = opendir(made->folder);
    const struct dirent *entry;
    while ((entry = readdir(folder))) {
        if (entry->d_name[0] == '.')
            continue;
        assert_true(seen.count < MOST_FILES);
        struct stat facts;
        size_t length = 0;
        const char *path = scratch_path(made, entry->d_name);
        char *bytes = scratch_read(path, &length);
        snprintf(seen.file[seen.count].name, 256, "%s", entry->d_name);
        seen.file[seen.count].checksum = checksum_of(bytes, length);
        assert_int_equal(stat(path, &facts), 0);
        seen.file[seen.count].changed = facts.st_mtim;
        seen.count++;
        free(bytes);
    }
    closedir(folder);
    return seen;
}

static void assert_untouched(const folder_state *before, const folder_state *after)
{
    assert_int_equal(before->count, after->count);
    for (size_t i = 0; i < after->count; i++) {
        size_t same = 0;
        while (same < before->count && strcmp(before->file[same].name, after->file[i].name) != 0)
            same++;
        if (same == before->count)
            fail_msg("%s was left behind", after->file[i].name);
        assert_int_equal(before->file[same].checksum, after->file[i].checksum);
        assert_memory_equal(&before->file[same].changed, &after->file[i].changed,
                            sizeof(struct timespec));
    }
}

/* A GeoPackage in write-ahead mode: one with its changes still in the log, one without a log. */
static void make_wal(const scratch *made)
{
    const char *path = scratch_path(made, "live.gpkg");
    size_t length = 0;
    scratch_convert(scratch_path(made, "p.geojson"), path, "GPKG", "p", false);
    GDALDatasetH live = GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_UPDATE, NULL, NULL, NULL);
    GDALDatasetReleaseResultSet(
        live, GDALDatasetExecuteSQL(live, "PRAGMA journal_mode = WAL", NULL, NULL));
    GDALDatasetExecuteSQL(live, "UPDATE p SET kind = 'changed' WHERE fid = 1", NULL, NULL);
    char *bytes = scratch_read(path, &length);
    scratch_write_bytes(scratch_path(made, "wal.gpkg"), bytes, length);
    scratch_write_bytes(scratch_path(made, "bare.gpkg"), bytes, length);
    free(bytes);
    bytes = scratch_read(scratch_path(made, "live.gpkg-wal"), &length);
    scratch_write_bytes(scratch_path(made, "wal.gpkg-wal"), bytes, length);
    free(bytes);
    GDALClose(live);
    unlink(path);
}

static void inputs_are_left_as_they_were(void **state)
{
    scratch *made = *state;
    geo_input input = scratch_file(made, "p.geojson", TWO_POINTS);
    scratch_convert(input.path, scratch_path(made, "a%20b?c#d.gpkg"), "GPKG", "p", false);
    scratch_convert(input.path, scratch_path(made, "p.fgb"), "FlatGeobuf", "p", false);
    scratch_convert(input.path, scratch_path(made, "p.shp"), "ESRI Shapefile", "p", false);
    unlink(scratch_path(made, "p.cpg"));
    make_wal(made);
    static const char *const names[] = {"p.geojson", "a%20b?c#d.gpkg", "p.fgb",
                                        "p.shp",     "wal.gpkg",       "bare.gpkg"};
    folder_state before = look_at(made);
    assert_int_equal(chmod(made->folder, 0555), 0);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        int64_t rows = 0;
        geo_status status = read_all(made->context, scratch_path(made, names[i]), NULL, &rows);
        if (status != GEO_OK)
            fail_msg("%s: %s", names[i], geo_message(made->context));
        assert_int_equal(rows, 2);
    }
    assert_int_equal(chmod(made->folder, 0755), 0);
    folder_state after = look_at(made);
    assert_untouched(&before, &after);
}

static void changes_in_a_write_ahead_log_are_seen(void **state)
{
    scratch *made = *state;
    scratch_file(made, "p.geojson", TWO_POINTS);
    make_wal(made);
    static const struct {
        const char *name, *kind;
    } cases[] = {{"wal.gpkg", "changed"}, {"bare.gpkg", "theft"}};
    for (size_t i = 0; i < 2; i++) {
        geo_input input = {scratch_path(made, cases[i].name), {NULL, 0}};
        geo_layer *layer = open_rows(made->context, input, NULL);
        geo_feature feature;
        bool more = false;
        assert_int_equal(geo_layer_next(made->context, layer, &feature, &more), GEO_OK);
        assert_text(feature.field[0], cases[i].kind);
        geo_layer_free(layer);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        VECTOR_TEST(refused),
        VECTOR_TEST(messages_tell_no_coordinate),
        VECTOR_TEST(truncated_files),
        VECTOR_TEST(shapefile_without_its_parts),
        VECTOR_TEST(shapefile_without_prj_has_no_crs),
        VECTOR_TEST(broken_geometry_is_one_features_fault),
        VECTOR_TEST(changed_while_it_is_read),
        VECTOR_TEST(another_program_is_writing),
        VECTOR_TEST(zip_bomb),
        VECTOR_TEST(zip_without_a_layer),
        VECTOR_TEST(inputs_are_left_as_they_were),
        VECTOR_TEST(changes_in_a_write_ahead_log_are_seen),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    geo_source_shutdown();
    return failed;
}
