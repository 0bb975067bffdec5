/* Swatches of a legend: boxes, circles and lines as they stand on the map. */
#include <math.h>

#include "figure/legend_place.h"

#define LINE_MM      0.15
#define LINE_OPACITY 0.7
#define CIRCLE_SIDES 48
#define PI           3.14159265358979323846

geo_line_style geo_legend_outline(const geo_style *style)
{
    return (geo_line_style){style->legend.colour, LINE_MM, LINE_OPACITY};
}

double geo_legend_width(const geo_legend_place *place, const char *text)
{
    return text ? geo_canvas_measure(place->canvas, text, &place->style->legend, 0).width : 0;
}

void geo_legend_write(const geo_legend_place *place, const char *text, geo_align align, double x,
                      double y, double wrap_mm)
{
    if (place->is_drawn)
        geo_canvas_text(place->canvas, text, &place->style->legend, align, x, y, wrap_mm);
}

/* The land shows through as it does on the map. */
geo_colour geo_legend_over_land(const geo_style *style, geo_colour colour, double opacity)
{
    const geo_colour *land = &style->map.land;
    return (geo_colour){land->red + opacity * (colour.red - land->red),
                        land->green + opacity * (colour.green - land->green),
                        land->blue + opacity * (colour.blue - land->blue)};
}

void geo_hatch_box(geo_canvas *canvas, const geo_style *style, geo_box box)
{
    /* Lines x + y = c, as far apart along the axes as the gap is across. */
    double step = style->no_data.hatch_gap_mm * sqrt(2);
    double right = box.x + box.width, bottom = box.y + box.height;
    geo_canvas_box(canvas, box);
    geo_canvas_fill(canvas, style->no_data.colour, 1);
    if (!(step > 0) || !(style->no_data.hatch.width_mm > 0))
        return;
    for (double c = (floor((box.x + box.y) / step) + 1) * step; c < right + bottom; c += step) {
        double upper = fmin(right, c - box.y), lower = fmax(box.x, c - bottom);
        geo_canvas_move(canvas, lower, c - lower);
        geo_canvas_line(canvas, upper, c - upper);
    }
    geo_canvas_stroke(canvas, &style->no_data.hatch);
}

void geo_hatch_over(geo_canvas *canvas, const geo_hatching *hatching, geo_box box)
{
    if (!hatching->line || !(hatching->line->width_mm > 0))
        return;
    /* Lines x - y = c. */
    double step = hatching->gap_mm * sqrt(2);
    double right = box.x + box.width, bottom = box.y + box.height;
    for (double c = (floor((box.x - bottom) / step) + 1) * step; c < right - box.y; c += step) {
        double left = fmax(box.x, c + box.y), end = fmin(right, c + bottom);
        geo_canvas_move(canvas, left, left - c);
        geo_canvas_line(canvas, end, end - c);
    }
    geo_canvas_stroke(canvas, hatching->line);
}

static void trace_circle(geo_canvas *canvas, double x, double y, double radius)
{
    geo_canvas_move(canvas, x + radius, y);
    for (int i = 1; i < CIRCLE_SIDES; i++) {
        double angle = 2 * PI * i / CIRCLE_SIDES;
        geo_canvas_line(canvas, x + radius * cos(angle), y + radius * sin(angle));
    }
    geo_canvas_close(canvas);
}

void geo_legend_draw_circle(const geo_legend_place *place, const geo_legend_entry *entry, double x,
                            double y)
{
    trace_circle(place->canvas, x, y, entry->diameter_mm / 2);
    geo_canvas_fill(place->canvas, entry->colour, entry->opacity);
    trace_circle(place->canvas, x, y, entry->diameter_mm / 2);
    geo_canvas_stroke(place->canvas, &place->style->points.outline);
}

void geo_legend_fill_swatch(const geo_legend_place *place, const geo_legend_entry *entry,
                            geo_box box)
{
    geo_canvas_box(place->canvas, box);
    geo_canvas_fill(place->canvas, place->style->map.land, 1);
    geo_canvas_box(place->canvas, box);
    geo_canvas_fill(place->canvas, entry->colour, entry->opacity);
    geo_hatch_over(place->canvas, &entry->hatching, box);
}

void geo_legend_stroke_box(const geo_legend_place *place, geo_box box)
{
    geo_line_style line = geo_legend_outline(place->style);
    geo_canvas_box(place->canvas, box);
    geo_canvas_stroke(place->canvas, &line);
}

static void draw_line(const geo_legend_place *place, const geo_legend_entry *entry,
                      const geo_box *box)
{
    double middle = box->y + box->height / 2;
    geo_line_style halo = entry->halo;
    halo.width_mm = entry->line.width_mm + 2 * entry->halo.width_mm;
    const geo_line_style *line[] = {&halo, &entry->line};
    for (size_t i = entry->halo.width_mm > 0 ? 0 : 1; i < 2; i++) {
        geo_canvas_move(place->canvas, box->x, middle);
        geo_canvas_line(place->canvas, box->x + box->width, middle);
        geo_canvas_stroke_dashed(place->canvas, line[i], i == 0 ? 0 : entry->dash_mm);
    }
}

void geo_legend_draw_swatch(const geo_legend_place *place, const geo_legend_entry *entry, double x,
                            double middle)
{
    const geo_box box = {x + (place->swatch_mm - GEO_SWATCH_WIDTH) / 2,
                         middle - GEO_SWATCH_HEIGHT / 2, GEO_SWATCH_WIDTH, GEO_SWATCH_HEIGHT};
    if (!place->is_drawn)
        return;
    if (entry->swatch == GEO_SWATCH_CIRCLE) {
        geo_legend_draw_circle(place, entry, x + place->swatch_mm / 2, middle);
        return;
    }
    if (entry->swatch == GEO_SWATCH_LINE) {
        draw_line(place, entry, &box);
        return;
    }
    if (entry->swatch == GEO_SWATCH_HATCH)
        geo_hatch_box(place->canvas, place->style, box);
    else
        geo_legend_fill_swatch(place, entry, box);
    geo_legend_stroke_box(place, box);
}
