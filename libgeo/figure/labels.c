/* Names on the map. */
#include "figure/labels.h"

#include <math.h>
#include <stdlib.h>

#include "core/memory.h"
#include "core/text.h"
#include "figure/label_outline.h"
#include "figure/label_plan.h"

#define AREAS_MOST 30 /* that are named unless the style wants it */
/* Between a name and the frame. */
#define FRAME_GAP_MM 0.5
/* The dot at a leader's end, and the quiet line around both. */
#define DOT_MM  0.7
#define HALO_MM 0.25

/* The parents that are named: group[area] is GEO_NO_CODE for an area that is in none. */
typedef struct parent_groups {
    size_t count;
    int32_t *group; /* [areas->count] */
    size_t *first;  /* [count]: the first area of each */
} parent_groups;

static bool is_studied(const geo_label_options *options, size_t area)
{
    return !options->is_studied || options->is_studied[area];
}

static bool has_text(const char *const *text, size_t index)
{
    return text && text[index] && text[index][0];
}

static geo_status group_by_parent(geo_context *context, const geo_label_options *options,
                                  parent_groups *groups)
{
    const geo_areas *areas = options->areas;
    geo_dictionary *parents = NULL;
    geo_status status = geo_dictionary_new(context, &parents);
    if (status == GEO_OK)
        status = geo_alloc_array(context, areas->count, sizeof *groups->group, &groups->group);
    if (status == GEO_OK)
        status = geo_alloc_array(context, areas->count, sizeof *groups->first, &groups->first);
    for (size_t i = 0; status == GEO_OK && i < areas->count; i++) {
        groups->group[i] = GEO_NO_CODE;
        if (!is_studied(options, i) || !has_text(areas->parent, i))
            continue;
        status =
            geo_dictionary_code(context, parents, geo_text_of(areas->parent[i]), &groups->group[i]);
        if (status == GEO_OK && geo_dictionary_count(parents) > groups->count)
            groups->first[groups->count++] = i;
    }
    geo_dictionary_free(parents);
    return status;
}

static void clear_groups(parent_groups *groups)
{
    free(groups->group);
    free(groups->first);
}

static geo_named choose_named(const geo_label_options *options, const parent_groups *groups)
{
    size_t studied = 0;
    if (options->named != GEO_NAMED_AUTO)
        return options->named;
    for (size_t i = 0; i < options->areas->count; i++)
        studied += is_studied(options, i) ? 1 : 0;
    if (groups->count >= 2)
        return GEO_NAMED_PARENTS;
    return studied <= AREAS_MOST ? GEO_NAMED_AREAS : GEO_NAMED_NONE;
}

/* Names that want a place, all of one kind. */
typedef struct wish_list {
    size_t count;
    geo_label_wish *wish;
    geo_label_outlines outlines;
} wish_list;

static void clear_list(wish_list *list)
{
    free(list->wish);
    geo_label_outlines_clear(&list->outlines);
}

static void add_wish(wish_list *list, size_t outline, const geo_label_wish *wish)
{
    const geo_label_outlines *outlines = &list->outlines;
    geo_label_wish *added = &list->wish[list->count++];
    *added = *wish;
    added->segment = outlines->segment + outlines->first[outline];
    added->segment_count = outlines->first[outline + 1] - outlines->first[outline];
}

static geo_status wish_parents(geo_label_plan *plan, const parent_groups *groups, wish_list *list)
{
    const geo_label_options *options = plan->options;
    bool has_others = plan->labels->has_others;
    geo_status status =
        geo_label_outlines_of_groups(plan->context, options->view, options->areas, options->borders,
                                     groups->group, groups->count, &list->outlines);
    if (status == GEO_OK)
        status = geo_alloc_array(plan->context, groups->count, sizeof *list->wish, &list->wish);
    for (size_t i = 0; status == GEO_OK && i < groups->count; i++) {
        const geo_label_wish wish = {.kind = GEO_LABEL_PARENT,
                                     .index = groups->first[i],
                                     .text = options->areas->parent[groups->first[i]],
                                     .style = has_others ? &options->style->parent
                                                         : &options->style->label,
                                     .yields = has_others};
        add_wish(list, i, &wish);
    }
    return status;
}

