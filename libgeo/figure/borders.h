/* The lines between areas, each once, by what they part. */
#ifndef GEO_FIGURE_BORDERS_H
#define GEO_FIGURE_BORDERS_H

#include <geo/core.h>

typedef enum geo_border_kind {
    GEO_BORDER_AREA,    /* two areas of one parent, or without parents */
    GEO_BORDER_PARENT,  /* two areas of different parents */
    GEO_BORDER_OUTLINE, /* one area and nothing beyond */
    GEO_BORDER_KINDS
} geo_border_kind;

/* Points first .. last of geo_areas, which follow one another in one ring. */
typedef struct geo_border {
    geo_border_kind kind;
    int32_t area;
    int32_t neighbour; /* GEO_NO_CODE for the outline */
    size_t first;
    size_t last;
    bool is_backwards; /* of its ring: geo_ring_is_backwards() */
} geo_border;

/* A border as it is followed. */
typedef struct geo_outline_part {
    size_t border;
    bool is_backwards;
} geo_outline_part;

/* Borders around a group of areas, in such an order that each begins where the one before it ends,
 * or begins a ring. */
typedef struct geo_outline {
    size_t count; /* 0: they cannot be joined to rings */
    geo_outline_part *part;
} geo_outline;

typedef struct geo_borders {
    size_t count;
    geo_border *border;
    geo_outline outline; /* of all areas */
} geo_borders;

/* Whether a ring runs the other way than shells and holes are traced. */
bool geo_ring_is_backwards(const geo_areas *areas, size_t ring);

/*
 * Cuts the rings into borders. An edge is shared when two areas have the same two ends to the
 * millimetre, as in layers whose polygons were made together; an edge of only one area is its
 * outline. Time O(points).
 */
geo_status geo_borders_find(geo_context *context, const geo_areas *areas, geo_borders **out);
void geo_borders_free(geo_borders *borders);

#endif
