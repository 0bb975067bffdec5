/* The styles that the library carries: files of styles/, put in when it is built. */
#ifndef GEO_FIGURE_STYLE_BUILT_IN_H
#define GEO_FIGURE_STYLE_BUILT_IN_H

#include <stddef.h>

typedef struct geo_built_in_style {
    const char *name;
    const char *yaml;
    const size_t *length;
} geo_built_in_style;

/* NULL when no built-in style has that name. */
const geo_built_in_style *geo_built_in_style_named(const char *name);

/* "a, b, c" into `text`. */
#define GEO_STYLE_NAMES 100
void geo_built_in_style_names(char text[GEO_STYLE_NAMES]);

#endif
