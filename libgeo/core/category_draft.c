#include "core/category_draft.h"

#include <math.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"

/* ---- drafts --------------------------------------------------------------------------------- */

geo_status geo_category_drafts_open(geo_context *context, geo_category_drafts *drafts)
{
    *drafts = (geo_category_drafts){.scratch = GEO_BYTES_INIT};
    return geo_dictionary_new(context, &drafts->names);
}

void geo_category_drafts_close(geo_category_drafts *drafts)
{
    for (size_t i = 0; i < drafts->count; i++)
        free(drafts->draft[i].name);
    free(drafts->draft);
    geo_dictionary_free(drafts->names);
    geo_bytes_clear(&drafts->scratch);
}

static geo_status add_draft(geo_context *context, geo_category_drafts *drafts, geo_text name)
{
    char *copy = NULL;
    geo_status status = geo_grow_array(context, &drafts->draft, &drafts->capacity,
                                       drafts->count + 1, sizeof *drafts->draft);
    if (status == GEO_OK)
        status = geo_copy_bytes(context, name.data, name.length, &copy);
    if (status != GEO_OK)
        return status;
    drafts->draft[drafts->count++] =
        (geo_category_draft){.name = copy, .parent = GEO_NO_CODE, .order = (double)NAN};
    return GEO_OK;
}

geo_status geo_category_draft_named(geo_context *context, geo_category_drafts *drafts,
                                    geo_text name, int32_t *draft)
{
    geo_bytes *small = &drafts->scratch;
    small->length = 0;
    geo_status status = geo_bytes_append(context, small, name.data, name.length);
    for (size_t i = 0; i < small->length; i++)
        small->data[i] = geo_lower(small->data[i]);
    if (status == GEO_OK)
        status = geo_dictionary_code(context, drafts->names, (geo_text){small->data, small->length},
                                     draft);
    if (status == GEO_OK && (size_t)*draft == drafts->count)
        status = add_draft(context, drafts, name);
    return status;
}

/* ---- the tree ------------------------------------------------------------------------------- */

/* Drafts as lists of siblings. Numbers are those of drafts, or GEO_NO_CODE. */
typedef struct family {
    int32_t first_root;
    int32_t *first_child; /* [count] */
    int32_t *next;        /* [count] */
} family;

typedef struct rank {
    double order;
    int32_t draft;
} rank;

static int compare_ranks(const void *one, const void *other)
{
    const rank *a = one, *b = other;
    if (isnan(a->order) != isnan(b->order))
        return isnan(a->order) ? 1 : -1;
    if (a->order < b->order || a->order > b->order)
        return a->order < b->order ? -1 : 1;
    return (a->draft > b->draft) - (a->draft < b->draft);
}

/* From the last to the first, each goes to the head of its siblings. */
static void link_siblings(const geo_category_drafts *drafts, const rank *ranks, family *links)
{
    links->first_root = GEO_NO_CODE;
    for (size_t i = 0; i < drafts->count; i++)
        links->first_child[i] = GEO_NO_CODE;
    for (size_t i = drafts->count; i-- > 0;) {
        int32_t draft = ranks[i].draft;
        int32_t parent = drafts->draft[draft].parent;
        int32_t *head = parent == GEO_NO_CODE ? &links->first_root : &links->first_child[parent];
        links->next[draft] = *head;
        *head = draft;
    }
}

static geo_status sort_siblings(geo_context *context, const geo_category_drafts *drafts,
                                family *links)
{
    rank *ranks = NULL;
    geo_status status = geo_alloc_array(context, drafts->count, sizeof *ranks, &ranks);
    if (status != GEO_OK)
        return status;
    for (size_t i = 0; i < drafts->count; i++)
        ranks[i] = (rank){drafts->draft[i].order, (int32_t)i};
    qsort(ranks, drafts->count, sizeof *ranks, compare_ranks);
    link_siblings(drafts, ranks, links);
    free(ranks);
    return GEO_OK;
}

/* The draft that is printed after this one: its first child, else the next sibling of it or of the
 * nearest above it that has one. */
static int32_t draft_after(const geo_category_drafts *drafts, const family *links, int32_t at)
{
    if (links->first_child[at] != GEO_NO_CODE)
        return links->first_child[at];
    while (at != GEO_NO_CODE && links->next[at] == GEO_NO_CODE)
        at = drafts->draft[at].parent;
    return at == GEO_NO_CODE ? GEO_NO_CODE : links->next[at];
}

static geo_status add_node(geo_context *context, const geo_category_draft *draft, int32_t parent,
                           geo_categories *categories)
{
    size_t node = categories->count;
    int32_t level = parent == GEO_NO_CODE ? 0 : categories->level[parent] + 1;
    if (level >= GEO_CATEGORY_LEVELS_MOST)
        return geo_fail(context, GEO_ERROR_LIMIT,
                        "row %lld: '%.200s' is below more than %d others; flatten the tree",
                        (long long)draft->parent_row, draft->name, GEO_CATEGORY_LEVELS_MOST - 1);
    geo_status status = geo_copy_text(context, draft->name, &categories->name[node]);
    if (status != GEO_OK)
        return status;
    categories->parent[node] = parent;
    categories->level[node] = level;
    categories->count++;
    return GEO_OK;
}

/* Those on a circle, or below one, are reached from no root. */
static geo_status report_circle(geo_context *context, const geo_category_drafts *drafts,
                                const int32_t *node)
{
    int32_t at = 0;
    while (node[at] != GEO_NO_CODE)
        at++;
    for (size_t i = 0; i < drafts->count; i++)
        at = drafts->draft[at].parent;
    const geo_category_draft *draft = &drafts->draft[at];
    return geo_fail(
        context, GEO_ERROR_DATA,
        "row %lld: field parent: '%.200s' is put below '%.200s', which is itself '%.200s' "
        "or below it; leave the parent of one of them empty",
        (long long)draft->parent_row, draft->name, drafts->draft[draft->parent].name, draft->name);
}

static geo_status add_nodes(geo_context *context, const geo_category_drafts *drafts,
                            const family *links, geo_categories *categories, int32_t *node)
{
    for (size_t i = 0; i < drafts->count; i++)
        node[i] = GEO_NO_CODE;
    for (int32_t at = links->first_root; at != GEO_NO_CODE; at = draft_after(drafts, links, at)) {
        const geo_category_draft *draft = &drafts->draft[at];
        int32_t parent = draft->parent == GEO_NO_CODE ? GEO_NO_CODE : node[draft->parent];
        node[at] = (int32_t)categories->count;
        geo_status status = add_node(context, draft, parent, categories);
        if (status != GEO_OK)
            return status;
    }
    return categories->count < drafts->count ? report_circle(context, drafts, node) : GEO_OK;
}

geo_status geo_category_drafts_arrange(geo_context *context, const geo_category_drafts *drafts,
                                       geo_categories *categories, int32_t *node)
{
    family links = {GEO_NO_CODE, NULL, NULL};
    size_t count = drafts->count;
    geo_status status =
        geo_alloc_array(context, count, sizeof *links.first_child, &links.first_child);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *links.next, &links.next);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *categories->name, &categories->name);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *categories->parent, &categories->parent);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *categories->level, &categories->level);
    if (status == GEO_OK)
        status = sort_siblings(context, drafts, &links);
    if (status == GEO_OK)
        status = add_nodes(context, drafts, &links, categories, node);
    free(links.first_child);
    free(links.next);
    return status;
}
