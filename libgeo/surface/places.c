/* Points -> places: a buffer that is sorted when it is full, and runs of stacks that are merged
 * when they are of about the same length (O'Neil et al. 1996, The log-structured merge-tree). */
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>

#include <geo/surface.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/pool.h"
#include "surface/pages.h"
#include "surface/place_sort.h"

/* Points in the buffer: fewer with a small budget, of which it takes an eighth. */
enum { BUFFER_MOST = 1 << 22, BUFFER_LEAST = 1 << 12, BUDGET_SHARE = 8, RUN_LIMIT = 64 };

enum { COPY_BLOCK = 1 << 15, PARTS = 64 };

struct geo_place_collector {
    geo_point *point;
    geo_point *spare; /* as long as `point`, made when it is needed */
    size_t count;
    size_t capacity;
    size_t spare_capacity;
    size_t most;
    geo_stacks run[RUN_LIMIT]; /* each more than twice as long as the next */
    size_t runs;
};

void geo_places_free(geo_places *places)
{
    if (!places)
        return;
    free(places->x);
    free(places->y);
    free(places->weight);
    free(places->incidents);
    free(places);
}

geo_status geo_place_collector_new(geo_context *context, geo_place_collector **out)
{
    int64_t budget = geo_memory_budget(context);
    int64_t most = budget / (BUDGET_SHARE * 2 * (int64_t)sizeof(geo_point));
    geo_status status = geo_alloc_array(context, 1, sizeof **out, out);
    if (status == GEO_OK)
        (*out)->most = budget == 0 || most > BUFFER_MOST ? BUFFER_MOST
                       : most < BUFFER_LEAST             ? BUFFER_LEAST
                                                         : (size_t)most;
    return status;
}

void geo_place_collector_free(geo_place_collector *collector)
{
    if (!collector)
        return;
    for (size_t i = 0; i < collector->runs; i++)
        geo_stacks_clear(&collector->run[i]);
    free(collector->point);
    free(collector->spare);
    free(collector);
}

/* ---- adding --------------------------------------------------------------------------------- */

static geo_status check_memory(geo_context *context, const geo_place_collector *collector,
                               size_t more)
{
    size_t bytes = (collector->capacity + collector->spare_capacity) * sizeof(geo_point) + more;
    for (size_t i = 0; i < collector->runs; i++)
        bytes += collector->run[i].count * sizeof(geo_stack);
    return geo_check_budget(context, bytes, "keeping the distinct places of the incidents");
}

/* The last run and the one before become one. */
static geo_status merge_last(geo_context *context, geo_place_collector *collector)
{
    geo_stacks *one = &collector->run[collector->runs - 2];
    geo_stacks *other = &collector->run[collector->runs - 1];
    geo_stacks merged = {NULL, 0};
    geo_status status =
        check_memory(context, collector, (one->count + other->count) * sizeof(geo_stack));
    if (status == GEO_OK)
        status = geo_stacks_merge(context, one, other, &merged);
    if (status != GEO_OK)
        return status;
    geo_stacks_clear(one);
    geo_stacks_clear(other);
    *one = merged;
    collector->runs--;
    return GEO_OK;
}

static geo_status empty_buffer(geo_context *context, geo_place_collector *collector)
{
    geo_status status = GEO_OK;
    if (collector->count == 0)
        return GEO_OK;
    if (collector->spare_capacity < collector->count) {
        free(collector->spare);
        collector->spare = NULL;
        collector->spare_capacity = 0;
        status = geo_alloc_array(context, collector->capacity, sizeof *collector->spare,
                                 &collector->spare);
        if (status != GEO_OK)
            return status;
        collector->spare_capacity = collector->capacity;
        geo_prefer_large_pages(collector->spare, collector->capacity * sizeof *collector->spare);
    }
    status = geo_points_stack(context, collector->point, collector->spare, collector->count,
                              &collector->run[collector->runs]);
    if (status != GEO_OK)
        return status;
    collector->runs++;
    collector->count = 0;
    while (status == GEO_OK && collector->runs > 1 &&
           collector->run[collector->runs - 2].count / 2 <=
               collector->run[collector->runs - 1].count)
        status = merge_last(context, collector);
    return status == GEO_OK ? check_memory(context, collector, 0) : status;
}

