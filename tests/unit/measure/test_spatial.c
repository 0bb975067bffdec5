/* Neighbours by distance, hot spots, clusters and autocorrelation. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <geo/spatial.h>

#include "allocations.h"
#include "near.h"
#include "random.h"
#include "unit.h"

/* ---- the six points of Getis and Ord's example, binary within 15 ---------------------------- */

#define SIX 6
static const double six_x[SIX] = {10, 20, 40, 15, 30, 30};
static const double six_y[SIX] = {10, 10, 10, 20, 20, 30};
static const double six[SIX] = {2, 3, 3.2, 5, 8, 7};

static void hot_and_cold_spots(void **state)
{
    /* spdep 1.2.7, localG(x, nb2listw(include.self(dnearneigh(co, 0, 15)), style = "B")) */
    const double expected[SIX] = {-1.39727626201154442, -0.28917761562712818, 0.65064963516103747,
                                  -0.28917761562712818, 1.23452088351987355,  2.02424330938989527};
    double z[SIX];
    geo_neighbours *near = NULL;
    assert_int_equal(geo_neighbours_within(*state, six_x, six_y, SIX, 15, 0, &near), GEO_OK);
    assert_int_equal(geo_local_g(*state, near, six, z), GEO_OK);
    for (size_t i = 0; i < SIX; i++)
        assert_true(is_near(z[i], expected[i], 1e-13));
    geo_neighbours_free(near);
}

static void no_hot_spots_where_all_are_one(void **state)
{
    const double same[SIX] = {0.1, 0.1, 0.1, 0.1, 0.1, 0.1};
    double z[SIX];
    geo_neighbours *near = NULL;
    assert_int_equal(geo_neighbours_within(*state, six_x, six_y, SIX, 15, 0, &near), GEO_OK);
    assert_int_equal(geo_local_g(*state, near, same, z), GEO_OK);
    for (size_t i = 0; i < SIX; i++)
        assert_true(isnan(z[i]));
    geo_neighbours_free(near);
    near = NULL;
    assert_int_equal(geo_neighbours_within(*state, six_x, six_y, SIX, 1000, 0, &near), GEO_OK);
    assert_int_equal(geo_local_g(*state, near, six, z), GEO_OK);
    for (size_t i = 0; i < SIX; i++)
        assert_true(isnan(z[i]));
    geo_neighbours_free(near);
}

/* ---- neighbours ----------------------------------------------------------------------------- */

static void expect_neighbours(const geo_neighbours *near, size_t i, const char *expected)
{
    char found[100] = "";
    for (size_t p = near->first[i]; p < near->first[i + 1]; p++) {
        size_t used = strlen(found);
        snprintf(found + used, sizeof found - used, "%s%d", used > 0 ? "," : "", near->to[p]);
    }
    assert_string_equal(found, expected);
}

static void the_nearest(void **state)
{
    /* spdep 1.2.7, knn2nb(knearneigh(co, k = 2)), less 1 */
    const char *const expected[SIX] = {"1,3", "0,3", "1,4", "0,1", "1,5", "3,4"};
    geo_neighbours *near = NULL;
    assert_int_equal(geo_neighbours_nearest(*state, six_x, six_y, SIX, 2, &near), GEO_OK);
    for (size_t i = 0; i < SIX; i++)
        expect_neighbours(near, i, expected[i]);
    geo_neighbours_free(near);
    near = NULL;
    assert_int_equal(geo_neighbours_nearest(*state, six_x, six_y, SIX, 0, &near), GEO_ERROR_USAGE);
    assert_int_equal(geo_neighbours_nearest(*state, six_x, six_y, SIX, 6, &near), GEO_ERROR_USAGE);
    assert_int_equal(geo_neighbours_within(*state, six_x, six_y, SIX, 0, 0, &near),
                     GEO_ERROR_USAGE);
    assert_int_equal(geo_neighbours_within(*state, six_x, six_y, SIX, NAN, 0, &near),
                     GEO_ERROR_USAGE);
    assert_null(near);
}

