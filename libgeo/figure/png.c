/* PNG files: cairo's, with chunks for print size and text put in after the header
 * (PNG specification, second edition, W3C 2003, sections 5.3, 11.3.4 and 11.3.5.3). */
#include "figure/png.h"

#include <math.h>
#include <string.h>

#include "core/context.h"

#define SIGNATURE_BYTES 8
#define HEADER_BYTES    25 /* the IHDR chunk */

typedef struct png_stream {
    geo_context *context;
    geo_bytes *out;
    geo_status status;
} png_stream;

static cairo_status_t append_block(void *user, const unsigned char *data, unsigned int length)
{
    png_stream *stream = user;
    stream->status = geo_bytes_append(stream->context, stream->out, data, length);
    return stream->status ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static void big_endian(uint32_t number, unsigned char bytes[4])
{
    for (int i = 0; i < 4; i++)
        bytes[i] = (unsigned char)(number >> (24 - 8 * i) & 0xff);
}

/* CRC-32 of ISO 3309, bit by bit: chunks of text are short. */
static uint32_t checksum(const unsigned char *data, size_t length)
{
    uint32_t crc = 0xffffffffu;
    for (size_t i = 0; i < length; i++) {
        crc ^= data[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 1 ? crc >> 1 ^ 0xedb88320u : crc >> 1;
    }
    return ~crc;
}

static geo_status append_chunk(geo_context *context, geo_bytes *out, const char *type,
                               const geo_bytes *data)
{
    unsigned char number[4];
    big_endian((uint32_t)data->length, number);
    geo_status status = geo_bytes_append(context, out, number, 4);
    size_t start = out->length;
    if (status == GEO_OK)
        status = geo_bytes_append(context, out, type, 4);
    if (status == GEO_OK)
        status = geo_bytes_append(context, out, data->data, data->length);
    if (status != GEO_OK)
        return status;
    big_endian(checksum((const unsigned char *)out->data + start, out->length - start), number);
    return geo_bytes_append(context, out, number, 4);
}

static geo_status append_size(geo_context *context, geo_bytes *out, double dpi)
{
    unsigned char bytes[9];
    uint32_t pixels_per_metre = (uint32_t)lround(dpi / 0.0254);
    geo_bytes data = {(char *)bytes, sizeof bytes, 0};
    big_endian(pixels_per_metre, bytes);
    big_endian(pixels_per_metre, bytes + 4);
    bytes[8] = 1; /* the unit is the metre */
    return append_chunk(context, out, "pHYs", &data);
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
        status = append_chunk(context, out, ascii ? "tEXt" : "iTXt", &data);
    geo_bytes_clear(&data);
    return status;
}

static geo_status append_all(geo_context *context, const geo_bytes *plain,
                             const geo_png_words *words, geo_bytes *out)
{
    const size_t head = SIGNATURE_BYTES + HEADER_BYTES;
    geo_status status = geo_bytes_append(context, out, plain->data, head);
    if (status == GEO_OK)
        status = append_size(context, out, words->dpi);
    if (status == GEO_OK)
        status = append_words(context, out, "Title", words->title);
    if (status == GEO_OK)
        status = append_words(context, out, "Description", words->description);
    if (status == GEO_OK && words->date)
        status = append_words(context, out, "Creation Time", words->date);
    if (status == GEO_OK)
        status = append_words(context, out, "Software", "wardmap " GEO_VERSION);
    if (status == GEO_OK)
        status = geo_bytes_append(context, out, plain->data + head, plain->length - head);
    return status;
}

static geo_status write_plain(geo_context *context, cairo_surface_t *surface, geo_bytes *out)
{
    png_stream stream = {context, out, GEO_OK};
    cairo_status_t drawn = cairo_surface_write_to_png_stream(surface, append_block, &stream);
    if (stream.status)
        return stream.status;
    if (drawn == CAIRO_STATUS_SUCCESS)
        return GEO_OK;
    return geo_fail(context, drawn == CAIRO_STATUS_NO_MEMORY ? GEO_ERROR_MEMORY : GEO_ERROR_OUTPUT,
                    "the PNG cannot be written: %s", cairo_status_to_string(drawn));
}

geo_status geo_png_write(geo_context *context, cairo_surface_t *surface, const geo_png_words *words,
                         geo_bytes *out)
{
    geo_bytes plain = GEO_BYTES_INIT;
    geo_bytes whole = GEO_BYTES_INIT;
    geo_status status = write_plain(context, surface, &plain);
    if (status == GEO_OK && words)
        status = append_all(context, &plain, words, &whole);
    if (status != GEO_OK) {
        geo_bytes_clear(&whole);
    } else if (words) {
        *out = whole;
    } else {
        *out = plain;
        return GEO_OK;
    }
    geo_bytes_clear(&plain);
    return status;
}

cairo_surface_t *geo_png_image_surface(const geo_image *image)
{
    return cairo_image_surface_create_for_data((unsigned char *)image->pixel, CAIRO_FORMAT_ARGB32,
                                               (int)image->columns, (int)image->rows,
                                               (int)image->columns * 4);
}
