/* Numbers from text and to text: correctly rounded, the same in every locale. */
#include <inttypes.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/text.h"
#include "random.h"
#include "unit.h"

static geo_text text_of(const char *text)
{
    return (geo_text){text, strlen(text)};
}

static void assert_parses(const char *text, double expected)
{
    double number = -12345;
    double four[4] = {0};
    const geo_text same[4] = {text_of(text), text_of(text), text_of(text), text_of(text)};
    if (!geo_number_parse(text_of(text), &number) || geo_numbers_parse(same, 4, four) != 4)
        fail_msg("'%s' is not taken for a number", text);
    if (memcmp(&number, &expected, sizeof number) != 0 ||
        memcmp(&four[3], &expected, sizeof number) != 0)
        fail_msg("'%s' gives %a and %a, expected %a", text, number, four[3], expected);
}

static void numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double number;
    } cases[] = {
        {"0", 0.0},
        {"-0", -0.0},
        {"1", 1},
        {"+1", 1},
        {"-2.123456", -2.123456},
        {"52.806789", 52.806789},
        {" \t 12.5 \r\n", 12.5},
        {"1.", 1},
        {".5", 0.5},
        {"00012", 12},
        {"1e3", 1000},
        {"1E+3", 1000},
        {"1.5e-3", 0.0015},
        {"0.000000000000000000000000001", 1e-27},
        {"100000000000000000000000", 1e23},
        {"123456789012345678901234567890", 123456789012345678901234567890.0},
        {"0.1", 0.1},
        {"9007199254740993", 9007199254740992.0},
        {"9007199254740993.0000000000000000000000000001", 9007199254740994.0},
        {"9007199254740995", 9007199254740996.0},
        {"179769313486231570000e288", 1.7976931348623157e308},
        {"2.2250738585072011e-308", 0x0.fffffffffffffp-1022},
        {"4.9e-324", 0x1p-1074},
        {"2.4703282292062327e-324", 0},
        {"2.4703282292062328e-324", 0x1p-1074},
        {"1e-99999999999999999999", 0},
        {"0e99999999999999999999", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_parses(cases[i].text, cases[i].number);
}

static void nan_and_infinity_are_numbers(void **state)
{
    (void)state;
    double number = 0;
    assert_true(geo_number_parse(text_of("NaN"), &number));
    assert_true(isnan(number));
    assert_true(geo_number_parse(text_of("-nan"), &number));
    assert_true(isnan(number));
    assert_parses("inf", (double)INFINITY);
    assert_parses(" -INF ", -(double)INFINITY);
    assert_parses("Infinity", (double)INFINITY);
    assert_parses("1e309", (double)INFINITY);
    assert_parses("-1e99999999999999999999", -(double)INFINITY);
}

static void other_texts_are_not(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",     " ",    "-",     "+",       ".",    "-.",   "e5",  "1e",   "1e+",   "1.2.3",
        "1,5",  "0x10", "1_000", "1 2",     "--1",  "+-1",  "- 1", "nanx", "nan()", "in",
        "1e5.", "12a",  "£5",    "1,234.5", "1e 5", "infi", "1d5", "1.e",  ".e1",   "١"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        double number = 7;
        if (geo_number_parse(text_of(texts[i]), &number))
            fail_msg("'%s' is taken for a number", texts[i]);
        assert_true(number == 7);
    }
    double number = 7;
    assert_false(geo_number_parse((geo_text){NULL, 0}, &number));
    assert_false(geo_number_parse((geo_text){"1\0002", 3}, &number));
}

static void only_the_given_length_is_read(void **state)
{
    (void)state;
    double number = 0;
    assert_true(geo_number_parse((geo_text){"12345", 2}, &number));
    assert_true(number == 12);
    assert_true(geo_number_parse((geo_text){"1e300", 3}, &number));
    assert_true(number == 1000);
}

