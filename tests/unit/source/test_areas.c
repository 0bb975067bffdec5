/* Areas from polygon layers. */
#include <math.h>
#include <sys/stat.h>

#include "vector_files.h"

static geo_areas *read_with(scratch *made, geo_input input, const geo_areas_options *options)
{
    geo_areas *areas = NULL;
    if (geo_areas_read(made->context, &input, options, &areas) != GEO_OK)
        fail_msg("%s", geo_message(made->context));
    return areas;
}

static geo_areas_options in_metres(void)
{
    geo_areas_options options = GEO_AREAS_OPTIONS_INIT;
    options.crs = "EPSG:27700";
    return options;
}

static void assert_refused(scratch *made, geo_input input, const geo_areas_options *options,
                           geo_status status, const char *part)
{
    geo_areas *areas = NULL;
    assert_int_equal(geo_areas_read(made->context, &input, options, &areas), status);
    assert_null(areas);
    assert_message(made->context, part);
    assert_message(made->context, input.path);
}

/* ---- rings ---------------------------------------------------------------------------------- */

static void rings_holes_and_parts(void **state)
{
    scratch *made = *state;
    geo_input input = scratch_file(
        made, "a.geojson",
        FEATURES(FEATURE(
            "\"code\":\"A\"",
            POLYGON(SQUARE(400000, 300000, 401000, 301000) "," SQUARE(
                400100, 300100, 400200,
                300200))) "," FEATURE("\"code\":\"B\"",
                                      MULTIPOLYGON(
                                          "[" SQUARE(402000, 300000, 403000, 301000) "],[" SQUARE(404000, 300000, 405000, 301000) "," SQUARE(
                                              404100, 300100, 404200,
                                              300200) "]")) "," FEATURE("\"code\":\"C\"",
                                                                        "null") "," FEATURE("\"code"
                                                                                            "\":"
                                                                                            "\"D\"",
                                                                                            POLYGON(
                                                                                                "[["
                                                                                                "40"
                                                                                                "00"
                                                                                                "00"
                                                                                                ",3"
                                                                                                "02"
                                                                                                "00"
                                                                                                "0,"
                                                                                                "7]"
                                                                                                ",["
                                                                                                "40"
                                                                                                "10"
                                                                                                "00"
                                                                                                ",3"
                                                                                                "02"
                                                                                                "00"
                                                                                                "0,"
                                                                                                "8]"
                                                                                                ","
                                                                                                "[4"
                                                                                                "01"
                                                                                                "00"
                                                                                                "0,"
                                                                                                "30"
                                                                                                "30"
                                                                                                "00"
                                                                                                ",9"
                                                                                                "]"
                                                                                                "]"))));
    geo_areas_options options = in_metres();
    geo_areas *areas = read_with(made, input, &options);
    static const size_t area_ring[] = {0, 2, 5, 5, 6};
    static const size_t ring_point[] = {0, 5, 10, 15, 20, 25, 29};
    static const bool is_hole[] = {false, true, false, false, true, false};
    assert_int_equal(areas->count, 4);
    assert_int_equal(areas->ring_count, 6);
    assert_int_equal(areas->point_count, 29);
    assert_memory_equal(areas->area_ring, area_ring, sizeof area_ring);
    assert_memory_equal(areas->ring_point, ring_point, sizeof ring_point);
    assert_memory_equal(areas->ring_is_hole, is_hole, sizeof is_hole);
    for (size_t ring = 0; ring < areas->ring_count; ring++) {
        size_t first = areas->ring_point[ring];
        size_t last = areas->ring_point[ring + 1] - 1;
        assert_true(areas->x[first] == areas->x[last] && areas->y[first] == areas->y[last]);
    }
    assert_true(areas->x[25] == 400000 && areas->y[25] == 302000);
    assert_true(areas->extent.x_min == 400000 && areas->extent.y_min == 300000);
    assert_true(areas->extent.x_max == 405000 && areas->extent.y_max == 303000);
    assert_int_equal(areas->crs.epsg, 27700);
    assert_warning(made->context, "1 boundary is not closed; the last point is joined");
    geo_areas_free(areas);
}

