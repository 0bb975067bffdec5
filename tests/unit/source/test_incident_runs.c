/* Rows that are read by runs and rows that are judged one by one come to the same: with a weight of
 * 1 for every row the second way is taken. */
#include "incidents_test.h"
#include "random.h"

typedef struct text {
    char data[400000];
    size_t length;
} text;

static void add(text *out, const char *part)
{
    size_t length = strlen(part);
    assert_true(out->length + length < sizeof out->data);
    memcpy(out->data + out->length, part, length + 1);
    out->length += length;
}

/* One of the first, or sometimes one of the others. */
static void add_one(text *out, uint64_t *random, size_t strangeness, const char *const *choice,
                    size_t usual, size_t count)
{
    bool is_strange = random_below(random, 1000) < strangeness;
    add(out, choice[is_strange ? random_below(random, count) : random_below(random, usual)]);
}

static void add_row(text *out, uint64_t *random, size_t strangeness)
{
    static const char *const date[] = {"2019-01",    "2019-02", "2019-03-14", "2019-03-15",
                                       "15/04/2019", "",        " 2019-01 ",  "\"2019-01\"",
                                       "2019-13",    "soon",    "2131-01"};
    static const char *const x[] = {"-1.85",  "-1.9",   "\"-1.8\"", "-2",    "",     "x",
                                    " -1.8 ", "\"\"\"", "52.6",     "-0.01", "181",  "0",
                                    "nan",    "1e999",  "-1.8e0",   "-1.",   "+1.85"};
    static const char *const y[] = {"52.6",  "52.7",  "\"52.65\"", "53", "",    "north",
                                    "52.6 ", "-1.85", "91",        "0",  "inf", "5.26e1"};
    static const char *const category[] = {"Theft", "Drugs",           "\"Public order\"",
                                           "",      "\"a \"\"b\"\"\"", " Theft",
                                           "theft", "\"x,\ny\""};
    static const char *const town[] = {"Stafford", "\"Stoke, North\"", "", "\"\"\"\"", "Leek"};
    add(out, "\n");
    if (random_below(random, 1000) < strangeness / 4) {
        add(out, random_below(random, 2) ? "short,row" : "1,2,3,4,5,6,7");
        return;
    }
    add_one(out, random, strangeness, date, 5, sizeof date / sizeof *date);
    add(out, ",");
    add_one(out, random, strangeness, x, 4, sizeof x / sizeof *x);
    add(out, ",");
    add_one(out, random, strangeness, y, 4, sizeof y / sizeof *y);
    add(out, ",");
    add_one(out, random, strangeness, category, 4, sizeof category / sizeof *category);
    add(out, ",");
    add_one(out, random, strangeness, town, 3, sizeof town / sizeof *town);
    add(out, ",1");
}

static void make_text(uint64_t *random, text *out)
{
    static const size_t strangeness[] = {0, 5, 30, 200, 700};
    size_t strange = strangeness[random_below(random, 5)];
    size_t rows =
        random_below(random, 4) == 0 ? random_below(random, 4000) : random_below(random, 90);
    out->length = 0;
    add(out, "Month,Longitude,Latitude,Crime type,Town,One");
    for (size_t i = 0; i < rows; i++)
        add_row(out, random, strange);
    add(out, "\n2019-01,-1.85,52.6,Theft,Leek,1\n");
}

/* ---- the same ------------------------------------------------------------------------------- */

static void check_columns(const geo_frame *one, const geo_frame *other)
{
    assert_int_equal(one->count, other->count);
    for (size_t i = 0; i < one->count; i++) {
        assert_int_equal(one->row[i], other->row[i]);
        assert_memory_equal(&one->x[i], &other->x[i], sizeof *one->x);
        assert_memory_equal(&one->y[i], &other->y[i], sizeof *one->y);
        assert_int_equal(one->day[i], other->day[i]);
        assert_int_equal(one->category[i], other->category[i]);
    }
    size_t count = geo_dictionary_count(one->categories);
    assert_int_equal(count, geo_dictionary_count(other->categories));
    for (size_t i = 0; i < count; i++)
        assert_string_equal(geo_dictionary_text(one->categories, (int32_t)i),
                            geo_dictionary_text(other->categories, (int32_t)i));
}

