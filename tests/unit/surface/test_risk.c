/* Surfaces of risk beside formulas written out and R, and what they refuse. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "allocations.h"
#include "near.h"
#include "risk_sample.h"

/* ---- values --------------------------------------------------------------------------------- */

/* Per km2, of points one by one. */
static double density_at(const scatter *points, size_t count, bool is_weighted, geo_kernel kernel,
                         double bandwidth_m, double x, double y)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += (is_weighted ? points->weight[i] : 1) *
               geo_kernel_value(kernel, hypot(points->x[i] - x, points->y[i] - y) / bandwidth_m);
    return 1e6 * sum / (bandwidth_m * bandwidth_m);
}

static double people_of(const scatter *points, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += points->weight[i];
    return sum;
}

static double expected_value(geo_risk_kind kind, double f, double g)
{
    return kind == GEO_RISK_RATIO  ? log(f / INCIDENTS) - log(g / OTHERS)
           : kind == GEO_RISK_RATE ? 1000 * f / g / 0.5
                                   : f / 0.5 - g / 2;
}

static void values_are_those_of_the_formulas(void **state)
{
    scatter incidents = scatter_points(*state, INCIDENTS, 1);
    scatter others = scatter_points(*state, OTHERS, 2);
    geo_grid ground = make_ground(40, 28, 25);
    for (int kind = 0; kind <= GEO_RISK_CHANGE; kind++)
        for (int kernel = 0; kernel < GEO_KERNEL_COUNT; kernel++) {
            geo_risk_surface_options options =
                options_of((geo_risk_kind)kind, (geo_kernel)kernel, 170);
            options.years = 0.5;
            options.years_before = 2;
            geo_risk_surface *risk =
                risk_of(*state, incidents.places, others.places, &ground, &options);
            assert_int_equal(risk->cells, 40 * 28);
            for (size_t cell = 0; cell < 40 * 28; cell += 3) {
                double x = 25 * ((double)(cell % 40) + 0.5);
                double y = 700 - 25 * ((double)(cell / 40) + 0.5);
                double f = density_at(&incidents, INCIDENTS, false, options.kernel, 170, x, y);
                double g =
                    density_at(&others, OTHERS, kind == GEO_RISK_RATE, options.kernel, 170, x, y);
                double value = expected_value(options.kind, f, g);
                assert_true(is_near(risk->density[cell], f, 1e-12));
                assert_true(is_near(risk->beside[cell], g, 1e-12));
                assert_true(fabs(risk->value[cell] - value) <= 1e-11 * (fabs(value) + f + g));
            }
            double overall = kind == GEO_RISK_RATIO ? 0
                             : kind == GEO_RISK_RATE
                                 ? 1000 * INCIDENTS / people_of(&others, OTHERS) / 0.5
                                 : (double)NAN;
            assert_true(overall == 0 ? risk->overall == 0 : is_near(risk->overall, overall, 1e-12));
            assert_true(isnan(risk->p) && !risk->p_higher && !risk->p_lower);
            geo_risk_surface_free(risk);
        }
    free(ground.value);
    free_scatter(&incidents);
    free_scatter(&others);
}

/* R 4.2.2, spatstat.explore 3.0-6: 6 / 4 * relrisk(X, sigma = 120, at = "points", relative = TRUE,
 * control = "b", case = "a", leaveoneout = FALSE, edge = FALSE). */
