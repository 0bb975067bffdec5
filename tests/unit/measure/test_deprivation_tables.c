/* Incidents by group of deprivation: sums, shares, rates, two kinds beside each other, districts.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <geo/deprivation.h>
#include <geo/measure.h>

#include "allocations.h"
#include "near.h"
#include "unit.h"

#define assert_near(value, expected, tolerance)                                                    \
    assert_true(is_near((value), (expected), (tolerance)))

/* Five LSOAs in deciles 1, 2, 5 and 10 and in none; 'Crime' holds 'Drugs' and 'Theft'. */
enum { AREAS = 5, NODES = 3, DECILES = 10 };

static const char *codes[AREAS] = {"L1", "L2", "L3", "L4", "L5"};
static const char *parents[AREAS] = {"North", "South", "North", "South", NULL};
static char *names[NODES] = {(char[]){"Crime"}, (char[]){"Drugs"}, (char[]){"Theft"}};
static int32_t node_parents[NODES] = {GEO_NO_CODE, 0, 0};
static int32_t node_levels[NODES] = {0, 1, 1};
static const double people[AREAS] = {1000, 2000, 3000, 4000, (double)NAN};
/* Drugs: 56 of 70 in the most deprived 20%; theft: 48 of 80. */
static const int64_t counts[AREAS * NODES] = {65, 40, 25, 39, 16, 23, 20, 10,
                                              10, 24, 4,  20, 2,  0,  2};
static const int32_t deciles[AREAS] = {1, 2, 5, 10, 0};

typedef struct sample {
    geo_areas areas;
    geo_categories tree;
    geo_area_deprivation groups;
    double share[AREAS * DECILES];
    int32_t group[AREAS];
    const double *population[NODES];
    geo_area_counts counts;
} sample;

static void make_sample(sample *made)
{
    *made = (sample){.areas = {.count = AREAS, .code = codes, .parent = parents},
                     .tree = {.count = NODES,
                              .name = names,
                              .parent = node_parents,
                              .level = node_levels,
                              .field_count = 1},
                     .groups = {.kind = GEO_DEPRIVATION_DECILES,
                                .group_count = DECILES,
                                .area_count = AREAS,
                                .share = made->share,
                                .group = made->group},
                     .population = {people, people, people}};
    for (size_t i = 0; i < AREAS; i++) {
        made->group[i] = deciles[i] - 1;
        if (deciles[i] > 0)
            made->share[i * DECILES + (size_t)deciles[i] - 1] = 1;
    }
    made->counts = (geo_area_counts){&made->areas, &made->tree, counts, made->population, 1};
}

static geo_deprivation_table *profile(geo_context *context, const sample *made, int32_t node,
                                      const geo_deprivation_table_options *options)
{
    geo_deprivation_table *table = NULL;
    if (geo_deprivation_profile(context, &made->counts, &made->groups, node, options, &table) !=
        GEO_OK)
        fail_msg("%s", geo_message(context));
    return table;
}

static double real_at(const geo_deprivation_table *made, const char *column, size_t row)
{
    return geo_table_find(made->table, column)->real[row];
}

static int64_t integer_at(const geo_deprivation_table *made, const char *column, size_t row)
{
    return geo_table_find(made->table, column)->integer[row];
}

static const char *text_at(const geo_deprivation_table *made, const char *column, size_t row)
{
    return geo_table_find(made->table, column)->text[row];
}

/* Byar's interval of 65 is 50.163188 to 82.849139 (PHEindicatormethods); Wilson's of 104 of 150
 * 0.6154815487, 0.7615299568 (R's prop.test(104, 150, correct = FALSE)). */
