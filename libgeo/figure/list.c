/* The list that numbers on a map are keyed to. */
#include "figure/list.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "figure/cut_text.h"

#define TITLE_GAP   1.2 /* all in mm */
#define HEADING_GAP 1.2 /* with the line below the headings */
#define ROW_GAP     0.4
#define NUMBER_GAP  2.0
#define COLUMN_GAP  3.0
#define STRIP_GAP   7.0
/* Widths in rows' heights. */
#define FIRST_MOST  15.5 /* of the first column: longer texts are cut */
#define FIRST_LEAST 7.0  /* below which no strip is added, and others yield */
#define OTHER_MOST  9.0
#define STRIPS_MOST 4
#define STRIP_ROWS  5  /* and no strip for fewer rows */
#define ROWS_MANY   15 /* in one strip */
#define LINE_MM     0.2

/* ---- measures ------------------------------------------------------------------------------- */

static geo_text_style heading_style(const geo_style *style)
{
    geo_text_style heading = style->note;
    heading.is_bold = true;
    return heading;
}

static geo_text_style row_style(const geo_style *style, bool is_small)
{
    geo_text_style row = style->legend;
    if (is_small)
        row.size_pt = fmin(row.size_pt, style->note.size_pt);
    return row;
}

static geo_text_style number_style(const geo_style *style, bool is_small)
{
    geo_text_style number = row_style(style, is_small);
    number.is_bold = true;
    return number;
}

static double widest(geo_canvas *canvas, const geo_list *list, const geo_list_column *column,
                     const geo_style *style)
{
    const geo_text_style heading = heading_style(style), row = row_style(style, list->is_small);
    double most =
        column->heading ? geo_canvas_measure(canvas, column->heading, &heading, 0).width : 0;
    for (size_t i = 0; i < list->count; i++)
        if (column->text[i])
            most = fmax(most, geo_canvas_measure(canvas, column->text[i], &row, 0).width);
    return most;
}

static void measure_columns(geo_canvas *canvas, const geo_style *style, geo_list *list)
{
    const geo_numbered_areas *numbered = list->numbered;
    for (size_t i = 0; i < numbered->column_count; i++) {
        double width = widest(canvas, list, &numbered->column[i], style);
        list->column_mm[i] = i == 0 ? width : fmin(OTHER_MOST * list->row_mm, width);
        if (i > 0)
            list->others_mm += COLUMN_GAP + list->column_mm[i];
    }
}

static bool has_headings(const geo_numbered_areas *numbered)
{
    for (size_t i = 0; i < numbered->column_count; i++)
        if (numbered->column[i].heading)
            return true;
    return false;
}

geo_status geo_list_measure(geo_context *context, geo_canvas *canvas,
                            const geo_numbered_areas *numbered, const geo_style *style,
                            bool is_small, geo_list *out)
{
    const geo_text_style heading = heading_style(style), number = number_style(style, is_small);
    char last[24];
    *out = (geo_list){.numbered = numbered, .count = numbered->areas->count, .is_small = is_small};
    geo_status status =
        geo_alloc_array(context, numbered->column_count, sizeof *out->column_mm, &out->column_mm);
    if (status != GEO_OK)
        return status;
    snprintf(last, sizeof last, "%zu", out->count);
    geo_size size = geo_canvas_measure(canvas, last, &number, 0);
    out->number_mm = size.width;
    out->row_mm = size.height + ROW_GAP;
    measure_columns(canvas, style, out);
    if (numbered->title)
        out->title_mm = TITLE_GAP + geo_canvas_measure(canvas, "A", &style->panel, 0).height;
    if (has_headings(numbered))
        out->heading_mm = HEADING_GAP + geo_canvas_measure(canvas, "A", &heading, 0).height;
    out->first_mm = numbered->column_count > 0 ? out->column_mm[0] : 0;
    return GEO_OK;
}

void geo_list_clear(geo_list *list)
{
    free(list->column_mm);
    *list = (geo_list){.numbered = NULL};
}

/* ---- strips --------------------------------------------------------------------------------- */

