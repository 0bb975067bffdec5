/* Transforms that need not be PROJ's to the last bit: within 1 mm of it, whatever else is asked. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "allocations.h"
#include "random.h"
#include "source/transform_cache.h"
#include "source/transform_state.h"

enum { POINTS = 100000 };

typedef struct points {
    double x[POINTS];
    double y[POINTS];
} points;

static geo_transform *transform_between(geo_context *context, const char *from, const char *to,
                                        bool exact)
{
    geo_crs crs_from = {NULL, NULL, 0, false};
    geo_crs crs_to = {NULL, NULL, 0, false};
    geo_transform *transform = NULL;
    assert_int_equal(geo_crs_from_text(context, from, &crs_from), GEO_OK);
    assert_int_equal(geo_crs_from_text(context, to, &crs_to), GEO_OK);
    assert_int_equal(geo_transform_create(context, &crs_from, &crs_to, exact, &transform), GEO_OK);
    geo_crs_clear(&crs_from);
    geo_crs_clear(&crs_to);
    return transform;
}

static points *new_points(const geo_extent *extent)
{
    points *made = malloc(sizeof *made);
    assert_non_null(made);
    uint64_t state = 5;
    for (size_t i = 0; i < POINTS; i++) {
        made->x[i] = random_between(&state, extent->x_min, extent->x_max);
        made->y[i] = random_between(&state, extent->y_min, extent->y_max);
        if (i % 8 == 0) /* on the border of a cell, or at its corner */
            made->x[i] = floor(made->x[i] / 2) * 2;
        if (i % 16 == 0)
            made->y[i] = floor(made->y[i] / 2) * 2;
    }
    return made;
}

static points *copy_points(const points *original)
{
    points *copy = malloc(sizeof *copy);
    assert_non_null(copy);
    memcpy(copy, original, sizeof *copy);
    return copy;
}

static const struct {
    const char *from, *to;
    geo_extent extent;
} cases[] = {
    {"EPSG:4326", "EPSG:27700", {-8, 49.5, 2.5, 61}},
    {"EPSG:4326", "EPSG:27700", {-60, 20, 40, 90}},
    {"EPSG:4258", "EPSG:27700", {-8, 49.5, 2.5, 61}},
    {"EPSG:4326", "EPSG:32630", {-10, -80, 4, 84}},
    {"EPSG:4326", "EPSG:32660", {174, -60, 184, -20}}, /* across the date line */
    {"EPSG:4326", "EPSG:3035", {-30, 30, 45, 75}},
    {"EPSG:4326", "EPSG:3995", {-180, 60, 180, 90}}, /* around the North Pole */
    {"EPSG:32630", "EPSG:27700", {2e5, 5.5e6, 9e5, 6.7e6}},
    {"EPSG:27700", "EPSG:32630", {0, 0, 7e5, 1.3e6}},
    {"EPSG:3857", "EPSG:27700", {-1e6, 6.3e6, 3e5, 8.6e6}},
    {"EPSG:3035", "EPSG:27700", {2.8e6, 2.9e6, 4.1e6, 4.6e6}},
    {"EPSG:2263", "EPSG:32618", {9e5, 1e5, 1.1e6, 3e5}}, /* from feet */
};
enum { CASES = sizeof cases / sizeof *cases };

static void error_is_below_a_millimetre(void **state)
{
    for (size_t k = 0; k < CASES; k++) {
        geo_transform *fast = transform_between(*state, cases[k].from, cases[k].to, false);
        geo_transform *exact = transform_between(*state, cases[k].from, cases[k].to, true);
        points *found = new_points(&cases[k].extent);
        points *expected = copy_points(found);
        assert_true(geo_transform_is_exact(exact));
        assert_int_equal(geo_transform_check(*state, fast, found->x, found->y, POINTS), GEO_OK);
        size_t failed = geo_transform_apply(fast, found->x, found->y, POINTS);
        assert_int_equal(geo_transform_apply(exact, expected->x, expected->y, POINTS), failed);
        for (size_t i = 0; i < POINTS; i++) {
            bool has_image = isfinite(expected->x[i]);
            assert_true(has_image == (bool)isfinite(found->x[i]));
            double off_m =
                has_image ? hypot(found->x[i] - expected->x[i], found->y[i] - expected->y[i]) : 0;
            if (off_m >= 0.001)
                fail_msg("%s to %s: off by %g m", cases[k].from, cases[k].to, off_m);
        }
        free(found);
        free(expected);
        geo_transform_free(fast);
        geo_transform_free(exact);
    }
}

