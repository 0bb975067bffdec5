/* Populations joined to areas from another table. */
#include <math.h>

#include "source/population.h"
#include "vector_files.h"

/* Four areas, E01 to E04, whose code field is WD19CD. */
static geo_areas *four_areas(scratch *made)
{
    static const char text[] = FEATURES(FEATURE(
        "\"WD19CD\":\"E01\",\"WD19NM\":\"Ash\"",
        POLYGON(SQUARE(
            -2, 52, -1,
            53))) "," FEATURE("\"WD19CD\":\"E02\",\"WD19NM\":\"Birch\"",
                              POLYGON(SQUARE(
                                  -3, 52, -2,
                                  53))) "," FEATURE("\"WD19CD\":\"E03\",\"WD19NM\":\"Cedar\"",
                                                    POLYGON(SQUARE(
                                                        -4, 52, -3,
                                                        53))) "," FEATURE("\"WD19CD\":\"04\","
                                                                          "\"WD19NM\":\"Elm\"",
                                                                          POLYGON(SQUARE(-5, 52, -4,
                                                                                         53))));
    geo_input input = scratch_file(made, "areas.geojson", text);
    geo_areas *areas = NULL;
    if (geo_areas_read(made->context, &input, NULL, &areas) != GEO_OK)
        fail_msg("%s", geo_message(made->context));
    return areas;
}

static geo_status join(scratch *made, geo_areas *areas, const char *text, const geo_roles *roles)
{
    geo_input input = scratch_file(made, "population.csv", text);
    geo_population_options options = GEO_POPULATION_OPTIONS_INIT;
    if (roles)
        options.roles = *roles;
    return geo_areas_join_population(made->context, areas, &input, &options);
}

static void numbers_as_people_write_them(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool is_population;
        double population; /* negative: NaN */
    } cases[] = {
        {"7228", true, 7228},  {"7,228", true, 7228}, {"1,007,228", true, 1007228},
        {" 12 ", true, 12},    {"0", true, 0},        {"12.5", true, 12.5},
        {"", true, -1},        {"  ", true, -1},      {"72,28", false, -1},
        {"7,2281", false, -1}, {",228", false, -1},   {"7228,", false, -1},
        {"-5", false, -1},     {"nan", false, -1},    {"inf", false, -1},
        {"c", false, -1},      {"1e400", false, -1},  {"7,228.5", true, 7228.5},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double population = -2;
        bool is_population =
            geo_population_parse((geo_text){cases[i].text, strlen(cases[i].text)}, &population);
        if (is_population != cases[i].is_population)
            fail_msg("'%s'", cases[i].text);
        if (cases[i].population < 0)
            assert_true(isnan(population));
        else
            assert_true(population == cases[i].population);
    }
}

static void joined_by_code_as_text(void **state)
{
    scratch *made = *state;
    geo_areas *areas = four_areas(made);
    assert_null(areas->population);
    assert_int_equal(
        join(made, areas, "WD19CD,pop\nE03,\"3,000\"\nE01,1000\n4,9\n04,4000\nE02,\nE99,5\n", NULL),
        GEO_OK);
    assert_true(areas->population[0] == 1000);
    assert_true(isnan(areas->population[1]));
    assert_true(areas->population[2] == 3000);
    assert_true(areas->population[3] == 4000);
    assert_string_equal(areas->population_field, "pop");
    assert_warning(
        made->context,
        "0 of 4 areas (by WD19CD) have no row there, 2 rows there (by WD19CD) have no area");
    assert_note(made->context, "population: field pop of");
    geo_areas_free(areas);
}

static void title_lines_are_skipped(void **state)
{
    scratch *made = *state;
    geo_areas *areas = four_areas(made);
    assert_int_equal(join(made, areas,
                          "Contents,,\n,,\n\"Table 8a: wards, persons\",,\n,,\n"
                          "Ward Code 1,Ward Name 1,All Ages\nE01,Ash,\"1,000\"\nE02,Birch,2\n"
                          "E03,Cedar,3\n04,Elm,4\n,,\nSource,,\n",
                          NULL),
                     GEO_OK);
    assert_true(areas->population[0] == 1000);
    geo_areas_free(areas);
}

