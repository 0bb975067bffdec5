/* Areas shaded by their values: a choropleth. */
#include "figure/shade.h"

#include <math.h>
#include <stdlib.h>

#include "core/memory.h"
#include "figure/legend.h"
#include "figure/outline.h"
#include "figure/trace.h"

#define BANDS   3
#define NO_DATA (-2)
#define CONTEXT (-3)

geo_colour geo_shade_colour(const geo_shade_style *shade, const geo_classes *classes, size_t class,
                            bool is_reversed)
{
    size_t place = is_reversed ? classes->count - 1 - class : class;
    return geo_ramp_class(&shade->ramp, place, classes->count);
}

size_t geo_scheme_numbers(geo_scheme scheme)
{
    return scheme == GEO_SCHEME_BIVARIATE    ? GEO_BIVARIATE_CELLS
           : scheme == GEO_SCHEME_CATEGORIES ? GEO_CATEGORIES_MOST
           : scheme == GEO_SCHEME_DIVERGING  ? GEO_DIVERGING_COUNT
                                             : BANDS;
}

geo_colour geo_scheme_colour(const geo_style *style, geo_scheme scheme, size_t number)
{
    const geo_colour band[BANDS] = {style->bands.none, style->bands.above,
                                    style->bands.significantly_above};
    return scheme == GEO_SCHEME_BIVARIATE    ? style->bivariate.colour[number]
           : scheme == GEO_SCHEME_CATEGORIES ? style->categories.colour[number]
           : scheme == GEO_SCHEME_DIVERGING  ? style->diverging.colour[number]
                                             : band[number];
}

/* CONTEXT, NO_DATA, -1 for a value below all classes, or the class. */
static int class_of(const geo_shade_layer *layer, size_t area)
{
    double value = layer->value[area];
    if (!geo_ground_is_studied(layer->ground, (int32_t)area))
        return CONTEXT;
    if (isnan(value))
        return NO_DATA;
    return layer->classes ? geo_classes_find(layer->classes, value) : (int)value;
}

/* What is being drawn. */
typedef struct shade_work {
    geo_context *context;
    geo_canvas *canvas;
    const geo_view *view;
    const geo_areas *areas;
    const geo_borders *borders;
    int *class; /* [areas->count] */
} shade_work;

static bool has_class(const shade_work *work, int class)
{
    for (size_t i = 0; i < work->areas->count; i++)
        if (work->class[i] == class)
            return true;
    return false;
}

/* Their common outline where it can be joined: half the points of all their rings. */
static void trace_class(const shade_work *work, int class)
{
    geo_outline outline;
    geo_canvas_fail(work->canvas, geo_outline_join(work->context, work->areas, work->borders,
                                                   work->class, class, &outline));
    if (outline.count > 0)
        geo_trace_outline(work->canvas, work->view, work->areas, work->borders, &outline);
    for (size_t i = 0; i < work->areas->count && outline.count == 0; i++)
        if (work->class[i] == class)
            geo_trace_area(work->canvas, work->view, work->areas, i);
    geo_outline_clear(&outline);
}

/* Lines rising to the right over the whole frame, of which the clip leaves what is wanted. */
static void draw_hatch(geo_canvas *canvas, const geo_box *frame, const geo_style *style)
{
    double step = style->no_data.hatch_gap_mm * sqrt(2);
    for (double x = frame->x - frame->height + step / 2; x < frame->x + frame->width; x += step) {
        geo_canvas_move(canvas, x, frame->y + frame->height);
        geo_canvas_line(canvas, x + frame->height, frame->y);
    }
    geo_canvas_stroke(canvas, &style->no_data.hatch);
}

static void draw_no_data(const shade_work *work, const geo_style *style)
{
    if (!has_class(work, NO_DATA))
        return;
    trace_class(work, NO_DATA);
    geo_canvas_fill_union(work->canvas, style->no_data.colour, 1);
    trace_class(work, NO_DATA);
    geo_canvas_begin_clip_path(work->canvas);
    draw_hatch(work->canvas, &work->view->frame_mm, style);
    geo_canvas_end_clip(work->canvas);
}

geo_hatching geo_scheme_hatching(const geo_style *style, geo_scheme scheme, size_t number)
{
    size_t step = scheme == GEO_SCHEME_BIVARIATE ? number / GEO_BIVARIATE_STEPS : 0;
    if (scheme == GEO_SCHEME_DIVERGING && number < GEO_DIVERGING_COUNT / 2)
        step = GEO_DIVERGING_COUNT / 2 - number;
    if (step == 0)
        return (geo_hatching){NULL, 0};
    if (scheme == GEO_SCHEME_DIVERGING)
        return (geo_hatching){&style->diverging.hatch,
                              style->diverging.hatch_gap_mm / (double)step};
    return (geo_hatching){&style->bivariate.hatch, style->bivariate.hatch_gap_mm / (double)step};
}

static void draw_class(const shade_work *work, const geo_shade_layer *layer, size_t class,
                       const geo_style *style)
{
    if (!has_class(work, (int)class))
        return;
    geo_colour colour =
        layer->classes ? geo_shade_colour(layer->shade, layer->classes, class, layer->is_reversed)
                       : geo_scheme_colour(style, layer->scheme, class);
    trace_class(work, (int)class);
    geo_canvas_fill_union(work->canvas, colour, layer->shade->opacity);
    const geo_hatching hatching = geo_scheme_hatching(style, layer->scheme, class);
    if (layer->classes || !hatching.line || !(hatching.line->width_mm > 0))
        return;
    trace_class(work, (int)class);
    geo_canvas_begin_clip_path(work->canvas);
    geo_hatch_over(work->canvas, &hatching, work->view->frame_mm);
    geo_canvas_end_clip(work->canvas);
}

geo_status geo_shade_draw(geo_context *context, geo_canvas *canvas, const geo_view *view,
                          const geo_shade_layer *layer, const geo_style *style)
{
    const geo_areas *areas = layer->ground->areas;
    shade_work work = {context, canvas, view, areas, layer->ground->borders, NULL};
    size_t classes = layer->classes ? layer->classes->count : geo_scheme_numbers(layer->scheme);
    geo_status status = geo_alloc_array(context, areas->count, sizeof *work.class, &work.class);
    if (status != GEO_OK)
        return status;
    for (size_t i = 0; i < areas->count; i++)
        work.class[i] = class_of(layer, i);
    for (size_t class = 0; class < classes; class ++)
        draw_class(&work, layer, class, style);
    draw_no_data(&work, style);
    free(work.class);
    return GEO_OK;
}
