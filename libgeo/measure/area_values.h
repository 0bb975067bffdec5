/* The fields that areas can be asked by, their values as text. */
#ifndef GEO_MEASURE_AREA_VALUES_H
#define GEO_MEASURE_AREA_VALUES_H

#include <geo/core.h>

struct geo_value_source;

/* Code, name, parent and population as far as the areas have them, then every attribute. Starts as
 * {0}. Borrows from the areas. */
typedef struct geo_area_values {
    const char **name;
    struct geo_value_source *source;
    size_t count;
} geo_area_values;

geo_status geo_area_values_list(geo_context *context, const geo_areas *areas,
                                geo_area_values *values);
void geo_area_values_clear(geo_area_values *values);
/* Borrowed until that field is read again. Numbers have as few digits as give them back. */
geo_status geo_area_value(geo_context *context, geo_area_values *values, size_t field, size_t area,
                          geo_text *value);

#endif
