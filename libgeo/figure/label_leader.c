/* Names beside areas that are too small for them, with a line that leads there. */
#include <math.h>

#include "figure/label_outline.h"
#include "figure/label_plan.h"

#define NEAREST_MM  2.5
#define FARTHEST_MM 15.0
#define STEP_MM     1.0
#define DIRECTIONS  32
#define TAU         6.283185307179586
#define GAP_MM      0.3
#define DOT_MM      1.0 /* kept clear around the leader's end */
/* A direction this steep has the name above or below its end, not beside it. */
#define STEEP 0.8
/* A name on more border than this part of its width and height would hide what it stands on. */
#define BORDER_MOST 0.8
/* Cost in millimetres of leader. */
#define BORDER_COST 1.5
#define LINE_COST   1.0
#define BUSY_COST   10.0
#define WANTED_COST 100.0 /* where a less important name would stand: only if need be */

typedef struct leader_search {
    const geo_label_plan *plan;
    const geo_label_wish *wish;
    geo_spot anchor;
    geo_text_style style;
    double cost; /* of the best so far */
    geo_label best;
    uint32_t breaks;
} leader_search;

static geo_label label_at(const leader_search *search, geo_size size, double angle, double distance)
{
    double x = search->anchor.x + distance * cos(angle);
    double y = search->anchor.y + distance * sin(angle);
    double gap_mm = fmax(0, search->style.halo_mm) + GAP_MM;
    geo_label label = {.kind = search->wish->kind,
                       .index = search->wish->index,
                       .size_pt = search->style.size_pt,
                       .align = GEO_ALIGN_CENTRE,
                       .x_mm = x,
                       .has_leader = true,
                       .leader_x0 = search->anchor.x,
                       .leader_y0 = search->anchor.y,
                       .leader_x1 = x,
                       .leader_y1 = y};
    if (fabs(sin(angle)) > STEEP) {
        label.y_mm = sin(angle) > 0 ? y + gap_mm : y - gap_mm - size.height;
    } else {
        label.align = cos(angle) > 0 ? GEO_ALIGN_LEFT : GEO_ALIGN_RIGHT;
        label.x_mm += cos(angle) > 0 ? gap_mm : -gap_mm;
        label.y_mm = y - size.height / 2;
    }
    label.box = geo_label_box(&search->style, size, label.align, label.x_mm, label.y_mm);
    return label;
}

static geo_segment leader_of(const geo_label *label)
{
    return (geo_segment){label->leader_x0, label->leader_y0, label->leader_x1, label->leader_y1};
}

static void consider(leader_search *search, const geo_label *label, size_t shape, double distance)
{
    const geo_label_options *options = search->plan->options;
    const geo_box *box = &label->box;
    double border_mm = geo_label_cover_mm(search->plan->cover, *box);
    double cost = distance + BORDER_COST * border_mm + LINE_COST * (double)shape;
    if (!geo_label_ground_is_free(search->plan->wanted, *box) ||
        !geo_label_ground_is_free_line(search->plan->wanted, leader_of(label)))
        cost += WANTED_COST;
    if (cost >= search->cost || border_mm > BORDER_MOST * (box->width + box->height) ||
        !geo_label_ground_is_free(search->plan->ground, *box) ||
        !geo_label_ground_is_free_line(search->plan->ground, leader_of(label)))
        return;
    if (options->busy)
        cost += BUSY_COST * options->busy(options->user, *box);
    if (cost >= search->cost)
        return;
    search->cost = cost;
    search->best = *label;
    search->breaks = search->wish->shape[shape].breaks;
}

static geo_status search_around(leader_search *search)
{
    const geo_label_wish *wish = search->wish;
    for (size_t shape = 0; shape < wish->shape_count; shape++) {
        geo_size size;
        geo_status status = geo_label_measure(search->plan, wish->text, wish->shape[shape].breaks,
                                              &search->style, &size);
        if (status != GEO_OK)
            return status;
        for (double distance = NEAREST_MM; distance <= FARTHEST_MM; distance += STEP_MM)
            for (int i = 0; i < DIRECTIONS && distance < search->cost; i++) {
                geo_label label = label_at(search, size, TAU * i / DIRECTIONS, distance);
                consider(search, &label, shape, distance);
            }
    }
    return GEO_OK;
}

static geo_box dot_at(const geo_spot *anchor)
{
    return (geo_box){anchor->x - DOT_MM / 2, anchor->y - DOT_MM / 2, DOT_MM, DOT_MM};
}

geo_status geo_label_place_beside(geo_label_plan *plan, geo_label_wish *wish)
{
    const geo_spot_need middle = {wish->segment, wish->segment_count, plan->frame, {1, 1}, NULL,
                                  NULL};
    leader_search search = {.plan = plan,
                            .wish = wish,
                            .anchor = geo_inside_spot(&middle),
                            .style = *wish->style,
                            .cost = INFINITY};
    if (!(search.anchor.clearance_mm > GEO_OUTLINE_COARSE_MM) ||
        !geo_label_ground_is_free(plan->ground, dot_at(&search.anchor)))
        return GEO_OK;
    search.style.size_pt = geo_label_small_pt(search.style.size_pt);
    geo_status status = search_around(&search);
    if (status != GEO_OK || search.cost == INFINITY)
        return status;
    wish->is_placed = true;
    status = geo_label_settle(plan, &search.best, wish->text, search.breaks);
    if (status == GEO_OK)
        status = geo_label_ground_take(plan->context, plan->ground, dot_at(&search.anchor));
    if (status == GEO_OK)
        status = geo_label_ground_take_line(plan->context, plan->ground, leader_of(&search.best));
    return status;
}
