/* Rows straight from SQLite, and in batches of columns, say what the features say. */
#include "allocations.h"
#include "layer_compare.h"
#include "source/reader.h"
#include "source/stream.h"

/* ---- making layers -------------------------------------------------------------------------- */

static const made_field usual_field[] = {
    {"kind", OFTString, OFSTNone},
    {"n", OFTInteger, OFSTNone},
    {"big", OFTInteger64, OFSTNone},
    {"v", OFTReal, OFSTNone},
};

static const char *const usual_value[][4] = {
    {"theft", "7", "9223372036854775807", "0.1"},
    {"Drosselstra\xc3\x9f"
     "e, \xe6\x9d\xb1\xe4\xba\xac",
     "-2147483648", "-9223372036854775807", "1e300"},
    {NULL, NULL, NULL, NULL},
    {"", "0", "0", "-0.000123456789012345"},
    {"a text that is longer than others are, so that offsets are not all alike", "2147483647",
     "4294967296", "3"},
    {"x", NULL, "-1", NULL},
};

static const char *const usual_geometry[] = {
    "POINT (1 2)",
    NULL,
    "POINT EMPTY",
    "POINT Z (3 4 5)",
    "POINT M (3.5 4.5 6)",
    "POINT ZM (5 6 7 8)",
    "MULTIPOINT ((9 10))",
    "MULTIPOINT ((9 10),(11 12))",
    "MULTIPOINT EMPTY",
    "POINT (-0.1 1e-300)",
    "LINESTRING (1 2,3 4)",
    "POLYGON ((0 0,1 0,1 1,0 0))",
    "GEOMETRYCOLLECTION (POINT (1 2))",
    "CIRCULARSTRING (0 0,1 1,2 0)",
};

/* Rows of all values with all geometries. */
static void make_usual(const char *path, const char *driver, const char *const *geometry,
                       size_t count)
{
    OGRLayerH layer = NULL;
    GDALDatasetH dataset = make_file(path, driver, wkbUnknown, &layer);
    make_fields(layer, usual_field, COUNT(usual_field));
    for (size_t i = 0; i < COUNT(usual_value) * count; i++)
        add_feature(layer, usual_value[i % COUNT(usual_value)], COUNT(usual_field),
                    geometry[i % count]);
    GDALClose(dataset);
}

static void change(const char *path, const char *const *sql, size_t count)
{
    GDALDatasetH gpkg = GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_UPDATE, NULL, NULL, NULL);
    assert_non_null(gpkg);
    for (size_t i = 0; i < count; i++)
        GDALDatasetReleaseResultSet(gpkg, GDALDatasetExecuteSQL(gpkg, sql[i], NULL, NULL));
    GDALClose(gpkg);
}

/* ---- comparing ------------------------------------------------------------------------------ */

enum { AS_FEATURES, AS_STREAM };

static geo_layer *open_as(geo_context *context, const char *path, geo_layer_use use, int way)
{
    const geo_input input = {path, {NULL, 0}};
    geo_layer *layer = NULL;
    if (geo_layer_open_by(context, &input, NULL, use, NULL,
                          way == AS_FEATURES ? GEO_LAYER_BY_GDAL : GEO_LAYER_BY_ANY,
                          &layer) != GEO_OK)
        fail_msg("%s", geo_message(context));
    layer->is_begun = way == AS_FEATURES; /* so that no stream is tried */
    return layer;
}

static bool is_streamed(const geo_layer *layer)
{
    return layer->gpkg || layer->stream;
}

/* Reads a file both ways; *streamed is how many rows were no features. The message of the
 * failure, if both end in one, is in context's. */
static geo_status compare_ways(geo_context *context, const char *path, int64_t *streamed)
{
    geo_layer *a_layer = open_as(context, path, GEO_USE_ROWS, AS_FEATURES);
    geo_layer *b_layer = open_as(context, path, GEO_USE_ROWS, AS_STREAM);
    char message[1024] = "";
    geo_status status = GEO_OK;
    *streamed = 0;
    for (bool more = true; more && status == GEO_OK;) {
        geo_feature a, b;
        bool a_more = false;
        status = geo_layer_next(context, a_layer, &a, &a_more);
        snprintf(message, sizeof message, "%s", geo_message(context));
        assert_int_equal(geo_layer_next(context, b_layer, &b, &more), status);
        assert_int_equal(a_more, more);
        if (status != GEO_OK)
            assert_string_equal(geo_message(context), message);
        else if (more)
            assert_same_feature(a_layer, &a, b_layer, &b);
        if (more)
            *streamed += is_streamed(b_layer);
    }
    geo_layer_free(a_layer);
    geo_layer_free(b_layer);
    return status;
}

