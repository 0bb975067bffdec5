/* Surfaces of risk beside formulas written out, R, and every deal that chance can make. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <geo/risk.h>

#include "allocations.h"
#include "near.h"
#include "random.h"
#include "unit.h"

static geo_grid make_ground(size_t columns, size_t rows, double cell_m)
{
    geo_grid ground = {.crs = {NULL, NULL, 27700, true},
                       .x_min = 0,
                       .y_max = (double)rows * cell_m,
                       .cell_m = cell_m,
                       .columns = columns,
                       .rows = rows};
    ground.value = calloc(columns * rows, sizeof *ground.value);
    assert_non_null(ground.value);
    return ground;
}

static geo_places *collect(geo_context *context, const double *x, const double *y,
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

static geo_risk_surface_options options_of(geo_risk_kind kind, geo_kernel kernel,
                                           double bandwidth_m)
{
    geo_risk_surface_options options = GEO_RISK_SURFACE_OPTIONS_INIT;
    options.kind = kind;
    options.kernel = kernel;
    options.bandwidth_m = bandwidth_m;
    options.least = 0;
    options.permutations = 0;
    return options;
}

static geo_risk_surface *risk_of(geo_context *context, const geo_places *incidents,
                                 const geo_places *beside, const geo_grid *ground,
                                 const geo_risk_surface_options *options)
{
    geo_risk_surface *risk = NULL;
    if (geo_risk_surface_make(context, incidents, beside, ground, options, &risk) != GEO_OK)
        fail_msg("%s", geo_message(context));
    assert_non_null(risk);
    return risk;
}

/* Scattered and stacked points around a ground of 1000 by 700 m, some beyond it. */
typedef struct scatter {
    double *x;
    double *y;
    double *weight;
    geo_places *places;
} scatter;

static scatter scatter_points(geo_context *context, size_t count, uint64_t seed)
{
    scatter made = {calloc(count, sizeof(double)), calloc(count, sizeof(double)),
                    calloc(count, sizeof(double)), NULL};
    assert_true(made.x && made.y && made.weight);
    for (size_t i = 0; i < count; i++) {
        made.x[i] = random_between(&seed, -100, 1100);
        made.y[i] = random_between(&seed, -100, 800);
        if (i % 2 == 0) {
            made.x[i] = floor(made.x[i] / 200) * 200;
            made.y[i] = floor(made.y[i] / 200) * 200;
        }
        made.weight[i] = (double)(1 + random_below(&seed, 40));
    }
    made.places = collect(context, made.x, made.y, made.weight, count);
    return made;
}

static void free_scatter(scatter *made)
{
    free(made->x);
    free(made->y);
    free(made->weight);
    geo_places_free(made->places);
}

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

enum { INCIDENTS = 150, OTHERS = 400 };

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

/* ---- chance --------------------------------------------------------------------------------- */

/* Every deal of a few incidents, with how likely it is, and what it makes of one cell. */
typedef struct tally {
    double weight;
    double sum;
    double squares;
    double higher; /* chance of as much as was seen */
    double lower;
    double seen;
} tally;

static void add_deal(tally *all, double sum, double weight)
{
    all->weight += weight;
    all->sum += weight * sum;
    all->squares += weight * sum * sum;
    all->higher += sum >= all->seen - 1e-12 ? weight : 0;
    all->lower += sum <= all->seen + 1e-12 ? weight : 0;
}

enum { FEW = 3, ALL = 8, DEALS = 8000 };

static const double few_x[ALL] = {50, 150, 250, 150, 150, 350, 450, 350};
static const double few_y[ALL] = {50, 50, 50, 50, 50, 50, 50, 50};
static const double few_people[ALL] = {3, 1, 4, 1, 5, 9, 2, 6};

static double kernel_at(size_t i, double centre)
{
    return geo_kernel_value(GEO_KERNEL_TRIANGULAR, fabs(few_x[i] - centre) / 300);
}

/* All choices of FEW of ALL incidents. */
static tally all_labels(double centre)
{
    tally all = {.weight = 0};
    for (size_t i = 0; i < FEW; i++)
        all.seen += kernel_at(i, centre);
    for (unsigned chosen = 0; chosen < 1U << ALL; chosen++) {
        double sum = 0;
        size_t count = 0;
        for (size_t i = 0; i < ALL; i++)
            if (chosen >> i & 1) {
                sum += kernel_at(i, centre);
                count++;
            }
        if (count == FEW)
            add_deal(&all, sum, 1);
    }
    return all;
}

/* All ways in which FEW incidents fall to people at ALL - FEW places. */
static tally all_people(double centre)
{
    tally all = {.weight = 0};
    for (size_t i = 0; i < FEW; i++)
        all.seen += kernel_at(i, centre);
    for (size_t a = FEW; a < ALL; a++)
        for (size_t b = FEW; b < ALL; b++)
            for (size_t c = FEW; c < ALL; c++)
                add_deal(&all, kernel_at(a, centre) + kernel_at(b, centre) + kernel_at(c, centre),
                         few_people[a] * few_people[b] * few_people[c]);
    return all;
}

