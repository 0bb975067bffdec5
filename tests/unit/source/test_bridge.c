/* Bridges between the areas of two years, and populations that go over them. */
#include <math.h>

#include "allocations.h"
#include "vector_files.h"

/* A is unchanged, B split in two, C and D merged, E and F irregular: the names of the columns of
 * the look-up of the Office for National Statistics. */
#define LOOKUP                                                                                     \
    "\xEF\xBB\xBFObjectId,LSOA11CD,LSOA11NM,CHGIND,LSOA21CD,LSOA21NM,LAD22CD\n"                    \
    "1,A,a,U,A,a,L\n2,B,b,S,B1,b,L\n3,B,b,S,B2,b,L\n4,C,c,M,CD,c,L\n5,D,d,M,CD,c,L\n"              \
    "6,E,e,X,E1,e,L\n7,E,e,X,E2,e,L\n8,F,f,X,E2,e,L\n9,Z,z,U,Z,z,M\n"

static const char *const older[] = {"A", "B", "C", "D", "E", "F"};
static const char *const newer[] = {"A", "B1", "B2", "CD", "E1", "E2"};
enum { AREAS = 6 };

static geo_status read_bridge(scratch *made, const char *text, bool is_forwards,
                              const double *weight, geo_correspondence **out,
                              geo_bridge_report *report)
{
    geo_input input = scratch_file(made, "lookup.csv", text);
    geo_bridge_options options = {.from_year = is_forwards ? 2011 : 2021,
                                  .to_year = is_forwards ? 2021 : 2011,
                                  .to_weight = weight};
    return geo_bridge_read(made->context, &input, &options, is_forwards ? older : newer, AREAS,
                           is_forwards ? newer : older, AREAS, out, report);
}

static void assert_shared(const geo_correspondence *bridge, const double *value,
                          const double *expected)
{
    double shared[AREAS];
    double lost = -1;
    geo_correspondence_apply(bridge, value, shared, &lost);
    for (size_t i = 0; i < AREAS; i++)
        if (fabs(shared[i] - expected[i]) > 1e-9)
            fail_msg("area %d: %g", (int)i, shared[i]);
    assert_true(fabs(lost) < 1e-9);
}

static void assert_report(const geo_bridge_report *report, size_t unchanged, size_t split,
                          size_t merged, size_t irregular)
{
    assert_int_equal(report->unchanged, unchanged);
    assert_int_equal(report->split, split);
    assert_int_equal(report->merged, merged);
    assert_int_equal(report->irregular, irregular);
    assert_int_equal(report->without, 0);
}

static void forwards_and_back(void **state)
{
    static const double value[] = {10, 20, 30, 40, 50, 60};
    static const double forth[] = {10, 10, 10, 70, 25, 85};
    static const double back[] = {10, 50, 20, 20, 80, 30};
    scratch *made = *state;
    geo_bridge_report report = {.path = NULL};
    geo_correspondence *bridge = NULL;
    assert_int_equal(read_bridge(made, LOOKUP, true, NULL, &bridge, &report), GEO_OK);
    assert_report(&report, 1, 1, 2, 2);
    assert_string_equal(report.from_field, "LSOA11CD");
    assert_string_equal(report.to_field, "LSOA21CD");
    assert_shared(bridge, value, forth);
    geo_correspondence_free(bridge);
    geo_bridge_report_clear(&report);
    assert_int_equal(read_bridge(made, LOOKUP, false, NULL, &bridge, &report), GEO_OK);
    assert_report(&report, 1, 1, 2, 2); /* CD lies in two, B1 and B2 in one */
    assert_shared(bridge, value, back);
    geo_correspondence_free(bridge);
    geo_bridge_report_clear(&report);
}

/* Without letters the pairs tell: E lies in two, of which one is F's as well; F is but merged. */
static void without_letters(void **state)
{
    static const char text[] = "lsoa21_code,lsoa11_code\nA,A\nB1,B\nB2,B\nCD,C\nCD,D\nE1,E\nE2,E\n"
                               "E2,F\nE2,F\n";
    scratch *made = *state;
    geo_bridge_report report = {.path = NULL};
    geo_correspondence *bridge = NULL;
    assert_int_equal(read_bridge(made, text, true, NULL, &bridge, &report), GEO_OK);
    assert_report(&report, 1, 1, 3, 1);
    geo_correspondence_free(bridge);
    geo_bridge_report_clear(&report);
}

