/* Names on one map of a figure, off what is hot. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "figure/backdrop.h"
#include "figure/heat.h"
#include "figure/label_cover.h"
#include "figure/labels.h"
#include "figure/map_figure.h"

/* A contour across a third of a name is as much in its way as the hottest ground. */
#define CONTOUR_BUSY 3.0

typedef struct busy_ground {
    const map_figure *figure;
    const geo_map_panel *panel;
    const geo_view *view;
    geo_label_cover *contours; /* NULL: none */
} busy_ground;

/* How hot it is, or how much of a contour would be covered. */
static double busy_under(void *user, geo_box box)
{
    const busy_ground *ground = user;
    double busy = 0;
    if (ground->panel->surface)
        busy = geo_heat_share(ground->panel->surface,
                              geo_map_figure_surface_classes(ground->figure, ground->panel),
                              ground->view, box);
    if (ground->contours)
        busy = fmax(busy, fmin(1, CONTOUR_BUSY * geo_label_cover_mm(ground->contours, box) /
                                      (box.width + box.height)));
    return busy;
}

static geo_status find_contours(geo_context *context, busy_ground *ground)
{
    geo_borders *borders = NULL;
    if (!ground->panel->contours)
        return GEO_OK;
    geo_status status = geo_borders_find(context, ground->panel->contours, &borders);
    if (status == GEO_OK)
        status = geo_label_cover_new(context, ground->view, ground->panel->contours, borders,
                                     &ground->contours);
    geo_borders_free(borders);
    return status;
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
    busy_ground ground = {figure, panel, view, NULL};
    geo_label_place *places = NULL;
    size_t place_count = 0;
    bool has_outlines = figure->outlines.areas != NULL;
    const geo_ground *ground_named = has_outlines ? &figure->outlines : &figure->ground;
    geo_status status = find_places(figure, &places, &place_count);
    if (status == GEO_OK)
        status = find_contours(figure->context, &ground);
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
        .busy = panel->surface || panel->contours ? busy_under : NULL,
        .user = &ground,
    };
    if (status == GEO_OK)
        status = geo_labels_place(figure->context, figure->canvas, &options, labels);
    geo_label_cover_free(ground.contours);
    free(places);
    return status;
}

void geo_map_figure_draw_labels(map_figure *figure, const geo_map_panel *panel,
                                const geo_view *view, const geo_box *inset)
{
    geo_labels *labels = NULL;
    if (geo_canvas_failed(figure->canvas))
        return;
    geo_canvas_fail(figure->canvas, place_labels(figure, panel, view, inset, &labels));
    if (labels)
        geo_labels_draw(figure->canvas, labels, &figure->map_style);
    geo_labels_free(labels);
}
