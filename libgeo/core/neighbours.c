/* Which areas are near which. */
#include <math.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"

void geo_neighbours_free(geo_neighbours *neighbours)
{
    if (!neighbours)
        return;
    free(neighbours->first);
    free(neighbours->to);
    free(neighbours->weight);
    free(neighbours);
}

typedef struct pair {
    int32_t from;
    int32_t to;
    double weight;
} pair;

/* Weights too, so that sums don't depend on the order of the pairs. */
static int compare_pairs(const void *left, const void *right)
{
    const pair *one = left;
    const pair *other = right;
    if (one->from != other->from)
        return one->from < other->from ? -1 : 1;
    if (one->to != other->to)
        return one->to < other->to ? -1 : 1;
    return (one->weight > other->weight) - (one->weight < other->weight);
}

static geo_status check_pair(geo_context *context, const pair *given, size_t count)
{
    if (given->from < 0 || (size_t)given->from >= count || given->to < 0 ||
        (size_t)given->to >= count)
        return geo_fail(context, GEO_ERROR_DATA, "%d and %d cannot be neighbours: there are %zu",
                        given->from, given->to, count);
    if (!isfinite(given->weight) || given->weight < 0)
        return geo_fail(context, GEO_ERROR_DATA,
                        "%d and %d cannot be neighbours with a weight of %g; it must be 0 or more",
                        given->from, given->to, given->weight);
    return GEO_OK;
}

/* Sorted, one of each, none with itself; returns how many. */
static size_t merge_pairs(pair *pairs, size_t count)
{
    size_t kept = 0;
    qsort(pairs, count, sizeof *pairs, compare_pairs);
    for (size_t i = 0; i < count; i++) {
        if (pairs[i].weight == 0 || pairs[i].from == pairs[i].to)
            continue;
        pair *last = kept > 0 ? &pairs[kept - 1] : NULL;
        if (last && last->from == pairs[i].from && last->to == pairs[i].to)
            last->weight += pairs[i].weight;
        else
            pairs[kept++] = pairs[i];
    }
    return kept;
}

static geo_status fill(geo_context *context, const pair *pairs, size_t count, bool is_weighted,
                       geo_neighbours *made)
{
    size_t end = 0;
    geo_status status =
        geo_alloc_array(context, made->count + 1, sizeof *made->first, &made->first);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *made->to, &made->to);
    if (status == GEO_OK && is_weighted)
        status = geo_alloc_array(context, count, sizeof *made->weight, &made->weight);
    if (status != GEO_OK)
        return status;
    for (size_t i = 0; i < made->count; i++) {
        while (end < count && (size_t)pairs[end].from == i)
            end++;
        made->first[i + 1] = end;
    }
    for (size_t p = 0; p < count; p++) {
        made->to[p] = pairs[p].to;
        if (is_weighted)
            made->weight[p] = pairs[p].weight;
    }
    made->pair_count = count;
    return GEO_OK;
}

geo_status geo_neighbours_make(geo_context *context, size_t count, const int32_t *from,
                               const int32_t *to, const double *weight, size_t pair_count,
                               geo_neighbours **out)
{
    pair *pairs = NULL;
    geo_neighbours *made = NULL;
    geo_status status = geo_alloc_array(context, pair_count, sizeof *pairs, &pairs);
    if (status == GEO_OK)
        status = geo_alloc_array(context, 1, sizeof *made, &made);
    for (size_t i = 0; i < pair_count && status == GEO_OK; i++) {
        pairs[i] = (pair){from[i], to[i], weight ? weight[i] : 1};
        status = check_pair(context, &pairs[i], count);
    }
    if (status == GEO_OK) {
        made->count = count;
        status = fill(context, pairs, merge_pairs(pairs, pair_count), weight != NULL, made);
    }
    free(pairs);
    if (status == GEO_OK)
        *out = made;
    else
        geo_neighbours_free(made);
    return status;
}
