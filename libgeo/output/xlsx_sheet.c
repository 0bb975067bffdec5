/* The sheet with the rows of a table. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"
#include "output/cell.h"
#include "output/marks.h"
#include "output/width.h"
#include "output/xlsx.h"

/* Of columns, in characters: a heading is wrapped beyond HEADING, no column is wider than WIDEST;
 * MARGIN is what a cell needs beside its text, BUTTON what the filter's button covers. */
enum { HEADING_WIDTH = 14, WIDEST = 60, MARGIN = 2, BUTTON = 3 };

/* Spreadsheets compute with 15 digits (IEEE 754 doubles, shown so by all). */
static const int64_t integer_max = INT64_C(999999999999999);

typedef struct xlsx_sheet {
    geo_xlsx *xlsx;
    lxw_worksheet *sheet;
    lxw_row_t heading_row; /* groups, if any, in the row before */
    const char **room;     /* [column_count] the longest symbol of each column */
} xlsx_sheet;

static bool has_filter(const geo_table *table)
{
    return geo_table_foot(table) > 0 && !table->level;
}

/* Text behind a column of numbers would touch them. */
static int indent_after_numbers(const geo_table *table, size_t column)
{
    return column > 0 && table->column[column].type == GEO_TEXT &&
           table->column[column - 1].type != GEO_TEXT;
}

static int indent_of(const geo_table *table, size_t column, size_t row)
{
    int level = column == geo_table_first_text(table) ? geo_row_level(table, row) : 0;
    return level + indent_after_numbers(table, column);
}

/* ---- cells ---------------------------------------------------------------------------------- */

static geo_status put_text(const xlsx_sheet *sheet, lxw_row_t row, size_t column, const char *text,
                           lxw_format *format)
{
    geo_context *context = sheet->xlsx->context;
    char *cell = NULL;
    geo_status status = geo_xlsx_text(context, text, &cell);
    if (status == GEO_OK)
        status = geo_xlsx_check(
            context, worksheet_write_string(sheet->sheet, row, (lxw_col_t)column, cell, format));
    free(cell);
    return status;
}

/* As in CSV, which a workbook may become. */
static geo_status put_marked_text(const xlsx_sheet *sheet, lxw_row_t row, size_t column,
                                  const char *text, const char *symbol, lxw_format *format)
{
    geo_bytes marked = GEO_BYTES_INIT;
    geo_status status =
        geo_bytes_print(sheet->xlsx->context, &marked, "%s%s%s",
                        geo_begins_formula(geo_text_of(text)) ? "'" : "", text, symbol);
    if (status == GEO_OK)
        status = geo_bytes_append(sheet->xlsx->context, &marked, "", 1);
    if (status == GEO_OK)
        status = put_text(sheet, row, column, marked.data, format);
    geo_bytes_clear(&marked);
    return status;
}

static geo_status put_long_integer(const xlsx_sheet *sheet, lxw_row_t row, size_t column,
                                   int64_t number, lxw_format *format)
{
    geo_bytes text = GEO_BYTES_INIT;
    geo_status status = geo_bytes_print(sheet->xlsx->context, &text, "%" PRId64, number);
    if (status == GEO_OK)
        status = geo_bytes_append(sheet->xlsx->context, &text, "", 1);
    if (status == GEO_OK)
        status = put_text(sheet, row, column, text.data, format);
    geo_bytes_clear(&text);
    return status;
}

static geo_status put_number(const xlsx_sheet *sheet, lxw_row_t at, size_t column, size_t row,
                             lxw_format *format)
{
    const geo_column *of = &sheet->xlsx->table->column[column];
    bool is_integer = of->type == GEO_INTEGER;
    if (is_integer && (of->integer[row] > integer_max || of->integer[row] < -integer_max))
        return put_long_integer(sheet, at, column, of->integer[row], format);
    double number = is_integer ? (double)of->integer[row] : of->real[row];
    return geo_xlsx_check(sheet->xlsx->context,
                          worksheet_write_number(sheet->sheet, at, (lxw_col_t)column,
                                                 number == 0 ? 0 : number, format));
}

