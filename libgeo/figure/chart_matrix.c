/* A table whose cells are shaded by their values. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/context.h"
#include "figure/chart_key.h"
#include "figure/chart_text.h"

#define NAMES_SHARE 0.38 /* of the chart's width, at most */
#define NAME_GAP    2.0  /* all in mm */
#define HEADING_GAP 1.2
#define ROW_MOST    14.0
#define COLUMN_MOST 34.0
#define CELL_AIR    1.6
#define UNIT_GAP    1.4
#define CELL_LINE   0.25
#define DASH        "\xE2\x80\x93"
#define NO_DATA     "No data"
#define MARK_MOST   16
#define ENTRY_SIZE  (2 * GEO_NUMBER_TEXT + 16)

typedef struct matrix_plan {
    const geo_matrix_chart *data;
    geo_classes classes;
    geo_headings headings;
    geo_text_style text;
    double names_mm;
    geo_box table;
    double row_mm;
    double column_mm;
} matrix_plan;

static geo_colour band_colour(const geo_style *style, geo_emphasis emphasis)
{
    if (emphasis == GEO_EMPHASIS_STRONG)
        return style->bands.significantly_above;
    return emphasis == GEO_EMPHASIS_ABOVE ? style->bands.above : style->bands.none;
}

/* Values below all classes are on the page's own colour. */
static geo_colour class_colour(const geo_style *style, const geo_classes *classes, double value)
{
    int class = geo_classes_find(classes, value);
    return class < 0 ? style->page.colour
                     : geo_ramp_class(&style->areas.ramp, (size_t) class, classes->count);
}

static geo_colour cell_colour(const geo_chart *chart, const matrix_plan *plan, size_t cell)
{
    const geo_matrix_chart *data = plan->data;
    if (!isfinite(data->value[cell]))
        return chart->style->no_data.colour;
    if (data->emphasis)
        return band_colour(chart->style, data->emphasis[cell]);
    return class_colour(chart->style, &plan->classes, data->value[cell]);
}

/* ---- key ------------------------------------------------------------------------------------ */

static bool has_gaps(const geo_matrix_chart *data)
{
    for (size_t i = 0; i < data->row_count * data->column_count; i++)
        if (!isfinite(data->value[i]))
            return true;
    return false;
}

/* "2 to 5", "200 and over". */
static void print_class(const geo_chart *chart, const geo_classes *classes, size_t class,
                        char text[ENTRY_SIZE])
{
    char from[GEO_NUMBER_TEXT], to[GEO_NUMBER_TEXT] = "";
    bool is_last = class + 1 == classes->count;
    geo_chart_number(chart, classes->lower[class], geo_decimals_of(classes->lower[class]), from);
    if (!is_last)
        geo_chart_number(chart, classes->lower[class + 1],
                         geo_decimals_of(classes->lower[class + 1]), to);
    snprintf(text, ENTRY_SIZE, "%s %s%s", from, is_last ? "and over" : "to ", to);
}

static void draw_matrix_key(geo_chart *chart, const matrix_plan *plan)
{
    const geo_matrix_chart *data = plan->data;
    const geo_style *style = chart->style;
    char text[GEO_CLASSES_MOST][ENTRY_SIZE];
    geo_key_entry entry[GEO_CLASSES_MOST + 1];
    size_t count = 0;
    for (geo_emphasis i = 0; data->emphasis && i < GEO_EMPHASIS_COUNT; i++)
        entry[count++] = (geo_key_entry){GEO_KEY_BOX, geo_key_colour(band_colour(style, i)),
                                         data->emphasis_text[i]};
    for (size_t i = 0; !data->emphasis && i < plan->classes.count; i++) {
        print_class(chart, &plan->classes, i, text[i]);
        entry[count++] = (geo_key_entry){
            GEO_KEY_BOX, geo_key_colour(geo_ramp_class(&style->areas.ramp, i, plan->classes.count)),
            text[i]};
    }
    entry[count++] = (geo_key_entry){GEO_KEY_BOX, geo_key_colour(style->no_data.colour),
                                     has_gaps(data) ? NO_DATA : NULL};
    geo_chart_draw_key(chart, entry, count);
}

