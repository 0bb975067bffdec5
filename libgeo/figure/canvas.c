/* A page drawn by cairo; what SVG does of its own is in svg.c. */
#include <math.h>
#include <stdlib.h>

#include <cairo-pdf.h>
#include <fontconfig/fontconfig.h>

#include "core/context.h"
#include "core/memory.h"
#include "figure/canvas_state.h"
#include "figure/drawable.h"
#include "figure/png.h"

#define PIXELS_MOST 32767
/* Rasters in vector files: finer than print resolves for smooth colour. */
#define VECTOR_RASTER_DPI 300.0
#define POINTS_PER_INCH   72.0
#define FULL_TURN         6.283185307179586

void geo_canvas_fail(geo_canvas *canvas, geo_status status)
{
    if (canvas->status == GEO_OK)
        canvas->status = status;
}

bool geo_canvas_failed(const geo_canvas *canvas)
{
    return canvas->status != GEO_OK;
}

static bool is_svg(const geo_canvas *canvas)
{
    return canvas->format == GEO_PICTURE_SVG;
}

static geo_status check_cairo(geo_canvas *canvas, cairo_status_t status)
{
    if (status == CAIRO_STATUS_SUCCESS)
        return GEO_OK;
    geo_status kind = status == CAIRO_STATUS_NO_MEMORY ? GEO_ERROR_MEMORY : GEO_ERROR_OUTPUT;
    return geo_fail(canvas->context, kind, "the figure cannot be drawn: %s",
                    cairo_status_to_string(status));
}

static cairo_status_t append_file(void *user, const unsigned char *data, unsigned int length)
{
    geo_canvas *canvas = user;
    geo_status status = geo_bytes_append(canvas->context, &canvas->file, data, length);
    geo_canvas_fail(canvas, status);
    return status ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

/* An empty creation date leaves the entry out: the same figure is the same bytes at any time. */
static void describe_pdf(geo_canvas *canvas)
{
    cairo_surface_t *pdf = canvas->surface;
    cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_CREATE_DATE,
                                   canvas->date ? canvas->date : "");
    cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_TITLE, canvas->title);
    cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_SUBJECT, canvas->description);
    cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_CREATOR, "wardmap " GEO_VERSION);
}

static size_t page_pixels(const geo_canvas *canvas, double length_mm)
{
    return (size_t)lround(length_mm * canvas->dpi / GEO_MM_PER_INCH);
}

static geo_status check_pixels(const geo_canvas *canvas)
{
    size_t width = page_pixels(canvas, canvas->page_mm.width);
    size_t height = page_pixels(canvas, canvas->page_mm.height);
    if (width <= PIXELS_MOST && height <= PIXELS_MOST)
        return GEO_OK;
    return geo_fail(canvas->context, GEO_ERROR_LIMIT,
                    "the picture would be %zu by %zu pixels; a PNG may have %d a side: choose a "
                    "lower dpi, or SVG or PDF",
                    width, height, PIXELS_MOST);
}

