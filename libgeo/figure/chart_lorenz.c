/* Concentration curves: how much of the incidents some share of the residents has. */
#include <math.h>
#include <stdlib.h>

#include "core/context.h"
#include "figure/chart_axis.h"
#include "figure/chart_key.h"
#include "figure/chart_series.h"
#include "figure/chart_text.h"

#define PERCENT      100.0
#define AXIS_GAP     0.6 /* all in mm */
#define ANSWER_GAP   2.5
#define ANSWER_SHARE 0.55 /* of the plot's width, at most */
#define POINTS_MOST  13   /* each has a marker; else every tenth of the residents */

typedef struct lorenz_plan {
    const geo_lorenz_chart *data;
    geo_box plot;
    geo_scale across;
    geo_scale up;
    double end; /* of the axis across, as a share */
} lorenz_plan;

static bool is_shown(const geo_lorenz_series *series)
{
    return series->count > 1 && geo_chart_has_values(series->up, series->count);
}

/* Between two points of the curve; NaN beyond its ends. */
static double share_at(const geo_lorenz_series *series, double across)
{
    for (size_t i = 1; i < series->count; i++) {
        double from = series->across[i - 1], to = series->across[i];
        if (!(from <= across && across <= to))
            continue;
        double part = to > from ? (across - from) / (to - from) : 1;
        return series->up[i - 1] + part * (series->up[i] - series->up[i - 1]);
    }
    return (double)NAN;
}

/* ---- key ------------------------------------------------------------------------------------ */

/* "Burglary: concentration index −0.24 (−0.29 to −0.19)"; NULL where it has neither. */
static geo_status name_series(const geo_chart *chart, const geo_lorenz_chart *data, size_t i,
                              geo_bytes *text)
{
    const geo_lorenz_series *series = &data->series[i];
    char value[GEO_NUMBER_TEXT], lower[GEO_NUMBER_TEXT], upper[GEO_NUMBER_TEXT];
    geo_status status = GEO_OK;
    if (series->name)
        status = geo_bytes_print(chart->context, text, "%s", series->name);
    if (status == GEO_OK && data->index_text && isfinite(series->index)) {
        geo_chart_number(chart, series->index, data->decimals, value);
        status = geo_bytes_print(chart->context, text, "%s%s %s", series->name ? ": " : "",
                                 data->index_text, value);
        if (status == GEO_OK && isfinite(series->index_lower) && isfinite(series->index_upper)) {
            geo_chart_number(chart, series->index_lower, data->decimals, lower);
            geo_chart_number(chart, series->index_upper, data->decimals, upper);
            status = geo_bytes_print(chart->context, text, " (%s to %s)", lower, upper);
        }
    }
    return status == GEO_OK && text->length > 0 ? geo_bytes_append(chart->context, text, "", 1)
                                                : status;
}

static geo_status draw_lorenz_key(geo_chart *chart, const geo_lorenz_chart *data)
{
    geo_key_entry entry[GEO_LORENZ_SERIES_MOST + 2];
    size_t count = data->series_count;
    geo_bytes text[GEO_LORENZ_SERIES_MOST] = {GEO_BYTES_INIT};
    geo_status status = GEO_OK;
    for (size_t i = 0; i < data->series_count; i++) {
        if (status == GEO_OK && is_shown(&data->series[i]))
            status = name_series(chart, data, i, &text[i]);
        entry[i] =
            (geo_key_entry){(geo_key_sign)(GEO_KEY_SERIES + i), {{0, 0, 0}, 0, 0}, text[i].data};
    }
    entry[count++] =
        (geo_key_entry){GEO_KEY_LINE, chart->style->chart.reference, data->equality_text};
    if (data->possible)
        entry[count++] =
            (geo_key_entry){GEO_KEY_DASHES, chart->style->chart.limit, data->possible->name};
    if (status == GEO_OK)
        geo_chart_draw_key(chart, entry, count);
    for (size_t i = 0; i < data->series_count; i++)
        geo_bytes_clear(&text[i]);
    return status;
}

