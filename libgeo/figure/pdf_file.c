#include "figure/pdf_file.h"

#include <libdeflate.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/pool.h"
#include "core/text.h"
#include "core/utf8.h"

/* Coordinates become 1% larger than at zlib's level 6, in a third of the time: docs/decisions.md.
 */
#define LEVEL 1

void geo_pdf_fail(geo_pdf_file *file, geo_status status)
{
    if (file->status == GEO_OK)
        file->status = status;
}

static void put(geo_pdf_file *file, const void *data, size_t length)
{
    if (file->status == GEO_OK)
        file->status = geo_bytes_append(file->context, &file->bytes, data, length);
}

void geo_pdf_file_begin(geo_context *context, geo_pdf_file *file)
{
    /* Bytes over 127 in the second line tell that the file is not text (7.5.2). */
    static const char head[] = "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n";
    *file = (geo_pdf_file){.context = context, .bytes = GEO_BYTES_INIT};
    put(file, head, sizeof head - 1);
}

size_t geo_pdf_new_number(geo_pdf_file *file)
{
    geo_pdf_fail(file, geo_grow_array(file->context, &file->offset, &file->capacity,
                                      file->count + 1, sizeof *file->offset));
    if (file->status == GEO_OK)
        file->offset[file->count++] = 0;
    return file->count;
}

void geo_pdf_begin_object(geo_pdf_file *file, size_t number)
{
    if (file->status == GEO_OK)
        file->offset[number - 1] = file->bytes.length;
    geo_pdf_print(file, "%zu 0 obj\n", number);
}

void geo_pdf_end_object(geo_pdf_file *file)
{
    geo_pdf_print(file, "\nendobj\n");
}

void geo_pdf_print(geo_pdf_file *file, const char *format, ...)
{
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    put(file, text, length > 0 ? (size_t)length : 0);
}

geo_status geo_pdf_append_number(geo_context *context, geo_bytes *bytes, double number)
{
    size_t start = bytes->length;
    geo_status status = geo_bytes_append_number(context, bytes, number, 3);
    if (status != GEO_OK)
        return status;
    while (bytes->length > start && bytes->data[bytes->length - 1] == '0')
        bytes->length--;
    if (bytes->length > start && bytes->data[bytes->length - 1] == '.')
        bytes->length--;
    return GEO_OK;
}

void geo_pdf_put_number(geo_pdf_file *file, double number)
{
    if (file->status == GEO_OK)
        file->status = geo_pdf_append_number(file->context, &file->bytes, number);
}

/* ---- text ----------------------------------------------------------------------------------- */

geo_status geo_pdf_append_utf16(geo_context *context, geo_bytes *bytes, geo_text text)
{
    static const uint32_t beyond = 0x10000;
    const char *at = text.data;
    const char *end = text.data + text.length;
    geo_status status = GEO_OK;
    while (at < end && status == GEO_OK) {
        uint32_t character = geo_utf8_next(&at, end);
        char digits[12];
        int length = character < beyond
                         ? snprintf(digits, sizeof digits, "%04X", (unsigned)character)
                         : snprintf(digits, sizeof digits, "%04X%04X",
                                    (unsigned)(0xD800 + ((character - beyond) >> 10)),
                                    (unsigned)(0xDC00 + ((character - beyond) & 0x3FF)));
        status = geo_bytes_append(context, bytes, digits, (size_t)length);
    }
    return status;
}

static bool is_plain(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < ' ' || (unsigned char)*text > '~')
            return false;
    return true;
}

void geo_pdf_put_words(geo_pdf_file *file, const char *text)
{
    if (is_plain(text)) {
        put(file, "(", 1);
        for (; *text; text++) {
            if (strchr("()\\", *text))
                put(file, "\\", 1);
            put(file, text, 1);
        }
        put(file, ")", 1);
        return;
    }
    put(file, "<FEFF", 5);
    if (file->status == GEO_OK)
        file->status = geo_pdf_append_utf16(file->context, &file->bytes, geo_text_of(text));
    put(file, ">", 1);
}

