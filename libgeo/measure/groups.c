/* Areas put together by what one of their fields says. */
#include <stdlib.h>
#include <string.h>

#include <geo/tables.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"
#include "measure/area_values.h"

/* The name as it is, else without regard to case. */
static size_t find_field(const geo_area_values *values, const char *field)
{
    for (size_t i = 0; i < values->count; i++)
        if (strcmp(values->name[i], field) == 0)
            return i;
    for (size_t i = 0; i < values->count; i++)
        if (geo_same_name(values->name[i], field))
            return i;
    return SIZE_MAX;
}

static geo_status fail_no_field(geo_context *context, const geo_areas *areas,
                                const geo_area_values *values, const char *field)
{
    char list[2048];
    geo_list_names(values->name, values->count, list, sizeof list);
    return geo_fail(context, GEO_ERROR_USAGE,
                    "%s: there is no field '%.100s' to group areas by; the fields are: %s",
                    areas->path ? areas->path : "areas", field, list);
}

/* ---- order ---------------------------------------------------------------------------------- */

struct named {
    const char *name;
    int32_t code; /* in order of appearance */
    bool is_number;
    double number;
};

/* Numbers before texts, by size; texts by bytes. */
static int compare_named(const void *left, const void *right)
{
    const struct named *one = left;
    const struct named *other = right;
    if (one->is_number != other->is_number)
        return one->is_number ? -1 : 1;
    if (one->is_number && (one->number < other->number || one->number > other->number))
        return one->number < other->number ? -1 : 1;
    return strcmp(one->name, other->name);
}

/* Replaces codes in order of appearance by places in order of the names. */
static geo_status order_groups(geo_context *context, const geo_dictionary *names,
                               geo_area_groups *groups)
{
    struct named *named = NULL;
    int32_t *place = NULL;
    geo_status status = geo_alloc_array(context, groups->count, sizeof *named, &named);
    if (status == GEO_OK)
        status = geo_alloc_array(context, groups->count, sizeof *place, &place);
    for (size_t i = 0; i < groups->count && status == GEO_OK; i++) {
        const char *name = geo_dictionary_text(names, (int32_t)i);
        named[i] = (struct named){name, (int32_t)i, false, 0};
        named[i].is_number = geo_number_parse(geo_text_of(name), &named[i].number);
    }
    if (status == GEO_OK && groups->count > 1)
        qsort(named, groups->count, sizeof *named, compare_named);
    for (size_t i = 0; i < groups->count && status == GEO_OK; i++) {
        place[named[i].code] = (int32_t)i;
        status = geo_copy_text(context, named[i].name, &groups->name[i]);
    }
    for (size_t i = 0; i < groups->area_count && status == GEO_OK; i++)
        if (groups->group[i] != GEO_NO_CODE)
            groups->group[i] = place[groups->group[i]];
    free(named);
    free(place);
    return status;
}

/* ---- groups --------------------------------------------------------------------------------- */

static geo_status group_each(geo_context *context, geo_area_values *values, size_t field,
                             geo_dictionary *names, geo_area_groups *groups)
{
    geo_status status = GEO_OK;
    for (size_t area = 0; area < groups->area_count && status == GEO_OK; area++) {
        geo_text value;
        groups->group[area] = GEO_NO_CODE;
        status = geo_area_value(context, values, field, area, &value);
        value = geo_trim(value);
        if (status == GEO_OK && value.length > 0)
            status = geo_dictionary_code(context, names, value, &groups->group[area]);
    }
    groups->count = geo_dictionary_count(names);
    return status;
}

static geo_status make_groups(geo_context *context, const geo_areas *areas, const char *field,
                              geo_area_values *values, geo_dictionary *names,
                              geo_area_groups *groups)
{
    geo_status status = geo_area_values_list(context, areas, values);
    size_t place = status == GEO_OK ? find_field(values, field) : 0;
    if (status == GEO_OK && place == SIZE_MAX)
        status = fail_no_field(context, areas, values, field);
    groups->area_count = areas->count;
    if (status == GEO_OK)
        status = geo_copy_text(context, values->name[place], &groups->field);
    if (status == GEO_OK)
        status = geo_alloc_array(context, areas->count, sizeof *groups->group, &groups->group);
    if (status == GEO_OK)
        status = group_each(context, values, place, names, groups);
    if (status == GEO_OK)
        status = geo_alloc_array(context, groups->count, sizeof *groups->name, &groups->name);
    return status == GEO_OK ? order_groups(context, names, groups) : status;
}

geo_status geo_group_areas(geo_context *context, const geo_areas *areas, const char *field,
                           geo_area_groups **out)
{
    geo_area_values values = {.count = 0};
    geo_dictionary *names = NULL;
    geo_area_groups *groups = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *groups, &groups);
    if (status != GEO_OK)
        return status;
    status = geo_dictionary_new(context, &names);
    if (status == GEO_OK)
        status = make_groups(context, areas, field, &values, names, groups);
    if (status == GEO_OK && groups->count == 0)
        status = geo_fail(context, GEO_ERROR_DATA,
                          "%s: the field '%s' is empty for every area, so there is nothing to "
                          "group them by",
                          areas->path ? areas->path : "areas", groups->field);
    geo_area_values_clear(&values);
    geo_dictionary_free(names);
    if (status != GEO_OK) {
        geo_area_groups_free(groups);
        return status;
    }
    *out = groups;
    return GEO_OK;
}

void geo_area_groups_free(geo_area_groups *groups)
{
    if (!groups)
        return;
    for (size_t i = 0; groups->name && i < groups->count; i++)
        free(groups->name[i]);
    free(groups->name);
    free(groups->group);
    free(groups->field);
    free(groups);
}
