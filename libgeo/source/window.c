#include "source/window.h"

#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"

/* Small enough for the processor's cache, large enough for few system calls. */
#define BLOCK_BYTES ((size_t)256 << 10)

/* What the byte-order mark says must not contradict what was asked for. */
static geo_status judge_mark(geo_context *context, const char *path, geo_text head,
                             geo_encoding *encoding)
{
    bool is_little = geo_begins_with(head, "\xFF\xFE", 2);
    bool is_big = geo_begins_with(head, "\xFE\xFF", 2);
    bool is_utf_16 = *encoding >= GEO_UTF_16;
    if ((is_little || is_big) && !is_utf_16)
        return geo_fail(context, GEO_ERROR_INPUT,
                        "%s: the file is UTF-16 (its byte-order mark says so); add --encoding "
                        "UTF-16, or save it as UTF-8",
                        path);
    if (geo_begins_with(head, "\xEF\xBB\xBF", 3) && *encoding != GEO_UTF_8)
        return geo_fail(context, GEO_ERROR_INPUT,
                        "%s: the file is UTF-8 (its byte-order mark says so); leave --encoding out",
                        path);
    if ((is_little && *encoding == GEO_UTF_16_BE) || (is_big && *encoding == GEO_UTF_16_LE))
        return geo_fail(context, GEO_ERROR_INPUT,
                        "%s: the byte-order mark contradicts the encoding; use --encoding UTF-16",
                        path);
    if (is_big && *encoding == GEO_UTF_16)
        *encoding = GEO_UTF_16_BE;
    return GEO_OK;
}

geo_status geo_window_open(geo_context *context, geo_content *content, const char *path,
                           geo_encoding encoding, geo_window *window)
{
    *window = (geo_window){.content = content, .encoding = encoding};
    geo_status status = judge_mark(context, path, geo_content_head(content), &window->encoding);
    if (status != GEO_OK)
        return status;
    if (window->encoding != GEO_UTF_8)
        return geo_alloc_array(context, BLOCK_BYTES, 1, &window->raw);
    geo_text memory = geo_content_memory(content);
    if (memory.data) {
        window->data = memory.data;
        window->end = memory.length;
        window->text_bytes = (int64_t)memory.length;
        window->is_whole = true;
    }
    return GEO_OK;
}

void geo_window_close(geo_window *window)
{
    geo_content_free(window->content);
    free(window->own);
    free(window->raw);
    *window = (geo_window){0};
}

/* At least `wanted` free bytes after the text. */
static geo_status make_room(geo_context *context, geo_window *window, size_t wanted)
{
    size_t held = window->end - window->begin;
    if (window->begin > 0 && held > 0)
        memmove(window->own, window->own + window->begin, held);
    window->begin = 0;
    window->end = held;
    geo_status status = geo_grow_array(context, &window->own, &window->capacity, held + wanted, 1);
    window->data = window->own;
    return status;
}

static geo_status add_decoded(geo_context *context, geo_window *window, const char *path,
                              size_t got)
{
    size_t used = 0;
    size_t length = 0;
    window->raw_length += got;
    if (got == 0 && window->raw_length > 0)
        return geo_fail(context, GEO_ERROR_INPUT,
                        "%s: the file ends in the middle of a UTF-16 character", path);
    if (!geo_decode(window->encoding, window->raw, window->raw_length, &used,
                    window->own + window->end, &length))
        return geo_fail(context, GEO_ERROR_INPUT, "%s: the text is not valid UTF-16", path);
    memmove(window->raw, window->raw + used, window->raw_length - used);
    window->raw_length -= used;
    window->end += length;
    window->text_bytes += (int64_t)length;
    return GEO_OK;
}

geo_status geo_window_extend(geo_context *context, geo_window *window, const char *path)
{
    bool is_decoded = window->encoding != GEO_UTF_8;
    size_t got = 0;
    geo_status status =
        make_room(context, window, is_decoded ? GEO_UTF_8_PER_BYTE * BLOCK_BYTES : BLOCK_BYTES);
    if (status != GEO_OK)
        return status;
    if (is_decoded)
        status = geo_content_read(context, window->content, window->raw + window->raw_length,
                                  BLOCK_BYTES - window->raw_length, &got);
    else
        status = geo_content_read(context, window->content, window->own + window->end,
                                  window->capacity - window->end, &got);
    if (status != GEO_OK)
        return status;
    window->is_whole = got == 0;
    if (is_decoded)
        return add_decoded(context, window, path, got);
    window->end += got;
    window->text_bytes += (int64_t)got;
    return GEO_OK;
}