static void groups_have_their_sums(void **state)
{
    sample made;
    make_sample(&made);
    geo_deprivation_table *found = profile(*state, &made, 0, NULL);
    assert_int_equal(found->table->row_count, 13);
    assert_string_equal(text_at(found, "group", 0), "1 (most deprived)");
    assert_int_equal(integer_at(found, "incidents", 0), 65);
    assert_near(real_at(found, "rate_per_1000", 0), 65, 1e-12);
    assert_near(real_at(found, "rate_lower_95", 0), 50.163188, 1e-6);
    assert_near(real_at(found, "rate_upper_95", 0), 82.849139, 1e-6);
    assert_string_equal(text_at(found, "comparison", 0), "higher");
    assert_int_equal(geo_table_mark(geo_table_find(found->table, "rate_per_1000"), 0),
                     GEO_MARK_HIGHER);
    assert_near(real_at(found, "population_share_percent", 4), 30, 1e-12);
    assert_string_equal(text_at(found, "group", 10), "not known");
    assert_int_equal(integer_at(found, "incidents", 10), 2);
    assert_string_equal(text_at(found, "group", 11), "Most deprived 20%");
    assert_int_equal(integer_at(found, "incidents", 11), 104);
    assert_near(real_at(found, "share_lower_95", 11), 61.54815487, 1e-9);
    assert_int_equal(integer_at(found, "incidents", 12), 150);
    assert_int_equal(integer_at(found, "areas", 12), AREAS);
    geo_deprivation_table_free(found);
}

/* What is in areas without people has no rate; the ratio is that of the rates. */
static void rates_count_those_with_people(void **state)
{
    sample made;
    make_sample(&made);
    geo_deprivation_table *found = profile(*state, &made, 0, NULL);
    double overall = 1000.0 * 148 / 10000;
    assert_near(found->overall, overall, 1e-12);
    assert_near(real_at(found, "rate_per_1000", 11), 1000.0 * 104 / 3000, 1e-9);
    assert_near(real_at(found, "ratio", 11), 1000.0 * 104 / 3000 / overall, 1e-12);
    assert_near(real_at(found, "share_percent", 11), 100.0 * 104 / 150, 1e-12);
    assert_string_equal(geo_warning(*state, 0),
                        "2 incidents are in areas without a population: they count in no rate and "
                        "no ratio");
    geo_deprivation_table_free(found);
}

static void the_sentence_is_as_published(void **state)
{
    geo_deprivation_table_options options = GEO_DEPRIVATION_TABLE_OPTIONS_INIT;
    sample made;
    make_sample(&made);
    options.subject = "drug offences are";
    geo_deprivation_table *found = profile(*state, &made, 1, &options);
    assert_string_equal(found->sentence,
                        "80% of drug offences are in areas in the top 20% most deprived "
                        "nationally, where 30% of residents live");
    assert_string_equal(found->table->note[0], found->sentence);
    geo_deprivation_table_free(found);
}

/* Years divide rates and the slope, and nothing else. */
static void years_divide_rates(void **state)
{
    sample made;
    make_sample(&made);
    geo_deprivation_table *one = profile(*state, &made, 0, NULL);
    made.counts.years = 2;
    geo_deprivation_table *two = profile(*state, &made, 0, NULL);
    assert_near(2 * real_at(two, "rate_upper_95", 0), real_at(one, "rate_upper_95", 0), 1e-9);
    assert_near(2 * two->inequality.slope.value, one->inequality.slope.value, 1e-9);
    assert_near(two->inequality.relative.value, one->inequality.relative.value, 1e-9);
    assert_near(real_at(two, "ratio", 0), real_at(one, "ratio", 0), 1e-12);
    geo_deprivation_table_free(one);
    geo_deprivation_table_free(two);
}

static void only_those_that_count(void **state)
{
    static const bool which[AREAS] = {true, false, true, false, false};
    geo_deprivation_table_options options = GEO_DEPRIVATION_TABLE_OPTIONS_INIT;
    sample made;
    make_sample(&made);
    options.which = which;
    geo_deprivation_table *found = profile(*state, &made, 0, &options);
    assert_int_equal(found->table->row_count, 12);
    assert_int_equal(integer_at(found, "incidents", 11), 85);
    assert_near(real_at(found, "population", 11), 4000, 1e-12);
    geo_deprivation_table_free(found);
}

/* A third of L1 in decile 1, the rest in decile 3: nothing is lost. */
static void shared_areas_keep_the_sum(void **state)
{
    sample made;
    make_sample(&made);
    made.share[0] = 1.0 / 3;
    made.share[2] = 2.0 / 3;
    made.group[0] = 2;
    geo_deprivation_table *found = profile(*state, &made, 0, NULL);
    assert_int_equal(geo_table_find(found->table, "incidents")->type, GEO_REAL);
    assert_near(real_at(found, "incidents", 0), 65.0 / 3, 1e-12);
    assert_near(real_at(found, "population", 2), 2000.0 / 3, 1e-9);
    assert_int_equal(integer_at(found, "areas", 2), 1);
    double sum = 0;
    for (size_t row = 0; row <= DECILES; row++)
        sum += real_at(found, "incidents", row);
    assert_near(sum, 150, 1e-9);
    geo_deprivation_table_options options = GEO_DEPRIVATION_TABLE_OPTIONS_INIT;
    options.suppress_below = 5;
    geo_deprivation_table *none = NULL;
    assert_int_equal(
        geo_deprivation_profile(*state, &made.counts, &made.groups, 0, &options, &none),
        GEO_ERROR_USAGE);
    geo_deprivation_table_free(found);
}

