/* A table for web pages: marked up so that screen readers can tell what a cell is about, with a few
 * lines of CSS that touch nothing but it. */
#include <stdlib.h>
#include <string.h>

#include <geo/output.h>

#include "output/cell.h"
#include "output/marks.h"

/* The CSS. #RRGGBB in it are those of marks.h; a test holds them together. Symbols hang in the
 * padding of their column, so that numbers stay lined up. */
static const char *const css[] = {
    ".wardmap { border-collapse: collapse; color: #1a1a1a; font-variant-numeric: lining-nums "
    "tabular-nums; line-height: 1.35; }",
    ".wardmap caption { caption-side: top; font-weight: bold; padding: 0 0 0.6em; "
    "text-align: left; }",
    ".wardmap th, .wardmap td { font-weight: normal; padding: 0.25em 0.6em; text-align: left; "
    "vertical-align: top; }",
    ".wardmap thead th { border-bottom: 2px solid #1a1a1a; font-weight: bold; "
    "vertical-align: bottom; }",
    ".wardmap thead th.group { border-bottom-width: 1px; text-align: center; }",
    ".wardmap .start { border-left: 1px solid #a0a0a0; }",
    ".wardmap tbody td, .wardmap tbody th { border-bottom: 1px solid #d0d0d0; }",
    ".wardmap th.number, .wardmap td.number { text-align: right; }",
    ".wardmap thead th.number { max-width: 8em; }",
    ".wardmap td.number, .wardmap tbody th { white-space: nowrap; }",
    ".wardmap th.marked, .wardmap td.marked { padding-right: 1.6em; }",
    ".wardmap td.hidden { display: table-cell; }",
    ".wardmap td.number abbr.mark { display: inline-block; margin-right: -1.2em; "
    "text-align: left; width: 1.2em; }",
    ".wardmap abbr { text-decoration: none; }",
    ".wardmap .above, .wardmap-notes .above { background: #fddba8; }",
    ".wardmap .far-above, .wardmap-notes .far-above { background: #f2914a; font-weight: bold; }",
    ".wardmap .lower, .wardmap-notes .lower { background: #c6ddf0; }",
    ".wardmap .higher, .wardmap-notes .higher { background: #f6c3cb; }",
    ".wardmap tr.total td, .wardmap tr.total th { border-bottom: 1px solid #1a1a1a; "
    "border-top: 1px solid #1a1a1a; font-weight: bold; }",
    ".wardmap tfoot { display: table-row-group; }",
    ".wardmap tr { break-inside: avoid; }",
    ".wardmap-notes { color: #1a1a1a; font-size: 0.875em; line-height: 1.4; margin-top: 0.8em; }",
    ".wardmap-notes ul { list-style: none; margin: 0 0 0.6em; padding: 0; }",
    ".wardmap-notes .swatch { border: 1px solid #767676; display: inline-block; "
    "margin: 0 0.5em 0.2em 0; min-width: 2em; padding: 0 0.3em; text-align: center; }",
    ".wardmap-notes + .wardmap, .wardmap + .wardmap { margin-top: 2.5em; }",
    "@media print { .wardmap, .wardmap-notes { print-color-adjust: exact; "
    "-webkit-print-color-adjust: exact; } }",
};

typedef struct html_page {
    geo_context *context;
    const geo_table *table;
    bool *has_symbols; /* [column_count] */
    geo_bytes *out;
} html_page;

/* ---- pieces --------------------------------------------------------------------------------- */

static geo_status put(const html_page *page, const char *markup)
{
    return geo_bytes_append(page->context, page->out, markup, strlen(markup));
}

