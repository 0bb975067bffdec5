/* Bars by ordered categories, such as deciles of deprivation. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "figure/chart_axis.h"
#include "figure/chart_key.h"
#include "figure/chart_series.h"
#include "figure/chart_text.h"

#define GROUP_SHARE   0.78 /* of a category's width: its bars */
#define PLOT_SHARE    0.6  /* of the chart's height, at least, but for the highest headings */
#define HEADING_GAP   1.2  /* all in mm */
#define VALUE_GAP     0.6
#define LABEL_GAP     1.5
#define LABEL_MOST    32.0
#define WHISKER_SHARE 0.12 /* of a bar's width, to either side */
#define TITLE_GAP     1.4
#define NOTE_GAP      4.0

typedef struct profile_plan {
    const geo_profile_chart *data;
    char *reference;                                   /* its label; NULL: no line */
    const char *category[GEO_PROFILE_CATEGORIES_MOST]; /* without what is in note */
    char *stem[2];
    const char *note[2]; /* "(most deprived)" of the first and the last category; NULL: none */
    geo_headings headings;
    geo_box plot;
    geo_scale up;
    double slot_mm;
    double bar_mm;
} profile_plan;

static void draw_profile_key(geo_chart *chart, const geo_profile_chart *data)
{
    geo_key_entry entry[GEO_PROFILE_SERIES_MOST + 1];
    for (size_t i = 0; i < data->series_count; i++)
        entry[i] = (geo_key_entry){GEO_KEY_BOX, geo_key_colour(geo_series_colour(chart, i)),
                                   data->series ? data->series[i] : NULL};
    entry[data->series_count] = (geo_key_entry){
        GEO_KEY_WHISKER, {{0, 0, 0}, 0, 0}, data->lower ? data->interval_text : NULL};
    geo_chart_draw_key(chart, entry, data->series_count + 1);
}

static double unit_height(const geo_chart *chart, const char *unit)
{
    if (!unit || !unit[0])
        return 0;
    return TITLE_GAP +
           geo_canvas_measure(chart->canvas, unit, &chart->style->legend, chart->body.width).height;
}

/* With room for the values beyond the bars' ends. */
static geo_span profile_span(const geo_chart *chart, const profile_plan *plan)
{
    const geo_profile_chart *data = plan->data;
    size_t count = data->category_count * data->series_count;
    geo_span span = GEO_SPAN_OF_ZERO;
    geo_span_add(&span, data->value, count);
    geo_span_add(&span, data->lower, count);
    geo_span_add(&span, data->upper, count);
    if (plan->reference)
        geo_span_add(&span, &data->reference, 1);
    double text_mm =
        VALUE_GAP + geo_canvas_measure(chart->canvas, "0", &chart->style->note, 0).height;
    double air = (span.highest - span.lowest) * text_mm / (chart->body.height * PLOT_SHARE);
    span.lowest -= span.lowest < 0 ? air : 0;
    span.highest += span.highest > 0 ? air : 0;
    return span;
}

static double label_width(const geo_chart *chart, const profile_plan *plan)
{
    if (!plan->reference)
        return 0;
    return LABEL_GAP +
           geo_canvas_measure(chart->canvas, plan->reference, &chart->style->legend, LABEL_MOST)
               .width;
}

static double note_width(const geo_chart *chart, const char *note)
{
    return note ? geo_canvas_measure(chart->canvas, note, &chart->style->legend, 0).width : 0;
}

static void split_category(const geo_chart *chart, profile_plan *plan, size_t category, size_t end)
{
    const char *text = plan->data->category[category], *note = text ? strstr(text, " (") : NULL;
    if (!note || note == text)
        return;
    geo_canvas_fail(chart->canvas,
                    geo_copy_bytes(chart->context, text, (size_t)(note - text), &plan->stem[end]));
    if (!plan->stem[end])
        return;
    plan->category[category] = plan->stem[end];
    plan->note[end] = note + 1;
}

/* "1 (most deprived)" is wider than the bar of a decile: where both have room, what the ends say in
 * brackets goes below all headings and may reach below the bars beside theirs. */
static void split_ends(const geo_chart *chart, profile_plan *plan, double width_mm)
{
    size_t count = plan->data->category_count;
    for (size_t i = 0; i < count; i++)
        plan->category[i] = plan->data->category[i];
    if (count < 3)
        return;
    split_category(chart, plan, 0, 0);
    split_category(chart, plan, count - 1, 1);
    if (note_width(chart, plan->note[0]) + note_width(chart, plan->note[1]) + NOTE_GAP <= width_mm)
        return;
    plan->category[0] = plan->data->category[0];
    plan->category[count - 1] = plan->data->category[count - 1];
    plan->note[0] = plan->note[1] = NULL;
}

