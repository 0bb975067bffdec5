/* SVG of our own writing: cairo 1.16 turns text into outlines, and knows no groups, title or
 * description. User units are millimetres. */
#include <string.h>

#include "core/context.h"
#include "figure/canvas_state.h"
#include "figure/png.h"

/* Thousandths of a millimetre: finer than any printer. */
#define COORDINATE_DECIMALS 3

static void put(geo_canvas *canvas, const char *text)
{
    geo_canvas_fail(canvas,
                    geo_bytes_append(canvas->context, &canvas->drawing, text, strlen(text)));
}

static void put_number(geo_canvas *canvas, geo_bytes *bytes, double number)
{
    geo_canvas_fail(canvas,
                    geo_bytes_append_number(canvas->context, bytes, number, COORDINATE_DECIMALS));
    while (bytes->length > 1 && bytes->data[bytes->length - 1] == '0')
        bytes->length--;
    if (bytes->length > 0 && bytes->data[bytes->length - 1] == '.')
        bytes->length--;
}

static void put_attribute(geo_canvas *canvas, const char *name, double number)
{
    put(canvas, " ");
    put(canvas, name);
    put(canvas, "=\"");
    put_number(canvas, &canvas->drawing, number);
    put(canvas, "\"");
}

static void put_colour(geo_canvas *canvas, const char *name, geo_colour colour, double opacity)
{
    char text[8];
    geo_colour_print(colour, text);
    put(canvas, " ");
    put(canvas, name);
    put(canvas, "=\"");
    put(canvas, text);
    put(canvas, "\"");
    if (opacity < 1) {
        put(canvas, " ");
        put(canvas, name);
        put(canvas, "-opacity=\"");
        put_number(canvas, &canvas->drawing, opacity);
        put(canvas, "\"");
    }
}

static void put_escaped(geo_canvas *canvas, const char *text, size_t length)
{
    for (size_t i = 0; i < length && canvas->status == GEO_OK; i++) {
        const char *escaped = text[i] == '&'   ? "&amp;"
                              : text[i] == '<' ? "&lt;"
                              : text[i] == '>' ? "&gt;"
                              : text[i] == '"' ? "&quot;"
                                               : NULL;
        if (escaped)
            put(canvas, escaped);
        else
            geo_canvas_fail(canvas,
                            geo_bytes_append(canvas->context, &canvas->drawing, text + i, 1));
    }
}

static void begin_group(geo_canvas *canvas, const char *name)
{
    put(canvas, "<g id=\"");
    put(canvas, name);
    put(canvas, "\">\n");
}

static void end_group(geo_canvas *canvas)
{
    put(canvas, "</g>\n");
}

static void begin_clip(geo_canvas *canvas, geo_box box)
{
    geo_canvas_fail(canvas,
                    geo_bytes_print(canvas->context, &canvas->drawing,
                                    "<clipPath id=\"clip-%zu\"><rect", ++canvas->clip_count));
    put_attribute(canvas, "x", box.x);
    put_attribute(canvas, "y", box.y);
    put_attribute(canvas, "width", box.width);
    put_attribute(canvas, "height", box.height);
    geo_canvas_fail(canvas, geo_bytes_print(canvas->context, &canvas->drawing,
                                            "/></clipPath>\n<g clip-path=\"url(#clip-%zu)\">\n",
                                            canvas->clip_count));
}

static void begin_clip_path(geo_canvas *canvas)
{
    geo_canvas_fail(canvas,
                    geo_bytes_print(canvas->context, &canvas->drawing,
                                    "<clipPath id=\"clip-%zu\"><path d=\"", ++canvas->clip_count));
    geo_canvas_fail(canvas, geo_bytes_append(canvas->context, &canvas->drawing, canvas->path.data,
                                             canvas->path.length));
    canvas->path.length = 0;
    geo_canvas_fail(canvas, geo_bytes_print(canvas->context, &canvas->drawing,
                                            "\"/></clipPath>\n<g clip-path=\"url(#clip-%zu)\">\n",
                                            canvas->clip_count));
}

