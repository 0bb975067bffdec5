/* Shapes from layers of any kind. */
#include <math.h>

#include "vector_files.h"

#define LINE(points)         "{\"type\":\"LineString\",\"coordinates\":" points "}"
#define MULTIPOINT(points)   "{\"type\":\"MultiPoint\",\"coordinates\":" points "}"
#define MULTILINE(lines)     "{\"type\":\"MultiLineString\",\"coordinates\":" lines "}"
#define COLLECTION(geometry) "{\"type\":\"GeometryCollection\",\"geometries\":[" geometry "]}"

/* A row of a test's file: a text in JSON, and a geometry. */
typedef struct row {
    const char *name;
    const char *geometry;
} row;

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

/* In metres, unless a test says otherwise, and on a map in metres. */
typedef struct shape_test {
    scratch *made;
    geo_crs grid;
    geo_shapes_options options;
} shape_test;

static int shapes_set_up(void **state)
{
    shape_test *test = calloc(1, sizeof *test);
    void *made = NULL;
    if (!test || vector_set_up(&made) != 0)
        return -1;
    *test = (shape_test){.made = made, .options = GEO_SHAPES_OPTIONS_INIT};
    test->options.crs = "EPSG:27700";
    test->options.working = &test->grid;
    *state = test;
    return geo_crs_from_text(test->made->context, "EPSG:27700", &test->grid) == GEO_OK ? 0 : -1;
}

static int shapes_tear_down(void **state)
{
    shape_test *test = *state;
    void *made = test->made;
    geo_crs_clear(&test->grid);
    free(test);
    return scratch_tear_down(&made);
}

#define SHAPES_TEST(function)                                                                      \
    cmocka_unit_test_setup_teardown(function, shapes_set_up, shapes_tear_down)

static geo_shapes *read_file(shape_test *test, const char *path)
{
    const geo_input input = {path, {NULL, 0}};
    geo_shapes *shapes = NULL;
    if (geo_shapes_read(test->made->context, &input, &test->options, &shapes) != GEO_OK)
        fail_msg("%s", geo_message(test->made->context));
    assert_int_equal(shapes->shape_part[shapes->count], shapes->part_count);
    assert_int_equal(shapes->part_point[shapes->part_count], shapes->point_count);
    assert_int_equal(shapes->crs.epsg, 27700);
    return shapes;
}

/* GeoJSON with the names in `field`. */
static const char *write_rows(shape_test *test, const char *file, const char *field,
                              const row *rows, size_t count)
{
    char text[8192];
    int used = snprintf(text, sizeof text, "{\"type\":\"FeatureCollection\",\"features\":[");
    for (size_t i = 0; i < count; i++)
        used += snprintf(text + used, sizeof text - (size_t)used,
                         "%s{\"type\":\"Feature\",\"properties\":{\"%s\":%s},\"geometry\":%s}",
                         i > 0 ? "," : "", field, rows[i].name, rows[i].geometry);
    used += snprintf(text + used, sizeof text - (size_t)used, "]}");
    assert_true((size_t)used < sizeof text);
    return scratch_file(test->made, file, text).path;
}

static geo_shapes *read_rows(shape_test *test, const row *rows, size_t count)
{
    return read_file(test, write_rows(test, "s.geojson", "name", rows, count));
}

static void assert_refused(shape_test *test, const char *path, geo_status status, const char *part)
{
    const geo_input input = {path, {NULL, 0}};
    geo_shapes *shapes = NULL;
    assert_int_equal(geo_shapes_read(test->made->context, &input, &test->options, &shapes), status);
    assert_null(shapes);
    assert_message(test->made->context, part);
    assert_message(test->made->context, path);
}

static void assert_ends(const size_t *ends, size_t count, const size_t *expected)
{
    for (size_t i = 0; i <= count; i++)
        assert_int_equal(ends[i], expected[i]);
}

/* ---- kinds ---------------------------------------------------------------------------------- */

