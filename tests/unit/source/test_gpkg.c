/* Plain GeoPackages without GDAL: the same as with it, and what is not plain is left to it. */
#include <sqlite3.h>

#include <ogr_srs_api.h>

#include "allocations.h"
#include "layer_compare.h"
#include "random.h"

/* ---- both ways ------------------------------------------------------------------------------ */

/* How much was read without GDAL. */
typedef struct plain_part {
    int layers;
    int64_t rows;
} plain_part;

static void assert_same_list(const char *const *a, size_t a_count, const char *const *b,
                             size_t b_count)
{
    assert_int_equal(a_count, b_count);
    for (size_t i = 0; i < a_count; i++)
        assert_string_equal(a[i], b[i]);
}

static void assert_same_words(const char *a, const char *b)
{
    assert_int_equal(a != NULL, b != NULL);
    if (a)
        assert_string_equal(a, b);
}

static void assert_same_crs(const geo_crs *a, const geo_crs *b)
{
    assert_same_words(a->wkt, b->wkt);
    assert_same_words(a->name, b->name);
    assert_int_equal(a->epsg, b->epsg);
    assert_int_equal(a->is_metric, b->is_metric);
}

static void assert_same_layer(geo_layer *a, geo_layer *b)
{
    geo_extent a_extent = {0, 0, 0, 0};
    geo_extent b_extent = a_extent;
    assert_string_equal(geo_layer_name(a), geo_layer_name(b));
    assert_string_equal(geo_layer_format(a), geo_layer_format(b));
    assert_int_equal(geo_layer_geometry(a), geo_layer_geometry(b));
    assert_same_crs(geo_layer_crs(a), geo_layer_crs(b));
    assert_same_list(geo_layer_field_names(a), geo_layer_field_count(a), geo_layer_field_names(b),
                     geo_layer_field_count(b));
    for (size_t i = 0; i < geo_layer_field_count(a); i++)
        assert_int_equal(geo_layer_field_type(a, i), geo_layer_field_type(b, i));
    assert_true(geo_layer_row_count(a) == geo_layer_row_count(b));
    assert_same_list((const char *const *)a->sibling, a->sibling_count,
                     (const char *const *)b->sibling, b->sibling_count);
    assert_int_equal(geo_layer_extent(a, &a_extent), geo_layer_extent(b, &b_extent));
    assert_memory_equal(&a_extent, &b_extent, sizeof a_extent);
}

/* A row with its rings, and what comes of it. */
static geo_status read_row(geo_context *context, geo_layer *layer, geo_feature *feature,
                           geo_rings *rings, bool *more)
{
    geo_status status = geo_layer_next(context, layer, feature, more);
    if (status == GEO_OK && *more && layer->use == GEO_USE_POLYGONS)
        status = geo_layer_append_rings(context, layer, rings);
    return status;
}

static void compare_rows(geo_context *context, geo_layer *a, geo_layer *b, plain_part *plain)
{
    geo_rings a_rings = {0};
    geo_rings b_rings = {0};
    char message[1024];
    bool more = true;
    for (geo_status status = GEO_OK; more && status == GEO_OK;) {
        geo_feature a_feature, b_feature;
        bool a_more = false;
        status = read_row(context, a, &a_feature, &a_rings, &a_more);
        snprintf(message, sizeof message, "%s", geo_message(context));
        geo_status other = read_row(context, b, &b_feature, &b_rings, &more);
        if (status != other)
            fail_msg("%s row %d: %d %s; %d %s", a->name, (int)a->row, (int)status, message,
                     (int)other, geo_message(context));
        if (status != GEO_OK) {
            assert_string_equal(geo_message(context), message);
            break;
        }
        assert_int_equal(a_more, more);
        if (more)
            assert_same_feature(a, &a_feature, b, &b_feature);
        if (more)
            plain->rows += b->gpkg != NULL;
    }
    if (!more && b->gpkg && b->row == b->declared) { /* the end is the end */
        geo_feature feature;
        assert_int_equal(geo_layer_next(context, b, &feature, &more), GEO_OK);
        assert_false(more);
    }
    assert_same_rings(&a_rings, &b_rings);
    geo_rings_clear(&a_rings);
    geo_rings_clear(&b_rings);
}