static const char *entity_of(char character)
{
    switch (character) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

static geo_status put_escaped(const html_page *page, const char *text)
{
    geo_status status = GEO_OK;
    for (; *text != '\0' && status == GEO_OK; text++) {
        const char *entity = entity_of(*text);
        status = entity ? put(page, entity) : geo_bytes_append(page->context, page->out, text, 1);
    }
    return status;
}

static geo_status put_line(const html_page *page, const char *before, const char *text,
                           const char *after)
{
    char *line = NULL;
    geo_status status = geo_line_for_people(page->context, text, &line);
    if (status == GEO_OK)
        status = put(page, before);
    if (status == GEO_OK)
        status = put_escaped(page, line);
    if (status == GEO_OK)
        status = put(page, after);
    free(line);
    return status;
}

/* A class attribute of those names that aren't "". */
static geo_status put_classes(const html_page *page, const char *const *name, size_t count)
{
    geo_status status = GEO_OK;
    bool has_any = false;
    for (size_t i = 0; i < count && status == GEO_OK; i++) {
        if (name[i][0] == '\0')
            continue;
        status =
            geo_bytes_print(page->context, page->out, "%s%s", has_any ? " " : " class=\"", name[i]);
        has_any = true;
    }
    return status == GEO_OK && has_any ? put(page, "\"") : status;
}

static const char *number_class(const geo_column *column)
{
    return column->type == GEO_TEXT ? "" : "number";
}

static const char *marked_class(const html_page *page, size_t column)
{
    return page->has_symbols[column] ? "marked" : "";
}

/* The columns of a heading are parted from those before, and those after from them. */
static const char *start_class(const html_page *page, size_t column)
{
    const geo_table *table = page->table;
    if (column == 0 || geo_table_group_end(table, column - 1) > column)
        return "";
    return table->column[column - 1].group || table->column[column].group ? "start" : "";
}

/* ---- head ----------------------------------------------------------------------------------- */

static geo_status put_column_groups(const html_page *page)
{
    const geo_table *table = page->table;
    geo_status status = GEO_OK;
    for (size_t i = 0; i < table->column_count && status == GEO_OK;) {
        size_t end = geo_table_group_end(table, i);
        status = geo_bytes_print(page->context, page->out, "<colgroup span=\"%zu\"></colgroup>\n",
                                 end - i);
        i = end;
    }
    return status;
}

/* The cell of a column; `rows` are those that it stands in. */
static geo_status put_heading(const html_page *page, size_t number, int rows)
{
    const geo_column *column = &page->table->column[number];
    const char *const class_name[] = {number_class(column), marked_class(page, number),
                                      start_class(page, number)};
    char *heading = NULL;
    geo_status status = geo_heading_for_people(page->context, column, &heading);
    if (status == GEO_OK)
        status = put(page, "<th scope=\"col\"");
    if (status == GEO_OK && rows > 1)
        status = put(page, " rowspan=\"2\"");
    if (status == GEO_OK)
        status = put_classes(page, class_name, 3);
    if (status == GEO_OK)
        status = put(page, ">");
    if (status == GEO_OK)
        status = put_escaped(page, heading);
    free(heading);
    return status == GEO_OK ? put(page, "</th>\n") : status;
}

static geo_status put_group_row(const html_page *page)
{
    const geo_table *table = page->table;
    geo_status status = put(page, "<tr>\n");
    for (size_t i = 0; i < table->column_count && status == GEO_OK;) {
        size_t end = geo_table_group_end(table, i);
        if (table->column[i].group) {
            status = geo_bytes_print(page->context, page->out,
                                     "<th scope=\"colgroup\" colspan=\"%zu\" class=\"group%s\"",
                                     end - i, i > 0 ? " start" : "");
            if (status == GEO_OK)
                status = put_line(page, ">", table->column[i].group, "</th>\n");
        } else {
            status = put_heading(page, i, 2);
        }
        i = end;
    }
    return status == GEO_OK ? put(page, "</tr>\n") : status;
}

static geo_status put_head(const html_page *page)
{
    const geo_table *table = page->table;
    bool has_groups = geo_table_has_groups(table);
    geo_status status = has_groups ? put_column_groups(page) : GEO_OK;
    if (status == GEO_OK)
        status = put(page, "<thead>\n");
    if (status == GEO_OK && has_groups)
        status = put_group_row(page);
    if (status == GEO_OK)
        status = put(page, "<tr>\n");
    for (size_t i = 0; i < table->column_count && status == GEO_OK; i++)
        if (!has_groups || table->column[i].group)
            status = put_heading(page, i, 1);
    return status == GEO_OK ? put(page, "</tr>\n</thead>\n") : status;
}

/* ---- body ----------------------------------------------------------------------------------- */

static geo_status put_abbreviation(const html_page *page, const char *class_name, geo_mark mark,
                                   const char *symbol)
{
    geo_status status = geo_bytes_print(page->context, page->out, "<abbr%s title=\"", class_name);
    if (status == GEO_OK)
        status = put_line(page, "", geo_mark_meaning(page->table, mark), "\">");
    if (status == GEO_OK)
        status = put(page, symbol);
    return status == GEO_OK ? put(page, "</abbr>") : status;
}

static geo_status put_value(const html_page *page, const geo_column *column, size_t row)
{
    const char *symbol = geo_cell_symbol(page->table, column, row);
    geo_mark mark = geo_table_mark(column, row);
    char *cell = NULL;
    if (mark == GEO_MARK_HIDDEN)
        return put_abbreviation(page, "", mark, GEO_HIDDEN_TEXT);
    geo_status status = geo_cell_for_people(page->context, column, row, &cell);
    if (status == GEO_OK)
        status = put_escaped(page, cell);
    if (status == GEO_OK && symbol[0] != '\0')
        status = put_abbreviation(page, " class=\"mark\"", mark, symbol);
    free(cell);
    return status;
}

static geo_status put_cell(const html_page *page, size_t column, size_t row)
{
    const geo_table *table = page->table;
    const geo_column *of = &table->column[column];
    const char *const class_name[] = {number_class(of), marked_class(page, column),
                                      start_class(page, column),
                                      geo_mark_class(geo_table_mark(of, row))};
    bool is_heading = column == geo_table_row_heading(table);
    int level = column == geo_table_first_text(table) ? geo_row_level(table, row) : 0;
    geo_status status = put(page, is_heading ? "<th scope=\"row\"" : "<td");
    if (status == GEO_OK)
        status = put_classes(page, class_name, 4);
    if (status == GEO_OK && level > 0)
        status = geo_bytes_print(page->context, page->out, " style=\"padding-left: %d.%dem\"",
                                 (6 + 15 * level) / 10, (6 + 15 * level) % 10);
    if (status == GEO_OK)
        status = put(page, ">");
    if (status == GEO_OK)
        status = put_value(page, of, row);
    return status == GEO_OK ? put(page, is_heading ? "</th>" : "</td>") : status;
}

static geo_status put_row(const html_page *page, size_t row)
{
    const geo_table *table = page->table;
    geo_status status = put(page, geo_row_is_total(table, row) ? "<tr class=\"total\">" : "<tr>");
    for (size_t i = 0; i < table->column_count && status == GEO_OK; i++)
        status = put_cell(page, i, row);
    return status == GEO_OK ? put(page, "</tr>\n") : status;
}

static geo_status put_section(const html_page *page, const char *name, size_t first, size_t end)
{
    geo_status status = geo_bytes_print(page->context, page->out, "<%s>\n", name);
    for (size_t row = first; row < end && status == GEO_OK; row++)
        status = put_row(page, row);
    return status == GEO_OK ? geo_bytes_print(page->context, page->out, "</%s>\n", name) : status;
}

static geo_status put_table(const html_page *page)
{
    const geo_table *table = page->table;
    size_t foot = geo_table_foot(table);
    geo_status status = put(page, "<table class=\"wardmap\">\n");
    if (status == GEO_OK && table->title)
        status = put_line(page, "<caption>", table->title, "</caption>\n");
    if (status == GEO_OK)
        status = put_head(page);
    if (status == GEO_OK && (foot > 0 || table->row_count == 0))
        status = put_section(page, "tbody", 0, foot);
    if (status == GEO_OK && foot < table->row_count)
        status = put_section(page, "tfoot", foot, table->row_count);
    return status == GEO_OK ? put(page, "</table>\n") : status;
}

/* ---- key and notes -------------------------------------------------------------------------- */

static bool has_key(const geo_table *table)
{
    for (geo_mark mark = GEO_MARK_NONE; mark < GEO_MARK_COUNT; mark++)
        if (table->mark_text[mark])
            return true;
    return false;
}

static geo_status put_key(const html_page *page)
{
    const geo_table *table = page->table;
    geo_status status = put(page, "<ul class=\"key\">\n");
    for (geo_mark mark = GEO_MARK_NONE; mark < GEO_MARK_COUNT && status == GEO_OK; mark++) {
        if (!table->mark_text[mark])
            continue;
        const char *symbol = geo_key_symbol(table, mark);
        status =
            geo_bytes_print(page->context, page->out, "<li><span class=\"swatch %s\">%s</span>",
                            geo_mark_class(mark), symbol[0] != '\0' ? symbol : "&nbsp;");
        if (status == GEO_OK)
            status = put_line(page, "", table->mark_text[mark], "</li>\n");
    }
    return status == GEO_OK ? put(page, "</ul>\n") : status;
}

static geo_status put_notes(const html_page *page)
{
    const geo_table *table = page->table;
    if (table->note_count == 0 && !has_key(table))
        return GEO_OK;
    geo_status status = put(page, "<div class=\"wardmap-notes\">\n");
    if (status == GEO_OK && has_key(table))
        status = put_key(page);
    if (status == GEO_OK && table->note_count > 0)
        status = put(page, "<ul>\n");
    for (size_t i = 0; i < table->note_count && status == GEO_OK; i++)
        status = put_line(page, "<li>", table->note[i], "</li>\n");
    if (status == GEO_OK && table->note_count > 0)
        status = put(page, "</ul>\n");
    return status == GEO_OK ? put(page, "</div>\n") : status;
}

/* ---- the whole ------------------------------------------------------------------------------ */

static geo_status put_css(const html_page *page, bool is_document)
{
    geo_status status = put(page, "<style>\n");
    if (status == GEO_OK && is_document)
        status = put(page, "body { font-family: Arial, Helvetica, sans-serif; margin: 1.5em; }\n");
    for (size_t i = 0; i < sizeof css / sizeof *css && status == GEO_OK; i++)
        status = geo_bytes_print(page->context, page->out, "%s\n", css[i]);
    return status == GEO_OK ? put(page, "</style>\n") : status;
}

static geo_status begin_document(const html_page *page, const char *title)
{
    geo_status status = put(page, "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n"
                                  "<meta charset=\"utf-8\">\n"
                                  "<meta http-equiv=\"Content-Security-Policy\" content=\""
                                  "default-src 'none'; style-src 'unsafe-inline'\">\n"
                                  "<meta name=\"viewport\" content=\"width=device-width\">\n");
    if (status == GEO_OK)
        status = put_line(page, "<title>", title ? title : "Table", "</title>\n");
    if (status == GEO_OK)
        status = put_css(page, true);
    return status == GEO_OK ? put(page, "</head>\n<body>\n<main>\n") : status;
}

static geo_status put_one(html_page *page, const geo_table *table)
{
    page->table = table;
    geo_status status = geo_table_find_symbols(page->context, table, &page->has_symbols);
    if (status == GEO_OK && table->column_count > 0)
        status = put_table(page);
    if (status == GEO_OK)
        status = put_notes(page);
    free(page->has_symbols);
    page->has_symbols = NULL;
    return status;
}

geo_status geo_tables_to_html(geo_context *context, const geo_table *const *table, size_t count,
                              const geo_html_style *style, geo_bytes *out)
{
    bool is_document = style && style->is_document;
    html_page page = {.context = context, .out = out};
    geo_status status = geo_check_table_count(context, count);
    if (status == GEO_OK && is_document)
        status = begin_document(&page, table[0]->title);
    else if (status == GEO_OK && !(style && style->has_no_css))
        status = put_css(&page, false);
    for (size_t i = 0; i < count && status == GEO_OK; i++)
        status = put_one(&page, table[i]);
    return status == GEO_OK && is_document ? put(&page, "</main>\n</body>\n</html>\n") : status;
}

geo_status geo_table_to_html(geo_context *context, const geo_table *table,
                             const geo_html_style *style, geo_bytes *out)
{
    return geo_tables_to_html(context, &table, 1, style, out);
}
