/* The ranked table: order, ties, rounding, what is shown and what is said. */
#include <math.h>
#include <string.h>

#include <geo/measure.h>

#include "allocations.h"
#include "unit.h"

enum { AREAS = 10 };

/* Rates per 1,000: 10 20 20 5 none none 1 1 100 none; a mean of 22.4 and a population SD of 32.5.
 */
static const char *codes[AREAS] = {"W10", "W03", "W02", "W04", "W05",
                                   "W06", "W08", "W07", "W09", "W01"};
static const char *ward_names[AREAS] = {"Ash", "Birch", "Cedar", NULL,   "Elm",
                                        "Fir", "Gorse", "Hazel", "Iris", "Juniper"};
static const char *parents[AREAS] = {"East", "East", "West", "West", "West",
                                     "East", "West", "East", "East", "West"};
static const int64_t counts[AREAS] = {10, 40, 20, 5, 7, 0, 1, 2, 105, 3};
static double populations[AREAS] = {1000, 2000, 1000, 1000, 0, (double)NAN, 1000, 2000, 1050, -5};

static const geo_areas wards = {.path = (char[]){"wards.gpkg"},
                                .count = AREAS,
                                .code = codes,
                                .name = ward_names,
                                .parent = parents,
                                .population = populations};

static geo_ranking *rank_wards(geo_context *context, const geo_rank_options *options)
{
    geo_ranking *ranking = NULL;
    if (geo_rank(context, &wards, counts, options, &ranking) != GEO_OK)
        fail_msg("%s", geo_message(context));
    assert_non_null(ranking);
    return ranking;
}

static const char *text_at(const geo_ranking *ranking, const char *column, size_t row)
{
    return geo_table_find(ranking->table, column)->text[row];
}

static int64_t integer_at(const geo_ranking *ranking, const char *column, size_t row)
{
    return geo_table_find(ranking->table, column)->integer[row];
}

static double real_at(const geo_ranking *ranking, const char *column, size_t row)
{
    return geo_table_find(ranking->table, column)->real[row];
}

/* The codes of the rows, "W09 W02 ...". */
static void assert_rows(const geo_ranking *ranking, const char *expected)
{
    char found[256] = "";
    for (size_t row = 0; row < ranking->table->row_count; row++) {
        strcat(found, row > 0 ? " " : "");
        strcat(found, text_at(ranking, "code", row));
    }
    assert_string_equal(found, expected);
}

static bool has_note(const geo_ranking *ranking, const char *text)
{
    for (size_t i = 0; i < ranking->table->note_count; i++)
        if (strstr(ranking->table->note[i], text))
            return true;
    return false;
}

static void columns(void **state)
{
    static const struct {
        const char *name;
        geo_type type;
        int decimals;
    } expected[] = {{"rank", GEO_INTEGER, 0},       {"code", GEO_TEXT, 0},
                    {"name", GEO_TEXT, 0},          {"parent", GEO_TEXT, 0},
                    {"count", GEO_INTEGER, 0},      {"population", GEO_REAL, 0},
                    {"rate_per_1000", GEO_REAL, 1}, {"rate_lower_95", GEO_REAL, 1},
                    {"rate_upper_95", GEO_REAL, 1}, {"band", GEO_TEXT, 0}};
    geo_ranking *ranking = rank_wards(*state, NULL);
    assert_int_equal(ranking->table->column_count, 10);
    for (size_t i = 0; i < 10; i++) {
        assert_string_equal(ranking->table->column[i].name, expected[i].name);
        assert_int_equal(ranking->table->column[i].type, expected[i].type);
        assert_int_equal(ranking->table->column[i].decimals, expected[i].decimals);
    }
    geo_ranking_free(ranking);
    geo_ranking_free(NULL);
}

static void order_and_ties(void **state)
{
    static const int64_t ranks[AREAS] = {
        1, 2, 2, 4, 5, 6, 6, GEO_NO_INTEGER, GEO_NO_INTEGER, GEO_NO_INTEGER};
    geo_ranking *ranking = rank_wards(*state, NULL);
    assert_rows(ranking, "W09 W02 W03 W10 W04 W07 W08 W01 W05 W06");
    for (size_t row = 0; row < AREAS; row++)
        assert_int_equal(integer_at(ranking, "rank", row), ranks[row]);
    geo_ranking_free(ranking);
}

