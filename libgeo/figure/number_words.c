/* Round numbers, and numbers as they stand in legends and on scales. */
#include "figure/number_words.h"

#include <math.h>
#include <stdio.h>

#include "core/text.h"

#define DECIMALS_MOST    12
#define SIGNIFICANT_MOST 17 /* that many tell any two doubles apart */

/* 10^exponent, exact as far as doubles can be. */
static double power_of_ten(int exponent)
{
    double power = 1;
    for (int i = 0; i < (exponent < 0 ? -exponent : exponent); i++)
        power *= 10;
    return exponent < 0 ? 1 / power : power;
}

double geo_scaled(double mantissa, int exponent)
{
    return exponent < 0 ? mantissa / power_of_ten(-exponent) : mantissa * power_of_ten(exponent);
}

int geo_exponent_of(double value)
{
    int exponent = (int)floor(log10(value));
    if (geo_scaled(1, exponent + 1) <= value)
        exponent++;
    return geo_scaled(1, exponent) > value ? exponent - 1 : exponent;
}

double geo_round_to(double value, int decimals)
{
    double rounded = geo_scaled(round(geo_scaled(value, decimals)), -decimals);
    return isfinite(rounded) ? rounded : value;
}

double geo_floor_to(double value, int decimals)
{
    double nearest = geo_round_to(value, decimals);
    if (nearest <= value)
        return nearest;
    double floored = geo_scaled(floor(geo_scaled(value, decimals)), -decimals);
    return floored <= value ? floored : value;
}

double geo_shortest_between(double below, double to)
{
    double middle = below / 2 + to / 2, greatest = fmax(fabs(below), fabs(to));
    if (below < 0 && to >= 0)
        return 0;
    if (!(greatest > 0))
        return to;
    int first = -geo_exponent_of(greatest);
    for (int decimals = first; decimals < first + SIGNIFICANT_MOST; decimals++) {
        double nearest = geo_round_to(middle, decimals);
        if (nearest > below && nearest <= to)
            return nearest;
        double under = geo_floor_to(to, decimals);
        if (under > below && under <= to)
            return under;
    }
    return to;
}

int geo_decimals_of(double value)
{
    int decimals = 0;
    while (decimals < DECIMALS_MOST) {
        double digits = fabs(value) * power_of_ten(decimals);
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
    int decimals = significant - 1 - geo_exponent_of(value);
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