static void draw_unit(geo_chart *chart, const char *unit)
{
    const geo_text_style *style = &chart->style->legend;
    if (!unit || !unit[0])
        return;
    geo_canvas_text(chart->canvas, unit, style, GEO_ALIGN_LEFT, chart->body.x, chart->body.y,
                    chart->body.width);
    double height =
        UNIT_GAP + geo_canvas_measure(chart->canvas, unit, style, chart->body.width).height;
    chart->body.y += height;
    chart->body.height -= height;
}

/* ---- table ---------------------------------------------------------------------------------- */

static geo_status fail_size(const geo_chart *chart, const char *what, size_t count)
{
    return geo_fail(chart->context, GEO_ERROR_USAGE,
                    "%zu %s are more than a page of %d by %d mm can show legibly; show fewer, as "
                    "with --top, or choose a larger page",
                    count, what, (int)chart->page_mm.width, (int)chart->page_mm.height);
}

static double widest_mark(const geo_chart *chart, const matrix_plan *plan)
{
    const geo_matrix_chart *data = plan->data;
    double widest = 0;
    for (size_t i = 0; data->mark && i < data->row_count * data->column_count; i++)
        if (data->mark[i])
            widest = fmax(widest,
                          geo_canvas_measure(chart->canvas, data->mark[i], &plan->text, 0).width);
    return widest;
}

static geo_status plan_columns(const geo_chart *chart, matrix_plan *plan)
{
    const geo_matrix_chart *data = plan->data;
    double room = chart->body.width - plan->names_mm - NAME_GAP;
    double widest = geo_chart_number_width(chart, data->value, data->row_count * data->column_count,
                                           data->decimals, &plan->text) +
                    widest_mark(chart, plan);
    plan->column_mm = fmin(COLUMN_MOST, room / (double)data->column_count);
    if (plan->column_mm < widest + CELL_AIR && !geo_canvas_failed(chart->canvas))
        return fail_size(chart, "columns", data->column_count);
    plan->headings = geo_headings_plan(chart, data->column, data->column_count, plan->column_mm);
    return GEO_OK;
}

static geo_status plan_table(const geo_chart *chart, matrix_plan *plan)
{
    const geo_matrix_chart *data = plan->data;
    /* Names as small as they can be, since the rows' height follows from the columns' headings. */
    plan->text = geo_chart_row_text(chart, chart->body.height / (double)data->row_count);
    plan->names_mm = fmin(geo_chart_widest(chart, data->row, data->row_count, &plan->text),
                          chart->body.width * NAMES_SHARE);
    geo_status status = plan_columns(chart, plan);
    if (status != GEO_OK)
        return status;
    double head = plan->headings.height_mm + HEADING_GAP;
    double room = chart->body.height - head;
    plan->row_mm = fmin(ROW_MOST, room / (double)data->row_count);
    if (plan->row_mm < geo_chart_row_least(chart) && !geo_canvas_failed(chart->canvas))
        return fail_size(chart, "rows", data->row_count);
    plan->text = geo_chart_row_text(chart, plan->row_mm);
    plan->table = (geo_box){chart->body.x + plan->names_mm + NAME_GAP, chart->body.y + head,
                            plan->column_mm * (double)data->column_count,
                            plan->row_mm * (double)data->row_count};
    return GEO_OK;
}

/* Strokes upwards to the right at the style's gap. */
static void draw_hatch(const geo_chart *chart, geo_box box)
{
    const geo_style *style = chart->style;
    double gap = style->no_data.hatch_gap_mm;
    if (!(gap > 0) || !(style->no_data.hatch.width_mm > 0))
        return;
    /* From a point of the left or lower edge to one of the upper or right edge. */
    for (double along = gap; along < box.width + box.height; along += gap) {
        double down = fmin(along, box.height), across = fmin(along, box.width);
        geo_canvas_move(chart->canvas, box.x + along - down, box.y + down);
        geo_canvas_line(chart->canvas, box.x + across, box.y + along - across);
    }
    geo_canvas_stroke(chart->canvas, &style->no_data.hatch);
}

