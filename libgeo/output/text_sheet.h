/* A table as it will stand at a terminal: texts ready, widths settled. */
#ifndef GEO_OUTPUT_TEXT_SHEET_H
#define GEO_OUTPUT_TEXT_SHEET_H

#include <geo/core.h>

/* Blanks between columns, and those that a level indents by. */
enum { GEO_TEXT_GAP = 2, GEO_TEXT_INDENT = 2 };

enum { GEO_TEXT_LEFT_OUT = -1 };

typedef struct geo_text_sheet {
    geo_context *context;
    const geo_table *table;
    bool colour;
    int terminal;   /* width of the terminal, 0: endless */
    char **heading; /* [column_count] */
    char **group;   /* [column_count], of the first column under it; NULL elsewhere */
    char **cell;    /* [row_count * column_count] */
    int *width;     /* [column_count], GEO_TEXT_LEFT_OUT for a column that finds no room */
    geo_bytes *out;
} geo_text_sheet;

/* Texts with their symbols, in columns of numbers all with room for the longest symbol, so that
 * numbers stay lined up; rows indented. To be cleared whatever the status. */
geo_status geo_text_sheet_fill(geo_text_sheet *sheet);
void geo_text_sheet_clear(geo_text_sheet *sheet);

/* Headings on one line if the terminal is wide enough for that; else they are wrapped. What is then
 * still too wide loses columns that can be spared, until long texts need not be cut too short. */
void geo_text_sheet_settle(geo_text_sheet *sheet);

static inline bool geo_text_is_shown(const geo_text_sheet *sheet, size_t column)
{
    return sheet->width[column] != GEO_TEXT_LEFT_OUT;
}

/* Width of the shown columns from `first` to before `end`, with the gaps between them; -1 when none
 * is shown. */
int geo_text_span_width(const geo_text_sheet *sheet, size_t first, size_t end);

#endif
