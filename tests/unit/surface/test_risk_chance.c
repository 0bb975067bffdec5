/* What chance makes of a surface of risk, beside every deal that it can make. */
#include <math.h>
#include <stdlib.h>

#include "near.h"
#include "risk_sample.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(chance_is_that_of_every_deal),         UNIT_TEST(nothing_to_deal),
        UNIT_TEST(p_is_even_where_chance_dealt),         UNIT_TEST(a_cluster_is_found),
        UNIT_TEST(any_number_of_threads_makes_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
