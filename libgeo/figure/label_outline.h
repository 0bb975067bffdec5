/* The outlines that names stand in, as they print. */
#ifndef GEO_FIGURE_LABEL_OUTLINE_H
#define GEO_FIGURE_LABEL_OUTLINE_H

#include "figure/borders.h"
#include "figure/inside.h"
#include "figure/view.h"

/* Outlines are followed no finer than this, the width of a letter's stem: they are nowhere
 * further from the true ones. */
#define GEO_OUTLINE_COARSE_MM 0.2

/* The edges of outline i are segment[first[i]] .. segment[first[i + 1] - 1]. */
typedef struct geo_label_outlines {
    size_t count;
    size_t *first; /* [count + 1] */
    geo_segment *segment;
} geo_label_outlines;

/* Of each area, by its rings. Time O(points), as of the next. */
geo_status geo_label_outlines_of_areas(geo_context *context, const geo_view *view,
                                       const geo_areas *areas, geo_label_outlines *out);
/* Of each group of areas, by the borders that part it from others; group[area] is GEO_NO_CODE for
 * an area that is in none. */
geo_status geo_label_outlines_of_groups(geo_context *context, const geo_view *view,
                                        const geo_areas *areas, const geo_borders *borders,
                                        const int32_t *group, size_t group_count,
                                        geo_label_outlines *out);
void geo_label_outlines_clear(geo_label_outlines *outlines);

#endif
