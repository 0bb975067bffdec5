/* Marks, headings over columns, levels and totals in the formats that are text. */
#include "output/latex_text.h"
#include "output/marks.h"
#include "output_test.h"
#include "table_sample.h"

typedef geo_status (*table_writer)(geo_context *, const geo_table *, geo_bytes *);

static geo_table *sample(geo_context *context)
{
    geo_table *table = NULL;
    assert_int_equal(sample_table(context, &table), GEO_OK);
    return table;
}

static char *write_table(geo_context *context, table_writer writer, const geo_table *table)
{
    geo_bytes bytes = GEO_BYTES_INIT;
    if (writer(context, table, &bytes) != GEO_OK)
        fail_msg("%s", geo_message(context));
    assert_int_equal(geo_bytes_append(context, &bytes, "", 1), GEO_OK);
    return bytes.data;
}

static geo_status to_text(geo_context *context, const geo_table *table, geo_bytes *out)
{
    return geo_table_to_text(context, table, NULL, out);
}

static geo_status to_narrow_text(geo_context *context, const geo_table *table, geo_bytes *out)
{
    const geo_text_style narrow = {.width = 90};
    return geo_table_to_text(context, table, &narrow, out);
}

static geo_status to_colour(geo_context *context, const geo_table *table, geo_bytes *out)
{
    const geo_text_style colour = {.colour = true};
    return geo_table_to_text(context, table, &colour, out);
}

static geo_status to_html(geo_context *context, const geo_table *table, geo_bytes *out)
{
    return geo_table_to_html(context, table, NULL, out);
}

static geo_status to_bare_html(geo_context *context, const geo_table *table, geo_bytes *out)
{
    const geo_html_style bare = {.has_no_css = true};
    return geo_table_to_html(context, table, &bare, out);
}

static geo_status to_page(geo_context *context, const geo_table *table, geo_bytes *out)
{
    const geo_html_style page = {.is_document = true};
    return geo_table_to_html(context, table, &page, out);
}

static geo_status to_json(geo_context *context, const geo_table *table, geo_bytes *out)
{
    geo_json *json = NULL;
    geo_status status = geo_json_new(context, &json);
    if (status != GEO_OK)
        return status;
    geo_json_table(json, NULL, table);
    status = geo_json_end(context, json, out);
    geo_json_free(json);
    return status;
}

static void assert_written(geo_context *context, table_writer writer, const char *expected)
{
    geo_table *table = sample(context);
    char *text = write_table(context, writer, table);
    assert_string_equal(text, expected);
    free(text);
    geo_table_free(table);
}

/* Each of the texts (the last is NULL) stands in the output. */
static void assert_holds(geo_context *context, table_writer writer, const geo_table *table,
                         const char *const *expected)
{
    char *text = write_table(context, writer, table);
    for (; *expected; expected++)
        if (!strstr(text, *expected))
            fail_msg("'%s' is not in:\n%s", *expected, text);
    free(text);
}

static void assert_lacks(geo_context *context, table_writer writer, const geo_table *table,
                         const char *unwanted)
{
    char *text = write_table(context, writer, table);
    if (strstr(text, unwanted))
        fail_msg("'%s' is in:\n%s", unwanted, text);
    free(text);
}

/* ---- text, Markdown, CSV, JSON -------------------------------------------------------------- */

