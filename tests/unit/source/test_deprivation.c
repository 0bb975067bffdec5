/* Indices of deprivation read from tables of each schema. */
#include <math.h>

#include "allocations.h"
#include "vector_files.h"

static geo_deprivation *read_text(scratch *made, const char *text, geo_domain domain)
{
    geo_input input = scratch_file(made, "index.csv", text);
    geo_deprivation_options options = GEO_DEPRIVATION_OPTIONS_INIT;
    geo_deprivation *read = NULL;
    options.domain = domain;
    if (geo_deprivation_read(made->context, &input, &options, &read) != GEO_OK)
        fail_msg("%s", geo_message(made->context));
    return read;
}

/* ---- England -------------------------------------------------------------------------------- */

#define FILE_7                                                                                     \
    "\xEF\xBB\xBFLSOA code (2011),LSOA name (2011),Local Authority District code (2019),"          \
    "Local Authority District name (2019),Index of Multiple Deprivation (IMD) Score,"              \
    "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived),"                         \
    "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs),"          \
    "Income Score (rate),Income Rank (where 1 is most deprived),"                                  \
    "Income Decile (where 1 is most deprived 10% of LSOAs),"                                       \
    "\"Education, Skills and Training Rank (where 1 is most deprived)\","                          \
    "Income Deprivation Affecting Children Index (IDACI) Rank (where 1 is most deprived),"         \
    "Adult Skills Sub-domain Rank (where 1 is most deprived),"                                     \
    "Dependent Children aged 0-15: mid 2015 (excluding prisoners),"                                \
    "Total population: mid 2015 (excluding prisoners),"                                            \
    "Working age population 18-59/64: for use with Employment Deprivation Domain (excluding "      \
    "prisoners)\r\n"
#define FILE_7_ROWS                                                                                \
    "E01000001,City of London 001A,E09000001,City of London,6.208,\"29,199\",9,0.007,32831,10,"    \
    "32842,32806,32761,175,\"1,296\",715.0\r\n"                                                    \
    "E01000005,City of London 001E,E09000001,City of London,28.652,7797,3,0.107,15772,5,4000,"     \
    "1000,2000,100,1121,600\r\n"

static void file_7(void **state)
{
    scratch *made = *state;
    geo_deprivation *read = read_text(made, FILE_7 FILE_7_ROWS, GEO_DOMAIN_IMD);
    assert_int_equal(read->count, 2);
    assert_int_equal(read->year, 2019);
    assert_int_equal(read->lsoa_year, 2011);
    assert_int_equal(read->national, 32844);
    assert_false(read->is_from_rank);
    assert_int_equal(read->decile[0], 9);
    assert_true(read->rank[0] == 29199 && read->score[1] == 28.652);
    assert_true(read->population[0] == 1296);
    assert_string_equal(read->population_field, "Total population: mid 2015 (excluding prisoners)");
    assert_string_equal(read->name[1], "City of London 001E");
    assert_string_equal(read->district[1], "City of London");
    assert_string_equal(geo_dictionary_text(read->codes, 1), "E01000005");
    assert_int_equal(geo_warning_count(made->context), 0);
    assert_note(made->context, "an extract of 2 of the 32844 areas of England");
    geo_deprivation_free(read);
}

/* A domain is taken, not IDACI or a sub-domain; where only its ranks are there they give deciles.
 */
static void domains(void **state)
{
    scratch *made = *state;
    geo_deprivation *income = read_text(made, FILE_7 FILE_7_ROWS, GEO_DOMAIN_INCOME);
    assert_int_equal(income->decile[1], 5);
    assert_true(income->rank[1] == 15772);
    geo_deprivation_free(income);
    geo_deprivation *education = read_text(made, FILE_7 FILE_7_ROWS, GEO_DOMAIN_EDUCATION);
    assert_true(education->is_from_rank && !education->score);
    assert_int_equal(education->decile[0], 10);
    assert_int_equal(education->decile[1], 2); /* ceil(10 * 4000 / 32844) */
    geo_deprivation_free(education);
}

static void absent_domain(void **state)
{
    scratch *made = *state;
    geo_input input = scratch_file(made, "index.csv", FILE_7 FILE_7_ROWS);
    geo_deprivation_options options = GEO_DEPRIVATION_OPTIONS_INIT;
    geo_deprivation *read = NULL;
    options.domain = GEO_DOMAIN_CRIME;
    assert_int_equal(geo_deprivation_read(made->context, &input, &options, &read), GEO_ERROR_USAGE);
    assert_message(made->context, "of 'crime'; there are those of imd, income, education;");
    assert_message(made->context, "its fields: LSOA code (2011)");
    assert_null(read);
}

