/* A page drawn in the way of its format: bitmap.c, svg.c or pdf.c. */
#include <math.h>
#include <stdlib.h>

#include <fontconfig/fontconfig.h>

#include "core/context.h"
#include "core/memory.h"
#include "figure/canvas_state.h"
#include "figure/drawable.h"
#include "figure/pdf.h"

/* Rasters in vector files: finer than print resolves for smooth colour. */
#define VECTOR_RASTER_DPI 300.0
#define POINTS_PER_INCH   72.0

void geo_canvas_fail(geo_canvas *canvas, geo_status status)
{
    if (canvas->status == GEO_OK)
        canvas->status = status;
}

bool geo_canvas_failed(const geo_canvas *canvas)
{
    return canvas->status != GEO_OK;
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

static geo_status check_dpi(geo_canvas *canvas, double dpi)
{
    if (!(dpi > 0) || !isfinite(dpi))
        return geo_fail(canvas->context, GEO_ERROR_USAGE,
                        "the resolution of a PNG must be a number of dots per inch above 0");
    canvas->dpi = fmin(dpi, 1e6);
    return GEO_OK;
}

static geo_status open_canvas(geo_canvas *canvas, const geo_canvas_options *options)
{
    static const geo_canvas_kind *const kind[] = {
        [GEO_PICTURE_PNG] = &geo_bitmap_kind,
        [GEO_PICTURE_SVG] = &geo_svg_kind,
        [GEO_PICTURE_PDF] = &geo_pdf_kind,
    };
    geo_context *context = canvas->context;
    canvas->kind = kind[options->format];
    canvas->page_mm = options->page_mm;
    canvas->dpi = VECTOR_RASTER_DPI;
    geo_status status = GEO_OK;
    if (options->format == GEO_PICTURE_PNG)
        status = check_dpi(canvas, options->dpi);
    if (status == GEO_OK)
        status = geo_drawable_text(context, options->title, &canvas->title);
    if (status == GEO_OK)
        status = geo_drawable_text(context, options->description, &canvas->description);
    if (status == GEO_OK && options->date)
        status = geo_copy_text(context, options->date, &canvas->date);
    if (status == GEO_OK && canvas->kind->open)
        status = canvas->kind->open(canvas);
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
    geo_pdf_free(canvas->pdf);
    geo_bytes_clear(&canvas->drawing);
    geo_bytes_clear(&canvas->path);
    free(canvas->title);
    free(canvas->description);
    free(canvas->date);
    free(canvas);
}

geo_status geo_canvas_finish(geo_canvas *canvas, geo_bytes *out)
{
    return canvas->status == GEO_OK ? canvas->kind->finish(canvas, out) : canvas->status;
}

geo_box geo_canvas_pixel_box(const geo_canvas *canvas, geo_box box, size_t *columns, size_t *rows)
{
    double scale = canvas->dpi / GEO_MM_PER_INCH;
    double left = floor(box.x * scale), top = floor(box.y * scale);
    double right = ceil((box.x + box.width) * scale), bottom = ceil((box.y + box.height) * scale);
    *columns = (size_t)(right - left);
    *rows = (size_t)(bottom - top);
    return (geo_box){left / scale, top / scale, (right - left) / scale, (bottom - top) / scale};
}

double geo_canvas_step_mm(const geo_canvas *canvas)
{
    return canvas->kind->step_mm;
}

void geo_canvas_begin_group(geo_canvas *canvas, const char *name)
{
    if (canvas->status == GEO_OK && canvas->kind->begin_group)
        canvas->kind->begin_group(canvas, name);
}

void geo_canvas_end_group(geo_canvas *canvas)
{
    if (canvas->status == GEO_OK && canvas->kind->end_group)
        canvas->kind->end_group(canvas);
}

void geo_canvas_begin_clip(geo_canvas *canvas, geo_box box)
{
    if (canvas->status == GEO_OK)
        canvas->kind->begin_clip(canvas, box);
}

void geo_canvas_begin_clip_path(geo_canvas *canvas)
{
    if (canvas->status == GEO_OK)
        canvas->kind->begin_clip_path(canvas);
}

void geo_canvas_end_clip(geo_canvas *canvas)
{
    if (canvas->status == GEO_OK)
        canvas->kind->end_clip(canvas);
}

void geo_canvas_move(geo_canvas *canvas, double x, double y)
{
    if (canvas->status == GEO_OK)
        canvas->kind->move(canvas, x, y);
}

void geo_canvas_line(geo_canvas *canvas, double x, double y)
{
    if (canvas->status == GEO_OK)
        canvas->kind->line(canvas, x, y);
}

void geo_canvas_close(geo_canvas *canvas)
{
    if (canvas->status == GEO_OK)
        canvas->kind->close(canvas);
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
    if (canvas->status == GEO_OK)
        canvas->kind->circle(canvas, x, y, radius);
}

void geo_canvas_fill(geo_canvas *canvas, geo_colour colour, double opacity)
{
    if (canvas->status == GEO_OK)
        canvas->kind->fill(canvas, colour, opacity, false);
}

void geo_canvas_fill_union(geo_canvas *canvas, geo_colour colour, double opacity)
{
    if (canvas->status == GEO_OK)
        canvas->kind->fill(canvas, colour, opacity, true);
}

void geo_canvas_stroke(geo_canvas *canvas, const geo_line_style *line)
{
    geo_canvas_stroke_dashed(canvas, line, 0);
}

void geo_canvas_stroke_dashed(geo_canvas *canvas, const geo_line_style *line, double dash_mm)
{
    if (canvas->status == GEO_OK)
        canvas->kind->stroke(canvas, line, dash_mm);
}

void geo_canvas_image(geo_canvas *canvas, const geo_image *image, geo_box box)
{
    if (canvas->status == GEO_OK)
        canvas->kind->image(canvas, image, box);
}

/* pango begins fontconfig, on another thread, when its map of fonts is made. */
void geo_figure_prepare(void)
{
    (void)pango_cairo_font_map_get_default();
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
