/* What a ranked table says of single rates: smoothed ones, flags, small populations. */
#include <math.h>
#include <string.h>

#include <geo/measure.h>

#include "allocations.h"
#include "unit.h"

enum { AREAS = 6 };

static const char *codes[AREAS] = {"W1", "W2", "W3", "W4", "W5", "W6"};
static double populations[AREAS] = {1500, 900, 0, 2300, 2000, 5200};
static const geo_areas wards = {
    .path = (char[]){"wards.gpkg"}, .count = AREAS, .code = codes, .population = populations};
static const int64_t counts[AREAS] = {12, 0, 3, 65, 7, 140};

static geo_ranking *rank(geo_context *context, const int64_t *count,
                         const geo_rank_options *options)
{
    geo_ranking *ranking = NULL;
    if (geo_rank(context, &wards, count, options, &ranking) != GEO_OK)
        fail_msg("%s", geo_message(context));
    return ranking;
}

/* The row of that area. */
static size_t row_of(const geo_ranking *ranking, int32_t area)
{
    size_t row = 0;
    while (row < ranking->table->row_count && ranking->table->area[row] != area)
        row++;
    assert_true(row < ranking->table->row_count);
    return row;
}

static const char *flags_of(const geo_ranking *ranking, int32_t area)
{
    return geo_table_find(ranking->table, "flags")->text[row_of(ranking, area)];
}

static double smoothed_of(const geo_ranking *ranking, int32_t area)
{
    return geo_table_find(ranking->table, "smoothed_rate_per_1000")->real[row_of(ranking, area)];
}

static bool has_note(const geo_ranking *ranking, const char *text)
{
    for (size_t i = 0; i < ranking->table->note_count; i++)
        if (strstr(ranking->table->note[i], text))
            return true;
    return false;
}

/* 1000 * spdep::EBest(count, population)$estmm, spdep 1.2.7, without the area that it refuses. */
static void smoothed_rates(void **state)
{
    static const double expected[AREAS] = {9.0325030559213655, 2.8138145597723061,
                                           (double)NAN,        27.653587952201676,
                                           4.6231178291374997, 26.683966911547728};
    geo_rank_options options = GEO_RANK_OPTIONS_INIT;
    options.smooth = true;
    options.decimals = 2;
    for (int half = 0; half < 2; half++) {
        options.years = half ? 0.5 : 1;
        geo_ranking *ranking = rank(*state, counts, &options);
        const geo_column *column = geo_table_find(ranking->table, "smoothed_rate_per_1000");
        assert_int_equal(column->decimals, 2);
        for (int32_t area = 0; area < AREAS; area++) {
            double found = smoothed_of(ranking, area);
            if (isnan(expected[area]))
                assert_true(isnan(found));
            else
                assert_true(fabs(found * options.years / expected[area] - 1) < 1e-12);
        }
        assert_true(has_note(ranking, "Marshall 1991"));
        assert_null(geo_table_find(ranking->table, "flags"));
        geo_ranking_free(ranking);
    }
}

/* 224 incidents of 11,900 people expect 28.2, 16.9, 43.3, 37.6 and 97.9 incidents. */
static void flags(void **state)
{
    geo_rank_options options = GEO_RANK_OPTIONS_INIT;
    options.flags = true;
    geo_ranking *ranking = rank(*state, counts, &options);
    assert_true(fabs(ranking->overall - 1000 * 224.0 / 11900) < 1e-12);
    assert_string_equal(flags_of(ranking, 0), "below the 99.8% limit; few incidents");
    assert_string_equal(flags_of(ranking, 1),
                        "below the 99.8% limit; few incidents; small population");
    assert_null(flags_of(ranking, 2));
    assert_string_equal(flags_of(ranking, 3), "above the 99.8% limit");
    assert_string_equal(flags_of(ranking, 4), "below the 99.8% limit; few incidents");
    assert_string_equal(flags_of(ranking, 5), "above the 99.8% limit");
    assert_true(has_note(ranking, "99.8% of counts at the rate of all areas together, 18.8 per"));
    assert_true(has_note(ranking, "fewer than 20, so that the rate is unreliable (the Office"));
    assert_true(has_note(ranking, "fewer than 1,000 residents (the fewest that an LSOA"));
    assert_false(has_note(ranking, "area has"));
    geo_ranking_free(ranking);
}

static void flags_stay_when_rates_are_a_year_s(void **state)
{
    geo_rank_options options = GEO_RANK_OPTIONS_INIT;
    options.flags = true;
    options.years = 3;
    geo_ranking *ranking = rank(*state, counts, &options);
    assert_true(fabs(ranking->overall - 1000 * 224.0 / 11900 / 3) < 1e-12);
    assert_string_equal(flags_of(ranking, 5), "above the 99.8% limit");
    assert_string_equal(flags_of(ranking, 4), "below the 99.8% limit; few incidents");
    geo_ranking_free(ranking);
}

