/*
 * PDF of our own writing: cairo 1.16 takes half of a map's time for it (docs/decisions.md), and
 * leaves out what a screen reader needs. The page is one figure with an alternative text
 * (ISO 32000-1:2008, 14.7 and 14.9.3).
 */
#include "figure/pdf.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"

/* A quarter of a circle by a cubic curve: off by 0.03% of the radius. */
#define CIRCLE_HANDLE 0.5522847498

/* ---- what is drawn -------------------------------------------------------------------------- */

static void append(geo_canvas *canvas, geo_bytes *bytes, const char *text)
{
    geo_canvas_fail(canvas, geo_bytes_append(canvas->context, bytes, text, strlen(text)));
}

void geo_pdf_draw(geo_canvas *canvas, const char *text)
{
    append(canvas, &canvas->drawing, text);
}

void geo_pdf_draw_number(geo_canvas *canvas, double number)
{
    geo_canvas_fail(canvas, geo_pdf_append_number(canvas->context, &canvas->drawing, number));
    geo_pdf_draw(canvas, " ");
}

static void draw_name(geo_canvas *canvas, const char *kind, size_t index)
{
    geo_canvas_fail(canvas,
                    geo_bytes_print(canvas->context, &canvas->drawing, "/%s%zu ", kind, index));
}

static void draw_colour(geo_canvas *canvas, geo_colour colour, const char *operator)
{
    geo_pdf_draw_number(canvas, colour.red);
    geo_pdf_draw_number(canvas, colour.green);
    geo_pdf_draw_number(canvas, colour.blue);
    geo_pdf_draw(canvas, operator);
}

static bool is_same_colour(geo_colour one, geo_colour other)
{
    return one.red == other.red && one.green == other.green && one.blue == other.blue;
}

void geo_pdf_choose_fill(geo_canvas *canvas, geo_colour colour)
{
    geo_pdf_pen *pen = &canvas->pdf->pen;
    if (!is_same_colour(pen->fill, colour))
        draw_colour(canvas, colour, "rg\n");
    pen->fill = colour;
}

/* Round ends would lengthen the dashes and close the gaps. */
static void choose_dashes(geo_canvas *canvas, double dash_mm)
{
    geo_pdf_draw(canvas, "[");
    if (dash_mm > 0)
        geo_pdf_draw_number(canvas, dash_mm * GEO_PDF_UNITS_PER_MM);
    geo_pdf_draw(canvas, dash_mm > 0 ? "] 0 d 0 J\n" : "] 0 d 1 J\n");
}

void geo_pdf_choose_stroke(geo_canvas *canvas, geo_colour colour, double width_mm, double dash_mm)
{
    geo_pdf_pen *pen = &canvas->pdf->pen;
    if (!is_same_colour(pen->stroke, colour))
        draw_colour(canvas, colour, "RG\n");
    if (!(pen->width_mm == width_mm)) {
        geo_pdf_draw_number(canvas, width_mm * GEO_PDF_UNITS_PER_MM);
        geo_pdf_draw(canvas, "w\n");
    }
    if (!(pen->dash_mm == dash_mm))
        choose_dashes(canvas, dash_mm);
    pen->stroke = colour;
    pen->width_mm = width_mm;
    pen->dash_mm = dash_mm;
}

static geo_status name_opacity(geo_context *context, geo_pdf *pdf, double opacity, size_t *index)
{
    for (*index = 0; *index < pdf->opacity_count; ++*index)
        if (pdf->opacity[*index] == opacity)
            return GEO_OK;
    geo_status status = geo_grow_array(context, &pdf->opacity, &pdf->opacity_capacity,
                                       pdf->opacity_count + 1, sizeof *pdf->opacity);
    if (status == GEO_OK)
        pdf->opacity[pdf->opacity_count++] = opacity;
    return status;
}

void geo_pdf_choose_opacity(geo_canvas *canvas, double opacity)
{
    geo_pdf *pdf = canvas->pdf;
    size_t index = 0;
    if (pdf->pen.opacity == opacity)
        return;
    geo_canvas_fail(canvas, name_opacity(canvas->context, pdf, opacity, &index));
    draw_name(canvas, "A", index);
    geo_pdf_draw(canvas, "gs\n");
    pdf->pen.opacity = opacity;
}

static const geo_pdf_pen unknown_pen = {
    {(double)NAN, 0, 0}, {(double)NAN, 0, 0}, (double)NAN, (double)NAN, (double)NAN};

