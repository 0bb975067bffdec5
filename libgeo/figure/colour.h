/* Colours as they stand in style files and on the page. */
#ifndef GEO_FIGURE_COLOUR_H
#define GEO_FIGURE_COLOUR_H

#include <geo/core.h>

/* sRGB, each 0 to 1. */
typedef struct geo_colour {
    double red;
    double green;
    double blue;
} geo_colour;

/* CIELAB under D65: lightness 0 to 100. */
typedef struct geo_lab {
    double lightness;
    double a;
    double b;
} geo_lab;

/* "#rrggbb" in either case; false for anything else. */
bool geo_colour_parse(const char *text, geo_colour *colour);
/* "#rrggbb" into `text`, 8 bytes. */
void geo_colour_print(geo_colour colour, char *text);

geo_lab geo_colour_to_lab(geo_colour colour);
/* Components out of sRGB's gamut are clamped. */
geo_colour geo_colour_from_lab(geo_lab lab);

#endif
