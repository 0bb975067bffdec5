#include "place/rank_set.h"

#include <string.h>

size_t geo_rank_set_below(const geo_rank_set *set, uint32_t rank)
{
    size_t low = 0, high = set->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (set->rank[middle] < rank) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

bool geo_rank_set_has(const geo_rank_set *set, uint32_t rank)
{
    size_t i = geo_rank_set_below(set, rank);
    return i < set->count && set->rank[i] == rank;
}

void geo_rank_set_toggle(geo_rank_set *set, uint32_t rank)
{
    size_t i = geo_rank_set_below(set, rank);
    uint32_t *place = &set->rank[i];
    if (i < set->count && *place == rank) {
        set->count--;
        memmove(place, place + 1, (set->count - i) * sizeof *place);
    } else {
        memmove(place + 1, place, (set->count - i) * sizeof *place);
        *place = rank;
        set->count++;
    }
}

void geo_rank_set_copy(geo_rank_set *to, const geo_rank_set *from, size_t count)
{
    memcpy(to->rank, from->rank, count * sizeof *to->rank);
    to->count = count;
}
