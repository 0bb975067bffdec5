/* Round numbers, and numbers as they stand in legends and on scales. */
#ifndef GEO_FIGURE_NUMBER_WORDS_H
#define GEO_FIGURE_NUMBER_WORDS_H

#include <geo/core.h>

/* A number with thousands commas, "1,250" or "0.05", into `text`. */
#define GEO_NUMBER_TEXT 40
geo_status geo_number_text(geo_context *context, double value, int decimals,
                           char text[GEO_NUMBER_TEXT]);
/* Digits after the point that a round number needs: 2 for 0.25. */
int geo_decimals_of(double value);
/* Digits after the point that show `value` to `significant` digits. */
int geo_decimals_for(double value, int significant);

/* mantissa * 10^exponent, the nearest double of it while 10^exponent is exact. */
double geo_scaled(double mantissa, int exponent);
/* The greatest exponent of 10 that a positive value reaches. */
int geo_exponent_of(double value);
/* To so many digits after the point; before it, where they are negative. */
double geo_round_to(double value, int decimals);
double geo_floor_to(double value, int decimals);
/* The number of fewest decimals above `below` and not above `to`, of several the one nearest to
 * the middle. */
double geo_shortest_between(double below, double to);

#endif
