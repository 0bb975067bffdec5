/*
 * Two tables of the Staffordshire and Stoke-on-Trent Community Safety Strategic Assessment 2019,
 * "ward-level count and rate (where rate is above ward-level average)", for 2018-19. Published are
 * counts rounded to 10, rates to one decimal and bands; the exact counts and the populations beside
 * them are made up so that they round to what was published. The other wards of the 201, of which
 * only is known that they have no band, get evenly spread rates.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <geo/measure.h>

#include "unit.h"

enum { WARDS = 201, OTHER_POPULATION = 5000 };

#define A "Above"
#define S "Significantly above"

typedef struct published_ward {
    const char *name;
    const char *partnership_area;
    int64_t count_rounded_to_10;
    const char *rate_per_1000;
    const char *band;
    int64_t count;
    double population;
} published_ward;

/* Best rate first, as published. */
static const published_ward crime[] = {
    {"Joiner's Square", "Stoke-on-Trent", 3460, "533.6", S, 3455, 6475},
    {"Burton", "East Staffordshire", 1670, "432.3", S, 1669, 3861},
    {"Forebridge", "Stafford", 1570, "375.7", S, 1571, 4182},
    {"Town", "Newcastle-under-Lyme", 1550, "282.2", S, 1554, 5507},
    {"Broadway and Longton East", "Stoke-on-Trent", 1300, "273.6", S, 1297, 4740},
    {"Etruria and Hanley", "Stoke-on-Trent", 1490, "252.9", S, 1490, 5892},
    {"Burslem Central", "Stoke-on-Trent", 1250, "233.7", S, 1253, 5362},
    {"Castle", "Tamworth", 1630, "217.1", S, 1626, 7490},
    {"Penkhull and Stoke", "Stoke-on-Trent", 1700, "200.0", A, 1699, 8495},
    {"Stowe", "Lichfield", 930, "182.6", A, 932, 5104},
    {"Cannock South", "Cannock Chase", 1460, "178.3", A, 1455, 8160},
    {"Little Chell and Stanfield", "Stoke-on-Trent", 1040, "164.1", A, 1038, 6325},
    {"Dresden and Florence", "Stoke-on-Trent", 650, "158.1", A, 651, 4118},
    {"Moorcroft", "Stoke-on-Trent", 870, "155.3", A, 874, 5628},
    {"Fenton West and Mount Pleasant", "Stoke-on-Trent", 960, "150.8", A, 957, 6346},
    {"Tunstall", "Stoke-on-Trent", 1110, "143.6", A, 1110, 7730},
};

static const published_ward antisocial_behaviour[] = {
    {"Joiner's Square", "Stoke-on-Trent", 1450, "223.4", S, 1445, 6468},
    {"Forebridge", "Stafford", 680, "163.3", S, 678, 4152},
    {"Burton", "East Staffordshire", 580, "150.1", S, 581, 3871},
    {"Etruria and Hanley", "Stoke-on-Trent", 830, "140.3", S, 834, 5944},
    {"Town", "Newcastle-under-Lyme", 690, "126.2", S, 687, 5444},
    {"Broadway and Longton East", "Stoke-on-Trent", 510, "106.6", S, 510, 4784},
    {"Penkhull and Stoke", "Stoke-on-Trent", 790, "93.4", S, 793, 8490},
    {"Burslem Central", "Stoke-on-Trent", 440, "82.1", A, 436, 5311},
    {"Tunstall", "Stoke-on-Trent", 630, "81.5", A, 629, 7718},
    {"Meir South", "Stoke-on-Trent", 480, "74.5", A, 482, 6470},
    {"Chasetown", "Lichfield", 300, "71.6", A, 295, 4120},
    {"Ford Green and Smallthorne", "Stoke-on-Trent", 360, "69.3", A, 358, 5166},
    {"Fenton East", "Stoke-on-Trent", 390, "67.0", A, 391, 5836},
    {"Fenton West and Mount Pleasant", "Stoke-on-Trent", 420, "65.8", A, 424, 6444},
    {"Stowe", "Lichfield", 330, "64.6", A, 327, 5062},
    {"Blurton West and Newstead", "Stoke-on-Trent", 480, "62.7", A, 480, 7656},
    {"Bentilee and Ubberley", "Stoke-on-Trent", 720, "62.7", A, 723, 11532},
    {"Cannock South", "Cannock Chase", 510, "62.5", A, 506, 8096},
    {"Eaton Park", "Stoke-on-Trent", 250, "62.3", A, 249, 3997},
    {"Hanley Park and Shelton", "Stoke-on-Trent", 450, "61.6", A, 452, 7338},
    {"Birches Head and Central Forest Park", "Stoke-on-Trent", 720, "60.8", A, 715, 11760},
    {"Meir Park", "Stoke-on-Trent", 230, "59.9", A, 228, 3806},
    {"Castle", "Tamworth", 450, "59.9", A, 451, 7529},
    {"Town", "East Staffordshire", 410, "59.0", A, 414, 7017},
};

typedef struct published_table {
    const published_ward *ward;
    size_t count;
    double other_low; /* rates of the wards that were not published */
    double other_high;
    double above[2]; /* mean + 1 SD lies from the first to below the second: the rates of the last
                        ward with the band and the first without */
    double significantly_above[2];
} published_table;

static const published_table crime_table = {
    crime, sizeof crime / sizeof *crime, 2, 113, {135.9, 143.6}, {200.0, 217.1}};
