/* Two periods side by side: rows, changes, p and direction, what is kept back. */
#include <math.h>
#include <string.h>

#include <geo/compare.h>
#include <geo/measure.h>

#include "allocations.h"
#include "near.h"
#include "random.h"
#include "unit.h"

/* A total of which Theft has a child of its own, and a kind outside it. */
enum { CRIME, THEFT, SHOPLIFTING, BURGLARY, ASB, ARSON, NODES };
enum { AREAS = 3 };

static char *names[NODES] = {"Crime", "Theft", "Shoplifting", "Burglary", "ASB", "Arson"};
static int32_t parents[NODES] = {GEO_NO_CODE, CRIME, THEFT, CRIME, GEO_NO_CODE, GEO_NO_CODE};
static int32_t levels[NODES] = {0, 1, 2, 1, 0, 0};
static const geo_categories tree = {
    .count = NODES, .name = names, .parent = parents, .level = levels};

static const char *codes[AREAS] = {"W1", "W2", "W3"};
static const char *districts[AREAS] = {"East", "East", "West"};
static double residents[AREAS] = {1000, 2000, (double)NAN};
static const geo_areas wards = {.path = (char[]){"wards.gpkg"},
                                .count = AREAS,
                                .code = codes,
                                .name = codes,
                                .parent = districts,
                                .population = residents};
static const double *const populations[NODES] = {residents, residents, residents,
                                                 residents, residents, residents};

static const int64_t before_counts[AREAS * NODES] = {
    40, 30, 10, 10, 0, 0, /* W1 */
    25, 23, 2,  2,  0, 0, /* W2 */
    0,  0,  0,  0,  0, 0, /* W3 */
};
static const int64_t after_counts[AREAS * NODES] = {
    30, 20, 5, 10, 4, 0, /* W1 */
    10, 10, 5, 0,  5, 0, /* W2 */
    0,  0,  0, 0,  0, 0, /* W3 */
};

static const geo_area_counts before = {&wards, &tree, before_counts, populations, 1};
static const geo_area_counts after = {&wards, &tree, after_counts, populations, 11.0 / 12};

static geo_change *change_of(geo_context *context, const geo_change_options *options)
{
    geo_change *change = NULL;
    if (geo_change_make(context, &before, &after, options, &change) != GEO_OK)
        fail_msg("%s", geo_message(context));
    assert_non_null(change);
    return change;
}

static double real_at(const geo_change *change, const char *column, size_t row)
{
    return geo_table_find(change->table, column)->real[row];
}

static int64_t integer_at(const geo_change *change, const char *column, size_t row)
{
    return geo_table_find(change->table, column)->integer[row];
}

static const char *text_at(const geo_change *change, const char *column, size_t row)
{
    return geo_table_find(change->table, column)->text[row];
}

/* R 4.2.2: poisson.test(c(40, 65), c(11, 12)) and the like, p.adjust(p, "BH") over the five rows.
 */
static void kinds_over_all_areas(void **state)
{
    static const struct {
        const char *category;
        unsigned char level;
        int64_t before, after;
        double percent;
        const char *direction;
    } rows[] = {
        {"Crime", 0, 65, 40, 100 * (40 / 65.0 * 12 / 11 - 1), "no significant change"},
        {"Theft", 1, 53, 30, 100 * (30 / 53.0 * 12 / 11 - 1), "no significant change"},
        {"Shoplifting", 2, 12, 10, 100 * (10 / 12.0 * 12 / 11 - 1), "no significant change"},
        {"Burglary", 1, 12, 10, 100 * (10 / 12.0 * 12 / 11 - 1), "no significant change"},
        {"ASB", 0, 0, 9, (double)NAN, "new"},
    };
    enum { ROWS = sizeof rows / sizeof *rows };
    geo_change *change = change_of(*state, NULL);
    assert_int_equal(change->table->row_count, ROWS);
    for (size_t row = 0; row < ROWS; row++) {
        assert_string_equal(text_at(change, "category", row), rows[row].category);
        assert_int_equal(change->table->level[row], rows[row].level);
        assert_int_equal(integer_at(change, "count_before", row), rows[row].before);
        assert_int_equal(integer_at(change, "count_after", row), rows[row].after);
        assert_true(is_near(real_at(change, "percent_change", row), rows[row].percent, 1e-12));
        assert_string_equal(text_at(change, "direction", row), rows[row].direction);
    }
    assert_true(is_near(real_at(change, "p", 0), 0.050560588595, 1e-8));
    assert_true(is_near(real_at(change, "p_adjusted", 0), 0.084267647658, 1e-8));
    assert_true(is_near(real_at(change, "rate_ratio_lower_95", 0), 0.4410767891, 1e-7));
    assert_true(is_near(real_at(change, "rate_ratio_upper_95", 0), 1.0105944666, 1e-7));
    assert_true(is_near(real_at(change, "rate_before", 0), 65 / 3.0, 1e-12));
    assert_true(isnan(real_at(change, "percent_change", 4)));
    geo_change_free(change);
}