/* Opens a layer both ways, and reads all of it; or both fail and say the same. */
static void compare_layer(geo_context *context, const char *path, const char *name,
                          geo_layer_use use, plain_part *plain)
{
    const geo_input input = {path, {NULL, 0}};
    geo_layer *a = NULL;
    geo_layer *b = NULL;
    char message[1024];
    geo_status status = geo_layer_open_by(context, &input, name, use, NULL, GEO_LAYER_BY_GDAL, &a);
    snprintf(message, sizeof message, "%s", geo_message(context));
    geo_status other = geo_layer_open(context, &input, name, use, NULL, &b);
    if (status != other)
        fail_msg("%s %s: %d %s; %d %s", path, name ? name : "", (int)status, message, (int)other,
                 geo_message(context));
    if (status != GEO_OK) {
        assert_string_equal(geo_message(context), message);
        return;
    }
    plain->layers += b->gpkg != NULL;
    assert_same_layer(a, b);
    compare_rows(context, a, b, plain);
    geo_layer_free(a);
    geo_layer_free(b);
}

/* All layers of a file, by name and without one. */
static plain_part compare_file(geo_context *context, const char *path)
{
    static const geo_layer_use uses[] = {GEO_USE_ROWS, GEO_USE_POLYGONS, GEO_USE_FIRST};
    const size_t of_named = 2;
    const geo_input input = {path, {NULL, 0}};
    plain_part plain = {0, 0};
    geo_layer *first = NULL;
    for (size_t i = 0; i < COUNT(uses); i++)
        compare_layer(context, path, NULL, uses[i], &plain);
    compare_layer(context, path, "no such layer", GEO_USE_ROWS, &plain);
    if (geo_layer_open_by(context, &input, NULL, GEO_USE_FIRST, NULL, GEO_LAYER_BY_GDAL, &first) !=
        GEO_OK)
        return plain;
    for (size_t layer = 0; layer < geo_layer_sibling_count(first); layer++)
        for (size_t i = 0; i < of_named; i++)
            compare_layer(context, path, geo_layer_sibling(first, layer), uses[i], &plain);
    geo_layer_free(first);
    return plain;
}

/* ---- files ---------------------------------------------------------------------------------- */

static const made_field all_kinds[] = {
    {"text", OFTString, OFSTNone},
    {"n", OFTInteger, OFSTNone},
    {"big", OFTInteger64, OFSTNone},
    {"v", OFTReal, OFSTNone},
    {"on", OFTDate, OFSTNone},
    {"at", OFTDateTime, OFSTNone},
    {"yes", OFTInteger, OFSTBoolean},
    {"small", OFTInteger, OFSTInt16},
    {"single", OFTReal, OFSTFloat32},
    {"bytes", OFTBinary, OFSTNone},
    {"from \"x\" 'y'", OFTString, OFSTNone},
};

static const char *const values[][COUNT(all_kinds)] = {
    {"theft", "7", "9223372036854775807", "0.1", "2019-01-31", "2019-01-31T22:05:09Z", "1",
     "-32768", "0.1", "00ff", "select"},
    {NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL},
    {"", "-2147483648", "-9223372036854775807", "1e300", "1970-01-01", "2019-01-31T22:05:09.250",
     "0", "5", "16777217", "", ""},
    {"Drosselstra\xc3\x9f"
     "e, \xe6\x9d\xb1",
     "0", "0", "-0.000123456789012345", "9999-12-31", "2019-01-31T22:05:09.999+05:45", "1", "0",
     "3", "01", "x"},
};

static void add_layer(GDALDatasetH dataset, const char *name, int epsg, OGRwkbGeometryType type,
                      const char *const *wkt, size_t count)
{
    OGRSpatialReferenceH crs = OSRNewSpatialReference(NULL);
    assert_int_equal(OSRImportFromEPSG(crs, epsg), OGRERR_NONE);
    OGRLayerH layer = GDALDatasetCreateLayer(dataset, name, crs, type, NULL);
    assert_non_null(layer);
    OSRRelease(crs);
    make_fields(layer, all_kinds, COUNT(all_kinds));
    for (size_t i = 0; i < count; i++)
        add_feature(layer, values[i % COUNT(values)], COUNT(all_kinds), wkt[i]);
}

static const char *const points[] = {
    "POINT (1 2)",         NULL, "POINT Z (3 4 5)", "POINT M (3.5 4.5 6)", "POINT ZM (5 6 7 8)",
    "POINT (-0.1 1e-300)",
};

