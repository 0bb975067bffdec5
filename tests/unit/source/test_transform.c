/* Coordinates from one CRS to another, and the CRS to work in. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "random.h"
#include "source/transform_cache.h"
#include "unit.h"

static geo_crs crs_of(geo_context *context, const char *text)
{
    geo_crs crs = {NULL, NULL, 0, false};
    if (geo_crs_from_text(context, text, &crs) != GEO_OK)
        fail_msg("%s", geo_message(context));
    return crs;
}

static geo_transform *transform_between(geo_context *context, const char *from, const char *to)
{
    geo_crs crs_from = crs_of(context, from);
    geo_crs crs_to = crs_of(context, to);
    geo_transform *transform = NULL;
    assert_int_equal(geo_transform_create(context, &crs_from, &crs_to, true, &transform), GEO_OK);
    geo_crs_clear(&crs_from);
    geo_crs_clear(&crs_to);
    return transform;
}

static double degrees(double whole, double minutes, double seconds)
{
    return whole + minutes / 60 + seconds / 3600;
}

static bool has_ostn15(const geo_context *context)
{
    for (size_t i = 0; i < geo_warning_count(context); i++)
        if (strstr(geo_warning(context, i), "uk_os_OSTN15_NTv2_OSGBtoETRS.tif is not installed"))
            return false;
    return true;
}

static void worked_values(void **state)
{
    /* The first is the worked example of Ordnance Survey's 'A guide to coordinate systems in Great
     * Britain', annexe C.1: projection alone. Those from EPSG:4326 were computed with the formulas
     * and the seven parameters of the same guide (annexe B and C), not with PROJ. */
    const struct {
        const char *from, *to;
        double x, y, x_out, y_out, tolerance_m;
    } cases[] = {
        {"EPSG:4277", "EPSG:27700", degrees(1, 43, 4.5177), degrees(52, 39, 27.2531), 651409.903,
         313177.270, 0.001},
        {"EPSG:4326", "EPSG:27700", -2.117, 52.806, 392209.8619, 323167.3327, 0.002},
        {"EPSG:4326", "EPSG:27700", -2.18, 53.0, 388017.0171, 344757.2719, 0.002},
        {"EPSG:4326", "EPSG:27700", 1.716073972, 52.658007833, 651411.2212, 313180.5971, 0.002},
        /* where the central meridian of zone 30 crosses the equator */
        {"EPSG:4326", "EPSG:32630", -3, 0, 500000, 0, 1e-6},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_transform *transform = transform_between(*state, cases[i].from, cases[i].to);
        double x = cases[i].x;
        double y = cases[i].y;
        assert_int_equal(geo_transform_apply(transform, &x, &y, 1), 0);
        geo_transform_free(transform);
        /* OSTN15, where it is installed, differs from the seven parameters by up to 5 m. */
        double tolerance_m =
            has_ostn15(*state) && cases[i].tolerance_m > 0.001 ? 5.0 : cases[i].tolerance_m;
        assert_true(hypot(x - cases[i].x_out, y - cases[i].y_out) < tolerance_m);
    }
}

/* To 5 cm: the seven parameters invert to so much, and heights are not kept. */
static void there_and_back(void **state)
{
    geo_transform *there = transform_between(*state, "EPSG:4326", "EPSG:27700");
    geo_transform *back = transform_between(*state, "EPSG:27700", "EPSG:4326");
    double x[] = {-2.117, -1.6, -5.7, 1.7};
    double y[] = {52.806, 53.2, 50.1, 52.6};
    const double lon[] = {-2.117, -1.6, -5.7, 1.7};
    const double lat[] = {52.806, 53.2, 50.1, 52.6};
    assert_int_equal(geo_transform_apply(there, x, y, 4), 0);
    assert_int_equal(geo_transform_apply(back, x, y, 4), 0);
    for (size_t i = 0; i < 4; i++) {
        assert_true(fabs(x[i] - lon[i]) < 5e-7);
        assert_true(fabs(y[i] - lat[i]) < 5e-7);
    }
    geo_transform_free(there);
    geo_transform_free(back);
}

/* Whatever was looked for before: an inverse finds its operation itself, or where another has left
 * it, and leaves it to others. */
