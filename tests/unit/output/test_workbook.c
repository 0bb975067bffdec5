/* A table as a workbook: what it holds, its limits, its date. What other programs make of it is
 * tests/output/workbook.sh. */
#include "output/xlsx.h"
#include "output_test.h"
#include "table_sample.h"

/* The workbook of the sample, which the caller clears. */
static geo_bytes write_sample(geo_context *context)
{
    geo_table *table = NULL;
    geo_bytes bytes = GEO_BYTES_INIT;
    assert_int_equal(sample_table(context, &table), GEO_OK);
    if (geo_table_to_xlsx(context, table, &bytes) != GEO_OK)
        fail_msg("%s", geo_message(context));
    geo_table_free(table);
    return bytes;
}

static void assert_same(const geo_bytes *one, const geo_bytes *other, bool same)
{
    bool is_same = one->length == other->length && memcmp(one->data, other->data, one->length) == 0;
    assert_int_equal(is_same, same);
}

/* Nothing stays in the folder where it was put together. */
static void a_workbook_is_a_zip_file_and_no_more(void **state)
{
    scratch *test = *state;
    setenv("TMPDIR", test->folder, 1);
    geo_bytes bytes = write_sample(test->context);
    assert_true(bytes.length > 5000);
    assert_memory_equal(bytes.data, "PK\x03\x04", 4);
    assert_entries(test->folder, 0);
    unsetenv("TMPDIR");
    geo_bytes_clear(&bytes);
}

static void the_date_is_not_the_clock_s(void **state)
{
    scratch *test = *state;
    unsetenv("SOURCE_DATE_EPOCH");
    geo_bytes plain = write_sample(test->context);
    setenv("SOURCE_DATE_EPOCH", "0", 1);
    geo_bytes zero = write_sample(test->context);
    setenv("SOURCE_DATE_EPOCH", "1700000000", 1);
    geo_bytes later = write_sample(test->context);
    geo_bytes again = write_sample(test->context);
    unsetenv("SOURCE_DATE_EPOCH");
    assert_same(&plain, &zero, true);
    assert_same(&plain, &later, false);
    assert_same(&later, &again, true);
    geo_bytes_clear(&plain);
    geo_bytes_clear(&zero);
    geo_bytes_clear(&later);
    geo_bytes_clear(&again);
}

static void assert_refused(geo_context *context, const geo_table *table, const char *message)
{
    geo_bytes bytes = GEO_BYTES_INIT;
    assert_int_equal(geo_table_to_xlsx(context, table, &bytes), GEO_ERROR_LIMIT);
    assert_string_equal(geo_message(context), message);
    assert_int_equal(bytes.length, 0);
    geo_bytes_clear(&bytes);
}

static void a_sheet_holds_so_many_rows(void **state)
{
    scratch *test = *state;
    geo_table *table = NULL;
    assert_int_equal(geo_table_new(test->context, 1048576, &table), GEO_OK);
    assert_int_equal(geo_table_add(test->context, table, "n", GEO_INTEGER, 0, NULL), GEO_OK);
    assert_refused(test->context, table,
                   "XLSX: the table has 1048576 rows, and a sheet holds 1,048,576 with its "
                   "headings; keep fewer rows, or write CSV, which has no limit");
    geo_table_free(table);
}

static void a_sheet_holds_so_many_columns(void **state)
{
    scratch *test = *state;
    geo_table *table = NULL;
    geo_bytes bytes = GEO_BYTES_INIT;
    assert_int_equal(geo_table_new(test->context, 1, &table), GEO_OK);
    for (int i = 0; i < 16384; i++)
        assert_int_equal(geo_table_add(test->context, table, "n", GEO_REAL, 0, NULL), GEO_OK);
    assert_int_equal(geo_table_to_xlsx(test->context, table, &bytes), GEO_OK);
    geo_bytes_clear(&bytes);
    assert_int_equal(geo_table_add(test->context, table, "n", GEO_REAL, 0, NULL), GEO_OK);
    assert_refused(test->context, table,
                   "XLSX: the table has 16385 columns, and a sheet holds 16,384; keep fewer "
                   "columns, or write CSV, which has no limit");
    geo_table_free(table);
}

