/* RFC 4180, with LF. */
#include <string.h>

#include <geo/output.h>

#include "core/text.h"
#include "output/cell.h"
#include "output/marks.h"

static bool needs_quotes(geo_text field, char delimiter)
{
    for (size_t i = 0; i < field.length; i++) {
        char character = field.data[i];
        if (character == delimiter || character == '"' || character == '\n' || character == '\r')
            return true;
    }
    return false;
}

static geo_status append_quoted(geo_context *context, geo_bytes *out, geo_text field)
{
    geo_status status = GEO_OK;
    size_t from = 0;
    for (size_t i = 0; i < field.length && status == GEO_OK; i++) {
        if (field.data[i] == '"') {
            status = geo_bytes_append(context, out, field.data + from, i + 1 - from);
            from = i; /* the quote goes out a second time with what follows */
        }
    }
    return status == GEO_OK ? geo_bytes_append(context, out, field.data + from, field.length - from)
                            : status;
}

geo_status geo_csv_append_field(geo_context *context, geo_bytes *out, geo_text field,
                                char delimiter)
{
    if (!field.data)
        return GEO_OK;
    bool quoted = needs_quotes(field, delimiter);
    const char *opening = quoted ? (geo_begins_formula(field) ? "\"'" : "\"")
                                 : (geo_begins_formula(field) ? "'" : "");
    geo_status status = geo_bytes_append(context, out, opening, strlen(opening));
    if (status == GEO_OK)
        status = append_quoted(context, out, field);
    return status == GEO_OK && quoted ? geo_bytes_append(context, out, "\"", 1) : status;
}

static geo_status append_text(geo_context *context, geo_bytes *out, const char *text)
{
    geo_text field = geo_text_of(text);
    return geo_csv_append_field(context, out, field, ',');
}

static geo_status append_header(geo_context *context, const geo_table *table, geo_bytes *out)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; i < table->column_count && status == GEO_OK; i++) {
        status = i > 0 ? geo_bytes_append(context, out, ",", 1) : GEO_OK;
        if (status == GEO_OK)
            status = append_text(context, out, table->column[i].name);
    }
    return status == GEO_OK ? geo_bytes_append(context, out, "\n", 1) : status;
}

static geo_status append_cell(geo_context *context, const geo_column *column, size_t row,
                              geo_bytes *out)
{
    if (geo_cell_is_hidden(column, row))
        return append_text(context, out, GEO_HIDDEN_TEXT);
    return column->type == GEO_TEXT ? append_text(context, out, column->text[row])
                                    : geo_cell_append_number(context, out, column, row);
}

static geo_status append_row(geo_context *context, const geo_table *table, size_t row,
                             geo_bytes *out)
{
    geo_status status = GEO_OK;
    size_t start = out->length;
    for (size_t i = 0; i < table->column_count && status == GEO_OK; i++) {
        status = i > 0 ? geo_bytes_append(context, out, ",", 1) : GEO_OK;
        if (status == GEO_OK)
            status = append_cell(context, &table->column[i], row, out);
    }
    /* One empty field would be an empty line, which readers skip. */
    if (status == GEO_OK && out->length == start)
        status = geo_bytes_append(context, out, "\"\"", 2);
    return status == GEO_OK ? geo_bytes_append(context, out, "\n", 1) : status;
}

geo_status geo_table_to_csv(geo_context *context, const geo_table *table, geo_bytes *out)
{
    geo_status status = append_header(context, table, out);
    for (size_t row = 0; row < table->row_count && status == GEO_OK; row++)
        status = append_row(context, table, row, out);
    return status;
}