static void points_and_multipoints(void **state)
{
    static const row rows[] = {
        {"\"Leek\"", POINT(398000, 356000)},
        {"\"Stones\"", MULTIPOINT("[[400000,300000,12],[400100,300200,13]]")},
    };
    static const size_t shape_part[] = {0, 1, 3};
    static const size_t part_point[] = {0, 1, 2, 3};
    shape_test *test = *state;
    geo_shapes *shapes = read_rows(test, rows, COUNT(rows));
    assert_int_equal(shapes->kind, GEO_SHAPE_POINT);
    assert_int_equal(shapes->count, 2);
    assert_int_equal(shapes->part_count, 3);
    assert_ends(shapes->shape_part, 2, shape_part);
    assert_ends(shapes->part_point, 3, part_point);
    assert_true(shapes->x[0] == 398000 && shapes->y[0] == 356000);
    assert_true(shapes->x[2] == 400100 && shapes->y[2] == 300200);
    assert_true(shapes->extent.x_min == 398000 && shapes->extent.y_max == 356000);
    assert_string_equal(shapes->name[0], "Leek");
    assert_string_equal(shapes->name[1], "Stones");
    assert_string_equal(shapes->layer, "s");
    assert_int_equal(geo_warning_count(test->made->context), 0);
    assert_note(test->made->context, "2 shapes of points; name name");
    geo_shapes_free(shapes);
}

static void lines_and_multilines(void **state)
{
    static const row rows[] = {
        {"\"A38\"", LINE("[[400000,0],[400100,0],[400100,50]]")},
        {"\"B5\"", MULTILINE("[[[400000,0],[400009,9]],[[400005,5],[400006,6],[400007,5]]]")},
    };
    static const size_t shape_part[] = {0, 1, 3};
    static const size_t part_point[] = {0, 3, 5, 8};
    shape_test *test = *state;
    geo_shapes *shapes = read_rows(test, rows, COUNT(rows));
    assert_int_equal(shapes->kind, GEO_SHAPE_LINE);
    assert_int_equal(shapes->count, 2);
    assert_ends(shapes->shape_part, 2, shape_part);
    assert_ends(shapes->part_point, 3, part_point);
    assert_true(shapes->x[2] == 400100 && shapes->y[2] == 50);
    geo_shapes_free(shapes);
}

static void polygons_holes_and_parts(void **state)
{
    static const row rows[] = {
        {"\"Mere\"", POLYGON(SQUARE(400000, 300000, 401000, 301000) "," SQUARE(400100, 300100,
                                                                               400200, 300200))},
        {"\"Two\"",
         MULTIPOLYGON("[" SQUARE(402000, 300000, 403000, 301000) "],[[[0,0],[9,0],[9,9]]]")},
    };
    static const size_t shape_part[] = {0, 2, 4};
    static const size_t part_point[] = {0, 5, 10, 15, 19};
    shape_test *test = *state;
    geo_shapes *shapes = read_rows(test, rows, COUNT(rows));
    assert_int_equal(shapes->kind, GEO_SHAPE_POLYGON);
    assert_int_equal(shapes->count, 2);
    assert_ends(shapes->shape_part, 2, shape_part);
    assert_ends(shapes->part_point, 4, part_point);
    assert_true(shapes->x[5] == 400100 && shapes->y[5] == 300100);
    assert_true(shapes->x[15] == 0 && shapes->x[18] == 0 && shapes->y[18] == 0); /* closed here */
    geo_shapes_free(shapes);
}

static void curves_become_lines(void **state)
{
    shape_test *test = *state;
    scratch_file(test->made, "c.csv",
                 "name,WKT\nRing,\"COMPOUNDCURVE (CIRCULARSTRING (401000 300000, 400000 301000, "
                 "399000 300000), (399000 300000, 399000 299000))\"\n");
    const char *path = scratch_path(test->made, "c.gpkg");
    scratch_convert(scratch_path(test->made, "c.csv"), path, "GPKG", "c", false);
    geo_shapes *shapes = read_file(test, path);
    assert_int_equal(shapes->kind, GEO_SHAPE_LINE);
    assert_int_equal(shapes->part_count, 1);
    assert_true(shapes->point_count > 30);
    for (size_t i = 0; i + 1 < shapes->point_count; i++)
        assert_true(fabs(hypot(shapes->x[i] - 400000, shapes->y[i] - 300000) - 1000) < 0.001);
    geo_shapes_free(shapes);
}

