/* Areas that contain a point, each by its rank: its place in the order of codes. */
#ifndef GEO_PLACE_RANK_SET_H
#define GEO_PLACE_RANK_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* In ascending order. The owner gives room for all ranks that may ever be in it. */
typedef struct geo_rank_set {
    uint32_t *rank;
    size_t count;
} geo_rank_set;

/* How many members are below the rank. */
size_t geo_rank_set_below(const geo_rank_set *set, uint32_t rank);
bool geo_rank_set_has(const geo_rank_set *set, uint32_t rank);
/* Takes the rank out when it is in, else puts it in. O(members). */
void geo_rank_set_toggle(geo_rank_set *set, uint32_t rank);
/* Makes `to` the first `count` members of `from`. */
void geo_rank_set_copy(geo_rank_set *to, const geo_rank_set *from, size_t count);

#endif