/* ---- curves --------------------------------------------------------------------------------- */

static double x_of(const lorenz_plan *plan, double share)
{
    return geo_scale_mm(&plan->across, PERCENT * share);
}

static double y_of(const lorenz_plan *plan, double share)
{
    return geo_scale_mm(&plan->up, PERCENT * share);
}

static void plan_plot(const geo_chart *chart, lorenz_plan *plan)
{
    static const geo_span all = {0, PERCENT};
    const geo_lorenz_chart *data = plan->data;
    bool is_part = data->across_to > 0 && data->across_to < 1;
    double end = PERCENT;
    const geo_plot_room room = {
        0, AXIS_GAP + geo_scale_below(chart, data->across_text, chart->body.width),
        geo_chart_number_width(chart, &end, 1, 0, &chart->style->legend) / 2};
    plan->plot = geo_chart_square_plot(chart, all, 0, data->up_text, room, &plan->up);
    double right = plan->plot.x + plan->plot.width;
    plan->across = (geo_scale){plan->up.axis, plan->plot.x, right};
    if (is_part)
        plan->across = geo_scale_across(chart, (geo_span){0, PERCENT * data->across_to}, 1,
                                        plan->plot.x, right);
    plan->end =
        is_part ? geo_axis_tick(&plan->across.axis, plan->across.axis.ticks - 1) / PERCENT : 1;
}

/* From the first point to the end of the axis. */
static void trace_curve(const geo_chart *chart, const lorenz_plan *plan,
                        const geo_lorenz_series *series)
{
    bool is_drawing = false;
    for (size_t k = 0; k < series->count; k++) {
        bool is_beyond = series->across[k] > plan->end;
        if (!isfinite(series->across[k]) || !isfinite(series->up[k]))
            continue;
        double x = x_of(plan, is_beyond ? plan->end : series->across[k]);
        double y = y_of(plan, is_beyond ? share_at(series, plan->end) : series->up[k]);
        if (is_drawing)
            geo_canvas_line(chart->canvas, x, y);
        else
            geo_canvas_move(chart->canvas, x, y);
        is_drawing = true;
        if (plan->end < 1 && series->across[k] >= plan->end)
            return;
    }
}

static void draw_curve(const geo_chart *chart, const lorenz_plan *plan, size_t i)
{
    const geo_line_style line = geo_series_line(chart, i);
    trace_curve(chart, plan, &plan->data->series[i]);
    geo_canvas_stroke_dashed(chart->canvas, &line, geo_series_dash_mm(i));
}

static void draw_possible(const geo_chart *chart, const lorenz_plan *plan)
{
    const geo_lorenz_series *possible = plan->data->possible;
    if (!possible || !is_shown(possible))
        return;
    geo_canvas_begin_group(chart->canvas, "possible");
    trace_curve(chart, plan, possible);
    geo_canvas_stroke_dashed(chart->canvas, &chart->style->chart.limit, GEO_CHART_DASH_MM);
    geo_canvas_end_group(chart->canvas);
}

static void draw_marker(const geo_chart *chart, const lorenz_plan *plan, size_t series,
                        double across, double up)
{
    if (isfinite(across) && isfinite(up))
        geo_series_marker(chart, series, x_of(plan, across), y_of(plan, up));
}

/* The ends, which all curves share, have none; one that ends before has. */
static void draw_markers(const geo_chart *chart, const lorenz_plan *plan, size_t i)
{
    const geo_lorenz_series *series = &plan->data->series[i];
    size_t last = series->count - 1;
    if (series->across[last] < plan->end)
        draw_marker(chart, plan, i, series->across[last], series->up[last]);
    if (series->count <= POINTS_MOST)
        for (size_t k = 1; k < last && series->across[k] < plan->end; k++)
            draw_marker(chart, plan, i, series->across[k], series->up[k]);
    else
        for (int tenth = 1; tenth < 10; tenth++) {
            double across = plan->end * tenth / 10;
            draw_marker(chart, plan, i, across, share_at(series, across));
        }
}

