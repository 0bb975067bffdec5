/* Areas shaded by their values: a choropleth. */
#include "figure/shade.h"

#include <math.h>

#include "figure/trace.h"

#define BANDS   3
#define NO_DATA (-2)

geo_colour geo_shade_colour(const geo_shade_style *shade, const geo_classes *classes, int class)
{
    return geo_ramp_class(&shade->ramp, (size_t) class, classes->count);
}

geo_colour geo_band_colour(const geo_style *style, int band)
{
    return band == 0   ? style->bands.none
           : band == 1 ? style->bands.above
                       : style->bands.significantly_above;
}

/* NO_DATA, -1 for a value below all classes, or the class. */
static int class_of(const geo_shade_layer *layer, size_t area)
{
    double value = layer->value[area];
    if (isnan(value))
        return NO_DATA;
    return layer->classes ? geo_classes_find(layer->classes, value) : (int)value;
}

static bool trace_class(geo_canvas *canvas, const geo_view *view, const geo_shade_layer *layer,
                        int class)
{
    bool any = false;
    for (size_t i = 0; i < layer->ground->areas->count; i++) {
        if (!geo_ground_is_studied(layer->ground, (int32_t)i) || class_of(layer, i) != class)
            continue;
        geo_trace_area(canvas, view, layer->ground->areas, i);
        any = true;
    }
    return any;
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

static void draw_no_data(geo_canvas *canvas, const geo_view *view, const geo_shade_layer *layer,
                         const geo_style *style)
{
    if (!trace_class(canvas, view, layer, NO_DATA))
        return;
    geo_canvas_fill_union(canvas, style->no_data.colour, 1);
    trace_class(canvas, view, layer, NO_DATA);
    geo_canvas_begin_clip_path(canvas);
    draw_hatch(canvas, &view->frame_mm, style);
    geo_canvas_end_clip(canvas);
}

void geo_shade_draw(geo_canvas *canvas, const geo_view *view, const geo_shade_layer *layer,
                    const geo_style *style)
{
    int classes = layer->classes ? (int)layer->classes->count : BANDS;
    for (int class = 0; class < classes; class ++) {
        geo_colour colour = layer->classes ? geo_shade_colour(layer->shade, layer->classes, class)
                                           : geo_band_colour(style, class);
        if (trace_class(canvas, view, layer, class))
            geo_canvas_fill_union(canvas, colour, layer->shade->opacity);
    }
    draw_no_data(canvas, view, layer, style);
}
