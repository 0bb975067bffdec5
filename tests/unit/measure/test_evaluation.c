/* How well hotspots hold later incidents, and how sure their order is. */
#include <math.h>

#include <geo/evaluation.h>
#include <geo/measure.h>

#include "allocations.h"
#include "near.h"
#include "random.h"
#include "unit.h"

static const double nan_value = (double)NAN;

/* ---- indices -------------------------------------------------------------------------------- */

static void indices_of_worked_values(void **state)
{
    (void)state;
    assert_true(is_near(geo_hit_rate(25, 100), 0.25, 1e-15));
    /* 25% of the incidents in 5% of the ground. */
    assert_true(is_near(geo_prediction_accuracy(25, 100, 10, 200), 5, 1e-15));
    /* Ground with 50 of 200 before and 30 of 180 after. */
    assert_true(is_near(geo_recapture_rate(50, 200, 30, 180), 0.6 / 0.9, 1e-15));
    assert_true(is_near(geo_prediction_efficiency(30, 40), 0.75, 1e-15));
}

static void what_has_no_index(void **state)
{
    (void)state;
    assert_true(isnan(geo_hit_rate(0, 0)));
    assert_true(isnan(geo_hit_rate(3, 2)));
    assert_true(isnan(geo_hit_rate(-1, 2)));
    assert_true(geo_hit_rate(0, 2) == 0);
    assert_true(isnan(geo_prediction_accuracy(0, 0, 1, 2)));
    assert_true(isnan(geo_prediction_accuracy(1, 2, 0, 2)));
    assert_true(isnan(geo_prediction_accuracy(1, 2, 3, 2)));
    assert_true(isnan(geo_prediction_accuracy(1, 2, 1, nan_value)));
    assert_true(isnan(geo_recapture_rate(0, 10, 1, 10)));
    assert_true(isnan(geo_recapture_rate(1, 10, 0, 0)));
    assert_true(geo_recapture_rate(1, 10, 0, 10) == 0);
    assert_true(isnan(geo_prediction_efficiency(0, 0)));
    assert_true(isnan(geo_prediction_efficiency(-1, 2)));
}

/* ---- curve ---------------------------------------------------------------------------------- */

static const double score[] = {2, 9, nan_value, 2, 5};
static const double area_km2[] = {1, 1, 4, 3, 1};
static const int64_t later[] = {4, 8, 0, 0, 8};

static void ground_is_taken_by_score(void **state)
{
    static const double share[] = {0, 0.1, 0.2, 0.6, 1}, rate[] = {0, 0.4, 0.8, 1, 1};
    geo_hit_curve *curve = NULL;
    assert_int_equal(geo_hit_curve_make(*state, score, area_km2, later, 5, &curve), GEO_OK);
    assert_int_equal(curve->count, 5);
    for (size_t k = 0; k < 5; k++) {
        assert_true(is_near(curve->area_share[k], share[k], 1e-15));
        assert_true(is_near(curve->hit_rate[k], rate[k], 1e-15));
    }
    assert_true(curve->area_km2 == 10 && curve->incidents == 20);
    /* 0.1 x 0.2 + 0.1 x 0.6 + 0.4 x 0.9 + 0.4 x 1 */
    assert_true(is_near(curve->area_under, 0.84, 1e-15));
    geo_hit_curve_free(curve);
}

static void between_points_it_is_straight(void **state)
{
    geo_hit_curve *curve = NULL;
    assert_int_equal(geo_hit_curve_make(*state, score, area_km2, later, 5, &curve), GEO_OK);
    assert_true(geo_hit_curve_at(curve, 0) == 0);
    assert_true(is_near(geo_hit_curve_at(curve, 0.05), 0.2, 1e-15));
    assert_true(is_near(geo_hit_curve_at(curve, 0.1), 0.4, 1e-15));
    assert_true(is_near(geo_hit_curve_at(curve, 0.4), 0.9, 1e-15));
    assert_true(geo_hit_curve_at(curve, 0.7) == 1);
    assert_true(geo_hit_curve_at(curve, 1) == 1);
    assert_true(isnan(geo_hit_curve_at(curve, 1.01)));
    assert_true(isnan(geo_hit_curve_at(curve, -0.01)));
    assert_true(isnan(geo_hit_curve_at(curve, nan_value)));
    geo_hit_curve_free(curve);
}

