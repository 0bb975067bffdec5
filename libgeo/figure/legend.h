/* The legend of classed values. */
#ifndef GEO_FIGURE_LEGEND_H
#define GEO_FIGURE_LEGEND_H

#include "figure/canvas.h"

typedef struct geo_legend {
    char *heading; /* "Incidents per km²" */
    size_t count;
    char *entry[GEO_CLASSES_MOST]; /* "2 to 5" ... "200 and over" */
    char *lower[GEO_CLASSES_MOST]; /* "2" ... "200" */
    geo_colour colour[GEO_CLASSES_MOST];
    double opacity;
    char *note; /* what is blank, and the highest value */
} geo_legend;

/* unit: of the grid, "incidents per km2". */
geo_status geo_legend_make(geo_context *context, const geo_classes *classes, const char *unit,
                           const geo_style *style, geo_legend **out);
void geo_legend_free(geo_legend *legend);

/* As a column of entries, highest first, or as a strip with the breaks below it. */
double geo_legend_height(geo_canvas *canvas, const geo_legend *legend, const geo_style *style,
                         double width_mm, bool column);
void geo_legend_draw(geo_canvas *canvas, const geo_legend *legend, const geo_style *style,
                     geo_box box, bool column);

#endif
