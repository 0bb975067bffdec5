/* A tree of categories while it is put together, and made whole. */
#ifndef GEO_CORE_CATEGORY_DRAFT_H
#define GEO_CORE_CATEGORY_DRAFT_H

#include <geo/core.h>

/* Deeper trees are mistakes, and tables have no room to indent them. */
#define GEO_CATEGORY_LEVELS_MOST 100

typedef struct geo_category_draft {
    char *name;         /* as it was spelled first */
    int32_t parent;     /* another draft, or GEO_NO_CODE */
    int64_t parent_row; /* of the file, which says so */
    double order;       /* among its siblings; NaN: behind those that have one, as they come */
    int64_t order_row;
} geo_category_draft;

typedef struct geo_category_drafts {
    size_t count;
    size_t capacity;
    geo_category_draft *draft;
    geo_dictionary *names; /* in small letters: their codes are the drafts' numbers */
    geo_bytes scratch;
} geo_category_drafts;

geo_status geo_category_drafts_open(geo_context *context, geo_category_drafts *drafts);
void geo_category_drafts_close(geo_category_drafts *drafts);

/* The draft of that name, which is trimmed and not empty; a new one if there is none. */
geo_status geo_category_draft_named(geo_context *context, geo_category_drafts *drafts,
                                    geo_text name, int32_t *draft);

/* Fills count, name, parent and level of `categories`, which may be half filled on failure; node[i]
 * becomes the node of draft i. GEO_ERROR_DATA when parents lead back to where they began. */
geo_status geo_category_drafts_arrange(geo_context *context, const geo_category_drafts *drafts,
                                       geo_categories *categories, int32_t *node);

#endif
