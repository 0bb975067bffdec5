/* Rules by the values that they ask for: a hash table, and one look into it for each set of fields
 * that rules ask for. */
#ifndef GEO_CORE_CATEGORY_INDEX_H
#define GEO_CORE_CATEGORY_INDEX_H

#include <geo/core.h>

/* Of the rules, which must not change from then on. */
geo_status geo_category_index_new(geo_context *context, const geo_categories *categories,
                                  geo_category_index **out);
void geo_category_index_free(geo_category_index *index);

/* The first rule that fits, or rule_count. Values need not be trimmed. */
size_t geo_category_rule(const geo_categories *categories, const geo_text *value);

#endif
