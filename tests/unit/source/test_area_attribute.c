/* Classes of areas from another table. */
#include <string.h>

#include "vector_files.h"

/* E01 to E04, with a field WD19CD. */
static geo_areas *four_areas(scratch *made)
{
    static const char text[] =
        FEATURES(FEATURE("\"WD19CD\":\"E01\"", POLYGON(SQUARE(-2, 52, -1, 53))) "," FEATURE(
            "\"WD19CD\":\"E02\"",
            POLYGON(SQUARE(-3, 52, -2,
                           53))) "," FEATURE("\"WD19CD\":\"E03\"",
                                             POLYGON(SQUARE(-4, 52, -3,
                                                            53))) "," FEATURE("\"WD19CD\":\"E04\"",
                                                                              POLYGON(SQUARE(-5, 52,
                                                                                             -4,
                                                                                             53))));
    geo_input input = scratch_file(made, "areas.geojson", text);
    geo_areas *areas = NULL;
    if (geo_areas_read(made->context, &input, NULL, &areas) != GEO_OK)
        fail_msg("%s", geo_message(made->context));
    return areas;
}

static geo_status join(scratch *made, geo_areas *areas, const char *text, const char *code,
                       const char *field)
{
    geo_input input = scratch_file(made, "classes.csv", text);
    geo_attribute_options options = GEO_ATTRIBUTE_OPTIONS_INIT;
    options.code = code;
    options.field = field;
    return geo_areas_join_attribute(made->context, areas, &input, &options);
}

static void added_by_code(void **state)
{
    scratch *made = *state;
    geo_areas *areas = four_areas(made);
    assert_int_equal(join(made, areas,
                          "Title\nWD19CD,Rural urban,Mosaic\nE03, Rural ,A\nE01,Urban,B\n"
                          "E02,,C\nE09,Urban,D\n",
                          NULL, "rural URBAN"),
                     GEO_OK);
    const geo_column *column = geo_table_find(areas->attributes, "Rural urban");
    assert_non_null(column);
    assert_string_equal(column->text[0], "Urban");
    assert_null(column->text[1]);
    assert_string_equal(column->text[2], "Rural");
    assert_null(column->text[3]);
    assert_string_equal(areas->code[3], "E04");
    assert_warning(made->context, "1 of 4 areas");
    geo_areas_free(areas);
}

/* The only field beside the codes needs no name. */
static void the_only_field(void **state)
{
    scratch *made = *state;
    geo_areas *areas = four_areas(made);
    assert_int_equal(join(made, areas, "area,class\nE01,a\nE02,b\nE03,a\nE04,b\n", "area", NULL),
                     GEO_OK);
    assert_string_equal(geo_table_find(areas->attributes, "class")->text[3], "b");
    geo_areas_free(areas);
}

static void wrong_tables(void **state)
{
    static const struct {
        const char *text;
        const char *field;
        geo_status status;
        const char *message;
    } cases[] = {
        {"WD19CD,a,b\nE01,1,2\n", NULL, GEO_ERROR_USAGE, "--group-field"},
        {"WD19CD,a,b\nE01,1,2\n", "c", GEO_ERROR_USAGE, "no field 'c'"},
        {"code,WD19CD\nE01,1\n", "WD19CD", GEO_ERROR_USAGE, "of their own"},
        {"WD19CD,a\nE01,1\nE07,2\n", "a", GEO_ERROR_DATA, "only 1 of the 4 areas"},
        {"WD19CD,a\nE01,1\nE02,2\nE01,3\n", "a", GEO_ERROR_DATA, "there twice, in rows 1 and 3"},
    };
    scratch *made = *state;
    geo_areas *areas = four_areas(made);
    size_t columns = areas->attributes->column_count;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(join(made, areas, cases[i].text, i == 2 ? "code" : NULL, cases[i].field),
                         cases[i].status);
        assert_message(made->context, cases[i].message);
        assert_int_equal(areas->attributes->column_count, columns);
    }
    geo_areas_free(areas);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        VECTOR_TEST(added_by_code),
        VECTOR_TEST(the_only_field),
        VECTOR_TEST(wrong_tables),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    geo_source_shutdown();
    return failed;
}
