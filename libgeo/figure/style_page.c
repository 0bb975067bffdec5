/* The page of a style: sizes with and without names, and which way it is held. */
#include "figure/style_page.h"

#include <math.h>

#include "core/context.h"
#include "core/text.h"

static const struct {
    const char *name;
    double width_mm; /* held upright */
    double height_mm;
} pages[] = {
    {"a4", 210, 297},
    {"a5", 148, 210},
    /* 13.333 by 7.5 inches: the slide that presentation programs begin with. */
    {"16:9", 190.5, 338.7},
};

bool geo_page_take_name(geo_style *style, const char *name)
{
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        if (geo_same_name(name, pages[i].name)) {
            style->page.width_mm = pages[i].width_mm;
            style->page.height_mm = pages[i].height_mm;
            return true;
        }
    return false;
}

static bool is_side(double mm)
{
    return mm >= GEO_PAGE_LEAST_MM && mm <= GEO_PAGE_MOST_MM;
}

/* "200x150": a page is held the way its sides are given. */
static bool take_sides(geo_style *style, const char *size)
{
    const char *times = strpbrk(size, "xX");
    double width = 0, height = 0;
    if (!times || !geo_number_parse((geo_text){size, (size_t)(times - size)}, &width) ||
        !geo_number_parse(geo_text_of(times + 1), &height) || !is_side(width) || !is_side(height))
        return false;
    style->page.width_mm = fmin(width, height);
    style->page.height_mm = fmax(width, height);
    style->page.orientation = width > height ? GEO_ORIENTATION_LANDSCAPE : GEO_ORIENTATION_PORTRAIT;
    return true;
}

static geo_status set_size(geo_context *context, geo_style *style, const char *size)
{
    if (geo_page_take_name(style, size)) {
        if (strcmp(size, "16:9") == 0)
            style->page.orientation = GEO_ORIENTATION_LANDSCAPE;
        return GEO_OK;
    }
    if (take_sides(style, size))
        return GEO_OK;
    return geo_fail(context, GEO_ERROR_USAGE,
                    "\"%s\" is no page size: give a4, a5, 16:9, or width and height in mm such as "
                    "200x150, each from %d to %d",
                    size, GEO_PAGE_LEAST_MM, GEO_PAGE_MOST_MM);
}

static geo_status set_orientation(geo_context *context, geo_style *style, const char *name)
{
    static const char *const names[] = {[GEO_ORIENTATION_AUTO] = "auto",
                                        [GEO_ORIENTATION_PORTRAIT] = "portrait",
                                        [GEO_ORIENTATION_LANDSCAPE] = "landscape"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (geo_same_name(name, names[i])) {
            style->page.orientation = (geo_orientation)i;
            return GEO_OK;
        }
    return geo_fail(context, GEO_ERROR_USAGE,
                    "\"%s\" is no orientation: give portrait, landscape or auto", name);
}

geo_status geo_style_set_page(geo_context *context, geo_style *style, const char *size,
                              const char *orientation)
{
    geo_status status = size ? set_size(context, style, size) : GEO_OK;
    if (status == GEO_OK && orientation)
        status = set_orientation(context, style, orientation);
    return status;
}