static const char *const polygons[] = {
    "POLYGON ((0 0,4 0,4 4,0 0),(1 0.5,2 0.5,2 1,1 0.5))",
    "MULTIPOLYGON (((0 0,1 0,1 1,0 0)),((5 5,9 5,9 9,5 5),(6 5.5,7 5.5,7 6,6 5.5)))",
    "POLYGON Z ((0 0 1,4 0 2,4 4 3,0 0 1))",
    "MULTIPOLYGON ZM (((0 0 1 9,1 0 2 9,1 1 3 9,0 0 1 9)))",
    NULL,
    "POLYGON ((0 0,4 0,4 4))",
};

/* Points, polygons and a table without geometry. */
static void make_model(const char *path)
{
    static const char *const none[4] = {NULL};
    GDALDatasetH dataset =
        GDALCreate(GDALGetDriverByName("GPKG"), path, 0, 0, 0, GDT_Unknown, NULL);
    assert_non_null(dataset);
    CPLPushErrorHandler(CPLQuietErrorHandler); /* polygons among multipolygons */
    add_layer(dataset, "points", 27700, wkbPoint, points, COUNT(points));
    add_layer(dataset, "Select \"x\" 'y'", 4326, wkbMultiPolygon, polygons, COUNT(polygons));
    add_layer(dataset, "list", 27700, wkbNone, none, COUNT(none));
    CPLPopErrorHandler();
    GDALClose(dataset);
}

/* A copy of the model, which is made once. */
static const char *make_three(const scratch *made, const char *name)
{
    const char *model = scratch_path(made, "model.gpkg");
    const char *path = scratch_path(made, name);
    size_t length = 0;
    if (access(model, F_OK) != 0)
        make_model(model);
    char *bytes = scratch_read(model, &length);
    scratch_write_bytes(path, bytes, length);
    free(bytes);
    return path;
}

/* Triggers would call functions that only GDAL has. */
static void drop_triggers(sqlite3 *database)
{
    for (;;) {
        sqlite3_stmt *trigger = NULL;
        assert_int_equal(sqlite3_prepare_v2(database,
                                            "SELECT name FROM sqlite_master WHERE type = 'trigger'",
                                            -1, &trigger, NULL),
                         SQLITE_OK);
        char *sql = sqlite3_step(trigger) == SQLITE_ROW
                        ? sqlite3_mprintf("DROP TRIGGER \"%w\"", sqlite3_column_text(trigger, 0))
                        : NULL;
        sqlite3_finalize(trigger);
        if (!sql)
            return;
        assert_int_equal(sqlite3_exec(database, sql, NULL, NULL, NULL), SQLITE_OK);
        sqlite3_free(sql);
    }
}

static void change(const char *path, const char *sql)
{
    sqlite3 *database = NULL;
    char *message = NULL;
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    sqlite3_exec(database, "PRAGMA legacy_alter_table = ON", NULL, NULL, NULL);
    drop_triggers(database);
    if (sqlite3_exec(database, sql, NULL, NULL, &message) != SQLITE_OK)
        fail_msg("%s: %s", sql, message);
    sqlite3_close(database);
}

/* ---- what is plain -------------------------------------------------------------------------- */

/* Each layer is opened for each use, so there are some that cannot be had: of 13 openings 10 come
 * to something. */
enum { OPENED = 7, NONE_BUT_LIST = 1 };

static void usual_files(void **state)
{
    scratch *made = *state;
    const char *path = make_three(made, "p.gpkg");
    plain_part plain = compare_file(made->context, path);
    assert_int_equal(plain.layers, OPENED);
    assert_true(plain.rows > 0);
}

static void sample_and_real_files(void **state)
{
    static const struct {
        const char *path;
        bool is_sample;
    } files[] = {
        {PROJECT_DIR "/shapes/aldshire.gpkg", true},
        {PROJECT_DIR "/shapes/aldshire-backdrop.gpkg", true},
        {PROJECT_DIR "/../shared/data/boundaries/staffordshire_bng.gpkg", false},
    };
    scratch *made = *state;
    for (size_t i = 0; i < COUNT(files); i++) {
        if (!files[i].is_sample && access(files[i].path, R_OK) != 0) {
            print_message("%s is not here\n", files[i].path);
            continue;
        }
        plain_part plain = compare_file(made->context, files[i].path);
        assert_true(plain.layers > 0 && plain.rows > 0);
    }
}

typedef struct changed_file {
    const char *sql;
    int layers; /* opened without GDAL, of OPENED */
} changed_file;

