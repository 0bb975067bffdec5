/* Names of points, beside their dots. */
#include <math.h>
#include <stdlib.h>

#include "core/memory.h"
#include "figure/label_plan.h"

#define GAP_MM 0.4
/* The parts of the cost, which is least for a name to the right on quiet ground. */
#define ORDER_COST  0.1
#define BORDER_COST 0.5
#define BUSY_COST   1.0

/* Where names of points stand best, by long custom: E. Imhof, "Positioning names on maps", The
 * American Cartographer 2 (1975). */
typedef enum point_side { SIDE_RIGHT, SIDE_LEFT, SIDE_ABOVE, SIDE_BELOW, SIDE_COUNT } point_side;

typedef struct named_point {
    const geo_label_place *place;
    size_t index;
    double x;
    double y;
} named_point;

static int compare_points(const void *left, const void *right)
{
    const named_point *a = left, *b = right;
    int order = geo_label_compare_importance(a->place->importance, b->place->importance);
    return order ? order
                 : geo_label_compare_names(a->place->name, a->index, b->place->name, b->index);
}

static geo_label label_beside(const named_point *point, const geo_text_style *style, geo_size size,
                              point_side side)
{
    static const geo_align align[SIDE_COUNT] = {GEO_ALIGN_LEFT, GEO_ALIGN_RIGHT, GEO_ALIGN_CENTRE,
                                                GEO_ALIGN_CENTRE};
    double away = fmax(0, point->place->dot_mm) / 2 + fmax(0, style->halo_mm) + GAP_MM;
    geo_label label = {.kind = GEO_LABEL_PLACE,
                       .index = point->index,
                       .size_pt = style->size_pt,
                       .align = align[side],
                       .x_mm = point->x,
                       .y_mm = point->y - size.height / 2};
    if (side == SIDE_RIGHT || side == SIDE_LEFT)
        label.x_mm += side == SIDE_RIGHT ? away : -away;
    else
        label.y_mm += side == SIDE_BELOW ? away + size.height / 2 : -away - size.height / 2;
    label.box = geo_label_box(style, size, label.align, label.x_mm, label.y_mm);
    return label;
}

static double cost_of(const geo_label_plan *plan, const geo_box *box, point_side side)
{
    const geo_label_options *options = plan->options;
    double cost = ORDER_COST * (double)side +
                  BORDER_COST * geo_label_cover_mm(plan->cover, *box) / (box->width + box->height);
    if (options->busy)
        cost += BUSY_COST * options->busy(options->user, *box);
    return cost;
}

static geo_status place_point(geo_label_plan *plan, const named_point *point)
{
    const geo_text_style *style = &plan->options->style->place;
    geo_size size = geo_canvas_measure(plan->canvas, point->place->name, style, 0);
    double best_cost = INFINITY;
    geo_label best = {.kind = GEO_LABEL_PLACE};
    for (point_side side = 0; side < SIDE_COUNT && size.width > 0; side++) {
        geo_label label = label_beside(point, style, size, side);
        double cost = cost_of(plan, &label.box, side);
        if (cost >= best_cost || !geo_label_ground_is_free(plan->ground, label.box))
            continue;
        best_cost = cost;
        best = label;
    }
    return best_cost < INFINITY ? geo_label_settle(plan, &best, point->place->name, 0) : GEO_OK;
}

/* Those in sight that have names, by importance. */
static size_t gather(const geo_label_plan *plan, named_point *point)
{
    const geo_label_options *options = plan->options;
    const geo_box *frame = &plan->frame;
    size_t count = 0;
    for (size_t i = 0; i < options->place_count; i++) {
        const geo_label_place *place = &options->place[i];
        double x = geo_view_x_mm(options->view, place->x);
        double y = geo_view_y_mm(options->view, place->y);
        if (place->name && place->name[0] && x >= frame->x && x <= frame->x + frame->width &&
            y >= frame->y && y <= frame->y + frame->height)
            point[count++] = (named_point){place, i, x, y};
    }
    qsort(point, count, sizeof *point, compare_points);
    return count;
}

geo_status geo_label_take_dots(geo_label_plan *plan)
{
    const geo_label_options *options = plan->options;
    geo_status status = GEO_OK;
    for (size_t i = 0; status == GEO_OK && i < options->place_count; i++) {
        const geo_label_place *place = &options->place[i];
        double across = fmax(0, place->dot_mm);
        const geo_box dot = {geo_view_x_mm(options->view, place->x) - across / 2,
                             geo_view_y_mm(options->view, place->y) - across / 2, across, across};
        status = geo_label_ground_take(plan->context, plan->ground, dot);
    }
    return status;
}

geo_status geo_label_place_points(geo_label_plan *plan)
{
    named_point *point = NULL;
    geo_status status =
        geo_alloc_array(plan->context, plan->options->place_count, sizeof *point, &point);
    size_t count = status == GEO_OK ? gather(plan, point) : 0;
    for (size_t i = 0; status == GEO_OK && i < count; i++)
        status = place_point(plan, &point[i]);
    free(point);
    return status;
}
