#include "source/mapping.h"

#include <math.h>
#include <stdlib.h>

#include "core/category_index.h"
#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"
#include "source/roles.h"

/* What a message quotes of a value. */
#define QUOTED 80

static int quoted(geo_text text)
{
    return text.length < QUOTED ? (int)text.length : QUOTED;
}

/* ---- columns -------------------------------------------------------------------------------- */

static size_t find_column(const char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (geo_same_name(names[i], name))
            return i;
    return GEO_NO_FIELD;
}

/* Columns without a name, which spreadsheets leave behind, are none. */
static void find_deciders(const char *const *names, size_t count, geo_mapping *mapping)
{
    for (size_t i = 0; i < count; i++) {
        if (i == mapping->offence || i == mapping->parent || i == mapping->order || !names[i][0])
            continue;
        mapping->decider[mapping->decider_count] = i;
        mapping->field[mapping->decider_count++] =
            geo_same_name(names[i], "value") ? NULL : names[i];
    }
}

static geo_status check_columns(geo_context *context, const geo_mapping *mapping,
                                const char *const *names, size_t count)
{
    char list[400];
    geo_list_names(names, count, list, sizeof list);
    if (mapping->offence == GEO_NO_FIELD)
        return geo_fail(context, GEO_ERROR_INPUT,
                        "%s: the header has no column 'offence', in which a mapping has what each "
                        "value is; its columns are %s",
                        mapping->path, list);
    if (mapping->decider_count == 0)
        return geo_fail(context, GEO_ERROR_INPUT,
                        "%s: the header (%s) has no column of values; add one called 'value', or "
                        "one with the name of the incidents' field that decides",
                        mapping->path, list);
    if (mapping->decider_count > GEO_CATEGORY_FIELDS_MOST)
        return geo_fail(context, GEO_ERROR_LIMIT,
                        "%s: %zu columns that decide; %d are the most: all but offence, parent and "
                        "order are taken for fields of the incidents",
                        mapping->path, mapping->decider_count, GEO_CATEGORY_FIELDS_MOST);
    return GEO_OK;
}

geo_status geo_mapping_open(geo_context *context, const char *path, const char *const *names,
                            size_t count, geo_mapping *mapping)
{
    *mapping = (geo_mapping){.path = path, .drafts = {.scratch = GEO_BYTES_INIT}};
    mapping->offence = find_column(names, count, "offence");
    mapping->parent = find_column(names, count, "parent");
    mapping->order = find_column(names, count, "order");
    geo_status status =
        geo_alloc_array(context, count, sizeof *mapping->decider, &mapping->decider);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *mapping->field, &mapping->field);
    if (status != GEO_OK)
        return status;
    find_deciders(names, count, mapping);
    status = check_columns(context, mapping, names, count);
    return status == GEO_OK ? geo_category_drafts_open(context, &mapping->drafts) : status;
}

void geo_mapping_close(geo_mapping *mapping)
{
    for (size_t i = 0; i < mapping->value_count; i++)
        free(mapping->value[i]);
    free(mapping->value);
    free(mapping->offence_of_rule);
    free(mapping->row_of_rule);
    free(mapping->decider);
    free(mapping->field);
    geo_category_drafts_close(&mapping->drafts);
}

/* ---- offences ------------------------------------------------------------------------------- */

/* No value where there is no such column. */
static geo_text text_at(const geo_record *record, size_t column)
{
    return column == GEO_NO_FIELD ? (geo_text){NULL, 0} : geo_trim(record->field[column]);
}

static geo_status set_parent(geo_context *context, geo_mapping *mapping, const geo_record *record,
                             int32_t offence)
{
    int32_t parent = GEO_NO_CODE;
    geo_text name = text_at(record, mapping->parent);
    if (name.length == 0)
        return GEO_OK;
    geo_status status = geo_category_draft_named(context, &mapping->drafts, name, &parent);
    if (status != GEO_OK)
        return status;
    geo_category_draft *draft = &mapping->drafts.draft[offence];
    if (draft->parent != GEO_NO_CODE && draft->parent != parent)
        return geo_fail(context, GEO_ERROR_DATA,
                        "%s: row %lld: field parent: '%.*s' for '%.80s', whose parent is '%.80s' "
                        "in row %lld; one offence has one parent",
                        mapping->path, (long long)record->row, quoted(name), name.data, draft->name,
                        mapping->drafts.draft[draft->parent].name, (long long)draft->parent_row);
    if (draft->parent == GEO_NO_CODE)
        draft->parent_row = record->row;
    draft->parent = parent;
    return GEO_OK;
}