static void without_people_there_are_shares(void **state)
{
    sample made;
    make_sample(&made);
    made.counts.population = NULL;
    geo_deprivation_table *found = profile(*state, &made, 0, NULL);
    assert_null(geo_table_find(found->table, "rate_per_1000"));
    assert_near(real_at(found, "share_percent", 0), 100.0 * 65 / 150, 1e-12);
    assert_true(isnan(found->inequality.slope.value));
    geo_deprivation_table_free(found);
}

/* Newcombe's and R's worked values, of geo/deprivation.h. */
static void two_kinds_are_compared(void **state)
{
    sample made;
    geo_deprivation_table *found = NULL;
    make_sample(&made);
    made.groups.kind = GEO_DEPRIVATION_TOP_20;
    made.groups.group_count = 2;
    memset(made.share, 0, sizeof made.share);
    for (size_t i = 0; i < AREAS; i++) {
        made.group[i] = geo_deprivation_group_of(GEO_DEPRIVATION_TOP_20, deciles[i]);
        if (made.group[i] != GEO_NO_CODE)
            made.share[i * 2 + (size_t)made.group[i]] = 1;
    }
    assert_int_equal(
        geo_deprivation_against(*state, &made.counts, &made.groups, 1, 0, NULL, &found), GEO_OK);
    assert_int_equal(integer_at(found, "incidents", 0), 56);
    assert_int_equal(integer_at(found, "other_incidents", 0), 48);
    assert_near(real_at(found, "difference", 0), 20, 1e-9);
    assert_near(real_at(found, "difference_lower_95", 0), 5.24, 5e-3);
    assert_near(real_at(found, "difference_upper_95", 0), 33.39, 5e-3);
    assert_near(real_at(found, "p", 0), 0.00804508136819656, 1e-12);
    assert_string_equal(found->sentence,
                        "80% of incidents are in areas in the top 20% most deprived nationally, "
                        "against 60% of all others");
    geo_deprivation_table_free(found);
    assert_int_equal(
        geo_deprivation_against(*state, &made.counts, &made.groups, 0, 1, NULL, &found),
        GEO_ERROR_USAGE);
}

static void shares_out_of_range_tell_nothing(void **state)
{
    double lower, upper;
    (void)state;
    assert_true(isnan(geo_share_compare(5, 4, 1, 2)));
    assert_near(geo_share_compare(0, 4, 0, 2), 1, 1e-15);
    geo_share_difference_interval(1, 0, 1, 2, 0.95, &lower, &upper);
    assert_true(isnan(lower) && isnan(upper));
}

static void kinds_stand_beside_each_other(void **state)
{
    sample made;
    geo_deprivation_table *found = NULL;
    make_sample(&made);
    assert_int_equal(geo_deprivation_by_category(*state, &made.counts, &made.groups, NULL, &found),
                     GEO_OK);
    assert_int_equal(found->table->row_count, NODES);
    assert_string_equal(text_at(found, "category", 1), "Drugs");
    assert_near(real_at(found, "decile_1_rate", 1), 40, 1e-12);
    assert_near(real_at(found, "top_20_share_percent", 1), 80, 1e-12);
    geo_deprivation_table *alone = profile(*state, &made, 1, NULL);
    assert_near(real_at(found, "slope", 1), alone->inequality.slope.value, 1e-12);
    geo_deprivation_table_free(alone);
    geo_deprivation_table_free(found);
}