static void weights_by_distance(void **state)
{
    const double x[] = {0, 0, 3, (double)NAN}, y[] = {0, 0, 4, 0};
    geo_neighbours *near = NULL;
    assert_int_equal(geo_neighbours_within(*state, x, y, 4, 5, 2, &near), GEO_OK);
    expect_neighbours(near, 0, "1,2");
    expect_neighbours(near, 3, "");
    assert_true(near->weight[0] == 1 && is_near(near->weight[1], 1.0 / 25, 1e-15));
    geo_neighbours_free(near);
}

#define MANY 400

/* Every point beside every other. */
static void as_by_looking_at_all(void **state)
{
    uint64_t random = 3;
    double x[MANY], y[MANY];
    for (size_t i = 0; i < MANY; i++) {
        x[i] = floor(random_between(&random, 0, i % 2 ? 1000 : 30));
        y[i] = floor(random_between(&random, -500, i % 3 ? 500 : -490));
    }
    geo_neighbours *near = NULL;
    assert_int_equal(geo_neighbours_within(*state, x, y, MANY, 50, 0, &near), GEO_OK);
    for (size_t i = 0; i < MANY; i++) {
        size_t p = near->first[i];
        for (size_t j = 0; j < MANY; j++)
            if (j != i && hypot(x[i] - x[j], y[i] - y[j]) <= 50)
                assert_int_equal(near->to[p++], j);
        assert_int_equal(p, near->first[i + 1]);
    }
    geo_neighbours_free(near);
    near = NULL;
    assert_int_equal(geo_neighbours_nearest(*state, x, y, MANY, 7, &near), GEO_OK);
    for (size_t i = 0; i < MANY; i++)
        for (size_t p = near->first[i]; p < near->first[i + 1]; p++) {
            size_t j = (size_t)near->to[p], nearer = 0;
            double mine = hypot(x[i] - x[j], y[i] - y[j]);
            for (size_t k = 0; k < MANY; k++) {
                double other = hypot(x[i] - x[k], y[i] - y[k]);
                nearer += k != i && (other < mine || (other == mine && k < j));
            }
            assert_true(nearer < 7);
        }
    geo_neighbours_free(near);
}

static void pairs_in_any_order(void **state)
{
    const int32_t from[] = {1, 0, 1, 1, 0}, to[] = {2, 1, 0, 2, 0};
    const double weight[] = {1, 2, 0, 3, 4}, bad[] = {1, 2, -1, 3, 4};
    geo_neighbours *made = NULL;
    assert_int_equal(geo_neighbours_make(*state, 3, from, to, NULL, 5, &made), GEO_OK);
    expect_neighbours(made, 0, "1");
    expect_neighbours(made, 1, "0,2");
    expect_neighbours(made, 2, "");
    assert_null(made->weight);
    geo_neighbours_free(made);
    made = NULL;
    assert_int_equal(geo_neighbours_make(*state, 3, from, to, weight, 5, &made), GEO_OK);
    expect_neighbours(made, 1, "2");
    assert_true(made->weight[1] == 4);
    geo_neighbours_free(made);
    made = NULL;
    assert_int_equal(geo_neighbours_make(*state, 3, from, to, bad, 5, &made), GEO_ERROR_DATA);
    assert_int_equal(geo_neighbours_make(*state, 2, from, to, NULL, 5, &made), GEO_ERROR_DATA);
    assert_null(made);
}

/* ---- a square of five by five, each beside up to eight --------------------------------------- */

#define SIDE   5
#define SQUARE (SIDE * SIDE)
static const double square[SQUARE] = {4, 7,  1, 9, 3, 8, 2, 6, 5,  12, 15, 3, 8,
                                      9, 20, 1, 4, 6, 7, 2, 3, 11, 14, 6,  8};

static geo_neighbours *queens(void **state)
{
    double x[SQUARE], y[SQUARE];
    geo_neighbours *near = NULL;
    for (size_t i = 0; i < SQUARE; i++) {
        x[i] = (double)(i % SIDE);
        y[i] = (double)(i / SIDE);
    }
    assert_int_equal(geo_neighbours_within(*state, x, y, SQUARE, 1.5, 0, &near), GEO_OK);
    return near;
}

