/* A value a month, as a line or as bars, with control limits and shaded periods. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/context.h"
#include "figure/chart_axis.h"
#include "figure/chart_key.h"
#include "figure/chart_months.h"
#include "figure/chart_text.h"

#define BAR_SHARE    0.7 /* of a month */
#define POINT_SHARE  0.22
#define POINT_MOST   0.8 /* mm */
#define POINT_LEAST  0.35
#define OUTSIDE_MORE 0.5 /* what a point outside the limits is larger by */
#define LINE_MM      0.55
#define LABEL_GAP    1.0
#define LABEL_LINES  2.2 /* of a shade's label */

typedef struct month_plan {
    const geo_month_chart *data;
    geo_box plot;
    geo_scale up;
    double slot_mm;
    double point_mm;
} month_plan;

static double month_x(const month_plan *plan, double month)
{
    return plan->plot.x + plan->slot_mm * month;
}

static bool is_outside(const geo_month_chart *data, size_t i)
{
    return (data->lower_limit && data->value[i] < data->lower_limit[i]) ||
           (data->upper_limit && data->value[i] > data->upper_limit[i]);
}

static geo_span month_span(const geo_month_chart *data)
{
    geo_span all = GEO_SPAN_EMPTY, zero = GEO_SPAN_OF_ZERO;
    geo_span *span = data->may_leave_zero_out && !data->is_bars ? &all : &zero;
    geo_span_add(span, data->value, data->count);
    geo_span_add(span, data->centre, data->count);
    geo_span_add(span, data->lower_limit, data->count);
    geo_span_add(span, data->upper_limit, data->count);
    return *span;
}

static void draw_month_key(geo_chart *chart, const geo_month_chart *data)
{
    const geo_style *style = chart->style;
    bool has_limits = data->lower_limit || data->upper_limit;
    const geo_line_style line = {style->chart.colour, LINE_MM, 1};
    const geo_key_entry entry[] = {
        {data->is_bars ? GEO_KEY_BOX : GEO_KEY_LINE, line, data->series_text},
        {data->is_bars ? GEO_KEY_BOX : GEO_KEY_POINT, geo_key_colour(style->chart.highlight_strong),
         has_limits ? data->outside_text : NULL},
        {GEO_KEY_LINE, style->chart.reference, data->centre ? data->centre_text : NULL},
        {GEO_KEY_DASHES, style->chart.limit, has_limits ? data->limit_text : NULL},
    };
    geo_chart_draw_key(chart, entry, sizeof entry / sizeof *entry);
}

/* ---- shaded periods ------------------------------------------------------------------------- */

/* Cut to what the axis shows; false when nothing is left. */
static bool shade_slots(const geo_month_chart *data, size_t shade, double *from, double *to)
{
    *from = fmax(0, (double)data->shade[shade].first_month - data->first_month);
    *to = fmin((double)data->count, (double)data->shade[shade].last_month - data->first_month + 1);
    return *from < *to;
}

/* A label may run on to the next shaded period, or to the plot's end. */
static double label_room(const month_plan *plan, double from)
{
    double until = (double)plan->data->count;
    for (size_t i = 0; i < plan->data->shade_count; i++) {
        double next, to;
        if (shade_slots(plan->data, i, &next, &to) && next > from)
            until = fmin(until, next);
    }
    return (until - from) * plan->slot_mm - LABEL_GAP;
}

static double shade_label_height(const geo_chart *chart, const geo_month_chart *data)
{
    for (size_t i = 0; i < data->shade_count; i++)
        if (data->shade[i].label && data->shade[i].label[0])
            return LABEL_LINES *
                   geo_canvas_measure(chart->canvas, "Ag", &chart->style->note, 0).height;
    return 0;
}

static void draw_shades(const geo_chart *chart, const month_plan *plan)
{
    double line = geo_canvas_measure(chart->canvas, "Ag", &chart->style->note, 0).height;
    geo_canvas_begin_group(chart->canvas, "periods");
    for (size_t i = 0; i < plan->data->shade_count; i++) {
        double from, to;
        if (!shade_slots(plan->data, i, &from, &to))
            continue;
        geo_canvas_box(chart->canvas, (geo_box){month_x(plan, from), plan->plot.y,
                                                (to - from) * plan->slot_mm, plan->plot.height});
        geo_canvas_fill(chart->canvas, chart->style->chart.shade, 1);
        double room = label_room(plan, from);
        if (room > line)
            geo_chart_fit_text(chart, plan->data->shade[i].label, &chart->style->note,
                               GEO_ALIGN_LEFT, month_x(plan, from), plan->plot.y - LABEL_GAP / 2,
                               GEO_STAND_ABOVE, (geo_size){room, LABEL_LINES * line});
    }
    geo_canvas_end_group(chart->canvas);
}

/* ---- limits and values ---------------------------------------------------------------------- */

/* A level stretch for each month, so that limits that differ by month show it. */
static void draw_steps(const geo_chart *chart, const month_plan *plan, const double *level,
                       const geo_line_style *line, double dash_mm)
{
    bool is_drawing = false;
    for (size_t i = 0; level && i < plan->data->count; i++) {
        if (!isfinite(level[i])) {
            is_drawing = false;
            continue;
        }
        double y = geo_scale_mm(&plan->up, level[i]);
        if (is_drawing)
            geo_canvas_line(chart->canvas, month_x(plan, (double)i), y);
        else
            geo_canvas_move(chart->canvas, month_x(plan, (double)i), y);
        geo_canvas_line(chart->canvas, month_x(plan, (double)i + 1), y);
        is_drawing = true;
    }
    if (level)
        geo_canvas_stroke_dashed(chart->canvas, line, dash_mm);
}

