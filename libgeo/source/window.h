/* The stretch of a content's text that is being looked at: contiguous, UTF-8, moving forward. */
#ifndef GEO_SOURCE_WINDOW_H
#define GEO_SOURCE_WINDOW_H

#include "source/content.h"
#include "source/encoding.h"

typedef struct source_window {
    const char *data; /* data[begin] .. data[end - 1] is there to be read */
    size_t begin;     /* advance it past what is done with */
    size_t end;
    bool is_whole;      /* nothing follows `end` */
    int64_t text_bytes; /* bytes of text that were put into the window so far */
    source_content *content;
    source_encoding encoding;
    char *own; /* what data points to, unless the content is in memory as UTF-8 */
    size_t capacity;
    char *raw; /* bytes still to be decoded */
    size_t raw_length;
} source_window;

/* Takes over `content`, also when it fails. Free with source_window_close(). */
geo_status source_window_open(geo_context *context, source_content *content, const char *path,
                              source_encoding encoding, source_window *window);
void source_window_close(source_window *window);

/* Adds text at the end; what `data` pointed to may move. Sets is_whole when there is no more. */
geo_status source_window_extend(geo_context *context, source_window *window, const char *path);

#endif