static void draw_curves(const geo_chart *chart, const lorenz_plan *plan)
{
    const geo_lorenz_chart *data = plan->data;
    geo_canvas_begin_group(chart->canvas, "curves");
    for (size_t i = data->series_count; i-- > 0;)
        if (is_shown(&data->series[i]))
            draw_curve(chart, plan, i);
    geo_canvas_end_group(chart->canvas);
    geo_canvas_begin_group(chart->canvas, "markers");
    for (size_t i = data->series_count; i-- > 0;)
        if (is_shown(&data->series[i]))
            draw_markers(chart, plan, i);
    geo_canvas_end_group(chart->canvas);
}

static void draw_equality(const geo_chart *chart, const lorenz_plan *plan)
{
    const geo_box *plot = &plan->plot;
    double foot = plot->y + plot->height, right = plot->x + plot->width;
    geo_canvas_begin_group(chart->canvas, "equality");
    geo_chart_line(chart, &chart->style->chart.reference, 0, plot->x, foot, right,
                   y_of(plan, plan->end));
    geo_canvas_end_group(chart->canvas);
    geo_chart_line(chart, &chart->style->chart.axis, 0, plot->x, foot, right, foot);
    geo_chart_line(chart, &chart->style->chart.axis, 0, plot->x, foot, plot->x, plot->y);
}

/* ---- guide ---------------------------------------------------------------------------------- */

/* The curves' lowest and highest there; empty where none is known. */
static geo_span span_at(const geo_lorenz_chart *data, double across)
{
    geo_span span = GEO_SPAN_EMPTY;
    for (size_t i = 0; i < data->series_count; i++) {
        double up = share_at(&data->series[i], across);
        if (is_shown(&data->series[i]))
            geo_span_add(&span, &up, 1);
    }
    return span;
}

/* "The most deprived 20% of residents have 41% of incidents"; of several curves, a line for each:
 * "Burglary: 41% of incidents". */
static geo_status answer(const geo_chart *chart, const geo_lorenz_chart *data, geo_bytes *text)
{
    geo_status status = geo_bytes_print(chart->context, text, "%s", data->guide_text);
    for (size_t i = 0; i < data->series_count && status == GEO_OK; i++) {
        const geo_lorenz_series *series = &data->series[i];
        double share = PERCENT * share_at(series, data->guide);
        if (!is_shown(series) || !isfinite(share))
            continue;
        status = geo_bytes_print(chart->context, text, data->series_count == 1 ? " " : "\n");
        if (status == GEO_OK && data->series_count > 1 && series->name)
            status = geo_bytes_print(chart->context, text, "%s: ", series->name);
        if (status == GEO_OK)
            status =
                geo_bytes_print(chart->context, text, "%.0f%% of %s", share, data->incidents_text);
    }
    return status == GEO_OK ? geo_bytes_append(chart->context, text, "", 1) : status;
}

/* Whether the upper left corner is free of curves as far as that share across. */
static bool is_free_above(const lorenz_plan *plan, double across, double height_mm)
{
    const geo_lorenz_chart *data = plan->data;
    geo_span span = span_at(data, across);
    if (data->possible) {
        double up = share_at(data->possible, across);
        geo_span_add(&span, &up, 1);
    }
    return plan->plot.height * (1 - span.highest) > height_mm;
}

/* Right of the guide's foot, where all lines run above it; else in the corner that the curves leave
 * free; nowhere on a plot that is too small. */