static void expect_test(const geo_autocorrelation *found, double statistic, double expected,
                        double variance, double z, double p)
{
    assert_true(is_near(found->statistic, statistic, 1e-12));
    assert_true(is_near(found->expected, expected, 1e-12));
    assert_true(is_near(found->variance, variance, 1e-12));
    assert_true(is_near(found->z, z, 1e-11));
    assert_true(is_near(found->p, p, 1e-11));
}

/* spdep 1.2.7: moran.test and geary.test, alternative = "two.sided", of which the latter's z has
 * the other sign. */
static void moran_and_geary(void **state)
{
    geo_neighbours *near = queens(state);
    geo_spatial_options options = GEO_SPATIAL_OPTIONS_INIT;
    geo_autocorrelation found;
    options.permutations = 0;
    assert_int_equal(geo_moran(*state, near, square, &options, &found), GEO_OK);
    expect_test(&found, -0.053068494992269941, -1.0 / 24, 0.009520980140705175,
                -0.116851332185941709, 0.906977865138853367);
    assert_true(isnan(found.permuted_p));
    assert_int_equal(geo_geary(*state, near, square, &options, &found), GEO_OK);
    expect_test(&found, 0.915003024803387577, 1, 0.020781566830622687, -0.589609302008903602,
                0.555452613939311224);
    options.row_standardised = true;
    assert_int_equal(geo_moran(*state, near, square, &options, &found), GEO_OK);
    expect_test(&found, -0.061937260536398461, -1.0 / 24, 0.010824912391230002,
                -0.194829303230450918, 0.845526581189756987);
    assert_int_equal(geo_geary(*state, near, square, &options, &found), GEO_OK);
    expect_test(&found, 0.956367211131276429, 1, 0.012802973715905174, -0.385618220028501546,
                0.699779437366638390);
    geo_neighbours_free(near);
}

static void neighbours_that_are_not_mutual(void **state)
{
    geo_neighbours *near = NULL;
    geo_autocorrelation found;
    assert_int_equal(geo_neighbours_nearest(*state, six_x, six_y, SIX, 2, &near), GEO_OK);
    assert_int_equal(geo_moran(*state, near, six, NULL, &found), GEO_OK);
    assert_int_equal(found.count, SIX);
    geo_neighbours_free(near);
}

/* Values that rise from west to east, and the same without the two corners of an island. */
static void alike_by_permutation(void **state)
{
    geo_neighbours *near = queens(state);
    geo_spatial_options options = GEO_SPATIAL_OPTIONS_INIT;
    geo_autocorrelation found, again;
    double rising[SQUARE];
    for (size_t i = 0; i < SQUARE; i++)
        rising[i] = (double)(i % SIDE);
    assert_int_equal(geo_moran(*state, near, rising, &options, &found), GEO_OK);
    assert_true(found.statistic > 0.4 && found.permuted_p == 0.002);
    assert_int_equal(geo_geary(*state, near, rising, &options, &found), GEO_OK);
    assert_true(found.statistic < 0.5 && found.permuted_p == 0.002);
    assert_int_equal(geo_moran(*state, near, square, &options, &found), GEO_OK);
    assert_true(fabs(found.permuted_p - found.p) < 0.06);
    options.seed = 2;
    assert_int_equal(geo_moran(*state, near, square, &options, &again), GEO_OK);
    assert_true(again.permuted_p != found.permuted_p);
    geo_neighbours_free(near);
}