static void draw_cell(const geo_chart *chart, const matrix_plan *plan, size_t row, size_t column)
{
    const geo_line_style line = {chart->style->page.colour, CELL_LINE, 1};
    size_t cell = row * plan->data->column_count + column;
    double value = plan->data->value[cell];
    char text[GEO_NUMBER_TEXT] = DASH, marked[GEO_NUMBER_TEXT + MARK_MOST];
    const char *mark = plan->data->mark ? plan->data->mark[cell] : NULL;
    geo_text_style style = plan->text;
    const geo_box box = {plan->table.x + plan->column_mm * (double)column,
                         plan->table.y + plan->row_mm * (double)row, plan->column_mm, plan->row_mm};
    geo_colour ground = cell_colour(chart, plan, cell);
    geo_canvas_box(chart->canvas, box);
    geo_canvas_fill(chart->canvas, ground, 1);
    if (!isfinite(value))
        draw_hatch(chart, box);
    geo_canvas_box(chart->canvas, box);
    geo_canvas_stroke(chart->canvas, &line);
    if (isfinite(value))
        geo_chart_number(chart, value, plan->data->decimals, text);
    snprintf(marked, sizeof marked, "%s%s", text, isfinite(value) && mark ? mark : "");
    style.colour = geo_chart_text_on(chart, ground);
    style.halo_mm = isfinite(value) ? 0 : chart->style->label.halo_mm;
    style.halo_colour = ground;
    double height = geo_canvas_measure(chart->canvas, marked, &style, 0).height;
    geo_canvas_text(chart->canvas, marked, &style, GEO_ALIGN_CENTRE, box.x + box.width / 2,
                    box.y + (box.height - height) / 2, 0);
}

static void draw_table(const geo_chart *chart, const matrix_plan *plan)
{
    const geo_matrix_chart *data = plan->data;
    geo_canvas_begin_group(chart->canvas, "cells");
    for (size_t row = 0; row < data->row_count; row++)
        for (size_t column = 0; column < data->column_count; column++)
            draw_cell(chart, plan, row, column);
    geo_canvas_end_group(chart->canvas);
    geo_canvas_begin_group(chart->canvas, "names");
    geo_headings_draw(chart, &plan->headings, plan->table.x, plan->table.y - HEADING_GAP,
                      GEO_STAND_ABOVE);
    for (size_t row = 0; row < data->row_count; row++)
        geo_chart_fit_text(chart, data->row[row], &plan->text, GEO_ALIGN_LEFT, chart->body.x,
                           plan->table.y + plan->row_mm * ((double)row + 0.5), GEO_STAND_MIDDLE,
                           (geo_size){plan->names_mm, plan->row_mm});
    geo_canvas_end_group(chart->canvas);
}

static geo_status draw_matrix(geo_chart *chart, const void *chart_data)
{
    const geo_matrix_chart *data = chart_data;
    const geo_style *style = chart->style;
    matrix_plan plan = {.data = data};
    const geo_break_need need = {data->value,
                                 data->row_count * data->column_count,
                                 data->classes ? GEO_BREAKS_GIVEN : style->areas.breaks,
                                 style->areas.classes,
                                 GEO_FOR_AREAS,
                                 data->classes};
    geo_status status = geo_classes_choose(chart->context, &need, &plan.classes);
    if (status != GEO_OK)
        return status;
    draw_unit(chart, data->unit);
    draw_matrix_key(chart, &plan);
    status = plan_table(chart, &plan);
    if (status == GEO_OK)
        draw_table(chart, &plan);
    return status;
}

geo_status geo_figure_matrix(geo_context *context, const geo_matrix_chart *chart,
                             const geo_style *style, const geo_figure_text *text,
                             geo_picture format, double dpi, geo_bytes *out)
{
    /* Rows that a landscape page holds, and those that it holds at their full height. */
    enum { MOST = 28, FEW = 14 };
    bool is_wide = chart->row_count <= FEW ||
                   (chart->row_count <= MOST && chart->row_count <= 2 * chart->column_count);
    const geo_chart_request request = {
        .kind = "Matrix",
        .is_wide = is_wide,
        .is_empty = !geo_chart_has_values(chart->value, chart->row_count * chart->column_count),
        .draw = draw_matrix,
        .data = chart,
        .style = style,
        .text = text,
        .format = format,
        .dpi = dpi,
    };
    return geo_chart_make(context, &request, out);
}
