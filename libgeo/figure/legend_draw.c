/* Legends on the page: strips, columns and rows of entries. */
#include <math.h>

#include "figure/legend_place.h"

#define BLOCK_GAP    4.0 /* all in mm */
#define HEADING_GAP  1.6
#define STRIP_HEIGHT 4.2
#define STRIP_MOST   15.0 /* width of one class */
#define TICK         1.0
#define NUMBER_GAP   0.4
#define NUMBER_SPACE 1.5 /* between two numbers below a strip */
#define NOTE_GAP     1.0 /* below a bar's numbers */
#define ENTRIES_NOTE 1.6 /* below swatches */
#define SWATCH_GAP   2.5
#define ENTRY_GAP    1.0
#define COUNT_GAP    2.5
#define FLOW_GAP     6.0 /* between columns of entries */
#define DENSE_LEAST  2.4 /* height of a class */
#define GRADIENT     64  /* boxes of a bar whose colours run on */

static geo_text_style heading_style(const geo_style *style)
{
    geo_text_style heading = style->legend;
    heading.is_bold = true;
    return heading;
}

/* How far an entry's text is moved so that the first numbers of all end below each other. */
static double indent_of(const geo_legend_place *place, const geo_legend_entry *entry)
{
    if (!entry->lead || place->wrap_mm > 0)
        return 0;
    return place->lead_mm - geo_legend_width(place, entry->lead);
}

static double text_x_of(const geo_legend_place *place)
{
    return place->swatch_mm + SWATCH_GAP;
}

static double entry_width(const geo_legend_place *place)
{
    return text_x_of(place) + place->text_mm + place->count_mm;
}

static void measure_entries(geo_legend_place *place)
{
    const geo_legend_block *block = place->block;
    place->line_mm =
        geo_canvas_measure(place->canvas, block->heading ? block->heading : block->entry[0].text,
                           &place->style->legend, 0)
            .height;
    place->swatch_mm = GEO_SWATCH_WIDTH;
    place->lead_mm = place->text_mm = place->count_mm = place->wrap_mm = 0;
    for (size_t i = 0; i < block->count; i++) {
        const geo_legend_entry *entry = &block->entry[i];
        place->swatch_mm = fmax(place->swatch_mm, entry->diameter_mm);
        place->lead_mm = fmax(place->lead_mm, geo_legend_width(place, entry->lead));
        if (entry->count && !place->is_dense)
            place->count_mm =
                fmax(place->count_mm, COUNT_GAP + geo_legend_width(place, entry->count));
    }
    for (size_t i = 0; i < block->count; i++)
        place->text_mm = fmax(place->text_mm, indent_of(place, &block->entry[i]) +
                                                  geo_legend_width(place, block->entry[i].text));
    double room = place->width - text_x_of(place) - place->count_mm;
    if (place->text_mm > room)
        place->text_mm = place->wrap_mm = room;
}

/* ---- entries -------------------------------------------------------------------------------- */

/* Returns how high it is; its first line is as high as its swatch, and both are centred. */
double geo_legend_draw_entry(const geo_legend_place *place, const geo_legend_entry *entry, double x,
                             double y)
{
    double first = fmax(fmax(GEO_SWATCH_HEIGHT, entry->diameter_mm), place->line_mm);
    double text_top = y + (first - place->line_mm) / 2;
    double text_x = x + text_x_of(place);
    geo_legend_draw_swatch(place, entry, x, y + first / 2);
    geo_legend_write(place, entry->text, GEO_ALIGN_LEFT, text_x + indent_of(place, entry), text_top,
                     place->wrap_mm);
    if (entry->count && !place->is_dense)
        geo_legend_write(place, entry->count, GEO_ALIGN_RIGHT, x + entry_width(place), text_top, 0);
    if (!(place->wrap_mm > 0))
        return first;
    double height =
        geo_canvas_measure(place->canvas, entry->text, &place->style->legend, place->wrap_mm)
            .height;
    return fmax(first, text_top - y + height);
}

