/* Trees of categories: freed, looked up, counted, and made where no mapping is given. */
#include <stdlib.h>
#include <string.h>

#include "core/category_draft.h"
#include "core/category_index.h"
#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"

static void free_texts(char **text, size_t count)
{
    for (size_t i = 0; text && i < count; i++)
        free(text[i]);
    free(text);
}

void geo_categories_free(geo_categories *categories)
{
    if (!categories)
        return;
    free(categories->path);
    free_texts(categories->name, categories->count);
    free(categories->parent);
    free(categories->level);
    free_texts(categories->field, categories->field_count);
    free_texts(categories->rule_value, categories->rule_count * categories->field_count);
    free(categories->rule_node);
    geo_category_index_free(categories->index);
    free(categories);
}

/* ---- looked up ------------------------------------------------------------------------------ */

int32_t geo_categories_find(const geo_categories *categories, const geo_text *value)
{
    size_t rule = geo_category_rule(categories, value);
    return rule < categories->rule_count ? categories->rule_node[rule] : GEO_NO_CODE;
}

int32_t geo_categories_named(const geo_categories *categories, const char *name)
{
    geo_text wanted = geo_trim(geo_text_of(name));
    for (size_t i = 0; i < categories->count; i++)
        if (geo_compare_names(geo_text_of(categories->name[i]), wanted) == 0)
            return (int32_t)i;
    return GEO_NO_CODE;
}

geo_status geo_categories_of_texts(geo_context *context, const geo_categories *categories,
                                   const geo_dictionary *texts, int32_t *node)
{
    if (categories->field_count != 1)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "%s: %zu fields decide together which offence an incident is; one value "
                        "does not tell",
                        categories->path, categories->field_count);
    for (size_t i = 0; i < geo_dictionary_count(texts); i++) {
        geo_text text = geo_text_of(geo_dictionary_text(texts, (int32_t)i));
        node[i] = geo_categories_find(categories, &text);
    }
    return GEO_OK;
}

/* ---- counted -------------------------------------------------------------------------------- */

static bool can_add(int64_t one, int64_t other)
{
    return other >= 0 ? one <= INT64_MAX - other : one >= INT64_MIN - other;
}

geo_status geo_categories_roll_up(geo_context *context, const geo_categories *categories,
                                  const int64_t *own_count, int64_t *count)
{
    memmove(count, own_count, categories->count * sizeof *count);
    /* Children stand behind their parents: from the end on, each is whole when it is added. */
    for (size_t i = categories->count; i-- > 0;) {
        int32_t parent = categories->parent[i];
        if (parent == GEO_NO_CODE)
            continue;
        if (!can_add(count[parent], count[i]))
            return geo_fail(context, GEO_ERROR_LIMIT, "more incidents in '%s' than can be counted",
                            categories->name[parent]);
        count[parent] += count[i];
    }
    return GEO_OK;
}

/* ---- from the values themselves ------------------------------------------------------------- */

static int compare_bytes(const void *one, const void *other)
{
    return strcmp(*(const char *const *)one, *(const char *const *)other);
}

/* In order of their bytes, so that the order in which incidents are read does not matter. */
static geo_status sort_texts(geo_context *context, const geo_dictionary *texts, const char ***out)
{
    size_t count = geo_dictionary_count(texts);
    const char **sorted = NULL;
    geo_status status = geo_alloc_array(context, count, sizeof *sorted, &sorted);
    if (status != GEO_OK)
        return status;
    for (size_t i = 0; i < count; i++)
        sorted[i] = geo_dictionary_text(texts, (int32_t)i);
    qsort(sorted, count, sizeof *sorted, compare_bytes);
    *out = sorted;
    return GEO_OK;
}

/* The root is the first draft. */
static geo_status draft_texts(geo_context *context, const char *const *sorted, size_t count,
                              geo_category_drafts *drafts)
{
    int32_t root = 0, draft = 0;
    geo_status status =
        geo_category_draft_named(context, drafts, geo_text_of("All incidents"), &root);
    for (size_t i = 0; i < count && status == GEO_OK; i++) {
        geo_text name = geo_trim(geo_text_of(sorted[i]));
        if (name.length == 0)
            continue;
        status = geo_category_draft_named(context, drafts, name, &draft);
        if (status == GEO_OK && draft != root)
            drafts->draft[draft].parent = root;
    }
    return status;
}

/* A rule for each node: the value is its name. The root's serves a value of that name. */
static geo_status add_rules(geo_context *context, geo_categories *categories)
{
    size_t count = categories->count;
    geo_status status = geo_alloc_array(context, 1, sizeof *categories->field, &categories->field);
    if (status == GEO_OK)
        status =
            geo_alloc_array(context, count, sizeof *categories->rule_node, &categories->rule_node);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *categories->rule_value,
                                 &categories->rule_value);
    if (status != GEO_OK)
        return status;
    categories->field_count = 1;
    categories->rule_count = count;
    for (size_t i = 0; i < count && status == GEO_OK; i++) {
        categories->rule_node[i] = (int32_t)i;
        status = geo_copy_text(context, categories->name[i], &categories->rule_value[i]);
    }
    return status == GEO_OK ? geo_category_index_new(context, categories, &categories->index)
                            : status;
}

static geo_status arrange_texts(geo_context *context, const geo_category_drafts *drafts,
                                geo_categories **out)
{
    geo_categories *categories = NULL;
    int32_t *node = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *categories, &categories);
    if (status == GEO_OK)
        status = geo_alloc_array(context, drafts->count, sizeof *node, &node);
    if (status == GEO_OK)
        status = geo_category_drafts_arrange(context, drafts, categories, node);
    if (status == GEO_OK)
        status = add_rules(context, categories);
    if (status == GEO_OK)
        *out = categories;
    else
        geo_categories_free(categories);
    free(node);
    return status;
}

geo_status geo_categories_from_dictionary(geo_context *context, const geo_dictionary *texts,
                                          geo_categories **out)
{
    geo_category_drafts drafts = {.scratch = GEO_BYTES_INIT};
    const char **sorted = NULL;
    geo_status status = sort_texts(context, texts, &sorted);
    if (status == GEO_OK)
        status = geo_category_drafts_open(context, &drafts);
    if (status == GEO_OK)
        status = draft_texts(context, sorted, geo_dictionary_count(texts), &drafts);
    if (status == GEO_OK)
        status = arrange_texts(context, &drafts, out);
    geo_category_drafts_close(&drafts);
    free(sorted);
    return status;
}
