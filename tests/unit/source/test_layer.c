/* Vector layers: what is read from them, and which is chosen. */
#include <math.h>

#include "allocations.h"
#include "layer_tests.h"

/* ---- what is read --------------------------------------------------------------------------- */

static void check_two_points(geo_context *context, geo_layer *layer)
{
    geo_feature feature;
    bool more = false;
    assert_int_equal(geo_layer_field_count(layer), 4);
    assert_int_equal(geo_layer_row_count(layer), 2);
    assert_int_equal(geo_layer_crs(layer)->epsg, 4326);
    assert_int_equal(geo_layer_next(context, layer, &feature, &more), GEO_OK);
    assert_true(more);
    assert_int_equal(feature.row, 1);
    assert_text(feature.field[0], "theft");
    assert_text(feature.field[1], "7");
    assert_text(feature.field[2], "0.1");
    assert_text(feature.field[3], "31/01/2019");
    assert_true(feature.has_point);
    assert_true(feature.x == -2.117 && feature.y == 52.806);
    assert_int_equal(geo_layer_integer(layer, 1), 7);
    assert_true(geo_layer_real(layer, 2) == 0.1);
    assert_int_equal(geo_layer_next(context, layer, &feature, &more), GEO_OK);
    assert_true(more);
    for (size_t i = 0; i < 4; i++)
        assert_null(feature.field[i].data);
    assert_true(geo_layer_integer(layer, 1) == GEO_NO_INTEGER);
    assert_true(isnan(geo_layer_real(layer, 2)));
    assert_int_equal(geo_layer_next(context, layer, &feature, &more), GEO_OK);
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
    geo_input input = scratch_file(made, "p.geojson", TWO_POINTS);
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        geo_input other = {scratch_path(made, formats[i][0]), {NULL, 0}};
        if (formats[i][1])
            scratch_convert(input.path, other.path, formats[i][1], "p", false);
        geo_layer *layer = open_rows(made->context, other, NULL);
        check_two_points(made->context, layer);
        geo_layer_free(layer);
    }
}

static void content_in_memory(void **state)
{
    scratch *made = *state;
    geo_input file = scratch_file(made, "p.geojson", TWO_POINTS);
    scratch_convert(file.path, scratch_path(made, "p.gpkg"), "GPKG", "p", false);
    size_t length = 0;
    char *bytes = scratch_read(scratch_path(made, "p.gpkg"), &length);
    const geo_input inputs[] = {{"-", {TWO_POINTS, strlen(TWO_POINTS)}}, {"-", {bytes, length}}};
    for (size_t i = 0; i < 2; i++) {
        geo_layer *layer = open_rows(made->context, inputs[i], NULL);
        check_two_points(made->context, layer);
        geo_layer_free(layer);
    }
    free(bytes);
}

static void times_are_iso_8601(void **state)
{
    scratch *made = *state;
    geo_input input =
        scratch_file(made, "t.geojson",
                     FEATURES(FEATURE("\"at\":\"2019-01-31T22:05:09\",\"on\":\"2019-02-01\","
                                      "\"utc\":\"2019-01-31T22:05:09Z\","
                                      "\"east\":\"2019-01-31T22:05:09.250+05:45\","
                                      "\"west\":\"2019-01-31T22:05:09-03:00\"",
                                      POINT(0, 0))));
    static const char *const expected[] = {"2019-01-31T22:05:09", "2019-02-01",
                                           "2019-01-31T22:05:09Z", "2019-01-31T22:05:09.250+05:45",
                                           "2019-01-31T22:05:09-03:00"};
    scratch_convert(input.path, scratch_path(made, "t.gpkg"), "GPKG", "t", false);
    geo_input gpkg = {scratch_path(made, "t.gpkg"), {NULL, 0}};
    geo_layer *layer = open_rows(made->context, gpkg, NULL);
    geo_feature feature;
    bool more = false;
    assert_int_equal(geo_layer_next(made->context, layer, &feature, &more), GEO_OK);
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        assert_text(feature.field[i], expected[i]);
    geo_layer_free(layer);
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
    geo_layer *layer = open_rows(made->context, input, NULL);
    geo_feature feature;
    bool more = false;
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(geo_layer_next(made->context, layer, &feature, &more), GEO_OK);
        assert_int_equal(feature.has_point, expected[i].has_point);
        if (expected[i].bad)
            assert_string_equal(feature.bad_geometry, expected[i].bad);
        else
            assert_null(feature.bad_geometry);
    }
    assert_ptr_equal(feature.bad_geometry, geo_wrong_geometry);
    geo_layer_free(layer);
}

