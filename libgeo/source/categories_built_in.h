/* The mappings that the library carries: files of source/categories/, put in when it is built. */
#ifndef GEO_SOURCE_CATEGORIES_BUILT_IN_H
#define GEO_SOURCE_CATEGORIES_BUILT_IN_H

#include <stddef.h>

typedef struct geo_built_in_mapping {
    const char *name;
    const char *csv;
    const size_t *length;
} geo_built_in_mapping;

/* NULL when no built-in mapping has that name. */
const geo_built_in_mapping *geo_built_in_mapping_named(const char *name);

/* "a, b, c" into `text`. */
#define GEO_MAPPING_NAMES 100
void geo_built_in_mapping_names(char text[GEO_MAPPING_NAMES]);

#endif
