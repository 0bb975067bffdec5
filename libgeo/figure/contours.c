/* Places at or above some levels, drawn as lines over all shading. */
#include "figure/contours.h"

#include "core/context.h"
#include "figure/trace.h"

#define LOW_DASH_MM 1.2

geo_line_style geo_contour_line(const geo_style *style, size_t level, size_t count)
{
    geo_line_style line = style->contours.line;
    double finest_mm = style->contours.finest_mm;
    if (count > 1)
        line.width_mm =
            finest_mm + (line.width_mm - finest_mm) * (double)level / (double)(count - 1);
    return line;
}

geo_line_style geo_contour_line_of(const geo_style *style, size_t level, size_t count,
                                   size_t low_count, double *dash_mm)
{
    bool is_low = level < low_count;
    *dash_mm = is_low ? LOW_DASH_MM : 0;
    return is_low ? geo_contour_line(style, low_count - 1 - level, low_count)
                  : geo_contour_line(style, level - low_count, count - low_count);
}

static bool trace_level(geo_canvas *canvas, const geo_view *view, const geo_map_panel *panel,
                        size_t level)
{
    bool any = false;
    for (size_t i = 0; i < panel->contours->count; i++) {
        size_t own = panel->contour_level ? (size_t)panel->contour_level[i] : i;
        if (own != level)
            continue;
        geo_trace_area(canvas, view, panel->contours, i);
        any = true;
    }
    return any;
}

static void fill_levels(geo_canvas *canvas, const geo_view *view, const geo_map_panel *panel,
                        size_t count, const geo_style *style)
{
    for (size_t level = 0; level < count && style->contours.fill_opacity > 0; level++)
        if (trace_level(canvas, view, panel, level))
            geo_canvas_fill_union(canvas, style->contours.fill, style->contours.fill_opacity);
}

/* The halos of all levels lie below the lines of all, so that none hides another where the ground
 * is steep. */
void geo_contours_draw(geo_canvas *canvas, const geo_view *view, const geo_map *map,
                       const geo_map_panel *panel, const geo_style *style)
{
    size_t count = map->contour_count, low = map->contour_low_count;
    double dash_mm = 0;
    fill_levels(canvas, view, panel, count, style);
    for (size_t level = 0; level < count && style->contours.halo.width_mm > 0; level++) {
        geo_line_style halo = style->contours.halo;
        halo.width_mm =
            geo_contour_line_of(style, level, count, low, &dash_mm).width_mm + 2 * halo.width_mm;
        if (trace_level(canvas, view, panel, level))
            geo_canvas_stroke(canvas, &halo);
    }
    for (size_t level = 0; level < count; level++) {
        const geo_line_style line = geo_contour_line_of(style, level, count, low, &dash_mm);
        if (trace_level(canvas, view, panel, level))
            geo_canvas_stroke_dashed(canvas, &line, dash_mm);
    }
}

geo_status geo_map_contour_line(geo_context *context, size_t level, size_t count,
                                const geo_style *style, char colour[8], double *width_mm)
{
    geo_style *built_in = NULL;
    if (level >= count || count > GEO_CONTOURS_MOST)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "there are %d levels of contours at most, and no level %zu of %zu",
                        GEO_CONTOURS_MOST, level + 1, count);
    geo_status status = style ? GEO_OK : geo_style_read(context, NULL, &built_in);
    if (status == GEO_OK) {
        geo_line_style line = geo_contour_line(style ? style : built_in, level, count);
        geo_colour_print(line.colour, colour);
        *width_mm = line.width_mm;
    }
    geo_style_free(built_in);
    return status;
}
