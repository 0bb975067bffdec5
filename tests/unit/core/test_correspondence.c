/* How the areas of one set lie in those of another. */
#include <math.h>

#include <geo/core.h>

#include "allocations.h"
#include "near.h"
#include "random.h"
#include "unit.h"

static void shares_of_weights(void **state)
{
    const int32_t from[] = {2, 0, 0, 0, 2}, to[] = {1, 3, 0, 3, 0};
    const double weight[] = {0, 1, 2, 1, 5};
    geo_correspondence *made = NULL;
    assert_int_equal(geo_correspondence_make(*state, 3, 4, from, to, weight, 5, NULL, &made),
                     GEO_OK);
    assert_int_equal(made->part_count, 3);
    const size_t first[] = {0, 2, 2, 3};
    assert_memory_equal(made->first, first, sizeof first);
    assert_int_equal(made->to[0], 0);
    assert_int_equal(made->to[1], 3);
    assert_int_equal(made->to[2], 0);
    assert_true(made->share[0] == 0.5 && made->share[1] == 0.5 && made->share[2] == 1);
    assert_int_equal(geo_correspondence_largest(made, 0), 0);
    assert_int_equal(geo_correspondence_largest(made, 1), GEO_NO_CODE);
    geo_correspondence_free(made);
}

static void what_is_in_none_is_told(void **state)
{
    const int32_t from[] = {0, 0, 1}, to[] = {0, 1, 1};
    const double weight[] = {1, 2, 3}, whole[] = {4, 1};
    const double value[] = {8, (double)NAN};
    double shared[2], lost = -1;
    geo_correspondence *made = NULL;
    assert_int_equal(geo_correspondence_make(*state, 2, 2, from, to, weight, 3, whole, &made),
                     GEO_OK);
    assert_true(made->share[0] == 0.25 && made->share[1] == 0.5 && made->share[2] == 1);
    geo_correspondence_apply(made, value, shared, &lost);
    assert_true(shared[0] == 2 && shared[1] == 4 && lost == 2);
    assert_int_equal(geo_correspondence_largest(made, 0), 1);
    geo_correspondence_free(made);
}

static double sum_of(const double *value, size_t count)
{
    long double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += (long double)value[i];
    return (double)sum;
}

#define FROM  200
#define TO    30
#define PARTS 900

static void totals_are_conserved(void **state)
{
    uint64_t random = 7;
    int32_t from[PARTS], to[PARTS];
    double weight[PARTS], value[FROM], shared[TO], lost;
    for (size_t i = 0; i < PARTS; i++) {
        from[i] = (int32_t)random_below(&random, FROM);
        to[i] = (int32_t)random_below(&random, TO);
        weight[i] = random_between(&random, 0, 1);
    }
    for (size_t i = 0; i < FROM; i++)
        value[i] = floor(1e6 * random_between(&random, 0, 1)) / 7;
    geo_correspondence *made = NULL;
    assert_int_equal(
        geo_correspondence_make(*state, FROM, TO, from, to, weight, PARTS, NULL, &made), GEO_OK);
    geo_correspondence_apply(made, value, shared, &lost);
    double before = sum_of(value, FROM);
    assert_true(fabs(sum_of(shared, TO) + lost - before) <= 1e-12 * before);
    geo_correspondence_free(made);
}

static void the_order_of_parts_makes_no_difference(void **state)
{
    const int32_t from[] = {0, 0, 0, 0}, to[] = {1, 0, 1, 1};
    const int32_t turned[] = {1, 1, 0, 1};
    const double weight[] = {0.1, 0.7, 0.2, 0.3}, turned_weight[] = {0.3, 0.2, 0.7, 0.1};
    geo_correspondence *one = NULL, *other = NULL;
    assert_int_equal(geo_correspondence_make(*state, 1, 2, from, to, weight, 4, NULL, &one),
                     GEO_OK);
    assert_int_equal(
        geo_correspondence_make(*state, 1, 2, from, turned, turned_weight, 4, NULL, &other),
        GEO_OK);
    assert_memory_equal(one->share, other->share, 2 * sizeof(double));
    geo_correspondence_free(one);
    geo_correspondence_free(other);
}

static void what_cannot_correspond(void **state)
{
    const int32_t from[] = {0}, to[] = {2}, in[] = {1};
    const double weight[] = {1}, bad[] = {-1}, none[] = {(double)NAN};
    geo_correspondence *made = NULL;
    assert_int_equal(geo_correspondence_make(*state, 1, 2, from, to, weight, 1, NULL, &made),
                     GEO_ERROR_DATA);
    assert_int_equal(geo_correspondence_make(*state, 1, 2, from, in, bad, 1, NULL, &made),
                     GEO_ERROR_DATA);
    assert_int_equal(geo_correspondence_make(*state, 1, 2, from, in, none, 1, NULL, &made),
                     GEO_ERROR_DATA);
    assert_null(made);
}

static geo_status make_one(geo_context *context, void *data)
{
    const int32_t from[] = {0, 1}, to[] = {0, 0};
    geo_correspondence *made = NULL;
    geo_status status = geo_correspondence_make(context, 2, 1, from, to, data, 2, NULL, &made);
    geo_correspondence_free(made);
    return status;
}

static void memory_that_runs_out(void **state)
{
    (void)state;
    double weight[] = {1, 1};
    assert_int_equal(fail_each_allocation(make_one, weight), 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(shares_of_weights),      UNIT_TEST(what_is_in_none_is_told),
        UNIT_TEST(totals_are_conserved),   UNIT_TEST(the_order_of_parts_makes_no_difference),
        UNIT_TEST(what_cannot_correspond), UNIT_TEST(memory_that_runs_out),
    };
    return cmocka_run_group_tests_name("correspondence", tests, NULL, NULL);
}