static void commonest_kind_of_several(void **state)
{
    static const row rows[] = {
        {"\"tree\"", POINT(400000, 300000)},
        {"\"park\"", COLLECTION(POINT(400001, 300001) "," LINE("[[400002,0],[400003,1]]") "," LINE(
                         "[[400004,0],[400005,1]]"))},
        {"\"lane\"", LINE("[[400006,7],[400007,8]]")},
        {"\"pond\"", COLLECTION(COLLECTION(POLYGON(SQUARE(400000, 0, 400100, 100))))},
    };
    static const size_t shape_part[] = {0, 2, 3};
    static const size_t part_point[] = {0, 2, 4, 6};
    shape_test *test = *state;
    geo_shapes *shapes = read_rows(test, rows, COUNT(rows));
    assert_int_equal(shapes->kind, GEO_SHAPE_LINE);
    assert_int_equal(shapes->count, 2);
    assert_ends(shapes->shape_part, 2, shape_part);
    assert_ends(shapes->part_point, 3, part_point);
    assert_string_equal(shapes->name[0], "park");
    assert_string_equal(shapes->name[1], "lane");
    assert_true(shapes->x[0] == 400002 && shapes->x[2] == 400004 && shapes->y[5] == 8);
    assert_true(shapes->extent.x_max == 400007 && shapes->extent.y_max == 8);
    assert_warning(test->made->context, "2 points left out, as most of the layer is lines");
    assert_warning(test->made->context, "1 polygon left out");
    geo_shapes_free(shapes);
}

static void surfaces_in_space_are_left_out(void **state)
{
    shape_test *test = *state;
    scratch_file(test->made, "t.csv",
                 "name,WKT\na,\"POINT (400000 300000)\"\n"
                 "b,\"TIN (((0 0 0, 0 1 0, 1 1 0, 0 0 0)))\"\n");
    const char *path = scratch_path(test->made, "t.gpkg");
    scratch_convert(scratch_path(test->made, "t.csv"), path, "GPKG", "t", false);
    geo_shapes *shapes = read_file(test, path);
    assert_int_equal(shapes->count, 1);
    assert_warning(test->made->context, "1 shape left out: neither points, lines nor polygons");
    geo_shapes_free(shapes);
}

/* ---- rows without shape --------------------------------------------------------------------- */

static void null_and_empty_geometry(void **state)
{
    static const row rows[] = {
        {"\"nothing\"", "null"},
        {"\"here\"", POINT(400000, 300000)},
        {"\"empty\"", "{\"type\":\"Polygon\",\"coordinates\":[]}"},
        {"\"hollow\"", COLLECTION("")},
    };
    shape_test *test = *state;
    geo_shapes *shapes = read_rows(test, rows, COUNT(rows));
    assert_int_equal(shapes->count, 1);
    assert_string_equal(shapes->name[0], "here");
    assert_int_equal(geo_warning_count(test->made->context), 0);
    geo_shapes_free(shapes);
}

static void nothing_to_draw(void **state)
{
    static const row rows[] = {{"\"nothing\"", "null"}};
    shape_test *test = *state;
    for (size_t count = 0; count <= COUNT(rows); count++) {
        geo_shapes *shapes = read_rows(test, rows, count);
        assert_int_equal(shapes->count, 0);
        assert_int_equal(shapes->part_count, 0);
        assert_true(shapes->extent.x_min > shapes->extent.x_max);
        geo_shapes_free(shapes);
    }
    assert_warning(test->made->context, "layer s: there is nothing in it to draw");
}

static void drop_triggers(GDALDatasetH gpkg, const char *table)
{
    for (int i = 1; i <= 4; i++) {
        char drop[96];
        snprintf(drop, sizeof drop, "DROP TRIGGER IF EXISTS rtree_%s_geom_update%d", table, i);
        GDALDatasetExecuteSQL(gpkg, drop, NULL, NULL);
    }
}

