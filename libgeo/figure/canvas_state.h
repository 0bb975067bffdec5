/* The inside of a canvas, shared by the files that draw on it. */
#ifndef GEO_FIGURE_CANVAS_STATE_H
#define GEO_FIGURE_CANVAS_STATE_H

#include <cairo.h>
#include <pango/pangocairo.h>

#include "figure/canvas.h"

#define GEO_MM_PER_INCH  25.4
#define GEO_MM_PER_POINT (25.4 / 72)

struct geo_canvas {
    geo_context *context;
    geo_status status; /* the first failure */
    geo_picture format;
    double dpi;
    geo_size page_mm;
    char *title;
    char *description;
    char *date;               /* NULL: none */
    PangoContext *pango;      /* lays text out in points */
    cairo_surface_t *surface; /* PNG and PDF */
    cairo_t *cairo;
    geo_bytes file; /* PDF: the file as it grows; SVG: what has been drawn so far */
    geo_bytes path; /* SVG: the path being gathered, as its d attribute */
    size_t clip_count;
};

/* One line of text, as it stands on the page. */
typedef struct geo_text_line {
    PangoLayoutLine *line;
    const char *text; /* not NUL-terminated */
    size_t length;
    double x; /* left end of the baseline */
    double baseline;
    bool is_turned; /* reads upwards from there */
} geo_text_line;

/* SVG's half of the drawing functions. */
void geo_svg_begin_group(geo_canvas *canvas, const char *name);
void geo_svg_end_group(geo_canvas *canvas);
void geo_svg_begin_clip(geo_canvas *canvas, geo_box box);
void geo_svg_point(geo_canvas *canvas, const char *command, double x, double y);
void geo_svg_close(geo_canvas *canvas);
void geo_svg_circle(geo_canvas *canvas, double x, double y, double radius);
void geo_svg_begin_clip_path(geo_canvas *canvas);
/* rule: of CSS, "evenodd" or "nonzero". */
void geo_svg_fill(geo_canvas *canvas, geo_colour colour, double opacity, const char *rule);
void geo_svg_stroke(geo_canvas *canvas, const geo_line_style *line, double dash_mm);
void geo_svg_image(geo_canvas *canvas, const geo_image *image, geo_box box);
void geo_svg_text(geo_canvas *canvas, const geo_text_line *line, const geo_text_style *style);
geo_status geo_svg_finish(geo_canvas *canvas, geo_bytes *out);

#endif