static void more_rows_than_the_limit(void **state)
{
    scratch *made = *state;
    geo_input input = scratch_file(made, "p.geojson", TWO_POINTS);
    geo_limits limits = GEO_LIMITS_INIT;
    geo_layer *layer = NULL;
    limits.rows = 1;
    assert_int_equal(geo_layer_open(made->context, &input, NULL, GEO_USE_ROWS, &limits, &layer),
                     GEO_ERROR_LIMIT);
    assert_message(made->context, "2 rows, the limit is 1");
    limits.rows = 2;
    assert_int_equal(geo_layer_open(made->context, &input, NULL, GEO_USE_ROWS, &limits, &layer),
                     GEO_OK);
    geo_layer_free(layer);
}

/* ---- which layer ---------------------------------------------------------------------------- */

/* A GeoPackage of two polygon layers and one of points. */
static const char *three_layers(const scratch *made)
{
    geo_input squares = scratch_file(made, "s.geojson", TWO_SQUARES);
    geo_input points = scratch_file(made, "p.geojson", TWO_POINTS);
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
        geo_layer_use use;
        geo_status status;
        const char *taken; /* or a part of the message */
    } cases[] = {
        {"Wards", GEO_USE_POLYGONS, GEO_OK, "Wards"},
        {"wards", GEO_USE_POLYGONS, GEO_OK, "Wards"},
        {NULL, GEO_USE_ROWS, GEO_OK, "incidents"},
        {NULL, GEO_USE_FIRST, GEO_OK, "Wards"},
        {NULL, GEO_USE_POLYGONS, GEO_ERROR_INPUT, "--layer: Wards, districts, incidents"},
        {"lsoa", GEO_USE_ROWS, GEO_ERROR_INPUT,
         "no layer 'lsoa'; its layers: Wards, districts, incidents"},
        {"incidents", GEO_USE_POLYGONS, GEO_ERROR_INPUT, "wrong geometry type"},
        {"Wards; DROP TABLE Wards", GEO_USE_ROWS, GEO_ERROR_INPUT, "there is no layer"},
    };
    const geo_input input = {three_layers(made), {NULL, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_layer *layer = NULL;
        assert_int_equal(
            geo_layer_open(made->context, &input, cases[i].name, cases[i].use, NULL, &layer),
            cases[i].status);
        if (layer)
            assert_string_equal(geo_layer_name(layer), cases[i].taken);
        else
            assert_message(made->context, cases[i].taken);
        geo_layer_free(layer);
    }
}

static void layer_in_a_zip(void **state)
{
    scratch *made = *state;
    const char *path = scratch_path(made, "p.zip");
    write_zip_member(path, "folder/p.geojson", TWO_POINTS, strlen(TWO_POINTS));
    geo_input input = {path, {NULL, 0}};
    geo_layer *layer = open_rows(made->context, input, NULL);
    check_two_points(made->context, layer);
    geo_layer_free(layer);
}

static geo_status read_layer(geo_context *context, void *path)
{
    int64_t rows = 0;
    return read_all(context, path, NULL, &rows);
}

static void every_failed_allocation_is_reported(void **state)
{
    geo_input input = scratch_file(*state, "p.geojson", TWO_POINTS);
    assert_true(fail_each_allocation(read_layer, (void *)(uintptr_t)input.path) > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        VECTOR_TEST(same_rows_from_every_format),
        VECTOR_TEST(content_in_memory),
        VECTOR_TEST(times_are_iso_8601),
        VECTOR_TEST(geometries_that_are_no_point),
        VECTOR_TEST(more_rows_than_the_limit),
        VECTOR_TEST(choice_of_layer),
        VECTOR_TEST(layer_in_a_zip),
        VECTOR_TEST(every_failed_allocation_is_reported),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    geo_source_shutdown();
    return failed;
}
