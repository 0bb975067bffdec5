/* Names inside their outlines. */
#include <math.h>

#include "figure/label_plan.h"

/* Clearance over height: at a half the text's box lies wholly inside. Its corners are seldom inked,
 * so a little less will do; a name that juts out further is still plain by its halo, but is the
 * last choice. A parent's name may cross its borders: they are far from one another. */
#define FITS         0.45
#define JUTS_OUT     0.3
#define PARENT_TIGHT 0.2
/* How far a parent's name shuns what areas' names need. */
#define WANTED_BUSY 0.5
#define BORDER_BUSY 0.4

geo_status geo_label_prepare(const geo_label_plan *plan, geo_label_wish *wish)
{
    double most_mm = plan->options->style->labels.wrap_mm;
    wish->best_fit = -INFINITY;
    geo_status status =
        geo_name_shapes(plan->context, plan->canvas, wish->text, wish->style,
                        most_mm > 0 ? most_mm : INFINITY, wish->shape, &wish->shape_count);
    for (size_t i = 0; status == GEO_OK && i < wish->shape_count; i++) {
        geo_size size = wish->shape[i].size;
        const geo_spot_need need = {wish->segment, wish->segment_count, plan->frame, size, NULL,
                                    NULL};
        wish->fit[i] = -INFINITY;
        if (!(size.width > 0) || !(size.height > 0))
            continue;
        geo_spot spot = geo_inside_spot(&need);
        wish->fit[i] = spot.clearance_mm / size.height;
        if (wish->best_fit >= FITS || wish->fit[i] <= wish->best_fit)
            continue;
        wish->best_fit = wish->fit[i];
        wish->best_box =
            (geo_box){spot.x - size.width / 2, spot.y - size.height / 2, size.width, size.height};
    }
    return status;
}

bool geo_label_fits(const geo_label_wish *wish)
{
    return wish->best_fit >=
           JUTS_OUT * geo_label_small_pt(wish->style->size_pt) / wish->style->size_pt;
}

typedef struct inside_search {
    const geo_label_plan *plan;
    const geo_label_wish *wish;
} inside_search;

static double busy_ground(void *user, geo_box text)
{
    const inside_search *search = user;
    const geo_label_plan *plan = search->plan;
    const geo_label_options *options = plan->options;
    geo_box box = geo_label_box(search->wish->style, (geo_size){text.width, text.height},
                                GEO_ALIGN_LEFT, text.x, text.y);
    if (!geo_label_ground_is_free(plan->ground, box))
        return GEO_TAKEN;
    double busy = options->busy ? options->busy(options->user, text) : 0;
    if (search->wish->yields) {
        double border_mm = geo_label_cover_mm(plan->cover, box);
        busy = fmax(busy, WANTED_BUSY * !geo_label_ground_is_free(plan->wanted, box) +
                              BORDER_BUSY * fmin(1, border_mm / (box.width + box.height)));
    }
    return busy;
}

/* One shape in one size. */
static geo_status try_shape(geo_label_plan *plan, geo_label_wish *wish, size_t shape,
                            double size_pt, double tightest)
{
    geo_text_style style = *wish->style;
    double scale = size_pt / style.size_pt;
    uint32_t breaks = wish->shape[shape].breaks;
    geo_size size;
    if (wish->is_placed || wish->fit[shape] < tightest * scale)
        return GEO_OK;
    style.size_pt = size_pt;
    geo_status status = geo_label_measure(plan, wish->text, breaks, &style, &size);
    if (status != GEO_OK || !(size.width > 0) || !(size.height > 0))
        return status;
    inside_search search = {plan, wish};
    const geo_spot_need need = {wish->segment, wish->segment_count, plan->frame,
                                size,          busy_ground,         &search};
    geo_spot spot = geo_inside_spot(&need);
    double top = spot.y - size.height / 2;
    geo_label label = {.kind = wish->kind,
                       .index = wish->index,
                       .size_pt = size_pt,
                       .align = GEO_ALIGN_CENTRE,
                       .x_mm = spot.x,
                       .y_mm = top,
                       .box = geo_label_box(&style, size, GEO_ALIGN_CENTRE, spot.x, top)};
    if (!(spot.clearance_mm >= tightest * size.height) ||
        !geo_label_ground_is_free(plan->ground, label.box))
        return GEO_OK;
    wish->is_placed = true;
    return geo_label_settle(plan, &label, wish->text, breaks);
}

/* The fewest lines that fit; so it is with each of the sizes. */
static geo_status try_shapes(geo_label_plan *plan, geo_label_wish *wish, double size_pt,
                             double tightest)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; status == GEO_OK && i < wish->shape_count; i++)
        status = try_shape(plan, wish, i, size_pt, tightest);
    return status;
}

geo_status geo_label_place_inside(geo_label_plan *plan, geo_label_wish *wish)
{
    double size_pt = wish->style->size_pt, small_pt = geo_label_small_pt(size_pt);
    geo_status status = try_shapes(plan, wish, size_pt, FITS);
    if (wish->kind == GEO_LABEL_PARENT) {
        if (status == GEO_OK)
            status = try_shapes(plan, wish, size_pt, JUTS_OUT);
        return status != GEO_OK ? status : try_shapes(plan, wish, size_pt, PARENT_TIGHT);
    }
    if (status == GEO_OK && small_pt < size_pt)
        status = try_shapes(plan, wish, small_pt, FITS);
    return status != GEO_OK ? status : try_shapes(plan, wish, small_pt, JUTS_OUT);
}