static geo_status wish_areas(geo_label_plan *plan, wish_list *list)
{
    const geo_label_options *options = plan->options;
    const geo_areas *areas = options->areas;
    geo_status status =
        geo_label_outlines_of_areas(plan->context, options->view, areas, &list->outlines);
    if (status == GEO_OK)
        status = geo_alloc_array(plan->context, areas->count, sizeof *list->wish, &list->wish);
    for (size_t i = 0; status == GEO_OK && i < areas->count; i++) {
        if (!is_studied(options, i) || !has_text(areas->name, i))
            continue;
        const geo_label_wish wish = {.kind = GEO_LABEL_AREA,
                                     .index = i,
                                     .text = areas->name[i],
                                     .importance = options->importance ? options->importance[i] : 0,
                                     .style = &options->style->label};
        add_wish(list, i, &wish);
    }
    return status;
}

/* By importance; then those that fit inside, the tightest first, as the others can dodge; then
 * those that need a leader, the largest first; then by name. */
static int compare_wishes(const void *left, const void *right)
{
    const geo_label_wish *a = left, *b = right;
    bool a_fits = geo_label_fits(a), b_fits = geo_label_fits(b);
    int order = geo_label_compare_importance(a->importance, b->importance);
    if (order != 0)
        return order;
    if (a_fits != b_fits)
        return a_fits ? -1 : 1;
    if (a->best_fit != b->best_fit)
        return (a->best_fit > b->best_fit) == a_fits ? 1 : -1;
    return geo_label_compare_names(a->text, a->index, b->text, b->index);
}

static geo_status prepare(geo_label_plan *plan, wish_list *list)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; status == GEO_OK && i < list->count; i++)
        status = geo_label_prepare(plan, &list->wish[i]);
    if (status == GEO_OK)
        qsort(list->wish, list->count, sizeof *list->wish, compare_wishes);
    return status;
}

static geo_status prepare_areas(geo_label_plan *plan, wish_list *list)
{
    geo_status status = wish_areas(plan, list);
    if (status == GEO_OK)
        status = prepare(plan, list);
    for (size_t i = 0; status == GEO_OK && i < list->count; i++)
        if (geo_label_fits(&list->wish[i]))
            status = geo_label_ground_take(plan->context, plan->wanted, list->wish[i].best_box);
    return status;
}

static geo_status grant(geo_label_plan *plan, wish_list *list, bool may_lead)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; status == GEO_OK && i < list->count; i++) {
        status = geo_label_place_inside(plan, &list->wish[i]);
        if (status == GEO_OK && may_lead && !list->wish[i].is_placed)
            status = geo_label_place_beside(plan, &list->wish[i]);
    }
    return status;
}

static geo_status name_parents(geo_label_plan *plan, const parent_groups *groups)
{
    wish_list list = {0, NULL, {0, NULL, NULL}};
    geo_status status = wish_parents(plan, groups, &list);
    if (status == GEO_OK)
        status = prepare(plan, &list);
    if (status == GEO_OK)
        status = grant(plan, &list, false);
    clear_list(&list);
    return status;
}

/* What areas' names want is known first, so that the others leave it to them where they can. */
static geo_status place_names(geo_label_plan *plan, geo_named named, const parent_groups *groups)
{
    wish_list areas = {0, NULL, {0, NULL, NULL}};
    bool may_lead = plan->options->style->labels.leader.width_mm > 0;
    geo_status status = GEO_OK;
    plan->labels->has_others = named == GEO_NAMED_BOTH || plan->options->place_count > 0;
    if (named == GEO_NAMED_AREAS || named == GEO_NAMED_BOTH)
        status = prepare_areas(plan, &areas);
    if (status == GEO_OK && (named == GEO_NAMED_PARENTS || named == GEO_NAMED_BOTH))
        status = name_parents(plan, groups);
    if (status == GEO_OK)
        status = geo_label_place_points(plan);
    if (status == GEO_OK)
        status = grant(plan, &areas, may_lead);
    clear_list(&areas);
    return status;
}

static geo_status place_all(geo_label_plan *plan)
{
    const geo_label_options *options = plan->options;
    parent_groups groups = {0, NULL, NULL};
    geo_named named = GEO_NAMED_NONE;
    geo_status status = geo_label_take_given(plan);
    if (status == GEO_OK && options->numbered)
        status = geo_label_place_numbers(plan);
    if (status == GEO_OK && options->areas && options->named != GEO_NAMED_NONE)
        status = group_by_parent(plan->context, options, &groups);
    if (status == GEO_OK && options->areas)
        named = choose_named(options, &groups);
    if (status == GEO_OK)
        status = place_names(plan, named, &groups);
    clear_groups(&groups);
    return status;
}

