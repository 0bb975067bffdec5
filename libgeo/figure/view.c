/* Which part of the world a map frame shows. */
#include "figure/view.h"

#include <math.h>

/* Room around the areas, as a share of their longer side. */
#define ROOM 0.025

static geo_extent grid_window(const geo_grid *grid)
{
    return (geo_extent){grid->x_min, grid->y_max - (double)grid->rows * grid->cell_m,
                        grid->x_min + (double)grid->columns * grid->cell_m, grid->y_max};
}

static bool covers(const geo_extent *window, const geo_extent *areas, double tolerance)
{
    return window->x_min <= areas->x_min + tolerance && window->y_min <= areas->y_min + tolerance &&
           window->x_max >= areas->x_max - tolerance && window->y_max >= areas->y_max - tolerance;
}

static geo_extent with_room(const geo_extent *areas)
{
    double room = ROOM * fmax(areas->x_max - areas->x_min, areas->y_max - areas->y_min);
    return (geo_extent){areas->x_min - room, areas->y_min - room, areas->x_max + room,
                        areas->y_max + room};
}

geo_extent geo_view_window(const geo_grid *grid, const geo_extent *areas, bool *may_grow)
{
    bool has_areas = areas && areas->x_min <= areas->x_max && areas->y_min <= areas->y_max;
    *may_grow = false;
    if (!has_areas)
        return grid_window(grid);
    geo_extent window = with_room(areas);
    *may_grow = window.x_max > window.x_min && window.y_max > window.y_min;
    if (!grid)
        return window;
    geo_extent surface = grid_window(grid);
    if (*may_grow && covers(&surface, areas, grid->cell_m))
        return window;
    *may_grow = false;
    geo_extent common = {fmax(window.x_min, surface.x_min), fmax(window.y_min, surface.y_min),
                         fmin(window.x_max, surface.x_max), fmin(window.y_max, surface.y_max)};
    return common.x_min < common.x_max && common.y_min < common.y_max ? common : surface;
}

geo_view geo_view_fit(geo_extent window, geo_box frame_mm)
{
    double width_m = window.x_max - window.x_min, height_m = window.y_max - window.y_min;
    double mm_per_m = fmin(frame_mm.width / width_m, frame_mm.height / height_m);
    return (geo_view){frame_mm, (window.x_min + window.x_max) / 2 - frame_mm.width / mm_per_m / 2,
                      (window.y_min + window.y_max) / 2 + frame_mm.height / mm_per_m / 2, mm_per_m};
}

double geo_view_x_mm(const geo_view *view, double x)
{
    return view->frame_mm.x + (x - view->x_min) * view->mm_per_m;
}

double geo_view_y_mm(const geo_view *view, double y)
{
    return view->frame_mm.y + (view->y_max - y) * view->mm_per_m;
}

geo_extent geo_view_extent(const geo_view *view)
{
    return (geo_extent){view->x_min, view->y_max - view->frame_mm.height / view->mm_per_m,
                        view->x_min + view->frame_mm.width / view->mm_per_m, view->y_max};
}
