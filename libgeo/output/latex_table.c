/* A table for LaTeX documents: a longtable, which goes on over pages, of what every installation
 * has. */
#include <stdlib.h>
#include <string.h>

#include <geo/output.h>

#include "core/context.h"
#include "output/cell.h"
#include "output/latex_text.h"
#include "output/marks.h"
#include "output/width.h"

typedef struct latex_page {
    geo_context *context;
    const geo_table *table;
    bool *has_symbols; /* [column_count] */
    size_t *unknown;
    geo_bytes *out;
} latex_page;

/* ---- pieces --------------------------------------------------------------------------------- */

static geo_status put(const latex_page *page, const char *markup)
{
    return geo_bytes_append(page->context, page->out, markup, strlen(markup));
}

static geo_status put_text(const latex_page *page, const char *before, const char *text,
                           const char *after)
{
    geo_status status = put(page, before);
    if (status == GEO_OK)
        status = geo_latex_append(page->context, page->out, text, page->unknown);
    return status == GEO_OK ? put(page, after) : status;
}

/* Names of colours without a hyphen, which babel may have made a command. */
static const char *colour_name(geo_mark mark)
{
    static const char *const name[GEO_MARK_COUNT] = {
        [GEO_MARK_ABOVE] = "wardmapabove",
        [GEO_MARK_FAR_ABOVE] = "wardmapfarabove",
        [GEO_MARK_LOWER] = "wardmaplower",
        [GEO_MARK_HIGHER] = "wardmaphigher",
    };
    return name[mark];
}

static geo_status put_colours(const latex_page *page)
{
    geo_status status = GEO_OK;
    for (geo_mark mark = GEO_MARK_NONE; mark < GEO_MARK_COUNT && status == GEO_OK; mark++) {
        unsigned colour = geo_mark_colour(mark);
        if (!colour_name(mark))
            continue;
        status =
            geo_bytes_print(page->context, page->out, "\\definecolor{%s}{rgb}{", colour_name(mark));
        for (int shift = 16; shift >= 0 && status == GEO_OK; shift -= 8) {
            status = geo_bytes_append_number(page->context, page->out,
                                             (colour >> shift & 0xFF) / 255.0, 3);
            if (status == GEO_OK)
                status = put(page, shift > 0 ? "," : "}\n");
        }
    }
    return status;
}

/* ---- headings ------------------------------------------------------------------------------- */

/* Beyond that many characters the texts of a column are broken into lines. */
enum { LONG_TEXT = 30 };

static bool is_long(const latex_page *page, const geo_column *column)
{
    for (size_t row = 0; column->type == GEO_TEXT && row < page->table->row_count; row++)
        if (column->text[row] && geo_text_width(column->text[row]) > LONG_TEXT)
            return true;
    return false;
}

static geo_status put_columns(const latex_page *page)
{
    const geo_table *table = page->table;
    geo_status status = put(page, "\\begingroup\\small\\setlength{\\tabcolsep}{4pt}"
                                  "\\setlength{\\LTcapwidth}{\\linewidth}\n"
                                  "\\begin{longtable}{");
    for (size_t i = 0; i < table->column_count && status == GEO_OK; i++)
        status = put(page, is_long(page, &table->column[i])
                               ? ">{\\raggedright\\arraybackslash}p{0.25\\linewidth}"
                           : table->column[i].type == GEO_TEXT ? "l"
                                                               : "r");
    return status == GEO_OK ? put(page, "}\n") : status;
}

