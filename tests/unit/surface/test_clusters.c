/* Clusters by density: drawn by hand, and against the definitions put into words one by one. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <geo/clusters.h>

#include "allocations.h"
#include "random.h"
#include "unit.h"

static geo_clusters *clusters_of(geo_context *context, const double *x, const double *y,
                                 const int64_t *incidents, size_t count, double distance_m,
                                 int64_t min_incidents)
{
    const geo_cluster_options options = {distance_m, min_incidents};
    geo_clusters *made = NULL;
    if (geo_clusters_make(context, x, y, incidents, count, &options, &made) != GEO_OK)
        fail_msg("%s", geo_message(context));
    assert_int_equal(made->place_count, count);
    return made;
}

static void assert_clusters(const geo_clusters *made, const int32_t *cluster)
{
    for (size_t i = 0; i < made->place_count; i++)
        if (made->cluster[i] != cluster[i])
            fail_msg("place %zu is in %d, expected %d", i, made->cluster[i], cluster[i]);
}

/* ---- drawn by hand -------------------------------------------------------------------------- */

static void no_places(void **state)
{
    geo_clusters *made = clusters_of(*state, NULL, NULL, NULL, 0, 10, 1);
    assert_int_equal(made->count, 0);
    geo_clusters_free(made);
    geo_clusters_free(NULL);
}

/* 100 apart: with a neighbourhood of 100 the middle one of three has 3, the ends 2 each. */
static void on_a_line(void **state)
{
    static const double x[] = {0, 100, 200, 400, 500, 900}, y[] = {0, 0, 0, 0, 0, 0};
    static const int32_t of_three[] = {0, 0, 0, -1, -1, -1}, of_two[] = {0, 0, 0, 1, 1, -1};
    geo_clusters *made = clusters_of(*state, x, y, NULL, 6, 100, 3);
    assert_clusters(made, of_three);
    assert_int_equal(made->count, 1);
    assert_int_equal(made->incidents[0], 3);
    assert_true(!made->is_core[0] && made->is_core[1] && !made->is_core[2]);
    geo_clusters_free(made);
    made = clusters_of(*state, x, y, NULL, 6, 100, 2);
    assert_clusters(made, of_two);
    assert_int_equal(made->count, 2);
    assert_true(made->is_core[0] && made->is_core[4] && !made->is_core[5]);
    assert_true(made->places[0] == 3 && made->places[1] == 2);
    geo_clusters_free(made);
}

static void all_noise_and_all_one(void **state)
{
    static const double x[] = {0, 30, 30, 0}, y[] = {0, 0, 40, 40};
    static const int32_t none[] = {-1, -1, -1, -1}, one[] = {0, 0, 0, 0};
    geo_clusters *made = clusters_of(*state, x, y, NULL, 4, 49.999, 4);
    assert_clusters(made, none);
    assert_int_equal(made->count, 0);
    geo_clusters_free(made);
    /* The diagonal is 50: all see all. */
    made = clusters_of(*state, x, y, NULL, 4, 50, 4);
    assert_clusters(made, one);
    geo_clusters_free(made);
}

/* Five incidents at one spot are dense however they are written down. */
static void incidents_at_one_spot(void **state)
{
    static const double x[] = {7, 7, 7, 7, 7, 60}, y[] = {3, 3, 3, 3, 3, 3};
    static const double far_x[] = {7, 60}, far_y[] = {3, 3};
    static const int64_t incidents[] = {5, 1}, others[] = {4, 1};
    static const int32_t five[] = {0, 0, 0, 0, 0, -1}, one[] = {0, -1}, none[] = {-1, -1};
    geo_clusters *made = clusters_of(*state, x, y, NULL, 6, 50, 5);
    assert_clusters(made, five);
    assert_true(made->incidents[0] == 5 && made->places[0] == 5);
    geo_clusters_free(made);
    made = clusters_of(*state, far_x, far_y, incidents, 2, 50, 5);
    assert_clusters(made, one);
    assert_true(made->incidents[0] == 5 && made->places[0] == 1);
    geo_clusters_free(made);
    made = clusters_of(*state, far_x, far_y, others, 2, 50, 5);
    assert_clusters(made, none);
    geo_clusters_free(made);
}

