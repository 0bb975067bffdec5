/* Conditions over a row: what is kept, what is refused and where. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "allocations.h"
#include "unit.h"

static size_t allocations;
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);

void *__wrap_malloc(size_t size)
{
    allocations++;
    return __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    allocations++;
    return __real_calloc(count, size);
}

void *__wrap_realloc(void *memory, size_t size)
{
    allocations++;
    return __real_realloc(memory, size);
}

static const char *const names[] = {"Crime type", "Month",  "LSOA name", "count", "share",
                                    "Location",   "status", "place",     "and",   "code"};
static const char *const values[] = {"Burglary",           "2019-01", "",         "12",   "0.50",
                                     "On or near It's 5%", "n/a",     "Abergwyn", "x\"y", "007"};
enum { FIELDS = sizeof names / sizeof *names };

static bool match(geo_context *context, const char *expression)
{
    geo_filter *filter = NULL;
    geo_text fields[FIELDS];
    size_t index[FIELDS];
    for (size_t i = 0; i < FIELDS; i++)
        fields[i] = (geo_text){values[i], strlen(values[i])};
    if (geo_filter_parse(context, expression, &filter) != GEO_OK ||
        geo_filter_bind(context, filter, names, FIELDS, "test.csv", index) != GEO_OK)
        fail_msg("%s: %s", expression, geo_message(context));
    size_t before = allocations;
    bool kept = geo_filter_match(filter, fields, index);
    assert_int_equal(allocations, before);
    geo_filter_free(filter);
    return kept;
}

/* The row: "Crime type" Burglary | Month 2019-01 | "LSOA name" (empty) | count 12 | share 0.50
 * | Location On or near It's 5% | status n/a | place Abergwyn | "and" x"y | code 007 */
