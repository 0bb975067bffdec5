/* A table for people at a terminal: columns lined up, title above, notes below. Where the terminal
 * is narrow, headings wrap, columns that can be spared are left out, and names are cut. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <geo/output.h>

#include "core/memory.h"
#include "core/utf8.h"
#include "output/cell.h"
#include "output/width.h"

/* Spare columns are left out before a text is cut below LEGIBLE; nothing is cut below NARROWEST. */
enum { GAP = 2, LEGIBLE_TEXT = 11, NARROWEST_TEXT = 8, NARROWEST_NOTE = 20 };

static const char bold[] = "\x1b[1m";
static const char plain[] = "\x1b[0m";

enum { LEFT_OUT = -1 };

/* The table as it will stand: texts ready, widths settled. */
typedef struct text_sheet {
    geo_context *context;
    const geo_table *table;
    bool colour;
    int terminal;   /* width of the terminal, 0: endless */
    char **heading; /* [column_count] */
    char **cell;    /* [row_count * column_count] */
    int *width;     /* [column_count], LEFT_OUT for a column that finds no room */
    geo_bytes *out;
} text_sheet;

/* ---- writing -------------------------------------------------------------------------------- */

static geo_status put(const text_sheet *sheet, const char *text, size_t length)
{
    return geo_bytes_append(sheet->context, sheet->out, text, length);
}

static geo_status put_text(const text_sheet *sheet, const char *text)
{
    return put(sheet, text, strlen(text));
}

static geo_status put_times(const text_sheet *sheet, char character, int count)
{
    geo_status status = GEO_OK;
    for (int i = 0; i < count && status == GEO_OK; i++)
        status = put(sheet, &character, 1);
    return status;
}

