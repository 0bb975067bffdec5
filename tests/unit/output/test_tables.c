/* One table as CSV, as Markdown and for a terminal. */
#include "output_test.h"

typedef geo_status (*table_writer)(geo_context *, const geo_table *, geo_bytes *);

static void assert_bytes(const geo_bytes *bytes, const char *expected)
{
    char *text = calloc(1, bytes->length + 1);
    if (bytes->length > 0)
        memcpy(text, bytes->data, bytes->length);
    assert_string_equal(text, expected);
    free(text);
}

static void assert_written(geo_context *context, table_writer writer, const char *expected)
{
    geo_table *table = ward_table(context);
    geo_bytes bytes = GEO_BYTES_INIT;
    assert_int_equal(writer(context, table, &bytes), GEO_OK);
    assert_bytes(&bytes, expected);
    geo_bytes_clear(&bytes);
    geo_table_free(table);
}

static void assert_shown(geo_context *context, const geo_table *table, geo_text_style style,
                         const char *expected)
{
    geo_bytes bytes = GEO_BYTES_INIT;
    assert_int_equal(geo_table_to_text(context, table, &style, &bytes), GEO_OK);
    assert_bytes(&bytes, expected);
    geo_bytes_clear(&bytes);
}

static void csv_is_rfc_4180(void **state)
{
    assert_written(*state, geo_table_to_csv,
                   "rank,name,count,rate_per_1000,band\n"
                   "1,\"T\xC5\xB5r & \"\"Dock\"\"\",1234567,1342.1,Significantly above\n"
                   "1,'=SUM(A1)|x,999,0.0,Above\n"
                   ",\"Line\nbreak, <b>\",-1000,,\n");
}

static void csv_fields(void **state)
{
    const struct {
        const char *text;
        char delimiter;
        const char *expected;
    } row[] = {
        {NULL, ',', ""},
        {"", ',', ""},
        {"plain", ',', "plain"},
        {" blanks ", ',', " blanks "},
        {"a,b", ',', "\"a,b\""},
        {"a,b", ';', "a,b"},
        {"a;b", ';', "\"a;b\""},
        {"\"", ',', "\"\"\"\""},
        {"a\"\"b", ',', "\"a\"\"\"\"b\""},
        {"cr\rx", ',', "\"cr\rx\""},
        {"=1", ',', "'=1"},
        {"+1", ',', "'+1"},
        {"-1", ',', "'-1"},
        {"@a", ',', "'@a"},
        {"\ta", ',', "'\ta"},
        {"\ra", ',', "\"'\ra\""},
        {"=\"a\"", ',', "\"'=\"\"a\"\"\""},
        {"a=1", ',', "a=1"},
        {"'=1", ',', "'=1"},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        geo_bytes bytes = GEO_BYTES_INIT;
        assert_int_equal(
            geo_csv_append_field(*state, &bytes, text_of(row[i].text), row[i].delimiter), GEO_OK);
        assert_bytes(&bytes, row[i].expected);
        geo_bytes_clear(&bytes);
    }
}

static void a_csv_row_of_one_empty_field_is_no_empty_line(void **state)
{
    geo_table *table = NULL;
    geo_bytes bytes = GEO_BYTES_INIT;
    assert_int_equal(geo_table_new(*state, 2, &table), GEO_OK);
    assert_int_equal(geo_table_add(*state, table, "-name", GEO_TEXT, 0, NULL), GEO_OK);
    assert_int_equal(geo_table_to_csv(*state, table, &bytes), GEO_OK);
    assert_bytes(&bytes, "'-name\n\"\"\n\"\"\n");
    geo_bytes_clear(&bytes);
    geo_table_free(table);
}

static void markdown_is_escaped_and_aligned(void **state)
{
    assert_written(*state, geo_table_to_markdown,
                   "**Wards by rate**\n"
                   "\n"
                   "| rank | name | count | rate per 1,000 | band |\n"
                   "| ---: | --- | ---: | ---: | --- |\n"
                   "| 1 | T\xC5\xB5r & \"Dock\" | 1,234,567 | 1,342.1 | Significantly above |\n"
                   "| 1 | =SUM(A1)\\|x | 999 | 0.0 | Above |\n"
                   "| \xE2\x80\x93 | Line break, \\<b\\> | -1,000 | \xE2\x80\x93 |  |\n"
                   "\n"
                   "- Mean 57.1, SD 48.2 (population), n = 201\n"
                   "- Bands: a convention, not a test\n");
}

static void markdown_entities_stay_text(void **state)
{
    geo_table *table = NULL;
    geo_column *column = NULL;
    geo_bytes bytes = GEO_BYTES_INIT;
    assert_int_equal(geo_table_new(*state, 1, &table), GEO_OK);
    assert_int_equal(geo_table_add(*state, table, "name", GEO_TEXT, 0, &column), GEO_OK);
    geo_table_set_text(*state, column, 0, text_of("&amp; & [x](y) a_b *c* `d` \\ &#60;"));
    assert_int_equal(geo_table_to_markdown(*state, table, &bytes), GEO_OK);
    assert_bytes(&bytes, "| name |\n| --- |\n"
                         "| \\&amp; & \\[x\\](y) a\\_b \\*c\\* \\`d\\` \\\\ \\&#60; |\n");
    geo_bytes_clear(&bytes);
    geo_table_free(table);
}