static double note_height(const geo_chart *chart, const profile_plan *plan)
{
    if (!plan->note[0] && !plan->note[1])
        return 0;
    return geo_canvas_measure(chart->canvas, "0", &chart->style->legend, 0).height;
}

/* The headings' height depends on their width, and that on the axis beside the plot: they are
 * planned for a slot that is a little narrower than theirs will be. */
static void plan_plot(const geo_chart *chart, profile_plan *plan)
{
    enum { AXIS_MM = 20 };
    const geo_profile_chart *data = plan->data;
    double right = label_width(chart, plan), count = (double)data->category_count;
    double width_mm = chart->body.width - right - AXIS_MM;
    split_ends(chart, plan, width_mm);
    plan->headings =
        geo_headings_plan(chart, plan->category, data->category_count, width_mm / count);
    const geo_plot_room room = {0,
                                HEADING_GAP + plan->headings.height_mm + note_height(chart, plan) +
                                    unit_height(chart, data->category_unit),
                                right};
    plan->plot = geo_chart_upright_plot(chart, profile_span(chart, plan), data->decimals,
                                        data->unit, room, &plan->up);
    plan->slot_mm = plan->headings.slot_mm = plan->plot.width / count;
    plan->bar_mm = plan->slot_mm * GROUP_SHARE / (double)data->series_count;
}

static double bar_x(const profile_plan *plan, size_t series, size_t category)
{
    double left = plan->plot.x + plan->slot_mm * ((double)category + (1 - GROUP_SHARE) / 2);
    return left + plan->bar_mm * (double)series;
}

static void draw_bar(const geo_chart *chart, const profile_plan *plan, size_t series,
                     size_t category)
{
    const geo_profile_chart *data = plan->data;
    size_t i = series * data->category_count + category;
    double x = bar_x(plan, series, category), zero = geo_scale_mm(&plan->up, 0);
    double end = geo_scale_mm(&plan->up, data->value[i]);
    geo_canvas_box(chart->canvas, (geo_box){x, fmin(zero, end), plan->bar_mm, fabs(end - zero)});
    geo_canvas_fill(chart->canvas, geo_series_colour(chart, series), 1);
    if (data->lower && data->upper)
        geo_chart_whisker(chart, (geo_size){plan->bar_mm * WHISKER_SHARE, 0}, x + plan->bar_mm / 2,
                          geo_scale_mm(&plan->up, data->lower[i]), x + plan->bar_mm / 2,
                          geo_scale_mm(&plan->up, data->upper[i]));
}

/* A value that the reference line would cross goes to its other side. */
static double clear_of_reference(const profile_plan *plan, double top, double height, bool is_below)
{
    if (!plan->reference)
        return top;
    double line = geo_scale_mm(&plan->up, plan->data->reference);
    if (line <= top || line >= top + height)
        return top;
    return is_below ? line + VALUE_GAP : line - VALUE_GAP - height;
}

/* Above bar and interval; below those of negative values. */
static void draw_value(const geo_chart *chart, const profile_plan *plan, size_t series,
                       size_t category)
{
    const geo_profile_chart *data = plan->data;
    size_t i = series * data->category_count + category;
    char text[GEO_NUMBER_TEXT];
    geo_text_style style = chart->style->note;
    style.colour = chart->style->legend.colour;
    style.halo_mm = chart->style->label.halo_mm;
    style.halo_colour = chart->style->page.colour;
    double value = data->value[i], end = value;
    if (data->upper && value >= 0)
        end = fmax(end, data->upper[i]);
    if (data->lower && value < 0)
        end = fmin(end, data->lower[i]);
    geo_chart_number(chart, value, data->decimals, text);
    double y = geo_scale_mm(&plan->up, end);
    double height = geo_canvas_measure(chart->canvas, text, &style, 0).height;
    double top = value < 0 ? y + VALUE_GAP : y - height - VALUE_GAP;
    geo_canvas_text(chart->canvas, text, &style, GEO_ALIGN_CENTRE,
                    bar_x(plan, series, category) + plan->bar_mm / 2,
                    clear_of_reference(plan, top, height, value < 0), 0);
}