/* A circle of radius 1 km as two arcs: all its points lie on it, and it is near enough round. */
static void curves_become_lines(void **state)
{
    scratch *made = *state;
    scratch_file(made, "c.csv",
                 "code,WKT\nA,\"CURVEPOLYGON (CIRCULARSTRING (401000 300000, 400000 301000, "
                 "399000 300000, 400000 299000, 401000 300000))\"\n");
    scratch_convert(scratch_path(made, "c.csv"), scratch_path(made, "c.gpkg"), "GPKG", "c", false);
    geo_areas_options options = in_metres();
    geo_areas *areas =
        read_with(made, (geo_input){scratch_path(made, "c.gpkg"), {NULL, 0}}, &options);
    assert_int_equal(areas->ring_count, 1);
    assert_true(areas->point_count > 60);
    double twice_area = 0;
    for (size_t i = 0; i + 1 < areas->point_count; i++) {
        double x = areas->x[i] - 400000;
        double y = areas->y[i] - 300000;
        assert_true(fabs(hypot(x, y) - 1000) < 0.001);
        twice_area += x * (areas->y[i + 1] - 300000) - (areas->x[i + 1] - 400000) * y;
    }
    assert_true(fabs(fabs(twice_area) / 2 / (1e6 * 3.14159265358979) - 1) < 0.005);
    geo_areas_free(areas);
}

static void broken_geometry_keeps_its_area(void **state)
{
    scratch *made = *state;
    geo_input input = scratch_file(
        made, "a.geojson",
        FEATURES(FEATURE("\"code\":\"A\"", POLYGON(SQUARE(-2, 52, -1, 53))) "," FEATURE(
            "\"code\":\"B\"", POLYGON(SQUARE(-3, 52, -2, 53)))));
    const char *path = scratch_path(made, "a.gpkg");
    scratch_convert(input.path, path, "GPKG", "a", false);
    GDALDatasetH gpkg = GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_UPDATE, NULL, NULL, NULL);
    for (int i = 1; i <= 4; i++) {
        char drop[64];
        snprintf(drop, sizeof drop, "DROP TRIGGER IF EXISTS rtree_a_geom_update%d", i);
        GDALDatasetExecuteSQL(gpkg, drop, NULL, NULL);
    }
    GDALDatasetExecuteSQL(gpkg, "UPDATE a SET geom = substr(geom, 1, 60) WHERE code = 'B'", NULL,
                          NULL);
    GDALClose(gpkg);
    geo_areas *areas = read_with(made, (geo_input){path, {NULL, 0}}, NULL);
    assert_int_equal(areas->count, 2);
    assert_int_equal(areas->area_ring[1], 1);
    assert_int_equal(areas->area_ring[2], 1);
    assert_warning(made->context, "the geometry of 1 area cannot be read");
    geo_areas_free(areas);
}

/* ---- attributes and roles ------------------------------------------------------------------- */

#define HERE POLYGON(SQUARE(-2, 52, -1, 53))

static void attributes_and_roles(void **state)
{
    scratch *made = *state;
    geo_input input = scratch_file(
        made, "a.geojson",
        FEATURES(FEATURE(
            "\"wd24cd\":12,\"wd24nm\":\"North\",\"lad24nm\":\"Upton\","
            "\"population\":100,\"share\":0.25",
            HERE) "," FEATURE("\"wd24cd\":7,\"wd24nm\":null,\"lad24nm\":null,\"population\":null,"
                              "\"share\":null",
                              HERE) "," FEATURE("\"wd24cd\":8,\"wd24nm\":\"South\",\"lad24nm\":"
                                                "\"Upton\","
                                                "\"population\":-5,\"share\":1",
                                                HERE)));
    geo_areas *areas = read_with(made, input, NULL);
    assert_string_equal(areas->code[0], "12");
    assert_string_equal(areas->code[1], "7");
    assert_string_equal(areas->name[0], "North");
    assert_null(areas->name[1]);
    assert_string_equal(areas->parent[2], "Upton");
    assert_true(areas->population[0] == 100);
    assert_true(isnan(areas->population[1]));
    assert_true(isnan(areas->population[2]));
    assert_string_equal(areas->code_field, "wd24cd");
    assert_string_equal(areas->parent_field, "lad24nm");
    assert_string_equal(areas->population_field, "population");
    assert_string_equal(areas->layer, "a");
    assert_warning(made->context,
                   "1 value of the population field population is no number of people");
    assert_note(made->context, "code wd24cd, name wd24nm, parent lad24nm, population population");
    const geo_table *table = areas->attributes;
    assert_int_equal(table->column_count, 5);
    assert_int_equal(geo_table_find(table, "WD24CD")->type, GEO_TEXT);
    assert_int_equal(geo_table_find(table, "population")->integer[0], 100);
    assert_true(geo_table_find(table, "population")->integer[1] == GEO_NO_INTEGER);
    assert_true(geo_table_find(table, "share")->real[0] == 0.25);
    assert_true(isnan(geo_table_find(table, "share")->real[1]));
    geo_areas_free(areas);
}

