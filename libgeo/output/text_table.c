/* A table for people at a terminal: columns lined up, title above, notes below. Where the terminal
 * is narrow, headings wrap, columns that can be spared are left out, and names are cut. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <geo/output.h>

#include "core/memory.h"
#include "core/utf8.h"
#include "output/cell.h"
#include "output/marks.h"
#include "output/text_sheet.h"
#include "output/width.h"

enum { NARROWEST_NOTE = 20 };

static const char bold[] = "\x1b[1m";
static const char plain[] = "\x1b[0m";

/* ---- writing -------------------------------------------------------------------------------- */

static geo_status put(const geo_text_sheet *sheet, const char *text, size_t length)
{
    return geo_bytes_append(sheet->context, sheet->out, text, length);
}

static geo_status put_text(const geo_text_sheet *sheet, const char *text)
{
    return put(sheet, text, strlen(text));
}

static geo_status put_times(const geo_text_sheet *sheet, char character, int count)
{
    geo_status status = GEO_OK;
    for (int i = 0; i < count && status == GEO_OK; i++)
        status = put(sheet, &character, 1);
    return status;
}

/* Ends a line, without the blanks that pad its last column. */
static geo_status end_line(const geo_text_sheet *sheet)
{
    while (sheet->out->length > 0 && sheet->out->data[sheet->out->length - 1] == ' ')
        sheet->out->length--;
    return put(sheet, "\n", 1);
}

/* Bytes at the start of the text that take at most `room` columns; their width in *width. */
static size_t fit(const char *text, int room, int *width)
{
    const char *end = text + strlen(text);
    const char *at = text;
    *width = 0;
    while (at < end) {
        const char *next = at;
        int wide = geo_character_width(geo_utf8_next(&next, end));
        if (*width + wide > room)
            break;
        *width += wide;
        at = next;
    }
    return (size_t)(at - text);
}

/* A text in a column: padded, or cut with an ellipsis. */
static geo_status put_padded(const geo_text_sheet *sheet, const char *text, int width, bool right,
                             const char *colour)
{
    int used = geo_text_width(text);
    bool cut = used > width;
    size_t length = cut ? fit(text, width - 1, &used) : strlen(text);
    int padding = width - used - cut;
    geo_status status = put_times(sheet, ' ', right ? padding : 0);
    if (status == GEO_OK && colour)
        status = put_text(sheet, colour);
    if (status == GEO_OK)
        status = put(sheet, text, length);
    if (status == GEO_OK && cut)
        status = put_text(sheet, "\xE2\x80\xA6");
    if (status == GEO_OK && colour)
        status = put_text(sheet, plain);
    return status == GEO_OK ? put_times(sheet, ' ', right ? 0 : padding) : status;
}

/* ---- lines ---------------------------------------------------------------------------------- */

/* Takes a line of at most `width` columns off the text, broken at a blank where there is one. Its
 * bytes; *text moves to the next line. */
static size_t take_line(const char **text, int width)
{
    const char *line = *text;
    int used;
    size_t length = fit(line, width, &used);
    if (line[length] != '\0' && line[length] != ' ') {
        size_t blank = length;
        while (blank > 0 && line[blank] != ' ')
            blank--;
        length = blank > 0 ? blank : length > 0 ? length : strlen(line);
    }
    *text = line + length;
    while (**text == ' ')
        (*text)++;
    return length;
}

static int heading_lines(const char *heading, int width)
{
    int lines = 0;
    while (*heading != '\0') {
        take_line(&heading, width);
        lines++;
    }
    return lines;
}

/* One line of a heading, the last lines of all headings standing side by side. */
static geo_status put_heading(const geo_text_sheet *sheet, size_t column, int line, int line_count)
{
    const char *text = sheet->heading[column];
    int width = sheet->width[column];
    int skip = line_count - heading_lines(text, width);
    const char *from = text;
    size_t length = 0;
    for (int i = skip; i <= line; i++) {
        from = text;
        length = take_line(&text, width);
    }
    char *piece = NULL;
    geo_status status = geo_copy_bytes(sheet->context, from, length, &piece);
    if (status == GEO_OK) {
        status = put_padded(sheet, piece, width, sheet->table->column[column].type != GEO_TEXT,
                            sheet->colour && length > 0 ? bold : NULL);
    }
    free(piece);
    return status;
}

