/* Class breaks in files. */
#include <math.h>

#include "figure/classes.h"
#include "scratch.h"

static const char *write_file(scratch *test, const char *text)
{
    snprintf(test->path, sizeof test->path, "%s/breaks.csv", test->folder);
    FILE *file = fopen(test->path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    fclose(file);
    return test->path;
}

static void reads_what_people_write(void **state)
{
    static const char *const files[] = {
        "lower\n2\n4.5\n10\n",
        "\xEF\xBB\xBFLower\r\n2\r\n4.5\r\n10",
        "lower,unit,rule\n2,incidents per km2,jenks\n4.5,Incidents per km2,\n\n10,,\n",
        "rule,\"lower\"\n,2\n,\" 4.5 \"\ngiven,1e1\n",
    };
    scratch *test = *state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        geo_classes classes;
        if (geo_classes_read(test->context, write_file(test, files[i]), "incidents per km2",
                             &classes) != GEO_OK)
            fail_msg("%s", geo_message(test->context));
        assert_int_equal(classes.count, 3);
        assert_true(classes.lower[0] == 2 && classes.lower[1] == 4.5 && classes.lower[2] == 10);
        assert_true(isnan(classes.lowest) && isnan(classes.highest));
        assert_int_equal(classes.rule, GEO_BREAKS_GIVEN);
    }
}

static void says_where_a_file_is_wrong(void **state)
{
    static const struct {
        const char *file;
        geo_status status;
        const char *message;
    } cases[] = {
        {"", GEO_ERROR_INPUT, "no class break"},
        {"lower\n", GEO_ERROR_INPUT, "no class break"},
        {"break\n1\n", GEO_ERROR_INPUT, "line 1: the header has no column 'lower'"},
        {"lower\n1\ntwo\n", GEO_ERROR_INPUT, "line 3: 'two' is not a number"},
        {"lower,rule\n1,sd\n,sd\n", GEO_ERROR_INPUT, "line 3: '' is not a number"},
        {"lower\n1\nnan\n", GEO_ERROR_INPUT, "line 3: 'nan' is not a number"},
        {"lower\n1\n\n1\n", GEO_ERROR_INPUT, "line 4: 1 is not above the break before it"},
        {"lower\n3\n-2\n", GEO_ERROR_INPUT, "line 3: -2 is not above"},
        {"lower\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n", GEO_ERROR_INPUT,
         "line 14: more than 12 classes"},
        {"lower,unit\n1,\"incidents per 1,000 residents\"\n", GEO_ERROR_DATA,
         "line 2: breaks of 'incidents per 1,000 residents' cannot serve 'incidents per km2'"},
        {"lower,rule\n1,natural\n", GEO_ERROR_INPUT, "line 2: 'natural' is no rule of breaks"},
        {"lower,unit\n1,\"a\n", GEO_ERROR_INPUT, "line 2: a quote is not closed"},
        {"lower,a,b,c,d,e,f,g,h\n", GEO_ERROR_INPUT, "line 1: more than 8 fields"},
    };
    scratch *test = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_classes classes;
        const char *path = write_file(test, cases[i].file);
        assert_int_equal(geo_classes_read(test->context, path, "incidents per km2", &classes),
                         cases[i].status);
        if (!strstr(geo_message(test->context), cases[i].message) ||
            !strstr(geo_message(test->context), path))
            fail_msg("case %zu: %s", i, geo_message(test->context));
    }
}

static void files_that_cannot_be_are_refused(void **state)
{
    scratch *test = *state;
    geo_classes classes;
    char *long_file = test_malloc(70001);
    assert_int_equal(geo_classes_read(test->context, "/no/such/file", NULL, &classes),
                     GEO_ERROR_INPUT);
    assert_int_equal(geo_classes_read(test->context, test->folder, NULL, &classes),
                     GEO_ERROR_INPUT);
    memset(long_file, '1', 70000);
    long_file[70000] = '\0';
    assert_int_equal(geo_classes_read(test->context, write_file(test, long_file), NULL, &classes),
                     GEO_ERROR_LIMIT);
    long_file[300] = '\0';
    assert_int_equal(geo_classes_read(test->context, write_file(test, long_file), NULL, &classes),
                     GEO_ERROR_INPUT);
    assert_non_null(strstr(geo_message(test->context), "line 1: a field is too long"));
    test_free(long_file);
}

static void what_is_written_is_read_again(void **state)
{
    const geo_classes classes = {.count = 6,
                                 .lower = {-40, nextafter(-2.5, 0), 0, 1.0 / 3, 17.3, 1e21},
                                 .rule = GEO_BREAKS_JENKS};
    scratch *test = *state;
    geo_bytes bytes = GEO_BYTES_INIT;
    geo_classes again;
    assert_int_equal(geo_classes_write(test->context, &classes, "per 1,000 \"residents\"", &bytes),
                     GEO_OK);
    assert_int_equal(geo_bytes_append(test->context, &bytes, "", 1), GEO_OK);
    assert_string_equal(bytes.data,
                        "lower,unit,rule\n"
                        "-40,\"per 1,000 \"\"residents\"\"\",jenks\n"
                        "-2.5,\"per 1,000 \"\"residents\"\"\",jenks\n"
                        "0,\"per 1,000 \"\"residents\"\"\",jenks\n"
                        "0.333333333333333,\"per 1,000 \"\"residents\"\"\",jenks\n"
                        "17.3,\"per 1,000 \"\"residents\"\"\",jenks\n"
                        "1000000000000000000000,\"per 1,000 \"\"residents\"\"\",jenks\n");
    assert_int_equal(geo_classes_read(test->context, write_file(test, bytes.data),
                                      "per 1,000 \"residents\"", &again),
                     GEO_OK);
    assert_int_equal(again.count, classes.count);
    for (size_t i = 0; i < classes.count; i++)
        assert_true(fabs(again.lower[i] - classes.lower[i]) <= 1e-14 * fabs(classes.lower[i]));
    geo_bytes_clear(&bytes);
    assert_int_equal(geo_classes_write(test->context, &(geo_classes){.count = 1}, NULL, &bytes),
                     GEO_OK);
    assert_int_equal(bytes.length, strlen("lower,unit,rule\n0,,geometric\n"));
    geo_bytes_clear(&bytes);
}

static void rules_have_names(void **state)
{
    (void)state;
    for (int i = GEO_BREAKS_GEOMETRIC; i <= GEO_BREAKS_GIVEN; i++) {
        geo_break_rule rule = GEO_BREAKS_GEOMETRIC;
        assert_true(geo_break_rule_of(geo_break_rule_name((geo_break_rule)i), &rule));
        assert_int_equal(rule, i);
    }
    geo_break_rule rule;
    assert_true(geo_break_rule_of("Incremental-Mean", &rule));
    assert_false(geo_break_rule_of("natural", &rule));
    assert_false(geo_break_rule_of("", &rule));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(reads_what_people_write),
        SCRATCH_TEST(says_where_a_file_is_wrong),
        SCRATCH_TEST(files_that_cannot_be_are_refused),
        SCRATCH_TEST(what_is_written_is_read_again),
        SCRATCH_TEST(rules_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
