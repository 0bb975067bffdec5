#include "output/tiff_tile.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "core/gdal_library.h"

/* Of 1 to 12. On surfaces 6 gives files 2% smaller for half as much time again, 9 3% for five times
 * as much: most bytes are of mantissas, which nothing makes shorter. */
enum { DEFLATE_LEVEL = 1 };

bool geo_tiff_take_cells(geo_tiff_room *room, const double *values, size_t stride, size_t columns,
                         size_t rows, bool is_float32)
{
    bool fits = true;
    if (columns < GEO_TIFF_SIDE || rows < GEO_TIFF_SIDE)
        memset(&room->cell, 0, sizeof room->cell);
    for (size_t row = 0; row < rows; row++) {
        const double *from = values + row * stride;
        double *real = room->cell.real + row * GEO_TIFF_SIDE;
        float *single = room->cell.single + row * GEO_TIFF_SIDE;
        if (!is_float32)
            memcpy(real, from, columns * sizeof *real);
        else
            for (size_t i = 0; i < columns; i++) {
                fits &= !(fabs(from[i]) > (double)FLT_MAX && fabs(from[i]) <= DBL_MAX);
                single[i] = fits ? (float)from[i] : 0;
            }
    }
    return fits;
}

/*
 * The floating point predictor (Adobe Photoshop TIFF Technical Note 3, 2005): in each row all first
 * bytes of the numbers, beginning with sign and exponent, then all second ones and so on; and of
 * this row of bytes the differences.
 */
static void split_doubles(const uint64_t *restrict bits, uint8_t *restrict plane)
{
    for (size_t byte = 0; byte < sizeof *bits; byte++)
        for (size_t i = 0; i < GEO_TIFF_SIDE; i++)
            plane[byte * GEO_TIFF_SIDE + i] = (uint8_t)(bits[i] >> (56 - 8 * byte));
}

static void split_floats(const uint32_t *restrict bits, uint8_t *restrict plane)
{
    for (size_t byte = 0; byte < sizeof *bits; byte++)
        for (size_t i = 0; i < GEO_TIFF_SIDE; i++)
            plane[byte * GEO_TIFF_SIDE + i] = (uint8_t)(bits[i] >> (24 - 8 * byte));
}

static void difference(const uint8_t *restrict plane, size_t length, uint8_t *restrict out)
{
    out[0] = plane[0];
    for (size_t i = 1; i < length; i++)
        out[i] = (uint8_t)(plane[i] - plane[i - 1]);
}

void geo_tiff_predict(geo_tiff_room *room, bool is_float32)
{
    uint8_t plane[GEO_TIFF_SIDE * sizeof(double)];
    size_t length = GEO_TIFF_SIDE * (is_float32 ? sizeof(float) : sizeof(double));
    for (size_t row = 0; row < GEO_TIFF_SIDE; row++) {
        if (is_float32)
            split_floats(room->cell.single_bits + row * GEO_TIFF_SIDE, plane);
        else
            split_doubles(room->cell.bits + row * GEO_TIFF_SIDE, plane);
        difference(plane, length, room->predicted + row * length);
    }
}

static size_t predicted_length(bool is_float32)
{
    return GEO_TIFF_CELLS * (is_float32 ? sizeof(float) : sizeof(double));
}

/* Several sums at once, as each waits for its multiplication; the step is one-to-one, so a
 * difference in one byte always shows. */
uint64_t geo_tiff_hash(const geo_tiff_room *room, bool is_float32)
{
    enum { SUMS = 8 };
    static const uint64_t factor = 0x9e3779b97f4a7c15; /* 2^64 / golden ratio, odd */
    uint64_t sum[SUMS] = {1, 2, 3, 4, 5, 6, 7, 8};
    size_t length = predicted_length(is_float32);
    for (size_t i = 0; i < length; i += sizeof sum) {
        uint64_t word[SUMS];
        memcpy(word, room->predicted + i, sizeof word);
        for (size_t j = 0; j < SUMS; j++) {
            uint64_t mixed = (sum[j] ^ word[j]) * factor;
            sum[j] = mixed ^ (mixed >> 32);
        }
    }
    uint64_t hash = 0;
    for (size_t j = 0; j < SUMS; j++) {
        hash = (hash ^ sum[j]) * factor;
        hash ^= hash >> 32;
    }
    return hash;
}

bool geo_tiff_pack(geo_tiff_room *room, bool is_float32)
{
    size_t packed = 0;
    uint8_t *tile = room->packed + GEO_TIFF_LEADER;
    if (!CPLZLibDeflate(room->predicted, predicted_length(is_float32), DEFLATE_LEVEL, tile,
                        sizeof room->packed - GEO_TIFF_LEADER - GEO_TIFF_TRAILER, &packed))
        return false;
    for (size_t i = 0; i < GEO_TIFF_LEADER; i++)
        room->packed[i] = (uint8_t)(packed >> (8 * i));
    memcpy(tile + packed, tile + packed - GEO_TIFF_TRAILER, GEO_TIFF_TRAILER);
    room->packed_length = GEO_TIFF_LEADER + packed + GEO_TIFF_TRAILER;
    return true;
}

bool geo_tiff_unpack(geo_tiff_room *room, size_t length, bool is_float32)
{
    size_t unpacked = 0;
    return CPLZLibInflate(room->packed, length, room->predicted, sizeof room->predicted,
                          &unpacked) &&
           unpacked == predicted_length(is_float32);
}
