/* One map of a figure: everything within its frame but the heat. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "figure/backdrop.h"
#include "figure/contours.h"
#include "figure/heat.h"
#include "figure/inset.h"
#include "figure/labels.h"
#include "figure/map_figure.h"
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
    if (panel->value || panel->contours || panel->point_count > 0)
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
    geo_contours_draw(figure->canvas, view, panel, figure->map->contour_count, style);
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

typedef struct hot_ground {
    const map_figure *figure;
    const geo_map_panel *panel;
    const geo_view *view;
} hot_ground;

static double heat_under(void *user, geo_box box)
{
    const hot_ground *ground = user;
    return geo_heat_share(ground->panel->surface,
                          geo_map_figure_surface_classes(ground->figure, ground->panel),
                          ground->view, box);
}

/* Names of the backdrop's points, those that its file has first being the most important. */
static geo_status find_places(const map_figure *figure, geo_label_place **places, size_t *count)
{
    const geo_map *map = figure->map;
    size_t capacity = 0;
    geo_status status = GEO_OK;
    for (size_t i = 0; i < map->backdrop_count && status == GEO_OK; i++) {
        const geo_shapes *shapes = map->backdrop[i];
        const geo_backdrop_style *style = geo_backdrop_style_of(&figure->map_style, shapes);
        if (!style || !style->is_named || !shapes->name || shapes->kind != GEO_SHAPE_POINT)
            continue;
        status = geo_grow_array(figure->context, places, &capacity, *count + shapes->count,
                                sizeof **places);
        for (size_t s = 0; s < shapes->count && status == GEO_OK; s++) {
            size_t part = shapes->shape_part[s];
            if (part == shapes->shape_part[s + 1])
                continue;
            size_t point = shapes->part_point[part];
            (*places)[(*count)++] = (geo_label_place){
                shapes->name[s], shapes->x[point], shapes->y[point], -(double)s, style->point_mm};
        }
    }
    return status;
}

/* Outlines are there to be named, and their parents too where there are several. */
static geo_named named_outlines(const map_figure *figure)
{
    const geo_areas *outlines = figure->outlines.areas;
    const char *first = NULL;
    if (figure->map_style.labels.named != GEO_NAMED_AUTO)
        return figure->map_style.labels.named;
    for (size_t i = 0; i < outlines->count && outlines->parent; i++) {
        const char *parent = outlines->parent[i];
        if (!geo_ground_is_studied(&figure->outlines, (int32_t)i) || !parent || !parent[0])
            continue;
        if (first && strcmp(first, parent) != 0)
            return GEO_NAMED_BOTH;
        first = parent;
    }
    return GEO_NAMED_AREAS;
}

static geo_status place_labels(map_figure *figure, const geo_map_panel *panel, const geo_view *view,
                               const geo_box *inset, geo_labels **labels)
{
    hot_ground ground = {figure, panel, view};
    geo_label_place *places = NULL;
    size_t place_count = 0;
    bool has_outlines = figure->outlines.areas != NULL;
    const geo_ground *ground_named = has_outlines ? &figure->outlines : &figure->ground;
    geo_status status = find_places(figure, &places, &place_count);
    const geo_label_options options = {
        .view = view,
        .style = &figure->map_style,
        .named = has_outlines ? named_outlines(figure) : figure->map_style.labels.named,
        .areas = ground_named->areas,
        .borders = ground_named->borders,
        .is_studied = ground_named->is_studied,
        .importance = has_outlines ? NULL : panel->value,
        .place_count = place_count,
        .place = places,
        .taken_count = inset ? 1 : 0,
        .taken = inset,
        .busy = panel->surface ? heat_under : NULL,
        .user = &ground,
    };
    if (status == GEO_OK)
        status = geo_labels_place(figure->context, figure->canvas, &options, labels);
    free(places);
    return status;
}

static void draw_labels(map_figure *figure, const geo_map_panel *panel, const geo_view *view,
                        const geo_box *inset)
{
    geo_labels *labels = NULL;
    if (geo_canvas_failed(figure->canvas))
        return;
    geo_canvas_fail(figure->canvas, place_labels(figure, panel, view, inset, &labels));
    if (labels)
        geo_labels_draw(figure->canvas, labels, &figure->map_style);
    geo_labels_free(labels);
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
    draw_labels(figure, panel, &view, has_inset ? &inset : NULL);
    if (geo_map_figure_is_empty(figure, panel))
        draw_empty_note(figure, &view);
    geo_canvas_end_group(canvas);
}