static void names_that_differ_are_warned_of(void **state)
{
    scratch *made = *state;
    geo_areas *areas = four_areas(made);
    assert_int_equal(
        join(made, areas, "WD19CD,WD19NM,pop\nE01,ASH,1\nE02,Yew,2\nE03,,3\n04,Elm,4\n", NULL),
        GEO_OK);
    assert_warning(made->context, "1 of 4 areas has another name there");
    geo_areas_free(areas);
}

static void a_layer_serves_as_well(void **state)
{
    scratch *made = *state;
    geo_areas *areas = four_areas(made);
    geo_input input =
        scratch_file(made, "p.geojson",
                     FEATURES(FEATURE("\"code\":\"E01\",\"population\":10", "null") "," FEATURE(
                         "\"code\":\"E02\",\"population\":20", "null")));
    assert_int_equal(geo_areas_join_population(made->context, areas, &input, NULL), GEO_OK);
    assert_true(areas->population[0] == 10);
    assert_true(isnan(areas->population[3]));
    assert_warning(made->context, "2 of 4 areas (by ");
    geo_areas_free(areas);
}

static void a_table_in_another_encoding(void **state)
{
    scratch *made = *state;
    geo_areas *areas = four_areas(made);
    geo_input input =
        scratch_file(made, "latin1.csv", "WD19CD,pop,note\nE01,1,Caf\xE9\nE02,2,\nE03,3,\n04,4,\n");
    geo_population_options options = GEO_POPULATION_OPTIONS_INIT;
    assert_int_equal(geo_areas_join_population(made->context, areas, &input, &options),
                     GEO_ERROR_INPUT);
    options.encoding = "ISO-8859-1";
    assert_int_equal(geo_areas_join_population(made->context, areas, &input, &options), GEO_OK);
    assert_true(areas->population[3] == 4);
    geo_areas_free(areas);
}

