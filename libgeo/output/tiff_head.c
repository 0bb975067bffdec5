#include "output/tiff_head.h"

#include <stdio.h>

#include "core/memory.h"
#include "output/tiff_tile.h"

enum { SHORT = 3, LONG = 4, LONG8 = 16 };

enum {
    NEW_SUBFILE_TYPE = 254,
    IMAGE_WIDTH = 256,
    IMAGE_LENGTH = 257,
    BITS_PER_SAMPLE = 258,
    COMPRESSION = 259,
    PHOTOMETRIC = 262,
    SAMPLES_PER_PIXEL = 277,
    PLANAR_CONFIGURATION = 284,
    PREDICTOR = 317,
    TILE_WIDTH = 322,
    TILE_LENGTH = 323,
    TILE_OFFSETS = 324,
    TILE_BYTE_COUNTS = 325,
    SAMPLE_FORMAT = 339
};

/* For readers that know what is promised here; to others it is a gap ("Cloud Optimized GeoTIFF
 * driver", GDAL's documentation, on its structural metadata). The blank at the end leaves room for
 * YES. */
static const char promise[] = "LAYOUT=IFDS_BEFORE_DATA\n"
                              "BLOCK_ORDER=ROW_MAJOR\n"
                              "BLOCK_LEADER=SIZE_AS_UINT4\n"
                              "BLOCK_TRAILER=LAST_4_BYTES_REPEATED\n"
                              "KNOWN_INCOMPATIBLE_EDITION=NO\n ";

/* A head that is being written; the first failure sticks. */
struct head {
    geo_context *context;
    geo_bytes *out;
    geo_status status;
    bool is_big;
    bool is_float32;
    size_t later; /* where the next value goes that doesn't fit into its entry */
};

static void put_bytes(struct head *head, const void *data, size_t length)
{
    if (head->status == GEO_OK)
        head->status = geo_bytes_append(head->context, head->out, data, length);
}

static void put(struct head *head, uint64_t number, size_t width)
{
    uint8_t byte[8];
    for (size_t i = 0; i < width; i++)
        byte[i] = (uint8_t)(number >> (8 * i));
    put_bytes(head, byte, width);
}

/* Of an offset, and of all that grows with it. */
static size_t width_of(const struct head *head)
{
    return head->is_big ? 8 : 4;
}

static size_t size_of_type(unsigned type)
{
    static const uint8_t size[] = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};
    return type < sizeof size ? size[type] : 0;
}

static void begin_entry(struct head *head, unsigned id, unsigned type, uint64_t count)
{
    put(head, id, 2);
    put(head, type, 2);
    put(head, count, width_of(head));
}

/* True when the value, `length` bytes, goes into the entry itself. Else it goes to an even offset
 * behind the directory, and the entry is ended here. */
static bool fits_entry(struct head *head, size_t length)
{
    if (length <= width_of(head))
        return true;
    put(head, head->later, width_of(head));
    head->later += length + length % 2;
    return false;
}

static void put_padded(struct head *head, const void *data, size_t length, size_t width)
{
    put_bytes(head, data, length);
    put(head, 0, width - length);
}

static void number_entry(struct head *head, unsigned id, unsigned type, uint64_t number)
{
    begin_entry(head, id, type, 1);
    put(head, number, width_of(head));
}

static void described_entry(struct head *head, const geo_tiff_description *description,
                            size_t index)
{
    const geo_tiff_tag *tag = &description->tag[index];
    size_t length = (size_t)tag->count * size_of_type(tag->type);
    begin_entry(head, tag->id, tag->type, tag->count);
    if (fits_entry(head, length))
        put_padded(head, description->bytes.data + tag->offset, length, width_of(head));
}

static void described_value(struct head *head, const geo_tiff_description *description,
                            size_t index)
{
    const geo_tiff_tag *tag = &description->tag[index];
    size_t length = (size_t)tag->count * size_of_type(tag->type);
    if (length > width_of(head))
        put_padded(head, description->bytes.data + tag->offset, length, length + length % 2);
}

static size_t tile_count(const geo_tiff_level *level)
{
    return level->tiles_across * level->tiles_down;
}

static uint64_t packed_length(const geo_tiff_tile *tile)
{
    return tile->length - GEO_TIFF_LEADER - GEO_TIFF_TRAILER;
}

static void put_tile_offsets(struct head *head, const geo_tiff_level *level, uint64_t first)
{
    for (size_t i = 0; i < tile_count(level); i++) {
        put(head, first + GEO_TIFF_LEADER, width_of(head));
        first += level->tile[i].length;
    }
}

static void put_tile_lengths(struct head *head, const geo_tiff_level *level)
{
    for (size_t i = 0; i < tile_count(level); i++)
        put(head, packed_length(&level->tile[i]), 4);
}