/* A place between two dense ones that is not dense itself belongs to the nearer; half way to the
 * northern, and on a line from west to east to the western. */
static void between_two(void **state)
{
    static const int64_t incidents[] = {10, 5, 1, 5, 10};
    static const double none[] = {0, 0, 0, 0, 0}, near[] = {-50, 0, 90, 200, 250};
    static const double half[] = {-50, 0, 100, 200, 250};
    static const int32_t first[] = {0, 0, 0, 1, 1}, last[] = {1, 1, 0, 0, 0};
    geo_clusters *made = clusters_of(*state, none, near, incidents, 5, 120, 12);
    assert_clusters(made, first);
    assert_false(made->is_core[2]);
    assert_true(made->incidents[0] == 16 && made->incidents[1] == 15);
    geo_clusters_free(made);
    made = clusters_of(*state, none, half, incidents, 5, 120, 12);
    assert_clusters(made, last);
    geo_clusters_free(made);
    made = clusters_of(*state, half, none, incidents, 5, 120, 12);
    assert_clusters(made, first);
    geo_clusters_free(made);
}

/* By incidents; of equal ones the northern first, then the western. */
static void in_order(void **state)
{
    static const double x[] = {0, 500, 1000, 500}, y[] = {0, 900, 900, 0};
    static const int64_t incidents[] = {9, 7, 7, 7};
    static const int32_t expected[] = {0, 1, 2, 3};
    geo_clusters *made = clusters_of(*state, x, y, incidents, 4, 10, 5);
    assert_clusters(made, expected);
    geo_clusters_free(made);
}

/* A stray place a million km away does not put all others into one square of the search; most of
 * 64 bits is not too much. */
static void far_away_and_heavy(void **state)
{
    static const double x[] = {0, 5, 1e9, -1e150}, y[] = {0, 0, 1e9, 1e150};
    static const int64_t incidents[] = {INT64_MAX - 1, 1, 3, 0}, more[] = {INT64_MAX - 1, 2, 3, 0};
    static const int32_t expected[] = {0, 0, 1, -1};
    geo_clusters *made = NULL;
    const geo_cluster_options options = {10, 3};
    made = clusters_of(*state, x, y, incidents, 3, 10, 3);
    assert_clusters(made, expected);
    assert_true(made->incidents[0] == INT64_MAX);
    geo_clusters_free(made);
    made = clusters_of(*state, x, y, incidents, 4, 10, 3);
    assert_clusters(made, expected);
    geo_clusters_free(made);
    made = NULL;
    assert_int_equal(geo_clusters_make(*state, x, y, more, 3, &options, &made), GEO_ERROR_LIMIT);
    assert_null(made);
}

/* ---- the definitions, one by one ------------------------------------------------------------ */

enum { MOST = 300 };

typedef struct places {
    size_t count;
    double x[MOST], y[MOST];
    int64_t incidents[MOST];
} places;

static bool is_near(const places *all, size_t i, size_t j, double distance_m)
{
    double east = all->x[j] - all->x[i], north = all->y[j] - all->y[i];
    return east * east + north * north <= distance_m * distance_m;
}

static void find_core(const places *all, const geo_cluster_options *options, bool *is_core)
{
    for (size_t i = 0; i < all->count; i++) {
        int64_t sum = 0;
        for (size_t j = 0; j < all->count; j++)
            sum += is_near(all, i, j, options->distance_m) ? all->incidents[j] : 0;
        is_core[i] = sum >= options->min_incidents;
    }
}

