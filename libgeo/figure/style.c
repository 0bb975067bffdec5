/* Styles: the built-in one, and files that change some of its values. */
#include "figure/style.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "figure/style_file.h"

/* Made from styles/report.yaml when the library is built. */
extern const char geo_report_style[];
extern const size_t geo_report_style_length;

static const char built_in_name[] = "the built-in report style";

#define STYLE_FILE_MOST   1048576
#define SMALLEST_PRINT_PT 6.5

/* Carries the first failure, so that values can be taken one after the other. */
typedef struct style_reading {
    geo_context *context;
    const char *name;
    const char *yaml;
    size_t length;
    geo_status status;
} style_reading;

static void fail_at(style_reading *reading, const char *section, const char *key, const char *what)
{
    size_t line = geo_style_file_line(reading->yaml, reading->length, section, key);
    reading->status = geo_fail(reading->context, GEO_ERROR_INPUT, "%s: line %zu: %s.%s %s",
                               reading->name, line, section, key, what);
}

static void take_number(style_reading *reading, const char *section, const char *key,
                        const double *value, double least, double most, double *out)
{
    char what[80];
    if (reading->status || !value)
        return;
    if (*value >= least && *value <= most) {
        *out = *value;
        return;
    }
    /* Whole or half limits print the same in every locale. */
    snprintf(what, sizeof what, "must be a number from %d%s to %d", (int)least,
             least > (int)least ? ".5" : "", (int)most);
    fail_at(reading, section, key, what);
}

static void take_colour(style_reading *reading, const char *section, const char *key,
                        const char *text, geo_colour *out)
{
    if (reading->status || !text)
        return;
    if (!geo_colour_parse(text, out))
        fail_at(reading, section, key, "must be a colour such as \"#1f77b4\", in quotation marks");
}

static void take_page(style_reading *reading, const geo_style_file_page *file, geo_style *style)
{
    take_number(reading, "page", "width_mm", file->width_mm, 80, 2000, &style->page.width_mm);
    take_number(reading, "page", "height_mm", file->height_mm, 80, 2000, &style->page.height_mm);
    take_number(reading, "page", "margin_mm", file->margin_mm, 0, 30, &style->page.margin_mm);
    take_colour(reading, "page", "colour", file->colour, &style->page.colour);
    if (file->orientation)
        style->page.orientation = (geo_orientation)*file->orientation;
}

static void take_fonts(style_reading *reading, const char *fonts, geo_style *style)
{
    char *copy = NULL;
    if (reading->status || !fonts)
        return;
    reading->status = geo_copy_text(reading->context, fonts, &copy);
    if (reading->status)
        return;
    free(style->fonts);
    style->fonts = copy;
}

static void take_text(style_reading *reading, const geo_style_file_text *file, geo_style *style)
{
    take_fonts(reading, file->fonts, style);
    if (file->colour) {
        take_colour(reading, "text", "colour", file->colour, &style->title.colour);
        style->legend.colour = style->title.colour;
    }
    take_number(reading, "text", "title_pt", file->title_pt, SMALLEST_PRINT_PT, 72,
                &style->title.size_pt);
    take_number(reading, "text", "subtitle_pt", file->subtitle_pt, SMALLEST_PRINT_PT, 72,
                &style->subtitle.size_pt);
    take_colour(reading, "text", "subtitle_colour", file->subtitle_colour, &style->subtitle.colour);
    take_number(reading, "text", "legend_pt", file->legend_pt, SMALLEST_PRINT_PT, 72,
                &style->legend.size_pt);
    take_number(reading, "text", "label_pt", file->label_pt, SMALLEST_PRINT_PT, 72,
                &style->label.size_pt);
    take_colour(reading, "text", "label_colour", file->label_colour, &style->label.colour);
    take_colour(reading, "text", "halo_colour", file->halo_colour, &style->label.halo_colour);
    take_number(reading, "text", "halo_mm", file->halo_mm, 0, 5, &style->label.halo_mm);
    take_number(reading, "text", "note_pt", file->note_pt, SMALLEST_PRINT_PT, 72,
                &style->note.size_pt);
    take_colour(reading, "text", "note_colour", file->note_colour, &style->note.colour);
}

