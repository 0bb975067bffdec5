/* The sheet with what stands under the tables elsewhere: below the rows it would be in the way of
 * sorting and filtering them. */
#include <stdlib.h>

#include "output/marks.h"
#include "output/xlsx.h"

enum { SYMBOL_WIDTH = 8, NOTE_WIDTH = 100 };

typedef struct xlsx_notes {
    geo_xlsx *xlsx;
    lxw_worksheet *sheet;
    lxw_format *bold;
    lxw_format *wrapped;
    lxw_row_t row;
} xlsx_notes;

static bool has_notes(const geo_table *table)
{
    bool has_any = table->note_count > 0;
    for (geo_mark mark = GEO_MARK_NONE; mark < GEO_MARK_COUNT; mark++)
        has_any = has_any || table->mark_text[mark];
    return has_any;
}

static geo_status put(const xlsx_notes *notes, lxw_col_t column, const char *text,
                      lxw_format *format)
{
    char *cell = NULL;
    geo_status status = geo_xlsx_text(notes->xlsx->context, text, &cell);
    if (status == GEO_OK)
        status =
            geo_xlsx_check(notes->xlsx->context,
                           worksheet_write_string(notes->sheet, notes->row, column, cell, format));
    free(cell);
    return status;
}

static geo_status put_key(xlsx_notes *notes, const geo_table *table)
{
    geo_status status = GEO_OK;
    for (geo_mark mark = GEO_MARK_NONE; mark < GEO_MARK_COUNT && status == GEO_OK; mark++) {
        const geo_xlsx_look look = {.type = GEO_TEXT, .mark = mark, .symbol = "", .room = ""};
        lxw_format *format = NULL;
        if (!table->mark_text[mark])
            continue;
        status = geo_xlsx_format(notes->xlsx, &look, &format);
        if (status == GEO_OK)
            status = put(notes, 0, geo_key_symbol(table, mark), format);
        if (status == GEO_OK)
            status = put(notes, 1, table->mark_text[mark], notes->wrapped);
        notes->row++;
    }
    return status;
}

static geo_status put_notes(xlsx_notes *notes, const geo_table *table)
{
    geo_status status = table->title ? put(notes, 0, table->title, notes->bold) : GEO_OK;
    notes->row += table->title ? 2 : 0;
    if (status == GEO_OK)
        status = put_key(notes, table);
    for (size_t i = 0; i < table->note_count && status == GEO_OK; i++, notes->row++)
        status = put(notes, 1, table->note[i], notes->wrapped);
    notes->row++;
    return status;
}

static geo_status fill(xlsx_notes *notes)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; i < notes->xlsx->count && status == GEO_OK; i++)
        if (has_notes(notes->xlsx->all[i]))
            status = put_notes(notes, notes->xlsx->all[i]);
    return status;
}

static geo_status set_up(const xlsx_notes *notes)
{
    enum { A4 = 9 };
    lxw_error error = worksheet_set_column(notes->sheet, 0, 0, SYMBOL_WIDTH, NULL);
    if (error == LXW_NO_ERROR)
        error = worksheet_set_column(notes->sheet, 1, 1, NOTE_WIDTH, NULL);
    worksheet_set_landscape(notes->sheet);
    worksheet_set_paper(notes->sheet, A4);
    worksheet_fit_to_pages(notes->sheet, 1, 0);
    return geo_xlsx_check(notes->xlsx->context, error);
}

geo_status geo_xlsx_add_notes(geo_xlsx *xlsx)
{
    xlsx_notes notes = {.xlsx = xlsx};
    bool has_any = false;
    for (size_t i = 0; i < xlsx->count; i++)
        has_any = has_any || has_notes(xlsx->all[i]);
    if (!has_any)
        return GEO_OK;
    notes.sheet = workbook_add_worksheet(xlsx->book, "Notes");
    notes.bold = workbook_add_format(xlsx->book);
    notes.wrapped = workbook_add_format(xlsx->book);
    if (!notes.sheet || !notes.bold || !notes.wrapped)
        return geo_xlsx_check(xlsx->context, LXW_ERROR_MEMORY_MALLOC_FAILED);
    format_set_bold(notes.bold);
    format_set_text_wrap(notes.wrapped);
    format_set_align(notes.wrapped, LXW_ALIGN_VERTICAL_TOP);
    geo_status status = set_up(&notes);
    return status == GEO_OK ? fill(&notes) : status;
}