static void symbols_leave_numbers_lined_up(void **state)
{
    assert_written(*state, to_text,
                   "Offences & <rates>, 2018 to 2019\n"
                   "\n"
                   "                                   --------------- 2018 ----------------  "
                   "--------------- 2019 ----------------\n"
                   "offence                      code                  count  rate per 1,000       "
                   "           count  rate per 1,000\n"
                   "---------------------------  ----  ---------------------  --------------  "
                   "---------------------  --------------\n"
                   "T\xC5\xB5r & <b>\"Dock\"</b>          0123              1,234,567       "
                   "1,342.1**              1,234,567        1,342.1\xE2\x96\xB2\n"
                   "  100% $5_{x}^2~#\\           =1+1                      0           0.0*       "
                   "                0            0.0\xE2\x96\xBC\n"
                   "    _x0041_ | *bold* `code`  E3    9,007,199,254,740,993         -17.2    "
                   "9,007,199,254,740,993          -17.2\n"
                   "\xE2\x80\x98Quoted\xE2\x80\x99 \xE4\xB8\xAD                                    "
                   "      [c]           [c]                      [c]            0.0\xE2\x96\xB2\n"
                   "Line break                   E5                      -12             "
                   "\xE2\x80\x93                      -12            [c]\n"
                   "---------------------------  ----  ---------------------  --------------  "
                   "---------------------  --------------\n"
                   "All wards                                      1,234,600          21.6*        "
                   "       1,234,600           21.6\n"
                   "\n"
                   "* over the mean + 1 SD; ** over the mean + 2 SD; \xE2\x96\xBC lower than the "
                   "force; \xE2\x96\xB2 higher than the force; [c] kept back: fewer than 5\n"
                   "Rates < 0 are made up & prove a sign\n");
}

static void headings_over_columns_need_room(void **state)
{
    geo_table *table = NULL;
    geo_column *column = NULL;
    assert_int_equal(geo_table_new(*state, 1, &table), GEO_OK);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(geo_table_add(*state, table, "n", GEO_INTEGER, 0, &column), GEO_OK);
        column->integer[0] = i;
        if (i > 0)
            assert_int_equal(geo_table_set_group(*state, column, "April 2018 to March 2019"),
                             GEO_OK);
    }
    char *text = write_table(*state, to_text, table);
    assert_string_equal(text, "   April 2018 to March 2019\n"
                              "n  n                      n\n"
                              "-  -  ---------------------\n"
                              "0  1                      2\n");
    free(text);
    geo_text_style narrow = {.width = 20};
    geo_bytes bytes = GEO_BYTES_INIT;
    assert_int_equal(geo_table_to_text(*state, table, &narrow, &bytes), GEO_OK);
    assert_int_equal(geo_bytes_append(*state, &bytes, "", 1), GEO_OK);
    assert_string_equal(bytes.data, "   April 2018 to Ma\xE2\x80\xA6\n"
                                    "n  n               n\n"
                                    "-  -  --------------\n"
                                    "0  1               2\n");
    geo_bytes_clear(&bytes);
    geo_table_free(table);
}

static void a_heading_spans_the_columns_that_find_room(void **state)
{
    geo_table *table = sample(*state);
    static const char *const expected[] = {"----- 2018 ------",
                                           "Not shown for want of width: 2019: count", NULL};
    table->column[4].spare = 1;
    assert_holds(*state, to_narrow_text, table, expected);
    geo_table_free(table);
}

static void colours_tell_marks_and_totals(void **state)
{
    geo_table *table = sample(*state);
    static const char *const expected[] = {"\x1b[1;31m1,342.1**\x1b[0m",
                                           "\x1b[33m0.0* \x1b[0m",
                                           "\x1b[36m0.0\xE2\x96\xBC\x1b[0m",
                                           "\x1b[2m[c]\x1b[0m",
                                           "\x1b[35m1,342.1\xE2\x96\xB2",
                                           "\x1b[1mAll wards\x1b[0m",
                                           "\x1b[1m2018\x1b[0m",
                                           NULL};
    assert_holds(*state, to_colour, table, expected);
    assert_lacks(*state, to_colour, table, "\x1b[1m\x1b[0m");
    assert_lacks(*state, to_text, table, "\x1b");
    geo_table_free(table);
}

