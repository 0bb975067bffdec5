/* Areas that are keyed to a list by their numbers: outlines over all shading. */
#include "figure/numbered.h"

#include "figure/trace.h"

static void trace_all(geo_canvas *canvas, const geo_view *view, const geo_areas *areas)
{
    for (size_t i = 0; i < areas->count; i++)
        geo_trace_area(canvas, view, areas, i);
}

void geo_numbered_draw(geo_canvas *canvas, const geo_view *view, const geo_areas *areas,
                       bool is_filled, const geo_style *style)
{
    geo_line_style halo = style->numbered.halo;
    if (is_filled && style->numbered.fill_opacity > 0) {
        trace_all(canvas, view, areas);
        geo_canvas_fill_union(canvas, style->numbered.fill, style->numbered.fill_opacity);
    }
    if (halo.width_mm > 0) {
        halo.width_mm = style->numbered.line.width_mm + 2 * halo.width_mm;
        trace_all(canvas, view, areas);
        geo_canvas_stroke(canvas, &halo);
    }
    trace_all(canvas, view, areas);
    geo_canvas_stroke(canvas, &style->numbered.line);
}