static void national_numbers(void **state)
{
    static const struct {
        const char *text;
        int32_t decile;
        int year;
        size_t national;
    } cases[] = {
        {"lsoa21_code,IMD_rank\nE01000001,3376\n", 2, 2025, 33755},
        {"LSOA11CD,IMD rank\nE01000001,3285\n", 2, 0, 32844},
        {"LSOA01CD,IMD rank\nE01000001,3249\n", 2, 0, 32482},
        {"LSOA code,imd2010 rank\nE01000001,3249\n", 2, 2010, 32482},
        {"LSOA code,LAD name (2013),IMD rank\nE01000001,Leeds,3285\n", 2, 2015, 32844},
        {"LSOA21CD,WIMD rank\nW01000001,192\n", 2, 2025, 1917},
        {"LSOA code,WIMD 2008\nW01000001,190\n", 2, 2008, 1896},
        {"area,rank\nA,2\nB,1\nC,3\n", 7, 0, 3},
    };
    scratch *made = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_deprivation_options options = GEO_DEPRIVATION_OPTIONS_INIT;
        geo_input input = scratch_file(made, "index.csv", cases[i].text);
        geo_deprivation *read = NULL;
        options.code = i == 7 ? "area" : NULL;
        if (geo_deprivation_read(made->context, &input, &options, &read) != GEO_OK)
            fail_msg("%s", geo_message(made->context));
        if (read->decile[0] != cases[i].decile || read->year != cases[i].year ||
            read->national != cases[i].national)
            fail_msg("case %d: decile %d, year %d, national %zu", (int)i, (int)read->decile[0],
                     read->year, read->national);
        geo_deprivation_free(read);
    }
}

/* Ranks among the areas of a county are none among the nation's. */
static void ranks_of_their_own(void **state)
{
    scratch *made = *state;
    geo_deprivation *read = read_text(
        made, "LSOA11CD,IMD rank\nE01000001,3\nE01000002,1.5\nE01000003,1.5\n", GEO_DOMAIN_IMD);
    assert_int_equal(read->national, 3);
    assert_int_equal(read->decile[0], 10);
    assert_warning(made->context, "its ranks are 1 to 3, so among its own areas and not among the "
                                  "32844 of England");
    geo_deprivation_free(read);
}

/* ---- Wales ---------------------------------------------------------------------------------- */

#define WALES                                                                                      \
    "Welsh Index of Multiple Deprivation (WIMD) 2019\n\n"                                          \
    "LSOA Code,LSOA Name (Eng),Local Authority Name (Eng),WIMD 2019 ,Income,Employment,Health,"    \
    "Education,Access to Services,Housing,Community Safety,Physical Environment\n"                 \
    "W01000003,Amlwch Port,Isle of Anglesey,550,420,607,792,1141,288,499,711,1689\n"               \
    "W01000004,Amlwch Rural,Isle of Anglesey,\"1,150\",1036,955,1402,868,42,133,1870,1900\n"

static void wales(void **state)
{
    static const struct {
        geo_domain domain;
        double rank;
        int32_t decile;
    } cases[] = {
        {GEO_DOMAIN_IMD, 1150, 7},       {GEO_DOMAIN_INCOME, 1036, 6},
        {GEO_DOMAIN_HOUSING, 133, 1},    {GEO_DOMAIN_CRIME, 1870, 10},
        {GEO_DOMAIN_HEALTH, 1402, 8},    {GEO_DOMAIN_EDUCATION, 868, 5},
        {GEO_DOMAIN_EMPLOYMENT, 955, 6}, {GEO_DOMAIN_ENVIRONMENT, 1900, 10},
    };
    scratch *made = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_deprivation *read = read_text(made, WALES, cases[i].domain);
        assert_int_equal(read->year, 2019);
        assert_int_equal(read->national, 1909);
        assert_true(read->is_from_rank && read->rank[1] == cases[i].rank);
        assert_int_equal(read->decile[1], cases[i].decile);
        assert_string_equal(read->district[0], "Isle of Anglesey");
        assert_string_equal(read->name[1], "Amlwch Rural");
        geo_deprivation_free(read);
    }
    assert_note(made->context, "the groups that the Welsh Government publishes");
}

/* ---- any table ------------------------------------------------------------------------------ */