static geo_status put_cell(const xlsx_sheet *sheet, lxw_row_t at, size_t column, size_t row)
{
    const geo_table *table = sheet->xlsx->table;
    const geo_column *of = &table->column[column];
    const geo_xlsx_look look = {.type = of->type,
                                .decimals = of->decimals,
                                .mark = geo_table_mark(of, row),
                                .symbol = geo_cell_symbol(table, of, row),
                                .room = sheet->room[column],
                                .indent = indent_of(table, column, row),
                                .is_total = geo_row_is_total(table, row)};
    lxw_format *format = NULL;
    geo_status status = geo_xlsx_format(sheet->xlsx, &look, &format);
    if (status != GEO_OK)
        return status;
    if (look.mark == GEO_MARK_HIDDEN)
        return put_text(sheet, at, column, GEO_HIDDEN_TEXT, format);
    if (geo_cell_is_null(of, row))
        return geo_xlsx_check(sheet->xlsx->context,
                              worksheet_write_blank(sheet->sheet, at, (lxw_col_t)column, format));
    return of->type == GEO_TEXT
               ? put_marked_text(sheet, at, column, of->text[row], look.symbol, format)
               : put_number(sheet, at, column, row, format);
}

static geo_status put_rows(const xlsx_sheet *sheet)
{
    const geo_table *table = sheet->xlsx->table;
    geo_status status = GEO_OK;
    for (size_t row = 0; row < table->row_count && status == GEO_OK; row++)
        for (size_t i = 0; i < table->column_count && status == GEO_OK; i++)
            status = put_cell(sheet, sheet->heading_row + 1 + (lxw_row_t)row, i, row);
    return status;
}

/* ---- headings ------------------------------------------------------------------------------- */

static geo_status put_title(const xlsx_sheet *sheet)
{
    lxw_format *format = workbook_add_format(sheet->xlsx->book);
    if (!format)
        return geo_xlsx_check(sheet->xlsx->context, LXW_ERROR_MEMORY_MALLOC_FAILED);
    format_set_bold(format);
    format_set_font_size(format, 13);
    return put_text(sheet, 0, 0, sheet->xlsx->table->title, format);
}

static geo_status put_group(const xlsx_sheet *sheet, size_t first, size_t end, lxw_format *format)
{
    geo_context *context = sheet->xlsx->context;
    char *text = NULL;
    lxw_row_t row = sheet->heading_row - 1;
    if (end - first == 1)
        return put_text(sheet, row, first, sheet->xlsx->table->column[first].group, format);
    geo_status status = geo_xlsx_text(context, sheet->xlsx->table->column[first].group, &text);
    if (status == GEO_OK)
        status =
            geo_xlsx_check(context, worksheet_merge_range(sheet->sheet, row, (lxw_col_t)first, row,
                                                          (lxw_col_t)(end - 1), text, format));
    free(text);
    return status;
}

static geo_status put_groups(const xlsx_sheet *sheet)
{
    const geo_table *table = sheet->xlsx->table;
    const geo_xlsx_look look = {.symbol = "", .room = "", .is_heading = true, .is_group = true};
    lxw_format *format = NULL;
    geo_status status = geo_xlsx_format(sheet->xlsx, &look, &format);
    for (size_t i = 0; i < table->column_count && status == GEO_OK;) {
        size_t end = geo_table_group_end(table, i);
        if (table->column[i].group)
            status = put_group(sheet, i, end, format);
        i = end;
    }
    return status;
}

/* Lines that a text takes in so many characters, broken at blanks alone. */
static int lines_of(const char *text, int width)
{
    int lines = 1, used = 0;
    while (*text != '\0') {
        int length = (int)strcspn(text, " ");
        if (used > 0 && used + 1 + length > width) {
            lines++;
            used = 0;
        }
        used += length + (used > 0);
        text += length + (text[length] == ' ');
    }
    return lines;
}