static void draw_answer(const geo_chart *chart, const lorenz_plan *plan, const char *text,
                        geo_span shares)
{
    const geo_box *plot = &plan->plot;
    double guide = plan->data->guide, wrap = plot->width * ANSWER_SHARE;
    geo_text_style style = chart->style->legend;
    style.halo_mm = chart->style->label.halo_mm;
    style.halo_colour = chart->style->page.colour;
    geo_size size = geo_canvas_measure(chart->canvas, text, &style, wrap);
    double free_mm = plot->height * fmin(guide, shares.lowest);
    double x = x_of(plan, guide) + ANSWER_GAP, right = plot->x + plot->width - ANSWER_GAP;
    double y = plot->y + plot->height - ANSWER_GAP - size.height;
    if (free_mm < size.height + 2 * ANSWER_GAP || x + size.width > right) {
        bool is_above = shares.highest >= guide;
        if (size.width + size.height + 3 * ANSWER_GAP > plot->width)
            return;
        x = is_above ? right - size.width : plot->x + ANSWER_GAP;
        y = is_above ? y : plot->y + ANSWER_GAP;
    }
    double wide = plan->end * (size.width + 2 * ANSWER_GAP) / plot->width;
    if (plan->end < 1 && is_free_above(plan, wide, size.height + 2 * ANSWER_GAP)) {
        x = plot->x + ANSWER_GAP;
        y = plot->y + ANSWER_GAP;
    }
    geo_canvas_text(chart->canvas, text, &style, GEO_ALIGN_LEFT, x, y, wrap);
}

static geo_status draw_guide(const geo_chart *chart, const lorenz_plan *plan)
{
    const geo_lorenz_chart *data = plan->data;
    const geo_line_style *line = &chart->style->chart.limit;
    const geo_span shares = span_at(data, data->guide);
    geo_bytes text = GEO_BYTES_INIT;
    if (!(data->guide > 0 && data->guide < plan->end) || shares.lowest > shares.highest)
        return GEO_OK;
    double x = x_of(plan, data->guide), y = y_of(plan, shares.highest);
    geo_canvas_begin_group(chart->canvas, "guide");
    geo_chart_line(chart, line, GEO_CHART_DASH_MM, x, plan->plot.y + plan->plot.height, x, y);
    if (data->series_count == 1)
        geo_chart_line(chart, line, GEO_CHART_DASH_MM, x, y, plan->plot.x, y);
    geo_status status = answer(chart, data, &text);
    if (status == GEO_OK)
        draw_answer(chart, plan, text.data, shares);
    geo_canvas_end_group(chart->canvas);
    geo_bytes_clear(&text);
    return status;
}

/* ---- all ------------------------------------------------------------------------------------ */

static geo_status draw_lorenz(geo_chart *chart, const void *chart_data)
{
    lorenz_plan plan = {.data = chart_data};
    geo_status status = draw_lorenz_key(chart, plan.data);
    if (status != GEO_OK)
        return status;
    plan_plot(chart, &plan);
    geo_canvas_begin_group(chart->canvas, "axis-across");
    geo_scale_draw_across(chart, &plan.across, plan.plot, plan.data->across_text);
    geo_canvas_end_group(chart->canvas);
    draw_equality(chart, &plan);
    draw_possible(chart, &plan);
    if (plan.data->guide_text && plan.data->incidents_text)
        status = draw_guide(chart, &plan);
    draw_curves(chart, &plan);
    return status;
}

geo_status geo_figure_lorenz(geo_context *context, const geo_lorenz_chart *chart,
                             const geo_style *style, const geo_figure_text *text,
                             geo_picture format, double dpi, geo_bytes *out)
{
    bool is_empty = true;
    if (chart->series_count < 1 || chart->series_count > GEO_LORENZ_SERIES_MOST)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "a Lorenz chart has 1 to %d series; these are %zu", GEO_LORENZ_SERIES_MOST,
                        chart->series_count);
    for (size_t i = 0; i < chart->series_count; i++)
        is_empty = is_empty && !is_shown(&chart->series[i]);
    const geo_chart_request request = {
        .kind = "Lorenz curve",
        .is_empty = is_empty,
        .draw = draw_lorenz,
        .data = chart,
        .style = style,
        .text = text,
        .format = format,
        .dpi = dpi,
    };
    return geo_chart_make(context, &request, out);
}
