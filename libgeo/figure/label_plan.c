/* What the ways of placing a name share. */
#include "figure/label_plan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"

geo_box geo_label_box(const geo_text_style *style, geo_size size, geo_align align, double x,
                      double y)
{
    double halo_mm = fmax(0, style->halo_mm), left = x;
    if (align != GEO_ALIGN_LEFT)
        left -= align == GEO_ALIGN_CENTRE ? size.width / 2 : size.width;
    return (geo_box){left - halo_mm, y - halo_mm, size.width + 2 * halo_mm,
                     size.height + 2 * halo_mm};
}

geo_status geo_label_take_given(geo_label_plan *plan)
{
    const geo_label_options *options = plan->options;
    geo_status status = geo_label_take_dots(plan);
    for (size_t i = 0; status == GEO_OK && i < options->taken_count; i++)
        status = geo_label_ground_take(plan->context, plan->ground, options->taken[i]);
    return status;
}

geo_status geo_label_settle(geo_label_plan *plan, const geo_label *label, const char *name,
                            uint32_t breaks)
{
    geo_labels *labels = plan->labels;
    geo_label *settled = NULL;
    geo_status status = geo_grow_array(plan->context, &labels->label, &plan->capacity,
                                       labels->count + 1, sizeof *labels->label);
    if (status == GEO_OK)
        status = geo_label_ground_take(plan->context, plan->ground, label->box);
    if (status != GEO_OK)
        return status;
    settled = &labels->label[labels->count];
    *settled = *label;
    status = geo_name_set(plan->context, name, breaks, &settled->text);
    if (status == GEO_OK)
        labels->count++;
    return status;
}

geo_status geo_label_measure(const geo_label_plan *plan, const char *name, uint32_t breaks,
                             const geo_text_style *style, geo_size *size)
{
    char *text = NULL;
    geo_status status = geo_name_set(plan->context, name, breaks, &text);
    if (status == GEO_OK)
        *size = geo_canvas_measure(plan->canvas, text, style, 0);
    free(text);
    return status;
}

int geo_label_compare_importance(double a, double b)
{
    if (isnan(a) || isnan(b))
        return (isnan(a) != 0) - (isnan(b) != 0);
    return a < b ? 1 : -(a > b);
}

int geo_label_compare_names(const char *a, size_t a_index, const char *b, size_t b_index)
{
    int order = strcmp(a, b);
    if (order != 0)
        return order;
    return a_index < b_index ? -1 : a_index > b_index;
}