/* Within five standard errors of what so many permutations tell of a chance. */
static void assert_chance(double p, double chance)
{
    double error = sqrt(chance * (1 - chance) / DEALS) + 1.0 / DEALS;
    assert_true(fabs(p - chance) < 5 * error);
}

static void check_cell(const geo_risk_surface *risk, size_t cell, const tally *all)
{
    double mean = all->sum / all->weight;
    double sd = sqrt(all->squares / all->weight - mean * mean);
    assert_true(is_near(risk->z[cell], (all->seen - mean) / sd, 1e-10));
    assert_chance(risk->p_higher[cell], all->higher / all->weight);
    assert_chance(risk->p_lower[cell], all->lower / all->weight);
}

static void chance_is_that_of_every_deal(void **state)
{
    geo_places *incidents = collect(*state, few_x, few_y, NULL, FEW);
    geo_places *others = collect(*state, few_x + FEW, few_y + FEW, few_people + FEW, ALL - FEW);
    geo_grid ground = make_ground(5, 1, 100);
    for (int kind = 0; kind <= GEO_RISK_CHANGE; kind++) {
        geo_risk_surface_options options =
            options_of((geo_risk_kind)kind, GEO_KERNEL_TRIANGULAR, 300);
        options.permutations = DEALS - 1;
        geo_risk_surface *risk = risk_of(*state, incidents, others, &ground, &options);
        for (size_t cell = 0; cell < 5; cell++) {
            double centre = 50 + 100 * (double)cell;
            tally all = kind == GEO_RISK_RATE ? all_people(centre) : all_labels(centre);
            check_cell(risk, cell, &all);
        }
        geo_risk_surface_free(risk);
    }
    free(ground.value);
    geo_places_free(incidents);
    geo_places_free(others);
}

/* Where both kinds lie at one place alone, chance can make nothing else. */
static void nothing_to_deal(void **state)
{
    static const double x[] = {50, 50, 50}, y[] = {50, 50, 50};
    geo_places *incidents = collect(*state, x, y, NULL, 1);
    geo_places *others = collect(*state, x, y, NULL, 2);
    geo_grid ground = make_ground(2, 1, 100);
    geo_risk_surface_options options = options_of(GEO_RISK_RATIO, GEO_KERNEL_QUARTIC, 300);
    options.permutations = 19;
    geo_risk_surface *risk = risk_of(*state, incidents, others, &ground, &options);
    assert_true(isnan(risk->z[0]) && risk->p_higher[0] == 1 && risk->p_lower[0] == 1);
    assert_true(risk->p == 1);
    geo_risk_surface_free(risk);
    free(ground.value);
    geo_places_free(incidents);
    geo_places_free(others);
}

/* Labels that chance did deal: p of a cell is even, and that of the map too. */
static void p_is_even_where_chance_dealt(void **state)
{
    enum { MAPS = 400, POINTS = 60, BINS = 4 };
    double x[POINTS], y[POINTS];
    size_t bin[BINS] = {0}, found = 0, cell_found = 0;
    uint64_t seed = 11;
    geo_grid ground = make_ground(5, 5, 100);
    geo_risk_surface_options options = options_of(GEO_RISK_RATIO, GEO_KERNEL_EPANECHNIKOV, 250);
    options.permutations = 99;
    for (size_t map = 0; map < MAPS; map++) {
        for (size_t i = 0; i < POINTS; i++) {
            x[i] = random_between(&seed, 0, 500);
            y[i] = random_between(&seed, 0, 500);
        }
        geo_places *incidents = collect(*state, x, y, NULL, POINTS / 3);
        geo_places *others = collect(*state, x + POINTS / 3, y + POINTS / 3, NULL, POINTS * 2 / 3);
        options.seed = map;
        geo_risk_surface *risk = risk_of(*state, incidents, others, &ground, &options);
        bin[(size_t)(BINS * (risk->p_higher[12] - 0.005))]++;
        found += risk->p <= 0.1;
        cell_found += risk->p_lower[7] <= 0.1;
        geo_risk_surface_free(risk);
        geo_places_free(incidents);
        geo_places_free(others);
    }
    /* Chi-squared with three degrees of freedom, 16.27 at 0.001; binomial, five SD. */
    double squared = 0;
    for (size_t i = 0; i < BINS; i++)
        squared += pow((double)bin[i] - MAPS / BINS, 2) / (MAPS / BINS);
    assert_true(squared < 16.27);
    assert_true(fabs((double)found - 40) < 5 * 6);
    assert_true(fabs((double)cell_found - 40) < 5 * 6);
    free(ground.value);
}

