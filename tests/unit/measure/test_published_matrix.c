/*
 * Tables of rates by ward and offence group of the Staffordshire Strategic Assessments: Lichfield
 * and Cannock Chase 2018-19, Tamworth 2019-20, and the wards above the force's average in 2018-19
 * for all crime and for anti-social behaviour. Published are rates to one decimal, and for the
 * latter counts rounded to 10 and bands. Exact counts and populations are searched for that give
 * each of these figures, one population for all that is published of a ward; the other wards of the
 * 201, of which only is known that they have no band, get evenly spread rates.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <geo/measure.h>
#include <geo/tables.h>

#include "published_tables.h"
#include "unit.h"

enum {
    GROUPS = 11,
    COLUMNS = GROUPS + 1,
    NODES = GROUPS + 2,
    WARDS = 201,
    OTHER_POPULATION = 5000
};

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

/* ---- what is known of a ward ---------------------------------------------------------------- */

enum { TOTAL = 0, DISORDER = NODES - 1 };

typedef struct ward {
    const char *name;
    const char *partnership_area;
    const char *rate[NODES]; /* as published; NULL: not known */
    int64_t rounded[NODES];  /* to 10; 0: not known */
    int lean[NODES];         /* 1: its exact rate is not below the printed one; -1: it is below */
    int64_t count[NODES];
    double population;
} ward;

typedef struct force {
    size_t known; /* the first wards; the rest are made up */
    ward ward[WARDS];
    char text[WARDS][GROUPS + 2][32]; /* of the rows of a matrix */
    const char *code[WARDS];
    char code_text[WARDS][16];
    const char *name[WARDS];
    const char *parent[WARDS];
    double population[WARDS];
    const double *denominator[NODES];
    int64_t count[WARDS * NODES];
    geo_areas areas;
    geo_categories tree;
    char *node_name[NODES];
    char node_text[NODES][48];
    int32_t node_parent[NODES];
    int32_t node_level[NODES];
} force;

static ward *ward_named(force *all, const char *name, const char *partnership_area)
{
    for (size_t i = 0; i < all->known; i++)
        if (strcmp(all->ward[i].name, name) == 0 &&
            strcmp(all->ward[i].partnership_area, partnership_area) == 0)
            return &all->ward[i];
    assert_true(all->known < WARDS);
    ward *found = &all->ward[all->known++];
    found->name = name;
    found->partnership_area = partnership_area;
    return found;
}

/* "Stowe,182.6,18.1,...": the name, then total and groups. */
static void add_row(force *all, const char *line, const char *partnership_area)
{
    size_t at = all->known;
    char(*text)[32] = all->text[at];
    const char *from = line;
    for (size_t i = 0; i < GROUPS + 2; i++) {
        size_t length = strcspn(from, ",");
        assert_true(length < sizeof text[i]);
        memcpy(text[i], from, length);
        from += length + (from[length] == ',');
    }
    ward *added = ward_named(all, text[0], partnership_area);
    for (size_t i = 0; i < COLUMNS; i++)
        added->rate[i] = text[1 + i];
}

static void add_published(force *all, const published_ward *published, size_t count, size_t node)
{
    for (size_t i = 0; i < count; i++) {
        ward *known = ward_named(all, published[i].name, published[i].partnership_area);
        known->rate[node] = published[i].rate_per_1000;
        known->rounded[node] = published[i].count_rounded_to_10;
    }
}

/* The order of two wards with one printed rate tells which exact rate is higher. */
static void set_leans(force *all)
{
    ward_named(all, "Rawnsley", "Cannock Chase")->lean[TOTAL] = 1;
    ward_named(all, "Hednesford Green Heath", "Cannock Chase")->lean[TOTAL] = -1;
    ward_named(all, "Blurton West and Newstead", "Stoke-on-Trent")->lean[DISORDER] = 1;
    ward_named(all, "Bentilee and Ubberley", "Stoke-on-Trent")->lean[DISORDER] = -1;
    ward_named(all, "Meir Park", "Stoke-on-Trent")->lean[DISORDER] = 1;
    ward_named(all, "Castle", "Tamworth")->lean[DISORDER] = -1;
}

/* ---- counts and populations that round to it ------------------------------------------------ */

static double number_of(const char *text)
{
    double number = 0;
    assert_true(geo_number_parse((geo_text){text, strlen(text)}, &number));
    return number;
}

