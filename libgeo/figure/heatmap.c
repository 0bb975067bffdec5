/* A heat map: everything put together. */
#include <math.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "figure/furniture.h"
#include "figure/heat.h"
#include "figure/labels.h"
#include "figure/layout.h"
#include "figure/legend.h"
#include "figure/map.h"

#define NOTHING_TO_SHOW "No incidents to show"

typedef struct heatmap {
    geo_context *context;
    const geo_grid *surface;
    const geo_areas *areas;
    const geo_style *style;
    const geo_heatmap_text *text;
    geo_classes classes;
    geo_legend *legend;
    geo_borders *borders;
    geo_canvas *canvas;
    geo_layout layout;
    geo_view view;
} heatmap;

static const char *text_of_part(const geo_heatmap_text *text, geo_part part)
{
    switch (part) {
    case GEO_PART_TITLE:
        return text->title;
    case GEO_PART_SUBTITLE:
        return text->subtitle;
    case GEO_PART_METHOD:
        return text->method;
    case GEO_PART_ATTRIBUTION:
        return text->attribution;
    default:
        return NULL;
    }
}

static const geo_text_style *style_of_part(const geo_style *style, geo_part part)
{
    if (part == GEO_PART_TITLE)
        return &style->title;
    return part == GEO_PART_SUBTITLE ? &style->subtitle : &style->note;
}

static double part_height(void *user, geo_part part, double width_mm, bool landscape)
{
    const heatmap *figure = user;
    if (part == GEO_PART_LEGEND)
        return geo_legend_height(figure->canvas, figure->legend, figure->style, width_mm,
                                 landscape);
    if (part == GEO_PART_SCALE_BAR)
        return geo_scale_bar_height(figure->canvas, figure->style);
    if (part == GEO_PART_NORTH_ARROW)
        return geo_north_arrow_height(figure->canvas, figure->style);
    const char *text = text_of_part(figure->text, part);
    if (!text || !text[0])
        return 0;
    return geo_canvas_measure(figure->canvas, text, style_of_part(figure->style, part), width_mm)
        .height;
}

/* Measured on a canvas of its own: the page's shape follows from the layout. */
static geo_status lay_out(heatmap *figure)
{
    const geo_canvas_options options = {GEO_PICTURE_SVG, 0, {1, 1}, NULL, NULL};
    bool may_grow;
    geo_extent window = geo_view_window(figure->surface, figure->areas, &may_grow);
    const geo_layout_need need = {
        .page_mm = {figure->style->page.width_mm, figure->style->page.height_mm},
        .margin_mm = figure->style->page.margin_mm,
        .orientation = figure->style->page.orientation,
        .map_m = {window.x_max - window.x_min, window.y_max - window.y_min},
        .map_may_grow = may_grow,
        .height = part_height,
        .user = figure,
    };
    geo_status status = geo_canvas_new(figure->context, &options, &figure->canvas);
    if (status != GEO_OK)
        return status;
    status = geo_layout_make(figure->context, &need, &figure->layout);
    figure->view = geo_view_fit(window, figure->layout.map);
    geo_bytes nothing = GEO_BYTES_INIT;
    geo_status measured = geo_canvas_finish(figure->canvas, &nothing);
    geo_bytes_clear(&nothing);
    geo_canvas_free(figure->canvas);
    figure->canvas = NULL;
    return measured ? measured : status;
}

static void draw_heat(heatmap *figure)
{
    geo_image image = {0, 0, NULL};
    size_t columns, rows;
    geo_box box = geo_canvas_pixel_box(figure->canvas, figure->view.frame_mm, &columns, &rows);
    if (figure->classes.count == 0 || geo_canvas_failed(figure->canvas))
        return;
    geo_status status = geo_heat_image(figure->context, figure->surface, &figure->classes,
                                       figure->style, &figure->view, box, columns, rows, &image);
    geo_canvas_fail(figure->canvas, status);
    geo_canvas_begin_group(figure->canvas, "heat");
    geo_canvas_image(figure->canvas, &image, box);
    geo_canvas_end_group(figure->canvas);
    free(image.pixel);
}

