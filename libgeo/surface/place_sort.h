/* Points in order, those that are equal in all respects as one stack. */
#ifndef GEO_SURFACE_PLACE_SORT_H
#define GEO_SURFACE_PLACE_SORT_H

#include <geo/core.h>

/* -y, x and weight: in rising order of these three, one after the other, points are sorted. */
enum { GEO_SOUTH, GEO_EAST, GEO_WEIGHT, GEO_KEY_COUNT };

typedef struct geo_point {
    double key[GEO_KEY_COUNT]; /* finite, no -0 */
} geo_point;

typedef struct geo_stack {
    geo_point point;
    int64_t count;
} geo_stack;

/* Sorted, all different. */
typedef struct geo_stacks {
    geo_stack *stack;
    size_t count;
} geo_stacks;

static inline int geo_point_compare(const geo_point *one, const geo_point *other)
{
    for (int i = 0; i < GEO_KEY_COUNT; i++)
        if (one->key[i] != other->key[i])
            return one->key[i] < other->key[i] ? -1 : 1;
    return 0;
}

/* Sorts the points and stacks equal ones; `spare` has room for as many, both are overwritten. On
 * all threads; O(n) for coordinates that are spread out somehow, O(n log n) for others. */
geo_status geo_points_stack(geo_context *context, geo_point *point, geo_point *spare, size_t count,
                            geo_stacks *out);

/* All stacks of both, in new memory; `one` and `other` stay as they are. */
geo_status geo_stacks_merge(geo_context *context, const geo_stacks *one, const geo_stacks *other,
                            geo_stacks *out);
void geo_stacks_clear(geo_stacks *stacks);

#endif