static void markdown_has_symbols_and_names_groups(void **state)
{
    assert_written(
        *state, geo_table_to_markdown,
        "**Offences & \\<rates\\>, 2018 to 2019**\n"
        "\n"
        "| offence | code | 2018: count | 2018: rate per 1,000 | 2019: count | 2019: rate per "
        "1,000 |\n"
        "| --- | --- | ---: | ---: | ---: | ---: |\n"
        "| T\xC5\xB5r & \\<b\\>\"Dock\"\\</b\\> | 0123 | 1,234,567 | 1,342.1\\*\\* | 1,234,567 | "
        "1,342.1\xE2\x96\xB2 |\n"
        "| &nbsp;&nbsp;100% $5\\_{x}^2\\~#\\\\ | =1+1 | 0 | 0.0\\* | 0 | 0.0\xE2\x96\xBC |\n"
        "| &nbsp;&nbsp;&nbsp;&nbsp;\\_x0041\\_ \\| \\*bold\\* \\`code\\` | E3 | "
        "9,007,199,254,740,993 | -17.2 | 9,007,199,254,740,993 | -17.2 |\n"
        "| \xE2\x80\x98Quoted\xE2\x80\x99 \xE4\xB8\xAD |  | \\[c\\] | \\[c\\] | \\[c\\] | "
        "0.0\xE2\x96\xB2 |\n"
        "| Line break | E5 | -12 | \xE2\x80\x93 | -12 | \\[c\\] |\n"
        "| **All wards** |  | **1,234,600** | **21.6\\*** | **1,234,600** | **21.6** |\n"
        "\n"
        "- \\* over the mean + 1 SD\n"
        "- \\*\\* over the mean + 2 SD\n"
        "- \xE2\x96\xBC lower than the force\n"
        "- \xE2\x96\xB2 higher than the force\n"
        "- \\[c\\] kept back: fewer than 5\n"
        "- Rates \\< 0 are made up & prove a sign\n");
}

static void csv_says_what_is_hidden(void **state)
{
    assert_written(*state, geo_table_to_csv,
                   "offence,code,count_2018,rate_2018,count_2019,rate_2019\n"
                   "\"T\xC5\xB5r & <b>\"\"Dock\"\"</b>\",0123,1234567,1342.1,1234567,1342.1\n"
                   "100% $5_{x}^2~#\\,'=1+1,0,0.0,0,0.0\n"
                   "_x0041_ | *bold* `code`,E3,9007199254740993,-17.2,9007199254740993,-17.2\n"
                   "\xE2\x80\x98Quoted\xE2\x80\x99 \xE4\xB8\xAD,,[c],[c],[c],0.0\n"
                   "\"Line\n"
                   "break\",E5,-12,,-12,[c]\n"
                   "All wards,,1234600,21.6,1234600,21.6\n");
}

/* Even if the value was left there. */
static void a_hidden_value_is_in_no_format(void **state)
{
    geo_table *table = NULL;
    geo_column *column = NULL;
    const table_writer writer[] = {to_text,      geo_table_to_markdown, geo_table_to_csv,
                                   to_bare_html, geo_table_to_latex,    to_json};
    assert_int_equal(geo_table_new(*state, 1, &table), GEO_OK);
    assert_int_equal(geo_table_add(*state, table, "n", GEO_INTEGER, 0, &column), GEO_OK);
    column->integer[0] = 777;
    assert_int_equal(geo_table_set_mark(*state, table, column, 0, GEO_MARK_HIDDEN), GEO_OK);
    for (size_t i = 0; i < sizeof writer / sizeof *writer; i++)
        assert_lacks(*state, writer[i], table, "777");
    char *json = write_table(*state, to_json, table);
    assert_string_equal(json, "[\n  {\n    \"n\": null\n  }\n]\n");
    free(json);
    geo_table_free(table);
}