static void draw_empty_note(heatmap *figure)
{
    geo_text_style style = figure->style->subtitle;
    const geo_box *frame = &figure->view.frame_mm;
    style.is_bold = true;
    style.halo_mm = 1;
    style.halo_colour = figure->style->map.land;
    geo_size size = geo_canvas_measure(figure->canvas, NOTHING_TO_SHOW, &style, frame->width);
    geo_canvas_text(figure->canvas, NOTHING_TO_SHOW, &style, GEO_ALIGN_CENTRE,
                    frame->x + frame->width / 2, frame->y + (frame->height - size.height) / 2,
                    frame->width);
}

static double heat_under(void *user, geo_box box)
{
    const heatmap *figure = user;
    return geo_heat_share(figure->surface, &figure->classes, &figure->view, box);
}

static void draw_labels(heatmap *figure)
{
    const geo_label_options options = {&figure->view,         figure->areas, figure->borders,
                                       &figure->style->label, heat_under,    figure};
    if (figure->areas && !geo_canvas_failed(figure->canvas))
        geo_canvas_fail(figure->canvas, geo_labels_draw(figure->context, figure->canvas, &options));
}

static void draw_map(heatmap *figure)
{
    geo_canvas *canvas = figure->canvas;
    const geo_areas *areas = figure->areas;
    geo_canvas_begin_clip(canvas, figure->view.frame_mm);
    geo_canvas_begin_group(canvas, "land");
    geo_map_draw_land(canvas, &figure->view, areas, figure->style);
    geo_canvas_end_group(canvas);
    draw_heat(figure);
    geo_canvas_begin_group(canvas, "borders");
    geo_map_draw_outside(canvas, &figure->view, areas, figure->style);
    if (areas)
        geo_map_draw_borders(canvas, &figure->view, areas, figure->borders, figure->style);
    geo_canvas_end_group(canvas);
    geo_canvas_end_clip(canvas);
    geo_map_draw_frame(canvas, &figure->view, figure->style);
    geo_canvas_begin_group(canvas, "labels");
    draw_labels(figure);
    if (figure->classes.count == 0)
        draw_empty_note(figure);
    geo_canvas_end_group(canvas);
}

static void draw_texts(heatmap *figure)
{
    geo_canvas_begin_group(figure->canvas, "text");
    for (geo_part part = 0; part < GEO_PART_COUNT; part++) {
        const char *text = text_of_part(figure->text, part);
        const geo_box *box = &figure->layout.part[part];
        if (text && box->height > 0)
            geo_canvas_text(figure->canvas, text, style_of_part(figure->style, part),
                            GEO_ALIGN_LEFT, box->x, box->y, box->width);
    }
    geo_canvas_end_group(figure->canvas);
}

static void draw_all(heatmap *figure)
{
    const geo_layout *layout = &figure->layout;
    geo_canvas *canvas = figure->canvas;
    /* Beyond the edges, so that the last pixel, which the page covers in part, is whole as well. */
    geo_canvas_box(canvas,
                   (geo_box){-1, -1, layout->page_mm.width + 2, layout->page_mm.height + 2});
    geo_canvas_fill(canvas, figure->style->page.colour, 1);
    draw_map(figure);
    geo_legend_draw(canvas, figure->legend, figure->style, layout->part[GEO_PART_LEGEND],
                    layout->landscape);
    geo_scale_bar_draw(canvas, figure->context, &figure->view, figure->style,
                       layout->landscape ? GEO_ALIGN_LEFT : GEO_ALIGN_RIGHT,
                       layout->part[GEO_PART_SCALE_BAR]);
    geo_north_arrow_draw(canvas, figure->style, layout->part[GEO_PART_NORTH_ARROW]);
    draw_texts(figure);
}

