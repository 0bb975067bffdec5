/* Two series back to back, by ordered groups such as ages. */
#include <math.h>

#include "core/context.h"
#include "figure/chart_axis.h"
#include "figure/chart_key.h"
#include "figure/chart_text.h"

#define ROW_MOST    14.0 /* all in mm */
#define BAR_SHARE   0.86 /* of a row */
#define GROUP_GAP   2.0  /* between the halves and the groups' names */
#define GROUPS_MOST 40.0
#define HEAD_GAP    1.2
#define HALF_LEAST  20.0

typedef struct pyramid_plan {
    const geo_pyramid_chart *data;
    geo_text_style text;
    double row_mm;
    double groups_mm;
    geo_box half[2]; /* left, right */
    geo_scale scale[2];
} pyramid_plan;

static const double *side_values(const geo_pyramid_chart *data, int side)
{
    return side == 0 ? data->left : data->right;
}

static const double *side_outline(const geo_pyramid_chart *data, int side)
{
    return side == 0 ? data->left_outline : data->right_outline;
}

static void draw_pyramid_key(geo_chart *chart, const geo_pyramid_chart *data)
{
    bool has_outline = data->left_outline || data->right_outline;
    const geo_key_entry entry = {GEO_KEY_LINE, chart->style->chart.reference,
                                 has_outline ? data->outline_text : NULL};
    geo_chart_draw_key(chart, &entry, 1);
}

static geo_text_style head_style(const geo_chart *chart)
{
    geo_text_style style = chart->style->legend;
    style.is_bold = true;
    return style;
}

static double head_height(const geo_chart *chart, const geo_pyramid_chart *data, double half_mm)
{
    geo_text_style style = head_style(chart);
    double height = 0;
    const char *const text[] = {data->left_text, data->right_text};
    for (int side = 0; side < 2; side++)
        if (text[side] && text[side][0])
            height = fmax(
                height,
                HEAD_GAP + geo_canvas_measure(chart->canvas, text[side], &style, half_mm).height);
    return height;
}

/* Of both halves, which have one scale. */
static geo_span pyramid_span(const geo_pyramid_chart *data)
{
    geo_span span = GEO_SPAN_OF_ZERO;
    for (int side = 0; side < 2; side++) {
        geo_span_add(&span, side_values(data, side), data->count);
        geo_span_add(&span, side_outline(data, side), data->count);
    }
    return span;
}

static void place_halves(const geo_chart *chart, pyramid_plan *plan, geo_span span, double top,
                         double half)
{
    double height = plan->row_mm * (double)plan->data->count;
    double middle = chart->body.x + chart->body.width / 2;
    double away = plan->groups_mm / 2 + GROUP_GAP;
    plan->half[0] = (geo_box){middle - away - half, top, half, height};
    plan->half[1] = (geo_box){middle + away, top, half, height};
    plan->scale[0] =
        geo_scale_across(chart, span, plan->data->decimals, middle - away, middle - away - half);
    plan->scale[1] = plan->scale[0];
    plan->scale[1].from_mm = middle + away;
    plan->scale[1].to_mm = middle + away + half;
}

static geo_status plan_pyramid(const geo_chart *chart, pyramid_plan *plan)
{
    const geo_pyramid_chart *data = plan->data;
    const geo_box *body = &chart->body;
    geo_span span = pyramid_span(data);
    plan->text = geo_chart_row_text(chart, body->height / (double)data->count);
    plan->groups_mm =
        fmin(geo_chart_widest(chart, data->group, data->count, &plan->text), GROUPS_MOST);
    /* Half of the outermost number sticks out on either side. */
    double out =
        geo_chart_number_width(chart, &span.highest, 1, data->decimals, &chart->style->legend);
    double half = (body->width - plan->groups_mm - 2 * GROUP_GAP) / 2 - out;
    double head = head_height(chart, data, half);
    double room = body->height - head - geo_scale_below(chart, data->unit, body->width);
    plan->row_mm = fmin(ROW_MOST, room / (double)data->count);
    if ((plan->row_mm < geo_chart_row_least(chart) || half < HALF_LEAST) &&
        !geo_canvas_failed(chart->canvas))
        return geo_fail(chart->context, GEO_ERROR_USAGE,
                        "%zu groups are more than a page of %d by %d mm can show legibly; make "
                        "wider groups or choose a larger page",
                        data->count, (int)chart->page_mm.width, (int)chart->page_mm.height);
    plan->text = geo_chart_row_text(chart, plan->row_mm);
    place_halves(chart, plan, span, body->y + head, half);
    return GEO_OK;
}

/* The first group stands at the foot. */
static double row_top(const pyramid_plan *plan, size_t group)
{
    return plan->half[0].y + plan->row_mm * (double)(plan->data->count - 1 - group);
}

