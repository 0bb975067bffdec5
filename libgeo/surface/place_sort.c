/*
 * Sorting by distribution: coordinates are put into buckets of equal width, which are few enough at
 * first to be written to at once, and then small enough to be put in order within a cache. Unlike a
 * radix sort of the 128 and more bits this passes over each point a few times only, and where
 * coordinates are bunched a bucket is distributed again over its own range.
 */
#include "surface/place_sort.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "core/pool.h"
#include "surface/pages.h"

enum {
    BUCKETS = 512, /* of the whole; a power of two, for the page tables' sake no more */
    SLICES = 32,   /* of the points, which threads count and distribute */
    SAMPLE = 1024, /* of the points, for the range of the buckets */
    TRIMMED = 8,   /* of the sample at either end: a few far points shall not widen it */
    FEW = 16,      /* points that are sorted by insertion */
    INNER_BUCKETS = 1024,
    INNER_DEPTH = 8, /* distributions over one another; then it is qsort's turn */
    SERIAL = 8192,   /* fewer points than this are one bucket */
};

static int compare_points(const void *one, const void *other)
{
    return geo_point_compare(one, other);
}

static int compare_numbers(const void *left, const void *right)
{
    const double *one = left;
    const double *other = right;
    return (*one > *other) - (*one < *other);
}

/* ---- one bucket, by one thread -------------------------------------------------------------- */

static void insert_points(geo_point *point, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        geo_point next = point[i];
        size_t hole = i;
        for (; hole > 0 && geo_point_compare(&next, &point[hole - 1]) < 0; hole--)
            point[hole] = point[hole - 1];
        point[hole] = next;
    }
}

/* Monotone in value, so that buckets are in order whatever is rounded. */
static size_t bucket_of(double value, double low, double scale, size_t buckets)
{
    double place = (value - low) * scale;
    return !(place > 0) ? 0 : place >= (double)buckets ? buckets - 1 : (size_t)place;
}

static void find_range(const geo_point *point, size_t count, int axis, double *low, double *high)
{
    *low = *high = point[0].key[axis];
    for (size_t i = 1; i < count; i++) {
        double value = point[i].key[axis];
        *low = value < *low ? value : *low;
        *high = value > *high ? value : *high;
    }
}

static void sort_points(geo_point *point, geo_point *spare, size_t count, int axis, int depth)
{
    double low = 0;
    double high = 0;
    if (count <= FEW) {
        insert_points(point, count);
        return;
    }
    for (; axis < GEO_KEY_COUNT && low == high; axis++)
        find_range(point, count, axis, &low, &high);
    if (low == high)
        return;
    axis--;
    size_t buckets = count / 4 < INNER_BUCKETS ? count / 4 : INNER_BUCKETS;
    double scale = (double)buckets / (high - low);
    if (depth == 0 || !isfinite(scale)) {
        qsort(point, count, sizeof *point, compare_points);
        return;
    }
    size_t end[INNER_BUCKETS + 1] = {0};
    for (size_t i = 0; i < count; i++)
        end[bucket_of(point[i].key[axis], low, scale, buckets) + 1]++;
    for (size_t i = 1; i < buckets; i++)
        end[i] += end[i - 1];
    for (size_t i = 0; i < count; i++)
        spare[end[bucket_of(point[i].key[axis], low, scale, buckets)]++] = point[i];
    memcpy(point, spare, count * sizeof *point);
    for (size_t i = 0, first = 0; i < buckets; first = end[i++])
        sort_points(point + first, spare + first, end[i] - first, axis, depth - 1);
}

/* ---- all points ----------------------------------------------------------------------------- */

struct sorting {
    geo_point *point;
    geo_point *spare;
    size_t count;
    size_t buckets;
    double low;
    double scale;
    size_t *next;  /* [slice][bucket]: counts, then where the next point goes */
    size_t *first; /* point of each bucket, and the end */
    size_t *stack; /* stacks of each bucket, then the first one of each */
    geo_stack *out;
};

static size_t bucket_in(const struct sorting *sorting, const geo_point *point)
{
    return bucket_of(point->key[GEO_SOUTH], sorting->low, sorting->scale, sorting->buckets);
}

static size_t slice_start(const struct sorting *sorting, size_t slice)
{
    return sorting->count / SLICES * slice +
           (slice < sorting->count % SLICES ? slice : sorting->count % SLICES);
}

static void count_slices(void *user, size_t worker, size_t first, size_t last)
{
    (void)worker;
    struct sorting *sorting = user;
    for (size_t slice = first; slice < last; slice++) {
        size_t *count = sorting->next + slice * sorting->buckets;
        for (size_t i = slice_start(sorting, slice); i < slice_start(sorting, slice + 1); i++)
            count[bucket_in(sorting, &sorting->point[i])]++;
    }
}

