/* The styles that the library carries. */
#include "figure/style_built_in.h"

#include <string.h>

#include "core/context.h"

/* Made from styles/NAME.yaml when the library is built. */
extern const char geo_style_report[], geo_style_print_grey[], geo_style_slide[], geo_style_dark[],
    geo_style_accessible_high_contrast[];
extern const size_t geo_style_report_length, geo_style_print_grey_length, geo_style_slide_length,
    geo_style_dark_length, geo_style_accessible_high_contrast_length;

static const geo_built_in_style styles[] = {
    {"report", geo_style_report, &geo_style_report_length},
    {"print-grey", geo_style_print_grey, &geo_style_print_grey_length},
    {"slide", geo_style_slide, &geo_style_slide_length},
    {"dark", geo_style_dark, &geo_style_dark_length},
    {"accessible-high-contrast", geo_style_accessible_high_contrast,
     &geo_style_accessible_high_contrast_length},
};

#define STYLE_COUNT (sizeof styles / sizeof *styles)

const geo_built_in_style *geo_built_in_style_named(const char *name)
{
    for (size_t i = 0; i < STYLE_COUNT; i++)
        if (strcmp(name, styles[i].name) == 0)
            return &styles[i];
    return NULL;
}

void geo_built_in_style_names(char text[GEO_STYLE_NAMES])
{
    const char *names[STYLE_COUNT];
    for (size_t i = 0; i < STYLE_COUNT; i++)
        names[i] = styles[i].name;
    geo_list_names(names, STYLE_COUNT, text, GEO_STYLE_NAMES);
}
