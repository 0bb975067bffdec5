/* Roles of fields, from their names. */
#include <string.h>

#include "source/roles.h"
#include "unit.h"

#define MOST 12

static size_t count_names(const char *const *names)
{
    size_t count = 0;
    while (count < MOST && names[count])
        count++;
    return count;
}

static const char *field_of(const geo_found_roles *roles, geo_role role, const char *const *names)
{
    return roles->field[role] == GEO_NO_FIELD ? "-" : names[roles->field[role]];
}

static void incident_schemas(void **state)
{
    static const struct {
        const char *names[MOST];
        const char *x, *lon, *date, *category;
        bool is_easting;
    } cases[] = {
        /* police.uk, today's and of 2012 */
        {{"Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location",
          "LSOA code", "LSOA name", "Crime type", "Last outcome category", "Context"},
         "-",
         "Longitude",
         "Month",
         "Crime type",
         false},
        {{"Month", "Reported by", "Easting", "Northing", "Location", "Crime type", "Context"},
         "Easting",
         "-",
         "Month",
         "Crime type",
         true},
        /* police forces */
        {{"Ref", "Date From", "Date To", "Date Reported", "Offence Group", "EASTING", "NORTHING"},
         "EASTING",
         "-",
         "Date From",
         "Offence Group",
         true},
        {{"occurred", "category", "X", "Y"}, "X", "-", "occurred", "category", false},
        {{"Date Reported", "Easting", "Northing", "lon", "lat"},
         "Easting",
         "-",
         "Date Reported",
         "-",
         true},
        /* half a pair is none */
        {{"Easting", "lat", "date"}, "-", "-", "date", "-", false},
        {{"a", "b"}, "-", "-", "-", "-", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *const *names = cases[i].names;
        geo_found_roles roles;
        assert_int_equal(geo_find_roles(*state, names, count_names(names), "f.csv", NULL,
                                        GEO_INPUT_INCIDENTS, &roles),
                         GEO_OK);
        assert_string_equal(field_of(&roles, GEO_ROLE_X, names), cases[i].x);
        assert_string_equal(field_of(&roles, GEO_ROLE_LON, names), cases[i].lon);
        assert_string_equal(field_of(&roles, GEO_ROLE_DATE, names), cases[i].date);
        assert_string_equal(field_of(&roles, GEO_ROLE_CATEGORY, names), cases[i].category);
        assert_int_equal(roles.is_easting, cases[i].is_easting);
        assert_int_equal(roles.field[GEO_ROLE_X] == GEO_NO_FIELD,
                         roles.field[GEO_ROLE_Y] == GEO_NO_FIELD);
    }
}

static void area_schemas(void **state)
{
    static const struct {
        const char *names[MOST];
        const char *code, *name, *parent, *population;
    } cases[] = {
        {{"WD24CD", "WD24NM", "LAD24CD", "LAD24NM", "population"},
         "WD24CD",
         "WD24NM",
         "LAD24NM",
         "population"},
        {{"LAD24CD", "LAD24NM", "WD24CD", "WD24NM"}, "WD24CD", "WD24NM", "LAD24NM", "-"},
        {{"wd19cd", "wd19nm", "lad_code", "lad_name", "pop2020"},
         "wd19cd",
         "wd19nm",
         "lad_name",
         "pop2020"},
        {{"LSOA21CD", "LSOA21NM", "WD24CD", "WD24NM", "LAD24CD", "LAD24NM"},
         "LSOA21CD",
         "LSOA21NM",
         "WD24NM",
         "-"},
        {{"lsoa21_name", "lsoa21_code"}, "lsoa21_code", "lsoa21_name", "-", "-"},
        {{"LSOA code (2011)", "LSOA name (2011)", "Local Authority District code (2019)",
          "Total population: mid 2015 (excluding prisoners)",
          "Population aged 16-59: mid 2015 (excluding prisoners)"},
         "LSOA code (2011)",
         "LSOA name (2011)",
         "Local Authority District code (2019)",
         "Total population: mid 2015 (excluding prisoners)"},
        {{"PFA23CD", "PFA23NM"}, "PFA23CD", "PFA23NM", "-", "-"},
        {{"CSP22CD", "CSP22NM", "PFA22NM"}, "CSP22CD", "CSP22NM", "PFA22NM", "-"},
        {{"code", "name", "district", "Pop"}, "code", "name", "district", "Pop"},
        {{"Ward Code 1", "Ward Name 1", "LA Code (2021 boundaries)", "LA name (2021 boundaries)",
          "All Ages", "0", "1"},
         "Ward Code 1",
         "Ward Name 1",
         "LA name (2021 boundaries)",
         "All Ages"},
        /* several populations: none is guessed, unless one is called just that */
        {{"WD24CD", "pop2019", "pop2020"}, "WD24CD", "-", "-", "-"},
        {{"WD24CD", "pop2019", "population", "pop2020"}, "WD24CD", "-", "-", "population"},
        {{"WD24CD", "popular", "population_density"}, "WD24CD", "-", "-", "-"},
        {{"LAD24CD", "LAD24NM", "area_code", "area_name"},
         "area_code",
         "area_name",
         "LAD24NM",
         "-"},
        {{"zip", "geom"}, "-", "-", "-", "-"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *const *names = cases[i].names;
        geo_found_roles roles;
        assert_int_equal(geo_find_roles(*state, names, count_names(names), "a.gpkg", NULL,
                                        GEO_INPUT_AREAS, &roles),
                         GEO_OK);
        assert_string_equal(field_of(&roles, GEO_ROLE_CODE, names), cases[i].code);
        assert_string_equal(field_of(&roles, GEO_ROLE_NAME, names), cases[i].name);
        assert_string_equal(field_of(&roles, GEO_ROLE_PARENT, names), cases[i].parent);
        assert_string_equal(field_of(&roles, GEO_ROLE_POPULATION, names), cases[i].population);
    }
}

static void several_populations_are_listed(void **state)
{
    const char *const names[] = {"WD24CD", "pop2019", "pop2020"};
    geo_found_roles roles;
    assert_int_equal(geo_find_roles(*state, names, 3, "a.gpkg", NULL, GEO_INPUT_AREAS, &roles),
                     GEO_OK);
    assert_int_equal(geo_note_count(*state), 1);
    assert_non_null(strstr(geo_note(*state, 0), "pop2019, pop2020"));
    assert_non_null(strstr(geo_note(*state, 0), "--population-field"));
}

static void what_is_asked_for_wins(void **state)
{
    const char *const names[] = {"Easting", "Northing", "X2", "Y2", "Month", "Kind"};
    const geo_roles asked = {.x = "x2", .y = "Y2", .category = "KIND"};
    geo_found_roles roles;
    assert_int_equal(geo_find_roles(*state, names, 6, "f.csv", &asked, GEO_INPUT_INCIDENTS, &roles),
                     GEO_OK);
    assert_int_equal(roles.field[GEO_ROLE_X], 2);
    assert_int_equal(roles.field[GEO_ROLE_Y], 3);
    assert_int_equal(roles.field[GEO_ROLE_CATEGORY], 5);
    assert_int_equal(roles.field[GEO_ROLE_DATE], 4);
    assert_false(roles.is_easting);
}

static void exact_case_comes_first(void **state)
{
    const char *const names[] = {"code", "CODE", "Code"};
    const geo_roles asked = {.code = "CODE"};
    geo_found_roles roles;
    assert_int_equal(geo_find_roles(*state, names, 3, "a.gpkg", &asked, GEO_INPUT_AREAS, &roles),
                     GEO_OK);
    assert_int_equal(roles.field[GEO_ROLE_CODE], 1);
}

static void missing_fields_are_usage_errors_that_list_fields(void **state)
{
    const char *const names[] = {"Easting", "Northing", "Month"};
    static const struct {
        geo_roles asked;
        const char *part;
    } cases[] = {
        {{.date = "When"}, "'When' for the date (--date); its fields: Easting, Northing, Month"},
        {{.x = "Easting"}, "--x needs --y"},
        {{.lat = "Northing"}, "--lat needs --lon"},
        {{.x = "Easting", .y = "Northing", .lon = "Easting", .lat = "Northing"}, "not both"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_found_roles roles;
        assert_int_equal(
            geo_find_roles(*state, names, 3, "f.csv", &cases[i].asked, GEO_INPUT_INCIDENTS, &roles),
            GEO_ERROR_USAGE);
        assert_non_null(strstr(geo_message(*state), cases[i].part));
        assert_non_null(strstr(geo_message(*state), "f.csv"));
    }
}

static void a_required_role_is_asked_for(void **state)
{
    const char *const names[] = {"Easting", "Northing"};
    geo_found_roles roles;
    assert_int_equal(geo_find_roles(*state, names, 2, "a.gpkg", NULL, GEO_INPUT_AREAS, &roles),
                     GEO_OK);
    assert_int_equal(geo_require_role(*state, &roles, GEO_ROLE_CODE, names, 2, "a.gpkg"),
                     GEO_ERROR_USAGE);
    assert_non_null(strstr(geo_message(*state), "--area-code; its fields: Easting, Northing"));
}

static void names_of_code_fields(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        bool is_code;
    } cases[] = {
        {"WD24CD", true},
        {"oa21cd", true},
        {"MSOA11CD", true},
        {"lsoa11_code", true},
        {"LSOA code (2021)", true},
        {"Ward Code 1", true},
        {"LAD_CD", true},
        {"Area Code", true},
        {"code", true},
        {"WD24NM", false},
        {"WD24NMW", false},
        {"Month", false},
        {"Postcode", false},
        {"cd", true},
        {"", false},
        {"Crime code", false},
        {"barcode", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(geo_is_area_code_field((geo_text){cases[i].name, strlen(cases[i].name)}),
                         cases[i].is_code);
}

static void detected_roles_are_named(void **state)
{
    (void)state;
    const char *const names[] = {"Month", "Longitude", "Latitude", "LSOA code", "Crime type", "z"};
    const char *role[6];
    geo_detect_roles(names, 6, role);
    assert_string_equal(role[0], "date");
    assert_string_equal(role[1], "longitude");
    assert_string_equal(role[2], "latitude");
    assert_string_equal(role[3], "area code");
    assert_string_equal(role[4], "category");
    assert_null(role[5]);
}

/* What areas lie in, by the names that look-ups and boundaries have. */
static void fields_of_units(void **state)
{
    static const char *const names[] = {"LSOA21CD", "LSOA11CD",   "lsoa21_name", "WD24CD",
                                        "WD24NM",   "LAD24NM",    "lad_code",    "Shape__Area",
                                        "MSOA11CD", "Ward Code 1"};
    (void)state;
    assert_int_equal(geo_find_unit_field(names, 10, GEO_UNIT_LSOA, true), 0);
    assert_int_equal(geo_find_unit_field(names, 10, GEO_UNIT_LSOA, false), 2);
    assert_int_equal(geo_find_unit_field(names, 10, GEO_UNIT_WARD, true), 3);
    assert_int_equal(geo_find_unit_field(names, 10, GEO_UNIT_WARD, false), 4);
    assert_int_equal(geo_find_unit_field(names, 10, GEO_UNIT_DISTRICT, false), 5);
    assert_int_equal(geo_find_unit_field(names, 10, GEO_UNIT_DISTRICT, true), 6);
    assert_int_equal(geo_find_unit_field(names, 10, GEO_UNIT_MSOA, true), 8);
    assert_true(geo_find_unit_field(names, 10, GEO_UNIT_MSOA, false) == SIZE_MAX);
    assert_true(geo_find_unit_field(names + 5, 3, GEO_UNIT_WARD, true) == SIZE_MAX);
    assert_int_equal(geo_find_unit_field(names + 5, 5, GEO_UNIT_WARD, true), 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(incident_schemas),
        UNIT_TEST(area_schemas),
        UNIT_TEST(several_populations_are_listed),
        UNIT_TEST(what_is_asked_for_wins),
        UNIT_TEST(exact_case_comes_first),
        UNIT_TEST(missing_fields_are_usage_errors_that_list_fields),
        UNIT_TEST(a_required_role_is_asked_for),
        UNIT_TEST(names_of_code_fields),
        UNIT_TEST(detected_roles_are_named),
        UNIT_TEST(fields_of_units),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
