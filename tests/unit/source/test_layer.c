/* Vector layers: what is read from them, which is chosen, and what is refused. */
#include "scratch.h"

#include <math.h>
#include <sys/stat.h>

#include <cpl_vsi.h>

#include "core/memory.h"
#include "source/layer.h"

static const char two_points[] = FEATURES(
    FEATURE("\"kind\":\"theft\",\"n\":7,\"v\":0.1,\"when\":\"31/01/2019\"",
            POINT(-2.117, 52.806)) "," FEATURE("\"kind\":null,\"n\":null,\"v\":null,\"when\":null",
                                               POINT(-2.2, 52.9)));

static const char two_squares[] =
    FEATURES(FEATURE("\"WD24CD\":\"E05\"", POLYGON(SQUARE(-2, 52, -1, 53))) "," FEATURE(
        "\"WD24CD\":\"E06\"", POLYGON(SQUARE(-3, 52, -2, 53))));

static source_layer *open_rows(geo_context *context, geo_input input, const char *layer)
{
    source_layer *opened = NULL;
    if (source_layer_open(context, &input, layer, SOURCE_USE_ROWS, NULL, &opened) != GEO_OK)
        fail_msg("%s", geo_message(context));
    return opened;
}

/* Reads a layer to its end; the status of the first thing that fails. */
static geo_status read_all(geo_context *context, const char *path, const char *layer, int64_t *rows)
{
    const geo_input input = {path, {NULL, 0}};
    source_layer *opened = NULL;
    source_feature feature;
    bool more = true;
    geo_status status = source_layer_open(context, &input, layer, SOURCE_USE_ROWS, NULL, &opened);
    *rows = 0;
    while (status == GEO_OK) {
        status = source_layer_next(context, opened, &feature, &more);
        if (status != GEO_OK || !more)
            break;
        ++*rows;
    }
    source_layer_free(opened);
    return status;
}

static void assert_text(geo_text text, const char *expected)
{
    assert_non_null(text.data);
    assert_int_equal(text.length, strlen(expected));
    assert_memory_equal(text.data, expected, text.length);
}

/* ---- what is read --------------------------------------------------------------------------- */

static void check_two_points(geo_context *context, source_layer *layer)
{
    source_feature feature;
    bool more = false;
    assert_int_equal(source_layer_field_count(layer), 4);
    assert_int_equal(source_layer_row_count(layer), 2);
    assert_int_equal(source_layer_crs(layer)->epsg, 4326);
    assert_int_equal(source_layer_next(context, layer, &feature, &more), GEO_OK);
    assert_true(more);
    assert_int_equal(feature.row, 1);
    assert_text(feature.field[0], "theft");
    assert_text(feature.field[1], "7");
    assert_text(feature.field[2], "0.1");
    assert_text(feature.field[3], "31/01/2019");
    assert_true(feature.has_point);
    assert_true(feature.x == -2.117 && feature.y == 52.806);
    assert_int_equal(source_layer_integer(layer, 1), 7);
    assert_true(source_layer_real(layer, 2) == 0.1);
    assert_int_equal(source_layer_next(context, layer, &feature, &more), GEO_OK);
    assert_true(more);
    for (size_t i = 0; i < 4; i++)
        assert_null(feature.field[i].data);
    assert_true(source_layer_integer(layer, 1) == GEO_NO_INTEGER);
    assert_true(isnan(source_layer_real(layer, 2)));
    assert_int_equal(source_layer_next(context, layer, &feature, &more), GEO_OK);
    assert_false(more);
}

static void same_rows_from_every_format(void **state)
{
    scratch *made = *state;
    static const char *const formats[][2] = {
        {"p.geojson", NULL},
        {"p.gpkg", "GPKG"},
        {"p.fgb", "FlatGeobuf"},
        {"p.geojsonl", "GeoJSONSeq"},
    };
    geo_input input = scratch_file(made, "p.geojson", two_points);
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        geo_input other = {scratch_path(made, formats[i][0]), {NULL, 0}};
        if (formats[i][1])
            scratch_convert(input.path, other.path, formats[i][1], "p", false);
        source_layer *layer = open_rows(made->context, other, NULL);
        check_two_points(made->context, layer);
        source_layer_free(layer);
    }
}

