/* A pipe table of GitHub Flavored Markdown, with the title above and the notes below. */
#include <stdlib.h>
#include <string.h>

#include <geo/output.h>

#include "output/cell.h"
#include "output/marks.h"

static bool is_ascii_letter_or_digit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Whether the character at `at` would be markup: an & only where it begins an entity. */
static bool is_markup(const char *at)
{
    return *at == '&' ? at[1] == '#' || is_ascii_letter_or_digit(at[1])
                      : strchr("\\`*_[]<>|~", *at) != NULL;
}

static geo_status append_escaped(geo_context *context, geo_bytes *out, const char *text)
{
    geo_status status = GEO_OK;
    for (; *text != '\0' && status == GEO_OK; text++) {
        status = is_markup(text) ? geo_bytes_append(context, out, "\\", 1) : GEO_OK;
        if (status == GEO_OK)
            status = geo_bytes_append(context, out, text, 1);
    }
    return status;
}

/* Escapes and frees `text`, which comes from a call that returned `status`. */
static geo_status append_and_free(geo_context *context, geo_status status, geo_bytes *out,
                                  const char *before, char *text, const char *after)
{
    if (status == GEO_OK)
        status = geo_bytes_append(context, out, before, strlen(before));
    if (status == GEO_OK)
        status = append_escaped(context, out, text);
    if (status == GEO_OK)
        status = geo_bytes_append(context, out, after, strlen(after));
    free(text);
    return status;
}

/* "2018: rate" for the column `rate` under the heading 2018: Markdown has no headings over several
 * columns. */
static geo_status append_name(geo_context *context, const geo_column *column, geo_bytes *out)
{
    char *text = NULL;
    geo_status status = GEO_OK;
    if (column->group) {
        status = geo_line_for_people(context, column->group, &text);
        status = append_and_free(context, status, out, "", text, ": ");
        text = NULL;
    }
    if (status != GEO_OK)
        return status;
    status = geo_heading_for_people(context, column, &text);
    return append_and_free(context, status, out, "", text, "");
}

static geo_status append_heading(geo_context *context, const geo_table *table, geo_bytes *out)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; i < table->column_count && status == GEO_OK; i++) {
        status = geo_bytes_print(context, out, "%s", i == 0 ? "| " : " | ");
        if (status == GEO_OK)
            status = append_name(context, &table->column[i], out);
    }
    if (status == GEO_OK)
        status = geo_bytes_print(context, out, " |\n");
    for (size_t i = 0; i < table->column_count && status == GEO_OK; i++) {
        status =
            geo_bytes_print(context, out, table->column[i].type == GEO_TEXT ? "| --- " : "| ---: ");
    }
    return status == GEO_OK ? geo_bytes_print(context, out, "|\n") : status;
}

static geo_status append_indent(geo_context *context, const geo_table *table, size_t column,
                                size_t row, geo_bytes *out)
{
    int level = column == geo_table_first_text(table) ? geo_row_level(table, row) : 0;
    geo_status status = GEO_OK;
    for (int i = 0; i < level && status == GEO_OK; i++)
        status = geo_bytes_print(context, out, "&nbsp;&nbsp;");
    return status;
}

static geo_status append_cell(geo_context *context, const geo_table *table, size_t column,
                              size_t row, geo_bytes *out)
{
    char *cell = NULL;
    geo_status status = append_indent(context, table, column, row, out);
    if (status != GEO_OK)
        return status;
    status = geo_cell_for_people(context, &table->column[column], row, &cell);
    const char *around =
        status == GEO_OK && geo_row_is_total(table, row) && cell[0] != '\0' ? "**" : "";
    status = append_and_free(context, status, out, around, cell, "");
    if (status == GEO_OK)
        status = append_escaped(context, out, geo_cell_symbol(table, &table->column[column], row));
    return status == GEO_OK ? geo_bytes_print(context, out, "%s", around) : status;
}

static geo_status append_row(geo_context *context, const geo_table *table, size_t row,
                             geo_bytes *out)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; i < table->column_count && status == GEO_OK; i++) {
        status = geo_bytes_print(context, out, "%s", i == 0 ? "| " : " | ");
        status = status == GEO_OK ? append_cell(context, table, i, row, out) : status;
    }
    return status == GEO_OK ? geo_bytes_append(context, out, " |\n", 3) : status;
}

static geo_status append_line(geo_context *context, geo_bytes *out, const char *before,
                              const char *text, const char *after)
{
    char *line = NULL;
    geo_status status = geo_line_for_people(context, text, &line);
    return append_and_free(context, status, out, before, line, after);
}

static geo_status append_list(geo_context *context, const geo_table *table, geo_bytes *out)
{
    geo_status status = GEO_OK;
    const char *before = "\n- ";
    for (geo_mark mark = GEO_MARK_NONE; mark < GEO_MARK_COUNT && status == GEO_OK; mark++) {
        if (!geo_key_has(table, mark))
            continue;
        status = append_line(context, out, before, geo_key_symbol(table, mark), " ");
        if (status == GEO_OK)
            status = append_line(context, out, "", table->mark_text[mark], "\n");
        before = "- ";
    }
    for (size_t i = 0; i < table->note_count && status == GEO_OK; i++) {
        status = append_line(context, out, before, table->note[i], "\n");
        before = "- ";
    }
    return status;
}

geo_status geo_table_to_markdown(geo_context *context, const geo_table *table, geo_bytes *out)
{
    geo_status status = GEO_OK;
    if (table->title)
        status = append_line(context, out, "**", table->title, "**\n\n");
    if (status == GEO_OK && table->column_count > 0) {
        status = append_heading(context, table, out);
        for (size_t row = 0; row < table->row_count && status == GEO_OK; row++)
            status = append_row(context, table, row, out);
    }
    return status == GEO_OK ? append_list(context, table, out) : status;
}
