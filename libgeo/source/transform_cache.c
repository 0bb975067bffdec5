#include "source/transform_cache.h"

#include <stdlib.h>
#include <string.h>

#include "core/memory.h"

/* A direct-mapped cache: a new place takes the slot of an old one, so that memory stays bounded. */
enum { SLOT_BITS = 16, SLOT_COUNT = 1 << SLOT_BITS, BATCH = 1024 };

struct slot {
    double from_x;
    double from_y;
    double to_x; /* both 0 in a free slot: a place whose image that is isn't remembered */
    double to_y;
};

struct geo_transform_cache {
    bool is_empty; /* its pages are not touched before they are needed */
    struct slot slot[SLOT_COUNT];
    size_t new_place[BATCH]; /* indices of points that are not known */
    double new_x[BATCH];
    double new_y[BATCH];
};

geo_status geo_transform_cache_new(geo_context *context, geo_transform_cache **out)
{
    geo_transform_cache *cache = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *cache, &cache);
    if (status != GEO_OK)
        return status;
    cache->is_empty = true;
    *out = cache;
    return GEO_OK;
}

void geo_transform_cache_free(geo_transform_cache *cache)
{
    free(cache);
}

void geo_transform_cache_forget(geo_transform_cache *cache)
{
    if (!cache->is_empty)
        memset(cache->slot, 0, sizeof cache->slot);
    cache->is_empty = true;
}

/* Multiplication by odd constants near 2^64 over the golden ratio (Knuth, TAOCP 6.4). */
static struct slot *find_slot(geo_transform_cache *cache, double x, double y)
{
    uint64_t x_bits, y_bits;
    memcpy(&x_bits, &x, sizeof x_bits);
    memcpy(&y_bits, &y, sizeof y_bits);
    uint64_t mixed = x_bits * UINT64_C(0x9E3779B97F4A7C15) + y_bits;
    mixed = (mixed ^ (mixed >> 32)) * UINT64_C(0x9E3779B97F4A7C15);
    return &cache->slot[mixed >> (64 - SLOT_BITS)];
}

static bool holds(const struct slot *slot, double x, double y)
{
    return slot->from_x == x && slot->from_y == y && (slot->to_x != 0 || slot->to_y != 0);
}

static void apply_batch(geo_transform_cache *cache, geo_transform *transform, double *x, double *y,
                        size_t count)
{
    size_t new_count = 0;
    for (size_t i = 0; i < count; i++) {
        const struct slot *slot = find_slot(cache, x[i], y[i]);
        if (holds(slot, x[i], y[i])) {
            x[i] = slot->to_x;
            y[i] = slot->to_y;
            continue;
        }
        cache->new_place[new_count] = i;
        cache->new_x[new_count] = x[i];
        cache->new_y[new_count++] = y[i];
    }
    geo_transform_apply(transform, cache->new_x, cache->new_y, new_count);
    for (size_t k = 0; k < new_count; k++) {
        size_t i = cache->new_place[k];
        *find_slot(cache, x[i], y[i]) = (struct slot){x[i], y[i], cache->new_x[k], cache->new_y[k]};
        x[i] = cache->new_x[k];
        y[i] = cache->new_y[k];
    }
}

void geo_transform_cache_apply(geo_transform_cache *cache, geo_transform *transform, double *x,
                               double *y, size_t count)
{
    if (!geo_transform_is_exact(transform)) {
        geo_transform_apply(transform, x, y, count);
        return;
    }
    if (geo_transform_is_identity(transform))
        return;
    cache->is_empty = false;
    for (size_t first = 0; first < count; first += BATCH) {
        size_t left = count - first;
        apply_batch(cache, transform, x + first, y + first, left < BATCH ? left : BATCH);
    }
}