/* By people where they are known, else in equal parts. */
static void by_weight(void **state)
{
    static const double people[] = {1, 30, 10, 5, (double)NAN, 0};
    static const double value[] = {10, 20, 30, 40, 50, 60};
    static const double expected[] = {10, 15, 5, 70, 25, 85};
    scratch *made = *state;
    geo_correspondence *bridge = NULL;
    assert_int_equal(read_bridge(made, LOOKUP, true, people, &bridge, NULL), GEO_OK);
    assert_shared(bridge, value, expected);
    geo_correspondence_free(bridge);
}

/* A part in an area that isn't asked about takes its share with it. */
static void a_part_beyond(void **state)
{
    static const char *const from[] = {"B"};
    static const char *const to[] = {"B1"};
    static const double weight[] = {7};
    scratch *made = *state;
    geo_input input = scratch_file(made, "lookup.csv", LOOKUP);
    geo_bridge_options options = {.from_year = 2011, .to_year = 2021, .to_weight = weight};
    geo_correspondence *bridge = NULL;
    double value = 20;
    double shared = 0;
    double lost = 0;
    assert_int_equal(
        geo_bridge_read(made->context, &input, &options, from, 1, to, 1, &bridge, NULL), GEO_OK);
    geo_correspondence_apply(bridge, &value, &shared, &lost);
    assert_true(shared == 10 && lost == 10);
    geo_correspondence_free(bridge);
}

static void faults(void **state)
{
    static const struct {
        const char *text;
        geo_status status;
        const char *message;
    } cases[] = {
        {"old_code,LSOA21CD\nA,A\n", GEO_ERROR_USAGE, "there is no field with the codes of 2011"},
        {"LSOA11CD,lsoa11_code,LSOA21CD\nA,A,A\n", GEO_ERROR_USAGE, "there are several fields"},
        {"LSOA11CD,LSOA21CD\nA,A\nB,B1\nC,CD\nD,CD\nE,E1\n", GEO_ERROR_DATA,
         "only 5 of 6 areas have their code in field LSOA11CD"},
        {"LSOA11CD,LSOA21CD\nA,P\nB,P\nC,P\nD,P\nE,P\nF,P\n", GEO_ERROR_DATA,
         "none of the codes in field LSOA21CD"},
    };
    scratch *made = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_bridge_report report = {.path = NULL};
        geo_correspondence *bridge = NULL;
        if (read_bridge(made, cases[i].text, true, NULL, &bridge, &report) != cases[i].status)
            fail_msg("case %d: %s", (int)i, geo_message(made->context));
        assert_message(made->context, cases[i].message);
        assert_null(bridge);
        assert_null(report.path);
    }
}

/* ---- populations ---------------------------------------------------------------------------- */

#define AREA(code, x, x1) FEATURE("\"LSOA21CD\":\"" code "\"", POLYGON(SQUARE(x, 52, x1, 53)))
#define NEWER_AREAS                                                                                \
    FEATURES(AREA("A", -8, -7) "," AREA("B1", -7, -6) "," AREA("B2", -6, -5) "," AREA(             \
        "CD", -5, -4) "," AREA("E1", -4, -3) "," AREA("E2", -3, -2))
#define OLDER_PEOPLE "LSOA11CD,people,Population\nA,0,10\nB,0,21\nC,0,30\nD,0,40\nE,0,50\nF,0,60\n"

static geo_areas *newer_areas(scratch *made)
{
    geo_input input = scratch_file(made, "areas.geojson", NEWER_AREAS);
    geo_areas *areas = NULL;
    if (geo_areas_read(made->context, &input, NULL, &areas) != GEO_OK)
        fail_msg("%s", geo_message(made->context));
    return areas;
}

static geo_status join(scratch *made, geo_areas *areas, const char *people, bool has_bridge)
{
    geo_input input = scratch_file(made, "people.csv", people);
    geo_input lookup = scratch_file(made, "lookup.csv", LOOKUP);
    geo_population_options options = GEO_POPULATION_OPTIONS_INIT;
    options.bridge = has_bridge ? &lookup : NULL;
    return geo_areas_join_population(made->context, areas, &input, &options);
}