static void a_cell_holds_so_many_characters(void **state)
{
    enum { MOST = 32767 };
    scratch *test = *state;
    geo_table *table = NULL;
    geo_column *column = NULL;
    geo_bytes bytes = GEO_BYTES_INIT;
    char text[MOST + 2];
    memset(text, 'a', MOST + 1);
    text[MOST + 1] = '\0';
    assert_int_equal(geo_table_new(test->context, 1, &table), GEO_OK);
    assert_int_equal(geo_table_add(test->context, table, "text", GEO_TEXT, 0, &column), GEO_OK);
    geo_table_set_text(test->context, column, 0, (geo_text){text, MOST});
    assert_int_equal(geo_table_to_xlsx(test->context, table, &bytes), GEO_OK);
    geo_bytes_clear(&bytes);
    geo_table_set_text(test->context, column, 0, (geo_text){text, MOST + 1});
    assert_refused(
        test->context, table,
        "XLSX: a text has 32768 characters, and a cell holds 32,767; shorten "
        "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...' or write CSV, which has no limit");
    geo_table_free(table);
}

static void texts_are_what_xml_and_a_spreadsheet_can_have(void **state)
{
    scratch *test = *state;
    static const char *const row[][2] = {
        {"plain =1+1", "plain =1+1"},
        {"a\nb\x01", "a b "},
        {"_x0041_ _x004", "_x005F_x0041_ _x004"},
        {"_x00g1_ _X0041_", "_x00g1_ _X0041_"},
        {"\xEF\xBF\xBE\xEF\xBF\xBF\xEF\xBF\xBD", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
        {"\xFF", "\xEF\xBF\xBD"},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        char *text = NULL;
        assert_int_equal(geo_xlsx_text(test->context, row[i][0], &text), GEO_OK);
        assert_string_equal(text, row[i][1]);
        free(text);
    }
}

static void empty_tables_are_workbooks(void **state)
{
    scratch *test = *state;
    geo_table *table = NULL;
    geo_bytes bytes = GEO_BYTES_INIT;
    assert_int_equal(geo_table_new(test->context, 0, &table), GEO_OK);
    assert_int_equal(geo_table_to_xlsx(test->context, table, &bytes), GEO_OK);
    geo_bytes_clear(&bytes);
    assert_int_equal(geo_table_add(test->context, table, "name", GEO_TEXT, 0, NULL), GEO_OK);
    assert_int_equal(geo_table_to_xlsx(test->context, table, &bytes), GEO_OK);
    geo_bytes_clear(&bytes);
    geo_table_free(table);
}

static void a_missing_folder_is_named(void **state)
{
    scratch *test = *state;
    geo_table *table = NULL;
    geo_bytes bytes = GEO_BYTES_INIT;
    assert_int_equal(sample_table(test->context, &table), GEO_OK);
    setenv("TMPDIR", "/nowhere", 1);
    assert_int_equal(geo_table_to_xlsx(test->context, table, &bytes), GEO_ERROR_OUTPUT);
    unsetenv("TMPDIR");
    assert_string_equal(geo_message(test->context), "/nowhere: No such file or directory; a "
                                                    "workbook is put together there (TMPDIR says "
                                                    "where)");
    geo_table_free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(a_workbook_is_a_zip_file_and_no_more),
        SCRATCH_TEST(the_date_is_not_the_clock_s),
        SCRATCH_TEST(a_sheet_holds_so_many_rows),
        SCRATCH_TEST(a_sheet_holds_so_many_columns),
        SCRATCH_TEST(a_cell_holds_so_many_characters),
        SCRATCH_TEST(texts_are_what_xml_and_a_spreadsheet_can_have),
        SCRATCH_TEST(empty_tables_are_workbooks),
        SCRATCH_TEST(a_missing_folder_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
