/* The mappings that the library carries, beside the values and offences that are published. */
#include "categories_test.h"

static void the_tree_for_police_uk(void **state)
{
    scratch *test = *state;
    geo_categories *categories = read_categories(test, "police.uk");
    assert_string_equal(categories->path, "police.uk");
    assert_tree(categories, "Total Recorded Crime\n"
                            " Arson and Criminal Damage\n"
                            " Burglary\n"
                            " Drug Offences\n"
                            " Misc. Crimes Against Society\n"
                            " Possession of Weapons\n"
                            " Public Order Offences\n"
                            " Public Disorder and Weapons (to April 2013)\n"
                            " Robbery\n"
                            " Theft\n"
                            "  Bicycle Theft\n"
                            "  Shoplifting\n"
                            "  Theft from the Person\n"
                            "  Other Theft\n"
                            " Vehicle Offences\n"
                            " Violence and Sexual Offences\n"
                            "Anti-social Behaviour\n");
    assert_string_equal(offence_of(categories, "Anti-social behaviour", NULL),
                        "Anti-social Behaviour");
    assert_string_equal(offence_of(categories, "Other crime", NULL),
                        "Misc. Crimes Against Society");
    assert_string_equal(offence_of(categories, "Violent crime", NULL),
                        "Violence and Sexual Offences");
    assert_string_equal(offence_of(categories, "criminal-damage-arson", NULL),
                        "Arson and Criminal Damage");
    geo_categories_free(categories);
}

static void the_tree_of_the_home_office(void **state)
{
    scratch *test = *state;
    geo_categories *categories = read_categories(test, "home-office");
    int32_t total = geo_categories_named(categories, "Total Recorded Crime");
    int32_t asb = geo_categories_named(categories, "Total Anti-social Behaviour (ASB)");
    size_t groups = 0, kinds = 0;
    for (size_t i = 0; i < categories->count; i++) {
        groups += categories->parent[i] == total;
        kinds += categories->parent[i] == asb;
    }
    assert_int_equal(total, 0);
    assert_int_equal(groups, 11);
    assert_int_equal(kinds, 4);
    /* Spellings of 2018/19 and of 2020/21 in the published tables, and of the open data tables. */
    assert_string_equal(offence_of(categories, "Burglary - Burglary Residential", NULL),
                        "Burglary Residential");
    assert_string_equal(offence_of(categories, "Residential burglary", NULL),
                        "Burglary Residential");
    assert_string_equal(offence_of(categories, "Criminal damage and arson", NULL),
                        "Arson and Criminal Damage");
    assert_string_equal(offence_of(categories, "Trafficking of drugs", NULL),
                        "Trafficking in Controlled Drugs");
    int32_t fraud = geo_categories_named(categories, "Fraud Offences");
    assert_int_equal(categories->parent[fraud], GEO_NO_CODE);
    geo_categories_free(categories);
}

#define ORACLES PROJECT_DIR "/../shared/oracles/"

static void assert_published_offences_are_mapped(scratch *test, const char *path)
{
    geo_categories *categories = read_categories(test, "home-office");
    geo_input input = {path, {NULL, 0}};
    geo_reader *reader = NULL;
    geo_record record;
    bool more = true;
    assert_int_equal(geo_reader_open(test->context, &input, NULL, &reader), GEO_OK);
    assert_string_equal(geo_reader_field_names(reader)[1], "offence");
    while (geo_reader_next(test->context, reader, &record, &more) == GEO_OK && more)
        if (geo_categories_find(categories, &record.field[1]) == GEO_NO_CODE)
            fail_msg("%.*s", (int)record.field[1].length, record.field[1].data);
    assert_false(more);
    geo_reader_free(reader);
    geo_categories_free(categories);
}

static void offences_of_the_published_tables_are_mapped(void **state)
{
    if (access(ORACLES "area_rates_2018_19.csv", R_OK) != 0)
        skip();
    assert_published_offences_are_mapped(*state, ORACLES "area_rates_2018_19.csv");
    assert_published_offences_are_mapped(*state, ORACLES "area_rates_tamworth_2020_21.csv");
}

/* The 14 types of today, whatever the month. */
static void assert_types_are_mapped(scratch *test, const char *path)
{
    geo_categories *categories = read_categories(test, "police.uk");
    geo_input input = {path, {NULL, 0}};
    geo_frame *frame = NULL;
    geo_ledger *ledger = NULL;
    int32_t node[100];
    if (geo_incidents_read(test->context, &input, 1, NULL, &frame, &ledger) != GEO_OK)
        fail_msg("%s", geo_message(test->context));
    assert_int_equal(geo_dictionary_count(frame->categories), 14);
    assert_int_equal(geo_categories_of_texts(test->context, categories, frame->categories, node),
                     GEO_OK);
    for (int32_t i = 0; i < 14; i++)
        if (node[i] == GEO_NO_CODE)
            fail_msg("%s", geo_dictionary_text(frame->categories, i));
    geo_ledger_free(ledger);
    geo_frame_free(frame);
    geo_categories_free(categories);
}

static void types_of_the_sample_county_are_mapped(void **state)
{
    assert_types_are_mapped(*state, PROJECT_DIR "/shapes/incidents/2022-01-aldshire-street.csv.gz");
}

#define REAL PROJECT_DIR "/../shared/data/incidents/"

static void types_of_real_incidents_are_mapped(void **state)
{
    if (access(REAL "2018-03-staffordshire-street.csv", R_OK) != 0)
        skip();
    assert_types_are_mapped(*state, REAL "2018-03-staffordshire-street.csv");
    assert_types_are_mapped(*state, REAL "2022-11-staffordshire-street.csv");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(the_tree_for_police_uk),
        SCRATCH_TEST(the_tree_of_the_home_office),
        SCRATCH_TEST(offences_of_the_published_tables_are_mapped),
        SCRATCH_TEST(types_of_the_sample_county_are_mapped),
        SCRATCH_TEST(types_of_real_incidents_are_mapped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