static void broken_geometry_is_left_out(void **state)
{
    static const row rows[] = {
        {"\"a\"", LINE("[[400000,0],[400100,0]]")},
        {"\"b\"", LINE("[[400000,50],[400100,50]]")},
    };
    shape_test *test = *state;
    const char *path = scratch_path(test->made, "l.gpkg");
    scratch_convert(write_rows(test, "l.geojson", "name", rows, COUNT(rows)), path, "GPKG", "l",
                    false);
    GDALDatasetH gpkg = GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_UPDATE, NULL, NULL, NULL);
    drop_triggers(gpkg, "l");
    GDALDatasetExecuteSQL(gpkg, "UPDATE l SET geom = substr(geom, 1, 60) WHERE name = 'a'", NULL,
                          NULL);
    GDALClose(gpkg);
    geo_shapes *shapes = read_file(test, path);
    assert_int_equal(shapes->count, 1);
    assert_string_equal(shapes->name[0], "b");
    assert_warning(test->made->context, "1 shape left out: the geometry cannot be read");
    geo_shapes_free(shapes);
}

/* ---- names ---------------------------------------------------------------------------------- */

static void names_as_they_are_written(void **state)
{
    static const row rows[] = {
        {"\"Tŵr Gwyn\"", POINT(400000, 300000)},
        {"\" Ald \"", POINT(400001, 300000)},
        {"\"  \"", POINT(400002, 300000)},
        {"null", POINT(400003, 300000)},
    };
    shape_test *test = *state;
    geo_shapes *shapes = read_rows(test, rows, COUNT(rows));
    assert_string_equal(shapes->name[0], "Tŵr Gwyn");
    assert_string_equal(shapes->name[1], "Ald");
    assert_null(shapes->name[2]);
    assert_null(shapes->name[3]);
    geo_shapes_free(shapes);
}

static void fields_with_names(void **state)
{
    static const struct {
        const char *field, *asked;
        bool is_found;
    } cases[] = {
        {"name", NULL, true},     {"AREA_NAME", NULL, true},        {"NAME1", NULL, true},
        {"ref", NULL, true},      {"watercourse_name", NULL, true}, {"class", NULL, false},
        {"class", "CLASS", true},
    };
    static const row rows[] = {{"\"x\"", POINT(400000, 300000)}};
    shape_test *test = *state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *path = write_rows(test, "n.geojson", cases[i].field, rows, 1);
        test->options.name = cases[i].asked;
        geo_shapes *shapes = read_file(test, path);
        if (cases[i].is_found != (shapes->name && strcmp(shapes->name[0], "x") == 0))
            fail_msg("field %s", cases[i].field);
        geo_shapes_free(shapes);
    }
    test->options.name = "title";
    assert_refused(test, write_rows(test, "n.geojson", "class", rows, 1), GEO_ERROR_USAGE,
                   "no field 'title' for the names of shapes; its fields: class");
}

/* A number is a name too. */
static void names_that_are_numbers(void **state)
{
    static const row rows[] = {{"38", POINT(400000, 300000)}};
    shape_test *test = *state;
    geo_shapes *shapes = read_rows(test, rows, 1);
    assert_string_equal(shapes->name[0], "38");
    geo_shapes_free(shapes);
}

/* ---- coordinates ---------------------------------------------------------------------------- */

/* Worked by the formulas of the Ordnance Survey's guide to coordinate systems (its Helmert
 * transformation, good to 5 m, and the transverse Mercator projection): 393011.8, 322988.1. */
static void degrees_onto_the_grid(void **state)
{
    static const row rows[] = {{"\"Stafford\"", POINT(-2.1051, 52.8044)}};
    shape_test *test = *state;
    test->options.crs = NULL;
    geo_shapes *shapes = read_rows(test, rows, 1);
    assert_true(fabs(shapes->x[0] - 393012) < 10 && fabs(shapes->y[0] - 322988) < 10);
    assert_note(test->made->context, "coordinates from WGS 84 to OSGB36 / British National Grid");
    geo_shapes_free(shapes);
}

