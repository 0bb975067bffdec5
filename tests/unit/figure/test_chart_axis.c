/* Axes: round ticks that take in the data. */
#include "figure/chart_axis.h"
#include "unit.h"

static bool is_round(double step)
{
    double mantissa = step / pow(10, floor(log10(step) + 1e-9));
    return fabs(mantissa - 1) < 1e-9 || fabs(mantissa - 2) < 1e-9 || fabs(mantissa - 2.5) < 1e-9 ||
           fabs(mantissa - 5) < 1e-9;
}

static void check(double lowest, double highest, size_t steps)
{
    const geo_span span = {lowest, highest};
    geo_axis axis = geo_axis_make(span, steps, 0);
    double first = geo_axis_tick(&axis, 0), last = geo_axis_tick(&axis, axis.ticks - 1);
    double slack = axis.step * 1e-6;
    assert_true(is_round(axis.step));
    assert_true(axis.ticks >= 2);
    assert_true(first <= lowest + slack && last >= highest - slack);
    /* No step more than the data need at either end. */
    if (lowest < highest)
        assert_true(first + axis.step > lowest && last - axis.step < highest);
}

static void ticks_are_round_and_take_in_the_data(void **state)
{
    (void)state;
    for (int i = 0; i < 4000; i++) {
        double size = pow(10, (i % 40) - 20.0) * (1 + (i % 7) / 3.0);
        for (size_t steps = 1; steps < 12; steps += 2) {
            check(0, size, steps);
            check(-size, size * (i % 11), steps);
            check(size, size * (1 + i / 4000.0), steps);
            check(-size, 0, steps);
        }
    }
}

static void there_are_no_more_steps_than_asked_for(void **state)
{
    (void)state;
    for (int i = 1; i < 3000; i++) {
        const geo_span span = {0, i * 0.37};
        for (size_t steps = 1; steps < 10; steps++)
            assert_true(geo_axis_make(span, steps, 0).ticks <= steps + 1);
    }
}

static void an_axis_of_an_example(void **state)
{
    (void)state;
    const geo_span rates = {0, 305.8}, change = {-23.2, 15};
    geo_axis axis = geo_axis_make(rates, 7, 0);
    assert_true(axis.step == 50 && axis.ticks == 8 && axis.decimals == 0);
    axis = geo_axis_make(change, 8, 0);
    assert_true(axis.step == 5 && axis.ticks == 9 && geo_axis_tick(&axis, 0) == -25);
    const geo_span small = {0, 0.9};
    axis = geo_axis_make(small, 4, 0);
    assert_true(axis.step == 0.25 && axis.ticks == 5 && axis.decimals == 2);
    axis = geo_axis_make(small, 4, 1); /* counts */
    assert_true(axis.step == 1 && axis.ticks == 2);
}

static void what_is_no_span_has_an_axis_still(void **state)
{
    (void)state;
    static const geo_span spans[] = {
        {0, 0},           {5, 5},        {-3, -3}, {1e308, 1e308}, {-1.7e308, 1.7e308},
        {1e-310, 1e-309}, GEO_SPAN_EMPTY};
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) {
        geo_axis axis = geo_axis_make(spans[i], 5, 0);
        assert_true(axis.ticks >= 2 && axis.ticks < 20);
        assert_true(axis.step > 0 && isfinite(geo_axis_tick(&axis, axis.ticks - 1)));
    }
}

static void a_span_knows_finite_values_only(void **state)
{
    (void)state;
    const double value[] = {(double)NAN, 3, -(double)INFINITY, 7, (double)INFINITY, 5};
    geo_span span = GEO_SPAN_EMPTY;
    geo_span_add(&span, value, 6);
    geo_span_add(&span, NULL, 6);
    assert_true(span.lowest == 3 && span.highest == 7);
}

static void a_scale_is_even(void **state)
{
    (void)state;
    const geo_scale scale = {{-2, 10, 5, 0}, 100, 20}; /* -20 to 20, upwards */
    assert_true(fabs(geo_scale_mm(&scale, -20) - 100) < 1e-9);
    assert_true(fabs(geo_scale_mm(&scale, 0) - 60) < 1e-9);
    assert_true(fabs(geo_scale_mm(&scale, 20) - 20) < 1e-9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(ticks_are_round_and_take_in_the_data),
        UNIT_TEST(there_are_no_more_steps_than_asked_for),
        UNIT_TEST(an_axis_of_an_example),
        UNIT_TEST(what_is_no_span_has_an_axis_still),
        UNIT_TEST(a_span_knows_finite_values_only),
        UNIT_TEST(a_scale_is_even),
    };
    return cmocka_run_group_tests_name("chart axis", tests, NULL, NULL);
}
