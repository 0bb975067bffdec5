/* Rates by size, within the limits that chance sets. */
#include <math.h>
#include <stdlib.h>

#include "core/memory.h"
#include "figure/chart_axis.h"
#include "figure/chart_emphasis.h"
#include "figure/chart_key.h"
#include "figure/chart_text.h"

#define POINT      1.0 /* radius; all in mm */
#define POINT_EDGE 0.12
#define NAME_GAP   0.5
#define NAME_MOST  38.0
#define AXIS_GAP   0.6

typedef struct funnel_plan {
    const geo_funnel_chart *data;
    geo_box plot;
    geo_scale across;
    geo_scale up;
} funnel_plan;

static bool is_shown(const geo_funnel_chart *data, size_t i)
{
    return isfinite(data->size[i]) && data->size[i] >= 0 && isfinite(data->rate[i]);
}

static geo_emphasis emphasis_of(const geo_funnel_chart *data, size_t i)
{
    return data->emphasis ? data->emphasis[i] : GEO_EMPHASIS_NONE;
}

static void draw_funnel_key(geo_chart *chart, const geo_funnel_chart *data, const char *reference)
{
    const geo_line_style *limit = &chart->style->chart.limit;
    bool has_95 = data->curve_count > 1 && (data->lower_95 || data->upper_95);
    bool has_998 = data->curve_count > 1 && (data->lower_998 || data->upper_998);
    geo_key_entry entry[GEO_EMPHASIS_COUNT + 3];
    for (geo_emphasis i = 0; i < GEO_EMPHASIS_COUNT; i++)
        entry[i] = (geo_key_entry){GEO_KEY_POINT, geo_key_colour(geo_emphasis_colour(chart, i)),
                                   data->emphasis_text[i]};
    entry[GEO_EMPHASIS_COUNT] =
        (geo_key_entry){GEO_KEY_LINE, chart->style->chart.reference, reference};
    entry[GEO_EMPHASIS_COUNT + 1] =
        (geo_key_entry){GEO_KEY_DASHES, *limit, has_95 ? "95% limits" : NULL};
    entry[GEO_EMPHASIS_COUNT + 2] =
        (geo_key_entry){GEO_KEY_LINE, *limit, has_998 ? "99.8% limits" : NULL};
    geo_chart_draw_key(chart, entry, GEO_EMPHASIS_COUNT + 3);
}

/* The curves' upper ends at the smallest sizes lie far above all rates: they don't set the scale.
 */
static void plan_plot(const geo_chart *chart, funnel_plan *plan)
{
    const geo_funnel_chart *data = plan->data;
    geo_span sizes = GEO_SPAN_OF_ZERO, rates = GEO_SPAN_OF_ZERO;
    double half =
        geo_chart_number_width(chart, data->size, data->count, 0, &chart->style->legend) / 2;
    const geo_plot_room room = {
        0, AXIS_GAP + geo_scale_below(chart, data->size_unit, chart->body.width), half};
    for (size_t i = 0; i < data->count; i++) {
        if (!is_shown(data, i))
            continue;
        geo_span_add(&sizes, &data->size[i], 1);
        geo_span_add(&rates, &data->rate[i], 1);
    }
    if (data->reference_text)
        geo_span_add(&rates, &data->reference, 1);
    plan->plot =
        geo_chart_upright_plot(chart, rates, data->decimals, data->rate_unit, room, &plan->up);
    plan->across = geo_scale_across(chart, sizes, 0, plan->plot.x, plan->plot.x + plan->plot.width);
}

static void draw_curve(const geo_chart *chart, const funnel_plan *plan, const double *rate,
                       double dash_mm)
{
    bool is_drawing = false;
    for (size_t i = 0; rate && i < plan->data->curve_count; i++) {
        double size = plan->data->curve_size[i];
        if (!isfinite(size) || !isfinite(rate[i])) {
            is_drawing = false;
            continue;
        }
        double x = geo_scale_mm(&plan->across, size), y = geo_scale_mm(&plan->up, rate[i]);
        if (is_drawing)
            geo_canvas_line(chart->canvas, x, y);
        else
            geo_canvas_move(chart->canvas, x, y);
        is_drawing = true;
    }
    if (rate)
        geo_canvas_stroke_dashed(chart->canvas, &chart->style->chart.limit, dash_mm);
}

