/* How wide the columns of a table are at a terminal. */
#include <limits.h>
#include <string.h>

#include "core/utf8.h"
#include "output/marks.h"
#include "output/text_sheet.h"
#include "output/width.h"

/* Spare columns are left out before a text is cut below LEGIBLE; nothing is cut below NARROWEST. */
enum { LEGIBLE_TEXT = 11, NARROWEST_TEXT = 8 };

/* Width of all columns, those that may be shortened taken for at most `longest`. */
static int total_width(const geo_text_sheet *sheet, int longest)
{
    int total = -GEO_TEXT_GAP;
    for (size_t i = 0; i < sheet->table->column_count; i++) {
        int width = sheet->width[i];
        if (geo_text_is_shown(sheet, i)) {
            bool is_long = sheet->table->column[i].may_shorten && width > longest;
            total += GEO_TEXT_GAP + (is_long ? longest : width);
        }
    }
    return total;
}

static int widest_cell(const geo_text_sheet *sheet, size_t column)
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
static size_t column_to_cut(const geo_text_sheet *sheet)
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
static bool leave_out_columns(geo_text_sheet *sheet)
{
    int sparest = 0;
    for (size_t i = 0; i < sheet->table->column_count; i++) {
        int spare = sheet->table->column[i].spare;
        if (spare > 0 && geo_text_is_shown(sheet, i) && (sparest == 0 || spare < sparest))
            sparest = spare;
    }
    for (size_t i = 0; i < sheet->table->column_count; i++) {
        if (sparest > 0 && sheet->table->column[i].spare == sparest)
            sheet->width[i] = GEO_TEXT_LEFT_OUT;
    }
    return sparest > 0;
}

int geo_text_span_width(const geo_text_sheet *sheet, size_t first, size_t end)
{
    int width = -GEO_TEXT_GAP;
    for (size_t i = first; i < end; i++)
        if (geo_text_is_shown(sheet, i))
            width += GEO_TEXT_GAP + sheet->width[i];
    return width < 0 ? -1 : width;
}

/* Widens the last column under each heading that is longer than its columns. */
static void make_room_for_groups(geo_text_sheet *sheet)
{
    const geo_table *table = sheet->table;
    for (size_t i = 0; i < table->column_count; i = geo_table_group_end(table, i)) {
        size_t last = geo_table_group_end(table, i);
        int width = geo_text_span_width(sheet, i, last);
        while (last > i + 1 && !geo_text_is_shown(sheet, last - 1))
            last--;
        int lacking = sheet->group[i] && width > 0 ? geo_text_width(sheet->group[i]) - width : 0;
        int free_room = sheet->terminal - total_width(sheet, INT_MAX);
        if (sheet->terminal > 0 && lacking > free_room)
            lacking = free_room;
        if (lacking > 0)
            sheet->width[last - 1] += lacking;
    }
}

static bool fits(const geo_text_sheet *sheet)
{
    return sheet->terminal <= 0 || total_width(sheet, INT_MAX) <= sheet->terminal;
}

static void take_own_widths(geo_text_sheet *sheet, bool wrap)
{
    for (size_t i = 0; i < sheet->table->column_count; i++) {
        int heading = wrap ? widest_word(sheet->heading[i]) : geo_text_width(sheet->heading[i]);
        int cell = widest_cell(sheet, i);
        sheet->width[i] = heading > cell ? heading : cell;
    }
}

void geo_text_sheet_settle(geo_text_sheet *sheet)
{
    size_t column;
    take_own_widths(sheet, false);
    if (!fits(sheet))
        take_own_widths(sheet, true);
    if (!fits(sheet)) {
        while (total_width(sheet, LEGIBLE_TEXT) > sheet->terminal && leave_out_columns(sheet)) {
        }
        while (!fits(sheet) && (column = column_to_cut(sheet)) != SIZE_MAX)
            sheet->width[column]--;
    }
    make_room_for_groups(sheet);
}