static void kept_or_not(void **state)
{
    static const struct {
        const char *expression;
        bool kept;
    } cases[] = {
        /* text, byte by byte */
        {"\"Crime type\" = 'Burglary'", true},
        {"\"crime TYPE\" = 'Burglary'", true},
        {"\"Crime type\" = 'burglary'", false},
        {"\"Crime type\" != 'Robbery'", true},
        {"\"Crime type\" <> 'Burglary'", false},
        {"Month >= '2018-04' AND Month <= '2019-03'", true},
        {"month < '2019-01'", false},
        {"month > '2019'", true},
        {"'2019-01' = Month", true},
        {"\"Crime type\" = \"Crime type\"", true},
        {"place < \"Crime type\"", true},
        {"count = '12.0'", false},
        {"code = '7'", false},
        {"Location = 'On or near It''s 5%'", true},
        {"\"and\" = 'x\"y'", true},
        /* numbers */
        {"count = 12", true},
        {"count = 12.0", true},
        {"count > 9", true},
        {"count > '9'", false},
        {"code = 7", true},
        {"share = .5", true},
        {"share < 5e-1", false},
        {"count > -3", true},
        {"-3 < count", true},
        {"'12' = 12", true},
        {"1 = 1", true},
        {"1 = 2", false},
        {"status = 0", false},
        {"status != 0", false},
        {"NOT status = 0", false},
        /* empty is NULL, and NULL is unknown */
        {"\"LSOA name\" IS NULL", true},
        {"\"LSOA name\" IS NOT NULL", false},
        {"count is not null", true},
        {"\"LSOA name\" = ''", false},
        {"\"LSOA name\" != 'x'", false},
        {"NOT \"LSOA name\" = 'x'", false},
        {"\"LSOA name\" = 'x' OR count = 12", true},
        {"\"LSOA name\" = 'x' AND count = 12", false},
        {"NOT (\"LSOA name\" = 'x' AND count = 13)", true},
        {"NOT (\"LSOA name\" = 'x' OR count = 13)", false},
        {"\"LSOA name\" LIKE '%'", false},
        {"\"LSOA name\" NOT LIKE 'x'", false},
        {"\"LSOA name\" BETWEEN 'a' AND 'b'", false},
        {"\"LSOA name\" NOT BETWEEN 'a' AND 'b'", false},
        {"\"LSOA name\" IN ('', 'x')", false},
        {"\"LSOA name\" NOT IN ('x')", false},
        {"count NOT IN (1, \"LSOA name\")", false},
        {"count NOT BETWEEN 13 AND \"LSOA name\"", true},
        /* IN, BETWEEN */
        {"\"Crime type\" IN ('Robbery', 'Burglary')", true},
        {"\"Crime type\" IN ('Robbery')", false},
        {"\"Crime type\" NOT IN ('Robbery', 'Drugs')", true},
        {"count IN (1, 12)", true},
        {"count IN ('12.0', 13)", false},
        {"count BETWEEN 12 AND 13", true},
        {"count BETWEEN 1 AND 11", false},
        {"count NOT BETWEEN 1 AND 11", true},
        {"count BETWEEN 1 AND 20 AND place = 'Abergwyn'", true},
        {"Month BETWEEN '2018-04' AND '2019-03'", true},
        {"status BETWEEN 1 AND 5", false},
        /* LIKE */
        {"Location LIKE 'On or near %'", true},
        {"Location LIKE 'ON OR NEAR %'", true},
        {"Location LIKE 'near'", false},
        {"Location LIKE '%near%'", true},
        {"Location LIKE '%n%n%s 5%'", true},
        {"Location LIKE '%n%n%s 6%'", false},
        {"place LIKE 'a_erg_yn'", true},
        {"place LIKE 'a_erg_ynn'", false},
        {"place LIKE '________'", true},
        {"place LIKE '_______'", false},
        {"place LIKE '%%%'", true},
        {"place LIKE ''", false},
        {"place NOT LIKE 'x%'", true},
        {"'K\xC3\xB6ln' LIKE 'K_ln'", true},
        {"'K\xC3\xB6ln' LIKE '%_ln'", true},
        {"'K\xC3\xB6ln' LIKE 'K__ln'", false},
        /* precedence: NOT, AND, OR */
        {"count = 12 OR count = 13 AND count = 14", true},
        {"(count = 12 OR count = 13) AND count = 14", false},
        {"NOT count = 13 AND count = 12", true},
        {"NOT (count = 13 AND count = 12)", true},
        {"NOT NOT count = 12", true},
        {"count = 1 OR count = 2 OR count = 3 OR count = 12", true},
        {"count=12 and(place='Abergwyn')", true},
        {"\n count\t=\r\n12 ", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (match(*state, cases[i].expression) != cases[i].kept)
            fail_msg("%s should %sbe kept", cases[i].expression, cases[i].kept ? "" : "not ");
}

static void syntax_errors(void **state)
{
    static const struct {
        const char *expression;
        int position;
        const char *says;
    } cases[] = {
        {"", 1, "ends here"},
        {"   ", 4, "ends here"},
        {"count", 6, "ends here"},
        {"count =", 8, "ends here"},
        {"count = 12 AND", 15, "ends here"},
        {"count = 12 count = 13", 12, "found count"},
        {"count == 12", 8, "found ="},
        {"Crime type = 'x'", 7, "double quotes"},
        {"count = 'x", 9, "never closed"},
        {"\"count = 1", 1, "never closed"},
        {"\"\" = 1", 1, "empty"},
        {"count = 12x", 9, "no number"},
        {"count = 1.2.3", 9, "no number"},
        {"count ; 1", 7, "means nothing"},
        {"count ! 1", 7, "means nothing"},
        {"(count = 1", 11, "ends here"},
        {"count = 1)", 10, "found )"},
        {"()", 2, "found )"},
        {"count IN 1", 10, "("},
        {"count IN ()", 11, "found )"},
        {"count IN (1 2)", 13, ", or )"},
        {"count IN (1,)", 13, "found )"},
        {"count LIKE 5", 12, "single quotes"},
        {"count BETWEEN 1", 16, "AND"},
        {"count BETWEEN 1 OR 2", 17, "AND"},
        {"count NOT = 1", 11, "IN, LIKE or BETWEEN"},
        {"count IS 1", 10, "NULL"},
        {"count IS NOT 1", 14, "NULL"},
        {"count = NULL", 9, "IS NULL"},
        {"NULL = count", 1, "IS NULL"},
        {"AND count = 1", 1, "found AND"},
        {"NOT", 4, "ends here"},
        {"place = 'K\xC3\xB6ln' and ;", 20, "means nothing"},
        {"K\xC3\xB6ln K\xC3\xB6ln", 6, "found K\xC3\xB6ln"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_filter *filter = NULL;
        char position[32];
        snprintf(position, sizeof position, "position %d: ", cases[i].position);
        assert_int_equal(geo_filter_parse(*state, cases[i].expression, &filter), GEO_ERROR_USAGE);
        assert_null(filter);
        if (!strstr(geo_message(*state), position) || !strstr(geo_message(*state), cases[i].says))
            fail_msg("%s should be wrong at %d (%s): %s", cases[i].expression, cases[i].position,
                     cases[i].says, geo_message(*state));
    }
}

static void fields_are_listed_once(void **state)
{
    geo_filter *filter = NULL;
    assert_int_equal(
        geo_filter_parse(*state, "Month = '1' OR \"MONTH\" = '2' AND place = month", &filter),
        GEO_OK);
    assert_int_equal(geo_filter_field_count(filter), 2);
    assert_string_equal(geo_filter_field(filter, 0), "Month");
    assert_string_equal(geo_filter_field(filter, 1), "place");
    geo_filter_free(filter);
    geo_filter_free(NULL);
}

static void unknown_field_lists_the_fields_there_are(void **state)
{
    geo_filter *filter = NULL;
    size_t index[1];
    assert_int_equal(geo_filter_parse(*state, "kind = 'x'", &filter), GEO_OK);
    assert_int_equal(geo_filter_bind(*state, filter, names, FIELDS, "test.csv", index),
                     GEO_ERROR_USAGE);
    assert_non_null(strstr(geo_message(*state), "test.csv"));
    assert_non_null(strstr(geo_message(*state), "'kind'"));
    assert_non_null(strstr(geo_message(*state), "Crime type, Month, LSOA name"));
    geo_filter_free(filter);
}

static void an_exact_name_goes_first(void **state)
{
    static const char *const twins[] = {"DATE", "Date", "date"};
    geo_filter *filter = NULL;
    size_t index[1];
    assert_int_equal(geo_filter_parse(*state, "Date = 'x'", &filter), GEO_OK);
    assert_int_equal(geo_filter_bind(*state, filter, twins, 3, "test.csv", index), GEO_OK);
    assert_int_equal(index[0], 1);
    geo_filter_free(filter);
    assert_int_equal(geo_filter_parse(*state, "dAtE = 'x'", &filter), GEO_OK);
    assert_int_equal(geo_filter_bind(*state, filter, twins, 3, "test.csv", index), GEO_OK);
    assert_int_equal(index[0], 0);
    geo_filter_free(filter);
}

/* `opening` so many times, a comparison, `closing` so many times. */
static geo_status parse_nested(geo_context *context, const char *opening, const char *closing,
                               size_t depth)
{
    char *text = malloc(depth * (strlen(opening) + strlen(closing)) + 32);
    assert_non_null(text);
    char *at = text;
    for (size_t i = 0; i < depth; i++)
        at += sprintf(at, "%s", opening);
    at += sprintf(at, "count = 12");
    for (size_t i = 0; i < depth; i++)
        at += sprintf(at, "%s", closing);
    geo_filter *filter = NULL;
    geo_status status = geo_filter_parse(context, text, &filter);
    geo_filter_free(filter);
    free(text);
    return status;
}

static void deep_nesting_is_refused(void **state)
{
    assert_int_equal(parse_nested(*state, "(", ")", 100), GEO_OK);
    assert_int_equal(parse_nested(*state, "(", ")", 101), GEO_ERROR_LIMIT);
    assert_non_null(strstr(geo_message(*state), "position 101: "));
    assert_int_equal(parse_nested(*state, "(", ")", 1000000), GEO_ERROR_LIMIT);
    assert_int_equal(parse_nested(*state, "NOT ", "", 100), GEO_OK);
    assert_int_equal(parse_nested(*state, "NOT ", "", 1000000), GEO_ERROR_LIMIT);
    /* Length is no depth. */
    assert_int_equal(parse_nested(*state, "place = 'x' OR ", " AND count = 1", 20000), GEO_OK);
}

static geo_status parse_condition(geo_context *context, void *condition)
{
    geo_filter *filter = NULL;
    geo_status status = geo_filter_parse(context, condition, &filter);
    assert_true(!filter || status == GEO_OK);
    geo_filter_free(filter);
    return status;
}

static void every_failed_allocation_is_reported(void **state)
{
    char condition[] = "a = 1 AND NOT (b IN (1, 2, 3) OR c LIKE 'x')";
    (void)state;
    assert_true(fail_each_allocation(parse_condition, condition) > 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(kept_or_not),
        UNIT_TEST(syntax_errors),
        UNIT_TEST(fields_are_listed_once),
        UNIT_TEST(unknown_field_lists_the_fields_there_are),
        UNIT_TEST(an_exact_name_goes_first),
        UNIT_TEST(deep_nesting_is_refused),
        UNIT_TEST(every_failed_allocation_is_reported),
    };
    return cmocka_run_group_tests_name("filter", tests, NULL, NULL);
}