/* Core places get the least index that they are reached from. */
static void spread_groups(const places *all, double distance_m, const bool *is_core, size_t *group)
{
    bool is_settled = false;
    for (size_t i = 0; i < all->count; i++)
        group[i] = i;
    while (!is_settled) {
        is_settled = true;
        for (size_t i = 0; i < all->count; i++)
            for (size_t j = 0; j < all->count; j++)
                if (is_core[i] && is_core[j] && is_near(all, i, j, distance_m) &&
                    group[j] < group[i]) {
                    group[i] = group[j];
                    is_settled = false;
                }
    }
}

static double squared_to_core(const places *all, const bool *is_core, const geo_clusters *made,
                              size_t i, int32_t cluster)
{
    double least = INFINITY;
    for (size_t j = 0; j < all->count; j++)
        if (is_core[j] && (cluster == GEO_NO_CODE || made->cluster[j] == cluster))
            least = fmin(least, (all->x[j] - all->x[i]) * (all->x[j] - all->x[i]) +
                                    (all->y[j] - all->y[i]) * (all->y[j] - all->y[i]));
    return least;
}

static void check_place(const places *all, const geo_cluster_options *options, const bool *is_core,
                        const size_t *group, const geo_clusters *made, size_t i)
{
    double most_squared = options->distance_m * options->distance_m;
    assert_int_equal(made->is_core[i], is_core[i]);
    if (is_core[i]) {
        for (size_t j = 0; j < i; j++)
            if (is_core[j])
                assert_int_equal(group[i] == group[j], made->cluster[i] == made->cluster[j]);
    } else if (made->cluster[i] == GEO_NO_CODE) {
        assert_true(squared_to_core(all, is_core, made, i, GEO_NO_CODE) > most_squared);
    } else {
        double nearest = squared_to_core(all, is_core, made, i, GEO_NO_CODE);
        assert_true(nearest <= most_squared);
        assert_true(squared_to_core(all, is_core, made, i, made->cluster[i]) == nearest);
    }
}

static void check_sums(const places *all, const geo_clusters *made)
{
    for (size_t c = 0; c < made->count; c++) {
        int64_t incidents = 0;
        size_t count = 0;
        for (size_t i = 0; i < all->count; i++) {
            incidents += made->cluster[i] == (int32_t)c ? all->incidents[i] : 0;
            count += made->cluster[i] == (int32_t)c;
        }
        assert_int_equal(made->incidents[c], incidents);
        assert_int_equal(made->places[c], count);
        assert_true(c == 0 || made->incidents[c] <= made->incidents[c - 1]);
    }
}

/* Whole coordinates have ties and places that are as far apart as the distance; some are the same.
 */
static void fill_randomly(places *all, geo_cluster_options *options, uint64_t *seed)
{
    bool is_whole = random_below(seed, 2) == 0;
    all->count = 1 + random_below(seed, MOST);
    for (size_t i = 0; i < all->count; i++) {
        double x = random_between(seed, 400000, 400060), y = random_between(seed, 300000, 300060);
        all->x[i] = is_whole ? floor(x) : x;
        all->y[i] = is_whole ? floor(y) : y;
        all->incidents[i] = (int64_t)random_below(seed, 4);
    }
    options->distance_m = is_whole ? 1 + (double)random_below(seed, 9) : random_between(seed, 1, 9);
    options->min_incidents = 1 + (int64_t)random_below(seed, 15);
}

static void as_defined(void **state)
{
    uint64_t seed = 11;
    size_t clusters = 0;
    for (size_t round = 0; round < 300; round++) {
        places all;
        geo_cluster_options options;
        bool is_core[MOST];
        size_t group[MOST];
        fill_randomly(&all, &options, &seed);
        geo_clusters *made = clusters_of(*state, all.x, all.y, all.incidents, all.count,
                                         options.distance_m, options.min_incidents);
        find_core(&all, &options, is_core);
        spread_groups(&all, options.distance_m, is_core, group);
        for (size_t i = 0; i < all.count; i++)
            check_place(&all, &options, is_core, group, made, i);
        check_sums(&all, made);
        clusters += made->count;
        geo_clusters_free(made);
    }
    assert_true(clusters > 1000);
}