static void draw_month_bars(const geo_chart *chart, const month_plan *plan)
{
    const geo_month_chart *data = plan->data;
    double zero = geo_scale_mm(&plan->up, 0), width = plan->slot_mm * BAR_SHARE;
    for (size_t i = 0; i < data->count; i++) {
        if (!isfinite(data->value[i]))
            continue;
        double end = geo_scale_mm(&plan->up, data->value[i]);
        geo_canvas_box(chart->canvas, (geo_box){month_x(plan, (double)i + 0.5) - width / 2,
                                                fmin(zero, end), width, fabs(end - zero)});
        geo_canvas_fill(chart->canvas,
                        is_outside(data, i) ? chart->style->chart.highlight_strong
                                            : chart->style->chart.colour,
                        1);
    }
}

/* Missing months break the line. */
static void draw_month_line(const geo_chart *chart, const month_plan *plan)
{
    const geo_line_style line = {chart->style->chart.colour, LINE_MM, 1};
    const geo_month_chart *data = plan->data;
    size_t drawn = 0;
    for (size_t i = 0; i < data->count; i++) {
        bool goes_on = i > 0 && isfinite(data->value[i - 1]);
        if (!isfinite(data->value[i]))
            continue;
        double x = month_x(plan, (double)i + 0.5), y = geo_scale_mm(&plan->up, data->value[i]);
        if (goes_on)
            geo_canvas_line(chart->canvas, x, y);
        else
            geo_canvas_move(chart->canvas, x, y);
        drawn += goes_on;
    }
    if (drawn > 0)
        geo_canvas_stroke(chart->canvas, &line);
}

static bool stands_alone(const geo_month_chart *data, size_t i)
{
    return !(i > 0 && isfinite(data->value[i - 1])) &&
           !(i + 1 < data->count && isfinite(data->value[i + 1]));
}

static void draw_points(const geo_chart *chart, const month_plan *plan)
{
    const geo_month_chart *data = plan->data;
    for (size_t i = 0; i < data->count; i++) {
        bool outside = is_outside(data, i);
        double radius = plan->point_mm;
        if (!isfinite(data->value[i]) ||
            (radius <= POINT_LEAST && !outside && !stands_alone(data, i)))
            continue;
        geo_canvas_circle(chart->canvas, month_x(plan, (double)i + 0.5),
                          geo_scale_mm(&plan->up, data->value[i]),
                          outside ? radius + OUTSIDE_MORE : radius);
        geo_canvas_fill(chart->canvas,
                        outside ? chart->style->chart.highlight_strong : chart->style->chart.colour,
                        1);
    }
}

static void draw_values(const geo_chart *chart, const month_plan *plan)
{
    geo_canvas_begin_group(chart->canvas, "values");
    if (plan->data->is_bars) {
        draw_month_bars(chart, plan);
    } else {
        draw_month_line(chart, plan);
        draw_points(chart, plan);
    }
    geo_canvas_end_group(chart->canvas);
}

static void draw_limits(const geo_chart *chart, const month_plan *plan)
{
    const geo_style *style = chart->style;
    geo_canvas_begin_group(chart->canvas, "limits");
    draw_steps(chart, plan, plan->data->lower_limit, &style->chart.limit, GEO_CHART_DASH_MM);
    draw_steps(chart, plan, plan->data->upper_limit, &style->chart.limit, GEO_CHART_DASH_MM);
    draw_steps(chart, plan, plan->data->centre, &style->chart.reference, 0);
    geo_canvas_end_group(chart->canvas);
}

static geo_status draw_months(geo_chart *chart, const void *chart_data)
{
    const geo_month_chart *data = chart_data;
    month_plan plan = {.data = data};
    draw_month_key(chart, data);
    const geo_plot_room room = {shade_label_height(chart, data), geo_months_height(chart), 0};
    plan.plot =
        geo_chart_upright_plot(chart, month_span(data), data->decimals, data->unit, room, &plan.up);
    plan.slot_mm = plan.plot.width / (double)data->count;
    plan.point_mm = fmax(POINT_LEAST, fmin(POINT_MOST, plan.slot_mm * POINT_SHARE));
    draw_shades(chart, &plan);
    geo_months_draw(chart, data->first_month, data->count, plan.plot);
    if (data->is_bars)
        draw_values(chart, &plan);
    draw_limits(chart, &plan);
    if (!data->is_bars)
        draw_values(chart, &plan);
    /* Zero, or the foot of an axis that leaves it out. */
    double zero =
        fmin(fmax(geo_scale_mm(&plan.up, 0), plan.plot.y), plan.plot.y + plan.plot.height);
    geo_chart_line(chart, &chart->style->chart.axis, 0, plan.plot.x, zero,
                   plan.plot.x + plan.plot.width, zero);
    return GEO_OK;
}

geo_status geo_figure_months(geo_context *context, const geo_month_chart *chart,
                             const geo_style *style, const geo_figure_text *text,
                             geo_picture format, double dpi, geo_bytes *out)
{
    const geo_chart_request request = {
        .kind = "Monthly chart",
        .is_wide = true,
        .is_empty = !geo_chart_has_values(chart->value, chart->count),
        .draw = draw_months,
        .data = chart,
        .style = style,
        .text = text,
        .format = format,
        .dpi = dpi,
    };
    return geo_chart_make(context, &request, out);
}
