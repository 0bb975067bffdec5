/* Axes with ticks at round numbers. */
#ifndef GEO_FIGURE_CHART_AXIS_H
#define GEO_FIGURE_CHART_AXIS_H

#include <math.h>

#include "figure/chart_page.h"

/* Of the finite ones among some values; empty when lowest > highest. */
typedef struct geo_span {
    double lowest;
    double highest;
} geo_span;

#define GEO_SPAN_EMPTY                                                                             \
    {                                                                                              \
        INFINITY, -INFINITY                                                                        \
    }
#define GEO_SPAN_OF_ZERO                                                                           \
    {                                                                                              \
        0, 0                                                                                       \
    }

/* NULL adds nothing. */
void geo_span_add(geo_span *span, const double *value, size_t count);

/* Tick i is (first + i) * step; the first and the last take in all data. */
typedef struct geo_axis {
    double first; /* a whole number */
    double step;  /* 1, 2, 2.5 or 5 times a power of ten */
    size_t ticks; /* 2 at least */
    int decimals; /* that they need */
} geo_axis;

/* At most `steps` steps (1 at least, 2 where the span has zero within it), none of them below
 * `least_step`. */
geo_axis geo_axis_make(geo_span span, size_t steps, double least_step);
double geo_axis_tick(const geo_axis *axis, size_t tick);

/* An axis on the page; upwards `to_mm` is the smaller one. */
typedef struct geo_scale {
    geo_axis axis;
    double from_mm;
    double to_mm;
} geo_scale;

double geo_scale_mm(const geo_scale *scale, double value);

/* The scale of as many ticks as have room between the two ends. Values of no decimals are whole:
 * there are then no ticks between whole numbers. */
geo_scale geo_scale_across(const geo_chart *chart, geo_span span, int decimals, double from_mm,
                           double to_mm);
geo_scale geo_scale_up(const geo_chart *chart, geo_span span, int decimals, double from_mm,
                       double to_mm);

/* How much room an axis takes below the plot, numbers and title. */
double geo_scale_below(const geo_chart *chart, const char *title, double width_mm);
/* Lines over the plot at the ticks, numbers and title below it. */
void geo_scale_draw_across(const geo_chart *chart, const geo_scale *scale, geo_box plot,
                           const char *title);

/* What a plot with an upright axis leaves free around it. */
typedef struct geo_plot_room {
    double above_mm;
    double below_mm;
    double right_mm;
} geo_plot_room;

/* The plot within the chart's body, its upright scale, and lines, numbers and the turned title of
 * that, drawn. */
geo_box geo_chart_upright_plot(const geo_chart *chart, geo_span span, int decimals,
                               const char *title, geo_plot_room room, geo_scale *up);

/* The same, with a plot as wide as it is high in the middle of the body or at its top. */
geo_box geo_chart_square_plot(const geo_chart *chart, geo_span span, int decimals,
                              const char *title, geo_plot_room room, geo_scale *up);

/* A line from one point to another. */
void geo_chart_line(const geo_chart *chart, const geo_line_style *line, double dash_mm,
                    double from_x, double from_y, double to_x, double to_y);

#endif
