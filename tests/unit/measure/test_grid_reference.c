/* References of the National Grid. */
#include <math.h>
#include <string.h>

#include <geo/hotspots.h>

#include "unit.h"

static void assert_reference(double easting, double northing, int figures, const char *expected)
{
    char text[GEO_GRID_REFERENCE_SIZE];
    assert_true(geo_grid_reference(easting, northing, figures, text));
    assert_string_equal(text, expected);
}

/* Ordnance Survey, A guide to coordinate systems in Great Britain: the water tower at Caister of
 * its worked examples, 651409.903 E 313177.270 N, is at TG 51409 13177. */
static void published_example(void **state)
{
    (void)state;
    assert_reference(651409.903, 313177.270, 10, "TG 51409 13177");
    assert_reference(651409.903, 313177.270, 8, "TG 5140 1317");
    assert_reference(651409.903, 313177.270, 2, "TG 5 1");
}

/* Squares by the letters on the maps: London, the Scilly Isles, Stoke-on-Trent, Ben Nevis,
 * Lerwick. */
static void letters(void **state)
{
    (void)state;
    assert_reference(530050, 180060, 6, "TQ 300 800");
    assert_reference(530000, 180000, 4, "TQ 30 80");
    assert_reference(90000, 10000, 4, "SV 90 10");
    assert_reference(388250, 347610, 8, "SJ 8825 4761");
    assert_reference(216600, 771200, 6, "NN 166 712");
    assert_reference(447500, 1141500, 6, "HU 475 415");
    assert_reference(0, 0, 2, "SV 0 0");
    assert_reference(699999.9, 1299999.9, 10, "JM 99999 99999");
}

/* A place within ten metres is in the square, however near its far side. */
static void figures_are_cut(void **state)
{
    (void)state;
    assert_reference(388259.999, 347619.999, 8, "SJ 8825 4761");
    assert_reference(388260, 347620, 8, "SJ 8826 4762");
}

static void what_has_none(void **state)
{
    static const double place[][2] = {
        {-0.001, 1000}, {700000, 1000}, {1000, -0.001}, {1000, 1300000}, {(double)NAN, 1000}};
    static const int figures[] = {0, 1, 7, 12, -2};
    char text[GEO_GRID_REFERENCE_SIZE];
    (void)state;
    for (size_t i = 0; i < sizeof place / sizeof *place; i++) {
        strcpy(text, "x");
        assert_false(geo_grid_reference(place[i][0], place[i][1], 8, text));
        assert_string_equal(text, "");
    }
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        assert_false(geo_grid_reference(1000, 1000, figures[i], text));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(published_example),
        UNIT_TEST(letters),
        UNIT_TEST(figures_are_cut),
        UNIT_TEST(what_has_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