static double strip_width(const geo_list *list, double first_most)
{
    return list->number_mm + NUMBER_GAP + fmin(list->first_mm, first_most * list->row_mm) +
           list->others_mm;
}

double geo_list_width(const geo_list *list, size_t strips)
{
    return (double)strips * (strip_width(list, FIRST_MOST) + STRIP_GAP) - STRIP_GAP;
}

/* Side by side where the first column has so much. */
static size_t strips_in(const geo_list *list, double width_mm, double first_most)
{
    double room = floor((width_mm + STRIP_GAP) / (strip_width(list, first_most) + STRIP_GAP));
    size_t worth = (list->count + STRIP_ROWS - 1) / STRIP_ROWS;
    size_t strips = room < 1 ? 1 : room > STRIPS_MOST ? STRIPS_MOST : (size_t)room;
    return strips < worth ? strips : worth > 0 ? worth : 1;
}

/* Rows of each strip within that height. */
static size_t rows_within(const geo_list *list, double most_mm)
{
    double rows = floor((most_mm - list->title_mm - list->heading_mm) / list->row_mm + 1e-6);
    return rows > 0 ? (size_t)rows : 0;
}

typedef struct list_shape {
    size_t strips;
    size_t rows; /* of each */
    size_t shown;
} list_shape;

/* As many strips as have room for whole texts; more where rows would be many. */
static list_shape shape_in(const geo_list *list, double width_mm, double most_mm)
{
    size_t strips = strips_in(list, width_mm, FIRST_MOST), most = rows_within(list, most_mm);
    size_t enough = most < ROWS_MANY ? most : ROWS_MANY;
    while (strips < strips_in(list, width_mm, FIRST_LEAST) && strips * enough < list->count)
        strips++;
    size_t rows = (list->count + strips - 1) / strips;
    if (rows <= most)
        return (list_shape){strips, rows, list->count};
    return (list_shape){strips, most, strips * most > 0 ? strips * most - 1 : 0};
}

double geo_list_height(const geo_list *list, double width_mm, double most_mm)
{
    list_shape shape = shape_in(list, width_mm, most_mm);
    return list->title_mm + list->heading_mm + (double)shape.rows * list->row_mm;
}

size_t geo_list_shown(const geo_list *list, double width_mm, double most_mm)
{
    return shape_in(list, width_mm, most_mm).shown;
}

/* ---- drawing -------------------------------------------------------------------------------- */

typedef struct list_page {
    geo_context *context;
    geo_canvas *canvas;
    const geo_list *list;
    const geo_style *style;
    geo_box box;
    list_shape shape;
    double strip_mm; /* breadth of a strip */
    double first_mm; /* of its first column */
    size_t left_out; /* columns of texts for which there is no room, from the last on */
} list_page;

/* How many columns of texts stand behind this one. */
static size_t texts_behind(const geo_numbered_areas *numbered, size_t column)
{
    size_t count = 0;
    for (size_t i = column + 1; i < numbered->column_count; i++)
        count += !numbered->column[i].is_number;
    return count;
}

static bool is_shown(const list_page *page, size_t column)
{
    const geo_numbered_areas *numbered = page->list->numbered;
    return column == 0 || numbered->column[column].is_number ||
           texts_behind(numbered, column) >= page->left_out;
}

static double strip_x(const list_page *page, size_t strip)
{
    return page->box.x + (double)strip * (page->strip_mm + STRIP_GAP);
}

static void write_cut(const list_page *page, const char *text, const geo_text_style *style,
                      geo_align align, double x, double y, double width_mm)
{
    char *cut = NULL;
    if (!text || !text[0] || geo_canvas_failed(page->canvas))
        return;
    geo_canvas_fail(page->canvas,
                    geo_cut_text(page->context, page->canvas, text, style, width_mm, &cut));
    if (cut)
        geo_canvas_text(page->canvas, cut, style, align, x, y, 0);
    free(cut);
}

