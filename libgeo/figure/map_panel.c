/* One map of a figure: everything within its frame but the heat. */
#include <math.h>
#include <stdio.h>

#include "figure/backdrop.h"
#include "figure/contours.h"
#include "figure/inset.h"
#include "figure/map_figure.h"
#include "figure/numbered.h"
#include "figure/points.h"
#include "figure/shade.h"

const geo_classes *geo_map_figure_surface_classes(const map_figure *figure,
                                                  const geo_map_panel *panel)
{
    return panel->is_change ? &figure->change : &figure->heat;
}

geo_view geo_map_figure_view(const map_figure *figure, size_t panel)
{
    return geo_view_fit(figure->window, geo_layout_panel(&figure->layout, panel));
}

bool geo_map_figure_is_empty(const map_figure *figure, const geo_map_panel *panel)
{
    if (panel->value || panel->contours || panel->point_count > 0 || figure->map->numbered)
        return false;
    return !panel->surface || geo_map_figure_surface_classes(figure, panel)->count == 0;
}

static void begin_group(map_figure *figure, const char *name, size_t panel)
{
    char numbered[40];
    if (figure->map->panel_count > 1)
        snprintf(numbered, sizeof numbered, "%s-%zu", name, panel + 1);
    else
        snprintf(numbered, sizeof numbered, "%s", name);
    geo_canvas_begin_group(figure->canvas, numbered);
}

static void draw_backdrop(map_figure *figure, const geo_view *view, bool above)
{
    const geo_map *map = figure->map;
    for (size_t i = 0; i < map->backdrop_count; i++) {
        const geo_backdrop_style *style =
            geo_backdrop_style_of(&figure->map_style, map->backdrop[i]);
        if (style && style->is_above == above)
            geo_backdrop_draw(figure->canvas, view, map->backdrop[i], style);
    }
}

static void draw_shades(map_figure *figure, const geo_map_panel *panel, const geo_view *view)
{
    const geo_style *style = &figure->map_style;
    const geo_shade_layer layer = {
        .ground = &figure->ground,
        .value = panel->value,
        .scheme = figure->map->scheme,
        .classes = panel->is_change                            ? &figure->change
                   : figure->map->scheme == GEO_SCHEME_CLASSES ? &figure->shades
                                                               : NULL,
        .shade = geo_map_area_shade(figure->map, style, panel->is_change),
        .is_reversed = figure->map->is_reversed && !panel->is_change,
    };
    if (!geo_canvas_failed(figure->canvas))
        geo_canvas_fail(figure->canvas,
                        geo_shade_draw(figure->context, figure->canvas, view, &layer, style));
}

static void draw_points(map_figure *figure, const geo_map_panel *panel, const geo_view *view)
{
    if (panel->point_count > 0 && !geo_canvas_failed(figure->canvas))
        geo_canvas_fail(figure->canvas,
                        geo_points_draw(figure->context, figure->canvas, view, panel,
                                        figure->most_incidents, &figure->map_style));
}

void geo_map_figure_draw_ground(map_figure *figure, size_t index)
{
    const geo_map_panel *panel = &figure->map->panel[index];
    geo_view view = geo_map_figure_view(figure, index);
    geo_canvas *canvas = figure->canvas;
    geo_canvas_begin_clip(canvas, view.frame_mm);
    begin_group(figure, "land", index);
    geo_map_draw_land(canvas, &view, &figure->ground, &figure->map_style);
    draw_backdrop(figure, &view, false);
    geo_canvas_end_group(canvas);
    if (panel->value) {
        begin_group(figure, "areas", index);
        draw_shades(figure, panel, &view);
        geo_canvas_end_group(canvas);
    }
    geo_canvas_end_clip(canvas);
}

/* Faded with what lies beyond the studied areas, and once more within them. */
static void draw_contours(map_figure *figure, const geo_map_panel *panel, const geo_view *view,
                          bool is_within)
{
    const geo_style *style = &figure->map_style;
    if (!panel->contours)
        return;
    if (is_within) {
        geo_map_trace_studied(figure->canvas, view, &figure->ground);
        geo_canvas_begin_clip_path(figure->canvas);
    }
    geo_contours_draw(figure->canvas, view, figure->map, panel, style);
    if (is_within)
        geo_canvas_end_clip(figure->canvas);
}