static void people_of_other_years(void **state)
{
    static const double expected[] = {10, 10.5, 10.5, 70, 25, 85};
    scratch *made = *state;
    geo_areas *areas = newer_areas(made);
    size_t warnings = geo_warning_count(made->context); /* of coordinates, where PROJ has no grid */
    assert_int_equal(join(made, areas, OLDER_PEOPLE, false), GEO_ERROR_DATA);
    assert_message(made->context, "field LSOA21CD) are LSOAs of 2021, the population (field "
                                  "LSOA11CD) is of those of 2011");
    assert_message(made->context, "--bridge LOOKUP");
    assert_null(areas->population);
    assert_int_equal(join(made, areas, OLDER_PEOPLE "Z,0,7\n", true), GEO_OK);
    for (size_t i = 0; i < AREAS; i++)
        assert_true(areas->population[i] == expected[i]);
    assert_string_equal(areas->population_field, "Population");
    assert_int_equal(geo_warning_count(made->context), warnings);
    assert_note(made->context, "1 are unchanged, 2 merged and added up, 1 split and 2 irregularly "
                               "changed, whose people are shared out in equal parts");
    geo_areas_free(areas);
}

/* A table of the boundaries' year needs no bridge; one without the people of a part is too little.
 */
static void people_of_the_same_year(void **state)
{
    scratch *made = *state;
    geo_areas *areas = newer_areas(made);
    assert_int_equal(
        join(made, areas, "LSOA21CD,Population\nA,1\nB1,2\nB2,3\nCD,4\nE1,5\nE2,6\n", true),
        GEO_OK);
    assert_true(areas->population[5] == 6);
    assert_int_equal(join(made, areas, "LSOA11CD,Population\nA,1\nB,2\nC,3\nE,5\nF,6\n", true),
                     GEO_ERROR_DATA);
    assert_message(made->context, "only 5 of the 6 areas");
    assert_true(areas->population[5] == 6);
    geo_areas_free(areas);
}

/* Of LSOAs nearly all must be there; half is enough of areas that come and go. */
static void lsoas_that_are_missing(void **state)
{
    scratch *made = *state;
    geo_areas *areas = newer_areas(made);
    assert_int_equal(join(made, areas, "LSOA21CD,Population\nA,1\nB1,2\nB2,3\nCD,4\nE1,5\n", false),
                     GEO_ERROR_DATA);
    assert_message(made->context, "only 5 of the 6 areas find their code");
    geo_areas_free(areas);
}

/* ---- memory --------------------------------------------------------------------------------- */

typedef struct bridge_job {
    geo_input lookup;
    geo_input people;
    geo_areas *areas;
} bridge_job;

static geo_status bridge_again(geo_context *context, void *data)
{
    const bridge_job *job = data;
    geo_bridge_options options = {.from_year = 2011, .to_year = 2021};
    geo_bridge_report report = {.path = NULL};
    geo_correspondence *bridge = NULL;
    geo_status status = geo_bridge_read(context, &job->lookup, &options, older, AREAS, newer, AREAS,
                                        &bridge, &report);
    assert_true((status == GEO_OK) == (bridge != NULL));
    geo_correspondence_free(bridge);
    geo_bridge_report_clear(&report);
    return status;
}

static geo_status join_again(geo_context *context, void *data)
{
    const bridge_job *job = data;
    geo_population_options options = GEO_POPULATION_OPTIONS_INIT;
    options.bridge = &job->lookup;
    const double *before = job->areas->population;
    geo_status status = geo_areas_join_population(context, job->areas, &job->people, &options);
    assert_true(status == GEO_OK || job->areas->population == before);
    return status;
}

static void memory_runs_out(void **state)
{
    scratch *made = *state;
    bridge_job job = {scratch_file(made, "lookup.csv", LOOKUP),
                      scratch_file(made, "people.csv", OLDER_PEOPLE), newer_areas(made)};
    assert_true(fail_each_allocation(bridge_again, &job) > 25);
    assert_true(fail_each_allocation(join_again, &job) > 50);
    assert_true(job.areas->population[3] == 70);
    geo_areas_free(job.areas);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        VECTOR_TEST(forwards_and_back),
        VECTOR_TEST(without_letters),
        VECTOR_TEST(by_weight),
        VECTOR_TEST(a_part_beyond),
        VECTOR_TEST(faults),
        VECTOR_TEST(people_of_other_years),
        VECTOR_TEST(people_of_the_same_year),
        VECTOR_TEST(lsoas_that_are_missing),
        VECTOR_TEST(memory_runs_out),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    geo_source_shutdown();
    return failed;
}
