/* The kernels by themselves: names, values, reach, and that each integrates to 1. */
#include <math.h>
#include <string.h>

#include <geo/surface.h>

#include "unit.h"

static const double pi = 3.14159265358979323846;

static void names(void **state)
{
    static const char *const expected[GEO_KERNEL_COUNT] = {"quartic", "epanechnikov", "triangular",
                                                           "uniform", "gaussian"};
    for (int i = 0; i < GEO_KERNEL_COUNT; i++) {
        geo_kernel kernel = GEO_KERNEL_COUNT;
        assert_string_equal(geo_kernel_name((geo_kernel)i), expected[i]);
        assert_int_equal(geo_kernel_parse(*state, expected[i], &kernel), GEO_OK);
        assert_int_equal(kernel, i);
    }
    geo_kernel kernel = GEO_KERNEL_UNIFORM;
    assert_int_equal(geo_kernel_parse(*state, "biweight", &kernel), GEO_ERROR_USAGE);
    assert_int_equal(kernel, GEO_KERNEL_UNIFORM);
    assert_non_null(strstr(geo_message(*state), "biweight"));
    assert_non_null(strstr(geo_message(*state), "quartic, epanechnikov, triangular"));
    assert_string_equal(geo_kernel_name(GEO_KERNEL_COUNT), "unknown");
}

static void values(void **state)
{
    (void)state;
    static const struct {
        geo_kernel kernel;
        double u;
        double value;
    } cases[] = {
        {GEO_KERNEL_QUARTIC, 0, 0.954929658551372},
        {GEO_KERNEL_QUARTIC, 0.5, 0.537147932935147},
        {GEO_KERNEL_QUARTIC, 1, 0},
        {GEO_KERNEL_QUARTIC, 1.5, 0},
        {GEO_KERNEL_EPANECHNIKOV, 0, 0.636619772367581},
        {GEO_KERNEL_EPANECHNIKOV, 0.5, 0.477464829275686},
        {GEO_KERNEL_EPANECHNIKOV, 1, 0},
        {GEO_KERNEL_TRIANGULAR, 0, 0.954929658551372},
        {GEO_KERNEL_TRIANGULAR, 0.5, 0.477464829275686},
        {GEO_KERNEL_TRIANGULAR, 1, 0},
        {GEO_KERNEL_UNIFORM, 0, 0.318309886183791},
        {GEO_KERNEL_UNIFORM, 0.999, 0.318309886183791},
        {GEO_KERNEL_UNIFORM, 1, 0},
        {GEO_KERNEL_GAUSSIAN, 0, 0.159154943091895},
        {GEO_KERNEL_GAUSSIAN, 1, 0.0965323526300539},
        {GEO_KERNEL_GAUSSIAN, 9, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(fabs(geo_kernel_value(cases[i].kernel, cases[i].u) - cases[i].value) < 1e-14);
        assert_true(fabs(geo_kernel_value(cases[i].kernel, -cases[i].u) - cases[i].value) < 1e-14);
    }
}

/* 2 pi times the integral of u K(u), by Simpson's rule over rings. */
static void integrals(void **state)
{
    (void)state;
    enum { STEPS = 20000 };
    for (int kernel = 0; kernel < GEO_KERNEL_COUNT; kernel++) {
        double reach = geo_kernel_reach_m((geo_kernel)kernel, 1);
        double step = reach * (1 - 1e-12) / STEPS;
        double sum = 0;
        for (int i = 0; i <= STEPS; i++) {
            double share = i == 0 || i == STEPS ? 1 : i % 2 == 1 ? 4 : 2;
            sum += share * i * step * geo_kernel_value((geo_kernel)kernel, i * step);
        }
        double integral = 2 * pi * sum * step / 3;
        if (!(fabs(integral - 1) < 1e-9))
            fail_msg("%s integrates to %.12f", geo_kernel_name((geo_kernel)kernel), integral);
    }
}

/* Half of 2 pi times the integral of u^3 K(u), likewise. */
static void deviations(void **state)
{
    (void)state;
    enum { STEPS = 20000 };
    for (int kernel = 0; kernel < GEO_KERNEL_COUNT; kernel++) {
        double reach = geo_kernel_reach_m((geo_kernel)kernel, 1);
        double step = reach * (1 - 1e-12) / STEPS;
        double sum = 0;
        for (int i = 0; i <= STEPS; i++) {
            double share = i == 0 || i == STEPS ? 1 : i % 2 == 1 ? 4 : 2;
            sum += share * pow(i * step, 3) * geo_kernel_value((geo_kernel)kernel, i * step);
        }
        double deviation = sqrt(pi * sum * step / 3);
        if (!(fabs(deviation - geo_kernel_deviation((geo_kernel)kernel)) < 1e-9))
            fail_msg("%s deviates by %.12f", geo_kernel_name((geo_kernel)kernel), deviation);
    }
}

static void reach(void **state)
{
    (void)state;
    assert_true(geo_kernel_reach_m(GEO_KERNEL_QUARTIC, 300) == 300);
    assert_true(geo_kernel_reach_m(GEO_KERNEL_GAUSSIAN, 300) == 2700);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(names),      UNIT_TEST(values), UNIT_TEST(integrals),
        UNIT_TEST(deviations), UNIT_TEST(reach),
    };
    return cmocka_run_group_tests_name("kernel", tests, NULL, NULL);
}
