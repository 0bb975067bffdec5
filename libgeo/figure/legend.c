/* What the colours, hatches and circles of a map mean. */
#include <math.h>
#include <stdlib.h>

#include "core/memory.h"
#include "figure/contours.h"
#include "figure/legend_state.h"
#include "figure/shade.h"

static geo_status add_count(geo_context *context, const geo_legend_part *part, size_t count,
                            geo_legend_entry *entry)
{
    return part->area_count ? geo_legend_count_words(context, count, &entry->count) : GEO_OK;
}

static const geo_shade_style *shade_of(const geo_legend_part *part, const geo_style *style)
{
    if (part->is_change)
        return &style->change;
    if (part->kind == GEO_LEGEND_SURFACE)
        return &style->heat;
    return part->is_base ? &style->base : &style->areas;
}

static double opacity_of(const geo_legend_part *part, const geo_style *style)
{
    bool is_over_base = part->kind == GEO_LEGEND_SURFACE && part->is_base && !part->is_change;
    return is_over_base ? style->heat_over_base_opacity : shade_of(part, style)->opacity;
}

static geo_status add_below(geo_context *context, const geo_legend_part *part,
                            const geo_style *style, geo_legend_block *block)
{
    geo_legend_entry *entry = &block->entry[block->count];
    if (part->below_count == 0 || part->classes->count == 0)
        return GEO_OK;
    block->count++;
    entry->colour = style->map.land;
    entry->opacity = 1;
    geo_status status = geo_legend_below_words(context, part, entry);
    return status == GEO_OK ? add_count(context, part, part->below_count, entry) : status;
}

static geo_status add_classes(geo_context *context, const geo_legend_part *part,
                              const geo_style *style, geo_legend_block *block)
{
    const geo_shade_style *shade = shade_of(part, style);
    geo_status status = add_below(context, part, style, block);
    block->is_continuous = part->kind == GEO_LEGEND_SURFACE && part->classes->is_continuous &&
                           part->classes->count > 1;
    block->is_in_order = part->is_reversed;
    block->ramp = shade->ramp;
    for (size_t i = 0; i < part->classes->count && status == GEO_OK; i++) {
        geo_legend_entry *entry = &block->entry[block->count++];
        entry->colour = geo_shade_colour(shade, part->classes, i, part->is_reversed);
        entry->opacity = opacity_of(part, style);
        status = geo_legend_class_words(context, part, i, entry);
        if (status == GEO_OK)
            status = add_count(context, part, part->area_count ? part->area_count[i] : 0, entry);
    }
    return status;
}

const char *geo_legend_band_text(const char *const band_text[], size_t band)
{
    static const char *const words[GEO_BANDS] = {"Not above", "Above", "Significantly above"};
    return band_text && band_text[band] ? band_text[band] : words[band];
}

static geo_status add_bands(geo_context *context, const geo_legend_part *part,
                            const geo_style *style, geo_legend_block *block)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; i < GEO_BANDS && status == GEO_OK; i++) {
        geo_legend_entry *entry = &block->entry[block->count++];
        entry->colour = geo_scheme_colour(style, GEO_SCHEME_BANDS, i);
        entry->opacity = style->areas.opacity;
        status = geo_copy_text(context, geo_legend_band_text(part->band_text, i), &entry->text);
        if (status == GEO_OK)
            status = add_count(context, part, part->area_count ? part->area_count[i] : 0, entry);
    }
    return status;
}

/* Its number in the middle of each cell. */
static geo_status add_cells(geo_context *context, const geo_legend_part *part,
                            const geo_style *style, geo_legend_block *block)
{
    geo_status status = geo_copy_text(context, part->row_title, &block->row_title);
    if (status == GEO_OK)
        status = geo_copy_text(context, part->column_title, &block->column_title);
    for (size_t i = 0; i < GEO_BIVARIATE_CELLS && status == GEO_OK; i++) {
        geo_legend_entry *entry = &block->entry[block->count++];
        char text[GEO_NUMBER_TEXT] = "";
        entry->colour = style->bivariate.colour[i];
        entry->opacity = shade_of(part, style)->opacity;
        if (part->area_count)
            status = geo_number_text(context, (double)part->area_count[i], 0, text);
        if (status == GEO_OK)
            status = geo_copy_text(context, text, &entry->text);
    }
    return status;
}

