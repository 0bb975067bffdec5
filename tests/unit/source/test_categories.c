/* Mappings from the values of incidents to trees of offences, from files. */
#include "allocations.h"
#include "categories_test.h"
#include "random.h"

static geo_categories *categories_of(scratch *test, const char *text)
{
    return read_categories(test, make_text_file(test, "mapping.csv", text));
}

/* ---- files ---------------------------------------------------------------------------------- */

static void a_file_makes_a_tree(void **state)
{
    scratch *test = *state;
    geo_categories *categories = categories_of(test, "value,offence,parent,order\n"
                                                     "Shoplifting,Shoplifting,Theft,2\n"
                                                     "Pedal cycle,Bicycle theft,theft,1\n"
                                                     "Bike,Bicycle Theft,,\n"
                                                     ",Theft,Total,\n"
                                                     ",,,\n"
                                                     "Drugs,Drugs,Total,1\n"
                                                     "Arson,Damage,Total,\n"
                                                     "Other,Theft,,\n"
                                                     "Noise,ASB,,\n");
    assert_tree(categories, "Total\n"
                            " Drugs\n"
                            " Theft\n"
                            "  Bicycle theft\n"
                            "  Shoplifting\n"
                            " Damage\n"
                            "ASB\n");
    assert_string_equal(categories->path, test->path);
    assert_null(categories->field[0]);
    assert_int_equal(categories->rule_count, 7);
    assert_string_equal(offence_of(categories, "PEDAL CYCLE", NULL), "Bicycle theft");
    assert_string_equal(offence_of(categories, " bike\t", NULL), "Bicycle theft");
    assert_string_equal(offence_of(categories, "Other", NULL), "Theft");
    assert_string_equal(offence_of(categories, "Theft", NULL), "unmapped");
    assert_string_equal(offence_of(categories, "", NULL), "unmapped");
    assert_string_equal(offence_of(categories, NULL, NULL), "unmapped");
    geo_categories_free(categories);
}

static void spreadsheets_write_them_as_they_do(void **state)
{
    scratch *test = *state;
    geo_categories *categories = categories_of(
        test, "\xEF\xBB\xBFOffence;Value;;Parent\r\n\"Damage; arson\";Caf\xC3\xA9;;All\r\n");
    assert_tree(categories, "All\n Damage; arson\n");
    assert_string_equal(offence_of(categories, "caf\xC3\xA9", NULL), "Damage; arson");
    geo_categories_free(categories);
    make_text_file(test, "latin1.csv", "value,offence\nCaf\xE9,Coffee\n");
    geo_categories_options options = GEO_CATEGORIES_OPTIONS_INIT;
    options.encoding = "ISO-8859-1";
    assert_int_equal(geo_categories_read(test->context, test->path, NULL, &categories),
                     GEO_ERROR_INPUT);
    assert_int_equal(geo_categories_read(test->context, test->path, &options, &categories), GEO_OK);
    assert_string_equal(offence_of(categories, "Caf\xC3\xA9", NULL), "Coffee");
    geo_categories_free(categories);
}

static void several_fields_may_decide(void **state)
{
    scratch *test = *state;
    geo_categories *categories =
        categories_of(test, "Offence Group,Offence Subgroup,offence,parent\n"
                            "Theft offences,Shoplifting,Shoplifting,Theft\n"
                            "Theft offences,,Theft,All\n"
                            ",Shoplifting,Stray shoplifting,All\n"
                            "Robbery,,Robbery,All\n"
                            "robbery,business,ROBBERY,\n");
    assert_int_equal(categories->field_count, 2);
    assert_string_equal(categories->field[0], "Offence Group");
    assert_string_equal(categories->field[1], "Offence Subgroup");
    assert_string_equal(offence_of(categories, "theft offences", "shoplifting"), "Shoplifting");
    assert_string_equal(offence_of(categories, "Theft offences", "Bicycle theft"), "Theft");
    assert_string_equal(offence_of(categories, "Theft offences", NULL), "Theft");
    assert_string_equal(offence_of(categories, "Drugs", "Shoplifting"), "Stray shoplifting");
    assert_string_equal(offence_of(categories, "Robbery", "Business"), "Robbery");
    assert_string_equal(offence_of(categories, "Shoplifting", "Theft offences"), "unmapped");
    assert_string_equal(offence_of(categories, NULL, NULL), "unmapped");
    geo_categories_free(categories);
}

