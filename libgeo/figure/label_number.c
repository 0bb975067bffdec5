/* Numbers of areas, each in a disc: in its area where that is much larger, else beside it. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/memory.h"
#include "figure/label_outline.h"
#include "figure/label_plan.h"

/* Clearance over the disc's height from which on it covers little of its area. */
#define ROOMY       0.8
#define GAP_MM      1.2 /* between an area's middle and the disc beside it, at least */
#define FARTHEST_MM 45.0
#define STEP_MM     1.0
#define DIRECTIONS  32
#define TAU         6.283185307179586
#define DOT_MM      0.8 /* kept clear around a leader's end */
#define AIR_MM      0.2 /* between two discs */
#define RIM_MM      0.25
#define SIDES       0.35 /* of a disc's height, beside its digits: one stands in a circle */
#define LEADER_MM   0.3
#define CORNERS     40 /* of a disc */
/* Cost in millimetres of leader. */
#define BORDER_COST 0.4
#define BUSY_COST   6.0

typedef struct number_wish {
    size_t index;
    char text[24];
    double size_pt;
    geo_size size; /* of the text */
    geo_size disc; /* with its rim and the air around it */
    geo_spot spot; /* in the middle of the area */
    const geo_segment *segment;
    size_t segment_count;
    bool is_roomy;
    bool is_in_frame;
    bool is_placed;
} number_wish;

static bool is_within(const geo_box *frame, double x, double y)
{
    return x > frame->x && x < frame->x + frame->width && y > frame->y &&
           y < frame->y + frame->height;
}

/* An area too small for a spot of its own has the middle of the box around it. */
static void find_spot(const geo_label_plan *plan, number_wish *wish)
{
    const geo_spot_need need = {wish->segment, wish->segment_count, plan->frame, wish->disc, NULL,
                                NULL};
    const geo_segment *first = wish->segment;
    geo_box box = {first->x0, first->y0, 0, 0};
    wish->spot = geo_inside_spot(&need);
    wish->is_roomy = wish->spot.clearance_mm >= ROOMY * wish->disc.height;
    if (!(wish->spot.clearance_mm > GEO_OUTLINE_COARSE_MM)) {
        for (size_t i = 0; i < wish->segment_count; i++) {
            double right = fmax(box.x + box.width, first[i].x0);
            double bottom = fmax(box.y + box.height, first[i].y0);
            box.x = fmin(box.x, first[i].x0);
            box.y = fmin(box.y, first[i].y0);
            box.width = right - box.x;
            box.height = bottom - box.y;
        }
        wish->spot = (geo_spot){box.x + box.width / 2, box.y + box.height / 2, 0};
    }
    wish->is_in_frame = is_within(&plan->frame, wish->spot.x, wish->spot.y);
}

static void prepare(const geo_label_plan *plan, const geo_label_outlines *outlines, size_t index,
                    double size_pt, number_wish *wish)
{
    geo_text_style style = plan->options->style->numbered.number;
    style.size_pt = wish->size_pt = size_pt;
    wish->index = index;
    snprintf(wish->text, sizeof wish->text, "%zu", index + 1);
    wish->size = geo_canvas_measure(plan->canvas, wish->text, &style, 0);
    double around = 2 * (RIM_MM + AIR_MM);
    double width = fmax(wish->size.height, wish->size.width + SIDES * wish->size.height);
    wish->disc = (geo_size){width + around, wish->size.height + around};
    wish->segment = outlines->segment + outlines->first[index];
    wish->segment_count = outlines->first[index + 1] - outlines->first[index];
    if (wish->segment_count > 0 && wish->size.height > 0)
        find_spot(plan, wish);
}

/* ---- where ---------------------------------------------------------------------------------- */

static geo_label label_at(const number_wish *wish, double x, double y)
{
    return (geo_label){.kind = GEO_LABEL_NUMBER,
                       .index = wish->index,
                       .size_pt = wish->size_pt,
                       .align = GEO_ALIGN_CENTRE,
                       .x_mm = x,
                       .y_mm = y - wish->size.height / 2,
                       .box = {x - wish->disc.width / 2, y - wish->disc.height / 2,
                               wish->disc.width, wish->disc.height}};
}

static geo_status settle(geo_label_plan *plan, number_wish *wish, const geo_label *label,
                         geo_label_ground *discs)
{
    wish->is_placed = true;
    geo_status status = geo_label_ground_take(plan->context, discs, label->box);
    return status == GEO_OK ? geo_label_settle(plan, label, wish->text, 0) : status;
}

static double busy_inside(void *user, geo_box box)
{
    const geo_label_plan *plan = user;
    if (!geo_label_ground_is_free(plan->ground, box))
        return GEO_TAKEN;
    return plan->options->busy ? plan->options->busy(plan->options->user, box) : 0;
}

