/* Tables about areas as GeoPackages, read back by GDAL. */
#include <math.h>

#include <cpl_conv.h>
#include <cpl_vsi.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

#include "allocations.h"
#include "areas_layer.h"

static const double lower[] = {0, 5, 12.5};
static const char *const colour[] = {"#fbecc4", "#ee8f4f", "#861F35"};
static const char *const label[] = {"0 to under 5", "5 to under 12.5", "12.5 & over"};
static const geo_layer_style by_rate = {.field = "rate",
                                        .unit = "per 1,000 <residents>",
                                        .class_count = 3,
                                        .lower = lower,
                                        .colour = colour,
                                        .label = label,
                                        .name_field = "name"};

/* The layer as a file of the test's folder, opened. */
static GDALDatasetH opened_layer(scratch *test, const geo_table *table,
                                 const geo_layer_style *style)
{
    geo_areas areas = layer_areas();
    geo_bytes bytes = GEO_BYTES_INIT;
    char *path = path_in(test, "layer.gpkg");
    assert_int_equal(geo_areas_to_gpkg(test->context, &areas, table, "wards", style, &bytes),
                     GEO_OK);
    assert_int_equal(geo_file_save(test->context, path, &bytes), GEO_OK);
    GDALDatasetH dataset = GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_READONLY, NULL, NULL, NULL);
    assert_non_null(dataset);
    geo_bytes_clear(&bytes);
    free(path);
    return dataset;
}

/* The rings of one polygon are those of an area from `ring` on; returns how many. */
static size_t assert_rings(const geo_areas *areas, OGRGeometryH polygon, size_t ring)
{
    int count = OGR_G_GetGeometryCount(polygon);
    for (int i = 0; i < count; i++, ring++) {
        OGRGeometryH line = OGR_G_GetGeometryRef(polygon, i);
        size_t first = areas->ring_point[ring];
        assert_int_equal(areas->ring_is_hole[ring], i > 0);
        assert_int_equal(OGR_G_GetPointCount(line), areas->ring_point[ring + 1] - first);
        for (int k = 0; k < OGR_G_GetPointCount(line); k++) {
            assert_true(OGR_G_GetX(line, k) == areas->x[first + (size_t)k]);
            assert_true(OGR_G_GetY(line, k) == areas->y[first + (size_t)k]);
        }
    }
    return (size_t)count;
}

static void assert_polygons(const geo_areas *areas, OGRFeatureH feature, size_t area, int parts)
{
    OGRGeometryH polygons = OGR_F_GetGeometryRef(feature);
    if (parts == 0) {
        assert_null(polygons);
        return;
    }
    size_t ring = areas->area_ring[area];
    assert_int_equal(OGR_G_GetGeometryType(polygons), wkbMultiPolygon);
    assert_int_equal(OGR_G_GetGeometryCount(polygons), parts);
    for (int i = 0; i < parts; i++)
        ring += assert_rings(areas, OGR_G_GetGeometryRef(polygons, i), ring);
    assert_int_equal(ring, areas->area_ring[area + 1]);
}

static void polygons_keep_their_holes_and_parts(void **state)
{
    static const struct {
        size_t area;
        int parts;
    } expected[] = {{1, 2}, {0, 1}, {2, 0}};
    scratch *test = *state;
    geo_areas areas = layer_areas();
    geo_table *table = layer_table(test->context);
    GDALDatasetH dataset = opened_layer(test, table, NULL);
    OGRLayerH layer = GDALDatasetGetLayer(dataset, 0);
    assert_int_equal(GDALDatasetGetLayerCount(dataset), 1);
    assert_string_equal(OGR_L_GetName(layer), "wards");
    assert_int_equal(OGR_L_GetGeomType(layer), wkbMultiPolygon);
    assert_string_equal(OSRGetAuthorityCode(OGR_L_GetSpatialRef(layer), NULL), "27700");
    assert_true(OGR_L_TestCapability(layer, OLCFastSpatialFilter));
    assert_int_equal(OGR_L_GetFeatureCount(layer, TRUE), 3);
    for (size_t i = 0; i < 3; i++) {
        OGRFeatureH feature = OGR_L_GetNextFeature(layer);
        assert_polygons(&areas, feature, expected[i].area, expected[i].parts);
        OGR_F_Destroy(feature);
    }
    GDALClose(dataset);
    assert_entries(test->folder, 1);
    geo_table_free(table);
}

