/* The heat of all maps of a figure, as one image. */
#include <stdlib.h>

#include "core/memory.h"
#include "figure/heat.h"
#include "figure/map_figure.h"

static bool has_heat(const map_figure *figure, size_t index)
{
    const geo_map_panel *panel = &figure->map->panel[index];
    return panel->surface && geo_map_figure_surface_classes(figure, panel)->count > 0;
}

/* The frames of the panels with heat. */
static geo_box frames_with_heat(const map_figure *figure)
{
    geo_box all = {0, 0, 0, 0};
    for (size_t i = 0; i < figure->map->panel_count; i++) {
        geo_box frame = geo_layout_panel(&figure->layout, i);
        if (!has_heat(figure, i))
            continue;
        if (all.width == 0)
            all = frame;
        double right = all.x + all.width, bottom = all.y + all.height;
        right = frame.x + frame.width > right ? frame.x + frame.width : right;
        bottom = frame.y + frame.height > bottom ? frame.y + frame.height : bottom;
        all.x = frame.x < all.x ? frame.x : all.x;
        all.y = frame.y < all.y ? frame.y : all.y;
        all.width = right - all.x;
        all.height = bottom - all.y;
    }
    return all;
}

static void draw_panel(map_figure *figure, size_t index, geo_box box, geo_image *image)
{
    const geo_map_panel *panel = &figure->map->panel[index];
    const geo_style *style = &figure->map_style;
    geo_view view = geo_map_figure_view(figure, index);
    geo_shade_style shade = panel->is_change ? style->change : style->heat;
    bool has_gaps = panel->is_change && figure->map->gap_text;
    if (!panel->is_change && geo_map_is_base(figure->map))
        shade.opacity = style->heat_over_base_opacity;
    if (has_heat(figure, index))
        geo_heat_draw(figure->context, panel->surface,
                      geo_map_figure_surface_classes(figure, panel), &shade,
                      has_gaps ? &style->no_data : NULL, &view, box, image);
}

/* The style hides what is beyond the studied areas, or a surface has nothing there. */
static bool ends_at_borders(const map_figure *figure)
{
    bool is_within = figure->map_style.map.outside == GEO_OUTSIDE_HIDDEN;
    for (size_t i = 0; i < figure->map->panel_count; i++)
        is_within = is_within || figure->map->panel[i].surface_is_within;
    return figure->ground.areas && is_within;
}

/* To the frames, and within them to the studied areas where heat ends there. */
static void begin_clip(map_figure *figure)
{
    for (size_t i = 0; i < figure->map->panel_count; i++)
        geo_canvas_box(figure->canvas, geo_layout_panel(&figure->layout, i));
    geo_canvas_begin_clip_path(figure->canvas);
    if (!ends_at_borders(figure))
        return;
    for (size_t i = 0; i < figure->map->panel_count; i++) {
        geo_view view = geo_map_figure_view(figure, i);
        geo_map_trace_studied(figure->canvas, &view, &figure->ground);
    }
    geo_canvas_begin_clip_path(figure->canvas);
}

static void end_clip(map_figure *figure)
{
    geo_canvas_end_clip(figure->canvas);
    if (ends_at_borders(figure))
        geo_canvas_end_clip(figure->canvas);
}

void geo_map_figure_draw_heat(map_figure *figure)
{
    geo_box frames = frames_with_heat(figure);
    geo_image image = {0, 0, NULL};
    if (frames.width == 0 || geo_canvas_failed(figure->canvas))
        return;
    geo_box box = geo_canvas_pixel_box(figure->canvas, frames, &image.columns, &image.rows);
    geo_status status = geo_alloc_array(figure->context, image.columns * image.rows,
                                        sizeof *image.pixel, &image.pixel);
    geo_canvas_fail(figure->canvas, status);
    for (size_t i = 0; i < figure->map->panel_count && status == GEO_OK; i++)
        draw_panel(figure, i, box, &image);
    begin_clip(figure);
    geo_canvas_begin_group(figure->canvas, "heat");
    if (status == GEO_OK)
        geo_canvas_image(figure->canvas, &image, box);
    geo_canvas_end_group(figure->canvas);
    end_clip(figure);
    free(image.pixel);
}
