/* One tile of a GeoTIFF: its cells, as they are stored. */
#ifndef GEO_OUTPUT_TIFF_TILE_H
#define GEO_OUTPUT_TIFF_TILE_H

#include <geo/core.h>

/* Cells along a side. TIFF wants a multiple of 16; 256 is what readers are used to. */
enum { GEO_TIFF_SIDE = 256, GEO_TIFF_CELLS = GEO_TIFF_SIDE * GEO_TIFF_SIDE };

/* Bytes around a tile in a cloud optimised file: its length before it, its last four again after
 * it. A reader that fetches the tile learns from them where the next one is and whether the file
 * was changed by a program that doesn't know of them. */
enum { GEO_TIFF_LEADER = 4, GEO_TIFF_TRAILER = 4 };

/* Room to make one tile in, for one thread. */
typedef struct geo_tiff_room {
    union {
        double real[GEO_TIFF_CELLS];
        float single[GEO_TIFF_CELLS];
        uint64_t bits[GEO_TIFF_CELLS];
        uint32_t single_bits[GEO_TIFF_CELLS];
    } cell;
    uint8_t predicted[GEO_TIFF_CELLS * sizeof(double)];
    /* Deflate makes nothing much longer than it was. */
    uint8_t packed[GEO_TIFF_CELLS * sizeof(double) * 65 / 64 + 256];
    size_t packed_length; /* with leader and trailer */
} geo_tiff_room;

/* Puts a part of a raster into room->cell, `columns` x `rows` from `values`, whose rows are
 * `stride` apart; the rest of the tile is 0. False when one is beyond what a float holds. */
bool geo_tiff_take_cells(geo_tiff_room *room, const double *values, size_t stride, size_t columns,
                         size_t rows, bool is_float32);
/* room->predicted of room->cell: the same bytes, in an order that packs well. */
void geo_tiff_predict(geo_tiff_room *room, bool is_float32);
/* Of room->predicted, and so of all cells, bit by bit and by place. */
uint64_t geo_tiff_hash(const geo_tiff_room *room, bool is_float32);
/* room->packed of room->predicted. False when there is no memory. The same bytes for the same
 * cells. */
bool geo_tiff_pack(geo_tiff_room *room, bool is_float32);
/* And back, from `length` bytes at the beginning of room->packed, without leader and trailer. False
 * when they are not just a tile. */
bool geo_tiff_unpack(geo_tiff_room *room, size_t length, bool is_float32);

#endif