static geo_status open_surface(geo_canvas *canvas)
{
    double scale = canvas->dpi / GEO_MM_PER_INCH;
    if (canvas->format == GEO_PICTURE_PNG) {
        geo_status status = check_pixels(canvas);
        if (status != GEO_OK)
            return status;
        canvas->surface = cairo_image_surface_create(
            CAIRO_FORMAT_RGB24, (int)page_pixels(canvas, canvas->page_mm.width),
            (int)page_pixels(canvas, canvas->page_mm.height));
    } else {
        canvas->surface = cairo_pdf_surface_create_for_stream(
            append_file, canvas, canvas->page_mm.width * scale, canvas->page_mm.height * scale);
        describe_pdf(canvas);
    }
    canvas->cairo = cairo_create(canvas->surface);
    cairo_scale(canvas->cairo, scale, scale);
    cairo_set_line_join(canvas->cairo, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_cap(canvas->cairo, CAIRO_LINE_CAP_ROUND);
    return check_cairo(canvas, cairo_status(canvas->cairo));
}

/* Without hinting, text is as wide on one format and resolution as on another. */
static void open_pango(geo_canvas *canvas)
{
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    canvas->pango = pango_font_map_create_context(pango_cairo_font_map_get_default());
    pango_cairo_context_set_font_options(canvas->pango, options);
    pango_cairo_context_set_resolution(canvas->pango, POINTS_PER_INCH);
    pango_context_set_round_glyph_positions(canvas->pango, FALSE);
    pango_context_set_language(canvas->pango, pango_language_from_string("en-gb"));
    cairo_font_options_destroy(options);
    if (canvas->cairo) {
        cairo_save(canvas->cairo);
        cairo_scale(canvas->cairo, GEO_MM_PER_POINT, GEO_MM_PER_POINT);
        pango_cairo_update_context(canvas->cairo, canvas->pango);
        cairo_restore(canvas->cairo);
    }
}

static geo_status open_canvas(geo_canvas *canvas, const geo_canvas_options *options)
{
    geo_context *context = canvas->context;
    canvas->format = options->format;
    canvas->page_mm = options->page_mm;
    canvas->dpi = POINTS_PER_INCH;
    if (options->format == GEO_PICTURE_PNG) {
        if (!(options->dpi > 0) || !isfinite(options->dpi))
            return geo_fail(context, GEO_ERROR_USAGE,
                            "the resolution of a PNG must be a number of dots per inch above 0");
        canvas->dpi = fmin(options->dpi, 1e6);
    }
    geo_status status = geo_drawable_text(context, options->title, &canvas->title);
    if (status == GEO_OK)
        status = geo_drawable_text(context, options->description, &canvas->description);
    if (status == GEO_OK && options->date)
        status = geo_copy_text(context, options->date, &canvas->date);
    if (status == GEO_OK && !is_svg(canvas))
        status = open_surface(canvas);
    if (status == GEO_OK)
        open_pango(canvas);
    return status;
}

geo_status geo_canvas_new(geo_context *context, const geo_canvas_options *options, geo_canvas **out)
{
    geo_canvas *canvas = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *canvas, &canvas);
    if (status != GEO_OK)
        return status;
    canvas->context = context;
    status = open_canvas(canvas, options);
    if (status != GEO_OK) {
        geo_canvas_free(canvas);
        return status;
    }
    *out = canvas;
    return GEO_OK;
}

void geo_canvas_free(geo_canvas *canvas)
{
    if (!canvas)
        return;
    if (canvas->pango)
        g_object_unref(canvas->pango);
    if (canvas->cairo)
        cairo_destroy(canvas->cairo);
    if (canvas->surface)
        cairo_surface_destroy(canvas->surface);
    geo_bytes_clear(&canvas->file);
    geo_bytes_clear(&canvas->path);
    free(canvas->title);
    free(canvas->description);
    free(canvas->date);
    free(canvas);
}

static geo_status finish_pdf(geo_canvas *canvas, geo_bytes *out)
{
    cairo_show_page(canvas->cairo);
    cairo_status_t drawn = cairo_status(canvas->cairo);
    cairo_surface_finish(canvas->surface);
    if (drawn == CAIRO_STATUS_SUCCESS)
        drawn = cairo_surface_status(canvas->surface);
    /* The file could not grow: cairo only knows that it could not write. */
    if (canvas->status != GEO_OK)
        return canvas->status;
    geo_status status = check_cairo(canvas, drawn);
    if (status != GEO_OK)
        return status;
    *out = canvas->file;
    canvas->file = (geo_bytes)GEO_BYTES_INIT;
    return GEO_OK;
}

static geo_status finish_png(geo_canvas *canvas, geo_bytes *out)
{
    const geo_png_words words = {canvas->title, canvas->description, canvas->date, canvas->dpi};
    geo_status status = check_cairo(canvas, cairo_status(canvas->cairo));
    if (status != GEO_OK)
        return status;
    return geo_png_write(canvas->context, canvas->surface, &words, out);
}

geo_status geo_canvas_finish(geo_canvas *canvas, geo_bytes *out)
{
    if (canvas->status != GEO_OK)
        return canvas->status;
    if (canvas->format == GEO_PICTURE_PDF)
        return finish_pdf(canvas, out);
    if (canvas->format == GEO_PICTURE_PNG)
        return finish_png(canvas, out);
    return geo_svg_finish(canvas, out);
}

