/* What the formats of tables share beside the values: how a mark looks and what it is called, which
 * columns stand under one heading, which one names the rows. */
#ifndef GEO_OUTPUT_MARKS_H
#define GEO_OUTPUT_MARKS_H

#include <geo/core.h>

/* Above and Significantly above on white, told apart in grey too and by people who confuse red and
 * green; lower and higher than what is compared with in blue and rose. Black on each has a contrast
 * above 7 (WCAG 2.2, success criterion 1.4.6). As 0xRRGGBB. */
enum {
    GEO_COLOUR_ABOVE = 0xFDDBA8,
    GEO_COLOUR_FAR_ABOVE = 0xF2914A,
    GEO_COLOUR_LOWER = 0xC6DDF0,
    GEO_COLOUR_HIGHER = 0xF6C3CB,
    GEO_COLOUR_NONE = 0xFFFFFF
};

/* Of a hidden cell: the Government Statistical Service's symbol for what is confidential ("Symbols
 * in tables", Analysis Function, 2022). */
#define GEO_HIDDEN_TEXT "[c]"

/* Behind the number: "*", "**", a triangle down or up; "" for none and for hidden cells. */
const char *geo_mark_symbol(geo_mark mark);
/* "above", "far-above", "lower", "higher", "hidden"; "" for none. */
const char *geo_mark_class(geo_mark mark);
unsigned geo_mark_colour(geo_mark mark);
/* What it means: the table's words, else the plainest. */
const char *geo_mark_meaning(const geo_table *table, geo_mark mark);

bool geo_cell_is_hidden(const geo_column *column, size_t row);
/* The symbol of a cell; "" too where a column `band` says the same in words. */
const char *geo_cell_symbol(const geo_table *table, const geo_column *column, size_t row);
/* The same of the key. */
const char *geo_key_symbol(const geo_table *table, geo_mark mark);
/* Which columns of numbers have cells with symbols: [column_count], freed with free(). */
geo_status geo_table_find_symbols(geo_context *context, const geo_table *table, bool **out);
/* Whether the key has something to say of the mark without colours: a symbol that is shown. */
bool geo_key_has(const geo_table *table, geo_mark mark);

bool geo_table_has_groups(const geo_table *table);
/* The column behind those that stand under one heading with `first`; a column without heading
 * stands alone. */
size_t geo_table_group_end(const geo_table *table, size_t first);

/* Its texts are indented; column_count when no column has texts. */
size_t geo_table_first_text(const geo_table *table);
/* What a row is about: the column `name`, else the first with texts. */
size_t geo_table_row_heading(const geo_table *table);

/* GEO_ERROR_USAGE for no table at all. */
geo_status geo_check_table_count(geo_context *context, size_t count);

bool geo_row_is_total(const geo_table *table, size_t row);
int geo_row_level(const geo_table *table, size_t row);
/* The first of the totals at the end; row_count when there are none. */
size_t geo_table_foot(const geo_table *table);

#endif
