/* Roads, rivers, woods and towns to find one's way by. */
#include "figure/backdrop.h"

#include <string.h>

#include "figure/trace.h"

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool holds(const char *text, const char *word, size_t length)
{
    for (; *text; text++) {
        size_t same = 0;
        while (same < length && text[same] && lower(text[same]) == lower(word[same]))
            same++;
        if (same == length)
            return true;
    }
    return false;
}

/* words: by commas, blanks around them. */
static bool holds_any(const char *text, const char *words)
{
    while (*words) {
        words += strspn(words, ", ");
        size_t length = strcspn(words, ",");
        size_t kept = length;
        while (kept > 0 && words[kept - 1] == ' ')
            kept--;
        if (kept > 0 && holds(text, words, kept))
            return true;
        words += length;
    }
    return false;
}

static const geo_backdrop_style *find(const geo_style *style, const char *text)
{
    for (size_t i = 0; i < style->backdrop_count && text; i++)
        if (style->backdrop[i].name && holds_any(text, style->backdrop[i].name))
            return &style->backdrop[i];
    return NULL;
}

const geo_backdrop_style *geo_backdrop_style_of(const geo_style *style, const geo_shapes *shapes)
{
    const char *slash = shapes->path ? strrchr(shapes->path, '/') : NULL;
    const geo_backdrop_style *found = find(style, shapes->layer);
    if (!found)
        found = find(style, slash ? slash + 1 : shapes->path);
    for (size_t i = 0; i < style->backdrop_count && !found; i++)
        if (!style->backdrop[i].name || !style->backdrop[i].name[0])
            found = &style->backdrop[i];
    return found;
}

static bool meets(const geo_extent *a, const geo_extent *b)
{
    return a->x_min <= b->x_max && b->x_min <= a->x_max && a->y_min <= b->y_max &&
           b->y_min <= a->y_max;
}

static bool trace_shapes(geo_canvas *canvas, const geo_view *view, const geo_shapes *shapes)
{
    geo_extent window = geo_view_extent(view);
    bool is_closed = shapes->kind == GEO_SHAPE_POLYGON, any = false;
    for (size_t part = 0; part < shapes->part_count; part++) {
        size_t first = shapes->part_point[part], count = shapes->part_point[part + 1] - first;
        geo_extent extent = geo_extent_of(shapes->x + first, shapes->y + first, count);
        if (!meets(&extent, &window))
            continue;
        geo_trace_line(canvas, view, shapes->x + first, shapes->y + first, count, is_closed);
        any = true;
    }
    return any;
}

static void draw_lines(geo_canvas *canvas, const geo_view *view, const geo_shapes *shapes,
                       const geo_line_style *line)
{
    if (line->width_mm > 0 && trace_shapes(canvas, view, shapes))
        geo_canvas_stroke(canvas, line);
}

/* The casing shows on both sides of its line. */
static void draw_casing(geo_canvas *canvas, const geo_view *view, const geo_shapes *shapes,
                        const geo_backdrop_style *style)
{
    geo_line_style casing = style->casing;
    if (!(casing.width_mm > 0))
        return;
    casing.width_mm = style->line.width_mm + 2 * casing.width_mm;
    draw_lines(canvas, view, shapes, &casing);
}

static void draw_polygons(geo_canvas *canvas, const geo_view *view, const geo_shapes *shapes,
                          const geo_backdrop_style *style)
{
    if (style->fill_opacity > 0 && trace_shapes(canvas, view, shapes))
        geo_canvas_fill(canvas, style->fill, style->fill_opacity);
    draw_lines(canvas, view, shapes, &style->line);
}

/* A dot that the frame would cut is left out. */
static bool is_whole(const geo_box *frame, double x, double y, double across)
{
    return x - across > frame->x && x + across < frame->x + frame->width && y - across > frame->y &&
           y + across < frame->y + frame->height;
}

static void draw_points(geo_canvas *canvas, const geo_view *view, const geo_shapes *shapes,
                        const geo_backdrop_style *style)
{
    geo_extent window = geo_view_extent(view);
    for (size_t p = 0; p < shapes->point_count && style->point_mm > 0; p++) {
        if (!geo_extent_contains(&window, shapes->x[p], shapes->y[p]))
            continue;
        double x = geo_view_x_mm(view, shapes->x[p]), y = geo_view_y_mm(view, shapes->y[p]);
        if (!is_whole(&view->frame_mm, x, y, style->point_mm))
            continue;
        geo_canvas_circle(canvas, x, y, style->point_mm / 2);
        geo_canvas_fill(canvas, style->fill, style->fill_opacity);
        geo_canvas_circle(canvas, x, y, style->point_mm / 2);
        if (style->line.width_mm > 0)
            geo_canvas_stroke(canvas, &style->line);
    }
}

void geo_backdrop_draw(geo_canvas *canvas, const geo_view *view, const geo_shapes *shapes,
                       const geo_backdrop_style *style)
{
    if (shapes->kind == GEO_SHAPE_POINT) {
        draw_points(canvas, view, shapes, style);
    } else if (shapes->kind == GEO_SHAPE_POLYGON) {
        draw_polygons(canvas, view, shapes, style);
    } else {
        draw_casing(canvas, view, shapes, style);
        draw_lines(canvas, view, shapes, &style->line);
    }
}