/* At which a raster layer is worth drawing. */
static double pixels_per_mm(const geo_canvas *canvas)
{
    double dpi = canvas->format == GEO_PICTURE_PNG ? canvas->dpi : VECTOR_RASTER_DPI;
    return dpi / GEO_MM_PER_INCH;
}

geo_box geo_canvas_pixel_box(const geo_canvas *canvas, geo_box box, size_t *columns, size_t *rows)
{
    double scale = pixels_per_mm(canvas);
    double left = floor(box.x * scale), top = floor(box.y * scale);
    double right = ceil((box.x + box.width) * scale), bottom = ceil((box.y + box.height) * scale);
    *columns = (size_t)(right - left);
    *rows = (size_t)(bottom - top);
    return (geo_box){left / scale, top / scale, (right - left) / scale, (bottom - top) / scale};
}

double geo_canvas_step_mm(const geo_canvas *canvas)
{
    return canvas->format == GEO_PICTURE_PDF ? 0.05 * GEO_MM_PER_POINT : 0.02;
}

void geo_canvas_begin_group(geo_canvas *canvas, const char *name)
{
    if (canvas->status == GEO_OK && is_svg(canvas))
        geo_svg_begin_group(canvas, name);
}

void geo_canvas_end_group(geo_canvas *canvas)
{
    if (canvas->status == GEO_OK && is_svg(canvas))
        geo_svg_end_group(canvas);
}

void geo_canvas_begin_clip(geo_canvas *canvas, geo_box box)
{
    if (canvas->status != GEO_OK)
        return;
    if (is_svg(canvas)) {
        geo_svg_begin_clip(canvas, box);
        return;
    }
    cairo_save(canvas->cairo);
    cairo_rectangle(canvas->cairo, box.x, box.y, box.width, box.height);
    cairo_clip(canvas->cairo);
}

void geo_canvas_begin_clip_path(geo_canvas *canvas)
{
    if (canvas->status != GEO_OK)
        return;
    if (is_svg(canvas)) {
        geo_svg_begin_clip_path(canvas);
        return;
    }
    /* The path is no part of what cairo saves. */
    cairo_save(canvas->cairo);
    cairo_set_fill_rule(canvas->cairo, CAIRO_FILL_RULE_WINDING);
    cairo_clip(canvas->cairo);
}

void geo_canvas_end_clip(geo_canvas *canvas)
{
    if (canvas->status != GEO_OK)
        return;
    if (is_svg(canvas))
        geo_svg_end_group(canvas);
    else
        cairo_restore(canvas->cairo);
}

void geo_canvas_move(geo_canvas *canvas, double x, double y)
{
    if (canvas->status != GEO_OK)
        return;
    if (is_svg(canvas))
        geo_svg_point(canvas, "M", x, y);
    else
        cairo_move_to(canvas->cairo, x, y);
}

void geo_canvas_line(geo_canvas *canvas, double x, double y)
{
    if (canvas->status != GEO_OK)
        return;
    if (is_svg(canvas))
        geo_svg_point(canvas, "L", x, y);
    else
        cairo_line_to(canvas->cairo, x, y);
}

void geo_canvas_close(geo_canvas *canvas)
{
    if (canvas->status != GEO_OK)
        return;
    if (is_svg(canvas))
        geo_svg_close(canvas);
    else
        cairo_close_path(canvas->cairo);
}

void geo_canvas_box(geo_canvas *canvas, geo_box box)
{
    geo_canvas_move(canvas, box.x, box.y);
    geo_canvas_line(canvas, box.x + box.width, box.y);
    geo_canvas_line(canvas, box.x + box.width, box.y + box.height);
    geo_canvas_line(canvas, box.x, box.y + box.height);
    geo_canvas_close(canvas);
}

void geo_canvas_circle(geo_canvas *canvas, double x, double y, double radius)
{
    if (canvas->status != GEO_OK)
        return;
    if (is_svg(canvas)) {
        geo_svg_circle(canvas, x, y, radius);
        return;
    }
    cairo_new_sub_path(canvas->cairo);
    cairo_arc(canvas->cairo, x, y, radius, 0, FULL_TURN);
    cairo_close_path(canvas->cairo);
}

