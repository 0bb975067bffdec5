/* The mappings that the library carries. */
#include "source/categories_built_in.h"

#include <string.h>

#include "core/context.h"

/* Made from source/categories/NAME.csv when the library is built. */
extern const char geo_categories_police_uk[], geo_categories_home_office[];
extern const size_t geo_categories_police_uk_length, geo_categories_home_office_length;

static const geo_built_in_mapping mappings[] = {
    {"police.uk", geo_categories_police_uk, &geo_categories_police_uk_length},
    {"home-office", geo_categories_home_office, &geo_categories_home_office_length},
};

#define MAPPING_COUNT (sizeof mappings / sizeof *mappings)

const geo_built_in_mapping *geo_built_in_mapping_named(const char *name)
{
    for (size_t i = 0; i < MAPPING_COUNT; i++)
        if (strcmp(name, mappings[i].name) == 0)
            return &mappings[i];
    return NULL;
}

void geo_built_in_mapping_names(char text[GEO_MAPPING_NAMES])
{
    const char *names[MAPPING_COUNT];
    for (size_t i = 0; i < MAPPING_COUNT; i++)
        names[i] = mappings[i].name;
    geo_list_names(names, MAPPING_COUNT, text, GEO_MAPPING_NAMES);
}
