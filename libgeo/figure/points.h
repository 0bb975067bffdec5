/* Incidents as circles, one for each place. */
#ifndef GEO_FIGURE_POINTS_H
#define GEO_FIGURE_POINTS_H

#include "figure/view.h"

/* Large circles first, so that small ones show on top. */
geo_status geo_points_draw(geo_context *context, geo_canvas *canvas, const geo_view *view,
                           const geo_map_panel *panel, int64_t most, const geo_style *style);

#endif
