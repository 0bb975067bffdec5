/* Outlines of the world as paths on a canvas. */
#include "figure/trace.h"

#include <math.h>

typedef struct map_pen {
    geo_canvas *canvas;
    const geo_view *view;
    double step_mm; /* of the lattice */
    double x;
    double y;
    bool is_down;
} map_pen;

/* Points that fall together on the lattice are drawn once, which keeps files small; shared edges
 * stay shared, the lattice being the same for all. */
static double on_lattice(const map_pen *pen, double mm)
{
    return round(mm / pen->step_mm) * pen->step_mm;
}

static bool is_at(const map_pen *pen, double x, double y)
{
    return on_lattice(pen, geo_view_x_mm(pen->view, x)) == pen->x &&
           on_lattice(pen, geo_view_y_mm(pen->view, y)) == pen->y;
}

static void pen_to(map_pen *pen, double x, double y)
{
    double to_x = on_lattice(pen, geo_view_x_mm(pen->view, x));
    double to_y = on_lattice(pen, geo_view_y_mm(pen->view, y));
    if (!pen->is_down)
        geo_canvas_move(pen->canvas, to_x, to_y);
    else if (to_x != pen->x || to_y != pen->y)
        geo_canvas_line(pen->canvas, to_x, to_y);
    pen->x = to_x;
    pen->y = to_y;
    pen->is_down = true;
}

static map_pen new_pen(geo_canvas *canvas, const geo_view *view)
{
    return (map_pen){canvas, view, geo_canvas_step_mm(canvas), 0, 0, false};
}

void geo_trace_area(geo_canvas *canvas, const geo_view *view, const geo_areas *areas, size_t area)
{
    for (size_t ring = areas->area_ring[area]; ring < areas->area_ring[area + 1]; ring++) {
        const double *x = areas->x + areas->ring_point[ring];
        const double *y = areas->y + areas->ring_point[ring];
        size_t count = areas->ring_point[ring + 1] - areas->ring_point[ring];
        bool backwards = geo_ring_is_backwards(areas, ring);
        map_pen pen = new_pen(canvas, view);
        for (size_t p = 0; p + 1 < count; p++) {
            size_t at = backwards ? count - 1 - p : p;
            pen_to(&pen, x[at], y[at]);
        }
        if (pen.is_down)
            geo_canvas_close(canvas);
    }
}

void geo_trace_border(geo_canvas *canvas, const geo_view *view, const geo_areas *areas,
                      const geo_border *border)
{
    geo_trace_line(canvas, view, areas->x + border->first, areas->y + border->first,
                   border->last - border->first + 1, false);
}

static void trace_along(map_pen *pen, const geo_areas *areas, const geo_border *border,
                        bool is_backwards)
{
    for (size_t i = 0; i <= border->last - border->first; i++) {
        size_t p = is_backwards ? border->last - i : border->first + i;
        pen_to(pen, areas->x[p], areas->y[p]);
    }
}

void geo_trace_outline(geo_canvas *canvas, const geo_view *view, const geo_areas *areas,
                       const geo_borders *borders, const geo_outline *outline)
{
    map_pen pen = new_pen(canvas, view);
    for (size_t i = 0; i < outline->count; i++) {
        const geo_border *border = &borders->border[outline->part[i].border];
        bool is_backwards = outline->part[i].is_backwards;
        size_t first = is_backwards ? border->last : border->first;
        if (pen.is_down && !is_at(&pen, areas->x[first], areas->y[first])) {
            geo_canvas_close(canvas);
            pen.is_down = false;
        }
        trace_along(&pen, areas, border, is_backwards);
    }
    if (pen.is_down)
        geo_canvas_close(canvas);
}

void geo_trace_line(geo_canvas *canvas, const geo_view *view, const double *x, const double *y,
                    size_t count, bool is_closed)
{
    map_pen pen = new_pen(canvas, view);
    for (size_t p = 0; p < count; p++)
        pen_to(&pen, x[p], y[p]);
    if (is_closed && pen.is_down)
        geo_canvas_close(canvas);
}
