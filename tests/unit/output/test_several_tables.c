/* Several tables in one page, one document, one workbook. */
#include "allocations.h"
#include "output/xlsx.h"
#include "output_test.h"
#include "table_sample.h"

typedef struct pair {
    geo_table *table[2];
} pair;

static pair make_pair(geo_context *context)
{
    pair made = {{NULL, NULL}};
    assert_int_equal(sample_table(context, &made.table[0]), GEO_OK);
    assert_int_equal(sample_second_table(context, &made.table[1]), GEO_OK);
    return made;
}

static void free_pair(pair *made)
{
    geo_table_free(made->table[0]);
    geo_table_free(made->table[1]);
}

static size_t times(const char *text, const char *part)
{
    size_t count = 0;
    for (const char *at = strstr(text, part); at; at = strstr(at + 1, part))
        count++;
    return count;
}

static void assert_times(const char *text, const char *part, size_t expected)
{
    if (times(text, part) != expected)
        fail_msg("'%s' is there %zu times, not %zu", part, times(text, part), expected);
}

static const char *end(geo_context *context, geo_bytes *bytes)
{
    assert_int_equal(geo_bytes_append(context, bytes, "", 1), GEO_OK);
    return bytes->data;
}

static void one_page(void **state)
{
    scratch *test = *state;
    static const geo_html_style page = {.is_document = true};
    pair made = make_pair(test->context);
    const geo_table *const table[] = {made.table[0], made.table[1]};
    geo_bytes bytes = GEO_BYTES_INIT;
    assert_int_equal(geo_tables_to_html(test->context, table, 2, &page, &bytes), GEO_OK);
    const char *text = end(test->context, &bytes);
    assert_times(text, "<!DOCTYPE html>", 1);
    assert_times(text, "<style>", 1);
    assert_times(text, "<title>Offences &amp; &lt;rates&gt;, 2018 to 2019</title>", 1);
    assert_times(text, "<table class=\"wardmap\">", 2);
    assert_times(text, "<caption>", 2);
    assert_times(text, "<div class=\"wardmap-notes\">", 2);
    assert_times(text, "</html>", 1);
    assert_true(strstr(text, "kept back: fewer than 5</li>") < strstr(text, "Worst [of all]"));
    geo_bytes_clear(&bytes);
    free_pair(&made);
}

/* A fragment of one table is what it is among several, but for the CSS. */
static void one_fragment(void **state)
{
    scratch *test = *state;
    static const geo_html_style bare = {.has_no_css = true};
    pair made = make_pair(test->context);
    const geo_table *const table[] = {made.table[0], made.table[1]};
    geo_bytes both = GEO_BYTES_INIT, parts = GEO_BYTES_INIT;
    assert_int_equal(geo_tables_to_html(test->context, table, 2, &bare, &both), GEO_OK);
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(geo_table_to_html(test->context, table[i], &bare, &parts), GEO_OK);
    assert_string_equal(end(test->context, &both), end(test->context, &parts));
    geo_bytes_clear(&both);
    geo_bytes_clear(&parts);
    free_pair(&made);
}

static void one_latex_file(void **state)
{
    scratch *test = *state;
    pair made = make_pair(test->context);
    const geo_table *const table[] = {made.table[0], made.table[1]};
    geo_bytes bytes = GEO_BYTES_INIT;
    assert_int_equal(geo_tables_to_latex(test->context, table, 2, &bytes), GEO_OK);
    const char *text = end(test->context, &bytes);
    assert_times(text, "\\usepackage[T1]{fontenc}", 1);
    assert_times(text, "\\definecolor{wardmapabove}", 1);
    assert_times(text, "\\begin{longtable}", 2);
    assert_times(text, "\\end{longtable}", 2);
    assert_times(text, "\\caption{Worst [of all]: the ward with most offences}", 1);
    assert_times(text, "Its neighbours have fewer\\par", 1);
    assert_int_equal(geo_warning_count(test->context), 1);
    assert_string_equal(geo_warning(test->context, 0), "LaTeX: pdflatex has no letter for 1 "
                                                       "character of the tables, which is '?' "
                                                       "there");
    geo_bytes_clear(&bytes);
    free_pair(&made);
}

static void none_is_refused(void **state)
{
    scratch *test = *state;
    geo_bytes bytes = GEO_BYTES_INIT;
    assert_int_equal(geo_tables_to_html(test->context, NULL, 0, NULL, &bytes), GEO_ERROR_USAGE);
    assert_int_equal(geo_tables_to_latex(test->context, NULL, 0, &bytes), GEO_ERROR_USAGE);
    assert_int_equal(geo_tables_to_xlsx(test->context, NULL, 0, &bytes), GEO_ERROR_USAGE);
    assert_string_equal(geo_message(test->context), "there is no table to write");
    assert_int_equal(bytes.length, 0);
}

/* ---- names of sheets ------------------------------------------------------------------------ */

