/* The square of a bivariate legend: rows upwards, columns to the right. */
#include <math.h>

#include "figure/legend_place.h"
#include "figure/shade.h"

#define STEPS      GEO_BIVARIATE_STEPS
#define CELL_LEAST 8.0 /* mm, all of them */
#define CELL_MOST  14.0
#define NUMBER_GAP 2.0 /* both sides of the widest number together */
#define ARROW_ROOM 3.0 /* from the square's edge to a title, with the arrow between */
#define ARROW_AT   1.5
#define ARROW_MM   0.25
#define HEAD_LONG  1.6
#define HEAD_HALF  0.65
#define BESIDE_GAP 6.0 /* to what stands right of the square */
#define BELOW_GAP  2.5
#define HALO_MM    0.6

typedef struct square_plan {
    double cell_mm;
    double row_title_mm;    /* how wide the row title is, turned */
    double column_title_mm; /* how high the other */
    double column_wrap_mm;
    geo_box box; /* of all cells */
} square_plan;

static double title_height(const geo_legend_place *place, const char *title, double wrap_mm)
{
    return title && title[0]
               ? geo_canvas_measure(place->canvas, title, &place->style->legend, wrap_mm).height
               : 0;
}

static square_plan plan_square(const geo_legend_place *place, double y)
{
    const geo_legend_block *block = place->block;
    double widest = 0;
    for (size_t i = 0; i < GEO_BIVARIATE_CELLS; i++)
        widest = fmax(widest, geo_legend_width(place, block->entry[i].text));
    square_plan plan = {.cell_mm = fmin(fmax(CELL_LEAST, widest + NUMBER_GAP), CELL_MOST)};
    double side = STEPS * plan.cell_mm;
    plan.row_title_mm = title_height(place, block->row_title, side);
    plan.box = (geo_box){place->x + plan.row_title_mm + ARROW_ROOM, y, side, side};
    /* As wide as it may be and still stand below the middle of the square. */
    double before = plan.box.x + side / 2 - place->x;
    plan.column_wrap_mm = 2 * fmin(before, place->width - before);
    plan.column_title_mm = title_height(place, block->column_title, plan.column_wrap_mm);
    return plan;
}

static geo_box cell_box(const square_plan *plan, size_t cell)
{
    double row = (double)(cell / STEPS), column = (double)(cell % STEPS);
    return (geo_box){plan->box.x + column * plan->cell_mm,
                     plan->box.y + (STEPS - 1 - row) * plan->cell_mm, plan->cell_mm, plan->cell_mm};
}

/* Black or white, whichever is further from the cell in lightness. */
static geo_colour number_colour(const geo_legend_place *place, const geo_legend_entry *entry)
{
    static const geo_colour black = {0, 0, 0}, white = {1, 1, 1};
    geo_colour under = geo_legend_over_land(place->style, entry->colour, entry->opacity);
    return geo_colour_to_lab(under).lightness > 55 ? black : white;
}

static void draw_cell(const geo_legend_place *place, const square_plan *plan, size_t cell)
{
    const geo_legend_entry *entry = &place->block->entry[cell];
    geo_box box = cell_box(plan, cell);
    geo_text_style number = place->style->legend;
    number.colour = number_colour(place, entry);
    number.halo_colour = geo_legend_over_land(place->style, entry->colour, entry->opacity);
    number.halo_mm = place->style->bivariate.hatch.width_mm > 0 ? HALO_MM : 0;
    geo_legend_fill_swatch(place, entry, box);
    const geo_hatching hatching = geo_scheme_hatching(place->style, GEO_SCHEME_BIVARIATE, cell);
    geo_hatch_over(place->canvas, &hatching, box);
    geo_legend_stroke_box(place, box);
    geo_canvas_text(place->canvas, entry->text, &number, GEO_ALIGN_CENTRE, box.x + box.width / 2,
                    box.y + (box.height - place->line_mm) / 2, 0);
}

/* From (x0, y0) to (x1, y1), one of the page's directions. */
static void draw_arrow(const geo_legend_place *place, double x0, double y0, double x1, double y1)
{
    const geo_line_style line = {place->style->legend.colour, ARROW_MM, 1};
    double length = hypot(x1 - x0, y1 - y0), dx = (x1 - x0) / length, dy = (y1 - y0) / length;
    geo_canvas_move(place->canvas, x0, y0);
    geo_canvas_line(place->canvas, x1 - dx * HEAD_LONG / 2, y1 - dy * HEAD_LONG / 2);
    geo_canvas_stroke(place->canvas, &line);
    geo_canvas_move(place->canvas, x1, y1);
    geo_canvas_line(place->canvas, x1 - dx * HEAD_LONG - dy * HEAD_HALF,
                    y1 - dy * HEAD_LONG + dx * HEAD_HALF);
    geo_canvas_line(place->canvas, x1 - dx * HEAD_LONG + dy * HEAD_HALF,
                    y1 - dy * HEAD_LONG - dx * HEAD_HALF);
    geo_canvas_close(place->canvas);
    geo_canvas_fill(place->canvas, line.colour, 1);
}

static void draw_axes(const geo_legend_place *place, const square_plan *plan)
{
    const geo_box *box = &plan->box;
    const geo_legend_block *block = place->block;
    const geo_text_style *style = &place->style->legend;
    double right = box->x + box->width, bottom = box->y + box->height;
    draw_arrow(place, box->x - ARROW_AT, bottom, box->x - ARROW_AT, box->y);
    draw_arrow(place, box->x, bottom + ARROW_AT, right, bottom + ARROW_AT);
    if (plan->row_title_mm > 0)
        geo_canvas_text_turned(place->canvas, block->row_title, style, GEO_ALIGN_CENTRE, place->x,
                               box->y + box->height / 2, box->height);
    if (plan->column_title_mm > 0)
        geo_canvas_text(place->canvas, block->column_title, style, GEO_ALIGN_CENTRE,
                        box->x + box->width / 2, bottom + ARROW_ROOM, plan->column_wrap_mm);
}

double geo_legend_draw_square(const geo_legend_place *place, double y)
{
    const geo_legend_block *block = place->block;
    const square_plan plan = plan_square(place, y);
    double bottom = y + plan.box.height + ARROW_ROOM + plan.column_title_mm;
    for (size_t i = 0; i < GEO_BIVARIATE_CELLS && place->is_drawn; i++)
        draw_cell(place, &plan, i);
    if (place->is_drawn)
        draw_axes(place, &plan);
    if (!block->has_no_data)
        return bottom;
    const geo_legend_entry *no_data = &block->entry[block->count - 1];
    if (place->is_column)
        return bottom + BELOW_GAP +
               geo_legend_draw_entry(place, no_data, place->x, bottom + BELOW_GAP);
    geo_legend_draw_entry(place, no_data, plan.box.x + plan.box.width + BESIDE_GAP, y);
    return bottom;
}