static void those_without_a_value_are_not_there(void **state)
{
    geo_neighbours *near = queens(state);
    geo_autocorrelation found;
    double gaps[SQUARE], z[SQUARE];
    memcpy(gaps, square, sizeof gaps);
    /* The corner 0 keeps its value and loses its neighbours. */
    gaps[1] = gaps[5] = gaps[6] = (double)NAN;
    assert_int_equal(geo_moran(*state, near, gaps, NULL, &found), GEO_OK);
    assert_int_equal(found.count, 21);
    assert_int_equal(found.islands, 1);
    geo_local_moran *local = NULL;
    assert_int_equal(geo_local_moran_make(*state, near, gaps, NULL, &local), GEO_OK);
    assert_true(isnan(local->i[0]) && isnan(local->p[0]) && isnan(local->i[1]));
    assert_true(!isnan(local->i[2]));
    geo_local_moran_free(local);
    assert_int_equal(geo_local_g(*state, near, gaps, z), GEO_OK);
    assert_true(isnan(z[1]) && !isnan(z[0]));
    for (size_t i = 3; i < SQUARE; i++)
        gaps[i] = (double)NAN;
    assert_int_equal(geo_moran(*state, near, gaps, NULL, &found), GEO_ERROR_DATA);
    for (size_t i = 0; i < SQUARE; i++)
        gaps[i] = 7.7;
    assert_int_equal(geo_geary(*state, near, gaps, NULL, &found), GEO_ERROR_DATA);
    geo_neighbours_free(near);
}

/* ---- local Moran ---------------------------------------------------------------------------- */

static void clusters_and_outliers(void **state)
{
    /* spdep 1.2.7, localmoran(v, lw) of areas 1, 7, 13 and 25 with style "B" and "W" */
    const size_t area[] = {0, 6, 12, 24};
    const double binary[] = {0.54280096793708410, 0.86267392619479732, -0.67241379310344851,
                             -0.28901996370235938};
    const double standardised[] = {0.180933655979028024, 0.107834240774349666,
                                   -0.084051724137931064, -0.096339987900786461};
    geo_neighbours *near = queens(state);
    geo_spatial_options options = GEO_SPATIAL_OPTIONS_INIT;
    geo_local_moran *local = NULL;
    assert_int_equal(geo_local_moran_make(*state, near, square, &options, &local), GEO_OK);
    for (size_t k = 0; k < 4; k++)
        assert_true(is_near(local->i[area[k]], binary[k], 1e-12));
    assert_int_equal(local->cluster[0], GEO_CLUSTER_LOW_LOW);
    assert_int_equal(local->cluster[12], GEO_CLUSTER_HIGH_LOW);
    assert_int_equal(local->cluster[14], GEO_CLUSTER_HIGH_HIGH);
    for (size_t i = 0; i < SQUARE; i++)
        assert_true(local->p[i] >= 0.002 && local->p[i] <= 1);
    geo_local_moran_free(local);
    local = NULL;
    options.row_standardised = true;
    options.permutations = 0;
    assert_int_equal(geo_local_moran_make(*state, near, square, &options, &local), GEO_OK);
    for (size_t k = 0; k < 4; k++)
        assert_true(is_near(local->i[area[k]], standardised[k], 1e-12));
    assert_true(isnan(local->p[0]));
    geo_local_moran_free(local);
    geo_neighbours_free(near);
}

/* With one neighbour the p value of a draw is known: so many of the others are at or above its
 * value, so many at or below. */
static void draws_of_one_neighbour(void **state)
{
    const int32_t from[] = {0}, to[] = {10};
    geo_neighbours *near = NULL;
    geo_local_moran *local = NULL;
    geo_spatial_options options = GEO_SPATIAL_OPTIONS_INIT;
    double value[101];
    options.permutations = 99999;
    for (size_t i = 0; i < 101; i++)
        value[i] = (double)i;
    assert_int_equal(geo_neighbours_make(*state, 101, from, to, NULL, 1, &near), GEO_OK);
    assert_int_equal(geo_local_moran_make(*state, near, value, &options, &local), GEO_OK);
    assert_true(fabs(local->p[0] - 0.2) < 0.006);
    assert_true(isnan(local->p[1]));
    geo_local_moran_free(local);
    geo_neighbours_free(near);
}