/* In a column the highest comes first, and what is without data stays last. */
static const geo_legend_entry *entry_at(const geo_legend_place *place, size_t position)
{
    const geo_legend_block *block = place->block;
    size_t ordered = block->count - (block->has_no_data ? 1 : 0);
    if (place->is_column && !block->is_in_order && position < ordered)
        position = ordered - 1 - position;
    return &block->entry[position];
}

/* Down one column after the other; as many columns as there is room for. Returns the end. */
static double draw_entries(const geo_legend_place *place, double y)
{
    size_t count = place->block->count, columns = 1;
    double width = entry_width(place) + FLOW_GAP;
    if (!place->is_column && place->width + FLOW_GAP >= 2 * width)
        columns = (size_t)((place->width + FLOW_GAP) / width);
    size_t rows = (count + columns - 1) / columns;
    for (size_t row = 0; row < rows; row++) {
        double height = 0;
        for (size_t i = row; i < count; i += rows)
            height = fmax(height, geo_legend_draw_entry(place, entry_at(place, i),
                                                        place->x + (double)(i / rows) * width, y));
        y += height + (row + 1 < rows ? ENTRY_GAP : 0);
    }
    return y;
}

/* Circles side by side with their numbers, while there is room. */
static bool fits_in_row(const geo_legend_place *place)
{
    double width = -FLOW_GAP;
    for (size_t i = 0; i < place->block->count; i++)
        width += place->block->entry[i].diameter_mm + SWATCH_GAP +
                 geo_legend_width(place, place->block->entry[i].text) + FLOW_GAP;
    return width <= place->width;
}

static double draw_circle_row(const geo_legend_place *place, double y)
{
    const geo_legend_block *block = place->block;
    double height = fmax(place->line_mm, block->entry[block->count - 1].diameter_mm);
    double x = place->x, middle = y + height / 2;
    for (size_t i = 0; i < block->count; i++) {
        const geo_legend_entry *entry = &block->entry[i];
        if (place->is_drawn)
            geo_legend_draw_circle(place, entry, x + entry->diameter_mm / 2, middle);
        x += entry->diameter_mm + SWATCH_GAP * 0.6;
        geo_legend_write(place, entry->text, GEO_ALIGN_LEFT, x, middle - place->line_mm / 2, 0);
        x += geo_legend_width(place, entry->text) + FLOW_GAP;
    }
    return y + height;
}

/* ---- surfaces ------------------------------------------------------------------------------- */

/* Each box reaches to the end of the bar and is painted over by the next: side by side, their edges
 * would show in some viewers. */
static void draw_gradient(const geo_legend_place *place, geo_box box, bool is_upright)
{
    double opacity = place->block->entry[0].opacity;
    for (int i = 0; i < GRADIENT; i++) {
        geo_colour colour = geo_ramp_at(&place->block->ramp, (i + 0.5) / GRADIENT);
        double passed = (double)i / GRADIENT;
        geo_box rest = box;
        if (is_upright) {
            rest.height = box.height * (1 - passed);
        } else {
            rest.x = box.x + box.width * passed;
            rest.width = box.width * (1 - passed);
        }
        geo_canvas_box(place->canvas, rest);
        geo_canvas_fill(place->canvas, geo_legend_over_land(place->style, colour, opacity), 1);
    }
}