/* Points on their way into the buffer. */
struct copying {
    const double *x;
    const double *y;
    const double *weight;
    geo_point *to;
    atomic_bool is_bad;
};

static bool is_good(double x, double y, double weight)
{
    return isfinite(x) && isfinite(y) && weight >= 0 && isfinite(weight);
}

static void copy_points(void *user, size_t worker, size_t first, size_t last)
{
    (void)worker;
    struct copying *copying = user;
    bool are_good = true;
    for (size_t i = first; i < last; i++) {
        double weight = copying->weight ? copying->weight[i] : 1;
        are_good &= is_good(copying->x[i], copying->y[i], weight);
        /* Adding 0 makes 0 of -0. */
        copying->to[i] = (geo_point){{0 - copying->y[i], copying->x[i] + 0, weight + 0}};
    }
    if (!are_good)
        atomic_store(&copying->is_bad, true);
}

static geo_status refuse_points(geo_context *context, const double *x, const double *y,
                                const double *weight, size_t count)
{
    size_t i = 0;
    while (i + 1 < count && is_good(x[i], y[i], weight ? weight[i] : 1))
        i++;
    if (!isfinite(x[i]) || !isfinite(y[i]))
        return geo_fail(context, GEO_ERROR_DATA,
                        "point %zu of %zu: a coordinate is not a finite number", i + 1, count);
    return geo_fail(context, GEO_ERROR_DATA,
                    "point %zu of %zu: the weight is negative or not a finite number", i + 1,
                    count);
}

geo_status geo_place_collector_add(geo_context *context, geo_place_collector *collector,
                                   const double *x, const double *y, const double *weight,
                                   size_t count)
{
    for (size_t done = 0; done < count;) {
        size_t room = collector->most - collector->count;
        size_t part = count - done < room ? count - done : room;
        size_t capacity = collector->capacity;
        geo_status status = geo_grow_array(context, &collector->point, &collector->capacity,
                                           collector->count + part, sizeof *collector->point);
        if (status != GEO_OK)
            return status;
        if (collector->capacity > capacity)
            geo_prefer_large_pages(collector->point,
                                   collector->capacity * sizeof *collector->point);
        struct copying copying = {x + done, y + done, weight ? weight + done : NULL,
                                  collector->point + collector->count, false};
        if (part <= COPY_BLOCK)
            copy_points(&copying, 0, 0, part);
        else
            geo_share_work(context, part, COPY_BLOCK, copy_points, &copying);
        if (atomic_load(&copying.is_bad))
            return refuse_points(context, x, y, weight, count);
        collector->count += part;
        done += part;
        if (collector->count == collector->most)
            status = empty_buffer(context, collector);
        if (status != GEO_OK)
            return status;
    }
    return GEO_OK;
}

/* ---- places of all stacks ------------------------------------------------------------------- */

static bool is_same_place(const geo_point *one, const geo_point *other)
{
    return one->key[GEO_SOUTH] == other->key[GEO_SOUTH] &&
           one->key[GEO_EAST] == other->key[GEO_EAST];
}

/* Stacks in parts that begin with a new place each. */
struct filling {
    const geo_stacks *stacks;
    geo_places *places; /* NULL while they are counted */
    size_t first[PARTS + 1];
    size_t place[PARTS + 1]; /* of each part's first stack */
};

static bool begins_place(const geo_stacks *stacks, size_t i)
{
    return i == 0 || !is_same_place(&stacks->stack[i - 1].point, &stacks->stack[i].point);
}

