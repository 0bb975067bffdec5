/* Ranked bars, from left to right, with their intervals. */
#include <math.h>
#include <stdlib.h>

#include "core/context.h"
#include "figure/chart_axis.h"
#include "figure/chart_emphasis.h"
#include "figure/chart_key.h"
#include "figure/chart_text.h"

#define ROW_MOST    16.0 /* mm */
#define BAR_SHARE   0.66 /* of a row */
#define NAMES_SHARE 0.42 /* of the chart's width, at most */
#define NAME_GAP    2.0
#define VALUE_GAP   1.4
#define LABEL_GAP   0.8
#define WHISKER_END 0.2 /* of a bar's height, to either side */
#define NO_DATA     "no data"

typedef struct bar_plan {
    const geo_bar_chart *data;
    geo_text_style text;
    char *reference; /* its label; NULL: no line */
    double above_mm;
    double row_mm;
    double names_mm;
    geo_box plot;
    geo_scale scale;
} bar_plan;

static void draw_bar_key(geo_chart *chart, const geo_bar_chart *data)
{
    geo_key_entry entry[GEO_EMPHASIS_COUNT + 1];
    for (geo_emphasis i = 0; i < GEO_EMPHASIS_COUNT; i++)
        entry[i] = (geo_key_entry){GEO_KEY_BOX, geo_key_colour(geo_emphasis_colour(chart, i)),
                                   data->emphasis_text[i]};
    entry[GEO_EMPHASIS_COUNT] = (geo_key_entry){
        GEO_KEY_WHISKER, {{0, 0, 0}, 0, 0}, data->lower ? data->interval_text : NULL};
    geo_chart_draw_key(chart, entry, GEO_EMPHASIS_COUNT + 1);
}

static geo_status plan_rows(const geo_chart *chart, bar_plan *plan)
{
    const geo_bar_chart *data = plan->data;
    double room =
        chart->body.height - plan->above_mm - geo_scale_below(chart, data->unit, chart->body.width);
    double least = geo_chart_row_least(chart);
    /* A canvas that has failed measures nothing. */
    size_t most = least > 0 && room > least ? (size_t)(room / least) : 0;
    if (data->count > most && !geo_canvas_failed(chart->canvas))
        return geo_fail(chart->context, GEO_ERROR_USAGE,
                        "%zu bars are more than a page of %d by %d mm can show legibly, which is "
                        "%zu; show fewer, as with --top %zu, or choose a larger page",
                        data->count, (int)chart->page_mm.width, (int)chart->page_mm.height, most,
                        most);
    plan->row_mm = fmin(ROW_MOST, room / (double)data->count);
    plan->text = geo_chart_row_text(chart, plan->row_mm);
    plan->names_mm = fmin(geo_chart_widest(chart, data->name, data->count, &plan->text),
                          chart->body.width * NAMES_SHARE);
    return GEO_OK;
}

/* Values stand beyond the bars' ends, below zero on their left. */
static void plan_plot(const geo_chart *chart, bar_plan *plan)
{
    const geo_bar_chart *data = plan->data;
    geo_span span = GEO_SPAN_OF_ZERO;
    geo_span_add(&span, data->value, data->count);
    geo_span_add(&span, data->lower, data->count);
    geo_span_add(&span, data->upper, data->count);
    if (plan->reference)
        geo_span_add(&span, &data->reference, 1);
    double values = VALUE_GAP + geo_chart_number_width(chart, data->value, data->count,
                                                       data->decimals, &plan->text);
    double left = plan->names_mm + NAME_GAP + (span.lowest < 0 ? values : 0);
    plan->plot = (geo_box){chart->body.x + left, chart->body.y + plan->above_mm,
                           chart->body.width - left - values, plan->row_mm * (double)data->count};
    plan->scale = geo_scale_across(chart, span, data->decimals, plan->plot.x,
                                   plan->plot.x + plan->plot.width);
}

static void draw_bar(const geo_chart *chart, const bar_plan *plan, size_t bar, double y)
{
    const geo_bar_chart *data = plan->data;
    double zero = geo_scale_mm(&plan->scale, 0);
    double end = geo_scale_mm(&plan->scale, data->value[bar]);
    double height = plan->row_mm * BAR_SHARE;
    geo_emphasis emphasis = data->emphasis ? data->emphasis[bar] : GEO_EMPHASIS_NONE;
    geo_canvas_box(chart->canvas,
                   (geo_box){fmin(zero, end), y - height / 2, fabs(end - zero), height});
    geo_canvas_fill(chart->canvas, geo_emphasis_colour(chart, emphasis), 1);
}

static void draw_interval(const geo_chart *chart, const bar_plan *plan, size_t bar, double y)
{
    const geo_bar_chart *data = plan->data;
    if (data->lower && data->upper && isfinite(data->value[bar]))
        geo_chart_whisker(chart, (geo_size){0, plan->row_mm * BAR_SHARE * WHISKER_END},
                          geo_scale_mm(&plan->scale, data->lower[bar]), y,
                          geo_scale_mm(&plan->scale, data->upper[bar]), y);
}

/* A value that the reference line would cross goes to its other side. */
static double clear_of_reference(const bar_plan *plan, double x, double width, bool is_left)
{
    double left = is_left ? x - width : x, air = VALUE_GAP / 2;
    if (!plan->reference)
        return x;
    double line = geo_scale_mm(&plan->scale, plan->data->reference);
    if (line <= left - air || line >= left + width + air)
        return x;
    return is_left ? line - VALUE_GAP : line + VALUE_GAP;
}