static void content_in_memory(void **state)
{
    scratch *made = *state;
    geo_input file = scratch_file(made, "p.geojson", two_points);
    scratch_convert(file.path, scratch_path(made, "p.gpkg"), "GPKG", "p", false);
    size_t length = 0;
    char *bytes = scratch_read(scratch_path(made, "p.gpkg"), &length);
    const geo_input inputs[] = {{"-", {two_points, strlen(two_points)}}, {"-", {bytes, length}}};
    for (size_t i = 0; i < 2; i++) {
        source_layer *layer = open_rows(made->context, inputs[i], NULL);
        check_two_points(made->context, layer);
        source_layer_free(layer);
    }
    free(bytes);
}

static void times_are_iso_8601(void **state)
{
    scratch *made = *state;
    geo_input input = scratch_file(
        made, "t.geojson",
        FEATURES(FEATURE("\"at\":\"2019-01-31T22:05:09\",\"on\":\"2019-02-01\"", POINT(0, 0))));
    scratch_convert(input.path, scratch_path(made, "t.gpkg"), "GPKG", "t", false);
    geo_input gpkg = {scratch_path(made, "t.gpkg"), {NULL, 0}};
    source_layer *layer = open_rows(made->context, gpkg, NULL);
    source_feature feature;
    bool more = false;
    assert_int_equal(source_layer_next(made->context, layer, &feature, &more), GEO_OK);
    assert_text(feature.field[0], "2019-01-31T22:05:09");
    assert_text(feature.field[1], "2019-02-01");
    source_layer_free(layer);
}

static void geometries_that_are_no_point(void **state)
{
    scratch *made = *state;
    geo_input input = scratch_file(
        made, "g.geojson",
        FEATURES(FEATURE(
            "\"i\":1",
            "{\"type\":\"MultiPoint\",\"coordinates\":[[1,"
            "2]]}") "," FEATURE("\"i\":2",
                                "{\"type\":"
                                "\"MultiPoint\","
                                "\"coordinates\""
                                ":[[1,2],[3,4]]"
                                "}") "," FEATURE("\"i\":3",
                                                 "null") "," FEATURE("\"i\":4",
                                                                     "{\"type\":\"LineString\","
                                                                     "\"coordinates\":[[1,2],[3,4]]"
                                                                     "}") "," FEATURE("\"i\":5",
                                                                                      POLYGON(SQUARE(
                                                                                          0, 0, 1,
                                                                                          1)))));
    static const struct {
        bool has_point;
        const char *bad;
    } expected[] = {{true, NULL},
                    {false, "more than one point"},
                    {false, NULL},
                    {false, "not a point"},
                    {false, "not a point"}};
    source_layer *layer = open_rows(made->context, input, NULL);
    source_feature feature;
    bool more = false;
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(source_layer_next(made->context, layer, &feature, &more), GEO_OK);
        assert_int_equal(feature.has_point, expected[i].has_point);
        if (expected[i].bad)
            assert_string_equal(feature.bad_geometry, expected[i].bad);
        else
            assert_null(feature.bad_geometry);
    }
    assert_ptr_equal(feature.bad_geometry, SOURCE_WRONG_GEOMETRY);
    source_layer_free(layer);
}

static void more_rows_than_the_limit(void **state)
{
    scratch *made = *state;
    geo_input input = scratch_file(made, "p.geojson", two_points);
    geo_limits limits = GEO_LIMITS_INIT;
    limits.rows = 1;
    source_layer *layer = NULL;
    source_feature feature;
    bool more = false;
    assert_int_equal(
        source_layer_open(made->context, &input, NULL, SOURCE_USE_ROWS, &limits, &layer), GEO_OK);
    assert_int_equal(source_layer_next(made->context, layer, &feature, &more), GEO_OK);
    assert_int_equal(source_layer_next(made->context, layer, &feature, &more), GEO_ERROR_LIMIT);
    source_layer_free(layer);
}

