/* From a working CRS back to longitude and latitude. */
#include <math.h>

#include <geo/source.h>

#include "unit.h"

static geo_crs crs_of(geo_context *context, const char *name)
{
    geo_crs crs = {NULL, NULL, 0, false};
    assert_int_equal(geo_crs_from_text(context, name, &crs), GEO_OK);
    return crs;
}

/* Ordnance Survey, A guide to coordinate systems in Great Britain: the water tower at Caister, in
 * ETRS89 52 39 28.7198 N 1 42 57.7870 E. Without the file of shifts some metres off. */
static void british_grid(void **state)
{
    const double metres_5 = 5.0 / 67000;
    double x = 651409.903, y = 313177.270;
    geo_crs crs = crs_of(*state, "EPSG:27700");
    assert_int_equal(geo_to_degrees(*state, &crs, &x, &y, 1), GEO_OK);
    assert_true(fabs(x - (1 + 42 / 60.0 + 57.7870 / 3600)) < metres_5);
    assert_true(fabs(y - (52 + 39 / 60.0 + 28.7198 / 3600)) < metres_5);
    geo_crs_clear(&crs);
}

/* The middle of a zone at the equator needs no formula. */
static void utm(void **state)
{
    double x[] = {500000, 500000, (double)NAN}, y[] = {0, 0, 5};
    geo_crs crs = crs_of(*state, "EPSG:32631");
    assert_int_equal(geo_to_degrees(*state, &crs, x, y, 3), GEO_OK);
    assert_true(fabs(x[1] - 3) < 1e-12 && fabs(y[1]) < 1e-12);
    assert_true(x[0] == x[1] && y[0] == y[1]);
    assert_true(!isfinite(x[2]));
    geo_crs_clear(&crs);
}

static void degrees_stay(void **state)
{
    double x = -2.25, y = 53.5;
    geo_crs crs = crs_of(*state, "EPSG:4326");
    assert_int_equal(geo_to_degrees(*state, &crs, &x, &y, 1), GEO_OK);
    assert_true(x == -2.25 && y == 53.5);
    geo_crs_clear(&crs);
}

static void unknown_crs(void **state)
{
    const geo_crs none = {NULL, NULL, 0, false};
    double x = 1, y = 2;
    assert_int_equal(geo_to_degrees(*state, &none, &x, &y, 1), GEO_ERROR_CRS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(british_grid),
        UNIT_TEST(utm),
        UNIT_TEST(degrees_stay),
        UNIT_TEST(unknown_crs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