static void put_point(geo_canvas *canvas, const char *command, double x, double y)
{
    geo_canvas_fail(canvas, geo_bytes_append(canvas->context, &canvas->path, command, 1));
    put_number(canvas, &canvas->path, x);
    geo_canvas_fail(canvas, geo_bytes_append(canvas->context, &canvas->path, " ", 1));
    put_number(canvas, &canvas->path, y);
}

static void move_to(geo_canvas *canvas, double x, double y)
{
    put_point(canvas, "M", x, y);
}

static void line_to(geo_canvas *canvas, double x, double y)
{
    put_point(canvas, "L", x, y);
}

static void close_path(geo_canvas *canvas)
{
    geo_canvas_fail(canvas, geo_bytes_append(canvas->context, &canvas->path, "Z", 1));
}

static void put_half_circle(geo_canvas *canvas, double radius, double to_x, double to_y)
{
    put_point(canvas, "A", radius, radius);
    geo_canvas_fail(canvas, geo_bytes_append(canvas->context, &canvas->path, " 0 1 1", 6));
    put_point(canvas, " ", to_x, to_y);
}

static void draw_circle(geo_canvas *canvas, double x, double y, double radius)
{
    put_point(canvas, "M", x - radius, y);
    put_half_circle(canvas, radius, x + radius, y);
    put_half_circle(canvas, radius, x - radius, y);
    close_path(canvas);
}

static void put_path(geo_canvas *canvas)
{
    put(canvas, "<path d=\"");
    geo_canvas_fail(canvas, geo_bytes_append(canvas->context, &canvas->drawing, canvas->path.data,
                                             canvas->path.length));
    put(canvas, "\"");
    canvas->path.length = 0;
}

static void fill_path(geo_canvas *canvas, geo_colour colour, double opacity, bool is_union)
{
    if (canvas->path.length == 0)
        return;
    put_path(canvas);
    put_colour(canvas, "fill", colour, opacity);
    put(canvas, " fill-rule=\"");
    put(canvas, is_union ? "nonzero" : "evenodd");
    put(canvas, "\"/>\n");
}

static void stroke_path(geo_canvas *canvas, const geo_line_style *style, double dash_mm)
{
    if (canvas->path.length == 0)
        return;
    put_path(canvas);
    put_colour(canvas, "stroke", style->colour, style->opacity);
    put_attribute(canvas, "stroke-width", style->width_mm);
    if (dash_mm > 0)
        put_attribute(canvas, "stroke-dasharray", dash_mm);
    put(canvas, " fill=\"none\" stroke-linejoin=\"round\"");
    put(canvas, dash_mm > 0 ? "/>\n" : " stroke-linecap=\"round\"/>\n");
}

static void put_base64(geo_canvas *canvas, const unsigned char *data, size_t length)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char block[4 * 1024];
    size_t used = 0;
    for (size_t i = 0; i < length; i += 3) {
        unsigned left = (unsigned)(length - i);
        unsigned bits = (unsigned)data[i] << 16 | (left > 1 ? (unsigned)data[i + 1] << 8 : 0) |
                        (left > 2 ? data[i + 2] : 0);
        block[used++] = digits[bits >> 18];
        block[used++] = digits[bits >> 12 & 63];
        block[used++] = left > 1 ? digits[bits >> 6 & 63] : '=';
        block[used++] = left > 2 ? digits[bits & 63] : '=';
        if (used == sizeof block || left <= 3) {
            geo_canvas_fail(canvas,
                            geo_bytes_append(canvas->context, &canvas->drawing, block, used));
            used = 0;
        }
    }
}

static void draw_image(geo_canvas *canvas, const geo_image *image, geo_box box)
{
    geo_bytes png = GEO_BYTES_INIT;
    cairo_surface_t *surface = geo_png_image_surface(image);
    geo_status status = geo_png_write(canvas->context, surface, NULL, &png);
    cairo_surface_destroy(surface);
    geo_canvas_fail(canvas, status);
    put(canvas, "<image preserveAspectRatio=\"none\"");
    put_attribute(canvas, "x", box.x);
    put_attribute(canvas, "y", box.y);
    put_attribute(canvas, "width", box.width);
    put_attribute(canvas, "height", box.height);
    put(canvas, " xlink:href=\"data:image/png;base64,");
    put_base64(canvas, (const unsigned char *)png.data, png.length);
    put(canvas, "\"/>\n");
    geo_bytes_clear(&png);
}