static void roles_on_request(void **state)
{
    scratch *made = *state;
    geo_input input =
        scratch_file(made, "a.geojson",
                     FEATURES(FEATURE("\"id\":\"x\",\"label\":\"Mill\",\"head\":\"1,234\"", HERE)));
    geo_areas_options options = GEO_AREAS_OPTIONS_INIT;
    options.roles.code = "ID";
    options.roles.name = "label";
    options.roles.population = "head";
    geo_areas *areas = read_with(made, input, &options);
    assert_string_equal(areas->code[0], "x");
    assert_string_equal(areas->name[0], "Mill");
    assert_null(areas->parent);
    assert_true(areas->population[0] == 1234);
    geo_areas_free(areas);
}

static void wrong_areas(void **state)
{
    scratch *made = *state;
    static const struct {
        const char *text;
        const char *code;
        geo_status status;
        const char *part;
    } cases[] = {
        {FEATURES(FEATURE("\"code\":\"E1\"", HERE) "," FEATURE("\"code\":\"E2\"", HERE) "," FEATURE(
             "\"code\":\"E1\"", HERE)),
         NULL, GEO_ERROR_DATA, "'E1' in field code is there twice, in rows 1 and 3"},
        {FEATURES(FEATURE("\"code\":\"E1\"", HERE) "," FEATURE("\"code\":null", HERE)), NULL,
         GEO_ERROR_DATA, "row 2: the area's code in field code is empty"},
        {FEATURES(FEATURE("\"code\":\" \"", HERE)), NULL, GEO_ERROR_DATA, "code is empty"},
        {FEATURES(FEATURE("\"code\":\"\"", HERE)), NULL, GEO_ERROR_DATA, "row 1"},
        {FEATURES(FEATURE("\"a\":\"E1\",\"b\":2", HERE)), NULL, GEO_ERROR_USAGE,
         "its fields: a, b"},
        {FEATURES(FEATURE("\"code\":\"E1\"", HERE)), "ward", GEO_ERROR_USAGE,
         "there is no field 'ward' for the area code (--area-code); its fields: code"},
        {FEATURES(FEATURE("\"code\":\"E1\"", HERE) "," FEATURE("\"code\":\"E2\"", POINT(1, 2))),
         NULL, GEO_ERROR_INPUT, "row 2: wrong geometry type: Point"},
        {FEATURES(FEATURE("\"code\":\"E1\"", POINT(1, 2))), NULL, GEO_ERROR_INPUT,
         "wrong geometry type"},
        {FEATURES(FEATURE("\"code\":\"E1\"", POLYGON(SQUARE(400000, 3, 400001, 4)))), NULL,
         GEO_ERROR_CRS, "make no sense in WGS 84"},
        {"{\"type\":\"FeatureCollection\",\"features\":[]}", NULL, GEO_ERROR_USAGE, "--area-code"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_areas_options options = GEO_AREAS_OPTIONS_INIT;
        options.roles.code = cases[i].code;
        geo_input input = scratch_file(made, "a.geojson", cases[i].text);
        assert_refused(made, input, &options, cases[i].status, cases[i].part);
    }
}

/* ---- coordinates ---------------------------------------------------------------------------- */

static void crs_of_a_file_without_one(void **state)
{
    scratch *made = *state;
    geo_input input = scratch_file(made, "a.geojson", FEATURES(FEATURE("\"code\":\"E1\"", HERE)));
    scratch_convert(input.path, scratch_path(made, "a.shp"), "ESRI Shapefile", "a", false);
    assert_int_equal(unlink(scratch_path(made, "a.prj")), 0);
    geo_input shapefile = {scratch_path(made, "a.shp"), {NULL, 0}};
    assert_refused(made, shapefile, NULL, GEO_ERROR_CRS, "--crs");
    geo_areas_options options = GEO_AREAS_OPTIONS_INIT;
    options.crs = "EPSG:99999";
    assert_refused(made, shapefile, &options, GEO_ERROR_CRS, "EPSG:99999");
    options.crs = "EPSG:4326";
    geo_areas *areas = read_with(made, shapefile, &options);
    assert_int_equal(areas->crs.epsg, 27700);
    assert_true(fabs(areas->extent.x_min - 400000) < 200);
    geo_areas_free(areas);
}

static void working_crs_on_request(void **state)
{
    scratch *made = *state;
    geo_input input = scratch_file(made, "a.geojson", FEATURES(FEATURE("\"code\":\"E1\"", HERE)));
    geo_areas_options options = GEO_AREAS_OPTIONS_INIT;
    geo_crs utm = {NULL, NULL, 0, false};
    assert_int_equal(geo_crs_from_text(made->context, "EPSG:32630", &utm), GEO_OK);
    options.working = &utm;
    geo_areas *areas = read_with(made, input, &options);
    assert_int_equal(areas->crs.epsg, 32630);
    assert_true(areas->extent.x_min > 560000 && areas->extent.x_max < 640000);
    geo_areas_free(areas);
    geo_crs_clear(&utm);
}

static void without_the_database_of_proj(void **state)
{
    scratch *made = *state;
    geo_input input = scratch_file(made, "a.geojson", FEATURES(FEATURE("\"code\":\"E1\"", HERE)));
    setenv("PROJ_LIB", "/nonexistent", 1);
    geo_areas *areas = NULL;
    geo_status status = geo_areas_read(made->context, &input, NULL, &areas);
    unsetenv("PROJ_LIB");
    assert_int_equal(status, GEO_ERROR_CRS);
    assert_message(made->context, "proj.db was not found");
    assert_null(areas);
}

/* ---- real data ------------------------------------------------------------------------------ */

#define REAL PROJECT_DIR "/../shared/data/boundaries/"

static void real_boundaries(void **state)
{
    scratch *made = *state;
    static const struct {
        const char *path, *layer, *code_field;
        size_t count;
        bool has_population;
    } cases[] = {
        {REAL "staffordshire_bng.gpkg", "wards_2019", "wd19cd", 201, true},
        {REAL "staffordshire_bng.gpkg", "lsoa_2011", "LSOA11CD", 687, false},
        {REAL "wards_2019_lonlat.geojson", NULL, "wd19cd", 201, true},
        {REAL "lsoa_2011_lonlat.geojson", NULL, "LSOA11CD", 687, false},
        {PROJECT_DIR "/shapes/aldshire.gpkg", "wards", "WD24CD", 115, true},
        {PROJECT_DIR "/shapes/aldshire.gpkg", "lsoas", "LSOA21CD", 446, true},
        {PROJECT_DIR "/shapes/aldshire.gpkg", "districts", "LAD24CD", 8, true},
    };
    size_t read = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (access(cases[i].path, R_OK) != 0)
            continue;
        geo_areas_options options = GEO_AREAS_OPTIONS_INIT;
        options.layer = cases[i].layer;
        geo_areas *areas = read_with(made, (geo_input){cases[i].path, {NULL, 0}}, &options);
        assert_int_equal(areas->count, cases[i].count);
        assert_string_equal(areas->code_field, cases[i].code_field);
        assert_int_equal(areas->population != NULL, cases[i].has_population);
        assert_int_equal(areas->crs.epsg, 27700);
        geo_areas_free(areas);
        read++;
    }
    if (read == 0)
        skip();
}

