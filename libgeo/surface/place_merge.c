/* Two sorted runs of stacks become one. */
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "core/pool.h"
#include "surface/pages.h"
#include "surface/place_sort.h"

enum { PARTS = 16 };

struct merging {
    const geo_stacks *longer;
    const geo_stacks *shorter;
    size_t longer_first[PARTS + 1];
    size_t shorter_first[PARTS + 1];
    size_t count[PARTS]; /* of the stacks that a part has made */
    geo_stack *out;
};

/* The first stack that is not before `point`. */
static size_t find_stack(const geo_stacks *stacks, const geo_point *point)
{
    size_t low = 0;
    size_t high = stacks->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (geo_point_compare(&stacks->stack[middle].point, point) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void merge_part(struct merging *merging, size_t part)
{
    const geo_stack *one = merging->longer->stack + merging->longer_first[part];
    const geo_stack *one_end = merging->longer->stack + merging->longer_first[part + 1];
    const geo_stack *other = merging->shorter->stack + merging->shorter_first[part];
    const geo_stack *other_end = merging->shorter->stack + merging->shorter_first[part + 1];
    geo_stack *start = merging->out + merging->longer_first[part] + merging->shorter_first[part];
    geo_stack *out = start;
    while (one < one_end && other < other_end) {
        int order = geo_point_compare(&one->point, &other->point);
        *out = order <= 0 ? *one : *other;
        if (order == 0)
            out->count += other->count;
        out++;
        one += order <= 0;
        other += order >= 0;
    }
    while (one < one_end)
        *out++ = *one++;
    while (other < other_end)
        *out++ = *other++;
    merging->count[part] = (size_t)(out - start);
}

static void merge_parts(void *user, size_t worker, size_t first, size_t last)
{
    (void)worker;
    for (size_t part = first; part < last; part++)
        merge_part(user, part);
}

/* Closes the gaps that equal stacks left, and gives back what lies behind. */
static size_t close_gaps(struct merging *merging)
{
    size_t used = 0;
    for (size_t part = 0; part < PARTS; part++) {
        size_t first = merging->longer_first[part] + merging->shorter_first[part];
        memmove(merging->out + used, merging->out + first,
                merging->count[part] * sizeof *merging->out);
        used += merging->count[part];
    }
    void *smaller = realloc(merging->out, (used > 0 ? used : 1) * sizeof *merging->out);
    if (smaller)
        merging->out = smaller;
    return used;
}

geo_status geo_stacks_merge(geo_context *context, const geo_stacks *one, const geo_stacks *other,
                            geo_stacks *out)
{
    struct merging merging = {.longer = one->count >= other->count ? one : other,
                              .shorter = one->count >= other->count ? other : one};
    geo_status status =
        geo_alloc_array(context, one->count + other->count, sizeof *merging.out, &merging.out);
    if (status != GEO_OK)
        return status;
    geo_prefer_large_pages(merging.out, (one->count + other->count) * sizeof *merging.out);
    for (size_t part = 1; part < PARTS; part++) {
        size_t first = merging.longer->count / PARTS * part;
        merging.longer_first[part] = first;
        merging.shorter_first[part] =
            first > 0 ? find_stack(merging.shorter, &merging.longer->stack[first].point) : 0;
    }
    merging.longer_first[PARTS] = merging.longer->count;
    merging.shorter_first[PARTS] = merging.shorter->count;
    geo_share_work(context, PARTS, 1, merge_parts, &merging);
    size_t count = close_gaps(&merging);
    *out = (geo_stacks){merging.out, count};
    return GEO_OK;
}

void geo_stacks_clear(geo_stacks *stacks)
{
    free(stacks->stack);
    *stacks = (geo_stacks){NULL, 0};
}