/* Ends a line, without the blanks that pad its last column. */
static geo_status end_line(const text_sheet *sheet)
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
static geo_status put_padded(const text_sheet *sheet, const char *text, int width, bool right,
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

/* ---- widths --------------------------------------------------------------------------------- */

static bool is_shown(const text_sheet *sheet, size_t column)
{
    return sheet->width[column] != LEFT_OUT;
}

/* Width of all columns, those that may be shortened taken for at most `longest`. */
static int total_width(const text_sheet *sheet, int longest)
{
    int total = -GAP;
    for (size_t i = 0; i < sheet->table->column_count; i++) {
        int width = sheet->width[i];
        if (is_shown(sheet, i)) {
            bool is_long = sheet->table->column[i].may_shorten && width > longest;
            total += GAP + (is_long ? longest : width);
        }
    }
    return total;
}

static int widest_cell(const text_sheet *sheet, size_t column)
{
    int widest = 1;
    for (size_t row = 0; row < sheet->table->row_count; row++) {
        int width = geo_text_width(sheet->cell[row * sheet->table->column_count + column]);
        widest = width > widest ? width : widest;
    }
    return widest;
}

static int widest_word(const char *text)
{
    int widest = 0;
    while (*text != '\0') {
        size_t length = strcspn(text, " ");
        int width;
        const char *end = text + length;
        for (width = 0; text < end;)
            width += geo_character_width(geo_utf8_next(&text, end));
        widest = width > widest ? width : widest;
        text += *text == ' ';
    }
    return widest;
}

/* The widest column that can still be cut, or SIZE_MAX. */
static size_t column_to_cut(const text_sheet *sheet)
{
    size_t widest = SIZE_MAX;
    for (size_t i = 0; i < sheet->table->column_count; i++) {
        if (sheet->table->column[i].may_shorten && sheet->width[i] > NARROWEST_TEXT &&
            (widest == SIZE_MAX || sheet->width[i] > sheet->width[widest]))
            widest = i;
    }
    return widest;
}

/* Leaves out the columns that can be spared best. False when none can. */
static bool leave_out_columns(text_sheet *sheet)
{
    int sparest = 0;
    for (size_t i = 0; i < sheet->table->column_count; i++) {
        int spare = sheet->table->column[i].spare;
        if (spare > 0 && is_shown(sheet, i) && (sparest == 0 || spare < sparest))
            sparest = spare;
    }
    for (size_t i = 0; i < sheet->table->column_count; i++) {
        if (sparest > 0 && sheet->table->column[i].spare == sparest)
            sheet->width[i] = LEFT_OUT;
    }
    return sparest > 0;
}

/* Headings on one line if the terminal is wide enough for that; else they are wrapped. What is then
 * still too wide loses columns that can be spared, until long texts need not be cut too short. */
static void settle_widths(text_sheet *sheet)
{
    for (int wrap = 0; wrap < 2; wrap++) {
        for (size_t i = 0; i < sheet->table->column_count; i++) {
            int heading = wrap ? widest_word(sheet->heading[i]) : geo_text_width(sheet->heading[i]);
            int cell = widest_cell(sheet, i);
            sheet->width[i] = heading > cell ? heading : cell;
        }
        if (sheet->terminal <= 0 || total_width(sheet, INT_MAX) <= sheet->terminal)
            return;
    }
    while (total_width(sheet, LEGIBLE_TEXT) > sheet->terminal && leave_out_columns(sheet)) {
    }
    size_t column;
    while (total_width(sheet, INT_MAX) > sheet->terminal &&
           (column = column_to_cut(sheet)) != SIZE_MAX)
        sheet->width[column]--;
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
static geo_status put_heading(const text_sheet *sheet, size_t column, int line, int line_count)
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
static geo_status put_gap(const text_sheet *sheet, size_t column)
{
    bool is_first = true;
    for (size_t i = 0; i < column; i++)
        is_first = is_first && !is_shown(sheet, i);
    return put_times(sheet, ' ', is_first ? 0 : GAP);
}

static int heading_line_count(const text_sheet *sheet)
{
    int count = 1;
    for (size_t i = 0; i < sheet->table->column_count; i++) {
        int lines = is_shown(sheet, i) ? heading_lines(sheet->heading[i], sheet->width[i]) : 0;
        count = lines > count ? lines : count;
    }
    return count;
}

static geo_status put_headings(const text_sheet *sheet)
{
    int line_count = heading_line_count(sheet);
    geo_status status = GEO_OK;
    for (int line = 0; line <= line_count; line++) {
        for (size_t i = 0; i < sheet->table->column_count && status == GEO_OK; i++) {
            if (!is_shown(sheet, i))
                continue;
            status = put_gap(sheet, i);
            if (status == GEO_OK) {
                status = line < line_count ? put_heading(sheet, i, line, line_count)
                                           : put_times(sheet, '-', sheet->width[i]);
            }
        }
        status = status == GEO_OK ? end_line(sheet) : status;
    }
    return status;
}

/* Bands stand out from other text. */
static const char *colour_of(const geo_column *column, const char *cell)
{
    if (strcmp(column->name, "band") != 0)
        return NULL;
    return strcmp(cell, "Significantly above") == 0 ? "\x1b[1;31m"
           : strcmp(cell, "Above") == 0             ? "\x1b[33m"
                                                    : NULL;
}

static geo_status put_row(const text_sheet *sheet, size_t row)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; i < sheet->table->column_count && status == GEO_OK; i++) {
        const geo_column *column = &sheet->table->column[i];
        const char *cell = sheet->cell[row * sheet->table->column_count + i];
        if (!is_shown(sheet, i))
            continue;
        status = put_gap(sheet, i);
        if (status == GEO_OK) {
            status = put_padded(sheet, cell, sheet->width[i], column->type != GEO_TEXT,
                                sheet->colour ? colour_of(column, cell) : NULL);
        }
    }
    return status == GEO_OK ? end_line(sheet) : status;
}