/* Headings over several columns, each underlined. */
static geo_status put_groups(const latex_page *page)
{
    const geo_table *table = page->table;
    geo_status status = GEO_OK;
    for (size_t i = 0; i < table->column_count && status == GEO_OK;) {
        size_t end = geo_table_group_end(table, i);
        const char *group = table->column[i].group;
        status = put(page, i > 0 ? " & " : "");
        if (status == GEO_OK && group) {
            status = geo_bytes_print(page->context, page->out, "\\multicolumn{%zu}{c}{", end - i);
            status = status == GEO_OK ? put_text(page, "\\textbf{", group, "}}") : status;
        }
        i = end;
    }
    status = status == GEO_OK ? put(page, " \\\\") : status;
    for (size_t i = 0; i < table->column_count && status == GEO_OK;) {
        size_t end = geo_table_group_end(table, i);
        if (table->column[i].group)
            status = geo_bytes_print(page->context, page->out, " \\cline{%zu-%zu}", i + 1, end);
        i = end;
    }
    return status == GEO_OK ? put(page, "\n") : status;
}

static geo_status put_headings(const latex_page *page)
{
    const geo_table *table = page->table;
    geo_status status = put(page, "\\hline\n");
    if (status == GEO_OK && geo_table_has_groups(table))
        status = put_groups(page);
    for (size_t i = 0; i < table->column_count && status == GEO_OK; i++) {
        char *heading = NULL;
        status = geo_heading_for_people(page->context, &table->column[i], &heading);
        if (status == GEO_OK)
            status = put_text(page, i > 0 ? " & \\textbf{" : "\\textbf{", heading, "}");
        free(heading);
    }
    return status == GEO_OK ? put(page, " \\\\\n\\hline\n") : status;
}

/* The caption on the first page, headings on all. */
static geo_status put_head(const latex_page *page)
{
    geo_status status = GEO_OK;
    if (page->table->title)
        status = put_text(page, "\\caption{", page->table->title, "}\\\\\n");
    if (status == GEO_OK)
        status = put_headings(page);
    if (status == GEO_OK)
        status = put(page, "\\endfirsthead\n");
    if (status == GEO_OK)
        status = put_headings(page);
    return status == GEO_OK ? put(page, "\\endhead\n\\hline\n\\endfoot\n") : status;
}

/* ---- rows ----------------------------------------------------------------------------------- */

/* A hyphen before a number is a minus. */
static geo_status put_value(const latex_page *page, const geo_column *column, size_t row)
{
    char *cell = NULL;
    geo_status status = geo_cell_for_people(page->context, column, row, &cell);
    if (status == GEO_OK) {
        bool is_negative = column->type != GEO_TEXT && cell[0] == '-';
        status = put_text(page, is_negative ? "$-$" : "", cell + is_negative, "");
    }
    free(cell);
    return status;
}

/* Numbers of a column with symbols all have room for one, so that they stay lined up. */
static geo_status put_symbol(const latex_page *page, size_t column, size_t row)
{
    const geo_column *of = &page->table->column[column];
    const char *symbol = geo_cell_symbol(page->table, of, row);
    if (of->type == GEO_TEXT)
        return put_text(page, "", symbol, "");
    return page->has_symbols[column] ? put_text(page, "\\makebox[1.2em][l]{", symbol, "}") : GEO_OK;
}

static geo_status put_cell(const latex_page *page, size_t column, size_t row)
{
    const geo_table *table = page->table;
    const geo_column *of = &table->column[column];
    geo_mark mark = geo_table_mark(of, row);
    bool is_bold = geo_row_is_total(table, row) || mark == GEO_MARK_FAR_ABOVE;
    int level = column == geo_table_first_text(table) ? geo_row_level(table, row) : 0;
    geo_status status = GEO_OK;
    if (colour_name(mark))
        status = geo_bytes_print(page->context, page->out, "\\cellcolor{%s}", colour_name(mark));
    if (status == GEO_OK && level > 0)
        status = geo_bytes_print(page->context, page->out, "\\hspace*{%dem}", level);
    if (status == GEO_OK)
        status = put(page, is_bold ? "\\textbf{" : "{}"); /* so that no [ follows \\ */
    if (status == GEO_OK)
        status = put_value(page, of, row);
    if (status == GEO_OK)
        status = put_symbol(page, column, row);
    return status == GEO_OK && is_bold ? put(page, "}") : status;
}

