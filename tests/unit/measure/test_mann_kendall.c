/* The Mann-Kendall test for a trend. */
#include <math.h>

#include <geo/spatial.h>

#include "near.h"
#include "unit.h"

/* R 4.2.2: cor.test(x, seq_along(x), method = "kendall", exact = FALSE, continuity = TRUE). */
static void as_r_has_it(void **state)
{
    const double ties[] = {5, 6, 5, 8, 9, 9, 12};
    const double falls[] = {9.1, 8.7, 9.4, 7.2, 6.6, 6.9, 5.0, 5.1, 4.4, 4.8};
    (void)state;
    geo_mann_kendall made = geo_mann_kendall_of(ties, 7);
    assert_int_equal(made.s, 17);
    assert_true(is_near(made.variance, 127.0 / 3, 1e-12));
    assert_true(is_near(made.z, 2.4591144939770877, 1e-12));
    assert_true(is_near(made.p, 0.0139280191361885, 1e-12));
    made = geo_mann_kendall_of(falls, 10);
    assert_int_equal(made.s, -35);
    assert_true(is_near(made.z, -3.0410524493997140, 1e-12));
    assert_true(is_near(made.p, 0.00235752759579549, 1e-12));
}

/* By hand: with 5 rising values S is 10 of 10 pairs and the variance 5 x 4 x 15 / 18. */
static void all_rise(void **state)
{
    const double value[] = {1, 2, 3, 4, 5};
    (void)state;
    const geo_mann_kendall made = geo_mann_kendall_of(value, 5);
    assert_int_equal(made.s, 10);
    assert_true(is_near(made.z, 9 / sqrt(50.0 / 3), 1e-15));
}

static void gaps_are_left_out(void **state)
{
    const double gaps[] = {(double)NAN, 5, 6, (double)NAN, 5, 8, 9, 9, 12, (double)NAN};
    const double whole[] = {5, 6, 5, 8, 9, 9, 12};
    (void)state;
    const geo_mann_kendall one = geo_mann_kendall_of(gaps, 10);
    const geo_mann_kendall other = geo_mann_kendall_of(whole, 7);
    assert_int_equal(one.count, 7);
    assert_int_equal(one.s, other.s);
    assert_true(one.z == other.z && one.p == other.p);
}

static void nothing_that_could_rise(void **state)
{
    const double same[] = {3, 3, 3, 3};
    (void)state;
    const geo_mann_kendall made = geo_mann_kendall_of(same, 4);
    assert_int_equal(made.s, 0);
    assert_true(made.variance == 0 && made.z == 0 && made.p == 1);
    assert_true(geo_mann_kendall_of(same, 0).p == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(as_r_has_it),
        UNIT_TEST(all_rise),
        UNIT_TEST(gaps_are_left_out),
        UNIT_TEST(nothing_that_could_rise),
    };
    return cmocka_run_group_tests_name("Mann-Kendall", tests, NULL, NULL);
}