/* The counts that print as the rate at that population; false when there is none. */
static bool find_counts(const ward *known, size_t node, double population, int64_t *least,
                        int64_t *most)
{
    const double half = 0.05 - 1e-6;
    double rate = number_of(known->rate[node]);
    double low = known->lean[node] > 0 ? rate : fmax(0, rate - half);
    double high = known->lean[node] < 0 ? rate - 1e-6 : rate + half;
    int64_t rounded = known->rounded[node];
    *least = (int64_t)ceil(low * population / 1000);
    *most = (int64_t)floor(high * population / 1000);
    if (rounded > 0) {
        *least = *least < rounded - 5 ? rounded - 5 : *least;
        *most = *most > rounded + 4 ? rounded + 4 : *most;
    }
    return *least <= *most;
}

/* Incidents that are in the total and in no group make up what groups leave. */
static bool fits(ward *known, double population)
{
    int64_t least[NODES] = {0}, most[NODES] = {0};
    int64_t groups = 0;
    for (size_t node = 0; node < NODES; node++)
        if (known->rate[node] && !find_counts(known, node, population, &least[node], &most[node]))
            return false;
    for (size_t node = 1; node <= GROUPS; node++)
        groups += least[node];
    if (known->rate[TOTAL] && groups > most[TOTAL])
        return false;
    for (size_t node = 0; node < NODES; node++)
        known->count[node] = least[node];
    for (size_t node = 1; node <= GROUPS; node++) {
        int64_t room = most[TOTAL] - groups, more = most[node] - least[node];
        known->count[node] += more < room ? more : room;
        groups += more < room ? more : room;
    }
    if (known->count[TOTAL] < groups)
        known->count[TOTAL] = groups;
    known->population = population;
    return true;
}

static void solve(ward *known)
{
    for (double population = 1000; population < 20000; population++)
        if (fits(known, population))
            return;
    fail_msg("%s: no population fits what is published", known->name);
}

/* What is not published of a known ward has no band; it gets a plain rate. */
static void fill_unknown(ward *known, double crime_rate, double disorder_rate)
{
    if (!known->rate[TOTAL])
        known->count[TOTAL] = (int64_t)(crime_rate * known->population / 1000);
    if (!known->rate[DISORDER])
        known->count[DISORDER] = (int64_t)(disorder_rate * known->population / 1000);
}

/* Evenly spread. */
static void make_up(force *all, double crime_most, double disorder_most)
{
    size_t others = WARDS - all->known;
    for (size_t i = all->known; i < WARDS; i++) {
        double share = (double)(i - all->known) / (double)(others - 1);
        ward *other = &all->ward[i];
        other->name = "other";
        other->partnership_area = "elsewhere";
        other->population = OTHER_POPULATION;
        other->count[TOTAL] = (int64_t)((5 + share * (crime_most - 5)) * OTHER_POPULATION / 1000);
        other->count[DISORDER] =
            (int64_t)((2 + share * (disorder_most - 2)) * OTHER_POPULATION / 1000);
        for (size_t node = 1; node <= GROUPS; node++)
            other->count[node] = other->count[TOTAL] / (GROUPS + 1);
    }
}

/* ---- the force ------------------------------------------------------------------------------ */

static void make_tree(force *all)
{
    const char *from = header;
    for (size_t node = 0; node < NODES; node++) {
        size_t length = strcspn(from, ",");
        memcpy(all->node_text[node], from, length);
        from += length + (from[length] == ',');
        all->node_name[node] = all->node_text[node];
        all->node_parent[node] = node == TOTAL || node == DISORDER ? GEO_NO_CODE : TOTAL;
        all->node_level[node] = node == TOTAL || node == DISORDER ? 0 : 1;
    }
    strcpy(all->node_text[DISORDER], "Anti-social behaviour");
    all->tree = (geo_categories){.count = NODES,
                                 .name = all->node_name,
                                 .parent = all->node_parent,
                                 .level = all->node_level};
}

/* The wards stand scattered, so that their order is the matrix's. */
static void arrange(force *all)
{
    for (size_t i = 0; i < WARDS; i++) {
        size_t at = (i * 37 + 11) % WARDS;
        const ward *from = &all->ward[i];
        snprintf(all->code_text[at], sizeof all->code_text[at], "T%03zu", at);
        all->code[at] = all->code_text[at];
        all->name[at] = from->name;
        all->parent[at] = from->partnership_area;
        all->population[at] = from->population;
        for (size_t node = 0; node < NODES; node++)
            all->count[at * NODES + node] = from->count[node];
    }
    for (size_t node = 0; node < NODES; node++)
        all->denominator[node] = all->population;
    all->areas = (geo_areas){.count = WARDS,
                             .code = all->code,
                             .name = all->name,
                             .parent = all->parent,
                             .population = all->population};
}