/* A rule of two fields, whose values are 0 (any) to 3, and the offence it gives. */
typedef struct plain_rule {
    size_t value[2];
    size_t offence;
} plain_rule;

/* The first rule that fits, one after the other; `count` when none does. */
static size_t first_that_fits(const plain_rule *rule, size_t count, size_t one, size_t other)
{
    size_t i = 0;
    while (i < count && ((rule[i].value[0] && rule[i].value[0] != one) ||
                         (rule[i].value[1] && rule[i].value[1] != other)))
        i++;
    return i;
}

/* Whether a rule never decides since an earlier one, which fits whatever it does, says otherwise.
 */
static bool is_contradictory(const plain_rule *rule, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t first = first_that_fits(rule, count, rule[i].value[0], rule[i].value[1]);
        if (rule[first].offence != rule[i].offence)
            return true;
    }
    return false;
}

static size_t write_random_rules(uint64_t *random, plain_rule *rule, char *text, size_t size)
{
    static const char *const value[] = {"", "a", "b", "c"};
    size_t count = 1 + random_below(random, 6), length = 0;
    length += (size_t)snprintf(text, size, "f,g,offence\n");
    for (size_t i = 0; i < count; i++) {
        do {
            rule[i].value[0] = random_below(random, 4);
            rule[i].value[1] = random_below(random, 4);
        } while (!rule[i].value[0] && !rule[i].value[1]);
        rule[i].offence = random_below(random, 3);
        length += (size_t)snprintf(text + length, size - length, "%s,%s,offence %d\n",
                                   value[rule[i].value[0]], value[rule[i].value[1]],
                                   (int)rule[i].offence);
    }
    return count;
}

static void assert_as_plain_rules(const geo_categories *categories, const plain_rule *rule,
                                  size_t count)
{
    static const char *const value[] = {"", "A", " b", "c "};
    for (size_t one = 0; one < 4; one++)
        for (size_t other = 0; other < 4; other++) {
            char expected[16] = "unmapped";
            size_t first = first_that_fits(rule, count, one, other);
            if (first < count)
                snprintf(expected, sizeof expected, "offence %d", (int)rule[first].offence);
            assert_string_equal(offence_of(categories, value[one], value[other]), expected);
        }
}

static void the_first_rule_that_fits_decides(void **state)
{
    scratch *test = *state;
    uint64_t random = 11;
    int refused = 0;
    for (int round = 0; round < 200; round++) {
        plain_rule rule[6];
        char text[512];
        geo_categories *categories = NULL;
        size_t count = write_random_rules(&random, rule, text, sizeof text);
        make_text_file(test, "rules.csv", text);
        geo_status status = geo_categories_read(test->context, test->path, NULL, &categories);
        if (is_contradictory(rule, count)) {
            assert_int_equal(status, GEO_ERROR_DATA);
            refused++;
            continue;
        }
        assert_int_equal(status, GEO_OK);
        assert_as_plain_rules(categories, rule, count);
        geo_categories_free(categories);
    }
    assert_in_range(refused, 20, 150);
}

static void one_value_cannot_stand_for_several_fields(void **state)
{
    scratch *test = *state;
    geo_categories *categories = categories_of(test, "a,b,offence\n1,2,x\n");
    geo_dictionary *texts = NULL;
    int32_t node;
    assert_int_equal(geo_dictionary_new(test->context, &texts), GEO_OK);
    assert_int_equal(geo_categories_of_texts(test->context, categories, texts, &node),
                     GEO_ERROR_USAGE);
    assert_message_holds(test, "2 fields decide together");
    geo_dictionary_free(texts);
    geo_categories_free(categories);
}

/* ---- wrong files ---------------------------------------------------------------------------- */

