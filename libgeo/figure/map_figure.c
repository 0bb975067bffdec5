/* A page with maps: everything put together. */
#include "figure/map_figure.h"

#include <math.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "figure/furniture.h"

static const char *text_of_part(const map_figure *figure, geo_part part)
{
    const geo_figure_text *text = figure->text;
    switch (part) {
    case GEO_PART_TITLE:
        return text->title;
    case GEO_PART_SUBTITLE:
        return text->subtitle;
    case GEO_PART_METHOD:
        return figure->style->furniture.method ? text->method : NULL;
    case GEO_PART_ATTRIBUTION:
        return text->attribution ? text->attribution : figure->style->furniture.attribution;
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

static double part_height(void *user, geo_part part, double width_mm, bool has_column)
{
    const map_figure *figure = user;
    const geo_style *style = figure->style;
    if (part == GEO_PART_LEGEND)
        return style->furniture.legend
                   ? geo_legend_height(figure->canvas, figure->legend, style, width_mm, has_column)
                   : 0;
    if (part == GEO_PART_SCALE_BAR)
        return style->furniture.scale_bar ? geo_scale_bar_height(figure->canvas, style) : 0;
    if (part == GEO_PART_NORTH_ARROW)
        return style->furniture.north_arrow ? geo_north_arrow_height(figure->canvas, style) : 0;
    const char *text = text_of_part(figure, part);
    if (!text || !text[0])
        return 0;
    return geo_canvas_measure(figure->canvas, text, style_of_part(style, part), width_mm).height;
}

/* ---- where things stand --------------------------------------------------------------------- */

static double panel_title_height(const map_figure *figure, double width_mm)
{
    double height = 0;
    for (size_t i = 0; i < figure->map->panel_count; i++) {
        const char *title = figure->map->panel[i].title;
        if (title && title[0])
            height = fmax(
                height,
                geo_canvas_measure(figure->canvas, title, &figure->style->panel, width_mm).height);
    }
    return height > 0 ? height + 0.8 : 0;
}

/* Titles of panels may take several lines once it is known how wide the panels are. */
static geo_status lay_out_panels(map_figure *figure, geo_layout_need *need)
{
    need->panel_title_mm = panel_title_height(figure, 0);
    geo_status status = geo_layout_make(figure->context, need, &figure->layout);
    while (status == GEO_ERROR_USAGE && geo_legend_condense(figure->legend))
        status = geo_layout_make(figure->context, need, &figure->layout);
    if (status != GEO_OK || need->panel_title_mm == 0)
        return status;
    need->panel_title_mm = panel_title_height(figure, figure->layout.panel.width);
    return geo_layout_make(figure->context, need, &figure->layout);
}

/* In smaller letters where it has no room otherwise. */
static geo_status lay_out_list(map_figure *figure, geo_layout_need *need)
{
    geo_status status = GEO_OK;
    bool is_whole = false;
    need->list = &figure->list;
    for (int is_small = 0; is_small < 2 && !is_whole; is_small++) {
        geo_list_clear(&figure->list);
        status = geo_list_measure(figure->context, figure->canvas, figure->map->numbered,
                                  figure->style, is_small, &figure->list);
        if (status != GEO_OK)
            return status;
        status = lay_out_panels(figure, need);
        const geo_box *box = &figure->layout.part[GEO_PART_LIST];
        is_whole = status == GEO_OK &&
                   geo_list_shown(&figure->list, box->width, box->height) == figure->list.count;
    }
    return status;
}

/* Measured on a canvas of its own: the page's shape follows from the layout. */
static geo_status lay_out(map_figure *figure, bool may_grow)
{
    const geo_extent *window = &figure->window;
    const geo_canvas_options options = {GEO_PICTURE_SVG, 0, {1, 1}, NULL, NULL, NULL};
    geo_layout_need need = {
        .page_mm = {figure->style->page.width_mm, figure->style->page.height_mm},
        .margin_mm = figure->style->page.margin_mm,
        .orientation = figure->style->page.orientation,
        .map_m = {window->x_max - window->x_min, window->y_max - window->y_min},
        .map_may_grow = may_grow,
        .panel_count = figure->map->panel_count,
        .height = part_height,
        .user = figure,
    };
    geo_status status = geo_canvas_new(figure->context, &options, &figure->canvas);
    if (status != GEO_OK)
        return status;
    if (figure->map->numbered && figure->map->numbered->areas->count > 0)
        status = lay_out_list(figure, &need);
    else
        status = lay_out_panels(figure, &need);
    geo_bytes nothing = GEO_BYTES_INIT;
    geo_status measured = geo_canvas_finish(figure->canvas, &nothing);
    geo_bytes_clear(&nothing);
    geo_canvas_free(figure->canvas);
    figure->canvas = NULL;
    return measured ? measured : status;
}

/* ---- drawing -------------------------------------------------------------------------------- */

static void draw_texts(map_figure *figure)
{
    geo_canvas_begin_group(figure->canvas, "text");
    for (geo_part part = 0; part < GEO_PART_COUNT; part++) {
        const char *text = text_of_part(figure, part);
        const geo_box *box = &figure->layout.part[part];
        if (text && box->height > 0)
            geo_canvas_text(figure->canvas, text, style_of_part(figure->style, part),
                            GEO_ALIGN_LEFT, box->x, box->y, box->width);
    }
    geo_canvas_end_group(figure->canvas);
}

static void draw_furniture(map_figure *figure, const geo_view *view)
{
    const geo_layout *layout = &figure->layout;
    const geo_style *style = figure->style;
    if (style->furniture.legend)
        geo_legend_draw(figure->canvas, figure->legend, style, layout->part[GEO_PART_LEGEND],
                        layout->has_column);
    if (style->furniture.scale_bar)
        geo_scale_bar_draw(figure->canvas, figure->context, view, style,
                           layout->has_column ? GEO_ALIGN_LEFT : GEO_ALIGN_RIGHT,
                           layout->part[GEO_PART_SCALE_BAR]);
    if (style->furniture.north_arrow)
        geo_north_arrow_draw(figure->canvas, style, layout->part[GEO_PART_NORTH_ARROW]);
    if (figure->list.count > 0)
        geo_list_draw(figure->context, figure->canvas, &figure->list, style,
                      layout->part[GEO_PART_LIST]);
}

static void draw_all(map_figure *figure)
{
    const geo_layout *layout = &figure->layout;
    geo_view first = geo_map_figure_view(figure, 0);
    /* Beyond the edges, so that the last pixel, which the page covers in part, is whole as well. */
    geo_canvas_box(figure->canvas,
                   (geo_box){-1, -1, layout->page_mm.width + 2, layout->page_mm.height + 2});
    geo_canvas_fill(figure->canvas, figure->style->page.colour, 1);
    for (size_t i = 0; i < figure->map->panel_count; i++)
        geo_map_figure_draw_ground(figure, i);
    geo_map_figure_draw_heat(figure);
    for (size_t i = 0; i < figure->map->panel_count; i++)
        geo_map_figure_draw_over(figure, i);
    draw_furniture(figure, &first);
    draw_texts(figure);
}

static const char *title_of(const map_figure *figure)
{
    if (figure->text->title)
        return figure->text->title;
    return geo_map_first_surface(figure->map) ? "Heat map" : "Map";
}

/* The alternative text: the caller's, or title, subtitle and method. */
static geo_status describe(const map_figure *figure, geo_bytes *description)
{
    const geo_figure_text *text = figure->text;
    geo_status status = GEO_OK;
    bool is_empty = true;
    if (text->description)
        status = geo_bytes_print(figure->context, description, "%s", text->description);
    else
        status = geo_bytes_print(figure->context, description, "%s%s%s%s%s", title_of(figure),
                                 text->subtitle ? ". " : "", text->subtitle ? text->subtitle : "",
                                 text->method ? ". " : "", text->method ? text->method : "");
    for (size_t i = 0; i < figure->map->panel_count; i++)
        is_empty = is_empty && geo_map_figure_is_empty(figure, &figure->map->panel[i]);
    if (status == GEO_OK && is_empty)
        status = geo_bytes_print(figure->context, description, ". " GEO_NOTHING_TO_SHOW);
    if (status == GEO_OK)
        status = geo_bytes_append(figure->context, description, "", 1);
    return status;
}

static geo_status open_page(map_figure *figure, geo_picture format, double dpi)
{
    geo_bytes description = GEO_BYTES_INIT;
    geo_status status = describe(figure, &description);
    const geo_canvas_options options = {format,
                                        dpi,
                                        figure->layout.page_mm,
                                        title_of(figure),
                                        description.data,
                                        figure->text->date};
    if (status == GEO_OK)
        status = geo_canvas_new(figure->context, &options, &figure->canvas);
    geo_bytes_clear(&description);
    return status;
}

/* ---- all of it ------------------------------------------------------------------------------ */

static geo_extent choose_window(const map_figure *figure, bool *may_grow)
{
    const geo_map *map = figure->map;
    if (!map->window)
        return geo_view_window(geo_map_first_surface(map), &figure->studied, may_grow);
    *may_grow = !geo_map_first_surface(map);
    return *map->window;
}

/* Below outlines, the borders of areas are fine; so are those of parents that outlines have too. */
static void yield_to_outlines(geo_style *style, const geo_map *map)
{
    if (!map->outlines || !map->areas)
        return;
    style->map.area = style->outlines.below;
    if (map->outlines->parent || !map->areas->parent)
        style->map.parent = style->outlines.below;
    if (map->are_cells)
        style->map.outline = style->outlines.below;
}

/* Small maps have thinner lines and smaller names, and towns without theirs. */
static geo_style style_of_panels(const geo_style *style, const geo_map *map)
{
    const double thinner = 0.7, smaller = 0.85, least_pt = 6.5;
    geo_style small = *style;
    yield_to_outlines(&small, map);
    if (map->panel_count == 1)
        return small;
    small.map.area.width_mm *= thinner;
    small.map.parent.width_mm *= thinner;
    small.map.outline.width_mm *= thinner;
    small.outlines.area.width_mm *= thinner;
    small.outlines.parent.width_mm *= thinner;
    small.contours.line.width_mm *= thinner;
    small.contours.finest_mm *= thinner;
    small.numbered.line.width_mm *= thinner;
    small.numbered.number.size_pt = fmax(least_pt, smaller * style->numbered.number.size_pt);
    small.label.size_pt = fmax(least_pt, smaller * style->label.size_pt);
    small.parent.size_pt = fmax(least_pt, smaller * style->parent.size_pt);
    for (size_t i = 0; i < small.backdrop_count; i++) {
        small.backdrop[i].is_named = false;
        small.backdrop[i].line.width_mm *= thinner;
        small.backdrop[i].casing.width_mm *= thinner;
        small.backdrop[i].point_mm *= thinner;
    }
    return small;
}

static geo_status make_figure(map_figure *figure, geo_picture format, double dpi, geo_bytes *out)
{
    bool may_grow = false;
    geo_status status = geo_map_figure_check(figure);
    if (status == GEO_OK)
        status = geo_map_figure_choose(figure);
    if (status == GEO_OK)
        status = geo_map_figure_legend(figure);
    if (status == GEO_OK && figure->ground.areas)
        status = geo_borders_find(figure->context, figure->ground.areas, &figure->borders);
    if (status == GEO_OK && figure->outlines.areas)
        status =
            geo_borders_find(figure->context, figure->outlines.areas, &figure->outline_borders);
    if (status != GEO_OK)
        return status;
    figure->ground.borders = figure->borders;
    figure->outlines.borders = figure->outline_borders;
    figure->window = choose_window(figure, &may_grow);
    status = lay_out(figure, may_grow);
    if (status == GEO_OK)
        status = open_page(figure, format, dpi);
    if (status != GEO_OK)
        return status;
    draw_all(figure);
    return geo_canvas_finish(figure->canvas, out);
}

geo_status geo_figure_map(geo_context *context, const geo_map *map, const geo_style *style,
                          const geo_figure_text *text, geo_picture format, double dpi,
                          geo_bytes *out)
{
    static const geo_figure_text no_text = {.title = NULL};
    map_figure figure = {.context = context,
                         .map = map,
                         .style = style,
                         .text = text ? text : &no_text,
                         .studied = {INFINITY, INFINITY, -INFINITY, -INFINITY}};
    geo_style *built_in = NULL;
    if (map->areas && map->areas->extent.x_min <= map->areas->extent.x_max)
        figure.ground = (geo_ground){map->areas, NULL, map->is_studied};
    if (map->outlines && map->outlines->count > 0)
        figure.outlines = (geo_ground){map->outlines, NULL, map->outline_is_shown};
    if (figure.ground.areas)
        figure.studied = geo_areas_extent(map->areas, map->is_studied);
    geo_status status = style ? GEO_OK : geo_style_read(context, NULL, &built_in);
    if (built_in)
        figure.style = built_in;
    if (status == GEO_OK)
        figure.map_style = style_of_panels(figure.style, map);
    if (status == GEO_OK)
        status = make_figure(&figure, format, dpi, out);
    geo_canvas_free(figure.canvas);
    geo_legend_free(figure.legend);
    geo_list_clear(&figure.list);
    geo_borders_free(figure.borders);
    geo_borders_free(figure.outline_borders);
    geo_style_free(built_in);
    return status;
}
