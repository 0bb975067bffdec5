/* The values of a style file, over those of a style: which key goes where, and within which limits.
 */
#include "figure/style_take.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "figure/ramps.h"
#include "figure/style_page.h"
#include "figure/style_reading.h"

#define LARGEST_PT     72
#define WIDEST_LINE_MM 5

/* Words are taken as unsigned numbers. */
_Static_assert(sizeof(geo_orientation) == sizeof(unsigned), "enumerations must be unsigned");

/* `owner` is the structure that `to` is in: the style, or an item of its lists. */
#define VALUE(name, kind, section, from, owner, to, least, most)                                   \
    {                                                                                              \
        name, kind, offsetof(geo_style_file_##section, from), offsetof(owner, to), least, most     \
    }
#define NUMBER(section, key, to, least, most)                                                      \
    VALUE(#key, GEO_STYLE_NUMBER, section, key, geo_style, to, least, most)
#define POINTS(section, key, to) NUMBER(section, key, to, GEO_SMALLEST_PT, LARGEST_PT)
#define COLOUR(section, key, to) VALUE(#key, GEO_STYLE_COLOUR, section, key, geo_style, to, 0, 0)
#define WORD(section, key, to)   VALUE(#key, GEO_STYLE_WORD, section, key, geo_style, to, 0, 0)
#define FLAG(section, key, to)   VALUE(#key, GEO_STYLE_FLAG, section, key, geo_style, to, 0, 0)
#define TEXT(section, key, to)   VALUE(#key, GEO_STYLE_TEXT, section, key, geo_style, to, 0, 0)
#define LINE_OF(section, key, owner, to)                                                           \
    VALUE(#key "_colour", GEO_STYLE_COLOUR, section, key.colour, owner, to.colour, 0, 0),          \
        VALUE(#key "_mm", GEO_STYLE_NUMBER, section, key.mm, owner, to.width_mm, 0,                \
              WIDEST_LINE_MM),                                                                     \
        VALUE(#key "_opacity", GEO_STYLE_NUMBER, section, key.opacity, owner, to.opacity, 0, 1)
#define LINE(section, key, to) LINE_OF(section, key, geo_style, to)

static const geo_style_value page_values[] = {
    NUMBER(page, width_mm, page.width_mm, GEO_PAGE_LEAST_MM, GEO_PAGE_MOST_MM),
    NUMBER(page, height_mm, page.height_mm, GEO_PAGE_LEAST_MM, GEO_PAGE_MOST_MM),
    NUMBER(page, margin_mm, page.margin_mm, 0, 30),
    WORD(page, orientation, page.orientation),
    COLOUR(page, colour, page.colour),
};

static const geo_style_value text_values[] = {
    TEXT(text, fonts, fonts),
    COLOUR(text, colour, title.colour),
    POINTS(text, title_pt, title.size_pt),
    POINTS(text, subtitle_pt, subtitle.size_pt),
    COLOUR(text, subtitle_colour, subtitle.colour),
    POINTS(text, legend_pt, legend.size_pt),
    POINTS(text, panel_pt, panel.size_pt),
    POINTS(text, label_pt, label.size_pt),
    COLOUR(text, label_colour, label.colour),
    POINTS(text, parent_pt, parent.size_pt),
    COLOUR(text, parent_colour, parent.colour),
    POINTS(text, place_pt, place.size_pt),
    COLOUR(text, place_colour, place.colour),
    COLOUR(text, halo_colour, label.halo_colour),
    NUMBER(text, halo_mm, label.halo_mm, 0, 5),
    POINTS(text, note_pt, note.size_pt),
    COLOUR(text, note_colour, note.colour),
};

static const geo_style_value furniture_values[] = {
    FLAG(furniture, scale_bar, furniture.scale_bar),
    FLAG(furniture, north_arrow, furniture.north_arrow),
    FLAG(furniture, legend, furniture.legend),
    FLAG(furniture, method, furniture.method),
    TEXT(furniture, attribution, furniture.attribution),
};

static const geo_style_value map_values[] = {
    COLOUR(map, background, map.background),
    COLOUR(map, land, map.land),
    WORD(map, outside, map.outside),
    LINE(map, frame, map.frame),
    LINE(map, area, map.area),
    LINE(map, parent, map.parent),
    LINE(map, outline, map.outline),
};

static const geo_style_value labels_values[] = {
    WORD(labels, named, labels.named),
    NUMBER(labels, wrap_mm, labels.wrap_mm, 10, 100),
    LINE(labels, leader, labels.leader),
};

static const geo_style_value heat_values[] = {
    NUMBER(shade, over_base_opacity, heat_over_base_opacity, 0, 1),
};

static const geo_style_value bands_values[] = {
    COLOUR(bands, none, bands.none),
    COLOUR(bands, above, bands.above),
    COLOUR(bands, significantly_above, bands.significantly_above),
};

static const geo_style_value diverging_values[] = {
    LINE(diverging, hatch, diverging.hatch),
    NUMBER(diverging, hatch_gap_mm, diverging.hatch_gap_mm, 0.5, 10),
};

static const geo_style_value bivariate_values[] = {
    LINE(bivariate, hatch, bivariate.hatch),
    NUMBER(bivariate, hatch_gap_mm, bivariate.hatch_gap_mm, 0.5, 10),
};

static const geo_style_value contours_values[] = {
    LINE(contours, line, contours.line),
    NUMBER(contours, finest_mm, contours.finest_mm, 0, WIDEST_LINE_MM),
    LINE(contours, halo, contours.halo),
    COLOUR(contours, fill, contours.fill),
    NUMBER(contours, fill_opacity, contours.fill_opacity, 0, 1),
};

static const geo_style_value numbered_values[] = {
    LINE(numbered, line, numbered.line),
    LINE(numbered, halo, numbered.halo),
    COLOUR(numbered, fill, numbered.fill),
    NUMBER(numbered, fill_opacity, numbered.fill_opacity, 0, 1),
    COLOUR(numbered, disc, numbered.disc),
    POINTS(numbered, number_pt, numbered.number.size_pt),
    COLOUR(numbered, number_colour, numbered.number.colour),
};

static const geo_style_value outlines_values[] = {
    LINE(outlines, area, outlines.area),
    LINE(outlines, parent, outlines.parent),
    LINE(outlines, halo, outlines.halo),
    LINE(outlines, below, outlines.below),
};

static const geo_style_value no_data_values[] = {
    COLOUR(no_data, colour, no_data.colour),
    LINE(no_data, hatch, no_data.hatch),
    NUMBER(no_data, hatch_gap_mm, no_data.hatch_gap_mm, 0.5, 10),
};

static const geo_style_value points_values[] = {
    COLOUR(points, colour, points.colour),
    NUMBER(points, opacity, points.opacity, 0, 1),
    LINE(points, outline, points.outline),
    NUMBER(points, smallest_mm, points.smallest_mm, 0.5, 20),
    NUMBER(points, largest_mm, points.largest_mm, 0.5, 20),
};

static const geo_style_value chart_values[] = {
    COLOUR(chart, colour, chart.colour),
    COLOUR(chart, highlight, chart.highlight),
    COLOUR(chart, highlight_strong, chart.highlight_strong),
    COLOUR(chart, second, chart.second),
    LINE(chart, grid, chart.grid),
    LINE(chart, axis, chart.axis),
    LINE(chart, reference, chart.reference),
    LINE(chart, limit, chart.limit),
    LINE(chart, interval, chart.interval),
    COLOUR(chart, shade, chart.shade),
};

#define SHADE(kind, key, to, least, most)                                                          \
    VALUE(#key, kind, shade, key, geo_shade_style, to, least, most)

static const geo_style_value shade_values[] = {
    SHADE(GEO_STYLE_NUMBER, opacity, opacity, 0, 1),
    SHADE(GEO_STYLE_COUNT, classes, classes, 2, GEO_CLASSES_MOST),
    SHADE(GEO_STYLE_WORD, breaks, breaks, 0, 0),
    SHADE(GEO_STYLE_FLAG, continuous, is_continuous, 0, 0),
};

#define BACKDROP(kind, key, to, least, most)                                                       \
    VALUE(#key, kind, backdrop, key, geo_backdrop_style, to, least, most)

static const geo_style_value backdrop_values[] = {
    BACKDROP(GEO_STYLE_TEXT, name, name, 0, 0),
    LINE_OF(backdrop, line, geo_backdrop_style, line),
    LINE_OF(backdrop, casing, geo_backdrop_style, casing),
    BACKDROP(GEO_STYLE_COLOUR, fill, fill, 0, 0),
    BACKDROP(GEO_STYLE_NUMBER, fill_opacity, fill_opacity, 0, 1),
    BACKDROP(GEO_STYLE_NUMBER, point_mm, point_mm, 0, 20),
    BACKDROP(GEO_STYLE_FLAG, above, is_above, 0, 0),
    BACKDROP(GEO_STYLE_FLAG, named, is_named, 0, 0),
};

#define COUNT_OF(values) (sizeof values / sizeof *values)
#define SECTION(key)                                                                               \
    {                                                                                              \
#key, offsetof(geo_style_file, key), key##_values, COUNT_OF(key##_values)                  \
    }

static const struct {
    const char *name;
    size_t from;
    const geo_style_value *values;
    size_t count;
} sections[] = {
    SECTION(page),     SECTION(text),     SECTION(furniture), SECTION(map),       SECTION(labels),
    SECTION(heat),     SECTION(bands),    SECTION(bivariate), SECTION(diverging), SECTION(contours),
    SECTION(numbered), SECTION(outlines), SECTION(no_data),   SECTION(points),    SECTION(chart),
};

static void begin_section(geo_style_reading *reading, const char *name)
{
    reading->section = name;
    reading->item = GEO_STYLE_NO_ITEM;
}

/* A page's sides that are given beside its size are taken rather than it. */
static void take_page_size(geo_style_reading *reading, const geo_style_file_page *file,
                           geo_style *style)
{
    begin_section(reading, "page");
    if (file && file->size && !geo_page_take_name(style, file->size))
        geo_style_fail(reading, "size", "must be a4, a5 or \"16:9\"");
}

static void take_sections(geo_style_reading *reading, const geo_style_file *file, geo_style *style)
{
    for (size_t i = 0; i < COUNT_OF(sections); i++) {
        const void *place = (const char *)file + sections[i].from;
        begin_section(reading, sections[i].name);
        geo_style_take_values(reading, sections[i].values, sections[i].count,
                              *(const void *const *)place, style);
    }
}

static void take_ramp_name(geo_style_reading *reading, const geo_style_file_shade *file,
                           bool diverging, geo_ramp *ramp)
{
    char names[GEO_RAMP_NAMES], what[GEO_RAMP_NAMES + 80];
    geo_ramp named;
    bool diverges = false;
    if (file->ramp_count > 0) {
        geo_style_fail(reading, "ramp_name", "stands beside ramp: give one of the two");
    } else if (geo_ramp_named(file->ramp_name, &named, &diverges) && diverges == diverging) {
        *ramp = named;
    } else {
        geo_ramp_names(diverging, names);
        snprintf(what, sizeof what, "must be one of %s, with a '-' before it to run backwards",
                 names);
        geo_style_fail(reading, "ramp_name", what);
    }
}

static void take_colours(geo_style_reading *reading, const char *key, char *const *text,
                         size_t count, geo_colour *colour)
{
    for (size_t i = 0; i < count && reading->status == GEO_OK; i++)
        if (!geo_colour_parse(text[i], &colour[i]))
            geo_style_fail(reading, key,
                           "must be colours such as \"#1f77b4\", each in quotation marks");
}

static void take_palettes(geo_style_reading *reading, const geo_style_file *file, geo_style *style)
{
    begin_section(reading, "bivariate");
    if (reading->status == GEO_OK && file->bivariate)
        take_colours(reading, "colours", file->bivariate->colours, file->bivariate->colours_count,
                     style->bivariate.colour);
    begin_section(reading, "categories");
    if (reading->status == GEO_OK && file->categories)
        take_colours(reading, "colours", file->categories->colours, file->categories->colours_count,
                     style->categories.colour);
    begin_section(reading, "diverging");
    if (reading->status == GEO_OK && file->diverging)
        take_colours(reading, "colours", file->diverging->colours, file->diverging->colours_count,
                     style->diverging.colour);
}

static void take_shade(geo_style_reading *reading, const char *name,
                       const geo_style_file_shade *file, bool diverging, geo_shade_style *shade)
{
    begin_section(reading, name);
    if (reading->status != GEO_OK || !file)
        return;
    take_colours(reading, "ramp", file->ramp, file->ramp_count, shade->ramp.colour);
    if (file->ramp_count > 0)
        shade->ramp.count = file->ramp_count;
    if (reading->status == GEO_OK && file->ramp_name)
        take_ramp_name(reading, file, diverging, &shade->ramp);
    geo_style_take_values(reading, shade_values, COUNT_OF(shade_values), file, shade);
}

static void check_points(geo_style_reading *reading, const geo_style_file_points *file,
                         const geo_style *style)
{
    begin_section(reading, "points");
    if (reading->status != GEO_OK || !file || style->points.smallest_mm <= style->points.largest_mm)
        return;
    if (file->smallest_mm)
        geo_style_fail(reading, "smallest_mm", "must be no more than points.largest_mm");
    else
        geo_style_fail(reading, "largest_mm", "must be no less than points.smallest_mm");
}

/* What an entry leaves out: a thin grey line, no casing, no fill. */
static geo_backdrop_style plain_backdrop(void)
{
    const geo_line_style line = {{0.6, 0.6, 0.6}, 0.2, 1};
    const geo_line_style casing = {{1, 1, 1}, 0, 1};
    return (geo_backdrop_style){
        .line = line, .casing = casing, .fill = line.colour, .point_mm = 1.2};
}

static void take_backdrop_item(geo_style_reading *reading, const geo_style_file_backdrop *file,
                               geo_backdrop_style *item)
{
    *item = plain_backdrop();
    if (file->fill)
        item->fill_opacity = 1;
    geo_style_take_values(reading, backdrop_values, COUNT_OF(backdrop_values), file, item);
}

/* A list stands for itself: it replaces the one before it. */
static void take_backdrop(geo_style_reading *reading, const geo_style_file *file, geo_style *style)
{
    begin_section(reading, "backdrop");
    if (reading->status != GEO_OK || !file->backdrop)
        return;
    geo_style_clear_backdrop(style);
    for (unsigned i = 0; i < file->backdrop_count && reading->status == GEO_OK; i++) {
        reading->item = i;
        take_backdrop_item(reading, &file->backdrop[i], &style->backdrop[i]);
        style->backdrop_count = i + 1;
    }
}

static void take_file(geo_style_reading *reading, const geo_style_file *file, geo_style *style)
{
    take_page_size(reading, file->page, style);
    take_sections(reading, file, style);
    check_points(reading, file->points, style);
    take_shade(reading, "heat", file->heat, false, &style->heat);
    take_shade(reading, "areas", file->areas, false, &style->areas);
    take_shade(reading, "change", file->change, true, &style->change);
    take_shade(reading, "base", file->base, false, &style->base);
    take_palettes(reading, file, style);
    take_backdrop(reading, file, style);
}

geo_status geo_style_take(geo_context *context, const char *name, const char *yaml, size_t length,
                          geo_style *style)
{
    geo_style_reading reading = {context, name, yaml, length, NULL, GEO_STYLE_NO_ITEM, GEO_OK};
    geo_style_file *file = NULL;
    geo_status status = geo_style_file_parse(context, name, yaml, length, &file);
    if (status != GEO_OK || !file)
        return status;
    take_file(&reading, file, style);
    geo_style_file_free(file);
    return reading.status;
}