static void compare_changed(scratch *made, const changed_file *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char name[32];
        snprintf(name, sizeof name, "p%zu.gpkg", i);
        const char *path = make_three(made, name);
        change(path, cases[i].sql);
        plain_part plain = compare_file(made->context, path);
        if (plain.layers != cases[i].layers)
            fail_msg("%d layers without GDAL, not %d: %s", plain.layers, cases[i].layers,
                     cases[i].sql);
        unlink(path);
    }
}

#define VIEW                                                                                       \
    "CREATE VIEW v AS SELECT * FROM points; INSERT INTO gpkg_contents (table_name, data_type, "    \
    "identifier, srs_id) VALUES ('v', 'features', 'v', 27700); INSERT INTO "                       \
    "gpkg_geometry_columns VALUES ('v', 'geom', 'POINT', 27700, 0, 0);"
#define COPY(columns)                                                                              \
    "ALTER TABLE points RENAME TO old; CREATE TABLE points (" columns "); INSERT INTO points "     \
    "(fid, geom, text) SELECT fid, geom, text FROM old; DROP TABLE old;"

static void files_that_are_not_plain(void **state)
{
    static const changed_file cases[] = {
        {VIEW, 0},
        {"CREATE TABLE extra (a TEXT)", 0},
        {"CREATE TABLE rtree_extra (a TEXT); CREATE TABLE gpkg_extra (a)", OPENED},
        {"DROP TABLE rtree_points_geom", OPENED},
        {"PRAGMA application_id = 0", 0},
        {"PRAGMA application_id = 0x47503130; PRAGMA user_version = 0", OPENED},
        {"PRAGMA user_version = 10400", OPENED},
        {"PRAGMA user_version = 20000", 0},
        {"ALTER TABLE gpkg_contents RENAME TO other; CREATE VIEW gpkg_contents AS SELECT * FROM "
         "other; DELETE FROM gpkg_extensions",
         0},
        {"DROP TABLE gpkg_geometry_columns", 0},
        {"ALTER TABLE gpkg_contents DROP COLUMN description", 0},
        {"CREATE TABLE gpkg_data_columns (a)", 0},
        {"ALTER TABLE gpkg_extensions RENAME COLUMN scope TO range", 0},
        {"DROP TABLE gpkg_extensions", OPENED},
        {"INSERT INTO gpkg_extensions VALUES ('points', NULL, 'their_own', 'x', 'read-write')",
         OPENED - 3},
        {"INSERT INTO gpkg_extensions VALUES (NULL, NULL, 'their_own', 'x', 'read-write')", 0},
        {"UPDATE gpkg_contents SET table_name = 'POINTS' WHERE table_name = 'points'", OPENED - 2},
        {"DELETE FROM gpkg_contents WHERE table_name = 'list'", 0},
        {"INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('none', "
         "'attributes', 'none')",
         0},
        {"UPDATE gpkg_contents SET min_x = NULL WHERE table_name = 'points'", OPENED - 3},
        {"UPDATE gpkg_contents SET min_x = 1e9 WHERE table_name = 'points'", OPENED - 3},
        {"UPDATE gpkg_contents SET min_x = 'x' WHERE table_name = 'points'", OPENED - 3},
        {"UPDATE gpkg_contents SET min_x = 0.12345678901234567, max_y = 1e17 WHERE table_name = "
         "'points'",
         OPENED},
        {"UPDATE gpkg_geometry_columns SET geometry_type_name = 'CURVEPOLYGON'", 0},
        {"UPDATE gpkg_geometry_columns SET geometry_type_name = 'nonsense'", 0},
        {"UPDATE gpkg_geometry_columns SET column_name = 'shape'", NONE_BUT_LIST},
        {COPY("fid INTEGER PRIMARY KEY, geom BLOB, text TEXT(5), \"when\" INT"), OPENED},
        {COPY("fid INTEGER, geom POINT, text TEXT"), OPENED - 3},
        {COPY("fid TEXT PRIMARY KEY, geom POINT, text TEXT"), OPENED - 3},
        {COPY("fid INTEGER, geom POINT, text TEXT, PRIMARY KEY (fid, text)"), OPENED - 3},
        {COPY("fid INTEGER PRIMARY KEY, geom POINT, text VARCHAR"), OPENED - 3},
        {COPY("fid INTEGER PRIMARY KEY, geom POINT, text TEXT, b BIGINT"), OPENED - 3},
        {COPY("fid INTEGER PRIMARY KEY, geom POINT, text TEXT, other POLYGON"), 1},
        {COPY("fid INTEGER PRIMARY KEY, geom POINT, text TEXT, c TEXT AS (text || 'x')"),
         OPENED - 3},
        {COPY("text TEXT, n MEDIUMINT, geom POINT, t TINYINT, d DOUBLE, fid INTEGER NOT NULL "
              "PRIMARY KEY, b BLOB(7)"),
         OPENED},
        {COPY("fid INTEGER PRIMARY KEY, geom POINT, text TEXT) WITHOUT ROWID; CREATE TABLE gpkg_x "
              "(a"),
         OPENED},
    };
    compare_changed(*state, cases, COUNT(cases));
}

