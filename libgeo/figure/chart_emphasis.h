/* Colours of what stands out. */
#ifndef GEO_FIGURE_CHART_EMPHASIS_H
#define GEO_FIGURE_CHART_EMPHASIS_H

#include "figure/chart_page.h"

static inline geo_colour geo_emphasis_colour(const geo_chart *chart, geo_emphasis emphasis)
{
    if (emphasis == GEO_EMPHASIS_STRONG)
        return chart->style->chart.highlight_strong;
    return emphasis == GEO_EMPHASIS_ABOVE ? chart->style->chart.highlight
                                          : chart->style->chart.colour;
}

#endif
