/* Names on the map. */
#include "figure/labels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "core/text.h"

#define AREAS_MOST 30
/* Longer names are broken over lines. */
#define WRAP_MM 25.0
/* Outlines are followed no finer than this when a place is sought. */
#define COARSE_MM 0.4
/* A label may stick out a little where the place is narrow: the halo keeps it legible. */
#define FIT 0.2

typedef struct map_label {
    const char *name;
    int32_t group;
    geo_size size;
    double room_mm; /* clearance at the roomiest spot */
    geo_box box;    /* halo and all, once it is placed */
} map_label;

/* What is named: areas by group, GEO_NO_CODE for an area that is in none. */
typedef struct label_groups {
    size_t count;
    const char **name;
    int32_t *group; /* [areas->count] */
} label_groups;

static geo_status group_by_parent(geo_context *context, const geo_areas *areas,
                                  geo_dictionary *parents, label_groups *groups)
{
    for (size_t i = 0; i < areas->count; i++) {
        groups->group[i] = GEO_NO_CODE;
        if (!areas->parent || !areas->parent[i] || !areas->parent[i][0])
            continue;
        geo_status status =
            geo_dictionary_code(context, parents, geo_text_of(areas->parent[i]), &groups->group[i]);
        if (status != GEO_OK)
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
    if (status == GEO_OK)
        status = geo_alloc_array(context, areas->count, sizeof *groups->group, &groups->group);
    if (status == GEO_OK)
        status = geo_dictionary_new(context, &parents);
    if (status == GEO_OK)
        status = group_by_parent(context, areas, parents, groups);
    if (status == GEO_OK && groups->count < 2)
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

static geo_status add_border(geo_context *context, const geo_label_options *options,
                             const geo_border *border, label_outline *outline)
{
    const geo_view *view = options->view;
    const geo_areas *areas = options->areas;
    geo_status status =
        geo_grow_array(context, &outline->segment, &outline->capacity,
                       outline->count + border->last - border->first, sizeof *outline->segment);
    if (status != GEO_OK)
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

static geo_status find_outline(geo_context *context, const geo_label_options *options,
                               const label_groups *groups, int32_t group, label_outline *outline)
{
    outline->count = 0;
    for (size_t i = 0; i < options->borders->count; i++) {
        const geo_border *border = &options->borders->border[i];
        if (!parts_group(groups, border, group))
            continue;
        geo_status status = add_border(context, options, border, outline);
        if (status != GEO_OK)
            return status;
    }
    return GEO_OK;
}

/* Those with the least room first: the others can dodge. Names decide ties, so that the order is
 * the same everywhere. */
static int by_need(const void *left, const void *right)
{
    const map_label *a = left, *b = right;
    if (a->room_mm != b->room_mm)
        return a->room_mm > b->room_mm ? 1 : -1;
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

/* Where labels had better not stand: on what the caller says, and never on one another. */
typedef struct label_ground {
    const geo_label_options *options;
    const map_label *placed;
    size_t count;
} label_ground;

static double busy_ground(void *user, geo_box box)
{
    const label_ground *ground = user;
    const geo_label_options *options = ground->options;
    if (!is_free(&box, &options->view->frame_mm, ground->placed, ground->count))
        return GEO_TAKEN;
    return options->busy ? options->busy(options->user, box) : 0;
}

static geo_status find_spot(geo_context *context, const geo_label_options *options,
                            const label_groups *groups, const map_label *wanted,
                            const label_ground *ground, label_outline *outline, geo_spot *spot)
{
    geo_status status = find_outline(context, options, groups, wanted->group, outline);
    geo_spot_need need = {outline->segment, outline->count, options->view->frame_mm,
                          wanted->size,     NULL,           NULL};
    if (ground) {
        need.busy = busy_ground;
        need.user = (void *)ground;
    }
    if (status == GEO_OK)
        *spot = geo_inside_spot(&need);
    return status;
}

/* Measures each name and the room there is for it. */
static geo_status measure_labels(geo_context *context, geo_canvas *canvas,
                                 const geo_label_options *options, const label_groups *groups,
                                 label_outline *outline, map_label *labels)
{
    for (size_t i = 0; i < groups->count; i++) {
        map_label *wanted = &labels[i];
        geo_spot spot = {0, 0, -INFINITY};
        wanted->group = (int32_t)i;
        wanted->name = groups->name[i] ? groups->name[i] : "";
        wanted->room_mm = -INFINITY;
        wanted->size = geo_canvas_measure(canvas, wanted->name, options->style, WRAP_MM);
        if (!wanted->name[0] || !(wanted->size.width > 0))
            continue;
        geo_status status = find_spot(context, options, groups, wanted, NULL, outline, &spot);
        if (status != GEO_OK)
            return status;
        wanted->room_mm = spot.clearance_mm;
    }
    return GEO_OK;
}

/* Draws what finds a place; the placed labels are gathered at the front of `labels`. */
static geo_status place_labels(geo_context *context, geo_canvas *canvas,
                               const geo_label_options *options, const label_groups *groups,
                               label_outline *outline, map_label *labels)
{
    double halo_mm = options->style->halo_mm;
    label_ground ground = {options, labels, 0};
    qsort(labels, groups->count, sizeof *labels, by_need);
    for (size_t i = 0; i < groups->count; i++) {
        map_label wanted = labels[i];
        geo_spot spot;
        if (!(wanted.room_mm >= FIT * wanted.size.height))
            continue;
        geo_status status = find_spot(context, options, groups, &wanted, &ground, outline, &spot);
        if (status != GEO_OK)
            return status;
        wanted.box = (geo_box){spot.x - wanted.size.width / 2 - halo_mm,
                               spot.y - wanted.size.height / 2 - halo_mm,
                               wanted.size.width + 2 * halo_mm, wanted.size.height + 2 * halo_mm};
        if (!(spot.clearance_mm >= FIT * wanted.size.height) ||
            !is_free(&wanted.box, &options->view->frame_mm, labels, ground.count))
            continue;
        labels[ground.count++] = wanted;
        geo_canvas_text(canvas, wanted.name, options->style, GEO_ALIGN_CENTRE, spot.x,
                        spot.y - wanted.size.height / 2, WRAP_MM);
    }
    return GEO_OK;
}

geo_status geo_labels_draw(geo_context *context, geo_canvas *canvas,
                           const geo_label_options *options)
{
    label_groups groups = {0, NULL, NULL};
    label_outline outline = {0, 0, NULL};
    map_label *labels = NULL;
    geo_status status = choose_groups(context, options->areas, &groups);
    if (status == GEO_OK)
        status = geo_alloc_array(context, groups.count, sizeof *labels, &labels);
    if (status == GEO_OK)
        status = measure_labels(context, canvas, options, &groups, &outline, labels);
    if (status == GEO_OK)
        status = place_labels(context, canvas, options, &groups, &outline, labels);
    free(outline.segment);
    free(labels);
    free((void *)groups.name);
    free(groups.group);
    return status;
}
