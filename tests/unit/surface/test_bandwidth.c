/* Bandwidths by rule, beside R's and a sum over all pairs written out. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <geo/surface.h>

#include "allocations.h"
#include "core/memory.h"
#include "random.h"
#include "unit.h"

/* The points of Getis and Ord's example. */
static const double six_x[] = {10, 20, 40, 15, 30, 30};
static const double six_y[] = {10, 10, 10, 20, 20, 30};

/* Four clusters, of which some points stand on others. */
static const double town_x[] = {0, 0, 0, 120, 150, 900, 950, 950, 1000, 1040, 400, 420, 430, 60};
static const double town_y[] = {0, 0, 0, 40, 90, 700, 680, 680, 650, 720, 300, 310, 330, 600};
enum { SIX = 6, TOWN = 14 };

static geo_places *places_of(geo_context *context, const double *x, const double *y,
                             const double *weight, size_t count)
{
    geo_place_collector *collector = NULL;
    geo_places *places = NULL;
    assert_int_equal(geo_place_collector_new(context, &collector), GEO_OK);
    assert_int_equal(geo_place_collector_add(context, collector, x, y, weight, count), GEO_OK);
    assert_int_equal(geo_place_collector_finish(context, collector, &places), GEO_OK);
    geo_place_collector_free(collector);
    return places;
}

static double own_of(geo_context *context, const geo_places *places, geo_bandwidth_rule rule)
{
    geo_bandwidth found = {0, 0, false};
    if (geo_bandwidth_find(context, places, rule, geo_bandwidth_rule_kernel(rule), &found) !=
        GEO_OK)
        fail_msg("%s", geo_message(context));
    assert_true(found.bandwidth_m == found.own_m);
    return found.own_m;
}

static void assert_near(double value, double expected, double tolerance)
{
    if (!(fabs(value - expected) <= tolerance * fabs(expected)))
        fail_msg("%.12g, expected %.12g", value, expected);
}

/* R 4.2.2, spatstat.explore 3.0-6: bw.scott(X, isotropic = TRUE), mad(x, constant = 1 / 0.6745) and
 * optimize() of the score with dist(). Of the six points ArcGIS's rule gives SD 12.6106, Dm
 * 12.1537. */
static void worked_values(void **state)
{
    geo_places *six = places_of(*state, six_x, six_y, NULL, SIX);
    geo_places *town = places_of(*state, town_x, town_y, NULL, TOWN);
    assert_near(own_of(*state, six, GEO_BANDWIDTH_SCOTT), 7.07597949559, 1e-11);
    assert_near(own_of(*state, six, GEO_BANDWIDTH_SILVERMAN), 7.93138, 1e-6);
    assert_near(own_of(*state, six, GEO_BANDWIDTH_BOWMAN_FOSTER), 6.73506520694, 1e-11);
    assert_near(own_of(*state, town, GEO_BANDWIDTH_SCOTT), 228.806044038, 1e-11);
    assert_near(own_of(*state, town, GEO_BANDWIDTH_SILVERMAN), 264.575652993, 1e-11);
    assert_near(own_of(*state, town, GEO_BANDWIDTH_BOWMAN_FOSTER), 345.910403745, 1e-11);
    assert_near(own_of(*state, town, GEO_BANDWIDTH_LSCV), 70.2365369347, 1e-5);
    geo_places_free(six);
    geo_places_free(town);
}

/* The score of the head of bandwidth_cross.c, pair by pair. */
static double score_of(const geo_places *places, double h)
{
    const double pi = 3.14159265358979323846;
    double total = 0, squared = 0, left_out = 0;
    for (size_t i = 0; i < places->count; i++)
        total += places->weight[i];
    for (size_t i = 0; i < places->count; i++)
        for (size_t j = 0; j < places->count; j++) {
            double d2 = pow(places->x[i] - places->x[j], 2) + pow(places->y[i] - places->y[j], 2);
            double product = places->weight[i] * places->weight[j];
            squared += product * exp(-d2 / (4 * h * h)) / (4 * pi * h * h);
            if (i != j)
                left_out += product * exp(-d2 / (2 * h * h)) / (2 * pi * h * h) /
                            (total - places->weight[i]);
        }
    return squared / (total * total) - 2 * left_out / total;
}

