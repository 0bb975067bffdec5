/* The legend of classed values. */
#include "figure/legend.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"

#define HEADING_GAP   1.6 /* all in mm */
#define STRIP_HEIGHT  4.2
#define STRIP_MOST    15.0 /* width of one class */
#define TICK          1.0
#define NUMBER_GAP    0.4
#define NOTE_GAP      1.0
#define SWATCH_WIDTH  7.0
#define SWATCH_HEIGHT 4.2
#define SWATCH_GAP    2.5
#define LINE_MM       0.15

static geo_status print_text(geo_context *context, char **out, const char *before,
                             const char *between, const char *after)
{
    geo_bytes bytes = GEO_BYTES_INIT;
    geo_status status = geo_bytes_print(context, &bytes, "%s%s%s", before, between, after);
    if (status == GEO_OK)
        status = geo_copy_bytes(context, bytes.data, bytes.length, out);
    geo_bytes_clear(&bytes);
    return status;
}

/* "incidents per km2" -> "Incidents per km²". */
static geo_status make_heading(geo_context *context, const char *unit, geo_legend *legend)
{
    char *copy = NULL;
    const char *text = unit && unit[0] ? unit : "value";
    geo_status status = geo_copy_text(context, text, &copy);
    if (status != GEO_OK)
        return status;
    size_t length = strlen(copy);
    bool squared = length >= 2 && copy[length - 1] == '2' && copy[length - 2] == 'm';
    if (squared)
        copy[length - 1] = '\0';
    if (copy[0] >= 'a' && copy[0] <= 'z')
        copy[0] = (char)(copy[0] - 'a' + 'A');
    status = print_text(context, &legend->heading, copy, squared ? "\xC2\xB2" : "", "");
    free(copy);
    return status;
}

static geo_status make_entry(geo_context *context, const geo_classes *classes, size_t class,
                             geo_legend *legend)
{
    char lower[GEO_NUMBER_TEXT], upper[GEO_NUMBER_TEXT] = "";
    double from = classes->lower[class];
    bool single = classes->count == 1, last = class + 1 == classes->count;
    int decimals = single ? geo_decimals_for(from, 3) : geo_decimals_of(from);
    geo_status status = geo_number_text(context, from, decimals, lower);
    if (status == GEO_OK && !last)
        status = geo_number_text(context, classes->lower[class + 1],
                                 geo_decimals_of(classes->lower[class + 1]), upper);
    if (status == GEO_OK)
        status = geo_copy_text(context, lower, &legend->lower[class]);
    if (status != GEO_OK)
        return status;
    return print_text(context, &legend->entry[class], lower,
                      single ? ""
                      : last ? " and over"
                             : " to ",
                      upper);
}

static geo_status make_entries(geo_context *context, const geo_classes *classes, geo_legend *legend)
{
    for (; legend->count < classes->count; legend->count++) {
        geo_status status = make_entry(context, classes, legend->count, legend);
        if (status != GEO_OK)
            return status;
    }
    return GEO_OK;
}

static geo_status make_note(geo_context *context, const geo_classes *classes, geo_legend *legend)
{
    char highest[GEO_NUMBER_TEXT];
    geo_bytes bytes = GEO_BYTES_INIT;
    if (classes->count < 2)
        return GEO_OK;
    geo_status status =
        geo_number_text(context, classes->highest, geo_decimals_for(classes->highest, 3), highest);
    if (status == GEO_OK)
        status = geo_bytes_print(context, &bytes, "Below %s not shown. Highest: %s.",
                                 legend->lower[0], highest);
    if (status == GEO_OK)
        status = geo_copy_bytes(context, bytes.data, bytes.length, &legend->note);
    geo_bytes_clear(&bytes);
    return status;
}

geo_status geo_legend_make(geo_context *context, const geo_classes *classes, const char *unit,
                           const geo_style *style, geo_legend **out)
{
    geo_legend *legend = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *legend, &legend);
    if (status == GEO_OK)
        status = make_heading(context, unit, legend);
    if (status == GEO_OK)
        status = make_entries(context, classes, legend);
    if (status == GEO_OK)
        status = make_note(context, classes, legend);
    if (status != GEO_OK) {
        geo_legend_free(legend);
        return status;
    }
    legend->opacity = style->heat.opacity;
    for (size_t i = 0; i < legend->count; i++)
        legend->colour[i] = geo_ramp_class(&style->heat.ramp, i, legend->count);
    *out = legend;
    return GEO_OK;
}

void geo_legend_free(geo_legend *legend)
{
    if (!legend)
        return;
    for (size_t i = 0; i < GEO_CLASSES_MOST; i++) {
        free(legend->entry[i]);
        free(legend->lower[i]);
    }
    free(legend->heading);
    free(legend->note);
    free(legend);
}