static void places_that_the_map_lacks(void **state)
{
    static const row rows[] = {
        {"\"far\"", LINE("[[-2.1,52.8],[-2.1,1e30]]")},
        {"\"near\"", LINE("[[-2.1,52.8],[-2.1,52.9]]")},
    };
    shape_test *test = *state;
    test->options.crs = NULL;
    geo_shapes *shapes = read_rows(test, rows, COUNT(rows));
    assert_int_equal(shapes->count, 1);
    assert_string_equal(shapes->name[0], "near");
    assert_int_equal(shapes->point_count, 2);
    assert_warning(test->made->context,
                   "1 shape left out: coordinates that have no place on the map");
    geo_shapes_free(shapes);
}

/* Metres that count as degrees. */
static void wrong_crs(void **state)
{
    static const row rows[] = {{"\"x\"", POINT(400000, 300000)}};
    shape_test *test = *state;
    test->options.crs = NULL;
    assert_refused(test, write_rows(test, "m.geojson", "name", rows, 1), GEO_ERROR_CRS,
                   "none of its coordinates have a place in OSGB36 / British National Grid; give "
                   "the CRS that they are in with --crs");
}

static void no_crs(void **state)
{
    static const row rows[] = {{"\"x\"", POINT(400000, 300000)}};
    shape_test *test = *state;
    const char *path = scratch_path(test->made, "p.shp");
    scratch_convert(write_rows(test, "p.geojson", "name", rows, 1), path, "ESRI Shapefile", "p",
                    false);
    assert_int_equal(unlink(scratch_path(test->made, "p.prj")), 0);
    test->options.crs = NULL;
    assert_refused(test, path, GEO_ERROR_CRS, "give it with --crs, for example --crs EPSG:27700");
    test->options.crs = "EPSG:27700";
    geo_shapes *shapes = read_file(test, path);
    assert_true(shapes->x[0] == 400000);
    assert_note(test->made->context, "as told");
    geo_shapes_free(shapes);
    test->options.working = NULL;
    assert_refused(test, path, GEO_ERROR_USAGE, "shapes need the CRS of the map");
}

/* ---- extent --------------------------------------------------------------------------------- */

static const row spread_out[] = {
    {"\"inside\"", LINE("[[400100,300100],[400200,300200]]")},
    {"\"across\"", LINE("[[399000,300500],[402000,300500]]")},
    {"\"beyond\"", LINE("[[405000,300500],[406000,300500]]")},
    {"\"touching\"", LINE("[[401000,300000],[402000,300000]]")},
    {"\"south\"", LINE("[[400100,299000],[400200,299900]]")},
};

static void assert_spread_out(shape_test *test, const char *path)
{
    geo_shapes *shapes = read_file(test, path);
    bool is_kept[COUNT(spread_out)] = {false};
    assert_int_equal(shapes->count, 3);
    assert_int_equal(shapes->point_count, 6);
    for (size_t i = 0; i < shapes->count; i++)
        for (size_t k = 0; k < COUNT(spread_out); k++)
            if (strncmp(spread_out[k].name + 1, shapes->name[i], strlen(shapes->name[i])) == 0)
                is_kept[k] = true;
    assert_true(is_kept[0] && is_kept[1] && is_kept[3]);
    geo_shapes_free(shapes);
}

/* With an index of places and without one the same are kept. */
static void only_what_reaches_into_the_extent(void **state)
{
    shape_test *test = *state;
    const geo_extent extent = {400000, 300000, 401000, 301000};
    const geo_extent elsewhere = {500000, 300000, 501000, 301000};
    const char *text = write_rows(test, "e.geojson", "name", spread_out, COUNT(spread_out));
    const char *indexed = scratch_path(test->made, "e.gpkg");
    const char *shapefile = scratch_path(test->made, "e.shp");
    scratch_convert(text, shapefile, "ESRI Shapefile", "e", false);
    unlink(scratch_path(test->made, "e.prj"));
    scratch_convert(shapefile, indexed, "GPKG", "e", false);
    const char *const paths[] = {text, shapefile, indexed};
    for (size_t i = 0; i < COUNT(paths); i++) {
        test->options.extent = &extent;
        assert_spread_out(test, paths[i]);
        test->options.extent = &elsewhere;
        geo_shapes *shapes = read_file(test, paths[i]);
        assert_int_equal(shapes->count, 0);
        geo_shapes_free(shapes);
    }
    assert_int_equal(geo_warning_count(test->made->context), 3);
    assert_warning(test->made->context, "e.gpkg, layer e: nothing in it reaches into the map");
}