static void assert_cells(OGRFeatureH feature, const char *const *expected, int count)
{
    assert_int_equal(OGR_F_GetFieldCount(feature), count);
    for (int i = 0; i < count; i++) {
        if (expected[i])
            assert_string_equal(OGR_F_GetFieldAsString(feature, i), expected[i]);
        else
            assert_false(OGR_F_IsFieldSetAndNotNull(feature, i));
    }
}

/* The table has a code of its own but no name; two of its columns differ by case alone. */
static void columns_are_the_tables_and_the_areas(void **state)
{
    enum { COLUMNS = 6 };
    static const char *const name[COLUMNS] = {"name", "Code",        "count",
                                              "rate", "rate_hidden", "Rate_2"};
    static const OGRFieldType type[COLUMNS] = {OFTString, OFTString, OFTInteger64,
                                               OFTReal,   OFTString, OFTString};
    static const char *const cell[3][COLUMNS] = {
        {"B & Sons", "B of the table", "9007199254740993", "12.0625", NULL, "It's \\ <above>"},
        {"T\xC5\xB5r <\"Dock\">", NULL, NULL, NULL, "c", NULL},
        {NULL, NULL, NULL, NULL, NULL, NULL}};
    scratch *test = *state;
    geo_table *table = layer_table(test->context);
    GDALDatasetH dataset = opened_layer(test, table, NULL);
    OGRLayerH layer = GDALDatasetGetLayer(dataset, 0);
    assert_string_equal(GDALGetMetadataItem(layer, "DESCRIPTION", NULL),
                        "Rates\nKept back: fewer than 5");
    for (int i = 0; i < COLUMNS; i++) {
        OGRFieldDefnH field = OGR_FD_GetFieldDefn(OGR_L_GetLayerDefn(layer), i);
        assert_string_equal(OGR_Fld_GetNameRef(field), name[i]);
        assert_int_equal(OGR_Fld_GetType(field), type[i]);
    }
    for (size_t row = 0; row < 3; row++) {
        OGRFeatureH feature = OGR_L_GetNextFeature(layer);
        assert_cells(feature, cell[row], COLUMNS);
        OGR_F_Destroy(feature);
    }
    GDALClose(dataset);
    assert_int_equal(geo_note_count(test->context), 1);
    assert_non_null(strstr(geo_note(test->context, 0), "\"Rate\", is written as \"Rate_2\""));
    geo_table_free(table);
}

/* The whole point of a hidden cell: a value that was left in it by mistake stays out. */
static void a_hidden_value_is_never_written(void **state)
{
    scratch *test = *state;
    geo_areas areas = layer_areas();
    geo_table *table = layer_table(test->context);
    geo_bytes bytes = GEO_BYTES_INIT;
    geo_column *band = &table->column[3];
    geo_table_set_text(test->context, band, 2, text_of("SECRET"));
    geo_table_set_mark(test->context, table, band, 2, GEO_MARK_HIDDEN);
    assert_int_equal(geo_areas_to_gpkg(test->context, &areas, table, NULL, NULL, &bytes), GEO_OK);
    assert_true(bytes.length > 6);
    for (size_t i = 0; i + 6 <= bytes.length; i++)
        assert_int_not_equal(memcmp(bytes.data + i, "SECRET", 6), 0);
    geo_bytes_clear(&bytes);
    geo_table_free(table);
}

/* ---- style ---------------------------------------------------------------------------------- */

