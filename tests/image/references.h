/* Figures that are kept as pictures, with which later ones are compared. */
#ifndef TESTS_IMAGE_REFERENCES_H
#define TESTS_IMAGE_REFERENCES_H

#include <geo/figure.h>

#define REFERENCE_DPI 80

typedef struct image_reference {
    const char *name;
    bool is_landscape;
    geo_status (*draw)(geo_context *context, geo_style *style, geo_bytes *out);
} image_reference;

/* Both end with a reference without a name. */
extern const image_reference map_references[];
extern const image_reference chart_references[];

/* Of every figure: "&", "<" and letters beyond Latin-1. */
extern const geo_figure_text reference_text;

#endif
