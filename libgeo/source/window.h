/* The stretch of a content's text that is being looked at: contiguous, UTF-8, moving forward. */
#ifndef GEO_SOURCE_WINDOW_H
#define GEO_SOURCE_WINDOW_H

#include "source/content.h"
#include "source/encoding.h"

typedef struct geo_window {
    const char *data; /* data[begin] .. data[end - 1] is there to be read */
    size_t begin;     /* advance it past what is done with */
    size_t end;
    bool is_whole;      /* nothing follows `end` */
    int64_t text_bytes; /* bytes of text that were put into the window so far */
    geo_content *content;
    geo_encoding encoding;
    char *own; /* what data points to, unless the content is in memory as UTF-8 */
    size_t capacity;
    char *raw; /* bytes still to be decoded */
    size_t raw_length;
} geo_window;

/* Takes over `content`, also when it fails. Free with geo_window_close(). */
geo_status geo_window_open(geo_context *context, geo_content *content, const char *path,
                           geo_encoding encoding, geo_window *window);
void geo_window_close(geo_window *window);

/* Adds text at the end; what `data` pointed to may move. Sets is_whole when there is no more. */
geo_status geo_window_extend(geo_context *context, geo_window *window, const char *path);

#endif
