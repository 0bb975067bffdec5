/* Mean, SD and bands. */
#include <math.h>
#include <string.h>

#include <geo/measure.h>

#include "unit.h"

static const double no_rate = (double)NAN;

static geo_reference reference_of(geo_context *context, const double *rate, size_t count,
                                  geo_sd kind)
{
    geo_reference reference;
    assert_int_equal(geo_reference_make(context, rate, count, kind, &reference), GEO_OK);
    return reference;
}

static void mean_and_sd(void **state)
{
    const double rate[] = {2, no_rate, 4, 4, 4, 5, 5, no_rate, 7, 9};
    geo_reference population = reference_of(*state, rate, 10, GEO_SD_POPULATION);
    assert_int_equal(population.count, 8);
    assert_true(population.mean == 5 && population.sd == 2);
    assert_true(population.above == 7 && population.significantly_above == 9);
    assert_int_equal(population.kind, GEO_SD_POPULATION);
    geo_reference sample = reference_of(*state, rate, 10, GEO_SD_SAMPLE);
    assert_true(sample.mean == 5);
    assert_true(fabs(sample.sd - sqrt(32.0 / 7)) < 1e-15);
    assert_true(sample.above == 5 + sample.sd);
    assert_true(sample.significantly_above == 5 + 2 * sample.sd);
    assert_int_equal(sample.kind, GEO_SD_SAMPLE);
    assert_int_equal(geo_warning_count(*state), 0);
}

static void bands_are_strictly_greater(void **state)
{
    const double rate[] = {2, 4, 4, 4, 5, 5, 7, 9};
    geo_reference reference = reference_of(*state, rate, 8, GEO_SD_POPULATION);
    static const struct {
        double rate;
        geo_band band;
    } cases[] = {
        {5, GEO_BAND_NONE},
        {7, GEO_BAND_NONE},
        {7.000000000000001, GEO_BAND_ABOVE},
        {9, GEO_BAND_ABOVE},
        {9.000000000000002, GEO_BAND_SIGNIFICANTLY_ABOVE},
        {(double)NAN, GEO_BAND_NONE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(geo_band_of(&reference, cases[i].rate), cases[i].band);
}

static void band_names(void **state)
{
    (void)state;
    assert_string_equal(geo_band_name(GEO_BAND_NONE), "");
    assert_string_equal(geo_band_name(GEO_BAND_ABOVE), "Above");
    assert_string_equal(geo_band_name(GEO_BAND_SIGNIFICANTLY_ABOVE), "Significantly above");
}

/* Sums of equal rates are rounded; the mean must come out as that rate nevertheless. */
static void equal_rates_have_no_band(void **state)
{
    for (int numerator = 1; numerator < 400; numerator++) {
        double rate[201];
        size_t count = 6 + (size_t)numerator % 195;
        for (size_t i = 0; i < count; i++)
            rate[i] = 1000.0 * numerator / 7919;
        geo_reference reference = reference_of(*state, rate, count, GEO_SD_POPULATION);
        assert_true(reference.mean == rate[0]);
        assert_true(reference.sd == 0);
        assert_int_equal(geo_band_of(&reference, rate[0]), GEO_BAND_NONE);
    }
}

/* Small differences beside a large mean are not lost in squares. */
static void a_large_mean_keeps_its_sd(void **state)
{
    const double rate[] = {1e9 + 2, 1e9 + 4, 1e9 + 4, 1e9 + 4, 1e9 + 5, 1e9 + 5, 1e9 + 7, 1e9 + 9};
    geo_reference reference = reference_of(*state, rate, 8, GEO_SD_POPULATION);
    assert_true(reference.mean == 1e9 + 5 && reference.sd == 2);
}

static void few_areas_warn(void **state)
{
    const double rate[] = {1, 1, 1, 1, 1000, 1};
    geo_reference six = reference_of(*state, rate, 6, GEO_SD_POPULATION);
    assert_int_equal(geo_warning_count(*state), 0);
    assert_int_equal(geo_band_of(&six, 1000), GEO_BAND_SIGNIFICANTLY_ABOVE);
    geo_reference five = reference_of(*state, rate, 5, GEO_SD_POPULATION);
    assert_int_equal(geo_warning_count(*state), 1);
    assert_non_null(strstr(geo_warning(*state, 0), "only 5 areas"));
    assert_int_equal(geo_band_of(&five, 1000), GEO_BAND_ABOVE);
}

static void one_area(void **state)
{
    const double rate[] = {no_rate, 12.5};
    geo_reference population = reference_of(*state, rate, 2, GEO_SD_POPULATION);
    assert_int_equal(population.count, 1);
    assert_true(population.mean == 12.5 && population.sd == 0);
    assert_int_equal(geo_band_of(&population, 12.5), GEO_BAND_NONE);
    assert_non_null(strstr(geo_warning(*state, 0), "only 1 area "));
    geo_reference sample = reference_of(*state, rate, 2, GEO_SD_SAMPLE);
    assert_true(isnan(sample.sd));
    assert_int_equal(geo_band_of(&sample, 1e9), GEO_BAND_NONE);
}

static void no_rate_at_all(void **state)
{
    const double rate[] = {no_rate, no_rate};
    geo_reference reference = {.count = 77};
    assert_int_equal(geo_reference_make(*state, rate, 2, GEO_SD_POPULATION, &reference),
                     GEO_ERROR_DATA);
    assert_int_equal(geo_reference_make(*state, rate, 0, GEO_SD_POPULATION, &reference),
                     GEO_ERROR_DATA);
    assert_int_equal(reference.count, 77);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(mean_and_sd),
        UNIT_TEST(bands_are_strictly_greater),
        UNIT_TEST(band_names),
        UNIT_TEST(equal_rates_have_no_band),
        UNIT_TEST(a_large_mean_keeps_its_sd),
        UNIT_TEST(few_areas_warn),
        UNIT_TEST(one_area),
        UNIT_TEST(no_rate_at_all),
    };
    return cmocka_run_group_tests_name("reference", tests, NULL, NULL);
}
