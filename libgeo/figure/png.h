/* PNG files of cairo's image surfaces, with their size in print and alternative text. */
#ifndef GEO_FIGURE_PNG_H
#define GEO_FIGURE_PNG_H

#include <cairo.h>

#include "figure/canvas.h"

typedef struct geo_png_words {
    const char *title; /* UTF-8 */
    const char *description;
    const char *date; /* ISO 8601; NULL: none */
    double dpi;
} geo_png_words;

/* The file in *out. words == NULL: an image without print size and text.  */
geo_status geo_png_write(geo_context *context, cairo_surface_t *surface, const geo_png_words *words,
                         geo_bytes *out);

/* A surface over the image's pixels, which it borrows. */
cairo_surface_t *geo_png_image_surface(const geo_image *image);

#endif
