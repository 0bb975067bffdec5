#include "measure/area_values.h"

#include <math.h>
#include <stdlib.h>

#include "core/memory.h"
#include "core/text.h"

/* One field: either texts, or numbers to be printed. */
struct geo_value_source {
    const char *const *text;
    const int64_t *integer;
    const double *real;
    geo_bytes printed; /* the number of the present area */
};

static void add_field(geo_area_values *values, const char *name, struct geo_value_source source)
{
    values->name[values->count] = name;
    values->source[values->count++] = source;
}

static void list_fields(geo_area_values *values, const geo_areas *areas)
{
    add_field(values, "code", (struct geo_value_source){.text = areas->code});
    if (areas->name)
        add_field(values, "name", (struct geo_value_source){.text = areas->name});
    if (areas->parent)
        add_field(values, "parent", (struct geo_value_source){.text = areas->parent});
    if (areas->population)
        add_field(values, "population", (struct geo_value_source){.real = areas->population});
    for (size_t i = 0; areas->attributes && i < areas->attributes->column_count; i++) {
        const geo_column *column = &areas->attributes->column[i];
        add_field(values, column->name,
                  (struct geo_value_source){.text = (const char *const *)column->text,
                                            .integer = column->integer,
                                            .real = column->real});
    }
}

geo_status geo_area_values_list(geo_context *context, const geo_areas *areas,
                                geo_area_values *values)
{
    size_t count = 4 + (areas->attributes ? areas->attributes->column_count : 0);
    geo_status status = geo_alloc_array(context, count, sizeof *values->name, &values->name);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *values->source, &values->source);
    if (status == GEO_OK)
        list_fields(values, areas);
    return status;
}

void geo_area_values_clear(geo_area_values *values)
{
    for (size_t i = 0; i < values->count; i++)
        geo_bytes_clear(&values->source[i].printed);
    free(values->name);
    free(values->source);
    *values = (geo_area_values){.count = 0};
}

/* With as few digits as give the number back. */
static geo_status print_real(geo_context *context, double number, geo_bytes *printed)
{
    enum { DIGITS_MAX = 100 };
    geo_status status = GEO_OK;
    double back = (double)NAN;
    for (int decimals = 0; status == GEO_OK && back != number && decimals <= DIGITS_MAX;
         decimals++) {
        printed->length = 0;
        status = geo_bytes_append_number(context, printed, number, decimals);
        geo_number_parse((geo_text){printed->data, printed->length}, &back);
    }
    return status;
}

geo_status geo_area_value(geo_context *context, geo_area_values *values, size_t field, size_t area,
                          geo_text *value)
{
    struct geo_value_source *source = &values->source[field];
    geo_status status = GEO_OK;
    source->printed.length = 0;
    *value = (geo_text){NULL, 0};
    if (source->text) {
        const char *text = source->text[area];
        *value = geo_text_of(text);
        return GEO_OK;
    }
    if (source->integer && source->integer[area] != GEO_NO_INTEGER)
        status =
            geo_bytes_print(context, &source->printed, "%lld", (long long)source->integer[area]);
    if (source->real && isfinite(source->real[area]))
        status = print_real(context, source->real[area], &source->printed);
    if (status == GEO_OK && source->printed.length > 0)
        *value = (geo_text){source->printed.data, source->printed.length};
    return status;
}