/* Digits without end still decide which neighbour is nearer. */
static void long_texts(void **state)
{
    (void)state;
    enum { LENGTH = 5000 };
    char *text = malloc(LENGTH + 16);
    assert_non_null(text);
    memset(text, '0', LENGTH);
    memcpy(text, "9007199254740993.", 17);
    strcpy(text + LENGTH, "1");
    assert_parses(text, 9007199254740994.0);
    strcpy(text + LENGTH, "0");
    assert_parses(text, 9007199254740992.0);

    memset(text, '0', LENGTH);
    memcpy(text, "0.", 2);
    strcpy(text + LENGTH, "25e5000");
    assert_parses(text, 25.0);

    memset(text, '7', LENGTH);
    strcpy(text + LENGTH, "e-5000");
    assert_parses(text, 0.7777777777777777777777777777);
    free(text);
}

/* Seventeen digits name a double without doubt; fewer must round as the C library rounds. */
static void random_doubles_come_back(void **state)
{
    (void)state;
    uint64_t seed = 2019;
    for (int i = 0; i < 200000; i++) {
        uint64_t bits = random_bits(&seed);
        double number = 0;
        memcpy(&number, &bits, sizeof number);
        if (!isfinite(number))
            continue;
        char text[64];
        snprintf(text, sizeof text, "%.17g", number);
        assert_parses(text, number);
        snprintf(text, sizeof text, "%.*g", 1 + i % 20, number);
        assert_parses(text, strtod(text, NULL));
        snprintf(text, sizeof text, "%.7f", (double)(bits % 3600000000u) / 1e7);
        assert_parses(text, strtod(text, NULL));
    }
}

/* Short numbers have a way of their own, which an exponent bars: both are the same to the last bit,
 * and nothing behind the text is looked at. */
static void short_numbers_are_as_those_with_an_exponent(void **state)
{
    static const char sign[] = "0123456789012345678901234567890123456789...-+ x/:";
    (void)state;
    uint64_t seed = 2020;
    int count = 0;
    for (int i = 0; i < 500000; i++) {
        size_t length = random_below(&seed, 20);
        char *text = malloc(length + 1);
        char longer[32];
        assert_non_null(text);
        for (size_t k = 0; k < length; k++)
            longer[k] = text[k] = sign[random_below(&seed, k == 0 ? 49 : 43)];
        strcpy(longer + length, "e0");
        double number = 7;
        double four[4] = {7, 7, 7, 7};
        const geo_text same[4] = {{text, length}, {text, length}, {text, length}, {text, length}};
        double expected = 7;
        bool is_number = geo_number_parse((geo_text){text, length}, &number);
        if (is_number != geo_number_parse(text_of(longer), &expected) ||
            is_number != (geo_numbers_parse(same, 4, four) == 4) ||
            memcmp(&number, &expected, sizeof number) != 0 ||
            (is_number && memcmp(&four[2], &expected, sizeof number) != 0))
            fail_msg("%.*s gives %a, %s gives %a", (int)length, text, number, longer, expected);
        count += is_number;
        free(text);
    }
    assert_in_range(count, 100000, 450000);
}

enum { COLUMN = 40, LONGEST = 24 };

/* Numbers with so many decimals; now and then one with others, or none at all. */
static size_t make_cell(uint64_t *seed, int decimals, char text[LONGEST])
{
    static const char *const odd[] = {"",
                                      "-",
                                      ".",
                                      "-.",
                                      "5.",
                                      "1 ",
                                      "1..5",
                                      "+7",
                                      "1e5",
                                      "-0.0",
                                      "nan",
                                      "1.2-",
                                      "9007199254740993"};
    double number = random_between(seed, -1000, 1000);
    if (random_below(seed, 100) == 0)
        return (size_t)snprintf(text, LONGEST, "%s", odd[random_below(seed, 13)]);
    if (random_below(seed, 10) == 0)
        return (size_t)snprintf(text, LONGEST, "%.*g", 1 + (int)random_below(seed, 15), number);
    return (size_t)snprintf(text, LONGEST, "%.*f", decimals, number);
}

static void assert_column(const geo_text *text, size_t count)
{
    double number[COLUMN];
    size_t taken = geo_numbers_parse(text, count, number);
    for (size_t i = 0; i < taken; i++) {
        double expected = 7;
        assert_true(geo_number_parse(text[i], &expected));
        if (memcmp(&number[i], &expected, sizeof expected) != 0)
            fail_msg("%.*s gives %a in a column, %a alone", (int)text[i].length, text[i].data,
                     number[i], expected);
    }
    double none = 0;
    assert_true(taken == count || !geo_number_parse(text[taken], &none));
}

