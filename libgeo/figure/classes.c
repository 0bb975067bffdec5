/* Class breaks of a legend. */
#include "figure/classes.h"

#include <math.h>
#include <stdio.h>

#include "core/context.h"
#include "core/text.h"

#define DECIMALS_MOST 12

/* 10^exponent, exact as far as doubles can be. */
static double power_of_ten(int exponent)
{
    double power = 1;
    for (int i = 0; i < (exponent < 0 ? -exponent : exponent); i++)
        power *= 10;
    return exponent < 0 ? 1 / power : power;
}

static double scaled(double mantissa, int exponent)
{
    return exponent < 0 ? mantissa / power_of_ten(-exponent) : mantissa * power_of_ten(exponent);
}

static int exponent_of(double value)
{
    int exponent = (int)floor(log10(value));
    if (scaled(1, exponent + 1) <= value)
        exponent++;
    return scaled(1, exponent) > value ? exponent - 1 : exponent;
}

/* 1, 1.5, 2.5, 4, 6, 10 ... downwards from the greatest one that some value reaches: steps of about
 * 10^(1/5), the R5 series of preferred numbers (ISO 3) with rounder members. Seven of them go down
 * to about a twentieth of the highest value. */
static void geometric_breaks(geo_classes *classes, size_t wanted)
{
    enum { STEPS = 5 };
    static const double mantissa[STEPS] = {1, 1.5, 2.5, 4, 6};
    int exponent = exponent_of(classes->highest);
    int step = STEPS - 1;
    while (scaled(mantissa[step], exponent) > classes->highest)
        step--;
    classes->count = wanted;
    for (size_t i = wanted; i-- > 0;) {
        classes->lower[i] = scaled(mantissa[step], exponent);
        if (step-- == 0) {
            step = STEPS - 1;
            exponent--;
        }
    }
}

/* The smallest round step of which `wanted` reach the highest value; the first class starts at a
 * tenth of a step, so that the map shows where there is little but not where there is nothing. */
static void equal_breaks(geo_classes *classes, size_t wanted)
{
    static const double mantissa[] = {1, 2, 5, 10};
    double least = classes->highest / (double)wanted;
    int exponent = exponent_of(least);
    int i = 0;
    while (i < 3 && scaled(mantissa[i], exponent) < least)
        i++;
    double step = scaled(mantissa[i], exponent);
    classes->lower[0] = step / 10;
    classes->count = 1;
    while (classes->count < wanted && step * (double)classes->count <= classes->highest) {
        classes->lower[classes->count] = step * (double)classes->count;
        classes->count++;
    }
}

geo_classes geo_classes_choose(const double *value, size_t count, geo_break_rule rule,
                               size_t wanted)
{
    geo_classes classes = {0};
    double least = INFINITY;
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(value[i]))
            continue;
        least = fmin(least, value[i]);
        classes.highest = fmax(classes.highest, value[i]);
    }
    if (!(classes.highest > 0))
        return classes;
    if (wanted > GEO_CLASSES_MOST)
        wanted = GEO_CLASSES_MOST;
    if (least == classes.highest || wanted < 2) {
        classes.count = 1;
        classes.lower[0] = least > 0 ? least : classes.highest / 100;
    } else if (rule == GEO_BREAKS_EQUAL) {
        equal_breaks(&classes, wanted);
    } else {
        geometric_breaks(&classes, wanted);
    }
    return classes;
}

int geo_classes_find(const geo_classes *classes, double value)
{
    int found = -1;
    while ((size_t)(found + 1) < classes->count && value >= classes->lower[found + 1])
        found++;
    return found;
}

int geo_decimals_of(double value)
{
    int decimals = 0;
    while (decimals < DECIMALS_MOST) {
        double digits = value * power_of_ten(decimals);
        if (fabs(digits - round(digits)) <= 1e-9 * digits)
            break;
        decimals++;
    }
    return decimals;
}

int geo_decimals_for(double value, int significant)
{
    if (!(value > 0) || !isfinite(value))
        return 0;
    int decimals = significant - 1 - exponent_of(value);
    return decimals < 0 ? 0 : decimals;
}

geo_status geo_number_text(geo_context *context, double value, int decimals,
                           char text[GEO_NUMBER_TEXT])
{
    geo_bytes plain = GEO_BYTES_INIT, separated = GEO_BYTES_INIT;
    geo_status status = geo_bytes_append_number(context, &plain, value, decimals);
    if (status == GEO_OK)
        status = geo_separate_thousands(context, (geo_text){plain.data, plain.length}, &separated);
    if (status == GEO_OK)
        snprintf(text, GEO_NUMBER_TEXT, "%.*s", (int)separated.length,
                 separated.data ? separated.data : "");
    geo_bytes_clear(&plain);
    geo_bytes_clear(&separated);
    return status;
}