/* ---- streams -------------------------------------------------------------------------------- */

typedef struct packing {
    const geo_text *part;
    char **packed; /* [count] */
    size_t *length;
} packing;

/* A part that was not packed, because there was no memory, keeps length 0. */
static void pack_parts(void *user, size_t worker, size_t first, size_t last)
{
    const packing *job = user;
    (void)worker;
    struct libdeflate_compressor *packer = libdeflate_alloc_compressor(LEVEL);
    if (!packer)
        return;
    for (size_t i = first; i < last; i++)
        job->length[i] =
            libdeflate_zlib_compress(packer, job->part[i].data, job->part[i].length, job->packed[i],
                                     libdeflate_zlib_compress_bound(packer, job->part[i].length));
    libdeflate_free_compressor(packer);
}

static geo_status pack(geo_context *context, const packing *job, size_t count)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; i < count && status == GEO_OK; i++)
        status = geo_alloc_array(context, libdeflate_zlib_compress_bound(NULL, job->part[i].length),
                                 1, &job->packed[i]);
    if (status != GEO_OK)
        return status;
    geo_share_work(context, count, 1, pack_parts, (void *)(uintptr_t)job);
    for (size_t i = 0; i < count; i++)
        if (job->length[i] == 0)
            return geo_fail(context, GEO_ERROR_MEMORY, "not enough memory to write a PDF");
    return GEO_OK;
}

static void put_packed(geo_pdf_file *file, size_t number, const char *entries, const char *packed,
                       size_t length)
{
    geo_pdf_begin_object(file, number);
    geo_pdf_print(file, "<</Filter /FlateDecode /Length %zu", length);
    put(file, entries, strlen(entries));
    geo_pdf_print(file, ">>\nstream\n");
    put(file, packed, length);
    geo_pdf_print(file, "\nendstream");
    geo_pdf_end_object(file);
}

void geo_pdf_put_streams(geo_pdf_file *file, size_t number, const char *entries,
                         const geo_text *part, size_t count)
{
    packing job = {part, NULL, NULL};
    if (file->status == GEO_OK)
        file->status = geo_alloc_array(file->context, count, sizeof *job.packed, &job.packed);
    if (file->status == GEO_OK)
        file->status = geo_alloc_array(file->context, count, sizeof *job.length, &job.length);
    if (file->status == GEO_OK)
        file->status = pack(file->context, &job, count);
    for (size_t i = 0; i < count && file->status == GEO_OK; i++)
        put_packed(file, number + i, entries, job.packed[i], job.length[i]);
    for (size_t i = 0; job.packed && i < count; i++)
        free(job.packed[i]);
    free(job.packed);
    free(job.length);
}

void geo_pdf_put_stream(geo_pdf_file *file, size_t number, const char *entries, const void *data,
                        size_t length)
{
    const geo_text whole = {data, length};
    geo_pdf_put_streams(file, number, entries, &whole, 1);
}

/* ---- the end -------------------------------------------------------------------------------- */

/* Each line of the table has 20 bytes (7.5.4). */
static void put_offsets(geo_pdf_file *file)
{
    geo_pdf_print(file, "xref\n0 %zu\n0000000000 65535 f \n", file->count + 1);
    for (size_t i = 0; i < file->count; i++)
        geo_pdf_print(file, "%010zu 00000 n \n", file->offset[i]);
}

geo_status geo_pdf_file_end(geo_pdf_file *file, size_t catalogue, size_t words, geo_bytes *out)
{
    size_t table = file->bytes.length;
    put_offsets(file);
    geo_pdf_print(file, "trailer\n<</Size %zu /Root %zu 0 R /Info %zu 0 R>>\n", file->count + 1,
                  catalogue, words);
    geo_pdf_print(file, "startxref\n%zu\n%%%%EOF\n", table);
    geo_status status = file->status;
    if (status == GEO_OK)
        *out = file->bytes;
    else
        geo_bytes_clear(&file->bytes);
    free(file->offset);
    *file = (geo_pdf_file){.context = file->context};
    return status;
}
