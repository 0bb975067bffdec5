/* Tables about areas as GeoJSON, read back by GDAL. */
#include <math.h>

#include <cpl_conv.h>
#include <cpl_vsi.h>

#include "allocations.h"
#include "degrees_test.h"

/* NUL-terminated. */
static void write_layer(scratch *test, const geo_table *table, geo_bytes *bytes)
{
    geo_areas areas = layer_areas();
    assert_int_equal(geo_areas_to_geojson(test->context, &areas, table, "wards", bytes), GEO_OK);
    assert_int_equal(geo_bytes_append(test->context, bytes, "", 1), GEO_OK);
    bytes->length--;
}

static GDALDatasetH opened_layer(scratch *test, const geo_table *table)
{
    geo_bytes bytes = GEO_BYTES_INIT;
    char *path = path_in(test, "layer.geojson");
    write_layer(test, table, &bytes);
    assert_int_equal(geo_file_save(test->context, path, &bytes), GEO_OK);
    GDALDatasetH dataset = GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_READONLY, NULL, NULL, NULL);
    assert_non_null(dataset);
    geo_bytes_clear(&bytes);
    free(path);
    return dataset;
}

static void polygons_are_in_degrees(void **state)
{
    static const struct {
        size_t area;
        int parts;
    } expected[] = {{1, 2}, {0, 1}, {2, 0}};
    scratch *test = *state;
    geo_areas areas = layer_areas();
    geo_table *table = layer_table(test->context);
    GDALDatasetH dataset = opened_layer(test, table);
    OGRLayerH layer = GDALDatasetGetLayer(dataset, 0);
    assert_string_equal(OGR_L_GetName(layer), "wards");
    assert_string_equal(OSRGetAuthorityCode(OGR_L_GetSpatialRef(layer), NULL), "4326");
    assert_int_equal(OGR_L_GetFeatureCount(layer, TRUE), 3);
    for (size_t i = 0; i < 3; i++) {
        OGRFeatureH feature = OGR_L_GetNextFeature(layer);
        /* One of a single part is written as a polygon. */
        OGRGeometryH polygons = OGR_G_ForceToMultiPolygon(OGR_F_StealGeometry(feature));
        if (expected[i].parts > 0) {
            assert_int_equal(OGR_G_GetGeometryCount(polygons), expected[i].parts);
            assert_polygon_degrees(&areas, polygons, expected[i].area);
        }
        assert_int_equal(polygons != NULL, expected[i].parts > 0);
        OGR_G_DestroyGeometry(polygons);
        OGR_F_Destroy(feature);
    }
    GDALClose(dataset);
    geo_table_free(table);
}

static void properties_are_the_tables_and_the_areas(void **state)
{
    static const char *const expected[] = {
        "\"type\": \"FeatureCollection\",\n\"name\": \"wards\",\n"
        "\"description\": \"Rates\\nKept back: fewer than 5\"",
        "\"properties\": { \"name\": \"B & Sons\", \"Code\": \"B of the table\", "
        "\"count\": 9007199254740993, \"rate\": 12.0625, \"rate_hidden\": null, "
        "\"Rate_2\": \"It's \\\\ <above>\" }",
        "\"rate\": null, \"rate_hidden\": \"c\"", "\"geometry\": null", NULL};
    scratch *test = *state;
    geo_table *table = layer_table(test->context);
    geo_bytes bytes = GEO_BYTES_INIT;
    write_layer(test, table, &bytes);
    for (size_t i = 0; expected[i]; i++)
        if (!strstr(bytes.data, expected[i]))
            fail_msg("not in the file: %s\n%s", expected[i], bytes.data);
    assert_null(strstr(bytes.data, "crs"));
    geo_bytes_clear(&bytes);
    geo_table_free(table);
}

static void a_hidden_value_is_never_written(void **state)
{
    scratch *test = *state;
    geo_table *table = layer_table(test->context);
    geo_bytes bytes = GEO_BYTES_INIT;
    geo_column *band = &table->column[3];
    geo_table_set_text(test->context, band, 2, text_of("SECRET"));
    geo_table_set_mark(test->context, table, band, 2, GEO_MARK_HIDDEN);
    write_layer(test, table, &bytes);
    assert_null(strstr(bytes.data, "SECRET"));
    geo_bytes_clear(&bytes);
    geo_table_free(table);
}

/* Of GDAL's files in memory none stays. */
static void the_same_table_gives_the_same_bytes(void **state)
{
    scratch *test = *state;
    geo_table *table = layer_table(test->context);
    geo_bytes one = GEO_BYTES_INIT, other = GEO_BYTES_INIT;
    write_layer(test, table, &one);
    CPLSetConfigOption("OGR_CURRENT_DATE", "2020-02-02T00:00:00Z");
    write_layer(test, table, &other);
    CPLSetConfigOption("OGR_CURRENT_DATE", NULL);
    assert_string_equal(one.data, other.data);
    assert_null(VSIReadDirRecursive("/vsimem/libgeo"));
    geo_bytes_clear(&one);
    geo_bytes_clear(&other);
    geo_table_free(table);
}

static void what_cannot_be_a_layer_is_refused(void **state)
{
    scratch *test = *state;
    geo_areas areas = layer_areas();
    geo_table *table = layer_table(test->context);
    geo_bytes bytes = GEO_BYTES_INIT;
    table->area[1] = 0;
    assert_int_equal(geo_areas_to_geojson(test->context, &areas, table, NULL, &bytes),
                     GEO_ERROR_USAGE);
    assert_non_null(strstr(geo_message(test->context), "two rows are about area A"));
    table->area[1] = GEO_NO_CODE;
    areas.crs.wkt = NULL;
    assert_int_equal(geo_areas_to_geojson(test->context, &areas, table, "wards", &bytes),
                     GEO_ERROR_CRS);
    assert_string_equal(geo_message(test->context),
                        "wards: GeoJSON is in WGS 84, but the CRS of the coordinates is unknown; "
                        "give it with --crs");
    assert_int_equal(bytes.length, 0);
    geo_table_free(table);
}

static geo_status write_job(geo_context *context, void *data)
{
    geo_areas areas = layer_areas();
    geo_bytes bytes = GEO_BYTES_INIT;
    geo_status status = geo_areas_to_geojson(context, &areas, data, NULL, &bytes);
    geo_bytes_clear(&bytes);
    return status;
}

static void memory_may_run_out(void **state)
{
    scratch *test = *state;
    geo_table *table = layer_table(test->context);
    assert_true(fail_each_allocation(write_job, table) > 10);
    geo_table_free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(polygons_are_in_degrees),
        SCRATCH_TEST(properties_are_the_tables_and_the_areas),
        SCRATCH_TEST(a_hidden_value_is_never_written),
        SCRATCH_TEST(the_same_table_gives_the_same_bytes),
        SCRATCH_TEST(what_cannot_be_a_layer_is_refused),
        SCRATCH_TEST(memory_may_run_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
