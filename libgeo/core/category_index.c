#include "core/category_index.h"

#include <stdlib.h>

#include "core/memory.h"
#include "core/text.h"

struct geo_category_index {
    size_t slot_count; /* a power of two, more than twice the rules */
    int32_t *slot;     /* rule + 1; 0 is free */
    size_t set_count;
    size_t set_capacity;
    uint32_t *set; /* distinct sets of fields, bit f for field f */
};

static geo_text value_of_rule(const geo_categories *categories, size_t rule, size_t field)
{
    return geo_text_of(categories->rule_value[rule * categories->field_count + field]);
}

static uint32_t set_of_rule(const geo_categories *categories, size_t rule)
{
    uint32_t set = 0;
    for (size_t field = 0; field < categories->field_count; field++)
        if (value_of_rule(categories, rule, field).data)
            set |= UINT32_C(1) << field;
    return set;
}

/* FNV-1a (Fowler, Noll and Vo 1991), the field's number before each value. */
static uint64_t add_to_hash(uint64_t hash, size_t field, geo_text value)
{
    hash = (hash ^ (field + 1)) * UINT64_C(0x100000001B3);
    for (size_t i = 0; i < value.length; i++)
        hash = (hash ^ (unsigned char)geo_lower(value.data[i])) * UINT64_C(0x100000001B3);
    return hash;
}

static uint64_t hash_of(const geo_categories *categories, uint32_t set, const geo_text *value)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    for (size_t field = 0; field < categories->field_count; field++)
        if (set >> field & 1)
            hash = add_to_hash(hash, field, geo_trim(value[field]));
    return hash ^ hash >> 32;
}

/* Whether the rule asks for exactly these fields, and for these values. */
static bool asks_for(const geo_categories *categories, size_t rule, uint32_t set,
                     const geo_text *value)
{
    if (set_of_rule(categories, rule) != set)
        return false;
    for (size_t field = 0; field < categories->field_count; field++)
        if (set >> field & 1 &&
            geo_compare_names(value_of_rule(categories, rule, field), geo_trim(value[field])) != 0)
            return false;
    return true;
}

/* The slot with the rule that asks for these values of these fields, or the free one for it. */
static size_t find_slot(const geo_categories *categories, const geo_category_index *index,
                        uint32_t set, const geo_text *value)
{
    size_t mask = index->slot_count - 1;
    size_t slot = (size_t)hash_of(categories, set, value) & mask;
    while (index->slot[slot] != 0 &&
           !asks_for(categories, (size_t)index->slot[slot] - 1, set, value))
        slot = (slot + 1) & mask;
    return slot;
}

static geo_status add_set(geo_context *context, geo_category_index *index, uint32_t set)
{
    for (size_t i = 0; i < index->set_count; i++)
        if (index->set[i] == set)
            return GEO_OK;
    geo_status status = geo_grow_array(context, &index->set, &index->set_capacity,
                                       index->set_count + 1, sizeof *index->set);
    if (status == GEO_OK)
        index->set[index->set_count++] = set;
    return status;
}

/* Of rules that ask for the same the first is kept. */
static geo_status add_rule(geo_context *context, const geo_categories *categories,
                           geo_category_index *index, size_t rule)
{
    geo_text value[GEO_CATEGORY_FIELDS_MOST];
    uint32_t set = set_of_rule(categories, rule);
    for (size_t field = 0; field < categories->field_count; field++)
        value[field] = value_of_rule(categories, rule, field);
    size_t slot = find_slot(categories, index, set, value);
    if (index->slot[slot] == 0)
        index->slot[slot] = (int32_t)rule + 1;
    return add_set(context, index, set);
}

geo_status geo_category_index_new(geo_context *context, const geo_categories *categories,
                                  geo_category_index **out)
{
    geo_category_index *index = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *index, &index);
    if (status != GEO_OK)
        return status;
    index->slot_count = 64;
    while (index->slot_count <= 2 * categories->rule_count)
        index->slot_count *= 2;
    status = geo_alloc_array(context, index->slot_count, sizeof *index->slot, &index->slot);
    for (size_t rule = 0; rule < categories->rule_count && status == GEO_OK; rule++)
        status = add_rule(context, categories, index, rule);
    if (status == GEO_OK)
        *out = index;
    else
        geo_category_index_free(index);
    return status;
}

void geo_category_index_free(geo_category_index *index)
{
    if (!index)
        return;
    free(index->slot);
    free(index->set);
    free(index);
}

static bool has_values(const geo_categories *categories, uint32_t set, const geo_text *value)
{
    for (size_t field = 0; field < categories->field_count; field++)
        if (set >> field & 1 && geo_trim(value[field]).length == 0)
            return false;
    return true;
}

size_t geo_category_rule(const geo_categories *categories, const geo_text *value)
{
    const geo_category_index *index = categories->index;
    size_t first = categories->rule_count;
    for (size_t i = 0; i < index->set_count; i++) {
        if (!has_values(categories, index->set[i], value))
            continue;
        int32_t held = index->slot[find_slot(categories, index, index->set[i], value)];
        if (held != 0 && (size_t)held - 1 < first)
            first = (size_t)held - 1;
    }
    return first;
}
