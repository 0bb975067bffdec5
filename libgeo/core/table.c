/* Typed columns of equal length. */
#include <math.h>
#include <stdlib.h>

#include "core/memory.h"
#include "core/text.h"

geo_status geo_table_new(geo_context *context, size_t row_count, geo_table **out)
{
    geo_table *table = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *table, &table);
    if (status != GEO_OK)
        return status;
    table->row_count = row_count;
    *out = table;
    return GEO_OK;
}

static void clear_column(geo_column *column, size_t row_count)
{
    for (size_t row = 0; column->text && row < row_count; row++)
        free(column->text[row]);
    free(column->text);
    free(column->integer);
    free(column->real);
    free(column->name);
    free(column->heading);
    free(column->mark);
    free(column->group);
}

void geo_table_free(geo_table *table)
{
    if (!table)
        return;
    for (size_t i = 0; i < table->column_count; i++)
        clear_column(&table->column[i], table->row_count);
    for (size_t i = 0; i < table->note_count; i++)
        free(table->note[i]);
    for (size_t i = 0; i < GEO_MARK_COUNT; i++)
        free(table->mark_text[i]);
    free(table->level);
    free(table->is_total);
    free(table->area);
    free(table->column);
    free(table->note);
    free(table->title);
    free(table);
}

static geo_status fill_with_nulls(geo_context *context, geo_column *column, size_t row_count)
{
    geo_status status = GEO_OK;
    switch (column->type) {
    case GEO_TEXT:
        return geo_alloc_array(context, row_count, sizeof *column->text, &column->text);
    case GEO_INTEGER:
        status = geo_alloc_array(context, row_count, sizeof *column->integer, &column->integer);
        for (size_t row = 0; status == GEO_OK && row < row_count; row++)
            column->integer[row] = GEO_NO_INTEGER;
        return status;
    case GEO_REAL:
        status = geo_alloc_array(context, row_count, sizeof *column->real, &column->real);
        for (size_t row = 0; status == GEO_OK && row < row_count; row++)
            column->real[row] = (double)NAN;
        return status;
    }
    return status;
}

geo_status geo_table_add(geo_context *context, geo_table *table, const char *name, geo_type type,
                         int decimals, geo_column **out)
{
    /* Tables have tens of columns: growing by doubling from the count needs no stored capacity. */
    size_t count = table->column_count;
    geo_status status = GEO_OK;
    if ((count & (count - 1)) == 0) {
        size_t capacity = count;
        status = geo_grow_array(context, &table->column, &capacity, count > 0 ? 2 * count : 1,
                                sizeof *table->column);
        if (status != GEO_OK)
            return status;
    }
    geo_column column = {.type = type, .decimals = decimals};
    status = geo_copy_text(context, name, &column.name);
    if (status == GEO_OK)
        status = fill_with_nulls(context, &column, table->row_count);
    if (status != GEO_OK) {
        clear_column(&column, 0);
        return status;
    }
    table->column[count] = column;
    table->column_count = count + 1;
    if (out)
        *out = &table->column[count];
    return GEO_OK;
}

static geo_status replace_text(geo_context *context, const char *text, char **kept)
{
    char *copy = NULL;
    geo_status status = geo_copy_text(context, text, &copy);
    if (status != GEO_OK)
        return status;
    free(*kept);
    *kept = copy;
    return GEO_OK;
}

geo_status geo_table_set_heading(geo_context *context, geo_column *column, const char *heading)
{
    return replace_text(context, heading, &column->heading);
}

geo_status geo_table_set_text(geo_context *context, geo_column *column, size_t row, geo_text text)
{
    char *copy = NULL;
    if (text.data) {
        geo_status status = geo_copy_bytes(context, text.data, text.length, &copy);
        if (status != GEO_OK)
            return status;
    }
    free(column->text[row]);
    column->text[row] = copy;
    return GEO_OK;
}

geo_status geo_table_set_mark(geo_context *context, const geo_table *table, geo_column *column,
                              size_t row, geo_mark mark)
{
    if (!column->mark) {
        geo_status status =
            geo_alloc_array(context, table->row_count, sizeof *column->mark, &column->mark);
        if (status != GEO_OK)
            return status;
    }
    column->mark[row] = (unsigned char)mark;
    return GEO_OK;
}

geo_mark geo_table_mark(const geo_column *column, size_t row)
{
    return column->mark ? (geo_mark)column->mark[row] : GEO_MARK_NONE;
}

geo_status geo_table_set_mark_text(geo_context *context, geo_table *table, geo_mark mark,
                                   const char *text)
{
    return replace_text(context, text, &table->mark_text[mark]);
}

geo_status geo_table_set_group(geo_context *context, geo_column *column, const char *group)
{
    return replace_text(context, group, &column->group);
}

geo_status geo_table_set_level(geo_context *context, geo_table *table, size_t row,
                               unsigned char level)
{
    if (!table->level) {
        geo_status status =
            geo_alloc_array(context, table->row_count, sizeof *table->level, &table->level);
        if (status != GEO_OK)
            return status;
    }
    table->level[row] = level;
    return GEO_OK;
}

geo_status geo_table_set_total(geo_context *context, geo_table *table, size_t row)
{
    if (!table->is_total) {
        geo_status status =
            geo_alloc_array(context, table->row_count, sizeof *table->is_total, &table->is_total);
        if (status != GEO_OK)
            return status;
    }
    table->is_total[row] = true;
    return GEO_OK;
}

geo_status geo_table_set_area(geo_context *context, geo_table *table, size_t row, int32_t area)
{
    if (!table->area) {
        geo_status status =
            geo_alloc_array(context, table->row_count, sizeof *table->area, &table->area);
        if (status != GEO_OK)
            return status;
        for (size_t i = 0; i < table->row_count; i++)
            table->area[i] = GEO_NO_CODE;
    }
    table->area[row] = area;
    return GEO_OK;
}

geo_status geo_table_set_title(geo_context *context, geo_table *table, const char *title)
{
    return replace_text(context, title, &table->title);
}

geo_status geo_table_add_note(geo_context *context, geo_table *table, const char *note)
{
    size_t capacity = table->note_count;
    geo_status status = geo_grow_array(context, &table->note, &capacity, table->note_count + 1,
                                       sizeof *table->note);
    if (status == GEO_OK)
        status = geo_copy_text(context, note, &table->note[table->note_count]);
    if (status == GEO_OK)
        table->note_count++;
    return status;
}

const geo_column *geo_table_find(const geo_table *table, const char *name)
{
    for (size_t i = 0; i < table->column_count; i++)
        if (geo_same_name(table->column[i].name, name))
            return &table->column[i];
    return NULL;
}
