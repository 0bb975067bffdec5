/* Names on one map of a figure, off what is hot. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "figure/backdrop.h"
#include "figure/heat.h"
#include "figure/label_cover.h"
#include "figure/labels.h"
#include "figure/map_figure.h"

/* A contour across a third of a name is as much in its way as the hottest ground. */
#define LINE_BUSY 3.0

typedef struct busy_ground {
    const map_figure *figure;
    const geo_map_panel *panel;
    const geo_view *view;
    geo_label_cover *contours; /* NULL: none; likewise the next */
    geo_label_cover *numbered;
    geo_box *numbered_box; /* around each of the numbered areas */
} busy_ground;

static double lines_under(const geo_label_cover *lines, geo_box box)
{
    return lines ? fmin(1, LINE_BUSY * geo_label_cover_mm(lines, box) / (box.width + box.height))
                 : 0;
}

/* Whether a line to the right of the point crosses the ring an odd number of times. */
static bool is_in_ring(const geo_areas *areas, size_t ring, double x, double y)
{
    bool is_inside = false;
    for (size_t p = areas->ring_point[ring]; p + 1 < areas->ring_point[ring + 1]; p++) {
        double x0 = areas->x[p], y0 = areas->y[p], x1 = areas->x[p + 1], y1 = areas->y[p + 1];
        if ((y0 > y) != (y1 > y) && x < x0 + (y - y0) / (y1 - y0) * (x1 - x0))
            is_inside = !is_inside;
    }
    return is_inside;
}

/* What stands in a numbered area is taken for a part of it. */
static bool is_numbered(const busy_ground *ground, double x_mm, double y_mm)
{
    const geo_view *view = ground->view;
    const geo_areas *areas = ground->figure->map->numbered->areas;
    double x = view->x_min + (x_mm - view->frame_mm.x) / view->mm_per_m;
    double y = view->y_max - (y_mm - view->frame_mm.y) / view->mm_per_m;
    bool is_inside = false;
    for (size_t i = 0; i < areas->count && !is_inside; i++) {
        const geo_box *box = &ground->numbered_box[i];
        bool is_near = x_mm >= box->x && x_mm <= box->x + box->width && y_mm >= box->y &&
                       y_mm <= box->y + box->height;
        for (size_t r = areas->area_ring[i]; is_near && r < areas->area_ring[i + 1]; r++)
            is_inside = is_inside != is_in_ring(areas, r, x, y);
    }
    return is_inside;
}

/* How hot it is, or how much of a contour would be covered. */
static double busy_under(void *user, geo_box box)
{
    const busy_ground *ground = user;
    double busy = fmax(lines_under(ground->contours, box), lines_under(ground->numbered, box));
    if (ground->numbered && is_numbered(ground, box.x + box.width / 2, box.y + box.height / 2))
        return 1;
    if (ground->panel->surface)
        busy =
            fmax(busy, geo_heat_share(ground->panel->surface,
                                      geo_map_figure_surface_classes(ground->figure, ground->panel),
                                      ground->view, box));
    return busy;
}

/* NULL where there are no areas. */
static geo_status find_lines(geo_context *context, const geo_view *view, const geo_areas *areas,
                             geo_label_cover **lines)
{
    geo_borders *borders = NULL;
    if (!areas)
        return GEO_OK;
    geo_status status = geo_borders_find(context, areas, &borders);
    if (status == GEO_OK)
        status = geo_label_cover_new(context, view, areas, borders, lines);
    geo_borders_free(borders);
    return status;
}

static geo_status find_boxes(geo_context *context, busy_ground *ground, const geo_areas *areas)
{
    const geo_view *view = ground->view;
    geo_status status =
        geo_alloc_array(context, areas->count, sizeof *ground->numbered_box, &ground->numbered_box);
    for (size_t i = 0; status == GEO_OK && i < areas->count; i++) {
        size_t first = areas->ring_point[areas->area_ring[i]];
        size_t end = areas->ring_point[areas->area_ring[i + 1]];
        geo_extent extent = geo_extent_of(areas->x + first, areas->y + first, end - first);
        ground->numbered_box[i] =
            (geo_box){geo_view_x_mm(view, extent.x_min), geo_view_y_mm(view, extent.y_max),
                      (extent.x_max - extent.x_min) * view->mm_per_m,
                      (extent.y_max - extent.y_min) * view->mm_per_m};
    }
    return status;
}

static geo_status find_busy(geo_context *context, busy_ground *ground)
{
    const geo_numbered_areas *numbered = ground->figure->map->numbered;
    geo_status status =
        find_lines(context, ground->view, ground->panel->contours, &ground->contours);
    if (status == GEO_OK && numbered)
        status = find_boxes(context, ground, numbered->areas);
    return status == GEO_OK && numbered
               ? find_lines(context, ground->view, numbered->areas, &ground->numbered)
               : status;
}

static void clear_busy(busy_ground *ground)
{
    geo_label_cover_free(ground->contours);
    geo_label_cover_free(ground->numbered);
    free(ground->numbered_box);
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
    busy_ground ground = {.figure = figure, .panel = panel, .view = view};
    const geo_numbered_areas *numbered = figure->map->numbered;
    geo_label_place *places = NULL;
    size_t place_count = 0;
    bool has_outlines = figure->outlines.areas != NULL;
    const geo_ground *ground_named = has_outlines ? &figure->outlines : &figure->ground;
    geo_status status = find_places(figure, &places, &place_count);
    if (status == GEO_OK)
        status = find_busy(figure->context, &ground);
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
        .numbered = numbered ? numbered->areas : NULL,
        .taken_count = inset ? 1 : 0,
        .taken = inset,
        .busy = panel->surface || panel->contours || numbered ? busy_under : NULL,
        .user = &ground,
    };
    if (status == GEO_OK)
        status = geo_labels_place(figure->context, figure->canvas, &options, labels);
    clear_busy(&ground);
    free(places);
    return status;
}

/* Of areas that are shown, or might have been. */
static void note_without_number(map_figure *figure, const geo_labels *labels)
{
    if (labels->without_number == 1)
        geo_add_note(figure->context, "the map has no room for the number %zu",
                     labels->first_without_number + 1);
    else if (labels->without_number > 1)
        geo_add_note(figure->context,
                     "the map has no room for %zu of the numbers, of which %zu is the lowest",
                     labels->without_number, labels->first_without_number + 1);
}

void geo_map_figure_draw_labels(map_figure *figure, const geo_map_panel *panel,
                                const geo_view *view, const geo_box *inset)
{
    geo_labels *labels = NULL;
    if (geo_canvas_failed(figure->canvas))
        return;
    geo_canvas_fail(figure->canvas, place_labels(figure, panel, view, inset, &labels));
    if (labels) {
        note_without_number(figure, labels);
        geo_labels_draw(figure->canvas, labels, &figure->map_style);
    }
    geo_labels_free(labels);
}