static void rows_tell_their_areas(void **state)
{
    const geo_rank_options options = {.years = 1, .level = 0.95, .top = 3};
    geo_ranking *ranking = rank_wards(*state, &options);
    assert_int_equal(ranking->table->row_count, 3);
    for (size_t row = 0; row < 3; row++)
        assert_string_equal(codes[ranking->table->area[row]], text_at(ranking, "code", row));
    geo_ranking_free(ranking);
}

static void the_numbers_of_a_row(void **state)
{
    geo_ranking *ranking = rank_wards(*state, NULL);
    double lower = 0;
    double upper = 0;
    geo_count_interval(40, 0.95, &lower, &upper);
    assert_string_equal(text_at(ranking, "name", 2), "Birch");
    assert_string_equal(text_at(ranking, "parent", 2), "East");
    assert_null(text_at(ranking, "name", 4));
    assert_int_equal(integer_at(ranking, "count", 2), 40);
    assert_true(real_at(ranking, "population", 2) == 2000);
    assert_true(real_at(ranking, "rate_per_1000", 2) == 20);
    assert_true(fabs(real_at(ranking, "rate_lower_95", 2) - lower / 2) < 1e-12);
    assert_true(fabs(real_at(ranking, "rate_upper_95", 2) - upper / 2) < 1e-12);
    assert_string_equal(text_at(ranking, "band", 0), "Significantly above");
    assert_null(text_at(ranking, "band", 1));
    geo_ranking_free(ranking);
}

static void bands_mark_the_rate(void **state)
{
    geo_ranking *ranking = rank_wards(*state, NULL);
    const geo_table *table = ranking->table;
    const geo_column *rate = geo_table_find(table, "rate_per_1000");
    assert_int_equal(geo_table_mark(rate, 0), GEO_MARK_FAR_ABOVE);
    for (size_t row = 1; row < table->row_count; row++)
        assert_int_equal(geo_table_mark(rate, row), GEO_MARK_NONE);
    assert_string_equal(table->mark_text[GEO_MARK_ABOVE], "Above: over the areas' mean + 1 SD");
    assert_string_equal(table->mark_text[GEO_MARK_FAR_ABOVE],
                        "Significantly above: over the areas' mean + 2 SD");
    assert_null(table->mark_text[GEO_MARK_HIDDEN]);
    geo_ranking_free(ranking);
}

static void areas_without_population(void **state)
{
    geo_ranking *ranking = rank_wards(*state, NULL);
    assert_int_equal(ranking->without_population, 3);
    assert_int_equal(ranking->reference.count, 7);
    assert_true(fabs(ranking->reference.mean - 157.0 / 7) < 1e-12);
    assert_int_equal(integer_at(ranking, "count", 8), 7);
    for (size_t row = 7; row < AREAS; row++) {
        assert_true(isnan(real_at(ranking, "rate_per_1000", row)));
        assert_true(isnan(real_at(ranking, "rate_lower_95", row)));
        assert_true(isnan(real_at(ranking, "rate_upper_95", row)));
        assert_null(text_at(ranking, "band", row));
    }
    assert_int_equal(geo_warning_count(*state), 1);
    assert_non_null(strstr(geo_warning(*state, 0), "3 areas have no population"));
    assert_non_null(strstr(geo_warning(*state, 0), "W01, W05, W06"));
    assert_true(has_note(ranking, "Areas without population, left out of mean and SD: 3"));
    geo_ranking_free(ranking);
}

static void notes(void **state)
{
    geo_ranking *ranking = rank_wards(*state, NULL);
    assert_int_equal(ranking->table->note_count, 6);
    assert_string_equal(ranking->table->note[0],
                        "Reference: 7 areas, mean rate 22.4 per 1,000, SD 32.5 (population SD, "
                        "unweighted)");
    assert_string_equal(ranking->table->note[1], "Above: rate over 55.0 (mean + 1 SD)");
    assert_string_equal(ranking->table->note[2],
                        "Significantly above: rate over 87.5 (mean + 2 SD)");
    assert_true(has_note(ranking, "a convention, not a test of significance"));
    assert_true(has_note(ranking, "95% intervals of a Poisson count"));
    geo_ranking_free(ranking);
}