/* Beyond bar and interval, so that neither strikes it through. */
static void draw_value(const geo_chart *chart, const bar_plan *plan, size_t bar, double y)
{
    const geo_bar_chart *data = plan->data;
    char text[GEO_NUMBER_TEXT];
    geo_text_style style = plan->text;
    double value = data->value[bar], end = value;
    double top = y - geo_canvas_measure(chart->canvas, "0", &style, 0).height / 2;
    style.halo_mm = chart->style->label.halo_mm;
    style.halo_colour = chart->style->page.colour;
    if (!isfinite(value)) {
        style.colour = chart->style->note.colour;
        geo_canvas_text(chart->canvas, NO_DATA, &style, GEO_ALIGN_LEFT,
                        geo_scale_mm(&plan->scale, 0) + VALUE_GAP, top, 0);
        return;
    }
    if (data->lower && value < 0)
        end = fmin(end, data->lower[bar]);
    if (data->upper && value >= 0)
        end = fmax(end, data->upper[bar]);
    geo_chart_number(chart, value, data->decimals, text);
    double x = geo_scale_mm(&plan->scale, end) + (value < 0 ? -VALUE_GAP : VALUE_GAP);
    double width = geo_canvas_measure(chart->canvas, text, &style, 0).width;
    geo_canvas_text(chart->canvas, text, &style, value < 0 ? GEO_ALIGN_RIGHT : GEO_ALIGN_LEFT,
                    clear_of_reference(plan, x, width, value < 0), top, 0);
}

static void draw_reference(const geo_chart *chart, const bar_plan *plan)
{
    const geo_text_style *style = &chart->style->legend;
    const geo_box *plot = &plan->plot;
    if (!plan->reference)
        return;
    double x = geo_scale_mm(&plan->scale, plan->data->reference);
    double half = geo_canvas_measure(chart->canvas, plan->reference, style, 0).width / 2;
    double left = fmax(chart->body.x, fmin(x - half, chart->body.x + chart->body.width - 2 * half));
    geo_canvas_begin_group(chart->canvas, "reference");
    geo_chart_line(chart, &chart->style->chart.reference, 0, x, plot->y, x, plot->y + plot->height);
    geo_canvas_text(chart->canvas, plan->reference, style, GEO_ALIGN_LEFT, left, chart->body.y, 0);
    geo_canvas_end_group(chart->canvas);
}

static void draw_rows(const geo_chart *chart, const bar_plan *plan,
                      void (*draw)(const geo_chart *chart, const bar_plan *plan, size_t bar,
                                   double y),
                      const char *group)
{
    geo_canvas_begin_group(chart->canvas, group);
    for (size_t i = 0; i < plan->data->count; i++)
        draw(chart, plan, i, plan->plot.y + plan->row_mm * ((double)i + 0.5));
    geo_canvas_end_group(chart->canvas);
}

static void draw_name(const geo_chart *chart, const bar_plan *plan, size_t bar, double y)
{
    geo_chart_fit_text(chart, plan->data->name[bar], &plan->text, GEO_ALIGN_RIGHT,
                       chart->body.x + plan->names_mm, y, GEO_STAND_MIDDLE,
                       (geo_size){plan->names_mm, plan->row_mm});
}

static void draw_value_bar(const geo_chart *chart, const bar_plan *plan, size_t bar, double y)
{
    if (isfinite(plan->data->value[bar]))
        draw_bar(chart, plan, bar, y);
}

static geo_status draw_bars(geo_chart *chart, const void *chart_data)
{
    const geo_bar_chart *data = chart_data;
    bar_plan plan = {.data = data};
    draw_bar_key(chart, data);
    if (data->reference_text && isfinite(data->reference))
        plan.reference =
            geo_chart_label(chart, data->reference_text, data->reference, data->decimals);
    if (plan.reference)
        plan.above_mm =
            LABEL_GAP +
            geo_canvas_measure(chart->canvas, plan.reference, &chart->style->legend, 0).height;
    geo_status status = plan_rows(chart, &plan);
    if (status == GEO_OK) {
        plan_plot(chart, &plan);
        geo_canvas_begin_group(chart->canvas, "axis");
        geo_scale_draw_across(chart, &plan.scale, plan.plot, data->unit);
        geo_canvas_end_group(chart->canvas);
        draw_rows(chart, &plan, draw_value_bar, "bars");
        double zero = geo_scale_mm(&plan.scale, 0);
        geo_chart_line(chart, &chart->style->chart.axis, 0, zero, plan.plot.y, zero,
                       plan.plot.y + plan.plot.height);
        draw_reference(chart, &plan);
        draw_rows(chart, &plan, draw_interval, "intervals");
        draw_rows(chart, &plan, draw_name, "names");
        draw_rows(chart, &plan, draw_value, "values");
    }
    free(plan.reference);
    return status;
}

geo_status geo_figure_bars(geo_context *context, const geo_bar_chart *chart, const geo_style *style,
                           const geo_figure_text *text, geo_picture format, double dpi,
                           geo_bytes *out)
{
    enum { FEW = 16 }; /* that a landscape page holds with bars of full height */
    const geo_chart_request request = {
        .kind = "Bar chart",
        .is_wide = chart->count <= FEW,
        .is_empty = !geo_chart_has_values(chart->value, chart->count),
        .draw = draw_bars,
        .data = chart,
        .style = style,
        .text = text,
        .format = format,
        .dpi = dpi,
    };
    return geo_chart_make(context, &request, out);
}