static void inverse(void **state)
{
    geo_context *context = *state;
    geo_crs degrees = crs_of(context, "EPSG:4326");
    geo_crs grid = crs_of(context, "EPSG:27700");
    geo_crs zone = crs_of(context, "EPSG:32630");
    const geo_crs *const from[] = {&degrees, &degrees, &grid, &degrees};
    const geo_crs *const to[] = {&grid, &zone, &degrees, &grid};
    const double x_in[] = {-2.117, -2.117, 392209.8619, -2.117};
    const double y_in[] = {52.806, 52.806, 323167.3327, 52.806};
    size_t said = 0;
    for (size_t i = 0; i < 4; i++) {
        geo_transform *back = NULL;
        geo_transform *there = NULL;
        double x = x_in[i], y = y_in[i];
        assert_int_equal(geo_transform_create_inverse(context, from[i], to[i], &back), GEO_OK);
        assert_int_equal(geo_note_count(context), said);
        assert_int_equal(geo_transform_create(context, from[i], to[i], true, &there), GEO_OK);
        said = i < 3 ? i + 1 : 3; /* what is said again is kept once */
        assert_int_equal(geo_note_count(context), said);
        assert_int_equal(geo_transform_apply(there, &x, &y, 1), 0);
        assert_true(fabs(x - x_in[i]) > 1000 || fabs(y - y_in[i]) > 1000);
        assert_int_equal(geo_transform_apply(back, &x, &y, 1), 0);
        double tolerance = from[i] == &grid ? 0.05 : 5e-7;
        assert_true(fabs(x - x_in[i]) < tolerance && fabs(y - y_in[i]) < tolerance);
        geo_transform_free(there);
        geo_transform_free(back);
    }
    geo_crs_clear(&degrees);
    geo_crs_clear(&grid);
    geo_crs_clear(&zone);
}

/* PROJ's database has no direct operation without a grid file, only those by way of WGS 84. */
static void by_way_of_a_third_crs(void **state)
{
    geo_context *context = *state;
    geo_transform_free(transform_between(context, "EPSG:4258", "EPSG:27700"));
    if (has_ostn15(context))
        return;
    assert_int_equal(geo_note_count(context), 1);
    assert_non_null(strstr(geo_note(context, 0), "ETRS89 to WGS 84"));
    assert_non_null(strstr(geo_note(context, 0), "OSGB36 to WGS 84"));
    assert_int_equal(geo_warning_count(context), 1);
}

static void what_cannot_be_transformed_is_marked_and_counted(void **state)
{
    geo_transform *transform = transform_between(*state, "EPSG:4326", "EPSG:27700");
    double x[] = {-2.117, (double)NAN, -2.117, HUGE_VAL, -2.117};
    double y[] = {52.806, 52.806, 95.0, 52.806, 52.806};
    assert_int_equal(geo_transform_apply(transform, x, y, 5), 3);
    for (size_t i = 1; i < 4; i++)
        assert_true(x[i] == HUGE_VAL && y[i] == HUGE_VAL);
    assert_true(isfinite(x[4]) && x[4] == x[0] && y[4] == y[0]);
    assert_int_equal(geo_transform_apply(transform, x, y, 0), 0);
    geo_transform_free(transform);
}

static void same_crs_does_nothing(void **state)
{
    geo_transform *transform = transform_between(*state, "EPSG:27700", "EPSG:27700");
    double x[] = {0.1, (double)NAN};
    double y[] = {0.2, 1};
    assert_true(geo_transform_is_identity(transform));
    assert_int_equal(geo_transform_apply(transform, x, y, 2), 1);
    assert_true(x[0] == 0.1 && y[0] == 0.2);
    assert_int_equal(geo_note_count(*state), 0);
    geo_transform_free(transform);
}

static void operation_and_accuracy_are_reported(void **state)
{
    geo_context *context = *state;
    geo_transform_free(transform_between(context, "EPSG:4326", "EPSG:27700"));
    assert_int_equal(geo_note_count(context), 1);
    assert_non_null(strstr(geo_note(context, 0), "from WGS 84 to OSGB36 / British National Grid"));
    if (has_ostn15(context)) {
        assert_non_null(strstr(geo_note(context, 0), "accuracy 1 m"));
        return;
    }
    assert_non_null(strstr(geo_note(context, 0), "OSGB36 to WGS 84 (6)"));
    assert_non_null(strstr(geo_note(context, 0), "accuracy 2 m"));
    assert_int_equal(geo_warning_count(context), 1);
    assert_non_null(strstr(geo_warning(context, 0), "with which they would be good to 1 m"));
}