static const char *write_points(shape_test *test, const char *file, const double *x,
                                const double *y, size_t count)
{
    char text[16384];
    int used = snprintf(text, sizeof text, "{\"type\":\"FeatureCollection\",\"features\":[");
    for (size_t i = 0; i < count; i++)
        used += snprintf(text + used, sizeof text - (size_t)used,
                         "%s{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":"
                         "\"Point\",\"coordinates\":[%.9f,%.9f]}}",
                         i > 0 ? "," : "", x[i], y[i]);
    used += snprintf(text + used, sizeof text - (size_t)used, "]}");
    assert_true((size_t)used < sizeof text);
    return scratch_file(test->made, file, text).path;
}

/* A GeoPackage in degrees of 100 places 1 m north of the northing 400000, all across the grid. */
static const char *write_parallel(shape_test *test)
{
    double x[100];
    double y[100];
    geo_crs degrees = {NULL, NULL, 0, false};
    geo_shapes *shapes = NULL;
    for (size_t i = 0; i < COUNT(x); i++) {
        x[i] = 200000 + 4000 * (double)i;
        y[i] = 400001;
    }
    const geo_input input = {write_points(test, "m.geojson", x, y, COUNT(x)), {NULL, 0}};
    assert_int_equal(geo_crs_from_text(test->made->context, "EPSG:4326", &degrees), GEO_OK);
    test->options.working = &degrees;
    assert_int_equal(geo_shapes_read(test->made->context, &input, &test->options, &shapes), GEO_OK);
    test->options.working = &test->grid;
    const char *text = write_points(test, "d.geojson", shapes->x, shapes->y, shapes->count);
    geo_shapes_free(shapes);
    geo_crs_clear(&degrees);
    const char *path = scratch_path(test->made, "d.gpkg");
    scratch_convert(text, path, "GPKG", "d", false);
    return path;
}

/* The index is in degrees, the extent in metres, and its edge bent in the index, highest at easting
 * 400000: of places that are within a metre of it none is lost. */
static void extent_in_another_crs(void **state)
{
    static const struct {
        geo_extent extent;
        size_t count;
    } cases[] = {
        {{0, 400000.5, 700000, 1200000}, 100},
        {{0, 0, 700000, 400001.5}, 100},
        {{0, 0, 700000, 400000.5}, 0},
        {{398000, 399000, 402000, 402000}, 1},
    };
    shape_test *test = *state;
    const char *path = write_parallel(test);
    for (size_t i = 0; i < COUNT(cases); i++) {
        test->options.extent = &cases[i].extent;
        geo_shapes *shapes = read_file(test, path);
        if (shapes->count != cases[i].count)
            fail_msg("case %zu: %zu shapes", i, shapes->count);
        geo_shapes_free(shapes);
    }
}

/* ---- files ---------------------------------------------------------------------------------- */

static void several_layers(void **state)
{
    static const row line[] = {{"\"a\"", LINE("[[400000,0],[400100,0]]")}};
    static const row point[] = {{"\"b\"", POINT(400000, 300000)}};
    shape_test *test = *state;
    const char *path = scratch_path(test->made, "two.gpkg");
    scratch_convert(write_rows(test, "l.geojson", "name", line, 1), path, "GPKG", "roads", false);
    scratch_convert(write_rows(test, "p.geojson", "name", point, 1), path, "GPKG", "towns", true);
    assert_refused(test, path, GEO_ERROR_INPUT, "several layers; name one: roads, towns");
    test->options.layer = "woods";
    assert_refused(test, path, GEO_ERROR_INPUT, "no layer 'woods'; its layers: roads, towns");
    test->options.layer = "Towns";
    geo_shapes *shapes = read_file(test, path);
    assert_string_equal(shapes->layer, "towns");
    assert_string_equal(shapes->name[0], "b");
    geo_shapes_free(shapes);
}