/* Sums over areas are no finding of their own: they stand below, with a p that isn't adjusted. */
static void areas_and_their_sum(void **state)
{
    geo_change_options options = GEO_CHANGE_OPTIONS_INIT;
    options.rows = GEO_CHANGE_BY_AREA;
    options.words.level = 0.1;
    geo_change *change = change_of(*state, &options);
    assert_int_equal(change->table->row_count, AREAS + 1);
    assert_string_equal(text_at(change, "code", 1), "W2");
    assert_string_equal(text_at(change, "direction", 1), "considerable reduction");
    assert_string_equal(text_at(change, "direction", 2), "no incidents");
    assert_true(isnan(real_at(change, "rate_after", 2)));
    assert_true(change->table->is_total[AREAS] && change->table->area[AREAS] == GEO_NO_CODE);
    assert_int_equal(integer_at(change, "count_before", AREAS), 65);
    assert_true(isnan(real_at(change, "p_adjusted", AREAS)));
    assert_true(real_at(change, "p", AREAS) > 0);
    assert_int_equal(change->reductions, 1);
    assert_int_equal(change->increases, 0);
    geo_change_free(change);
}

static void what_is_asked_for(void **state)
{
    static const int32_t wanted[] = {ARSON, THEFT};
    geo_change_options options = GEO_CHANGE_OPTIONS_INIT;
    geo_filter *east = NULL;
    assert_int_equal(geo_filter_parse(*state, "parent = 'East' AND code <> 'W2'", &east), GEO_OK);
    options.category = wanted;
    options.category_count = 2;
    options.show = east;
    options.per_year = true;
    options.round_to = 20;
    geo_change *change = change_of(*state, &options);
    assert_int_equal(change->table->row_count, 2);
    assert_string_equal(text_at(change, "category", 0), "Theft");
    assert_int_equal(change->table->level[0], 0);
    assert_string_equal(text_at(change, "category", 1), "Arson");
    assert_int_equal(integer_at(change, "count_before", 0), 40);
    assert_true(is_near(real_at(change, "rate_after", 0), 20 * 12 / 11.0, 1e-12));
    geo_change_free(change);
    geo_filter_free(east);
}

static void both_hold_areas_by_kinds(void **state)
{
    geo_change_options options = GEO_CHANGE_OPTIONS_INIT;
    options.rows = GEO_CHANGE_BY_BOTH;
    options.levels = 1;
    geo_change *change = change_of(*state, &options);
    assert_int_equal(change->table->row_count, (AREAS + 1) * 2);
    assert_string_equal(text_at(change, "code", 2), "W2");
    assert_string_equal(text_at(change, "category", 3), "ASB");
    assert_true(change->table->is_total[2 * AREAS + 1]);
    geo_change_free(change);
}

