/* Class breaks of a legend: round numbers that a reader can say aloud. */
#ifndef GEO_FIGURE_CLASSES_H
#define GEO_FIGURE_CLASSES_H

#include <geo/core.h>

#define GEO_CLASSES_MOST 12

typedef enum geo_break_rule {
    GEO_BREAKS_GEOMETRIC, /* 1, 1.5, 2.5, 4, 6, 10 ...: for values spread over orders of magnitude
                           */
    GEO_BREAKS_EQUAL      /* equal steps */
} geo_break_rule;

/* Class i holds values from lower[i] up to but not including lower[i + 1]; the last is open. Values
 * below lower[0] are in no class: they stay blank, so that the map below shows. */
typedef struct geo_classes {
    size_t count; /* 0 when there is nothing to show */
    double lower[GEO_CLASSES_MOST];
    double highest; /* the highest value of the data */
} geo_classes;

/* At most `wanted` classes for non-negative values (others are passed over). All zero: none; all
 * equal: one. */
geo_classes geo_classes_choose(const double *value, size_t count, geo_break_rule rule,
                               size_t wanted);

/* The class of a value, or -1 for one that is below all classes or not a number. */
int geo_classes_find(const geo_classes *classes, double value);

/* A round number with thousands commas, "1,250" or "0.05", into `text`. */
#define GEO_NUMBER_TEXT 40
geo_status geo_number_text(geo_context *context, double value, int decimals,
                           char text[GEO_NUMBER_TEXT]);
/* Digits after the point that a round number needs: 2 for 0.25. */
int geo_decimals_of(double value);
/* Digits after the point that show `value` to `significant` digits. */
int geo_decimals_for(double value, int significant);

#endif
