/* JSON: escapes, structure, and numbers that read back. */
#include <math.h>

#include "output_test.h"

static char *ended(geo_context *context, geo_json *json)
{
    geo_bytes bytes = GEO_BYTES_INIT;
    assert_int_equal(geo_json_end(context, json, &bytes), GEO_OK);
    geo_json_free(json);
    assert_int_equal(geo_bytes_append(context, &bytes, "", 1), GEO_OK);
    return bytes.data;
}

static void assert_json(geo_context *context, geo_json *json, const char *expected)
{
    char *text = ended(context, json);
    assert_string_equal(text, expected);
    free(text);
}

static geo_json *begun(geo_context *context)
{
    geo_json *json = NULL;
    assert_int_equal(geo_json_new(context, &json), GEO_OK);
    return json;
}

static void structure_and_values(void **state)
{
    geo_json *json = begun(*state);
    geo_json_object(json, NULL);
    geo_json_text(json, "text", "a \"b\" \\ / \b\f\n\r\t \x01\x1f \x7f T\xC5\xB5r </script>");
    geo_json_text(json, "none", NULL);
    geo_json_integer(json, "least", INT64_MIN + 1);
    geo_json_integer(json, "most", INT64_MAX);
    geo_json_integer(json, "missing", GEO_NO_INTEGER);
    geo_json_real(json, "nan", (double)NAN);
    geo_json_real(json, "inf", (double)INFINITY);
    geo_json_boolean(json, "yes", true);
    geo_json_array(json, "empty");
    geo_json_close(json);
    geo_json_array(json, "nested");
    geo_json_integer(json, NULL, 1);
    geo_json_object(json, NULL);
    geo_json_close(json);
    geo_json_object(json, NULL);
    geo_json_boolean(json, "no\n", false);
    assert_json(*state, json,
                "{\n"
                "  \"text\": \"a \\\"b\\\" \\\\ / \\b\\f\\n\\r\\t \\u0001\\u001f \x7f T\xC5\xB5r "
                "</script>\",\n"
                "  \"none\": null,\n"
                "  \"least\": -9223372036854775807,\n"
                "  \"most\": 9223372036854775807,\n"
                "  \"missing\": null,\n"
                "  \"nan\": null,\n"
                "  \"inf\": null,\n"
                "  \"yes\": true,\n"
                "  \"empty\": [],\n"
                "  \"nested\": [\n"
                "    1,\n"
                "    {},\n"
                "    {\n"
                "      \"no\\n\": false\n"
                "    }\n"
                "  ]\n"
                "}\n");
}

#define BAD "\xEF\xBF\xBD"

static void bad_utf_8_is_replaced(void **state)
{
    const struct {
        const char *text;
        const char *expected;
    } row[] = {
        {"\xC5\xB5", "\"\xC5\xB5\"\n"},
        {"\xF0\x9F\x9A\x93", "\"\xF0\x9F\x9A\x93\"\n"},
        {"a\xFFz", "\"a" BAD "z\"\n"},
        {"\xC5", "\"" BAD "\"\n"},
        {"\xC5z", "\"" BAD "z\"\n"},
        {"\xC0\x80", "\"" BAD BAD "\"\n"},                 /* overlong */
        {"\xED\xA0\x80", "\"" BAD BAD BAD "\"\n"},         /* a surrogate */
        {"\xF4\x90\x80\x80", "\"" BAD BAD BAD BAD "\"\n"}, /* beyond U+10FFFF */
        {"\xE2\x80", "\"" BAD BAD "\"\n"},                 /* cut short */
        {BAD, "\"" BAD "\"\n"},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        geo_json *json = begun(*state);
        geo_json_text(json, NULL, row[i].text);
        assert_json(*state, json, row[i].expected);
    }
}

static void reals_are_short(void **state)
{
    const struct {
        double number;
        const char *expected;
    } row[] = {
        {0, "0\n"},
        {-0.0, "0\n"},
        {1, "1\n"},
        {0.1, "0.1\n"},
        {-2.5, "-2.5\n"},
        {1.0 / 3, "0.3333333333333333\n"},
        {0.1 + 0.2, "0.30000000000000004\n"},
        {342.1, "342.1\n"},
        {1e22, "1e+22\n"},
        {5e-324, "5e-324\n"},
        {2.2250738585072014e-308, "2.2250738585072014e-308\n"},
        {1.7976931348623157e308, "1.7976931348623157e+308\n"},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        geo_json *json = begun(*state);
        geo_json_real(json, NULL, row[i].number);
        assert_json(*state, json, row[i].expected);
    }
}

static void a_hundred_thousand_random_doubles_read_back(void **state)
{
    uint64_t random = 20240117;
    geo_json *json = begun(*state);
    geo_json_array(json, NULL);
    enum { COUNT = 100000 };
    double *number = malloc(COUNT * sizeof *number);
    for (int i = 0; i < COUNT;) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        uint64_t bits = random ^ random >> 29;
        memcpy(&number[i], &bits, sizeof bits);
        if (isfinite(number[i]))
            geo_json_real(json, NULL, number[i++]);
    }
    char *text = ended(*state, json);
    char *at = strchr(text, '\n') + 1;
    for (int i = 0; i < COUNT; i++) {
        char *end = strpbrk(at, ",\n");
        double back = 0;
        assert_true(geo_number_parse((geo_text){at, (size_t)(end - at)}, &back));
        assert_true(back == number[i]);
        at = strchr(end, '\n') + 1;
    }
    free(text);
    free(number);
}

