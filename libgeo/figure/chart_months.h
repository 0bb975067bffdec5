/* An axis of months, with the years below them. */
#ifndef GEO_FIGURE_CHART_MONTHS_H
#define GEO_FIGURE_CHART_MONTHS_H

#include "figure/chart_page.h"

/* Room below the plot. */
double geo_months_height(const geo_chart *chart);
/* `count` months over the plot's width: every month, or every second, third or sixth of the year,
 * as has room; years alone where not even these have. */
void geo_months_draw(const geo_chart *chart, int32_t first_month, size_t count, geo_box plot);

#endif