/* ---- paths ---------------------------------------------------------------------------------- */

/* In hundredths of a unit; what no page can hold is 0. */
static char *print_unit(char *at, double units)
{
    static const double most = 1e9;
    char reversed[24];
    size_t count = 0;
    long hundredths = fabs(units) < most ? lrint(units * 100) : 0;
    if (hundredths < 0)
        *at++ = '-';
    unsigned long magnitude = (unsigned long)labs(hundredths);
    unsigned long whole = magnitude / 100, part = magnitude % 100;
    do
        reversed[count++] = (char)('0' + whole % 10);
    while ((whole /= 10) > 0);
    while (count > 0)
        *at++ = reversed[--count];
    if (part == 0)
        return at;
    *at++ = '.';
    *at++ = (char)('0' + part / 10);
    if (part % 10 > 0)
        *at++ = (char)('0' + part % 10);
    return at;
}

static void put_point(geo_canvas *canvas, double x, double y, const char *operator)
{
    char text[64];
    char *at = print_unit(text, x * GEO_PDF_UNITS_PER_MM);
    *at++ = ' ';
    at = print_unit(at, y * GEO_PDF_UNITS_PER_MM);
    while (*operator)
        *at++ = *operator++;
    geo_canvas_fail(canvas,
                    geo_bytes_append(canvas->context, &canvas->path, text, (size_t)(at - text)));
}

static void move_to(geo_canvas *canvas, double x, double y)
{
    put_point(canvas, x, y, " m\n");
}

static void line_to(geo_canvas *canvas, double x, double y)
{
    put_point(canvas, x, y, " l\n");
}

static void close_path(geo_canvas *canvas)
{
    append(canvas, &canvas->path, "h\n");
}

/* From (x, y) + radius * (cos, sin) on by a quarter turn. */
static void put_quarter(geo_canvas *canvas, double x, double y, double cos_radius,
                        double sin_radius)
{
    double c = cos_radius, s = sin_radius, handle = CIRCLE_HANDLE;
    put_point(canvas, x + c - handle * s, y + s + handle * c, " ");
    put_point(canvas, x - s + handle * c, y + c + handle * s, " ");
    put_point(canvas, x - s, y + c, " c\n");
}

static void draw_circle(geo_canvas *canvas, double x, double y, double radius)
{
    move_to(canvas, x + radius, y);
    put_quarter(canvas, x, y, radius, 0);
    put_quarter(canvas, x, y, 0, radius);
    put_quarter(canvas, x, y, -radius, 0);
    put_quarter(canvas, x, y, 0, -radius);
    close_path(canvas);
}

static void use_path(geo_canvas *canvas, const char *operator)
{
    geo_canvas_fail(canvas, geo_bytes_append(canvas->context, &canvas->drawing, canvas->path.data,
                                             canvas->path.length));
    geo_pdf_draw(canvas, operator);
    canvas->path.length = 0;
}

static void fill_path(geo_canvas *canvas, geo_colour colour, double opacity, bool is_union)
{
    if (canvas->path.length == 0)
        return;
    geo_pdf_choose_opacity(canvas, opacity);
    geo_pdf_choose_fill(canvas, colour);
    use_path(canvas, is_union ? "f\n" : "f*\n");
}

static void stroke_path(geo_canvas *canvas, const geo_line_style *style, double dash_mm)
{
    if (canvas->path.length == 0)
        return;
    geo_pdf_choose_opacity(canvas, style->opacity);
    geo_pdf_choose_stroke(canvas, style->colour, style->width_mm, dash_mm);
    use_path(canvas, "S\n");
}

/* A path that has nothing in it would clip nothing away. */
static void begin_clip_path(geo_canvas *canvas)
{
    geo_pdf_draw(canvas, "q\n");
    if (canvas->path.length == 0)
        geo_pdf_draw(canvas, "0 0 0 0 re\n");
    use_path(canvas, "W n\n");
}

static void begin_clip(geo_canvas *canvas, geo_box box)
{
    geo_pdf_draw(canvas, "q\n");
    geo_pdf_draw_number(canvas, box.x * GEO_PDF_UNITS_PER_MM);
    geo_pdf_draw_number(canvas, box.y * GEO_PDF_UNITS_PER_MM);
    geo_pdf_draw_number(canvas, box.width * GEO_PDF_UNITS_PER_MM);
    geo_pdf_draw_number(canvas, box.height * GEO_PDF_UNITS_PER_MM);
    geo_pdf_draw(canvas, "re W n\n");
}