/* Places in another order, counted by one thread or by three. */
static void the_same_in_any_order(void **state)
{
    uint64_t seed = 12;
    for (size_t round = 0; round < 200; round++) {
        places all, mixed;
        geo_cluster_options options;
        size_t from[MOST];
        fill_randomly(&all, &options, &seed);
        mixed.count = all.count;
        for (size_t i = 0; i < all.count; i++) {
            size_t j = random_below(&seed, i + 1);
            from[i] = from[j];
            from[j] = i;
        }
        for (size_t i = 0; i < all.count; i++) {
            mixed.x[i] = all.x[from[i]];
            mixed.y[i] = all.y[from[i]];
            mixed.incidents[i] = all.incidents[from[i]];
        }
        geo_context_set_threads(*state, 1);
        geo_clusters *one = clusters_of(*state, all.x, all.y, all.incidents, all.count,
                                        options.distance_m, options.min_incidents);
        geo_context_set_threads(*state, 3);
        geo_clusters *other = clusters_of(*state, mixed.x, mixed.y, mixed.incidents, all.count,
                                          options.distance_m, options.min_incidents);
        for (size_t i = 0; i < all.count; i++)
            assert_int_equal(other->cluster[i], one->cluster[from[i]]);
        assert_memory_equal(one->incidents, other->incidents, one->count * sizeof(int64_t));
        geo_clusters_free(one);
        geo_clusters_free(other);
    }
}

/* ---- faults --------------------------------------------------------------------------------- */

static void what_makes_no_sense(void **state)
{
    static const double x[] = {1, NAN}, y[] = {1, 2}, far[] = {1, 1e151};
    static const int64_t negative[] = {1, -1};
    static const geo_cluster_options bad[] = {{0, 1},        {-1, 1}, {NAN, 1},
                                              {INFINITY, 1}, {10, 0}, {10, -5}};
    geo_clusters *made = NULL;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(geo_clusters_make(*state, y, y, NULL, 2, &bad[i], &made), GEO_ERROR_USAGE);
    assert_int_equal(geo_clusters_make(*state, x, y, NULL, 2, NULL, &made), GEO_ERROR_DATA);
    assert_int_equal(geo_clusters_make(*state, y, far, NULL, 2, NULL, &made), GEO_ERROR_DATA);
    assert_int_equal(geo_clusters_make(*state, y, y, negative, 2, NULL, &made), GEO_ERROR_DATA);
    assert_non_null(strstr(geo_message(*state), "place 2"));
    assert_null(made);
}

static bool stop(void *user, const char *stage, double fraction)
{
    (void)user;
    assert_string_equal(stage, "clusters");
    return fraction > 0.5;
}

static void cancelled(void **state)
{
    static const double at[] = {1, 2};
    geo_clusters *made = NULL;
    geo_context_on_progress(*state, stop, NULL);
    assert_int_equal(geo_clusters_make(*state, at, at, NULL, 2, NULL, &made), GEO_ERROR_CANCELLED);
    assert_null(made);
}

static geo_status make_and_free(geo_context *context, void *data)
{
    static const double x[] = {0, 1, 9, 9, 30}, y[] = {0, 0, 9, 9, 0};
    const geo_cluster_options options = {3, 2};
    geo_clusters *made = NULL;
    (void)data;
    geo_status status = geo_clusters_make(context, x, y, NULL, 5, &options, &made);
    geo_clusters_free(made);
    return status;
}

static void memory_that_runs_out(void **state)
{
    (void)state;
    assert_int_equal(fail_each_allocation(make_and_free, NULL), 12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(no_places),
        UNIT_TEST(on_a_line),
        UNIT_TEST(all_noise_and_all_one),
        UNIT_TEST(incidents_at_one_spot),
        UNIT_TEST(between_two),
        UNIT_TEST(in_order),
        UNIT_TEST(far_away_and_heavy),
        UNIT_TEST(as_defined),
        UNIT_TEST(the_same_in_any_order),
        UNIT_TEST(what_makes_no_sense),
        UNIT_TEST(cancelled),
        cmocka_unit_test(memory_that_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
