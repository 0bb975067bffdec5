/* Texts that are cut to the room there is. */
#ifndef GEO_FIGURE_CUT_TEXT_H
#define GEO_FIGURE_CUT_TEXT_H

#include "figure/canvas.h"

/* The text itself where it is no wider, else its longest beginning that is not with "…" behind it;
 * freed with free(). A failure is the canvas's as well. */
geo_status geo_cut_text(geo_context *context, geo_canvas *canvas, const char *text,
                        const geo_text_style *style, double width_mm, char **out);

#endif
