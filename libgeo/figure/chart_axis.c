/* Axes with ticks at round numbers. */
#include "figure/chart_axis.h"

#include <math.h>

#include "figure/chart_text.h"

#define NUMBER_GAP     1.2 /* all in mm */
#define TITLE_GAP      1.4
#define TICKS_ACROSS   14.0 /* between two of them, at least */
#define TICKS_UP       14.0
#define BETWEEN_LABELS 4.0
#define STEPS_MOST     12.0
/* Beyond it steps and their multiples would overflow. */
#define LARGEST 1e300
/* Rounding of data that lie on a tick. */
#define TOLERANCE 1e-9

void geo_span_add(geo_span *span, const double *value, size_t count)
{
    for (size_t i = 0; value && i < count; i++) {
        if (!isfinite(value[i]))
            continue;
        span->lowest = fmin(span->lowest, value[i]);
        span->highest = fmax(span->highest, value[i]);
    }
}

/* A span that has some length: of a single value, what is around it. */
static geo_span with_length(geo_span span)
{
    span.lowest = fmax(span.lowest, -LARGEST);
    span.highest = fmin(span.highest, LARGEST);
    double size = fmax(fabs(span.lowest), fabs(span.highest));
    if (!(span.lowest <= span.highest) || size < 1 / LARGEST)
        return (geo_span){0, 1};
    if (span.highest - span.lowest < size * TOLERANCE)
        return (geo_span){span.lowest - size / 10, span.highest + size / 10};
    return span;
}

static double scaled(double mantissa, int exponent)
{
    return exponent < 0 ? mantissa / pow(10, -exponent) : mantissa * pow(10, exponent);
}

geo_axis geo_axis_make(geo_span span, size_t steps, double least_step)
{
    static const double mantissa[] = {1, 2, 2.5, 5};
    geo_axis axis = {0, 1, 2, 0};
    span = with_length(span);
    /* A zero within the span is a tick: one step to either side of it is the least. */
    size_t least = span.lowest < 0 && span.highest > 0 ? 2 : 1;
    double most = (double)(steps > least ? steps : least);
    double wanted = fmax((span.highest - span.lowest) / most, least_step);
    int exponent = (int)floor(log10(wanted) + TOLERANCE);
    for (int i = 0;; i++) {
        axis.step = scaled(mantissa[i % 4], exponent + i / 4);
        axis.first = floor(span.lowest / axis.step + TOLERANCE);
        double last = ceil(span.highest / axis.step - TOLERANCE);
        if (axis.step >= least_step && last - axis.first <= most) {
            axis.ticks = (size_t)(last - axis.first) + 1;
            break;
        }
        /* Few steps may never meet a span that lies about a round number: it then has one more. */
        if (i > 8)
            most++;
    }
    axis.decimals = geo_decimals_of(axis.step);
    return axis;
}

double geo_axis_tick(const geo_axis *axis, size_t tick)
{
    return (axis->first + (double)tick) * axis->step;
}

double geo_scale_mm(const geo_scale *scale, double value)
{
    const geo_axis *axis = &scale->axis;
    double share = (value / axis->step - axis->first) / (double)(axis->ticks - 1);
    return scale->from_mm + share * (scale->to_mm - scale->from_mm);
}

static double widest_number(const geo_chart *chart, const geo_axis *axis)
{
    double widest = 0;
    for (size_t i = 0; i < axis->ticks; i++) {
        double tick = geo_axis_tick(axis, i);
        widest = fmax(
            widest, geo_chart_number_width(chart, &tick, 1, axis->decimals, &chart->style->legend));
    }
    return widest;
}

/* Data of no decimals are counts, which have no halves. */
static double least_step(int decimals)
{
    return decimals > 0 ? 0 : 1;
}

geo_scale geo_scale_across(const geo_chart *chart, geo_span span, int decimals, double from_mm,
                           double to_mm)
{
    double length = fabs(to_mm - from_mm);
    size_t steps = (size_t)fmax(1, fmin(STEPS_MOST, length / TICKS_ACROSS));
    geo_scale scale = {geo_axis_make(span, steps, least_step(decimals)), from_mm, to_mm};
    while (steps > 1 && widest_number(chart, &scale.axis) + BETWEEN_LABELS >
                            length / (double)(scale.axis.ticks - 1))
        scale.axis = geo_axis_make(span, --steps, least_step(decimals));
    return scale;
}

geo_scale geo_scale_up(const geo_chart *chart, geo_span span, int decimals, double from_mm,
                       double to_mm)
{
    double least =
        fmax(TICKS_UP, 2 * geo_canvas_measure(chart->canvas, "0", &chart->style->legend, 0).height);
    size_t steps = (size_t)fmax(1, fmin(STEPS_MOST, fabs(to_mm - from_mm) / least));
    return (geo_scale){geo_axis_make(span, steps, least_step(decimals)), from_mm, to_mm};
}

