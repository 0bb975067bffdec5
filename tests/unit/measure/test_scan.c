/* The circular scan. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <geo/spatial.h>

#include "allocations.h"
#include "near.h"
#include "random.h"
#include "unit.h"

static void ratios(void **state)
{
    (void)state;
    assert_true(is_near(geo_scan_ratio(30, 15, 100), 7.203494, 1e-7));
    assert_true(geo_scan_ratio(15, 15, 100) == 0 && geo_scan_ratio(3, 15, 100) == 0);
    assert_true(is_near(geo_scan_ratio(100, 50, 100), 100 * log(2), 1e-15));
    assert_true(isnan(geo_scan_ratio(-1, 15, 100)) && isnan(geo_scan_ratio(101, 15, 100)));
    assert_true(isnan(geo_scan_ratio(1, 0, 100)) && isnan(geo_scan_ratio(1, 100, 100)));
}

/* ---- a square of ten by ten, a kilometre apart, 100 people each ------------------------------ */

#define SIDE   10
#define SQUARE 100

typedef struct map {
    double x[SQUARE], y[SQUARE], people[SQUARE];
    int64_t count[SQUARE];
} map;

/* Two incidents each; ten each in the three by three about (2, 2), six in the two by two of a
 * corner. */
static map with_clusters(void)
{
    map made;
    for (size_t i = 0; i < SQUARE; i++) {
        size_t column = i % SIDE, row = i / SIDE;
        made.x[i] = 1000 * (double)column;
        made.y[i] = 1000 * (double)row;
        made.people[i] = 100;
        made.count[i] = column >= 1 && column <= 3 && row >= 1 && row <= 3 ? 10
                        : column >= 8 && row >= 8                          ? 6
                                                                           : 2;
    }
    return made;
}

static void clusters_by_their_ratio(void **state)
{
    const map of = with_clusters();
    geo_scan *scan = NULL;
    assert_int_equal(geo_scan_make(*state, of.x, of.y, of.count, of.people, SQUARE, NULL, &scan),
                     GEO_OK);
    const geo_scan_cluster *first = &scan->cluster[0], *second = &scan->cluster[1];
    assert_int_equal(scan->incidents, 288);
    assert_int_equal(first->centre, 22);
    assert_int_equal(first->area_count, 9);
    assert_int_equal(first->incidents, 90);
    assert_true(is_near(first->radius_m, 1000 * sqrt(2), 1e-12));
    assert_true(is_near(first->expected, 288 * 0.09, 1e-12));
    assert_true(is_near(first->ratio, geo_scan_ratio(90, 288 * 0.09, 288), 1e-12));
    assert_true(is_near(first->relative_risk, (90 / 25.92) / (198 / 262.08), 1e-12));
    assert_true(first->p == 0.001);
    assert_int_equal(second->area_count, 4);
    assert_true(second->ratio < first->ratio && second->p > first->p);
    for (size_t i = 1; i < scan->count; i++)
        assert_true(scan->cluster[i].ratio <= scan->cluster[i - 1].ratio);
    geo_scan_free(scan);
}

static void no_two_have_an_area_in_common(void **state)
{
    const map of = with_clusters();
    bool taken[SQUARE] = {false};
    geo_scan *scan = NULL;
    assert_int_equal(geo_scan_make(*state, of.x, of.y, of.count, of.people, SQUARE, NULL, &scan),
                     GEO_OK);
    for (size_t i = 0; i < scan->count; i++)
        for (size_t k = 0; k < scan->cluster[i].area_count; k++) {
            assert_false(taken[scan->cluster[i].area[k]]);
            taken[scan->cluster[i].area[k]] = true;
        }
    geo_scan_free(scan);
}

/* ---- beside looking at all circles ----------------------------------------------------------- */

#define FEW 40

typedef struct few {
    double x[FEW], y[FEW], people[FEW];
    int64_t count[FEW];
} few;

static few scattered(uint64_t random)
{
    few made;
    for (size_t i = 0; i < FEW; i++) {
        made.x[i] = floor(random_between(&random, 0, 12));
        made.y[i] = floor(random_between(&random, 0, 12));
        made.people[i] = floor(random_between(&random, 50, 500));
        made.count[i] = (int64_t)random_between(&random, 0, 12);
    }
    made.people[3] = 0;
    made.people[4] = made.x[5] = (double)NAN;
    return made;
}

/* The highest ratio of a circle about i that reaches just to j. */
static double highest_ratio(const few *of, double most_share, double most_radius_m)
{
    double all = 0, people = 0, highest = 0;
    bool counts[FEW];
    for (size_t i = 0; i < FEW; i++) {
        counts[i] = isfinite(of->x[i]) && of->people[i] > 0;
        all += counts[i] ? (double)of->count[i] : 0;
        people += counts[i] ? of->people[i] : 0;
    }
    for (size_t i = 0; i < FEW; i++)
        for (size_t j = 0; counts[i] && j < FEW; j++) {
            double radius = hypot(of->x[i] - of->x[j], of->y[i] - of->y[j]), inside = 0, held = 0;
            if (!counts[j] || (most_radius_m > 0 && radius > most_radius_m))
                continue;
            for (size_t k = 0; k < FEW; k++)
                if (counts[k] && hypot(of->x[i] - of->x[k], of->y[i] - of->y[k]) <= radius) {
                    inside += (double)of->count[k];
                    held += of->people[k];
                }
            double expected = held / people * all;
            if (held <= most_share * people && inside > expected)
                highest = fmax(highest, geo_scan_ratio(inside, expected, all));
        }
    return highest;
}