/* Equal rates lie within any limits, so these are the bounds alone. */
static void bounds_are_below(void **state)
{
    static const int64_t even[AREAS] = {15, 9, 0, 23, 20, 52};
    geo_rank_options options = GEO_RANK_OPTIONS_INIT;
    options.flags = true;
    options.few = 15;
    options.small_population = 1500;
    options.denominator = "households";
    geo_ranking *ranking = rank(*state, even, &options);
    assert_null(flags_of(ranking, 0));
    assert_string_equal(flags_of(ranking, 1), "few incidents; small population");
    assert_true(has_note(ranking, "Few incidents: fewer than 15, so that the rate is unreliable"));
    assert_true(has_note(ranking, "fewer than 1,500 households, so that"));
    assert_false(has_note(ranking, "the Office"));
    assert_string_equal(geo_table_find(ranking->table, "population")->heading, "households");
    geo_ranking_free(ranking);
    options.few = 0;
    options.small_population = 0;
    ranking = rank(*state, even, &options);
    assert_null(flags_of(ranking, 1));
    assert_false(has_note(ranking, "Few incidents"));
    assert_false(has_note(ranking, "Small population"));
    geo_ranking_free(ranking);
}

static void small_populations_are_told_without_flags(void **state)
{
    static const struct {
        double below;
        size_t top;
        size_t found;
        const char *note;
    } cases[] = {
        {1000, 0, 1, "1 area has fewer than 1,000 residents: its rate varies widely by chance"},
        {2000.5, 0, 3, "3 areas have fewer than 2,000.5 residents: their rates vary widely"},
        {1000, 2, 0, NULL}, /* of those shown */
        {0, 0, 0, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_rank_options options = GEO_RANK_OPTIONS_INIT;
        options.small_population = cases[i].below;
        options.top = cases[i].top;
        geo_ranking *ranking = rank(*state, counts, &options);
        assert_int_equal(ranking->small_populations, cases[i].found);
        assert_int_equal(has_note(ranking, "by chance"), cases[i].note != NULL);
        assert_true(!cases[i].note || has_note(ranking, cases[i].note));
        assert_null(ranking->table->column[5].heading);
        geo_ranking_free(ranking);
    }
}

/* With the same sum in the areas kept back nothing else may differ. */
static void nothing_tells_of_areas_kept_back(void **state)
{
    static const int64_t one[AREAS] = {1, 9, 0, 65, 4, 140};
    static const int64_t other[AREAS] = {4, 9, 0, 65, 1, 140};
    geo_rank_options options = GEO_RANK_OPTIONS_INIT;
    options.smooth = options.flags = true;
    options.suppress_below = 5;
    geo_ranking *first = rank(*state, one, &options);
    geo_ranking *second = rank(*state, other, &options);
    assert_true(fabs(first->overall - 1000 * 205.0 / 7500) < 1e-12);
    assert_true(first->overall == second->overall);
    for (int32_t area = 0; area < AREAS; area++) {
        size_t row = row_of(first, area);
        if (!first->hidden[area]) {
            assert_true(smoothed_of(first, area) == smoothed_of(second, area) ||
                        isnan(smoothed_of(first, area)));
            continue;
        }
        assert_true(isnan(smoothed_of(first, area)));
        assert_null(flags_of(first, area));
        for (size_t i = 10; i < 12; i++)
            assert_int_equal(geo_table_mark(&first->table->column[i], row), GEO_MARK_HIDDEN);
    }
    assert_true(first->hidden[0] && first->hidden[1] && first->hidden[4] && !first->hidden[3]);
    assert_true(has_note(first, "In smoothed rates too"));
    assert_true(has_note(first, "together but those kept back, 27.3 per 1,000"));
    assert_int_equal(first->small_populations, 0);
    geo_ranking_free(first);
    geo_ranking_free(second);
}

static void bounds_that_make_no_sense(void **state)
{
    geo_rank_options options = GEO_RANK_OPTIONS_INIT;
    geo_ranking *ranking = NULL;
    options.few = -1;
    assert_int_equal(geo_rank(*state, &wards, counts, &options, &ranking), GEO_ERROR_USAGE);
    options.few = 20;
    options.small_population = (double)NAN;
    assert_int_equal(geo_rank(*state, &wards, counts, &options, &ranking), GEO_ERROR_USAGE);
    options.small_population = -1;
    assert_int_equal(geo_rank(*state, &wards, counts, &options, &ranking), GEO_ERROR_USAGE);
    assert_null(ranking);
}

static geo_status rank_all(geo_context *context, void *flagged)
{
    geo_rank_options options = GEO_RANK_OPTIONS_INIT;
    geo_ranking *ranking = NULL;
    options.smooth = true;
    options.flags = flagged != NULL;
    options.suppress_below = 5;
    options.denominator = "households";
    geo_status status = geo_rank(context, &wards, counts, &options, &ranking);
    geo_ranking_free(ranking);
    return status;
}

static void every_failed_allocation_is_reported(void **state)
{
    assert_true(fail_each_allocation(rank_all, state) > 30);
    assert_true(fail_each_allocation(rank_all, NULL) > 25);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(smoothed_rates),
        UNIT_TEST(flags),
        UNIT_TEST(flags_stay_when_rates_are_a_year_s),
        UNIT_TEST(bounds_are_below),
        UNIT_TEST(small_populations_are_told_without_flags),
        UNIT_TEST(nothing_tells_of_areas_kept_back),
        UNIT_TEST(bounds_that_make_no_sense),
        UNIT_TEST(every_failed_allocation_is_reported),
    };
    return cmocka_run_group_tests_name("rank_flags", tests, NULL, NULL);
}
