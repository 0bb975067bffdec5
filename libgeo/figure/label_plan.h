/* What the ways of placing a name share. */
#ifndef GEO_FIGURE_LABEL_PLAN_H
#define GEO_FIGURE_LABEL_PLAN_H

#include <math.h>

#include "figure/label_cover.h"
#include "figure/label_ground.h"
#include "figure/label_text.h"
#include "figure/labels.h"

/* How small an area's name may be set where the style has it in `size_pt`. */
static inline double geo_label_small_pt(double size_pt)
{
    const double share = 0.8;
    return fmin(size_pt, fmax(GEO_SMALLEST_PT, share * size_pt));
}

typedef struct geo_label_plan {
    geo_context *context;
    geo_canvas *canvas;
    const geo_label_options *options;
    geo_box frame; /* in which names stand: the map's, with a narrow margin */
    geo_label_ground *ground;
    geo_label_ground *wanted; /* where areas' names would stand if they could choose freely */
    geo_label_cover *cover;
    geo_labels *labels;
    size_t capacity;
} geo_label_plan;

/* A name that wants to stand in an outline. */
typedef struct geo_label_wish {
    geo_label_kind kind;
    size_t index;
    const char *text;
    double importance;
    const geo_text_style *style;
    const geo_segment *segment;
    size_t segment_count;
    bool yields; /* stands where areas are few and don't want to have their names */
    bool is_placed;
    size_t shape_count;
    geo_name_shape shape[GEO_NAME_LINES];
    double fit[GEO_NAME_LINES]; /* the roomiest spot's clearance over the text's height */
    double best_fit;
    geo_box best_box; /* at the roomiest spot for any shape */
} geo_label_wish;

/* The text's box with the halo around it. */
geo_box geo_label_box(const geo_text_style *style, geo_size size, geo_align align, double x,
                      double y);
/* Enters a label among those that are placed, with the name set in lines, and its box as taken. */
geo_status geo_label_settle(geo_label_plan *plan, const geo_label *label, const char *name,
                            uint32_t breaks);
/* The size of a name set in lines. */
geo_status geo_label_measure(const geo_label_plan *plan, const char *name, uint32_t breaks,
                             const geo_text_style *style, geo_size *size);
/* The higher is before the lower, NaN last. */
int geo_label_compare_importance(double a, double b);
int geo_label_compare_names(const char *a, size_t a_index, const char *b, size_t b_index);

/* Finds the shapes of a name and how they fit in its outline. */
geo_status geo_label_prepare(const geo_label_plan *plan, geo_label_wish *wish);
/* Whether there is a size and shape in which it fits. */
bool geo_label_fits(const geo_label_wish *wish);
/* Inside its outline, if it fits. */
geo_status geo_label_place_inside(geo_label_plan *plan, geo_label_wish *wish);
/* Beside its area, with a leader, if there is quiet ground. */
geo_status geo_label_place_beside(geo_label_plan *plan, geo_label_wish *wish);
/* Takes the ground where no name may stand: insets, and points' dots. */
geo_status geo_label_take_given(geo_label_plan *plan);
/* Takes the ground of their dots, and later their names beside them. */
geo_status geo_label_take_dots(geo_label_plan *plan);
geo_status geo_label_place_points(geo_label_plan *plan);

/* In their areas where these are much larger than a disc, else beside them. */
geo_status geo_label_place_numbers(geo_label_plan *plan);
void geo_label_draw_number_leader(geo_canvas *canvas, const geo_label *label,
                                  const geo_style *style);
void geo_label_draw_number(geo_canvas *canvas, const geo_label *label, const geo_style *style);

#endif
