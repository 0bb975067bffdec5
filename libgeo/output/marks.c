#include "output/marks.h"

#include <string.h>

#include "core/context.h"
#include "core/memory.h"

struct look {
    const char *symbol;
    const char *class_name;
    unsigned colour;
    const char *meaning;
};

static const struct look look[GEO_MARK_COUNT] = {
    [GEO_MARK_NONE] = {"", "", GEO_COLOUR_NONE, ""},
    [GEO_MARK_ABOVE] = {"*", "above", GEO_COLOUR_ABOVE, "above"},
    [GEO_MARK_FAR_ABOVE] = {"**", "far-above", GEO_COLOUR_FAR_ABOVE, "far above"},
    [GEO_MARK_LOWER] = {"\xE2\x96\xBC", "lower", GEO_COLOUR_LOWER, "lower"},
    [GEO_MARK_HIGHER] = {"\xE2\x96\xB2", "higher", GEO_COLOUR_HIGHER, "higher"},
    [GEO_MARK_HIDDEN] = {"", "hidden", GEO_COLOUR_NONE, "kept back"},
};

const char *geo_mark_symbol(geo_mark mark)
{
    return look[mark].symbol;
}

const char *geo_mark_class(geo_mark mark)
{
    return look[mark].class_name;
}

unsigned geo_mark_colour(geo_mark mark)
{
    return look[mark].colour;
}

const char *geo_mark_meaning(const geo_table *table, geo_mark mark)
{
    return table->mark_text[mark] ? table->mark_text[mark] : look[mark].meaning;
}

bool geo_cell_is_hidden(const geo_column *column, size_t row)
{
    return geo_table_mark(column, row) == GEO_MARK_HIDDEN;
}

static bool is_band(geo_mark mark)
{
    return mark == GEO_MARK_ABOVE || mark == GEO_MARK_FAR_ABOVE;
}

static const char *shown_symbol(const geo_table *table, geo_mark mark)
{
    return is_band(mark) && geo_table_find(table, "band") ? "" : geo_mark_symbol(mark);
}

const char *geo_cell_symbol(const geo_table *table, const geo_column *column, size_t row)
{
    return shown_symbol(table, geo_table_mark(column, row));
}

const char *geo_key_symbol(const geo_table *table, geo_mark mark)
{
    return mark == GEO_MARK_HIDDEN ? GEO_HIDDEN_TEXT : shown_symbol(table, mark);
}

static bool has_symbols(const geo_table *table, const geo_column *column)
{
    for (size_t row = 0; column->mark && row < table->row_count; row++)
        if (geo_cell_symbol(table, column, row)[0] != '\0')
            return true;
    return false;
}

geo_status geo_table_find_symbols(geo_context *context, const geo_table *table, bool **out)
{
    geo_status status = geo_alloc_array(context, table->column_count, sizeof **out, out);
    for (size_t i = 0; i < table->column_count && status == GEO_OK; i++)
        (*out)[i] = table->column[i].type != GEO_TEXT && has_symbols(table, &table->column[i]);
    return status;
}

bool geo_key_has(const geo_table *table, geo_mark mark)
{
    return table->mark_text[mark] && geo_key_symbol(table, mark)[0] != '\0';
}

bool geo_table_has_groups(const geo_table *table)
{
    for (size_t i = 0; i < table->column_count; i++)
        if (table->column[i].group)
            return true;
    return false;
}

size_t geo_table_group_end(const geo_table *table, size_t first)
{
    const char *group = table->column[first].group;
    size_t end = first + 1;
    while (group && end < table->column_count && table->column[end].group &&
           strcmp(table->column[end].group, group) == 0)
        end++;
    return end;
}

size_t geo_table_first_text(const geo_table *table)
{
    size_t first = 0;
    while (first < table->column_count && table->column[first].type != GEO_TEXT)
        first++;
    return first;
}

size_t geo_table_row_heading(const geo_table *table)
{
    const geo_column *name = geo_table_find(table, "name");
    return name && name->type == GEO_TEXT ? (size_t)(name - table->column)
                                          : geo_table_first_text(table);
}

geo_status geo_check_table_count(geo_context *context, size_t count)
{
    if (count > 0)
        return GEO_OK;
    return geo_fail(context, GEO_ERROR_USAGE, "there is no table to write");
}

bool geo_row_is_total(const geo_table *table, size_t row)
{
    return table->is_total && table->is_total[row];
}

int geo_row_level(const geo_table *table, size_t row)
{
    return table->level ? table->level[row] : 0;
}

size_t geo_table_foot(const geo_table *table)
{
    size_t foot = table->row_count;
    while (foot > 0 && geo_row_is_total(table, foot - 1))
        foot--;
    return foot;
}
