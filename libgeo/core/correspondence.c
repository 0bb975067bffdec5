/* How the areas of one set lie in those of another. */
#include <math.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"

void geo_correspondence_free(geo_correspondence *correspondence)
{
    if (!correspondence)
        return;
    free(correspondence->first);
    free(correspondence->to);
    free(correspondence->share);
    free(correspondence);
}

/* ---- making one ----------------------------------------------------------------------------- */

typedef struct part {
    int32_t from;
    int32_t to;
    double weight;
} part;

/* Weights too, so that sums don't depend on the order of the parts. */
static int compare_parts(const void *left, const void *right)
{
    const part *one = left;
    const part *other = right;
    if (one->from != other->from)
        return one->from < other->from ? -1 : 1;
    if (one->to != other->to)
        return one->to < other->to ? -1 : 1;
    return (one->weight > other->weight) - (one->weight < other->weight);
}

static geo_status check_part(geo_context *context, const part *given, size_t from_count,
                             size_t to_count)
{
    if (given->from < 0 || (size_t)given->from >= from_count || given->to < 0 ||
        (size_t)given->to >= to_count)
        return geo_fail(context, GEO_ERROR_DATA,
                        "areas %d and %d cannot correspond: there are %zu and %zu", given->from,
                        given->to, from_count, to_count);
    if (!isfinite(given->weight) || given->weight < 0)
        return geo_fail(context, GEO_ERROR_DATA,
                        "areas %d and %d cannot correspond with a weight of %g; it must be 0 or "
                        "more",
                        given->from, given->to, given->weight);
    return GEO_OK;
}

/* Sorted, without those of weight 0, one for each pair; returns how many. */
static size_t merge_parts(part *parts, size_t count)
{
    size_t kept = 0;
    qsort(parts, count, sizeof *parts, compare_parts);
    for (size_t i = 0; i < count; i++) {
        if (parts[i].weight == 0)
            continue;
        part *last = kept > 0 ? &parts[kept - 1] : NULL;
        if (last && last->from == parts[i].from && last->to == parts[i].to)
            last->weight += parts[i].weight;
        else
            parts[kept++] = parts[i];
    }
    return kept;
}

static void take_shares(const part *parts, size_t begin, size_t end, double whole,
                        geo_correspondence *made)
{
    double sum = 0;
    for (size_t i = begin; i < end; i++)
        sum += parts[i].weight;
    if (whole > sum)
        sum = whole;
    for (size_t i = begin; i < end; i++) {
        made->to[i] = parts[i].to;
        made->share[i] = parts[i].weight / sum;
    }
}

static geo_status fill(geo_context *context, const part *parts, size_t count, const double *whole,
                       geo_correspondence *made)
{
    geo_status status =
        geo_alloc_array(context, made->from_count + 1, sizeof *made->first, &made->first);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *made->to, &made->to);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *made->share, &made->share);
    if (status != GEO_OK)
        return status;
    size_t end = 0;
    for (size_t i = 0; i < made->from_count; i++) {
        size_t begin = end;
        while (end < count && (size_t)parts[end].from == i)
            end++;
        take_shares(parts, begin, end, whole ? whole[i] : 0, made);
        made->first[i + 1] = end;
    }
    made->part_count = count;
    return GEO_OK;
}

geo_status geo_correspondence_make(geo_context *context, size_t from_count, size_t to_count,
                                   const int32_t *from, const int32_t *to, const double *weight,
                                   size_t part_count, const double *whole, geo_correspondence **out)
{
    part *parts = NULL;
    geo_correspondence *made = NULL;
    geo_status status = geo_alloc_array(context, part_count, sizeof *parts, &parts);
    if (status == GEO_OK)
        status = geo_alloc_array(context, 1, sizeof *made, &made);
    for (size_t i = 0; i < part_count && status == GEO_OK; i++) {
        parts[i] = (part){from[i], to[i], weight[i]};
        status = check_part(context, &parts[i], from_count, to_count);
    }
    if (status == GEO_OK) {
        made->from_count = from_count;
        made->to_count = to_count;
        status = fill(context, parts, merge_parts(parts, part_count), whole, made);
    }
    free(parts);
    if (status == GEO_OK)
        *out = made;
    else
        geo_correspondence_free(made);
    return status;
}

/* ---- sharing out ---------------------------------------------------------------------------- */

/* How much of an area its parts may fall short of the whole by rounding alone. */
#define WHOLE_ENOUGH (1 - 1e-12)

/* Shares out the value of one area. The last part of one that is wholly in others takes what is
 * left, so that nothing is lost by rounding; what has no part is returned. */
static double share_out(const geo_correspondence *correspondence, size_t i, double value,
                        double *shared)
{
    double left = value, sum = 0;
    size_t begin = correspondence->first[i], end = correspondence->first[i + 1];
    for (size_t p = begin; p < end; p++) {
        sum += correspondence->share[p];
        double piece = correspondence->share[p] * value;
        if (p + 1 == end && sum > WHOLE_ENOUGH)
            piece = left;
        shared[correspondence->to[p]] += piece;
        left -= piece;
    }
    return left;
}

void geo_correspondence_apply(const geo_correspondence *correspondence, const double *value,
                              double *shared, double *lost)
{
    double without = 0;
    for (size_t j = 0; j < correspondence->to_count; j++)
        shared[j] = 0;
    for (size_t i = 0; i < correspondence->from_count; i++)
        if (!isnan(value[i]))
            without += share_out(correspondence, i, value[i], shared);
    if (lost)
        *lost = without;
}

int32_t geo_correspondence_largest(const geo_correspondence *correspondence, size_t i)
{
    int32_t largest = GEO_NO_CODE;
    double share = 0;
    for (size_t p = correspondence->first[i]; p < correspondence->first[i + 1]; p++)
        if (correspondence->share[p] > share) {
            share = correspondence->share[p];
            largest = correspondence->to[p];
        }
    return largest;
}
