/* How much of the borders a box on the map would cover. */
#ifndef GEO_FIGURE_LABEL_COVER_H
#define GEO_FIGURE_LABEL_COVER_H

#include "figure/borders.h"
#include "figure/inside.h"
#include "figure/view.h"

typedef struct geo_label_cover geo_label_cover;

geo_status geo_label_cover_new(geo_context *context, const geo_view *view, const geo_areas *areas,
                               const geo_borders *borders, geo_label_cover **out);
void geo_label_cover_free(geo_label_cover *cover);

/* Millimetres of border in the box, to about half a millimetre at its edges. Constant time. */
double geo_label_cover_mm(const geo_label_cover *cover, geo_box box);

#endif
