/* Pages drawn by cairo, pixel by pixel. */
#include <math.h>

#include "core/context.h"
#include "figure/canvas_state.h"
#include "figure/png.h"

#define PIXELS_MOST  32767
#define FULL_TURN    6.283185307179586
#define QUARTER_TURN 1.5707963267948966

static geo_status check_cairo(geo_canvas *canvas, cairo_status_t status)
{
    if (status == CAIRO_STATUS_SUCCESS)
        return GEO_OK;
    geo_status kind = status == CAIRO_STATUS_NO_MEMORY ? GEO_ERROR_MEMORY : GEO_ERROR_OUTPUT;
    return geo_fail(canvas->context, kind, "the figure cannot be drawn: %s",
                    cairo_status_to_string(status));
}

static size_t page_pixels(const geo_canvas *canvas, double length_mm)
{
    return (size_t)lround(length_mm * canvas->dpi / GEO_MM_PER_INCH);
}

static geo_status open_surface(geo_canvas *canvas)
{
    double scale = canvas->dpi / GEO_MM_PER_INCH;
    size_t width = page_pixels(canvas, canvas->page_mm.width);
    size_t height = page_pixels(canvas, canvas->page_mm.height);
    if (width > PIXELS_MOST || height > PIXELS_MOST)
        return geo_fail(canvas->context, GEO_ERROR_LIMIT,
                        "the picture would be %zu by %zu pixels; a PNG may have %d a side: choose "
                        "a lower dpi, or SVG or PDF",
                        width, height, PIXELS_MOST);
    canvas->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)width, (int)height);
    canvas->cairo = cairo_create(canvas->surface);
    cairo_scale(canvas->cairo, scale, scale);
    cairo_set_line_join(canvas->cairo, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_cap(canvas->cairo, CAIRO_LINE_CAP_ROUND);
    return check_cairo(canvas, cairo_status(canvas->cairo));
}

static geo_status finish(geo_canvas *canvas, geo_bytes *out)
{
    const geo_png_words words = {canvas->title, canvas->description, canvas->date, canvas->dpi};
    geo_status status = check_cairo(canvas, cairo_status(canvas->cairo));
    if (status != GEO_OK)
        return status;
    return geo_png_write(canvas->context, canvas->surface, &words, out);
}

static void begin_clip(geo_canvas *canvas, geo_box box)
{
    cairo_save(canvas->cairo);
    cairo_rectangle(canvas->cairo, box.x, box.y, box.width, box.height);
    cairo_clip(canvas->cairo);
}

/* The path is no part of what cairo saves. */
static void begin_clip_path(geo_canvas *canvas)
{
    cairo_save(canvas->cairo);
    cairo_set_fill_rule(canvas->cairo, CAIRO_FILL_RULE_WINDING);
    cairo_clip(canvas->cairo);
}

static void end_clip(geo_canvas *canvas)
{
    cairo_restore(canvas->cairo);
}

static void move_to(geo_canvas *canvas, double x, double y)
{
    cairo_move_to(canvas->cairo, x, y);
}

static void line_to(geo_canvas *canvas, double x, double y)
{
    cairo_line_to(canvas->cairo, x, y);
}

static void close_path(geo_canvas *canvas)
{
    cairo_close_path(canvas->cairo);
}

static void draw_circle(geo_canvas *canvas, double x, double y, double radius)
{
    cairo_new_sub_path(canvas->cairo);
    cairo_arc(canvas->cairo, x, y, radius, 0, FULL_TURN);
    cairo_close_path(canvas->cairo);
}

static void fill_path(geo_canvas *canvas, geo_colour colour, double opacity, bool is_union)
{
    cairo_set_fill_rule(canvas->cairo,
                        is_union ? CAIRO_FILL_RULE_WINDING : CAIRO_FILL_RULE_EVEN_ODD);
    cairo_set_source_rgba(canvas->cairo, colour.red, colour.green, colour.blue, opacity);
    cairo_fill(canvas->cairo);
}

/* Round ends would lengthen the dashes and close the gaps. */
static void set_dashes(cairo_t *cairo, double dash_mm)
{
    cairo_set_dash(cairo, &dash_mm, dash_mm > 0 ? 1 : 0, 0);
    cairo_set_line_cap(cairo, dash_mm > 0 ? CAIRO_LINE_CAP_BUTT : CAIRO_LINE_CAP_ROUND);
}

static void stroke_path(geo_canvas *canvas, const geo_line_style *style, double dash_mm)
{
    const geo_colour *colour = &style->colour;
    cairo_set_source_rgba(canvas->cairo, colour->red, colour->green, colour->blue, style->opacity);
    cairo_set_line_width(canvas->cairo, style->width_mm);
    set_dashes(canvas->cairo, dash_mm);
    cairo_stroke(canvas->cairo);
}

/* The image's pixels are the page's. */
static void draw_image(geo_canvas *canvas, const geo_image *pixels, geo_box box)
{
    cairo_surface_t *surface = geo_png_image_surface(pixels);
    cairo_save(canvas->cairo);
    cairo_translate(canvas->cairo, box.x, box.y);
    cairo_scale(canvas->cairo, box.width / (double)pixels->columns,
                box.height / (double)pixels->rows);
    cairo_set_source_surface(canvas->cairo, surface, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(canvas->cairo), CAIRO_FILTER_NEAREST);
    cairo_paint(canvas->cairo);
    cairo_restore(canvas->cairo);
    geo_canvas_fail(canvas, check_cairo(canvas, cairo_surface_status(surface)));
    cairo_surface_destroy(surface);
}

static void draw_text(geo_canvas *canvas, const geo_text_line *placed, const geo_text_style *style)
{
    cairo_t *cairo = canvas->cairo;
    cairo_save(cairo);
    cairo_translate(cairo, placed->x, placed->baseline);
    if (placed->is_turned)
        cairo_rotate(cairo, -QUARTER_TURN);
    cairo_scale(cairo, GEO_MM_PER_POINT, GEO_MM_PER_POINT);
    if (style->halo_mm > 0) {
        const geo_colour *halo = &style->halo_colour;
        cairo_move_to(cairo, 0, 0);
        pango_cairo_layout_line_path(cairo, placed->line);
        cairo_set_source_rgba(cairo, halo->red, halo->green, halo->blue, GEO_HALO_OPACITY);
        cairo_set_line_width(cairo, 2 * style->halo_mm / GEO_MM_PER_POINT);
        cairo_stroke(cairo);
    }
    cairo_move_to(cairo, 0, 0);
    cairo_set_source_rgb(cairo, style->colour.red, style->colour.green, style->colour.blue);
    pango_cairo_show_layout_line(cairo, placed->line);
    cairo_restore(cairo);
}

const geo_canvas_kind geo_bitmap_kind = {
    .step_mm = 0.02,
    .open = open_surface,
    .finish = finish,
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
    .text = draw_text,
};
