/*
 * geo/figure.h - grid, areas -> picture, as bytes of a PNG, SVG or PDF file.
 * See geo/core.h for the conventions.
 */
#ifndef GEO_FIGURE_H
#define GEO_FIGURE_H

#include <geo/core.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum geo_picture { GEO_PICTURE_PNG, GEO_PICTURE_SVG, GEO_PICTURE_PDF } geo_picture;

/* Page, fonts, colours and line widths; read from a style file (styles/README.md has the grammar).
 */
typedef struct geo_style geo_style;

/* path == NULL: the report style that is built in. GEO_ERROR_INPUT with the line number when the
 * file is wrong. */
GEO_API geo_status geo_style_read(geo_context *context, const char *path, geo_style **out);
GEO_API void geo_style_free(geo_style *style);

typedef struct geo_heatmap_text {
    const char *title;
    const char *subtitle;    /* NULL: none */
    const char *attribution; /* NULL: none */
    const char *method;      /* how it was made: kernel, bandwidth, cell, period, n */
    const char *description; /* alternative text, embedded in the file; NULL: title and method */
} geo_heatmap_text;

/*
 * A heat map: the surface over the areas' boundaries, with title, legend and its unit, scale bar,
 * north arrow, attribution and method note. `areas`, `style` (the one that is built in) and `text`
 * may be NULL. A surface of zeros is an empty map with a note. dpi applies to PNG. GEO_ERROR_LIMIT
 * over 32,767 pixels a side; GEO_ERROR_OUTPUT when no font can draw the text.
 */
GEO_API geo_status geo_figure_heatmap(geo_context *context, const geo_grid *surface,
                                      const geo_areas *areas, const geo_style *style,
                                      const geo_heatmap_text *text, geo_picture format, double dpi,
                                      geo_bytes *out);

/* Releases what cairo, pango and fontconfig hold for the whole process; only at the very end of a
 * program. */
GEO_API void geo_figure_shutdown(void);

#ifdef __cplusplus
}
#endif
#endif