static void tile_entries(struct head *head, const geo_tiff_level *level, uint64_t first)
{
    size_t count = tile_count(level);
    size_t width = width_of(head);
    begin_entry(head, TILE_OFFSETS, head->is_big ? LONG8 : LONG, count);
    if (fits_entry(head, count * width))
        put_tile_offsets(head, level, first);
    begin_entry(head, TILE_BYTE_COUNTS, LONG, count);
    if (fits_entry(head, count * 4)) {
        put_tile_lengths(head, level);
        put(head, 0, width - count * 4);
    }
}

/* The entries stand in the order of their numbers, the values in that of their entries. */
static void put_directory(struct head *head, const geo_tiff_description *description,
                          const geo_tiff_level *level, uint64_t first, bool is_overview,
                          bool is_last)
{
    size_t described = is_overview ? 0 : description->count;
    size_t entries = 14 + described;
    size_t entry_size = head->is_big ? 20 : 12;
    size_t count_size = head->is_big ? 8 : 2;
    size_t width = width_of(head);
    head->later = head->out->length + count_size + entries * entry_size + width;
    put(head, entries, count_size);
    number_entry(head, NEW_SUBFILE_TYPE, LONG, is_overview);
    number_entry(head, IMAGE_WIDTH, LONG, level->columns);
    number_entry(head, IMAGE_LENGTH, LONG, level->rows);
    number_entry(head, BITS_PER_SAMPLE, SHORT, head->is_float32 ? 32 : 64);
    number_entry(head, COMPRESSION, SHORT, 8); /* Deflate */
    number_entry(head, PHOTOMETRIC, SHORT, 1); /* more is brighter */
    number_entry(head, SAMPLES_PER_PIXEL, SHORT, 1);
    number_entry(head, PLANAR_CONFIGURATION, SHORT, 1);
    number_entry(head, PREDICTOR, SHORT, 3); /* floating point */
    number_entry(head, TILE_WIDTH, SHORT, GEO_TIFF_SIDE);
    number_entry(head, TILE_LENGTH, SHORT, GEO_TIFF_SIDE);
    tile_entries(head, level, first);
    number_entry(head, SAMPLE_FORMAT, SHORT, 3); /* floating point */
    for (size_t i = 0; i < described; i++)
        described_entry(head, description, i);
    put(head, is_last ? 0 : head->later, width);
    if (tile_count(level) * width > width)
        put_tile_offsets(head, level, first);
    if (tile_count(level) * 4 > width)
        put_tile_lengths(head, level);
    for (size_t i = 0; i < described; i++)
        described_value(head, description, i);
}

static void put_start(struct head *head)
{
    char size[64];
    int length = snprintf(size, sizeof size, "GDAL_STRUCTURAL_METADATA_SIZE=%06zu bytes\n",
                          sizeof promise - 1);
    size_t directory = (head->is_big ? 16 : 8) + (size_t)length + sizeof promise - 1;
    put_bytes(head, "II", 2);
    put(head, head->is_big ? 43 : 42, 2);
    if (head->is_big)
        put(head, 8, 4); /* bytes of an offset; zero */
    put(head, directory + directory % 2, width_of(head));
    put_bytes(head, size, (size_t)length);
    put_bytes(head, promise, sizeof promise - 1);
    put(head, 0, directory % 2);
}

static uint64_t level_bytes(const geo_tiff_level *level)
{
    uint64_t bytes = 0;
    for (size_t i = 0; i < tile_count(level); i++)
        bytes += level->tile[i].length;
    return bytes;
}

/* With the tiles from `first` on. Returns where they end. */
static uint64_t write_with_tiles_at(struct head *head, const geo_tiff_description *description,
                                    const geo_tiff_level *level, size_t level_count, uint64_t first)
{
    uint64_t end = first;
    for (size_t i = 0; i < level_count; i++)
        end += level_bytes(&level[i]);
    uint64_t from = end;
    head->out->length = 0;
    put_start(head);
    for (size_t i = 0; i < level_count; i++) {
        from -= level_bytes(&level[i]);
        put_directory(head, description, &level[i], from, i > 0, i + 1 == level_count);
    }
    return end;
}

geo_status geo_tiff_write_head(geo_context *context, const geo_tiff_description *description,
                               const geo_tiff_level *level, size_t level_count, bool is_float32,
                               geo_bytes *out)
{
    struct head head = {context, out, GEO_OK, false, is_float32, 0};
    /* Once to see how long it gets. */
    uint64_t end = write_with_tiles_at(&head, description, level, level_count, 0);
    if (end + out->length > UINT32_MAX) {
        head.is_big = true;
        write_with_tiles_at(&head, description, level, level_count, 0);
    }
    write_with_tiles_at(&head, description, level, level_count, out->length);
    return head.status;
}

void geo_tiff_description_clear(geo_tiff_description *description)
{
    geo_bytes_clear(&description->bytes);
    description->count = 0;
}
