/* GeoPackages with several layers, each with a style of its own, read back by GDAL. */
#include <stdlib.h>

#include <cpl_vsi.h>
#include <gdal.h>
#include <ogr_api.h>

#include "allocations.h"
#include "areas_layer.h"

static const double lower[] = {0, 5, 12.5};
static const char *const colour[] = {"#fbecc4", "#ee8f4f", "#861f35"};
static const char *const label[] = {"0 to under 5", "5 to under 12.5", "12.5 and over"};
static const geo_layer_style by_rate = {
    .field = "rate", .class_count = 3, .lower = lower, .colour = colour, .label = label};
static const double breadths[] = {0.25, 0.5, 0.75};
static const geo_layer_style lines_by_rate = {.field = "rate",
                                              .class_count = 3,
                                              .lower = lower,
                                              .colour = colour,
                                              .label = label,
                                              .is_outline = true,
                                              .line_mm = breadths};
static const geo_layer_style all_alike = {
    .class_count = 1, .colour = colour, .label = label, .is_outline = true, .name_field = "name"};

enum { LAYERS = 4 };

/* Shaded, without a style, lines by class, and lines that are all alike. */
static void fill_layers(const geo_areas *areas, const geo_table *table, geo_layer *layer)
{
    const geo_layer made[LAYERS] = {{areas, table, "shaded", &by_rate},
                                    {areas, table, "plain", NULL},
                                    {areas, table, "lines", &lines_by_rate},
                                    {areas, table, "wards", &all_alike}};
    memcpy(layer, made, sizeof made);
}

static GDALDatasetH opened_file(scratch *test, const geo_table *table)
{
    geo_areas areas = layer_areas();
    geo_layer layer[LAYERS];
    geo_bytes bytes = GEO_BYTES_INIT;
    char *path = path_in(test, "layers.gpkg");
    fill_layers(&areas, table, layer);
    assert_int_equal(geo_layers_to_gpkg(test->context, layer, LAYERS, &bytes), GEO_OK);
    assert_int_equal(geo_file_save(test->context, path, &bytes), GEO_OK);
    GDALDatasetH dataset = GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_READONLY, NULL, NULL, NULL);
    assert_non_null(dataset);
    geo_bytes_clear(&bytes);
    free(path);
    return dataset;
}

static void layers_stand_beside_each_other(void **state)
{
    static const char *const name[LAYERS] = {"shaded", "plain", "lines", "wards"};
    scratch *test = *state;
    geo_table *table = layer_table(test->context);
    GDALDatasetH dataset = opened_file(test, table);
    for (int i = 0; i < LAYERS; i++) {
        OGRLayerH layer = GDALDatasetGetLayer(dataset, i);
        assert_string_equal(OGR_L_GetName(layer), name[i]);
        assert_int_equal(OGR_L_GetFeatureCount(layer, TRUE), 3);
        assert_true(OGR_L_TestCapability(layer, OLCFastSpatialFilter));
    }
    GDALClose(dataset);
    geo_table_free(table);
}

/* The n-th style's field; to be freed. */
static char *style_field(GDALDatasetH dataset, int n, const char *name)
{
    OGRLayerH layer = GDALDatasetGetLayerByName(dataset, "layer_styles");
    assert_non_null(layer);
    assert_int_equal(OGR_L_GetFeatureCount(layer, TRUE), 3);
    OGR_L_ResetReading(layer);
    OGRFeatureH feature = OGR_L_GetNextFeature(layer);
    for (; n > 0; n--) {
        OGR_F_Destroy(feature);
        feature = OGR_L_GetNextFeature(layer);
    }
    char *text = strdup(OGR_F_GetFieldAsString(feature, OGR_F_GetFieldIndex(feature, name)));
    OGR_F_Destroy(feature);
    return text;
}

static void assert_style(GDALDatasetH dataset, int n, const char *layer,
                         const char *const *expected, const char *absent)
{
    char *name = style_field(dataset, n, "f_table_name");
    char *qml = style_field(dataset, n, "styleQML");
    assert_string_equal(name, layer);
    for (; *expected; expected++)
        if (!strstr(qml, *expected))
            fail_msg("not in the style of %s: %s\n%s", layer, *expected, qml);
    if (strstr(qml, absent))
        fail_msg("in the style of %s: %s\n%s", layer, absent, qml);
    free(name);
    free(qml);
}