static void reference_systems(void **state)
{
#define SYSTEM(columns)                                                                            \
    "INSERT INTO gpkg_spatial_ref_sys (srs_name, srs_id, organization, organization_coordsys_id, " \
    "definition) VALUES ('x', " columns "); UPDATE gpkg_geometry_columns SET srs_id = "            \
    "(SELECT srs_id FROM gpkg_spatial_ref_sys WHERE srs_name = 'x')"
#define LOCAL "'LOCAL_CS[\"here\",UNIT[\"metre\",1]]'"
    static const changed_file cases[] = {
        {"UPDATE gpkg_geometry_columns SET srs_id = 0", OPENED},
        {"UPDATE gpkg_geometry_columns SET srs_id = -1", OPENED},
        {"UPDATE gpkg_geometry_columns SET srs_id = 99999", NONE_BUT_LIST},
        {"UPDATE gpkg_spatial_ref_sys SET organization = 'epsg'", OPENED},
        {"UPDATE gpkg_spatial_ref_sys SET organization = 'me'", NONE_BUT_LIST},
        {"UPDATE gpkg_spatial_ref_sys SET organization_coordsys_id = 4258", NONE_BUT_LIST},
        {SYSTEM("3857, 'EPSG', 3857, " LOCAL), NONE_BUT_LIST},
        {SYSTEM("29902, 'EPSG', 29902, " LOCAL), OPENED},
        {SYSTEM("29900, 'EPSG', 29900, " LOCAL), NONE_BUT_LIST}, /* deprecated */
        {SYSTEM("2157, 'EPSG', 2157, " LOCAL), OPENED},
        {SYSTEM("4979, 'EPSG', 4979, " LOCAL), NONE_BUT_LIST},
        {SYSTEM("7405, 'EPSG', 7405, " LOCAL), NONE_BUT_LIST},
        {SYSTEM("5701, 'EPSG', 5701, " LOCAL), 0},
        {SYSTEM("1, 'EPSG', 1, " LOCAL), 0},
        {SYSTEM("54009, 'ESRI', 54009, " LOCAL), 0},
        {"ALTER TABLE gpkg_spatial_ref_sys ADD COLUMN epoch DOUBLE", OPENED},
        {"ALTER TABLE gpkg_spatial_ref_sys ADD COLUMN definition_12_063 TEXT; ALTER TABLE "
         "gpkg_spatial_ref_sys ADD COLUMN epoch DOUBLE; UPDATE gpkg_spatial_ref_sys SET epoch = "
         "2020.5",
         NONE_BUT_LIST},
    };
    compare_changed(*state, cases, COUNT(cases));
}

static void counts(void **state)
{
#define COUNTED "UPDATE gpkg_ogr_contents SET feature_count = "
    static const changed_file cases[] = {
        {COUNTED "NULL", OPENED},
        {COUNTED "0", OPENED},
        {COUNTED "-1", 0},
        {COUNTED "5", OPENED},
        {COUNTED "'6 or so'", 0},
        {"DELETE FROM gpkg_ogr_contents", OPENED},
        {"DROP TABLE gpkg_ogr_contents", OPENED},
        {"UPDATE gpkg_ogr_contents SET table_name = 'POINTS' WHERE table_name = 'points'", OPENED},
        {"INSERT INTO gpkg_ogr_contents VALUES ('POINTS', 3)", OPENED - 3},
        {"DELETE FROM points WHERE fid = 2", OPENED},
        {"DELETE FROM points WHERE fid = 2; " COUNTED "5 WHERE table_name = 'points'", OPENED},
        {"DELETE FROM points; " COUNTED "0 WHERE table_name = 'points'", OPENED},
        {"UPDATE points SET fid = fid * 1000000007 - 3000000000", OPENED},
    };
    compare_changed(*state, cases, COUNT(cases));
}