static double title_height(const geo_chart *chart, const char *title, double width_mm)
{
    if (!title || !title[0])
        return 0;
    return TITLE_GAP +
           geo_canvas_measure(chart->canvas, title, &chart->style->legend, width_mm).height;
}

void geo_chart_line(const geo_chart *chart, const geo_line_style *line, double dash_mm,
                    double from_x, double from_y, double to_x, double to_y)
{
    geo_canvas_move(chart->canvas, from_x, from_y);
    geo_canvas_line(chart->canvas, to_x, to_y);
    geo_canvas_stroke_dashed(chart->canvas, line, dash_mm);
}

/* ---- across --------------------------------------------------------------------------------- */

double geo_scale_below(const geo_chart *chart, const char *title, double width_mm)
{
    return NUMBER_GAP + geo_canvas_measure(chart->canvas, "0", &chart->style->legend, 0).height +
           title_height(chart, title, width_mm);
}

void geo_scale_draw_across(const geo_chart *chart, const geo_scale *scale, geo_box plot,
                           const char *title)
{
    const geo_text_style *style = &chart->style->legend;
    char text[GEO_NUMBER_TEXT];
    double foot = plot.y + plot.height;
    for (size_t i = 0; i < scale->axis.ticks; i++) {
        double tick = geo_axis_tick(&scale->axis, i), x = geo_scale_mm(scale, tick);
        geo_chart_line(chart, &chart->style->chart.grid, 0, x, plot.y, x, foot);
        geo_chart_number(chart, tick, scale->axis.decimals, text);
        geo_canvas_text(chart->canvas, text, style, GEO_ALIGN_CENTRE, x, foot + NUMBER_GAP, 0);
    }
    if (title && title[0])
        geo_canvas_text(chart->canvas, title, style, GEO_ALIGN_CENTRE, plot.x + plot.width / 2,
                        foot + geo_scale_below(chart, NULL, 0) + TITLE_GAP, plot.width);
}

/* ---- upright -------------------------------------------------------------------------------- */

static void draw_up(const geo_chart *chart, const geo_scale *scale, geo_box plot, const char *title)
{
    const geo_text_style *style = &chart->style->legend;
    char text[GEO_NUMBER_TEXT];
    double half = geo_canvas_measure(chart->canvas, "0", style, 0).height / 2;
    for (size_t i = 0; i < scale->axis.ticks; i++) {
        double tick = geo_axis_tick(&scale->axis, i), y = geo_scale_mm(scale, tick);
        geo_chart_line(chart, &chart->style->chart.grid, 0, plot.x, y, plot.x + plot.width, y);
        geo_chart_number(chart, tick, scale->axis.decimals, text);
        geo_canvas_text(chart->canvas, text, style, GEO_ALIGN_RIGHT, plot.x - NUMBER_GAP, y - half,
                        0);
    }
    if (title && title[0])
        geo_canvas_text_turned(chart->canvas, title, style, GEO_ALIGN_CENTRE, chart->body.x,
                               plot.y + plot.height / 2, plot.height);
}

static geo_box place_upright(const geo_chart *chart, geo_span span, int decimals, const char *title,
                             geo_plot_room room, geo_scale *up)
{
    /* The highest number stands half above its tick. */
    double half = geo_canvas_measure(chart->canvas, "0", &chart->style->legend, 0).height / 2;
    double above = fmax(room.above_mm, half);
    geo_box plot = chart->body;
    plot.y += above;
    plot.height -= above + room.below_mm;
    *up = geo_scale_up(chart, span, decimals, plot.y + plot.height, plot.y);
    double left =
        title_height(chart, title, plot.height) + widest_number(chart, &up->axis) + NUMBER_GAP;
    plot.x += left;
    plot.width -= left + room.right_mm;
    return plot;
}

geo_box geo_chart_upright_plot(const geo_chart *chart, geo_span span, int decimals,
                               const char *title, geo_plot_room room, geo_scale *up)
{
    geo_box plot = place_upright(chart, span, decimals, title, room, up);
    geo_canvas_begin_group(chart->canvas, "axis-up");
    draw_up(chart, up, plot, title);
    geo_canvas_end_group(chart->canvas);
    return plot;
}

geo_box geo_chart_square_plot(const geo_chart *chart, geo_span span, int decimals,
                              const char *title, geo_plot_room room, geo_scale *up)
{
    geo_chart square = *chart;
    geo_box plot = place_upright(chart, span, decimals, title, room, up);
    double spare = plot.width - plot.height;
    if (spare > 0) {
        square.body.x += spare / 2;
        square.body.width -= spare;
    } else {
        square.body.height += spare;
    }
    return geo_chart_upright_plot(&square, span, decimals, title, room, up);
}
