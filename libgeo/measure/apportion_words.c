#include "measure/apportion_words.h"

#include <math.h>

#include "core/text.h"

static geo_status add_texts(geo_context *context, geo_table *table, const char *name,
                            const char *const *text, size_t count, bool may_shorten)
{
    geo_column *column = NULL;
    if (!text)
        return GEO_OK;
    geo_status status = geo_table_add(context, table, name, GEO_TEXT, 0, &column);
    for (size_t i = 0; i < count && status == GEO_OK; i++)
        status = geo_table_set_text(context, column, i, geo_text_of(text[i]));
    if (status == GEO_OK)
        column->may_shorten = may_shorten;
    return status;
}

geo_status geo_add_area_columns(geo_context *context, const geo_areas *areas, geo_table *table)
{
    geo_status status =
        add_texts(context, table, "code", (const char *const *)areas->code, areas->count, false);
    if (status == GEO_OK)
        status =
            add_texts(context, table, "name", (const char *const *)areas->name, areas->count, true);
    if (status == GEO_OK)
        status = add_texts(context, table, "parent", (const char *const *)areas->parent,
                           areas->count, true);
    for (size_t row = 0; row < table->row_count && status == GEO_OK; row++)
        status = geo_table_set_area(context, table, row,
                                    row < areas->count ? (int32_t)row : GEO_NO_CODE);
    return status;
}

geo_status geo_name_foot(geo_context *context, geo_table *table, size_t row, const char *text)
{
    size_t column = table->column_count > 1 && table->column[1].type == GEO_TEXT &&
                            geo_same_name(table->column[1].name, "name")
                        ? 1
                        : 0;
    return geo_table_set_text(context, &table->column[column], row, geo_text_of(text));
}

geo_status geo_append_quantity(geo_context *context, double value, geo_bytes *out)
{
    geo_bytes number = GEO_BYTES_INIT;
    double unit = fabs(value) < 1000 ? 1000 : 10, rounded = round(value * unit);
    int decimals = unit == 10 ? 1 : 3;
    for (; decimals > 0 && fmod(rounded, 10) == 0; decimals--)
        rounded /= 10;
    geo_status status = geo_bytes_append_number(context, &number, value, decimals);
    if (status == GEO_OK)
        status = geo_separate_thousands(context, (geo_text){number.data, number.length}, out);
    geo_bytes_clear(&number);
    return status;
}