/* The same wards as metres and as degrees agree to the accuracy that was announced. */
static void wards_in_both_systems_agree(void **state)
{
    scratch *made = *state;
    if (access(REAL "staffordshire_bng.gpkg", R_OK) != 0)
        skip();
    geo_areas_options options = GEO_AREAS_OPTIONS_INIT;
    geo_areas *degrees =
        read_with(made, (geo_input){REAL "wards_2019_lonlat.geojson", {NULL, 0}}, &options);
    options.layer = "wards_2019";
    geo_areas *metres =
        read_with(made, (geo_input){REAL "staffordshire_bng.gpkg", {NULL, 0}}, &options);
    assert_int_equal(degrees->point_count, metres->point_count);
    for (size_t i = 0; i < metres->point_count; i++)
        assert_true(hypot(degrees->x[i] - metres->x[i], degrees->y[i] - metres->y[i]) < 5);
    geo_areas_free(degrees);
    geo_areas_free(metres);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        VECTOR_TEST(rings_holes_and_parts),
        VECTOR_TEST(curves_become_lines),
        VECTOR_TEST(broken_geometry_keeps_its_area),
        VECTOR_TEST(attributes_and_roles),
        VECTOR_TEST(roles_on_request),
        VECTOR_TEST(wrong_areas),
        VECTOR_TEST(crs_of_a_file_without_one),
        VECTOR_TEST(working_crs_on_request),
        VECTOR_TEST(without_the_database_of_proj),
        VECTOR_TEST(real_boundaries),
        VECTOR_TEST(wards_in_both_systems_agree),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    geo_source_shutdown();
    return failed;
}