/* A bar of all classes, the entries beside it; a gradient has its breaks beside it instead. */
static double draw_bar(const geo_legend_place *place, double y)
{
    const geo_legend_block *block = place->block;
    double step = fmax(GEO_SWATCH_HEIGHT, place->line_mm), height = (double)block->count * step;
    double text_x = place->x + text_x_of(place);
    const geo_box bar = {place->x, y, GEO_SWATCH_WIDTH, height};
    const geo_line_style line = geo_legend_outline(place->style);
    if (place->is_drawn && block->is_continuous)
        draw_gradient(place, bar, true);
    for (size_t i = 0; i < block->count; i++) {
        const geo_legend_entry *entry = &block->entry[i];
        double foot = y + height - (double)i * step, middle = foot - step / 2;
        if (!block->is_continuous) {
            if (place->is_drawn)
                geo_legend_fill_swatch(place, entry,
                                       (geo_box){place->x, foot - step, GEO_SWATCH_WIDTH, step});
            geo_legend_write(place, entry->text, GEO_ALIGN_LEFT, text_x + indent_of(place, entry),
                             middle - place->line_mm / 2, 0);
        } else if (entry->limit && place->is_drawn) {
            geo_canvas_move(place->canvas, place->x + GEO_SWATCH_WIDTH, foot);
            geo_canvas_line(place->canvas, place->x + GEO_SWATCH_WIDTH + TICK, foot);
            geo_canvas_stroke(place->canvas, &line);
            geo_legend_write(place, entry->limit, GEO_ALIGN_LEFT, text_x + indent_of(place, entry),
                             foot - place->line_mm / 2, 0);
        }
    }
    if (place->is_drawn)
        geo_legend_stroke_box(place, bar);
    return y + height + (block->is_continuous ? place->line_mm / 2 : 0);
}

/* Of the classes from the top down, every other and the last have room for their text. */
static bool has_dense_text(size_t position, size_t count, size_t every)
{
    return position + 1 == count || (position % every == 0 && position + every < count);
}

/* Classes one upon another, each half as high as a line. */
static double draw_dense(const geo_legend_place *place, double y)
{
    const geo_legend_block *block = place->block;
    size_t count = block->count - (block->has_no_data ? 1 : 0), every = 2;
    double step = fmax(DENSE_LEAST, place->line_mm / (double)every);
    double top = y + fmax(0, place->line_mm - step) / 2, x = place->x + text_x_of(place);
    const geo_box bar = {place->x, top, GEO_SWATCH_WIDTH, step * (double)count};
    for (size_t i = 0; i < count; i++) {
        const geo_legend_entry *entry = entry_at(place, i);
        const geo_box box = {bar.x, top + (double)i * step, bar.width, step};
        if (place->is_drawn)
            geo_legend_fill_swatch(place, entry, box);
        if (has_dense_text(i, count, every))
            geo_legend_write(place, entry->text, GEO_ALIGN_LEFT, x + indent_of(place, entry),
                             box.y + (step - place->line_mm) / 2, 0);
    }
    if (place->is_drawn)
        geo_legend_stroke_box(place, bar);
    double bottom = bar.y + bar.height + fmax(0, place->line_mm - step) / 2;
    if (!block->has_no_data)
        return bottom;
    bottom += ENTRY_GAP;
    return bottom + geo_legend_draw_entry(place, &block->entry[count], place->x, bottom);
}

/* Every how many breaks have a number, so that these keep apart. */
static size_t number_step(const geo_legend_place *place, double class_width)
{
    double widest = 0;
    for (size_t i = 0; i < place->block->count; i++)
        widest = fmax(widest, geo_legend_width(place, place->block->entry[i].limit));
    return (size_t)fmax(1, ceil((widest + NUMBER_SPACE) / class_width));
}

static void draw_limits(const geo_legend_place *place, double foot, double class_width)
{
    const geo_legend_block *block = place->block;
    const geo_line_style line = geo_legend_outline(place->style);
    size_t step = number_step(place, class_width), first = block->entry[0].limit ? 0 : 1;
    for (size_t i = first; i < block->count; i++) {
        double x = place->x + (double)i * class_width;
        geo_canvas_move(place->canvas, x, foot);
        geo_canvas_line(place->canvas, x, foot + TICK);
        geo_canvas_stroke(place->canvas, &line);
        if ((i - first) % step == 0 && block->entry[i].limit)
            geo_legend_write(place, block->entry[i].limit,
                             i == 0 ? GEO_ALIGN_LEFT : GEO_ALIGN_CENTRE, x,
                             foot + TICK + NUMBER_GAP, 0);
    }
}

