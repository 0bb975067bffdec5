#include <math.h>
#include <stdlib.h>

#include <geo/measure.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"

/* One field that a condition can name: either texts, or numbers to be printed. */
struct source {
    const char *const *text;
    const int64_t *integer;
    const double *real;
    geo_bytes printed; /* the number of the present area */
};

struct fields {
    const char **name;
    struct source *source;
    geo_text *value; /* of the present area */
    size_t count;
    size_t *index; /* of the fields that the filter names */
};

static void add_field(struct fields *fields, const char *name, struct source source)
{
    fields->name[fields->count] = name;
    fields->source[fields->count++] = source;
}

static void list_fields(struct fields *fields, const geo_areas *areas)
{
    add_field(fields, "code", (struct source){.text = areas->code});
    if (areas->name)
        add_field(fields, "name", (struct source){.text = areas->name});
    if (areas->parent)
        add_field(fields, "parent", (struct source){.text = areas->parent});
    if (areas->population)
        add_field(fields, "population", (struct source){.real = areas->population});
    for (size_t i = 0; areas->attributes && i < areas->attributes->column_count; i++) {
        const geo_column *column = &areas->attributes->column[i];
        add_field(fields, column->name,
                  (struct source){.text = (const char *const *)column->text,
                                  .integer = column->integer,
                                  .real = column->real});
    }
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

static geo_status read_value(geo_context *context, struct source *source, size_t area,
                             geo_text *value)
{
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

static geo_status bind_fields(geo_context *context, const geo_areas *areas,
                              const geo_filter *filter, struct fields *fields)
{
    size_t count = 4 + (areas->attributes ? areas->attributes->column_count : 0);
    geo_status status = geo_alloc_array(context, count, sizeof *fields->name, &fields->name);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *fields->source, &fields->source);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *fields->value, &fields->value);
    if (status == GEO_OK)
        status = geo_alloc_array(context, geo_filter_field_count(filter), sizeof *fields->index,
                                 &fields->index);
    if (status != GEO_OK)
        return status;
    list_fields(fields, areas);
    return geo_filter_bind(context, filter, fields->name, fields->count,
                           areas->path ? areas->path : "areas", fields->index);
}

static geo_status show_each(geo_context *context, const geo_areas *areas, const geo_filter *filter,
                            struct fields *fields, bool *shown)
{
    for (size_t area = 0; area < areas->count; area++) {
        for (size_t i = 0; i < geo_filter_field_count(filter); i++) {
            size_t field = fields->index[i];
            geo_status status =
                read_value(context, &fields->source[field], area, &fields->value[field]);
            if (status != GEO_OK)
                return status;
        }
        shown[area] = geo_filter_match(filter, fields->value, fields->index);
    }
    return GEO_OK;
}

geo_status geo_show_areas(geo_context *context, const geo_areas *areas, const geo_filter *filter,
                          bool *shown)
{
    struct fields fields = {NULL, NULL, NULL, 0, NULL};
    if (!filter) {
        for (size_t area = 0; area < areas->count; area++)
            shown[area] = true;
        return GEO_OK;
    }
    geo_status status = bind_fields(context, areas, filter, &fields);
    if (status == GEO_OK)
        status = show_each(context, areas, filter, &fields, shown);
    for (size_t i = 0; i < fields.count; i++)
        geo_bytes_clear(&fields.source[i].printed);
    free(fields.name);
    free(fields.source);
    free(fields.value);
    free(fields.index);
    return status;
}
