/* The fields of area files: statistical units with codes and names, and populations. */
#ifndef GEO_SOURCE_AREA_FIELDS_H
#define GEO_SOURCE_AREA_FIELDS_H

#include <geo/source.h>

#define GEO_PLAIN_NAME 64

/* The letters and digits of a field name, lower case, cut to fit: "LSOA code (2011)" to
 * "lsoacode2011". */
void geo_plain_name(geo_text name, char plain[GEO_PLAIN_NAME]);

/* SIZE_MAX where there is none. */
typedef struct geo_area_fields {
    size_t code;
    size_t name;
    size_t parent;
} geo_area_fields;

/* The code and name of the file's own unit: a plain "code", else the finest of output area, LSOA,
 * MSOA, ward, district, partnership and police force; and the name, else the code, of the next
 * coarser one as the parent. `code` is the field that is known to be the code, or SIZE_MAX: its own
 * unit then counts as the finest. */
geo_area_fields geo_find_area_fields(const char *const *names, size_t count, size_t code);

/* The name, else the code, of the local authority district that an area is in; SIZE_MAX: none. */
size_t geo_find_district_field(const char *const *names, size_t count);

/* The year in the name of a unit's field: 2019 for "WD19CD", 2011 for "LSOA code (2011)"; 0 when it
 * names none. */
int geo_field_year(const char *name);

/* The field with the population, SIZE_MAX when there is none or several compete: a note then lists
 * them, unless context is NULL. */
size_t geo_find_population(geo_context *context, const char *const *names, size_t count,
                           const char *where);

#endif
