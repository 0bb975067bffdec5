/* Numbers that are the same but for rounding. */
#ifndef TESTS_NEAR_H
#define TESTS_NEAR_H

#include <math.h>
#include <stdbool.h>

/* Relative; NaN is near NaN alone. */
static inline bool is_near(double value, double expected, double tolerance)
{
    if (isnan(expected) || isinf(expected))
        return isnan(expected) ? isnan(value) : value == expected;
    return fabs(value - expected) <= tolerance * fabs(expected);
}

#endif
