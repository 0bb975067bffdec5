/* Class breaks of a legend: round numbers that a reader can say aloud. */
#ifndef GEO_FIGURE_CLASSES_H
#define GEO_FIGURE_CLASSES_H

#include <geo/figure.h>

#include "figure/number_words.h"

typedef enum geo_break_purpose {
    GEO_FOR_SURFACE, /* densities from 0 up: what is below the first break stays blank */
    GEO_FOR_AREAS,   /* any numbers: each has a class */
    GEO_FOR_CHANGE   /* differences: breaks mirrored about 0, each value has a class */
} geo_break_purpose;

typedef struct geo_break_need {
    const double *value; /* those that are not finite are passed over */
    size_t count;
    geo_break_rule rule;
    size_t wanted; /* classes; GEO_CLASSES_MOST at most */
    geo_break_purpose purpose;
    const geo_classes *given; /* the breaks of GEO_BREAKS_GIVEN */
} geo_break_need;

/*
 * At most `wanted` classes, as the rule says; fewer where there are fewer values.
 *
 * - Of a surface, quantile and jenks look at cells of at least a hundredth of the highest, which is
 *   the first break; sd and incremental-mean look at all cells above 0, and their first break is
 *   the mean of those. All zero: no class; all equal: one.
 * - Of areas, lower[0] is the lowest value, rounded down. All equal: one class.
 * - Of change, an odd number has a class around 0, an even one a break at 0. A value on a break
 *   belongs to the class farther from 0: below 0 the breaks are the next double above the round
 *   number; the lowest class holds all that is below it, given breaks or not. All zero: one class.
 *
 * A rule that cannot serve the values (each for more than 12 values or for fractions, geometric and
 * incremental-mean for areas below 0) gives way to equal steps, with a warning; out->rule is the
 * rule that was followed.
 */
geo_status geo_classes_choose(geo_context *context, const geo_break_need *need, geo_classes *out);

/* The class of a value, or -1 for one that is below all classes or not a number. */
int geo_classes_find(const geo_classes *classes, double value);

/* Where on the ramp, from 0 to 1, a value stands when colours run on between the breaks: break i of
 * n at i / n, the highest at 1, straight between them. -1 where geo_classes_find() is -1. */
double geo_classes_position(const geo_classes *classes, double value);

#endif