static void districts_have_their_part(void **state)
{
    sample made;
    geo_deprivation_table *found = NULL;
    make_sample(&made);
    assert_int_equal(geo_deprivation_by_parent(*state, &made.counts, &made.groups, 0, NULL, &found),
                     GEO_OK);
    assert_int_equal(found->table->row_count, 4);
    assert_string_equal(text_at(found, "parent", 0), "North");
    assert_int_equal(integer_at(found, "areas_top_20", 0), 1);
    assert_int_equal(integer_at(found, "incidents_top_20", 0), 65);
    assert_near(real_at(found, "population_top_20_percent", 0), 25, 1e-12);
    assert_near(real_at(found, "rate_top_20", 0), 65, 1e-12);
    assert_string_equal(text_at(found, "parent", 2), "not known");
    assert_int_equal(integer_at(found, "incidents", 3), 150);
    geo_deprivation_table_free(found);
    made.areas.parent = NULL;
    assert_int_equal(geo_deprivation_by_parent(*state, &made.counts, &made.groups, 0, NULL, &found),
                     GEO_ERROR_USAGE);
}

/* Four thefts less one group: a small count, one more that tells it, and what is made of both. */
static void small_counts_are_hidden(void **state)
{
    geo_deprivation_table_options options = GEO_DEPRIVATION_TABLE_OPTIONS_INIT;
    sample made;
    make_sample(&made);
    options.suppress_below = 5;
    geo_deprivation_table *found = profile(*state, &made, 1, &options);
    const geo_column *incidents = geo_table_find(found->table, "incidents");
    assert_int_equal(geo_table_mark(incidents, 9), GEO_MARK_HIDDEN);
    assert_int_equal(incidents->integer[9], GEO_NO_INTEGER);
    assert_true(isnan(real_at(found, "rate_per_1000", 9)));
    assert_int_equal(found->hidden_small, 1);
    assert_true(found->hidden_others > 0);
    assert_true(isnan(found->inequality.slope.value));
    geo_deprivation_table_free(found);
}

static void options_are_checked(void **state)
{
    geo_deprivation_table_options options = GEO_DEPRIVATION_TABLE_OPTIONS_INIT;
    geo_deprivation_table *none = NULL;
    sample made;
    make_sample(&made);
    options.level = 1;
    assert_int_equal(
        geo_deprivation_profile(*state, &made.counts, &made.groups, 0, &options, &none),
        GEO_ERROR_USAGE);
    assert_int_equal(
        geo_deprivation_profile(*state, &made.counts, &made.groups, NODES, NULL, &none),
        GEO_ERROR_USAGE);
    made.groups.area_count = 1;
    assert_int_equal(geo_deprivation_profile(*state, &made.counts, &made.groups, 0, NULL, &none),
                     GEO_ERROR_USAGE);
}

static geo_status make_all(geo_context *context, void *data)
{
    geo_deprivation_table_options options = GEO_DEPRIVATION_TABLE_OPTIONS_INIT;
    geo_deprivation_table *made[4] = {NULL};
    const sample *from = data;
    const geo_area_counts *all = &from->counts;
    options.suppress_below = 5;
    geo_status status = geo_deprivation_profile(context, all, &from->groups, 1, &options, &made[0]);
    if (status == GEO_OK)
        status = geo_deprivation_by_category(context, all, &from->groups, &options, &made[1]);
    if (status == GEO_OK)
        status = geo_deprivation_by_parent(context, all, &from->groups, 0, &options, &made[2]);
    if (status == GEO_OK)
        status = geo_deprivation_against(context, all, &from->groups, 1, 2, &options, &made[3]);
    for (size_t i = 0; i < 4; i++)
        geo_deprivation_table_free(made[i]);
    return status;
}

static void memory_that_runs_out(void **state)
{
    sample made;
    (void)state;
    make_sample(&made);
    assert_true(fail_each_allocation(make_all, &made) > 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(groups_have_their_sums),
        UNIT_TEST(rates_count_those_with_people),
        UNIT_TEST(the_sentence_is_as_published),
        UNIT_TEST(years_divide_rates),
        UNIT_TEST(only_those_that_count),
        UNIT_TEST(shared_areas_keep_the_sum),
        UNIT_TEST(without_people_there_are_shares),
        UNIT_TEST(two_kinds_are_compared),
        UNIT_TEST(shares_out_of_range_tell_nothing),
        UNIT_TEST(kinds_stand_beside_each_other),
        UNIT_TEST(districts_have_their_part),
        UNIT_TEST(small_counts_are_hidden),
        UNIT_TEST(options_are_checked),
        UNIT_TEST(memory_that_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