static void wrong_tables(void **state)
{
    scratch *made = *state;
    static const struct {
        const char *text;
        geo_roles roles;
        geo_status status;
        const char *part;
    } cases[] = {
        {"WD19CD,pop\nE01,1\nE02,2\nE01,3\n",
         {0},
         GEO_ERROR_DATA,
         "'E01' in field WD19CD is there twice, in rows 1 and 3"},
        {"WD20CD,pop\nE11,1\nE12,2\nE03,3\nE14,4\n",
         {0},
         GEO_ERROR_DATA,
         "have WD19CD, the population has WD20CD"},
        {"WD20CD,pop\nE11,1\nE12,2\nE03,3\nE14,4\n", {0}, GEO_ERROR_DATA, "only 1 of the 4 areas"},
        {"WD19CD,WD19NM,pop\nE01,Oak,1\nE02,Yew,2\nE03,Cedar,3\n04,Fir,4\n",
         {0},
         GEO_ERROR_DATA,
         "codes and names disagree: of 4 areas found there by code (WD19CD), 3"},
        {"WD19CD,households\nE01,1\n",
         {0},
         GEO_ERROR_USAGE,
         "--population-field; its fields: WD19CD, households"},
        {"WD19CD,pop19,pop20\nE01,1,2\n", {0}, GEO_ERROR_USAGE, "--population-field"},
        {"WD19CD,pop\nE01,1\n", {.population = "people"}, GEO_ERROR_USAGE, "no field 'people'"},
        {"", {0}, GEO_ERROR_INPUT, "empty"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_areas *areas = four_areas(made);
        assert_int_equal(join(made, areas, cases[i].text, &cases[i].roles), cases[i].status);
        assert_message(made->context, cases[i].part);
        assert_message(made->context, "population.csv");
        assert_null(areas->population);
        geo_areas_free(areas);
    }
}

static void values_that_are_no_population(void **state)
{
    scratch *made = *state;
    geo_areas *areas = four_areas(made);
    assert_int_equal(join(made, areas, "WD19CD,pop\nE01,many\nE02,0\nE03,-4\n04,4\n", NULL),
                     GEO_OK);
    assert_true(isnan(areas->population[0]));
    assert_true(areas->population[1] == 0);
    assert_true(isnan(areas->population[2]));
    assert_warning(made->context, "2 values of the field pop are no number of people");
    geo_areas_free(areas);
}

static void years_that_differ_are_reported(void **state)
{
    scratch *made = *state;
    geo_areas *areas = four_areas(made);
    assert_int_equal(join(made, areas, "WD20CD,pop\nE01,1\nE02,2\nE03,3\n04,4\n", NULL), GEO_OK);
    assert_note(made->context,
                "the boundaries are of 2019 (WD19CD), the population is of 2020 (WD20CD)");
    assert_int_equal(join(made, areas, "WD20CD,pop\nE01,1\nE02,2\nE03,3\n", NULL), GEO_OK);
    assert_warning(made->context,
                   "the boundaries are of 2019 (WD19CD), the population is of 2020 (WD20CD)");
    geo_areas_free(areas);
}

/* ---- real data ------------------------------------------------------------------------------ */

#define DATA PROJECT_DIR "/../shared/data/"

static geo_areas *real_areas(scratch *made, const char *layer)
{
    geo_areas_options options = GEO_AREAS_OPTIONS_INIT;
    options.layer = layer;
    const geo_input input = {DATA "boundaries/staffordshire_bng.gpkg", {NULL, 0}};
    geo_areas *areas = NULL;
    if (geo_areas_read(made->context, &input, &options, &areas) != GEO_OK)
        fail_msg("%s", geo_message(made->context));
    return areas;
}

static void real_ward_populations(void **state)
{
    scratch *made = *state;
    const geo_input input = {DATA "population/ward_population_mid2020.csv", {NULL, 0}};
    if (access(input.path, R_OK) != 0)
        skip();
    geo_areas *areas = real_areas(made, "wards_2019");
    assert_int_equal(geo_areas_join_population(made->context, areas, &input, NULL), GEO_OK);
    const geo_column *in_file = geo_table_find(areas->attributes, "pop2020");
    for (size_t i = 0; i < areas->count; i++)
        assert_true(areas->population[i] == (double)in_file->integer[i]);
    assert_int_equal(geo_warning_count(made->context), 0);
    geo_areas_free(areas);
}

/* A table whose codes are wrong while its names are right. */
static void corrupt_codes_are_refused(void **state)
{
    scratch *made = *state;
    const geo_input input = {DATA "population/ons_mid2020_wards2020_persons_SAPE23DT8a.csv",
                             {NULL, 0}};
    static const char *const layers[] = {"wards_2019", "wards_2020"};
    if (access(input.path, R_OK) != 0)
        skip();
    for (size_t i = 0; i < 2; i++) {
        geo_areas *areas = real_areas(made, layers[i]);
        assert_int_equal(geo_areas_join_population(made->context, areas, &input, NULL),
                         GEO_ERROR_DATA);
        assert_message(made->context, "Ward Code 1");
        geo_areas_free(areas);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        VECTOR_TEST(numbers_as_people_write_them),
        VECTOR_TEST(joined_by_code_as_text),
        VECTOR_TEST(a_table_in_another_encoding),
        VECTOR_TEST(title_lines_are_skipped),
        VECTOR_TEST(a_layer_serves_as_well),
        VECTOR_TEST(names_that_differ_are_warned_of),
        VECTOR_TEST(wrong_tables),
        VECTOR_TEST(values_that_are_no_population),
        VECTOR_TEST(years_that_differ_are_reported),
        VECTOR_TEST(real_ward_populations),
        VECTOR_TEST(corrupt_codes_are_refused),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    geo_source_shutdown();
    return failed;
}