static geo_status set_order(geo_context *context, geo_mapping *mapping, const geo_record *record,
                            int32_t offence)
{
    double order = 0;
    geo_category_draft *draft = &mapping->drafts.draft[offence];
    geo_text text = text_at(record, mapping->order);
    if (text.length == 0)
        return GEO_OK;
    if (!geo_number_parse(text, &order) || !isfinite(order))
        return geo_fail(context, GEO_ERROR_DATA,
                        "%s: row %lld: field order: '%.*s' is not a number; write 1, 2, 3 ... or "
                        "leave it empty",
                        mapping->path, (long long)record->row, quoted(text), text.data);
    if (!isnan(draft->order) && (draft->order < order || draft->order > order))
        return geo_fail(context, GEO_ERROR_DATA,
                        "%s: row %lld: field order: %.*s for '%.80s', which has another in row "
                        "%lld; one offence has one place",
                        mapping->path, (long long)record->row, quoted(text), text.data, draft->name,
                        (long long)draft->order_row);
    if (isnan(draft->order))
        draft->order_row = record->row;
    draft->order = order;
    return GEO_OK;
}

/* ---- rules ---------------------------------------------------------------------------------- */

static bool has_value(const geo_mapping *mapping, const geo_record *record)
{
    for (size_t i = 0; i < mapping->decider_count; i++)
        if (text_at(record, mapping->decider[i]).length > 0)
            return true;
    return false;
}

static geo_status make_room(geo_context *context, geo_mapping *mapping)
{
    size_t needed = mapping->rule_count + 1;
    if (needed >= INT32_MAX)
        return geo_fail(context, GEO_ERROR_LIMIT, "%s: more rows with values than can be numbered",
                        mapping->path);
    geo_status status =
        geo_grow_array(context, &mapping->value, &mapping->value_capacity,
                       mapping->value_count + mapping->decider_count, sizeof *mapping->value);
    if (status == GEO_OK)
        status = geo_grow_array(context, &mapping->offence_of_rule, &mapping->offence_capacity,
                                needed, sizeof *mapping->offence_of_rule);
    if (status == GEO_OK)
        status = geo_grow_array(context, &mapping->row_of_rule, &mapping->row_capacity, needed,
                                sizeof *mapping->row_of_rule);
    return status;
}

static geo_status add_rule(geo_context *context, geo_mapping *mapping, const geo_record *record,
                           int32_t offence)
{
    geo_status status = make_room(context, mapping);
    for (size_t i = 0; i < mapping->decider_count && status == GEO_OK; i++) {
        geo_text value = text_at(record, mapping->decider[i]);
        char **copy = &mapping->value[mapping->value_count];
        *copy = NULL;
        if (value.length > 0)
            status = geo_copy_bytes(context, value.data, value.length, copy);
        if (status == GEO_OK)
            mapping->value_count++;
    }
    if (status != GEO_OK)
        return status;
    mapping->offence_of_rule[mapping->rule_count] = offence;
    mapping->row_of_rule[mapping->rule_count++] = record->row;
    return GEO_OK;
}

static geo_status take_offence(geo_context *context, geo_mapping *mapping, const geo_record *record,
                               geo_text name)
{
    int32_t offence = GEO_NO_CODE;
    geo_status status = geo_category_draft_named(context, &mapping->drafts, name, &offence);
    if (status == GEO_OK)
        status = set_parent(context, mapping, record, offence);
    if (status == GEO_OK)
        status = set_order(context, mapping, record, offence);
    if (status == GEO_OK && has_value(mapping, record))
        status = add_rule(context, mapping, record, offence);
    return status;
}

geo_status geo_mapping_take_row(geo_context *context, geo_mapping *mapping,
                                const geo_record *record)
{
    if (record->broken)
        return geo_fail(context, GEO_ERROR_INPUT,
                        "%s: row %lld: %s; mend it: a mapping that is read in part would miscount",
                        mapping->path, (long long)record->row, record->broken);
    geo_text name = text_at(record, mapping->offence);
    if (name.length > 0)
        return take_offence(context, mapping, record, name);
    if (!has_value(mapping, record) && text_at(record, mapping->parent).length == 0 &&
        text_at(record, mapping->order).length == 0)
        return GEO_OK;
    return geo_fail(context, GEO_ERROR_DATA,
                    "%s: row %lld: field offence is empty; name the offence, or remove the row: "
                    "values without a row are counted as unmapped",
                    mapping->path, (long long)record->row);
}