static void wrong_files(void **state)
{
    scratch *test = *state;
    static const struct {
        const char *text;
        geo_status status;
        const char *part;
    } cases[] = {
        {"", GEO_ERROR_INPUT, "the file is empty"},
        {"value,group\na,b\n", GEO_ERROR_INPUT,
         "no column 'offence', in which a mapping has what each value is; its columns are value, "
         "group"},
        {"offence,parent\na,b\n", GEO_ERROR_INPUT, "(offence, parent) has no column of values"},
        {"value,offence\n", GEO_ERROR_DATA, "no row has a value"},
        {"value,offence\n,a\n", GEO_ERROR_DATA, "no row has a value"},
        {"value,offence\na\n", GEO_ERROR_INPUT, "row 1: short row"},
        {"value,offence\na,b\nc,\n", GEO_ERROR_DATA, "row 2: field offence is empty"},
        {"value,offence,parent\na,b,\n,,c\n", GEO_ERROR_DATA, "row 2: field offence is empty"},
        {"value,offence,parent\na,b,c\nd,B,e\n", GEO_ERROR_DATA,
         "row 2: field parent: 'e' for 'b', whose parent is 'c' in row 1"},
        {"value,offence,order\na,b,first\n", GEO_ERROR_DATA,
         "row 1: field order: 'first' is not a number"},
        {"value,offence,order\na,b,nan\n", GEO_ERROR_DATA, "'nan' is not a number"},
        {"value,offence,order\na,b,1\nc,b,1.0\nd,b,2\n", GEO_ERROR_DATA,
         "row 3: field order: 2 for 'b', which has another in row 1"},
        {"value,offence,parent\na,b,b\n", GEO_ERROR_DATA,
         "row 1: field parent: 'b' is put below 'b'"},
        {"value,offence,parent\na,leaf,b\nq,top,\n,b,c\n,c,b\n", GEO_ERROR_DATA,
         "field parent: 'c' is put below 'b', which is itself 'c' or below it"},
        {"value,offence\na,b\nA ,c\n", GEO_ERROR_DATA,
         "row 2: what it puts into 'c' is put into 'b' by row 1"},
        {"f,g,offence\na,,b\na,z,c\n", GEO_ERROR_DATA,
         "row 2: what it puts into 'c' is put into 'b' by row 1, and the first row decides"},
        {"value,Offence,offence\na,b,c\n", GEO_ERROR_INPUT, "more than one field"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_categories *categories = NULL;
        make_text_file(test, "wrong.csv", cases[i].text);
        geo_status status = geo_categories_read(test->context, test->path, NULL, &categories);
        if (status != cases[i].status)
            fail_msg("case %d: %s: %s", (int)i, geo_status_text(status),
                     geo_message(test->context));
        assert_message_holds(test, cases[i].part);
        assert_message_holds(test, test->path);
        assert_null(categories);
    }
}

static void a_name_that_is_no_file(void **state)
{
    scratch *test = *state;
    geo_categories *categories = NULL;
    assert_int_equal(geo_categories_read(test->context, "/nowhere/police", NULL, &categories),
                     GEO_ERROR_INPUT);
    assert_message_holds(test, "/nowhere/police: ");
    assert_message_holds(test, "the mappings that are built in are police.uk, home-office");
}

static geo_bytes wide_header(scratch *test, int columns)
{
    geo_bytes text = GEO_BYTES_INIT;
    for (int i = 0; i < columns; i++)
        assert_int_equal(geo_bytes_print(test->context, &text, "f%d,", i), GEO_OK);
    assert_int_equal(geo_bytes_print(test->context, &text, "offence\n"), GEO_OK);
    for (int i = 0; i < columns; i++)
        assert_int_equal(geo_bytes_print(test->context, &text, "v%d,", i), GEO_OK);
    assert_int_equal(geo_bytes_print(test->context, &text, "x\n"), GEO_OK);
    return text;
}

static void as_many_fields_as_there_are_bits(void **state)
{
    scratch *test = *state;
    geo_categories *categories = NULL;
    for (int columns = 32; columns <= 33; columns++) {
        geo_bytes text = wide_header(test, columns);
        make_file(test, "wide.csv", text.data, text.length);
        geo_bytes_clear(&text);
        assert_int_equal(geo_categories_read(test->context, test->path, NULL, &categories),
                         columns == 32 ? GEO_OK : GEO_ERROR_LIMIT);
    }
    assert_message_holds(test, "33 columns that decide; 32 are the most");
    assert_int_equal(categories->field_count, 32);
    geo_categories_free(categories);
}

static geo_status read_chain(scratch *test, int levels)
{
    geo_categories *categories = NULL;
    geo_bytes text = GEO_BYTES_INIT;
    assert_int_equal(geo_bytes_print(test->context, &text, "value,offence,parent\nv,n0,\n"),
                     GEO_OK);
    for (int i = 1; i < levels; i++)
        assert_int_equal(geo_bytes_print(test->context, &text, ",n%d,n%d\n", i, i - 1), GEO_OK);
    make_file(test, "deep.csv", text.data, text.length);
    geo_bytes_clear(&text);
    geo_status status = geo_categories_read(test->context, test->path, NULL, &categories);
    geo_categories_free(categories);
    return status;
}

static void trees_have_a_depth(void **state)
{
    scratch *test = *state;
    assert_int_equal(read_chain(test, 100), GEO_OK);
    assert_int_equal(read_chain(test, 101), GEO_ERROR_LIMIT);
    assert_message_holds(test, "deep.csv: row 101: 'n100' is below more than 99 others");
    assert_int_equal(read_chain(test, 50000), GEO_ERROR_LIMIT);
}

/* Bytes of a good file changed, left out or doubled at random: a tree that holds, or a message. */
static void damaged_files_never_do_harm(void **state)
{
    scratch *test = *state;
    static const char good[] = "value,offence,parent,order\nBurglary,Burglary,Crime,2\n"
                               "\"Theft, other\",Theft,Crime,1\nNoise,ASB,,\n,Crime,,1\n";
    static const char bytes[] = ",;\n\r\"\0a1.-\xC3\xFF\t ";
    uint64_t random = 77;
    int accepted = 0;
    for (int round = 0; round < 500; round++) {
        char text[sizeof good];
        size_t length = sizeof good - 1;
        memcpy(text, good, length);
        for (size_t i = 1 + random_below(&random, 4); i > 0; i--)
            text[random_below(&random, length)] = bytes[random_below(&random, sizeof bytes - 1)];
        length -= random_below(&random, 4) ? 0 : random_below(&random, length);
        geo_categories *categories = NULL;
        make_file(test, "damaged.csv", text, length);
        geo_status status = geo_categories_read(test->context, test->path, NULL, &categories);
        assert_true((status == GEO_OK) == (categories != NULL));
        if (status == GEO_OK)
            accepted++;
        else
            assert_message_holds(test, "damaged.csv: ");
        for (size_t i = 0; categories && i < categories->count; i++)
            assert_true(categories->parent[i] < (int32_t)i);
        geo_categories_free(categories);
    }
    assert_in_range(accepted, 50, 450);
}

static geo_status read_job(geo_context *context, void *data)
{
    geo_categories *categories = NULL;
    geo_status status = geo_categories_read(context, data, NULL, &categories);
    assert_true((status == GEO_OK) == (categories != NULL));
    geo_categories_free(categories);
    return status;
}

static void reading_when_memory_runs_out(void **state)
{
    scratch *test = *state;
    make_text_file(test, "mapping.csv", "value,Group,offence,parent\na,,b,c\n,d,e,c\n");
    assert_in_range(fail_each_allocation(read_job, test->path), 20, 200);
    assert_in_range(fail_each_allocation(read_job, (void *)(uintptr_t) "police.uk"), 100, 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(a_file_makes_a_tree),
        SCRATCH_TEST(spreadsheets_write_them_as_they_do),
        SCRATCH_TEST(several_fields_may_decide),
        SCRATCH_TEST(the_first_rule_that_fits_decides),
        SCRATCH_TEST(one_value_cannot_stand_for_several_fields),
        SCRATCH_TEST(wrong_files),
        SCRATCH_TEST(a_name_that_is_no_file),
        SCRATCH_TEST(as_many_fields_as_there_are_bits),
        SCRATCH_TEST(trees_have_a_depth),
        SCRATCH_TEST(damaged_files_never_do_harm),
        SCRATCH_TEST(reading_when_memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
