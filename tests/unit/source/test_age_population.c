/* People of areas by age from another table. */
#include <math.h>
#include <string.h>

#include "vector_files.h"

#define SIDE "\"WD19CD\":"

/* E01 to E03. */
static geo_areas *three_areas(scratch *made)
{
    static const char text[] =
        FEATURES(FEATURE(SIDE "\"E01\"", POLYGON(SQUARE(-2, 52, -1, 53))) "," FEATURE(
            SIDE "\"E02\"",
            POLYGON(SQUARE(-3, 52, -2, 53))) "," FEATURE(SIDE "\"E03\"",
                                                         POLYGON(SQUARE(-4, 52, -3, 53))));
    geo_input input = scratch_file(made, "areas.geojson", text);
    geo_areas *areas = NULL;
    if (geo_areas_read(made->context, &input, NULL, &areas) != GEO_OK)
        fail_msg("%s", geo_message(made->context));
    return areas;
}

static geo_status read_ages(scratch *made, const geo_areas *areas, const char *text,
                            geo_age_population **out)
{
    geo_input input = scratch_file(made, "ages.csv", text);
    return geo_age_population_read(made->context, areas, &input, NULL, out);
}

static void fields_of_ages_are_found(void **state)
{
    scratch *made = *state;
    geo_areas *areas = three_areas(made);
    geo_age_population *ages = NULL;
    double people[3];
    assert_int_equal(read_ages(made, areas,
                               "Title\nwd19cd,total_population,0,1,2-9,10+\n"
                               "E02,30,1,2,3,24\nE01,\"1,100\",10,20,30,\"1,040\"\n",
                               &ages),
                     GEO_OK);
    assert_int_equal(ages->field_count, 4);
    assert_string_equal(ages->field[3], "10+");
    assert_int_equal(geo_age_population_sum(made->context, ages, (geo_ages){1, 9}, people), GEO_OK);
    assert_true(people[0] == 50 && people[1] == 5 && isnan(people[2]));
    assert_int_equal(
        geo_age_population_sum(made->context, ages, (geo_ages){10, GEO_OLDEST}, people), GEO_OK);
    assert_true(people[0] == 1040);
    assert_warning(made->context, "1 of 3 areas");
    geo_age_population_free(ages);
    geo_areas_free(areas);
}

static void values_that_are_no_people(void **state)
{
    scratch *made = *state;
    geo_areas *areas = three_areas(made);
    geo_age_population *ages = NULL;
    assert_int_equal(read_ages(made, areas, "WD19CD,0-9,10+\nE01,1,2\nE02,-1,x\nE03,,5\n", &ages),
                     GEO_OK);
    assert_warning(made->context, "2 values by age are no number of people");
    assert_true(isnan(ages->people[2]) && isnan(ages->people[3]) && isnan(ages->people[4]));
    assert_true(ages->people[5] == 5);
    geo_age_population_free(ages);
    geo_areas_free(areas);
}

static void wrong_tables(void **state)
{
    static const struct {
        const char *text;
        geo_status status;
        const char *message;
    } cases[] = {
        {"WD19CD,people\nE01,1\nE02,2\nE03,3\n", GEO_ERROR_USAGE, "no field is named for ages"},
        {"WD19CD,0-9,Age 0 to 9\nE01,1,1\nE02,2,2\n", GEO_ERROR_DATA,
         "'0-9' and 'Age 0 to 9' are of the same ages"},
        {"WD19CD,0-9\nE01,1\nE07,2\n", GEO_ERROR_DATA, "only 1 of the 3 areas"},
        {"WD19CD,0-9\nE01,1\nE02,2\nE01,3\n", GEO_ERROR_DATA, "there twice, in rows 1 and 3"},
    };
    scratch *made = *state;
    geo_areas *areas = three_areas(made);
    geo_age_population *ages = NULL;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(read_ages(made, areas, cases[i].text, &ages), cases[i].status);
        assert_message(made->context, cases[i].message);
        assert_null(ages);
    }
    geo_areas_free(areas);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        VECTOR_TEST(fields_of_ages_are_found),
        VECTOR_TEST(values_that_are_no_people),
        VECTOR_TEST(wrong_tables),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    geo_source_shutdown();
    return failed;
}
