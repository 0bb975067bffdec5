/* Names on the map. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "figure/inside.h"
#include "figure/labels.h"

#define AREAS_MOST 30
/* Longer names are broken over lines. */
#define WRAP_MM 25.0
/* Outlines are followed no finer than this when a place is sought. */
#define COARSE_MM 0.4
/* A label may stick out a little where the place is narrow: the halo keeps it legible. */
#define FIT 0.2

typedef struct map_label {
    const char *name;
    geo_size size;
    geo_spot spot;
    geo_box box;
} map_label;

/* What is named: areas by group, GEO_NO_CODE for an area that is in none. */
typedef struct label_groups {
    size_t count;
    const char **name;
    int32_t *group; /* [areas->count] */
} label_groups;

static geo_text text_of(const char *text)
{
    return (geo_text){text, text ? strlen(text) : 0};
}

static geo_status group_by_parent(geo_context *context, const geo_areas *areas,
                                  geo_dictionary *parents, label_groups *groups)
{
    for (size_t i = 0; i < areas->count; i++) {
        groups->group[i] = GEO_NO_CODE;
        if (!areas->parent || !areas->parent[i] || !areas->parent[i][0])
            continue;
        geo_status status =
            geo_dictionary_code(context, parents, text_of(areas->parent[i]), &groups->group[i]);
        if (status)
            return status;
    }
    for (size_t i = 0; i < areas->count; i++)
        if (groups->group[i] != GEO_NO_CODE)
            groups->name[groups->group[i]] = areas->parent[i];
    groups->count = geo_dictionary_count(parents);
    return GEO_OK;
}

static void group_by_area(const geo_areas *areas, label_groups *groups)
{
    groups->count = areas->name && areas->count <= AREAS_MOST ? areas->count : 0;
    for (size_t i = 0; i < groups->count; i++) {
        groups->name[i] = areas->name[i];
        groups->group[i] = (int32_t)i;
    }
}

static geo_status choose_groups(geo_context *context, const geo_areas *areas, label_groups *groups)
{
    geo_dictionary *parents = NULL;
    geo_status status =
        geo_alloc_array(context, areas->count, sizeof *groups->name, (void *)&groups->name);
    if (!status)
        status = geo_alloc_array(context, areas->count, sizeof *groups->group, &groups->group);
    if (!status)
        status = geo_dictionary_new(context, &parents);
    if (!status)
        status = group_by_parent(context, areas, parents, groups);
    if (!status && groups->count < 2)
        group_by_area(areas, groups);
    geo_dictionary_free(parents);
    return status;
}

typedef struct label_outline {
    size_t count;
    size_t capacity;
    geo_segment *segment;
} label_outline;

static bool parts_group(const label_groups *groups, const geo_border *border, int32_t group)
{
    bool here = groups->group[border->area] == group;
    bool there = border->neighbour != GEO_NO_CODE && groups->group[border->neighbour] == group;
    return here != there;
}

static geo_status add_border(geo_context *context, const geo_view *view, const geo_areas *areas,
                             const geo_border *border, label_outline *outline)
{
    geo_status status =
        geo_grow_array(context, &outline->segment, &outline->capacity,
                       outline->count + border->last - border->first, sizeof *outline->segment);
    if (status)
        return status;
    double x = geo_view_x_mm(view, areas->x[border->first]);
    double y = geo_view_y_mm(view, areas->y[border->first]);
    for (size_t p = border->first + 1; p <= border->last; p++) {
        double to_x = geo_view_x_mm(view, areas->x[p]), to_y = geo_view_y_mm(view, areas->y[p]);
        if (p < border->last && hypot(to_x - x, to_y - y) < COARSE_MM)
            continue;
        outline->segment[outline->count++] = (geo_segment){x, y, to_x, to_y};
        x = to_x;
        y = to_y;
    }
    return GEO_OK;
}

static geo_status find_outline(geo_context *context, const geo_view *view, const geo_areas *areas,
                               const geo_borders *borders, const label_groups *groups,
                               int32_t group, label_outline *outline)
{
    outline->count = 0;
    for (size_t i = 0; i < borders->count; i++) {
        const geo_border *border = &borders->border[i];
        if (!parts_group(groups, border, group))
            continue;
        geo_status status = add_border(context, view, areas, border, outline);
        if (status)
            return status;
    }
    return GEO_OK;
}