static void text_stands_in_columns(void **state)
{
    geo_table *table = ward_table(*state);
    assert_shown(*state, table, (geo_text_style){0, false},
                 "Wards by rate\n"
                 "\n"
                 "rank  name                 count  rate per 1,000  band\n"
                 "----  ---------------  ---------  --------------  -------------------\n"
                 "   1  T\xC5\xB5r & \"Dock\"     1,234,567         1,342.1  Significantly above\n"
                 "   1  =SUM(A1)|x             999             0.0  Above\n"
                 "   \xE2\x80\x93  Line break, <b>     -1,000               \xE2\x80\x93\n"
                 "\n"
                 "Mean 57.1, SD 48.2 (population), n = 201\n"
                 "Bands: a convention, not a test\n");
    geo_table_free(table);
}

static void text_keeps_to_a_narrow_terminal(void **state)
{
    geo_table *table = ward_table(*state);
    /* Headings wrapped and names cut, but never the band. */
    assert_shown(*state, table, (geo_text_style){59, false},
                 "Wards by rate\n"
                 "\n"
                 "                                  rate\n"
                 "                                   per\n"
                 "rank  name              count    1,000  band\n"
                 "----  ------------  ---------  -------  -------------------\n"
                 "   1  T\xC5\xB5r & \"Dock\"  1,234,567  1,342.1  Significantly above\n"
                 "   1  =SUM(A1)|x          999      0.0  Above\n"
                 "   \xE2\x80\x93  Line break,\xE2\x80\xA6     -1,000        \xE2\x80\x93\n"
                 "\n"
                 "Mean 57.1, SD 48.2 (population), n = 201\n"
                 "Bands: a convention, not a test\n");
    /* What can be spared is left out before names are cut too short. */
    assert_shown(*state, table, (geo_text_style){41, false},
                 "Wards by rate\n"
                 "\n"
                 "                rate\n"
                 "                 per\n"
                 "name           1,000  band\n"
                 "-----------  -------  -------------------\n"
                 "T\xC5\xB5r & \"Doc\xE2\x80\xA6  1,342.1  Significantly above\n"
                 "=SUM(A1)|x       0.0  Above\n"
                 "Line break\xE2\x80\xA6        \xE2\x80\x93\n"
                 "\n"
                 "Mean 57.1, SD 48.2 (population), n = 201\n"
                 "Bands: a convention, not a test\n"
                 "Not shown for want of width: rank, count\n");
    geo_table_free(table);
    table = NULL;
    assert_int_equal(geo_table_new(*state, 1, &table), GEO_OK);
    geo_table_add_note(*state, table,
                       "A note of many words that is wrapped, and aWordThatIsTooLong");
    assert_shown(*state, table, (geo_text_style){20, false},
                 "\n"
                 "A note of many words\n"
                 "  that is wrapped,\n"
                 "  and\n"
                 "  aWordThatIsTooLong\n");
    geo_table_free(table);
}

static void bands_are_coloured_on_request(void **state)
{
    geo_table *table = NULL;
    geo_column *column = NULL;
    assert_int_equal(geo_table_new(*state, 3, &table), GEO_OK);
    assert_int_equal(geo_table_add(*state, table, "band", GEO_TEXT, 0, &column), GEO_OK);
    geo_table_set_text(*state, column, 0, text_of("Significantly above"));
    geo_table_set_text(*state, column, 1, text_of("Above"));
    geo_table_set_text(*state, column, 2, text_of("Above all"));
    geo_table_set_title(*state, table, "T");
    assert_shown(*state, table, (geo_text_style){0, true},
                 "\x1b[1mT\x1b[0m\n"
                 "\n"
                 "\x1b[1mband\x1b[0m\n"
                 "-------------------\n"
                 "\x1b[1;31mSignificantly above\x1b[0m\n"
                 "\x1b[33mAbove\x1b[0m\n"
                 "Above all\n");
    geo_table_free(table);
}

static void a_name_cannot_steer_the_terminal(void **state)
{
    geo_table *table = NULL;
    geo_column *column = NULL;
    assert_int_equal(geo_table_new(*state, 1, &table), GEO_OK);
    assert_int_equal(geo_table_add(*state, table, "name", GEO_TEXT, 0, &column), GEO_OK);
    geo_table_set_text(*state, column, 0,
                       text_of("\x1b[31m\x07"
                               "a\xC2\x9B"
                               "b\x7F\xFF"));
    assert_shown(*state, table, (geo_text_style){0, false},
                 "name\n-----------\n [31m a b \xEF\xBF\xBD\n");
    geo_table_free(table);
}

static void an_empty_table_says_so(void **state)
{
    geo_table *table = NULL;
    assert_int_equal(geo_table_new(*state, 0, &table), GEO_OK);
    assert_int_equal(geo_table_add(*state, table, "name", GEO_TEXT, 0, NULL), GEO_OK);
    assert_shown(*state, table, (geo_text_style){80, false}, "name\n----\n(no rows)\n");
    geo_bytes bytes = GEO_BYTES_INIT;
    assert_int_equal(geo_table_to_csv(*state, table, &bytes), GEO_OK);
    assert_bytes(&bytes, "name\n");
    geo_bytes_clear(&bytes);
    geo_table_free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(csv_is_rfc_4180),
        UNIT_TEST(csv_fields),
        UNIT_TEST(a_csv_row_of_one_empty_field_is_no_empty_line),
        UNIT_TEST(markdown_is_escaped_and_aligned),
        UNIT_TEST(markdown_entities_stay_text),
        UNIT_TEST(text_stands_in_columns),
        UNIT_TEST(text_keeps_to_a_narrow_terminal),
        UNIT_TEST(bands_are_coloured_on_request),
        UNIT_TEST(a_name_cannot_steer_the_terminal),
        UNIT_TEST(an_empty_table_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