static void no_bandwidth_scores_lower(void **state)
{
    enum { POINTS = 300 };
    double x[POINTS], y[POINTS], weight[POINTS];
    uint64_t seed = 3;
    for (size_t i = 0; i < POINTS; i++) {
        double side = i % 5 == 0 ? 3000 : 300;
        x[i] = 1000 + random_between(&seed, -side, side);
        y[i] = (double)(i % 3) * 900 + random_between(&seed, -side, side);
        weight[i] = (double)(1 + random_below(&seed, 4));
    }
    geo_places *places = places_of(*state, x, y, weight, POINTS);
    double found = own_of(*state, places, GEO_BANDWIDTH_LSCV);
    double lowest = score_of(places, found), scott = own_of(*state, places, GEO_BANDWIDTH_SCOTT);
    for (double h = scott / 50; h < 1.5 * scott; h *= 1.01)
        assert_true(score_of(places, h) >= lowest * (1 + (lowest < 0 ? 1e-9 : -1e-9)));
    assert_true(score_of(places, found * 1.01) > lowest && score_of(places, found / 1.01) > lowest);
    geo_places_free(places);
}

/* A place that weighs three is as three incidents there. */
static void weights_are_incidents(void **state)
{
    const double x[] = {10, 20, 40, 15, 15, 15, 30, 30}, y[] = {10, 10, 10, 20, 20, 20, 20, 30};
    const double weight[] = {1, 1, 1, 3, 1, 1};
    geo_places *each = places_of(*state, x, y, NULL, 8);
    geo_places *weighed = places_of(*state, six_x, six_y, weight, SIX);
    for (int rule = 0; rule < GEO_BANDWIDTH_RULE_COUNT; rule++)
        assert_near(own_of(*state, weighed, (geo_bandwidth_rule)rule),
                    own_of(*state, each, (geo_bandwidth_rule)rule), 1e-14);
    geo_places_free(each);
    geo_places_free(weighed);
}

static void kernels_smooth_alike(void **state)
{
    geo_places *six = places_of(*state, six_x, six_y, NULL, SIX);
    geo_bandwidth quartic, gaussian;
    assert_int_equal(
        geo_bandwidth_find(*state, six, GEO_BANDWIDTH_SCOTT, GEO_KERNEL_QUARTIC, &quartic), GEO_OK);
    assert_near(quartic.bandwidth_m, 7.07597949559 * sqrt(8), 1e-11);
    assert_near(quartic.own_m, 7.07597949559, 1e-11);
    assert_int_equal(
        geo_bandwidth_find(*state, six, GEO_BANDWIDTH_SILVERMAN, GEO_KERNEL_GAUSSIAN, &gaussian),
        GEO_OK);
    assert_near(gaussian.bandwidth_m, 7.93138 / sqrt(8), 1e-6);
    geo_places_free(six);
}

static void the_same_for_any_threads_and_order(void **state)
{
    double x[TOWN], y[TOWN];
    for (size_t i = 0; i < TOWN; i++) {
        x[i] = town_x[(i * 5) % TOWN];
        y[i] = town_y[(i * 5) % TOWN];
    }
    geo_places *town = places_of(*state, town_x, town_y, NULL, TOWN);
    geo_places *shuffled = places_of(*state, x, y, NULL, TOWN);
    for (int rule = 0; rule < GEO_BANDWIDTH_RULE_COUNT; rule++) {
        geo_context_set_threads(*state, 1);
        double one = own_of(*state, town, (geo_bandwidth_rule)rule);
        geo_context_set_threads(*state, 3);
        assert_true(own_of(*state, town, (geo_bandwidth_rule)rule) == one);
        assert_true(own_of(*state, shuffled, (geo_bandwidth_rule)rule) == one);
    }
    geo_places_free(town);
    geo_places_free(shuffled);
}