/* The alternative text: the caller's, or title and method. */
static geo_status describe(const heatmap *figure, geo_bytes *description)
{
    const geo_heatmap_text *text = figure->text;
    geo_status status = GEO_OK;
    if (text->description)
        status = geo_bytes_print(figure->context, description, "%s", text->description);
    else
        status = geo_bytes_print(figure->context, description, "%s%s%s%s%s",
                                 text->title ? text->title : "Heat map", text->subtitle ? ". " : "",
                                 text->subtitle ? text->subtitle : "", text->method ? ". " : "",
                                 text->method ? text->method : "");
    if (status == GEO_OK && figure->classes.count == 0)
        status = geo_bytes_print(figure->context, description, ". " NOTHING_TO_SHOW);
    if (status == GEO_OK)
        status = geo_bytes_append(figure->context, description, "", 1);
    return status;
}

static geo_status open_page(heatmap *figure, geo_picture format, double dpi)
{
    geo_bytes description = GEO_BYTES_INIT;
    geo_status status = describe(figure, &description);
    const geo_canvas_options options = {format, dpi, figure->layout.page_mm,
                                        figure->text->title ? figure->text->title : "Heat map",
                                        description.data};
    if (status == GEO_OK)
        status = geo_canvas_new(figure->context, &options, &figure->canvas);
    geo_bytes_clear(&description);
    return status;
}

static geo_status check_arguments(const heatmap *figure)
{
    const geo_grid *grid = figure->surface;
    if (grid->columns == 0 || grid->rows == 0 || !(grid->cell_m > 0))
        return geo_fail(figure->context, GEO_ERROR_USAGE, "the surface has no cells to draw");
    if (figure->areas && grid->crs.epsg && figure->areas->crs.epsg &&
        grid->crs.epsg != figure->areas->crs.epsg)
        return geo_fail(figure->context, GEO_ERROR_CRS,
                        "the surface is in EPSG:%d and the areas are in EPSG:%d: bring both into "
                        "one before drawing",
                        grid->crs.epsg, figure->areas->crs.epsg);
    return GEO_OK;
}

static geo_status make_heatmap(heatmap *figure, geo_picture format, double dpi, geo_bytes *out)
{
    const geo_grid *grid = figure->surface;
    const geo_style *style = figure->style;
    geo_status status = check_arguments(figure);
    if (status != GEO_OK)
        return status;
    figure->classes = geo_classes_choose(grid->value, grid->columns * grid->rows,
                                         style->heat.breaks, style->heat.classes);
    status = geo_legend_make(figure->context, &figure->classes, grid->unit, style, &figure->legend);
    if (status == GEO_OK && figure->areas)
        status = geo_borders_find(figure->context, figure->areas, &figure->borders);
    if (status == GEO_OK)
        status = lay_out(figure);
    if (status == GEO_OK)
        status = open_page(figure, format, dpi);
    if (status != GEO_OK)
        return status;
    draw_all(figure);
    return geo_canvas_finish(figure->canvas, out);
}

geo_status geo_figure_heatmap(geo_context *context, const geo_grid *surface, const geo_areas *areas,
                              const geo_style *style, const geo_heatmap_text *text,
                              geo_picture format, double dpi, geo_bytes *out)
{
    static const geo_heatmap_text no_text = {NULL, NULL, NULL, NULL, NULL};
    heatmap figure = {.context = context,
                      .surface = surface,
                      .areas = areas,
                      .style = style,
                      .text = text ? text : &no_text};
    geo_style *built_in = NULL;
    if (areas && !(areas->extent.x_min <= areas->extent.x_max))
        figure.areas = NULL;
    geo_status status = style ? GEO_OK : geo_style_read(context, NULL, &built_in);
    if (built_in)
        figure.style = built_in;
    if (status == GEO_OK)
        status = make_heatmap(&figure, format, dpi, out);
    geo_canvas_free(figure.canvas);
    geo_legend_free(figure.legend);
    geo_borders_free(figure.borders);
    geo_style_free(built_in);
    return status;
}