/* What the column says in words needs no symbol; the shade remains. */
static void bands_in_words_have_no_symbols(void **state)
{
    geo_table *table = sample(*state);
    static const char *const shaded[] = {"<td class=\"number far-above\">1,342.1</td>",
                                         "<span class=\"swatch above\">&nbsp;</span>", NULL};
    assert_int_equal(geo_table_add(*state, table, "band", GEO_TEXT, 0, NULL), GEO_OK);
    assert_lacks(*state, to_text, table, "1,342.1**");
    assert_lacks(*state, to_text, table, "over the mean");
    assert_lacks(*state, geo_table_to_markdown, table, "\\*\\*");
    /* The column of the other marks keeps them. */
    geo_column *rate = &table->column[3];
    rate->mark[3] = GEO_MARK_NONE;
    assert_holds(*state, to_bare_html, table, shaded);
    geo_table_free(table);
}

/* ---- HTML ----------------------------------------------------------------------------------- */

static void html_is_marked_up_for_readers(void **state)
{
    static const char *const expected[] = {
        "<table class=\"wardmap\">\n<caption>Offences &amp; &lt;rates&gt;, 2018 to 2019</caption>",
        "<colgroup span=\"2\"></colgroup>",
        "<th scope=\"col\" rowspan=\"2\">code</th>",
        "<th scope=\"colgroup\" colspan=\"2\" class=\"group start\">2018</th>",
        "<th scope=\"col\" class=\"number marked\">rate per 1,000</th>",
        "<th scope=\"row\">T\xC5\xB5r &amp; &lt;b&gt;&quot;Dock&quot;&lt;/b&gt;</th>",
        "<th scope=\"row\" style=\"padding-left: 2.1em\">100%",
        "<th scope=\"row\" style=\"padding-left: 3.6em\">_x0041_",
        "<td class=\"number marked far-above\">1,342.1<abbr class=\"mark\" title=\"over the mean + "
        "2 SD\">**</abbr></td>",
        "<td class=\"number start hidden\"><abbr title=\"kept back: fewer than 5\">[c]</abbr></td>",
        "</tbody>\n<tfoot>\n<tr class=\"total\"><th scope=\"row\">All wards</th>",
        "<li><span class=\"swatch lower\">\xE2\x96\xBC</span>lower than the force</li>",
        "<li>Rates &lt; 0 are made up &amp; prove a sign</li>",
        NULL};
    geo_table *table = sample(*state);
    assert_holds(*state, to_bare_html, table, expected);
    geo_table_free(table);
}

static void html_is_a_fragment_or_a_page(void **state)
{
    static const char *const page[] = {
        "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">",
        "<title>Offences &amp; &lt;rates&gt;, 2018 to 2019</title>", "</style>\n</head>\n<body>",
        "</body>\n</html>\n", NULL};
    geo_table *table = sample(*state);
    assert_holds(*state, to_page, table, page);
    assert_lacks(*state, to_html, table, "<html");
    assert_lacks(*state, to_bare_html, table, "<style");
    char *fragment = write_table(*state, to_html, table);
    assert_memory_equal(fragment, "<style>\n", 8);
    free(fragment);
    geo_table_free(table);
}

/* The CSS, which is text, has the colours that XLSX and LaTeX take as numbers; and what a class of
 * a page would touch is not touched. */
static void the_css_has_the_colours_and_no_other_reach(void **state)
{
    geo_table *table = sample(*state);
    char *html = write_table(*state, to_html, table);
    for (geo_mark mark = GEO_MARK_ABOVE; mark <= GEO_MARK_HIGHER; mark++) {
        char rule[80];
        snprintf(rule, sizeof rule, ".wardmap-notes .%s { background: #%06x;", geo_mark_class(mark),
                 geo_mark_colour(mark));
        if (!strstr(html, rule))
            fail_msg("no '%s'", rule);
    }
    const char *end = strstr(html, "</style>");
    for (const char *line = strchr(html, '\n') + 1; line < end; line = strchr(line, '\n') + 1)
        assert_true(strncmp(line, ".wardmap", 8) == 0 || strncmp(line, "@media print", 12) == 0);
    free(html);
    geo_table_free(table);
}

