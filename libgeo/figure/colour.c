/* Colours: hexadecimal notation, and CIELAB by CIE 15:2004 with sRGB's matrices (IEC 61966-2-1). */
#include "figure/colour.h"

#include <math.h>

/* The D65 white point that belongs to sRGB. */
static const double white_x = 0.95047;
static const double white_z = 1.08883;

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool geo_colour_parse(const char *text, geo_colour *colour)
{
    double component[3];
    if (!text || text[0] != '#')
        return false;
    for (int i = 0; i < 3; i++) {
        int high = hex_digit(text[1 + 2 * i]);
        int low = high < 0 ? -1 : hex_digit(text[2 + 2 * i]);
        if (low < 0)
            return false;
        component[i] = (high * 16 + low) / 255.0;
    }
    if (text[7] != '\0')
        return false;
    *colour = (geo_colour){component[0], component[1], component[2]};
    return true;
}

void geo_colour_print(geo_colour colour, char *text)
{
    static const char digits[] = "0123456789abcdef";
    const double component[3] = {colour.red, colour.green, colour.blue};
    text[0] = '#';
    for (int i = 0; i < 3; i++) {
        unsigned value = (unsigned)(component[i] * 255 + 0.5) & 0xff;
        text[1 + 2 * i] = digits[value >> 4];
        text[2 + 2 * i] = digits[value & 15];
    }
    text[7] = '\0';
}

static double to_linear(double value)
{
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

static double from_linear(double value)
{
    double encoded = value <= 0.0031308 ? 12.92 * value : 1.055 * pow(value, 1 / 2.4) - 0.055;
    return fmin(1, fmax(0, encoded));
}

static double lab_curve(double t)
{
    const double delta = 6.0 / 29;
    return t > delta * delta * delta ? cbrt(t) : t / (3 * delta * delta) + 4.0 / 29;
}

static double lab_curve_inverse(double t)
{
    const double delta = 6.0 / 29;
    return t > delta ? t * t * t : 3 * delta * delta * (t - 4.0 / 29);
}

geo_lab geo_colour_to_lab(geo_colour colour)
{
    double r = to_linear(colour.red), g = to_linear(colour.green), b = to_linear(colour.blue);
    double x = lab_curve((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / white_x);
    double y = lab_curve(0.2126729 * r + 0.7151522 * g + 0.0721750 * b);
    double z = lab_curve((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / white_z);
    return (geo_lab){116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

geo_colour geo_colour_from_lab(geo_lab lab)
{
    double fy = (lab.lightness + 16) / 116;
    double x = white_x * lab_curve_inverse(fy + lab.a / 500);
    double y = lab_curve_inverse(fy);
    double z = white_z * lab_curve_inverse(fy - lab.b / 200);
    return (geo_colour){from_linear(3.2404542 * x - 1.5371385 * y - 0.4985314 * z),
                        from_linear(-0.9692660 * x + 1.8760108 * y + 0.0415560 * z),
                        from_linear(0.0556434 * x - 0.2040259 * y + 1.0572252 * z)};
}
