/* The values of a style file, over those of a style. */
#ifndef GEO_FIGURE_STYLE_TAKE_H
#define GEO_FIGURE_STYLE_TAKE_H

#include "figure/style.h"

/* What the file leaves out stays as it is in the style. `name` stands in messages. On failure the
 * style may hold some of the file's values. */
geo_status geo_style_take(geo_context *context, const char *name, const char *yaml, size_t length,
                          geo_style *style);

#endif
