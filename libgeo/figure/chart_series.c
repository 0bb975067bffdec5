/* Colours, dashes and markers of series. */
#include "figure/chart_series.h"

#include "figure/chart_text.h"

#define LINE_MM     0.6
#define MARKER_EDGE 0.2
#define STANDS_OUT  3.0
#define LIGHTNESS   2.0 /* a step of it */

geo_colour geo_series_colour(const geo_chart *chart, size_t series)
{
    const geo_colour colours[GEO_CHART_SERIES_MOST] = {
        chart->style->chart.colour, chart->style->chart.second, chart->style->chart.highlight,
        chart->style->chart.highlight_strong};
    return colours[series];
}

static geo_colour standing_out(const geo_chart *chart, geo_colour colour)
{
    geo_colour page = chart->style->page.colour;
    geo_lab lab = geo_colour_to_lab(colour);
    double step = geo_colour_to_lab(page).lightness > 50 ? -LIGHTNESS : LIGHTNESS;
    while (geo_chart_contrast(colour, page) < STANDS_OUT && lab.lightness > 0 &&
           lab.lightness < 100) {
        lab.lightness += step;
        colour = geo_colour_from_lab(lab);
    }
    return colour;
}

geo_line_style geo_series_line(const geo_chart *chart, size_t series)
{
    return (geo_line_style){standing_out(chart, geo_series_colour(chart, series)), LINE_MM, 1};
}

double geo_series_dash_mm(size_t series)
{
    static const double dash_mm[GEO_CHART_SERIES_MOST] = {0, 2.2, 0.9, 4};
    return dash_mm[series];
}

/* Corners of as much ink as the disc's. */
static void marker_path(geo_canvas *canvas, size_t series, double x, double y)
{
    static const struct {
        size_t corners;
        double corner[4][2];
    } shape[GEO_CHART_SERIES_MOST] = {
        {0, {{0, 0}}},
        {4, {{-0.9, -0.9}, {0.9, -0.9}, {0.9, 0.9}, {-0.9, 0.9}}},
        {3, {{0, -1.4}, {1.25, 0.8}, {-1.25, 0.8}}},
        {4, {{0, -1.35}, {1.35, 0}, {0, 1.35}, {-1.35, 0}}},
    };
    if (shape[series].corners == 0)
        geo_canvas_circle(canvas, x, y, 1);
    for (size_t i = 0; i < shape[series].corners; i++) {
        const double *corner = shape[series].corner[i];
        if (i == 0)
            geo_canvas_move(canvas, x + corner[0], y + corner[1]);
        else
            geo_canvas_line(canvas, x + corner[0], y + corner[1]);
    }
    if (shape[series].corners > 0)
        geo_canvas_close(canvas);
}

void geo_series_marker(const geo_chart *chart, size_t series, double x, double y)
{
    const geo_line_style edge = {chart->style->page.colour, MARKER_EDGE, 1};
    marker_path(chart->canvas, series, x, y);
    geo_canvas_fill(chart->canvas, geo_series_line(chart, series).colour, 1);
    marker_path(chart->canvas, series, x, y);
    geo_canvas_stroke(chart->canvas, &edge);
}
