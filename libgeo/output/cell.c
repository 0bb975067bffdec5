#include "output/cell.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "core/text.h"
#include "core/utf8.h"
#include "output/marks.h"

bool geo_cell_is_null(const geo_column *column, size_t row)
{
    switch (column->type) {
    case GEO_TEXT:
        return !column->text[row];
    case GEO_INTEGER:
        return column->integer[row] == GEO_NO_INTEGER;
    default:
        return !isfinite(column->real[row]);
    }
}

bool geo_begins_formula(geo_text field)
{
    return field.length > 0 && strchr("=+-@\t\r", field.data[0]) && field.data[0] != '\0';
}

geo_status geo_cell_append_number(geo_context *context, geo_bytes *bytes, const geo_column *column,
                                  size_t row)
{
    if (geo_cell_is_null(column, row))
        return GEO_OK;
    return column->type == GEO_INTEGER
               ? geo_bytes_append_integer(context, bytes, column->integer[row])
               : geo_bytes_append_number(context, bytes, column->real[row], column->decimals);
}

static geo_status number_for_people(geo_context *context, const geo_column *column, size_t row,
                                    char **out)
{
    geo_bytes plain = GEO_BYTES_INIT;
    geo_bytes separated = GEO_BYTES_INIT;
    geo_status status = geo_cell_append_number(context, &plain, column, row);
    if (status == GEO_OK)
        status = geo_separate_thousands(context, (geo_text){plain.data, plain.length}, &separated);
    if (status == GEO_OK)
        status = geo_copy_bytes(context, separated.data, separated.length, out);
    geo_bytes_clear(&plain);
    geo_bytes_clear(&separated);
    return status;
}

geo_status geo_cell_for_people(geo_context *context, const geo_column *column, size_t row,
                               char **out)
{
    if (geo_cell_is_hidden(column, row))
        return geo_copy_text(context, GEO_HIDDEN_TEXT, out);
    if (geo_cell_is_null(column, row))
        return geo_copy_text(context, column->type == GEO_TEXT ? "" : "\xE2\x80\x93", out);
    return column->type == GEO_TEXT ? geo_line_for_people(context, column->text[row], out)
                                    : number_for_people(context, column, row, out);
}

/* C0, DEL and C1 controls: a name must not move the cursor or change colours. */
static bool is_control(uint32_t character)
{
    return character < 0x20 || (character >= 0x7F && character < 0xA0);
}

geo_status geo_line_for_people(geo_context *context, const char *text, char **out)
{
    geo_bytes line = GEO_BYTES_INIT;
    geo_status status = GEO_OK;
    const char *end = text + strlen(text);
    while (text < end && status == GEO_OK) {
        const char *from = text;
        uint32_t character = geo_utf8_next(&text, end);
        geo_text piece = {from, (size_t)(text - from)};
        status = is_control(character) ? geo_bytes_append(context, &line, " ", 1)
                                       : geo_utf8_append(context, &line, piece);
    }
    if (status == GEO_OK)
        status = geo_copy_bytes(context, line.data, line.length, out);
    geo_bytes_clear(&line);
    return status;
}

geo_status geo_heading_for_people(geo_context *context, const geo_column *column, char **out)
{
    bool has_heading = column->heading != NULL;
    geo_status status =
        geo_line_for_people(context, has_heading ? column->heading : column->name, out);
    if (status != GEO_OK || has_heading)
        return status;
    for (char *at = *out; *at != '\0'; at++)
        *at = *at == '_' ? ' ' : *at;
    return GEO_OK;
}
