/* The inside of a canvas, shared by the files that draw on it. */
#ifndef GEO_FIGURE_CANVAS_STATE_H
#define GEO_FIGURE_CANVAS_STATE_H

#include <cairo.h>
#include <pango/pangocairo.h>

#include "figure/canvas.h"

#define GEO_MM_PER_INCH  25.4
#define GEO_MM_PER_POINT (25.4 / 72)
#define GEO_HALO_OPACITY 0.9

/* One line of text, as it stands on the page. */
typedef struct geo_text_line {
    PangoLayoutLine *line;
    const char *text; /* not NUL-terminated */
    size_t length;
    double x; /* left end of the baseline */
    double baseline;
    bool is_turned; /* reads upwards from there */
} geo_text_line;

/* What a format does in its own way. The canvas calls none of these once something has failed. */
typedef struct geo_canvas_kind {
    double step_mm;                         /* see geo_canvas_step_mm() */
    geo_status (*open)(geo_canvas *canvas); /* NULL: nothing has to be made ready */
    geo_status (*finish)(geo_canvas *canvas, geo_bytes *out);
    void (*begin_group)(geo_canvas *canvas, const char *name); /* NULL: it has no groups */
    void (*end_group)(geo_canvas *canvas);
    void (*begin_clip)(geo_canvas *canvas, geo_box box);
    void (*begin_clip_path)(geo_canvas *canvas);
    void (*end_clip)(geo_canvas *canvas);
    void (*move)(geo_canvas *canvas, double x, double y);
    void (*line)(geo_canvas *canvas, double x, double y);
    void (*close)(geo_canvas *canvas);
    void (*circle)(geo_canvas *canvas, double x, double y, double radius);
    void (*fill)(geo_canvas *canvas, geo_colour colour, double opacity, bool is_union);
    void (*stroke)(geo_canvas *canvas, const geo_line_style *line, double dash_mm);
    void (*image)(geo_canvas *canvas, const geo_image *image, geo_box box);
    void (*text)(geo_canvas *canvas, const geo_text_line *line, const geo_text_style *style);
} geo_canvas_kind;

extern const geo_canvas_kind geo_bitmap_kind;
extern const geo_canvas_kind geo_svg_kind;
extern const geo_canvas_kind geo_pdf_kind;

struct geo_canvas {
    geo_context *context;
    geo_status status; /* the first failure */
    const geo_canvas_kind *kind;
    double dpi; /* of a bitmap, or at which a raster in another format is worth drawing */
    geo_size page_mm;
    char *title;
    char *description;
    char *date;               /* NULL: none */
    PangoContext *pango;      /* lays text out in points */
    cairo_surface_t *surface; /* of a bitmap */
    cairo_t *cairo;
    geo_bytes drawing;   /* SVG and PDF: what has been drawn so far */
    geo_bytes path;      /* SVG and PDF: the path being gathered */
    size_t clip_count;   /* SVG */
    struct geo_pdf *pdf; /* what a PDF has beside its drawing */
};

#endif
