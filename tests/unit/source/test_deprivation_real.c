/* The published indices of England, of 2019 and of 2025. */
#include <unistd.h>

#include "vector_files.h"

#define DATA        PROJECT_DIR "/../shared/data/"
#define FILE_1_CSV  DATA "deprivation/imd2019_file1.csv"
#define FILE_1_XLSX DATA "deprivation/File_1_-_IMD2019_Index_of_Multiple_Deprivation.xlsx"
#define OF_2025     DATA "deprivation/imd2025_lsoa21.csv"
#define LOOKUP      DATA "population/lookup_lsoa11_lsoa21.csv"
#define PEOPLE      DATA "population/lsoa11_population_mid2019_single_year_of_age.csv"

static geo_deprivation *read_real(scratch *made, const char *path, geo_domain domain)
{
    geo_input input = {path, {NULL, 0}};
    geo_deprivation_options options = GEO_DEPRIVATION_OPTIONS_INIT;
    geo_deprivation *read = NULL;
    options.domain = domain;
    if (access(path, R_OK) != 0)
        skip();
    if (geo_deprivation_read(made->context, &input, &options, &read) != GEO_OK)
        fail_msg("%s", geo_message(made->context));
    return read;
}

/* The published deciles are those that the ranks give, for each area. */
static void assert_ranks_agree(const geo_deprivation *read)
{
    for (size_t i = 0; i < read->count; i++)
        if (geo_decile_of_rank(read->rank[i], (double)read->national) != read->decile[i])
            fail_msg("%s: rank %.0f, decile %d", geo_dictionary_text(read->codes, (int32_t)i),
                     read->rank[i], (int)read->decile[i]);
}

static void deciles_of_2019(void **state)
{
    scratch *made = *state;
    geo_deprivation *csv = read_real(made, FILE_1_CSV, GEO_DOMAIN_IMD);
    geo_deprivation *workbook = read_real(made, FILE_1_XLSX, GEO_DOMAIN_IMD);
    assert_int_equal(csv->count, 32844);
    assert_int_equal(workbook->count, 32844);
    assert_ranks_agree(csv);
    for (size_t i = 0; i < csv->count; i++) {
        assert_string_equal(geo_dictionary_text(csv->codes, (int32_t)i),
                            geo_dictionary_text(workbook->codes, (int32_t)i));
        assert_true(csv->rank[i] == workbook->rank[i]);
        assert_int_equal(csv->decile[i], workbook->decile[i]);
    }
    assert_int_equal(workbook->year, 2019);
    assert_int_equal(workbook->lsoa_year, 2011);
    assert_int_equal(geo_warning_count(made->context), 0);
    geo_deprivation_free(csv);
    geo_deprivation_free(workbook);
}

static void deciles_of_2025(void **state)
{
    scratch *made = *state;
    for (geo_domain domain = 0; domain < GEO_DOMAIN_COUNT; domain++) {
        geo_deprivation *read = read_real(made, OF_2025, domain);
        assert_int_equal(read->count, 33755);
        assert_int_equal(read->national, 33755);
        assert_int_equal(read->year, 2025);
        assert_int_equal(read->lsoa_year, 2021);
        assert_non_null(read->score);
        assert_ranks_agree(read);
        geo_deprivation_free(read);
    }
    assert_int_equal(geo_warning_count(made->context), 0);
}

static geo_areas *real_areas(scratch *made, const char *layer)
{
    geo_areas_options options = GEO_AREAS_OPTIONS_INIT;
    const geo_input input = {DATA "boundaries/staffordshire_bng.gpkg", {NULL, 0}};
    geo_areas *areas = NULL;
    options.layer = layer;
    if (access(input.path, R_OK) != 0)
        skip();
    if (geo_areas_read(made->context, &input, &options, &areas) != GEO_OK)
        fail_msg("%s", geo_message(made->context));
    return areas;
}