/* The blanks between a column and the one before it; the first that is shown has none. */
static geo_status put_gap(const geo_text_sheet *sheet, size_t column)
{
    bool is_first = true;
    for (size_t i = 0; i < column; i++)
        is_first = is_first && !geo_text_is_shown(sheet, i);
    return put_times(sheet, ' ', is_first ? 0 : GEO_TEXT_GAP);
}

static int heading_line_count(const geo_text_sheet *sheet)
{
    int count = 1;
    for (size_t i = 0; i < sheet->table->column_count; i++) {
        int lines =
            geo_text_is_shown(sheet, i) ? heading_lines(sheet->heading[i], sheet->width[i]) : 0;
        count = lines > count ? lines : count;
    }
    return count;
}

/* The heading of a group between dashes over all its columns, or blanks over one without. */
static geo_status put_group(const geo_text_sheet *sheet, const char *group, int width)
{
    int used = group ? geo_text_width(group) : 0;
    int before = used + 4 > width ? 0 : (width - used - 2) / 2;
    int after = used + 4 > width ? 0 : width - used - 2 - before;
    if (!group || before == 0)
        return put_padded(sheet, group ? group : "", width, false,
                          group && sheet->colour ? bold : NULL);
    geo_status status = put_times(sheet, '-', before);
    status = status == GEO_OK ? put(sheet, " ", 1) : status;
    if (status == GEO_OK)
        status = put_padded(sheet, group, used, false, sheet->colour ? bold : NULL);
    status = status == GEO_OK ? put(sheet, " ", 1) : status;
    return status == GEO_OK ? put_times(sheet, '-', after) : status;
}

static geo_status put_groups(const geo_text_sheet *sheet)
{
    const geo_table *table = sheet->table;
    geo_status status = GEO_OK;
    bool is_first = true;
    if (!geo_table_has_groups(table))
        return GEO_OK;
    for (size_t i = 0; i < table->column_count && status == GEO_OK;) {
        size_t end = geo_table_group_end(table, i);
        int width = geo_text_span_width(sheet, i, end);
        if (width >= 0) {
            status = put_times(sheet, ' ', is_first ? 0 : GEO_TEXT_GAP);
            status = status == GEO_OK ? put_group(sheet, sheet->group[i], width) : status;
            is_first = false;
        }
        i = end;
    }
    return status == GEO_OK ? end_line(sheet) : status;
}

static geo_status put_rule(const geo_text_sheet *sheet)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; i < sheet->table->column_count && status == GEO_OK; i++) {
        if (!geo_text_is_shown(sheet, i))
            continue;
        status = put_gap(sheet, i);
        status = status == GEO_OK ? put_times(sheet, '-', sheet->width[i]) : status;
    }
    return status == GEO_OK ? end_line(sheet) : status;
}

static geo_status put_headings(const geo_text_sheet *sheet)
{
    int line_count = heading_line_count(sheet);
    geo_status status = put_groups(sheet);
    for (int line = 0; line < line_count && status == GEO_OK; line++) {
        for (size_t i = 0; i < sheet->table->column_count && status == GEO_OK; i++) {
            if (!geo_text_is_shown(sheet, i))
                continue;
            status = put_gap(sheet, i);
            status = status == GEO_OK ? put_heading(sheet, i, line, line_count) : status;
        }
        status = status == GEO_OK ? end_line(sheet) : status;
    }
    return status == GEO_OK ? put_rule(sheet) : status;
}