static int64_t rows_in(geo_context *context, const char *path)
{
    geo_layer *layer = open_as(context, path, GEO_USE_ROWS, AS_FEATURES);
    int64_t rows = geo_layer_row_count(layer);
    geo_layer_free(layer);
    return rows;
}

/* ---- what is read --------------------------------------------------------------------------- */

static void streams_say_what_features_say(void **state)
{
    scratch *made = *state;
    static const char *const format[][2] = {{"p.gpkg", "GPKG"}, {"p.fgb", "FlatGeobuf"}};
    for (size_t i = 0; i < COUNT(format); i++) {
        const char *path = scratch_path(made, format[i][0]);
        int64_t streamed = 0;
        make_usual(path, format[i][1], usual_geometry, COUNT(usual_geometry));
        assert_int_equal(compare_ways(made->context, path, &streamed), GEO_OK);
        /* GDAL leaves features without geometry out of a FlatGeobuf. */
        assert_int_equal(streamed, rows_in(made->context, path));
        assert_in_range(streamed, 60, COUNT(usual_value) * COUNT(usual_geometry));
    }
}

static void other_formats_are_read_as_features(void **state)
{
    scratch *made = *state;
    static const char *const point[] = {"POINT (1 2)", NULL};
    static const char *const format[][2] = {{"p.shp", "ESRI Shapefile"}, {"p.geojson", "GeoJSON"}};
    for (size_t i = 0; i < COUNT(format); i++) {
        const char *path = scratch_path(made, format[i][0]);
        int64_t streamed = 0;
        make_usual(path, format[i][1], point, COUNT(point));
        assert_int_equal(compare_ways(made->context, path, &streamed), GEO_OK);
        assert_int_equal(streamed, 0);
    }
}

/* More rows than fit in one batch, and not a multiple of it. */
static void many_batches(void **state)
{
    scratch *made = *state;
    static const char *const format[][2] = {{"p.gpkg", "GPKG"}, {"p.fgb", "FlatGeobuf"}};
    const int rows = 9000;
    for (size_t f = 0; f < COUNT(format); f++) {
        const char *path = scratch_path(made, format[f][0]);
        OGRLayerH layer = NULL;
        GDALDatasetH dataset = make_file(path, format[f][1], wkbPoint, &layer);
        int64_t streamed = 0;
        make_fields(layer, usual_field, COUNT(usual_field));
        assert_int_equal(OGR_L_StartTransaction(layer), OGRERR_NONE);
        for (int i = 0; i < rows; i++) {
            char wkt[64];
            snprintf(wkt, sizeof wkt, "POINT (%d %d)", i, i % 7);
            add_feature(layer, usual_value[(size_t)i % COUNT(usual_value)], COUNT(usual_field),
                        i % 10 == 0 ? NULL : wkt);
        }
        assert_int_equal(OGR_L_CommitTransaction(layer), OGRERR_NONE);
        GDALClose(dataset);
        assert_int_equal(compare_ways(made->context, path, &streamed), GEO_OK);
        assert_int_equal(streamed, f == 0 ? rows : rows / 10 * 9);
    }
}

/* ---- fields --------------------------------------------------------------------------------- */

static const made_field special_field[] = {
    {"text", OFTString, OFSTNone},    {"on", OFTDate, OFSTNone},
    {"at", OFTDateTime, OFSTNone},    {"yes", OFTInteger, OFSTBoolean},
    {"small", OFTInteger, OFSTInt16}, {"single", OFTReal, OFSTFloat32},
};