/* Each text ends where its memory does and begins where it does: nothing around it is looked at. */
static void columns_are_read_as_their_numbers(void **state)
{
    (void)state;
    uint64_t seed = 2021;
    for (int round = 0; round < 20000; round++) {
        geo_text text[COLUMN];
        char *store[COLUMN];
        size_t count = 1 + random_below(&seed, COLUMN);
        int decimals = (int)random_below(&seed, 14);
        for (size_t i = 0; i < count; i++) {
            char cell[LONGEST];
            size_t length = make_cell(&seed, decimals, cell);
            store[i] = malloc(length + (length == 0));
            assert_non_null(store[i]);
            memcpy(store[i], cell, length);
            text[i] = (geo_text){length > 0 ? store[i] : NULL, length};
        }
        assert_column(text, count);
        for (size_t i = 0; i < count; i++)
            free(store[i]);
    }
}

static void assert_prints(geo_context *context, double number, int decimals, const char *expected)
{
    geo_bytes bytes = GEO_BYTES_INIT;
    assert_int_equal(geo_bytes_append(context, &bytes, "<", 1), GEO_OK);
    assert_int_equal(geo_bytes_append_number(context, &bytes, number, decimals), GEO_OK);
    if (bytes.length - 1 != strlen(expected) ||
        memcmp(bytes.data + 1, expected, bytes.length - 1) != 0)
        fail_msg("%.17g with %d decimals is '%.*s', expected '%s'", number, decimals,
                 (int)bytes.length - 1, bytes.data + 1, expected);
    geo_bytes_clear(&bytes);
}