/* The field of the only style; to be freed. */
static char *style_field(GDALDatasetH dataset, const char *name)
{
    OGRLayerH layer = GDALDatasetGetLayerByName(dataset, "layer_styles");
    assert_non_null(layer);
    assert_int_equal(OGR_L_GetFeatureCount(layer, TRUE), 1);
    OGR_L_ResetReading(layer);
    OGRFeatureH feature = OGR_L_GetNextFeature(layer);
    char *text = strdup(OGR_F_GetFieldAsString(feature, OGR_F_GetFieldIndex(feature, name)));
    OGR_F_Destroy(feature);
    return text;
}

static void assert_style_field(GDALDatasetH dataset, const char *name, const char *expected)
{
    char *text = style_field(dataset, name);
    assert_string_equal(text, expected);
    free(text);
}

static void assert_in_style(GDALDatasetH dataset, const char *const *expected)
{
    char *qml = style_field(dataset, "styleQML");
    for (; *expected; expected++)
        if (!strstr(qml, *expected))
            fail_msg("not in the style: %s\n%s", *expected, qml);
    free(qml);
}

/* Cells that are kept back have a rule of their own beside those without a value. The areas are on
 * average (sqrt(20 * 10) + 10 + 0) / 3 = 8.05 km broad, which is 15 mm at 1:537,000. */
static void a_style_has_rules_by_class(void **state)
{
    static const char *const expected[] = {
        "<rule key=\"0\" label=\"per 1,000 &lt;residents&gt;\">",
        "filter=\"&quot;rate&quot; &gt;= 0 AND &quot;rate&quot; &lt; 5\" label=\"0 to under 5\"/>",
        "filter=\"&quot;rate&quot; &gt;= 5 AND &quot;rate&quot; &lt; 12.5\"",
        "filter=\"&quot;rate&quot; &gt;= 12.5\" label=\"12.5 &amp; over\"/>",
        "filter=\"&quot;rate&quot; IS NULL AND &quot;rate_hidden&quot; IS NOT NULL\" "
        "label=\"Kept back\"/>",
        "filter=\"&quot;rate&quot; IS NULL AND &quot;rate_hidden&quot; IS NULL\" "
        "label=\"No data\"/>",
        "<prop k=\"color\" v=\"#861F35\"/>",
        "labelsEnabled=\"1\"",
        "fieldName=\"name\"",
        "scaleMax=\"537000\" scaleVisibility=\"1\"",
        NULL};
    scratch *test = *state;
    geo_table *table = layer_table(test->context);
    GDALDatasetH dataset = opened_layer(test, table, &by_rate);
    assert_in_style(dataset, expected);
    assert_style_field(dataset, "f_table_catalog", "");
    assert_style_field(dataset, "f_table_schema", "");
    assert_style_field(dataset, "f_table_name", "wards");
    assert_style_field(dataset, "f_geometry_column", "geom");
    assert_style_field(dataset, "useAsDefault", "1");
    assert_style_field(dataset, "update_time", "1970/01/01 00:00:00+00");
    GDALClose(dataset);
    geo_table_free(table);
}

static void a_style_may_have_categories(void **state)
{
    static const char *const category[] = {"It's \\ <above>", NULL};
    static const char *const expected[] = {
        "filter=\"&quot;Rate&quot; = 'It''s \\\\ &lt;above&gt;'\" label=\"0 to under 5\"/>",
        "filter=\"&quot;Rate&quot; IS NULL\" label=\"5 to under 12.5\"/>\n   </rule>",
        "labelsEnabled=\"0\"", NULL};
    scratch *test = *state;
    geo_layer_style style = by_rate;
    geo_table *table = layer_table(test->context);
    style.class_count = 2;
    style.category = category;
    style.name_field = NULL;
    /* Of two names that differ by case alone the table finds the first. */
    free(table->column[2].name);
    table->column[2].name = strdup("per_1000");
    style.field = "Rate";
    GDALDatasetH dataset = opened_layer(test, table, &style);
    assert_in_style(dataset, expected);
    GDALClose(dataset);
    geo_table_free(table);
}

