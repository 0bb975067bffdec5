/* Eight numbers at a time: GCC's and Clang's vectors, which become the widest registers there are.
 */
#ifndef GEO_CORE_LANES_H
#define GEO_CORE_LANES_H

#include <stdint.h>

enum { GEO_LANES = 8 };

/* Of any address. Not for arguments or results, which would depend on the registers. */
typedef double geo_lanes __attribute__((vector_size(64), aligned(8), may_alias));
typedef double geo_lanes_4 __attribute__((vector_size(32), aligned(8), may_alias));
typedef double geo_lanes_2 __attribute__((vector_size(16), aligned(8), may_alias));
typedef int64_t geo_lane_bits __attribute__((vector_size(64), aligned(8), may_alias));
typedef int32_t geo_lane_ints __attribute__((vector_size(32), aligned(4), may_alias));
typedef float geo_lane_floats __attribute__((vector_size(32), aligned(4), may_alias));

#define GEO_INLINE static inline __attribute__((always_inline))

/* The same function for several processors, chosen when the library is loaded; bits are the same,
 * since nothing is contracted (-ffp-contract=off). Sanitizers cannot run yet when that choice is
 * made, and Clang 14 would export what makes it. */
#if defined(__x86_64__) && defined(__gnu_linux__) && defined(__GLIBC__) && !defined(__clang__) &&  \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define GEO_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define GEO_CLONES
#endif

/* All the same. Written into a vector by arithmetic (0 + value), GCC 12 stores a number eight times
 * and waits for that where registers are narrower than a vector; this loop it fills two with. */
GEO_INLINE void geo_lanes_set(geo_lanes *lanes, double value)
{
    double copy[GEO_LANES];
    for (int lane = 0; lane < GEO_LANES; lane++)
        copy[lane] = value;
    *lanes = *(const geo_lanes *)copy;
}

/* Numbers above 0 as they are, else 0; and all bits where one number is less than the other. By
 * arithmetic that is exact: GCC 12 compares one by one where registers are narrower than a vector.
 */
#define GEO_LANES_TWICE_ABOVE_0(lanes) ((lanes) + (geo_lanes)((geo_lane_bits)(lanes)&INT64_MAX))
#define GEO_LANES_ABOVE_0(lanes)       (0.5 * GEO_LANES_TWICE_ABOVE_0(lanes))
#define GEO_LANES_LESS(lanes, limit)   ((geo_lane_bits)((lanes) - (limit)) >> 63)

/* exp(x) of numbers from -700 to 0, within 2 units in the last place on all machines (the C
 * library's own differs between them): 2^k e^r with |r| <= ln(2)/2 by Taylor's series. */
GEO_INLINE void geo_lanes_exp(geo_lanes *x)
{
    static const double inverse[] = {1.0 / 6227020800,
                                     1.0 / 479001600,
                                     1.0 / 39916800,
                                     1.0 / 3628800,
                                     1.0 / 362880,
                                     1.0 / 40320,
                                     1.0 / 5040,
                                     1.0 / 720,
                                     1.0 / 120,
                                     1.0 / 24,
                                     1.0 / 6,
                                     0.5,
                                     1,
                                     1};
    const double shift = 0x1.8p52; /* brings the integer part to the end of the number */
    geo_lanes shifted = *x * 1.44269504088896340736 + shift;
    geo_lanes whole = shifted - shift;
    geo_lanes rest = (*x - whole * 0x1.62e42feep-1) - whole * 0x1.a39ef35793c76p-33;
    geo_lanes sum = rest * inverse[0] + inverse[1];
    for (int i = 2; i < 14; i++)
        sum = sum * rest + inverse[i];
    geo_lane_bits power = ((geo_lane_bits)shifted + 1023) << 52;
    *x = sum * (geo_lanes)power;
}

#endif
