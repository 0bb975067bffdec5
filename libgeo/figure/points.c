/* Incidents as circles, one for each place. */
#include "figure/points.h"

#include <math.h>
#include <stdlib.h>

#include "core/memory.h"
#include "figure/legend.h"

typedef struct circle {
    double x;
    double y;
    int64_t incidents;
} circle;

static int by_size(const void *left, const void *right)
{
    const circle *a = left, *b = right;
    if (a->incidents != b->incidents)
        return a->incidents > b->incidents ? -1 : 1;
    if (a->y != b->y)
        return a->y < b->y ? -1 : 1;
    return (a->x > b->x) - (a->x < b->x);
}

static void draw_circle(geo_canvas *canvas, const circle *place, int64_t most,
                        const geo_style *style)
{
    double radius = geo_point_diameter_mm(style, place->incidents, most) / 2;
    geo_canvas_circle(canvas, place->x, place->y, radius);
    geo_canvas_fill(canvas, style->points.colour, style->points.opacity);
    if (!(style->points.outline.width_mm > 0))
        return;
    geo_canvas_circle(canvas, place->x, place->y, radius);
    geo_canvas_stroke(canvas, &style->points.outline);
}

geo_status geo_points_draw(geo_context *context, geo_canvas *canvas, const geo_view *view,
                           const geo_map_panel *panel, int64_t most, const geo_style *style)
{
    geo_extent window = geo_view_extent(view);
    circle *circles = NULL;
    size_t count = 0;
    geo_status status = geo_alloc_array(context, panel->point_count, sizeof *circles, &circles);
    if (status != GEO_OK)
        return status;
    for (size_t i = 0; i < panel->point_count; i++)
        if (geo_extent_contains(&window, panel->point_x[i], panel->point_y[i]))
            circles[count++] =
                (circle){geo_view_x_mm(view, panel->point_x[i]),
                         geo_view_y_mm(view, panel->point_y[i]), panel->point_incidents[i]};
    qsort(circles, count, sizeof *circles, by_size);
    for (size_t i = 0; i < count; i++)
        draw_circle(canvas, &circles[i], most, style);
    free(circles);
    return GEO_OK;
}