static geo_status add_categories(geo_context *context, const geo_legend_part *part,
                                 const geo_style *style, geo_legend_block *block)
{
    geo_status status = GEO_OK;
    block->is_in_order = true;
    for (size_t i = 0; i < part->item_count && status == GEO_OK; i++) {
        geo_legend_entry *entry = &block->entry[block->count++];
        entry->colour = style->categories.colour[i];
        entry->opacity = shade_of(part, style)->opacity;
        status = geo_copy_text(context, part->item_text[i], &entry->text);
        if (status == GEO_OK)
            status = add_count(context, part, part->area_count ? part->area_count[i] : 0, entry);
    }
    return status;
}

static geo_status add_diverging(geo_context *context, const geo_legend_part *part,
                                const geo_style *style, geo_legend_block *block)
{
    geo_status status = GEO_OK;
    block->is_in_order = true;
    for (size_t i = GEO_DIVERGING_COUNT; i-- > 0 && status == GEO_OK;) {
        if (!part->item_text[i])
            continue;
        geo_legend_entry *entry = &block->entry[block->count++];
        entry->colour = style->diverging.colour[i];
        entry->opacity = shade_of(part, style)->opacity;
        entry->hatching = geo_scheme_hatching(style, GEO_SCHEME_DIVERGING, i);
        status = geo_copy_text(context, part->item_text[i], &entry->text);
        if (status == GEO_OK)
            status = add_count(context, part, part->area_count ? part->area_count[i] : 0, entry);
    }
    return status;
}

static geo_status add_line(geo_context *context, const char *text, const geo_line_style *line,
                           const geo_line_style *halo, geo_legend_block *block)
{
    geo_legend_entry *entry = &block->entry[block->count++];
    entry->swatch = GEO_SWATCH_LINE;
    entry->line = *line;
    entry->halo = *halo;
    return geo_copy_text(context, text, &entry->text);
}

static geo_status add_contours(geo_context *context, const geo_legend_part *part,
                               const geo_style *style, geo_legend_block *block)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; i < part->item_count && status == GEO_OK; i++) {
        geo_legend_entry *entry = &block->entry[block->count];
        const geo_line_style line =
            geo_contour_line_of(style, i, part->item_count, part->low_count, &entry->dash_mm);
        status = add_line(context, part->item_text[i], &line, &style->contours.halo, block);
    }
    return status;
}

static geo_status add_no_data(geo_context *context, const geo_legend_part *part,
                              geo_legend_block *block)
{
    if (part->no_data_count == 0)
        return GEO_OK;
    geo_legend_entry *entry = &block->entry[block->count++];
    block->has_no_data = true;
    entry->swatch = GEO_SWATCH_HATCH;
    geo_status status = geo_copy_text(context, "No data", &entry->text);
    return status == GEO_OK ? add_count(context, part, part->no_data_count, entry) : status;
}

double geo_point_diameter_mm(const geo_style *style, int64_t incidents, int64_t most)
{
    double smallest = style->points.smallest_mm;
    if (most <= 1 || incidents <= 1)
        return smallest;
    /* As long as there is room, twice the incidents are twice the area. */
    double largest = fmin(style->points.largest_mm, smallest * sqrt((double)most));
    double share = fmin(1, (double)(incidents - 1) / (double)(most - 1));
    return sqrt(smallest * smallest + share * (largest * largest - smallest * smallest));
}

size_t geo_legend_circles(int64_t most, int64_t incidents[3])
{
    size_t count = 0;
    /* A third of the most is about half as wide. */
    double third = (double)most / 3;
    int64_t middle = third < 1 ? 1 : (int64_t)geo_round_to(third, -geo_exponent_of(third));
    const int64_t wanted[] = {1, middle, most};
    for (size_t i = 0; i < 3; i++)
        if (count == 0 || wanted[i] > incidents[count - 1])
            incidents[count++] = wanted[i];
    return count;
}

