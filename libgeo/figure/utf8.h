/* Text that pango, cairo and XML can all take. */
#ifndef GEO_FIGURE_UTF8_H
#define GEO_FIGURE_UTF8_H

#include <geo/core.h>

/* A copy in *out, freed with free(), in which bytes that are no UTF-8 and control characters stand
 * as U+FFFD, with a warning; tabs and carriage returns become blanks. NULL gives "". */
geo_status geo_utf8_repair(geo_context *context, const char *text, char **out);

/* As much of a text as a message shows. */
#define GEO_UTF8_SHOWN 60
/* How many bytes of UTF-8 text, at most `most`, end with a whole character: for messages. */
int geo_utf8_cut(const char *text, int most);

#endif
