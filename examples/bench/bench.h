/* What the programs of the bench share: time, random numbers, failure. */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static inline _Noreturn void stop(const char *what, const char *which)
{
    fprintf(stderr, "bench: %s%s%s\n", what, *which ? ": " : "", which);
    exit(1);
}

static inline void *room_for(size_t count, size_t size)
{
    void *room = calloc(count + 1, size);
    if (!room)
        stop("out of memory", "");
    return room;
}

static inline double now_s(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* The n-th number of a stream (Steele, Lea and Flood 2014, SplitMix64): any row can be made without
 * those before it, so threads share the work and the bytes don't depend on how many there are. */
static inline uint64_t draw_at(uint64_t seed, uint64_t n)
{
    uint64_t z = seed + (n + 1) * UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* The next one. */
static inline uint64_t draw(uint64_t *state)
{
    uint64_t number = draw_at(*state, 0);
    *state += UINT64_C(0x9e3779b97f4a7c15);
    return number;
}

#endif