static const char *const mark_colour[GEO_MARK_COUNT] = {
    [GEO_MARK_ABOVE] = "\x1b[33m", [GEO_MARK_FAR_ABOVE] = "\x1b[1;31m",
    [GEO_MARK_LOWER] = "\x1b[36m", [GEO_MARK_HIGHER] = "\x1b[35m",
    [GEO_MARK_HIDDEN] = "\x1b[2m",
};

/* Marks stand out, bands from other text too, and totals from other rows. */
static const char *colour_of(const geo_text_sheet *sheet, const geo_column *column, size_t row,
                             const char *cell)
{
    const char *colour = mark_colour[geo_table_mark(column, row)];
    if (!colour && strcmp(column->name, "band") == 0)
        colour = strcmp(cell, "Significantly above") == 0 ? mark_colour[GEO_MARK_FAR_ABOVE]
                 : strcmp(cell, "Above") == 0             ? mark_colour[GEO_MARK_ABOVE]
                                                          : NULL;
    if (cell[0] == '\0')
        return NULL;
    return colour ? colour : geo_row_is_total(sheet->table, row) ? bold : NULL;
}

static geo_status put_row(const geo_text_sheet *sheet, size_t row)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; i < sheet->table->column_count && status == GEO_OK; i++) {
        const geo_column *column = &sheet->table->column[i];
        const char *cell = sheet->cell[row * sheet->table->column_count + i];
        if (!geo_text_is_shown(sheet, i))
            continue;
        status = put_gap(sheet, i);
        if (status == GEO_OK) {
            status = put_padded(sheet, cell, sheet->width[i], column->type != GEO_TEXT,
                                sheet->colour ? colour_of(sheet, column, row, cell) : NULL);
        }
    }
    return status == GEO_OK ? end_line(sheet) : status;
}

/* A rule parts totals from the rows beside them. */
static geo_status put_rows(const geo_text_sheet *sheet)
{
    const geo_table *table = sheet->table;
    geo_status status = GEO_OK;
    for (size_t row = 0; row < table->row_count && status == GEO_OK; row++) {
        if (row > 0 && geo_row_is_total(table, row) != geo_row_is_total(table, row - 1))
            status = put_rule(sheet);
        status = status == GEO_OK ? put_row(sheet, row) : status;
    }
    return status;
}

/* A paragraph, its further lines indented. */
static geo_status put_paragraph(const geo_text_sheet *sheet, const char *text, int further,
                                const char *colour)
{
    char *line = NULL;
    geo_status status = geo_line_for_people(sheet->context, text, &line);
    int width = sheet->terminal <= 0               ? INT_MAX
                : sheet->terminal < NARROWEST_NOTE ? NARROWEST_NOTE
                                                   : sheet->terminal;
    const char *rest = line;
    for (int i = 0; status == GEO_OK && *rest != '\0'; i++) {
        const char *from = rest;
        int indent = i > 0 ? further : 0;
        size_t length = take_line(&rest, width - indent);
        status = put_times(sheet, ' ', indent);
        status = status == GEO_OK && colour ? put_text(sheet, colour) : status;
        status = status == GEO_OK ? put(sheet, from, length) : status;
        status = status == GEO_OK && colour ? put_text(sheet, plain) : status;
        status = status == GEO_OK ? end_line(sheet) : status;
    }
    free(line);
    return status;
}

/* One item of that list: a column, under its group's heading if it has one. */
static geo_status list_left_out(const geo_text_sheet *sheet, const char *group, const char *heading,
                                geo_bytes *note)
{
    return geo_bytes_print(sheet->context, note, "%s%s%s%s",
                           note->length == 0 ? "Not shown for want of width: " : ", ",
                           group ? group : "", group && heading ? ": " : "",
                           heading ? heading : "");
}

/* A group that is left out as a whole is one item. */
static geo_status list_group(const geo_text_sheet *sheet, size_t first, size_t end, geo_bytes *note)
{
    geo_status status = GEO_OK;
    const char *group = sheet->group[first];
    if (group && geo_text_span_width(sheet, first, end) < 0)
        return list_left_out(sheet, group, NULL, note);
    for (size_t i = first; i < end && status == GEO_OK; i++)
        if (!geo_text_is_shown(sheet, i))
            status = list_left_out(sheet, group, sheet->heading[i], note);
    return status;
}

