/* What stands on the map already: boxes and lines, found by where they are. */
#ifndef GEO_FIGURE_LABEL_GROUND_H
#define GEO_FIGURE_LABEL_GROUND_H

#include "figure/inside.h"

typedef struct geo_label_ground geo_label_ground;

/* Nothing that is free reaches beyond the frame. */
geo_status geo_label_ground_new(geo_context *context, geo_box frame_mm, geo_label_ground **out);
void geo_label_ground_free(geo_label_ground *ground);

geo_status geo_label_ground_take(geo_context *context, geo_label_ground *ground, geo_box box);
geo_status geo_label_ground_take_line(geo_context *context, geo_label_ground *ground,
                                      geo_segment line);

/* Boxes that only touch don't overlap; a line that touches anything crosses it. */
bool geo_label_ground_is_free(const geo_label_ground *ground, geo_box box);
bool geo_label_ground_is_free_line(const geo_label_ground *ground, geo_segment line);

#endif
