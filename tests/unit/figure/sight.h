/* How colours look to readers with other eyes, and how far apart they are. */
#ifndef TESTS_FIGURE_SIGHT_H
#define TESTS_FIGURE_SIGHT_H

#include <math.h>

#include "figure/colour.h"

#define SIGHT_COUNT 4

static inline double sight_to_linear(double value)
{
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

static inline double sight_from_linear(double value)
{
    value = fmin(1, fmax(0, value));
    return value <= 0.0031308 ? 12.92 * value : 1.055 * pow(value, 1 / 2.4) - 0.055;
}

/* What those without one kind of cone see, in linear RGB: G. M. Machado, M. M. Oliveira and
 * L. A. F. Fernandes, A physiologically-based model for simulation of color vision deficiency, IEEE
 * Trans. Vis. Comput. Graph. 15(6), 2009, pages 1291 to 1298, severity 1.0. The first sight is
 * everyone else's. */
static inline geo_colour sight_seen(geo_colour colour, size_t sight)
{
    static const double matrix[SIGHT_COUNT][3][3] = {
        {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
        {{0.152286, 1.052583, -0.204868}, /* protanopia */
         {0.114503, 0.786281, 0.099216},
         {-0.003882, -0.048116, 1.051998}},
        {{0.367322, 0.860646, -0.227968}, /* deuteranopia */
         {0.280085, 0.672501, 0.047413},
         {-0.011820, 0.042940, 0.968881}},
        {{1.255528, -0.076749, -0.178779}, /* tritanopia */
         {-0.078411, 0.930809, 0.147602},
         {0.004733, 0.691367, 0.303900}},
    };
    const double rgb[3] = {sight_to_linear(colour.red), sight_to_linear(colour.green),
                           sight_to_linear(colour.blue)};
    double seen[3];
    for (int i = 0; i < 3; i++)
        seen[i] = sight_from_linear(matrix[sight][i][0] * rgb[0] + matrix[sight][i][1] * rgb[1] +
                                    matrix[sight][i][2] * rgb[2]);
    return (geo_colour){seen[0], seen[1], seen[2]};
}

static inline geo_lab sight_lab(geo_colour colour, size_t sight)
{
    return geo_colour_to_lab(sight_seen(colour, sight));
}

/* CIE 1976: about 2.3 is the least difference that is noticed side by side. */
static inline double sight_delta_e(geo_lab one, geo_lab other)
{
    double lightness = one.lightness - other.lightness, a = one.a - other.a, b = one.b - other.b;
    return sqrt(lightness * lightness + a * a + b * b);
}

/* Relative luminance and contrast ratio of WCAG 2.1, which has 0.03928 where IEC 61966-2-1 has
 * 0.04045: no 8-bit colour lies between the two. */
static inline double sight_luminance(geo_colour colour)
{
    return 0.2126 * sight_to_linear(colour.red) + 0.7152 * sight_to_linear(colour.green) +
           0.0722 * sight_to_linear(colour.blue);
}

static inline double sight_contrast(geo_colour one, geo_colour other)
{
    double a = sight_luminance(one), b = sight_luminance(other);
    return (fmax(a, b) + 0.05) / (fmin(a, b) + 0.05);
}

#endif