/* ---- which layer ---------------------------------------------------------------------------- */

/* A GeoPackage of two polygon layers and one of points. */
static const char *three_layers(const scratch *made)
{
    geo_input squares = scratch_file(made, "s.geojson", two_squares);
    geo_input points = scratch_file(made, "p.geojson", two_points);
    const char *path = scratch_path(made, "three.gpkg");
    scratch_convert(squares.path, path, "GPKG", "Wards", false);
    scratch_convert(squares.path, path, "GPKG", "districts", true);
    scratch_convert(points.path, path, "GPKG", "incidents", true);
    return path;
}

static void choice_of_layer(void **state)
{
    scratch *made = *state;
    static const struct {
        const char *name;
        source_use use;
        geo_status status;
        const char *taken; /* or a part of the message */
    } cases[] = {
        {"Wards", SOURCE_USE_POLYGONS, GEO_OK, "Wards"},
        {"wards", SOURCE_USE_POLYGONS, GEO_OK, "Wards"},
        {NULL, SOURCE_USE_ROWS, GEO_OK, "incidents"},
        {NULL, SOURCE_USE_FIRST, GEO_OK, "Wards"},
        {NULL, SOURCE_USE_POLYGONS, GEO_ERROR_INPUT, "--layer: Wards, districts, incidents"},
        {"lsoa", SOURCE_USE_ROWS, GEO_ERROR_INPUT,
         "no layer 'lsoa'; its layers: Wards, districts, incidents"},
        {"incidents", SOURCE_USE_POLYGONS, GEO_ERROR_INPUT, "wrong geometry type"},
        {"Wards; DROP TABLE Wards", SOURCE_USE_ROWS, GEO_ERROR_INPUT, "there is no layer"},
    };
    const geo_input input = {three_layers(made), {NULL, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        source_layer *layer = NULL;
        assert_int_equal(
            source_layer_open(made->context, &input, cases[i].name, cases[i].use, NULL, &layer),
            cases[i].status);
        if (layer)
            assert_string_equal(source_layer_name(layer), cases[i].taken);
        else
            assert_message(made->context, cases[i].taken);
        source_layer_free(layer);
    }
}

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
    geo_input input = scratch_file(made, "s.geojson", two_squares);
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
    geo_input input = scratch_file(made, "s.geojson", two_squares);
    scratch_convert(input.path, scratch_path(made, "s.shp"), "ESRI Shapefile", "s", false);
    assert_int_equal(unlink(scratch_path(made, "s.prj")), 0);
    geo_input shapefile = {scratch_path(made, "s.shp"), {NULL, 0}};
    source_layer *layer = open_rows(made->context, shapefile, NULL);
    assert_null(source_layer_crs(layer)->wkt);
    source_layer_free(layer);
}

static void broken_geometry_is_one_features_fault(void **state)
{
    scratch *made = *state;
    geo_input points = scratch_file(made, "p.geojson", two_points);
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
    source_layer *layer = open_rows(made->context, input, NULL);
    source_feature feature;
    bool more = false;
    assert_int_equal(source_layer_next(made->context, layer, &feature, &more), GEO_OK);
    assert_false(feature.has_point);
    assert_string_equal(feature.bad_geometry, "geometry cannot be decoded");
    assert_int_equal(source_layer_next(made->context, layer, &feature, &more), GEO_OK);
    assert_true(feature.has_point);
    source_layer_free(layer);
}