static const struct {
    const char *title;
    const char *name;
} sheet[] = {
    {"Burglary", "Burglary"},
    {"burglary", "burglary 2"}, /* a spreadsheet doesn't tell them apart */
    {"All incidents: count and rate per 1,000 residents", "All incidents count and rate"},
    {"All incidents: count and rate per 1,000 jobs", "All incidents count and rate 2"},
    {"Exactly thirty-one characters!!", "Exactly thirty-one characters!!"},
    {"Exactly thirty-one characters!! 2", "Exactly thirty-one 2"},
    {"Unbrokenwordofmorethanthirtyonecharacters", "Unbrokenwordofmorethanthirtyone"},
    {"Unbrokenwordofmorethanthirtyoneletters", "Unbrokenwordofmorethanthirtyo 2"},
    {"'Quoted' [a/b\\c]*?:", "Quoted abc"},
    {NULL, "Table 10"},
    {"", "Table 11"},
    {"[*]", "Table 12"},
    {"Notes", "Notes 2"},
    {"History", "History 2"},
    {"Line\nbreak", "Line break"},
    {"T\xC5\xB5r \xC5\xB5\xC5\xB5\xC5\xB5\xC5\xB5\xC5\xB5\xC5\xB5\xC5\xB5\xC5\xB5\xC5\xB5\xC5\xB5"
     "\xC5\xB5\xC5\xB5\xC5\xB5\xC5\xB5\xC5\xB5\xC5\xB5\xC5\xB5\xC5\xB5\xC5\xB5\xC5\xB5 twenty six",
     "T\xC5\xB5r \xC5\xB5\xC5\xB5\xC5\xB5\xC5\xB5\xC5\xB5\xC5\xB5\xC5\xB5\xC5\xB5\xC5\xB5\xC5\xB5"
     "\xC5\xB5\xC5\xB5\xC5\xB5\xC5\xB5\xC5\xB5\xC5\xB5\xC5\xB5\xC5\xB5\xC5\xB5\xC5\xB5 twenty"},
    /* characters beyond the first plane count as two */
    {"\xF0\x9F\x9A\x93\xF0\x9F\x9A\x93\xF0\x9F\x9A\x93\xF0\x9F\x9A\x93\xF0\x9F\x9A\x93"
     "\xF0\x9F\x9A\x93\xF0\x9F\x9A\x93\xF0\x9F\x9A\x93\xF0\x9F\x9A\x93\xF0\x9F\x9A\x93"
     "\xF0\x9F\x9A\x93\xF0\x9F\x9A\x93\xF0\x9F\x9A\x93\xF0\x9F\x9A\x93\xF0\x9F\x9A\x93"
     "\xF0\x9F\x9A\x93",
     "\xF0\x9F\x9A\x93\xF0\x9F\x9A\x93\xF0\x9F\x9A\x93\xF0\x9F\x9A\x93\xF0\x9F\x9A\x93"
     "\xF0\x9F\x9A\x93\xF0\x9F\x9A\x93\xF0\x9F\x9A\x93\xF0\x9F\x9A\x93\xF0\x9F\x9A\x93"
     "\xF0\x9F\x9A\x93\xF0\x9F\x9A\x93\xF0\x9F\x9A\x93\xF0\x9F\x9A\x93\xF0\x9F\x9A\x93"},
};

enum { SHEETS = sizeof sheet / sizeof *sheet };

static void sheets_are_called_by_titles(void **state)
{
    scratch *test = *state;
    geo_table titled[SHEETS];
    const geo_table *table[SHEETS];
    char *path = path_in(test, "names.xlsx");
    for (size_t i = 0; i < SHEETS; i++) {
        titled[i] = (geo_table){.title = (char *)(uintptr_t)sheet[i].title};
        table[i] = &titled[i];
    }
    geo_xlsx xlsx = {.context = test->context, .all = table, .count = SHEETS};
    xlsx.book = workbook_new(path);
    assert_non_null(xlsx.book);
    for (size_t i = 0; i < SHEETS; i++) {
        char name[GEO_XLSX_NAME_SIZE];
        assert_int_equal(geo_xlsx_sheet_name(&xlsx, i, name), GEO_OK);
        assert_string_equal(name, sheet[i].name);
        assert_non_null(workbook_add_worksheet(xlsx.book, name));
    }
    xlsx.count = 1;
    char name[GEO_XLSX_NAME_SIZE];
    assert_int_equal(geo_xlsx_sheet_name(&xlsx, 0, name), GEO_OK);
    assert_string_equal(name, "Table");
    lxw_workbook_free(xlsx.book);
    free(path);
}

static geo_status write_pair(geo_context *context, void *data)
{
    const pair *made = data;
    const geo_table *const table[] = {made->table[0], made->table[1]};
    geo_bytes bytes = GEO_BYTES_INIT;
    geo_status status = geo_tables_to_xlsx(context, table, 2, &bytes);
    if (status == GEO_OK)
        status = geo_tables_to_html(context, table, 2, NULL, &bytes);
    if (status == GEO_OK)
        status = geo_tables_to_latex(context, table, 2, &bytes);
    geo_bytes_clear(&bytes);
    return status;
}

static void every_failed_allocation_is_reported(void **state)
{
    scratch *test = *state;
    pair made = make_pair(test->context);
    setenv("TMPDIR", test->folder, 1);
    assert_true(fail_each_allocation(write_pair, &made) > 120);
    assert_entries(test->folder, 0);
    unsetenv("TMPDIR");
    free_pair(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(one_page),
        SCRATCH_TEST(one_fragment),
        SCRATCH_TEST(one_latex_file),
        SCRATCH_TEST(none_is_refused),
        SCRATCH_TEST(sheets_are_called_by_titles),
        SCRATCH_TEST(every_failed_allocation_is_reported),
    };
    return cmocka_run_group_tests_name("several_tables", tests, NULL, NULL);
}