static void the_best_there_can_be(void **state)
{
    static const double ground[] = {2, 1, 0, 1};
    static const int64_t incidents[] = {6, 5, 1, 0};
    geo_hit_curve *curve = NULL;
    assert_int_equal(geo_hit_curve_ideal(*state, ground, incidents, 4, &curve), GEO_OK);
    /* On no ground 1 of 12, then 5 on 1 km2, then 6 on 2. */
    assert_true(is_near(geo_hit_curve_at(curve, 0), 1.0 / 12, 1e-15));
    assert_true(is_near(geo_hit_curve_at(curve, 0.25), 0.5, 1e-15));
    assert_true(is_near(geo_hit_curve_at(curve, 0.5), 0.75, 1e-15));
    assert_true(geo_hit_curve_at(curve, 0.75) == 1);
    geo_hit_curve_free(curve);
}

enum { CELLS = 12 };

/* Every choice of k cells of one size is tried: none holds more than the ideal curve says. */
static void the_best_is_the_best_of_all_choices(void **state)
{
    uint64_t random = 5;
    double ground[CELLS];
    int64_t incidents[CELLS], all = 0, most[CELLS + 1] = {0};
    geo_hit_curve *curve = NULL;
    for (size_t i = 0; i < CELLS; i++) {
        ground[i] = 0.25;
        incidents[i] = (int64_t)random_below(&random, 6);
        all += incidents[i];
    }
    for (unsigned choice = 0; choice < 1u << CELLS; choice++) {
        int64_t held = 0;
        size_t taken = 0;
        for (size_t i = 0; i < CELLS; i++)
            if (choice >> i & 1) {
                held += incidents[i];
                taken++;
            }
        most[taken] = held > most[taken] ? held : most[taken];
    }
    assert_int_equal(geo_hit_curve_ideal(*state, ground, incidents, CELLS, &curve), GEO_OK);
    for (size_t k = 0; k <= CELLS; k++)
        assert_true(is_near(geo_hit_curve_at(curve, (double)k / CELLS),
                            (double)most[k] / (double)all, 1e-14));
    geo_hit_curve_free(curve);
}

/* The area under the curve is the chance that an incident's ground is taken before ground drawn at
 * random, equal ones counting half: by all pairs. */
static void the_area_under_it_by_all_pairs(void **state)
{
    uint64_t random = 8;
    double value[40], ground[40];
    int64_t incidents[40], all = 0;
    double sum = 0, km2 = 0;
    geo_hit_curve *curve = NULL;
    for (size_t i = 0; i < 40; i++) {
        value[i] = (double)random_below(&random, 7);
        ground[i] = random_between(&random, 0.5, 2);
        incidents[i] = (int64_t)random_below(&random, 9);
        all += incidents[i];
        km2 += ground[i];
    }
    for (size_t i = 0; i < 40; i++)
        for (size_t j = 0; j < 40; j++) {
            double wins = value[i] > value[j] ? 1 : value[i] == value[j] ? 0.5 : 0;
            sum += wins * (double)incidents[i] * ground[j];
        }
    assert_int_equal(geo_hit_curve_make(*state, value, ground, incidents, 40, &curve), GEO_OK);
    assert_true(is_near(curve->area_under, sum / ((double)all * km2), 1e-12));
    geo_hit_curve_free(curve);
}

static void equal_scores_are_chance(void **state)
{
    static const double same[] = {1, 1, 1, 1, 1};
    geo_hit_curve *curve = NULL;
    assert_int_equal(geo_hit_curve_make(*state, same, area_km2, later, 5, &curve), GEO_OK);
    assert_int_equal(curve->count, 2);
    assert_true(curve->area_under == 0.5);
    assert_true(is_near(geo_hit_curve_at(curve, 0.3), 0.3, 1e-15));
    geo_hit_curve_free(curve);
}

static void no_incidents_and_no_ground(void **state)
{
    static const int64_t none[] = {0, 0, 0, 0, 0}, negative[] = {1, -1, 0, 0, 0};
    static const double empty[] = {0, 0, 0, 0, 0}, endless[] = {1, (double)INFINITY, 1, 1, 1};
    geo_hit_curve *curve = NULL;
    assert_int_equal(geo_hit_curve_make(*state, score, area_km2, none, 5, &curve), GEO_OK);
    assert_true(isnan(geo_hit_curve_at(curve, 0.5)) && isnan(curve->area_under));
    geo_hit_curve_free(curve);
    curve = NULL;
    assert_int_equal(geo_hit_curve_make(*state, score, area_km2, negative, 5, &curve),
                     GEO_ERROR_DATA);
    assert_int_equal(geo_hit_curve_make(*state, score, empty, later, 5, &curve), GEO_ERROR_DATA);
    assert_int_equal(geo_hit_curve_make(*state, score, endless, later, 5, &curve), GEO_ERROR_DATA);
    assert_int_equal(geo_hit_curve_make(*state, score, area_km2, later, 0, &curve), GEO_ERROR_DATA);
    assert_null(curve);
}

