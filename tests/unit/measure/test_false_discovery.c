/* p values adjusted for their number. */
#include <math.h>

#include <geo/measure.h>

#include "allocations.h"
#include "near.h"
#include "unit.h"

static const double none = (double)NAN;

/* p.adjust(p, "BH") of R 4.2.2. */
static void worked_values(void **state)
{
    const double p[] = {0.01, 0.02, 0.03, 0.04, 0.05, none, 0.001, 0.5, 0.04, 0.9};
    const double expected[] = {0.045, 0.06,  0.06,   0.06, 0.064285714285714293,
                               none,  0.009, 0.5625, 0.06, 0.9};
    double adjusted[10];
    assert_int_equal(geo_false_discovery(*state, p, 10, adjusted), GEO_OK);
    for (size_t i = 0; i < 10; i++)
        assert_true(is_near(adjusted[i], expected[i], 1e-15));
}

static void adjusted_in_place(void **state)
{
    double p[] = {none, 0.5, 0.02};
    assert_int_equal(geo_false_discovery(*state, p, 3, p), GEO_OK);
    assert_true(isnan(p[0]) && p[1] == 0.5 && p[2] == 0.04);
    assert_int_equal(geo_false_discovery(*state, p, 1, p), GEO_OK);
    assert_true(isnan(p[0]));
    assert_int_equal(geo_false_discovery(*state, p, 0, p), GEO_OK);
}

static void what_is_no_probability(void **state)
{
    double p[] = {0.5, 1.5}, adjusted[2];
    assert_int_equal(geo_false_discovery(*state, p, 2, adjusted), GEO_ERROR_DATA);
    assert_string_equal(geo_message(*state), "p value 2 is 1.5: a probability lies from 0 to 1");
    p[1] = -0.1;
    assert_int_equal(geo_false_discovery(*state, p, 2, adjusted), GEO_ERROR_DATA);
}

static geo_status adjust_two(geo_context *context, void *data)
{
    double adjusted[2];
    return geo_false_discovery(context, data, 2, adjusted);
}

static void memory_that_runs_out(void **state)
{
    (void)state;
    double p[] = {0.5, 0.1};
    assert_int_equal(fail_each_allocation(adjust_two, p), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(worked_values),
        UNIT_TEST(adjusted_in_place),
        UNIT_TEST(what_is_no_probability),
        UNIT_TEST(memory_that_runs_out),
    };
    return cmocka_run_group_tests_name("false_discovery", tests, NULL, NULL);
}
