/* Text on a canvas, laid out by pango in points. */
#include <math.h>
#include <stdlib.h>

#include "core/context.h"
#include "figure/canvas_state.h"
#include "figure/drawable.h"

static double to_mm(int pango_units)
{
    return (double)pango_units / PANGO_SCALE * GEO_MM_PER_POINT;
}

static PangoFontDescription *describe_font(const geo_text_style *style)
{
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family(font, style->fonts);
    pango_font_description_set_absolute_size(font, style->size_pt * PANGO_SCALE);
    if (style->is_bold)
        pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
    return font;
}

/* NULL when the canvas has failed, then or before. */
static PangoLayout *lay_out(geo_canvas *canvas, const char *text, const geo_text_style *style,
                            double wrap_mm)
{
    char *drawable = NULL;
    if (canvas->status != GEO_OK)
        return NULL;
    geo_canvas_fail(canvas, geo_drawable_text(canvas->context, text, &drawable));
    if (canvas->status != GEO_OK)
        return NULL;
    PangoLayout *layout = pango_layout_new(canvas->pango);
    PangoFontDescription *font = describe_font(style);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_text(layout, drawable, -1);
    if (wrap_mm > 0) {
        pango_layout_set_width(layout, (int)lround(wrap_mm / GEO_MM_PER_POINT * PANGO_SCALE));
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    }
    int unknown = pango_layout_get_unknown_glyphs_count(layout);
    if (unknown > 0) {
        geo_canvas_fail(canvas,
                        geo_fail(canvas->context, GEO_ERROR_OUTPUT,
                                 "no installed font can draw %d of the characters of \"%.*s\"; "
                                 "install one, such as the package fonts-dejavu-core or fonts-noto",
                                 unknown, geo_shown_length(drawable), drawable));
        g_object_unref(layout);
        layout = NULL;
    }
    free(drawable);
    return layout;
}

geo_size geo_canvas_measure(geo_canvas *canvas, const char *text, const geo_text_style *style,
                            double wrap_mm)
{
    int width = 0, height = 0;
    PangoLayout *layout = lay_out(canvas, text, style, wrap_mm);
    if (!layout)
        return (geo_size){0, 0};
    pango_layout_get_size(layout, &width, &height);
    g_object_unref(layout);
    return (geo_size){to_mm(width), to_mm(height)};
}

size_t geo_canvas_measure_lines(geo_canvas *canvas, const char *text, const geo_text_style *style,
                                geo_size *line, size_t most)
{
    size_t count = 0;
    PangoLayout *layout = lay_out(canvas, text, style, 0);
    if (!layout)
        return 0;
    PangoLayoutIter *iter = pango_layout_get_iter(layout);
    do {
        PangoRectangle extent;
        pango_layout_iter_get_line_extents(iter, NULL, &extent);
        line[count++] = (geo_size){to_mm(extent.width), to_mm(extent.height)};
    } while (count < most && pango_layout_iter_next_line(iter));
    pango_layout_iter_free(iter);
    g_object_unref(layout);
    return count;
}

static double aligned(geo_align align, double x, double width)
{
    if (align == GEO_ALIGN_LEFT)
        return x;
    return align == GEO_ALIGN_CENTRE ? x - width / 2 : x - width;
}

/* Where a text stands and how it runs from there. */
typedef struct text_place {
    geo_align align;
    double x;
    double y;
    bool is_turned;
} text_place;

/* A line whose extent within the text pango tells by `iter`. */
static geo_text_line place_line(PangoLayout *layout, PangoLayoutIter *iter, const text_place *place)
{
    PangoRectangle extent;
    PangoLayoutLine *line = pango_layout_iter_get_line_readonly(iter);
    pango_layout_iter_get_line_extents(iter, NULL, &extent);
    double along = aligned(place->align, 0, to_mm(extent.width));
    double down = to_mm(pango_layout_iter_get_baseline(iter));
    return (geo_text_line){
        .line = line,
        .text = pango_layout_get_text(layout) + line->start_index,
        .length = (size_t)line->length,
        .x = place->x + (place->is_turned ? down : along),
        .baseline = place->y + (place->is_turned ? -along : down),
        .is_turned = place->is_turned,
    };
}

static void draw_text(geo_canvas *canvas, const char *text, const geo_text_style *style,
                      const text_place *place, double wrap_mm)
{
    PangoLayout *layout = lay_out(canvas, text, style, wrap_mm);
    if (!layout)
        return;
    PangoLayoutIter *iter = pango_layout_get_iter(layout);
    do {
        const geo_text_line placed = place_line(layout, iter, place);
        canvas->kind->text(canvas, &placed, style);
    } while (pango_layout_iter_next_line(iter));
    pango_layout_iter_free(iter);
    g_object_unref(layout);
}

void geo_canvas_text(geo_canvas *canvas, const char *text, const geo_text_style *style,
                     geo_align align, double x, double y, double wrap_mm)
{
    const text_place place = {align, x, y, false};
    draw_text(canvas, text, style, &place, wrap_mm);
}

void geo_canvas_text_turned(geo_canvas *canvas, const char *text, const geo_text_style *style,
                            geo_align align, double x, double y, double wrap_mm)
{
    const text_place place = {align, x, y, true};
    draw_text(canvas, text, style, &place, wrap_mm);
}