/* What one period keeps back takes with it all that could give it away. */
static void small_counts_are_kept_back(void **state)
{
    geo_change_options options = GEO_CHANGE_OPTIONS_INIT;
    options.rows = GEO_CHANGE_BY_BOTH;
    options.suppress_below = 5;
    geo_change *change = change_of(*state, &options);
    const geo_column *lists[] = {
        geo_table_find(change->table, "percent_change"),
        geo_table_find(change->table, "rate_ratio"), geo_table_find(change->table, "p"),
        geo_table_find(change->table, "p_adjusted"), geo_table_find(change->table, "direction")};
    const geo_column *count[] = {geo_table_find(change->table, "count_before"),
                                 geo_table_find(change->table, "count_after")};
    size_t kept_back = 0;
    for (size_t row = 0; row < change->table->row_count; row++) {
        bool is_hidden = false;
        for (int i = 0; i < 2; i++) {
            bool hides = geo_table_mark(count[i], row) == GEO_MARK_HIDDEN;
            assert_true(hides == (count[i]->integer[row] == GEO_NO_INTEGER));
            assert_true(hides || count[i]->integer[row] == 0 || count[i]->integer[row] >= 5);
            is_hidden = is_hidden || hides;
        }
        for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
            assert_true((geo_table_mark(lists[i], row) == GEO_MARK_HIDDEN) == is_hidden);
        kept_back += is_hidden;
    }
    assert_true(kept_back > 0 && kept_back == change->kept_back);
    geo_change_free(change);
}

static void what_makes_no_sense(void **state)
{
    geo_change *change = NULL;
    geo_area_counts none = before;
    int64_t wrong[AREAS * NODES] = {0};
    none.years = 0;
    assert_int_equal(geo_change_make(*state, &none, &after, NULL, &change), GEO_ERROR_USAGE);
    geo_change_options options = GEO_CHANGE_OPTIONS_INIT;
    options.words.level = 1;
    assert_int_equal(geo_change_make(*state, &before, &after, &options, &change), GEO_ERROR_USAGE);
    options = (geo_change_options)GEO_CHANGE_OPTIONS_INIT;
    options.round_to = -1;
    assert_int_equal(geo_change_make(*state, &before, &after, &options, &change), GEO_ERROR_USAGE);
    wrong[7] = -1;
    none = before;
    none.count = wrong;
    assert_int_equal(geo_change_make(*state, &none, &after, NULL, &change), GEO_ERROR_DATA);
    assert_null(change);
}

/* Counts of any two periods: sums over areas are sums, and without areas all is one row a kind. */
static void totals_are_sums(void **state)
{
    uint64_t random = 11;
    for (int round = 0; round < 200; round++) {
        int64_t one[AREAS * NODES], other[AREAS * NODES];
        for (size_t i = 0; i < AREAS * NODES; i++) {
            one[i] = (int64_t)random_below(&random, 60);
            other[i] = (int64_t)random_below(&random, 60);
        }
        geo_area_counts a = before, b = after;
        geo_change_options options = GEO_CHANGE_OPTIONS_INIT;
        geo_change *change = NULL;
        a.count = one;
        b.count = other;
        options.rows = GEO_CHANGE_BY_AREA;
        assert_int_equal(geo_change_make(*state, &a, &b, &options, &change), GEO_OK);
        int64_t sums[2] = {0, 0};
        for (size_t row = 0; row < AREAS; row++) {
            sums[0] += integer_at(change, "count_before", row);
            sums[1] += integer_at(change, "count_after", row);
        }
        assert_int_equal(integer_at(change, "count_before", AREAS), sums[0]);
        assert_int_equal(integer_at(change, "count_after", AREAS), sums[1]);
        geo_change_free(change);
        a.areas = b.areas = NULL;
        a.population = b.population = NULL;
        assert_int_equal(geo_change_make(*state, &a, &b, NULL, &change), GEO_OK);
        assert_int_equal(integer_at(change, "count_before", 0), one[0]);
        assert_null(geo_table_find(change->table, "rate_before"));
        geo_change_free(change);
    }
}

static geo_status make_and_free(geo_context *context, void *data)
{
    geo_change_options options = GEO_CHANGE_OPTIONS_INIT;
    geo_change *change = NULL;
    (void)data;
    options.rows = GEO_CHANGE_BY_BOTH;
    options.suppress_below = 5;
    geo_status status = geo_change_make(context, &before, &after, &options, &change);
    geo_change_free(change);
    return status;
}

static void failed_allocations(void **state)
{
    (void)state;
    assert_true(fail_each_allocation(make_and_free, NULL) > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(kinds_over_all_areas),
        UNIT_TEST(areas_and_their_sum),
        UNIT_TEST(what_is_asked_for),
        UNIT_TEST(both_hold_areas_by_kinds),
        UNIT_TEST(small_counts_are_kept_back),
        UNIT_TEST(what_makes_no_sense),
        UNIT_TEST(totals_are_sums),
        UNIT_TEST(failed_allocations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
