/* Tables about areas as KML, read back by GDAL and by its parser of XML. */
#include <math.h>

#include <cpl_minixml.h>
#include <cpl_string.h>

#include "allocations.h"
#include "degrees_test.h"

static const double lower[] = {0, 5, 12.5};
static const char *const colour[] = {"#fbecc4", "#ee8f4f", "#861F35"};
static const char *const label[] = {"0 to under 5", "5 to under 12.5", "12.5 & over"};
static const geo_layer_style by_rate = {.field = "rate",
                                        .unit = "per 1,000 <residents>",
                                        .class_count = 3,
                                        .lower = lower,
                                        .colour = colour,
                                        .label = label,
                                        .name_field = "name",
                                        .number_field = "count"};

/* NUL-terminated. */
static void write_kml(scratch *test, const geo_table *table, const geo_layer_style *style,
                      geo_bytes *bytes)
{
    geo_areas areas = layer_areas();
    assert_int_equal(geo_areas_to_kml(test->context, &areas, table, "wards", style, bytes), GEO_OK);
    assert_int_equal(geo_bytes_append(test->context, bytes, "", 1), GEO_OK);
    bytes->length--;
}

static CPLXMLNode *parsed(scratch *test, const geo_table *table, const geo_layer_style *style)
{
    geo_bytes bytes = GEO_BYTES_INIT;
    write_kml(test, table, style, &bytes);
    CPLXMLNode *root = CPLParseXMLString(bytes.data);
    if (!root)
        fail_msg("not well-formed:\n%s", bytes.data);
    geo_bytes_clear(&bytes);
    return root;
}

/* The n-th of the document's placemarks. */
static CPLXMLNode *placemark(CPLXMLNode *root, int n)
{
    CPLXMLNode *node = CPLGetXMLNode(root, "=kml.Document")->psChild;
    for (; node; node = node->psNext)
        if (strcmp(node->pszValue, "Placemark") == 0 && n-- == 0)
            return node;
    return NULL;
}

static void polygons_are_in_degrees(void **state)
{
    scratch *test = *state;
    geo_areas areas = layer_areas();
    geo_table *table = layer_table(test->context);
    geo_bytes bytes = GEO_BYTES_INIT;
    char *path = path_in(test, "layer.kml");
    write_kml(test, table, &by_rate, &bytes);
    assert_int_equal(geo_file_save(test->context, path, &bytes), GEO_OK);
    GDALDatasetH dataset = GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_READONLY, NULL, NULL, NULL);
    assert_non_null(dataset);
    OGRLayerH layer = GDALDatasetGetLayer(dataset, 0);
    for (size_t area = 2; area-- > 0;) {
        OGRFeatureH feature = OGR_L_GetNextFeature(layer);
        OGRGeometryH polygons = OGR_F_StealGeometry(feature);
        polygons = OGR_G_ForceToMultiPolygon(polygons);
        assert_int_equal(OGR_G_GetGeometryCount(polygons), area == 1 ? 2 : 1);
        assert_polygon_degrees(&areas, polygons, area);
        OGR_G_DestroyGeometry(polygons);
        OGR_F_Destroy(feature);
    }
    GDALClose(dataset);
    geo_bytes_clear(&bytes);
    geo_table_free(table);
    free(path);
}

/* In the order of KML 2.2's schema: name, Snippet, description, styleUrl, geometry. */
static void a_placemark_has_name_balloon_and_style(void **state)
{
    static const char *const order[] = {"name", "Snippet", "description", "styleUrl",
                                        "MultiGeometry"};
    scratch *test = *state;
    geo_table *table = layer_table(test->context);
    CPLXMLNode *root = parsed(test, table, &by_rate);
    CPLXMLNode *first = placemark(root, 0), *node = first->psChild;
    assert_string_equal(CPLGetXMLValue(first, "name", ""), "9,007,199,254,740,993. B & Sons");
    assert_string_equal(CPLGetXMLValue(first, "styleUrl", ""), "#class-2");
    assert_string_equal(CPLGetXMLValue(first, "description", ""),
                        "<table><tr><th align=\"left\">Code</th><td>B of the table</td></tr>\n"
                        "<tr><th align=\"left\">rate</th><td align=\"right\">12.1</td></tr>\n"
                        "<tr><th align=\"left\">Rate</th><td>It's \\ &lt;above&gt;</td></tr>\n"
                        "</table>");
    for (size_t i = 0; i < 5; i++, node = node->psNext)
        assert_string_equal(node->pszValue, order[i]);
    assert_null(node);
    CPLDestroyXMLNode(root);
    geo_table_free(table);
}

