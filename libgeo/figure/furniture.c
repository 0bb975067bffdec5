/* Scale bar and north arrow. */
#include "figure/furniture.h"

#include <math.h>
#include <stdio.h>

#define BAR_HEIGHT   1.8 /* mm */
#define BAR_GAP      0.8
#define FIRST_NUMBER 1.0 /* what sticks out at the bar's ends */
#define LAST_NUMBER  5.0
#define ARROW_HEIGHT 9.0
#define LINE_MM      0.2
#define MAP_SHARE    0.27 /* of the map's width, at most */

double geo_scale_bar_length_m(double most_m)
{
    double power = pow(10, floor(log10(most_m) + 1e-9));
    double digit = floor(most_m / power + 1e-9);
    if (digit == 1 && most_m >= 1.5 * power * (1 - 1e-9))
        return 1.5 * power;
    return power * fmin(5, digit);
}

double geo_scale_bar_height(geo_canvas *canvas, const geo_style *style)
{
    return BAR_HEIGHT + BAR_GAP + geo_canvas_measure(canvas, "0 km", &style->legend, 0).height;
}

/* 2 parts for 10 km, 3 for 15 or 30 km, else one for each of the first digit. */
static int parts_of(double length_m)
{
    double mantissa = length_m / pow(10, floor(log10(length_m) + 1e-9));
    if (mantissa < 1.9)
        return mantissa < 1.1 ? 2 : 3;
    return (int)lround(mantissa);
}

static void draw_bar(geo_canvas *canvas, const geo_style *style, geo_box bar, int parts)
{
    const geo_line_style line = {style->legend.colour, LINE_MM, 1};
    geo_canvas_box(canvas, bar);
    geo_canvas_fill(canvas, style->page.colour, 1);
    for (int i = 0; i < parts; i += 2)
        geo_canvas_box(
            canvas, (geo_box){bar.x + bar.width * i / parts, bar.y, bar.width / parts, bar.height});
    geo_canvas_fill(canvas, style->legend.colour, 1);
    geo_canvas_box(canvas, bar);
    geo_canvas_stroke(canvas, &line);
}

static void draw_number(geo_canvas *canvas, geo_context *context, const geo_style *style,
                        double number, const char *unit, double x, double y)
{
    char text[GEO_NUMBER_TEXT];
    char with_unit[GEO_NUMBER_TEXT + 8];
    geo_canvas_fail(canvas, geo_number_text(context, number, geo_decimals_of(number), text));
    if (geo_canvas_failed(canvas))
        return;
    snprintf(with_unit, sizeof with_unit, "%s%s", text, unit);
    geo_canvas_text(canvas, with_unit, &style->legend, GEO_ALIGN_CENTRE, x, y, 0);
}

/* At the ends of all parts where there is room, else at those of the bar. */
static void draw_numbers(geo_canvas *canvas, geo_context *context, const geo_style *style,
                         double length_m, geo_box bar, int parts)
{
    double shown = length_m >= 1000 ? length_m / 1000 : length_m;
    double y = bar.y + BAR_HEIGHT + BAR_GAP;
    double room_mm = geo_canvas_measure(canvas, "0,000 km", &style->legend, 0).width;
    int step = bar.width / parts >= room_mm ? 1 : parts;
    for (int i = 0; i <= parts; i += step)
        draw_number(canvas, context, style, shown * i / parts,
                    i < parts ? "" : (length_m >= 1000 ? " km" : " m"),
                    bar.x + bar.width * i / parts, y);
}

void geo_scale_bar_draw(geo_canvas *canvas, geo_context *context, const geo_view *view,
                        const geo_style *style, geo_align align, geo_box box)
{
    double most_mm = fmin(view->frame_mm.width * MAP_SHARE, box.width - FIRST_NUMBER - LAST_NUMBER);
    double length_m = geo_scale_bar_length_m(most_mm / view->mm_per_m);
    double length_mm = length_m * view->mm_per_m;
    int parts = parts_of(length_m);
    /* The numbers are centred on the bar's ends. */
    double x = align == GEO_ALIGN_LEFT ? box.x + FIRST_NUMBER
                                       : box.x + box.width - length_mm - LAST_NUMBER;
    geo_box bar = {x, box.y, length_mm, BAR_HEIGHT};
    geo_canvas_begin_group(canvas, "scale-bar");
    draw_bar(canvas, style, bar, parts);
    draw_numbers(canvas, context, style, length_m, bar, parts);
    geo_canvas_end_group(canvas);
}

double geo_north_arrow_height(geo_canvas *canvas, const geo_style *style)
{
    return ARROW_HEIGHT + geo_canvas_measure(canvas, "N", &style->legend, 0).height;
}

void geo_north_arrow_draw(geo_canvas *canvas, const geo_style *style, geo_box box)
{
    const geo_line_style line = {style->legend.colour, LINE_MM, 1};
    double middle = box.x + box.width / 2, half = ARROW_HEIGHT * 0.29;
    double top = box.y + box.height - ARROW_HEIGHT, foot = top + ARROW_HEIGHT;
    double notch = foot - ARROW_HEIGHT * 0.22;
    geo_canvas_begin_group(canvas, "north-arrow");
    geo_canvas_text(canvas, "N", &style->legend, GEO_ALIGN_CENTRE, middle, box.y, 0);
    geo_canvas_move(canvas, middle, top);
    geo_canvas_line(canvas, middle - half, foot);
    geo_canvas_line(canvas, middle, notch);
    geo_canvas_close(canvas);
    geo_canvas_fill(canvas, style->legend.colour, 1);
    geo_canvas_move(canvas, middle, top);
    geo_canvas_line(canvas, middle + half, foot);
    geo_canvas_line(canvas, middle, notch);
    geo_canvas_line(canvas, middle - half, foot);
    geo_canvas_close(canvas);
    geo_canvas_stroke(canvas, &line);
    geo_canvas_end_group(canvas);
}
