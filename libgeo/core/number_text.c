/* Numbers to text, rounded correctly whatever the locale. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/text.h"

enum { DECIMALS_MAX = 100, DIGITS_64 = 20 };

/* At least `least` digits, leading zeros among them; returns how many. */
static size_t write_digits(uint64_t number, size_t least, char *out)
{
    char reversed[DIGITS_64];
    size_t count = 0;
    for (; number > 0 || count < least; number /= 10)
        reversed[count++] = (char)('0' + number % 10);
    for (size_t i = 0; i < count; i++)
        out[i] = reversed[count - 1 - i];
    return count;
}

geo_status geo_bytes_append_integer(geo_context *context, geo_bytes *bytes, int64_t number)
{
    char text[1 + DIGITS_64] = "-";
    size_t sign = number < 0;
    uint64_t magnitude = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    return geo_bytes_append(context, bytes, text, sign + write_digits(magnitude, 1, text + sign));
}

int geo_print_digits(double number, int digits, char *text, size_t size)
{
    int length = snprintf(text, size, "%.*g", digits, number);
    /* The locale's decimal point, of whatever length, is all that stands between digits. */
    char *point = text + strspn(text, "-0123456789");
    size_t point_length = strcspn(point, "0123456789e");
    if (point_length == 0 || !isfinite(number))
        return length;
    *point = '.';
    memmove(point + 1, point + point_length, strlen(point + point_length) + 1);
    return length - (int)point_length + 1;
}

/*
 * The number times 10^places, rounded; false where that may not be what rounding its exact value
 * gives. The product is off by less than 2^-13, so that it tells except beside a half.
 */
static bool round_quickly(double magnitude, size_t places, uint64_t *scaled)
{
    static const double power[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
    static const double most = 0x1p40, unsure = 0x1p-10;
    if (places >= sizeof power / sizeof *power)
        return false;
    double product = magnitude * power[places];
    if (!(product < most))
        return false;
    *scaled = (uint64_t)product;
    double rest = product - (double)*scaled;
    *scaled += rest > 0.5;
    return fabs(rest - 0.5) > unsure;
}

static size_t print_quickly(double number, size_t places, char *text)
{
    uint64_t scaled = 0;
    uint64_t power = 1;
    if (!round_quickly(fabs(number), places, &scaled))
        return 0;
    for (size_t i = 0; i < places; i++)
        power *= 10;
    size_t used = 0;
    if (number < 0 && scaled > 0)
        text[used++] = '-';
    used += write_digits(scaled / power, 1, text + used);
    if (places > 0)
        text[used++] = '.';
    return used + write_digits(scaled % power, places, text + used);
}

static size_t print_exactly(double number, size_t places, char text[512])
{
    char printed[512];
    size_t length = (size_t)snprintf(printed, sizeof printed, "%.*f", (int)places, fabs(number));
    size_t used = 0;
    /* A number that rounds to zero has no sign. */
    if (number < 0 && strpbrk(printed, "123456789"))
        text[used++] = '-';
    size_t whole = strspn(printed, "0123456789");
    memcpy(text + used, printed, whole);
    used += whole;
    /* The locale's decimal point, of whatever length, stands before the last digits. */
    if (places > 0) {
        text[used++] = '.';
        memcpy(text + used, printed + length - places, places);
        used += places;
    }
    return used;
}

geo_status geo_bytes_append_number(geo_context *context, geo_bytes *bytes, double number,
                                   int decimals)
{
    char text[512];
    if (!isfinite(number))
        return GEO_OK;
    size_t places = decimals < 0 ? 0 : decimals > DECIMALS_MAX ? DECIMALS_MAX : (size_t)decimals;
    size_t used = print_quickly(number, places, text);
    if (used == 0)
        used = print_exactly(number, places, text);
    return geo_bytes_append(context, bytes, text, used);
}
