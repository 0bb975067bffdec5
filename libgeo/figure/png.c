/* PNG files (PNG specification, second edition, W3C 2003, sections 5, 11.2 and 11.3).
 * cairo's own writer tries every filter on every row, which takes most of the time of a page and
 * makes it larger: flat colours pack best as they are. */
#include "figure/png.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ZLIB_CONST
#include <zlib.h>

#include "core/context.h"
#include "core/memory.h"

/* On a page of 300 dpi level 6 makes files 9% smaller and takes twice as long. */
#define LEVEL       3
#define BLOCK_BYTES 32768
/* Of bits: window and memory as zlib has them without being asked. */
#define WINDOW_BITS  15
#define MEMORY_LEVEL 8

#define COLOUR_RGB   2
#define COLOUR_RGBA  6

static void big_endian(uint32_t number, unsigned char bytes[4])
{
    for (int i = 0; i < 4; i++)
        bytes[i] = (unsigned char)(number >> (24 - 8 * i) & 0xff);
}

static geo_status append_chunk(geo_context *context, geo_bytes *out, const char *type,
                               const void *data, size_t length)
{
    unsigned char number[4];
    big_endian((uint32_t)length, number);
    geo_status status = geo_bytes_append(context, out, number, 4);
    size_t start = out->length;
    if (status == GEO_OK)
        status = geo_bytes_append(context, out, type, 4);
    if (status == GEO_OK)
        status = geo_bytes_append(context, out, data, length);
    if (status != GEO_OK)
        return status;
    big_endian((uint32_t)crc32(0, (const Bytef *)out->data + start, (uInt)(out->length - start)),
               number);
    return geo_bytes_append(context, out, number, 4);
}

static geo_status append_size(geo_context *context, geo_bytes *out, double dpi)
{
    unsigned char bytes[9];
    uint32_t pixels_per_metre = (uint32_t)lround(dpi / 0.0254);
    big_endian(pixels_per_metre, bytes);
    big_endian(pixels_per_metre, bytes + 4);
    bytes[8] = 1; /* the unit is the metre */
    return append_chunk(context, out, "pHYs", bytes, sizeof bytes);
}

static bool is_ascii(const char *text)
{
    while (*text && (unsigned char)*text < 0x80)
        text++;
    return *text == '\0';
}

/* tEXt, which every reader knows, is Latin-1; other text goes into iTXt: not compressed, no
 * language, no translated keyword. */
static geo_status append_words(geo_context *context, geo_bytes *out, const char *keyword,
                               const char *text)
{
    geo_bytes data = GEO_BYTES_INIT;
    bool ascii = is_ascii(text);
    geo_status status = geo_bytes_append(context, &data, keyword, strlen(keyword) + 1);
    if (status == GEO_OK && !ascii)
        status = geo_bytes_append(context, &data, "\0\0\0\0", 4);
    if (status == GEO_OK)
        status = geo_bytes_append(context, &data, text, strlen(text));
    if (status == GEO_OK)
        status = append_chunk(context, out, ascii ? "tEXt" : "iTXt", data.data, data.length);
    geo_bytes_clear(&data);
    return status;
}

static geo_status append_all_words(geo_context *context, geo_bytes *out, const geo_png_words *words)
{
    geo_status status = append_size(context, out, words->dpi);
    if (status == GEO_OK)
        status = append_words(context, out, "Title", words->title);
    if (status == GEO_OK)
        status = append_words(context, out, "Description", words->description);
    if (status == GEO_OK && words->date)
        status = append_words(context, out, "Creation Time", words->date);
    if (status == GEO_OK)
        status = append_words(context, out, "Software", "wardmap " GEO_VERSION);
    return status;
}

/* ---- pixels --------------------------------------------------------------------------------- */

typedef struct png_pixels {
    size_t columns;
    size_t rows;
    size_t stride;
    const unsigned char *data; /* cairo's: a row of words of 32 bits, premultiplied */
    bool has_alpha;
} png_pixels;

static png_pixels pixels_of(cairo_surface_t *surface)
{
    cairo_surface_flush(surface);
    return (png_pixels){
        .columns = (size_t)cairo_image_surface_get_width(surface),
        .rows = (size_t)cairo_image_surface_get_height(surface),
        .stride = (size_t)cairo_image_surface_get_stride(surface),
        .data = cairo_image_surface_get_data(surface),
        .has_alpha = cairo_image_surface_get_format(surface) == CAIRO_FORMAT_ARGB32,
    };
}

static geo_status append_header(geo_context *context, geo_bytes *out, const png_pixels *pixels)
{
    unsigned char bytes[13] = {0}; /* deflate, filters by row, not interlaced */
    geo_status status = geo_bytes_append(context, out, "\x89PNG\r\n\x1a\n", 8);
    big_endian((uint32_t)pixels->columns, bytes);
    big_endian((uint32_t)pixels->rows, bytes + 4);
    bytes[8] = 8; /* bits a channel */
    bytes[9] = pixels->has_alpha ? COLOUR_RGBA : COLOUR_RGB;
    return status ? status : append_chunk(context, out, "IHDR", bytes, sizeof bytes);
}