static geo_status place_inside(geo_label_plan *plan, number_wish *wish, geo_label_ground *discs)
{
    const geo_spot_need need = {wish->segment, wish->segment_count, plan->frame,
                                wish->disc,    busy_inside,         plan};
    geo_spot spot = geo_inside_spot(&need);
    geo_label label = label_at(wish, spot.x, spot.y);
    if (!(spot.clearance_mm >= ROOMY / 2 * wish->disc.height) ||
        !geo_label_ground_is_free(plan->ground, label.box))
        return GEO_OK;
    return settle(plan, wish, &label, discs);
}

/* From the rim of the dot to that of the disc. */
static geo_segment leader_of(const number_wish *wish, const geo_label *label)
{
    double dx = label->leader_x1 - label->leader_x0, dy = label->leader_y1 - label->leader_y0;
    double length = hypot(dx, dy), from = DOT_MM / length;
    double to = fmax(from, 1 - 0.75 * wish->disc.width / length);
    return (geo_segment){label->leader_x0 + from * dx, label->leader_y0 + from * dy,
                         label->leader_x0 + to * dx, label->leader_y0 + to * dy};
}

static double cost_of(const geo_label_plan *plan, const geo_box *box, double distance)
{
    const geo_label_options *options = plan->options;
    double cost = distance + BORDER_COST * geo_label_cover_mm(plan->cover, *box);
    return options->busy ? cost + BUSY_COST * options->busy(options->user, *box) : cost;
}

static geo_label label_beside(const number_wish *wish, double distance, double angle)
{
    double x = wish->spot.x + distance * cos(angle), y = wish->spot.y + distance * sin(angle);
    geo_label label = label_at(wish, x, y);
    label.has_leader = true;
    label.leader_x0 = wish->spot.x;
    label.leader_y0 = wish->spot.y;
    label.leader_x1 = x;
    label.leader_y1 = y;
    return label;
}

/* A leader may not run below what has been taken from `ground`. */
static geo_status place_beside(geo_label_plan *plan, number_wish *wish,
                               const geo_label_ground *ground, geo_label_ground *discs)
{
    double best_cost = INFINITY;
    geo_label best = {.kind = GEO_LABEL_NUMBER};
    double nearest = wish->disc.width / 2 + GAP_MM;
    for (double distance = nearest; distance < fmin(best_cost, FARTHEST_MM); distance += STEP_MM)
        for (int i = 0; i < DIRECTIONS; i++) {
            geo_label label = label_beside(wish, distance, TAU * i / DIRECTIONS);
            if (!geo_label_ground_is_free(plan->ground, label.box) ||
                !geo_label_ground_is_free_line(ground, leader_of(wish, &label)))
                continue;
            double cost = cost_of(plan, &label.box, distance);
            if (cost >= best_cost)
                continue;
            best_cost = cost;
            best = label;
        }
    if (best_cost == INFINITY)
        return GEO_OK;
    geo_status status = settle(plan, wish, &best, discs);
    if (status == GEO_OK)
        status = geo_label_ground_take_line(plan->context, plan->ground, leader_of(wish, &best));
    return status;
}

/* The dots of all leaders are taken before any number stands, so that none hides another's area. */
static geo_status take_dots(geo_label_plan *plan, const number_wish *wish, size_t count)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; status == GEO_OK && i < count; i++) {
        const geo_box dot = {wish[i].spot.x - DOT_MM / 2, wish[i].spot.y - DOT_MM / 2, DOT_MM,
                             DOT_MM};
        if (wish[i].is_in_frame && !wish[i].is_roomy)
            status = geo_label_ground_take(plan->context, plan->ground, dot);
    }
    return status;
}

/* Those that have room in their areas first: the others can dodge. What has no room beside its area
 * then may have a leader that crosses another, but never a disc. */
static geo_status place_in_turn(geo_label_plan *plan, number_wish *wish, size_t count,
                                geo_label_ground *discs)
{
    const geo_label_ground *const ground[] = {plan->ground, discs};
    geo_status status = take_dots(plan, wish, count);
    for (size_t i = 0; status == GEO_OK && i < count; i++)
        if (wish[i].is_in_frame && wish[i].is_roomy)
            status = place_inside(plan, &wish[i], discs);
    for (size_t pass = 0; pass < 2; pass++)
        for (size_t i = 0; status == GEO_OK && i < count; i++)
            if (wish[i].is_in_frame && !wish[i].is_placed)
                status = place_beside(plan, &wish[i], ground[pass], discs);
    for (size_t i = 0; i < count; i++)
        if (!wish[i].is_placed && plan->labels->without_number++ == 0)
            plan->labels->first_without_number = wish[i].index;
    return status;
}

static geo_status place_all(geo_label_plan *plan, number_wish *wish, size_t count)
{
    geo_label_ground *discs = NULL;
    geo_status status = geo_label_ground_new(plan->context, plan->frame, &discs);
    if (status == GEO_OK)
        status = place_in_turn(plan, wish, count, discs);
    geo_label_ground_free(discs);
    return status;
}

