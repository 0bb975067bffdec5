/* What must hold of any labels, by plain geometry that shares nothing with the library's. */
#ifndef TESTS_FIGURE_LABEL_CHECK_H
#define TESTS_FIGURE_LABEL_CHECK_H

#include <math.h>

#include "figure/labels.h"
#include "unit.h"

typedef struct label_faults {
    size_t overlaps;        /* pairs of boxes */
    size_t outside_frame;   /* boxes or leaders */
    size_t leaders_on_text; /* pairs of a leader and another's box */
    size_t leaders_crossed; /* pairs */
    size_t outside_area;    /* names, or leaders' ends, that are not in the area they name */
} label_faults;

static inline bool check_boxes_overlap(const geo_box *a, const geo_box *b)
{
    return fmin(a->x + a->width, b->x + b->width) - fmax(a->x, b->x) > 0 &&
           fmin(a->y + a->height, b->y + b->height) - fmax(a->y, b->y) > 0;
}

static inline bool check_in_box(const geo_box *box, double x, double y)
{
    return x >= box->x && x <= box->x + box->width && y >= box->y && y <= box->y + box->height;
}

static inline double check_turn(double ax, double ay, double bx, double by, double cx, double cy)
{
    return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
}

static inline bool check_lines_cross(const geo_label *a, const geo_label *b)
{
    double ax = a->leader_x0, ay = a->leader_y0, bx = a->leader_x1, by = a->leader_y1;
    double cx = b->leader_x0, cy = b->leader_y0, dx = b->leader_x1, dy = b->leader_y1;
    return check_turn(ax, ay, bx, by, cx, cy) * check_turn(ax, ay, bx, by, dx, dy) < 0 &&
           check_turn(cx, cy, dx, dy, ax, ay) * check_turn(cx, cy, dx, dy, bx, by) < 0;
}

/* At a thousand points of the leader. */
static inline bool check_leader_on(const geo_label *leader, const geo_box *box)
{
    for (int i = 0; i <= 1000; i++) {
        double t = i / 1000.0;
        if (check_in_box(box, leader->leader_x0 + t * (leader->leader_x1 - leader->leader_x0),
                         leader->leader_y0 + t * (leader->leader_y1 - leader->leader_y0)))
            return true;
    }
    return false;
}

static inline bool check_in_area(const geo_areas *areas, size_t area, double x, double y)
{
    bool inside = false;
    for (size_t ring = areas->area_ring[area]; ring < areas->area_ring[area + 1]; ring++)
        for (size_t p = areas->ring_point[ring]; p + 1 < areas->ring_point[ring + 1]; p++) {
            double x0 = areas->x[p], y0 = areas->y[p], x1 = areas->x[p + 1], y1 = areas->y[p + 1];
            if ((y0 > y) != (y1 > y) && x < x0 + (y - y0) / (y1 - y0) * (x1 - x0))
                inside = !inside;
        }
    return inside;
}

static inline bool check_names_its_area(const geo_label *label, const geo_label_options *options)
{
    const geo_view *view = options->view;
    double x_mm = label->has_leader ? label->leader_x0 : label->box.x + label->box.width / 2;
    double y_mm = label->has_leader ? label->leader_y0 : label->box.y + label->box.height / 2;
    return check_in_area(options->areas, label->index,
                         view->x_min + (x_mm - view->frame_mm.x) / view->mm_per_m,
                         view->y_max - (y_mm - view->frame_mm.y) / view->mm_per_m);
}

static inline label_faults check_labels(const geo_labels *labels, const geo_label_options *options)
{
    label_faults faults = {0, 0, 0, 0, 0};
    const geo_box *frame = &options->view->frame_mm;
    for (size_t i = 0; i < labels->count; i++) {
        const geo_label *label = &labels->label[i];
        const geo_box *box = &label->box;
        if (!check_in_box(frame, box->x, box->y) ||
            !check_in_box(frame, box->x + box->width, box->y + box->height))
            faults.outside_frame++;
        if (label->has_leader && (!check_in_box(frame, label->leader_x0, label->leader_y0) ||
                                  !check_in_box(frame, label->leader_x1, label->leader_y1)))
            faults.outside_frame++;
        if (label->kind == GEO_LABEL_AREA && !check_names_its_area(label, options))
            faults.outside_area++;
        for (size_t j = 0; j < labels->count; j++) {
            const geo_label *other = &labels->label[j];
            if (j > i && check_boxes_overlap(box, &other->box))
                faults.overlaps++;
            if (j != i && label->has_leader && check_leader_on(label, &other->box))
                faults.leaders_on_text++;
            if (j > i && label->has_leader && other->has_leader && check_lines_cross(label, other))
                faults.leaders_crossed++;
        }
    }
    return faults;
}

static inline void assert_no_faults(const geo_labels *labels, const geo_label_options *options)
{
    label_faults faults = check_labels(labels, options);
    assert_int_equal(faults.overlaps, 0);
    assert_int_equal(faults.outside_frame, 0);
    assert_int_equal(faults.leaders_on_text, 0);
    assert_int_equal(faults.leaders_crossed, 0);
    assert_int_equal(faults.outside_area, 0);
}

static inline size_t count_leaders(const geo_labels *labels)
{
    size_t count = 0;
    for (size_t i = 0; i < labels->count; i++)
        count += labels->label[i].has_leader ? 1 : 0;
    return count;
}

/* The report style, with what names need. */
static inline geo_style *label_style(geo_context *context)
{
    geo_style *style = NULL;
    assert_int_equal(geo_style_read(context, NULL, &style), GEO_OK);
    style->label.size_pt = 7;
    style->parent = style->place = style->label;
    style->parent.size_pt = 9;
    style->parent.is_bold = true;
    style->labels.wrap_mm = 22;
    style->labels.leader = (geo_line_style){{0.4, 0.4, 0.4}, 0.12, 1};
    return style;
}

static inline geo_canvas *label_canvas(geo_context *context, geo_box frame)
{
    const geo_size page = {frame.x + frame.width + 10, frame.y + frame.height + 10};
    const geo_canvas_options options = {GEO_PICTURE_SVG, 0, page, NULL, NULL, NULL};
    geo_canvas *canvas = NULL;
    assert_int_equal(geo_canvas_new(context, &options, &canvas), GEO_OK);
    return canvas;
}

#endif
