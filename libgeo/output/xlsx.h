/* What the parts of the workbook writer share. Only these include libxlsxwriter. */
#ifndef GEO_OUTPUT_XLSX_H
#define GEO_OUTPUT_XLSX_H

#include <xlsxwriter.h>

#include <geo/core.h>

/* How a cell looks. */
typedef struct geo_xlsx_look {
    geo_type type;
    int decimals;
    geo_mark mark;
    const char *symbol; /* behind the number */
    const char *room;   /* the longest symbol of the column */
    int indent;
    bool is_total;
    bool is_heading;
    bool is_group; /* a heading over several columns */
} geo_xlsx_look;

typedef struct geo_xlsx_style {
    geo_xlsx_look look;
    lxw_format *format;
} geo_xlsx_style;

/* A workbook while it is made. */
typedef struct geo_xlsx {
    geo_context *context;
    const geo_table *const *all; /* [count] */
    size_t count;
    const geo_table *table; /* the one at work on */
    lxw_workbook *book;
    geo_xlsx_style *style; /* each look once */
    size_t style_count;
    size_t style_capacity;
} geo_xlsx;

/* GEO_OK for no error. */
geo_status geo_xlsx_check(geo_context *context, lxw_error error);

/* The format of that look, owned by the workbook. */
geo_status geo_xlsx_format(geo_xlsx *xlsx, const geo_xlsx_look *look, lxw_format **out);

/* A text as a cell may hold it, freed with free(): one line, nothing in it that XML can't have or a
 * spreadsheet takes for an escape. GEO_ERROR_LIMIT for one that is too long. */
geo_status geo_xlsx_text(geo_context *context, const char *text, char **out);

/* What the sheet of table `index` is called: "Table" of a single one. Sheets of the tables before
 * are there already. */
#define GEO_XLSX_NAME_SIZE 128
geo_status geo_xlsx_sheet_name(const geo_xlsx *xlsx, size_t index, char name[GEO_XLSX_NAME_SIZE]);

/* The sheet with the rows of the table at work on, and the one with key and notes of all where
 * there are any. */
geo_status geo_xlsx_add_table(geo_xlsx *xlsx, const char *name);
geo_status geo_xlsx_add_notes(geo_xlsx *xlsx);

#endif
