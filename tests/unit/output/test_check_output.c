/* An input is never overwritten. */
#include <fcntl.h>

#include "output_test.h"

static void an_output_that_is_an_input_is_refused(void **state)
{
    scratch *test = *state;
    char *input = path_in(test, "in.csv");
    char *link = path_in(test, "link.csv");
    char *hard = path_in(test, "hard.csv");
    char *other = path_in(test, "other.csv");
    char *missing = path_in(test, "missing.csv");
    char detour[200];
    snprintf(detour, sizeof detour, "%s/./in.csv", test->folder);
    write_whole(input, "a\n1\n");
    write_whole(other, "a\n1\n");
    assert_int_equal(symlink(input, link), 0);
    assert_int_equal(linkat(AT_FDCWD, input, AT_FDCWD, hard, 0), 0);
    const char *const inputs[] = {"-", other, input, missing};
    const struct {
        const char *output;
        geo_status status;
    } row[] = {
        {input, GEO_ERROR_USAGE},
        {link, GEO_ERROR_USAGE},
        {hard, GEO_ERROR_USAGE},
        {detour, GEO_ERROR_USAGE},
        {other, GEO_ERROR_USAGE},
        {missing, GEO_ERROR_USAGE},
        {"-", GEO_OK},
        {"/dev/null", GEO_OK},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        assert_int_equal(geo_check_output(test->context, row[i].output, inputs, 4), row[i].status);
        if (row[i].status != GEO_OK)
            assert_non_null(strstr(geo_message(test->context), row[i].output));
    }
    assert_int_equal(geo_check_output(test->context, other, inputs, 1), GEO_OK);
    assert_int_equal(geo_check_output(test->context, other, NULL, 0), GEO_OK);
    free(missing);
    free(other);
    free(hard);
    free(link);
    free(input);
}

static void an_output_that_cannot_be_made_is_refused_and_nothing_is_left(void **state)
{
    scratch *test = *state;
    char *nowhere = path_in(test, "nowhere/out.csv");
    char *old = path_in(test, "old.csv");
    write_whole(old, "old\n");
    assert_int_equal(geo_check_output(test->context, nowhere, NULL, 0), GEO_ERROR_OUTPUT);
    assert_non_null(strstr(geo_message(test->context), "nowhere"));
    assert_int_equal(geo_check_output(test->context, test->folder, NULL, 0), GEO_ERROR_OUTPUT);
    assert_int_equal(geo_check_output(test->context, old, NULL, 0), GEO_OK);
    assert_entries(test->folder, 1);
    free(old);
    free(nowhere);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(an_output_that_is_an_input_is_refused),
        SCRATCH_TEST(an_output_that_cannot_be_made_is_refused_and_nothing_is_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