/* ---- values --------------------------------------------------------------------------------- */

/* Rows are read without GDAL up to the one that is odd. */
static void odd_values(void **state)
{
    static const changed_file cases[] = {
        {"UPDATE points SET n = 'seven', big = 'x', v = 'half' WHERE fid = 2", OPENED},
        {"UPDATE points SET n = '12 apples', big = 3.7, v = '1.5e3x' WHERE fid = 2", OPENED},
        {"UPDATE points SET n = x'3132', big = x'00', v = x'312E35' WHERE fid = 2", OPENED},
        {"UPDATE points SET n = 5000000000, small = 70000, yes = 2, big = 9e99", OPENED},
        {"UPDATE points SET v = 9e999, single = -9e999", OPENED},
        {"UPDATE points SET v = 0.1234567890123, single = 1e-320, big = -0.0, n = 0.0", OPENED},
        {"UPDATE points SET text = x'', \"from \"\"x\"\" 'y'\" = x'4100'", OPENED},
        {"UPDATE points SET text = CAST(x'E9' AS TEXT)", OPENED},
        {"UPDATE points SET text = 'a' || char(0) || 'b'", OPENED},
        {"UPDATE points SET text = 12.50, \"from \"\"x\"\" 'y'\" = 3", OPENED},
        {"UPDATE points SET \"on\" = 'soon' WHERE fid = 3", OPENED},
        {"UPDATE points SET \"on\" = '2019-02-31', \"at\" = '2019-02-31T00:00:00Z'", OPENED},
        {"UPDATE points SET \"on\" = '2019-00-10' WHERE fid = 3", OPENED},
        {"UPDATE points SET \"on\" = '2019-13-10' WHERE fid = 3", OPENED},
        {"UPDATE points SET \"on\" = '2019/01/10' WHERE fid = 3", OPENED},
        {"UPDATE points SET \"on\" = '2019-01-10T12:00:00Z' WHERE fid = 3", OPENED},
        {"UPDATE points SET \"on\" = 20190110, \"at\" = 7.5 WHERE fid = 3", OPENED},
        {"UPDATE points SET \"on\" = x'323031392D30312D3130' WHERE fid = 3", OPENED},
        {"UPDATE points SET \"on\" = '', \"at\" = '' WHERE fid = 1", OPENED},
        {"UPDATE points SET \"on\" = '2019-01-1' || char(0) || '0' WHERE fid = 1", OPENED},
        {"UPDATE points SET \"at\" = '2019-01-31T22:05:60Z' WHERE fid = 3", OPENED},
        {"UPDATE points SET \"at\" = '2019-01-31T24:05:00Z' WHERE fid = 3", OPENED},
        {"UPDATE points SET \"at\" = '2019-01-31 22:05:09' WHERE fid = 3", OPENED},
        {"UPDATE points SET \"at\" = '2019-01-31' WHERE fid = 3", OPENED},
        {"UPDATE points SET \"at\" = 'noon' WHERE fid = 6", OPENED},
        {"PRAGMA encoding; UPDATE points SET text = replace(hex(zeroblob(5000)), '00', 'long ')",
         OPENED},
    };
    compare_changed(*state, cases, COUNT(cases));
}

/* Every form of time that is taken without GDAL, and its neighbours. */
static void times_of_day(void **state)
{
    static const char *const fraction[] = {"",     ".000", ".001", ".250",
                                           ".999", ".5",   ".25",  ".1234"};
    static const char *const zone[] = {"",       "Z",      "+01:00", "-03:30", "+05:45", "+14:00",
                                       "+00:00", "+15:00", "+01:07", "z",      "+01",    "+0100",
                                       " ",      "Zx",     "-00:15", "+01:60"};
    scratch *made = *state;
    for (size_t f = 0; f < COUNT(fraction); f++)
        for (size_t z = 0; z < COUNT(zone); z++) {
            char sql[160];
            plain_part plain = {0, 0};
            const char *path = scratch_path(made, "t.gpkg");
            if (f + z == 0)
                make_three(made, "t.gpkg");
            snprintf(sql, sizeof sql, "UPDATE points SET \"at\" = '2019-01-31T22:05:%s%s%s'",
                     f % 2 == 0 ? "09" : "59", fraction[f], zone[z]);
            change(path, sql);
            compare_layer(made->context, path, "points", GEO_USE_ROWS, &plain);
            if (f < 5 && z < 6)
                assert_int_equal(plain.rows, COUNT(points));
        }
}