static void scores_alone(void **state)
{
    scratch *made = *state;
    geo_deprivation *read =
        read_text(made,
                  "LSOA11CD,IMD score\nE01000001,5\nE01000002,-1.5\nE01000003,40.25\n"
                  "E01000004,5\nE01000005,\n",
                  GEO_DOMAIN_IMD);
    assert_true(read->is_from_score && read->is_from_rank);
    assert_int_equal(read->national, 4);
    assert_true(read->rank[2] == 1 && read->rank[0] == 2 && read->rank[3] == 2);
    assert_true(read->rank[1] == 4 && isnan(read->rank[4]));
    assert_int_equal(read->decile[2], 3);
    assert_int_equal(read->decile[0], 5);
    assert_int_equal(read->decile[4], 0);
    assert_warning(made->context, "its 4 areas are ranked among themselves");
    assert_warning(made->context, "1 of 5 rows have no number in field IMD score");
    geo_deprivation_free(read);
}

static void deciles_of_the_file_win(void **state)
{
    scratch *made = *state;
    geo_deprivation *read = read_text(
        made, "LSOA11CD,rank,decile\nE01000001,100,1\nE01000002,20000,3\n", GEO_DOMAIN_IMD);
    assert_int_equal(read->decile[1], 3);
    assert_string_equal(read->value_field, "decile");
    assert_warning(made->context, "1 of 2 deciles (field decile) are not what the ranks beside "
                                  "them give among 32844 areas");
    geo_deprivation_free(read);
}

/* A field that is asked for is what deciles come from; its numbers tell what its name doesn't. */
static void a_field_asked_for(void **state)
{
    static const struct {
        const char *field;
        int32_t decile;
        geo_domain domain;
    } cases[] = {{"IMD rank", 1, GEO_DOMAIN_IMD},
                 {"Crime decile", 7, GEO_DOMAIN_CRIME},
                 {"how poor", 1, GEO_DOMAIN_IMD}};
    static const char text[] = "LSOA11CD,IMD rank,IMD decile,Crime decile,how poor\n"
                               "E01000001,100,2,7,50\nE01000002,200,2,8,60\n";
    scratch *made = *state;
    geo_input input = scratch_file(made, "index.csv", text);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_deprivation_options options = GEO_DEPRIVATION_OPTIONS_INIT;
        geo_deprivation *read = NULL;
        options.field = cases[i].field;
        assert_int_equal(geo_deprivation_read(made->context, &input, &options, &read), GEO_OK);
        assert_int_equal(read->decile[0], cases[i].decile);
        assert_int_equal(read->domain, cases[i].domain);
        assert_string_equal(read->value_field, cases[i].field);
        geo_deprivation_free(read);
    }
}

static void footnotes_are_no_rows(void **state)
{
    scratch *made = *state;
    geo_deprivation *read =
        read_text(made, "LSOA11CD,decile\nE01000001,4\n,\nSource: a ministry,\n", GEO_DOMAIN_IMD);
    assert_int_equal(read->count, 1);
    assert_int_equal(geo_warning_count(made->context), 0);
    geo_deprivation_free(read);
}

static void faults(void **state)
{
    static const struct {
        const char *text;
        geo_status status;
        const char *message;
    } cases[] = {
        {"LSOA11CD,decile\nE01000001,4\nE01000001,5\n", GEO_ERROR_DATA,
         "'E01000001' in field LSOA11CD is there twice, the second time in row 2"},
        {"LSOA11CD,decile\n,4\n", GEO_ERROR_DATA, "row 1: there is no code in field LSOA11CD"},
        {"LSOA11CD,decile\nE01000001,11\n", GEO_ERROR_DATA, "row 1: '11' in field decile is no "},
        {"LSOA11CD,decile\nE01000001,2.5\n", GEO_ERROR_DATA, "'2.5' in field decile"},
        {"LSOA11CD,rank\nE01000001,0\n", GEO_ERROR_DATA, "'0' in field rank is no rank"},
        {"LSOA11CD,rank\nE01000001,32845\n", GEO_ERROR_DATA,
         "E01000001 has rank 32845, but there "
         "are only 32844 areas"},
        {"code,rank\nA,5\nB,9\n", GEO_ERROR_DATA, "among how many areas are the ranks"},
        {"code,decile\nA,\nB,x\n", GEO_ERROR_DATA, "none of its 2 rows has a number"},
        {"decile,rank\n1,1\n", GEO_ERROR_USAGE, "no field looks like the areas' codes"},
        {"LSOA11CD,people\nE01000001,1\n", GEO_ERROR_USAGE, "no field holds a decile, rank"},
        {"LSOA11CD,IMD 2015 decile,IMD 2019 decile\nE01000001,1,2\n", GEO_ERROR_USAGE,
         "several years: 'IMD 2015 decile' and 'IMD 2019 decile'"},
        {"code,rank,decile\nA,1,10\nB,2,9\nC,3,8\nD,4,7\nE,5,6\nF,6,5\nG,7,4\nH,8,3\nI,9,2\n"
         "J,10,1\n",
         GEO_ERROR_DATA, "decile 1 of field decile is the least deprived"},
    };
    scratch *made = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_input input = scratch_file(made, "index.csv", cases[i].text);
        geo_deprivation *read = NULL;
        if (geo_deprivation_read(made->context, &input, NULL, &read) != cases[i].status)
            fail_msg("case %d: %s", (int)i, geo_message(made->context));
        assert_message(made->context, cases[i].message);
        assert_null(read);
    }
}