static const published_table antisocial_behaviour_table = {antisocial_behaviour,
                                                           sizeof antisocial_behaviour /
                                                               sizeof *antisocial_behaviour,
                                                           2,
                                                           38,
                                                           {50.5, 59.0},
                                                           {82.1, 93.4}};

typedef struct force {
    geo_areas areas;
    const char *code[WARDS];
    const char *name[WARDS];
    const char *parent[WARDS];
    double population[WARDS];
    int64_t count[WARDS];
    char code_text[WARDS][16];
} force;

/* The published wards stand scattered among the others, so that their order is the ranking's. */
static force *make_force(const published_table *table)
{
    force *made = calloc(1, sizeof *made);
    assert_non_null(made);
    size_t others = WARDS - table->count;
    for (size_t i = 0; i < WARDS; i++) {
        size_t at = (i * 37 + 11) % WARDS;
        snprintf(made->code_text[at], sizeof made->code_text[at], "T%03zu", at);
        made->code[at] = made->code_text[at];
        if (i < table->count) {
            made->name[at] = table->ward[i].name;
            made->parent[at] = table->ward[i].partnership_area;
            made->population[at] = table->ward[i].population;
            made->count[at] = table->ward[i].count;
            continue;
        }
        double share = (double)(i - table->count) / (double)(others - 1);
        double rate = table->other_low + share * (table->other_high - table->other_low);
        made->name[at] = "other";
        made->parent[at] = "elsewhere";
        made->population[at] = OTHER_POPULATION;
        made->count[at] = (int64_t)(rate * OTHER_POPULATION / 1000 + 0.5);
    }
    made->areas = (geo_areas){.count = WARDS,
                              .code = made->code,
                              .name = made->name,
                              .parent = made->parent,
                              .population = made->population};
    return made;
}

static void assert_rate(geo_context *context, double rate, const char *expected)
{
    geo_bytes text = GEO_BYTES_INIT;
    assert_int_equal(geo_bytes_append_number(context, &text, rate, 1), GEO_OK);
    assert_int_equal(text.length, strlen(expected));
    assert_memory_equal(text.data, expected, text.length);
    geo_bytes_clear(&text);
}

static void assert_published(geo_context *context, const published_table *table, geo_sd kind)
{
    force *all = make_force(table);
    geo_rank_options options = GEO_RANK_OPTIONS_INIT;
    geo_ranking *ranking = NULL;
    options.sd = kind;
    options.round_to = 10;
    options.above = true;
    assert_int_equal(geo_rank(context, &all->areas, all->count, &options, &ranking), GEO_OK);
    const geo_reference *reference = &ranking->reference;
    assert_int_equal(reference->count, WARDS);
    assert_true(reference->above >= table->above[0] && reference->above < table->above[1]);
    assert_true(reference->significantly_above >= table->significantly_above[0] &&
                reference->significantly_above < table->significantly_above[1]);
    assert_int_equal(ranking->table->row_count, table->count);
    for (size_t row = 0; row < table->count; row++) {
        const published_ward *ward = &table->ward[row];
        assert_int_equal(geo_table_find(ranking->table, "rank")->integer[row], row + 1);
        assert_string_equal(geo_table_find(ranking->table, "name")->text[row], ward->name);
        assert_string_equal(geo_table_find(ranking->table, "parent")->text[row],
                            ward->partnership_area);
        assert_int_equal(geo_table_find(ranking->table, "count")->integer[row],
                         ward->count_rounded_to_10);
        assert_rate(context, geo_table_find(ranking->table, "rate_per_1000")->real[row],
                    ward->rate_per_1000);
        assert_string_equal(geo_table_find(ranking->table, "band")->text[row], ward->band);
    }
    geo_ranking_free(ranking);
    free(all);
}

static void all_crime(void **state)
{
    assert_published(*state, &crime_table, GEO_SD_POPULATION);
    assert_published(*state, &crime_table, GEO_SD_SAMPLE);
}

static void all_antisocial_behaviour(void **state)
{
    assert_published(*state, &antisocial_behaviour_table, GEO_SD_POPULATION);
    assert_published(*state, &antisocial_behaviour_table, GEO_SD_SAMPLE);
}

/* A table for one partnership area keeps the bands of the whole force. */
static void one_partnership_area(void **state)
{
    force *all = make_force(&antisocial_behaviour_table);
    geo_rank_options options = GEO_RANK_OPTIONS_INIT;
    geo_filter *show = NULL;
    geo_ranking *ranking = NULL;
    assert_int_equal(geo_filter_parse(*state, "parent = 'Lichfield'", &show), GEO_OK);
    options.show = show;
    assert_int_equal(geo_rank(*state, &all->areas, all->count, &options, &ranking), GEO_OK);
    assert_int_equal(ranking->table->row_count, 2);
    assert_string_equal(geo_table_find(ranking->table, "name")->text[0], "Chasetown");
    assert_string_equal(geo_table_find(ranking->table, "band")->text[0], "Above");
    assert_int_equal(geo_table_find(ranking->table, "rank")->integer[0], 11);
    assert_string_equal(geo_table_find(ranking->table, "name")->text[1], "Stowe");
    assert_int_equal(geo_table_find(ranking->table, "rank")->integer[1], 15);
    geo_ranking_free(ranking);
    geo_filter_free(show);
    free(all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(all_crime),
        UNIT_TEST(all_antisocial_behaviour),
        UNIT_TEST(one_partnership_area),
    };
    return cmocka_run_group_tests_name("published tables", tests, NULL, NULL);
}