/* A row as it stands in the file, behind the number of its filter: none. */
static void take_row(const png_pixels *pixels, size_t row, unsigned char *bytes)
{
    const unsigned char *from = pixels->data + row * pixels->stride;
    *bytes++ = 0;
    for (size_t column = 0; column < pixels->columns; column++, from += sizeof(uint32_t)) {
        uint32_t word;
        memcpy(&word, from, sizeof word);
        uint32_t alpha = pixels->has_alpha ? word >> 24 : 255;
        for (int shift = 16; shift >= 0; shift -= 8) {
            uint32_t channel = word >> shift & 0xff;
            *bytes++ = alpha == 255 ? (unsigned char)channel : geo_plain_channel(channel, alpha);
        }
        if (pixels->has_alpha)
            *bytes++ = (unsigned char)alpha;
    }
}

typedef struct png_stream {
    geo_context *context;
    geo_bytes *out;
    z_stream packer;
    unsigned char block[BLOCK_BYTES];
} png_stream;

static geo_status append_block(png_stream *stream)
{
    size_t length = sizeof stream->block - stream->packer.avail_out;
    stream->packer.next_out = stream->block;
    stream->packer.avail_out = sizeof stream->block;
    return append_chunk(stream->context, stream->out, "IDAT", stream->block, length);
}

/* Each block that is full becomes a chunk; with Z_FINISH also the last. */
static geo_status pack(png_stream *stream, const unsigned char *bytes, size_t length, int flush)
{
    geo_status status = GEO_OK;
    stream->packer.next_in = bytes;
    stream->packer.avail_in = (uInt)length;
    int result = Z_OK;
    do {
        result = deflate(&stream->packer, flush);
        if (stream->packer.avail_out == 0 || result == Z_STREAM_END)
            status = append_block(stream);
    } while (status == GEO_OK && result != Z_STREAM_END &&
             (stream->packer.avail_in > 0 || flush == Z_FINISH));
    return status;
}

static geo_status pack_rows(png_stream *stream, const png_pixels *pixels)
{
    unsigned char *row = NULL;
    size_t length = 1 + pixels->columns * (pixels->has_alpha ? 4 : 3);
    geo_status status = geo_alloc_array(stream->context, length, 1, &row);
    for (size_t i = 0; status == GEO_OK && i < pixels->rows; i++) {
        take_row(pixels, i, row);
        status = pack(stream, row, length, Z_NO_FLUSH);
    }
    if (status == GEO_OK)
        status = pack(stream, NULL, 0, Z_FINISH);
    free(row);
    return status;
}

static geo_status append_pixels(geo_context *context, geo_bytes *out, const png_pixels *pixels)
{
    png_stream stream = {.context = context, .out = out};
    stream.packer.next_out = stream.block;
    stream.packer.avail_out = sizeof stream.block;
    if (deflateInit2(&stream.packer, LEVEL, Z_DEFLATED, WINDOW_BITS, MEMORY_LEVEL,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        return geo_fail(context, GEO_ERROR_MEMORY, "not enough memory to write a PNG");
    geo_status status = pack_rows(&stream, pixels);
    deflateEnd(&stream.packer);
    return status;
}

geo_status geo_png_write(geo_context *context, cairo_surface_t *surface, const geo_png_words *words,
                         geo_bytes *out)
{
    geo_bytes file = GEO_BYTES_INIT;
    cairo_status_t drawn = cairo_surface_status(surface);
    if (drawn != CAIRO_STATUS_SUCCESS)
        return geo_fail(context,
                        drawn == CAIRO_STATUS_NO_MEMORY ? GEO_ERROR_MEMORY : GEO_ERROR_OUTPUT,
                        "the PNG cannot be written: %s", cairo_status_to_string(drawn));
    png_pixels pixels = pixels_of(surface);
    geo_status status = append_header(context, &file, &pixels);
    if (status == GEO_OK && words)
        status = append_all_words(context, &file, words);
    if (status == GEO_OK)
        status = append_pixels(context, &file, &pixels);
    if (status == GEO_OK)
        status = append_chunk(context, &file, "IEND", NULL, 0);
    if (status != GEO_OK) {
        geo_bytes_clear(&file);
        return status;
    }
    *out = file;
    return GEO_OK;
}

cairo_surface_t *geo_png_image_surface(const geo_image *image)
{
    return cairo_image_surface_create_for_data((unsigned char *)image->pixel, CAIRO_FORMAT_ARGB32,
                                               (int)image->columns, (int)image->rows,
                                               (int)image->columns * 4);
}