static void distribute_slices(void *user, size_t worker, size_t first, size_t last)
{
    (void)worker;
    struct sorting *sorting = user;
    for (size_t slice = first; slice < last; slice++) {
        size_t *next = sorting->next + slice * sorting->buckets;
        for (size_t i = slice_start(sorting, slice); i < slice_start(sorting, slice + 1); i++)
            sorting->spare[next[bucket_in(sorting, &sorting->point[i])]++] = sorting->point[i];
    }
}

/* Bucket after bucket, in each of them slice after slice. */
static void place_buckets(struct sorting *sorting)
{
    size_t used = 0;
    for (size_t bucket = 0; bucket < sorting->buckets; bucket++) {
        sorting->first[bucket] = used;
        for (size_t slice = 0; slice < SLICES; slice++) {
            size_t *next = &sorting->next[slice * sorting->buckets + bucket];
            size_t count = *next;
            *next = used;
            used += count;
        }
    }
    sorting->first[sorting->buckets] = used;
}

static void sort_buckets(void *user, size_t worker, size_t first, size_t last)
{
    (void)worker;
    struct sorting *sorting = user;
    for (size_t bucket = first; bucket < last; bucket++) {
        size_t start = sorting->first[bucket];
        size_t count = sorting->first[bucket + 1] - start;
        const geo_point *point = sorting->spare + start;
        sort_points(sorting->spare + start, sorting->point + start, count, GEO_SOUTH, INNER_DEPTH);
        size_t stacks = count > 0;
        for (size_t i = 1; i < count; i++)
            stacks += geo_point_compare(&point[i - 1], &point[i]) != 0;
        sorting->stack[bucket] = stacks;
    }
}

static void stack_buckets(void *user, size_t worker, size_t first, size_t last)
{
    (void)worker;
    struct sorting *sorting = user;
    for (size_t bucket = first; bucket < last; bucket++) {
        geo_stack *stack = sorting->out + sorting->stack[bucket];
        for (size_t i = sorting->first[bucket]; i < sorting->first[bucket + 1]; i++) {
            const geo_point *point = &sorting->spare[i];
            if (i > sorting->first[bucket] && geo_point_compare(point - 1, point) == 0)
                stack[-1].count++;
            else
                *stack++ = (geo_stack){*point, 1};
        }
    }
}

/* The range of most points, from a sample; those beyond it go into the outermost buckets. */
static void choose_buckets(struct sorting *sorting)
{
    double sample[SAMPLE];
    sorting->buckets = 1;
    if (sorting->count < SERIAL)
        return;
    for (size_t i = 0; i < SAMPLE; i++)
        sample[i] = sorting->point[sorting->count / SAMPLE * i].key[GEO_SOUTH];
    qsort(sample, SAMPLE, sizeof *sample, compare_numbers);
    double scale = BUCKETS / (sample[SAMPLE - 1 - TRIMMED] - sample[TRIMMED]);
    if (!isfinite(scale))
        return;
    sorting->low = sample[TRIMMED];
    sorting->scale = scale;
    sorting->buckets = BUCKETS;
}

geo_status geo_points_stack(geo_context *context, geo_point *point, geo_point *spare, size_t count,
                            geo_stacks *out)
{
    struct sorting sorting = {.point = point, .spare = spare, .count = count};
    geo_stack *stack = NULL;
    size_t stacks = 0;
    choose_buckets(&sorting);
    geo_status status =
        geo_alloc_array(context, SLICES * sorting.buckets, sizeof *sorting.next, &sorting.next);
    if (status == GEO_OK)
        status =
            geo_alloc_array(context, sorting.buckets + 1, sizeof *sorting.first, &sorting.first);
    if (status == GEO_OK)
        status = geo_alloc_array(context, sorting.buckets, sizeof *sorting.stack, &sorting.stack);
    if (status != GEO_OK)
        goto done;
    geo_share_work(context, SLICES, 1, count_slices, &sorting);
    place_buckets(&sorting);
    geo_share_work(context, SLICES, 1, distribute_slices, &sorting);
    geo_share_work(context, sorting.buckets, 1, sort_buckets, &sorting);
    for (size_t i = 0; i < sorting.buckets; i++) {
        size_t own = sorting.stack[i];
        sorting.stack[i] = stacks;
        stacks += own;
    }
    status = geo_alloc_array(context, stacks, sizeof *stack, &stack);
    if (status != GEO_OK)
        goto done;
    geo_prefer_large_pages(stack, stacks * sizeof *stack);
    sorting.out = stack;
    geo_share_work(context, sorting.buckets, 1, stack_buckets, &sorting);
    *out = (geo_stacks){stack, stacks};
done:
    free(sorting.next);
    free(sorting.first);
    free(sorting.stack);
    return status;
}