static void put_turn(geo_canvas *canvas, const geo_text_line *line)
{
    put(canvas, " transform=\"rotate(-90 ");
    put_number(canvas, &canvas->drawing, line->x);
    put(canvas, " ");
    put_number(canvas, &canvas->drawing, line->baseline);
    put(canvas, ")\"");
}

/* One element a line, placed where pango puts it, so that lines break as in the other formats. */
static void draw_text(geo_canvas *canvas, const geo_text_line *line, const geo_text_style *style)
{
    size_t length = line->length;
    while (length > 0 && line->text[length - 1] == ' ')
        length--;
    if (length == 0)
        return;
    put(canvas, "<text");
    put_attribute(canvas, "x", line->x);
    put_attribute(canvas, "y", line->baseline);
    if (line->is_turned)
        put_turn(canvas, line);
    put(canvas, " font-family=\"");
    put_escaped(canvas, style->fonts, strlen(style->fonts));
    put(canvas, "\"");
    put_attribute(canvas, "font-size", style->size_pt * GEO_MM_PER_POINT);
    if (style->is_bold)
        put(canvas, " font-weight=\"bold\"");
    put_colour(canvas, "fill", style->colour, 1);
    if (style->halo_mm > 0) {
        put_colour(canvas, "stroke", style->halo_colour, GEO_HALO_OPACITY);
        put_attribute(canvas, "stroke-width", 2 * style->halo_mm);
        put(canvas, " stroke-linejoin=\"round\" paint-order=\"stroke\"");
    }
    put(canvas, " xml:space=\"preserve\">");
    put_escaped(canvas, line->text, length);
    put(canvas, "</text>\n");
}

static void put_head(geo_canvas *canvas)
{
    put(canvas, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                "<svg xmlns=\"http://www.w3.org/2000/svg\" "
                "xmlns:xlink=\"http://www.w3.org/1999/xlink\" version=\"1.1\" role=\"img\" "
                "aria-labelledby=\"title desc\" width=\"");
    put_number(canvas, &canvas->drawing, canvas->page_mm.width);
    put(canvas, "mm\" height=\"");
    put_number(canvas, &canvas->drawing, canvas->page_mm.height);
    put(canvas, "mm\" viewBox=\"0 0 ");
    put_number(canvas, &canvas->drawing, canvas->page_mm.width);
    put(canvas, " ");
    put_number(canvas, &canvas->drawing, canvas->page_mm.height);
    put(canvas, "\">\n<title id=\"title\">");
    put_escaped(canvas, canvas->title, strlen(canvas->title));
    put(canvas, "</title>\n<desc id=\"desc\">");
    put_escaped(canvas, canvas->description, strlen(canvas->description));
    put(canvas, "</desc>\n");
    if (canvas->date) {
        put(canvas, "<metadata><date xmlns=\"http://purl.org/dc/elements/1.1/\">");
        put_escaped(canvas, canvas->date, strlen(canvas->date));
        put(canvas, "</date></metadata>\n");
    }
}

static geo_status finish(geo_canvas *canvas, geo_bytes *out)
{
    geo_bytes drawn = canvas->drawing;
    canvas->drawing = (geo_bytes)GEO_BYTES_INIT;
    put_head(canvas);
    geo_canvas_fail(canvas,
                    geo_bytes_append(canvas->context, &canvas->drawing, drawn.data, drawn.length));
    put(canvas, "</svg>\n");
    geo_bytes_clear(&drawn);
    if (canvas->status != GEO_OK)
        return canvas->status;
    *out = canvas->drawing;
    canvas->drawing = (geo_bytes)GEO_BYTES_INIT;
    return GEO_OK;
}

const geo_canvas_kind geo_svg_kind = {
    .step_mm = 0.02,
    .finish = finish,
    .begin_group = begin_group,
    .end_group = end_group,
    .begin_clip = begin_clip,
    .begin_clip_path = begin_clip_path,
    .end_clip = end_group,
    .move = move_to,
    .line = line_to,
    .close = close_path,
    .circle = draw_circle,
    .fill = fill_path,
    .stroke = stroke_path,
    .image = draw_image,
    .text = draw_text,
};
