/* The map inside its frame. */
#include "figure/map.h"

#include <math.h>

/* Points are drawn on a lattice this fine, and those that fall together once: no printer shows the
 * difference, and files stay small. The same lattice for all keeps shared edges shared. */
#define LATTICE_MM 0.02

#define FEW_AREAS  30

/* How much of the background covers heat beyond the areas when it is faded. */
#define FADED 0.6

typedef struct map_pen {
    geo_canvas *canvas;
    const geo_view *view;
    double x;
    double y;
    bool is_down;
} map_pen;

static void pen_to(map_pen *pen, double x, double y)
{
    double to_x = round(geo_view_x_mm(pen->view, x) / LATTICE_MM) * LATTICE_MM;
    double to_y = round(geo_view_y_mm(pen->view, y) / LATTICE_MM) * LATTICE_MM;
    if (!pen->is_down)
        geo_canvas_move(pen->canvas, to_x, to_y);
    else if (to_x != pen->x || to_y != pen->y)
        geo_canvas_line(pen->canvas, to_x, to_y);
    pen->x = to_x;
    pen->y = to_y;
    pen->is_down = true;
}

static void trace_rings(geo_canvas *canvas, const geo_view *view, const geo_areas *areas)
{
    for (size_t ring = 0; ring < areas->ring_count; ring++) {
        map_pen pen = {canvas, view, 0, 0, false};
        for (size_t p = areas->ring_point[ring]; p + 1 < areas->ring_point[ring + 1]; p++)
            pen_to(&pen, areas->x[p], areas->y[p]);
        if (pen.is_down)
            geo_canvas_close(canvas);
    }
}

void geo_map_draw_land(geo_canvas *canvas, const geo_view *view, const geo_areas *areas,
                       const geo_style *style)
{
    geo_canvas_box(canvas, view->frame_mm);
    geo_canvas_fill(canvas, areas ? style->map.background : style->map.land, 1);
    if (!areas)
        return;
    trace_rings(canvas, view, areas);
    geo_canvas_fill(canvas, style->map.land, 1);
}

void geo_map_draw_outside(geo_canvas *canvas, const geo_view *view, const geo_areas *areas,
                          const geo_style *style)
{
    if (!areas || style->map.outside == GEO_OUTSIDE_SHOWN)
        return;
    /* Even-odd: a box that holds the frame and all areas, less the areas. */
    double x = geo_view_x_mm(view, areas->extent.x_min),
           y = geo_view_y_mm(view, areas->extent.y_max);
    double right = geo_view_x_mm(view, areas->extent.x_max),
           bottom = geo_view_y_mm(view, areas->extent.y_min);
    const geo_box *frame = &view->frame_mm;
    double left_edge = fmin(x, frame->x) - 1, top_edge = fmin(y, frame->y) - 1;
    geo_canvas_box(canvas, (geo_box){left_edge, top_edge,
                                     fmax(right, frame->x + frame->width) + 1 - left_edge,
                                     fmax(bottom, frame->y + frame->height) + 1 - top_edge});
    trace_rings(canvas, view, areas);
    geo_canvas_fill(canvas, style->map.background,
                    style->map.outside == GEO_OUTSIDE_HIDDEN ? 1 : FADED);
}

static bool is_in_sight(const geo_view *view, const geo_areas *areas, const geo_border *border)
{
    double x_min = INFINITY, y_min = INFINITY, x_max = -INFINITY, y_max = -INFINITY;
    for (size_t p = border->first; p <= border->last; p++) {
        x_min = fmin(x_min, areas->x[p]);
        x_max = fmax(x_max, areas->x[p]);
        y_min = fmin(y_min, areas->y[p]);
        y_max = fmax(y_max, areas->y[p]);
    }
    double width_m = view->frame_mm.width / view->mm_per_m;
    double height_m = view->frame_mm.height / view->mm_per_m;
    return x_max >= view->x_min && x_min <= view->x_min + width_m && y_min <= view->y_max &&
           y_max >= view->y_max - height_m;
}

static void draw_kind(geo_canvas *canvas, const geo_view *view, const geo_areas *areas,
                      const geo_borders *borders, geo_border_kind kind, const geo_line_style *line)
{
    bool any = false;
    for (size_t i = 0; i < borders->count; i++) {
        const geo_border *border = &borders->border[i];
        if (border->kind != kind || !is_in_sight(view, areas, border))
            continue;
        map_pen pen = {canvas, view, 0, 0, false};
        for (size_t p = border->first; p <= border->last; p++)
            pen_to(&pen, areas->x[p], areas->y[p]);
        any = true;
    }
    if (any)
        geo_canvas_stroke(canvas, line);
}

void geo_map_draw_borders(geo_canvas *canvas, const geo_view *view, const geo_areas *areas,
                          const geo_borders *borders, const geo_style *style)
{
    /* A few areas without parents are the parents of another map. */
    bool few = !areas->parent && areas->count <= FEW_AREAS;
    draw_kind(canvas, view, areas, borders, GEO_BORDER_AREA,
              few ? &style->map.parent : &style->map.area);
    draw_kind(canvas, view, areas, borders, GEO_BORDER_PARENT, &style->map.parent);
    draw_kind(canvas, view, areas, borders, GEO_BORDER_OUTLINE, &style->map.outline);
}

void geo_map_draw_frame(geo_canvas *canvas, const geo_view *view, const geo_style *style)
{
    geo_canvas_box(canvas, view->frame_mm);
    geo_canvas_stroke(canvas, &style->map.frame);
}