static void finish(force *all, double crime_most, double disorder_most)
{
    for (size_t i = 0; i < all->known; i++) {
        solve(&all->ward[i]);
        fill_unknown(&all->ward[i], 60, 20);
    }
    make_up(all, crime_most, disorder_most);
    make_tree(all);
    arrange(all);
}

static force *force_of_2018_19(void)
{
    force *all = calloc(1, sizeof *all);
    assert_non_null(all);
    for (size_t i = 0; i < COUNT_OF(lichfield); i++)
        add_row(all, lichfield[i], "Lichfield");
    for (size_t i = 0; i < COUNT_OF(cannock_chase); i++)
        add_row(all, cannock_chase[i], "Cannock Chase");
    add_published(all, crime, COUNT_OF(crime), TOTAL);
    add_published(all, antisocial_behaviour, COUNT_OF(antisocial_behaviour), DISORDER);
    set_leans(all);
    finish(all, 118, 43);
    return all;
}

static force *force_of_2019_20(void)
{
    force *all = calloc(1, sizeof *all);
    assert_non_null(all);
    for (size_t i = 0; i < COUNT_OF(tamworth); i++)
        add_row(all, tamworth[i], "Tamworth");
    finish(all, 118, 43);
    return all;
}

static geo_matrix *make_matrix(geo_context *context, const force *all, const char *show,
                               int32_t branch, geo_sd sd)
{
    const geo_area_counts counts = {&all->areas, &all->tree, all->count, all->denominator, 1};
    geo_matrix_options options = GEO_MATRIX_OPTIONS_INIT;
    geo_filter *filter = NULL;
    geo_matrix *matrix = NULL;
    if (show)
        assert_int_equal(geo_filter_parse(context, show, &filter), GEO_OK);
    options.show = filter;
    options.branch = branch;
    options.sd = sd;
    if (geo_matrix_make(context, &counts, &options, &matrix) != GEO_OK)
        fail_msg("%s", geo_message(context));
    geo_filter_free(filter);
    return matrix;
}

/* ---- districts ------------------------------------------------------------------------------ */

static void print_row(geo_context *context, const geo_table *table, size_t row, geo_bytes *line)
{
    const char *name = geo_table_find(table, "name")->text[row];
    line->length = 0;
    assert_int_equal(geo_bytes_print(context, line, "%s", name), GEO_OK);
    for (size_t i = 2; i < table->column_count; i++) {
        const geo_column *column = &table->column[i];
        assert_int_equal(geo_bytes_append(context, line, ",", 1), GEO_OK);
        assert_int_equal(
            geo_bytes_append_number(context, line, column->real[row], column->decimals), GEO_OK);
    }
    assert_int_equal(geo_bytes_append(context, line, "", 1), GEO_OK);
}

static void assert_headings(const geo_table *table)
{
    const char *from = header;
    for (size_t i = 2; i < table->column_count; i++) {
        size_t length = strcspn(from, ",");
        assert_int_equal(strlen(table->column[i].heading), length);
        assert_memory_equal(table->column[i].heading, from, length);
        from += length + (from[length] == ',');
    }
    assert_string_equal(from, "");
}

/* Names, order and digits of the published table. */
static void assert_district(geo_context *context, const force *all, const char *show,
                            const char *const *lines, size_t count)
{
    geo_matrix *matrix = make_matrix(context, all, show, TOTAL, GEO_SD_POPULATION);
    geo_matrix_layout layout = GEO_MATRIX_LAYOUT_INIT;
    geo_table *table = NULL;
    geo_bytes line = GEO_BYTES_INIT;
    layout.totals = GEO_MATRIX_NO_TOTALS;
    assert_int_equal(geo_matrix_table(context, matrix, &layout, &table), GEO_OK);
    assert_int_equal(table->column_count, 2 + COLUMNS);
    assert_headings(table);
    assert_int_equal(table->row_count, count);
    for (size_t row = 0; row < count; row++) {
        print_row(context, table, row, &line);
        assert_string_equal(line.data, lines[row]);
    }
    geo_bytes_clear(&line);
    geo_table_free(table);
    geo_matrix_free(matrix);
}

static void three_districts(void **state)
{
    force *all = force_of_2018_19();
    assert_district(*state, all, "parent = 'Lichfield'", lichfield, COUNT_OF(lichfield));
    assert_district(*state, all, "parent = 'Cannock Chase'", cannock_chase,
                    COUNT_OF(cannock_chase));
    free(all);
    all = force_of_2019_20();
    assert_district(*state, all, "parent = 'Tamworth'", tamworth, COUNT_OF(tamworth));
    free(all);
}