static void cut_stacks(const geo_stacks *stacks, struct filling *filling)
{
    filling->stacks = stacks;
    filling->places = NULL;
    for (size_t part = 0; part <= PARTS; part++) {
        size_t first = part < PARTS ? stacks->count / PARTS * part : stacks->count;
        while (first < stacks->count && !begins_place(stacks, first))
            first++;
        filling->first[part] = first;
    }
}

static void count_parts(void *user, size_t worker, size_t first, size_t last)
{
    (void)worker;
    struct filling *filling = user;
    for (size_t part = first; part < last; part++) {
        size_t places = 0;
        for (size_t i = filling->first[part]; i < filling->first[part + 1]; i++)
            places += begins_place(filling->stacks, i);
        filling->place[part + 1] = places;
    }
}

static size_t count_places(geo_context *context, struct filling *filling)
{
    geo_share_work(context, PARTS, 1, count_parts, filling);
    filling->place[0] = 0;
    for (size_t part = 0; part < PARTS; part++)
        filling->place[part + 1] += filling->place[part];
    return filling->place[PARTS];
}

static geo_status alloc_places(geo_context *context, size_t count, geo_places **out)
{
    geo_places *places = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *places, &places);
    if (status != GEO_OK)
        return status;
    places->count = count;
    status = geo_alloc_array(context, count, sizeof *places->x, &places->x);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *places->y, &places->y);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *places->weight, &places->weight);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *places->incidents, &places->incidents);
    if (status != GEO_OK) {
        geo_places_free(places);
        return status;
    }
    geo_prefer_large_pages(places->x, count * sizeof *places->x);
    geo_prefer_large_pages(places->y, count * sizeof *places->y);
    geo_prefer_large_pages(places->weight, count * sizeof *places->weight);
    geo_prefer_large_pages(places->incidents, count * sizeof *places->incidents);
    *out = places;
    return GEO_OK;
}

/* The stacks of a place stand in the order of their weight, so its sum is always the same. */
static void fill_parts(void *user, size_t worker, size_t first, size_t last)
{
    (void)worker;
    struct filling *filling = user;
    geo_places *places = filling->places;
    for (size_t part = first; part < last; part++) {
        size_t next = filling->place[part];
        for (size_t i = filling->first[part]; i < filling->first[part + 1]; i++) {
            const geo_stack *stack = &filling->stacks->stack[i];
            next += begins_place(filling->stacks, i);
            places->x[next - 1] = stack->point.key[GEO_EAST];
            places->y[next - 1] = 0 - stack->point.key[GEO_SOUTH];
            places->weight[next - 1] += stack->point.key[GEO_WEIGHT] * (double)stack->count;
            places->incidents[next - 1] += stack->count;
        }
    }
}

geo_status geo_place_collector_finish(geo_context *context, geo_place_collector *collector,
                                      geo_places **out)
{
    static const size_t place_bytes = 3 * sizeof(double) + sizeof(int64_t);
    static const geo_stacks nothing = {NULL, 0};
    geo_places *places = NULL;
    geo_status status = empty_buffer(context, collector);
    free(collector->point);
    free(collector->spare);
    collector->point = collector->spare = NULL;
    collector->count = collector->capacity = collector->spare_capacity = 0;
    while (status == GEO_OK && collector->runs > 1)
        status = merge_last(context, collector);
    if (status != GEO_OK)
        return status;
    const geo_stacks *all = collector->runs > 0 ? &collector->run[0] : &nothing;
    struct filling filling;
    cut_stacks(all, &filling);
    size_t count = count_places(context, &filling);
    status = check_memory(context, collector, count * place_bytes);
    if (status == GEO_OK)
        status = alloc_places(context, count, &places);
    if (status != GEO_OK)
        return status;
    filling.places = places;
    geo_share_work(context, PARTS, 1, fill_parts, &filling);
    if (collector->runs > 0)
        geo_stacks_clear(&collector->run[0]);
    collector->runs = 0;
    *out = places;
    return GEO_OK;
}