/* What the terminal has no room for must not look as if it weren't there. */
static geo_status put_left_out(const geo_text_sheet *sheet)
{
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = GEO_OK;
    for (size_t i = 0, end = 0; i < sheet->table->column_count && status == GEO_OK; i = end) {
        end = geo_table_group_end(sheet->table, i);
        status = list_group(sheet, i, end, &note);
    }
    if (status == GEO_OK && note.length > 0) {
        status = geo_bytes_append(sheet->context, &note, "", 1);
        status = status == GEO_OK ? put_paragraph(sheet, note.data, GEO_TEXT_GAP, NULL) : status;
    }
    geo_bytes_clear(&note);
    return status;
}

/* ---- the whole ------------------------------------------------------------------------------ */

static geo_status put_title(const geo_text_sheet *sheet)
{
    geo_status status = put_paragraph(sheet, sheet->table->title, 0, sheet->colour ? bold : NULL);
    return status == GEO_OK ? put(sheet, "\n", 1) : status;
}

static bool has_key(const geo_table *table)
{
    for (geo_mark mark = GEO_MARK_NONE; mark < GEO_MARK_COUNT; mark++)
        if (geo_key_has(table, mark))
            return true;
    return false;
}

/* "* over the mean + 1 SD; [c] kept back" */
static geo_status put_key(const geo_text_sheet *sheet)
{
    const geo_table *table = sheet->table;
    geo_bytes key = GEO_BYTES_INIT;
    geo_status status = GEO_OK;
    for (geo_mark mark = GEO_MARK_NONE; mark < GEO_MARK_COUNT && status == GEO_OK; mark++)
        if (geo_key_has(table, mark))
            status = geo_bytes_print(sheet->context, &key, "%s%s %s", key.length > 0 ? "; " : "",
                                     geo_key_symbol(table, mark), table->mark_text[mark]);
    if (status == GEO_OK)
        status = geo_bytes_append(sheet->context, &key, "", 1);
    if (status == GEO_OK)
        status = put_paragraph(sheet, key.data, GEO_TEXT_GAP, NULL);
    geo_bytes_clear(&key);
    return status;
}

static bool has_left_out(const geo_text_sheet *sheet)
{
    for (size_t i = 0; i < sheet->table->column_count; i++) {
        if (!geo_text_is_shown(sheet, i))
            return true;
    }
    return false;
}

static geo_status put_all(const geo_text_sheet *sheet)
{
    const geo_table *table = sheet->table;
    geo_status status = table->title ? put_title(sheet) : GEO_OK;
    if (status == GEO_OK && table->column_count > 0) {
        status = put_headings(sheet);
        status = status == GEO_OK ? put_rows(sheet) : status;
    }
    if (status == GEO_OK && table->row_count == 0)
        status = put_text(sheet, "(no rows)\n");
    if (status == GEO_OK && (table->note_count > 0 || has_key(table) || has_left_out(sheet)))
        status = put(sheet, "\n", 1);
    if (status == GEO_OK && has_key(table))
        status = put_key(sheet);
    for (size_t i = 0; i < table->note_count && status == GEO_OK; i++)
        status = put_paragraph(sheet, table->note[i], GEO_TEXT_GAP, NULL);
    return status == GEO_OK ? put_left_out(sheet) : status;
}

geo_status geo_table_to_text(geo_context *context, const geo_table *table,
                             const geo_text_style *style, geo_bytes *out)
{
    geo_text_sheet sheet = {.context = context, .table = table, .out = out};
    if (style) {
        sheet.colour = style->colour;
        sheet.terminal = style->width;
    }
    geo_status status = geo_text_sheet_fill(&sheet);
    if (status == GEO_OK) {
        geo_text_sheet_settle(&sheet);
        status = put_all(&sheet);
    }
    geo_text_sheet_clear(&sheet);
    return status;
}