static void changed_while_it_is_read(void **state)
{
    scratch *made = *state;
    geo_input input = scratch_file(made, "p.geojson", two_points);
    source_layer *layer = open_rows(made->context, input, NULL);
    source_feature feature;
    bool more = false;
    assert_int_equal(source_layer_next(made->context, layer, &feature, &more), GEO_OK);
    assert_int_equal(source_layer_next(made->context, layer, &feature, &more), GEO_OK);
    FILE *file = fopen(input.path, "ab");
    fputs("\n", file);
    fclose(file);
    assert_int_equal(source_layer_next(made->context, layer, &feature, &more), GEO_ERROR_INPUT);
    assert_message(made->context, "changed while it was read");
    source_layer_free(layer);
}

/* ---- archives ------------------------------------------------------------------------------- */

static void write_zip_member(const char *zip, const char *member, const char *data, size_t length)
{
    char path[SCRATCH_PATH + 64];
    snprintf(path, sizeof path, "/vsizip/%s/%s", zip, member);
    VSILFILE *file = VSIFOpenL(path, "wb");
    assert_non_null(file);
    assert_int_equal(VSIFWriteL(data, 1, length, file), length);
    assert_int_equal(VSIFCloseL(file), 0);
}

static void layer_in_a_zip(void **state)
{
    scratch *made = *state;
    const char *path = scratch_path(made, "p.zip");
    write_zip_member(path, "folder/p.geojson", two_points, strlen(two_points));
    geo_input input = {path, {NULL, 0}};
    source_layer *layer = open_rows(made->context, input, NULL);
    check_two_points(made->context, layer);
    source_layer_free(layer);
}

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
    geo_input input = scratch_file(made, "p.geojson", two_points);
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
    scratch_file(made, "p.geojson", two_points);
    make_wal(made);
    static const struct {
        const char *name, *kind;
    } cases[] = {{"wal.gpkg", "changed"}, {"bare.gpkg", "theft"}};
    for (size_t i = 0; i < 2; i++) {
        geo_input input = {scratch_path(made, cases[i].name), {NULL, 0}};
        source_layer *layer = open_rows(made->context, input, NULL);
        source_feature feature;
        bool more = false;
        assert_int_equal(source_layer_next(made->context, layer, &feature, &more), GEO_OK);
        assert_text(feature.field[0], cases[i].kind);
        source_layer_free(layer);
    }
}

static void every_failed_allocation_is_reported(void **state)
{
    scratch *made = *state;
    geo_input input = scratch_file(made, "p.geojson", two_points);
    int failures = 0;
    for (int64_t n = 1; n < 500; n++) {
        int64_t rows = 0;
        geo_fail_allocation(made->context, n);
        geo_status status = read_all(made->context, input.path, NULL, &rows);
        geo_fail_allocation(made->context, 0);
        if (status == GEO_OK)
            break;
        assert_int_equal(status, GEO_ERROR_MEMORY);
        failures++;
    }
    assert_true(failures > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(same_rows_from_every_format),
        SCRATCH_TEST(content_in_memory),
        SCRATCH_TEST(times_are_iso_8601),
        SCRATCH_TEST(geometries_that_are_no_point),
        SCRATCH_TEST(more_rows_than_the_limit),
        SCRATCH_TEST(choice_of_layer),
        SCRATCH_TEST(refused),
        SCRATCH_TEST(truncated_files),
        SCRATCH_TEST(shapefile_without_its_parts),
        SCRATCH_TEST(shapefile_without_prj_has_no_crs),
        SCRATCH_TEST(broken_geometry_is_one_features_fault),
        SCRATCH_TEST(changed_while_it_is_read),
        SCRATCH_TEST(layer_in_a_zip),
        SCRATCH_TEST(zip_bomb),
        SCRATCH_TEST(zip_without_a_layer),
        SCRATCH_TEST(inputs_are_left_as_they_were),
        SCRATCH_TEST(changes_in_a_write_ahead_log_are_seen),
        SCRATCH_TEST(every_failed_allocation_is_reported),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    geo_source_shutdown();
    return failed;
}