/* Few neighbours are drawn in another way than many: both draw from the same. */
static void draws_of_few_and_of_many(void **state)
{
    uint64_t random = 5;
    double x[MANY], y[MANY], value[MANY];
    geo_spatial_options options = GEO_SPATIAL_OPTIONS_INIT;
    options.permutations = 20000;
    for (size_t i = 0; i < MANY; i++) {
        x[i] = random_between(&random, 0, 100);
        y[i] = random_between(&random, 0, 100);
        value[i] = x[i] + random_between(&random, 0, 150);
    }
    for (size_t k = 20; k <= 60; k += 40) {
        geo_neighbours *near = NULL;
        geo_local_moran *local = NULL;
        assert_int_equal(geo_neighbours_nearest(*state, x, y, MANY, k, &near), GEO_OK);
        assert_int_equal(geo_local_moran_make(*state, near, value, &options, &local), GEO_OK);
        for (size_t i = 0; i < MANY; i += 37) {
            /* The mean of k drawn without replacement is near normal. */
            double sum = 0, squares = 0, around = 0, n = MANY - 1;
            for (size_t j = 0; j < MANY; j++)
                sum += j == i ? 0 : value[j];
            for (size_t j = 0; j < MANY; j++)
                squares += j == i ? 0 : pow(value[j] - sum / n, 2);
            for (size_t p = near->first[i]; p < near->first[i + 1]; p++)
                around += value[near->to[p]];
            double spread = sqrt((double)k * squares / (n - 1) * (1 - (double)k / n));
            double z = (around - (double)k * sum / n) / spread;
            assert_true(fabs(local->p[i] - erfc(fabs(z) / sqrt(2))) < 0.03);
        }
        geo_local_moran_free(local);
        geo_neighbours_free(near);
    }
}

static void the_same_for_any_number_of_threads(void **state)
{
    geo_neighbours *near = queens(state);
    geo_local_moran *one = NULL, *many = NULL;
    geo_autocorrelation whole, shared;
    geo_context_set_threads(*state, 1);
    assert_int_equal(geo_local_moran_make(*state, near, square, NULL, &one), GEO_OK);
    assert_int_equal(geo_moran(*state, near, square, NULL, &whole), GEO_OK);
    geo_context_set_threads(*state, 7);
    assert_int_equal(geo_local_moran_make(*state, near, square, NULL, &many), GEO_OK);
    assert_int_equal(geo_moran(*state, near, square, NULL, &shared), GEO_OK);
    assert_memory_equal(one->p, many->p, sizeof square);
    assert_true(whole.permuted_p == shared.permuted_p);
    geo_local_moran_free(one);
    geo_local_moran_free(many);
    geo_neighbours_free(near);
}

/* ---- memory --------------------------------------------------------------------------------- */

static geo_status do_all(geo_context *context, void *data)
{
    (void)data;
    double z[SIX];
    geo_neighbours *near = NULL, *weighted = NULL;
    geo_local_moran *local = NULL;
    geo_autocorrelation found;
    geo_context_set_threads(context, 2);
    geo_status status = geo_neighbours_nearest(context, six_x, six_y, SIX, 2, &near);
    if (status == GEO_OK)
        status = geo_neighbours_within(context, six_x, six_y, SIX, 15, 1, &weighted);
    if (status == GEO_OK)
        status = geo_local_g(context, near, six, z);
    if (status == GEO_OK)
        status = geo_local_moran_make(context, near, six, NULL, &local);
    if (status == GEO_OK)
        status = geo_moran(context, near, six, NULL, &found);
    geo_neighbours_free(near);
    geo_neighbours_free(weighted);
    geo_local_moran_free(local);
    return status;
}

static void memory_that_runs_out(void **state)
{
    (void)state;
    assert_true(fail_each_allocation(do_all, NULL) > 30);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(hot_and_cold_spots),
        UNIT_TEST(no_hot_spots_where_all_are_one),
        UNIT_TEST(the_nearest),
        UNIT_TEST(weights_by_distance),
        UNIT_TEST(as_by_looking_at_all),
        UNIT_TEST(pairs_in_any_order),
        UNIT_TEST(moran_and_geary),
        UNIT_TEST(neighbours_that_are_not_mutual),
        UNIT_TEST(alike_by_permutation),
        UNIT_TEST(those_without_a_value_are_not_there),
        UNIT_TEST(clusters_and_outliers),
        UNIT_TEST(draws_of_one_neighbour),
        UNIT_TEST(draws_of_few_and_of_many),
        UNIT_TEST(the_same_for_any_number_of_threads),
        UNIT_TEST(memory_that_runs_out),
    };
    return cmocka_run_group_tests_name("spatial", tests, NULL, NULL);
}