static void check_facts(const incidents_read *one, const incidents_read *other)
{
    const geo_frame *a = one->frame;
    const geo_frame *b = other->frame;
    assert_int_equal(a->is_monthly, b->is_monthly);
    assert_int_equal(a->input[0].day_rows, b->input[0].day_rows);
    assert_int_equal(a->input[0].month_rows, b->input[0].month_rows);
    assert_int_equal(a->month_count, b->month_count);
    for (size_t i = 0; i < a->month_count; i++) {
        assert_int_equal(a->month[i].month, b->month[i].month);
        assert_int_equal(a->month[i].rows, b->month[i].rows);
    }
    const geo_ledger_line *line = &one->ledger->line[0];
    const geo_ledger_line *other_line = &other->ledger->line[0];
    assert_int_equal(line->read, other_line->read);
    assert_memory_equal(line->count, other_line->count, sizeof line->count);
    for (int fate = 0; fate < GEO_FATE_COUNT; fate++)
        for (int i = 0; i < GEO_LEDGER_ROWS; i++) {
            assert_int_equal(line->first[fate][i].row, other_line->first[fate][i].row);
            assert_string_equal(line->first[fate][i].field, other_line->first[fate][i].field);
        }
}

/* All of them; what the roles are differs by the weight. */
static void append_warnings(const geo_context *context, char *out, size_t size)
{
    *out = '\0';
    for (size_t i = 0; i < geo_warning_count(context); i++) {
        size_t used = strlen(out);
        snprintf(out + used, size - used, "%s\n", geo_warning(context, i));
    }
}

static size_t check_text(const text *made, const geo_incident_options *asked)
{
    geo_incident_options options = *asked;
    char warnings[2][4000];
    scratch by_runs = {.context = geo_context_new()};
    scratch by_rows = {.context = geo_context_new()};
    incidents_read runs = read_text(&by_runs, made->data, &options);
    options.roles.weight = "One";
    incidents_read rows = read_text(&by_rows, made->data, &options);
    size_t count = 0;
    assert_int_equal(runs.status, rows.status);
    if (runs.status == GEO_OK) {
        check_columns(runs.frame, rows.frame);
        check_facts(&runs, &rows);
        append_warnings(by_runs.context, warnings[0], sizeof warnings[0]);
        append_warnings(by_rows.context, warnings[1], sizeof warnings[1]);
        assert_string_equal(warnings[0], warnings[1]);
        count = runs.frame->count;
    } else {
        assert_string_equal(geo_message(by_runs.context), geo_message(by_rows.context));
    }
    drop(&runs);
    drop(&rows);
    geo_context_free(by_runs.context);
    geo_context_free(by_rows.context);
    return count;
}

/* ---- tests ---------------------------------------------------------------------------------- */

static void runs_and_rows_come_to_the_same(void **state)
{
    static const char *const wanted[] = {"drugs", "Public order", "None such"};
    static const char *const periods[] = {"2019-02..2019-03", "2019-01-10..2019-03-14",
                                          "..2019-02"};
    scratch *test = *state;
    text *made = malloc(sizeof *made);
    uint64_t random = 20261121;
    size_t kept = 0;
    geo_filter *where = NULL;
    assert_non_null(made);
    assert_int_equal(
        geo_filter_parse(test->context, "Town <> 'Stoke, North' and Month > '2019-01'", &where),
        GEO_OK);
    for (int round = 0; round < 250; round++) {
        geo_incident_options options = GEO_INCIDENT_OPTIONS_INIT;
        geo_period period;
        size_t at = random_below(&random, 6);
        make_text(&random, made);
        if (random_below(&random, 2)) {
            options.category = wanted;
            options.category_count = 1 + random_below(&random, 3);
        }
        if (random_below(&random, 3) == 0)
            options.where = where;
        if (at < 3) {
            assert_int_equal(geo_period_parse(test->context, periods[at], &period), GEO_OK);
            options.period = &period;
        }
        kept += check_text(made, &options);
    }
    assert_true(kept > 8000);
    geo_filter_free(where);
    free(made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(runs_and_rows_come_to_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
