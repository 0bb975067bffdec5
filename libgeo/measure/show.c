#include <stdlib.h>

#include <geo/measure.h>

#include "core/memory.h"
#include "measure/area_values.h"

struct fields {
    geo_area_values values;
    geo_text *value; /* of the present area */
    size_t *index;   /* of the fields that the filter names */
};

static geo_status bind_fields(geo_context *context, const geo_areas *areas,
                              const geo_filter *filter, struct fields *fields)
{
    geo_status status = geo_area_values_list(context, areas, &fields->values);
    if (status == GEO_OK)
        status =
            geo_alloc_array(context, fields->values.count, sizeof *fields->value, &fields->value);
    if (status == GEO_OK)
        status = geo_alloc_array(context, geo_filter_field_count(filter), sizeof *fields->index,
                                 &fields->index);
    if (status != GEO_OK)
        return status;
    return geo_filter_bind(context, filter, fields->values.name, fields->values.count,
                           areas->path ? areas->path : "areas", fields->index);
}

static geo_status show_each(geo_context *context, const geo_areas *areas, const geo_filter *filter,
                            struct fields *fields, bool *shown)
{
    for (size_t area = 0; area < areas->count; area++) {
        for (size_t i = 0; i < geo_filter_field_count(filter); i++) {
            size_t field = fields->index[i];
            geo_status status =
                geo_area_value(context, &fields->values, field, area, &fields->value[field]);
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
    struct fields fields = {.value = NULL};
    if (!filter) {
        for (size_t area = 0; area < areas->count; area++)
            shown[area] = true;
        return GEO_OK;
    }
    geo_status status = bind_fields(context, areas, filter, &fields);
    if (status == GEO_OK)
        status = show_each(context, areas, filter, &fields, shown);
    geo_area_values_clear(&fields.values);
    free(fields.value);
    free(fields.index);
    return status;
}