/* All at once, backwards one by one through a clone, and through a cache. */
static void a_point_becomes_the_same_in_any_company(void **state)
{
    const geo_extent extent = {-12, 48, 4, 91};
    for (int exact = 0; exact < 2; exact++) {
        geo_transform *transform = transform_between(*state, "EPSG:4326", "EPSG:27700", exact);
        geo_transform *clone = NULL;
        geo_transform_cache *cache = NULL;
        size_t notes = geo_note_count(*state);
        size_t warnings = geo_warning_count(*state);
        assert_int_equal(geo_transform_clone(*state, transform, &clone), GEO_OK);
        assert_int_equal(geo_transform_cache_new(*state, &cache), GEO_OK);
        assert_true(geo_transform_is_exact(clone) == geo_transform_is_exact(transform));
        points *together = new_points(&extent);
        points *alone = copy_points(together);
        points *cached = copy_points(together);
        size_t failed = geo_transform_apply(transform, together->x, together->y, POINTS);
        assert_true(failed > 0 && failed < POINTS / 20);
        for (size_t i = POINTS; i-- > 0;)
            failed -= geo_transform_apply(clone, &alone->x[i], &alone->y[i], 1);
        assert_int_equal(failed, 0);
        assert_memory_equal(alone, together, sizeof *alone);
        geo_transform_cache_apply(cache, clone, cached->x, cached->y, POINTS);
        assert_memory_equal(cached, together, sizeof *cached);
        assert_int_equal(geo_note_count(*state), notes);
        assert_int_equal(geo_warning_count(*state), warnings);
        free(together);
        free(alone);
        free(cached);
        geo_transform_cache_free(cache);
        geo_transform_free(clone);
        geo_transform_free(transform);
    }
}

static void what_cannot_be_transformed_is_marked(void **state)
{
    geo_transform *transform = transform_between(*state, "EPSG:4326", "EPSG:27700", false);
    double x[] = {-2, (double)NAN, HUGE_VAL, -2, -2, -2, 1e300, -2};
    double y[] = {53, 53, 53, 95, -HUGE_VAL, (double)NAN, 53, 90};
    assert_int_equal(geo_transform_check(*state, transform, x, y, 8), GEO_OK);
    assert_int_equal(geo_transform_apply(transform, x, y, 8), 6);
    for (size_t i = 1; i < 7; i++)
        assert_true(x[i] == HUGE_VAL && y[i] == HUGE_VAL);
    assert_true(isfinite(x[0]) && isfinite(x[7]));
    geo_transform_free(transform);
}

/* A lattice that has learnt another operation. */
static void a_breach_is_found(void **state)
{
    geo_transform *right = transform_between(*state, "EPSG:4326", "EPSG:27700", false);
    geo_transform *wrong = transform_between(*state, "EPSG:4277", "EPSG:27700", false);
    const double lon[] = {-2.1, -2.2, -2.3}, lat[] = {52.1, 52.2, 52.3};
    double x = lon[0], y = lat[0];
    geo_transform_apply(wrong, &x, &y, 1);
    geo_lattice *lattice = right->lattice;
    right->lattice = wrong->lattice;
    assert_int_equal(geo_transform_check(*state, right, lon, lat, 3), GEO_ERROR_INTERNAL);
    assert_non_null(strstr(geo_message(*state), "--exact-crs"));
    right->lattice = lattice;
    assert_int_equal(geo_transform_check(*state, right, lon, lat, 3), GEO_OK);
    geo_transform_free(right);
    geo_transform_free(wrong);
}

static void not_approximated(void **state)
{
    static const struct {
        const char *from, *to;
    } pairs[] = {
        {"EPSG:27700", "EPSG:4326"},  /* not to metres */
        {"EPSG:27700", "EPSG:27700"}, /* nothing to do */
        {"EPSG:4275", "EPSG:2154"},   /* through a grid file, where proj-data has it */
    };
    for (size_t k = 0; k < sizeof pairs / sizeof *pairs; k++) {
        geo_transform *transform = transform_between(*state, pairs[k].from, pairs[k].to, false);
        geo_transform *clone = NULL;
        if (k < 2 || strstr(geo_note(*state, geo_note_count(*state) - 1), "NTF to RGF93"))
            assert_true(geo_transform_is_exact(transform));
        assert_int_equal(geo_transform_clone(*state, transform, &clone), GEO_OK);
        assert_true(geo_transform_is_identity(clone) == (k == 1));
        geo_transform_free(clone);
        geo_transform_free(transform);
    }
}

typedef struct crs_pair {
    geo_crs from, to;
} crs_pair;

static geo_status make_and_clone(geo_context *context, void *data)
{
    crs_pair *pair = data;
    geo_transform *transform = NULL;
    geo_transform *clone = NULL;
    geo_status status = geo_transform_create(context, &pair->from, &pair->to, false, &transform);
    if (status == GEO_OK)
        status = geo_transform_clone(context, transform, &clone);
    assert_true((status == GEO_OK) == (clone != NULL));
    geo_transform_free(transform);
    geo_transform_free(clone);
    return status;
}

static void memory_runs_out(void **state)
{
    crs_pair pair = {{NULL, NULL, 0, false}, {NULL, NULL, 0, false}};
    assert_int_equal(geo_crs_from_text(*state, "EPSG:4326", &pair.from), GEO_OK);
    assert_int_equal(geo_crs_from_text(*state, "EPSG:27700", &pair.to), GEO_OK);
    /* transform, text and lattice, twice, and the PROJ context that is borrowed with two texts */
    assert_int_equal(fail_each_allocation(make_and_clone, &pair), 9);
    geo_crs_clear(&pair.from);
    geo_crs_clear(&pair.to);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(error_is_below_a_millimetre),
        UNIT_TEST(a_point_becomes_the_same_in_any_company),
        UNIT_TEST(what_cannot_be_transformed_is_marked),
        UNIT_TEST(a_breach_is_found),
        UNIT_TEST(not_approximated),
        UNIT_TEST(memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