/* What is kept back says so, and has the colour of no class. */
static void hidden_cells_and_areas_without_geometry_are_told(void **state)
{
    scratch *test = *state;
    geo_table *table = layer_table(test->context);
    table->column[2].real[2] = 77.5; /* by mistake */
    CPLXMLNode *root = parsed(test, table, &by_rate);
    CPLXMLNode *hidden = placemark(root, 1), *nowhere = placemark(root, 2);
    assert_string_equal(CPLGetXMLValue(hidden, "name", ""), "T\xC5\xB5r <\"Dock\">");
    assert_string_equal(CPLGetXMLValue(hidden, "styleUrl", ""), "#no-data");
    assert_non_null(strstr(CPLGetXMLValue(hidden, "description", ""), ">[c]</td>"));
    assert_null(strstr(CPLGetXMLValue(hidden, "description", ""), "77"));
    assert_string_equal(CPLGetXMLValue(nowhere, "name", ""), "C");
    assert_null(CPLGetXMLNode(nowhere, "MultiGeometry"));
    assert_null(placemark(root, 3));
    CPLDestroyXMLNode(root);
    geo_table_free(table);
}

/* Opacity, blue, green and red, in this order. */
static void styles_have_colours_as_kml_wants_them(void **state)
{
    static const char *const shaded[] = {"<Style id=\"class-2\">\n"
                                         "   <LineStyle><color>ff4c4643</color><width>1</width>",
                                         "<PolyStyle><color>994f8fee</color></PolyStyle>",
                                         "<PolyStyle><color>99351F86</color></PolyStyle>",
                                         "<Style id=\"no-data\">", NULL};
    static const char *const lines[] = {"<LineStyle><color>ff4f8fee</color><width>3</width>",
                                        "<PolyStyle><color>264f8fee</color></PolyStyle>", NULL};
    static const char *const plain[] = {
        "<Style id=\"plain\">\n   <LineStyle><color>ff660d7e</color>", NULL};
    scratch *test = *state;
    geo_table *table = layer_table(test->context);
    geo_layer_style outline = by_rate;
    outline.is_outline = true;
    const struct {
        const geo_layer_style *style;
        const char *const *text;
    } expected[] = {{&by_rate, shaded}, {&outline, lines}, {NULL, plain}};
    for (size_t i = 0; i < 3; i++) {
        geo_bytes bytes = GEO_BYTES_INIT;
        write_kml(test, table, expected[i].style, &bytes);
        for (const char *const *text = expected[i].text; *text; text++)
            if (!strstr(bytes.data, *text))
                fail_msg("not in the file: %s\n%s", *text, bytes.data);
        geo_bytes_clear(&bytes);
    }
    geo_table_free(table);
}

static void a_style_may_have_categories(void **state)
{
    static const char *const category[] = {"It's \\ <above>", NULL};
    scratch *test = *state;
    geo_layer_style style = by_rate;
    geo_table *table = layer_table(test->context);
    style.class_count = 2;
    style.category = category;
    free(table->column[2].name);
    table->column[2].name = strdup("per_1000");
    style.field = "Rate";
    CPLXMLNode *root = parsed(test, table, &style);
    assert_string_equal(CPLGetXMLValue(placemark(root, 0), "styleUrl", ""), "#class-1");
    assert_string_equal(CPLGetXMLValue(placemark(root, 1), "styleUrl", ""), "#class-2");
    CPLDestroyXMLNode(root);
    geo_table_free(table);
}

