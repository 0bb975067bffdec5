/* What a file that isn't CSV looks like. */
#ifndef GEO_SOURCE_FOREIGN_H
#define GEO_SOURCE_FOREIGN_H

#include <geo/source.h>

/* "a PDF document", "an Excel workbook" ... judged by the first bytes of a file; NULL when nothing
 * speaks against its being text. */
const char *geo_looks_like(geo_text head);

#endif