/* ---- geometry ------------------------------------------------------------------------------- */

#define GEOM(hex, fid) "UPDATE points SET geom = x'" hex "' WHERE fid = " #fid ";"
#define PLAIN_POINT    "0101000000000000000000F03F0000000000000040"
#define ZEROS          "0000000000000000"

/* Rows of a layer of points with odd ones among them; all of them are read without GDAL, which is
 * asked only for what these are. */
static void odd_geometries(void **state)
{
    static const char *const sql[] = {
        GEOM("4750000100000000" PLAIN_POINT, 1),
        GEOM("4750000000000000" PLAIN_POINT, 1),
        GEOM("4750000300000000" ZEROS ZEROS ZEROS ZEROS PLAIN_POINT, 1),
        GEOM("4750000500000000" ZEROS ZEROS ZEROS ZEROS ZEROS ZEROS PLAIN_POINT, 1),
        GEOM("4750000700000000" ZEROS ZEROS ZEROS ZEROS ZEROS ZEROS PLAIN_POINT, 1),
        GEOM("4750000900000000" ZEROS ZEROS ZEROS ZEROS ZEROS ZEROS ZEROS ZEROS PLAIN_POINT, 1),
        GEOM("4750000B00000000" ZEROS ZEROS ZEROS ZEROS ZEROS ZEROS ZEROS ZEROS PLAIN_POINT, 1),
        GEOM("4750000300000000" ZEROS, 1),
        GEOM("4750001100000000" PLAIN_POINT, 1),
        GEOM("4750002100000000" PLAIN_POINT, 1),
        GEOM("475000C100000000" PLAIN_POINT, 1),
        GEOM("4750010100000000" PLAIN_POINT, 1),
        GEOM("4750000100000000" PLAIN_POINT "FFFF", 1),
        GEOM("47500001000000000000000001"
             "3FF00000000000004000000000000000",
             1),
        GEOM("47500011000000000101000000000000000000F87F000000000000F87F", 1),
        GEOM("47500001000000000101000000000000000000F87F0000000000000040", 1),
        GEOM("4750000100000000010400000000000000", 1),
        GEOM("475000010000000001040000000200000001"
             "01000000000000000000F03F0000000000000040"
             "0101000000000000000000F03F0000000000000040",
             1),
        GEOM("47500001000000000101000000", 1),
        GEOM("4750000100000000010F000000", 1),
        GEOM("0011223344", 1) GEOM("", 2) GEOM("47", 4),
        "UPDATE points SET geom = 'text' WHERE fid = 1; UPDATE points SET geom = 5 WHERE fid = 5",
        "UPDATE points SET geom = NULL",
        "UPDATE points SET geom = (SELECT geom FROM \"Select \"\"x\"\" 'y'\" WHERE fid = 1)",
    };
    scratch *made = *state;
    for (size_t i = 0; i < COUNT(sql); i++) {
        plain_part plain = {0, 0};
        const char *path = make_three(made, "g.gpkg");
        change(path, sql[i]);
        compare_layer(made->context, path, "points", GEO_USE_ROWS, &plain);
        if (plain.rows != COUNT(points))
            fail_msg("%d rows without GDAL: %s", (int)plain.rows, sql[i]);
        unlink(path);
    }
}

static void odd_polygons(void **state)
{
    static const char *const wkt[] = {
        "POLYGON ((0 0,4 0,4 4,0 0))",
        "POLYGON EMPTY",
        "MULTIPOLYGON EMPTY",
        "MULTIPOLYGON (((0 0,1 0,1 1,0 0)),EMPTY)",
        "GEOMETRYCOLLECTION (POLYGON ((0 0,3 0,3 4,0 0)))",
        "CURVEPOLYGON (CIRCULARSTRING (0 0,1 1,2 0,1 -1,0 0))",
        "MULTISURFACE (POLYGON ((0 0,4 0,4 4,0 0)))",
        "GEOMETRYCOLLECTION EMPTY",
        "POLYGON ((0 0,4 0,4 4,0 0))",
        "LINESTRING (0 0,1 1)",
    };
    scratch *made = *state;
    const char *path = scratch_path(made, "a.gpkg");
    GDALDatasetH dataset =
        GDALCreate(GDALGetDriverByName("GPKG"), path, 0, 0, 0, GDT_Unknown, NULL);
    assert_non_null(dataset);
    add_layer(dataset, "areas", 27700, wkbUnknown, wkt, COUNT(wkt));
    GDALClose(dataset);
    plain_part plain = {0, 0};
    compare_layer(made->context, path, "areas", GEO_USE_POLYGONS, &plain);
    assert_int_equal(plain.rows, COUNT(wkt) - 1);
    change(path, "UPDATE areas SET geom = x'47500001000000000103000000FFFFFFFF' WHERE fid = 2; "
                 "DELETE FROM areas WHERE fid = 10; DELETE FROM gpkg_ogr_contents");
    compare_file(made->context, path);
}