static void values_are_those_of_spatstat(void **state)
{
    static const double x[] = {50, 250, 350, 250, 150, 150, 350, 450, 50, 450};
    static const double y[] = {50, 150, 250, 350, 50, 250, 350, 450, 450, 50};
    static const double at_incidents[] = {2.013572795327, 2.102922462082, 2.181975164207,
                                          1.649255922912};
    static const double at_others[] = {1.490909129158, 1.315776620008, 1.365170049781,
                                       0.359020997534, 0.249593375900, 0.505445570164};
    geo_places *incidents = collect(*state, x, y, NULL, 4);
    geo_places *others = collect(*state, x + 4, y + 4, NULL, 6);
    geo_grid ground = make_ground(5, 5, 100);
    geo_risk_surface_options options = options_of(GEO_RISK_RATIO, GEO_KERNEL_GAUSSIAN, 120);
    geo_risk_surface *risk = risk_of(*state, incidents, others, &ground, &options);
    for (size_t i = 0; i < 10; i++) {
        size_t cell = (size_t)(500 - y[i]) / 100 * 5 + (size_t)x[i] / 100;
        double ratio = i < 4 ? at_incidents[i] : at_others[i - 4];
        assert_true(is_near(exp(risk->value[cell]), ratio, 1e-11));
    }
    geo_risk_surface_free(risk);
    free(ground.value);
    geo_places_free(incidents);
    geo_places_free(others);
}

/* Where one of the two is missing the ratio is without end, unless a constant is added to both. */
static void where_one_kind_is_missing(void **state)
{
    static const double x[] = {50, 450, 850}, y[] = {50, 50, 50};
    geo_places *incidents = collect(*state, x, y, NULL, 2);
    geo_places *others = collect(*state, x + 1, y + 1, NULL, 2);
    geo_grid ground = make_ground(10, 1, 100);
    geo_risk_surface_options options = options_of(GEO_RISK_RATIO, GEO_KERNEL_QUARTIC, 150);
    geo_risk_surface *risk = risk_of(*state, incidents, others, &ground, &options);
    assert_true(risk->value[0] == INFINITY && risk->value[8] == -INFINITY);
    assert_true(isnan(risk->value[2]) && risk->cells == 8 && fabs(risk->value[4]) < 1e-15);
    geo_risk_surface_free(risk);
    options.constant = 0.5;
    risk = risk_of(*state, incidents, others, &ground, &options);
    /* (1 / 2 + 1 / 4) over 1 / 4, in units of a peak. */
    assert_true(is_near(risk->value[0], log(3), 1e-12));
    assert_true(is_near(risk->value[8], -log(3), 1e-12));
    geo_risk_surface_free(risk);
    free(ground.value);
    geo_places_free(incidents);
    geo_places_free(others);
}

static void cells_that_tell_too_little(void **state)
{
    static const double x[] = {150, 150, 150, 150, 850}, y[] = {50, 50, 50, 50, 50};
    geo_places *incidents = collect(*state, x, y, NULL, 2);
    geo_places *others = collect(*state, x + 2, y + 2, NULL, 3);
    geo_grid ground = make_ground(10, 1, 100);
    geo_risk_surface_options options = options_of(GEO_RISK_RATIO, GEO_KERNEL_EPANECHNIKOV, 200);
    ground.value[0] = (double)NAN;
    options.least = 3;
    geo_risk_surface *risk = risk_of(*state, incidents, others, &ground, &options);
    /* 4 incidents at cell 1; 4 * 3/4 of them next to it; cell 0 is no ground. */
    assert_true(isnan(risk->value[0]) && is_near(risk->value[1], log(3.0 / 2), 1e-12));
    assert_true(is_near(risk->value[2], log(3.0 / 2), 1e-12) && isnan(risk->value[3]));
    assert_true(isnan(risk->value[8]) && isnan(risk->density[8]) && isnan(risk->z[8]));
    assert_int_equal(risk->cells, 2);
    geo_risk_surface_free(risk);
    free(ground.value);
    geo_places_free(incidents);
    geo_places_free(others);
}

/* ---- refusals ------------------------------------------------------------------------------- */

static geo_status try_options(geo_context *context, const geo_places *places,
                              const geo_places *beside, bool is_metric,
                              const geo_risk_surface_options *options)
{
    geo_grid ground = make_ground(3, 2, 100);
    geo_risk_surface *risk = NULL;
    ground.crs.is_metric = is_metric;
    geo_status status = geo_risk_surface_make(context, places, beside, &ground, options, &risk);
    assert_true((status == GEO_OK) == (risk != NULL));
    geo_risk_surface_free(risk);
    free(ground.value);
    return status;
}