/* A cluster that is there is found, and no permutation reaches it. */
static void a_cluster_is_found(void **state)
{
    enum { OF_EACH = 60 };
    double x[2 * OF_EACH], y[2 * OF_EACH];
    uint64_t seed = 3;
    for (size_t i = 0; i < 2 * OF_EACH; i++) {
        bool is_in = i < OF_EACH / 2;
        x[i] = is_in ? random_between(&seed, 700, 800) : random_between(&seed, 0, 1000);
        y[i] = is_in ? random_between(&seed, 200, 300) : random_between(&seed, 0, 1000);
    }
    geo_places *incidents = collect(*state, x, y, NULL, OF_EACH);
    geo_places *others = collect(*state, x + OF_EACH, y + OF_EACH, NULL, OF_EACH);
    geo_grid ground = make_ground(20, 20, 50);
    geo_risk_surface_options options = options_of(GEO_RISK_RATIO, GEO_KERNEL_QUARTIC, 200);
    options.permutations = 199;
    options.least = 1;
    geo_risk_surface *risk = risk_of(*state, incidents, others, &ground, &options);
    size_t cell = 15 * 20 + 15;
    assert_true(risk->p_higher[cell] == 1.0 / 200 && risk->p_lower[cell] == 1);
    assert_true(geo_risk_surface_adjusted_p(risk, risk->z[cell]) == 1.0 / 200);
    assert_true(risk->p == 2.0 / 200);
    assert_true(geo_risk_surface_adjusted_p(risk, 0.5) > 0.5);
    assert_true(geo_risk_surface_adjusted_p(risk, -0.5) > 0.5);
    assert_true(geo_risk_surface_adjusted_p(risk, -100) == 1.0 / 200);
    assert_true(isnan(geo_risk_surface_adjusted_p(risk, (double)NAN)));
    for (size_t i = 1; i < 199; i++)
        assert_true(risk->highest_z[i] >= risk->highest_z[i - 1] &&
                    risk->lowest_z[i] >= risk->lowest_z[i - 1]);
    geo_risk_surface_free(risk);
    free(ground.value);
    geo_places_free(incidents);
    geo_places_free(others);
}

static void assert_same_bits(const geo_risk_surface *one, const geo_risk_surface *other)
{
    size_t bytes = one->columns * one->rows * sizeof(double);
    assert_memory_equal(one->value, other->value, bytes);
    assert_memory_equal(one->z, other->z, bytes);
    assert_memory_equal(one->p_higher, other->p_higher, bytes);
    assert_memory_equal(one->p_lower, other->p_lower, bytes);
    assert_memory_equal(one->highest_z, other->highest_z, one->permutations * sizeof(double));
    assert_memory_equal(one->lowest_z, other->lowest_z, one->permutations * sizeof(double));
    assert_true(one->p == other->p);
}

static void any_number_of_threads_makes_the_same(void **state)
{
    scatter incidents = scatter_points(*state, INCIDENTS, 5);
    scatter others = scatter_points(*state, OTHERS, 6);
    geo_grid ground = make_ground(50, 70, 20);
    for (int kind = 0; kind <= GEO_RISK_CHANGE; kind++) {
        geo_risk_surface_options options = options_of((geo_risk_kind)kind, GEO_KERNEL_QUARTIC, 150);
        options.permutations = 99;
        geo_context_set_threads(*state, 1);
        geo_risk_surface *one = risk_of(*state, incidents.places, others.places, &ground, &options);
        geo_context_set_threads(*state, 3);
        geo_risk_surface *three =
            risk_of(*state, incidents.places, others.places, &ground, &options);
        assert_same_bits(one, three);
        options.seed = 2;
        geo_risk_surface *other =
            risk_of(*state, incidents.places, others.places, &ground, &options);
        assert_memory_not_equal(one->p_higher, other->p_higher, 50 * 70 * sizeof(double));
        geo_risk_surface_free(one);
        geo_risk_surface_free(three);
        geo_risk_surface_free(other);
    }
    free(ground.value);
    free_scatter(&incidents);
    free_scatter(&others);
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
        UNIT_TEST(values_are_those_of_the_formulas),
        UNIT_TEST(values_are_those_of_spatstat),
        UNIT_TEST(where_one_kind_is_missing),
        UNIT_TEST(cells_that_tell_too_little),
        UNIT_TEST(chance_is_that_of_every_deal),
        UNIT_TEST(nothing_to_deal),
        UNIT_TEST(p_is_even_where_chance_dealt),
        UNIT_TEST(a_cluster_is_found),
        UNIT_TEST(any_number_of_threads_makes_the_same),
        UNIT_TEST(what_makes_no_sense_is_refused),
        UNIT_TEST(memory_that_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
