/* An axis of months. */
#include "figure/chart_months.h"

#include <math.h>
#include <stdio.h>

#include "figure/chart_axis.h"

#define TICK       1.2 /* all in mm */
#define NUMBER_GAP 1.4
#define LABEL_GAP  2.0

static const char *const month_names[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

typedef struct month_axis {
    const geo_chart *chart;
    int32_t first_month;
    size_t count;
    geo_box plot;
    double slot_mm;
    double line_mm; /* height of a line of text */
} month_axis;

static int month_of_year(int32_t month)
{
    return (int)((month % 12 + 12) % 12);
}

static int year_of(int32_t month)
{
    return 1970 + (int)((month - month_of_year(month)) / 12);
}

static double line_height(const geo_chart *chart)
{
    return geo_canvas_measure(chart->canvas, "Mar", &chart->style->legend, 0).height;
}

double geo_months_height(const geo_chart *chart)
{
    return NUMBER_GAP + 2 * line_height(chart);
}

/* 1, 2, 3 or 6 months between two names; 12 where only years have room. */
static int month_step(const month_axis *axis)
{
    static const int steps[] = {1, 2, 3, 6};
    double widest = 0;
    for (size_t i = 0; i < 12; i++)
        widest = fmax(widest, geo_canvas_measure(axis->chart->canvas, month_names[i],
                                                 &axis->chart->style->legend, 0)
                                  .width);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (steps[i] * axis->slot_mm >= widest + LABEL_GAP)
            return steps[i];
    return 12;
}

/* About x, but not over the plot's ends, where nothing is to the left or right of it. */
static void draw_label(const month_axis *axis, const char *text, double x, double y)
{
    const geo_text_style *style = &axis->chart->style->legend;
    double half = geo_canvas_measure(axis->chart->canvas, text, style, 0).width / 2;
    double right = axis->plot.x + axis->plot.width - half;
    geo_canvas_text(axis->chart->canvas, text, style, GEO_ALIGN_CENTRE,
                    fmax(axis->plot.x + half, fmin(x, right)), y, 0);
}

static void draw_names(const month_axis *axis, int step)
{
    double foot = axis->plot.y + axis->plot.height;
    for (size_t i = 0; i < axis->count; i++) {
        int month = month_of_year(axis->first_month + (int32_t)i);
        double x = axis->plot.x + axis->slot_mm * ((double)i + 0.5);
        if (month % step != 0)
            continue;
        draw_label(axis, month_names[month], x, foot + NUMBER_GAP);
    }
}

/* The months from `first` that are of its year. */
static size_t months_left(const month_axis *axis, size_t first)
{
    size_t left = (size_t)(12 - month_of_year(axis->first_month + (int32_t)first));
    return left < axis->count - first ? left : axis->count - first;
}

/* 1, 2, 5 ... years between two of them, so that they have room. */
static int year_step(const month_axis *axis)
{
    static const int steps[] = {1, 2, 5, 10, 20, 50, 100};
    double width =
        geo_canvas_measure(axis->chart->canvas, "2000", &axis->chart->style->legend, 0).width;
    size_t i = 0;
    while (i < 6 && steps[i] * 12 * axis->slot_mm < width + LABEL_GAP)
        i++;
    return steps[i];
}

/* A year of which the axis shows a month or two is named where that has room. */
static void draw_year(const month_axis *axis, int year, double x, double y, double room)
{
    char text[16];
    snprintf(text, sizeof text, "%d", year);
    if (geo_canvas_measure(axis->chart->canvas, text, &axis->chart->style->legend, 0).width <= room)
        draw_label(axis, text, x, y);
}

static void draw_years(const month_axis *axis, double y)
{
    const geo_chart *chart = axis->chart;
    double foot = axis->plot.y + axis->plot.height;
    int step = year_step(axis);
    size_t months = 0;
    for (size_t i = 0; i < axis->count; i += months) {
        int year = year_of(axis->first_month + (int32_t)i);
        double x = axis->plot.x + axis->slot_mm * (double)i;
        months = months_left(axis, i);
        double width = axis->slot_mm * (double)months;
        if (i > 0 && year % step == 0)
            geo_chart_line(chart, &chart->style->chart.axis, 0, x, foot, x, foot + TICK);
        if (i > 0 && step == 1)
            geo_chart_line(chart, &chart->style->chart.grid, 0, x, y, x, y + axis->line_mm);
        bool is_alone = months == axis->count;
        if (step == 1)
            draw_year(axis, year, x + width / 2, y, is_alone ? axis->plot.width : width);
        else if (year % step == 0)
            draw_year(axis, year, x + width / 2, y, axis->plot.width);
    }
}

void geo_months_draw(const geo_chart *chart, int32_t first_month, size_t count, geo_box plot)
{
    const month_axis axis = {
        chart, first_month, count, plot, plot.width / (double)count, line_height(chart)};
    double y = plot.y + plot.height + NUMBER_GAP;
    int step = month_step(&axis);
    geo_canvas_begin_group(chart->canvas, "months");
    if (step < 12)
        draw_names(&axis, step);
    draw_years(&axis, step < 12 ? y + axis.line_mm : y);
    geo_canvas_end_group(chart->canvas);
}