static void environment_cannot_turn_the_network_on(void **state)
{
    geo_context *context = *state;
    setenv("PROJ_NETWORK", "ON", 1);
    geo_transform *transform = transform_between(context, "EPSG:4326", "EPSG:27700");
    double x = -2.117;
    double y = 52.806;
    assert_int_equal(geo_transform_apply(transform, &x, &y, 1), 0);
    unsetenv("PROJ_NETWORK");
    geo_transform_free(transform);
    if (!has_ostn15(context))
        assert_true(hypot(x - 392209.8619, y - 323167.3327) < 0.002);
}

static void crs_from_text(void **state)
{
    static const struct {
        const char *text;
        int epsg;
        bool is_metric;
    } cases[] = {
        {"EPSG:27700", 27700, true},
        {"27700", 27700, true},
        {"EPSG:4326", 4326, false},
        {"OGC:CRS84", 0, false},
        {"urn:ogc:def:crs:EPSG::32630", 32630, true},
        {"EPSG:2263", 2263, false}, /* New York, in feet */
        {"EPSG:3857", 3857, false}, /* of web maps: metres only on the equator */
        {"EPSG:3395", 3395, false},
        {"EPSG:4087", 4087, false},
        {"EPSG:7405", 7405, true}, /* British National Grid with heights */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_crs crs = crs_of(*state, cases[i].text);
        if (cases[i].epsg > 0)
            assert_int_equal(crs.epsg, cases[i].epsg);
        assert_int_equal(crs.is_metric, cases[i].is_metric);
        assert_non_null(crs.wkt);
        assert_non_null(crs.name);
        geo_crs_clear(&crs);
    }
}

/* What a Shapefile of the United Kingdom carries: no code, another spelling. */
static void esri_wkt_is_identified(void **state)
{
    static const char text[] =
        "PROJCS[\"British_National_Grid\",GEOGCS[\"GCS_OSGB_1936\",DATUM[\"D_OSGB_1936\","
        "SPHEROID[\"Airy_1830\",6377563.396,299.3249646]],PRIMEM[\"Greenwich\",0.0],"
        "UNIT[\"Degree\",0.0174532925199433]],PROJECTION[\"Transverse_Mercator\"],"
        "PARAMETER[\"False_Easting\",400000.0],PARAMETER[\"False_Northing\",-100000.0],"
        "PARAMETER[\"Central_Meridian\",-2.0],PARAMETER[\"Scale_Factor\",0.9996012717],"
        "PARAMETER[\"Latitude_Of_Origin\",49.0],UNIT[\"Meter\",1.0]]";
    geo_crs crs = crs_of(*state, text);
    assert_int_equal(crs.epsg, 27700);
    assert_true(crs.is_metric);
    geo_crs_clear(&crs);
}

static void unknown_crs(void **state)
{
    static const char *const cases[] = {"EPSG:99999",           "nonsense",  "",
                                        "+proj=pipeline +step", "EPSG:7030", "99999999999999"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_crs crs = {NULL, NULL, 0, false};
        assert_int_equal(geo_crs_from_text(*state, cases[i], &crs), GEO_ERROR_CRS);
        assert_non_null(strstr(geo_message(*state), "EPSG:27700"));
        assert_null(crs.wkt);
    }
}

static void transform_without_a_crs(void **state)
{
    geo_crs none = {NULL, NULL, 0, false};
    geo_crs grid = crs_of(*state, "EPSG:27700");
    geo_transform *transform = NULL;
    assert_int_equal(geo_transform_create(*state, &none, &grid, true, &transform), GEO_ERROR_CRS);
    assert_non_null(strstr(geo_message(*state), "--crs"));
    assert_null(transform);
    geo_crs_clear(&grid);
}