/* ---- tables --------------------------------------------------------------------------------- */

typedef struct sample {
    geo_hit_curve *later;
    geo_hit_curve *earlier;
    geo_hit_curve *ideal;
} sample;

static sample make_sample(geo_context *context)
{
    static const int64_t before[] = {2, 10, 0, 3, 5};
    sample made = {NULL, NULL, NULL};
    assert_int_equal(geo_hit_curve_make(context, score, area_km2, later, 5, &made.later), GEO_OK);
    assert_int_equal(geo_hit_curve_make(context, score, area_km2, before, 5, &made.earlier),
                     GEO_OK);
    assert_int_equal(geo_hit_curve_ideal(context, area_km2, later, 5, &made.ideal), GEO_OK);
    return made;
}

static void clear_sample(sample *made)
{
    geo_hit_curve_free(made->later);
    geo_hit_curve_free(made->earlier);
    geo_hit_curve_free(made->ideal);
}

static double cell(const geo_table *table, const char *name, size_t row)
{
    return geo_table_find(table, name)->real[row];
}

static void methods_side_by_side(void **state)
{
    static const double share[] = {0.1, 0.2};
    sample made = make_sample(*state);
    const geo_forecast forecast[] = {{"Cells", made.later, made.earlier, nan_value},
                                     {"Spots", made.ideal, NULL, 0.15}};
    geo_table *table = NULL;
    double lower, upper;
    assert_int_equal(geo_evaluation_table(*state, forecast, 2, made.ideal, share, 2, &table),
                     GEO_OK);
    assert_int_equal(table->row_count, 3);
    assert_string_equal(geo_table_find(table, "method")->text[0], "Cells");
    assert_string_equal(geo_table_find(table, "method")->text[1], "Spots");
    assert_true(cell(table, "ground_percent", 0) == 10 && cell(table, "ground_km2", 0) == 1);
    assert_true(cell(table, "earlier", 0) == 10 && cell(table, "caught", 0) == 8);
    assert_true(is_near(cell(table, "hit_rate_percent", 0), 40, 1e-14));
    geo_share_interval(8, 20, 0.95, &lower, &upper);
    assert_true(is_near(cell(table, "hit_rate_lower_95", 0), 100 * lower, 1e-14));
    assert_true(is_near(cell(table, "hit_rate_upper_95", 0), 100 * upper, 1e-14));
    assert_true(is_near(cell(table, "pai", 0), 4, 1e-14));
    assert_true(is_near(cell(table, "rri", 0), 0.8, 1e-14));
    assert_true(cell(table, "pei_star", 0) == 1);
    assert_true(cell(table, "pei_star", 2) == 1);
    assert_true(isnan(cell(table, "rri", 1)) && isnan(cell(table, "earlier", 1)));
    assert_true(is_near(cell(table, "area_under_curve", 2), 0.84, 1e-14));
    assert_true(isnan(cell(table, "area_under_curve", 1)));
    geo_table_free(table);
    clear_sample(&made);
}

static void curves_as_a_table(void **state)
{
    static const double share[] = {0.05, 0.4, 1};
    static const char *const column[] = {"cells", "spots"};
    sample made = make_sample(*state);
    const geo_forecast forecast[] = {{"Cells by count", made.later, NULL, nan_value},
                                     {"Spots", made.ideal, NULL, 0.1}};
    geo_table *table = NULL;
    assert_int_equal(geo_hit_curve_table(*state, forecast, column, 2, made.ideal, share, 3, &table),
                     GEO_OK);
    assert_int_equal(table->column_count, 4);
    assert_true(is_near(cell(table, "spots", 0), 20, 1e-14) && isnan(cell(table, "spots", 1)));
    assert_true(cell(table, "ground_percent", 0) == 5);
    assert_true(is_near(cell(table, "cells", 1), 90, 1e-14));
    assert_true(cell(table, "possible", 2) == 100);
    assert_string_equal(geo_table_find(table, "cells")->heading, "Cells by count");
    geo_table_free(table);
    clear_sample(&made);
}