static void per_year(void **state)
{
    geo_rank_options options = GEO_RANK_OPTIONS_INIT;
    options.years = 0.5;
    geo_ranking *ranking = rank_wards(*state, &options);
    double lower = 0;
    double upper = 0;
    geo_count_interval(10, 0.95, &lower, &upper);
    assert_int_equal(integer_at(ranking, "count", 3), 10);
    assert_true(real_at(ranking, "rate_per_1000", 3) == 20);
    assert_true(fabs(real_at(ranking, "rate_upper_95", 3) - upper * 2) < 1e-12);
    assert_true(fabs(ranking->reference.mean - 2 * 157.0 / 7) < 1e-12);
    geo_ranking_free(ranking);
}

static void the_time_covered_is_said_in_months_or_whole_years(void **state)
{
    static const struct {
        double years;
        const char *note;
    } cases[] = {
        {5.0 / 12, "Rates are per year: the counts cover 5 months"},
        {1.0 / 12, "Rates are per year: the counts cover 1 month"},
        {3, "Rates are per year: the counts cover 3 years"},
        {15.0 / 12, "Rates are per year: the counts cover 15 months"},
        {0.375, "Rates are per year: the counts cover 4.5 months"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_rank_options options = GEO_RANK_OPTIONS_INIT;
        options.years = cases[i].years;
        geo_ranking *ranking = rank_wards(*state, &options);
        assert_string_equal(ranking->table->note[5], cases[i].note);
        geo_ranking_free(ranking);
    }
}

static void what_is_left_out_is_said_first(void **state)
{
    static const struct {
        const char *show;
        size_t top;
        bool above;
        const char *note;
    } cases[] = {
        {NULL, 3, false, "3 of 10 areas shown: the first 3"},
        {NULL, 0, true, "1 of 10 areas shown: those with a band"},
        {"parent = 'West'", 0, false, "5 of 10 areas shown: those where parent = 'West'"},
        {"parent = 'West'", 100, false, "5 of 10 areas shown: those where parent = 'West'"},
        {"parent = 'West'", 2, false,
         "2 of 10 areas shown: those where parent = 'West'; the first 2 of them"},
        {"code = 'W09'", 0, true, "1 of 10 areas shown: those where code = 'W09', with a band"},
        {NULL, 100, false,
         "Reference: 7 areas, mean rate 22.4 per 1,000, SD 32.5 (population SD, "
         "unweighted)"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_rank_options options = GEO_RANK_OPTIONS_INIT;
        geo_filter *show = NULL;
        options.top = cases[i].top;
        options.above = cases[i].above;
        if (cases[i].show)
            assert_int_equal(geo_filter_parse(*state, cases[i].show, &show), GEO_OK);
        options.show = show;
        geo_ranking *ranking = rank_wards(*state, &options);
        assert_string_equal(ranking->table->note[0], cases[i].note);
        geo_ranking_free(ranking);
        geo_filter_free(show);
    }
}

/* The ranks are 1 2 2 4 5 6 6: only a cut after the first 2 or the first 6 parts equal rates. */
static void a_cut_through_equal_rates_is_said(void **state)
{
    static const struct {
        size_t top;
        const char *note;
    } cases[] = {
        {1, "1 of 10 areas shown: the first"},
        {2, "2 of 10 areas shown: the first 2; 1 more has the rate of the last"},
        {3, "3 of 10 areas shown: the first 3"},
        {6, "6 of 10 areas shown: the first 6; 1 more has the rate of the last"},
        {7, "7 of 10 areas shown: the first 7"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_rank_options options = GEO_RANK_OPTIONS_INIT;
        options.top = cases[i].top;
        geo_ranking *ranking = rank_wards(*state, &options);
        assert_string_equal(ranking->table->note[0], cases[i].note);
        geo_ranking_free(ranking);
    }
}

static void sample_sd(void **state)
{
    geo_rank_options options = GEO_RANK_OPTIONS_INIT;
    geo_ranking *population = rank_wards(*state, NULL);
    options.sd = GEO_SD_SAMPLE;
    geo_ranking *sample = rank_wards(*state, &options);
    assert_true(fabs(sample->reference.sd - population->reference.sd * sqrt(7.0 / 6)) < 1e-12);
    assert_true(has_note(sample, "(sample SD, unweighted)"));
    geo_ranking_free(population);
    geo_ranking_free(sample);
}

static void rounding_is_halves_up_and_for_show(void **state)
{
    static const struct {
        int64_t round_to;
        int64_t shown[7]; /* of 105 20 40 10 5 2 1 */
    } cases[] = {
        {0, {105, 20, 40, 10, 5, 2, 1}},   {1, {105, 20, 40, 10, 5, 2, 1}},
        {10, {110, 20, 40, 10, 10, 0, 0}}, {5, {105, 20, 40, 10, 5, 0, 0}},
        {2, {106, 20, 40, 10, 6, 2, 2}},   {100, {100, 0, 0, 0, 0, 0, 0}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_rank_options options = GEO_RANK_OPTIONS_INIT;
        options.round_to = cases[i].round_to;
        geo_ranking *ranking = rank_wards(*state, &options);
        for (size_t row = 0; row < 7; row++)
            assert_int_equal(integer_at(ranking, "count", row), cases[i].shown[row]);
        assert_true(real_at(ranking, "rate_per_1000", 0) == 100);
        assert_true(has_note(ranking, "Counts rounded to ") == (cases[i].round_to > 1));
        geo_ranking_free(ranking);
    }
}

/* Whatever is shown, ranks and reference are those of all areas. */
static void what_is_shown(void **state)
{
    static const struct {
        const char *show;
        size_t top;
        bool above;
        const char *codes;
    } cases[] = {
        {NULL, 3, false, "W09 W02 W03"},
        {NULL, 100, false, "W09 W02 W03 W10 W04 W07 W08 W01 W05 W06"},
        {NULL, 0, true, "W09"},
        {"parent = 'West'", 0, false, "W02 W04 W08 W01 W05"},
        {"PARENT = 'West'", 2, false, "W02 W04"},
        {"parent = 'West'", 0, true, ""},
        {"code IN ('W03', 'W06')", 0, false, "W03 W06"},
        {"name LIKE 'b%'", 0, false, "W03"},
        {"name IS NULL", 0, false, "W04"},
        {"population > 1000", 0, false, "W09 W03 W07"},
        {"population = '2000'", 0, false, "W03 W07"},
        {"population IS NULL", 0, false, "W06"},
        {"population < 0", 0, false, "W01"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_rank_options options = GEO_RANK_OPTIONS_INIT;
        geo_filter *show = NULL;
        options.top = cases[i].top;
        options.above = cases[i].above;
        if (cases[i].show)
            assert_int_equal(geo_filter_parse(*state, cases[i].show, &show), GEO_OK);
        options.show = show;
        geo_ranking *ranking = rank_wards(*state, &options);
        assert_rows(ranking, cases[i].codes);
        assert_int_equal(ranking->reference.count, 7);
        assert_true(fabs(ranking->reference.mean - 157.0 / 7) < 1e-12);
        for (size_t row = 0; row < ranking->table->row_count; row++)
            if (strcmp(text_at(ranking, "code", row), "W04") == 0)
                assert_int_equal(integer_at(ranking, "rank", row), 5);
        geo_ranking_free(ranking);
        geo_filter_free(show);
    }
}

/* Fields of the layer can be named as well: texts, integers and reals, null or not. */
static void showing_by_attributes(void **state)
{
    static const struct {
        const char *show;
        const char *codes;
    } cases[] = {
        {"kind = 'town'", "W03 W02"}, {"decile = 2", "W02"},    {"decile = '2'", "W02"},
        {"decile IS NULL", "W09"},    {"share = 0.1", "W03"},   {"share = '0.1'", "W03"},
        {"share >= 1e-3", "W03 W02"}, {"share IS NULL", "W09"}, {"NAME = 'second'", "W02"},
        {"Name = 'Cedar'", "W02"},
    };
    const char *code[] = {"W03", "W02", "W09"};
    const char *name[] = {"Birch", "Cedar", "Iris"};
    double population[] = {1000, 2000, 3000};
    const int64_t count[] = {30, 20, 10};
    geo_table *attributes = NULL;
    geo_column *column = NULL;
    assert_int_equal(geo_table_new(*state, 3, &attributes), GEO_OK);
    assert_int_equal(geo_table_add(*state, attributes, "kind", GEO_TEXT, 0, &column), GEO_OK);
    geo_table_set_text(*state, column, 0, (geo_text){"town", 4});
    geo_table_set_text(*state, column, 1, (geo_text){"town", 4});
    assert_int_equal(geo_table_add(*state, attributes, "decile", GEO_INTEGER, 0, &column), GEO_OK);
    column->integer[0] = 10;
    column->integer[1] = 2;
    assert_int_equal(geo_table_add(*state, attributes, "share", GEO_REAL, 0, &column), GEO_OK);
    column->real[0] = 0.1;
    column->real[1] = 4;
    assert_int_equal(geo_table_add(*state, attributes, "NAME", GEO_TEXT, 0, &column), GEO_OK);
    geo_table_set_text(*state, column, 1, (geo_text){"second", 6});
    const geo_areas areas = {
        .count = 3, .code = code, .name = name, .population = population, .attributes = attributes};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_rank_options options = GEO_RANK_OPTIONS_INIT;
        geo_filter *show = NULL;
        geo_ranking *ranking = NULL;
        assert_int_equal(geo_filter_parse(*state, cases[i].show, &show), GEO_OK);
        options.show = show;
        assert_int_equal(geo_rank(*state, &areas, count, &options, &ranking), GEO_OK);
        assert_rows(ranking, cases[i].codes);
        geo_ranking_free(ranking);
        geo_filter_free(show);
    }
    geo_table_free(attributes);
}

static void an_unknown_field_lists_the_fields(void **state)
{
    geo_rank_options options = GEO_RANK_OPTIONS_INIT;
    geo_filter *show = NULL;
    geo_ranking *ranking = NULL;
    assert_int_equal(geo_filter_parse(*state, "district = 'West'", &show), GEO_OK);
    options.show = show;
    assert_int_equal(geo_rank(*state, &wards, counts, &options, &ranking), GEO_ERROR_USAGE);
    assert_null(ranking);
    assert_non_null(strstr(geo_message(*state), "wards.gpkg"));
    assert_non_null(strstr(geo_message(*state), "code, name, parent, population"));
    geo_filter_free(show);
}

static void another_level(void **state)
{
    static const struct {
        double level;
        const char *lower;
        const char *upper;
    } cases[] = {{0.95, "rate_lower_95", "rate_upper_95"},
                 {0.99, "rate_lower_99", "rate_upper_99"},
                 {0.998, "rate_lower_99.8", "rate_upper_99.8"},
                 {0.9, "rate_lower_90", "rate_upper_90"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_rank_options options = GEO_RANK_OPTIONS_INIT;
        options.level = cases[i].level;
        geo_ranking *ranking = rank_wards(*state, &options);
        double lower = 0;
        double upper = 0;
        geo_count_interval(10, cases[i].level, &lower, &upper);
        assert_true(fabs(real_at(ranking, cases[i].lower, 3) - lower) < 1e-12);
        assert_true(fabs(real_at(ranking, cases[i].upper, 3) - upper) < 1e-12);
        geo_ranking_free(ranking);
    }
}

static void options_that_make_no_sense(void **state)
{
    for (int i = 0; i < 9; i++) {
        geo_rank_options options = GEO_RANK_OPTIONS_INIT;
        const double years[] = {0, -1, (double)NAN, (double)INFINITY, 1, 1, 1, 1, 1};
        const double levels[] = {0.95, 0.95, 0.95, 0.95, 0, 1, 95, (double)NAN, 0.95};
        options.years = years[i];
        options.level = levels[i];
        options.round_to = i == 8 ? -10 : 0;
        geo_ranking *ranking = NULL;
        assert_int_equal(geo_rank(*state, &wards, counts, &options, &ranking), GEO_ERROR_USAGE);
        assert_null(ranking);
    }
}

static void areas_that_cannot_be_ranked(void **state)
{
    geo_ranking *ranking = NULL;
    geo_areas areas = wards;
    areas.population = NULL;
    assert_int_equal(geo_rank(*state, &areas, counts, NULL, &ranking), GEO_ERROR_USAGE);
    assert_non_null(strstr(geo_message(*state), "population"));
    double nobody[AREAS] = {0};
    areas.population = nobody;
    assert_int_equal(geo_rank(*state, &areas, counts, NULL, &ranking), GEO_ERROR_DATA);
    areas = wards;
    areas.count = 0;
    assert_int_equal(geo_rank(*state, &areas, counts, NULL, &ranking), GEO_ERROR_DATA);
    const int64_t broken[AREAS] = {1, 2, 3, 4, -5, 6, 7, 8, 9, 10};
    assert_int_equal(geo_rank(*state, &wards, broken, NULL, &ranking), GEO_ERROR_DATA);
    assert_non_null(strstr(geo_message(*state), "W05"));
    assert_null(ranking);
}

static void one_area(void **state)
{
    geo_ranking *ranking = NULL;
    geo_areas areas = wards;
    areas.count = 1;
    assert_int_equal(geo_rank(*state, &areas, counts, NULL, &ranking), GEO_OK);
    assert_int_equal(ranking->table->row_count, 1);
    assert_int_equal(integer_at(ranking, "rank", 0), 1);
    assert_null(text_at(ranking, "band", 0));
    assert_non_null(strstr(geo_warning(*state, 0), "only 1 area "));
    geo_ranking_free(ranking);
    geo_rank_options options = GEO_RANK_OPTIONS_INIT;
    options.sd = GEO_SD_SAMPLE;
    assert_int_equal(geo_rank(*state, &areas, counts, &options, &ranking), GEO_OK);
    assert_true(has_note(ranking, "no sample SD"));
    geo_ranking_free(ranking);
}

/* Counts by code: W09 105, W03 40, W02 20, W10 10, W05 7, W04 5, W01 3, W07 2, W08 1, W06 0; W01,
 * W05 and W06 have no rate. */
static void few_incidents_are_kept_back(void **state)
{
    static const struct {
        int64_t below;
        size_t small;
        size_t others;
        const char *codes; /* hidden ones last */
    } cases[] = {
        {0, 0, 0, "W09 W02 W03 W10 W04 W07 W08 W01 W05 W06"},
        {1, 0, 0, "W09 W02 W03 W10 W04 W07 W08 W01 W05 W06"},
        {2, 1, 2, "W09 W02 W03 W10 W04 W05 W06 W01 W07 W08"},
        {5, 3, 1, "W09 W02 W03 W10 W05 W06 W01 W04 W07 W08"},
        {6, 4, 0, "W09 W02 W03 W10 W05 W06 W01 W04 W07 W08"},
        {8, 5, 0, "W09 W02 W03 W10 W06 W01 W04 W05 W07 W08"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_rank_options options = GEO_RANK_OPTIONS_INIT;
        options.suppress_below = cases[i].below;
        geo_ranking *ranking = rank_wards(*state, &options);
        assert_int_equal(ranking->hidden_small, cases[i].small);
        assert_int_equal(ranking->hidden_others, cases[i].others);
        assert_rows(ranking, cases[i].codes);
        geo_ranking_free(ranking);
    }
}

static void nothing_is_left_of_a_hidden_row(void **state)
{
    static const char *const emptied[] = {"count", "rate_per_1000", "rate_lower_95",
                                          "rate_upper_95"};
    geo_rank_options options = GEO_RANK_OPTIONS_INIT;
    options.suppress_below = 5;
    geo_ranking *ranking = rank_wards(*state, &options);
    for (size_t row = 0; row < AREAS; row++)
        for (size_t i = 0; i < sizeof emptied / sizeof *emptied; i++)
            assert_int_equal(geo_table_mark(geo_table_find(ranking->table, emptied[i]), row) ==
                                 GEO_MARK_HIDDEN,
                             row >= 6);
    for (size_t row = 6; row < AREAS; row++) {
        assert_int_equal(integer_at(ranking, "rank", row), GEO_NO_INTEGER);
        assert_int_equal(integer_at(ranking, "count", row), GEO_NO_INTEGER);
        for (size_t i = 1; i < sizeof emptied / sizeof *emptied; i++)
            assert_true(isnan(real_at(ranking, emptied[i], row)));
        assert_null(text_at(ranking, "band", row));
    }
    assert_true(has_note(ranking, "Kept back ([c]): 3 areas with fewer than 5 incidents, and 1 "
                                  "more so that they cannot be found by subtraction"));
    geo_ranking_free(ranking);
}

/* Whatever the hidden areas have of their sum, all that is published is the same. */
static void other_counts_with_the_same_sum_give_the_same_table(void **state)
{
    static const int64_t others[AREAS] = {10, 40, 20, 6, 7, 0, 2, 2, 105, 1};
    geo_rank_options options = GEO_RANK_OPTIONS_INIT;
    geo_ranking *other = NULL;
    options.suppress_below = 5;
    geo_ranking *ranking = rank_wards(*state, &options);
    assert_int_equal(geo_rank(*state, &wards, others, &options, &other), GEO_OK);
    assert_true(ranking->reference.mean == other->reference.mean);
    assert_true(ranking->reference.sd == other->reference.sd);
    assert_int_equal(ranking->table->row_count, other->table->row_count);
    for (size_t row = 0; row < AREAS; row++) {
        assert_string_equal(text_at(ranking, "code", row), text_at(other, "code", row));
        assert_int_equal(integer_at(ranking, "rank", row), integer_at(other, "rank", row));
        assert_int_equal(integer_at(ranking, "count", row), integer_at(other, "count", row));
    }
    geo_ranking_free(ranking);
    geo_ranking_free(other);
}

/* Three areas with one each among zeros: the sum tells them all. */
static void what_cannot_be_kept_back_is_refused(void **state)
{
    static const int64_t few[AREAS] = {1, 0, 0, 0, 0, 0, 0, 1, 0, 1};
    geo_rank_options options = GEO_RANK_OPTIONS_INIT;
    geo_ranking *ranking = NULL;
    options.suppress_below = 5;
    assert_int_equal(geo_rank(*state, &wards, few, &options, &ranking), GEO_ERROR_DISCLOSURE);
    assert_null(ranking);
    options.suppress_below = -1;
    assert_int_equal(geo_rank(*state, &wards, counts, &options, &ranking), GEO_ERROR_USAGE);
}

static geo_status rank_some(geo_context *context, void *show)
{
    geo_rank_options options = GEO_RANK_OPTIONS_INIT;
    geo_ranking *ranking = NULL;
    options.show = show;
    options.round_to = 10;
    options.years = 2;
    options.suppress_below = 5;
    geo_status status = geo_rank(context, &wards, counts, &options, &ranking);
    assert_true((status == GEO_OK) == (ranking != NULL));
    geo_ranking_free(ranking);
    return status;
}

static void every_failed_allocation_is_reported(void **state)
{
    geo_filter *show = NULL;
    assert_int_equal(geo_filter_parse(*state, "population > 0 AND parent = 'West'", &show), GEO_OK);
    assert_true(fail_each_allocation(rank_some, show) > 20);
    geo_filter_free(show);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(columns),
        UNIT_TEST(order_and_ties),
        UNIT_TEST(rows_tell_their_areas),
        UNIT_TEST(the_numbers_of_a_row),
        UNIT_TEST(bands_mark_the_rate),
        UNIT_TEST(areas_without_population),
        UNIT_TEST(notes),
        UNIT_TEST(per_year),
        UNIT_TEST(the_time_covered_is_said_in_months_or_whole_years),
        UNIT_TEST(what_is_left_out_is_said_first),
        UNIT_TEST(a_cut_through_equal_rates_is_said),
        UNIT_TEST(sample_sd),
        UNIT_TEST(rounding_is_halves_up_and_for_show),
        UNIT_TEST(what_is_shown),
        UNIT_TEST(showing_by_attributes),
        UNIT_TEST(an_unknown_field_lists_the_fields),
        UNIT_TEST(another_level),
        UNIT_TEST(options_that_make_no_sense),
        UNIT_TEST(areas_that_cannot_be_ranked),
        UNIT_TEST(one_area),
        UNIT_TEST(few_incidents_are_kept_back),
        UNIT_TEST(nothing_is_left_of_a_hidden_row),
        UNIT_TEST(other_counts_with_the_same_sum_give_the_same_table),
        UNIT_TEST(what_cannot_be_kept_back_is_refused),
        UNIT_TEST(every_failed_allocation_is_reported),
    };
    return cmocka_run_group_tests_name("rank", tests, NULL, NULL);
}
