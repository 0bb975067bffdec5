/* The rows of a mapping, as they are gathered: offences with their parents, and rules. */
#ifndef GEO_SOURCE_MAPPING_H
#define GEO_SOURCE_MAPPING_H

#include <geo/source.h>

#include "core/category_draft.h"

typedef struct geo_mapping {
    const char *path;
    size_t offence; /* columns; GEO_NO_FIELD where there is none */
    size_t parent;
    size_t order;
    size_t decider_count;
    size_t *decider;    /* [decider_count] the columns that decide */
    const char **field; /* [decider_count] their names; NULL: the field with the category */
    geo_category_drafts drafts;
    size_t rule_count;
    size_t value_count; /* rule_count * decider_count */
    char **value;       /* [value_count] */
    int32_t *offence_of_rule;
    int64_t *row_of_rule;
    size_t value_capacity;
    size_t offence_capacity;
    size_t row_capacity;
} geo_mapping;

/* Finds the columns by the names of the header, which stay borrowed. Whether or not that succeeds,
 * free with geo_mapping_close(). */
geo_status geo_mapping_open(geo_context *context, const char *path, const char *const *names,
                            size_t count, geo_mapping *mapping);
void geo_mapping_close(geo_mapping *mapping);

/* Nothing is to be learnt from a row that is blank in all columns. */
geo_status geo_mapping_take_row(geo_context *context, geo_mapping *mapping,
                                const geo_record *record);

#endif