/* As in a name that a file was spoilt with: XML has no such characters, and CDATA must not end. */
static void what_xml_has_not_is_left_out(void **state)
{
    scratch *test = *state;
    geo_table *table = layer_table(test->context);
    geo_column *band = &table->column[3];
    geo_table_set_text(test->context, band, 0, text_of("a\x01\x1B[1mb ]]> \xFF \xEF\xBF\xBE"));
    geo_table_set_title(test->context, table, "Rates\n<of> \x02wards");
    CPLXMLNode *root = parsed(test, table, NULL);
    assert_string_equal(CPLGetXMLValue(root, "=kml.Document.name", ""), "Rates <of>  wards");
    assert_non_null(strstr(CPLGetXMLValue(placemark(root, 0), "description", ""),
                           "<td>a  [1mb ]]&gt; \xEF\xBF\xBD \xEF\xBF\xBD</td>"));
    assert_non_null(strstr(CPLGetXMLValue(root, "=kml.Document.description", ""),
                           "<p>Kept back: fewer than 5</p>"));
    CPLDestroyXMLNode(root);
    geo_table_free(table);
}

static void the_same_table_gives_the_same_bytes(void **state)
{
    scratch *test = *state;
    geo_table *table = layer_table(test->context);
    geo_bytes one = GEO_BYTES_INIT, other = GEO_BYTES_INIT;
    write_kml(test, table, &by_rate, &one);
    write_kml(test, table, &by_rate, &other);
    assert_string_equal(one.data, other.data);
    geo_bytes_clear(&one);
    geo_bytes_clear(&other);
    geo_table_free(table);
}

static void assert_refused(scratch *test, const geo_areas *areas, const geo_table *table,
                           const geo_layer_style *style, geo_status why, const char *message)
{
    geo_bytes bytes = GEO_BYTES_INIT;
    assert_int_equal(geo_areas_to_kml(test->context, areas, table, "wards", style, &bytes), why);
    if (!strstr(geo_message(test->context), message))
        fail_msg("%s", geo_message(test->context));
    assert_int_equal(bytes.length, 0);
    geo_bytes_clear(&bytes);
}

static void what_cannot_be_kml_is_refused(void **state)
{
    scratch *test = *state;
    geo_areas areas = layer_areas();
    geo_table *table = layer_table(test->context);
    geo_layer_style style = by_rate;
    style.number_field = "rank";
    assert_refused(test, &areas, table, &style, GEO_ERROR_USAGE,
                   "areas are to be numbered by \"rank\", but the table has no such column");
    style = by_rate;
    style.name_field = "title";
    assert_refused(test, &areas, table, &style, GEO_ERROR_USAGE, "named by \"title\"");
    style = by_rate;
    style.field = "Code";
    assert_refused(test, &areas, table, &style, GEO_ERROR_USAGE, "classes of numbers");
    double x = areas.x[0];
    areas.x[0] = INFINITY;
    assert_refused(test, &areas, table, NULL, GEO_ERROR_DATA,
                   "wards: area A has a point that is nowhere in WGS 84");
    areas.x[0] = x;
    areas.crs.wkt = NULL;
    assert_refused(test, &areas, table, NULL, GEO_ERROR_CRS, "wards: KML is in WGS 84");
    table->area[1] = 0;
    areas = layer_areas();
    assert_refused(test, &areas, table, NULL, GEO_ERROR_USAGE, "two rows are about area A");
    geo_table_free(table);
}

static geo_status write_job(geo_context *context, void *data)
{
    geo_areas areas = layer_areas();
    geo_bytes bytes = GEO_BYTES_INIT;
    geo_status status = geo_areas_to_kml(context, &areas, data, NULL, &by_rate, &bytes);
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
        SCRATCH_TEST(a_placemark_has_name_balloon_and_style),
        SCRATCH_TEST(hidden_cells_and_areas_without_geometry_are_told),
        SCRATCH_TEST(styles_have_colours_as_kml_wants_them),
        SCRATCH_TEST(a_style_may_have_categories),
        SCRATCH_TEST(what_xml_has_not_is_left_out),
        SCRATCH_TEST(the_same_table_gives_the_same_bytes),
        SCRATCH_TEST(what_cannot_be_kml_is_refused),
        SCRATCH_TEST(memory_may_run_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