/* A heading where `row` is none of the list's. */
static void write_cells(const list_page *page, size_t row, const geo_text_style *style, double x,
                        double y)
{
    const geo_numbered_areas *numbered = page->list->numbered;
    x += page->list->number_mm + NUMBER_GAP;
    for (size_t i = 0; i < numbered->column_count; i++) {
        const geo_list_column *column = &numbered->column[i];
        double width = i == 0 ? page->first_mm : page->list->column_mm[i];
        if (!is_shown(page, i))
            continue;
        const char *text = row < page->list->count ? column->text[row] : column->heading;
        write_cut(page, text, style, column->is_number ? GEO_ALIGN_RIGHT : GEO_ALIGN_LEFT,
                  column->is_number ? x + width : x, y, width);
        x += width + COLUMN_GAP;
    }
}

static void draw_heading(const list_page *page, size_t strip, double y)
{
    const geo_text_style heading = heading_style(page->style);
    const geo_line_style line = {page->style->note.colour, LINE_MM, 1};
    double x = strip_x(page, strip), foot = y + page->list->heading_mm - HEADING_GAP / 2;
    if (page->list->heading_mm == 0)
        return;
    write_cells(page, page->list->count, &heading, x, y);
    geo_canvas_move(page->canvas, x, foot);
    geo_canvas_line(page->canvas, x + page->strip_mm, foot);
    geo_canvas_stroke(page->canvas, &line);
}

static void draw_row(const list_page *page, size_t row, double y)
{
    const geo_text_style number = number_style(page->style, page->list->is_small);
    const geo_text_style style = row_style(page->style, page->list->is_small);
    double x = strip_x(page, row / page->shape.rows);
    char text[24];
    snprintf(text, sizeof text, "%zu", row + 1);
    geo_canvas_text(page->canvas, text, &number, GEO_ALIGN_RIGHT, x + page->list->number_mm, y, 0);
    write_cells(page, row, &style, x, y);
}

static void draw_more(const list_page *page, double y)
{
    const geo_text_style style = row_style(page->style, page->list->is_small);
    char text[40];
    double x = strip_x(page, page->shape.strips - 1) + page->list->number_mm + NUMBER_GAP;
    snprintf(text, sizeof text, "and %zu more", page->list->count - page->shape.shown);
    geo_canvas_text(page->canvas, text, &style, GEO_ALIGN_LEFT, x, y, 0);
}

static list_page page_of(geo_context *context, geo_canvas *canvas, const geo_list *list,
                         const geo_style *style, geo_box box)
{
    list_page page = {.context = context,
                      .canvas = canvas,
                      .list = list,
                      .style = style,
                      .box = box,
                      .shape = shape_in(list, box.width, box.height)};
    double strips = (double)page.shape.strips;
    page.strip_mm = fmin(geo_list_width(list, 1), (box.width - (strips - 1) * STRIP_GAP) / strips);
    page.first_mm = page.strip_mm - list->number_mm - NUMBER_GAP - list->others_mm;
    for (size_t i = list->numbered->column_count; i-- > 1;) {
        if (page.first_mm >= fmin(FIRST_LEAST * list->row_mm, list->first_mm) ||
            list->numbered->column[i].is_number)
            continue;
        page.first_mm += COLUMN_GAP + list->column_mm[i];
        page.left_out++;
    }
    page.first_mm = fmax(0, fmin(list->first_mm, page.first_mm));
    return page;
}

void geo_list_draw(geo_context *context, geo_canvas *canvas, const geo_list *list,
                   const geo_style *style, geo_box box)
{
    const list_page page = page_of(context, canvas, list, style, box);
    double top = box.y + list->title_mm + list->heading_mm;
    if (page.shape.rows == 0)
        return;
    geo_canvas_begin_group(canvas, "list");
    write_cut(&page, list->numbered->title, &style->panel, GEO_ALIGN_LEFT, box.x, box.y, box.width);
    for (size_t i = 0; i < page.shape.strips; i++)
        draw_heading(&page, i, box.y + list->title_mm);
    for (size_t row = 0; row < page.shape.shown; row++)
        draw_row(&page, row, top + (double)(row % page.shape.rows) * list->row_mm);
    if (page.shape.shown < list->count)
        draw_more(&page, top + (double)(page.shape.rows - 1) * list->row_mm);
    geo_canvas_end_group(canvas);
}