static geo_status place_in_size(geo_label_plan *plan, const geo_label_outlines *outlines,
                                double size_pt, size_t *crowded_out)
{
    size_t count = outlines->count;
    number_wish *wish = NULL;
    geo_status status = geo_alloc_array(plan->context, count, sizeof *wish, &wish);
    for (size_t i = 0; status == GEO_OK && i < count; i++)
        prepare(plan, outlines, i, size_pt, &wish[i]);
    if (status == GEO_OK)
        status = place_all(plan, wish, count);
    *crowded_out = 0;
    for (size_t i = 0; status == GEO_OK && i < count; i++)
        *crowded_out += wish[i].is_in_frame && !wish[i].is_placed;
    free(wish);
    return status;
}

/* How many would find no place in the style's size, on ground of its own. */
static geo_status try_style_size(const geo_label_plan *plan, const geo_label_outlines *outlines,
                                 size_t *crowded_out)
{
    geo_label_plan trial = *plan;
    trial.labels = NULL;
    trial.capacity = 0;
    trial.ground = NULL;
    geo_status status = geo_alloc_array(plan->context, 1, sizeof *trial.labels, &trial.labels);
    if (status == GEO_OK)
        status = geo_label_ground_new(plan->context, plan->frame, &trial.ground);
    if (status == GEO_OK)
        status = geo_label_take_given(&trial);
    if (status == GEO_OK)
        status = place_in_size(&trial, outlines, plan->options->style->numbered.number.size_pt,
                               crowded_out);
    geo_label_ground_free(trial.ground);
    geo_labels_free(trial.labels);
    return status;
}

/* Where some would find no place, all are smaller. */
geo_status geo_label_place_numbers(geo_label_plan *plan)
{
    geo_label_outlines outlines = {0, NULL, NULL};
    double size_pt = plan->options->style->numbered.number.size_pt;
    size_t crowded_out = 0;
    geo_status status = geo_label_outlines_of_areas(plan->context, plan->options->view,
                                                    plan->options->numbered, &outlines);
    if (status == GEO_OK)
        status = try_style_size(plan, &outlines, &crowded_out);
    if (crowded_out > 0)
        size_pt = geo_label_small_pt(size_pt);
    if (status == GEO_OK)
        status = place_in_size(plan, &outlines, size_pt, &crowded_out);
    geo_label_outlines_clear(&outlines);
    return status;
}

/* ---- drawing -------------------------------------------------------------------------------- */

/* A half circle at either end: a circle where it is as wide as high. */
static void trace_disc(geo_canvas *canvas, const geo_box *box, double inset)
{
    double radius = box->height / 2 - inset, middle = box->y + box->height / 2;
    double left = box->x + box->height / 2, right = box->x + box->width - box->height / 2;
    for (int i = 0; i < CORNERS; i++) {
        double angle = TAU * (i + 0.5) / CORNERS;
        double x = (cos(angle) > 0 ? right : left) + radius * cos(angle);
        double y = middle + radius * sin(angle);
        if (i == 0)
            geo_canvas_move(canvas, x, y);
        else
            geo_canvas_line(canvas, x, y);
    }
    geo_canvas_close(canvas);
}

void geo_label_draw_number_leader(geo_canvas *canvas, const geo_label *label,
                                  const geo_style *style)
{
    const geo_line_style *halo = &style->numbered.halo;
    const geo_line_style below = {halo->colour, LEADER_MM + 2 * RIM_MM, halo->opacity};
    const geo_line_style line = {style->numbered.disc, LEADER_MM, 1};
    const geo_box dot = {label->leader_x0 - DOT_MM / 2, label->leader_y0 - DOT_MM / 2, DOT_MM,
                         DOT_MM};
    const geo_line_style *pen[] = {&below, &line};
    for (size_t i = 0; i < 2; i++) {
        geo_canvas_move(canvas, label->leader_x0, label->leader_y0);
        geo_canvas_line(canvas, label->leader_x1, label->leader_y1);
        geo_canvas_stroke(canvas, pen[i]);
        trace_disc(canvas, &dot, i == 0 ? -RIM_MM : 0);
        geo_canvas_fill(canvas, pen[i]->colour, pen[i]->opacity);
    }
}

void geo_label_draw_number(geo_canvas *canvas, const geo_label *label, const geo_style *style)
{
    geo_text_style number = style->numbered.number;
    number.size_pt = label->size_pt;
    trace_disc(canvas, &label->box, AIR_MM);
    geo_canvas_fill(canvas, style->numbered.halo.colour, 1);
    trace_disc(canvas, &label->box, AIR_MM + RIM_MM);
    geo_canvas_fill(canvas, style->numbered.disc, 1);
    geo_canvas_text(canvas, label->text, &number, GEO_ALIGN_CENTRE, label->x_mm, label->y_mm, 0);
}
