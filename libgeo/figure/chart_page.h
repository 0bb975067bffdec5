/* The page of a chart: title above, notes below, the chart between them. */
#ifndef GEO_FIGURE_CHART_PAGE_H
#define GEO_FIGURE_CHART_PAGE_H

#include "figure/canvas.h"

typedef struct geo_chart {
    geo_context *context;
    geo_canvas *canvas;
    const geo_style *style;
    geo_size page_mm;
    geo_box body; /* what is left for the chart, or for what is still to be drawn of it */
} geo_chart;

/* Draws the data into chart->body. GEO_ERROR_USAGE when there is not enough room for them. */
typedef geo_status (*geo_chart_drawing)(geo_chart *chart, const void *data);

typedef struct geo_chart_request {
    const char *kind; /* "Bar chart": the title of a file that has none */
    bool is_wide;     /* wider than high: AUTO takes a landscape page */
    bool is_empty;    /* a note stands for the chart */
    geo_chart_drawing draw;
    const void *data;
    const geo_style *style;      /* NULL: the one that is built in */
    const geo_figure_text *text; /* NULL: none */
    geo_picture format;
    double dpi;
} geo_chart_request;

/* GEO_ERROR_USAGE when the texts leave no room for a chart. */
geo_status geo_chart_make(geo_context *context, const geo_chart_request *request, geo_bytes *out);

/* Whether any of the values is a finite number. */
bool geo_chart_has_values(const double *value, size_t count);

#endif