/* ---- files in other states ------------------------------------------------------------------ */

static void beside_a_write_ahead_log(void **state)
{
    scratch *made = *state;
    const char *path = make_three(made, "w.gpkg");
    sqlite3 *database = NULL;
    plain_part plain = {0, 0};
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    drop_triggers(database);
    assert_int_equal(sqlite3_exec(database,
                                  "PRAGMA journal_mode = WAL; UPDATE points SET text = 'later'",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    compare_layer(made->context, path, "points", GEO_USE_ROWS, &plain);
    assert_int_equal(plain.rows, COUNT(points));
    geo_layer *layer = open_rows(made->context, (geo_input){path, {NULL, 0}}, "points");
    geo_feature feature;
    bool more = false;
    assert_int_equal(geo_layer_next(made->context, layer, &feature, &more), GEO_OK);
    assert_text(feature.field[0], "later");
    geo_layer_free(layer);
    sqlite3_close(database);
}

static void names_of_files(void **state)
{
    static const char *const names[] = {"a b.gpkg", "a%20b?c#d.gpkg", "UPPER.GPKG",
                                        "a&mode=rw.gpkg"};
    scratch *made = *state;
    for (size_t i = 0; i < COUNT(names); i++)
        assert_int_equal(compare_file(made->context, make_three(made, names[i])).layers, OPENED);
    char twice[SCRATCH_PATH + 8];
    snprintf(twice, sizeof twice, "/%s", scratch_path(made, names[0]));
    assert_int_equal(compare_file(made->context, twice).layers, OPENED);
}

/* Every byte of the first pages in turn is another one. */
static void damaged_files(void **state)
{
    scratch *made = *state;
    size_t length = 0;
    uint64_t seed = 11;
    const char *path = make_three(made, "d.gpkg");
    char *bytes = scratch_read(path, &length);
    for (int i = 0; i < 80; i++) {
        size_t at = i < 30 ? (size_t)i * 3 : (size_t)(random_bits(&seed) % length);
        char before = bytes[at];
        bytes[at] = (char)(before ^ (char)(1 + random_bits(&seed) % 255));
        scratch_write_bytes(path, bytes, length);
        compare_file(made->context, path);
        bytes[at] = before;
    }
    free(bytes);
}

static geo_status read_points(geo_context *context, void *path)
{
    int64_t rows = 0;
    return read_all(context, path, "points", &rows);
}

static void memory_runs_out(void **state)
{
    scratch *made = *state;
    char path[SCRATCH_PATH];
    snprintf(path, sizeof path, "%s", make_three(made, "p.gpkg"));
    assert_true(fail_each_allocation(read_points, path) > 10);
    change(path, "UPDATE points SET \"on\" = 'soon' WHERE fid = 3; " GEOM("0011", 1));
    assert_true(fail_each_allocation(read_points, path) > 10);
}

/* libgeo's headers make GDAL's names mean the pointers that this fills. */
static int open_gdal(void **state)
{
    (void)state;
    return geo_gdal_trouble() ? -1 : 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        VECTOR_TEST(usual_files),
        VECTOR_TEST(sample_and_real_files),
        VECTOR_TEST(files_that_are_not_plain),
        VECTOR_TEST(reference_systems),
        VECTOR_TEST(counts),
        VECTOR_TEST(odd_values),
        VECTOR_TEST(times_of_day),
        VECTOR_TEST(odd_geometries),
        VECTOR_TEST(odd_polygons),
        VECTOR_TEST(beside_a_write_ahead_log),
        VECTOR_TEST(names_of_files),
        VECTOR_TEST(damaged_files),
        VECTOR_TEST(memory_runs_out),
    };
    int failed = cmocka_run_group_tests(tests, open_gdal, NULL);
    geo_source_shutdown();
    return failed;
}