static geo_text_style heading_style(const geo_style *style)
{
    geo_text_style heading = style->legend;
    heading.is_bold = true;
    return heading;
}

static double note_height(geo_canvas *canvas, const geo_legend *legend, const geo_style *style,
                          double width_mm)
{
    if (!legend->note)
        return 0;
    return NOTE_GAP + geo_canvas_measure(canvas, legend->note, &style->note, width_mm).height;
}

double geo_legend_height(geo_canvas *canvas, const geo_legend *legend, const geo_style *style,
                         double width_mm, bool column)
{
    geo_text_style heading = heading_style(style);
    if (legend->count == 0)
        return 0;
    double height =
        geo_canvas_measure(canvas, legend->heading, &heading, width_mm).height + HEADING_GAP;
    if (column)
        height += (double)legend->count * SWATCH_HEIGHT;
    else
        height += STRIP_HEIGHT + TICK + NUMBER_GAP +
                  geo_canvas_measure(canvas, legend->lower[0], &style->legend, 0).height;
    return height + note_height(canvas, legend, style, width_mm);
}

/* The land shows through as it does on the map. */
static void draw_swatch(geo_canvas *canvas, const geo_legend *legend, const geo_style *style,
                        size_t class, geo_box box)
{
    geo_canvas_box(canvas, box);
    geo_canvas_fill(canvas, style->map.land, 1);
    geo_canvas_box(canvas, box);
    geo_canvas_fill(canvas, legend->colour[class], legend->opacity);
}

static double draw_column(geo_canvas *canvas, const geo_legend *legend, const geo_style *style,
                          double x, double y)
{
    const geo_line_style line = {style->legend.colour, LINE_MM, 0.7};
    double text = geo_canvas_measure(canvas, legend->entry[0], &style->legend, 0).height;
    for (size_t i = 0; i < legend->count; i++) {
        double top = y + (double)(legend->count - 1 - i) * SWATCH_HEIGHT;
        draw_swatch(canvas, legend, style, i, (geo_box){x, top, SWATCH_WIDTH, SWATCH_HEIGHT});
        geo_canvas_text(canvas, legend->entry[i], &style->legend, GEO_ALIGN_LEFT,
                        x + SWATCH_WIDTH + SWATCH_GAP, top + (SWATCH_HEIGHT - text) / 2, 0);
    }
    double height = (double)legend->count * SWATCH_HEIGHT;
    geo_canvas_box(canvas, (geo_box){x, y, SWATCH_WIDTH, height});
    geo_canvas_stroke(canvas, &line);
    return y + height;
}

static double draw_strip(geo_canvas *canvas, const geo_legend *legend, const geo_style *style,
                         double x, double y, double width_mm)
{
    const geo_line_style line = {style->legend.colour, LINE_MM, 0.7};
    double class_width = fmin(STRIP_MOST, (width_mm - 4) / (double)legend->count);
    double foot = y + STRIP_HEIGHT, numbers = foot + TICK + NUMBER_GAP;
    for (size_t i = 0; i < legend->count; i++)
        draw_swatch(canvas, legend, style, i,
                    (geo_box){x + (double)i * class_width, y, class_width, STRIP_HEIGHT});
    geo_canvas_box(canvas, (geo_box){x, y, class_width * (double)legend->count, STRIP_HEIGHT});
    geo_canvas_stroke(canvas, &line);
    for (size_t i = 0; i < legend->count; i++) {
        double left = x + (double)i * class_width;
        geo_canvas_move(canvas, left, foot);
        geo_canvas_line(canvas, left, foot + TICK);
        geo_canvas_stroke(canvas, &line);
        geo_canvas_text(canvas, legend->lower[i], &style->legend,
                        i == 0 ? GEO_ALIGN_LEFT : GEO_ALIGN_CENTRE, left, numbers, 0);
    }
    return numbers + geo_canvas_measure(canvas, legend->lower[0], &style->legend, 0).height;
}

void geo_legend_draw(geo_canvas *canvas, const geo_legend *legend, const geo_style *style,
                     geo_box box, bool column)
{
    geo_text_style heading = heading_style(style);
    if (legend->count == 0)
        return;
    geo_canvas_begin_group(canvas, "legend");
    geo_canvas_text(canvas, legend->heading, &heading, GEO_ALIGN_LEFT, box.x, box.y, box.width);
    double y = box.y + HEADING_GAP +
               geo_canvas_measure(canvas, legend->heading, &heading, box.width).height;
    y = column ? draw_column(canvas, legend, style, box.x, y)
               : draw_strip(canvas, legend, style, box.x, y, box.width);
    if (legend->note)
        geo_canvas_text(canvas, legend->note, &style->note, GEO_ALIGN_LEFT, box.x, y + NOTE_GAP,
                        box.width);
    geo_canvas_end_group(canvas);
}