static geo_status add_circles(geo_context *context, const geo_legend_part *part,
                              const geo_style *style, geo_legend_block *block)
{
    int64_t incidents[3];
    size_t count = geo_legend_circles(part->most_incidents, incidents);
    geo_status status = GEO_OK;
    for (size_t i = 0; i < count && status == GEO_OK; i++) {
        geo_legend_entry *entry = &block->entry[block->count++];
        char text[GEO_NUMBER_TEXT];
        entry->swatch = GEO_SWATCH_CIRCLE;
        entry->colour = style->points.colour;
        entry->opacity = style->points.opacity;
        entry->diameter_mm = geo_point_diameter_mm(style, incidents[i], part->most_incidents);
        status = geo_number_text(context, (double)incidents[i], 0, text);
        if (status == GEO_OK)
            status = geo_copy_text(context, text, &entry->text);
        if (status == GEO_OK)
            status = geo_copy_text(context, text, &entry->lead);
    }
    return status;
}

/* Whether there is anything to explain. */
static bool is_shown(const geo_legend_part *part)
{
    if (part->kind == GEO_LEGEND_POINTS)
        return part->most_incidents > 0;
    if (part->kind == GEO_LEGEND_SURFACE || part->kind == GEO_LEGEND_AREAS)
        return part->classes->count > 0 || part->no_data_count > 0;
    return true;
}

static geo_status add_entries(geo_context *context, const geo_legend_part *part,
                              const geo_style *style, geo_legend_block *block)
{
    switch (part->kind) {
    case GEO_LEGEND_POINTS:
        return add_circles(context, part, style, block);
    case GEO_LEGEND_BANDS:
        return add_bands(context, part, style, block);
    case GEO_LEGEND_BIVARIATE:
        return add_cells(context, part, style, block);
    case GEO_LEGEND_CATEGORIES:
        return add_categories(context, part, style, block);
    case GEO_LEGEND_DIVERGING:
        return add_diverging(context, part, style, block);
    case GEO_LEGEND_CONTOURS:
        return add_contours(context, part, style, block);
    case GEO_LEGEND_NUMBERED:
        return add_line(context, part->unit, &style->numbered.line, &style->numbered.halo, block);
    case GEO_LEGEND_OUTLINES:
        return add_line(context, part->unit, &style->outlines.area, &style->outlines.halo, block);
    default:
        return add_classes(context, part, style, block);
    }
}

static geo_status make_block(geo_context *context, const geo_legend_part *part,
                             const geo_style *style, geo_legend_block *block)
{
    geo_status status = GEO_OK;
    block->kind = part->kind;
    if (part->kind != GEO_LEGEND_OUTLINES && part->kind != GEO_LEGEND_NUMBERED)
        status = geo_legend_heading(context, part, &block->heading);
    if (status == GEO_OK)
        status = add_entries(context, part, style, block);
    if (status == GEO_OK)
        status = geo_legend_note(context, part, &block->note);
    return status == GEO_OK ? add_no_data(context, part, block) : status;
}

geo_status geo_legend_make(geo_context *context, const geo_legend_need *need,
                           const geo_style *style, geo_legend **out)
{
    geo_legend *legend = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *legend, &legend);
    if (status == GEO_OK)
        status = geo_alloc_array(context, need->part_count, sizeof *legend->block, &legend->block);
    for (size_t i = 0; i < need->part_count && status == GEO_OK; i++)
        if (is_shown(&need->part[i]))
            status = make_block(context, &need->part[i], style, &legend->block[legend->count++]);
    if (status != GEO_OK) {
        geo_legend_free(legend);
        return status;
    }
    legend->loose_most = GEO_LEGEND_ENTRIES;
    *out = legend;
    return GEO_OK;
}

bool geo_legend_condense(geo_legend *legend)
{
    const size_t many = 7, few = 3;
    if (legend->loose_most <= few)
        return false;
    legend->loose_most = legend->loose_most > many ? many : few;
    return true;
}

void geo_legend_free(geo_legend *legend)
{
    if (!legend)
        return;
    for (size_t b = 0; b < legend->count; b++) {
        geo_legend_block *block = &legend->block[b];
        for (size_t i = 0; i < GEO_LEGEND_ENTRIES; i++) {
            free(block->entry[i].text);
            free(block->entry[i].lead);
            free(block->entry[i].count);
            free(block->entry[i].limit);
        }
        free(block->heading);
        free(block->row_title);
        free(block->column_title);
        free(block->note);
    }
    free(legend->block);
    free(legend);
}