/* 62 of Staffordshire's 687 LSOAs are in the most deprived tenth of England's. */
static void staffordshire(void **state)
{
    scratch *made = *state;
    geo_areas *areas = real_areas(made, "lsoa_2011");
    geo_deprivation *read = read_real(made, FILE_1_CSV, GEO_DOMAIN_IMD);
    size_t found = 0;
    size_t most_deprived = 0;
    for (size_t i = 0; i < areas->count; i++) {
        int32_t row = 0;
        assert_int_equal(geo_dictionary_code(made->context, read->codes,
                                             (geo_text){areas->code[i], strlen(areas->code[i])},
                                             &row),
                         GEO_OK);
        if ((size_t)row >= read->count)
            continue;
        found++;
        most_deprived += read->decile[row] == 1;
    }
    assert_int_equal(found, 687);
    assert_int_equal(most_deprived, 62);
    geo_deprivation_free(read);
    geo_areas_free(areas);
}

/* 1,135,935 people in mid-2019, in 687 LSOAs of 2011 and in 697 of 2021. */
static void staffordshires_people(void **state)
{
    scratch *made = *state;
    const geo_input people = {PEOPLE, {NULL, 0}};
    const geo_input lookup = {LOOKUP, {NULL, 0}};
    geo_population_options options = GEO_POPULATION_OPTIONS_INIT;
    geo_areas *areas = real_areas(made, "lsoa_2021_supergeneralised");
    assert_int_equal(geo_areas_join_population(made->context, areas, &people, &options),
                     GEO_ERROR_DATA);
    assert_message(made->context, "are LSOAs of 2021");
    options.bridge = &lookup;
    if (geo_areas_join_population(made->context, areas, &people, &options) != GEO_OK)
        fail_msg("%s", geo_message(made->context));
    double sum = 0;
    for (size_t i = 0; i < areas->count; i++)
        sum += areas->population[i];
    assert_true(sum > 1135935 - 1e-6 && sum < 1135935 + 1e-6);
    assert_note(made->context, "674 are unchanged, 2 merged and added up, 11 split and 0 ");
    assert_int_equal(geo_warning_count(made->context), 0);
    geo_areas_free(areas);
}

/* And back: the 11 that were split are made whole, the merged one goes to two in equal parts. */
static void staffordshires_people_back(void **state)
{
    scratch *made = *state;
    const geo_input lookup = {LOOKUP, {NULL, 0}};
    const geo_bridge_options options = {.from_year = 2021, .to_year = 2011};
    geo_areas *newer = real_areas(made, "lsoa_2021_supergeneralised");
    geo_areas *older = real_areas(made, "lsoa_2011");
    geo_bridge_report report = {.path = NULL};
    geo_correspondence *bridge = NULL;
    double people[697];
    double shared[687];
    double lost = -1;
    double sum = 0;
    assert_int_equal(newer->count, 697);
    assert_int_equal(older->count, 687);
    if (geo_bridge_read(made->context, &lookup, &options, (const char *const *)newer->code, 697,
                        (const char *const *)older->code, 687, &bridge, &report) != GEO_OK)
        fail_msg("%s", geo_message(made->context));
    for (size_t i = 0; i < 697; i++)
        people[i] = 1000 + (double)i;
    geo_correspondence_apply(bridge, people, shared, &lost);
    for (size_t i = 0; i < 687; i++)
        sum += shared[i];
    assert_true(lost == 0 && sum > 939556 - 1e-6 && sum < 939556 + 1e-6);
    assert_int_equal(report.unchanged, 674);
    assert_int_equal(report.split, 1);
    assert_int_equal(report.merged, 22);
    geo_correspondence_free(bridge);
    geo_bridge_report_clear(&report);
    geo_areas_free(newer);
    geo_areas_free(older);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        VECTOR_TEST(deciles_of_2019),
        VECTOR_TEST(deciles_of_2025),
        VECTOR_TEST(staffordshire),
        VECTOR_TEST(staffordshires_people),
        VECTOR_TEST(staffordshires_people_back),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    geo_source_shutdown();
    return failed;
}
