/* The surface of a GeoTIFF at one resolution, and how the next coarser one comes of it. */
#ifndef GEO_OUTPUT_TIFF_LEVEL_H
#define GEO_OUTPUT_TIFF_LEVEL_H

#include <geo/core.h>

typedef struct geo_tiff_tile {
    uint64_t hash;   /* of its cells, as they are stored */
    uint64_t offset; /* of its leader: in the spool, and later in the file */
    uint32_t length; /* with leader and trailer */
} geo_tiff_tile;

typedef struct geo_tiff_level {
    size_t columns;
    size_t rows;
    size_t tiles_across;
    size_t tiles_down;
    geo_tiff_tile *tile; /* [tiles_down * tiles_across] */
    size_t rows_written; /* as tiles: a multiple of a tile's height, or all */
    size_t rows_waiting; /* whole ones in `band` */
    double *band; /* [(GEO_TIFF_SIDE + 1) * columns] rows from rows_written on; the last may have
                     taken a part of what it will be */
} geo_tiff_level;

/* Levels from `columns` x `rows` down to what fits into one tile, in *out. */
geo_status geo_tiff_levels_new(geo_context *context, size_t columns, size_t rows,
                               geo_tiff_level **out, size_t *count);
void geo_tiff_levels_free(geo_tiff_level *level, size_t count);

/*
 * Adds rows of one level, `fine` being at level->rows_written, to the band of the next coarser one,
 * which holds them: half as many columns and rows, rounded up, over the same ground. Each of its
 * cells is the mean of the ground it covers, where an odd number of cells shares some of them
 * between two (the polyphase box filter of Guthe and Heckbert, "Non-Power-of-Two Mipmap Creation",
 * NVIDIA 2005). So every level has the same mean, to rounding.
 */
void geo_tiff_halve(const geo_context *context, const geo_tiff_level *level, const double *fine,
                    size_t row_count, geo_tiff_level *coarser);
/* The band's rows are written as tiles: the one that has begun becomes the first. */
void geo_tiff_next_band(geo_tiff_level *level);

#endif