static void what_makes_no_sense_is_refused(void **state)
{
    static const double x[] = {50, 150}, y[] = {50, 150}, nobody[] = {0, 0};
    geo_places *places = collect(*state, x, y, NULL, 2);
    geo_places *none = collect(*state, x, y, NULL, 0);
    geo_places *empty = collect(*state, x, y, nobody, 2);
    geo_risk_surface_options good = options_of(GEO_RISK_RATIO, GEO_KERNEL_QUARTIC, 100);
    assert_int_equal(try_options(*state, places, places, true, &good), GEO_OK);
    assert_int_equal(try_options(*state, places, places, true, NULL), GEO_ERROR_USAGE);
    assert_int_equal(try_options(*state, places, places, false, &good), GEO_ERROR_CRS);
    const double bad[] = {-1, (double)NAN, (double)INFINITY};
    for (size_t i = 0; i < 3; i++) {
        geo_risk_surface_options options = good;
        options.bandwidth_m = bad[i];
        assert_int_equal(try_options(*state, places, places, true, &options), GEO_ERROR_USAGE);
        assert_non_null(strstr(geo_message(*state), "bandwidth"));
        options = good;
        options.constant = bad[i];
        assert_int_equal(try_options(*state, places, places, true, &options), GEO_ERROR_USAGE);
        options = good;
        options.least = bad[i];
        assert_int_equal(try_options(*state, places, places, true, &options), GEO_ERROR_USAGE);
        options = good;
        options.years = bad[i];
        assert_int_equal(try_options(*state, places, places, true, &options), GEO_ERROR_USAGE);
        options = good;
        options.years_before = bad[i];
        assert_int_equal(try_options(*state, places, places, true, &options), GEO_ERROR_USAGE);
    }
    assert_int_equal(try_options(*state, none, places, true, &good), GEO_ERROR_DATA);
    assert_int_equal(try_options(*state, places, none, true, &good), GEO_ERROR_DATA);
    good.kind = GEO_RISK_RATE;
    assert_int_equal(try_options(*state, places, empty, true, &good), GEO_ERROR_DATA);
    assert_non_null(strstr(geo_message(*state), "people"));
    double x_of_first = places->x[0];
    places->x[0] = (double)NAN;
    assert_int_equal(try_options(*state, places, places, true, &good), GEO_ERROR_DATA);
    places->x[0] = x_of_first;
    places->y[1] = places->y[0] + 1;
    assert_int_equal(try_options(*state, places, places, true, &good), GEO_ERROR_DATA);
    geo_places_free(places);
    geo_places_free(none);
    geo_places_free(empty);
}

static geo_status make_small(geo_context *context, void *data)
{
    const geo_places *places = data;
    geo_risk_surface_options options = options_of(GEO_RISK_RATE, GEO_KERNEL_QUARTIC, 100);
    double value[6] = {0};
    geo_grid ground = {.crs = {NULL, NULL, 0, true},
                       .y_max = 200,
                       .cell_m = 100,
                       .columns = 3,
                       .rows = 2,
                       .value = value};
    geo_risk_surface *risk = NULL;
    options.permutations = 9;
    geo_status status = geo_risk_surface_make(context, places, places, &ground, &options, &risk);
    geo_risk_surface_free(risk);
    return status;
}

static void memory_that_runs_out(void **state)
{
    static const double x[] = {50, 150}, y[] = {50, 150};
    geo_places *places = collect(*state, x, y, NULL, 2);
    assert_true(fail_each_allocation(make_small, places) > 15);
    geo_places_free(places);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(values_are_those_of_the_formulas), UNIT_TEST(values_are_those_of_spatstat),
        UNIT_TEST(where_one_kind_is_missing),        UNIT_TEST(cells_that_tell_too_little),
        UNIT_TEST(what_makes_no_sense_is_refused),   UNIT_TEST(memory_that_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