static void take_map(style_reading *reading, const geo_style_file_map *file, geo_style *style)
{
    take_colour(reading, "map", "background", file->background, &style->map.background);
    take_colour(reading, "map", "land", file->land, &style->map.land);
    if (file->outside)
        style->map.outside = (geo_outside)*file->outside;
    take_colour(reading, "map", "frame_colour", file->frame_colour, &style->map.frame.colour);
    take_number(reading, "map", "frame_mm", file->frame_mm, 0, 5, &style->map.frame.width_mm);
    take_colour(reading, "map", "area_colour", file->area_colour, &style->map.area.colour);
    take_number(reading, "map", "area_mm", file->area_mm, 0, 5, &style->map.area.width_mm);
    take_number(reading, "map", "area_opacity", file->area_opacity, 0, 1, &style->map.area.opacity);
    take_colour(reading, "map", "parent_colour", file->parent_colour, &style->map.parent.colour);
    take_number(reading, "map", "parent_mm", file->parent_mm, 0, 5, &style->map.parent.width_mm);
    take_number(reading, "map", "parent_opacity", file->parent_opacity, 0, 1,
                &style->map.parent.opacity);
    take_colour(reading, "map", "outline_colour", file->outline_colour, &style->map.outline.colour);
    take_number(reading, "map", "outline_mm", file->outline_mm, 0, 5, &style->map.outline.width_mm);
    take_number(reading, "map", "outline_opacity", file->outline_opacity, 0, 1,
                &style->map.outline.opacity);
}

static void take_heat(style_reading *reading, const geo_style_file_heat *file, geo_style *style)
{
    double classes = file->classes ? (double)*file->classes : 0;
    double wanted = (double)style->heat.classes;
    for (unsigned i = 0; i < file->ramp_count; i++)
        take_colour(reading, "heat", "ramp", file->ramp[i], &style->heat.ramp.colour[i]);
    if (file->ramp_count)
        style->heat.ramp.count = file->ramp_count;
    take_number(reading, "heat", "opacity", file->opacity, 0, 1, &style->heat.opacity);
    take_number(reading, "heat", "classes", file->classes ? &classes : NULL, 2, GEO_CLASSES_MOST,
                &wanted);
    style->heat.classes = (size_t)wanted;
    if (file->breaks)
        style->heat.breaks = (geo_break_rule)*file->breaks;
}

static geo_status take_values(geo_context *context, const char *name, const char *yaml,
                              size_t length, geo_style *style)
{
    style_reading reading = {context, name, yaml, length, GEO_OK};
    geo_style_file *file = NULL;
    geo_status status = geo_style_file_parse(context, name, yaml, length, &file);
    if (status || !file)
        return status;
    if (file->page)
        take_page(&reading, file->page, style);
    if (file->text)
        take_text(&reading, file->text, style);
    if (file->map)
        take_map(&reading, file->map, style);
    if (file->heat)
        take_heat(&reading, file->heat, style);
    geo_style_file_free(file);
    return reading.status;
}

static geo_status read_stream(geo_context *context, const char *path, FILE *stream,
                              geo_bytes *bytes)
{
    char block[4096];
    size_t got;
    while ((got = fread(block, 1, sizeof block, stream)) > 0) {
        geo_status status = geo_bytes_append(context, bytes, block, got);
        if (status != GEO_OK)
            return status;
        if (bytes->length > STYLE_FILE_MOST)
            return geo_fail(context, GEO_ERROR_LIMIT,
                            "%s: more than 1 MiB; is this really a style file?", path);
    }
    if (ferror(stream))
        return geo_fail(context, GEO_ERROR_INPUT, "%s: cannot be read: %s", path, strerror(errno));
    return GEO_OK;
}

static geo_status take_file(geo_context *context, const char *path, geo_style *style)
{
    geo_bytes bytes = GEO_BYTES_INIT;
    FILE *stream = fopen(path, "rb");
    if (!stream)
        return geo_fail(context, GEO_ERROR_INPUT, "%s: cannot open the style: %s", path,
                        strerror(errno));
    geo_status status = read_stream(context, path, stream, &bytes);
    fclose(stream);
    if (status == GEO_OK)
        status = take_values(context, path, bytes.data ? bytes.data : "", bytes.length, style);
    geo_bytes_clear(&bytes);
    return status;
}

static geo_status fill_style(geo_context *context, const char *path, geo_style *style)
{
    style->title.is_bold = true;
    style->map.frame.opacity = 1;
    geo_status status =
        take_values(context, built_in_name, geo_report_style, geo_report_style_length, style);
    if (status == GEO_OK && path)
        status = take_file(context, path, style);
    if (status != GEO_OK)
        return status;
    style->title.fonts = style->subtitle.fonts = style->legend.fonts = style->fonts;
    style->label.fonts = style->note.fonts = style->fonts;
    if (!geo_ramp_is_ordered(&style->heat.ramp))
        geo_add_warning(context,
                        "%s: the ramp's colours don't run from light to dark or dark to light, so "
                        "colour-blind readers may take high for low",
                        path ? path : built_in_name);
    return GEO_OK;
}

geo_status geo_style_read(geo_context *context, const char *path, geo_style **out)
{
    geo_style *style = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *style, &style);
    if (status == GEO_OK)
        status = fill_style(context, path, style);
    if (status != GEO_OK) {
        geo_style_free(style);
        return status;
    }
    *out = style;
    return GEO_OK;
}

void geo_style_free(geo_style *style)
{
    if (!style)
        return;
    free(style->fonts);
    free(style);
}
