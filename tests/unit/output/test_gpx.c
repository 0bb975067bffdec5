/* Named points as GPX, read back by GDAL. */
#include <math.h>

#include "allocations.h"
#include "degrees_test.h"

enum { POINTS = 3 };

static geo_waypoints peaks(void)
{
    static char wkt[] = BRITISH_WKT;
    static const geo_crs british = {.wkt = wkt, .epsg = 27700, .is_metric = true};
    static const double x[POINTS] = {388000.25, NAN, 385500}, y[POINTS] = {347000, 345000, 344000};
    static const char *const name[POINTS] = {"1. Piccadilly & <High St>", "2. Nowhere", NULL};
    static const char *const text[POINTS] = {"123 incidents\nin \x01 Hanley", NULL, "7 incidents"};
    return (geo_waypoints){.crs = &british,
                           .title = "Hotspots",
                           .description = "Peaks of \"density\"",
                           .count = POINTS,
                           .x = x,
                           .y = y,
                           .name = name,
                           .point_text = text};
}

static OGRFeatureH next_waypoint(OGRLayerH layer, double x, double y)
{
    OGRFeatureH feature = OGR_L_GetNextFeature(layer);
    OGRGeometryH point = OGR_F_GetGeometryRef(feature);
    assert_degrees(OGR_G_GetX(point, 0), OGR_G_GetY(point, 0), x, y);
    return feature;
}

static void assert_field(OGRFeatureH feature, const char *name, const char *expected)
{
    assert_string_equal(OGR_F_GetFieldAsString(feature, OGR_F_GetFieldIndex(feature, name)),
                        expected);
}

static void waypoints_are_in_degrees(void **state)
{
    scratch *test = *state;
    geo_waypoints given = peaks();
    geo_bytes bytes = GEO_BYTES_INIT;
    char *path = path_in(test, "peaks.gpx");
    assert_int_equal(geo_waypoints_to_gpx(test->context, &given, &bytes), GEO_OK);
    assert_int_equal(geo_file_save(test->context, path, &bytes), GEO_OK);
    GDALDatasetH dataset = GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_READONLY, NULL, NULL, NULL);
    assert_non_null(dataset);
    OGRLayerH layer = GDALDatasetGetLayerByName(dataset, "waypoints");
    assert_int_equal(OGR_L_GetFeatureCount(layer, TRUE), 2);
    OGR_L_ResetReading(layer);
    OGRFeatureH first = next_waypoint(layer, given.x[0], given.y[0]);
    OGRFeatureH second = next_waypoint(layer, given.x[2], given.y[2]);
    assert_field(first, "name", "1. Piccadilly & <High St>");
    assert_field(first, "desc", "123 incidents in   Hanley");
    assert_field(second, "name", "");
    OGR_F_Destroy(first);
    OGR_F_Destroy(second);
    GDALClose(dataset);
    assert_int_equal(geo_warning_count(test->context), 1);
    assert_string_equal(geo_warning(test->context, 0),
                        "GPX: 1 of 3 points are nowhere in WGS 84, left out");
    geo_bytes_clear(&bytes);
    free(path);
}

static void the_file_is_without_a_clock(void **state)
{
    scratch *test = *state;
    geo_waypoints none = peaks();
    geo_bytes bytes = GEO_BYTES_INIT;
    none.count = 0;
    assert_int_equal(geo_waypoints_to_gpx(test->context, &none, &bytes), GEO_OK);
    assert_int_equal(geo_bytes_append(test->context, &bytes, "", 1), GEO_OK);
    assert_string_equal(bytes.data, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                    "<gpx version=\"1.1\" creator=\"libgeo\" "
                                    "xmlns=\"http://www.topografix.com/GPX/1/1\">\n"
                                    " <metadata>\n"
                                    "  <name>Hotspots</name>\n"
                                    "  <desc>Peaks of &quot;density&quot;</desc>\n"
                                    " </metadata>\n"
                                    "</gpx>\n");
    geo_bytes_clear(&bytes);
}

static void points_that_are_nowhere_are_refused(void **state)
{
    static const geo_crs unknown = {NULL, NULL, 0, true};
    scratch *test = *state;
    geo_waypoints given = peaks();
    geo_bytes bytes = GEO_BYTES_INIT;
    given.crs = &unknown;
    assert_int_equal(geo_waypoints_to_gpx(test->context, &given, &bytes), GEO_ERROR_CRS);
    assert_non_null(strstr(geo_message(test->context), "GPX is in WGS 84"));
    assert_int_equal(bytes.length, 0);
}

static geo_status write_job(geo_context *context, void *data)
{
    geo_bytes bytes = GEO_BYTES_INIT;
    geo_status status = geo_waypoints_to_gpx(context, data, &bytes);
    geo_bytes_clear(&bytes);
    return status;
}

static void memory_may_run_out(void **state)
{
    (void)state;
    geo_waypoints given = peaks();
    assert_true(fail_each_allocation(write_job, &given) > 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(waypoints_are_in_degrees),
        SCRATCH_TEST(the_file_is_without_a_clock),
        SCRATCH_TEST(points_that_are_nowhere_are_refused),
        SCRATCH_TEST(memory_may_run_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
