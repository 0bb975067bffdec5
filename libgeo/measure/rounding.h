/* Counts as they are shown. */
#ifndef GEO_MEASURE_ROUNDING_H
#define GEO_MEASURE_ROUNDING_H

#include <stdint.h>

/* To a multiple, halves up; 0 and 1: exact. */
static inline int64_t geo_round_count(int64_t count, int64_t multiple)
{
    return multiple > 1 ? (count + multiple / 2) / multiple * multiple : count;
}

#endif