/* ---- the force's wards above average -------------------------------------------------------- */

static void assert_ward(geo_context *context, const geo_matrix *matrix, size_t area, size_t column,
                        const published_ward *expected)
{
    geo_bytes text = GEO_BYTES_INIT;
    assert_string_equal(matrix->counts.areas->name[area], expected->name);
    assert_string_equal(matrix->counts.areas->parent[area], expected->partnership_area);
    assert_int_equal(geo_round_count(geo_matrix_count(matrix, area, column), 10),
                     expected->count_rounded_to_10);
    assert_int_equal(geo_bytes_append_number(
                         context, &text, matrix->rate[area * matrix->category_count + column], 1),
                     GEO_OK);
    assert_int_equal(text.length, strlen(expected->rate_per_1000));
    assert_memory_equal(text.data, expected->rate_per_1000, text.length);
    assert_int_equal(geo_matrix_band(matrix, area, column), expected->band);
    geo_bytes_clear(&text);
}

static size_t area_of_rank(const geo_matrix *matrix, size_t column, int64_t rank)
{
    size_t area = 0;
    while (area < WARDS && matrix->rank[area * matrix->category_count + column] != rank)
        area++;
    assert_true(area < WARDS);
    return area;
}

/* Each ward above average has its rank, and no other ward has a band. */
static void assert_above(geo_context *context, const geo_matrix *matrix, size_t column,
                         const published_ward *published, size_t count)
{
    size_t banded = 0;
    for (size_t i = 0; i < count; i++)
        assert_ward(context, matrix, area_of_rank(matrix, column, (int64_t)i + 1), column,
                    &published[i]);
    for (size_t area = 0; area < WARDS; area++)
        banded += geo_matrix_band(matrix, area, column) != GEO_BAND_NONE;
    assert_int_equal(banded, count);
}

/* The bounds lie from the rate of the last ward with a band to that of the first without. */
static void assert_force(geo_context *context, const force *all, geo_sd sd)
{
    geo_matrix *matrix = make_matrix(context, all, NULL, GEO_NO_CODE, sd);
    const geo_reference *reference = &matrix->reference[TOTAL];
    assert_int_equal(reference->count, WARDS);
    assert_true(reference->above >= 135.9 && reference->above < 143.6);
    assert_true(reference->significantly_above >= 200.0 && reference->significantly_above < 217.1);
    reference = &matrix->reference[DISORDER];
    assert_true(reference->above >= 50.5 && reference->above < 59.0);
    assert_true(reference->significantly_above >= 82.1 && reference->significantly_above < 93.4);
    assert_above(context, matrix, TOTAL, crime, COUNT_OF(crime));
    assert_above(context, matrix, DISORDER, antisocial_behaviour, COUNT_OF(antisocial_behaviour));
    geo_matrix_free(matrix);
}

static void wards_above_average(void **state)
{
    force *all = force_of_2018_19();
    assert_force(*state, all, GEO_SD_POPULATION);
    assert_force(*state, all, GEO_SD_SAMPLE);
    free(all);
}

/* ---- places --------------------------------------------------------------------------------- */

/* "Chasetown (rate: 71.6), Stowe (rate: 64.6)": the strategic assessment of Lichfield, 2019. */
static void hotspots_of_lichfield(void **state)
{
    force *all = force_of_2018_19();
    geo_matrix *matrix =
        make_matrix(*state, all, "parent = 'Lichfield'", GEO_NO_CODE, GEO_SD_POPULATION);
    geo_risk *risk = NULL;
    assert_int_equal(geo_risk_find(*state, matrix, NULL, &risk), GEO_OK);
    const char *const *areas = (const char *const *)geo_table_find(risk->hotspots, "areas")->text;
    assert_string_equal(areas[DISORDER], "Chasetown (71.6), Stowe (64.6)");
    assert_string_equal(areas[TOTAL], "Stowe (182.6)");
    assert_int_equal(geo_table_find(risk->hotspots, "areas_in_reference")->integer[TOTAL],
                     COUNT_OF(crime));
    geo_risk_free(risk);
    geo_matrix_free(matrix);
    free(all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(three_districts),
        UNIT_TEST(wards_above_average),
        UNIT_TEST(hotspots_of_lichfield),
    };
    return cmocka_run_group_tests_name("published matrices", tests, NULL, NULL);
}
