/* Texts that are cut to the room there is. */
#include "figure/cut_text.h"

#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "core/utf8.h"

#define ELLIPSIS "\xE2\x80\xA6"

/* The first bytes of the text with an ellipsis. */
static void cut_at(const char *text, size_t length, char *cut)
{
    memcpy(cut, text, length);
    memcpy(cut + length, ELLIPSIS, sizeof ELLIPSIS);
}

static void shorten(geo_canvas *canvas, const char *text, const geo_text_style *style,
                    double width_mm, char *cut)
{
    size_t fitting = 0, failing = strlen(text);
    while (failing - fitting > 1) {
        size_t middle = fitting + (failing - fitting) / 2;
        cut_at(text, geo_utf8_cut(text, middle), cut);
        if (geo_canvas_measure(canvas, cut, style, 0).width <= width_mm)
            fitting = middle;
        else
            failing = middle;
    }
    size_t whole = geo_utf8_cut(text, fitting);
    while (whole > 0 && text[whole - 1] == ' ')
        whole--;
    cut_at(text, whole, cut);
}

geo_status geo_cut_text(geo_context *context, geo_canvas *canvas, const char *text,
                        const geo_text_style *style, double width_mm, char **out)
{
    char *cut = NULL;
    geo_status status = geo_alloc_array(context, strlen(text) + sizeof ELLIPSIS, 1, &cut);
    if (status != GEO_OK) {
        geo_canvas_fail(canvas, status);
        return status;
    }
    if (geo_canvas_measure(canvas, text, style, 0).width <= width_mm)
        memcpy(cut, text, strlen(text) + 1);
    else
        shorten(canvas, text, style, width_mm, cut);
    *out = cut;
    return GEO_OK;
}