static void draw_half(const geo_chart *chart, const pyramid_plan *plan, int side)
{
    const double *value = side_values(plan->data, side);
    const geo_scale *scale = &plan->scale[side];
    double zero = geo_scale_mm(scale, 0), gap = plan->row_mm * (1 - BAR_SHARE) / 2;
    for (size_t i = 0; i < plan->data->count; i++) {
        if (!isfinite(value[i]))
            continue;
        double end = geo_scale_mm(scale, value[i]);
        geo_canvas_box(chart->canvas, (geo_box){fmin(zero, end), row_top(plan, i) + gap,
                                                fabs(end - zero), plan->row_mm * BAR_SHARE});
        geo_canvas_fill(chart->canvas,
                        side == 0 ? chart->style->chart.colour : chart->style->chart.second, 1);
    }
}

static void draw_outline(const geo_chart *chart, const pyramid_plan *plan, int side)
{
    const double *value = side_outline(plan->data, side);
    bool is_drawing = false;
    for (size_t i = 0; value && i < plan->data->count; i++) {
        if (!isfinite(value[i])) {
            is_drawing = false;
            continue;
        }
        double x = geo_scale_mm(&plan->scale[side], value[i]), top = row_top(plan, i);
        if (is_drawing)
            geo_canvas_line(chart->canvas, x, top + plan->row_mm);
        else
            geo_canvas_move(chart->canvas, x, top + plan->row_mm);
        geo_canvas_line(chart->canvas, x, top);
        is_drawing = true;
    }
    if (value)
        geo_canvas_stroke(chart->canvas, &chart->style->chart.reference);
}

static void draw_head(const geo_chart *chart, const pyramid_plan *plan, int side)
{
    geo_text_style style = head_style(chart);
    const geo_box *half = &plan->half[side];
    const char *text = side == 0 ? plan->data->left_text : plan->data->right_text;
    if (!text)
        return;
    double height = geo_canvas_measure(chart->canvas, text, &style, half->width).height;
    geo_canvas_text(chart->canvas, text, &style, GEO_ALIGN_CENTRE, half->x + half->width / 2,
                    half->y - HEAD_GAP - height, half->width);
}

static void draw_groups(const geo_chart *chart, const pyramid_plan *plan)
{
    double middle = chart->body.x + chart->body.width / 2;
    geo_canvas_begin_group(chart->canvas, "groups");
    for (size_t i = 0; i < plan->data->count; i++)
        geo_chart_fit_text(chart, plan->data->group[i], &plan->text, GEO_ALIGN_CENTRE, middle,
                           row_top(plan, i) + plan->row_mm / 2, GEO_STAND_MIDDLE,
                           (geo_size){plan->groups_mm, plan->row_mm});
    geo_canvas_end_group(chart->canvas);
}

static void draw_unit(const geo_chart *chart, const pyramid_plan *plan)
{
    const char *unit = plan->data->unit;
    const geo_text_style *style = &chart->style->legend;
    const geo_box *half = &plan->half[0];
    if (!unit || !unit[0])
        return;
    double below = geo_scale_below(chart, unit, chart->body.width) -
                   geo_canvas_measure(chart->canvas, unit, style, chart->body.width).height;
    geo_canvas_text(chart->canvas, unit, style, GEO_ALIGN_CENTRE,
                    chart->body.x + chart->body.width / 2, half->y + half->height + below,
                    chart->body.width);
}

static geo_status draw_pyramid(geo_chart *chart, const void *chart_data)
{
    static const char *const name[] = {"left", "right"};
    pyramid_plan plan = {.data = chart_data};
    draw_pyramid_key(chart, plan.data);
    geo_status status = plan_pyramid(chart, &plan);
    if (status != GEO_OK)
        return status;
    for (int side = 0; side < 2; side++) {
        const geo_box *half = &plan.half[side];
        double zero = geo_scale_mm(&plan.scale[side], 0);
        geo_canvas_begin_group(chart->canvas, name[side]);
        geo_scale_draw_across(chart, &plan.scale[side], *half, NULL);
        draw_half(chart, &plan, side);
        draw_outline(chart, &plan, side);
        geo_chart_line(chart, &chart->style->chart.axis, 0, zero, half->y, zero,
                       half->y + half->height);
        draw_head(chart, &plan, side);
        geo_canvas_end_group(chart->canvas);
    }
    draw_groups(chart, &plan);
    draw_unit(chart, &plan);
    return GEO_OK;
}

static bool has_negative(const double *value, size_t count)
{
    for (size_t i = 0; value && i < count; i++)
        if (value[i] < 0)
            return true;
    return false;
}

geo_status geo_figure_pyramid(geo_context *context, const geo_pyramid_chart *chart,
                              const geo_style *style, const geo_figure_text *text,
                              geo_picture format, double dpi, geo_bytes *out)
{
    const geo_chart_request request = {
        .kind = "Pyramid",
        .is_wide = true,
        .is_empty = !geo_chart_has_values(chart->left, chart->count) &&
                    !geo_chart_has_values(chart->right, chart->count),
        .draw = draw_pyramid,
        .data = chart,
        .style = style,
        .text = text,
        .format = format,
        .dpi = dpi,
    };
    if (has_negative(chart->left, chart->count) || has_negative(chart->right, chart->count) ||
        has_negative(chart->left_outline, chart->count) ||
        has_negative(chart->right_outline, chart->count))
        return geo_fail(context, GEO_ERROR_USAGE, "the values of a pyramid must be 0 or more");
    return geo_chart_make(context, &request, out);
}
