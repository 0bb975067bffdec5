/* The key of a chart. */
#include "figure/chart_key.h"

#include <math.h>

#include "figure/chart_axis.h"
#include "figure/chart_series.h"

#define MARK_WIDTH   6.0 /* all in mm */
#define SERIES_WIDTH 12.0
#define BOX_WIDTH    4.6
#define BOX_HEIGHT   2.6
#define POINT        1.1
#define MARK_GAP     1.6
#define ENTRY_GAP    6.0
#define LINE_GAP     1.0
#define KEY_GAP      3.0
#define WHISKER_END  0.8
#define HALO         0.4
#define HALO_OPACITY 0.75

geo_line_style geo_key_colour(geo_colour colour)
{
    return (geo_line_style){colour, 0, 1};
}

void geo_chart_whisker(const geo_chart *chart, geo_size half_mm, double from_x, double from_y,
                       double to_x, double to_y)
{
    geo_canvas *canvas = chart->canvas;
    geo_line_style halo = {chart->style->page.colour, HALO, HALO_OPACITY};
    if (!isfinite(from_x + from_y + to_x + to_y))
        return;
    /* A dark line on a dark bar. */
    halo.width_mm += chart->style->chart.interval.width_mm;
    geo_chart_line(chart, &halo, 0, from_x, from_y, to_x, to_y);
    geo_canvas_move(canvas, from_x, from_y);
    geo_canvas_line(canvas, to_x, to_y);
    geo_canvas_move(canvas, from_x - half_mm.width, from_y - half_mm.height);
    geo_canvas_line(canvas, from_x + half_mm.width, from_y + half_mm.height);
    geo_canvas_move(canvas, to_x - half_mm.width, to_y - half_mm.height);
    geo_canvas_line(canvas, to_x + half_mm.width, to_y + half_mm.height);
    geo_canvas_stroke(canvas, &chart->style->chart.interval);
}

static double mark_width(geo_key_sign mark)
{
    if (mark >= GEO_KEY_SERIES)
        return SERIES_WIDTH;
    return mark == GEO_KEY_BOX ? BOX_WIDTH : mark == GEO_KEY_POINT ? 2 * POINT : MARK_WIDTH;
}

static void draw_series(const geo_chart *chart, size_t series, double x, double y)
{
    const geo_line_style line = geo_series_line(chart, series);
    geo_chart_line(chart, &line, geo_series_dash_mm(series), x, y, x + SERIES_WIDTH, y);
    geo_series_marker(chart, series, x + SERIES_WIDTH / 2, y);
}

static void draw_mark(const geo_chart *chart, const geo_key_entry *entry, double x, double y)
{
    geo_canvas *canvas = chart->canvas;
    if (entry->mark >= GEO_KEY_SERIES) {
        draw_series(chart, (size_t)(entry->mark - GEO_KEY_SERIES), x, y);
        return;
    }
    switch (entry->mark) {
    case GEO_KEY_BOX:
        geo_canvas_box(canvas, (geo_box){x, y - BOX_HEIGHT / 2, BOX_WIDTH, BOX_HEIGHT});
        geo_canvas_fill(canvas, entry->line.colour, entry->line.opacity);
        break;
    case GEO_KEY_POINT:
        geo_canvas_circle(canvas, x + POINT, y, POINT);
        geo_canvas_fill(canvas, entry->line.colour, entry->line.opacity);
        break;
    case GEO_KEY_WHISKER:
        geo_chart_whisker(chart, (geo_size){0, WHISKER_END}, x, y, x + MARK_WIDTH, y);
        break;
    default:
        geo_chart_line(chart, &entry->line, entry->mark == GEO_KEY_DASHES ? GEO_CHART_DASH_MM : 0,
                       x, y, x + MARK_WIDTH, y);
    }
}

void geo_chart_draw_key(geo_chart *chart, const geo_key_entry *entry, size_t count)
{
    const geo_text_style *style = &chart->style->legend;
    geo_box *body = &chart->body;
    double x = body->x, y = body->y, line_height = 0;
    if (!chart->style->furniture.legend)
        return;
    geo_canvas_begin_group(chart->canvas, "key");
    for (size_t i = 0; i < count; i++) {
        if (!entry[i].text)
            continue;
        double before = mark_width(entry[i].mark) + MARK_GAP, wrap = body->width - before;
        geo_size size = geo_canvas_measure(chart->canvas, entry[i].text, style, wrap);
        double first = geo_canvas_measure(chart->canvas, "0", style, 0).height;
        if (x > body->x && x + before + size.width > body->x + body->width) {
            x = body->x;
            y += line_height + LINE_GAP;
            line_height = 0;
        }
        draw_mark(chart, &entry[i], x, y + first / 2);
        geo_canvas_text(chart->canvas, entry[i].text, style, GEO_ALIGN_LEFT, x + before, y, wrap);
        x += before + size.width + ENTRY_GAP;
        line_height = fmax(line_height, size.height);
    }
    geo_canvas_end_group(chart->canvas);
    if (line_height > 0) {
        y += line_height + KEY_GAP;
        body->height -= y - body->y;
        body->y = y;
    }
}
