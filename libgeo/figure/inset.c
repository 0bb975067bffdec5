/* A small map in a corner that shows where the large one lies. */
#include "figure/inset.h"

#include <math.h>

#include "figure/trace.h"

#define SHARE      0.24 /* of the frame's shorter side */
#define LONGEST_MM 42.0
#define GAP_MM     2.0
#define ROOM_MM    1.2
#define MARK_LEAST 1.6 /* mm: a place too small to show as a box is still seen */
#define SAMPLES    8

/* The areas and what the map shows, which may reach beyond them. */
static geo_extent inset_extent(const geo_view *view, const geo_areas *around)
{
    geo_extent shown = geo_view_extent(view);
    return (geo_extent){
        fmin(shown.x_min, around->extent.x_min), fmin(shown.y_min, around->extent.y_min),
        fmax(shown.x_max, around->extent.x_max), fmax(shown.y_max, around->extent.y_max)};
}

static geo_size inset_size(const geo_view *view, const geo_areas *around)
{
    const geo_box *frame = &view->frame_mm;
    geo_extent extent = inset_extent(view, around);
    double width = extent.x_max - extent.x_min, height = extent.y_max - extent.y_min;
    double longest = fmin(LONGEST_MM, SHARE * fmin(frame->width, frame->height));
    double scale = longest / fmax(width, height);
    return (geo_size){width * scale + 2 * ROOM_MM, height * scale + 2 * ROOM_MM};
}

static bool crosses_eastwards(const geo_areas *areas, size_t p, double x, double y)
{
    double y0 = areas->y[p], y1 = areas->y[p + 1];
    if ((y0 > y) == (y1 > y))
        return false;
    return areas->x[p] + (y - y0) / (y1 - y0) * (areas->x[p + 1] - areas->x[p]) > x;
}

/* By the outline alone, which is what even-odd leaves of all rings. */
static bool is_inside(const geo_ground *ground, double x, double y)
{
    bool inside = false;
    for (size_t i = 0; i < ground->borders->count; i++) {
        const geo_border *border = &ground->borders->border[i];
        if (geo_ground_is_studied(ground, border->area) ==
            geo_ground_is_studied(ground, border->neighbour))
            continue;
        for (size_t p = border->first; p < border->last; p++)
            inside = inside != crosses_eastwards(ground->areas, p, x, y);
    }
    return inside;
}

static int covered(const geo_view *view, const geo_ground *ground, const geo_box *box)
{
    int count = 0;
    for (int i = 0; i < SAMPLES * SAMPLES; i++) {
        double x_mm = box->x + box->width * (i % SAMPLES + 0.5) / SAMPLES;
        double y_mm = box->y + box->height * ((double)(i / SAMPLES) + 0.5) / SAMPLES;
        count += is_inside(ground, view->x_min + (x_mm - view->frame_mm.x) / view->mm_per_m,
                           view->y_max - (y_mm - view->frame_mm.y) / view->mm_per_m);
    }
    return count;
}

geo_box geo_inset_box(const geo_view *view, const geo_ground *ground, const geo_areas *around)
{
    const geo_box *frame = &view->frame_mm;
    geo_size size = inset_size(view, around);
    double left = frame->x + GAP_MM, right = frame->x + frame->width - GAP_MM - size.width;
    double top = frame->y + GAP_MM, bottom = frame->y + frame->height - GAP_MM - size.height;
    const double corner[4][2] = {{right, top}, {left, top}, {left, bottom}, {right, bottom}};
    geo_box best = {right, top, size.width, size.height};
    int least = SAMPLES * SAMPLES + 1;
    for (int i = 0; i < 4 && ground->areas; i++) {
        geo_box box = {corner[i][0], corner[i][1], size.width, size.height};
        int count = covered(view, ground, &box);
        if (count < least) {
            least = count;
            best = box;
        }
    }
    return best;
}

static void draw_mark(geo_canvas *canvas, const geo_view *inset, const geo_view *view,
                      const geo_style *style)
{
    geo_extent shown = geo_view_extent(view);
    double x = geo_view_x_mm(inset, (shown.x_min + shown.x_max) / 2);
    double y = geo_view_y_mm(inset, (shown.y_min + shown.y_max) / 2);
    double width = fmax(MARK_LEAST, (shown.x_max - shown.x_min) * inset->mm_per_m);
    double height = fmax(MARK_LEAST, (shown.y_max - shown.y_min) * inset->mm_per_m);
    const geo_line_style line = {style->bands.significantly_above, 0.5, 1};
    geo_canvas_box(canvas, (geo_box){x - width / 2, y - height / 2, width, height});
    geo_canvas_stroke(canvas, &line);
}

geo_status geo_inset_draw(geo_context *context, geo_canvas *canvas, const geo_view *view,
                          geo_box box, const geo_areas *around, const geo_style *style)
{
    const geo_box inner = {box.x + ROOM_MM, box.y + ROOM_MM, box.width - 2 * ROOM_MM,
                           box.height - 2 * ROOM_MM};
    geo_view inset = geo_view_fit(inset_extent(view, around), inner);
    geo_borders *borders = NULL;
    geo_status status = geo_borders_find(context, around, &borders);
    if (status != GEO_OK)
        return status;
    const geo_ground ground = {around, borders, NULL};
    geo_style thin = *style;
    thin.map.area.width_mm = thin.map.parent.width_mm = 0.1;
    thin.map.outline.width_mm = 0.2;
    /* Around the land, which fills its own box only. */
    geo_canvas_begin_group(canvas, "inset");
    geo_canvas_box(canvas, box);
    geo_canvas_fill(canvas, style->map.background, 1);
    geo_canvas_begin_clip(canvas, box);
    geo_map_draw_land(canvas, &inset, &ground, style);
    geo_map_draw_borders(canvas, &inset, &ground, &thin);
    draw_mark(canvas, &inset, view, style);
    geo_canvas_end_clip(canvas);
    geo_canvas_box(canvas, box);
    geo_canvas_stroke(canvas, &style->map.frame);
    geo_canvas_end_group(canvas);
    geo_borders_free(borders);
    return GEO_OK;
}