static void draw_curves(const geo_chart *chart, const funnel_plan *plan)
{
    const geo_funnel_chart *data = plan->data;
    const geo_box *plot = &plan->plot;
    geo_canvas_begin_clip(chart->canvas, *plot);
    geo_canvas_begin_group(chart->canvas, "limits");
    if (data->curve_count > 1) {
        draw_curve(chart, plan, data->lower_95, GEO_CHART_DASH_MM);
        draw_curve(chart, plan, data->upper_95, GEO_CHART_DASH_MM);
        draw_curve(chart, plan, data->lower_998, 0);
        draw_curve(chart, plan, data->upper_998, 0);
    }
    if (data->reference_text && isfinite(data->reference)) {
        double y = geo_scale_mm(&plan->up, data->reference);
        geo_chart_line(chart, &chart->style->chart.reference, 0, plot->x, y, plot->x + plot->width,
                       y);
    }
    geo_canvas_end_group(chart->canvas);
    geo_canvas_end_clip(chart->canvas);
}

static void draw_point(const geo_chart *chart, const funnel_plan *plan, size_t i)
{
    const geo_line_style edge = {chart->style->page.colour, POINT_EDGE, 1};
    double x = geo_scale_mm(&plan->across, plan->data->size[i]);
    double y = geo_scale_mm(&plan->up, plan->data->rate[i]);
    geo_canvas_circle(chart->canvas, x, y, POINT);
    geo_canvas_fill(chart->canvas, geo_emphasis_colour(chart, emphasis_of(plan->data, i)), 1);
    geo_canvas_circle(chart->canvas, x, y, POINT);
    geo_canvas_stroke(chart->canvas, &edge);
}

/* Those that stand out over the others. */
static void draw_points(const geo_chart *chart, const funnel_plan *plan)
{
    geo_canvas_begin_group(chart->canvas, "points");
    for (geo_emphasis emphasis = 0; emphasis < GEO_EMPHASIS_COUNT; emphasis++)
        for (size_t i = 0; i < plan->data->count; i++)
            if (is_shown(plan->data, i) && emphasis_of(plan->data, i) == emphasis)
                draw_point(chart, plan, i);
    geo_canvas_end_group(chart->canvas);
}

/* ---- names ---------------------------------------------------------------------------------- */

typedef struct funnel_name {
    size_t point;
    double distance_mm; /* from the reference */
} funnel_name;

static int by_distance(const void *left, const void *right)
{
    const funnel_name *a = left, *b = right;
    if (a->distance_mm != b->distance_mm)
        return a->distance_mm < b->distance_mm ? 1 : -1;
    return a->point < b->point ? -1 : 1;
}

static bool overlap(const geo_box *a, const geo_box *b)
{
    return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
           b->y < a->y + a->height;
}

static bool covers_a_point(const funnel_plan *plan, const geo_box *box)
{
    for (size_t i = 0; i < plan->data->count; i++) {
        if (!is_shown(plan->data, i))
            continue;
        const geo_box point = {geo_scale_mm(&plan->across, plan->data->size[i]) - POINT,
                               geo_scale_mm(&plan->up, plan->data->rate[i]) - POINT, 2 * POINT,
                               2 * POINT};
        if (overlap(box, &point))
            return true;
    }
    return false;
}

static bool is_free(const funnel_plan *plan, const geo_box *box, const geo_box *placed,
                    size_t count)
{
    const geo_box *plot = &plan->plot;
    if (box->x < plot->x || box->y < plot->y || box->x + box->width > plot->x + plot->width ||
        box->y + box->height > plot->y + plot->height)
        return false;
    for (size_t i = 0; i < count; i++)
        if (overlap(box, &placed[i]))
            return false;
    return !covers_a_point(plan, box);
}