/* A number that is given replaces what codes tell. */
static void a_number_of_areas(void **state)
{
    scratch *made = *state;
    geo_input input = scratch_file(made, "index.csv", "code,rank\nA,5\nB,9\n");
    geo_deprivation_options options = GEO_DEPRIVATION_OPTIONS_INIT;
    geo_deprivation *read = NULL;
    options.national = 20;
    assert_int_equal(geo_deprivation_read(made->context, &input, &options, &read), GEO_OK);
    assert_int_equal(read->decile[0], 3);
    assert_int_equal(read->national, 20);
    geo_deprivation_free(read);
}

/* ---- workbooks ------------------------------------------------------------------------------ */

/* A sheet "IMD2019" with numbers as reals under a title, and one of notes before it. */
static geo_input workbook(const scratch *made)
{
    const char *path = scratch_path(made, "index.xlsx");
    geo_input notes = scratch_file(made, "notes.csv", "Notes,More\nText,text\n");
    scratch_convert(notes.path, path, "XLSX", "Notes", false);
    scratch_file(made, "sheet.csvt", "\"String\",\"String\",\"Real\"\n");
    geo_input sheet = scratch_file(made, "sheet.csv",
                                   "LSOA code (2011),Local Authority District name (2019),"
                                   "Index of Multiple Deprivation (IMD) Rank\n"
                                   "E01000001,City of London,29199\nE01000002,Leeds,100\n");
    scratch_convert(sheet.path, path, "XLSX", "IMD2019", true);
    return (geo_input){path, {NULL, 0}};
}

static void sheets(void **state)
{
    scratch *made = *state;
    geo_input input = workbook(made);
    geo_deprivation_options options = GEO_DEPRIVATION_OPTIONS_INIT;
    geo_deprivation *read = NULL;
    geo_reader *reader = NULL;
    if (geo_deprivation_read(made->context, &input, NULL, &read) != GEO_OK)
        fail_msg("%s", geo_message(made->context));
    assert_int_equal(read->count, 2);
    assert_int_equal(read->year, 2019);
    assert_int_equal(read->decile[0], 9);
    assert_string_equal(read->district[1], "Leeds");
    geo_deprivation_free(read);
    options.domain = GEO_DOMAIN_INCOME;
    read = NULL;
    assert_int_equal(geo_deprivation_read(made->context, &input, &options, &read), GEO_ERROR_USAGE);
    assert_message(made->context, "none of its layers or sheets has codes and figures of 'income': "
                                  "Notes, IMD2019");
    assert_int_equal(geo_reader_open(made->context, &input, NULL, &reader), GEO_ERROR_INPUT);
    assert_message(made->context, "several layers");
}

/* ---- memory --------------------------------------------------------------------------------- */

static geo_status read_job(geo_context *context, void *data)
{
    geo_deprivation *read = NULL;
    geo_status status = geo_deprivation_read(context, data, NULL, &read);
    assert_true((status == GEO_OK) == (read != NULL));
    geo_deprivation_free(read);
    return status;
}

static void memory_runs_out(void **state)
{
    scratch *made = *state;
    geo_input long_names = scratch_file(made, "long.csv", FILE_7 FILE_7_ROWS);
    geo_input scores = scratch_file(made, "scores.csv", "LSOA11CD,score\nE01000001,5\n");
    geo_input sheets_of = workbook(made);
    assert_true(fail_each_allocation(read_job, &long_names) > 25);
    assert_true(fail_each_allocation(read_job, &scores) > 15);
    assert_true(fail_each_allocation(read_job, &sheets_of) > 30);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        VECTOR_TEST(file_7),
        VECTOR_TEST(domains),
        VECTOR_TEST(absent_domain),
        VECTOR_TEST(national_numbers),
        VECTOR_TEST(ranks_of_their_own),
        VECTOR_TEST(wales),
        VECTOR_TEST(scores_alone),
        VECTOR_TEST(deciles_of_the_file_win),
        VECTOR_TEST(a_field_asked_for),
        VECTOR_TEST(footnotes_are_no_rows),
        VECTOR_TEST(faults),
        VECTOR_TEST(a_number_of_areas),
        VECTOR_TEST(sheets),
        VECTOR_TEST(memory_runs_out),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    geo_source_shutdown();
    return failed;
}