static void draw_lines(map_figure *figure, const geo_map_panel *panel, const geo_view *view)
{
    const geo_style *style = &figure->map_style;
    bool is_within = figure->ground.areas && style->map.outside != GEO_OUTSIDE_SHOWN;
    geo_map_draw_borders(figure->canvas, view, &figure->ground, style);
    if (figure->outlines.areas)
        geo_map_draw_outlines(figure->canvas, view, &figure->outlines, style);
    draw_contours(figure, panel, view, is_within);
    if (figure->map->numbered)
        geo_numbered_draw(figure->canvas, view, figure->map->numbered->areas,
                          !panel->surface && !panel->value, style);
}

static void draw_within(map_figure *figure, size_t index, const geo_view *view)
{
    const geo_map_panel *panel = &figure->map->panel[index];
    geo_canvas *canvas = figure->canvas;
    begin_group(figure, "borders", index);
    if (figure->ground.areas && figure->map_style.map.outside == GEO_OUTSIDE_FADED)
        draw_contours(figure, panel, view, false);
    geo_map_draw_outside(canvas, view, &figure->ground, &figure->map_style);
    draw_backdrop(figure, view, true);
    draw_lines(figure, panel, view);
    geo_canvas_end_group(canvas);
    begin_group(figure, "points", index);
    draw_points(figure, panel, view);
    geo_canvas_end_group(canvas);
}

static void draw_empty_note(map_figure *figure, const geo_view *view)
{
    geo_text_style style = figure->map_style.subtitle;
    const geo_box *frame = &view->frame_mm;
    style.is_bold = true;
    style.halo_mm = 1;
    style.halo_colour = figure->map_style.map.land;
    geo_size size = geo_canvas_measure(figure->canvas, GEO_NOTHING_TO_SHOW, &style, frame->width);
    geo_canvas_text(figure->canvas, GEO_NOTHING_TO_SHOW, &style, GEO_ALIGN_CENTRE,
                    frame->x + frame->width / 2, frame->y + (frame->height - size.height) / 2,
                    frame->width);
}

static void draw_title(map_figure *figure, const geo_map_panel *panel, const geo_box *frame)
{
    double height = figure->layout.panel_title_mm;
    if (height > 0 && panel->title)
        geo_canvas_text(figure->canvas, panel->title, &figure->style->panel, GEO_ALIGN_LEFT,
                        frame->x, frame->y - height, frame->width);
}

static void draw_inset(map_figure *figure, const geo_view *view, geo_box box)
{
    if (!geo_canvas_failed(figure->canvas))
        geo_canvas_fail(figure->canvas, geo_inset_draw(figure->context, figure->canvas, view, box,
                                                       figure->map->inset, &figure->map_style));
}

void geo_map_figure_draw_over(map_figure *figure, size_t index)
{
    geo_view view = geo_map_figure_view(figure, index);
    const geo_map_panel *panel = &figure->map->panel[index];
    geo_canvas *canvas = figure->canvas;
    bool has_inset = figure->map->inset && index == 0;
    geo_box inset = {0, 0, 0, 0};
    draw_title(figure, panel, &view.frame_mm);
    geo_canvas_begin_clip(canvas, view.frame_mm);
    draw_within(figure, index, &view);
    geo_canvas_end_clip(canvas);
    geo_map_draw_frame(canvas, &view, &figure->map_style);
    if (has_inset) {
        inset = geo_inset_box(&view, &figure->ground, figure->map->inset);
        draw_inset(figure, &view, inset);
    }
    begin_group(figure, "labels", index);
    geo_map_figure_draw_labels(figure, panel, &view, has_inset ? &inset : NULL);
    if (geo_map_figure_is_empty(figure, panel))
        draw_empty_note(figure, &view);
    geo_canvas_end_group(canvas);
}
