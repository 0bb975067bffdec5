/* Page sizes that have names. */
#ifndef GEO_FIGURE_STYLE_PAGE_H
#define GEO_FIGURE_STYLE_PAGE_H

#include "figure/style.h"

#define GEO_PAGE_LEAST_MM 80
#define GEO_PAGE_MOST_MM  2000

/* Sets the page's sides, held upright; false when no page has that name. */
bool geo_page_take_name(geo_style *style, const char *name);

#endif
