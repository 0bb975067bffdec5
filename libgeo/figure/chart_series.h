/* Series side by side: each has its colour, and as a line its dashes and its marker too, so that
 * no two are told apart by colour alone. */
#ifndef GEO_FIGURE_CHART_SERIES_H
#define GEO_FIGURE_CHART_SERIES_H

#include "figure/chart_page.h"

enum { GEO_CHART_SERIES_MOST = 4 };

/* Of bars and other grounds. */
geo_colour geo_series_colour(const geo_chart *chart, size_t series);

/* The same colour, darker (on a dark page lighter) where it would not stand out from the page by 3
 * to 1 (WCAG 2.1, success criterion 1.4.11). */
geo_line_style geo_series_line(const geo_chart *chart, size_t series);
/* 0 for the first. */
double geo_series_dash_mm(size_t series);
/* A disc, a square, a triangle or a diamond about that point. */
void geo_series_marker(const geo_chart *chart, size_t series, double x, double y);

#endif