/* A paragraph, its further lines indented. */
static geo_status put_paragraph(const text_sheet *sheet, const char *text, int further,
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

/* What the terminal has no room for must not look as if it weren't there. */
static geo_status put_left_out(const text_sheet *sheet)
{
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = GEO_OK;
    for (size_t i = 0; i < sheet->table->column_count && status == GEO_OK; i++) {
        if (!is_shown(sheet, i)) {
            status = geo_bytes_print(sheet->context, &note, "%s%s",
                                     note.length == 0 ? "Not shown for want of width: " : ", ",
                                     sheet->heading[i]);
        }
    }
    if (status == GEO_OK && note.length > 0) {
        status = geo_bytes_append(sheet->context, &note, "", 1);
        status = status == GEO_OK ? put_paragraph(sheet, note.data, GAP, NULL) : status;
    }
    geo_bytes_clear(&note);
    return status;
}

/* ---- the whole ------------------------------------------------------------------------------ */

static geo_status fill(text_sheet *sheet)
{
    const geo_table *table = sheet->table;
    size_t columns = table->column_count;
    geo_status status =
        geo_alloc_array(sheet->context, columns, sizeof *sheet->heading, &sheet->heading);
    if (status == GEO_OK)
        status = geo_alloc_array(sheet->context, columns, sizeof *sheet->width, &sheet->width);
    if (status == GEO_OK) {
        status = geo_alloc_array(sheet->context, table->row_count * columns, sizeof *sheet->cell,
                                 &sheet->cell);
    }
    for (size_t i = 0; i < columns && status == GEO_OK; i++) {
        const geo_column *column = &table->column[i];
        status = geo_heading_for_people(sheet->context, column, &sheet->heading[i]);
        for (size_t row = 0; row < table->row_count && status == GEO_OK; row++) {
            status =
                geo_cell_for_people(sheet->context, column, row, &sheet->cell[row * columns + i]);
        }
    }
    return status;
}

static geo_status put_title(const text_sheet *sheet)
{
    geo_status status = put_paragraph(sheet, sheet->table->title, 0, sheet->colour ? bold : NULL);
    return status == GEO_OK ? put(sheet, "\n", 1) : status;
}

static bool has_left_out(const text_sheet *sheet)
{
    for (size_t i = 0; i < sheet->table->column_count; i++) {
        if (!is_shown(sheet, i))
            return true;
    }
    return false;
}

static geo_status put_all(const text_sheet *sheet)
{
    const geo_table *table = sheet->table;
    geo_status status = table->title ? put_title(sheet) : GEO_OK;
    if (status == GEO_OK && table->column_count > 0) {
        status = put_headings(sheet);
        for (size_t row = 0; row < table->row_count && status == GEO_OK; row++)
            status = put_row(sheet, row);
    }
    if (status == GEO_OK && table->row_count == 0)
        status = put_text(sheet, "(no rows)\n");
    if (status == GEO_OK && (table->note_count > 0 || has_left_out(sheet)))
        status = put(sheet, "\n", 1);
    for (size_t i = 0; i < table->note_count && status == GEO_OK; i++)
        status = put_paragraph(sheet, table->note[i], GAP, NULL);
    return status == GEO_OK ? put_left_out(sheet) : status;
}

static void clear(text_sheet *sheet)
{
    const geo_table *table = sheet->table;
    for (size_t i = 0; sheet->heading && i < table->column_count; i++)
        free(sheet->heading[i]);
    for (size_t i = 0; sheet->cell && i < table->row_count * table->column_count; i++)
        free(sheet->cell[i]);
    free(sheet->heading);
    free(sheet->cell);
    free(sheet->width);
}

geo_status geo_table_to_text(geo_context *context, const geo_table *table,
                             const geo_text_style *style, geo_bytes *out)
{
    text_sheet sheet = {.context = context, .table = table, .out = out};
    if (style) {
        sheet.colour = style->colour;
        sheet.terminal = style->width;
    }
    geo_status status = fill(&sheet);
    if (status == GEO_OK) {
        settle_widths(&sheet);
        status = put_all(&sheet);
    }
    clear(&sheet);
    return status;
}
