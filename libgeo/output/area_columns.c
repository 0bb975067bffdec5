#include "output/area_columns.h"

#include <math.h>
#include <stdlib.h>

#include "core/memory.h"
#include "core/text.h"
#include "core/utf8.h"

/* ---- which ---------------------------------------------------------------------------------- */

/* Room was made for all of them. */
static geo_status add(geo_context *context, geo_area_columns *columns, geo_area_column column,
                      const char *name)
{
    column.name = NULL;
    geo_status status = geo_copy_text(context, name, &column.name);
    if (status == GEO_OK)
        columns->column[columns->count++] = column;
    return status;
}

static geo_status add_of_area(geo_context *context, geo_area_columns *columns,
                              const geo_table *table, const char *name, const char *const *text)
{
    const geo_area_column column = {.kind = GEO_COLUMN_OF_AREA, .text = text};
    if (!text || geo_table_find(table, name))
        return GEO_OK;
    return add(context, columns, column, name);
}

static bool has_hidden(const geo_table *table, const geo_column *column)
{
    for (size_t row = 0; row < table->row_count; row++)
        if (geo_table_mark(column, row) == GEO_MARK_HIDDEN)
            return true;
    return false;
}

static geo_status add_hidden(geo_context *context, geo_area_columns *columns,
                             const geo_column *column)
{
    const geo_area_column hidden = {.kind = GEO_COLUMN_HIDDEN, .column = column};
    geo_bytes name = GEO_BYTES_INIT;
    geo_status status = geo_bytes_print(context, &name, "%s_hidden%c", column->name, '\0');
    if (status == GEO_OK)
        status = add(context, columns, hidden, name.data);
    geo_bytes_clear(&name);
    return status;
}

static geo_status add_of_table(geo_context *context, geo_area_columns *columns,
                               const geo_table *table)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; i < table->column_count && status == GEO_OK; i++) {
        const geo_area_column column = {.kind = GEO_COLUMN_OF_TABLE, .column = &table->column[i]};
        status = add(context, columns, column, column.column->name);
        if (status == GEO_OK && has_hidden(table, column.column))
            status = add_hidden(context, columns, column.column);
    }
    return status;
}

static geo_status name_fields(geo_context *context, geo_area_columns *columns, const char *layer)
{
    geo_field_definition *field = NULL;
    geo_status status = geo_alloc_array(context, columns->count, sizeof *field, &field);
    if (status != GEO_OK)
        return status;
    for (size_t i = 0; i < columns->count; i++) {
        const geo_area_column *column = &columns->column[i];
        bool is_text = column->kind != GEO_COLUMN_OF_TABLE;
        field[i] = (geo_field_definition){column->name, is_text ? GEO_TEXT : column->column->type};
    }
    status = geo_point_fields_fill(context, &columns->fields, layer, field, columns->count);
    free(field);
    return status;
}

geo_status geo_area_columns_fill(geo_context *context, const geo_areas *areas,
                                 const geo_table *table, const char *layer, geo_area_columns *out)
{
    size_t most = 3 + 2 * table->column_count;
    geo_status status = geo_alloc_array(context, most, sizeof *out->column, &out->column);
    if (status == GEO_OK)
        status = add_of_area(context, out, table, "code", (const char *const *)areas->code);
    if (status == GEO_OK)
        status = add_of_area(context, out, table, "name", (const char *const *)areas->name);
    if (status == GEO_OK)
        status = add_of_area(context, out, table, "parent", (const char *const *)areas->parent);
    if (status == GEO_OK)
        status = add_of_table(context, out, table);
    return status == GEO_OK ? name_fields(context, out, layer) : status;
}

void geo_area_columns_clear(geo_area_columns *columns)
{
    for (size_t i = 0; i < columns->count; i++)
        free(columns->column[i].name);
    free(columns->column);
    geo_point_fields_clear(&columns->fields);
}

const char *geo_area_columns_find(const geo_area_columns *columns, const char *name)
{
    for (size_t i = 0; i < columns->count; i++)
        if (columns->column[i].kind != GEO_COLUMN_HIDDEN &&
            geo_same_name(columns->column[i].name, name))
            return columns->fields.name[i];
    return NULL;
}

const char *geo_area_columns_find_hidden(const geo_area_columns *columns, const char *name)
{
    for (size_t i = 0; i < columns->count; i++)
        if (columns->column[i].kind == GEO_COLUMN_HIDDEN &&
            geo_same_name(columns->column[i].column->name, name))
            return columns->fields.name[i];
    return NULL;
}

/* ---- values --------------------------------------------------------------------------------- */

static geo_status set_text(geo_context *context, geo_area_columns *columns, const char *text,
                           OGRFeatureH feature, int field)
{
    geo_bytes *scratch = &columns->fields.scratch;
    if (!text) {
        OGR_F_SetFieldNull(feature, field);
        return GEO_OK;
    }
    scratch->length = 0;
    geo_status status = geo_utf8_append(context, scratch, geo_text_of(text));
    if (status == GEO_OK)
        status = geo_bytes_append(context, scratch, "", 1);
    if (status == GEO_OK)
        OGR_F_SetFieldString(feature, field, scratch->data);
    return status;
}

static void set_number(const geo_column *column, size_t row, OGRFeatureH feature, int field)
{
    bool is_integer = column->type == GEO_INTEGER;
    if (is_integer ? column->integer[row] == GEO_NO_INTEGER : !isfinite(column->real[row]))
        OGR_F_SetFieldNull(feature, field);
    else if (is_integer)
        OGR_F_SetFieldInteger64(feature, field, column->integer[row]);
    else
        OGR_F_SetFieldDouble(feature, field, column->real[row]);
}

static geo_status set_cell(geo_context *context, geo_area_columns *columns, const geo_column *cells,
                           size_t row, OGRFeatureH feature, int field)
{
    /* Whatever the cell holds: nobody may be known by it. */
    if (geo_table_mark(cells, row) == GEO_MARK_HIDDEN)
        OGR_F_SetFieldNull(feature, field);
    else if (cells->type == GEO_TEXT)
        return set_text(context, columns, cells->text[row], feature, field);
    else
        set_number(cells, row, feature, field);
    return GEO_OK;
}

geo_status geo_area_columns_set(geo_context *context, geo_area_columns *columns, size_t row,
                                size_t area, OGRFeatureH feature)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; i < columns->count && status == GEO_OK; i++) {
        const geo_area_column *column = &columns->column[i];
        int field = (int)i;
        if (column->kind == GEO_COLUMN_OF_TABLE) {
            status = set_cell(context, columns, column->column, row, feature, field);
        } else if (column->kind == GEO_COLUMN_OF_AREA) {
            status = set_text(context, columns, column->text[area], feature, field);
        } else {
            bool is_hidden = geo_table_mark(column->column, row) == GEO_MARK_HIDDEN;
            status = set_text(context, columns, is_hidden ? GEO_HIDDEN_CELL : NULL, feature, field);
        }
    }
    return status;
}