static void a_table_is_an_array_of_objects(void **state)
{
    geo_table *table = ward_table(*state);
    geo_json *json = begun(*state);
    geo_json_object(json, NULL);
    geo_json_table(json, "rows", table);
    assert_json(*state, json,
                "{\n"
                "  \"rows\": [\n"
                "    {\n"
                "      \"rank\": 1,\n"
                "      \"name\": \"T\xC5\xB5r & \\\"Dock\\\"\",\n"
                "      \"count\": 1234567,\n"
                "      \"rate_per_1000\": 1342.06,\n"
                "      \"band\": \"Significantly above\"\n"
                "    },\n"
                "    {\n"
                "      \"rank\": 1,\n"
                "      \"name\": \"=SUM(A1)|x\",\n"
                "      \"count\": 999,\n"
                "      \"rate_per_1000\": 0.04,\n"
                "      \"band\": \"Above\"\n"
                "    },\n"
                "    {\n"
                "      \"rank\": null,\n"
                "      \"name\": \"Line\\nbreak, <b>\",\n"
                "      \"count\": -1000,\n"
                "      \"rate_per_1000\": null,\n"
                "      \"band\": null\n"
                "    }\n"
                "  ]\n"
                "}\n");
    geo_table_free(table);
}

/* Three rows read, two of them accounted for one by one, and one placed. */
static geo_ledger *sample_ledger(geo_context *context, int64_t read)
{
    geo_ledger *ledger = NULL;
    assert_int_equal(geo_ledger_new(context, &ledger), GEO_OK);
    assert_int_equal(geo_ledger_add_input(context, ledger, "a.csv"), GEO_OK);
    ledger->line[0].read = read;
    ledger->line[0].count[GEO_PLACED] = 1; /* as placing does it: no row is noted */
    geo_ledger_count(ledger, 0, GEO_REJECTED, 2, "Easting", "not a number");
    geo_ledger_count(ledger, 0, GEO_FILTERED, 3, NULL, NULL);
    return ledger;
}

static void the_ledger_in_brief(void **state)
{
    for (int64_t read = 3; read <= 4; read++) {
        geo_ledger *ledger = sample_ledger(*state, read);
        geo_json *json = begun(*state);
        geo_json_ledger(json, NULL, ledger, false);
        char expected[400];
        snprintf(expected, sizeof expected,
                 "[\n"
                 "  {\n"
                 "    \"input\": \"a.csv\",\n"
                 "    \"read\": %d,\n"
                 "    \"placed\": 1,\n"
                 "    \"outside\": 0,\n"
                 "    \"no_coordinates\": 0,\n"
                 "    \"rejected\": 1,\n"
                 "    \"filtered\": 1,\n"
                 "    \"balances\": %s\n"
                 "  }\n"
                 "]\n",
                 (int)read, read == 3 ? "true" : "false");
        assert_json(*state, json, expected);
        geo_ledger_free(ledger);
    }
}

static void the_ledger_explained(void **state)
{
    geo_ledger *ledger = sample_ledger(*state, 3);
    geo_json *json = begun(*state);
    geo_json_ledger(json, NULL, ledger, true);
    char *text = ended(*state, json);
    assert_non_null(strstr(text, "    \"balances\": true,\n"
                                 "    \"first_rows\": {\n"
                                 "      \"placed\": [],\n"
                                 "      \"outside\": [],\n"
                                 "      \"no_coordinates\": [],\n"
                                 "      \"rejected\": [\n"
                                 "        {\n"
                                 "          \"row\": 2,\n"
                                 "          \"field\": \"Easting\",\n"
                                 "          \"why\": \"not a number\"\n"
                                 "        }\n"
                                 "      ],\n"
                                 "      \"filtered\": [\n"
                                 "        {\n"
                                 "          \"row\": 3,\n"
                                 "          \"field\": null,\n"
                                 "          \"why\": null\n"
                                 "        }\n"
                                 "      ]\n"
                                 "    }\n"));
    free(text);
    geo_ledger_free(ledger);
}

static void text_that_is_not_json_is_an_error(void **state)
{
    for (int i = 0; i < 4; i++) {
        geo_json *json = begun(*state);
        i < 2 ? geo_json_object(json, NULL) : geo_json_array(json, NULL);
        switch (i) {
        case 0:
            geo_json_text(json, NULL, "no key");
            break;
        case 1:
            geo_json_close(json);
            geo_json_close(json);
            break;
        case 2:
            geo_json_text(json, "key", "in an array");
            break;
        default:
            geo_json_close(json);
            geo_json_integer(json, NULL, 2);
            break;
        }
        geo_json_integer(json, "after", 1);
        geo_bytes bytes = GEO_BYTES_INIT;
        assert_int_equal(geo_json_end(*state, json, &bytes), GEO_ERROR_INTERNAL);
        assert_int_equal(bytes.length, 0);
        geo_json_free(json);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(structure_and_values),
        UNIT_TEST(bad_utf_8_is_replaced),
        UNIT_TEST(reals_are_short),
        UNIT_TEST(a_hundred_thousand_random_doubles_read_back),
        UNIT_TEST(a_table_is_an_array_of_objects),
        UNIT_TEST(the_ledger_in_brief),
        UNIT_TEST(the_ledger_explained),
        UNIT_TEST(text_that_is_not_json_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