/* Not every program makes room for what is wrapped: LibreOffice lets it run over the title. */
static geo_status make_room(const xlsx_sheet *sheet, int lines)
{
    enum { LINE_POINTS = 15 };
    if (lines < 2)
        return GEO_OK;
    return geo_xlsx_check(sheet->xlsx->context, worksheet_set_row(sheet->sheet, sheet->heading_row,
                                                                  lines * LINE_POINTS, NULL));
}

static geo_status put_headings(const xlsx_sheet *sheet)
{
    const geo_table *table = sheet->xlsx->table;
    geo_status status = GEO_OK;
    int lines = 1;
    for (size_t i = 0; i < table->column_count && status == GEO_OK; i++) {
        const geo_xlsx_look look = {.type = table->column[i].type,
                                    .symbol = "",
                                    .room = "",
                                    .indent = indent_after_numbers(table, i),
                                    .is_heading = true};
        lxw_format *format = NULL;
        char *heading = NULL;
        status = geo_xlsx_format(sheet->xlsx, &look, &format);
        if (status == GEO_OK)
            status = geo_heading_for_people(sheet->xlsx->context, &table->column[i], &heading);
        if (status == GEO_OK)
            status = put_text(sheet, sheet->heading_row, i, heading, format);
        if (status == GEO_OK && lines_of(heading, HEADING_WIDTH) > lines)
            lines = lines_of(heading, HEADING_WIDTH);
        free(heading);
    }
    return status == GEO_OK ? make_room(sheet, lines) : status;
}

/* ---- the sheet ------------------------------------------------------------------------------ */

static int larger(int one, int other)
{
    return one > other ? one : other;
}

static geo_status find_width(const xlsx_sheet *sheet, size_t column, int *width)
{
    const geo_table *table = sheet->xlsx->table;
    const geo_column *of = &table->column[column];
    int room = MARGIN + geo_text_width(sheet->room[column]);
    char *text = NULL;
    geo_status status = geo_heading_for_people(sheet->xlsx->context, of, &text);
    int heading = status == GEO_OK ? geo_text_width(text) : 0;
    *width = (heading > HEADING_WIDTH ? HEADING_WIDTH : heading) + BUTTON;
    free(text);
    for (size_t row = 0; row < table->row_count && status == GEO_OK; row++) {
        text = NULL;
        status = geo_cell_for_people(sheet->xlsx->context, of, row, &text);
        if (status == GEO_OK)
            *width =
                larger(*width, geo_text_width(text) + room + 2 * indent_of(table, column, row));
        free(text);
    }
    *width = *width > WIDEST ? WIDEST : *width;
    return status;
}

static geo_status set_widths(const xlsx_sheet *sheet)
{
    geo_context *context = sheet->xlsx->context;
    geo_status status = GEO_OK;
    for (size_t i = 0; i < sheet->xlsx->table->column_count && status == GEO_OK; i++) {
        int width = 0;
        status = find_width(sheet, i, &width);
        if (status == GEO_OK)
            status = geo_xlsx_check(context, worksheet_set_column(sheet->sheet, (lxw_col_t)i,
                                                                  (lxw_col_t)i, width, NULL));
    }
    return status;
}

