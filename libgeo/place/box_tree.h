/* Boxes found by a box: a packed R-tree by sort-tile-recursive (Leutenegger, Lopez and Edgington
 * 1997, STR: a simple and efficient algorithm for R-tree packing). */
#ifndef GEO_PLACE_BOX_TREE_H
#define GEO_PLACE_BOX_TREE_H

#include <geo/core.h>

enum { GEO_BOX_TREE_FAN = 8, GEO_BOX_TREE_LEVELS = 24 };

/* Built once, immutable. Level 0 has the boxes themselves, in order of their leaves. */
typedef struct geo_box_tree {
    size_t level_count;                          /* 0: no box in it */
    size_t level_first[GEO_BOX_TREE_LEVELS + 1]; /* of node[] */
    geo_extent *node;
    int32_t *item; /* [level_first[1]] whose box a leaf is */
} geo_box_tree;

/* What was found; grows. */
typedef struct geo_item_list {
    int32_t *item;
    size_t count, capacity;
} geo_item_list;

/* Empty boxes are never found. O(n log n). */
geo_status geo_box_tree_build(geo_context *context, const geo_extent *box, size_t count,
                              geo_box_tree *out);
void geo_box_tree_clear(geo_box_tree *tree);
/* Adds the items whose boxes meet `box`, borders included, rising. */
geo_status geo_box_tree_find(geo_context *context, const geo_box_tree *tree, const geo_extent *box,
                             geo_item_list *found);

#endif
