/* The shapes that a name can take: in one, two or three lines. */
#ifndef GEO_FIGURE_LABEL_TEXT_H
#define GEO_FIGURE_LABEL_TEXT_H

#include "figure/canvas.h"

#define GEO_NAME_LINES 3

typedef struct geo_name_shape {
    uint32_t breaks; /* bit i: a line ends at blank i */
    geo_size size;   /* as estimated from the words */
} geo_name_shape;

/*
 * The narrowest ways to set a name in one, two and three lines, fewest first, and how many there
 * are; none is wider than most_mm if that can be had. Lines end at blanks alone: a hyphenated name
 * stays whole. None when the canvas has failed.
 */
geo_status geo_name_shapes(geo_context *context, geo_canvas *canvas, const char *text,
                           const geo_text_style *style, double most_mm,
                           geo_name_shape shape[GEO_NAME_LINES], size_t *count);
/* A copy of the name with those line ends, freed with free(). */
geo_status geo_name_set(geo_context *context, const char *text, uint32_t breaks, char **out);

#endif