/* A number that no short text holds is a break as well: the next double above -5. */
static void breaks_are_exact(void **state)
{
    static const char *const expected[] = {
        "&gt;= -100000000000000000000 AND", "&lt; -4.999999999999999\"",
        "&gt;= -4.999999999999999 AND &quot;rate&quot; &lt; 0.1\"", NULL};
    const double breaks[] = {-1e20, nextafter(-5, 0), 0.1};
    scratch *test = *state;
    geo_layer_style style = by_rate;
    geo_table *table = layer_table(test->context);
    style.lower = breaks;
    GDALDatasetH dataset = opened_layer(test, table, &style);
    assert_in_style(dataset, expected);
    GDALClose(dataset);
    geo_table_free(table);
}

/* Such as classes of change, of which the lowest holds all decreases beyond the first break. */
static void the_lowest_class_may_be_open(void **state)
{
    static const char *const both[] = {"filter=\"&quot;rate&quot; &lt; 0\"",
                                       "filter=\"&quot;rate&quot; &gt;= 0\"", NULL};
    static const char *const one[] = {"filter=\"&quot;rate&quot; IS NOT NULL\"", NULL};
    const double breaks[] = {-INFINITY, 0};
    scratch *test = *state;
    geo_layer_style style = by_rate;
    geo_table *table = layer_table(test->context);
    style.lower = breaks;
    for (style.class_count = 2; style.class_count > 0; style.class_count--) {
        GDALDatasetH dataset = opened_layer(test, table, &style);
        assert_in_style(dataset, style.class_count == 2 ? both : one);
        GDALClose(dataset);
    }
    geo_table_free(table);
}

/* ---- same bytes, refusals ------------------------------------------------------------------- */

static void write_again(scratch *test, const geo_table *table, geo_bytes *bytes)
{
    geo_areas areas = layer_areas();
    assert_int_equal(geo_areas_to_gpkg(test->context, &areas, table, NULL, &by_rate, bytes),
                     GEO_OK);
}

/* Of GDAL's files in memory none stays. */
static void the_same_table_gives_the_same_bytes(void **state)
{
    scratch *test = *state;
    geo_table *table = layer_table(test->context);
    geo_bytes one = GEO_BYTES_INIT, other = GEO_BYTES_INIT, dated = GEO_BYTES_INIT;
    write_again(test, table, &one);
    CPLSetConfigOption("OGR_CURRENT_DATE", "2020-02-02T00:00:00Z");
    write_again(test, table, &other);
    CPLSetConfigOption("OGR_CURRENT_DATE", NULL);
    assert_int_equal(one.length, other.length);
    assert_memory_equal(one.data, other.data, one.length);
    setenv("SOURCE_DATE_EPOCH", "1700000000", 1);
    write_again(test, table, &dated);
    unsetenv("SOURCE_DATE_EPOCH");
    assert_int_equal(one.length, dated.length);
    assert_memory_not_equal(one.data, dated.data, one.length);
    char **left = VSIReadDirRecursive("/vsimem/libgeo");
    assert_null(left);
    geo_bytes_clear(&one);
    geo_bytes_clear(&other);
    geo_bytes_clear(&dated);
    geo_table_free(table);
}

static void assert_refused(scratch *test, const geo_table *table, const char *layer,
                           const geo_layer_style *style, const char *why)
{
    geo_areas areas = layer_areas();
    geo_bytes bytes = GEO_BYTES_INIT;
    assert_int_equal(geo_areas_to_gpkg(test->context, &areas, table, layer, style, &bytes),
                     GEO_ERROR_USAGE);
    if (!strstr(geo_message(test->context), why))
        fail_msg("%s", geo_message(test->context));
    assert_int_equal(bytes.length, 0);
}