static void working_crs(void **state)
{
    static const struct {
        const char *what, *data;
        geo_extent extent;
        int epsg;
    } cases[] = {
        {"metres stay", "EPSG:27700", {380000, 300000, 390000, 310000}, 27700},
        {"metres stay in any zone", "EPSG:32631", {380000, 3e6, 390000, 3.1e6}, 32631},
        {"Stafford", "EPSG:4326", {-2.2, 52.7, -2.0, 52.9}, 27700},
        {"Shetland", "EPSG:4326", {-1.5, 60.0, -1.0, 60.5}, 27700},
        {"Dover", "EPSG:4326", {1.2, 51.1, 1.4, 51.2}, 27700},
        {"Land's End", "EPSG:4326", {-5.7, 50.0, -5.5, 50.2}, 27700},
        {"Islay", "EPSG:4326", {-6.5, 55.6, -6.0, 55.9}, 27700},
        {"Belfast", "EPSG:4326", {-6.0, 54.5, -5.8, 54.7}, 32630},
        {"Dublin", "EPSG:4326", {-6.4, 53.2, -6.1, 53.4}, 32629},
        {"Calais", "EPSG:4326", {1.7, 50.9, 1.9, 51.0}, 32631},
        {"New York", "EPSG:4326", {-74.1, 40.6, -73.9, 40.8}, 32618},
        {"Sydney", "EPSG:4326", {151.0, -34.0, 151.3, -33.8}, 32756},
        {"Bergen", "EPSG:4326", {5.2, 60.3, 5.4, 60.4}, 32632},
        {"Stafford of a web map", "EPSG:3857", {-250000, 6930000, -220000, 6960000}, 27700},
        {"New York in feet", "EPSG:2263", {980000, 190000, 1000000, 210000}, 32618},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_crs data = crs_of(*state, cases[i].data);
        geo_crs working = {NULL, NULL, 0, false};
        assert_int_equal(geo_choose_working_crs(*state, &data, &cases[i].extent, &working), GEO_OK);
        if (working.epsg != cases[i].epsg)
            fail_msg("%s: EPSG:%d, not EPSG:%d", cases[i].what, working.epsg, cases[i].epsg);
        assert_true(working.is_metric);
        geo_crs_clear(&data);
        geo_crs_clear(&working);
    }
}

static void metres_called_degrees_are_refused(void **state)
{
    geo_crs data = crs_of(*state, "EPSG:4326");
    geo_crs working = {NULL, NULL, 0, false};
    const geo_extent metres = {380000, 300000, 390000, 310000};
    const geo_extent nothing = {HUGE_VAL, HUGE_VAL, -HUGE_VAL, -HUGE_VAL};
    assert_int_equal(geo_choose_working_crs(*state, &data, &metres, &working), GEO_ERROR_CRS);
    assert_non_null(strstr(geo_message(*state), "make no sense in WGS 84"));
    assert_int_equal(geo_choose_working_crs(*state, &data, &nothing, &working), GEO_ERROR_CRS);
    geo_crs_clear(&data);
}

/* Many more places than the cache has slots, a few that come often, and one that has no image. */
enum { RARE_PLACES = 200000, COMMON_PLACES = 500, POINTS = 300000 };

static void scatter(double *x, double *y)
{
    uint64_t state = 7;
    for (size_t i = 0; i < POINTS; i++) {
        size_t places = random_below(&state, 2) == 0 ? COMMON_PLACES : RARE_PLACES;
        uint64_t place = random_below(&state, places);
        x[i] = random_between(&place, -6, 1);
        y[i] = i % 1000 == 0 ? (double)INFINITY : random_between(&place, 50, 58);
    }
}

static void a_cache_gives_the_same_bits(void **state)
{
    geo_context *context = *state;
    geo_transform_cache *cache = NULL;
    double *point = calloc(4 * (size_t)POINTS, sizeof *point);
    assert_non_null(point);
    double *x = point, *y = x + POINTS, *plain_x = y + POINTS, *plain_y = plain_x + POINTS;
    assert_int_equal(geo_transform_cache_new(context, &cache), GEO_OK);
    /* The second transform must not get what the first one gave. */
    static const char *const to[] = {"EPSG:27700", "EPSG:32630"};
    for (size_t i = 0; i < 2; i++) {
        geo_transform *transform = transform_between(context, "EPSG:4326", to[i]);
        scatter(x, y);
        memcpy(plain_x, x, 2 * POINTS * sizeof *x);
        geo_transform_apply(transform, plain_x, plain_y, POINTS);
        geo_transform_cache_forget(cache);
        geo_transform_cache_apply(cache, transform, x, y, POINTS);
        assert_memory_equal(x, plain_x, 2 * POINTS * sizeof *x);
        geo_transform_free(transform);
    }
    geo_transform_cache_free(cache);
    free(point);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(a_cache_gives_the_same_bits),
        UNIT_TEST(worked_values),
        UNIT_TEST(there_and_back),
        UNIT_TEST(inverse),
        UNIT_TEST(by_way_of_a_third_crs),
        UNIT_TEST(what_cannot_be_transformed_is_marked_and_counted),
        UNIT_TEST(same_crs_does_nothing),
        UNIT_TEST(operation_and_accuracy_are_reported),
        UNIT_TEST(environment_cannot_turn_the_network_on),
        UNIT_TEST(crs_from_text),
        UNIT_TEST(esri_wkt_is_identified),
        UNIT_TEST(unknown_crs),
        UNIT_TEST(transform_without_a_crs),
        UNIT_TEST(working_crs),
        UNIT_TEST(metres_called_degrees_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
