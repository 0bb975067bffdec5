/* Numbers, names and headings on charts. */
#ifndef GEO_FIGURE_CHART_TEXT_H
#define GEO_FIGURE_CHART_TEXT_H

#include "figure/chart_page.h"

/* "1,234.5", "−3"; "1.5e18" where that is shorter than a label should be. */
void geo_chart_number(const geo_chart *chart, double value, int decimals,
                      char text[GEO_NUMBER_TEXT]);
/* The same with words before it, "Mean 71.2", freed with free(); NULL after a failure. */
char *geo_chart_label(const geo_chart *chart, const char *words, double value, int decimals);
double geo_chart_number_width(const geo_chart *chart, const double *value, size_t count,
                              int decimals, const geo_text_style *style);

/* The legend's text, smaller where a row leaves less room, though never below the smallest. */
geo_text_style geo_chart_row_text(const geo_chart *chart, double row_mm);
/* One line of such a text with a little air. */
double geo_chart_row_least(const geo_chart *chart);

double geo_chart_widest(const geo_chart *chart, const char *const *text, size_t count,
                        const geo_text_style *style);

typedef enum geo_stand { GEO_STAND_BELOW, GEO_STAND_MIDDLE, GEO_STAND_ABOVE } geo_stand;

/*
 * Writes a text of any length into that width and height: on one line, else wrapped, else cut with
 * "…". It stands below, about or above y. `style` should have a smaller height than the room.
 */
void geo_chart_fit_text(const geo_chart *chart, const char *text, const geo_text_style *style,
                        geo_align align, double x, double y, geo_stand stand, geo_size room);

/* The text's own colour, white or black: the first that stands out from `ground` by 4.5 to 1
 * (WCAG 2.1, success criterion 1.4.3). */
geo_colour geo_chart_text_on(const geo_chart *chart, geo_colour ground);
double geo_chart_contrast(geo_colour one, geo_colour other);

/* Texts side by side, each over or under its slot: wrapped, and turned only where a word is wider
 * than the slot. */
typedef struct geo_headings {
    const char *const *text;
    size_t count;
    double slot_mm;
    geo_text_style style;
    bool is_turned;
    double height_mm;
} geo_headings;

geo_headings geo_headings_plan(const geo_chart *chart, const char *const *text, size_t count,
                               double slot_mm);
/* From x on; y is their lower edge where they stand above it. */
void geo_headings_draw(const geo_chart *chart, const geo_headings *headings, double x, double y,
                       geo_stand stand);

#endif