static void each_has_its_style(void **state)
{
    static const char *const filled[] = {"<prop k=\"color\" v=\"#ee8f4f\"/>\n"
                                         "     <prop k=\"style\" v=\"solid\"/>",
                                         "<prop k=\"outline_width\" v=\"0.14\"/>", NULL};
    static const char *const lines[] = {"&lt; 12.5\" label=\"5 to under 12.5\"",
                                        "<prop k=\"outline_color\" v=\"#ee8f4f\"/>",
                                        "<prop k=\"outline_width\" v=\"0.50\"/>",
                                        "<prop k=\"outline_color\" v=\"#ffffff\"/>",
                                        "<prop k=\"outline_width\" v=\"0.80\"/>",
                                        "<prop k=\"outline_width\" v=\"0.75\"/>",
                                        NULL};
    static const char *const alike[] = {"<rule symbol=\"0\" key=\"1\" label=\"0 to under 5\"/>",
                                        "fieldName=\"name\"", NULL};
    scratch *test = *state;
    geo_table *table = layer_table(test->context);
    GDALDatasetH dataset = opened_file(test, table);
    assert_style(dataset, 0, "shaded", filled, "v=\"no\"");
    /* Areas without a value are hatched there, as elsewhere: these alone are filled. */
    assert_style(dataset, 1, "lines", lines,
                 "<prop k=\"color\" v=\"#ee8f4f\"/>\n"
                 "     <prop k=\"style\" v=\"solid\"/>");
    assert_style(dataset, 2, "wards", alike, "filter=");
    GDALClose(dataset);
    geo_table_free(table);
}

/* What one layer makes is not changed by its being the only one of several. */
static void one_layer_is_a_case_of_several(void **state)
{
    scratch *test = *state;
    geo_areas areas = layer_areas();
    geo_table *table = layer_table(test->context);
    const geo_layer only = {&areas, table, NULL, &by_rate};
    geo_bytes one = GEO_BYTES_INIT, other = GEO_BYTES_INIT;
    assert_int_equal(geo_areas_to_gpkg(test->context, &areas, table, NULL, &by_rate, &one), GEO_OK);
    assert_int_equal(geo_layers_to_gpkg(test->context, &only, 1, &other), GEO_OK);
    assert_int_equal(one.length, other.length);
    assert_memory_equal(one.data, other.data, one.length);
    geo_bytes_clear(&one);
    geo_bytes_clear(&other);
    geo_table_free(table);
}

static void assert_refused(scratch *test, const geo_layer *layer, size_t count, const char *why)
{
    geo_bytes bytes = GEO_BYTES_INIT;
    assert_int_equal(geo_layers_to_gpkg(test->context, layer, count, &bytes), GEO_ERROR_USAGE);
    if (!strstr(geo_message(test->context), why))
        fail_msg("%s", geo_message(test->context));
    assert_int_equal(bytes.length, 0);
}

static void layers_that_make_no_file(void **state)
{
    scratch *test = *state;
    geo_areas areas = layer_areas();
    geo_table *table = layer_table(test->context);
    static const double none[] = {0.25, 0, 0.75};
    geo_layer_style style[2] = {all_alike, lines_by_rate};
    geo_layer layer[LAYERS];
    fill_layers(&areas, table, layer);
    assert_refused(test, layer, 0, "needs a layer");
    layer[3].name = "Shaded";
    assert_refused(test, layer, LAYERS, "two layers of one file are called Shaded");
    style[0].class_count = 2;
    style[1].line_mm = none;
    layer[3] = (geo_layer){&areas, table, "a", &style[0]};
    assert_refused(test, layer, LAYERS, "all look alike need one colour");
    layer[3].style = &style[1];
    assert_refused(test, layer, LAYERS, "broader than 0 mm");
    geo_table_free(table);
}

static geo_status write_layers(geo_context *context, void *table)
{
    geo_areas areas = layer_areas();
    geo_layer layer[LAYERS];
    geo_bytes bytes = GEO_BYTES_INIT;
    fill_layers(&areas, table, layer);
    geo_status status = geo_layers_to_gpkg(context, layer, LAYERS, &bytes);
    geo_bytes_clear(&bytes);
    return status;
}

static void memory_that_runs_out(void **state)
{
    scratch *test = *state;
    geo_table *table = layer_table(test->context);
    assert_true(fail_each_allocation(write_layers, table) >= 100);
    char **left = VSIReadDirRecursive("/vsimem/libgeo");
    assert_null(left);
    geo_table_free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(layers_stand_beside_each_other), SCRATCH_TEST(each_has_its_style),
        SCRATCH_TEST(one_layer_is_a_case_of_several), SCRATCH_TEST(layers_that_make_no_file),
        SCRATCH_TEST(memory_that_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
