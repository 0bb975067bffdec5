/* Crime-like loads for the bench: what the parts of the generator share. */
#ifndef BENCH_GENERATE_H
#define BENCH_GENERATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct point_options {
    const char *areas; /* a file made by write_areas() */
    const char *path;
    uint64_t seed;
    int64_t rows;
    double distinct; /* share of the located rows that have a place of their own */
    double blank;    /* share of rows without coordinates */
    double outside;  /* share of places that are anywhere in or around the box of the areas */
    bool is_police;  /* the layout of police.uk, in degrees; else id,x,y,month,category in metres */
} point_options;

typedef struct area_options {
    const char *from;
    const char *layer;
    const char *code_field;
    const char *name_field;
    const char *path;
    size_t count; /* 0: the layer as it is, made valid; else tiled to so many areas */
    size_t edges; /* of all tiled areas, about */
} area_options;

void write_points(const point_options *options);
void write_areas(const area_options *options);
void write_tiles(const area_options *options);

static inline _Noreturn void stop(const char *what, const char *which)
{
    fprintf(stderr, "bench_generate: %s%s%s\n", what, *which ? ": " : "", which);
    exit(1);
}

static inline void *room_for(size_t count, size_t size)
{
    void *room = calloc(count + 1, size);
    if (!room)
        stop("out of memory", "");
    return room;
}

/* The n-th number of a stream (Steele, Lea and Flood 2014, SplitMix64): any row can be made without
 * those before it, so threads share the work and the bytes don't depend on how many there are. */
static inline uint64_t draw(uint64_t seed, uint64_t n)
{
    uint64_t z = seed + (n + 1) * UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* From 0 up to, not including, 1. */
static inline double share_of(uint64_t bits)
{
    return (double)(bits >> 11) * 0x1p-53;
}

#endif