static void make_special(const char *path, const char *driver)
{
    static const char *const value[][6] = {
        {"a", "2019-01-31", "2019-01-31T22:05:09+01:00", "1", "-32768", "0.1"},
        {NULL, NULL, NULL, NULL, NULL, NULL},
        {"b", "1970-01-01", "1970-01-01T00:00:00Z", "0", "5", "16777217"},
    };
    OGRLayerH layer = NULL;
    GDALDatasetH dataset = make_file(path, driver, wkbPoint, &layer);
    make_fields(layer, special_field, COUNT(special_field));
    for (size_t i = 0; i < COUNT(value); i++)
        add_feature(layer, value[i], COUNT(special_field), "POINT (1 2)");
    GDALClose(dataset);
}

static void fields_that_come_out_differently(void **state)
{
    scratch *made = *state;
    static const char *const format[][2] = {{"p.gpkg", "GPKG"}, {"p.fgb", "FlatGeobuf"}};
    static const char *const no_dates[] = {
        "UPDATE p SET \"on\" = '2019-02-31', \"at\" = 'noon', yes = 2, small = 70000 WHERE fid = 3",
        "UPDATE p SET \"on\" = 'soon', single = 0.1234567890123 WHERE fid = 1"};
    for (size_t i = 0; i < COUNT(format); i++) {
        const char *path = scratch_path(made, format[i][0]);
        int64_t streamed = 0;
        make_special(path, format[i][1]);
        if (i == 0)
            change(path, no_dates, COUNT(no_dates));
        assert_int_equal(compare_ways(made->context, path, &streamed), GEO_OK);
        assert_int_equal(streamed, 0);
        geo_layer *layer = open_as(made->context, path, GEO_USE_ROWS, AS_FEATURES);
        assert_true(geo_stream_can_show(layer, 0));
        for (size_t field = 1; field < COUNT(special_field); field++)
            assert_false(geo_stream_can_show(layer, field));
        geo_layer_free(layer);
    }
}

/* Reads one field of each kind of layer: alone it is there, and all others are null. */
static void only_needed_fields_are_read(void **state)
{
    scratch *made = *state;
    static const char *const file[][2] = {
        {"p.gpkg", "GPKG"}, {"p.fgb", "FlatGeobuf"}, {"p.geojson", "GeoJSON"}};
    for (size_t i = 0; i < COUNT(file); i++) {
        const char *path = scratch_path(made, file[i][0]);
        make_special(path, file[i][1]);
        for (size_t needed = 0; needed < COUNT(special_field); needed++) {
            const size_t wanted[] = {needed, SIZE_MAX, needed};
            geo_layer *layer = open_as(made->context, path, GEO_USE_ROWS, AS_STREAM);
            geo_feature feature;
            bool more = false;
            geo_layer_need(layer, wanted, COUNT(wanted));
            assert_int_equal(geo_layer_next(made->context, layer, &feature, &more), GEO_OK);
            assert_int_equal(is_streamed(layer), i == 0 || (i == 1 && needed == 0));
            assert_true(feature.has_point && feature.x == 1 && feature.y == 2);
            for (size_t field = 0; field < COUNT(special_field); field++)
                assert_int_equal(feature.field[field].data != NULL, field == needed);
            if (needed == 0)
                assert_text(feature.field[0], "a");
            geo_layer_free(layer);
        }
    }
}

/* GDAL 3.6 leaves geometries empty in a stream that has no other column. */
static void no_field_is_needed(void **state)
{
    scratch *made = *state;
    static const char *const file[][2] = {
        {"p.gpkg", "GPKG"}, {"p.fgb", "FlatGeobuf"}, {"p.geojson", "GeoJSON"}};
    static const char *const point[] = {"POINT (1 2)"};
    for (size_t i = 0; i < COUNT(file); i++) {
        geo_input input = {scratch_path(made, file[i][0]), {NULL, 0}};
        geo_reader *reader = NULL;
        geo_record record;
        bool more = true;
        int rows = 0;
        make_usual(input.path, file[i][1], point, 1);
        assert_int_equal(geo_reader_open(made->context, &input, NULL, &reader), GEO_OK);
        geo_reader_need(reader, NULL, 0);
        for (;; rows++) {
            assert_int_equal(geo_reader_next(made->context, reader, &record, &more), GEO_OK);
            if (!more)
                break;
            assert_true(record.has_point && record.x == 1 && record.y == 2);
            for (size_t field = 0; field < record.fields_found; field++)
                assert_null(record.field[field].data);
        }
        assert_int_equal(rows, COUNT(usual_value));
        geo_reader_free(reader);
    }
}