static void printed_numbers(void **state)
{
    static const struct {
        double number;
        int decimals;
        const char *text;
    } cases[] = {
        {0, 0, "0"},
        {0, 2, "0.00"},
        {0.5, 0, "0"},
        {1.5, 0, "2"},
        {2.5, 0, "2"},
        {0.125, 2, "0.12"},
        {0.375, 2, "0.38"},
        {1000.0 * 2250 / 103965, 1, "21.6"},
        {-0.04, 1, "0.0"},
        {-0.0, 3, "0.000"},
        {-0.4, 0, "0"},
        {-0.06, 1, "-0.1"},
        {-1234.5, 1, "-1234.5"},
        {-1, -3, "-1"},
        {1e22, 0, "10000000000000000000000"},
        {0.1, 20, "0.10000000000000000555"},
        {1e-9, 9, "0.000000001"},
        {(double)NAN, 2, ""},
        {(double)INFINITY, 2, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_prints(*state, cases[i].number, cases[i].decimals, cases[i].text);
}

/* The quick way is the exact one, beside halves above all. */
static void any_number_prints_as_the_library_has_it(void **state)
{
    uint64_t random = 5;
    char expected[512];
    for (int i = 0; i < 300000; i++) {
        int decimals = (int)random_below(&random, 8);
        double scale = pow(10, (double)random_below(&random, 14));
        double number = random_between(&random, -1, 1) * scale;
        if (i % 3 == 0) /* a half of the last place, or next to one */
            number = (floor(number) + 0.5) / pow(10, decimals);
        if (i % 6 == 0)
            number = nextafter(number, i % 12 == 0 ? 1e300 : -1e300);
        snprintf(expected, sizeof expected, "%.*f", decimals, number);
        const char *text = expected;
        if (*text == '-' && !strpbrk(text, "123456789"))
            text++;
        assert_prints(*state, number, decimals, text);
    }
}

static void assert_prints_digits(double number, int digits, const char *expected)
{
    char text[64];
    int length = geo_print_digits(number, digits, text, sizeof text);
    if (strcmp(text, expected) != 0 || (size_t)length != strlen(expected))
        fail_msg("%a with %d digits is '%s', expected '%s'", number, digits, text, expected);
}

static void significant_digits(void **state)
{
    (void)state;
    static const struct {
        double number;
        int digits;
        const char *text;
    } cases[] = {
        {0, 15, "0"},
        {-0.0, 15, "-0"},
        {0.1, 15, "0.1"},
        {0.1, 17, "0.10000000000000001"},
        {-123456.5, 15, "-123456.5"},
        {1e15, 15, "1e+15"},
        {-1.5e-7, 15, "-1.5e-07"},
        {1.7976931348623157e308, 17, "1.7976931348623157e+308"},
        {(double)INFINITY, 15, "inf"},
        {-(double)INFINITY, 15, "-inf"},
        {(double)NAN, 15, "nan"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_prints_digits(cases[i].number, cases[i].digits, cases[i].text);
}

/* As the C library has them, but for a decimal comma of the locale. */
static void assert_random_digits(void)
{
    uint64_t seed = 2021;
    for (int i = 0; i < 100000; i++) {
        uint64_t bits = random_bits(&seed);
        double number = 0;
        char expected[64];
        memcpy(&number, &bits, sizeof number);
        if (i % 2 == 0)
            number = round(random_between(&seed, -1e7, 1e7) * 1e4) / 1e4;
        int digits = 15 + i % 3;
        snprintf(expected, sizeof expected, "%.*g", digits, number);
        char *comma = strchr(expected, ',');
        if (comma)
            *comma = '.';
        assert_prints_digits(number, digits, expected);
    }
}

static void random_significant_digits(void **state)
{
    (void)state;
    assert_random_digits();
}

static void printed_integers(void **state)
{
    static const int64_t number[] = {0, 7, -1, 10, 1234567890, INT64_MAX, INT64_MIN};
    for (size_t i = 0; i < sizeof number / sizeof *number; i++) {
        geo_bytes bytes = GEO_BYTES_INIT;
        char expected[32];
        snprintf(expected, sizeof expected, "%" PRId64, number[i]);
        assert_int_equal(geo_bytes_append_integer(*state, &bytes, number[i]), GEO_OK);
        assert_int_equal(bytes.length, strlen(expected));
        assert_memory_equal(bytes.data, expected, bytes.length);
        geo_bytes_clear(&bytes);
    }
}

static void the_longest_number_fits(void **state)
{
    geo_bytes bytes = GEO_BYTES_INIT;
    assert_int_equal(geo_bytes_append_number(*state, &bytes, -1.7976931348623157e308, 1000),
                     GEO_OK);
    assert_int_equal(bytes.length, 1 + 309 + 1 + 100);
    geo_bytes_clear(&bytes);
}

static void a_locale_with_decimal_comma_changes_nothing(void **state)
{
    static const char *const names[] = {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "de_DE",
                                        "nl_NL.UTF-8"};
    bool is_set = false;
    for (size_t i = 0; i < sizeof names / sizeof *names && !is_set; i++)
        is_set = setlocale(LC_ALL, names[i]) && localeconv()->decimal_point[0] == ',';
    if (!is_set) {
        print_message("skipped: no locale with a decimal comma is installed\n");
        skip();
    }
    assert_parses("51.5", 51.5);
    assert_parses("0.1234567890123456789", 0.1234567890123456789);
    assert_prints(*state, -51.25, 2, "-51.25");
    assert_prints_digits(-51.25, 15, "-51.25");
    assert_random_digits();
    double number = 0;
    assert_false(geo_number_parse(text_of("51,5"), &number));
    setlocale(LC_ALL, "C");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(numbers),
        UNIT_TEST(nan_and_infinity_are_numbers),
        UNIT_TEST(other_texts_are_not),
        UNIT_TEST(only_the_given_length_is_read),
        UNIT_TEST(long_texts),
        UNIT_TEST(random_doubles_come_back),
        UNIT_TEST(short_numbers_are_as_those_with_an_exponent),
        UNIT_TEST(columns_are_read_as_their_numbers),
        UNIT_TEST(printed_numbers),
        UNIT_TEST(any_number_prints_as_the_library_has_it),
        UNIT_TEST(significant_digits),
        UNIT_TEST(random_significant_digits),
        UNIT_TEST(printed_integers),
        UNIT_TEST(the_longest_number_fits),
        UNIT_TEST(a_locale_with_decimal_comma_changes_nothing),
    };
    return cmocka_run_group_tests_name("number", tests, NULL, NULL);
}