static void as_by_looking_at_all(void **state)
{
    for (uint64_t seed = 1; seed <= 30; seed++) {
        const few of = scattered(seed);
        geo_scan_options options = GEO_SCAN_OPTIONS_INIT;
        options.permutations = 0;
        options.most_share = seed % 3 == 0 ? 0.1 : 0.5;
        options.most_radius_m = seed % 2 == 0 ? 3 : 0;
        geo_scan *scan = NULL;
        assert_int_equal(
            geo_scan_make(*state, of.x, of.y, of.count, of.people, FEW, &options, &scan), GEO_OK);
        double expected = highest_ratio(&of, options.most_share, options.most_radius_m);
        assert_true(is_near(scan->count > 0 ? scan->cluster[0].ratio : 0, expected, 1e-12));
        assert_true(scan->count == 0 || isnan(scan->cluster[0].p));
        geo_scan_free(scan);
    }
}

/* ---- chance --------------------------------------------------------------------------------- */

/* Maps without any cluster but chance's: p is as likely below a tenth as a tenth. */
static void p_of_maps_by_chance(void **state)
{
    uint64_t random = 17;
    int below = 0;
    geo_scan_options options = GEO_SCAN_OPTIONS_INIT;
    options.permutations = 99;
    for (int m = 0; m < 300; m++) {
        map of = with_clusters();
        memset(of.count, 0, sizeof of.count);
        for (size_t i = 0; i < SQUARE; i++)
            of.people[i] = i % 2 ? 300 : 100;
        for (int k = 0; k < 200; k++) {
            size_t i = random_below(&random, 400);
            of.count[i < 300 ? 2 * (i % 50) + 1 : 2 * (i % 50)]++;
        }
        geo_scan *scan = NULL;
        options.seed = (uint64_t)m;
        assert_int_equal(
            geo_scan_make(*state, of.x, of.y, of.count, of.people, SQUARE, &options, &scan),
            GEO_OK);
        below += scan->cluster[0].p <= 0.1;
        geo_scan_free(scan);
    }
    /* 30 expected, with a standard deviation of 5.2. */
    assert_in_range(below, 12, 48);
}

static void the_same_for_any_number_of_threads(void **state)
{
    const map of = with_clusters();
    geo_scan *one = NULL, *many = NULL;
    geo_context_set_threads(*state, 1);
    assert_int_equal(geo_scan_make(*state, of.x, of.y, of.count, of.people, SQUARE, NULL, &one),
                     GEO_OK);
    geo_context_set_threads(*state, 6);
    assert_int_equal(geo_scan_make(*state, of.x, of.y, of.count, of.people, SQUARE, NULL, &many),
                     GEO_OK);
    assert_int_equal(one->count, many->count);
    for (size_t i = 0; i < one->count; i++)
        assert_true(one->cluster[i].p == many->cluster[i].p &&
                    one->cluster[i].ratio == many->cluster[i].ratio);
    geo_scan_free(one);
    geo_scan_free(many);
}

static void what_cannot_be_scanned(void **state)
{
    const double x[] = {0, 1}, people[] = {5, 5}, nobody[] = {0, 5};
    const int64_t count[] = {1, 2}, none[] = {0, 0}, negative[] = {1, -2};
    geo_scan_options options = GEO_SCAN_OPTIONS_INIT;
    geo_scan *scan = NULL;
    assert_int_equal(geo_scan_make(*state, x, x, none, people, 2, NULL, &scan), GEO_ERROR_DATA);
    assert_int_equal(geo_scan_make(*state, x, x, count, nobody, 2, NULL, &scan), GEO_ERROR_DATA);
    assert_int_equal(geo_scan_make(*state, x, x, negative, people, 2, NULL, &scan), GEO_ERROR_DATA);
    options.most_share = 0.6;
    assert_int_equal(geo_scan_make(*state, x, x, count, people, 2, &options, &scan),
                     GEO_ERROR_USAGE);
    options.most_share = 0.5;
    options.most_radius_m = -1;
    assert_int_equal(geo_scan_make(*state, x, x, count, people, 2, &options, &scan),
                     GEO_ERROR_USAGE);
    assert_null(scan);
}

static geo_status scan_some(geo_context *context, void *data)
{
    const few *of = data;
    geo_scan *scan = NULL;
    geo_status status =
        geo_scan_make(context, of->x, of->y, of->count, of->people, FEW, NULL, &scan);
    geo_scan_free(scan);
    return status;
}

static void memory_that_runs_out(void **state)
{
    (void)state;
    few of = scattered(1);
    assert_true(fail_each_allocation(scan_some, &of) > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(ratios),
        UNIT_TEST(clusters_by_their_ratio),
        UNIT_TEST(no_two_have_an_area_in_common),
        UNIT_TEST(as_by_looking_at_all),
        UNIT_TEST(p_of_maps_by_chance),
        UNIT_TEST(the_same_for_any_number_of_threads),
        UNIT_TEST(what_cannot_be_scanned),
        UNIT_TEST(memory_that_runs_out),
    };
    return cmocka_run_group_tests_name("scan", tests, NULL, NULL);
}