static int by_clearance(const void *left, const void *right)
{
    const map_label *a = left, *b = right;
    if (a->spot.clearance_mm != b->spot.clearance_mm)
        return a->spot.clearance_mm < b->spot.clearance_mm ? 1 : -1;
    return strcmp(a->name, b->name);
}

static bool overlap(const geo_box *a, const geo_box *b)
{
    return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
           b->y < a->y + a->height;
}

static bool is_free(const geo_box *box, const geo_box *frame, const map_label *placed, size_t count)
{
    if (box->x < frame->x || box->y < frame->y || box->x + box->width > frame->x + frame->width ||
        box->y + box->height > frame->y + frame->height)
        return false;
    for (size_t i = 0; i < count; i++)
        if (overlap(box, &placed[i].box))
            return false;
    return true;
}

/* Around its spot, then a little up or down. */
static bool place(map_label *wanted, const geo_box *frame, const map_label *placed, size_t count,
                  double halo_mm)
{
    static const double shift[] = {0, -0.4, 0.4, -0.8, 0.8};
    if (!(wanted->spot.clearance_mm >= FIT * wanted->size.height))
        return false;
    for (size_t i = 0; i < sizeof shift / sizeof *shift; i++) {
        wanted->box =
            (geo_box){wanted->spot.x - wanted->size.width / 2 - halo_mm,
                      wanted->spot.y + (shift[i] - 0.5) * wanted->size.height - halo_mm,
                      wanted->size.width + 2 * halo_mm, wanted->size.height + 2 * halo_mm};
        if (is_free(&wanted->box, frame, placed, count))
            return true;
    }
    return false;
}

static void draw_labels(geo_canvas *canvas, const geo_view *view, map_label *labels, size_t count,
                        const geo_text_style *style)
{
    size_t placed = 0;
    qsort(labels, count, sizeof *labels, by_clearance);
    for (size_t i = 0; i < count; i++) {
        map_label wanted = labels[i];
        if (!place(&wanted, &view->frame_mm, labels, placed, style->halo_mm))
            continue;
        labels[placed++] = wanted;
        geo_canvas_text(canvas, wanted.name, style, GEO_ALIGN_CENTRE,
                        wanted.box.x + wanted.box.width / 2, wanted.box.y + style->halo_mm,
                        WRAP_MM);
    }
}

/* Measures each name and finds its spot; labels without one have a clearance below 0. */
static geo_status find_spots(geo_context *context, geo_canvas *canvas, const geo_view *view,
                             const geo_areas *areas, const geo_borders *borders,
                             const label_groups *groups, const geo_text_style *style,
                             map_label *labels)
{
    label_outline outline = {0, 0, NULL};
    geo_status status = GEO_OK;
    for (size_t i = 0; !status && i < groups->count; i++) {
        map_label *label = &labels[i];
        label->name = groups->name[i] ? groups->name[i] : "";
        label->spot.clearance_mm = -INFINITY;
        label->size = geo_canvas_measure(canvas, label->name, style, WRAP_MM);
        if (!label->name[0] || !(label->size.width > 0))
            continue;
        status = find_outline(context, view, areas, borders, groups, (int32_t)i, &outline);
        if (!status)
            label->spot = geo_inside_spot(outline.segment, outline.count, view->frame_mm,
                                          label->size.height / label->size.width);
    }
    free(outline.segment);
    return status;
}

geo_status geo_labels_draw(geo_context *context, geo_canvas *canvas, const geo_view *view,
                           const geo_areas *areas, const geo_borders *borders,
                           const geo_style *style)
{
    label_groups groups = {0, NULL, NULL};
    map_label *labels = NULL;
    geo_status status = choose_groups(context, areas, &groups);
    if (!status)
        status = geo_alloc_array(context, groups.count, sizeof *labels, &labels);
    if (!status)
        status = find_spots(context, canvas, view, areas, borders, &groups, &style->label, labels);
    if (!status)
        draw_labels(canvas, view, labels, groups.count, &style->label);
    free(labels);
    free((void *)groups.name);
    free(groups.group);
    return status;
}
