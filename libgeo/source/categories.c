/* Trees of categories from mapping files. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "core/category_index.h"
#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"
#include "source/categories_built_in.h"
#include "source/mapping.h"

static geo_status copy_fields(geo_context *context, const geo_mapping *mapping,
                              geo_categories *categories)
{
    geo_status status = geo_alloc_array(context, mapping->decider_count, sizeof *categories->field,
                                        &categories->field);
    for (size_t i = 0; i < mapping->decider_count && status == GEO_OK; i++) {
        status = geo_copy_text(context, mapping->field[i], &categories->field[i]);
        categories->field_count = i + 1;
    }
    return status;
}

/* The values go over to `categories`. */
static geo_status move_rules(geo_context *context, geo_mapping *mapping, const int32_t *node,
                             geo_categories *categories)
{
    geo_status status = geo_alloc_array(context, mapping->rule_count, sizeof *categories->rule_node,
                                        &categories->rule_node);
    if (status != GEO_OK)
        return status;
    for (size_t i = 0; i < mapping->rule_count; i++)
        categories->rule_node[i] = node[mapping->offence_of_rule[i]];
    categories->rule_value = mapping->value;
    categories->rule_count = mapping->rule_count;
    mapping->value = NULL;
    mapping->value_count = 0;
    return geo_category_index_new(context, categories, &categories->index);
}

/* A rule that never decides because an earlier one fits whatever it fits is a slip, unless both say
 * the same. */
static geo_status check_rules(geo_context *context, const geo_mapping *mapping,
                              const geo_categories *categories)
{
    geo_text value[GEO_CATEGORY_FIELDS_MOST];
    for (size_t i = 0; i < categories->rule_count; i++) {
        for (size_t field = 0; field < categories->field_count; field++)
            value[field] = geo_text_of(categories->rule_value[i * categories->field_count + field]);
        size_t first = geo_category_rule(categories, value);
        if (categories->rule_node[first] != categories->rule_node[i])
            return geo_fail(
                context, GEO_ERROR_DATA,
                "%s: row %lld: what it puts into '%.200s' is put into '%.200s' by row %lld, and "
                "the first row decides; remove one, or put the more special one first",
                mapping->path, (long long)mapping->row_of_rule[i],
                categories->name[categories->rule_node[i]],
                categories->name[categories->rule_node[first]],
                (long long)mapping->row_of_rule[first]);
    }
    return GEO_OK;
}

static geo_status fill_categories(geo_context *context, geo_mapping *mapping,
                                  geo_categories *categories)
{
    int32_t *node = NULL;
    geo_status status = geo_copy_text(context, mapping->path, &categories->path);
    if (status == GEO_OK)
        status = geo_alloc_array(context, mapping->drafts.count, sizeof *node, &node);
    if (status == GEO_OK) {
        status = geo_category_drafts_arrange(context, &mapping->drafts, categories, node);
        if (status == GEO_ERROR_DATA || status == GEO_ERROR_LIMIT)
            status = geo_fail_in(context, status, "%s", mapping->path);
    }
    if (status == GEO_OK)
        status = copy_fields(context, mapping, categories);
    if (status == GEO_OK)
        status = move_rules(context, mapping, node, categories);
    if (status == GEO_OK)
        status = check_rules(context, mapping, categories);
    free(node);
    return status;
}

static geo_status take_rows(geo_context *context, geo_reader *reader, geo_mapping *mapping)
{
    geo_record record;
    bool more = true;
    geo_status status = GEO_OK;
    while (status == GEO_OK) {
        status = geo_reader_next(context, reader, &record, &more);
        if (status != GEO_OK || !more)
            break;
        status = geo_mapping_take_row(context, mapping, &record);
    }
    if (status == GEO_OK && mapping->rule_count == 0)
        status = geo_fail(context, GEO_ERROR_DATA,
                          "%s: no row has a value, so no incident would have an offence; write "
                          "the values that incidents have beside the offences",
                          mapping->path);
    return status;
}

static geo_status read_mapping(geo_context *context, const char *path, geo_reader *reader,
                               geo_categories *categories)
{
    geo_mapping mapping;
    geo_status status = geo_mapping_open(context, path, geo_reader_field_names(reader),
                                         geo_reader_field_count(reader), &mapping);
    if (status == GEO_OK)
        status = take_rows(context, reader, &mapping);
    if (status == GEO_OK)
        status = fill_categories(context, &mapping, categories);
    geo_mapping_close(&mapping);
    return status;
}

/* A name that is no file may be meant for a built-in one. */
static geo_status open_file(geo_context *context, const geo_input *input,
                            const geo_reader_options *reading, geo_reader **reader)
{
    struct stat facts;
    char why[400], names[GEO_MAPPING_NAMES];
    geo_status status = geo_reader_open(context, input, reading, reader);
    if (status != GEO_ERROR_INPUT || stat(input->path, &facts) == 0)
        return status;
    geo_built_in_mapping_names(names);
    snprintf(why, sizeof why, "%s", geo_message(context));
    return geo_fail(context, status, "%s; the mappings that are built in are %s", why, names);
}

geo_status geo_categories_read(geo_context *context, const char *name_or_path,
                               const geo_categories_options *options, geo_categories **out)
{
    static const geo_categories_options defaults = GEO_CATEGORIES_OPTIONS_INIT;
    const geo_categories_options *used = options ? options : &defaults;
    const geo_built_in_mapping *built_in = geo_built_in_mapping_named(name_or_path);
    geo_reader_options reading = GEO_READER_OPTIONS_INIT;
    geo_input input = {name_or_path, {NULL, 0}};
    geo_reader *reader = NULL;
    geo_categories *categories = NULL;
    if (built_in)
        input.content = (geo_text){built_in->csv, *built_in->length};
    else
        reading = (geo_reader_options){
            .layer = used->layer, .encoding = used->encoding, .limits = used->limits};
    geo_status status = geo_alloc_array(context, 1, sizeof *categories, &categories);
    if (status != GEO_OK)
        return status;
    status = built_in ? geo_reader_open(context, &input, &reading, &reader)
                      : open_file(context, &input, &reading, &reader);
    if (status == GEO_OK)
        status = read_mapping(context, name_or_path, reader, categories);
    if (status == GEO_OK)
        *out = categories;
    else
        geo_categories_free(categories);
    geo_reader_free(reader);
    return status;
}
