/*
 * A page in millimetres, x from its left and y from its top edge, drawn as a PNG, SVG or PDF file.
 *
 * Drawing functions return nothing: the first failure stays with the canvas, later calls do
 * nothing, and geo_canvas_finish() reports it.
 */
#ifndef GEO_FIGURE_CANVAS_H
#define GEO_FIGURE_CANVAS_H

#include <geo/figure.h>

#include "figure/style.h"

typedef struct geo_box {
    double x;
    double y;
    double width;
    double height;
} geo_box;

typedef struct geo_size {
    double width;
    double height;
} geo_size;

/* Premultiplied 0xAARRGGBB, row by row from the top. */
typedef struct geo_image {
    size_t columns;
    size_t rows;
    uint32_t *pixel;
} geo_image;

/* A colour's channel without its opacity, as files have it: 0 to 255. */
static inline unsigned char geo_plain_channel(uint32_t premultiplied, uint32_t alpha)
{
    return (unsigned char)(alpha ? (premultiplied * 255 + alpha / 2) / alpha : 0);
}

typedef enum geo_align { GEO_ALIGN_LEFT, GEO_ALIGN_CENTRE, GEO_ALIGN_RIGHT } geo_align;

typedef struct geo_canvas geo_canvas;

typedef struct geo_canvas_options {
    geo_picture format;
    double dpi; /* of PNG */
    geo_size page_mm;
    const char *title;       /* embedded in the file */
    const char *description; /* alternative text, embedded in the file */
    const char *date;        /* ISO 8601, embedded in the file; NULL: the file has no date */
} geo_canvas_options;

/* GEO_ERROR_USAGE for a dpi that is none, GEO_ERROR_LIMIT over 32,767 pixels a side. */
geo_status geo_canvas_new(geo_context *context, const geo_canvas_options *options,
                          geo_canvas **out);
void geo_canvas_free(geo_canvas *canvas);
/* The whole file in *out; nothing can be drawn afterwards. */
geo_status geo_canvas_finish(geo_canvas *canvas, geo_bytes *out);
/* Takes over a failure that happened while something was made ready for drawing. */
void geo_canvas_fail(geo_canvas *canvas, geo_status status);
bool geo_canvas_failed(const geo_canvas *canvas);

/* The smallest box of whole pixels of the page that holds `box`, and how many they are. */
geo_box geo_canvas_pixel_box(const geo_canvas *canvas, geo_box box, size_t *columns, size_t *rows);

/* The step between coordinates that are written short, finer than a printer shows: outlines of many
 * points had better keep to multiples of it. */
double geo_canvas_step_mm(const geo_canvas *canvas);

/* A named layer, for those who edit the SVG. */
void geo_canvas_begin_group(geo_canvas *canvas, const char *name);
void geo_canvas_end_group(geo_canvas *canvas);
/* Until geo_canvas_end_clip(), only what is inside the box is drawn. May be nested. */
void geo_canvas_begin_clip(geo_canvas *canvas, geo_box box);
/* The same for the inside of the path that was gathered, by the non-zero rule. */
void geo_canvas_begin_clip_path(geo_canvas *canvas);
void geo_canvas_end_clip(geo_canvas *canvas);

/* A path is gathered by move, line, close, box and circle, and used up by fill or stroke. */
void geo_canvas_move(geo_canvas *canvas, double x, double y);
void geo_canvas_line(geo_canvas *canvas, double x, double y);
void geo_canvas_close(geo_canvas *canvas);
void geo_canvas_box(geo_canvas *canvas, geo_box box);
void geo_canvas_circle(geo_canvas *canvas, double x, double y, double radius);
/* Even-odd: where outlines overlap, inside turns to outside. */
void geo_canvas_fill(geo_canvas *canvas, geo_colour colour, double opacity);
/* Non-zero: outlines that run the same way and overlap fill as one. */
void geo_canvas_fill_union(geo_canvas *canvas, geo_colour colour, double opacity);
void geo_canvas_stroke(geo_canvas *canvas, const geo_line_style *line);
/* Dashes of that length, with gaps as long; 0: a line without gaps. */
void geo_canvas_stroke_dashed(geo_canvas *canvas, const geo_line_style *line, double dash_mm);

/* Stretches the image over the box. */
void geo_canvas_image(geo_canvas *canvas, const geo_image *image, geo_box box);

/*
 * Plain text of any length; bytes that are no UTF-8 become U+FFFD, with a warning. Wrapped at
 * wrap_mm unless that is 0. A text that no installed font can draw is GEO_ERROR_OUTPUT.
 */
geo_size geo_canvas_measure(geo_canvas *canvas, const char *text, const geo_text_style *style,
                            double wrap_mm);
/* The sizes of the first `most` lines of a text that has line ends; how many they are, 0 when the
 * canvas has failed. */
size_t geo_canvas_measure_lines(geo_canvas *canvas, const char *text, const geo_text_style *style,
                                geo_size *line, size_t most);
/* (x, y) is the top left, top centre or top right of the text, by `align`. */
void geo_canvas_text(geo_canvas *canvas, const char *text, const geo_text_style *style,
                     geo_align align, double x, double y, double wrap_mm);
/* Turned a quarter to the left, so that it reads upwards: x is where the text has its top, y its
 * left end, middle or right end, by `align`. */
void geo_canvas_text_turned(geo_canvas *canvas, const char *text, const geo_text_style *style,
                            geo_align align, double x, double y, double wrap_mm);

#endif
