/* Names on the map. */
#ifndef GEO_FIGURE_LABELS_H
#define GEO_FIGURE_LABELS_H

#include "figure/borders.h"
#include "figure/inside.h"
#include "figure/view.h"

typedef struct geo_label_options {
    const geo_view *view;
    const geo_areas *areas;
    const geo_borders *borders;
    const geo_text_style *style;
    geo_busy busy; /* what labels had better not cover; may be NULL */
    void *user;
} geo_label_options;

/*
 * Names the parents when there are at least two, else the areas when there are no more than 30. A
 * name stands inside what it names, within the frame, and clear of the others; one that finds no
 * such place is left out, the tightest places being served first.
 */
geo_status geo_labels_draw(geo_context *context, geo_canvas *canvas,
                           const geo_label_options *options);

#endif