static geo_status put_row(const latex_page *page, size_t row)
{
    const geo_table *table = page->table;
    bool changes = row > 0 && geo_row_is_total(table, row) != geo_row_is_total(table, row - 1);
    geo_status status = changes ? put(page, "\\hline\n") : GEO_OK;
    for (size_t i = 0; i < table->column_count && status == GEO_OK; i++) {
        status = put(page, i > 0 ? " & " : "");
        status = status == GEO_OK ? put_cell(page, i, row) : status;
    }
    return status == GEO_OK ? put(page, " \\\\\n") : status;
}

/* ---- key and notes -------------------------------------------------------------------------- */

static geo_status put_key(const latex_page *page)
{
    const geo_table *table = page->table;
    geo_status status = GEO_OK;
    for (geo_mark mark = GEO_MARK_NONE; mark < GEO_MARK_COUNT && status == GEO_OK; mark++) {
        if (!table->mark_text[mark])
            continue;
        status = put(page, "\\noindent ");
        if (status == GEO_OK && colour_name(mark))
            status = geo_bytes_print(page->context, page->out, "\\colorbox{%s}{\\strut ",
                                     colour_name(mark));
        if (status == GEO_OK)
            status = put_text(page, "", geo_key_symbol(table, mark),
                              colour_name(mark) ? "\\quad} " : " ");
        if (status == GEO_OK)
            status = put_text(page, "", table->mark_text[mark], "\\par\n");
    }
    return status;
}

static geo_status put_notes(const latex_page *page)
{
    const geo_table *table = page->table;
    geo_status status = put(page, "{\\footnotesize\n");
    if (status == GEO_OK)
        status = put_key(page);
    for (size_t i = 0; i < table->note_count && status == GEO_OK; i++)
        status = put_text(page, "\\noindent ", table->note[i], "\\par\n");
    return status == GEO_OK ? put(page, "}\n") : status;
}

static const char preamble[] = "% For \\input in a document that loads\n"
                               "%   \\usepackage[utf8]{inputenc}\n"
                               "%   \\usepackage[T1]{fontenc}\n"
                               "%   \\usepackage{textcomp,longtable,colortbl}\n";

static geo_status put_one(latex_page *page, const geo_table *table)
{
    page->table = table;
    geo_status status = geo_table_find_symbols(page->context, table, &page->has_symbols);
    if (status == GEO_OK && table->column_count > 0) {
        status = put_columns(page);
        status = status == GEO_OK ? put_head(page) : status;
        for (size_t row = 0; row < table->row_count && status == GEO_OK; row++)
            status = put_row(page, row);
        status = status == GEO_OK ? put(page, "\\end{longtable}\n\\endgroup\n") : status;
    }
    if (status == GEO_OK)
        status = put_notes(page);
    free(page->has_symbols);
    page->has_symbols = NULL;
    return status;
}

geo_status geo_tables_to_latex(geo_context *context, const geo_table *const *table, size_t count,
                               geo_bytes *out)
{
    size_t unknown = 0;
    latex_page page = {.context = context, .unknown = &unknown, .out = out};
    geo_status status = geo_check_table_count(context, count);
    if (status == GEO_OK)
        status = put(&page, preamble);
    if (status == GEO_OK)
        status = put_colours(&page);
    for (size_t i = 0; i < count && status == GEO_OK; i++) {
        status = put(&page, i > 0 ? "\\bigskip\n" : "");
        status = status == GEO_OK ? put_one(&page, table[i]) : status;
    }
    if (status == GEO_OK && unknown > 0)
        geo_add_warning(context,
                        "LaTeX: pdflatex has no letter for %zu character%s of the table%s, which "
                        "%s '?' there",
                        unknown, unknown == 1 ? "" : "s", count == 1 ? "" : "s",
                        unknown == 1 ? "is" : "are");
    return status;
}

geo_status geo_table_to_latex(geo_context *context, const geo_table *table, geo_bytes *out)
{
    return geo_tables_to_latex(context, &table, 1, out);
}