/* ---- polygons ------------------------------------------------------------------------------- */

static geo_rings read_rings(geo_context *context, const char *path, int way)
{
    geo_rings rings = {0};
    geo_layer *layer = open_as(context, path, GEO_USE_POLYGONS, way);
    geo_feature feature;
    bool more = true;
    for (;;) {
        assert_int_equal(geo_layer_next(context, layer, &feature, &more), GEO_OK);
        if (!more)
            break;
        assert_int_equal(is_streamed(layer), way == AS_STREAM);
        assert_int_equal(geo_layer_append_rings(context, layer, &rings), GEO_OK);
    }
    geo_layer_free(layer);
    return rings;
}

static void polygons_are_the_same(void **state)
{
    scratch *made = *state;
    static const char *const polygon[] = {
        "POLYGON ((0 0,4 0,4 4,0 0),(1 0.5,2 0.5,2 1,1 0.5))",
        "MULTIPOLYGON (((0 0,1 0,1 1,0 0)),((5 5,9 5,9 9,5 5),(6 5.5,7 5.5,7 6,6 5.5)))",
        "POLYGON Z ((0 0 1,4 0 2,4 4 3,0 0 1))",
        "MULTIPOLYGON ZM (((0 0 1 9,1 0 2 9,1 1 3 9,0 0 1 9)))",
        "POLYGON M ((0 0 1,4 0 2,4 4 3,0 0 1))",
        NULL,
        "POLYGON EMPTY",
        "MULTIPOLYGON EMPTY",
        "POLYGON ((0 0,4 0,4 4))",
        "MULTIPOLYGON (((0 0,1 0,1 1,0 0)),EMPTY)",
        "GEOMETRYCOLLECTION (POLYGON ((0 0,3 0,3 4,0 0)))",
        "CURVEPOLYGON (CIRCULARSTRING (0 0,1 1,2 0,1 -1,0 0))",
    };
    static const char *const broken[] = {
        "UPDATE p SET geom = x'47500001000000000102' WHERE fid = 1",
        "UPDATE p SET geom = x'0011223344' WHERE fid = 2"};
    static const char *const format[][2] = {{"p.gpkg", "GPKG"}, {"p.fgb", "FlatGeobuf"}};
    for (size_t i = 0; i < 3; i++) {
        const char *path = scratch_path(made, format[i % 2][0]);
        if (i < 2)
            make_usual(path, format[i][1], polygon, COUNT(polygon));
        else
            change(path, broken, COUNT(broken));
        geo_rings features = read_rings(made->context, path, AS_FEATURES);
        geo_rings streamed = read_rings(made->context, path, AS_STREAM);
        assert_true(features.ring_count > 0 && features.unclosed_count > 0);
        assert_int_equal(features.broken_count, i < 2 ? 0 : 2);
        assert_same_rings(&features, &streamed);
        geo_rings_clear(&features);
        geo_rings_clear(&streamed);
    }
}

static void points_are_no_areas(void **state)
{
    scratch *made = *state;
    static const char *const point[] = {"POINT (1 2)"};
    const char *path = scratch_path(made, "p.gpkg");
    make_usual(path, "GPKG", point, 1);
    geo_layer *layer = open_as(made->context, path, GEO_USE_POLYGONS, AS_STREAM);
    geo_rings rings = {0};
    geo_feature feature;
    bool more = false;
    assert_int_equal(geo_layer_next(made->context, layer, &feature, &more), GEO_OK);
    assert_int_equal(geo_layer_append_rings(made->context, layer, &rings), GEO_ERROR_INPUT);
    assert_message(made->context, "row 1: wrong geometry type: Point");
    geo_rings_clear(&rings);
    geo_layer_free(layer);
}

/* ---- faults --------------------------------------------------------------------------------- */

