/* The map inside its frame. */
#include "figure/map.h"

#include <math.h>

#include "figure/trace.h"

#define FEW_AREAS 30

/* How much of the background covers what lies beyond the studied areas when it is faded. */
#define FADED 0.6

bool geo_ground_is_studied(const geo_ground *ground, int32_t area)
{
    return area != GEO_NO_CODE && (!ground->is_studied || ground->is_studied[area]);
}

static void trace_areas(geo_canvas *canvas, const geo_view *view, const geo_ground *ground,
                        bool only_studied)
{
    bool all = !only_studied || !ground->is_studied;
    if (all && ground->borders && ground->borders->outline.count > 0) {
        geo_trace_outline(canvas, view, ground->areas, ground->borders, &ground->borders->outline);
        return;
    }
    for (size_t i = 0; i < ground->areas->count; i++)
        if (!only_studied || geo_ground_is_studied(ground, (int32_t)i))
            geo_trace_area(canvas, view, ground->areas, i);
}

void geo_map_draw_land(geo_canvas *canvas, const geo_view *view, const geo_ground *ground,
                       const geo_style *style)
{
    geo_canvas_box(canvas, view->frame_mm);
    geo_canvas_fill(canvas, ground->areas ? style->map.background : style->map.land, 1);
    if (!ground->areas)
        return;
    trace_areas(canvas, view, ground, false);
    geo_canvas_fill_union(canvas, style->map.land, 1);
}

void geo_map_trace_studied(geo_canvas *canvas, const geo_view *view, const geo_ground *ground)
{
    trace_areas(canvas, view, ground, true);
}

static void draw_veil(geo_canvas *canvas, const geo_view *view, const geo_ground *ground,
                      const geo_style *style)
{
    /* Even-odd: a box that holds the frame and all areas, less the areas. */
    const geo_extent *extent = &ground->areas->extent;
    double x = geo_view_x_mm(view, extent->x_min), y = geo_view_y_mm(view, extent->y_max);
    double right = geo_view_x_mm(view, extent->x_max), bottom = geo_view_y_mm(view, extent->y_min);
    const geo_box *frame = &view->frame_mm;
    double left_edge = fmin(x, frame->x) - 1, top_edge = fmin(y, frame->y) - 1;
    geo_canvas_box(canvas, (geo_box){left_edge, top_edge,
                                     fmax(right, frame->x + frame->width) + 1 - left_edge,
                                     fmax(bottom, frame->y + frame->height) + 1 - top_edge});
    trace_areas(canvas, view, ground, true);
    geo_canvas_fill(canvas, style->map.background, FADED);
}

static bool is_in_sight(const geo_view *view, const geo_areas *areas, const geo_border *border)
{
    geo_extent box = geo_extent_of(areas->x + border->first, areas->y + border->first,
                                   border->last - border->first + 1);
    double width_m = view->frame_mm.width / view->mm_per_m;
    double height_m = view->frame_mm.height / view->mm_per_m;
    return box.x_max >= view->x_min && box.x_min <= view->x_min + width_m &&
           box.y_min <= view->y_max && box.y_max >= view->y_max - height_m;
}

/* What a border parts on this map: the edge of the studied areas is their outline, even where there
 * are others beyond. GEO_BORDER_KINDS: two that are context. */
static geo_border_kind kind_of(const geo_ground *ground, const geo_border *border)
{
    bool here = geo_ground_is_studied(ground, border->area);
    bool there = geo_ground_is_studied(ground, border->neighbour);
    if (here && there)
        return border->kind;
    return here || there ? GEO_BORDER_OUTLINE : GEO_BORDER_KINDS;
}

static void draw_kind(geo_canvas *canvas, const geo_view *view, const geo_ground *ground,
                      geo_border_kind kind, const geo_line_style *line)
{
    bool any = false;
    for (size_t i = 0; i < ground->borders->count; i++) {
        const geo_border *border = &ground->borders->border[i];
        if (kind_of(ground, border) != kind || !is_in_sight(view, ground->areas, border))
            continue;
        geo_trace_border(canvas, view, ground->areas, border);
        any = true;
    }
    if (any)
        geo_canvas_stroke(canvas, line);
}

void geo_map_draw_outside(geo_canvas *canvas, const geo_view *view, const geo_ground *ground,
                          const geo_style *style)
{
    if (!ground->areas)
        return;
    if (ground->is_studied)
        draw_kind(canvas, view, ground, GEO_BORDER_KINDS, &style->map.area);
    if (style->map.outside == GEO_OUTSIDE_FADED)
        draw_veil(canvas, view, ground, style);
}

void geo_map_draw_borders(geo_canvas *canvas, const geo_view *view, const geo_ground *ground,
                          const geo_style *style)
{
    if (!ground->areas)
        return;
    /* A few areas without parents are the parents of another map. */
    bool few = !ground->areas->parent && ground->areas->count <= FEW_AREAS;
    draw_kind(canvas, view, ground, GEO_BORDER_AREA, few ? &style->map.parent : &style->map.area);
    draw_kind(canvas, view, ground, GEO_BORDER_PARENT, &style->map.parent);
    draw_kind(canvas, view, ground, GEO_BORDER_OUTLINE, &style->map.outline);
}

static geo_line_style halo_of(const geo_style *style, const geo_line_style *line)
{
    geo_line_style halo = style->outlines.halo;
    halo.width_mm = line->width_mm + 2 * halo.width_mm;
    return halo;
}

void geo_map_draw_outlines(geo_canvas *canvas, const geo_view *view, const geo_ground *outlines,
                           const geo_style *style)
{
    const geo_line_style *line[GEO_BORDER_KINDS] = {
        [GEO_BORDER_AREA] = &style->outlines.area,
        [GEO_BORDER_PARENT] = &style->outlines.parent,
        [GEO_BORDER_OUTLINE] = &style->outlines.parent,
    };
    for (int kind = 0; kind < GEO_BORDER_KINDS && style->outlines.halo.width_mm > 0; kind++) {
        const geo_line_style halo = halo_of(style, line[kind]);
        draw_kind(canvas, view, outlines, (geo_border_kind)kind, &halo);
    }
    for (int kind = 0; kind < GEO_BORDER_KINDS; kind++)
        draw_kind(canvas, view, outlines, (geo_border_kind)kind, line[kind]);
}

void geo_map_draw_frame(geo_canvas *canvas, const geo_view *view, const geo_style *style)
{
    geo_canvas_box(canvas, view->frame_mm);
    geo_canvas_stroke(canvas, &style->map.frame);
}