static void shares_must_rise(void **state)
{
    static const double falling[] = {0.2, 0.1}, zero[] = {0}, beyond[] = {1.5};
    sample made = make_sample(*state);
    const geo_forecast forecast = {"Cells", made.later, NULL, nan_value};
    geo_table *table = NULL;
    assert_int_equal(geo_evaluation_table(*state, &forecast, 1, NULL, falling, 2, &table),
                     GEO_ERROR_USAGE);
    assert_int_equal(geo_evaluation_table(*state, &forecast, 1, NULL, zero, 1, &table),
                     GEO_ERROR_USAGE);
    assert_int_equal(geo_evaluation_table(*state, &forecast, 1, NULL, beyond, 1, &table),
                     GEO_ERROR_USAGE);
    assert_null(table);
    clear_sample(&made);
}

/* ---- stability ------------------------------------------------------------------------------ */

static double poisson(double mean, int64_t count)
{
    return exp((double)count * log(mean) - mean - lgamma((double)count + 1));
}

/* Of two places the first stays on top as often as one Poisson variable is above another, or equal
 * in half of the cases. */
static void two_places_in_theory(void **state)
{
    static const int64_t incidents[] = {14, 9};
    const geo_stability_options options = {20000, 3, 0.95, 1};
    geo_rank_stability *made = NULL;
    double expected = 0;
    for (int64_t a = 0; a < 80; a++)
        for (int64_t b = 0; b <= a; b++)
            expected += poisson(14, a) * poisson(9, b) * (a == b ? 0.5 : 1);
    assert_int_equal(geo_rank_stability_make(*state, incidents, NULL, 2, NULL, 0, &options, &made),
                     GEO_OK);
    double error = sqrt(expected * (1 - expected) / 20000);
    assert_true(fabs(made->top_share[0] - expected) < 4 * error);
    assert_true(is_near(made->top_share[0] + made->top_share[1], 1, 1e-12));
    assert_true(made->rank[0] == 1 && made->rank[1] == 2);
    assert_true(made->rank_lower[0] == 1 && made->rank_upper[0] == 2);
    geo_rank_stability_free(made);
}

static void places_far_apart_keep_their_ranks(void **state)
{
    static const int64_t incidents[] = {0, 10000, 200, 2500};
    static const int32_t which[] = {3, 1};
    const geo_stability_options options = {499, 1, 0.95, 1};
    geo_rank_stability *made = NULL;
    assert_int_equal(geo_rank_stability_make(*state, incidents, NULL, 4, which, 2, &options, &made),
                     GEO_OK);
    assert_int_equal(made->count, 2);
    assert_true(made->rank[0] == 2 && made->rank_lower[0] == 2 && made->rank_upper[0] == 2);
    assert_true(made->top_share[0] == 0 && made->top_share[1] == 1);
    geo_rank_stability_free(made);
}

static void rates_equal_places_and_those_without_people(void **state)
{
    static const int64_t incidents[] = {100, 100, 0, 0, 5};
    static const double people[] = {1000, 50, 10, 10, 0};
    const geo_stability_options options = {199, 1, 0.9, 3};
    geo_rank_stability *made = NULL;
    assert_int_equal(
        geo_rank_stability_make(*state, incidents, people, 5, NULL, 0, &options, &made), GEO_OK);
    assert_true(made->rank[0] == 2 && made->rank[1] == 1);
    assert_true(made->rank[2] == 3 && made->rank[3] == 3);
    assert_true(made->rank_lower[2] == 3 && made->rank_upper[2] == 4);
    assert_true(made->top_share[2] == 0.5);
    assert_true(made->rank[4] == GEO_NO_INTEGER && made->rank_upper[4] == GEO_NO_INTEGER);
    assert_true(isnan(made->top_share[4]));
    geo_rank_stability_free(made);
}

enum { MANY = 400 };