static void names(void **state)
{
    geo_bandwidth_rule rule = GEO_BANDWIDTH_RULE_COUNT;
    for (int i = 0; i < GEO_BANDWIDTH_RULE_COUNT; i++) {
        const char *name = geo_bandwidth_rule_name((geo_bandwidth_rule)i);
        assert_int_equal(geo_bandwidth_rule_parse(*state, name, &rule), GEO_OK);
        assert_int_equal(rule, i);
    }
    assert_int_equal(geo_bandwidth_rule_parse(*state, "thumb", &rule), GEO_ERROR_USAGE);
    assert_non_null(strstr(geo_message(*state), "scott, silverman, bowman-foster, lscv"));
    assert_string_equal(geo_bandwidth_rule_name(GEO_BANDWIDTH_RULE_COUNT), "unknown");
}

static void assert_refused(geo_context *context, const double *x, const double *y, size_t count,
                           geo_bandwidth_rule rule)
{
    geo_bandwidth found = {-1, -1, false};
    geo_places *places = places_of(context, x, y, NULL, count);
    assert_int_equal(geo_bandwidth_find(context, places, rule, GEO_KERNEL_QUARTIC, &found),
                     GEO_ERROR_DATA);
    assert_non_null(strstr(geo_message(context), "give metres"));
    assert_true(found.own_m == -1);
    geo_places_free(places);
}

static void places_without_spread(void **state)
{
    static const double same[] = {5, 5, 5, 5, 5, 9}, other[] = {1, 1, 1, 1, 2, 7};
    geo_bandwidth found;
    for (int rule = 0; rule < GEO_BANDWIDTH_RULE_COUNT; rule++) {
        assert_refused(*state, same, same, 0, (geo_bandwidth_rule)rule);
        assert_refused(*state, same, same, 4, (geo_bandwidth_rule)rule);
    }
    assert_refused(*state, same, other, 5, GEO_BANDWIDTH_SCOTT);
    assert_refused(*state, same, other, 5, GEO_BANDWIDTH_LSCV);
    assert_refused(*state, same, other, 6, GEO_BANDWIDTH_BOWMAN_FOSTER);
    geo_places *six = places_of(*state, six_x, six_y, NULL, SIX);
    assert_int_equal(
        geo_bandwidth_find(*state, six, GEO_BANDWIDTH_RULE_COUNT, GEO_KERNEL_QUARTIC, &found),
        GEO_ERROR_USAGE);
    assert_int_equal(geo_bandwidth_find(*state, six, GEO_BANDWIDTH_SCOTT, GEO_KERNEL_COUNT, &found),
                     GEO_ERROR_USAGE);
    geo_places_free(six);
}

static void too_many_places_for_pairs(void **state)
{
    enum { MANY = GEO_LSCV_PLACES_MOST + 1 };
    double *x = calloc(MANY, sizeof *x);
    geo_bandwidth found;
    assert_non_null(x);
    for (size_t i = 0; i < MANY; i++)
        x[i] = (double)i;
    geo_places *places = places_of(*state, x, x, NULL, MANY);
    assert_int_equal(
        geo_bandwidth_find(*state, places, GEO_BANDWIDTH_LSCV, GEO_KERNEL_QUARTIC, &found),
        GEO_ERROR_LIMIT);
    geo_places_free(places);
    free(x);
}

static geo_status find_one(geo_context *context, void *data)
{
    geo_bandwidth found;
    return geo_bandwidth_find(context, data, GEO_BANDWIDTH_LSCV, GEO_KERNEL_QUARTIC, &found);
}

static void memory_that_runs_out(void **state)
{
    geo_places *town = places_of(*state, town_x, town_y, NULL, TOWN);
    assert_true(fail_each_allocation(find_one, town) >= 2);
    geo_places_free(town);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(worked_values),
        UNIT_TEST(no_bandwidth_scores_lower),
        UNIT_TEST(weights_are_incidents),
        UNIT_TEST(kernels_smooth_alike),
        UNIT_TEST(the_same_for_any_threads_and_order),
        UNIT_TEST(names),
        UNIT_TEST(places_without_spread),
        UNIT_TEST(too_many_places_for_pairs),
        UNIT_TEST(memory_that_runs_out),
    };
    return cmocka_run_group_tests_name("bandwidth", tests, NULL, NULL);
}
