/* The texts of a table at a terminal. */
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "output/cell.h"
#include "output/marks.h"
#include "output/text_sheet.h"
#include "output/width.h"

static int widest_symbol(const geo_table *table, const geo_column *column)
{
    int widest = 0;
    for (size_t row = 0; column->mark && row < table->row_count; row++) {
        int width = geo_text_width(geo_cell_symbol(table, column, row));
        widest = width > widest ? width : widest;
    }
    return widest;
}

static geo_status append_blanks(geo_context *context, geo_bytes *text, int count)
{
    geo_status status = GEO_OK;
    for (int i = 0; i < count && status == GEO_OK; i++)
        status = geo_bytes_append(context, text, " ", 1);
    return status;
}

/* The cell's text between `indent` blanks and its symbol, which numbers hold `room` columns for. */
static geo_status dress(geo_context *context, const char *cell, const char *symbol, int indent,
                        int room, char **out)
{
    geo_bytes text = GEO_BYTES_INIT;
    geo_status status = append_blanks(context, &text, indent);
    if (status == GEO_OK)
        status = geo_bytes_print(context, &text, "%s%s", cell, symbol);
    if (status == GEO_OK)
        status = append_blanks(context, &text, room - geo_text_width(symbol));
    if (status == GEO_OK)
        status = geo_copy_bytes(context, text.data, text.length, out);
    geo_bytes_clear(&text);
    return status;
}

static geo_status fill_cell(geo_text_sheet *sheet, size_t column, size_t row, int room)
{
    const geo_table *table = sheet->table;
    const geo_column *of = &table->column[column];
    const char *symbol = geo_cell_symbol(table, of, row);
    char **out = &sheet->cell[row * table->column_count + column];
    char *cell = NULL;
    int indent =
        column == geo_table_first_text(table) ? GEO_TEXT_INDENT * geo_row_level(table, row) : 0;
    if (indent == 0 && room == 0 && symbol[0] == '\0')
        return geo_cell_for_people(sheet->context, of, row, out);
    geo_status status = geo_cell_for_people(sheet->context, of, row, &cell);
    if (status == GEO_OK)
        status = dress(sheet->context, cell, symbol, indent, room, out);
    free(cell);
    return status;
}

static geo_status fill_column(geo_text_sheet *sheet, size_t column)
{
    const geo_table *table = sheet->table;
    const geo_column *of = &table->column[column];
    int room = of->type == GEO_TEXT ? 0 : widest_symbol(table, of);
    geo_status status = geo_heading_for_people(sheet->context, of, &sheet->heading[column]);
    for (size_t row = 0; row < table->row_count && status == GEO_OK; row++)
        status = fill_cell(sheet, column, row, room);
    return status;
}

geo_status geo_text_sheet_fill(geo_text_sheet *sheet)
{
    const geo_table *table = sheet->table;
    size_t columns = table->column_count;
    geo_status status =
        geo_alloc_array(sheet->context, columns, sizeof *sheet->heading, &sheet->heading);
    if (status == GEO_OK)
        status = geo_alloc_array(sheet->context, columns, sizeof *sheet->group, &sheet->group);
    if (status == GEO_OK)
        status = geo_alloc_array(sheet->context, columns, sizeof *sheet->width, &sheet->width);
    if (status == GEO_OK)
        status = geo_alloc_array(sheet->context, table->row_count * columns, sizeof *sheet->cell,
                                 &sheet->cell);
    for (size_t i = 0; i < columns && status == GEO_OK; i++)
        status = fill_column(sheet, i);
    for (size_t i = 0; i < columns && status == GEO_OK; i = geo_table_group_end(table, i))
        if (table->column[i].group)
            status = geo_line_for_people(sheet->context, table->column[i].group, &sheet->group[i]);
    return status;
}

static void free_texts(char **text, size_t count)
{
    for (size_t i = 0; text && i < count; i++)
        free(text[i]);
    free(text);
}

void geo_text_sheet_clear(geo_text_sheet *sheet)
{
    const geo_table *table = sheet->table;
    free_texts(sheet->heading, table->column_count);
    free_texts(sheet->group, table->column_count);
    free_texts(sheet->cell, table->row_count * table->column_count);
    free(sheet->width);
}
