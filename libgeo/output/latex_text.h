/* Text for pdflatex. */
#ifndef GEO_OUTPUT_LATEX_TEXT_H
#define GEO_OUTPUT_LATEX_TEXT_H

#include <geo/core.h>

/* One line, special characters escaped. *unknown grows by one for each character that pdflatex with
 * T1 fonts has no letter for, which becomes a '?'. */
geo_status geo_latex_append(geo_context *context, geo_bytes *out, const char *text,
                            size_t *unknown);

#endif