/* Right of the point, left, above or below it: the first that is free. */
static bool find_place(const funnel_plan *plan, size_t point, geo_size size, const geo_box *placed,
                       size_t count, geo_box *box)
{
    static const double side[][2] = {{1, 0},  {-1, 0}, {0, -1},  {0, 1},
                                     {1, -1}, {1, 1},  {-1, -1}, {-1, 1}};
    double x = geo_scale_mm(&plan->across, plan->data->size[point]);
    double y = geo_scale_mm(&plan->up, plan->data->rate[point]);
    for (size_t i = 0; i < sizeof side / sizeof *side; i++) {
        double away_x = POINT + NAME_GAP + size.width / 2;
        /* The lines of a text have air of their own. */
        double away_y = POINT + size.height / 2;
        *box = (geo_box){x + side[i][0] * away_x - size.width / 2,
                         y + side[i][1] * away_y - size.height / 2, size.width, size.height};
        if (is_free(plan, box, placed, count))
            return true;
    }
    return false;
}

static void draw_name(const geo_chart *chart, const funnel_plan *plan, size_t point,
                      geo_box *placed, size_t *count)
{
    geo_text_style style = chart->style->note;
    const char *name = plan->data->name[point];
    style.colour = chart->style->legend.colour;
    style.halo_mm = chart->style->label.halo_mm;
    style.halo_colour = chart->style->page.colour;
    geo_size size = geo_canvas_measure(chart->canvas, name, &style, NAME_MOST);
    if (!find_place(plan, point, size, placed, *count, &placed[*count]))
        return;
    const geo_box *box = &placed[(*count)++];
    geo_canvas_text(chart->canvas, name, &style, GEO_ALIGN_LEFT, box->x, box->y, NAME_MOST);
}

static geo_status draw_names(const geo_chart *chart, const funnel_plan *plan)
{
    const geo_funnel_chart *data = plan->data;
    funnel_name *name = NULL;
    geo_box *placed = NULL;
    size_t count = 0, placed_count = 0;
    geo_status status = geo_alloc_array(chart->context, data->count, sizeof *name, &name);
    if (status == GEO_OK)
        status = geo_alloc_array(chart->context, data->count, sizeof *placed, &placed);
    double middle = geo_scale_mm(&plan->up, data->reference);
    for (size_t i = 0; status == GEO_OK && i < data->count; i++)
        if (is_shown(data, i) && emphasis_of(data, i) == GEO_EMPHASIS_STRONG && data->name[i] &&
            data->name[i][0])
            name[count++] = (funnel_name){i, fabs(geo_scale_mm(&plan->up, data->rate[i]) - middle)};
    if (count > 1)
        qsort(name, count, sizeof *name, by_distance);
    geo_canvas_begin_group(chart->canvas, "names");
    for (size_t i = 0; i < count; i++)
        draw_name(chart, plan, name[i].point, placed, &placed_count);
    geo_canvas_end_group(chart->canvas);
    free(name);
    free(placed);
    return status;
}

static geo_status draw_funnel(geo_chart *chart, const void *chart_data)
{
    const geo_funnel_chart *data = chart_data;
    funnel_plan plan = {.data = data};
    char *reference = NULL;
    if (data->reference_text && isfinite(data->reference))
        reference = geo_chart_label(chart, data->reference_text, data->reference, data->decimals);
    draw_funnel_key(chart, data, reference);
    free(reference);
    plan_plot(chart, &plan);
    geo_canvas_begin_group(chart->canvas, "axis-across");
    geo_scale_draw_across(chart, &plan.across, plan.plot, data->size_unit);
    geo_canvas_end_group(chart->canvas);
    draw_curves(chart, &plan);
    double foot = geo_scale_mm(&plan.up, 0);
    geo_chart_line(chart, &chart->style->chart.axis, 0, plan.plot.x, foot,
                   plan.plot.x + plan.plot.width, foot);
    draw_points(chart, &plan);
    return data->name ? draw_names(chart, &plan) : GEO_OK;
}

geo_status geo_figure_funnel(geo_context *context, const geo_funnel_chart *chart,
                             const geo_style *style, const geo_figure_text *text,
                             geo_picture format, double dpi, geo_bytes *out)
{
    bool is_empty = true;
    for (size_t i = 0; i < chart->count; i++)
        is_empty = is_empty && !is_shown(chart, i);
    const geo_chart_request request = {
        .kind = "Funnel plot",
        .is_wide = true,
        .is_empty = is_empty,
        .draw = draw_funnel,
        .data = chart,
        .style = style,
        .text = text,
        .format = format,
        .dpi = dpi,
    };
    return geo_chart_make(context, &request, out);
}
