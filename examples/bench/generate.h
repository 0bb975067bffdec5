/* Crime-like loads for the bench: what the parts of the generator share. */
#ifndef BENCH_GENERATE_H
#define BENCH_GENERATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench.h"

typedef struct point_options {
    const char *areas; /* a file made by write_areas() */
    const char *path;
    uint64_t seed;
    int64_t rows;
    double distinct; /* share of the located rows that have a place of their own */
    double blank;    /* share of rows without coordinates */
    double outside;  /* share of places that are anywhere in or around the box of the areas */
    bool is_police;  /* the layout of police.uk, in degrees; else id,x,y,month,category in metres */
    bool is_sorted;  /* as police.uk publishes them: by month, then by the name of the LSOA */
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

/* From 0 up to, not including, 1. */
static inline double share_of(uint64_t bits)
{
    return (double)(bits >> 11) * 0x1p-53;
}

#endif