static void fill(geo_canvas *canvas, geo_colour colour, double opacity, bool is_union)
{
    if (canvas->status != GEO_OK)
        return;
    if (is_svg(canvas)) {
        geo_svg_fill(canvas, colour, opacity, is_union ? "nonzero" : "evenodd");
        return;
    }
    cairo_set_fill_rule(canvas->cairo,
                        is_union ? CAIRO_FILL_RULE_WINDING : CAIRO_FILL_RULE_EVEN_ODD);
    cairo_set_source_rgba(canvas->cairo, colour.red, colour.green, colour.blue, opacity);
    cairo_fill(canvas->cairo);
}

void geo_canvas_fill(geo_canvas *canvas, geo_colour colour, double opacity)
{
    fill(canvas, colour, opacity, false);
}

void geo_canvas_fill_union(geo_canvas *canvas, geo_colour colour, double opacity)
{
    fill(canvas, colour, opacity, true);
}

void geo_canvas_stroke(geo_canvas *canvas, const geo_line_style *line)
{
    geo_canvas_stroke_dashed(canvas, line, 0);
}

/* Round ends would lengthen the dashes and close the gaps. */
static void set_dashes(cairo_t *cairo, double dash_mm)
{
    cairo_set_dash(cairo, &dash_mm, dash_mm > 0 ? 1 : 0, 0);
    cairo_set_line_cap(cairo, dash_mm > 0 ? CAIRO_LINE_CAP_BUTT : CAIRO_LINE_CAP_ROUND);
}

void geo_canvas_stroke_dashed(geo_canvas *canvas, const geo_line_style *line, double dash_mm)
{
    if (canvas->status != GEO_OK)
        return;
    if (is_svg(canvas)) {
        geo_svg_stroke(canvas, line, dash_mm);
        return;
    }
    const geo_colour *colour = &line->colour;
    cairo_set_source_rgba(canvas->cairo, colour->red, colour->green, colour->blue, line->opacity);
    cairo_set_line_width(canvas->cairo, line->width_mm);
    set_dashes(canvas->cairo, dash_mm);
    cairo_stroke(canvas->cairo);
}

void geo_canvas_image(geo_canvas *canvas, const geo_image *image, geo_box box)
{
    if (canvas->status != GEO_OK)
        return;
    if (is_svg(canvas)) {
        geo_svg_image(canvas, image, box);
        return;
    }
    cairo_surface_t *surface = geo_png_image_surface(image);
    cairo_save(canvas->cairo);
    cairo_translate(canvas->cairo, box.x, box.y);
    cairo_scale(canvas->cairo, box.width / (double)image->columns,
                box.height / (double)image->rows);
    cairo_set_source_surface(canvas->cairo, surface, 0, 0);
    if (canvas->format == GEO_PICTURE_PNG) /* its pixels are the page's pixels */
        cairo_pattern_set_filter(cairo_get_source(canvas->cairo), CAIRO_FILTER_NEAREST);
    cairo_paint(canvas->cairo);
    cairo_restore(canvas->cairo);
    geo_canvas_fail(canvas, check_cairo(canvas, cairo_surface_status(surface)));
    cairo_surface_destroy(surface);
}

/* pango begins fontconfig in a thread of its own, whose work would be lost were it not over: asking
 * for the families of fonts waits for that. */
static void wait_for_fonts(PangoFontMap *map)
{
    PangoFontFamily **family = NULL;
    int count = 0;
    pango_font_map_list_families(map, &family, &count);
    g_free(family);
}

/* pango looks fonts up in another thread, which may still hold the map of fonts; cairo stops the
 * program when its data is reset before the fonts are gone. */
static bool release_fonts(void)
{
    enum { PATIENCE_MS = 1000, MICROSECONDS = 1000 };
    gpointer map = pango_cairo_font_map_get_default();
    wait_for_fonts(map);
    g_object_add_weak_pointer(G_OBJECT(map), &map); /* NULL once the map is gone */
    pango_cairo_font_map_set_default(NULL);
    for (int i = 0; map && i < PATIENCE_MS; i++)
        g_usleep(MICROSECONDS);
    if (map)
        g_object_remove_weak_pointer(G_OBJECT(map), &map);
    return !map;
}

void geo_figure_shutdown(void)
{
    if (!release_fonts())
        return;
    cairo_debug_reset_static_data();
    FcFini();
}
