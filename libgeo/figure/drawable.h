/* Text that pango, cairo and XML can all take. */
#ifndef GEO_FIGURE_DRAWABLE_H
#define GEO_FIGURE_DRAWABLE_H

#include <geo/core.h>

/* A copy in *out, freed with free(), in which bytes that are no UTF-8 and control characters stand
 * as U+FFFD, with a warning; tabs and carriage returns become blanks. NULL gives "". */
geo_status geo_drawable_text(geo_context *context, const char *text, char **out);

/* As much of a text as a message shows: for "%.*s". */
int geo_shown_length(const char *text);

#endif
