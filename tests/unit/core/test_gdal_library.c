/* GDAL is opened at its first use, and once. What happens where it is missing: tests/fault, 86. */
#include "core/gdal_library.h"
#include "unit.h"

static void opened_when_asked_for(void **state)
{
    assert_false(geo_gdal_is_loaded());
    assert_null(GDALVersionInfo);
    assert_int_equal(geo_gdal_load(*state, GEO_ERROR_INPUT, "a file"), GEO_OK);
    assert_true(geo_gdal_is_loaded());
    assert_null(geo_gdal_trouble());
    const char *version = GDALVersionInfo("RELEASE_NAME");
    assert_memory_equal(version, GEO_GDAL_RELEASE, strlen(GEO_GDAL_RELEASE));
    assert_int_equal(geo_gdal_load(*state, GEO_ERROR_INPUT, "another"), GEO_OK);
    assert_string_equal(geo_message(*state), "");
}

static void functions_that_not_every_gdal_has(void **state)
{
    assert_int_equal(geo_gdal_load(*state, GEO_ERROR_INPUT, "a file"), GEO_OK);
    assert_non_null(geo_gdal_find("GDALVersionInfo"));
    assert_null(geo_gdal_find("GDALVersionOfTheMoon"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(opened_when_asked_for),
        UNIT_TEST(functions_that_not_every_gdal_has),
    };
    int failures = cmocka_run_group_tests(tests, NULL, NULL);
    if (geo_gdal_is_loaded())
        GDALDestroy();
    return failures;
}