static void tables_that_are_no_layer(void **state)
{
    scratch *test = *state;
    geo_table *table = layer_table(test->context);
    assert_refused(test, table, "layer_styles", NULL, "can't be called layer_styles");
    table->area[3] = 0;
    assert_refused(test, table, "wards", NULL, "wards: two rows are about area A");
    table->area[3] = LAYER_AREAS;
    assert_refused(test, table, "wards", NULL, "row 4 is about an area that there is not");
    free(table->area);
    table->area = NULL;
    assert_refused(test, table, NULL, NULL, "areas: the rows of this table are not about areas");
    geo_table_free(table);
}

static void styles_that_do_not_fit(void **state)
{
    static const double falling[] = {0, 5, 5}, unknown[] = {0, 5, NAN};
    static const char *const words[] = {"#fbecc4", "red", "#861f35"};
    scratch *test = *state;
    geo_table *table = layer_table(test->context);
    geo_layer_style style[6] = {by_rate, by_rate, by_rate, by_rate, by_rate, by_rate};
    style[0].field = "share";
    style[1].name_field = "nickname";
    style[2].lower = falling;
    style[3].lower = unknown;
    style[4].colour = words;
    style[5].field = "Code";
    assert_refused(test, table, NULL, &style[0], "by \"share\", but the table has no such column");
    assert_refused(test, table, NULL, &style[1], "named by \"nickname\", but the table has no");
    assert_refused(test, table, NULL, &style[2], "rising numbers");
    assert_refused(test, table, NULL, &style[3], "rising numbers");
    assert_refused(test, table, NULL, &style[4], "class 2");
    assert_refused(test, table, NULL, &style[5], "the column \"Code\" does not hold");
    geo_table_free(table);
}

/* A ranking with --above may have no row at all. */
static void a_table_without_rows_is_an_empty_layer(void **state)
{
    scratch *test = *state;
    geo_table *table = NULL;
    assert_int_equal(geo_table_new(test->context, 0, &table), GEO_OK);
    geo_table_add(test->context, table, "rate", GEO_REAL, 1, NULL);
    GDALDatasetH dataset = opened_layer(test, table, &by_rate);
    OGRLayerH layer = GDALDatasetGetLayer(dataset, 0);
    assert_int_equal(OGR_L_GetFeatureCount(layer, TRUE), 0);
    assert_int_equal(OGR_FD_GetFieldCount(OGR_L_GetLayerDefn(layer)), 3);
    GDALClose(dataset);
    geo_table_free(table);
}

static geo_status write_layer(geo_context *context, void *table)
{
    geo_areas areas = layer_areas();
    geo_bytes bytes = GEO_BYTES_INIT;
    geo_status status = geo_areas_to_gpkg(context, &areas, table, "wards", &by_rate, &bytes);
    geo_bytes_clear(&bytes);
    return status;
}

static void memory_that_runs_out(void **state)
{
    scratch *test = *state;
    geo_table *table = layer_table(test->context);
    assert_true(fail_each_allocation(write_layer, table) >= 30);
    char **left = VSIReadDirRecursive("/vsimem/libgeo");
    assert_null(left);
    geo_table_free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(polygons_keep_their_holes_and_parts),
        SCRATCH_TEST(columns_are_the_tables_and_the_areas),
        SCRATCH_TEST(a_hidden_value_is_never_written),
        SCRATCH_TEST(a_style_has_rules_by_class),
        SCRATCH_TEST(a_style_may_have_categories),
        SCRATCH_TEST(breaks_are_exact),
        SCRATCH_TEST(the_lowest_class_may_be_open),
        SCRATCH_TEST(the_same_table_gives_the_same_bytes),
        SCRATCH_TEST(tables_that_are_no_layer),
        SCRATCH_TEST(styles_that_do_not_fit),
        SCRATCH_TEST(a_table_without_rows_is_an_empty_layer),
        SCRATCH_TEST(memory_that_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
