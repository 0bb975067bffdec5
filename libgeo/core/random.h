/* Random numbers that depend on a seed and a place alone: the same for any number of threads. */
#ifndef GEO_CORE_RANDOM_H
#define GEO_CORE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/* SplitMix64 (Steele, Lea and Flood 2014, Fast splittable pseudorandom number generators). */
static inline uint64_t geo_random_bits(uint64_t *state)
{
    *state += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t bits = *state;
    bits = (bits ^ (bits >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    bits = (bits ^ (bits >> 27)) * UINT64_C(0x94D049BB133111EB);
    return bits ^ (bits >> 31);
}

/* The beginning of stream number `stream`: places in one sequence as far apart as bits mixed twice
 * can be. */
static inline uint64_t geo_random_stream(uint64_t seed, uint64_t stream)
{
    uint64_t state = seed;
    state = geo_random_bits(&state) ^ stream;
    return geo_random_bits(&state);
}

/* 0 to below - 1, which is at most 2^32: by the high half of a product, of which no number is
 * likelier than another by more than 2^-32 (Lemire 2019, Fast random integer generation in an
 * interval, without its last correction). */
static inline size_t geo_random_below(uint64_t *state, size_t below)
{
    return (size_t)(((geo_random_bits(state) >> 32) * (uint64_t)below) >> 32);
}

/* 0 to below 1, by the 53 bits that a double holds. */
static inline double geo_random_share(uint64_t *state)
{
    return (double)(geo_random_bits(state) >> 11) * 0x1p-53;
}

#endif
