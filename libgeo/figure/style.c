/* Styles: those that are built in, and files that change some values of the report style. */
#include "figure/style.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "figure/ramps.h"
#include "figure/style_built_in.h"
#include "figure/style_take.h"

#define STYLE_FILE_MOST 1048576

static const char disordered[] =
    "don't run from light to dark or dark to light, so colour-blind readers may take high for low";

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

static geo_status cannot_open(geo_context *context, const char *path)
{
    const char *why = strerror(errno);
    char names[GEO_STYLE_NAMES];
    geo_built_in_style_names(names);
    return geo_fail(context, GEO_ERROR_INPUT,
                    "%s: cannot open the style: %s; the styles that are built in are %s", path, why,
                    names);
}

static geo_status take_file(geo_context *context, const char *path, geo_style *style)
{
    geo_bytes bytes = GEO_BYTES_INIT;
    FILE *stream = fopen(path, "rb");
    if (!stream)
        return cannot_open(context, path);
    geo_status status = read_stream(context, path, stream, &bytes);
    fclose(stream);
    if (status == GEO_OK)
        status = geo_style_take(context, path, bytes.data ? bytes.data : "", bytes.length, style);
    geo_bytes_clear(&bytes);
    return status;
}

static geo_status take_built_in(geo_context *context, const geo_built_in_style *built_in,
                                geo_style *style)
{
    char name[64];
    snprintf(name, sizeof name, "the built-in %s style", built_in->name);
    return geo_style_take(context, name, built_in->yaml, *built_in->length, style);
}

static void drop_empty_attribution(geo_style *style)
{
    if (style->furniture.attribution && !style->furniture.attribution[0]) {
        free(style->furniture.attribution);
        style->furniture.attribution = NULL;
    }
}

/* What all texts, or all names on the map, have in common stands once in a file. */
static void share_text(geo_style *style)
{
    geo_text_style *names[] = {&style->parent, &style->place};
    geo_text_style *texts[] = {&style->title, &style->subtitle, &style->legend,
                               &style->panel, &style->label,    &style->parent,
                               &style->place, &style->note,     &style->numbered.number};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        texts[i]->fonts = style->fonts;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        names[i]->halo_colour = style->label.halo_colour;
        names[i]->halo_mm = style->label.halo_mm;
    }
    style->legend.colour = style->panel.colour = style->title.colour;
    style->title.is_bold = style->panel.is_bold = style->parent.is_bold = true;
    style->numbered.number.is_bold = true;
}

/* Whether lightness runs one way along each row and each column of the square. */
static bool is_square_ordered(const geo_style *style)
{
    bool is_ordered = true;
    for (size_t i = 0; i < GEO_BIVARIATE_STEPS; i++) {
        geo_ramp row = {.count = GEO_BIVARIATE_STEPS}, column = row;
        for (size_t k = 0; k < GEO_BIVARIATE_STEPS; k++) {
            row.colour[k] = style->bivariate.colour[i * GEO_BIVARIATE_STEPS + k];
            column.colour[k] = style->bivariate.colour[k * GEO_BIVARIATE_STEPS + i];
        }
        is_ordered = is_ordered && geo_ramp_is_ordered(&row) && geo_ramp_is_ordered(&column);
    }
    return is_ordered;
}

static bool is_two_sided(const geo_style *style)
{
    geo_ramp ramp = {.count = GEO_DIVERGING_COUNT};
    memcpy(ramp.colour, style->diverging.colour, sizeof style->diverging.colour);
    return geo_ramp_is_two_sided(&ramp);
}

static void warn_of_ramps(geo_context *context, const char *name, const geo_style *style)
{
    if (!geo_ramp_is_ordered(&style->heat.ramp))
        geo_add_warning(context, "%s: the ramp's colours for heat %s", name, disordered);
    if (!geo_ramp_is_ordered(&style->areas.ramp))
        geo_add_warning(context, "%s: the ramp's colours for areas %s", name, disordered);
    if (!geo_ramp_is_ordered(&style->base.ramp))
        geo_add_warning(context, "%s: the ramp's colours for a base %s", name, disordered);
    if (!is_square_ordered(style))
        geo_add_warning(context, "%s: the rows and columns of the bivariate colours %s", name,
                        disordered);
    if (!is_two_sided(style))
        geo_add_warning(context,
                        "%s: the diverging colours don't run from the middle to darker or to "
                        "lighter ones at both ends, so weak classes may look strong",
                        name);
    /* In grey, both ends of a diverging ramp would be the same: it may run one way too. */
    if (!geo_ramp_is_two_sided(&style->change.ramp) && !geo_ramp_is_ordered(&style->change.ramp))
        geo_add_warning(context,
                        "%s: the ramp's colours for change don't run from the middle to darker or "
                        "to lighter ones at both ends, so small changes may look large",
                        name);
}

static geo_status fill_style(geo_context *context, const char *name, geo_style *style)
{
    const geo_built_in_style *report = geo_built_in_style_named("report");
    const geo_built_in_style *named = name ? geo_built_in_style_named(name) : report;
    geo_status status = take_built_in(context, report, style);
    if (status == GEO_OK && named && named != report)
        status = take_built_in(context, named, style);
    else if (status == GEO_OK && !named)
        status = take_file(context, name, style);
    if (status != GEO_OK)
        return status;
    drop_empty_attribution(style);
    share_text(style);
    warn_of_ramps(context, named ? named->name : name, style);
    return GEO_OK;
}

geo_status geo_style_read(geo_context *context, const char *name_or_path, geo_style **out)
{
    geo_style *style = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *style, &style);
    if (status == GEO_OK)
        status = fill_style(context, name_or_path, style);
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
    geo_style_clear_backdrop(style);
    free(style->furniture.attribution);
    free(style->fonts);
    free(style);
}

void geo_style_clear_backdrop(geo_style *style)
{
    for (size_t i = 0; i < GEO_BACKDROP_STYLES; i++) {
        free(style->backdrop[i].name);
        style->backdrop[i].name = NULL;
    }
    style->backdrop_count = 0;
}

geo_status geo_style_set_ramp(geo_context *context, geo_style *style, const char *name)
{
    char sequential[GEO_RAMP_NAMES], diverging[GEO_RAMP_NAMES];
    geo_ramp ramp;
    bool diverges = false;
    if (geo_ramp_named(name, &ramp, &diverges)) {
        if (diverges)
            style->change.ramp = ramp;
        else
            style->heat.ramp = style->areas.ramp = ramp;
        return GEO_OK;
    }
    geo_ramp_names(false, sequential);
    geo_ramp_names(true, diverging);
    return geo_fail(
        context, GEO_ERROR_USAGE,
        "\"%s\" is no ramp: give one of %s, or %s for change, with a '-' before it to run "
        "backwards",
        name, sequential, diverging);
}