static void files_that_are_no_good(void **state)
{
    shape_test *test = *state;
    const char *path = write_rows(test, "s.geojson", "name", spread_out, COUNT(spread_out));
    const char *gpkg = scratch_path(test->made, "s.gpkg");
    const geo_extent extent = {400000, 300000, 401000, 301000};
    size_t length = 0;
    scratch_convert(path, gpkg, "GPKG", "s", false);
    test->options.extent = &extent;
    assert_refused(test, scratch_path(test->made, "none.gpkg"), GEO_ERROR_INPUT,
                   "there is no such file");
    const char *const whole[] = {path, gpkg};
    for (size_t i = 0; i < COUNT(whole); i++) {
        char *bytes = scratch_read(whole[i], &length);
        for (size_t part = 1; part < 8; part++) {
            scratch_write_bytes(whole[i], bytes, length * part / 8);
            assert_refused(test, whole[i], GEO_ERROR_INPUT, "");
        }
        free(bytes);
    }
}

static void more_rows_than_the_limit(void **state)
{
    shape_test *test = *state;
    const char *path = write_rows(test, "s.geojson", "name", spread_out, COUNT(spread_out));
    test->options.limits.rows = 4;
    assert_refused(test, path, GEO_ERROR_LIMIT, "5 rows, the limit is 4");
}

/* The sample county's: all of it, and what reaches into the middle of its capital. */
static void sample_county(void **state)
{
    static const struct {
        const char *layer, *first_name;
        geo_shape_kind kind;
        size_t count, in_the_middle;
    } cases[] = {
        {"motorways", "M16", GEO_SHAPE_LINE, 2, 0},
        {"roads", "A162", GEO_SHAPE_LINE, 32, 5},
        {"railways", "Aldshire Main Line", GEO_SHAPE_LINE, 6, 4},
        {"rivers", "River Wend", GEO_SHAPE_LINE, 18, 2},
        {"woods", "Harrow Forest", GEO_SHAPE_POLYGON, 563, 0},
        {"water", "North Sea", GEO_SHAPE_POLYGON, 12, 0},
        {"towns", "Aldminster", GEO_SHAPE_POINT, 45, 1},
    };
    const char *path = PROJECT_DIR "/shapes/aldshire-backdrop.gpkg";
    const geo_extent middle = {582000, 463500, 583500, 465500};
    shape_test *test = *state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        test->options.layer = cases[i].layer;
        test->options.extent = NULL;
        geo_shapes *shapes = read_file(test, path);
        assert_int_equal(shapes->kind, cases[i].kind);
        assert_int_equal(shapes->count, cases[i].count);
        assert_string_equal(shapes->name[0], cases[i].first_name);
        geo_shapes_free(shapes);
        test->options.extent = &middle;
        shapes = read_file(test, path);
        if (shapes->count != cases[i].in_the_middle)
            fail_msg("%s: %zu in the middle", cases[i].layer, shapes->count);
        geo_shapes_free(shapes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SHAPES_TEST(points_and_multipoints),
        SHAPES_TEST(lines_and_multilines),
        SHAPES_TEST(polygons_holes_and_parts),
        SHAPES_TEST(curves_become_lines),
        SHAPES_TEST(commonest_kind_of_several),
        SHAPES_TEST(surfaces_in_space_are_left_out),
        SHAPES_TEST(null_and_empty_geometry),
        SHAPES_TEST(nothing_to_draw),
        SHAPES_TEST(broken_geometry_is_left_out),
        SHAPES_TEST(names_as_they_are_written),
        SHAPES_TEST(fields_with_names),
        SHAPES_TEST(names_that_are_numbers),
        SHAPES_TEST(degrees_onto_the_grid),
        SHAPES_TEST(places_that_the_map_lacks),
        SHAPES_TEST(wrong_crs),
        SHAPES_TEST(no_crs),
        SHAPES_TEST(only_what_reaches_into_the_extent),
        SHAPES_TEST(extent_in_another_crs),
        SHAPES_TEST(several_layers),
        SHAPES_TEST(files_that_are_no_good),
        SHAPES_TEST(more_rows_than_the_limit),
        SHAPES_TEST(sample_county),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