/* ---- LaTeX ---------------------------------------------------------------------------------- */

static void latex_is_escaped(void **state)
{
    static const struct {
        const char *text;
        const char *expected;
        size_t unknown;
    } row[] = {
        {"plain 12.5", "plain 12.5", 0},
        {"#$%&_{}", "\\#\\$\\%\\&\\_\\{\\}", 0},
        {"a\\b^c~d", "a\\textbackslash{}b\\textasciicircum{}c\\textasciitilde{}d", 0},
        {"<|>", "\\textless{}\\textbar{}\\textgreater{}", 0},
        {"\"it's`", "\\textquotedbl{}it'{}s\\textasciigrave{}", 0},
        {"a--b", "a-{}-{}b", 0},
        {"T\xC5\xB5r \xE2\x82\xAC", "T\xC5\xB5r \xE2\x82\xAC", 0},
        {"\xE2\x89\xA5\xE2\x88\x92\xE2\x96\xB2", "$\\geq$$-$$\\bigtriangleup$", 0},
        {"\xE4\xB8\xAD\xC4\xA6", "??", 2},
        {"a\nb\x1b", "a b ", 0},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        geo_bytes bytes = GEO_BYTES_INIT;
        size_t unknown = 0;
        assert_int_equal(geo_latex_append(*state, &bytes, row[i].text, &unknown), GEO_OK);
        assert_int_equal(geo_bytes_append(*state, &bytes, "", 1), GEO_OK);
        assert_string_equal(bytes.data, row[i].expected);
        assert_int_equal(unknown, row[i].unknown);
        geo_bytes_clear(&bytes);
    }
}

static void latex_has_shades_groups_and_levels(void **state)
{
    static const char *const expected[] = {
        "\\definecolor{wardmapabove}{rgb}{0.992,0.859,0.659}\n",
        "\\begin{longtable}{llrrrr}\n\\caption{Offences \\& \\textless{}rates\\textgreater{}, ",
        " &  & \\multicolumn{2}{c}{\\textbf{2018}} & \\multicolumn{2}{c}{\\textbf{2019}} \\\\ "
        "\\cline{3-4} \\cline{5-6}\n",
        "\\cellcolor{wardmapfarabove}\\textbf{1,342.1\\makebox[1.2em][l]{**}}",
        "\\hspace*{1em}{}100\\% \\$5\\_\\{x\\}",
        "{}$-$17.2\\makebox[1.2em][l]{}",
        "{}[c]",
        "\\hline\n\\textbf{All wards} & \\textbf{} & \\textbf{1,234,600}",
        "[c] kept back: fewer than 5\\par\n",
        NULL};
    geo_table *table = sample(*state);
    assert_holds(*state, geo_table_to_latex, table, expected);
    assert_int_equal(geo_warning_count(*state), 1);
    assert_string_equal(geo_warning(*state, 0), "LaTeX: pdflatex has no letter for 1 character of "
                                                "the table, which is '?' there");
    geo_table_free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(symbols_leave_numbers_lined_up),
        UNIT_TEST(headings_over_columns_need_room),
        UNIT_TEST(a_heading_spans_the_columns_that_find_room),
        UNIT_TEST(colours_tell_marks_and_totals),
        UNIT_TEST(markdown_has_symbols_and_names_groups),
        UNIT_TEST(csv_says_what_is_hidden),
        UNIT_TEST(a_hidden_value_is_in_no_format),
        UNIT_TEST(bands_in_words_have_no_symbols),
        UNIT_TEST(html_is_marked_up_for_readers),
        UNIT_TEST(html_is_a_fragment_or_a_page),
        UNIT_TEST(the_css_has_the_colours_and_no_other_reach),
        UNIT_TEST(latex_is_escaped),
        UNIT_TEST(latex_has_shades_groups_and_levels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
