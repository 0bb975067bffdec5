/* What a strange file is said to be. */
#include "vector_files.h"

static geo_description *describe(scratch *made, const char *path, const char *layer)
{
    geo_reader_options options = GEO_READER_OPTIONS_INIT;
    const geo_input input = {path, {NULL, 0}};
    geo_description *description = NULL;
    options.layer = layer;
    if (geo_describe(made->context, &input, &options, &description) != GEO_OK)
        fail_msg("%s", geo_message(made->context));
    return description;
}

static void a_csv(void **state)
{
    scratch *made = *state;
    scratch_file(made, "i.csv", "Month;Longitude;Latitude;Crime type;x1\n2019-01;-2;52;Theft;a\n");
    geo_description *found = describe(made, scratch_path(made, "i.csv"), NULL);
    assert_string_equal(found->format, "CSV, semicolon-separated");
    assert_int_equal(found->bytes, 61);
    assert_int_equal(found->layer_count, 1);
    const geo_layer_description *layer = found->layer;
    assert_string_equal(layer->name, "");
    assert_string_equal(layer->geometry, "none");
    assert_int_equal(layer->rows, -1);
    assert_false(layer->has_extent);
    assert_null(layer->crs.wkt);
    assert_int_equal(layer->field_count, 5);
    assert_string_equal(layer->field[1].name, "Longitude");
    assert_string_equal(layer->field[1].role, "longitude");
    assert_string_equal(layer->field[3].role, "category");
    assert_null(layer->field[4].role);
    geo_description_free(found);
}

static const char squares[] = FEATURES(
    FEATURE("\"WD24CD\":\"A\",\"population\":5,\"share\":0.5", POLYGON(SQUARE(-2, 52, -1, 53))));
static const char points[] =
    FEATURES(FEATURE("\"Month\":\"2019-01\"",
                     POINT(-2.5, 52.5)) "," FEATURE("\"Month\":\"2019-02\"", POINT(-2, 52)));

static void a_file_of_several_layers(void **state)
{
    scratch *made = *state;
    const char *path = scratch_path(made, "all.gpkg");
    scratch_convert(scratch_file(made, "a.geojson", squares).path, path, "GPKG", "wards", false);
    scratch_convert(scratch_file(made, "p.geojson", points).path, path, "GPKG", "crimes", true);
    geo_description *found = describe(made, path, NULL);
    assert_string_equal(found->format, "GPKG");
    assert_true(found->bytes > 0);
    assert_int_equal(found->layer_count, 2);
    const geo_layer_description *wards = &found->layer[0];
    assert_string_equal(wards->name, "wards");
    assert_string_equal(wards->geometry, "polygon");
    assert_int_equal(wards->rows, 1);
    assert_int_equal(wards->crs.epsg, 4326);
    assert_true(wards->has_extent);
    assert_true(wards->extent.x_min == -2 && wards->extent.y_min == 52 &&
                wards->extent.x_max == -1 && wards->extent.y_max == 53);
    assert_string_equal(wards->field[0].role, "area code");
    assert_int_equal(wards->field[0].type, GEO_TEXT);
    assert_int_equal(wards->field[1].type, GEO_INTEGER);
    assert_string_equal(wards->field[1].role, "population");
    assert_int_equal(wards->field[2].type, GEO_REAL);
    const geo_layer_description *crimes = &found->layer[1];
    assert_string_equal(crimes->geometry, "point");
    assert_int_equal(crimes->rows, 2);
    assert_string_equal(crimes->field[0].role, "date");
    geo_description_free(found);
}

static void one_layer_on_request(void **state)
{
    scratch *made = *state;
    const char *path = scratch_path(made, "all.gpkg");
    scratch_convert(scratch_file(made, "a.geojson", squares).path, path, "GPKG", "wards", false);
    scratch_convert(scratch_file(made, "p.geojson", points).path, path, "GPKG", "crimes", true);
    geo_description *found = describe(made, path, "crimes");
    assert_int_equal(found->layer_count, 1);
    assert_string_equal(found->layer[0].name, "crimes");
    geo_description_free(found);
}

static void what_cannot_be_described(void **state)
{
    scratch *made = *state;
    scratch_file(made, "empty.csv", "");
    scratch_file(made, "text.gpkg", "a,b\n");
    static const char *const names[] = {"missing.csv", "empty.csv", "text.gpkg", ""};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const geo_input input = {scratch_path(made, names[i]), {NULL, 0}};
        geo_description *found = NULL;
        assert_int_equal(geo_describe(made->context, &input, NULL, &found), GEO_ERROR_INPUT);
        assert_null(found);
    }
}

static void versions_are_named(void **state)
{
    (void)state;
    const char *text = geo_source_versions();
    assert_non_null(strstr(text, "PROJ 9"));
    assert_non_null(strstr(text, "GDAL 3"));
    assert_non_null(strstr(text, "GEOS 3"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        VECTOR_TEST(a_csv),
        VECTOR_TEST(a_file_of_several_layers),
        VECTOR_TEST(one_layer_on_request),
        VECTOR_TEST(what_cannot_be_described),
        VECTOR_TEST(versions_are_named),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    geo_source_shutdown();
    return failed;
}
