/* A pipe table of GitHub Flavored Markdown, with the title above and the notes below. */
#include <stdlib.h>
#include <string.h>

#include <geo/output.h>

#include "output/cell.h"

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

static geo_status append_heading(geo_context *context, const geo_table *table, geo_bytes *out)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; i < table->column_count && status == GEO_OK; i++) {
        char *name = NULL;
        status = geo_heading_for_people(context, &table->column[i], &name);
        status = append_and_free(context, status, out, i == 0 ? "| " : " | ", name, "");
    }
    if (status == GEO_OK)
        status = geo_bytes_print(context, out, " |\n");
    for (size_t i = 0; i < table->column_count && status == GEO_OK; i++) {
        status =
            geo_bytes_print(context, out, table->column[i].type == GEO_TEXT ? "| --- " : "| ---: ");
    }
    return status == GEO_OK ? geo_bytes_print(context, out, "|\n") : status;
}

static geo_status append_row(geo_context *context, const geo_table *table, size_t row,
                             geo_bytes *out)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; i < table->column_count && status == GEO_OK; i++) {
        char *cell = NULL;
        status = geo_cell_for_people(context, &table->column[i], row, &cell);
        status = append_and_free(context, status, out, i == 0 ? "| " : " | ", cell, "");
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
    for (size_t i = 0; i < table->note_count && status == GEO_OK; i++)
        status = append_line(context, out, i == 0 ? "\n- " : "- ", table->note[i], "\n");
    return status;
}