static void draw_each(const geo_chart *chart, const profile_plan *plan,
                      void (*draw)(const geo_chart *chart, const profile_plan *plan, size_t series,
                                   size_t category),
                      const char *group)
{
    const geo_profile_chart *data = plan->data;
    geo_canvas_begin_group(chart->canvas, group);
    for (size_t series = 0; series < data->series_count; series++)
        for (size_t category = 0; category < data->category_count; category++)
            if (isfinite(data->value[series * data->category_count + category]))
                draw(chart, plan, series, category);
    geo_canvas_end_group(chart->canvas);
}

static void draw_reference(const geo_chart *chart, const profile_plan *plan)
{
    const geo_text_style *style = &chart->style->legend;
    double right = plan->plot.x + plan->plot.width;
    if (!plan->reference)
        return;
    double y = geo_scale_mm(&plan->up, plan->data->reference);
    double height = geo_canvas_measure(chart->canvas, plan->reference, style, LABEL_MOST).height;
    geo_chart_line(chart, &chart->style->chart.reference, 0, plan->plot.x, y, right, y);
    geo_canvas_text(chart->canvas, plan->reference, style, GEO_ALIGN_LEFT, right + LABEL_GAP,
                    y - height / 2, LABEL_MOST);
}

/* In the middle of their slots, but within the plot. */
static void draw_notes(const geo_chart *chart, const profile_plan *plan, double y)
{
    const geo_box *plot = &plan->plot;
    for (size_t end = 0; end < 2; end++) {
        double half = note_width(chart, plan->note[end]) / 2;
        double aside = fmax(half, plan->slot_mm / 2);
        if (plan->note[end])
            geo_canvas_text(chart->canvas, plan->note[end], &chart->style->legend, GEO_ALIGN_CENTRE,
                            end == 0 ? plot->x + aside : plot->x + plot->width - aside, y, 0);
    }
}

static void draw_categories(const geo_chart *chart, const profile_plan *plan)
{
    const geo_box *plot = &plan->plot;
    double foot = plot->y + plot->height, zero = geo_scale_mm(&plan->up, 0);
    geo_chart_line(chart, &chart->style->chart.axis, 0, plot->x, zero, plot->x + plot->width, zero);
    geo_headings_draw(chart, &plan->headings, plot->x, foot + HEADING_GAP, GEO_STAND_BELOW);
    draw_notes(chart, plan, foot + HEADING_GAP + plan->headings.height_mm);
    if (plan->data->category_unit)
        geo_canvas_text(chart->canvas, plan->data->category_unit, &chart->style->legend,
                        GEO_ALIGN_CENTRE, plot->x + plot->width / 2,
                        foot + HEADING_GAP + plan->headings.height_mm + note_height(chart, plan) +
                            TITLE_GAP,
                        plot->width);
}

static geo_status draw_profile(geo_chart *chart, const void *chart_data)
{
    const geo_profile_chart *data = chart_data;
    profile_plan plan = {.data = data};
    size_t count = data->category_count * data->series_count;
    draw_profile_key(chart, data);
    if (data->reference_text && isfinite(data->reference))
        plan.reference =
            geo_chart_label(chart, data->reference_text, data->reference, data->decimals);
    plan_plot(chart, &plan);
    draw_each(chart, &plan, draw_bar, "bars");
    draw_reference(chart, &plan);
    draw_categories(chart, &plan);
    if (geo_chart_number_width(chart, data->value, count, data->decimals, &chart->style->note) <=
        plan.bar_mm)
        draw_each(chart, &plan, draw_value, "values");
    free(plan.reference);
    free(plan.stem[0]);
    free(plan.stem[1]);
    return GEO_OK;
}

geo_status geo_figure_profile(geo_context *context, const geo_profile_chart *chart,
                              const geo_style *style, const geo_figure_text *text,
                              geo_picture format, double dpi, geo_bytes *out)
{
    const geo_chart_request request = {
        .kind = "Profile",
        .is_wide = true,
        .is_empty =
            !geo_chart_has_values(chart->value, chart->series_count * chart->category_count),
        .draw = draw_profile,
        .data = chart,
        .style = style,
        .text = text,
        .format = format,
        .dpi = dpi,
    };
    if (chart->category_count > GEO_PROFILE_CATEGORIES_MOST)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "a profile has at most %d categories; these are %zu",
                        GEO_PROFILE_CATEGORIES_MOST, chart->category_count);
    if (chart->series_count < 1 || chart->series_count > GEO_PROFILE_SERIES_MOST)
        return geo_fail(context, GEO_ERROR_USAGE, "a profile has 1 to %d series; these are %zu",
                        GEO_PROFILE_SERIES_MOST, chart->series_count);
    return geo_chart_make(context, &request, out);
}