static geo_box within(geo_box box, double gap)
{
    return (geo_box){box.x + gap, box.y + gap, fmax(0, box.width - 2 * gap),
                     fmax(0, box.height - 2 * gap)};
}

geo_status geo_labels_place(geo_context *context, geo_canvas *canvas,
                            const geo_label_options *options, geo_labels **out)
{
    geo_label_plan plan = {.context = context,
                           .canvas = canvas,
                           .options = options,
                           .frame = within(options->view->frame_mm, FRAME_GAP_MM)};
    geo_status status = geo_alloc_array(context, 1, sizeof *plan.labels, &plan.labels);
    if (status == GEO_OK)
        status = geo_label_ground_new(context, plan.frame, &plan.ground);
    if (status == GEO_OK)
        status = geo_label_ground_new(context, plan.frame, &plan.wanted);
    if (status == GEO_OK)
        status = geo_label_cover_new(context, options->view, options->areas, options->borders,
                                     &plan.cover);
    if (status == GEO_OK)
        status = place_all(&plan);
    geo_label_ground_free(plan.ground);
    geo_label_ground_free(plan.wanted);
    geo_label_cover_free(plan.cover);
    if (status != GEO_OK) {
        geo_labels_free(plan.labels);
        return status;
    }
    *out = plan.labels;
    return GEO_OK;
}

void geo_labels_free(geo_labels *labels)
{
    if (!labels)
        return;
    for (size_t i = 0; i < labels->count; i++)
        free(labels->label[i].text);
    free(labels->label);
    free(labels);
}

static void trace_leader(geo_canvas *canvas, const geo_label *label)
{
    geo_canvas_move(canvas, label->leader_x0, label->leader_y0);
    geo_canvas_line(canvas, label->leader_x1, label->leader_y1);
}

/* No pen draws circles: sixteen corners look round at this size. */
static void trace_dot(geo_canvas *canvas, const geo_label *label, double across)
{
    const int corners = 16;
    for (int i = 0; i < corners; i++) {
        double angle = 6.283185307179586 * i / corners;
        double x = label->leader_x0 + across / 2 * cos(angle);
        double y = label->leader_y0 + across / 2 * sin(angle);
        if (i == 0)
            geo_canvas_move(canvas, x, y);
        else
            geo_canvas_line(canvas, x, y);
    }
    geo_canvas_close(canvas);
}

static void draw_leader(geo_canvas *canvas, const geo_label *label, const geo_style *style)
{
    const geo_line_style *line = &style->labels.leader;
    const geo_line_style halo = {style->label.halo_colour, line->width_mm + 2 * HALO_MM, 0.8};
    trace_leader(canvas, label);
    geo_canvas_stroke(canvas, &halo);
    trace_dot(canvas, label, DOT_MM + 2 * HALO_MM);
    geo_canvas_fill(canvas, halo.colour, halo.opacity);
    trace_leader(canvas, label);
    geo_canvas_stroke(canvas, line);
    trace_dot(canvas, label, DOT_MM);
    geo_canvas_fill(canvas, line->colour, 1);
}

/* Parents alone are written as areas are. */
static const geo_text_style *style_of(const geo_labels *labels, const geo_label *label,
                                      const geo_style *style)
{
    if (label->kind == GEO_LABEL_PLACE)
        return &style->place;
    if (label->kind == GEO_LABEL_AREA)
        return &style->label;
    return labels->has_others ? &style->parent : &style->label;
}

void geo_labels_draw(geo_canvas *canvas, const geo_labels *labels, const geo_style *style)
{
    for (size_t i = 0; i < labels->count; i++) {
        if (labels->label[i].has_leader && labels->label[i].kind == GEO_LABEL_NUMBER)
            geo_label_draw_number_leader(canvas, &labels->label[i], style);
        else if (labels->label[i].has_leader)
            draw_leader(canvas, &labels->label[i], style);
    }
    for (size_t i = 0; i < labels->count; i++) {
        const geo_label *label = &labels->label[i];
        if (label->kind == GEO_LABEL_NUMBER) {
            geo_label_draw_number(canvas, label, style);
            continue;
        }
        geo_text_style text = *style_of(labels, label, style);
        text.size_pt = label->size_pt;
        geo_canvas_text(canvas, label->text, &text, label->align, label->x_mm, label->y_mm, 0);
    }
}
