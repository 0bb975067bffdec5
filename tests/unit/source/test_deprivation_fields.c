/* What the names of fields say of indices of deprivation. */
#include "source/deprivation_fields.h"
#include "unit.h"

typedef struct said {
    const char *name;
    geo_domain domain;
    geo_index_figure figure;
    int year;
} said;

static void assert_said(const said *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        geo_index_name read = geo_read_index_name(cases[i].name);
        bool is_none = cases[i].domain == GEO_DOMAIN_COUNT;
        if (read.domain != cases[i].domain || (!is_none && read.figure != cases[i].figure) ||
            (!is_none && read.year != cases[i].year))
            fail_msg("'%s': domain %d, figure %d, year %d", cases[i].name, (int)read.domain,
                     (int)read.figure, read.year);
    }
}

#define ASSERT_SAID(cases) assert_said(cases, sizeof(cases) / sizeof *(cases))

/* English Indices of Deprivation 2019, File 7. */
static void english_long_names(void **state)
{
    (void)state;
    static const said cases[] = {
        {"Index of Multiple Deprivation (IMD) Score", GEO_DOMAIN_IMD, GEO_INDEX_SCORE, 0},
        {"Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)", GEO_DOMAIN_IMD,
         GEO_INDEX_RANK, 0},
        {"Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)",
         GEO_DOMAIN_IMD, GEO_INDEX_DECILE, 0},
        {"Index of Multiple Deprivation (IMD) Decile", GEO_DOMAIN_IMD, GEO_INDEX_DECILE, 0},
        {"Income Score (rate)", GEO_DOMAIN_INCOME, GEO_INDEX_SCORE, 0},
        {"Income Rank (where 1 is most deprived)", GEO_DOMAIN_INCOME, GEO_INDEX_RANK, 0},
        {"Employment Decile (where 1 is most deprived 10% of LSOAs)", GEO_DOMAIN_EMPLOYMENT,
         GEO_INDEX_DECILE, 0},
        {"Education, Skills and Training Decile (where 1 is most deprived 10% of LSOAs)",
         GEO_DOMAIN_EDUCATION, GEO_INDEX_DECILE, 0},
        {"Health Deprivation and Disability Rank (where 1 is most deprived)", GEO_DOMAIN_HEALTH,
         GEO_INDEX_RANK, 0},
        {"Crime Score", GEO_DOMAIN_CRIME, GEO_INDEX_SCORE, 0},
        {"Barriers to Housing and Services Rank (where 1 is most deprived)", GEO_DOMAIN_HOUSING,
         GEO_INDEX_RANK, 0},
        {"Living Environment Decile (where 1 is most deprived 10% of LSOAs)",
         GEO_DOMAIN_ENVIRONMENT, GEO_INDEX_DECILE, 0},
    };
    ASSERT_SAID(cases);
}

static void other_names(void **state)
{
    (void)state;
    static const said cases[] = {
        {"Housing_and_Services_decile", GEO_DOMAIN_HOUSING, GEO_INDEX_DECILE, 0},
        {"Environment_rank", GEO_DOMAIN_ENVIRONMENT, GEO_INDEX_RANK, 0},
        {"IMD_score", GEO_DOMAIN_IMD, GEO_INDEX_SCORE, 0},
        {"IMDRank0", GEO_DOMAIN_IMD, GEO_INDEX_RANK, 0},
        {"HDDDec", GEO_DOMAIN_HEALTH, GEO_INDEX_DECILE, 0},
        {"BHSScore", GEO_DOMAIN_HOUSING, GEO_INDEX_SCORE, 0},
        {"IMD_RNK", GEO_DOMAIN_IMD, GEO_INDEX_RANK, 0},
        {"RANK OF IMD SCORE (where 1 is most deprived)", GEO_DOMAIN_IMD, GEO_INDEX_RANK, 0},
        {"imd2019_decile", GEO_DOMAIN_IMD, GEO_INDEX_DECILE, 2019},
        {"WIMD 2019", GEO_DOMAIN_IMD, GEO_INDEX_UNTOLD, 2019},
        {"Community Safety", GEO_DOMAIN_CRIME, GEO_INDEX_UNTOLD, 0},
        {"Physical Environment", GEO_DOMAIN_ENVIRONMENT, GEO_INDEX_UNTOLD, 0},
        {"Decile", GEO_DOMAIN_IMD, GEO_INDEX_DECILE, 0},
        {"Deprivation rank", GEO_DOMAIN_IMD, GEO_INDEX_RANK, 0},
    };
    ASSERT_SAID(cases);
    assert_true(geo_read_index_name("Decile").is_bare);
    assert_false(geo_read_index_name("Deprivation rank").is_bare);
}

/* Sub-domains, supplementary indices, people, and what is none of these. */
static void names_of_none(void **state)
{
    (void)state;
    static const char *const name[] = {
        "Income Deprivation Affecting Children Index (IDACI) Decile (where 1 is most deprived 10% "
        "of LSOAs)",
        "Income Deprivation Affecting Older People (IDAOPI) Rank (where 1 is most deprived)",
        "Children and Young People Sub-domain Score",
        "Adult Skills Sub-domain Rank (where 1 is most deprived)",
        "Geographical Barriers Sub-domain Decile (where 1 is most deprived 10% of LSOAs)",
        "Wider Barriers Sub-domain Rank (where 1 is most deprived)",
        "Indoors Sub-domain Score",
        "Outdoors Sub-domain Score",
        "Total population: mid 2015 (excluding prisoners)",
        "Dependent Children aged 0-15: mid 2015 (excluding prisoners)",
        "Working age population 18-59/64: for use with Employment Deprivation Domain (excluding "
        "prisoners)",
        "IMD - Average rank",
        "Income Score - exponentially transformed",
        "IMD quintile",
        "Access to Services",
        "IDCDec",
        "Dec",
        "LSOA code (2011)",
        "",
    };
    for (size_t i = 0; i < sizeof name / sizeof *name; i++)
        if (geo_read_index_name(name[i]).domain != GEO_DOMAIN_COUNT)
            fail_msg("'%s'", name[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(english_long_names),
        cmocka_unit_test(other_names),
        cmocka_unit_test(names_of_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