static void damaged_files_fail_as_with_features(void **state)
{
    scratch *made = *state;
    static const struct {
        const char *sql[3];
        geo_status status;
        int64_t streamed;
    } cases[] = {
        /* GDAL 3.6 would give the last row twice. */
        {{"DELETE FROM p WHERE fid = 3", "UPDATE gpkg_ogr_contents SET feature_count = 6"},
         GEO_ERROR_INPUT,
         5},
        {{"UPDATE gpkg_ogr_contents SET feature_count = 5"}, GEO_ERROR_INPUT, 6},
        {{"UPDATE gpkg_ogr_contents SET feature_count = 7"}, GEO_ERROR_INPUT, 6},
        {{"DELETE FROM p WHERE fid = 3"}, GEO_OK, 5}, /* rows are not numbered through */
        {{"UPDATE p SET fid = 60 WHERE fid = 6"}, GEO_OK, 6},
        {{"UPDATE p SET geom = x'0011223344' WHERE fid = 1",
          "UPDATE p SET geom = 'text' WHERE "
          "fid = 2",
          "UPDATE p SET geom = x'475000010000000001010000000000' WHERE fid = 4"},
         GEO_OK,
         6},
        {{"UPDATE p SET geom = x'475000010000000000000000013FF00000000000004000000000000000'"},
         GEO_OK,
         6}, /* the other byte order */
        {{"UPDATE p SET n = 'seven', v = 'half' WHERE fid = 1",
          "UPDATE p SET kind = 3.5, big = 1.5"},
         GEO_OK,
         6},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        static const char *const point[] = {"POINT (1 2)"};
        char name[32];
        int64_t streamed = 0;
        snprintf(name, sizeof name, "p%zu.gpkg", i);
        const char *path = scratch_path(made, name);
        make_usual(path, "GPKG", point, 1);
        size_t count = 0;
        while (count < COUNT(cases[i].sql) && cases[i].sql[count])
            count++;
        change(path, cases[i].sql, count);
        assert_int_equal(compare_ways(made->context, path, &streamed), cases[i].status);
        if (streamed != cases[i].streamed)
            fail_msg("case %zu: %d rows in a stream", i, (int)streamed);
    }
}

/* A page in the middle of the file is overwritten: rows before it are read, then it is said. */
static void damage_in_the_middle(void **state)
{
    scratch *made = *state;
    const char *path = scratch_path(made, "p.gpkg");
    OGRLayerH layer = NULL;
    int64_t streamed = 0;
    GDALDatasetH dataset = make_file(path, "GPKG", wkbPoint, &layer);
    make_fields(layer, usual_field, COUNT(usual_field));
    assert_int_equal(OGR_L_StartTransaction(layer), OGRERR_NONE);
    for (int i = 0; i < 20000; i++)
        add_feature(layer, usual_value[0], COUNT(usual_field), "POINT (1 2)");
    assert_int_equal(OGR_L_CommitTransaction(layer), OGRERR_NONE);
    GDALClose(dataset);
    size_t length = 0;
    char *bytes = scratch_read(path, &length);
    const size_t page = 4096;
    memset(bytes + length / 2 / page * page, 0xff, page);
    scratch_write_bytes(path, bytes, length);
    free(bytes);
    assert_int_equal(compare_ways(made->context, path, &streamed), GEO_ERROR_INPUT);
    assert_true(streamed > 0 && streamed < 20000);
}

static geo_status read_to_the_end(geo_context *context, void *data)
{
    int64_t rows = 0;
    return read_all(context, data, NULL, &rows);
}

static void memory_runs_out(void **state)
{
    scratch *made = *state;
    char path[SCRATCH_PATH];
    snprintf(path, sizeof path, "%s", scratch_path(made, "p.gpkg"));
    make_usual(path, "GPKG", usual_geometry, COUNT(usual_geometry));
    assert_true(fail_each_allocation(read_to_the_end, path) > 0);
}

/* The library's own names for GDAL's functions come with what is inside a layer. */
static int open_gdal(void **state)
{
    (void)state;
    return geo_gdal_trouble() ? -1 : 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        VECTOR_TEST(streams_say_what_features_say),
        VECTOR_TEST(other_formats_are_read_as_features),
        VECTOR_TEST(many_batches),
        VECTOR_TEST(fields_that_come_out_differently),
        VECTOR_TEST(only_needed_fields_are_read),
        VECTOR_TEST(no_field_is_needed),
        VECTOR_TEST(polygons_are_the_same),
        VECTOR_TEST(points_are_no_areas),
        VECTOR_TEST(damaged_files_fail_as_with_features),
        VECTOR_TEST(damage_in_the_middle),
        VECTOR_TEST(memory_runs_out),
    };
    return cmocka_run_group_tests(tests, open_gdal, NULL);
}