static void the_same_for_any_number_of_threads(void **state)
{
    uint64_t random = 2;
    int64_t incidents[MANY];
    const geo_stability_options options = {101, 7, 0.95, 20};
    geo_rank_stability *one = NULL, *many = NULL;
    for (size_t i = 0; i < MANY; i++)
        incidents[i] = (int64_t)random_below(&random, 30);
    geo_context_set_threads(*state, 1);
    assert_int_equal(
        geo_rank_stability_make(*state, incidents, NULL, MANY, NULL, 0, &options, &one), GEO_OK);
    geo_context_set_threads(*state, 5);
    assert_int_equal(
        geo_rank_stability_make(*state, incidents, NULL, MANY, NULL, 0, &options, &many), GEO_OK);
    assert_memory_equal(one->rank_lower, many->rank_lower, MANY * sizeof *one->rank_lower);
    assert_memory_equal(one->rank_upper, many->rank_upper, MANY * sizeof *one->rank_upper);
    assert_memory_equal(one->top_share, many->top_share, MANY * sizeof *one->top_share);
    double in_top = 0;
    for (size_t i = 0; i < MANY; i++)
        in_top += one->top_share[i];
    assert_true(is_near(in_top, 20, 1e-12));
    geo_rank_stability_free(one);
    geo_rank_stability_free(many);
}

static void what_cannot_be_resampled(void **state)
{
    static const int64_t incidents[] = {1, 2}, negative[] = {1, -2};
    geo_stability_options options = GEO_STABILITY_OPTIONS_INIT;
    geo_rank_stability *made = NULL;
    assert_int_equal(geo_rank_stability_make(*state, negative, NULL, 2, NULL, 0, NULL, &made),
                     GEO_ERROR_DATA);
    options.replicates = 0;
    assert_int_equal(geo_rank_stability_make(*state, incidents, NULL, 2, NULL, 0, &options, &made),
                     GEO_ERROR_USAGE);
    options.replicates = 9;
    options.level = 1;
    assert_int_equal(geo_rank_stability_make(*state, incidents, NULL, 2, NULL, 0, &options, &made),
                     GEO_ERROR_USAGE);
    assert_null(made);
    assert_int_equal(geo_rank_stability_make(*state, incidents, NULL, 0, NULL, 0, NULL, &made),
                     GEO_OK);
    assert_int_equal(made->count, 0);
    geo_rank_stability_free(made);
}

/* ---- memory --------------------------------------------------------------------------------- */

static geo_status make_all(geo_context *context, void *data)
{
    static const double share[] = {0.1, 0.2};
    static const char *const column[] = {"cells"};
    const geo_stability_options options = {9, 1, 0.95, 2};
    geo_hit_curve *curve = NULL;
    geo_rank_stability *stability = NULL;
    geo_table *table = NULL, *curves = NULL;
    (void)data;
    geo_status status = geo_hit_curve_ideal(context, area_km2, later, 5, &curve);
    const geo_forecast forecast = {"Cells", curve, curve, nan_value};
    if (status == GEO_OK)
        status = geo_evaluation_table(context, &forecast, 1, curve, share, 2, &table);
    if (status == GEO_OK)
        status = geo_hit_curve_table(context, &forecast, column, 1, curve, share, 2, &curves);
    if (status == GEO_OK)
        status = geo_rank_stability_make(context, later, NULL, 5, NULL, 0, &options, &stability);
    geo_hit_curve_free(curve);
    geo_table_free(table);
    geo_table_free(curves);
    geo_rank_stability_free(stability);
    return status;
}

static void memory_that_runs_out(void **state)
{
    (void)state;
    assert_true(fail_each_allocation(make_all, NULL) > 30);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(indices_of_worked_values),
        UNIT_TEST(what_has_no_index),
        UNIT_TEST(ground_is_taken_by_score),
        UNIT_TEST(between_points_it_is_straight),
        UNIT_TEST(the_best_there_can_be),
        UNIT_TEST(the_best_is_the_best_of_all_choices),
        UNIT_TEST(the_area_under_it_by_all_pairs),
        UNIT_TEST(equal_scores_are_chance),
        UNIT_TEST(no_incidents_and_no_ground),
        UNIT_TEST(methods_side_by_side),
        UNIT_TEST(curves_as_a_table),
        UNIT_TEST(shares_must_rise),
        UNIT_TEST(two_places_in_theory),
        UNIT_TEST(places_far_apart_keep_their_ranks),
        UNIT_TEST(rates_equal_places_and_those_without_people),
        UNIT_TEST(the_same_for_any_number_of_threads),
        UNIT_TEST(what_cannot_be_resampled),
        UNIT_TEST(memory_that_runs_out),
    };
    return cmocka_run_group_tests_name("evaluation", tests, NULL, NULL);
}