/* Headings stay in sight on the screen and at the top of each printed page. */
static geo_status set_up(const xlsx_sheet *sheet)
{
    enum { A4 = 9 };
    const geo_table *table = sheet->xlsx->table;
    lxw_row_t first_row = sheet->heading_row + 1;
    lxw_row_t last_row = sheet->heading_row + (lxw_row_t)table->row_count;
    lxw_col_t last_column = (lxw_col_t)(table->column_count - 1);
    size_t heading = geo_table_row_heading(table);
    worksheet_freeze_panes(sheet->sheet, first_row,
                           heading < table->column_count ? (lxw_col_t)(heading + 1) : 0);
    worksheet_set_landscape(sheet->sheet);
    worksheet_set_paper(sheet->sheet, A4);
    worksheet_fit_to_pages(sheet->sheet, 1, 0);
    lxw_error error = worksheet_repeat_rows(sheet->sheet, 0, sheet->heading_row);
    if (error == LXW_NO_ERROR)
        error = worksheet_set_footer(sheet->sheet, "&C&P / &N");
    if (error == LXW_NO_ERROR && has_filter(table))
        error = worksheet_autofilter(sheet->sheet, sheet->heading_row, 0,
                                     sheet->heading_row + (lxw_row_t)geo_table_foot(table),
                                     last_column);
    /* Codes may be digits: no warning about numbers that stand as text. */
    char range[2 * LXW_MAX_CELL_NAME_LENGTH];
    lxw_rowcol_to_range(range, sheet->heading_row, 0, last_row, last_column);
    if (error == LXW_NO_ERROR)
        error = worksheet_ignore_errors(sheet->sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT, range);
    return geo_xlsx_check(sheet->xlsx->context, error);
}

static geo_status check_size(geo_context *context, const geo_table *table, size_t above)
{
    if (table->row_count > LXW_ROW_MAX - above)
        return geo_fail(context, GEO_ERROR_LIMIT,
                        "XLSX: the table has %zu rows, and a sheet holds 1,048,576 with its "
                        "headings; keep fewer rows, or write CSV, which has no limit",
                        table->row_count);
    if (table->column_count > LXW_COL_MAX)
        return geo_fail(context, GEO_ERROR_LIMIT,
                        "XLSX: the table has %zu columns, and a sheet holds 16,384; keep fewer "
                        "columns, or write CSV, which has no limit",
                        table->column_count);
    return GEO_OK;
}

/* Symbols are compared by their bytes: "**" is longer than "*", and a triangle than both. */
static void find_room(const geo_table *table, const char **room)
{
    for (size_t i = 0; i < table->column_count; i++) {
        room[i] = "";
        for (size_t row = 0; row < table->row_count; row++) {
            const char *symbol = geo_cell_symbol(table, &table->column[i], row);
            if (table->column[i].type != GEO_TEXT && strlen(symbol) > strlen(room[i]))
                room[i] = symbol;
        }
    }
}

static geo_status fill(const xlsx_sheet *sheet)
{
    const geo_table *table = sheet->xlsx->table;
    geo_status status = table->title ? put_title(sheet) : GEO_OK;
    if (status != GEO_OK || table->column_count == 0)
        return status;
    if (geo_table_has_groups(table))
        status = put_groups(sheet);
    if (status == GEO_OK)
        status = put_headings(sheet);
    if (status == GEO_OK)
        status = put_rows(sheet);
    if (status == GEO_OK)
        status = set_widths(sheet);
    return status == GEO_OK ? set_up(sheet) : status;
}

geo_status geo_xlsx_add_table(geo_xlsx *xlsx, const char *name)
{
    const geo_table *table = xlsx->table;
    bool has_groups = geo_table_has_groups(table);
    xlsx_sheet sheet = {.xlsx = xlsx,
                        .heading_row = (lxw_row_t)(table->title != NULL) + has_groups};
    geo_status status = check_size(xlsx->context, table, sheet.heading_row + 1);
    if (status == GEO_OK)
        status =
            geo_alloc_array(xlsx->context, table->column_count, sizeof *sheet.room, &sheet.room);
    if (status != GEO_OK)
        return status;
    find_room(table, sheet.room);
    sheet.sheet = workbook_add_worksheet(xlsx->book, name);
    status =
        sheet.sheet ? fill(&sheet) : geo_xlsx_check(xlsx->context, LXW_ERROR_MEMORY_MALLOC_FAILED);
    free(sheet.room);
    return status;
}
