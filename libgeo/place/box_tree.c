#include "place/box_tree.h"

#include <math.h>
#include <stdlib.h>

#include "core/memory.h"

typedef struct placed_box {
    double across, up; /* of its middle */
    int32_t item;
} placed_box;

static int compare(double a, double b, int32_t item, int32_t other)
{
    if (a != b)
        return a < b ? -1 : 1;
    return item < other ? -1 : item > other;
}

static int by_across(const void *first, const void *second)
{
    const placed_box *a = first, *b = second;
    return compare(a->across, b->across, a->item, b->item);
}

static int by_up(const void *first, const void *second)
{
    const placed_box *a = first, *b = second;
    return compare(a->up, b->up, a->item, b->item);
}

static int by_item(const void *first, const void *second)
{
    const int32_t *a = first, *b = second;
    return *a < *b ? -1 : *a > *b;
}

static size_t list_boxes(const geo_extent *box, size_t count, placed_box *placed)
{
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        if (box[i].x_min <= box[i].x_max && box[i].y_min <= box[i].y_max)
            placed[used++] =
                (placed_box){box[i].x_min + box[i].x_max, box[i].y_min + box[i].y_max, (int32_t)i};
    }
    return used;
}

/* Strips from west to east, each from south to north, so that eight in a row are near each other.
 */
static void tile(placed_box *placed, size_t count)
{
    size_t leaves = (count + GEO_BOX_TREE_FAN - 1) / GEO_BOX_TREE_FAN;
    size_t strips = (size_t)ceil(sqrt((double)leaves));
    size_t strip = strips > 0 ? (leaves + strips - 1) / strips * GEO_BOX_TREE_FAN : 0;
    qsort(placed, count, sizeof *placed, by_across);
    for (size_t first = 0; first < count; first += strip) {
        size_t left = count - first;
        qsort(placed + first, left < strip ? left : strip, sizeof *placed, by_up);
    }
}

static void widen(geo_extent *box, const geo_extent *by)
{
    box->x_min = fmin(box->x_min, by->x_min);
    box->y_min = fmin(box->y_min, by->y_min);
    box->x_max = fmax(box->x_max, by->x_max);
    box->y_max = fmax(box->y_max, by->y_max);
}

/* How many nodes there are on each level, and in all. */
static size_t plan_levels(geo_box_tree *tree, size_t count)
{
    size_t nodes = 0;
    while (count > 0) {
        tree->level_first[tree->level_count++] = nodes;
        nodes += count;
        tree->level_first[tree->level_count] = nodes;
        count = count == 1 ? 0 : (count + GEO_BOX_TREE_FAN - 1) / GEO_BOX_TREE_FAN;
    }
    return nodes;
}

static void fill_nodes(const geo_extent *box, const placed_box *placed, geo_box_tree *tree)
{
    for (size_t i = 0; tree->level_count > 0 && i < tree->level_first[1]; i++) {
        tree->item[i] = placed[i].item;
        tree->node[i] = box[placed[i].item];
    }
    for (size_t level = 1; level < tree->level_count; level++) {
        const size_t *first = &tree->level_first[level];
        for (size_t i = first[-1]; i < first[0]; i++) {
            geo_extent *above = &tree->node[first[0] + (i - first[-1]) / GEO_BOX_TREE_FAN];
            if ((i - first[-1]) % GEO_BOX_TREE_FAN == 0)
                *above = tree->node[i];
            else
                widen(above, &tree->node[i]);
        }
    }
}

geo_status geo_box_tree_build(geo_context *context, const geo_extent *box, size_t count,
                              geo_box_tree *out)
{
    placed_box *placed = NULL;
    geo_box_tree tree = {0};
    geo_status status = geo_alloc_array(context, count, sizeof *placed, &placed);
    if (status != GEO_OK)
        return status;
    size_t used = list_boxes(box, count, placed);
    tile(placed, used);
    status = geo_alloc_array(context, plan_levels(&tree, used), sizeof *tree.node, &tree.node);
    if (status == GEO_OK)
        status = geo_alloc_array(context, used, sizeof *tree.item, &tree.item);
    if (status == GEO_OK) {
        fill_nodes(box, placed, &tree);
        *out = tree;
    } else {
        geo_box_tree_clear(&tree);
    }
    free(placed);
    return status;
}

void geo_box_tree_clear(geo_box_tree *tree)
{
    free(tree->node);
    free(tree->item);
    *tree = (geo_box_tree){0};
}

static bool boxes_meet(const geo_extent *a, const geo_extent *b)
{
    return a->x_min <= b->x_max && b->x_min <= a->x_max && a->y_min <= b->y_max &&
           b->y_min <= a->y_max;
}

/* What is under node `index` of a level. */
static geo_status find_under(geo_context *context, const geo_box_tree *tree, size_t level,
                             size_t index, const geo_extent *box, geo_item_list *found)
{
    if (!boxes_meet(&tree->node[tree->level_first[level] + index], box))
        return GEO_OK;
    geo_status status = GEO_OK;
    if (level == 0) {
        status = geo_grow_array(context, &found->item, &found->capacity, found->count + 1,
                                sizeof *found->item);
        if (status == GEO_OK)
            found->item[found->count++] = tree->item[index];
        return status;
    }
    size_t below = tree->level_first[level] - tree->level_first[level - 1];
    size_t last = (index + 1) * GEO_BOX_TREE_FAN < below ? (index + 1) * GEO_BOX_TREE_FAN : below;
    for (size_t i = index * GEO_BOX_TREE_FAN; i < last && status == GEO_OK; i++)
        status = find_under(context, tree, level - 1, i, box, found);
    return status;
}

geo_status geo_box_tree_find(geo_context *context, const geo_box_tree *tree, const geo_extent *box,
                             geo_item_list *found)
{
    size_t first = found->count;
    if (tree->level_count == 0)
        return GEO_OK;
    geo_status status = find_under(context, tree, tree->level_count - 1, 0, box, found);
    if (status == GEO_OK && found->count > first)
        qsort(found->item + first, found->count - first, sizeof *found->item, by_item);
    return status;
}