static double draw_strip(const geo_legend_place *place, double y)
{
    const geo_legend_block *block = place->block;
    double class_width = fmin(STRIP_MOST, (place->width - 4) / (double)block->count);
    const geo_box strip = {place->x, y, class_width * (double)block->count, STRIP_HEIGHT};
    double foot = y + STRIP_HEIGHT;
    if (place->is_drawn) {
        if (block->is_continuous)
            draw_gradient(place, strip, false);
        for (size_t i = 0; i < block->count && !block->is_continuous; i++)
            geo_legend_fill_swatch(
                place, &block->entry[i],
                (geo_box){place->x + (double)i * class_width, y, class_width, STRIP_HEIGHT});
        geo_legend_stroke_box(place, strip);
        draw_limits(place, foot, class_width);
    }
    return foot + TICK + NUMBER_GAP + place->line_mm;
}

/* ---- blocks --------------------------------------------------------------------------------- */

static double draw_body(const geo_legend_place *place, double y)
{
    if (place->is_dense)
        return draw_dense(place, y);
    if (place->block->kind == GEO_LEGEND_SURFACE)
        return place->is_column ? draw_bar(place, y) : draw_strip(place, y);
    if (place->block->kind == GEO_LEGEND_BIVARIATE)
        return geo_legend_draw_square(place, y);
    if (place->block->kind == GEO_LEGEND_POINTS && !place->is_column && fits_in_row(place))
        return draw_circle_row(place, y);
    return draw_entries(place, y);
}

static double draw_note(const geo_legend_place *place, double y)
{
    const geo_text_style *note = &place->style->note;
    const char *text = place->block->note;
    if (!text)
        return y;
    y += place->block->kind == GEO_LEGEND_SURFACE ? NOTE_GAP : ENTRIES_NOTE;
    if (place->is_drawn)
        geo_canvas_text(place->canvas, text, note, GEO_ALIGN_LEFT, place->x, y, place->width);
    return y + geo_canvas_measure(place->canvas, text, note, place->width).height;
}

/* Returns where it ends. */
static double draw_block(geo_legend_place *place, double y)
{
    const char *text = place->block->heading;
    geo_text_style heading = heading_style(place->style);
    measure_entries(place);
    /* Texts of several lines can't come close. */
    if (place->is_dense && place->wrap_mm > 0) {
        place->is_dense = false;
        measure_entries(place);
    }
    if (!text)
        return draw_note(place, draw_body(place, y));
    if (place->is_drawn)
        geo_canvas_text(place->canvas, text, &heading, GEO_ALIGN_LEFT, place->x, y, place->width);
    y += geo_canvas_measure(place->canvas, text, &heading, place->width).height;
    return draw_note(place, draw_body(place, y + HEADING_GAP));
}

/* A strip is low already. */
static bool is_dense_block(const geo_legend *legend, const geo_legend_block *block, bool column)
{
    bool is_bar = block->kind == GEO_LEGEND_SURFACE && column && !block->is_continuous;
    return (is_bar || block->kind == GEO_LEGEND_AREAS) &&
           block->count - (block->has_no_data ? 1 : 0) > legend->loose_most;
}

static double draw_blocks(geo_canvas *canvas, const geo_legend *legend, const geo_style *style,
                          geo_box box, bool column, bool is_drawn)
{
    double y = box.y;
    for (size_t i = 0; i < legend->count; i++) {
        geo_legend_place place = {.canvas = canvas,
                                  .block = &legend->block[i],
                                  .style = style,
                                  .x = box.x,
                                  .width = box.width,
                                  .is_column = column,
                                  .is_dense = is_dense_block(legend, &legend->block[i], column),
                                  .is_drawn = is_drawn};
        y = draw_block(&place, y + (i > 0 ? BLOCK_GAP : 0));
    }
    return y - box.y;
}

double geo_legend_height(geo_canvas *canvas, const geo_legend *legend, const geo_style *style,
                         double width_mm, bool column)
{
    return draw_blocks(canvas, legend, style, (geo_box){0, 0, width_mm, 0}, column, false);
}

void geo_legend_draw(geo_canvas *canvas, const geo_legend *legend, const geo_style *style,
                     geo_box box, bool column)
{
    if (legend->count == 0)
        return;
    geo_canvas_begin_group(canvas, "legend");
    draw_blocks(canvas, legend, style, box, column, true);
    geo_canvas_end_group(canvas);
}