static void end_clip(geo_canvas *canvas)
{
    geo_pdf_draw(canvas, "Q\n");
    canvas->pdf->pen = unknown_pen;
}

/* ---- images --------------------------------------------------------------------------------- */

static void split_pixels(const geo_image *image, geo_pdf_image *out)
{
    for (size_t i = 0; i < image->columns * image->rows; i++) {
        uint32_t pixel = image->pixel[i], alpha = pixel >> 24;
        out->opacity[i] = (unsigned char)alpha;
        for (size_t channel = 0; channel < 3; channel++)
            out->colour[3 * i + channel] =
                geo_plain_channel(pixel >> (16 - 8 * channel) & 0xff, alpha);
    }
}

static geo_status keep_image(geo_context *context, geo_pdf *pdf, const geo_image *image)
{
    geo_status status = geo_grow_array(context, &pdf->image, &pdf->image_capacity,
                                       pdf->image_count + 1, sizeof *pdf->image);
    if (status != GEO_OK)
        return status;
    geo_pdf_image kept = {image->columns, image->rows, NULL, NULL};
    status = geo_alloc_array(context, image->columns * image->rows, 3, &kept.colour);
    if (status == GEO_OK)
        status = geo_alloc_array(context, image->columns * image->rows, 1, &kept.opacity);
    if (status != GEO_OK) {
        free(kept.colour);
        return status;
    }
    split_pixels(image, &kept);
    pdf->image[pdf->image_count++] = kept;
    return GEO_OK;
}

/* Images stand on their bottom edge, and the page's y runs down. */
static void draw_image(geo_canvas *canvas, const geo_image *image, geo_box box)
{
    geo_canvas_fail(canvas, keep_image(canvas->context, canvas->pdf, image));
    if (canvas->status != GEO_OK)
        return;
    geo_pdf_choose_opacity(canvas, 1);
    geo_pdf_draw(canvas, "q ");
    geo_pdf_draw_number(canvas, box.width * GEO_PDF_UNITS_PER_MM);
    geo_pdf_draw(canvas, "0 0 ");
    geo_pdf_draw_number(canvas, -box.height * GEO_PDF_UNITS_PER_MM);
    geo_pdf_draw_number(canvas, box.x * GEO_PDF_UNITS_PER_MM);
    geo_pdf_draw_number(canvas, (box.y + box.height) * GEO_PDF_UNITS_PER_MM);
    geo_pdf_draw(canvas, "cm ");
    draw_name(canvas, "I", canvas->pdf->image_count - 1);
    geo_pdf_draw(canvas, "Do Q\n");
}

/* ---- opening and closing -------------------------------------------------------------------- */

static geo_status open_page(geo_canvas *canvas)
{
    geo_status status = geo_alloc_array(canvas->context, 1, sizeof *canvas->pdf, &canvas->pdf);
    if (status != GEO_OK)
        return status;
    canvas->pdf->pen = unknown_pen;
    geo_pdf_draw(canvas, "/Figure <</MCID 0>> BDC\nq\n");
    geo_pdf_draw_number(canvas, 1 / GEO_PDF_UNITS_PER_POINT);
    geo_pdf_draw(canvas, "0 0 ");
    geo_pdf_draw_number(canvas, -1 / GEO_PDF_UNITS_PER_POINT);
    geo_pdf_draw(canvas, "0 ");
    geo_pdf_draw_number(canvas, canvas->page_mm.height / GEO_MM_PER_POINT);
    geo_pdf_draw(canvas, "cm 1 j\n");
    return canvas->status;
}

void geo_pdf_free(geo_pdf *pdf)
{
    if (!pdf)
        return;
    for (size_t i = 0; i < pdf->image_count; i++) {
        free(pdf->image[i].colour);
        free(pdf->image[i].opacity);
    }
    geo_pdf_fonts_clear(&pdf->fonts);
    free(pdf->image);
    free(pdf->opacity);
    free(pdf);
}

const geo_canvas_kind geo_pdf_kind = {
    .step_mm = 1 / GEO_PDF_UNITS_PER_MM,
    .open = open_page,
    .finish = geo_pdf_finish,
    .begin_clip = begin_clip,
    .begin_clip_path = begin_clip_path,
    .end_clip = end_clip,
    .move = move_to,
    .line = line_to,
    .close = close_path,
    .circle = draw_circle,
    .fill = fill_path,
    .stroke = stroke_path,
    .image = draw_image,
    .text = geo_pdf_text,
};
