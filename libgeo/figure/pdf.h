/* A page as PDF (ISO 32000-1:2008). */
#ifndef GEO_FIGURE_PDF_H
#define GEO_FIGURE_PDF_H

#include "figure/canvas_state.h"
#include "figure/pdf_font.h"

/* The page is drawn in twentieths of a point: coordinates on the canvas's lattice are integers. */
#define GEO_PDF_UNITS_PER_POINT 20.0
#define GEO_PDF_UNITS_PER_MM    (GEO_PDF_UNITS_PER_POINT / GEO_MM_PER_POINT)

/* Colours of 8 bits a channel and their opacity, not premultiplied. */
typedef struct geo_pdf_image {
    size_t columns;
    size_t rows;
    unsigned char *colour; /* red, green, blue */
    unsigned char *opacity;
} geo_pdf_image;

/* What later drawing need not say again, as it has been said; NaN where it has not. */
typedef struct geo_pdf_pen {
    geo_colour fill;
    geo_colour stroke;
    double opacity;
    double width_mm;
    double dash_mm;
} geo_pdf_pen;

typedef struct geo_pdf {
    geo_pdf_pen pen;
    double *opacity; /* that occur; each has a name by its place */
    size_t opacity_count;
    size_t opacity_capacity;
    geo_pdf_image *image;
    size_t image_count;
    size_t image_capacity;
    geo_pdf_fonts fonts;
} geo_pdf;

void geo_pdf_free(geo_pdf *pdf);

/* The whole file, of what has been drawn. */
geo_status geo_pdf_finish(geo_canvas *canvas, geo_bytes *out);

/* For the files that draw: what goes into the page's drawing. Numbers are in units of the page. */
void geo_pdf_draw(geo_canvas *canvas, const char *text);
void geo_pdf_draw_number(geo_canvas *canvas, double number);
void geo_pdf_choose_fill(geo_canvas *canvas, geo_colour colour);
void geo_pdf_choose_stroke(geo_canvas *canvas, geo_colour colour, double width_mm, double dash_mm);
void geo_pdf_choose_opacity(geo_canvas *canvas, double opacity);

void geo_pdf_text(geo_canvas *canvas, const geo_text_line *placed, const geo_text_style *style);

#endif
